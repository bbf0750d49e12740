//! Nodes that mean nothing: an error on every dialect, and never SQL.

use aludel::ast::{
    self, AggregateFunction, BinaryOp, Expr as Node, ExprList, Function, Operand, Quantified,
    QuantifiedSet, Quantifier, RankingFunction,
};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, users};

fn refused_everywhere(name: &str, node: Node) {
    let statement = select(any(node)).from(facts::table);
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let compiled = statement.compile(dialect);
        assert!(compiled.is_err(), "{name} on {}: {compiled:?}", dialect.name());
    }
}

#[test]
fn functions_of_too_few_or_too_many_arguments() {
    let args = |count: usize| ExprList::from_iter((0..count).map(|_| Node::bind(1)));
    let call = |function, count| Node::Call(Box::new(ast::Call { function, args: args(count) }));
    let aggregate = |function, count, distinct| {
        let aggregate = ast::Aggregate { distinct, ..ast::Aggregate::new(function, args(count)) };
        Node::Aggregate(Box::new(aggregate))
    };
    let ranking = |function, count| {
        let function = ast::WindowFunction::Ranking { function, args: args(count) };
        let over = ast::Over::Spec(window().order_by(facts::id.asc()).into_ast());
        Node::Window(Box::new(ast::WindowCall { function, over }))
    };
    refused_everywhere("substring of two", call(Function::Substring, 2));
    refused_everywhere("coalesce of none", call(Function::Coalesce, 0));
    refused_everywhere("nullif of one", call(Function::NullIf, 1));
    refused_everywhere("lower of two", call(Function::Lower, 2));
    refused_everywhere("now of one", call(Function::Now, 1));
    refused_everywhere("sum of none", aggregate(AggregateFunction::Sum, 0, false));
    refused_everywhere("count of two", aggregate(AggregateFunction::Count, 2, false));
    refused_everywhere("count of distinct nothing", aggregate(AggregateFunction::Count, 0, true));
    refused_everywhere("row number of one", ranking(RankingFunction::RowNumber, 1));
    refused_everywhere("ntile of none", ranking(RankingFunction::Ntile, 0));
    refused_everywhere("lag of four", ranking(RankingFunction::Lag, 4));
}

#[test]
fn operators_of_the_wrong_things() {
    let quantified = |op| {
        let query = select(users::id).from(users::table).into_query();
        let right = QuantifiedSet::Query(query.into());
        let left = Operand::from(facts::n.into_ast());
        Node::Quantified(Box::new(Quantified { left, op, quantifier: Quantifier::Any, right }))
    };
    let row = |count: i64| Node::Row((0..count).map(Node::bind).collect());
    let two = || select((posts::id, posts::user_id)).from(posts::table).into_query();
    let in_exprs = Node::In(Box::new(ast::In {
        operand: row(2).into(),
        set: ast::InSet::Exprs([row(3)].into()),
        negated: false,
    }));
    let raw = |text: &'static str| {
        Node::Raw(Box::new(ast::Raw { text: text.into(), holes: ExprList::new() }))
    };
    refused_everywhere("ANY of a sum", quantified(BinaryOp::Add));
    refused_everywhere("rows of two widths", Node::binary(row(2), BinaryOp::Eq, row(3)));
    refused_everywhere("a row in rows of another width", in_exprs);
    refused_everywhere("a row as a value", row(2));
    refused_everywhere("an empty row", row(0));
    refused_everywhere("a subquery of two columns", Node::Subquery(two().into()));
    refused_everywhere("an empty array", Node::Array(ExprList::new()));
    refused_everywhere("GROUPING of nothing", Node::Grouping(ExprList::new()));
    refused_everywhere("DEFAULT in a query", Node::Default);
    refused_everywhere("a hole without an expression", raw("{}"));
}

#[test]
fn frames_that_end_before_they_start() {
    use ast::FrameBound::{
        CurrentRow, Following, Preceding, UnboundedFollowing, UnboundedPreceding,
    };
    let one = || Operand::from(Node::bind(1));
    for (start, end) in [
        (UnboundedFollowing, None),
        (Following(one()), None),
        (CurrentRow, Some(UnboundedPreceding)),
        (CurrentRow, Some(Preceding(one()))),
        (Following(one()), Some(CurrentRow)),
        (Following(one()), Some(Preceding(one()))),
        (UnboundedFollowing, Some(UnboundedFollowing)),
        (UnboundedPreceding, Some(UnboundedPreceding)),
    ] {
        let name = format!("{start:?} to {end:?}");
        let frame = ast::Frame { unit: ast::FrameUnit::Rows, start, end, exclude: None };
        let spec =
            ast::WindowSpec { frame: Some(frame), ..window().order_by(facts::id.asc()).into_ast() };
        let function = ast::WindowFunction::Aggregate(ast::Aggregate::new(
            AggregateFunction::Sum,
            [facts::n.into_ast()],
        ));
        refused_everywhere(
            &name,
            Node::Window(Box::new(ast::WindowCall { function, over: ast::Over::Spec(spec) })),
        );
    }
}
