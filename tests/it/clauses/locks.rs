//! Row locks: what another transaction sees of them, and what cannot be locked.

use aludel::prelude::*;

use super::{every_dialect, scores, set_up};
use crate::engines::{Db, on_all_engines};

fn ids() -> Select<BigInt> {
    select(scores::id).from(scores::table).filter(scores::id.le(2)).order_by(scores::id)
}

/// The engines that lock rows, each with a second connection to the same tables.
fn on_engines_with_locks(test: impl Fn(&mut Db, &mut Db)) {
    for open in [Db::postgres, Db::mysql, Db::mariadb] {
        let (mut one, mut other) = (open(), open());
        set_up(&mut one);
        if one.name == "PostgreSQL" {
            let schema = one.fetch_one(&select(sql!(Text, "current_schema()")));
            other.batch(&format!("SET search_path = {schema}"));
        } else {
            let database = one.fetch_one(&select(sql!(Text, "DATABASE()")));
            other.batch(&format!("USE {database}"));
        }
        test(&mut one, &mut other);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn locked_rows_are_skipped_or_fail() {
    on_engines_with_locks(|one, other| {
        let first = ids().filter(scores::id.eq(1));
        for (held, wanted, free) in [
            (first.clone().for_update(), ids().for_update(), false),
            (first.clone().for_update(), ids().for_share(), false),
            (first.clone().for_share(), ids().for_update(), false),
            (first.clone().for_share(), ids().for_share(), true),
        ] {
            one.batch("BEGIN");
            assert_eq!(one.fetch_all(&held), [1], "on {}", one.name);
            other.batch("BEGIN");
            let skipped = other.fetch_all(&wanted.clone().skip_locked());
            let rows: &[i64] = if free { &[1, 2] } else { &[2] };
            assert_eq!(skipped, rows, "on {}", other.name);
            let failed = other.connection.fetch_all(&wanted.no_wait());
            assert_eq!(failed.is_ok(), free, "on {}", other.name);
            other.batch("ROLLBACK");
            one.batch("ROLLBACK");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn key_locks_and_locks_of_one_table() {
    on_engines_with_locks(|one, other| {
        let s = scores::alias("s");
        let joined = select(scores::id)
            .from(scores::table)
            .join(s, s.id.eq(scores::id + 1))
            .filter(scores::id.eq(1))
            .for_update()
            .lock_of("s");
        if one.name == "MariaDB" {
            assert!(matches!(joined.compile(one.dialect()), Err(CompileError::Unsupported { .. })));
            return;
        }
        one.batch("BEGIN");
        assert_eq!(one.fetch_all(&joined), [1]);
        assert_eq!(other.fetch_all(&ids().for_update().skip_locked()), [1], "on {}", one.name);
        one.batch("ROLLBACK");
        if one.name == "PostgreSQL" {
            one.batch("BEGIN");
            one.fetch_all(&ids().for_no_key_update());
            assert_eq!(other.fetch_all(&ids().for_key_share().skip_locked()), [1, 2]);
            assert_eq!(other.fetch_all(&ids().for_share().skip_locked()), [0; 0]);
            one.batch("ROLLBACK");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn locks_beside_other_clauses() {
    on_engines_with_locks(|one, _| {
        for q in [
            ids().limit(1).offset(1).for_update(),
            ids().limit_with_ties(1).offset(1).for_update(),
            ids().filter(scores::id.in_(select(scores::id).from(scores::table))).for_update(),
            ids().distinct().for_update(),
            ids().group_by(scores::id).for_share(),
            select(scores::id)
                .from(scores::table)
                .qualify(row_number().over(window().order_by(scores::id)).eq(2))
                .for_update(),
            select(scores::id).distinct_on(scores::id).from(scores::table).for_update(),
        ] {
            match q.compile(one.dialect()) {
                Ok(_) => {
                    let rows = one.fetch_all(&q);
                    assert_eq!(rows.last(), Some(&2), "on {}: {q:?}", one.name);
                }
                Err(error) => assert!(matches!(error, CompileError::Unsupported { .. }), "{error}"),
            }
        }
    });
}

#[test]
fn what_cannot_be_locked_is_told() {
    for dialect in every_dialect() {
        let unknown = ids().for_update().lock_of("others").compile(dialect).unwrap_err();
        let sqlite = dialect.name() == "SQLite";
        assert_eq!(matches!(unknown, CompileError::Unsupported { .. }), sqlite, "{unknown}");
        assert_eq!(unknown.to_string().contains("IMMEDIATE"), sqlite, "{unknown}");
        let both = ids().limit_with_ties(1).for_update().skip_locked();
        assert!(matches!(both.compile(dialect), Err(CompileError::Unsupported { .. })));
        let member = ids().for_update().union(ids());
        assert!(matches!(member.compile(dialect), Err(CompileError::Unsupported { .. })));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_derived_tables_read_is_locked_as_well() {
    let (a, b) = (scores::alias("a"), scores::alias("b").outer());
    let derived = |query: Select<BigInt>| {
        let derived = query.alias("derived");
        select(derived.get(scores::id)).from(derived).for_update()
    };
    let limited = ids().order_by(scores::id).limit(2);
    let grouped = ids().group_by(scores::id);
    let joined = select(a.id).from(a).left_join(b, a.id.eq(b.id));
    let inside = select(scores::id).from(scores::table).filter(scores::id.in_(ids()));
    on_all_engines(|db| {
        set_up(db);
        for (query, on_postgres) in
            [(&limited, true), (&grouped, false), (&joined, false), (&inside, true)]
        {
            let q = derived(query.clone());
            match q.compile(db.dialect()) {
                Ok(_) => assert!(db.fetch_all(&q).len() >= 2, "on {}", db.name),
                Err(error) => {
                    assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
                    let refuses = db.name == "PostgreSQL" && !on_postgres;
                    assert!(refuses || db.name == "SQLite", "on {}: {error}", db.name);
                }
            }
        }
    });
}
