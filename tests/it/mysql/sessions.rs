//! How a connection is opened, reset and reached.

use aludel::adapter::{Driver, MySqlConnection};
use aludel::prelude::*;

use super::{add, count, on_both};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn so_many_statements_stay_prepared_as_the_url_says() {
    on_both(|_, url| {
        for (option, capacity) in [("", 128), ("?statement_cache=2", 2), ("?statement_cache=0", 0)]
        {
            let mut db = MySqlConnection::connect(&format!("{url}{option}")).unwrap();
            for number in 0..4 {
                let query =
                    select(sql!(BigInt, "{}", val::<BigInt>(number)).label(format!("n{number}")));
                assert_eq!(db.fetch_one(&query).unwrap(), number);
            }
            let statistics = db.cache_statistics();
            assert_eq!((statistics.capacity, statistics.size), (capacity, capacity.min(4)));
        }
        let error = MySqlConnection::connect(&format!("{url}?statement_cache=all")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Settings);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_connection_of_ones_own_is_reached_through_any() {
    on_both(|db, url| {
        let dynamic: &mut dyn Driver = db;
        let own = dynamic.as_any().and_then(|any| any.downcast_mut::<MySqlConnection>());
        assert!(own.is_some());
        let mut conn = mysql::Conn::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        assert!(MySqlConnection::new(&mut conn).unwrap().as_any().is_none());
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_can_be_reset_is() {
    on_both(|db, url| {
        let pool = mysql::Pool::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        let mut pooled = MySqlConnection::new(pool.get_conn().unwrap()).unwrap();
        pooled.execute_script("SET time_zone = '+03:00'; START TRANSACTION").unwrap();
        add(&mut pooled, "a").unwrap();
        pooled.reset().unwrap();
        let zone = select(sql!(Text, "@@time_zone"));
        assert_eq!(pooled.fetch_scalar(&zone).unwrap(), "+00:00");
        assert_eq!((count(&mut pooled), count(db)), (0, 0));

        let mut conn = mysql::Conn::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        let transaction = conn.start_transaction(mysql::TxOpts::default()).unwrap();
        let error = MySqlConnection::new(transaction).unwrap().reset().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    });
}

#[cfg(feature = "tls")]
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_certificate_is_verified_without_the_name() {
    let folder = std::env::var("ALUDEL_TLS_DIR").unwrap();
    for variable in ["ALUDEL_MYSQL_PW_URL", "ALUDEL_MARIADB_PW_URL"] {
        let url = std::env::var(variable).unwrap();
        let with = |mode, ca| format!("{url}?ssl-mode={mode}&ssl-ca={folder}/{ca}");
        let mut db = MySqlConnection::connect(&with("verify_ca", "ca.crt")).unwrap();
        assert_eq!(db.fetch_scalar(&select(val::<Integer>(1))).unwrap(), 1);
        let error = MySqlConnection::connect(&with("verify_ca", "other-ca.crt")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    }
}
