//! The one renderer: it walks a statement and writes SQL, checking as it goes.
//!
//! It knows no dialect by name. What a dialect writes natively it writes as standard SQL does; for
//! the rest it asks [`Dialect::support`], and renders the node that comes back.

mod aggregate;
mod annotation;
mod cast;
pub(super) mod check;
mod connected;
mod expr;
mod frame;
mod from;
mod function;
mod group_keys;
mod grouping;
mod integer;
mod limit;
mod merge;
mod operator;
mod order;
mod parameter;
mod placeholder;
mod precedence;
mod returning;
mod rows;
mod select;
mod select_rewrite;
mod set;
mod set_operation;
mod update;
mod upsert;
mod window;
mod window_name;
mod with;
mod write;

use super::prepared::PlacedSlot;
use super::scope::{Scope, Source};
use super::{
    Clause, Compiled, Dialect, Feature, FeatureSet, Param, Quote, Rewrite, Support, Syntax,
};
use crate::CompileError;
use crate::ast::{
    ColumnRef, Cte, DataType, IndexHint, Name, NamedColumn, Quoted, StatementRef, TableName,
    TableRef, Value, WindowSpec,
};
pub(in crate::dialect) use expr::json_path;
pub(in crate::dialect) use grouping::{has_group_by_computed, has_parameters, has_windows};
pub(in crate::dialect) use integer::untyped_operand;
pub(super) use placeholder::push_number;
use std::borrow::Cow;

/// A rendering step: nothing, or why the statement does not compile.
pub(super) type Rendered = Result<(), Box<CompileError>>;

pub(super) fn compile<'q>(
    statement: StatementRef<'q>,
    dialect: &dyn Dialect,
) -> Result<Compiled<'q>, Box<CompileError>> {
    let (text, params, slots) = prepare(statement, dialect)?;
    match slots.first() {
        Some(slot) => Err(CompileError::UnboundParameter { name: slot.name.to_string() }.into()),
        None => Ok(Compiled::new(text, params)),
    }
}

type Parts<'q> = (String, Vec<Param<'q>>, Vec<PlacedSlot>);

#[inline]
pub(super) fn prepare<'q>(
    statement: StatementRef<'q>,
    dialect: &dyn Dialect,
) -> Result<Parts<'q>, Box<CompileError>> {
    let mut renderer = Renderer::new(dialect, size_hint(statement));
    renderer.statement(statement)?;
    renderer.check_parameter_count()?;
    Ok((renderer.out, renderer.params, renderer.slots))
}

/// The statement with its values written into the text.
pub(super) fn inline(
    statement: StatementRef<'_>,
    dialect: &dyn Dialect,
) -> Result<String, Box<CompileError>> {
    let mut renderer = Renderer::new(dialect, size_hint(statement));
    renderer.inline = true;
    renderer.statement(statement)?;
    match renderer.slots.first() {
        Some(slot) => Err(CompileError::UnboundParameter { name: slot.name.to_string() }.into()),
        None => Ok(renderer.out),
    }
}

/// About how long the text will be, so that it is allocated once.
fn size_hint(statement: StatementRef<'_>) -> usize {
    match statement {
        StatementRef::Select(select) => {
            let lists = select.items.len() + select.group_by.len() + select.order_by.len();
            160 + 32 * lists + 96 * select.joins.len()
        }
        StatementRef::Insert(insert) => 160 + 24 * (insert.columns.len() + insert.returning.len()),
        _ => 512,
    }
}

