//! FROM: tables, derived tables, functions, joins.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Cte, FromItem, Join, JoinKind, JoinOn, Name, Query, TableRef};
use crate::dialect::rewrite::{distinctly_named, materialized};
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    /// Brings the tables of FROM into scope.
    pub(super) fn enter_from(
        &mut self,
        first: Option<&'q FromItem>,
        joins: &'q [Join],
    ) -> Rendered {
        self.scope
            .add_from(first, joins)
            .map_err(|name| Self::duplicate("table", name, Clause::From))?;
        if self.scope.frame().len() > self.syntax.max_joined_tables {
            return Err(self.too_many("tables joined", self.syntax.max_joined_tables));
        }
        Ok(())
    }

    #[cold]
    pub(super) fn duplicate(what: &'static str, name: &str, clause: Clause) -> Box<CompileError> {
        Box::new(CompileError::DuplicateName { what, name: name.to_owned(), clause })
    }

    /// The tables of FROM, each seeing those before it alone.
    pub(super) fn tables(&mut self, first: &'q FromItem, joins: &'q [Join]) -> Rendered {
        self.scope.hide_all();
        self.table_source(first)?;
        self.scope.show(first);
        self.joins(joins)
    }

    fn joins(&mut self, joins: &'q [Join]) -> Rendered {
        for join in joins {
            self.join(join)?;
        }
        Ok(())
    }

    fn join(&mut self, join: &'q Join) -> Rendered {
        if matches!(join.on, JoinOn::Natural) {
            self.push(" NATURAL");
        }
        self.push(match join.kind {
            JoinKind::Inner => " JOIN ",
            JoinKind::Left => " LEFT JOIN ",
            JoinKind::Right => " RIGHT JOIN ",
            JoinKind::Full => {
                self.require(Feature::FullJoin)?;
                " FULL JOIN "
            }
            JoinKind::Cross | JoinKind::List => " CROSS JOIN ",
        });
        self.table_source(&join.item)?;
        self.scope.show(&join.item);
        match &join.on {
            JoinOn::None | JoinOn::Natural => Ok(()),
            JoinOn::Condition(condition) => {
                let outer = std::mem::replace(&mut self.clause, Clause::On);
                self.push(" ON ");
                self.expr(condition)?;
                self.clause = outer;
                Ok(())
            }
            JoinOn::Using(columns) => {
                self.push(" USING (");
                self.names(columns)?;
                self.push(")");
                Ok(())
            }
        }
    }

    pub(super) fn table_source(&mut self, item: &'q FromItem) -> Rendered {
        match item {
            FromItem::Table(table) => self.source_table(table),
            FromItem::Derived(derived) => {
                let lateral = self.lateral(derived.lateral)?;
                if !derived.columns.is_empty() {
                    self.require(Feature::DerivedColumns)?;
                }
                let shown = if lateral { 0 } else { self.scope.hide_siblings() };
                self.derived_query(&derived.query)?;
                self.scope.show_siblings(shown);
                self.alias(&derived.alias, &derived.columns)
            }
            FromItem::Function(function) => {
                self.require(Feature::TableFunction)?;
                self.lateral(function.lateral)?;
                self.function_name(&function.name)?;
                self.parenthesized(|this| this.list(&function.args, Self::expr))?;
                if !function.columns.is_empty() {
                    self.require(Feature::DerivedColumns)?;
                }
                if function.with_ordinality {
                    self.require(Feature::Ordinality)?;
                    self.push(" WITH ORDINALITY");
                }
                self.alias(&function.alias, &function.columns)
            }
            FromItem::Joined(tree) => {
                self.push("(");
                self.table_source(&tree.first)?;
                self.scope.show(&tree.first);
                self.joins(&tree.joins)?;
                self.push(")");
                Ok(())
            }
        }
    }

    /// A table; in a subquery of a write to that very table, through a derived table where the
    /// server would refuse it otherwise (MySQL error 1093).
    fn source_table(&mut self, table: &'q TableRef) -> Rendered {
        let feature = match self.joined_target {
            true => Feature::JoinedTargetInSubquery,
            false => Feature::TargetInSubquery,
        };
        let is_target = self.in_subquery
            && !self.native(feature)
            && self.target.is_some_and(|target| target.table == table.table);
        if !is_target {
            let is_cte = |cte: &Cte| cte.name.as_str() == table.table.name();
            if table.table.schema().is_none() && self.later_ctes.iter().any(is_cte) {
                return Err(self.refuse(Feature::CteOfItsOwnName));
            }
            return self.table(table);
        }
        let Support::Rewrite(Rewrite::DerivedTable) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        self.push("(SELECT * FROM ");
        self.table_name(&table.table)?;
        self.push(") AS ");
        self.name(table.visible_name())
    }

    fn lateral(&mut self, lateral: bool) -> Result<bool, Box<CompileError>> {
        if lateral {
            self.require(Feature::Lateral)?;
            self.push("LATERAL ");
        }
        Ok(lateral)
    }

    fn alias(&mut self, alias: &'q Name, columns: &'q [Name]) -> Rendered {
        self.push(" AS ");
        self.name(alias.as_str())?;
        if columns.is_empty() {
            return Ok(());
        }
        self.push(" (");
        self.names(columns)?;
        self.push(")");
        Ok(())
    }

    /// A query in parentheses, as a derived table.
    fn derived_query(&mut self, query: &'q Query) -> Rendered {
        if self.joined_target && !self.in_subquery {
            return self.query_apart_from_write(query);
        }
        if self.native(Feature::DerivedOuter) {
            return self.subquery(query);
        }
        let outer = self.scope.wall_off();
        self.subquery(query)?;
        self.scope.take_down(outer);
        Ok(())
    }

    /// A derived table beside the target of a write: inside, the target is a table as any other.
    #[inline(never)]
    fn query_apart_from_write(&mut self, query: &'q Query) -> Rendered {
        let target = self.target.take();
        match target.and_then(|target| materialized::apart(query, &target.table)) {
            Some(apart) => self.made(&apart, |inner, apart| inner.subquery(apart))?,
            None => self.subquery(query)?,
        }
        self.target = target;
        Ok(())
    }

    /// `SELECT * FROM (query) AS alias`, of a query that cannot stand as it is.
    pub(super) fn all_of(&mut self, query: &'q Query, alias: &str) -> Rendered {
        self.push("SELECT * FROM ");
        match distinctly_named(query) {
            Some(named) => self.made(&named, |inner, named| inner.derived_query(named))?,
            None => self.derived_query(query)?,
        }
        self.push(" AS ");
        self.name(alias)
    }

    /// A query in parentheses.
    pub(super) fn subquery(&mut self, query: &'q Query) -> Rendered {
        let clause = self.clause;
        let columns = std::mem::replace(&mut self.columns, super::ColumnStyle::Qualified);
        let in_subquery = std::mem::replace(&mut self.in_subquery, true);
        self.push("(");
        self.statement(query.into())?;
        self.push(")");
        self.in_subquery = in_subquery;
        self.columns = columns;
        self.clause = clause;
        Ok(())
    }
}
