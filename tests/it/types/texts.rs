//! Text, bytes, and what is made of them: JSON, UUIDs, own types.

use super::*;

both_ways! {
    texts: Text,
    [
        "", " ", "a", "A", "a ", " a", "'", "''", "\"", "`", "\\", "\\'", "%_", "é", "e\u{301}", "\u{1F600}", "\n\r\t",
        "$1 ? :a", "-- /* */", "\u{feff}", "a\0b",
    ].map(str::to_owned),
    refused: |engine, value| engine == "PostgreSQL" && value.contains('\0')
}
both_ways! {
    short_texts: VarChar<10>,
    ["", "a ", "\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}"].map(str::to_owned)
}
both_ways! { fixed_texts: Char<3>, ["abc", "\u{1F600}'\\"].map(str::to_owned) }
both_ways! {
    bytes: Blob,
    [Vec::new(), vec![0], (0..=255).collect(), b"'\\x".to_vec(), vec![0xAB; 1 << 20]]
}

both_ways! {
    uuids: Uuid,
    [uuid::Uuid::nil(), uuid::Uuid::max(), uuid::Uuid::from_u128(0x67e55044_10b1_426f_9247_bb680e5fe0c8)]
}

both_ways! {
    documents: Json,
    [
        serde_json::json!(null),
        serde_json::json!(true),
        serde_json::json!(0.1),
        serde_json::json!("it's \u{1F600} \\ \""),
        serde_json::json!([]),
        serde_json::json!({ "a": { "b": [1, null, "two", { "c": [] }] }, "": "é" }),
        serde_json::json!([i64::MIN, u64::MAX, 9_007_199_254_740_993_i64]),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Key(i64);
sql_type! { Key as BigInt }
both_ways! { newtypes: Key, [Key(i64::MIN), Key(7)] }

#[derive(Clone, Debug, PartialEq)]
struct Name(String);
sql_type! { Name as VarChar<20> }
both_ways! { newtypes_of_text: Name, [Name("Ann".to_owned()), Name(String::new())] }

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Happy,
    Sad,
}
sql_type! {
    Mood as VarChar<8>,
    encode: |mood| match mood { Mood::Happy => "happy", Mood::Sad => "sad" },
    decode: |text| match text.as_str() {
        "happy" => Ok(Mood::Happy),
        "sad" => Ok(Mood::Sad),
        _ => Err("neither `happy` nor `sad`"),
    },
}
both_ways! { enums: Mood, [Mood::Happy, Mood::Sad] }

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_own_type_refuses_what_it_is_not() {
    table! { people { id: BigInt [primary_key], mood: Mood } }
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        db.batch("INSERT INTO people VALUES (1, 'cross')");
        let error = db.connection.fetch_one(&select(people::mood).from(people::table)).unwrap_err();
        assert_eq!((error.kind(), error.column()), (ErrorKind::Decode, Some("mood")), "{error}");
        assert!(error.to_string().contains("`cross` is not a valid Mood"), "{error}");
    });
}

/// A type that the server knows by its name: a PostgreSQL enum. Elsewhere a text does.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_named_enum_is_bound_and_read() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Weather(&'static str);
    sql_type! {
        Weather as Text, named "weather",
        encode: |weather| weather.0,
        decode: |text| ["rain", "sun"].into_iter().find(|name| *name == text).map(Weather).ok_or("no weather"),
    }
    table! { days { id: BigInt [primary_key], weather: Weather, before: Nullable<Weather> } }
    let mut db = Db::postgres();
    db.batch("CREATE TYPE weather AS ENUM ('rain', 'sun')");
    db.create(&create_table(days::table));
    let (rain, sun) = (Weather("rain"), Weather("sun"));
    let insert = insert_into(days::table).columns((days::id, days::weather, days::before));
    db.execute(&insert.clone().row((1, rain, None::<Weather>)).row((2, sun, Some(rain))));
    let rows = [(3, sun, Some(sun)), (4, rain, None)];
    assert_eq!(db.connection.insert_many(&insert, rows).expect("they are taken"), 2);
    let all =
        select((days::id, days::weather, days::before)).from(days::table).order_by(days::id.asc());
    let found = db.fetch_all(&all);
    assert_eq!(
        found,
        [(1, rain, None), (2, sun, Some(rain)), (3, sun, Some(sun)), (4, rain, None)]
    );
    let suns = select(days::id).from(days::table).filter(days::weather.eq(sun));
    assert_eq!(db.fetch_all(&suns.order_by(days::id.asc())), [2, 3]);
    let error =
        db.connection.execute(&insert.row((5, Weather("snow"), None::<Weather>))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData, "{error}");
}
