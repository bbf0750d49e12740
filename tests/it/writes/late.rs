//! Subqueries over the target that not every row needs: whenever a server carries them out, they see
//! the table as it was before the statement.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, users};

fn stars(db: &mut Db) -> Vec<(i64, i32)> {
    let q = select((posts::id, posts::stars)).from(posts::table).order_by(posts::id.asc());
    db.fetch_all(&q)
}

/// Each statement, how many rows it counts, and the stars of those posts that are left.
type Case = (&'static str, Box<dyn AsStatement>, u64, Vec<(i64, i32)>);

#[track_caller]
fn on_all(cases: &[Case]) {
    on_all_engines(|db| {
        set_up(db);
        for (name, statement, count, left) in cases {
            db.batch("BEGIN");
            assert_eq!(db.execute(&**statement), *count, "{name} on {}", db.name);
            assert_eq!(stars(db), *left, "{name} on {}", db.name);
            db.batch("ROLLBACK");
        }
    });
}

fn changed(
    name: &'static str,
    statement: impl AsStatement + 'static,
    count: u64,
    stars: [i32; 5],
) -> Case {
    (name, Box::new(statement), count, (1..).zip(stars).collect())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn new_values_read_the_old_rows() {
    let p = posts::alias("p");
    let all = || update(posts::table).all_rows();
    let late = |value: Expr<Integer>| {
        posts::stars.set(case::<Integer>().when(posts::id.gt(3), value).otherwise(100))
    };
    let most = || coalesce(select(max(p.stars)).from(p), 0);
    let one_more = cte("more", select((p.id, (p.stars + 1).label("stars"))).from(p));
    let of_cte = || one_more.column::<Integer>("stars");
    let derived = select((p.id, p.stars)).from(p).alias("d");
    let (d_id, d_stars) = (derived.get(p.id), derived.get(p.stars));
    let sum_before = select(sum(of_cte())).from(&one_more).filter(one_more.get(p.id).lt(posts::id));
    let in_derived =
        select(p.stars.label("s")).from(p).filter(p.user_id.eq(2).and(p.stars.lt(50))).alias("d");
    let of_user = select(max(users::age)).from(users::table).filter(
        users::id.eq(posts::user_id).and(exists(select(p.id).from(p).filter(p.stars.ge(100)))),
    );
    on_all(&[
        changed("CASE", all().set_all(late(most())), 5, [100, 100, 100, 7, 7]),
        changed(
            "CASE over a CTE",
            all().set_all(late(coalesce(select(max(of_cte())).from(&one_more), 0))).with(&one_more),
            5,
            [100, 100, 100, 8, 8],
        ),
        changed(
            "COALESCE",
            all().set(
                posts::stars,
                coalesce(nullif(posts::stars, 7), most())
                    + case::<Integer>().when(posts::id.eq(1), 95).otherwise(0),
            ),
            5,
            [100, -3, 0, 7, 2],
        ),
        changed(
            "a correlated subquery over a CTE",
            all().set(posts::stars, coalesce(sum_before, 0).cast::<Integer>()).with(&one_more),
            5,
            [0, 6, 4, 5, 13],
        ),
        changed(
            "a correlated subquery over a derived table",
            all().set(
                posts::stars,
                coalesce(select(sum(d_stars)).from(derived).filter(d_id.lt(posts::id)), 0)
                    .cast::<Integer>(),
            ),
            5,
            [0, 5, 2, 2, 9],
        ),
        changed(
            "a derived table in a subquery",
            all().set_all(late(
                coalesce(select(sum(column::<Integer>("s"))).from(in_derived), 0).cast::<Integer>(),
            )),
            5,
            [100, 100, 100, 9, 9],
        ),
        changed(
            "EXISTS in a subquery that has no rows at first",
            all().set(
                posts::stars,
                case::<Integer>().when(posts::id.eq(1), 100).otherwise(coalesce(of_user, 1)),
            ),
            5,
            [100, 1, 1, 1, 1],
        ),
        changed(
            "beside another table",
            update(posts::table)
                .set_all(late(most()))
                .from(users::table)
                .filter(users::id.eq(posts::user_id)),
            5,
            [100, 100, 100, 7, 7],
        ),
        changed(
            "the first rows",
            all().set_all(late(most())).order_by(posts::id.asc()).limit(4),
            4,
            [100, 100, 100, 7, 2],
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_rows_that_are_meant_are_told_by_the_old_rows() {
    let p = posts::alias("p");
    let to_100 =
        |condition: Condition| update(posts::table).set(posts::stars, 100).filter(condition);
    let sum_of = || select(sum(p.stars)).from(p);
    let first_or_most =
        || posts::id.eq(1).or(posts::stars.cast::<BigInt>().ge(sum_of().into_expr() - 10));
    let no_other = || {
        not_exists(
            select(users::id)
                .from(users::table)
                .join(p, p.stars.ge(7))
                .filter(users::id.eq(posts::user_id).and(users::id.eq(2))),
        )
    };
    let own = cte("own", select((p.id, p.stars)).from(p));
    let of_cte = select(sum(own.get(p.stars))).from(&own).into_expr();
    let by_cte = posts::id.eq(1).or(posts::stars.cast::<BigInt>().ge(of_cte - 10));
    let left = |ids: &[i64]| -> Vec<(i64, i32)> {
        (1..).zip([5, -3, 0, 7, 2]).filter(|(id, _)| ids.contains(id)).collect()
    };
    let deleted = |name, statement: Delete, count, ids: &[i64]| -> Case {
        (name, Box::new(statement), count, left(ids))
    };
    let count_of = || select(count_star()).from(p).into_expr();
    // Five of them: none has as many stars; four of them: one has.
    let many = || posts::id.eq(1).or(posts::stars.cast::<BigInt>().ge(count_of() + 3));
    on_all(&[
        changed("OR", to_100(first_or_most()), 3, [100, -3, 0, 100, 100]),
        changed("NOT EXISTS among joined tables", to_100(no_other()), 2, [100, 100, 0, 7, 2]),
        changed("OR of a CTE", to_100(by_cte).with(&own), 3, [100, -3, 0, 100, 100]),
        changed(
            "in the order of a subquery",
            update(posts::table)
                .set(posts::stars, 100)
                .all_rows()
                .order_by((
                    select(count_star())
                        .from(p)
                        .filter(p.user_id.eq(posts::user_id))
                        .into_expr()
                        .desc(),
                    posts::id.asc(),
                ))
                .limit(2),
            2,
            [5, -3, 100, 100, 2],
        ),
        changed(
            "the first rows, by IN over joined tables",
            update(posts::table)
                .set(posts::stars, posts::id.cast::<Integer>() * 10)
                .filter(
                    (posts::id - posts::stars.cast::<BigInt>()).in_(
                        select(p.stars.cast::<BigInt>())
                            .from(p)
                            .join(users::table, p.id.ge(users::id))
                            .filter(posts::stars.cast::<BigInt>().ge(posts::id)),
                    ),
                )
                .order_by(posts::id.desc())
                .limit(2),
            1,
            [5, -3, 0, 40, 2],
        ),
        deleted("DELETE", delete(posts::table).filter(many()), 1, &[2, 3, 4, 5]),
        deleted(
            "DELETE of the first rows",
            delete(posts::table).filter(many()).order_by(posts::id.asc()).limit(3),
            1,
            &[2, 3, 4, 5],
        ),
        deleted(
            "DELETE beside another table",
            delete(posts::table)
                .using(users::table)
                .filter(users::id.eq(posts::user_id).and(many())),
            1,
            &[2, 3, 4, 5],
        ),
    ]);
}

#[test]
fn without_a_key_it_is_refused_where_it_would_be_carried_out_late() {
    let t = table("t");
    let other = table("t").alias("other");
    let [n, m] = ["n", "m"].map(|name| t.column::<Integer>(name));
    let most = || select(max(other.column::<Integer>("n"))).from(&other).into_expr();
    let value = case::<Nullable<Integer>>().when(m.clone().gt(3), most()).otherwise(1);
    let set = update(&t).set(t.column::<Nullable<Integer>>("n"), value).all_rows();
    let which = || m.clone().eq(1).or(n.clone().nullable().eq(most()));
    let told = update(&t).set(n.clone(), 1).filter(which());
    let gone = delete(&t).filter(which());
    for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
        for statement in [&set as &dyn AsStatement, &told, &gone] {
            let error = statement.compile(dialect).unwrap_err().to_string();
            assert!(error.starts_with("a subquery over the target that not every row"), "{error}");
            assert!(error.contains("declare the table's key"), "{error}");
        }
    }
    for dialect in [&Sqlite::new() as &dyn Dialect, &Postgres::new()] {
        for statement in [&set as &dyn AsStatement, &told, &gone] {
            assert!(statement.compile(dialect).is_ok());
        }
    }
}

#[test]
fn what_is_carried_out_first_is_written_as_it_is() {
    let p = posts::alias("p");
    let most = || coalesce(select(max(p.stars)).from(p), 0);
    let of_user = || coalesce(select(max(p.stars)).from(p).filter(p.user_id.eq(posts::user_id)), 0);
    let statements: [Box<dyn AsStatement>; 6] = [
        Box::new(update(posts::table).set(posts::stars, posts::stars + most()).all_rows()),
        Box::new(update(posts::table).set(posts::stars, of_user()).all_rows()),
        Box::new(update(posts::table).set(posts::stars, 1).filter(posts::stars.eq(of_user()))),
        Box::new(delete(posts::table).filter(posts::id.gt(1).and(posts::stars.lt(most())))),
        Box::new(delete(posts::table).filter(not_exists(
            select(p.id).from(p).filter(p.user_id.eq(posts::user_id).and(p.id.gt(posts::id))),
        ))),
        Box::new(
            delete(posts::table).filter(exists(
                select(p.id)
                    .from(p)
                    .join(users::table, users::id.eq(p.user_id))
                    .filter(p.id.gt(posts::id)),
            )),
        ),
    ];
    for statement in statements {
        let sql = statement.compile(&MySql::new()).unwrap().text().to_owned();
        assert!(!sql.contains("old rows") && !sql.contains("LIMIT"), "{sql}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn raw_sql_reads_the_old_row() {
    let more = || sql::<BigInt>("Stars + 10", ());
    let as_it_was = update(posts::table).set(posts::stars, 0).set(posts::user_id, more());
    let in_a_circle = update(posts::table)
        .set(posts::user_id, more())
        .set(posts::stars, sql::<Integer>("user_id + 0", ()));
    on_all_engines(|db| {
        set_up(db);
        for (name, update, stars) in [("chain", &as_it_was, 0), ("circle", &in_a_circle, 1)] {
            db.batch("BEGIN");
            db.execute(&update.clone().filter(posts::id.eq(1)));
            let q =
                select((posts::stars, posts::user_id)).from(posts::table).filter(posts::id.eq(1));
            assert_eq!(db.fetch_one(&q), (stars, 15), "{name} on {}", db.name);
            db.batch("ROLLBACK");
        }
    });
}
