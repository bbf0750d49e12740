//! Values as expressions: bound, written into the text, or given later.

use crate::ast::{self, Bind, Name, Slot, Value};

use super::types::SqlType;
use super::{Assign, Expr};

/// A Rust value as an expression of the type `T`, sent as a parameter.
///
/// ```
/// use aludel::prelude::*;
/// let one: Expr<Integer> = val::<Integer>(1);
/// let none: Expr<Nullable<Text>> = val::<Nullable<Text>>(None::<&str>);
/// ```
pub fn val<T: SqlType>(value: impl Assign<T>) -> Expr<T> {
    Expr::from_ast(value.into_assigned())
}

/// NULL as an expression of the type `T`.
pub fn null<T: SqlType>() -> Expr<T::AsNullable> {
    Expr::from_ast(ast::Expr::Bind(Bind { value: Value::Null, data_type: T::DATA_TYPE }))
}

/// A Rust value written into the text of the statement. For constants of the program, not for
/// input.
///
/// ```
/// use aludel::prelude::*;
/// let zero = literal::<Integer>(0);
/// ```
pub fn literal<T: SqlType>(value: impl Assign<T>) -> Expr<T> {
    Expr::from_ast(match value.into_assigned() {
        ast::Expr::Bind(bind) => ast::Expr::Literal(bind.value),
        expr => expr,
    })
}

/// A parameter whose value is given after the statement is rendered, by its name.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, age: Integer } }
/// let q = select(users::id).from(users::table).filter(users::age.ge(param::<Integer>("min_age")));
/// ```
pub fn param<T: SqlType>(name: impl Into<Name>) -> Expr<T> {
    let slot = Slot { name: name.into(), data_type: T::DATA_TYPE };
    Expr::from_ast(ast::Expr::Slot(Box::new(slot)))
}
