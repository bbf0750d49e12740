//! MySQL: <https://dev.mysql.com/doc/refman/en/sql-statements.html>.

pub(super) mod aggregate;
pub(super) mod date;
pub(super) mod function;
pub(super) mod json;
pub(super) mod list;
pub(super) mod regexp;
pub(super) mod rows;
pub(super) mod text;
pub(super) mod upsert;
pub(super) mod write;

use super::feature::{Rewrite, SupportRow};
use super::syntax::{named_type, raw};
use super::{
    AggregateForm, Dialect, Excluded, Feature, FeatureSet, FunctionForm, Placeholder, Quote,
    Support, Syntax, Upsert, Version, assign, literal, rewrite,
};
use crate::ast::{
    Aggregate, AggregateFunction, Call, Case, Collate, Collation, DataType, DateField, DateUnit,
    Direction, Expr, ExprList, Function, LetterCase, Name, Nulls, Operand, OrderItem, Value,
};
pub(super) use text::replace_by_null;

/// MySQL, 8.0.31 or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MySql {
    version: Version,
    native: FeatureSet,
}

impl MySql {
    /// The newest version that is tested: 9.7.
    pub const fn new() -> Self {
        MySql::of(Version::new(9, 7, 0))
    }

    /// A version, such as `8, 0, 36`.
    pub const fn version(major: u16, minor: u16, patch: u16) -> Self {
        MySql::of(Version::new(major, minor, patch))
    }

    const fn of(version: Version) -> Self {
        MySql { version, native: FeatureSet::native(SUPPORT, version) }
    }
}

impl Default for MySql {
    fn default() -> Self {
        MySql::new()
    }
}

const INSERT_RETURNING: &str =
    "use `insert_returning` of the connection, or select the rows by their key, in one transaction";
pub(super) const RETURNING: &str =
    "run the statement, then select the rows by their key, in one transaction";

const ROWS: Rewrite = Rewrite::Rows { item: rows::item, column: rows::column };

