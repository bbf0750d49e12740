//! That both visitors reach everything, and two things they are for.

mod audit;
mod depth;
mod reach;
mod tenant;

use super::super::*;

fn table(name: impl Into<Name>) -> TableRef {
    TableRef { table: TableName::named(name), alias: None }
}

fn aliased(name: &'static str, alias: &'static str) -> FromItem {
    FromItem::Table(TableRef { alias: Some(alias.into()), ..table(name) })
}

fn column(table: &'static str, name: &'static str) -> ColumnRef {
    ColumnRef::named(Some(table.into()), name)
}

fn equal(left: ColumnRef, right: ColumnRef) -> Expr {
    Expr::binary(Expr::Column(left), BinaryOp::Eq, Expr::Column(right))
}

fn from(name: &'static str) -> Select {
    Select { from: Some(FromItem::Table(table(name))), ..Select::default() }
}

fn join(kind: JoinKind, item: FromItem, on: Expr) -> Join {
    Join { kind, item, on: JoinOn::Condition(on) }
}

fn cte(name: &'static str, body: impl Into<Statement>) -> Cte {
    let body = Nested::new(body.into());
    Cte { name: name.into(), columns: Vec::new(), body, materialized: None }
}

fn with(ctes: Vec<Cte>) -> Option<Box<With>> {
    Some(Box::new(With { recursive: false, ctes }))
}
