//! RETURNING: old and new rows, and what subqueries read there.

use aludel::postgres::{new, old};
use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{posts, set_up, teams, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn old_and_new_rows() {
    let update = update(posts::table)
        .set(posts::stars, posts::stars + 1)
        .filter(posts::id.le(2))
        .returning((posts::id, old(posts::stars), new(posts::stars), posts::stars));
    let insert = insert_into(teams::table)
        .set(teams::id, 7)
        .set(teams::title, "seven")
        .returning((old(teams::title), new(teams::title)));
    let delete = delete(teams::table)
        .filter(teams::id.eq(7))
        .returning((old(teams::title), new(teams::title)));
    on_all_engines(|db| match update.compile(db.dialect()) {
        Ok(_) => {
            set_up(db);
            let mut rows = db.fetch_all(&update);
            rows.sort();
            assert_eq!(rows, [(1, Some(5), Some(6), 6), (2, Some(-3), Some(-2), -2)]);
            assert_eq!(db.fetch_all(&insert), [(None, Some("seven".to_owned()))]);
            assert_eq!(db.fetch_all(&delete), [(Some("seven".to_owned()), None)]);
        }
        Err(error) => {
            let text = error.to_string();
            let construct = ["old and new rows in RETURNING is", "RETURNING on UPDATE is"];
            assert!(construct.iter().any(|construct| text.starts_with(construct)), "{text}");
        }
    });
}

#[test]
fn old_and_new_rows_are_of_the_table_written_to() {
    let elsewhere = select(old(posts::stars)).from(posts::table);
    let error = elsewhere.compile(&Postgres::new()).unwrap_err().to_string();
    assert!(error.contains("in RETURNING"), "{error}");
    let other = delete(teams::table)
        .using(posts::table)
        .filter(posts::id.eq(teams::id))
        .returning(old(posts::stars));
    let error = other.compile(&Postgres::new()).unwrap_err();
    assert!(matches!(error, CompileError::OutOfScope { .. }), "{error}");
    let before = delete(teams::table).all_rows().returning(old(teams::id));
    let error = before.compile(&Postgres::version(17)).unwrap_err().to_string();
    assert!(error.contains("18"), "{error}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_subquery_reads_the_row_that_is_returned() {
    let p = posts::alias("p");
    let name = |user: Column<BigInt>| {
        select(users::name).from(users::table).filter(users::id.eq(user)).into_expr()
    };
    let changed = update(p).set(p.stars, 9).filter(p.id.le(2)).returning((p.id, name(p.user_id)));
    // Inside, the alias is another table's.
    let hidden = users::alias("p");
    let other = update(p)
        .set(p.stars, 9)
        .filter(p.id.eq(1))
        .returning(select(max(hidden.name)).from(hidden).filter(hidden.id.gt(2)).into_expr());
    let gone = delete(posts::table)
        .using(users::table)
        .filter(users::id.eq(posts::user_id).and(users::name.eq("Bob")))
        .returning((posts::id, name(posts::user_id)));
    let row = |id: i64, name: &str| (id, Some(name.to_owned()));
    on_all_engines(|db| {
        set_up(db);
        match changed.compile(db.dialect()) {
            Ok(_) => {
                let mut rows = db.fetch_all(&changed);
                rows.sort();
                assert_eq!(rows, [row(1, "Ann"), row(2, "Ann")], "{}", db.name);
            }
            Err(error) => assert!(error.to_string().starts_with("RETURNING on UPDATE"), "{error}"),
        }
        if other.compile(db.dialect()).is_ok() {
            assert_eq!(db.fetch_all(&other), [Some("Dot".to_owned())], "{}", db.name);
        }
        match gone.compile(db.dialect()) {
            Ok(_) => {
                let mut rows = db.fetch_all(&gone);
                rows.sort();
                assert_eq!(rows, [3, 4, 5].map(|id| row(id, "Bob")), "{}", db.name);
            }
            Err(error) => {
                assert!(error.to_string().starts_with("RETURNING on DELETE … USING"), "{error}");
            }
        }
    });
}

#[test]
fn what_a_subquery_cannot_read_there_is_refused() {
    let (p, u) = (posts::alias("p"), users::alias("posts"));
    let all = cte("all_posts", select(posts::id).from(posts::table));
    let count = select(count_star()).from(posts::table).into_expr();
    let of_cte = select(count_star()).from(&all).into_expr();
    let deleted = delete(p).filter(p.id.eq(1));
    let own = [
        deleted.clone().returning(count),
        deleted.clone().with(&all).returning(of_cte),
        // It hides the table's own name.
        deleted.returning(select(count_star()).from(u).filter(u.id.eq(p.user_id)).into_expr()),
    ];
    for q in &own {
        assert!(q.compile(&Postgres::new()).is_ok());
        let error = q.compile(&Sqlite::new()).unwrap_err().to_string();
        assert!(error.starts_with("a subquery over the target in RETURNING"), "{error}");
    }
    let error = own[0].compile(&MariaDb::new()).unwrap_err().to_string();
    assert!(error.contains("before the statement or after it"), "{error}");
    let teams_of = select(count_star()).from(teams::table).filter(teams::id.eq(users::team_id));
    let of_another = update(posts::table)
        .set(posts::stars, 1)
        .from(users::table)
        .filter(users::id.eq(posts::user_id))
        .returning(teams_of.into_expr());
    assert!(of_another.compile(&Postgres::new()).is_ok());
    let error = of_another.compile(&Sqlite::new()).unwrap_err().to_string();
    assert!(error.starts_with("RETURNING of a column of an UPDATE's FROM"), "{error}");
}
