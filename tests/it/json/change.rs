//! Documents with one part changed.

use super::*;

#[derive(Clone, Copy, Debug)]
enum Action {
    Set,
    Insert,
    Replace,
    Append,
    Remove,
}

/// What the document is afterwards; the same if the part's parent is not there.
fn changed(document: &Document, path: &[JsonStep], action: Action, value: &Document) -> Document {
    let mut document = document.clone();
    let changed = change(&mut document, path, action, value);
    debug_assert!(changed.is_none() || changed == Some(()));
    document
}

fn change(
    mut at: &mut Document,
    path: &[JsonStep],
    action: Action,
    value: &Document,
) -> Option<()> {
    let value = value.clone();
    let (way, last) = match action {
        Action::Append => (path, None),
        _ => path.split_last().map(|(last, way)| (way, Some(last)))?,
    };
    for step in way {
        at = match (step, at) {
            (JsonStep::Key(key), Document::Object(members)) => members.get_mut(key)?,
            (JsonStep::Index(index), Document::Array(elements)) => {
                elements.get_mut(*index as usize)?
            }
            _ => return None,
        };
    }
    match (last, at, action) {
        (None, Document::Array(elements), _) => elements.push(value),
        (Some(JsonStep::Key(key)), Document::Object(members), Action::Remove) => {
            members.remove(key)?;
        }
        (Some(JsonStep::Key(key)), Document::Object(members), action) => {
            let there = members.contains_key(key);
            let wanted = match action {
                Action::Insert => !there,
                Action::Replace => there,
                _ => true,
            };
            if wanted {
                members.insert(key.clone(), value);
            }
        }
        (Some(JsonStep::Index(index)), Document::Array(elements), action) => {
            let index = *index as usize;
            elements.get(index)?;
            match action {
                Action::Remove => {
                    elements.remove(index);
                }
                _ => elements[index] = value,
            }
        }
        _ => return None,
    }
    Some(())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_document_changed_at_every_path() {
    use Action::{Append, Insert, Remove, Replace, Set};
    let value = json!({"new": [true, "é"]});
    on_all_engines(|db| {
        set_up(db);
        for path in paths() {
            for action in [Set, Insert, Replace, Append, Remove] {
                let (p, v) = (path.clone(), value.clone());
                let expr = match action {
                    Set => json_set(docs::doc, p, v),
                    Insert => json_insert(docs::doc, p, v),
                    Replace => json_replace(docs::doc, p, v),
                    Append => json_append(docs::doc, p, v),
                    Remove => json_remove(docs::doc, p),
                };
                let refused = match (action, path.last()) {
                    (Append, _) => false,
                    (_, None) | (Insert, Some(JsonStep::Index(_))) => true,
                    _ => false,
                };
                if refused {
                    let error = select(expr).from(docs::table).compile(db.dialect()).unwrap_err();
                    assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
                    continue;
                }
                let found = values(db, expr);
                for (found, doc) in found.iter().zip(grid()) {
                    let expected = plain(&changed(&doc, &path, action, &value));
                    let found = found.as_ref().map(plain);
                    assert_eq!(
                        found,
                        Some(expected),
                        "{action:?} {path:?} of {doc} on {}",
                        db.name
                    );
                }
                assert_eq!(found.last(), Some(&None), "{path:?} on {}", db.name);
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_of_every_kind_are_set() {
    on_all_engines(|db| {
        set_up(db);
        let row = select((
            json_set(docs::doc, "v", docs::word),
            json_set(docs::doc, "v", docs::n),
            json_set(docs::doc, "v", docs::x),
            json_set(docs::doc, "v", docs::flag),
            json_set(docs::doc, "v", docs::doc),
            json_set(docs::doc, "v", docs::n.gt(5)),
            json_set(docs::doc, "v", json_text(docs::doc, "a")),
            json_set(json_set(docs::doc, "v", 1), "w", "x"),
        ))
        .from(docs::table);
        let (a, b, c, d, e, f, g, h) = db.fetch_one(&row.filter(docs::id.eq(8)));
        let found: Vec<_> = [a, b, c, d, e, f, g, h].into_iter().map(Option::unwrap).collect();
        let expected = [
            json!({"v": "it's \"é\""}),
            json!({"v": 8}),
            json!({"v": 0.5}),
            json!({"v": true}),
            json!({"v": {}}),
            json!({"v": true}),
            json!({"v": null}),
            json!({"v": 1, "w": "x"}),
        ];
        assert_eq!(found, expected, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_changes_what_is_stored() {
    on_all_engines(|db| {
        set_up(db);
        let change = update(docs::table)
            .set(docs::doc, json_append(docs::doc, ("a", "b"), json_object((("x", docs::word),))))
            .filter(docs::id.eq(0));
        assert_eq!(db.execute(&change), 1);
        let change = update(docs::table)
            .set(docs::doc, json_remove(json_set(docs::doc, ("a", "c"), false), "n"))
            .filter(docs::id.eq(0));
        assert_eq!(db.execute(&change), 1);
        let q = select(docs::doc).from(docs::table).filter(docs::id.eq(0));
        let expected = json!({
            "a": {"b": [1, "two", null, true, 2.5, {"x": "it's \"é\""}], "c": false},
            "k.q": "v",
            "o": {"p": 1},
        });
        assert_eq!(db.fetch_one(&q), Some(expected), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn documents_are_merged() {
    on_all_engines(|db| {
        set_up(db);
        let patch = json!({"a": null, "o": {"q": [1]}, "z": "new"});
        let q = select(json_merge_patch(docs::doc, patch)).from(docs::table).filter(docs::id.eq(0));
        if db.name == "PostgreSQL" {
            let error = q.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.contains("json_merge_patch") && error.contains("json_set"), "{error}");
            return;
        }
        let expected = json!({"k.q": "v", "n": null, "o": {"p": 1, "q": [1]}, "z": "new"});
        assert_eq!(db.fetch_one(&q), Some(expected), "on {}", db.name);
    });
}

/// Sets may follow one another: the document is not written again and again.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn many_changes_of_one_document() {
    on_all_engines(|db| {
        set_up(db);
        let mut doc = docs::doc.expr();
        for number in 0..12 {
            doc = json_set(doc, format!("k{number}"), number);
        }
        doc = json_insert(json_remove(doc, "k1"), "k0", "not");
        let q = select(doc).from(docs::table).filter(docs::id.eq(8));
        let mut expected = json!({});
        for number in (0..12).filter(|number| *number != 1) {
            expected[format!("k{number}")] = json!(number);
        }
        assert_eq!(db.fetch_one(&q), Some(expected), "on {}", db.name);
    });
}

/// In an aggregate's place and of an aggregate.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_change_beside_aggregates() {
    on_all_engines(|db| {
        set_up(db);
        let one = json_object((("n", 1),));
        let q = select(json_set(one, "count", count_star())).from(docs::table);
        let count = grid().len() + 1;
        assert_eq!(db.fetch_one(&q), json!({"n": 1, "count": count}), "on {}", db.name);
        let most = json_object((("most", max(docs::n)),));
        let q = select(json_set(most, "v", 1)).from(docs::table);
        assert_eq!(db.fetch_one(&q), json!({"most": 13, "v": 1}), "on {}", db.name);
    });
}
