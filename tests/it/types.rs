//! Every type, both ways, on the four engines: what goes in comes out, or is refused.

use std::fmt::Debug;

use aludel::ErrorKind;
use aludel::adapter::Connection;
use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

/// A test that stores each value in a column of the type and reads it back: alone, through a
/// nullable column, by equality with it as a parameter and in the text, and in bulk. `refused` tells
/// which values an engine refuses, `seen` what is to come back of one.
macro_rules! both_ways {
    ($name:ident: $type:ty, $values:expr) => {
        both_ways! { $name: $type, $values, refused: |_, _| false }
    };
    ($name:ident: $type:ty, $values:expr, refused: $refused:expr) => {
        both_ways! { $name: $type, $values, refused: $refused, seen: |_, value| value.clone() }
    };
    ($name:ident: $type:ty, $values:expr, refused: $refused:expr, seen: $seen:expr) => {
        #[test]
        #[ignore = "needs the servers of tests/all-engines.sh"]
        #[allow(clippy::clone_on_copy)]
        fn $name() {
            type Rust = <$type as SqlType>::Rust;
            table! { cells { id: BigInt [primary_key], v: $type, n: Nullable<$type> } }
            on_all_engines(|db| {
                let is_refused: fn(&str, &Rust) -> bool = $refused;
                let seen: fn(&str, &Rust) -> Rust = $seen;
                let engine = db.name;
                let seen = |value: &Rust| seen(engine, value);
                db.create(&create_table(cells::table));
                let insert = insert_into(cells::table).columns((cells::id, cells::v, cells::n));
                let cell = select((cells::v, cells::n)).from(cells::table);
                let found = select(cells::id).from(cells::table);
                let mut taken = Vec::new();
                for (id, value) in (1_i64..).zip($values) {
                    let written = db.connection.execute(&insert.clone().row((
                        id,
                        value.clone(),
                        Some(value.clone()),
                    )));
                    if is_refused(db.name, &value) {
                        is_invalid(db, written, &value);
                        continue;
                    }
                    taken.push((id, value.clone()));
                    written.unwrap_or_else(|error| panic!("{value:?}: {error}"));
                    let (v, n) = db.fetch_one(&cell.clone().filter(cells::id.eq(id)));
                    is_same(db, &seen(&v), &seen(&value));
                    is_same(db, &n.as_ref().map(seen), &Some(seen(&value)));
                    for equal in [
                        cells::v.eq(value.clone()),
                        cells::v.eq(literal::<$type>(value.clone())),
                        cells::v.in_([value.clone()]),
                    ] {
                        let query = found.clone().filter(equal);
                        let ids = db.fetch_all(&query);
                        let sql = db.compile(&query);
                        assert!(ids.contains(&id), "{value:?} is not found on {}: {sql}", db.name);
                    }
                }
                let value = taken.first().expect("a value").1.clone();
                db.execute(&insert.clone().row((0, value, None::<Rust>)));
                let (_, n) = db.fetch_one(&cell.clone().filter(cells::n.is_null()));
                is_same(db, &n, &None);
                db.execute(&delete(cells::table).all_rows());
                let rows = taken.iter().map(|(id, value)| (*id, value.clone(), None));
                let rows: Vec<(_, _, Option<Rust>)> = rows.collect();
                db.connection.insert_many(&insert, rows).expect("they were taken before");
                for (id, value) in taken {
                    let (v, _) = db.fetch_one(&cell.clone().filter(cells::id.eq(id)));
                    is_same(db, &seen(&v), &seen(&value));
                }
            });
        }
    };
}

/// The same to the last bit: 0.0 is not -0.0 here, NaN is NaN.
#[track_caller]
fn is_same<T: Debug>(db: &Db, found: &T, expected: &T) {
    let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
    assert!(found == expected, "on {}: {found:.100} is not {expected:.100}", db.name);
}

/// A typed error, that says so.
#[track_caller]
fn is_invalid(db: &Db, result: Result<u64, Error>, value: &impl Debug) {
    let kind = result.map_err(|error| error.kind());
    let is_typed = matches!(kind, Err(ErrorKind::Compile | ErrorKind::InvalidData));
    assert!(is_typed, "{value:?} on {}: {kind:?}", db.name);
}

mod exact;
mod parameters;
mod postgres_only;
mod texts;
mod times;
mod wrong;

// ---- numbers

both_ways! { small_integers: SmallInt, [0, 1, -1, i16::MIN, i16::MAX, i8::MIN.into()] }
both_ways! { integers: Integer, [0, 1, -1, i32::MIN, i32::MAX] }
both_ways! { big_integers: BigInt, [0, 1, -1, i64::MIN, i64::MAX, (1 << 53) + 1] }
both_ways! {
    unsigned_integers: UnsignedBigInt,
    [0, 1, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX],
    refused: |engine, value| engine == "SQLite" && *value > i64::MAX as u64
}
both_ways! {
    reals: Real,
    [0.0, -0.0, 0.1, -1.5, f32::MIN_POSITIVE, f32::MAX, f32::MIN, 1e-45, f32::INFINITY,
        f32::NEG_INFINITY, f32::NAN],
    refused: |engine, value| refuses_number(engine, (*value).into()),
    seen: |engine, value| if has_signed_zero(engine) { *value } else { value + 0.0 }
}
both_ways! {
    doubles: Double,
    [0.0, -0.0, 0.1, 1.0 / 3.0, -1.5, f64::MIN_POSITIVE, f64::MAX, f64::MIN, 5e-324, 9007199254740993.0,
        f64::INFINITY, f64::NEG_INFINITY, f64::NAN],
    refused: |engine, value| refuses_number(engine, *value),
    seen: |engine, value| if has_signed_zero(engine) { *value } else { value + 0.0 }
}
both_ways! { truth_values: Boolean, [true, false] }

/// SQLite keeps a number without a fraction as an integer; MariaDB drops the sign as well.
fn has_signed_zero(engine: &str) -> bool {
    matches!(engine, "PostgreSQL" | "MySQL")
}

fn refuses_number(engine: &str, number: f64) -> bool {
    match engine {
        "PostgreSQL" => false,
        "SQLite" => number.is_nan(),
        _ => !number.is_finite(),
    }
}

mod decimals {
    use super::*;

    macro_rules! decimals {
        ($($name:ident: $type:ty, $values:expr;)*) => { $(
            both_ways! {
                $name: $type,
                $values.map(|text| text.parse::<rust_decimal::Decimal>().expect("a decimal")),
                refused: too_long_for_sqlite,
                seen: |_, value| value.normalize()
            }
        )* };
    }
    decimals! {
        of_money: Decimal<15, 2>,
            ["0.00", "0.01", "-0.01", "1.50", "9999999999999.99", "-9999999999999.99"];
        of_28_digits: Decimal<28, 10>,
            ["123456789012345678.0123456789", "-999999999999999999.9999999999", "0.0000000001"];
        without_a_fraction: Decimal<28, 0>,
            ["9999999999999999999999999999", "-9223372036854775808", "7"];
        of_nothing_else: Decimal<28, 28>,
            ["0.0000000000000000000000000001", "-0.9999999999999999999999999999", "0.5"];
    }

    fn too_long_for_sqlite(engine: &str, value: &rust_decimal::Decimal) -> bool {
        engine == "SQLite" && value.normalize().mantissa().unsigned_abs() >= 10_u128.pow(19)
    }
}
