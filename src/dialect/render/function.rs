//! Functions of arguments.

use std::fmt;
use std::ops::RangeInclusive;

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Call, Expr, Function, Name};
use crate::dialect::FunctionForm;

impl<'q> Renderer<'q, '_> {
    pub(super) fn call(&mut self, call: &'q Call) -> Rendered {
        let function = &call.function;
        Self::check_arguments(function, function.arity(), call.args.len())?;
        if let (Function::Coalesce, [only]) = (function, &*call.args) {
            return self.parenthesized(|this| this.expr(only));
        }
        match self.dialect.function(function) {
            FunctionForm::Name(name) => self.push(name),
            FunctionForm::Template(template) => return self.fill(template, &call.args),
            FunctionForm::AsGiven => {
                if let Function::Named(name) = function {
                    self.function_name(name)?;
                }
            }
            FunctionForm::Rewrite(rewrite) => {
                return match rewrite(&call.args) {
                    Some(expr) => self.made(&expr, |inner, expr| inner.ranked(expr, Rank::Atom)),
                    None => Err(self.unsupported_construct(
                        format!("{} of these arguments", function.construct()),
                        None,
                        "compute the arguments in a derived table",
                    )),
                };
            }
            FunctionForm::Refuse { since, instead } => {
                let construct = format!("the function {}", function.construct());
                return Err(self.unsupported_construct(construct, since, instead));
            }
        }
        if *function == Function::Abs {
            return self.parenthesized(|this| this.list(&call.args, Self::number));
        }
        self.parenthesized(|this| this.list(&call.args, Self::expr))
    }

    pub(super) fn check_arguments(
        function: &dyn fmt::Debug,
        arity: RangeInclusive<usize>,
        found: usize,
    ) -> Rendered {
        if arity.contains(&found) {
            return Ok(());
        }
        let function = format!("{function:?}");
        let (least, most) = arity.into_inner();
        Err(Box::new(CompileError::Arguments { function, least, most, found }))
    }

    /// Text in which each `{}` is the next argument.
    pub(super) fn fill(&mut self, template: &str, args: &'q [Expr]) -> Rendered {
        let mut args = args.iter();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{}") {
            self.push(before);
            if let Some(arg) = args.next() {
                let alone = before.ends_with('(') && after.starts_with([')', ',', ' ']);
                self.ranked(arg, if alone { Rank::None } else { Rank::Atom })?;
            }
            rest = after;
        }
        self.push(rest);
        Ok(())
    }

    /// The name of a user's function: as it is where it needs no quotes, so that the server folds
    /// its case; schema and name may be parted by a dot.
    pub(super) fn function_name(&mut self, name: &Name) -> Rendered {
        let name = name.as_str();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        if !name.is_empty()
            && name.chars().all(plain)
            && !name.starts_with(|c: char| c.is_ascii_digit())
        {
            self.push(name);
            return Ok(());
        }
        self.name(name)
    }
}
