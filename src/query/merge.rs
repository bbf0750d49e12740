//! MERGE.

use crate::ast::{self, Expr, MergeAction, MergeWhen, Statement, StatementRef, TableRef};

use super::fetch::AsStatement;
use super::projection::items;
use super::returning::Returning;
use super::update::Assignments;
use super::{Predicate, Projection, Relation, Target};

/// A MERGE: a table is changed by comparing it with the rows of another.
///
/// PostgreSQL 15 and later; the others refuse it. `insert_into(…).on_conflict(…)` is portable.
///
/// ```
/// use aludel::prelude::*;
/// table! {
///     stock { item: Integer [primary_key], amount: Integer }
///     arrivals { item: Integer, amount: Integer }
/// }
/// let q = merge_into(stock::table)
///     .using(arrivals::table, arrivals::item.eq(stock::item))
///     .when_matched_and(arrivals::amount.eq(0))
///     .delete()
///     .when_matched()
///     .update(stock::amount.set(stock::amount + arrivals::amount))
///     .when_not_matched()
///     .insert((stock::item.set(arrivals::item), stock::amount.set(arrivals::amount)));
/// assert_eq!(
///     q.compile(&Postgres::new())?.text(),
///     "MERGE INTO \"stock\" USING \"arrivals\" ON \"arrivals\".\"item\" = \"stock\".\"item\" \
///      WHEN MATCHED AND \"arrivals\".\"amount\" = $1 THEN DELETE \
///      WHEN MATCHED THEN UPDATE SET \"amount\" = \"stock\".\"amount\" + \"arrivals\".\"amount\" \
///      WHEN NOT MATCHED THEN INSERT (\"item\", \"amount\") \
///      VALUES (\"arrivals\".\"item\", \"arrivals\".\"amount\")",
/// );
/// # Ok::<(), CompileError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    node: Box<ast::Merge>,
}

/// A MERGE that is still to be told with which rows its table is compared.
#[derive(Clone, Debug)]
#[must_use = "say `.using(source, condition)`"]
pub struct MergeInto {
    table: TableRef,
}

/// `MERGE INTO table`. See [`Merge`].
pub fn merge_into<T: Target>(table: T) -> MergeInto {
    MergeInto { table: table.into_table() }
}

impl MergeInto {
    /// `USING source ON condition`: the rows it is compared with, and when two of them meet.
    pub fn using<F: Relation, P: Predicate>(self, source: F, on: P) -> Merge {
        let MergeInto { table } = self;
        let (source, on) = (source.into_from(), on.into_predicate());
        let (with, annotations) = (None, None);
        let (arms, returning) = (Vec::new(), Vec::new());
        let node = ast::Merge { with, table, source, on, arms, returning, annotations };
        Merge { node: Box::new(node) }
    }
}

impl Merge {
    /// The node.
    pub fn as_ast(&self) -> &ast::Merge {
        &self.node
    }

    pub(crate) fn as_ast_mut(&mut self) -> &mut ast::Merge {
        &mut self.node
    }

    /// `WHEN MATCHED`: rows of the table that meet a row of the source. The first arm that fits a
    /// row is taken.
    pub fn when_matched(self) -> MergeMatched {
        MergeMatched { merge: self, when: MergeWhen::Matched, filter: None }
    }

    /// `WHEN MATCHED AND condition`.
    pub fn when_matched_and<P: Predicate>(self, condition: P) -> MergeMatched {
        let filter = Some(condition.into_predicate());
        MergeMatched { merge: self, when: MergeWhen::Matched, filter }
    }

    /// `WHEN NOT MATCHED`: rows of the source that meet none of the table. Only the source is to be
    /// read there.
    pub fn when_not_matched(self) -> MergeNotMatched {
        MergeNotMatched { merge: self, filter: None }
    }

    /// `WHEN NOT MATCHED AND condition`.
    pub fn when_not_matched_and<P: Predicate>(self, condition: P) -> MergeNotMatched {
        MergeNotMatched { merge: self, filter: Some(condition.into_predicate()) }
    }

    /// `WHEN NOT MATCHED BY SOURCE`: rows of the table that meet none of the source (PostgreSQL 17).
    /// Only the table is to be read there.
    pub fn when_not_matched_by_source(self) -> MergeMatched {
        MergeMatched { merge: self, when: MergeWhen::NotMatchedBySource, filter: None }
    }

    /// `WHEN NOT MATCHED BY SOURCE AND condition`.
    pub fn when_not_matched_by_source_and<P: Predicate>(self, condition: P) -> MergeMatched {
        let filter = Some(condition.into_predicate());
        MergeMatched { merge: self, when: MergeWhen::NotMatchedBySource, filter }
    }

    /// `RETURNING projection`: the rows inserted, changed or deleted (PostgreSQL 17).
    pub fn returning<P: Projection<Sql = R>, R>(mut self, projection: P) -> Returning<R> {
        self.node.returning = items(projection);
        Returning::new(Statement::Merge(self.node))
    }

    fn arm(mut self, when: MergeWhen, filter: Option<Expr>, action: MergeAction) -> Self {
        self.node.arms.push(ast::MergeArm { when, filter, action });
        self
    }
}

/// Rows of the table: what happens to them is still to be said.
#[derive(Clone, Debug)]
#[must_use = "say `.update(…)`, `.delete()` or `.do_nothing()`"]
pub struct MergeMatched {
    merge: Merge,
    when: MergeWhen,
    filter: Option<Expr>,
}

impl MergeMatched {
    /// `THEN UPDATE SET assignments`.
    pub fn update<A: Assignments>(self, assignments: A) -> Merge {
        let mut list = Vec::new();
        assignments.assign(&mut list);
        self.merge.arm(self.when, self.filter, MergeAction::Update(list))
    }

    /// `THEN DELETE`.
    pub fn delete(self) -> Merge {
        self.merge.arm(self.when, self.filter, MergeAction::Delete)
    }

    /// `THEN DO NOTHING`: and no later arm is taken.
    pub fn do_nothing(self) -> Merge {
        self.merge.arm(self.when, self.filter, MergeAction::Nothing)
    }
}

/// Rows of the source that meet none: what happens to them is still to be said.
#[derive(Clone, Debug)]
#[must_use = "say `.insert(…)` or `.do_nothing()`"]
pub struct MergeNotMatched {
    merge: Merge,
    filter: Option<Expr>,
}

impl MergeNotMatched {
    /// `THEN INSERT`: a row with these values.
    pub fn insert<A: Assignments>(self, assignments: A) -> Merge {
        let mut list = Vec::new();
        assignments.assign(&mut list);
        self.merge.arm(MergeWhen::NotMatched, self.filter, MergeAction::Insert(list))
    }

    /// `THEN DO NOTHING`: and no later arm is taken.
    pub fn do_nothing(self) -> Merge {
        self.merge.arm(MergeWhen::NotMatched, self.filter, MergeAction::Nothing)
    }
}

impl AsStatement for Merge {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Merge(&self.node)
    }
}
