//! Queries, grown by choices: of given types, so that each may stand wherever a query can.

use aludel::ast::{
    self, Cte, Derived, Direction, Distinct, Expr as Node, FromItem, GroupItem, In, InSet, Join,
    JoinKind, JoinOn, Lock, LockStrength, LockWait, Name, Nested, Nulls, Operand, OrderItem,
    Quantified, QuantifiedSet, Quantifier, Query, Rows, RowsOf, Select, SelectItem, SetOperation,
    SetOperator, Statement, TableName, TableRef, Values, Visit, With,
};
use aludel::prelude::Collation;

use super::data::{COLUMNS, TABLES};
use super::groups::Groups;
use super::kind::{KINDS, Kind, Typed};
use super::tree::{Grower, Named};

/// A query, and how large the values of its columns may be. The columns are `c0`, `c1`, …
pub struct Grown {
    pub query: Query,
    pub sizes: Vec<i64>,
}

/// What FROM reads.
struct Source {
    item: FromItem,
    columns: Vec<Typed>,
    /// What tells its rows from each other, if anything does.
    key: Option<Node>,
}

pub fn column(table: Option<&str>, name: &str) -> Node {
    let table = table.map(|table| Name::from(table.to_owned()));
    Node::Column(ast::ColumnRef::named(table, name.to_owned()))
}

pub fn table(name: &'static str, alias: Option<&str>) -> TableRef {
    TableRef { table: TableName::named(name), alias: alias.map(|alias| alias.to_owned().into()) }
}

/// The columns of one of the tables.
pub fn columns_of(table: &str) -> Vec<Typed> {
    let typed = |def: &super::data::Column| Typed {
        node: column(Some(table), def.name),
        kind: def.kind,
        size: def.size,
    };
    COLUMNS.iter().map(typed).collect()
}

/// What is selected, compared, sorted or grouped: text by its bytes, wherever it comes from. A literal
/// would be the position of a column.
pub fn by_bytes(mut typed: Typed) -> Typed {
    if let Node::Literal(value) = typed.node {
        typed.node = Node::bind(value);
    }
    let is_text = matches!(typed.kind, Kind::Words | Kind::Wide);
    if !is_text || matches!(typed.node, Node::Collate(_)) {
        return typed;
    }
    let collate = ast::Collate { operand: typed.node.into(), collation: Collation::Binary };
    Typed { node: Node::Collate(Box::new(collate)), ..typed }
}

fn label(index: usize) -> String {
    format!("c{index}")
}

fn number(number: usize) -> Operand {
    Node::bind(number as i64).into()
}

impl Grower {
    /// A whole query, with the types of its columns.
    pub fn statement(&mut self) -> (Query, Vec<Kind>) {
        let with = self.with();
        let mut kinds = vec![*self.choices.pick(&KINDS)];
        kinds.extend(self.parts(2, |this| *this.choices.pick(&KINDS)));
        let mut grown = self.query(&kinds, 3);
        match &mut grown.query {
            Query::Select(select) => {
                select.with = with;
                if self.choices.one_in(24) {
                    let (strength, wait) = (LockStrength::Update, LockWait::Wait);
                    select.locks = vec![Lock { strength, of: Vec::new(), wait }];
                }
            }
            Query::SetOperation(operation) => operation.with = with,
            _ => {}
        }
        (grown.query, kinds)
    }

    /// A query that yields these types, which reads nothing of the scope unless `correlated`.
    pub fn query(&mut self, kinds: &[Kind], depth: usize) -> Grown {
        self.part(|this| this.any_query(kinds, depth))
    }

    fn any_query(&mut self, kinds: &[Kind], depth: usize) -> Grown {
        if depth > 0 && self.queries > 0 && self.choices.one_in(4) {
            self.queries -= 1;
            return self.set_operation(kinds, depth - 1);
        }
        let (select, sizes) = self.select(kinds, depth, false);
        Grown { query: select.into(), sizes }
    }

