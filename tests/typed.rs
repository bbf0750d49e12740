//! The typed layer as a user writes it.
#![deny(missing_docs)]

use aludel::ast;
use aludel::prelude::*;

table! {
    /// People who may sign in.
    pub users {
        /// The key.
        id: BigInt [primary_key, auto_increment],
        name: VarChar<100>,
        email: Nullable<VarChar<255>> [unique],
        age: Nullable<Integer>,
        small: SmallInt,
    }
    posts {
        id: BigInt [primary_key],
        user_id: BigInt [references("users", "id")],
        title: Text [default("''"), check("title <> 'x'")],
        r#type: Text,
    }
    pub albums as "Album" in "music" {
        id as "AlbumId": Integer [primary_key],
        odd as "a\"b": Text,
    }
    wide {
        c1: Integer, c2: Integer, c3: Integer, c4: Integer, c5: Integer, c6: Integer, c7: Integer,
        c8: Integer, c9: Integer, c10: Integer, c11: Integer, c12: Integer, c13: Integer,
        c14: Integer, c15: Integer, c16: Integer, c17: Integer, c18: Text,
    }
}

fn adults(min: i32) -> Select<(BigInt, VarChar<100>)> {
    select((users::id, users::name)).from(users::table).filter(users::age.ge(min))
}

#[test]
fn a_query_is_a_value() {
    let search = Some("x");
    let q = adults(18)
        .filter_opt(search.map(|s| users::name.contains(s)))
        .order_by((users::name.asc(), users::id.desc()))
        .limit(20);
    assert_eq!(q.as_ast().items.len(), 2);
    let c = table("users").column::<Any>("x");
    let q =
        select_dyn([users::id.any(), c.clone()]).from(users::table).filter(c.eq(Value::from(5)));
    assert_eq!(q.as_ast().items.len(), 2);
    let _ = select(users::all).from(users::table);
    let _: Select<(_, (Integer, Text))> = select(wide::all).from(wide::table);
}

#[test]
fn names_are_quoted_at_compile_time() {
    let def = users::id.def();
    assert_eq!(def.qualified.unwrap().double, "\"users\".\"id\"");
    assert_eq!(def.bare.unwrap().double, "\"id\"");
    assert_eq!(def.bare.unwrap().backtick, "`id`");
    let def = posts::r#type.def();
    assert_eq!((def.name, def.qualified), ("type", None));
    let def = albums::id.def();
    assert_eq!(def.qualified.unwrap().backtick, "`Album`.`AlbumId`");
    assert_eq!(albums::odd.def().qualified, None);
    let table = albums::table.def();
    assert_eq!(table.schema, Some("music"));
    assert_eq!(table.quoted.unwrap().double, "\"music\".\"Album\"");
    assert_eq!(
        users::id.def().attributes,
        [ast::Attribute::PrimaryKey, ast::Attribute::AutoIncrement]
    );
    assert_eq!(table.columns.len(), 2);
    assert_eq!(users::email.def().data_type, ast::DataType::VarChar(Some(255)));
    let p = posts::table.outer();
    assert!(p.id.def().nullable && !posts::id.def().nullable);
}

#[test]
fn types_go_together() {
    let n: Expr<Nullable<Integer>> = users::age + 1;
    let _: Expr<BigInt> = users::id + 1;
    let _: Expr<BigInt> = users::small + 1i64;
    let _: Expr<SmallInt> = users::small * 2 - 1;
    let _: Expr<Double> = users::id * 1.5;
    let _ = (users::age + 1).gt(18).and(n.lt(users::id)) & users::name.eq(posts::title);
    let _: Expr<Text> = users::name.concat(" ").concat(posts::title);
    let _: Expr<Nullable<Text>> = users::email.concat("x");
    let (name, ages) = (String::from("a"), vec![1, 2]);
    let _ = !users::name.eq(&name) | users::name.eq(name);
    let _ = users::id.in_([1, 2, 3]).or(users::id.in_(vec![1i64])).or(users::age.in_(&ages));
    assert_eq!(ages, [1, 2]);
    let _ = users::id.in_(select(posts::user_id).from(posts::table));
    let _ = users::id.eq(select(max(posts::user_id)).from(posts::table));
    let _ = sum(users::age).gt(5) & count_star().eq(1);
    let _: Select<(Nullable<BigInt>, Nullable<Double>)> = select((sum(users::age), avg(users::id)));
    let x: Vec<Condition> = vec![users::id.eq(1)];
    let _ = select(users::id).filter(x);
    assert!(matches!(
        users::age.eq(None::<i32>).as_ast(),
        ast::Expr::IsNull { negated: false, .. }
    ));
}

#[test]
fn joins_take_outer_handles() {
    let p = posts::alias("p").outer();
    let q: Select<(VarChar<100>, Nullable<Text>)> =
        select((users::name, p.title)).from(users::table).left_join(p, p.user_id.eq(users::id));
    assert_eq!(q.as_ast().joins.len(), 1);
    let d = adults(5).alias("d");
    let q = select((d.get(users::id), posts::id))
        .from(posts::table)
        .join(d.clone(), d.get(users::id).eq(posts::user_id));
    let q = q.union_all(select((users::id, users::id)).from(users::table)).order_by(users::id);
    let _ = q.clone().intersect(q);
}

