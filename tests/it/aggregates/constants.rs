//! Aggregates of what is the same in every row: they count the rows as any other does.

use aludel::query::Aggregate;

use super::*;

/// An aggregate, and how it is asked for.
struct Case {
    name: String,
    query: Select<(Integer, Any)>,
}

/// The aggregate of groups, of all rows and of none, with filters that read columns and that do not.
fn case<T: SqlType>(name: &str, aggregate: Aggregate<T>) -> Vec<Case> {
    let filters: [(&str, Option<Expr<Nullable<Boolean>>>); 6] = [
        ("", None),
        ("where false", Some(literal::<Integer>(1).eq(0).into_expr().nullable())),
        ("where true", Some(val::<Boolean>(true).nullable())),
        ("where NULL", Some(null::<Boolean>())),
        ("of some rows", Some(samples::id.lt(9).into_expr().nullable())),
        ("of rows with a number", Some(samples::n.is_not_null().into_expr().nullable())),
    ];
    let mut cases = Vec::new();
    for (words, filter) in filters {
        let aggregate = match filter {
            Some(filter) => aggregate.clone().filter(filter.eq(true)),
            None => aggregate.clone(),
        };
        let value = || aggregate.clone().expr().any();
        let groups = select((samples::team, value())).from(samples::table).group_by(samples::team);
        let all = select((literal::<Integer>(0), value())).from(samples::table);
        let place = |place| format!("{name} {words} {place}");
        cases.extend([
            Case { name: place("of groups"), query: groups.order_by(samples::team) },
            Case { name: place("of all"), query: all.clone() },
            Case { name: place("of none"), query: all.filter(samples::id.lt(0)) },
        ]);
    }
    cases
}

fn cell(value: &Value) -> String {
    let number = match value {
        Value::Int(number) => *number as f64,
        Value::Double(number) => *number,
        Value::Decimal(number) => number.to_string().parse().unwrap(),
        Value::Bool(truth) => f64::from(u8::from(*truth)),
        Value::Null => return "NULL".to_owned(),
        Value::Text(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(json) if text.starts_with(['[', '{']) => return format!("{json}"),
            _ => return text.clone(),
        },
        Value::Json(json) => return format!("{json}"),
        Value::Date(day) => return day.to_string(),
        other => return format!("{other:?}"),
    };
    format!("{:?}", (number * 1e9).round() / 1e9 + 0.0)
}

