//! FROM: tables, derived tables, functions, joins.

use super::{ColumnStyle, Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Cte, Derived, Expr, FromItem, Join, JoinKind, JoinOn, Name, Query, Select, SelectItem,
    TableName, TableRef,
};
use crate::dialect::rewrite::beside::Fold;
use crate::dialect::rewrite::full_join::{has_full_join, lacks_equality};
use crate::dialect::rewrite::{distinctly_named, materialized};
use crate::dialect::{Clause, Feature, Rewrite, Support, join_key};

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
    #[inline]
    pub(super) fn tables(&mut self, first: &'q FromItem, joins: &'q [Join]) -> Rendered {
        match (first, joins) {
            (FromItem::Table(table), []) => self.source_table(table),
            _ => self.joined_tables(first, joins),
        }
    }

    #[inline(never)]
    fn joined_tables(&mut self, first: &'q FromItem, joins: &'q [Join]) -> Rendered {
        self.scope.hide_all();
        self.table_source(first)?;
        self.scope.show(first);
        self.joins(first, joins, 0)
    }

    /// The tables joined to the first; so many stand before it, outside the parentheses.
    fn joins(&mut self, first: &'q FromItem, joins: &'q [Join], outside: usize) -> Rendered {
        for (index, join) in joins.iter().enumerate() {
            self.join(join, outside)?;
            if matches!(join.on, JoinOn::Key) {
                let before = joins.get(..index).unwrap_or_default();
                let condition = join_key::condition(first, before, &join.item)?;
                self.push(" ON ");
                self.made(&condition, |inner, condition| inner.expr(condition))?;
            }
        }
        Ok(())
    }

    fn join(&mut self, join: &'q Join, outside: usize) -> Rendered {
        match (join.kind, &join.on) {
            (JoinKind::Cross | JoinKind::List, JoinOn::None) => {}
            (JoinKind::Cross | JoinKind::List, _) => {
                return Err(self.misplaced("a condition of a CROSS JOIN", "on the other joins"));
            }
            (_, JoinOn::Condition(_)) => {}
            (_, on) => self.check_join(join, on, outside)?,
        }
        self.push(match join.kind {
            JoinKind::Inner => " JOIN ",
            JoinKind::Left => " LEFT JOIN ",
            JoinKind::Right => " RIGHT JOIN ",
            JoinKind::Full => {
                if !self.native(Feature::FullJoin) {
                    return Err(self.no_full_join());
                }
                " FULL JOIN "
            }
            JoinKind::Cross | JoinKind::List => " CROSS JOIN ",
        });
        // Nothing on the right of these may read a row of the left, which is not always there.
        let either = matches!(join.kind, JoinKind::Right | JoinKind::Full);
        if either && !matches!(join.item, FromItem::Joined(_) | FromItem::Table(_)) {
            let shown = self.scope.hide_siblings();
            self.table_source(&join.item)?;
            self.scope.show_siblings(shown);
        } else {
            self.table_source(&join.item)?;
        }
        self.scope.show(&join.item);
        if self.scope.has_rows() && matches!(join.on, JoinOn::Using(_) | JoinOn::Natural) {
            self.check_join_by_name()?;
        }
        match &join.on {
            JoinOn::None | JoinOn::Natural | JoinOn::Key => Ok(()),
            JoinOn::Condition(condition) => {
                let outer = std::mem::replace(&mut self.clause, Clause::On);
                self.push(" ON ");
                self.scope.hide_first(outside);
                self.on(join, condition)?;
                self.scope.show_siblings(outside);
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

    /// The condition of a join.
    fn on(&mut self, join: &Join, condition: &'q Expr) -> Rendered {
        let outer = matches!(join.kind, JoinKind::Left | JoinKind::Right | JoinKind::Full);
        if outer
            && !self.native(Feature::ConstantOn)
            && let Support::Rewrite(Rewrite::Expr(rewrite)) =
                self.dialect.support(Feature::ConstantOn)
            && let Some(other) = rewrite(condition)
        {
            return self.made(&other, |inner, other| inner.expr(other));
        }
        self.expr(condition)
    }

    /// What the dialect lacks of the FULL JOINs among these tables.
    #[inline]
    pub(super) fn lacking_full_join(
        &self,
        first: Option<&FromItem>,
        joins: &[Join],
    ) -> Option<Feature> {
        if !has_full_join(first, joins) {
            return None;
        }
        if !self.native(Feature::FullJoin) {
            return Some(Feature::FullJoin);
        }
        let lacking = !self.native(Feature::FullJoinOfInequality) && lacks_equality(first, joins);
        lacking.then_some(Feature::FullJoinOfInequality)
    }

    /// A SELECT that has been checked, with its FULL JOINs in other words.
    #[inline(never)]
    pub(super) fn select_without_full_join(
        &mut self,
        lacking: Feature,
        select: &'q Select,
        outer: usize,
        where_true: bool,
    ) -> Rendered {
        self.clause = Clause::SelectList;
        self.check_nullable_side(&select.items)?;
        self.check_connected(select)?;
        self.scope.leave(outer);
        let rewrite = self.full_join_rewrite(lacking)?;
        let keyed = join_key::with_conditions(select)?;
        let select = rewrite(&keyed).ok_or_else(|| self.no_full_join())?;
        self.made(&select, |inner, select| {
            inner.where_true = where_true;
            inner.select(select)
        })
    }

    pub(super) fn full_join_rewrite(&self, lacking: Feature) -> Result<Fold, Box<CompileError>> {
        match self.dialect.support(lacking) {
            Support::Rewrite(Rewrite::FullJoin(rewrite)) => Ok(rewrite),
            _ => Err(self.refuse(lacking)),
        }
    }

    /// Whether a join that has no condition says how else its rows meet; the first word of NATURAL.
    #[inline(never)]
    fn check_join(&mut self, join: &Join, on: &JoinOn, outside: usize) -> Rendered {
        match on {
            JoinOn::None => Err(self.empty(Clause::On, "say a condition, or `cross_join`")),
            JoinOn::Using(names) if names.is_empty() => {
                Err(self.empty(Clause::On, "USING needs at least one column"))
            }
            JoinOn::Using(names) => {
                let before = self.scope.shown();
                let left = self.scope.frame().get(outside..before).unwrap_or_default();
                let right = match &join.item {
                    FromItem::Table(table) => Some(&table.table),
                    _ => None,
                };
                let found = |name: &&Name| {
                    let name = name.as_str();
                    may_have(right, name) && left.iter().any(|source| may_have(source.table, name))
                };
                match names.iter().find(|name| !found(name)) {
                    None => Ok(()),
                    Some(name) => Err(Box::new(CompileError::OutOfScope {
                        column: name.to_string(),
                        clause: Clause::On,
                        in_scope: self.scope.names(),
                    })),
                }
            }
            JoinOn::Natural => {
                self.push(" NATURAL");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    #[inline(never)]
    pub(super) fn check_star_of_right_join(&self, select: &Select) -> Rendered {
        let by_name = |join: &Join| {
            join.kind == JoinKind::Right && matches!(join.on, JoinOn::Using(_) | JoinOn::Natural)
        };
        let all = |item: &SelectItem| matches!(item, SelectItem::All(None));
        if select.joins.iter().any(by_name) && select.items.iter().any(all) {
            return Err(self.refuse(Feature::StarOfRightJoin));
        }
        Ok(())
    }

    #[cold]
    pub(super) fn no_full_join(&self) -> Box<CompileError> {
        let instead = "say of each column which table it is of, join by a condition without raw SQL, and lock no rows; or unite a LEFT JOIN and a RIGHT JOIN without its matches";
        self.unsupported_construct("this FULL JOIN", None, instead)
    }

    pub(super) fn table_source(&mut self, item: &'q FromItem) -> Rendered {
        match item {
            FromItem::Table(table) => self.source_table(table),
            FromItem::Derived(derived) => {
                let lateral = self.lateral(derived.lateral)?;
                let shown = if lateral { 0 } else { self.scope.hide_siblings() };
                let columns = match self.kept_apart(derived) {
                    Some(apart) => {
                        self.made(&apart, |inner, apart| inner.derived(apart).map(drop))?;
                        let listed = self.native(Feature::DerivedColumns);
                        if listed { derived.columns.as_slice() } else { &[] }
                    }
                    None => self.derived(derived)?,
                };
                self.scope.show_siblings(shown);
                self.alias(&derived.alias, columns)
            }
            FromItem::Function(function) => {
                self.require(Feature::TableFunction)?;
                self.lateral(function.lateral)?;
                self.function_name(&function.name)?;
                self.parenthesized(|this| this.list(&function.args, Self::expr))?;
                if !function.columns.is_empty() {
                    self.require(Feature::FunctionColumns)?;
                }
                if function.with_ordinality {
                    self.require(Feature::Ordinality)?;
                    self.push(" WITH ORDINALITY");
                }
                self.alias(&function.alias, &function.columns)
            }
            FromItem::Joined(tree) => {
                self.push("(");
                let outside = self.scope.shown();
                self.table_source(&tree.first)?;
                self.scope.show(&tree.first);
                self.joins(&tree.first, &tree.joins, outside)?;
                self.push(")");
                Ok(())
            }
            FromItem::Rows(rows) => self.rows(rows),
            FromItem::Raw(raw) => self.raw_table(raw),
            FromItem::Sample(sample) => self.sample(sample),
        }
    }

    /// A table; in a subquery of a write to that very table, through a derived table where the
    /// server would refuse it otherwise (MySQL error 1093).
    fn source_table(&mut self, table: &'q TableRef) -> Rendered {
        if self.scope.has_ctes()
            && !self.native(Feature::ComputedOuterColumn)
            && self.joins_outer()
            && self.cte_kept_apart(table)?
        {
            return Ok(());
        }
        if self.in_subquery
            && let Some(feature) = self.lacking_for_target(table)
        {
            return self.target_in_subquery(feature, table);
        }
        let is_cte = |cte: &Cte| cte.name.as_str() == table.table.name();
        if self.later_ctes.iter().any(is_cte) && table.table.schema().is_none() {
            return Err(self.refuse(Feature::CteOfItsOwnName));
        }
        self.table(table)?;
        if self.index_hints.is_empty() { Ok(()) } else { self.index_hints_of(table) }
    }

    /// What the server lacks if the table of a subquery is the target of the write.
    fn lacking_for_target(&self, table: &TableRef) -> Option<Feature> {
        let feature = match self.joined_target {
            true => Feature::JoinedTargetInSubquery,
            false => Feature::TargetInSubquery,
        };
        let is_target = self.target.is_some_and(|target| target.table.may_be(&table.table));
        (is_target && !self.native(feature)).then_some(feature)
    }

    #[inline(never)]
    fn target_in_subquery(&mut self, feature: Feature, table: &'q TableRef) -> Rendered {
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

    /// The query of a derived table, and the names that are still to be given to its columns.
    fn derived(&mut self, derived: &'q Derived) -> Result<&'q [Name], Box<CompileError>> {
        let columns: &[Name] = &derived.columns;
        if columns.is_empty() {
            self.derived_query(&derived.query)?;
            return Ok(columns);
        }
        self.check_column_list(columns, Some(&derived.query), Clause::From)?;
        if self.native(Feature::DerivedColumns) {
            self.derived_query(&derived.query)?;
            return Ok(columns);
        }
        let Support::Rewrite(Rewrite::Derived(rewrite)) =
            self.dialect.support(Feature::DerivedColumns)
        else {
            return Err(self.refuse(Feature::DerivedColumns));
        };
        let Some(query) = rewrite(derived) else {
            return Err(self.refuse(Feature::DerivedColumns));
        };
        self.made(&query, |inner, query| inner.derived_query(query))?;
        Ok(&[])
    }

    /// The derived table with a query that the server does not merge, where an outer join may make
    /// its columns NULL and the server would take some of them for constants.
    fn kept_apart(&self, derived: &Derived) -> Option<Derived> {
        let feature = Feature::ComputedOuterColumn;
        if self.native(feature)
            || !self.scope.is_nullable(derived.alias.as_str())
            || !self.scope.merged().computed_in(&derived.query)
        {
            return None;
        }
        let query = self.query_otherwise(feature, &derived.query)?.into();
        Some(Derived { query, ..derived.clone() })
    }

    /// A table that is a CTE with such columns, as such a derived table.
    #[inline(never)]
    fn cte_kept_apart(&mut self, table: &TableRef) -> Result<bool, Box<CompileError>> {
        if !self.scope.is_nullable(table.visible_name()) || !self.scope.merged().in_cte(table) {
            return Ok(false);
        }
        let derived = materialized::table(table);
        self.made(&derived, |inner, derived| inner.table_source(derived))?;
        Ok(true)
    }

    /// The query in other words, if it has that construct.
    #[inline(never)]
    pub(super) fn query_otherwise(&self, feature: Feature, query: &Query) -> Option<Query> {
        match self.dialect.support(feature) {
            Support::Rewrite(Rewrite::Query(rewrite)) => rewrite(query),
            _ => None,
        }
    }

    /// Whether a list has a name of its own for each column of the query.
    pub(super) fn check_column_list(
        &self,
        columns: &[Name],
        query: Option<&Query>,
        clause: Clause,
    ) -> Rendered {
        let mut rest = columns;
        while let [name, others @ ..] = rest {
            if others.contains(name) {
                return Err(Self::duplicate("column", name.as_str(), clause));
            }
            rest = others;
        }
        match query {
            Some(query) => self.check_query_width(query, columns.len(), clause),
            None => Ok(()),
        }
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

    /// A query in parentheses that stands for values.
    pub(super) fn value_query(&mut self, query: &'q Query) -> Rendered {
        if !self.native(Feature::SubqueryWithoutFrom)
            && let Some(other) = self.query_otherwise(Feature::SubqueryWithoutFrom, query)
        {
            return self.made(&other, |inner, other| inner.subquery(other));
        }
        self.subquery(query)
    }

    /// A query in parentheses.
    pub(super) fn subquery(&mut self, query: &'q Query) -> Rendered {
        let clause = self.clause;
        let style = match self.columns {
            ColumnStyle::BareTarget | ColumnStyle::TargetByTable => ColumnStyle::TargetByTable,
            ColumnStyle::Qualified | ColumnStyle::Bare => ColumnStyle::Qualified,
        };
        let columns = std::mem::replace(&mut self.columns, style);
        let in_subquery = std::mem::replace(&mut self.in_subquery, true);
        let index_hints = std::mem::take(&mut self.index_hints);
        self.push("(");
        self.statement(query.into())?;
        self.push(")");
        self.in_subquery = in_subquery;
        self.index_hints = index_hints;
        self.columns = columns;
        self.clause = clause;
        Ok(())
    }
}

/// Whether the table has such a column, as far as its declaration tells.
fn may_have(table: Option<&TableName>, column: &str) -> bool {
    match table {
        Some(TableName::Declared(def)) => def.columns.iter().any(|own| own.name == column),
        _ => true,
    }
}
