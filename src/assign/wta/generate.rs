//! Families of random instances, the same numbers on every machine.
//!
//! Numbers are drawn by meaning (seed, what, which), not in order: a pair's probability does not move when weapon types or targets are
//! added. Only `+ - * /` and rounding are used. Values are whole; probabilities have no more digits than those of published files.

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

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILIES: [Family; 3] = [Family::Ahuja, Family::Uniform, Family::Geometric];

    #[test]
    fn numbers_are_in_range_and_spread_over_it() {
        for (family, values, kills) in [
            (Family::Ahuja, (25.0, 100.0), (0.6, 0.9)),
            (Family::Uniform, (1.0, 100.0), (0.0, 1.0)),
            (Family::Geometric, (1.0, 100.0), (0.03, 0.9)),
        ] {
            let instance = generate(family, 80, 120, 2, 7);
            assert_eq!(instance.validate(), Ok(()));
            assert_eq!((instance.n_types(), instance.n_targets()), (80, 120));
            assert_eq!(instance.supply, vec![2; 80]);
            let kill: Vec<f64> = instance.survive.iter().map(|survive| 1.0 - survive).collect();
            for (numbers, (low, high)) in [(&instance.value, values), (&kill, kills)] {
                assert!(numbers.iter().all(|x| (low - 1e-12..=high + 1e-12).contains(x)), "{family:?}");
                let span = |share: f64| low + share * (high - low);
                assert!(numbers.iter().any(|&x| x < span(0.05)), "{family:?}");
                assert!(numbers.iter().any(|&x| x > span(0.95)), "{family:?}");
            }
            assert!(instance.value.iter().all(|value| value.fract() == 0.0));
        }
        let mean = |family| {
            let instance = generate(family, 100, 100, 1, 3);
            instance.survive.iter().map(|survive| 1.0 - survive).sum::<f64>() / 10_000.0
        };
        assert!((mean(Family::Ahuja) - 0.75).abs() < 0.004, "{}", mean(Family::Ahuja));
        assert!((mean(Family::Uniform) - 0.5).abs() < 0.012, "{}", mean(Family::Uniform));
    }

    #[test]
    fn seeds_differ_and_added_types_move_nothing() {
        for family in FAMILIES {
            let instance = generate(family, 5, 7, 1, 1);
            assert_eq!(instance, generate(family, 5, 7, 1, 1));
            assert_ne!(instance, generate(family, 5, 7, 1, 2));
            assert_ne!(instance, generate(family, 5, 7, 1, 1 << 32 | 1));
            let larger = generate(family, 6, 9, 1, 1);
            assert_eq!(larger.value[..7], instance.value);
            for target in 0..7 {
                assert_eq!(larger.row(target)[..5], *instance.row(target), "{family:?}");
            }
        }
    }

    /// What is published under a seed must stay what it is. New numbers here are a change of the format's meaning: say so in the changelog.
    #[test]
    fn the_first_numbers_of_each_family_are_fixed() {
        for (family, value, kill) in [
            (Family::Ahuja, [59.0, 94.0], ["0.811200", "0.872900", "0.617300", "0.838600"]),
            (Family::Uniform, [46.0, 92.0], ["0.703944", "0.909643", "0.057715", "0.795188"]),
            (Family::Geometric, [46.0, 92.0], ["0.500725", "0.274850", "0.202899", "0.216437"]),
        ] {
            let instance = generate(family, 2, 2, 1, 1);
            let kills = instance.survive.iter().map(|survive| format!("{:.6}", 1.0 - survive)).collect::<Vec<_>>();
            assert_eq!(
                (instance.value.as_slice(), kills.as_slice()),
                (value.as_slice(), kill.map(str::to_owned).as_slice())
            );
        }
    }
}
