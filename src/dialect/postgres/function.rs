//! How PostgreSQL calls functions: <https://www.postgresql.org/docs/current/functions.html>.

use crate::ast::Function;
use crate::dialect::FunctionForm;
use crate::dialect::syntax::standard_function;

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
    match function {
        Function::Now => FunctionForm::Template("(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')"),
        Function::CurrentDate => {
            FunctionForm::Template("CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS DATE)")
        }
        // GREATEST leaves NULL out, which is to make the whole NULL; the function of `max` does not.
        Function::Substring => FunctionForm::Template(
            "SUBSTRING({}, INT4LARGER(CAST({} AS INTEGER), 1), INT4LARGER(CAST({} AS INTEGER), 0))",
        ),
        function => standard_function(function),
    }
}
