//! ON CONFLICT: what happens to a row that meets one with the same key.

use super::{ColumnStyle, Rendered, Renderer};
use crate::ast::{ColumnRef, ConflictAction, ConflictTarget, Insert, InsertSource, OnConflict};
use crate::dialect::own_table::OwnTable;
use crate::dialect::{Clause, Feature, Rewrite, Support, Upsert};

impl<'q> Renderer<'q, '_> {
    pub(super) fn needs_rewrite(&self, conflict: &OnConflict) -> bool {
        let own_form = matches!(conflict.target, ConflictTarget::AnyKey)
            && matches!(conflict.action, ConflictAction::Update { filter: None, .. });
        self.syntax.upsert == Upsert::OnDuplicateKey && !own_form
    }

    pub(super) fn rewritten_upsert(&mut self, insert: &'q Insert) -> Rendered {
        let Support::Rewrite(Rewrite::Insert(rewrite)) =
            self.dialect.support(Feature::ConflictColumns)
        else {
            return Err(self.refuse(Feature::ConflictColumns));
        };
        match rewrite(insert) {
            Some(_) if !insert.returning.is_empty() && leaves_rows(insert) => Err(self
                .unsupported_construct(
                    "RETURNING on an upsert that leaves rows as they are",
                    None,
                    "select the rows by their key: those left alone would be returned too",
                )),
            Some(other) => self.made(&other, |inner, other| inner.insert(other)),
            None if matches!(
                insert.on_conflict.as_deref(),
                Some(OnConflict { target: ConflictTarget::PartialIndex { .. }, .. })
            ) =>
            {
                Err(self.refuse(Feature::ConflictPartialIndex))
            }
            None if insert.columns.is_empty() => Err(self.unsupported_construct(
                Feature::ConflictOnDefaults.construct(),
                None,
                "name the columns of the key: `on_conflict(columns)`",
            )),
            None => Err(self.refuse(Feature::ConflictConstraint)),
        }
    }

    pub(super) fn on_conflict(&mut self, insert: &'q Insert, conflict: &'q OnConflict) -> Rendered {
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

    /// The update may read the table in a subquery, if it then sees it as it was; else what it lacks.
    pub(super) fn lacking_in_conflict_update(&self, insert: &Insert) -> Option<Feature> {
        if self.native(Feature::TargetInConflictUpdates) {
            return None;
        }
        let Some(OnConflict { action: ConflictAction::Update { assignments, filter }, .. }) =
            insert.on_conflict.as_deref()
        else {
            return None;
        };
        // Rows of a query are those of VALUES that were made one, which is all that some servers lack.
        let of_query = matches!(insert.source, InsertSource::Query(_));
        let feature = match insert.source.row_count(insert.columns.len()) {
            Some(..=1) if of_query => return None,
            Some(..=1) => Feature::TargetInConflictUpdate,
            _ => Feature::TargetInConflictUpdates,
        };
        let values = assignments.iter().map(|assignment| &assignment.value);
        let own = OwnTable::of(&insert.table, &insert.with);
        (!self.native(feature) && own.is_read_in_any(values.chain(filter))).then_some(feature)
    }

    fn conflict_target(&mut self, target: &'q ConflictTarget) -> Rendered {
        match target {
            ConflictTarget::AnyKey => Ok(()),
            ConflictTarget::Columns(columns) => self.conflict_columns(columns),
            ConflictTarget::PartialIndex { columns, filter } => {
                self.require(Feature::ConflictPartialIndex)?;
                self.conflict_columns(columns)?;
                // Servers compare it with the index's own condition: by bare names, without parameters.
                let inline = std::mem::replace(&mut self.inline, true);
                let columns = std::mem::replace(&mut self.columns, ColumnStyle::Bare);
                self.condition(" WHERE ", Clause::OnConflict, filter)?;
                self.columns = columns;
                self.inline = inline;
                Ok(())
            }
            ConflictTarget::Constraint(name) => {
                self.require(Feature::ConflictConstraint)?;
                self.push(" ON CONSTRAINT ");
                self.name(name.as_str())
            }
        }
    }

    fn conflict_columns(&mut self, columns: &'q [ColumnRef]) -> Rendered {
        if columns.is_empty() {
            return Err(self.empty(Clause::OnConflict, "name the columns of a unique key"));
        }
        self.push(" (");
        self.list(columns, Self::bare_column)?;
        self.push(")");
        Ok(())
    }
}

/// Whether a row that meets another may come to nothing.
fn leaves_rows(insert: &Insert) -> bool {
    insert.on_conflict.as_ref().is_some_and(|conflict| match &conflict.action {
        ConflictAction::Nothing => true,
        ConflictAction::Update { filter, .. } => filter.is_some(),
    })
}
