//! Functions of the rows of a group.

use super::precedence::Rank;
use super::{Rendered, Renderer, grouping};
use crate::CompileError;
use crate::ast::visit::walk_expr;
use crate::ast::{
    Aggregate, AggregateFunction, Bind, DataType, Expr, Function, Operand, Over, Value, Visit,
};
use crate::dialect::aggregate::{OF_DERIVED, over_each};
use crate::dialect::rewrite::is_one_value;
use crate::dialect::{AggregateForm, Feature};

impl<'q> Renderer<'q, '_> {
    pub(super) fn aggregate(&mut self, expr: &'q Expr, aggregate: &'q Aggregate) -> Rendered {
        self.check_of_rows("an aggregate")?;
        if let Some(feature) = self.aggregate_lacking(aggregate) {
            return self.rewritten(feature, expr);
        }
        self.aggregate_over(aggregate, None)
    }

    /// What the aggregate has that is to be said in other words.
    #[inline]
    pub(super) fn aggregate_lacking(&self, aggregate: &Aggregate) -> Option<Feature> {
        let extreme = matches!(aggregate.function, AggregateFunction::Min | AggregateFunction::Max);
        if aggregate.filter.is_none() && !aggregate.distinct && !extreme {
            return None;
        }
        self.unusual_lacking(aggregate)
    }

    #[inline(never)]
    fn unusual_lacking(&self, aggregate: &Aggregate) -> Option<Feature> {
        if aggregate.filter.is_some()
            && !self.native(Feature::AggregateFilter)
            && !aggregate.function.keeps_nulls()
        {
            return Some(Feature::AggregateFilter);
        }
        if aggregate.distinct
            && aggregate.function == AggregateFunction::Count
            && !aggregate.args.is_empty()
            && !self.native(Feature::CountOfConstant)
            && is_one_value(&aggregate.args)
        {
            return Some(Feature::CountOfConstant);
        }
        match aggregate.function {
            AggregateFunction::Min | AggregateFunction::Max => self.extreme_lacking(aggregate),
            _ => None,
        }
    }

    /// The same of MIN and MAX.
    #[inline(never)]
    fn extreme_lacking(&self, aggregate: &Aggregate) -> Option<Feature> {
        // Servers have no order of these, or each another.
        let of_type = match aggregate.data_type {
            Some(DataType::Uuid) => Some(Feature::UuidExtremes),
            Some(DataType::Blob | DataType::Json) => Some(Feature::OpaqueExtremes),
            Some(DataType::Boolean) => Some(Feature::ConditionExtremes),
            _ if aggregate.args.iter().any(Expr::is_condition) => Some(Feature::ConditionExtremes),
            _ => None,
        };
        of_type.filter(|feature| !self.native(*feature)).or_else(|| {
            let lacking = !self.native(Feature::ChosenExtremes)
                && aggregate.args.iter().any(|arg| is_choice(arg) && may_be_text(arg));
            lacking.then_some(Feature::ChosenExtremes)
        })
    }

    /// An aggregate, with its window if it has one, cast to the type it is known to have where
    /// the server's own result would be of another.
    pub(super) fn aggregate_over(
        &mut self,
        aggregate: &'q Aggregate,
        over: Option<&'q Over>,
    ) -> Rendered {
        let name = match aggregate.function {
            AggregateFunction::Count if aggregate.args.len() < 2 => "COUNT",
            AggregateFunction::Sum if aggregate.data_type == Some(&DataType::BigInt) => {
                return self.integer_sum(aggregate, over);
            }
            AggregateFunction::Sum => "SUM",
            AggregateFunction::Avg => "AVG",
            AggregateFunction::Min => "MIN",
            AggregateFunction::Max => "MAX",
            _ => return self.aggregate_in_form(aggregate, over),
        };
        self.named_aggregate(name, aggregate, over)
    }

    #[inline]
    fn named_aggregate(
        &mut self,
        name: &str,
        aggregate: &'q Aggregate,
        over: Option<&'q Over>,
    ) -> Rendered {
        self.check_aggregate_arguments(aggregate)?;
        self.push(name);
        self.plain_aggregate(aggregate)?;
        match over {
            Some(over) => self.over(over),
            None => Ok(()),
        }
    }

    /// A sum of integers, which is one itself.
    #[inline(never)]
    fn integer_sum(&mut self, aggregate: &'q Aggregate, over: Option<&'q Over>) -> Rendered {
        let template = self.syntax.integer_sum;
        let (before, after) = template.split_once("{}").unwrap_or_default();
        self.push(before);
        self.named_aggregate("SUM", aggregate, over)?;
        self.push(after);
        Ok(())
    }

    fn check_aggregate_arguments(&self, aggregate: &Aggregate) -> Rendered {
        let least = usize::from(aggregate.distinct);
        let (from, to) = aggregate.function.arity().into_inner();
        Self::check_arguments(&aggregate.function, from.max(least)..=to, aggregate.args.len())
    }

    /// What follows the function's name.
    fn plain_aggregate(&mut self, aggregate: &'q Aggregate) -> Rendered {
        self.push("(");
        if aggregate.distinct {
            self.push("DISTINCT ");
        }
        if aggregate.args.is_empty() && aggregate.function == AggregateFunction::Count {
            self.push("*");
        } else if aggregate.function == AggregateFunction::Avg
            && aggregate.data_type == Some(&DataType::Double)
            && self.syntax.cast_aggregates
        {
            self.list(&aggregate.args, Self::as_double)?;
        } else if self.syntax.short_averages
            && aggregate.function == AggregateFunction::Avg
            && matches!(aggregate.data_type, Some(DataType::Decimal(_)))
        {
            self.list(&aggregate.args, Self::as_long_decimal)?;
        } else if aggregate.function == AggregateFunction::Sum {
            self.list(&aggregate.args, Self::number)?;
        } else if aggregate.function == AggregateFunction::AnyValue {
            self.list(&aggregate.args, Self::typed_argument)?;
        } else {
            self.list(&aggregate.args, Self::expr)?;
            if let (AggregateFunction::Count, [Expr::Bind(bind)]) =
                (&aggregate.function, &*aggregate.args)
            {
                self.suffix_of_untyped_bind(bind);
            }
        }
        if !aggregate.order_by.is_empty() {
            self.require(Feature::AggregateOrder)?;
            self.aggregate_order(aggregate)?;
        }
        self.push(")");
        self.aggregate_filter(aggregate)
    }

    fn aggregate_filter(&mut self, aggregate: &'q Aggregate) -> Rendered {
        if let Some(filter) = &aggregate.filter {
            self.push(" FILTER (WHERE ");
            self.expr(filter)?;
            self.push(")");
        }
        Ok(())
    }

    /// An argument as a floating-point number: the average of integers is exact to a few digits
    /// only on MySQL and MariaDB.
    fn as_double(&mut self, arg: &'q Expr) -> Rendered {
        let template = self.dialect.cast(&DataType::Double).unwrap_or_else(|| "{}".to_owned());
        self.fill(&template, std::slice::from_ref(arg))
    }

    /// An argument as a decimal of many digits, so that their average has many.
    fn as_long_decimal(&mut self, arg: &'q Expr) -> Rendered {
        let template = self.dialect.cast(&DataType::Decimal(Some((50, 14))));
        let template = template.unwrap_or_else(|| "{}".to_owned());
        self.fill(&template, std::slice::from_ref(arg))
    }

    /// ORDER BY inside the parentheses; none if there is one value at most, which PostgreSQL would
    /// not find again among the arguments.
    fn aggregate_order(&mut self, aggregate: &'q Aggregate) -> Rendered {
        if aggregate.distinct && aggregate.args.iter().all(grouping::is_constant) {
            return Ok(());
        }
        self.order_by(&aggregate.order_by)
    }

    // ---- in the dialect's form

    #[inline(never)]
    fn aggregate_in_form(&mut self, aggregate: &'q Aggregate, over: Option<&'q Over>) -> Rendered {
        self.check_aggregate_arguments(aggregate)?;
        self.check_aggregate(aggregate)?;
        match self.dialect.aggregate(&aggregate.function) {
            AggregateForm::Name(name) => {
                self.push(name);
                self.plain_aggregate(aggregate)?;
            }
            AggregateForm::AsGiven => {
                if let AggregateFunction::Named(name) = &aggregate.function {
                    self.function_name(name)?;
                }
                self.plain_aggregate(aggregate)?;
            }
            AggregateForm::Separator(name) => {
                self.push(name);
                self.separated(aggregate)?;
            }
            AggregateForm::WithinGroup(name) => {
                self.push(name);
                self.within_group(aggregate)?;
            }
            AggregateForm::Rewrite(rewrite) => {
                let Some(expr) = rewrite(aggregate) else {
                    let construct = format!("this form of {}", aggregate.function.construct());
                    return Err(self.unsupported_construct(construct, None, OF_DERIVED));
                };
                let expr = match over {
                    Some(over) => over_each(expr, over),
                    None => expr,
                };
                if !self.native(Feature::GroupQueryBesideWindow) && has_query_text(&expr) {
                    self.reads_groups = true;
                    if self.window_count > 0 {
                        return Err(self.refuse(Feature::GroupQueryBesideWindow));
                    }
                }
                return self.made(&expr, |inner, expr| match expr {
                    // Text that a rewrite makes of an aggregate holds together.
                    Expr::Raw(_) => inner.expr(expr),
                    expr => inner.ranked(expr, Rank::Atom),
                });
            }
            AggregateForm::Refuse { since, instead } => {
                let construct = format!("the aggregate {}", aggregate.function.construct());
                return Err(self.unsupported_construct(construct, since, instead));
            }
        }
        match over {
            Some(over) => self.over(over),
            None => Ok(()),
        }
    }

    /// What no server takes, or not every server in the same meaning.
    fn check_aggregate(&self, aggregate: &Aggregate) -> Rendered {
        use AggregateFunction as F;
        let refuse = |what: &str, instead: &'static str| {
            let construct = format!("{what} {}", aggregate.function.construct());
            Err(self.unsupported_construct(construct, None, instead))
        };
        let function = &aggregate.function;
        if matches!(function, F::Count) && !aggregate.distinct {
            return Self::check_arguments(function, 0..=1, aggregate.args.len());
        }
        let one_set = matches!(function, F::PercentileCont | F::PercentileDisc | F::Mode);
        if one_set && !aggregate.order_by.is_empty() {
            return refuse("ORDER BY in", "leave it out: the values are sorted anyway");
        }
        let of_two = !matches!(function, F::Named(_) | F::Count | F::StringAgg);
        if aggregate.distinct && (one_set || of_two && aggregate.args.len() > 1) {
            return refuse("DISTINCT in", OF_DERIVED);
        }
        if let (F::StringAgg | F::JsonAgg(_), true) = (function, aggregate.distinct) {
            let by_other = aggregate.order_by.iter().any(|item| {
                let key = Expr::from(item.expr.clone());
                aggregate.args.first() != Some(&key)
            });
            if by_other {
                return refuse(
                    "an order by something else than the distinct values of",
                    "order by what is aggregated",
                );
            }
        }
        if let (true, Some(data_type)) = (one_set, aggregate.data_type)
            && !is_sortable(data_type)
        {
            return refuse(
                "UUIDs, binary data, documents, intervals and arrays in",
                "take it of what is compared: a text, a part of the document",
            );
        }
        if let (F::PercentileCont | F::PercentileDisc, [_, share]) = (function, &*aggregate.args) {
            return self.check_share(share);
        }
        match function {
            F::JsonAgg(Some(element)) | F::JsonObjectAgg(Some(element)) if !has_json(element) => {
                refuse(
                    "binary data, moments, intervals and arrays in",
                    "make text of the values in one way, or select them beside the document",
                )
            }
            _ => Ok(()),
        }
    }

    fn check_share(&self, share: &Expr) -> Rendered {
        match share {
            Expr::Literal(Value::Double(number)) if (0.0..=1.0).contains(number) => Ok(()),
            share => Err(Box::new(CompileError::InvalidValue {
                value: format!("{share:?}"),
                dialect: self.dialect.name(),
                reason: "the share of a percentile is a literal between 0 and 1",
            })),
        }
    }

    /// `(argument ORDER BY … SEPARATOR 'last argument')`
    fn separated(&mut self, aggregate: &'q Aggregate) -> Rendered {
        let [texts @ .., Expr::Literal(separator @ Value::Text(_))] = &*aggregate.args else {
            return Err(self.unsupported_construct(
                "a computed separator",
                None,
                "put a text of the program between the values",
            ));
        };
        self.push("(");
        if aggregate.distinct {
            self.push("DISTINCT ");
        }
        self.list(texts, Self::expr)?;
        if !aggregate.order_by.is_empty() {
            self.aggregate_order(aggregate)?;
        }
        self.push(" SEPARATOR ");
        self.literal(separator)?;
        self.push(")");
        self.aggregate_filter(aggregate)
    }

    /// `(last argument) WITHIN GROUP (ORDER BY argument)`
    fn within_group(&mut self, aggregate: &'q Aggregate) -> Rendered {
        let [arg, shares @ ..] = &*aggregate.args else { return Ok(()) };
        self.push("(");
        self.list(shares, Self::expr)?;
        self.push(") WITHIN GROUP (ORDER BY ");
        if aggregate.function == AggregateFunction::PercentileCont {
            self.as_double(arg)?;
        } else {
            self.typed_argument(arg)?;
        }
        self.push(")");
        self.aggregate_filter(aggregate)
    }
}

