//! The clauses of SELECT and set operations, written as a user writes them: the same rows on all four
//! engines, also where one lacks the clause and it is said in other words.

use aludel::prelude::*;

use crate::engines::Db;

pub mod annotations;
mod elsewhere;
mod groups;
mod locks;
mod order;
mod pages;
mod sets;
mod ties;

table! {
    /// Results with ties and gaps: a team may be unknown, points may be missing.
    pub scores {
        id: BigInt [primary_key],
        team: Nullable<VarChar<20>>,
        player: VarChar<20>,
        points: Nullable<Integer>,
    }
    /// A table without rows.
    pub nothing {
        id: BigInt [primary_key],
        team: Nullable<VarChar<20>>,
        points: Nullable<Integer>,
    }
}

pub fn set_up(db: &mut Db) {
    db.create(&create_table(scores::table));
    db.create(&create_table(nothing::table));
    db.execute(
        &insert_into(scores::table)
            .columns((scores::id, scores::team, scores::player, scores::points))
            .row((1, Some("red"), "Ann", Some(7)))
            .row((2, Some("red"), "Bob", Some(7)))
            .row((3, Some("red"), "Cid", Some(-3)))
            .row((4, Some("blau"), "Dörte", Some(9)))
            .row((5, Some("blau"), "Eve", None::<i32>))
            .row((6, None::<&str>, "", Some(7)))
            .row((7, None::<&str>, "Fay", None::<i32>)),
    );
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn every_dialect() -> [&'static dyn Dialect; 4] {
    static DIALECTS: (Sqlite, Postgres, MySql, MariaDb) =
        (Sqlite::new(), Postgres::new(), MySql::new(), MariaDb::new());
    [&DIALECTS.0, &DIALECTS.1, &DIALECTS.2, &DIALECTS.3]
}
