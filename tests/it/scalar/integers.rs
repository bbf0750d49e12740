//! Integers that only parameters tell the type of: they are 64-bit integers to every server, alone,
//! beside a column, in rows of values, in a derived table, and where they are added up.

use aludel::prelude::*;

use crate::engines::on_all_engines;

table! { ids { id: BigInt [primary_key] } }

type Number = Nullable<BigInt>;

/// An expression of integer parameters and its value.
struct Case {
    name: &'static str,
    expr: Expr<Number>,
    value: Option<i64>,
}

fn case<E: Expression>(name: &'static str, expr: E, value: impl Into<Option<i64>>) -> Case {
    Case { name, expr: expr.into_expr().any().assume(), value: value.into() }
}

fn n(number: i64) -> Expr<BigInt> {
    val(number)
}

fn small(number: i32) -> Expr<Integer> {
    val(number)
}

const MAX: i64 = i64::MAX;
const MIN: i64 = i64::MIN;
/// The greatest whose square is in range.
const ROOT: i64 = 3_037_000_499;

fn arithmetic() -> Vec<Case> {
    vec![
        case("itself", n(MAX), MAX),
        case("a sum", n(1) + 2, 3),
        case("a great sum", n(MAX - 1) + 1, MAX),
        case("a least sum", n(MIN + 1) + -1, MIN),
        case("of small ones", small(i32::MAX) + 1_i64, i64::from(i32::MAX) + 1),
        case("a difference", n(3) - 5, -2),
        case("a great difference", n(MIN + 1) - 1, MIN),
        case("a product", n(3) * -5, -15),
        case("a great product", n(ROOT) * ROOT, ROOT * ROOT),
        case("a quotient", n(MAX) / 2, MAX / 2),
        case("a negative quotient", n(-7) / 2, -3),
        case("a quotient, or null", n(7).div_or_null(0), None),
        case("a remainder", n(MAX) % 10, 7),
        case("a negative remainder", n(-7) % 3, -1),
        case("a remainder, or null", n(MAX).rem_or_null(n(10)), 7),
        case("no remainder", n(MAX).rem_or_null(n(0)), None),
        case("negated", -n(MAX), -MAX),
        case("negated twice", -(-n(MAX)), MAX),
        case("a negated sum", -(n(1) + 2), -3),
        case("a chain", (n(MAX - 10) + 3) * 1 - (n(4) - 1) * -2 + 1, MAX),
        case("rounded down", floor_div(n(-7), n(2)), -4),
        case("a great one rounded down", floor_div(n(MAX), n(1)), MAX),
        case("without its sign", abs(n(-MAX)), MAX),
        case("a sum without its sign", abs(n(-3) - 4), 7),
        case("a sign", sign(n(-MAX)), -1),
        case("with NULL", null::<BigInt>() + 1, None),
        case("without types", val::<Any>(Value::Int(MAX - 1)) + Value::Int(1), MAX),
        case("a quotient without types", val::<Any>(Value::Int(7)).div_int(Value::Int(2)), 3),
        case("of a day", extract(DateField::Day, make_date(n(2024), n(1) + 1, n(30) - 1)), 29),
        case("of a length", char_length(lpad(val::<Text>("a"), small(2) + 3, '*')), 5),
        case("of a power", trunc_to_int(power(n(3), n(1) + 1)), 9),
        case("of a subquery", select(n(MAX - 1)).into_expr() + 1, MAX),
    ]
}

fn bits() -> Vec<Case> {
    let chosen = || coalesce(null::<BigInt>(), n(6));
    vec![
        case("and", n(6).bit_and(3), 2),
        case("or", n(6).bit_or(-3), 6 | -3),
        case("xor", n(6).bit_xor(MAX), 6 ^ MAX),
        case("not", n(6).bit_not(), !6),
        case("and of chosen ones", chosen().bit_and(chosen()), 6),
        case("xor of chosen ones", first(n(6), n(5)).bit_xor(n(3)), 5),
        case("not of a sum", (n(6) + 1).bit_not(), !7),
        case("left", n(6).shift_left(n(3)), 48),
        case("left by 63", n(1).shift_left(n(63)), MIN),
        case("left by 64", n(1).shift_left(n(64)), 0),
        case("right", n(-6).shift_right(n(1)), -3),
        case("right by 70", n(-6).shift_right(n(70)), -1),
        case("a sum right", (n(MAX - 1) + 1).shift_right(n(1)), MAX >> 1),
    ]
}

