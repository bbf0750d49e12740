//! Expressions and their operators. [`Column`](super::Column) has the same methods and forwards
//! them here; text has its own in `text.rs`, `+ - * / %` are in `arithmetic.rs`.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, BinaryOp, Direction, Name, Nested, Truth};

use super::operand::expressions;
use super::types::{BaseType, BooleanLike, Nullability, SqlType};
use super::{Any, Assign, Boolean, Condition, InList, Labeled, Operand, Predicate, Sort};

/// An expression of the SQL type `T`.
///
/// All data is in the [`ast::Expr`]; `T` exists for the compiler alone.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, age: Nullable<Integer> } }
/// let next: Expr<Nullable<Integer>> = users::age + 1;
/// let q = select((users::name, next)).from(users::table);
/// ```
pub struct Expr<T> {
    node: ast::Expr,
    sql: PhantomData<fn() -> T>,
}

impl<T> Clone for Expr<T> {
    fn clone(&self) -> Self {
        Expr::from_ast(self.node.clone())
    }
}

impl<T> fmt::Debug for Expr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<T> PartialEq for Expr<T> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<T> From<Expr<T>> for ast::Expr {
    fn from(expr: Expr<T>) -> Self {
        expr.node
    }
}

expressions! {
    [T: SqlType] Expr<T> as T, |expr| expr.node;
}

#[inline(always)]
fn compare<T>(left: ast::Expr, op: BinaryOp, right: ast::Expr) -> Expr<T> {
    let null = matches!(&right, ast::Expr::Bind(bind) if bind.value.is_null());
    Expr::from_ast(match op {
        BinaryOp::Eq if null => ast::Expr::IsNull { operand: left.into(), negated: false },
        BinaryOp::Ne if null => ast::Expr::IsNull { operand: left.into(), negated: true },
        op => ast::Expr::binary(left, op, right),
    })
}

fn distinct(left: ast::Expr, right: ast::Expr, negated: bool) -> Condition {
    Expr::from_ast(ast::Expr::IsDistinct { left: left.into(), right: right.into(), negated })
}

fn between(operand: ast::Expr, low: ast::Expr, high: ast::Expr, negated: bool) -> Condition {
    Expr::from_ast(ast::Expr::Between(Box::new(ast::Between {
        operand: operand.into(),
        low: low.into(),
        high: high.into(),
        negated,
        symmetric: false,
    })))
}

fn between_symmetric(
    operand: ast::Expr,
    low: ast::Expr,
    high: ast::Expr,
    negated: bool,
) -> Condition {
    Expr::from_ast(ast::Expr::Between(Box::new(ast::Between {
        operand: operand.into(),
        low: low.into(),
        high: high.into(),
        negated,
        symmetric: true,
    })))
}

fn within(operand: ast::Expr, set: ast::InSet, negated: bool) -> Condition {
    Expr::from_ast(ast::Expr::In(Box::new(ast::In { operand: operand.into(), set, negated })))
}

fn is_null(operand: ast::Expr, negated: bool) -> Condition {
    Expr::from_ast(ast::Expr::IsNull { operand: operand.into(), negated })
}

fn is_truth(operand: ast::Expr, truth: Truth, negated: bool) -> Expr<Boolean> {
    Expr::from_ast(ast::Expr::IsTruth { operand: operand.into(), truth, negated })
}

impl<T> Expr<T> {
    /// The node as an expression of type `T`; nothing checks that it is one.
    #[inline]
    pub fn from_ast(node: ast::Expr) -> Self {
        Expr { node, sql: PhantomData }
    }

    /// The node.
    pub fn as_ast(&self) -> &ast::Expr {
        &self.node
    }

    /// The node, by value.
    #[inline]
    pub fn into_ast(self) -> ast::Expr {
        self.node
    }
}

