//! Columns: constants that `table!` writes. Each method forwards to the one of [`Expr`].

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, ColumnDef, ColumnRef, Name};

use super::operand::expressions;
use super::text::Concatenated;
use super::types::{BaseType, BooleanLike, Nullability, SqlType, TextLike};
use super::{
    Any, Assign, Boolean, Collation, Condition, Expr, Expression as _, InList, Labeled, Operand,
    Predicate, Sort, Text, TryCast,
};

/// A column of the SQL type `T`, as `table!` declares it.
///
/// It is `Copy` and a constant: `users::id` is written wherever the column is meant.
pub struct Column<T> {
    def: &'static ColumnDef,
    alias: Option<&'static str>,
    sql: PhantomData<fn() -> T>,
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Column<T> {}

impl<T> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reference().fmt(f)
    }
}

impl<T> Column<T> {
    /// The column of that definition, of the table itself or of an alias of it.
    pub const fn new(def: &'static ColumnDef, alias: Option<&'static str>) -> Self {
        Column { def, alias, sql: PhantomData }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.def.name
    }

    /// Its definition.
    pub const fn def(&self) -> &'static ColumnDef {
        self.def
    }

    /// A reference to it, as a node.
    #[inline]
    pub const fn reference(&self) -> ColumnRef {
        ColumnRef::Declared { def: self.def, alias: self.alias }
    }
}

impl<T> From<Column<T>> for Expr<T> {
    #[inline]
    fn from(column: Column<T>) -> Self {
        Expr::from_ast(ast::Expr::Column(column.reference()))
    }
}

expressions! {
    [T: SqlType] Column<T> as T, |column| ast::Expr::Column(column.reference());
}

impl<T: SqlType> Column<T> {
    /// The column as an expression.
    #[inline]
    pub fn expr(self) -> Expr<T> {
        self.into_expr()
    }

    /// `column = value`, in UPDATE and in ON CONFLICT DO UPDATE.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, visits: Integer } }
    /// let assignment = users::visits.set(users::visits + 1);
    /// ```
    pub fn set<R: Assign<T>>(self, value: R) -> ast::Assignment {
        ast::Assignment { column: self.reference(), value: value.into_assigned() }
    }

    /// `column = DEFAULT`, in UPDATE.
    pub fn set_default(self) -> ast::Assignment {
        ast::Assignment { column: self.reference(), value: ast::Expr::Default }
    }

    /// `column = excluded.column`, in ON CONFLICT DO UPDATE: the value of the proposed row.
    pub fn set_excluded(self) -> ast::Assignment {
        let value = ast::Expr::Excluded(self.reference());
        ast::Assignment { column: self.reference(), value }
    }

