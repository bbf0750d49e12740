//! Statistics of pairs in the words of those of single numbers.

use super::repeatable;
use crate::ast::{
    Aggregate, AggregateFunction, BinaryOp, Call, Case, DataType, Expr, Function, Operand, Value,
};
use crate::dialect::aggregate::{args, as_double, boxed, not_null, when, with};

/// What is told of pairs by the variances of their sums and of their differences, which a server
/// takes without loss where the values are far from zero.
pub(in crate::dialect) fn of_pairs(aggregate: &Aggregate) -> Option<Expr> {
    use AggregateFunction as F;
    let [y, x] = args(aggregate)?;
    let [y, x] = repeatable([&Operand::from(y.clone()), &Operand::from(x.clone())])?;
    let pairs = Pairs { aggregate, y, x };
    Some(match aggregate.function {
        F::CovarPop => pairs.covariance(F::VarPop),
        F::CovarSamp => pairs.covariance(F::VarSamp),
        F::Corr => pairs.correlation(),
        F::RegrSlope => pairs.slope(),
        F::RegrIntercept => {
            let risen = times(pairs.slope(), pairs.average(pairs.x()));
            Expr::binary(pairs.average(pairs.y()), BinaryOp::Subtract, risen)
        }
        F::RegrCount => pairs.count(),
        F::RegrR2 => pairs.determination(),
        F::RegrAvgX => pairs.average(pairs.x()),
        F::RegrAvgY => pairs.average(pairs.y()),
        F::RegrSxx => times(pairs.count(), pairs.variance(pairs.x())),
        F::RegrSyy => times(pairs.count(), pairs.variance(pairs.y())),
        F::RegrSxy => times(pairs.count(), pairs.covariance(F::VarPop)),
        _ => return None,
    })
}

struct Pairs<'a> {
    aggregate: &'a Aggregate,
    y: Expr,
    x: Expr,
}

impl Pairs<'_> {
    /// A function of the same rows.
    fn of(&self, function: AggregateFunction, arg: Expr) -> Expr {
        let data_type = Some(&DataType::Double);
        boxed(Aggregate { data_type, ..with(self.aggregate, function, [arg]) })
    }

    /// The first side, where there is a second.
    fn y(&self) -> Expr {
        when(not_null(self.x.clone()), as_double(self.y.clone()))
    }

    /// The second side, where there is a first.
    fn x(&self) -> Expr {
        when(not_null(self.y.clone()), as_double(self.x.clone()))
    }

    fn both(&self, op: BinaryOp) -> Expr {
        Expr::binary(as_double(self.y.clone()), op, as_double(self.x.clone()))
    }

    fn count(&self) -> Expr {
        let is_pair = not_null(self.y.clone()).and(not_null(self.x.clone()));
        let pair = when(is_pair, Expr::Literal(Value::Int(1)));
        boxed(with(self.aggregate, AggregateFunction::Count, [pair]))
    }

    fn average(&self, arg: Expr) -> Expr {
        self.of(AggregateFunction::Avg, arg)
    }

    fn variance(&self, arg: Expr) -> Expr {
        self.of(AggregateFunction::VarPop, arg)
    }

    fn deviation(&self, arg: Expr) -> Expr {
        self.of(AggregateFunction::StddevPop, arg)
    }

    fn covariance(&self, variance: AggregateFunction) -> Expr {
        let of_sums = self.of(variance.clone(), self.both(BinaryOp::Add));
        let of_differences = self.of(variance, self.both(BinaryOp::Subtract));
        let four = Expr::binary(of_sums, BinaryOp::Subtract, of_differences);
        Expr::binary(four, BinaryOp::Divide, Expr::Literal(Value::Double(4.0)))
    }

    fn correlation(&self) -> Expr {
        let deviations = times(self.deviation(self.y()), self.deviation(self.x()));
        divided(self.covariance(AggregateFunction::VarPop), deviations)
    }

    fn slope(&self) -> Expr {
        divided(self.covariance(AggregateFunction::VarPop), self.variance(self.x()))
    }

    /// The square of the correlation; 1 where only the first side is always the same.
    fn determination(&self) -> Expr {
        let is_zero = |variance| Expr::binary(variance, BinaryOp::Eq, Expr::Literal(Value::Int(0)));
        let flat = is_zero(self.variance(self.y()));
        let upright = is_zero(self.variance(self.x()));
        let one = Expr::Literal(Value::Double(1.0));
        let null = Expr::Literal(Value::Null);
        let square = times(self.correlation(), self.correlation());
        Expr::Case(Box::new(Case {
            operand: None,
            arms: vec![(upright.into(), null.into()), (flat.into(), one.into())],
            otherwise: Some(square.into()),
        }))
    }
}

fn times(one: Expr, other: Expr) -> Expr {
    Expr::binary(one, BinaryOp::Multiply, other)
}

/// The quotient; NULL by zero.
fn divided(dividend: Expr, divisor: Expr) -> Expr {
    let args = [divisor, Expr::Literal(Value::Int(0))].into();
    let divisor = Expr::Call(Box::new(Call { function: Function::NullIf, args }));
    Expr::binary(dividend, BinaryOp::Divide, divisor)
}
