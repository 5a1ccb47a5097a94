//! A scenario as text that is being edited: operations on it, undo, saving. Knows nothing of the interface.
//!
//! The text is the single truth. Every operation finds its place in the parsed tree, whose values know the bytes they were
//! read from, and replaces only those bytes (`splice`): comments, order and formatting of everything else cannot change.
//! `value` sets and unsets, `list` adds and removes members, `fresh` makes new ones, `rename` follows references, `position` moves,
//! `history` undoes, `file` reads and writes.

mod address;
mod file;
mod fresh;
mod history;
mod list;
mod order;
mod position;
mod rename;
mod sections;
mod splice;
mod value;

#[cfg(test)]
mod tests;

use std::path::Path;

use glam::DVec2;
use toml::de::DeTable;

pub use address::{Address, Step};
pub use file::{SaveError, Source};
pub use fresh::noun;
pub use history::History;
pub use order::groups;
pub use rename::refers_to;
pub use splice::Splice;
pub use value::{NoPlace, number, quoted};

pub(crate) use order::order;
pub(crate) use value::{Doc, rule_of};

use crate::scenario::tree::Node;

/// A text that is being edited.
pub struct Document {
    source: Source,
    text: String,
    saved: String,
    root: Node,
    is_readable: bool,
    history: History,
    /// Grows with every change, so that others know when to look again.
    revision: u64,
}

/// Steps of the history that are to become one while they follow each other.
pub type Joins<'a> = Option<&'a str>;

impl Document {
    /// Opens a shipped scenario or a file, with mistakes or without.
    ///
    /// # Errors
    /// A sentence that says what could not be opened and why.
    pub fn open(source: &str) -> Result<Self, String> {
        let (source, text) = file::read(source)?;
        Ok(Self::new(source, text))
    }

    /// A document of a text.
    pub fn new(source: Source, text: String) -> Self {
        let (root, is_readable) = tree_of(&text);
        let saved = text.clone();
        Self { source, text, saved, root, is_readable, history: History::default(), revision: 0 }
    }