    fn values(&mut self, kinds: &[Kind]) -> (Values, Vec<i64>) {
        let (scope, queries) = (std::mem::take(&mut self.scope), std::mem::take(&mut self.queries));
        let mut sizes = vec![0; kinds.len()];
        let mut row = |this: &mut Self| {
            let cells = kinds.iter().zip(&mut sizes).map(|(kind, size)| {
                let cell = by_bytes(this.expr(*kind, 1));
                *size = cell.size.max(*size);
                cell.node
            });
            cells.collect()
        };
        let mut rows = vec![row(self)];
        rows.extend(self.parts(3, row));
        (self.scope, self.queries) = (scope, queries);
        (Values { rows, types: Vec::new() }, sizes)
    }

    fn set_operation(&mut self, kinds: &[Kind], depth: usize) -> Grown {
        use SetOperator::{Except, ExceptAll, Intersect, IntersectAll, Union, UnionAll};
        let outer = std::mem::replace(&mut self.member, true);
        let Grown { query, mut sizes } = self.query(kinds, depth);
        let rest = self.parts(3, |this| {
            let all = [UnionAll, Union, Except, Intersect, ExceptAll, IntersectAll];
            let operator = *this.choices.pick(&all);
            let member = if this.choices.one_in(6) {
                let (values, sizes) = this.values(kinds);
                Grown { query: Query::Values(Box::new(values)), sizes }
            } else {
                this.query(kinds, depth)
            };
            sizes = sizes.iter().zip(&member.sizes).map(|(one, other)| *one.max(other)).collect();
            (operator, Nested::new(member.query))
        });
        self.member = outer;
        if rest.is_empty() {
            return Grown { query, sizes };
        }
        let mut operation = SetOperation {
            with: None,
            first: Nested::new(query),
            rest,
            order_by: Vec::new(),
            limit: None,
            offset: None,
        };
        if self.choices.one_in(3) {
            let keys = (0..kinds.len()).map(|index| column(None, &label(index)));
            operation.order_by = keys.map(|key| self.order(key)).collect();
            operation.limit = self.choices.one_in(2).then(|| number(self.choices.below(6)));
            operation.offset = self.choices.one_in(3).then(|| number(self.choices.below(3)));
        }
        Grown { query: Query::SetOperation(Box::new(operation)), sizes }
    }

    pub fn order(&mut self, key: Node) -> OrderItem {
        let direction = *self.choices.pick(&[Direction::Ascending, Direction::Descending]);
        let nulls = Some(*self.choices.pick(&[Nulls::First, Nulls::Last]));
        OrderItem { expr: key.into(), direction, nulls }
    }

    /// A SELECT of these types; where it is correlated it reads what was in scope around it.
    fn select(&mut self, kinds: &[Kind], depth: usize, correlated: bool) -> (Select, Vec<i64>) {
        let (around, own) = (std::mem::take(&mut self.scope), self.own);
        let outer = if correlated { around.clone() } else { Vec::new() };
        let mut select = Select::default();
        let key = self.from(&mut select, depth, &outer);
        if self.choices.one_in(2) {
            select.filter = Some(self.condition(depth));
        }
        let mut keys = key;
        if self.choices.one_in(3) {
            keys = Some(self.grouped(&mut select, depth));
        }
        let mut windows = Vec::new();
        if !self.grouped && self.choices.one_in(4) {
            // Not over groups, which MariaDB confuses where an aggregate stands beside them.
            windows = self.windows(keys.as_deref());
            self.scope.extend(windows.iter().cloned());
            // Not in a subquery.
            self.grouped |= !windows.is_empty();
            self.queries = 0;
        }
        let items: Vec<Typed> =
            kinds.iter().map(|kind| by_bytes(self.expr(*kind, depth.min(2)))).collect();
        if !windows.is_empty() && self.choices.one_in(8) {
            select.qualify = Some(self.condition(1));
        }
        (self.scope, self.own, self.grouped) = (around, own, false);
        self.shape(&mut select, &items);
        let labeled = |(index, item): (usize, &Typed)| {
            SelectItem::Labeled(Box::new((item.node.clone(), label(index).into())))
        };
        select.items = items.iter().enumerate().map(labeled).collect();
        (select, items.iter().map(|item| item.size).collect())
    }

