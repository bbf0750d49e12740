//! What joins are made on, and joined tables as one table.

use crate::ast::{self, Join, JoinKind, JoinOn, Name, Nested};

use super::relation::{OuterRelation, Relation};
use super::{Columns, Delete, Predicate, Update};

/// What a join is made on: a condition, [`using`], [`natural`], or [`on_key`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "expected a condition such as `posts::user_id.eq(users::id)`, `on_key()` or `using(…)`"
)]
pub trait JoinCondition {
    /// The condition as a node.
    fn into_on(self) -> JoinOn;
}

#[diagnostic::do_not_recommend]
impl<P: Predicate> JoinCondition for P {
    #[inline]
    fn into_on(self) -> JoinOn {
        JoinOn::Condition(self.into_predicate())
    }
}

/// A join by declared key: see [`on_key`].
#[derive(Clone, Copy, Debug)]
pub struct OnKey(());

/// On the foreign key that is declared between the joined table and those before it.
///
/// There has to be just one, in either direction; the statement does not compile otherwise.
///
/// ```
/// use aludel::prelude::*;
/// table! {
///     users { id: BigInt [primary_key], name: Text }
///     posts { id: BigInt [primary_key], user_id: BigInt [references("users", "id")] }
/// }
/// let q = select((users::name, posts::id)).from(users::table).join(posts::table, on_key());
/// assert_eq!(
///     q.compile(&Sqlite::new())?.text(),
///     r#"SELECT "users"."name", "posts"."id" FROM "users" JOIN "posts" ON "posts"."user_id" = "users"."id""#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
///
/// # Errors
/// [`CompileError::JoinKey`](crate::CompileError::JoinKey) where no key is declared between the
/// tables, or more than one.
pub fn on_key() -> OnKey {
    OnKey(())
}

impl JoinCondition for OnKey {
    fn into_on(self) -> JoinOn {
        JoinOn::Key
    }
}

/// A join on columns of the same names: see [`using`].
#[derive(Clone, Debug)]
pub struct Using(Vec<Name>);

/// `USING (columns)`: equal in these columns, which both sides have. Only their names count.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, team: BigInt } teams { team: BigInt, title: Text } }
/// let q = select((users::id, teams::title)).from(users::table).join(teams::table, using(teams::team));
/// assert!(q.compile(&Postgres::new())?.text().ends_with(r#"JOIN "teams" USING ("team")"#));
/// # Ok::<(), CompileError>(())
/// ```
pub fn using<C: Columns>(columns: C) -> Using {
    let names = columns.into_columns().into_iter();
    Using(names.map(|column| Name::from(column.name().to_owned())).collect())
}

impl JoinCondition for Using {
    fn into_on(self) -> JoinOn {
        JoinOn::Using(self.0)
    }
}

/// A join on all columns of the same names: see [`natural`].
#[derive(Clone, Copy, Debug)]
pub struct Natural(());

/// `NATURAL`: equal in all columns of the same name, whatever they are when the statement runs.
/// [`using`] says which.
pub fn natural() -> Natural {
    Natural(())
}

impl JoinCondition for Natural {
    fn into_on(self) -> JoinOn {
        JoinOn::Natural
    }
}

