//! WINDOW: windows by their names.

use super::{Rendered, Renderer};
use crate::ast::{Name, WindowSpec};
use crate::dialect::Clause;

impl<'q> Renderer<'q, '_> {
    /// ` WINDOW name AS (…), …`: each may be based on those before it.
    pub(super) fn named_windows(&mut self, windows: &'q [(Name, WindowSpec)]) -> Rendered {
        self.push(" WINDOW ");
        self.list(windows.iter().enumerate(), |this, (index, (name, spec))| {
            let before = windows.get(..index).unwrap_or_default();
            if before.iter().any(|(earlier, _)| earlier == name) {
                return Err(Self::duplicate("window", name.as_str(), Clause::Window));
            }
            this.name(name.as_str())?;
            this.push(" AS ");
            let all = std::mem::replace(&mut this.windows, before);
            this.window_spec(spec)?;
            this.windows = all;
            Ok(())
        })
    }

    /// The name of a window, which WINDOW has to have.
    pub(super) fn window_name(&mut self, name: &'q Name) -> Rendered {
        self.named_window(name)?;
        self.name(name.as_str())
    }

    /// The name of the window that another adds to: what the one has, the other may not say again.
    pub(super) fn base_window(&mut self, spec: &'q WindowSpec, base: &'q Name) -> Rendered {
        let found = self.named_window(base)?;
        let problem = if !spec.partition_by.is_empty() {
            Some("PARTITION BY on a window that is based on another")
        } else if !spec.order_by.is_empty() && !found.order_by.is_empty() {
            Some("ORDER BY on a window that is based on a sorted one")
        } else if found.frame.is_some() {
            Some("a window that is based on one with a frame")
        } else {
            None
        };
        match problem {
            Some(problem) => Err(self.misplaced(problem, "in a window of its own")),
            None => self.name(base.as_str()),
        }
    }

    fn named_window(&self, name: &Name) -> Result<&'q WindowSpec, Box<crate::CompileError>> {
        let found = self.windows.iter().find(|(found, _)| found == name);
        found.map(|(_, spec)| spec).ok_or_else(|| {
            self.misplaced("a name that no window has", "for a window of the WINDOW clause")
        })
    }
}
