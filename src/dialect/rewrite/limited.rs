//! UPDATE and DELETE of the first rows in an order, for servers that have no such clauses there: of
//! the rows whose key is among those of a query that has them.

use super::key;
use crate::ast::{
    Cte, Delete, Expr, FromItem, In, InSet, Name, Nested, Operand, OrderItem, Query, Select,
    SelectItem, Statement, TableName, TableRef, Update, With,
};

/// How a server is told of the first rows.
pub(in crate::dialect) struct Limited {
    /// What tells rows apart in a table without a declared key.
    pub(in crate::dialect) row: &'static [&'static str],
    /// Whether the query has to be a CTE so that it is carried out once: a join may do so for each
    /// row, and each time choose among rows that are equal in the order.
    pub(in crate::dialect) once: bool,
}

impl Limited {
    pub(in crate::dialect) fn update(&self, update: &Update) -> Option<Update> {
        let Update { table, filter, order_by, limit, .. } = update;
        let filter = Some(self.among(table, filter, order_by, limit)?);
        Some(Update { filter, order_by: Vec::new(), limit: None, ..update.clone() })
    }

    pub(in crate::dialect) fn delete(&self, delete: &Delete) -> Option<Delete> {
        let Delete { table, filter, order_by, limit, .. } = delete;
        let filter = Some(self.among(table, filter, order_by, limit)?);
        Some(Delete { filter, order_by: Vec::new(), limit: None, ..delete.clone() })
    }

    /// `key IN (SELECT key FROM table WHERE … ORDER BY … LIMIT …)`. Inside, the table hides the target.
    fn among(
        &self,
        table: &TableRef,
        filter: &Option<Expr>,
        order_by: &[OrderItem],
        limit: &Option<Operand>,
    ) -> Option<Expr> {
        let key = key::of(table, self.row)?;
        let columns = key.iter().cloned().map(|column| SelectItem::Expr(Expr::Column(column)));
        let select = Select {
            items: columns.collect(),
            from: Some(FromItem::Table(table.clone())),
            filter: filter.clone(),
            order_by: order_by.to_vec(),
            limit: limit.clone(),
            ..Select::default()
        };
        let query = if self.once { of_cte(select) } else { select };
        let set = InSet::Query(Nested::new(query.into()));
        Some(Expr::In(Box::new(In { operand: key::expr(&key).into(), set, negated: false })))
    }
}

/// `WITH first AS MATERIALIZED (query) SELECT * FROM first`.
fn of_cte(select: Select) -> Select {
    let name = Name::new("first rows");
    let body = Nested::new(Statement::Query(Query::from(select)));
    let cte = Cte { name: name.clone(), columns: Vec::new(), body, materialized: Some(true) };
    Select {
        with: Some(Box::new(With { recursive: false, ctes: vec![cte] })),
        items: vec![SelectItem::All(None)],
        from: Some(FromItem::Table(TableRef { table: TableName::named(name), alias: None })),
        ..Select::default()
    }
}
