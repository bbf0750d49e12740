//! JSON in the words of several dialects.

use crate::ast::{
    BinaryOp, Call, Case, Expr, Function, JsonAction, JsonChange, JsonGet, JsonStep, Operand, Value,
};

use super::repeatable;

/// The changed document where the part's parent is what the last step wants, else the document as it
/// is: the servers make parents, take a scalar for an array of one, or fail, each in its own way.
///
/// `change` writes the change of a document that has the parent; it is enough for those that the
/// server leaves as they are by itself, which `is_exact` tells.
pub(in crate::dialect) fn change_by(
    expr: &Expr,
    change: fn(&JsonChange) -> Expr,
    is_exact: fn(&JsonChange) -> bool,
) -> Option<Expr> {
    let Expr::JsonChange(node) = expr else { return None };
    let condition = has_parent(node)?;
    if is_exact(node) {
        return Some(change(node));
    }
    repeatable([&node.document])?;
    let arms = vec![(condition.into(), change(node).into())];
    let otherwise = Some(node.document.clone());
    Some(Expr::Case(Box::new(Case { operand: None, arms, otherwise })))
}

/// Whether the document has what the part is to be in, and not yet a member that is to be inserted;
/// none of a change that no document can have.
pub(in crate::dialect) fn has_parent(node: &JsonChange) -> Option<Expr> {
    let is_a = |path: &[JsonStep], kind: &str| {
        let part = get(&node.document, path);
        let call = Call { function: Function::JsonType, args: [part].into() };
        let kind = Expr::Literal(Value::from(kind));
        Expr::binary(Expr::Call(Box::new(call)), BinaryOp::Eq, kind)
    };
    if matches!(node.action, JsonAction::Append(_)) {
        return Some(is_a(&node.path, "array"));
    }
    let (last, parent) = node.path.split_last()?;
    match (&node.action, last) {
        (JsonAction::Insert(_), JsonStep::Index(_)) => None,
        (JsonAction::Insert(_), JsonStep::Key(_)) => {
            let there = get(&node.document, &node.path).into();
            let missing = Expr::IsNull { operand: there, negated: false };
            Some(is_a(parent, "object").and(missing))
        }
        (_, JsonStep::Key(_)) => Some(is_a(parent, "object")),
        (_, JsonStep::Index(_)) => Some(is_a(parent, "array")),
    }
}

/// Whether a member of the document itself is changed: such changes may follow one another without the
/// document being written again for each.
pub(in crate::dialect) fn is_of_member(change: &JsonChange) -> bool {
    matches!(&*change.path, [JsonStep::Key(_)]) && !matches!(change.action, JsonAction::Append(_))
}

/// Whether a part that is not there may be added by the action: a member of an object.
pub(in crate::dialect) fn adds(change: &JsonChange) -> bool {
    matches!(change.path.last(), Some(JsonStep::Key(_)))
        && !matches!(change.action, JsonAction::Replace(_))
}

fn get(document: &Operand, path: &[JsonStep]) -> Expr {
    let (document, path) = (document.clone(), path.to_vec());
    Expr::JsonGet(Box::new(JsonGet { document, path, as_text: false }))
}
