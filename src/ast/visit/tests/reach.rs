//! Both visitors reach everything, in the order written.

use super::*;
use std::collections::HashSet;
use std::mem::discriminant;

/// Makes names that tell where they were made: m0, m1, m2, …
#[derive(Default)]
struct Marks(usize);

impl Marks {
    fn name(&mut self) -> String {
        self.0 += 1;
        format!("m{}", self.0 - 1)
    }

    fn column(&mut self) -> ColumnRef {
        ColumnRef::named(None, self.name())
    }

    fn expr(&mut self) -> Expr {
        Expr::Column(self.column())
    }

    fn operand(&mut self) -> Operand {
        Operand::Column(self.column())
    }

    fn nested(&mut self) -> Nested<Expr> {
        Nested::new(self.expr())
    }

    fn pair(&mut self) -> ExprList {
        ExprList::pair(self.expr(), self.expr())
    }

    fn value(&mut self) -> Value {
        Value::from(self.name())
    }

    fn table(&mut self) -> TableRef {
        table(self.name())
    }

    fn from(&mut self) -> FromItem {
        FromItem::Table(self.table())
    }

    /// One mark.
    fn query(&mut self) -> Nested<Query> {
        let items = vec![SelectItem::Expr(self.expr())];
        Nested::new(Select { items, ..Select::default() }.into())
    }

    fn item(&mut self) -> SelectItem {
        SelectItem::Labeled(Box::new((self.expr(), "label".into())))
    }

    fn order(&mut self) -> Vec<OrderItem> {
        vec![OrderItem { expr: self.operand(), direction: Direction::Ascending, nulls: None }]
    }

    fn assignment(&mut self) -> Assignment {
        Assignment { column: self.column(), value: self.expr() }
    }

    fn joins(&mut self) -> Vec<Join> {
        let on = |on: JoinOn, item| Join { kind: JoinKind::Inner, item, on };
        let item = self.from();
        let condition = JoinOn::Condition(self.expr());
        vec![on(condition, item), on(JoinOn::Using(vec!["id".into()]), self.from())]
    }

    fn with(&mut self) -> Option<Box<With>> {
        let cte = |body: Statement| Cte {
            name: "cte".into(),
            columns: vec!["id".into()],
            body: Nested::new(body),
            materialized: None,
        };
        let query = cte(Statement::Query(self.query().into_inner()));
        let mut write = Delete::new(self.table());
        write.returning = vec![self.item()];
        let ctes = vec![query, cte(Statement::Delete(Box::new(write)))];
        Some(Box::new(With { recursive: false, ctes }))
    }

    /// Five marks.
    fn aggregate(&mut self) -> Aggregate {
        let mut aggregate = Aggregate::new(AggregateFunction::Sum, self.pair());
        aggregate.order_by = self.order();
        aggregate.order_by.extend(self.order());
        aggregate.filter = Some(self.nested());
        aggregate
    }

    /// Four marks.
    fn window(&mut self) -> WindowSpec {
        WindowSpec {
            base: Some("base".into()),
            partition_by: ExprList::from([self.expr()]),
            order_by: self.order(),
            frame: Some(Frame {
                unit: FrameUnit::Rows,
                start: FrameBound::Preceding(self.operand()),
                end: Some(FrameBound::Following(self.operand())),
                exclude: None,
            }),
        }
    }

    /// What rows may be taken from besides tables, queries and functions.
    fn other_items(&mut self) -> Vec<Join> {
        let rows = |of| FromItem::Rows(Box::new(Rows { of, alias: "rows".into() }));
        let items = [
            rows(RowsOf::Series { start: self.operand(), stop: self.operand(), step: 1 }),
            rows(RowsOf::JsonElements(self.operand())),
            rows(RowsOf::JsonEntries(self.operand())),
            rows(RowsOf::ArrayElements(self.operand())),
            FromItem::Raw(Box::new(RawTable {
                raw: Raw { text: "t({}, {})".into(), holes: self.pair() },
                alias: "raw".into(),
            })),
            FromItem::Sample(Box::new(Sample {
                table: self.table(),
                method: SampleMethod::System,
                percent: self.operand(),
                seed: Some(self.operand()),
            })),
        ];
        let cross = |item| Join { kind: JoinKind::Cross, item, on: JoinOn::None };
        items.into_iter().map(cross).collect()
    }

