//! The pricing problem of one target, solved exactly: the cheapest bundle of shots at given prices.
//!
//! ```text
//! min over x of  V prod_i s_i^x_i + sum_i u_i x_i,   least_i <= x_i <= most_i whole,  sum_i x_i <= most
//! ```
//!
//! Depth first over the types in descending order of rho_i = -ln(s_i) / u_i. Whatever is spent on types of at most rho, t in price,
//! multiplies what is left by no less than exp(-rho t), so a state with R left and C spent cannot end below
//! `C + min_t (R exp(-rho t) + t) = C + (1 + ln(rho R)) / rho` where rho R > 1, and `C + R` elsewhere. As rho falls along the
//! order, a bound that fails ends the whole rest of a loop. Depends on nothing but numbers.

/// What may be done with one type at the target.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The type.
    pub weapon: u32,
    /// Chance to survive one shot, 0 to below 1.
    pub survive: f64,
    /// -ln(survive); infinite where one shot is certain.
    pub power: f64,
    /// Price of a shot, at least 0.
    pub price: f64,
    /// Fewest shots.
    pub least: u32,
    /// Most shots.
    pub most: u32,
}

/// A type in the order of the search, with what the bounds need.
#[derive(Clone, Copy, Debug)]
struct Item {
    weapon: u32,
    room: u32,
    /// Shots of this and all later types together.
    rooms: u64,
    survive: f64,
    /// -ln(survive); infinite where one shot is certain.
    power: f64,
    price: f64,
    /// 1 / rho of this type, or of the first later one whose rho is finite.
    spend: f64,
    /// ln(rho) of the same.
    ln_rho: f64,
    /// Smallest chance to survive a shot among this and all later types.
    best_survive: f64,
    /// What survives all shots that cost nothing, of this and later types.
    free: f64,
    /// ln of it.
    ln_free: f64,
    /// Least price of a certain shot among this and later types.
    certain: f64,
}

/// Room for the search, kept between calls.
#[derive(Debug, Default)]
pub struct Pricing {
    items: Vec<Item>,
    path: Vec<(u32, u32)>,
    base: Vec<(u32, u32)>,
    best_path: Vec<(u32, u32)>,
    best: f64,
    found: Vec<Vec<(u32, u32)>>,
    /// Whether all bundles up to `best` are wanted.
    collecting: bool,
    /// Steps left, for that or for one cheapest bundle.
    steps: u64,
    /// Least bound of what was left unsearched for want of steps.
    unsearched: f64,
}

/// Relative room for rounding in the search's bounds; what is passed over is at most this much better.
pub const ROUNDING: f64 = 1e-13;

impl Pricing {
    /// The least value over all bundles, and a bundle that has it. `None` if no bundle keeps the limits.
    ///
    /// `value` is what the target is worth, `most` the most shots at it, `known` the cost of a bundle, and it. If the search needs more than `steps`, the value is a bound on
    /// the least one, and the bundle the best found.
    pub fn cheapest(
        &mut self,
        value: f64,
        most: u32,
        choices: &[Choice],
        known: Option<(f64, &[(u32, u32)])>,
        steps: u64,
    ) -> Option<(f64, Vec<(u32, u32)>)> {
        self.collecting = false;
        (self.steps, self.unsearched) = (steps, f64::INFINITY);
        let start = self.begin(value, most, choices)?;
        let known = known.unwrap_or((f64::INFINITY, &[]));
        self.best = known.0;
        self.offer(start.left + start.spent);
        if start.shots > 0 {
            self.offer_one_shot(start, choices);
        }
        self.sort_items(start, choices);
        self.descend(0, start);
        let bundle = if self.best < known.0 { self.bundle(&self.best_path) } else { known.1.to_vec() };
        Some((self.best.min(self.unsearched), bundle))
    }

