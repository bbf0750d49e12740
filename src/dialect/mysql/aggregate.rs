//! How MySQL and MariaDB call aggregates:
//! <https://dev.mysql.com/doc/refman/en/aggregate-functions.html>.

use crate::ast::{
    Aggregate, AggregateFunction, Cast, DataType, Direction, Expr, Operand, OrderItem, Value,
};
use crate::dialect::aggregate::{
    AggregateForm, args, as_double, boxed, by_max, by_min, filtered, is_of_outer_rows, not_null,
    of_doubles, standard, when, with,
};
use crate::dialect::rewrite::{of_one_value, of_pairs, repeatable};
use crate::dialect::syntax::{raw, raw_text};

pub(in crate::dialect) fn form(function: &AggregateFunction) -> AggregateForm {
    AggregateForm::Rewrite(match function {
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
        AggregateFunction::PercentileCont => percentile_between,
        AggregateFunction::PercentileDisc => percentile,
        AggregateFunction::Mode => mode,
        AggregateFunction::StringAgg => return AggregateForm::Separator("GROUP_CONCAT"),
        AggregateFunction::JsonAgg(_) => json_array,
        AggregateFunction::JsonObjectAgg(_) => json_object,
        function => return standard(function),
    })
}

/// Their results are unsigned, and of no rows all bits or none.
fn bits(aggregate: &Aggregate) -> Option<Expr> {
    let mut aggregate = aggregate.clone();
    if std::mem::take(&mut aggregate.distinct) && aggregate.function == AggregateFunction::BitXor {
        return None;
    }
    let [arg] = args(&aggregate)?;
    let [arg] = repeatable([&Operand::from(arg.clone())])?;
    let name = match aggregate.function {
        AggregateFunction::BitAnd => "BIT_AND",
        AggregateFunction::BitOr => "BIT_OR",
        _ => "BIT_XOR",
    };
    let count = with(&aggregate, AggregateFunction::Count, [arg.clone()]);
    let bits = with(&aggregate, AggregateFunction::Named(name.into()), [arg]);
    let text = "CASE WHEN {} > 0 THEN CAST({} AS SIGNED) END";
    Some(raw(text, [boxed(count), boxed(bits)]))
}

/// The least or the greatest of what is text: parameters among which CASE or COALESCE chooses are taken
/// for integers there.
pub(in crate::dialect) fn extreme_of_text(expr: &Expr) -> Option<Expr> {
    let Expr::Aggregate(aggregate) = expr else { return None };
    let mut aggregate = aggregate.clone();
    aggregate.args =
        aggregate.args.iter().map(|arg| raw("CONCAT({}, '')", [arg.clone()])).collect();
    Some(Expr::Aggregate(aggregate))
}

/// Of numbers with digits enough; not of distinct ones.
fn deviation(aggregate: &Aggregate) -> Option<Expr> {
    if aggregate.distinct { None } else { of_doubles(aggregate) }
}

// ---- of texts one after the other

/// The texts with commas between them, in their order.
fn list(aggregate: &Aggregate, text: Expr) -> Expr {
    if let (true, Some(key)) = (aggregate.distinct, aggregate.order_by.first()) {
        return distinct_list(aggregate, text, key);
    }
    let comma = Expr::Literal(Value::Text(",".to_owned()));
    boxed(with(aggregate, AggregateFunction::StringAgg, [text, comma]))
}

/// Distinct texts, each made of the value of the one key that they can be sorted by.
fn distinct_list(aggregate: &Aggregate, text: Expr, key: &OrderItem) -> Expr {
    let text = match &aggregate.filter {
        Some(filter) => when((**filter).clone(), text),
        None => text,
    };
    let [test, key] = match key.nulls {
        Some(_) => super::nulls_by_test(key),
        None => [key.clone(), key.clone()],
    };
    let words = match (test.direction, key.direction) {
        (Direction::Ascending, Direction::Ascending) => {
            "GROUP_CONCAT(DISTINCT {} ORDER BY {}, {} SEPARATOR ',')"
        }
        (Direction::Ascending, Direction::Descending) => {
            "GROUP_CONCAT(DISTINCT {} ORDER BY {}, {} DESC SEPARATOR ',')"
        }
        (Direction::Descending, _) => {
            "GROUP_CONCAT(DISTINCT {} ORDER BY {} DESC, {} DESC SEPARATOR ',')"
        }
    };
    raw(words, [text, test.expr.into(), key.expr.into()])
}

