//! Aggregates and window functions, grown by choices.

use aludel::ast::{
    Aggregate, AggregateFunction, DataType, Direction, Expr as Node, ExprList, Frame, FrameBound,
    FrameExclude, FrameUnit, Nested, OrderItem, Over, RankingFunction, WindowCall, WindowFunction,
    WindowSpec,
};
use aludel::prelude::{Expr, Json, Nullable, json_array_length};

use super::kind::{KINDS, Kind, TOO_LARGE, Typed, exact};
use super::select::by_bytes;
use super::tree::Grower;

/// How many rows a group has at most: joins of three small tables.
const ROWS: i64 = 2_000;

pub struct Groups;

impl Groups {
    pub fn count_star() -> Node {
        Node::Aggregate(Box::new(counting(ExprList::new())))
    }
}

fn counting(args: ExprList) -> Aggregate {
    let data_type = Some(&DataType::BigInt);
    Aggregate { data_type, ..Aggregate::new(AggregateFunction::Count, args) }
}

impl Grower {
    /// An aggregate of that kind.
    pub fn aggregate(&mut self, kind: Kind, depth: usize) -> Typed {
        if kind == Kind::Int && self.choices.one_in(12) {
            return self.elements(depth);
        }
        let (aggregate, size) = self.aggregate_node(kind, depth);
        Typed { node: Node::Aggregate(Box::new(aggregate)), kind, size }
    }

    /// How many elements a JSON array of all values has.
    fn elements(&mut self, depth: usize) -> Typed {
        let (mut aggregate, _) = self.aggregate_node(Kind::Truth, depth);
        aggregate.function = AggregateFunction::JsonAgg(Some(&DataType::Boolean));
        aggregate.data_type = None;
        let array = Expr::<Nullable<Json>>::from_ast(Node::Aggregate(Box::new(aggregate)));
        let node = json_array_length(array, ()).into_ast();
        Typed { node, kind: Kind::Int, size: ROWS }
    }

    fn aggregate_node(&mut self, kind: Kind, depth: usize) -> (Aggregate, i64) {
        let queries = std::mem::take(&mut self.queries);
        let own = self.scope.iter().take(self.own).cloned().collect();
        let scope = std::mem::replace(&mut self.scope, own);
        let (mut aggregate, size) = match (kind, self.choices.below(5)) {
            (Kind::Int, 0) => (counting(ExprList::new()), ROWS),
            (Kind::Int, 1) => {
                let counted = *self.choices.pick(&KINDS);
                let arg = by_bytes(self.expr(counted, depth));
                let distinct = self.choices.one_in(2);
                (Aggregate { distinct, ..counting([arg.node].into()) }, ROWS)
            }
            (Kind::Int | Kind::Real, 2) => {
                let arg = self.expr(kind, depth);
                let size = exact(arg.size.saturating_mul(ROWS));
                let (function, size) = if size == TOO_LARGE {
                    (AggregateFunction::Max, arg.size)
                } else {
                    (AggregateFunction::Sum, size)
                };
                (aggregate(function, kind, arg.node), size)
            }
            (Kind::Truth, 2) => {
                let arg = self.expr(kind, depth);
                let all = [AggregateFunction::BoolAnd, AggregateFunction::BoolOr];
                (aggregate(self.choices.pick(&all).clone(), kind, arg.node), 1)
            }
            (Kind::Int, 3) => {
                let arg = self.expr(kind, depth);
                use AggregateFunction::{BitAnd, BitOr, BitXor};
                let function = self.choices.pick(&[BitAnd, BitOr, BitXor]).clone();
                (aggregate(function, kind, arg.node), exact(arg.size.saturating_mul(2)))
            }
            (Kind::Real, 0 | 1) => {
                let arg = self.expr(kind, depth);
                use AggregateFunction::{Avg, StddevPop, VarPop};
                let function = self.choices.pick(&[Avg, StddevPop, VarPop]).clone();
                let size = if arg.size > 10_000 { TOO_LARGE } else { arg.size * arg.size };
                (aggregate(function, kind, arg.node), size)
            }
            (Kind::Words | Kind::Wide, 2) => {
                let arg = by_bytes(self.expr(kind, depth.min(1)));
                let nulls = None;
                let direction = Direction::Ascending;
                let expr = arg.node.clone().into();
                let separator = Node::Literal(",".into());
                let aggregate = Aggregate {
                    distinct: true,
                    order_by: vec![OrderItem { expr, direction, nulls }],
                    data_type: Some(kind.data_type()),
                    ..Aggregate::new(AggregateFunction::StringAgg, [arg.node, separator])
                };
                (aggregate, 500)
            }
            (_, choice) => {
                let arg = by_bytes(self.expr(kind, depth));
                let function =
                    if choice == 3 { AggregateFunction::Min } else { AggregateFunction::Max };
                (aggregate(function, kind, arg.node), arg.size)
            }
        };
        // PostgreSQL takes no aggregate in FILTER, not even over a window of groups.
        if !self.grouped && self.choices.one_in(4) {
            aggregate.filter = Some(Nested::new(self.condition(depth)));
        }
        (self.queries, self.scope) = (queries, scope);
        (aggregate, size)
    }

