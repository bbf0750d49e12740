//! `+ - * / %`, negation, and `& | !` on conditions: Rust's own operators.

use std::ops;

use crate::ast::{self, BinaryOp, UnaryOp};

use super::marker::Double;
use super::types::{BooleanLike, Divisible, Modular, Nullability, Promote, SqlType};
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
