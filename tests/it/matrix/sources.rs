//! The least statement of each construct of FROM that makes rows, and of those of SELECT that came with it.

use aludel::ast::{JoinKind, JoinOn, SelectItem};
use aludel::dialect::Feature;
use aludel::prelude::*;

use super::proof::{Proof, proof};
use crate::constructs::{SQLITE, fact, facts};
use crate::schema::{posts, teams, users};

pub fn proof_of(feature: Feature, engine: &str) -> Option<Proof> {
    let names = || select(users::name).from(users::table);
    Some(match feature {
        Feature::Series => {
            let series = generate_series(1, 3, "n");
            proof(select(series.value()).from(series), "SELECT n FROM generate_series(1, 3) AS n")
        }
        Feature::JsonElements => {
            let elements = json_elements(fact("doc"), "e");
            proof(
                select(elements.value()).from(facts::table).cross_join(elements),
                "SELECT e.value FROM facts, jsonb_array_elements(doc) AS e",
            )
        }
        Feature::JsonEntries => {
            let entries = json_entries(fact("doc"), "e");
            proof(
                select(entries.key()).from(facts::table).cross_join(entries),
                "SELECT e.key FROM facts, jsonb_each(doc) AS e",
            )
        }
        Feature::ArrayElements => {
            let elements = unnest(val::<Array<Integer>>(vec![1]), "e");
            proof(select(elements.value()).from(elements), "SELECT e FROM unnest(ARRAY[1]) AS e")
        }
        Feature::Sample => proof(
            select(literal::<Integer>(1)).from(sample(users::table, 50.0)),
            "SELECT 1 FROM users TABLESAMPLE BERNOULLI (50)",
        ),
        Feature::StarOfRightJoin => {
            let mut node = select_dyn([literal::<Integer>(1)]).from(posts::table).into_ast();
            let item = Relation::into_from(teams::table);
            let on = JoinOn::Using(vec!["id".into()]);
            node.joins.push(aludel::ast::Join { kind: JoinKind::Right, item, on });
            node.items = vec![SelectItem::All(None)];
            proof(
                Select::<DynamicRow>::from_ast(*node),
                "SELECT * FROM posts RIGHT JOIN teams USING (id)",
            )
            .otherwise("the columns of the right come first")
        }
        Feature::FunctionColumns => {
            let (name, args) = if engine == SQLITE {
                ("json_each", vec![literal::<Text>("[1]").any()])
            } else {
                ("generate_series", vec![literal::<Integer>(1).any(), literal::<Integer>(2).any()])
            };
            let function = function_table(name, args, "f").columns(["v"]);
            proof(
                select(function.column::<Any>("v")).from(function.clone()),
                "SELECT v FROM json_each('[1]') AS f (v)",
            )
        }
        Feature::DistinctOnOrder => proof(
            names().distinct_on(users::name).order_by(users::id.asc()),
            "SELECT DISTINCT ON (name) name FROM users ORDER BY id",
        ),
        Feature::WithTiesInSubquery => proof(
            names().filter(
                users::id.in_(
                    select(posts::user_id)
                        .from(posts::table)
                        .order_by(posts::stars.asc())
                        .limit_with_ties(1),
                ),
            ),
            "SELECT name FROM users WHERE id IN (SELECT user_id FROM posts ORDER BY stars FETCH FIRST 1 ROWS WITH TIES)",
        ),
        Feature::GroupingSetsParameters => proof(
            select(users::age + 1).from(users::table).group_by_rollup(users::age + 1),
            "SELECT age + 1 FROM users GROUP BY ROLLUP (age + 1)",
        ),
        Feature::IndexHint => {
            let keyed = match engine {
                "MySQL" | "MariaDB" => names().use_index("users", ["PRIMARY"]),
                _ => names().use_index("users", ["users_pkey"]),
            };
            proof(keyed, "SELECT name FROM users USE INDEX (users_pkey)")
        }
        _ => return None,
    })
}
