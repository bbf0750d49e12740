//! A small ORM on the public API alone: a struct for a row, found, listed, added, saved, removed.

use std::fmt;
use std::marker::PhantomData;

use aludel::adapter::Driver;
use aludel::prelude::*;

/// A struct that is a row of a table: what the repository has to know of it.
///
/// Its key is made by the database. Its version goes up with each save, so that two who change the
/// same row at the same time do not undo each other's work unnoticed.
pub trait Entity: Sized {
    /// The SQL types of its row.
    type Row: RowType;

    /// All rows.
    fn query() -> Select<Self::Row>;
    /// A row read.
    fn from_row(row: <Self::Row as RowType>::Out) -> Self;
    /// The INSERT of a new row, with version 1.
    fn insert(&self) -> Insert;
    /// The UPDATE of all that may change, still without a filter.
    fn update(&self) -> Update;
    /// The DELETE, still without a filter.
    fn delete() -> Delete;

    const KEY: Column<BigInt>;
    const VERSION: Column<Integer>;
    fn key(&self) -> i64;
    fn version(&self) -> i32;
}

/// Why a row was not saved or removed.
#[derive(Debug)]
pub enum Failure {
    /// It is not there.
    NotFound,
    /// Somebody else saved it since it was read.
    Stale,
    /// The database refuses.
    Database(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Database(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NotFound => f.write_str("there is no such row"),
            Failure::Stale => f.write_str("the row was changed since it was read"),
            Failure::Database(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

/// The rows of one kind of entity, on a connection or in a transaction.
pub struct Repository<'c, E, D> {
    db: &'c mut D,
    entity: PhantomData<fn() -> E>,
}

impl<'c, E: Entity, D: Driver> Repository<'c, E, D> {
    pub fn new(db: &'c mut D) -> Self {
        Repository { db, entity: PhantomData }
    }

    /// The entity of a key.
    pub fn find(&mut self, key: i64) -> Result<Option<E>, Error> {
        let q = E::query().filter(E::KEY.eq(key));
        Ok(self.db.fetch_optional(&q)?.map(E::from_row))
    }

    /// All that meet the conditions, in the order of their keys.
    pub fn list(&mut self, conditions: Vec<Condition>) -> Result<Vec<E>, Error> {
        let q = E::query().filter(all_of(conditions)).order_by(E::KEY.asc());
        self.db.fetch_all(&q.map(E::from_row))
    }

    /// One page of them, from the key after which it starts: no page is skipped or shown twice,
    /// whatever is added meanwhile.
    pub fn page(
        &mut self,
        conditions: Vec<Condition>,
        after: Option<i64>,
        size: u64,
    ) -> Result<Vec<E>, Error> {
        let q = E::query()
            .filter(all_of(conditions))
            .filter_opt(after.map(|key| E::KEY.gt(key)))
            .order_by(E::KEY.asc())
            .limit(size);
        self.db.fetch_all(&q.map(E::from_row))
    }

    /// How many meet the conditions.
    pub fn count(&mut self, conditions: Vec<Condition>) -> Result<i64, Error> {
        let rows = E::query().filter(all_of(conditions)).alias("matching");
        self.db.fetch_scalar(&select(count_star()).from(rows))
    }

    /// Adds a new one, and reads back what the database made of it: key and defaults.
    pub fn add(&mut self, entity: &E) -> Result<E, Failure> {
        let key = self.db.insert_key(&entity.insert(), E::KEY)?;
        self.find(key)?.ok_or(Failure::NotFound)
    }

    /// Saves a changed one, unless somebody else did since it was read.
    pub fn save(&mut self, entity: &E) -> Result<E, Failure> {
        let update = entity
            .update()
            .set(E::VERSION, entity.version() + 1)
            .filter(E::KEY.eq(entity.key()))
            .filter(E::VERSION.eq(entity.version()));
        if self.db.execute(&update)? == 1 {
            return self.find(entity.key())?.ok_or(Failure::NotFound);
        }
        match self.find(entity.key())? {
            Some(_) => Err(Failure::Stale),
            None => Err(Failure::NotFound),
        }
    }

    /// Removes one.
    pub fn remove(&mut self, key: i64) -> Result<(), Failure> {
        match self.db.execute(&E::delete().filter(E::KEY.eq(key)))? {
            0 => Err(Failure::NotFound),
            _ => Ok(()),
        }
    }
}
