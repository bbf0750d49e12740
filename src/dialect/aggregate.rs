//! How aggregates are called, and what their rewrites are made of.

use super::Version;
use super::rewrite::repeatable;
use super::syntax::raw_text;
use crate::ast::visit::walk_expr;
use crate::ast::{
    Aggregate, AggregateFunction, Case, Cast, ColumnRef, DataType, Expr, ExprList, Nested, Operand,
    Over, Query, Visit, VisitMut, WindowCall, WindowFunction, visit_mut,
};

/// How an aggregate is called.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AggregateForm {
    /// `NAME(arguments)`
    Name(&'static str),
    /// `NAME(argument SEPARATOR 'last argument')`, the order before SEPARATOR.
    Separator(&'static str),
    /// `NAME(last argument) WITHIN GROUP (ORDER BY argument)`
    WithinGroup(&'static str),
    /// By the name that the user gives.
    AsGiven,
    /// In other words: an expression made of the aggregate; none if this one cannot be said so.
    Rewrite(fn(&Aggregate) -> Option<Expr>),
    /// Not at all.
    Refuse {
        /// The first version that has it, if any.
        since: Option<Version>,
        /// What to write instead.
        instead: &'static str,
    },
}

/// What cannot be said everywhere with DISTINCT, FILTER or these arguments can be said of a
/// derived table.
pub(super) const OF_DERIVED: &str =
    "compute, filter and make distinct what is aggregated in a derived table";

/// How PostgreSQL calls them, which is how the standard does where it has them.
pub(super) fn standard(function: &AggregateFunction) -> AggregateForm {
    AggregateForm::Name(match function {
        AggregateFunction::Count => "COUNT",
        AggregateFunction::Sum => "SUM",
        AggregateFunction::Avg => "AVG",
        AggregateFunction::Min => "MIN",
        AggregateFunction::Max => "MAX",
        AggregateFunction::AnyValue => "ANY_VALUE",
        AggregateFunction::BoolAnd => "BOOL_AND",
        AggregateFunction::BoolOr => "BOOL_OR",
        AggregateFunction::BitAnd => "BIT_AND",
        AggregateFunction::BitOr => "BIT_OR",
        AggregateFunction::BitXor => "BIT_XOR",
        AggregateFunction::StringAgg => "STRING_AGG",
        AggregateFunction::JsonAgg(_) => "JSON_ARRAYAGG",
        AggregateFunction::JsonObjectAgg(_) => "JSON_OBJECTAGG",
        AggregateFunction::VarPop
        | AggregateFunction::VarSamp
        | AggregateFunction::StddevPop
        | AggregateFunction::StddevSamp => return AggregateForm::Rewrite(of_doubles),
        AggregateFunction::CovarPop => "COVAR_POP",
        AggregateFunction::CovarSamp => "COVAR_SAMP",
        AggregateFunction::Corr => "CORR",
        AggregateFunction::RegrSlope => "REGR_SLOPE",
        AggregateFunction::RegrIntercept => "REGR_INTERCEPT",
        AggregateFunction::RegrCount => "REGR_COUNT",
        AggregateFunction::RegrR2 => "REGR_R2",
        AggregateFunction::RegrAvgX => "REGR_AVGX",
        AggregateFunction::RegrAvgY => "REGR_AVGY",
        AggregateFunction::RegrSxx => "REGR_SXX",
        AggregateFunction::RegrSyy => "REGR_SYY",
        AggregateFunction::RegrSxy => "REGR_SXY",
        AggregateFunction::PercentileCont => return AggregateForm::WithinGroup("PERCENTILE_CONT"),
        AggregateFunction::PercentileDisc => return AggregateForm::WithinGroup("PERCENTILE_DISC"),
        AggregateFunction::Mode => return AggregateForm::WithinGroup("MODE"),
        AggregateFunction::Named(_) => return AggregateForm::AsGiven,
    })
}

// ---- what rewrites are made of

pub(super) fn boxed(aggregate: Aggregate) -> Expr {
    Expr::Aggregate(Box::new(aggregate))
}

/// The same rows in another function of other arguments.
pub(super) fn with(
    aggregate: &Aggregate,
    function: AggregateFunction,
    args: impl Into<ExprList>,
) -> Aggregate {
    Aggregate { function, args: args.into(), data_type: None, ..aggregate.clone() }
}

/// The same rows in a function of that name of other arguments.
pub(super) fn named(
    aggregate: &Aggregate,
    name: &'static str,
    args: impl Into<ExprList>,
) -> Aggregate {
    with(aggregate, AggregateFunction::Named(name.into()), args)
}

/// The same of the rows that a further condition holds for.
pub(super) fn filtered(aggregate: Aggregate, condition: Expr) -> Aggregate {
    let filter = match aggregate.filter {
        Some(filter) => filter.into_inner().and(condition),
        None => condition,
    };
    Aggregate { filter: Some(Nested::new(filter)), ..aggregate }
}

pub(super) fn not_null(expr: Expr) -> Expr {
    Expr::IsNull { operand: expr.into(), negated: true }
}

pub(super) fn as_double(expr: Expr) -> Expr {
    let cast = Cast { operand: expr.into(), data_type: DataType::Double };
    Expr::Cast(Box::new(cast))
}

/// `CASE WHEN condition THEN expr END`
pub(super) fn when(condition: Expr, expr: Expr) -> Expr {
    let arms = vec![(condition.into(), expr.into())];
    Expr::Case(Box::new(Case { operand: None, arms, otherwise: None }))
}

/// The arguments, where there are as many.
pub(super) fn args<const N: usize>(aggregate: &Aggregate) -> Option<[&Expr; N]> {
    aggregate.args.iter().collect::<Vec<_>>().try_into().ok()
}

/// The aggregate, each part of which is over the window.
pub(super) fn over_each(mut expr: Expr, over: &Over) -> Expr {
    OverEach(over).visit_expr(&mut expr);
    expr
}

struct OverEach<'o>(&'o Over);

impl VisitMut for OverEach<'_> {
    fn visit_expr(&mut self, expr: &mut Expr) {
        match std::mem::replace(expr, Expr::Default) {
            Expr::Aggregate(aggregate) => {
                let function = WindowFunction::Aggregate(*aggregate);
                *expr = Expr::Window(Box::new(WindowCall { function, over: self.0.clone() }));
            }
            other => {
                *expr = other;
                visit_mut::walk_expr(self, expr);
            }
        }
    }
}

