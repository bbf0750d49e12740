//! Rows made of values: by functions that return sets
//! <https://www.postgresql.org/docs/current/functions-srf.html>.

use crate::ast::TableFunction;
use crate::ast::{Cast, DataType, Expr, ExprList, FromItem, Name, Operand, Rows, RowsOf, Value};
use crate::dialect::rewrite::repeatable;
use crate::dialect::syntax::raw;

fn cast(operand: impl Into<Operand>, data_type: DataType) -> Expr {
    Expr::Cast(Box::new(Cast { operand: operand.into(), data_type }))
}

fn text(text: &str) -> Expr {
    Expr::Literal(Value::Text(text.to_owned()))
}

pub(in crate::dialect) fn item(rows: &Rows) -> Option<FromItem> {
    let big = |number: &Operand| cast(number.clone(), DataType::BigInt);
    let (name, args, with_ordinality) = match &rows.of {
        RowsOf::Series { step: 0, .. } => return None,
        RowsOf::Series { start, stop, step } => {
            let step = Expr::Literal((*step).into());
            ("generate_series", ExprList::from([big(start), big(stop), step]), false)
        }
        // Silent of what is no array.
        RowsOf::JsonElements(document) => {
            let document = cast(document.clone(), DataType::Json);
            let silent = Expr::Literal(Value::Bool(true));
            let args = [document, text("strict $[*]"), text("{}"), silent];
            ("jsonb_path_query", ExprList::from(args), true)
        }
        RowsOf::JsonEntries(document) => {
            let documents = repeatable([document, document])?;
            let object = "CASE jsonb_typeof({}) WHEN 'object' THEN {} END";
            let documents = documents.map(|document| cast(document, DataType::Json));
            ("jsonb_each", ExprList::from([raw(object, documents)]), false)
        }
        RowsOf::ArrayElements(array) => {
            ("unnest", ExprList::from([Expr::from(array.clone())]), true)
        }
    };
    Some(FromItem::Function(Box::new(TableFunction {
        name: Name::new(name),
        args,
        alias: rows.alias.clone(),
        columns: rows.of.columns().iter().map(|column| Name::new(column)).collect(),
        with_ordinality,
        lateral: false,
    })))
}

pub(in crate::dialect) fn column(_: &Rows, _: &str) -> Option<Expr> {
    None
}
