//! Conversions that a server makes differently.

use super::{raw, repeatable_arguments};
use crate::ast::{
    BinaryOp, Call, Case, Cast, DataType, Expr, ExprList, Function, In, InSet, Value,
};

/// `CASE condition WHEN TRUE THEN … WHEN FALSE THEN … END` of what is converted.
fn by_truth(expr: &Expr, if_true: Value, if_false: Value) -> Option<Expr> {
    let Expr::Cast(cast) = expr else { return None };
    let arm = |truth: bool, value: Value| {
        (Expr::Literal(Value::Bool(truth)).into(), Expr::Literal(value).into())
    };
    let operand = Some(cast.operand.clone());
    let arms = vec![arm(true, if_true), arm(false, if_false)];
    Some(Expr::Case(Box::new(Case { operand, arms, otherwise: None })))
}

/// `true` and `false`, as PostgreSQL writes them.
pub(in crate::dialect) fn boolean_to_text(expr: &Expr) -> Option<Expr> {
    by_truth(expr, Value::from("true"), Value::from("false"))
}

/// 1 and 0.
pub(in crate::dialect) fn boolean_to_number(expr: &Expr) -> Option<Expr> {
    by_truth(expr, Value::Int(1), Value::Int(0))
}

// ---- text that may be a number

fn call<const N: usize>(function: Function, args: [Expr; N]) -> Expr {
    Expr::Call(Box::new(Call { function, args: args.into() }))
}

fn int(number: i64) -> Expr {
    Expr::Literal(Value::Int(number))
}

fn text(text: &str) -> Expr {
    Expr::Literal(Value::from(text))
}

/// The text without its sign.
fn unsigned(number: &Expr) -> Expr {
    let sign = call(Function::Left, [number.clone(), int(1)]);
    let signs = InSet::Exprs(ExprList::from([text("-"), text("+")]));
    let signed = Expr::In(Box::new(In { operand: sign.into(), set: signs, negated: false }));
    let rest = call(Function::SubstringFrom, [number.clone(), int(2)]);
    let arms = vec![(signed.into(), rest.into())];
    let otherwise = Some(number.clone().into());
    Expr::Case(Box::new(Case { operand: None, arms, otherwise }))
}

fn length(text: Expr) -> Expr {
    call(Function::CharLength, [text])
}

/// Under no type that is known, so that it is converted without more ado.
fn converted(number: Expr, data_type: DataType) -> Expr {
    let operand = raw("{}", [number]).into();
    Expr::Cast(Box::new(Cast { operand, data_type }))
}

fn if_holds(condition: Expr, then: Expr) -> Expr {
    let arms = vec![(condition.into(), then.into())];
    Expr::Case(Box::new(Case { operand: None, arms, otherwise: None }))
}

/// Digits with or without a sign, whose number is not beyond the limit. The digits without zeros before
/// them are compared with those of the limit.
pub(in crate::dialect) fn text_to_integer(args: &[Expr]) -> Option<Expr> {
    let [number, bits] = repeatable_arguments(args)?;
    let Expr::Literal(Value::Int(bits @ 2..=64)) = bits else { return None };
    let digits = unsigned(&number);
    let significant = || call(Function::TrimStartChar, [digits.clone(), text("0")]);
    let greatest = i64::MAX >> (64 - bits);
    let limit = |of: u64| text(&of.to_string());
    let least = raw(
        "CASE WHEN {} = '-' THEN {} ELSE {} END",
        [
            call(Function::Left, [number.clone(), int(1)]),
            limit(greatest.unsigned_abs() + 1),
            limit(greatest.unsigned_abs()),
        ],
    );
    let most = int(greatest.to_string().len().try_into().ok()?);
    let shorter = Expr::binary(length(significant()), BinaryOp::Lt, most.clone());
    let as_long = Expr::binary(length(significant()), BinaryOp::Eq, most);
    let less = Expr::binary(significant(), BinaryOp::Le, least);
    let fits = shorter.or(as_long.and(less));
    let condition = call(Function::IsDigits, [digits.clone()]).and(fits);
    Some(if_holds(condition, converted(number, DataType::BigInt)))
}

/// Digits, at most one point between two of them, no more than three hundred.
fn are_of_number(digits: &Expr) -> Expr {
    let whole = || call(Function::Replace, [digits.clone(), text("."), text("")]);
    let no_point =
        |at: Function| Expr::binary(call(at, [digits.clone(), int(1)]), BinaryOp::Ne, text("."));
    let points = Expr::binary(length(digits.clone()), BinaryOp::Subtract, length(whole()));
    call(Function::IsDigits, [whole()])
        .and(Expr::binary(points, BinaryOp::Lt, int(2)))
        .and(no_point(Function::Left))
        .and(no_point(Function::Right))
        .and(Expr::binary(length(digits.clone()), BinaryOp::Le, int(300)))
}

/// The number of such digits, with or without a sign.
pub(in crate::dialect) fn text_to_double(args: &[Expr]) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let condition = are_of_number(&unsigned(&number));
    Some(if_holds(condition, converted(number, DataType::Double)))
}

/// The most digits of a decimal on MySQL and MariaDB, one of which is left for what rounding carries.
const MAX_DIGITS: i64 = 64;

/// The most digits after the point on MySQL.
const MAX_SCALE: i64 = 30;

/// The decimal of such digits. Those before the point are counted first, without zeros before them, for
/// a server converts what is too great to the greatest, or to an error; so is what rounding makes too
/// great.
pub(in crate::dialect) fn text_to_decimal(args: &[Expr]) -> Option<Expr> {
    let [number, precision, scale] = repeatable_arguments(args)?;
    let Expr::Literal(Value::Int(precision @ 1..=MAX_DIGITS)) = precision else { return None };
    let Expr::Literal(Value::Int(scale @ 0..=MAX_SCALE)) = scale else { return None };
    let whole = precision.checked_sub(scale).filter(|whole| *whole >= 0)?;
    let decimal = |digits: i64, scale: i64| -> Option<DataType> {
        Some(DataType::Decimal(Some((digits.try_into().ok()?, scale.try_into().ok()?))))
    };
    let digits = unsigned(&number);
    let significant = call(Function::TrimStartChar, [digits.clone(), text("0")]);
    let pointed = Expr::Concat([significant, text(".")].into());
    let point = call(Function::Position, [text("."), pointed]);
    let short = Expr::binary(point, BinaryOp::Le, int(whole + 1));
    let rounded = converted(number.clone(), decimal(precision + 1, scale)?);
    let bound = text(&format!("1{:0<1$}", "", usize::try_from(whole).ok()?));
    let bound = converted(bound, decimal(whole + 1, 0)?);
    let fits = Expr::binary(call(Function::Abs, [rounded]), BinaryOp::Lt, bound);
    let exact = converted(number, decimal(precision, scale)?);
    Some(if_holds(are_of_number(&digits).and(short), if_holds(fits, exact)))
}
