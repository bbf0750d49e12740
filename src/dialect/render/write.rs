//! INSERT, and what writes have in common: assignments.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Annotations, Assignment, ColumnRef, Expr, Insert, InsertModifier, InsertSource, Query,
    TableRef, Value,
};
use crate::dialect::assign::in_order;
use crate::dialect::own_table::OwnTable;
use crate::dialect::{Clause, Feature, Param, Rewrite, Support, Upsert};

impl<'q> Renderer<'q, '_> {
    // ---- INSERT

    pub(super) fn insert(&mut self, insert: &'q Insert) -> Rendered {
        if insert.with.is_some() && !self.native(Feature::WithOnInsert) {
            return self.insert_without_with(insert);
        }
        if let Some(conflict) = &insert.on_conflict
            && self.needs_rewrite(conflict)
        {
            return self.rewritten_upsert(insert);
        }
        if let Some(feature) = self.lacking_in_insert(insert) {
            return self.rewritten_insert(feature, insert);
        }
        if let Some(with) = &insert.with {
            self.with(with)?;
        }
        let outer = self.scope.enter();
        let outer_target = self.target.take();
        if insert.table.alias.is_some() {
            self.require(Feature::TargetAlias)?;
        }
        match (insert.modifier, &insert.annotations) {
            (None, None) => self.push("INSERT INTO "),
            (None, hints) => self.insert_with_hints("INSERT ", hints, "INTO ")?,
            (Some(modifier), _) => self.insert_words(insert, modifier)?,
        }
        self.table(&insert.table)?;
        self.insert_columns(&insert.columns)?;
        if let Some(modifier) = insert.modifier {
            self.overriding(modifier);
        }
        self.target = Some(&insert.table);
        self.insert_source(insert)?;
        self.add_target(&insert.table)?;
        if let Some(conflict) = &insert.on_conflict {
            self.on_conflict(insert, conflict)?;
        }
        self.returning(&insert.returning, Feature::InsertReturning, &insert.with)?;
        self.comment_of(&insert.annotations);
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    pub(super) fn add_target(&mut self, table: &'q TableRef) -> Rendered {
        let added = self.scope.add(table.visible_name(), Some(&table.table), false);
        added.map_err(|name| Self::duplicate("table", name, Clause::From))
    }

    fn insert_columns(&mut self, columns: &'q [ColumnRef]) -> Rendered {
        if columns.is_empty() {
            return Ok(());
        }
        self.clause = Clause::InsertColumns;
        if let Some(name) = first_duplicate(columns.iter()) {
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

    /// Rows of parameters: the hot loops of a bulk insert, each in a function of its own for its
    /// registers.
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
        self.check_cells(cells, columns)?;
        self.lend_cells(cells, columns);
        self.placeholder_rows(cells.len() / width, width);
        Ok(())
    }

    #[inline(never)]
    fn check_cells(&self, cells: &[Value], columns: &[ColumnRef]) -> Rendered {
        for row in cells.chunks_exact(columns.len()) {
            for (cell, column) in row.iter().zip(columns) {
                self.check_stored(cell, column.data_type())
                    .map_err(|error| in_column(error, Some(column)))?;
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn lend_cells(&mut self, cells: &'q [Value], columns: &[ColumnRef]) {
        self.params.reserve(cells.len());
        for row in cells.chunks_exact(columns.len()) {
            let typed = row.iter().zip(columns);
            self.params
                .extend(typed.map(|(cell, column)| Param::borrowed(cell, column.data_type())));
        }
    }

    pub(super) fn cell(&mut self, cell: &'q Expr) -> Rendered {
        match cell {
            Expr::Default => {
                self.require(Feature::DefaultKeyword)?;
                self.push("DEFAULT");
                Ok(())
            }
            Expr::Bind(bind) => {
                self.check_stored(&bind.value, bind.data_type)?;
                self.told_bind(bind)
            }
            Expr::Slot(slot) => self.told_slot(slot),
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
                self.all_of(query, "new rows")?;
                self.push(if upsert == Upsert::OnConflict { " WHERE TRUE" } else { "" });
                Ok(())
            }
        }
    }

    // ---- what is said in other words

    /// What of the INSERT is to be said in other words first.
    #[inline]
    fn lacking_in_insert(&self, insert: &Insert) -> Option<Feature> {
        if insert.on_conflict.is_some()
            && let Some(feature) = self.lacking_in_conflict_update(insert)
        {
            return Some(feature);
        }
        match &insert.source {
            InsertSource::DefaultValues
                if insert.on_conflict.is_some() && !self.native(Feature::ConflictOnDefaults) =>
            {
                Some(Feature::ConflictOnDefaults)
            }
            InsertSource::Exprs(cells)
                if !self.native(Feature::DefaultKeyword) && cells.contains(&Expr::Default) =>
            {
                Some(Feature::DefaultKeyword)
            }
            InsertSource::Exprs(cells)
                if !self.native(Feature::TargetInRows)
                    && cells.len() > insert.columns.len()
                    && OwnTable::of(&insert.table, &insert.with).is_read_in_any(cells) =>
            {
                Some(Feature::TargetInRows)
            }
            _ => None,
        }
    }

    fn rewritten_insert(&mut self, feature: Feature, insert: &'q Insert) -> Rendered {
        let Support::Rewrite(Rewrite::Insert(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        match rewrite(insert) {
            Some(other) => self.made(&other, |inner, other| inner.insert(other)),
            None if feature == Feature::TargetInConflictUpdate => Err(self.unsupported_construct(
                feature.construct(),
                None,
                "leave the column with DEFAULT out, or read the value by a query of its own first",
            )),
            None => Err(self.unsupported_construct(
                "DEFAULT in some rows of an INSERT and a value in others",
                None,
                "insert the rows that leave the column out in a statement of their own",
            )),
        }
    }

    /// What stands for `INSERT INTO` where one server has a word of its own.
    #[cold]
    fn insert_words(&mut self, insert: &'q Insert, modifier: InsertModifier) -> Rendered {
        let (feature, verb, words) = match modifier {
            InsertModifier::Replace => (Feature::Replace, "REPLACE ", "INTO "),
            InsertModifier::OrIgnore => (Feature::InsertOrIgnore, "INSERT ", "OR IGNORE INTO "),
            InsertModifier::Ignore => (Feature::InsertIgnore, "INSERT ", "IGNORE INTO "),
            InsertModifier::OverridingSystemValue | InsertModifier::OverridingUserValue => {
                (Feature::Overriding, "INSERT ", "INTO ")
            }
        };
        self.require(feature)?;
        if insert.on_conflict.is_some() && feature != Feature::Overriding {
            let beside = "beside a word that says already what happens to such a row";
            return Err(self.misplaced("ON CONFLICT", beside));
        }
        if insert.source == InsertSource::DefaultValues && feature == Feature::Overriding {
            return Err(self.misplaced("OVERRIDING", "beside a column and its value"));
        }
        self.insert_with_hints(verb, &insert.annotations, words)
    }

    /// Hints stand after the verb.
    #[cold]
    fn insert_with_hints(
        &mut self,
        verb: &str,
        annotations: &'q Option<Box<Annotations>>,
        words: &str,
    ) -> Rendered {
        self.push(verb);
        self.write_hints(annotations)?;
        self.push(words);
        Ok(())
    }

    #[cold]
    fn overriding(&mut self, modifier: InsertModifier) {
        self.push(match modifier {
            InsertModifier::OverridingSystemValue => " OVERRIDING SYSTEM VALUE",
            InsertModifier::OverridingUserValue => " OVERRIDING USER VALUE",
            _ => "",
        });
    }

    // ---- SET

    pub(super) fn assignments(&mut self, assignments: &'q [Assignment]) -> Rendered {
        self.check_assigned(assignments.iter().map(|assignment| &assignment.column))?;
        let target = self.target.map(TableRef::visible_name).unwrap_or_default();
        if self.native(Feature::SimultaneousSet) || in_order(assignments, target) {
            return self.list(assignments, Self::assignment);
        }
        let Support::Rewrite(Rewrite::Assignments(order)) =
            self.dialect.support(Feature::SimultaneousSet)
        else {
            return Err(self.refuse(Feature::SimultaneousSet));
        };
        match order(assignments, target) {
            Some(order) => {
                let ordered = order.into_iter().filter_map(|index| assignments.get(index));
                self.list(ordered, Self::assignment)
            }
            None => Err(self.unsupported_construct(
                Feature::CircularSet.construct(),
                None,
                match self.clause {
                    Clause::OnConflict => "change the row that is there in a statement of its own",
                    _ => "assign them in two statements, or declare the table's key",
                },
            )),
        }
    }

    /// There is at least one column that is assigned to, and none twice.
    pub(super) fn check_assigned<'c>(
        &self,
        mut columns: impl Iterator<Item = &'c ColumnRef> + Clone,
    ) -> Rendered {
        if let Some(name) = first_duplicate(columns.clone()) {
            return Err(Self::duplicate("column", name, Clause::Set));
        }
        match columns.next() {
            Some(_) => Ok(()),
            None => Err(self.empty(Clause::Set, "assign at least one column")),
        }
    }

    #[inline]
    fn assignment(&mut self, assignment: &'q Assignment) -> Rendered {
        if self.joined_target
            && let Some(target) = self.target
        {
            self.name(target.visible_name())?;
            self.push(".");
        }
        self.bare_column(&assignment.column)?;
        self.push(" = ");
        if matches!(assignment.value, Expr::Default) && !self.native(Feature::DefaultInSet) {
            return self.declared_default(&assignment.column);
        }
        self.cell(&assignment.value).map_err(|error| in_column(error, Some(&assignment.column)))
    }

    /// What stands for DEFAULT in SET.
    #[cold]
    fn declared_default(&mut self, column: &ColumnRef) -> Rendered {
        let Support::Rewrite(Rewrite::Default(rewrite)) =
            self.dialect.support(Feature::DefaultInSet)
        else {
            return Err(self.refuse(Feature::DefaultInSet));
        };
        match self.target.and_then(|target| rewrite(&target.table, column.name())) {
            Some(value) => self.made(&value, |inner, value| inner.expr(value)),
            None => Err(self.unsupported_construct(
                Feature::DefaultInSet.construct(),
                None,
                "set the value itself, or declare the default: `hits: Integer [default(\"0\")]`",
            )),
        }
    }

    /// A function of many rows has no place in a write, which sees one row at a time; in a subquery of
    /// it, it has.
    #[inline]
    pub(super) fn check_of_rows(&self, function: &'static str) -> Rendered {
        use Clause::{Merge, OnConflict, Returning, Set, Values, Where};
        let misplaced = match self.clause {
            Set | Values | Returning | OnConflict | Merge => true,
            Where => self.target.is_some() && !self.in_subquery,
            _ => false,
        };
        if misplaced { Err(self.misplaced(function, "in a query or a subquery")) } else { Ok(()) }
    }
}

/// The first column whose name another has too.
fn first_duplicate<'c>(columns: impl Iterator<Item = &'c ColumnRef> + Clone) -> Option<&'c str> {
    let mut rest = columns;
    while let Some(column) = rest.next() {
        if rest.clone().any(|other| other.name() == column.name()) {
            return Some(column.name());
        }
    }
    None
}

/// The error, with the column that the value is for.
#[cold]
fn in_column(mut error: Box<CompileError>, target: Option<&ColumnRef>) -> Box<CompileError> {
    if let CompileError::OutOfRange { column, .. } = &mut *error {
        *column = target.map(ColumnRef::to_string);
    }
    error
}
