//! Windows by name: the WINDOW clause, and what is based on its windows.

use std::borrow::Cow;

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{Name, Over, WindowSpec};
use crate::dialect::Clause;

/// Windows by name, in their order.
type Windows<'q> = &'q [(Name, WindowSpec)];

/// The window of that name, and those before it. Case does not tell names apart, as it does not on
/// every server.
fn find<'q>(windows: Windows<'q>, name: &Name) -> Option<(&'q WindowSpec, Windows<'q>)> {
    let same = |other: &Name| other.as_str().eq_ignore_ascii_case(name.as_str());
    let index = windows.iter().position(|(other, _)| same(other))?;
    let (before, from) = windows.split_at_checked(index)?;
    from.first().map(|(_, spec)| (spec, before))
}

impl<'q> Renderer<'q, '_> {
    /// ` WINDOW name AS (…), …`: each sees those before it.
    pub(super) fn window_clause(&mut self, windows: Windows<'q>) -> Rendered {
        let all = self.windows;
        self.push(" WINDOW ");
        for (index, (name, spec)) in windows.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.windows = windows.get(..index).unwrap_or_default();
            if find(self.windows, name).is_some() {
                return Err(Self::duplicate("window", name.as_str(), Clause::Window));
            }
            self.name(name.as_str())?;
            self.push(" AS ");
            self.window_spec(spec)?;
        }
        self.windows = all;
        Ok(())
    }

    /// The window of that name.
    pub(super) fn window_of_name(&self, name: &Name) -> Result<&'q WindowSpec, Box<CompileError>> {
        find(self.windows, name).map(|(spec, _)| spec).ok_or_else(|| self.no_window(name))
    }

    /// The window with what it takes over from those it is based on.
    pub(super) fn resolved<'w>(
        &self,
        over: &'w Over,
    ) -> Result<Cow<'w, WindowSpec>, Box<CompileError>>
    where
        'q: 'w,
    {
        match over {
            Over::Spec(spec) => self.resolved_spec(spec),
            Over::Named(name) => {
                let found = find(self.windows, name);
                let (spec, before) = found.ok_or_else(|| self.no_window(name))?;
                self.resolve(spec, before)
            }
        }
    }

    pub(super) fn resolved_spec<'w>(
        &self,
        spec: &'w WindowSpec,
    ) -> Result<Cow<'w, WindowSpec>, Box<CompileError>>
    where
        'q: 'w,
    {
        self.resolve(spec, self.windows)
    }

    fn resolve<'w>(
        &self,
        spec: &'w WindowSpec,
        mut windows: Windows<'q>,
    ) -> Result<Cow<'w, WindowSpec>, Box<CompileError>>
    where
        'q: 'w,
    {
        let mut chain = vec![spec];
        let mut last = spec;
        while let Some(base) = &last.base {
            let (found, before) = find(windows, base).ok_or_else(|| self.no_window(base))?;
            (last, windows) = (found, before);
            chain.push(last);
        }
        let mut chain = chain.into_iter().rev();
        let Some(first) = chain.next() else { return Ok(Cow::Borrowed(spec)) };
        let mut resolved = Cow::Borrowed(first);
        for added in chain {
            resolved = Cow::Owned(self.based_on(&resolved, added)?);
        }
        Ok(resolved)
    }

    /// A window that adds to another.
    fn based_on(
        &self,
        base: &WindowSpec,
        added: &WindowSpec,
    ) -> Result<WindowSpec, Box<CompileError>> {
        let twice = if base.frame.is_some() {
            Some("a window based on one with a frame")
        } else if !added.partition_by.is_empty() {
            Some("PARTITION BY in a window based on another")
        } else if !added.order_by.is_empty() && !base.order_by.is_empty() {
            Some("ORDER BY in a window based on an ordered one")
        } else {
            None
        };
        if let Some(twice) = twice {
            return Err(self.unsupported_construct(twice, None, "write the window in full"));
        }
        let order_by = if added.order_by.is_empty() { &base.order_by } else { &added.order_by };
        Ok(WindowSpec {
            base: None,
            partition_by: base.partition_by.clone(),
            order_by: order_by.clone(),
            frame: added.frame.clone(),
        })
    }

    #[cold]
    fn no_window(&self, name: &Name) -> Box<CompileError> {
        self.unsupported_construct(
            format!("a window of the name {name}, which the query does not have before it,"),
            None,
            "declare it by `.window(name, window()…)`",
        )
    }
}
