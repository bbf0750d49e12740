//! Functions: of arguments, of groups, over windows.

use std::fmt;
use std::ops::RangeInclusive;

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Aggregate, AggregateFunction, Call, DataType, Expr, Frame, FrameBound, FrameExclude, FrameUnit,
    Function, Name, Operand, Over, RankingFunction, WindowCall, WindowFunction, WindowSpec,
};
use crate::dialect::{Clause, Feature, FunctionForm, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    pub(super) fn call(&mut self, call: &'q Call) -> Rendered {
        let function = &call.function;
        Self::check_arguments(function, function.arity(), call.args.len())?;
        if let (Function::Coalesce, [only]) = (function, &*call.args) {
            return self.parenthesized(|this| this.expr(only));
        }
        match self.dialect.function(function) {
            FunctionForm::Name(name) => self.push(name),
            FunctionForm::Template(template) => return self.fill(template, &call.args),
            FunctionForm::AsGiven => {
                if let Function::Named(name) = function {
                    self.function_name(name)?;
                }
            }
            FunctionForm::Rewrite(rewrite) => {
                return match rewrite(&call.args) {
                    Some(expr) => self.made(&expr, |inner, expr| inner.ranked(expr, Rank::Atom)),
                    None => Err(self.unsupported_construct(
                        format!("{} of these arguments", function.construct()),
                        None,
                        "compute the arguments in a derived table",
                    )),
                };
            }
            FunctionForm::Refuse { since, instead } => {
                let construct = format!("the function {}", function.construct());
                return Err(self.unsupported_construct(construct, since, instead));
            }
        }
        self.parenthesized(|this| this.list(&call.args, Self::expr))
    }

    fn check_arguments(
        function: &dyn fmt::Debug,
        arity: RangeInclusive<usize>,
        found: usize,
    ) -> Rendered {
        if arity.contains(&found) {
            return Ok(());
        }
        let function = format!("{function:?}");
        let (least, most) = arity.into_inner();
        Err(Box::new(CompileError::Arguments { function, least, most, found }))
    }

    /// Text in which each `{}` is the next argument.
    fn fill(&mut self, template: &str, args: &'q [Expr]) -> Rendered {
        let mut args = args.iter();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{}") {
            self.push(before);
            if let Some(arg) = args.next() {
                let alone = before.ends_with('(') && after.starts_with([')', ',', ' ']);
                self.ranked(arg, if alone { Rank::None } else { Rank::Atom })?;
            }
            rest = after;
        }
        self.push(rest);
        Ok(())
    }

    /// The name of a user's function: as it is where it needs no quotes, so that the server folds
    /// its case; schema and name may be parted by a dot.
    pub(super) fn function_name(&mut self, name: &Name) -> Rendered {
        let name = name.as_str();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        if !name.is_empty()
            && name.chars().all(plain)
            && !name.starts_with(|c: char| c.is_ascii_digit())
        {
            self.push(name);
            return Ok(());
        }
        self.name(name)
    }

    // ---- aggregates

    pub(super) fn aggregate(&mut self, expr: &'q Expr, aggregate: &'q Aggregate) -> Rendered {
        self.check_of_rows("an aggregate")?;
        if let Some(feature) = self.aggregate_lacking(aggregate) {
            return self.rewritten(feature, expr);
        }
        self.aggregate_over(aggregate, None)
    }

    /// What the aggregate has that is to be said in other words.
    fn aggregate_lacking(&self, aggregate: &Aggregate) -> Option<Feature> {
        if aggregate.filter.is_some() && !self.native(Feature::AggregateFilter) {
            return Some(Feature::AggregateFilter);
        }
        let extreme = matches!(aggregate.function, AggregateFunction::Min | AggregateFunction::Max);
        let lacking = extreme
            && !self.native(Feature::ConditionExtremes)
            && aggregate.args.iter().any(Expr::is_condition);
        lacking.then_some(Feature::ConditionExtremes)
    }

    /// An aggregate, with its window if it has one, cast to the type it is known to have where
    /// the server's own result would be of another.
    fn aggregate_over(&mut self, aggregate: &'q Aggregate, over: Option<&'q Over>) -> Rendered {
        let cast = match (&aggregate.function, aggregate.data_type) {
            (AggregateFunction::Sum, Some(data_type @ DataType::BigInt))
                if self.syntax.cast_aggregates =>
            {
                self.dialect.cast(data_type)
            }
            _ => None,
        };
        let (before, after) =
            cast.as_deref().and_then(|template| template.split_once("{}")).unwrap_or_default();
        self.push(before);
        self.plain_aggregate(aggregate)?;
        if let Some(over) = over {
            self.over(over)?;
        }
        self.push(after);
        Ok(())
    }

    fn plain_aggregate(&mut self, aggregate: &'q Aggregate) -> Rendered {
        let least = usize::from(aggregate.distinct);
        let (from, to) = aggregate.function.arity().into_inner();
        Self::check_arguments(&aggregate.function, from.max(least)..=to, aggregate.args.len())?;
        match &aggregate.function {
            AggregateFunction::Count => self.push("COUNT"),
            AggregateFunction::Sum => self.push("SUM"),
            AggregateFunction::Avg => self.push("AVG"),
            AggregateFunction::Min => self.push("MIN"),
            AggregateFunction::Max => self.push("MAX"),
            AggregateFunction::Named(name) => self.function_name(name)?,
        }
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
            self.order_by(&aggregate.order_by)?;
        }
        self.push(")");
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

    // ---- windows

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
                if let Some(feature) = self.aggregate_lacking(aggregate) {
                    let expr = Expr::Aggregate(Box::new(aggregate.clone()));
                    return self.rewritten_window(feature, &expr, &window.over);
                }
                self.aggregate_over(aggregate, Some(&window.over))
            }
            WindowFunction::Ranking { function, args } => {
                Self::check_arguments(function, function.arity(), args.len())?;
                if args.len() == 3 {
                    self.require(Feature::LagDefault)?;
                }
                self.check_ranking_window(*function, &window.over)?;
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
                self.list(args, Self::expr)?;
                self.push(")");
                self.over(&window.over)
            }
        }
    }

    /// Whether the function may be taken over a window that has no order, or a frame.
    fn check_ranking_window(&self, function: RankingFunction, over: &Over) -> Rendered {
        use RankingFunction::{FirstValue, LastValue, NthValue, RowNumber};
        let free = matches!(function, RowNumber | FirstValue | LastValue | NthValue);
        let unordered =
            matches!(over, Over::Spec(spec) if spec.order_by.is_empty() && spec.base.is_none());
        if !free && unordered {
            self.require(Feature::WindowOrder)?;
        }
        let of_frame = matches!(function, FirstValue | LastValue | NthValue);
        let framed = matches!(over, Over::Spec(spec) if spec.frame.is_some());
        if !of_frame && framed { self.require(Feature::RankingFrame) } else { Ok(()) }
    }

    /// An aggregate over a window, something of which is said in other words.
    fn rewritten_window(&mut self, feature: Feature, aggregate: &Expr, over: &Over) -> Rendered {
        let Support::Rewrite(Rewrite::Expr(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        match rewrite(aggregate) {
            Some(Expr::Aggregate(aggregate)) => {
                let function = WindowFunction::Aggregate(*aggregate);
                let window = WindowCall { function, over: over.clone() };
                self.made(&window, |inner, window| inner.window_call(window))
            }
            _ => Err(self.refuse(feature)),
        }
    }

    fn over(&mut self, over: &'q Over) -> Rendered {
        self.push(" OVER ");
        match over {
            Over::Named(name) => self.window_name(name),
            Over::Spec(spec) => self.window_spec(spec),
        }
    }

    pub(super) fn window_spec(&mut self, spec: &'q WindowSpec) -> Rendered {
        let outer = std::mem::replace(&mut self.clause, Clause::Window);
        self.push("(");
        let start = self.out.len();
        if let Some(base) = &spec.base {
            self.base_window(spec, base)?;
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

    fn frame(&mut self, frame: &'q Frame) -> Rendered {
        let order = |bound: &FrameBound| match bound {
            FrameBound::UnboundedPreceding => 0,
            FrameBound::Preceding(_) => 1,
            FrameBound::CurrentRow => 2,
            FrameBound::Following(_) => 3,
            FrameBound::UnboundedFollowing => 4,
        };
        let (start, end) = (order(&frame.start), frame.end.as_ref().map_or(2, order));
        if start > end || start == 4 || end == 0 {
            return Err(self.misplaced("a frame that ends before it starts", "nowhere"));
        }
        self.push(match frame.unit {
            FrameUnit::Rows => "ROWS ",
            FrameUnit::Range => "RANGE ",
            FrameUnit::Groups => {
                self.require(Feature::FrameGroups)?;
                "GROUPS "
            }
        });
        match &frame.end {
            None => self.frame_bound(&frame.start)?,
            Some(end) => {
                self.push("BETWEEN ");
                self.frame_bound(&frame.start)?;
                self.push(" AND ");
                self.frame_bound(end)?;
            }
        }
        if let Some(exclude) = frame.exclude {
            self.require(Feature::FrameExclude)?;
            self.push(match exclude {
                FrameExclude::CurrentRow => " EXCLUDE CURRENT ROW",
                FrameExclude::Group => " EXCLUDE GROUP",
                FrameExclude::Ties => " EXCLUDE TIES",
            });
        }
        Ok(())
    }

    fn frame_bound(&mut self, bound: &'q FrameBound) -> Rendered {
        let (distance, direction) = match bound {
            FrameBound::UnboundedPreceding => return self.words("UNBOUNDED PRECEDING"),
            FrameBound::CurrentRow => return self.words("CURRENT ROW"),
            FrameBound::UnboundedFollowing => return self.words("UNBOUNDED FOLLOWING"),
            FrameBound::Preceding(distance) => (distance, " PRECEDING"),
            FrameBound::Following(distance) => (distance, " FOLLOWING"),
        };
        match distance {
            Operand::Bind(bind) if self.syntax.literal_frame_bounds => {
                self.check_value(&bind.value, bind.data_type)?;
                self.literal(&bind.value)?;
            }
            distance => self.operand(distance, Rank::Additive)?,
        }
        self.words(direction)
    }

    fn words(&mut self, words: &str) -> Rendered {
        self.push(words);
        Ok(())
    }
}
