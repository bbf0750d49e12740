//! The frames of windows.

use super::grouping::is_constant;
use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    DataType, Direction, Expr, Frame, FrameBound, FrameExclude, FrameUnit, Nulls, Operand,
    OrderItem, Over, RankingFunction, Value, WindowCall, WindowFunction, WindowSpec,
};
use crate::dialect::{Feature, Rewrite, Support};

/// Whether a bound is an interval of time away.
pub(super) fn has_interval(frame: &Frame) -> bool {
    frame.distances().any(|distance| matches!(literal(distance), Some(Value::Interval(_))))
}

fn literal(distance: &Operand) -> Option<&Value> {
    match distance {
        Operand::Bind(bind) => Some(&bind.value),
        Operand::Expr(expr) => match &**expr {
            Expr::Literal(value) => Some(value),
            _ => None,
        },
        Operand::Column(_) => None,
    }
}

impl<'q> Renderer<'q, '_> {
    /// Whether servers take the distances of the frame, and all of them for the same.
    pub(super) fn check_frame(&self, frame: &Frame, spec: &WindowSpec) -> Rendered {
        if frame.unit == FrameUnit::Rows {
            return frame.distances().try_for_each(|distance| self.check_count(distance));
        }
        if frame.unit == FrameUnit::Groups {
            if self.resolved_spec(spec)?.order_by.is_empty() {
                return Err(self.misplaced("a frame of GROUPS", "in a window with an order"));
            }
            return frame.distances().try_for_each(|distance| self.check_count(distance));
        }
        frame.distances().try_for_each(|distance| self.check_distance(distance, spec))
    }

    fn check_count(&self, distance: &Operand) -> Rendered {
        match literal(distance) {
            Some(Value::Int(number)) if *number < 0 => {
                Err(self.invalid_value(number, "a frame reaches no negative number of rows"))
            }
            Some(Value::Double(_) | Value::Interval(_)) => {
                Err(self.misplaced("a distance that is no whole number", "in a frame of RANGE"))
            }
            _ => Ok(()),
        }
    }

    fn check_distance(&self, distance: &Operand, spec: &WindowSpec) -> Rendered {
        let spec = self.resolved_spec(spec)?;
        let [key] = &*spec.order_by else {
            return Err(self.misplaced("a distance of RANGE", "in a window with one key of order"));
        };
        let key_type = match &key.expr {
            Operand::Column(column) => column.data_type(),
            _ => None,
        };
        let fits = match (literal(distance), key_type) {
            (_, None) | (None, _) => true,
            (Some(Value::Interval(_)), Some(key)) => {
                matches!(key, DataType::Date | DataType::Timestamp | DataType::TimestampTz)
            }
            (Some(Value::Double(_)), Some(key)) => matches!(key, DataType::Real | DataType::Double),
            (_, Some(key)) => matches!(
                key,
                DataType::SmallInt
                    | DataType::Integer
                    | DataType::BigInt
                    | DataType::Real
                    | DataType::Double
                    | DataType::Decimal(_)
            ),
        };
        if !fits {
            return Err(self.misplaced(
                "a distance of RANGE of another kind than what the window is ordered by",
                "with an order by numbers, or as an interval with one by dates",
            ));
        }
        let backwards = "a frame reaches no negative distance";
        match literal(distance) {
            Some(Value::Int(number)) if *number < 0 => Err(self.invalid_value(number, backwards)),
            Some(Value::Double(number)) if !(0.0..f64::INFINITY).contains(number) => {
                Err(self.invalid_value(number, backwards))
            }
            _ => Ok(()),
        }
    }

    /// A window whose frame reaches an interval away, in other words.
    pub(super) fn frame_of_interval(&mut self, spec: &WindowSpec) -> Rendered {
        let feature = Feature::FrameInterval;
        let Support::Rewrite(Rewrite::Expr(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        let function =
            WindowFunction::Ranking { function: RankingFunction::RowNumber, args: [].into() };
        let window = WindowCall { function, over: Over::Spec(spec.clone()) };
        let Some(Expr::Window(window)) = rewrite(&Expr::Window(Box::new(window))) else {
            return Err(self.unsupported_construct(
                "a window frame of such an interval, or in an order that is not by a DATE column,",
                None,
                "order by a number of days or seconds",
            ));
        };
        let Over::Spec(spec) = window.over else { return Err(self.refuse(feature)) };
        self.made(&spec, |inner, spec| inner.window_spec(spec))
    }

    /// The window of a frame that reaches a distance away, whose one key has no test for NULL beside
    /// it: NULLs are where they would be.
    pub(super) fn without_test_of_nulls(
        &self,
        frame: &Frame,
        spec: &WindowSpec,
    ) -> Result<Option<WindowSpec>, Box<CompileError>> {
        if frame.distances().next().is_none() {
            return Ok(None);
        }
        let resolved = self.resolved_spec(spec)?;
        let constant = |key: &OrderItem| match &key.expr {
            Operand::Column(_) => false,
            Operand::Bind(_) => true,
            Operand::Expr(expr) => is_constant(expr),
        };
        if resolved.order_by.iter().any(constant) {
            let construct = "a distance of RANGE in the order of a constant";
            return Err(self.unsupported_construct(construct, None, "order by a column"));
        }
        let Some(nulls) = resolved.order_by.first().and_then(|key| key.nulls) else {
            return Ok(None);
        };
        let [key] = &*spec.order_by else {
            return Err(self.nulls_of_distance("say the order in the window that has the frame"));
        };
        let first = key.direction == Direction::Ascending;
        if first != (nulls == Nulls::First) {
            let instead = "leave NULLS FIRST and NULLS LAST out: NULLs are less than all values";
            return Err(self.nulls_of_distance(instead));
        }
        let order_by = vec![OrderItem { nulls: None, ..key.clone() }];
        Ok(Some(WindowSpec { order_by, ..spec.clone() }))
    }

    fn nulls_of_distance(&self, instead: &'static str) -> Box<CompileError> {
        let construct = "NULLS FIRST and NULLS LAST in a window with a distance of RANGE";
        self.unsupported_construct(construct, None, instead)
    }

    pub(super) fn frame(&mut self, frame: &'q Frame) -> Rendered {
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
            // Such as `INTERVAL 1 DAY`, which is no expression by itself.
            Operand::Expr(expr) if matches!(**expr, Expr::Raw(_)) => self.expr(expr)?,
            distance => self.operand(distance, Rank::Additive)?,
        }
        self.words(direction)
    }

    fn words(&mut self, words: &str) -> Rendered {
        self.push(words);
        Ok(())
    }
}
