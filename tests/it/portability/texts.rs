//! Text: joined, compared, sorted, searched and measured.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_08_texts_joined() {
    everywhere(|db| {
        finds(db, &each(samples::word.concat("!")), &texts(&["Abc!", "abc!", "äÖ!", "!"]));
        let both = concat((samples::word, "|", samples::word));
        finds(db, &each(both), &texts(&["Abc|Abc", "abc|abc", "äÖ|äÖ", "|"]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_09_a_text_joined_with_null() {
    let some = |text: &str| Some(text.to_owned());
    everywhere(|db| {
        let expected = [None, some("abcx"), some("äÖ100%"), some("")];
        finds(db, &each(samples::word.concat(samples::note)), &expected);
        let skipped = samples::word.concat(coalesce(samples::note, ""));
        finds(db, &each(skipped), &texts(&["Abc", "abcx", "äÖ100%", ""]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_10_a_number_in_a_text() {
    everywhere(|db| {
        let numbered = samples::word.concat(samples::a.cast::<Text>());
        finds(db, &each(numbered), &texts(&["Abc7", "abc-7", "äÖ7", "-7"]));
    });
}

/// A table whose text is compared without regard to case where a server can.
fn careless(db: &mut Db) -> Expr<Text> {
    db.batch(match db.name {
        MYSQL => "CREATE TABLE careless (word VARCHAR(20) COLLATE utf8mb4_0900_ai_ci)",
        MARIADB => "CREATE TABLE careless (word VARCHAR(20) COLLATE utf8mb4_general_ci)",
        _ => "CREATE TABLE careless (word VARCHAR(20))",
    });
    for word in ["a", "A", "a ", "á", "B"] {
        let insert = insert_into(table("careless")).columns_dyn(["word"]).row_dyn([word]);
        db.execute(&insert);
    }
    table("careless").column("word")
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_12_letter_case_in_a_comparison() {
    everywhere(|db| {
        // Tables made by this crate compare exactly.
        finds(db, &samples_where(samples::word.eq("ABC")), &[]);
        finds(db, &samples_where(samples::word.eq("aÖ")), &[]);
        let word = careless(db);
        let found =
            |word: Expr<Text>| select(count_star()).from(table("careless")).filter(word.eq("a"));
        let native = match db.name {
            MYSQL => 3,
            MARIADB => 4,
            _ => 1,
        };
        finds(db, &found(word.clone()), &[native]);
        finds(db, &found(word.collate(Collation::Binary)), &[1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_13_spaces_at_the_end() {
    everywhere(|db| {
        finds(db, &samples_where(samples::word.eq("abc ")), &[]);
        let word = careless(db).collate(Collation::Binary);
        finds(db, &select(count_star()).from(table("careless")).filter(word.eq("a ")), &[1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_14_texts_that_are_the_same() {
    everywhere(|db| {
        let word = careless(db).collate(Collation::Binary);
        let from = |query: Select<BigInt>| query.from(table("careless"));
        finds(db, &from(select(count_distinct(word.clone()))), &[5]);
        let grouped = from(select(count_star())).group_by(word.clone());
        finds(db, &grouped, &[1, 1, 1, 1, 1]);
        let words = select(word.label("word")).from(table("careless"));
        let united = words.clone().union(words).alias("united");
        finds(db, &select(count_star()).from(united), &[5]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_15_texts_in_order() {
    everywhere(|db| {
        let word = careless(db);
        let sorted =
            select(word.clone()).from(table("careless")).order_by(word.collate(Collation::Binary));
        finds(db, &sorted, &texts(&["A", "B", "a", "a ", "á"]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_16_letter_case_of_like() {
    everywhere(|db| {
        let native = if db.name == SQLITE { vec![1, 2] } else { vec![2] };
        finds(db, &samples_where(samples::word.like("a%")), &native);
        finds(db, &samples_where(samples::word.ilike("a%")), &[1, 2]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_17_ilike() {
    everywhere(|db| {
        finds(db, &samples_where(samples::word.ilike("AB_")), &[1, 2]);
        finds(db, &samples_where(samples::word.not_ilike("AB_")), &[3, 4]);
        finds(db, &samples_where(samples::word.icontains("B")), &[1, 2]);
        // SQLite knows the two cases of ASCII letters only.
        let beyond = if db.name == SQLITE { vec![] } else { vec![3] };
        finds(db, &samples_where(samples::word.ilike("Äö")), &beyond);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_18_patterns_and_what_escapes_them() {
    everywhere(|db| {
        finds(db, &samples_where(samples::note.contains("0%")), &[3]);
        finds(db, &samples_where(samples::note.contains("0_")), &[]);
        finds(db, &samples_where(samples::note.like_escape("100#%", '#')), &[3]);
        finds(db, &samples_where(samples::note.like_escape("1#00%", '#')), &[3]);
        // No character escapes unless one is named.
        finds(db, &samples_where(samples::note.like(r"100\%")), &[]);
        finds(db, &samples_where(val::<Text>(r"a\b").like(r"a\b")).limit(1), &[1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_19_a_backslash_in_a_literal() {
    let text = r#"a\b'c"d\\e\n\"#;
    everywhere(|db| {
        finds(db, &each(literal::<Text>(text)).limit(1), &texts(&[text]));
        finds(db, &each(val::<Text>(text)).limit(1), &texts(&[text]));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_48_length() {
    everywhere(|db| {
        finds(db, &each(char_length(samples::word)), &[3, 3, 2, 0]);
        finds(db, &each(byte_length(samples::word)), &[3, 3, 4, 0]);
        let of_null = char_length(samples::note);
        finds(db, &each(of_null), &[None, Some(1), Some(4), Some(0)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_49_parts_of_texts() {
    everywhere(|db| {
        finds(db, &each(substring(samples::word, 2, 1)), &texts(&["b", "b", "Ö", ""]));
        // From before the first character on, what stands there counts for the length.
        finds(db, &each(substring(samples::word, 0, 2)).limit(1), &texts(&["Ab"]));
        finds(db, &each(substring(samples::word, -2, 3)).limit(1), &texts(&["Abc"]));
        finds(db, &each(substring(samples::word, 3, 9)).limit(1), &texts(&["c"]));
        finds(db, &each(substring(samples::word, 9, 1)).limit(1), &texts(&[""]));
    });
}