    /// All bundles of value at most `ceiling`, the empty one among them; `None` if the search came to the end of `steps`, which
    /// it counts down.
    pub fn all(
        &mut self,
        value: f64,
        most: u32,
        choices: &[Choice],
        ceiling: f64,
        steps: &mut u64,
    ) -> Option<Vec<Vec<(u32, u32)>>> {
        self.collecting = true;
        self.found.clear();
        let Some(start) = self.begin(value, most, choices) else { return Some(Vec::new()) };
        self.best = ceiling;
        self.steps = *steps;
        self.offer(start.left + start.spent);
        self.sort_items(start, choices);
        self.descend(0, start);
        *steps = self.steps;
        (self.steps > 0).then(|| std::mem::take(&mut self.found))
    }

    /// Takes the shots that must be.
    fn begin(&mut self, value: f64, most: u32, choices: &[Choice]) -> Option<State> {
        let mut state = State { left: value, ln_left: libm::log(value), spent: 0.0, shots: most };
        self.path.clear();
        self.base.clear();
        for choice in choices {
            if choice.least > choice.most || choice.least > state.shots {
                return None;
            }
            if choice.least > 0 {
                state = state.after(choice.survive, choice.power, choice.price, choice.least);
                self.base.push((choice.weapon, choice.least));
            }
        }
        Some(state)
    }

    /// The best bundle with one shot more: a first mark to beat.
    fn offer_one_shot(&mut self, start: State, choices: &[Choice]) {
        let mut best = (f64::INFINITY, 0);
        for choice in choices.iter().filter(|choice| choice.most > choice.least) {
            let value = start.left * choice.survive + (start.spent + choice.price);
            if value < best.0 {
                best = (value, choice.weapon);
            }
        }
        if best.0.is_finite() {
            self.path.push((best.1, 1));
            self.offer(best.0);
            self.path.pop();
        }
    }

    /// The types that can be in a bundle worth finding, in the order of the search: a shot of the type, and all else as good as
    /// the best rho of all makes it, must beat the mark.
    fn sort_items(&mut self, start: State, choices: &[Choice]) {
        self.items.clear();
        let open = || choices.iter().filter(|choice| choice.most > choice.least);
        let spend = open().map(|choice| choice.price / choice.power).fold(f64::INFINITY, f64::min);
        let ln_excess = if spend > 0.0 { start.ln_left - libm::log(spend) } else { 0.0 };
        for choice in open() {
            let excess = ln_excess - choice.power;
            let rest = if excess > 0.0 { (1.0 + excess) * spend } else { start.left * choice.survive };
            let rest = if spend > 0.0 { rest } else { 0.0 };
            if start.spent + choice.price + rest <= self.best * (1.0 - ROUNDING) {
                self.items.push(Item::new(choice, choice.most - choice.least));
            }
        }
        self.items.sort_by(|a, b| {
            a.spend.total_cmp(&b.spend).then(a.survive.total_cmp(&b.survive)).then(a.weapon.cmp(&b.weapon))
        });
        let mut later = Item::NONE;
        for item in self.items.iter_mut().rev() {
            item.follow(&later);
            later = *item;
        }
    }

    /// Tries every bundle that adds shots of types from `from` on.
    fn descend(&mut self, from: usize, state: State) {
        for at in from..self.items.len() {
            let item = self.items[at];
            let bound = state.spent + item.bound(state);
            if state.shots == 0 || bound >= self.best * (1.0 - ROUNDING) {
                return;
            }
            let mut room = item.room.min(state.shots);
            if item.price == 0.0 {
                // What costs nothing is best taken whole: that first, and alone where nothing else wants the shots.
                let whole = state.after(item.survive, item.power, item.price, room);
                if !self.try_shots(at, room, whole, bound) {
                    return;
                }
                room = if self.collecting || item.rooms > u64::from(state.shots) { room - 1 } else { 0 };
            }
            let mut next = state;
            for shots in 1..=room {
                next = next.after(item.survive, item.power, item.price, 1);
                if next.spent > self.best {
                    break;
                }
                if !self.try_shots(at, shots, next, bound) {
                    return;
                }
            }
        }
    }

