//! Values as PostgreSQL takes them: in its binary form where a value and a parameter's type are made
//! for one another, else as text, which the server reads as the type it has inferred.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use postgres::types::{Format, IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::ast::{DataType, Interval, Value};
use crate::dialect::Param;
use crate::query::ValueRef;

type Failure = Box<dyn Error + Sync + Send>;

/// The type that a parameter is declared with; what is not known here the server infers.
pub(super) fn type_of(param: &Param<'_>) -> Type {
    param.data_type().map_or(Type::UNKNOWN, type_of_data)
}

pub(super) fn type_of_data(data_type: &DataType) -> Type {
    match data_type {
        DataType::SmallInt => Type::INT2,
        DataType::Integer => Type::INT4,
        DataType::BigInt => Type::INT8,
        DataType::Real => Type::FLOAT4,
        DataType::Double => Type::FLOAT8,
        DataType::Decimal(_) | DataType::UnsignedBigInt => Type::NUMERIC,
        DataType::Boolean => Type::BOOL,
        DataType::Text => Type::TEXT,
        DataType::VarChar(_) => Type::VARCHAR,
        DataType::Char(_) => Type::BPCHAR,
        DataType::Blob => Type::BYTEA,
        DataType::Date => Type::DATE,
        DataType::Time => Type::TIME,
        DataType::Timestamp => Type::TIMESTAMP,
        DataType::TimestampTz => Type::TIMESTAMPTZ,
        DataType::Interval => Type::INTERVAL,
        DataType::Json => Type::JSONB,
        DataType::Uuid => Type::UUID,
        DataType::Array(element) => array_of(&type_of_data(element)),
        DataType::Range(element) => range_of(&type_of_data(element)),
        _ => Type::UNKNOWN,
    }
}

/// The type of arrays of a type.
pub(super) fn array_of(element: &Type) -> Type {
    match *element {
        Type::INT2 => Type::INT2_ARRAY,
        Type::INT4 => Type::INT4_ARRAY,
        Type::INT8 => Type::INT8_ARRAY,
        Type::FLOAT4 => Type::FLOAT4_ARRAY,
        Type::FLOAT8 => Type::FLOAT8_ARRAY,
        Type::NUMERIC => Type::NUMERIC_ARRAY,
        Type::BOOL => Type::BOOL_ARRAY,
        Type::TEXT => Type::TEXT_ARRAY,
        Type::VARCHAR => Type::VARCHAR_ARRAY,
        Type::BPCHAR => Type::BPCHAR_ARRAY,
        Type::BYTEA => Type::BYTEA_ARRAY,
        Type::DATE => Type::DATE_ARRAY,
        Type::TIME => Type::TIME_ARRAY,
        Type::TIMESTAMP => Type::TIMESTAMP_ARRAY,
        Type::TIMESTAMPTZ => Type::TIMESTAMPTZ_ARRAY,
        Type::INTERVAL => Type::INTERVAL_ARRAY,
        Type::JSONB => Type::JSONB_ARRAY,
        Type::UUID => Type::UUID_ARRAY,
        _ => Type::UNKNOWN,
    }
}

/// The type of ranges of a type.
fn range_of(element: &Type) -> Type {
    match *element {
        Type::INT4 => Type::INT4_RANGE,
        Type::INT8 => Type::INT8_RANGE,
        Type::NUMERIC => Type::NUM_RANGE,
        Type::DATE => Type::DATE_RANGE,
        Type::TIMESTAMP => Type::TS_RANGE,
        Type::TIMESTAMPTZ => Type::TSTZ_RANGE,
        _ => Type::UNKNOWN,
    }
}

