//! Which database has what: constructs, functions, types, parts of dates, by version.
//!
#![doc = include_str!("support.md")]
