//! Rows whose columns are known at run time only, on the four engines.

use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{set_up, teams, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_is_read_by_name() {
    on_all_engines(|db| {
        set_up(db);
        let q = select((users::id, users::name, users::age, (users::id * 2).label("twice")))
            .from(users::table)
            .order_by(users::id.asc());
        let rows = db.connection.fetch_rows(&q).expect("rows");
        let (first, last) = (&rows[0], &rows[3]);
        assert_eq!(first.columns(), ["id", "name", "age", "twice"], "on {}", db.name);
        assert_eq!(first.decode::<BigInt>("id").expect("a number"), 1);
        assert_eq!(first.decode::<BigInt>(3).expect("a number"), 2);
        assert_eq!(first.decode::<Nullable<Integer>>("age").expect("a number"), Some(30));
        assert_eq!(last.get("age"), Some(&Value::Null));
        let error = last.decode::<Integer>("age").unwrap_err().to_string();
        assert_eq!(error, "column 2 (`age`): NULL where the query promised INTEGER");
        let json = serde_json::json!({ "id": 4, "name": "Dot", "age": null, "twice": 8 });
        assert_eq!(serde_json::Value::from(last.to_json()), json, "on {}", db.name);
    });
}

/// What has neither a name nor a label is named by the server; equal names are told apart by position.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn names_are_the_servers_where_none_is_given() {
    on_all_engines(|db| {
        set_up(db);
        let q = select((users::id, teams::id, literal::<Integer>(1), upper(users::name)))
            .from(users::table)
            .join(teams::table, teams::id.eq(users::team_id))
            .order_by(users::id.asc());
        let rows = db.connection.fetch_rows(&q).expect("rows");
        let names = match db.name {
            "PostgreSQL" => ["?column?", "upper"],
            "SQLite" => ["1", r#"UPPER("users"."name")"#],
            _ => ["1", "UPPER(`users`.`name`)"],
        };
        assert_eq!(rows[2].columns(), ["id", "id", names[0], names[1]], "on {}", db.name);
        assert_eq!(rows[2].decode::<BigInt>("id").expect("a number"), 3);
        assert_eq!(rows[2].decode::<BigInt>(1).expect("a number"), 2);
        let json = rows[2].to_json();
        assert_eq!((json["id"].as_i64(), json["id_2"].as_i64()), (Some(3), Some(2)));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_two_tables_are_two_structs() {
    row_struct! {
        #[derive(Debug, PartialEq)]
        struct Member { id: i64, name: String }
        #[derive(Debug, PartialEq)]
        struct Team { id: i64, title: String }
    }
    on_all_engines(|db| {
        set_up(db);
        let q = select(((users::id, users::name), (teams::id, teams::title)))
            .from(users::table)
            .join(teams::table, teams::id.eq(users::team_id))
            .filter(users::id.eq(3))
            .into_struct::<(Member, Team)>();
        let (cid, blue) =
            (Member { id: 3, name: "Cid".into() }, Team { id: 2, title: "blue".into() });
        assert_eq!(db.fetch_all(&q), [(cid, blue)], "on {}", db.name);
    });
}
