//! Functions, types, fields and units of dates, aggregates, joins and locks: each as a node, to be
//! written for every dialect, and run on its server.

use aludel::ast::{
    self, AggregateFunction, Call, DataType, DateField, DateUnit, Expr as Node, Function, JoinKind,
    JoinOn, LockStrength, RankingFunction,
};
use aludel::dialect::{AggregateForm, Dialect, FunctionForm};
use aludel::prelude::*;
use rust_decimal::Decimal;

use crate::constructs::{fact, facts};

/// One word of the vocabulary: what tables call it, and the least statement that has it.
pub struct Word {
    pub name: String,
    pub statement: Select<DynamicRow>,
}

fn word(name: impl Into<String>, node: Node) -> Word {
    let statement = select_dyn([Expr::<Any>::from_ast(node)]).from(facts::table);
    Word { name: name.into(), statement }
}

/// A function with arguments that it takes; none if a new one has no arguments here yet.
pub fn function(function: &Function) -> Option<Word> {
    let text = || facts::word.into_ast();
    let number = || facts::n.into_ast();
    let double = || facts::x.into_ast();
    let day = || fact("day").into_ast();
    let moment = || fact("moment").into_ast();
    let bind = |text: &str| Node::bind(text);
    let two = || Node::Literal(2.into());
    let doc = || fact("doc").into_ast();
    let array = || Node::Array([number(), two()].into());
    let range = || call(Function::Int4Range, vec![two(), two(), bind("[]")]);
    let args = match function.construct() {
        "now" | "current_date" | "current_time" | "random" | "uuid_v4" => vec![],
        "lower" | "upper" | "char_length" | "byte_length" | "trim" | "trim_start" | "trim_end"
        | "reverse" | "code_point" | "is_digits" | "text_to_double" | "initcap" => vec![text()],
        "hex" => vec![cast(text(), DataType::Blob)],
        "text_to_integer" => vec![text(), Node::Literal(64.into())],
        "text_to_decimal" => vec![text(), Node::Literal(9.into()), two()],
        "coalesce" | "nullif" => vec![text(), bind("x")],
        "greatest" | "least" | "greatest_ignoring_nulls" | "least_ignoring_nulls" => {
            vec![number(), two()]
        }
        "replace" => vec![text(), bind("b"), bind("x")],
        "substring" => vec![text(), Node::Literal(1.into()), two()],
        "substring_from" | "left" | "right" | "repeat" => vec![text(), two()],
        "position"
        | "regexp_like"
        | "regexp_like_ignoring_case"
        | "regexp_substr"
        | "trim_char"
        | "trim_start_char"
        | "trim_end_char" => vec![text(), bind("b")],
        "lpad" | "rpad" => vec![text(), two(), bind("x")],
        "split_part" => vec![text(), bind("b"), two()],
        "regexp_replace" => vec![text(), bind("b"), bind("x")],
        "concat_ws" => vec![bind("-"), text(), text()],
        "abs" | "sign" | "chr" | "to_hex" => {
            vec![Node::Call(Box::new(Call { function: Function::Abs, args: [number()].into() }))]
        }
        "floor" | "ceil" | "trunc" | "round" | "trunc_to_int" | "sqrt" | "exp" | "ln" | "log10"
        | "sin" | "cos" | "tan" | "atan" => vec![double()],
        "asin" | "acos" => vec![Node::Literal(0.5.into())],
        "round_to" => vec![Node::bind(Decimal::new(12_345, 3)), two()],
        "round_double_to" | "power" | "atan2" => vec![double(), two()],
        "floor_div" => vec![number(), two()],
        "last_day" | "date_of" | "time_of" | "instant" => vec![moment()],
        "utc" => vec![call(Function::Instant, vec![moment()])],
        "time_of_day" => vec![call(Function::TimeOf, vec![moment()])],
        "make_date" => vec![Node::Literal(2024.into()), two(), two()],
        "make_timestamp" => vec![Node::Literal(2024.into()), two(), two(), two(), two(), two()],
        "json_type" | "json_array_length" | "json_keys" | "json_integer" | "json_number"
        | "json_boolean" | "json_of_json" => vec![doc()],
        "json_contains" | "json_merge_patch" => vec![doc(), doc()],
        "json_array_has" => vec![doc(), call(Function::JsonOfNumber, vec![number()])],
        "json_array" => vec![call(Function::JsonOfNumber, vec![number()])],
        "json_object" => vec![Node::Literal("k".into()), call(Function::JsonOfText, vec![text()])],
        "json_of_text" => vec![text()],
        "json_of_number" => vec![number()],
        "json_of_boolean" => vec![facts::flag.into_ast()],
        "json_of_other" => vec![moment()],
        "contains" | "contained_by" | "overlaps" | "array_concat" => vec![array(), array()],
        "array_of" => {
            vec![Node::Subquery(ast::Nested::new(select(facts::n).from(facts::table).into_query()))]
        }
        "element" | "array_append" | "array_remove" | "array_position" => vec![array(), number()],
        "array_prepend" => vec![number(), array()],
        "array_length" => vec![array()],
        "array_to_text" => vec![array(), bind(",")],
        "ilike_any" => vec![text(), Node::Array([text()].into())],
        "int4range" | "int8range" | "numrange" => vec![two(), two(), bind("[]")],
        "daterange" => vec![day(), day(), bind("[]")],
        "tsrange" => vec![moment(), moment(), bind("[]")],
        "tstzrange" => {
            let instant = || call(Function::Instant, vec![moment()]);
            vec![instant(), instant(), bind("[]")]
        }
        "lower_bound" | "upper_bound" | "is_empty" => vec![range()],
        "adjacent" | "before" | "intersection" => vec![range(), range()],
        "at_time_zone" => vec![moment(), bind("UTC")],
        "add_interval" => vec![moment(), cast(bind("1 day"), DataType::Interval)],
        "age" => vec![moment(), moment()],
        "days_between" | "months_between" => vec![day(), moment()],
        "seconds_between" | "microseconds_between" => vec![moment(), moment()],
        _ => return None,
    };
    Some(word(function.construct(), call(function.clone(), args)))
}

