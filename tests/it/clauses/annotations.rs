//! Comments and hints: they change no rows, and no text makes them do so.

use aludel::prelude::*;

use super::{every_dialect, scores, set_up};
use crate::engines::{on_all_engines, same_rows};

fn ids() -> Select<BigInt> {
    select(scores::id).from(scores::table).filter(scores::id.le(2)).order_by(scores::id)
}

pub const HOSTILE: &[&str] = &[
    "",
    "plain words, key=value",
    "*/ DROP TABLE scores; /*",
    "*/ UNION SELECT 99 -- ",
    "/* nested /* twice */",
    "! 50000 UNION SELECT 99",
    "!50000 UNION SELECT 99",
    "M! UNION SELECT 99",
    "+ SET_VAR(sql_mode='')",
    "? ?1 :name $1 $2 @p1 %s {}",
    "'quote \" and ` and \\",
    "line\nbreak\r\n\0 -- # end",
    "ж ü 日本 😀",
    "*",
    "/",
    "*\u{200b}/",
];

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_comment_stays_a_comment() {
    on_all_engines(|db| {
        set_up(db);
        for text in HOSTILE {
            let q = ids().comment(*text);
            assert_eq!(db.fetch_all(&q), [1, 2], "{text:?} on {}", db.name);
            let within = select(scores::id)
                .from(scores::table)
                .filter(scores::id.in_(q.clone().unordered()).and(scores::id.gt(1)));
            assert_eq!(db.fetch_all(&within), [2], "{text:?} on {}", db.name);
            let first = q.clone().limit_with_ties(1).comment(*text);
            assert_eq!(db.fetch_all(&first), [1], "{text:?} on {}", db.name);
            let both = ids().unordered().union(ids().unordered()).order_by(scores::id);
            assert_eq!(db.fetch_all(&both.comment(*text)), [1, 2], "{text:?} on {}", db.name);
            let inline = q.to_sql_inline(db.dialect()).unwrap();
            db.batch(&inline);
            let prepared = q.filter(scores::id.eq(param::<BigInt>("id"))).prepare(db.dialect());
            let prepared = prepared.unwrap();
            let bound = prepared.bind([("id", Value::from(2))]).unwrap();
            assert_eq!(db.try_query(&bound).unwrap(), [[Value::from(2)]]);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn hints_are_taken_by_the_dialect_they_name() {
    let q = ids()
        .hint("MySQL", "MAX_EXECUTION_TIME(5000)")
        .hint("MySQL", "NO_INDEX_MERGE(`scores`)")
        .hint("PostgreSQL", "SeqScan(scores)")
        .hint("MariaDB", "NO_RANGE_OPTIMIZATION(scores)");
    same_rows(set_up, &q, &[1, 2]);
    same_rows(set_up, &q.clone().distinct().limit_with_ties(2), &[1, 2]);
    for dialect in every_dialect() {
        let sql = q.compile(dialect).unwrap().text().to_owned();
        let hint = match dialect.name() {
            "MySQL" => "SELECT /*+ MAX_EXECUTION_TIME(5000) NO_INDEX_MERGE(`scores`) */ `",
            "MariaDB" => "SELECT /*+ NO_RANGE_OPTIMIZATION(scores) */ `",
            "PostgreSQL" => "SELECT /*+ SeqScan(scores) */ \"",
            _ => "SELECT \"",
        };
        assert!(sql.starts_with(hint), "{sql}");
        let hostile = ids().hint(dialect.name(), "*/ 1 /*");
        assert!(matches!(hostile.compile(dialect), Err(CompileError::Unsupported { .. })));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn index_hints_are_of_a_table() {
    on_all_engines(|db| {
        set_up(db);
        db.batch("CREATE INDEX by_team ON scores (team)");
        db.batch("CREATE INDEX by_points ON scores (points)");
        let s = scores::alias("s");
        for q in [
            ids().use_index("scores", ["by_team", "by_points"]),
            ids().use_index("scores", [""; 0]),
            ids().force_index("scores", ["by_team"]),
            ids().ignore_index("scores", ["by_team"]).use_index("scores", ["by_points"]),
            ids().limit_with_ties(2).use_index("scores", ["by_team"]),
            ids().join(s, s.id.eq(scores::id)).use_index("s", ["by_team"]),
        ] {
            assert_eq!(db.fetch_all(&q), [1, 2], "on {}", db.name);
        }
    });
    for dialect in every_dialect() {
        let unknown = ids().use_index("others", ["by_team"]);
        assert!(matches!(unknown.compile(dialect), Err(CompileError::Misplaced { .. })));
        let empty = ids().force_index("scores", [""; 0]);
        assert!(matches!(empty.compile(dialect), Err(CompileError::Empty { .. })));
        let both = ids().use_index("scores", ["a"]).force_index("scores", ["b"]);
        assert!(matches!(both.compile(dialect), Err(CompileError::Misplaced { .. })));
    }
}
