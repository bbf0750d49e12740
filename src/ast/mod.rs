//! Statements and expressions as plain public data.
//!
//! Nothing here knows a dialect, a driver or a Rust type parameter. A node may be matched, visited,
//! changed, compared and stored. The typed vocabulary of [`query`](crate::query) builds these nodes;
//! a [`dialect`](crate::dialect) renders them.

mod aggregate;
mod annotation;
mod date;
mod expr;
mod function;
mod json;
mod known_type;
mod name;
mod nested;
mod query;
mod rows;
mod value;
mod value_ref;
pub mod visit;
pub mod visit_mut;
mod write;

pub use aggregate::*;
pub use annotation::*;
pub use date::*;
pub use expr::*;
pub use function::*;
pub use json::*;
pub use name::*;
pub use nested::*;
pub use query::*;
pub use rows::*;
pub use value::*;
pub use value_ref::ValueRef;
pub use visit::Visit;
pub use visit_mut::{Transform, VisitMut};
pub use write::*;
