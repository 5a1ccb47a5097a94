//! A new name, and everything that calls it by its name.

use super::address::Address;
use super::splice::Splice;
use super::value::{Doc, NoPlace, quoted, quoted_key};
use crate::scenario::tree::{Node, Value};

/// A list whose members are called by name elsewhere, and from where: the key patterns of the references.
pub struct Named {
    /// The list.
    pub list: &'static str,
    /// The keys that hold names of its members.
    pub called_by: &'static str,
}

/// All of them.
pub const NAMED: &[Named] = &[
    Named { list: "assets", called_by: "raid.waves.targets.asset" },
    Named { list: "threat_types", called_by: "raid.waves.composition.type" },
    Named { list: "raid.launch_areas", called_by: "raid.waves.launch_area" },
    Named { list: "raid.routes", called_by: "raid.waves.routes" },
    Named { list: "interceptor_types", called_by: "sites.magazines.type" },
];

/// The list that a reference leads to.
pub fn refers_to(pattern: &str) -> Option<&'static str> {
    NAMED.iter().find(|named| named.called_by == pattern).map(|named| named.list)
}

impl Doc<'_> {
    /// Gives a member a new name, in references and in the paths of variants too. Where two members share the old name nobody
    /// can say which of them is meant, and only this one's name changes.
    pub fn rename(self, member: &Address, new: &str) -> Result<Vec<Splice>, NoPlace> {
        let name = member.key("name");
        let mut splices = self.set(&name, &quoted(new))?;
        let (Some(old), Some(list)) = (name.find(self.root).and_then(Node::text), member.parent()) else {
            return Ok(splices);
        };
        if self.names(&list).iter().filter(|known| *known == old).count() != 1 || old.is_empty() {
            return Ok(splices);
        }
        let pattern = list.pattern();
        let called_by = NAMED.iter().find(|named| named.list == pattern).map(|named| named.called_by);
        if let Some(called_by) = called_by {
            self.references(self.root, &Address::default(), called_by, old, new, &mut splices);
        }
        self.in_variants(&pattern, called_by, old, new, &mut splices);
        Ok(splices)
    }

    /// The names of a list's members, as far as they have any.
    pub fn names(self, list: &Address) -> Vec<String> {
        match list.find(self.root).map(|node| &node.value) {
            Some(Value::List(items)) => {
                items.iter().filter_map(|item| item.get("name")?.text().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn references(self, node: &Node, at: &Address, called_by: &str, old: &str, new: &str, found: &mut Vec<Splice>) {
        match &node.value {
            Value::Text(text) if text == old && at.pattern() == called_by => {
                found.push(Splice::replace(node.span.clone(), quoted(new)));
            }
            Value::List(items) => {
                for (ix, item) in items.iter().enumerate() {
                    self.references(item, &at.ix(ix), called_by, old, new, found);
                }
            }
            Value::Table(table) => {
                for (key, entry) in table {
                    let below = at.key(key);
                    let pattern = below.pattern();
                    if called_by == pattern || called_by.starts_with(&format!("{pattern}.")) {
                        self.references(&entry.node, &below, called_by, old, new, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// Paths of variants address members by name (`sites.Sting east.channels`) and by what they refer to
    /// (`sites.*.magazines.Sting.rounds`); values may be names too.
    fn in_variants(self, list: &str, called_by: Option<&str>, old: &str, new: &str, found: &mut Vec<Splice>) {
        let Some(Value::List(variants)) = self.root.get("variants").map(|node| &node.value) else { return };
        let holder = called_by.and_then(|called_by| called_by.rsplit_once('.'));
        for variant in variants {
            let Some(Value::Table(set)) = variant.get("set").map(|set| &set.value) else { continue };
            for (path, entry) in set {
                let mut renamed = named_after(path, &format!("{list}."), old, new);
                // `raid.waves.*.composition.Shahed-136.count`: behind the list that holds the references.
                if let Some((holder, _)) = holder
                    && let (Some(top), Some(inner)) = (holder.rsplit_once('.').map(|p| p.0), holder.rsplit('.').next())
                    && path.starts_with(&format!("{top}."))
                    && let Some(at) = path.find(&format!(".{inner}.{old}"))
                {
                    renamed = renamed.or_else(|| named_after(path, &path[..at + inner.len() + 2], old, new));
                }
                if let Some(renamed) = renamed {
                    found.push(Splice::replace(entry.key_span.clone(), quoted_key(&renamed)));
                }
                let key = called_by.and_then(|called_by| called_by.rsplit('.').next());
                let ends_in_reference = key.is_some_and(|key| path.rsplit('.').next() == Some(key));
                if ends_in_reference && entry.node.text() == Some(old) {
                    found.push(Splice::replace(entry.node.span.clone(), quoted(new)));
                }
            }
        }
    }
}

/// The path with `old` behind `before` replaced, where it stands there as a whole name.
fn named_after(path: &str, before: &str, old: &str, new: &str) -> Option<String> {
    let rest = path.strip_prefix(before)?.strip_prefix(old)?;
    (rest.is_empty() || rest.starts_with('.')).then(|| format!("{before}{new}{rest}"))
}