/// The joins of the tables beside the target of a write.
macro_rules! joins_beside {
    ($($statement:ident, $first:literal;)*) => { $( impl $statement {
        #[doc = concat!("`JOIN item ON condition`, to the tables of [`", $first, "`](Self::", $first, ") before it.")]
        #[must_use]
        pub fn join<F: Relation, C: JoinCondition>(self, item: F, on: C) -> Self {
            self.joined(JoinKind::Inner, item.into_from(), on.into_on())
        }

        #[doc = concat!("`LEFT JOIN item ON condition`, to the tables of [`", $first, "`](Self::", $first, "): and")]
        /// rows of those without a pair. The item is the nullable handle of a table:
        /// `posts::table.outer()`.
        #[must_use]
        pub fn left_join<F: OuterRelation, C: JoinCondition>(self, item: F, on: C) -> Self {
            self.joined(JoinKind::Left, item.into_from(), on.into_on())
        }

        /// `RIGHT JOIN item ON condition`: and rows of the item without a pair, for which the columns
        #[doc = concat!("of the tables of [`", $first, "`](Self::", $first, ") are NULL; take these from `.outer()` handles.")]
        #[must_use]
        pub fn right_join<F: Relation, C: JoinCondition>(self, item: F, on: C) -> Self {
            self.joined(JoinKind::Right, item.into_from(), on.into_on())
        }

        /// `FULL JOIN item ON condition`: and rows of either side without a pair. MySQL and MariaDB
        /// have it in other words, as in [`Select::full_join`](super::Select::full_join).
        #[must_use]
        pub fn full_join<F: OuterRelation, C: JoinCondition>(self, item: F, on: C) -> Self {
            self.joined(JoinKind::Full, item.into_from(), on.into_on())
        }

        /// `CROSS JOIN item`: all pairs.
        #[must_use]
        pub fn cross_join<F: Relation>(self, item: F) -> Self {
            self.joined(JoinKind::Cross, item.into_from(), JoinOn::None)
        }

        fn joined(mut self, kind: JoinKind, item: ast::FromItem, on: JoinOn) -> Self {
            self.as_ast_mut().joins.push(Join { kind, item, on });
            self
        }
    } )* };
}
joins_beside! {
    Update, "from";
    Delete, "using";
}

/// Joined tables as one table, in parentheses: `(a JOIN b ON …)`. Made by [`joined`].
///
/// With a table on the nullable side of the join around it, take its columns from `.outer()`
/// handles.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined(ast::JoinTree);

/// The beginning of joined tables that are joined to others as one.
///
/// ```
/// use aludel::prelude::*;
/// table! {
///     users { id: BigInt }
///     posts { id: BigInt, user_id: BigInt }
///     votes { post_id: BigInt, stars: Integer }
/// }
/// // Users without a post that has votes stay, with NULL.
/// let (p, v) = (posts::table.outer(), votes::table.outer());
/// let voted = joined(p).join(v, v.post_id.eq(p.id));
/// let q = select((users::id, v.stars)).from(users::table).left_join(voted, p.user_id.eq(users::id));
/// ```
pub fn joined<F: Relation>(first: F) -> Joined {
    Joined(ast::JoinTree { first: first.into_from(), joins: Vec::new() })
}

impl Joined {
    fn add(mut self, kind: JoinKind, item: ast::FromItem, on: JoinOn) -> Self {
        self.0.joins.push(Join { kind, item, on });
        self
    }

    /// `JOIN item ON condition`: pairs that meet the condition.
    #[must_use]
    pub fn join<F: Relation, C: JoinCondition>(self, item: F, on: C) -> Self {
        self.add(JoinKind::Inner, item.into_from(), on.into_on())
    }

    /// `LEFT JOIN item ON condition`: and rows of the left without a pair.
    #[must_use]
    pub fn left_join<F: OuterRelation, C: JoinCondition>(self, item: F, on: C) -> Self {
        self.add(JoinKind::Left, item.into_from(), on.into_on())
    }

    /// `RIGHT JOIN item ON condition`: and rows of the right without a pair.
    #[must_use]
    pub fn right_join<F: Relation, C: JoinCondition>(self, item: F, on: C) -> Self {
        self.add(JoinKind::Right, item.into_from(), on.into_on())
    }

    /// `FULL JOIN item ON condition`: and rows of either side without a pair.
    #[must_use]
    pub fn full_join<F: OuterRelation, C: JoinCondition>(self, item: F, on: C) -> Self {
        self.add(JoinKind::Full, item.into_from(), on.into_on())
    }

    /// `CROSS JOIN item`: all pairs.
    #[must_use]
    pub fn cross_join<F: Relation>(self, item: F) -> Self {
        self.add(JoinKind::Cross, item.into_from(), JoinOn::None)
    }
}

#[diagnostic::do_not_recommend]
impl Relation for Joined {
    fn into_from(self) -> ast::FromItem {
        ast::FromItem::Joined(Nested::new(self.0))
    }
}

// Which of its tables have nullable columns is checked when the statement is compiled.
#[diagnostic::do_not_recommend]
impl OuterRelation for Joined {}