fn chosen() -> Vec<Case> {
    let none = || null::<BigInt>();
    vec![
        case("the first that is not NULL", coalesce(none(), n(MAX)), MAX),
        case("of that", coalesce(none(), n(MAX - 1)) + 1, MAX),
        case("a NULL among them", coalesce(n(MAX - 1).any(), Value::Null) + Value::Int(1), MAX),
        case("null if", nullif(n(MAX), n(1)), MAX),
        case("null if, and more", nullif(n(MAX - 1), n(1)) + 1, MAX),
        case("the greatest", greatest(n(9), n(10)), 10),
        case("the greatest, negated", -greatest(n(9), n(MAX)), -MAX),
        case("the least", least(n(9), n(10)), 9),
        case("the least, less", least(n(MIN + 1), n(10)) - 1, MIN),
        case("the greatest but NULL", greatest_ignoring_nulls(none(), n(MAX)) - 1, MAX - 1),
        case("by a condition", first(n(MAX), n(1)), MAX),
        case("by a condition, less", first(n(MAX), n(1)) - 1, MAX - 1),
        case("by none", case_when(n(1).eq(2), n(MAX)) + 1, None),
        case("within a chain", n(1) + first(n(MAX - 2), n(1)) + 1, MAX),
        case("without its sign", abs(coalesce(none(), n(-MAX))), MAX),
    ]
}

/// The first, as a condition says.
fn first(then: Expr<BigInt>, otherwise: Expr<BigInt>) -> Expr<BigInt> {
    iif(n(1).eq(1), then, otherwise)
}

fn truth<P: Predicate>(name: &'static str, condition: P, value: i64) -> Case {
    case(name, iif::<BigInt>(condition, n(1), n(0)), value)
}

fn case_when(condition: impl Predicate, then: Expr<BigInt>) -> Expr<Number> {
    aludel::query::case::<BigInt>().when(condition, then).end()
}

fn compared() -> Vec<Case> {
    vec![
        truth("equal", n(MAX).eq(MAX - 1), 0),
        truth("as numbers", n(10).gt(9), 1),
        truth("great ones", n(MAX - 1).lt(MAX), 1),
        truth("sums", (n(MAX - 2) + 1).eq(n(MAX - 1) + 1), 0),
        truth("a sum as a number", (n(9) + 1).gt(9), 1),
        truth("between", n(10).between(9, 11), 1),
        truth("not between great ones", n(MAX - 1).between(MAX, MAX), 0),
        truth("among", n(MAX - 1).in_([MAX, 5]), 0),
        truth("a sum among", (n(9) + 1).in_([9, 10]), 1),
        truth("distinct", n(MAX).is_distinct_from(MAX - 1), 1),
        truth("as text", n(MAX).cast::<Text>().eq(MAX.to_string()), 1),
        truth("a sum as text", (n(MAX - 1) + 1).cast::<Text>().eq(MAX.to_string()), 1),
        truth("beside text", n(3).cast::<Text>().concat("!").eq("3!"), 1),
        truth("as a fraction", n(7).cast::<Double>().div_or_null(2).eq(3.5), 1),
        truth("a sum as a fraction", ((n(6) + 1) * 0.5).eq(3.5), 1),
        truth("a chosen one and a fraction", (coalesce(null::<BigInt>(), n(3)) + 0.4).gt(3.3), 1),
        truth("before a fraction", n(3).lt(3.4), 1),
        truth("a sum before a fraction", (n(1) + 2).lt(3.4), 1),
        truth("behind a fraction", (val::<Double>(0.5) * (n(3) + 4)).eq(3.5), 1),
        truth("rows", row((n(1) + 1, n(MAX))).eq((2, MAX)), 1),
        truth("great rows", row((n(1) + 1, n(MAX))).lt((n(2), n(MAX - 1) + 1)), 0),
        truth("of a case", case_of::<Integer, _>(n(9) + 1).when(10, 1).otherwise(0).eq(1), 1),
        truth("of all", n(9).in_(select(n(8) + 1)), 1),
        truth("the greatest", greatest(n(9), n(10)).gt(n(9)), 1),
    ]
}

/// Sorted, with what the expression is to be.
fn rows_with(value: Option<i64>) -> Vec<Option<i64>> {
    let mut rows = vec![Some(MIN), Some(MAX), value];
    rows.sort();
    rows
}

