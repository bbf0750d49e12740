//! Clusters, poolers and distributed databases: what changes for a program.
//!
//! They speak the protocol of PostgreSQL or MySQL, and take the dialect of that database. What they
//! do otherwise is below. Rows that say *tested* are seen by `tests/clusters.sh`, through this
//! crate; the others are what the documentation that is linked says, and were not tried.
//!
//! One rule covers most of it: **a transaction may fail through no fault of its own and is then run
//! again from its start**, as
//! [`transaction_retry`](crate::adapter::Connection::transaction_retry) does.
//! [`Error::is_transient`](crate::Error::is_transient) tells such a failure, which may come as late
//! as COMMIT. Take the values that it is computed from inside of the transaction, so that the second
//! run reads them anew.
//!
//! # Galera (MariaDB)
//!
//! <https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/>
//!
//! | what | how | by |
//! |---|---|---|
//! | conflicts | two nodes that change the same row: one of them fails with 1213, as a deadlock does, at a statement or at COMMIT; run it again | tested |
//! | a node that dies | transactions kept on the others stay; connect to another node, or to the same when it is back | tested |
//! | AUTO_INCREMENT | keys leave gaps, those of one INSERT too (1, 4, 7 on three nodes): never compute one from another, nor from `last_insert_id` | tested |
//! | row locks | FOR UPDATE, NOWAIT and SKIP LOCKED see the locks of their own node only; a conflict with another node shows as 1213 | tested |
//! | reading on another node | may be a moment behind, unless `wsrep_sync_wait` is set in the session | tested |
//! | isolation | SERIALIZABLE holds among the transactions of one node only | documentation |
//! | LOCK TABLES, GET_LOCK, XA | not supported | documentation |
//! | tables | InnoDB, each with a primary key: DELETE is not supported without | documentation |
//!
//! # PgBouncer, pooling by transaction
//!
//! <https://www.pgbouncer.org/features.html>
//!
//! | what | how | by |
//! |---|---|---|
//! | prepared statements | get lost (26000) when the next transaction runs on another connection to the server, or are there already (42P05); seen with 1.18 | tested |
//! | without a statement cache (`statement_cache=0` in the URL) | statements, transactions and bulk insertions work, and nothing is left prepared | tested |
//! | prepared statements, from 1.21 on | work with `max_prepared_statements` above 0 | documentation |
//! | SET, LISTEN, WITH HOLD cursors, temporary tables that outlive a transaction, advisory locks of the session | never work: what comes next may run on another connection | documentation |
//!
//! # Citus
//!
//! <https://docs.citusdata.com/en/stable/develop/reference_workarounds.html>
//!
//! | what | how | by |
//! |---|---|---|
//! | UNIQUE and PRIMARY KEY | of a distributed table contain the distribution column | documentation |
//! | FOREIGN KEY | between co-located tables with the distribution column, or to a reference table | documentation |
//! | UPDATE of the distribution column | refused: "modifying the partition value of rows is not allowed" | documentation |
//! | FOR UPDATE | in queries of one shard only | documentation |
//!
//! # CockroachDB
//!
//! <https://www.cockroachlabs.com/docs/stable/postgresql-compatibility>
//!
//! | what | how | by |
//! |---|---|---|
//! | isolation | SERIALIZABLE by default; 40001 is ordinary: run the transaction again | documentation |
//! | SERIAL | unique, by default neither consecutive nor surely ascending | documentation |
//! | `/` on integers | yields a DECIMAL, where PostgreSQL yields an integer | documentation |
//! | DDL in transactions | not atomic in every case; run each by itself | documentation |
//!
//! # YugabyteDB
//!
//! <https://docs.yugabyte.com/stable/develop/learn/transactions/transactions-retries-ysql/>
//!
//! | what | how | by |
//! |---|---|---|
//! | conflicts | 40001: run the transaction again, where the server has not done so by itself | documentation |
//! | sequences | each connection takes a stock of values (100 by default): gaps, and no order among connections | documentation |
//!
//! # TiDB
//!
//! <https://docs.pingcap.com/tidb/stable/mysql-compatibility/>
//!
//! | what | how | by |
//! |---|---|---|
//! | isolation | REPEATABLE READ or READ COMMITTED; others are refused (8048) | documentation |
//! | AUTO_INCREMENT | unique, but neither consecutive nor ascending among servers | documentation |
//! | SKIP LOCKED | not supported | documentation |
//! | CHECK | enforced only with `tidb_enable_check_constraint` | documentation |
//! | savepoints | not in older versions (5.x) | documentation |
//!
//! # Vitess
//!
//! <https://vitess.io/docs/reference/compatibility/mysql-compatibility/>
//!
//! | what | how | by |
//! |---|---|---|
//! | keys | a sharded table has a sequence of Vitess in the place of AUTO_INCREMENT, which each shard would count by itself | documentation |
//! | transactions over several shards | READ COMMITTED, and by default committed as well as can be: not atomic if one shard fails | documentation |
