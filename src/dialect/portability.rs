//! What a statement leaves to the server's own meaning.

use crate::ast::visit::{
    walk_delete, walk_expr, walk_from_item, walk_insert, walk_select, walk_set_operation,
    walk_truncate_table, walk_update, walk_window,
};
use crate::ast::{
    Aggregate, AggregateFunction, BinaryOp, Collation, ConflictAction, ConflictTarget, DataType,
    Delete, Distinct, Expr, FromItem, Function, InSet, Insert, InsertSource, LetterCase,
    OnConflict, Operand, OrderItem, Select, SelectItem, SetOperation, SetOperator, StatementRef,
    TruncateTable, Update, Value, Visit, WindowSpec,
};
use std::borrow::Cow;
use std::fmt;

/// Something in a statement that servers give meanings of their own.
///
/// Everything else means the same rows on every dialect, or does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeMeaning {
    /// The construct.
    pub construct: Cow<'static, str>,
    /// How its meanings differ.
    pub differs: &'static str,
    /// What to write to have one meaning.
    pub instead: &'static str,
}

impl fmt::Display for NativeMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NativeMeaning { construct, differs, instead } = self;
        write!(f, "{construct}: {differs}; {instead}")
    }
}

const fn native(
    construct: &'static str,
    differs: &'static str,
    instead: &'static str,
) -> NativeMeaning {
    NativeMeaning { construct: Cow::Borrowed(construct), differs, instead }
}

const COLLATION: &str = "the collation of the columns decides: by default MySQL and MariaDB take letters of either case, and é and e, for the same";
const COLLATE: &str =
    "create the table by this crate, or write `.collate(Collation::Binary)` on the text";

const TEXT_COMPARISON: NativeMeaning = native("a comparison of text", COLLATION, COLLATE);
const TEXT_ORDER: NativeMeaning =
    native("an order by text", "the collation of the columns decides, or the database's", COLLATE);
const TEXT_GROUPS: NativeMeaning =
    native("DISTINCT, GROUP BY or a set operation over text", COLLATION, COLLATE);
const NULLS: NativeMeaning = native(
    "an order by what may be NULL",
    "NULLs are the least values on SQLite, MySQL and MariaDB, the greatest on PostgreSQL",
    "write `nulls_first()` or `nulls_last()`",
);
const LIKE: NativeMeaning = native(
    "LIKE",
    "letters of either case are the same on SQLite (ASCII), and by the column's collation on MySQL and MariaDB",
    "write `like_sensitive`, or `ilike`",
);
const LETTERS: NativeMeaning = native(
    "upper and lower case of letters",
    "SQLite knows those of ASCII alone",
    "keep the text in one case, or compare ASCII",
);
const DIVISION: NativeMeaning = native(
    "a division by what may be zero",
    "it is NULL on SQLite, MySQL and MariaDB, an error on PostgreSQL, and on MySQL in a write",
    "divide by `nullif(divisor, 0)`",
);
const ANY_KEY: NativeMeaning = native(
    "an upsert on whichever key",
    "servers differ in which row they change if several keys are met",
    "name the columns of the key in `on_conflict`",
);
const UPDATE_FROM: NativeMeaning = native(
    "an UPDATE from other tables",
    "of several rows that one row of the target meets, each server takes the values of its choice",
    "let each row meet one: group or number those of the other tables in a derived table",
);
const TRUNCATE: NativeMeaning = native(
    "TRUNCATE",
    "MySQL and MariaDB end the transaction and start generated keys anew, and SQLite alone counts the rows",
    "write `delete(table).all_rows()`",
);
const LEFT_ALONE: NativeMeaning = native(
    "the count of an upsert of a query's rows that leaves rows as they are",
    "MySQL and MariaDB count those as well",
    "count the rows by a query, or give them as values",
);
const REPEATED_KEY: NativeMeaning = native(
    "an upsert of several rows that changes the row that is there",
    "a key that two of them have is an error on PostgreSQL, and changed twice elsewhere",
    "give each key once, or upsert one row at a time",
);
const MODIFIER: NativeMeaning = native(
    "REPLACE, IGNORE and OVERRIDING",
    "servers differ in what they do and in which rows they count",
    "write `on_conflict(…)`",
);
const JSON_TEXT: NativeMeaning = native(
    "an object or array of a JSON document as text",
    "spaces, the order of keys and repeated keys are the server's",
    "take it as JSON",
);
const RAW: NativeMeaning = native(
    "SQL text",
    "it is written as it is, and means what the server takes it for",
    "use a construct of this crate, if there is one",
);
const COLLECTED: NativeMeaning = native(
    "a collection without an order",
    "the values come in the order in which the server finds them",
    "write `.order_by(…)` on the aggregate",
);
const ANY_VALUE: NativeMeaning = native(
    "any_value",
    "it is another one on each server where they differ",
    "take the least or the greatest",
);
const FUNCTION: &str = "its meaning is the server's";
const FUNCTION_INSTEAD: &str = "use a function that this crate has by a name of its own, if any";

