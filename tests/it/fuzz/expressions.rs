//! Random expressions, many for a query: the rows of an expression as it is rendered, with the
//! parentheses that the renderer leaves out, and with its values in the text; and the same rows on
//! every engine.
//!
//! `ALUDEL_SEED` and `ALUDEL_TREES` say which expressions, and how many.

use aludel::ast::Value;
use aludel::prelude::*;

use super::choices::{Choices, least};
use super::data::{self, Data};
use super::kind::{KINDS, Kind, plain, same};
use super::select::columns_of;
use super::setting;
use super::tree::{Grower, Style};
use crate::engines::{Db, Outcome};

const STYLES: [Style; 3] = [Style::Plain, Style::Parenthesized, Style::Inline];

type Rows = Vec<Vec<Value>>;

fn grow(choices: Choices, style: Style) -> (Kind, Expr<Any>, Choices) {
    let mut grower = Grower::new(choices, style, 0);
    grower.scope = columns_of(data::TABLES[0]);
    let kind = *grower.choices.pick(&KINDS);
    let typed = grower.expr(kind, 8);
    (kind, Expr::from_ast(typed.node), grower.choices)
}

/// The statement, and its rows for each expression.
fn rows(db: &mut Db, trees: &[Vec<u32>], style: Style) -> (String, Outcome<Rows>) {
    let (kinds, exprs): (Vec<Kind>, Vec<Expr<Any>>) = trees
        .iter()
        .map(|made| grow(Choices::again(made), style))
        .map(|(kind, expr, _)| (kind, expr))
        .unzip();
    let table = table(data::TABLES[0]);
    let mut query = select_dyn(exprs).from(&table).order_by(table.column::<BigInt>("id").asc());
    if style == Style::Inline {
        let sql = query.to_sql_inline(db.dialect()).expect("it compiles");
        let text = sql.strip_prefix("SELECT ").expect("a query").replace('{', "{{");
        query = select_dyn([sql_unchecked::<Any>(text.replace('}', "}}"), ())]);
    }
    let compiled = query.compile(db.dialect()).expect("it compiles");
    let rows = db.try_query(&compiled).map(|rows| {
        let column = |(index, kind): (usize, &Kind)| {
            rows.iter().map(|row| plain(*kind, &row[index])).collect()
        };
        kinds.iter().enumerate().map(column).collect()
    });
    (compiled.to_string(), rows)
}

/// Whether no engine refuses the expression, as SQLite does some forms of ALL, and to take the week
/// of what is not written as an expression.
fn compiles(dbs: &[Db], made: &[u32]) -> bool {
    [Style::Plain, Style::Parenthesized].into_iter().all(|style| {
        let query = select_dyn([grow(Choices::again(made), style).1]).from(table(data::TABLES[0]));
        dbs.iter().all(|db| query.compile(db.dialect()).is_ok())
    })
}

/// Whether all engines yield the same rows in all styles.
fn agree(dbs: &mut [Db], trees: &[Vec<u32>]) -> bool {
    let mut first: Option<Rows> = None;
    dbs.iter_mut().flat_map(|db| STYLES.map(|style| rows(db, trees, style).1)).all(|rows| {
        let Ok(rows) = rows else { return false };
        let first = first.get_or_insert_with(|| rows.clone());
        let cells = first.iter().flatten().zip(rows.iter().flatten());
        first.len() == rows.len() && cells.into_iter().all(|(one, other)| same(one, other))
    })
}

/// The least expression for which the engines disagree, with all that they say.
fn report(dbs: &mut [Db], tree: &[u32]) -> String {
    let spans = |made: &[u32]| grow(Choices::again(made), Style::Plain).2.spans();
    let least =
        least(tree.to_vec(), spans, |made| compiles(dbs, made) && !agree(dbs, &[made.to_vec()]));
    let mut report = String::new();
    for db in dbs {
        for style in STYLES {
            let (sql, rows) = rows(db, std::slice::from_ref(&least), style);
            report.push_str(&format!("{} {style:?}: {sql}\n    {rows:?}\n", db.name));
        }
    }
    report
}

/// Grows expressions, many for a statement, and holds their rows to be the same.
fn test_trees(dbs: &mut [Db], count: u64) {
    const BATCH: u64 = 40;
    let seed = setting("ALUDEL_SEED", 1);
    let data = Data::drawn(seed);
    for db in dbs.iter_mut() {
        data::create(db);
        data.fill(db);
    }
    let mut wrong = Vec::new();
    for batch in 0..setting("ALUDEL_TREES", count).div_ceil(BATCH) {
        let numbers = seed.wrapping_mul(1_000_000).wrapping_add(batch * BATCH)..;
        let trees: Vec<Vec<u32>> = numbers
            .take(BATCH as usize)
            .map(|number| grow(Choices::drawn(number), Style::Plain).2.made())
            .filter(|made| compiles(dbs, made))
            .collect();
        if agree(dbs, &trees) {
            continue;
        }
        let before = wrong.len();
        for tree in &trees {
            if !agree(dbs, std::slice::from_ref(tree)) {
                wrong.push(report(dbs, tree));
            }
        }
        assert!(wrong.len() > before, "the expressions of a query differ, but not one by one");
        if wrong.len() >= super::SHOWN {
            break;
        }
    }
    assert!(wrong.is_empty(), "ALUDEL_SEED={seed}:\n{}", wrong.join("\n"));
}

#[test]
fn ten_thousand_random_expressions_mean_what_is_written() {
    test_trees(&mut [Db::sqlite()], 10_000);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_thousand_random_expressions_mean_the_same_on_all_engines() {
    test_trees(&mut [Db::sqlite(), Db::postgres(), Db::mysql(), Db::mariadb()], 1_000);
}
