//! Windows: which rows a function sees from the current one.

use crate::ast::{self, Frame, FrameBound, FrameExclude, FrameUnit, Name, Over, WindowSpec};

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

    /// `RANGE BETWEEN start AND end`: by distance of the value sorted by.
    #[must_use]
    pub fn range_between(self, start: Bound, end: Bound) -> Self {
        self.frame(FrameUnit::Range, start, end)
    }

    /// `GROUPS BETWEEN start AND end`: counted in groups of equal rows.
    #[must_use]
    pub fn groups_between(self, start: Bound, end: Bound) -> Self {
        self.frame(FrameUnit::Groups, start, end)
    }

    fn frame(mut self, unit: FrameUnit, start: Bound, end: Bound) -> Self {
        self.0.frame = Some(Frame { unit, start: start.0, end: Some(end.0), exclude: None });
        self
    }

    /// `EXCLUDE …`: rows left out of the frame.
    #[must_use]
    pub fn exclude(mut self, exclude: FrameExclude) -> Self {
        if let Some(frame) = &mut self.0.frame {
            frame.exclude = Some(exclude);
        }
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

    /// `CURRENT ROW`.
    pub fn current_row() -> Self {
        Bound(FrameBound::CurrentRow)
    }

    /// `n FOLLOWING`: so many after the current row.
    pub fn following(distance: u32) -> Self {
        Bound(FrameBound::Following(distance_of(distance)))
    }

    /// `UNBOUNDED FOLLOWING`: the partition's last row.
    pub fn unbounded_following() -> Self {
        Bound(FrameBound::UnboundedFollowing)
    }
}

fn distance_of(rows: u32) -> ast::Operand {
    ast::Expr::Literal(rows.into()).into()
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
