//! Operators on numbers and on bits.

use super::*;

const SMALL: [i64; 9] = [0, 1, -1, 2, -2, 7, -7, 63, 64];

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn division() {
    let (i, j) = pairs(&SMALL, &[0, 1, -1, 2, -2, 3, 7, -100000]);
    let grid = Grid { i, j, ..Grid::default() };
    let (i, j) = (inputs::i, inputs::j);
    agree(
        &grid,
        vec![
            case("by a value", i / 2),
            case("by a column, or null", i.div_or_null(j)),
            case("the remainder, or null", i.rem_or_null(j)),
            case("the remainder of a value", i % 3),
            case("rounded down", floor_div(i, j)),
            case("rounded down by a value", floor_div(i, 60)),
            case("rounded down by a negative value", floor_div(i, -2)),
            case("real division, or null", i.cast::<Double>().div_or_null(j)),
            case("real division by a value", i / 2.0),
            case("at run time", i.any().div_int(2)),
            case("at run time, real", i.any().div(4)),
            case("a chain", (i + j) * 2 - i / 3 + -j),
        ],
    );
    let q = select((floor_div(i, j), i.div_or_null(j))).from(inputs::table);
    let q = q.filter(i.eq(-7).and(j.eq(2)));
    on_all_engines(|db| {
        grid.set_up(db);
        assert_eq!(db.fetch_all(&q), [(Some(-4), Some(-3))], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn division_of_fractions() {
    let (x, y) = pairs(&[0.0, 1.0, -7.5, 1e300], &[0.0, 2.0, -0.3]);
    let d = ["0", "7.5", "-2.25", "1"].map(Some).into_iter().chain([None]).collect();
    let grid = Grid { x, y, d, ..Grid::default() };
    let (x, y, d) = (inputs::x, inputs::y, inputs::d);
    agree(
        &grid,
        vec![
            case("or null", x.div_or_null(y)),
            case("of a decimal by a double", d.div_or_null(y)),
            case("a product", x * 0.5),
            case("of decimals", round_to(d / 4, 2)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn bits() {
    let numbers = [0, 1, -1, 5, -7, 255, i64::MAX, i64::MIN, 1 << 40];
    let (i, j) = pairs(&numbers, &numbers);
    let n = [0, 1, 31, 32, 63, 64, 65, -1, -64, i32::MAX, i32::MIN].map(Some);
    let n = n.into_iter().chain([None]).cycle().take(i.len()).collect();
    let grid = Grid { i, j, n, ..Grid::default() };
    let (i, j, n) = (inputs::i, inputs::j, inputs::n);
    agree(
        &grid,
        vec![
            case("and", i.bit_and(j)),
            case("or", i.bit_or(j)),
            case("xor", i.bit_xor(j)),
            case("not", i.bit_not()),
            case("and with a value", i.bit_and(6)),
            case("xor with a value", i.bit_xor(-2)),
            case("not of xor", i.bit_xor(j).bit_not()),
            case("left by a value", i.shift_left(3)),
            case("left by 63", i.shift_left(63)),
            case("left by 64", i.shift_left(64)),
            case("left by a negative value", i.shift_left(-1)),
            case("right by a value", i.shift_right(3)),
            case("right by 64", i.shift_right(64)),
            case("right by a negative value", i.shift_right(-1)),
            case("left by a column", i.shift_left(n)),
            case("right by a column", i.shift_right(n)),
            case("a small integer to the left", n.shift_left(33)),
            case("a shift in a sum", i.shift_right(1) + 1),
            case("a shift of a shift", i.shift_right(n).shift_left(2)),
        ],
    );
}

#[test]
fn a_remainder_of_fractions_is_refused() {
    let refused = |expr: Expr<Any>, dialect: &dyn aludel::dialect::Dialect| {
        matches!(
            select(expr).from(inputs::table).compile(dialect),
            Err(CompileError::Unsupported { .. })
        )
    };
    let of_decimals = || (inputs::d % 2).any();
    let of_doubles = || inputs::x.any() % inputs::x.any();
    assert!(refused(of_decimals(), &Sqlite::new()));
    assert!(!refused(of_decimals(), &Postgres::new()));
    assert!(refused(of_doubles(), &Sqlite::new()));
    assert!(refused(of_doubles(), &Postgres::new()));
    assert!(!refused(of_doubles(), &MySql::new()));
}
