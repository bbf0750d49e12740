//! MERGE and TRUNCATE.

use smallvec::SmallVec;

use super::{Rendered, Renderer};
use crate::ast::{Merge, MergeAction, MergeArm, MergeWhen, TruncateTable};
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
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
        self.push("MERGE ");
        self.write_hints(&merge.annotations)?;
        self.push("INTO ");
        self.table(&merge.table)?;
        self.push(" USING ");
        self.clause = Clause::From;
        self.table_source(&merge.source)?;
        self.add_target(&merge.table)?;
        self.enter_from(Some(&merge.source), &[])?;
        self.condition(" ON ", Clause::On, &merge.on)?;
        let mut unconditional: SmallVec<[MergeWhen; 3]> = SmallVec::new();
        for arm in &merge.arms {
            self.clause = Clause::Merge;
            if unconditional.contains(&arm.when) {
                let place = "before an arm of the same kind without a condition";
                return Err(self.misplaced("an arm that is never reached", place));
            }
            if arm.filter.is_none() {
                unconditional.push(arm.when);
            }
            self.merge_arm(arm)?;
        }
        self.scope.show_all();
        self.returning(&merge.returning, Feature::MergeReturning, &merge.with)?;
        self.comment_of(&merge.annotations);
        self.target = outer_target;
        self.scope.leave(outer);
        Ok(())
    }

    fn merge_arm(&mut self, arm: &'q MergeArm) -> Rendered {
        self.push(match arm.when {
            MergeWhen::Matched => " WHEN MATCHED",
            MergeWhen::NotMatched => " WHEN NOT MATCHED",
            MergeWhen::NotMatchedBySource => {
                self.require(Feature::MergeBySource)?;
                " WHEN NOT MATCHED BY SOURCE"
            }
        });
        // The side without a row is not to be read.
        self.scope.show_sides(
            arm.when != MergeWhen::NotMatched,
            arm.when != MergeWhen::NotMatchedBySource,
        );
        if let Some(filter) = &arm.filter {
            self.condition(" AND ", Clause::Merge, filter)?;
        }
        self.clause = Clause::Merge;
        self.push(" THEN ");
        let inserts = arm.when == MergeWhen::NotMatched;
        match &arm.action {
            MergeAction::Nothing => self.push("DO NOTHING"),
            MergeAction::Delete if !inserts => self.push("DELETE"),
            MergeAction::Update(assignments) if !inserts => {
                self.push("UPDATE SET ");
                self.assignments(assignments)?;
            }
            MergeAction::Insert(assignments) if inserts => {
                self.check_assigned(assignments.iter().map(|assignment| &assignment.column))?;
                self.push("INSERT (");
                self.list(assignments, |this, item| this.bare_column(&item.column))?;
                self.push(") VALUES (");
                self.list(assignments, |this, item| this.cell(&item.value))?;
                self.push(")");
            }
            MergeAction::Insert(_) => {
                return Err(self.misplaced("INSERT", "for rows that are not matched"));
            }
            MergeAction::Update(_) | MergeAction::Delete => {
                return Err(self.misplaced("UPDATE or DELETE", "for rows of the target"));
            }
        }
        Ok(())
    }

    // ---- TRUNCATE

    pub(super) fn truncate_table(&mut self, truncate: &'q TruncateTable) -> Rendered {
        if truncate.cascade {
            self.require(Feature::TruncateCascade)?;
        }
        let restart =
            truncate.restart_identity && self.unless_omitted(Feature::TruncateIdentity)?;
        if !self.native(Feature::Truncate) {
            let Support::Rewrite(Rewrite::Truncate(rewrite)) =
                self.dialect.support(Feature::Truncate)
            else {
                return Err(self.refuse(Feature::Truncate));
            };
            return match rewrite(truncate) {
                Some(delete) => self.made(&delete, |inner, delete| inner.delete(delete)),
                None => Err(self.refuse(Feature::Truncate)),
            };
        }
        self.push("TRUNCATE ");
        self.write_hints(&truncate.annotations)?;
        self.push("TABLE ");
        self.table_name(&truncate.table.table)?;
        self.push(if restart { " RESTART IDENTITY" } else { "" });
        self.push(if truncate.cascade { " CASCADE" } else { "" });
        self.comment_of(&truncate.annotations);
        Ok(())
    }
}