/// The elements that are not NULL, from the least, as a JSON array.
fn sorted(aggregate: &Aggregate, element: &'static str, arg: &Expr) -> Option<Expr> {
    let [arg] = repeatable([&Operand::from(arg.clone())])?;
    let element = when(not_null(arg.clone()), raw(element, [arg.clone()]));
    let order = OrderItem { expr: arg.into(), direction: Direction::Ascending, nulls: None };
    let sorted = Aggregate { order_by: vec![order], ..aggregate.clone() };
    Some(raw("CONCAT('[', {}, ']')", [list(&sorted, element)]))
}

/// The element whose number is not before that share of them.
fn percentile(aggregate: &Aggregate) -> Option<Expr> {
    if let Some(value) = of_one_value(aggregate) {
        return Some(value);
    }
    let [arg, share] = args(aggregate)?;
    let count = boxed(with(aggregate, AggregateFunction::Count, [arg.clone()]));
    let element = match aggregate.data_type {
        // As a number, which is what is compared with zero.
        Some(DataType::Boolean) => "JSON_ARRAY({} + 0)",
        _ => "JSON_ARRAY({})",
    };
    let array = sorted(aggregate, element, arg)?;
    let text = "JSON_UNQUOTE(JSON_EXTRACT({}, \
        CONCAT('$[', CAST(GREATEST(CEIL({} * {}) - 1, 0) AS SIGNED), '][0]')))";
    let value = raw(text, [array, share.clone(), count]);
    let data_type = aggregate.data_type?.clone();
    Some(Expr::Cast(Box::new(Cast { operand: value.into(), data_type })))
}

/// Between the two elements around that share of the way.
fn percentile_between(aggregate: &Aggregate) -> Option<Expr> {
    if let Some(value) = of_one_value(aggregate) {
        return Some(value);
    }
    let [arg, share] = args(aggregate)?;
    let count = boxed(with(aggregate, AggregateFunction::Count, [arg.clone()]));
    let array = sorted(aggregate, "{}", &as_double(arg.clone()))?;
    let place = raw("({} * ({} - 1))", [share.clone(), count]);
    let at = |text| as_double(raw(text, [array.clone(), place.clone()]));
    let low = || at("JSON_EXTRACT({}, CONCAT('$[', CAST(FLOOR({}) AS SIGNED), ']'))");
    let high = at("JSON_EXTRACT({}, CONCAT('$[', CAST(CEIL({}) AS SIGNED), ']'))");
    let text = "({} + ({} - FLOOR({})) * ({} - {}))";
    Some(raw(text, [low(), place.clone(), place.clone(), high, low()]))
}

/// The first of the values, counted: they are read from a JSON array.
fn mode(aggregate: &Aggregate) -> Option<Expr> {
    // A table function takes no aggregate, but a column that is one.
    let text = "LONGTEXT COLLATE utf8mb4_0900_bin";
    most_frequent(aggregate, ["(SELECT {} AS list) AS `list`, ", "`list`.list", text])
}

