//! SQLite: <https://sqlite.org/lang.html>.

mod aggregate;
mod date;
mod function;
mod insert;
mod json;
mod list;
mod number;
mod pattern;
mod rows;
mod select;
mod text;
mod write;

use super::feature::{Rewrite, SupportRow};
use super::sqlite_value::stored;
use super::syntax::{named_type, raw};
use super::{
    AggregateForm, Dialect, Excluded, Feature, FeatureSet, FunctionForm, Placeholder, Quote,
    Support, Syntax, Upsert, Version, literal, rewrite,
};
use crate::ast::{
    AggregateFunction, Collation, DataType, DateField, DateUnit, Expr, Function, LetterCase, Truth,
    Value,
};

/// SQLite, 3.39 or later.
///
/// Text compares by bytes, LIKE takes ASCII letters of either case for the same, a boolean is 0 or
/// 1, and a date is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sqlite {
    version: Version,
    native: FeatureSet,
}

impl Sqlite {
    /// The newest version that is tested: 3.53.
    pub const fn new() -> Self {
        Sqlite::of(Version::new(3, 53, 0))
    }

    /// A version, such as `3, 45`.
    pub const fn version(major: u16, minor: u16) -> Self {
        Sqlite::of(Version::new(major, minor, 0))
    }

    const fn of(version: Version) -> Self {
        Sqlite { version, native: FeatureSet::native(SUPPORT, version) }
    }

    /// A library that has the [mathematical functions](https://sqlite.org/lang_mathfunc.html):
    /// `sqrt`, `ln`, `power`, `sin` and their kin. Most distributions build it so; the one that
    /// `rusqlite` brings along is built without. `SqliteConnection` has them in any case.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { squares { area: Double } }
    /// let q = select(sqrt(squares::area)).from(squares::table);
    /// assert!(q.compile(&Sqlite::new().with_math_functions()).is_ok());
    /// let error = q.compile(&Sqlite::new()).unwrap_err();
    /// assert!(error.to_string().starts_with("the function sqrt is not supported by SQLite"));
    /// ```
    #[must_use]
    pub const fn with_math_functions(self) -> Self {
        Sqlite { native: self.native.with(Feature::MathFunctions), ..self }
    }

    /// A connection on which a function `regexp` is registered, by the program or an extension, whose
    /// patterns may begin with `(?i)`: SQLite has the operator REGEXP, but no function behind it.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { name: Text } }
    /// let q = select(users::name).from(users::table).filter(users::name.matches("^A"));
    /// assert!(q.compile(&Sqlite::new().with_regexp()).is_ok());
    /// assert!(q.compile(&Sqlite::new()).is_err());
    /// ```
    #[must_use]
    pub const fn with_regexp(self) -> Self {
        Sqlite { native: self.native.with(Feature::Regexp), ..self }
    }
}

const MATH_FUNCTIONS: &str = "connect by `SqliteConnection`, or say by \
     `Sqlite::new().with_math_functions()` that the library is built with them";
const REGEXP: &str = "use `like`, or register a function `regexp` and say so by \
     `Sqlite::new().with_regexp()`";

impl Default for Sqlite {
    fn default() -> Self {
        Sqlite::new()
    }
}

const ROWS: Rewrite = Rewrite::Rows { item: rows::item, column: rows::column };

