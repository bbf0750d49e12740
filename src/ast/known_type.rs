//! The SQL type of an expression, and whether it is NULL at times, as far as the expression itself tells it.

use super::{BinaryOp, ColumnRef, DataType, Expr, Function, Operand, Query, UnaryOp, Value};

impl DataType {
    /// Whether it is text of any kind.
    pub fn is_text(&self) -> bool {
        matches!(self, DataType::Text | DataType::VarChar(_) | DataType::Char(_))
    }

    /// Whether it is an integer of any size.
    pub fn is_integer(&self) -> bool {
        use DataType::{BigInt, Integer, SmallInt, UnsignedBigInt};
        matches!(self, SmallInt | Integer | BigInt | UnsignedBigInt)
    }

    /// Whether it is a number that may have a fraction.
    pub fn is_fractional(&self) -> bool {
        matches!(self, DataType::Real | DataType::Double | DataType::Decimal(_))
    }
}

impl Operand {
    /// See [`Expr::known_type`].
    pub fn known_type(&self) -> Option<&DataType> {
        match self {
            Operand::Column(column) => column.data_type(),
            Operand::Bind(bind) => bind.data_type.or_else(|| bind.value.known_type()),
            Operand::Expr(expr) => expr.known_type(),
        }
    }
}

impl Value {
    fn known_type(&self) -> Option<&'static DataType> {
        Some(match self {
            Value::Bool(_) => &DataType::Boolean,
            Value::Int(_) => &DataType::BigInt,
            Value::UInt(_) => &DataType::UnsignedBigInt,
            Value::Double(_) => &DataType::Double,
            Value::Text(_) => &DataType::Text,
            Value::Blob(_) => &DataType::Blob,
            #[cfg(feature = "decimal")]
            Value::Decimal(_) => &DataType::Decimal(None),
            #[cfg(feature = "uuid")]
            Value::Uuid(_) => &DataType::Uuid,
            _ => return None,
        })
    }
}

impl Expr {
    /// The SQL type: of what is declared, converted, or made by an operator or function of known
    /// operands. None where nothing tells it; nothing is looked up.
    pub fn known_type(&self) -> Option<&DataType> {
        match self {
            Expr::Column(column) => column.data_type(),
            Expr::Bind(bind) => bind.data_type.or_else(|| bind.value.known_type()),
            Expr::Literal(value) => value.known_type(),
            Expr::Slot(slot) => slot.data_type,
            Expr::Cast(cast) => Some(&cast.data_type),
            Expr::Collate(collate) => collate.operand.known_type(),
            Expr::AsNullable(inner) => inner.known_type(),
            Expr::Unary { op: UnaryOp::Negate, operand } => operand.known_type(),
            Expr::Binary { left, op, right } => of_binary(left, *op, right),
            Expr::Concat(_) => Some(&DataType::Text),
            Expr::Case(case) => case.arms.first().and_then(|(_, then)| then.known_type()),
            Expr::Call(call) => of_call(&call.function, &call.args),
            Expr::Aggregate(aggregate) => aggregate.data_type,
            Expr::Subquery(query) => match &**query {
                Query::Select(select) => match &*select.items {
                    [only] => only.expr().and_then(Expr::known_type),
                    _ => None,
                },
                _ => None,
            },
            condition if condition.is_condition() => Some(&DataType::Boolean),
            _ => None,
        }
    }
}

impl Operand {
    /// See [`Expr::is_never_null`].
    pub fn is_never_null(&self) -> bool {
        match self {
            Operand::Column(column) => is_declared_not_null(column),
            Operand::Bind(bind) => !bind.value.is_null(),
            Operand::Expr(expr) => expr.is_never_null(),
        }
    }
}

impl Expr {
    /// Whether it plainly is never NULL: a value, a column that is declared so, what is made of such,
    /// a test for NULL. What an outer join makes of a column is not looked at.
    pub fn is_never_null(&self) -> bool {
        match self {
            Expr::Column(column) => is_declared_not_null(column),
            Expr::Bind(bind) => !bind.value.is_null(),
            Expr::Literal(value) => !value.is_null(),
            Expr::AsNullable(inner) => matches!(**inner, Expr::Literal(_)) && inner.is_never_null(),
            Expr::Cast(cast) => cast.operand.is_never_null(),
            Expr::Collate(collate) => collate.operand.is_never_null(),
            Expr::Concat(list) | Expr::Row(list) => list.iter().all(Expr::is_never_null),
            Expr::IsNull { .. } | Expr::IsTruth { .. } | Expr::IsDistinct { .. } => true,
            Expr::Exists { .. } => true,
            Expr::Call(call) => match &call.function {
                Function::Coalesce => call.args.iter().any(Expr::is_never_null),
                function => function.is_strict() && call.args.iter().all(Expr::is_never_null),
            },
            _ => false,
        }
    }
}

fn is_declared_not_null(column: &ColumnRef) -> bool {
    matches!(column, ColumnRef::Declared { def, .. } if !def.nullable)
}

fn of_binary<'a>(left: &'a Operand, op: BinaryOp, right: &'a Operand) -> Option<&'a DataType> {
    if op.is_comparison() {
        return Some(&DataType::Boolean);
    }
    let (left, right) = (left.known_type()?, right.known_type()?);
    let either = |test: fn(&DataType) -> bool| test(left) || test(right);
    if !either(DataType::is_fractional) {
        return (left.is_integer() && right.is_integer()).then_some(&DataType::BigInt);
    }
    let is_float = |data_type: &DataType| matches!(data_type, DataType::Real | DataType::Double);
    Some(if either(is_float) { &DataType::Double } else { &DataType::Decimal(None) })
}

fn of_call<'a>(function: &Function, args: &'a [Expr]) -> Option<&'a DataType> {
    use Function::*;
    match function {
        Named(_) => None,
        function if function.is_text() => Some(&DataType::Text),
        function if function.is_condition() => Some(&DataType::Boolean),
        CharLength | ByteLength | Position | CodePoint | Sign => Some(&DataType::Integer),
        TruncToInt | FloorDiv | TextToInteger => Some(&DataType::BigInt),
        TextToDecimal => Some(&DataType::Decimal(None)),
        UuidV4 => Some(&DataType::Uuid),
        IsDigits | RegexpLike | RegexpLikeIgnoringCase => Some(&DataType::Boolean),
        TextToDouble | Sqrt | Power | Exp | Ln | Log10 | Sin | Cos | Tan | Asin | Acos | Atan
        | Atan2 | Random => Some(&DataType::Double),
        Coalesce
        | NullIf
        | Greatest
        | Least
        | GreatestIgnoringNulls
        | LeastIgnoringNulls
        | Abs
        | Floor
        | Ceil
        | Trunc
        | Round
        | RoundTo
        | RoundDoubleTo => args.first().and_then(Expr::known_type),
        _ => None,
    }
}
