//! The clauses that are said in other words, wherever a query may stand.

use aludel::ast::{self, SelectItem};
use aludel::prelude::*;

use super::{every_dialect, scores, set_up, some};
use crate::engines::{on_all_engines, same_rows};

/// The first of each team: 6 (none), 4 (blau), 1 (red).
fn first_of_each() -> Select<BigInt> {
    select(scores::id)
        .distinct_on(scores::team)
        .from(scores::table)
        .order_by((scores::team.asc().nulls_first(), scores::id.asc()))
}

fn last_two() -> Select<BigInt> {
    select(scores::id)
        .from(scores::table)
        .qualify(row_number().over(window().order_by(scores::id.desc())).le(2))
}

fn totals() -> Select<Nullable<VarChar<20>>> {
    select(scores::team).from(scores::table).group_by_rollup(scores::team)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn in_subqueries_and_ctes() {
    let ids = |rows: Select<BigInt>| {
        select(scores::id).from(scores::table).filter(scores::id.in_(rows)).order_by(scores::id)
    };
    same_rows(set_up, &ids(first_of_each()), &[1, 4, 6]);
    same_rows(set_up, &ids(first_of_each().limit(1)), &[6]);
    same_rows(set_up, &ids(last_two()), &[6, 7]);
    let nobody = last_two().filter(scores::id.lt(0));
    same_rows(set_up, &ids(first_of_each()).filter(not_exists(nobody)), &[1, 4, 6]);
    let c = cte("c", last_two());
    let of_cte = select(c.get(scores::id)).from(c.table()).order_by(ordinal(1)).with(c);
    same_rows(set_up, &of_cte, &[6, 7]);
    // A CTE that the rewritten query itself reads.
    let c = cte("c", select((scores::id, scores::team)).from(scores::table));
    let q = select(c.get(scores::id))
        .distinct_on(c.get(scores::team))
        .from(c.table())
        .order_by((c.get(scores::team).asc().nulls_last(), c.get(scores::id).desc()))
        .with(c);
    same_rows(set_up, &q, &[5, 3, 7]);
    let scalar = select(scores::id)
        .from(scores::table)
        .filter(scores::id.eq(first_of_each().limit(1).offset(1)));
    same_rows(set_up, &scalar, &[4]);
    let t = totals().alias("t");
    same_rows(set_up, &select(count(t.get(scores::team))).from(t), &[2]);
    let ties = select(scores::points)
        .from(scores::table)
        .order_by(scores::points.desc().nulls_last())
        .limit_with_ties(2);
    let joined = ties.alias("best");
    let best = joined.get(scores::points);
    let q = select(scores::id)
        .distinct()
        .from(scores::table)
        .join(joined, best.eq(scores::points))
        .order_by(scores::id);
    same_rows(set_up, &q, &[1, 2, 4, 6]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_the_row_around() {
    // The best of the same team, correlated.
    let s = scores::alias("s");
    let best = select(s.id)
        .from(s)
        .filter(s.team.eq(scores::team))
        .order_by((s.points.desc().nulls_last(), s.id))
        .limit_with_ties(1);
    let q = select(scores::id)
        .from(scores::table)
        .filter(exists(best.clone()).and(scores::id.lt(5)))
        .order_by(scores::id);
    on_all_engines(|db| {
        set_up(db);
        match q.compile(db.dialect()) {
            Ok(_) => assert_eq!(db.fetch_all(&q), [1, 2, 3, 4], "on {}", db.name),
            Err(error) => {
                assert_eq!(db.name, "MariaDB");
                assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
            }
        }
    });
    let first = select(s.id).distinct_on(s.points).from(s).filter(s.team.eq(scores::team));
    let q = select(scores::id).from(scores::table).filter(exists(first)).order_by(scores::id);
    on_all_engines(|db| {
        set_up(db);
        match q.compile(db.dialect()) {
            Ok(_) => assert_eq!(db.fetch_all(&q), [1, 2, 3, 4, 5], "on {}", db.name),
            Err(error) => {
                assert_eq!(db.name, "MariaDB");
                assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn in_writes() {
    on_all_engines(|db| {
        set_up(db);
        let copy = select((scores::id + 100, scores::team, scores::player, scores::points))
            .distinct_on(scores::team)
            .from(scores::table)
            .order_by((scores::team, scores::id));
        let insert = insert_into(scores::table).columns((
            scores::id,
            scores::team,
            scores::player,
            scores::points,
        ));
        assert_eq!(db.execute(&insert.clone().from_select(copy.clone())), 3, "on {}", db.name);
        let upsert =
            insert.from_select(copy.limit(2).offset(1)).on_conflict(scores::id).do_nothing();
        db.execute(&upsert);
        let all = select(count_star()).from(scores::table);
        assert_eq!(db.fetch_one(&all), 10, "on {}", db.name);
        let deleted = delete(scores::table).filter(scores::id.in_(last_two()));
        assert_eq!(db.execute(&deleted), 2, "on {}", db.name);
        let points =
            update(scores::table).set(scores::points, 0).filter(scores::id.in_(first_of_each()));
        assert_eq!(db.execute(&points), 3, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_column_and_columns_of_one_name() {
    let all = |of: Option<&'static str>| {
        let mut node = *first_of_each().into_ast();
        node.items = vec![SelectItem::All(of.map(Into::into))];
        Select::<aludel::query::DynamicRow>::from_ast(node)
    };
    on_all_engines(|db| {
        set_up(db);
        for of in [None, Some("scores")] {
            let rows = db.fetch_all(&all(of));
            assert_eq!(rows.len(), 3, "on {}", db.name);
            assert_eq!(rows[0].get("id"), Some(&Value::from(6)), "on {}", db.name);
            assert_eq!(rows[2].get("player"), Some(&Value::from("Ann")), "on {}", db.name);
        }
    });
    let s = scores::alias("s");
    let twins = select((scores::id, s.id, scores::id + 0, s.team.label("ID")))
        .distinct_on(scores::team)
        .from(scores::table)
        .join(s, s.id.eq(scores::id))
        .filter(scores::team.is_not_null())
        .order_by((scores::team, s.id.desc()));
    same_rows(set_up, &twins, &[(5, 5, 5i64, some("blau")), (3, 3, 3, some("red"))]);
    let mut node = *select(scores::id).from(scores::table).join(s, s.id.eq(scores::id)).into_ast();
    node.items = vec![SelectItem::All(None)];
    node.distinct = Some(ast::Distinct::All);
    same_rows(set_up, &Select::<BigInt>::from_ast(node).count(), &[7]);
    let unknown = {
        let mut node = *select(count_star()).from(table("somewhere")).into_ast();
        node.items = vec![SelectItem::All(None)];
        node.qualify = Some(row_number().over(window()).eq(1).into_ast());
        Select::<BigInt>::from_ast(node)
    };
    for dialect in every_dialect() {
        assert!(matches!(unknown.compile(dialect), Err(CompileError::Unsupported { .. })));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn raw_text_in_every_clause() {
    let s = scores::alias("s");
    let q = select((scores::team, sql!(BigInt, "COUNT(*) + {}", 1i64).label("n")))
        .from(scores::table)
        .join(s, sql!("{} = {}", s.id, scores::id))
        .filter(sql!(Boolean, "{} > {}", scores::id, 1))
        .group_by(sql!(Text, "{}", scores::team))
        .group_by(scores::team)
        .having(sql!("COUNT(*) >= {}", 1))
        .order_by((sql!(Text, "{}", scores::team).asc().nulls_last(), sql!("COUNT(*)").desc()));
    same_rows(set_up, &q, &[(some("blau"), 3), (some("red"), 3), (None, 3)]);
    let rank = row_number().over(
        window().partition_by(sql!("{} + 0", scores::points)).order_by(sql!("-{}", scores::id)),
    );
    let q = select(scores::id)
        .distinct_on(sql!("{} % {}", scores::id, 2))
        .from(scores::table)
        .qualify(sql!(Boolean, "{} = {}", rank, 1))
        .order_by((sql!("{} % {}", scores::id, 2), scores::id));
    same_rows(set_up, &q, &[4, 3]);
    let q = select(scores::id).from(scores::table).order_by(scores::id);
    same_rows(set_up, &q.clone().limit_with_ties(1).filter(sql!("{} IN (3, 4)", scores::id)), &[3]);
    let both =
        q.clone().unordered().union(q.unordered()).order_by(sql!("-{}", scores::id)).limit(1);
    same_rows(set_up, &both, &[7]);
}

#[test]
fn what_no_server_takes_is_told() {
    let q = || select(scores::id).from(scores::table);
    let w = || window().partition_by(scores::team);
    let many = (0..501).fold(q().union_all(q()), |all, _| all.union_all(q()));
    for dialect in every_dialect() {
        assert!(matches!(q().distinct_on(()).compile(dialect), Err(CompileError::Empty { .. })));
        assert!(matches!(q().group_by_cube(()).compile(dialect), Err(CompileError::Empty { .. })));
        let none: [GroupingSet; 0] = [];
        let no_sets = q().select(count_star()).group_by_sets(none);
        assert!(matches!(no_sets.compile(dialect), Err(CompileError::Empty { .. })));
        let twice = q().window("w", w()).window("w", w());
        assert!(matches!(twice.compile(dialect), Err(CompileError::DuplicateName { .. })));
        let over = |window: Window| {
            q().window("w", w().order_by(scores::id)).order_by(row_number().over(window))
        };
        assert!(over(window().based_on("w")).compile(dialect).is_ok());
        for wrong in [
            window().based_on("v"),
            window().based_on("w").partition_by(scores::id),
            window().based_on("w").order_by(scores::id),
        ] {
            let error = over(wrong).compile(dialect).unwrap_err();
            assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
        }
        let unknown = q().order_by(row_number().over("v"));
        assert!(matches!(unknown.compile(dialect), Err(CompileError::Unsupported { .. })));
        assert_eq!(many.compile(dialect).is_err(), dialect.name() == "SQLite");
    }
}
