//! Plans.

use aludel::adapter::EngineOptions;
use aludel::prelude::*;

use super::{SERVERS, change, counters, on_servers};

#[test]
fn sqlite_explains_and_does_not_measure() {
    let engine = Engine::connect("sqlite::memory:").unwrap();
    engine.execute_ddl(&create_table(counters::table)).unwrap();
    let plan = engine.explain(&change()).unwrap();
    assert_eq!((plan.rows().len(), plan.to_string().as_str()), (1, "SCAN counters\n"));
    let error = engine.explain_analyze(&change()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn servers_explain_and_measure() {
    on_servers(SERVERS, &EngineOptions::new().tag("application", "shop"), |engine| {
        let name = engine.dialect_name();
        let query = select(counters::n).from(counters::table).filter(counters::id.eq(5));
        for plan in [engine.explain(&query), engine.explain_analyze(&query)] {
            assert!(!plan.unwrap().to_string().is_empty(), "on {name}");
        }
        // Of a statement that writes, the one is not carried out, the other is.
        assert!(!engine.explain(&change()).unwrap().rows().is_empty(), "on {name}");
        let most = select(max(counters::n)).from(counters::table);
        assert_eq!(engine.fetch_one(&most).unwrap(), Some(0), "on {name}");
        match engine.explain_analyze(&change()) {
            Ok(plan) => {
                assert!(!plan.rows().is_empty(), "on {name}");
                assert_eq!(engine.fetch_one(&most).unwrap(), Some(1), "on {name}");
            }
            // MySQL would change nothing.
            Err(error) => assert_eq!((name, error.kind()), ("MySQL", ErrorKind::Unsupported)),
        }
    });
}
