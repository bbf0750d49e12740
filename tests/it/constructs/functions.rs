//! Functions, conversions, dates, JSON documents.

use aludel::ast::{Call, Cast, DataType, Expr as Node, ExprList, Function, JsonGet};
use aludel::prelude::*;

use super::*;

fn call(function: Function, args: impl Into<ExprList>) -> Node {
    Node::Call(Box::new(Call { function, args: args.into() }))
}

fn cast(operand: Node, data_type: DataType) -> Node {
    Node::Cast(Box::new(Cast { operand: operand.into(), data_type }))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn functions() {
    let word = || facts::word.expr();
    let number = |number: i32| Node::bind(number);
    let spaced = || val::<Text>("  ab ");
    walk(vec![
        value("coalesce", coalesce(facts::blank, 3), "3"),
        node(
            "coalesce of parameters",
            call(Function::Coalesce, [Node::bind(Value::Null), Node::bind("b")]),
            "b",
        ),
        node(
            "coalesce of many",
            call(
                Function::Coalesce,
                [facts::blank.into_ast(), facts::blank.into_ast(), facts::n.into_ast()],
            ),
            "-7",
        ),
        value("nullif", nullif(facts::n, -7), "NULL"),
        value("nullif of others", nullif(facts::n, 7), "-7"),
        value("lower", lower(word()), "abc"),
        value("upper", upper(word()), "ABC"),
        value("characters", char_length(val::<Text>("äöü")), "3"),
        value("bytes", byte_length(val::<Text>("äöü")), "6"),
        value("trim", trim(spaced()).concat("|"), "ab|"),
        value("trim at the start", trim_start(spaced()).concat("|"), "ab |"),
        value("trim at the end", trim_end(spaced()).concat("|"), "  ab|"),
        value("replace", replace(word(), "b", "xx"), "Axxc"),
        value("substring", substring(word(), 2, 1), "b"),
        value("substring from before the start", substring(word(), 0, 2), "Ab"),
        value("substring of a negative length", substring(word(), 2, -1), ""),
        node("coalesce of one", call(Function::Coalesce, [word().into_ast()]), "Abc"),
        value("substring beyond the end", substring(word(), 3, 9), "c"),
        value("substring with null", substring(null::<Text>(), 1, 1), "NULL"),
        value("absolute", abs(facts::n), "7"),
        node("absolute of a parameter", call(Function::Abs, [number(-3)]), "3"),
        node(
            "now is after 2020",
            any(call(Function::Now, [])).gt(sql!("{}", fact("moment"))).into_ast(),
            "1",
        ),
        node(
            "today is after 2020",
            any(call(Function::CurrentDate, [])).gt(fact("day")).into_ast(),
            "1",
        ),
        node("by name", call(Function::Named("abs".into()), [facts::n.into_ast()]), "7"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn conversions() {
    let n = || facts::n.into_ast();
    let x = || facts::x.into_ast();
    let text = |text: &str| Node::bind(text);
    walk(vec![
        node("small integer", cast(text("12"), DataType::SmallInt), "12"),
        node("integer", cast(text("12"), DataType::Integer), "12"),
        node("big integer", cast(n(), DataType::BigInt), "-7"),
        node("real", cast(n(), DataType::Real), "-7"),
        node("double", cast(text("1.5"), DataType::Double), "1.5"),
        node("double of an integer", cast(n(), DataType::Double), "-7"),
        node("decimal", cast(n(), DataType::Decimal(Some((10, 2)))), "-7").lacks(SQLITE, NONE),
        node("decimal of unknown scale", cast(text("1.25"), DataType::Decimal(None)), "1.25")
            .lacks(SQLITE, NONE),
        node("boolean of an integer", cast(n(), DataType::Boolean), "1"),
        node("boolean of zero", cast(Node::Literal(0.into()), DataType::Boolean), "0"),
        node("boolean of null", cast(facts::blank.into_ast(), DataType::Boolean), "NULL"),
        node("boolean of a big integer", cast(facts::big.into_ast(), DataType::Boolean), "1"),
        node("boolean of a boolean", cast(facts::flag.into_ast(), DataType::Boolean), "1"),
        node("text of an integer", cast(n(), DataType::Text), "-7"),
        node("text of a floating-point number", cast(x(), DataType::Text), "2.5")
            .lacks(SQLITE, NONE)
            .lacks(POSTGRES, NONE)
            .lacks(MYSQL, NONE)
            .lacks(MARIADB, NONE),
        node(
            "text of at most so many characters",
            cast(text("abcdef"), DataType::VarChar(Some(3))),
            "abc",
        ),
        node("text of some length", cast(n(), DataType::VarChar(None)), "-7"),
        node("text of some fixed length", cast(n(), DataType::Char(None)), "-7"),
        node("bytes", cast(text("abc"), DataType::Blob), "abc"),
        node("date", cast(text("2024-02-29"), DataType::Date), "2024-02-29"),
        node("date of a moment", cast(fact("moment").into_ast(), DataType::Date), "2024-08-15"),
        node("time", cast(cast(text("10:20:30"), DataType::Time), DataType::Text), "10:20:30"),
        node(
            "timestamp",
            cast(text("2024-02-29 10:20:30"), DataType::Timestamp),
            "2024-02-29 10:20:30",
        ),
        node(
            "timestamp of a day",
            cast(fact("day").into_ast(), DataType::Timestamp),
            "2024-01-31 00:00:00",
        ),
        node("json", cast(text("[1]"), DataType::Json), "[1]")
            .lacks(MARIADB, "SELECT CAST('[1]' AS JSON)"),
        node("a sum in a cast", cast((facts::n + 1).into_ast(), DataType::Text), "-6"),
        node("a cast in a sum", (any(cast(text("12"), DataType::Integer)) + 1).into_ast(), "13"),
        node(
            "uuid",
            cast(
                cast(text("6f4a6d0e-0000-4000-8000-000000000001"), DataType::Uuid),
                DataType::Text,
            ),
            "6f4a6d0e-0000-4000-8000-000000000001",
        )
        .lacks(SQLITE, NONE)
        .lacks(MYSQL, "SELECT CAST('x' AS UUID)"),
        node("interval", cast(cast(text("1 day"), DataType::Interval), DataType::Text), "1 day")
            .lacks(SQLITE, NONE)
            .lacks(MYSQL, "SELECT CAST('1 day' AS INTERVAL)")
            .lacks(MARIADB, "SELECT CAST('1 day' AS INTERVAL)"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parts_of_dates() {
    let part = |name, field, expected| value(name, extract(field, fact("moment")), expected);
    walk(vec![
        part("year", DateField::Year, "2024"),
        part("quarter", DateField::Quarter, "3"),
        part("month", DateField::Month, "8"),
        part("week", DateField::IsoWeek, "33"),
        part("day", DateField::Day, "15"),
        part("day of the week", DateField::DayOfWeek, "4"),
        part("day of the year", DateField::DayOfYear, "228"),
        part("hour", DateField::Hour, "10"),
        part("minute", DateField::Minute, "20"),
        part("second", DateField::Second, "30"),
        part("epoch", DateField::Epoch, "1723717230"),
        value("year of a day", extract(DateField::Year, fact("day")), "2024"),
        value("hour of a day", extract(DateField::Hour, cast_to_moment(fact("day"))), "0"),
        value("a part in a sum", extract(DateField::Month, fact("moment")) + 1, "9"),
        value("a quarter in a product", extract(DateField::Quarter, fact("moment")) * 2, "6"),
        value("a weekday in a product", extract(DateField::DayOfWeek, fact("moment")) * 2, "8"),
    ]);
}

fn cast_to_moment(day: Expr<Any>) -> Expr<Any> {
    any(cast(day.into_ast(), DataType::Timestamp))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn dates_cut_and_moved() {
    use DateUnit::*;
    let cut = |name, unit, expected| value(name, truncate(unit, fact("moment")), expected);
    let moved = |name, amount: i64, unit, expected| {
        value(
            name,
            any(cast(shift(fact("moment"), amount, unit).into_ast(), DataType::Timestamp)),
            expected,
        )
    };
    let day = |name, amount: i64, unit, expected| {
        value(
            name,
            any(cast(shift(fact("day"), amount, unit).into_ast(), DataType::Timestamp)),
            expected,
        )
    };
    walk(vec![
        cut("to the year", Year, "2024-01-01 00:00:00"),
        cut("to the quarter", Quarter, "2024-07-01 00:00:00"),
        cut("to the month", Month, "2024-08-01 00:00:00"),
        cut("to the week", Week, "2024-08-12 00:00:00"),
        cut("to the day", Day, "2024-08-15 00:00:00"),
        cut("to the hour", Hour, "2024-08-15 10:00:00"),
        cut("to the minute", Minute, "2024-08-15 10:20:00"),
        cut("to the second", Second, "2024-08-15 10:20:30"),
        value("a day to its month", truncate(Month, fact("day")), "2024-01-01 00:00:00"),
        moved("by seconds", 40, Second, "2024-08-15 10:21:10"),
        moved("by minutes", -30, Minute, "2024-08-15 09:50:30"),
        moved("by hours", 24, Hour, "2024-08-16 10:20:30"),
        moved("by days", -15, Day, "2024-07-31 10:20:30"),
        moved("by weeks", 2, Week, "2024-08-29 10:20:30"),
        moved("by months", 5, Month, "2025-01-15 10:20:30"),
        moved("by quarters", -1, Quarter, "2024-05-15 10:20:30"),
        moved("by years", 1, Year, "2025-08-15 10:20:30"),
        day("a month on, to a month's end", 1, Month, "2024-02-29 00:00:00"),
        day("months back, to a month's end", -2, Month, "2023-11-30 00:00:00"),
        day("years on, to a month's end", 13, Month, "2025-02-28 00:00:00"),
        day("a quarter on, to a month's end", 1, Quarter, "2024-04-30 00:00:00"),
        day("a week on", 1, Week, "2024-02-07 00:00:00"),
        day("no month", 0, Month, "2024-01-31 00:00:00"),
        value("a shifted day compared", shift(fact("day"), 1, Day).gt(fact("day")), "1"),
        value("by a column", extract(DateField::Day, shift(fact("day"), facts::big, Day)), "5"),
        value(
            "by a sum",
            extract(DateField::Month, shift(fact("day"), facts::big + 1, Month)),
            "7",
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn documents() {
    use JsonStep::{Index, Key};
    let get = |path: Vec<JsonStep>, as_text| {
        Node::JsonGet(Box::new(JsonGet { document: fact("doc").into_ast().into(), path, as_text }))
    };
    let key = |key: &str| Key(key.to_owned());
    let b = |index| vec![key("a"), key("b"), Index(index)];
    let number = |node: Node| cast(node, DataType::Integer);
    walk(vec![
        node("a text", get(b(1), true), "two"),
        node("a number as text", get(b(0), true), "1"),
        node("null as text", get(b(2), true), "NULL"),
        node("nothing as text", get(b(9), true), "NULL"),
        node("a key with a dot", get(vec![key("k.q")], true), "v"),
        node("a number as JSON", get(b(0), false), "1"),
        node("a text as JSON", get(b(1), false), "\"two\""),
        node("nothing as JSON", get(vec![key("z")], false), "NULL"),
        node("a text in a comparison", any(get(b(1), true)).eq("two").into_ast(), "1"),
        node("a text converted", number(get(b(0), true)), "1"),
        node(
            "a text in a concatenation",
            any(get(b(1), true)).assume::<Text>().concat("!").into_ast(),
            "two!",
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn months_on_an_old_sqlite() {
    let old = Sqlite::version(3, 45);
    let mut db = Db::sqlite();
    for (day, months, expected) in [
        ("2024-01-31", 1, "2024-02-29 00:00:00"),
        ("2024-01-31 10:20:30", 1, "2024-02-29 10:20:30"),
        ("2024-01-31", -2, "2023-11-30 00:00:00"),
        ("2024-02-29", 12, "2025-02-28 00:00:00"),
        ("2024-08-15", 5, "2025-01-15 00:00:00"),
        ("2024-08-15", 0, "2024-08-15 00:00:00"),
    ] {
        let moved = select(shift(any(Node::bind(day)), months, DateUnit::Month));
        let moved = moved.compile(&old).expect("it compiles");
        assert_eq!(db.try_query(&moved), Ok(vec![vec![Value::from(expected)]]), "{moved}");
    }
}
