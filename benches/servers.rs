//! Where the servers are.

/// Whether an engine can be measured: SQLite always, a server where its address is given.
pub fn reachable(engine: &str) -> bool {
    let variable = variable(engine);
    let given = engine == "sqlite" || std::env::var(&variable).is_ok();
    if !given {
        eprintln!("{engine} is left out: {variable} is not set (tests/servers.sh up prints it)");
    }
    given
}

/// The address of a server.
///
/// # Panics
/// When it is not given.
pub fn url(engine: &str) -> String {
    std::env::var(variable(engine)).unwrap()
}

fn variable(engine: &str) -> String {
    format!("ALUDEL_{}_URL", engine.to_uppercase())
}
