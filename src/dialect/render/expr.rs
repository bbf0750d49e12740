//! Expressions.

use super::operator::is_text_or_null;
use super::precedence::{Rank, rank};
use super::{Rendered, Renderer, push_number};
use crate::CompileError;
use crate::ast::{Bind, Case, Collate, DataType, Expr, JsonStep, Operand, Raw, Slot, Value};
use crate::dialect::prepared::{ListForm, PlacedSlot};
use crate::dialect::rewrite::repeatable;
use crate::dialect::{Clause, Excluded, Feature, Param, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    /// An expression that no operator stands beside.
    pub(super) fn expr(&mut self, expr: &'q Expr) -> Rendered {
        match expr {
            Expr::Column(column) => self.column(column),
            Expr::Bind(bind) => self.bind(bind),
            Expr::Binary { left, op, right } => self.binary(expr, left, *op, right),
            Expr::And(all) => self.chain(all, " AND ", Rank::Not, "1 = 1"),
            Expr::Or(any) => self.chain(any, " OR ", Rank::And, "1 = 0"),
            other => self.other_expr(other),
        }
    }

    // Apart from the few above, so that these do not make room on the stack for all.
    #[inline(never)]
    fn other_expr(&mut self, expr: &'q Expr) -> Rendered {
        match expr {
            Expr::Column(_) | Expr::Bind(_) | Expr::Binary { .. } | Expr::And(_) | Expr::Or(_) => {
                self.expr(expr)
            }
            Expr::Literal(value) => self.literal_value(value),
            Expr::Slot(slot) => self.slot(slot),
            Expr::Unary { op, operand } => self.unary(expr, *op, operand),
            Expr::Not(inner) => {
                self.push("NOT ");
                self.ranked(inner, Rank::Atom)
            }
            Expr::Concat(texts) => self.concat(expr, texts),
            Expr::IsNull { operand, .. } if self.misses_null_of_rows(operand) => {
                self.rewritten(Feature::NullOfRows, expr)
            }
            Expr::IsNull { operand, negated } => {
                self.operand(operand, Rank::Additive)?;
                self.suffix_of_untyped(operand);
                self.push(if *negated { " IS NOT NULL" } else { " IS NULL" });
                Ok(())
            }
            Expr::IsTruth { operand, truth, negated } => {
                self.is_truth(expr, operand, *truth, *negated)
            }
            Expr::IsDistinct { left, right, negated } => {
                if !self.native(Feature::IsDistinct) {
                    return self.rewritten(Feature::IsDistinct, expr);
                }
                self.row_or_operand(left)?;
                self.push(if *negated { " IS NOT DISTINCT FROM " } else { " IS DISTINCT FROM " });
                self.row_or_operand(right)
            }
            Expr::Between(between) => self.between(expr, between),
            Expr::Like(like) => self.like(expr, like),
            Expr::In(in_) => self.in_(expr, in_),
            Expr::Exists { query, negated } => {
                self.push(if *negated { "NOT EXISTS " } else { "EXISTS " });
                self.value_query(query)
            }
            Expr::Subquery(query) => {
                self.check_query_width(query, 1, self.clause)?;
                self.value_query(query)
            }
            Expr::Quantified(quantified) => self.quantified(expr, quantified),
            Expr::Row(items) if items.len() < 2 => self.row(items),
            Expr::Row(_) => Err(self.misplaced("a row", "beside a comparison, IN or BETWEEN")),
            Expr::Case(case) => self.case(case),
            Expr::Cast(cast) => self.cast(expr, cast),
            Expr::Collate(collate) => self.collate(collate),
            Expr::Call(call) => self.call(call),
            Expr::Aggregate(aggregate) => self.aggregate(expr, aggregate),
            Expr::Window(window) => self.window_call(window),
            Expr::Extract(extract) => {
                let template = self.dialect.date_field(extract.field);
                self.date_template(template, "EXTRACT of this field", &extract.operand)
            }
            Expr::Truncate(truncate) => {
                let template = self.dialect.date_truncate(truncate.unit);
                self.date_template(template, "truncation to this unit", &truncate.operand)
            }
            Expr::Shift(_) => self.rewritten_as(Feature::DateShift, expr, Rank::Atom),
            Expr::FormatDate(_) => self.rewritten_as(Feature::DateFormat, expr, Rank::Atom),
            Expr::JsonGet(_) => self.rewritten_as(Feature::JsonGet, expr, Rank::Atom),
            Expr::JsonChange(_) => self.rewritten_as(Feature::JsonChange, expr, Rank::Atom),
            Expr::Array(items) => {
                self.require(Feature::Array)?;
                if items.is_empty() {
                    return Err(self.empty(Clause::Row, "an array needs at least one element"));
                }
                self.push("ARRAY[");
                self.list(items, Self::expr)?;
                self.push("]");
                Ok(())
            }
            Expr::Grouping(items) => {
                if items.is_empty() {
                    return Err(self.empty(Clause::Row, "GROUPING needs at least one expression"));
                }
                if items.len() > 31 {
                    return Err(self.too_many("expressions in GROUPING", 31));
                }
                if !self.native(Feature::Grouping) {
                    return self.rewritten(Feature::Grouping, expr);
                }
                self.push("GROUPING(");
                self.list(items, Self::expr)?;
                self.push(")");
                Ok(())
            }
            Expr::Position(_) => Err(self.misplaced("a position", "alone in ORDER BY or GROUP BY")),
            Expr::Default => {
                Err(self.misplaced("DEFAULT", "alone in a row of VALUES or after SET"))
            }
            Expr::Excluded(column) => {
                if self.clause != Clause::OnConflict {
                    return Err(self.misplaced("excluded", "in the update of an upsert"));
                }
                match self.syntax.excluded {
                    Excluded::Table => {
                        self.push("excluded.");
                        self.bare_column(column)
                    }
                    Excluded::Function => {
                        self.push("VALUES(");
                        self.bare_column(column)?;
                        self.push(")");
                        Ok(())
                    }
                }
            }
            Expr::Version(version, column) => self.row_version(*version, column),
            Expr::AsNullable(inner) => self.expr(inner),
            Expr::Raw(raw) => self.raw(raw),
            Expr::TooDeep => Err(CompileError::TooDeep.into()),
        }
    }

    /// An expression beside an operator, in parentheses unless it ranks high enough.
    pub(super) fn ranked(&mut self, expr: &'q Expr, needed: Rank) -> Rendered {
        let alone = matches!(expr, Expr::Concat(_)) && !self.native(Feature::Concat);
        if alone || rank(expr, self.inline) >= needed {
            return self.expr(expr);
        }
        self.parenthesized(|this| this.expr(expr))
    }

    /// An operand beside an operator.
    #[inline]
    pub(super) fn operand(&mut self, operand: &'q Operand, needed: Rank) -> Rendered {
        match operand {
            Operand::Column(column) => self.column(column),
            Operand::Bind(bind) if self.inline => self.inline_bind(bind, needed),
            Operand::Bind(bind) => self.bind(bind),
            Operand::Expr(expr) => self.ranked(expr, needed),
        }
    }

    /// An operand that no operator stands beside.
    pub(super) fn whole_operand(&mut self, operand: &'q Operand) -> Rendered {
        self.operand(operand, Rank::None)
    }

    /// The type of a parameter that neither its value nor what stands beside it tells.
    pub(super) fn suffix_of_untyped(&mut self, operand: &Operand) {
        let untyped = match operand {
            Operand::Column(_) => false,
            Operand::Bind(bind) => return self.suffix_of_untyped_bind(bind),
            Operand::Expr(expr) => {
                matches!(&**expr, Expr::Slot(slot) if slot.data_type.is_none())
            }
        };
        if untyped && !self.inline {
            self.push(self.syntax.text_suffix);
        }
    }

    pub(super) fn suffix_of_untyped_bind(&mut self, bind: &Bind) {
        if bind.data_type.is_none() && is_text_or_null(&bind.value) && !self.inline {
            self.push(self.syntax.text_suffix);
        }
    }

    pub(super) fn parenthesized(&mut self, inside: impl FnOnce(&mut Self) -> Rendered) -> Rendered {
        self.push("(");
        inside(self)?;
        self.push(")");
        Ok(())
    }

    #[cold]
    pub(super) fn inline_bind(&mut self, bind: &'q Bind, needed: Rank) -> Rendered {
        let literal = Expr::Literal(bind.value.clone());
        if rank(&literal, true) >= needed {
            return self.bind(bind);
        }
        self.parenthesized(|this| this.bind(bind))
    }

    fn literal_value(&mut self, value: &Value) -> Rendered {
        self.check_value(value, None)?;
        self.literal(value)
    }

    /// A parameter whose value is given later; with a form if it is a list.
    pub(super) fn placed_slot(&mut self, slot: &'q Slot, list: Option<ListForm>) {
        let index = self.params_before + self.params.len();
        self.slots.push(PlacedSlot { name: slot.name.clone(), index, clause: self.clause, list });
        self.params.push(Param::borrowed(&Value::Null, slot.data_type));
        if self.syntax.typed_json && slot.data_type == Some(&DataType::Json) {
            self.json_placeholder();
        } else {
            self.placeholder();
        }
    }

    /// An expression whose construct the dialect says in other words.
    pub(super) fn rewritten(&mut self, feature: Feature, expr: &'q Expr) -> Rendered {
        self.rewritten_as(feature, expr, Rank::Comparison)
    }

    /// As [`Self::rewritten`], in parentheses unless the other words rank high enough.
    fn rewritten_as(&mut self, feature: Feature, expr: &'q Expr, needed: Rank) -> Rendered {
        match self.dialect.support(feature) {
            Support::Rewrite(Rewrite::Expr(rewrite)) => match rewrite(expr) {
                Some(other) => self.made(&other, |inner, other| inner.ranked(other, needed)),
                None => Err(self.unsupported_construct(
                    feature.construct(),
                    None,
                    "this form of it has no equivalent there; write it in another way",
                )),
            },
            support => Err(self.unsupported(feature, support)),
        }
    }

    // ---- the rest

    fn case(&mut self, case: &'q Case) -> Rendered {
        if case.arms.is_empty() {
            return Err(self.empty(Clause::Case, "at least one WHEN"));
        }
        self.push("CASE");
        if let Some(operand) = &case.operand {
            self.push(" ");
            self.operand(operand, Rank::Additive)?;
        }
        for (when, then) in &case.arms {
            self.push(" WHEN ");
            self.operand(when, Rank::Or)?;
            self.push(" THEN ");
            self.operand(then, Rank::Or)?;
        }
        if let Some(otherwise) = &case.otherwise {
            self.push(" ELSE ");
            self.operand(otherwise, Rank::Or)?;
        }
        self.push(" END");
        Ok(())
    }

    fn collate(&mut self, collate: &'q Collate) -> Rendered {
        let name = self.dialect.collation(&collate.collation);
        self.operand(&collate.operand, Rank::Atom)?;
        self.suffix_of_untyped(&collate.operand);
        self.push(" COLLATE ");
        match name {
            Some(name) => self.push(name),
            None => match &collate.collation {
                crate::ast::Collation::Named(name) => self.name(name.as_str())?,
                crate::ast::Collation::Binary => {
                    return Err(self.unsupported_construct(
                        "a binary collation",
                        None,
                        "name the server's own",
                    ));
                }
            },
        }
        Ok(())
    }

    fn date_template(
        &mut self,
        template: Option<&'static str>,
        construct: &'static str,
        operand: &'q Operand,
    ) -> Rendered {
        match template {
            Some(template) if is_repeatable(template, operand) => {
                self.operand_template(template, operand)
            }
            _ => {
                let instead = "use a function of that server through `sql!`";
                Err(self.unsupported_construct(construct, None, instead))
            }
        }
    }

    /// Text in which each `{}` is the operand.
    pub(super) fn operand_template(&mut self, template: &str, operand: &'q Operand) -> Rendered {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{}") {
            self.push(before);
            let alone = before.ends_with('(') && after.starts_with([')', ',', ' ']);
            self.operand(operand, if alone { Rank::None } else { Rank::Atom })?;
            rest = after;
        }
        self.push(rest);
        Ok(())
    }

    /// Text whose holes are filled; `{{` and `}}` write a brace.
    pub(super) fn raw(&mut self, raw: &'q Raw) -> Rendered {
        let mut text: &str = &raw.text;
        let mut holes = 0;
        while let Some(at) = text.find(['{', '}']) {
            let (before, from) = text.split_at(at);
            self.push(before);
            if from.starts_with("{}") {
                if let Some(expr) = raw.holes.get(holes) {
                    self.row_or_expr(expr, Rank::Atom)?;
                }
                holes += 1;
                text = from.get(2..).unwrap_or_default();
            } else {
                self.push(from.get(..1).unwrap_or_default());
                let doubled = from.starts_with("{{") || from.starts_with("}}");
                text = from.get(if doubled { 2 } else { 1 }..).unwrap_or_default();
            }
        }
        self.push(text);
        if holes != raw.holes.len() {
            let text = raw.text.to_string();
            return Err(CompileError::RawHoles { text, holes, found: raw.holes.len() }.into());
        }
        Ok(())
    }

    pub(super) fn misplaced(
        &self,
        construct: &'static str,
        place: &'static str,
    ) -> Box<CompileError> {
        Box::new(CompileError::Misplaced { construct, clause: self.clause, place })
    }

    pub(super) fn empty(&self, clause: Clause, needs: &'static str) -> Box<CompileError> {
        Box::new(CompileError::Empty { clause, needs })
    }
}

/// Whether the operand may be written as often as the template wants it.
pub(super) fn is_repeatable(template: &str, operand: &Operand) -> bool {
    template.matches("{}").count() <= 1 || repeatable([operand]).is_some()
}

/// A path into a JSON document in the language of SQLite, MySQL and MariaDB: `$."a"[0]`.
pub(in crate::dialect) fn json_path(path: &[JsonStep]) -> String {
    let mut text = String::from("$");
    for step in path {
        match step {
            JsonStep::Key(key) => {
                text.push_str(".\"");
                text.push_str(&key.replace('\\', "\\\\").replace('"', "\\\""));
                text.push('"');
            }
            JsonStep::Index(index) => {
                text.push('[');
                // No array is longer; MariaDB counts from the end beyond.
                push_number(&mut text, (*index).min(i32::MAX as u32) as usize);
                text.push(']');
            }
        }
    }
    text
}
