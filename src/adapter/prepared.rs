//! Statements rendered once and run many times, with the type of their rows.

use std::borrow::Cow;

use crate::Error;
use crate::ast::StatementRef;
use crate::dialect::{Bindings, Compiled, Dialect, Prepared};
use crate::query::{AsStatement, DecodeError, Fetch, RowSource};

/// A statement with [`param`](crate::query::param)s, rendered once. Made by
/// [`Connection::prepare_query`](super::Connection::prepare_query).
///
/// It belongs to no connection: any of the same database runs what [`bind`](Self::bind) makes of it.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::prelude::*;
/// table! { users { id: BigInt [primary_key], name: Text } }
/// # let mut db = SqliteConnection::open_in_memory()?;
/// # db.execute_ddl(&create_table(users::table))?;
/// # db.execute(&insert_into(users::table).columns((users::id, users::name)).row((7, "Ann")))?;
/// let by_id = select(users::name).from(users::table).filter(users::id.eq(param::<BigInt>("id")));
/// let by_id = db.prepare_query(by_id)?;
/// let name: String = db.fetch_one(&by_id.bind((7,))?)?;
/// assert_eq!(name, "Ann");
/// assert_eq!(db.fetch_optional(&by_id.bind([("id", 8)])?)?, None);
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PreparedQuery<Q> {
    query: Q,
    prepared: Prepared,
    dialect: &'static str,
}

/// A [`PreparedQuery`] with values for its parameters: it is executed and fetched as the statement
/// itself would be.
#[derive(Clone, Debug)]
pub struct Bound<'p, Q> {
    from: &'p PreparedQuery<Q>,
    compiled: Compiled<'p>,
}

impl<Q: AsStatement> PreparedQuery<Q> {
    /// Renders a statement for a dialect.
    ///
    /// # Errors
    /// The statement does not compile.
    pub fn new(query: Q, dialect: &dyn Dialect) -> Result<Self, Error> {
        let prepared = Prepared::new(query.statement(), dialect)?;
        Ok(PreparedQuery { query, prepared, dialect: dialect.name() })
    }

    /// The text and the names of the parameters.
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// The statement with these values for its parameters: a tuple in the order of the names in the
    /// text, or an array of `("name", value)`.
    ///
    /// # Errors
    /// A parameter is given no value, or a value no parameter.
    pub fn bind(&self, values: impl Bindings) -> Result<Bound<'_, Q>, Error> {
        Ok(Bound { from: self, compiled: values.bind_to(&self.prepared)? })
    }
}

impl<Q> Bound<'_, Q> {
    /// The text and the values.
    pub fn compiled(&self) -> &Compiled<'_> {
        &self.compiled
    }
}

impl<Q: AsStatement> AsStatement for Bound<'_, Q> {
    fn statement(&self) -> StatementRef<'_> {
        self.from.query.statement()
    }

    fn rendered(&self, dialect: &dyn Dialect) -> Result<Cow<'_, Compiled<'_>>, Error> {
        if dialect.name() == self.from.dialect {
            return Ok(Cow::Borrowed(&self.compiled));
        }
        Err(Error::Unsupported {
            what: "a statement that was prepared for another database",
            dialect: dialect.name(),
            instead: "prepare it on this connection",
        })
    }
}

#[diagnostic::do_not_recommend]
impl<Q: Fetch> Fetch for Bound<'_, Q> {
    type Row = Q::Row;
    #[inline]
    fn decode(&self, row: &mut dyn RowSource) -> Result<Q::Row, DecodeError> {
        self.from.query.decode(row)
    }
}
