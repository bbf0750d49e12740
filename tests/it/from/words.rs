//! The words of each dialect, where they differ.

use aludel::prelude::*;

use crate::schema::{posts, teams, users};

/// The statement's text on SQLite, PostgreSQL, MySQL and MariaDB 10.11.
fn texts(statement: &impl AsStatement) -> [String; 4] {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::version(10, 11)];
    dialects.map(|dialect| statement.to_sql_inline(dialect).expect("it compiles"))
}

#[test]
fn rows_written_out() {
    let v = values::<(BigInt, Text)>().rows([(1, "a"), (2, "b")]).alias("v").columns(["n", "t"]);
    let [sqlite, postgres, mysql, mariadb] = texts(&select(v.column::<Text>("t")).from(v));
    let by_cte = r#"SELECT "v"."t" FROM (WITH "named" ("n", "t") AS (VALUES (1, 'a'), (2, 'b')) SELECT * FROM "named") AS "v""#;
    assert_eq!(sqlite, by_cte);
    assert_eq!(postgres, r#"SELECT "v"."t" FROM (VALUES (1, 'a'), (2, 'b')) AS "v" ("n", "t")"#);
    let united = "SELECT CAST(1 AS SIGNED) AS `column1`, 'a' AS `column2` UNION ALL SELECT CAST(2 AS SIGNED), 'b'";
    assert_eq!(mysql, format!("SELECT `v`.`t` FROM ({united}) AS `v` (`n`, `t`)"));
    let named = format!("WITH `named` (`n`, `t`) AS ({united}) SELECT * FROM `named`");
    assert_eq!(mariadb, format!("SELECT `v`.`t` FROM ({named}) AS `v`"));
}

#[test]
fn a_full_join() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let q = select((u.name, t.title)).from(u).full_join(t, u.team_id.eq(t.id)).order_by(u.id);
    let [sqlite, _, mysql, mariadb] = texts(&q);
    assert!(sqlite.contains(r#" FULL JOIN "teams" ON "#), "{sqlite}");
    assert_eq!(
        mysql,
        "SELECT `full1`.`c1` AS `name`, `full1`.`c2` AS `title` FROM (\
         SELECT `users`.`name` AS `c1`, `teams`.`title` AS `c2`, `users`.`id` AS `c3` \
         FROM `users` LEFT JOIN `teams` ON `users`.`team_id` = `teams`.`id` \
         UNION ALL SELECT NULL, `teams`.`title`, NULL FROM `teams` \
         WHERE NOT EXISTS (SELECT 1 FROM `users` WHERE `users`.`team_id` = `teams`.`id`)\
         ) AS `full1` ORDER BY `full1`.`c3`"
    );
    assert_eq!(mysql, mariadb);
}

#[test]
fn a_series() {
    let n = generate_series(posts::stars, 9, "n").step(2);
    let q = select(n.value()).from(posts::table).cross_join(n);
    let [sqlite, postgres, mysql, mariadb] = texts(&q);
    assert_eq!(
        sqlite,
        r#"SELECT ("posts"."stars" + "n"."key" * 2) AS "value" FROM "posts" CROSS JOIN json_each(CASE WHEN 9 >= "posts"."stars" THEN '[' || replace(hex(zeroblob((9 - "posts"."stars") / 2)), '00', '0,') || '0]' END) AS "n""#
    );
    assert_eq!(
        postgres,
        r#"SELECT "n"."value" FROM "posts" CROSS JOIN generate_series(CAST("posts"."stars" AS BIGINT), CAST(9 AS BIGINT), 2) AS "n" ("value")"#
    );
    assert_eq!(
        mysql,
        "SELECT (`posts`.`stars` + (CAST(`n`.`ordinality` AS SIGNED) - 1) * 2) AS `value` FROM `posts` CROSS JOIN JSON_TABLE(IF(9 >= `posts`.`stars`, COALESCE(CONCAT('[0', REPEAT(',0', (9 - `posts`.`stars`) DIV 2), ']'), 'too many'), '[]'), '$[*]' COLUMNS (`ordinality` FOR ORDINALITY)) AS `n`"
    );
    assert_eq!(mysql, mariadb);
}

#[test]
fn with_before_a_write() {
    let c = cte("c", select(users::id).from(users::table));
    let read = || select(c.get(users::id)).from(&c);
    let gone = delete(posts::table).filter(posts::user_id.in_(read())).with(&c);
    let [sqlite, _, mysql, mariadb] = texts(&gone);
    assert!(sqlite.starts_with(r#"WITH "c" AS ("#), "{sqlite}");
    assert!(mysql.starts_with("WITH `c` AS (SELECT"), "{mysql}");
    let inside = "IN (WITH `c` AS (SELECT `users`.`id` FROM `users`) SELECT `c`.`id`";
    assert!(
        mariadb.starts_with("DELETE FROM `posts` WHERE ") && mariadb.contains(inside),
        "{mariadb}"
    );
    let insert = insert_into(posts::table).columns(posts::user_id).from_select(read()).with(&c);
    let [sqlite, _, mysql, mariadb] = texts(&insert);
    assert!(sqlite.starts_with(r#"WITH "c" AS ("#), "{sqlite}");
    assert_eq!(
        mysql,
        "INSERT INTO `posts` (`user_id`) WITH `c` AS (SELECT `users`.`id` FROM `users`) SELECT `c`.`id` FROM `c`"
    );
    assert_eq!(mysql, mariadb);
}
