//! The least statement of each construct of values: arithmetic, conversions, functions, windows.

use aludel::ast::{self, BinaryOp, DataType, DatePart, Expr as Node};
use aludel::dialect::Feature;
use aludel::prelude::*;

use super::proof::{Proof, proof};
use crate::constructs::{MARIADB, MYSQL, any, fact, facts};

mod dated {
    use aludel::prelude::*;
    table! {
        /// The day of `facts`, whose type needs a feature of the crate.
        pub facts { day: Date }
    }
}

fn cast(operand: Node, data_type: DataType) -> Node {
    Node::Cast(Box::new(ast::Cast { operand: operand.into(), data_type }))
}

pub fn proof_of(feature: Feature) -> Option<Proof> {
    let of = |node: Node, raw| proof(select(any(node)).from(facts::table), raw);
    let decimal = |operand: Node| cast(operand, DataType::Decimal(Some((10, 2))));
    let x = || facts::x.into_ast();
    let n = || facts::n.into_ast();
    let word = || facts::word.into_ast();
    let flag = || facts::flag.into_ast();
    let binary = |left: Node, op, right: Node, raw| of(Node::binary(left, op, right), raw);
    Some(match feature {
        Feature::DecimalDivision => {
            binary(decimal(x()), BinaryOp::Divide, decimal(n()), "SELECT CAST(x AS DECIMAL) / n")
                .otherwise("SQLite has no type DECIMAL to convert to")
        }
        Feature::DecimalRemainder => binary(
            decimal(x()),
            BinaryOp::Remainder,
            decimal(n()),
            "SELECT CAST(x AS DECIMAL(10, 2)) % n FROM facts",
        )
        .otherwise("SQLite drops the fractions"),
        Feature::FloatRemainder => {
            binary(x(), BinaryOp::Remainder, Node::bind(2.0), "SELECT x % 2.0 FROM facts")
                .otherwise("SQLite drops the fractions")
        }
        Feature::MathFunctions => of(sqrt(facts::x).into_ast(), "SELECT sqrt(x) FROM facts"),
        Feature::Regexp => {
            of(facts::word.matches("^A").into_ast(), "SELECT word REGEXP '^A' FROM facts")
        }
        Feature::CastCollation => {
            of(cast(word(), DataType::Text), "SELECT CAST(word AS TEXT) FROM facts")
        }
        Feature::BooleanToText => {
            of(cast(flag(), DataType::Text), "SELECT CAST(flag AS TEXT) FROM facts")
        }
        Feature::BooleanToNumber => {
            of(cast(flag(), DataType::Integer), "SELECT CAST(flag AS INTEGER) FROM facts")
        }
        Feature::FractionToInteger => {
            of(cast(x(), DataType::Integer), "SELECT CAST(x AS INTEGER) FROM facts")
                .otherwise("some round, some cut off")
        }
        Feature::FloatToText => {
            of(cast(x(), DataType::Text), "SELECT CAST(x AS CHAR(9)) FROM facts")
                .otherwise("each writes other digits")
        }
        Feature::DecimalToText => of(
            cast(decimal(x()), DataType::Text),
            "SELECT CAST(CAST(x AS DECIMAL(10, 2)) AS TEXT) FROM facts",
        )
        .otherwise("SQLite forgets the scale"),
        Feature::TextToNumber => {
            of(cast(word(), DataType::Integer), "SELECT CAST(word AS INTEGER) FROM facts")
                .otherwise("what is no number is 0, or an error")
        }
        Feature::TextToBytes => of(cast(word(), DataType::Blob), "SELECT CAST(word AS BLOB)"),
        Feature::BytesToText => {
            of(cast(cast(word(), DataType::Blob), DataType::Text), "SELECT CAST(x'61' AS TEXT)")
        }
        Feature::UuidExtremes => of(
            max(val::<Uuid>(uuid::Uuid::nil())).expr().into_ast(),
            "SELECT MAX(CAST('00000000-0000-0000-0000-000000000000' AS UUID)) FROM facts",
        ),
        Feature::ChosenExtremes => of(
            max(case::<Text>().when(facts::n.gt(0), "a").otherwise("b")).expr().into_ast(),
            "SELECT max(CASE WHEN n > 0 THEN 'a' ELSE 'b' END) FROM facts",
        ),
        Feature::OpaqueExtremes => {
            let blob = Expr::<Blob>::from_ast(cast(word(), DataType::Blob));
            of(max(blob).expr().into_ast(), "SELECT MAX(CAST(word AS BLOB)) FROM facts")
                .otherwise("each has another order of them, or none")
        }
        Feature::RankShares => of(
            cume_dist().over(window().order_by(facts::n.asc())).into_ast(),
            "SELECT CUME_DIST() OVER (ORDER BY n) FROM facts",
        ),
        Feature::FrameInterval => {
            let day = dated::facts::day;
            let near = Bound::preceding_by(1, DateUnit::Day);
            let frame = window().order_by(day.asc()).range_between(near, Bound::current_row());
            of(
                sum(facts::n).over(frame).into_ast(),
                "SELECT SUM(n) OVER (ORDER BY day RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW) FROM facts",
            )
        }
        Feature::WindowDeviation => of(
            stddev_pop(facts::x).over(window()).into_ast(),
            "SELECT STDDEV_POP(x) OVER () FROM facts",
        ),
        Feature::WindowBits => {
            of(bit_and(facts::n).over(window()).into_ast(), "SELECT BIT_AND(n) OVER () FROM facts")
                .otherwise("MariaDB gets negative numbers wrong")
        }
        Feature::WindowStringAgg => of(
            string_agg(facts::word, ",").over(window()).into_ast(),
            "SELECT GROUP_CONCAT(word) OVER () FROM facts",
        ),
        Feature::WindowJsonAgg => of(
            json_agg(facts::n).over(window()).into_ast(),
            "SELECT JSON_ARRAYAGG(n) OVER () FROM facts",
        )
        .taken_by(MYSQL, "the order of the elements is not told"),
        Feature::WindowPercentile => of(
            percentile_cont(0.5, facts::x).over(window()).into_ast(),
            "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) OVER () FROM facts",
        )
        .taken_by(MARIADB, "as a function of windows alone"),
        Feature::JsonChange => of(
            json_set(fact("doc"), "a", 1).into_ast(),
            "SELECT JSON_SET(doc, '$.a', 1) FROM facts",
        ),
        Feature::DateFormat => of(
            format_date(fact("day"), [DatePart::Year]).into_ast(),
            "SELECT TO_CHAR(day, 'YYYY') FROM facts",
        ),
        _ => return None,
    })
}
