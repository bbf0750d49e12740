//! Every aggregate in every form: the engines that have it agree, the others say so before they are
//! asked.

use std::fmt;

use aludel::query::Aggregate;
use rust_decimal::prelude::ToPrimitive;

use super::*;

/// A value of a row, as far as engines are to agree on it.
enum Cell {
    Null,
    Number(f64),
    Text(String),
    Json(serde_json::Value),
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Cell::Null, Cell::Null) => true,
            (Cell::Number(one), Cell::Number(other)) => {
                (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-3)
            }
            (Cell::Text(one), Cell::Text(other)) => one == other,
            (Cell::Json(one), Cell::Json(other)) => same_json(one, other),
            _ => false,
        }
    }
}

fn same_json(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (one, other) {
        (Number(one), Number(other)) => one.as_f64() == other.as_f64(),
        (Array(one), Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_json(a, b))
        }
        (Object(one), Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, a)| other.get(key).is_some_and(|b| same_json(a, b)))
        }
        (one, other) => one == other,
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("NULL"),
            Cell::Number(number) => write!(f, "{number:?}"),
            Cell::Text(text) => write!(f, "{text:?}"),
            Cell::Json(json) => write!(f, "{json}"),
        }
    }
}

macro_rules! cells {
    ($($type:ty, |$value:ident| $cell:expr;)*) => { $(
        impl From<$type> for Cell {
            fn from($value: $type) -> Self {
                $cell
            }
        }
    )* };
}
cells! {
    f64, |number| Cell::Number(number);
    i32, |number| Cell::Number(number.into());
    i64, |number| Cell::Text(number.to_string());
    bool, |truth| Cell::Text(truth.to_string());
    String, |text| Cell::Text(text);
    rust_decimal::Decimal, |number| Cell::Number(number.to_f64().unwrap());
    uuid::Uuid, |uuid| Cell::Text(uuid.to_string());
    chrono::NaiveDate, |day| Cell::Text(day.to_string());
    serde_json::Value, |json| Cell::Json(json);
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, T::into)
    }
}

/// What is done with an aggregate.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Plain,
    Distinct,
    Filter,
    DistinctFilter,
    OfNoRow,
    Partition,
    Running,
    Sliding,
    FilterOver,
}
use Form::*;

const FORMS: &[Form] =
    &[Plain, Distinct, Filter, DistinctFilter, OfNoRow, Partition, Running, Sliding, FilterOver];
const OVER: &[Form] = &[Partition, Running, Sliding, FilterOver];
const OF_DISTINCT: &[Form] = &[Distinct, DistinctFilter];

type Rows = Vec<(i32, Cell)>;
type Run = Box<dyn Fn(&mut Db, Form) -> Result<Rows, String>>;

struct Case {
    name: &'static str,
    run: Run,
    /// The forms that an engine refuses; of all engines where it is not named.
    refused: Vec<(Option<&'static str>, &'static [Form])>,
}

impl Case {
    fn refused(mut self, engine: &'static str, forms: &'static [Form]) -> Self {
        self.refused.push((Some(engine), forms));
        self
    }

    fn refused_by_all(mut self, forms: &'static [Form]) -> Self {
        self.refused.push((None, forms));
        self
    }

    fn is_refused(&self, engine: &str, form: Form) -> bool {
        let by = |(who, forms): &(Option<&str>, &[Form])| {
            who.is_none_or(|who| who == engine) && forms.contains(&form)
        };
        self.refused.iter().any(by)
    }
}

