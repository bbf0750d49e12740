//! Conditions in other words, where a server computes what stands in them at the wrong time.

use crate::ast::visit::{self, walk_expr};
use crate::ast::{
    Call, Case, ColumnRef, Expr, ExprList, Function, Operand, Query, Truth, Value, Visit, VisitMut,
    visit_mut,
};

/// A condition that reads the rows by subqueries alone, or not at all, so that it does not seem to be
/// one of no rows. None if there is no subquery in it, or a column.
pub(in crate::dialect) fn of_subqueries(condition: &Expr) -> Option<Expr> {
    let mut reads = Reads::default();
    reads.visit_expr(condition);
    if reads.column || !reads.query {
        return None;
    }
    let args = [condition.clone(), Expr::Literal(Value::Null)].into();
    Some(Expr::Call(Box::new(Call { function: Function::Coalesce, args })))
}

#[derive(Default)]
struct Reads {
    column: bool,
    query: bool,
}

impl<'a> Visit<'a> for Reads {
    fn visit_column(&mut self, _: &'a ColumnRef) {
        self.column = true;
    }

    fn visit_query(&mut self, _: &'a Query) {
        self.query = true;
    }
}

/// AND and OR around a window function, inside another AND or OR that is itself an argument, by CASE.
/// None if there is none.
pub(in crate::dialect) fn by_case(expr: &Expr) -> Option<Expr> {
    let mut other = expr.clone();
    let mut nested = Nested { argument: false, condition: false, found: false };
    nested.visit_expr(&mut other);
    nested.found.then_some(other)
}

/// What lies around the expression under way.
struct Nested {
    /// Whether something other than a condition does.
    argument: bool,
    /// Whether a condition does that is such an argument.
    condition: bool,
    found: bool,
}

impl VisitMut for Nested {
    fn visit_expr(&mut self, expr: &mut Expr) {
        let (argument, condition) = (self.argument, self.condition);
        if matches!(expr, Expr::And(_) | Expr::Or(_)) {
            self.condition |= argument;
        } else {
            self.argument = true;
        }
        visit_mut::walk_expr(self, expr);
        (self.argument, self.condition) = (argument, condition);
        if condition
            && has_window(expr)
            && let Some(other) = case_of(expr)
        {
            *expr = other;
            self.found = true;
        }
    }

    // Its windows are its own.
    fn visit_query(&mut self, _: &mut Query) {}
}

fn has_window(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'a> Visit<'a> for Find {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0 |= matches!(expr, Expr::Window(_));
            walk_expr(self, expr);
        }

        fn visit_query(&mut self, _: &'a Query) {}
    }
    let mut find = Find(false);
    visit::Visit::visit_expr(&mut find, expr);
    find.0
}

/// One that decides, decides; else one that is NULL makes NULL of it.
fn case_of(expr: &Expr) -> Option<Expr> {
    let (conditions, decisive): (&ExprList, bool) = match expr {
        Expr::And(conditions) => (conditions, false),
        Expr::Or(conditions) => (conditions, true),
        _ => return None,
    };
    let truth = if decisive { Truth::True } else { Truth::False };
    let value = |value| Operand::from(Expr::Literal(value));
    let decides = |condition: &Expr| {
        let operand = condition.clone().into();
        let test = Expr::IsTruth { operand, truth, negated: false };
        (test.into(), value(Value::Bool(decisive)))
    };
    let is_null = |condition: &Expr| {
        let test = Expr::IsNull { operand: condition.clone().into(), negated: false };
        (test.into(), value(Value::Null))
    };
    let arms = conditions.iter().map(decides).chain(conditions.iter().map(is_null)).collect();
    let otherwise = Some(value(Value::Bool(!decisive)));
    Some(Expr::Case(Box::new(Case { operand: None, arms, otherwise })))
}
