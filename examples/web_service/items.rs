//! Things to do: the table, and what is asked of it.

use aludel::prelude::*;

table! {
    pub items {
        id: BigInt [primary_key, auto_increment],
        title: VarChar<200>,
        done: Boolean,
    }
}

row_struct! {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Item {
        pub id: i64,
        pub title: String,
        pub done: bool,
    }
}

/// Makes the table where it is not there yet.
pub fn set_up(engine: &Engine) -> Result<(), Error> {
    engine.execute_ddl(&create_table(items::table).if_not_exists())
}

/// All, or only those still open or done.
pub fn list(done: Option<bool>) -> impl Fetch<Row = Item> {
    select(items::all)
        .from(items::table)
        .filter_opt(done.map(|done| items::done.eq(done)))
        .order_by(items::id.asc())
        .into_struct::<Item>()
}

pub fn one(id: i64) -> impl Fetch<Row = Item> {
    select(items::all).from(items::table).filter(items::id.eq(id)).into_struct::<Item>()
}

pub fn new(title: &str) -> Insert {
    insert_into(items::table).set(items::title, title).set(items::done, false)
}

pub fn set_done(id: i64, done: bool) -> Update {
    update(items::table).set(items::done, done).filter(items::id.eq(id))
}

pub fn remove(id: i64) -> Delete {
    delete(items::table).filter(items::id.eq(id))
}
