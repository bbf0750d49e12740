//! How SQLite calls functions: <https://sqlite.org/lang_corefunc.html>.

use crate::ast::Function;
use crate::dialect::FunctionForm;
use crate::dialect::syntax::standard_function;

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
    match function {
        Function::CharLength => FunctionForm::Name("LENGTH"),
        Function::ByteLength => FunctionForm::Template("LENGTH(CAST({} AS BLOB))"),
        Function::Substring => FunctionForm::Template("SUBSTR({}, MAX({}, 1), MAX({}, 0))"),
        Function::Now => FunctionForm::Template("CURRENT_TIMESTAMP"),
        Function::CurrentDate => FunctionForm::Template("CURRENT_DATE"),
        function => standard_function(function),
    }
}
