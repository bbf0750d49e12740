//! A server of a test's own, which it may kill.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server started by `tests/servers.sh`, stopped when dropped.
pub struct Own {
    /// As servers.sh calls it: pg, mariadb, mysql.
    name: &'static str,
    state: PathBuf,
    pub url: String,
}

impl Own {
    pub fn start(name: &'static str) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let state =
            std::env::temp_dir().join(format!("aludel-own.{}.{number}", std::process::id()));
        let mut own = Own { name, state, url: String::new() };
        let exports = own.run("up");
        let address = exports.lines().find_map(|line| {
            line.strip_prefix("export ALUDEL_")?.split_once("_URL='")?.1.strip_suffix('\'')
        });
        own.url = address.expect("an address").to_owned();
        own
    }

    /// Kills it: nothing is told, nothing is saved.
    pub fn crash(&self) {
        self.run("crash");
    }

    /// Starts it again, with its data, at its port.
    pub fn start_again(&self) {
        self.run("start");
    }

    fn run(&self, verb: &str) -> String {
        let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers.sh"));
        command.args([verb, self.name]).env("ALUDEL_STATE", &self.state);
        // What is committed has to survive a crash.
        command.env("ALUDEL_PG_OPTS", "-c synchronous_commit=on");
        for name in ["MARIADB", "MYSQL"] {
            command.env(format!("ALUDEL_{name}_OPTS"), "--innodb-flush-log-at-trx-commit=1");
        }
        for variable in ["POSTGRES_URL", "MARIADB_URL", "MYSQL_URL", "OUR_URLS"] {
            command.env_remove(format!("ALUDEL_{variable}"));
        }
        let done = command.output().expect("servers.sh runs");
        assert!(done.status.success(), "{verb}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.run("down");
        let _ = std::fs::remove_dir_all(&self.state);
    }
}
