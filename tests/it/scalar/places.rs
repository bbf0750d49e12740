//! Functions in every clause, of columns with a type and without one.

use super::*;

fn grid() -> Grid {
    Grid {
        i: [1, 2, 3, 4, 5, 6].map(Some).to_vec(),
        x: [1.24, 1.26, 2.5, -2.5, -1.26, 0.0].map(Some).to_vec(),
        s: ["ann", "Ann", "bob", "b", "émile", "😀"].map(Some).to_vec(),
        ..Grid::default()
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn in_every_clause() {
    let (i, x, s) = (inputs::i, inputs::x, inputs::s);
    let first = || left(s, 1).collate(Collation::Binary);
    let grouped = select((first(), count(i))).from(inputs::table).group_by(first());
    let grouped = grouped.having(count(i).gt(0)).order_by(min(inputs::id));
    let rounded = select((round_to(x, 1), count(i))).from(inputs::table).group_by(round_to(x, 1));
    let rounded = rounded.order_by(min(inputs::id));
    let found = select(inputs::id).from(inputs::table);
    let found = found.filter(floor(x).lt(1.0).and(char_length(s).ge(1)).and(i.bit_and(1).eq(1)));
    let found = found.order_by((floor_div(i, 2).desc(), inputs::id));
    let total = select(sum(trunc_to_int(x))).from(inputs::table);
    let average = select(max(sqrt(abs(x)))).from(inputs::table).filter(x.ne(0.0));
    on_all_engines(|db| {
        grid().set_up(db);
        let firsts: Vec<_> =
            db.fetch_all(&grouped).into_iter().map(|(s, n)| (s.unwrap(), n)).collect();
        let expected = [("a", 1), ("A", 1), ("b", 2), ("é", 1), ("😀", 1)];
        assert_eq!(firsts, expected.map(|(s, n)| (s.to_owned(), n)), "on {}", db.name);
        let expected = [
            (Some(1.2), 1),
            (Some(1.3), 1),
            (Some(2.5), 1),
            (Some(-2.5), 1),
            (Some(-1.3), 1),
            (Some(0.0), 1),
        ];
        assert_eq!(db.fetch_all(&rounded), expected, "on {}", db.name);
        assert_eq!(db.fetch_all(&found), [4], "on {}", db.name);
        assert_eq!(db.fetch_one(&total), Some(1), "on {}", db.name);
        assert!((db.fetch_one(&average).unwrap() - 2.5_f64.sqrt()).abs() < 1e-12, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn in_writes() {
    let (i, x, s) = (inputs::i, inputs::x, inputs::s);
    on_all_engines(|db| {
        grid().set_up(db);
        let update = update(inputs::table)
            .set(x, round(x))
            .set(s, lpad(reverse(s), 4, '-'))
            .set(i, i.shift_left(2).bit_xor(1))
            .filter(s.like_sensitive("a%").or(s.eq("bob")));
        assert_eq!(db.execute(&update), 2, "on {}", db.name);
        let insert = insert_into(inputs::table)
            .set(inputs::id, 9)
            .set(x, power(val::<Double>(2.0), 10))
            .set(s, concat_ws("/", (val::<Text>("a"), null::<Text>(), "b")));
        db.execute(&insert);
        let rows = select((x, s, i)).from(inputs::table).filter(inputs::id.in_([0, 2, 9]));
        let found = db.fetch_all(&rows.order_by(inputs::id));
        let row = |x: f64, s: &str, i| (Some(x), Some(s.to_owned()), i);
        let expected =
            [row(1.0, "-nna", Some(5)), row(3.0, "-bob", Some(13)), row(1024.0, "a/b", None)];
        assert_eq!(found, expected, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_columns_without_a_type() {
    let t = table("inputs");
    let (i, j) = (t.column::<Any>("i"), t.column::<Any>("j"));
    let (x, s) = (t.column::<Any>("x"), t.column::<Any>("s"));
    agree(
        &Grid { j: [2, 3, 0, -1].map(Some).to_vec(), ..grid() },
        vec![
            case("floor", floor(x.clone())),
            case("round", round(x.clone())),
            case("round to", round_to(x.clone(), 1)),
            case("sqrt", sqrt(x.clone())),
            case("power", power(x.clone(), 2)),
            case("sign", sign(i.clone())),
            case("bits", i.clone().bit_and(6).bit_or(1)),
            case("a shift", i.clone().shift_left(j.clone())),
            case("floor_div", floor_div(i.clone(), j.clone())),
            case("greatest", greatest(i.clone(), j.clone())),
            case("greatest known", greatest_ignoring_nulls(i.clone(), j.clone())),
            case("left", left(s.clone(), 2)),
            case("position", position("n", s.clone())),
            case("lpad", lpad(s.clone(), 5, '*')),
            case("reverse", reverse(s.clone())),
            case("split", split_part(s.clone(), 'n', 2)),
            case("try", s.clone().try_cast::<Integer>()),
            case("like", s.clone().like_sensitive("A%")),
            case("chosen", iif::<Text>(i.clone().gt(2), "more", "less")),
            case("xor", i.clone().gt(2).xor(j.clone().gt(0))),
            case("a row", row((i.clone(), j.clone())).in_([(1, 2), (2, 3)])),
            case("between", i.between_symmetric(4, j)),
            case("text in every row", replace(s, "n", "m")),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn made_texts_beside_columns() {
    let grid = Grid {
        i: [65, 5, 10].map(Some).into_iter().chain([None]).collect(),
        b: [true, false].map(Some).to_vec(),
        s: ["A", "5", "a", "true"].map(Some).to_vec(),
        t: ["true", "x5x", "A"].map(Some).to_vec(),
        ..Grid::default()
    };
    let (i, b, s, t) = (inputs::i, inputs::b, inputs::s, inputs::t);
    let digits = || i.cast::<Text>();
    agree(
        &grid,
        vec![
            case("a character", s.eq(chr(i))),
            case("a character in a concatenation", s.concat(chr(i)).eq(t)),
            case("a cast", s.eq(digits())),
            case("a cast on the left", digits().eq(s)),
            case("a cast in a list", s.in_([digits(), t.into_expr()])),
            case("a cast in a concatenation", s.concat(digits()).eq(t)),
            case("digits", s.eq(to_hex(i))),
            case("a truth value", t.eq(b.cast::<Text>())),
            case("joined", t.eq(concat_ws("", (s, digits())))),
            case("greatest", greatest(s, digits()).eq(t)),
            case("coalesce", coalesce(s, digits()).eq(t)),
            case("nullif", nullif(s, digits())),
            case("position", position(digits(), t)),
            case("replaced", replace(t, digits(), s)),
            case("replaced by a cast", replace(t, s, digits()).eq(s)),
            case("case", iif::<Nullable<Text>>(b, s, digits()).eq(t)),
            case("a simple case", case_of::<Integer, _>(s).when(digits(), 1).otherwise(0)),
            case("like", t.like_sensitive(digits())),
            case("contains", t.contains(digits())),
            case("in any case", t.icontains(chr(i))),
            case("parts", left(t, 1).eq(chr(i))),
            case("reversed", reverse(t).eq(digits())),
            case("padded", lpad(digits(), 3, 'x').eq(t)),
            case("a part", split_part(t, 'x', 2).eq(digits())),
            case("trimmed", trim_char(t, 'x').eq(digits())),
            case("between", digits().between(s, t)),
            case("a row", row((s, digits())).eq((chr(i), t))),
            case("distinct", s.is_distinct_from(digits())),
        ],
    );
}

/// What an expression means goes by the types of its columns, wherever these come from.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn columns_of_queries_keep_their_types() {
    fn shown(
        flag: Expr<Nullable<Boolean>>,
        d: Expr<Nullable<Decimal<20, 4>>>,
        i: Expr<Nullable<BigInt>>,
    ) -> Expr<Nullable<Text>> {
        let parts = [
            flag.clone().cast::<Text>().any(),
            flag.cast::<Integer>().cast::<Text>().any(),
            d.div_or_null(i.clone()).eq(rust_decimal::Decimal::new(375, 2)).into_expr().any(),
            i.bit_xor(3).cast::<Text>().any(),
        ];
        let [flag, number, quotient, bits] = parts;
        let quotient = quotient.assume::<Nullable<Boolean>>().cast::<Text>().any();
        concat_ws(" ", (flag, number, quotient, bits)).nullable()
    }
    let grid =
        Grid { i: vec![Some(2)], d: vec![Some("7.5")], b: vec![Some(false)], ..Grid::default() };
    let all = || select((inputs::b, inputs::d, inputs::i)).from(inputs::table);
    let derived = all().alias("derived");
    let of_derived = shown(derived.get(inputs::b), derived.get(inputs::d), derived.get(inputs::i));
    let cte = cte("cte", all());
    let of_cte = shown(cte.get(inputs::b), cte.get(inputs::d), cte.get(inputs::i));
    let named = table("inputs");
    let of_named = shown(named.column("b"), named.column("d"), named.column("i"));
    let of_table = shown(inputs::b.into_expr(), inputs::d.into_expr(), inputs::i.into_expr());
    let expected = [Some("false 0 true 1".to_owned())];
    on_all_engines(|db| {
        grid.set_up(db);
        let q = select(of_table.clone()).from(inputs::table);
        assert_eq!(db.fetch_all(&q), expected, "of the table on {}", db.name);
        let q = select(of_derived.clone()).from(derived.clone());
        assert_eq!(db.fetch_all(&q), expected, "of a derived table on {}", db.name);
        let q = select(of_cte.clone()).with(&cte).from(&cte);
        assert_eq!(db.fetch_all(&q), expected, "of a CTE on {}", db.name);
        let q = select(of_named.clone()).from(named.clone());
        assert_eq!(db.fetch_all(&q), expected, "of a table named at run time on {}", db.name);
    });
}