const SUPPORT: &[SupportRow] = &[
    SupportRow::refuse(Feature::InsertReturning, "update the library").since(3, 35, 0),
    SupportRow::refuse(Feature::UpdateReturning, "update the library").since(3, 35, 0),
    SupportRow::refuse(Feature::DeleteReturning, "update the library").since(3, 35, 0),
    SupportRow::refuse(
        Feature::ReturningSource,
        "return columns of the table that is changed, and join the others in a query of its own",
    ),
    SupportRow::rewrite(Feature::DeleteUsing, Rewrite::Delete(rewrite::beside::using_as_exists)),
    SupportRow::rewrite(Feature::UpdateOrderLimit, Rewrite::Update(write::limited_update)),
    SupportRow::rewrite(Feature::DeleteOrderLimit, Rewrite::Delete(write::limited_delete)),
    SupportRow::rewrite(Feature::UpdateFromOrderLimit, Rewrite::Update(write::limited_update)),
    SupportRow::rewrite(Feature::DeleteUsingOrderLimit, Rewrite::Delete(write::limited_delete)),
    SupportRow::rewrite(Feature::LateTargetInSet, Rewrite::Update(write::from_old_rows)),
    SupportRow::refuse(Feature::TargetInReturning, super::TARGET_IN_RETURNING),
    SupportRow::refuse(
        Feature::WriteInWith,
        "run the statements one after the other in a transaction",
    ),
    SupportRow::rewrite(Feature::CorrelatedTargetInSet, Rewrite::Update(write::from_old_rows)),
    SupportRow::refuse(
        Feature::TargetInConflictUpdates,
        "upsert one row at a time, or read the value by a query of its own first",
    ),
    SupportRow::refuse(Feature::ConflictConstraint, "name the columns of the key"),
    SupportRow::rewrite(Feature::ConflictOnDefaults, Rewrite::Insert(insert::row_of_defaults)),
    SupportRow::rewrite(Feature::DefaultKeyword, Rewrite::Insert(insert::without_defaults)),
    SupportRow::rewrite(Feature::DefaultInSet, Rewrite::Default(insert::declared_default)),
    SupportRow::refuse(Feature::InsertIgnore, "use `on_conflict(…).do_nothing()`"),
    SupportRow::refuse(Feature::Overriding, "give the column its value: it is taken"),
    SupportRow::refuse(Feature::Merge, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::refuse(Feature::MergeBySource, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::refuse(
        Feature::ReturningVersions,
        "return the columns themselves, or select the rows before",
    ),
    SupportRow::rewrite(Feature::Truncate, Rewrite::Truncate(write::delete_all)),
    SupportRow::refuse(Feature::TruncateIdentity, "delete the table's row of `sqlite_sequence`"),
    SupportRow::refuse(
        Feature::TruncateCascade,
        "declare ON DELETE CASCADE, or delete there first",
    ),
    SupportRow::refuse(Feature::MergeReturning, "use `insert_into(…).on_conflict(…).returning(…)`"),
    SupportRow::refuse(
        Feature::Lateral,
        "number the rows with `row_number()` and filter by the number",
    ),
    SupportRow::refuse(Feature::Ordinality, "number the rows with `row_number()`"),
    SupportRow::rewrite(Feature::Series, ROWS),
    SupportRow::rewrite(Feature::JsonElements, ROWS),
    SupportRow::rewrite(Feature::JsonEntries, ROWS),
    SupportRow::refuse(Feature::ArrayElements, super::ARRAY_ELEMENTS),
    SupportRow::refuse(Feature::Sample, super::SAMPLE),
    SupportRow::rewrite(
        Feature::DerivedColumns,
        Rewrite::Derived(rewrite::derived::columns_by_cte),
    ),
    SupportRow::refuse(Feature::FunctionColumns, "use the function's own names of its columns"),
    SupportRow::rewrite(Feature::DistinctOn, Rewrite::Select(rewrite::wrap::distinct_on)),
    SupportRow::rewrite(Feature::Qualify, Rewrite::Select(rewrite::wrap::qualify)),
    SupportRow::rewrite(Feature::WithTies, Rewrite::Select(rewrite::wrap::with_ties)),
    SupportRow::refuse(Feature::CteOfItsOwnName, "give the CTE another name"),
    SupportRow::rewrite(Feature::GroupingSets, Rewrite::Select(rewrite::grouping_sets::by_union)),
    SupportRow::rewrite(Feature::Grouping, Rewrite::Expr(rewrite::grouping_of_keys)),
    SupportRow::rewrite(Feature::HavingOfAll, Rewrite::Select(select::having_of_all)),
    SupportRow::rewrite(
        Feature::SetOperationAll,
        Rewrite::SetOperation(rewrite::set_operation::multiset),
    ),
    SupportRow::refuse(
        Feature::LockUpdate,
        "begin the transaction IMMEDIATE: SQLite locks the database, not rows",
    ),
    SupportRow::refuse(
        Feature::LockKey,
        "begin the transaction IMMEDIATE: SQLite locks the database, not rows",
    ),
    SupportRow::refuse(
        Feature::LockOf,
        "begin the transaction IMMEDIATE: SQLite locks the database, not rows",
    ),
    SupportRow::rewrite(Feature::IndexHint, Rewrite::Omit),
    SupportRow::rewrite(Feature::ILike, Rewrite::Expr(like_natively)),
    SupportRow::rewrite(Feature::LikeSensitive, Rewrite::Expr(pattern::like_by_glob)),
    SupportRow::rewrite(Feature::IsDistinct, Rewrite::Expr(is)).since(3, 39, 0),
    SupportRow::rewrite(Feature::IsUnknown, Rewrite::Expr(is_unknown_as_null)),
    SupportRow::rewrite(Feature::BetweenSymmetric, Rewrite::Expr(rewrite::between_either_way)),
    SupportRow::rewrite(Feature::BitXor, Rewrite::Expr(rewrite::bits::bits_in_one)),
    SupportRow::rewrite(Feature::BitShift, Rewrite::Expr(rewrite::bits::shift)),
    SupportRow::rewrite(Feature::DecimalDivision, Rewrite::Expr(number::divide)),
    SupportRow::refuse(Feature::DecimalRemainder, super::REMAINDER),
    SupportRow::refuse(Feature::FloatRemainder, super::REMAINDER),
    SupportRow::refuse(Feature::MathFunctions, MATH_FUNCTIONS),
    SupportRow::refuse(Feature::Regexp, REGEXP),
    SupportRow::rewrite(Feature::BooleanToText, Rewrite::Expr(rewrite::cast::boolean_to_text)),
    SupportRow::refuse(Feature::DecimalToText, super::FLOAT_TO_TEXT),
    SupportRow::refuse(Feature::FractionToInteger, super::FRACTION_TO_INTEGER),
    SupportRow::refuse(Feature::FloatToText, super::FLOAT_TO_TEXT),
    SupportRow::refuse(Feature::TextToNumber, super::TEXT_TO_NUMBER),
    SupportRow::rewrite(
        Feature::Quantified,
        Rewrite::Expr(rewrite::quantified::quantified_by_rows),
    ),
    SupportRow::refuse(Feature::QuantifiedArray, "use `in_` with the values"),
    SupportRow::rewrite(Feature::InArray, Rewrite::List(list::rows)),
    SupportRow::refuse(Feature::Array, "use JSON, or a table"),
    SupportRow::refuse(Feature::OpaqueExtremes, super::OPAQUE_EXTREMES),
    SupportRow::refuse(Feature::GroupQueryBesideWindow, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowDistinct, super::WINDOW_DISTINCT),
    SupportRow::refuse(Feature::WindowAggregateOrder, super::WINDOW_AGGREGATE_ORDER),
    SupportRow::rewrite(Feature::FrameInterval, Rewrite::Expr(range_of_days)),
    SupportRow::refuse(Feature::WindowDeviation, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowBits, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowPercentile, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::AggregateOrder, "aggregate an ordered derived table")
        .since(3, 44, 0),
    SupportRow::rewrite(Feature::JsonGet, Rewrite::Expr(json::get)),
    SupportRow::rewrite(Feature::JsonChange, Rewrite::Expr(json::change)),
    SupportRow::rewrite(Feature::DateShift, Rewrite::Expr(date::shift)),
    SupportRow::rewrite(Feature::DateFormat, Rewrite::Expr(date::format)),
];

impl Dialect for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn syntax(&self) -> &'static Syntax {
        &Syntax {
            quote: Quote::Double,
            placeholder: Placeholder::Question,
            max_params: 32_766,
            // Its expressions nest 1,000 levels deep, and a subquery counts more than twenty.
            max_nested_queries: 44,
            max_joined_tables: 64,
            max_windows: usize::MAX,
            max_set_members: 500,
            divide_int: " / ",
            bit_xor: "",
            like_without_escape: "",
            default_values: " DEFAULT VALUES",
            excluded: Excluded::Table,
            upsert: Upsert::OnConflict,
            parenthesized_members: false,
            for_share: "",
            returning_qualified: false,
            where_before_on_conflict: true,
            unsigned: false,
            decimals: false,
            nan: false,
            infinity: true,
            intervals: false,
            arrays: false,
            offset_needs_limit: true,
            literal_frame_bounds: false,
            cast_aggregates: false,
            integer_sum: "",
            short_averages: false,
            text_suffix: "",
            concat_needs_text: false,
            typed_null: false,
            typed_json: false,
            typed_values: false,
            typed_integers: false,
            rows_in_subquery: "",
        }
    }

    fn native(&self) -> FeatureSet {
        self.native
    }

    fn support(&self, feature: Feature) -> Support {
        if self.native.has(feature) {
            return Support::Native;
        }
        if feature == Feature::DateShift && self.version < Version::new(3, 46, 0) {
            return Support::Rewrite(Rewrite::Expr(date::shift_by_month_end));
        }
        SupportRow::look_up(SUPPORT, feature, self.version)
    }

    /// The declared type gives the column its affinity:
    /// <https://sqlite.org/datatype3.html#determination_of_column_affinity>.
    fn column_type(&self, data_type: &DataType) -> Option<String> {
        Some(match data_type {
            DataType::SmallInt => "SMALLINT".into(),
            DataType::Integer => "INTEGER".into(),
            DataType::BigInt | DataType::UnsignedBigInt => "BIGINT".into(),
            DataType::Real => "REAL".into(),
            DataType::Double => "DOUBLE PRECISION".into(),
            DataType::Decimal(Some((precision, scale))) => format!("DECIMAL({precision}, {scale})"),
            DataType::Decimal(None) => "DECIMAL".into(),
            DataType::Boolean => "BOOLEAN".into(),
            DataType::Text | DataType::Json | DataType::Uuid => "TEXT".into(),
            DataType::VarChar(None) | DataType::Char(None) => "TEXT".into(),
            DataType::VarChar(Some(length)) => format!("VARCHAR({length})"),
            DataType::Char(Some(length)) => format!("CHAR({length})"),
            DataType::Blob => "BLOB".into(),
            DataType::Date => "DATE".into(),
            DataType::Time => "TIME".into(),
            DataType::Timestamp | DataType::TimestampTz => "TIMESTAMP".into(),
            DataType::Named(name) => return named_type(name),
            DataType::Interval | DataType::Array(_) | DataType::Range(_) => return None,
        })
    }

    fn cast(&self, data_type: &DataType) -> Option<String> {
        Some(match data_type {
            DataType::SmallInt
            | DataType::Integer
            | DataType::BigInt
            | DataType::UnsignedBigInt => "CAST({} AS INTEGER)".into(),
            DataType::Real | DataType::Double => "CAST({} AS REAL)".into(),
            DataType::Boolean => "({} <> 0)".into(),
            DataType::Text | DataType::VarChar(None) | DataType::Char(None) => {
                "CAST({} AS TEXT)".into()
            }
            DataType::VarChar(Some(length)) | DataType::Char(Some(length)) => {
                format!("SUBSTR(CAST({{}} AS TEXT), 1, {length})")
            }
            DataType::Blob => "CAST({} AS BLOB)".into(),
            DataType::Date => date::CAST_TO_DATE.into(),
            DataType::Time => date::CAST_TO_TIME.into(),
            DataType::Timestamp => date::CAST_TO_TIMESTAMP.into(),
            DataType::Json => "JSON({})".into(),
            _ => return None,
        })
    }

    fn function(&self, function: &Function) -> FunctionForm {
        match function::feature_behind(function).map(|feature| self.support(feature)) {
            Some(Support::Unsupported { since, instead }) => {
                FunctionForm::Refuse { since, instead }
            }
            _ => function::form(function, self.version),
        }
    }

    fn aggregate(&self, function: &AggregateFunction) -> AggregateForm {
        aggregate::form(function)
    }

    fn date_field(&self, field: DateField) -> Option<&'static str> {
        Some(date::field(field))
    }

    fn date_truncate(&self, unit: DateUnit) -> Option<&'static str> {
        Some(date::truncate(unit))
    }

    fn ddl(&self) -> super::DdlSyntax {
        super::DdlSyntax::SQLITE
    }

    fn collation(&self, collation: &Collation) -> Option<&'static str> {
        match collation {
            Collation::Binary => Some("BINARY"),
            Collation::Named(_) => None,
        }
    }

    /// <https://sqlite.org/eqp.html>
    fn explain(&self) -> super::ExplainSyntax {
        super::ExplainSyntax { plan: "EXPLAIN QUERY PLAN", analyze: None, analyzes_writes: false }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), &'static str> {
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Bool(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
            Value::Int(number) => literal::integer(*number, out),
            Value::Double(number) if number.is_nan() => return Err("it has no NaN"),
            Value::Double(number) if number.is_infinite() => {
                out.push_str(if *number > 0.0 { "9e999" } else { "-9e999" });
            }
            Value::Double(number) => literal::double(*number, out),
            Value::Text(text) if text.contains('\0') => text_with_nul(text, out),
            Value::Text(text) => literal::text(text, out),
            Value::Blob(bytes) => {
                out.push_str("X'");
                literal::hex(bytes, out);
                out.push('\'');
            }
            value => return self.literal(&stored(value)?, out),
        }
        Ok(())
    }
}

