//! A small web service of several threads over an engine and its pool: a list of things to do.
//!
//! ```sh
//! cargo run --all-features --example web_service           # over SQLite, in memory
//! cargo run --all-features --example web_service -- 127.0.0.1:8000 postgresql://ann@localhost/todo
//! curl -d '{"title": "buy tea"}' http://127.0.0.1:8000/items
//! curl http://127.0.0.1:8000/items?open=true
//! curl -X PUT -d '{"done": true}' http://127.0.0.1:8000/items/1
//! ```
//!
//! `service.rs` answers requests and knows no HTTP server; `items.rs` has the table and its
//! statements.

mod items;
mod service;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::sync::Arc;
use std::{env, thread};

use aludel::prelude::*;
use tiny_http::{Header, Method, Request, Response, Server};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many requests are answered at a time.
const THREADS: usize = 4;

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8000".into());
    let url = arguments.next().unwrap_or_else(|| "sqlite::memory:".into());
    let engine = Engine::connect(&url)?;
    items::set_up(&engine)?;
    let server = Arc::new(Server::http(&address)?);
    eprintln!("http://{} over {engine:?}", server.server_addr());
    serve(&server, &engine);
    Ok(())
}

/// Answers requests, in several threads, until the server is told to stop.
fn serve(server: &Server, engine: &Engine) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                // An error here is the server's end.
                while let Ok(request) = server.recv() {
                    answer(request, engine);
                }
            });
        }
    });
}

fn answer(mut request: Request, engine: &Engine) {
    let method = match request.method() {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        _ => "",
    };
    let url = request.url().to_owned();
    let mut body = String::new();
    let read = std::io::Read::read_to_string(request.as_reader(), &mut body);
    let (status, json) = match read {
        Ok(_) => service::answer(engine, method, &url, &body),
        Err(_) => (400, serde_json::json!({ "error": "the body is not text" })),
    };
    // Who asked may be gone.
    let _ = request.respond(response(status, &json));
}

fn response(status: u16, json: &serde_json::Value) -> Response<Cursor<Vec<u8>>> {
    let response = Response::from_string(json.to_string()).with_status_code(status);
    match Header::from_bytes("Content-Type", "application/json") {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}
