//! Expressions.

use std::borrow::Cow;

use super::{
    Aggregate, Bind, Call, ColumnRef, DataType, Depth, ExprList, FormatDate, JsonChange, Name,
    Nested, Query, Value, WindowCall,
};

/// An expression: anything that has a value.
///
/// What has a syntax of its own is a node of its own. Lists that SQL writes flat (AND, OR,
/// concatenation) are flat here.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expr {
    /// A column.
    Column(ColumnRef),
    /// A value sent as a parameter.
    Bind(Bind),
    /// A value written into the statement's text. For constants of the program, not for input.
    Literal(Value),
    /// A parameter whose value is given after rendering.
    Slot(Box<Slot>),
    /// A sign or bitwise NOT.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// What it applies to.
        operand: Operand,
    },
    /// Two operands around an operator.
    Binary {
        /// The left operand.
        left: Operand,
        /// The operator.
        op: BinaryOp,
        /// The right operand.
        right: Operand,
    },
    /// `NOT condition`.
    Not(Nested<Expr>),
    /// All of the conditions; true if there is none.
    And(ExprList),
    /// Any of the conditions; false if there is none.
    Or(ExprList),
    /// The texts one after the other; NULL if any is NULL.
    Concat(ExprList),
    /// `operand IS [NOT] NULL`.
    IsNull {
        /// What is tested.
        operand: Operand,
        /// Whether it is `IS NOT NULL`.
        negated: bool,
    },
    /// `operand IS [NOT] TRUE | FALSE | UNKNOWN`: a test that is never NULL.
    IsTruth {
        /// The condition tested.
        operand: Operand,
        /// What it is compared with.
        truth: Truth,
        /// Whether the answer is turned round.
        negated: bool,
    },
    /// `left IS [NOT] DISTINCT FROM right`: a comparison in which NULL equals NULL.
    IsDistinct {
        /// The left operand.
        left: Operand,
        /// The right operand.
        right: Operand,
        /// Whether it is `IS NOT DISTINCT FROM`, null-safe equality.
        negated: bool,
    },
    /// `operand [NOT] BETWEEN low AND high`.
    Between(Box<Between>),
    /// `operand [NOT] LIKE pattern`.
    Like(Box<Like>),
    /// `operand [NOT] IN (…)`.
    In(Box<In>),
    /// `[NOT] EXISTS (query)`.
    Exists {
        /// The query whose rows are looked for.
        query: Nested<Query>,
        /// Whether it is `NOT EXISTS`.
        negated: bool,
    },
    /// `(query)`: the one value of its one row; NULL if it has no row.
    Subquery(Nested<Query>),
    /// `left op ANY (…)` or `left op ALL (…)`.
    Quantified(Box<Quantified>),
    /// `(a, b, …)`.
    Row(ExprList),
    /// `CASE … END`.
    Case(Box<Case>),
    /// `CAST(operand AS type)`.
    Cast(Box<Cast>),
    /// `operand COLLATE collation`.
    Collate(Box<Collate>),
    /// A function of its arguments.
    Call(Box<Call>),
    /// A function of the rows of a group.
    Aggregate(Box<Aggregate>),
    /// A function over a window of rows.
    Window(Box<WindowCall>),
    /// `EXTRACT(field FROM operand)`.
    Extract(Box<Extract>),
    /// The start of the unit of time that the operand lies in: `date_trunc`.
    Truncate(Box<Truncate>),
    /// A date or timestamp moved by an interval.
    Shift(Box<Shift>),
    /// A date or timestamp as text.
    FormatDate(Box<FormatDate>),
    /// A part of a JSON document.
    JsonGet(Box<JsonGet>),
    /// A JSON document with one part of it changed.
    JsonChange(Box<JsonChange>),
    /// `ARRAY[…]` (PostgreSQL).
    Array(ExprList),
    /// `GROUPING(…)`: which of the expressions the row is not grouped by.
    Grouping(ExprList),
    /// The column of that number of what is selected, from 1: alone in ORDER BY or GROUP BY.
    Position(usize),
    /// The column's default: in a row of VALUES or as the value of an assignment.
    Default,
    /// The value proposed for a column by the row that met a conflict.
    Excluded(ColumnRef),
    /// In RETURNING, the column of the row as it was before the write or is after it.
    Version(RowVersion, ColumnRef),
    /// An expression declared to be NULL at times; writes nothing.
    AsNullable(Nested<Expr>),
    /// SQL text with typed holes.
    Raw(Box<Raw>),
    /// Stands for an expression nested beyond [`MAX_DEPTH`](super::MAX_DEPTH); it does not compile.
    TooDeep,
}