/// A string literal ends at a NUL, so the character is joined to what stands around it.
fn text_with_nul(text: &str, out: &mut String) {
    out.push('(');
    for (index, part) in text.split('\0').enumerate() {
        if index > 0 {
            out.push_str(" || CHAR(0) || ");
        }
        literal::text(part, out);
    }
    out.push(')');
}

// ---- rewrites

/// LIKE takes ASCII letters of either case for the same anyway.
fn like_natively(expr: &Expr) -> Option<Expr> {
    let Expr::Like(like) = expr else { return None };
    let mut like = like.clone();
    like.case = LetterCase::Native;
    Some(Expr::Like(like))
}

/// `IS` compares NULL as a value.
fn is(expr: &Expr) -> Option<Expr> {
    let Expr::IsDistinct { left, right, negated } = expr else { return None };
    let text = if *negated { "{} IS {}" } else { "{} IS NOT {}" };
    Some(raw(text, [left.clone().into(), right.clone().into()]))
}

/// `IS UNKNOWN` of a condition is `IS NULL`.
fn is_unknown_as_null(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::IsTruth { operand, truth: Truth::Unknown, negated } => {
            Some(Expr::IsNull { operand: operand.clone(), negated: *negated })
        }
        _ => None,
    }
}

/// A date as the number of its day.
fn range_of_days(expr: &Expr) -> Option<Expr> {
    rewrite::range_of_days(expr, |date| raw("JULIANDAY({})", [date]))
}
