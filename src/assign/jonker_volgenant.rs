//! `jonker-volgenant`: the most shots that can be given, and among those the least total cost, by shortest augmenting paths.
//!
//! It answers the same question as `auction` and shares no code with it, so that each is a witness for the other. It remembers
//! nothing and takes its time: one path after the other.
//!
//! # Method
//! A flow of least cost from targets through weapons and pools to a sink:
//!
//! - target -> weapon at the cost of the pair, as often as one likes;
//! - weapon -> its pool, or the sink if it has none, as often as its capacity; pool -> sink as often as the pool allows;
//! - target -> sink at `idle`, which is more than the costs along any path can sum up to: a shot that is not given.
//!
//! Targets are taken in order. Each sends what it wants along shortest paths through what is left of the network, where flow that
//! is there already may be taken back: Dijkstra's algorithm on reduced costs `c + y_u - y_v`, which the potentials y keep from
//! being negative (Tomizawa; Edmonds and Karp), without a heap and ending at the sink, as Jonker and Volgenant have it. Potentials of
//! nodes nearer than the sink then fall by the difference. With every target served so, flow of least cost is reached, and as `idle`
//! outweighs any rearrangement, it gives the most shots.

use super::problem::{Answer, INFEASIBLE, Memory, Pair, Problem};
use super::registry::Assigner;

/// Shortest augmenting paths on integer costs.
///
/// The optimum of each decision by itself: it does not know that a shot kept back may be worth more in the next epoch.
#[derive(Clone, Copy, Debug)]
pub struct JonkerVolgenant;

impl Assigner for JonkerVolgenant {
    fn name(&self) -> &'static str {
        "jonker-volgenant"
    }

    fn summary(&self) -> &'static str {
        "the most shots at the least total cost, exactly: one shortest augmenting path after the other"
    }

    fn reference(&self) -> &'static str {
        "Jonker and Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems, Computing 38:325-340, \
         1987; capacities and pools as a flow of least cost: Tomizawa, Networks 1:173-194, 1971; Edmonds and Karp, Journal of the ACM \
         19:248-264, 1972"
    }

    fn complexity(&self) -> &'static str {
        "O(K (T + W) (T + W)) at worst"
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        let mut network = Network::new(problem);
        for target in 0..problem.n_targets {
            let mut wanted = problem.demand[target];
            while wanted > 0 {
                wanted -= network.augment(target, wanted);
            }
        }
        network.answer()
    }
}

/// No distance yet, and no such node.
const FAR: i64 = i64::MAX;
const NOWHERE: usize = usize::MAX;

/// The flow so far, and potentials. Nodes are numbered targets first, then weapons, then pools, then the sink.
struct Network<'a> {
    problem: &'a Problem,
    /// Per weapon: who is shot at, and how often; in order of the targets.
    shots: Vec<Vec<(usize, u32)>>,
    /// Per weapon: shots it gives.
    given: Vec<u32>,
    /// Per pool: shots its weapons give.
    drawn: Vec<u32>,
    /// Per pool: its weapons.
    members: Vec<Vec<usize>>,
    /// Cost of a shot not given.
    idle: i64,
    /// Per node.
    potential: Vec<i64>,
    /// Per node: reduced distance from the target that searches.
    distance: Vec<i64>,
    /// Per node: the one before it on the shortest path.
    before: Vec<usize>,
    /// Per node: whether its distance is final.
    settled: Vec<bool>,
}

impl<'a> Network<'a> {
    fn new(problem: &'a Problem) -> Self {
        let mut members = vec![Vec::new(); problem.pool.len()];
        for weapon in 0..problem.n_weapons {
            if let Some(pool) = problem.pool_of(weapon) {
                members[pool].push(weapon);
            }
        }
        let dearest = problem.cost.iter().copied().filter(|&cost| cost != INFEASIBLE).max().unwrap_or(0);
        let n_nodes = problem.n_targets + problem.n_weapons + problem.pool.len() + 1;
        Self {
            problem,
            shots: vec![Vec::new(); problem.n_weapons],
            given: vec![0; problem.n_weapons],
            drawn: vec![0; problem.pool.len()],
            members,
            // A path meets a target at most once, and spends or gets back at most this for each.
            idle: (problem.n_targets as i64 + 1) * (i64::from(dearest) + 1),
            potential: vec![0; n_nodes],
            distance: vec![FAR; n_nodes],
            before: vec![NOWHERE; n_nodes],
            settled: vec![false; n_nodes],
        }
    }

