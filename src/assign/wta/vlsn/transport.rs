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
