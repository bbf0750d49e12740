//! The least statement of each construct of a query.

use aludel::ast;
use aludel::dialect::Feature;
use aludel::prelude::*;

use super::proof::{Proof, proof};
use crate::constructs::{SQLITE, any};
use crate::schema::{posts, teams, users};

pub fn proof_of(feature: Feature, engine: &str) -> Option<Proof> {
    let names = || select(users::name).from(users::table);
    let sorted = || names().order_by(users::name.asc());
    let t = teams::table.outer();
    Some(match feature {
        Feature::FullJoin => proof(
            select(users::table.outer().name)
                .from(users::table.outer())
                .full_join(t, users::table.outer().team_id.eq(t.id)),
            "SELECT users.name FROM users FULL JOIN teams ON users.team_id = teams.id",
        ),
        Feature::FullJoinOfInequality => proof(
            select(users::table.outer().name)
                .from(users::table.outer())
                .full_join(t, users::table.outer().team_id.lt(t.id)),
            "SELECT users.name FROM users FULL JOIN teams ON users.team_id < teams.id",
        ),
        Feature::Lateral => {
            let last = select(posts::title)
                .from(posts::table)
                .filter(posts::user_id.eq(users::id))
                .order_by(posts::id.desc())
                .limit(1)
                .alias("last")
                .lateral();
            proof(
                select(last.get(posts::title)).from(users::table).cross_join(last),
                "SELECT last.title FROM users CROSS JOIN LATERAL (SELECT title FROM posts WHERE user_id = users.id LIMIT 1) AS last",
            )
        }
        Feature::TableFunction => {
            let function = if engine == SQLITE {
                function_table("json_each", ("[1]",), "f")
            } else {
                function_table("generate_series", (1, 2), "f")
            };
            proof(
                select_dyn([literal::<Integer>(1)]).from(function),
                "SELECT 1 FROM generate_series(1, 2) AS f",
            )
        }
        Feature::Ordinality => {
            let function = function_table("generate_series", (1, 2), "f")
                .columns(["v", "n"])
                .with_ordinality();
            proof(
                select(function.column::<BigInt>("n")).from(function.clone()),
                "SELECT n FROM generate_series(1, 2) WITH ORDINALITY AS f (v, n)",
            )
        }
        Feature::DerivedOuter => {
            let own = select(posts::stars)
                .from(posts::table)
                .filter(posts::user_id.eq(users::id))
                .alias("own");
            let stars = select(sum(own.get(posts::stars))).from(own);
            proof(
                select(stars).from(users::table),
                "SELECT (SELECT SUM(stars) FROM (SELECT stars FROM posts WHERE user_id = users.id) AS own) FROM users",
            )
        }
        Feature::CteOfItsOwnName => {
            let own = cte("users", select(users::id).from(users::table));
            proof(
                select(own.get(users::id)).from(&own).with(&own),
                "WITH users AS (SELECT id FROM users) SELECT id FROM users",
            )
        }
        Feature::CteOfDifference => {
            let c = cte("c", names().except(names()));
            let (a, b) = (c.alias("a"), c.alias("b"));
            proof(
                select(a.get(users::name)).from(&a).cross_join(&b).with(&c),
                "WITH c AS (SELECT name FROM users EXCEPT SELECT name FROM users) SELECT a.name FROM c AS a CROSS JOIN c AS b",
            )
        }
        Feature::ComputedOuterColumn => {
            let two = select((literal::<Integer>(1) + 1).label("two")).from(users::table);
            let two = two.alias("t");
            let c = two.column::<Nullable<Integer>>("two");
            proof(
                names().left_join(two.outer(), users::id.lt(0)).filter(c.gt(0)),
                "SELECT name FROM users LEFT JOIN (SELECT 1 + 1 AS two FROM users) AS t ON users.id < 0 WHERE t.two > 0",
            )
        }
        Feature::SubqueryWithoutFrom => {
            let all = names().distinct().alias("t");
            let own = all.get(users::name);
            proof(
                select(select(own.concat("!")).into_expr()).from(all),
                "SELECT (SELECT t.name || '!') FROM (SELECT DISTINCT name FROM users) AS t",
            )
        }
        Feature::DifferenceAmongOthers => proof(
            names().union(names()).except(names()),
            "SELECT name FROM users UNION SELECT name FROM users EXCEPT SELECT name FROM users",
        ),
        Feature::SetOperationAllAmongOthers => proof(
            names().intersect_all(names()).except_all(names()),
            "SELECT name FROM users INTERSECT ALL SELECT name FROM users EXCEPT ALL SELECT name FROM users",
        ),
        Feature::MemberLimit => proof(
            names().except(names().order_by(users::id).limit(1)),
            "SELECT name FROM users EXCEPT (SELECT name FROM users ORDER BY id LIMIT 1)",
        ),
        Feature::HavingInSubquery => proof(
            names().filter(
                users::team_id.in_(
                    select(literal::<BigInt>(1))
                        .from(teams::table)
                        .group_by(teams::id)
                        .having(count_star().gt(0)),
                ),
            ),
            "SELECT name FROM users WHERE team_id IN (SELECT 1 FROM teams GROUP BY id HAVING count(*) > 0)",
        ),
        Feature::MemberByWindow => {
            let number = row_number().over(window().order_by(users::id.asc()));
            proof(
                names().union_all(names().order_by(number)),
                "SELECT name FROM users UNION ALL (SELECT name FROM users ORDER BY row_number() OVER (ORDER BY id))",
            )
        }
        Feature::ConstantOn => proof(
            names().left_join(t, exists(select(posts::id).from(posts::table))),
            "SELECT name FROM users LEFT JOIN teams ON EXISTS (SELECT id FROM posts)",
        ),
        Feature::GroupQueryBesideWindow => {
            let rank = rank().over(window().order_by(count_star().desc()));
            proof(
                select((stddev_pop(users::age), rank)).from(users::table).group_by(users::team_id),
                "SELECT stddev_pop(age), rank() OVER (ORDER BY count(*) DESC) FROM users GROUP BY team_id",
            )
        }
        Feature::WindowInConditions => {
            let first = || row_number().over(window().order_by(users::id.asc())).eq(1);
            let condition = first().and(users::id.gt(0)).or(users::id.lt(0));
            proof(
                select(case::<Integer>().when(condition, 1).otherwise(0)).from(users::table),
                "SELECT CASE WHEN row_number() OVER (ORDER BY id) = 1 AND id > 0 OR id < 0 THEN 1 ELSE 0 END FROM users",
            )
        }
        Feature::DistinctAggregates => proof(
            select(count_distinct(users::name)).from(users::table).group_by(users::id).distinct(),
            "SELECT DISTINCT COUNT(DISTINCT name) FROM users GROUP BY id",
        ),
        Feature::DistinctWindows => {
            let number = row_number().over(window().order_by(users::id.asc()));
            proof(
                select(number).from(users::table).distinct(),
                "SELECT DISTINCT row_number() OVER (ORDER BY id) FROM users",
            )
        }
        Feature::OffsetOfConstants => proof(
            select(literal::<Integer>(7)).from(users::table).distinct().limit(5).offset(1),
            "SELECT DISTINCT 7 FROM users LIMIT 5 OFFSET 1",
        ),
        Feature::DerivedColumns => {
            let derived = names().alias("d").columns(["n"]);
            proof(
                select(derived.column::<Text>("n")).from(derived),
                "SELECT d.n FROM (SELECT name FROM users) AS d (n)",
            )
        }
        Feature::DistinctOn => proof(
            sorted().distinct_on(users::name),
            "SELECT DISTINCT ON (name) name FROM users ORDER BY name",
        ),
        Feature::Qualify => {
            let mut node = names().into_ast();
            let number = row_number().over(window().order_by(users::id.asc()));
            node.qualify = Some(number.eq(1).into_ast());
            proof(
                Select::<Text>::from_ast(*node),
                "SELECT name FROM users QUALIFY row_number() OVER (ORDER BY id) = 1",
            )
        }
        Feature::WithTies => proof(
            sorted().limit_with_ties(1),
            "SELECT name FROM users ORDER BY name FETCH FIRST 1 ROWS WITH TIES",
        ),
        Feature::GroupingSets => proof(
            select(users::name.nullable()).from(users::table).group_by_cube(users::name),
            "SELECT name FROM users GROUP BY CUBE (name)",
        ),
        Feature::Grouping => proof(
            select(any(ast::Expr::Grouping([users::name.into_ast()].into())))
                .from(users::table)
                .group_by_rollup(users::name),
            "SELECT GROUPING(name) FROM users GROUP BY ROLLUP (name)",
        ),
        Feature::NullsOrder => proof(
            names().order_by(users::age.asc().nulls_last()),
            "SELECT name FROM users ORDER BY age NULLS LAST",
        ),
        Feature::SetOperationAll => proof(
            names().intersect_all(names()),
            "SELECT name FROM users INTERSECT ALL SELECT name FROM users",
        ),
        Feature::Values => {
            let rows = vec![vec![literal::<BigInt>(1).into_ast()].into()];
            let values = ast::Query::Values(Box::new(ast::Values { rows, types: Vec::new() }));
            proof(crate::constructs::query(values), "VALUES (1)")
        }
        Feature::Materialized => {
            let cte = cte("w", names()).materialized();
            proof(
                select(cte.get(users::name)).from(&cte).with(&cte),
                "WITH w AS MATERIALIZED (SELECT name FROM users) SELECT name FROM w",
            )
        }
        Feature::LockUpdate => proof(names().for_update(), "SELECT name FROM users FOR UPDATE"),
        Feature::LockKey => proof(names().for_key_share(), "SELECT name FROM users FOR KEY SHARE"),
        Feature::LockOfGroups => proof(
            select(count_star()).from(users::table).for_update(),
            "SELECT COUNT(*) FROM users FOR UPDATE",
        ),
        Feature::LockOfRows => {
            let one = generate_series(1, 2, "a");
            let two = generate_series(1, 2, "b");
            proof(
                select(one.value()).from(one.clone()).cross_join(two).for_update(),
                "SELECT a.n FROM JSON_TABLE('[1]', '$[*]' COLUMNS (n FOR ORDINALITY)) AS a CROSS JOIN JSON_TABLE('[1]', '$[*]' COLUMNS (n FOR ORDINALITY)) AS b FOR UPDATE",
            )
        }
        Feature::LockOfNullable => proof(
            names().left_join(t, t.id.eq(users::team_id)).for_update(),
            "SELECT name FROM users LEFT JOIN teams ON teams.id = users.team_id FOR UPDATE",
        ),
        Feature::LockOf => proof(
            names().for_update().lock_of("users"),
            "SELECT name FROM users FOR UPDATE OF users",
        ),
        Feature::LimitExpression => {
            let mut node = names().into_ast();
            node.limit = Some((literal::<BigInt>(1) + literal::<BigInt>(1)).into_ast().into());
            proof(Select::<Text>::from_ast(*node), "SELECT name FROM users LIMIT 1 + 1")
        }
        Feature::InQuery => proof(
            names().filter(users::team_id.in_(select(teams::id).from(teams::table))),
            "SELECT name FROM users WHERE team_id IN (SELECT id FROM teams)",
        ),
        Feature::InQueryOfComputed => {
            let first = select(users::team_id).from(users::table).limit(1);
            proof(
                names().filter(first.scalar().in_(select(teams::id).from(teams::table))),
                "SELECT name FROM users WHERE (SELECT team_id FROM users LIMIT 1) IN (SELECT id FROM teams)",
            )
        }
        Feature::LimitInSubquery => proof(
            names().filter(
                users::team_id
                    .in_(select(teams::id).from(teams::table).order_by(teams::id.asc()).limit(1)),
            ),
            "SELECT name FROM users WHERE team_id IN (SELECT id FROM teams ORDER BY id LIMIT 1)",
        ),
        Feature::KeyInExpression => proof(
            select((users::id + users::age) * 2)
                .from(users::table)
                .group_by(users::id + users::age),
            "SELECT (id + age) * 2 FROM users GROUP BY id + age",
        ),
        Feature::KeyInHaving => proof(
            select(count_star())
                .from(users::table)
                .group_by(users::id + users::age)
                .having((users::id + users::age).gt(users::id + users::age)),
            "SELECT COUNT(*) FROM users GROUP BY id + age HAVING id + age > id + age",
        ),
        Feature::HavingOfAll => proof(
            select(literal::<Integer>(1)).from(users::table).having(count_star().gt(1)),
            "SELECT 1 FROM users HAVING COUNT(*) > 1",
        ),
        Feature::WindowInSubquery => proof(
            names().filter(users::id.in_(
                select(row_number().over(window().order_by(posts::id.asc()))).from(posts::table),
            )),
            "SELECT name FROM users WHERE id IN (SELECT row_number() OVER (ORDER BY id) FROM posts)",
        ),
        _ => return None,
    })
}
