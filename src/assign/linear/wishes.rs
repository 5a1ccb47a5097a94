//! What a row of a dense matrix wants most: a list that saves looking at the whole row, and changes no answer.
//!
//! Prices only rise between two looks, so what is not on the list is never better than `bound`; while the list holds two columns
//! below it, no other column matters. The list comes from [`Look`], about sixteen columns out of one sweep, the best two among
//! them in any case. Making it takes as long as the sweep itself; where prices rise so fast that a list is of no use, it is not
//! made for a while.

use super::rows::{self, FAR, Look};

/// Columns on a list. More: fewer sweeps, and a longer way through the list with each bid. As many as [`Look`] finds on average.
const N_WISHES: usize = 16;

/// Sweeps without a new list after one that was of no use. More: less time lost in the steps of great eps, more in the next ones.
const N_WITHOUT: u32 = 7;

/// A row's list.
#[derive(Clone)]
pub struct Wishes {
    column: [u32; N_WISHES],
    cost: [u32; N_WISHES],
    /// The least sum of cost and price off the list, when it was made.
    bound: i32,
    /// Whether it was of use.
    is_useful: bool,
    /// Sweeps to come before there is a list again; 0 while there is one.
    n_without: u32,
}

/// The least sums of cost and price in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Where the least is; ties go to the lower column.
    pub column: usize,
    /// The least.
    pub best: i32,
    /// The second least, of another column.
    pub second: i32,
}

/// Sum and column in one number, so that ties go to the lower column.
#[inline(always)]
fn key(sum: i32, column: u32) -> u64 {
    u64::from(sum as u32) << 32 | u64::from(column)
}

impl Wishes {
    /// A list of nothing.
    pub const UNKNOWN: Self =
        Self { column: [0; N_WISHES], cost: [0; N_WISHES], bound: i32::MIN, is_useful: true, n_without: 0 };

    /// The best and the second best at these prices. `price` is filled up with [`FAR`], by one at least.
    #[inline(always)]
    pub fn offer(&mut self, costs: &[u32], price: &[i32]) -> Offer {
        if self.n_without == 0 {
            let offer = self.on_list(price);
            // On equality a column off the list might be the lower one.
            if offer.best < self.bound && offer.second <= self.bound {
                self.is_useful = true;
                return offer;
            }
            if self.is_useful {
                self.look(costs, price);
                self.is_useful = false;
                return self.on_list(price);
            }
            self.n_without = N_WITHOUT;
        }
        self.n_without -= 1;
        self.is_useful = true; // a new list gets a new chance
        let (best, column, second) = rows::best_two(costs, price);
        Offer { column, best, second }
    }

    #[inline(always)]
    fn on_list(&self, price: &[i32]) -> Offer {
        let (mut best, mut second) = (u64::MAX, u64::MAX);
        for (&column, &cost) in self.column.iter().zip(&self.cost) {
            let key = key((cost as i32).wrapping_add(price[column as usize]), column);
            second = second.min(best.max(key));
            best = best.min(key);
        }
        Offer { column: best as u32 as usize, best: (best >> 32) as i32, second: (second >> 32) as i32 }
    }

    /// Makes the list anew.
    #[inline(always)]
    fn look(&mut self, costs: &[u32], price: &[i32]) {
        let look = Look::new(costs, price);
        let mut bound = look.bound;
        let mut keys = [u64::MAX; N_WISHES];
        let mut len = 0;
        look.each(bound.min(FAR - 1), |sum, column| {
            let key = key(sum, column);
            if len < N_WISHES {
                keys[len] = key;
                len += 1;
                return;
            }
            let mut worst = 0;
            for at in 1..N_WISHES {
                worst = if keys[at] > keys[worst] { at } else { worst };
            }
            bound = bound.min((keys[worst].max(key) >> 32) as i32);
            keys[worst] = keys[worst].min(key);
        });
        let nowhere = price.len() as u32 - 1;
        for (at, &key) in keys.iter().enumerate() {
            let column = if at < len { key as u32 } else { nowhere };
            self.column[at] = column;
            self.cost[at] = costs.get(column as usize).copied().unwrap_or(0);
        }
        self.bound = bound;
    }

    /// Tells each column of the list with its sum at these prices; nothing that counts, where there is no list.
    pub fn each(&self, price: &[i32], mut tell: impl FnMut(usize, i32)) {
        for (&column, &cost) in self.column.iter().zip(&self.cost) {
            tell(column as usize, (cost as i32).wrapping_add(price[column as usize]));
        }
    }

    /// All prices have fallen by `by`.
    pub fn lower(&mut self, by: i32) {
        self.bound = self.bound.saturating_sub(by).min(FAR);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rows::WIDTH;
    use super::*;

    proptest! {
        #[test]
        fn a_list_changes_no_offer(
            costs in prop_oneof![prop::collection::vec(0..9u32, 2..200), prop::collection::vec(0..5_000u32, 2..200)],
            rises in prop::collection::vec((any::<prop::sample::Index>(), 1..40i32), 0..80),
        ) {
            let n = costs.len();
            let mut price = vec![FAR; (n + 1).next_multiple_of(WIDTH)];
            price[..n].fill(0);
            let mut wishes = Wishes::UNKNOWN;
            for (index, rise) in rises {
                let mut all: Vec<(i32, usize)> = (0..n).map(|column| (costs[column] as i32 + price[column], column)).collect();
                all.sort_unstable();
                let expected = Offer { column: all[0].1, best: all[0].0, second: all[1].0 };
                prop_assert_eq!(wishes.offer(&costs, &price), expected);
                price[if rise < 35 { expected.column } else { index.index(n) }] += rise;
            }
        }
    }
}