    fn select(&mut self) -> Select {
        Select {
            with: self.with(),
            distinct: Some(Distinct::On(self.pair())),
            items: vec![SelectItem::Expr(self.expr()), self.item(), SelectItem::All(None)],
            from: Some(FromItem::Joined(Nested::new(JoinTree {
                first: FromItem::Derived(Box::new(Derived {
                    query: self.query(),
                    alias: "derived".into(),
                    columns: Vec::new(),
                    lateral: false,
                })),
                joins: self.joins(),
            }))),
            joins: vec![Join {
                kind: JoinKind::Left,
                item: FromItem::Function(Box::new(TableFunction {
                    name: "unnest".into(),
                    args: self.pair(),
                    alias: "function".into(),
                    columns: Vec::new(),
                    with_ordinality: true,
                    lateral: true,
                })),
                on: JoinOn::Condition(self.expr()),
            }]
            .into_iter()
            .chain(self.other_items())
            .collect(),
            filter: Some(self.expr()),
            group_by: vec![
                GroupItem::Expr(self.expr()),
                GroupItem::Rollup(vec![self.pair(), self.pair()]),
                GroupItem::Cube(vec![self.pair(), self.pair()]),
                GroupItem::Sets(vec![self.pair(), ExprList::new(), self.pair()]),
            ],
            having: Some(self.expr()),
            windows: vec![("w".into(), self.window()), ("v".into(), self.window())],
            qualify: Some(self.expr()),
            order_by: self.order(),
            limit: Some(self.operand()),
            with_ties: false,
            offset: Some(self.operand()),
            locks: vec![Lock {
                strength: LockStrength::Update,
                of: vec!["t".into()],
                wait: LockWait::Wait,
            }],
            annotations: None,
        }
    }

    fn set_operation(&mut self) -> SetOperation {
        let values = |marks: &mut Self| {
            let rows = vec![marks.pair(), marks.pair()];
            Nested::new(Query::Values(Box::new(Values { rows, types: Vec::new() })))
        };
        SetOperation {
            with: self.with(),
            first: self.query(),
            rest: vec![(SetOperator::Union, values(self)), (SetOperator::Except, self.query())],
            order_by: self.order(),
            limit: Some(self.operand()),
            offset: Some(self.operand()),
        }
    }

    fn inserts(&mut self) -> Vec<Insert> {
        let sources: [fn(&mut Self) -> InsertSource; 5] = [
            |marks| InsertSource::Values(vec![marks.value(), marks.value()]),
            |marks| InsertSource::Exprs(vec![marks.expr(), marks.expr()]),
            |marks| InsertSource::Query(marks.query()),
            |_| InsertSource::DefaultValues,
            |_| InsertSource::WrongWidth { row: 0, found: 1 },
        ];
        let insert = |source: fn(&mut Self) -> InsertSource| Insert {
            modifier: None,
            with: self.with(),
            table: self.table(),
            columns: vec![self.column(), self.column()],
            source: source(self),
            on_conflict: Some(Box::new(OnConflict {
                target: ConflictTarget::PartialIndex {
                    columns: vec![self.column(), self.column()],
                    filter: self.expr(),
                },
                action: ConflictAction::Update {
                    assignments: vec![self.assignment(), self.assignment()],
                    filter: Some(self.expr()),
                },
            })),
            returning: vec![self.item()],
            annotations: None,
        };
        sources.map(insert).into()
    }

    fn update(&mut self) -> Update {
        Update {
            with: self.with(),
            table: self.table(),
            assignments: vec![self.assignment(), self.assignment()],
            row_assignments: vec![RowAssignment {
                columns: vec![self.column(), self.column()],
                query: self.query(),
            }],
            from: Some(self.from()),
            joins: self.joins(),
            filter: Some(self.expr()),
            all_rows: false,
            order_by: self.order(),
            limit: Some(self.operand()),
            returning: vec![self.item()],
            annotations: None,
        }
    }

