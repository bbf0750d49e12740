//! What has no one form in JSON, or no words on an engine, is a typed error.

use chrono::NaiveDate;

use super::*;

#[test]
fn what_has_no_one_form_in_json() {
    let day = NaiveDate::from_ymd_opt(2024, 1, 31).expect("a date");
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    for dialect in dialects {
        for array in [
            json_array((day,)),
            json_array((Value::from(day),)),
            json_array((table("t").column::<Any>("c"),)),
        ] {
            let error = select(array).compile(dialect).unwrap_err();
            let CompileError::Unsupported { construct, instead, .. } = &error else {
                panic!("{error}");
            };
            assert!(
                construct.contains("json_of_other") && instead.contains("format_date"),
                "{error}"
            );
        }
        let error = select(json_array_has(docs::doc, (), json!([1]))).from(docs::table);
        let error = error.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
        let error = select(json_array(vec![1; 101])).compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::Arguments { .. }), "{error}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn containment_where_the_servers_have_it() {
    on_all_engines(|db| {
        set_up(db);
        let q = |part: Document| {
            select(docs::id)
                .from(docs::table)
                .filter(json_contains(docs::doc, part))
                .order_by(docs::id.asc())
        };
        if db.name == "SQLite" {
            let error = q(json!(1)).compile(db.dialect()).unwrap_err().to_string();
            assert!(error.contains("json_contains") && error.contains("json_each"), "{error}");
            return;
        }
        let parts: [(Document, &[i64]); 5] = [
            (json!({"o": {"p": 1}}), &[0]),
            (json!({"a": true}), &[3]),
            (json!(["five", 1]), &[6]),
            (json!({"a": {"b": ["two"]}, "n": null}), &[0]),
            (json!(42), &[13]),
        ];
        for (part, ids) in parts {
            assert_eq!(db.fetch_all(&q(part.clone())), ids, "{part} on {}", db.name);
        }
    });
}

/// What some engine says only by writing an operand again is refused where it lies in itself too
/// often, not made a text without end.
#[test]
fn a_text_does_not_grow_without_end() {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let mut doc = docs::doc.expr();
    let mut text = doc.clone();
    let mut months = val::<BigInt>(1);
    for _ in 0..20 {
        doc = json_append(doc, ("a", 0, "b"), 1);
        text = json_text(text, ("a", 0)).assume();
        let at = shift(current_timestamp(), months, DateUnit::Month);
        months = months_between(current_timestamp(), at);
        let queries = [doc.clone().any(), text.clone().any(), months.clone().any()];
        for query in queries.map(|expr| select_dyn([expr]).from(docs::table)) {
            for dialect in dialects {
                match query.compile(dialect) {
                    Ok(sql) => assert!(sql.text().len() < 1_000_000, "{}", sql.text().len()),
                    Err(error) => assert!(matches!(error, CompileError::Unsupported { .. })),
                }
            }
        }
    }
}
