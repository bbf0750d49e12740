//! How SQLite calls aggregates: <https://sqlite.org/lang_aggfunc.html>.
//!
//! It has few. The others are computed of the values as a JSON array, by a subquery that reads the
//! array: it is the only collection there is, and keeps integers and floating-point numbers exact.

use crate::ast::{Aggregate, AggregateFunction, BinaryOp, DataType, Expr, Value};
use crate::dialect::aggregate::{
    AggregateForm, args, boxed, by_max, by_min, count_combined, is_of_outer_rows, named, standard,
    when, with,
};
use crate::dialect::rewrite::{of_one_value, of_pairs};
use crate::dialect::syntax::{raw, raw_text};

pub(in crate::dialect) fn form(function: &AggregateFunction) -> AggregateForm {
    AggregateForm::Rewrite(match function {
        AggregateFunction::Count => count_quoted,
        AggregateFunction::AnyValue | AggregateFunction::BoolAnd => by_min,
        AggregateFunction::BoolOr => by_max,
        AggregateFunction::BitAnd | AggregateFunction::BitOr | AggregateFunction::BitXor => bits,
        AggregateFunction::VarPop
        | AggregateFunction::VarSamp
        | AggregateFunction::StddevPop
        | AggregateFunction::StddevSamp => deviation,
        AggregateFunction::CovarPop
        | AggregateFunction::CovarSamp
        | AggregateFunction::Corr
        | AggregateFunction::RegrSlope
        | AggregateFunction::RegrIntercept
        | AggregateFunction::RegrCount
        | AggregateFunction::RegrR2
        | AggregateFunction::RegrAvgX
        | AggregateFunction::RegrAvgY
        | AggregateFunction::RegrSxx
        | AggregateFunction::RegrSyy
        | AggregateFunction::RegrSxy => of_pairs,
        AggregateFunction::PercentileCont | AggregateFunction::PercentileDisc => percentile,
        AggregateFunction::Mode => mode,
        AggregateFunction::StringAgg => string_agg,
        AggregateFunction::JsonAgg(_) => json_array,
        AggregateFunction::JsonObjectAgg(_) => json_object,
        function => return standard(function),
    })
}

/// The name of the array's one row, under which no table is likely to be known.
const ROWS: &str = "\"rows of the group\"";

/// The values as a JSON array.
fn array(aggregate: &Aggregate) -> Option<Expr> {
    let array = named(aggregate, "JSON_GROUP_ARRAY", [aggregate.args.first()?.clone()]);
    is_of_outer_rows(&array).then(|| boxed(array))
}

/// The value of a query of the array: the text in which `rows.value` is the array.
///
/// The array is the one row of a subquery that is an aggregate itself: only there SQLite takes the
/// aggregate inside for one of the query around.
fn of_array(aggregate: &Aggregate, query: &str, holes: &[Expr]) -> Option<Expr> {
    if let Some(value) = of_one_value(aggregate) {
        return Some(value);
    }
    let text = format!("(SELECT MAX(({query})) FROM JSON_EACH(JSON_ARRAY({{}})) AS {ROWS})");
    let holes = holes.iter().cloned().chain([array(aggregate)?]);
    Some(raw_text(text, holes))
}

/// The elements of the array that are not NULL.
fn elements() -> String {
    format!("JSON_EACH({ROWS}.value) AS element WHERE element.value IS NOT NULL")
}

/// Quoted values in one text.
fn count_quoted(aggregate: &Aggregate) -> Option<Expr> {
    count_combined(aggregate, ("(", "QUOTE({})", " || ',' || ", ")"))
}

/// Each bit by itself.
fn bits(aggregate: &Aggregate) -> Option<Expr> {
    let bit = "(element.value >> place.value & 1)";
    let of_all = match aggregate.function {
        AggregateFunction::BitAnd => format!("MIN{bit}"),
        AggregateFunction::BitOr => format!("MAX{bit}"),
        AggregateFunction::BitXor => format!("(SUM{bit} & 1)"),
        _ => return None,
    };
    let places: Vec<String> = (0..64).map(|place| place.to_string()).collect();
    let query = format!(
        "SELECT SUM(bit) FROM (SELECT {of_all} << place.value AS bit \
         FROM JSON_EACH('[{}]') AS place, {} GROUP BY place.value)",
        places.join(","),
        elements(),
    );
    of_array(aggregate, &query, &[])
}

