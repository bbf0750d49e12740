//! No statement is too deep to walk, and none becomes so.

use super::*;

/// Counts the statements and queries that are reached.
#[derive(Default)]
struct Levels(u16);

impl Visit<'_> for Levels {
    fn visit_query(&mut self, query: &Query) {
        self.0 += 1;
        visit::walk_query(self, query);
    }
    fn visit_update(&mut self, update: &Update) {
        self.0 += 1;
        visit::walk_update(self, update);
    }
}

impl VisitMut for Levels {
    fn visit_query(&mut self, query: &mut Query) {
        self.0 += 1;
        visit_mut::walk_query(self, query);
    }
    fn visit_update(&mut self, update: &mut Update) {
        self.0 += 1;
        visit_mut::walk_update(self, update);
    }
}

/// Nests a statement as deep as it may be, each level inside the one that follows.
fn deep(level: impl Fn(Statement) -> Statement) -> Statement {
    let mut deepest = Statement::Query(Select::default().into());
    loop {
        let next = level(deepest.clone());
        if next.depth() < deepest.depth() {
            return deepest;
        }
        deepest = next;
    }
}

#[test]
fn the_deepest_statement_is_walked_on_a_stack_of_two_megabytes() {
    fn query(statement: Statement) -> Nested<Query> {
        match statement {
            Statement::Query(query) => Nested::new(query),
            _ => unreachable!(),
        }
    }
    let in_expr = deep(|inner| {
        let operand = Expr::Subquery(query(inner)).into();
        let filter = Some(Expr::IsNull { operand, negated: false });
        Statement::Query(Select { filter, ..Select::default() }.into())
    });
    let in_window = deep(|inner| {
        let frame = Frame {
            unit: FrameUnit::Rows,
            start: FrameBound::Preceding(Expr::Subquery(query(inner)).into()),
            end: None,
            exclude: None,
        };
        let window = WindowSpec { frame: Some(frame), ..WindowSpec::default() };
        let function =
            WindowFunction::Ranking { function: RankingFunction::Rank, args: ExprList::new() };
        let call = Expr::Window(Box::new(WindowCall { function, over: Over::Spec(window) }));
        let items = vec![SelectItem::Expr(call)];
        Statement::Query(Select { items, ..Select::default() }.into())
    });
    let in_with = deep(|inner| {
        let body = Nested::new(inner);
        let cte = Cte { name: "a".into(), columns: Vec::new(), body, materialized: None };
        let mut update = Update::new(table("t"));
        update.with = Some(Box::new(With { recursive: false, ctes: vec![cte] }));
        Statement::Update(Box::new(update))
    });
    let in_from = deep(|inner| {
        let query = query(inner);
        let derived = Derived { query, alias: "a".into(), columns: Vec::new(), lateral: false };
        let item = FromItem::Derived(Box::new(derived));
        let join = Join { kind: JoinKind::Cross, item, on: JoinOn::None };
        let joins = vec![join];
        Statement::Query(Select { joins, ..Select::default() }.into())
    });
    for statement in [in_expr, in_window, in_with, in_from] {
        let walk = move || {
            let (mut read, mut changed) = (Levels::default(), Levels::default());
            Visit::visit_statement(&mut read, &statement);
            assert_eq!(statement.transformed(&mut changed), statement);
            assert_eq!(read.0, changed.0);
            read.0
        };
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(walk);
        assert!(thread.unwrap().join().unwrap() >= MAX_DEPTH / 2);
    }
}

#[test]
fn a_tree_that_grows_too_deep_is_cut_off() {
    /// Makes every level two.
    struct Double;
    impl VisitMut for Double {
        fn visit_expr(&mut self, expr: &mut Expr) {
            visit_mut::walk_expr(self, expr);
            *expr = std::mem::replace(expr, Expr::Default).negate();
        }
    }
    let deep = (1..MAX_DEPTH).fold(Expr::bind(1), |expr, _| expr.negate());
    let cut = deep.transformed(&mut Double);
    assert!(cut.depth() <= MAX_DEPTH);
    assert!(format!("{cut:?}").contains("TooDeep"));
}