/// Whether each server makes the same JSON of a value of this type.
fn has_json(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::SmallInt
            | DataType::Integer
            | DataType::BigInt
            | DataType::UnsignedBigInt
            | DataType::Real
            | DataType::Double
            | DataType::Decimal(_)
            | DataType::Boolean
            | DataType::Text
            | DataType::VarChar(_)
            | DataType::Char(_)
            | DataType::Date
            | DataType::Json
            | DataType::Uuid
    )
}

/// Whether each server sorts values of this type alike, and hands them over in a collection.
fn is_sortable(data_type: &DataType) -> bool {
    !matches!(
        data_type,
        DataType::Uuid
            | DataType::Blob
            | DataType::Json
            | DataType::Interval
            | DataType::Array(_)
            | DataType::Named(_)
    )
}

/// Whether it chooses one of several values.
fn is_choice(expr: &Expr) -> bool {
    use Function as F;
    match expr {
        Expr::Case(_) => true,
        Expr::AsNullable(inner) => is_choice(inner),
        Expr::Call(call) => matches!(
            call.function,
            F::Coalesce
                | F::NullIf
                | F::Greatest
                | F::Least
                | F::GreatestIgnoringNulls
                | F::LeastIgnoringNulls
        ),
        _ => false,
    }
}

/// Whether one of the values that it chooses from is a parameter that is sent as text and does not say
/// so.
fn may_be_text(expr: &Expr) -> bool {
    let is_text = |bind: &Bind| is_text(&bind.value);
    let chosen = |operand: &Operand| match operand {
        Operand::Column(_) => false,
        Operand::Bind(bind) => is_text(bind),
        Operand::Expr(expr) => may_be_text(expr),
    };
    match expr {
        Expr::Bind(bind) => is_text(bind),
        Expr::Slot(slot) => {
            slot.data_type.is_none_or(|own| own.is_text() || *own == DataType::Uuid)
        }
        Expr::AsNullable(inner) => may_be_text(inner),
        Expr::Case(case) => {
            case.arms.iter().any(|(_, then)| chosen(then)) || case.otherwise.iter().any(chosen)
        }
        Expr::Call(call) if is_choice(expr) => call.args.iter().any(may_be_text),
        _ => false,
    }
}

fn is_text(value: &Value) -> bool {
    #[cfg(feature = "uuid")]
    if matches!(value, Value::Uuid(_)) {
        return true;
    }
    matches!(value, Value::Text(_))
}

/// Whether a rewrite has made a query of an aggregate.
fn has_query_text(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'a> Visit<'a> for Find {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0 |= matches!(expr, Expr::Raw(raw) if raw.text.contains("SELECT "));
            walk_expr(self, expr);
        }
    }
    let mut find = Find(false);
    find.visit_expr(expr);
    find.0
}
