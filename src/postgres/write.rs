//! Words of INSERT and RETURNING that only PostgreSQL has.

use crate::ast::{Expr as Node, InsertModifier, RowVersion};
use crate::query::{Column, Expr, Insert, SqlType};

/// In RETURNING, the column of the row as it was before the write: `old.column` (PostgreSQL 18).
/// NULL for a row that was not there.
///
/// ```
/// use aludel::postgres::{new, old};
/// use aludel::prelude::*;
/// table! { users { id: BigInt, age: Integer } }
/// let q: Returning<(Nullable<Integer>, Nullable<Integer>)> = update(users::table)
///     .set(users::age, users::age + 1)
///     .filter(users::id.eq(7))
///     .returning((old(users::age), new(users::age)));
/// assert_eq!(
///     q.compile(&Postgres::new())?.text(),
///     r#"UPDATE "users" SET "age" = "users"."age" + $1 WHERE "users"."id" = $2 RETURNING old."age", new."age""#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn old<T: SqlType>(column: Column<T>) -> Expr<T::AsNullable> {
    Expr::from_ast(Node::Version(RowVersion::Old, column.reference()))
}

/// In RETURNING, the column of the row as it is after the write: `new.column` (PostgreSQL 18). NULL
/// for a row that is no more. See [`old`].
pub fn new<T: SqlType>(column: Column<T>) -> Expr<T::AsNullable> {
    Expr::from_ast(Node::Version(RowVersion::New, column.reference()))
}

/// `OVERRIDING SYSTEM VALUE`: the values given for columns that are `GENERATED ALWAYS AS IDENTITY` are
/// taken, which is an error otherwise.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::postgres::overriding_system_value(insert);
/// assert_eq!(
///     q.compile(&Postgres::new())?.text(),
///     r#"INSERT INTO "tags" ("name", "rank") OVERRIDING SYSTEM VALUE VALUES ($1, $2)"#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn overriding_system_value<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::OverridingSystemValue);
    insert
}

/// `OVERRIDING USER VALUE`: the values given for identity columns are passed over, and the server
/// makes its own.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::postgres::overriding_user_value(insert);
/// assert_eq!(
///     q.compile(&Postgres::new())?.text(),
///     r#"INSERT INTO "tags" ("name", "rank") OVERRIDING USER VALUE VALUES ($1, $2)"#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn overriding_user_value<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::OverridingUserValue);
    insert
}