    fn delete(&mut self) -> Delete {
        Delete {
            with: self.with(),
            table: self.table(),
            using: Some(self.from()),
            joins: self.joins(),
            filter: Some(self.expr()),
            all_rows: false,
            order_by: self.order(),
            limit: Some(self.operand()),
            returning: vec![self.item()],
            annotations: None,
        }
    }

    fn merge(&mut self) -> Merge {
        let arm = |when, filter, action| MergeArm { when, filter, action };
        Merge {
            with: self.with(),
            table: self.table(),
            source: self.from(),
            on: self.expr(),
            arms: vec![
                arm(
                    MergeWhen::Matched,
                    Some(self.expr()),
                    MergeAction::Update(vec![self.assignment()]),
                ),
                arm(MergeWhen::NotMatched, None, MergeAction::Insert(vec![self.assignment()])),
                arm(MergeWhen::NotMatchedBySource, Some(self.expr()), MergeAction::Delete),
                arm(MergeWhen::Matched, None, MergeAction::Nothing),
            ],
            returning: vec![self.item()],
            annotations: None,
        }
    }

    fn truncate_table(&mut self) -> TruncateTable {
        let table = self.table();
        TruncateTable { table, restart_identity: false, cascade: false, annotations: None }
    }

    fn statements(&mut self) -> Vec<Statement> {
        let mut statements = vec![
            Statement::Query(self.select().into()),
            Statement::Query(Query::SetOperation(Box::new(self.set_operation()))),
            Statement::Query(Query::TooDeep),
            Statement::Update(Box::new(self.update())),
            Statement::Delete(Box::new(self.delete())),
            Statement::Merge(Box::new(self.merge())),
            Statement::TruncateTable(Box::new(self.truncate_table())),
        ];
        statements.extend(self.inserts().into_iter().map(|i| Statement::Insert(Box::new(i))));
        statements
    }
}

