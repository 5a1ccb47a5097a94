//! What the form, the outline and the map ask for; done after they are drawn, since they read the document while they draw.

use glam::DVec2;

use super::document::{Address, Document, NoPlace};

/// One wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Write a TOML value; steps under the same key of the last part are one while they follow each other.
    Set(Address, String, Option<String>),
    /// Leave it to its default; joins as `Set` does.
    Unset(Address, Option<String>),
    /// A new name for a member, everywhere.
    Rename(Address, String),
    /// Move a position, with digits worth so many metres.
    Move(Address, DVec2, f64),
    /// Add a member behind another one or at the end, at a place of the map, and select it.
    Add(Address, Option<usize>, DVec2, f64),
    /// Copy a member and select the copy.
    Copy(Address),
    /// Take a member out.
    Remove(Address),
    /// Show an item.
    Select(Address),
    /// What follows is a step of its own.
    Seal,
}

impl Op {
    /// Does it to the document; says what is to be selected where that changes.
    ///
    /// # Errors
    /// Where the file is written in a way that leaves no place for it.
    pub fn apply(self, document: &mut Document) -> Result<Option<Address>, NoPlace> {
        match self {
            Self::Set(address, value, joins) => document.set(&address, &value, joins.as_deref()).map(|()| None),
            Self::Unset(address, joins) => document.unset(&address, joins.as_deref()).map(|()| None),
            Self::Rename(member, name) => document.rename(&member, &name).map(|()| None),
            Self::Move(position, to_m, step_m) => {
                let joins = format!("move {position}");
                document.move_to(&position, to_m, step_m, Some(&joins)).map(|()| None)
            }
            Self::Add(list, behind, at_m, step_m) => document.add(&list, behind, at_m, step_m).map(Some),
            Self::Copy(member) => document.duplicate(&member).map(Some),
            Self::Remove(member) => document.remove(&member).map(|()| member.parent()),
            Self::Select(address) => Ok(Some(address)),
            Self::Seal => {
                document.seal();
                Ok(None)
            }
        }
    }
}

/// The item of the outline that an address belongs to: a member of a list at the top or under `raid`, or a whole table.
pub fn item_of(address: &Address) -> Address {
    use super::document::Step;
    let steps = &address.0;
    let is_raid = matches!(steps.first(), Some(Step::Key(key)) if key == "raid");
    let key_count = if is_raid { 2 } else { 1 };
    let has_ix = matches!(steps.get(key_count), Some(Step::Ix(_)));
    match steps.first() {
        Some(Step::Key(key)) if ["name", "summary", "reported"].contains(&key.as_str()) => Address::default(),
        _ => Address(steps[..steps.len().min(key_count + usize::from(has_ix))].to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_item() {
        let part = Address::of("raid.waves").ix(2).key("composition").ix(1).key("count");
        assert_eq!(item_of(&part), Address::of("raid.waves").ix(2));
        assert_eq!(item_of(&Address::of("theatre.extent_m")), Address::of("theatre"));
        assert_eq!(item_of(&Address::of("raid.variation.kill_sd")), Address::of("raid.variation"));
        assert_eq!(item_of(&Address::of("sites")), Address::of("sites"));
        assert_eq!(item_of(&Address::of("reported.source")), Address::default());
        assert_eq!(item_of(&Address::of("name")), Address::default());
    }
}
