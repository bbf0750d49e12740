//! What the guide says of PgBouncer and Galera, seen on them. Run by `tests/clusters.sh`.

mod galera;
mod pgbouncer;

fn url(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run this test by tests/clusters.sh"))
}
