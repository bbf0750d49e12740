//! DDL as text, for each dialect.

use super::*;
use crate::ast::{Collation, DataType, Name};
use crate::dialect::{MariaDb, MySql, Postgres, Sqlite};
use crate::query::*;
use crate::{CompileError, table};

table! {
    members as "Club \"Members\"" in "club" {
        group as "group": Integer [primary_key],
        number: Integer [primary_key],
        joined: Text [default("CURRENT_TIMESTAMP"), index],
        fee: Integer [default("0"), check("fee >= 0")],
        sponsor: Nullable<BigInt> [references("people", "id")],
    }
    notes { id: BigInt [primary_key, auto_increment], body: Text [unique] }
}

fn sql(ddl: &dyn Ddl, dialect: &dyn Dialect) -> Vec<String> {
    ddl.statements(dialect).unwrap()
}

fn refusal(ddl: &dyn Ddl, dialect: &dyn Dialect) -> String {
    ddl.statements(dialect).unwrap_err().to_string()
}

fn small() -> Table {
    Table::new("t").column(ColumnSpec::new("a", DataType::VarChar(Some(10))))
}

#[test]
fn keys_checks_and_references_are_constraints_of_the_table() {
    assert_eq!(
        sql(&create_table(members::table).if_not_exists(), &Postgres::new()),
        [
            concat!(
                r#"CREATE TABLE IF NOT EXISTS "club"."Club ""Members""" ("#,
                r#""group" INTEGER NOT NULL, "number" INTEGER NOT NULL, "#,
                r#""joined" TEXT DEFAULT (CURRENT_TIMESTAMP) NOT NULL, "#,
                r#""fee" INTEGER DEFAULT 0 NOT NULL, "sponsor" BIGINT, "#,
                r#"PRIMARY KEY ("group", "number"), CHECK (fee >= 0), "#,
                r#"FOREIGN KEY ("sponsor") REFERENCES "people" ("id"))"#
            ),
            r#"CREATE INDEX IF NOT EXISTS "Club ""Members""_joined_idx" ON "club"."Club ""Members""" ("joined")"#,
        ]
    );
}

#[test]
fn the_index_is_in_the_schema_on_sqlite_and_in_the_table_on_mysql() {
    let table = || small().in_schema("s").index(["a"]);
    assert_eq!(
        sql(&create_table(table()), &Sqlite::new()),
        [
            r#"CREATE TABLE "s"."t" ("a" VARCHAR(10) NOT NULL)"#,
            r#"CREATE INDEX "s"."t_a_idx" ON "t" ("a")"#
        ]
    );
    assert_eq!(
        sql(&create_table(table()), &MariaDb::new()),
        [
            "CREATE TABLE `s`.`t` (`a` VARCHAR(10) NOT NULL, INDEX `t_a_idx` (`a`)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
        ]
    );
}

#[test]
fn another_collation_is_the_tables_own_word() {
    let table = small().collation(Collation::Named(Name::new("utf8mb4_general_ci")));
    assert_eq!(
        sql(&create_table(table), &MySql::new()),
        [
            "CREATE TABLE `t` (`a` VARCHAR(10) NOT NULL) DEFAULT CHARACTER SET utf8mb4 COLLATE `utf8mb4_general_ci`"
        ]
    );
}

#[test]
fn unlimited_text_is_no_key_on_mysql() {
    let message = refusal(&create_table(notes::table), &MySql::new());
    assert!(message.contains("notes.body") && message.contains("VarChar<N>"), "{message}");
    let long = ColumnSpec::new("b", DataType::VarChar(Some(760)));
    let both = small().column(long).primary_key(["a", "b"]);
    assert!(create_table(both.clone()).statements(&MariaDb::new()).is_err());
    assert!(create_table(both).statements(&Postgres::new()).is_ok());
}

#[test]
fn auto_increment_is_of_an_integer_and_on_sqlite_of_the_whole_key() {
    let id = || ColumnSpec::new("id", DataType::SmallInt).auto_increment();
    let free = small().column(id());
    assert!(refusal(&create_table(free.clone()), &Sqlite::new()).contains("t.id"));
    assert!(create_table(free).statements(&Postgres::new()).is_ok());
    let pair = small().column(id()).primary_key(["id", "a"]);
    assert!(create_table(pair).statements(&Sqlite::new()).is_err());
    let text = small().column(ColumnSpec::new("id", DataType::Text).auto_increment());
    for dialect in [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new()] {
        assert!(refusal(&create_table(text.clone()), dialect).contains("integer"));
    }
}

#[test]
fn defaults_stand_in_parentheses_unless_they_are_numbers_or_words() {
    let with = |default: &'static str| {
        let column = ColumnSpec::new("a", DataType::Integer).nullable().default_sql(default);
        sql(&create_table(Table::new("t").column(column)), &Sqlite::new()).remove(0)
    };
    assert_eq!(with("-1.5"), r#"CREATE TABLE "t" ("a" INTEGER DEFAULT -1.5)"#);
    assert_eq!(with("true"), r#"CREATE TABLE "t" ("a" INTEGER DEFAULT true)"#);
    assert_eq!(with("'x'"), r#"CREATE TABLE "t" ("a" INTEGER DEFAULT ('x'))"#);
    assert_eq!(with("nan"), r#"CREATE TABLE "t" ("a" INTEGER DEFAULT (nan))"#);
}

#[test]
fn what_cannot_be_said_is_refused() {
    let create = create_table(Table::new("t"));
    assert!(matches!(create.statements(&Sqlite::new()), Err(CompileError::Empty { .. })));
    let create = create_table(small().unique::<&'static str>([]));
    assert!(matches!(create.statements(&Sqlite::new()), Err(CompileError::Empty { .. })));
    let array = Table::new("t").column(ColumnSpec::new("a", DataType::Array(&DataType::Text)));
    assert!(refusal(&create_table(array), &Sqlite::new()).contains("ARRAY"));
    let create = create_table(Table::new("a\0b").column(ColumnSpec::new("a", DataType::Text)));
    assert!(matches!(create.statements(&Sqlite::new()), Err(CompileError::InvalidName { .. })));
    let index = create_index(table("t"), notes::body).if_not_exists();
    assert!(refusal(&index, &MySql::new()).contains("IF NOT EXISTS"));
    assert!(index.statements(&MariaDb::new()).is_ok());
    assert!(refusal(&drop_index(table("t"), "i").if_exists(), &MySql::new()).contains("IF EXISTS"));
}

#[test]
fn what_becomes_of_referring_rows() {
    let table = small()
        .foreign_key(["a"], "u", ["b"])
        .on_delete(ReferentialAction::SetNull)
        .on_update(ReferentialAction::Cascade);
    assert_eq!(
        sql(&create_table(table), &Sqlite::new()),
        [
            r#"CREATE TABLE "t" ("a" VARCHAR(10) NOT NULL, FOREIGN KEY ("a") REFERENCES "u" ("b") ON DELETE SET NULL ON UPDATE CASCADE)"#
        ]
    );
}

#[test]
fn dropping() {
    assert_eq!(sql(&drop_table(notes::table), &MySql::new()), ["DROP TABLE `notes`"]);
    let index = drop_index(table("t").in_schema("s"), "i");
    assert_eq!(sql(&index, &Sqlite::new()), [r#"DROP INDEX "s"."i""#]);
    assert_eq!(sql(&index, &MySql::new()), ["DROP INDEX `i` ON `s`.`t`"]);
}
