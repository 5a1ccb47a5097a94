//! Instances for tests, and the optimum of tiny ones by trying everything.

use proptest::prelude::*;

use super::instance::Instance;
use super::stock::Stock;
use crate::assign::problem::NO_POOL;

/// Five tanks, two aircraft and a ship against targets worth 5, 10 and 20: optimum 4.95 (a classroom problem of the literature).
pub fn small() -> Instance {
    let mut instance = Instance::new(vec![5.0, 10.0, 20.0], vec![5, 2, 1]);
    let kill = [[0.3, 0.2, 0.5], [0.1, 0.6, 0.5], [0.4, 0.5, 0.4]]; // by weapon type
    for target in 0..3 {
        for (weapon, kill) in kill.iter().enumerate() {
            instance.survive[target * 3 + weapon] = 1.0 - kill[target];
        }
    }
    instance
}

/// One type of weapon against targets of these values, each of which survives a shot with another chance.
pub fn alike(value: Vec<f64>, supply: u32) -> Instance {
    let survive = (0..value.len()).map(|target| 0.1 * (target + 2) as f64).collect();
    Instance { survive, ..Instance::new(value, vec![supply]) }
}

/// Any instance of at most `n` targets and `n` types: few shots, many ties, certain kills and pairs out of reach, sometimes pools
/// and limits at targets.
pub fn any_instance(n: usize) -> impl Strategy<Value = Instance> {
    (0..=n, 0..=n, any::<bool>()).prop_flat_map(|(targets, types, limited)| {
        let value = prop_oneof![1 => Just(0.0), 4 => (1..50u32).prop_map(f64::from), 4 => 0.1..100.0];
        let survive = prop_oneof![
            1 => Just(0.0),
            2 => Just(1.0),
            4 => (1..10u32).prop_map(|tenths| 0.1 * f64::from(tenths)),
            8 => 0.0..1.0
        ];
        let room = if limited { prop_oneof![Just(u32::MAX), 0..3u32].boxed() } else { Just(u32::MAX).boxed() };
        let resource = if limited { prop_oneof![Just(NO_POOL), 0..2u32].boxed() } else { Just(NO_POOL).boxed() };
        (
            prop::collection::vec(value, targets),
            prop::collection::vec(0..3u32, types),
            prop::collection::vec(survive, targets * types),
            prop::collection::vec(room, targets),
            prop::collection::vec(resource, types),
            prop::collection::vec(0..4u32, 2),
        )
            .prop_map(|(value, supply, survive, most_shots, resource, pool)| Instance {
                value,
                supply,
                survive,
                most_shots,
                resource,
                pool,
            })
    })
}

/// The least value that shots can leave, by trying everything. For tiny instances: every shot has `n_targets + 1` places.
pub fn optimum(instance: &Instance) -> f64 {
    let mut search =
        Search { instance, stock: Stock::new(instance), left: instance.value.clone(), best: f64::INFINITY };
    search.go(0, 0, 0);
    search.best
}

struct Search<'a> {
    instance: &'a Instance,
    stock: Stock,
    left: Vec<f64>,
    best: f64,
}

impl Search<'_> {
    /// Gives shots of `weapon` and later types; those of one type go to targets in ascending order, `from` being the least.
    fn go(&mut self, weapon: usize, from: usize, given: u32) {
        if weapon == self.instance.n_types() {
            self.best = self.best.min(self.left.iter().sum());
            return;
        }
        if given < self.instance.supply[weapon] {
            for target in from..self.instance.n_targets() {
                let survive = self.instance.row(target)[weapon];
                if survive < 1.0 && self.stock.has(target as u32, weapon as u32) {
                    let before = self.left[target];
                    self.stock.take(target as u32, weapon as u32);
                    self.left[target] *= survive;
                    self.go(weapon, target, given + 1);
                    self.left[target] = before;
                    self.stock.give_back(target as u32, weapon as u32);
                }
            }
        }
        self.go(weapon + 1, 0, 0);
    }
}

#[test]
fn the_published_small_problem_has_its_optimum() {
    assert!((optimum(&small()) - 4.95).abs() < 1e-12);
}
