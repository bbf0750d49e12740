//! The tasks that change something, and what is asked afterwards.

use aludel::prelude::*;

use super::schema::*;
use super::time;

type Play = (i32, i32, i32, &'static str);

/// c17: plays added to those counted before, the later time kept.
pub fn count_plays(plays: &[Play]) -> Insert<(Integer, Integer, Integer, Timestamp)> {
    let (last, new) = (play_counts::last_played, excluded(play_counts::last_played));
    let latest = case::<Timestamp>().when(new.clone().gt(last), new).otherwise(last);
    let times = play_counts::plays + excluded(play_counts::plays);
    insert_into(play_counts::table)
        .columns(play_counts::all)
        .rows(plays.iter().map(|&(customer, track, plays, at)| (customer, track, plays, time(at))))
        .on_conflict((play_counts::customer, play_counts::track))
        .do_update((play_counts::plays.set(times), play_counts::last_played.set(latest)))
}

pub fn play_counts() -> Select<(Integer, Integer, Integer, Timestamp)> {
    select(play_counts::all)
        .from(play_counts::table)
        .order_by((play_counts::customer, play_counts::track))
}

type Note = (Integer, Text, Nullable<Integer>, Timestamp);

/// c19: many notes, whose version takes its default.
pub fn new_notes(numbers: std::ops::Range<i32>) -> Insert<Note> {
    let note = |k: i32| {
        let body = format!("note {k}: it's {}% \\ \"q\" — ü", k % 13);
        let rating = (k % 5 != 0).then_some(k % 6);
        let created = time(&format!("2025-04-{:02} 00:00:00", 1 + k % 28));
        (1 + k * 7 % 59, body, rating, created)
    };
    insert_into(customer_notes::table)
        .columns((
            customer_notes::customer,
            customer_notes::body,
            customer_notes::rating,
            customer_notes::created,
        ))
        .rows(numbers.map(note))
}

type Totals = (BigInt, BigInt, Nullable<BigInt>, BigInt, Nullable<BigInt>, Nullable<BigInt>);

pub fn note_totals() -> Select<Totals> {
    select((
        count_star(),
        count(customer_notes::rating),
        sum(customer_notes::rating),
        count_distinct(customer_notes::customer),
        sum(customer_notes::version),
        sum(char_length(customer_notes::body)),
    ))
    .from(customer_notes::table)
    .filter(customer_notes::body.starts_with("note "))
}

pub fn two_notes() -> Select<Note> {
    let body = customer_notes::body;
    select((customer_notes::customer, body, customer_notes::rating, customer_notes::created))
        .from(customer_notes::table)
        .filter(body.starts_with("note 42:") | body.starts_with("note 995:"))
        .order_by(body)
}

/// c21: a note changed by who has seen its last version.
pub fn change_note(id: i32, version: i32, body: &str) -> Update {
    update(customer_notes::table)
        .set(customer_notes::body, body)
        .set(customer_notes::version, customer_notes::version + 1)
        .filter(customer_notes::id.eq(id))
        .filter(customer_notes::version.eq(version))
}

pub fn versions() -> Select<(Integer, Text, Integer)> {
    select((customer_notes::id, customer_notes::body, customer_notes::version))
        .from(customer_notes::table)
        .order_by(customer_notes::id)
}

/// c23: a customer's notes marked as deleted.
pub fn delete_notes(customer: i32) -> Update {
    update(customer_notes::table)
        .set(customer_notes::deleted, time("2025-07-01 00:00:00"))
        .filter(customer_notes::customer.eq(customer))
        .filter(customer_notes::deleted.is_null())
}

/// c23: a note that is there again.
pub fn restore_note(id: i32) -> Update {
    update(customer_notes::table)
        .set(customer_notes::deleted, null::<Timestamp>())
        .filter(customer_notes::id.eq(id))
        .filter(customer_notes::deleted.is_not_null())
}

pub fn active_notes() -> Select<(Integer, Text)> {
    select((customer_notes::id, customer_notes::body))
        .from(customer_notes::table)
        .filter(customer_notes::deleted.is_null())
        .order_by(customer_notes::id)
}

pub fn note_counts() -> Select<(Integer, BigInt, BigInt)> {
    select((
        customer_notes::customer,
        count_star().filter(customer_notes::deleted.is_null()).label("Active"),
        count(customer_notes::deleted).label("Deleted"),
    ))
    .from(customer_notes::table)
    .group_by(customer_notes::customer)
    .order_by(customer_notes::customer)
}