    /// Tries a number of shots of a type, and all that can follow; `false` if there is no step left for it.
    fn try_shots(&mut self, at: usize, shots: u32, next: State, bound: f64) -> bool {
        if self.steps == 0 {
            self.unsearched = self.unsearched.min(bound * (1.0 - ROUNDING));
            return false;
        }
        self.steps -= 1;
        self.path.push((self.items[at].weapon, shots));
        self.offer(next.left + next.spent);
        self.descend(at + 1, next);
        self.path.pop();
        true
    }

    /// A bundle is complete: keeps it if it is what is looked for.
    fn offer(&mut self, value: f64) {
        if self.collecting {
            if value <= self.best {
                let bundle = self.bundle(&self.path);
                self.found.push(bundle);
            }
        } else if value < self.best {
            self.best = value;
            self.best_path.clone_from(&self.path);
        }
    }

    /// The shots that must be and those of a path, by type.
    fn bundle(&self, path: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut bundle = self.base.clone();
        for &(weapon, shots) in path {
            match bundle.iter_mut().find(|e| e.0 == weapon) {
                Some(entry) => entry.1 += shots,
                None => bundle.push((weapon, shots)),
            }
        }
        bundle.sort_unstable();
        bundle
    }
}

/// What is left of a target, what has been spent on it, and how many shots may still be given.
#[derive(Clone, Copy, Debug)]
struct State {
    left: f64,
    ln_left: f64,
    spent: f64,
    shots: u32,
}

impl State {
    fn after(self, survive: f64, power: f64, price: f64, shots: u32) -> Self {
        let mut next = self;
        for _ in 0..shots {
            next.left *= survive;
            next.ln_left -= power;
            next.spent += price;
            next.shots -= 1;
        }
        next
    }
}

impl Item {
    /// After the last type.
    const NONE: Self = Self {
        weapon: u32::MAX,
        room: 0,
        rooms: 0,
        survive: 1.0,
        power: 0.0,
        price: f64::INFINITY,
        spend: f64::INFINITY,
        ln_rho: f64::NEG_INFINITY,
        best_survive: 1.0,
        free: 1.0,
        ln_free: 0.0,
        certain: f64::INFINITY,
    };

    fn new(choice: &Choice, room: u32) -> Self {
        let &Choice { weapon, survive, power, price, .. } = choice;
        let spend = price / power;
        Self { weapon, room, survive, power, price, spend, ln_rho: -libm::log(spend), ..Self::NONE }
    }

    /// Takes over what is known of all later types.
    fn follow(&mut self, later: &Self) {
        self.best_survive = self.survive.min(later.best_survive);
        self.rooms = u64::from(self.room) + later.rooms;
        (self.free, self.ln_free, self.certain) = (later.free, later.ln_free, later.certain);
        if self.price == 0.0 {
            (0..self.room).for_each(|_| self.free *= self.survive);
            self.ln_free -= f64::from(self.room) * self.power;
        }
        if self.spend == 0.0 {
            (self.spend, self.ln_rho) = (later.spend, later.ln_rho);
        }
        if self.survive == 0.0 {
            self.certain = self.price.min(later.certain);
        }
    }

