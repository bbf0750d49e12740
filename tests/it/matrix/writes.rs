//! The least statement of each construct of INSERT, UPDATE, DELETE and MERGE.

use aludel::ast::{BinaryOp, FromItem, Merge, MergeAction, MergeArm, MergeWhen, Statement};
use aludel::dialect::Feature;
use aludel::prelude::*;

use super::proof::{Proof, plain, proof};
use crate::constructs::{MARIADB, SQLITE, stock};
use crate::schema::{posts, teams, users};

table! {
    /// A row of defaults has a key.
    pub keyed { id: Integer [primary_key] }
}

pub fn proof_of(feature: Feature) -> Option<Proof> {
    let team = || insert_into(teams::table).columns((teams::id, teams::title));
    let ones = || cte("w", select(literal::<BigInt>(1).label("n")));
    let number = || ones().column::<BigInt>("n");
    Some(match feature {
        Feature::QuantifiedOfTarget => {
            let greater = compare_all(teams::id, BinaryOp::Ge, select(teams::id).from(teams::table));
            let rows = select((teams::id + 100, teams::title)).from(teams::table).filter(greater);
            proof(
                insert_into(teams::table).columns((teams::id, teams::title)).from_select(rows),
                "INSERT INTO teams (id, title) SELECT id + 100, title FROM teams WHERE id >= ALL (SELECT id FROM teams)",
            )
        }
        Feature::InsertReturning => proof(
            team().row((9, "x")).returning(teams::id),
            "INSERT INTO teams (id, title) VALUES (9, 'x') RETURNING id",
        ),
        Feature::UpdateReturning => proof(
            update(teams::table)
                .set(teams::title, "x")
                .filter(teams::id.eq(1))
                .returning(teams::id),
            "UPDATE teams SET title = 'x' WHERE id = 1 RETURNING id",
        ),
        Feature::DeleteReturning => proof(
            delete(posts::table).filter(posts::id.eq(1)).returning(posts::id),
            "DELETE FROM posts WHERE id = 1 RETURNING id",
        ),
        Feature::ReturningSource => proof(
            update(posts::table)
                .set(posts::stars, 0)
                .from(users::table)
                .filter(users::id.eq(posts::user_id))
                .returning(users::name),
            "UPDATE posts SET stars = 0 FROM users WHERE users.id = posts.user_id RETURNING users.name",
        ),
        Feature::WithOnInsert => proof(
            team().from_select(select((number() + 100, literal::<VarChar<100>>("x"))).from(&ones())).with(ones()),
            "WITH w AS (SELECT 1 AS n) INSERT INTO teams (id, title) SELECT n + 100, 'x' FROM w",
        ),
        Feature::TargetAlias => proof(
            insert_into(teams::alias("t")).columns((teams::id, teams::title)).row((9, "x")),
            "INSERT INTO teams AS t (id, title) VALUES (9, 'x')",
        ),
        Feature::DeleteAlias => {
            let p = posts::alias("p");
            proof(delete(p).filter(p.id.eq(1)), "DELETE FROM posts AS p WHERE p.id = 1")
        }
        Feature::UpdateFrom => proof(
            update(posts::table)
                .set(posts::title, users::name)
                .from(users::table)
                .filter(users::id.eq(posts::user_id)),
            "UPDATE posts SET title = users.name FROM users WHERE users.id = posts.user_id",
        ),
        Feature::DeleteUsing => proof(
            delete(posts::table).using(users::table).filter(users::id.eq(posts::user_id)),
            "DELETE FROM posts USING users WHERE users.id = posts.user_id",
        ),
        Feature::DeleteOrderLimit => proof(
            delete(posts::table).all_rows().order_by(posts::id.asc()).limit(1),
            "DELETE FROM posts ORDER BY id LIMIT 1",
        ),
        Feature::WithOnWrite => proof(
            delete(posts::table).filter(posts::id.in_(select(number()).from(&ones()))).with(ones()),
            "WITH w AS (SELECT 1 AS n) DELETE FROM posts WHERE id IN (SELECT n FROM w)",
        ),
        Feature::WriteInWith => {
            let gone =
                cte("w", delete(posts::table).filter(posts::id.eq(1)).returning(posts::id));
            proof(
                select(gone.get(posts::id)).from(&gone).with(&gone),
                "WITH w AS (DELETE FROM posts WHERE id = 1 RETURNING id) SELECT id FROM w",
            )
        }
        Feature::TargetInSubquery => {
            let p = posts::alias("p");
            proof(
                delete(posts::table).filter(posts::id.nullable().eq(select(max(p.id)).from(p))),
                "DELETE FROM posts WHERE id = (SELECT MAX(id) FROM posts)",
            )
        }
        Feature::TargetInRows => proof(
            insert_into(teams::table).columns_dyn(["id", "title"]).rows_dyn([
                [val::<BigInt>(10).any(), val::<Text>("x").any()],
                [select(max(teams::id)).from(teams::table).into_expr().any() + 100, val::<Text>("y").any()],
            ]),
            "INSERT INTO teams (id, title) VALUES (10, 'x'), ((SELECT MAX(id) FROM teams) + 100, 'y')",
        )
        .taken_by(MARIADB, "the row sees those before it"),
        Feature::CorrelatedTargetInSet => {
            let p = posts::alias("p");
            let most = select(max(p.stars)).from(p).filter(p.user_id.eq(posts::user_id));
            proof(
                update(posts::table).set(posts::stars, coalesce(most, 0)).all_rows(),
                "UPDATE posts SET stars = (SELECT MAX(p.stars) FROM posts AS p WHERE p.user_id = posts.user_id)",
            )
            .taken_by(SQLITE, "the subquery sees the rows that are changed already")
        }
        Feature::CteOfTargetName => {
            let ids = cte("posts", select(users::id).from(users::table));
            proof(
                delete(posts::table).filter(posts::id.in_(select(ids.get(users::id)).from(&ids))).with(&ids),
                "WITH posts AS (SELECT id FROM users) DELETE FROM posts WHERE id IN (SELECT id FROM posts)",
            )
        }
        Feature::UpdateFromOrderLimit => proof(
            update(posts::table)
                .set(posts::title, users::name)
                .from(users::table)
                .filter(users::id.eq(posts::user_id))
                .order_by(posts::id.asc())
                .limit(1),
            "UPDATE posts SET title = users.name FROM users WHERE users.id = posts.user_id ORDER BY posts.id LIMIT 1",
        ),
        Feature::DeleteUsingOrderLimit => proof(
            delete(posts::table)
                .using(users::table)
                .filter(users::id.eq(posts::user_id))
                .order_by(posts::id.asc())
                .limit(1),
            "DELETE FROM posts USING users WHERE users.id = posts.user_id ORDER BY posts.id LIMIT 1",
        ),
        Feature::DeleteUsingReturning => proof(
            delete(posts::table)
                .using(users::table)
                .filter(users::id.eq(posts::user_id))
                .returning(posts::id),
            "DELETE FROM posts USING users WHERE users.id = posts.user_id RETURNING posts.id",
        ),
        Feature::LateTargetInSet => {
            let p = posts::alias("p");
            let most = coalesce(select(max(p.stars)).from(p), 0);
            let late = case::<Integer>().when(posts::id.gt(3), most).otherwise(0);
            proof(
                update(posts::table).set(posts::stars, late).all_rows(),
                "UPDATE posts SET stars = CASE WHEN id > 3 THEN (SELECT MAX(stars) FROM posts AS p) ELSE 0 END",
            )
        }
        Feature::LateTargetInUpdate | Feature::LateTargetInDelete => {
            let p = posts::alias("p");
            let most = select(max(p.stars)).from(p);
            let late = posts::id.eq(1).or(posts::stars.nullable().eq(most));
            match feature {
                Feature::LateTargetInUpdate => proof(
                    update(posts::table).set(posts::stars, 0).filter(late),
                    "UPDATE posts SET stars = 0 WHERE id = 1 OR stars = (SELECT MAX(stars) FROM posts AS p)",
                ),
                _ => proof(
                    delete(posts::table).filter(late),
                    "DELETE FROM posts WHERE id = 1 OR stars = (SELECT MAX(stars) FROM posts AS p)",
                ),
            }
        }
        Feature::TargetInReturning => {
            let p = posts::alias("p");
            proof(
                delete(posts::table)
                    .filter(posts::id.eq(1))
                    .returning(select(count_star()).from(p).into_expr()),
                "DELETE FROM posts WHERE id = 1 RETURNING (SELECT COUNT(*) FROM posts AS p)",
            )
            .otherwise("of the rows before the statement, after it, or amid it")
        }
        Feature::SimultaneousSet => proof(
            update(posts::table)
                .set(posts::stars, 7)
                .set(posts::user_id, posts::stars.cast::<BigInt>())
                .all_rows(),
            "UPDATE posts SET stars = 7, user_id = stars",
        ),
        Feature::ConflictColumns => proof(
            team().row((1, "x")).on_conflict(teams::id).do_update(teams::title.set("y")),
            "INSERT INTO teams (id, title) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET title = 'y'",
        ),
        Feature::ConflictConstraint => proof(
            team().row((1, "x")).on_conflict_constraint("teams_pkey").do_nothing(),
            "INSERT INTO teams (id, title) VALUES (1, 'x') ON CONFLICT ON CONSTRAINT teams_pkey DO NOTHING",
        ),
        Feature::ConflictAnyKey => proof(
            team().row((1, "x")).on_any_conflict().do_update(teams::title.set("y")),
            "INSERT INTO teams (id, title) VALUES (1, 'x') ON CONFLICT DO UPDATE SET title = 'y'",
        ),
        Feature::ConflictOnDefaults => proof(
            insert_into(keyed::table).default_values().on_conflict(keyed::id).do_nothing(),
            "INSERT INTO keyed DEFAULT VALUES ON CONFLICT (id) DO NOTHING",
        ),
        Feature::DefaultKeyword => proof(
            insert_into(stock::table)
                .set(stock::shop, 9)
                .set(stock::item, 9)
                .set_default(stock::amount),
            "INSERT INTO stock (shop, item, amount) VALUES (9, 9, DEFAULT)",
        ),
        Feature::Merge => proof(
            plain(merge(Vec::new())),
            "MERGE INTO teams USING users ON teams.id = users.id WHEN MATCHED THEN DELETE",
        ),
        Feature::MergeReturning => proof(
            plain(merge(vec![aludel::ast::SelectItem::Expr(teams::id.into_ast())])),
            "MERGE INTO teams USING users ON teams.id = users.id WHEN MATCHED THEN DELETE RETURNING teams.id",
        ),
        _ => return None,
    })
}

fn merge(returning: Vec<aludel::ast::SelectItem>) -> Statement {
    let arm = MergeArm { when: MergeWhen::Matched, filter: None, action: MergeAction::Delete };
    Statement::Merge(Box::new(Merge {
        with: None,
        table: Target::into_table(teams::table),
        source: FromItem::Table(Target::into_table(users::table)),
        on: teams::id.eq(users::id).into_ast(),
        arms: vec![arm],
        returning,
        annotations: None,
    }))
}
