//! The right side of IN.

use crate::ast::{self, ExprList, InSet, Nested};

use super::dynamic_row::DynamicRow;
use super::operand::plain;
use super::types::{Comparable, SqlType};
use super::{Array, Column, Compound, Expr, Expression, Operand, Select};

/// What may stand on the right of IN for the SQL type `L`: values or expressions of a comparable
/// type, or a query of one such column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the right side of IN for SQL type `{L}`",
    label = "expected a list of `{L}` values or a query of one column"
)]
pub trait InList<L: SqlType> {
    /// The set as a node.
    fn into_set(self) -> InSet;
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, I: IntoIterator<Item: Operand<L>>> InList<L> for I {
    fn into_set(self) -> InSet {
        let mut items = self.into_iter();
        if I::Item::PLAIN {
            let values = items.map(|item| plain(item.into_operand())).collect();
            let data_type = <I::Item as Operand<L>>::Sql::DATA_TYPE;
            return InSet::Values { values, data_type };
        }
        let mut values = Vec::with_capacity(items.size_hint().0);
        let mut data_type = None;
        for item in items.by_ref() {
            match item.into_operand() {
                ast::Expr::Bind(bind) => {
                    data_type = bind.data_type;
                    values.push(bind.value);
                }
                other => {
                    let binds = values.into_iter().map(|value| ast::Bind { value, data_type });
                    let mut exprs: Vec<ast::Expr> = binds.map(ast::Expr::Bind).collect();
                    exprs.push(other);
                    exprs.extend(items.map(Operand::into_operand));
                    return InSet::Exprs(ExprList::from(exprs));
                }
            }
        }
        InSet::Values { values, data_type }
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, R: SqlType> InList<L> for Select<R>
where
    L::Base: Comparable<R::Base>,
{
    fn into_set(self) -> InSet {
        InSet::Query(Nested::new(self.into_query()))
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType> InList<L> for Select<DynamicRow> {
    fn into_set(self) -> InSet {
        InSet::Query(Nested::new(self.into_query()))
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, R: SqlType> InList<L> for Compound<R>
where
    L::Base: Comparable<R::Base>,
{
    fn into_set(self) -> InSet {
        InSet::Query(Nested::new(self.into_query()))
    }
}

macro_rules! array_in_list {
    ($($array:ident),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<L: SqlType, T: SqlType> InList<L> for $array<Array<T>>
        where
            L::Base: Comparable<T::Base>,
            Array<T>: SqlType,
        {
            fn into_set(self) -> InSet {
                InSet::Array(self.into_ast().into())
            }
        }
    )* };
}
// One parameter, or an array column.
array_in_list!(Expr, Column);
