//! Conditions, truth values, NULL, and the order of rows.

use aludel::ast::BinaryOp;

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_20_equality_that_knows_null() {
    everywhere(|db| {
        finds(db, &samples_where(samples::n.is_distinct_from(0)), &[1, 3, 4]);
        finds(db, &samples_where(samples::n.is_not_distinct_from(null::<Integer>())), &[1]);
        finds(db, &samples_where(samples::note.is_distinct_from("x")), &[1, 3, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_21_a_list_of_nothing() {
    let none = Vec::<i32>::new;
    everywhere(|db| {
        finds(db, &samples_where(samples::n.in_(none())), &[]);
        finds(db, &samples_where(samples::n.not_in(none())), &[1, 2, 3, 4]);
        finds(db, &samples_where(not(samples::n.in_(none()))), &[1, 2, 3, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_22_not_in_a_list_with_null() {
    let numbers = || {
        let s = samples::alias("s");
        select(s.n).from(s)
    };
    everywhere(|db| {
        finds(db, &samples_where(samples::a.not_in([Some(1), None])), &[]);
        finds(db, &samples_where(samples::a.not_in(numbers())), &[]);
        finds(db, &samples_where(samples::n.in_([Some(5), None])), &[3]);
        let known = numbers().filter(samples::alias("s").n.is_not_null());
        finds(db, &samples_where(samples::a.not_in(known)), &[1, 2, 3, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_23_truth_values() {
    everywhere(|db| {
        finds(db, &each(samples::flag), &[true, false, true, false]);
        finds(db, &each(samples::a.gt(0)), &[true, false, true, false].map(Some));
        finds(db, &each(samples::n.gt(0)), &[None, Some(false), Some(true), Some(false)]);
        let extremes = (min(samples::flag), max(samples::flag));
        let both = select(extremes).from(samples::table);
        finds(db, &both, &[(Some(false), Some(true))]);
        finds(
            db,
            &each(samples::n.cast::<Boolean>()),
            &[None, Some(false), Some(true), Some(true)],
        );
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_24_a_condition_is_a_truth_value() {
    everywhere(|db| {
        finds(db, &samples_where(samples::flag), &[1, 3]);
        finds(db, &samples_where(samples::flag.eq(true)), &[1, 3]);
        finds(db, &samples_where(not(samples::flag)), &[2, 4]);
        finds(db, &samples_where(samples::flag.and(samples::a.gt(samples::b))), &[1, 3]);
        finds(db, &samples_where(samples::a.gt(0).eq(samples::flag)), &[1, 2, 3, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_25_unknown() {
    everywhere(|db| {
        finds(db, &samples_where(samples::n.gt(0).is_unknown()), &[1]);
        finds(db, &samples_where(samples::n.gt(0).is_not_unknown()), &[2, 3, 4]);
        finds(db, &samples_where(samples::n.gt(0).is_not_true()), &[1, 2, 4]);
        finds(db, &samples_where(samples::n.gt(0).is_false()), &[2, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_26_a_truth_value_as_text() {
    let said = case::<Text>().when(samples::flag, "yes").otherwise("no");
    everywhere(|db| {
        finds(db, &each(said.clone()), &texts(&["yes", "no", "yes", "no"]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_27_where_nulls_sort() {
    let sorted = |by: Sort| select(samples::n).from(samples::table).order_by(by);
    let numbers = |first: [Option<i32>; 4]| first;
    everywhere(|db| {
        let native = match db.name {
            POSTGRES => [Some(-1), Some(0), Some(5), None],
            _ => [None, Some(-1), Some(0), Some(5)],
        };
        finds(db, &sorted(samples::n.asc()), &native);
        let last = numbers([Some(-1), Some(0), Some(5), None]);
        finds(db, &sorted(samples::n.asc().nulls_last()), &last);
        let first = numbers([None, Some(5), Some(0), Some(-1)]);
        finds(db, &sorted(samples::n.desc().nulls_first()), &first);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_28_nulls_first_and_last() {
    let sorted = |by: Sort| select(samples::n).from(samples::table).order_by(by);
    everywhere(|db| {
        finds(
            db,
            &sorted((samples::n + 1).asc().nulls_first()),
            &[None, Some(-1), Some(0), Some(5)],
        );
        finds(db, &sorted(samples::n.desc().nulls_last()), &[Some(5), Some(0), Some(-1), None]);
        let place = row_number().over(window().order_by(samples::n.asc().nulls_last()));
        finds(db, &each(place), &[4, 2, 3, 1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_29_order_of_an_expression_with_an_alias() {
    let sum = || samples::a + samples::b;
    everywhere(|db| {
        let labeled = select((sum().label("total"), samples::id)).from(samples::table);
        let by_itself = labeled.clone().order_by((sum() * -1, samples::id));
        finds(db, &by_itself, &[(9, 1), (5, 3), (-5, 2), (-9, 4)]);
        let by_label = labeled.order_by((column::<Integer>("total").desc(), samples::id.asc()));
        finds(db, &by_label, &[(9, 1), (5, 3), (-5, 2), (-9, 4)]);
        let grouped = select((samples::flag, count_star().label("rows")))
            .from(samples::table)
            .group_by(samples::flag)
            .having(count_star().gt(1))
            .order_by((count_star() + 1, samples::flag));
        finds(db, &grouped, &[(false, 2), (true, 2)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_30_a_column_that_is_not_grouped() {
    let wrong = select((samples::flag, samples::word)).from(samples::table).group_by(samples::flag);
    let aggregated = select((samples::word, count_star())).from(samples::table);
    everywhere(|db| {
        for query in [wrong.compile(db.dialect()), aggregated.compile(db.dialect())] {
            assert!(matches!(query, Err(CompileError::NotGrouped { .. })), "{}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_31_offset_alone() {
    everywhere(|db| {
        finds(db, &each(samples::id).offset(2), &[3, 4]);
        finds(db, &each(samples::id).offset(1).limit(2), &[2, 3]);
        finds(db, &each(samples::id).limit(0), &[]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_32_a_computed_limit() {
    everywhere(|db| {
        let mut computed = each(samples::id).into_ast();
        let sum = val::<Integer>(1) + 2;
        computed.limit = Some(sum.into_ast().into());
        let computed = Select::<Integer>::from_ast(*computed);
        finds(db, &computed, &[1, 2, 3]);
        finds(db, &each(samples::id).limit(1 + 2), &[1, 2, 3]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_57_text_beside_a_number() {
    // Typed columns do not compare so: a program that says it does not build.
    let found = samples_where(table("samples").column::<Any>("word").eq(0));
    everywhere(|db| match db.name {
        POSTGRES => assert!(fails(db, &found)),
        SQLITE => finds(db, &found, &[]),
        _ => finds(db, &found, &[1, 2, 3, 4]),
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_73_any_and_all_of_a_query() {
    let s = samples::alias("s");
    let numbers = || select(s.n).from(s);
    let numbers_of = |s: samples| select(s.id).from(s);
    let known = || numbers().filter(s.n.is_not_null());
    let none = || numbers().filter(s.id.gt(9));
    everywhere(|db| {
        let any = compare_any(samples::a, BinaryOp::Gt, numbers());
        finds(db, &each(any), &[Some(true), None, Some(true), None]);
        let all = compare_all(samples::a, BinaryOp::Gt, numbers());
        finds(db, &each(all), &[None, Some(false), None, Some(false)]);
        let all = compare_all(samples::a, BinaryOp::Gt, known());
        finds(db, &each(all), &[true, false, true, false].map(Some));
        finds(db, &each(compare_any(samples::a, BinaryOp::Eq, none())), &[Some(false); 4]);
        finds(db, &each(compare_all(samples::a, BinaryOp::Eq, none())), &[Some(true); 4]);
        let same = || select(s.b).from(s).filter(s.flag.eq(samples::flag));
        let correlated = compare_all(samples::a, BinaryOp::Ge, same());
        finds(db, &samples_where(correlated), &[1, 3]);
        let limited = || select(s.b).from(s).order_by(s.id).limit(1);
        finds(db, &samples_where(compare_any(samples::a, BinaryOp::Lt, limited())), &[2, 4]);
        let united = || same().union(numbers_of(s));
        finds(db, &samples_where(compare_any(samples::a, BinaryOp::Lt, united())), &[2, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_73_any_beside_an_aggregate() {
    let s = samples::alias("s");
    let known = || select(s.n).from(s).filter(s.n.is_not_null());
    everywhere(|db| {
        let of_group = select(samples::flag)
            .from(samples::table)
            .group_by(samples::flag)
            .having(compare_any(sum(samples::a), BinaryOp::Gt, known()));
        // Not on SQLite, where the aggregate would become one of the subquery.
        if !lacks(db, &of_group) {
            finds(db, &of_group, &[true]);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_74_rows_in_a_list() {
    let pair = || row((samples::a, samples::b));
    everywhere(|db| {
        finds(db, &samples_where(pair().in_([(7, 2), (-7, -2)])), &[1, 4]);
        finds(db, &samples_where(pair().not_in([(7, 2), (-7, -2)])), &[2, 3]);
        finds(db, &samples_where(pair().in_(Vec::<(i32, i32)>::new())), &[]);
        finds(db, &samples_where(pair().eq((7, -2))), &[3]);
        finds(db, &samples_where(pair().gt((-7, 1))), &[1, 2, 3]);
    });
}
