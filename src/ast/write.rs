//! Statements that change rows: INSERT, UPDATE, DELETE, MERGE, TRUNCATE.

use super::query::most;
use super::{
    Annotations, Bind, ColumnRef, Depth, Expr, FromItem, Join, Name, Nested, Operand, OrderItem,
    Query, Select, SelectItem, SetOperation, TableRef, Value, Values, With,
};

/// A statement.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Statement {
    /// A query.
    Query(Query),
    /// `INSERT`
    Insert(Box<Insert>),
    /// `UPDATE`
    Update(Box<Update>),
    /// `DELETE`
    Delete(Box<Delete>),
    /// `MERGE`
    Merge(Box<Merge>),
    /// `TRUNCATE`
    TruncateTable(Box<TruncateTable>),
}

/// `INSERT INTO table (columns) …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Insert {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// A word that one server has, between INSERT and the rows.
    pub modifier: Option<InsertModifier>,
    /// The table that rows go into.
    pub table: TableRef,
    /// The columns that values are given for.
    pub columns: Vec<ColumnRef>,
    /// Where the rows come from.
    pub source: InsertSource,
    /// What happens to a row that meets one with the same key.
    pub on_conflict: Option<Box<OnConflict>>,
    /// `RETURNING`
    pub returning: Vec<SelectItem>,
    /// A comment, and hints to optimizers.
    pub annotations: Option<Box<Annotations>>,
}

/// A word that one server has, between INSERT and the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InsertModifier {
    /// `REPLACE INTO`: rows with the same key are deleted first (SQLite, MySQL, MariaDB).
    Replace,
    /// `INSERT OR IGNORE`: a row that breaks a constraint is left out (SQLite).
    OrIgnore,
    /// `INSERT IGNORE`: errors become warnings, and values become others (MySQL, MariaDB).
    Ignore,
    /// `OVERRIDING SYSTEM VALUE`: values for identity columns are taken (PostgreSQL).
    OverridingSystemValue,
    /// `OVERRIDING USER VALUE`: values for identity columns are passed over (PostgreSQL).
    OverridingUserValue,
}

/// Where the rows of an INSERT come from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InsertSource {
    /// Rows of parameters, one after the other, each as wide as the list of columns.
    Values(Vec<Value>),
    /// Rows of expressions, one after the other, each as wide as the list of columns.
    Exprs(Vec<Expr>),
    /// The rows of a query.
    Query(Nested<Query>),
    /// One row of defaults.
    DefaultValues,
    /// A row that does not have one value for each column; it does not compile.
    WrongWidth {
        /// The row's number, from 0.
        row: usize,
        /// How many values it has.
        found: usize,
    },
}

/// `ON CONFLICT target DO action`: what happens to a row that meets one with the same key.
#[derive(Clone, Debug, PartialEq)]
pub struct OnConflict {
    /// Which key.
    pub target: ConflictTarget,
    /// What happens.
    pub action: ConflictAction,
}

/// Which key a row has to meet.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ConflictTarget {
    /// The unique key over these columns. Another key that is met is an error.
    Columns(Vec<ColumnRef>),
    /// The unique key over these columns of the rows that meet a condition: a partial index
    /// (PostgreSQL, SQLite).
    PartialIndex {
        /// The columns.
        columns: Vec<ColumnRef>,
        /// The condition of the index, whose values are written into the text.
        filter: Expr,
    },
    /// The constraint of that name (PostgreSQL).
    Constraint(Name),
    /// Whichever unique key: `ON DUPLICATE KEY UPDATE`, as MySQL and MariaDB have it.
    AnyKey,
}

/// What happens to a row that meets one with the same key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ConflictAction {
    /// It is left out.
    Nothing,
    /// The row that is there is changed.
    Update {
        /// How.
        assignments: Vec<Assignment>,
        /// If it meets this condition; else the proposed row is left out.
        filter: Option<Expr>,
    },
}

/// `column = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The column.
    pub column: ColumnRef,
    /// Its new value.
    pub value: Expr,
}

/// `(column, …) = (query)`: each takes its value from the query's one row, NULL if it has none.
#[derive(Clone, Debug, PartialEq)]
pub struct RowAssignment {
    /// The columns.
    pub columns: Vec<ColumnRef>,
    /// The query, as wide as they are many.
    pub query: Nested<Query>,
}

/// `UPDATE table SET … WHERE …`.
///
/// Every value reads the row as it was before the statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// The table changed.
    pub table: TableRef,
    /// What is changed.
    pub assignments: Vec<Assignment>,
    /// What is changed besides, several columns at once.
    pub row_assignments: Vec<RowAssignment>,
    /// `FROM`: the first of the tables that the values and the condition may read besides.
    pub from: Option<FromItem>,
    /// The tables joined to it.
    pub joins: Vec<Join>,
    /// Which rows.
    pub filter: Option<Expr>,
    /// Whether every row is meant, should there be no condition.
    pub all_rows: bool,
    /// In which order: those before the limit.
    pub order_by: Vec<OrderItem>,
    /// At most how many.
    pub limit: Option<Operand>,
    /// `RETURNING`
    pub returning: Vec<SelectItem>,
    /// A comment, and hints to optimizers.
    pub annotations: Option<Box<Annotations>>,
}

