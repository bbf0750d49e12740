//! The tables of the tests, and their rows.

use aludel::prelude::*;

use crate::engines::Db;

table! {
    pub users {
        id: BigInt [primary_key],
        name: VarChar<100>,
        email: Nullable<VarChar<200>> [unique],
        age: Nullable<Integer>,
        team_id: Nullable<BigInt>,
    }
    pub teams {
        id: BigInt [primary_key],
        title: VarChar<100>,
    }
    pub posts {
        id: BigInt [primary_key],
        user_id: BigInt,
        title: VarChar<100>,
        stars: Integer,
        score: Double,
    }
}

/// Creates the tables and fills them: four users, of whom one has neither team, age nor email; three
/// teams, one of them empty; five posts of two users.
pub fn set_up(db: &mut Db) {
    create(db);
    db.execute(&insert_into(teams::table).columns((teams::id, teams::title)).rows([
        (1, "red"),
        (2, "blue"),
        (3, "empty"),
    ]));
    db.execute(
        &insert_into(users::table)
            .columns((users::id, users::name, users::email, users::age, users::team_id))
            .row((1, "Ann", Some("ann@example.org"), Some(30), Some(1i64)))
            .row((2, "Bob", Some("bob@example.org"), Some(20), Some(1i64)))
            .row((3, "Cid", Some("cid@example.org"), Some(40), Some(2i64)))
            .row((4, "Dot", None::<&str>, None::<i32>, None::<i64>)),
    );
    db.execute(
        &insert_into(posts::table)
            .columns((posts::id, posts::user_id, posts::title, posts::stars, posts::score))
            .row((1, 1, "one", 5, 1.5))
            .row((2, 1, "two", -3, 2.5))
            .row((3, 2, "three", 0, -0.5))
            .row((4, 2, "100%", 7, 0.25))
            .row((5, 2, "a_b", 2, 4.0)),
    );
}

/// Creates the tables.
pub fn create(db: &mut Db) {
    db.create(&create_table(users::table));
    db.create(&create_table(teams::table));
    db.create(&create_table(posts::table));
}