/// The most frequent of the values of a JSON array: what comes before its rows, the array, and
/// the type of texts, which compares them exactly.
pub(in crate::dialect) fn most_frequent(
    aggregate: &Aggregate,
    [before, array, text]: [&str; 3],
) -> Option<Expr> {
    if !is_of_outer_rows(aggregate) {
        return of_one_value(aggregate);
    }
    let [arg] = args(aggregate)?;
    let column_type = match aggregate.data_type? {
        DataType::Text | DataType::VarChar(_) | DataType::Char(_) => text.to_owned(),
        DataType::Json | DataType::Blob | DataType::Named(_) => return None,
        data_type => super::column_type(data_type)?,
    };
    let text = format!(
        "(SELECT value FROM {before}JSON_TABLE({array}, \
         '$[*][0]' COLUMNS (value {column_type} PATH '$')) AS `rows of the group` \
         WHERE value IS NOT NULL GROUP BY value ORDER BY COUNT(*) DESC, value LIMIT 1)"
    );
    Some(raw_text(text, [arrays(aggregate, arg.clone())]))
}

// ---- JSON

/// A value as JSON: truth values and documents are numbers and text otherwise.
fn json_value(value: Expr, data_type: Option<&DataType>) -> Expr {
    match data_type {
        Some(DataType::Json) => raw("JSON_EXTRACT({}, '$')", [value]),
        Some(DataType::Boolean) => {
            let text = "CASE {} WHEN TRUE THEN JSON_EXTRACT('true', '$') \
                WHEN FALSE THEN JSON_EXTRACT('false', '$') END";
            raw(text, [value])
        }
        _ => value,
    }
}

/// Each value in an array of its own, in an array.
fn arrays(aggregate: &Aggregate, value: Expr) -> Expr {
    raw("CONCAT('[', {}, ']')", [list(aggregate, raw("JSON_ARRAY({})", [value]))])
}

/// The function of that name, where all rows are taken as they come; else a list of texts.
fn json_array(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonAgg(element) = aggregate.function else { return None };
    let [value] = args(aggregate)?;
    if is_plain(aggregate) {
        return Some(raw("JSON_ARRAYAGG({})", [json_value(value.clone(), element)]));
    }
    json_array_of_texts(aggregate)
}

pub(in crate::dialect) fn json_array_of_texts(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonAgg(element) = aggregate.function else { return None };
    let [value] = args(aggregate)?;
    let arrays = arrays(aggregate, json_value(value.clone(), element));
    Some(raw("JSON_EXTRACT({}, '$[*][0]')", [arrays]))
}

/// As [`json_array`], of keys and values.
fn json_object(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonObjectAgg(element) = aggregate.function else { return None };
    let [key, value] = args(aggregate)?;
    if is_plain(aggregate) {
        let value = json_value(value.clone(), element);
        return Some(raw("JSON_OBJECTAGG({}, {})", [key.clone(), value]));
    }
    json_object_of_texts(aggregate)
}

pub(in crate::dialect) fn json_object_of_texts(aggregate: &Aggregate) -> Option<Expr> {
    let AggregateFunction::JsonObjectAgg(element) = aggregate.function else { return None };
    let [key, value] = args(aggregate)?;
    let value = json_value(value.clone(), element);
    let pair = "CONCAT(JSON_QUOTE({}), ':', JSON_EXTRACT(JSON_ARRAY({}), '$[0]'))";
    let pairs = list(aggregate, raw(pair, [key.clone(), value]));
    Some(raw("JSON_EXTRACT(CONCAT('{{', {}, '}}'), '$')", [pairs]))
}

fn is_plain(aggregate: &Aggregate) -> bool {
    !aggregate.distinct && aggregate.order_by.is_empty() && aggregate.filter.is_none()
}

/// One at most: a NULL that is a constant counts as a value of its own where it is a parameter's.
pub(in crate::dialect) fn count_of_constant(expr: &Expr) -> Option<Expr> {
    let Expr::Aggregate(aggregate) = expr else { return None };
    let count = Aggregate { distinct: false, ..(**aggregate).clone() };
    let count = match &*count.args {
        [_] => count,
        several => {
            let none_null = Expr::And(several.iter().cloned().map(not_null).collect());
            let one = Expr::Literal(Value::Int(1));
            filtered(with(&count, AggregateFunction::Count, [one]), none_null)
        }
    };
    Some(raw("LEAST({}, 1)", [boxed(count)]))
}
