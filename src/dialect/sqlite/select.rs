//! SELECT in words that SQLite has.

use crate::ast::{
    Aggregate, AggregateFunction, Case, Expr, ExprList, Operand, Query, Select, SelectItem,
};

/// HAVING of all rows as one group: SQLite takes them for one where an aggregate is selected, so the
/// first item is selected in case they are counted, which they always are.
pub(super) fn having_of_all(select: &Select) -> Result<Query, &'static str> {
    let mut select = select.clone();
    let item = match select.items.first_mut() {
        Some(SelectItem::Expr(expr)) => expr,
        Some(SelectItem::Labeled(labeled)) => &mut labeled.0,
        _ => return Err("name what is selected"),
    };
    let plain = std::mem::replace(item, Expr::Default);
    *item = if_counted(plain.clone());
    // What is sorted by has to be what is selected, where rows are distinct.
    for key in &mut select.order_by {
        if matches!(&key.expr, Operand::Expr(expr) if **expr == plain) {
            key.expr = Expr::Position(1).into();
        }
    }
    Ok(select.into())
}

/// `CASE WHEN count(*) IS NOT NULL THEN item END`
fn if_counted(item: Expr) -> Expr {
    let count = Aggregate::new(AggregateFunction::Count, ExprList::new());
    let operand = Expr::Aggregate(Box::new(count)).into();
    let counted = Expr::IsNull { operand, negated: true };
    let arms = vec![(counted.into(), item.into())];
    Expr::Case(Box::new(Case { operand: None, arms, otherwise: None }))
}
