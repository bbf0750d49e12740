//! Functions of text that are made in the same way on several servers.

use super::{raw, repeatable_arguments};
use crate::ast::visit::walk_expr;
use crate::ast::{Expr, Value, Visit};

/// The server's own function, for the numbers that are the code point of a character: not for 0,
/// which is no text on PostgreSQL, and not for surrogates.
pub(in crate::dialect) fn chr(args: &[Expr], own: &'static str) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let text = "CASE WHEN {} BETWEEN 1 AND 55295 OR {} BETWEEN 57344 AND 1114111 THEN {} END";
    let own = raw(own, [number.clone()]);
    Some(raw(text, [number.clone(), number, own]))
}

/// Text, character and number of a part, which is a literal from 1 on.
pub(in crate::dialect) fn part(args: &[Expr]) -> Option<[&Expr; 3]> {
    match args {
        [text, separator, number @ Expr::Literal(Value::Int(1..))] => {
            Some([text, separator, number])
        }
        _ => None,
    }
}

/// Whether an expression may be moved into a query of its own: an aggregate would be that query's.
pub(in crate::dialect) fn may_move(expr: &Expr) -> bool {
    let mut found = OfRows(false);
    found.visit_expr(expr);
    !found.0
}

struct OfRows(bool);

impl<'a> Visit<'a> for OfRows {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) | Expr::Window(_) | Expr::Raw(_) => self.0 = true,
            expr => walk_expr(self, expr),
        }
    }
}