const SUPPORT: &[SupportRow] = &[
    SupportRow::refuse(Feature::InsertReturning, INSERT_RETURNING),
    SupportRow::refuse(Feature::UpdateReturning, RETURNING),
    SupportRow::refuse(Feature::DeleteReturning, RETURNING),
    SupportRow::refuse(Feature::ReturningSource, RETURNING),
    SupportRow::refuse(Feature::MergeReturning, RETURNING),
    SupportRow::rewrite(Feature::WithOnInsert, Rewrite::Insert(rewrite::with::into_source)),
    SupportRow::refuse(Feature::TargetAlias, "leave the alias out"),
    SupportRow::rewrite(Feature::UpdateFrom, Rewrite::JoinedTarget),
    SupportRow::rewrite(Feature::DeleteUsing, Rewrite::JoinedTarget),
    SupportRow::refuse(Feature::WriteInWith, WRITE_IN_WITH),
    SupportRow::rewrite(Feature::TargetInSubquery, Rewrite::DerivedTable),
    SupportRow::rewrite(Feature::JoinedTargetInSubquery, Rewrite::DerivedTable),
    SupportRow::rewrite(Feature::SimultaneousSet, Rewrite::Assignments(assign::order)),
    SupportRow::rewrite(Feature::CircularSet, Rewrite::Update(write::from_old_rows)),
    SupportRow::rewrite(Feature::ConflictColumns, Rewrite::Insert(upsert::on_duplicate_key)),
    SupportRow::rewrite(Feature::TargetInConflictUpdate, Rewrite::Insert(write::rows_by_query)),
    SupportRow::refuse(
        Feature::TargetInConflictUpdates,
        "upsert one row at a time, or read the value by a query of its own first",
    ),
    SupportRow::rewrite(Feature::TargetInRows, Rewrite::Insert(write::rows_by_query)),
    SupportRow::refuse(Feature::ConflictPartialIndex, "it has no such indexes: name a whole key"),
    SupportRow::refuse(Feature::ConflictConstraint, "name the columns of the key"),
    SupportRow::refuse(Feature::InsertOrIgnore, "use `on_conflict(…).do_nothing()`"),
    SupportRow::refuse(Feature::Overriding, "give the column its value: it is taken"),
    SupportRow::refuse(Feature::Merge, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::refuse(Feature::MergeBySource, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::rewrite(Feature::RowSet, Rewrite::Update(rewrite::row_set::column_by_column)),
    SupportRow::rewrite(
        Feature::CteOfTargetName,
        Rewrite::Statement(rewrite::with::into_subqueries),
    ),
    SupportRow::rewrite(Feature::UpdateFromOrderLimit, Rewrite::Update(write::limited_update)),
    SupportRow::rewrite(Feature::DeleteUsingOrderLimit, Rewrite::Delete(write::limited_delete)),
    SupportRow::refuse(Feature::DeleteUsingReturning, RETURNING),
    SupportRow::rewrite(Feature::LateTargetInSet, Rewrite::Update(write::from_old_rows)),
    SupportRow::rewrite(Feature::LateTargetInUpdate, Rewrite::Update(write::from_old_rows)),
    SupportRow::rewrite(
        Feature::LateTargetInDelete,
        Rewrite::Delete(rewrite::limited::delete_by_key),
    ),
    SupportRow::refuse(Feature::TargetInReturning, RETURNING),
    SupportRow::refuse(
        Feature::ReturningVersions,
        "return the columns themselves, or select the rows before",
    ),
    SupportRow::rewrite(Feature::TruncateIdentity, Rewrite::Omit),
    SupportRow::refuse(Feature::TruncateCascade, "empty the tables that refer to it first"),
    SupportRow::rewrite(Feature::FullJoin, Rewrite::FullJoin(rewrite::full_join::by_union)),
    SupportRow::refuse(Feature::Lateral, LATERAL).since(8, 0, 14),
    SupportRow::refuse(Feature::TableFunction, TABLE_FUNCTION),
    SupportRow::refuse(Feature::Ordinality, TABLE_FUNCTION),
    SupportRow::rewrite(Feature::ConstantOn, Rewrite::Expr(rewrite::condition::of_subqueries)),
    SupportRow::rewrite(
        Feature::CteOfDifference,
        Rewrite::Query(rewrite::set_operation::difference_in_derived),
    ),
    SupportRow::rewrite(Feature::ComputedOuterColumn, Rewrite::Query(rewrite::materialized::kept)),
    SupportRow::rewrite(Feature::Series, ROWS),
    SupportRow::rewrite(Feature::JsonElements, ROWS),
    SupportRow::rewrite(Feature::JsonEntries, ROWS),
    SupportRow::refuse(Feature::ArrayElements, super::ARRAY_ELEMENTS),
    SupportRow::refuse(Feature::Sample, super::SAMPLE),
    // The columns of the right come first there.
    SupportRow::refuse(Feature::StarOfRightJoin, "name the columns, or join on a condition"),
    SupportRow::rewrite(Feature::DistinctOn, Rewrite::Select(rewrite::wrap::distinct_on)),
    SupportRow::rewrite(Feature::Qualify, Rewrite::Select(rewrite::wrap::qualify)),
    SupportRow::rewrite(Feature::DistinctWindows, Rewrite::Select(rewrite::wrap::distinct_outside)),
    SupportRow::rewrite(Feature::WithTies, Rewrite::Select(rewrite::wrap::with_ties)),
    SupportRow::rewrite(
        Feature::DifferenceAmongOthers,
        Rewrite::SetOperation(rewrite::set_operation::one_by_one),
    ),
    SupportRow::rewrite(
        Feature::MemberLimit,
        Rewrite::Query(rewrite::set_operation::member_in_derived),
    ),
    SupportRow::rewrite(Feature::Values, Rewrite::Values(rewrite::values_by_union)),
    SupportRow::rewrite(Feature::LimitExpression, Rewrite::Expr(rewrite::limit::folded)),
    SupportRow::rewrite(Feature::GroupingSets, Rewrite::Select(rewrite::grouping_sets::by_union)),
    SupportRow::rewrite(Feature::Grouping, Rewrite::Expr(rewrite::grouping_of_keys)),
    SupportRow::rewrite(Feature::KeyInExpression, Rewrite::Expr(rewrite::group_key::least)),
    SupportRow::rewrite(Feature::KeyInHaving, Rewrite::Expr(rewrite::group_key::least)),
    SupportRow::rewrite(Feature::NullsOrder, Rewrite::Order(nulls_by_test)),
    SupportRow::rewrite(
        Feature::SetOperationAll,
        Rewrite::SetOperation(rewrite::set_operation::multiset),
    )
    .since(8, 0, 31),
    SupportRow::rewrite(Feature::Materialized, Rewrite::Omit),
    SupportRow::refuse(Feature::LockOfRows, "name the tables: `lock_of(…)`"),
    SupportRow::refuse(Feature::LockKey, "use FOR UPDATE or FOR SHARE"),
    SupportRow::rewrite(Feature::Concat, Rewrite::Expr(concat)),
    SupportRow::rewrite(Feature::ILike, Rewrite::Expr(like_lower)),
    SupportRow::rewrite(Feature::LikeSensitive, Rewrite::Expr(like_binary)),
    SupportRow::rewrite(Feature::IsDistinct, Rewrite::Expr(null_safe_equal)),
    SupportRow::rewrite(Feature::BetweenSymmetric, Rewrite::Expr(rewrite::between_either_way)),
    SupportRow::rewrite(Feature::BetweenRows, Rewrite::Expr(rewrite::between_by_comparison)),
    SupportRow::rewrite(Feature::RowOrder, Rewrite::Expr(rewrite::row_order::by_columns)),
    SupportRow::rewrite(Feature::BitsSigned, Rewrite::Expr(rewrite::bits::signed_bits)),
    SupportRow::rewrite(Feature::BitShift, Rewrite::Expr(rewrite::bits::signed_shift)),
    SupportRow::rewrite(Feature::LimitInSubquery, Rewrite::Expr(rewrite::set_in_derived)),
    SupportRow::rewrite(Feature::HavingInSubquery, Rewrite::Expr(rewrite::set_in_derived)),
    SupportRow::rewrite(Feature::WindowInSubquery, Rewrite::Expr(rewrite::set_in_derived)),
    SupportRow::rewrite(Feature::BooleanToText, Rewrite::Expr(rewrite::cast::boolean_to_text)),
    SupportRow::rewrite(Feature::CastCollation, Rewrite::Expr(text::joined_to_nothing)),
    SupportRow::refuse(Feature::FractionToInteger, super::FRACTION_TO_INTEGER),
    SupportRow::refuse(Feature::FloatToText, super::FLOAT_TO_TEXT),
    SupportRow::refuse(Feature::TextToNumber, super::TEXT_TO_NUMBER),
    SupportRow::refuse(Feature::QuantifiedArray, "use `in_` with the values"),
    SupportRow::rewrite(Feature::InArray, Rewrite::List(list::rows)),
    SupportRow::refuse(Feature::Array, "use JSON, or a table"),
    SupportRow::rewrite(Feature::AggregateFilter, Rewrite::Expr(filter_by_case)),
    SupportRow::rewrite(Feature::CountOfConstant, Rewrite::Expr(aggregate::count_of_constant)),
    SupportRow::refuse(Feature::AggregateOrder, AGGREGATE_ORDER),
    SupportRow::refuse(Feature::OpaqueExtremes, super::OPAQUE_EXTREMES),
    SupportRow::rewrite(Feature::ChosenExtremes, Rewrite::Expr(aggregate::extreme_of_text)),
    SupportRow::refuse(Feature::WindowDistinct, super::WINDOW_DISTINCT),
    SupportRow::refuse(Feature::FrameGroups, "use a frame of ROWS or RANGE"),
    SupportRow::refuse(Feature::FrameExclude, "filter the rows in a derived table"),
    SupportRow::rewrite(Feature::JsonGet, Rewrite::Expr(json::get)),
    SupportRow::rewrite(Feature::JsonChange, Rewrite::Expr(json::change)),
    SupportRow::rewrite(Feature::DateShift, Rewrite::Expr(date::shift)),
    SupportRow::rewrite(Feature::DateFormat, Rewrite::Expr(date::format)),
    SupportRow::rewrite(Feature::FrameInterval, Rewrite::Expr(interval_of_unit)),
    SupportRow::refuse(Feature::WindowStringAgg, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowJsonAgg, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowPercentile, super::WINDOW_OF_GROUPS),
];

// What MySQL and MariaDB both lack.
pub(super) const WRITE_IN_WITH: &str = "run the statements one after the other in a transaction";
pub(super) const LATERAL: &str = "number the rows with `row_number()` and filter by the number";
pub(super) const TABLE_FUNCTION: &str = "use a recursive CTE, or JSON_TABLE through `sql!`";
pub(super) const AGGREGATE_ORDER: &str = "aggregate an ordered derived table";

impl Dialect for MySql {
    fn name(&self) -> &'static str {
        "MySQL"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn syntax(&self) -> &'static Syntax {
        &Syntax {
            like_without_escape: " ESCAPE ''",
            for_share: " FOR SHARE",
            literal_frame_bounds: false,
            typed_json: true,
            typed_integers: true,
            // It keeps the subquery from becoming a semijoin, which computes JSON_TABLE but once.
            rows_in_subquery: "STRAIGHT_JOIN ",
            ..SYNTAX
        }
    }

    fn native(&self) -> FeatureSet {
        self.native
    }

    fn support(&self, feature: Feature) -> Support {
        SupportRow::look_up(SUPPORT, feature, self.version)
    }

    fn column_type(&self, data_type: &DataType) -> Option<String> {
        column_type(data_type)
    }

    fn cast(&self, data_type: &DataType) -> Option<String> {
        match data_type {
            DataType::Json => Some("CAST({} AS JSON)".into()),
            data_type => cast(data_type),
        }
    }

    fn function(&self, function: &Function) -> FunctionForm {
        function::form(function)
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
        super::DdlSyntax::MYSQL
    }

    fn collation(&self, collation: &Collation) -> Option<&'static str> {
        match collation {
            Collation::Binary => Some("utf8mb4_0900_bin"),
            Collation::Named(_) => None,
        }
    }

    fn name_problem(&self, name: &str) -> Option<&'static str> {
        name_problem(name)
    }

    /// <https://dev.mysql.com/doc/refman/en/explain.html>. Of a statement that writes, EXPLAIN
    /// ANALYZE changes nothing, and measures nothing either.
    fn explain(&self) -> super::ExplainSyntax {
        super::ExplainSyntax {
            plan: "EXPLAIN",
            analyze: Some("EXPLAIN ANALYZE"),
            analyzes_writes: false,
        }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), &'static str> {
        if !value.is_json() {
            return literal(value, out);
        }
        out.push_str("CAST(");
        literal(value, out)?;
        out.push_str(" AS JSON)");
        Ok(())
    }
}

