//! Comments, and hints to optimizers.

use std::borrow::Cow;

use crate::ast::{Annotations, Hint, IndexHint, IndexHintKind, Name, Query, SetOperation};

use super::{Compound, Delete, Insert, Merge, Select, TruncateTable, Update};

impl<R> Select<R> {
    fn annotations(&mut self) -> &mut Annotations {
        self.as_ast_mut().annotations.get_or_insert_default()
    }

    /// `/* … */` at the statement's end: for logs, to tell whose statement it is.
    ///
    /// Any text will do: letters, digits, spaces and ``_-.,=@+()[]/|<>&%!~^`` are written as they
    /// are, every other character as a space. So it can neither end the comment nor be taken for a
    /// parameter. A statement that is to be prepared once should have one comment, not one for each
    /// request.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt } }
    /// let q = select(users::id).from(users::table).comment("report=daily");
    /// assert!(q.compile(&Postgres::new())?.text().ends_with(r#"FROM "users" /* report=daily */"#));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn comment(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.annotations().comment = Some(text.into());
        self
    }

    /// `/*+ … */` after SELECT: a hint to the optimizer of the dialect of that name (`MySQL`,
    /// `MariaDB`, `PostgreSQL` with the extension `pg_hint_plan`). A hint changes no rows, so to all
    /// other dialects it is nothing.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt } }
    /// let q = select(users::id).from(users::table).hint("MySQL", "MAX_EXECUTION_TIME(500)");
    /// assert!(q.compile(&MySql::new())?.text().starts_with("SELECT /*+ MAX_EXECUTION_TIME(500) */"));
    /// assert!(q.compile(&Sqlite::new())?.text().starts_with("SELECT \"users\""));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn hint(mut self, dialect: &'static str, text: &'static str) -> Self {
        let (dialect, text) = (dialect.into(), text.into());
        self.annotations().hints.push(Hint { dialect, text });
        self
    }

    fn index_hint<N: Into<Name>>(
        mut self,
        kind: IndexHintKind,
        table: impl Into<Name>,
        indexes: impl IntoIterator<Item = N>,
    ) -> Self {
        let indexes = indexes.into_iter().map(N::into).collect();
        let hint = IndexHint { table: table.into(), kind, indexes };
        self.annotations().index_hints.push(hint);
        self
    }

    /// `table USE INDEX (indexes)` on MySQL and MariaDB: of the table or alias no other index is
    /// used. It changes no rows, so to the others it is nothing.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt, name: Text } }
    /// let q = select(users::id).from(users::table).use_index("users", ["by_name"]);
    /// assert!(q.compile(&MariaDb::new())?.text().ends_with("FROM `users` USE INDEX (`by_name`)"));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn use_index<N: Into<Name>>(
        self,
        table: impl Into<Name>,
        indexes: impl IntoIterator<Item = N>,
    ) -> Self {
        self.index_hint(IndexHintKind::Use, table, indexes)
    }

    /// `table FORCE INDEX (indexes)`: as [`use_index`](Select::use_index), and the table is scanned
    /// only where none of them can be used.
    #[must_use]
    pub fn force_index<N: Into<Name>>(
        self,
        table: impl Into<Name>,
        indexes: impl IntoIterator<Item = N>,
    ) -> Self {
        self.index_hint(IndexHintKind::Force, table, indexes)
    }

    /// `table IGNORE INDEX (indexes)`: as [`use_index`](Select::use_index), of all but these.
    #[must_use]
    pub fn ignore_index<N: Into<Name>>(
        self,
        table: impl Into<Name>,
        indexes: impl IntoIterator<Item = N>,
    ) -> Self {
        self.index_hint(IndexHintKind::Ignore, table, indexes)
    }
}

impl<R> Compound<R> {
    /// `/* … */` in the statement, at the end of its first SELECT. See [`Select::comment`].
    #[must_use]
    pub fn comment(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        comment_first(self.as_ast_mut(), text.into());
        self
    }
}

macro_rules! of_writes {
    ($($name:ident $(<$C:ident>)?;)*) => { $(
        impl$(<$C>)? $name$(<$C>)? {
            /// `/* … */` at the statement's end, of any text: see [`Select::comment`].
            #[must_use]
            pub fn comment(mut self, text: impl Into<Cow<'static, str>>) -> Self {
                self.as_ast_mut().annotations.get_or_insert_default().comment = Some(text.into());
                self
            }

            /// `/*+ … */` after the statement's verb: a hint to the optimizer of the dialect of that
            /// name. To all other dialects it is nothing: see [`Select::hint`].
            ///
            /// ```
            /// use aludel::prelude::*;
            /// table! { users { id: BigInt, age: Integer } }
            /// let q = update(users::table).set(users::age, 7).all_rows();
            /// let q = q.hint("MySQL", "NO_INDEX_MERGE(users)").comment("job=age");
            /// assert_eq!(
            ///     q.compile(&MySql::new())?.text(),
            ///     "UPDATE /*+ NO_INDEX_MERGE(users) */ `users` SET `age` = ? /* job=age */",
            /// );
            /// # Ok::<(), CompileError>(())
            /// ```
            #[must_use]
            pub fn hint(mut self, dialect: &'static str, text: &'static str) -> Self {
                let hint = Hint { dialect: dialect.into(), text: text.into() };
                self.as_ast_mut().annotations.get_or_insert_default().hints.push(hint);
                self
            }
        }
    )* };
}
of_writes! {
    Insert<C>;
    Update;
    Delete;
    Merge;
}

impl TruncateTable {
    /// `/* … */` at the statement's end, of any text: see [`Select::comment`].
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { logs { id: BigInt [primary_key] } }
    /// let q = truncate_table(logs::table).comment("nightly");
    /// assert_eq!(q.compile(&Postgres::new())?.text(), r#"TRUNCATE TABLE "logs" /* nightly */"#);
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn comment(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.as_ast_mut().annotations.get_or_insert_default().comment = Some(text.into());
        self
    }
}

fn comment_first(operation: &mut SetOperation, text: Cow<'static, str>) {
    operation.first.update(|first| match first {
        Query::Select(select) => {
            select.annotations.get_or_insert_default().comment = Some(text);
        }
        Query::SetOperation(operation) => comment_first(operation, text),
        _ => {}
    });
}
