//! JSON documents: one grid of them, the same answer on every engine, and serde_json's own.

use aludel::prelude::*;
use serde_json::{Value as Document, json};

use crate::engines::{Db, on_all_engines};

mod build;
mod change;
mod parts;
mod refused;
mod texts;

table! {
    docs {
        id: BigInt [primary_key],
        doc: Nullable<Json>,
        word: Text,
        n: Nullable<Integer>,
        x: Double,
        flag: Nullable<Boolean>,
    }
}

/// Documents of every kind, and what each engine has its own ideas of: the string "null", keys that
/// are numbers, have quotes, dots or nothing in them, a scalar where an array is looked for.
fn grid() -> Vec<Document> {
    let long = "é".repeat(700);
    vec![
        json!({"a": {"b": [1, "two", null, true, 2.5]}, "k.q": "v", "n": null, "o": {"p": 1}}),
        json!({"a": "null", "n": "NULL", "0": "zero", "": "empty", "é€😀": "ü"}),
        json!({"a": [[1, 2], {"b": 3}, []], "n": {"x": {}}, "it's": "'quoted'"}),
        json!({"a": true, "n": false, "o": -7, "long": long}),
        json!({"a": 9_007_199_254_740_993_i64, "n": i64::MAX, "o": i64::MIN, "u": u64::MAX}),
        json!({"a": 1.0, "n": -2.0, "o": 0.1, "u": 1e300, "v": 123_456.75}),
        json!([1, [2, 3], {"a": 4}, "five", null, false]),
        json!([]),
        json!({}),
        json!("just \"text\" \\ \n / \u{1} é"),
        json!("null"),
        json!(null),
        json!(true),
        json!(42),
    ]
}

fn set_up(db: &mut Db) {
    db.create(&create_table(docs::table));
    let insert = insert_into(docs::table).columns((
        docs::id,
        docs::doc,
        docs::word,
        docs::n,
        docs::x,
        docs::flag,
    ));
    for (id, doc) in (0_i64..).zip(grid()) {
        let n = i32::try_from(id).expect("a few");
        db.execute(&insert.clone().row((
            id,
            Some(doc),
            "it's \"é\"",
            Some(n),
            0.5,
            Some(id % 2 == 0),
        )));
    }
    db.execute(&insert.row((-1, None::<Document>, "", None::<i32>, -1.25, None::<bool>)));
}

/// The values of an expression for each document of the grid, and lastly for NULL.
fn values<P, R>(db: &mut Db, exprs: P) -> Vec<R>
where
    P: Projection,
    Select<P::Sql>: Fetch<Row = R>,
{
    let query = select(exprs).from(docs::table).order_by(docs::id.desc());
    let mut rows = db.fetch_all(&query);
    let null = rows.pop();
    rows.reverse();
    rows.extend(null);
    rows
}

/// What the values are to be: of each document, and of NULL.
fn each<R: Clone>(of: impl Fn(&Document) -> R, null: R) -> Vec<R> {
    grid().iter().map(of).chain([null]).collect()
}

/// The same document, numbers by their value.
fn plain(document: &Document) -> Document {
    match document {
        Document::Number(number) => match number.as_f64() {
            Some(double) if double.fract() == 0.0 && double.abs() < 1e15 => json!(double as i64),
            _ => document.clone(),
        },
        Document::Array(elements) => elements.iter().map(plain).collect(),
        Document::Object(members) => {
            members.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
        }
        other => other.clone(),
    }
}

/// The part of a document: a key of an object only, an index of an array only.
fn part<'d>(document: &'d Document, path: &[JsonStep]) -> Option<&'d Document> {
    path.iter().try_fold(document, |document, step| match (step, document) {
        (JsonStep::Key(key), Document::Object(members)) => members.get(key),
        (JsonStep::Index(index), Document::Array(elements)) => elements.get(*index as usize),
        _ => None,
    })
}

fn paths() -> Vec<Vec<JsonStep>> {
    let key = |key: &str| JsonStep::Key(key.to_owned());
    let index = JsonStep::Index;
    vec![
        vec![],
        vec![key("a")],
        vec![key("n")],
        vec![key("o")],
        vec![key("u")],
        vec![key("v")],
        vec![key("0")],
        vec![key("")],
        vec![key("k.q")],
        vec![key("it's")],
        vec![key("é€😀")],
        vec![key("long")],
        vec![key("missing")],
        vec![key("missing"), key("x")],
        vec![key("a"), key("b")],
        vec![key("a"), key("b"), index(0)],
        vec![key("a"), key("b"), index(1)],
        vec![key("a"), key("b"), index(2)],
        vec![key("a"), key("b"), index(3)],
        vec![key("a"), key("b"), index(4)],
        vec![key("a"), key("b"), index(9)],
        vec![key("a"), key("b"), index(u32::MAX)],
        vec![key("a"), index(0)],
        vec![key("a"), index(0), index(0)],
        vec![key("a"), index(0), key("b")],
        vec![key("a"), index(1), key("b")],
        vec![key("a"), index(2)],
        vec![key("o"), key("p")],
        vec![key("o"), index(0)],
        vec![key("n"), key("x")],
        vec![index(0)],
        vec![index(0), index(0)],
        vec![index(1), index(1)],
        vec![index(2), key("a")],
        vec![index(3)],
        vec![index(4)],
    ]
}
