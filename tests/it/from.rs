//! FROM and WITH: joins, derived tables, VALUES, functions that yield rows, CTEs.

mod ctes;
mod derived;
mod full_joins;
mod joins;
mod kinds;
mod rows;
mod values;
mod words;
