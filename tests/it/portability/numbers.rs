//! Arithmetic, bits and types of casts.

use aludel::ast::{BinaryOp, Expr as Node, UnaryOp};

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_01_integer_division() {
    everywhere(|db| {
        finds(db, &each(samples::a / samples::b), &[3, -3, -3, 3]);
        finds(db, &each(samples::a / 2), &[3, -3, 3, -3]);
        finds(db, &each(samples::big / samples::b), &[i64::MAX / 2, 2, 2, 0]);
        finds(db, &each(samples::a.any().div_int(2).cast::<BigInt>()), &[3, -3, 3, -3].map(Some));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_02_real_division() {
    everywhere(|db| {
        finds(db, &each(samples::a.cast::<Double>() / samples::b), &[3.5, -3.5, -3.5, 3.5]);
        let third = val::<Integer>(1).cast::<Double>() / val::<Integer>(3);
        finds(db, &each(third * 3).limit(1), &[1.0]);
        let untyped = samples::a.any().div(4).cast::<Double>();
        finds(db, &each(untyped), &[1.75, -1.75, 1.75, -1.75].map(Some));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_03_floor_division() {
    let floored = |a: Expr<Integer>, b: Expr<Integer>| {
        let signs_differ = a.clone().lt(0).is_distinct_from(b.clone().lt(0));
        let down = (a.clone() % b.clone()).ne(0).and(signs_differ);
        a / b - case::<Integer>().when(down, 1).otherwise(0)
    };
    everywhere(|db| {
        finds(db, &each(floored(samples::a.expr(), samples::b.expr())), &[3, -4, -4, 3]);
        let nearly = floored(val::<Integer>(99_999), val::<Integer>(100_000));
        finds(db, &each(nearly).limit(1), &[0]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_04_sign_of_a_remainder() {
    everywhere(|db| {
        finds(db, &each(samples::a % samples::b), &[1, -1, 1, -1]);
        finds(db, &each(samples::a % 4), &[3, -3, 3, -3]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_05_division_by_zero() {
    let native = each(samples::a / (samples::b - 2)).limit(1);
    let native = native.select((samples::a / (samples::b - 2)).nullable());
    everywhere(|db| {
        match db.name {
            POSTGRES => assert!(fails(db, &native)),
            _ => finds(db, &native, &[None]),
        }
        let portable = samples::a / nullif(samples::b - 2, 0);
        finds(db, &each(portable), &[None, None, Some(-1), Some(1)]);
        let real = samples::x / nullif(samples::n, 0);
        finds(db, &each(real), &[None, None, Some(0.1), Some(-1.0)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_06_integer_overflow_is_an_error() {
    // SQLite makes a floating-point number of the sum, which is no integer of 64 bits any more.
    everywhere(|db| {
        assert!(fails(db, &each(samples::big + 1)), "{}", db.name);
        assert!(fails(db, &each(samples::big * 2)), "{}", db.name);
        finds(db, &each(samples::big - 1), &[i64::MAX - 1, 4, -6, -1]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_07_small_integers_outgrow_their_type() {
    let most = 2_147_483_647;
    everywhere(|db| {
        let wide = (samples::b.cast::<BigInt>() + (most - 2)) * 2;
        finds(db, &each(wide).limit(1), &[4_294_967_294_i64]);
        // A value of 64 bits makes the sum one of 64 bits.
        finds(db, &each(samples::b + i64::from(most)).limit(1), &[2_147_483_649_i64]);
        assert!(fails(db, &each(samples::b + most)), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_56_types_of_casts() {
    everywhere(|db| {
        finds(db, &each(samples::id.cast::<SmallInt>()), &[1, 2, 3, 4]);
        finds(db, &each(samples::id.cast::<BigInt>()), &[1, 2, 3, 4]);
        finds(db, &each(samples::id.cast::<Double>()), &[1.0, 2.0, 3.0, 4.0]);
        finds(db, &each(samples::id.cast::<Text>()), &texts(&["1", "2", "3", "4"]));
        finds(db, &each(samples::id.cast::<VarChar<10>>()), &texts(&["1", "2", "3", "4"]));
        finds(db, &each(samples::at.cast::<Date>()).limit(1), &[day("2024-08-15")]);
        finds(db, &each(samples::day.cast::<Timestamp>()).limit(1), &[time("2024-01-31 00:00:00")]);
        let decimal = each(samples::n.cast::<Decimal<10, 2>>());
        match db.name {
            SQLITE => assert!(lacks(db, &decimal), "it has no decimals"),
            _ => {
                let number = |text: &str| Some(text.parse().expect("a number"));
                let expected = [None, number("0.00"), number("5.00"), number("-1.00")];
                finds(db, &decimal, &expected);
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_58_bits() {
    let bits = |left: Column<Integer>, op, right: Column<Integer>| {
        Expr::<BigInt>::from_ast(Node::binary(left.into_ast(), op, right.into_ast()))
    };
    let turned = Node::Unary { op: UnaryOp::BitNot, operand: samples::a.into_ast().into() };
    everywhere(|db| {
        finds(db, &each(bits(samples::a, BinaryOp::BitXor, samples::b)), &[5, -5, -7, 7]);
        finds(db, &each(bits(samples::a, BinaryOp::BitAnd, samples::b)), &[2, 0, 6, -8]);
        finds(db, &each(bits(samples::a, BinaryOp::BitOr, samples::b)), &[7, -5, -1, -1]);
        finds(db, &each(Expr::<BigInt>::from_ast(turned.clone())), &[-8, 6, -8, 6]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_59_negative_numbers_begin_no_comment() {
    everywhere(|db| {
        finds(db, &each(samples::a - literal::<Integer>(-1)), &[8, -6, 8, -6]);
        finds(db, &each(samples::a - (-samples::b)), &[9, -5, 5, -9]);
        finds(db, &each(-(-samples::a)), &[7, -7, 7, -7]);
        finds(db, &each(-literal::<Integer>(-1)), &[1, 1, 1, 1]);
    });
}