/// `DELETE FROM table WHERE …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// The table that rows are deleted from.
    pub table: TableRef,
    /// `USING`: the first of the tables that the condition may read besides.
    pub using: Option<FromItem>,
    /// The tables joined to it.
    pub joins: Vec<Join>,
    /// Which rows.
    pub filter: Option<Expr>,
    /// Whether every row is meant, should there be no condition.
    pub all_rows: bool,
    /// In which order: those before the limit.
    pub order_by: Vec<OrderItem>,
    /// At most how many.
    pub limit: Option<Operand>,
    /// `RETURNING`
    pub returning: Vec<SelectItem>,
    /// A comment, and hints to optimizers.
    pub annotations: Option<Box<Annotations>>,
}

/// `MERGE INTO table USING source ON condition WHEN …` (PostgreSQL 15).
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// The table changed.
    pub table: TableRef,
    /// The rows it is compared with.
    pub source: FromItem,
    /// When a row of the one meets a row of the other.
    pub on: Expr,
    /// What happens to which rows; the first arm that fits is taken.
    pub arms: Vec<MergeArm>,
    /// `RETURNING`
    pub returning: Vec<SelectItem>,
    /// A comment, and hints to optimizers.
    pub annotations: Option<Box<Annotations>>,
}

/// `WHEN [NOT] MATCHED [AND condition] THEN action`.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeArm {
    /// For rows that meet one of the other side, or for those that do not.
    pub when: MergeWhen,
    /// Which of those.
    pub filter: Option<Expr>,
    /// What happens.
    pub action: MergeAction,
}

/// Which rows an arm of MERGE is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MergeWhen {
    /// `MATCHED`: rows of the target that meet a row of the source.
    Matched,
    /// `NOT MATCHED`: rows of the source that meet none of the target.
    NotMatched,
    /// `NOT MATCHED BY SOURCE`: rows of the target that meet none of the source (PostgreSQL 17).
    NotMatchedBySource,
}

/// What MERGE does to a row.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MergeAction {
    /// `UPDATE SET …`
    Update(Vec<Assignment>),
    /// `INSERT (…) VALUES (…)`
    Insert(Vec<Assignment>),
    /// `DELETE`
    Delete,
    /// `DO NOTHING`
    Nothing,
}

/// `TRUNCATE TABLE table`: all rows go at once.
#[derive(Clone, Debug, PartialEq)]
pub struct TruncateTable {
    /// The table.
    pub table: TableRef,
    /// Whether generated keys start anew.
    pub restart_identity: bool,
    /// Whether the tables that refer to it are emptied as well.
    pub cascade: bool,
    /// A comment, and hints to optimizers.
    pub annotations: Option<Box<Annotations>>,
}

impl Insert {
    /// An INSERT of one row of defaults.
    pub fn new(table: impl Into<TableRef>) -> Self {
        Insert {
            with: None,
            modifier: None,
            table: table.into(),
            columns: Vec::new(),
            source: InsertSource::DefaultValues,
            on_conflict: None,
            returning: Vec::new(),
            annotations: None,
        }
    }
}

impl InsertSource {
    /// The rows that are written out, as expressions of the columns' types, one after the other; none
    /// if they are not.
    pub(crate) fn cells(&self, columns: &[ColumnRef]) -> Option<Vec<Expr>> {
        match self {
            InsertSource::Values(values) => {
                let types = columns.iter().map(ColumnRef::data_type).cycle();
                let typed = values.iter().cloned().zip(types);
                Some(
                    typed.map(|(value, data_type)| Expr::Bind(Bind { value, data_type })).collect(),
                )
            }
            InsertSource::Exprs(cells) => Some(cells.clone()),
            _ => None,
        }
    }

    /// How many rows it has, as far as they are written out: of columns so many.
    pub(crate) fn row_count(&self, columns: usize) -> Option<usize> {
        match self {
            InsertSource::Values(cells) => cells.len().checked_div(columns),
            InsertSource::Exprs(cells) => cells.len().checked_div(columns),
            InsertSource::Query(query) => match &**query {
                Query::Values(values) => Some(values.rows.len()),
                _ => None,
            },
            InsertSource::DefaultValues => Some(1),
            InsertSource::WrongWidth { .. } => None,
        }
    }
}

impl Update {
    /// An UPDATE of nothing yet.
    pub fn new(table: impl Into<TableRef>) -> Self {
        Update {
            with: None,
            table: table.into(),
            assignments: Vec::new(),
            row_assignments: Vec::new(),
            from: None,
            joins: Vec::new(),
            filter: None,
            all_rows: false,
            order_by: Vec::new(),
            limit: None,
            returning: Vec::new(),
            annotations: None,
        }
    }
}

