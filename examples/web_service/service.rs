//! Requests and what is answered: statements of the database in, JSON out.

use aludel::prelude::*;
use serde_json::{Value as Json, json};

use crate::items::{self, Item, items as columns};

/// Answers one request: a status and a document.
pub fn answer(engine: &Engine, method: &str, url: &str, body: &str) -> (u16, Json) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let id = |text: &str| text.parse::<i64>().map_err(|_| Refusal::NotFound);
    let answered = match (method, path.as_slice()) {
        ("GET", ["items"]) => list(engine, query),
        ("POST", ["items"]) => add(engine, body),
        ("GET", ["items", key]) => id(key).and_then(|id| show(engine, id)),
        ("PUT", ["items", key]) => id(key).and_then(|id| set_done(engine, id, body)),
        ("DELETE", ["items", key]) => id(key).and_then(|id| remove(engine, id)),
        _ => Err(Refusal::NotFound),
    };
    answered.unwrap_or_else(|refusal| refusal.answer())
}

/// Why a request is not answered as asked.
enum Refusal {
    NotFound,
    BadRequest(&'static str),
    Database(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NoRows => Refusal::NotFound,
            _ => Refusal::Database(error),
        }
    }
}

impl Refusal {
    fn answer(self) -> (u16, Json) {
        let (status, reason) = match self {
            Refusal::NotFound => (404, "there is no such thing"),
            Refusal::BadRequest(reason) => (400, reason),
            Refusal::Database(error) => match error.kind() {
                // Try again: that a pool runs dry is no fault of the request.
                ErrorKind::PoolTimeout | ErrorKind::Connection => {
                    (503, "too much to do, come back later")
                }
                ErrorKind::InvalidData => (400, "the database does not take that value"),
                _ => {
                    eprintln!("{error}");
                    (500, "something went wrong here")
                }
            },
        };
        (status, json!({ "error": reason }))
    }
}

type Answer = Result<(u16, Json), Refusal>;

fn list(engine: &Engine, query: &str) -> Answer {
    let done = match query {
        "" => None,
        "open=true" => Some(false),
        "open=false" => Some(true),
        _ => return Err(Refusal::BadRequest("the query may be open=true or open=false")),
    };
    let items = engine.fetch_all(&items::list(done))?;
    Ok((200, items.iter().map(document).collect()))
}

fn show(engine: &Engine, id: i64) -> Answer {
    Ok((200, document(&engine.fetch_one(&items::one(id))?)))
}

fn add(engine: &Engine, body: &str) -> Answer {
    let body: Json = parse(body)?;
    let title = body["title"].as_str().ok_or(Refusal::BadRequest("a title is wanted"))?;
    let item = engine.transaction(|tx| {
        let id = tx.insert_key(&items::new(title), columns::id)?;
        tx.fetch_one(&items::one(id))
    })?;
    Ok((201, document(&item)))
}

fn set_done(engine: &Engine, id: i64, body: &str) -> Answer {
    let body: Json = parse(body)?;
    let done = body["done"].as_bool().ok_or(Refusal::BadRequest("done is wanted"))?;
    match engine.execute(&items::set_done(id, done))? {
        0 => Err(Refusal::NotFound),
        _ => show(engine, id),
    }
}

fn remove(engine: &Engine, id: i64) -> Answer {
    match engine.execute(&items::remove(id))? {
        0 => Err(Refusal::NotFound),
        _ => Ok((200, json!({}))),
    }
}

fn parse(body: &str) -> Result<Json, Refusal> {
    serde_json::from_str(body).map_err(|_| Refusal::BadRequest("the body is not JSON"))
}

fn document(Item { id, title, done }: &Item) -> Json {
    json!({ "id": id, "title": title, "done": done })
}
