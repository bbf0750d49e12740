//! Conversions that may fail: of text that may be a number.

use crate::ast::{self, ExprList, Function, Value};

use super::function::call;
use super::types::{SqlType, TextLike};
use super::{BigInt, Decimal, Double, Expr, Integer, SmallInt};

/// A number that text may be converted to by [`Expr::try_cast`].
#[diagnostic::on_unimplemented(
    message = "text is not tried as SQL `{Self}`",
    label = "expected `SmallInt`, `Integer`, `BigInt`, `Double` or a `Decimal` of some size"
)]
pub trait TryCast: SqlType {
    /// The number that the text is, or NULL.
    fn of_text(text: ast::Expr) -> ast::Expr;
}

fn integer(text: ast::Expr, bits: i64) -> ast::Expr {
    let args = ExprList::from([text, ast::Expr::Literal(Value::Int(bits))]);
    call::<()>(Function::TextToInteger, args).into_ast()
}

impl TryCast for SmallInt {
    fn of_text(text: ast::Expr) -> ast::Expr {
        integer(text, 16)
    }
}

impl TryCast for Integer {
    fn of_text(text: ast::Expr) -> ast::Expr {
        integer(text, 32)
    }
}

impl TryCast for BigInt {
    fn of_text(text: ast::Expr) -> ast::Expr {
        integer(text, 64)
    }
}

impl TryCast for Double {
    fn of_text(text: ast::Expr) -> ast::Expr {
        call::<()>(Function::TextToDouble, [text]).into_ast()
    }
}

impl<const P: u8, const S: u8> TryCast for Decimal<P, S> {
    fn of_text(text: ast::Expr) -> ast::Expr {
        const {
            assert!(
                P >= 1 && P <= 64,
                "try_cast takes a Decimal of 1 to 64 digits: Decimal<12, 2>"
            );
            assert!(
                S <= P && S <= 30,
                "try_cast takes a Decimal of up to 30 digits after the point"
            );
        }
        let [digits, scale] = [P, S].map(|size| ast::Expr::Literal(Value::Int(size.into())));
        call::<()>(Function::TextToDecimal, [text, digits, scale]).into_ast()
    }
}

impl<T: SqlType> Expr<T> {
    /// The number that the text is, and NULL where it is none: digits 0 to 9, after a `+` or `-` or
    /// none, and for `Double` and `Decimal<P, S>` one point between two of them. No spaces, no exponent;
    /// NULL as well where the number does not fit, or has more than 300 digits.
    ///
    /// A decimal is rounded to its scale, a half away from zero, and fits if it then has no more than
    /// `P - S` digits before the point. SQLite has no decimals, and refuses it.
    ///
    /// A plain cast of text to a number is an error on PostgreSQL where the text is none, and takes
    /// what there is of one on the others, so it is refused unless the text is a literal number.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { answers { given: Text } }
    /// let total = sum(answers::given.try_cast::<BigInt>());
    /// let amount = answers::given.try_cast::<Decimal<12, 2>>();
    /// ```
    pub fn try_cast<U: TryCast>(self) -> Expr<U::AsNullable>
    where
        T::Base: TextLike,
    {
        Expr::from_ast(U::of_text(self.into_ast()))
    }
}
