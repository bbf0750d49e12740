//! RETURNING.

use super::{ColumnStyle, Rendered, Renderer};
use crate::ast::{ColumnRef, Expr, Name, RowVersion, SelectItem, TableRef, With};
use crate::dialect::own_table::OwnTable;
use crate::dialect::{Clause, Feature};

impl<'q> Renderer<'q, '_> {
    pub(super) fn returning(
        &mut self,
        items: &'q [SelectItem],
        feature: Feature,
        with: &Option<Box<With>>,
    ) -> Rendered {
        if items.is_empty() {
            return Ok(());
        }
        self.require(feature)?;
        if !self.native(Feature::TargetInReturning)
            && !items.iter().filter_map(SelectItem::expr).all(Expr::is_flat)
            && let Some(target) = self.target
            && OwnTable::of(target, with).is_read_in_items(items)
        {
            return Err(self.refuse(Feature::TargetInReturning));
        }
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

    /// A column of the row before or after the write.
    pub(super) fn row_version(&mut self, version: RowVersion, column: &'q ColumnRef) -> Rendered {
        if self.clause != Clause::Returning {
            return Err(self.misplaced("an old or new row", "in RETURNING"));
        }
        self.require(Feature::ReturningVersions)?;
        let target = self.target.map(TableRef::visible_name);
        if column.qualifier().is_some_and(|table| Some(table) != target) {
            return Err(self.out_of_scope(column, column.qualifier().unwrap_or_default()));
        }
        self.push(match version {
            RowVersion::Old => "old.",
            RowVersion::New => "new.",
        });
        self.bare_column(column)
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

    /// A column in a subquery: one of the row that is returned has the name of the table, not the alias.
    pub(super) fn column_in_subquery_of_returning(&mut self, column: &'q ColumnRef) -> Rendered {
        let found = |name| self.scope.find(name).map(|(index, _)| index);
        if let (Some(target), Some(qualifier)) = (self.target, column.qualifier()) {
            let (of_target, own) = (self.scope.outermost(target.visible_name()), found(qualifier));
            if own.is_some() && own < of_target {
                return Err(self.refuse(Feature::ReturningSource));
            }
            if own == of_target {
                // A table of that name in the subquery would hide it.
                if found(target.table.name()) > of_target {
                    return Err(self.refuse(Feature::TargetInReturning));
                }
                self.name(target.table.name())?;
                self.push(".");
                return self.bare_column(column);
            }
        }
        self.columns = ColumnStyle::Qualified;
        self.column(column)?;
        self.columns = ColumnStyle::TargetByTable;
        Ok(())
    }
}
