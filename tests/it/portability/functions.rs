//! Functions of numbers and texts.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_11_texts_joined_by_a_separator() {
    everywhere(|db| {
        let joined = concat_ws("-", (samples::word, samples::note, "z"));
        finds(db, &each(joined), &texts(&["Abc-z", "abc-x-z", "äÖ-100%-z", "--z"]));
        let none = concat_ws(", ", (null::<Text>(), null::<Text>()));
        finds(db, &each(none).limit(1), &texts(&[""]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_50_where_a_part_begins() {
    everywhere(|db| {
        finds(db, &each(position("b", samples::word)), &[2, 2, 0, 0]);
        // Letters are told apart, and counted, not their bytes.
        finds(db, &each(position("B", samples::word)), &[0, 0, 0, 0]);
        finds(db, &each(position("Ö", samples::word)), &[0, 0, 2, 0]);
        finds(db, &each(position("0", samples::note)), &[None, Some(0), Some(2), Some(0)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_51_the_greatest_and_the_least() {
    everywhere(|db| {
        finds(db, &each(greatest(samples::a, samples::b)), &[7, 2, 7, -2]);
        finds(db, &each(least(samples::a, samples::b)), &[2, -7, -2, -7]);
        let numbers = [None, Some(0), Some(5), Some(1)];
        finds(db, &each(greatest(samples::n, 0)), &[None, Some(0), Some(5), Some(0)]);
        finds(
            db,
            &each(greatest(samples::n, greatest(samples::n, 1))),
            &[None, Some(1), Some(5), Some(1)],
        );
        finds(
            db,
            &each(greatest_ignoring_nulls(samples::n, 1)),
            &numbers.map(|n| n.unwrap_or(1).max(1)),
        );
        finds(db, &each(least_ignoring_nulls(samples::n, 1)), &[1, 0, 1, -1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_52_logarithms_name_their_base() {
    let near = |found: Vec<Option<f64>>, expected: f64| {
        found.iter().all(|found| found.is_some_and(|found| (found - expected).abs() < 1e-12))
    };
    everywhere(|db| {
        let of = val::<Double>(100.0);
        assert!(near(db.fetch_all(&each(log10(of.clone()).nullable())), 2.0), "{}", db.name);
        let natural = std::f64::consts::LN_10 * 2.0;
        assert!(near(db.fetch_all(&each(ln(of.clone()).nullable())), natural), "{}", db.name);
        finds(db, &each(ln(samples::x * 0.0).nullable()), &[None; 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_53_rounding() {
    everywhere(|db| {
        // Halves go away from zero.
        finds(db, &each(round(samples::x)), &[3.0, -3.0, 1.0, 1.0]);
        finds(db, &each(round_to(samples::x + 0.04, 1)), &[2.5, -2.5, 0.5, 1.0]);
        finds(db, &each(floor(samples::x)), &[2.0, -3.0, 0.0, 1.0]);
        finds(db, &each(ceil(samples::x)), &[3.0, -2.0, 1.0, 1.0]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_60_random_numbers() {
    everywhere(|db| {
        let numbers = db.fetch_all(&each(random()));
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)), "{}", db.name);
        assert!(numbers.iter().any(|number| *number != numbers[0]), "{}: {numbers:?}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_61_regular_expressions() {
    everywhere(|db| {
        let found = samples_where(samples::word.matches("^A"));
        // SQLite has the operator and no function for it, unless a program gives it one.
        if db.name == SQLITE {
            assert!(lacks(db, &found));
            return;
        }
        finds(db, &samples_where(samples::word.matches("^[Aa]b")), &[1, 2]);
        finds(db, &found, &[1]);
        finds(db, &samples_where(samples::word.imatches("BC$")), &[1, 2]);
        finds(db, &samples_where(not(samples::word.matches("b"))), &[3, 4]);
        finds(db, &samples_where(samples::note.matches("^[0-9]+%$")), &[3]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_03_division_that_rounds_down() {
    everywhere(|db| {
        finds(db, &each(floor_div(samples::a, samples::b)), &[3, -4, -4, 3].map(Some));
        finds(db, &each(floor_div(samples::a, 0)), &[None; 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_05_division_by_zero_is_null() {
    everywhere(|db| {
        let quotients = each(samples::a.div_or_null(samples::b - 2));
        finds(db, &quotients, &[None, None, Some(-1), Some(1)]);
        let rests = each(samples::a.rem_or_null(samples::b - 2));
        finds(db, &rests, &[None, None, Some(3), Some(-3)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_16_like_that_tells_case() {
    everywhere(|db| {
        finds(db, &samples_where(samples::word.like_sensitive("a%")), &[2]);
        finds(db, &samples_where(samples::word.like_sensitive("A_c")), &[1]);
        finds(db, &samples_where(samples::note.like_sensitive("1*")), &[]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_26_a_truth_value_cast_to_text() {
    everywhere(|db| {
        let said = each(samples::flag.cast::<Text>());
        finds(db, &said, &texts(&["true", "false", "true", "false"]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_54_a_number_as_an_integer() {
    everywhere(|db| {
        let moved = samples::x + 0.25;
        finds(db, &each(trunc_to_int(moved.clone()).nullable()), &[2, -2, 0, 1].map(Some));
        finds(db, &each(round_to_int(moved).nullable()), &[3, -2, 1, 1].map(Some));
        assert!(lacks(db, &each(samples::x.cast::<Integer>())), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_55_text_tried_as_a_number() {
    let number = |text: &str| each(val::<Text>(text).try_cast::<BigInt>()).limit(1);
    everywhere(|db| {
        finds(db, &number("12"), &[Some(12)]);
        finds(db, &number("-3"), &[Some(-3)]);
        finds(db, &number("12abc"), &[None]);
        finds(db, &number(""), &[None]);
        assert!(lacks(db, &each(samples::word.cast::<Integer>())), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_58_bits_by_method() {
    everywhere(|db| {
        finds(db, &each(samples::a.bit_xor(samples::b)), &[5, -5, -7, 7]);
        finds(db, &each(samples::a.bit_not()), &[-8, 6, -8, 6]);
    });
}
