//! A bidder's memory of its best edges, so that most bids of the [`market`](super::market) look at eight edges, not at all.

/// What a bidder finds at the prices of the moment.
pub struct Offer {
    /// Whom to bid for.
    pub object: usize,
    /// The greatest gain, positive; ties go to the lower index.
    pub best: i64,
    /// The second greatest, at least 0: that of staying free.
    pub second: i64,
}

/// How many edges a [`Shortlist`] holds.
const SHORTLIST: usize = 8;

/// A bidder's best edges when it last looked at all of them.
///
/// Prices only rise while bids are made, so an edge outside the list is never worth more than `bound`, and as long as the list
/// holds something better, the rest need not be looked at. It saves most of the work and changes no bid.
#[derive(Clone, Default)]
pub struct Shortlist {
    len: usize,
    /// Indices among the bidder's edges.
    edges: [u32; SHORTLIST],
    /// The greatest gain outside the list, when it was made.
    bound: Option<i64>,
}

impl Shortlist {
    /// The best and second best at these prices, over a bidder's edges `(to, value)`; `None` if none gains anything.
    pub fn offer(&mut self, (to, value): (&[u32], &[i64]), price: &[i64]) -> Option<Offer> {
        let gain = |edge: usize| value[edge] - price[to[edge] as usize];
        if let Some(bound) = self.bound {
            let (mut best, mut second, mut at) = (0, 0, usize::MAX);
            for &edge in &self.edges[..self.len] {
                let (edge, gain) = (edge as usize, gain(edge as usize));
                if gain > best || (gain == best && edge < at && gain > 0) {
                    (second, best, at) = (best, gain, edge);
                } else if gain > second {
                    second = gain;
                }
            }
            // On equality an edge outside might have the lower index.
            if (best > bound && second >= bound) || bound <= 0 {
                return (best > 0).then(|| Offer { object: to[at] as usize, best, second });
            }
        }
        self.look(to.len(), gain);
        let [first, second] = [0, 1].map(|i| self.edges[..self.len].get(i).map(|&edge| edge as usize));
        first.map(|edge| Offer { object: to[edge] as usize, best: gain(edge), second: second.map_or(0, gain) })
    }

    /// Looks at all edges and keeps the best, in order of (gain descending, index).
    fn look(&mut self, n: usize, gain: impl Fn(usize) -> i64) {
        let mut gains = [0; SHORTLIST];
        let (mut len, mut bound) = (0, 0);
        for edge in 0..n {
            let gain = gain(edge);
            if gain <= bound {
                continue;
            }
            let mut at = len.min(SHORTLIST - 1);
            if len == SHORTLIST {
                bound = gains[at].min(gain);
                if gain <= gains[at] {
                    continue;
                }
            } else {
                len += 1;
            }
            while at > 0 && gains[at - 1] < gain {
                gains[at] = gains[at - 1];
                self.edges[at] = self.edges[at - 1];
                at -= 1;
            }
            (gains[at], self.edges[at]) = (gain, edge as u32);
        }
        self.len = len;
        self.bound = Some(bound);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a look at every edge gives.
    fn plainly(value: &[i64], price: &[i64]) -> Option<(usize, i64, i64)> {
        let mut gains: Vec<(i64, usize)> = value.iter().zip(price).map(|(v, p)| v - p).zip(0..).collect();
        gains.sort_by_key(|&(gain, edge)| (-gain, edge));
        let second = gains.get(1).map_or(0, |&(gain, _)| gain.max(0));
        gains.first().filter(|&&(gain, _)| gain > 0).map(|&(gain, edge)| (edge, gain, second))
    }

    proptest! {
        #[test]
        fn it_changes_no_offer(
            value in prop::collection::vec(1..20i64, 0..30),
            rises in prop::collection::vec((any::<prop::sample::Index>(), 1..6i64), 0..60),
        ) {
            let to: Vec<u32> = (0..value.len() as u32).collect();
            let mut price = vec![0; value.len()];
            let mut shortlist = Shortlist::default();
            for (index, rise) in rises {
                let offer = shortlist.offer((&to, &value), &price).map(|o| (o.object, o.best, o.second));
                prop_assert_eq!(offer, plainly(&value, &price));
                // Mostly the price of what was just bid for rises, as in an auction, now and then another.
                if !value.is_empty() {
                    let object = offer.filter(|_| rise < 5).map_or(index.index(value.len()), |o| o.0);
                    price[object] += rise;
                }
            }
        }
    }
}