// Moved by value through every builder call: keep it small.
const _: () = assert!(size_of::<Expr>() <= 72);

/// A row before or after a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowVersion {
    /// `old`: as it was; all NULL where it was not there.
    Old,
    /// `new`: as it is; all NULL where it is no more.
    New,
}

/// A leaf in line, or an expression in a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A column.
    Column(ColumnRef),
    /// A parameter.
    Bind(Bind),
    /// Anything else.
    Expr(Nested<Expr>),
}

const _: () = assert!(size_of::<Operand>() == 32);

impl From<Expr> for Operand {
    #[inline(always)]
    fn from(expr: Expr) -> Self {
        match expr {
            Expr::Column(column) => Operand::Column(column),
            Expr::Bind(bind) => Operand::Bind(bind),
            expr => Operand::Expr(Nested::new(expr)),
        }
    }
}

impl From<Operand> for Expr {
    fn from(operand: Operand) -> Self {
        match operand {
            Operand::Column(column) => Expr::Column(column),
            Operand::Bind(bind) => Expr::Bind(bind),
            Operand::Expr(expr) => expr.into_inner(),
        }
    }
}

impl Operand {
    pub(super) fn depth(&self) -> u16 {
        match self {
            Operand::Column(_) | Operand::Bind(_) => 0,
            Operand::Expr(expr) => expr.depth(),
        }
    }
}

/// A parameter whose value is given when the rendered statement is bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The name it is bound by.
    pub name: Name,
    /// Its SQL type, if known.
    pub data_type: Option<&'static DataType>,
}

/// An operator with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnaryOp {
    /// `-`
    Negate,
    /// `~`
    BitNot,
}

/// An operator with two operands: first those that compare, last those on bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BinaryOp {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/` on floating-point or decimal numbers.
    Divide,
    /// Integer division, truncating toward zero.
    DivideInt,
    /// `%`: the remainder, with the sign of the dividend.
    Remainder,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// Bitwise exclusive or: `#`, `^`.
    BitXor,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
}

impl BinaryOp {
    /// Whether it compares.
    pub fn is_comparison(self) -> bool {
        self <= BinaryOp::Ge
    }
}

/// What a condition may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// `TRUE`
    True,
    /// `FALSE`
    False,
    /// `UNKNOWN`: the truth value that is NULL.
    Unknown,
}

/// `operand [NOT] BETWEEN [SYMMETRIC] low AND high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// What is tested.
    pub operand: Operand,
    /// The lower bound, itself inside.
    pub low: Operand,
    /// The upper bound, itself inside.
    pub high: Operand,
    /// Whether it is `NOT BETWEEN`.
    pub negated: bool,
    /// Whether the bounds may come in either order.
    pub symmetric: bool,
}

/// `operand [NOT] LIKE pattern [ESCAPE escape]`.
///
/// In a pattern `%` stands for any text and `_` for any character; the escape character, if there
/// is one, makes the next character stand for itself. Nothing else is special, on any dialect.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    /// The text tested.
    pub operand: Operand,
    /// The pattern.
    pub pattern: Operand,
    /// The escape character.
    pub escape: Option<char>,
    /// What becomes of upper and lower case.
    pub case: LetterCase,
    /// Whether it is `NOT LIKE`.
    pub negated: bool,
}

