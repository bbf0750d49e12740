//! The questions put to a database, and the answers shown. What a question changes is rolled back,
//! so a second run on the same file answers the same.

use std::io::Write;

use aludel::prelude::*;

use crate::Result;
use crate::print::Page;
use crate::questions::*;

pub fn answer(db: &mut impl Connection, out: &mut Page<impl Write>) -> Result {
    out.question("Which rock and metal tracks are about love? (page 2)")?;
    out.rows(db, &page(search(&love()), 2, 5))?;
    let tracks = db.fetch_scalar(&total(search(&love())))?;
    out.note(&format!("of {tracks} in all"))?;

    out.question("And with every filter of the form filled in?")?;
    out.rows(db, &page(search(&every_filter()), 1, 5))?;
    let tracks = db.fetch_scalar(&total(search(&every_filter())))?;
    out.note(&format!("of {tracks} in all"))?;

    out.question("What does each country bring in, year by year?")?;
    out.rows(db, &revenue_by_country(2021..2026).limit(6))?;

    out.question("Who are the best customers, and who looks after them?")?;
    out.rows(db, &top_customers(40).limit(5))?;

    out.question("Which artists have no album?")?;
    out.rows(db, &artists_without_albums().limit(4))?;
    let artists = db.fetch_scalar(&total(artists_without_albums()))?;
    out.note(&format!("of {artists} in all"))?;

    out.question("Someone signs up. Who has not bought anything yet?")?;
    let sign_up = new_customer("Ada", "Lovelace", "ada@example.org", 3);
    out.sql(&sign_up)?;
    let mut tx = db.begin()?;
    let id = tx.fetch_one(&sign_up)?;
    out.note(&format!("customer {id} is new"))?;
    out.rows(&mut tx, &customers_without_invoices())?;
    tx.rollback()?;

    out.question("What if jazz cost a tenth more? (before, raised, rolled back)")?;
    let (prices, raise) = (prices("Jazz"), raise_prices("Jazz", 10));
    out.sql(&raise)?;
    let before = db.fetch_one(&prices)?;
    let mut tx = db.begin()?;
    tx.execute(&raise)?;
    let raised = tx.fetch_one(&prices)?;
    tx.rollback()?;
    out.table(&prices, [before, raised, db.fetch_one(&prices)?])?;

    out.question("Who sells best in each genre?")?;
    out.rows(db, &best_sellers(50))?;

    out.question("How did revenue grow in 2024?")?;
    out.rows(db, &running_revenue("2024-01-01 00:00:00", "2025-01-01 00:00:00"))?;

    out.question("Who reports to whom, and looks after how many customers?")?;
    out.rows(db, &staff())?;

    out.question("And as a tree?")?;
    out.rows(db, &staff_tree())?;

    out.question("Which playlists hold 'Smells Like Teen Spirit'?")?;
    out.rows(db, &playlists_with("Smells Like Teen Spirit"))?;

    out.question("Which invoices of autumn 2024 are long or dear?")?;
    out.rows(db, &long_or_dear("2024-09-01 00:00:00", "2025-01-01 00:00:00"))?;

    out.question("Tracks were played: how often was each by now?")?;
    let upsert = count_plays(&PLAYS);
    out.sql(&upsert)?;
    let mut tx = db.begin()?;
    tx.execute(&upsert)?;
    out.table(&play_counts(), tx.fetch_all(&play_counts())?)?;
    tx.rollback()?;

    out.question("Which playlists are empty, and can go?")?;
    let mut tx = db.begin()?;
    out.rows(&mut tx, &delete_empty_playlists())?;
    Ok(tx.rollback()?)
}

pub fn love() -> TrackFilter<'static> {
    TrackFilter {
        name: Some("love"),
        genres: Some(&[1, 3]),
        order: TrackOrder::NameDescending,
        ..TrackFilter::default()
    }
}

pub fn every_filter() -> TrackFilter<'static> {
    TrackFilter {
        name: Some("the"),
        genres: Some(&[1, 2, 7]),
        has_composer: Some(true),
        milliseconds: Some((180_000, 300_000)),
        max_price: Some(0.99),
        artist_or_album: Some(("a", "live")),
        order: TrackOrder::Artist,
    }
}

pub const PLAYS: [Played; 5] = [
    Played { customer: 1, track: 1, times: 1, last: "2025-06-01 10:00:00" },
    Played { customer: 1, track: 5, times: 1, last: "2025-06-01 10:05:00" },
    Played { customer: 2, track: 1, times: 4, last: "2025-06-02 00:00:00" },
    Played { customer: 3, track: 3, times: 1, last: "2025-01-01 00:00:00" },
    Played { customer: 59, track: 3503, times: 2, last: "2025-06-03 12:00:00" },
];
