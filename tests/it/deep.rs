//! Deep and long input: a hundred thousand members or levels become SQL or [`CompileError::TooDeep`],
//! on a thread whose stack is 2 MiB, and never overflow it.

use std::thread;

use aludel::ast::{
    self, FromItem, Join, JoinKind, JoinOn, JoinTree, MAX_DEPTH, Nested, Statement, Transform,
    Visit, VisitMut,
};
use aludel::dialect::{compile, to_sql_inline};
use aludel::prelude::*;

use crate::engines::on_all_engines;

const MANY: usize = 100_000;
const STACK: usize = 2 << 20;

type Int = Nullable<BigInt>;
type Query = Select<Int>;

fn one() -> Expr<Int> {
    literal::<BigInt>(1).nullable()
}

fn truth() -> Condition {
    one().eq(one())
}

/// Repeats a step so many times.
fn times<T>(count: usize, first: T, step: impl Fn(T) -> T) -> T {
    (0..count).fold(first, |value, _| step(value))
}

// ---- what is made long or deep

/// Each of these grows by a member, or a level, for each count.
macro_rules! shapes {
    ($( $name:ident: |$count:ident| $build:expr; )*) => { $(
        pub fn $name($count: usize) -> Statement {
            let query: ast::Query = $build.into_query();
            Statement::Query(query)
        }
    )* };
}

fn value(expr: Expr<Int>) -> Query {
    select(expr)
}

fn condition(condition: Condition) -> Query {
    select(one()).filter(condition)
}

mod lists {
    use super::*;

    shapes! {
        ands: |n| condition(times(n, truth(), |all| all.and(truth())));
        ors: |n| condition(times(n, truth(), |any| any.or(truth())));
        concats: |n| select(times(n, literal::<Text>("a").nullable(), |all| {
            all.concat(literal::<Text>("a"))
        }));
        unions: |n| times(n, value(one()).union(value(one())), |all| all.union(value(one())));
        in_exprs: |n| condition(one().in_((0..n).map(|_| one())));
        filters: |n| times(n, value(one()), |query| query.filter(truth()));
    }
}

mod nests {
    use super::*;

    shapes! {
        nots: |n| condition(times(n, truth(), Expr::not));
        negations: |n| value(times(n, one(), |inner| -inner));
        sums_to_the_left: |n| value(times(n, one(), |inner| inner - one()));
        sums_to_the_right: |n| value(times(n, one(), |inner| one() - inner));
        calls: |n| value(times(n, one(), abs));
        scalar_subqueries: |n| value(times(n, one(), |inner| select(inner).into_expr()));
        exists_subqueries: |n| times(n, value(one()), |inner| value(one()).filter(exists(inner)));
        in_subqueries: |n| times(n, value(one()), |inner| value(one()).filter(one().in_(inner)));
        derived_tables: |n| {
            let first = select(one().label("x"));
            times(n, first, |inner| {
                let inner = inner.alias("d");
                select(inner.column::<Int>("x").label("x")).from(inner)
            })
        };
        ctes: |n| {
            let first = select(one().label("x"));
            (0..n).fold(first, |inner, number| {
                let inner = cte(format!("c{number}"), inner);
                select(inner.column::<Int>("x").label("x")).from(&inner).with(inner)
            })
        };
        cases: |n| value(times(n, one(), |inner| {
            case::<Int>().when(truth(), inner).otherwise(one())
        }));
        case_conditions: |n| value(times(n, one(), |inner| {
            case::<Int>().when(inner.eq(one()), one()).otherwise(one())
        }));
        casts: |n| value(times(n, one(), |inner| inner.cast::<BigInt>()));
        and_or: |n| condition(times(n / 2, truth(), |inner| {
            inner.and(truth()).or(truth())
        }));
        distincts: |n| condition(times(n, truth(), |inner| {
            inner.is_distinct_from(truth()).into_expr()
        }));
        right_concats: |n| select(times(n, literal::<Text>("a").nullable(), |inner| {
            literal::<Text>("a").nullable().concat(inner)
        }));
        unions_to_the_right: |n| {
            let first = value(one()).union_all(value(one()));
            times(n, first, |inner| value(one()).union_all(inner))
        };
        join_trees: |n| {
            let table = |number: usize| FromItem::Table(ast::TableRef {
                table: ast::TableName::named("t"),
                alias: Some(format!("t{number}").into()),
            });
            let from = (1..=n).fold(table(0), |first, number| {
                let join =
                    Join { kind: JoinKind::Cross, item: table(number), on: JoinOn::None };
                FromItem::Joined(Nested::new(JoinTree { first, joins: vec![join] }))
            });
            let mut node = *value(one()).into_ast();
            node.from = Some(from);
            Query::from_ast(node)
        };
    }
}

