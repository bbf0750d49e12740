//! A parameter keeps its type wherever it stands: what comes back is what a column of the type
//! gives, and compares as it does.

use std::fmt::Debug;
use std::mem::discriminant;

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

/// A query of one column, its values, and what a value of a column of its type is.
struct Grid<'a> {
    name: &'static str,
    db: &'a mut Db,
    like: Value,
    wrong: &'a mut Vec<String>,
}

impl Grid<'_> {
    fn check<T: PartialEq + Debug, Q: Fetch<Row = Option<T>>>(
        &mut self,
        place: &str,
        query: &Q,
        expected: &[Option<T>],
    ) {
        if let Err(problem) = self.try_check(query, expected) {
            self.wrong.push(format!("{} {place} on {}: {problem}", self.name, self.db.name));
        }
    }

    /// As [`Grid::check`], of a query whose parameter `x` has the value.
    fn check_given<T: PartialEq + Debug, Q: Fetch<Row = Option<T>>>(
        &mut self,
        place: &str,
        query: Q,
        value: &Value,
        expected: &[Option<T>],
    ) {
        let prepared = self.db.connection.prepare_query(query).expect("it compiles");
        let bound = prepared.bind([("x", value.clone())]).expect("a value of the type");
        let rows = self.db.connection.fetch_all(&bound).map_err(|error| error.to_string());
        if rows.as_deref() != Ok(expected) {
            let (name, engine, sql) = (self.name, self.db.name, prepared.prepared().text());
            self.wrong.push(format!("{name} {place} on {engine}: {rows:?}\n  {sql}"));
        }
    }

    fn try_check<T: PartialEq + Debug, Q: Fetch<Row = Option<T>>>(
        &mut self,
        query: &Q,
        expected: &[Option<T>],
    ) -> Result<(), String> {
        let compiled = query.compile(self.db.dialect()).map_err(|error| error.to_string())?;
        let sql = compiled.to_string();
        let values = self.db.try_query(&compiled).map_err(|error| format!("{error}\n  {sql}"))?;
        let other =
            |value: &&Value| !value.is_null() && discriminant(*value) != discriminant(&self.like);
        if let Some(other) = values.iter().flatten().find(other) {
            return Err(format!("{other:?} is not like {:?}\n  {sql}", self.like));
        }
        let rows = self.db.connection.fetch_all(query);
        let rows = rows.map_err(|error| format!("{error}\n  {sql}"))?;
        if rows != expected {
            return Err(format!("{rows:?} is not {expected:?}\n  {sql}"));
        }
        Ok(())
    }
}

