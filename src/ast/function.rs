//! Functions: of arguments, of the rows of a group, over a window.

use std::ops::RangeInclusive;

use super::{DataType, Expr, ExprList, Name, Nested, Operand, OrderItem};

/// A function of its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function.
    pub function: Function,
    /// Its arguments.
    pub args: ExprList,
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $arity:expr;)*) => {
        /// A function that has one meaning on every dialect, or a function by its name.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Function {
            $( $(#[$doc])* $name, )*
            /// A function by its name, written as it is given; its meaning is the server's.
            Named(Name),
        }

        impl Function {
            /// Every function but those by name.
            pub const ALL: &[Function] = &[$(Function::$name),*];

            /// What errors and tables call it.
            pub fn construct(&self) -> &str {
                match self {
                    $( Function::$name => $text, )*
                    Function::Named(name) => name.as_str(),
                }
            }

            /// How many arguments it takes.
            pub fn arity(&self) -> RangeInclusive<usize> {
                match self {
                    $( Function::$name => $arity, )*
                    Function::Named(_) => 0..=usize::MAX,
                }
            }
        }
    };
}

functions! {
    // ---- of any type
    /// The first argument that is not NULL.
    Coalesce = "coalesce", 1..=usize::MAX;
    /// NULL if the two arguments are equal, else the first.
    NullIf = "nullif", 2..=2;

    // ---- of text
    /// Text in lower case (on SQLite: ASCII letters).
    Lower = "lower", 1..=1;
    /// Text in upper case (on SQLite: ASCII letters).
    Upper = "upper", 1..=1;
    /// The number of characters.
    CharLength = "char_length", 1..=1;
    /// The number of bytes.
    ByteLength = "byte_length", 1..=1;
    /// Text without the spaces at both ends.
    Trim = "trim", 1..=1;
    /// Text without the spaces at its start.
    TrimStart = "trim_start", 1..=1;
    /// Text without the spaces at its end.
    TrimEnd = "trim_end", 1..=1;
    /// Text with every occurrence of the second argument replaced by the third.
    Replace = "replace", 3..=3;
    /// From the position of the second argument, counted from 1, as many characters as the third
    /// says. A position before the first counts as the first, a negative length as none.
    Substring = "substring", 3..=3;

    // ---- of numbers
    /// The absolute value.
    Abs = "abs", 1..=1;

    // ---- of dates and times
    /// The date and time at the start of the statement, as the server tells it.
    Now = "now", 0..=0;
    /// The current date, as the server tells it.
    CurrentDate = "current_date", 0..=0;
}

/// A function of the rows of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The function.
    pub function: AggregateFunction,
    /// Its arguments; `count` without one counts rows.
    pub args: ExprList,
    /// Whether equal arguments count once.
    pub distinct: bool,
    /// The order in which rows are taken, where it matters.
    pub order_by: Vec<OrderItem>,
    /// `FILTER (WHERE …)`: the rows taken.
    pub filter: Option<Nested<Expr>>,
    /// The SQL type of the result. Where a server's own would differ (PostgreSQL sums `BIGINT` to
    /// `NUMERIC`, MySQL averages with four digits), it is cast.
    pub data_type: Option<&'static DataType>,
}

/// A function of the rows of a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AggregateFunction {
    /// How many rows, or how many of them where the argument is not NULL.
    Count,
    /// The sum; NULL of no rows.
    Sum,
    /// The average; NULL of no rows.
    Avg,
    /// The least; NULL of no rows.
    Min,
    /// The greatest; NULL of no rows.
    Max,
    /// An aggregate by its name, written as it is given; its meaning is the server's.
    Named(Name),
}

/// `function OVER window`.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowCall {
    /// The function.
    pub function: WindowFunction,
    /// The window.
    pub over: Over,
}

/// What can be taken over a window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WindowFunction {
    /// An aggregate of the window's frame.
    Aggregate(Aggregate),
    /// A function that ranks or looks at rows.
    Ranking {
        /// The function.
        function: RankingFunction,
        /// Its arguments.
        args: ExprList,
    },
}

