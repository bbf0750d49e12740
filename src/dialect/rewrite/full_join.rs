//! FULL JOIN as a derived table: a LEFT JOIN, and the rows of the right without a pair.

mod columns;
mod equality;
mod stars;

pub(in crate::dialect) use equality::lacks_equality;

use columns::{Columns, Rename, label};
use stars::spell_out_stars;

use super::Repeated;
use crate::ast::visit::{walk_expr, walk_from_item};
use crate::ast::{
    BinaryOp, ColumnRef, Derived, Expr, FromItem, Join, JoinKind, JoinOn, JoinTree, Name, Nested,
    Operand, Query, Select, SelectItem, SetOperation, SetOperator, Value, Visit, VisitMut,
    visit_mut,
};

/// How many may stand in one query: each writes the tables before it twice.
const MAX_FULL_JOINS: usize = 3;

/// Whether a FULL JOIN stands among these tables.
#[inline]
pub(in crate::dialect) fn has_full_join(first: Option<&FromItem>, joins: &[Join]) -> bool {
    let inside = |item: &FromItem| match item {
        FromItem::Joined(tree) => is_inside(tree),
        _ => false,
    };
    first.is_some_and(inside)
        || joins.iter().any(|join| join.kind == JoinKind::Full || inside(&join.item))
}

#[inline(never)]
fn is_inside(tree: &JoinTree) -> bool {
    has_full_join(Some(&tree.first), &tree.joins)
}

/// The query with each FULL JOIN, and the tables before it, in a derived table:
///
/// ```sql
/// SELECT a.x AS c1, b.y AS c2 FROM a LEFT JOIN b ON condition
/// UNION ALL
/// SELECT NULL, b.y FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE condition)
/// ```
///
/// The columns are those that the rest of the query reads, under names that tell them apart. None if
/// that cannot be seen: of `*` of a table that is not declared, of columns without their table.
pub(in crate::dialect) fn by_union(select: &Select) -> Option<Select> {
    let mut select = Select { with: None, ..select.clone() };
    if !select.locks.is_empty() {
        return None;
    }
    spell_out_stars(&mut select)?;
    for _ in 0..MAX_FULL_JOINS {
        if !has_full_join(select.from.as_ref(), &select.joins) {
            break;
        }
        fold_first(&mut select)?;
    }
    (!has_full_join(select.from.as_ref(), &select.joins)).then_some(select)
}

// ---- the tables

/// A FULL JOIN taken out of a query, with the tables before it.
struct FullJoin {
    first: FromItem,
    joins: Vec<Join>,
    right: FromItem,
    on: Expr,
}

fn fold_first(select: &mut Select) -> Option<()> {
    let mut taken = AllNames(Vec::new());
    taken.visit_select(select);
    let alias = (1..).map(|number| format!("full{number}")).find(|name| !taken.0.contains(name))?;
    let alias = Name::from(alias);
    let full = take_first(select.from.as_mut()?, &mut select.joins, &alias)?;
    if select.joins.iter().any(|join| matches!(join.on, JoinOn::Using(_) | JoinOn::Natural)) {
        return None; // they look for columns by the names that these had
    }
    let (mut tables, right) = full.names();
    tables.extend(right);
    let columns = Columns::read_by(select, tables)?;
    let whole = Collates::any_in(select).then(|| Expr::Literal(Value::Int(i64::MAX)).into());
    let query = full.united(&columns, whole)?;
    let mut rename = Rename { alias: &alias, columns: &columns, shadowed: Vec::new() };
    visit_mut::walk_select(&mut rename, select);
    let mut fill = Fill { alias, query: Some(query) };
    fill.visit_from_item(select.from.as_mut()?);
    select.joins.iter_mut().for_each(|join| fill.visit_join(join));
    fill.query.is_none().then_some(())
}

/// The names of all tables, in subqueries too, and those that columns are read by: of tables around
/// the query as well.
struct AllNames(Vec<String>);

impl<'a> Visit<'a> for AllNames {
    fn visit_from_item(&mut self, item: &'a FromItem) {
        self.0.extend(item.visible_name().map(str::to_owned));
        walk_from_item(self, item);
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.0.extend(column.qualifier().map(str::to_owned));
    }
}

/// Puts the query into the derived table that waits for it.
struct Fill {
    alias: Name,
    query: Option<Query>,
}

impl VisitMut for Fill {
    fn visit_derived(&mut self, derived: &mut Derived) {
        if derived.alias != self.alias {
            visit_mut::walk_derived(self, derived);
        } else if let Some(query) = self.query.take() {
            derived.query = Nested::new(query);
        }
    }
}

/// An empty derived table, whose query is told later.
fn empty_derived(alias: &Name) -> FromItem {
    let query = Nested::new(Query::from(Select::default()));
    let derived = Derived { query, alias: alias.clone(), columns: Vec::new(), lateral: false };
    FromItem::Derived(Box::new(derived))
}