// ---- what MySQL and MariaDB share

pub(super) const SYNTAX: Syntax = Syntax {
    quote: Quote::Backtick,
    placeholder: Placeholder::Question,
    max_params: 65_535,
    max_nested_queries: 64,
    max_joined_tables: 61,
    max_windows: 127,
    max_set_members: usize::MAX,
    divide_int: " DIV ",
    bit_xor: " ^ ",
    like_without_escape: "",
    default_values: " () VALUES ()",
    excluded: Excluded::Function,
    upsert: Upsert::OnDuplicateKey,
    parenthesized_members: true,
    for_share: "",
    returning_qualified: false,
    where_before_on_conflict: false,
    unsigned: true,
    decimals: true,
    nan: false,
    infinity: false,
    intervals: false,
    arrays: false,
    offset_needs_limit: true,
    literal_frame_bounds: true,
    cast_aggregates: true,
    // A greater one CAST to an integer would be the greatest integer.
    integer_sum: "({} DIV 1)",
    short_averages: true,
    text_suffix: "",
    concat_needs_text: false,
    typed_null: true,
    typed_json: false,
    typed_values: true,
    typed_integers: false,
    rows_in_subquery: "",
};

/// <https://dev.mysql.com/doc/refman/en/data-types.html>
pub(super) fn column_type(data_type: &DataType) -> Option<String> {
    Some(match data_type {
        DataType::SmallInt => "SMALLINT".into(),
        DataType::Integer => "INTEGER".into(),
        DataType::BigInt => "BIGINT".into(),
        DataType::UnsignedBigInt => "BIGINT UNSIGNED".into(),
        DataType::Real => "FLOAT".into(),
        DataType::Double => "DOUBLE".into(),
        DataType::Decimal(Some((precision, scale))) => format!("DECIMAL({precision}, {scale})"),
        DataType::Decimal(None) => "DECIMAL(38, 10)".into(),
        DataType::Boolean => "BOOLEAN".into(),
        DataType::Text | DataType::VarChar(None) | DataType::Char(None) => "LONGTEXT".into(),
        DataType::VarChar(Some(length)) => format!("VARCHAR({length})"),
        DataType::Char(Some(length)) => format!("CHAR({length})"),
        DataType::Blob => "LONGBLOB".into(),
        DataType::Date => "DATE".into(),
        DataType::Time => "TIME(6)".into(),
        DataType::Timestamp | DataType::TimestampTz => "DATETIME(6)".into(),
        DataType::Json => "JSON".into(),
        DataType::Uuid => "CHAR(36)".into(),
        DataType::Named(name) => return named_type(name),
        DataType::Interval | DataType::Array(_) | DataType::Range(_) => return None,
    })
}