impl Delete {
    /// A DELETE without a condition yet.
    pub fn new(table: impl Into<TableRef>) -> Self {
        Delete {
            with: None,
            table: table.into(),
            using: None,
            joins: Vec::new(),
            filter: None,
            all_rows: false,
            order_by: Vec::new(),
            limit: None,
            returning: Vec::new(),
            annotations: None,
        }
    }
}

impl From<Query> for Statement {
    fn from(query: Query) -> Self {
        Statement::Query(query)
    }
}

fn exprs<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> u16 {
    most(exprs.into_iter().map(Depth::depth))
}

fn values(assignments: &[Assignment]) -> u16 {
    exprs(assignments.iter().map(|assignment| &assignment.value))
}

fn items(items: &[SelectItem]) -> u16 {
    exprs(items.iter().filter_map(SelectItem::expr))
}

fn with(with: &Option<Box<With>>) -> u16 {
    with.as_ref().map_or(0, |with| with.depth())
}

fn tables(first: &Option<FromItem>, joins: &[Join]) -> u16 {
    let first = first.as_ref().map_or(0, FromItem::depth);
    first.max(most(joins.iter().map(Join::depth)))
}

impl OnConflict {
    fn depth(&self) -> u16 {
        let target = match &self.target {
            ConflictTarget::PartialIndex { filter, .. } => filter.depth(),
            _ => 0,
        };
        target.max(match &self.action {
            ConflictAction::Nothing => 0,
            ConflictAction::Update { assignments, filter } => {
                values(assignments).max(exprs(filter))
            }
        })
    }
}

impl Depth for Statement {
    fn depth(&self) -> u16 {
        match self {
            Statement::Query(query) => query.depth(),
            Statement::Insert(insert) => most([
                with(&insert.with),
                match &insert.source {
                    InsertSource::Exprs(cells) => exprs(cells),
                    InsertSource::Query(query) => query.depth(),
                    _ => 0,
                },
                insert.on_conflict.as_ref().map_or(0, |conflict| conflict.depth()),
                items(&insert.returning),
            ]),
            Statement::Update(update) => most([
                with(&update.with),
                values(&update.assignments),
                most(update.row_assignments.iter().map(|row| row.query.depth())),
                tables(&update.from, &update.joins),
                exprs(&update.filter),
                OrderItem::depth_of(&update.order_by),
                update.limit.as_ref().map_or(0, Operand::depth),
                items(&update.returning),
            ]),
            Statement::Delete(delete) => most([
                with(&delete.with),
                tables(&delete.using, &delete.joins),
                exprs(&delete.filter),
                OrderItem::depth_of(&delete.order_by),
                delete.limit.as_ref().map_or(0, Operand::depth),
                items(&delete.returning),
            ]),
            Statement::Merge(merge) => most([
                with(&merge.with),
                merge.source.depth(),
                merge.on.depth(),
                most(merge.arms.iter().map(|arm| {
                    exprs(&arm.filter).max(match &arm.action {
                        MergeAction::Update(list) | MergeAction::Insert(list) => values(list),
                        MergeAction::Delete | MergeAction::Nothing => 0,
                    })
                })),
                items(&merge.returning),
            ]),
            Statement::TruncateTable(_) => 0,
        }
    }

    fn too_deep() -> Self {
        Statement::Query(Query::TooDeep)
    }
}

/// A statement that is borrowed from wherever it lives: what a dialect compiles.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum StatementRef<'a> {
    /// `SELECT`
    Select(&'a Select),
    /// `… UNION …` and its siblings.
    SetOperation(&'a SetOperation),
    /// `VALUES`
    Values(&'a Values),
    /// `INSERT`
    Insert(&'a Insert),
    /// `UPDATE`
    Update(&'a Update),
    /// `DELETE`
    Delete(&'a Delete),
    /// `MERGE`
    Merge(&'a Merge),
    /// `TRUNCATE`
    TruncateTable(&'a TruncateTable),
    /// A query nested beyond [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
}

impl<'a> From<&'a Query> for StatementRef<'a> {
    fn from(query: &'a Query) -> Self {
        match query {
            Query::Select(select) => StatementRef::Select(select),
            Query::SetOperation(operation) => StatementRef::SetOperation(operation),
            Query::Values(values) => StatementRef::Values(values),
            Query::TooDeep => StatementRef::TooDeep,
        }
    }
}

impl<'a> From<&'a Statement> for StatementRef<'a> {
    fn from(statement: &'a Statement) -> Self {
        match statement {
            Statement::Query(query) => query.into(),
            Statement::Insert(insert) => StatementRef::Insert(insert),
            Statement::Update(update) => StatementRef::Update(update),
            Statement::Delete(delete) => StatementRef::Delete(delete),
            Statement::Merge(merge) => StatementRef::Merge(merge),
            Statement::TruncateTable(truncate) => StatementRef::TruncateTable(truncate),
        }
    }
}

macro_rules! statement_ref {
    ($($node:ident),*) => { $(
        impl<'a> From<&'a $node> for StatementRef<'a> {
            fn from(node: &'a $node) -> Self {
                StatementRef::$node(node)
            }
        }
    )* };
}

statement_ref!(Select, SetOperation, Values, Insert, Update, Delete, Merge, TruncateTable);
