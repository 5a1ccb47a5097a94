//! The types that a cheapest bundle of one target can need: most never come into question.
//!
//! Let type a be no dearer than type b and no worse at the target. Where a bundle uses b while a has shots to spare, a shot of a in the
//! place of one of b costs no more. So some cheapest bundle uses b only together with all shots of every such a, and b is out
//! of the question once those cost as much as a bundle that is known, or are as many as the target may get. Types are looked at by rising
//! price, an order that all targets share: each look is one comparison with the chance to survive at which that happens.

use super::pricing::Choice;

/// A growing list for one target.
#[derive(Debug, Default)]
pub struct Shortlist {
    /// What was taken over.
    pub choices: Vec<Choice>,
    /// Chance to survive, rooms, and their price together, of those, by rising chance.
    ranks: Vec<(f64, u32, f64)>,
}

impl Shortlist {
    /// Begins anew.
    pub fn clear(&mut self) {
        self.choices.clear();
        self.ranks.clear();
    }

    /// Takes over a type, which is no cheaper than any before.
    ///
    /// Returns the chance to survive from which on no further type is wanted, where a bundle of cost `mark` is known and `most` shots are
    /// allowed.
    pub fn push(&mut self, choice: Choice, mark: f64, most: u32) -> f64 {
        let room = choice.most - choice.least;
        let at = self.ranks.partition_point(|rank| rank.0 <= choice.survive);
        self.ranks.insert(at, (choice.survive, room, f64::from(room) * choice.price));
        self.choices.push(choice);
        let (mut rooms, mut cost) = (0u64, choice.price);
        for &(survive, room, price) in &self.ranks {
            rooms += u64::from(room);
            cost += price;
            if cost >= mark || rooms >= u64::from(most) {
                return survive;
            }
        }
        f64::INFINITY
    }
}
