//! Through us, on the user's own handle of a driver.

use aludel::adapter::Driver;
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

pub struct Ours<D> {
    pub db: Shared<D>,
    /// Empties the table.
    pub empty: &'static str,
}

impl<D: Driver> Side for Ours<D> {
    fn fill(&mut self, rows: &[Reading]) {
        let mut db = self.db.borrow_mut();
        db.execute_script(self.empty).unwrap();
        let insert = insert_into(readings::table).columns(readings::all);
        let rows = rows.iter().map(|(id, place, label, note, value, valid)| {
            (*id, *place, label.as_str(), note.as_deref(), *value, *valid)
        });
        db.insert_many(&insert, rows).unwrap();
    }

    fn count(&mut self) -> i64 {
        self.db.borrow_mut().fetch_scalar(&select(count_star()).from(readings::table)).unwrap()
    }
}
