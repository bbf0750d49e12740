"""Writes a leaf crate of 20 tables with 10 columns and 100 varied queries, in aludel's words or in sea-query's.

    python3 compile-cost.py aludel|seaquery FOLDER DEPENDENCY

DEPENDENCY is the line of Cargo.toml that names the builder. The queries are drawn once from a seeded generator as
plain data, and each side's printer puts the same data into its own words, so both crates say the same.
"""

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

TABLES = """accounts authors books branches carts cities clients coupons courses devices
events invoices orders papers parcels people recipes rooms teams vessels""".split()

# Column, SQL type, the Rust type of a parameter compared with it.
COLUMNS = [
    ("id", "BigInt", "i64"),
    ("parent_id", "BigInt", "i64"),
    ("name", "VarChar<100>", "&str"),
    ("note", "Nullable<Text>", "&str"),
    ("quantity", "Integer", "i32"),
    ("rank", "Nullable<Integer>", "i32"),
    ("score", "Double", "f64"),
    ("weight", "Nullable<Double>", "f64"),
    ("active", "Boolean", "bool"),
    ("code", "VarChar<20>", "&str"),
]
RUST_TYPE = {name: rust for name, _, rust in COLUMNS}
NAMES = [name for name, _, _ in COLUMNS]
NUMBERS = ["id", "parent_id", "quantity", "rank", "score", "weight"]
PLAIN_NUMBERS = ["quantity", "score"]
TEXTS = ["name", "note", "code"]

QUERIES = 100


# ---- the queries as data -------------------------------------------------------------------------------------


@dataclass
class Predicate:
    """`column op argument`; `op` in our words. `argument` names the function's parameter, `None` for IS NULL."""

    table: str
    column: str
    op: str
    argument: str | None


@dataclass
class Query:
    kind: str
    table: str
    other: str
    columns: list[str]
    predicates: list[Predicate]
    arguments: dict[str, str] = field(default_factory=dict)  # parameter of the function: its Rust type
    number: str = ""


def predicates(rng, table, count, arguments):
    """Draws predicates on `table` and notes the parameters they need."""
    drawn = []
    for column in rng.sample(NAMES, count):
        if column in ("note", "rank", "weight") and rng.random() < 0.5:
            drawn.append(Predicate(table, column, "is_null", None))
            continue
        if column in TEXTS:
            op = rng.choice(["eq", "ne", "like"])
        elif column == "active":
            op = "eq"
        else:
            op = rng.choice(["eq", "ne", "gt", "ge", "lt", "le"])
        argument = f"{column}_{len(arguments)}"
        arguments[argument] = RUST_TYPE[column]
        drawn.append(Predicate(table, column, op, argument))
    return drawn


def assigned(query):
    """An INSERT takes its predicates as assignments; it sets the key by itself."""
    return [p for p in query.predicates if p.argument and p.column != "id"]


KINDS = ["point", "search", "join", "report", "in_list", "exists", "choice", "insert", "update", "delete"]


def draw_queries():
    rng = random.Random(20)
    return [draw(rng, KINDS[n % len(KINDS)]) for n in range(QUERIES)]


def draw(rng, kind):
    table, other = rng.sample(TABLES, 2)
    arguments = {}
    return Query(
        kind=kind,
        table=table,
        other=other,
        columns=rng.sample(NAMES, rng.randint(2, 6)),
        predicates=predicates(rng, table, rng.randint(1, 4), arguments),
        arguments=arguments,
        number=rng.choice(PLAIN_NUMBERS),
    )


# ---- in aludel's words ---------------------------------------------------------------------------------------