/// A test of the places where a parameter of the type may stand, of two values, the lesser first; of
/// types that servers sort, in those as well that compare.
macro_rules! places {
    ($name:ident: $type:ty, $least:expr, $greatest:expr) => {
        places! { @test $name: $type, $least, $greatest, sorted }
    };
    ($name:ident: $type:ty, $least:expr, $greatest:expr, unsorted) => {
        places! { @test $name: $type, $least, $greatest, unsorted }
    };
    (@test $name:ident: $type:ty, $least:expr, $greatest:expr, $sorted:ident) => {
        #[test]
        #[ignore = "needs the servers of tests/all-engines.sh"]
        fn $name() {
            table! { cells { id: BigInt [primary_key], v: $type, n: Nullable<$type> } }
            type Null = Nullable<$type>;
            let (a, b) = (|| $least, || $greatest);
            let nothing = || None::<<$type as SqlType>::Rust>;
            let (some_a, some_b) = (|| Some($least), || Some($greatest));
            let of = |expr: Expr<Null>| select(expr).from(cells::table).filter(cells::id.eq(1));
            let mut wrong = Vec::new();
            on_all_engines(|db| {
                db.create(&create_table(cells::table));
                let insert = insert_into(cells::table).columns((cells::id, cells::v, cells::n));
                db.execute(&insert.row((1, a(), nothing())));
                let insert = insert_into(cells::table).columns((cells::id, cells::v, cells::n));
                db.execute(&insert.row((2, b(), some_b())));
                let cell = db.compile(&select(cells::v).from(cells::table)).into_owned();
                let like = db.try_query(&cell).expect("cells").swap_remove(0).swap_remove(0);
                let mut grid = Grid { name: stringify!($name), db, like, wrong: &mut wrong };
                let grid = &mut grid;
                // ---- alone
                grid.check("selected", &of(val::<$type>(a()).assume()), &[some_a()]);
                grid.check("selected null", &of(null::<$type>()), &[None]);
                // ---- in expressions
                grid.check(
                    "COALESCE with a column",
                    &of(coalesce(cells::n, a()).assume()),
                    &[some_a()],
                );
                grid.check(
                    "COALESCE of two",
                    &of(coalesce(null::<$type>(), a()).assume()),
                    &[some_a()],
                );
                let arm = || case::<$type>().when(cells::id.eq(1), a());
                grid.check("CASE", &of(arm().end()), &[some_a()]);
                grid.check("CASE with ELSE", &of(arm().otherwise(b()).assume()), &[some_a()]);
                let column = case::<$type>().when(cells::id.eq(2), cells::v).otherwise(b());
                grid.check("CASE with a column", &of(column.assume()), &[some_b()]);
                let null_first =
                    case::<Null>().when(cells::id.eq(2), nothing()).otherwise(some_a());
                grid.check("CASE of NULL and a value", &of(null_first), &[some_a()]);
                // ---- given later
                let later = || param::<$type>("x").assume::<Null>();
                let chosen = case::<Null>().when(cells::id.eq(1), later()).end();
                let given = plain(val::<$type>(a()).into_ast());
                for (place, expr) in [
                    ("given later", later()),
                    ("CASE, given later", chosen.clone()),
                    ("COALESCE, given later", coalesce(cells::n, later())),
                ] {
                    grid.check_given(place, of(expr), &given, &[some_a()]);
                }
                // ---- in windows
                let by_id = || window().order_by(cells::id);
                let first = first_value(val::<$type>(a())).over(by_id());
                grid.check("FIRST_VALUE", &select(first).from(cells::table), &[some_a(), some_a()]);
                let before = lag_or(cells::v, 1, b()).over(by_id()).assume::<Null>();
                let all = select(before).from(cells::table).order_by(cells::id);
                grid.check("LAG with a default", &all, &[some_b(), some_a()]);
                let before = lag(val::<$type>(b()), 1).over(by_id());
                let all = select(before).from(cells::table).order_by(cells::id);
                grid.check("LAG", &all, &[None, some_b()]);
                // ---- in queries of several
                let members = of(val::<$type>(a()).assume()).union_all(of(cells::v.assume()));
                grid.check("first member", &members, &[some_a(), some_a()]);
                let members = of(cells::v.assume()).union_all(of(val::<$type>(a()).assume()));
                grid.check("last member", &members, &[some_a(), some_a()]);
                let members = of(null::<$type>()).union_all(of(val::<$type>(a()).assume()));
                grid.check("members of parameters", &members, &[None, some_a()]);
                let rows = values::<Null>().row(some_a()).row(nothing());
                grid.check("VALUES", &rows, &[some_a(), None]);
                let derived =
                    values::<Null>().row(nothing()).row(some_a()).alias("d").columns(["x"]);
                let x = derived.column::<Null>("x");
                let rows = select(x.clone()).from(derived).filter(x.is_not_null());
                grid.check("VALUES as a table", &rows, &[some_a()]);
                let derived =
                    || of(val::<$type>(a()).assume()).select(val::<$type>(a()).label("x"));
                let table = derived().alias("d");
                let x = table.column::<Null>("x");
                grid.check("derived table", &select(x).from(table), &[some_a()]);
                let named = cte("c", derived());
                let x = named.column::<Null>("x");
                grid.check("CTE", &select(x).from(&named).with(&named), &[some_a()]);
                let scalar = of(val::<$type>(a()).assume());
                grid.check("subquery", &of(scalar.into_expr()), &[some_a()]);
                places! { @written $type, grid, of, a, b, some_a, some_b, nothing }
                places! { @$sorted $type, grid, of, a, b, some_a, some_b, derived }
            });
            assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        }
    };
    // In writes: of the second row's nullable column, and then of a third row's.
    (@written $type:ty, $grid:ident, $of:ident, $a:ident, $b:ident, $some_a:ident, $some_b:ident, $nothing:ident) => {
        let (of, a, b, some_a, some_b, nothing) = (&$of, &$a, &$b, &$some_a, &$some_b, &$nothing);
        let n = |id: i64| select(cells::n).from(cells::table).filter(cells::id.eq(id));
        let set =
            |value: Expr<Null>| update(cells::table).set(cells::n, value).filter(cells::id.eq(2));
        let arm = || case::<Null>().when(cells::id.gt(1), some_a());
        let of_query = of(val::<$type>(b()).assume()).into_expr();
        let insert = || insert_into(cells::table).columns((cells::id, cells::v, cells::n));
        let row = select((val::<BigInt>(3), val::<$type>(a()), val::<Null>(some_b())));
        let upsert = insert().row((3, b(), nothing())).on_conflict(cells::id);
        let each = update(cells::table).set_each((cells::id, cells::n), cells::id, [(2, some_b())]);
        let writes: [(&str, Box<dyn AsStatement>, i64, _); 8] = [
            ("SET CASE", Box::new(set(arm().end())), 2, some_a()),
            ("SET", Box::new(set(val(some_b()))), 2, some_b()),
            ("SET NULL", Box::new(set(val(nothing()))), 2, nothing()),
            ("SET COALESCE", Box::new(set(coalesce(cells::n, some_a()))), 2, some_a()),
            ("SET of a query", Box::new(set(of_query)), 2, some_b()),
            ("SET of rows", Box::new(each), 2, some_b()),
            ("INSERT of a query", Box::new(insert().from_select(row)), 3, some_b()),
            ("upsert", Box::new(upsert.do_update(cells::n.set(arm().end()))), 3, some_a()),
        ];
        for (place, write, id, expected) in writes {
            match $grid.db.connection.execute(&*write) {
                Ok(_) => $grid.check(place, &n(id), &[expected]),
                Err(error) => $grid.wrong.push(format!("{} {place}: {error}", $grid.name)),
            }
        }
        $grid.db.execute(&delete(cells::table).filter(cells::id.eq(3)));
        $grid.db.execute(&set(val(some_b())));
    };
    (@unsorted $($ignored:tt)*) => {};
    (@sorted $type:ty, $grid:ident, $of:ident, $a:ident, $b:ident, $some_a:ident, $some_b:ident, $derived:ident) => {
        let (grid, of, a, b, some_a, some_b) = ($grid, &$of, &$a, &$b, &$some_a, &$some_b);
        let arm = || case::<$type>().when(cells::id.eq(1), a());
        grid.check("NULLIF", &of(nullif(val::<$type>(a()), b())), &[some_a()]);
        grid.check("NULLIF with a column", &of(nullif(cells::v, b())), &[some_a()]);
        grid.check("NULLIF of equals", &of(nullif(val::<$type>(a()), a())), &[None]);
        let all = |expr: Expr<Null>| select(expr).from(cells::table);
        grid.check("MAX", &all(max(val::<$type>(a())).expr()), &[some_a()]);
        let filtered = max(val::<$type>(a())).filter(cells::id.eq(1));
        grid.check("MAX with FILTER", &all(filtered.expr()), &[some_a()]);
        grid.check("MAX of CASE", &all(max(arm().end()).expr()), &[some_a()]);
        grid.check("MIN of COALESCE", &all(min(coalesce(cells::n, a())).expr()), &[some_a()]);
        let over = max(val::<$type>(b())).filter(cells::id.eq(2)).over(window());
        let given = plain(val::<$type>(a()).into_ast());
        let later = || param::<$type>("x");
        grid.check_given(
            "MAX of CASE, given later",
            all(max(case::<$type>().when(cells::id.eq(1), later()).end()).expr()),
            &given,
            &[some_a()],
        );
        grid.check_given(
            "MAX, given later",
            all(max(later()).filter(cells::id.eq(1)).expr()),
            &given,
            &[some_a()],
        );
        let less = case::<$type>().when(cells::id.eq(1), later()).end().lt(b());
        grid.check_given(
            "CASE, given later <",
            of(cells::v.assume()).filter(less),
            &given,
            &[some_a()],
        );
        grid.check("MAX over a window", &all(over), &[some_b(), some_b()]);
        grid.check("GREATEST", &of(greatest(cells::v, b()).assume()), &[some_b()]);
        grid.check("LEAST", &of(least(cells::v, b()).assume()), &[some_a()]);
        let of_two = greatest(val::<$type>(a()), b());
        grid.check("GREATEST of two", &of(of_two.assume()), &[some_b()]);
        let of_null = greatest_ignoring_nulls(cells::n, a());
        grid.check("GREATEST without NULL", &of(of_null.assume()), &[some_a()]);
        // ---- what it compares as
        for (place, less) in [
            ("COALESCE <", coalesce(cells::n, a()).lt(b())),
            ("COALESCE of two <", coalesce(null::<$type>(), a()).lt(b())),
            ("CASE <", arm().otherwise(b()).lt(b())),
            ("CASE end <", arm().end().lt(b())),
            ("< CASE", val::<$type>(a()).lt(case::<$type>().when(cells::id.eq(1), b()).end())),
            ("NULLIF <", nullif(val::<$type>(a()), b()).lt(b())),
            ("GREATEST <", greatest(val::<$type>(a()), a()).lt(b())),
            ("BETWEEN", coalesce(cells::n, a()).between(a(), b())),
            ("IN", coalesce(cells::n, a()).in_([b(), a()])),
            ("parameters alone", val::<$type>(a()).lt(b())),
            ("subquery <", of(val::<$type>(a()).assume()).into_expr().lt(b())),
            ("IN subquery", val::<$type>(a()).in_(of(val::<$type>(a()).assume()))),
        ] {
            grid.check(place, &of(cells::v.assume()).filter(less), &[some_a()]);
        }
        let table = $derived().alias("d");
        let x = table.column::<$type>("x");
        let rows = select(x.clone().assume::<Null>()).from(table).filter(x.lt(b()));
        grid.check("derived table <", &rows, &[some_a()]);
        let least = case::<$type>().when(cells::id.eq(2), a()).otherwise(b());
        let sorted = all(cells::v.assume()).order_by(least);
        grid.check("ORDER BY CASE", &sorted, &[some_b(), some_a()]);
        let members = of(cells::v.assume()).union(of(val::<$type>(a()).assume()));
        grid.check("UNION", &members, &[some_a()]);
        let group = case::<$type>().when(cells::id.gt(0), a()).otherwise(b());
        let groups = all(max(cells::v).expr()).group_by(group);
        grid.check("GROUP BY CASE", &groups, &[some_b()]);
        let key = || coalesce(cells::n, a());
        let groups = all(key().assume()).group_by(key()).order_by(key());
        grid.check("selected key", &groups, &[some_a(), some_b()]);
        let key = || case::<$type>().when(cells::id.gt(1), cells::v).otherwise(a());
        let distinct = all(key().assume()).distinct().order_by(key());
        grid.check("DISTINCT", &distinct, &[some_a(), some_b()]);
        let ranked = all(cells::v.assume()).order_by(rank().over(window().order_by(key())));
        grid.check("ORDER BY in a window", &ranked, &[some_a(), some_b()]);
        let joined = cells::alias("other");
        let joined = all(cells::v.assume()).join(joined, coalesce(joined.n, a()).eq(cells::v));
        grid.check("JOIN", &joined.order_by(cells::id), &[some_a(), some_b()]);
    };
}

