//! Aggregates where users write them: in conditions, orders, expressions, joins, subqueries; their
//! values, and what is refused.

use super::*;

fn close(one: Option<f64>, other: f64) -> bool {
    one.is_some_and(|one| (one - other).abs() < 1e-9)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values() {
    let of_team = |team| samples::team.eq(team);
    let query = select((
        bool_and(samples::flag),
        bool_or(samples::flag),
        bit_and(samples::n),
        bit_or(samples::n),
        bit_xor(samples::n),
        any_value(samples::team),
        string_agg(samples::word, ", ").order_by(samples::id),
    ))
    .from(samples::table)
    .filter(of_team(2));
    let numbers = select((
        var_pop(samples::y),
        var_samp(samples::y),
        stddev_pop(samples::y),
        stddev_samp(samples::y),
        covar_pop(samples::y, samples::id),
        corr(samples::y, samples::id),
        regr_slope(samples::y, samples::id),
        regr_intercept(samples::y, samples::id),
    ))
    .from(samples::table)
    .filter(of_team(2));
    let shares = select((
        median(samples::y),
        percentile_cont(0.25, samples::y),
        percentile_disc(0.25, samples::y),
        percentile_disc(0.5, samples::word),
        median(samples::n),
    ))
    .from(samples::table)
    .filter(of_team(2));
    on_all_engines(|db| {
        set_up(db);
        let (and, or, bits, any_bit, odd, team, words) = db.fetch_one(&query);
        assert_eq!((and, or), (Some(false), Some(true)), "on {}", db.name);
        assert_eq!((bits, any_bit), (Some(0), Some(i32::MIN | 7)), "on {}", db.name);
        assert_eq!((odd, team), (Some(i32::MIN | 5), Some(2)), "on {}", db.name);
        assert_eq!(words.as_deref(), Some("Żółw, a, "), "on {}", db.name);
        // y is 5, 6.25, 9 at the ids 8, 9, 10.
        let (pop, samp, dev, dev_samp, covariance, correlation, slope, intercept) =
            db.fetch_one(&numbers);
        let squares = (1.75f64).powi(2) + (0.5f64).powi(2) + (2.25f64).powi(2);
        assert!(close(pop, squares / 3.0), "on {}: {pop:?}", db.name);
        assert!(close(samp, squares / 2.0), "on {}: {samp:?}", db.name);
        assert!(close(dev, (squares / 3.0).sqrt()), "on {}: {dev:?}", db.name);
        assert!(close(dev_samp, (squares / 2.0).sqrt()), "on {}: {dev_samp:?}", db.name);
        assert!(close(covariance, 4.0 / 3.0), "on {}: {covariance:?}", db.name);
        let expected = 4.0 / (squares * 2.0).sqrt();
        assert!(close(correlation, expected), "on {}: {correlation:?}", db.name);
        assert!(close(slope, 2.0), "on {}: {slope:?}", db.name);
        assert!(close(intercept, 6.75 - 18.0), "on {}: {intercept:?}", db.name);
        let (middle, quarter, low, word, of_integers) = db.fetch_one(&shares);
        assert_eq!((middle, quarter), (Some(6.25), Some(5.625)), "on {}", db.name);
        assert_eq!((low, of_integers), (Some(5.0), Some(2.0)), "on {}", db.name);
        assert_eq!(word.as_deref(), Some("a"), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn counts_of_combinations() {
    on_all_engines(|db| {
        set_up(db);
        let query = select((
            count_distinct((samples::team, samples::flag)),
            count_distinct((samples::n, samples::word, samples::day)),
            count_distinct((samples::word, samples::flag)).filter(samples::id.lt(5)),
            count_distinct(vec![samples::team]),
        ))
        .from(samples::table);
        let counts = db.fetch_one(&query);
        assert_eq!(counts, (5, 9, 3, 4), "on {}", db.name);
        let none = select(count_distinct((samples::n, samples::word))).from(samples::table);
        assert_eq!(db.fetch_one(&none.filter(samples::team.eq(3))), 0, "on {}", db.name);
    });
}

/// What is not written as one function anywhere stands wherever an aggregate does.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn places() {
    let s = samples::table;
    let by_team = || select(samples::team).from(s).group_by(samples::team);
    let having = by_team().having(stddev_pop(samples::y).gt(2.0)).order_by(samples::team);
    let order = by_team().order_by((median(samples::y).desc().nulls_last(), samples::team));
    let filter = "e";
    let of_expression = select(median(samples::y * 2 + 1) - 1.0).from(s).group_by(samples::team);
    let of_expression = of_expression.order_by(samples::team);
    let bound = select(string_agg(samples::word.concat(filter), "|").order_by(samples::id))
        .from(s)
        .filter(samples::team.eq(1));
    let mates = samples::alias("mates");
    let nested = select((
        samples::id,
        select(percentile_disc(0.5, mates.id)).from(mates).filter(mates.team.eq(samples::team)),
    ))
    .from(s)
    .filter(samples::id.gt(10))
    .order_by(samples::id);
    // Of a subquery's own rows, while the query around has rows of its own.
    let correlated = select((
        samples::id,
        select(mode(mates.word)).from(mates).filter(mates.team.eq(samples::team)),
        select(stddev_pop(mates.y)).from(mates).filter(mates.id.lt(0)),
    ))
    .from(s)
    .filter(samples::id.in_([1, 6, 11, 13]))
    .order_by(samples::id);
    let medians = select((samples::team, median(samples::y).label("middle")))
        .from(s)
        .group_by(samples::team)
        .alias("medians");
    let of_derived = select(max(column::<Nullable<Double>>("middle"))).from(medians);
    let written = update(s)
        .set(samples::y, select(median(mates.y)).from(mates).filter(mates.team.eq(2)))
        .filter(samples::id.eq(11));
    let read = select(samples::y).from(s).filter(samples::id.eq(11));
    let by_mode = by_team().having(mode(samples::word).eq("a"));
    let by_mode = by_mode.order_by((mode(samples::id).desc(), samples::team));
    let letters = select((
        samples::team,
        json_object_agg(samples::id.cast::<Text>().concat("ŷ"), mates.word),
        json_agg(mates.word),
    ))
    .from(s)
    .join(mates, mates.team.eq(samples::team).and(mates.id.eq(samples::id + 1)))
    .filter(samples::id.eq(4))
    .group_by(samples::team)
    .order_by(samples::team);
    let joined = select((samples::team, mode(mates.word), median(samples::id + mates.id)))
        .from(s)
        .join(mates, mates.team.eq(samples::team).and(mates.id.ne(samples::id)))
        .group_by(samples::team)
        .order_by(samples::team);
    let case = insert_into(s)
        .columns((samples::id, samples::team, samples::word))
        .row((50, 7, Some("A")))
        .row((51, 7, Some("a")))
        .row((52, 7, Some("a ")))
        .row((53, 7, Some("a")))
        .row((54, 7, Some("A")))
        .row((55, 7, Some("A")));
    let of_case = select(mode(samples::word)).from(s).filter(samples::team.eq(7));
    on_all_engines(|db| {
        set_up(db);
        let words = [(1, "a"), (6, ""), (11, "NULL"), (13, "a")]
            .map(|(id, word)| (id, Some(word.to_owned()).filter(|word| word != "NULL"), None));
        assert_eq!(db.fetch_all(&correlated), words, "on {}", db.name);
        assert_eq!(db.fetch_one(&of_derived), Some(6.25), "on {}", db.name);
        assert_eq!(db.fetch_all(&by_mode), [4, 1], "on {}", db.name);
        let a = || Some("a".to_owned());
        let pairs =
            [(1, a(), Some(6.0)), (2, Some(String::new()), Some(16.0)), (3, None, Some(23.0))];
        assert_eq!(db.fetch_all(&joined), pairs, "on {}", db.name);
        let (_, object, array) = db.fetch_one(&letters);
        let object = object.map(|object| object.to_string());
        let expected = r#"{"4ŷ":"naïve, \"quoted\"\n"}"#;
        assert_eq!(object.as_deref(), Some(expected), "on {}", db.name);
        let array = array.map(|array| array.to_string());
        let expected = r#"["naïve, \"quoted\"\n"]"#;
        assert_eq!(array.as_deref(), Some(expected), "on {}", db.name);
        assert_eq!(db.fetch_all(&having), [1], "on {}", db.name);
        assert_eq!(db.fetch_all(&order), [2, 4, 1, 3], "on {}", db.name);
        let medians = [Some(4.0), Some(12.5), None, Some(8.0)];
        assert_eq!(db.fetch_all(&of_expression), medians, "on {}", db.name);
        let words = Some("ae|Żółwe|ae|e|naïve, \"quoted\"\ne".to_owned());
        assert_eq!(db.fetch_all(&bound), [words], "on {}", db.name);
        let ids = [(11, Some(11)), (12, Some(11)), (13, Some(13))];
        assert_eq!(db.fetch_all(&nested), ids, "on {}", db.name);
        db.execute(&written);
        assert_eq!(db.fetch_one(&read), Some(6.25), "on {}", db.name);
        db.execute(&case);
        assert_eq!(db.fetch_one(&of_case).as_deref(), Some("A"), "on {}", db.name);
    });
}

/// Nothing that is collected is cut.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn great_collections() {
    let word = "0123456789abcdef".repeat(2);
    on_all_engines(|db| {
        set_up(db);
        let rows: Vec<_> = (100..3100).map(|id| (id, 9, Some(word.as_str()))).collect();
        db.execute(
            &insert_into(samples::table)
                .columns((samples::id, samples::team, samples::word))
                .rows(rows),
        );
        // A text of 100 KB, five times over: more than the servers collect unless told.
        let five = (0..5).fold(samples::word.concat(""), |text, _| text.concat(samples::word));
        let query = select((
            string_agg(five.clone(), ";"),
            json_agg(five).order_by(samples::id).filter(samples::id.gt(0)),
            percentile_disc(1.0, samples::id),
            median(samples::id),
        ))
        .from(samples::table)
        .filter(samples::team.eq(9));
        let (text, json, last, middle) = db.fetch_one(&query);
        assert_eq!(text.unwrap().len(), 3000 * 6 * 32 + 2999, "on {}", db.name);
        assert_eq!(json.unwrap().as_array().unwrap().len(), 3000, "on {}", db.name);
        assert_eq!((last, middle), (Some(3099), Some(1599.5)), "on {}", db.name);
    });
}

/// No server answers with the greatest integer instead.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn sums_beyond_integers() {
    let all = select(sum(samples::big)).from(samples::table);
    let one = select(sum(samples::big)).from(samples::table).filter(samples::id.eq(4));
    on_all_engines(|db| {
        set_up(db);
        let error = db.connection.fetch_one(&all).unwrap_err();
        assert!(matches!(error, Error::Database(_)), "on {}: {error}", db.name);
        assert_eq!(db.fetch_one(&one), Some(i64::MAX), "on {}", db.name);
        let over = select(sum(samples::big).over(window())).from(samples::table);
        let error = db.connection.fetch_all(&over).unwrap_err();
        assert!(matches!(error, Error::Database(_)), "on {}: {error}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_null_that_is_a_parameter_is_no_distinct_value() {
    let null = || null::<BigInt>();
    let q = select((
        count_distinct(null()),
        count_distinct(coalesce(null(), null())),
        count_distinct(coalesce(null(), 7)),
        count_distinct(null()).filter(samples::n.is_not_null()),
    ))
    .from(samples::table);
    crate::engines::same_rows(set_up, &q, &[(0, 0, 1, 0)]);
}