    /// `column = other`. See [`Expr::eq`].
    #[inline]
    pub fn eq<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().eq(other)
    }

    /// `column <> other`. See [`Expr::ne`].
    #[inline]
    pub fn ne<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().ne(other)
    }

    /// `column < other`. See [`Expr::lt`].
    #[inline]
    pub fn lt<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().lt(other)
    }

    /// `column <= other`. See [`Expr::le`].
    #[inline]
    pub fn le<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().le(other)
    }

    /// `column > other`. See [`Expr::gt`].
    #[inline]
    pub fn gt<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().gt(other)
    }

    /// `column >= other`. See [`Expr::ge`].
    #[inline]
    pub fn ge<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().ge(other)
    }

    /// `column IS DISTINCT FROM other`. See [`Expr::is_distinct_from`].
    #[inline]
    pub fn is_distinct_from<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().is_distinct_from(other)
    }

    /// `column IS NOT DISTINCT FROM other`. See [`Expr::is_not_distinct_from`].
    #[inline]
    pub fn is_not_distinct_from<R: Operand<T>>(self, other: R) -> Condition {
        self.into_expr().is_not_distinct_from(other)
    }

    /// `column BETWEEN low AND high`. See [`Expr::between`].
    #[inline]
    pub fn between<A: Operand<T>, B: Operand<T>>(self, low: A, high: B) -> Condition {
        self.into_expr().between(low, high)
    }

    /// `column NOT BETWEEN low AND high`. See [`Expr::not_between`].
    #[inline]
    pub fn not_between<A: Operand<T>, B: Operand<T>>(self, low: A, high: B) -> Condition {
        self.into_expr().not_between(low, high)
    }

    /// `column BETWEEN SYMMETRIC one AND other`. See [`Expr::between_symmetric`].
    #[inline]
    pub fn between_symmetric<A: Operand<T>, B: Operand<T>>(self, one: A, other: B) -> Condition {
        self.into_expr().between_symmetric(one, other)
    }

    /// `column NOT BETWEEN SYMMETRIC one AND other`. See [`Expr::not_between_symmetric`].
    #[inline]
    pub fn not_between_symmetric<A: Operand<T>, B: Operand<T>>(
        self,
        one: A,
        other: B,
    ) -> Condition {
        self.into_expr().not_between_symmetric(one, other)
    }

    /// `column IN (…)`. See [`Expr::in_`].
    #[inline]
    pub fn in_<I: InList<T>>(self, list: I) -> Condition {
        self.into_expr().in_(list)
    }

    /// `column NOT IN (…)`. See [`Expr::not_in`].
    #[inline]
    pub fn not_in<I: InList<T>>(self, list: I) -> Condition {
        self.into_expr().not_in(list)
    }

    /// `column IS NULL`. See [`Expr::is_null`].
    #[inline]
    pub fn is_null(self) -> Condition {
        self.into_expr().is_null()
    }

    /// `column IS NOT NULL`. See [`Expr::is_not_null`].
    #[inline]
    pub fn is_not_null(self) -> Condition {
        self.into_expr().is_not_null()
    }

    /// `column IS TRUE`. See [`Expr::is_true`].
    #[inline]
    pub fn is_true(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_true()
    }

    /// `column IS NOT TRUE`. See [`Expr::is_not_true`].
    #[inline]
    pub fn is_not_true(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_not_true()
    }

    /// `column IS FALSE`. See [`Expr::is_false`].
    #[inline]
    pub fn is_false(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_false()
    }

    /// `column IS NOT FALSE`. See [`Expr::is_not_false`].
    #[inline]
    pub fn is_not_false(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_not_false()
    }

    /// `column IS UNKNOWN`. See [`Expr::is_unknown`].
    #[inline]
    pub fn is_unknown(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_unknown()
    }

    /// `column IS NOT UNKNOWN`. See [`Expr::is_not_unknown`].
    #[inline]
    pub fn is_not_unknown(self) -> Expr<Boolean>
    where
        T: BooleanLike,
    {
        self.into_expr().is_not_unknown()
    }

    /// `column AND other`. See [`Expr::and`].
    #[inline]
    pub fn and<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        self.into_expr().and(other)
    }

    /// `column OR other`. See [`Expr::or`].
    #[inline]
    pub fn or<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        self.into_expr().or(other)
    }

    /// Exactly one of the two holds. See [`Expr::xor`].
    #[inline]
    pub fn xor<P: Predicate>(self, other: P) -> Condition
    where
        T: BooleanLike,
    {
        self.into_expr().xor(other)
    }

    /// `NOT column`. See [`Expr::not`].
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn not(self) -> Condition
    where
        T: BooleanLike,
    {
        self.into_expr().not()
    }

    /// `column LIKE pattern`. See [`Expr::like`].
    #[inline]
    pub fn like<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().like(pattern)
    }

    /// `column NOT LIKE pattern`. See [`Expr::not_like`].
    #[inline]
    pub fn not_like<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().not_like(pattern)
    }

    /// `column LIKE pattern ESCAPE escape`. See [`Expr::like_escape`].
    #[inline]
    pub fn like_escape<R: Operand<Text>>(self, pattern: R, escape: char) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().like_escape(pattern, escape)
    }

    /// `column ILIKE pattern`. See [`Expr::ilike`].
    #[inline]
    pub fn ilike<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().ilike(pattern)
    }

    /// `column NOT ILIKE pattern`. See [`Expr::not_ilike`].
    #[inline]
    pub fn not_ilike<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().not_ilike(pattern)
    }

    /// `column LIKE pattern`, with regard to case. See [`Expr::like_sensitive`].
    #[inline]
    pub fn like_sensitive<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().like_sensitive(pattern)
    }

    /// `column NOT LIKE pattern`, with regard to case. See [`Expr::not_like_sensitive`].
    #[inline]
    pub fn not_like_sensitive<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().not_like_sensitive(pattern)
    }

    /// Whether the text contains the other. See [`Expr::contains`].
    #[inline]
    pub fn contains<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().contains(part)
    }

    /// Whether the text starts with the other. See [`Expr::starts_with`].
    #[inline]
    pub fn starts_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().starts_with(part)
    }

    /// Whether the text ends with the other. See [`Expr::ends_with`].
    #[inline]
    pub fn ends_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().ends_with(part)
    }

    /// Whether the text contains the other in any case. See [`Expr::icontains`].
    #[inline]
    pub fn icontains<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().icontains(part)
    }

    /// Whether the text starts with the other in any case. See [`Expr::istarts_with`].
    #[inline]
    pub fn istarts_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().istarts_with(part)
    }

    /// Whether the text ends with the other in any case. See [`Expr::iends_with`].
    #[inline]
    pub fn iends_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().iends_with(part)
    }

    /// Whether a part of the text matches the regular expression. See [`Expr::matches`].
    #[inline]
    pub fn matches<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().matches(pattern)
    }

    /// Whether a part of the text matches in any case. See [`Expr::imatches`].
    #[inline]
    pub fn imatches<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        self.into_expr().imatches(pattern)
    }

    /// `column || other`. See [`Expr::concat`].
    #[inline]
    pub fn concat<R: Operand<Text, Sql = S>, S: SqlType>(self, other: R) -> Expr<Concatenated<T, S>>
    where
        T::Base: TextLike,
    {
        self.into_expr().concat(other)
    }

    /// `column COLLATE collation`. See [`Expr::collate`].
    #[inline]
    pub fn collate(self, collation: Collation) -> Expr<T>
    where
        T::Base: TextLike,
    {
        self.into_expr().collate(collation)
    }

    /// The column, declared to be NULL at times. See [`Expr::nullable`].
    #[inline]
    pub fn nullable(self) -> Expr<T::AsNullable> {
        self.into_expr().nullable()
    }

    /// `CAST(column AS type)`. See [`Expr::cast`].
    #[inline]
    pub fn cast<U: SqlType>(self) -> Expr<<T::Null as Nullability>::Wrap<U>>
    where
        U::Base: BaseType,
    {
        self.into_expr().cast::<U>()
    }

    /// The number that the text is, or NULL. See [`Expr::try_cast`].
    #[inline]
    pub fn try_cast<U: TryCast>(self) -> Expr<U::AsNullable>
    where
        T::Base: TextLike,
    {
        self.into_expr().try_cast::<U>()
    }

    /// The column without its type. See [`Expr::any`].
    #[inline]
    pub fn any(self) -> Expr<Any> {
        self.into_expr().any()
    }

    /// The column under another type. See [`Expr::assume`].
    #[inline]
    pub fn assume<U: SqlType>(self) -> Expr<U> {
        self.into_expr().assume()
    }

    /// `column AS name`. See [`Expr::label`].
    #[inline]
    pub fn label(self, name: impl Into<Name>) -> Labeled<T> {
        self.into_expr().label(name)
    }

    /// `column ASC`. See [`Expr::asc`].
    #[inline]
    pub fn asc(self) -> Sort {
        self.into_expr().asc()
    }

    /// `column DESC`. See [`Expr::desc`].
    #[inline]
    pub fn desc(self) -> Sort {
        self.into_expr().desc()
    }
}

