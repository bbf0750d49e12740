//! An error never shows a value: not in its message, not in the driver's own error inside of it.

use aludel::prelude::*;

use super::{add, items, on_both};

/// All that an error shows, its sources included.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    if let Some(database) = error.database() {
        text += &format!(" {database} {database:?} {0} {0:?}", database.source);
    }
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text += &format!(" {inner} {inner:?}");
        source = inner.source();
    }
    text
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn no_error_shows_a_value() {
    on_both(|db, _| {
        db.execute_script(
            "CREATE TABLE kept (
                 id INT PRIMARY KEY, n INT, w VARCHAR(3), d DATE, m DATETIME, j JSON, e ENUM('x'),
                 c DECIMAL(4, 2), u VARCHAR(90) UNIQUE, s SET('a'), b BIT(1), y YEAR, g POINT)",
        )
        .unwrap();
        const SECRET: &str = "hidden-4711";
        let to = |column: &'static str| table("kept").column::<Any>(column);
        let mut errors = Vec::new();
        for column in ["n", "w", "d", "m", "j", "e", "c", "s", "b", "y", "g"] {
            let insert = insert_into(table("kept")).set(to("id"), 1).set(to(column), SECRET);
            errors.push((column, db.execute(&insert).unwrap_err()));
        }
        let insert = insert_into(table("kept")).set(to("id"), 2).set(to("u"), SECRET);
        db.execute(&insert).unwrap();
        let again = insert_into(table("kept")).set(to("id"), 3).set(to("u"), SECRET);
        errors.push(("unique", db.execute(&again).unwrap_err()));
        let secret = || val::<Text>(SECRET);
        for (what, query) in [
            ("xpath", select(sql!(Any, "EXTRACTVALUE('<a/>', CONCAT('~', {}))", secret()))),
            ("regexp", select(sql!(Any, "'a' REGEXP CONCAT('(', {})", secret()))),
            ("json", select(sql!(Any, "JSON_EXTRACT({}, '$')", secret()))),
            ("path", select(sql!(Any, "JSON_EXTRACT('{{}}', {})", secret()))),
            ("range", select(sql!(Any, "9223372036854775807 + LENGTH({})", secret()))),
            ("uuid", select(sql!(Any, "UUID_TO_BIN({})", secret()))),
            ("geometry", select(sql!(Any, "ST_GeomFromText({})", secret()))),
        ] {
            // Not every server refuses each of them.
            errors.extend(db.fetch_rows(&query).err().map(|error| (what, error)));
        }
        for text in [
            format!("UPDATE kept SET n = 1 WHERE u = 5 + '{SECRET}' AND 1 = CAST(u AS DOUBLE)"),
            format!("UPDATE kept SET n = CAST('{SECRET}' AS SIGNED)"),
            format!("UPDATE kept SET n = STR_TO_DATE('{SECRET}', '%Y')"),
        ] {
            errors.extend(db.execute_script(&text).err().map(|error| ("script", error)));
        }
        assert!(errors.len() > 14, "{errors:#?}");
        for (what, error) in errors {
            // The text of a script is its own; what the server says of it is not.
            let shown = match what {
                "script" => format!(
                    "{0} {1} {1:?}",
                    error.database().unwrap().message,
                    error.database().unwrap().source
                ),
                _ => shown(&error),
            };
            assert!(!shown.contains("4711"), "{what}: {shown}");
        }
        add(db, SECRET).unwrap();
        let many = insert_into(items::table).columns(items::name);
        let error = db.insert_many(&many, [("a",), (SECRET,)]).unwrap_err();
        assert_eq!(error.row(), Some(1));
        assert!(!shown(&error).contains("4711"), "{}", shown(&error));
    });
}
