use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value as Json, json};

use super::*;

/// Runs the service while the test asks it.
fn with_service(test: impl FnOnce(SocketAddr) + Send) {
    let engine = Engine::connect("sqlite::memory:").unwrap();
    items::set_up(&engine).unwrap();
    let server = Server::http("127.0.0.1:0").unwrap();
    let address = server.server_addr().to_ip().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| serve(&server, &engine));
        let stop = Stop(&server);
        test(address);
        drop(stop);
    });
}

/// Tells every thread to stop, also when the test fails.
struct Stop<'s>(&'s Server);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        (0..THREADS).for_each(|_| self.0.unblock());
    }
}

fn ask(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, Json) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

#[test]
fn items_come_and_go() {
    with_service(|at| {
        assert_eq!(ask(at, "GET", "/items", ""), (200, json!([])));
        let tea = json!({ "id": 1, "title": "buy tea", "done": false });
        assert_eq!(ask(at, "POST", "/items", r#"{"title": "buy tea"}"#), (201, tea.clone()));
        assert_eq!(ask(at, "GET", "/items/1", ""), (200, tea.clone()));
        assert_eq!(ask(at, "GET", "/items?open=false", ""), (200, json!([])));
        let done = json!({ "id": 1, "title": "buy tea", "done": true });
        assert_eq!(ask(at, "PUT", "/items/1", r#"{"done": true}"#), (200, done.clone()));
        assert_eq!(ask(at, "GET", "/items?open=false", ""), (200, json!([done])));
        assert_eq!(ask(at, "DELETE", "/items/1", "").0, 200);
        assert_eq!(ask(at, "GET", "/items/1", "").0, 404);
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    with_service(|at| {
        for (method, path, body, status) in [
            ("GET", "/", "", 404),
            ("GET", "/items/one", "", 404),
            ("PUT", "/items/9", r#"{"done": true}"#, 404),
            ("DELETE", "/items/9", "", 404),
            ("POST", "/items", "{", 400),
            ("POST", "/items", "{}", 400),
            ("GET", "/items?open=perhaps", "", 400),
        ] {
            assert_eq!(ask(at, method, path, body).0, status, "{method} {path} {body}");
        }
    });
}

#[test]
fn many_at_once_lose_nothing() {
    with_service(|at| {
        thread::scope(|scope| {
            for caller in 0..8 {
                scope.spawn(move || {
                    for number in 0..10 {
                        let body = json!({ "title": format!("{caller}/{number}") }).to_string();
                        assert_eq!(ask(at, "POST", "/items", &body).0, 201);
                    }
                });
            }
        });
        let (status, items) = ask(at, "GET", "/items", "");
        assert_eq!((status, items.as_array().unwrap().len()), (200, 80));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_database_serves() {
    for variable in ["ALUDEL_POSTGRES_URL", "ALUDEL_MARIADB_URL", "ALUDEL_MYSQL_URL"] {
        let url = std::env::var(variable).expect("run this test by tests/all-engines.sh");
        let engine = Engine::connect(&url).unwrap();
        engine.execute_ddl(&drop_table(items::items::table).if_exists()).unwrap();
        items::set_up(&engine).unwrap();
        let ask = |method, path, body| service::answer(&engine, method, path, body);
        let tea = json!({ "id": 1, "title": "buy tea", "done": false });
        assert_eq!(ask("POST", "/items", r#"{"title": "buy tea"}"#), (201, tea.clone()), "{url}");
        assert_eq!(ask("GET", "/items?open=true", ""), (200, json!([tea])), "{url}");
        assert_eq!(ask("PUT", "/items/1", r#"{"done": true}"#).0, 200, "{url}");
        assert_eq!(ask("PUT", "/items/2", r#"{"done": true}"#).0, 404, "{url}");
        let long = json!({ "title": "x".repeat(300) }).to_string();
        assert_eq!(ask("POST", "/items", &long).0, 400, "{url}");
        engine.execute_ddl(&drop_table(items::items::table)).unwrap();
    }
}
