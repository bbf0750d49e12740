//! The answers, held against what SQLite says to the same questions in hand-written SQL.

use std::{env, fs, io, process};

use aludel::prelude::*;

use crate::answers::{PLAYS, every_filter, love};
use crate::print::{self, Cells, Page};
use crate::questions::*;
use crate::{Result, answers, data, load, schema};

fn store() -> Result<SqliteConnection> {
    let mut db = SqliteConnection::open_in_memory()?;
    load::load(&mut db)?;
    Ok(db)
}

/// Holds rows against lines of cells between bars.
#[track_caller]
fn same<R: Cells>(rows: Vec<R>, expected: &str) {
    let rows: Vec<String> = rows.into_iter().map(|row| print::text(row).join(" | ")).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(rows, expected);
}

#[test]
fn tables_have_the_columns_of_their_files() {
    for (def, tsv) in schema::tables().iter().zip(data::TABLES) {
        let columns: Vec<_> = def.columns.iter().map(|column| column.name).collect();
        assert_eq!((def.name, columns), (tsv.name(), tsv.header().collect()));
    }
}

#[test]
fn loading_and_asking_twice_is_the_same() -> Result {
    let path = env::temp_dir().join(format!("aludel-chinook-{}.sqlite", process::id()));
    for _ in 0..2 {
        let mut db = SqliteConnection::open(&path)?;
        load::load(&mut db)?;
        answers::answer(&mut db, &mut Page(io::sink()))?;
        for (def, tsv) in schema::tables().iter().zip(data::TABLES) {
            let count = select(count_star()).from(table(def.name));
            assert_eq!(db.fetch_scalar(&count)?, i64::try_from(tsv.rows().count())?);
        }
    }
    Ok(fs::remove_file(path)?)
}

#[test]
fn tracks_about_love() -> Result {
    let mut db = store()?;
    same(
        db.fetch_all(&page(search(&love()), 2, 5))?,
        "1670 | Whole Lotta Love | Led Zeppelin | Rock | 863895
         2998 | When Love Comes To Town | U2 | Rock | 255869
         3015 | When Love Comes To Town | U2 | Rock | 258194
         834 | When Love & Hate Collide | Def Leppard | Rock | 257280
         3074 | When It's Love | Van Halen | Rock | 338991",
    );
    assert_eq!(db.fetch_scalar(&total(search(&love())))?, 74);
    Ok(())
}

#[test]
fn tracks_by_every_filter() -> Result {
    let mut db = store()?;
    same(
        db.fetch_all(&page(search(&every_filter()), 1, 5))?,
        "12 | Breaking The Rules | AC/DC | Rock | 263288
         8 | Inject The Venom | AC/DC | Rock | 210834
         13 | Night Of The Long Knives | AC/DC | Rock | 205688
         6 | Put The Finger On You | AC/DC | Rock | 205662
         35 | Eat The Rich | Aerosmith | Rock | 251036",
    );
    assert_eq!(db.fetch_scalar(&total(search(&every_filter())))?, 52);
    Ok(())
}

#[test]
fn tracks_by_no_filter_and_by_a_wildcard() -> Result {
    let mut db = store()?;
    assert_eq!(db.fetch_scalar(&total(search(&TrackFilter::default())))?, 3503);
    let percent = TrackFilter { name: Some("%"), ..TrackFilter::default() };
    same(
        db.fetch_all(&search(&percent).select((schema::tracks::id, schema::tracks::name)))?,
        "2242 | 100% HardCore
         3166 | .07%",
    );
    let unknown = TrackFilter { has_composer: Some(false), ..TrackFilter::default() };
    assert_eq!(db.fetch_scalar(&total(search(&unknown)))?, 977);
    Ok(())
}