    /// DISTINCT, ORDER BY and LIMIT, so that the rows are determined.
    fn shape(&mut self, select: &mut Select, items: &[Typed]) {
        let distinct = self.choices.below(16);
        if distinct > 12 {
            select.distinct = Some(Distinct::All);
        }
        let sorted = self.choices.one_in(3);
        if !sorted && distinct != 12 {
            return;
        }
        select.order_by = items.iter().map(|item| self.order(item.node.clone())).collect();
        if distinct == 12 {
            select.distinct = items.first().map(|item| Distinct::On([item.node.clone()].into()));
        }
        if !self.choices.one_in(2) {
            return;
        }
        select.limit = Some(number(self.choices.below(6)));
        if self.choices.one_in(3) {
            select.offset = Some(number(self.choices.below(3)));
        } else if select.distinct.is_none() && self.choices.one_in(6) {
            select.order_by.truncate(1);
            select.with_ties = true;
        }
    }

    /// FROM, whose columns are in scope then, and WHERE may read; what tells its rows apart.
    fn from(&mut self, select: &mut Select, depth: usize, outer: &[Typed]) -> Option<Vec<Node>> {
        let first = self.part(|this| this.source(depth, None));
        let mut seen = first.columns;
        let mut keys = first.key.map(|key| vec![key]);
        select.from = Some(first.item);
        select.joins = self.parts(3, |this| {
            use JoinKind::{Cross, Full, Inner, Left, Right};
            let kind = *this.choices.pick(&[Inner, Left, Cross, Right, Full, Inner, Left]);
            let lateral = !matches!(kind, Right | Full) && depth > 0 && this.choices.one_in(12);
            let next = this.source(depth, lateral.then_some(&seen));
            let both = || seen.iter().chain(&next.columns).cloned();
            let on = match kind {
                Cross => JoinOn::None,
                Full if this.choices.one_in(2) => {
                    JoinOn::Condition(this.equality(&seen, &next.columns))
                }
                _ => {
                    // Not what is around the query, which MariaDB mistakes for a constant there
                    // where an outer join follows.
                    this.scope = both().collect();
                    JoinOn::Condition(this.condition(depth.min(2)))
                }
            };
            seen = both().collect();
            keys = keys.take().zip(next.key).map(|(mut keys, key)| {
                keys.push(key);
                keys
            });
            Join { kind, item: next.item, on }
        });
        self.own = seen.len();
        self.scope = seen;
        self.scope.extend(outer.iter().cloned());
        keys
    }

    fn equality(&mut self, left: &[Typed], right: &[Typed]) -> Node {
        let pairs: Vec<(&Typed, &Typed)> = left
            .iter()
            .flat_map(|one| right.iter().map(move |other| (one, other)))
            .filter(|(one, other)| one.kind == other.kind)
            .collect();
        if pairs.is_empty() {
            return Node::binary(
                Node::Literal(1.into()),
                ast::BinaryOp::Eq,
                Node::Literal(1.into()),
            );
        }
        let (one, other) = *self.choices.pick(&pairs);
        Node::binary(by_bytes(one.clone()).node, ast::BinaryOp::Eq, other.node.clone())
    }

