//! Ranges in the server's binary form.

use postgres::types::Type;

use super::decode::{Shared, value};
use crate::ast::Value;
use crate::query::DecodeError;

const EMPTY: u8 = 1;
const LOWER_INSIDE: u8 = 2;
const UPPER_INSIDE: u8 = 4;
const NO_LOWER: u8 = 8;
const NO_UPPER: u8 = 16;

/// A range as five values, which its type reads: its bounds, NULL where there is none, whether each is
/// inside, and whether the range is empty.
pub(super) fn bounds(element: &Type, raw: &[u8]) -> Result<Vec<Value>, DecodeError> {
    let malformed = || DecodeError::malformed("a range", "a range", "its binary form is malformed");
    let (flags, mut rest) = raw.split_first().ok_or_else(malformed)?;
    let is = |flag: u8| flags & flag != 0;
    let mut bound = |missing: bool| -> Result<Value, DecodeError> {
        if missing || is(EMPTY) {
            return Ok(Value::Null);
        }
        let (length, after) = rest.split_first_chunk().ok_or_else(malformed)?;
        let length = usize::try_from(i32::from_be_bytes(*length)).map_err(|_| malformed())?;
        let (bytes, after) = after.split_at_checked(length).ok_or_else(malformed)?;
        rest = after;
        value(element, bytes, &mut Shared::default())?.to_value()
    };
    let (lower, upper) = (bound(is(NO_LOWER))?, bound(is(NO_UPPER))?);
    let [lower_inside, upper_inside, empty] =
        [LOWER_INSIDE, UPPER_INSIDE, EMPTY].map(|flag| Value::Bool(is(flag)));
    Ok(vec![lower, upper, lower_inside, upper_inside, empty])
}
