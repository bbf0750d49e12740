//! Functions over windows, and the windows.

use std::fmt::Display;

use super::frame::has_interval;
use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    AggregateFunction, DataType, Direction, Expr, FrameUnit, OrderItem, Over, RankingFunction,
    Value, WindowCall, WindowFunction, WindowSpec,
};
use crate::dialect::aggregate::over_each;
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn window_call(&mut self, window: &'q WindowCall) -> Rendered {
        self.check_of_rows("a window function")?;
        match &window.function {
            WindowFunction::Aggregate(aggregate) => {
                if aggregate.distinct {
                    self.require(Feature::WindowDistinct)?;
                }
                if !aggregate.order_by.is_empty() {
                    self.require(Feature::WindowAggregateOrder)?;
                }
                if let Some(feature) = of_groups_only(&aggregate.function) {
                    self.require(feature)?;
                }
                if let Some(feature) = self.aggregate_lacking(aggregate) {
                    let expr = Expr::Aggregate(Box::new(aggregate.clone()));
                    return self.rewritten_window(feature, &expr, &window.over);
                }
                self.aggregate_over(aggregate, Some(&window.over))
            }
            WindowFunction::Ranking { function, args } => {
                Self::check_arguments(function, function.arity(), args.len())?;
                self.check_number(*function, args)?;
                if args.len() == 3 && !self.native(Feature::LagDefault) {
                    return self.rewritten_ranking(Feature::LagDefault, window.clone());
                }
                if let Some(window) = self.plainer_window(*function, window)? {
                    return self.made(&window, |inner, window| inner.window_call(window));
                }
                let is_share =
                    matches!(function, RankingFunction::PercentRank | RankingFunction::CumeDist);
                if is_share && !self.native(Feature::RankShares) {
                    return self.rewritten_ranking(Feature::RankShares, window.clone());
                }
                self.push(match function {
                    RankingFunction::RowNumber => "ROW_NUMBER(",
                    RankingFunction::Rank => "RANK(",
                    RankingFunction::DenseRank => "DENSE_RANK(",
                    RankingFunction::PercentRank => "PERCENT_RANK(",
                    RankingFunction::CumeDist => "CUME_DIST(",
                    RankingFunction::Ntile => "NTILE(",
                    RankingFunction::Lag => "LAG(",
                    RankingFunction::Lead => "LEAD(",
                    RankingFunction::FirstValue => "FIRST_VALUE(",
                    RankingFunction::LastValue => "LAST_VALUE(",
                    RankingFunction::NthValue => "NTH_VALUE(",
                });
                self.list(args, Self::typed_argument)?;
                self.push(")");
                self.over(&window.over)
            }
        }
    }

    /// An argument of a function of any type, which a text in quotes does not have by itself.
    pub(super) fn typed_argument(&mut self, arg: &'q Expr) -> Rendered {
        self.expr(arg)?;
        match arg {
            Expr::Literal(Value::Text(_) | Value::Null) => self.push(self.syntax.text_suffix),
            Expr::Bind(bind) if self.inline => {
                let is_text = bind.data_type.is_none_or(DataType::is_text);
                if is_text && matches!(bind.value, Value::Text(_)) {
                    self.push(self.syntax.text_suffix);
                }
            }
            Expr::Bind(bind) => self.suffix_of_untyped_bind(bind),
            _ => {}
        }
        Ok(())
    }

    /// Whether the number of buckets or of the row is one that servers take.
    fn check_number(&self, function: RankingFunction, args: &[Expr]) -> Rendered {
        let counts = matches!(function, RankingFunction::Ntile | RankingFunction::NthValue);
        match args.last() {
            Some(Expr::Literal(Value::Int(number))) if counts && *number < 1 => {
                Err(self.invalid_value(number, "it counts from 1"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn invalid_value(
        &self,
        value: &dyn Display,
        reason: &'static str,
    ) -> Box<CompileError> {
        let value = value.to_string();
        Box::new(CompileError::InvalidValue { value, dialect: self.dialect.name(), reason })
    }

    /// The function over a window with an order of its own and without a frame, where the dialect
    /// takes it over no other and this one is another. A frame has no effect on it.
    fn plainer_window(
        &self,
        function: RankingFunction,
        window: &WindowCall,
    ) -> Result<Option<WindowCall>, Box<CompileError>> {
        use RankingFunction::{FirstValue, LastValue, NthValue, RowNumber};
        let all = self.native(Feature::WindowOrder) && self.native(Feature::RankingFrame);
        if all || matches!(function, FirstValue | LastValue | NthValue) {
            return Ok(None);
        }
        if let Over::Spec(WindowSpec { base: None, frame: None, order_by, .. }) = &window.over
            && (!order_by.is_empty() || function == RowNumber)
        {
            return Ok(None);
        }
        let mut spec = self.resolved(&window.over)?.into_owned();
        let framed = spec.frame.is_some() && !self.unless_omitted(Feature::RankingFrame)?;
        let unordered = spec.order_by.is_empty()
            && function != RowNumber
            && !self.unless_omitted(Feature::WindowOrder)?;
        let is_plain = matches!(&window.over, Over::Spec(spec) if spec.base.is_none());
        if is_plain && !framed && !unordered {
            return Ok(None);
        }
        if framed {
            spec.frame = None;
        }
        if unordered {
            // All rows are equal by it, as they are without an order.
            let expr = Expr::Literal(Value::Null).into();
            let item = OrderItem { expr, direction: Direction::Ascending, nulls: None };
            spec.order_by.push(item);
        }
        Ok(Some(WindowCall { function: window.function.clone(), over: Over::Spec(spec) }))
    }

    fn rewritten_ranking(&mut self, feature: Feature, window: WindowCall) -> Rendered {
        let expr = Expr::Window(Box::new(window));
        self.made(&expr, |inner, expr| inner.rewritten(feature, expr))
    }

    /// An aggregate over a window, something of which is said in other words.
    fn rewritten_window(&mut self, feature: Feature, aggregate: &Expr, over: &Over) -> Rendered {
        let Support::Rewrite(Rewrite::Expr(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        let Some(expr) = rewrite(aggregate) else { return Err(self.refuse(feature)) };
        let expr = over_each(expr, over);
        self.made(&expr, |inner, expr| inner.ranked(expr, Rank::Atom))
    }

    pub(super) fn over(&mut self, over: &'q Over) -> Rendered {
        self.push(" OVER ");
        match over {
            Over::Named(name) => {
                self.window_of_name(name)?;
                self.name(name.as_str())
            }
            Over::Spec(spec) => self.window_spec(spec),
        }
    }

    pub(super) fn window_spec(&mut self, spec: &'q WindowSpec) -> Rendered {
        self.window_count += 1;
        if self.reads_groups {
            return Err(self.refuse(Feature::GroupQueryBesideWindow));
        }
        if self.window_count > self.syntax.max_windows {
            return Err(self.too_many("windows", self.syntax.max_windows));
        }
        if spec.base.is_some() {
            self.resolved_spec(spec)?;
        }
        if let Some(frame) = &spec.frame {
            self.check_frame(frame, spec)?;
            if frame.unit == FrameUnit::Range
                && !self.native(Feature::NullsOrder)
                && let Some(other) = self.without_test_of_nulls(frame, spec)?
            {
                return self.made(&other, |inner, other| inner.window_spec(other));
            }
            if has_interval(frame) && !self.native(Feature::FrameInterval) {
                return self.frame_of_interval(spec);
            }
        }
        let outer = std::mem::replace(&mut self.clause, Clause::Window);
        self.push("(");
        let start = self.out.len();
        if let Some(base) = &spec.base {
            self.name(base.as_str())?;
        }
        if !spec.partition_by.is_empty() {
            self.space_since(start);
            self.push("PARTITION BY ");
            self.list(&spec.partition_by, Self::expr)?;
        }
        if !spec.order_by.is_empty() {
            self.space_since(start);
            self.push("ORDER BY ");
            self.order_items(&spec.order_by)?;
        }
        if let Some(frame) = &spec.frame {
            self.space_since(start);
            self.frame(frame)?;
        }
        self.push(")");
        self.clause = outer;
        Ok(())
    }

    fn space_since(&mut self, start: usize) {
        if self.out.len() > start {
            self.push(" ");
        }
    }
}

/// The construct that an aggregate is over a window, where not every dialect has it.
fn of_groups_only(function: &AggregateFunction) -> Option<Feature> {
    use AggregateFunction as F;
    match function {
        F::VarPop
        | F::VarSamp
        | F::StddevPop
        | F::StddevSamp
        | F::CovarPop
        | F::CovarSamp
        | F::Corr
        | F::RegrSlope
        | F::RegrIntercept
        | F::RegrCount
        | F::RegrR2
        | F::RegrAvgX
        | F::RegrAvgY
        | F::RegrSxx
        | F::RegrSyy
        | F::RegrSxy => Some(Feature::WindowDeviation),
        F::BitAnd | F::BitOr | F::BitXor => Some(Feature::WindowBits),
        F::StringAgg => Some(Feature::WindowStringAgg),
        F::JsonAgg(_) | F::JsonObjectAgg(_) => Some(Feature::WindowJsonAgg),
        F::PercentileCont | F::PercentileDisc | F::Mode => Some(Feature::WindowPercentile),
        _ => None,
    }
}
