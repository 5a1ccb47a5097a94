//! A revised simplex for packing programs that grow by columns.
//!
//! ```text
//! min c x   subject to   A x <= b,  x >= 0,  b >= 0
//! ```
//!
//! Each row has a slack, which may cost something, so that all slacks are a feasible start and the program stays feasible
//! whatever costs change: a column is forbidden by its cost, and the last basis remains a start. The inverse of the basis is
//! kept dense by rows and updated by pivots that pass over zeros; rows are few (hundreds to two thousand), columns are sparse
//! and many. Its answers are taken as advice: bounds are computed from its prices elsewhere (`bound.rs`), never from its objective.
//!
//! Source: Dantzig and Orchard-Hays, The product form for the inverse in the simplex method, 1954; Chvatal, Linear Programming,
//! 1983, chapters 7 and 8; Harris, Pivot selection methods of the Devex LP code, Mathematical Programming 5, 1973 (ratio test).

/// Reduced costs above minus this are taken for zero, relative to the largest cost.
const PRICE_TOLERANCE: f64 = 1e-11;
/// Smallest element to pivot on.
const PIVOT_TOLERANCE: f64 = 1e-9;
/// What a basic variable may be below zero.
const FEASIBILITY: f64 = 1e-11;
/// Pivots after which the inverse is computed anew, at least.
const REFACTOR_AFTER: usize = 400;
/// One element in so many at most is filled in a row that is taken for sparse: touching one costs as much as going over a few.
const SPARSE: usize = 4;
/// Columns that are looked at again after each pivot before all are.
const CANDIDATES: usize = 64;

/// The program and its current basis. Variables are numbered: slacks of the rows first, then columns in order of arrival.
#[derive(Clone, Debug)]
pub struct Simplex {
    rhs: Vec<f64>,
    start: Vec<usize>,
    row: Vec<u32>,
    coefficient: Vec<f64>,
    /// By variable.
    cost: Vec<f64>,
    /// By variable: whether it is in the basis.
    basic: Vec<bool>,
    /// By row: the variable that is basic there.
    basis: Vec<usize>,
    /// By row: the value of that variable.
    level: Vec<f64>,
    inverse: Vec<f64>,
    /// By row: c_B B^-1, at most 0 where a limit binds.
    dual: Vec<f64>,
    pivots: usize,
    candidates: Vec<usize>,
    entering: Vec<f64>,
    /// Where the pivot row is not zero.
    filled: Vec<usize>,
}

impl Simplex {
    /// A program without columns.
    pub fn new(rhs: Vec<f64>) -> Self {
        let n = rhs.len();
        let mut inverse = vec![0.0; n * n];
        (0..n).for_each(|ix| inverse[ix * n + ix] = 1.0);
        Self {
            start: vec![0],
            row: Vec::new(),
            coefficient: Vec::new(),
            cost: vec![0.0; n],
            basic: vec![true; n],
            basis: (0..n).collect(),
            level: rhs.clone(),
            inverse,
            dual: vec![0.0; n],
            pivots: 0,
            candidates: Vec::new(),
            entering: vec![0.0; n],
            filled: Vec::new(),
            rhs,
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.rhs.len()
    }

    /// Adds a column outside the basis; its number among the columns.
    pub fn add(&mut self, cost: f64, entries: impl Iterator<Item = (u32, f64)>) -> usize {
        for (row, coefficient) in entries {
            self.row.push(row);
            self.coefficient.push(coefficient);
        }
        self.start.push(self.row.len());
        self.cost.push(cost);
        self.basic.push(false);
        self.start.len() - 2
    }

    /// Sets the cost of a column. The prices follow at the next [`Simplex::minimise`].
    pub fn set_cost(&mut self, column: usize, cost: f64) {
        let n = self.n_rows();
        self.cost[n + column] = cost;
    }

    /// Sets the cost of a row's slack.
    pub fn set_slack_cost(&mut self, row: usize, cost: f64) {
        self.cost[row] = cost;
    }

    /// Prices of the rows, at least 0 each where slacks cost nothing: what a unit of the limit is worth.
    pub fn prices(&self) -> impl Iterator<Item = f64> + '_ {
        self.dual.iter().map(|y| -y)
    }

    /// Columns in the basis with their levels.
    pub fn solution(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let n = self.n_rows();
        self.basis.iter().zip(&self.level).filter(move |(v, _)| **v >= n).map(move |(&v, &level)| (v - n, level))
    }

    /// Cost of the current solution.
    pub fn objective(&self) -> f64 {
        self.basis.iter().zip(&self.level).map(|(&v, &level)| self.cost[v] * level).sum()
    }

    /// Pivots from the current basis until no variable can improve it, or `limit` pivots are done; the number of pivots.
    pub fn minimise(&mut self, limit: usize) -> usize {
        self.price_basis();
        self.candidates.clear();
        let scale = self.cost.iter().fold(1e-300f64, |scale, c| scale.max(c.abs()));
        let tolerance = PRICE_TOLERANCE * scale;
        let mut done = 0;
        while done < limit {
            let Some(entering) = self.choose(tolerance) else { break };
            self.solve_column(entering);
            let Some(at) = self.leaving() else { break };
            self.pivot(at, entering);
            done += 1;
            if self.pivots >= REFACTOR_AFTER.max(self.n_rows()) {
                self.refactor();
            }
        }
        done
    }

