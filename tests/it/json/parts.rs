//! Parts of documents.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_part_as_json_and_as_text() {
    on_all_engines(|db| {
        set_up(db);
        for path in paths() {
            let json = values(db, json_get(docs::doc, path.clone()));
            let json: Vec<_> = json.iter().map(|json| json.as_ref().map(plain)).collect();
            let expected = each(|doc| part(doc, &path).map(plain), None);
            assert_eq!(json, expected, "{path:?} on {}", db.name);

            let text = values(db, json_text(docs::doc, path.clone()));
            for (found, doc) in text.iter().zip(grid()) {
                let context = || format!("{path:?} of {doc} on {}", db.name);
                match part(&doc, &path) {
                    None | Some(Document::Null) => assert_eq!(*found, None, "{}", context()),
                    Some(Document::String(text)) => {
                        assert_eq!(found.as_ref(), Some(text), "{}", context());
                    }
                    Some(other) => {
                        let text = found.as_deref().unwrap_or_else(|| panic!("{}", context()));
                        let read: Document = serde_json::from_str(text).expect("JSON");
                        assert_eq!(plain(&read), plain(other), "{}", context());
                    }
                }
            }
            assert_eq!(text.last(), Some(&None));
        }
    });
}

fn integer(document: &Document) -> Option<i64> {
    let whole = |double: f64| {
        let inside = double.fract() == 0.0 && double.abs() < 9_223_372_036_854_775_807.0;
        inside.then_some(double as i64)
    };
    document.as_i64().or_else(|| document.as_f64().filter(|_| !document.is_u64()).and_then(whole))
}