/// <https://dev.mysql.com/doc/refman/en/cast-functions.html>
pub(super) fn cast(data_type: &DataType) -> Option<String> {
    Some(match data_type {
        DataType::SmallInt | DataType::Integer | DataType::BigInt => "CAST({} AS SIGNED)".into(),
        // AS UNSIGNED would make a great number of a negative one.
        DataType::UnsignedBigInt => "CAST({} AS DECIMAL(20, 0))".into(),
        DataType::Real => "CAST({} AS FLOAT)".into(),
        DataType::Double => "CAST({} AS DOUBLE)".into(),
        DataType::Decimal(Some((precision, scale))) => {
            format!("CAST({{}} AS DECIMAL({precision}, {scale}))")
        }
        DataType::Decimal(None) => "CAST({} AS DECIMAL(38, 10))".into(),
        DataType::Boolean => "({} <> 0)".into(),
        DataType::Text | DataType::VarChar(None) | DataType::Char(None) => {
            "CAST({} AS CHAR)".into()
        }
        DataType::VarChar(Some(length)) | DataType::Char(Some(length)) => {
            format!("CAST({{}} AS CHAR({length}))")
        }
        DataType::Blob => "CAST({} AS BINARY)".into(),
        DataType::Date => "CAST({} AS DATE)".into(),
        DataType::Time => "CAST({} AS TIME(6))".into(),
        DataType::Timestamp => "CAST({} AS DATETIME(6))".into(),
        _ => return None,
    })
}

