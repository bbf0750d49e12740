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
            case("a decimal", inputs::s.try_cast::<Decimal<20, 4>>()).lacks("SQLite"),
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

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_that_may_be_a_decimal() {
    let zeros = "0".repeat(280);
    let nines = "9".repeat(290);
    let (long, far) = (format!("{zeros}12.345"), format!("-0.00{nines}"));
    let (too_long, great) = (format!("{zeros}{zeros}"), "9".repeat(64));
    let cases: [(&str, [Option<&str>; 4]); 27] = [
        // Of (5, 2), (3, 0), (3, 3) and (64, 30).
        ("0", [Some("0"), Some("0"), Some("0"), Some("0")]),
        ("-0", [Some("0"), Some("0"), Some("0"), Some("0")]),
        ("+1.5", [Some("1.5"), Some("2"), None, Some("1.5")]),
        ("-1.5", [Some("-1.5"), Some("-2"), None, Some("-1.5")]),
        ("2.5", [Some("2.5"), Some("3"), None, Some("2.5")]),
        ("1.005", [Some("1.01"), Some("1"), None, Some("1.005")]),
        ("-1.005", [Some("-1.01"), Some("-1"), None, Some("-1.005")]),
        ("0.0005", [Some("0"), Some("0"), Some("0.001"), Some("0.0005")]),
        ("0.9994", [Some("1"), Some("1"), Some("0.999"), Some("0.9994")]),
        ("0.9995", [Some("1"), Some("1"), None, Some("0.9995")]),
        ("-0.9996", [Some("-1"), Some("-1"), None, Some("-0.9996")]),
        ("999.994", [Some("999.99"), None, None, Some("999.994")]),
        ("999.4", [Some("999.4"), Some("999"), None, Some("999.4")]),
        ("999.995", [None, None, None, Some("999.995")]),
        ("-999.995", [None, None, None, Some("-999.995")]),
        ("1000", [None, None, None, Some("1000")]),
        ("-999", [Some("-999"), Some("-999"), None, Some("-999")]),
        ("0001000.0", [None, None, None, Some("1000")]),
        (&long, [Some("12.35"), Some("12"), None, Some("12.345")]),
        (&far, [Some("-0.01"), Some("0"), Some("-0.01"), Some("-0.01")]),
        (&too_long, [None; 4]),
        (&great, [None; 4]),
        ("1e2", [None; 4]),
        (".5", [None; 4]),
        ("5.", [None; 4]),
        ("1.2.3", [None; 4]),
        ("", [None; 4]),
    ];
    let texts = cases.each_ref().map(|(text, _)| *text);
    let query = select((
        inputs::s.try_cast::<Decimal<5, 2>>(),
        inputs::s.try_cast::<Decimal<3, 0>>(),
        inputs::s.try_cast::<Decimal<3, 3>>(),
        inputs::s.try_cast::<Decimal<64, 30>>().cast::<Double>(),
    ));
    let query = query.from(inputs::table).order_by(inputs::id);
    on_all_engines(|db| {
        db.create(&create_table(inputs::table));
        for (id, text) in (0..).zip(texts) {
            db.execute(&insert_into(inputs::table).set(inputs::id, id).set(inputs::s, text));
        }
        if db.name == "SQLite" {
            let refused = query.compile(db.dialect());
            let Err(CompileError::Unsupported { instead, .. }) = refused else { panic!() };
            assert!(instead.contains("try_cast::<Double>"), "{instead}");
            return;
        }
        for (row, (text, expected)) in db.fetch_all(&query).into_iter().zip(&cases) {
            let digits = |number: &str| number.parse::<rust_decimal::Decimal>().unwrap();
            let [first, second, third, wide] = *expected;
            let wide = wide.map(|number| number.parse::<f64>().unwrap());
            let expected = [first, second, third].map(|number| number.map(digits));
            assert_eq!([row.0, row.1, row.2], expected, "{text} on {}", db.name);
            assert_eq!(row.3, wide, "{text} on {}", db.name);
        }
        // In an INSERT, a warning of a conversion would be an error.
        let none = val::<Text>("1000").try_cast::<Decimal<20, 17>>();
        let insert = insert_into(inputs::table).set(inputs::id, 99).set(inputs::d, none);
        db.execute(&insert);
        let q = select(inputs::d).from(inputs::table).filter(inputs::id.eq(99));
        assert_eq!(db.fetch_all(&q), [None], "on {}", db.name);
        let copy = update(inputs::table).set(inputs::d, inputs::s.try_cast::<Decimal<20, 4>>());
        db.execute(&copy.all_rows());
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
