//! Estimates from replicates: summaries, intervals, paired comparison, ratios, bootstrap. Pure functions of `f64`.
//!
//! The unit of replication is the raid. Outcomes inside one raid share its weather, its routes and its defence, so drones are
//! not independent trials: intervals are taken over replicates ([`t_interval`], [`bootstrap()`], [`ratio()`]), and [`wilson`] is for
//! independent yes-or-no outcomes only, such as "this raid had no leaker". Algorithms are compared on the same raids
//! ([`paired()`]), and where many are compared at once, with [`holm`].
//!
//! Everything that has no answer (too few values, a NaN, a level outside (0, 1)) is `None`, never a NaN. Stands alone: it
//! knows nothing of the simulator. Transcendental functions are `libm`'s, so that a report is the same on every platform.

mod bootstrap;
mod interval;
mod paired;
mod proportion;
mod ratio;
mod special;
mod summary;
mod test;

pub use bootstrap::{Bootstrap, bootstrap};
pub use interval::{Interval, replicates_needed, t_interval};
pub use paired::{Paired, paired};
pub use proportion::wilson;
pub use ratio::{Ratio, ratio};
pub use special::{normal_cdf, normal_quantile, t_cdf, t_quantile};
pub use summary::{Summary, quantile, summary};
pub use test::{holm, t_test_p};
