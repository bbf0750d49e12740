//! Fifteen tasks of an application over the Chinook music store: their answers, on every engine.

use std::collections::BTreeMap;

use aludel::prelude::*;
use serde_json::json;

use crate::cells::{Cells, difference, of_answer};
use crate::engines::{Db, on_all_engines};

mod load;
mod reads;
mod schema;
mod search;
mod writes;

use search::{Filter, Order, page, search, total};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_task_has_its_answer_on_every_engine() {
    on_all_engines(|db| {
        load::load(db);
        let mut tasks = Tasks::new(db);
        tasks.reads();
        tasks.searches();
        tasks.writes();
        let Tasks { answers, wrong, .. } = tasks;
        assert!(wrong.is_empty(), "on {}: {}", db.name, wrong.join("\n"));
        assert_eq!(answers.keys().next(), None, "not answered on {}", db.name);
    });
}

struct Tasks<'d> {
    db: &'d mut Db,
    /// Those that were not asked for yet, by the task's name.
    answers: BTreeMap<String, serde_json::Value>,
    wrong: Vec<String>,
}

impl<'d> Tasks<'d> {
    fn new(db: &'d mut Db) -> Self {
        let text = include_str!("chinook_tasks/answers.json");
        let answers = serde_json::from_str(text).expect("answers");
        Tasks { db, answers, wrong: Vec::new() }
    }

    fn ask<Q: Fetch<Row: Cells>>(&mut self, task: &str, query: &Q) {
        let rows = self.db.fetch_all(query).into_iter().map(Cells::cells).collect();
        self.answer(task, rows);
    }

    fn answer(&mut self, task: &str, rows: crate::cells::Rows) {
        let answer = self.answers.remove(task).unwrap_or_else(|| panic!("the answer of {task}"));
        let difference = difference(&rows, &of_answer(&answer), self.db.name != "SQLite");
        self.wrong.extend(difference.map(|text| format!("{task}: {text}")));
    }

    fn reads(&mut self) {
        self.ask("c01", &reads::revenue_by_country());
        self.ask("c05", &reads::top_tracks_per_genre());
        self.ask("c07", &reads::employee_tree());
        self.ask("c09", &reads::running_totals());
        self.albums();
        self.ask("c13", &reads::never_bought("Jazz"));
        self.ask("c15", &reads::revenue_by_media_type());
        self.ask("c25", &reads::search_everywhere("rock"));
        self.ask("c27", &reads::invoice_list());
        self.ask("c29", &reads::lengths());
    }

    /// The albums of an artist are one document.
    fn albums(&mut self) {
        let mut artists: Vec<(i32, Option<String>, Vec<serde_json::Value>)> = Vec::new();
        for (id, name, album, title, tracks) in self.db.fetch_all(&reads::albums_of_artists('A')) {
            if artists.last().is_none_or(|(last, ..)| *last != id) {
                artists.push((id, name, Vec::new()));
            }
            let album = json!({ "id": album, "title": title, "tracks": tracks });
            artists.last_mut().expect("an artist").2.push(album);
        }
        let row = |(id, name, albums)| (id, name, serde_json::Value::Array(albums)).cells();
        self.answer("c11", artists.into_iter().map(row).collect());
    }

    fn searches(&mut self) {
        let love = Filter {
            name: Some("love"),
            genres: Some(&[1, 3]),
            order: Order::NameDescending,
            ..Filter::default()
        };
        let unknown = Filter {
            has_composer: Some(false),
            milliseconds: Some((200_000, 260_000)),
            order: Order::LengthDescending,
            ..Filter::default()
        };
        let every = Filter {
            name: Some("the"),
            genres: Some(&[1, 2, 7]),
            has_composer: Some(true),
            milliseconds: Some((180_000, 300_000)),
            max_price: Some(rust_decimal::Decimal::new(99, 2)),
            artist_or_album: Some(("a", "live")),
            order: Order::Artist,
        };
        let percent = Filter { name: Some("%"), ..Filter::default() };
        for (case, filter, number) in [
            ("none_p1", Filter::default(), 1),
            ("love_rock_metal_p2", love, 2),
            ("no_composer_len", unknown, 3),
            ("literal_percent", percent, 1),
            ("all", every, 1),
        ] {
            self.ask(&format!("c03.{case}"), &page(search(&filter), number));
            self.ask(&format!("c03.{case}_total"), &total(search(&filter)));
        }
        let plain = self.db.compile(&search(&Filter::default())).text().to_owned();
        assert!(!plain.contains("WHERE"), "a filter that is not given leaves no trace: {plain}");
    }

    fn writes(&mut self) {
        let plays = [
            (1, 1, 1, "2025-06-01 10:00:00"),
            (1, 5, 1, "2025-06-01 10:05:00"),
            (2, 1, 4, "2025-06-02 00:00:00"),
            (3, 3, 1, "2025-01-01 00:00:00"),
            (59, 3503, 2, "2025-06-03 12:00:00"),
        ];
        self.undone(|tasks| {
            tasks.db.execute(&writes::count_plays(&plays));
            tasks.ask("c17.after", &writes::play_counts());
        });
        self.undone(|tasks| {
            for chunk in 0..4 {
                let notes = writes::new_notes(chunk * 250..(chunk + 1) * 250);
                assert_eq!(tasks.db.execute(&notes), 250, "on {}", tasks.db.name);
            }
            tasks.ask("c19.totals", &writes::note_totals());
            tasks.ask("c19.sample", &writes::two_notes());
        });
        self.undone(|tasks| {
            let mut change =
                |version, body| tasks.db.execute(&writes::change_note(2, version, body));
            let changed =
                [change(2, "prefers phone"), change(2, "prefers phone"), change(3, "prefers post")];
            assert_eq!(changed, [1, 0, 1], "on {}", tasks.db.name);
            tasks.ask("c21.after", &writes::versions());
        });
        self.undone(|tasks| {
            let db = &mut tasks.db;
            assert_eq!(db.execute(&writes::delete_notes(1)), 2, "on {}", db.name);
            assert_eq!(db.execute(&writes::restore_note(3)), 1, "on {}", db.name);
            assert_eq!(db.execute(&writes::delete_notes(1)), 0, "on {}", db.name);
            tasks.ask("c23.active", &writes::active_notes());
            tasks.ask("c23.counts", &writes::note_counts());
        });
    }

    /// Does a task and undoes it.
    fn undone(&mut self, task: impl FnOnce(&mut Self)) {
        self.db.batch("BEGIN");
        task(self);
        self.db.batch("ROLLBACK");
    }
}

fn time(text: &str) -> chrono::NaiveDateTime {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a time")
}
