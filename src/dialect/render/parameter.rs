//! Parameters that say their type: what the driver sends as text is text to the server, with its order
//! and its arithmetic, unless a column beside it tells what is meant.

use std::mem::discriminant;

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::ast::{BinaryOp, Bind, ColumnRef, DataType, Operand, Slot, Value};
use crate::dialect::Placeholder;

/// As many digits before the point as every decimal of the program's has, and more.
const WHOLE: u8 = 35;
/// As many behind it as servers have.
const SCALE: u8 = 30;

impl<'q> Renderer<'q, '_> {
    /// A parameter, with its type if it is sent as text.
    #[inline]
    pub(super) fn bind(&mut self, bind: &'q Bind) -> Rendered {
        if self.syntax.typed_values {
            return self.bind_of_its_type(bind);
        }
        self.told_bind(bind)
    }

    // Apart, so that it takes no room on the stack where no dialect needs it.
    #[inline(never)]
    fn bind_of_its_type(&mut self, bind: &'q Bind) -> Rendered {
        if is_sent_as_text(&bind.value, bind.data_type) {
            return self.typed_value(&bind.value, bind.data_type);
        }
        self.told_bind(bind)
    }

    /// A parameter whose type is told by what it stands beside, or that it is given to.
    #[inline]
    pub(super) fn told_bind(&mut self, bind: &'q Bind) -> Rendered {
        if self.syntax.typed_null && bind.value.is_null() {
            return self.typed_null(bind);
        }
        self.param(&bind.value, bind.data_type)
    }

    /// A parameter beside an operator, after the other operand: a table's column that it is compared with
    /// tells its type.
    #[inline(never)]
    pub(super) fn bind_beside(
        &mut self,
        left: &Operand,
        op: BinaryOp,
        bind: &'q Bind,
        needed: Rank,
    ) -> Rendered {
        let told =
            matches!(left, Operand::Column(ColumnRef::Declared { .. })) && op.is_comparison();
        if self.inline {
            return self.inline_bind(bind, needed);
        }
        if told { self.told_bind(bind) } else { self.bind(bind) }
    }

    /// A value that is sent as text, with its own type.
    #[inline(never)]
    pub(super) fn typed_value(
        &mut self,
        value: &'q Value,
        data_type: Option<&'static DataType>,
    ) -> Rendered {
        let own = own_type(value, data_type).filter(|_| !self.inline);
        self.cast_to(own.as_ref(), |this| this.param(value, data_type))
    }

    /// A NULL that says its type, unless a column stands beside it that does.
    #[cold]
    fn typed_null(&mut self, bind: &'q Bind) -> Rendered {
        // The driver gives the server the types of `$1`.
        let told = self.syntax.placeholder == Placeholder::Dollar && !self.inline;
        let told = told || matches!(self.clause, super::Clause::Set | super::Clause::Values);
        let data_type = bind.data_type.filter(|_| !told);
        self.cast_to(data_type, |this| this.param(&bind.value, bind.data_type))
    }

    /// A parameter whose value is given later.
    pub(super) fn slot(&mut self, slot: &'q Slot) -> Rendered {
        let data_type = match slot.data_type {
            Some(DataType::Decimal(_)) => &DataType::Decimal(Some((WHOLE + SCALE, SCALE))),
            Some(data_type @ (DataType::Date | DataType::Blob)) => data_type,
            _ => return self.told_slot(slot),
        };
        let data_type = Some(data_type).filter(|_| self.syntax.typed_values);
        self.cast_to(data_type, |this| this.told_slot(slot))
    }

    /// As [`Self::told_bind`], of one whose value is given later.
    pub(super) fn told_slot(&mut self, slot: &'q Slot) -> Rendered {
        self.placed_slot(slot, None);
        Ok(())
    }

    /// `CAST(? AS type)` of a parameter that would say the same of itself; none of another operand.
    pub(super) fn cast_of_value(
        &mut self,
        operand: &'q Operand,
        data_type: &DataType,
    ) -> Option<Rendered> {
        let Operand::Bind(bind) = operand else { return None };
        let own = own_type(&bind.value, bind.data_type)?;
        (self.syntax.typed_values && discriminant(&own) == discriminant(data_type))
            .then(|| self.cast_to(Some(data_type), |this| this.told_bind(bind)))
    }

    fn cast_to(
        &mut self,
        data_type: Option<&DataType>,
        parameter: impl FnOnce(&mut Self) -> Rendered,
    ) -> Rendered {
        let template = data_type.and_then(|data_type| {
            self.dialect.cast(data_type).or_else(|| match data_type {
                DataType::TimestampTz => self.dialect.cast(&DataType::Timestamp),
                _ => None,
            })
        });
        let (before, after) =
            template.as_deref().and_then(|text| text.split_once("{}")).unwrap_or_default();
        self.push(before);
        parameter(self)?;
        self.push(after);
        Ok(())
    }
}

/// Whether the drivers of MySQL and MariaDB have no type for it.
#[inline]
pub(super) fn is_sent_as_text(value: &Value, data_type: Option<&DataType>) -> bool {
    match value {
        Value::Blob(_) => true,
        #[cfg(feature = "chrono")]
        Value::Date(_) => true,
        #[cfg(feature = "decimal")]
        Value::Decimal(_) => true,
        Value::Text(_) => {
            cfg!(not(feature = "decimal")) && matches!(data_type, Some(DataType::Decimal(_)))
        }
        _ => false,
    }
}

/// The type of a value that is sent as text. A decimal has room for all of its digits, and those of the
/// declared scale.
fn own_type(value: &Value, declared: Option<&DataType>) -> Option<DataType> {
    let decimal = |scale: usize| {
        let declared = match declared {
            Some(DataType::Decimal(Some((_, scale)))) => *scale,
            _ => 0,
        };
        let scale = u8::try_from(scale).ok()?.max(declared);
        (scale <= SCALE).then_some(DataType::Decimal(Some((WHOLE + scale, scale))))
    };
    match value {
        Value::Blob(_) => Some(DataType::Blob),
        #[cfg(feature = "chrono")]
        Value::Date(_) => Some(DataType::Date),
        #[cfg(feature = "decimal")]
        Value::Decimal(number) => decimal(number.scale() as usize),
        #[cfg(not(feature = "decimal"))]
        Value::Text(digits) => {
            let whole = digits.find('.').unwrap_or(digits.len());
            let scale = crate::dialect::decimal_text::scale(digits);
            decimal(scale).filter(|_| whole <= usize::from(WHOLE))
        }
        _ => None,
    }
}
