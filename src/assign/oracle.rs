//! Independent solvers to test against: slow, obvious, and of another kind than what they check.

use super::problem::{Answer, INFEASIBLE, Pair, Problem};

/// (most shots, least cost of that many) by trying everything. For tiny problems.
pub fn brute_force(problem: &Problem) -> (usize, u64) {
    let mut search = Search { problem, capacity: problem.capacity.clone(), pool: problem.pool.clone(), best: (0, 0) };
    let units =
        problem.demand.iter().enumerate().flat_map(|(t, &d)| std::iter::repeat_n(t, d as usize)).collect::<Vec<_>>();
    search.go(&units, (0, 0));
    search.best
}

struct Search<'a> {
    problem: &'a Problem,
    capacity: Vec<u32>,
    pool: Vec<u32>,
    best: (usize, u64),
}

impl Search<'_> {
    fn go(&mut self, units: &[usize], so_far: (usize, u64)) {
        if so_far.0 > self.best.0 || (so_far.0 == self.best.0 && so_far.1 < self.best.1) {
            self.best = so_far;
        }
        // Even if all remaining units were served for nothing: can this still be better?
        let most = so_far.0 + units.len();
        if most < self.best.0 || (most == self.best.0 && so_far.1 >= self.best.1) {
            return;
        }
        let Some((&target, rest)) = units.split_first() else { return };
        for weapon in 0..self.problem.n_weapons {
            let cost = self.problem.cost(target, weapon);
            let pool = self.problem.pool_of(weapon);
            if cost == INFEASIBLE || self.capacity[weapon] == 0 || pool.is_some_and(|p| self.pool[p] == 0) {
                continue;
            }
            self.capacity[weapon] -= 1;
            pool.inspect(|&p| self.pool[p] -= 1);
            self.go(rest, (so_far.0 + 1, so_far.1 + u64::from(cost)));
            self.capacity[weapon] += 1;
            pool.inspect(|&p| self.pool[p] += 1);
        }
        self.go(rest, so_far);
    }
}

/// The same by the Hungarian method, O(n^3), for problems without pools: capacities and demands are spelled out as rows and
/// columns, and each row may stay alone at a price above all others.
pub fn hungarian(problem: &Problem) -> (usize, u64) {
    assert!(problem.pool.is_empty(), "pools are not understood");
    let spell = |n: &[u32]| n.iter().enumerate().flat_map(|(i, &n)| vec![i; n as usize]).collect::<Vec<_>>();
    let (rows, columns) = (spell(&problem.demand), spell(&problem.capacity));
    let alone = i64::from(u32::MAX) * (rows.len() as i64 + 1);
    let cost = |row: usize, column: usize| match columns.get(column) {
        Some(&weapon) if problem.cost(rows[row], weapon) != INFEASIBLE => i64::from(problem.cost(rows[row], weapon)),
        _ => alone,
    };
    let matched = kuhn_munkres(rows.len(), columns.len() + rows.len(), cost);
    let costs = matched.iter().enumerate().map(|(row, &column)| cost(row, column)).filter(|&c| c != alone);
    costs.fold((0, 0), |(n, sum), cost| (n + 1, sum + cost as u64))
}

/// Column of each row in the assignment of least cost, for n <= m (Jonker and Volgenant's form of the Hungarian method, as in
/// the well-known potentials-and-one-array version). Rows and columns count from 1 inside.
fn kuhn_munkres(n: usize, m: usize, cost: impl Fn(usize, usize) -> i64) -> Vec<usize> {
    let (mut u, mut v) = (vec![0; n + 1], vec![0; m + 1]);
    let (mut row_of, mut way) = (vec![0; m + 1], vec![0; m + 1]);
    for row in 1..=n {
        row_of[0] = row;
        let mut at = 0;
        let mut slack = vec![i64::MAX; m + 1];
        let mut used = vec![false; m + 1];
        while row_of[at] != 0 {
            used[at] = true;
            let (mut delta, mut next) = (i64::MAX, 0);
            for column in 1..=m {
                if used[column] {
                    continue;
                }
                let reduced = cost(row_of[at] - 1, column - 1) - u[row_of[at]] - v[column];
                if reduced < slack[column] {
                    slack[column] = reduced;
                    way[column] = at;
                }
                if slack[column] < delta {
                    delta = slack[column];
                    next = column;
                }
            }
            for column in 0..=m {
                if used[column] {
                    u[row_of[column]] += delta;
                    v[column] -= delta;
                } else if column > 0 {
                    slack[column] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[way[at]];
            at = way[at];
        }
    }
    let mut column_of = vec![0; n];
    for column in 1..=m {
        if row_of[column] > 0 {
            column_of[row_of[column] - 1] = column - 1;
        }
    }
    column_of
}

/// Expected value saved by these shots, in steps: shots at one target multiply.
pub fn saved(problem: &Problem, pairs: &[Pair]) -> f64 {
    let mut left: Vec<f64> = problem.worth.iter().map(|&worth| f64::from(worth)).collect();
    let all: f64 = left.iter().sum();
    for pair in pairs {
        let kill = problem.kill[pair.target as usize * problem.n_weapons + pair.weapon as usize];
        left[pair.target as usize] *= 1.0 - f64::from(kill) / 65_536.0;
    }
    all - left.iter().sum::<f64>()
}

/// The most that any set of shots saves, and the first such set, by trying all. For tiny problems.
pub fn most_saved(problem: &Problem) -> (f64, Answer) {
    fn go(problem: &Problem, from: usize, pairs: &mut Vec<Pair>, best: &mut (f64, Answer)) {
        let saved = saved(problem, pairs);
        if saved > best.0 {
            *best = (saved, Answer::from_pairs(pairs.clone()));
        }
        for cell in from..problem.cost.len() {
            pairs.push(Pair { target: (cell / problem.n_weapons) as u32, weapon: (cell % problem.n_weapons) as u32 });
            if Answer::from_pairs(pairs.clone()).check(problem).is_ok() {
                go(problem, cell, pairs, best);
            }
            pairs.pop();
        }
    }
    let mut best = (0.0, Answer::default());
    go(problem, 0, &mut Vec::new(), &mut best);
    best
}
