//! IN, ANY, ALL, and rows of values.

use super::group_keys::reads_tables;
use super::grouping::{has_group_by_computed, has_windows};
use super::parameter::is_sent_as_text;
use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::ast::visit::walk_expr;
use crate::ast::{
    BinaryOp, Bind, ColumnRef, DataType, Expr, ExprList, In, InSet, Operand, Quantified,
    QuantifiedSet, Quantifier, Query, SelectItem, Slot, Value, Visit,
};
use crate::dialect::own_table;
use crate::dialect::prepared::ListForm;
use crate::dialect::rewrite::in_rows::lacks_constant;
use crate::dialect::rewrite::{is_limited, is_one_value};
use crate::dialect::scope::Scope;
use crate::dialect::{Clause, Feature, Param, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn in_(&mut self, expr: &'q Expr, in_: &'q In) -> Rendered {
        if let InSet::Array(array) = &in_.set {
            return self.in_array(in_, array);
        }
        if in_.is_of_nothing() {
            return self.in_nothing(in_);
        }
        if let InSet::Query(query) = &in_.set {
            self.check_query_width(query, self.width_of(&in_.operand), Clause::In)?;
            if let Some(feature) = self.lacking_in_set(query) {
                return self.rewritten(feature, expr);
            }
            if !self.native(Feature::InQuery)
                && let Some(feature) = self.misread(&in_.operand, query)
            {
                return self.rewritten(feature, expr);
            }
        }
        if let InSet::Exprs(exprs) = &in_.set {
            let width = self.width_of(&in_.operand);
            exprs.iter().try_for_each(|expr| self.check_row(width, width_of_expr(expr)))?;
        }
        self.row_or_operand(&in_.operand)?;
        self.push(if in_.negated { " NOT IN " } else { " IN " });
        match &in_.set {
            InSet::Values { values, data_type } => {
                // Several decimals are compared as floating-point numbers even then.
                let told = matches!(in_.operand, Operand::Column(ColumnRef::Declared { .. }))
                    && !matches!(data_type, Some(DataType::Decimal(_)));
                self.in_values(values, *data_type, told)
            }
            InSet::Exprs(exprs) => self.parenthesized(|this| {
                this.list(exprs, |this, expr| this.row_or_expr(expr, Rank::None))
            }),
            InSet::Query(query) => self.value_query(query),
            InSet::Array(_) => Ok(()),
        }
    }

    /// What is to be said in other words if the operand may be NULL and the query is a SELECT: most
    /// can stand in a row, not what a subquery computes, itself or as a derived table's column.
    #[cold]
    fn misread(&self, operand: &Operand, query: &Query) -> Option<Feature> {
        let outer_joined = self.scope.frame().iter().any(|source| source.nullable);
        if !lacks_constant(operand, query) || (!outer_joined && operand.is_never_null()) {
            return None;
        }
        Some(if self.may_be_computed(operand) {
            Feature::InQueryOfComputed
        } else {
            Feature::InQuery
        })
    }

    /// Whether a subquery may compute the operand, itself or as a derived table's column.
    #[cold]
    fn may_be_computed(&self, operand: &Operand) -> bool {
        let mut computed = Computed { scope: &self.scope, found: has_query(operand) };
        computed.visit_operand(operand);
        computed.found
    }

    /// The elements of an array, or of a list in one parameter where there are no arrays.
    #[inline(never)]
    fn in_array(&mut self, in_: &'q In, array: &'q Operand) -> Rendered {
        self.check_row(1, self.width_of(&in_.operand))?;
        if self.native(Feature::InArray) {
            self.row_or_operand(&in_.operand)?;
            self.push(if in_.negated { " <> ALL (" } else { " = ANY (" });
            match list_of(array) {
                Some(list) => self.list_parameter(list, ListForm::Array)?,
                None => self.whole_operand(array)?,
            }
            self.push(")");
            return Ok(());
        }
        let feature = match self.native(Feature::InArrayOfComputed) {
            false if self.may_be_computed(&in_.operand) => Feature::InArrayOfComputed,
            _ => Feature::InArray,
        };
        let support = self.dialect.support(feature);
        let Support::Rewrite(Rewrite::List(rows)) = support else {
            return Err(self.unsupported(Feature::InArray, support));
        };
        let list = list_of(array);
        let template =
            list.as_ref().and_then(List::element).and_then(|element| rows(element, in_.negated));
        let holes = template.and_then(|template| {
            let (before, rest) = template.split_once("{}")?;
            let (between, after) = rest.split_once("{}")?;
            Some((before, between, after))
        });
        let (Some(list), Some((before, between, after))) = (list, holes) else {
            return Err(self.refuse(Feature::QuantifiedArray));
        };
        self.push(before);
        self.row_or_operand(&in_.operand)?;
        self.push(between);
        self.list_parameter(list, ListForm::Json)?;
        self.push(after);
        Ok(())
    }

    fn list_parameter(&mut self, list: List<'q>, form: ListForm) -> Rendered {
        match list {
            List::Slot(slot) => {
                self.placed_slot(slot, Some(form));
                Ok(())
            }
            List::Bind(bind) => {
                let fit = self.fit();
                let value = fit.list(&bind.value, bind.data_type, form, self.clause)?;
                match (value, form) {
                    (Some(json), _) => {
                        let text = Bind { value: json, data_type: Some(&DataType::Text) };
                        self.made(&text, |inner, text| inner.param(&text.value, text.data_type))
                    }
                    (None, _) => self.param(&bind.value, bind.data_type),
                }
            }
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
        told: bool,
    ) -> Rendered {
        if self.syntax.typed_values
            && !told
            && values.iter().any(|value| is_sent_as_text(value, data_type))
        {
            return self.parenthesized(|this| {
                this.list(values, |this, value| this.typed_value(value, data_type))
            });
        }
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

    /// What the query of IN, ANY or ALL has that it may not have there.
    fn lacking_in_set(&self, query: &Query) -> Option<Feature> {
        if !self.native(Feature::LimitInSubquery) && is_limited(query) {
            return Some(Feature::LimitInSubquery);
        }
        if !self.native(Feature::HavingInSubquery) && has_having(query, self.scope.has_ctes()) {
            return Some(Feature::HavingInSubquery);
        }
        let lacking = !self.native(Feature::WindowInSubquery) && has_windows(query);
        lacking.then_some(Feature::WindowInSubquery)
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
            if let Some(feature) = self.lacking_in_set(query) {
                return self.rewritten(feature, expr);
            }
            if !self.native(Feature::QuantifiedOfTarget)
                && self.target.is_some_and(|target| own_table::in_query(query, &target.table))
            {
                return self.rewritten(Feature::QuantifiedOfTarget, expr);
            }
            if !self.native(Feature::InQuery)
                && matches!(
                    (quantified.op, quantified.quantifier),
                    (BinaryOp::Eq, Quantifier::Any) | (BinaryOp::Ne, Quantifier::All)
                )
                && let Some(feature) = self.misread(&quantified.left, query)
            {
                return self.rewritten(feature, expr);
            }
        }
        self.row_or_operand(&quantified.left)?;
        self.operator(quantified.op)?;
        self.push(match quantified.quantifier {
            Quantifier::Any => "ANY ",
            Quantifier::All => "ALL ",
        });
        match &quantified.right {
            QuantifiedSet::Query(query) => self.value_query(query),
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

/// Looks for a column of what is no table.
struct Computed<'r, 'q> {
    scope: &'r Scope<'q>,
    found: bool,
}

impl<'a> Visit<'a> for Computed<'_, '_> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.found |= column.qualifier().is_none_or(|source| !self.scope.is_table(source));
    }
}

/// A list in one parameter.
enum List<'q> {
    Bind(&'q Bind),
    Slot(&'q Slot),
}

impl List<'_> {
    /// The type of its elements, if known.
    fn element(&self) -> Option<&'static DataType> {
        let data_type = match self {
            List::Bind(bind) => bind.data_type,
            List::Slot(slot) => slot.data_type,
        };
        match data_type {
            Some(DataType::Array(element)) => Some(element),
            _ => None,
        }
    }
}

/// The parameter that an array is; none if it is a column or another expression.
fn list_of(array: &Operand) -> Option<List<'_>> {
    match array {
        Operand::Bind(bind) => Some(List::Bind(bind)),
        Operand::Column(_) => None,
        Operand::Expr(expr) => match &**expr {
            Expr::Slot(slot) => Some(List::Slot(slot)),
            _ => None,
        },
    }
}

