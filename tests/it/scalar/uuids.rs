//! UUIDs.

use super::*;

table! {
    pub tokens { id: Integer [primary_key], token: Uuid, other: Nullable<Uuid> }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn made_stored_and_compared() {
    let known: uuid::Uuid = "6F4A6D0E-0000-4000-8000-000000000001".parse().unwrap();
    let low: uuid::Uuid = "00000000-0000-4000-8000-000000000001".parse().unwrap();
    on_all_engines(|db| {
        db.create(&create_table(tokens::table));
        for id in 1..4 {
            let insert =
                insert_into(tokens::table).set(tokens::id, id).set(tokens::token, uuid_v4());
            db.execute(&insert.set(tokens::other, (id < 3).then_some(known)));
        }
        let made = db.fetch_all(&select(tokens::token).from(tokens::table));
        assert!(made.iter().all(|uuid| uuid.get_version_num() == 4), "on {}: {made:?}", db.name);
        assert!(made[0] != made[1] && made[1] != made[2], "on {}: {made:?}", db.name);
        let found = |db: &mut Db, condition: Condition| {
            db.fetch_all(
                &select(tokens::id).from(tokens::table).filter(condition).order_by(tokens::id),
            )
        };
        assert_eq!(found(db, tokens::other.eq(known)), [1, 2], "on {}", db.name);
        assert_eq!(found(db, tokens::other.gt(low)), [1, 2], "on {}", db.name);
        assert_eq!(found(db, tokens::other.in_([known, low])), [1, 2], "on {}", db.name);
        assert_eq!(found(db, tokens::token.eq(tokens::other)), [0; 0], "on {}", db.name);
        let text =
            select(tokens::other.cast::<Text>()).from(tokens::table).filter(tokens::id.eq(1));
        assert_eq!(db.fetch_one(&text), Some(known.to_string()), "on {}", db.name);
    });
}

#[test]
fn an_old_server_makes_none() {
    let q = select(uuid_v4());
    assert!(q.compile(&MariaDb::version(10, 6)).is_err());
    assert!(q.compile(&MariaDb::version(10, 10)).is_ok());
    assert!(q.compile(&Postgres::version(12)).is_err());
    assert!(q.compile(&Postgres::version(13)).is_ok());
}
