//! What a row of a dense matrix wants most: a list that saves looking at the whole row, and changes no answer.
//!
//! Prices only rise between two looks, so what is not on the list is never better than `bound`; while the list holds two columns
//! below it, no other column matters. The list comes from [`Look`]: out of one sweep all columns up to the least that is third of
//! its class, some seven with eight classes, eighteen with 32. Where prices rise so fast that a list is of no use, it is not made for a while.

use super::rows::{self, FAR, Look};
use crate::exact::{Int, Lanes, select};

/// Most columns on a list; what [`Look`] finds beyond lowers the bound.
const N_WISHES: usize = 32;

/// Sweeps without a new list after one that was of no use. More: less time lost in the steps of great eps, more in the next ones.
const N_WITHOUT: u32 = 7;

/// A row's list.
#[derive(Clone)]
pub struct Wishes {
    column: [i32; N_WISHES],
    cost: [i32; N_WISHES],
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

impl Wishes {
    /// A list of nothing.
    pub const UNKNOWN: Self =
        Self { column: [0; N_WISHES], cost: [0; N_WISHES], bound: i32::MIN, is_useful: true, n_without: 0 };

    /// The best and the second best at these prices. `price` is filled up with [`FAR`], by one at least.
    #[inline(always)]
    pub fn offer<L: Lanes>(&mut self, costs: &[i32], price: &[i32]) -> Offer {
        if self.n_without == 0 {
            let offer = self.on_list::<L::Half>(price);
            // On equality a column off the list might be the lower one.
            if offer.best < self.bound && offer.second <= self.bound {
                self.is_useful = true;
                return offer;
            }
            if self.is_useful {
                self.is_useful = false;
                return self.look::<L>(costs, price);
            }
            self.n_without = N_WITHOUT;
        }
        self.n_without -= 1;
        self.is_useful = true; // a new list gets a new chance
        let (best, column, second) = rows::best_two::<L>(costs, price);
        Offer { column, best, second }
    }

    #[inline(always)]
    fn on_list<L: Lanes>(&self, price: &[i32]) -> Offer {
        let far = L::Int::of(FAR);
        let (mut best, mut second, mut at) = (far, far, far);
        for first in (0..N_WISHES).step_by(L::LANES) {
            let column = L::Int::read(&self.column[first..]);
            let sum = L::Int::read(&self.cost[first..]).wrapping_add(L::Int::look_up(price, column));
            // On equality the lower column of a lane counts, as it does between lanes.
            let is_better = sum.is_less(best) | (sum.equals(best) & column.is_less(at));
            second = second.least(best.greatest(sum));
            at = select(at, column, is_better);
            best = best.least(sum);
        }
        let (best, column, second) = rows::two_of::<L>(best, at, second);
        Offer { column, best, second }
    }

    /// Makes the list anew, and tells the best and the second best.
    #[inline(always)]
    fn look<L: Lanes>(&mut self, costs: &[i32], price: &[i32]) -> Offer {
        let look = Look::<L>::new(costs, price);
        self.bound = look.bound;
        let mut len = 0;
        look.each(look.bound.min(FAR - 1), |sum, column| {
            if len < N_WISHES {
                self.column[len] = column as i32;
                self.cost[len] = costs[column as usize];
                len += 1;
            } else {
                self.bound = self.bound.min(sum);
            }
        });
        self.column[len..].fill(price.len() as i32 - 1); // nowhere: at least one price is FAR
        self.cost[len..].fill(0);
        let (best, column, second) = look.best_two();
        Offer { column, best, second }
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
    use crate::exact::dispatch::{self, Level, Work};

    struct Ask<'a> {
        wishes: &'a mut Wishes,
        costs: &'a [i32],
        price: &'a [i32],
        offer: &'a mut Option<Offer>,
    }

    impl Work for Ask<'_> {
        fn run<L: Lanes>(self) {
            *self.offer = Some(self.wishes.offer::<L>(self.costs, self.price));
        }
    }

    proptest! {
        #[test]
        fn a_list_changes_no_offer(
            costs in prop_oneof![prop::collection::vec(0..9i32, 2..200), prop::collection::vec(0..5_000i32, 2..200)],
            rises in prop::collection::vec((any::<prop::sample::Index>(), 1..40i32), 0..80),
        ) {
            let n = costs.len();
            let mut price = vec![FAR; (n + 1).next_multiple_of(WIDTH)];
            price[..n].fill(0);
            let mut wishes = Level::ALL.map(|level| (level, Wishes::UNKNOWN));
            for (index, rise) in rises {
                let mut all: Vec<(i32, usize)> = (0..n).map(|column| (costs[column] + price[column], column)).collect();
                all.sort_unstable();
                let expected = Offer { column: all[0].1, best: all[0].0, second: all[1].0 };
                for (level, wishes) in wishes.iter_mut().filter(|(level, _)| level.is_available()) {
                    let mut offer = None;
                    dispatch::run(*level, Ask { wishes, costs: &costs, price: &price, offer: &mut offer });
                    prop_assert_eq!(offer, Some(expected), "{:?}", level);
                }
                price[if rise < 35 { expected.column } else { index.index(n) }] += rise;
            }
        }
    }
}
