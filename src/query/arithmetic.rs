//! `+ - * / %`, negation, and `& | !` on conditions: Rust's own operators. Division that is never an
//! error, and the operators on bits.
//!
//! Integers divide to integers, toward zero, and `%` has the sign of the dividend, on every server; numbers
//! with a fraction divide to such. What is the server's own: division by zero with `/` and `%` (an error on
//! PostgreSQL, NULL on the others; `div_or_null` and `rem_or_null` are NULL everywhere), a result that does
//! not fit (an error; on SQLite an integer turns into a floating-point number, and a floating-point number
//! into infinity), and how many digits the quotient of decimals has (`round_to` says how many are
//! wanted).

use std::ops;

use crate::ast::{self, BinaryOp, UnaryOp, Value};

use super::marker::{BigInt, Double};
use super::types::{BooleanLike, Divisible, Integral, Modular, Nullability, Promote, SqlType};
use super::{Aggregate, Any, Column, Condition, Expr, Expression, Operand, Predicate};

/// What may stand on the right of `+`, `-` and `*` for the SQL type `L`: an [`Operand`] that is
/// a number.
#[diagnostic::on_unimplemented(
    message = "no arithmetic between SQL `{L}` and `{Self}`",
    label = "not a number on both sides",
    note = "cast one side with `.cast::<…>()`"
)]
pub trait Addend<L: SqlType>: Operand<L> {
    /// The type of the result without its nullability.
    type Base: SqlType;
    /// The type of the result: of the wider type, nullable if either side is.
    type Out: SqlType;
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, R: Operand<L>> Addend<L> for R
where
    L::Base: Promote<<R::Sql as SqlType>::Base>,
{
    type Base = <L::Base as Promote<<R::Sql as SqlType>::Base>>::Out;
    type Out =
        <<L::Null as Nullability>::Or<<R::Sql as SqlType>::Null> as Nullability>::Wrap<Self::Base>;
}

/// The type of `L + R`: of the wider type, nullable if either side is.
pub type Arith<L, R> = <R as Addend<L>>::Out;

fn binary<T>(left: ast::Expr, op: BinaryOp, right: ast::Expr) -> Expr<T> {
    Expr::from_ast(ast::Expr::binary(left, op, right))
}

macro_rules! operators {
    ($($name:ident),*) => { $(
        operators!(@arithmetic $name, Add, add, BinaryOp::Add, SqlType);
        operators!(@arithmetic $name, Sub, sub, BinaryOp::Subtract, SqlType);
        operators!(@arithmetic $name, Mul, mul, BinaryOp::Multiply, SqlType);
        operators!(@arithmetic $name, Div, div, <R::Base as Divisible>::OP, Divisible);
        operators!(@arithmetic $name, Rem, rem, BinaryOp::Remainder, Modular);

        impl<T: SqlType> ops::Neg for $name<T>
        where
            T::Base: Promote<T::Base>,
        {
            type Output = Expr<T>;
            fn neg(self) -> Expr<T> {
                let operand = self.into_ast().into();
                Expr::from_ast(ast::Expr::Unary { op: UnaryOp::Negate, operand })
            }
        }

        impl<T: BooleanLike, P: Predicate> ops::BitAnd<P> for $name<T> {
            type Output = Condition;
            fn bitand(self, other: P) -> Condition {
                Expr::from_ast(self.into_ast().and(other.into_predicate()))
            }
        }

        impl<T: BooleanLike, P: Predicate> ops::BitOr<P> for $name<T> {
            type Output = Condition;
            fn bitor(self, other: P) -> Condition {
                Expr::from_ast(self.into_ast().or(other.into_predicate()))
            }
        }

        impl<T: BooleanLike> ops::Not for $name<T> {
            type Output = Condition;
            fn not(self) -> Condition {
                Expr::from_ast(self.into_ast().negate())
            }
        }
    )* };
    (@arithmetic $name:ident, $Trait:ident, $method:ident, $op:expr, $bound:ident) => {
        impl<T: SqlType, R: Addend<T, Base: $bound>> ops::$Trait<R> for $name<T> {
            type Output = Expr<Arith<T, R>>;
            #[inline]
            fn $method(self, other: R) -> Self::Output {
                binary(self.into_ast(), $op, other.into_operand())
            }
        }
    };
}
operators!(Expr, Column, Aggregate);

impl Expr<Any> {
    /// Division that truncates toward zero, for operands whose type is known at run time only:
    /// `a / b`, `a DIV b` on MySQL and MariaDB.
    pub fn div_int<R: Operand<Any>>(self, other: R) -> Expr<Any> {
        binary(self.into_ast(), BinaryOp::DivideInt, other.into_operand())
    }

