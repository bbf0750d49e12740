//! Our side: the queries of the tests, with the parameters that the specification validates by.

use std::hint::black_box;

use aludel::prelude::*;

use crate::Rendered;
use crate::queries::{self, Day, Number, Parts};

pub fn done(query: &impl AsStatement, dialect: &dyn Dialect) -> Rendered {
    match query.compile(dialect) {
        Ok(compiled) => {
            let (text, parameters) = compiled.into_parts();
            (text, black_box(&parameters).len())
        }
        Err(error) => panic!("{error}"),
    }
}

/// A day of each year's months, made as fast as a day can be.
pub const fn day(year: i32, month: u32, day: u32) -> Day {
    match Day::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("no such day"),
    }
}

pub const fn hundredths(number: i64) -> Number {
    Number::from_parts(number as u32, 0, 0, false, 2)
}

macro_rules! queries {
    ($($name:ident($($argument:expr),* $(,)?);)*) => { $(
        pub fn $name() -> impl AsStatement {
            queries::$name($(black_box($argument)),*)
        }
    )* };
}

queries! {
    q01(90);
    q02(15, "BRASS", "EUROPE");
    q03("BUILDING", day(1995, 3, 15));
    q04(day(1993, 7, 1));
    q05("ASIA", day(1994, 1, 1));
    q06(day(1994, 1, 1), hundredths(6), 24);
    q07("FRANCE", "GERMANY");
    q08("BRAZIL", "AMERICA", "ECONOMY ANODIZED STEEL");
    q09("green");
    q10(day(1993, 10, 1));
    q11("GERMANY", hundredths(1));
    q12(&["MAIL", "SHIP"], day(1994, 1, 1));
    q13("special", "requests");
    q14(day(1995, 9, 1));
    q15(day(1996, 1, 1));
    q16("Brand#45", "MEDIUM POLISHED", &[49, 14, 23, 45, 19, 3, 36, 9]);
    q17("Brand#23", "MED BOX");
    q18(300);
    q19(&PARTS);
    q20("forest", day(1994, 1, 1), "CANADA");
    q21("SAUDI ARABIA");
    q22(&["13", "31", "23", "29", "30", "18", "17"]);
}

pub const PARTS: [Parts<'static>; 3] = [
    Parts {
        brand: "Brand#12",
        containers: ["SM CASE", "SM BOX", "SM PACK", "SM PKG"],
        quantity: 1,
        largest: 5,
    },
    Parts {
        brand: "Brand#23",
        containers: ["MED BAG", "MED BOX", "MED PKG", "MED PACK"],
        quantity: 10,
        largest: 10,
    },
    Parts {
        brand: "Brand#34",
        containers: ["LG CASE", "LG BOX", "LG PACK", "LG PKG"],
        quantity: 20,
        largest: 15,
    },
];
