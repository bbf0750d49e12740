//! UPDATE and DELETE of the rows whose key is among those of a query: of the first rows in an order,
//! where a server has no such clauses there, and of rows that are to be told before any is changed.

use super::beside::meets;
use super::{Repeated, key};
use crate::ast::{
    ColumnRef, Cte, Delete, Expr, FromItem, In, InSet, Join, Name, Nested, Operand, OrderItem,
    Query, Select, SelectItem, Statement, TableName, TableRef, Update, Value, Visit, With,
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
    /// The rows of an UPDATE … FROM meet the other tables once more, for the values that it takes
    /// from there.
    pub(in crate::dialect) fn update(&self, update: &Update) -> Option<Update> {
        let Update { table, from, joins, filter, order_by, limit, .. } = update;
        let mut among = self.among(table, (from, joins), filter, order_by, limit)?;
        if from.is_some()
            && let Some(filter) = filter
        {
            if !is_repeatable(from, joins, filter) {
                return None;
            }
            among = filter.clone().and(among);
        }
        Some(Update { filter: Some(among), order_by: Vec::new(), limit: None, ..update.clone() })
    }

    pub(in crate::dialect) fn delete(&self, delete: &Delete) -> Option<Delete> {
        let Delete { table, using, joins, filter, order_by, limit, .. } = delete;
        let filter = Some(self.among(table, (using, joins), filter, order_by, limit)?);
        let (with, returning) = (delete.with.clone(), delete.returning.clone());
        let annotations = delete.annotations.clone();
        Some(Delete { with, filter, returning, annotations, ..Delete::new(table.clone()) })
    }

    /// `key IN (SELECT key FROM table WHERE … ORDER BY … LIMIT …)`. Inside, the table hides the target.
    /// A row counts once, however many rows of the other tables it meets.
    fn among(
        &self,
        table: &TableRef,
        (first, joins): (&Option<FromItem>, &[Join]),
        filter: &Option<Expr>,
        order_by: &[OrderItem],
        limit: &Option<Operand>,
    ) -> Option<Expr> {
        let key = key::of(table, self.row)?;
        let columns = key.iter().cloned().map(|column| SelectItem::Expr(Expr::Column(column)));
        let filter = match first {
            Some(_) if !are_of_table(order_by, table) => return None,
            Some(first) => Some(meets(first, joins, filter)),
            None => filter.clone(),
        };
        let select = Select {
            items: columns.collect(),
            from: Some(FromItem::Table(table.clone())),
            filter,
            order_by: order_by.to_vec(),
            limit: limit.clone(),
            ..Select::default()
        };
        let query = if self.once { of_cte(select) } else { select };
        let set = InSet::Query(Nested::new(query.into()));
        Some(Expr::In(Box::new(In { operand: key::expr(&key).into(), set, negated: false })))
    }
}

/// The rows are told before any is deleted: a limit, though of no use, keeps the query apart.
pub(in crate::dialect) fn delete_by_key(delete: &Delete) -> Option<Delete> {
    let all = || Expr::Literal(Value::Int(i64::MAX)).into();
    let limit = Some(delete.limit.clone().unwrap_or_else(all));
    Limited { row: &[], once: false }.delete(&Delete { limit, ..delete.clone() })
}

/// Whether the rows are sorted by the table's own columns: those of the tables beside it are out of
/// reach.
fn are_of_table(order_by: &[OrderItem], table: &TableRef) -> bool {
    struct Others<'n>(&'n str, bool);
    impl<'a> Visit<'a> for Others<'_> {
        fn visit_query(&mut self, _: &'a Query) {
            self.1 = true;
        }

        fn visit_column(&mut self, column: &'a ColumnRef) {
            self.1 |= column.qualifier() != Some(self.0);
        }
    }
    let mut others = Others(table.visible_name(), false);
    order_by.iter().for_each(|item| others.visit_order_item(item));
    !others.1
}

fn is_repeatable(first: &Option<FromItem>, joins: &[Join], filter: &Expr) -> bool {
    let mut repeated = Repeated { unknown: false, count: 0 };
    first.iter().for_each(|item| repeated.visit_from_item(item));
    joins.iter().for_each(|join| repeated.visit_join(join));
    repeated.visit_expr(filter);
    let items = first.iter().chain(joins.iter().map(|join| &join.item));
    repeated.is_repeatable() && !items.into_iter().any(is_unknown)
}

/// Whether the rows of the item may be others the second time.
fn is_unknown(item: &FromItem) -> bool {
    match item {
        FromItem::Function(_) | FromItem::Raw(_) | FromItem::Sample(_) => true,
        FromItem::Joined(tree) => {
            is_unknown(&tree.first) || tree.joins.iter().any(|join| is_unknown(&join.item))
        }
        _ => false,
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