/// What in the statement has the server's own meaning, each construct once, in the order met.
pub(super) fn native_meanings(statement: StatementRef<'_>) -> Vec<NativeMeaning> {
    let mut found = Found(Vec::new());
    statement.visit(&mut found);
    found.0
}

struct Found(Vec<NativeMeaning>);

impl Found {
    fn add(&mut self, meaning: NativeMeaning) {
        if !self.0.contains(&meaning) {
            self.0.push(meaning);
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        use AggregateFunction as F;
        match aggregate.function {
            F::StringAgg | F::JsonAgg(_) | F::JsonObjectAgg(_) if aggregate.order_by.is_empty() => {
                self.add(COLLECTED);
            }
            F::AnyValue => self.add(ANY_VALUE),
            F::Min | F::Max | F::PercentileDisc | F::Mode
                if aggregate.args.first().is_some_and(|arg| kind(arg) == Kind::Text) =>
            {
                self.add(TEXT_ORDER);
            }
            _ => {}
        }
    }

    fn named(&mut self, what: &str, name: &str) {
        let construct = format!("{what} {name}").into();
        self.add(NativeMeaning { construct, differs: FUNCTION, instead: FUNCTION_INSTEAD });
    }

    /// Operands that are compared with one another.
    fn compared<'a>(&mut self, operands: impl IntoIterator<Item = &'a Operand>) {
        let mut text = false;
        for operand in operands {
            match kind_of_operand(operand) {
                Kind::Binary => return,
                kind => text |= kind == Kind::Text,
            }
        }
        if text {
            self.add(TEXT_COMPARISON);
        }
    }

    fn grouped<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        if exprs.into_iter().any(|expr| kind(expr) == Kind::Text) {
            self.add(TEXT_GROUPS);
        }
    }

    fn order(&mut self, items: &[OrderItem]) {
        for item in items {
            if kind_of_operand(&item.expr) == Kind::Text {
                self.add(TEXT_ORDER);
            }
            if item.nulls.is_none() && may_be_null(&item.expr) {
                self.add(NULLS);
            }
        }
    }

    fn function(&mut self, function: &Function) {
        match function {
            Function::Lower | Function::Upper => self.add(LETTERS),
            Function::Named(name) => self.named("the function", name.as_str()),
            _ => {}
        }
    }
}

