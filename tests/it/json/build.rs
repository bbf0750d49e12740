//! Documents made of expressions.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_array_of_expressions() {
    on_all_engines(|db| {
        set_up(db);
        let array = json_array((
            docs::id,
            docs::word,
            docs::flag,
            docs::n,
            docs::x,
            docs::n.eq(3),
            docs::doc,
            json_text(docs::doc, "a"),
        ));
        let found = values(db, array);
        for (id, (found, doc)) in (0..).zip(found.iter().zip(grid())) {
            let a = match part(&doc, &[JsonStep::Key("a".to_owned())]) {
                Some(Document::String(text)) => json!(text),
                // The text of others is the server's.
                Some(Document::Bool(truth)) => json!(truth.to_string()),
                Some(_) => continue,
                None => json!(null),
            };
            let expected = json!([id, "it's \"é\"", id % 2 == 0, id, 0.5, id == 3, doc, a]);
            assert_eq!(plain(found), plain(&expected), "on {}", db.name);
        }
        let null = json!([-1, "", null, null, -1.25, null, null, null]);
        assert_eq!(found.last(), Some(&null), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_object_of_values() {
    on_all_engines(|db| {
        let object = json_object((
            ("text", "it's"),
            ("n", 7),
            ("x", 1.5),
            ("yes", true),
            ("none", None::<&str>),
            ("doc", json!([null, {"a": false}])),
            ("list", json_array(vec![1, 2])),
            ("text", json_object(())),
        ));
        let nothing = json_array(());
        let many = json_object(vec![("a\"b\\'c", val::<Integer>(1)), ("é", val::<Integer>(2))]);
        let found = db.fetch_one(&select((object, nothing, many)));
        let expected = json!({
            "n": 7, "x": 1.5, "yes": true, "none": null, "doc": [null, {"a": false}],
            "list": [1, 2], "text": {},
        });
        let many = json!({"a\"b\\'c": 1, "é": 2});
        assert_eq!(found, (expected, json!([]), many), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_made_is_stored_and_read_in_part() {
    on_all_engines(|db| {
        set_up(db);
        let made = json_object((("flag", docs::flag), ("inner", json_array((docs::n, docs::doc)))));
        let change =
            update(docs::table).set(docs::doc, made.clone().nullable()).filter(docs::id.eq(13));
        db.execute(&change);
        let q = select((
            docs::doc,
            json_boolean(docs::doc, "flag"),
            json_integer(docs::doc, ("inner", 1)),
        ))
        .from(docs::table)
        .filter(docs::id.eq(13));
        let expected = json!({"flag": false, "inner": [13, 42]});
        assert_eq!(db.fetch_one(&q), (Some(expected), Some(false), Some(42)), "on {}", db.name);
        let q = select(json_integer(made, ("inner", 0))).from(docs::table).filter(docs::id.eq(5));
        assert_eq!(db.fetch_one(&q), Some(5), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn documents_to_text_and_back() {
    on_all_engines(|db| {
        set_up(db);
        let texts = values(db, docs::doc.cast::<Text>());
        for (text, doc) in texts.iter().zip(grid()) {
            let read: Document =
                serde_json::from_str(text.as_deref().expect("text")).expect("JSON");
            assert_eq!(plain(&read), plain(&doc), "on {}", db.name);
        }
        assert_eq!(texts.last(), Some(&None));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_in_a_document_is_no_null_beside_an_outer_join() {
    on_all_engines(|db| {
        set_up(db);
        let d = docs::alias("d").outer();
        for document in [
            json_object((("n", d.n), ("word", d.word))),
            json_array((d.n, d.word)),
            json_array((d.word, d.doc)),
            json_object((("x", d.x), ("flag", d.flag))),
        ] {
            let q = select(count_star())
                .from(docs::table)
                .left_join(d, docs::id.lt(-100))
                .filter(json_type(document, ()).is_not_null());
            let all = db.fetch_one(&select(count_star()).from(docs::table));
            assert_eq!(db.fetch_one(&q), all, "on {}", db.name);
        }
    });
}
