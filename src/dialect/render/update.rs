//! UPDATE and DELETE.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Delete, FromItem, Join, Operand, OrderItem, RowAssignment, Statement, TableRef, Update,
};
use crate::dialect::assign::in_order;
use crate::dialect::rewrite::beside;
use crate::dialect::{Clause, Feature, Rewrite, Support, late, own_table};

impl<'q> Renderer<'q, '_> {
    // ---- UPDATE

    pub(super) fn update(&mut self, update: &'q Update) -> Rendered {
        if update.filter.is_none() && !update.all_rows {
            return Err(unfiltered("UPDATE", &update.table));
        }
        if let Some(feature) = self.lacking_in_update(update)? {
            return self.rewritten_update(feature, update);
        }
        if let Some(lacking) = self.lacking_full_join(update.from.as_ref(), &update.joins) {
            let fold = self.full_join_rewrite(lacking)?;
            let other = beside::update_without_full_join(update, fold)?;
            let other = other.ok_or_else(|| self.no_full_join())?;
            return self.made(&other, |inner, other| inner.update(other));
        }
        if let Some(with) = &update.with {
            if let Some(feature) = self.lacking_with(with, &update.table) {
                let write = || Statement::Update(update.clone().into());
                return self.write_without_with(feature, write);
            }
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.replace(&update.table);
        if update.from.is_some() {
            self.enter_from(update.from.as_ref(), &update.joins)?;
        }
        self.add_target(&update.table)?;
        self.push("UPDATE ");
        self.write_hints(&update.annotations)?;
        self.table(&update.table)?;
        let joined = update.from.as_ref().filter(|_| !self.native(Feature::UpdateFrom));
        let outer_joined = std::mem::replace(&mut self.joined_target, joined.is_some());
        if let Some(first) = joined {
            self.joined_to_target(Feature::UpdateFrom, first, &update.joins)?;
        }
        self.push(" SET ");
        self.clause = Clause::Set;
        let outer_set = std::mem::replace(&mut self.in_set, true);
        match update.row_assignments.is_empty() {
            true => self.assignments(&update.assignments)?,
            false => self.set_rows(update)?,
        }
        self.in_set = outer_set;
        if let (Some(first), None) = (&update.from, joined) {
            self.clause = Clause::From;
            self.push(" FROM ");
            self.tables(first, &update.joins)?;
            self.scope.show_all();
        }
        if let Some(filter) = &update.filter {
            self.condition(" WHERE ", Clause::Where, filter)?;
        }
        self.write_order_limit(&update.order_by, &update.limit)?;
        self.returning(&update.returning, Feature::UpdateReturning, &update.with)?;
        self.comment_of(&update.annotations);
        self.joined_target = outer_joined;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    /// What stands after SET if some columns are set to the row of a query.
    #[inline(never)]
    fn set_rows(&mut self, update: &'q Update) -> Rendered {
        let rows = update.row_assignments.iter();
        let in_rows = rows.clone().flat_map(|row| &row.columns);
        let all = update.assignments.iter().map(|assignment| &assignment.column).chain(in_rows);
        self.check_assigned(all)?;
        self.list(rows, |this, RowAssignment { columns, query }| {
            this.check_query_width(query, columns.len(), Clause::Set)?;
            this.parenthesized(|this| this.list(columns, Self::bare_column))?;
            this.push(" = ");
            this.value_query(query)
        })?;
        if update.assignments.is_empty() {
            return Ok(());
        }
        self.push(", ");
        self.assignments(&update.assignments)
    }

    /// What of the UPDATE is to be said in other words first.
    fn lacking_in_update(&self, update: &Update) -> Result<Option<Feature>, Box<CompileError>> {
        let limited = !update.order_by.is_empty() || update.limit.is_some();
        if limited && update.from.is_some() {
            return Ok(Some(Feature::UpdateFromOrderLimit));
        }
        if limited && !self.native(Feature::UpdateOrderLimit) {
            return Ok(Some(Feature::UpdateOrderLimit));
        }
        if !update.row_assignments.is_empty() && !self.native(Feature::RowSet) {
            return Ok(Some(Feature::RowSet));
        }
        if !own_table::has_no_subquery(update)
            && let Some(feature) = self.lacking_for_subqueries(update, limited)
        {
            return Ok(Some(feature));
        }
        let target = update.table.visible_name();
        let circular = || match self.dialect.support(Feature::SimultaneousSet) {
            Support::Rewrite(Rewrite::Assignments(order)) => {
                order(&update.assignments, target).is_none()
            }
            _ => false,
        };
        if !self.native(Feature::SimultaneousSet)
            && !in_order(&update.assignments, target)
            && circular()
        {
            return Ok(Some(Feature::CircularSet));
        }
        Ok(None)
    }

    /// What of an UPDATE whose subqueries read its target is to be said in other words.
    #[inline(never)]
    fn lacking_for_subqueries(&self, update: &Update, limited: bool) -> Option<Feature> {
        let lacks = |feature: Feature| !self.native(feature);
        if lacks(Feature::CorrelatedTargetInSet) && own_table::in_set(update) {
            Some(Feature::CorrelatedTargetInSet)
        } else if limited && lacks(Feature::TargetInLimitedUpdate) && own_table::in_limited(update)
        {
            Some(Feature::TargetInLimitedUpdate)
        } else if lacks(Feature::LateTargetInSet) && late::in_set(update) {
            Some(Feature::LateTargetInSet)
        } else if lacks(Feature::LateTargetInUpdate) && late::in_update(update) {
            Some(Feature::LateTargetInUpdate)
        } else {
            None
        }
    }

    fn rewritten_update(&mut self, feature: Feature, update: &'q Update) -> Rendered {
        let Support::Rewrite(Rewrite::Update(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        match rewrite(update) {
            Some(other) => self.made(&other, |inner, other| inner.update(other)),
            None if !update.row_assignments.is_empty() => Err(self.unsupported_construct(
                "SET of several columns to the row of a query with LIMIT, DISTINCT or raw SQL",
                None,
                "take the row from a derived table: `update(…).from(query.alias(…))`",
            )),
            None => Err(self.without_key(feature)),
        }
    }

    // ---- DELETE

    pub(super) fn delete(&mut self, delete: &'q Delete) -> Rendered {
        if delete.filter.is_none() && !delete.all_rows {
            return Err(unfiltered("DELETE", &delete.table));
        }
        if let Some(feature) = self.lacking_in_delete(delete)? {
            return self.rewritten_delete(feature, delete);
        }
        if let Some(lacking) = self.lacking_full_join(delete.using.as_ref(), &delete.joins) {
            let fold = self.full_join_rewrite(lacking)?;
            let other = beside::delete_without_full_join(delete, fold)?;
            let other = other.ok_or_else(|| self.no_full_join())?;
            return self.made(&other, |inner, other| inner.delete(other));
        }
        if let Some(with) = &delete.with {
            if let Some(feature) = self.lacking_with(with, &delete.table) {
                let write = || Statement::Delete(delete.clone().into());
                return self.write_without_with(feature, write);
            }
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.replace(&delete.table);
        self.enter_from(delete.using.as_ref(), &delete.joins)?;
        self.add_target(&delete.table)?;
        let joined = self.joins_target(delete)?;
        let outer_joined = std::mem::replace(&mut self.joined_target, joined);
        self.push("DELETE ");
        self.write_hints(&delete.annotations)?;
        self.push("FROM ");
        if joined {
            match &delete.table.alias {
                Some(alias) => self.name(alias.as_str())?,
                None => self.table_name(&delete.table.table)?,
            }
            self.push(" USING ");
        }
        self.table(&delete.table)?;
        if let Some(first) = &delete.using {
            if joined {
                self.joined_to_target(Feature::DeleteUsing, first, &delete.joins)?;
            } else {
                self.clause = Clause::From;
                self.push(" USING ");
                self.tables(first, &delete.joins)?;
                self.scope.show_all();
            }
        }
        if let Some(filter) = &delete.filter {
            self.condition(" WHERE ", Clause::Where, filter)?;
        }
        self.write_order_limit(&delete.order_by, &delete.limit)?;
        self.returning(&delete.returning, Feature::DeleteReturning, &delete.with)?;
        self.comment_of(&delete.annotations);
        self.joined_target = outer_joined;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    /// What of the DELETE is to be said in other words first.
    fn lacking_in_delete(&self, delete: &Delete) -> Result<Option<Feature>, Box<CompileError>> {
        let limited = !delete.order_by.is_empty() || delete.limit.is_some();
        if limited && (delete.using.is_some() || self.lacks_alias(delete)) {
            return Ok(Some(Feature::DeleteUsingOrderLimit));
        }
        if limited && !self.native(Feature::DeleteOrderLimit) {
            return Ok(Some(Feature::DeleteOrderLimit));
        }
        if !self.native(Feature::LateTargetInDelete) && late::in_delete(delete) {
            return Ok(Some(Feature::LateTargetInDelete));
        }
        let using = delete.using.is_some() && !self.native(Feature::DeleteUsing);
        if using && !delete.returning.is_empty() && !self.native(Feature::DeleteUsingReturning) {
            return Ok(Some(Feature::DeleteUsingReturning));
        }
        let by_rewrite = || {
            let support = self.dialect.support(Feature::DeleteUsing);
            !matches!(support, Support::Rewrite(Rewrite::JoinedTarget))
        };
        Ok((using && by_rewrite()).then_some(Feature::DeleteUsing))
    }

    fn rewritten_delete(&mut self, feature: Feature, delete: &'q Delete) -> Rendered {
        let Support::Rewrite(Rewrite::Delete(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        if delete.using.is_some() {
            // In a subquery of their own, one of them could hide the target.
            let outer = self.scope.enter();
            self.enter_from(delete.using.as_ref(), &delete.joins)?;
            self.add_target(&delete.table)?;
            self.scope.leave(outer);
        }
        match rewrite(delete) {
            Some(other) => self.made(&other, |inner, other| inner.delete(other)),
            None if matches!(feature, Feature::DeleteUsing | Feature::DeleteUsingReturning) => {
                Err(self.refuse(Feature::ReturningSource))
            }
            None => Err(self.without_key(feature)),
        }
    }

    fn lacks_alias(&self, delete: &Delete) -> bool {
        delete.table.alias.is_some() && !self.native(Feature::DeleteAlias)
    }

    /// Whether the target of the DELETE is named apart from the tables it is joined to.
    fn joins_target(&self, delete: &Delete) -> Result<bool, Box<CompileError>> {
        let feature = if delete.using.is_some() && !self.native(Feature::DeleteUsing) {
            Feature::DeleteUsing
        } else if self.lacks_alias(delete) {
            Feature::DeleteAlias
        } else {
            return Ok(false);
        };
        if !matches!(self.dialect.support(feature), Support::Rewrite(Rewrite::JoinedTarget)) {
            return Err(self.refuse(feature));
        }
        if !delete.returning.is_empty() {
            return Err(self.unsupported_construct(
                format!("RETURNING beside {}", feature.construct()),
                None,
                "leave the alias out",
            ));
        }
        Ok(true)
    }

    // ---- of both

    /// ` CROSS JOIN first …`: the other tables, joined to the target before anything reads them.
    fn joined_to_target(
        &mut self,
        feature: Feature,
        first: &'q FromItem,
        joins: &'q [Join],
    ) -> Rendered {
        if !matches!(self.dialect.support(feature), Support::Rewrite(Rewrite::JoinedTarget)) {
            return Err(self.refuse(feature));
        }
        self.clause = Clause::From;
        self.push(" CROSS JOIN ");
        if joins.is_empty() {
            self.tables(first, joins)?;
        } else {
            self.parenthesized(|this| this.tables(first, joins))?;
        }
        self.scope.show_all();
        Ok(())
    }

    fn write_order_limit(
        &mut self,
        order_by: &'q [OrderItem],
        limit: &'q Option<Operand>,
    ) -> Rendered {
        if order_by.is_empty() && limit.is_none() {
            return Ok(());
        }
        if !order_by.is_empty() {
            self.clause = Clause::OrderBy;
            self.order_by(order_by)?;
        }
        self.limit(limit, &None, false)
    }

    #[cold]
    fn without_key(&self, feature: Feature) -> Box<CompileError> {
        let instead = match feature {
            Feature::UpdateFromOrderLimit | Feature::DeleteUsingOrderLimit => {
                "declare the table's key, sort by its own columns, and leave raw SQL and functions of your own out: they would be written twice"
            }
            Feature::LateTargetInSet
            | Feature::LateTargetInUpdate
            | Feature::LateTargetInDelete => {
                "declare the table's key: `id: BigInt [primary_key]`, or read the value by a query of its own first"
            }
            _ => "declare the table's key: `id: BigInt [primary_key]`",
        };
        self.unsupported_construct(feature.construct(), None, instead)
    }
}

#[cold]
fn unfiltered(statement: &'static str, table: &TableRef) -> Box<CompileError> {
    let table = table.table.name().to_owned();
    Box::new(CompileError::Unfiltered { statement, table })
}
