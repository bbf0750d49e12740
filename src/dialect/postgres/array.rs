//! Arrays: <https://www.postgresql.org/docs/current/functions-array.html>.

use crate::ast::Function;
use crate::dialect::FunctionForm;

pub(super) fn function(function: &Function) -> Option<FunctionForm> {
    Some(match function {
        Function::Contains => FunctionForm::Template("({} @> {})"),
        Function::ContainedBy => FunctionForm::Template("({} <@ {})"),
        Function::Overlaps => FunctionForm::Template("({} && {})"),
        Function::ArrayOfQuery => FunctionForm::Template("ARRAY{}"),
        Function::ArrayConcat => FunctionForm::Name("ARRAY_CAT"),
        Function::ArrayElement => FunctionForm::Template("({})[{}]"),
        Function::ArrayLength => FunctionForm::Name("CARDINALITY"),
        Function::ArrayAppend => FunctionForm::Name("ARRAY_APPEND"),
        Function::ArrayPrepend => FunctionForm::Name("ARRAY_PREPEND"),
        Function::ArrayRemove => FunctionForm::Name("ARRAY_REMOVE"),
        Function::ArrayPosition => FunctionForm::Name("ARRAY_POSITION"),
        Function::ArrayToText => FunctionForm::Name("ARRAY_TO_STRING"),
        Function::ILikeAny => FunctionForm::Template("({} ILIKE ANY ({}))"),
        _ => return None,
    })
}