    /// Where it came from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree of the text; recovered as far as possible where the text is no TOML.
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// What operations and readers work on.
    pub(crate) fn doc(&self) -> Doc<'_> {
        Doc { text: &self.text, root: &self.root }
    }

    /// Whether the text is TOML; where it is not, only the text itself can be edited.
    pub fn is_readable(&self) -> bool {
        self.is_readable
    }

    /// Whether the file can be read and holds something else than what was read or saved last.
    pub fn differs_from_file(&self) -> bool {
        file::read(&self.source.name()).is_ok_and(|(_, text)| text != self.saved)
    }

    /// Whether the text differs from what was read or saved last.
    pub fn is_dirty(&self) -> bool {
        self.text != self.saved
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What was done, for the buttons.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Nothing joins the last step any more: a drag has ended.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> bool {
        let before = self.history.undo(&self.text);
        before.map(|text| self.show(text)).is_some()
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> bool {
        let after = self.history.redo(&self.text);
        after.map(|text| self.show(text)).is_some()
    }

    /// Replaces the whole text, as typing in it does.
    pub fn set_text(&mut self, text: String, what: &str, joins: Joins<'_>) {
        if text != self.text {
            self.history.record(&self.text, &text, what, joins);
            self.show(text);
        }
    }

    /// Writes a TOML value at an address.
    ///
    /// # Errors
    /// Where the file is written in a way that leaves no place for it.
    pub fn set(&mut self, address: &Address, value: &str, joins: Joins<'_>) -> Result<(), NoPlace> {
        self.change(&format!("change {}", words(address)), joins, |doc| doc.set(address, value))
    }

    /// Takes a key out, so that its default holds.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn unset(&mut self, address: &Address, joins: Joins<'_>) -> Result<(), NoPlace> {
        self.change(&format!("unset {}", words(address)), joins, |doc| doc.unset(address))
    }

    /// Moves a position, with digits worth `step_m`.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn move_to(&mut self, position: &Address, to_m: DVec2, step_m: f64, joins: Joins<'_>) -> Result<(), NoPlace> {
        self.change("move", joins, |doc| doc.move_to(position, to_m, step_m))
    }

    /// Gives a member a new name everywhere.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn rename(&mut self, member: &Address, new: &str) -> Result<(), NoPlace> {
        self.change("rename", None, |doc| doc.rename(member, new))
    }

    /// Adds a member to a list, behind `behind` or at the end, and says where it stands.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn add(&mut self, list: &Address, behind: Option<usize>, at_m: DVec2, step_m: f64) -> Result<Address, NoPlace> {
        let count = self.count(list);
        self.change(&format!("add {}", noun(&list.pattern())), None, |doc| {
            doc.add_member(list, behind, &doc.new_member(list, at_m, step_m))
        })?;
        Ok(list.ix(behind.map_or(count, |ix| (ix + 1).min(count))))
    }

    /// Copies a member and says where the copy stands.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn duplicate(&mut self, member: &Address) -> Result<Address, NoPlace> {
        let (Some(list), Some(ix)) = (member.parent(), member.last_ix()) else {
            return Err(NoPlace(format!("{member} is no member of a list")));
        };
        self.change(&format!("copy {}", noun(&list.pattern())), None, |doc| {
            let name = member.key("name");
            let old = name.find(doc.root).and_then(Node::text);
            let new = old.map(|old| quoted(&doc.unique_name(&list, old)));
            doc.duplicate(member, name.find(doc.root).zip(new.as_deref()))
        })?;
        Ok(list.ix(ix + 1))
    }

    /// Takes a member out.
    ///
    /// # Errors
    /// Where the file is written in a way that forbids it.
    pub fn remove(&mut self, member: &Address) -> Result<(), NoPlace> {
        let pattern = member.parent().unwrap_or_default().pattern();
        self.change(&format!("remove {}", noun(&pattern)), None, |doc| doc.remove_member(member))
    }

    /// How many members a list has.
    pub fn count(&self, list: &Address) -> usize {
        match list.find(&self.root).map(|node| &node.value) {
            Some(crate::scenario::tree::Value::List(items)) => items.len(),
            _ => 0,
        }
    }

    /// Writes it over the file it came from.
    ///
    /// # Errors
    /// See [`SaveError`].
    pub fn save(&mut self, even_if_changed: bool) -> Result<(), SaveError> {
        let Source::File(path) = &self.source else { return Err(SaveError::NeedsPath) };
        file::overwrite(path, &self.text, &self.saved, even_if_changed)?;
        self.saved.clone_from(&self.text);
        Ok(())
    }

    /// Writes it to another file, which it belongs to from then on.
    ///
    /// # Errors
    /// See [`SaveError`].
    pub fn save_as(&mut self, path: &Path, even_if_exists: bool) -> Result<(), SaveError> {
        file::write_new(path, &self.text, even_if_exists)?;
        self.source = Source::File(path.to_owned());
        self.saved.clone_from(&self.text);
        Ok(())
    }

    fn change(
        &mut self,
        what: &str,
        joins: Joins<'_>,
        operation: impl FnOnce(Doc<'_>) -> Result<Vec<Splice>, NoPlace>,
    ) -> Result<(), NoPlace> {
        if !self.is_readable {
            return Err(NoPlace("the text has a mistake that hides its structure".to_owned()));
        }
        let splices = operation(self.doc())?;
        let text = splice::spliced(&self.text, splices);
        let (root, is_readable) = tree_of(&text);
        if !is_readable {
            return Err(NoPlace("the file is written in a way that this change does not fit".to_owned()));
        }
        if text != self.text {
            self.history.record(&self.text, &text, what, joins);
            self.revision += 1;
            (self.text, self.root) = (text, root);
        }
        Ok(())
    }

    fn show(&mut self, text: String) {
        (self.root, self.is_readable) = tree_of(&text);
        self.text = text;
        self.revision += 1;
    }
}

/// The tree of a text and whether the text is TOML.
fn tree_of(text: &str) -> (Node, bool) {
    if let Some(root) = crate::scenario::too_much_to_read(text) {
        return (root, false);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    (Node::from_document(&document), errors.is_empty())
}

/// What an address is called in a sentence.
fn words(address: &Address) -> String {
    address.last_key().unwrap_or("value").replace('_', " ")
}
