//! Aggregates that MariaDB calls in another way than MySQL:
//! <https://mariadb.com/kb/en/aggregate-functions/>.

use crate::ast::{Aggregate, AggregateFunction, Expr};
use crate::dialect::aggregate::AggregateForm;
use crate::dialect::mysql;
use crate::dialect::mysql::aggregate::{json_array_of_texts, json_object_of_texts};

pub(in crate::dialect) fn form(function: &AggregateFunction) -> AggregateForm {
    match function {
        AggregateFunction::Mode => AggregateForm::Rewrite(mode),
        // Its own JSON_ARRAYAGG and JSON_OBJECTAGG spoil letters beyond ASCII where the rows are
        // kept in a temporary table.
        AggregateFunction::JsonAgg(_) => AggregateForm::Rewrite(json_array_of_texts),
        AggregateFunction::JsonObjectAgg(_) => AggregateForm::Rewrite(json_object_of_texts),
        function => mysql::aggregate::form(function),
    }
}

/// A table function takes an aggregate, which a derived table cannot.
fn mode(aggregate: &Aggregate) -> Option<Expr> {
    mysql::aggregate::most_frequent(aggregate, ["", "{}", "LONGTEXT COLLATE utf8mb4_nopad_bin"])
}
