//! The typed vocabulary that statements are written with.
//!
//! A thin shell over [`ast`](crate::ast): every type here is a node and a phantom type, every
//! method ends in a node. What the types know (which SQL types compare, what may be NULL, what a
//! row decodes to) is told by the markers in [`marker`]; what a statement's tables know (which
//! columns are in scope, what is grouped) is checked when it is compiled.

mod aggregate;
mod annotation;
mod arithmetic;
mod case;
mod choice;
mod collect;
mod column;
mod compound;
mod conversion;
mod count;
mod cte;
mod date;
mod decode;
mod delete;
mod derived;
mod dynamic;
mod dynamic_row;
mod expr;
mod fetch;
#[cfg(test)]
mod fixture;
mod function;
mod grouping;
mod in_list;
mod insert;
mod join;
mod json;
mod json_build;
mod limit;
mod literal;
mod lock;
pub mod marker;
mod merge;
mod numeric;
mod operand;
mod order;
mod period;
mod predicate;
mod projection;
mod ranking;
mod raw;
mod regexp;
mod relation;
mod returning;
mod row;
mod row_struct;
mod row_value;
mod rows;
mod seek;
mod select;
mod set_each;
mod statistics;
mod subquery;
mod table;
mod text;
mod text_function;
mod truncate_table;
mod types;
mod update;
mod value;
mod values;
mod window;

#[doc(hidden)]
pub use regexp::{regexp_replace, regexp_substr};
pub use relation::{Definition, Definitions};
#[doc(hidden)]
pub use table::declare;

pub use crate::ast::{
    Assignment, Collation, DateField, DatePart, DateUnit, FrameExclude, JsonStep,
};
pub use aggregate::*;
pub use arithmetic::{Addend, Arith, NullableArith, Shifted};
pub use case::{Case, CaseOf, case, case_of, iif};
pub use choice::*;
pub use collect::*;
pub use column::Column;
pub use compound::{Compound, QueryOf};
pub use conversion::TryCast;
pub use cte::*;
pub use date::*;
pub use decode::DecimalRust;
pub use delete::{Delete, delete};
pub use derived::{Derived, FunctionTable, function_table};
pub use dynamic::{DynamicTable, column, table};
pub use dynamic_row::{DynamicRow, Row, RowIndex};
pub use expr::Expr;
pub use fetch::{AsStatement, Fetch, FromRow, Mapped};
pub use function::*;
pub use grouping::{GroupingSet, grouping, grouping_set};
pub use in_list::InList;
pub use insert::*;
pub use join::{JoinCondition, Joined, Natural, OnKey, Using, joined, natural, on_key, using};
pub use json::*;
pub use json_build::*;
pub use literal::Literal;
pub use marker::*;
pub use merge::{Merge, MergeInto, MergeMatched, MergeNotMatched, merge_into};
pub use numeric::*;
pub use operand::{Arguments, Assign, Expression, Expressions, Operand};
pub use order::{OrderBy, Sort, ordinal};
pub use period::*;
pub use predicate::{Condition, Predicate, all_of, any_of, not};
pub use projection::{Labeled, Projection};
pub use ranking::*;
pub use raw::{sql, sql_unchecked};
pub use relation::{Base, Handle, Mode, Outer, OuterRelation, Relation, Target};
pub use returning::Returning;
pub use row::*;
pub use row_value::{KeyColumns, RowComparable, RowExpr, RowOf, RowOperand, row};
pub use rows::{
    JsonElements, JsonEntries, Sample, Series, Unnested, generate_series, json_elements,
    json_entries, json_table, sample, unnest,
};
pub use seek::{SeekKey, UniqueOrder, unique_order};
pub use select::{Select, select, select_dyn};
pub use statistics::*;
pub use subquery::{compare_all, compare_all_of, compare_any, compare_any_of, exists, not_exists};
pub use text::Concatenated;
pub use text_function::*;
pub use truncate_table::{TruncateTable, truncate_table};
pub use types::*;
pub use update::{AssignTo, Assignments, Update, update};
pub use value::{literal, null, param, val};
pub use values::{Values, ValuesRow, values};
pub use window::*;