    /// Real division, for operands whose type is known at run time only:
    /// `CAST(a AS DOUBLE PRECISION) / b`, as SQLite and PostgreSQL divide integers into integers.
    #[allow(clippy::should_implement_trait)]
    pub fn div<R: Operand<Any>>(self, other: R) -> Expr<Any> {
        binary(self.cast::<Double>().into_ast(), BinaryOp::Divide, other.into_operand())
    }
}

/// The type of `L / R` where it may be NULL.
pub type NullableArith<L, R> = <Arith<L, R> as SqlType>::AsNullable;

/// The type of a shift: `BIGINT`, nullable if either side is.
pub type Shifted<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<BigInt>;

fn unless_zero(divisor: ast::Expr) -> ast::Expr {
    let zero = ast::Expr::Literal(Value::Int(0));
    let args = [divisor, zero].into();
    ast::Expr::Call(Box::new(ast::Call { function: ast::Function::NullIf, args }))
}

macro_rules! methods {
    ($($name:ident),*) => { $(
        impl<T: SqlType> $name<T> {
            /// `self / NULLIF(other, 0)`: NULL by zero, on every server.
            ///
            /// Division by zero with `/` is an error on PostgreSQL, and NULL on the others.
            ///
            /// ```
            /// # use aludel::prelude::*;
            /// # table! { shops { sales: Double, visits: BigInt } }
            /// let each: Expr<Nullable<Double>> = shops::sales.div_or_null(shops::visits);
            /// ```
            pub fn div_or_null<R: Addend<T, Base: Divisible>>(
                self,
                other: R,
            ) -> Expr<NullableArith<T, R>> {
                let divisor = unless_zero(other.into_operand());
                binary(self.into_ast(), <R::Base as Divisible>::OP, divisor)
            }

            /// `self % NULLIF(other, 0)`: NULL by zero, on every server.
            pub fn rem_or_null<R: Addend<T, Base: Modular>>(
                self,
                other: R,
            ) -> Expr<NullableArith<T, R>> {
                let divisor = unless_zero(other.into_operand());
                binary(self.into_ast(), BinaryOp::Remainder, divisor)
            }

            /// `self & other`, bit by bit.
            ///
            /// ```
            /// # use aludel::prelude::*;
            /// # table! { files { mode: Integer } }
            /// let readable = files::mode.bit_and(0o4).ne(0);
            /// ```
            pub fn bit_and<R: Addend<T, Base: Integral>>(self, other: R) -> Expr<Arith<T, R>> {
                binary(self.into_ast(), BinaryOp::BitAnd, other.into_operand())
            }

            /// `self | other`, bit by bit.
            pub fn bit_or<R: Addend<T, Base: Integral>>(self, other: R) -> Expr<Arith<T, R>> {
                binary(self.into_ast(), BinaryOp::BitOr, other.into_operand())
            }

            /// Either but not both, bit by bit: `self # other` on PostgreSQL, `^` on MySQL and
            /// MariaDB, `(self | other) - (self & other)` on SQLite.
            pub fn bit_xor<R: Addend<T, Base: Integral>>(self, other: R) -> Expr<Arith<T, R>> {
                binary(self.into_ast(), BinaryOp::BitXor, other.into_operand())
            }

            /// `~self`: every bit turned round, the sign among them.
            pub fn bit_not(self) -> Expr<T>
            where
                T::Base: Integral,
            {
                let operand = self.into_ast().into();
                Expr::from_ast(ast::Expr::Unary { op: UnaryOp::BitNot, operand })
            }

            /// `self << places`, in 64 bits. By 64 places or more, and by a negative number of them,
            /// all bits are shifted out: it is 0, on every server.
            pub fn shift_left<R, S>(self, places: R) -> Expr<Shifted<T, S>>
            where
                T::Base: Integral,
                R: Operand<T, Sql = S>,
                S: SqlType<Base: Integral>,
            {
                binary(self.into_ast(), BinaryOp::ShiftLeft, places.into_operand())
            }

            /// `self >> places`, in 64 bits; the sign is kept. By 64 places or more, and by a negative
            /// number of them, all bits are shifted out: it is 0, or -1 of a negative number.
            pub fn shift_right<R, S>(self, places: R) -> Expr<Shifted<T, S>>
            where
                T::Base: Integral,
                R: Operand<T, Sql = S>,
                S: SqlType<Base: Integral>,
            {
                binary(self.into_ast(), BinaryOp::ShiftRight, places.into_operand())
            }
        }
    )* };
}
methods!(Expr, Column);
