//! SQL as Rust values.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// No input may stop a caller.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod ast;
pub mod dialect;
mod error;
pub mod query;
pub mod schema;

pub use error::{CompileError, DatabaseError, Error, ErrorKind};
// At the root as well, so that compiler messages name them briefly.
#[doc(no_inline)]
pub use query::*;

/// What a program that writes statements imports: `use aludel::prelude::*;`.
pub mod prelude {
    pub use crate::ast::Value;
    pub use crate::dialect::{
        Compile, Compiled, Dialect, MariaDb, MySql, Postgres, Prepared, Sqlite,
    };
    pub use crate::query::*;
    pub use crate::schema::{create_index, create_table, drop_index, drop_table};
    pub use crate::{CompileError, Error, ErrorKind};
    pub use crate::{row_struct, sql, sql_type, table};
}
