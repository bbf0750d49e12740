//! PostgreSQL: <https://www.postgresql.org/docs/current/sql.html>.

mod aggregate;
mod array;
mod date;
mod function;
mod json;
mod number;
mod range;
mod regexp;
mod rows;
mod text;
mod write;

use super::feature::{Rewrite, SupportRow};
use super::syntax::named_type;
use super::{
    AggregateForm, Dialect, Excluded, Feature, FeatureSet, FunctionForm, Placeholder, Quote,
    Support, Syntax, Upsert, Version, literal, postgres_text, rewrite,
};
use crate::ast::{
    Aggregate, AggregateFunction, Collation, DataType, DateField, DateUnit, Expr, Function, Value,
};

/// PostgreSQL, 12 or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Postgres {
    version: Version,
    native: FeatureSet,
}

impl Postgres {
    /// The newest version that is tested: 18.
    pub const fn new() -> Self {
        Postgres::version(18)
    }

    /// A version, such as `15`.
    pub const fn version(major: u16) -> Self {
        Postgres::of(Version::new(major, 0, 0))
    }

    const fn of(version: Version) -> Self {
        Postgres { version, native: FeatureSet::native(SUPPORT, version) }
    }
}

impl Default for Postgres {
    fn default() -> Self {
        Postgres::new()
    }
}

const ROWS: Rewrite = Rewrite::Rows { item: rows::item, column: rows::column };