/// The value of a parameter.
fn plain(node: aludel::ast::Expr) -> Value {
    match node {
        aludel::ast::Expr::Bind(bind) => bind.value,
        other => panic!("{other:?} is no parameter"),
    }
}

fn parsed<T: std::str::FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a value")
}

places! { small_integers: SmallInt, 9_i16, 10_i16 }
places! { integers: Integer, 9, 10 }
places! { big_integers: BigInt, 9_i64, 1_i64 << 40 }
places! { doubles: Double, 9.5, 10.25 }
places! { reals: Real, 9.5_f32, 10.25_f32 }
places! { truth_values: Boolean, false, true }
places! { texts: Text, "10".to_owned(), "9".to_owned() }
places! { short_texts: VarChar<20>, "10".to_owned(), "9".to_owned() }
places! { padded_texts: Char<2>, "10".to_owned(), "90".to_owned() }
places! { blobs: Blob, vec![1_u8, 200], vec![9_u8], unsorted }
places! { decimals: Decimal<10, 2>, parsed::<rust_decimal::Decimal>("9.50"), parsed::<rust_decimal::Decimal>("10.25") }
places! { plain_decimals: Decimal, parsed::<rust_decimal::Decimal>("9.5"), parsed::<rust_decimal::Decimal>("10.25") }
places! { dates: Date, parsed::<chrono::NaiveDate>("2024-02-29"), parsed::<chrono::NaiveDate>("2025-01-01") }
places! { times: Time, parsed::<chrono::NaiveTime>("09:30:00"), parsed::<chrono::NaiveTime>("10:00:00.25") }
places! { timestamps: Timestamp, parsed::<chrono::NaiveDateTime>("2024-02-29T09:30:00"), parsed::<chrono::NaiveDateTime>("2024-02-29T10:00:00.25") }
places! { instants: TimestampTz, parsed::<chrono::DateTime<chrono::Utc>>("2024-02-29T09:30:00Z"), parsed::<chrono::DateTime<chrono::Utc>>("2024-02-29T10:00:00.25Z") }
places! { uuids: Uuid, uuid::Uuid::from_u128(9), uuid::Uuid::from_u128(10) }
places! { documents: Json, serde_json::json!({"a": [1, "x"]}), serde_json::json!(null), unsorted }