class Aludel:
    HEADER = "use aludel::prelude::*;\n\n"
    RESULT = "Compiled<'static>"
    FINISH = ".compile(&Sqlite::new()).unwrap().into_owned()"

    def table(self, name):
        columns = "".join(f"        {column}: {sql_type},\n" for column, sql_type, _ in COLUMNS)
        columns = columns.replace("id: BigInt,", "id: BigInt [primary_key],", 1)
        return f"table! {{\n    pub {name} {{\n{columns}    }}\n}}\n\n"

    def column(self, table, name):
        return f"{table}::{name}"

    def tuple(self, table, names):
        return "(" + ", ".join(self.column(table, name) for name in names) + ")"

    def predicate(self, p):
        return f"{self.column(p.table, p.column)}.{p.op}({p.argument or ''})"

    def filters(self, query):
        return "".join(f".filter({self.predicate(p)})" for p in query.predicates)

    def point(self, q):
        return f"select({self.tuple(q.table, q.columns)}).from({q.table}::table).filter({q.table}::id.eq(id))"

    def search(self, q):
        either = ".or(".join(self.predicate(p) for p in q.predicates) + ")" * (len(q.predicates) - 1)
        return (
            f"select({self.tuple(q.table, q.columns)}).from({q.table}::table).filter({either})"
            f".order_by(({q.table}::{q.number}.desc(), {q.table}::id.asc())).limit(20)"
        )

    def join(self, q):
        return (
            f"select(({', '.join(self.column(q.table, c) for c in q.columns)}, {q.other}::name)).from({q.table}::table)"
            f".join({q.other}::table, {q.other}::id.eq({q.table}::parent_id)){self.filters(q)}"
        )

    def report(self, q):
        return (
            f"select(({q.table}::name, count_star(), sum({q.table}::{q.number}))).from({q.table}::table)"
            f".left_join(other, other.parent_id.eq({q.table}::id)){self.filters(q)}"
            f".group_by({q.table}::name).having(count_star().gt(id))"
        )

    def in_list(self, q):
        return f"select({self.tuple(q.table, q.columns)}).from({q.table}::table).filter({q.table}::id.in_(ids)){self.filters(q)}"

    def exists(self, q):
        inner = f"select({q.other}::id).from({q.other}::table).filter({q.other}::parent_id.eq({q.table}::id))"
        return f"select({self.tuple(q.table, q.columns)}).from({q.table}::table).filter(exists({inner})){self.filters(q)}"

    def choice(self, q):
        sql_type = {"quantity": "Integer", "score": "Double"}[q.number]
        case = f"case::<{sql_type}>().when({self.predicate(q.predicates[0])}, {q.table}::{q.number}).otherwise({q.table}::{q.number} + 1)"
        return f"select(({q.table}::id, {case})).from({q.table}::table){self.filters(q)}"

    def insert(self, q):
        sets = "".join(f".set({q.table}::{p.column}, {p.argument})" for p in assigned(q))
        return f"insert_into({q.table}::table).set({q.table}::id, id){sets}"

    def update(self, q):
        number = self.column(q.table, q.number)
        one = {"quantity": "1", "score": "1.0"}[q.number]
        return f"update({q.table}::table).set({number}, {number} + {one}).set({q.table}::code, code){self.filters(q)}"

    def delete(self, q):
        return f"delete({q.table}::table){self.filters(q)}"

    def statement(self, q):
        handle = f"    let other = {q.other}::table.outer();\n" if q.kind == "report" else ""
        return f"{handle}    {getattr(self, q.kind)(q)}{self.FINISH}\n"


# ---- in sea-query's words ------------------------------------------------------------------------------------