impl<T: SqlType> Expr<T> {
    /// `self = other`; with a NULL value `self IS NULL`.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text, email: Nullable<Text> } }
    /// let condition = lower(users::name).eq("ann");      // LOWER("users"."name") = $1
    /// let condition = users::email.eq(None::<&str>);     // "users"."email" IS NULL
    /// ```
    #[inline]
    pub fn eq<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Eq, other.into_operand())
    }

    /// `self <> other`; with a NULL value `self IS NOT NULL`.
    #[inline]
    pub fn ne<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Ne, other.into_operand())
    }

    /// `self < other`.
    #[inline]
    pub fn lt<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Lt, other.into_operand())
    }

    /// `self <= other`.
    #[inline]
    pub fn le<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Le, other.into_operand())
    }

    /// `self > other`.
    #[inline]
    pub fn gt<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Gt, other.into_operand())
    }

    /// `self >= other`.
    #[inline]
    pub fn ge<R: Operand<T>>(self, other: R) -> Condition {
        compare(self.node, BinaryOp::Ge, other.into_operand())
    }

    /// `self IS DISTINCT FROM other`: `<>` in which NULL equals NULL. Never NULL.
    #[inline]
    pub fn is_distinct_from<R: Operand<T>>(self, other: R) -> Condition {
        distinct(self.node, other.into_operand(), false)
    }

    /// `self IS NOT DISTINCT FROM other`: `=` in which NULL equals NULL. Never NULL.
    #[inline]
    pub fn is_not_distinct_from<R: Operand<T>>(self, other: R) -> Condition {
        distinct(self.node, other.into_operand(), true)
    }

    /// `self BETWEEN low AND high`; both bounds are inside.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { age: Integer } }
    /// let condition = users::age.between(18, 65);
    /// ```
    #[inline]
    pub fn between<A: Operand<T>, B: Operand<T>>(self, low: A, high: B) -> Condition {
        between(self.node, low.into_operand(), high.into_operand(), false)
    }

    /// `self NOT BETWEEN low AND high`.
    #[inline]
    pub fn not_between<A: Operand<T>, B: Operand<T>>(self, low: A, high: B) -> Condition {
        between(self.node, low.into_operand(), high.into_operand(), true)
    }

    /// `self BETWEEN SYMMETRIC one AND other`: between the bounds in whichever order they come.
    #[inline]
    pub fn between_symmetric<A: Operand<T>, B: Operand<T>>(self, one: A, other: B) -> Condition {
        between_symmetric(self.node, one.into_operand(), other.into_operand(), false)
    }

    /// `self NOT BETWEEN SYMMETRIC one AND other`.
    #[inline]
    pub fn not_between_symmetric<A: Operand<T>, B: Operand<T>>(
        self,
        one: A,
        other: B,
    ) -> Condition {
        between_symmetric(self.node, one.into_operand(), other.into_operand(), true)
    }

    /// `self IN (…)`: one of some values, or of the rows of a query. False for no values.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt } posts { user_id: BigInt } }
    /// let condition = users::id.in_([1, 2, 3]);
    /// let condition = users::id.in_(select(posts::user_id).from(posts::table));
    /// ```
    ///
    /// A list that may be long, or has another length each time, is better one parameter than many:
    /// the text stays the same, so the server plans it once, and there is no limit to its length. It
    /// is an array on PostgreSQL (`= ANY ($1)`), a JSON array elsewhere (`IN (SELECT value FROM
    /// JSON_EACH(?))`, `JSON_TABLE` on MySQL and MariaDB), with the rows of `IN` either way.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt } }
    /// let ids: Vec<i64> = (0..100_000).collect();
    /// let condition = users::id.in_(val::<Array<BigInt>>(ids));
    ///
    /// // Prepared once, bound to lists of any length.
    /// let q = select(users::id).from(users::table).filter(users::id.in_(param::<Array<BigInt>>("ids")));
    /// let q = q.prepare(&Sqlite::new())?;
    /// assert_eq!(q.bind([("ids", Value::from(vec![1, 2, 3]))])?.params().len(), 1);
    /// # Ok::<(), CompileError>(())
    /// ```
    #[inline]
    pub fn in_<I: InList<T>>(self, list: I) -> Condition {
        within(self.node, list.into_set(), false)
    }

    /// `self NOT IN (…)`. True for no values.
    #[inline]
    pub fn not_in<I: InList<T>>(self, list: I) -> Condition {
        within(self.node, list.into_set(), true)
    }

    /// `self IS NULL`.
    #[inline]
    pub fn is_null(self) -> Condition {
        is_null(self.node, false)
    }

    /// `self IS NOT NULL`.
    #[inline]
    pub fn is_not_null(self) -> Condition {
        is_null(self.node, true)
    }

    /// `self IS TRUE`: never NULL.
    pub fn is_true(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::True, false)
    }

    /// `self IS NOT TRUE`: false or NULL; never NULL.
    pub fn is_not_true(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::True, true)
    }

    /// `self IS FALSE`: never NULL.
    pub fn is_false(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::False, false)
    }

    /// `self IS NOT FALSE`: true or NULL; never NULL.
    pub fn is_not_false(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::False, true)
    }

    /// `self IS UNKNOWN`: the truth value is NULL.
    pub fn is_unknown(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::Unknown, false)
    }

    /// `self IS NOT UNKNOWN`: the truth value is not NULL.
    pub fn is_not_unknown(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        is_truth(self.node, Truth::Unknown, true)
    }

    /// `self AND other`, also written `self & other`.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text } }
    /// let condition = users::id.gt(5).and(users::name.ne("ann"));
    /// ```
    #[inline]
    pub fn and<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        Expr::from_ast(self.node.and(other.into_predicate()))
    }

    /// `self OR other`, also written `self | other`.
    #[inline]
    pub fn or<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        Expr::from_ast(self.node.or(other.into_predicate()))
    }

    /// Exactly one of the two conditions holds; NULL if either is: `self <> other`.
    pub fn xor<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        Expr::from_ast(ast::Expr::binary(self.node, BinaryOp::Ne, other.into_predicate()))
    }

    /// `NOT self`, also written `!self`.
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn not(self) -> Condition
    where
        T: BooleanLike,
    {
        Expr::from_ast(self.node.negate())
    }

    /// The expression, declared to be NULL at times; writes nothing.
    ///
    /// For a column that is selected from the nullable side of an outer join without the table's
    /// `.outer()` handle.
    pub fn nullable(self) -> Expr<T::AsNullable> {
        Expr::from_ast(ast::Expr::AsNullable(Nested::new(self.node)))
    }

    /// `CAST(self AS type)`; NULL stays NULL.
    ///
    /// What the servers convert differently is refused where the type of the operand is known: a number
    /// with a fraction to an integer ([`trunc_to_int`](super::trunc_to_int) and
    /// [`round_to_int`](super::round_to_int) say which), text to a number
    /// ([`try_cast`](Expr::try_cast)), a floating-point number to text. A truth value is `true` or
    /// `false` as text, 1 or 0 as a number. Whether an integer fits a narrower type is checked by
    /// PostgreSQL alone.
    ///
    /// | to | SQLite | PostgreSQL | MySQL | MariaDB |
    /// |---|---|---|---|---|
    /// | integers | `INTEGER` | the type | `SIGNED` | `SIGNED` |
    /// | `Real`, `Double` | `REAL` | the type | `FLOAT`, `DOUBLE` | `FLOAT`, `DOUBLE` |
    /// | `Decimal` | refused | `NUMERIC` | `DECIMAL` | `DECIMAL` |
    /// | `Boolean` | `<> 0` | `<> 0` | `<> 0` | `<> 0` |
    /// | `Text` | `TEXT` | the type | `CONCAT(…, '')` | `CONCAT(…, '')` |
    /// | text of a length | `TEXT` | the type | `CHAR` | `CHAR` |
    /// | `Blob` | `BLOB` | `BYTEA` | `BINARY` | `BINARY` |
    /// | `Uuid` | refused | `UUID` | refused | `UUID` |
    /// | `Json` | `JSON(…)` | `JSONB` | `JSON` | refused |
    /// | `Interval`, `Array` | refused | the type | refused | refused |
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt } }
    /// let digits: Expr<Text> = users::id.cast::<Text>();
    /// ```
    pub fn cast<U: SqlType>(self) -> Expr<<T::Null as Nullability>::Wrap<U>>
    where
        U::Base: BaseType,
    {
        let data_type = <U::Base as BaseType>::DECLARED;
        let cast = ast::Cast { operand: self.node.into(), data_type };
        Expr::from_ast(ast::Expr::Cast(Box::new(cast)))
    }

    /// The expression without its type: it compares with everything, as a dynamic column does.
    pub fn any(self) -> Expr<Any> {
        Expr::from_ast(self.node)
    }

    /// The expression under another type; writes nothing, and nothing checks that it is right.
    pub fn assume<U: SqlType>(self) -> Expr<U> {
        Expr::from_ast(self.node)
    }

    /// `self AS name`, in what is selected.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt } }
    /// let q = select((users::id * 2).label("twice")).from(users::table);
    /// ```
    pub fn label(self, name: impl Into<Name>) -> Labeled<T> {
        Labeled::new(self, name.into())
    }

    /// `self ASC`, in ORDER BY.
    #[inline]
    pub fn asc(self) -> Sort {
        Sort::new(self.node, Direction::Ascending)
    }

    /// `self DESC`, in ORDER BY.
    #[inline]
    pub fn desc(self) -> Sort {
        Sort::new(self.node, Direction::Descending)
    }

    /// `self = value`, in UPDATE. For the column of a [dynamic table](super::table()); any other
    /// expression has no name to assign to, and the statement does not compile.
    pub fn set<R: Assign<T>>(self, value: R) -> ast::Assignment {
        ast::Assignment { column: target(self.node), value: value.into_assigned() }
    }
}