/// A parameter that a column is compared with, or that is written to one, is told its type by it.
#[test]
fn what_a_column_tells_is_not_said_again() {
    table! { bills { id: BigInt [primary_key], day: Date, total: Decimal<10, 2>, seal: Blob } }
    let day = || parsed::<chrono::NaiveDate>("2024-02-29");
    let total = || parsed::<rust_decimal::Decimal>("9.50");
    let all = |condition: Condition| select(bills::id).from(bills::table).filter(condition);
    aludel::assert_sql!(
        all(bills::day.ge(day())).filter(bills::total.lt(total())).filter(bills::day.in_([day()])),
        {
        mysql: "SELECT `bills`.`id` FROM `bills` WHERE `bills`.`day` >= ? AND `bills`.`total` < ? AND `bills`.`day` IN (?)",
        }
    );
    aludel::assert_sql!(
        update(bills::table).set(bills::day, day()).set(bills::seal, vec![1]).filter(bills::id.eq(1)),
        {
        mysql: "UPDATE `bills` SET `day` = ?, `seal` = ? WHERE `bills`.`id` = ?",
        }
    );
    // It is computed with, or compared as one of several.
    aludel::assert_sql!(
        all((bills::total * total()).gt(1)).filter(bills::total.in_([total()])),
        {
        mysql: "SELECT `bills`.`id` FROM `bills` WHERE `bills`.`total` * CAST(? AS DECIMAL(37, 2)) > ? AND `bills`.`total` IN (CAST(? AS DECIMAL(37, 2)))",
        }
    );
    aludel::assert_sql!(
        select((val::<Date>(day()), max(case::<Text>().when(bills::id.gt(1), "a").end()))).from(bills::table),
        {
        mysql: "SELECT CAST(? AS DATE), MAX(CONCAT(CASE WHEN `bills`.`id` > ? THEN ? END, '')) FROM `bills`",
        sqlite: "SELECT ?, MAX(CASE WHEN \"bills\".\"id\" > ? THEN ? END) FROM \"bills\"",
        }
    );
}
