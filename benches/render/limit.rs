//! The limit: what a patient programmer would write by hand for one statement and one dialect. Keywords, quoted
//! identifiers and placeholders are pushed one by one into a `String` that never has to grow, parameters are
//! copied into a `Vec`, text owned. No tree, no checks, nothing to decide at run time.

use std::marker::PhantomData;

use crate::case::Rendered;
use crate::input::{Input, Person};

/// An owned parameter. Nothing here reads it again: it is the cost of having it that counts.
#[allow(dead_code)]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i32),
    BigInt(i64),
    Double(f64),
    Text(String),
}

/// How a dialect quotes its names and numbers its parameters, all known at compile time.
pub trait Spelling {
    const NAMES: Names;
    const NUMBERED: bool;
}

pub struct Sqlite;
pub struct Postgres;
pub struct MySql;

impl Spelling for Sqlite {
    const NAMES: Names = DOUBLE_QUOTED;
    const NUMBERED: bool = false;
}

impl Spelling for Postgres {
    const NAMES: Names = DOUBLE_QUOTED;
    const NUMBERED: bool = true;
}

impl Spelling for MySql {
    const NAMES: Names = BACKTICKED;
    const NUMBERED: bool = false;
}

/// Every identifier that occurs, with its quotes on.
macro_rules! names {
    ($($name:ident)*) => {
        #[derive(Clone, Copy)]
        pub struct Names { $($name: &'static str),* }
        const DOUBLE_QUOTED: Names = Names { $($name: concat!('"', stringify!($name), '"')),* };
        const BACKTICKED: Names = Names { $($name: concat!('`', stringify!($name), '`')),* };
    };
}

names! {
    users id team_id name email city age active score version
    teams title
    orders user_id total status
    payments order_id refunded_at
    archive
    spent ranked place
}

/// Text and parameters in the making.
struct Draft<S> {
    text: String,
    values: Vec<Value>,
    spelling: PhantomData<S>,
}

/// Pushes pieces one by one: texts as they are, names with their quotes.
macro_rules! push {
    (@ $draft:ident $text:literal) => { $draft.text.push_str($text) };
    // A name reaches such a function from elsewhere, a table of the schema or an argument: the compiler is not to
    // paste it into the code.
    (@ $draft:ident $name:ident) => { $draft.text.push_str(std::hint::black_box(&S::NAMES).$name) };
    ($draft:ident, $($piece:tt)+) => { $(push!(@ $draft $piece);)+ };
}

impl<S: Spelling> Draft<S> {
    fn with_capacity(text: usize, values: usize) -> Self {
        Draft {
            text: String::with_capacity(text),
            values: Vec::with_capacity(values),
            spelling: PhantomData,
        }
    }

    #[inline(always)]
    fn bind(&mut self, value: Value) {
        self.values.push(value);
        if S::NUMBERED {
            self.text.push('$');
            self.text.push_str(itoa::Buffer::new().format(self.values.len()));
        } else {
            self.text.push('?');
        }
    }

    fn finish(self) -> Rendered {
        Rendered::new(self.text, &self.values)
    }
}

pub fn a<S: Spelling>(input: &Input) -> Rendered {
    let mut q = Draft::<S>::with_capacity(192, 1);
    push!(q, "SELECT " users "." id ", " users "." name ", " users "." email);
    push!(q, ", " users "." age ", " users "." score);
    push!(q, " FROM " users " WHERE " users "." id " = ");
    q.bind(Value::BigInt(input.id));
    q.finish()
}

pub fn b<S: Spelling>(input: &Input) -> Rendered {
    let mut q = Draft::<S>::with_capacity(896, 7);
    push!(q, "SELECT " users "." id ", " users "." name ", " teams "." title);
    push!(q, ", " "COUNT(" "*" "), " "SUM(" orders "." total ") AS " spent);
    push!(q, " FROM " users);
    push!(q, " JOIN " teams " ON " teams "." id " = " users "." team_id);
    push!(q, " JOIN " orders " ON " orders "." user_id " = " users "." id);
    push!(q, " LEFT JOIN " payments " ON " payments "." order_id " = " orders "." id);
    push!(q, " WHERE " users "." active " = ");
    q.bind(Value::Boolean(input.active));
    push!(q, " AND " users "." age " >= ");
    q.bind(Value::Integer(input.age));
    push!(q, " AND " users "." name " <> ");
    q.bind(Value::Text(input.name.clone()));
    push!(q, " AND " orders "." status " = ");
    q.bind(Value::Text(input.status.clone()));
    push!(q, " AND " orders "." total " > ");
    q.bind(Value::Double(input.total));
    push!(q, " AND " payments "." refunded_at " IS NULL");
    push!(q, " GROUP BY " users "." id ", " users "." name ", " teams "." title);
    push!(q, " HAVING " "COUNT(" "*" ") > ");
    q.bind(Value::BigInt(input.orders));
    push!(q, " ORDER BY " "SUM(" orders "." total ") DESC, " users "." id " LIMIT ");
    q.bind(Value::BigInt(input.limit as i64));
    q.finish()
}

pub fn c<S: Spelling>(input: &Input) -> Rendered {
    insert::<S>(&input.people[..1])
}

pub fn d<S: Spelling>(input: &Input) -> Rendered {
    insert::<S>(&input.people)
}

fn insert<S: Spelling>(people: &[Person]) -> Rendered {
    let mut q = Draft::<S>::with_capacity(128 + 64 * people.len(), 8 * people.len());
    push!(q, "INSERT INTO " users " (" team_id ", " name ", " email ", " city ", ");
    push!(q, age ", " active ", " score ", " version ") VALUES ");
    for (row, person) in people.iter().enumerate() {
        q.text.push_str(if row == 0 { "(" } else { ", (" });
        q.bind(Value::BigInt(person.team_id));
        push!(q, ", ");
        q.bind(Value::Text(person.name.clone()));
        push!(q, ", ");
        q.bind(person.email.clone().map_or(Value::Null, Value::Text));
        push!(q, ", ");
        q.bind(Value::Text(person.city.to_owned()));
        push!(q, ", ");
        q.bind(Value::Integer(person.age));
        push!(q, ", ");
        q.bind(Value::Boolean(person.active));
        push!(q, ", ");
        q.bind(Value::Double(person.score));
        push!(q, ", ");
        q.bind(Value::Integer(person.version));
        push!(q, ")");
    }
    q.finish()
}

pub fn e<S: Spelling>(input: &Input) -> Rendered {
    let mut q = update::<S>(input);
    push!(q, " RETURNING " users "." id ", " users "." version);
    q.finish()
}

pub fn e_without_returning<S: Spelling>(input: &Input) -> Rendered {
    update::<S>(input).finish()
}

fn update<S: Spelling>(input: &Input) -> Draft<S> {
    let mut q = Draft::with_capacity(224, 5);
    push!(q, "UPDATE " users " SET " name " = ");
    q.bind(Value::Text(input.name.clone()));
    push!(q, ", " age " = ");
    q.bind(Value::Integer(input.age));
    push!(q, ", " active " = ");
    q.bind(Value::Boolean(input.active));
    push!(q, ", " version " = " users "." version " + ");
    q.bind(Value::Integer(1));
    push!(q, " WHERE " users "." id " = ");
    q.bind(Value::BigInt(input.id));
    q
}

pub fn f<S: Spelling>(input: &Input) -> Rendered {
    let mut q = Draft::<S>::with_capacity(512, 3);
    push!(q, "WITH " ranked " AS (SELECT " orders "." user_id ", " orders "." total ", ");
    push!(q, "ROW_NUMBER()" " OVER (PARTITION BY " orders "." user_id);
    push!(q, " ORDER BY " orders "." total " DESC" ") AS " place);
    push!(q, " FROM " orders " WHERE " orders "." status " = ");
    q.bind(Value::Text(input.status.clone()));
    push!(q, ") SELECT " ranked "." user_id ", " ranked "." total);
    push!(q, " FROM " ranked " WHERE " ranked "." place " <= ");
    q.bind(Value::BigInt(input.place));
    push!(q, " UNION ALL " "SELECT " archive "." user_id ", " archive "." total);
    push!(q, " FROM " archive " WHERE " archive "." total " > ");
    q.bind(Value::Double(input.total));
    q.finish()
}

pub fn g<S: Spelling>(input: &Input) -> Rendered {
    let mut q = Draft::<S>::with_capacity(128 + 7 * input.ids.len(), input.ids.len());
    push!(q, "SELECT " users "." id ", " users "." name);
    push!(q, " FROM " users " WHERE " users "." id " IN (");
    for (place, id) in input.ids.iter().enumerate() {
        if place > 0 {
            push!(q, ", ");
        }
        q.bind(Value::BigInt(*id));
    }
    push!(q, ")");
    q.finish()
}
