//! Clauses of queries: aggregates, windows, joins, set operations, locks.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_36_aggregates_of_some_rows() {
    let positive = samples::a.gt(0);
    let query = select((
        count_star().filter(positive.clone()),
        sum(samples::b).filter(positive.clone()),
        count(samples::n).filter(positive.clone()),
        count_distinct(samples::a).filter(samples::id.gt(1)),
        sum(samples::a).filter(samples::id.gt(9)),
    ));
    everywhere(|db| {
        finds(db, &query.clone().from(samples::table), &[(2, Some(0), 1, 2, None)]);
        let average = avg(samples::x).filter(positive.clone());
        finds(db, &select(average).from(samples::table), &[Some(1.5)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_38_frames() {
    let sums = |window: Window| each(sum(samples::id).over(window));
    let by_sign = || window().order_by(samples::a);
    everywhere(|db| {
        let before = by_sign().order_by(samples::id);
        let rows = before.rows_between(Bound::preceding(1), Bound::current_row());
        finds(db, &sums(rows), &[5, 2, 4, 6].map(Some));
        let range = by_sign().range_between(Bound::unbounded_preceding(), Bound::current_row());
        finds(db, &sums(range), &[10, 6, 10, 6].map(Some));
        let groups = by_sign().groups_between(Bound::preceding(1), Bound::current_row());
        let whole =
            by_sign().rows_between(Bound::unbounded_preceding(), Bound::unbounded_following());
        let others = whole.exclude(FrameExclude::CurrentRow);
        if [MYSQL, MARIADB].contains(&db.name) {
            assert!(lacks(db, &sums(groups)), "{}", db.name);
            assert!(lacks(db, &sums(others)), "{}", db.name);
        } else {
            finds(db, &sums(groups), &[10, 6, 10, 6].map(Some));
            finds(db, &sums(others), &[9, 8, 7, 6].map(Some));
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_47_functions_in_from() {
    everywhere(|db| match db.name {
        MYSQL | MARIADB => assert!(lacks(db, &elements_by("json_each"))),
        SQLITE => finds(db, &elements_by("json_each"), &texts(&["x", "y"])),
        _ => finds(db, &elements_by("json_array_elements_text"), &texts(&["x", "y"])),
    });
}

/// The texts in a document, by the server's own function.
fn elements_by(function: &'static str) -> Select<Text> {
    let document = sql!(r#"CAST('["x", "y"]' AS JSON)"#);
    let document = if function == "json_each" { sql!(r#"'["x", "y"]'"#) } else { document };
    let elements = function_table(function, (document,), "elements");
    let value = elements.column::<Text>("value");
    select(value.clone()).from(elements).order_by(value)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_68_lateral() {
    let other = samples::alias("other");
    let best = select(other.id)
        .from(other)
        .filter(other.flag.eq(samples::flag))
        .order_by(other.id.desc())
        .limit(1)
        .alias("best")
        .lateral();
    let query = select((samples::id, best.get(other.id)))
        .from(samples::table)
        .cross_join(best)
        .order_by(samples::id);
    // The portable way to the first rows of each group.
    let place = window().partition_by(samples::flag).order_by(samples::id.desc());
    let placed = select((samples::id, samples::flag, row_number().over(place).label("place")))
        .from(samples::table)
        .alias("placed");
    let portable = select((samples::id, placed.get(samples::id)))
        .from(samples::table)
        .join(placed.clone(), placed.get(samples::flag).eq(samples::flag))
        .filter(placed.column::<BigInt>("place").eq(1))
        .order_by(samples::id);
    everywhere(|db| {
        let expected = [(1, 3), (2, 4), (3, 3), (4, 4)];
        match db.name {
            SQLITE | MARIADB => assert!(lacks(db, &query), "{}", db.name),
            _ => finds(db, &query, &expected),
        }
        finds(db, &portable, &expected);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_70_set_operations_nest_as_written() {
    let numbers = |ids: &[i32]| {
        select(samples::id).from(samples::table).filter(samples::id.in_(ids.iter().copied()))
    };
    let sorted = |query: Compound<Integer>| query.order_by(column::<Integer>("id"));
    everywhere(|db| {
        let (a, b, c) = (numbers(&[1, 2]), numbers(&[2, 3]), numbers(&[3, 4]));
        let to_the_left = a.clone().union(b.clone()).intersect(c.clone());
        finds(db, &sorted(to_the_left), &[3]);
        let to_the_right = a.clone().union(b.clone().intersect(c.clone()));
        finds(db, &sorted(to_the_right), &[1, 2, 3]);
        let less = a.clone().except(b.clone().except(c.clone()));
        finds(db, &sorted(less), &[1]);
        // What sorts and limits a member stays inside it.
        let last = |query: Select<Integer>| query.order_by(samples::id.desc()).limit(1);
        finds(db, &sorted(last(a.clone()).union_all(last(b.clone()))), &[2, 3]);
        let limited = a.union_all(b).order_by(column::<Integer>("id").desc()).limit(3);
        finds(db, &limited, &[3, 2, 2]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_72_a_derived_table_has_its_alias() {
    let inner = select((samples::id, (samples::a * 2).label("twice"))).from(samples::table);
    let derived = inner.alias("derived");
    let twice = derived.column::<Integer>("twice");
    let query = select(twice.clone()).from(derived).filter(twice.clone().gt(0)).order_by(twice);
    everywhere(|db| finds(db, &query, &[14, 14]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_91_row_locks() {
    let plain = || each(samples::id);
    everywhere(|db| {
        let locking = [
            (plain().for_update(), vec![SQLITE]),
            (plain().for_share(), vec![SQLITE]),
            (plain().for_update().skip_locked(), vec![SQLITE]),
            (plain().for_update().no_wait(), vec![SQLITE]),
            (plain().for_no_key_update(), vec![SQLITE, MYSQL, MARIADB]),
            (plain().for_key_share(), vec![SQLITE, MYSQL, MARIADB]),
            (plain().for_update().lock_of("samples"), vec![SQLITE, MARIADB]),
        ];
        for (query, lacking) in locking {
            if lacking.contains(&db.name) {
                assert!(lacks(db, &query), "{}", db.name);
            } else {
                finds(db, &query, &[1, 2, 3, 4]);
            }
        }
    });
}