/// Text under way.
pub(super) struct Renderer<'q, 'd> {
    out: String,
    params: Vec<Param<'q>>,
    /// Placeholders written before those in `params`.
    params_before: usize,
    slots: Vec<PlacedSlot>,
    dialect: &'d dyn Dialect,
    syntax: &'static Syntax,
    native: FeatureSet,
    scope: Scope<'q>,
    clause: Clause,
    /// Whether values are written into the text.
    inline: bool,
    /// The table of the write under way.
    target: Option<&'q TableRef>,
    /// How columns are written in RETURNING; elsewhere qualified.
    columns: ColumnStyle,
    /// Whether other tables are joined to that table before anything is assigned.
    joined_target: bool,
    /// Whether the assignments of an UPDATE are being written.
    in_set: bool,
    /// Whether a subquery is being written.
    in_subquery: bool,
    /// How many queries lie around the place being written.
    nested: usize,
    /// Whether the next SELECT is to have a WHERE in any case.
    where_true: bool,
    /// The windows that functions may name: those of the SELECT under way, or in its WINDOW clause
    /// those before the one being written.
    windows: &'q [(Name, WindowSpec)],
    /// The windows written in the SELECT under way.
    window_count: usize,
    /// Whether an aggregate of the SELECT under way is a query over the rows of its group.
    reads_groups: bool,
    /// The CTE under way and those after it, where they hide the tables of their names already.
    later_ctes: &'q [Cte],
    /// The index hints of the SELECT under way.
    index_hints: &'q [IndexHint],
}

/// How columns are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnStyle {
    /// With the name of their table.
    Qualified,
    /// The columns of the write's target by their own name alone.
    BareTarget,
    /// In a subquery of RETURNING: the columns of the write's target with the name of the table,
    /// whatever its alias.
    TargetByTable,
    /// All by their own name alone: in ORDER BY of a set operation.
    Bare,
}

impl<'q, 'd> Renderer<'q, 'd> {
    fn new(dialect: &'d dyn Dialect, capacity: usize) -> Self {
        Renderer {
            out: String::with_capacity(capacity),
            params: Vec::with_capacity(8),
            params_before: 0,
            slots: Vec::new(),
            dialect,
            syntax: dialect.syntax(),
            native: dialect.native(),
            scope: Scope::default(),
            clause: Clause::SelectList,
            inline: false,
            target: None,
            joined_target: false,
            columns: ColumnStyle::Qualified,
            in_set: false,
            in_subquery: false,
            nested: 0,
            where_true: false,
            later_ctes: &[],
            index_hints: &[],
            windows: &[],
            window_count: 0,
            reads_groups: false,
        }
    }

    fn statement(&mut self, statement: StatementRef<'q>) -> Rendered {
        self.nested += 1;
        if self.nested > self.syntax.max_nested_queries {
            return Err(self.too_many("queries nested in one another", self.nested - 1));
        }
        self.statement_itself(statement)?;
        self.nested -= 1;
        Ok(())
    }

    #[cold]
    pub(super) fn too_many(&self, what: &str, limit: usize) -> Box<CompileError> {
        let construct = format!("more than {limit} {what}");
        self.unsupported_construct(construct, None, "split the statement, or use temporary tables")
    }

    #[inline(always)]
    fn statement_itself(&mut self, statement: StatementRef<'q>) -> Rendered {
        match statement {
            StatementRef::Select(select) => self.select(select),
            StatementRef::SetOperation(operation) => self.set_operation(operation),
            StatementRef::Values(values) => self.values(values),
            StatementRef::Insert(insert) => self.insert(insert),
            StatementRef::Update(update) => self.update(update),
            StatementRef::Delete(delete) => self.delete(delete),
            StatementRef::Merge(merge) => self.merge(merge),
            StatementRef::TruncateTable(truncate) => self.truncate_table(truncate),
            StatementRef::TooDeep => Err(CompileError::TooDeep.into()),
        }
    }