    /// A table, a CTE or a derived table; which reads what is before it where that is given.
    fn source(&mut self, depth: usize, lateral: Option<&Vec<Typed>>) -> Source {
        let derived = depth > 0 && self.queries > 0 && self.choices.one_in(4);
        if !derived && lateral.is_none() {
            return self.named_source();
        }
        self.queries = self.queries.saturating_sub(1);
        let kinds: Vec<Kind> = (0..2).map(|_| *self.choices.pick(&KINDS)).collect();
        if lateral.is_none() && self.choices.one_in(6) {
            return self.table_of_values(&kinds);
        }
        let around = std::mem::take(&mut self.scope);
        self.scope = lateral.cloned().unwrap_or_default();
        let (query, sizes) = if lateral.is_some() {
            let (select, sizes) = self.select(&kinds, depth - 1, true);
            (select.into(), sizes)
        } else {
            let grown = self.query(&kinds, depth - 1);
            (grown.query, grown.sizes)
        };
        self.scope = around;
        let alias = self.name("d");
        let columns = named_columns(&alias, &kinds, &sizes);
        let item = FromItem::Derived(Box::new(Derived {
            query: Nested::new(query),
            alias: alias.into(),
            columns: Vec::new(),
            lateral: lateral.is_some(),
        }));
        Source { item, columns, key: None }
    }

    fn named_source(&mut self) -> Source {
        let choice = self.choices.below(TABLES.len() * 2 + self.ctes.len() + 1);
        let alias = self.name("t");
        if choice == TABLES.len() * 2 + self.ctes.len() {
            return self.series(&alias);
        }
        // The empty table is read less often.
        let tables = [TABLES[0], TABLES[1], TABLES[0], TABLES[1], TABLES[0], TABLES[2]];
        if let Some(name) = tables.get(choice) {
            let item = FromItem::Table(table(name, Some(&alias)));
            let key = Some(column(Some(&alias), "id"));
            return Source { item, columns: columns_of(&alias), key };
        }
        let cte = self.ctes[choice - tables.len()].clone();
        let (kinds, sizes): (Vec<Kind>, Vec<i64>) = cte.columns.into_iter().unzip();
        let columns = named_columns(&alias, &kinds, &sizes);
        let table = TableName::named(cte.name);
        let item = FromItem::Table(TableRef { table, alias: Some(alias.into()) });
        Source { item, columns, key: None }
    }

    fn series(&mut self, alias: &str) -> Source {
        let stop = Node::bind(self.choices.below(4) as i64).into();
        let (start, step) = (Node::Literal((-1).into()).into(), 1);
        let of = RowsOf::Series { start, stop, step };
        let rows = Rows { of, alias: alias.to_owned().into() };
        let node = rows.column("value");
        let columns = vec![Typed { node: node.clone(), kind: Kind::Int, size: 4 }];
        Source { item: FromItem::Rows(Box::new(rows)), columns, key: Some(node) }
    }

    /// A table of values.
    fn table_of_values(&mut self, kinds: &[Kind]) -> Source {
        let (values, sizes) = self.values(kinds);
        let alias = self.name("v");
        let columns = named_columns(&alias, kinds, &sizes);
        let item = FromItem::Derived(Box::new(Derived {
            query: Nested::new(Query::Values(Box::new(values))),
            alias: alias.into(),
            columns: (0..kinds.len()).map(|index| label(index).into()).collect(),
            lateral: false,
        }));
        Source { item, columns, key: None }
    }

    fn with(&mut self) -> Option<Box<With>> {
        let mut with = With::default();
        with.ctes = self.parts(2, |this| {
            let kinds: Vec<Kind> = (0..2).map(|_| *this.choices.pick(&KINDS)).collect();
            let name = this.name("w");
            let form = this.choices.below(4);
            let mut columns = Vec::new();
            let (body, types) = match form {
                2 => {
                    let (values, sizes) = this.values(&kinds);
                    columns = (0..kinds.len()).map(|index| label(index).into()).collect();
                    let types = kinds.iter().copied().zip(sizes).collect();
                    (Query::Values(Box::new(values)), types)
                }
                3 => {
                    with.recursive = true;
                    (this.counting(&name), vec![(Kind::Int, 10)])
                }
                _ => {
                    let grown = this.query(&kinds, 2);
                    (grown.query, kinds.iter().copied().zip(grown.sizes).collect())
                }
            };
            let materialized = [None, None, Some(true), Some(false)][this.choices.below(4)];
            let body = Nested::new(Statement::Query(body));
            this.ctes.push(Named { name: name.clone(), columns: types });
            Cte { name: name.into(), columns, body, materialized }
        });
        (!with.ctes.is_empty()).then(|| Box::new(with))
    }