/// The mean of the squares of the differences from the mean; for the deviation its root, which is
/// found by Newton's way, as not every SQLite is built with functions of mathematics.
fn deviation(aggregate: &Aggregate) -> Option<Expr> {
    let count = match aggregate.function {
        AggregateFunction::VarPop | AggregateFunction::StddevPop => "COUNT(*)",
        _ => "NULLIF(COUNT(*) - 1, 0)",
    };
    let variance = format!(
        "SELECT SUM(away * away) / {count} AS variance FROM \
         (SELECT element.value - AVG(element.value) OVER () AS away FROM {})",
        elements()
    );
    let is_variance =
        matches!(aggregate.function, AggregateFunction::VarPop | AggregateFunction::VarSamp);
    if is_variance {
        return of_array(aggregate, &variance, &[]);
    }
    let query = format!(
        "WITH RECURSIVE root(variance, near) AS (\
         SELECT variance, variance + 1.0 FROM ({variance}) UNION ALL \
         SELECT variance, (near + variance / near) / 2 FROM root \
         WHERE (near + variance / near) / 2 < near) SELECT MIN(near) FROM root"
    );
    of_array(aggregate, &query, &[])
}

fn percentile(aggregate: &Aggregate) -> Option<Expr> {
    let [_, share] = args(aggregate)?;
    let query = if aggregate.function == AggregateFunction::PercentileDisc {
        format!(
            "SELECT value FROM (SELECT element.value, \
             ROW_NUMBER() OVER (ORDER BY element.value) AS number, COUNT(*) OVER () AS count \
             FROM {}) WHERE number >= {{}} * count ORDER BY number LIMIT 1",
            elements()
        )
    } else {
        format!(
            "SELECT MIN(value) + (place - MIN(number)) * (MAX(value) - MIN(value)) FROM \
             (SELECT CAST(element.value AS REAL) AS value, \
             ROW_NUMBER() OVER (ORDER BY element.value) - 1 AS number, \
             {{}} * (COUNT(*) OVER () - 1) AS place FROM {}) \
             WHERE number > place - 1 AND number < place + 1",
            elements()
        )
    };
    of_array(aggregate, &query, std::slice::from_ref(share))
}

fn mode(aggregate: &Aggregate) -> Option<Expr> {
    let query = format!(
        "SELECT element.value FROM {} GROUP BY element.value \
         ORDER BY COUNT(*) DESC, element.value LIMIT 1",
        elements()
    );
    of_array(aggregate, &query, &[])
}

/// DISTINCT takes no separator: the values are made distinct first.
fn string_agg(aggregate: &Aggregate) -> Option<Expr> {
    if !aggregate.distinct {
        return Some(boxed(named(aggregate, "GROUP_CONCAT", aggregate.args.clone())));
    }
    if let Some(value) = of_one_value(aggregate) {
        return Some(value);
    }
    let [_, separator] = args(aggregate)?;
    let text = format!("(SELECT GROUP_CONCAT({ROWS}.value, {{}}) FROM JSON_EACH({{}}) AS {ROWS})");
    Some(raw_text(text, [separator.clone(), array(aggregate)?]))
}

/// A value as JSON: truth values and documents are numbers and text otherwise.
fn json_value(value: Expr, data_type: Option<&DataType>) -> Expr {
    match data_type {
        Some(DataType::Json) => raw("JSON({})", [value]),
        Some(DataType::Boolean) => {
            raw("JSON(CASE {} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)", [value])
        }
        _ => value,
    }
}

/// Of no rows it is an empty array there.
fn json_array(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonAgg(element) = aggregate.function else { return None };
    let [value] = args(aggregate)?;
    let array = named(aggregate, "JSON_GROUP_ARRAY", [json_value(value.clone(), element)]);
    Some(unless_empty(aggregate, array))
}

fn json_object(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonObjectAgg(element) = aggregate.function else { return None };
    let [key, value] = args(aggregate)?;
    let args = [key.clone(), json_value(value.clone(), element)];
    Some(unless_empty(aggregate, named(aggregate, "JSON_GROUP_OBJECT", args)))
}

fn unless_empty(aggregate: &Aggregate, json: Aggregate) -> Expr {
    let mut count = with(aggregate, AggregateFunction::Count, []);
    count.distinct = false;
    count.order_by = Vec::new();
    let some = Expr::binary(boxed(count), BinaryOp::Gt, Expr::Literal(Value::Int(0)));
    when(some, boxed(json))
}