impl<'a> Visit<'a> for Found {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Binary { left, op, right } if op.is_comparison() => {
                self.compared([left, right]);
            }
            Expr::Binary {
                op: BinaryOp::Divide | BinaryOp::DivideInt | BinaryOp::Remainder,
                right,
                ..
            } if may_be_zero(right) => self.add(DIVISION),
            Expr::IsDistinct { left, right, .. } => self.compared([left, right]),
            Expr::Between(between) => {
                self.compared([&between.operand, &between.low, &between.high]);
            }
            Expr::In(in_) => match &in_.set {
                InSet::Exprs(exprs) if exprs.iter().any(|expr| kind(expr) == Kind::Binary) => {}
                _ => self.compared([&in_.operand]),
            },
            Expr::Quantified(quantified) => self.compared([&quantified.left]),
            Expr::Like(like) => match like.case {
                LetterCase::Native => self.add(LIKE),
                LetterCase::Insensitive => self.add(LETTERS),
                LetterCase::Sensitive => {}
            },
            Expr::JsonGet(get) if get.as_text => self.add(JSON_TEXT),
            Expr::Call(call) => self.function(&call.function),
            Expr::Aggregate(aggregate) => {
                if let AggregateFunction::Named(name) = &aggregate.function {
                    self.named("the aggregate", name.as_str());
                }
                self.aggregate(aggregate);
                if aggregate.distinct {
                    self.grouped(&aggregate.args);
                }
                self.order(&aggregate.order_by);
            }
            Expr::Collate(collate) => {
                if let Collation::Named(name) = &collate.collation {
                    self.named("the collation", name.as_str());
                }
            }
            Expr::Raw(_) => self.add(RAW),
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_from_item(&mut self, item: &'a FromItem) {
        match item {
            FromItem::Function(function) => self.named("the function", function.name.as_str()),
            FromItem::Raw(_) => self.add(RAW),
            _ => {}
        }
        walk_from_item(self, item);
    }

    fn visit_window(&mut self, spec: &'a WindowSpec) {
        self.grouped(&spec.partition_by);
        self.order(&spec.order_by);
        walk_window(self, spec);
    }

    fn visit_select(&mut self, select: &'a Select) {
        match &select.distinct {
            None => {}
            Some(Distinct::All) => self.grouped(select.items.iter().filter_map(SelectItem::expr)),
            Some(Distinct::On(exprs)) => self.grouped(exprs),
        }
        for item in &select.group_by {
            self.grouped(item.exprs());
        }
        self.order(&select.order_by);
        walk_select(self, select);
    }

    fn visit_set_operation(&mut self, operation: &'a SetOperation) {
        let distinct =
            operation.rest.iter().any(|(operator, _)| *operator != SetOperator::UnionAll);
        if let (true, crate::ast::Query::Select(first)) = (distinct, &*operation.first) {
            self.grouped(first.items.iter().filter_map(SelectItem::expr));
        }
        self.order(&operation.order_by);
        walk_set_operation(self, operation);
    }

    fn visit_insert(&mut self, insert: &'a Insert) {
        if let Some(conflict) = &insert.on_conflict
            && conflict.target == ConflictTarget::AnyKey
        {
            self.add(ANY_KEY);
        }
        let leaves_rows = |conflict: &OnConflict| match &conflict.action {
            ConflictAction::Nothing => true,
            ConflictAction::Update { filter, .. } => filter.is_some(),
        };
        if matches!(insert.source, InsertSource::Query(_))
            && insert.on_conflict.as_deref().is_some_and(leaves_rows)
        {
            self.add(LEFT_ALONE);
        }
        let updates = |conflict: &OnConflict| conflict.action != ConflictAction::Nothing;
        let one_row = matches!(insert.source.row_count(insert.columns.len()), Some(..=1));
        if !one_row && insert.on_conflict.as_deref().is_some_and(updates) {
            self.add(REPEATED_KEY);
        }
        if insert.modifier.is_some() {
            self.add(MODIFIER);
        }
        walk_insert(self, insert);
    }

    fn visit_update(&mut self, update: &'a Update) {
        if update.from.is_some() {
            self.add(UPDATE_FROM);
        }
        self.order(&update.order_by);
        walk_update(self, update);
    }

    fn visit_delete(&mut self, delete: &'a Delete) {
        self.order(&delete.order_by);
        walk_delete(self, delete);
    }