class SeaQuery:
    HEADER = "use sea_query::*;\n\n"
    RESULT = "(String, Values)"
    FINISH = ".build(SqliteQueryBuilder)"
    OPERATORS = {"ge": "gte", "le": "lte"}

    def table(self, name):
        variants = "".join(f"    {camel(column)},\n" for column in NAMES)
        return f"#[derive(Iden, Clone, Copy)]\npub enum {camel(name)} {{\n    Table,\n{variants}}}\n\n"

    def pair(self, table, name):
        return f"({camel(table)}::Table, {camel(table)}::{camel(name)})"

    def column(self, table, name):
        return f"Expr::col({self.pair(table, name)})"

    def predicate(self, p):
        return f"{self.column(p.table, p.column)}.{self.OPERATORS.get(p.op, p.op)}({p.argument or ''})"

    def filters(self, q):
        return "".join(f".and_where({self.predicate(p)})" for p in q.predicates)

    def select(self, q, *more):
        columns = ", ".join(self.pair(q.table, name) for name in q.columns)
        return f"Query::select().columns([{columns}]){''.join(more)}.from({camel(q.table)}::Table)"

    def point(self, q):
        return f"{self.select(q)}.and_where({self.column(q.table, 'id')}.eq(id))"

    def search(self, q):
        either = ".or(".join(self.predicate(p) for p in q.predicates) + ")" * (len(q.predicates) - 1)
        return (
            f"{self.select(q)}.and_where({either}).order_by({self.pair(q.table, q.number)}, Order::Desc)"
            f".order_by({self.pair(q.table, 'id')}, Order::Asc).limit(20)"
        )

    def join(self, q):
        other_name = self.pair(q.other, "name")
        return (
            f"{self.select(q, f'.column({other_name})')}"
            f".inner_join({camel(q.other)}::Table, {self.column(q.other, 'id')}.equals({self.pair(q.table, 'parent_id')}))"
            f"{self.filters(q)}"
        )

    def report(self, q):
        return (
            f"Query::select().column({self.pair(q.table, 'name')}).expr(Func::count(Expr::col(Asterisk)))"
            f".expr(Func::sum({self.column(q.table, q.number)})).from({camel(q.table)}::Table)"
            f".left_join({camel(q.other)}::Table, {self.column(q.other, 'parent_id')}.equals({self.pair(q.table, 'id')}))"
            f"{self.filters(q)}.group_by_col({self.pair(q.table, 'name')})"
            f".and_having(Expr::expr(Func::count(Expr::col(Asterisk))).gt(id))"
        )

    def in_list(self, q):
        return f"{self.select(q)}.and_where({self.column(q.table, 'id')}.is_in(ids.iter().copied())){self.filters(q)}"

    def exists(self, q):
        inner = (
            f"Query::select().column({self.pair(q.other, 'id')}).from({camel(q.other)}::Table)"
            f".and_where({self.column(q.other, 'parent_id')}.equals({self.pair(q.table, 'id')})).take()"
        )
        return f"{self.select(q)}.and_where(Expr::exists({inner})){self.filters(q)}"

    def choice(self, q):
        number = self.column(q.table, q.number)
        case = f"CaseStatement::new().case({self.predicate(q.predicates[0])}, {number}).finally({number}.add(1))"
        return (
            f"Query::select().column({self.pair(q.table, 'id')}).expr({case})"
            f".from({camel(q.table)}::Table){self.filters(q)}"
        )

    def insert(self, q):
        sets = [("id", "id")] + [(p.column, p.argument) for p in assigned(q)]
        columns = ", ".join(f"{camel(q.table)}::{camel(column)}" for column, _ in sets)
        values = ", ".join(f"{argument}.into()" for _, argument in sets)
        return f"Query::insert().into_table({camel(q.table)}::Table).columns([{columns}]).values_panic([{values}])"

    def update(self, q):
        number = f"{camel(q.table)}::{camel(q.number)}"
        one = {"quantity": "1", "score": "1.0"}[q.number]
        return (
            f"Query::update().table({camel(q.table)}::Table)"
            f".value({number}, {self.column(q.table, q.number)}.add({one})).value({camel(q.table)}::Code, code)"
            f"{self.filters(q)}"
        )

    def delete(self, q):
        return f"Query::delete().from_table({camel(q.table)}::Table){self.filters(q)}"

    def statement(self, q):
        return f"    {getattr(self, q.kind)(q)}{self.FINISH}\n"


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


# ---- the crate -----------------------------------------------------------------------------------------------

# Parameters of a kind that do not come from its predicates.
OWN_ARGUMENTS = {
    "point": {"id": "i64"},
    "report": {"id": "i64"},
    "in_list": {"ids": "&[i64]"},
    "insert": {"id": "i64"},
    "update": {"code": "&str"},
}


def function(words, number, query):
    own = OWN_ARGUMENTS.get(query.kind, {})
    from_predicates = {} if query.kind == "point" else query.arguments
    arguments = ", ".join(f"{name}: {rust}" for name, rust in {**own, **from_predicates}.items())
    return f"pub fn {query.kind}_{number}({arguments}) -> {words.RESULT} {{\n{words.statement(query)}}}\n\n"


def main():
    side, folder, dependency = sys.argv[1:]
    words = {"aludel": Aludel, "seaquery": SeaQuery}[side]()
    source = "#![allow(unused_variables)]\n" + words.HEADER
    source += "".join(words.table(name) for name in TABLES)
    source += "".join(function(words, number, query) for number, query in enumerate(draw_queries()))

    folder = Path(folder)
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src/lib.rs").write_text(source)
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "leaf-{side}"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n{dependency}\n'
    )


main()
