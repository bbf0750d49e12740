//! The text of clauses that are said in other words.

use crate::prelude::*;
use crate::query::{BigInt, Integer, Nullable};

table! {
    scores { id: BigInt [primary_key], team: Nullable<Integer>, points: Nullable<Integer> }
}

#[track_caller]
fn on_sqlite(statement: &impl Compile, text: &str) {
    let sql = statement.compile(&Sqlite::new()).map(|sql| sql.text().replace('"', ""));
    assert_eq!(sql.as_deref(), Ok(text));
}

#[test]
fn distinct_on_is_the_first_of_a_partition() {
    let q = select(scores::id).distinct_on(scores::team).from(scores::table).limit(3);
    on_sqlite(
        &q.order_by(scores::team),
        "SELECT derived.id FROM (SELECT scores.id, scores.team AS column2, ROW_NUMBER() OVER (PARTITION BY scores.team ORDER BY scores.team) AS column3 FROM scores) AS derived WHERE derived.column3 = 1 ORDER BY derived.column2 LIMIT ?",
    );
}

#[test]
fn qualify_is_a_column_of_its_own() {
    let q = select(scores::id).from(scores::table).qualify(count_star().over(window()).gt(1));
    on_sqlite(
        &q,
        "SELECT derived.id FROM (SELECT scores.id, COUNT(*) OVER () > ? AS column2 FROM scores) AS derived WHERE derived.column2",
    );
}

#[test]
fn ties_have_one_rank() {
    let q = select(scores::id).from(scores::table).order_by(scores::id).limit_with_ties(2);
    on_sqlite(
        &q,
        "SELECT derived.id FROM (SELECT scores.id, RANK() OVER (ORDER BY scores.id) AS column2 FROM scores) AS derived WHERE derived.column2 <= ? ORDER BY derived.id",
    );
}

#[test]
fn groupings_are_united() {
    let q = select((scores::team, count_star())).from(scores::table).group_by_rollup(scores::team);
    on_sqlite(
        &q.having(grouping(scores::team).eq(0)),
        "SELECT derived.team, derived.column2 FROM (SELECT scores.team, COUNT(*) AS column2, 0 AS column3 FROM scores GROUP BY scores.team UNION ALL SELECT NULL AS team, COUNT(*) AS column2, 1 AS column3 FROM scores) AS derived WHERE derived.column3 = ?",
    );
}

#[test]
fn equal_rows_are_told_apart_by_their_number() {
    let q = || select(scores::team).from(scores::table);
    let numbered = "SELECT derived.team, ROW_NUMBER() OVER (PARTITION BY derived.team) AS column2 FROM (SELECT scores.team FROM scores) AS derived";
    on_sqlite(
        &q().except_all(q()).limit(1),
        &format!("SELECT derived.team FROM ({numbered} EXCEPT {numbered}) AS derived LIMIT ?"),
    );
}

#[test]
fn a_label_inside_an_expression_is_what_it_names() {
    let q = select((scores::points * 2).label("twice")).from(scores::table);
    on_sqlite(
        &q.clone().order_by(column::<Nullable<Integer>>("twice") + 1),
        "SELECT scores.points * ? AS twice FROM scores ORDER BY scores.points * ? + ?",
    );
    on_sqlite(
        &q.order_by(column::<BigInt>("twice")),
        "SELECT scores.points * ? AS twice FROM scores ORDER BY twice",
    );
}

#[test]
fn a_page_begins_after_its_key() {
    let q = select(scores::id)
        .from(scores::table)
        .order_by((scores::points.asc().nulls_first(), scores::id));
    let filter = |key: (Option<i32>, i64)| {
        let q = q.clone().seek_after(key).unwrap().unordered();
        let sql = q.compile(&Sqlite::new()).unwrap().text().replace('"', "");
        sql.split_once(" WHERE ").unwrap().1.to_owned()
    };
    assert_eq!(
        filter((Some(1), 2)),
        "scores.points >= ? AND (scores.points > ? OR scores.points = ? AND scores.id > ?)"
    );
    assert_eq!(
        filter((None, 2)),
        "scores.points IS NOT NULL OR scores.points IS NULL AND scores.id > ?"
    );
}

#[test]
fn a_comment_holds_nothing_that_ends_it() {
    let q = select(scores::id).from(scores::table).comment("a */ ? /* $1 'x'");
    on_sqlite(&q, "SELECT scores.id FROM scores /* a  /   /   1  x  */");
}