/// A parameter's value.
#[derive(Debug)]
pub(super) struct Bound<'v>(pub(super) &'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        let value = ValueRef::from(self.0);
        match value {
            ValueRef::Null => return Ok(IsNull::Yes),
            ValueRef::Array(elements) => array(elements, ty, out)?,
            value if is_binary(value, ty) => binary(value, ty, out)?,
            value => text(value, out)?,
        }
        Ok(IsNull::No)
    }

    fn encode_format(&self, ty: &Type) -> Format {
        let value = ValueRef::from(self.0);
        if is_binary(value, ty) { Format::Binary } else { Format::Text }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Whether the value has a binary form for the type.
pub(super) fn is_binary(value: ValueRef<'_>, ty: &Type) -> bool {
    match value {
        ValueRef::Bool(_) => *ty == Type::BOOL,
        ValueRef::Int(_) => {
            matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT4 | Type::FLOAT8)
        }
        ValueRef::Double(_) => matches!(*ty, Type::FLOAT4 | Type::FLOAT8),
        ValueRef::Text(_) => {
            matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME)
        }
        ValueRef::Blob(_) => *ty == Type::BYTEA,
        #[cfg(feature = "chrono")]
        ValueRef::Date(_) => *ty == Type::DATE,
        #[cfg(feature = "chrono")]
        ValueRef::Time(_) => *ty == Type::TIME,
        #[cfg(feature = "chrono")]
        ValueRef::Timestamp(_) => *ty == Type::TIMESTAMP,
        #[cfg(feature = "chrono")]
        ValueRef::TimestampTz(_) => *ty == Type::TIMESTAMPTZ,
        #[cfg(feature = "uuid")]
        ValueRef::Uuid(_) => *ty == Type::UUID,
        ValueRef::Interval(_) => *ty == Type::INTERVAL,
        ValueRef::Array(_) => matches!(ty.kind(), Kind::Array(_)),
        _ => *ty == Type::BYTEA && matches!(value, ValueRef::Null),
    }
}

/// The value in the type's binary form.
pub(super) fn binary(value: ValueRef<'_>, ty: &Type, out: &mut BytesMut) -> Result<(), Failure> {
    match value {
        ValueRef::Bool(truth) => out.put_u8(truth.into()),
        ValueRef::Int(number) => match *ty {
            Type::INT2 => out.put_i16(number.try_into()?),
            Type::INT4 => out.put_i32(number.try_into()?),
            Type::INT8 => out.put_i64(number),
            Type::FLOAT4 => out.put_f32(exact(number, f32::MANTISSA_DIGITS)? as f32),
            _ => out.put_f64(exact(number, f64::MANTISSA_DIGITS)? as f64),
        },
        ValueRef::Double(number) if *ty == Type::FLOAT4 => {
            let real = number as f32;
            if real.is_infinite() && number.is_finite() {
                return Err("the number is out of the range of REAL".into());
            }
            out.put_f32(real);
        }
        ValueRef::Double(number) => out.put_f64(number),
        ValueRef::Text(text) => out.put_slice(without_nul(text)?.as_bytes()),
        ValueRef::Blob(bytes) => out.put_slice(bytes),
        #[cfg(feature = "chrono")]
        ValueRef::Date(date) => out.put_i32(super::time::days(date)?),
        #[cfg(feature = "chrono")]
        ValueRef::Time(time) => out.put_i64(super::time::micros_of_day(time)),
        #[cfg(feature = "chrono")]
        ValueRef::Timestamp(time) => out.put_i64(super::time::micros(time)),
        #[cfg(feature = "chrono")]
        ValueRef::TimestampTz(time) => out.put_i64(super::time::micros(time.naive_utc())),
        #[cfg(feature = "uuid")]
        ValueRef::Uuid(uuid) => out.put_slice(uuid.as_bytes()),
        ValueRef::Interval(Interval { months, days, microseconds }) => {
            out.put_i64(microseconds);
            out.put_i32(days);
            out.put_i32(months);
        }
        other => text(other, out)?,
    }
    Ok(())
}

