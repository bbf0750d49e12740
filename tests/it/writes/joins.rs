//! Joins of every kind among the tables beside the target: the same rows meet it on every engine.

use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{posts, set_up, teams, users};

/// Each statement, and the names of the users that are there afterwards.
type Case = (&'static str, Box<dyn AsStatement>, Vec<&'static str>);

fn case(name: &'static str, statement: impl AsStatement + 'static, names: &[&'static str]) -> Case {
    (name, Box::new(statement), names.to_vec())
}

#[track_caller]
fn on_all(cases: &[Case]) {
    let all = select(users::name).from(users::table).order_by(users::id.asc());
    on_all_engines(|db| {
        set_up(db);
        let before = db.fetch_all(&all);
        for (name, statement, names) in cases {
            db.batch("BEGIN");
            let count = db.execute(&**statement);
            let after = db.fetch_all(&all);
            assert_eq!(after, *names, "{name} on {}", db.name);
            // Each of them sets a name that no user had.
            let kept = after.iter().filter(|name| before.contains(*name)).count();
            assert_eq!(count as usize, before.len() - kept, "{name} on {}", db.name);
            db.batch("ROLLBACK");
        }
    });
}

fn rename(name: Expr<Text>) -> Update {
    update(users::table).set(users::name, name)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_an_update() {
    let (t, p) = (teams::table.outer(), posts::table.outer());
    let other = users::alias("other").outer();
    let same = teams::alias("same");
    let title = || concat((coalesce(t.title, "none"), "!"));
    let team_of = |key: Column<BigInt>| key.eq(users::id);
    let of_post = |key: Column<Nullable<BigInt>>| key.eq(users::id.nullable());
    on_all(&[
        case(
            "CROSS",
            rename(concat((teams::title, posts::title)))
                .from(teams::table)
                .cross_join(posts::table)
                .filter(users::team_id.eq(teams::id).and(team_of(posts::id))),
            &["redone", "redtwo", "bluethree", "Dot"],
        ),
        case(
            "RIGHT",
            rename(title())
                .from(t)
                .right_join(posts::table, posts::id.eq(t.id + 2))
                .filter(team_of(posts::id)),
            &["none!", "none!", "red!", "blue!"],
        ),
        case(
            "FULL",
            rename(title()).from(t).full_join(p, p.id.eq(t.id + 3)).filter(
                of_post(p.id).and(p.stars.ne(0)).or(users::id.eq(t.id + 0).and(p.id.is_null())),
            ),
            &["none!", "none!", "empty!", "red!"],
        ),
        case(
            "FULL of the target's own table",
            rename(concat((coalesce(t.title, "none"), coalesce(other.name, "nobody"))))
                .from(t)
                .full_join(other, other.team_id.eq(t.id))
                .filter(
                    other
                        .id
                        .eq(users::id.nullable())
                        .and(users::id.nullable().gt(select(min(users::id)).from(users::table))),
                ),
            &["Ann", "redBob", "blueCid", "noneDot"],
        ),
        case(
            "FULL, with a column as it is",
            update(users::table)
                .set(users::email, t.title)
                .set(users::name, concat((coalesce(users::email, "none"), "!")))
                .from(t)
                .full_join(p, p.id.eq(t.id + 3))
                .filter(of_post(p.id)),
            &["ann@example.org!", "bob@example.org!", "cid@example.org!", "none!"],
        ),
        case(
            "two FULL",
            rename(concat((title(), coalesce(other.name, "nobody"))))
                .from(t)
                .full_join(p, p.id.eq(t.id + 3))
                .full_join(other, other.id.eq(p.id))
                .filter(of_post(p.id)),
            &["none!Ann", "none!Bob", "none!Cid", "red!Dot"],
        ),
        case(
            "LEFT, USING",
            rename(title())
                .from(posts::table)
                .left_join(t, using(teams::id))
                .filter(team_of(posts::id)),
            &["red!", "blue!", "empty!", "none!"],
        ),
        case(
            "RIGHT, USING",
            rename(title())
                .from(t)
                .right_join(posts::table, using(teams::id))
                .filter(team_of(posts::id)),
            &["red!", "blue!", "empty!", "none!"],
        ),
        case(
            "FULL, USING",
            rename(title()).from(t).full_join(p, using(teams::id)).filter(of_post(p.id)),
            &["red!", "blue!", "empty!", "none!"],
        ),
        case(
            "NATURAL",
            rename(concat((same.title, "!")))
                .from(teams::table)
                .join(same, natural())
                .filter(users::team_id.eq(teams::id)),
            &["red!", "red!", "blue!", "Dot"],
        ),
        case(
            "a tree",
            rename(title())
                .from(posts::table)
                .left_join(
                    joined(t).join(other, other.team_id.eq(t.id)),
                    other.id.eq(posts::user_id.nullable()).and(t.title.ne("blue")),
                )
                .filter(team_of(posts::id)),
            &["red!", "red!", "red!", "red!"],
        ),
        case(
            "a tree with a FULL JOIN",
            rename(title()).from(joined(t).full_join(p, p.id.eq(t.id + 1))).filter(of_post(p.id)),
            &["none!", "red!", "blue!", "empty!"],
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_a_delete() {
    let (t, p) = (teams::table.outer(), posts::table.outer());
    let other = users::alias("other").outer();
    let same = teams::alias("same");
    let gone = || delete(users::table);
    on_all(&[
        case(
            "CROSS",
            gone()
                .using(teams::table)
                .cross_join(posts::table)
                .filter(users::team_id.eq(teams::id).and(posts::id.eq(users::id + 3))),
            &["Cid", "Dot"],
        ),
        case(
            "RIGHT",
            gone()
                .using(t)
                .right_join(posts::table, posts::id.eq(t.id + 2))
                .filter(posts::id.eq(users::id).and(t.id.is_null())),
            &["Cid", "Dot"],
        ),
        case(
            "FULL, a row of the left",
            gone()
                .using(t)
                .full_join(p, p.id.eq(t.id + 3))
                .filter(t.id.eq(users::id).and(p.id.is_null())),
            &["Ann", "Bob", "Dot"],
        ),
        case(
            "FULL, rows of the right",
            gone()
                .using(t)
                .full_join(p, p.id.eq(t.id + 3))
                .filter(p.user_id.eq(users::id).and(t.id.is_null()).and(p.stars.gt(3))),
            &["Bob", "Cid", "Dot"],
        ),
        case(
            "FULL of the target's own table",
            gone()
                .using(t)
                .full_join(other, other.team_id.eq(t.id))
                .filter(other.id.eq(users::id).and(t.id.is_null())),
            &["Ann", "Bob", "Cid"],
        ),
        case(
            "USING",
            gone()
                .using(posts::table)
                .join(teams::table, using(teams::id))
                .filter(posts::user_id.eq(users::id).and(teams::title.eq("red"))),
            &["Bob", "Cid", "Dot"],
        ),
        case(
            "NATURAL",
            gone().using(teams::table).join(same, natural()).filter(users::team_id.eq(teams::id)),
            &["Dot"],
        ),
        case(
            "the first of a FULL JOIN",
            gone()
                .using(t)
                .full_join(p, p.id.eq(t.id + 3))
                .filter(p.user_id.eq(users::id))
                .order_by(users::id.desc())
                .limit(1),
            &["Ann", "Cid", "Dot"],
        ),
    ]);
}

#[test]
fn what_cannot_be_joined_is_refused() {
    let (t, p) = (teams::table.outer(), posts::table.outer());
    let no_table = rename(concat((column::<Text>("title"), "!")))
        .from(t)
        .full_join(p, p.id.eq(t.id))
        .filter(users::id.nullable().eq(p.id));
    let natural = delete(users::table).using(t).full_join(p, natural()).filter(p.id.eq(users::id));
    for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
        for statement in [&no_table as &dyn AsStatement, &natural] {
            let error = statement.compile(dialect).unwrap_err().to_string();
            assert!(error.starts_with("this FULL JOIN is not supported"), "{error}");
            assert!(error.contains("which table it is of"), "{error}");
        }
    }
    // The target is on no side of a join of the others.
    let of_target = rename(concat((teams::title, "!")))
        .from(posts::table)
        .join(teams::table, users::team_id.eq(teams::id))
        .filter(posts::id.eq(users::id));
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let error = of_target.compile(dialect).unwrap_err().to_string();
        assert!(error.starts_with("column users.team_id is used in the ON condition"), "{error}");
    }
    // A column that may be NULL is not returned as if it never were.
    let returned = rename(concat((coalesce(t.title, "none"), "!")))
        .from(t)
        .right_join(posts::table, posts::id.eq(t.id))
        .filter(posts::id.eq(users::id))
        .returning(teams::title);
    let error = returned.compile(&Postgres::new()).unwrap_err();
    assert!(matches!(error, CompileError::NullableSide { .. }), "{error}");
}
