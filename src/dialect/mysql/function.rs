//! How MySQL and MariaDB calls functions, where they agree: <https://dev.mysql.com/doc/refman/en/functions.html>.

use crate::ast::Function;
use crate::dialect::FunctionForm;
use crate::dialect::syntax::standard_function;

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
    match function {
        Function::Now => FunctionForm::Template("UTC_TIMESTAMP(6)"),
        Function::CurrentDate => FunctionForm::Template("UTC_DATE()"),
        function => standard_function(function),
    }
}
