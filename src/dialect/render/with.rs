//! Writes whose WITH stands inside them, where the dialect has none before them.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Cte, Insert, Statement, TableRef, With};
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
                "read the CTE in the query that the rows come from, and nowhere else; or leave raw SQL and functions of your own out of it: it is computed more than once",
            )),
        }
    }

    /// What of the WITH before an UPDATE or DELETE is to be said in other words first.
    pub(super) fn lacking_with(&self, with: &With, target: &TableRef) -> Option<Feature> {
        if !self.native(Feature::WithOnWrite) {
            return Some(Feature::WithOnWrite);
        }
        let target = &target.table;
        let hides = |cte: &Cte| target.schema().is_none() && cte.name.as_str() == target.name();
        (!self.native(Feature::CteOfTargetName) && with.ctes.iter().any(hides))
            .then_some(Feature::CteOfTargetName)
    }

    #[inline(never)]
    pub(super) fn write_without_with(
        &mut self,
        feature: Feature,
        write: impl FnOnce() -> Statement,
    ) -> Rendered {
        let Support::Rewrite(Rewrite::Statement(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        match rewrite(&write()) {
            Some(other) => self.made(&other, |inner, other| inner.statement_itself(other.into())),
            None => Err(self.with_stays(
                feature,
                "leave raw SQL and functions of your own out of the CTE: it is computed more than once",
            )),
        }
    }

    fn with_stays(&self, feature: Feature, instead: &'static str) -> Box<CompileError> {
        self.unsupported_construct(feature.construct(), None, instead)
    }
}
