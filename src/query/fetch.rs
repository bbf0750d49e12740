//! Statements that yield rows, and how those decode.

use std::borrow::Cow;

use crate::Error;
use crate::ast::StatementRef;
pub use crate::dialect::AsStatement;
use crate::dialect::{Compiled, Dialect};

use super::row::{DecodeError, RowSource};

/// A statement that yields rows of a known type: what `fetch_all` and its siblings accept.
#[diagnostic::on_unimplemented(
    message = "`{Self}` yields no rows",
    label = "not a query",
    note = "INSERT, UPDATE and DELETE yield rows with `.returning(…)`"
)]
pub trait Fetch: AsStatement {
    /// What a row is in Rust.
    type Row;
    /// Reads a row.
    ///
    /// # Errors
    /// A value is not what the query promised.
    fn decode(&self, row: &mut dyn RowSource) -> Result<Self::Row, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<S: Fetch + ?Sized> Fetch for &S {
    type Row = S::Row;
    fn decode(&self, row: &mut dyn RowSource) -> Result<Self::Row, DecodeError> {
        (**self).decode(row)
    }
}

/// A statement whose rows go through a function. Made by `.map(…)` and `.into_struct::<S>()`.
#[derive(Clone, Debug)]
pub struct Mapped<Q, F> {
    query: Q,
    map: F,
}

impl<Q, F> Mapped<Q, F> {
    pub(super) fn new(query: Q, map: F) -> Self {
        Mapped { query, map }
    }

    /// The statement without the function.
    pub fn into_inner(self) -> Q {
        self.query
    }
}

impl<Q: AsStatement, F> AsStatement for Mapped<Q, F> {
    fn statement(&self) -> StatementRef<'_> {
        self.query.statement()
    }
    fn rendered(&self, dialect: &dyn Dialect) -> Result<Cow<'_, Compiled<'_>>, Error> {
        self.query.rendered(dialect)
    }
}

#[diagnostic::do_not_recommend]
impl<Q: Fetch, S, F: Fn(Q::Row) -> S> Fetch for Mapped<Q, F> {
    type Row = S;
    #[inline]
    fn decode(&self, row: &mut dyn RowSource) -> Result<S, DecodeError> {
        self.query.decode(row).map(&self.map)
    }
}

/// A struct that is built from a row: what [`row_struct!`](crate::row_struct) declares.
#[diagnostic::on_unimplemented(
    message = "struct `{Self}` cannot be built from a row of type `{T}`",
    label = "row type and struct fields differ",
    note = "the selected columns must match the fields declared in `row_struct!` in number, order and type"
)]
pub trait FromRow<T> {
    /// Builds it.
    fn from_row(row: T) -> Self;
}

macro_rules! tuples {
    ($( ($($T:ident $r:ident)+) )+) => { $(
        /// Structs beside one another, of the columns of tables that are joined.
        #[diagnostic::do_not_recommend]
        impl<$($T, $r,)+> FromRow<($($r,)+)> for ($($T,)+)
        where
            $($T: FromRow<$r>,)+
        {
            #[allow(non_snake_case)]
            fn from_row(($($r,)+): ($($r,)+)) -> Self {
                ($($T::from_row($r),)+)
            }
        }
    )+ };
}
tuples! { (A RA B RB) (A RA B RB C RC) (A RA B RB C RC D RD) }
