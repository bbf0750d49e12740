//! INSERT in words that SQLite has.

use crate::ast::{ColumnRef, Expr, Insert, InsertSource, Value};

/// DEFAULT is no value: a column that is to have its default in every row is left out. None if it
/// is to have a value in others.
pub(super) fn without_defaults(insert: &Insert) -> Option<Insert> {
    let InsertSource::Exprs(cells) = &insert.source else { return None };
    let width = insert.columns.len();
    let is_default = |column: usize| {
        let mut cells = cells.iter().skip(column).step_by(width).map(|cell| *cell == Expr::Default);
        let first = cells.next()?;
        cells.all(|is_default| is_default == first).then_some(first)
    };
    let left_out: Vec<bool> = (0..width).map(is_default).collect::<Option<_>>()?;
    let kept = |place: usize| !left_out.get(place).copied().unwrap_or_default();
    let columns = insert.columns.iter().enumerate();
    let columns: Vec<ColumnRef> =
        columns.filter(|(place, _)| kept(*place)).map(|(_, column)| column.clone()).collect();
    let source = match (columns.is_empty(), cells.len() == width) {
        (true, true) => InsertSource::DefaultValues,
        (true, false) => return None,
        (false, _) => {
            let cells = cells.iter().enumerate().filter(|(place, _)| kept(place % width));
            InsertSource::Exprs(cells.map(|(_, cell)| cell.clone()).collect())
        }
    };
    Some(Insert { columns, source, ..insert.clone() })
}

/// ON CONFLICT does not follow DEFAULT VALUES: the row is one whose number is made by the server, as
/// it is anyway.
pub(super) fn row_of_defaults(insert: &Insert) -> Option<Insert> {
    let columns = vec![ColumnRef::named(None, "_rowid_")];
    let source = InsertSource::Values(vec![Value::Null]);
    Some(Insert { columns, source, ..insert.clone() })
}
