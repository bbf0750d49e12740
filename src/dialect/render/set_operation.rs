//! UNION, INTERSECT, EXCEPT.

use super::{ColumnStyle, Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Operand, Query, SelectItem, SetOperation, SetOperator};
use crate::dialect::{Clause, Feature};

type Members<'q> = &'q [(SetOperator, crate::ast::Nested<Query>)];

impl<'q> Renderer<'q, '_> {
    pub(super) fn set_operation(&mut self, operation: &'q SetOperation) -> Rendered {
        if let Some(with) = &operation.with {
            self.with(with)?;
        }
        self.check_widths(operation)?;
        self.members(&operation.first, &operation.rest)?;
        if !operation.order_by.is_empty() {
            self.clause = Clause::OrderBy;
            let named = |operand: &Operand| match operand {
                Operand::Column(_) => true,
                Operand::Bind(_) => false,
                Operand::Expr(expr) => matches!(**expr, crate::ast::Expr::Literal(_)),
            };
            if !operation.order_by.iter().all(|item| named(&item.expr)) {
                return Err(self.unsupported_construct(
                    "ORDER BY an expression of a set operation",
                    None,
                    "sort by a column's name or position, or select from the set operation as a derived table",
                ));
            }
            self.check_order_names(operation)?;
            let columns = std::mem::replace(&mut self.columns, ColumnStyle::Bare);
            self.push(" ORDER BY ");
            self.order_items(&operation.order_by)?;
            self.columns = columns;
        }
        self.limit(&operation.limit, &operation.offset, false)
    }

    /// Whether each column sorted by is one of the result, whose names are the first member's.
    fn check_order_names(&self, operation: &SetOperation) -> Rendered {
        let Some(items) = first_items(&operation.first) else { return Ok(()) };
        for item in &operation.order_by {
            let Operand::Column(column) = &item.expr else { continue };
            if !items.iter().any(|item| item.name() == Some(column.name())) {
                let what = column.name().to_owned();
                return Err(CompileError::NotSelected { what }.into());
            }
        }
        Ok(())
    }

    fn check_widths(&self, operation: &SetOperation) -> Rendered {
        let Some(expected) = operation.first.width() else { return Ok(()) };
        for (_, member) in &operation.rest {
            self.check_query_width(member, expected, Clause::SetOperation)?;
        }
        Ok(())
    }

    /// The members from left to right.
    ///
    /// INTERSECT binds tighter than the others where it has a rank of its own; so what stands before
    /// it is put in parentheses there.
    fn members(&mut self, first: &'q Query, rest: Members<'q>) -> Rendered {
        let intersects = |(operator, _): &(SetOperator, _)| {
            matches!(operator, SetOperator::Intersect | SetOperator::IntersectAll)
        };
        let looser = rest.iter().position(|member| !intersects(member));
        let split = match (self.syntax.parenthesized_members, looser) {
            (true, Some(looser)) => rest.iter().rposition(intersects).filter(|&last| last > looser),
            _ => None,
        };
        let (grouped, rest) = rest.split_at(split.unwrap_or(0));
        if split.is_some() {
            self.parenthesized(|this| this.members(first, grouped))?;
        } else {
            self.member(first)?;
        }
        for (operator, member) in rest {
            self.push(match operator {
                SetOperator::Union => " UNION ",
                SetOperator::UnionAll => " UNION ALL ",
                SetOperator::Intersect => " INTERSECT ",
                SetOperator::Except => " EXCEPT ",
                SetOperator::IntersectAll => {
                    self.require(Feature::SetOperationAll)?;
                    " INTERSECT ALL "
                }
                SetOperator::ExceptAll => {
                    self.require(Feature::SetOperationAll)?;
                    " EXCEPT ALL "
                }
            });
            self.member(member)?;
        }
        Ok(())
    }

    /// One member: as it is, in parentheses, or selected from a derived table.
    fn member(&mut self, member: &'q Query) -> Rendered {
        let (plain, has_with) = match member {
            Query::Select(select) => {
                if !select.locks.is_empty() {
                    return Err(self.unsupported_construct(
                        "a row lock inside a set operation",
                        None,
                        "lock the rows in a statement of their own",
                    ));
                }
                let limited = select.limit.is_some() || select.offset.is_some();
                let plain = select.order_by.is_empty() && !limited && select.with.is_none();
                (plain, select.with.is_some())
            }
            Query::SetOperation(operation) => (false, operation.with.is_some()),
            Query::Values(_) | Query::TooDeep => (true, false),
        };
        if plain {
            return self.statement(member.into());
        }
        if self.syntax.parenthesized_members && !has_with {
            return self.parenthesized(|this| this.statement(member.into()));
        }
        self.all_of(member, "member")
    }
}

/// What the first member selects, if it names its columns.
fn first_items(query: &Query) -> Option<&[SelectItem]> {
    match query {
        Query::Select(select) => {
            let named = !select.items.iter().any(|item| matches!(item, SelectItem::All(_)));
            named.then_some(&select.items)
        }
        Query::SetOperation(operation) => first_items(&operation.first),
        Query::Values(_) | Query::TooDeep => None,
    }
}
