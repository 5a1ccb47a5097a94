//! The matching neighbourhood's engine: a dense transportation problem, solved exactly.
//!
//! Each row takes one place of a column, column i has c_i places, and the sum of the gains g_ri is to be greatest:
//!
//! ```text
//! max sum g_ri x_ri    sum_i x_ri = 1,    sum_r x_ri <= c_i,    x_ri in {0, 1}
//! ```
//!
//! Successive shortest paths (Jonker and Volgenant, Computing 38:325-340, 1987, for columns of one place): prices v_i and
//! profits u_r = max_i (g_ri - v_i) keep every reduced cost u_r + v_i - g_ri at or above 0, and at 0 where a row sits. A row
//! that finds its best column full goes where the least reduced cost leads over rows that make room. Alike places are one
//! column, so that mu weapons of a type cost no more than one.
//!
//! Prices may start anywhere if all places are taken in the end (as many rows as places), since no column is then left that
//! ought to be free of charge; else they start at 0. Prices of a problem like this one save most paths.

/// The problem, its solution, and working memory that is kept from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    /// Places by column.
    capacity: Vec<u32>,
    /// Price of a place, by column.
    price: Vec<f64>,
    /// Row-major gains; minus infinity where a row may not sit.
    gain: Vec<f64>,
    /// What each row has of its column, or would have of the best one.
    profit: Vec<f64>,
    /// Column of each row.
    column: Vec<usize>,
    /// Rows that sit in each column.
    seated: Vec<Vec<usize>>,
    path: Path,
}

/// What the search for one shortest path needs.
#[derive(Clone, Debug, Default)]
struct Path {
    /// By column: least length of a way there; minus infinity once it is settled.
    length: Vec<f64>,
    /// By column: the row that the shortest way comes from.
    from: Vec<usize>,
    /// Settled columns and their lengths.
    settled: Vec<(usize, f64)>,
}

/// The column of a row without one.
const NOWHERE: usize = usize::MAX;

impl Transport {
    /// Begins a new problem without columns and rows.
    pub fn clear(&mut self) {
        self.capacity.clear();
        self.price.clear();
        self.gain.clear();
    }

    /// One more column, with places and a guess at their price. All columns come before the first row.
    pub fn column(&mut self, places: u32, price: f64) {
        self.capacity.push(places);
        self.price.push(price);
    }

    /// One more row: its gains, one for each column, to be written; minus infinity so far.
    pub fn row(&mut self) -> &mut [f64] {
        let begin = self.gain.len();
        self.gain.resize(begin + self.capacity.len(), f64::NEG_INFINITY);
        &mut self.gain[begin..]
    }

    /// Seats every row so that the sum of gains is greatest: the column of each row, and the price of each column.
    ///
    /// There must be a way to seat all rows, and no row may be without columns.
    pub fn solve(&mut self) -> (&[usize], &[f64]) {
        let n_rows = self.gain.len().checked_div(self.capacity.len()).unwrap_or(0);
        let places: u64 = self.capacity.iter().map(|&places| u64::from(places)).sum();
        if places != n_rows as u64 {
            self.price.fill(0.0);
        }
        self.seated.resize_with(self.capacity.len(), Vec::new);
        self.seated.iter_mut().for_each(Vec::clear);
        self.profit.clear();
        self.column.clear();
        self.column.resize(n_rows, NOWHERE);
        for row in 0..n_rows {
            self.sit_if_there_is_room(row);
        }
        for row in 0..n_rows {
            if self.column[row] == NOWHERE {
                self.make_room(row);
            }
        }
        (&self.column, &self.price)
    }

    fn gains(&self, row: usize) -> &[f64] {
        let n_columns = self.capacity.len();
        &self.gain[row * n_columns..(row + 1) * n_columns]
    }

    /// Finds a row's profit, and seats it in the column that gives it.
    fn sit_if_there_is_room(&mut self, row: usize) {
        let (mut best, mut at) = (f64::NEG_INFINITY, 0);
        for (column, (&gain, &price)) in self.gains(row).iter().zip(&self.price).enumerate() {
            if gain - price > best {
                (best, at) = (gain - price, column);
            }
        }
        self.profit.push(best);
        if self.has_room(at) {
            self.sit(row, at);
        }
    }

    fn has_room(&self, column: usize) -> bool {
        (self.seated[column].len() as u32) < self.capacity[column]
    }

    fn sit(&mut self, row: usize, column: usize) {
        self.seated[column].push(row);
        self.column[row] = column;
    }

    /// Seats a row at the end of a shortest path, and moves the rows along it.
    fn make_room(&mut self, row: usize) {
        let (end, length) = self.shortest_path(row);
        self.profit[row] -= length;
        for &(column, settled) in &self.path.settled {
            // The columns on the way grow dearer, and whoever sits there has that much less of it.
            self.price[column] += length - settled;
            for &other in &self.seated[column] {
                self.profit[other] -= length - settled;
            }
        }
        let mut to = end;
        loop {
            let mover = self.path.from[to];
            let left = self.column[mover];
            self.sit(mover, to);
            if left == NOWHERE {
                return;
            }
            self.seated[left].retain(|&other| other != mover);
            to = left;
        }
    }