    /// Least that `state` can come to by shots of this and later types: value left and further price.
    fn bound(&self, state: State) -> f64 {
        let excess = state.ln_left + self.ln_free + self.ln_rho;
        let by_price = if excess > 0.0 { (1.0 + excess) * self.spend } else { state.left * self.free };
        let by_price = by_price.min(self.certain);
        if state.shots >= 8 {
            return by_price;
        }
        by_price.max((0..state.shots).fold(state.left, |left, _| left * self.best_survive))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_choices() -> impl Strategy<Value = Vec<Choice>> {
        let survive = prop_oneof![1 => Just(0.0), 2 => Just(0.5), 6 => 0.001..0.999f64];
        let price = prop_oneof![1 => Just(0.0), 2 => Just(1.0), 6 => 0.0..8.0f64];
        let choice = (survive, price, 0..2u32, 0..4u32).prop_map(|(survive, price, least, room)| Choice {
            weapon: 0,
            survive,
            power: -libm::log(survive),
            price,
            least: if room == 3 { least } else { 0 },
            most: room,
        });
        prop::collection::vec(choice, 0..5).prop_map(|mut choices| {
            (0..choices.len()).for_each(|at| choices[at].weapon = 2 * at as u32);
            choices
        })
    }

    /// Every bundle within the limits, with its cost.
    fn everything(value: f64, most: u32, choices: &[Choice]) -> Vec<(f64, Vec<(u32, u32)>)> {
        let Some((first, rest)) = choices.split_first() else { return vec![(value, Vec::new())] };
        let mut all = Vec::new();
        let mut left = value;
        for shots in 0..=first.most.min(most) {
            if shots >= first.least {
                for (cost, mut bundle) in everything(left, most - shots, rest) {
                    if shots > 0 {
                        bundle.insert(0, (first.weapon, shots));
                    }
                    all.push((cost + first.price * f64::from(shots), bundle));
                }
            }
            left *= first.survive;
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_cheapest_is_the_least_of_everything(
            value in prop_oneof![Just(0.0), 0.01..50.0f64], most in prop_oneof![0..5u32, Just(u32::MAX)], choices in any_choices(),
        ) {
            let all = everything(value, most, &choices);
            match Pricing::default().cheapest(value, most, &choices, None, u64::MAX) {
                None => prop_assert!(all.is_empty()),
                Some((least, bundle)) => {
                    let best = all.iter().map(|a| a.0).fold(f64::INFINITY, f64::min);
                    prop_assert!((least - best).abs() <= 1e-12 * best, "{} against {}", least, best);
                    let cost = all.iter().find(|a| a.1 == bundle).map(|a| a.0);
                    prop_assert!(cost.is_some_and(|cost| (cost - least).abs() <= 1e-12 * best), "{:?}", bundle);
                }
            }
        }

        #[test]
        fn a_list_holds_all_below_its_ceiling_and_none_above(
            value in 0.01..50.0f64, most in prop_oneof![0..5u32, Just(u32::MAX)], choices in any_choices(), ceiling in 0.0..30.0f64,
        ) {
            let mut steps = u64::MAX;
            let found = Pricing::default().all(value, most, &choices, ceiling, &mut steps).unwrap();
            for (cost, bundle) in everything(value, most, &choices) {
                let times = found.iter().filter(|&b| *b == bundle).count();
                let borderline = (cost - ceiling).abs() <= 1e-9;
                prop_assert!(borderline || times == usize::from(cost < ceiling), "{:?} at {}", bundle, cost);
            }
        }
    }

    /// Numbers of shots are steps, too, and each costs one factor: a million of them end at once, whatever their price.
    #[test]
    fn a_million_shots_are_counted_and_priced() {
        let survive: f64 = 1.0 - 1.0e-6;
        for (price, steps) in [(0.0, u64::MAX), (1.0e-9, u64::MAX), (1.0e-9, 1_000)] {
            let power = -libm::log(survive);
            let choice = Choice { weapon: 0, survive, power, price, least: 0, most: 1_000_000 };
            let (least, _) = Pricing::default().cheapest(5.0, u32::MAX, &[choice], None, steps).unwrap();
            let best = 5.0 * libm::exp(-1.0e6 * power) + 1.0e6 * price;
            let is_bound = least <= best * (1.0 + 1.0e-9);
            assert!(
                is_bound && (steps < u64::MAX || least >= best * (1.0 - 1.0e-9)),
                "{price} {steps}: {least} {best}"
            );
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_none() {
        let choice = |weapon| Choice { weapon, survive: 0.5, power: libm::log(2.0), price: 0.1, least: 0, most: 3 };
        let choices: Vec<Choice> = (0..6).map(choice).collect();
        let mut steps = 100;
        assert_eq!(Pricing::default().all(10.0, u32::MAX, &choices, 20.0, &mut steps), None);
    }
}