/// Whether there is a subquery in an operand.
/// Whether the query, or one of its members, has a HAVING beside a constant that is selected, or beside
/// a key that is computed or may be: of anything but a table.
fn has_having(query: &Query, ctes: bool) -> bool {
    match query {
        Query::Select(select) if select.having.is_some() => {
            let constant = |expr| is_one_value(std::slice::from_ref(expr));
            ctes || !reads_tables(select)
                || has_group_by_computed(query)
                || select.items.iter().filter_map(SelectItem::expr).any(constant)
        }
        Query::SetOperation(operation) => {
            let mut members = operation.rest.iter().map(|(_, member)| member);
            has_having(&operation.first, ctes) || members.any(|member| has_having(member, ctes))
        }
        _ => false,
    }
}

/// Whether there is a query in it; the test of a list in one parameter may become one.
fn has_query(operand: &Operand) -> bool {
    struct FindQuery(bool);
    impl<'a> Visit<'a> for FindQuery {
        fn visit_query(&mut self, _: &'a Query) {
            self.0 = true;
        }

        fn visit_expr(&mut self, expr: &'a Expr) {
            let of_list = |in_: &In| matches!(in_.set, InSet::Array(_));
            self.0 |= matches!(expr, Expr::In(in_) if of_list(in_));
            walk_expr(self, expr);
        }
    }
    let mut find = FindQuery(false);
    find.visit_operand(operand);
    find.0
}

fn width_of_expr(expr: &Expr) -> usize {
    match expr {
        Expr::Row(items) => items.len(),
        _ => 1,
    }
}
