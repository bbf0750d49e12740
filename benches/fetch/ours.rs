//! The same through us, on the user's own rusqlite connection.

use aludel::prelude::*;

use crate::Reading;

table! {
    pub readings {
        id: BigInt [primary_key],
        place: Integer,
        label: Text,
        note: Nullable<Text>,
        value: Double,
        valid: Boolean,
    }
}

pub fn open(db: rusqlite::Connection) -> rusqlite::Connection {
    db
}

pub fn all(db: &mut rusqlite::Connection) -> Vec<Reading> {
    db.fetch_all(&select(readings::all).from(readings::table)).unwrap()
}

pub fn one(db: &mut rusqlite::Connection, id: i64) -> Reading {
    db.fetch_one(&select(readings::all).from(readings::table).filter(readings::id.eq(id))).unwrap()
}
