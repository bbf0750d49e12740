//! What a dialect refuses or says in other words its server does not have, or means otherwise: it is
//! asked in the standard's words.

use aludel::ast::{AggregateFunction, Expr as Node, Function, Raw};
use aludel::dialect::Dialect;
use aludel::prelude::*;

use super::meanings::{MEANINGS, Meaning};
use super::standard::{AGGREGATES, FUNCTIONS};
use super::vocabulary;
use crate::constructs::{cell, set_up_facts};
use crate::engines::{Db, on_all_engines};

/// The words of the standard for each function and aggregate that is not native.
fn lacking(dialect: &dyn Dialect) -> Vec<(&'static str, Option<&'static str>)> {
    let functions = Function::ALL.iter().filter_map(|function| {
        let native = vocabulary::form(dialect, function) == "✔";
        (!native).then(|| (function.construct(), words(FUNCTIONS, function.construct())))
    });
    let aggregates = AggregateFunction::ALL.iter().filter_map(|function| {
        let native = vocabulary::aggregate_form(dialect, function) == "✔";
        (!native).then(|| (function.construct(), words(AGGREGATES, function.construct())))
    });
    functions.chain(aggregates).collect()
}

fn words(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(function, _)| *function == name).map(|(_, words)| *words)
}

#[test]
fn what_is_refused_is_asked_in_the_words_of_the_standard() {
    let mut missing: Vec<&str> = super::dialects()
        .iter()
        .flat_map(|dialect| lacking(&**dialect))
        .filter_map(|(name, words)| words.is_none().then_some(name))
        .collect();
    missing.dedup();
    assert!(
        missing.is_empty(),
        "add the standard's words to tests/it/matrix/standard.rs: {missing:?}"
    );
}

/// Every part and unit is to be had everywhere: there are no words yet for one that is not.
#[test]
fn no_part_of_dates_is_refused() {
    for dialect in super::dialects() {
        let parts = vocabulary::FIELDS.map(|field| dialect.date_field(field).is_some());
        let units = vocabulary::UNITS.map(|unit| dialect.date_truncate(unit).is_some());
        assert!(parts.iter().chain(&units).all(|known| *known), "{}", dialect.name());
    }
}

/// A meaning is of a function that some version of the engine lacks.
#[test]
fn no_meaning_is_left_over() {
    for meaning in MEANINGS {
        for (name, engine) in
            meaning.of.iter().flat_map(|of| meaning.engines.iter().map(move |on| (of, on)))
        {
            let lacks = |dialect: &dyn Dialect| {
                let is_type = |(data_type, word): &(_, vocabulary::Word)| {
                    word.name == *name && dialect.cast(data_type).is_none()
                };
                dialect.name() == *engine
                    && (lacking(dialect).iter().any(|(lacking, _)| lacking == name)
                        || vocabulary::casts().iter().any(is_type))
            };
            let left_over = !super::dialects().iter().any(|dialect| lacks(&**dialect));
            assert!(!left_over, "{name} is native on {engine}: {}", meaning.reason);
        }
    }
}

/// The value of an expression over the only row of `facts`.
fn value(db: &mut Db, expr: &str) -> Result<String, String> {
    let raw =
        Node::Raw(Box::new(Raw { text: format!("{expr} FROM facts").into(), holes: [].into() }));
    let query = select_dyn([Expr::<Any>::from_ast(raw)]);
    let query = query.compile(db.dialect()).map_err(|error| error.to_string())?;
    let rows = db.try_query(&query.into_owned())?;
    Ok(rows.iter().flatten().map(cell).collect::<Vec<_>>().join(", "))
}

fn try_lacking(db: &mut Db, name: &str, words: &str) -> Result<(), String> {
    let Ok(found) = value(db, words) else { return Ok(()) };
    let meant =
        |meaning: &&Meaning| meaning.of.contains(&name) && meaning.engines.contains(&db.name);
    let meanings: Vec<&Meaning> = MEANINGS.iter().filter(meant).collect();
    if meanings.is_empty() {
        return Err(format!("{words} is taken, and is {found}"));
    }
    for Meaning { reason, raw, promised, .. } in meanings {
        let Some(raw) = raw else { continue };
        if value(db, raw).as_deref() == Ok(*promised) {
            return Err(format!("{raw} is {promised}, as is promised, and not \"{reason}\""));
        }
    }
    Ok(())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_servers_lack_what_is_refused_or_rewritten() {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        set_up_facts(db);
        for (name, words) in lacking(db.dialect()) {
            let Some(words) = words else { continue };
            if let Err(problem) = try_lacking(db, name, words) {
                wrong.push(format!("{name} on {}: {problem}", db.name));
            }
        }
        for (data_type, word) in vocabulary::casts() {
            if db.dialect().cast(&data_type).is_some() {
                continue;
            }
            if let Err(problem) =
                try_lacking(db, &word.name, &format!("CAST('1' AS {})", word.name))
            {
                wrong.push(format!("{} on {}: {problem}", word.name, db.name));
            }
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