/// <https://dev.mysql.com/doc/refman/en/identifiers.html>
pub(super) fn name_problem(name: &str) -> Option<&'static str> {
    if name.chars().count() > 64 {
        Some("it is longer than 64 characters")
    } else if name.chars().any(|char| char as u32 > 0xFFFF) {
        Some("characters beyond U+FFFF are not permitted in names")
    } else if name.ends_with(|char: char| char.is_ascii_whitespace() || char == '\u{b}') {
        Some("a name may not end with a space")
    } else if name.starts_with(|char: char| char == ' ' || char.is_ascii_control()) {
        Some("a label loses the spaces and control characters that it starts with")
    } else {
        None
    }
}

pub(super) fn literal(value: &Value, out: &mut String) -> Result<(), &'static str> {
    match value {
        Value::Null => out.push_str("NULL"),
        Value::Bool(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
        Value::Int(number) => literal::integer(*number, out),
        Value::UInt(number) => out.push_str(&number.to_string()),
        Value::Double(number) if !number.is_finite() => return Err("it has no such number"),
        Value::Double(number) => literal::double(*number, out),
        Value::Text(text) => literal::text_with_backslashes(text, out),
        Value::Blob(bytes) => {
            out.push_str("X'");
            literal::hex(bytes, out);
            out.push('\'');
        }
        #[cfg(feature = "chrono")]
        Value::Date(date) => {
            out.push_str("DATE ");
            literal::quoted(date, out);
        }
        #[cfg(feature = "chrono")]
        Value::Time(time) => {
            out.push_str("TIME ");
            literal::quoted(time.format(literal::time::TIME), out);
        }
        #[cfg(feature = "chrono")]
        Value::Timestamp(time) => {
            out.push_str("TIMESTAMP ");
            literal::quoted(time.format(literal::time::TIMESTAMP), out);
        }
        #[cfg(feature = "chrono")]
        Value::TimestampTz(time) => {
            out.push_str("TIMESTAMP ");
            literal::quoted(time.format(literal::time::TIMESTAMP), out);
        }
        #[cfg(feature = "decimal")]
        Value::Decimal(number) => out.push_str(&number.to_string()),
        #[cfg(feature = "uuid")]
        Value::Uuid(uuid) => literal::quoted(uuid, out),
        #[cfg(feature = "json")]
        Value::Json(json) => literal::text_with_backslashes(&json.to_string(), out),
        Value::Interval(_) => return Err(literal::NO_INTERVAL),
        Value::Array(_) => return Err(literal::NO_ARRAY),
    }
    Ok(())
}

