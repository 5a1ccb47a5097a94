//! What a market of one epoch leaves to that of the next: the prices of both sides, as words of a [`Memory`].
//!
//! # Words
//! `[W, P, T, W weapons, P pools, T labels, T targets]`: three counts, a word per weapon and per pool by index, then the labels
//! of the targets and a word for each. Anything else (another length than the counts say) is no memory, and the market opens cold.
//! Who is not in the memory, because it is new or because W or P was smaller, opens at price 0; who is only in the
//! memory is forgotten.
//!
//! # A word
//! The scale of values changes from epoch to epoch: `(penalty - cost) * factor`, penalty and factor growing with the shots that
//! can be given. Prices are differences of values, so each is `level * penalty + offset` in units of cost, where `level` counts
//! shots (0: a place costs what a rearrangement costs; 1: whoever takes it takes a shot from somebody else; 2: the places of a
//! full pool) and `offset` is a sum and difference of costs. The word holds the level in its two upper bits and the offset in the
//! other thirty, as two's complement, so that it means the same whatever penalty and factor are. Price 0 is word 0.
//!
//! Rounding to whole units of cost loses next to nothing: prices of an optimum with integer costs, each rounded down,
//! are prices of it still (all slacks are whole numbers), up to the eps of the last step.

use super::super::problem::{Memory, Problem};
use super::market::Prices;

/// Bits of a word that hold the offset.
pub const OFFSET_BITS: u32 = 30;

/// The largest offset that a word holds, units of cost; what lies beyond is cut.
pub const MAX_OFFSET: i64 = (1 << (OFFSET_BITS - 1)) - 1;

/// How costs become values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Low bits of the costs that are dropped so that all fits; 0 unless problem and costs are huge.
    pub shift: u32,
    /// Value of a shot that costs nothing.
    pub penalty: i64,
    /// Multiplier of all values.
    pub factor: i64,
}

impl Scale {
    /// The word of a price, which is at least 0 and at most twice a penalty.
    fn word(&self, price: i64) -> u32 {
        let shot = self.penalty * self.factor;
        let level = i64::from(2 * price >= shot) + i64::from(2 * price >= 3 * shot);
        let units = (price - level * shot).div_euclid(self.factor);
        let offset = units.clamp(-MAX_OFFSET >> self.shift, MAX_OFFSET >> self.shift) << self.shift;
        ((level as u32) << OFFSET_BITS) | (offset as u32 & ((1 << OFFSET_BITS) - 1))
    }

    /// The price that a word stands for in this scale, brought to what a price may be.
    fn price(&self, word: u32) -> i64 {
        let level = i64::from(word >> OFFSET_BITS);
        let offset = i64::from((word << (32 - OFFSET_BITS)) as i32 >> (32 - OFFSET_BITS));
        let units = level * self.penalty + (offset >> self.shift);
        units.clamp(0, 2 * self.penalty) * self.factor
    }
}

/// The prices that `memory` holds, for a market whose rows are the targets and then one for each of the pools `blocked`;
/// `None` if it holds nothing that makes sense.
pub fn recall(memory: &Memory, problem: &Problem, blocked: &[usize], scale: &Scale) -> Option<Prices> {
    let (counts, words) = memory.words.split_first_chunk::<3>()?;
    let [n_weapons, n_pools, n_targets] = counts.map(|n| n as usize);
    let expected = n_targets.checked_mul(2)?.checked_add(n_pools)?.checked_add(n_weapons)?;
    if words.len() != expected {
        return None;
    }
    let (weapons, words) = words.split_at(n_weapons);
    let (pools, words) = words.split_at(n_pools);
    let (labels, targets) = words.split_at(n_targets);
    let mut by_label: Vec<(u32, u32)> = labels.iter().copied().zip(targets.iter().copied()).collect();
    by_label.sort_by_key(|&(label, _)| label); // stable: of equal labels the first counts
    let price = |word: Option<u32>| word.map_or(0, |word| scale.price(word));
    let of_label = |&label: &u32| {
        let at = by_label.partition_point(|&(other, _)| other < label);
        price(by_label.get(at).filter(|&&(other, _)| other == label).map(|&(_, word)| word))
    };
    let targets = problem.label.iter().map(of_label);
    let pools = blocked.iter().map(|&pool| price(pools.get(pool).copied()));
    let columns = (0..problem.n_weapons).map(|weapon| price(weapons.get(weapon).copied())).collect();
    Some(Prices { rows: targets.chain(pools).collect(), columns })
}

