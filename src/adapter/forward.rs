//! Drivers that pass everything on to another.

use super::Driver;

/// A driver's handle without its own methods. Made by [`on`].
#[derive(Clone, Copy, Debug)]
pub struct On<D>(D);

/// A handle as nothing but a [`Connection`](super::Connection): where the handle has methods of the
/// same name, they are out of the way.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::adapter::on;
/// use aludel::prelude::*;
/// table! { users { id: BigInt [primary_key] } }
///
/// let conn = rusqlite::Connection::open_in_memory().unwrap();
/// on(&conn).execute_ddl(&create_table(users::table))?;
/// on(&conn).execute(&insert_into(users::table).set(users::id, 1))?;   // not rusqlite's `execute`
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
pub fn on<D: Driver>(handle: D) -> On<D> {
    On(handle)
}

/// Methods of [`Driver`], each of which is that of `$inner`: those that are named, or all.
macro_rules! forward {
    (|$self:ident| $inner:expr) => {
        forward! { |$self| $inner;
            dialect run_query run run_script run_bulk run_transaction depth transaction_ended
            start_time_limit end_time_limit last_insert_id ping is_broken reset cache_statistics
            as_any
        }
    };
    (|$self:ident| $inner:expr; $($method:ident)*) => {
        $( forward! { @$method |$self| $inner } )*
    };
    (@dialect |$self:ident| $inner:expr) => {
        fn dialect(&self) -> &dyn $crate::dialect::Dialect {
            let $self = self;
            $inner.dialect()
        }
    };
    (@run_query |$self:ident| $inner:expr) => {
        fn run_query(
            &mut self,
            statement: &$crate::dialect::Compiled<'_>,
            delivery: $crate::adapter::Delivery,
            row: &mut $crate::adapter::RowFn<'_>,
        ) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.run_query(statement, delivery, row)
        }
    };
    (@run |$self:ident| $inner:expr) => {
        fn run(
            &mut self,
            statement: &$crate::dialect::Compiled<'_>,
        ) -> Result<u64, $crate::Error> {
            let $self = self;
            $inner.run(statement)
        }
    };
    (@run_script |$self:ident| $inner:expr) => {
        fn run_script(&mut self, sql: &str) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.run_script(sql)
        }
    };
    (@run_bulk |$self:ident| $inner:expr) => {
        fn run_bulk(
            &mut self,
            bulk: &mut $crate::adapter::Bulk<'_>,
        ) -> Result<u64, $crate::Error> {
            let $self = self;
            $inner.run_bulk(bulk)
        }
    };
    (@run_transaction |$self:ident| $inner:expr) => {
        fn run_transaction(
            &mut self,
            step: $crate::adapter::TransactionStep,
        ) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.run_transaction(step)
        }
    };
    (@depth |$self:ident| $inner:expr) => {
        fn depth(&self) -> usize {
            let $self = self;
            $inner.depth()
        }
    };
    (@transaction_ended |$self:ident| $inner:expr) => {
        fn transaction_ended(&self) -> bool {
            let $self = self;
            $inner.transaction_ended()
        }
    };
    (@start_time_limit |$self:ident| $inner:expr) => {
        fn start_time_limit(
            &mut self,
            limit: std::time::Duration,
        ) -> Result<$crate::adapter::TimeLimit, $crate::Error> {
            let $self = self;
            $inner.start_time_limit(limit)
        }
    };
    (@end_time_limit |$self:ident| $inner:expr) => {
        fn end_time_limit(
            &mut self,
            limit: $crate::adapter::TimeLimit,
            succeeded: bool,
        ) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.end_time_limit(limit, succeeded)
        }
    };
    (@last_insert_id |$self:ident| $inner:expr) => {
        fn last_insert_id(&self) -> Option<u64> {
            let $self = self;
            $inner.last_insert_id()
        }
    };
    (@ping |$self:ident| $inner:expr) => {
        fn ping(&mut self) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.ping()
        }
    };
    (@is_broken |$self:ident| $inner:expr) => {
        fn is_broken(&self) -> bool {
            let $self = self;
            $inner.is_broken()
        }
    };
    (@reset |$self:ident| $inner:expr) => {
        fn reset(&mut self) -> Result<(), $crate::Error> {
            let $self = self;
            $inner.reset()
        }
    };
    (@cache_statistics |$self:ident| $inner:expr) => {
        fn cache_statistics(&self) -> $crate::adapter::CacheStatistics {
            let $self = self;
            $inner.cache_statistics()
        }
    };
    (@as_any |$self:ident| $inner:expr) => {
        fn as_any(&mut self) -> Option<&mut dyn std::any::Any> {
            let $self = self;
            $inner.as_any()
        }
    };
}