    /// Renders a node that lives only here: what a rewrite made.
    ///
    /// Its values are taken along, as nothing else holds them.
    fn made<'s, T>(
        &'s mut self,
        node: &'s T,
        render: impl FnOnce(&mut Renderer<'s, 'd>, &'s T) -> Rendered,
    ) -> Rendered {
        let mut inner = Renderer {
            out: std::mem::take(&mut self.out),
            params: Vec::new(),
            params_before: self.params_before + self.params.len(),
            slots: std::mem::take(&mut self.slots),
            dialect: self.dialect,
            syntax: self.syntax,
            native: self.native,
            scope: self.scope.shortened(),
            clause: self.clause,
            inline: self.inline,
            target: self.target,
            joined_target: self.joined_target,
            columns: self.columns,
            in_set: self.in_set,
            in_subquery: self.in_subquery,
            nested: self.nested,
            where_true: false,
            later_ctes: self.later_ctes,
            index_hints: self.index_hints,
            windows: self.windows,
            window_count: self.window_count,
            reads_groups: self.reads_groups,
        };
        let rendered = render(&mut inner, node);
        let Renderer { out, params, slots, window_count, reads_groups, .. } = inner;
        self.window_count = window_count;
        self.reads_groups = reads_groups;
        let params: Vec<Param<'q>> = params.into_iter().map(Param::into_owned).collect();
        self.out = out;
        self.slots = slots;
        self.params.extend(params);
        rendered
    }

    // ---- features

    #[inline]
    fn native(&self, feature: Feature) -> bool {
        self.native.has(feature)
    }

    /// Refuses the construct unless it is native.
    #[inline]
    fn require(&self, feature: Feature) -> Rendered {
        if self.native(feature) { Ok(()) } else { self.unless_omitted(feature).map(drop) }
    }

    /// Whether the construct is to be written; refused unless it may at least be left out.
    fn unless_omitted(&self, feature: Feature) -> Result<bool, Box<CompileError>> {
        match self.dialect.support(feature) {
            Support::Native => Ok(true),
            Support::Rewrite(Rewrite::Omit) => Ok(false),
            support => Err(self.unsupported(feature, support)),
        }
    }

    fn refuse(&self, feature: Feature) -> Box<CompileError> {
        self.unsupported(feature, self.dialect.support(feature))
    }

    fn unsupported(&self, feature: Feature, support: Support) -> Box<CompileError> {
        let (since, instead) = match support {
            Support::Unsupported { since, instead } => (since, instead),
            _ => (None, "write it in another way"),
        };
        self.unsupported_construct(feature.construct(), since, instead)
    }

    fn unsupported_construct(
        &self,
        construct: impl Into<Cow<'static, str>>,
        since: Option<super::Version>,
        instead: impl Into<Cow<'static, str>>,
    ) -> Box<CompileError> {
        Box::new(CompileError::Unsupported {
            construct: construct.into(),
            dialect: self.dialect.name(),
            version: self.dialect.version(),
            since,
            instead: instead.into(),
        })
    }

    // ---- text

