//! The tables that statements are run on, and their rows: few, and full of corners.

use std::time::Duration;

use aludel::ast::{self, DataType, Value};
use aludel::prelude::*;

use super::choices::Choices;
use super::kind::{EXTREME, Kind};
use crate::engines::Db;

/// The tables: rows that come in and go out are of the one, which has a second copy to be joined
/// with, and an empty one.
pub const TABLES: [&str; 3] = ["ones", "twos", "none"];

/// A column: its name, its type, how large its values are.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub size: i64,
    data_type: DataType,
    nullable: bool,
    values: &'static [Cell],
}

enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Truth(bool),
    Text(&'static str),
    Day(&'static str),
    Moment(&'static str),
}

use Cell::{Day, Int, Moment, Null, Real, Text, Truth};

impl Cell {
    fn value(&self) -> Value {
        let day = |text: &str| text.parse().expect("a date");
        match *self {
            Null => Value::Null,
            Int(number) => number.into(),
            Real(number) => number.into(),
            Truth(truth) => truth.into(),
            Text(text) => text.into(),
            Day(text) => Value::Date(day(text)),
            Moment(text) => Value::Timestamp(text.parse().expect("a timestamp")),
        }
    }
}

const WORDS: &[Cell] = &[
    Text(""),
    Text("abc"),
    Text(" b "),
    Text("50%"),
    Text("a_b"),
    Text("it's"),
    Text("--x"),
    Text("ABC"),
    Text("a"),
    Text("a "),
    Text("\\"),
    Text("a!b"),
    Text("12"),
    Null,
];

pub const COLUMNS: &[Column] = &[
    Column {
        name: "id",
        kind: Kind::Int,
        size: 100,
        data_type: DataType::BigInt,
        nullable: false,
        values: &[],
    },
    Column {
        name: "a",
        kind: Kind::Int,
        size: 100,
        data_type: DataType::BigInt,
        nullable: false,
        values: &[Int(0), Int(1), Int(-1), Int(7), Int(-100), Int(99), Int(2), Int(-8), Int(1)],
    },
    Column {
        name: "b",
        kind: Kind::Int,
        size: 100,
        data_type: DataType::BigInt,
        nullable: true,
        values: &[Int(0), Null, Int(1), Int(-7), Int(3), Int(99), Int(-2), Int(1), Null],
    },
    Column {
        name: "i",
        kind: Kind::Int,
        size: EXTREME,
        data_type: DataType::Integer,
        nullable: true,
        values: &[Int(0), Null, Int(2_147_483_647), Int(-2_147_483_647), Int(5), Int(-1)],
    },
    Column {
        name: "e",
        kind: Kind::Int,
        size: EXTREME,
        data_type: DataType::BigInt,
        nullable: true,
        values: &[Int(0), Null, Int(i64::MAX), Int(-i64::MAX), Int(1 << 53), Int(-1)],
    },
    Column {
        name: "s",
        kind: Kind::Words,
        size: 4,
        data_type: DataType::VarChar(Some(600)),
        nullable: false,
        values: WORDS,
    },
    Column {
        name: "n",
        kind: Kind::Words,
        size: 4,
        data_type: DataType::VarChar(Some(600)),
        nullable: true,
        values: WORDS,
    },
    Column {
        name: "w",
        kind: Kind::Wide,
        size: 8,
        data_type: DataType::VarChar(Some(600)),
        nullable: true,
        values: &[
            Text(""),
            Null,
            Text("é"),
            Text("e\u{301}"),
            Text("Ä ß"),
            Text("👩‍👩‍👧"),
            Text("日本"),
            Text("e"),
            Text("E "),
            Text("ⅷ%_"),
            Text("\u{feff}x\u{a0}"),
        ],
    },
    Column {
        name: "p",
        kind: Kind::Truth,
        size: 1,
        data_type: DataType::Boolean,
        nullable: false,
        values: &[Truth(false), Truth(true)],
    },
    Column {
        name: "q",
        kind: Kind::Truth,
        size: 1,
        data_type: DataType::Boolean,
        nullable: true,
        values: &[Truth(false), Truth(true), Null],
    },
    Column {
        name: "d",
        kind: Kind::Day,
        size: 1,
        data_type: DataType::Date,
        nullable: true,
        values: &[
            Day("2024-01-31"),
            Null,
            Day("2024-02-29"),
            Day("1999-12-31"),
            Day("2026-12-28"),
            Day("2021-01-03"),
            Day("1970-01-01"),
            Day("1969-07-20"),
        ],
    },
    Column {
        name: "m",
        kind: Kind::Moment,
        size: 1,
        data_type: DataType::Timestamp,
        nullable: true,
        values: &[
            Moment("2024-08-15T10:20:30"),
            Null,
            Moment("2024-02-29T00:00:00"),
            Moment("1999-12-31T23:59:59"),
            Moment("2025-03-30T02:30:00"),
            Moment("1969-12-31T12:00:01"),
        ],
    },
    Column {
        name: "x",
        kind: Kind::Real,
        size: 100,
        data_type: DataType::Double,
        nullable: true,
        values: &[Real(0.0), Null, Real(0.5), Real(-2.25), Real(100.0), Real(1.5), Real(2.5)],
    },
];

impl Column {
    pub fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// A value of it that is not NULL.
    pub fn some(&self) -> ast::Expr {
        ast::Expr::bind(self.values.first().map_or(Value::from(1), Cell::value))
    }
}

/// The rows of each table.
#[derive(Clone, Debug)]
pub struct Data {
    pub rows: [Vec<Vec<Value>>; 3],
}

impl Data {
    pub fn drawn(seed: u64) -> Self {
        let mut choices = Choices::drawn(seed);
        let mut rows = |most: usize| {
            let count = choices.below(most + 1);
            (1..=count).map(|id| row(&mut choices, id as i64)).collect::<Vec<_>>()
        };
        Data { rows: [rows(12), rows(6), Vec::new()] }
    }

    /// Puts the rows into the tables, in the place of those that are there.
    pub fn fill(&self, db: &mut Db) {
        for (name, rows) in TABLES.iter().zip(&self.rows) {
            db.batch(&format!("DELETE FROM {name}"));
            if rows.is_empty() {
                continue;
            }
            db.execute(&super::write::insert_of(name, rows.clone()));
        }
    }

    /// In the place of a connection that was lost.
    pub fn reconnect(&self, db: &mut Db) {
        *db = match db.name {
            "SQLite" => Db::sqlite(),
            "PostgreSQL" => Db::postgres(),
            "MySQL" => Db::mysql(),
            _ => Db::mariadb(),
        };
        create(db);
        self.fill(db);
    }

    /// The same without one row, for each row.
    pub fn smaller(&self) -> Vec<Data> {
        let mut smaller = Vec::new();
        for (table, rows) in self.rows.iter().enumerate() {
            for row in 0..rows.len() {
                let mut other = self.clone();
                other.rows[table].remove(row);
                smaller.push(other);
            }
        }
        smaller
    }
}

fn row(choices: &mut Choices, id: i64) -> Vec<Value> {
    let cell = |column: &Column| match column.values {
        [] => id.into(),
        values => match choices.pick(values).value() {
            Value::Null if !column.nullable => values[0].value(),
            value => value,
        },
    };
    COLUMNS.iter().map(cell).collect()
}

/// How long a statement may take: some join too much of too little.
pub const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Creates the tables, whose text compares by its bytes. The servers end what takes too long.
pub fn create(db: &mut Db) {
    match db.name {
        "PostgreSQL" => db.batch("SET statement_timeout = 2000"),
        "MySQL" => db.batch("SET SESSION max_execution_time = 2000"),
        // It forgets the time as it fills a temporary table.
        "MariaDB" => {
            db.batch("SET SESSION max_statement_time = 2, tmp_disk_table_size = 100000000");
        }
        _ => {}
    }
    let binary = db.dialect().collation(&Collation::Binary).expect("a collation");
    let column = |column: &Column| {
        let mut text = db.dialect().column_type(&column.data_type).expect("a type");
        if matches!(column.kind, Kind::Words | Kind::Wide) {
            text.push_str(&format!(" COLLATE {binary}"));
        }
        if !column.nullable {
            text.push_str(" NOT NULL");
        }
        format!("{} {text}", column.name)
    };
    let columns = COLUMNS.iter().map(column).collect::<Vec<_>>().join(", ");
    for name in TABLES {
        db.batch(&format!("CREATE TABLE {name} ({columns}, PRIMARY KEY (id))"));
    }
}
