//! Rows made of values, SQL text and samples in FROM.

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Bind, ColumnRef, Expr, FromItem, Name, Operand, Query, RawTable, Rows, RowsOf, Sample,
    SampleMethod, Select, SelectItem, Value,
};
use crate::dialect::{Clause, Feature, Rewrite, Support};

type Item = fn(&Rows) -> Option<FromItem>;
type Column = fn(&Rows, &str) -> Option<Expr>;

fn feature(of: &RowsOf) -> Feature {
    match of {
        RowsOf::Series { .. } => Feature::Series,
        RowsOf::JsonElements(_) => Feature::JsonElements,
        RowsOf::JsonEntries(_) => Feature::JsonEntries,
        RowsOf::ArrayElements(_) => Feature::ArrayElements,
    }
}

impl<'q> Renderer<'q, '_> {
    pub(super) fn rows(&mut self, rows: &'q Rows) -> Rendered {
        let (item, _) = self.words_for(&rows.of)?;
        match item(rows) {
            Some(item) => self.made(&item, |inner, item| inner.table_source(item)),
            None => Err(self.unsupported_construct(
                format!("{} of these values", feature(&rows.of).construct()),
                None,
                "compute the values in a derived table, take fewer than ten million, and step by anything but 0",
            )),
        }
    }

    /// How the dialect says such rows, and a column of them.
    fn words_for(&self, of: &RowsOf) -> Result<(Item, Column), Box<CompileError>> {
        let feature = feature(of);
        match self.dialect.support(feature) {
            Support::Rewrite(Rewrite::Rows { item, column }) => Ok((item, column)),
            support => Err(self.unsupported(feature, support)),
        }
    }

    /// Writes a column of rows made of values in the dialect's words; whether it is one that needs
    /// them.
    #[inline(never)]
    pub(super) fn column_of_rows(
        &mut self,
        table: &str,
        column: &'q ColumnRef,
    ) -> Result<bool, Box<CompileError>> {
        let Some(expr) = self.words_for_column(table, column)? else { return Ok(false) };
        self.made(&expr, |inner, expr| {
            inner.scope.make_plain(table);
            inner.ranked(expr, Rank::Atom)
        })?;
        Ok(true)
    }

    fn words_for_column(
        &self,
        table: &str,
        column: &ColumnRef,
    ) -> Result<Option<Expr>, Box<CompileError>> {
        let Some(rows) = self.scope.rows_of(table) else { return Ok(None) };
        if !rows.of.columns().contains(&column.name()) {
            return Err(self.out_of_scope(column, table));
        }
        let (_, words) = self.words_for(&rows.of)?;
        Ok(words(rows, column.name()))
    }

    /// The position in the select list of a column that other words stand for: they may have
    /// parameters, and two parameters of one value are two expressions to a server.
    #[inline(never)]
    pub(super) fn position_of_rows(
        &self,
        select: &Select,
        column: &ColumnRef,
    ) -> Result<Option<usize>, Box<CompileError>> {
        let Some(table) = column.qualifier() else { return Ok(None) };
        if self.words_for_column(table, column)?.is_none() {
            return Ok(None);
        }
        let selected = |item: &SelectItem| matches!(item.expr(), Some(Expr::Column(selected)) if selected == column);
        Ok(select.items.iter().position(selected).map(|at| at + 1))
    }

    /// A selected column that other words stand for keeps its name.
    #[inline(never)]
    pub(super) fn label_of_rows(&mut self, column: &ColumnRef) -> Rendered {
        let Some(table) = column.qualifier() else { return Ok(()) };
        if self.clause == Clause::Returning || self.words_for_column(table, column)?.is_none() {
            return Ok(());
        }
        self.push(" AS ");
        self.bare_column(column)
    }

    /// Every column of the tables, or of the one: those of rows made of values each by its name.
    #[inline(never)]
    pub(super) fn star_beside_rows(&mut self, table: Option<&'q Name>) -> Rendered {
        let meant = |name: &&str| table.is_none_or(|table| table.as_str() == *name);
        let names: Vec<&'q str> =
            self.scope.frame().iter().map(|source| source.name).filter(meant).collect();
        self.list(names, |this, name| {
            let Some(rows) = this.scope.rows_of(name) else {
                this.name(name)?;
                this.push(".*");
                return Ok(());
            };
            this.list(rows.of.columns().iter().copied(), |this, column| {
                let column = ColumnRef::named(Some(name.to_owned().into()), column);
                this.made(&column, |inner, column| {
                    inner.column(column)?;
                    inner.label_of_rows(column)
                })
            })
        })
    }

    /// Columns that other words stand for cannot be found by USING or NATURAL.
    #[inline(never)]
    pub(super) fn check_join_by_name(&self) -> Rendered {
        for source in self.scope.frame() {
            let Some(rows) = self.scope.rows_of(source.name) else { continue };
            let (_, words) = self.words_for(&rows.of)?;
            if rows.of.columns().iter().any(|column| words(rows, column).is_some()) {
                return Err(self.unsupported_construct(
                    "USING and NATURAL beside rows made of values",
                    None,
                    "join on a condition",
                ));
            }
        }
        Ok(())
    }

    /// What a subquery says that takes rows made of values, itself or in a derived table.
    #[inline(never)]
    pub(super) fn words_over_rows(&mut self, select: &Select) {
        if has_rows(select) {
            self.push(self.syntax.rows_in_subquery);
        }
    }

    pub(super) fn raw_table(&mut self, table: &'q RawTable) -> Rendered {
        self.raw(&table.raw)?;
        self.push(" AS ");
        self.name(table.alias.as_str())
    }

    pub(super) fn sample(&mut self, sample: &'q Sample) -> Rendered {
        self.require(Feature::Sample)?;
        if let Operand::Bind(Bind { value: value @ Value::Double(percent), .. }) = &sample.percent
            && !(0.0..=100.0).contains(percent)
        {
            let (value, dialect) = (value.to_string(), self.dialect.name());
            let reason = "a sample is of 0 to 100 percent";
            return Err(CompileError::InvalidValue { value, dialect, reason }.into());
        }
        self.table(&sample.table)?;
        self.push(match sample.method {
            SampleMethod::Bernoulli => " TABLESAMPLE BERNOULLI (",
            SampleMethod::System => " TABLESAMPLE SYSTEM (",
        });
        self.whole_operand(&sample.percent)?;
        self.push(")");
        if let Some(seed) = &sample.seed {
            self.push(" REPEATABLE (");
            self.whole_operand(seed)?;
            self.push(")");
        }
        Ok(())
    }
}

fn has_rows(select: &Select) -> bool {
    fn is_made_of(item: &FromItem) -> bool {
        match item {
            FromItem::Rows(_) => true,
            FromItem::Derived(derived) => is_made_in(&derived.query),
            FromItem::Joined(tree) => {
                is_made_of(&tree.first) || tree.joins.iter().any(|join| is_made_of(&join.item))
            }
            _ => false,
        }
    }
    fn is_made_in(query: &Query) -> bool {
        match query {
            Query::Select(select) => has_rows(select),
            Query::SetOperation(operation) => {
                let mut rest = operation.rest.iter();
                is_made_in(&operation.first) || rest.any(|(_, member)| is_made_in(member))
            }
            _ => false,
        }
    }
    select.from.iter().any(is_made_of) || select.joins.iter().any(|join| is_made_of(&join.item))
}