#[test]
fn revenue_has_a_column_for_each_year() -> Result {
    same(
        store()?.fetch_all(&revenue_by_country(2021..2026).limit(6))?,
        "USA | 103.95 | 102.98 | 103.01 | 127.98 | 85.14 | 13 | 523.06
         Canada | 57.42 | 76.26 | 55.44 | 42.57 | 72.27 | 8 | 303.96
         France | 35.64 | 39.6 | 42.61 | 36.66 | 40.59 | 5 | 195.1
         Brazil | 37.62 | 41.6 | 19.8 | 53.46 | 37.62 | 5 | 190.1
         Germany | 53.46 | 25.74 | 48.57 | 18.81 | 9.9 | 4 | 156.48
         United Kingdom | 25.74 | 30.69 | 17.82 | 9.9 | 28.71 | 3 | 112.86",
    );
    Ok(())
}

#[test]
fn best_customers() -> Result {
    same(
        store()?.fetch_all(&top_customers(40).limit(5))?,
        "6 | Helena Holý | Czech Republic | 7 | 49.62 | Johnson
         26 | Richard Cunningham | USA | 7 | 47.62 | Park
         57 | Luis Rojas | Chile | 7 | 46.62 | Johnson
         45 | Ladislav Kovács | Hungary | 7 | 45.62 | Peacock
         46 | Hugh O'Reilly | Ireland | 7 | 45.62 | Peacock",
    );
    Ok(())
}

#[test]
fn artists_without_an_album() -> Result {
    let mut db = store()?;
    same(
        db.fetch_all(&artists_without_albums().limit(4))?,
        "43 | A Cor Do Som
         239 | Academy of St. Martin in the Fields, Sir Neville Marriner & William Bennett
         161 | Aerosmith & Sierra Leone's Refugee Allstars
         166 | Avril Lavigne",
    );
    assert_eq!(db.fetch_scalar(&total(artists_without_albums()))?, 71);
    Ok(())
}

#[test]
fn a_new_customer_has_no_invoice() -> Result {
    let mut db = store()?;
    assert_eq!(db.fetch_all(&customers_without_invoices())?, []);
    assert_eq!(db.fetch_one(&new_customer("Ada", "Lovelace", "ada@example.org", 3))?, 60);
    same(db.fetch_all(&customers_without_invoices())?, "60 | Ada | Lovelace | NULL");
    let error = db.fetch_one(&new_customer("Ada", "Lovelace", "ada@example.org", 99));
    assert_eq!(error.map_err(|error| error.kind()), Err(ErrorKind::ForeignKey));
    Ok(())
}

#[test]
fn prices_rise_until_rolled_back() -> Result {
    let mut db = store()?;
    let jazz = prices("Jazz");
    same(db.fetch_all(&jazz)?, "130 | 0.99 | 0.99 | 128.7");
    let mut tx = db.begin()?;
    assert_eq!(tx.execute(&raise_prices("Jazz", 10))?, 130);
    same(tx.fetch_all(&jazz)?, "130 | 1.09 | 1.09 | 141.7");
    tx.rollback()?;
    same(db.fetch_all(&jazz)?, "130 | 0.99 | 0.99 | 128.7");
    Ok(())
}

#[test]
fn best_sellers_of_genres() -> Result {
    same(
        store()?.fetch_all(&best_sellers(50))?,
        "Rock | U2 | 91 | 835
         Latin | Os Paralamas Do Sucesso | 45 | 386
         Metal | Metallica | 91 | 264
         Alternative & Punk | Titãs | 34 | 244
         Jazz | Spyro Gyra | 20 | 80
         Blues | Eric Clapton | 27 | 61",
    );
    Ok(())
}

