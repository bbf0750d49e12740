//! Tags in a comment behind each statement, as sqlcommenter writes them:
//! <https://google.github.io/sqlcommenter/spec/>.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::adapter::Bulk;
use crate::dialect::Compiled;

/// What a URL leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The tags of a connection, and the comment that they make.
#[derive(Clone, Debug, Default)]
pub(in crate::adapter) struct Comment {
    tags: BTreeMap<String, String>,
    /// Those that are others with each call.
    traces: BTreeMap<String, String>,
    text: String,
}

impl Comment {
    pub(in crate::adapter) fn set_tag(&mut self, key: &str, value: &str) {
        self.tags.insert(key.into(), value.into());
        self.write();
    }

    pub(in crate::adapter) fn set_trace(&mut self, key: &str, value: &str) {
        self.traces.insert(key.into(), value.into());
        self.write();
    }

    pub(in crate::adapter) fn clear_traces(&mut self) {
        self.traces.clear();
        self.write();
    }

    fn write(&mut self) {
        let mut all: BTreeMap<_, _> = self.tags.iter().collect();
        all.extend(&self.traces);
        let pairs = all.iter().map(|(key, value)| {
            let (key, value) =
                (utf8_percent_encode(key, ENCODED), utf8_percent_encode(value, ENCODED));
            format!("{key}='{value}'")
        });
        self.text = pairs.collect::<Vec<_>>().join(",");
    }

    /// The statement with the comment; none if there is no comment.
    pub(in crate::adapter) fn on<'s>(&self, statement: &'s Compiled<'_>) -> Option<Compiled<'s>> {
        (!self.text.is_empty()).then(|| statement.with_comment(&self.text, self.is_cached()))
    }

    /// Puts the comment, if there is one, behind the statements of a bulk insertion.
    pub(in crate::adapter) fn on_bulk(&self, bulk: &mut Bulk<'_>) {
        if !self.text.is_empty() {
            bulk.set_comment(&self.text, self.is_cached());
        }
    }

    /// A text that is another each time would push everything else out of the cache.
    fn is_cached(&self) -> bool {
        self.traces.is_empty()
    }
}
