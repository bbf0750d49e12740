//! Dates and times, and parts of documents.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_62_months_at_their_ends() {
    use DateUnit::*;
    let moved = |amount: i64, unit| each(shift(samples::day, amount, unit));
    let days = |days: [&str; 4]| days.map(day);
    everywhere(|db| {
        let next = days(["2024-02-29", "2024-03-29", "2024-01-31", "2000-02-01"]);
        finds(db, &moved(1, Month), &next);
        let back = days(["2023-11-30", "2023-12-29", "2023-10-31", "1999-11-01"]);
        finds(db, &moved(-2, Month), &back);
        let year = days(["2025-01-31", "2025-02-28", "2024-12-31", "2001-01-01"]);
        finds(db, &moved(1, Year), &year);
        let quarter = days(["2024-04-30", "2024-05-29", "2024-03-31", "2000-04-01"]);
        finds(db, &moved(1, Quarter), &quarter);
        let week = days(["2024-02-07", "2024-03-07", "2024-01-07", "2000-01-08"]);
        finds(db, &moved(1, Week), &week);
        let by_column = each(shift(samples::day, samples::a.cast::<BigInt>(), Day));
        finds(db, &by_column, &days(["2024-02-07", "2024-02-22", "2024-01-07", "1999-12-25"]));
        let times = [
            "2024-08-15 11:20:30",
            "2023-01-01 01:00:00",
            "2021-01-04 00:59:59",
            "1999-12-31 13:00:00",
        ];
        finds(db, &each(shift(samples::at, 1, Hour)), &times.map(time));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_63_from_one_day_to_another() {
    everywhere(|db| {
        let new_year = val::<Date>(day("2024-01-01"));
        finds(db, &each(days_between(new_year, samples::day)).limit(3), &[30, 59, -1]);
        let since = seconds_between(samples::day.cast::<Timestamp>(), samples::at);
        finds(db, &each(since).limit(1), &[17_058_030]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_64_the_start_of_a_unit() {
    use DateUnit::*;
    let cut = |unit| each(truncate(unit, samples::at)).limit(3);
    let times = |times: [&str; 3]| times.map(time);
    everywhere(|db| {
        let year = ["2024-01-01 00:00:00", "2023-01-01 00:00:00", "2021-01-01 00:00:00"];
        finds(db, &cut(Year), &times(year));
        let quarter = ["2024-07-01 00:00:00", "2023-01-01 00:00:00", "2021-01-01 00:00:00"];
        finds(db, &cut(Quarter), &times(quarter));
        let month = ["2024-08-01 00:00:00", "2023-01-01 00:00:00", "2021-01-01 00:00:00"];
        finds(db, &cut(Month), &times(month));
        // Weeks begin on Mondays.
        let week = ["2024-08-12 00:00:00", "2022-12-26 00:00:00", "2020-12-28 00:00:00"];
        finds(db, &cut(Week), &times(week));
        let hour = ["2024-08-15 10:00:00", "2023-01-01 00:00:00", "2021-01-03 23:00:00"];
        finds(db, &cut(Hour), &times(hour));
        let months = ["2024-01-01", "2024-02-01", "2023-12-01", "2000-01-01"];
        finds(db, &each(truncate(Month, samples::day)), &months.map(day));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_65_parts_of_a_time() {
    use DateField::*;
    let part = |field| each(extract(field, samples::at));
    everywhere(|db| {
        finds(db, &part(Year), &[2024, 2023, 2021, 1999]);
        finds(db, &part(Quarter), &[3, 1, 1, 4]);
        finds(db, &part(Month), &[8, 1, 1, 12]);
        finds(db, &part(Day), &[15, 1, 3, 31]);
        // Sunday is 0. The first days of a year belong to the last week of the one before.
        finds(db, &part(DayOfWeek), &[4, 0, 0, 5]);
        finds(db, &part(IsoWeek), &[33, 52, 53, 52]);
        finds(db, &part(DayOfYear), &[228, 1, 3, 365]);
        finds(db, &part(Hour), &[10, 0, 23, 12]);
        finds(db, &part(Minute), &[20, 0, 59, 0]);
        finds(db, &part(Epoch), &[1_723_717_230, 1_672_531_200, 1_609_718_399, 946_641_600]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_66_dates_are_valid() {
    everywhere(|db| {
        finds(db, &samples_where(samples::day.eq(day("2024-02-29"))), &[2]);
        finds(db, &samples_where(samples::day.lt(day("2024-02-01"))), &[1, 3, 4]);
        finds(db, &samples_where(samples::at.ge(time("2023-01-01 00:00:00"))), &[1, 2]);
    });
    // A day that does not exist is none in Rust either.
    assert_eq!(chrono::NaiveDate::from_ymd_opt(2020, 2, 31), None);
}

table! {
    docs {
        id: Integer [primary_key],
        doc: Json,
    }
}

/// A document of texts, numbers, truth values, NULL and a key of its own name.
fn documents(db: &mut Db) {
    let text = r#"{"name": "Ann", "age": 30, "ok": true, "none": null, "a.b": "dot", "list": [1, "two", null]}"#;
    let doc: serde_json::Value = serde_json::from_str(text).expect("a document");
    db.create(&create_table(docs::table));
    db.execute(&insert_into(docs::table).set(docs::id, 1).set(docs::doc, doc));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_44_null_in_a_document() {
    let text = |path: &'static str| select(json_text(docs::doc, path)).from(docs::table);
    let some = |text: &str| Some(text.to_owned());
    on_all_engines(|db| {
        documents(db);
        finds(db, &text("none"), &[None]);
        finds(db, &text("missing"), &[None]);
        finds(db, &text("name"), &[some("Ann")]);
        let in_list = select(json_text(docs::doc, ("list", 2))).from(docs::table);
        finds(db, &in_list, &[None]);
        let found =
            select(docs::id).from(docs::table).filter(json_text(docs::doc, "none").is_null());
        finds(db, &found, &[1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_45_a_document_is_read_as_one() {
    on_all_engines(|db| {
        documents(db);
        let doc = db.fetch_one(&select(docs::doc).from(docs::table));
        assert_eq!(doc["ok"], true, "{}", db.name);
        assert_eq!(doc["list"], serde_json::json!([1, "two", null]), "{}", db.name);
        let part = select(json_get(docs::doc, "list")).from(docs::table);
        finds(db, &part, &[Some(serde_json::json!([1, "two", null]))]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_46_a_part_of_any_document() {
    let some = |text: &str| Some(text.to_owned());
    on_all_engines(|db| {
        documents(db);
        let of = |doc: serde_json::Value| val::<Json>(doc);
        let literal = of(serde_json::json!({ "a": { "b": ["x", "y"] } }));
        finds(db, &select(json_text(literal, ("a", "b", 1))), &[some("y")]);
        let dotted = select(json_text(docs::doc, "a.b")).from(docs::table);
        finds(db, &dotted, &[some("dot")]);
        let number = json_text(docs::doc, "age").cast::<Integer>() + 1;
        finds(db, &select(number).from(docs::table), &[Some(31)]);
    });
}
