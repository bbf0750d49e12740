//! Operators and predicates.

use aludel::ast::{
    Between, BinaryOp, Case as CaseNode, Expr as Node, ExprList, InSet, LetterCase, Like, Operand,
    Quantified, QuantifiedSet, Quantifier, Truth, UnaryOp,
};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, users};

fn int(number: i64) -> Node {
    Node::Literal(Value::Int(number))
}

fn col<E: Expression>(expr: E) -> Node {
    expr.into_ast()
}

fn unary(op: UnaryOp, operand: impl Into<Operand>) -> Node {
    Node::Unary { op, operand: operand.into() }
}

fn binary(left: Node, op: BinaryOp, right: Node) -> Node {
    Node::binary(left, op, right)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn arithmetic() {
    use BinaryOp::*;
    walk(vec![
        node("minus", unary(UnaryOp::Negate, col(facts::n)), "7"),
        node("minus of a negative literal", unary(UnaryOp::Negate, int(-1)), "1"),
        node("minus of a parameter", unary(UnaryOp::Negate, Node::bind(5)), "-5"),
        node("less a negative literal", binary(col(facts::n), Subtract, int(-1)), "-6"),
        node("less a parameter", binary(col(facts::n), Subtract, Node::bind(-1)), "-6"),
        value("less a typed parameter", facts::n - 1, "-8"),
        node("parameters alone", binary(Node::bind(7), DivideInt, Node::bind(2)), "3"),
        node(
            "integer division by a parameter",
            binary(col(facts::n), DivideInt, Node::bind(2)),
            "-3",
        ),
        value("integer division by a typed parameter", facts::n / 2, "-3"),
        value("division of floating-point numbers", facts::x / 2.0, "1.25"),
        value("remainder", facts::n % 4, "-3"),
        value("a product of sums", (facts::n + 1) * (facts::big - 2), "-18"),
        value("subtraction to the right", facts::n - (facts::big - 2), "-10"),
        node("bits in both", binary(col(facts::big), BitAnd, int(6)), "4"),
        node("bits in either", binary(col(facts::big), BitOr, int(2)), "7"),
        node("bits in one", binary(col(facts::big), BitXor, int(6)), "3"),
        node("bits of a negative number", binary(col(facts::n), BitOr, int(2)), "-5"),
        node("bits in one of a negative number", binary(col(facts::n), BitXor, int(2)), "-5"),
        node("bits turned round", unary(UnaryOp::BitNot, col(facts::n)), "6"),
        node(
            "bits of a positive number turned round",
            unary(UnaryOp::BitNot, col(facts::big)),
            "-6",
        ),
        node("bits to the left", binary(col(facts::big), ShiftLeft, int(2)), "20"),
        node("bits to the right", binary(col(facts::big), ShiftRight, int(1)), "2"),
        node(
            "bits of a negative number to the right",
            binary(col(facts::n), ShiftRight, int(1)),
            "-4",
        ),
        node("bits with parameters", binary(col(facts::big), BitAnd, Node::bind(6)), "4"),
        node(
            "bits shifted by a parameter",
            binary(col(facts::big), ShiftLeft, Node::bind(2)),
            "20",
        ),
        node(
            "bits inside bits",
            binary(
                binary(col(facts::big), BitOr, int(2)),
                BitAnd,
                binary(int(1), ShiftLeft, int(1)),
            ),
            "2",
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn conditions_as_values() {
    let truth =
        |truth, negated, operand: Node| Node::IsTruth { operand: operand.into(), truth, negated };
    let unknown = || facts::blank.gt(1).into_ast();
    walk(vec![
        value("equal", facts::n.eq(-7), "1"),
        value("not equal", facts::n.ne(-7), "0"),
        value("less", facts::n.lt(facts::big), "1"),
        value("less or equal", facts::n.le(-7), "1"),
        value("greater", facts::n.gt(0), "0"),
        value("greater or equal", facts::n.ge(0), "0"),
        value("a comparison of comparisons", facts::n.gt(0).eq(facts::big.lt(0)), "1"),
        value("and, or, not", not(facts::n.gt(0).or(facts::big.lt(0)).and(facts::flag)), "1"),
        value("not of a comparison with null", facts::blank.gt(1).not(), "NULL"),
        value("a boolean column", facts::flag.and(facts::n.lt(0)), "1"),
        value("a boolean column compared", facts::flag.eq(true), "1"),
        value("is null", facts::blank.is_null(), "1"),
        value("is not null", facts::blank.is_not_null(), "0"),
        value("a comparison is null", facts::blank.eq(1).is_null(), "1"),
        node("is true", truth(Truth::True, false, unknown()), "0"),
        node("is not true", truth(Truth::True, true, unknown()), "1"),
        node("is false", truth(Truth::False, false, unknown()), "0"),
        node("is not false", truth(Truth::False, true, unknown()), "1"),
        node("is unknown", truth(Truth::Unknown, false, unknown()), "1"),
        node("is not unknown", truth(Truth::Unknown, true, unknown()), "0"),
        node("a column is true", truth(Truth::True, false, col(facts::flag)), "1"),
        value("distinct from null", facts::n.is_distinct_from(facts::blank), "1"),
        value("not distinct from null", facts::blank.is_not_distinct_from(null::<Integer>()), "1"),
        value(
            "not distinct, in a comparison",
            facts::n.is_not_distinct_from(-7).eq(facts::flag),
            "1",
        ),
        value("not not distinct", not(facts::n.is_not_distinct_from(-7)), "0"),
        value("distinct sums", (facts::n + 1).is_distinct_from(facts::big + 1), "1"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ranges() {
    let between = |operand: Node, low: Node, high: Node, negated, symmetric| {
        let (operand, low, high) = (operand.into(), low.into(), high.into());
        Node::Between(Box::new(Between { operand, low, high, negated, symmetric }))
    };
    let pair = |a: i64, b: i64| Node::Row([int(a), int(b)].into());
    let own = || Node::Row([col(facts::n), col(facts::big)].into());
    walk(vec![
        value("between", facts::n.between(-9, 0), "1"),
        value("not between", facts::n.not_between(-9, 0), "0"),
        value("between in a chain", facts::n.between(-9, 0).and(facts::big.eq(5)), "1"),
        value("not of between", not(facts::n.between(-9, 0)), "0"),
        node("bounds in either order", between(col(facts::n), int(0), int(-9), false, true), "1"),
        node("not in either order", between(col(facts::n), int(0), int(-9), true, true), "0"),
        node(
            "bounds in either order, null",
            between(col(facts::blank), int(0), int(-9), false, true),
            "NULL",
        ),
        node(
            "bounds in either order, a null bound",
            between(col(facts::n), col(facts::blank), int(-9), false, true),
            "NULL",
        ),
        node("a row between rows", between(own(), pair(-7, 1), pair(-7, 9), false, false), "1"),
        node("a row not between rows", between(own(), pair(-7, 6), pair(-7, 9), true, false), "1"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn patterns() {
    let like = |operand: Node, pattern: Node, escape, case, negated| {
        let (operand, pattern) = (operand.into(), pattern.into());
        Node::Like(Box::new(Like { operand, pattern, escape, case, negated }))
    };
    let word = |pattern: &str, case| like(col(facts::word), Node::bind(pattern), None, case, false);
    let text = |text: &str| Node::bind(text);
    use LetterCase::{Insensitive, Native, Sensitive};
    walk(vec![
        node("native", word("A%", Native), "1"),
        node("without regard to case", word("aB%", Insensitive), "1"),
        node("with regard to case", word("a%", Sensitive), "0"),
        node("with regard to case, same case", word("A_c", Sensitive), "1"),
        node(
            "not, with regard to case",
            like(col(facts::word), text("a%"), None, Sensitive, true),
            "1",
        ),
        node(
            "not, without regard to case",
            like(col(facts::word), text("a%"), None, Insensitive, true),
            "0",
        ),
        node("an escaped wildcard", like(text("a%c"), text("a#%c"), Some('#'), Native, false), "1"),
        node(
            "an escaped wildcard is none",
            like(text("abc"), text("a#%c"), Some('#'), Native, false),
            "0",
        ),
        node(
            "a backslash as the escape",
            like(text("a%c"), text(r"a\%c"), Some('\\'), Native, false),
            "1",
        ),
        node(
            "a quote as the escape",
            like(text("a%c"), text("a'%c"), Some('\''), Native, false),
            "1",
        ),
        node(
            "escaped, with regard to case",
            like(text("A_c"), text("A!_c"), Some('!'), Sensitive, false),
            "1",
        ),
        node(
            "escaped, without regard to case",
            like(text("A_c"), text("a!_C"), Some('!'), Insensitive, false),
            "1",
        ),
        node(
            "stars and brackets, with regard to case",
            like(text("*?[A]"), text("*?[_]"), None, Sensitive, false),
            "1",
        ),
        node(
            "a null pattern",
            like(col(facts::word), col(null::<Text>()), Some('!'), Native, false),
            "NULL",
        ),
        node(
            "a null text",
            like(col(null::<Text>()), text("a%"), Some('!'), Native, false),
            "NULL",
        ),
        node(
            "a null text without regard to case",
            like(col(null::<Text>()), text("a%"), None, Insensitive, false),
            "NULL",
        ),
        node(
            "a pattern from a column",
            like(text("Abc"), col(facts::word), None, Native, false),
            "1",
        ),
        node(
            "a pattern from a column, with regard to case",
            like(text("abc"), col(facts::word), None, Sensitive, false),
            "0",
        ),
        node("not of like", like(col(facts::word), text("B%"), None, Native, false).negate(), "1"),
        value("like of a concatenation", facts::word.concat("!").like("%!"), "1"),
        value("contains a wildcard", facts::word.concat("%").contains("%"), "1"),
        value("contains, without regard to case", facts::word.icontains("BC"), "1"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn lists_and_rows() {
    let exprs = |negated, exprs: ExprList| {
        let set = InSet::Exprs(exprs);
        Node::In(Box::new(aludel::ast::In { operand: col(facts::n).into(), set, negated }))
    };
    let user_ids = || select(posts::user_id).from(posts::table);
    let user_pairs = || select((posts::user_id, posts::id)).from(posts::table);
    let own = || row((facts::big, facts::n));
    walk(vec![
        value("in values", facts::n.in_([1, -7]), "1"),
        value("not in values", facts::n.not_in([1, -7]), "0"),
        value("null in values", facts::blank.in_([1]), "NULL"),
        value("in no value", facts::blank.in_(Vec::<i32>::new()), "0"),
        value("not in no value", facts::blank.not_in(Vec::<i32>::new()), "1"),
        node("in expressions", exprs(false, [int(1), col(facts::n)].into()), "1"),
        node("not in expressions", exprs(true, [int(1), Node::bind(2)].into()), "1"),
        node("in no expression", exprs(false, ExprList::new()), "0"),
        value("in a query", facts::id.in_(user_ids()), "1"),
        value("not in a query", facts::id.not_in(user_ids()), "0"),
        value(
            "in a query with a limit",
            facts::id.in_(user_ids().order_by(posts::id.desc()).limit(1)),
            "0",
        ),
        value("in a set operation", facts::id.in_(user_ids().union(user_ids())), "1"),
        value("a row in rows", own().in_([(5, -7), (1, 2)]), "1"),
        value("a row not in rows", own().not_in([(1, 2)]), "1"),
        value("a row in a query", row((facts::id, facts::id)).in_query(user_pairs()), "1"),
        value("a row not in a query", row((facts::id, facts::id)).not_in_query(user_pairs()), "0"),
        value("rows equal", own().eq((5, -7)), "1"),
        value("rows not equal", own().ne((5, -7)), "0"),
        value("rows less", own().lt((5, -6)), "1"),
        value("rows less or equal", own().le((5, -7)), "1"),
        value("rows greater", own().gt((5, -7)), "0"),
        value("rows greater or equal", own().ge((5, -7)), "1"),
        value("exists", exists(user_ids()), "1"),
        value("not exists", not_exists(user_ids()), "0"),
        value("exists, in a comparison", exists(user_ids()).eq(true), "1"),
        value("a scalar subquery", select(max(users::age)).from(users::table), "40"),
        value(
            "a scalar subquery of no row",
            select(users::age).from(users::table).filter(users::id.eq(99)),
            "NULL",
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn any_and_all() {
    let quantified = |left: Node, op, quantifier, right| {
        Node::Quantified(Box::new(Quantified { left: left.into(), op, quantifier, right }))
    };
    let ages = |ids: std::ops::RangeInclusive<i64>| {
        let query = select(users::age)
            .from(users::table)
            .filter(users::id.between(*ids.start(), *ids.end()));
        QuantifiedSet::Query(query.into_query().into())
    };
    let array = || QuantifiedSet::Array(Node::Array([int(1), int(-7)].into()).into());
    use BinaryOp::{Eq, Gt, Lt, Ne};
    use Quantifier::{All, Any};
    let no_array = |case: Construct| {
        case.lacks(SQLITE, "SELECT 1 = ANY (ARRAY[1])")
            .lacks(MYSQL, "SELECT 1 = ANY (ARRAY[1])")
            .lacks(MARIADB, "SELECT 1 = ANY (ARRAY[1])")
    };
    walk(vec![
        node("equal to any", quantified(int(30), Eq, Any, ages(1..=3)), "1"),
        node("equal to any of none", quantified(int(30), Eq, Any, ages(8..=9)), "0"),
        node("different from all", quantified(int(31), Ne, All, ages(1..=3)), "1"),
        node("different from all, with null", quantified(int(31), Ne, All, ages(1..=4)), "NULL"),
        node("greater than any", quantified(int(25), Gt, Any, ages(1..=3)), "1"),
        node("less than all", quantified(int(5), Lt, All, ages(1..=3)), "1"),
        node("less than all, with null", quantified(int(5), Lt, All, ages(1..=4)), "NULL"),
        no_array(node(
            "equal to any of an array",
            quantified(col(facts::n), Eq, Any, array()),
            "1",
        )),
        no_array(node(
            "greater than all of an array",
            quantified(col(facts::n), Gt, All, array()),
            "0",
        )),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn cases_texts_and_raw() {
    let searched = || case::<Text>().when(facts::n.gt(0), "plus").when(facts::n.lt(0), "minus");
    let simple = || case_of::<Text, _>(facts::n).when(-7, "seven");
    let no_else = CaseNode {
        operand: Some(binary(col(facts::n), BinaryOp::Add, int(7)).into()),
        arms: vec![(int(0).into(), Node::bind("zero").into())],
        otherwise: None,
    };
    let condition_arms = CaseNode {
        operand: Some(facts::n.lt(0).into_ast().into()),
        arms: vec![(facts::big.gt(0).into_ast().into(), int(1).into())],
        otherwise: Some(int(0).into()),
    };
    let array = || Node::Array([int(1), int(2)].into());
    let no_array = |case: Construct| {
        case.lacks(SQLITE, "SELECT ARRAY[1, 2]")
            .lacks(MYSQL, "SELECT ARRAY[1, 2]")
            .lacks(MARIADB, "SELECT ARRAY[1, 2]")
    };
    walk(vec![
        value("a searched case", searched().otherwise("zero"), "minus"),
        value("a searched case without else", searched().end(), "minus"),
        value("a simple case", simple().otherwise("other"), "seven"),
        node("a simple case of a sum", Node::Case(Box::new(no_else)), "zero"),
        node("a simple case of conditions", Node::Case(Box::new(condition_arms)), "1"),
        value("a case in a comparison", searched().otherwise("zero").eq("minus"), "1"),
        value("concatenation", facts::word.concat("-").concat(facts::word), "Abc-Abc"),
        value("concatenation of parameters", concat((val::<Text>("a"), "b")), "ab"),
        value("concatenation with null", facts::word.concat(null::<Text>()), "NULL"),
        value("concatenation in a comparison", facts::word.concat("d").eq("Abcd"), "1"),
        value("a binary collation", facts::word.collate(Collation::Binary).eq("abc"), "0"),
        value(
            "a binary collation of a parameter",
            val::<Text>("a").collate(Collation::Binary).eq("A"),
            "0",
        ),
        value(
            "a binary collation tells accents",
            val::<Text>("e").collate(Collation::Binary).eq("é"),
            "0",
        ),
        value(
            "a binary collation keeps spaces",
            val::<Text>("a").collate(Collation::Binary).eq("a "),
            "0",
        ),
        value(
            "a binary collation of a cast",
            facts::n.cast::<Text>().collate(Collation::Binary).eq("-7"),
            "1",
        ),
        value("raw text", sql!(Integer, "ABS({}) + {}", facts::n, 1), "8"),
        value("raw text with braces", sql!(Text, "'{{{{}}}}'"), "{{}}"),
        value("raw text inside an operator", sql!(Integer, "{} + 1", facts::n) * 2, "-12"),
        node("an expression marked nullable", Node::AsNullable(col(facts::n + 1).into()), "-6"),
        node(
            "a nullable sum in a product",
            binary(Node::AsNullable(col(facts::n + 1).into()), BinaryOp::Multiply, int(2)),
            "-12",
        ),
        no_array(node(
            "an array as text",
            Node::Cast(Box::new(aludel::ast::Cast {
                operand: array().into(),
                data_type: aludel::ast::DataType::Text,
            })),
            "{1,2}",
        )),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_beside_comparisons() {
    let pair = |left: Node, right: Node| Node::Row([left, right].into());
    let own = || pair(col(facts::big), col(facts::n));
    let query = || {
        select((posts::user_id, posts::stars))
            .from(posts::table)
            .filter(posts::id.eq(1))
            .into_query()
    };
    let distinct = |negated, right: Node| Node::IsDistinct {
        left: own().into(),
        right: right.into(),
        negated,
    };
    walk(vec![
        node(
            "a row equals a query's",
            binary(pair(int(1), int(5)), BinaryOp::Eq, Node::Subquery(query().into())),
            "1",
        ),
        node("a row of one", binary(Node::Row([int(1)].into()), BinaryOp::Eq, int(1)), "1"),
        node("a row is not distinct", distinct(true, pair(int(5), int(-7))), "1"),
        node("a row is distinct", distinct(false, pair(int(5), col(facts::blank))), "1"),
    ]);
}