    /// A few window functions; those that tell rows of equal keys apart need keys that no two rows
    /// have in common.
    pub fn windows(&mut self, keys: Option<&[Node]>) -> Vec<Typed> {
        (0..2).map(|_| self.window(keys)).collect()
    }

    fn window(&mut self, keys: Option<&[Node]>) -> Typed {
        use RankingFunction::{
            CumeDist, DenseRank, FirstValue, Lag, LastValue, Lead, NthValue, Ntile, PercentRank,
            Rank, RowNumber,
        };
        let queries = std::mem::take(&mut self.queries);
        // MySQL sorts and parts a window by the query's own columns only.
        let own = self.scope.iter().take(self.own).cloned().collect();
        let scope = std::mem::replace(&mut self.scope, own);
        let mut spec = WindowSpec::default();
        if self.choices.one_in(2) {
            let kind = *self.choices.pick(&KINDS);
            spec.partition_by = [by_bytes(self.expr(kind, 0)).node].into();
        }
        let key_kind = *self.choices.pick(&KINDS);
        let key = by_bytes(self.expr(key_kind, 0)).node;
        spec.order_by.push(self.order(key));
        let total = keys.is_some() && self.choices.one_in(2);
        if total {
            for key in keys.unwrap_or_default() {
                let item = self.order(key.clone());
                spec.order_by.push(item);
            }
        }
        let literal = |number: i64| Node::Literal(number.into());
        let kind = *self.choices.pick(&KINDS);
        let choice = self.choices.below(12);
        let (function, kind, size) = if !total && choice > 4 || choice == 4 {
            let (aggregate, size) = self.aggregate_node(kind, 1);
            if aggregate.distinct || (!total && aggregate.function == AggregateFunction::Sum) {
                spec.order_by.clear();
            }
            let plain = Aggregate { distinct: false, ..aggregate };
            if total && self.choices.one_in(2) {
                spec.frame = Some(self.frame(FrameUnit::Rows));
            } else if !spec.order_by.is_empty() && self.choices.one_in(3) {
                let near = key_kind == Kind::Int && spec.order_by.len() == 1;
                let units = [FrameUnit::Groups, FrameUnit::Range];
                let unit = *self.choices.pick(if near { &units } else { &units[..1] });
                spec.frame = Some(self.frame(unit));
            }
            (WindowFunction::Aggregate(plain), kind, size)
        } else {
            let mut arg = || self.expr(kind, 1);
            let (function, args, kind, size) = match choice {
                0 => (Rank, ExprList::new(), Kind::Int, ROWS),
                1 => (DenseRank, ExprList::new(), Kind::Int, ROWS),
                2 => (PercentRank, ExprList::new(), Kind::Real, 1),
                3 => (CumeDist, ExprList::new(), Kind::Real, 1),
                5 => (Ntile, [literal(3)].into(), Kind::Int, 3),
                6..=10 => {
                    let value = arg();
                    let (function, more) = match choice {
                        6 => (Lag, Some(literal(1))),
                        7 => (Lead, Some(literal(2))),
                        8 => (FirstValue, None),
                        9 => (LastValue, None),
                        _ => (NthValue, Some(literal(2))),
                    };
                    let args = std::iter::once(value.node).chain(more).collect();
                    (function, args, kind, value.size)
                }
                _ => (RowNumber, ExprList::new(), Kind::Int, ROWS),
            };
            (WindowFunction::Ranking { function, args }, kind, size)
        };
        (self.queries, self.scope) = (queries, scope);
        let node = Node::Window(Box::new(WindowCall { function, over: Over::Spec(spec) }));
        Typed { node, kind, size }
    }

    fn frame(&mut self, unit: FrameUnit) -> Frame {
        let near = |number: i64| Node::Literal(number.into()).into();
        let start = match self.choices.below(3) {
            0 => FrameBound::UnboundedPreceding,
            1 => FrameBound::Preceding(near(2)),
            _ => FrameBound::CurrentRow,
        };
        let end = match self.choices.below(3) {
            0 => FrameBound::CurrentRow,
            1 => FrameBound::Following(near(1)),
            _ => FrameBound::UnboundedFollowing,
        };
        use FrameExclude::{CurrentRow, Group, Ties};
        let exclude = self.choices.one_in(6);
        let exclude = exclude.then(|| *self.choices.pick(&[Group, Ties, CurrentRow]));
        Frame { unit, start, end: Some(end), exclude }
    }
}

fn aggregate(function: AggregateFunction, kind: Kind, arg: Node) -> Aggregate {
    Aggregate { data_type: Some(kind.data_type()), ..Aggregate::new(function, [arg]) }
}
