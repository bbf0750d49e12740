//! A span of `tracing` for whatever a connection does, with the names that OpenTelemetry has for
//! databases: <https://opentelemetry.io/docs/specs/semconv/db/database-spans/>.

use tracing::Span;
use tracing::field::Empty;

use super::summary::Summary;
use super::{Action, Event, Outcome};

/// Whether anyone wants spans.
pub(super) fn is_wanted() -> bool {
    tracing::enabled!(target: "aludel", tracing::Level::INFO)
}

/// The span around it. The text has placeholders where parameters are, so it shows none.
pub(super) fn span(event: &Event<'_>) -> Span {
    // A script is the user's own text, which may hold secrets: CREATE USER … PASSWORD.
    let text = (event.action != Action::Script).then_some(event.sql);
    let summary = text.map(Summary::new).unwrap_or_default();
    let name = text.map_or("script", |_| summary.text.as_str());
    tracing::info_span!(
        target: "aludel",
        "database",
        otel.name = name,
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = system(event.dialect),
        db.query.text = text,
        db.query.summary = text.map(|_| name),
        db.operation.name = text.map(|_| summary.operation.as_str()),
        db.collection.name = summary.collection.as_deref(),
        db.namespace = event.server.namespace.as_deref(),
        server.address = event.server.address.as_deref(),
        server.port = event.server.port,
        db.response.returned_rows = Empty,
        db.response.status_code = Empty,
        error.type = Empty,
    )
}

/// What came of it.
pub(super) fn record(span: &Span, outcome: &Outcome<'_>) {
    match outcome.error {
        None => {
            if let Some(rows) = outcome.rows {
                span.record("db.response.returned_rows", rows);
            }
        }
        Some(error) => {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", tracing::field::debug(error.kind()));
            if let Some(code) = error.code() {
                span.record("db.response.status_code", code);
            }
        }
    }
}

fn system(dialect: &str) -> &'static str {
    match dialect {
        "SQLite" => "sqlite",
        "PostgreSQL" => "postgresql",
        "MySQL" => "mysql",
        "MariaDB" => "mariadb",
        _ => "other_sql",
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Metadata, Subscriber};

    use crate::adapter::{Connection, Hooks, SqliteConnection, observe};
    use crate::query::{BigInt, Integer, Text, select, val};
    use crate::schema::create_table;

    crate::table! { users { id: BigInt [primary_key] } }

    /// Collects the fields of spans.
    #[derive(Clone, Default)]
    struct Fields(Arc<Mutex<Vec<String>>>);

    impl Visit for Fields {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.0.lock().unwrap().push(format!("{}={value:?}", field.name()));
        }
    }

    impl Subscriber for Fields {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut self.clone());
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &tracing::Event<'_>) {
            event.record(&mut self.clone());
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn a_span_has_opentelemetrys_names_and_no_parameters() {
        let fields = Fields::default();
        tracing::subscriber::with_default(fields.clone(), || {
            let mut db = observe(SqliteConnection::open_in_memory().unwrap(), Hooks::new());
            db.fetch_one(&select((val::<Text>("hunter2"), val::<Integer>(1)))).unwrap();
            db.execute_ddl(&create_table(users::table)).unwrap();
            db.fetch_all(&select(users::id).from(users::table)).unwrap();
            db.transaction(|tx| tx.execute_script("PRAGMA secret_sauce; nonsense")).unwrap_err();
        });
        let seen = fields.0.lock().unwrap().join("\n");
        for field in [
            "otel.name=\"SELECT\"",
            "otel.name=\"SELECT users\"",
            "db.collection.name=\"users\"",
            "db.system.name=\"sqlite\"",
            "db.query.text=\"SELECT ?, ?\"",
            "db.operation.name=\"SELECT\"",
            "db.response.returned_rows=1",
            "otel.name=\"BEGIN\"",
            "error.type=Syntax",
            "db.response.status_code=\"1\"",
            "otel.name=\"ROLLBACK\"",
        ] {
            assert!(seen.contains(field), "{field} is missing:\n{seen}");
        }
        assert!(!seen.contains("hunter2") && !seen.contains("sauce"), "{seen}");
    }

    #[cfg(feature = "pool")]
    #[test]
    fn an_engine_tells_where_it_is_and_of_its_pool() {
        use crate::adapter::{Engine, EngineOptions, Server};

        let fields = Fields::default();
        tracing::subscriber::with_default(fields.clone(), || {
            let path = std::env::temp_dir().join(format!("aludel-trace.{}.db", std::process::id()));
            let url = format!("sqlite:///{}?pool_size=1&pool_timeout=0.05", path.display());
            let options = EngineOptions::new().hooks(Hooks::new().before_execute({
                let path = path.clone();
                move |event| {
                    let Server { address, namespace, .. } = event.server;
                    assert_eq!((address, namespace.as_deref()), (&None, path.to_str()));
                }
            }));
            let engine = Engine::connect_with(&url, options).unwrap();
            let one = select(val::<Integer>(1));
            engine.fetch_one(&one).unwrap();
            let held = engine.connection().unwrap();
            engine.fetch_one(&one).unwrap_err();
            drop(held);
            std::fs::remove_file(path).unwrap();
            Engine::connect("sqlite:////no/such/file.db").unwrap_err();
            Engine::connect("sqlite::memory:?echo=tracing").unwrap().fetch_one(&one).unwrap();
        });
        let seen = fields.0.lock().unwrap().join("\n");
        for field in [
            "message=connected",
            "aludel-trace.",
            "message=waited for a connection",
            "message=no connection was free",
            "message=could not connect",
            "error.type=Connection",
            "message=SELECT ? [1 parameter hidden] 1 row in",
        ] {
            assert!(seen.contains(field), "{field} is missing:\n{seen}");
        }
    }
}
