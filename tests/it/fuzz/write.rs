//! Statements that write, grown by choices. What they did is told by the rows of the table then.

use aludel::ast::{
    self, Assignment, ConflictAction, ConflictTarget, Delete, Expr as Node, FromItem, Insert,
    InsertSource, OnConflict, Statement, Update, Value,
};

use super::data::{COLUMNS, Column, TABLES};
use super::kind::{EXTREME, Kind, Typed};
use super::select::{by_bytes, column, columns_of, table};
use super::tree::Grower;
use crate::engines::Plain;

fn reference(name: &str) -> ast::ColumnRef {
    ast::ColumnRef::named(None, name.to_owned())
}

/// An INSERT of whole rows.
pub fn insert_of(name: &'static str, rows: Vec<Vec<Value>>) -> Plain {
    let mut insert = Insert::new(table(name, None));
    insert.columns = COLUMNS.iter().map(|column| reference(column.name)).collect();
    insert.source = InsertSource::Values(rows.into_iter().flatten().collect());
    Plain(Statement::Insert(Box::new(insert)))
}

impl Grower {
    /// INSERT, UPDATE or DELETE of the first table.
    pub fn write(&mut self) -> Statement {
        let mut statement = match self.choices.below(4) {
            0 => self.delete(),
            1 => self.update(),
            2 => self.insert(),
            _ => self.upsert(),
        };
        if self.choices.one_in(6) {
            let returning = columns_of(TABLES[0]).into_iter().map(|column| by_bytes(column).node);
            let returning = returning.map(ast::SelectItem::Expr).collect();
            match &mut statement {
                Statement::Delete(delete) => delete.returning = returning,
                Statement::Update(update) => update.returning = returning,
                Statement::Insert(insert) => insert.returning = returning,
                _ => {}
            }
        }
        statement
    }

    /// Whether the statement yields rows.
    pub fn returns(statement: &Statement) -> bool {
        match statement {
            Statement::Delete(delete) => !delete.returning.is_empty(),
            Statement::Update(update) => !update.returning.is_empty(),
            Statement::Insert(insert) => !insert.returning.is_empty(),
            _ => false,
        }
    }

    fn delete(&mut self) -> Statement {
        let mut delete = Delete::new(table(TABLES[0], None));
        self.scope = columns_of(TABLES[0]);
        if self.choices.one_in(5) {
            delete.using = Some(self.other());
            let same = self.same_id();
            delete.filter = Some(same.and(self.condition(2)));
        } else {
            delete.filter = Some(self.condition(3));
            if self.choices.one_in(5) {
                delete.order_by = vec![self.order(column(None, "id"))];
                delete.limit = Some(Node::bind(2i64).into());
            }
        }
        Statement::Delete(Box::new(delete))
    }

    fn update(&mut self) -> Statement {
        let mut update = Update::new(table(TABLES[0], None));
        self.scope = columns_of(TABLES[0]);
        let filter = if self.choices.one_in(5) {
            update.from = Some(self.other());
            self.same_id().and(self.condition(1))
        } else {
            self.condition(2)
        };
        update.filter = Some(filter);
        update.assignments = self.assignments(2);
        Statement::Update(Box::new(update))
    }

    /// The second table, of whose rows one at most has the `id` of a row of the first.
    fn other(&mut self) -> FromItem {
        self.scope.extend(columns_of("other"));
        FromItem::Table(table(TABLES[1], Some("other")))
    }

    fn same_id(&self) -> Node {
        let id = |table| column(Some(table), "id");
        Node::binary(id(TABLES[0]), ast::BinaryOp::Eq, id("other"))
    }

    fn assignments(&mut self, depth: usize) -> Vec<Assignment> {
        let start = self.choices.below(COLUMNS.len() - 1);
        let mut columns = COLUMNS.iter().skip(1).cycle().skip(start).step_by(3);
        let mut assign = |this: &mut Self| {
            let column = columns.next().expect("there is no end");
            let value = this.value_for(column, depth);
            Assignment { column: reference(column.name), value }
        };
        let mut assignments = vec![assign(self)];
        assignments.extend(self.parts(2, assign));
        assignments
    }

