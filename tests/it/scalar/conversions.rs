//! Casts, and text that may be a number.

use super::*;

fn grid() -> Grid {
    let texts = [
        "",
        "0",
        "-0",
        "+5",
        "12",
        "-12",
        "007",
        "12abc",
        "abc",
        " 1",
        "1 ",
        "1\n",
        "-",
        "+-1",
        "1.",
        ".5",
        "1.5",
        "-1.25",
        "1..2",
        "1.2.3",
        "1e3",
        "٣",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "000000000000000000000000001",
        "32767",
        "32768",
        "123456789012345678901234567890",
        "0.1",
        "é",
        "1'2",
    ];
    Grid {
        s: texts.map(Some).into_iter().chain([None]).collect(),
        i: [0, 1, -1, i64::MAX, i64::MIN].map(Some).into_iter().chain([None]).collect(),
        n: [0, 1, -1, i32::MAX, i32::MIN].map(Some).into_iter().chain([None]).collect(),
        x: [0.0, 2.5, -0.5, 1e300].map(Some).into_iter().chain([None]).collect(),
        b: vec![Some(true), Some(false), None],
        d: vec![Some("2.5"), Some("-0.25"), Some("0")],
        ..Grid::default()
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn casts() {
    agree(
        &grid(),
        vec![
            case("an integer to text", inputs::i.cast::<Text>()),
            case("an integer to a wider one", inputs::n.cast::<BigInt>()),
            case("an integer to a double", inputs::n.cast::<Double>()),
            case("an integer to a truth value", inputs::i.cast::<Boolean>()),
            case("a double to a truth value", inputs::x.cast::<Boolean>()),
            case("a truth value to text", inputs::b.cast::<Text>()),
            case("a truth value to an integer", inputs::b.cast::<Integer>()),
            case("a truth value to a wide integer", inputs::b.cast::<BigInt>()),
            case("a truth value to a double", inputs::b.cast::<Double>()),
            case("a truth value to itself", inputs::b.cast::<Boolean>()),
            case("a condition to text", inputs::i.gt(0).cast::<Text>()),
            case("a condition to an integer", inputs::i.gt(0).cast::<Integer>()),
            case("a decimal to a double", inputs::d.cast::<Double>()),
            case("text to bytes", hex(inputs::s.cast::<Blob>())),
            case("text to bytes and back", inputs::s.cast::<Blob>().cast::<Text>()),
            case("text cut", inputs::s.cast::<VarChar<3>>()),
            case("text of a fixed length", inputs::s.cast::<Char<4>>().concat("|")),
            case("the length of it", char_length(inputs::s.cast::<Char<4>>())),
            case("digits cut", inputs::i.cast::<VarChar<2>>()),
            case("a whole number to an integer", floor(nullif(inputs::x, 1e300)).cast::<BigInt>()),
            case("null to an integer", null::<Text>().cast::<Text>()),
            case("a literal to an integer", val::<Text>("-12").cast::<Integer>()),
            case("a literal to a double", val::<Text>("1.5").cast::<Double>()),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_that_may_be_a_number() {
    agree(
        &grid(),
        vec![
            case("digits", any_text(inputs::s).try_cast::<BigInt>()),
            case("a big integer", inputs::s.try_cast::<BigInt>()),
            case("an integer", inputs::s.try_cast::<Integer>()),
            case("a small integer", inputs::s.try_cast::<SmallInt>()),
            case("a double", inputs::s.try_cast::<Double>()),
            case("an integer in a sum", coalesce(inputs::s.try_cast::<Integer>(), 0) + 1),
        ],
    );
    let q =
        select(inputs::s.try_cast::<Integer>()).from(inputs::table).order_by(inputs::id).limit(6);
    on_all_engines(|db| {
        grid().set_up(db);
        let expected = [None, Some(0), Some(0), Some(5), Some(12), Some(-12)];
        assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
    });
}

fn any_text(column: Column<Nullable<Text>>) -> Expr<Any> {
    column.any()
}

#[test]
fn what_has_no_one_meaning_is_refused() {
    let dialects: [&dyn aludel::dialect::Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let advice = |expr: Expr<Any>, dialect: &dyn aludel::dialect::Dialect| match select(expr)
        .from(inputs::table)
        .compile(dialect)
    {
        Err(CompileError::Unsupported { instead, .. }) => instead.into_owned(),
        other => panic!("{other:?}"),
    };
    for dialect in dialects {
        assert!(advice(inputs::x.cast::<BigInt>().any(), dialect).contains("trunc_to_int"));
        assert!(
            advice((inputs::n * 0.5).cast::<Integer>().any(), dialect).contains("trunc_to_int")
        );
        assert!(advice(sqrt(inputs::n).cast::<Integer>().any(), dialect).contains("round_to_int"));
        assert!(advice(inputs::s.cast::<Integer>().any(), dialect).contains("try_cast"));
        assert!(advice(lower(inputs::s).cast::<Double>().any(), dialect).contains("try_cast"));
        assert!(advice(val::<Text>("12abc").cast::<Integer>().any(), dialect).contains("try_cast"));
        assert!(advice(val::<Text>("1e3").cast::<Double>().any(), dialect).contains("try_cast"));
        assert!(advice(inputs::s.cast::<Boolean>().any(), dialect).contains("try_cast"));
        assert!(advice(inputs::x.cast::<Text>().any(), dialect).contains("in the program"));
    }
    assert!(advice(inputs::d.cast::<Text>().any(), &Sqlite::new()).contains("in the program"));
}
