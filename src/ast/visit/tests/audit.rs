//! An audit of the tables and columns that a statement reads and writes.

use std::collections::BTreeSet;

use super::*;

/// The tables and columns that a statement reads and writes. The name of a CTE is no table.
#[derive(Default)]
struct Audit<'a> {
    ctes: Vec<&'a str>,
    tables_read: BTreeSet<&'a str>,
    tables_written: BTreeSet<&'a str>,
    columns_read: BTreeSet<String>,
    columns_written: BTreeSet<String>,
}

impl<'a> Visit<'a> for Audit<'a> {
    fn visit_statement(&mut self, statement: &'a Statement) {
        let known = self.ctes.len();
        visit::walk_statement(self, statement);
        self.ctes.truncate(known);
    }

    fn visit_query(&mut self, query: &'a Query) {
        let known = self.ctes.len();
        visit::walk_query(self, query);
        self.ctes.truncate(known);
    }

    fn visit_with(&mut self, with: &'a With) {
        for cte in &with.ctes {
            if with.recursive {
                self.ctes.push(cte.name.as_str());
            }
            self.visit_cte(cte);
            self.ctes.push(cte.name.as_str());
        }
    }

    fn visit_table(&mut self, TableRef { table, .. }: &'a TableRef) {
        if table.schema().is_some() || !self.ctes.contains(&table.name()) {
            self.tables_read.insert(table.name());
        }
    }

    fn visit_target_table(&mut self, table: &'a TableRef) {
        self.tables_written.insert(table.table.name());
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.columns_read.insert(column.to_string());
    }

    fn visit_target_column(&mut self, column: &'a ColumnRef) {
        self.columns_written.insert(column.to_string());
    }
}

/// Tables read, tables written, columns read, columns written.
fn audit(statement: impl Into<Statement>) -> [String; 4] {
    let statement = statement.into();
    let mut audit = Audit::default();
    audit.visit_statement(&statement);
    let join = |names: &BTreeSet<&str>| Vec::from_iter(names.iter().copied()).join(" ");
    let columns = |names: &BTreeSet<String>| Vec::from_iter(names.iter().cloned()).join(" ");
    [
        join(&audit.tables_read),
        join(&audit.tables_written),
        columns(&audit.columns_read),
        columns(&audit.columns_written),
    ]
}

fn columns(table: &'static str, names: &[&'static str]) -> Vec<SelectItem> {
    names.iter().map(|name| SelectItem::Expr(Expr::Column(column(table, name)))).collect()
}

#[test]
fn audit_of_an_insert_from_a_select() {
    let mut insert = Insert::new(table("archive"));
    insert.columns = vec![column("archive", "id"), column("archive", "name")];
    let source = Select { items: columns("users", &["id", "name"]), ..from("users") };
    insert.source = InsertSource::Query(Nested::new(source.into()));
    insert.on_conflict = Some(Box::new(OnConflict {
        target: ConflictTarget::Columns(vec![column("archive", "id")]),
        action: ConflictAction::Update {
            assignments: vec![Assignment {
                column: column("archive", "name"),
                value: Expr::Excluded(ColumnRef::named(Some("excluded".into()), "name")),
            }],
            filter: None,
        },
    }));
    insert.returning = columns("archive", &["stamp"]);
    assert_eq!(
        audit(Statement::Insert(Box::new(insert))),
        [
            "users",
            "archive",
            "archive.id archive.stamp excluded.name users.id users.name",
            "archive.id archive.name",
        ],
    );
}

#[test]
fn audit_of_an_update_with_a_subquery() {
    let newest = Select { items: columns("posts", &["id"]), ..from("posts") };
    let mut update = Update::new(table("users"));
    update.assignments = vec![Assignment {
        column: column("users", "last_post"),
        value: Expr::Subquery(Nested::new(newest.into())),
    }];
    update.filter = Some(equal(column("users", "id"), column("users", "parent")));
    assert_eq!(
        audit(Statement::Update(Box::new(update))),
        ["posts", "users", "posts.id users.id users.parent", "users.last_post"],
    );
}

#[test]
fn audit_of_a_delete() {
    let mut delete = Delete::new(table("users"));
    delete.using = Some(FromItem::Table(table("bans")));
    delete.filter = Some(equal(column("users", "id"), column("bans", "user_id")));
    assert_eq!(
        audit(Statement::Delete(Box::new(delete))),
        ["bans", "users", "bans.user_id users.id", ""],
    );
}

#[test]
fn audit_of_ctes_that_read_and_write() {
    let mut gone = Delete::new(table("users"));
    gone.filter = Some(equal(column("users", "id"), column("users", "banned")));
    gone.returning = columns("users", &["name"]);
    // A CTE is known inside its query only: outside, `inner` is a table.
    let inner =
        Select { with: with(vec![cte("inner", Query::from(from("posts")))]), ..from("inner") };
    let select = Select {
        with: with(vec![
            cte("gone", Statement::Delete(Box::new(gone))),
            cte("other", Query::from(inner)),
        ]),
        items: columns("gone", &["name"]),
        joins: vec![
            join(JoinKind::Inner, FromItem::Table(table("other")), Expr::bind(true)),
            join(JoinKind::Inner, FromItem::Table(table("inner")), Expr::bind(true)),
        ],
        ..from("gone")
    };
    assert_eq!(
        audit(Query::from(select)),
        ["inner posts", "users", "gone.name users.banned users.id users.name", ""],
    );
}

#[test]
fn audit_of_a_recursive_cte() {
    let under = Select {
        joins: vec![join(
            JoinKind::Inner,
            FromItem::Table(table("tree")),
            equal(column("parts", "parent"), column("tree", "id")),
        )],
        ..from("parts")
    };
    let body = SetOperation {
        with: None,
        first: Nested::new(from("parts").into()),
        rest: vec![(SetOperator::UnionAll, Nested::new(under.into()))],
        order_by: Vec::new(),
        limit: None,
        offset: None,
    };
    let body = Query::SetOperation(Box::new(body));
    let tree = With { recursive: true, ctes: vec![cte("tree", body)] };
    let select = Select { with: Some(Box::new(tree)), ..from("tree") };
    assert_eq!(audit(Query::from(select)), ["parts", "", "parts.parent tree.id", ""]);
}
