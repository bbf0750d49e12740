//! MariaDB: <https://mariadb.com/kb/en/sql-statements/>.

mod aggregate;
mod json;
mod list;
mod window;

use super::feature::{Rewrite, SupportRow};
use super::{
    AggregateForm, Dialect, Feature, FeatureSet, FunctionForm, Support, Syntax, Version, assign,
    mysql, rewrite,
};
use crate::ast::{AggregateFunction, Collation, DataType, DateField, DateUnit, Function, Value};

/// MariaDB, 10.6 or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MariaDb {
    version: Version,
    native: FeatureSet,
}

impl MariaDb {
    /// The newest version that is tested: 11.8.
    pub const fn new() -> Self {
        MariaDb::version(11, 8)
    }

    /// A version, such as `10, 11`.
    pub const fn version(major: u16, minor: u16) -> Self {
        MariaDb::of(Version::new(major, minor, 0))
    }

    const fn of(version: Version) -> Self {
        MariaDb { version, native: FeatureSet::native(SUPPORT, version) }
    }
}

impl Default for MariaDb {
    fn default() -> Self {
        MariaDb::new()
    }
}

const ROWS: Rewrite =
    Rewrite::Rows { item: mysql::rows::item, column: mysql::rows::mariadb_column };

const SUPPORT: &[SupportRow] = &[
    SupportRow::refuse(Feature::UpdateReturning, mysql::RETURNING),
    SupportRow::refuse(Feature::ReturningSource, mysql::RETURNING),
    SupportRow::refuse(Feature::MergeReturning, mysql::RETURNING),
    SupportRow::rewrite(Feature::WithOnInsert, Rewrite::Insert(rewrite::with::into_source)),
    SupportRow::refuse(Feature::TargetAlias, "leave the alias out"),
    SupportRow::rewrite(Feature::DeleteAlias, Rewrite::JoinedTarget).since(11, 8, 0),
    SupportRow::rewrite(Feature::UpdateFrom, Rewrite::JoinedTarget),
    SupportRow::rewrite(Feature::DeleteUsing, Rewrite::JoinedTarget),
    SupportRow::rewrite(Feature::WithOnWrite, Rewrite::Statement(rewrite::with::into_subqueries)),
    SupportRow::refuse(Feature::WriteInWith, mysql::WRITE_IN_WITH),
    SupportRow::rewrite(Feature::JoinedTargetInSubquery, Rewrite::DerivedTable),
    // 11.8 shows it rows that are changed already; 10.11 takes the new values from another row than
    // the one it changes, where IN of a query of joined tables is the condition.
    SupportRow::rewrite(
        Feature::TargetInLimitedUpdate,
        Rewrite::Update(mysql::write::from_old_rows),
    ),
    SupportRow::rewrite(Feature::SimultaneousSet, Rewrite::Assignments(assign::order)),
    SupportRow::rewrite(Feature::CircularSet, Rewrite::Update(mysql::write::from_old_rows)),
    SupportRow::rewrite(Feature::ConflictColumns, Rewrite::Insert(mysql::upsert::on_duplicate_key)),
    SupportRow::refuse(
        Feature::TargetInConflictUpdates,
        "upsert one row at a time, or read the value by a query of its own first",
    ),
    SupportRow::rewrite(Feature::TargetInRows, Rewrite::Insert(mysql::write::rows_by_query)),
    SupportRow::refuse(Feature::ConflictPartialIndex, "it has no such indexes: name a whole key"),
    SupportRow::refuse(Feature::ConflictConstraint, "name the columns of the key"),
    SupportRow::refuse(Feature::InsertOrIgnore, "use `on_conflict(…).do_nothing()`"),
    SupportRow::refuse(Feature::Overriding, "give the column its value: it is taken"),
    SupportRow::refuse(Feature::Merge, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::refuse(Feature::MergeBySource, "use `insert_into(…).on_conflict(…)`"),
    SupportRow::rewrite(Feature::RowSet, Rewrite::Update(rewrite::row_set::column_by_column)),
    SupportRow::rewrite(
        Feature::UpdateFromOrderLimit,
        Rewrite::Update(mysql::write::limited_update),
    ),
    SupportRow::rewrite(
        Feature::DeleteUsingOrderLimit,
        Rewrite::Delete(mysql::write::limited_delete),
    ),
    SupportRow::rewrite(
        Feature::DeleteUsingReturning,
        Rewrite::Delete(rewrite::beside::using_as_exists),
    ),
    SupportRow::rewrite(Feature::LateTargetInSet, Rewrite::Update(mysql::write::from_old_rows)),
    SupportRow::rewrite(Feature::LateTargetInUpdate, Rewrite::Update(mysql::write::from_old_rows)),
    SupportRow::rewrite(
        Feature::LateTargetInDelete,
        Rewrite::Delete(rewrite::limited::delete_by_key),
    ),
    SupportRow::refuse(Feature::TargetInReturning, super::TARGET_IN_RETURNING),
    SupportRow::refuse(
        Feature::ReturningVersions,
        "return the columns themselves, or select the rows before",
    ),
    SupportRow::rewrite(Feature::TruncateIdentity, Rewrite::Omit),
    SupportRow::refuse(Feature::TruncateCascade, "empty the tables that refer to it first"),
    SupportRow::rewrite(Feature::FullJoin, Rewrite::FullJoin(rewrite::full_join::by_union)),
    SupportRow::refuse(Feature::Lateral, mysql::LATERAL),
    SupportRow::refuse(Feature::TableFunction, mysql::TABLE_FUNCTION),
    SupportRow::refuse(Feature::Ordinality, mysql::TABLE_FUNCTION),
    SupportRow::rewrite(Feature::ComputedOuterColumn, Rewrite::Query(rewrite::materialized::kept)),
    SupportRow::rewrite(Feature::Series, ROWS),
    SupportRow::rewrite(Feature::JsonElements, ROWS),
    SupportRow::rewrite(Feature::JsonEntries, ROWS),
    SupportRow::refuse(Feature::ArrayElements, super::ARRAY_ELEMENTS),
    SupportRow::refuse(Feature::Sample, super::SAMPLE),
    // The columns of the right come first there.
    SupportRow::refuse(Feature::StarOfRightJoin, "name the columns, or join on a condition"),
    SupportRow::rewrite(
        Feature::DerivedColumns,
        Rewrite::Derived(rewrite::derived::columns_by_cte),
    )
    .since(11, 8, 0),
    SupportRow::rewrite(Feature::DistinctOn, Rewrite::Select(rewrite::wrap::distinct_on)),
    SupportRow::rewrite(Feature::WindowInConditions, Rewrite::Expr(rewrite::condition::by_case)),
    SupportRow::rewrite(
        Feature::DistinctAggregates,
        Rewrite::Select(rewrite::wrap::distinct_outside),
    ),
    SupportRow::rewrite(Feature::OffsetOfConstants, Rewrite::Select(rewrite::wrap::sorted_outside)),
    SupportRow::rewrite(Feature::WithTiesInSubquery, Rewrite::Select(rewrite::wrap::with_ties)),
    SupportRow::rewrite(Feature::Qualify, Rewrite::Select(rewrite::wrap::qualify)),
    SupportRow::rewrite(
        Feature::SetOperationAllAmongOthers,
        Rewrite::SetOperation(rewrite::set_operation::one_by_one),
    ),
    SupportRow::rewrite(
        Feature::MemberByWindow,
        Rewrite::Query(rewrite::set_operation::member_in_derived),
    ),
    SupportRow::rewrite(Feature::Values, Rewrite::Values(rewrite::values_by_union)),
    SupportRow::rewrite(Feature::LimitExpression, Rewrite::Expr(rewrite::limit::folded)),
    SupportRow::rewrite(Feature::GroupingSets, Rewrite::Select(rewrite::grouping_sets::by_union)),
    SupportRow::rewrite(Feature::Grouping, Rewrite::Expr(rewrite::grouping_of_keys)),
    SupportRow::rewrite(Feature::KeyInHaving, Rewrite::Expr(rewrite::group_key::least)),
    SupportRow::refuse(
        Feature::DerivedOuter,
        "put the condition on the query around it, or join the tables",
    ),
    SupportRow::rewrite(Feature::NullsOrder, Rewrite::Order(mysql::nulls_by_test)),
    SupportRow::rewrite(Feature::Materialized, Rewrite::Omit),
    SupportRow::refuse(Feature::LockKey, "use FOR UPDATE or FOR SHARE"),
    SupportRow::refuse(Feature::LockOf, "leave OF out: the rows of every table are locked"),
    SupportRow::rewrite(Feature::Concat, Rewrite::Expr(mysql::concat)),
    SupportRow::rewrite(Feature::ILike, Rewrite::Expr(mysql::like_lower)),
    SupportRow::rewrite(Feature::LikeSensitive, Rewrite::Expr(mysql::like_binary)),
    SupportRow::rewrite(Feature::IsDistinct, Rewrite::Expr(mysql::null_safe_equal)),
    SupportRow::rewrite(Feature::BetweenSymmetric, Rewrite::Expr(rewrite::between_either_way)),
    SupportRow::rewrite(Feature::BetweenRows, Rewrite::Expr(rewrite::between_by_comparison)),
    SupportRow::rewrite(Feature::NullOfRows, Rewrite::Expr(rewrite::row_order::null_by_coalesce)),
    SupportRow::rewrite(Feature::RowOrder, Rewrite::Expr(rewrite::row_order::by_columns)),
    SupportRow::rewrite(Feature::BitsSigned, Rewrite::Expr(rewrite::bits::signed_bits)),
    SupportRow::rewrite(Feature::BitShift, Rewrite::Expr(rewrite::bits::signed_shift)),
    SupportRow::rewrite(Feature::LimitInSubquery, Rewrite::Expr(rewrite::set_in_derived)),
    SupportRow::rewrite(Feature::WindowInSubquery, Rewrite::Expr(rewrite::set_in_derived)),
    SupportRow::rewrite(Feature::SubqueryWithoutFrom, Rewrite::Query(rewrite::where_true)),
    SupportRow::rewrite(Feature::InQuery, Rewrite::Expr(rewrite::in_rows::in_rows)),
    SupportRow::rewrite(Feature::InQueryOfComputed, Rewrite::Expr(rewrite::in_rows::in_union)),
    SupportRow::rewrite(Feature::BooleanToText, Rewrite::Expr(rewrite::cast::boolean_to_text)),
    SupportRow::rewrite(Feature::CastCollation, Rewrite::Expr(mysql::text::joined_to_nothing)),
    SupportRow::refuse(Feature::FractionToInteger, super::FRACTION_TO_INTEGER),
    SupportRow::refuse(Feature::FloatToText, super::FLOAT_TO_TEXT),
    SupportRow::refuse(Feature::TextToNumber, super::TEXT_TO_NUMBER),
    SupportRow::rewrite(
        Feature::QuantifiedOfTarget,
        Rewrite::Expr(rewrite::quantified::quantified_by_rows),
    ),
    SupportRow::refuse(Feature::QuantifiedArray, "use `in_` with the values"),
    SupportRow::rewrite(Feature::InArray, Rewrite::List(list::rows)),
    SupportRow::rewrite(Feature::InArrayOfComputed, Rewrite::List(list::rows_of_computed)),
    SupportRow::refuse(Feature::Array, "use JSON, or a table"),
    SupportRow::rewrite(Feature::AggregateFilter, Rewrite::Expr(mysql::filter_by_case)),
    SupportRow::refuse(Feature::AggregateOrder, mysql::AGGREGATE_ORDER),
    SupportRow::rewrite(Feature::UuidExtremes, Rewrite::Expr(rewrite::extreme_of_text)),
    SupportRow::refuse(Feature::OpaqueExtremes, super::OPAQUE_EXTREMES),
    SupportRow::refuse(Feature::WindowDistinct, super::WINDOW_DISTINCT),
    SupportRow::rewrite(Feature::LagDefault, Rewrite::Expr(window::lag_or_else)),
    SupportRow::rewrite(Feature::WindowOrder, Rewrite::Omit),
    SupportRow::rewrite(Feature::RankingFrame, Rewrite::Omit),
    SupportRow::refuse(Feature::FrameGroups, "use a frame of ROWS or RANGE"),
    SupportRow::refuse(Feature::FrameExclude, "filter the rows in a derived table"),
    SupportRow::rewrite(Feature::JsonGet, Rewrite::Expr(json::get)),
    SupportRow::rewrite(Feature::JsonChange, Rewrite::Expr(mysql::json::change)),
    SupportRow::rewrite(Feature::DateShift, Rewrite::Expr(mysql::date::shift)),
    SupportRow::rewrite(Feature::DateFormat, Rewrite::Expr(mysql::date::format)),
    SupportRow::rewrite(Feature::RankShares, Rewrite::Expr(window::share_of_rows)),
    SupportRow::rewrite(Feature::FrameInterval, Rewrite::Expr(window::range_of_days)),
    // Its own results are wrong there, for bits beyond those of a signed number.
    SupportRow::refuse(Feature::WindowBits, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowStringAgg, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowJsonAgg, super::WINDOW_OF_GROUPS),
    SupportRow::refuse(Feature::WindowPercentile, super::WINDOW_OF_GROUPS),
];

impl Dialect for MariaDb {
    fn name(&self) -> &'static str {
        "MariaDB"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn syntax(&self) -> &'static Syntax {
        &Syntax {
            // An empty ESCAPE is taken, but leaves the backslash special.
            like_without_escape: " ESCAPE X'01'",
            for_share: " LOCK IN SHARE MODE",
            max_windows: usize::MAX,
            ..mysql::SYNTAX
        }
    }

    fn native(&self) -> FeatureSet {
        self.native
    }

    fn support(&self, feature: Feature) -> Support {
        SupportRow::look_up(SUPPORT, feature, self.version)
    }

    fn column_type(&self, data_type: &DataType) -> Option<String> {
        match data_type {
            DataType::Uuid => Some("UUID".into()),
            data_type => mysql::column_type(data_type),
        }
    }

    fn cast(&self, data_type: &DataType) -> Option<String> {
        match data_type {
            DataType::Uuid => Some("CAST({} AS UUID)".into()),
            data_type => mysql::cast(data_type),
        }
    }

    fn function(&self, function: &Function) -> FunctionForm {
        match function {
            Function::Replace => FunctionForm::Rewrite(mysql::replace_by_null),
            Function::UuidV4 if self.version < Version::new(10, 10, 0) => FunctionForm::Refuse {
                since: Some(Version::new(10, 10, 0)),
                instead: "make the UUID in the program",
            },
            function => mysql::regexp::form_in_mariadb(function)
                .or_else(|| json::function(function, self.version))
                .unwrap_or_else(|| mysql::function::form(function)),
        }
    }

    fn aggregate(&self, function: &AggregateFunction) -> AggregateForm {
        aggregate::form(function)
    }

    fn date_field(&self, field: DateField) -> Option<&'static str> {
        Some(mysql::date::field(field))
    }

    fn date_truncate(&self, unit: DateUnit) -> Option<&'static str> {
        Some(mysql::date::truncate(unit))
    }

    fn ddl(&self) -> super::DdlSyntax {
        super::DdlSyntax { index_if_exists: true, ..super::DdlSyntax::MYSQL }
    }

    fn collation(&self, collation: &Collation) -> Option<&'static str> {
        match collation {
            Collation::Binary => Some("utf8mb4_nopad_bin"),
            Collation::Named(_) => None,
        }
    }

    fn name_problem(&self, name: &str) -> Option<&'static str> {
        mysql::name_problem(name)
    }

    /// <https://mariadb.com/kb/en/analyze-statement/>
    fn explain(&self) -> super::ExplainSyntax {
        super::ExplainSyntax { plan: "EXPLAIN", analyze: Some("ANALYZE"), analyzes_writes: true }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), &'static str> {
        mysql::literal(value, out)
    }
}