type Shape = (&'static str, fn(usize) -> Statement);

macro_rules! named {
    ($($module:ident::$name:ident),* $(,)?) => { [$((stringify!($name), $module::$name)),*] };
}

const LONG: &[Shape] = &named![
    lists::ands,
    lists::ors,
    lists::concats,
    lists::unions,
    lists::in_exprs,
    lists::filters,
];

const DEEP: &[Shape] = &named![
    nests::nots,
    nests::negations,
    nests::sums_to_the_left,
    nests::sums_to_the_right,
    nests::calls,
    nests::scalar_subqueries,
    nests::exists_subqueries,
    nests::in_subqueries,
    nests::derived_tables,
    nests::ctes,
    nests::cases,
    nests::case_conditions,
    nests::casts,
    nests::and_or,
    nests::distincts,
    nests::right_concats,
    nests::unions_to_the_right,
    nests::join_trees,
];

// ---- what is done to it

#[derive(Default)]
struct Count(usize);

impl Visit<'_> for Count {
    fn visit_expr(&mut self, expr: &ast::Expr) {
        self.0 += 1;
        ast::visit::walk_expr(self, expr);
    }
}

struct Same;

impl VisitMut for Same {}

fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Does all that can be done to a statement; what each dialect makes of it.
fn use_in_every_way(statement: &Statement) -> Vec<Result<String, CompileError>> {
    let copy = statement.clone();
    assert!(copy == *statement);
    assert!(!format!("{statement:?}").is_empty());
    let mut count = Count::default();
    count.visit_statement(statement);
    assert!(count.0 > 0);
    assert!(statement.transformed(&mut Same) == copy);
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let text = |dialect| {
        let sql = compile(statement, dialect).map(|sql| format!("{sql:#}"));
        assert_eq!(to_sql_inline(statement, dialect).is_ok(), sql.is_ok());
        sql
    };
    dialects.map(text).into()
}

fn each(shapes: &'static [Shape], count: usize, test: fn(&str, Result<String, CompileError>)) {
    on_a_small_stack(move || {
        for (name, shape) in shapes {
            for sql in use_in_every_way(&shape(count)) {
                test(name, sql);
            }
        }
    });
}

#[test]
fn a_hundred_thousand_members_are_written_flat() {
    each(LONG, MANY, |name, sql| {
        let more_than_sqlite_unites = name == "unions"
            && matches!(&sql, Err(CompileError::Unsupported { dialect: "SQLite", .. }));
        let flat = sql.is_ok_and(|sql| sql.len() > MANY);
        assert!(flat || more_than_sqlite_unites, "{name}");
    });
}

#[test]
fn a_hundred_thousand_levels_are_an_error() {
    each(DEEP, MANY, |name, sql| {
        let refused = matches!(sql, Err(CompileError::TooDeep | CompileError::Unsupported { .. }));
        assert!(refused, "{name}: {sql:?}");
    });
}

/// The most levels of a shape that compile, in ast levels for each of its own.
fn deepest(shape: fn(usize) -> Statement) -> usize {
    let compiles = |&levels: &usize| compile(&shape(levels), &Sqlite::new()).is_ok();
    (1..=usize::from(MAX_DEPTH)).rev().find(compiles).expect("one level compiles")
}

#[test]
fn the_deepest_that_is_allowed_compiles_everywhere() {
    on_a_small_stack(|| {
        for (name, shape) in DEEP {
            let levels = deepest(*shape);
            assert!(levels >= 40, "{name}: {levels}");
            let [sqlite, postgres, ..] = &*use_in_every_way(&shape(levels)) else { unreachable!() };
            assert!(sqlite.is_ok() && postgres.is_ok(), "{name}: {sqlite:?}");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_deepest_that_is_allowed_is_taken_by_the_servers() {
    on_all_engines(|db| {
        db.batch("CREATE TABLE t (id BIGINT)");
        let engine = db.dialect().name();
        for (name, shape) in DEEP {
            let compiles = |&levels: &usize| compile(&shape(levels), db.dialect()).is_ok();
            let deepest = (1..=usize::from(MAX_DEPTH)).rev().find(compiles).expect("one level");
            // Each level of nested CTEs takes MariaDB twice the time: no second at 20, minutes at 30.
            let slow = (engine, *name) == ("MariaDB", "ctes");
            let statement = shape(if slow { 16 } else { deepest });
            let sql = compile(&statement, db.dialect()).expect("it compiles");
            assert_eq!(db.try_query(&sql).err(), None, "{engine} {name} {deepest}");
        }
    });
}