/// How LIKE compares letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterCase {
    /// As the server does: by the column's collation on MySQL and MariaDB, exactly on
    /// PostgreSQL, without regard to ASCII case on SQLite.
    Native,
    /// Upper and lower case are the same (on SQLite for ASCII letters).
    Insensitive,
    /// Upper and lower case differ.
    Sensitive,
}

/// `operand [NOT] IN (…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct In {
    /// What is looked for.
    pub operand: Operand,
    /// Where it is looked for.
    pub set: InSet,
    /// Whether it is `NOT IN`.
    pub negated: bool,
}

impl In {
    /// Whether the list that it is looked for in is empty.
    pub fn is_of_nothing(&self) -> bool {
        match &self.set {
            InSet::Values { values, .. } => values.is_empty(),
            InSet::Exprs(exprs) => exprs.is_empty(),
            InSet::Query(_) | InSet::Array(_) => false,
        }
    }
}

/// The right side of IN.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InSet {
    /// Parameters of one SQL type. An empty list holds nothing: IN is false, NOT IN is true.
    Values {
        /// The values.
        values: Vec<Value>,
        /// Their type, if known.
        data_type: Option<&'static DataType>,
    },
    /// Expressions.
    Exprs(ExprList),
    /// The rows of a query.
    Query(Nested<Query>),
    /// The elements of an array: of a column (PostgreSQL), or of one parameter for a list of any
    /// length. NULL in the place of the array does not compile.
    Array(Operand),
}

/// `left op ANY (…)` or `left op ALL (…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantified {
    /// The left operand.
    pub left: Operand,
    /// A comparison.
    pub op: BinaryOp,
    /// Whether one or every element has to compare.
    pub quantifier: Quantifier,
    /// The rows of a query, or an array.
    pub right: QuantifiedSet,
}

/// Whether one or every element has to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Every one.
    All,
}

/// What ANY and ALL range over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum QuantifiedSet {
    /// The rows of a query.
    Query(Nested<Query>),
    /// The elements of an array (PostgreSQL).
    Array(Operand),
}

/// `CASE [operand] WHEN … THEN … [ELSE …] END`.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What each WHEN is compared with; without it each WHEN is a condition.
    pub operand: Option<Operand>,
    /// WHEN and THEN.
    pub arms: Vec<(Operand, Operand)>,
    /// ELSE; without it NULL.
    pub otherwise: Option<Operand>,
}

/// `CAST(operand AS type)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// What is converted.
    pub operand: Operand,
    /// What to.
    pub data_type: DataType,
}

/// `operand COLLATE collation`.
#[derive(Clone, Debug, PartialEq)]
pub struct Collate {
    /// The text.
    pub operand: Operand,
    /// How it compares and sorts.
    pub collation: Collation,
}

/// How text compares and sorts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collation {
    /// By code point: the same on every dialect. `BINARY` on SQLite, `"C"` on PostgreSQL,
    /// `utf8mb4_0900_bin` on MySQL, `utf8mb4_nopad_bin` on MariaDB.
    Binary,
    /// By the server's own name.
    Named(Name),
}

/// `EXTRACT(field FROM operand)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Extract {
    /// The field.
    pub field: DateField,
    /// A date, time or timestamp.
    pub operand: Operand,
}

/// A part of a date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateField {
    /// The year.
    Year,
    /// The quarter of the year, 1 to 4.
    Quarter,
    /// The month of the year, 1 to 12.
    Month,
    /// The week of the year by ISO 8601, 1 to 53.
    IsoWeek,
    /// The year that the ISO week belongs to: at a year's ends it may be the one before or after.
    IsoYear,
    /// The day of the month, 1 to 31.
    Day,
    /// The day of the week, 0 for Sunday to 6 for Saturday.
    DayOfWeek,
    /// The day of the week by ISO 8601, 1 for Monday to 7 for Sunday.
    IsoDayOfWeek,
    /// The day of the year, 1 to 366.
    DayOfYear,
    /// The hour of the day, 0 to 23.
    Hour,
    /// The minute of the hour.
    Minute,
    /// The second of the minute, whole.
    Second,
    /// The microsecond of the second, 0 to 999999.
    Microsecond,
    /// Seconds since 1970-01-01 00:00:00 UTC, whole: the greatest number not after the moment.
    Epoch,
}

