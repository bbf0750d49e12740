//! Queries: SELECT, set operations, VALUES, and what they are made of.

use super::{
    Annotations, ColumnRef, DataType, Depth, Expr, ExprList, Name, Nested, Operand, RawTable, Rows,
    Sample, Statement, TableRef, WindowSpec,
};

/// What yields rows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Query {
    /// `SELECT …`
    Select(Box<Select>),
    /// `… UNION …` and its siblings.
    SetOperation(Box<SetOperation>),
    /// `VALUES (…), …`
    Values(Box<Values>),
    /// Stands for a query nested beyond [`MAX_DEPTH`](super::MAX_DEPTH); it does not compile.
    TooDeep,
}

/// `SELECT`, clause by clause. The default selects nothing from nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// `DISTINCT`
    pub distinct: Option<Distinct>,
    /// What is selected.
    pub items: Vec<SelectItem>,
    /// The first table of `FROM`.
    pub from: Option<FromItem>,
    /// The tables that follow, in the order written.
    pub joins: Vec<Join>,
    /// `WHERE`
    pub filter: Option<Expr>,
    /// `GROUP BY`
    pub group_by: Vec<GroupItem>,
    /// `HAVING`
    pub having: Option<Expr>,
    /// `WINDOW`
    pub windows: Vec<(Name, WindowSpec)>,
    /// `QUALIFY`: a condition on the window functions.
    pub qualify: Option<Expr>,
    /// `ORDER BY`
    pub order_by: Vec<OrderItem>,
    /// `LIMIT`
    pub limit: Option<Operand>,
    /// Whether rows that tie with the last one of the limit come too.
    pub with_ties: bool,
    /// `OFFSET`
    pub offset: Option<Operand>,
    /// `FOR UPDATE` and its siblings.
    pub locks: Vec<Lock>,
    /// What is written for readers and optimizers, and changes no rows.
    pub annotations: Option<Box<Annotations>>,
}

/// Which rows of a SELECT are the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Distinct {
    /// Those equal in all that is selected.
    All,
    /// Those equal in these expressions: the first of each in the order of ORDER BY stays.
    On(ExprList),
}

/// One thing selected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SelectItem {
    /// An expression.
    Expr(Expr),
    /// An expression under a name of its own.
    Labeled(Box<(Expr, Name)>),
    /// Every column: of the table or alias of that name, or of all.
    All(Option<Name>),
}

impl SelectItem {
    /// The expression, unless it is every column.
    pub fn expr(&self) -> Option<&Expr> {
        match self {
            SelectItem::Expr(expr) => Some(expr),
            SelectItem::Labeled(labeled) => Some(&labeled.0),
            SelectItem::All(_) => None,
        }
    }

    /// The name under which the row has it: the label, or a plain column's own name.
    pub fn name(&self) -> Option<&str> {
        match self {
            SelectItem::Labeled(labeled) => Some(labeled.1.as_str()),
            SelectItem::Expr(Expr::Column(column)) => Some(column.name()),
            _ => None,
        }
    }
}

/// What rows are taken from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FromItem {
    /// A table, a view, or a CTE by its name.
    Table(TableRef),
    /// A query under an alias.
    Derived(Box<Derived>),
    /// A function that yields rows.
    Function(Box<TableFunction>),
    /// Joined tables in parentheses.
    Joined(Nested<JoinTree>),
    /// Rows made of values.
    Rows(Box<Rows>),
    /// SQL text that yields rows.
    Raw(Box<RawTable>),
    /// Some rows of a table (PostgreSQL).
    Sample(Box<Sample>),
}

/// `[LATERAL] (query) AS alias [(columns)]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The query.
    pub query: Nested<Query>,
    /// The name it goes by.
    pub alias: Name,
    /// Names for its columns, if not its own.
    pub columns: Vec<Name>,
    /// Whether it may refer to the tables before it.
    pub lateral: bool,
}

/// `[LATERAL] function(args) [WITH ORDINALITY] AS alias [(columns)]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableFunction {
    /// The function's name.
    pub name: Name,
    /// Its arguments.
    pub args: ExprList,
    /// The name it goes by.
    pub alias: Name,
    /// Names for its columns, if not its own.
    pub columns: Vec<Name>,
    /// Whether a last column numbers the rows.
    pub with_ordinality: bool,
    /// Whether it may refer to the tables before it.
    pub lateral: bool,
}

/// Joined tables in parentheses: `(first JOIN …)`.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinTree {
    /// The first table.
    pub first: FromItem,
    /// The tables joined to it.
    pub joins: Vec<Join>,
}

/// A table joined to those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// How.
    pub kind: JoinKind,
    /// The table.
    pub item: FromItem,
    /// On what condition.
    pub on: JoinOn,
}

/// How a table is joined to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JoinKind {
    /// `JOIN`: pairs that meet the condition.
    Inner,
    /// `LEFT JOIN`: and rows of the left without a pair.
    Left,
    /// `RIGHT JOIN`: and rows of the right without a pair.
    Right,
    /// `FULL JOIN`: and rows of either without a pair.
    Full,
    /// `CROSS JOIN`: all pairs.
    Cross,
    /// A further table in FROM: all pairs, which some condition of WHERE has to connect.
    List,
}

