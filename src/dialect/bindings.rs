//! Sets of values for the parameters of a prepared statement.

use super::{Compiled, Prepared};
use crate::CompileError;
use crate::ast::Value;

/// Values for the parameters of a [`Prepared`] statement: by name, an array or a `Vec` of pairs
/// `("name", value)`; or by position, a tuple.
///
/// The positions are those of the names in the rendered text: a name that stands in it more than
/// once has the position of its first place. Where the text is another for each database, names
/// are the safer way.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of values for parameters",
    label = "expected a tuple of values, or an array of `(\"name\", value)`"
)]
pub trait Bindings {
    /// The prepared statement with these values.
    ///
    /// # Errors
    /// Those of [`Prepared::bind`].
    fn bind_to(self, prepared: &Prepared) -> Result<Compiled<'_>, CompileError>;
}

impl<N: AsRef<str>, V: Into<Value>, const K: usize> Bindings for [(N, V); K] {
    fn bind_to(self, prepared: &Prepared) -> Result<Compiled<'_>, CompileError> {
        prepared.bind(self.map(|(name, value)| (name, value.into())))
    }
}

impl<N: AsRef<str>, V: Into<Value>> Bindings for Vec<(N, V)> {
    fn bind_to(self, prepared: &Prepared) -> Result<Compiled<'_>, CompileError> {
        prepared.bind(self.into_iter().map(|(name, value)| (name, value.into())))
    }
}

impl Bindings for Vec<Value> {
    fn bind_to(self, prepared: &Prepared) -> Result<Compiled<'_>, CompileError> {
        prepared.bind_in_order(self)
    }
}

macro_rules! tuples {
    ($( ($($T:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Into<Value>),+> Bindings for ($($T,)+) {
            #[allow(non_snake_case)]
            fn bind_to(self, prepared: &Prepared) -> Result<Compiled<'_>, CompileError> {
                let ($($T,)+) = self;
                prepared.bind_in_order([$($T.into()),+])
            }
        }
    )+ };
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}
