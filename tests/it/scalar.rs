//! Scalar expressions: each is computed of every row of a grid of inputs, and has the same values on
//! every engine.

use aludel::dialect::{Compiled, compile};
use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

mod arithmetic;
mod conditions;
mod conversions;
mod integers;
mod numbers;
mod places;
mod regexps;
mod temporary;
mod texts;
mod uuids;
mod written;

table! {
    /// The grid: a row for each kind of input, among them NULL.
    pub inputs {
        id: Integer [primary_key],
        i: Nullable<BigInt>,
        j: Nullable<BigInt>,
        n: Nullable<Integer>,
        x: Nullable<Double>,
        y: Nullable<Double>,
        d: Nullable<Decimal<20, 4>>,
        s: Nullable<Text>,
        t: Nullable<Text>,
        b: Nullable<Boolean>,
    }
}

/// An expression, and its values where they are worth to be written down.
pub struct Case {
    name: String,
    query: Select<(Integer, Any)>,
    expected: Option<Vec<&'static str>>,
    lacking: Vec<&'static str>,
}

/// An expression over each row of the grid.
pub fn case<E: Expression>(name: &'static str, expr: E) -> Case {
    let query = select((inputs::id, expr.into_expr().any().label("value")));
    Case {
        name: name.to_owned(),
        query: query.from(inputs::table).order_by(inputs::id),
        expected: None,
        lacking: Vec::new(),
    }
}

impl Case {
    /// The engine refuses it.
    pub fn lacks(mut self, engine: &'static str) -> Self {
        self.lacking.push(engine);
        self
    }

    /// What the name of a case in a loop adds.
    pub fn also(mut self, more: impl AsRef<str>) -> Self {
        self.name = format!("{} {}", self.name, more.as_ref());
        self
    }

    /// The values by row.
    pub fn gives<const N: usize>(mut self, values: [&'static str; N]) -> Self {
        self.expected = Some(values.to_vec());
        self
    }
}

/// The columns of the grid that a test fills; each list is cut or repeated to the length of the
/// longest.
#[derive(Default)]
pub struct Grid {
    pub i: Vec<Option<i64>>,
    pub j: Vec<Option<i64>>,
    pub n: Vec<Option<i32>>,
    pub x: Vec<Option<f64>>,
    pub y: Vec<Option<f64>>,
    pub d: Vec<Option<&'static str>>,
    pub s: Vec<Option<&'static str>>,
    pub t: Vec<Option<&'static str>>,
    pub b: Vec<Option<bool>>,
}

impl Grid {
    fn set_up(&self, db: &mut Db) {
        db.create(&create_table(inputs::table));
        let lengths = [
            self.i.len(),
            self.j.len(),
            self.n.len(),
            self.x.len(),
            self.y.len(),
            self.d.len(),
            self.s.len(),
            self.t.len(),
            self.b.len(),
        ];
        for row in 0..lengths.into_iter().max().unwrap_or(0) {
            let insert = insert_into(inputs::table)
                .set(inputs::id, i32::try_from(row).unwrap())
                .set(inputs::i, at(&self.i, row))
                .set(inputs::j, at(&self.j, row))
                .set(inputs::n, at(&self.n, row))
                .set(inputs::x, at(&self.x, row))
                .set(inputs::y, at(&self.y, row))
                .set(
                    inputs::d,
                    at(&self.d, row).map(|digits| digits.parse::<rust_decimal::Decimal>().unwrap()),
                )
                .set(inputs::s, at(&self.s, row))
                .set(inputs::t, at(&self.t, row))
                .set(inputs::b, at(&self.b, row));
            db.execute(&insert);
        }
    }
}

fn at<T: Copy>(values: &[Option<T>], row: usize) -> Option<T> {
    values.get(row).copied().flatten()
}

/// Every pair of the values.
pub fn pairs<T: Copy>(left: &[T], right: &[T]) -> (Vec<Option<T>>, Vec<Option<T>>) {
    let some = left.iter().copied().map(Some).chain([None]);
    let all = some.flat_map(|one| {
        right.iter().copied().map(Some).chain([None]).map(move |other| (one, other))
    });
    all.unzip()
}

/// Computes each case on every engine, and holds the values to be the expected ones, or those of the
/// first engine.
#[track_caller]
pub fn agree(grid: &Grid, mut cases: Vec<Case>) {
    let mut wrong = Vec::new();
    let mut first: Vec<Option<Vec<String>>> = cases
        .iter_mut()
        .map(|case| Some(case.expected.take()?.into_iter().map(str::to_owned).collect()))
        .collect();
    on_all_engines(|db| {
        grid.set_up(db);
        for (case, first) in cases.iter().zip(&mut first) {
            match values(db, case) {
                Err(_) if case.lacking.contains(&db.name) => {}
                Ok((_, sql)) if case.lacking.contains(&db.name) => {
                    wrong.push(format!("{} on {} is not refused: {sql}", case.name, db.name));
                }
                Err(problem) => wrong.push(format!("{} on {}: {problem}", case.name, db.name)),
                Ok((found, sql)) => match first {
                    None => *first = Some(found),
                    Some(wanted) if *wanted != found => {
                        let differ =
                            wanted.iter().zip(&found).enumerate().filter(|(_, (a, b))| a != b);
                        let differ: Vec<_> = differ
                            .map(|(row, (a, b))| format!("row {row}: {b} is not {a}"))
                            .take(6)
                            .collect();
                        wrong.push(format!(
                            "{} on {}: {}\n  {sql}",
                            case.name,
                            db.name,
                            differ.join("; ")
                        ));
                    }
                    Some(_) => {}
                },
            }
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The values with parameters, which are those with the values written into the text.
fn values(db: &mut Db, case: &Case) -> Result<(Vec<String>, String), String> {
    let compiled = compile(case.query.statement(), db.dialect())
        .map_err(|error| format!("is refused: {error}"))?;
    let sql = compiled.text().to_owned();
    let found = column(db, &compiled)?;
    let inline = case.query.to_sql_inline(db.dialect()).map_err(|error| error.to_string())?;
    let text = inline.strip_prefix("SELECT ").expect("a query").replace('{', "{{");
    let inline = select_dyn([sql_unchecked::<Any>(text.replace('}', "}}"), ())]);
    let inline = compile(inline.statement(), db.dialect()).map_err(|error| error.to_string())?;
    let written = column(db, &inline)?;
    if written != found {
        return Err(format!("with values in the text {written:?} is not {found:?}\n  {inline}"));
    }
    Ok((found, sql))
}

fn column(db: &mut Db, sql: &Compiled<'_>) -> Result<Vec<String>, String> {
    let rows = db.try_query(sql).map_err(|error| format!("{error}\n  {sql}"))?;
    Ok(rows.iter().map(|row| cell(&row[1])).collect())
}

/// A value as text, without what the engines' types differ in: a truth value is 0 or 1, a number is
/// told to twelve digits, and by its digits alone.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(truth) => u8::from(*truth).to_string(),
        Value::Int(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::Double(number) => double(*number),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("{:?}", String::from_utf8_lossy(bytes)),
        other => format!("{other:?}"),
    }
}

fn double(number: f64) -> String {
    let rounded: f64 = format!("{number:.11e}").parse().unwrap();
    // Zero has no sign.
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}
