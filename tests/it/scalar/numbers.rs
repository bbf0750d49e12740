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

/// What has no finite number as its value is NULL; so is a function of NaN, which PostgreSQL alone
/// holds. MySQL and MariaDB hold none of these.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_infinity_and_nan() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    let (x, y) = (inputs::x, inputs::y);
    type Made = fn(Column<Nullable<Double>>, Column<Nullable<Double>>) -> Expr<Nullable<Double>>;
    let right = std::f64::consts::FRAC_PI_2;
    // Of infinity, of its negative and of NaN.
    let of_one: [(&str, Made, [Option<f64>; 3]); 23] = [
        ("sin", |x, _| sin(x), [None; 3]),
        ("cos", |x, _| cos(x), [None; 3]),
        ("tan", |x, _| tan(x), [None; 3]),
        ("asin", |x, _| asin(x), [None; 3]),
        ("acos", |x, _| acos(x), [None; 3]),
        ("atan", |x, _| atan(x), [Some(right), Some(-right), None]),
        ("sqrt", |x, _| sqrt(x), [Some(INF), None, None]),
        ("exp", |x, _| exp(x), [None, Some(0.0), None]),
        ("ln", |x, _| ln(x), [Some(INF), None, None]),
        ("log10", |x, _| log10(x), [Some(INF), None, None]),
        ("log", |x, _| log(2.0, x), [Some(INF), None, None]),
        ("power", |x, _| power(x, 2), [None; 3]),
        ("power by -1", |x, _| power(x, -1), [Some(0.0), Some(0.0), None]),
        ("power of 2", |x, _| power(x * 0.0 + 2.0, x), [None; 3]),
        ("abs", |x, _| abs(x), [Some(INF), Some(INF), Some(NAN)]),
        ("floor", |x, _| floor(x), [Some(INF), Some(-INF), Some(NAN)]),
        ("ceil", |x, _| ceil(x), [Some(INF), Some(-INF), Some(NAN)]),
        ("trunc", |x, _| trunc(x), [Some(INF), Some(-INF), Some(NAN)]),
        ("round", |x, _| round(x), [Some(INF), Some(-INF), Some(NAN)]),
        ("round to 2", |x, _| round_to(x, 2), [Some(INF), Some(-INF), Some(NAN)]),
        ("round to -2", |x, _| round_to(x, -2), [Some(INF), Some(-INF), Some(NAN)]),
        ("degrees", |x, _| degrees(x), [Some(INF), Some(-INF), Some(NAN)]),
        ("to an integer", |x, _| trunc_to_int(x).cast::<Double>(), [None; 3]),
    ];
    // Of pairs.
    let pairs: [(f64, f64, Option<f64>, Option<f64>); 14] = [
        (0.0, INF, None, Some(0.0)),
        (0.0, -INF, None, Some(2.0 * right)),
        (0.0, NAN, None, None),
        (0.5, INF, Some(0.0), Some(0.0)),
        (0.5, -INF, None, Some(2.0 * right)),
        (1.0, NAN, None, None),
        (-2.0, INF, None, Some(0.0)),
        (-0.5, INF, Some(0.0), Some(0.0)),
        (INF, 0.0, None, Some(right)),
        (INF, INF, None, Some(right / 2.0)),
        (-INF, -3.0, Some(0.0), Some(-right)),
        (-INF, 0.5, None, Some(-right)),
        (NAN, 0.0, None, None),
        (NAN, NAN, None, None),
    ];
    on_all_engines(|db| {
        let numbers: &[f64] = match db.name {
            "SQLite" => &[INF, -INF],
            "PostgreSQL" => &[INF, -INF, NAN],
            _ => return,
        };
        db.create(&create_table(inputs::table));
        let same = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => {
                one == other || (one - other).abs() < 1e-9 || (one.is_nan() && other.is_nan())
            }
            (one, other) => one == other,
        };
        for (id, number) in (0..).zip(numbers) {
            db.execute(&insert_into(inputs::table).set(inputs::id, id).set(x, *number));
        }
        for (name, made, expected) in &of_one {
            let q = select(made(x, y)).from(inputs::table).order_by(inputs::id);
            let found = db.fetch_all(&q);
            let agree = found.iter().zip(expected).all(|(one, other)| same(*one, *other));
            assert!(agree, "{name} on {}: {found:?} {}", db.name, db.compile(&q).text());
        }
        for (one, other, power_of, angle) in pairs {
            if db.name == "SQLite" && (one.is_nan() || other.is_nan()) {
                continue;
            }
            let (a, b) = (val::<Double>(one), val::<Double>(other));
            let found =
                db.fetch_one(&select((power(a.clone(), b.clone()), atan2(a, b).nullable())));
            assert!(same(found.0, power_of), "{one} to {other} on {}: {found:?}", db.name);
            assert!(same(found.1, angle), "of {one}, {other} on {}: {found:?}", db.name);
        }
    });
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
        for of_function in [ln(function::<Double>("f", ())), ln(sql!(Double, "f()")), ln(random())]
        {
            let error = select(of_function).compile(dialect).unwrap_err();
            let expected = format!("ln of these arguments is not supported by {}", dialect.name());
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        assert!(select(sin(random())).compile(dialect).is_ok(), "{}", dialect.name());
        let nested = (0..6).fold(val::<Double>(2.0), |x, _| round_to(x, 1));
        assert!(select(nested).compile(dialect).is_err(), "{}", dialect.name());
    }
    let error = select(sqrt(val::<Double>(2.0))).compile(&Sqlite::new()).unwrap_err().to_string();
    assert!(error.contains("with_math_functions()"), "{error}");
}
