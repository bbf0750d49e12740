//! What the dialects say of each construct, proven: what they write, the server takes; what they
//! refuse, the server refuses as well where it is written in standard SQL.

use aludel::ast::{Function, Statement};
use aludel::dialect::{Feature, Support, compile};
use aludel::prelude::*;

use super::vocabulary::{self, Word};
use super::{changes, expressions, queries, sources, values, writes};
use crate::constructs::{Plain, set_up_facts};
use crate::engines::{Db, on_all_engines};
use crate::schema::set_up;

/// The least statement that has a construct, and the same in standard SQL or PostgreSQL's.
pub struct Proof {
    statement: Box<dyn AsStatement>,
    raw: &'static str,
    /// The engines that take the text although the dialect refuses the construct, and why it does.
    taken: Vec<(&'static str, &'static str)>,
    /// Why it is refused although servers take it, each in a meaning of its own.
    meanings: Option<&'static str>,
}

pub fn proof(statement: impl AsStatement + 'static, raw: &'static str) -> Proof {
    Proof { statement: Box::new(statement), raw, taken: Vec::new(), meanings: None }
}

pub fn plain(statement: impl Into<Statement>) -> Plain {
    Plain(statement.into())
}

impl Proof {
    /// The engine takes the text, in a meaning of its own.
    pub fn taken_by(mut self, engine: &'static str, reason: &'static str) -> Self {
        self.taken.push((engine, reason));
        self
    }

    /// The engines that take the text mean something else by it.
    pub fn otherwise(mut self, meanings: &'static str) -> Self {
        self.meanings = Some(meanings);
        self
    }

    fn try_on(&self, db: &mut Db, feature: Feature) -> Result<(), String> {
        let support = db.dialect().support(feature);
        let compiled = compile(self.statement.statement(), db.dialect());
        let taken = self.taken.iter().find(|(engine, _)| *engine == db.name);
        match (compiled, support) {
            (Ok(sql), Support::Unsupported { .. }) => {
                Err(format!("the table says that it is refused, but it compiles: {sql}"))
            }
            (Ok(sql), _) => db.try_execute(&sql.into_owned()).map(|_| ()),
            (Err(CompileError::Unsupported { construct, .. }), _) => {
                if self.meanings.is_some() {
                    return Ok(());
                }
                // Another construct may stand in its way: SQLite locks no rows of any kind.
                let refused = construct.starts_with("the function ")
                    || Feature::ALL.iter().any(|feature| {
                        feature.construct() == construct
                            && matches!(db.dialect().support(*feature), Support::Unsupported { .. })
                    });
                if !refused {
                    return Err(format!("{construct} is refused, but not by the table"));
                }
                match (db.try_batch(self.raw), taken) {
                    (Ok(()), None) => Err(format!("is refused, but the server takes {}", self.raw)),
                    (Err(error), Some(_)) => Err(format!("the server does not take it: {error}")),
                    _ => Ok(()),
                }
            }
            (Err(error), _) => Err(format!("does not compile: {error}")),
        }
    }
}

/// The proof of a construct on an engine.
fn proof_of(feature: Feature, engine: &str) -> Option<Proof> {
    writes::proof_of(feature)
        .or_else(|| queries::proof_of(feature, engine))
        .or_else(|| expressions::proof_of(feature))
        .or_else(|| values::proof_of(feature))
        .or_else(|| sources::proof_of(feature, engine))
        .or_else(|| changes::proof_of(feature))
}

#[test]
fn every_construct_has_a_proof() {
    let missing: Vec<&Feature> =
        Feature::ALL.iter().filter(|feature| proof_of(**feature, "SQLite").is_none()).collect();
    assert!(missing.is_empty(), "write a proof in tests/it/matrix/ of {missing:?}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_servers_take_what_is_written_and_refuse_what_is_refused() {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        set_up(db);
        set_up_facts(db);
        db.batch("CREATE TABLE keyed (id INTEGER DEFAULT 1 PRIMARY KEY)");
        for feature in Feature::ALL {
            let Some(proof) = proof_of(*feature, db.name) else { continue };
            db.batch("BEGIN");
            if let Err(problem) = proof.try_on(db, *feature) {
                wrong.push(format!("{feature:?} on {}: {problem}", db.name));
            }
            db.batch("ROLLBACK");
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_function_has_arguments_to_be_called_with() {
    let missing: Vec<&Function> =
        Function::ALL.iter().filter(|function| vocabulary::function(function).is_none()).collect();
    assert!(missing.is_empty(), "add arguments to tests/it/matrix/vocabulary.rs for {missing:?}");
}

/// A word is run where it compiles; else it is refused by name.
fn try_word(db: &mut Db, word: &Word, refused: bool) -> Result<(), String> {
    match (compile(word.statement.statement(), db.dialect()), refused) {
        (Ok(sql), false) => db.try_query(&sql.into_owned()).map(|_| ()),
        (Ok(sql), true) => Err(format!("is refused by the table, but compiles: {sql}")),
        (Err(CompileError::Unsupported { .. }), true) => Ok(()),
        (Err(error), _) => Err(format!("does not compile: {error}")),
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_servers_have_the_whole_vocabulary() {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        set_up(db);
        set_up_facts(db);
        let mut note = |db: &Db, word: &Word, result: Result<(), String>| {
            if let Err(problem) = result {
                wrong.push(format!("{} on {}: {problem}", word.name, db.name));
            }
        };
        for function in Function::ALL {
            let Some(word) = vocabulary::function(function) else { continue };
            let refused = vocabulary::form(db.dialect(), function) == "–";
            let result = try_word(db, &word, refused);
            note(db, &word, result);
        }
        for (data_type, word) in vocabulary::casts() {
            let refused = db.dialect().cast(&data_type).is_none();
            let result = try_word(db, &word, refused);
            note(db, &word, result);
        }
        for word in vocabulary::others() {
            let result = compile(word.statement.statement(), db.dialect());
            let refused = matches!(result, Err(CompileError::Unsupported { .. }));
            let result = try_word(db, &word, refused);
            note(db, &word, result);
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
