//! Conditions, choices among values, and rows compared as one.

use aludel::ast::BinaryOp;

use super::*;

fn truths() -> Grid {
    let (b, other) = pairs(&[true, false], &[true, false]);
    let as_number = |truth: Option<bool>| truth.map(i64::from);
    let i = other.into_iter().map(as_number).collect();
    Grid { b, i, ..Grid::default() }
}

const XOR: [&str; 9] = ["0", "1", "NULL", "1", "0", "NULL", "NULL", "NULL", "NULL"];

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn truth() {
    let (b, c) = (inputs::b, || inputs::i.eq(1));
    agree(
        &truths(),
        vec![
            case("and", b.and(c())),
            case("or", b.or(c())),
            case("not", b.not()),
            case("xor", b.xor(c())).gives(XOR),
            case("xor of columns", b.xor(b)),
            case("xor of a chain", b.or(c()).xor(b.and(c()))),
            case("not xor", !b.xor(c())),
            case("is true", b.is_true()),
            case("is not true", b.is_not_true()),
            case("is false", b.is_false()),
            case("is not false", b.is_not_false()),
            case("is unknown", b.is_unknown()),
            case("is not unknown", b.is_not_unknown()),
            case("a comparison is true", c().is_true()),
            case("a chain is not false", b.and(c()).is_not_false()),
            case("a chain is unknown", b.or(c()).is_unknown()),
            case("compared", b.eq(c())),
            case("not distinct", b.is_not_distinct_from(c())),
            case("from a number", inputs::i.cast::<Boolean>()),
            case("chosen", iif::<Text>(b, "yes", "no")),
            case(
                "chosen by a chain",
                iif::<Integer>(b.xor(c()), 1, inputs::i.cast::<Integer>().assume::<Integer>()),
            ),
        ],
    );
}

