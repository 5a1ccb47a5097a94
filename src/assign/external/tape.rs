//! What a program answered, kept so that the replicate can be repeated without it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::assign::problem::{Answer, Pair};
use crate::assign::session::Occasion;

/// The answers of one replicate, in the order of their epochs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tape {
    decisions: Vec<(u32, Answer)>,
}

/// The answers of replicates, by name.
pub type Tapes = BTreeMap<Occasion, Arc<Tape>>;

/// A tape as one line of a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seed: u64,
    replicate: u32,
    /// Each: the epoch, and the pairs of (target, weapon).
    decisions: Vec<(u32, Vec<[u32; 2]>)>,
}

impl Tape {
    /// What was answered in an epoch.
    pub fn get(&self, epoch: u32) -> Option<&Answer> {
        let found = self.decisions.binary_search_by_key(&epoch, |(epoch, _)| *epoch).ok()?;
        Some(&self.decisions[found].1)
    }

    /// Adds the answer of an epoch after all others.
    pub(super) fn push(&mut self, epoch: u32, answer: Answer) {
        debug_assert!(self.decisions.last().is_none_or(|(last, _)| *last < epoch), "epochs come in order");
        self.decisions.push((epoch, answer));
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// One line of a file, with its end.
    pub fn to_line(&self, of: Occasion) -> String {
        let pairs = |answer: &Answer| answer.pairs.iter().map(|pair| [pair.target, pair.weapon]).collect();
        let decisions = self.decisions.iter().map(|(epoch, answer)| (*epoch, pairs(answer))).collect();
        let line = Line { seed: of.seed, replicate: of.replicate, decisions };
        serde_json::to_string(&line).expect("lists of numbers can always be written") + "\n"
    }

    /// Reads such a line. Whether the answers fit their problems is found out when those are met.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_line(line: &str) -> Result<(Occasion, Self), String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if !line.decisions.is_sorted_by(|a, b| a.0 < b.0) {
            return Err("its epochs are not in ascending order".to_owned());
        }
        let pair = |[target, weapon]: [u32; 2]| Pair { target, weapon };
        let answer = |pairs: Vec<[u32; 2]>| Answer { pairs: pairs.into_iter().map(pair).collect() };
        let decisions = line.decisions.into_iter().map(|(epoch, pairs)| (epoch, answer(pairs))).collect();
        Ok((Occasion { seed: line.seed, replicate: line.replicate }, Self { decisions }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tape_reads_back_as_it_was_written() {
        let mut tape = Tape::default();
        tape.push(3, Answer::default());
        tape.push(9, Answer::from_pairs(vec![Pair { target: 1, weapon: 0 }, Pair { target: 0, weapon: 2 }]));
        let of = Occasion { seed: u64::MAX, replicate: 7 };
        let line = tape.to_line(of);
        assert_eq!(line, "{\"seed\":18446744073709551615,\"replicate\":7,\"decisions\":[[3,[]],[9,[[0,2],[1,0]]]]}\n");
        assert_eq!(Tape::from_line(&line), Ok((of, tape.clone())));
        assert_eq!(
            (tape.get(3).map(|a| a.pairs.len()), tape.get(9).map(|a| a.pairs.len()), tape.get(4)),
            (Some(0), Some(2), None)
        );
        assert!(Tape::from_line("{\"seed\":1,\"replicate\":7,\"decisions\":[[3,[]],[3,[]]]}").is_err());
    }
}
