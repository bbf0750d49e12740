//! WITH: before queries, inside them, and before writes.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The users with posts of many stars.
fn stars() -> Cte<(BigInt, Nullable<BigInt>)> {
    let total = sum(posts::stars).label("total");
    cte("liked", select((posts::user_id, total)).from(posts::table).group_by(posts::user_id))
}

/// 1, 2, 3, 4.
fn numbers() -> Cte<BigInt> {
    cte_recursive("numbers", |numbers| {
        let n = || numbers.column::<BigInt>("n");
        let next = select(n() + 1).from(numbers).filter(n().lt(4));
        select(val::<BigInt>(1).label("n")).union_all(next)
    })
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn several_one_of_another() {
    let liked = stars();
    let total = || liked.column::<Nullable<BigInt>>("total");
    let best = cte("best", select(max(total()).label("most")).from(&liked));
    let most = best.column::<Nullable<BigInt>>("most");
    let q = select(users::name)
        .from(users::table)
        .join(&liked, liked.get(posts::user_id).eq(users::id))
        .join(&best, most.eq(total()))
        .with(&liked)
        .with(best);
    same_rows(set_up, &q, &names(&["Bob"]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn inside_a_derived_table_a_cte_a_subquery_and_a_set_member() {
    let n = || numbers().column::<BigInt>("n");
    let inside = || select(n()).from(&numbers()).with(numbers());
    let derived = inside().alias("d");
    let d = derived.column::<BigInt>("n");
    same_rows(set_up, &select(sum(d)).from(derived), &[Some(10)]);

    let outer = cte("outer_cte", inside().filter(n().gt(2)));
    let o = outer.column::<BigInt>("n");
    let q = select(o.clone()).from(&outer).order_by(o).with(outer);
    same_rows(set_up, &q, &[3, 4]);

    let q =
        select(users::name).from(users::table).filter(users::id.in_(inside().filter(n().gt(3))));
    same_rows(set_up, &q, &names(&["Dot"]));

    let q = select(teams::id).from(teams::table).filter(teams::id.eq(1)).union_all(inside());
    on_all_engines(|db| {
        set_up(db);
        let mut rows = db.fetch_all(&q);
        rows.sort_unstable();
        assert_eq!(rows, [1, 1, 2, 3, 4], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_recursion_goes_as_deep_as_it_likes() {
    let deep = cte_recursive("deep", |deep| {
        let n = || deep.column::<BigInt>("n");
        let next = select(n() + 1).from(deep).filter(n().lt(20_000));
        select(val::<BigInt>(1).label("n")).union_all(next)
    });
    let q = select((count_star(), max(deep.column::<BigInt>("n")))).from(&deep).with(deep);
    same_rows(|_| (), &q, &[(20_000, Some(20_000))]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_grows_from_level_to_level() {
    let words = cte_recursive("words", |words| {
        let (n, word) = (words.column::<BigInt>("n"), words.column::<VarChar<50>>("word"));
        let longer = word.concat("ü🦀").cast::<VarChar<50>>();
        let next = select((n.clone() + 1, longer)).from(words).filter(n.lt(4));
        let start = val::<VarChar<50>>("a").cast::<VarChar<50>>();
        select((val::<BigInt>(1).label("n"), start.label("word"))).union_all(next)
    });
    let word = words.column::<VarChar<50>>("word");
    let q = select(word).from(&words).order_by(words.column::<BigInt>("n")).with(words);
    same_rows(|_| (), &q, &names(&["a", "aü🦀", "aü🦀ü🦀", "aü🦀ü🦀ü🦀"]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn names_for_columns_and_advice_on_how_it_is_computed() {
    let named = cte("named", select((users::id, users::name)).from(users::table));
    let named = named.columns(["number", "who"]).materialized();
    let (number, who) = (named.column::<BigInt>("number"), named.column::<Text>("who"));
    let q = select(who).from(&named).filter(number.eq(3)).with(named);
    same_rows(set_up, &q, &names(&["Cid"]));
    let inlined = stars().not_materialized();
    let q =
        select(inlined.get(posts::user_id)).from(&inlined).order_by(inlined.get(posts::user_id));
    same_rows(set_up, &q.with(inlined), &[1, 2]);
}

/// Runs a write on every engine; then the ids of the posts are these.
fn posts_after(write: &impl AsStatement, expected: &[i64]) {
    on_all_engines(|db| {
        set_up(db);
        db.execute(write);
        assert_eq!(ids(db), expected, "on {}", db.name);
    });
}

fn ids(db: &mut Db) -> Vec<i64> {
    db.fetch_all(&select(posts::id).from(posts::table).order_by(posts::id))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_inserted_from_a_cte() {
    let columns = (posts::id, posts::user_id, posts::title, posts::stars, posts::score);
    let rows = |numbers: &Cte<BigInt>| {
        let n = || numbers.column::<BigInt>("n");
        let text = val::<VarChar<100>>("new");
        select((n() + 10, n(), text, val::<Integer>(0), val::<Double>(0.5))).from(numbers)
    };
    let numbers = numbers();
    let insert = insert_into(posts::table).columns(columns).from_select(rows(&numbers));
    posts_after(&insert.clone().with(&numbers), &[1, 2, 3, 4, 5, 11, 12, 13, 14]);

    let n = || numbers.column::<BigInt>("n");
    let one = insert_into(posts::table)
        .set(posts::id, 9)
        .set(posts::user_id, coalesce(select(max(n())).from(&numbers), 0))
        .set(posts::title, "nine")
        .set(posts::stars, 1)
        .set(posts::score, 1.0)
        .with(&numbers);
    on_all_engines(|db| {
        set_up(db);
        db.execute(&one);
        let written =
            select((posts::user_id, posts::title)).from(posts::table).filter(posts::id.eq(9));
        assert_eq!(db.fetch_one(&written), (4, "nine".to_owned()), "on {}", db.name);
    });

    // On rows that are there already: an upsert.
    let upsert = insert_into(posts::table)
        .columns(columns)
        .from_select(rows(&numbers).union_all(rows(&numbers).filter(n().gt(9))))
        .on_conflict(posts::id)
        .do_update(posts::title.set_excluded())
        .with(&numbers);
    on_all_engines(|db| {
        set_up(db);
        db.execute(&upsert);
        db.execute(&upsert);
        assert_eq!(ids(db), [1, 2, 3, 4, 5, 11, 12, 13, 14], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_changed_and_deleted_by_a_cte() {
    let liked = stars();
    let (id, total) = (liked.get(posts::user_id), liked.column::<Nullable<BigInt>>("total"));
    let q = delete(posts::table)
        .filter(posts::user_id.in_(select(id.clone()).from(&liked).filter(total.clone().gt(5))))
        .with(&liked);
    posts_after(&q, &[1, 2]);

    let numbers = numbers();
    let n = || numbers.column::<BigInt>("n");
    let recursive = delete(posts::table)
        .filter(posts::id.in_(select(n()).from(&numbers).filter(n().ne(2))))
        .with(&numbers);
    posts_after(&recursive, &[2, 5]);

    // Read in the value and in the condition, once inside a derived table.
    let d = select((id, total.clone())).from(&liked).alias("d");
    let of_user = d.get(posts::user_id).eq(users::id);
    let update_ = update(users::table)
        .set(users::age, select(max(posts::stars)).from(posts::table))
        .filter(exists(select(val::<Integer>(1)).from(d).filter(of_user)))
        .with(&liked);
    let ages = select(users::age).from(users::table).order_by(users::id);
    on_all_engines(|db| {
        set_up(db);
        db.execute(&update_);
        assert_eq!(db.fetch_all(&ages), [Some(7), Some(7), Some(40), None], "on {}", db.name);
    });

    let most = select(max(total.any())).from(&liked);
    let update_ = update(users::table)
        .set(users::age, most)
        .filter(users::id.in_(select(liked.get(posts::user_id)).from(&liked)))
        .with(&liked);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&update_), 2, "on {}", db.name);
        assert_eq!(db.fetch_all(&ages), [Some(9), Some(9), Some(40), None], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_deleted_by_a_cte_over_the_same_table() {
    let low = cte("low", select(posts::id).from(posts::table).filter(posts::stars.lt(3)));
    let q = delete(posts::table)
        .filter(posts::id.in_(select(low.get(posts::id)).from(&low)))
        .with(&low);
    posts_after(&q, &[1, 4]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_write_inside_with() {
    let gone = delete(posts::table).filter(posts::stars.lt(0)).returning(posts::title);
    let gone = cte("gone", gone);
    let q = select(gone.get(posts::title)).from(&gone).with(gone);
    on_all_engines(|db| match db.name {
        "PostgreSQL" => {
            set_up(db);
            assert_eq!(db.fetch_all(&q), ["two"]);
            assert_eq!(ids(db), [1, 3, 4, 5]);
        }
        _ => {
            let error = q.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with("INSERT, UPDATE or DELETE inside WITH is not"), "{error}");
        }
    });
}

#[test]
fn a_cte_that_cannot_move_is_refused() {
    // Values read no CTE, so there is no query to put it on.
    let unread = insert_into(teams::table).set(teams::id, 1).set(teams::title, "a").with(stars());
    // Computed twice, it might yield two answers.
    let random = cte("r", select(function::<BigInt>("random", ()).label("n")).from(users::table));
    let read = select(random.column::<BigInt>("n")).from(&random);
    let twice = delete(teams::table).filter(teams::id.in_(read)).with(random);
    for (statement, dialect) in [
        (&unread as &dyn AsStatement, &MySql::new() as &dyn Dialect),
        (&unread, &MariaDb::new()),
        (&twice, &MariaDb::new()),
    ] {
        let error = statement.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains("CTE"), "{error}");
    }
}

#[test]
fn a_write_in_the_with_of_a_subquery_is_refused() {
    let gone = delete(posts::table).filter(posts::stars.lt(0)).returning(posts::id);
    let gone = cte("gone", gone);
    let inside = select(gone.get(posts::id)).from(&gone).with(&gone);
    let q = select(posts::title).from(posts::table).filter(posts::id.in_(inside));
    let error = q.compile(&Postgres::new()).unwrap_err().to_string();
    assert!(error.contains("put it into the WITH of the outermost statement"), "{error}");
}

#[test]
fn a_list_of_names_has_one_for_each_column() {
    let pair = || select((users::id, users::name)).from(users::table);
    let twice = cte("c", pair()).columns(["a", "a"]);
    let short = cte("c", pair()).columns(["a"]);
    for dialect in [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new()] {
        let q = select(twice.column::<Any>("a")).from(&twice).with(&twice);
        assert!(matches!(q.compile(dialect), Err(CompileError::DuplicateName { .. })));
        let q = select(short.column::<Any>("a")).from(&short).with(&short);
        assert!(matches!(q.compile(dialect), Err(CompileError::QueryWidth { .. })));
        let d = pair().alias("d").columns(["a", "a"]);
        let q = select(d.column::<Any>("a")).from(d);
        assert!(matches!(q.compile(dialect), Err(CompileError::DuplicateName { .. })));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_difference_is_read_twice() {
    for others in [
        select(users::id).from(users::table).except(select(teams::id).from(teams::table)),
        select(users::id).from(users::table).intersect(select(users::id).from(users::table)),
    ] {
        let c = cte("c", others);
        let (a, b) = (c.alias("a"), c.alias("b"));
        let q = select(a.get(users::id)).from(&a).join(&b, a.get(users::id).eq(b.get(users::id)));
        let q = q.filter(a.get(users::id).ge(4)).with(&c);
        same_rows(set_up, &q, &[4]);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_computed_column_is_null_where_an_outer_join_finds_no_row() {
    let first = cte("first", select(literal::<Integer>(5).label("n")).from(posts::table));
    let n = || first.column::<Integer>("n");
    let second = cte("second", select((n() + 1).label("n")).from(&first));
    let third = cte("third", select(second.column::<Integer>("n")).from(&second));
    for read in [&first, &second, &third] {
        let n = read.column::<Nullable<Integer>>("n");
        let q = select(users::id).from(users::table).left_join(read.outer(), users::id.lt(0));
        let q = q.filter(n.gt(0)).with(&first).with(&second).with(&third);
        same_rows(set_up, &q, &[0i64; 0]);
    }
}