    fn visit_truncate_table(&mut self, truncate: &'a TruncateTable) {
        self.add(TRUNCATE);
        walk_truncate_table(self, truncate);
    }
}

/// What is known of a value, as far as collations go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text, compared by a collation of the server's.
    Text,
    /// Text, compared by code point.
    Binary,
    Other,
}

fn kind_of_operand(operand: &Operand) -> Kind {
    match operand {
        Operand::Column(column) => kind_of_type(column.data_type()),
        Operand::Bind(bind) => kind_of_bind(bind.data_type, &bind.value),
        Operand::Expr(expr) => kind(expr),
    }
}

fn kind_of_type(data_type: Option<&DataType>) -> Kind {
    match data_type {
        Some(DataType::Text | DataType::VarChar(_) | DataType::Char(_)) => Kind::Text,
        _ => Kind::Other,
    }
}

fn kind_of_bind(data_type: Option<&DataType>, value: &Value) -> Kind {
    match (data_type, value) {
        (None, Value::Text(_)) => Kind::Text,
        (data_type, _) => kind_of_type(data_type),
    }
}

fn kind(expr: &Expr) -> Kind {
    match expr {
        Expr::Column(column) => kind_of_type(column.data_type()),
        Expr::Bind(bind) => kind_of_bind(bind.data_type, &bind.value),
        Expr::Literal(value) => kind_of_bind(None, value),
        Expr::Slot(slot) => kind_of_type(slot.data_type),
        Expr::Cast(cast) => kind_of_type(Some(&cast.data_type)),
        Expr::Collate(collate) if collate.collation == Collation::Binary => Kind::Binary,
        Expr::Collate(_) | Expr::Concat(_) => Kind::Text,
        Expr::AsNullable(inner) => kind(inner),
        Expr::Call(call) => match call.function {
            Function::Lower
            | Function::Upper
            | Function::Trim
            | Function::TrimStart
            | Function::TrimEnd
            | Function::Replace
            | Function::Substring => Kind::Text,
            Function::Coalesce | Function::NullIf => {
                call.args.iter().next().map_or(Kind::Other, kind)
            }
            _ => Kind::Other,
        },
        _ => Kind::Other,
    }
}

fn may_be_null(operand: &Operand) -> bool {
    match operand {
        Operand::Column(crate::ast::ColumnRef::Declared { def, .. }) => def.nullable,
        Operand::Column(_) => true,
        Operand::Bind(bind) => bind.value == Value::Null,
        Operand::Expr(expr) => match &**expr {
            Expr::Column(crate::ast::ColumnRef::Declared { def, .. }) => def.nullable,
            Expr::Literal(value) => *value == Value::Null,
            Expr::IsNull { .. } | Expr::IsTruth { .. } | Expr::Exists { .. } => false,
            Expr::Aggregate(aggregate) => aggregate.function != AggregateFunction::Count,
            Expr::Collate(collate) => may_be_null(&collate.operand),
            _ => true,
        },
    }
}

