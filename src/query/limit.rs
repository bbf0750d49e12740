//! LIMIT and OFFSET.

use super::select::count;
use super::{Expression, Select};

impl<R> Select<R> {
    /// `LIMIT rows`.
    #[inline]
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.as_ast_mut().limit = Some(count(rows));
        self
    }

    /// `LIMIT rows`, and the rows that tie with the last one in ORDER BY (`FETCH FIRST … WITH
    /// TIES`). Where there is no such clause, the rows are ranked in a derived table.
    #[must_use]
    pub fn limit_with_ties(mut self, rows: u64) -> Self {
        self.as_ast_mut().limit = Some(count(rows));
        self.as_ast_mut().with_ties = true;
        self
    }

    /// `LIMIT` of an expression: of a [`param`](super::param), or of what is computed from
    /// numbers. MySQL and MariaDB take no other; a column has no meaning there.
    #[must_use]
    pub fn limit_expr<E: Expression>(mut self, rows: E) -> Self {
        self.as_ast_mut().limit = Some(rows.into_ast().into());
        self
    }

    /// `OFFSET` of an expression. See [`limit_expr`](Select::limit_expr).
    #[must_use]
    pub fn offset_expr<E: Expression>(mut self, rows: E) -> Self {
        self.as_ast_mut().offset = Some(rows.into_ast().into());
        self
    }

    /// `OFFSET rows`.
    #[inline]
    #[must_use]
    pub fn offset(mut self, rows: u64) -> Self {
        self.as_ast_mut().offset = Some(count(rows));
        self
    }
}