/// The condition of a join.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum JoinOn {
    /// None: of CROSS JOIN and of a list.
    None,
    /// `ON condition`
    Condition(Expr),
    /// `USING (columns)`: equal in these, which both sides have.
    Using(Vec<Name>),
    /// `NATURAL`: equal in all columns of the same name.
    Natural,
    /// Equal by the only foreign key that is declared between the table and those before it.
    Key,
}

/// One element of GROUP BY.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GroupItem {
    /// An expression.
    Expr(Expr),
    /// `ROLLUP (…)`: the list, and each of its beginnings. An element of several expressions,
    /// `(a, b)`, is there as a whole or not at all.
    Rollup(Vec<ExprList>),
    /// `CUBE (…)`: each subset of the list, whose elements may be of several expressions too.
    Cube(Vec<ExprList>),
    /// `GROUPING SETS ((…), …)`
    Sets(Vec<ExprList>),
}

/// One element of ORDER BY.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderItem {
    /// What is sorted by.
    pub expr: Operand,
    /// Which way.
    pub direction: Direction,
    /// Where NULLs go; without it, where the server puts them: first when ascending on SQLite,
    /// MySQL and MariaDB, last on PostgreSQL.
    pub nulls: Option<Nulls>,
}

impl OrderItem {
    pub(super) fn depth_of(items: &[OrderItem]) -> u16 {
        items.iter().map(|item| item.expr.depth()).max().unwrap_or(0)
    }
}

/// The direction of a sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the least.
    #[default]
    Ascending,
    /// From the greatest.
    Descending,
}

/// Where a sort puts NULLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

/// A lock on the rows read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// How strong it is.
    pub strength: LockStrength,
    /// The tables or aliases whose rows it takes; all if empty.
    pub of: Vec<Name>,
    /// What to do about rows that are locked already.
    pub wait: LockWait,
}

/// How strong a lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LockStrength {
    /// `FOR UPDATE`
    Update,
    /// `FOR NO KEY UPDATE` (PostgreSQL)
    NoKeyUpdate,
    /// `FOR SHARE`
    Share,
    /// `FOR KEY SHARE` (PostgreSQL)
    KeyShare,
}

/// What to do about rows that are locked already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LockWait {
    /// Wait for them.
    #[default]
    Wait,
    /// `NOWAIT`: fail.
    NoWait,
    /// `SKIP LOCKED`: leave them out.
    SkipLocked,
}

/// Two or more queries whose rows are put together, and what then happens to the rows.
///
/// The members are taken from left to right, exactly as they nest here; a member's own ORDER BY
/// and LIMIT stay inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct SetOperation {
    /// `WITH`
    pub with: Option<Box<With>>,
    /// The first member.
    pub first: Nested<Query>,
    /// The other members, each with the operator before it.
    pub rest: Vec<(SetOperator, Nested<Query>)>,
    /// `ORDER BY`: names of the result's columns.
    pub order_by: Vec<OrderItem>,
    /// `LIMIT`
    pub limit: Option<Operand>,
    /// `OFFSET`
    pub offset: Option<Operand>,
}

/// How the rows of two queries are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// `UNION`: the rows of either, each once.
    Union,
    /// `UNION ALL`: the rows of the one and of the other.
    UnionAll,
    /// `INTERSECT`: the rows in both, each once.
    Intersect,
    /// `INTERSECT ALL`: each row as often as in the query that has it less often.
    IntersectAll,
    /// `EXCEPT`: the rows of the left that are not in the right, each once.
    Except,
    /// `EXCEPT ALL`: each row as often as in the left, less its times in the right.
    ExceptAll,
}

/// `VALUES (…), (…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The rows, all of one width.
    pub rows: Vec<ExprList>,
    /// The columns' types, where known.
    pub types: Vec<Option<&'static DataType>>,
}

/// `WITH [RECURSIVE] …`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct With {
    /// Whether a CTE may refer to itself.
    pub recursive: bool,
    /// The CTEs.
    pub ctes: Vec<Cte>,
}

/// A common table expression: `name [(columns)] AS (statement)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cte {
    /// Its name.
    pub name: Name,
    /// Names for its columns, if not its statement's own.
    pub columns: Vec<Name>,
    /// What yields its rows; on PostgreSQL that may be a write with RETURNING.
    pub body: Nested<Statement>,
    /// Whether the server is told to compute it once, or to inline it (PostgreSQL, SQLite).
    pub materialized: Option<bool>,
}

impl From<Select> for Query {
    fn from(select: Select) -> Self {
        Query::Select(Box::new(select))
    }
}

impl Query {
    /// How many columns its rows have; unknown where every column of a table is selected.
    pub fn width(&self) -> Option<usize> {
        match self {
            Query::Select(select) => {
                let known = select.items.iter().all(|item| item.expr().is_some());
                known.then_some(select.items.len())
            }
            Query::SetOperation(operation) => operation.first.width(),
            Query::Values(values) => values.rows.first().map(|row| row.len()),
            Query::TooDeep => None,
        }
    }
}