fn agree(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    let mut engines = [Db::postgres(), Db::sqlite(), Db::mysql(), Db::mariadb()];
    engines.iter_mut().for_each(set_up);
    for Case { name, query } in cases {
        let mut first = None;
        for db in &mut engines {
            let found = match query.compile(db.dialect()) {
                Err(error) => Err(error.to_string()),
                Ok(sql) => db.try_query(&sql).and_then(|rows| {
                    let inline = query.to_sql_inline(db.dialect()).expect("it compiles");
                    let inline = inline.strip_prefix("SELECT ").expect("a query");
                    let text = inline.replace('{', "{{").replace('}', "}}");
                    let inline = select_dyn([sql_unchecked::<Any>(text, ())]);
                    let written = db.try_query(&db.compile(&inline).into_owned())?;
                    let same =
                        rows.iter().flatten().map(cell).eq(written.iter().flatten().map(cell));
                    if same { Ok(rows) } else { Err(format!("{written:?} in {inline:?}")) }
                }),
            };
            let found = found.map(|rows| {
                let row = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(": ");
                rows.iter().map(row).collect::<Vec<_>>()
            });
            match (found, &first) {
                (Err(error), _) => wrong.push(format!("{name} on {}: {error}", db.name)),
                (Ok(found), None) => first = Some(found),
                (Ok(found), Some(first)) if found == *first => {}
                (Ok(found), Some(first)) => {
                    wrong.push(format!("{name} on {}: {found:?} is not {first:?}", db.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn statistics_of_one_value() {
    let half = || val::<Double>(0.5);
    let of_all = [
        case("variance", var_pop(half())),
        case("variance of a sample", var_samp(literal::<Double>(0.5))),
        case("deviation", stddev_pop(half())),
        case("deviation of an integer", stddev_pop(val::<Integer>(7))),
        case("deviation of a sum", stddev_pop(val::<Integer>(7) + 1)),
        case("deviation of a sample", stddev_samp(half())),
        case("deviation of NULL", stddev_samp(null::<Double>())),
        case("covariance", covar_pop(half(), half())),
        case("covariance of a sample", covar_samp(samples::id, half())),
        case("correlation", corr(samples::id, half())),
        case("slope", regr_slope(half(), samples::id)),
        case("slope of a point", regr_slope(half(), half())),
        case("intercept", regr_intercept(half(), samples::id)),
        case("determination", regr_r2(half(), samples::id)),
        case("average", regr_avgx(samples::id, half())),
        case("pairs", regr_count(half(), half())),
        case("squares", regr_sxx(half(), half())),
        case("products", regr_sxy(half(), samples::id)),
    ];
    agree(of_all.into_iter().flatten().collect());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn percentiles_of_one_value() {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let of_all = [
        case("median", median(val::<Double>(0.5))),
        case("median of an integer", median(literal::<Integer>(7))),
        case("median of NULL", median(null::<Integer>())),
        case("of integers", percentile_disc(0.5, val::<Integer>(7))),
        case("of a sum", percentile_disc(0.0, val::<BigInt>(7) + 1)),
        case("of big integers", percentile_disc(1.0, val::<BigInt>(i64::MAX))),
        case("of doubles", percentile_disc(0.25, val::<Double>(0.5))),
        case("of texts", percentile_disc(0.5, val::<Text>("Żółw"))),
        case("of a text in the program", percentile_disc(0.5, literal::<Text>("a'b"))),
        case("of days", percentile_disc(0.5, val::<Date>(day))),
        case("of conditions", percentile_disc(0.5, val::<Boolean>(true))),
        case("of NULL", percentile_disc(0.5, null::<Text>())),
        case("most frequent", mode(val::<Integer>(7))),
        case("most frequent text", mode(val::<Text>("Żółw"))),
        case("most frequent in the program", mode(literal::<Text>("a'b"))),
        case("most frequent in capitals", mode(upper(val::<Text>("a")))),
        case("most frequent double", mode(val::<Double>(0.5))),
        case("most frequent day", mode(val::<Date>(day))),
        case("most frequent condition", mode(val::<Boolean>(true))),
        case("most frequent NULL", mode(null::<Integer>())),
    ];
    agree(of_all.into_iter().flatten().collect());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn bits_and_texts_of_one_value() {
    let of_all = [
        case("bits of all", bit_and(val::<Integer>(6))),
        case("bits of any", bit_or(val::<BigInt>(i64::MIN))),
        case("odd bits", bit_xor(val::<BigInt>(i64::MAX))),
        case("odd bits of a sum", bit_xor(val::<Integer>(6) + 1)),
        case("odd bits of NULL", bit_xor(null::<Integer>())),
        case("bits of NULL", bit_or(null::<Integer>())),
        case("all", bool_and(val::<Boolean>(true))),
        case("any", bool_or(val::<Boolean>(false))),
        case("any of one", any_value(val::<Integer>(7))),
        case("any text in the program", any_value(literal::<Text>("a"))),
        case("documents", json_agg(literal::<Text>("a"))),
        case("documents of parameters", json_agg(val::<Text>("a"))),
        case("documents of keys", json_object_agg(literal::<Text>("a"), literal::<Text>("b"))),
        case(
            "documents of keys of parameters",
            json_object_agg(val::<Text>("a"), val::<Text>("b")),
        ),
        case("texts", string_agg(val::<Text>("a"), "+")),
        case("a distinct text", string_agg(val::<Text>("a"), "+").distinct()),
        case("no distinct text", string_agg(null::<Text>(), "+").distinct()),
        case("distinct values", count(val::<Integer>(7)).distinct()),
        case("distinct pairs", count_distinct((val::<Integer>(7), val::<Text>("a")))),
        case("a sum", sum(val::<Integer>(7))),
        case("an average", avg(val::<Integer>(7))),
    ];
    agree(of_all.into_iter().flatten().collect());
}

/// A column that is looked for in an empty list is not read.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn aggregates_of_columns_that_are_not_read() {
    let among_none = || samples::id.in_(Vec::<i32>::new());
    let number = || iif::<Integer>(among_none(), 1, 7);
    let of_all = [
        case("deviation", stddev_pop(val::<Double>(0.5)).filter(among_none())),
        case("deviation of a choice", stddev_samp(number())),
        case("median of a choice", median(number())),
        case("one of choices", percentile_disc(0.5, number())),
        case("most frequent choice", mode(number())),
        case("odd bits of a choice", bit_xor(number())),
        case("of a filter", median(samples::n).filter(among_none())),
        case("of all but those of a filter", mode(samples::n).filter(not(among_none()))),
    ];
    agree(of_all.into_iter().flatten().collect());
}