/// The value as the server reads it from text.
fn text(value: ValueRef<'_>, out: &mut BytesMut) -> Result<(), Failure> {
    match value {
        ValueRef::Text(text) => out.put_slice(without_nul(text)?.as_bytes()),
        ValueRef::Double(number) if number.is_infinite() => {
            out.put_slice(if number > 0.0 { b"Infinity" } else { b"-Infinity" });
        }
        ValueRef::Blob(bytes) => {
            out.put_slice(b"\\x");
            for byte in bytes {
                out.put_slice(format!("{byte:02x}").as_bytes());
            }
        }
        #[cfg(feature = "chrono")]
        ValueRef::TimestampTz(time) => {
            out.put_slice(time.format("%Y-%m-%d %H:%M:%S%.6f+00").to_string().as_bytes());
        }
        #[cfg(feature = "json")]
        ValueRef::Json(text) => out.put_slice(without_nul(text)?.as_bytes()),
        other => out.put_slice(other.to_value()?.to_string().as_bytes()),
    }
    Ok(())
}

/// An array of one dimension.
fn array(elements: &[Value], ty: &Type, out: &mut BytesMut) -> Result<(), Failure> {
    let Kind::Array(element) = ty.kind() else {
        return Err(
            format!("an array cannot be sent for {ty}: name the type of its elements").into()
        );
    };
    out.put_i32(if elements.is_empty() { 0 } else { 1 });
    out.put_i32(elements.iter().any(Value::is_null).into());
    out.put_u32(element.oid());
    if elements.is_empty() {
        return Ok(());
    }
    out.put_i32(elements.len().try_into()?);
    out.put_i32(1);
    for value in elements {
        sized(value.into(), element, out)?;
    }
    Ok(())
}

/// A value in binary form with its length before it, as it stands in arrays and in COPY.
pub(super) fn sized(value: ValueRef<'_>, ty: &Type, out: &mut BytesMut) -> Result<(), Failure> {
    if value == ValueRef::Null {
        out.put_i32(-1);
        return Ok(());
    }
    let start = out.len();
    out.put_i32(0);
    as_binary(value, ty, out)?;
    let length = i32::try_from(out.len() - start - 4)?;
    if let Some(place) = out.get_mut(start..start + 4) {
        place.copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// A value in binary form where no other is possible.
fn as_binary(value: ValueRef<'_>, ty: &Type, out: &mut BytesMut) -> Result<(), Failure> {
    match (value, ty) {
        (ValueRef::Array(elements), ty) => array(elements, ty, out),
        (value, ty) if is_binary(value, ty) => binary(value, ty, out),
        (value, &Type::NUMERIC) => {
            super::numeric::encode(&value.to_value()?.to_string(), out).map_err(Failure::from)
        }
        #[cfg(feature = "json")]
        (ValueRef::Json(_) | ValueRef::JsonDocument(_), &Type::JSONB) => {
            out.put_u8(1);
            text(value, out)
        }
        (ValueRef::Text(_), &Type::JSONB) => {
            out.put_u8(1);
            text(value, out)
        }
        #[cfg(feature = "json")]
        (ValueRef::Json(_) | ValueRef::JsonDocument(_), &Type::JSON) => text(value, out),
        (ValueRef::Text(_), &(Type::JSON | Type::XML)) => text(value, out),
        (value, ty) => match ty.kind() {
            Kind::Domain(base) => as_binary(value, base, out),
            Kind::Enum(_) if matches!(value, ValueRef::Text(_)) => text(value, out),
            _ => Err(format!("{} has no binary form for {ty}", value.kind()).into()),
        },
    }
}

fn without_nul(text: &str) -> Result<&str, Failure> {
    if text.contains('\0') { Err("text may hold no NUL character".into()) } else { Ok(text) }
}

/// An integer that a floating-point number of so many bits is.
fn exact(number: i64, bits: u32) -> Result<i64, Failure> {
    if number.unsigned_abs() <= 1 << bits {
        Ok(number)
    } else {
        Err("the integer is not exactly a floating-point number".into())
    }
}
