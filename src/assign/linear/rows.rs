//! Sweeps over rows of a dense cost matrix, 32 columns side by side.
//!
//! Plain loops over arrays of fixed length, which the compiler turns into vectors of whatever width it may use: the caller enters
//! by [`dispatch`](crate::exact::dispatch), which compiles all of this for AVX-512, for AVX2 and for any processor. There are
//! integers only, and ties go to the lower column, so every width gives the same result.

/// Columns side by side. A column's class is its remainder by this.
pub const WIDTH: usize = 32;

/// More than any sum of cost and price, and than any distance.
pub const FAR: i32 = 1 << 30;

/// A number for each of the columns side by side.
type Block = [i32; WIDTH];

/// The costs of a row as whole blocks, the last one filled up with zeros; the prices there are [`FAR`].
#[derive(Clone, Copy)]
struct Row<'a> {
    blocks: &'a [[u32; WIDTH]],
    rest: [u32; WIDTH],
    n_blocks: usize,
}

impl<'a> Row<'a> {
    #[inline(always)]
    fn new(costs: &'a [u32]) -> Self {
        let (blocks, tail) = costs.as_chunks::<WIDTH>();
        let mut rest = [0; WIDTH];
        rest[..tail.len()].copy_from_slice(tail);
        Self { blocks, rest, n_blocks: costs.len().div_ceil(WIDTH) }
    }

    /// Cost plus price in one block.
    #[inline(always)]
    fn sums(&self, block: usize, price: &Block) -> Block {
        let costs = self.blocks.get(block).unwrap_or(&self.rest);
        let mut sums = [0; WIDTH];
        for lane in 0..WIDTH {
            sums[lane] = (costs[lane] as i32).wrapping_add(price[lane]);
        }
        sums
    }
}

/// The least and the greatest cost.
#[inline(always)]
pub fn range(costs: &[u32]) -> (u32, u32) {
    let (mut low, mut high) = ([u32::MAX; WIDTH], [0; WIDTH]);
    let (blocks, rest) = costs.as_chunks::<WIDTH>();
    for costs in blocks {
        for lane in 0..WIDTH {
            low[lane] = low[lane].min(costs[lane]);
            high[lane] = high[lane].max(costs[lane]);
        }
    }
    let least = low.iter().chain(rest).fold(u32::MAX, |a, &b| a.min(b));
    (least, high.iter().chain(rest).fold(0, |a, &b| a.max(b)))
}

/// The least sum of cost and price in a row, its column, and the second least sum. Ties go to the lower column.
#[inline(always)]
pub fn best_two(costs: &[u32], price: &[i32]) -> (i32, usize, i32) {
    let row = Row::new(costs);
    let (mut best, mut second, mut at) = ([FAR; WIDTH], [FAR; WIDTH], [0; WIDTH]);
    for (block, price) in price.as_chunks::<WIDTH>().0.iter().enumerate().take(row.n_blocks) {
        let sums = row.sums(block, price);
        for lane in 0..WIDTH {
            let sum = sums[lane];
            second[lane] = second[lane].min(best[lane].max(sum));
            at[lane] = if sum < best[lane] { block as i32 } else { at[lane] };
            best[lane] = best[lane].min(sum);
        }
    }
    let first = least(&best);
    let mut column = i32::MAX;
    for lane in 0..WIDTH {
        let here = at[lane] * WIDTH as i32 + lane as i32;
        column = column.min(if best[lane] == first { here } else { i32::MAX });
    }
    let column = column as usize;
    best[column % WIDTH] = FAR; // what is left are the others
    (first, column, least(&best).min(least(&second)))
}

/// The least sums of cost and price in a row: of each class of columns the least two and where they are, and a bound on the rest.
pub struct Look {
    best: Block,
    second: Block,
    best_block: Block,
    second_block: Block,
    /// The least sum that is not among them.
    pub bound: i32,
}

