//! What the dialects differ in, as data.

use super::Version;
use crate::ast::{
    Assignment, DataType, Delete, Derived, Expr, FromItem, Insert, OrderItem, Query, Rows, Select,
    SetOperation, Statement, TableName, TruncateTable, Update, Values,
};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $construct:literal,)*) => {
        /// A construct that not every dialect has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Feature {
            $( #[doc = $construct] $(#[$doc])* $name, )*
        }

        impl Feature {
            /// Every construct.
            pub const ALL: &[Feature] = &[$(Feature::$name),*];

            /// The construct, as error messages name it.
            pub fn construct(self) -> &'static str {
                match self { $(Feature::$name => $construct,)* }
            }
        }
    };
}

features! {
    InsertReturning = "RETURNING on INSERT",
    UpdateReturning = "RETURNING on UPDATE",
    DeleteReturning = "RETURNING on DELETE",
    ReturningSource = "RETURNING of a column of an UPDATE's FROM or a DELETE's USING",
    WithOnInsert = "WITH before INSERT",
    TargetAlias = "an alias of the INSERT target",
    DeleteAlias = "an alias of the DELETE target",
    UpdateFrom = "UPDATE … FROM",
    DeleteUsing = "DELETE … USING",
    UpdateOrderLimit = "ORDER BY or LIMIT on UPDATE",
    DeleteOrderLimit = "ORDER BY or LIMIT on DELETE",
    WithOnWrite = "WITH on UPDATE and DELETE",
    WriteInWith = "INSERT, UPDATE or DELETE inside WITH",
    TargetInSubquery = "the target of a write read in its own subquery",
    CorrelatedTargetInSet = "a correlated subquery over the target in UPDATE … SET",
    TargetInLimitedUpdate = "a subquery over the target in an UPDATE with ORDER BY or LIMIT",
    SimultaneousSet = "assignments that all read the old row",
    CircularSet = "SET of columns that read one another",
    JoinedTargetInSubquery = "the target of a write to joined tables read in its own subquery",
    ConflictColumns = "ON CONFLICT with target columns",
    ConflictPartialIndex = "ON CONFLICT on a partial index",
    ConflictConstraint = "ON CONFLICT ON CONSTRAINT",
    ConflictAnyKey = "an upsert on whichever key",
    TargetInConflictUpdate = "a subquery over the target in the update of an upsert",
    TargetInConflictUpdates = "a subquery over the target in the update of an upsert of several rows",
    TargetInRows = "a subquery over the target in one of several rows",
    ConflictOnDefaults = "ON CONFLICT on a row of defaults",
    DefaultKeyword = "DEFAULT as a value of an INSERT",
    DefaultInSet = "DEFAULT as the value of an assignment",
    Replace = "REPLACE INTO",
    InsertOrIgnore = "INSERT OR IGNORE",
    InsertIgnore = "INSERT IGNORE",
    Overriding = "OVERRIDING SYSTEM VALUE and USER VALUE",
    Merge = "MERGE",
    MergeReturning = "RETURNING on MERGE",
    MergeBySource = "WHEN NOT MATCHED BY SOURCE in MERGE",
    RowSet = "SET of several columns to the row of a query",
    CteOfTargetName = "a CTE of the name of the table that is written to",
    UpdateFromOrderLimit = "ORDER BY or LIMIT on UPDATE … FROM",
    DeleteUsingOrderLimit = "ORDER BY or LIMIT on DELETE … USING",
    DeleteUsingReturning = "RETURNING on DELETE … USING",
    LateTargetInSet = "a subquery over the target that not every row needs in UPDATE … SET",
    LateTargetInUpdate = "a subquery over the target that not every row needs in the WHERE of UPDATE",
    LateTargetInDelete = "a subquery over the target that not every row needs in the WHERE of DELETE",
    TargetInReturning = "a subquery over the target in RETURNING",
    ReturningVersions = "old and new rows in RETURNING",
    Truncate = "TRUNCATE",
    TruncateIdentity = "RESTART IDENTITY on TRUNCATE",
    TruncateCascade = "CASCADE on TRUNCATE",
    FullJoin = "FULL JOIN",
    FullJoinOfInequality = "FULL JOIN on a condition without an equality of both sides",
    Lateral = "LATERAL",
    TableFunction = "a function in FROM",
    Ordinality = "WITH ORDINALITY",
    DerivedOuter = "a derived table that reads an outer query",
    CteOfItsOwnName = "a CTE that reads a table of its own name or of a later one's",
    CteOfDifference = "EXCEPT or INTERSECT as the query of a CTE",
    ConstantOn = "a subquery alone as the condition of an outer join",
    ComputedOuterColumn = "a computed column of a derived table that an outer join may make NULL",
    Series = "a series of numbers in FROM",
    JsonElements = "the elements of a JSON array in FROM",
    JsonEntries = "the members of a JSON object in FROM",
    ArrayElements = "the elements of an array in FROM",
    Sample = "TABLESAMPLE",
    StarOfRightJoin = "`*` of a RIGHT JOIN with USING or NATURAL",
    DerivedColumns = "a column list on a derived table",
    FunctionColumns = "a column list on a function in FROM",
    DistinctOn = "DISTINCT ON",
    DistinctOnOrder = "DISTINCT ON beside an ORDER BY that begins otherwise",
    Qualify = "QUALIFY",
    DistinctAggregates = "DISTINCT of aggregates",
    DistinctWindows = "DISTINCT of functions over windows",
    OffsetOfConstants = "OFFSET behind DISTINCT of constants",
    WithTies = "FETCH … WITH TIES",
    WithTiesInSubquery = "FETCH … WITH TIES in a subquery",
    GroupingSets = "ROLLUP, CUBE and GROUPING SETS",
    GroupingSetsParameters = "ROLLUP, CUBE and GROUPING SETS of expressions with parameters",
    Grouping = "GROUPING()",
    KeyInExpression = "a computed key of GROUP BY inside an expression",
    KeyInHaving = "a computed key of GROUP BY in HAVING",
    HavingOfAll = "HAVING without GROUP BY or an aggregate that is selected",
    NullsOrder = "NULLS FIRST and NULLS LAST",
    SetOperationAll = "INTERSECT ALL and EXCEPT ALL",
    SetOperationAllAmongOthers = "INTERSECT ALL and EXCEPT ALL among other set operations",
    DifferenceAmongOthers = "EXCEPT and INTERSECT among other set operations",
    MemberLimit = "LIMIT, or a set operation, in a member of EXCEPT or INTERSECT",
    MemberByWindow = "a member of a set operation sorted by a window function",
    Values = "VALUES as a query",
    Materialized = "MATERIALIZED on a CTE",
    LockUpdate = "FOR UPDATE",
    LockKey = "FOR NO KEY UPDATE and FOR KEY SHARE",
    LockOfGroups = "a row lock on grouped, aggregated or distinct rows",
    LockOfNullable = "a row lock on the nullable side of an outer join",
    LimitExpression = "a computed LIMIT or OFFSET",
    LockOfRows = "a row lock on rows made of values",
    LockOf = "OF on a row lock",
    IndexHint = "USE INDEX, FORCE INDEX and IGNORE INDEX",
    Concat = "`\\|\\|` for concatenation",
    ILike = "ILIKE",
    LikeSensitive = "a LIKE that tells upper from lower case",
    IsDistinct = "IS DISTINCT FROM",
    IsUnknown = "IS UNKNOWN",
    BetweenSymmetric = "BETWEEN SYMMETRIC",
    BetweenRows = "BETWEEN on rows",
    NullOfRows = "IS NULL and IS UNKNOWN of rows that are compared",
    RowOrder = "rows compared by order beside an outer join",
    BitXor = "bitwise exclusive or",
    BitsSigned = "bitwise operators on signed numbers",
    BitShift = "shifts of signed 64-bit numbers",
    DecimalDivision = "division of decimals",
    DecimalRemainder = "the remainder of decimals",
    FloatRemainder = "the remainder of floating-point numbers",
    MathFunctions = "roots, powers, logarithms and trigonometry",
    Regexp = "regular expressions",
    BooleanToText = "CAST of a truth value to text",
    BooleanToNumber = "CAST of a truth value to a number",
    FractionToInteger = "CAST of a number with a fraction to an integer",
    FloatToText = "CAST of a floating-point number to text",
    DecimalToText = "CAST of a decimal to text",
    TextToNumber = "CAST of text to a number or truth value",
    TextToBytes = "CAST of text to bytes",
    BytesToText = "CAST of bytes to text",
    CastCollation = "the collation of CAST to text",
    LimitInSubquery = "LIMIT in a subquery of IN, ANY or ALL",
    HavingInSubquery = "HAVING beside a constant or a computed key in a subquery of IN, ANY or ALL",
    WindowInSubquery = "a window function in a subquery of IN, ANY or ALL",
    SubqueryWithoutFrom = "a subquery without FROM",
    InQuery = "IN, = ANY and <> ALL of a query",
    InQueryOfComputed = "IN, = ANY and <> ALL of a query, of what a subquery may compute",
    Quantified = "ANY and ALL of a query",
    QuantifiedOfTarget = "ANY and ALL of a query that reads the target of a write",
    QuantifiedArray = "ANY and ALL of an array",
    InArray = "IN a list in one parameter",
    InArrayOfComputed = "IN a list in one parameter, of what a subquery may compute",
    Array = "ARRAY",
    AggregateFilter = "FILTER on an aggregate",
    CountOfConstant = "COUNT of the distinct values of a constant",
    AggregateOrder = "ORDER BY in an aggregate",
    ConditionExtremes = "MIN and MAX of conditions",
    UuidExtremes = "MIN and MAX of UUIDs",
    OpaqueExtremes = "MIN and MAX of binary data and documents",
    ChosenExtremes = "MIN and MAX of a text parameter in CASE or COALESCE",
    LagDefault = "a default value of LAG and LEAD",
    WindowOrder = "a ranking function over a window without ORDER BY",
    RankingFrame = "a frame of a ranking function",
    GroupQueryBesideWindow = "bits, deviations, percentiles and texts of distinct values beside a window function",
    WindowInConditions = "a window function in a condition inside a condition",
    WindowDistinct = "DISTINCT in an aggregate over a window",
    WindowAggregateOrder = "ORDER BY in an aggregate over a window",
    FrameGroups = "a window frame of GROUPS",
    FrameExclude = "EXCLUDE in a window frame",
    RankShares = "all digits of percent_rank and cume_dist",
    FrameInterval = "a window frame of an interval of time",
    WindowDeviation = "variance and deviation over a window",
    WindowBits = "bit_and, bit_or and bit_xor over a window",
    WindowStringAgg = "string_agg over a window",
    WindowJsonAgg = "json_agg and json_object_agg over a window",
    WindowPercentile = "percentiles, medians and modes over a window",
    JsonGet = "a part of a JSON document",
    JsonChange = "a JSON document with a part changed",
    DateShift = "a date moved by an interval",
    DateFormat = "a date as text",
}

