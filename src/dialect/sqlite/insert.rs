//! INSERT in words that SQLite has.

use crate::ast::{Attribute, ColumnDef, ColumnRef, Expr, Insert, InsertSource, TableName, Value};
use crate::dialect::syntax::raw_text;

/// The value that the column is declared to have by default.
pub(super) fn declared_default(table: &TableName, column: &str) -> Option<Expr> {
    let TableName::Declared(def) = table else { return None };
    let column = def.columns.iter().find(|own| own.name == column)?;
    let text = column.attributes.iter().find_map(|attribute| match attribute {
        Attribute::Default(text) => Some(*text),
        _ => None,
    })?;
    // A brace is no hole in it.
    let text = text.replace('{', "{{").replace('}', "}}");
    Some(raw_text(format!("({text})"), []))
}

/// What a new row has in the place of DEFAULT: a number that is made stands for NULL.
fn made_or_declared(table: &TableName, column: &str) -> Option<Expr> {
    let TableName::Declared(def) = table else { return None };
    let is_made =
        |own: &ColumnDef| own.name == column && own.attributes.contains(&Attribute::AutoIncrement);
    match def.columns.iter().any(|own| is_made(own)) {
        true => Some(Expr::Literal(Value::Null)),
        false => declared_default(table, column),
    }
}

/// DEFAULT is no value: a column that is to have its default in every row is left out. None if it
/// is to have a value in others, and is not declared to have a default.
pub(super) fn without_defaults(insert: &Insert) -> Option<Insert> {
    let InsertSource::Exprs(cells) = &insert.source else { return None };
    let width = insert.columns.len();
    if let Some(cells) = with_declared(insert, cells) {
        let source = InsertSource::Exprs(cells);
        return Some(Insert { source, ..insert.clone() });
    }
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

/// The cells with declared defaults in the place of DEFAULT, in columns that have values beside it;
/// none if there are no such.
fn with_declared(insert: &Insert, cells: &[Expr]) -> Option<Vec<Expr>> {
    let width = insert.columns.len();
    let mut declared = cells.to_vec();
    let mut found = false;
    for (place, column) in insert.columns.iter().enumerate() {
        let mut own = cells.iter().skip(place).step_by(width);
        let is_default = |cell: &Expr| *cell == Expr::Default;
        if own.clone().any(is_default) && !own.all(is_default) {
            let default = made_or_declared(&insert.table.table, column.name())?;
            found = true;
            let own = declared.iter_mut().skip(place).step_by(width);
            own.filter(|cell| is_default(cell)).for_each(|cell| *cell = default.clone());
        }
    }
    found.then_some(declared)
}
