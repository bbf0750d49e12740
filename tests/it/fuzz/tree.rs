//! Expressions, grown by choices.

use aludel::ast::{self, Raw};

use super::choices::Choices;
use super::kind::{Kind, TOO_LARGE, Typed};
use super::operators::{OPERATORS, Operator};

/// How an expression is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Style {
    /// As the renderer writes it, with parameters.
    Plain,
    /// With parentheses around everything.
    Parenthesized,
    /// As the renderer writes it, with values in the text.
    Inline,
}

/// A query that may be read by its name.
#[derive(Clone)]
pub struct Named {
    pub name: String,
    pub columns: Vec<(Kind, i64)>,
}

/// What grows.
pub struct Grower {
    pub choices: Choices,
    pub style: Style,
    /// What may be read where the next expression stands.
    pub scope: Vec<Typed>,
    /// How much of that, from the start, is of the query itself, and not of one around it: an
    /// aggregate of what is around is the outer query's.
    pub own: usize,
    /// Whether it is of groups: an aggregate in a subquery's condition crashes MariaDB.
    pub grouped: bool,
    /// Whether it is of a member of a set operation, where the one group of all rows crashes MySQL.
    pub member: bool,
    /// How many queries may still be grown.
    pub queries: usize,
    /// The common table expressions so far.
    pub ctes: Vec<Named>,
    /// How many names were given.
    pub names: usize,
}

impl Grower {
    pub fn new(choices: Choices, style: Style, queries: usize) -> Self {
        Grower {
            choices,
            style,
            scope: Vec::new(),
            own: 0,
            grouped: false,
            member: false,
            queries,
            ctes: Vec::new(),
            names: 0,
        }
    }

    /// Marks the choices that one thing is made of.
    pub fn part<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let start = self.choices.start();
        let made = make(self);
        self.choices.end(start);
        made
    }

    /// Parts, as long as there are more, one in so many times.
    pub fn parts<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut parts = Vec::new();
        while parts.len() < most {
            let part = self.part(|this| this.choices.one_in(2).then(|| make(this)));
            match part {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        parts
    }

    /// An expression of that kind, of so many operators in one another at most.
    pub fn expr(&mut self, kind: Kind, depth: usize) -> Typed {
        self.part(|this| this.any_expr(kind, depth))
    }

    fn any_expr(&mut self, kind: Kind, depth: usize) -> Typed {
        if depth > 0 && self.queries > 0 && self.choices.one_in(8) {
            return self.subquery(kind, depth);
        }
        let read: Vec<usize> =
            (0..self.scope.len()).filter(|index| self.scope[*index].kind == kind).collect();
        let operators: Vec<&'static Operator> = OPERATORS
            .iter()
            .filter(|operator| operator.kind == kind && (operator.args.is_empty() || depth > 0))
            .filter(|operator| !(self.grouped && operator.is_of_rows()))
            .collect();
        let choice = self.choices.below(read.len() + operators.len());
        if let Some(index) = read.get(choice) {
            let leaf = self.scope[*index].clone();
            return self.styled(leaf);
        }
        let operator = operators[choice - read.len()];
        let depth = self.choices.below(depth.max(1));
        let args: Vec<Typed> = operator.args.iter().map(|kind| self.expr(*kind, depth)).collect();
        let sizes: Vec<i64> = args.iter().map(|arg| arg.size).collect();
        let size = (operator.size)(&sizes);
        if size == TOO_LARGE {
            return self.constant(kind);
        }
        let node = (operator.build)(args.into_iter().map(|arg| arg.node).collect());
        self.styled(Typed { node, kind, size })
    }

    /// A condition.
    pub fn condition(&mut self, depth: usize) -> ast::Expr {
        self.expr(Kind::Truth, depth).node
    }

    /// What stands for an expression that would become too large.
    fn constant(&self, kind: Kind) -> Typed {
        let operator = OPERATORS
            .iter()
            .find(|operator| operator.kind == kind && operator.args.is_empty())
            .expect("a constant of each kind");
        let node = (operator.build)(Vec::new());
        self.styled(Typed { node, kind, size: (operator.size)(&[]) })
    }

    fn styled(&self, typed: Typed) -> Typed {
        let node = match self.style {
            Style::Plain | Style::Inline => typed.node,
            Style::Parenthesized => {
                ast::Expr::Raw(Box::new(Raw { text: "({})".into(), holes: [typed.node].into() }))
            }
        };
        Typed { node, ..typed }
    }

    /// A name that was not given before.
    pub fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }
}