fn call(function: Function, args: Vec<Node>) -> Node {
    Node::Call(Box::new(Call { function, args: args.into() }))
}

fn cast(operand: Node, data_type: DataType) -> Node {
    Node::Cast(Box::new(ast::Cast { operand: operand.into(), data_type }))
}

/// What becomes of a function.
pub fn form(dialect: &dyn Dialect, function: &Function) -> &'static str {
    match dialect.function(function) {
        FunctionForm::Rewrite(_) => "↻",
        FunctionForm::Refuse { .. } => "–",
        _ => "✔",
    }
}

/// The types that a value may be converted to, and one that may.
pub fn casts() -> Vec<(DataType, Word)> {
    use DataType::{
        BigInt, Blob, Boolean, Char, Date, Decimal, Double, Integer, Interval, Json, Real,
        SmallInt, Text, Time, Timestamp, TimestampTz, UnsignedBigInt, Uuid, VarChar,
    };
    let types = [
        ("SMALLINT", SmallInt, "12"),
        ("INTEGER", Integer, "12"),
        ("BIGINT", BigInt, "12"),
        ("BIGINT UNSIGNED", UnsignedBigInt, "12"),
        ("REAL", Real, "1.5"),
        ("DOUBLE", Double, "1.5"),
        ("DECIMAL(10, 2)", Decimal(Some((10, 2))), "1.25"),
        ("DECIMAL", Decimal(None), "1.25"),
        ("BOOLEAN", Boolean, "1"),
        ("TEXT", Text, "ab"),
        ("VARCHAR(3)", VarChar(Some(3)), "abcd"),
        ("CHAR(3)", Char(Some(3)), "abcd"),
        ("BLOB", Blob, "ab"),
        ("DATE", Date, "2024-02-29"),
        ("TIME", Time, "10:20:30"),
        ("TIMESTAMP", Timestamp, "2024-02-29 10:20:30"),
        ("TIMESTAMP WITH TIME ZONE", TimestampTz, "2024-02-29 10:20:30+00"),
        ("INTERVAL", Interval, "1 day"),
        ("JSON", Json, "[1]"),
        ("UUID", Uuid, "6f4a6d0e-0000-4000-8000-000000000001"),
    ];
    let cast = |(name, data_type, text): (&str, DataType, &str)| {
        let operand = match data_type {
            Boolean => facts::n.into_ast(),
            _ => Node::bind(text),
        };
        let cast = ast::Cast { operand: operand.into(), data_type: data_type.clone() };
        (data_type, word(name, Node::Cast(Box::new(cast))))
    };
    types.into_iter().map(cast).collect()
}

pub const FIELDS: [DateField; 14] = [
    DateField::Year,
    DateField::Quarter,
    DateField::Month,
    DateField::IsoWeek,
    DateField::Day,
    DateField::DayOfWeek,
    DateField::DayOfYear,
    DateField::Hour,
    DateField::Minute,
    DateField::Second,
    DateField::Epoch,
    DateField::IsoYear,
    DateField::IsoDayOfWeek,
    DateField::Microsecond,
];

pub const UNITS: [DateUnit; 9] = [
    DateUnit::Year,
    DateUnit::Quarter,
    DateUnit::Month,
    DateUnit::Week,
    DateUnit::Day,
    DateUnit::Hour,
    DateUnit::Minute,
    DateUnit::Second,
    DateUnit::Microsecond,
];