impl Column<Any> {
    /// Division that truncates toward zero. See [`Expr::div_int`].
    pub fn div_int<R: Operand<Any>>(self, other: R) -> Expr<Any> {
        self.into_expr().div_int(other)
    }

    /// Real division. See [`Expr::div`].
    #[allow(clippy::should_implement_trait)]
    pub fn div<R: Operand<Any>>(self, other: R) -> Expr<Any> {
        self.into_expr().div(other)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The methods of the blocks that begin with this line.
    fn methods<'a>(source: &'a str, block: &str) -> BTreeSet<&'a str> {
        let blocks = source.split("\nimpl").filter(|text| text.starts_with(block));
        let lines = blocks.flat_map(|text| text.split("\n}").next()).flat_map(str::lines);
        let names = lines.filter_map(|line| line.trim().strip_prefix("pub fn "));
        names.filter_map(|rest| rest.split(['<', '(']).next()).collect()
    }

    #[test]
    fn a_column_has_the_methods_of_an_expression() {
        let column = methods(include_str!("column.rs"), "<T: SqlType> Column<T> {");
        let mut expr = methods(include_str!("expr.rs"), "<T: SqlType> Expr<T> {");
        expr.extend(methods(include_str!("text.rs"), "<T: SqlType> Expr<T> {"));
        expr.extend(methods(include_str!("regexp.rs"), "<T: SqlType> Expr<T> {"));
        expr.extend(methods(include_str!("conversion.rs"), "<T: SqlType> Expr<T> {"));
        assert!(expr.len() > 40, "{expr:?}");
        let missing: Vec<_> = expr.difference(&column).collect();
        assert!(missing.is_empty(), "not on Column: {missing:?}");
        let own: Vec<_> = column.difference(&expr).copied().collect();
        assert_eq!(own, ["expr", "set_default", "set_excluded"]);
    }
}