fn kind(document: &Document) -> String {
    let kind = match document {
        Document::Null => "null",
        Document::Bool(_) => "boolean",
        Document::Number(_) => "number",
        Document::String(_) => "string",
        Document::Array(_) => "array",
        Document::Object(_) => "object",
    };
    kind.to_owned()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_part_by_its_type() {
    on_all_engines(|db| {
        set_up(db);
        for path in paths() {
            let found = values(
                db,
                (
                    json_integer(docs::doc, path.clone()),
                    json_number(docs::doc, path.clone()),
                    json_boolean(docs::doc, path.clone()),
                    json_type(docs::doc, path.clone()),
                    json_array_length(docs::doc, path.clone()),
                    json_has(docs::doc, path.clone()),
                ),
            );
            let of = |doc: &Document| {
                let part = part(doc, &path);
                (
                    part.and_then(integer),
                    part.and_then(Document::as_f64),
                    part.and_then(Document::as_bool),
                    part.map(kind),
                    part.and_then(Document::as_array).map(|array| array.len() as i64),
                    part.is_some(),
                )
            };
            let null = (None, None, None, None, None, false);
            for (found, doc) in found.iter().zip(grid()) {
                assert_eq!(*found, of(&doc), "{path:?} of {doc} on {}", db.name);
            }
            assert_eq!(found.last(), Some(&null), "{path:?} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parts_in_conditions_groups_and_orders() {
    on_all_engines(|db| {
        set_up(db);
        let text = || json_text(docs::doc, "a");
        let q = select(docs::id)
            .from(docs::table)
            .filter(text().eq("null").or(text().eq("true")))
            .order_by(docs::id.asc());
        assert_eq!(db.fetch_all(&q), [1, 3], "on {}", db.name);
        let q = select(docs::id).from(docs::table).filter(json_boolean(docs::doc, "a"));
        assert_eq!(db.fetch_all(&q), [3], "on {}", db.name);
        let kind = || json_type(docs::doc, ());
        let q = select((kind(), count_star()))
            .from(docs::table)
            .filter(docs::doc.is_not_null())
            .group_by(kind())
            .having(count_star().gt(1))
            .order_by(kind().asc());
        let expected = [("array", 2), ("object", 7), ("string", 2)];
        let expected = expected.map(|(kind, count)| (Some(kind.to_owned()), count));
        assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
        let one = json!({"a": [{"b": 1}, "x"]});
        let path = ("a", 0, "b");
        let q = select((
            json_integer(val::<Json>(one.clone()), path),
            json_text(val::<Json>(one), ("a", 1)),
        ));
        assert_eq!(db.fetch_one(&q), (Some(1), Some("x".to_owned())), "on {}", db.name);
    });
}

/// Keys with quotes and backslashes: where the server's path has no way to say them, they are refused.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_with_quotes_and_backslashes() {
    on_all_engines(|db| {
        db.create(&create_table(docs::table));
        let insert = insert_into(docs::table).columns((docs::id, docs::doc, docs::word, docs::x));
        let keys = ["\"", "a\"b", "\\", "a\\b", "a'b", "$", "[0]", "*", "{}", "a b", "\u{7f}"];
        for (id, key) in (0_i64..).zip(keys) {
            db.execute(&insert.clone().row((id, Some(json!({key: "found"})), "", 0.0)));
            let q = select(json_text(docs::doc, key)).from(docs::table).filter(docs::id.eq(id));
            match q.compile(db.dialect()) {
                Ok(_) => {
                    assert_eq!(db.fetch_one(&q).as_deref(), Some("found"), "{key} on {}", db.name)
                }
                Err(error) => assert!(matches!(error, CompileError::Unsupported { .. }), "{error}"),
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_of_objects() {
    on_all_engines(|db| {
        set_up(db);
        for path in paths() {
            let found = values(db, json_keys(docs::doc, path.clone()));
            let sorted = |keys: &Document| {
                let mut keys: Vec<_> =
                    keys.as_array().expect("an array").iter().map(Document::to_string).collect();
                keys.sort();
                keys
            };
            let found: Vec<_> = found.iter().map(|keys| keys.as_ref().map(sorted)).collect();
            let of = |doc: &Document| {
                let object = part(doc, &path)?.as_object()?;
                Some(sorted(&object.keys().cloned().collect()))
            };
            assert_eq!(found, each(of, None), "{path:?} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn scalars_among_the_elements_of_arrays() {
    on_all_engines(|db| {
        set_up(db);
        for path in paths() {
            let has = |value: &Document, doc: &Document| {
                let array = part(doc, &path).and_then(Document::as_array);
                array
                    .is_some_and(|array| array.iter().any(|element| plain(element) == plain(value)))
            };
            let found = values(
                db,
                (
                    json_array_has(docs::doc, path.clone(), 1),
                    json_array_has(docs::doc, path.clone(), "two"),
                    json_array_has(docs::doc, path.clone(), true),
                    json_array_has(docs::doc, path.clone(), false),
                    json_array_has(docs::doc, path.clone(), 2.5),
                    json_array_has(docs::doc, path.clone(), None::<&str>),
                    json_array_has(docs::doc, path.clone(), docs::n.expr() - docs::n + 4),
                    json_array_has(docs::doc, path.clone(), docs::flag),
                ),
            );
            for (id, (found, doc)) in (0..).zip(found.iter().zip(grid())) {
                let expected = (
                    has(&json!(1), &doc),
                    has(&json!("two"), &doc),
                    has(&json!(true), &doc),
                    has(&json!(false), &doc),
                    has(&json!(2.5), &doc),
                    has(&json!(null), &doc),
                    has(&json!(4), &doc),
                    has(&json!(id % 2 == 0), &doc),
                );
                assert_eq!(*found, expected, "{path:?} of {doc} on {}", db.name);
            }
        }
        let q = select(docs::id).from(docs::table).filter(
            json_array_has(docs::doc, (), "five").and(json_array_has(docs::doc, (), "FIVE").not()),
        );
        assert_eq!(db.fetch_all(&q), [6], "on {}", db.name);
    });
}

/// A truth value of a document is a condition like any other.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn truth_values_in_aggregates_and_casts() {
    on_all_engines(|db| {
        set_up(db);
        let truth = || json_boolean(docs::doc, "a");
        let has = || json_array_has(docs::doc, (), "five");
        let q = select((max(truth()), min(has()), truth().cast::<Boolean>(), has().is_true()));
        let q = q.from(docs::table).filter(docs::id.in_([3, 6])).group_by((docs::id, docs::doc));
        let q = q.order_by(docs::id.asc());
        let expected =
            [(Some(true), Some(false), Some(true), false), (None, Some(true), None, true)];
        assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
    });
}
