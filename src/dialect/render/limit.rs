//! LIMIT, OFFSET and row locks.

use super::grouping::is_grouped;
use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::visit::walk_expr;
use crate::ast::{
    ColumnRef, Expr, FromItem, Join, JoinKind, Lock, LockStrength, LockWait, Name, Operand, Query,
    Select, Value, Visit,
};
use crate::dialect::rewrite::limit::folded;
use crate::dialect::{Clause, Feature};

impl<'q> Renderer<'q, '_> {
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
                self.row_count_before_word(offset)?;
                self.push(" ROWS");
            }
            if let Some(limit) = limit {
                self.push(" FETCH FIRST ");
                self.row_count_before_word(limit)?;
                self.push(" ROWS WITH TIES");
            }
            return Ok(());
        }
        match limit {
            Some(limit) => {
                self.push(" LIMIT ");
                self.row_count(limit)?;
            }
            None if offset.is_some() && self.syntax.offset_needs_limit => {
                self.push(" LIMIT 9223372036854775807");
            }
            None => {}
        }
        if let Some(offset) = offset {
            self.push(" OFFSET ");
            self.row_count(offset)?;
        }
        Ok(())
    }

    /// A number of rows: a parameter, or what the dialect makes of a computed one.
    fn row_count(&mut self, count: &'q Operand) -> Rendered {
        match count {
            Operand::Bind(bind) => {
                self.check_row_count(&bind.value)?;
                self.operand(count, Rank::Atom)
            }
            Operand::Column(_) => Err(self.misplaced("a column", "where rows are read")),
            Operand::Expr(expr) => match &**expr {
                Expr::Literal(value) => {
                    self.check_row_count(value)?;
                    self.operand(count, Rank::Atom)
                }
                Expr::Slot(_) => self.operand(count, Rank::Atom),
                expr => self.computed_row_count(expr),
            },
        }
    }

    fn computed_row_count(&mut self, expr: &'q Expr) -> Rendered {
        if let Some(known) = folded(expr) {
            if let Expr::Bind(bind) = &known {
                self.check_row_count(&bind.value)?;
            }
            return self.made(&known, |inner, known| inner.expr(known));
        }
        if reads_rows(expr) {
            return Err(self.misplaced("a column or an aggregate", "where rows are read"));
        }
        if !self.native(Feature::LimitExpression) {
            return Err(self.unsupported_construct(
                Feature::LimitExpression.construct(),
                None,
                "compute the number before, or give it as a parameter",
            ));
        }
        self.ranked(expr, Rank::Atom)
    }

    /// Whether it is a number of rows: no server takes another, but for SQLite, which takes those
    /// below 0 for all rows.
    fn check_row_count(&self, value: &Value) -> Rendered {
        match value {
            Value::Int(0..) | Value::UInt(_) => Ok(()),
            value => Err(Box::new(CompileError::InvalidValue {
                value: format!("{value:?}"),
                dialect: self.dialect.name(),
                reason: "a number of rows is a whole number from 0 on",
            })),
        }
    }

    /// A number of rows before a word: a parameter with a type needs parentheses there.
    fn row_count_before_word(&mut self, count: &'q Operand) -> Rendered {
        let typed = match count {
            Operand::Bind(bind) if bind.data_type.is_none() && !self.inline => {
                !self.dialect.parameter_suffix(&bind.value).is_empty()
            }
            _ => false,
        };
        if typed {
            return self.parenthesized(|this| this.row_count(count));
        }
        self.row_count(count)
    }

    fn check_lock(&self, select: &Select, lock: &Lock) -> Rendered {
        if !self.native(Feature::LockOfGroups) && is_grouped(select) {
            return Err(self.refuse(Feature::LockOfGroups));
        }
        if lock.of.is_empty() {
            self.check_lock_of_all(select)?;
        }
        let known = |of: &Name| self.scope.frame().iter().any(|source| source.name == of.as_str());
        if !lock.of.iter().all(known) {
            return Err(self.misplaced("a lock OF what is not read", "for a table of FROM"));
        }
        if select.with_ties && lock.wait == LockWait::SkipLocked {
            return Err(self.unsupported_construct(
                "SKIP LOCKED beside WITH TIES",
                None,
                "lock the rows in a statement of their own",
            ));
        }
        let locked =
            |name: &str| lock.of.is_empty() || lock.of.iter().any(|of| of.as_str() == name);
        let mut sources = self.scope.frame().iter();
        if sources.any(|source| source.nullable && locked(source.name)) {
            self.require(Feature::LockOfNullable)?;
        }
        Ok(())
    }

    /// Without OF, what a derived table reads is locked as well; and made rows are named twice.
    fn check_lock_of_all(&self, select: &Select) -> Rendered {
        for item in tables(select) {
            match item {
                FromItem::Derived(derived) => self.check_locked_query(&derived.query)?,
                FromItem::Rows(_) => self.require(Feature::LockOfRows)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn check_locked_query(&self, query: &Query) -> Rendered {
        let select = match query {
            Query::Select(select) if !is_grouped(select) => select,
            Query::Values(_) => return Ok(()),
            _ => return self.require(Feature::LockOfGroups),
        };
        if has_outer_join(select) {
            self.require(Feature::LockOfNullable)?;
        }
        self.check_lock_of_all(select)
    }

    pub(super) fn lock(&mut self, select: &Select, lock: &'q Lock) -> Rendered {
        if !self.unless_omitted(Feature::LockUpdate)? {
            return Ok(());
        }
        self.clause = Clause::From;
        self.check_lock(select, lock)?;
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
}

/// Whether the expression reads the rows that are to be counted off.
fn reads_rows(expr: &Expr) -> bool {
    let mut find = FindRead(false);
    find.visit_expr(expr);
    find.0
}

struct FindRead(bool);

impl<'a> Visit<'a> for FindRead {
    fn visit_column(&mut self, _: &'a ColumnRef) {
        self.0 = true;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) | Expr::Window(_) => self.0 = true,
            expr => walk_expr(self, expr),
        }
    }

    fn visit_query(&mut self, _: &'a Query) {}
}

/// The items of FROM, and those of joined tables.
fn tables(select: &Select) -> Vec<&FromItem> {
    fn add<'q>(items: &mut Vec<&'q FromItem>, item: &'q FromItem, joins: &'q [Join]) {
        for item in std::iter::once(item).chain(joins.iter().map(|join| &join.item)) {
            match item {
                FromItem::Joined(tree) => add(items, &tree.first, &tree.joins),
                item => items.push(item),
            }
        }
    }
    let mut items = Vec::new();
    if let Some(first) = &select.from {
        add(&mut items, first, &select.joins);
    }
    items
}

fn has_outer_join(select: &Select) -> bool {
    fn among(first: &FromItem, joins: &[Join]) -> bool {
        let inside = |item: &FromItem| match item {
            FromItem::Joined(tree) => among(&tree.first, &tree.joins),
            _ => false,
        };
        let outer = |join: &Join| {
            matches!(join.kind, JoinKind::Left | JoinKind::Right | JoinKind::Full)
                || inside(&join.item)
        };
        inside(first) || joins.iter().any(outer)
    }
    select.from.as_ref().is_some_and(|first| among(first, &select.joins))
}