/// The start of the unit of time that a date or timestamp lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncate {
    /// The unit.
    pub unit: DateUnit,
    /// A date or timestamp.
    pub operand: Operand,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateUnit {
    /// A year.
    Year,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// Seven days, from Monday.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A millionth of a second.
    Microsecond,
}

/// A date or timestamp moved by a number of units; past a month's end it stops at its last day.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// A date or timestamp.
    pub operand: Operand,
    /// How many units; negative for the past.
    pub amount: Operand,
    /// The unit.
    pub unit: DateUnit,
}

/// A part of a JSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonGet {
    /// The document.
    pub document: Operand,
    /// The way to the part.
    pub path: Vec<JsonStep>,
    /// Whether the part is wanted as SQL text instead of as JSON.
    pub as_text: bool,
}

/// A step on the way into a JSON document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JsonStep {
    /// The member of an object.
    Key(String),
    /// The element of an array, from 0.
    Index(u32),
}

/// SQL text with typed holes.
///
/// Each `{}` in the text is a hole, filled by the expression of its number; `{{` and `}}` write a
/// brace. The number of holes and expressions must agree, or the statement does not compile.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// The text. The typed layer takes only text of the program here, unless told otherwise.
    pub text: Cow<'static, str>,
    /// What goes into the holes.
    pub holes: ExprList,
}

impl Expr {
    /// A parameter whose SQL type is told by its value alone.
    pub fn bind(value: impl Into<Value>) -> Self {
        Expr::Bind(Bind::untyped(value))
    }

    /// `left op right`.
    #[inline(always)]
    pub fn binary(left: impl Into<Operand>, op: BinaryOp, right: impl Into<Operand>) -> Self {
        Expr::Binary { left: left.into(), op, right: right.into() }
    }

    /// Whether the value is plainly a truth value: a comparison or another test, or what is declared
    /// as `BOOLEAN`.
    pub fn is_condition(&self) -> bool {
        let is_boolean = |data_type: Option<&DataType>| data_type == Some(&DataType::Boolean);
        match self {
            Expr::Column(column) => is_boolean(column.data_type()),
            Expr::Bind(bind) => {
                is_boolean(bind.data_type)
                    || (bind.data_type.is_none() && matches!(bind.value, Value::Bool(_)))
            }
            Expr::Slot(slot) => is_boolean(slot.data_type),
            Expr::Literal(value) => matches!(value, Value::Bool(_)),
            Expr::Cast(cast) => cast.data_type == DataType::Boolean,
            Expr::AsNullable(inner) => inner.is_condition(),
            Expr::Call(call) => call.function.is_condition(),
            Expr::Binary { op, .. } => op.is_comparison(),
            Expr::Not(_)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::IsNull { .. }
            | Expr::IsTruth { .. }
            | Expr::IsDistinct { .. }
            | Expr::Between(_)
            | Expr::Like(_)
            | Expr::In(_)
            | Expr::Exists { .. }
            | Expr::Quantified(_) => true,
            _ => false,
        }
    }

    /// Whether it is a column, a value, or an operator between two of these: no query, aggregate or
    /// call lies in it. A cheap look before one in the depth.
    #[inline]
    pub(crate) fn is_flat(&self) -> bool {
        let is_leaf = |operand: &Operand| !matches!(operand, Operand::Expr(_));
        match self {
            Expr::Column(_) | Expr::Bind(_) => true,
            Expr::Binary { left, right, .. } => is_leaf(left) && is_leaf(right),
            _ => false,
        }
    }

    /// Both conditions; a condition that is a conjunction already grows by the other.
    pub fn and(self, other: Expr) -> Self {
        match (self, other) {
            (Expr::And(all), Expr::And(more)) => Expr::And(all.join(more)),
            (Expr::And(all), one) => Expr::And(all.with(one)),
            (one, other) => Expr::And(ExprList::pair(one, other)),
        }
    }