fn numbers() -> Grid {
    let (i, j) = pairs(&[1, 2, 3], &[1, 2, 3]);
    let n = [Some(1), Some(2), None, Some(3), Some(-1)].into_iter().cycle().take(i.len()).collect();
    let x = [Some(2.5), None, Some(1.0)].into_iter().cycle().take(i.len()).collect();
    let s = [Some("a"), Some("B"), None, Some("é")].into_iter().cycle().take(i.len()).collect();
    Grid { i, j, n, x, s, ..Grid::default() }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ranges_and_choices() {
    let (i, j, n) = (inputs::i, inputs::j, inputs::n);
    agree(
        &numbers(),
        vec![
            case("between", i.between(n, j)),
            case("not between", i.not_between(n, j)),
            case("between in either order", i.between_symmetric(j, n)),
            case("not between in either order", i.not_between_symmetric(j, n)),
            case("greatest", greatest(i, j)),
            case("least", least(i, j)),
            case("greatest of three", greatest(greatest(i, n), j)),
            case("greatest of a value", greatest(i, 2)),
            case("greatest of two types", greatest(inputs::x, i.cast::<Double>())),
            case("greatest known", greatest_ignoring_nulls(i, j)),
            case("least known", least_ignoring_nulls(i, n)),
            case(
                "greatest known of three",
                greatest_ignoring_nulls(i, greatest_ignoring_nulls(j, n)),
            ),
            case("greatest of a sum", greatest(i + 1, least(j, n))),
            case("coalesce", coalesce(i, coalesce(n, 7))),
            case("nullif", nullif(i, j)),
            case("a simple case", case_of::<Text, _>(i).when(1, "one").when(2, "two").end()),
            case("a case without a match", aludel::query::case::<Integer>().when(i.gt(j), 1).end()),
            case("greatest text", greatest(inputs::s, "b").collate(Collation::Binary).eq("b")),
        ],
    );
    let known: Select<(BigInt, Nullable<BigInt>)> =
        select((greatest_ignoring_nulls(i, 2), greatest(i, n)));
    on_all_engines(|db| {
        numbers().set_up(db);
        let q = known.clone().from(inputs::table).order_by(inputs::id).limit(3);
        assert_eq!(db.fetch_all(&q), [(2, Some(1)), (2, Some(2)), (2, None)], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_compared() {
    let (i, j, n) = (inputs::i, inputs::j, inputs::n);
    let pair = || row((i, n));
    let others = |ids: [i32; 2]| {
        let other = inputs::alias("other");
        select((other.i, other.j)).from(other).filter(other.id.between(ids[0], ids[1]))
    };
    agree(
        &numbers(),
        vec![
            case("equal", pair().eq((j, 2))),
            case("not equal", pair().ne((j, 2))),
            case("less", pair().lt((j, 2))),
            case("less or equal", pair().le((j, 2))),
            case("greater", pair().gt((j, 2))),
            case("greater or equal", pair().ge((j, 2))),
            case("distinct", pair().is_distinct_from((j, 2))),
            case("not distinct", pair().is_not_distinct_from((j, n))),
            case("not distinct from null", pair().is_not_distinct_from((j, None::<i32>))),
            case("in a list", pair().in_([(1, 1), (2, 2), (3, 3)])),
            case("not in a list", pair().not_in([(1, 1), (2, 2)])),
            case("in a list of columns", pair().in_([(j, i)])),
            case("in no row", pair().in_(Vec::<(i64, i32)>::new())),
            case("in a query", row((i, j)).in_query(others([0, 5]))),
            case("not in a query", row((i, j)).not_in_query(others([0, 5]))),
            case("not in a query with nulls", row((i, j)).not_in_query(others([0, 30]))),
            case("in a query of no row", row((i, j)).in_query(others([90, 91]))),
            case("not in a query of no row", row((i, j)).not_in_query(others([90, 91]))),
            case("between", pair().between((1, 2), (j, 3))),
            case("not between", pair().not_between((1, 2), (j, 3))),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn any_and_all() {
    use BinaryOp::{Eq, Ge, Gt, Le, Lt, Ne};
    let other = inputs::alias("other");
    let rows = |from: i32, to: i32| select(other.j).from(other).filter(other.id.between(from, to));
    let mut cases = Vec::new();
    for op in [Eq, Ne, Lt, Le, Gt, Ge] {
        for (name, from, to) in
            [("some", 0, 1), ("with null", 0, 3), ("none", 90, 91), ("one", 2, 2)]
        {
            cases.push(
                case("any", compare_any(inputs::i, op, rows(from, to)))
                    .also(format!("{op:?} {name}")),
            );
            cases.push(
                case("all", compare_all(inputs::i, op, rows(from, to)))
                    .also(format!("{op:?} {name}")),
            );
        }
    }
    let correlated = select(other.j).from(other).filter(other.j.lt(inputs::j));
    cases.push(case("of a correlated query", compare_all(inputs::i, Ge, correlated)));
    let limited = select(other.j + 0).from(other).order_by(other.id.desc()).limit(2);
    cases.push(case("of the last rows", compare_any(inputs::n, Lt, limited)));
    let either = rows(0, 1).union(rows(2, 3));
    cases.push(case("of a set operation", compare_any(inputs::i + 1, Gt, either)));
    agree(&numbers(), cases);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn patterns() {
    let texts =
        ["", "abc", "Abc", "a%c", "a_c", "a*c", "[abc]", "a?c", "é", "É", "a\\c", "a'c", "ab\nc"];
    let patterns = ["", "%", "a%", "A%", "_", "a_c", "a*c", "[a%", "a?c", "%c]", "a\\c", "%\n%"];
    let (s, t) = pairs(&texts, &patterns);
    let grid = Grid { s, t, ..Grid::default() };
    let (s, t) = (inputs::s, inputs::t);
    agree(
        &grid,
        vec![
            case("with regard to case", s.like_sensitive(t)),
            case("not, with regard to case", s.not_like_sensitive(t)),
            case("a value, with regard to case", s.like_sensitive("a_c%")),
            case("a value with stars", s.like_sensitive("%*%")),
            case("contains", s.icontains(t)),
            case("starts with", s.istarts_with("A")),
            case("ends with", s.iends_with("C")),
            case("contains a wildcard", s.contains("%")),
            case("contains an underscore", s.contains("_")),
            case("starts with a bracket", s.starts_with("[")),
            case("ends with a column", s.ends_with(t).is_not_null()),
            case("ilike", s.ilike("A_C")),
            case("not ilike", s.not_ilike("A%")),
            case("escaped", s.like_escape("a#%c", '#')),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn collations() {
    let grid =
        Grid { s: ["b", "A", "a", "é", "B", "e", "a "].map(Some).to_vec(), ..Grid::default() };
    let exact = || inputs::s.collate(Collation::Binary);
    on_all_engines(|db| {
        grid.set_up(db);
        let sorted = select(inputs::s).from(inputs::table).order_by(exact());
        let found: Vec<_> = db.fetch_all(&sorted).into_iter().flatten().collect();
        assert_eq!(found, ["A", "B", "a", "a ", "b", "e", "é"], "on {}", db.name);
        let named = match db.name {
            "SQLite" => "NOCASE",
            "PostgreSQL" => "C",
            _ => "utf8mb4_bin",
        };
        let named = inputs::s.collate(Collation::Named(named.into())).eq("b");
        let found = select(count(inputs::id)).from(inputs::table).filter(named);
        let expected = if db.name == "SQLite" { 2 } else { 1 };
        assert_eq!(db.fetch_one(&found), expected, "on {}", db.name);
    });
    agree(
        &grid,
        vec![
            case("equal", exact().eq("a")),
            case("less", exact().lt("a")),
            case("in a list", exact().in_(["A", "e"])),
            case("greatest", greatest(exact(), "a")),
        ],
    );
}