    /// An expression that the column can hold.
    fn value_for(&mut self, column: &Column, depth: usize) -> Node {
        let mut value = self.expr(column.kind, depth);
        if column.kind == Kind::Int && value.size >= EXTREME && column.name != "e" {
            value = Typed { node: Node::bind(7i64), ..value };
        }
        if !column.is_nullable() {
            let call = ast::Call {
                function: ast::Function::Coalesce,
                args: [value.node, column.some()].into(),
            };
            return Node::Call(Box::new(call));
        }
        value.node
    }

    /// Rows with keys of their own, by values or from a query.
    fn insert(&mut self) -> Statement {
        let mut insert = Insert::new(table(TABLES[0], None));
        insert.columns = COLUMNS.iter().map(|column| reference(column.name)).collect();
        let from_query = self.choices.one_in(2);
        if from_query {
            self.scope = columns_of(TABLES[1]);
        }
        let mut row = |id: Node| {
            let rest = COLUMNS.iter().skip(1).map(|column| self.value_for(column, 1));
            std::iter::once(id).chain(rest).collect::<Vec<Node>>()
        };
        insert.source = if from_query {
            let id = Node::binary(
                column(Some(TABLES[1]), "id"),
                ast::BinaryOp::Add,
                Node::Literal(1_000.into()),
            );
            let items = row(id).into_iter().map(ast::SelectItem::Expr).collect();
            let from = Some(FromItem::Table(table(TABLES[1], None)));
            let select = ast::Select { items, from, ..ast::Select::default() };
            InsertSource::Query(ast::Nested::new(select.into()))
        } else {
            let rows = [row(Node::bind(1_001i64)), row(Node::bind(1_002i64))];
            InsertSource::Exprs(rows.into_iter().flatten().collect())
        };
        Statement::Insert(Box::new(insert))
    }

    /// Rows of which some meet one with the same key.
    fn upsert(&mut self) -> Statement {
        let mut insert = Insert::new(table(TABLES[0], None));
        insert.columns = COLUMNS.iter().map(|column| reference(column.name)).collect();
        let mut rows = Vec::new();
        for id in [1i64, 2, 1_000] {
            rows.push(Node::bind(id));
            rows.extend(COLUMNS.iter().skip(1).map(|column| column.some()));
        }
        insert.source = InsertSource::Exprs(rows);
        let action = if self.choices.one_in(3) {
            ConflictAction::Nothing
        } else {
            self.scope = columns_of(TABLES[0]);
            self.scope.extend(COLUMNS.iter().map(|column| Typed {
                node: Node::Excluded(reference(column.name)),
                kind: column.kind,
                size: column.size,
            }));
            self.queries = 0;
            let filter = self.choices.one_in(3).then(|| self.condition(1));
            ConflictAction::Update { assignments: self.assignments(1), filter }
        };
        let target = ConflictTarget::Columns(vec![reference("id")]);
        insert.on_conflict = Some(Box::new(OnConflict { target, action }));
        Statement::Insert(Box::new(insert))
    }

    /// The rows of the first table, each column by its bytes.
    pub fn read_back() -> Statement {
        let items = columns_of(TABLES[0]).into_iter().map(|column| by_bytes(column).node);
        let id = ast::OrderItem {
            expr: column(None, "id").into(),
            direction: ast::Direction::Ascending,
            nulls: None,
        };
        let select = ast::Select {
            items: items.map(ast::SelectItem::Expr).collect(),
            from: Some(FromItem::Table(table(TABLES[0], None))),
            order_by: vec![id],
            ..ast::Select::default()
        };
        Statement::Query(select.into())
    }
}
