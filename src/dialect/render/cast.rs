//! Conversions: which of them mean the same everywhere.

use super::expr::is_repeatable;
use super::{Rendered, Renderer};
use crate::ast::{Bind, Cast, DataType, Expr, Function, Operand, Value};
use crate::dialect::Feature;

impl<'q> Renderer<'q, '_> {
    pub(super) fn cast(&mut self, expr: &'q Expr, cast: &'q Cast) -> Rendered {
        if let Some(from) = cast.operand.known_type() {
            if *from == DataType::Boolean && cast.data_type == DataType::Boolean {
                return self.operand(&cast.operand, super::precedence::Rank::Atom);
            }
            if let Some(feature) = particular(&cast.operand, from, &cast.data_type)
                && !self.native(feature)
            {
                return self.rewritten(feature, expr);
            }
        }
        if let Some(rendered) = self.cast_of_value(&cast.operand, &cast.data_type) {
            return rendered;
        }
        match self.dialect.cast(&cast.data_type) {
            Some(template) if is_repeatable(&template, &cast.operand) => {
                self.operand_template(&template, &cast.operand)
            }
            Some(_) => Err(self.unsupported_construct(
                format!("CAST to {:?} of this operand", cast.data_type),
                None,
                "compute the operand in a derived table",
            )),
            None => Err(self.unsupported_construct(
                format!("CAST to {:?}", cast.data_type),
                None,
                "convert the value before it is sent, or use a function of that server",
            )),
        }
    }
}

/// The conversions that servers differ in.
fn particular(operand: &Operand, from: &DataType, to: &DataType) -> Option<Feature> {
    let is_number = |data_type: &DataType| data_type.is_integer() || data_type.is_fractional();
    Some(match (from, to) {
        (DataType::Boolean, to) if to.is_text() => Feature::BooleanToText,
        (DataType::Boolean, to) if is_number(to) => Feature::BooleanToNumber,
        (DataType::Blob, to) if to.is_text() => Feature::BytesToText,
        (DataType::Decimal(_), to) if to.is_text() => Feature::DecimalToText,
        (from, to) if from.is_fractional() && to.is_text() => Feature::FloatToText,
        (from, to) if from.is_fractional() && to.is_integer() && !is_whole(operand) => {
            Feature::FractionToInteger
        }
        (from, DataType::Blob) if from.is_text() => Feature::TextToBytes,
        (_, to) if to.is_text() && !is_of_length(to) => Feature::CastCollation,
        (from, DataType::Boolean) if from.is_text() => Feature::TextToNumber,
        (from, to) if from.is_text() && is_number(to) && !is_literal_of(operand, to) => {
            Feature::TextToNumber
        }
        _ => return None,
    })
}

fn is_of_length(text: &DataType) -> bool {
    matches!(text, DataType::VarChar(Some(_)) | DataType::Char(Some(_)))
}

/// Whether the number has lost its fraction already.
fn is_whole(operand: &Operand) -> bool {
    use Function::{Ceil, Floor, Round, Trunc};
    let Operand::Expr(expr) = operand else { return false };
    matches!(&**expr, Expr::Call(call) if matches!(call.function, Floor | Ceil | Trunc | Round))
}

/// Whether it is the text of a number, which is seen at once: a literal, or a cast of an integer.
fn is_literal_of(operand: &Operand, to: &DataType) -> bool {
    if let Operand::Expr(expr) = operand
        && let Expr::Cast(cast) = &**expr
    {
        return cast.operand.known_type().is_some_and(DataType::is_integer);
    }
    let text = match operand {
        Operand::Bind(Bind { value: Value::Text(text), .. }) => text,
        Operand::Expr(expr) => match &**expr {
            Expr::Literal(Value::Text(text)) => text,
            _ => return false,
        },
        _ => return false,
    };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = |char: char| char.is_ascii_digit() || (!to.is_integer() && char == '.');
    let parses =
        if to.is_integer() { text.parse::<i64>().is_ok() } else { text.parse::<f64>().is_ok() };
    parses
        && unsigned.starts_with(|char: char| char.is_ascii_digit())
        && unsigned.chars().all(is_number)
}