/// An expression of each variant, and how many columns and values lie in it.
fn every_expr(m: &mut Marks) -> Vec<(Expr, usize)> {
    let slot = Slot { name: "slot".into(), data_type: None };
    let in_ = |operand, set| Expr::In(Box::new(In { operand, set, negated: false }));
    let quantified = |left, right| {
        let (op, quantifier) = (BinaryOp::Eq, Quantifier::Any);
        Expr::Quantified(Box::new(Quantified { left, op, quantifier, right }))
    };
    let window = |function, over| Expr::Window(Box::new(WindowCall { function, over }));
    let case = |operand, arms, otherwise| Expr::Case(Box::new(Case { operand, arms, otherwise }));
    vec![
        (m.expr(), 1),
        (Expr::bind(m.value()), 1),
        (Expr::Literal(m.value()), 1),
        (Expr::Slot(Box::new(slot)), 0),
        (Expr::Unary { op: UnaryOp::Negate, operand: m.operand() }, 1),
        (Expr::binary(m.expr(), BinaryOp::Add, Expr::bind(m.value())), 2),
        (Expr::Not(m.nested()), 1),
        (Expr::And(m.pair()), 2),
        (Expr::Or(m.pair()), 2),
        (Expr::Concat(m.pair()), 2),
        (Expr::IsNull { operand: m.operand(), negated: false }, 1),
        (Expr::IsTruth { operand: m.operand(), truth: Truth::True, negated: false }, 1),
        (Expr::IsDistinct { left: m.operand(), right: m.operand(), negated: false }, 2),
        (
            Expr::Between(Box::new(Between {
                operand: m.operand(),
                low: m.operand(),
                high: m.operand(),
                negated: false,
                symmetric: false,
            })),
            3,
        ),
        (
            Expr::Like(Box::new(Like {
                operand: m.operand(),
                pattern: m.operand(),
                escape: None,
                case: LetterCase::Native,
                negated: false,
            })),
            2,
        ),
        (
            in_(m.operand(), InSet::Values { values: vec![m.value(), m.value()], data_type: None }),
            3,
        ),
        (in_(m.operand(), InSet::Exprs(m.pair())), 3),
        (in_(m.operand(), InSet::Query(m.query())), 2),
        (in_(m.operand(), InSet::Array(m.operand())), 2),
        (Expr::Exists { query: m.query(), negated: false }, 1),
        (Expr::Subquery(m.query()), 1),
        (quantified(m.operand(), QuantifiedSet::Query(m.query())), 2),
        (quantified(m.operand(), QuantifiedSet::Array(m.operand())), 2),
        (Expr::Row(m.pair()), 2),
        (case(None, vec![(m.operand(), m.operand())], None), 2),
        (
            case(
                Some(m.operand()),
                vec![(m.operand(), m.operand()), (m.operand(), m.operand())],
                Some(m.operand()),
            ),
            6,
        ),
        (Expr::Cast(Box::new(Cast { operand: m.operand(), data_type: DataType::Text })), 1),
        (
            Expr::Collate(Box::new(Collate { operand: m.operand(), collation: Collation::Binary })),
            1,
        ),
        (Expr::Call(Box::new(Call { function: Function::Coalesce, args: m.pair() })), 2),
        (Expr::Aggregate(Box::new(m.aggregate())), 5),
        (window(WindowFunction::Aggregate(m.aggregate()), Over::Named("w".into())), 5),
        (
            window(
                WindowFunction::Ranking { function: RankingFunction::Lag, args: m.pair() },
                Over::Spec(m.window()),
            ),
            6,
        ),
        (Expr::Extract(Box::new(Extract { field: DateField::Day, operand: m.operand() })), 1),
        (Expr::Truncate(Box::new(Truncate { unit: DateUnit::Day, operand: m.operand() })), 1),
        (
            Expr::Shift(Box::new(Shift {
                operand: m.operand(),
                amount: m.operand(),
                unit: DateUnit::Day,
            })),
            2,
        ),
        (
            Expr::FormatDate(Box::new(FormatDate {
                operand: m.operand(),
                parts: vec![DatePart::Year],
            })),
            1,
        ),
        (
            Expr::JsonGet(Box::new(JsonGet {
                document: m.operand(),
                path: vec![JsonStep::Index(0)],
                as_text: false,
            })),
            1,
        ),
        (
            Expr::JsonChange(Box::new(JsonChange {
                document: m.operand(),
                path: vec![JsonStep::Index(0)],
                action: JsonAction::Set(m.operand()),
            })),
            2,
        ),
        (Expr::Array(m.pair()), 2),
        (Expr::Grouping(m.pair()), 2),
        (Expr::Default, 0),
        (Expr::Excluded(m.column()), 1),
        (Expr::Version(RowVersion::Old, m.column()), 1),
        (Expr::AsNullable(m.nested()), 1),
        (Expr::Raw(Box::new(Raw { text: "{} {}".into(), holes: m.pair() })), 2),
        (Expr::TooDeep, 0),
    ]
}

/// The marks that the node's Debug form shows: all there are.
fn marks_in(node: &impl std::fmt::Debug) -> Vec<String> {
    let text = format!("{node:?}");
    text.split('"').filter(|piece| is_mark(piece)).map(String::from).collect()
}

fn is_mark(name: &str) -> bool {
    name.strip_prefix('m').is_some_and(|number| number.parse::<usize>().is_ok())
}

/// The marks that a visitor reaches.
#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    fn see_column(&mut self, column: &ColumnRef) {
        self.0.push(column.name().into());
    }

    fn see_table(&mut self, table: &TableRef) {
        self.0.push(table.table.name().into());
    }

    fn see_value(&mut self, value: &Value) {
        if let Value::Text(text) = value {
            self.0.push(text.clone());
        }
    }
}

impl Visit<'_> for Found {
    fn visit_column(&mut self, column: &ColumnRef) {
        self.see_column(column);
    }
    fn visit_table(&mut self, table: &TableRef) {
        self.see_table(table);
    }
    fn visit_value(&mut self, value: &Value) {
        self.see_value(value);
    }
}

impl VisitMut for Found {
    fn visit_column(&mut self, column: &mut ColumnRef) {
        self.see_column(column);
    }
    fn visit_table(&mut self, table: &mut TableRef) {
        self.see_table(table);
    }
    fn visit_value(&mut self, value: &mut Value) {
        self.see_value(value);
    }
}

/// Wraps every column that is an expression.
#[derive(Default)]
struct Wrap(usize);

