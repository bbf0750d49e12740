//! The mathematical functions, for a library that was built without them: those of Rust, under
//! SQLite's names. <https://sqlite.org/lang_mathfunc.html>

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

/// Whether the library that is linked has them itself.
pub(super) fn are_built_in() -> bool {
    let asked = Connection::open_in_memory().and_then(|connection| has_them(&connection));
    asked.unwrap_or(false)
}

type OfOne = (&'static str, fn(f64) -> f64);
type OfTwo = (&'static str, fn(f64, f64) -> f64);

/// Sees to it that the connection has them.
pub(super) fn provide(connection: &Connection) -> Result<()> {
    if has_them(connection)? {
        return Ok(());
    }
    let of_one: [OfOne; 10] = [
        ("sqrt", f64::sqrt),
        ("exp", f64::exp),
        ("ln", f64::ln),
        ("log10", f64::log10),
        ("sin", f64::sin),
        ("cos", f64::cos),
        ("tan", f64::tan),
        ("asin", f64::asin),
        ("acos", f64::acos),
        ("atan", f64::atan),
    ];
    for (name, function) in of_one {
        register(connection, name, 1, move |context| Some(function(number(context, 0)?)))?;
    }
    let of_two: [OfTwo; 2] = [("power", f64::powf), ("atan2", f64::atan2)];
    for (name, function) in of_two {
        register(connection, name, 2, move |context| {
            Some(function(number(context, 0)?, number(context, 1)?))
        })?;
    }
    Ok(())
}

/// They come together, so one is asked for.
fn has_them(connection: &Connection) -> Result<bool> {
    const COUNT: &str = "SELECT COUNT(*) FROM pragma_function_list WHERE name = 'sqrt'";
    connection.query_row(COUNT, [], |row| row.get::<_, i64>(0)).map(|count| count > 0)
}

fn register(
    connection: &Connection,
    name: &str,
    arguments: i32,
    function: impl Fn(&Context<'_>) -> Option<f64> + Send + 'static,
) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    // SQLite makes NULL of what is not a number.
    connection.create_scalar_function(name, arguments, flags, move |context| Ok(function(context)))
}

/// An argument; none for NULL and for what is no number.
fn number(context: &Context<'_>, index: usize) -> Option<f64> {
    match context.get_raw(index) {
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        _ => None,
    }
}