/// A set of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureSet {
    /// A bit for each of the first 128 features.
    low: u128,
    /// A bit for each that follows.
    high: u128,
}

const _: () = assert!(Feature::ALL.len() <= 256);

impl FeatureSet {
    /// No feature.
    pub const EMPTY: FeatureSet = FeatureSet { low: 0, high: 0 };

    /// The features that a dialect of this version writes natively, by its table: those with no row,
    /// and those whose row names a version that is reached.
    pub const fn native(rows: &[SupportRow], version: Version) -> Self {
        let mut set = FeatureSet { low: u128::MAX, high: u128::MAX };
        let mut rest = rows;
        while let [row, others @ ..] = rest {
            let lacking = match row.since {
                Some(since) => version.is_before(since),
                None => true,
            };
            if lacking {
                set = set.without(row.feature);
            }
            rest = others;
        }
        set
    }

    const fn without(mut self, feature: Feature) -> Self {
        match feature as u8 {
            number @ 0..128 => self.low &= !(1 << number),
            number => self.high &= !(1 << (number - 128)),
        }
        self
    }

    /// The set with one feature more.
    pub(super) const fn with(mut self, feature: Feature) -> Self {
        match feature as u8 {
            number @ 0..128 => self.low |= 1 << number,
            number => self.high |= 1 << (number - 128),
        }
        self
    }

