//! Windows: which rows a function sees from the current one.

use crate::ast::{
    self, DateUnit, Frame, FrameBound, FrameExclude, FrameUnit, Interval, Name, Over, Value,
    WindowSpec,
};

use super::select::group_items;
use super::{Expressions, OrderBy};

/// A window: made by [`window()`], used by `.over(…)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window(WindowSpec);

/// A window of all rows; its methods narrow and order it.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, team: Text, age: Integer } }
/// let rank = row_number().over(window().partition_by(users::team).order_by(users::age.desc()));
/// ```
pub fn window() -> Window {
    Window::default()
}

impl Window {
    /// `PARTITION BY exprs`: rows with equal values are one partition.
    #[must_use]
    pub fn partition_by<E: Expressions>(mut self, exprs: E) -> Self {
        self.0.partition_by = std::mem::take(&mut self.0.partition_by).join(group_items(exprs));
        self
    }

    /// `ORDER BY keys`: the order in a partition.
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.0.order_by);
        self
    }

    /// The window of that name of the WINDOW clause, to which this one adds.
    #[must_use]
    pub fn based_on(mut self, name: impl Into<Name>) -> Self {
        self.0.base = Some(name.into());
        self
    }

    /// `ROWS BETWEEN start AND end`: counted in rows.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { sales { day: BigInt, amount: Integer } }
    /// let week = window().order_by(sales::day).rows_between(Bound::preceding(6), Bound::current_row());
    /// ```
    #[must_use]
    pub fn rows_between(self, start: Bound, end: Bound) -> Self {
        self.frame(FrameUnit::Rows, start, end)
    }

    /// `RANGE BETWEEN start AND end`: by distance of the value sorted by, which is the only one then.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { sales { day: Date, amount: Integer } }
    /// let week = window()
    ///     .order_by(sales::day)
    ///     .range_between(Bound::preceding_by(6, DateUnit::Day), Bound::current_row());
    /// let of_week = sum(sales::amount).over(week);
    /// ```
    #[must_use]
    pub fn range_between(self, start: Bound, end: Bound) -> Self {
        self.frame(FrameUnit::Range, start, end)
    }

    /// `GROUPS BETWEEN start AND end`: counted in groups of equal rows. Not on MySQL and MariaDB.
    #[must_use]
    pub fn groups_between(self, start: Bound, end: Bound) -> Self {
        self.frame(FrameUnit::Groups, start, end)
    }

    fn frame(mut self, unit: FrameUnit, start: Bound, end: Bound) -> Self {
        let exclude = self.0.frame.and_then(|frame| frame.exclude);
        self.0.frame = Some(Frame { unit, start: start.0, end: Some(end.0), exclude });
        self
    }

    /// `EXCLUDE …`: rows left out of the frame, which without another is of all rows up to the
    /// current one. Not on MySQL and MariaDB.
    #[must_use]
    pub fn exclude(mut self, exclude: FrameExclude) -> Self {
        let frame = self.0.frame.get_or_insert(Frame {
            unit: FrameUnit::Range,
            start: FrameBound::UnboundedPreceding,
            end: Some(FrameBound::CurrentRow),
            exclude: None,
        });
        frame.exclude = Some(exclude);
        self
    }

    /// The window as a node.
    pub fn into_ast(self) -> WindowSpec {
        self.0
    }
}

/// An end of a window's frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound(FrameBound);

impl Bound {
    /// `UNBOUNDED PRECEDING`: the partition's first row.
    pub fn unbounded_preceding() -> Self {
        Bound(FrameBound::UnboundedPreceding)
    }

    /// `n PRECEDING`: so many before the current row.
    pub fn preceding(distance: u32) -> Self {
        Bound(FrameBound::Preceding(distance_of(distance)))
    }

    /// `INTERVAL … PRECEDING`: so much time before the current row, in a frame of RANGE.
    ///
    /// In SQLite and MariaDB, which measure numbers only, for days and weeks of a `Date` column.
    pub fn preceding_by(amount: u16, unit: DateUnit) -> Self {
        Bound(FrameBound::Preceding(interval(amount, unit)))
    }

    /// `distance PRECEDING`: values less by so much at most, in a frame of RANGE of floating-point
    /// numbers.
    pub fn preceding_value(distance: f64) -> Self {
        Bound(FrameBound::Preceding(ast::Expr::Literal(distance.into()).into()))
    }

    /// `CURRENT ROW`: the current row; in a frame of RANGE or GROUPS with its equals.
    pub fn current_row() -> Self {
        Bound(FrameBound::CurrentRow)
    }

    /// `n FOLLOWING`: so many after the current row.
    pub fn following(distance: u32) -> Self {
        Bound(FrameBound::Following(distance_of(distance)))
    }

    /// `INTERVAL … FOLLOWING`: so much time after the current row. See
    /// [`preceding_by`](Bound::preceding_by).
    pub fn following_by(amount: u16, unit: DateUnit) -> Self {
        Bound(FrameBound::Following(interval(amount, unit)))
    }

    /// `distance FOLLOWING`: values greater by so much at most. See
    /// [`preceding_value`](Bound::preceding_value).
    pub fn following_value(distance: f64) -> Self {
        Bound(FrameBound::Following(ast::Expr::Literal(distance.into()).into()))
    }

    /// `UNBOUNDED FOLLOWING`: the partition's last row.
    pub fn unbounded_following() -> Self {
        Bound(FrameBound::UnboundedFollowing)
    }
}

fn distance_of(rows: u32) -> ast::Operand {
    ast::Expr::Literal(rows.into()).into()
}

fn interval(amount: u16, unit: DateUnit) -> ast::Operand {
    const SECOND: i64 = 1_000_000;
    let (amount, time) = (i32::from(amount), i64::from(amount));
    let interval = match unit {
        DateUnit::Year => Interval::new(12 * amount, 0, 0),
        DateUnit::Quarter => Interval::new(3 * amount, 0, 0),
        DateUnit::Month => Interval::new(amount, 0, 0),
        DateUnit::Week => Interval::new(0, 7 * amount, 0),
        DateUnit::Day => Interval::new(0, amount, 0),
        DateUnit::Hour => Interval::new(0, 0, 3600 * SECOND * time),
        DateUnit::Minute => Interval::new(0, 0, 60 * SECOND * time),
        DateUnit::Second => Interval::new(0, 0, SECOND * time),
        DateUnit::Microsecond => Interval::new(0, 0, time),
    };
    ast::Expr::Literal(Value::Interval(interval)).into()
}

/// What `.over(…)` takes: a [`Window`], or the name of one of the WINDOW clause.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window",
    label = "expected `window()…` or the name of a window"
)]
pub trait IntoOver {
    /// The window as a node.
    fn into_over(self) -> Over;
}

#[diagnostic::do_not_recommend]
impl IntoOver for Window {
    fn into_over(self) -> Over {
        Over::Spec(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl IntoOver for &'static str {
    fn into_over(self) -> Over {
        Over::Named(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoOver for Name {
    fn into_over(self) -> Over {
        Over::Named(self)
    }
}
