//! The pieces of DDL as text.

use crate::CompileError;
use crate::ast::{Collation, DataType, Name, TableName};
use crate::dialect::{Dialect, quote_name};

/// A writing step: nothing, or why the statement cannot be said.
pub(super) type Written = Result<(), CompileError>;

/// DDL under way.
pub(super) struct Writer<'d> {
    pub(super) out: String,
    pub(super) dialect: &'d dyn Dialect,
}

impl<'d> Writer<'d> {
    pub(super) fn new(dialect: &'d dyn Dialect, start: &str) -> Self {
        let mut out = String::with_capacity(256);
        out.push_str(start);
        Writer { out, dialect }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn name(&mut self, name: &str) -> Written {
        quote_name(name, self.dialect, &mut self.out).map_err(|error| *error)
    }

    /// A name of a thing that lies in a schema.
    pub(super) fn name_in(&mut self, schema: Option<&str>, name: &str) -> Written {
        if let Some(schema) = schema {
            self.name(schema)?;
            self.push(".");
        }
        self.name(name)
    }

    pub(super) fn table(&mut self, table: &TableName) -> Written {
        self.name_in(table.schema(), table.name())
    }

    /// `(a, b)`
    pub(super) fn columns(&mut self, columns: &[Name]) -> Written {
        for (index, column) in columns.iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", " });
            self.name(column.as_str())?;
        }
        self.push(")");
        Ok(())
    }

    pub(super) fn data_type(&mut self, data_type: &DataType) -> Written {
        match self.dialect.column_type(data_type) {
            Some(name) => {
                self.push(&name);
                Ok(())
            }
            None => {
                let construct = format!("the type {}", format!("{data_type:?}").to_uppercase());
                Err(self.unsupported(construct, "declare another type"))
            }
        }
    }

    pub(super) fn collation(&mut self, collation: &Collation) -> Written {
        match (self.dialect.collation(collation), collation) {
            (Some(name), _) => {
                self.push(name);
                Ok(())
            }
            // The names of collations of MySQL and MariaDB are words; quoted they are taken too.
            (None, Collation::Named(name)) => self.name(name.as_str()),
            (None, collation) => {
                let construct = format!("the collation {collation:?}");
                Err(self.unsupported(construct, "name one of the server's"))
            }
        }
    }

    pub(super) fn unsupported(&self, construct: String, instead: &'static str) -> CompileError {
        CompileError::Unsupported {
            construct: construct.into(),
            dialect: self.dialect.name(),
            version: self.dialect.version(),
            since: None,
            instead: instead.into(),
        }
    }
}
