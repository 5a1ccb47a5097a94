//! Where something stands in a scenario: keys of tables and places in lists, from the root.

use std::fmt;

use crate::scenario::tree::{Entry, Node, Value};

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, from 0.
    Ix(usize),
}

/// Steps from the root of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(pub Vec<Step>);

impl Address {
    /// Keys joined by dots; no places in lists.
    pub fn of(keys: &str) -> Self {
        Self(keys.split('.').filter(|key| !key.is_empty()).map(|key| Step::Key(key.to_owned())).collect())
    }

    /// A key below this.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// A member of this list.
    #[must_use]
    pub fn ix(&self, ix: usize) -> Self {
        self.with(Step::Ix(ix))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// What holds this; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, above) = self.0.split_last()?;
        Some(Self(above.to_vec()))
    }

    /// The last key, where this ends in one.
    pub fn last_key(&self) -> Option<&str> {
        match self.0.last() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The last place in a list, where this ends in one.
    pub fn last_ix(&self) -> Option<usize> {
        match self.0.last() {
            Some(Step::Ix(ix)) => Some(*ix),
            _ => None,
        }
    }

    /// Whether this is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The keys alone, joined by dots: the same for every member of a list.
    pub fn pattern(&self) -> String {
        let keys = self.0.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Ix(_) => None,
        });
        keys.collect::<Vec<_>>().join(".")
    }

    /// What stands there.
    pub(crate) fn find<'a>(&self, root: &'a Node) -> Option<&'a Node> {
        self.0.iter().try_fold(root, |node, step| match (step, &node.value) {
            (Step::Key(key), _) => node.get(key),
            (Step::Ix(ix), Value::List(items)) => items.get(*ix),
            _ => None,
        })
    }

    /// What stands there together with its key, where this ends in one.
    pub(crate) fn find_entry<'a>(&self, root: &'a Node) -> Option<&'a Entry> {
        match &self.parent()?.find(root)?.value {
            Value::Table(table) => table.get(self.last_key()?),
            _ => None,
        }
    }
}

/// As people write it: `raid.waves[2].start_s`, counted from 1.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if n > 0 => write!(f, ".{key}")?,
                Step::Key(key) => write!(f, "{key}")?,
                Step::Ix(ix) => write!(f, "[{}]", ix + 1)?,
            }
        }
        Ok(())
    }
}