    fn weapon_node(&self, weapon: usize) -> usize {
        self.problem.n_targets + weapon
    }

    fn pool_node(&self, pool: usize) -> usize {
        self.problem.n_targets + self.problem.n_weapons + pool
    }

    fn sink(&self) -> usize {
        self.potential.len() - 1
    }

    fn node(&self, ix: usize) -> Node {
        let (n_targets, n_weapons) = (self.problem.n_targets, self.problem.n_weapons);
        match ix {
            _ if ix < n_targets => Node::Target(ix),
            _ if ix < n_targets + n_weapons => Node::Weapon(ix - n_targets),
            _ if ix < self.sink() => Node::Pool(ix - n_targets - n_weapons),
            _ => Node::Sink,
        }
    }

    /// Sends up to `wanted` shots of a target along one shortest path, at least one, and says how many.
    fn augment(&mut self, target: usize, wanted: u32) -> u32 {
        self.search(target);
        let sink = self.sink();
        let end = self.distance[sink];
        for node in 0..sink {
            if self.settled[node] {
                self.potential[node] += self.distance[node] - end;
            }
        }
        let mut path = vec![sink];
        while path[path.len() - 1] != target {
            path.push(self.before[path[path.len() - 1]]);
        }
        path.reverse();
        let arcs = || path.windows(2).map(|arc| (arc[0], arc[1]));
        let amount = arcs().map(|(from, to)| self.room(from, to)).fold(wanted, u32::min);
        for (from, to) in arcs() {
            self.push(from, to, amount);
        }
        amount
    }

    /// Finds reduced distances from a target, up to that of the sink.
    fn search(&mut self, target: usize) {
        self.distance.fill(FAR);
        self.settled.fill(false);
        self.distance[target] = 0;
        loop {
            let open = (0..self.distance.len()).filter(|&node| !self.settled[node]);
            let nearest = open.min_by_key(|&node| self.distance[node]); // ties go to the lower node
            let nearest = nearest.expect("the sink is open until it is reached");
            if self.distance[nearest] == self.distance[self.sink()] {
                return; // as near as any, and settling more would change no potential
            }
            self.settled[nearest] = true;
            self.relax(nearest);
        }
    }

    /// Goes on from a node along all arcs with room.
    fn relax(&mut self, from: usize) {
        let problem = self.problem;
        match self.node(from) {
            Node::Target(target) => {
                for (weapon, &cost) in problem.row(target).iter().enumerate() {
                    if cost != INFEASIBLE && problem.reach_of(weapon) > 0 {
                        self.reach(from, self.weapon_node(weapon), i64::from(cost));
                    }
                }
                self.reach(from, self.sink(), self.idle);
            }
            Node::Weapon(weapon) => {
                for ix in 0..self.shots[weapon].len() {
                    let (target, _) = self.shots[weapon][ix];
                    self.reach(from, target, -i64::from(problem.cost(target, weapon)));
                }
                if self.given[weapon] < problem.capacity[weapon] {
                    let to = problem.pool_of(weapon).map_or(self.sink(), |pool| self.pool_node(pool));
                    self.reach(from, to, 0);
                }
            }
            Node::Pool(pool) => {
                for ix in 0..self.members[pool].len() {
                    let weapon = self.members[pool][ix];
                    if self.given[weapon] > 0 {
                        self.reach(from, self.weapon_node(weapon), 0);
                    }
                }
                if self.drawn[pool] < problem.pool[pool] {
                    self.reach(from, self.sink(), 0);
                }
            }
            Node::Sink => {}
        }
    }

    fn reach(&mut self, from: usize, to: usize, cost: i64) {
        let reduced = cost + self.potential[from] - self.potential[to];
        debug_assert!(self.settled[to] || reduced >= 0, "potentials fit the flow");
        let distance = self.distance[from] + reduced;
        if distance < self.distance[to] {
            (self.distance[to], self.before[to]) = (distance, from);
        }
    }

    /// What an arc of a path can take.
    fn room(&self, from: usize, to: usize) -> u32 {
        let spare = |weapon: usize| self.problem.capacity[weapon] - self.given[weapon];
        match (self.node(from), self.node(to)) {
            (Node::Weapon(weapon), Node::Target(target)) => {
                self.shots[weapon].iter().find(|shot| shot.0 == target).map_or(0, |shot| shot.1)
            }
            (Node::Weapon(weapon), _) => spare(weapon),
            (Node::Pool(_), Node::Weapon(weapon)) => self.given[weapon],
            (Node::Pool(pool), _) => self.problem.pool[pool] - self.drawn[pool],
            (Node::Target(_) | Node::Sink, _) => u32::MAX,
        }
    }

