//! Whether the tables listed in FROM have to do with one another.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{ColumnRef, Expr, FromItem, JoinKind, JoinOn, Select, Visit};
use crate::dialect::scope::{Source, sources_of};

impl<'q> Renderer<'q, '_> {
    /// Whether each table listed in FROM is connected to the others by some condition.
    pub(super) fn check_connected(&self, select: &Select) -> Rendered {
        if !select.joins.iter().any(|join| join.kind == JoinKind::List) {
            return Ok(());
        }
        let sources = self.scope.frame();
        let mut groups: Vec<usize> = (0..sources.len()).collect();
        let first = select.from.as_ref();
        let mut next = first.map_or(0, |first| unite_tree(&mut groups, 0, first));
        for join in &select.joins {
            let first = next;
            next = unite_tree(&mut groups, first, &join.item);
            match (&join.on, join.kind) {
                (JoinOn::Condition(condition), _) => connect(&mut groups, sources, condition),
                (_, JoinKind::List) => {}
                _ => unite(&mut groups, &[first.saturating_sub(1), first]),
            }
        }
        match &select.filter {
            Some(Expr::And(conditions)) => {
                conditions.iter().for_each(|condition| connect(&mut groups, sources, condition));
            }
            Some(condition) => connect(&mut groups, sources, condition),
            None => {}
        }
        let first = groups.first().copied();
        match groups.iter().zip(sources).find(|(group, _)| Some(**group) != first) {
            Some((_, source)) => {
                Err(CompileError::Unconnected { table: source.name.to_owned() }.into())
            }
            None => Ok(()),
        }
    }
}

/// Puts the sources that a condition reads into one group.
fn connect(groups: &mut [usize], sources: &[Source<'_>], condition: &Expr) {
    let mut read = Qualifiers { sources, read: Vec::new() };
    read.visit_expr(condition);
    unite(groups, &read.read);
}

/// The sources of one item of FROM are one group; what it returns is the number of the next source.
fn unite_tree(groups: &mut [usize], first: usize, item: &FromItem) -> usize {
    let next = first + sources_of(item);
    let members: Vec<usize> = (first..next).collect();
    unite(groups, &members);
    next
}

fn unite(groups: &mut [usize], members: &[usize]) {
    let joined: Vec<usize> =
        members.iter().filter_map(|member| groups.get(*member).copied()).collect();
    let Some(least) = joined.iter().min().copied() else { return };
    for group in groups {
        if joined.contains(group) {
            *group = least;
        }
    }
}

struct Qualifiers<'s> {
    sources: &'s [Source<'s>],
    read: Vec<usize>,
}

impl<'a> Visit<'a> for Qualifiers<'_> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        let named = |source: &Source<'_>| Some(source.name) == column.qualifier();
        self.read.extend(self.sources.iter().position(named));
    }
}
