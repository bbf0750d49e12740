//! Comments and hints.

use super::{Rendered, Renderer};
use crate::ast::{Annotations, FromItem, IndexHint, IndexHintKind, Join, TableRef};
use crate::dialect::{Clause, Feature};

impl<'q> Renderer<'q, '_> {
    /// The hints of a write for this dialect, after its verb.
    #[inline]
    pub(super) fn write_hints(&mut self, annotations: &'q Option<Box<Annotations>>) -> Rendered {
        match annotations {
            None => Ok(()),
            Some(annotations) if annotations.index_hints.is_empty() => self.hints(annotations),
            Some(_) => Err(self.misplaced("an index hint", "in a SELECT")),
        }
    }

    /// The comment, at the statement's end.
    #[inline]
    pub(super) fn comment_of(&mut self, annotations: &'q Option<Box<Annotations>>) {
        if let Some(annotations) = annotations {
            self.comment(annotations);
        }
    }

    /// `/*+ … */` after the verb: the hints for this dialect.
    #[inline(never)]
    pub(super) fn hints(&mut self, annotations: &'q Annotations) -> Rendered {
        let name = self.dialect.name();
        let ours = annotations.hints.iter().filter(|hint| hint.dialect == name);
        let mut written = false;
        for hint in ours {
            if !hint.text.chars().all(is_of_a_hint) {
                return Err(self.unsupported_construct(
                    format!("the hint {:?}", hint.text),
                    None,
                    "a hint is of names, numbers, quotes and parentheses",
                ));
            }
            self.push(if written { " " } else { "/*+ " });
            self.push(&hint.text);
            written = true;
        }
        if written {
            self.push(" */ ");
        }
        Ok(())
    }

    /// `/* … */` at the end. What could end the comment, open another, or be counted as a parameter
    /// by a driver becomes a space.
    #[inline(never)]
    fn comment(&mut self, annotations: &'q Annotations) {
        let Some(comment) = &annotations.comment else { return };
        self.push(" /* ");
        let harmless = |char| if is_of_a_comment(char) { char } else { ' ' };
        self.out.extend(comment.chars().map(harmless));
        self.push(" */");
    }

    /// The tables of FROM with the index hints for them.
    #[inline(never)]
    pub(super) fn hinted_tables(
        &mut self,
        annotations: &'q Annotations,
        first: &'q FromItem,
        joins: &'q [Join],
    ) -> Rendered {
        self.check_index_hints(&annotations.index_hints)?;
        let outer = std::mem::replace(&mut self.index_hints, &annotations.index_hints);
        self.tables(first, joins)?;
        self.index_hints = outer;
        Ok(())
    }

    /// Whether each index hint is of a table of FROM.
    fn check_index_hints(&self, hints: &[IndexHint]) -> Rendered {
        let known = |hint: &IndexHint| {
            let named = |source: &&super::Source<'_>| source.name == hint.table.as_str();
            self.scope.frame().iter().find(named).is_some_and(|source| source.table.is_some())
        };
        let empty = |hint: &IndexHint| hint.kind != IndexHintKind::Use && hint.indexes.is_empty();
        if hints.iter().any(empty) {
            return Err(self.empty(Clause::From, "name the indexes of the hint"));
        }
        let of = |hint: &IndexHint, kind| {
            hints.iter().any(|other| other.kind == kind && other.table == hint.table)
        };
        let both =
            |hint: &IndexHint| of(hint, IndexHintKind::Use) && of(hint, IndexHintKind::Force);
        if hints.iter().any(both) {
            return Err(self.misplaced("USE INDEX beside FORCE INDEX", "alone"));
        }
        if hints.iter().all(known) {
            return Ok(());
        }
        Err(self.misplaced("an index hint for what is no table", "for a table of FROM"))
    }

    /// ` USE INDEX (…)` after a table.
    #[inline(never)]
    pub(super) fn index_hints_of(&mut self, table: &'q TableRef) -> Rendered {
        if !self.unless_omitted(Feature::IndexHint)? {
            return Ok(());
        }
        let hints = self.index_hints;
        let of_table = |hint: &&IndexHint| hint.table.as_str() == table.visible_name();
        for hint in hints.iter().filter(of_table) {
            self.push(match hint.kind {
                IndexHintKind::Use => " USE INDEX (",
                IndexHintKind::Force => " FORCE INDEX (",
                IndexHintKind::Ignore => " IGNORE INDEX (",
            });
            self.names(&hint.indexes)?;
            self.push(")");
        }
        Ok(())
    }
}

fn is_of_a_comment(char: char) -> bool {
    char.is_alphanumeric() || " _-.,=@+()[]/|<>&%!~^".contains(char)
}

fn is_of_a_hint(char: char) -> bool {
    char.is_alphanumeric() || " _-.,=@()`'\"".contains(char)
}