/// Writes the prices of a cleared market to `memory`. Pools without a blocker get price 0.
pub fn keep(memory: &mut Memory, problem: &Problem, blocked: &[usize], scale: &Scale, prices: &Prices) {
    let (targets, blockers) = prices.rows.split_at(problem.n_targets);
    let counts = [problem.n_weapons, problem.pool.len(), problem.n_targets];
    let words = &mut memory.words;
    words.clear();
    words.extend(counts.map(|n| n as u32));
    words.extend(prices.columns.iter().map(|&price| scale.word(price)));
    let pools = words.len();
    words.resize(pools + problem.pool.len(), 0);
    for (&pool, &price) in blocked.iter().zip(blockers) {
        words[pools + pool] = scale.word(price);
    }
    words.extend(&problem.label);
    words.extend(targets.iter().map(|&price| scale.word(price)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_price_comes_back_to_within_a_unit_of_cost_whatever_the_level(
            level in 0..=2i64,
            offset in -5_000..5_000i64,
            rest in 0..41i64,
            grown in 1..50i64,
        ) {
            let now = Scale { shift: 0, penalty: 20_000, factor: 41 };
            let later = Scale { shift: 0, penalty: 20_000 * grown, factor: 2 * grown + 1 };
            let price = ((level * now.penalty + offset) * now.factor + rest).clamp(0, 2 * now.penalty * now.factor);
            let word = now.word(price);
            prop_assert!((0..now.factor).contains(&(price - now.price(word))));
            let units = price.div_euclid(now.factor) - level * now.penalty;
            prop_assert_eq!(later.price(word), (level * later.penalty + units).clamp(0, 2 * later.penalty) * later.factor);
        }

        #[test]
        fn any_word_is_some_price(word in any::<u32>(), shift in 0..32u32, penalty in 1..1_000_000i64, factor in 1..1_000i64) {
            let scale = Scale { shift, penalty, factor };
            let price = scale.price(word);
            prop_assert!((0..=2 * penalty * factor).contains(&price));
        }
    }

    #[test]
    fn targets_are_known_by_label_and_weapons_by_index() {
        let scale = Scale { shift: 0, penalty: 1_000, factor: 7 };
        let mut problem = Problem::new(2, 3);
        problem.label = vec![70, 50, 60];
        problem.pool = vec![1, 1];
        let mut memory = Memory::default();
        keep(&mut memory, &problem, &[1], &scale, &Prices { rows: vec![7, 14, 21, 28], columns: vec![35, 42] });
        assert_eq!(memory.words, [2, 2, 3, 5, 6, 0, 4, 70, 50, 60, 1, 2, 3]);

        let mut next = Problem::new(3, 4);
        next.label = vec![50, 51, 70, 71];
        let doubled = Scale { factor: 14, ..scale };
        let found = recall(&memory, &next, &[0, 1, 2], &doubled).unwrap();
        assert_eq!(found.rows, [28, 0, 14, 0, 0, 56, 0]);
        assert_eq!(found.columns, [70, 84, 0]);
    }

    #[test]
    fn what_is_no_memory_is_not_taken_for_one() {
        let scale = Scale { shift: 0, penalty: 1_000, factor: 7 };
        let problem = Problem::new(2, 2);
        for words in [vec![], vec![1, 2], vec![2, 0, 2, 1, 1], vec![u32::MAX; 9], vec![0, u32::MAX, u32::MAX, 4]] {
            assert_eq!(recall(&Memory { words: words.clone() }, &problem, &[], &scale), None, "{words:?}");
        }
    }
}
