//! Through us, on the user's own handle of a driver.

use aludel::adapter::{Driver, PreparedQuery};
use aludel::prelude::*;

use crate::{Reading, Shared, Side};

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

type ById = Select<(BigInt, Integer, Text, Nullable<Text>, Double, Boolean)>;

pub struct Ours<D> {
    db: Shared<D>,
    by_id: PreparedQuery<ById>,
}

impl<D: Driver> Ours<D> {
    pub fn new(db: Shared<D>) -> Self {
        let by_id = readings::id.eq(param::<BigInt>("id"));
        let by_id = select(readings::all).from(readings::table).filter(by_id);
        let by_id = db.borrow().prepare_query(by_id).unwrap();
        Ours { db, by_id }
    }
}

impl<D: Driver> Side for Ours<D> {
    fn all(&mut self) -> Vec<Reading> {
        self.db.borrow_mut().fetch_all(&select(readings::all).from(readings::table)).unwrap()
    }

    fn one(&mut self, id: i64) -> Reading {
        let q = select(readings::all).from(readings::table).filter(readings::id.eq(id));
        self.db.borrow_mut().fetch_one(&q).unwrap()
    }

    fn rebound(&mut self, id: i64) -> Reading {
        self.db.borrow_mut().fetch_one(&self.by_id.bind((id,)).unwrap()).unwrap()
    }
}
