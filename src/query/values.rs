//! VALUES: rows written out, as a query.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, DataType, ExprList, Name, Query, Statement, StatementRef};

use super::cte::CteBody;
use super::fetch::{AsStatement, Fetch};
use super::row::{DecodeError, RowSource, RowType};
use super::types::SqlType;
use super::{Any, Assign, Derived, DynamicRow, Operand, QueryOf};

/// `VALUES (…), (…)`: rows written out, of the type `R`. Made by [`values`].
pub struct Values<R> {
    node: Box<ast::Values>,
    row: PhantomData<fn() -> R>,
}

/// `VALUES`, of rows that [`row`](Values::row) and [`rows`](Values::rows) add. A column's type is
/// said first; a Rust value has none.
///
/// In FROM it goes by an alias, with names for its columns; in WITH it is a CTE:
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let ranks = values::<(BigInt, Text)>().rows([(1, "gold"), (2, "silver")]).alias("ranks");
/// let ranks = ranks.columns(["user", "rank"]);
/// let (user, rank) = (ranks.column::<BigInt>("user"), ranks.column::<Text>("rank"));
/// let q = select((users::name, rank)).from(users::table).join(ranks, user.eq(users::id));
/// assert_eq!(
///     q.to_sql_inline(&Postgres::new())?,
///     r#"SELECT "users"."name", "ranks"."rank" FROM "users" JOIN (VALUES (1, 'gold'), (2, 'silver')) AS "ranks" ("user", "rank") ON "ranks"."user" = "users"."id""#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn values<R>() -> Values<R> {
    Values { node: Box::new(ast::Values { rows: Vec::new(), types: Vec::new() }), row: PhantomData }
}

impl<R> Clone for Values<R> {
    fn clone(&self) -> Self {
        Values { node: self.node.clone(), row: PhantomData }
    }
}

impl<R> fmt::Debug for Values<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<R> Values<R> {
    /// Adds a row: a tuple of values and expressions, one if `R` is one type, a `Vec` if `R` is
    /// [`DynamicRow`].
    #[must_use]
    pub fn row<V: ValuesRow<R>>(mut self, values: V) -> Self {
        if self.node.types.is_empty() {
            self.node.types = V::types();
        }
        self.node.rows.push(values.into_cells());
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows<V: ValuesRow<R>>(self, rows: impl IntoIterator<Item = V>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// The rows under an alias, to be used as a table: name their columns by
    /// [`columns`](Derived::columns).
    pub fn alias(self, alias: impl Into<Name>) -> Derived {
        Derived::new(self.into_query(), alias.into())
    }

    /// The node as a query.
    pub fn into_query(self) -> Query {
        Query::Values(self.node)
    }
}

/// A row of values for columns of the types `R`.
#[diagnostic::on_unimplemented(
    message = "this row of values does not match the columns of the VALUES",
    label = "expected values for `{R}`"
)]
pub trait ValuesRow<R> {
    /// The columns' types.
    fn types() -> Vec<Option<&'static DataType>>;
    /// The values as nodes.
    fn into_cells(self) -> ExprList;
}

#[diagnostic::do_not_recommend]
impl<T: SqlType, V: Assign<T>> ValuesRow<T> for V {
    fn types() -> Vec<Option<&'static DataType>> {
        vec![T::DATA_TYPE]
    }
    fn into_cells(self) -> ExprList {
        [self.into_assigned()].into()
    }
}

/// Of columns known at run time only: as many values as there are columns.
#[diagnostic::do_not_recommend]
impl<V: Operand<Any>> ValuesRow<DynamicRow> for Vec<V> {
    fn types() -> Vec<Option<&'static DataType>> {
        Vec::new()
    }
    fn into_cells(self) -> ExprList {
        self.into_iter().map(V::into_operand).collect()
    }
}

macro_rules! tuples {
    ($( ($($T:ident $V:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: Assign<$T>),+> ValuesRow<($($T,)+)> for ($($V,)+) {
            fn types() -> Vec<Option<&'static DataType>> {
                vec![$($T::DATA_TYPE),+]
            }
            fn into_cells(self) -> ExprList {
                let ($($v,)+) = self;
                ExprList::from([$($v.into_assigned()),+])
            }
        }
    )+ };
}
tuples! {
    (A Va a)
    (A Va a B Vb b)
    (A Va a B Vb b C Vc c)
    (A Va a B Vb b C Vc c D Vd d)
    (A Va a B Vb b C Vc c D Vd d E Ve e)
    (A Va a B Vb b C Vc c D Vd d E Ve e F Vf f)
    (A Va a B Vb b C Vc c D Vd d E Ve e F Vf f G Vg g)
    (A Va a B Vb b C Vc c D Vd d E Ve e F Vf f G Vg g H Vh h)
}

impl<R> AsStatement for Values<R> {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Values(&self.node)
    }
}

#[diagnostic::do_not_recommend]
impl<R: RowType> Fetch for Values<R> {
    type Row = R::Out;
    fn decode(&self, row: &mut dyn RowSource) -> Result<R::Out, DecodeError> {
        R::decode_row(row)
    }
}

#[diagnostic::do_not_recommend]
impl<R> QueryOf<R> for Values<R> {
    fn into_query(self) -> Query {
        Values::into_query(self)
    }
}

#[diagnostic::do_not_recommend]
impl<R> CteBody<R> for Values<R> {
    fn into_body(self) -> Statement {
        Statement::Query(self.into_query())
    }
}