// ---- rewrites that several share

/// A function that is native of floating-point numbers, or has more digits of those.
pub(super) fn of_doubles(aggregate: &Aggregate) -> Option<Expr> {
    let name = match aggregate.function {
        AggregateFunction::VarPop => "VAR_POP",
        AggregateFunction::VarSamp => "VAR_SAMP",
        AggregateFunction::StddevPop => "STDDEV_POP",
        AggregateFunction::StddevSamp => "STDDEV_SAMP",
        _ => return None,
    };
    let args: ExprList = aggregate.args.iter().cloned().map(as_double).collect();
    Some(boxed(named(aggregate, name, args)))
}

/// The least.
pub(super) fn by_min(aggregate: &Aggregate) -> Option<Expr> {
    Some(boxed(with(aggregate, AggregateFunction::Min, aggregate.args.clone())))
}

/// The greatest.
pub(super) fn by_max(aggregate: &Aggregate) -> Option<Expr> {
    Some(boxed(with(aggregate, AggregateFunction::Max, aggregate.args.clone())))
}

/// Counts combinations by one text or row made of them: `{}` for each, in `text`. Those in which
/// something is NULL do not count.
pub(super) fn count_combined(
    aggregate: &Aggregate,
    (before, each, between, after): (&str, &str, &str, &str),
) -> Option<Expr> {
    let operands: Vec<Operand> = aggregate.args.iter().cloned().map(Operand::from).collect();
    for operand in &operands {
        repeatable([operand])?;
    }
    let text = vec![each; operands.len()].join(between);
    let combined = raw_text(format!("{before}{text}{after}"), aggregate.args.iter().cloned());
    let none_null = Expr::And(aggregate.args.iter().cloned().map(not_null).collect());
    Some(boxed(filtered(with(aggregate, AggregateFunction::Count, [combined]), none_null)))
}

// ---- aggregates inside a subquery

/// Whether the aggregate, written inside a subquery that reads no table, is one of the rows around
/// it: servers take it for one of the subquery where it reads no column of theirs, and take a name
/// or a subquery inside it for another.
pub(super) fn is_of_outer_rows(aggregate: &Aggregate) -> bool {
    let mut reads = Reads { column: false, unknown: false };
    reads.visit_aggregate(aggregate);
    reads.column && !reads.unknown
}

/// Whether the expressions may differ from row to row.
pub(super) fn reads_rows(exprs: &[Expr]) -> bool {
    let mut reads = Reads { column: false, unknown: false };
    exprs.iter().for_each(|expr| reads.visit_expr(expr));
    reads.column || reads.unknown
}

struct Reads {
    column: bool,
    /// A subquery, raw text, or a name that the rows of a JSON array have as well.
    unknown: bool,
}

impl<'a> Visit<'a> for Reads {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        const OF_ROWS: [&str; 10] =
            ["key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json", "root"];
        self.column = true;
        if column.qualifier().is_none() {
            let name = column.name();
            self.unknown |= OF_ROWS.iter().any(|own| name.eq_ignore_ascii_case(own));
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.unknown |= matches!(expr, Expr::Raw(_));
        // Nothing is in an empty list: what is looked for there is not written.
        if !matches!(expr, Expr::In(in_) if in_.is_of_nothing()) {
            walk_expr(self, expr);
        }
    }

    fn visit_query(&mut self, _query: &'a Query) {
        self.unknown = true;
    }
}
