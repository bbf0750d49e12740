//! Conditions: what WHERE, HAVING and ON take, and how they combine.

use crate::ast::{self, ExprList};

use super::{Boolean, Expr, Nullable};

/// What every comparison makes.
///
/// All comparisons have this one type, whatever they compare, so conditions can be collected in
/// a `Vec`, chosen between with `if`, and folded.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, age: Nullable<Integer> } }
/// let adult: bool = true;
/// let condition: Condition = if adult { users::age.ge(18) } else { users::id.gt(0) };
/// ```
pub type Condition = Expr<Nullable<Boolean>>;

/// What may stand where a condition is expected: an expression of type `Boolean`,
/// `Nullable<Boolean>` or `Any`, or a `Vec` of conditions that must all hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "expected a condition such as `users::id.eq(1)`"
)]
pub trait Predicate {
    /// The condition as a node.
    fn into_predicate(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<P: Predicate> Predicate for Vec<P> {
    fn into_predicate(self) -> ast::Expr {
        all(self.into_iter().map(P::into_predicate).collect())
    }
}

fn all(conditions: Vec<ast::Expr>) -> ast::Expr {
    match <[ast::Expr; 1]>::try_from(conditions) {
        Ok([one]) => one,
        Err(conditions) => ast::Expr::And(ExprList::from(conditions)),
    }
}

fn any(conditions: Vec<ast::Expr>) -> ast::Expr {
    match <[ast::Expr; 1]>::try_from(conditions) {
        Ok([one]) => one,
        Err(conditions) => ast::Expr::Or(ExprList::from(conditions)),
    }
}

/// Adds a condition to a clause; a list of none leaves no trace.
#[inline]
pub(super) fn add(clause: &mut Option<ast::Expr>, condition: ast::Expr) {
    match (clause, condition) {
        (clause @ None, condition @ ast::Expr::Binary { .. }) => *clause = Some(condition),
        (clause, condition) => add_other(clause, condition),
    }
}

fn add_other(clause: &mut Option<ast::Expr>, condition: ast::Expr) {
    match (clause, condition) {
        (_, ast::Expr::And(none)) if none.is_empty() => {}
        (clause @ None, condition) => *clause = Some(condition),
        (Some(ast::Expr::And(all)), ast::Expr::And(more)) => {
            *all = std::mem::take(all).join(more);
        }
        (Some(ast::Expr::And(all)), condition) => all.push(condition),
        (clause @ Some(_), condition) => *clause = clause.take().map(|first| first.and(condition)),
    }
}

/// `NOT condition`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } }
/// let condition = not(users::id.eq(1));
/// ```
pub fn not<P: Predicate>(condition: P) -> Condition {
    Expr::from_ast(condition.into_predicate().negate())
}

/// All of the conditions hold: `a AND b AND …`. True if there is none.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let words = ["ann", "bob"];
/// let condition = all_of(words.map(|word| users::name.contains(word)));
/// ```
pub fn all_of<P: Predicate>(conditions: impl IntoIterator<Item = P>) -> Condition {
    Expr::from_ast(all(conditions.into_iter().map(P::into_predicate).collect()))
}

/// At least one of the conditions holds: `a OR b OR …`. False if there is none.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let condition = any_of([users::id.eq(1), users::name.eq("ann")]);
/// ```
pub fn any_of<P: Predicate>(conditions: impl IntoIterator<Item = P>) -> Condition {
    Expr::from_ast(any(conditions.into_iter().map(P::into_predicate).collect()))
}
