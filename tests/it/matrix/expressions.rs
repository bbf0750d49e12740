//! The least statement of each construct of an expression.

use aludel::ast::{self, BinaryOp, Expr as Node, FrameExclude, LetterCase};
use aludel::dialect::Feature;
use aludel::prelude::*;

use super::proof::{Proof, proof};
use crate::constructs::{any, fact, facts};
use crate::schema::{posts, teams, users};

pub fn proof_of(feature: Feature) -> Option<Proof> {
    let of = |node: Node, raw| proof(select(any(node)).from(facts::table), raw);
    let n = || facts::n.into_ast();
    let binary = |op, raw| of(Node::binary(n(), op, Node::bind(2)), raw);
    let like = |case, raw| {
        let like = ast::Like {
            operand: facts::word.into_ast().into(),
            pattern: Node::bind("a%").into(),
            escape: None,
            case,
            negated: false,
        };
        of(Node::Like(Box::new(like)), raw)
    };
    let by_n = || window().order_by(facts::n.asc());
    Some(match feature {
        Feature::Concat => of(facts::word.concat("x").into_ast(), "SELECT word || 'x' FROM facts"),
        Feature::ILike => like(LetterCase::Insensitive, "SELECT word ILIKE 'a%' FROM facts"),
        Feature::LikeSensitive => like(LetterCase::Sensitive, "SELECT word LIKE 'a%' FROM facts"),
        Feature::IsDistinct => {
            of(facts::n.is_distinct_from(2).into_ast(), "SELECT n IS DISTINCT FROM 2 FROM facts")
        }
        Feature::IsUnknown => {
            of(facts::n.eq(2).is_unknown().into_ast(), "SELECT n = 2 IS UNKNOWN FROM facts")
        }
        Feature::BetweenSymmetric | Feature::BetweenRows => {
            let row = |node: Node| Node::Row([node, Node::bind(1)].into());
            let symmetric = feature == Feature::BetweenSymmetric;
            let side = |node: Node| if symmetric { node } else { row(node) };
            let between = ast::Between {
                operand: side(n()).into(),
                low: side(Node::bind(9)).into(),
                high: side(Node::bind(1)).into(),
                negated: false,
                symmetric,
            };
            of(Node::Between(Box::new(between)), "SELECT n BETWEEN SYMMETRIC 9 AND 1 FROM facts")
        }
        Feature::BitXor => binary(BinaryOp::BitXor, "SELECT n # 2 FROM facts"),
        Feature::BitsSigned => binary(BinaryOp::BitAnd, "SELECT n & 2 FROM facts"),
        Feature::BitShift => binary(BinaryOp::ShiftLeft, "SELECT n << 2 FROM facts"),
        Feature::Quantified => proof(
            select(compare_any(users::id, BinaryOp::Eq, select(posts::user_id).from(posts::table)))
                .from(users::table),
            "SELECT id = ANY (SELECT user_id FROM posts) FROM users",
        ),
        Feature::InArray => of(
            facts::n.in_(val::<Array<Integer>>(vec![1, 2])).into_ast(),
            "SELECT n = ANY (ARRAY[1, 2]) FROM facts",
        ),
        Feature::InArrayOfComputed => of(
            select(facts::n)
                .from(facts::table)
                .limit(1)
                .scalar()
                .in_(val::<Array<Integer>>(vec![1, 2]))
                .into_ast(),
            "SELECT (SELECT n FROM facts LIMIT 1) = ANY (ARRAY[1, 2]) FROM facts",
        ),
        Feature::QuantifiedArray => of(
            compare_any_of(facts::n, BinaryOp::Eq, vec![1, 2]).into_ast(),
            "SELECT n = ANY (ARRAY[1, 2]) FROM facts",
        ),
        Feature::Array => {
            of(Node::Array([n(), Node::bind(2)].into()), "SELECT ARRAY[n, 2] FROM facts")
        }
        Feature::AggregateFilter => of(
            count_star().filter(facts::n.eq(2)).expr().into_ast(),
            "SELECT COUNT(*) FILTER (WHERE n = 2) FROM facts",
        ),
        Feature::CountOfConstant => of(
            count_distinct(literal::<Integer>(1)).expr().into_ast(),
            "SELECT COUNT(DISTINCT 1) FROM facts",
        ),
        Feature::AggregateOrder => of(
            max(facts::n).order_by(facts::n.asc()).expr().into_ast(),
            "SELECT MAX(n ORDER BY n) FROM facts",
        ),
        Feature::ConditionExtremes => {
            of(max(facts::n.eq(2)).expr().into_ast(), "SELECT MAX(n = 2) FROM facts")
        }
        Feature::LagDefault => {
            let args = [n(), Node::Literal(1.into()), Node::Literal(0.into())].into();
            let function =
                ast::WindowFunction::Ranking { function: ast::RankingFunction::Lag, args };
            let over = ast::Over::Spec(by_n().into_ast());
            of(
                Node::Window(Box::new(ast::WindowCall { function, over })),
                "SELECT LAG(n, 1, 0) OVER (ORDER BY n) FROM facts",
            )
        }
        Feature::WindowOrder => {
            of(rank().over(window()).into_ast(), "SELECT RANK() OVER () FROM facts")
        }
        Feature::RankingFrame => of(
            rank().over(by_n().rows_between(Bound::preceding(1), Bound::current_row())).into_ast(),
            "SELECT RANK() OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM facts",
        ),
        Feature::WindowDistinct => of(
            sum(facts::n).distinct().over(window()).into_ast(),
            "SELECT SUM(DISTINCT n) OVER () FROM facts",
        ),
        Feature::WindowAggregateOrder => of(
            max(facts::n).order_by(facts::n.asc()).over(window()).into_ast(),
            "SELECT MAX(n ORDER BY n) OVER () FROM facts",
        ),
        Feature::FrameGroups => of(
            sum(facts::n)
                .over(by_n().groups_between(Bound::preceding(1), Bound::current_row()))
                .into_ast(),
            "SELECT SUM(n) OVER (ORDER BY n GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM facts",
        ),
        Feature::FrameExclude => of(
            sum(facts::n)
                .over(
                    by_n()
                        .rows_between(Bound::preceding(1), Bound::current_row())
                        .exclude(FrameExclude::Ties),
                )
                .into_ast(),
            "SELECT SUM(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM facts",
        ),
        Feature::JsonGet => {
            of(json_text(fact("doc"), "a").into_ast(), "SELECT doc ->> 'a' FROM facts")
        }
        Feature::DateShift => of(
            shift(fact("day"), 1, DateUnit::Month).into_ast(),
            "SELECT day + INTERVAL '1 month' FROM facts",
        ),
        Feature::NullOfRows => of(
            row((facts::n, facts::big)).eq((1, 2)).is_unknown().into_ast(),
            "SELECT (n, big) = (1, 2) IS UNKNOWN FROM facts",
        ),
        Feature::RowOrder => {
            let t = teams::table.outer();
            proof(
                select(users::name)
                    .from(users::table)
                    .left_join(t, t.id.eq(users::team_id))
                    .filter(row((users::id, t.id)).lt((2, 1))),
                "SELECT name FROM users LEFT JOIN teams ON teams.id = team_id WHERE (users.id, teams.id) < (2, 1)",
            )
        }
        _ => return None,
    })
}