fn expr_depth(expr: &Option<Expr>) -> u16 {
    expr.as_ref().map_or(0, Depth::depth)
}

fn operand_depth(operand: &Option<Operand>) -> u16 {
    operand.as_ref().map_or(0, Operand::depth)
}

/// The most of several depths; 0 of none.
pub(super) fn most(depths: impl IntoIterator<Item = u16>) -> u16 {
    depths.into_iter().max().unwrap_or(0)
}

impl Depth for Query {
    fn depth(&self) -> u16 {
        match self {
            Query::Select(select) => select.depth(),
            Query::SetOperation(operation) => operation.depth(),
            Query::Values(values) => most(values.rows.iter().map(ExprList::depth)),
            Query::TooDeep => 0,
        }
    }

    fn too_deep() -> Self {
        Query::TooDeep
    }
}

impl Select {
    fn depth(&self) -> u16 {
        let mut deepest = self.with.as_ref().map_or(0, |with| with.depth());
        let mut add = |depth: u16| deepest = deepest.max(depth);
        if let Some(Distinct::On(exprs)) = &self.distinct {
            add(exprs.depth());
        }
        self.items.iter().filter_map(SelectItem::expr).for_each(|expr| add(expr.depth()));
        self.from.iter().for_each(|item| add(item.depth()));
        self.joins.iter().for_each(|join| add(join.depth()));
        self.group_by.iter().for_each(|item| add(item.depth()));
        self.windows.iter().for_each(|(_, spec)| add(spec.depth()));
        self.order_by.iter().for_each(|item| add(item.expr.depth()));
        for condition in [&self.filter, &self.having, &self.qualify] {
            add(expr_depth(condition));
        }
        for rows in [&self.limit, &self.offset] {
            add(operand_depth(rows));
        }
        deepest
    }
}

impl SetOperation {
    fn depth(&self) -> u16 {
        most([
            self.with.as_ref().map_or(0, |with| with.depth()),
            self.first.depth(),
            most(self.rest.iter().map(|(_, query)| query.depth())),
            OrderItem::depth_of(&self.order_by),
            operand_depth(&self.limit),
            operand_depth(&self.offset),
        ])
    }
}

impl With {
    pub(super) fn depth(&self) -> u16 {
        most(self.ctes.iter().map(|cte| cte.body.depth()))
    }
}

impl FromItem {
    /// The name that columns of this item are qualified with; joined tables have several.
    pub fn visible_name(&self) -> Option<&str> {
        match self {
            FromItem::Table(table) => Some(table.visible_name()),
            FromItem::Derived(derived) => Some(derived.alias.as_str()),
            FromItem::Function(function) => Some(function.alias.as_str()),
            FromItem::Joined(_) => None,
            FromItem::Rows(rows) => Some(rows.alias.as_str()),
            FromItem::Raw(raw) => Some(raw.alias.as_str()),
            FromItem::Sample(sample) => Some(sample.table.visible_name()),
        }
    }

    pub(super) fn depth(&self) -> u16 {
        match self {
            FromItem::Table(_) => 0,
            FromItem::Derived(derived) => derived.query.depth(),
            FromItem::Function(function) => function.args.depth(),
            FromItem::Joined(tree) => tree.depth(),
            FromItem::Rows(rows) => rows.of.depth(),
            FromItem::Raw(raw) => raw.depth(),
            FromItem::Sample(sample) => sample.depth(),
        }
    }
}

impl Depth for JoinTree {
    fn depth(&self) -> u16 {
        self.first.depth().max(most(self.joins.iter().map(Join::depth)))
    }

    fn too_deep() -> Self {
        let query = Nested::new(Query::TooDeep);
        let alias = Name::new("too deep");
        let derived = Derived { query, alias, columns: Vec::new(), lateral: false };
        JoinTree { first: FromItem::Derived(Box::new(derived)), joins: Vec::new() }
    }
}

impl Join {
    pub(super) fn depth(&self) -> u16 {
        let on = match &self.on {
            JoinOn::Condition(condition) => condition.depth(),
            _ => 0,
        };
        self.item.depth().max(on)
    }
}

impl GroupItem {
    /// Every expression in it.
    pub(crate) fn exprs(&self) -> impl Iterator<Item = &Expr> {
        let (expr, lists) = match self {
            GroupItem::Expr(expr) => (Some(expr), &[][..]),
            GroupItem::Rollup(lists) | GroupItem::Cube(lists) | GroupItem::Sets(lists) => {
                (None, &lists[..])
            }
        };
        expr.into_iter().chain(lists.iter().flatten())
    }

    fn depth(&self) -> u16 {
        match self {
            GroupItem::Expr(expr) => expr.depth(),
            GroupItem::Rollup(lists) | GroupItem::Cube(lists) | GroupItem::Sets(lists) => {
                most(lists.iter().map(ExprList::depth))
            }
        }
    }
}

impl Derived {
    /// The column of that name.
    pub fn column(&self, name: impl Into<Name>) -> ColumnRef {
        ColumnRef::named(Some(self.alias.clone()), name)
    }
}
