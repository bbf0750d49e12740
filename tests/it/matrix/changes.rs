//! The least statement of each construct of writes that one server or two have in words of their own.

use aludel::dialect::Feature;
use aludel::postgres::{old, overriding_system_value};
use aludel::prelude::*;
use aludel::{mysql, sqlite};

use super::proof::{Proof, proof};
use super::writes::keyed;
use crate::constructs::SQLITE;
use crate::schema::{posts, teams, users};

table! {
    /// The default that the table of that name has.
    declared as "stock" { amount: Integer [default("7")] }
}

pub fn proof_of(feature: Feature) -> Option<Proof> {
    let team = || insert_into(teams::table).columns((teams::id, teams::title)).row((1, "x"));
    let p = posts::alias("p");
    let t = teams::alias("t");
    let most = || {
        let most = select(max(p.stars)).from(p).filter(p.user_id.eq(posts::user_id));
        update(posts::table).set(posts::stars, coalesce(most, 0)).all_rows()
    };
    let last_title = || coalesce(select(max(t.title)).from(t), "x");
    Some(match feature {
        Feature::UpdateOrderLimit => proof(
            update(posts::table).set(posts::stars, 0).all_rows().order_by(posts::id.asc()).limit(1),
            "UPDATE posts SET stars = 0 ORDER BY id LIMIT 1",
        ),
        Feature::TargetInLimitedUpdate => proof(
            most().order_by(posts::id.asc()).limit(1),
            "UPDATE posts SET stars = (SELECT MAX(p.stars) FROM posts AS p WHERE p.user_id = posts.user_id) ORDER BY id LIMIT 1",
        ),
        Feature::CircularSet => proof(
            update(posts::table)
                .set(posts::stars, posts::user_id.cast::<Integer>())
                .set(posts::user_id, posts::stars.cast::<BigInt>())
                .all_rows(),
            "UPDATE posts SET stars = user_id, user_id = stars",
        ),
        Feature::JoinedTargetInSubquery => proof(
            delete(posts::table)
                .using(users::table)
                .filter(users::id.eq(posts::user_id))
                .filter(posts::id.nullable().eq(select(max(p.id)).from(p))),
            "DELETE FROM posts USING users WHERE users.id = user_id AND posts.id = (SELECT MAX(id) FROM posts)",
        ),
        Feature::ConflictPartialIndex => proof(
            team().on_conflict_where(teams::id, teams::id.gt(0)).do_nothing(),
            "INSERT INTO teams (id, title) VALUES (1, 'x') ON CONFLICT (id) WHERE id > 0 DO NOTHING",
        ),
        Feature::TargetInConflictUpdate => proof(
            team().on_conflict(teams::id).do_update(teams::title.set(last_title())),
            "INSERT INTO teams (id, title) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET title = (SELECT MAX(t.title) FROM teams AS t)",
        ),
        Feature::TargetInConflictUpdates => proof(
            team()
                .row((2, "y"))
                .on_conflict(teams::id)
                .do_update(teams::title.set(last_title())),
            "INSERT INTO teams (id, title) VALUES (1, 'x'), (2, 'y') ON CONFLICT (id) DO UPDATE SET title = (SELECT MAX(t.title) FROM teams AS t)",
        )
        .taken_by(SQLITE, "the second row sees what the first has changed"),
        Feature::DefaultInSet => proof(
            update(declared::table).set_default(declared::amount).all_rows(),
            "UPDATE stock SET amount = DEFAULT",
        ),
        Feature::Replace => {
            proof(mysql::replace_into(team()), "REPLACE INTO teams (id, title) VALUES (1, 'x')")
        }
        Feature::InsertOrIgnore => proof(
            sqlite::or_ignore(team()),
            "INSERT OR IGNORE INTO teams (id, title) VALUES (1, 'x')",
        ),
        Feature::InsertIgnore => proof(
            mysql::insert_ignore(team()),
            "INSERT IGNORE INTO teams (id, title) VALUES (1, 'x')",
        ),
        Feature::Overriding => proof(
            overriding_system_value(
                insert_into(teams::table).columns((teams::id, teams::title)).row((9, "x")),
            ),
            "INSERT INTO teams (id, title) OVERRIDING SYSTEM VALUE VALUES (9, 'x')",
        ),
        Feature::MergeBySource => proof(
            merge_into(teams::table)
                .using(users::table, teams::id.eq(users::id))
                .when_not_matched_by_source()
                .delete(),
            "MERGE INTO teams USING users ON teams.id = users.id WHEN NOT MATCHED BY SOURCE THEN DELETE",
        ),
        Feature::RowSet => proof(
            update(posts::table)
                .set_row(
                    (posts::title, posts::stars),
                    select((users::name, literal::<Integer>(1)))
                        .from(users::table)
                        .filter(users::id.eq(posts::user_id)),
                )
                .all_rows(),
            "UPDATE posts SET (title, stars) = (SELECT name, 1 FROM users WHERE id = user_id)",
        ),
        Feature::ReturningVersions => proof(
            update(posts::table).set(posts::stars, 1).all_rows().returning(old(posts::stars)),
            "UPDATE posts SET stars = 1 RETURNING old.stars",
        ),
        Feature::Truncate => proof(truncate_table(keyed::table), "TRUNCATE keyed"),
        Feature::TruncateIdentity => {
            proof(truncate_table(keyed::table).restart_identity(), "TRUNCATE keyed RESTART IDENTITY")
        }
        Feature::TruncateCascade => {
            proof(truncate_table(keyed::table).cascade(), "TRUNCATE keyed CASCADE")
        }
        _ => return None,
    })
}
