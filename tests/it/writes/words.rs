//! The words that each dialect has for a write.

use aludel::prelude::*;
use aludel::testing::assert_sql;

table! {
    t { id: BigInt [primary_key], a: Integer, b: Integer }
    u { t_id: BigInt, v: Integer }
}

#[test]
fn update_from() {
    let q = update(t::table).set(t::a, u::v).from(u::table).filter(u::t_id.eq(t::id));
    assert_sql!(q, {
        sqlite: r#"UPDATE "t" SET "a" = "u"."v" FROM "u" WHERE "u"."t_id" = "t"."id""#,
        postgres: r#"UPDATE "t" SET "a" = "u"."v" FROM "u" WHERE "u"."t_id" = "t"."id""#,
        mysql: "UPDATE `t` CROSS JOIN `u` SET `t`.`a` = `u`.`v` WHERE `u`.`t_id` = `t`.`id`",
        mariadb: "UPDATE `t` CROSS JOIN `u` SET `t`.`a` = `u`.`v` WHERE `u`.`t_id` = `t`.`id`",
    });
}

#[test]
fn delete_using() {
    let x = t::alias("x");
    let q = delete(x).using(u::table).filter(u::t_id.eq(x.id));
    assert_sql!(q, {
        sqlite: r#"DELETE FROM "t" AS "x" WHERE EXISTS (SELECT 1 FROM "u" WHERE "u"."t_id" = "x"."id")"#,
        postgres: r#"DELETE FROM "t" AS "x" USING "u" WHERE "u"."t_id" = "x"."id""#,
        mysql: "DELETE FROM `x` USING `t` AS `x` CROSS JOIN `u` WHERE `u`.`t_id` = `x`.`id`",
        mariadb: "DELETE FROM `x` USING `t` AS `x` CROSS JOIN `u` WHERE `u`.`t_id` = `x`.`id`",
    });
    let everything = delete(t::table).using(u::table).filter(u::t_id.eq(t::id));
    let everything = everything.returning(u::v);
    assert_sql!(everything, { sqlite: Err("u.v"), mysql: Err("RETURNING") });
}

#[test]
fn a_limit() {
    let q = delete(t::table).filter(t::a.gt(7)).order_by(t::b.asc()).limit(2);
    assert_sql!(q, {
        sqlite: r#"DELETE FROM "t" WHERE "t"."id" IN (SELECT "t"."id" FROM "t" WHERE "t"."a" > ? ORDER BY "t"."b" LIMIT ?)"#,
        postgres: r#"DELETE FROM "t" WHERE "t"."id" IN (WITH "first rows" AS MATERIALIZED (SELECT "t"."id" FROM "t" WHERE "t"."a" > $1 ORDER BY "t"."b" LIMIT $2) SELECT * FROM "first rows")"#,
        mysql: "DELETE FROM `t` WHERE `t`.`a` > ? ORDER BY `t`.`b` LIMIT ?",
        mariadb: "DELETE FROM `t` WHERE `t`.`a` > ? ORDER BY `t`.`b` LIMIT ?",
    }, params: [7, 2]);
    let nameless = delete(table("t")).all_rows().limit(2);
    assert_sql!(nameless, {
        sqlite: r#"DELETE FROM "t" WHERE "t"."_rowid_" IN (SELECT "t"."_rowid_" FROM "t" LIMIT ?)"#,
        postgres: r#"DELETE FROM "t" WHERE ("t"."tableoid", "t"."ctid") IN (WITH "first rows" AS MATERIALIZED (SELECT "t"."tableoid", "t"."ctid" FROM "t" LIMIT $1) SELECT * FROM "first rows")"#,
    });
}

#[test]
fn assignments_in_a_circle() {
    let q = update(t::table).set(t::a, t::b).set(t::b, t::a).filter(t::id.eq(1));
    assert_sql!(q, {
        sqlite: r#"UPDATE "t" SET "a" = "t"."b", "b" = "t"."a" WHERE "t"."id" = ?"#,
        mysql: "UPDATE `t` CROSS JOIN (SELECT `t`.`id` AS `key 1`, `t`.`b` AS `value 1`, `t`.`a` AS `value 2` FROM `t` WHERE `t`.`id` = ? LIMIT 9223372036854775807) AS `old rows` SET `t`.`a` = `old rows`.`value 1`, `t`.`b` = `old rows`.`value 2` WHERE `t`.`id` = `old rows`.`key 1`",
    });
}

#[test]
fn an_upsert_on_one_key() {
    table! { k { id: BigInt [primary_key], name: VarChar<9> [unique], n: Integer } }
    let insert = || insert_into(k::table).set(k::id, 1).set(k::n, 2);
    assert_sql!(insert().on_conflict(k::id).do_update(k::n.set_excluded()), {
        sqlite: r#"INSERT INTO "k" ("id", "n") VALUES (?, ?) ON CONFLICT ("id") DO UPDATE SET "n" = excluded."n""#,
        mysql: "INSERT INTO `k` (`id`, `n`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `n` = IF(`k`.`id` = VALUES(`id`), VALUES(`n`), (SELECT `k`.`n` FROM (SELECT 1 UNION ALL SELECT 2) AS `another key`))",
    });
    // Of a table whose only key it is, no other can be met.
    let only = insert_into(t::table).set(t::id, 1).set(t::a, 2).set(t::b, 3);
    assert_sql!(only.on_conflict(t::id).do_nothing(), {
        postgres: r#"INSERT INTO "t" ("id", "a", "b") VALUES ($1, $2, $3) ON CONFLICT ("id") DO NOTHING"#,
        mariadb: "INSERT INTO `t` (`id`, `a`, `b`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `id` = IF(LAST_INSERT_ID(18446744073709551615), `t`.`id`, `t`.`id`)",
    });
}

#[test]
fn rows_of_values_by_key() {
    let q = update(t::table).set_each((t::id, t::a), t::id, [(1, 10), (2, 20)]);
    assert_sql!(q, {
        postgres: r#"UPDATE "t" SET "a" = "each"."a" FROM (SELECT "t"."id", "t"."a" FROM "t" WHERE 1 = 0 UNION ALL VALUES ($1, $2), ($3, $4)) AS "each" WHERE "t"."id" = "each"."id""#,
        mysql: "UPDATE `t` CROSS JOIN (SELECT `t`.`id`, `t`.`a` FROM `t` WHERE 1 = 0 UNION ALL (SELECT CAST(? AS SIGNED) AS `column1`, CAST(? AS SIGNED) AS `column2` UNION ALL SELECT CAST(? AS SIGNED), CAST(? AS SIGNED))) AS `each` SET `t`.`a` = `each`.`a` WHERE `t`.`id` = `each`.`id`",
    }, params: [1, 10, 2, 20]);
}

#[test]
fn the_row_of_a_query() {
    table! { n { id: BigInt [primary_key], a: Nullable<Integer>, b: Nullable<Integer> } }
    let row = select((max(u::v), min(u::v))).from(u::table).filter(u::t_id.eq(n::id));
    let q = update(n::table).set_row((n::a, n::b), row).all_rows();
    assert_sql!(q, {
        postgres: r#"UPDATE "n" SET ("a", "b") = (SELECT MAX("u"."v"), MIN("u"."v") FROM "u" WHERE "u"."t_id" = "n"."id")"#,
        mysql: "UPDATE `n` SET `a` = (SELECT MAX(`u`.`v`) FROM `u` WHERE `u`.`t_id` = `n`.`id`), `b` = (SELECT MIN(`u`.`v`) FROM `u` WHERE `u`.`t_id` = `n`.`id`)",
    });
}
