//! Writes whose WITH stands inside them, where the dialect has none before them.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Insert, Statement};
use crate::dialect::{Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    #[inline(never)]
    pub(super) fn insert_without_with(&mut self, insert: &'q Insert) -> Rendered {
        let Support::Rewrite(Rewrite::Insert(rewrite)) =
            self.dialect.support(Feature::WithOnInsert)
        else {
            return Err(self.refuse(Feature::WithOnInsert));
        };
        match rewrite(insert) {
            Some(other) => self.made(&other, |inner, other| inner.insert(other)),
            None => Err(self.with_stays(
                Feature::WithOnInsert,
                "read the CTE in a query that the rows come from, and nowhere else",
            )),
        }
    }

    #[inline(never)]
    pub(super) fn write_without_with(&mut self, write: impl FnOnce() -> Statement) -> Rendered {
        let Support::Rewrite(Rewrite::Statement(rewrite)) =
            self.dialect.support(Feature::WithOnWrite)
        else {
            return Err(self.refuse(Feature::WithOnWrite));
        };
        match rewrite(&write()) {
            Some(other) => self.made(&other, |inner, other| inner.statement_itself(other.into())),
            None => Err(self.with_stays(
                Feature::WithOnWrite,
                "leave raw SQL and functions of your own out of the CTE: it is computed more than once",
            )),
        }
    }

    fn with_stays(&self, feature: Feature, instead: &'static str) -> Box<CompileError> {
        self.unsupported_construct(feature.construct(), None, instead)
    }
}
