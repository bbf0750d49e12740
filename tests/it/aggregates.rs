//! Aggregates: the same of a group, of distinct values, of filtered rows, of none, over windows, on
//! every engine.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

mod constants;
mod grid;
mod refusals;
mod uses;

table! {
    /// Rows of four groups: of values, of values and NULLs, of NULLs only, of one row.
    pub samples {
        id: Integer [primary_key],
        team: Integer,
        n: Nullable<Integer>,
        big: Nullable<BigInt>,
        x: Nullable<Double>,
        y: Nullable<Double>,
        price: Nullable<Decimal<14, 2>>,
        flag: Nullable<Boolean>,
        word: Nullable<VarChar<40>>,
        day: Nullable<Date>,
        doc: Nullable<Json>,
        code: Nullable<Uuid>,
    }
}

/// Creates the table and fills it.
pub fn set_up(db: &mut Db) {
    db.create(&create_table(samples::table));
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 2, day);
    let json = |text| serde_json::from_str::<serde_json::Value>(text).ok();
    let uuid = |id: i32| {
        let scattered = u128::from_be_bytes([0x5B; 16]).wrapping_mul(id.unsigned_abs().into());
        let builder = uuid::Builder::from_u128(scattered.rotate_left(id.unsigned_abs() * 7));
        builder.with_variant(uuid::Variant::RFC4122).with_version(uuid::Version::Random).into_uuid()
    };
    let price = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    let row = |id, team, n: Option<i32>, x: Option<f64>, y: Option<f64>| {
        let flag = n.map(|n| n > 2);
        let word = match id % 5 {
            0 => Some("naïve, \"quoted\"\n"),
            1 => Some("a"),
            2 => Some("Żółw"),
            3 => Some("a"),
            _ => Some(""),
        };
        let doc = match id % 4 {
            0 => json(r#"{"a": [1, null, "é\"\\"]}"#),
            1 => json("true"),
            2 => json("[]"),
            _ => json("\"text\""),
        };
        let known = n.is_some();
        (
            id,
            team,
            n,
            n.map(|n| i64::MAX - i64::from(n).abs()).filter(|_| known),
            x,
            y,
            n.and_then(|n| price(&format!("{n}.25"))),
            flag,
            word.filter(|_| known),
            day(u32::try_from(id).unwrap()).filter(|_| known),
            doc.filter(|_| known),
            Some(uuid(id)).filter(|_| known),
        )
    };
    db.execute(
        &insert_into(samples::table)
            .columns((
                samples::id,
                samples::team,
                samples::n,
                samples::big,
                samples::x,
                samples::y,
                samples::price,
                samples::flag,
                samples::word,
                samples::day,
                samples::doc,
                samples::code,
            ))
            .rows([
                row(1, 1, Some(5), Some(1.5), Some(2.0)),
                row(2, 1, Some(-3), Some(1e9 + 0.25), Some(3.0)),
                row(3, 1, Some(5), Some(1e9 + 0.5), Some(-7.5)),
                row(4, 1, Some(0), Some(0.1), Some(0.2)),
                row(5, 1, Some(i32::MAX), Some(1.5), Some(2.0)),
                row(6, 2, None, None, None),
                row(7, 2, Some(7), Some(1e9 + 1.0), None),
                row(8, 2, Some(2), Some(1e9 + 2.0), Some(5.0)),
                row(9, 2, Some(i32::MIN), Some(1e9 + 3.5), Some(6.25)),
                row(10, 2, None, None, Some(9.0)),
                row(11, 3, None, None, None),
                row(12, 3, None, None, None),
                row(13, 4, Some(12), Some(-2.5), Some(4.0)),
            ]),
    );
}
