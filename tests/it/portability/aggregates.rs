//! Aggregates of statistics, of texts and of documents.

use super::*;

fn of_all<T: SqlType>(aggregate: Aggregate<T>) -> Select<T> {
    select(aggregate).from(samples::table)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_39_percentiles() {
    everywhere(|db| {
        // Of -1, 0, 5; the NULL does not count.
        finds(db, &of_all(percentile_cont(0.5, samples::n)), &[Some(0.0)]);
        finds(db, &of_all(percentile_cont(0.75, samples::n)), &[Some(2.5)]);
        finds(db, &of_all(percentile_disc(0.75, samples::n)), &[Some(5)]);
        finds(db, &of_all(median(samples::x)), &[Some(0.75)]);
        let none = of_all(percentile_cont(0.5, samples::n)).filter(samples::id.gt(9));
        finds(db, &none, &[None]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_40_variances() {
    let near = |found: Option<f64>, expected: f64| {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    };
    everywhere(|db| {
        // Of 7, -7, 7, -7.
        assert!(near(db.fetch_one(&of_all(var_pop(samples::a))), 49.0), "{}", db.name);
        assert!(near(db.fetch_one(&of_all(stddev_pop(samples::a))), 7.0), "{}", db.name);
        assert!(near(db.fetch_one(&of_all(var_samp(samples::a))), 196.0 / 3.0), "{}", db.name);
        let sample = (196.0_f64 / 3.0).sqrt();
        assert!(near(db.fetch_one(&of_all(stddev_samp(samples::a))), sample), "{}", db.name);
        finds(db, &of_all(stddev_samp(samples::a)).filter(samples::id.eq(1)), &[None]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_41_texts_of_a_group() {
    let some = |text: &str| [Some(text.to_owned())];
    everywhere(|db| {
        let words = string_agg(samples::word, "|").order_by(samples::id.desc());
        finds(db, &of_all(words), &some("|äÖ|abc|Abc"));
        let known = string_agg(samples::note, ", ").order_by(samples::id);
        finds(db, &of_all(known), &some("x, 100%, "));
        let distinct = string_agg(samples::a.cast::<Text>(), "/").distinct();
        let distinct = distinct.order_by(samples::a.cast::<Text>());
        finds(db, &of_all(distinct), &some("-7/7"));
        // Longer than the 1024 bytes that MySQL gives by default.
        let long = string_agg(concat((samples::word, "-".repeat(2000))), "");
        let length = db.fetch_one(&of_all(long)).map_or(0, |text| text.chars().count());
        assert_eq!(length, 8008, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_42_a_document_of_a_group() {
    everywhere(|db| {
        let numbers = of_all(json_agg(samples::n).order_by(samples::id));
        finds(db, &numbers, &[Some(serde_json::json!([null, 0, 5, -1]))]);
        let words = of_all(json_agg(samples::word).order_by(samples::id.desc()));
        finds(db, &words, &[Some(serde_json::json!(["", "äÖ", "abc", "Abc"]))]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_43_a_document_of_no_rows() {
    everywhere(|db| {
        let none = of_all(json_agg(samples::word)).filter(samples::id.gt(9));
        finds(db, &none, &[None]);
    });
}