    fn entries(&self, variable: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let n = self.n_rows();
        let range = if variable < n { 0..0 } else { self.start[variable - n]..self.start[variable - n + 1] };
        let slack = (variable < n).then_some((variable, 1.0));
        slack.into_iter().chain(range.map(|at| (self.row[at] as usize, self.coefficient[at])))
    }

    fn reduced(&self, variable: usize) -> f64 {
        let n = self.n_rows();
        if variable < n {
            return self.cost[variable] - self.dual[variable];
        }
        let range = self.start[variable - n]..self.start[variable - n + 1];
        let mut reduced = self.cost[variable];
        for (row, coefficient) in self.row[range.clone()].iter().zip(&self.coefficient[range]) {
            reduced -= self.dual[*row as usize] * coefficient;
        }
        reduced
    }

    /// The variable of least reduced cost among the candidates; new candidates where none is left.
    fn choose(&mut self, tolerance: f64) -> Option<usize> {
        for fresh in [false, true] {
            if fresh {
                let mut all: Vec<(f64, usize)> = (0..self.cost.len())
                    .filter(|&v| !self.basic[v])
                    .map(|v| (self.reduced(v), v))
                    .filter(|(reduced, _)| *reduced < -tolerance)
                    .collect();
                if all.len() > CANDIDATES {
                    all.select_nth_unstable_by(CANDIDATES, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                    all.truncate(CANDIDATES);
                }
                self.candidates = all.into_iter().map(|(_, v)| v).collect();
            }
            let (mut least, mut chosen) = (-tolerance, None);
            let mut at = 0;
            while at < self.candidates.len() {
                let v = self.candidates[at];
                let reduced = if self.basic[v] { 0.0 } else { self.reduced(v) };
                if reduced >= -tolerance {
                    self.candidates.swap_remove(at);
                    continue;
                }
                if reduced < least {
                    (least, chosen) = (reduced, Some(v));
                }
                at += 1;
            }
            if chosen.is_some() {
                return chosen;
            }
        }
        None
    }

    /// B^-1 times the column of a variable, into `entering`.
    fn solve_column(&mut self, variable: usize) {
        let n = self.n_rows();
        let mut entering = std::mem::take(&mut self.entering);
        entering.clear();
        entering.resize(n, 0.0);
        for (row, coefficient) in self.entries(variable) {
            for (at, element) in entering.iter_mut().enumerate() {
                *element += coefficient * self.inverse[at * n + row];
            }
        }
        self.entering = entering;
    }

    /// The row whose variable reaches zero first; of those that do so together, the one with the largest pivot.
    fn leaving(&self) -> Option<usize> {
        let mut reach = f64::INFINITY;
        for (&rate, &level) in self.entering.iter().zip(&self.level) {
            if rate > PIVOT_TOLERANCE {
                reach = reach.min((level.max(0.0) + FEASIBILITY) / rate);
            }
        }
        let mut chosen = None;
        let mut largest = PIVOT_TOLERANCE;
        for (at, (&rate, &level)) in self.entering.iter().zip(&self.level).enumerate() {
            if rate > largest && level.max(0.0) <= reach * rate {
                (largest, chosen) = (rate, Some(at));
            }
        }
        chosen
    }

    /// Puts `variable`, whose column is in `entering`, into the basis at row `at`.
    fn pivot(&mut self, at: usize, variable: usize) {
        let n = self.n_rows();
        let step = self.level[at].max(0.0) / self.entering[at];
        for (level, rate) in self.level.iter_mut().zip(&self.entering) {
            *level -= step * rate;
        }
        self.level[at] = step;
        let reduced = self.reduced(variable);
        self.basic[self.basis[at]] = false;
        self.basic[variable] = true;
        self.basis[at] = variable;
        self.eliminate(at);
        let row = &self.inverse[at * n..(at + 1) * n];
        for (dual, element) in self.dual.iter_mut().zip(row) {
            *dual += reduced * element;
        }
        self.pivots += 1;
    }

    /// Row operations that turn `entering` into the unit vector of row `at`.
    fn eliminate(&mut self, at: usize) {
        let n = self.n_rows();
        let (above, rest) = self.inverse.split_at_mut(at * n);
        let (pivot_row, below) = rest.split_at_mut(n);
        let factor = 1.0 / self.entering[at];
        pivot_row.iter_mut().for_each(|e| *e *= factor);
        self.filled.clear();
        self.filled.extend((0..n).filter(|&at| pivot_row[at] != 0.0));
        let sparse = self.filled.len() * SPARSE < n;
        let others = above.chunks_exact_mut(n).chain(below.chunks_exact_mut(n));
        let rates = self.entering[..at].iter().chain(&self.entering[at + 1..]);
        for (row, &rate) in others.zip(rates) {
            if rate == 0.0 {
            } else if sparse {
                self.filled.iter().for_each(|&at| row[at] -= rate * pivot_row[at]);
            } else {
                row.iter_mut().zip(&*pivot_row).for_each(|(e, p)| *e -= rate * p);
            }
        }
    }

    /// Prices of the basis from its costs.
    fn price_basis(&mut self) {
        let n = self.n_rows();
        self.dual.iter_mut().for_each(|y| *y = 0.0);
        for (at, &v) in self.basis.iter().enumerate() {
            let cost = self.cost[v];
            if cost != 0.0 {
                let row = &self.inverse[at * n..(at + 1) * n];
                self.dual.iter_mut().zip(row).for_each(|(y, e)| *y += cost * e);
            }
        }
    }

    /// The inverse, levels and prices computed anew from the basis; a slack takes the place of a column that depends on others.
    fn refactor(&mut self) {
        let n = self.n_rows();
        self.pivots = 0;
        self.inverse.iter_mut().for_each(|e| *e = 0.0);
        (0..n).for_each(|ix| self.inverse[ix * n + ix] = 1.0);
        // Slacks first: they are in place already. Then columns, each at the free row of its largest element.
        let mut free = vec![true; n];
        let mut columns = Vec::new();
        for &v in &self.basis {
            if v < n {
                free[v] = false;
            } else {
                columns.push(v);
            }
        }
        let mut basis: Vec<usize> = (0..n).collect();
        columns.sort_unstable();
        for &v in &columns {
            self.solve_column(v);
            let largest = (0..n)
                .filter(|&r| free[r])
                .max_by(|&a, &b| self.entering[a].abs().total_cmp(&self.entering[b].abs()).then(b.cmp(&a)));
            match largest {
                Some(at) if self.entering[at].abs() > PIVOT_TOLERANCE => {
                    self.eliminate(at);
                    free[at] = false;
                    basis[at] = v;
                }
                _ => self.basic[v] = false,
            }
        }
        for (row, &v) in basis.iter().enumerate() {
            self.basic[v] = true;
            self.level[row] = self.inverse[row * n..(row + 1) * n].iter().zip(&self.rhs).map(|(e, b)| e * b).sum();
        }
        self.basis = basis;
        self.price_basis();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Column = (f64, Vec<(u32, f64)>);

    fn any_program() -> impl Strategy<Value = (Vec<f64>, Vec<Column>)> {
        (1..8usize).prop_flat_map(|rows| {
            let entries = prop::collection::btree_map(0..rows as u32, (1..4u32).prop_map(f64::from), 1..=rows.min(3));
            let cost = prop_oneof![(-9..2i32).prop_map(f64::from), -9.0..1.0f64];
            let column = (cost, entries).prop_map(|(cost, entries)| (cost, entries.into_iter().collect()));
            (prop::collection::vec((0..4u32).prop_map(f64::from), rows), prop::collection::vec(column, 0..30))
        })
    }

    /// Both programs' feasibility, and equal objectives: a proof of both optima that knows nothing of pivots.
    fn prove(simplex: &Simplex, rhs: &[f64], columns: &[Column]) {
        let mut used = vec![0.0; rhs.len()];
        let mut cost = 0.0;
        for (column, level) in simplex.solution() {
            assert!(level >= -1e-9);
            cost += columns[column].0 * level;
            columns[column].1.iter().for_each(|&(row, coefficient)| used[row as usize] += coefficient * level);
        }
        assert!(used.iter().zip(rhs).all(|(used, limit)| *used <= limit + 1e-9), "{used:?} of {rhs:?}");
        let prices: Vec<f64> = simplex.prices().collect();
        assert!(prices.iter().all(|price| *price >= -1e-9));
        for (cost, entries) in columns {
            let reduced = cost + entries.iter().map(|&(row, c)| prices[row as usize] * c).sum::<f64>();
            assert!(reduced >= -1e-9, "a column of reduced cost {reduced} is left");
        }
        let dual: f64 = -prices.iter().zip(rhs).map(|(price, limit)| price * limit).sum::<f64>();
        assert!((cost - dual).abs() <= 1e-8 && (simplex.objective() - cost).abs() <= 1e-8, "{cost} against {dual}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn it_ends_with_a_proof_also_after_new_columns_and_costs((rhs, mut columns) in any_program(), cut in 0..30usize) {
            let mut simplex = Simplex::new(rhs.clone());
            let cut = cut.min(columns.len());
            for part in [0..cut, cut..columns.len()] {
                let end = part.end;
                for (cost, entries) in &columns[part] {
                    simplex.add(*cost, entries.iter().copied());
                }
                simplex.minimise(usize::MAX);
                prove(&simplex, &rhs, &columns[..end]);
            }
            for (at, column) in columns.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
                column.0 = 0.0;
                simplex.set_cost(at, 0.0);
            }
            simplex.minimise(usize::MAX);
            prove(&simplex, &rhs, &columns);
            let objective = simplex.objective();
            simplex.refactor();
            prove(&simplex, &rhs, &columns);
            prop_assert!((simplex.objective() - objective).abs() <= 1e-9);
        }
    }
}
