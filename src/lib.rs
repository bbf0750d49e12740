//! SQL as Rust values.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// No input may stop a caller.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod ast;