impl VisitMut for Wrap {
    fn visit_expr(&mut self, expr: &mut Expr) {
        visit_mut::walk_expr(self, expr);
        if let Expr::Column(column) = expr {
            *expr = Expr::Not(Nested::new(Expr::Column(column.clone())));
            self.0 += 1;
        }
    }
}

/// Counts the columns that are expressions.
#[derive(Default)]
struct Columns(usize);

impl Visit<'_> for Columns {
    fn visit_expr(&mut self, expr: &Expr) {
        self.0 += usize::from(matches!(expr, Expr::Column(_)));
        visit::walk_expr(self, expr);
    }
    fn visit_operand(&mut self, operand: &Operand) {
        self.0 += usize::from(matches!(operand, Operand::Column(_)));
        visit::walk_operand(self, operand);
    }
}

#[test]
fn every_child_of_every_expression_is_reached() {
    let mut kinds = HashSet::new();
    for (expr, children) in every_expr(&mut Marks::default()) {
        kinds.insert(discriminant(&expr));
        let marks = marks_in(&expr);
        assert_eq!(marks.len(), children, "the case itself: {expr:?}");

        let mut found = Found::default();
        Visit::visit_expr(&mut found, &expr);
        assert_eq!(found.0, marks, "read: {expr:?}");

        let mut found = Found::default();
        let same = expr.transformed(&mut found);
        assert_eq!(found.0, marks, "changed: {expr:?}");
        assert_eq!(same, expr);
    }
    assert_eq!(kinds.len(), 40, "a variant of Expr has no case");
}

#[test]
fn every_child_of_every_statement_is_reached_in_the_order_written() {
    for statement in Marks::default().statements() {
        let marks = marks_in(&statement);

        let mut found = Found::default();
        Visit::visit_statement(&mut found, &statement);
        assert_eq!(found.0, marks, "read: {statement:#?}");

        let mut found = Found::default();
        StatementRef::from(&statement).visit(&mut found);
        assert_eq!(found.0, marks, "from a reference: {statement:#?}");

        let mut found = Found::default();
        let same = statement.transformed(&mut found);
        assert_eq!(found.0, marks, "changed: {statement:#?}");
        assert_eq!(same, statement);
    }
}

#[test]
fn every_expression_can_be_replaced() {
    let mut marks = Marks::default();
    let mut select = marks.select();
    select.items.extend(every_expr(&mut marks).into_iter().map(|(e, _)| SelectItem::Expr(e)));
    let mut statements = marks.statements();
    statements.push(Statement::Query(select.into()));

    for statement in statements {
        let mut columns = Columns::default();
        columns.visit_statement(&statement);
        let mut wrap = Wrap::default();
        let wrapped = statement.transformed(&mut wrap);
        assert_eq!(wrap.0, columns.0);
        assert_eq!(marks_in(&wrapped), marks_in(&statement));
        let nots = |statement| format!("{statement:?}").matches("Not(").count();
        assert_eq!(nots(&wrapped), nots(&statement) + columns.0);
    }
}

#[test]
fn an_operand_that_becomes_a_leaf_loses_its_box() {
    struct Unwrap;
    impl VisitMut for Unwrap {
        fn visit_expr(&mut self, expr: &mut Expr) {
            visit_mut::walk_expr(self, expr);
            if let Expr::Not(inner) = expr {
                *expr = (**inner).clone();
            }
        }
    }
    let column = || Expr::Column(ColumnRef::named(None, "a"));
    let boxed = Expr::binary(column().negate(), BinaryOp::Eq, Expr::bind(1).negate());
    let plain = Expr::binary(column(), BinaryOp::Eq, Expr::bind(1));
    assert_eq!(boxed.transformed(&mut Unwrap), plain);
}

#[test]
fn visitors_are_objects_too() {
    let mut select = Marks::default().select();
    let mut plugins: Vec<Box<dyn VisitMut>> = vec![Box::new(Wrap(0)), Box::new(Wrap(0))];
    for plugin in &mut plugins {
        select.transform(plugin.as_mut());
    }
    let mut columns = Columns::default();
    let reader: &mut dyn Visit = &mut columns;
    StatementRef::from(&select).visit(reader);
    assert!(columns.0 > 0);
}
