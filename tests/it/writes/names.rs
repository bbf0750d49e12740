//! Names that statements have for rows of their own, words of SQL, names of two things, schemas.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, users};

table! {
    /// Rewrites call rows so.
    source {
        id: BigInt [primary_key],
        n: Integer,
        source: VarChar<20>,
    }
    each {
        id: BigInt [primary_key],
        each: Integer,
    }
    odd as "od`d \"table" {
        id: BigInt [primary_key],
        order: Integer,
        odd as "o`d d\"": Nullable<VarChar<20>>,
    }
}

fn fill(db: &mut Db) {
    db.create(&create_table(source::table));
    db.create(&create_table(each::table));
    db.create(&create_table(odd::table));
    let columns = (source::id, source::n, source::source);
    db.execute(&insert_into(source::table).columns(columns).rows([(1, 1, "a"), (2, 2, "b")]));
    let columns = (each::id, each::each);
    db.execute(&insert_into(each::table).columns(columns).rows([(1, 10), (2, 20), (3, 30)]));
    let columns = (odd::id, odd::order, odd::odd);
    let rows = [(1, 3, Some("é")), (2, 2, None), (3, 1, Some(""))];
    db.execute(&insert_into(odd::table).columns(columns).rows(rows));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_of_a_query_into_a_table_that_is_called_as_the_querys_rows() {
    let rows =
        select((each::id, each::each.label("n"), literal::<VarChar<20>>("q").label("source")))
            .from(each::table);
    let upsert = insert_into(source::table)
        .columns((source::id, source::n, source::source))
        .from_select(rows)
        .on_conflict(source::id)
        .do_update((
            source::n.set(source::n + excluded(source::n)),
            source::source.set(concat((source::source, excluded(source::source)))),
        ));
    on_all_engines(|db| {
        fill(db);
        db.execute(&upsert);
        let q = select((source::n, source::source)).from(source::table).order_by(source::id.asc());
        let rows = [(11, "aq"), (22, "bq"), (30, "q")];
        assert_eq!(db.fetch_all(&q), rows.map(|(n, text)| (n, text.to_owned())), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_by_key_into_a_table_that_is_called_as_they_are() {
    let q = update(each::table).set_each((each::id, each::each), each::id, [(1, 5), (3, 7)]);
    on_all_engines(|db| {
        fill(db);
        assert_eq!(db.execute(&q), 2, "{}", db.name);
        let all = select(each::each).from(each::table).order_by(each::id.asc());
        assert_eq!(db.fetch_all(&all), [5, 20, 7], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn names_that_have_to_be_quoted() {
    let o = odd::alias("a`l \"ias");
    let first = update(o)
        .set(o.odd, concat((coalesce(o.odd, "-"), "!")))
        .from(each::table)
        .filter(each::id.eq(o.id))
        .order_by(o.order.asc())
        .limit(2);
    let swap = update(odd::table)
        .set(odd::id, odd::order.cast::<BigInt>() + 10)
        .set(odd::order, odd::id.cast::<Integer>())
        .filter(odd::order.lt(3).and(odd::odd.ne("x")));
    let gone = delete(o).using(each::table).filter(each::id.eq(o.id).and(o.odd.eq("é")));
    let late = delete(odd::table)
        .filter(odd::id.eq(12).or(odd::order.nullable().gt(select(max(o.order)).from(o))));
    let all = select((odd::id, odd::order, odd::odd)).from(odd::table).order_by(odd::id.asc());
    on_all_engines(|db| {
        fill(db);
        assert_eq!(db.execute(&first), 2, "{}", db.name);
        assert_eq!(db.execute(&swap), 2, "{}", db.name);
        let row = |id, order, text: &str| (id, order, Some(text.to_owned()));
        let rows = [row(1, 3, "é"), row(11, 3, "!"), row(12, 2, "-!")];
        assert_eq!(db.fetch_all(&all), rows, "{}", db.name);
        assert_eq!(db.execute(&gone), 1, "{}", db.name);
        assert_eq!(db.execute(&late), 1, "{}", db.name);
        assert_eq!(db.fetch_all(&all), rows[1..2], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_table_of_a_schema() {
    let schema = format!("writes_{}", std::process::id());
    let [t, same] = ["posts", "same"].map(|name| table(name).in_schema(schema.clone()));
    let p = t.clone().alias("p");
    let [id, stars] = ["id", "posts"].map(|name| t.column::<Integer>(name));
    let [p_id, p_stars] = ["id", "posts"].map(|name| p.column::<Integer>(name));
    let same_id = same.column::<Integer>("id");
    let most = || coalesce(select(max(p_stars.clone())).from(&p), 0);
    let statements: Vec<(Box<dyn AsStatement>, u64)> = vec![
        (
            Box::new(
                update(&t).set(stars.clone(), stars.clone() + most()).filter(id.clone().gt(1)),
            ),
            2,
        ),
        (Box::new(update(&p).set(p_stars.clone(), 0).filter(p_id.clone().eq(2))), 1),
        (
            Box::new(
                update(&t)
                    .set(stars.clone(), p_stars.clone())
                    .from(&p)
                    .filter(p_id.clone().eq(id.clone() + 1)),
            ),
            2,
        ),
        (Box::new(delete(&p).using(&same).filter(same_id.eq(p_id.clone()))), 1),
        (
            Box::new(
                delete(&t)
                    .using(&p)
                    .filter(p_id.clone().gt(id.clone()).and(stars.clone().le(most()))),
            ),
            1,
        ),
    ];
    let all = select((id.clone(), stars.clone())).from(&t).order_by(id.asc());
    on_all_engines(|db| {
        db.batch(&match db.name {
            "SQLite" => format!("ATTACH ':memory:' AS {schema}"),
            "PostgreSQL" => format!("CREATE SCHEMA {schema}"),
            _ => format!("CREATE DATABASE {schema}"),
        });
        for name in ["posts", "same"] {
            db.batch(&format!("CREATE TABLE {schema}.{name} (id INTEGER, posts INTEGER)"));
        }
        db.batch(&format!("INSERT INTO {schema}.posts VALUES (1, 10), (2, 20), (3, 30)"));
        db.batch(&format!("INSERT INTO {schema}.same VALUES (1, 1), (9, 9)"));
        for (statement, count) in &statements {
            assert_eq!(db.execute(&**statement), *count, "{}", db.name);
        }
        assert_eq!(db.fetch_all(&all), [(3, 60)], "{}", db.name);
        db.batch(&match db.name {
            "SQLite" => format!("DETACH {schema}"),
            "PostgreSQL" => format!("DROP SCHEMA {schema} CASCADE"),
            _ => format!("DROP DATABASE {schema}"),
        });
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_cte_of_the_targets_name() {
    let c = cte("posts", select((users::id + 3).label("id")).from(users::table));
    let id = || c.column::<BigInt>("id");
    let gone = delete(posts::table).filter(posts::id.in_(select(id()).from(&c))).with(&c);
    let p = posts::alias("p");
    let changed = update(p).set(p.stars, 50).from(&c).filter(id().eq(p.id)).with(&c);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&changed), 2, "{}", db.name);
        let q = select(posts::id).from(posts::table).filter(posts::stars.eq(50));
        assert_eq!(db.fetch_all(&q.order_by(posts::id.asc())), [4, 5], "{}", db.name);
        assert_eq!(db.execute(&gone), 2, "{}", db.name);
        let left = select(posts::id).from(posts::table).order_by(posts::id.asc());
        assert_eq!(db.fetch_all(&left), [1, 2, 3], "{}", db.name);
    });
}

#[test]
fn the_target_twice_needs_an_alias() {
    let gone = delete(posts::table).using(posts::table).filter(posts::id.eq(posts::user_id));
    let first = gone.clone().order_by(posts::id.asc()).limit(1);
    let returned = gone.clone().returning(posts::id);
    let changed = update(posts::table)
        .set(posts::stars, 1)
        .from(posts::table)
        .filter(posts::id.eq(posts::user_id));
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        for statement in [&gone as &dyn AsStatement, &first, &changed] {
            let error = statement.compile(dialect).unwrap_err().to_string();
            assert!(error.starts_with("the table posts is given twice"), "{error}");
        }
        assert!(returned.compile(dialect).is_err());
    }
}