    /// Dijkstra over columns, from a row to the first column with room: (column, length).
    fn shortest_path(&mut self, row: usize) -> (usize, f64) {
        let mut path = std::mem::take(&mut self.path);
        path.length.clear();
        path.length.resize(self.capacity.len(), f64::INFINITY);
        path.from.resize(self.capacity.len(), row);
        path.settled.clear();
        self.relax(row, 0.0, &mut path);
        let end = loop {
            let (column, length) = nearest(&path.length);
            debug_assert!(length < f64::INFINITY, "row {row} has nowhere to go");
            if self.has_room(column) {
                break (column, length);
            }
            path.length[column] = f64::NEG_INFINITY;
            path.settled.push((column, length));
            for &other in &self.seated[column] {
                self.relax(other, length, &mut path);
            }
        };
        self.path = path;
        end
    }

    /// Offers the ways over `row`, which is reached at `length`.
    fn relax(&self, row: usize, length: f64, path: &mut Path) {
        let base = length + self.profit[row];
        let ways = self.gains(row).iter().zip(&self.price).zip(path.length.iter_mut().zip(&mut path.from));
        for ((&gain, &price), (known, from)) in ways {
            let way = base + (price - gain);
            if way < *known {
                (*known, *from) = (way, row);
            }
        }
    }
}

/// The column that is nearest and not settled.
fn nearest(length: &[f64]) -> (usize, f64) {
    let (mut at, mut least) = (0, f64::INFINITY);
    for (column, &length) in length.iter().enumerate() {
        if length < least && length > f64::NEG_INFINITY {
            (at, least) = (column, length);
        }
    }
    (at, least)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The greatest sum of gains, by trying everything.
    fn brute_force(places: &mut [u32], rows: &[Vec<f64>]) -> f64 {
        let Some((gains, rows)) = rows.split_first() else { return 0.0 };
        let mut best = f64::NEG_INFINITY;
        for column in 0..places.len() {
            if places[column] > 0 && gains[column] > f64::NEG_INFINITY {
                places[column] -= 1;
                best = best.max(gains[column] + brute_force(places, rows));
                places[column] += 1;
            }
        }
        best
    }

    /// Column, places, guessed price of each; rows with their gains. The last column has room for all.
    fn any_transport() -> impl Strategy<Value = (Vec<(u32, f64)>, Vec<Vec<f64>>)> {
        (1..5usize, 0..6usize, any::<bool>()).prop_flat_map(|(columns, rows, tight)| {
            let gain = prop_oneof![1 => Just(f64::NEG_INFINITY), 2 => (0..4u32).prop_map(f64::from), 4 => -1.0..5.0];
            let places = prop::collection::vec((0..3u32, -2.0..2.0), columns);
            (places, prop::collection::vec(prop::collection::vec(gain, columns), rows)).prop_map(
                move |(mut columns, mut rows)| {
                    let n: u32 = columns.iter().map(|&(places, _)| places).sum();
                    let n_rows = rows.len() as u32;
                    // Exactly as many places as rows, where that can be, so that guessed prices are used.
                    columns.push((if tight { n_rows.saturating_sub(n) } else { n_rows }, 0.5));
                    rows.truncate(if tight { n.max(n_rows) as usize } else { rows.len() });
                    rows.iter_mut().for_each(|row| row.push(0.0));
                    (columns, rows)
                },
            )
        })
    }

    fn state(transport: &mut Transport, columns: &[(u32, f64)], rows: &[Vec<f64>]) {
        transport.clear();
        columns.iter().for_each(|&(places, price)| transport.column(places, price));
        rows.iter().for_each(|row| transport.row().copy_from_slice(row));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn it_is_the_optimum_whatever_the_prices_at_first(problems in prop::collection::vec(any_transport(), 1..4)) {
            let mut transport = Transport::default(); // used for all
            for (columns, rows) in &problems {
                let mut places: Vec<u32> = columns.iter().map(|&(places, _)| places).collect();
                let best = brute_force(&mut places, rows);
                if best == f64::NEG_INFINITY {
                    continue; // there is no way to seat all rows
                }
                state(&mut transport, columns, rows);
                let (seats, _) = transport.solve();
                let mut sum = 0.0;
                for (&seat, row) in seats.iter().zip(rows) {
                    prop_assert!(places[seat] > 0, "column {} has too many rows", seat);
                    places[seat] -= 1;
                    sum += row[seat];
                }
                prop_assert!((sum - best).abs() < 1e-9, "{} instead of {}", sum, best);
            }
        }
    }

    #[test]
    fn prices_prove_the_optimum_where_nobody_can_try_everything() {
        let (n_rows, n_columns) = (120, 40);
        let mut transport = Transport::default();
        for seed in 0..6 {
            let draw = |row: u32, column: u32| {
                crate::exact::rng::unit_f64(crate::exact::rng::threefry2x32([seed, row], [column, 0]))
            };
            let places = if seed % 2 == 0 { 3 } else { 4 };
            let columns: Vec<_> = (0..n_columns).map(|column| (places, draw(999, column))).collect();
            let rows: Vec<Vec<f64>> =
                (0..n_rows).map(|row| (0..n_columns).map(|column| draw(row, column)).collect()).collect();
            state(&mut transport, &columns, &rows);
            let (seats, prices) = transport.solve();
            let value: f64 = seats.iter().zip(&rows).map(|(&seat, row)| row[seat]).sum();
            // Any prices that are at least 0 where places stay free bound the optimum from above.
            let most = |row: &Vec<f64>| row.iter().zip(prices).map(|(g, p)| g - p).fold(f64::NEG_INFINITY, f64::max);
            let bound = rows.iter().map(most).sum::<f64>() + f64::from(places) * prices.iter().sum::<f64>();
            assert!(places == 3 || prices.iter().all(|&price| price >= 0.0));
            assert!((value - bound).abs() < 1e-9, "seed {seed}: {value} against {bound}");
        }
    }
}
