//! Regular expressions on PostgreSQL:
//! <https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-POSIX-REGEXP>.

use crate::ast::Expr;
use crate::dialect::rewrite::regexp::with_replacement;
use crate::dialect::syntax::raw;

/// In the replacement a backslash is special; without the flag only the first match is replaced.
pub(super) fn replace(args: &[Expr]) -> Option<Expr> {
    let args = with_replacement(args, &['\\'])?;
    Some(raw("REGEXP_REPLACE({}, {}, {}, 'g')", args))
}