    /// Either condition; a condition that is a disjunction already grows by the other.
    pub fn or(self, other: Expr) -> Self {
        match (self, other) {
            (Expr::Or(any), Expr::Or(more)) => Expr::Or(any.join(more)),
            (Expr::Or(any), one) => Expr::Or(any.with(one)),
            (one, other) => Expr::Or(ExprList::pair(one, other)),
        }
    }

    /// `NOT self`.
    pub fn negate(self) -> Self {
        Expr::Not(Nested::new(self))
    }

    /// The texts one after the other; a concatenation grows by the other.
    pub fn concat(self, other: Expr) -> Self {
        match (self, other) {
            (Expr::Concat(all), Expr::Concat(more)) => Expr::Concat(all.join(more)),
            (Expr::Concat(all), one) => Expr::Concat(all.with(one)),
            (one, other) => Expr::Concat(ExprList::pair(one, other)),
        }
    }
}

impl Depth for Expr {
    #[inline]
    fn depth(&self) -> u16 {
        match self {
            Expr::Column(_) => 0,
            Expr::Binary { left, right, .. } => left.depth().max(right.depth()),
            other => other.depth_of_other(),
        }
    }

    fn too_deep() -> Self {
        Expr::TooDeep
    }
}

impl Expr {
    fn depth_of_other(&self) -> u16 {
        match self {
            Expr::Column(_)
            | Expr::Bind(_)
            | Expr::Literal(_)
            | Expr::Slot(_)
            | Expr::Position(_)
            | Expr::Default
            | Expr::Excluded(_)
            | Expr::Version(..)
            | Expr::TooDeep => 0,
            Expr::Unary { operand, .. }
            | Expr::IsNull { operand, .. }
            | Expr::IsTruth { operand, .. } => operand.depth(),
            Expr::Binary { left, right, .. } | Expr::IsDistinct { left, right, .. } => {
                left.depth().max(right.depth())
            }
            Expr::Not(inner) | Expr::AsNullable(inner) => inner.depth(),
            Expr::And(list)
            | Expr::Or(list)
            | Expr::Concat(list)
            | Expr::Row(list)
            | Expr::Array(list)
            | Expr::Grouping(list) => list.depth(),
            Expr::Between(between) => {
                between.operand.depth().max(between.low.depth()).max(between.high.depth())
            }
            Expr::Like(like) => like.operand.depth().max(like.pattern.depth()),
            Expr::In(in_) => in_.operand.depth().max(match &in_.set {
                InSet::Values { .. } => 0,
                InSet::Exprs(exprs) => exprs.depth(),
                InSet::Query(query) => query.depth(),
                InSet::Array(array) => array.depth(),
            }),
            Expr::Exists { query, .. } | Expr::Subquery(query) => query.depth(),
            Expr::Quantified(quantified) => quantified.left.depth().max(match &quantified.right {
                QuantifiedSet::Query(query) => query.depth(),
                QuantifiedSet::Array(array) => array.depth(),
            }),
            Expr::Case(case) => {
                let arms = case.arms.iter().map(|(when, then)| when.depth().max(then.depth()));
                let ends = case.operand.iter().chain(&case.otherwise).map(Operand::depth);
                arms.chain(ends).max().unwrap_or(0)
            }
            Expr::Cast(cast) => cast.operand.depth(),
            Expr::Collate(collate) => collate.operand.depth(),
            Expr::Call(call) => call.args.depth(),
            Expr::Aggregate(aggregate) => aggregate.depth(),
            Expr::Window(window) => window.depth(),
            Expr::Extract(extract) => extract.operand.depth(),
            Expr::Truncate(truncate) => truncate.operand.depth(),
            Expr::Shift(shift) => shift.operand.depth().max(shift.amount.depth()),
            Expr::FormatDate(format) => format.operand.depth(),
            Expr::JsonGet(get) => get.document.depth(),
            Expr::JsonChange(change) => {
                let value = change.action.value().map_or(0, Operand::depth);
                change.document.depth().max(value)
            }
            Expr::Raw(raw) => raw.holes.depth(),
        }
    }
}
