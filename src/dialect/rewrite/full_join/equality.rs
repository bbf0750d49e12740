//! FULL JOIN on a condition that PostgreSQL can hash or merge by.

use crate::ast::visit::walk_expr;
use crate::ast::{BinaryOp, ColumnRef, Expr, FromItem, Join, JoinKind, JoinOn, Operand, Visit};

/// Whether a FULL JOIN among these tables has no condition `left = right`, beside which there may be
/// others, of an expression of its left and one of its right.
pub(in crate::dialect) fn lacks_equality(first: Option<&FromItem>, joins: &[Join]) -> bool {
    let inside = |item: &FromItem| match item {
        FromItem::Joined(tree) => lacks_equality(Some(&tree.first), &tree.joins),
        _ => false,
    };
    let mut left = Vec::new();
    first.into_iter().for_each(|item| add_names(item, &mut left));
    for join in joins {
        let mut right = Vec::new();
        add_names(&join.item, &mut right);
        if inside(&join.item) || (join.kind == JoinKind::Full && lacks(&join.on, &left, &right)) {
            return true;
        }
        left.extend(right);
    }
    first.is_some_and(inside)
}

fn add_names<'q>(item: &'q FromItem, names: &mut Vec<&'q str>) {
    match item {
        FromItem::Joined(tree) => {
            add_names(&tree.first, names);
            tree.joins.iter().for_each(|join| add_names(&join.item, names));
        }
        item => names.extend(item.visible_name()),
    }
}

fn lacks(on: &JoinOn, left: &[&str], right: &[&str]) -> bool {
    let JoinOn::Condition(condition) = on else { return false };
    // Raw SQL is taken at its word.
    let known = !matches!(condition, Expr::Literal(_)) && !Reads::of(condition).raw;
    known && !has_equality(condition, left, right)
}

fn has_equality(condition: &Expr, left: &[&str], right: &[&str]) -> bool {
    match condition {
        Expr::And(all) => all.iter().any(|condition| has_equality(condition, left, right)),
        Expr::AsNullable(inner) => has_equality(inner, left, right),
        Expr::Binary { left: one, op: BinaryOp::Eq, right: other } => {
            match (row_of(one), row_of(other)) {
                (Some(one), Some(other)) => {
                    let pairs = one.iter().map(Reads::of).zip(other.iter().map(Reads::of));
                    pairs.into_iter().any(|(one, other)| are_sides(&one, &other, left, right))
                }
                _ => are_sides(&Reads::of_operand(one), &Reads::of_operand(other), left, right),
            }
        }
        _ => false,
    }
}

fn row_of(operand: &Operand) -> Option<&[Expr]> {
    match operand {
        Operand::Expr(expr) => match &**expr {
            Expr::Row(items) => Some(items),
            _ => None,
        },
        _ => None,
    }
}

fn are_sides(one: &Reads<'_>, other: &Reads<'_>, left: &[&str], right: &[&str]) -> bool {
    (one.only(left) && other.only(right)) || (one.only(right) && other.only(left))
}

/// The tables that an expression reads.
#[derive(Default)]
struct Reads<'a> {
    tables: Vec<Option<&'a str>>,
    raw: bool,
}

impl<'a> Reads<'a> {
    fn of(expr: &'a Expr) -> Self {
        let mut reads = Reads::default();
        reads.visit_expr(expr);
        reads
    }

    fn of_operand(operand: &'a Operand) -> Self {
        let mut reads = Reads::default();
        reads.visit_operand(operand);
        reads
    }

    /// Whether it reads some of these, and no others.
    fn only(&self, names: &[&str]) -> bool {
        let among = |table: &Option<&str>| table.is_some_and(|table| names.contains(&table));
        !self.tables.is_empty() && self.tables.iter().all(among)
    }
}

impl<'a> Visit<'a> for Reads<'a> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.tables.push(column.qualifier());
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.raw |= matches!(expr, Expr::Raw(_));
        walk_expr(self, expr);
    }
}
