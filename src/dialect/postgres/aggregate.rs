//! How PostgreSQL calls aggregates:
//! <https://www.postgresql.org/docs/current/functions-aggregate.html>.

use crate::ast::{
    Aggregate, AggregateFunction, Cast, DataType, Direction, Expr, ExprList, Operand, OrderItem,
    Value,
};
use crate::dialect::Version;
use crate::dialect::aggregate::{
    AggregateForm, args, as_double, boxed, count_combined, filtered, named, not_null, standard,
};
use crate::dialect::render::has_parameters;
use crate::dialect::rewrite::repeatable;
use crate::dialect::syntax::raw;

pub(in crate::dialect) fn form(function: &AggregateFunction, version: Version) -> AggregateForm {
    match function {
        AggregateFunction::Count => AggregateForm::Rewrite(count_rows),
        AggregateFunction::AnyValue if version < Version::new(16, 0, 0) => {
            AggregateForm::Rewrite(any_of_array)
        }
        AggregateFunction::BitXor if version < Version::new(14, 0, 0) => AggregateForm::Refuse {
            since: Some(Version::new(14, 0, 0)),
            instead: "update the server",
        },
        AggregateFunction::JsonAgg(_) | AggregateFunction::JsonObjectAgg(_) => {
            AggregateForm::Rewrite(jsonb)
        }
        AggregateFunction::StringAgg => AggregateForm::Rewrite(string_agg),
        function => standard(function),
    }
}

/// Distinct texts are ordered by the argument itself, which it is as TEXT only: of VARCHAR it would be
/// the column, and the argument the column made TEXT. Two parameters of one value are two arguments
/// to it; but it sorts distinct texts in ascending order anyway.
fn string_agg(aggregate: &Aggregate) -> Option<Expr> {
    let [value, separator] = args(aggregate)?;
    let mut text = named(aggregate, "STRING_AGG", aggregate.args.clone());
    if aggregate.distinct && !aggregate.order_by.is_empty() {
        if has_parameters(value) {
            let ascending = |item: &OrderItem| item.direction == Direction::Ascending;
            let whole = text.order_by.iter().all(ascending);
            text.order_by.clear();
            return whole.then(|| boxed(text));
        }
        let cast = Cast { operand: value.clone().into(), data_type: DataType::Text };
        let as_text = Expr::Cast(Box::new(cast));
        for item in &mut text.order_by {
            if Expr::from(item.expr.clone()) == *value {
                item.expr = as_text.clone().into();
            }
        }
        text.args = [as_text, separator.clone()].into();
    }
    Some(boxed(text))
}

/// COUNT takes one argument, which may be a row; a row counts even if all in it is NULL.
fn count_rows(aggregate: &Aggregate) -> Option<Expr> {
    if aggregate.args.len() < 2 {
        return count_combined(aggregate, ("(", "{}", ", ", ")"));
    }
    let args = aggregate.args.iter().map(of_known_type).collect();
    count_combined(&Aggregate { args, ..aggregate.clone() }, ("(", "{}", ", ", ")"))
}

/// A text in quotes is of no type by itself, which a function of any type does not take.
fn of_known_type(arg: &Expr) -> Expr {
    let untyped = match arg {
        Expr::Literal(value) => matches!(value, Value::Text(_) | Value::Null),
        Expr::Bind(bind) => {
            matches!(bind.value, Value::Text(_)) && bind.data_type.is_none_or(DataType::is_text)
        }
        _ => false,
    };
    if !untyped {
        return arg.clone();
    }
    let cast = Cast { operand: arg.clone().into(), data_type: DataType::Text };
    Expr::Cast(Box::new(cast))
}

/// The first of all that are not NULL.
fn any_of_array(aggregate: &Aggregate) -> Option<Expr> {
    let [arg] = args(aggregate)?;
    let [arg] = repeatable([&Operand::from(arg.clone())])?;
    let array = named(aggregate, "ARRAY_AGG", [of_known_type(&arg)]);
    let array = filtered(array, not_null(arg));
    Some(raw("({})[1]", [boxed(array)]))
}

/// JSONB, in which numbers of 32 bits have no other digits than those of 64.
fn jsonb(aggregate: &Aggregate) -> Option<Expr> {
    let (name, element) = match aggregate.function {
        AggregateFunction::JsonAgg(element) => ("JSONB_AGG", element),
        AggregateFunction::JsonObjectAgg(element) => ("JSONB_OBJECT_AGG", element),
        _ => return None,
    };
    let typed: ExprList = aggregate.args.iter().map(of_known_type).collect();
    let mut aggregate = named(aggregate, name, typed);
    if element == Some(&DataType::Real) {
        aggregate.args = match name {
            "JSONB_AGG" => aggregate.args.iter().cloned().map(as_double).collect(),
            _ => {
                let [key, value] = args(&aggregate)?;
                [key.clone(), as_double(value.clone())].into()
            }
        };
    }
    Some(boxed(aggregate))
}
