//! A list in one parameter, for a server without arrays: the text of a JSON array.

use super::{literal, sqlite_value};
use crate::ast::Value;

/// The elements as a JSON array, or why one of them cannot stand in it.
pub(super) fn as_json(elements: &[Value], decimals: bool) -> Result<String, &'static str> {
    let mut text = String::with_capacity(2 + 8 * elements.len());
    let mut separator = '[';
    for element in elements {
        text.push(separator);
        separator = ',';
        push(element, decimals, &mut text)?;
    }
    if elements.is_empty() {
        text.push('[');
    }
    text.push(']');
    Ok(text)
}

#[inline]
fn push(element: &Value, decimals: bool, text: &mut String) -> Result<(), &'static str> {
    match element {
        Value::Int(number) => {
            literal::integer(*number, text);
            Ok(())
        }
        other => push_other(other, decimals, text),
    }
}

fn push_other(element: &Value, decimals: bool, text: &mut String) -> Result<(), &'static str> {
    match element {
        Value::Null => text.push_str("null"),
        Value::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        Value::Int(_) => return push(element, decimals, text),
        Value::UInt(number) => text.push_str(&number.to_string()),
        Value::Double(number) if !number.is_finite() => return Err(NO_SUCH_ELEMENT),
        Value::Double(number) => literal::double(*number, text),
        Value::Text(value) => push_text(value, text),
        #[cfg(feature = "decimal")]
        Value::Decimal(number) if decimals => push_text(&number.to_string(), text),
        #[cfg(feature = "json")]
        Value::Json(_) => return Err(NO_SUCH_ELEMENT),
        Value::Blob(_) | Value::Array(_) => return Err(NO_SUCH_ELEMENT),
        other => return push_other(&sqlite_value::stored(other)?, decimals, text),
    }
    Ok(())
}

const NO_SUCH_ELEMENT: &str =
    "it cannot stand in a list that is sent as one parameter; use `in_` with the values";

/// <https://www.rfc-editor.org/rfc/rfc8259#section-7>
fn push_text(value: &str, text: &mut String) {
    text.push('"');
    for char in value.chars() {
        match char {
            '"' | '\\' => text.extend(['\\', char]),
            '\0'..='\x1F' => {
                text.push_str("\\u00");
                literal::hex(&[char as u8], text);
            }
            char => text.push(char),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_a_json_array() {
        let json = |elements: &[Value]| as_json(elements, true);
        assert_eq!(json(&[]).as_deref(), Ok("[]"));
        let elements = [Value::Int(0), Value::Int(-7), Value::Null, Value::Bool(true)];
        assert_eq!(json(&elements).as_deref(), Ok("[0,-7,null,true]"));
        let extremes = [Value::Int(i64::MIN), Value::UInt(u64::MAX), Value::Double(1.5)];
        let text = "[-9223372036854775808,18446744073709551615,1.5e0]";
        assert_eq!(json(&extremes).as_deref(), Ok(text));
        let texts = ["a\"b\\c", "\n\0", "é", ""].map(|text| Value::Text(text.into()));
        assert_eq!(json(&texts).as_deref(), Ok(r#"["a\"b\\c","\u000a\u0000","é",""]"#));
        for other in [Value::Double(f64::NAN), Value::from(vec![1_u8])] {
            assert_eq!(json(&[other]), Err(NO_SUCH_ELEMENT));
        }
    }
}
