//! IN, ANY, ALL, and rows of values.

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::ast::{
    DataType, Expr, ExprList, In, InSet, Operand, Quantified, QuantifiedSet, Quantifier, Value,
};
use crate::dialect::rewrite::is_limited;
use crate::dialect::{Clause, Feature, Param};

impl<'q> Renderer<'q, '_> {
    pub(super) fn in_(&mut self, expr: &'q Expr, in_: &'q In) -> Rendered {
        let empty = match &in_.set {
            InSet::Values { values, .. } => values.is_empty(),
            InSet::Exprs(exprs) => exprs.is_empty(),
            InSet::Query(_) => false,
        };
        if empty {
            return self.in_nothing(in_);
        }
        if let InSet::Query(query) = &in_.set {
            self.check_query_width(query, self.width_of(&in_.operand), Clause::In)?;
            if !self.native(Feature::LimitInSubquery) && is_limited(query) {
                return self.rewritten(Feature::LimitInSubquery, expr);
            }
        }
        if let InSet::Exprs(exprs) = &in_.set {
            let width = self.width_of(&in_.operand);
            exprs.iter().try_for_each(|expr| self.check_row(width, width_of_expr(expr)))?;
        }
        self.row_or_operand(&in_.operand)?;
        self.push(if in_.negated { " NOT IN " } else { " IN " });
        match &in_.set {
            InSet::Values { values, data_type } => self.in_values(values, *data_type),
            InSet::Exprs(exprs) => self.parenthesized(|this| {
                this.list(exprs, |this, expr| this.row_or_expr(expr, Rank::None))
            }),
            InSet::Query(query) => self.subquery(query),
        }
    }

    /// Nothing is in an empty list. No server takes one, so a constant says it; the operand is
    /// still checked.
    pub(super) fn in_nothing(&mut self, in_: &'q In) -> Rendered {
        let (text, params, slots) = (self.out.len(), self.params.len(), self.slots.len());
        self.row_or_operand(&in_.operand)?;
        self.out.truncate(text);
        self.params.truncate(params);
        self.slots.truncate(slots);
        self.push(if in_.negated { "1 = 1" } else { "1 = 0" });
        Ok(())
    }

    pub(super) fn in_values(
        &mut self,
        values: &'q [Value],
        data_type: Option<&'static DataType>,
    ) -> Rendered {
        let is_json = self.syntax.typed_json && data_type == Some(&DataType::Json);
        if self.inline || is_json || data_type.is_none() {
            return self.parenthesized(|this| {
                this.list(values, |this, value| this.param(value, data_type))
            });
        }
        values.iter().try_for_each(|value| self.check_value(value, data_type))?;
        self.params.extend(values.iter().map(|value| Param::borrowed(value, data_type)));
        self.placeholder_rows(1, values.len());
        Ok(())
    }

    pub(super) fn quantified(&mut self, expr: &'q Expr, quantified: &'q Quantified) -> Rendered {
        if !quantified.op.is_comparison() {
            return Err(self.misplaced("an operator that does not compare", "between two operands"));
        }
        if let QuantifiedSet::Query(query) = &quantified.right {
            self.check_query_width(query, self.width_of(&quantified.left), Clause::In)?;
            if !self.native(Feature::Quantified) {
                return self.rewritten(Feature::Quantified, expr);
            }
            if !self.native(Feature::LimitInSubquery) && is_limited(query) {
                return self.rewritten(Feature::LimitInSubquery, expr);
            }
        }
        self.row_or_operand(&quantified.left)?;
        self.operator(quantified.op)?;
        self.push(match quantified.quantifier {
            Quantifier::Any => "ANY ",
            Quantifier::All => "ALL ",
        });
        match &quantified.right {
            QuantifiedSet::Query(query) => self.subquery(query),
            QuantifiedSet::Array(array) => {
                self.require(Feature::QuantifiedArray)?;
                self.parenthesized(|this| this.whole_operand(array))
            }
        }
    }

    pub(super) fn row(&mut self, items: &'q ExprList) -> Rendered {
        if items.is_empty() {
            return Err(self.empty(Clause::Row, "at least one expression"));
        }
        self.parenthesized(|this| this.list(items, Self::expr))
    }

    pub(super) fn width_of(&self, operand: &Operand) -> usize {
        match operand {
            Operand::Expr(expr) => width_of_expr(expr),
            _ => 1,
        }
    }
}

fn width_of_expr(expr: &Expr) -> usize {
    match expr {
        Expr::Row(items) => items.len(),
        _ => 1,
    }
}