    /// Whether the feature is in the set.
    #[inline(always)]
    pub const fn has(self, feature: Feature) -> bool {
        match feature as u8 {
            number @ 0..128 => self.low & (1 << number) != 0,
            number => self.high & (1 << (number - 128)) != 0,
        }
    }
}

/// What becomes of a construct.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Support {
    /// It is written as standard SQL, or PostgreSQL, writes it.
    Native,
    /// It is written in other words that mean the same.
    Rewrite(Rewrite),
    /// It is refused.
    Unsupported {
        /// The first version that has it, if any.
        since: Option<Version>,
        /// What to write instead.
        instead: &'static str,
    },
}

/// A construct in other words that mean the same: a function from node to node.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Rewrite {
    /// Of an expression; none if this one cannot be said.
    Expr(fn(&Expr) -> Option<Expr>),
    /// Of one element of ORDER BY.
    Order(fn(&OrderItem) -> [OrderItem; 2]),
    /// Of a SELECT with a FULL JOIN.
    FullJoin(fn(&Select) -> Option<Select>),
    /// Of a SELECT that has the construct; else what to write instead of this one.
    Select(fn(&Select) -> Result<Query, &'static str>),
    /// Of a set operation that has the construct; else what to write instead of this one.
    SetOperation(fn(&SetOperation) -> Result<Query, &'static str>),
    /// Of a query that has the construct; none if this one stands as it is.
    Query(fn(&Query) -> Option<Query>),
    /// Of VALUES.
    Values(fn(&Values) -> Option<Query>),
    /// Of an INSERT.
    Insert(fn(&Insert) -> Option<Insert>),
    /// Of an UPDATE.
    Update(fn(&Update) -> Option<Update>),
    /// Of a DELETE.
    Delete(fn(&Delete) -> Option<Delete>),
    /// Of TRUNCATE.
    Truncate(fn(&TruncateTable) -> Option<Delete>),
    /// Of assignments to the table of that name that are carried out one after the other: the order
    /// in which none reads a column that another has written; none if no order will do.
    Assignments(fn(&[Assignment], &str) -> Option<Vec<usize>>),
    /// Of DEFAULT as the value of a table's column; none if it is not declared to have one.
    Default(fn(&TableName, &str) -> Option<Expr>),
    /// Of an UPDATE or DELETE.
    Statement(fn(&Statement) -> Option<Statement>),
    /// Of a derived table with a list of names: its query, whose columns have them.
    Derived(fn(&Derived) -> Option<Query>),
    /// Of rows made of values: what stands for them in FROM, and for a column of theirs if it is not
    /// one of that name.
    Rows {
        /// What stands in FROM; none if these cannot be said.
        item: fn(&Rows) -> Option<FromItem>,
        /// What stands for the column of that name; none if it is a column of that name.
        column: fn(&Rows, &str) -> Option<Expr>,
    },
    /// Of IN, or NOT IN, a list in one parameter, which is a JSON array: text with `{}` for the
    /// operand and for the list, by the type of its elements.
    List(fn(&DataType, bool) -> Option<&'static str>),
    /// Of a table: it is read through a derived table.
    DerivedTable,
    /// Of the tables beside the target of a write: they are joined to it, as MySQL's UPDATE and DELETE
    /// of several tables take them.
    JoinedTarget,
    /// The construct is left out, as the dialect does the same without it.
    Omit,
}

/// A row of a dialect's table: a construct that it lacks, or lacked once.
#[derive(Clone, Copy, Debug)]
pub struct SupportRow {
    /// The construct.
    pub feature: Feature,
    /// The version that brought it; none if no version has it.
    pub since: Option<Version>,
    /// What becomes of it where it is lacking.
    pub otherwise: Otherwise,
}

/// What becomes of a construct that a dialect lacks.
#[derive(Clone, Copy, Debug)]
pub enum Otherwise {
    /// It is written in other words.
    Rewrite(Rewrite),
    /// It is refused, with this advice.
    Refuse(&'static str),
}

impl SupportRow {
    pub(super) const fn refuse(feature: Feature, instead: &'static str) -> Self {
        SupportRow { feature, since: None, otherwise: Otherwise::Refuse(instead) }
    }

    pub(super) const fn rewrite(feature: Feature, rewrite: Rewrite) -> Self {
        SupportRow { feature, since: None, otherwise: Otherwise::Rewrite(rewrite) }
    }

    pub(super) const fn since(self, major: u16, minor: u16, patch: u16) -> Self {
        SupportRow { since: Some(Version::new(major, minor, patch)), ..self }
    }

    /// What a table says of a feature in a version.
    pub fn look_up(rows: &[SupportRow], feature: Feature, version: Version) -> Support {
        match rows.iter().find(|row| row.feature == feature) {
            Some(row) if row.since.is_none_or(|since| version < since) => match row.otherwise {
                Otherwise::Rewrite(rewrite) => Support::Rewrite(rewrite),
                Otherwise::Refuse(instead) => Support::Unsupported { since: row.since, instead },
            },
            _ => Support::Native,
        }
    }
}