    /// `SELECT 1 UNION ALL SELECT c0 + 1 FROM name WHERE c0 < n`
    fn counting(&mut self, name: &str) -> Query {
        let integer = |number: i64| {
            Node::Cast(Box::new(ast::Cast {
                operand: Node::Literal(number.into()).into(),
                data_type: ast::DataType::BigInt,
            }))
        };
        let item = |node: Node| SelectItem::Labeled(Box::new((node, label(0).into())));
        let first = Select { items: vec![item(integer(1))], ..Select::default() };
        let read = || column(Some(name), &label(0));
        let limit = 1 + self.choices.below(6) as i64;
        let table = TableRef { table: TableName::named(name.to_owned()), alias: None };
        let next = Select {
            items: vec![item(Node::binary(read(), ast::BinaryOp::Add, Node::Literal(1.into())))],
            from: Some(FromItem::Table(table)),
            filter: Some(Node::binary(read(), ast::BinaryOp::Lt, Node::Literal(limit.into()))),
            ..Select::default()
        };
        Query::SetOperation(Box::new(SetOperation {
            with: None,
            first: Nested::new(first.into()),
            rest: vec![(SetOperator::UnionAll, Nested::new(next.into()))],
            order_by: Vec::new(),
            limit: None,
            offset: None,
        }))
    }

    // ---- queries inside expressions

    pub fn subquery(&mut self, kind: Kind, depth: usize) -> Typed {
        self.queries -= 1;
        let form = if kind == Kind::Truth { self.choices.below(4) } else { self.choices.below(2) };
        let node = match form {
            0 => return self.scalar(kind, depth - 1),
            1 => return self.first(kind, depth - 1),
            2 => {
                let (select, _) = self.select(&[Kind::Int], depth - 1, true);
                let negated = self.choices.one_in(2);
                Node::Exists { query: Nested::new(select.into()), negated }
            }
            _ => self.membership(depth - 1),
        };
        Typed { node, kind, size: 1 }
    }

    /// Whether a value is among those of a query, or compares with them.
    fn membership(&mut self, depth: usize) -> Node {
        let kind = *self.choices.pick(&KINDS);
        let operand = Operand::from(by_bytes(self.expr(kind, depth.min(1))).node);
        // MySQL takes the one group of no rows for none there.
        let outer = std::mem::replace(&mut self.member, true);
        let (select, _) = self.select(&[kind], depth, true);
        self.member = outer;
        let query = Nested::new(select.into());
        let form = self.choices.below(4);
        if form < 2 {
            let set = InSet::Query(query);
            return Node::In(Box::new(In { operand, set, negated: form == 1 }));
        }
        use ast::BinaryOp::{Eq, Ge, Gt, Le, Lt, Ne};
        let op = *self.choices.pick(&[Eq, Ne, Lt, Le, Gt, Ge]);
        let quantifier = if form == 2 { Quantifier::Any } else { Quantifier::All };
        let right = QuantifiedSet::Query(query);
        Node::Quantified(Box::new(Quantified { left: operand, op, quantifier, right }))
    }

    /// The one row of a query that takes an aggregate of all rows.
    fn scalar(&mut self, kind: Kind, depth: usize) -> Typed {
        let (around, own) = (std::mem::take(&mut self.scope), self.own);
        let mut select = Select::default();
        self.from(&mut select, depth, &around);
        if self.choices.one_in(2) {
            select.filter = Some(self.condition(depth));
        }
        let item = self.aggregate(kind, depth.min(1));
        (self.scope, self.own) = (around, own);
        select.items = vec![SelectItem::Expr(item.node)];
        Typed { node: Node::Subquery(Nested::new(select.into())), ..item }
    }

