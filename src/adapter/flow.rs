//! What the function of `for_each` may return.

use std::ops::ControlFlow;

use crate::Error;

/// What the function given to [`for_each`](super::Connection::for_each) returns: nothing, a
/// [`ControlFlow`], or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "the function given to `for_each` returns `{Self}`",
    label = "expected `()`, `ControlFlow<()>`, or a `Result` of either"
)]
pub trait Flow {
    /// What `for_each` fails with.
    type Error: From<Error>;
    /// Whether to go on.
    ///
    /// # Errors
    /// The function's own.
    fn flow(self) -> Result<ControlFlow<()>, Self::Error>;
}

impl Flow for () {
    type Error = Error;
    #[inline]
    fn flow(self) -> Result<ControlFlow<()>, Error> {
        Ok(ControlFlow::Continue(()))
    }
}

impl Flow for ControlFlow<()> {
    type Error = Error;
    #[inline]
    fn flow(self) -> Result<ControlFlow<()>, Error> {
        Ok(self)
    }
}

impl<E: From<Error>> Flow for Result<(), E> {
    type Error = E;
    #[inline]
    fn flow(self) -> Result<ControlFlow<()>, E> {
        self.map(ControlFlow::Continue)
    }
}

impl<E: From<Error>> Flow for Result<ControlFlow<()>, E> {
    type Error = E;
    #[inline]
    fn flow(self) -> Result<ControlFlow<()>, E> {
        self
    }
}