/// The column that an expression is; an empty name, which no dialect takes, for any other.
pub(super) fn target(expr: ast::Expr) -> ast::ColumnRef {
    match expr {
        ast::Expr::Column(column) => column,
        _ => ast::ColumnRef::named(None, ""),
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::{Bind, DataType, Expr as Node, InSet, Operand, Value};
    use crate::query::fixture::{posts, users};
    use crate::query::*;

    fn bind(value: impl Into<Value>, data_type: &'static DataType) -> Node {
        Node::Bind(Bind { value: value.into(), data_type: Some(data_type) })
    }

    fn column<T: SqlType>(column: Column<T>) -> Node {
        Node::Column(column.reference())
    }

    #[test]
    fn a_value_takes_the_type_of_the_column() {
        let id = Node::binary(column(users::id), super::BinaryOp::Eq, bind(5, &DataType::BigInt));
        assert_eq!(*users::id.eq(5).as_ast(), id);
        let Node::Binary { right: Operand::Bind(bind), .. } = users::name.eq("a").into_ast() else {
            panic!("not a comparison with a value");
        };
        assert_eq!(bind.data_type, Some(&DataType::VarChar(Some(100))));
    }

    #[test]
    fn a_value_too_wide_for_the_column_keeps_its_own_type() {
        let sent = |condition: Condition| match condition.into_ast() {
            Node::Binary { right: Operand::Bind(bind), .. } => bind.data_type,
            other => panic!("{other:?}"),
        };
        assert_eq!(sent(users::age.eq(5i64)), Some(&DataType::BigInt));
        assert_eq!(sent(users::age.eq(1.5)), Some(&DataType::Double));
        assert_eq!(sent(posts::stars.eq(5)), Some(&DataType::SmallInt));
        assert_eq!(sent(posts::price.gt(5)), Some(&DataType::Decimal(Some((10, 2)))));
        assert_eq!(sent(users::age.any().eq(5)), None);
    }

    #[test]
    fn null_is_tested_not_compared() {
        let is_null = |negated| Node::IsNull { operand: column(users::age).into(), negated };
        assert_eq!(*users::age.eq(None::<i32>).as_ast(), is_null(false));
        assert_eq!(*users::age.ne(None::<i32>).as_ast(), is_null(true));
        assert_eq!(*users::age.eq(Value::Null).as_ast(), is_null(false));
        assert_eq!(*users::age.is_null().as_ast(), is_null(false));
    }

    #[test]
    fn plain_values_of_in_are_one_list() {
        let set = |condition: Condition| match condition.into_ast() {
            Node::In(in_) => in_.set,
            other => panic!("{other:?}"),
        };
        let values =
            |values: Vec<Value>| InSet::Values { values, data_type: Some(&DataType::BigInt) };
        assert_eq!(set(users::id.in_([1, 2])), values(vec![1.into(), 2.into()]));
        assert_eq!(set(users::id.in_(Vec::<i64>::new())), values(vec![]));
        assert_eq!(set(users::id.in_([Some(1), None])), values(vec![1.into(), Value::Null]));
        let exprs = set(users::id.in_([posts::id, posts::user_id]));
        assert_eq!(exprs, InSet::Exprs([column(posts::id), column(posts::user_id)].into()));
        assert!(matches!(set(users::id.in_(select(posts::id))), InSet::Query(_)));
    }

    #[test]
    fn conditions_are_flat() {
        let (a, b, c) = (users::id.eq(1), users::id.eq(2), users::id.eq(3));
        let both = a.clone().and(b.clone()).and(c.clone());
        assert_eq!(both, a.clone() & b.clone() & c.clone());
        assert_eq!(both, all_of([a.clone(), b.clone(), c.clone()]));
        assert!(matches!(both.as_ast(), Node::And(list) if list.len() == 3));
        assert_eq!(all_of([a.clone()]), a);
        assert!(matches!((a | b).as_ast(), Node::Or(list) if list.len() == 2));
        assert_eq!(not(c.clone()), !c);
    }

    #[test]
    fn division_follows_the_types() {
        let op = |node: &Node| match node {
            Node::Binary { op, .. } => *op,
            other => panic!("{other:?}"),
        };
        assert_eq!(op((users::id / 2).as_ast()), super::BinaryOp::DivideInt);
        assert_eq!(op((users::id / 2.0).as_ast()), super::BinaryOp::Divide);
        assert_eq!(op((posts::price / 2).as_ast()), super::BinaryOp::Divide);
        assert_eq!(op(users::id.any().div_int(2).as_ast()), super::BinaryOp::DivideInt);
        assert_eq!(op(users::id.any().div(2).as_ast()), super::BinaryOp::Divide);
    }
}
