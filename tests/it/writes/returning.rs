//! Old and new rows in RETURNING.

use aludel::postgres::{new, old};
use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{posts, set_up, teams};

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
