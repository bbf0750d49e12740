//! The engine: URLs, pool, retries, hooks, comments, plans.

mod explain;
mod fake;
mod many;
mod observe;
mod pool;
mod retry;
mod urls;

use std::sync::atomic::{AtomicU32, Ordering};

use aludel::adapter::EngineOptions;
use aludel::prelude::*;

table! {
    counters { id: BigInt [primary_key], n: BigInt }
}

fn one() -> Select<Integer> {
    select(val::<Integer>(1))
}

fn change() -> impl AsStatement {
    update(counters::table).set(counters::n, 1).all_rows()
}

/// A file that goes with its test.
struct File(std::path::PathBuf);

impl File {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        File(std::env::temp_dir().join(format!("aludel-engine-{}-{number}.db", std::process::id())))
    }

    fn url(&self, options: &str) -> String {
        format!("sqlite:///{}?{options}", self.0.display())
    }

    fn engine(&self, options: &str) -> Engine {
        let engine = Engine::connect(&self.url(options)).unwrap();
        engine.execute_ddl(&create_table(counters::table)).unwrap();
        let insert = insert_into(counters::table).columns((counters::id, counters::n));
        engine.execute(&insert.row((1, 0))).unwrap();
        engine
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Runs the test on each of these servers, in a schema or database of its own with two rows.
fn on_servers(variables: &[&str], options: &EngineOptions, test: impl Fn(&Engine)) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for variable in variables {
        let url = std::env::var(variable).unwrap();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let space = format!("engine{}_{number}", std::process::id());
        let (server, _) = url.rsplit_once('/').unwrap();
        let (create, drop, own) = if url.starts_with("postgres") {
            let mark = if url.contains('?') { '&' } else { '?' };
            let own = format!("{url}{mark}options=-csearch_path%3D{space}");
            (format!("CREATE SCHEMA {space}"), format!("DROP SCHEMA {space} CASCADE"), own)
        } else {
            let own = format!("{server}/{space}");
            (format!("CREATE DATABASE {space}"), format!("DROP DATABASE {space}"), own)
        };
        let outside = Engine::connect(&url).unwrap();
        outside.execute_script(&create).unwrap();
        let engine = Engine::connect_with(&own, options.clone()).unwrap();
        engine.execute_ddl(&create_table(counters::table)).unwrap();
        let insert = insert_into(counters::table).columns((counters::id, counters::n));
        engine.execute(&insert.rows([(1, 0), (2, 0)])).unwrap();
        test(&engine);
        outside.execute_script(&drop).unwrap();
    }
}

const POSTGRES: &[&str] = &["ALUDEL_POSTGRES_URL"];
const MYSQLS: &[&str] = &["ALUDEL_MYSQL_URL", "ALUDEL_MARIADB_URL"];
const SERVERS: &[&str] = &["ALUDEL_POSTGRES_URL", "ALUDEL_MYSQL_URL", "ALUDEL_MARIADB_URL"];
