//! Text taken out of a document is text like any other: beside columns and parameters, sorted,
//! grouped, by code point.

use aludel::prelude::*;
use serde_json::json;

use crate::engines::{Db, on_all_engines};

table! { notes { id: BigInt [primary_key], doc: Json, word: Text, short: VarChar<20>, n: Integer } }

/// What collations differ in: letter case, accents, spaces at the end.
const WORDS: [&str; 6] = ["B", "a", "a ", "A", "e", "é"];

fn set_up(db: &mut Db) {
    db.create(&create_table(notes::table));
    for (id, word) in (1..).zip(WORDS) {
        let insert = insert_into(notes::table)
            .set(notes::id, id)
            .set(notes::doc, json!({"w": word, word: id, "n": id}))
            .set(notes::word, word)
            .set(notes::short, "a")
            .set(notes::n, 7);
        db.execute(&insert);
    }
}

fn text() -> Expr<Nullable<Text>> {
    json_text(notes::doc, "w")
}

fn all() -> Vec<i64> {
    (1..=6).collect()
}

fn check<Q: Fetch>(db: &mut Db, wrong: &mut Vec<String>, place: &str, query: Q, expected: &[Q::Row])
where
    Q::Row: PartialEq + std::fmt::Debug,
{
    let sql = query.compile(db.dialect()).map(|sql| sql.to_string());
    match db.connection.fetch_all(&query) {
        Ok(rows) if rows == expected => {}
        Ok(rows) => wrong.push(format!("{place} on {}: {rows:?}\n  {sql:?}", db.name)),
        Err(error) => wrong.push(format!("{place} on {}: {error}", db.name)),
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_of_documents_is_text() {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        set_up(db);
        let of_ids = |condition: Condition| {
            select(notes::id).from(notes::table).filter(condition).order_by(notes::id)
        };
        let words = || select(notes::word).from(notes::table);
        let texts = || select(text().assume::<Text>()).from(notes::table);
        let some = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
        for (place, condition, expected) in [
            ("= column", text().eq(notes::word), all()),
            ("column =", notes::word.eq(text()), all()),
            ("= short column", text().eq(notes::short), vec![2]),
            ("<> column", text().ne(notes::word), vec![]),
            ("< column", text().lt(notes::short), vec![1, 4]),
            ("> column", text().gt(notes::short), vec![3, 5, 6]),
            ("between", text().between(notes::short, notes::word), vec![2, 3, 5, 6]),
            ("is distinct", text().is_distinct_from(notes::word), vec![]),
            ("= parameter", text().eq("a"), vec![2]),
            ("in parameters", text().in_(["a", "é"]), vec![2, 6]),
            ("in columns", text().in_([notes::short.into_expr(), lower(notes::short)]), vec![2]),
            ("in query", text().in_(words()), all()),
            ("column in query", notes::word.in_(texts()), all()),
            ("like", text().like_sensitive("a%"), vec![2, 3]),
            ("like column", text().like_sensitive(notes::word), all()),
            ("starts with column", text().like_sensitive(concat((notes::short, "%"))), vec![2, 3]),
            ("coalesce =", coalesce(text(), notes::word).eq(notes::word), all()),
            ("coalesce with column", coalesce(notes::short, text()).eq(text()), vec![2]),
            ("nullif", nullif(notes::word, text()).is_null(), all()),
            ("case", case_of::<Integer, _>(notes::word).when(text(), 1).end().eq(1), all()),
            ("greatest", greatest(text(), notes::short).eq(notes::short), vec![1, 2, 4]),
            ("concat =", concat((text(), notes::short)).eq(concat((notes::word, "a"))), all()),
            ("of document", text().eq(json_text(notes::doc, "w")), all()),
            ("lower", lower(text()).eq(lower(notes::word)), all()),
            ("replace", replace(text(), "a", "b").eq(replace(notes::word, "a", "b")), all()),
            ("cast", text().cast::<VarChar<20>>().eq(notes::word), all()),
            ("cast of column", notes::word.cast::<Text>().eq(text()), all()),
            ("cast of column alone", notes::word.cast::<Text>().eq("a"), vec![2]),
            ("short cast", notes::word.cast::<VarChar<20>>().eq(text()), all()),
            ("cast number", json_text(notes::doc, "n").eq(notes::n.cast::<Text>()), vec![]),
        ] {
            check(db, &mut wrong, place, of_ids(condition), &expected);
        }
        let sorted = ["A", "B", "a", "a ", "e", "é"];
        let by_text = texts().order_by(text().collate(Collation::Binary));
        check(db, &mut wrong, "collated", by_text, &some(&sorted));
        if db.name != "PostgreSQL" {
            check(db, &mut wrong, "order by", texts().order_by(text()), &some(&sorted));
        }
        let groups = select(count_star()).from(notes::table).group_by(text());
        check(db, &mut wrong, "group by", groups, &[1; 6]);
        let counted = |query: Derived| select(count_star()).from(query);
        let distinct = counted(texts().distinct().alias("d"));
        check(db, &mut wrong, "distinct", distinct, &[6]);
        check(
            db,
            &mut wrong,
            "count distinct",
            select(count_distinct(text())).from(notes::table),
            &[6],
        );
        check(db, &mut wrong, "union", counted(texts().union(words()).alias("d")), &[6]);
        check(db, &mut wrong, "column first", counted(words().union(texts()).alias("d")), &[6]);
        let both = counted(words().intersect(texts()).alias("d"));
        check(db, &mut wrong, "intersect", both, &[6]);
        let joined = notes::alias("b");
        let join = select(count_star()).from(notes::table).join(joined, joined.word.eq(text()));
        check(db, &mut wrong, "join", join, &[6]);
        // ---- the keys of a document, and the texts of its elements
        let entry = json_entries(notes::doc, "e");
        let keys = select(notes::id)
            .from(notes::table)
            .cross_join(entry.clone())
            .filter(entry.key().eq(notes::word))
            .order_by(notes::id);
        check(db, &mut wrong, "key = column", keys, &all());
        let keys = select(count_star())
            .from(notes::table)
            .cross_join(entry.clone())
            .filter(entry.key().eq("A"));
        check(db, &mut wrong, "key = parameter", keys, &[1]);
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
