//! WITH moved from a write to the queries inside it.

use super::{Repeated, all_of, values_by_union};
use crate::ast::visit_mut::walk_from_item;
use crate::ast::{
    ColumnRef, Cte, Derived, Expr, ExprList, FromItem, Insert, InsertSource, Name, Nested, Query,
    Select, SelectItem, Statement, TableRef, Values, Visit, VisitMut, With,
};

/// `INSERT INTO table WITH … SELECT …`; and before each subquery that reads a CTE, if it is read
/// elsewhere as well.
pub(in crate::dialect) fn into_source(insert: &Insert) -> Option<Insert> {
    let with = insert.with.as_ref()?;
    let outside = Insert { with: None, source: InsertSource::DefaultValues, ..insert.clone() };
    let mut outside_reads = Reads::of(with);
    outside_reads.visit_insert(&outside);
    if outside_reads.found {
        return match into_subqueries(&Statement::Insert(insert.clone().into()))? {
            Statement::Insert(insert) => Some(*insert),
            _ => None,
        };
    }
    let query = match &insert.source {
        InsertSource::Query(query) => (**query).clone(),
        InsertSource::Exprs(cells) if !cells.contains(&Expr::Default) => {
            let rows = cells.chunks_exact(insert.columns.len().max(1));
            let rows = rows.map(|row| row.iter().cloned().collect::<ExprList>()).collect();
            let types = insert.columns.iter().map(ColumnRef::data_type).collect();
            values_by_union(&Values { rows, types })?
        }
        _ => return None,
    };
    let source = InsertSource::Query(Nested::new(with_before(with, query)?));
    Some(Insert { with: None, source, ..insert.clone() })
}

/// A write with its WITH before each query in it that reads a CTE.
pub(in crate::dialect) fn into_subqueries(statement: &Statement) -> Option<Statement> {
    let mut statement = statement.clone();
    let with = match &mut statement {
        Statement::Update(update) => update.with.take()?,
        Statement::Delete(delete) => delete.with.take()?,
        Statement::Insert(insert) => insert.with.take()?,
        _ => return None,
    };
    // They are computed more than once from now on: it must be the same each time.
    let mut repeated = Repeated { unknown: false, count: 0 };
    repeated.visit_with(&with);
    if !repeated.is_repeatable() {
        return None;
    }
    let mut push = PushDown { with: *with, failed: false };
    push.visit_statement(&mut statement);
    (!push.failed).then_some(statement)
}

/// The query with these CTEs before it; its own, which may be of the same names, stay inside.
fn with_before(with: &With, query: Query) -> Option<Query> {
    let with = Some(Box::new(with.clone()));
    match query {
        Query::Select(mut select) if select.with.is_none() => {
            select.with = with;
            Some(Query::Select(select))
        }
        Query::SetOperation(mut operation) if operation.with.is_none() => {
            operation.with = with;
            Some(Query::SetOperation(operation))
        }
        query => match all_of(&query) {
            Query::Select(mut select) => {
                select.with = with;
                Some(Query::Select(select))
            }
            _ => None,
        },
    }
}

/// Looks for tables that are CTEs by their names.
struct Reads<'w> {
    ctes: &'w [Cte],
    found: bool,
}

impl<'w> Reads<'w> {
    fn of(with: &'w With) -> Self {
        Reads { ctes: &with.ctes, found: false }
    }

    fn is_cte(&self, table: &TableRef) -> bool {
        let named = |cte: &Cte| cte.name.as_str() == table.table.name();
        table.table.schema().is_none() && self.ctes.iter().any(named)
    }
}

impl<'a> Visit<'a> for Reads<'_> {
    fn visit_table(&mut self, table: &'a TableRef) {
        self.found |= self.is_cte(table);
    }

    fn visit_target_table(&mut self, _: &'a TableRef) {}
}

struct PushDown {
    with: With,
    failed: bool,
}

impl VisitMut for PushDown {
    fn visit_query(&mut self, query: &mut Query) {
        let mut reads = Reads::of(&self.with);
        reads.visit_query(query);
        if !reads.found {
            return;
        }
        let inside = std::mem::replace(query, Query::TooDeep);
        match with_before(&self.with, inside) {
            Some(whole) => *query = whole,
            None => self.failed = true,
        }
    }

    fn visit_from_item(&mut self, item: &mut FromItem) {
        match item {
            FromItem::Table(table) if Reads::of(&self.with).is_cte(table) => {
                let alias = Name::from(table.visible_name().to_owned());
                let from = Some(FromItem::Table(TableRef { alias: None, ..table.clone() }));
                let items = vec![SelectItem::All(None)];
                let with = Some(Box::new(self.with.clone()));
                let query = Query::from(Select { with, items, from, ..Select::default() });
                let query = Nested::new(query);
                let derived = Derived { query, alias, columns: Vec::new(), lateral: false };
                *item = FromItem::Derived(Box::new(derived));
            }
            item => walk_from_item(self, item),
        }
    }

    fn visit_target_table(&mut self, _: &mut TableRef) {}
}
