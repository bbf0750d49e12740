//! Which tables a column may be taken from.

use super::merged::Merged;
use crate::ast::{Cte, FromItem, Join, JoinKind, Rows, TableName};
use smallvec::SmallVec;

/// A table, derived table or function that columns can be qualified with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'q> {
    /// The alias, or else the table's name.
    pub(super) name: &'q str,
    /// The table, if it is one.
    pub(super) table: Option<&'q TableName>,
    /// Whether an outer join may make its columns NULL.
    pub(super) nullable: bool,
    /// Whether it comes later in FROM than the place being rendered.
    pub(super) hidden: bool,
}

/// The sources of the statement being rendered and of those around it, outermost first.
///
/// A name is looked for from the innermost statement outward: that is how a subquery is correlated.
#[derive(Debug, Default)]
pub(super) struct Scope<'q> {
    sources: SmallVec<[Source<'q>; 4]>,
    /// Where the innermost statement's sources start.
    frame: usize,
    /// Where the sources start that may be read: those before it are of queries around a derived
    /// table that sees none of them.
    wall: usize,
    /// The sources that are made of values, by their numbers.
    rows: Vec<(usize, &'q Rows)>,
    /// The CTEs that were met, where it matters.
    ctes: SmallVec<[&'q Cte; 2]>,
}

impl<'q> Scope<'q> {
    /// The same, for what lives shorter.
    pub(super) fn shortened<'s>(&'s self) -> Scope<'s> {
        Scope {
            sources: self.sources.iter().copied().collect(),
            frame: self.frame,
            wall: self.wall,
            rows: self.rows.clone(),
            ctes: self.ctes.iter().copied().collect(),
        }
    }

    /// Adds a CTE.
    pub(super) fn add_cte(&mut self, cte: &'q Cte) {
        self.ctes.push(cte);
    }

    #[inline(always)]
    pub(super) fn has_ctes(&self) -> bool {
        !self.ctes.is_empty()
    }

    /// Whether the source of that name is a table, and no CTE by its name; a table by
    /// the name of one that another query has is not told from it.
    pub(super) fn is_table(&self, source: &str) -> bool {
        let table = self.find(source).and_then(|(_, source)| source.table);
        table.is_some_and(|table| {
            table.schema().is_some()
                || !self.ctes.iter().any(|cte| cte.name.as_str() == table.name())
        })
    }

    /// Opens a statement; what it returns closes it.
    #[inline]
    pub(super) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.frame, self.sources.len())
    }

    /// Closes the innermost statement.
    #[inline]
    pub(super) fn leave(&mut self, outer: usize) {
        self.sources.truncate(self.frame);
        if !self.rows.is_empty() {
            self.rows.retain(|(number, _)| *number < self.frame);
        }
        self.frame = outer;
    }

    /// Whether a source is made of values, whose columns may have to be said in other words.
    #[inline(always)]
    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// The values that the source of that name is made of, if it is.
    pub(super) fn rows_of(&self, name: &str) -> Option<&'q Rows> {
        let (index, _) = self.find(name)?;
        self.rows.iter().find(|(number, _)| *number == index).map(|(_, rows)| *rows)
    }

    /// Takes the columns of that source for plain ones from now on.
    pub(super) fn make_plain(&mut self, name: &str) {
        if let Some((index, _)) = self.find(name) {
            self.rows.retain(|(number, _)| *number != index);
        }
    }

    /// What is known of the queries that a server merges.
    pub(super) fn merged(&self) -> Merged<'_> {
        Merged { ctes: &self.ctes }
    }

    /// The sources of the innermost statement.
    #[inline]
    pub(super) fn frame(&self) -> &[Source<'q>] {
        self.sources.get(self.frame..).unwrap_or_default()
    }

    /// Whether an outer join of the innermost statement may make that source's columns NULL.
    pub(super) fn is_nullable(&self, name: &str) -> bool {
        self.frame().iter().any(|source| source.nullable && source.name == name)
    }

    fn frame_mut(&mut self) -> &mut [Source<'q>] {
        self.sources.get_mut(self.frame..).unwrap_or_default()
    }

    /// Adds a source to the innermost statement. Its name is the error if it has one already.
    #[inline]
    pub(super) fn add(
        &mut self,
        name: &'q str,
        table: Option<&'q TableName>,
        nullable: bool,
    ) -> Result<(), &'q str> {
        if self.frame().iter().any(|source| source.name == name) {
            return Err(name);
        }
        self.sources.push(Source { name, table, nullable, hidden: false });
        Ok(())
    }

    /// Adds the tables of FROM.
    pub(super) fn add_from(
        &mut self,
        first: Option<&'q FromItem>,
        joins: &'q [Join],
    ) -> Result<(), &'q str> {
        let start = self.sources.len();
        if let Some(first) = first {
            self.add_item(first, false)?;
        }
        for join in joins {
            if matches!(join.kind, JoinKind::Right | JoinKind::Full) {
                let before = self.sources.get_mut(start..).unwrap_or_default();
                before.iter_mut().for_each(|source| source.nullable = true);
            }
            self.add_item(&join.item, matches!(join.kind, JoinKind::Left | JoinKind::Full))?;
        }
        Ok(())
    }

    #[inline]
    fn add_item(&mut self, item: &'q FromItem, nullable: bool) -> Result<(), &'q str> {
        match item {
            FromItem::Table(table) => self.add(table.visible_name(), Some(&table.table), nullable),
            item => self.add_other_item(item, nullable),
        }
    }

    #[inline(never)]
    fn add_other_item(&mut self, item: &'q FromItem, nullable: bool) -> Result<(), &'q str> {
        match item {
            FromItem::Table(table) => self.add(table.visible_name(), Some(&table.table), nullable),
            FromItem::Derived(derived) => self.add(derived.alias.as_str(), None, nullable),
            FromItem::Function(function) => self.add(function.alias.as_str(), None, nullable),
            FromItem::Rows(rows) => {
                self.rows.push((self.sources.len(), rows));
                self.add(rows.alias.as_str(), None, nullable)
            }
            FromItem::Raw(raw) => self.add(raw.alias.as_str(), None, nullable),
            FromItem::Sample(sample) => {
                self.add(sample.table.visible_name(), Some(&sample.table.table), nullable)
            }
            FromItem::Joined(tree) => {
                let start = self.sources.len();
                self.add_from(Some(&tree.first), &tree.joins)?;
                if nullable {
                    let inside = self.sources.get_mut(start..).unwrap_or_default();
                    inside.iter_mut().for_each(|source| source.nullable = true);
                }
                Ok(())
            }
        }
    }

    /// Hides the innermost statement's sources, as FROM is about to be rendered.
    pub(super) fn hide_all(&mut self) {
        self.frame_mut().iter_mut().for_each(|source| source.hidden = true);
    }

    /// Shows the innermost statement's sources.
    pub(super) fn show_all(&mut self) {
        self.frame_mut().iter_mut().for_each(|source| source.hidden = false);
    }

    /// Shows the innermost statement's first source, or hides it, and so the others.
    pub(super) fn show_sides(&mut self, first: bool, others: bool) {
        let sources = self.frame_mut().iter_mut().enumerate();
        sources
            .for_each(|(place, source)| source.hidden = !if place == 0 { first } else { others });
    }

    /// Shows the next hidden sources, as many as the item has: it has just been rendered.
    pub(super) fn show(&mut self, item: &FromItem) {
        let count = sources_of(item);
        let hidden = self.frame_mut().iter_mut().filter(|source| source.hidden);
        hidden.take(count).for_each(|source| source.hidden = false);
    }

    /// Hides the sources that are shown and says which: a derived table sees none of its siblings.
    pub(super) fn hide_siblings(&mut self) -> usize {
        let shown = self.shown();
        self.hide_all();
        shown
    }

    /// How many of the innermost statement's sources are shown: the first ones.
    pub(super) fn shown(&self) -> usize {
        self.frame().iter().filter(|source| !source.hidden).count()
    }

    /// Hides so many of the first sources, which [`Scope::show_siblings`] undoes.
    #[inline]
    pub(super) fn hide_first(&mut self, count: usize) {
        if count > 0 {
            self.frame_mut().iter_mut().take(count).for_each(|source| source.hidden = true);
        }
    }

    /// Undoes [`Scope::hide_siblings`].
    pub(super) fn show_siblings(&mut self, shown: usize) {
        self.frame_mut().iter_mut().take(shown).for_each(|source| source.hidden = false);
    }

    /// Whether a source has this very text for a name: nearly always the name of a declared table
    /// and that of its column's are one, and the address tells. Not told behind a wall.
    #[inline(always)]
    pub(super) fn has_one_text(&self, name: &str) -> bool {
        let has = |source: &Source<'_>| std::ptr::eq(source.name, name) && !source.hidden;
        self.wall == 0 && self.sources.iter().any(has)
    }

    /// The source of that name, innermost first, and its number.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &Source<'q>)> {
        let found = |(_, source): &(usize, &Source<'q>)| source.name == name && !source.hidden;
        self.sources.iter().enumerate().skip(self.wall).rev().find(found)
    }

    /// The number of the outermost source of that name.
    pub(super) fn outermost(&self, name: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.name == name)
    }

    /// Lets what follows see no source that is there; what it returns undoes it.
    pub(super) fn wall_off(&mut self) -> usize {
        std::mem::replace(&mut self.wall, self.sources.len())
    }

    /// Undoes [`Scope::wall_off`].
    pub(super) fn take_down(&mut self, outer: usize) {
        self.wall = outer;
    }

    /// Whether a source of that name could be read but for the wall.
    pub(super) fn is_walled_off(&self, name: &str) -> bool {
        let before = self.sources.get(..self.wall).unwrap_or_default();
        before.iter().any(|source| !source.hidden && source.name == name)
    }

    /// The sources after that number: those of statements inside its own.
    pub(super) fn after(&self, index: usize) -> &[Source<'q>] {
        self.sources.get(index + 1..).unwrap_or_default()
    }

    /// The names that may be used, innermost first.
    pub(super) fn names(&self) -> Vec<String> {
        let shown = self.sources.iter().rev().filter(|source| !source.hidden);
        shown.map(|source| source.name.to_owned()).collect()
    }
}

/// How many sources an item of FROM brings into scope.
pub(super) fn sources_of(item: &FromItem) -> usize {
    match item {
        FromItem::Joined(tree) => {
            let joined: usize = tree.joins.iter().map(|join| sources_of(&join.item)).sum();
            sources_of(&tree.first) + joined
        }
        _ => 1,
    }
}
