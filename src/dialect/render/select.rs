//! SELECT, WITH and VALUES.

use super::grouping::is_grouped;
use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::ast::{
    Cte, Direction, Distinct, Expr, ExprList, GroupItem, Lock, LockStrength, LockWait, Nulls,
    Operand, OrderItem, Select, SelectItem, Statement, Values, With,
};
use crate::dialect::rewrite::full_join::has_full_join;
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn select(&mut self, select: &'q Select) -> Rendered {
        let where_true = std::mem::take(&mut self.where_true);
        if let Some(with) = &select.with {
            self.with(with)?;
        }
        let outer = self.scope.enter();
        self.enter_from(select.from.as_ref(), &select.joins)?;
        self.check_grouping(select)?;
        if !self.native(Feature::FullJoin) && has_full_join(select.from.as_ref(), &select.joins) {
            return self.select_without_full_join(select, outer, where_true);
        }
        if !self.native(Feature::StarOfRightJoin) && !select.joins.is_empty() {
            self.check_star_of_right_join(select)?;
        }
        self.clause = Clause::SelectList;
        self.push("SELECT ");
        if self.in_subquery && !self.syntax.rows_in_subquery.is_empty() {
            self.words_over_rows(select);
        }
        self.distinct(select)?;
        self.select_items(&select.items)?;
        if let Some(first) = &select.from {
            self.clause = Clause::From;
            self.push(" FROM ");
            self.tables(first, &select.joins)?;
            self.check_connected(select)?;
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
            self.push(" WINDOW ");
            self.list(&select.windows, |this, (name, spec)| {
                this.name(name.as_str())?;
                this.push(" AS ");
                this.window_spec(spec)
            })?;
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
        self.limit(&select.limit, &select.offset, select.with_ties)?;
        for lock in &select.locks {
            self.check_lock(select, lock)?;
            self.lock(lock)?;
        }
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
                self.list(exprs, Self::expr)?;
                self.push(") ");
                Ok(())
            }
        }
    }

    pub(super) fn select_items(&mut self, items: &'q [SelectItem]) -> Rendered {
        if items.is_empty() {
            return Err(self.empty(self.clause, "select at least one expression"));
        }
        if self.scope.frame().iter().any(|source| source.nullable) {
            self.check_nullable_side(items)?;
        }
        self.list(items, |this, item| match item {
            SelectItem::Expr(Expr::Column(column)) => {
                this.column(column)?;
                if this.scope.has_rows() { this.label_of_rows(column) } else { Ok(()) }
            }
            SelectItem::Expr(expr) => this.expr(expr),
            SelectItem::Labeled(labeled) => {
                let (expr, label) = &**labeled;
                this.expr(expr)?;
                this.push(" AS ");
                this.name(label.as_str())
            }
            SelectItem::All(table) if this.clause == Clause::Returning => {
                this.returning_all(table.as_ref())
            }
            SelectItem::All(table) if this.scope.has_rows() => {
                this.star_beside_rows(table.as_ref())
            }
            SelectItem::All(None) => {
                this.push("*");
                Ok(())
            }
            SelectItem::All(Some(table)) => {
                this.name(table.as_str())?;
                this.push(".*");
                Ok(())
            }
        })
    }

    // ---- GROUP BY and ORDER BY

    fn group_by(&mut self, select: &'q Select) -> Rendered {
        self.clause = Clause::GroupBy;
        self.push(" GROUP BY ");
        if self.syntax.with_rollup
            && let [GroupItem::Rollup(list)] = &*select.group_by
        {
            if !select.order_by.is_empty() {
                self.require(Feature::RollupOrder)?;
            }
            self.list(list, Self::expr)?;
            self.push(" WITH ROLLUP");
            return Ok(());
        }
        self.list(&select.group_by, |this, item| match item {
            GroupItem::Expr(expr) => this.expr_or_position(select, expr),
            GroupItem::Rollup(list) => {
                this.require(Feature::Rollup)?;
                if this.syntax.with_rollup {
                    return Err(this.refuse(Feature::GroupingSets));
                }
                this.push("ROLLUP ");
                this.parenthesized(|this| this.list(list, Self::expr))
            }
            GroupItem::Cube(list) => {
                this.require(Feature::GroupingSets)?;
                this.push("CUBE ");
                this.parenthesized(|this| this.list(list, Self::expr))
            }
            GroupItem::Sets(sets) => {
                this.require(Feature::GroupingSets)?;
                this.push("GROUPING SETS ");
                this.parenthesized(|this| {
                    this.list(sets, |this, set| {
                        this.parenthesized(|this| this.list(set, Self::expr))
                    })
                })
            }
        })
    }

    /// An expression of GROUP BY or ORDER BY; by its position in the select list if it stands there
    /// and has parameters, as two parameters of one value are two expressions to a server.
    fn expr_or_position(&mut self, select: &'q Select, expr: &'q Expr) -> Rendered {
        if self.scope.has_rows()
            && let Expr::Column(column) = expr
            && let Some(position) = self.position_of_rows(select, column)?
        {
            super::push_number(&mut self.out, position);
            return Ok(());
        }
        let plain = matches!(expr, Expr::Column(_));
        if !plain && let Some(position) = Self::position_with_parameters(select, expr) {
            super::push_number(&mut self.out, position);
            return Ok(());
        }
        self.expr(expr)
    }

    fn order_item_of(&mut self, select: &'q Select, item: &'q OrderItem) -> Rendered {
        if self.scope.has_rows()
            && item.nulls.is_none()
            && let Operand::Column(column) = &item.expr
            && let Some(position) = self.position_of_rows(select, column)?
        {
            super::push_number(&mut self.out, position);
            self.direction(item);
            return Ok(());
        }
        if let Operand::Expr(expr) = &item.expr
            && item.nulls.is_none()
            && let Some(position) = Self::position_with_parameters(select, expr)
        {
            super::push_number(&mut self.out, position);
            self.direction(item);
            return Ok(());
        }
        self.order_item(item)
    }

    /// ` ORDER BY …` inside an aggregate.
    pub(super) fn order_by(&mut self, items: &'q [OrderItem]) -> Rendered {
        self.push(" ORDER BY ");
        self.order_items(items)
    }

    pub(super) fn order_items(&mut self, items: &'q [OrderItem]) -> Rendered {
        self.list(items, Self::order_item)
    }

    fn order_item(&mut self, item: &'q OrderItem) -> Rendered {
        if item.nulls.is_some() && !self.native(Feature::NullsOrder) {
            let Support::Rewrite(Rewrite::Order(rewrite)) =
                self.dialect.support(Feature::NullsOrder)
            else {
                return Err(self.refuse(Feature::NullsOrder));
            };
            let items = rewrite(item);
            return self.made(&items, |inner, items| inner.order_items(items));
        }
        self.whole_operand(&item.expr)?;
        self.direction(item);
        match item.nulls {
            None => {}
            Some(Nulls::First) => self.push(" NULLS FIRST"),
            Some(Nulls::Last) => self.push(" NULLS LAST"),
        }
        Ok(())
    }

    fn direction(&mut self, item: &OrderItem) {
        if item.direction == Direction::Descending {
            self.push(" DESC");
        }
    }

    // ---- LIMIT and locks

    pub(super) fn limit(
        &mut self,
        limit: &'q Option<Operand>,
        offset: &'q Option<Operand>,
        with_ties: bool,
    ) -> Rendered {
        self.clause = Clause::Limit;
        if with_ties {
            self.require(Feature::WithTies)?;
            if let Some(offset) = offset {
                self.push(" OFFSET ");
                self.row_count(offset)?;
                self.push(" ROWS");
            }
            if let Some(limit) = limit {
                self.push(" FETCH FIRST ");
                self.row_count(limit)?;
                self.push(" ROWS WITH TIES");
            }
            return Ok(());
        }
        match limit {
            Some(limit) => {
                self.push(" LIMIT ");
                self.check_row_count(limit)?;
                self.operand(limit, Rank::Atom)?;
            }
            None if offset.is_some() && self.syntax.offset_needs_limit => {
                self.push(" LIMIT 9223372036854775807");
            }
            None => {}
        }
        if let Some(offset) = offset {
            self.push(" OFFSET ");
            self.check_row_count(offset)?;
            self.operand(offset, Rank::Atom)?;
        }
        Ok(())
    }

    fn check_row_count(&self, count: &Operand) -> Rendered {
        match count {
            Operand::Bind(_) => Ok(()),
            Operand::Column(_) => Err(self.misplaced("a column", "where rows are read")),
            Operand::Expr(expr) if matches!(**expr, Expr::Literal(_) | Expr::Slot(_)) => Ok(()),
            Operand::Expr(_) => self.require(Feature::LimitExpression),
        }
    }

    /// A number of rows before a word: a parameter with a type needs parentheses there.
    fn row_count(&mut self, count: &'q Operand) -> Rendered {
        self.check_row_count(count)?;
        let typed = match count {
            Operand::Bind(bind) if bind.data_type.is_none() && !self.inline => {
                !self.dialect.parameter_suffix(&bind.value).is_empty()
            }
            _ => false,
        };
        if typed {
            return self.parenthesized(|this| this.whole_operand(count));
        }
        self.operand(count, Rank::Atom)
    }

    fn check_lock(&self, select: &Select, lock: &Lock) -> Rendered {
        if !self.native(Feature::LockOfGroups) && is_grouped(select) {
            return Err(self.refuse(Feature::LockOfGroups));
        }
        let locked =
            |name: &str| lock.of.is_empty() || lock.of.iter().any(|of| of.as_str() == name);
        let mut sources = self.scope.frame().iter();
        if sources.any(|source| source.nullable && locked(source.name)) {
            self.require(Feature::LockOfNullable)?;
        }
        Ok(())
    }

    fn lock(&mut self, lock: &'q Lock) -> Rendered {
        if !self.unless_omitted(Feature::LockUpdate)? {
            return Ok(());
        }
        self.push(match lock.strength {
            LockStrength::Update => " FOR UPDATE",
            LockStrength::Share => self.syntax.for_share,
            LockStrength::NoKeyUpdate | LockStrength::KeyShare => {
                self.require(Feature::LockKey)?;
                if lock.strength == LockStrength::KeyShare {
                    " FOR KEY SHARE"
                } else {
                    " FOR NO KEY UPDATE"
                }
            }
        });
        if !lock.of.is_empty() {
            self.require(Feature::LockOf)?;
            self.push(" OF ");
            self.names(&lock.of)?;
        }
        match lock.wait {
            LockWait::Wait => {}
            LockWait::NoWait => self.push(" NOWAIT"),
            LockWait::SkipLocked => self.push(" SKIP LOCKED"),
        }
        Ok(())
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