    /// Sends flow along an arc; against the direction of an arc it takes flow back.
    fn push(&mut self, from: usize, to: usize, amount: u32) {
        match (self.node(from), self.node(to)) {
            (Node::Target(target), Node::Weapon(weapon)) => {
                let shots = &mut self.shots[weapon];
                match shots.binary_search_by_key(&target, |shot| shot.0) {
                    Ok(at) => shots[at].1 += amount,
                    Err(at) => shots.insert(at, (target, amount)),
                }
            }
            (Node::Weapon(weapon), Node::Target(target)) => {
                let shots = &mut self.shots[weapon];
                shots.iter_mut().filter(|shot| shot.0 == target).for_each(|shot| shot.1 -= amount);
                shots.retain(|shot| shot.1 > 0);
            }
            (Node::Weapon(weapon), _) => self.given[weapon] += amount,
            (Node::Pool(_), Node::Weapon(weapon)) => self.given[weapon] -= amount,
            (Node::Pool(pool), _) => self.drawn[pool] += amount,
            (Node::Target(_) | Node::Sink, _) => {}
        }
    }

    fn answer(&self) -> Answer {
        let mut pairs = Vec::new();
        for (weapon, shots) in self.shots.iter().enumerate() {
            for &(target, n) in shots {
                pairs.extend((0..n).map(|_| Pair { target: target as u32, weapon: weapon as u32 }));
            }
        }
        Answer::from_pairs(pairs)
    }
}

/// What the number of a node stands for.
#[derive(Clone, Copy, Debug)]
enum Node {
    Target(usize),
    Weapon(usize),
    Pool(usize),
    Sink,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::auction::Auction;
    use super::super::fixture::{any_problem, random_problem};
    use super::super::greedy::hash;
    use super::super::oracle::brute_force;
    use super::super::problem::NO_POOL;
    use super::*;

    /// (shots given, their cost), after checking the limits.
    fn optimum(assigner: &dyn Assigner, problem: &Problem) -> (usize, u64) {
        let answer = assigner.assign(problem, &mut Memory::default());
        assert_eq!(answer.check(problem), Ok(()));
        (answer.pairs.len(), answer.objective(problem))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn up_to_six_by_six_it_is_the_optimum(problem in any_problem(6)) {
            prop_assert_eq!(optimum(&JonkerVolgenant, &problem), brute_force(&problem));
        }
    }

    /// Capacities, demands and pools of all kinds, some of them huge.
    fn random_limits(problem: &mut Problem, seed: u32) {
        let draw = |kind: u32, ix: usize, below: u32| hash([seed, kind], ix as u32, 0) % below;
        let n_pools = problem.n_weapons.div_ceil(4).max(1);
        problem.pool = (0..n_pools).map(|pool| draw(3, pool, 9)).collect();
        for weapon in 0..problem.n_weapons {
            let pool = draw(4, weapon, n_pools as u32 + 3);
            problem.resource[weapon] = if pool < n_pools as u32 { pool } else { NO_POOL };
            problem.capacity[weapon] = [0, 1, 1, 2, 3, u32::MAX][draw(5, weapon, 6) as usize];
        }
        for target in 0..problem.n_targets {
            problem.demand[target] = [0, 1, 1, 1, 2, 3][draw(6, target, 6) as usize];
        }
    }

    #[test]
    fn auction_and_shortest_paths_agree_up_to_two_hundred() {
        for seed in 0..48 {
            let (weapons, targets) =
                [(200, 200), (200, 60), (60, 200), (90, 90), (7, 120), (120, 7)][seed as usize % 6];
            let costs = [4, 1_000, 1_000_000, u32::MAX - 1][seed as usize / 6 % 4];
            let share = [0.0, 0.5, 0.9, 0.98][seed as usize / 12 % 4];
            let mut problem = random_problem(weapons, targets, costs, share, seed);
            if seed % 2 == 1 {
                random_limits(&mut problem, seed);
            }
            assert_eq!(optimum(&JonkerVolgenant, &problem), optimum(&Auction, &problem), "seed {seed}");
        }
    }

    #[test]
    fn a_later_target_takes_the_only_weapon_if_that_is_cheaper() {
        let mut problem = Problem::new(1, 2);
        problem.cost = vec![9, 4];
        assert_eq!(optimum(&JonkerVolgenant, &problem), (1, 4));
    }
}
