//! Families of random instances, the same numbers on every machine.
//!
//! Numbers are drawn by meaning (seed, what, which), so that the first targets and weapons of a larger instance of the two families
//! of independent draws are not those of a smaller one by accident of order, and a pair's probability does not move when a weapon
//! type is added. Only `+ - * /` and rounding are used. Values are whole, probabilities have the digits of the published files.

use super::instance::Instance;
use crate::exact::rng::{threefry2x32, unit_f64};

/// How values and probabilities are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Values 25 to 100, kill probabilities 0.60 to 0.90 (Ahuja, Kumar, Jha and Orlin, Operations Research 55(6):1136-1146, 2007).
    Ahuja,
    /// Values 1 to 100, kill probabilities 0 to 1 (as the files of Andersen, Pavlikov and Toffolo, Annals of OR 312, 2022).
    Uniform,
    /// Weapons and targets drawn evenly in a square of 100 km, values 1 to 100; kill probability `0.9 / (1 + (d / 30 km)^2)` at
    /// distance d: near weapons are good at the same targets, as no independent draws make them.
    Geometric,
}

/// Side of the square of [`Family::Geometric`], km.
const SIDE_KM: f64 = 100.0;
/// Distance at which its kill probability has fallen to half, km.
const HALF_KM: f64 = 30.0;
/// Kill probability at no distance.
const BEST_KILL: f64 = 0.9;

/// What a number is for: the first counter word's top bits.
const VALUE: u32 = 1 << 30;
const TARGET_EAST: u32 = 2 << 30;
const OTHER: u32 = 3 << 30;

/// Makes an instance of `types` weapon types with `each` weapons of every type, and `targets` targets.
#[must_use]
pub fn generate(family: Family, types: u32, targets: u32, each: u32, seed: u64) -> Instance {
    let draw = Draw { key: [seed as u32, (seed >> 32) as u32] };
    let (low, high) = if family == Family::Ahuja { (25, 100) } else { (1, 100) };
    let value = |target| f64::from(low + draw.below(VALUE | target, 0, high - low + 1));
    let mut instance = Instance::new((0..targets).map(value).collect(), vec![each; types as usize]);
    let mut survive = instance.survive.iter_mut();
    for target in 0..targets {
        for (weapon, survive) in (0..types).zip(survive.by_ref()) {
            *survive = 1.0 - draw.kill(family, weapon, target);
        }
    }
    instance
}

/// Random numbers of one instance.
#[derive(Clone, Copy)]
struct Draw {
    key: [u32; 2],
}

impl Draw {
    /// A number of 53 bits in [0, 1).
    fn unit(self, what: u32, which: u32) -> f64 {
        unit_f64(threefry2x32(self.key, [what, which]))
    }

    /// A whole number below `n`, which is small: the bias is below n / 2^53.
    fn below(self, what: u32, which: u32, n: u32) -> u32 {
        (self.unit(what, which) * f64::from(n)) as u32
    }

    fn kill(self, family: Family, weapon: u32, target: u32) -> f64 {
        match family {
            Family::Ahuja => f64::from(6_000 + self.below(target, weapon, 3_001)) / 1.0e4,
            Family::Uniform => (self.unit(target, weapon) * 1.0e12).floor() / 1.0e12,
            Family::Geometric => {
                let at = |what: u32, which| SIDE_KM * self.unit(what, which);
                let east = at(OTHER, weapon) - at(TARGET_EAST | target, 0);
                let north = at(OTHER, weapon | 1 << 31) - at(TARGET_EAST | target, 1);
                let kill = BEST_KILL / (1.0 + (east * east + north * north) / (HALF_KM * HALF_KM));
                (kill * 1.0e6 + 0.5).floor() / 1.0e6
            }
        }
    }
}
