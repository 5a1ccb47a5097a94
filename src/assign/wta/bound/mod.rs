//! Lower bounds on the value that any shots can leave, usable alone: from loose and quick to tight and slow.
//!
//! Each is proven in its file, and lowered by more than its rounding can come to (`lowered`). To add one: implement [`Bound`], add it to
//! [`BOUNDS`].

mod best_p;
mod lagrangian;
mod linear_program;

use super::instance::Instance;
use super::solver::Limits;
use crate::assign::problem::NO_POOL;
pub use best_p::BestP;
pub(super) use best_p::one_price;
pub use lagrangian::Lagrangian;
pub use linear_program::LinearProgram;
pub(super) use linear_program::to_first_places;

/// All bounds, the quickest first.
pub static BOUNDS: &[&dyn Bound] = &[&BestP, &LinearProgram, &Lagrangian];

/// A way to a lower bound.
pub trait Bound: Sync {
    /// The name that a user types.
    fn name(&self) -> &'static str;

    /// One sentence for a list.
    fn summary(&self) -> &'static str;

    /// Where it comes from; what to cite.
    fn reference(&self) -> &'static str;

    /// How time grows, with T targets, W weapon types and K weapons.
    fn complexity(&self) -> &'static str;

    /// A number that [`Instance::left`] of no shots that keep the limits falls below. Never negative.
    fn bound(&self, instance: &Instance, limits: &Limits) -> f64;
}

/// The bound of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Bound> {
    BOUNDS.iter().copied().find(|bound| bound.name() == name)
}

/// A bound computed as `sum`, of terms whose magnitudes add up to `magnitude`, lowered by 1e-12 of that, which a sum of some thousand
/// terms is off by less than, and by one epsilon more for each factor that a term can have. No value is below 0, so no bound need be.
fn lowered(instance: &Instance, sum: f64, magnitude: f64) -> f64 {
    (sum - (1.0e-12 + f64::EPSILON * instance.most_at_a_target()) * magnitude).max(0.0)
}

/// Shots of a type that its supply and pool allow.
fn reach(instance: &Instance, weapon: usize) -> u32 {
    let pool = instance.resource[weapon];
    let pool = if pool == NO_POOL { u32::MAX } else { instance.pool[pool as usize] };
    instance.supply[weapon].min(pool)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{any_instance, optimum, small};
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn no_bound_is_above_the_optimum(instance in any_instance(4)) {
            let best = optimum(&instance);
            for bound in BOUNDS {
                let found = bound.bound(&instance, &Limits::default());
                prop_assert!((0.0..=best).contains(&found), "{}: {} above {}", bound.name(), found, best);
            }
        }
    }

    #[test]
    fn the_published_small_problem() {
        for bound in BOUNDS {
            let found = bound.bound(&small(), &Limits::default());
            assert!((1.0..=4.95).contains(&found), "{}: {found}", bound.name());
        }
    }

    #[test]
    fn every_name_is_found_once_and_documented() {
        for bound in BOUNDS {
            assert_eq!(find(bound.name()).unwrap().summary(), bound.summary());
            assert_eq!(BOUNDS.iter().filter(|b| b.name() == bound.name()).count(), 1);
            let texts = [bound.summary(), bound.reference(), bound.complexity()];
            assert!(texts.iter().all(|t| !t.is_empty() && !t.ends_with('.')), "{}", bound.name());
        }
    }
}