#[test]
fn writes() {
    let q = insert_into(users::table)
        .columns((users::name, users::age))
        .rows([("Ann", Some(30)), ("Bob", None)])
        .row(("x", users::age + 1))
        .on_conflict(users::email)
        .do_update((users::age.set_excluded(), users::name.set("x")))
        .returning(users::id);
    let _ = q;
    let _ = update(users::table)
        .set(users::age, users::age + 1)
        .set(users::small, 5)
        .filter(users::id.eq(7));
    let t = table("users");
    let _ = update(&t).set(t.column::<Any>("x"), 5).all_rows();
    let _ = delete(users::table).filter(users::id.eq(7)).returning(users::all);
    let _ = insert_into(posts::table)
        .columns((posts::title, posts::user_id))
        .from_select(select((users::name, users::id)));
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Happy,
    Sad,
}

sql_type! {
    Mood as VarChar<8>, named "mood",
    encode: |mood| match mood { Mood::Happy => "happy", Mood::Sad => "sad" },
    decode: |text| match text.as_str() {
        "happy" => Ok(Mood::Happy),
        "sad" => Ok(Mood::Sad),
        _ => Err("neither `happy` nor `sad`"),
    },
}

table! { people { id: BigInt, mood: Mood, before: Nullable<Mood> } }

row_struct! {
    #[derive(Debug, PartialEq)]
    struct Person { id: i64, mood: Mood, before: Option<Mood> }
}

struct Fake(Vec<ValueRef<'static>>);

impl RowSource for Fake {
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        match self.0.is_empty() {
            true => Err(DecodeError::new(DecodeErrorKind::EndOfRow)),
            false => Ok(self.0.remove(0)),
        }
    }
}

#[test]
fn an_own_type_is_a_sql_type() {
    assert_eq!(people::mood.def().data_type, ast::DataType::Named("mood".into()));
    let q = select(people::all)
        .from(people::table)
        .filter(people::mood.eq(Mood::Happy).or(people::before.in_([Mood::Sad])))
        .into_struct::<Person>();
    let mut row = Fake(vec![ValueRef::Int(7), ValueRef::Text("sad"), ValueRef::Null]);
    assert_eq!(q.decode(&mut row), Ok(Person { id: 7, mood: Mood::Sad, before: None }));
    let mut row = Fake(vec![ValueRef::Int(7), ValueRef::Text("glad"), ValueRef::Null]);
    assert_eq!(
        q.decode(&mut row).unwrap_err().to_string(),
        "`glad` is not a valid Mood: neither `happy` nor `sad`"
    );
    let _ =
        insert_into(people::table).set(people::mood, Mood::Sad).set(people::before, None::<Mood>);
}

#[test]
fn what_is_known_at_run_time_only_goes_anywhere() {
    let _ = update(users::table).set(users::name, Value::from("Ann")).all_rows();
    let _ = users::name.eq(table("x").column::<Any>("y")).and(users::age.gt(Value::Null));
    let _ = users::age.any() + users::id;
    let _ = coalesce(users::email, Value::from("?"));
}

/// Without the feature `decimal` a decimal is text, both ways, and a number to the database.
#[cfg(all(feature = "sqlite", not(feature = "decimal")))]
#[test]
fn a_decimal_without_its_feature_is_text() -> Result<(), Error> {
    table! { prices { id: BigInt [primary_key], price: Decimal<10, 2> } }
    let mut db = SqliteConnection::open_in_memory()?;
    db.execute_ddl(&create_table(prices::table))?;
    let insert = insert_into(prices::table).columns((prices::id, prices::price));
    db.execute(&insert.clone().row((1, "1.50")))?;
    db.insert_many(&insert, [(2, "10".to_owned())])?;
    let all = select((prices::id, prices::price)).from(prices::table);
    let (one, two) = ((1, "1.5".to_owned()), (2, "10".to_owned()));
    assert_eq!(db.fetch_all(&all.clone().order_by(prices::id.asc()))?, [one.clone(), two]);
    let doubled = || all.clone().filter((prices::price * 2).lt("9.0"));
    assert_eq!(db.fetch_all(&doubled())?, [one]);
    let inline = doubled().to_sql_inline(&Sqlite::new())?;
    assert!(inline.ends_with("* 2 < 9.0"), "{inline}");
    for wrong in ["1e5", "", "0x1", "1; --", "0.1234567890123456"] {
        let error = db.execute(&insert.clone().row((3, wrong))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Compile, "{error}");
    }
    Ok(())
}

/// What a statement is built of may be used again, whatever its SQL type.
#[test]
fn unfinished_expressions_are_values() {
    let arms = case::<Text>().when(users::age.lt(18), "minor");
    let of_state = case_of::<Text, _>(users::small).when(1, "one");
    let before = lag(users::age, 1);
    let label = users::age.label("years");
    let key = row((users::name, users::id));
    assert_eq!(arms.clone().end(), arms.end());
    assert_eq!(of_state.clone().end(), of_state.end());
    assert_eq!(before.clone().over(window()), before.over(window()));
    assert_eq!(select(label.clone()).as_ast(), select(label).as_ast());
    assert_eq!(key.clone().gt(("Ann", 7)), key.gt(("Ann", 7)));
}
