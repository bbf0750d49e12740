//! UNION, INTERSECT, EXCEPT.

use super::grouping::is_sorted_by_window;
use super::{ColumnStyle, Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Operand, OrderItem, Query, SelectItem, SetOperation, SetOperator};
use crate::dialect::rewrite::is_limited;
use crate::dialect::rewrite::set_operation::{is_plain_key, sorted_outside};
use crate::dialect::{Clause, Feature, Rewrite, Support};

/// What of a set operation is to be said in other words.
enum Lacking {
    Operation(Feature),
    SortedByExpression,
}

type Members<'q> = &'q [(SetOperator, crate::ast::Nested<Query>)];

impl<'q> Renderer<'q, '_> {
    pub(super) fn set_operation(&mut self, operation: &'q SetOperation) -> Rendered {
        if let Some(rewrite) = self.set_operation_lacking(operation) {
            return self.set_operation_rewritten(operation, rewrite);
        }
        if let Some(with) = &operation.with {
            self.with(with)?;
        }
        self.check_widths(operation)?;
        if operation.rest.len() >= self.syntax.max_set_members {
            return Err(self.too_many("queries put together", self.syntax.max_set_members));
        }
        self.members(&operation.first, &operation.rest)?;
        if !operation.order_by.is_empty() {
            self.clause = Clause::OrderBy;
            self.check_order_names(operation)?;
            let columns = std::mem::replace(&mut self.columns, ColumnStyle::Bare);
            self.push(" ORDER BY ");
            let width = operation.first.width().unwrap_or(usize::MAX);
            self.list(&operation.order_by, |this, item| this.order_item_of_width(width, item))?;
            self.columns = columns;
        }
        self.limit(&operation.limit, &operation.offset, false)
    }

    /// What is to be said in other words: an operation as it stands, or a sort key that is no column.
    fn set_operation_lacking(&self, operation: &SetOperation) -> Option<Lacking> {
        let all = |(operator, _): &(SetOperator, _)| {
            matches!(operator, SetOperator::IntersectAll | SetOperator::ExceptAll)
        };
        if !self.native(Feature::SetOperationAll) && operation.rest.iter().any(all) {
            return Some(Lacking::Operation(Feature::SetOperationAll));
        }
        if operation.rest.len() > 1
            && !self.native(Feature::SetOperationAllAmongOthers)
            && operation.rest.iter().any(all)
        {
            return Some(Lacking::Operation(Feature::SetOperationAllAmongOthers));
        }
        let differs = |(operator, _): &(SetOperator, _)| {
            !matches!(operator, SetOperator::Union | SetOperator::UnionAll)
        };
        if operation.rest.len() > 1
            && !self.native(Feature::DifferenceAmongOthers)
            && operation.rest.iter().skip(1).any(differs)
        {
            return Some(Lacking::Operation(Feature::DifferenceAmongOthers));
        }
        let native = |item: &OrderItem| match &item.expr {
            Operand::Column(_) => true,
            _ => {
                is_plain_key(&item.expr)
                    && (item.nulls.is_none() || self.native(Feature::NullsOrder))
            }
        };
        (!operation.order_by.iter().all(native)).then_some(Lacking::SortedByExpression)
    }

    #[inline(never)]
    fn set_operation_rewritten(
        &mut self,
        operation: &'q SetOperation,
        lacking: Lacking,
    ) -> Rendered {
        self.check_widths(operation)?;
        let (construct, rewritten) = match lacking {
            Lacking::SortedByExpression => {
                self.check_order_names(operation)?;
                ("ORDER BY an expression of a set operation", sorted_outside(operation))
            }
            Lacking::Operation(feature) => self.other_operation(feature, operation)?,
        };
        match rewritten {
            Ok(query) => self.made(&query, |inner, query| inner.statement_itself(query.into())),
            Err(instead) => Err(self.unsupported_construct(construct, None, instead)),
        }
    }

    fn other_operation(
        &self,
        feature: Feature,
        operation: &SetOperation,
    ) -> Result<(&'static str, Result<Query, &'static str>), Box<CompileError>> {
        match self.dialect.support(feature) {
            Support::Rewrite(Rewrite::SetOperation(rewrite)) => {
                Ok((feature.construct(), rewrite(operation)))
            }
            support => Err(self.unsupported(feature, support)),
        }
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
        let unites = |operator| matches!(operator, SetOperator::Union | SetOperator::UnionAll);
        let unites = rest.iter().all(|(operator, _)| unites(*operator));
        let (grouped, rest) = rest.split_at(split.unwrap_or(0));
        if split.is_some() {
            self.parenthesized(|this| this.members(first, grouped))?;
        } else {
            self.member(first, unites)?;
        }
        for (operator, member) in rest {
            self.push(match operator {
                SetOperator::Union => " UNION ",
                SetOperator::UnionAll => " UNION ALL ",
                SetOperator::Intersect => " INTERSECT ",
                SetOperator::Except => " EXCEPT ",
                SetOperator::IntersectAll => " INTERSECT ALL ",
                SetOperator::ExceptAll => " EXCEPT ALL ",
            });
            self.member(member, unites)?;
        }
        Ok(())
    }

    /// One member: as it is, in parentheses, or selected from a derived table. `unites` tells whether
    /// all operators are UNION.
    fn member(&mut self, member: &'q Query, unites: bool) -> Rendered {
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
            // SQLite takes no ORDER BY and no LIMIT behind VALUES; MySQL and MariaDB unite its rows.
            Query::Values(values) => {
                let united = !self.native(Feature::Values) && values.rows.len() > 1;
                (self.syntax.parenthesized_members && !united, false)
            }
            Query::TooDeep => (true, false),
        };
        if plain {
            return self.statement(member.into());
        }
        let lacking = if !self.native(Feature::MemberByWindow) && is_sorted_by_window(member) {
            Some(Feature::MemberByWindow)
        } else if !unites && !self.native(Feature::MemberLimit) && has_own_end(member) {
            Some(Feature::MemberLimit)
        } else {
            None
        };
        if let Some(other) = lacking.and_then(|feature| self.query_otherwise(feature, member)) {
            return self.made(&other, |inner, other| inner.statement(other.into()));
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

/// Whether conditions on the rows of the query are not conditions on what it reads.
fn has_own_end(query: &Query) -> bool {
    match query {
        Query::Values(values) => values.rows.len() > 1,
        Query::SetOperation(_) => true,
        query => is_limited(query),
    }
}
