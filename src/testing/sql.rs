//! `assert_sql!`: the text of a statement on every dialect.

use std::fmt::Write;

use crate::ast::{StatementRef, Value};
use crate::dialect::{Dialect, compile};

/// Asserts the text that a statement has in each dialect: `sqlite`, `postgres`, `mysql`, `mariadb`,
/// in their newest versions; `all` for a text that is the same in all four.
///
/// `Err("…")` says that the dialect refuses the statement, with an error in which these words stand.
/// `params` says which values are sent, in each dialect that is named.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::testing::assert_sql;
/// table! { users { id: BigInt [primary_key], name: Text } }
///
/// let add = insert_into(users::table).set(users::id, 1).set(users::name, "Ann");
/// assert_sql!(add, {
///     sqlite: r#"INSERT INTO "users" ("id", "name") VALUES (?, ?)"#,
///     postgres: r#"INSERT INTO "users" ("id", "name") VALUES ($1, $2)"#,
///     mysql: "INSERT INTO `users` (`id`, `name`) VALUES (?, ?)",
/// }, params: [1, "Ann"]);
/// assert_sql!(add.returning(users::id), { mysql: Err("RETURNING on INSERT is not supported") });
/// ```
///
/// # Panics
/// The texts or values differ. The message shows all that do, with a mark at the first difference.
#[macro_export]
macro_rules! assert_sql {
    ($statement:expr, { $($dialect:ident : $expected:expr),+ $(,)? } $(,)?) => {
        $crate::assert_sql!(@ $statement, [$($dialect $expected),+], ::core::option::Option::None)
    };
    ($statement:expr, { $($dialect:ident : $expected:expr),+ $(,)? }, params: [$($param:expr),* $(,)?] $(,)?) => {
        $crate::assert_sql!(@ $statement, [$($dialect $expected),+],
            ::core::option::Option::Some(&[$($crate::ast::Value::from($param)),*] as &[$crate::ast::Value]))
    };
    (@ $statement:expr, [$($dialect:ident $expected:expr),+], $params:expr) => {{
        let statement = &$statement;
        let expected = [$((
            $crate::testing::dialects::$dialect(),
            $crate::testing::Expected::from($expected),
        )),+];
        let found = $crate::testing::differences(
            $crate::query::AsStatement::statement(statement),
            &expected,
            $params,
        );
        if let ::core::option::Option::Some(found) = found {
            ::core::panic!("{found}");
        }
    }};
}

/// What a dialect is to make of a statement.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Expected<'e> {
    Text(&'e str),
    Refusal(&'e str),
}

impl<'e> From<&'e str> for Expected<'e> {
    fn from(text: &'e str) -> Self {
        Expected::Text(text)
    }
}

impl<'e> From<&'e String> for Expected<'e> {
    fn from(text: &'e String) -> Self {
        Expected::Text(text)
    }
}

impl<'e> From<Result<std::convert::Infallible, &'e str>> for Expected<'e> {
    fn from(refusal: Result<std::convert::Infallible, &'e str>) -> Self {
        match refusal {
            Ok(never) => match never {},
            Err(words) => Expected::Refusal(words),
        }
    }
}

/// The dialects by the names that `assert_sql!` has for them.
#[doc(hidden)]
pub mod dialects {
    use crate::dialect::{Dialect, MariaDb, MySql, Postgres, Sqlite};

    pub type Dialects = Vec<Box<dyn Dialect>>;

    pub fn sqlite() -> Dialects {
        vec![Box::new(Sqlite::new())]
    }
    pub fn postgres() -> Dialects {
        vec![Box::new(Postgres::new())]
    }
    pub fn mysql() -> Dialects {
        vec![Box::new(MySql::new())]
    }
    pub fn mariadb() -> Dialects {
        vec![Box::new(MariaDb::new())]
    }
    pub fn all() -> Dialects {
        [sqlite(), postgres(), mysql(), mariadb()].into_iter().flatten().collect()
    }
}

/// What differs, if anything does.
#[doc(hidden)]
pub fn differences(
    statement: StatementRef<'_>,
    expected: &[(dialects::Dialects, Expected<'_>)],
    params: Option<&[Value]>,
) -> Option<String> {
    let each = expected.iter().flat_map(|(dialects, expected)| {
        dialects.iter().map(move |dialect| difference(statement, &**dialect, *expected, params))
    });
    let found: Vec<String> = each.flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

fn difference(
    statement: StatementRef<'_>,
    dialect: &dyn Dialect,
    expected: Expected<'_>,
    params: Option<&[Value]>,
) -> Option<String> {
    let name = dialect.name();
    match (compile(statement, dialect), expected) {
        (Ok(found), Expected::Text(text)) => {
            let values: Vec<&Value> = found.values().collect();
            if found.text() != text {
                return Some(marked(name, text, found.text()));
            }
            let wanted: Vec<&Value> = params?.iter().collect();
            (wanted != values).then(|| {
                format!("{name}: the values differ\n  expected: {wanted:?}\n     found: {values:?}")
            })
        }
        (Ok(found), Expected::Refusal(words)) => {
            Some(format!("{name}: expected an error with {words:?}\n     found: {found}"))
        }
        (Err(error), Expected::Refusal(words)) => {
            let error = error.to_string();
            (!error.contains(words)).then(|| {
                format!("{name}: the error differs\n  expected: … {words} …\n     found: {error}")
            })
        }
        (Err(error), Expected::Text(text)) => {
            Some(format!("{name}: refused\n  expected: {text}\n     found: {error}"))
        }
    }
}

/// Both texts, and a mark under the first character that differs.
fn marked(name: &str, expected: &str, found: &str) -> String {
    let same = expected.chars().zip(found.chars()).take_while(|(one, other)| one == other).count();
    let mut report =
        format!("{name}: the text differs\n  expected: {expected}\n     found: {found}\n");
    // A text of several lines has no place for a mark.
    if !expected.contains('\n') && !found.contains('\n') {
        let _ = write!(report, "{:1$}^", "", same + "  expected: ".len());
    }
    report
}

#[cfg(test)]
mod tests {
    use crate::query::*;
    use crate::table;

    table! { users { id: BigInt [primary_key], name: Text } }

    #[test]
    fn one_text_for_all_or_one_each() {
        assert_sql!(select(literal::<Integer>(1)), { all: "SELECT 1" }, params: []);
        let one = select(users::id).from(users::table).filter(users::id.eq(7));
        assert_sql!(one, {
            sqlite: r#"SELECT "users"."id" FROM "users" WHERE "users"."id" = ?"#,
            postgres: r#"SELECT "users"."id" FROM "users" WHERE "users"."id" = $1"#,
            mysql: "SELECT `users`.`id` FROM `users` WHERE `users`.`id` = ?",
            mariadb: "SELECT `users`.`id` FROM `users` WHERE `users`.`id` = ?",
        }, params: [7]);
    }

    #[test]
    #[should_panic = "SQLite: the text differs\n  expected: SELECT 2\n     found: SELECT 1\n                   ^\nPostgreSQL: the text differs"]
    fn a_difference_is_marked_for_each_dialect() {
        assert_sql!(select(literal::<Integer>(1)), { all: "SELECT 2" });
    }

    #[test]
    #[should_panic = "the values differ"]
    fn values_are_compared() {
        let one = select(val::<Integer>(1));
        assert_sql!(one, { sqlite: "SELECT ?" }, params: [2]);
    }

    #[test]
    #[should_panic = "expected an error with"]
    fn a_refusal_that_does_not_come_is_a_difference() {
        assert_sql!(select(literal::<Integer>(1)), { sqlite: Err("no") });
    }
}
