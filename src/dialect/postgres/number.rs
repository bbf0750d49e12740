//! Functions of floating-point numbers on PostgreSQL, which alone has NaN: it is greater than every
//! number, and a function of it is NULL. Of infinity, its trigonometry is an error.

use crate::ast::{Expr, Function};
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::number::{double, of_one, once};
use crate::dialect::rewrite::repeatable_arguments;
use crate::dialect::syntax::raw;

/// The text of a function that takes no infinity.
macro_rules! finite {
    ($name:literal) => {
        concat!($name, "(NULLIF(NULLIF(NULLIF({}, 'NaN'), 'Infinity'), '-Infinity'))")
    };
}

pub(super) fn function(function: &Function) -> Option<FunctionForm> {
    Some(FunctionForm::Rewrite(match function {
        Function::Round => round,
        Function::Sqrt => {
            |args| of_one::<2>(args, "CASE WHEN {} >= 0 THEN SQRT(NULLIF({}, 'NaN')) END")
        }
        Function::Ln => |args| of_one::<2>(args, "CASE WHEN {} > 0 THEN LN(NULLIF({}, 'NaN')) END"),
        Function::Log10 => {
            |args| of_one::<2>(args, "CASE WHEN {} > 0 THEN LOG10(NULLIF({}, 'NaN')) END")
        }
        Function::Sin => |args| once(args, finite!("SIN")),
        Function::Cos => |args| once(args, finite!("COS")),
        Function::Tan => |args| once(args, finite!("TAN")),
        Function::Atan => |args| once(args, "ATAN(NULLIF({}, 'NaN'))"),
        Function::Atan2 => atan2,
        _ => return None,
    }))
}

/// As elsewhere, but for infinity, which has no fraction: what is computed as such is NaN, and more
/// than a half.
fn round(args: &[Expr]) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let text = "(TRUNC({}) + CASE WHEN ABS({} - TRUNC({})) >= 0.5 THEN SIGN({}) ELSE 0 END)";
    Some(raw(text, std::array::from_fn::<_, 4, _>(|_| number.clone())))
}

fn atan2(args: &[Expr]) -> Option<Expr> {
    let [y, x] = args else { return None };
    let text = "ATAN2(NULLIF({}, 'NaN'), NULLIF({}, 'NaN'))";
    Some(raw(text, [double(y.clone()), double(x.clone())]))
}