#[track_caller]
fn are_integers(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        db.create(&create_table(ids::table));
        db.execute(&insert_into(ids::table).columns(ids::id).rows([(MIN,), (MAX,)]));
        for Case { name, expr, value } in &cases {
            let e = || expr.clone();
            let derived = select(e().label("v")).alias("derived");
            let v = derived.column::<Number>("v");
            let rows = values::<Number>().row(e()).row(n(1)).alias("computed").columns(["v"]);
            let w = rows.column::<Number>("v");
            let column = || select(ids::id.nullable()).from(ids::table);
            let one = vec![*value];
            let united = rows_with(*value);
            let sum = value.filter(|value| value.checked_mul(2).is_some());
            let mut look = |place: &str, found: Result<Vec<Option<i64>>, Error>, wanted: &_| {
                let found = found.map(|mut rows| {
                    rows.sort();
                    rows
                });
                if found.as_ref().ok() != Some(wanted) {
                    let found = match found {
                        Ok(rows) => format!("{rows:?}"),
                        Err(error) => error.to_string(),
                    };
                    wrong.push(format!("{name} {place} on {}: {found} is not {wanted:?}", db.name));
                }
            };
            let connection = &mut db.connection;
            look("alone", connection.fetch_all(&select(e())), &one);
            let q = column().union_all(select(e()));
            look("beside a column", connection.fetch_all(&q), &united);
            look("before a column", connection.fetch_all(&select(e()).union(column())), &{
                let mut rows = united.clone();
                rows.dedup();
                rows
            });
            look("derived", connection.fetch_all(&select(v.clone()).from(derived.clone())), &one);
            let q = select(v.clone()).from(derived).filter(v.clone().is_not_null()).group_by(v);
            let some: Vec<_> = value.iter().copied().map(Some).collect();
            look("derived and grouped by", connection.fetch_all(&q), &some);
            let q = select(w.clone()).from(rows).filter(w.clone().ne(1).or(w.is_null()));
            let other: Vec<_> = one.iter().copied().filter(|value| *value != Some(1)).collect();
            look("among values", connection.fetch_all(&q), &other);
            let q = select(max(e())).from(ids::table);
            look("the greatest", connection.fetch_all(&q), &one);
            let q = select(sum_of(e())).from(ids::table).filter(ids::id.gt(0));
            look("a sum of one", connection.fetch_all(&q), &one);
            if let Some(sum) = sum {
                let q = select(sum_of(e())).from(ids::table);
                look("a sum of two", connection.fetch_all(&q), &vec![Some(sum * 2)]);
            }
            let condition = e().is_not_distinct_from(*value);
            let q = select(count_star().expr().nullable()).from(ids::table).filter(condition);
            look("in a condition", connection.fetch_all(&q), &vec![Some(2)]);
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn sum_of(expr: Expr<Number>) -> Expr<Number> {
    sum(expr).expr()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn arithmetic_of_parameters() {
    are_integers(arithmetic());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn bits_of_parameters() {
    are_integers(bits());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parameters_to_choose_from() {
    are_integers(chosen());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn comparisons_of_parameters() {
    are_integers(compared());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn unsigned_parameters() {
    let u = |number: u64| val::<UnsignedBigInt>(number);
    let great = i64::MAX as u64;
    on_all_engines(|db| {
        let greatest = if db.name == "SQLite" { great } else { u64::MAX };
        let q = select(abs(u(greatest)));
        assert_eq!(db.fetch_all(&q), [greatest], "on {}", db.name);
        let q = select(sum(u(greatest)));
        assert_eq!(db.fetch_all(&q), [Some(greatest.into())], "on {}", db.name);
        let sum = u(greatest - 1).any() + Value::Int(1);
        let q = select(sum.assume::<UnsignedBigInt>());
        assert_eq!(db.fetch_all(&q), [greatest], "on {}", db.name);
        let sum = n(MAX - 1).any() + Value::from(1_u64);
        let q = select(sum.assume::<UnsignedBigInt>());
        assert_eq!(db.fetch_all(&q), [great], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parameters_given_later() {
    let (a, b) = (|| param::<BigInt>("a"), || param::<BigInt>("b"));
    let q = select((a() + b(), -a(), a() % b(), abs(a()), greatest(a(), b()) - b()));
    on_all_engines(|db| {
        let prepared = q.prepare(db.dialect()).unwrap();
        for (a, b) in [(MAX - 1, 1), (7, -7), (0, 2)] {
            let bound = prepared.bind([("a", Value::from(a)), ("b", Value::from(b))]).unwrap();
            let found = db.try_query(&bound).unwrap();
            let expected = [a + b, -a, a % b, a.abs(), a.max(b) - b].map(Value::from);
            assert_eq!(found, [expected], "on {}", db.name);
        }
        let bound = prepared.bind([("a", Value::Null), ("b", Value::from(1))]).unwrap();
        let found = db.try_query(&bound).unwrap();
        assert_eq!(found, [vec![Value::Null; 5]], "on {}", db.name);
    });
}

/// Nothing is said where a column, a literal or another expression tells the type.
#[test]
fn types_are_said_where_nothing_else_tells_them() {
    let id = ids::id;
    for (expr, expected) in [
        ((n(1) + 2).any(), "CAST(? AS SIGNED) + ?"),
        ((id + 1).any(), "`ids`.`id` + ?"),
        ((n(1) + id).any(), "? + `ids`.`id`"),
        ((literal::<BigInt>(1) + 2).any(), "1 + ?"),
        (((id - 1) * 2).any(), "(`ids`.`id` - ?) * ?"),
        ((n(1) + 2 + 3).any(), "CAST(? AS SIGNED) + ? + ?"),
        (n(1).eq(2).into_expr().any(), "? = ?"),
        (coalesce(id, 1).any(), "COALESCE(`ids`.`id`, ?)"),
        ((coalesce(id.nullable(), 1) + 1).any(), "COALESCE(`ids`.`id`, ?) + ?"),
        (abs(id - 1).any(), "ABS(`ids`.`id` - ?)"),
        (sum(id).expr().any(), "(SUM(`ids`.`id`) DIV 1)"),
        ((val::<Double>(1.5) + 2.0).any(), "? + ?"),
        ((id * 0.5).any(), "`ids`.`id` * ?"),
        (((id + 1) * 0.5).any(), "(`ids`.`id` + ?) * CAST(? AS DOUBLE)"),
        (((id + 1) * param::<Double>("rate")).any(), "(`ids`.`id` + ?) * CAST(? AS DOUBLE)"),
    ] {
        let q = select(expr).from(ids::table);
        let sql = q.prepare(&MySql::new()).unwrap();
        let text = sql.text().strip_prefix("SELECT ").unwrap();
        assert_eq!(text.strip_suffix(" FROM `ids`"), Some(expected));
    }
    let sql = select(n(1) + 2).to_sql_inline(&MySql::new()).unwrap();
    assert_eq!(sql, "SELECT 1 + 2");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parameters_in_writes_and_windows() {
    on_all_engines(|db| {
        db.create(&create_table(ids::table));
        let insert = insert_into(ids::table).columns(ids::id);
        db.execute(&insert.clone().row((n(MIN + 1) - 1,)));
        db.execute(&insert.row((abs(n(-5)),)));
        let q = select(ids::id).from(ids::table).order_by(ids::id);
        assert_eq!(db.fetch_all(&q), [MIN, 5], "on {}", db.name);
        db.execute(&update(ids::table).set(ids::id, n(MAX - 1) + 1).filter(ids::id.gt(0)));
        assert_eq!(db.fetch_all(&q), [MIN, MAX], "on {}", db.name);
        let total = sum(n(MAX)).over(window().partition_by(ids::id));
        let q = select(total).from(ids::table);
        assert_eq!(db.fetch_all(&q), [Some(MAX), Some(MAX)], "on {}", db.name);
        let q = select(any_value(n(MAX - 1)).expr() + 1).from(ids::table);
        assert_eq!(db.fetch_all(&q), [Some(MAX)], "on {}", db.name);
        let q = select(sum(n(MAX)).filter(ids::id.eq(MAX))).from(ids::table);
        assert_eq!(db.fetch_all(&q), [Some(MAX)], "on {}", db.name);
        let key = || n(MAX - 1) + 1;
        let q = select((key(), count_star())).from(ids::table).group_by(key());
        assert_eq!(db.fetch_all(&q), [(MAX, 2)], "on {}", db.name);
        let q = select(ids::id).from(ids::table).order_by((key().desc(), ids::id.asc()));
        assert_eq!(db.fetch_all(&q), [MIN, MAX], "on {}", db.name);
    });
}