pub(super) use forward;

impl<D: Driver> Driver for On<D> {
    forward!(|this| this.0);
}

impl<D: Driver + ?Sized> Driver for &mut D {
    forward!(|this| (**this));
}

impl<D: Driver + ?Sized> Driver for Box<D> {
    forward!(|this| (**this));
}

#[cfg(test)]
mod tests {
    use std::any::Any;
    use std::time::Duration;

    use super::on;
    use crate::Error;
    use crate::adapter::{
        Bulk, CacheStatistics, Connection, Delivery, Driver, Hooks, RowFn, TimeLimit,
        TransactionStep, observe,
    };
    use crate::dialect::{Compiled, Dialect, Sqlite};

    /// Says of everything that a driver may leave out what no default says.
    struct Full;

    fn no<T>() -> Result<T, Error> {
        Err(Error::TransactionEnded)
    }

    impl Driver for Full {
        fn dialect(&self) -> &dyn Dialect {
            const { &Sqlite::new() }
        }
        fn run_query(
            &mut self,
            _: &Compiled<'_>,
            _: Delivery,
            _: &mut RowFn<'_>,
        ) -> Result<(), Error> {
            Ok(())
        }
        fn run(&mut self, _: &Compiled<'_>) -> Result<u64, Error> {
            Ok(0)
        }
        fn run_script(&mut self, _: &str) -> Result<(), Error> {
            Ok(())
        }
        fn run_bulk(&mut self, _: &mut Bulk<'_>) -> Result<u64, Error> {
            Ok(0)
        }
        fn run_transaction(&mut self, _: TransactionStep) -> Result<(), Error> {
            Ok(())
        }
        fn depth(&self) -> usize {
            0
        }
        fn transaction_ended(&self) -> bool {
            false
        }
        fn start_time_limit(&mut self, _: Duration) -> Result<TimeLimit, Error> {
            Ok(TimeLimit::of_server())
        }
        fn end_time_limit(&mut self, _: TimeLimit, _: bool) -> Result<(), Error> {
            Ok(())
        }
        fn last_insert_id(&self) -> Option<u64> {
            Some(7)
        }
        fn ping(&mut self) -> Result<(), Error> {
            no()
        }
        fn is_broken(&self) -> bool {
            true
        }
        fn reset(&mut self) -> Result<(), Error> {
            no()
        }
        fn cache_statistics(&self) -> CacheStatistics {
            CacheStatistics::new(1, 2, 3, 4)
        }
        fn as_any(&mut self) -> Option<&mut dyn Any> {
            Some(self)
        }
    }

    fn passes_all_on(mut layer: impl Driver) {
        assert_eq!(layer.last_insert_id(), Some(7));
        assert_eq!(layer.cache_statistics(), CacheStatistics::new(1, 2, 3, 4));
        assert!(layer.ping().is_err() && layer.reset().is_err() && layer.is_broken());
        assert!(layer.as_any().is_some_and(|driver| driver.is::<Full>()));
    }

    #[test]
    fn what_a_driver_may_leave_out_passes_through_every_layer() {
        passes_all_on(on(Full));
        passes_all_on(&mut Full);
        passes_all_on(Box::new(Full) as Box<dyn Driver>);
        passes_all_on(observe(Full, Hooks::new()));
        passes_all_on(Full.time_limit(Duration::MAX));
        passes_all_on(Full.begin().unwrap());
        #[cfg(feature = "pool")]
        {
            use crate::adapter::observe::Comment;
            use crate::adapter::session::Session;
            passes_all_on(Session::new(Box::new(Full), Comment::default()));
        }
    }
}