pub fn field(field: DateField) -> Word {
    word(format!("{field:?}"), extract(field, fact("moment")).into_ast())
}

pub fn truncation(unit: DateUnit) -> Word {
    word(format!("{unit:?}"), truncate(unit, fact("moment")).into_ast())
}

pub fn shifted(unit: DateUnit) -> Word {
    word(format!("{unit:?}"), shift(fact("moment"), 2, unit).into_ast())
}

pub fn aggregates() -> Vec<Word> {
    use AggregateFunction::{
        BoolAnd, BoolOr, JsonObjectAgg, PercentileCont, PercentileDisc, StringAgg,
    };
    let aggregate = |function: &AggregateFunction| {
        let number = || facts::n.into_ast();
        let args = match function {
            BoolAnd | BoolOr => vec![facts::n.gt(1).into_ast()],
            StringAgg => vec![facts::word.into_ast(), Node::Literal(",".into())],
            JsonObjectAgg(_) => vec![facts::word.into_ast(), number()],
            PercentileCont | PercentileDisc => vec![number(), Node::Literal(0.5.into())],
            function if *function.arity().start() == 2 => vec![number(), number()],
            _ => vec![number()],
        };
        let node = ast::Aggregate::new(function.clone(), args);
        word(function.construct().to_owned(), Node::Aggregate(Box::new(node)))
    };
    AggregateFunction::ALL.iter().map(aggregate).collect()
}

pub fn aggregate_form(dialect: &dyn Dialect, function: &AggregateFunction) -> &'static str {
    match dialect.aggregate(function) {
        AggregateForm::Rewrite(_) => "↻",
        AggregateForm::Refuse { .. } => "–",
        _ => "✔",
    }
}

pub fn rankings() -> Vec<Word> {
    use RankingFunction::{
        CumeDist, DenseRank, FirstValue, Lag, LastValue, Lead, NthValue, Ntile, PercentRank, Rank,
        RowNumber,
    };
    let ranking = |function: RankingFunction| {
        let number = || Node::Literal(2.into());
        let args = match function {
            Ntile => vec![number()],
            Lag | Lead | NthValue => vec![facts::n.into_ast(), number()],
            FirstValue | LastValue => vec![facts::n.into_ast()],
            _ => vec![],
        };
        let over = ast::Over::Spec(window().order_by(facts::id.asc()).into_ast());
        let function_node = ast::WindowFunction::Ranking { function, args: args.into() };
        let call = ast::WindowCall { function: function_node, over };
        word(format!("{function:?}"), Node::Window(Box::new(call)))
    };
    let all = [
        RowNumber,
        Rank,
        DenseRank,
        PercentRank,
        CumeDist,
        Ntile,
        Lag,
        Lead,
        FirstValue,
        LastValue,
        NthValue,
    ];
    all.map(ranking).into()
}

pub fn joins() -> Vec<Word> {
    use JoinKind::{Cross, Full, Inner, Left, List, Right};
    let join = |kind: JoinKind| {
        let mut word = word(format!("{kind:?} join"), facts::n.into_ast());
        let mut select = word.statement.into_ast();
        let other = facts::alias("other");
        let condition = facts::id.eq(other.id).into_ast();
        let on = match kind {
            Cross | List => JoinOn::None,
            _ => JoinOn::Condition(condition.clone()),
        };
        select.filter = Some(condition);
        select.items = vec![ast::SelectItem::Expr(Node::Literal(1.into()))];
        select.joins.push(ast::Join { kind, item: Relation::into_from(other), on });
        word.statement = Select::from_ast(*select);
        word
    };
    [Inner, Left, Right, Full, Cross, List].map(join).into()
}

pub fn locks() -> Vec<Word> {
    use LockStrength::{KeyShare, NoKeyUpdate, Share, Update};
    let lock = |strength: LockStrength| {
        let mut word = word(format!("lock {strength:?}"), facts::n.into_ast());
        let mut select = word.statement.into_ast();
        let wait = ast::LockWait::default();
        select.locks.push(ast::Lock { strength, of: Vec::new(), wait });
        word.statement = Select::from_ast(*select);
        word
    };
    [Update, NoKeyUpdate, Share, KeyShare].map(lock).into()
}

/// All words that are neither constructs of the support table nor functions or types.
pub fn others() -> Vec<Word> {
    let dates =
        FIELDS.map(field).into_iter().chain(UNITS.map(truncation)).chain(UNITS.map(shifted));
    dates.chain(aggregates()).chain(rankings()).chain(joins()).chain(locks()).collect()
}
