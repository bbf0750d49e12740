//! Functions of the rows of a group.

use std::ops::RangeInclusive;

use super::{DataType, Expr, ExprList, Name, Nested, OrderItem};

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

/// Any number of arguments.
const ANY: RangeInclusive<usize> = 0..=usize::MAX;

macro_rules! aggregates {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $arity:expr;)*) => {
        /// A function of the rows of a group.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum AggregateFunction {
            $( $(#[$doc])* $name, )*
            /// A JSON array of the values, NULL among them, and their type.
            JsonAgg(Option<&'static DataType>),
            /// A JSON object of keys and values, and the type of the values.
            JsonObjectAgg(Option<&'static DataType>),
            /// An aggregate by its name, written as it is given; its meaning is the server's.
            Named(Name),
        }

        impl AggregateFunction {
            /// Every aggregate but those by name.
            pub const ALL: &[AggregateFunction] = &[
                $( AggregateFunction::$name, )*
                AggregateFunction::JsonAgg(None),
                AggregateFunction::JsonObjectAgg(None),
            ];

            /// What errors and tables call it.
            pub fn construct(&self) -> &str {
                match self {
                    $( AggregateFunction::$name => $text, )*
                    AggregateFunction::JsonAgg(_) => "json_agg",
                    AggregateFunction::JsonObjectAgg(_) => "json_object_agg",
                    AggregateFunction::Named(name) => name.as_str(),
                }
            }

            /// How many arguments it takes.
            pub fn arity(&self) -> RangeInclusive<usize> {
                match self {
                    $( AggregateFunction::$name => $arity, )*
                    AggregateFunction::JsonAgg(_) => 1..=1,
                    AggregateFunction::JsonObjectAgg(_) => 2..=2,
                    AggregateFunction::Named(_) => ANY,
                }
            }
        }
    };
}

aggregates! {
    /// How many rows, or in how many of them none of the arguments is NULL. Several arguments
    /// count by their different combinations only.
    Count = "count", ANY;
    /// The sum; NULL of no rows.
    Sum = "sum", 1..=1;
    /// The average; NULL of no rows.
    Avg = "avg", 1..=1;
    /// The least; NULL of no rows.
    Min = "min", 1..=1;
    /// The greatest; NULL of no rows.
    Max = "max", 1..=1;
    /// Any of the values; NULL of no rows.
    AnyValue = "any_value", 1..=1;
    /// Whether all are true; NULL of no rows.
    BoolAnd = "bool_and", 1..=1;
    /// Whether any is true; NULL of no rows.
    BoolOr = "bool_or", 1..=1;
    /// The bits that all have; NULL of no rows.
    BitAnd = "bit_and", 1..=1;
    /// The bits that any has; NULL of no rows.
    BitOr = "bit_or", 1..=1;
    /// The bits that an odd number of them has; NULL of no rows.
    BitXor = "bit_xor", 1..=1;
    /// The variance of all there is.
    VarPop = "var_pop", 1..=1;
    /// The variance told by a sample.
    VarSamp = "var_samp", 1..=1;
    /// The standard deviation of all there is.
    StddevPop = "stddev_pop", 1..=1;
    /// The standard deviation told by a sample.
    StddevSamp = "stddev_samp", 1..=1;
    /// The covariance of all pairs there are; the arguments are `y` and `x`, as in SQL.
    CovarPop = "covar_pop", 2..=2;
    /// The covariance told by a sample of pairs.
    CovarSamp = "covar_samp", 2..=2;
    /// The correlation of pairs.
    Corr = "corr", 2..=2;
    /// The slope of the line that fits pairs best.
    RegrSlope = "regr_slope", 2..=2;
    /// Where the line that fits pairs best meets the axis.
    RegrIntercept = "regr_intercept", 2..=2;
    /// How many pairs.
    RegrCount = "regr_count", 2..=2;
    /// The square of the correlation of pairs.
    RegrR2 = "regr_r2", 2..=2;
    /// The average of the second arguments of pairs.
    RegrAvgX = "regr_avgx", 2..=2;
    /// The average of the first arguments of pairs.
    RegrAvgY = "regr_avgy", 2..=2;
    /// The sum of squares of the second arguments of pairs, around their average.
    RegrSxx = "regr_sxx", 2..=2;
    /// The sum of squares of the first arguments of pairs, around their average.
    RegrSyy = "regr_syy", 2..=2;
    /// The sum of products of pairs, around their averages.
    RegrSxy = "regr_sxy", 2..=2;
    /// The value at a share of the way through the sorted values, between two of them if it falls
    /// there. The second argument is the share, a literal.
    PercentileCont = "percentile_cont", 2..=2;
    /// The first of the sorted values up to which lies that share of them.
    PercentileDisc = "percentile_disc", 2..=2;
    /// The most frequent value; the least of several.
    Mode = "mode", 1..=1;
    /// The texts one after the other, with the second argument, a literal, between them.
    StringAgg = "string_agg", 2..=2;
}

impl AggregateFunction {
    /// Whether NULL is a value to it like any other.
    pub fn keeps_nulls(&self) -> bool {
        matches!(self, AggregateFunction::JsonAgg(_) | AggregateFunction::JsonObjectAgg(_))
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