    /// The first row of a sorted query.
    fn first(&mut self, kind: Kind, depth: usize) -> Typed {
        let (mut select, sizes) = self.select(&[kind], depth, true);
        let items: Vec<Node> =
            select.items.iter().filter_map(|item| item.expr().cloned()).collect();
        select.distinct = select.distinct.take().filter(|distinct| *distinct == Distinct::All);
        select.order_by = items.into_iter().map(|item| self.order(item)).collect();
        select.limit = Some(Node::Literal(1.into()).into());
        select.with_ties = false;
        Typed { node: Node::Subquery(Nested::new(select.into())), kind, size: sizes[0] }
    }

    // ---- groups

    /// GROUP BY and HAVING: what is in scope then is of groups; returns what tells them apart.
    fn grouped(&mut self, select: &mut Select, depth: usize) -> Vec<Node> {
        let around = self.scope.split_off(self.own);
        let keys = self.parts(2, |this| {
            let kind = *this.choices.pick(&KINDS);
            let depth = this.choices.below(2);
            this.expr(kind, depth)
        });
        self.scope.extend(around);
        // A key with a parameter may stand alone only.
        let mut keys: Vec<Typed> =
            keys.into_iter().filter(|key| reads_only(&key.node)).map(by_bytes).collect();
        if keys.is_empty() && (self.member || !self.choices.one_in(4)) {
            keys.extend(self.scope.first().cloned());
        }
        let kinds = [Kind::Int, *self.choices.pick(&KINDS), *self.choices.pick(&KINDS)];
        let mut groups: Vec<Typed> =
            kinds.iter().map(|kind| self.aggregate(*kind, depth.min(1))).collect();
        let nodes: Vec<Node> = keys.iter().map(|key| key.node.clone()).collect();
        select.group_by = nodes.iter().cloned().map(GroupItem::Expr).collect();
        if !nodes.is_empty() && self.choices.one_in(8) {
            let each = || nodes.iter().map(|key| ast::ExprList::from([key.clone()])).collect();
            select.group_by = match self.choices.below(3) {
                0 => vec![GroupItem::Rollup(each())],
                1 => vec![GroupItem::Cube(each())],
                _ => vec![GroupItem::Sets(vec![nodes.clone().into(), ast::ExprList::new()])],
            };
        }
        groups.extend(keys);
        self.own = groups.len();
        self.scope = groups;
        self.grouped = true;
        if select.group_by.is_empty() || self.choices.one_in(2) {
            let queries = std::mem::take(&mut self.queries);
            // Without a key there has to be an aggregate, or the query would not be grouped.
            let count = Groups::count_star();
            let some = Node::binary(count, ast::BinaryOp::Ge, Node::Literal(0.into()));
            let having = self.condition(1);
            select.having =
                Some(if select.group_by.is_empty() { some.and(having) } else { having });
            self.queries = queries;
        }
        // What a subquery would read of the groups is told by columns alone.
        self.queries = 0;
        nodes
    }
}

/// Whether an expression has no parameter.
fn reads_only(node: &Node) -> bool {
    struct Find(bool);
    impl<'a> Visit<'a> for Find {
        fn visit_bind(&mut self, _: &'a ast::Bind) {
            self.0 = true;
        }
        fn visit_expr(&mut self, expr: &'a Node) {
            self.0 |= matches!(expr, Node::Literal(_) | Node::In(_) | Node::Subquery(_));
            ast::visit::walk_expr(self, expr);
        }
    }
    let mut find = Find(false);
    find.visit_expr(node);
    !find.0
}

fn named_columns(alias: &str, kinds: &[Kind], sizes: &[i64]) -> Vec<Typed> {
    let typed = |(index, (kind, size)): (usize, (&Kind, &i64))| Typed {
        node: column(Some(alias), &label(index)),
        kind: *kind,
        size: *size,
    };
    kinds.iter().zip(sizes).enumerate().map(typed).collect()
}