impl Look {
    /// Looks at the whole row. `price` is filled up to whole blocks with [`FAR`].
    #[inline(always)]
    pub fn new(costs: &[u32], price: &[i32]) -> Self {
        let row = Row::new(costs);
        let (mut best, mut second, mut third) = ([FAR; WIDTH], [FAR; WIDTH], [FAR; WIDTH]);
        let (mut best_block, mut second_block) = ([0; WIDTH], [0; WIDTH]);
        for (block, price) in price.as_chunks::<WIDTH>().0.iter().enumerate().take(row.n_blocks) {
            let sums = row.sums(block, price);
            let at = block as i32;
            for lane in 0..WIDTH {
                let sum = sums[lane];
                third[lane] = third[lane].min(second[lane].max(sum));
                let pushed = if sum < second[lane] { at } else { second_block[lane] };
                second_block[lane] = if sum < best[lane] { best_block[lane] } else { pushed };
                second[lane] = second[lane].min(best[lane].max(sum));
                best_block[lane] = if sum < best[lane] { at } else { best_block[lane] };
                best[lane] = best[lane].min(sum);
            }
        }
        Self { best, second, best_block, second_block, bound: least(&third) }
    }

    /// Tells the sum and the column of all that are `most` at most, in no order that matters. With `most` at least [`Self::bound`]
    /// the least two of the row are among them, columns lower by index where sums are equal.
    #[inline(always)]
    pub fn each(&self, most: i32, mut tell: impl FnMut(i32, u32)) {
        for (sums, blocks) in [(&self.best, &self.best_block), (&self.second, &self.second_block)] {
            let mut told = 0;
            for (lane, &sum) in sums.iter().enumerate() {
                told |= u32::from(sum <= most) << lane;
            }
            while told != 0 {
                let lane = told.trailing_zeros() as usize;
                told &= told - 1;
                tell(sums[lane], blocks[lane] as u32 * WIDTH as u32 + lane as u32);
            }
        }
    }
}

#[inline(always)]
fn least(block: &Block) -> i32 {
    let mut least = FAR;
    for &x in block {
        least = least.min(x);
    }
    least
}

/// Distances of columns in a search for a shortest path.
pub struct Paths {
    /// Per column: the least distance found so far; -1 once the column is done with.
    distance: Vec<i32>,
    /// Per column: the row from which it is reached at this distance.
    pub from: Vec<i32>,
}

impl Paths {
    /// For so many columns, a multiple of [`WIDTH`].
    pub fn new(n: usize) -> Self {
        Self { distance: vec![FAR; n], from: vec![0; n] }
    }

    /// Forgets all distances.
    pub fn reset(&mut self) {
        self.distance.fill(FAR);
    }

    /// Is done with a column.
    #[inline(always)]
    pub fn close(&mut self, column: usize) {
        self.distance[column] = -1;
    }

    /// Goes on from `row` with these costs, at `base + cost + price`. Returns the nearest column that is not done with and its
    /// distance; ties go to the lower column.
    #[inline(always)]
    pub fn relax(&mut self, row: u32, costs: &[u32], price: &[i32], base: i32) -> (usize, i32) {
        let costs = Row::new(costs);
        let (distance, from) = (self.distance.as_chunks_mut::<WIDTH>().0, self.from.as_chunks_mut::<WIDTH>().0);
        let (mut nearest, mut at) = ([u32::MAX; WIDTH], [0; WIDTH]);
        let columns = distance.iter_mut().zip(from).zip(price.as_chunks::<WIDTH>().0);
        for (block, ((distance, from), price)) in columns.enumerate().take(costs.n_blocks) {
            let sums = costs.sums(block, price);
            for lane in 0..WIDTH {
                let new = sums[lane].wrapping_add(base);
                from[lane] = if new < distance[lane] { row as i32 } else { from[lane] };
                distance[lane] = distance[lane].min(new);
                let open = distance[lane] as u32; // without sign, what is done with is the farthest of all
                at[lane] = if open < nearest[lane] { block as u32 } else { at[lane] };
                nearest[lane] = nearest[lane].min(open);
            }
        }
        let mut key = u64::MAX;
        for lane in 0..WIDTH {
            key = key.min(u64::from(nearest[lane]) << 32 | u64::from(at[lane] * WIDTH as u32 + lane as u32));
        }
        (key as u32 as usize, (key >> 32) as i32)
    }
}
