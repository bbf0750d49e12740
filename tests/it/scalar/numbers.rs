//! Functions of numbers.

use super::*;

fn some<T: Copy>(values: &[T]) -> Vec<Option<T>> {
    values.iter().copied().map(Some).chain([None]).collect()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rounding() {
    let doubles = [
        0.0,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        0.49999999999999994,
        2.4,
        -7.9,
        4503599627370495.5,
        9007199254740993.0,
        9.3e18,
        -9.3e18,
        9223372036854774784.0,
        1e300,
        -1e300,
        1.005,
        2.675,
        1234.5678,
        -1250.0,
        1e-300,
    ];
    let decimals = [
        "0",
        "0.5",
        "-0.5",
        "2.5",
        "-2.5",
        "2.675",
        "1.005",
        "1250",
        "-1234.5678",
        "99999999999.5",
        "0.0001",
        "-0.0001",
    ];
    let grid = Grid {
        x: some(&doubles),
        d: some(&decimals),
        i: some(&[0, 1, -1, i64::MAX, -i64::MAX]),
        ..Grid::default()
    };
    agree(
        &grid,
        vec![
            case("floor", floor(inputs::x)),
            case("ceil", ceil(inputs::x)),
            case("trunc", trunc(inputs::x)),
            case("round", round(inputs::x)),
            case("round to 2", round_to(inputs::x, 2)),
            case("round to 0", round_to(inputs::x, 0)),
            case("round to -2", round_to(inputs::x, -2)),
            case("floor of a decimal", floor(inputs::d)),
            case("ceil of a decimal", ceil(inputs::d)),
            case("trunc of a decimal", trunc(inputs::d)),
            case("round of a decimal", round(inputs::d)),
            case("round a decimal to 2", round_to(inputs::d, 2)),
            case("round a decimal to -2", round_to(inputs::d, -2)),
            case("to an integer", trunc_to_int(inputs::x)),
            case("to the nearest integer", round_to_int(inputs::x)),
            case("a decimal to an integer", trunc_to_int(inputs::d)),
            case("a decimal to the nearest integer", round_to_int(inputs::d)),
            case("sign", sign(inputs::x)),
            case("sign of a decimal", sign(inputs::d)),
            case("sign of an integer", sign(inputs::i)),
            case("abs", abs(inputs::x)),
            case("abs of an integer", abs(inputs::i)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn roots_powers_logarithms() {
    let doubles =
        [0.0, 1.0, -1.0, 0.5, 2.0, 2.5, 100.0, -0.5, 709.0, 710.0, -745.0, 1e300, -1e300, 1e-300];
    let (x, y) = pairs(&doubles, &[0.0, 1.0, -1.0, 0.5, 2.0, 3.0, -2.0, 400.0, -400.0, 1e300]);
    let grid = Grid {
        x,
        y,
        d: some(&["0", "-4", "2.25", "100"]),
        i: some(&[0, -4, 9, i64::MAX]),
        ..Grid::default()
    };
    agree(
        &grid,
        vec![
            case("sqrt", sqrt(inputs::x)),
            case("sqrt of a decimal", sqrt(inputs::d)),
            case("sqrt of an integer", sqrt(inputs::i)),
            case("exp", exp(inputs::x)),
            case("ln", ln(inputs::x)),
            case("ln of a decimal", ln(inputs::d)),
            case("log10", log10(inputs::x)),
            case("log10 of an integer", log10(inputs::i)),
            case("log to a base", log(2.0, inputs::x)),
            case("log to base 1", log(1.0, inputs::x)),
            case("power", power(inputs::x, inputs::y)),
            case("power of a decimal", power(inputs::d, 2)),
            case("power by a value", power(inputs::i, 0.5)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn trigonometry() {
    let (x, y) = pairs(&[0.0, 1.0, -1.0, 0.5, 3.0, -100.0, 2.0], &[0.0, 1.0, -2.0]);
    let grid = Grid { x, y, d: some(&["0", "0.5"]), ..Grid::default() };
    agree(
        &grid,
        vec![
            case("sin", sin(inputs::x)),
            case("cos", cos(inputs::x)),
            case("tan", tan(inputs::x)),
            case("asin", asin(inputs::x)),
            case("acos", acos(inputs::x)),
            case("atan", atan(inputs::x)),
            case("atan2", atan2(inputs::x, inputs::y)),
            case("sin of a decimal", sin(inputs::d)),
            case("degrees", degrees(inputs::x)),
            case("radians", radians(inputs::x)),
            case("pi", pi()),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_they_mean() {
    let grid = Grid {
        x: [2.5, -2.5, 0.49999999999999994, -7.1, 0.0].map(Some).to_vec(),
        i: [-7, 7, 0, 1, 64].map(Some).to_vec(),
        ..Grid::default()
    };
    let (i, x) = (inputs::i, inputs::x);
    agree(
        &grid,
        vec![
            case("round", round(x)).gives(["3", "-3", "0", "-7", "0"]),
            case("floor", floor(x)).gives(["2", "-3", "0", "-8", "0"]),
            case("ceil", ceil(x)).gives(["3", "-2", "1", "-7", "0"]),
            case("to an integer", trunc_to_int(x)).gives(["2", "-2", "0", "-7", "0"]),
            case("round before the point", round_to(x, -1)).gives(["0", "0", "0", "-10", "0"]),
            case("sign", sign(x)).gives(["1", "-1", "1", "-1", "0"]),
            case("sqrt", sqrt(i.bit_and(i.shift_right(1)))).gives([
                "NULL",
                "1.73205080757",
                "0",
                "0",
                "0",
            ]),
            case("floor_div", floor_div(i, 2)).gives(["-4", "3", "0", "0", "32"]),
            case("zero to the power", power(x.assume::<Double>() * 0.0, i))
                .gives(["NULL", "0", "1", "0", "0"]),
            case("a shift", i.shift_left(i)).gives(["0", "896", "0", "2", "0"]),
            case("ln", ln(i)).gives(["NULL", "1.94591014906", "NULL", "0", "4.15888308336"]),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn random_numbers() {
    on_all_engines(|db| {
        let q = select((random(), random().lt(1.0), random().ge(0.0)));
        let first = db.fetch_one(&q);
        assert_eq!((first.1, first.2), (Some(true), Some(true)), "on {}", db.name);
        assert_ne!(first.0, db.fetch_one(&q).0, "on {}", db.name);
    });
}

#[test]
fn what_may_give_two_answers_is_not_written_twice() {
    let dialects: [&dyn aludel::dialect::Dialect; 4] =
        [&Sqlite::new().with_math_functions(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    for dialect in dialects {
        for of_function in
            [sqrt(function::<Double>("f", ())), sqrt(sql!(Double, "f()")), sqrt(random())]
        {
            let error = select(of_function).compile(dialect).unwrap_err();
            let expected =
                format!("sqrt of these arguments is not supported by {}", dialect.name());
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        assert!(select(sin(random())).compile(dialect).is_ok(), "{}", dialect.name());
        let nested = (0..6).fold(val::<Double>(2.0), |x, _| round_to(x, 1));
        assert!(select(nested).compile(dialect).is_err(), "{}", dialect.name());
    }
    let error = select(sqrt(val::<Double>(2.0))).compile(&Sqlite::new()).unwrap_err().to_string();
    assert!(error.contains("with_math_functions()"), "{error}");
}