const SUPPORT: &[SupportRow] = &[
    SupportRow::rewrite(Feature::UpdateOrderLimit, Rewrite::Update(write::limited_update)),
    SupportRow::rewrite(Feature::DeleteOrderLimit, Rewrite::Delete(write::limited_delete)),
    SupportRow::rewrite(Feature::UpdateFromOrderLimit, Rewrite::Update(write::limited_update)),
    SupportRow::rewrite(Feature::DeleteUsingOrderLimit, Rewrite::Delete(write::limited_delete)),
    SupportRow::refuse(
        Feature::ConflictAnyKey,
        "name the columns of the key: `on_conflict(columns)`",
    ),
    SupportRow::refuse(Feature::Replace, "use `on_conflict(…).do_update(…)`"),
    SupportRow::refuse(Feature::InsertOrIgnore, "use `on_conflict(…).do_nothing()`"),
    SupportRow::refuse(Feature::InsertIgnore, "use `on_conflict(…).do_nothing()`"),
    SupportRow::refuse(Feature::Merge, "use `insert_into(…).on_conflict(…)`").since(15, 0, 0),
    SupportRow::refuse(Feature::MergeReturning, "query the rows afterwards").since(17, 0, 0),
    SupportRow::refuse(
        Feature::MergeBySource,
        "delete or update where `not_exists(…)` in a statement of its own",
    )
    .since(17, 0, 0),
    SupportRow::refuse(
        Feature::ReturningVersions,
        "return the columns themselves, or select the rows before",
    )
    .since(18, 0, 0),
    SupportRow::rewrite(Feature::Series, ROWS),
    SupportRow::rewrite(Feature::JsonElements, ROWS),
    SupportRow::rewrite(Feature::JsonEntries, ROWS),
    SupportRow::rewrite(Feature::ArrayElements, ROWS),
    SupportRow::rewrite(
        Feature::GroupingSetsParameters,
        Rewrite::Select(rewrite::grouping_sets::keys_in_line),
    ),
    SupportRow::rewrite(
        Feature::KeyInExpression,
        Rewrite::Expr(rewrite::group_key::least_of_collated),
    ),
    SupportRow::rewrite(Feature::KeyInHaving, Rewrite::Expr(rewrite::group_key::least_of_collated)),
    SupportRow::rewrite(
        Feature::FullJoinOfInequality,
        Rewrite::FullJoin(rewrite::full_join::by_union),
    ),
    SupportRow::rewrite(Feature::DistinctOnOrder, Rewrite::Select(rewrite::wrap::distinct_on)),
    SupportRow::rewrite(Feature::Qualify, Rewrite::Select(rewrite::wrap::qualify)),
    SupportRow::rewrite(Feature::WithTies, Rewrite::Select(rewrite::wrap::with_ties))
        .since(13, 0, 0),
    SupportRow::rewrite(Feature::IndexHint, Rewrite::Omit),
    SupportRow::refuse(Feature::LockOfGroups, "lock the rows in a derived table"),
    SupportRow::refuse(Feature::LockOfNullable, "name the other tables: `lock_of(…)`"),
    SupportRow::rewrite(Feature::ConditionExtremes, Rewrite::Expr(extreme_of_conditions)),
    SupportRow::rewrite(Feature::UuidExtremes, Rewrite::Expr(rewrite::extreme_of_text)),
    SupportRow::refuse(Feature::OpaqueExtremes, super::OPAQUE_EXTREMES),
    SupportRow::refuse(Feature::WindowDistinct, super::WINDOW_DISTINCT),
    SupportRow::refuse(Feature::WindowAggregateOrder, super::WINDOW_AGGREGATE_ORDER),
    SupportRow::rewrite(Feature::BitShift, Rewrite::Expr(rewrite::bits::shift_of_big_integer)),
    SupportRow::rewrite(Feature::BooleanToNumber, Rewrite::Expr(rewrite::cast::boolean_to_number)),
    SupportRow::rewrite(Feature::TextToBytes, Rewrite::Expr(text::to_bytes)),
    SupportRow::rewrite(Feature::BytesToText, Rewrite::Expr(text::of_bytes)),
    SupportRow::refuse(Feature::FloatRemainder, super::REMAINDER),
    SupportRow::refuse(Feature::FractionToInteger, super::FRACTION_TO_INTEGER),
    SupportRow::refuse(Feature::FloatToText, super::FLOAT_TO_TEXT),
    SupportRow::refuse(Feature::TextToNumber, super::TEXT_TO_NUMBER),
    SupportRow::rewrite(Feature::JsonGet, Rewrite::Expr(json::get)),
    SupportRow::rewrite(Feature::JsonChange, Rewrite::Expr(json::change)),
    SupportRow::rewrite(Feature::DateShift, Rewrite::Expr(date::shift)),
    SupportRow::rewrite(Feature::DateFormat, Rewrite::Expr(date::format)),
    SupportRow::refuse(Feature::WindowPercentile, super::WINDOW_OF_GROUPS),
];

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn syntax(&self) -> &'static Syntax {
        &Syntax {
            quote: Quote::Double,
            placeholder: Placeholder::Dollar,
            max_params: 65_535,
            max_nested_queries: usize::MAX,
            max_joined_tables: usize::MAX,
            max_windows: usize::MAX,
            max_set_members: usize::MAX,
            divide_int: " / ",
            bit_xor: " # ",
            like_without_escape: " ESCAPE ''",
            default_values: " DEFAULT VALUES",
            excluded: Excluded::Table,
            upsert: Upsert::OnConflict,
            parenthesized_members: true,
            for_share: " FOR SHARE",
            returning_qualified: true,
            where_before_on_conflict: false,
            unsigned: true,
            decimals: true,
            nan: true,
            infinity: true,
            intervals: true,
            arrays: true,
            offset_needs_limit: false,
            literal_frame_bounds: false,
            cast_aggregates: true,
            integer_sum: "CAST({} AS BIGINT)",
            short_averages: false,
            text_suffix: "::text",
            concat_needs_text: true,
            typed_null: true,
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
        SupportRow::look_up(SUPPORT, feature, self.version)
    }

    /// <https://www.postgresql.org/docs/current/datatype.html>
    fn column_type(&self, data_type: &DataType) -> Option<String> {
        Some(match data_type {
            DataType::SmallInt => "SMALLINT".into(),
            DataType::Integer => "INTEGER".into(),
            DataType::BigInt => "BIGINT".into(),
            DataType::UnsignedBigInt => "NUMERIC(20, 0)".into(),
            DataType::Real => "REAL".into(),
            DataType::Double => "DOUBLE PRECISION".into(),
            DataType::Decimal(Some((precision, scale))) => format!("NUMERIC({precision}, {scale})"),
            DataType::Decimal(None) => "NUMERIC".into(),
            DataType::Boolean => "BOOLEAN".into(),
            DataType::Text => "TEXT".into(),
            DataType::VarChar(Some(length)) => format!("VARCHAR({length})"),
            DataType::VarChar(None) => "VARCHAR".into(),
            DataType::Char(Some(length)) => format!("CHAR({length})"),
            DataType::Char(None) => "TEXT".into(),
            DataType::Blob => "BYTEA".into(),
            DataType::Date => "DATE".into(),
            DataType::Time => "TIME".into(),
            DataType::Timestamp => "TIMESTAMP".into(),
            DataType::TimestampTz => "TIMESTAMPTZ".into(),
            DataType::Interval => "INTERVAL".into(),
            DataType::Json => "JSONB".into(),
            DataType::Uuid => "UUID".into(),
            DataType::Array(element) => format!("{}[]", self.column_type(element)?),
            DataType::Range(element) => range::type_name(element)?.into(),
            DataType::Named(name) => return named_type(name),
        })
    }

    fn cast(&self, data_type: &DataType) -> Option<String> {
        if *data_type == DataType::Boolean {
            return Some("({} <> 0)".to_owned());
        }
        let name = match data_type {
            // It would be filled up with spaces.
            DataType::Char(Some(length)) => format!("VARCHAR({length})"),
            data_type => self.column_type(data_type)?,
        };
        Some(format!("CAST({{}} AS {name})"))
    }

    fn function(&self, function: &Function) -> FunctionForm {
        match function {
            Function::UuidV4 if self.version < Version::new(13, 0, 0) => FunctionForm::Refuse {
                since: Some(Version::new(13, 0, 0)),
                instead: "make the UUID in the program",
            },
            function => function::form(function),
        }
    }

    fn aggregate(&self, function: &AggregateFunction) -> AggregateForm {
        aggregate::form(function, self.version)
    }

    fn date_field(&self, field: DateField) -> Option<&'static str> {
        Some(date::field(field))
    }

    fn date_truncate(&self, unit: DateUnit) -> Option<&'static str> {
        Some(date::truncate(unit))
    }

    fn collation(&self, collation: &Collation) -> Option<&'static str> {
        match collation {
            Collation::Binary => Some("\"C\""),
            Collation::Named(_) => None,
        }
    }

    /// A longer name is cut, so that two names may become one:
    /// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
    fn name_problem(&self, name: &str) -> Option<&'static str> {
        (name.len() > 63).then_some("PostgreSQL cuts names after 63 bytes")
    }

    /// <https://www.postgresql.org/docs/current/sql-explain.html>
    fn explain(&self) -> super::ExplainSyntax {
        super::ExplainSyntax {
            plan: "EXPLAIN",
            analyze: Some("EXPLAIN ANALYZE"),
            analyzes_writes: true,
        }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), &'static str> {
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Bool(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
            Value::Int(number) => literal::integer(*number, out),
            Value::UInt(number) => out.push_str(&number.to_string()),
            Value::Double(number) if number.is_nan() => out.push_str("'NaN'::float8"),
            Value::Double(number) if number.is_infinite() => {
                let text = if *number > 0.0 { "'Infinity'::float8" } else { "'-Infinity'::float8" };
                out.push_str(text);
            }
            Value::Double(number) => {
                out.push('\'');
                literal::double(*number, out);
                out.push_str("'::float8");
            }
            Value::Text(text) if text.contains('\0') => return Err("text may hold no NUL"),
            Value::Text(text) => literal::text(text, out),
            Value::Blob(bytes) => {
                out.push_str("'\\x");
                literal::hex(bytes, out);
                out.push_str("'::bytea");
            }
            #[cfg(feature = "chrono")]
            Value::Date(date) => postgres_text::date(*date, typed("DATE ", out)),
            #[cfg(feature = "chrono")]
            Value::Time(time) => {
                literal::quoted(time.format(literal::time::TIME), typed("TIME ", out));
            }
            #[cfg(feature = "chrono")]
            Value::Timestamp(time) => {
                postgres_text::timestamp(*time, "", typed("TIMESTAMP ", out));
            }
            #[cfg(feature = "chrono")]
            Value::TimestampTz(time) => {
                postgres_text::timestamp(time.naive_utc(), "+00", typed("TIMESTAMPTZ ", out));
            }
            #[cfg(feature = "decimal")]
            Value::Decimal(number) => out.push_str(&number.to_string()),
            #[cfg(feature = "uuid")]
            Value::Uuid(uuid) => literal::quoted(uuid, typed("UUID ", out)),
            #[cfg(feature = "json")]
            Value::Json(json) => {
                let json = json.to_string();
                if json.contains("\\u0000") {
                    return Err("JSON may hold no NUL");
                }
                literal::text(&json, out);
                out.push_str("::jsonb");
            }
            Value::Interval(interval) => literal::quoted(interval, typed("INTERVAL ", out)),
            Value::Array(elements) => {
                let mut inside = String::new();
                postgres_text::array(elements, &mut inside)?;
                literal::text(&inside, out);
            }
        }
        Ok(())
    }

    /// The server types a bare placeholder by what stands beside it, or as text: a value that comes
    /// without a SQL type says what it is, unless it is text, which may stand for any.
    fn parameter_suffix(&self, value: &Value) -> &'static str {
        match value {
            Value::Bool(_) => "::bool",
            Value::Int(_) => "::int8",
            Value::UInt(_) => "::numeric",
            Value::Double(_) => "::float8",
            Value::Blob(_) => "::bytea",
            #[cfg(feature = "chrono")]
            Value::Date(_) => "::date",
            #[cfg(feature = "chrono")]
            Value::Time(_) => "::time",
            #[cfg(feature = "chrono")]
            Value::Timestamp(_) => "::timestamp",
            #[cfg(feature = "chrono")]
            Value::TimestampTz(_) => "::timestamptz",
            #[cfg(feature = "decimal")]
            Value::Decimal(_) => "::numeric",
            #[cfg(feature = "uuid")]
            Value::Uuid(_) => "::uuid",
            #[cfg(feature = "json")]
            Value::Json(_) => "::jsonb",
            Value::Interval(_) => "::interval",
            Value::Null | Value::Text(_) | Value::Array(_) => "",
        }
    }
}

fn typed<'o>(type_name: &str, out: &'o mut String) -> &'o mut String {
    out.push_str(type_name);
    out
}

// ---- rewrites

/// A condition has no least and greatest there, but all and any.
fn extreme_of_conditions(expr: &Expr) -> Option<Expr> {
    let Expr::Aggregate(aggregate) = expr else { return None };
    let name = match aggregate.function {
        AggregateFunction::Min => "bool_and",
        AggregateFunction::Max => "bool_or",
        _ => return None,
    };
    let function = AggregateFunction::Named(name.into());
    Some(Expr::Aggregate(Box::new(Aggregate { function, ..(**aggregate).clone() })))
}
