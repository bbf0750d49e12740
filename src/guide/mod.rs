//! Pages for readers: what goes beyond one item.

pub mod distributed;
pub mod support;
