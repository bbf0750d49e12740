//! WITH, FROM, aliases, self joins and subqueries over the target, one beside the other: the same rows
//! are there afterwards on every engine, the second time as well.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, teams, users};

type Case = (&'static str, Box<dyn AsStatement>);

fn case(name: &'static str, statement: impl AsStatement + 'static) -> Case {
    (name, Box::new(statement))
}

/// All rows of all tables.
fn rows(db: &mut Db) -> String {
    let users = select((users::id, users::name, users::email, users::age, users::team_id))
        .from(users::table)
        .order_by(users::id.asc());
    let teams = select((teams::id, teams::title)).from(teams::table).order_by(teams::id.asc());
    let posts = select((posts::id, posts::user_id, posts::title, posts::stars))
        .from(posts::table)
        .order_by(posts::id.asc());
    let all = (db.fetch_all(&users), db.fetch_all(&teams), db.fetch_all(&posts));
    format!("{all:?}")
}

/// Holds each statement to count and to leave the same on every engine.
#[track_caller]
fn on_all(cases: &[Case]) {
    let mut expected: Vec<Option<String>> = vec![None; cases.len()];
    on_all_engines(|db| {
        set_up(db);
        for ((name, statement), expected) in cases.iter().zip(&mut expected) {
            // Again as well: the statement is prepared then.
            for _ in 0..2 {
                db.batch("BEGIN");
                let count = db.execute(&**statement);
                let found = format!("{count} {}", rows(db));
                let expected = expected.get_or_insert_with(|| found.clone());
                assert_eq!(found, *expected, "{name} on {}", db.name);
                db.batch("ROLLBACK");
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ctes_over_the_target() {
    let p = posts::alias("p");
    let own = cte("own", select((posts::id, posts::user_id, posts::stars)).from(posts::table));
    let (id, user, stars) = (own.get(posts::id), own.get(posts::user_id), own.get(posts::stars));
    let (a, b) = (own.table().alias("a"), own.table().alias("b"));
    let few = cte("few", select(id.clone().label("few")).from(&own).filter(stars.clone().gt(1)));
    let of_few = || few.column::<BigInt>("few");
    let chain = cte_recursive("chain", |chain| {
        let next = p.id.eq(chain.column::<BigInt>("link") + 1);
        select(posts::id.label("link"))
            .from(posts::table)
            .filter(posts::id.eq(1))
            .union_all(select(p.id).from(p).join(chain, next))
    });
    let link = || chain.column::<BigInt>("link");
    let most = || coalesce(select(max(stars.clone())).from(&own), 0);
    on_all(&[
        case(
            "UPDATE FROM",
            update(posts::table)
                .set(posts::stars, stars.clone() + 1)
                .from(&own)
                .filter(id.clone().eq(posts::id + 1))
                .with(&own),
        ),
        case(
            "in SET and FROM",
            update(p)
                .set(p.stars, most() + stars.clone())
                .from(&own)
                .filter(id.clone().eq(p.id).and(p.id.lt(4)))
                .with(&own),
        ),
        case(
            "in WHERE beside FROM",
            update(posts::table)
                .set(posts::stars, 0)
                .from(users::table)
                .filter(
                    users::id.eq(posts::user_id).and(posts::id.in_(select(id.clone()).from(&own))),
                )
                .with(&own),
        ),
        case(
            "two, one of the other",
            delete(posts::table).using(&few).filter(posts::id.eq(of_few())).with(&own).with(&few),
        ),
        case(
            "joined with itself",
            delete(p)
                .using(&a)
                .join(
                    &b,
                    b.get(posts::user_id)
                        .eq(a.get(posts::user_id))
                        .and(b.get(posts::id).gt(a.get(posts::id))),
                )
                .filter(a.get(posts::id).eq(p.id))
                .with(&own),
        ),
        case(
            "of the first rows",
            delete(p)
                .using(&a)
                .filter(a.get(posts::user_id).eq(p.user_id).and(a.get(posts::id).gt(p.id)))
                .order_by(p.stars.desc())
                .limit(2)
                .with(&own),
        ),
        case(
            "of the first rows, by values",
            update(posts::table)
                .set(posts::stars, most())
                .filter(
                    posts::user_id.in_(select(user.clone()).from(&own).filter(stars.clone().gt(6))),
                )
                .order_by(posts::id.desc())
                .limit(2)
                .with(&own),
        ),
        case(
            "that calls itself",
            delete(posts::table)
                .filter(
                    posts::id
                        .eq(5)
                        .or(posts::id.in_(select(link()).from(&chain).filter(link().le(2)))),
                )
                .with(&chain),
        ),
        case(
            "in an INSERT",
            insert_into(posts::table)
                .columns((posts::id, posts::user_id, posts::title, posts::stars, posts::score))
                .from_select(
                    select((
                        id + 10,
                        user,
                        literal::<VarChar<100>>("more"),
                        most(),
                        val::<Double>(0.5),
                    ))
                    .from(&own),
                )
                .with(&own),
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn self_joins_and_aliases() {
    let (p, q) = (posts::alias("p"), posts::alias("q"));
    let u = users::alias("u");
    let most_of =
        |user: Column<BigInt>| coalesce(select(max(p.stars)).from(p).filter(p.user_id.eq(user)), 0);
    on_all(&[
        case(
            "the row before",
            update(posts::table)
                .set(posts::stars, posts::stars + q.stars)
                .from(q)
                .filter(q.id.eq(posts::id - 1)),
        ),
        case(
            "the row after, in a circle",
            update(p)
                .set(p.stars, q.stars + p.user_id.cast::<Integer>())
                .set(p.user_id, q.user_id + p.stars.cast::<BigInt>())
                .from(q)
                .filter(q.id.eq(p.id + 1)),
        ),
        case(
            "under an alias, beside its own name",
            update(p).set(p.stars, posts::stars).from(posts::table).filter(posts::id.eq(p.id + 1)),
        ),
        case(
            "with a subquery in SET",
            update(posts::table)
                .set(posts::stars, q.stars + most_of(posts::user_id))
                .from(q)
                .filter(q.id.eq(posts::id + 1)),
        ),
        case(
            "with a subquery in WHERE",
            delete(posts::table)
                .using(q)
                .filter(q.id.eq(posts::id + 1).and(posts::stars.lt(most_of(posts::user_id)))),
        ),
        case(
            "a subquery that has the table's own name",
            delete(q).filter(exists(
                select(posts::id)
                    .from(posts::table)
                    .filter(posts::stars.gt(q.stars).and(posts::user_id.eq(q.user_id))),
            )),
        ),
        case(
            "a row that meets several, once",
            update(users::table)
                .set(users::age, users::age + 1)
                .from(posts::table)
                .from(teams::table)
                .filter(posts::user_id.eq(users::id)),
        ),
        case(
            "values that are NULL",
            update(u)
                .set(u.age, u.age + select(max(users::age)).from(users::table).into_expr())
                .set(u.name, "z")
                .all_rows(),
        ),
        case(
            "of the first rows",
            update(p).set(p.stars, 11).filter(p.stars.lt(5)).order_by(p.stars.desc()).limit(2),
        ),
        case(
            "deleted in an order",
            delete(p).filter(p.stars.lt(5)).order_by(p.stars.desc()).limit(2),
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn subqueries_over_the_target_of_every_form() {
    let (p, q) = (posts::alias("p"), posts::alias("q"));
    let gone = |condition: Condition| delete(posts::table).filter(condition);
    let best = select((
        p.id.label("best"),
        row_number().over(window().partition_by(p.user_id).order_by(p.stars.desc())).label("place"),
    ))
    .from(p)
    .alias("ranked");
    let first = || posts::id.eq(4);
    let many = || select(p.user_id).from(p).group_by(p.user_id).having(count_star().gt(2));
    let either = || {
        select(p.id).from(p).filter(p.id.eq(1)).union(select(q.id).from(q).filter(q.stars.gt(6)))
    };
    let of_user = || {
        select(p.id).from(p).filter(p.user_id.eq(posts::user_id)).order_by(p.stars.desc()).limit(1)
    };
    on_all(&[
        case("groups", gone(posts::user_id.in_(many()))),
        case("groups, or", gone(first().or(posts::user_id.in_(many())))),
        case(
            "groups by what is computed",
            gone(posts::user_id.in_(
                select(p.user_id + 1).from(p).group_by(p.user_id + 1).having(count_star().gt(1)),
            )),
        ),
        case("a union", gone(posts::id.in_(either()))),
        case("a union, or", gone(first().or(posts::id.not_in(either())))),
        case(
            "the first of all",
            gone(posts::id.in_(select(p.id).from(p).order_by(p.stars.desc()).limit(2))),
        ),
        case("the first of each", gone(posts::id.nullable().eq(of_user()))),
        case(
            "a window",
            gone(posts::id.in_(
                select(column::<BigInt>("best")).from(best).filter(column::<BigInt>("place").gt(1)),
            )),
        ),
        case(
            "rows",
            gone(first().or(row((posts::user_id, posts::stars)).in_query(
                select((p.user_id, coalesce(max(p.stars), 0))).from(p).group_by(p.user_id),
            ))),
        ),
        case(
            "a condition on the outer row alone",
            gone(not_exists(select(q.id).from(q).filter(q.stars.gt(8).and(posts::user_id.eq(2))))),
        ),
        case(
            "one inside another",
            gone(
                posts::user_id.not_in(
                    select(users::id)
                        .from(users::table)
                        .filter(users::id.in_(select(p.user_id).from(p).filter(p.stars.gt(6)))),
                ),
            ),
        ),
        case(
            "counted, of some rows",
            update(posts::table)
                .set(
                    posts::stars,
                    coalesce(
                        select(count_star())
                            .from(q)
                            .filter(posts::user_id.eq(2).and(q.stars.ge(3))),
                        50,
                    )
                    .cast::<Integer>(),
                )
                .all_rows(),
        ),
        case(
            "the greater of both",
            update(posts::table)
                .set(
                    posts::stars,
                    greatest(posts::stars, coalesce(select(max(q.stars)).from(q), 0) - 3),
                )
                .all_rows(),
        ),
        case(
            "twice in a row of a query",
            update(posts::table)
                .set_row(
                    (posts::stars, posts::user_id),
                    select((coalesce(max(p.stars), 0), coalesce(max(p.id), 0)))
                        .from(p)
                        .filter(posts::id.gt(2)),
                )
                .all_rows(),
        ),
        case(
            "which rows, and their values",
            update(posts::table)
                .set(posts::stars, -posts::stars)
                .set(
                    posts::title,
                    case_of_best(exists(
                        select(p.id)
                            .from(p)
                            .filter(p.user_id.eq(posts::user_id).and(p.stars.gt(posts::stars))),
                    )),
                )
                .all_rows(),
        ),
    ]);
}

fn case_of_best(beaten: Condition) -> Expr<VarChar<100>> {
    aludel::query::case().when(beaten, "beaten").otherwise("best")
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn inserts_that_read_the_target() {
    let t = teams::alias("t");
    let rows = || insert_into(teams::table).columns((teams::id, teams::title));
    let count = || coalesce(select(count_star()).from(t), 0);
    let own = cte("own", select(t.id.label("own")).from(t));
    let of_cte = || coalesce(select(count_star()).from(&own), 0);
    let title = |then: Expr<VarChar<100>>| {
        aludel::query::case::<VarChar<100>>().when(users::id.eq(1), "x").otherwise(then)
    };
    let of_users = |title: Expr<VarChar<100>>| select((users::id, title)).from(users::table);
    let below = coalesce(select(max(t.title)).from(t).filter(t.id.le(users::id)), "none");
    on_all(&[
        case(
            "a late subquery",
            rows().from_select(
                select((users::id + 10, title(count().cast::<VarChar<100>>()))).from(users::table),
            ),
        ),
        case(
            "rows that are not there",
            rows().from_select(
                select((users::id, users::name))
                    .from(users::table)
                    .filter(not_exists(select(t.id).from(t).filter(t.id.eq(users::id)))),
            ),
        ),
        case(
            "rows by a CTE",
            rows().row((of_cte() + 10, "a")).row((of_cte() + 20, "b")).with(&own),
        ),
        case(
            "an upsert of a late subquery",
            rows()
                .from_select(of_users(title(count().cast::<VarChar<100>>())))
                .on_conflict(teams::id)
                .do_update(teams::title.set(concat((teams::title, excluded(teams::title))))),
        ),
        case(
            "an upsert of a correlated subquery",
            rows()
                .from_select(of_users(below))
                .on_conflict(teams::id)
                .do_update(teams::title.set(concat((teams::title, excluded(teams::title))))),
        ),
        case(
            "an upsert of the target's own rows",
            rows()
                .from_select(select((t.id + 1, t.title)).from(t))
                .on_conflict(teams::id)
                .do_update(teams::title.set_excluded()),
        ),
    ]);
}
