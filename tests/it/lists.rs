//! Lists of any length in one parameter: the same rows as IN with each value, the same text for all.

use aludel::ast;
use aludel::prelude::*;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal as Dec;

use crate::engines::{Db, on_all_engines};

table! {
    samples {
        id: BigInt [primary_key],
        integer: Nullable<Integer>,
        big: Nullable<BigInt>,
        double: Nullable<Double>,
        decimal: Nullable<Decimal<20, 4>>,
        text: Nullable<Text>,
        varchar: Nullable<VarChar<40>>,
        truth: Nullable<Boolean>,
        date: Nullable<Date>,
        time: Nullable<Time>,
        moment: Nullable<Timestamp>,
        uuid: Nullable<Uuid>,
    }
}

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, day).unwrap()
}

fn moment(micros: u32) -> NaiveDateTime {
    date(29).and_time(NaiveTime::from_hms_micro_opt(23, 59, 59, micros).unwrap())
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn fill(db: &mut Db) {
    db.create(&create_table(samples::table));
    let texts = ["a", "A", "é\u{1F600}", "back\\slash \"quoted\" 'text'\n"];
    let rows = (0..4).map(|number: i64| {
        let n = number as u32;
        (
            number,
            Some(i32::MIN + number as i32),
            Some(i64::MAX - number),
            Some(number as f64 / 8.0),
            Some(Dec::new(number * 12345, 4)),
            Some(texts[number as usize]),
            Some(texts[number as usize]),
            Some(number % 2 == 0),
            Some(date(n + 1)),
            Some(NaiveTime::from_hms_micro_opt(1, 2, 3, n * 250_000).unwrap()),
            Some(moment(n * 250_000)),
            Some(uuid(number as u128)),
        )
    });
    let insert = insert_into(samples::table).columns((
        samples::id,
        samples::integer,
        samples::big,
        samples::double,
        samples::decimal,
        samples::text,
        samples::varchar,
        samples::truth,
        samples::date,
        samples::time,
        samples::moment,
        samples::uuid,
    ));
    db.execute(&insert.rows(rows));
    db.execute(&insert_into(samples::table).columns((samples::id,)).row((9,)));
}

/// The ids of the rows where the condition is true, and where it is false.
fn split(db: &mut Db, condition: &Condition) -> [Vec<i64>; 2] {
    [condition.clone(), !condition.clone()].map(|condition| {
        let q = select(samples::id).from(samples::table).filter(condition);
        db.fetch_all(&q.order_by(samples::id))
    })
}

/// Holds the column's rows by a list in one parameter to be those by IN of each of its values.
macro_rules! same_as_in {
    ($db:ident, $column:expr, $T:ty, $list:expr) => {
        for length in 0..=$list.len() {
            let list = || $list[..length].to_vec();
            let array = || val::<Array<$T>>(list());
            // Whether NULL is in a list of nothing is false, not NULL, either way.
            let pairs = [
                ($column.in_(array()), $column.in_(list())),
                ($column.not_in(array()), $column.not_in(list())),
            ];
            for (one, many) in pairs {
                let (one, many) = (split($db, &one), split($db, &many));
                assert_eq!(one, many, "{} {:?} on {}", stringify!($column), list(), $db.name);
            }
        }
    };
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_list_in_one_parameter_is_in_with_each_value() {
    on_all_engines(|db| {
        fill(db);
        let integers = [i32::MIN, 5, i32::MIN + 2];
        same_as_in!(db, samples::integer, Integer, integers);
        same_as_in!(db, samples::big, BigInt, [i64::MAX, i64::MIN, i64::MAX - 3]);
        same_as_in!(db, samples::double, Double, [0.125, -1e300, 0.0]);
        let decimals = [Dec::new(12345, 4), Dec::new(1, 0), Dec::new(24690, 4), Dec::ZERO];
        same_as_in!(db, samples::decimal, Decimal<20, 4>, decimals);
        let texts = ["A", "é\u{1F600}", "back\\slash \"quoted\" 'text'\n", "É"];
        same_as_in!(db, samples::text, Text, texts);
        same_as_in!(db, samples::varchar, VarChar<40>, texts);
        same_as_in!(db, samples::truth, Boolean, [true]);
        same_as_in!(db, samples::date, Date, [date(1), date(3)]);
        let times = [0, 250_000].map(|n| NaiveTime::from_hms_micro_opt(1, 2, 3, n).unwrap());
        same_as_in!(db, samples::time, Time, times);
        same_as_in!(db, samples::moment, Timestamp, [moment(0), moment(750_000)]);
        same_as_in!(db, samples::uuid, Uuid, [uuid(2), uuid(7)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_in_a_list_is_null() {
    let list = val::<Array<Nullable<BigInt>>>(vec![Some(i64::MAX), None]);
    on_all_engines(|db| {
        fill(db);
        assert_eq!(split(db, &samples::big.in_(list.clone())), [vec![0], vec![]], "on {}", db.name);
        let not_in = samples::big.not_in(list.clone());
        assert_eq!(split(db, &not_in), [vec![], vec![0]], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn one_text_serves_lists_of_any_length() {
    let q = select(samples::id)
        .from(samples::table)
        .filter(samples::id.in_(param::<Array<BigInt>>("ids")))
        .order_by(samples::id);
    on_all_engines(|db| {
        fill(db);
        let q = db.connection.prepare_query(q.clone()).unwrap();
        for length in [0, 1, 3, 100_000] {
            let ids: Vec<i64> = (1..=length).collect();
            let bound = q.bind([("ids", ids)]).unwrap();
            assert_eq!(bound.compiled().text(), q.prepared().text());
            let found = db.connection.fetch_all(&bound).unwrap();
            let expected: Vec<i64> = [1, 2, 3, 9].into_iter().filter(|&id| id <= length).collect();
            assert_eq!(found, expected, "{length} on {}", db.name);
        }
    });
}

#[test]
fn what_is_no_list_is_refused() {
    let q = select(samples::id)
        .from(samples::table)
        .filter(samples::integer.in_(param::<Array<Integer>>("list")));
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    for dialect in dialects {
        let q = q.prepare(dialect).unwrap();
        for value in [Value::Null, Value::from(1), Value::from("[1]")] {
            let error = q.bind([("list", value)]).unwrap_err();
            assert!(matches!(error, CompileError::InvalidValue { .. }), "{error}");
        }
        let error = q.bind([("list", Value::from(vec![1_i64 << 40]))]).unwrap_err();
        assert!(matches!(error, CompileError::OutOfRange { .. }), "{error}");
    }
    // An array that is no parameter is PostgreSQL's alone; so are lists of what has no JSON.
    let of_row = samples::integer.in_(table("t").column::<Array<Integer>>("tags"));
    let q = select(samples::id).from(samples::table).cross_join(table("t")).filter(of_row);
    let blobs = table("t").column::<Blob>("b").in_(val::<Array<Blob>>(vec![vec![1_u8]]));
    let of_blobs = select(ast_one()).from(table("t")).filter(blobs);
    assert!(q.compile(&Postgres::new()).is_ok());
    assert!(of_blobs.compile(&Postgres::new()).is_ok());
    for dialect in [&Sqlite::new() as &dyn Dialect, &MySql::new(), &MariaDb::new()] {
        for error in [q.compile(dialect).unwrap_err(), of_blobs.compile(dialect).unwrap_err()] {
            let expected = matches!(&error, CompileError::Unsupported { instead, .. } if instead.contains("`in_`"));
            assert!(expected, "{error}");
        }
    }
}

fn ast_one() -> Expr<BigInt> {
    Expr::from_ast(ast::Expr::Literal(Value::Int(1)))
}

/// A prepared statement that once met an empty subquery: MariaDB would take NULL IN (…) for false
/// from then on.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_in_a_query_is_null_after_an_empty_one_too() {
    table! { numbers { number: Nullable<BigInt> } }
    let numbers = || select(numbers::number).from(numbers::table);
    let conditions = [
        samples::big.in_(numbers()),
        samples::big.not_in(numbers()),
        samples::big.in_(numbers().order_by(numbers::number).limit(9)),
    ];
    on_all_engines(|db| {
        fill(db);
        db.create(&create_table(numbers::table));
        let all = |db: &mut Db| conditions.clone().map(|condition| split(db, &condition));
        let (none, some) = (vec![], vec![0, 1, 2, 3, 9]);
        let nothing =
            [[none.clone(), some.clone()], [some, none.clone()], [none, vec![0, 1, 2, 3, 9]]];
        assert_eq!(all(db), nothing, "on {}", db.name);
        db.execute(&insert_into(numbers::table).columns((numbers::number,)).row((i64::MAX,)));
        let one = [[vec![0], vec![1, 2, 3]], [vec![1, 2, 3], vec![0]], [vec![0], vec![1, 2, 3]]];
        assert_eq!(all(db), one, "on {}", db.name);
    });
}

/// What a subquery computes, itself or as the column of a derived table or a CTE, under its name or
/// another, of a CTE before it, is NULL where it is, too.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_that_a_subquery_computes_is_null_after_an_empty_one_too() {
    table! { numbers { number: Nullable<BigInt> } }
    let numbers = || select(numbers::number).from(numbers::table);
    let s = samples::alias("s");
    let big = || select(s.big).from(s).filter(s.id.eq(samples::id)).scalar();
    let of_itself = big().in_(numbers());
    let body = || select((samples::id, big().label("big"))).from(samples::table);
    let derived = body().alias("d");
    let named = cte("c", body());
    let alias = named.table().alias("e");
    let again = cte(
        "again",
        select((alias.column::<BigInt>("id"), alias.column::<Nullable<BigInt>>("big")))
            .from(&alias),
    );
    let recursive = cte_recursive("r", |_| body());
    /// The ids of what holds, and of what does not.
    type Parts = [Select<BigInt>; 2];
    let parts = |id: Expr<BigInt>, big: Expr<Nullable<BigInt>>| -> Parts {
        [big.clone().in_(numbers()), big.not_in(numbers())]
            .map(|condition| select(id.clone()).filter(condition).order_by(id.clone()))
    };
    let of_cte =
        |table: &CteTable| parts(table.column("id"), table.column("big")).map(|q| q.from(table));
    let columns: [Parts; 5] = [
        parts(derived.column("id"), derived.column("big")).map(|q| q.from(derived.clone())),
        of_cte(&named.table()).map(|q| q.with(&named)),
        of_cte(&alias).map(|q| q.with(&named)),
        of_cte(&again.table()).map(|q| q.with(&named).with(&again)),
        of_cte(&recursive.table()).map(|q| q.with(&recursive)),
    ];
    on_all_engines(|db| {
        fill(db);
        db.create(&create_table(numbers::table));
        let found = |db: &mut Db| {
            let of_columns =
                columns.each_ref().map(|parts| parts.each_ref().map(|q| db.fetch_all(q)));
            std::iter::once(split(db, &of_itself)).chain(of_columns).collect::<Vec<_>>()
        };
        let nothing = [vec![], vec![0, 1, 2, 3, 9]];
        assert_eq!(found(db), vec![nothing; 6], "on {}", db.name);
        db.execute(&insert_into(numbers::table).columns((numbers::number,)).row((i64::MAX,)));
        assert_eq!(found(db), vec![[vec![0], vec![1, 2, 3]]; 6], "on {}", db.name);
    });
}

#[test]
fn mysql_takes_so_many_windows() {
    let sums = |count: usize| {
        let ranks = (0..count).map(|_| row_number().over(window().order_by(samples::id)).any());
        select_dyn(ranks).from(samples::table)
    };
    assert!(sums(127).compile(&MySql::new()).is_ok());
    let error = sums(128).compile(&MySql::new()).unwrap_err();
    assert!(matches!(&error, CompileError::Unsupported { .. }), "{error}");
    assert!(sums(128).compile(&MariaDb::new()).is_ok());
}