fn case<T, R>(name: &'static str, make: impl Fn() -> Aggregate<T> + 'static) -> Case
where
    T: SqlType<Rust = R>,
    R: Into<Cell>,
    Expr<T>: aludel::query::Projection<Sql = T>,
{
    let run = move |db: &mut Db, form: Form| {
        let some = || samples::id.ne(4).and(samples::n.is_null().or(samples::n.lt(1000)));
        let by_id = || window().partition_by(samples::team).order_by(samples::id);
        let sliding = || by_id().rows_between(Bound::preceding(1), Bound::following(1));
        let aggregate = match form {
            Distinct => make().distinct(),
            Filter | FilterOver => make().filter(some()),
            DistinctFilter => make().distinct().filter(some()),
            _ => make(),
        };
        let value: Expr<T> = match form {
            Partition => aggregate.over(window().partition_by(samples::team)),
            Running | FilterOver => aggregate.over(by_id()),
            Sliding => aggregate.over(sliding()),
            _ => aggregate.expr(),
        };
        let rows = match form {
            OfNoRow => {
                let query = select((val::<Integer>(0), value))
                    .from(samples::table)
                    .filter(samples::id.lt(0));
                fetch(db, &query)
            }
            form if OVER.contains(&form) => {
                let query = select((samples::id, value)).from(samples::table).order_by(samples::id);
                fetch(db, &query)
            }
            _ => {
                let query = select((samples::team, value))
                    .from(samples::table)
                    .group_by(samples::team)
                    .order_by(samples::team);
                fetch(db, &query)
            }
        }?;
        Ok(rows.into_iter().map(|(key, value)| (key, value.into())).collect())
    };
    Case { name, run: Box::new(run), refused: Vec::new() }
}

/// The rows; an error of compilation is a result, another one fails the test.
fn fetch<Q: Fetch + AsStatement>(db: &mut Db, query: &Q) -> Result<Vec<Q::Row>, String> {
    match query.compile(db.dialect()) {
        Ok(_) => db.connection.fetch_all(query).map_err(|error| {
            let sql = query.compile(db.dialect()).map(|sql| sql.text().to_owned());
            format!("on the server: {error} of {sql:?}")
        }),
        Err(error @ CompileError::Unsupported { .. }) => Err(format!("refused: {error}")),
        Err(error) => Err(format!("not compiled: {error}")),
    }
}

