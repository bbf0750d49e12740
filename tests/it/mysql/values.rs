//! Values that are rare: the largest, the absent, the impossible.

use aludel::prelude::*;

use super::on_both;

table! { kinds {
    id: BigInt [primary_key],
    truth: Nullable<Boolean>, small: Nullable<SmallInt>, number: Nullable<Integer>,
    unsigned: Nullable<UnsignedBigInt>, real: Nullable<Real>, double: Nullable<Double>,
    text: Nullable<Text>, name: Nullable<VarChar<20>>, blob: Nullable<Blob>,
    day: Nullable<Date>, clock: Nullable<Time>, moment: Nullable<Timestamp>,
    instant: Nullable<TimestampTz>, price: Nullable<Decimal<30, 10>>, uuid: Nullable<Uuid>, document: Nullable<Json>,
} }

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_of_each_type() {
    on_both(|db, _| {
        db.execute_ddl(&create_table(kinds::table)).unwrap();
        let nulls = insert_into(kinds::table)
            .set(kinds::id, 1)
            .set(kinds::truth, None::<bool>)
            .set(kinds::small, None::<i16>)
            .set(kinds::number, None::<i32>)
            .set(kinds::unsigned, None::<u64>)
            .set(kinds::real, None::<f32>)
            .set(kinds::double, None::<f64>)
            .set(kinds::text, None::<&str>)
            .set(kinds::name, None::<&str>)
            .set(kinds::blob, None::<&[u8]>)
            .set(kinds::day, None::<chrono::NaiveDate>)
            .set(kinds::clock, None::<chrono::NaiveTime>)
            .set(kinds::moment, None::<chrono::NaiveDateTime>)
            .set(kinds::instant, None::<chrono::DateTime<chrono::Utc>>)
            .set(kinds::price, None::<rust_decimal::Decimal>)
            .set(kinds::uuid, None::<::uuid::Uuid>)
            .set(kinds::document, None::<serde_json::Value>);
        db.execute(&nulls).unwrap();
        let everything = (
            (
                kinds::truth,
                kinds::small,
                kinds::number,
                kinds::unsigned,
                kinds::real,
                kinds::double,
            ),
            (kinds::text, kinds::name, kinds::blob),
            (kinds::day, kinds::clock, kinds::moment, kinds::instant),
            (kinds::price, kinds::uuid, kinds::document),
        );
        let row = db.fetch_one(&select(everything).from(kinds::table)).unwrap();
        assert_eq!(row.0, (None, None, None, None, None, None));
        assert_eq!(row.1, (None, None, None));
        assert_eq!(row.2, (None, None, None, None));
        assert_eq!(row.3, (None, None, None));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parameters_that_are_sent_as_text() {
    on_both(|db, _| {
        db.execute_ddl(&create_table(kinds::table)).unwrap();
        let key = ::uuid::Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
        let amount: rust_decimal::Decimal = "-12345678901234567890.0123456789".parse().unwrap();
        let json = serde_json::json!({"a": [1, 2.5, "\u{1f600} '\\\""], "b": null});
        let row = insert_into(kinds::table)
            .set(kinds::id, 1)
            .set(kinds::uuid, key)
            .set(kinds::price, amount)
            .set(kinds::document, json.clone())
            .set(kinds::unsigned, u64::MAX);
        db.execute(&row).unwrap();
        let found =
            kinds::uuid.eq(key).and(kinds::price.eq(amount)).and(kinds::unsigned.eq(u64::MAX));
        let query = select((kinds::uuid, kinds::price, kinds::document, kinds::unsigned))
            .from(kinds::table)
            .filter(found);
        let expected = (Some(key), Some(amount), Some(json.clone()), Some(u64::MAX));
        assert_eq!(db.fetch_one(&query).unwrap(), expected);
        // Bound without a column.
        assert_eq!(db.fetch_one(&select(val::<UnsignedBigInt>(u64::MAX))).unwrap(), u64::MAX);
        assert_eq!(db.fetch_one(&select(val::<Decimal<30, 10>>(amount))).unwrap(), amount);
        assert_eq!(db.fetch_one(&select(val::<Uuid>(key))).unwrap(), key);
        // And as rows of many.
        let many = insert_into(kinds::table).columns((
            kinds::id,
            kinds::uuid,
            kinds::price,
            kinds::document,
            kinds::unsigned,
        ));
        let rows = (2..1500_i64).map(|n| (n, key, amount, json.clone(), u64::MAX));
        db.insert_many(&many, rows).unwrap();
        assert_eq!(db.fetch_all(&query).unwrap(), vec![expected; 1499]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_no_value_is_told() {
    on_both(|db, _| {
        // Bytes that are no text, into a column of text.
        db.execute_ddl(&create_table(kinds::table)).unwrap();
        let bytes = Value::from(vec![0xff_u8, 0xfe]);
        let text = insert_into(table("kinds")).columns_dyn(["id", "text"]);
        let error = db.execute(&text.row_dyn([Value::from(1), bytes])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{error}");

        db.execute_script(
            "SET sql_mode = '';
             CREATE TABLE odd (id INT PRIMARY KEY, d DATE, m DATETIME, t TIME, b VARBINARY(9), l TEXT CHARACTER SET latin1);
             INSERT INTO odd VALUES (1, '0000-00-00', '2024-00-10 00:00:00', '-00:00:01', x'ff41', x'e4')",
        )
        .unwrap();
        let odd = table("odd");
        for column in ["d", "m", "t"] {
            let query = select(odd.column::<Any>(column)).from(table("odd"));
            let error = db.fetch_rows(&query).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{column}: {error}");
            assert_eq!(error.column(), Some(column));
        }
        let zero = select(odd.column::<Date>("d")).from(table("odd"));
        assert_eq!(db.fetch_one(&zero).unwrap_err().kind(), ErrorKind::Decode);
        let bytes = select(odd.column::<Text>("b")).from(table("odd"));
        assert_eq!(db.fetch_one(&bytes).unwrap_err().kind(), ErrorKind::Decode);
        let latin = select(odd.column::<Text>("l")).from(table("odd"));
        assert_eq!(db.fetch_one(&latin).unwrap(), "ä");
        // The connection goes on.
        assert_eq!(db.fetch_one(&select(val::<Integer>(1))).unwrap(), 1);
    });
}