    #[inline]
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut render: impl FnMut(&mut Self, T) -> Rendered,
    ) -> Rendered {
        let mut first = true;
        for item in items {
            if !first {
                self.push(", ");
            }
            first = false;
            render(self, item)?;
        }
        Ok(())
    }

    /// A name in quotes.
    fn name(&mut self, name: &str) -> Rendered {
        write_name(name, self.syntax.quote, self.dialect, &mut self.out)
    }

    #[inline]
    fn quoted(&mut self, quoted: &Quoted) {
        self.out.push_str(match self.syntax.quote {
            Quote::Double => quoted.double,
            Quote::Backtick => quoted.backtick,
        });
    }

    fn names(&mut self, names: &[Name]) -> Rendered {
        self.list(names, |this, name| this.name(name.as_str()))
    }

    fn table_name(&mut self, table: &TableName) -> Rendered {
        if let TableName::Declared(def) = table
            && let Some(quoted) = &def.quoted
        {
            self.quoted(quoted);
            return Ok(());
        }
        if let Some(schema) = table.schema() {
            self.name(schema)?;
            self.push(".");
        }
        self.name(table.name())
    }

    fn table(&mut self, table: &TableRef) -> Rendered {
        self.table_name(&table.table)?;
        match &table.alias {
            Some(alias) => {
                self.push(" AS ");
                self.name(alias.as_str())
            }
            None => Ok(()),
        }
    }

    // ---- columns

    /// A column, qualified, after a look whether its table is in scope.
    #[inline]
    fn column(&mut self, column: &'q ColumnRef) -> Rendered {
        if let ColumnRef::Declared { def, alias: None } = column
            && let Some(qualified) = &def.qualified
            && self.columns == ColumnStyle::Qualified
            && !self.in_set
            && self.scope.has_one_text(def.table)
        {
            self.quoted(qualified);
            return Ok(());
        }
        self.other_column(column)
    }

    // Apart from the above, so that this does not make room on the stack for all.
    #[inline(never)]
    fn other_column(&mut self, column: &'q ColumnRef) -> Rendered {
        if self.columns != ColumnStyle::Qualified {
            return self.column_in_style(column);
        }
        match column {
            ColumnRef::Declared { def, alias: None } => {
                self.in_scope(column, def.table)?;
                if let Some(qualified) = &def.qualified {
                    self.quoted(qualified);
                    return Ok(());
                }
                self.name(def.table)?;
            }
            ColumnRef::Declared { alias: Some(alias), .. } => {
                self.check_source(column, alias)?;
                self.name(alias)?;
            }
            ColumnRef::Named(named) => {
                let NamedColumn { table: Some(table), name, .. } = &**named else {
                    return self.name(named.name.as_str());
                };
                self.in_scope(column, table.as_str())?;
                if self.scope.has_rows() && self.column_of_rows(table.as_str(), column)? {
                    return Ok(());
                }
                self.name(table.as_str())?;
                self.push(".");
                return self.name(name.as_str());
            }
        }
        self.push(".");
        self.bare_column(column)
    }

    fn column_in_style(&mut self, column: &'q ColumnRef) -> Rendered {
        if self.columns == ColumnStyle::TargetByTable {
            return self.column_in_subquery_of_returning(column);
        }
        if self.columns == ColumnStyle::BareTarget
            && let Some(qualifier) = column.qualifier()
        {
            self.in_scope(column, qualifier)?;
            let target = self.target.map(TableRef::visible_name);
            if target != Some(qualifier) {
                return Err(self.refuse(Feature::ReturningSource));
            }
        }
        self.bare_column(column)
    }

    /// A column by its own name alone.
    fn bare_column(&mut self, column: &ColumnRef) -> Rendered {
        match column {
            ColumnRef::Declared { def, .. } => match &def.bare {
                Some(bare) => {
                    self.quoted(bare);
                    Ok(())
                }
                None => self.name(def.name),
            },
            ColumnRef::Named(named) => self.name(named.name.as_str()),
        }
    }

    fn in_scope(&self, column: &ColumnRef, qualifier: &str) -> Rendered {
        if self.scope.has_one_text(qualifier) && !self.in_set {
            return Ok(());
        }
        self.check_source(column, qualifier)
    }

    #[inline(never)]
    fn check_source(&self, column: &ColumnRef, qualifier: &str) -> Rendered {
        let Some((index, source)) = self.scope.find(qualifier) else {
            return Err(self.out_of_scope(column, qualifier));
        };
        if self.in_set && self.in_subquery {
            self.check_set_correlation(index, source.name)?;
        }
        match (column, source.table) {
            (ColumnRef::Declared { def, alias: Some(_) }, Some(table))
                if table.name() != def.table =>
            {
                Err(self.out_of_scope(column, qualifier))
            }
            _ => Ok(()),
        }
    }

    #[cold]
    fn out_of_scope(&self, column: &ColumnRef, qualifier: &str) -> Box<CompileError> {
        if self.scope.is_walled_off(qualifier) {
            return self.refuse(Feature::DerivedOuter);
        }
        Box::new(CompileError::OutOfScope {
            column: column.to_string(),
            clause: self.clause,
            in_scope: self.scope.names(),
        })
    }

    /// A subquery in SET that reads both the row under way and the table it lies in: SQLite shows it
    /// the rows that this very statement has changed already.
    fn check_set_correlation(&self, index: usize, source: &str) -> Rendered {
        let Some(target) = self.target else { return Ok(()) };
        let reads_target =
            |inner: &Source<'_>| inner.table.is_some_and(|table| table.may_be(&target.table));
        if !self.native(Feature::CorrelatedTargetInSet)
            && source == target.visible_name()
            && self.scope.after(index).iter().any(reads_target)
        {
            return Err(self.refuse(Feature::CorrelatedTargetInSet));
        }
        Ok(())
    }

    // ---- parameters

    /// A value as a parameter, or in the text where values are written in line.
    #[inline]
    fn param(&mut self, value: &'q Value, data_type: Option<&'static DataType>) -> Rendered {
        self.check_value(value, data_type)?;
        if self.inline {
            #[cfg(not(feature = "decimal"))]
            if let Some(number) = crate::dialect::decimal_text::of(value, data_type) {
                self.push(number);
                return Ok(());
            }
            if let (Value::Array(_), Some(data_type)) = (value, data_type) {
                return self.inline_array(value, data_type);
            }
            return self.literal(value);
        }
        // Not by `push`: it would make the parameter on the stack and wait for it to be read back.
        self.params.extend(std::iter::once(value).map(|value| Param::borrowed(value, data_type)));
        if self.syntax.typed_json && value.is_json() {
            self.json_placeholder();
            return Ok(());
        }
        self.placeholder();
        if data_type.is_none() {
            self.push(self.dialect.parameter_suffix(value));
        }
        Ok(())
    }

    /// An array in the text, with its type.
    #[cold]
    fn inline_array(&mut self, value: &Value, data_type: &DataType) -> Rendered {
        let template = self.dialect.cast(data_type);
        let (before, after) =
            template.as_deref().and_then(|text| text.split_once("{}")).unwrap_or_default();
        self.push(before);
        self.literal(value)?;
        self.push(after);
        Ok(())
    }

    /// The placeholder of a JSON document that has to say what it is.
    #[cold]
    fn json_placeholder(&mut self) {
        self.push("CAST(");
        self.placeholder();
        self.push(" AS JSON)");
    }

    fn literal(&mut self, value: &Value) -> Rendered {
        self.dialect.literal(value, &mut self.out).map_err(|reason| {
            Box::new(CompileError::InvalidValue {
                value: format!("{value:?}"),
                dialect: self.dialect.name(),
                reason,
            })
        })
    }
}

