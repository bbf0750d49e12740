//! SELECT: one query, the same rows on every engine.

use aludel::prelude::*;

use crate::engines::{on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

fn names(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|name| (*name).to_owned()).collect()
}

/// The names of the users that meet the condition, by id.
fn users_where<P: Predicate>(condition: P) -> Select<VarChar<100>> {
    select(users::name).from(users::table).filter(condition).order_by(users::id.asc())
}

/// One test for each line: a condition, and whom it finds.
macro_rules! conditions {
    ($($name:ident: $condition:expr => [$($found:literal),*];)*) => { $(
        #[test]
        #[ignore = "needs the servers of tests/all-engines.sh"]
        fn $name() {
            same_rows(set_up, &users_where($condition), &names(&[$($found),*]));
        }
    )* };
}

conditions! {
    equal: users::id.eq(2) => ["Bob"];
    not_equal: users::age.ne(20) => ["Ann", "Cid"];
    less: users::age.lt(30) => ["Bob"];
    less_or_equal: users::age.le(30) => ["Ann", "Bob"];
    greater: users::age.gt(30) => ["Cid"];
    greater_or_equal: users::age.ge(30) => ["Ann", "Cid"];
    equal_to_none_is_a_test_for_null: users::email.eq(None::<&str>) => ["Dot"];
    not_equal_to_none_is_a_test_for_a_value: users::email.ne(None::<&str>) => ["Ann", "Bob", "Cid"];
    is_null: users::age.is_null() => ["Dot"];
    is_not_null: users::age.is_not_null() => ["Ann", "Bob", "Cid"];
    distinct_counts_null_as_a_value: users::age.is_distinct_from(20) => ["Ann", "Cid", "Dot"];
    not_distinct: users::age.is_not_distinct_from(null::<Integer>()) => ["Dot"];
    between: users::age.between(20, 30) => ["Ann", "Bob"];
    not_between: users::age.not_between(20, 30) => ["Cid"];
    in_list: users::id.in_([1, 3, 9]) => ["Ann", "Cid"];
    in_nothing_is_false: users::id.in_(Vec::<i64>::new()) => [];
    not_in_nothing_is_true: users::id.not_in(Vec::<i64>::new()) => ["Ann", "Bob", "Cid", "Dot"];
    not_in_list: users::id.not_in([1, 3]) => ["Bob", "Dot"];
    in_query: users::id.in_(select(posts::user_id).from(posts::table)) => ["Ann", "Bob"];
    not_in_query: users::id.not_in(select(posts::user_id).from(posts::table)) => ["Cid", "Dot"];
    and_or: users::age.gt(20).and(users::age.lt(40)).or(users::id.eq(4)) => ["Ann", "Dot"];
    or_inside_and: users::id.gt(1).and(users::age.eq(20).or(users::age.eq(40))) => ["Bob", "Cid"];
    not_of_or: not(users::age.eq(20).or(users::age.eq(40))) => ["Ann"];
    is_not_true_keeps_unknown: users::age.gt(20).is_not_true() => ["Bob", "Dot"];
    is_unknown: users::age.gt(20).is_unknown() => ["Dot"];
    like: users::name.like("%o%") => ["Bob", "Dot"];
    not_like: users::name.not_like("%o%") => ["Ann", "Cid"];
    ilike: users::name.ilike("%O%") => ["Bob", "Dot"];
    starts_with: users::name.starts_with("C") => ["Cid"];
    ends_with: users::name.ends_with("nn") => ["Ann"];
    contains: users::name.contains("i") => ["Cid"];
    contains_of_an_expression: users::name.contains(users::name) => ["Ann", "Bob", "Cid", "Dot"];
    exists_correlated: exists(select(posts::id).from(posts::table).filter(posts::user_id.eq(users::id))) => ["Ann", "Bob"];
    not_exists_correlated: not_exists(select(posts::id).from(posts::table).filter(posts::user_id.eq(users::id))) => ["Cid", "Dot"];
    scalar_subquery: users::age.eq(select(max(users::alias("u").age)).from(users::alias("u"))) => ["Cid"];
    arithmetic: (users::age * 2 - 10).eq(users::age + 10) => ["Bob"];
    integer_division_truncates: (users::age / 7).eq(4) => ["Ann"];
    remainder: (users::age % 7).eq(6) => ["Bob"];
    all_of_nothing: all_of(Vec::<Condition>::new()) => ["Ann", "Bob", "Cid", "Dot"];
    any_of_nothing: any_of(Vec::<Condition>::new()) => [];
    coalesced: coalesce(users::age, 0).eq(0) => ["Dot"];
    cast_to_text: users::id.cast::<Text>().eq("3") => ["Cid"];
    lower_case: lower(users::name).eq("ann") => ["Ann"];
    dynamic_column: table("users").column::<Any>("age").eq(Value::from(20)) => ["Bob"];
    dynamic_in_typed: users::id.eq(table("users").column::<Any>("id")).and(users::id.gt(3)) => ["Dot"];
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_pattern_has_no_escape_character_unless_it_is_given_one() {
    let titles = |condition: Condition| {
        select(posts::title).from(posts::table).filter(condition).order_by(posts::id.asc())
    };
    on_all_engines(|db| {
        set_up(db);
        db.execute(&update(posts::table).set(posts::title, r"a\b").filter(posts::id.eq(1)));
        assert_eq!(db.fetch_all(&titles(posts::title.like(r"a\b"))), [r"a\b"], "{}", db.name);
        assert_eq!(db.fetch_all(&titles(posts::title.contains("%"))), ["100%"], "{}", db.name);
        assert_eq!(db.fetch_all(&titles(posts::title.contains("_"))), ["a_b"], "{}", db.name);
        assert_eq!(db.fetch_all(&titles(posts::title.like_escape("a#_b", '#'))), ["a_b"]);
        assert_eq!(db.fetch_all(&titles(posts::title.like("a_b"))), [r"a\b", "a_b"]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn joins() {
    let inner = select((users::name, teams::title))
        .from(users::table)
        .join(teams::table, teams::id.eq(users::team_id))
        .order_by(users::id.asc());
    let pair = |name: &str, title: &str| (name.to_owned(), title.to_owned());
    same_rows(set_up, &inner, &[pair("Ann", "red"), pair("Bob", "red"), pair("Cid", "blue")]);

    let t = teams::table.outer();
    let left = select((users::name, t.title))
        .from(users::table)
        .left_join(t, t.id.eq(users::team_id))
        .filter(users::id.gt(2))
        .order_by(users::id.asc());
    let expected = [("Cid".to_owned(), Some("blue".to_owned())), ("Dot".to_owned(), None)];
    same_rows(set_up, &left, &expected);

    let u = users::table.outer();
    let right = select((u.name, teams::title))
        .from(u)
        .right_join(teams::table, teams::id.eq(u.team_id))
        .filter(teams::id.gt(1))
        .order_by(teams::id.asc());
    let expected = [(Some("Cid".to_owned()), "blue".to_owned()), (None, "empty".to_owned())];
    same_rows(set_up, &right, &expected);

    let cross = select(count_star()).from(users::table).cross_join(teams::table);
    same_rows(set_up, &cross, &[12]);

    let listed = select(count_star())
        .from(users::table)
        .from(teams::table)
        .filter(users::team_id.eq(teams::id));
    same_rows(set_up, &listed, &[3]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_table_joined_with_itself() {
    let elder = users::alias("elder");
    let q = select((users::name, elder.name))
        .from(users::table)
        .join(elder, elder.age.gt(users::age))
        .order_by((users::id.asc(), elder.id.asc()));
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    same_rows(set_up, &q, &[pair("Ann", "Cid"), pair("Bob", "Ann"), pair("Bob", "Cid")]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn aggregates_and_groups() {
    let q = select((
        posts::user_id,
        count_star(),
        sum(posts::stars),
        min(posts::stars),
        max(posts::title),
        avg(posts::stars),
    ))
    .from(posts::table)
    .group_by(posts::user_id)
    .having(count_star().ge(1))
    .order_by(posts::user_id.asc());
    same_rows(
        set_up,
        &q,
        &[
            (1, 2, Some(2), Some(-3), Some("two".to_owned()), Some(1.0)),
            (2, 3, Some(9), Some(0), Some("three".to_owned()), Some(3.0)),
        ],
    );

    let nothing = select((count_star(), sum(posts::stars), avg(posts::score)))
        .from(posts::table)
        .filter(posts::id.gt(100));
    same_rows(set_up, &nothing, &[(0, None, None)]);

    let distinct = select((count_distinct(posts::user_id), sum(posts::score)));
    same_rows(set_up, &distinct.from(posts::table), &[(2, Some(7.75))]);

    let thirds = select(avg(posts::stars)).from(posts::table).filter(posts::id.in_([1, 3, 4]));
    same_rows(set_up, &thirds, &[Some(4.0)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_average_is_exact_to_the_last_bit_of_a_double() {
    let q = select(avg(posts::id)).from(posts::table).filter(posts::id.in_([1, 2, 4]));
    same_rows(set_up, &q, &[Some(7.0 / 3.0)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn division_of_untyped_columns_is_the_one_that_is_named() {
    let stars = || table("posts").column::<Any>("stars");
    let real = select(stars().div(Value::from(2)).cast::<Double>()).from(posts::table);
    let whole = select(stars().div_int(Value::from(2)).cast::<BigInt>()).from(posts::table);
    same_rows(
        set_up,
        &real.filter(posts::id.le(2)).order_by(posts::id.asc()),
        &[Some(2.5), Some(-1.5)],
    );
    same_rows(
        set_up,
        &whole.filter(posts::id.le(2)).order_by(posts::id.asc()),
        &[Some(2), Some(-1)],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_filtered_aggregate() {
    let q = select((
        count_star().filter(posts::stars.gt(0)),
        sum(posts::stars).filter(posts::user_id.eq(2)),
    ));
    same_rows(set_up, &q.from(posts::table), &[(3, Some(9))]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_group_by_an_expression_with_a_parameter() {
    let parity = posts::stars % 2;
    let q = select((parity.clone(), count_star()))
        .from(posts::table)
        .filter(posts::stars.ge(0))
        .group_by(parity.clone())
        .order_by(parity.asc());
    same_rows(set_up, &q, &[(0, 2), (1, 2)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn nulls_go_where_they_are_told() {
    let by = |key: Sort| select(users::name).from(users::table).order_by(key);
    let first = names(&["Dot", "Bob", "Ann", "Cid"]);
    same_rows(set_up, &by(users::age.asc().nulls_first()), &first);
    let last = names(&["Bob", "Ann", "Cid", "Dot"]);
    same_rows(set_up, &by(users::age.asc().nulls_last()), &last);
    let first = names(&["Dot", "Cid", "Ann", "Bob"]);
    same_rows(set_up, &by(users::age.desc().nulls_first()), &first);
    let last = names(&["Cid", "Ann", "Bob", "Dot"]);
    same_rows(set_up, &by(users::age.desc().nulls_last()), &last);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn pages() {
    let page = |limit: Option<u64>, offset: Option<u64>| {
        let mut q = select(users::id).from(users::table).order_by(users::id.asc());
        if let Some(limit) = limit {
            q = q.limit(limit);
        }
        if let Some(offset) = offset {
            q = q.offset(offset);
        }
        q
    };
    same_rows(set_up, &page(Some(2), None), &[1, 2]);
    same_rows(set_up, &page(Some(2), Some(1)), &[2, 3]);
    same_rows(set_up, &page(None, Some(3)), &[4]);
    same_rows(set_up, &page(Some(0), None), &[]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_rows() {
    let q = select(posts::user_id).from(posts::table).distinct().order_by(posts::user_id.asc());
    same_rows(set_up, &q, &[1, 2]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn cases() {
    let grade = case::<Text>().when(posts::stars.gt(4), "good").when(posts::stars.lt(0), "bad");
    let q = select(grade.otherwise("so-so")).from(posts::table).order_by(posts::id.asc());
    same_rows(set_up, &q, &names(&["good", "bad", "so-so", "good", "so-so"]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn texts_joined() {
    let q = select(users::name.concat(" is ").concat(users::id.cast::<Text>()))
        .from(users::table)
        .filter(users::id.le(2))
        .order_by(users::id.asc());
    same_rows(set_up, &q, &names(&["Ann is 1", "Bob is 2"]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn derived_tables_and_ctes() {
    let best = select((posts::user_id, max(posts::stars).label("most")))
        .from(posts::table)
        .group_by(posts::user_id);

    let derived = best.clone().alias("best");
    let q = select((users::name, derived.column::<Integer>("most")))
        .from(users::table)
        .join(derived.clone(), derived.get(posts::user_id).eq(users::id))
        .order_by(users::id.asc());
    let expected = [("Ann".to_owned(), 5), ("Bob".to_owned(), 7)];
    same_rows(set_up, &q, &expected);

    let best = cte("best", best);
    let q = select((users::name, best.column::<Integer>("most")))
        .with(&best)
        .from(users::table)
        .join(&best, best.get(posts::user_id).eq(users::id))
        .order_by(users::id.asc());
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn set_operations_nest_as_written() {
    let ids = |ids: &[i64]| select(users::id).from(users::table).filter(users::id.in_(ids));
    let sorted = |q: Compound<BigInt>| q.order_by(column::<BigInt>("id").asc());
    same_rows(set_up, &sorted(ids(&[1, 2]).union(ids(&[2, 3]))), &[1, 2, 3]);
    same_rows(set_up, &sorted(ids(&[1, 2]).union_all(ids(&[2]))), &[1, 2, 2]);
    same_rows(set_up, &sorted(ids(&[1, 2]).intersect(ids(&[2, 3]))), &[2]);
    same_rows(set_up, &sorted(ids(&[1, 2]).except(ids(&[2]))), &[1]);
    // Left to right, though INTERSECT binds tighter on three of them.
    same_rows(set_up, &sorted(ids(&[1]).union(ids(&[2])).intersect(ids(&[2]))), &[2]);
    // And as nested: a member in a member.
    same_rows(set_up, &sorted(ids(&[1]).union(ids(&[2]).intersect(ids(&[2])))), &[1, 2]);
    same_rows(set_up, &sorted(ids(&[1, 2, 3]).except(ids(&[2, 3]).except(ids(&[3])))), &[1, 3]);
    // A member's own order and limit stay inside it.
    let first = select(users::id).from(users::table).order_by(users::id.desc()).limit(1);
    same_rows(set_up, &sorted(ids(&[1]).union_all(first.clone())), &[1, 4]);
    same_rows(set_up, &sorted(first.union_all(ids(&[1]))), &[1, 4]);
    let limited = sorted(ids(&[1, 2, 3]).union(ids(&[4]))).limit(2).offset(1);
    same_rows(set_up, &limited, &[2, 3]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn windows() {
    let by_user = window().partition_by(posts::user_id).order_by(posts::stars.desc());
    let running = window().order_by(posts::id.asc());
    let q = select((
        posts::id,
        row_number().over(by_user),
        sum(posts::stars).over(running),
        lag(posts::stars, 1).over(window().order_by(posts::id.asc())),
    ))
    .from(posts::table)
    .order_by(posts::id.asc());
    same_rows(
        set_up,
        &q,
        &[
            (1, 1, Some(5), None),
            (2, 2, Some(2), Some(5)),
            (3, 3, Some(2), Some(-3)),
            (4, 1, Some(9), Some(0)),
            (5, 2, Some(11), Some(7)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_of_every_kind_come_back_as_they_went() {
    let q = select((
        val::<BigInt>(i64::MIN),
        val::<BigInt>(i64::MAX),
        val::<Double>(-1.5e300),
        val::<Text>("naïve \u{1F600} ' \" \\ \n %_"),
        val::<Boolean>(true),
        val::<Integer>(-7),
        null::<Text>(),
    ));
    same_rows(
        |_| {},
        &q,
        &[(
            i64::MIN,
            i64::MAX,
            -1.5e300,
            "naïve \u{1F600} ' \" \\ \n %_".to_owned(),
            true,
            -7,
            None,
        )],
    );
}
