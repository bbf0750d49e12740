//! A connection of the pool: its comment, and whether it is as it was at first.

use std::any::Any;

use super::forward::forward;
use super::observe::Comment;
use super::{Bulk, Delivery, Driver, RowFn};
use crate::Error;
use crate::dialect::Compiled;

/// A connection, and what the pool knows of it.
pub(super) struct Session {
    driver: Box<dyn Driver + Send>,
    pub(super) comment: Comment,
    /// Whether something was done that may have changed the session, unknown to the driver.
    touched: bool,
}

impl Session {
    pub(super) fn new(driver: Box<dyn Driver + Send>, comment: Comment) -> Self {
        Session { driver, comment, touched: false }
    }

    /// Whether the next user would find it otherwise than it was at first.
    pub(super) fn is_dirty(&self) -> bool {
        self.touched || self.driver.depth() > 0
    }

    /// The session is as it is wanted.
    pub(super) fn settled(&mut self) {
        self.touched = false;
    }
}

impl Driver for Session {
    forward! { |this| this.driver;
        dialect run_transaction depth transaction_ended start_time_limit end_time_limit
        last_insert_id ping is_broken reset cache_statistics
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        match self.comment.on(statement) {
            Some(commented) => self.driver.run_query(&commented, delivery, row),
            None => self.driver.run_query(statement, delivery, row),
        }
    }
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        match self.comment.on(statement) {
            Some(commented) => self.driver.run(&commented),
            None => self.driver.run(statement),
        }
    }
    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        self.comment.on_bulk(bulk);
        self.driver.run_bulk(bulk)
    }
    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.touched = true;
        self.driver.run_script(sql)
    }
    fn as_any(&mut self) -> Option<&mut dyn Any> {
        self.touched = true;
        self.driver.as_any()
    }
}