/// Writes a name in the dialect's quotes.
pub(crate) fn quote_name(name: &str, dialect: &dyn Dialect, out: &mut String) -> Rendered {
    write_name(name, dialect.syntax().quote, dialect, out)
}

#[inline]
fn write_name(name: &str, quote: Quote, dialect: &dyn Dialect, out: &mut String) -> Rendered {
    let mark = match quote {
        Quote::Double => '"',
        Quote::Backtick => '`',
    };
    if name.len() <= 63 && !name.is_empty() && name.bytes().all(is_plain) {
        out.push(mark);
        out.push_str(name);
        out.push(mark);
        return Ok(());
    }
    write_unusual_name(name, mark, dialect, out)
}

#[cold]
fn write_unusual_name(name: &str, mark: char, dialect: &dyn Dialect, out: &mut String) -> Rendered {
    let problem = if name.is_empty() {
        Some("it is empty")
    } else if name.contains('\0') {
        Some("it has a NUL character")
    } else {
        dialect.name_problem(name)
    };
    if let Some(reason) = problem {
        return Err(CompileError::InvalidName { name: name.to_owned(), reason }.into());
    }
    out.push(mark);
    for char in name.chars() {
        if char == mark {
            out.push(mark);
        }
        out.push(char);
    }
    out.push(mark);
    Ok(())
}

/// Whether a byte of a name is one that every server takes as it is.
#[inline]
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_')
}