#[track_caller]
fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    let mut engines = [Db::postgres(), Db::sqlite(), Db::mysql(), Db::mariadb()];
    engines.iter_mut().for_each(set_up);
    for case in cases {
        for &form in FORMS {
            let mut first: Option<(&str, Rows)> = None;
            for db in &mut engines {
                let expected = case.is_refused(db.name, form);
                let place = format!("{} {form:?} on {}", case.name, db.name);
                match ((case.run)(db, form), expected) {
                    (Err(error), true) if error.starts_with("refused") => {}
                    (Ok(rows), false) => match &first {
                        None => first = Some((db.name, rows)),
                        Some((_, other)) if *other == rows => {}
                        Some((name, other)) => {
                            wrong.push(format!("{place}: {rows:?}\n  but on {name}: {other:?}"));
                        }
                    },
                    (outcome, _) => wrong.push(format!("{place}: {outcome:?}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

const SQLITE: &str = "SQLite";
const MYSQL: &str = "MySQL";
const MARIADB: &str = "MariaDB";

/// DISTINCT over a window is refused everywhere, but is no form of this grid.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn counts_sums_and_extremes() {
    hold(&[
        case("count", || count(samples::n)),
        case("count of texts", || count(samples::word)),
        case("sum of integers", || sum(samples::n)),
        case("sum of doubles", || sum(samples::y)),
        case("sum of decimals", || sum(samples::price)),
        case("average of integers", || avg(samples::n)),
        case("average of doubles", || avg(samples::y)),
        case("average of decimals", || avg(samples::price)),
        case("least integer", || min(samples::n)),
        case("least big integer", || min(samples::big)),
        case("greatest double", || max(samples::x)),
        case("greatest decimal", || max(samples::price)),
        case("least day", || min(samples::day)),
        case("greatest day", || max(samples::day)),
        case("least text", || min(samples::word)),
        case("greatest text", || max(samples::word)),
        case("least UUID", || min(samples::code)),
        case("greatest UUID", || max(samples::code)),
        case("any UUID of one", || any_value(samples::code).filter(samples::id.eq(13)))
            .refused_by_all(&[]),
        case("least condition", || min(samples::flag)),
        case("greatest condition", || max(samples::n.gt(3))),
        case("any of one", || any_value(samples::team)),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn conditions_and_bits() {
    let bits = |case: Case| case.refused(SQLITE, OVER).refused(MARIADB, OVER);
    let odd = |case| bits(case).refused(MYSQL, OF_DISTINCT).refused(MARIADB, OF_DISTINCT);
    hold(&[
        case("all", || bool_and(samples::flag)),
        case("any", || bool_or(samples::flag)),
        case("all of a comparison", || bool_and(samples::n.ge(0).or(samples::id.gt(9)))),
        bits(case("bits of all", || bit_and(samples::n))),
        bits(case("bits of any", || bit_or(samples::n))),
        bits(case("bits of all, big", || bit_and(samples::big))),
        bits(case("bits of any, big", || bit_or(samples::big))),
        odd(case("odd bits", || bit_xor(samples::n))),
        odd(case("odd bits, big", || bit_xor(samples::big))),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn statistics() {
    let of_one = |case: Case| {
        case.refused(SQLITE, OVER).refused(MYSQL, OF_DISTINCT).refused(MARIADB, OF_DISTINCT)
    };
    let of_two = |case: Case| case.refused(SQLITE, OVER).refused_by_all(OF_DISTINCT);
    hold(&[
        of_one(case("variance", || var_pop(samples::y))),
        of_one(case("variance of a sample", || var_samp(samples::y))),
        of_one(case("variance far from zero", || {
            var_pop(samples::x - 999_000_000.0).filter(samples::x.gt(1e9))
        })),
        of_one(case("deviation", || stddev_pop(samples::n))),
        of_one(case("deviation of a sample", || stddev_samp(samples::price))),
        of_two(case("covariance", || covar_pop(samples::y, samples::id * samples::id))),
        of_two(case("covariance of a sample", || covar_samp(samples::y, samples::id))),
        of_two(case("correlation", || corr(samples::y, samples::id))),
        of_two(case("slope", || regr_slope(samples::y, samples::id))),
        of_two(case("intercept", || regr_intercept(samples::y, samples::id))),
        of_two(case("slope of none but one", || regr_slope(samples::y, samples::team))),
        of_two(case("determination", || regr_r2(samples::y, samples::id))),
        of_two(case("determination of a flat line", || regr_r2(samples::team, samples::y))),
        of_two(case("average of one side", || regr_avgx(samples::y, samples::n))),
        of_two(case("average of the other", || regr_avgy(samples::y, samples::n))),
        of_two(case("squares", || regr_sxx(samples::id, samples::y))),
        of_two(case("squares of the other", || regr_syy(samples::y, samples::id))),
        of_two(case("products", || regr_sxy(samples::y, samples::id))),
        of_two(case("pairs", || regr_count(samples::y, samples::x))),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn percentiles() {
    let ordered = |case: Case| case.refused_by_all(OVER).refused_by_all(OF_DISTINCT);
    hold(&[
        ordered(case("median", || median(samples::n))),
        ordered(case("median of doubles", || median(samples::x))),
        ordered(case("median of decimals", || median(samples::price))),
        ordered(case("least by share", || percentile_cont(0.0, samples::x))),
        ordered(case("greatest by share", || percentile_cont(1.0, samples::x))),
        ordered(case("between two", || percentile_cont(0.3, samples::y))),
        ordered(case("one of integers", || percentile_disc(0.5, samples::n))),
        ordered(case("one of big integers", || percentile_disc(0.7, samples::big))),
        ordered(case("one of doubles", || percentile_disc(0.25, samples::x))),
        ordered(case("one of decimals", || percentile_disc(0.5, samples::price))),
        ordered(case("one of days", || percentile_disc(0.5, samples::day))),
        ordered(case("one of conditions", || percentile_disc(0.5, samples::flag))),
        ordered(case("one of comparisons", || percentile_disc(0.5, samples::n.gt(2)))),
        ordered(case("most frequent comparison", || mode(samples::n.gt(2)))),
        ordered(case("first of texts", || percentile_disc(0.0, samples::word))),
        ordered(case("last of texts", || percentile_disc(1.0, samples::word))),
        ordered(case("most frequent", || mode(samples::y))),
        ordered(case("most frequent integer", || mode(samples::n))),
        ordered(case("most frequent big integer", || mode(samples::big))),
        ordered(case("most frequent decimal", || mode(samples::price))),
        ordered(case("most frequent condition", || mode(samples::flag))),
        ordered(case("most frequent day", || mode(samples::day))),
        ordered(case("most frequent text", || mode(samples::word))),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn collections() {
    let no_window = |case: Case| case.refused(MYSQL, OVER).refused(MARIADB, OVER);
    // An order in an aggregate over a window is refused by all.
    let ordered = |case: Case| case.refused_by_all(OVER);
    hold(&[
        ordered(case("texts", || string_agg(samples::word, ", ").order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("texts by themselves", || {
            string_agg(samples::word, "'\\; ").order_by(samples::word.desc())
        })),
        ordered(case("texts with NULLs last", || {
            let key = samples::n.desc().nulls_last();
            string_agg(samples::word, "").order_by((key, samples::id))
        }))
        .refused_by_all(OF_DISTINCT),
        ordered(case("array of integers", || json_agg(samples::n).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of distinct", || {
            json_agg(samples::n).order_by(samples::n.asc().nulls_first())
        })),
        ordered(case("array of texts", || json_agg(samples::word).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of doubles", || json_agg(samples::y).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of decimals", || json_agg(samples::price).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of conditions", || json_agg(samples::flag).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of comparisons", || json_agg(samples::n.gt(3)).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of days", || json_agg(samples::day).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of UUIDs", || json_agg(samples::code).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        ordered(case("array of documents", || json_agg(samples::doc).order_by(samples::id)))
            .refused_by_all(OF_DISTINCT),
        no_window(case("object", || json_object_agg(samples::id.cast::<Text>(), samples::n)))
            .refused_by_all(OF_DISTINCT),
        no_window(case("object of conditions", || {
            json_object_agg(samples::id.cast::<Text>(), samples::flag)
        }))
        .refused_by_all(OF_DISTINCT),
        no_window(case("object of documents", || {
            json_object_agg(samples::id.cast::<Text>(), samples::doc)
        }))
        .refused_by_all(OF_DISTINCT),
        ordered(case("object with equal keys", || {
            json_object_agg(samples::team.cast::<Text>(), samples::word).order_by(samples::id)
        }))
        .refused_by_all(OF_DISTINCT),
    ]);
}

/// Arrays come in any order without one; so they are compared sorted.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn collections_without_an_order() {
    on_all_engines(|db| {
        set_up(db);
        let query =
            select((json_agg(samples::n), json_agg(samples::flag).filter(samples::id.gt(8))))
                .from(samples::table)
                .filter(samples::team.eq(2));
        let (numbers, flags) = db.fetch_one(&query);
        let sorted = |json: Option<serde_json::Value>| {
            let mut texts: Vec<String> =
                json.unwrap().as_array().unwrap().iter().map(ToString::to_string).collect();
            texts.sort();
            texts.join(" ")
        };
        assert_eq!(sorted(numbers), "-2147483648 2 7 null null", "on {}", db.name);
        assert_eq!(sorted(flags), "false null", "on {}", db.name);
        let query = select(string_agg(samples::word, "+").distinct())
            .from(samples::table)
            .filter(samples::team.eq(1));
        let texts = db.fetch_one(&query).unwrap();
        let mut texts: Vec<&str> = texts.split('+').collect();
        texts.sort();
        assert_eq!(texts, ["", "a", "naïve, \"quoted\"\n", "Żółw"], "on {}", db.name);
    });
}