/// Takes the first FULL JOIN out, and leaves a derived table in its place.
fn take_first(first: &mut FromItem, joins: &mut Vec<Join>, alias: &Name) -> Option<FullJoin> {
    if let FromItem::Joined(_) = first
        && has_full_join(Some(first), &[])
    {
        return take_in_tree(first, alias);
    }
    for join in joins.iter_mut() {
        if join.kind == JoinKind::Full {
            break;
        }
        if has_full_join(Some(&join.item), &[]) {
            return take_in_tree(&mut join.item, alias);
        }
    }
    let at = joins.iter().position(|join| join.kind == JoinKind::Full)?;
    let rest = joins.split_off(at + 1);
    let Join { item: right, on, .. } = joins.pop()?;
    let before = std::mem::replace(joins, rest);
    let first = std::mem::replace(first, empty_derived(alias));
    let on = match on {
        JoinOn::Condition(condition) => condition,
        JoinOn::Using(names) if before.is_empty() => equal_by_name(&first, &right, &names)?,
        _ => return None,
    };
    Some(FullJoin { first, joins: before, right, on })
}

fn take_in_tree(item: &mut FromItem, alias: &Name) -> Option<FullJoin> {
    let FromItem::Joined(tree) = item else { return None };
    let mut full = None;
    tree.update(|tree| full = take_first(&mut tree.first, &mut tree.joins, alias));
    if tree.joins.is_empty() {
        *item = tree.first.clone();
    }
    full
}

fn equal_by_name(left: &FromItem, right: &FromItem, names: &[Name]) -> Option<Expr> {
    let (left, right) = (left.visible_name()?.to_owned(), right.visible_name()?.to_owned());
    let of = |table: &String, name: &Name| {
        Expr::Column(ColumnRef::named(Some(table.clone().into()), name.clone()))
    };
    let equal = |name| Expr::binary(of(&left, name), BinaryOp::Eq, of(&right, name));
    names.iter().map(equal).reduce(Expr::and)
}

impl FullJoin {
    fn names(&self) -> (Vec<String>, Vec<String>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        add_names(Some(&self.first), &self.joins, &mut left);
        add_names(Some(&self.right), &[], &mut right);
        (left, right)
    }

    fn united(self, columns: &Columns, limit: Option<Operand>) -> Option<Query> {
        let mut repeated = Repeated { unknown: false, count: 0 };
        repeated.visit_from_item(&self.first);
        self.joins.iter().for_each(|join| repeated.visit_join(join));
        repeated.visit_from_item(&self.right);
        repeated.visit_expr(&self.on);
        if !repeated.is_repeatable() {
            return None;
        }
        let (left_names, _) = self.names();
        let FullJoin { first, joins, right, on } = self;
        let one = || SelectItem::Expr(Expr::Literal(Value::Int(1)));
        let pair = Select {
            items: vec![one()],
            from: Some(first.clone()),
            joins: joins.clone(),
            filter: Some(on.clone()),
            ..Select::default()
        };
        let column = |(table, name): &(String, String)| {
            Expr::Column(ColumnRef::named(Some(table.clone().into()), name.clone()))
        };
        let mut items: Vec<_> = (0..)
            .zip(&columns.read)
            .map(|(index, read)| SelectItem::Labeled(Box::new((column(read), label(index)))))
            .collect();
        let mut unpaired: Vec<_> = columns
            .read
            .iter()
            .map(|read| match left_names.contains(&read.0) {
                true => SelectItem::Expr(Expr::Literal(Value::Null)),
                false => SelectItem::Expr(column(read)),
            })
            .collect();
        if items.is_empty() {
            items.push(SelectItem::Labeled(Box::new((Expr::Literal(Value::Int(1)), label(0)))));
            unpaired.push(one());
        }
        let mut left_joins = joins;
        let on_left = JoinOn::Condition(on);
        left_joins.push(Join { kind: JoinKind::Left, item: right.clone(), on: on_left });
        let left = Select { items, from: Some(first), joins: left_joins, ..Select::default() };
        let unpaired = Select {
            items: unpaired,
            from: Some(right),
            filter: Some(Expr::Exists { query: Nested::new(pair.into()), negated: true }),
            ..Select::default()
        };
        Some(Query::SetOperation(Box::new(SetOperation {
            with: None,
            first: Nested::new(left.into()),
            rest: vec![(SetOperator::UnionAll, Nested::new(unpaired.into()))],
            order_by: Vec::new(),
            limit,
            offset: None,
        })))
    }
}

/// Looks for a collation. MySQL takes a condition on the derived table into the members of the union,
/// where it refuses the collation of a NULL; not if the rows are limited, be it to all.
struct Collates(bool);

impl Collates {
    fn any_in(select: &Select) -> bool {
        let mut collates = Collates(false);
        collates.visit_select(select);
        collates.0
    }
}

impl<'a> Visit<'a> for Collates {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 |= matches!(expr, Expr::Collate(_));
        walk_expr(self, expr);
    }
}

/// Adds the names that columns of these tables are qualified with.
fn add_names(first: Option<&FromItem>, joins: &[Join], names: &mut Vec<String>) {
    let items = first.into_iter().chain(joins.iter().map(|join| &join.item));
    for item in items {
        match item {
            FromItem::Joined(tree) => add_names(Some(&tree.first), &tree.joins, names),
            item => names.extend(item.visible_name().map(str::to_owned)),
        }
    }
}