fn may_be_zero(divisor: &Operand) -> bool {
    let is_zero = |value: &Value| match value {
        Value::Int(number) => *number == 0,
        Value::Double(number) => *number == 0.0,
        _ => true,
    };
    match divisor {
        Operand::Column(_) => true,
        Operand::Bind(bind) => is_zero(&bind.value),
        Operand::Expr(expr) => match &**expr {
            Expr::Literal(value) => is_zero(value),
            Expr::Call(call) => call.function != Function::NullIf,
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    table! {
        words {
            id: BigInt [primary_key],
            word: Text,
            size: Nullable<Integer>,
        }
    }

    fn constructs(statement: &impl Compile) -> Vec<String> {
        statement.portability().into_iter().map(|found| found.construct.into_owned()).collect()
    }

    fn of(condition: Condition) -> Vec<String> {
        constructs(&select(words::id).from(words::table).filter(condition))
    }

    #[test]
    fn what_servers_choose_in_a_write() {
        let update = update(words::table).set(words::size, 1);
        assert!(constructs(&update.clone().all_rows()).is_empty());
        let other = words::alias("other");
        let from = update.clone().from(other).filter(other.id.eq(words::id));
        assert_eq!(constructs(&from), ["an UPDATE from other tables"]);
        let first = update.all_rows().order_by(words::size.asc()).limit(1);
        assert_eq!(constructs(&first), ["an order by what may be NULL"]);
        assert_eq!(constructs(&truncate_table(words::table)), ["TRUNCATE"]);
        let insert = insert_into(words::table).columns((words::id, words::word));
        let rows = insert.clone().row((1, "a")).on_conflict(words::id).do_nothing();
        assert!(constructs(&rows).is_empty());
        let twice = insert.clone().rows([(1, "a"), (1, "b")]).on_conflict(words::id);
        let twice = twice.do_update(words::word.set_excluded());
        let several = ["an upsert of several rows that changes the row that is there"];
        assert_eq!(constructs(&twice), several);
        let copied = insert.from_select(select((other.id, other.word)).from(other));
        assert_eq!(constructs(&copied.on_conflict(words::id).do_nothing()).len(), 1);
        let replace = crate::sqlite::or_replace(insert_into(words::table).set(words::id, 1));
        assert_eq!(constructs(&replace), ["REPLACE, IGNORE and OVERRIDING"]);
    }

    #[test]
    fn the_portable_form_is_one_word_away() {
        let binary = || words::word.collate(Collation::Binary);
        assert_eq!(of(words::word.eq("a")), ["a comparison of text"]);
        assert!(of(binary().eq("a")).is_empty());
        assert_eq!(of(words::word.like("a%")), ["LIKE"]);
        assert_eq!(of((words::size / words::id).eq(1)), ["a division by what may be zero"]);
        assert!(of((words::size / 2).eq(1)).is_empty());
        assert!(of((words::size / nullif(words::id, 0)).eq(1)).is_empty());
        assert_eq!(of(lower(words::word).is_null()), ["upper and lower case of letters"]);

        let q = select(words::word).from(words::table);
        assert_eq!(constructs(&q.clone().order_by(words::word)), ["an order by text"]);
        assert!(constructs(&q.clone().order_by(binary())).is_empty());
        let distinct = ["DISTINCT, GROUP BY or a set operation over text"];
        assert_eq!(constructs(&q.clone().distinct()), distinct);
        assert_eq!(constructs(&q.clone().group_by(words::word)), distinct);
        assert_eq!(constructs(&q.clone().union(q)), distinct);
    }

    #[test]
    fn what_is_the_servers_own_is_named_once() {
        let q = select((function::<Text>("soundex", (words::word,)), words::size))
            .from(words::table)
            .filter(sql!("{} GLOB 'a*'", words::word))
            .order_by((words::size, words::size.desc()));
        let expected = ["the function soundex", "SQL text", "an order by what may be NULL"];
        let mut found = constructs(&q);
        found.sort();
        let mut expected = expected.map(str::to_owned);
        expected.sort();
        assert_eq!(found, expected);
        let all = q.portability();
        assert!(all.iter().all(|found| found.to_string().contains(&*found.construct)));
    }

    #[test]
    fn what_is_collected_comes_in_any_order_unless_told() {
        let of = |value: Aggregate<Nullable<Text>>| constructs(&select(value).from(words::table));
        assert_eq!(of(string_agg(words::word, ",")), ["a collection without an order"]);
        let ordered = string_agg(words::word, ",").order_by(words::word.collate(Collation::Binary));
        assert!(of(ordered).is_empty());
        assert_eq!(of(any_value(words::word)), ["any_value"]);
        assert_eq!(of(max(words::word)), ["an order by text"]);
    }
}
