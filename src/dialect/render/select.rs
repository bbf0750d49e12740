//! SELECT, WITH and VALUES.

use super::grouping::selects_window;
use super::{Rendered, Renderer};
use crate::ast::{
    Cte, Distinct, Expr, ExprList, Query, Select, SelectItem, Statement, Values, With,
};
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn select(&mut self, select: &'q Select) -> Rendered {
        let where_true = std::mem::take(&mut self.where_true);
        if Self::is_unusual(select) && self.unusual(select, where_true)? {
            return Ok(());
        }
        if !select.group_by.is_empty()
            && !self.knows_keys()
            && self.keys_otherwise(select, where_true)?
        {
            return Ok(());
        }
        if !self.native(Feature::WindowInConditions)
            && selects_window(select)
            && let Some(other) = self.with_plain_conditions(select)
        {
            return self.made(&other, |inner, other| {
                inner.where_true = where_true;
                inner.select(other)
            });
        }
        if let Some(with) = &select.with {
            self.with(with)?;
        }
        let outer = self.scope.enter();
        self.enter_from(select.from.as_ref(), &select.joins)?;
        self.check_grouping(select)?;
        if let Some(lacking) = self.lacking_full_join(select.from.as_ref(), &select.joins) {
            return self.select_without_full_join(lacking, select, outer, where_true);
        }
        if !self.native(Feature::StarOfRightJoin) && !select.joins.is_empty() {
            self.check_star_of_right_join(select)?;
        }
        let outer_windows = std::mem::replace(&mut self.windows, &select.windows);
        let outer_count = std::mem::take(&mut self.window_count);
        let outer_reads = std::mem::take(&mut self.reads_groups);
        self.clause = Clause::SelectList;
        self.push("SELECT ");
        if let Some(annotations) = &select.annotations {
            self.hints(annotations)?;
        }
        if self.in_subquery && !self.syntax.rows_in_subquery.is_empty() {
            self.words_over_rows(select);
        }
        self.distinct(select)?;
        self.select_items(&select.items)?;
        if let Some(first) = &select.from {
            self.clause = Clause::From;
            self.push(" FROM ");
            match &select.annotations {
                None => self.tables(first, &select.joins)?,
                Some(annotations) => self.hinted_tables(annotations, first, &select.joins)?,
            }
            if !select.joins.is_empty() {
                self.check_connected(select)?;
            }
        }
        if let Some(filter) = &select.filter {
            self.condition(" WHERE ", Clause::Where, filter)?;
        } else if where_true && select.from.is_some() {
            self.push(" WHERE TRUE");
        }
        if !select.group_by.is_empty() {
            self.group_by(select)?;
        }
        if let Some(having) = &select.having {
            self.condition(" HAVING ", Clause::Having, having)?;
        }
        if !select.windows.is_empty() {
            self.window_clause(&select.windows)?;
        }
        if let Some(qualify) = &select.qualify {
            self.require(Feature::Qualify)?;
            self.condition(" QUALIFY ", Clause::Qualify, qualify)?;
        }
        if !select.order_by.is_empty() {
            self.clause = Clause::OrderBy;
            self.push(" ORDER BY ");
            self.list(&select.order_by, |this, item| this.order_item_of(select, item))?;
        }
        if select.limit.is_some() || select.offset.is_some() || select.with_ties {
            self.limit(&select.limit, &select.offset, select.with_ties)?;
        }
        for lock in &select.locks {
            self.lock(select, lock)?;
        }
        self.comment_of(&select.annotations);
        self.windows = outer_windows;
        self.window_count = outer_count;
        self.reads_groups = outer_reads;
        self.scope.leave(outer);
        Ok(())
    }

    pub(super) fn condition(
        &mut self,
        keyword: &str,
        clause: Clause,
        condition: &'q Expr,
    ) -> Rendered {
        self.clause = clause;
        self.push(keyword);
        self.expr(condition)
    }

    fn distinct(&mut self, select: &'q Select) -> Rendered {
        match &select.distinct {
            None => Ok(()),
            Some(Distinct::All) => {
                self.push("DISTINCT ");
                Ok(())
            }
            Some(Distinct::On(exprs)) => {
                self.require(Feature::DistinctOn)?;
                self.push("DISTINCT ON (");
                self.list(exprs, |this, key| this.distinct_key(select, key))?;
                self.push(") ");
                Ok(())
            }
        }
    }

    /// The SELECT with conditions around window functions in other words, if there are such.
    #[inline(never)]
    fn with_plain_conditions(&self, select: &Select) -> Option<Select> {
        let Support::Rewrite(Rewrite::Expr(rewrite)) =
            self.dialect.support(Feature::WindowInConditions)
        else {
            return None;
        };
        let mut other = None;
        for (index, item) in select.items.iter().enumerate() {
            let Some(expr) = item.expr().and_then(rewrite) else { continue };
            let other = other.get_or_insert_with(|| select.clone());
            match other.items.get_mut(index) {
                Some(SelectItem::Expr(old)) => *old = expr,
                Some(SelectItem::Labeled(labeled)) => labeled.0 = expr,
                _ => {}
            }
        }
        other
    }

    #[inline]
    pub(super) fn select_items(&mut self, items: &'q [SelectItem]) -> Rendered {
        if items.is_empty() {
            return Err(self.empty(self.clause, "select at least one expression"));
        }
        if self.scope.frame().iter().any(|source| source.nullable) {
            self.check_nullable_side(items)?;
        }
        self.list(items, Self::select_item)
    }

    #[inline]
    fn select_item(&mut self, item: &'q SelectItem) -> Rendered {
        match item {
            SelectItem::Expr(Expr::Column(column)) if !self.scope.has_rows() => self.column(column),
            item => self.other_item(item),
        }
    }

    #[inline(never)]
    fn other_item(&mut self, item: &'q SelectItem) -> Rendered {
        match item {
            SelectItem::Expr(Expr::Column(column)) => {
                self.column(column)?;
                if self.scope.has_rows() { self.label_of_rows(column) } else { Ok(()) }
            }
            SelectItem::Expr(expr) => self.expr(expr),
            SelectItem::Labeled(labeled) => {
                let (expr, label) = &**labeled;
                self.expr(expr)?;
                self.push(" AS ");
                self.name(label.as_str())
            }
            SelectItem::All(table) if self.clause == Clause::Returning => {
                self.returning_all(table.as_ref())
            }
            SelectItem::All(table) if self.scope.has_rows() => {
                self.star_beside_rows(table.as_ref())
            }
            SelectItem::All(None) => {
                self.push("*");
                Ok(())
            }
            SelectItem::All(Some(table)) => {
                self.name(table.as_str())?;
                self.push(".*");
                Ok(())
            }
        }
    }

    // ---- WITH and VALUES

    pub(super) fn with(&mut self, with: &'q With) -> Rendered {
        let outer = std::mem::replace(&mut self.clause, Clause::With);
        for (index, cte) in with.ctes.iter().enumerate() {
            if with.ctes.iter().take(index).any(|earlier| earlier.name == cte.name) {
                return Err(Self::duplicate("CTE", cte.name.as_str(), Clause::With));
            }
        }
        if with.ctes.is_empty() {
            return Ok(());
        }
        if !self.native(Feature::InQuery) || !self.native(Feature::ComputedOuterColumn) {
            with.ctes.iter().for_each(|cte| self.scope.add_cte(cte));
        }
        self.push(if with.recursive { "WITH RECURSIVE " } else { "WITH " });
        let visible = !with.recursive && !self.native(Feature::CteOfItsOwnName);
        self.list(with.ctes.iter().enumerate(), |this, (index, cte)| {
            let later = with.ctes.get(index..).filter(|_| visible).unwrap_or_default();
            let outer = std::mem::replace(&mut this.later_ctes, later);
            this.cte(cte)?;
            this.later_ctes = outer;
            Ok(())
        })?;
        self.push(" ");
        self.clause = outer;
        Ok(())
    }

    fn cte(&mut self, cte: &'q Cte) -> Rendered {
        self.name(cte.name.as_str())?;
        if !cte.columns.is_empty() {
            let query = match &*cte.body {
                Statement::Query(query) => Some(query),
                _ => None,
            };
            self.check_column_list(&cte.columns, query, Clause::With)?;
            self.push(" (");
            self.names(&cte.columns)?;
            self.push(")");
        }
        self.push(" AS ");
        if let Some(materialized) = cte.materialized
            && self.unless_omitted(Feature::Materialized)?
        {
            self.push(if materialized { "MATERIALIZED " } else { "NOT MATERIALIZED " });
        }
        if matches!(*cte.body, Statement::TruncateTable(_)) {
            return Err(self.misplaced("TRUNCATE", "as a statement of its own"));
        }
        if !matches!(*cte.body, Statement::Query(_)) {
            self.require(Feature::WriteInWith)?;
            if self.nested > 1 {
                return Err(self.unsupported_construct(
                    "INSERT, UPDATE or DELETE in a WITH that is not the statement's own",
                    None,
                    "put it into the WITH of the outermost statement",
                ));
            }
        }
        if !self.native(Feature::CteOfDifference)
            && let Statement::Query(query @ Query::SetOperation(_)) = &*cte.body
            && let Some(other) = self.query_otherwise(Feature::CteOfDifference, query)
        {
            return self.made(&other, |inner, other| inner.subquery(other));
        }
        self.parenthesized(|this| this.statement((&*cte.body).into()))
    }

    pub(super) fn values(&mut self, values: &'q Values) -> Rendered {
        self.clause = Clause::Values;
        let Some(first) = values.rows.first() else {
            return Err(self.empty(Clause::Values, "give it at least one row"));
        };
        let wide = |row: &ExprList| row.len() != first.len();
        if let Some(index) = values.rows.iter().position(wide) {
            let found = values.rows.get(index).map_or(0, |row| row.len());
            return Err(self.row_width(index, first.len(), found));
        }
        if !self.native(Feature::Values) {
            let Support::Rewrite(Rewrite::Values(rewrite)) = self.dialect.support(Feature::Values)
            else {
                return Err(self.refuse(Feature::Values));
            };
            return match rewrite(values) {
                Some(query) => self.made(&query, |inner, query| inner.statement(query.into())),
                None => Err(self.refuse(Feature::Values)),
            };
        }
        self.push("VALUES ");
        // The first row's NULLs say their types: a column may hold nothing else.
        self.clause = Clause::Row;
        self.list(&values.rows, |this, row| {
            this.parenthesized(|this| this.list(row, Self::expr))?;
            this.clause = Clause::Values;
            Ok(())
        })
    }
}
