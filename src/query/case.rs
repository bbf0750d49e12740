//! CASE.

use std::marker::PhantomData;

use crate::ast::{self, Operand as Node};

use super::operand::cloned;
use super::types::SqlType;
use super::{Assign, Expr, Expression, Operand, Predicate};

/// A CASE of conditions, with results of the type `T`. See [`case`].
#[must_use = "say `.otherwise(…)` or `.end()`"]
pub struct Case<T> {
    arms: Vec<(Node, Node)>,
    sql: PhantomData<fn() -> T>,
}

/// `CASE WHEN condition THEN result … END` with results of the type `T`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, age: Nullable<Integer> } }
/// let group: Expr<Text> = case::<Text>()
///     .when(users::age.lt(18), "minor")
///     .when(users::age.ge(18), "adult")
///     .otherwise("unknown");
/// ```
pub fn case<T: SqlType>() -> Case<T> {
    Case { arms: Vec::new(), sql: PhantomData }
}

cloned! {
    Case<T> { arms }
    CaseOf<L, T> { operand, arms }
}

impl<T: SqlType> Case<T> {
    /// `WHEN condition THEN result`.
    pub fn when<P: Predicate, V: Assign<T>>(mut self, condition: P, result: V) -> Self {
        let arm = (condition.into_predicate().into(), result.into_assigned().into());
        self.arms.push(arm);
        self
    }

    /// `ELSE result END`.
    pub fn otherwise<V: Assign<T>>(self, result: V) -> Expr<T> {
        build(None, self.arms, Some(result.into_assigned()))
    }

    /// `END` without ELSE: NULL if no condition holds.
    pub fn end(self) -> Expr<T::AsNullable> {
        build(None, self.arms, None)
    }
}

/// A CASE of the values of an operand of the type `L`, with results of the type `T`. See
/// [`case_of`].
#[must_use = "say `.otherwise(…)` or `.end()`"]
pub struct CaseOf<L, T> {
    operand: Node,
    arms: Vec<(Node, Node)>,
    sql: PhantomData<fn() -> (L, T)>,
}

/// `CASE operand WHEN value THEN result … END` with results of the type `T`.
///
/// ```
/// use aludel::prelude::*;
/// table! { jobs { state: Integer } }
/// let state: Expr<Text> =
///     case_of::<Text, _>(jobs::state).when(0, "new").when(1, "done").otherwise("?");
/// ```
pub fn case_of<T: SqlType, E: Expression>(operand: E) -> CaseOf<E::Sql, T> {
    CaseOf { operand: operand.into_ast().into(), arms: Vec::new(), sql: PhantomData }
}

impl<L: SqlType, T: SqlType> CaseOf<L, T> {
    /// `WHEN value THEN result`.
    pub fn when<W: Operand<L>, V: Assign<T>>(mut self, value: W, result: V) -> Self {
        self.arms.push((value.into_operand().into(), result.into_assigned().into()));
        self
    }

    /// `ELSE result END`.
    pub fn otherwise<V: Assign<T>>(self, result: V) -> Expr<T> {
        build(Some(self.operand), self.arms, Some(result.into_assigned()))
    }

    /// `END` without ELSE: NULL if it is none of the values.
    pub fn end(self) -> Expr<T::AsNullable> {
        build(Some(self.operand), self.arms, None)
    }
}

/// One result if the condition holds, else, also where it is NULL, the other: a CASE of one WHEN.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, age: Nullable<Integer> } }
/// let group = iif::<Text>(users::age.lt(18), "minor", "adult or unknown");
/// ```
pub fn iif<T: SqlType>(
    condition: impl Predicate,
    then: impl Assign<T>,
    otherwise: impl Assign<T>,
) -> Expr<T> {
    case().when(condition, then).otherwise(otherwise)
}

fn build<T>(
    operand: Option<Node>,
    arms: Vec<(Node, Node)>,
    otherwise: Option<ast::Expr>,
) -> Expr<T> {
    let otherwise = otherwise.map(Node::from);
    Expr::from_ast(ast::Expr::Case(Box::new(ast::Case { operand, arms, otherwise })))
}
