//! Clauses of SELECT that not every server has.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_33_rows_that_tie_with_the_last() {
    everywhere(|db| {
        let by_sign = select(samples::a).from(samples::table).order_by(samples::a.desc());
        finds(db, &by_sign.clone().limit_with_ties(1), &[7, 7]);
        finds(db, &by_sign.clone().limit_with_ties(2), &[7, 7]);
        finds(db, &by_sign.limit_with_ties(3), &[7, 7, -7, -7]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_34_the_first_row_of_each_group() {
    everywhere(|db| {
        let newest = select((samples::flag, samples::id))
            .from(samples::table)
            .distinct_on(samples::flag)
            .order_by((samples::flag.asc(), samples::at.desc()));
        finds(db, &newest, &[(false, 2), (true, 1)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_35_a_condition_on_a_window() {
    let place = window().partition_by(samples::flag).order_by(samples::id.desc());
    let last = each(samples::id).qualify(row_number().over(place).eq(1));
    everywhere(|db| finds(db, &last, &[3, 4]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_37_groups_of_groups() {
    let keys = (samples::flag, samples::a);
    let sums = || {
        select((samples::flag.nullable(), samples::a.nullable(), count_star())).from(samples::table)
    };
    let order = || (grouping(samples::flag), ordinal(1), grouping(samples::a), ordinal(2));
    everywhere(|db| {
        let rollup = sums().group_by_rollup(keys).order_by(order());
        let expected = [
            (Some(false), Some(-7), 2),
            (Some(false), None, 2),
            (Some(true), Some(7), 2),
            (Some(true), None, 2),
            (None, None, 4),
        ];
        finds(db, &rollup, &expected);
        let sets = [grouping_set(samples::flag), grouping_set(())];
        let by_sets = select((samples::flag.nullable(), count_star()))
            .from(samples::table)
            .group_by_sets(sets)
            .order_by((grouping(samples::flag), ordinal(1)));
        finds(db, &by_sets, &[(Some(false), 2), (Some(true), 2), (None, 4)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_69_rows_as_often_as_they_come() {
    let signs = |ids: &[i32]| {
        select(samples::a).from(samples::table).filter(samples::id.in_(ids.iter().copied()))
    };
    let sorted = |query: Compound<Integer>| query.order_by(column::<Integer>("a"));
    everywhere(|db| {
        let (most, some) = (signs(&[1, 2, 3, 4]), signs(&[1, 2, 3]));
        finds(db, &sorted(most.clone().intersect_all(some.clone())), &[-7, 7, 7]);
        finds(db, &sorted(most.clone().except_all(some.clone())), &[-7]);
        finds(db, &sorted(some.except_all(most)), &[]);
    });
}