#[test]
fn revenue_runs_up() -> Result {
    same(
        store()?.fetch_all(&running_revenue("2024-01-01 00:00:00", "2025-01-01 00:00:00"))?,
        "2024-01-01 00:00:00 | 7 | 37.62 | 37.62
         2024-02-01 00:00:00 | 7 | 37.62 | 75.24
         2024-03-01 00:00:00 | 7 | 37.62 | 112.86
         2024-04-01 00:00:00 | 7 | 37.62 | 150.48
         2024-05-01 00:00:00 | 7 | 37.62 | 188.1
         2024-06-01 00:00:00 | 7 | 37.62 | 225.72
         2024-07-01 00:00:00 | 7 | 39.62 | 265.34
         2024-08-01 00:00:00 | 7 | 47.62 | 312.96
         2024-09-01 00:00:00 | 6 | 46.71 | 359.67
         2024-10-01 00:00:00 | 7 | 42.62 | 402.29
         2024-11-01 00:00:00 | 7 | 37.62 | 439.91
         2024-12-01 00:00:00 | 7 | 37.62 | 477.53",
    );
    Ok(())
}

#[test]
fn staff_and_their_managers() -> Result {
    let mut db = store()?;
    same(
        db.fetch_all(&staff())?,
        "1 | Andrew Adams | General Manager | NULL | 0
         2 | Nancy Edwards | Sales Manager | Adams | 0
         3 | Jane Peacock | Sales Support Agent | Edwards | 21
         4 | Margaret Park | Sales Support Agent | Edwards | 20
         5 | Steve Johnson | Sales Support Agent | Edwards | 18
         6 | Michael Mitchell | IT Manager | Adams | 0
         7 | Robert King | IT Staff | Mitchell | 0
         8 | Laura Callahan | IT Staff | Mitchell | 0",
    );
    same(
        db.fetch_all(&staff_tree())?,
        "1 | 0 | Adams
         2 | 1 | Adams > Edwards
         5 | 2 | Adams > Edwards > Johnson
         4 | 2 | Adams > Edwards > Park
         3 | 2 | Adams > Edwards > Peacock
         6 | 1 | Adams > Mitchell
         8 | 2 | Adams > Mitchell > Callahan
         7 | 2 | Adams > Mitchell > King",
    );
    Ok(())
}

#[test]
fn playlists_that_hold_a_track() -> Result {
    same(
        store()?.fetch_all(&playlists_with("Smells Like Teen Spirit"))?,
        "1 | Music | 3290
         5 | 90’s Music | 1477
         8 | Music | 3290
         16 | Grunge | 15",
    );
    Ok(())
}

#[test]
fn invoices_that_are_long_or_dear() -> Result {
    same(
        store()?.fetch_all(&long_or_dear("2024-09-01 00:00:00", "2025-01-01 00:00:00"))?,
        "306 | 2024-09-05 00:00:00 | 14 | 16.86
         311 | 2024-09-28 00:00:00 | 6 | 11.94
         312 | 2024-10-01 00:00:00 | 9 | 10.91
         313 | 2024-10-06 00:00:00 | 14 | 16.86
         320 | 2024-11-06 00:00:00 | 14 | 13.86
         327 | 2024-12-07 00:00:00 | 14 | 13.86",
    );
    Ok(())
}

#[test]
fn plays_are_counted_on() -> Result {
    let mut db = store()?;
    assert_eq!(db.execute(&count_plays(&PLAYS))?, 5);
    same(
        db.fetch_all(&play_counts())?,
        "1 | 1 | 11 | 2025-06-01 10:00:00
         1 | 2 | 3 | 2025-01-05 12:00:00
         1 | 5 | 1 | 2025-06-01 10:05:00
         2 | 1 | 5 | 2025-06-02 00:00:00
         3 | 3 | 43 | 2025-03-01 00:00:00
         59 | 3503 | 2 | 2025-06-03 12:00:00",
    );
    Ok(())
}

#[test]
fn empty_playlists_are_deleted() -> Result {
    let mut db = store()?;
    let mut deleted = db.fetch_all(&delete_empty_playlists())?;
    deleted.sort(); // RETURNING promises no order
    same(
        deleted,
        "2 | Movies
         4 | Audiobooks
         6 | Audiobooks
         7 | Movies",
    );
    assert_eq!(db.fetch_scalar(&select(count_star()).from(schema::playlists::table))?, 14);
    Ok(())
}
