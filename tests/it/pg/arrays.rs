//! Arrays.

use super::*;

table! {
    posts {
        id: BigInt [primary_key],
        tags: Array<Text>,
        scores: Array<Integer>,
        gaps: Nullable<Array<Nullable<Integer>>>,
        title: Text,
    }
}

fn set_up() -> Db {
    let mut db = Db::postgres();
    db.create(&create_table(posts::table));
    let insert = insert_into(posts::table).columns((
        posts::id,
        posts::tags,
        posts::scores,
        posts::gaps,
        posts::title,
    ));
    let none = Vec::<i32>::new();
    db.execute(&insert.clone().row((
        1,
        ["rust", "sql"],
        [3, 1, 2],
        vec![Some(1), None, Some(3)],
        "About Rust",
    )));
    db.execute(&insert.clone().row((
        2,
        ["news", "it's, \"{x}\""],
        [5, 5],
        vec![None::<i32>],
        "news",
    )));
    db.execute(&insert.row((3, Vec::<String>::new(), none, None::<Vec<Option<i32>>>, "50%")));
    db
}

fn ids<P: Predicate>(db: &mut Db, condition: P) -> Vec<i64> {
    db.fetch_all(&select(posts::id).from(posts::table).filter(condition).order_by(posts::id.asc()))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_in_an_array() {
    use aludel::ast::BinaryOp::Eq;
    let mut db = set_up();
    assert_eq!(ids(&mut db, contains(posts::tags, ["sql"])), [1]);
    assert_eq!(ids(&mut db, contains(posts::tags, ["it's, \"{x}\""])), [2]);
    assert_eq!(ids(&mut db, contains(posts::tags, Vec::<String>::new())), [1, 2, 3]);
    assert_eq!(ids(&mut db, contained_by(posts::scores, [1, 2, 3, 4])), [1, 3]);
    assert_eq!(ids(&mut db, overlaps(posts::scores, [5, 9])), [2]);
    assert_eq!(ids(&mut db, overlaps(posts::tags, array([posts::title, posts::title]))), [2]);
    assert_eq!(ids(&mut db, contains(posts::gaps, vec![Some(3)])), [1]);
    assert_eq!(ids(&mut db, compare_any_of(val::<Integer>(2), Eq, posts::scores)), [1]);
    assert_eq!(ids(&mut db, ilike_any(posts::title, ["%RUST", "50\\%"])), [1, 3]);
    assert_eq!(
        ids(&mut db, contains(posts::tags, ["sql"]).or(overlaps(posts::tags, ["news"]))),
        [1, 2]
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn elements_and_positions() {
    let mut db = set_up();
    let q = select((
        element(posts::scores, 1),
        element(posts::scores, 9),
        element(posts::gaps, 2),
        array_length(posts::tags),
        array_length(posts::gaps),
        array_position(posts::scores, 2),
        array_to_text(posts::tags, "|"),
    ))
    .from(posts::table)
    .order_by(posts::id.asc());
    let text = |text: &str| text.to_owned();
    let expected = [
        (Some(3), None, None, 2, Some(3), Some(3), text("rust|sql")),
        (Some(5), None, None, 2, Some(1), None, text("news|it's, \"{x}\"")),
        (None, None, None, 0, None, None, text("")),
    ];
    assert_eq!(db.fetch_all(&q), expected);
    let by_column = select(element(posts::scores, posts::id.cast::<Integer>()) + 1)
        .from(posts::table)
        .order_by(posts::id.asc());
    assert_eq!(db.fetch_all(&by_column), [Some(4), Some(6), None]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn arrays_made_of_others() {
    let mut db = set_up();
    let q = select((
        array_append(posts::scores, 7),
        array_prepend(posts::scores, 0),
        array_remove(posts::scores, 5),
        array_concat(posts::scores, [8, 9]),
        array_append(posts::gaps, None::<i32>),
    ))
    .from(posts::table)
    .order_by(posts::id.asc());
    let expected = [
        (
            vec![3, 1, 2, 7],
            vec![0, 3, 1, 2],
            vec![3, 1, 2],
            vec![3, 1, 2, 8, 9],
            Some(vec![Some(1), None, Some(3), None]),
        ),
        (vec![5, 5, 7], vec![0, 5, 5], vec![], vec![5, 5, 8, 9], Some(vec![None, None])),
        (vec![7], vec![0], vec![], vec![8, 9], Some(vec![None])),
    ];
    assert_eq!(db.fetch_all(&q), expected);
    let titles = select(posts::title).from(posts::table).order_by(posts::title.asc());
    let sorted = select(array_of(titles.order_by(posts::id.desc())));
    assert_eq!(db.fetch_one(&sorted).len(), 3);
    let none = select(posts::id).from(posts::table).filter(posts::id.gt(9));
    assert_eq!(db.fetch_one(&select(array_of(none))), Vec::<i64>::new());
    let change = update(posts::table)
        .set(posts::tags, array_append(array_remove(posts::tags, "sql"), "new"))
        .filter(posts::id.eq(1));
    assert_eq!(db.execute(&change), 1);
    assert_eq!(ids(&mut db, posts::tags.eq(["rust", "new"])), [1]);
}

#[test]
fn arrays_are_refused_elsewhere() {
    refused_elsewhere(posts::table, contains(posts::tags, posts::tags), "contains");
    refused_elsewhere(posts::table, contained_by(posts::tags, posts::tags), "contained_by");
    refused_elsewhere(posts::table, overlaps(posts::tags, posts::tags), "overlaps");
    refused_elsewhere(posts::table, ilike_any(posts::title, posts::tags), "ilike_any");
    refused_elsewhere(posts::table, array([posts::id]), "ARRAY");
    refused_elsewhere(posts::table, array_of(select(posts::id).from(posts::table)), "array_of");
    refused_elsewhere(posts::table, array_concat(posts::tags, posts::tags), "array_concat");
    refused_elsewhere(posts::table, element(posts::tags, 1), "element");
    refused_elsewhere(posts::table, array_length(posts::tags), "array_length");
    refused_elsewhere(posts::table, array_append(posts::tags, "x"), "array_append");
    refused_elsewhere(posts::table, array_prepend(posts::tags, "x"), "array_prepend");
    refused_elsewhere(posts::table, array_remove(posts::tags, "x"), "array_remove");
    refused_elsewhere(posts::table, array_position(posts::tags, "x"), "array_position");
    refused_elsewhere(posts::table, array_to_text(posts::tags, ","), "array_to_text");
}
