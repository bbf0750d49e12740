//! INSERT, UPDATE, DELETE, MERGE.

use smallvec::SmallVec;

use super::{ColumnStyle, Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Assignment, ColumnRef, ConflictAction, ConflictTarget, Delete, Expr, Insert, InsertSource,
    Merge, MergeAction, MergeArm, Name, OnConflict, Query, SelectItem, TableRef, Update, Value,
};
use crate::dialect::{Clause, Feature, Param, Rewrite, Support, Upsert};

impl<'q> Renderer<'q, '_> {
    // ---- INSERT

    pub(super) fn insert(&mut self, insert: &'q Insert) -> Rendered {
        if let Some(conflict) = &insert.on_conflict
            && self.needs_rewrite(conflict)
        {
            return self.rewritten_upsert(insert);
        }
        if let Some(with) = &insert.with {
            self.require(Feature::WithOnInsert)?;
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.take();
        if insert.table.alias.is_some() {
            self.require(Feature::TargetAlias)?;
        }
        self.push("INSERT INTO ");
        self.table(&insert.table)?;
        self.insert_columns(&insert.columns)?;
        self.target = Some(&insert.table);
        self.insert_source(insert)?;
        self.add_target(&insert.table)?;
        if let Some(conflict) = &insert.on_conflict {
            self.on_conflict(insert, conflict)?;
        }
        self.returning(&insert.returning, Feature::InsertReturning)?;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    fn add_target(&mut self, table: &'q TableRef) -> Rendered {
        let added = self.scope.add(table.visible_name(), Some(&table.table), false);
        added.map_err(|name| Self::duplicate("table", name, Clause::From))
    }

    fn insert_columns(&mut self, columns: &'q [ColumnRef]) -> Rendered {
        if columns.is_empty() {
            return Ok(());
        }
        self.clause = Clause::InsertColumns;
        let names: SmallVec<[&str; 16]> = columns.iter().map(ColumnRef::name).collect();
        if let Some(name) = first_duplicate(&names) {
            return Err(Self::duplicate("column", name, Clause::InsertColumns));
        }
        self.push(" (");
        self.list(columns, Self::bare_column)?;
        self.push(")");
        Ok(())
    }

    fn insert_source(&mut self, insert: &'q Insert) -> Rendered {
        self.clause = Clause::Values;
        let width = insert.columns.len();
        match &insert.source {
            InsertSource::DefaultValues => {
                if insert.on_conflict.is_some() {
                    self.require(Feature::ConflictOnDefaults)?;
                }
                self.push(self.syntax.default_values);
                Ok(())
            }
            InsertSource::WrongWidth { row, found } => Err(self.row_width(*row, width, *found)),
            InsertSource::Query(query) => {
                self.check_query_width(query, width, Clause::InsertColumns)?;
                self.push(" ");
                self.insert_query(insert, query)
            }
            InsertSource::Values(cells) => {
                self.check_rows(cells.len(), width)?;
                self.value_rows(cells, &insert.columns)
            }
            InsertSource::Exprs(cells) => {
                self.check_rows(cells.len(), width)?;
                self.push(" VALUES ");
                self.list(cells.chunks_exact(width), |this, row| {
                    this.parenthesized(|this| this.list(row, Self::cell))
                })
            }
        }
    }

    fn check_rows(&self, cells: usize, width: usize) -> Rendered {
        if width == 0 {
            return Err(self.empty(Clause::InsertColumns, "name the columns of the rows"));
        }
        if cells == 0 {
            return Err(self.empty(Clause::Values, "give it at least one row"));
        }
        if !cells.is_multiple_of(width) {
            return Err(self.row_width(cells / width, width, cells % width));
        }
        Ok(())
    }

    #[cold]
    pub(super) fn row_width(&self, row: usize, expected: usize, found: usize) -> Box<CompileError> {
        let clause = self.clause;
        Box::new(CompileError::RowWidth { clause, row: row + 1, expected, found })
    }

    /// Rows of parameters: the hot loop of a bulk insert.
    fn value_rows(&mut self, cells: &'q [Value], columns: &'q [ColumnRef]) -> Rendered {
        let width = columns.len();
        self.push(" VALUES ");
        if self.inline || columns.iter().any(|column| column.data_type().is_none()) {
            return self.list(cells.chunks_exact(width), |this, row| {
                this.parenthesized(|this| {
                    this.list(row.iter().zip(columns), |this, (cell, column)| {
                        this.check_stored(cell, column.data_type())
                            .and_then(|()| this.param(cell, column.data_type()))
                            .map_err(|error| in_column(error, Some(column)))
                    })
                })
            });
        }
        self.params.reserve(cells.len());
        for row in cells.chunks_exact(width) {
            for (cell, column) in row.iter().zip(columns) {
                self.check_stored(cell, column.data_type())
                    .map_err(|error| in_column(error, Some(column)))?;
            }
            let typed = row.iter().zip(columns);
            self.params
                .extend(typed.map(|(cell, column)| Param::borrowed(cell, column.data_type())));
        }
        self.placeholder_rows(cells.len() / width, width);
        Ok(())
    }

    fn cell(&mut self, cell: &'q Expr) -> Rendered {
        match cell {
            Expr::Default => {
                self.require(Feature::DefaultKeyword)?;
                self.push("DEFAULT");
                Ok(())
            }
            Expr::Bind(bind) => {
                self.check_stored(&bind.value, bind.data_type)?;
                self.bind(bind)
            }
            cell => self.expr(cell),
        }
    }

    /// The query that an INSERT takes its rows from.
    fn insert_query(&mut self, insert: &'q Insert, query: &'q Query) -> Rendered {
        let Some(_) = &insert.on_conflict else { return self.statement(query.into()) };
        match (self.syntax.upsert, query) {
            (Upsert::OnConflict, Query::Select(_)) => {
                self.where_true = self.syntax.where_before_on_conflict;
                self.statement(query.into())
            }
            (Upsert::OnConflict, _) if !self.syntax.where_before_on_conflict => {
                self.statement(query.into())
            }
            // From a derived table: so no column of the query is taken for one of the target.
            (upsert, _) => {
                self.all_of(query, "source")?;
                self.push(if upsert == Upsert::OnConflict { " WHERE TRUE" } else { "" });
                Ok(())
            }
        }
    }

    // ---- upsert

    fn needs_rewrite(&self, conflict: &OnConflict) -> bool {
        let own_form = matches!(conflict.target, ConflictTarget::AnyKey)
            && matches!(conflict.action, ConflictAction::Update { filter: None, .. });
        self.syntax.upsert == Upsert::OnDuplicateKey && !own_form
    }

    fn rewritten_upsert(&mut self, insert: &'q Insert) -> Rendered {
        let Support::Rewrite(Rewrite::Insert(rewrite)) =
            self.dialect.support(Feature::ConflictColumns)
        else {
            return Err(self.refuse(Feature::ConflictColumns));
        };
        match rewrite(insert) {
            Some(other) => self.made(&other, |inner, other| inner.insert(other)),
            None => Err(self.refuse(Feature::ConflictConstraint)),
        }
    }

    fn on_conflict(&mut self, insert: &'q Insert, conflict: &'q OnConflict) -> Rendered {
        self.clause = Clause::OnConflict;
        match (self.syntax.upsert, &conflict.action) {
            (Upsert::OnConflict, ConflictAction::Nothing) => {
                self.push(" ON CONFLICT");
                self.conflict_target(&conflict.target)?;
                self.push(" DO NOTHING");
                Ok(())
            }
            (Upsert::OnConflict, ConflictAction::Update { assignments, filter }) => {
                if conflict.target == ConflictTarget::AnyKey {
                    self.require(Feature::ConflictAnyKey)?;
                }
                self.push(" ON CONFLICT");
                self.conflict_target(&conflict.target)?;
                self.push(" DO UPDATE SET ");
                self.assignments(assignments)?;
                match filter {
                    Some(filter) => self.condition(" WHERE ", Clause::OnConflict, filter),
                    None => Ok(()),
                }
            }
            (Upsert::OnDuplicateKey, ConflictAction::Update { assignments, .. }) => {
                self.push(" ON DUPLICATE KEY UPDATE ");
                self.assignments(assignments)
            }
            (Upsert::OnDuplicateKey, ConflictAction::Nothing) => self.rewritten_upsert(insert),
        }
    }

    fn conflict_target(&mut self, target: &'q ConflictTarget) -> Rendered {
        match target {
            ConflictTarget::AnyKey => Ok(()),
            ConflictTarget::Columns(columns) if columns.is_empty() => {
                Err(self.empty(Clause::OnConflict, "name the columns of a unique key"))
            }
            ConflictTarget::Columns(columns) => {
                self.push(" (");
                self.list(columns, Self::bare_column)?;
                self.push(")");
                Ok(())
            }
            ConflictTarget::Constraint(name) => {
                self.require(Feature::ConflictConstraint)?;
                self.push(" ON CONSTRAINT ");
                self.name(name.as_str())
            }
        }
    }

    // ---- SET and RETURNING

    fn assignments(&mut self, assignments: &'q [Assignment]) -> Rendered {
        if assignments.is_empty() {
            return Err(self.empty(Clause::Set, "assign at least one column"));
        }
        let names: SmallVec<[&str; 16]> =
            assignments.iter().map(|assignment| assignment.column.name()).collect();
        if let Some(name) = first_duplicate(&names) {
            return Err(Self::duplicate("column", name, Clause::Set));
        }
        if self.native(Feature::SimultaneousSet) || assignments.len() == 1 {
            return self.list(assignments, Self::assignment);
        }
        let Support::Rewrite(Rewrite::Assignments(order)) =
            self.dialect.support(Feature::SimultaneousSet)
        else {
            return Err(self.refuse(Feature::SimultaneousSet));
        };
        match order(assignments) {
            Some(order) => {
                let ordered = order.into_iter().filter_map(|index| assignments.get(index));
                self.list(ordered, Self::assignment)
            }
            None => Err(self.unsupported_construct(
                "SET of columns that read one another",
                None,
                "assign them in two statements, or from a derived table",
            )),
        }
    }

    fn assignment(&mut self, assignment: &'q Assignment) -> Rendered {
        self.bare_column(&assignment.column)?;
        self.push(" = ");
        self.cell(&assignment.value).map_err(|error| in_column(error, Some(&assignment.column)))
    }

    fn returning(&mut self, items: &'q [SelectItem], feature: Feature) -> Rendered {
        if items.is_empty() {
            return Ok(());
        }
        self.require(feature)?;
        self.clause = Clause::Returning;
        self.push(" RETURNING ");
        let lone = self.scope.frame().len() == 1
            && self.target.is_some_and(|target| target.alias.is_none());
        let style = if lone || self.syntax.returning_qualified {
            ColumnStyle::Qualified
        } else {
            ColumnStyle::BareTarget
        };
        let columns = std::mem::replace(&mut self.columns, style);
        self.select_items(items)?;
        self.columns = columns;
        Ok(())
    }

    /// Every column of the target; where RETURNING has no qualified star, a bare one means the same.
    pub(super) fn returning_all(&mut self, table: Option<&'q Name>) -> Rendered {
        let target = self.target.map(TableRef::visible_name);
        let of_target = table.is_none_or(|table| Some(table.as_str()) == target);
        match table {
            Some(table) if self.native(Feature::ReturningSource) => {
                self.name(table.as_str())?;
                self.push(".*");
                Ok(())
            }
            // A bare star is of the target and of the tables beside it, or of the target alone.
            None if !self.native(Feature::ReturningSource) && self.scope.frame().len() > 1 => {
                Err(self.refuse(Feature::ReturningSource))
            }
            _ if of_target => {
                self.push("*");
                Ok(())
            }
            _ => Err(self.refuse(Feature::ReturningSource)),
        }
    }

    // ---- UPDATE

    pub(super) fn update(&mut self, update: &'q Update) -> Rendered {
        if update.filter.is_none() && !update.all_rows {
            return Err(unfiltered("UPDATE", &update.table));
        }
        if let Some(with) = &update.with {
            self.require(Feature::WithOnWrite)?;
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.replace(&update.table);
        self.enter_from(update.from.as_ref(), &update.joins)?;
        self.add_target(&update.table)?;
        self.push("UPDATE ");
        self.table(&update.table)?;
        self.push(" SET ");
        self.clause = Clause::Set;
        let outer_set = std::mem::replace(&mut self.in_set, true);
        self.assignments(&update.assignments)?;
        self.in_set = outer_set;
        if let Some(first) = &update.from {
            self.require(Feature::UpdateFrom)?;
            self.clause = Clause::From;
            self.push(" FROM ");
            self.tables(first, &update.joins)?;
            self.scope.show_all();
        }
        if let Some(filter) = &update.filter {
            self.condition(" WHERE ", Clause::Where, filter)?;
        }
        self.write_order_limit(&update.order_by, &update.limit)?;
        self.returning(&update.returning, Feature::UpdateReturning)?;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    fn write_order_limit(
        &mut self,
        order_by: &'q [crate::ast::OrderItem],
        limit: &'q Option<crate::ast::Operand>,
    ) -> Rendered {
        if order_by.is_empty() && limit.is_none() {
            return Ok(());
        }
        self.require(Feature::WriteOrderLimit)?;
        if !order_by.is_empty() {
            self.clause = Clause::OrderBy;
            self.order_by(order_by)?;
        }
        self.limit(limit, &None, false)
    }

    // ---- DELETE

    pub(super) fn delete(&mut self, delete: &'q Delete) -> Rendered {
        if delete.filter.is_none() && !delete.all_rows {
            return Err(unfiltered("DELETE", &delete.table));
        }
        if let Some(with) = &delete.with {
            self.require(Feature::WithOnWrite)?;
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.replace(&delete.table);
        self.enter_from(delete.using.as_ref(), &delete.joins)?;
        self.add_target(&delete.table)?;
        if delete.table.alias.is_some() {
            self.require(Feature::DeleteAlias)?;
        }
        self.push("DELETE FROM ");
        self.table(&delete.table)?;
        if let Some(first) = &delete.using {
            self.require(Feature::DeleteUsing)?;
            self.clause = Clause::From;
            self.push(" USING ");
            self.tables(first, &delete.joins)?;
            self.scope.show_all();
        }
        if let Some(filter) = &delete.filter {
            self.condition(" WHERE ", Clause::Where, filter)?;
        }
        self.write_order_limit(&delete.order_by, &delete.limit)?;
        self.returning(&delete.returning, Feature::DeleteReturning)?;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    // ---- MERGE

    pub(super) fn merge(&mut self, merge: &'q Merge) -> Rendered {
        self.require(Feature::Merge)?;
        if merge.arms.is_empty() {
            return Err(self.empty(Clause::Merge, "say what happens to matched or unmatched rows"));
        }
        if let Some(with) = &merge.with {
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.replace(&merge.table);
        self.push("MERGE INTO ");
        self.table(&merge.table)?;
        self.push(" USING ");
        self.clause = Clause::From;
        self.table_source(&merge.source)?;
        self.add_target(&merge.table)?;
        self.enter_from(Some(&merge.source), &[])?;
        self.condition(" ON ", Clause::On, &merge.on)?;
        self.clause = Clause::Merge;
        for arm in &merge.arms {
            self.merge_arm(arm)?;
        }
        self.returning(&merge.returning, Feature::MergeReturning)?;
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    fn merge_arm(&mut self, arm: &'q MergeArm) -> Rendered {
        self.push(if arm.matched { " WHEN MATCHED" } else { " WHEN NOT MATCHED" });
        if let Some(filter) = &arm.filter {
            self.condition(" AND ", Clause::Merge, filter)?;
        }
        self.push(" THEN ");
        match &arm.action {
            MergeAction::Nothing => self.push("DO NOTHING"),
            MergeAction::Delete => self.push("DELETE"),
            MergeAction::Update(assignments) => {
                self.push("UPDATE SET ");
                self.assignments(assignments)?;
            }
            MergeAction::Insert(assignments) => {
                self.push("INSERT (");
                self.list(assignments, |this, item| this.bare_column(&item.column))?;
                self.push(") VALUES (");
                self.list(assignments, |this, item| this.cell(&item.value))?;
                self.push(")");
            }
        }
        Ok(())
    }
}

/// The first name that stands in the list before.
fn first_duplicate<'n>(names: &[&'n str]) -> Option<&'n str> {
    let mut rest = names;
    while let [name, others @ ..] = rest {
        if others.contains(name) {
            return Some(name);
        }
        rest = others;
    }
    None
}

#[cold]
fn unfiltered(statement: &'static str, table: &TableRef) -> Box<CompileError> {
    let table = table.table.name().to_owned();
    Box::new(CompileError::Unfiltered { statement, table })
}

/// The error, with the column that the value is for.
#[cold]
fn in_column(mut error: Box<CompileError>, target: Option<&ColumnRef>) -> Box<CompileError> {
    if let CompileError::OutOfRange { column, .. } = &mut *error {
        *column = target.map(ColumnRef::to_string);
    }
    error
}