// ---- rewrites, of both

fn call(name: &'static str, args: impl Into<ExprList>) -> Expr {
    Expr::Call(Box::new(Call { function: Function::Named(Name::new(name)), args: args.into() }))
}

/// `||` is OR.
pub(super) fn concat(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Concat(texts) => Some(call("CONCAT", texts.clone())),
        _ => None,
    }
}

/// Both sides in lower case, compared by code point: the default collations take é for e as well.
pub(super) fn like_lower(expr: &Expr) -> Option<Expr> {
    like_by(expr, "LOWER(CONVERT({} USING utf8mb4))")
}

/// Both sides compared by code point.
pub(super) fn like_binary(expr: &Expr) -> Option<Expr> {
    like_by(expr, "CONVERT({} USING utf8mb4)")
}

fn like_by(expr: &Expr, operand: &'static str) -> Option<Expr> {
    let Expr::Like(like) = expr else { return None };
    let collated = |text: Expr| {
        let operand = Operand::from(raw(operand, [text]));
        Expr::Collate(Box::new(Collate { operand, collation: Collation::Binary }))
    };
    let mut like = like.clone();
    like.operand = collated(like.operand.into()).into();
    like.pattern = raw(operand, [like.pattern.into()]).into();
    like.case = LetterCase::Native;
    Some(Expr::Like(like))
}

/// `<=>` is equality in which NULL equals NULL.
pub(super) fn null_safe_equal(expr: &Expr) -> Option<Expr> {
    let Expr::IsDistinct { left, right, negated } = expr else { return None };
    let text = if *negated { "{} <=> {}" } else { "NOT ({} <=> {})" };
    Some(raw(text, [left.clone().into(), right.clone().into()]))
}

/// NULLs are less than all values: a test for NULL before the value itself puts them elsewhere.
pub(super) fn nulls_by_test(item: &OrderItem) -> [OrderItem; 2] {
    let test =
        Expr::IsNull { operand: item.expr.clone(), negated: item.nulls == Some(Nulls::First) };
    [
        OrderItem { expr: test.into(), direction: Direction::Ascending, nulls: None },
        OrderItem { nulls: None, ..item.clone() },
    ]
}

/// The argument where the condition holds, else NULL, which aggregates leave out.
pub(super) fn filter_by_case(expr: &Expr) -> Option<Expr> {
    let Expr::Aggregate(aggregate) = expr else { return None };
    let mut aggregate: Aggregate = (**aggregate).clone();
    let filter: Expr = aggregate.filter.take()?.into_inner();
    if matches!(aggregate.function, AggregateFunction::Named(_)) {
        return None;
    }
    let mut args = aggregate.args.iter().cloned();
    let arg = args.next().unwrap_or(Expr::Literal(Value::Int(1)));
    let arms = vec![(filter.into(), arg.clone().into())];
    let case = Expr::Case(Box::new(Case { operand: None, arms, otherwise: None }));
    // What is distinct stays what it is ordered by.
    if aggregate.distinct {
        for item in &mut aggregate.order_by {
            if Expr::from(item.expr.clone()) == arg {
                item.expr = case.clone().into();
            }
        }
    }
    aggregate.args = std::iter::once(case).chain(args).collect();
    Some(Expr::Aggregate(Box::new(aggregate)))
}

/// Distances of time as `INTERVAL number unit`.
fn interval_of_unit(expr: &Expr) -> Option<Expr> {
    rewrite::with_distances(expr, |interval| {
        const SECOND: i64 = 1_000_000;
        let (text, number) = match (interval.months, interval.days, interval.microseconds) {
            (0, days, 0) => ("INTERVAL {} DAY", days.into()),
            (months, 0, 0) => ("INTERVAL {} MONTH", months.into()),
            (0, 0, time) if time % SECOND == 0 => ("INTERVAL {} SECOND", time / SECOND),
            (0, 0, time) => ("INTERVAL {} MICROSECOND", time),
            _ => return None,
        };
        Some(raw(text, [Expr::Literal(Value::Int(number))]))
    })
}
