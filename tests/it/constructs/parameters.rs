//! Parameters where servers have to guess their type, and values of each type everywhere.

use aludel::ast::{self, BinaryOp, Bind, Expr as Node, LetterCase, Like};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, users};

fn bind(value: impl Into<Value>) -> Node {
    Node::bind(value)
}

fn null_node() -> Node {
    Node::Bind(Bind::untyped(Value::Null))
}

fn is_null(operand: Node) -> Node {
    Node::IsNull { operand: operand.into(), negated: false }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn untyped_parameters() {
    let compare = |left: Node, right: Node| Node::binary(left, BinaryOp::Eq, right);
    let case_of = |when: Node, then: Node, otherwise: Node| {
        Node::Case(Box::new(ast::Case {
            operand: None,
            arms: vec![(when.into(), then.into())],
            otherwise: Some(otherwise.into()),
        }))
    };
    let simple_case = Node::Case(Box::new(ast::Case {
        operand: Some(bind("a").into()),
        arms: vec![(bind("a").into(), bind("yes").into())],
        otherwise: Some(bind("no").into()),
    }));
    let call =
        |function, args: Vec<Node>| Node::Call(Box::new(ast::Call { function, args: args.into() }));
    let like = Node::Like(Box::new(Like {
        operand: bind("abc").into(),
        pattern: bind("a%").into(),
        escape: None,
        case: LetterCase::Native,
        negated: false,
    }));
    let count = |arg: Node| {
        Node::Aggregate(Box::new(ast::Aggregate::new(ast::AggregateFunction::Count, [arg])))
    };
    let greatest = |arg: Node| {
        Node::Aggregate(Box::new(ast::Aggregate::new(ast::AggregateFunction::Max, [arg])))
    };
    walk(vec![
        node("text selected", bind("a"), "a"),
        node("null selected", null_node(), "NULL"),
        node("null is null", is_null(null_node()), "1"),
        node("text is null", is_null(bind("a")), "0"),
        node("an integer is null", is_null(bind(1)), "0"),
        value("typed text is null", val::<Text>("a").is_null(), "0"),
        value("typed null is null", null::<Text>().is_null(), "1"),
        node("text equals text", compare(bind("a"), bind("a")), "1"),
        node("text equals a column", compare(bind("Abc"), facts::word.into_ast()), "1"),
        node("null equals a column", compare(facts::n.into_ast(), null_node()), "NULL"),
        node("texts joined", Node::Concat([bind("a"), bind("b")].into()), "ab"),
        node(
            "a number joined to a text",
            Node::Concat([facts::word.into_ast(), bind(1)].into()),
            "Abc1",
        ),
        node(
            "a text joined to a number column",
            Node::Concat([bind("n"), facts::n.into_ast()].into()),
            "n-7",
        ),
        node(
            "two numbers joined",
            Node::Concat([facts::n.into_ast(), facts::big.into_ast()].into()),
            "-75",
        ),
        node(
            "coalesce of null and a column",
            call(ast::Function::Coalesce, vec![null_node(), facts::n.into_ast()]),
            "-7",
        ),
        node(
            "coalesce of null and a parameter",
            call(ast::Function::Coalesce, vec![null_node(), bind(2)]),
            "2",
        ),
        node("nullif of texts", call(ast::Function::NullIf, vec![bind("a"), bind("a")]), "NULL"),
        node("lower of text", call(ast::Function::Lower, vec![bind("A")]), "a"),
        node("length of text", call(ast::Function::CharLength, vec![bind("abc")]), "3"),
        node(
            "substring by big integers",
            call(ast::Function::Substring, vec![bind("abcd"), facts::big.into_ast(), bind(2)]),
            "",
        ),
        node(
            "substring by untyped integers",
            call(ast::Function::Substring, vec![bind("abcd"), bind(2), bind(2)]),
            "bc",
        ),
        node("like of parameters", like, "1"),
        node("in texts", in_values(bind("a"), vec!["a".into(), "b".into()]), "1"),
        node("in integers", in_values(facts::n.into_ast(), vec![1.into(), (-7).into()]), "1"),
        node("in with null", in_values(facts::n.into_ast(), vec![1.into(), Value::Null]), "NULL"),
        node(
            "in values of two kinds of number",
            in_values(facts::x.into_ast(), vec![1.into(), 2.5.into()]),
            "1",
        ),
        node(
            "between parameters",
            Node::Between(Box::new(ast::Between {
                operand: bind(2).into(),
                low: bind(1).into(),
                high: bind(3).into(),
                negated: false,
                symmetric: false,
            })),
            "1",
        ),
        node("case of texts", case_of(facts::flag.into_ast(), bind("yes"), bind("no")), "yes"),
        node("case of a boolean parameter", case_of(bind(true), bind(1), bind(2)), "1"),
        node("case with null", case_of(facts::flag.into_ast(), null_node(), bind(2)), "NULL"),
        node("case of a text", simple_case, "yes"),
        node("count of a parameter", count(bind("a")), "1"),
        node("greatest of a parameter", greatest(bind("a")), "a"),
        node("a sum of parameters", Node::binary(bind(1), BinaryOp::Add, bind(2)), "3"),
        node(
            "an integer plus a floating-point number",
            Node::binary(bind(1), BinaryOp::Add, bind(0.5)),
            "1.5",
        ),
        node(
            "a column times a floating-point number",
            Node::binary(facts::n.into_ast(), BinaryOp::Multiply, bind(0.5)),
            "-3.5",
        ),
        node(
            "rows of parameters",
            compare(Node::Row([bind(1), bind("a")].into()), Node::Row([bind(1), bind("a")].into())),
            "1",
        ),
        node(
            "a negative number inline",
            Node::binary(facts::n.into_ast(), BinaryOp::Subtract, Node::Literal((-1).into())),
            "-6",
        ),
        node("the least integer inline", Node::Literal(i64::MIN.into()), "-9223372036854775808"),
        node("the least integer", bind(i64::MIN), "-9223372036854775808"),
        node("a quote and a backslash", bind("it's \\ \" %"), "it's \\ \" %"),
        node(
            "a quote and a backslash inline",
            Node::Literal("it's \\ \" %".into()),
            "it's \\ \" %",
        ),
        node("a question mark inline", Node::Literal("? $1 {} --".into()), "? $1 {} --"),
        node("bytes", bind(b"abc".as_slice()), "abc"),
        node("bytes inline", Node::Literal(b"abc".as_slice().into()), "abc"),
    ]);
}

fn in_values(operand: Node, values: Vec<Value>) -> Node {
    let set = ast::InSet::Values { values, data_type: None };
    Node::In(Box::new(ast::In { operand: operand.into(), set, negated: false }))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn booleans() {
    let of_facts = |condition: Node| {
        let mut node = select(facts::id).from(facts::table).into_ast();
        node.filter = Some(condition);
        query(Query::Select(node))
    };
    let equal = |left: Node, right: Node| Node::binary(left, BinaryOp::Eq, right);
    walk(vec![
        stmt("a parameter", of_facts(bind(true))).rows("1"),
        stmt("not a parameter", of_facts(bind(true).negate())).rows(""),
        stmt("a literal", of_facts(Node::Literal(true.into()))).rows("1"),
        stmt("null", of_facts(null_node())).rows(""),
        stmt("a column", of_facts(facts::flag.into_ast())).rows("1"),
        stmt("a column and a parameter", of_facts(facts::flag.into_ast().and(bind(true))))
            .rows("1"),
        stmt("a column equals a parameter", of_facts(equal(facts::flag.into_ast(), bind(true))))
            .rows("1"),
        stmt(
            "a comparison equals a parameter",
            of_facts(equal(facts::n.lt(0).into_ast(), bind(true))),
        )
        .rows("1"),
        stmt("a parameter is true", of_facts(val::<Boolean>(true).is_true().into_ast())).rows("1"),
        stmt(
            "a column in booleans",
            of_facts(in_values(facts::flag.into_ast(), vec![true.into()])),
        )
        .rows("1"),
        stmt("all of none", of_facts(Node::And(ast::ExprList::new()))).rows("1"),
        stmt("any of none", of_facts(Node::Or(ast::ExprList::new()))).rows(""),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groups_and_orders() {
    let by_sum = || {
        select((users::age + 1, count_star())).from(users::table).filter(users::age.is_not_null())
    };
    let labeled = || {
        select(((users::age + 1).label("next"), count_star()))
            .from(users::table)
            .filter(users::age.is_not_null())
    };
    let case_key = || case::<Text>().when(users::age.gt(25), "old").otherwise("young");
    walk(vec![
        stmt(
            "a key with a parameter",
            by_sum().group_by(users::age + 1).order_by((users::age + 1).desc()),
        )
        .rows("41, 1 | 31, 1 | 21, 1"),
        stmt(
            "a labeled key with a parameter",
            labeled().group_by(users::age + 1).order_by((users::age + 1).asc()),
        )
        .rows("21, 1 | 31, 1 | 41, 1"),
        stmt(
            "a case as a key",
            select((case_key(), count_star()))
                .from(users::table)
                .group_by(case_key())
                .order_by(min(users::id).asc()),
        )
        .rows("old, 2 | young, 2"),
        stmt(
            "a key inside an expression",
            select((users::team_id + 1, sum(users::age)))
                .from(users::table)
                .group_by(users::team_id)
                .order_by(users::team_id.asc().nulls_last()),
        )
        .rows("2, 50 | 3, 40 | NULL, NULL"),
        stmt(
            "having a key",
            select((users::team_id, count_star()))
                .from(users::table)
                .group_by(users::team_id)
                .having(users::team_id.gt(1)),
        )
        .rows("2, 1"),
        stmt(
            "having a sum",
            select(users::team_id)
                .from(users::table)
                .group_by(users::team_id)
                .having(sum(users::age).ge(50)),
        )
        .rows("1"),
        stmt(
            "a window of a key with a parameter",
            select((
                posts::user_id,
                sum(count_star()).over(window().order_by(posts::user_id.asc())),
            ))
            .from(posts::table)
            .group_by(posts::user_id)
            .order_by(posts::user_id.asc()),
        )
        .rows("1, 2 | 2, 5"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_of_each_type() {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 31).expect("a day");
    let moment = day.and_hms_opt(10, 20, 30).expect("a moment");
    let later = chrono::NaiveDate::from_ymd_opt(2024, 8, 15)
        .and_then(|day| day.and_hms_opt(10, 20, 30))
        .expect("a moment");
    let price = rust_decimal::Decimal::new(1250, 2);
    let equal = |left: Node, right: Node| Node::binary(left, BinaryOp::Eq, right);
    let shifted = |unit, amount| shift(any(bind(moment)), amount, unit);
    walk(vec![
        node("a day", bind(day), "2024-01-31"),
        node("a day inline", Node::Literal(day.into()), "2024-01-31"),
        node("a moment", bind(moment), "2024-01-31 10:20:30"),
        node("a moment inline", Node::Literal(moment.into()), "2024-01-31 10:20:30"),
        node("a decimal", bind(price), "12.5"),
        node("a day equals a column", equal(fact("day").into_ast(), bind(day)), "1"),
        node("a moment equals a column", equal(fact("moment").into_ast(), bind(later)), "1"),
        node(
            "a moment equals a column, inline",
            equal(fact("moment").into_ast(), Node::Literal(later.into())),
            "1",
        ),
        node(
            "a decimal plus a decimal",
            Node::binary(bind(price), BinaryOp::Add, bind(price)),
            "25",
        ),
        node(
            "a decimal compared with a column",
            Node::binary(facts::n.into_ast(), BinaryOp::Lt, bind(price)),
            "1",
        ),
        value("part of a day", extract(DateField::Year, any(bind(day))), "2024"),
        value("a moment shifted", shifted(DateUnit::Day, 1), "2024-02-01 10:20:30"),
        value(
            "a moment shifted to a month's end",
            shifted(DateUnit::Month, 1),
            "2024-02-29 10:20:30",
        ),
        value("a moment cut", truncate(DateUnit::Month, any(bind(moment))), "2024-01-01 00:00:00"),
        value("a typed day shifted", shift(val::<Date>(day), 1, DateUnit::Day), "2024-02-01"),
        value(
            "a typed day shifted, compared",
            shift(val::<Date>(day), 1, DateUnit::Month)
                .eq(chrono::NaiveDate::from_ymd_opt(2024, 2, 29).expect("a day")),
            "1",
        ),
        value("a typed day cut", truncate(DateUnit::Month, val::<Date>(day)), "2024-01-01"),
        value(
            "a typed moment shifted",
            shift(val::<Timestamp>(moment), 1, DateUnit::Hour),
            "2024-01-31 11:20:30",
        ),
        value("the least of days", min(val::<Date>(day)), "2024-01-31"),
        value("a typed decimal divided", val::<Decimal>(price) / 2, "6.25"),
        value("the average of decimals", avg(val::<Decimal<10, 2>>(price)), "12.5"),
        value("the sum of decimals", sum(val::<Decimal<10, 2>>(price)), "12.5"),
    ]);
}