/// A function that ranks or looks at the rows of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RankingFunction {
    /// The row's number in its partition, from 1.
    RowNumber,
    /// The rank, with gaps after ties.
    Rank,
    /// The rank without gaps.
    DenseRank,
    /// `(rank - 1) / (rows - 1)`.
    PercentRank,
    /// The share of rows up to this one.
    CumeDist,
    /// The number of the bucket, of so many.
    Ntile,
    /// The argument in the row so many before (1 unless told).
    Lag,
    /// The argument in the row so many after (1 unless told).
    Lead,
    /// The argument in the frame's first row.
    FirstValue,
    /// The argument in the frame's last row.
    LastValue,
    /// The argument in the frame's row of that number.
    NthValue,
}

/// The window of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// A window of the WINDOW clause.
    Named(Name),
    /// A window written in place.
    Spec(WindowSpec),
}

/// A window: which rows, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowSpec {
    /// The named window that this one adds to.
    pub base: Option<Name>,
    /// Rows with equal values here are one partition.
    pub partition_by: ExprList,
    /// The order in a partition.
    pub order_by: Vec<OrderItem>,
    /// Which rows of the partition, seen from the current one.
    pub frame: Option<Frame>,
}

/// Which rows of a partition, seen from the current one.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What the bounds count.
    pub unit: FrameUnit,
    /// The first row.
    pub start: FrameBound,
    /// The last row; the current one unless told.
    pub end: Option<FrameBound>,
    /// Rows left out.
    pub exclude: Option<FrameExclude>,
}

/// What the bounds of a frame count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// The distance of the values sorted by.
    Range,
    /// Groups of equal rows.
    Groups,
}

/// An end of a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameBound {
    /// The partition's first row.
    UnboundedPreceding,
    /// So many before the current row.
    Preceding(Operand),
    /// The current row.
    CurrentRow,
    /// So many after the current row.
    Following(Operand),
    /// The partition's last row.
    UnboundedFollowing,
}

/// Rows left out of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameExclude {
    /// The current row.
    CurrentRow,
    /// The current row and its equals.
    Group,
    /// The current row's equals.
    Ties,
}

/// Any number of arguments.
const ANY: RangeInclusive<usize> = 0..=usize::MAX;

impl AggregateFunction {
    /// How many arguments it takes.
    pub fn arity(&self) -> RangeInclusive<usize> {
        match self {
            AggregateFunction::Count => 0..=1,
            AggregateFunction::Named(_) => ANY,
            _ => 1..=1,
        }
    }
}

impl RankingFunction {
    /// How many arguments it takes.
    pub fn arity(self) -> RangeInclusive<usize> {
        use RankingFunction::*;
        match self {
            RowNumber | Rank | DenseRank | PercentRank | CumeDist => 0..=0,
            Ntile | FirstValue | LastValue => 1..=1,
            Lag | Lead => 1..=3,
            NthValue => 2..=2,
        }
    }
}

impl Aggregate {
    /// The aggregate of all rows.
    pub fn new(function: AggregateFunction, args: impl Into<ExprList>) -> Self {
        Aggregate {
            function,
            args: args.into(),
            distinct: false,
            order_by: Vec::new(),
            filter: None,
            data_type: None,
        }
    }

    pub(super) fn depth(&self) -> u16 {
        let filter = self.filter.as_ref().map_or(0, Nested::depth);
        self.args.depth().max(OrderItem::depth_of(&self.order_by)).max(filter)
    }
}

impl WindowCall {
    pub(super) fn depth(&self) -> u16 {
        let function = match &self.function {
            WindowFunction::Aggregate(aggregate) => aggregate.depth(),
            WindowFunction::Ranking { args, .. } => args.depth(),
        };
        match &self.over {
            Over::Named(_) => function,
            Over::Spec(spec) => function.max(spec.depth()),
        }
    }
}

impl WindowSpec {
    pub(super) fn depth(&self) -> u16 {
        let frame = self.frame.iter().flat_map(Frame::distances).map(Operand::depth).max();
        let order = OrderItem::depth_of(&self.order_by);
        self.partition_by.depth().max(order).max(frame.unwrap_or(0))
    }
}

impl Frame {
    /// The distances of its bounds from the current row, where a bound has one.
    pub fn distances(&self) -> impl Iterator<Item = &Operand> {
        std::iter::once(&self.start).chain(&self.end).filter_map(|bound| match bound {
            FrameBound::Preceding(distance) | FrameBound::Following(distance) => Some(distance),
            _ => None,
        })
    }
}
