//! A tenant filter.

use super::*;

/// Shows a statement the rows of one tenant only.
struct Tenant {
    id: i64,
    tables: &'static [&'static str],
}

impl Tenant {
    fn condition(&self, table: &TableRef) -> Option<Expr> {
        let name = Name::from(String::from(table.visible_name()));
        let column = Expr::Column(ColumnRef::named(Some(name), "tenant_id"));
        let condition = Expr::binary(column, BinaryOp::Eq, Expr::bind(self.id));
        self.tables.contains(&table.table.name()).then_some(condition)
    }

    /// The conditions for WHERE. The optional side of a LEFT JOIN gets its own into ON. (RIGHT and
    /// FULL are not told apart here: this one has no use for them.)
    fn conditions(&self, first: &mut FromItem, joins: &mut [Join]) -> Vec<Expr> {
        let mut all = self.of_item(first);
        for join in joins {
            let conditions = self.of_item(&mut join.item);
            match (join.kind, &mut join.on) {
                (JoinKind::Left, JoinOn::Condition(on)) => add(on, conditions),
                _ => all.extend(conditions),
            }
        }
        all
    }

    fn of_item(&self, item: &mut FromItem) -> Vec<Expr> {
        let mut all = Vec::new();
        match item {
            FromItem::Table(table) => all.extend(self.condition(table)),
            FromItem::Joined(tree) => tree.update(|tree| {
                all = self.conditions(&mut tree.first, &mut tree.joins);
            }),
            FromItem::Derived(_) | FromItem::Function(_) => {}
            FromItem::Rows(_) | FromItem::Raw(_) | FromItem::Sample(_) => {}
        }
        all
    }

    fn of_clause(&self, first: &mut Option<FromItem>, joins: &mut [Join]) -> Vec<Expr> {
        first.as_mut().map_or_else(Vec::new, |first| self.conditions(first, joins))
    }
}

fn add(condition: &mut Expr, more: Vec<Expr>) {
    let old = std::mem::replace(condition, Expr::Default);
    *condition = more.into_iter().fold(old, Expr::and);
}

fn add_to(filter: &mut Option<Expr>, more: Vec<Expr>) {
    *filter = filter.take().into_iter().chain(more).reduce(Expr::and);
}

impl VisitMut for Tenant {
    fn visit_select(&mut self, select: &mut Select) {
        visit_mut::walk_select(self, select);
        let conditions = self.of_clause(&mut select.from, &mut select.joins);
        add_to(&mut select.filter, conditions);
    }

    fn visit_update(&mut self, update: &mut Update) {
        visit_mut::walk_update(self, update);
        add_to(&mut update.filter, Vec::from_iter(self.condition(&update.table)));
        let conditions = self.of_clause(&mut update.from, &mut update.joins);
        add_to(&mut update.filter, conditions);
    }

    fn visit_delete(&mut self, delete: &mut Delete) {
        visit_mut::walk_delete(self, delete);
        add_to(&mut delete.filter, Vec::from_iter(self.condition(&delete.table)));
        let conditions = self.of_clause(&mut delete.using, &mut delete.joins);
        add_to(&mut delete.filter, conditions);
    }
}

const TENANT: Tenant = Tenant { id: 7, tables: &["users", "posts"] };

fn ours(table: &'static str) -> Expr {
    Expr::binary(Expr::Column(column(table, "tenant_id")), BinaryOp::Eq, Expr::bind(7))
}

fn where_ours(mut select: Select, table: &'static str) -> Select {
    select.filter = select.filter.into_iter().chain([ours(table)]).reduce(Expr::and);
    select
}

#[test]
fn tenant_filter_of_a_select_and_its_joins() {
    let on = || equal(column("u", "id"), column("p", "user_id"));
    let tree = |on: Expr| {
        let first = FromItem::Table(table("tags"));
        let joins = vec![join(JoinKind::Left, aliased("posts", "q"), on)];
        FromItem::Joined(Nested::new(JoinTree { first, joins }))
    };
    let query = |left: Expr, inside: Expr, filter: Option<Expr>| Select {
        from: Some(aliased("users", "u")),
        joins: vec![
            join(JoinKind::Left, aliased("posts", "p"), left),
            join(JoinKind::Inner, aliased("users", "v"), on()),
            join(JoinKind::Left, tree(inside), on()),
            join(JoinKind::Inner, aliased("countries", "c"), on()),
        ],
        filter,
        ..Select::default()
    };
    assert_eq!(
        query(on(), on(), None).transformed(&mut { TENANT }),
        query(on().and(ours("p")), on().and(ours("q")), Some(ours("u").and(ours("v")))),
    );
}

#[test]
fn tenant_filter_inside_subqueries_ctes_and_set_operations() {
    let statement = |users: Select, posts: Select, countries: Select, derived: Select| {
        let filter = Expr::Exists { query: Nested::new(posts.into()), negated: false };
        let first = Select {
            from: Some(FromItem::Derived(Box::new(Derived {
                query: Nested::new(derived.into()),
                alias: "d".into(),
                columns: Vec::new(),
                lateral: false,
            }))),
            filter: Some(filter.clone().or(filter)),
            ..Select::default()
        };
        Statement::Query(Query::SetOperation(Box::new(SetOperation {
            with: with(vec![cte("recent", Query::from(users.clone()))]),
            first: Nested::new(first.into()),
            rest: vec![
                (SetOperator::UnionAll, Nested::new(from("recent").into())),
                (SetOperator::UnionAll, Nested::new(users.into())),
                (SetOperator::Except, Nested::new(countries.into())),
            ],
            order_by: Vec::new(),
            limit: None,
            offset: None,
        })))
    };
    let plain = statement(from("users"), from("posts"), from("countries"), from("users"));
    let filtered = statement(
        where_ours(from("users"), "users"),
        where_ours(from("posts"), "posts"),
        from("countries"),
        where_ours(from("users"), "users"),
    );
    let before = plain.clone();
    assert_eq!(plain.transformed(&mut { TENANT }), filtered);
    assert_eq!(plain, before, "the statement itself is as it was");
}

#[test]
fn tenant_filter_of_update_and_delete() {
    let by_id = || equal(column("users", "id"), column("posts", "user_id"));
    let has_post =
        |posts: Select| Expr::Exists { query: Nested::new(posts.into()), negated: false };

    let update = |value: Select, filter: Expr| {
        let mut update = Update::new(table("users"));
        let value = Expr::Subquery(Nested::new(value.into()));
        update.assignments = vec![Assignment { column: column("users", "last"), value }];
        update.from = Some(FromItem::Table(table("posts")));
        update.filter = Some(filter);
        update
    };
    assert_eq!(
        update(from("posts"), by_id()).transformed(&mut { TENANT }),
        update(where_ours(from("posts"), "posts"), by_id().and(ours("users")).and(ours("posts")),),
    );

    let delete = |filter: Option<Expr>| Delete { filter, ..Delete::new(table("users")) };
    assert_eq!(delete(None).transformed(&mut { TENANT }), delete(Some(ours("users"))));
    assert_eq!(
        delete(Some(has_post(from("posts")))).transformed(&mut { TENANT }),
        delete(Some(has_post(where_ours(from("posts"), "posts")).and(ours("users")))),
    );
}
