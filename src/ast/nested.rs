//! The two ways in which a node holds others of its kind: a box and a list that know how deep
//! they are.
//!
//! Rendering, cloning, comparing and dropping a tree recurse, and a recursion deep enough
//! overflows the stack, which no program survives. So no such tree is ever built: a box that
//! would be deeper than [`MAX_DEPTH`] holds a small node instead that compiles to
//! `CompileError::TooDeep`. Lists (AND, OR, concatenation, rows) are flat and cost no depth.

use std::fmt;
use std::ops::Deref;

use super::Expr;

/// How deep nodes may nest.
///
/// More than a statement written by hand or by an ORM comes near (SQLite refuses an expression
/// of 1,000 levels), and little enough that a thread with a stack of 2 MiB holds it in a build
/// without optimizations.
pub const MAX_DEPTH: u16 = 250;

/// A node that others of its kind may hold.
pub trait Depth {
    /// How many levels of nested nodes lie below: 0 for a leaf.
    fn depth(&self) -> u16;

    /// The leaf that takes the place of a tree that is too deep.
    fn too_deep() -> Self;
}

/// A node inside another: a box with the depth of what it holds.
#[derive(Clone, PartialEq)]
pub struct Nested<T>(Box<Inner<T>>);

#[derive(Clone, PartialEq)]
struct Inner<T> {
    depth: u16,
    node: T,
}

impl<T: Depth> Nested<T> {
    /// Boxes a node. One that is too deep is dropped, and [`Depth::too_deep`] stands for it.
    pub fn new(node: T) -> Self {
        Nested(Box::new(Inner::new(node)))
    }

    /// How many levels this box adds to the node that holds it: at least 1.
    pub fn depth(&self) -> u16 {
        self.0.depth
    }

    /// The node itself.
    pub fn into_inner(self) -> T {
        self.0.node
    }

    /// Changes the node in place.
    pub fn update(&mut self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.node);
        self.0.depth = self.0.node.depth() + 1;
        if self.0.depth > MAX_DEPTH {
            *self.0 = Inner::new(T::too_deep());
        }
    }
}

impl<T: Depth> Inner<T> {
    fn new(node: T) -> Self {
        let depth = node.depth() + 1;
        if depth > MAX_DEPTH { Inner::new(T::too_deep()) } else { Inner { depth, node } }
    }
}

impl<T> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.node
    }
}

impl<T: fmt::Debug> fmt::Debug for Nested<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.node.fmt(f)
    }
}

impl<T: Depth> From<T> for Nested<T> {
    fn from(node: T) -> Self {
        Nested::new(node)
    }
}

/// A list of expressions, one level deeper than the deepest of them.
#[derive(Clone, PartialEq, Default)]
pub struct ExprList {
    items: Vec<Expr>,
    depth: u16,
}

impl ExprList {
    /// An empty list.
    pub const fn new() -> Self {
        ExprList { items: Vec::new(), depth: 0 }
    }

    /// An empty list with room for so many.
    pub fn with_capacity(capacity: usize) -> Self {
        ExprList { items: Vec::with_capacity(capacity), depth: 0 }
    }

    /// A list of two, with room for four more.
    pub fn pair(first: Expr, second: Expr) -> Self {
        ExprList::with_capacity(6).with(first).with(second)
    }

    /// Adds an expression. One that is too deep is dropped, and [`Expr::TooDeep`] stands for it.
    pub fn push(&mut self, item: Expr) {
        let depth = item.depth() + 1;
        if depth > MAX_DEPTH {
            return self.push(Expr::TooDeep);
        }
        self.depth = self.depth.max(depth);
        self.items.push(item);
    }

    /// The list with one more.
    pub fn with(mut self, item: Expr) -> Self {
        self.push(item);
        self
    }

    /// Both lists.
    pub fn join(mut self, more: ExprList) -> Self {
        self.depth = self.depth.max(more.depth);
        self.items.extend(more.items);
        self
    }

    /// How many levels the list adds to the node that holds it: 0 if it is empty.
    pub fn depth(&self) -> u16 {
        self.depth
    }

    /// Changes each expression in place.
    pub fn update_each(&mut self, change: impl FnMut(&mut Expr)) {
        self.items.iter_mut().for_each(change);
        *self = std::mem::take(&mut self.items).into();
    }

    /// The expressions.
    pub fn into_vec(self) -> Vec<Expr> {
        self.items
    }
}

impl Deref for ExprList {
    type Target = [Expr];

    fn deref(&self) -> &[Expr] {
        &self.items
    }
}

impl fmt::Debug for ExprList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

impl From<Vec<Expr>> for ExprList {
    fn from(mut items: Vec<Expr>) -> Self {
        let mut deepest = 0;
        for item in &mut items {
            if item.depth() >= MAX_DEPTH {
                *item = Expr::TooDeep;
            }
            deepest = deepest.max(item.depth() + 1);
        }
        ExprList { items, depth: deepest }
    }
}

impl<const N: usize> From<[Expr; N]> for ExprList {
    fn from(items: [Expr; N]) -> Self {
        Vec::from(items).into()
    }
}

impl FromIterator<Expr> for ExprList {
    fn from_iter<I: IntoIterator<Item = Expr>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl IntoIterator for ExprList {
    type Item = Expr;
    type IntoIter = std::vec::IntoIter<Expr>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a> IntoIterator for &'a ExprList {
    type Item = &'a Expr;
    type IntoIter = std::slice::Iter<'a, Expr>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
