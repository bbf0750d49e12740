//! GROUP BY and ORDER BY.

use super::grouping::is_constant;
use super::{Rendered, Renderer};
use crate::ast::{
    Direction, Expr, ExprList, GroupItem, Nulls, Operand, OrderItem, Select, SelectItem,
};
use crate::dialect::rewrite::wrap::sorted_by;
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn group_by(&mut self, select: &'q Select) -> Rendered {
        self.clause = Clause::GroupBy;
        self.push(" GROUP BY ");
        self.list(&select.group_by, |this, item| match item {
            GroupItem::Expr(expr) => this.group_key(select, expr),
            GroupItem::Rollup(list) => {
                this.push("ROLLUP ");
                this.group_elements(list)
            }
            GroupItem::Cube(list) => {
                this.push("CUBE ");
                this.group_elements(list)
            }
            GroupItem::Sets(sets) => {
                this.push("GROUPING SETS ");
                this.parenthesized(|this| {
                    this.list(sets, |this, set| {
                        this.parenthesized(|this| this.list(set, Self::expr))
                    })
                })
            }
        })
    }

    /// The list of ROLLUP or CUBE.
    fn group_elements(&mut self, elements: &'q [ExprList]) -> Rendered {
        self.parenthesized(|this| {
            this.list(elements, |this, element| match element.len() {
                1 => this.list(element, Self::expr),
                _ => this.parenthesized(|this| this.list(element, Self::expr)),
            })
        })
    }

    /// An expression of GROUP BY; by its position in the select list if it stands there and has
    /// parameters, as two parameters of one value are two expressions to a server.
    fn group_key(&mut self, select: &'q Select, expr: &'q Expr) -> Rendered {
        match expr {
            Expr::Column(column) if self.scope.has_rows() => {
                match self.position_of_rows(select, column)? {
                    Some(position) => self.position(select.items.len(), position),
                    None => self.column(column),
                }
            }
            Expr::Column(column) => self.column(column),
            Expr::Position(number) => self.position(select.items.len(), *number),
            expr => match Self::position_with_parameters(select, expr) {
                Some(position) => self.position(select.items.len(), position),
                None => self.sort_key(expr),
            },
        }
    }

    /// The number of a selected column.
    pub(super) fn position(&mut self, width: usize, number: usize) -> Rendered {
        if number == 0 || number > width {
            return Err(self.misplaced("a position that no column has", "for what is selected"));
        }
        super::push_number(&mut self.out, number);
        Ok(())
    }

    /// An expression to sort or group by.
    fn sort_key(&mut self, expr: &'q Expr) -> Rendered {
        match expr {
            Expr::Literal(_) => self.constant_key(|this| this.expr(expr)),
            Expr::Bind(bind) => self.constant_key(|this| this.bind(bind)),
            Expr::Column(column) => self.column(column),
            expr if is_constant(expr) => self.constant_key(|this| this.expr(expr)),
            expr => self.expr(expr),
        }
    }

    /// A constant that is sorted or grouped by: a number alone would be the position of a column; to
    /// MariaDB, one that is sent as a parameter too, and to SQLite, one that it computes beforehand.
    #[cold]
    fn constant_key(&mut self, key: impl FnOnce(&mut Self) -> Rendered) -> Rendered {
        self.push("COALESCE(");
        key(self)?;
        self.push(", NULL)");
        Ok(())
    }

    pub(super) fn order_item_of(&mut self, select: &'q Select, item: &'q OrderItem) -> Rendered {
        if self.scope.has_rows()
            && item.nulls.is_none()
            && let Operand::Column(column) = &item.expr
            && let Some(position) = self.position_of_rows(select, column)?
        {
            super::push_number(&mut self.out, position);
            self.sort_order(item);
            return Ok(());
        }
        match &item.expr {
            Operand::Expr(expr) => self.order_expr_of(select, item, expr),
            Operand::Bind(_) if select.distinct.is_some() => {
                self.order_by_constant_of(select, item)
            }
            Operand::Column(_) if item.nulls.is_some() && !self.native(Feature::NullsOrder) => {
                self.order_by_what_is_named(select, item)
            }
            _ => self.order_item(item),
        }
    }

    /// A name or position whose NULLs are told by a test: MariaDB knows no label of an aggregate
    /// inside an expression, so the expression stands in its place.
    #[inline(never)]
    fn order_by_what_is_named(&mut self, select: &Select, item: &OrderItem) -> Rendered {
        let named = OrderItem { expr: sorted_by(select, item).into(), ..item.clone() };
        self.made(&named, |inner, named| inner.order_item(named))
    }

    /// A constant, where rows are distinct: they are sorted by what is selected alone.
    #[inline(never)]
    fn order_by_constant_of(&mut self, select: &'q Select, item: &'q OrderItem) -> Rendered {
        let constant = Expr::from(item.expr.clone());
        match Self::position_among_distinct(select, &constant) {
            Some(position) => {
                super::push_number(&mut self.out, position);
                self.sort_order(item);
                Ok(())
            }
            None => self.order_item(item),
        }
    }

    /// An expression of DISTINCT ON; a constant by its position, as ORDER BY has it.
    pub(super) fn distinct_key(&mut self, select: &'q Select, key: &'q Expr) -> Rendered {
        if !is_constant(key) {
            return self.expr(key);
        }
        match Self::position_among_distinct(select, key) {
            Some(position) => self.position(select.items.len(), position),
            None => self.sort_key(key),
        }
    }

    fn position_among_distinct(select: &Select, constant: &Expr) -> Option<usize> {
        select.distinct.as_ref()?;
        let at = select.items.iter().position(|item| item.expr() == Some(constant))?;
        Some(at + 1)
    }

    fn order_expr_of(
        &mut self,
        select: &'q Select,
        item: &'q OrderItem,
        expr: &'q Expr,
    ) -> Rendered {
        let as_it_is = item.nulls.is_none() || self.native(Feature::NullsOrder);
        let position = match expr {
            Expr::Position(number) => Some(*number),
            Expr::Literal(_) => Self::position_among_distinct(select, expr),
            expr if select.distinct.is_some() && is_constant(expr) => {
                Self::position_among_distinct(select, expr)
            }
            expr => Self::position_with_parameters(select, expr),
        };
        let Some(number) = position else { return self.order_item(item) };
        let all = |item: &SelectItem| matches!(item, SelectItem::All(_));
        let width = if select.items.iter().any(all) { usize::MAX } else { select.items.len() };
        if as_it_is {
            self.position(width, number)?;
            self.sort_order(item);
            return Ok(());
        }
        self.order_by_what_is_named(select, item)
    }

    /// A sort key of a set operation: a name or a position.
    pub(super) fn order_item_of_width(&mut self, width: usize, item: &'q OrderItem) -> Rendered {
        if let Operand::Expr(expr) = &item.expr
            && let Expr::Position(number) = **expr
        {
            self.position(width, number)?;
            self.sort_order(item);
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

    pub(super) fn order_item(&mut self, item: &'q OrderItem) -> Rendered {
        if item.nulls.is_some() && !self.native(Feature::NullsOrder) {
            let Support::Rewrite(Rewrite::Order(rewrite)) =
                self.dialect.support(Feature::NullsOrder)
            else {
                return Err(self.refuse(Feature::NullsOrder));
            };
            let items = rewrite(item);
            return self.made(&items, |inner, items| inner.order_items(items));
        }
        match &item.expr {
            Operand::Expr(expr) => self.sort_key(expr)?,
            Operand::Bind(bind) => self.constant_key(|this| this.bind(bind))?,
            operand => self.whole_operand(operand)?,
        }
        self.sort_order(item);
        Ok(())
    }

    fn sort_order(&mut self, item: &OrderItem) {
        if item.direction == Direction::Descending {
            self.push(" DESC");
        }
        match item.nulls {
            None => {}
            Some(Nulls::First) => self.push(" NULLS FIRST"),
            Some(Nulls::Last) => self.push(" NULLS LAST"),
        }
    }
}
