//! IN of queries and lists, which MariaDB gets wrong for NULL.
//!
//! Of a prepared statement that was executed once while the subquery of an IN had no rows, each later
//! execution takes NULL IN (…) for false, whatever the rows (seen on 10.11 and 11.8). Not so of rows
//! of values, so the operand and the query are made rows, by a constant.

use crate::ast::{
    BinaryOp, DataType, Expr, In, InSet, Operand, Quantified, QuantifiedSet, Quantifier, Query,
    SelectItem, Value,
};
use crate::dialect::mysql::list::{elements, rows_by_type};

/// `(operand, 1) IN (SELECT element, 1 …)`.
pub(in crate::dialect) fn in_rows(expr: &Expr) -> Option<Expr> {
    let (operand, query, negated) = match expr {
        Expr::In(in_) => {
            let In { operand, set: InSet::Query(query), negated } = &**in_ else { return None };
            (operand, query, *negated)
        }
        Expr::Quantified(quantified) => match &**quantified {
            Quantified {
                left,
                op: BinaryOp::Eq,
                quantifier: Quantifier::Any,
                right: QuantifiedSet::Query(query),
            } => (left, query, false),
            Quantified {
                left,
                op: BinaryOp::Ne,
                quantifier: Quantifier::All,
                right: QuantifiedSet::Query(query),
            } => (left, query, true),
            _ => return None,
        },
        _ => return None,
    };
    let Query::Select(select) = &**query else { return None };
    let mut select = select.clone();
    select.items.push(SelectItem::Expr(one()));
    let operand = Operand::from(Expr::Row([operand.clone().into(), one()].into()));
    let set = InSet::Query(Query::Select(select).into());
    Some(Expr::In(Box::new(In { operand, set, negated })))
}

fn one() -> Expr {
    Expr::Literal(Value::Int(1))
}

/// `(operand, 1) IN (SELECT element, 1 FROM JSON_TABLE(…))`:
/// <https://mariadb.com/kb/en/json_table/>.
pub(in crate::dialect) fn rows(element: &DataType, negated: bool) -> Option<&'static str> {
    macro_rules! rows {
        ($data_type:literal) => {
            if negated {
                elements!("({}, 1) NOT IN", "element, 1", $data_type)
            } else {
                elements!("({}, 1) IN", "element, 1", $data_type)
            }
        };
    }
    rows_by_type!(rows, element)
}
