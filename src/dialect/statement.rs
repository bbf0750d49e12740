//! What can be rendered: the statements of the typed vocabulary, and whatever wraps one.

use std::borrow::Cow;

use super::{Compiled, Dialect, compile};
use crate::Error;
use crate::ast::StatementRef;

/// A statement: what a dialect compiles and an adapter executes.
pub trait AsStatement {
    /// The statement's node.
    fn statement(&self) -> StatementRef<'_>;

    /// The statement in a dialect's words, as an adapter executes it; what is rendered already is
    /// lent as it is.
    ///
    /// # Errors
    /// The statement does not compile, or was rendered for another dialect.
    fn rendered(&self, dialect: &dyn Dialect) -> Result<Cow<'_, Compiled<'_>>, Error> {
        Ok(Cow::Owned(compile(self.statement(), dialect)?))
    }
}

impl<S: AsStatement + ?Sized> AsStatement for &S {
    fn statement(&self) -> StatementRef<'_> {
        (**self).statement()
    }
    fn rendered(&self, dialect: &dyn Dialect) -> Result<Cow<'_, Compiled<'_>>, Error> {
        (**self).rendered(dialect)
    }
}
