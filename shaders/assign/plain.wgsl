// Solves a plain problem (as many rows as columns, one place each, every pair feasible) exactly, in 32 bits; the Rust side, and why it
// is right, is src/engine/gpu/plain.rs.
//
// The text that includes this has the bindings `plains`, `costs`, `prices` and `slots`, and a team: `LANES` lanes of which a leader, or
// each for itself, does what is one after the other. A lane keeps prices and distances of its columns to itself: of each
// quadruple of columns side by side, counted from 0, those whose remainder by `LANES` it is.
//
// Rounds of loops are counted, as in assign/clear: where too few are left for the next step, prices are put down and another
// dispatch goes on.

const NOBODY: u32 = 0xffffffffu;
// More than any sum of cost and price.
const FAR: i32 = 0x40000000;
// More than any distance.
const UNREACHED: i32 = 0x7fffffff;
// Set in the distance of a column that is done with.
const DONE: i32 = -0x80000000;

const MOST_COLUMNS: u32 = 256u;
// Quadruples of columns of a lane, at most. Loops over them have fixed bounds, so that they are unrolled and what a lane keeps to
// itself is found without indices.
const SHARE: u32 = MOST_COLUMNS / 4u / LANES;

// Rounds of loops that a bid or a step on a path takes at most, with what follows it: of the sweep, of the loop it is part of, and
// of the way back along the path; and each loop's end.
const ROUNDS_OF_SWEEP: u32 = SHARE + 5u;

// Steps of the auction before the paths; the last one has eps = 0, and no more bids than SHORT halves of the number of rows.
const N_STEPS: u32 = 3u;
const SHORT: u32 = 3u;
// By what eps is divided from the first step to the second.
const SCALING: i32 = 4;
// As a limit of bids: none.
const UNLIMITED: u32 = 0xffffffffu;

// What the team does next.
const DO_OPEN: u32 = 0u;
const DO_BID: u32 = 1u;
const DO_REACH: u32 = 2u;
const DO_SETTLE: u32 = 3u;
const DO_STOP: u32 = 4u;

// A problem, and how far it has come.
struct Plain {
    // Rows, and columns.
    n: u32,
    // Quadruples of costs in a row; the last is filled up with `FAR`.
    n_quads: u32,
    // First quadruple in `costs`, and in `prices`.
    cost_first: u32,
    price_first: u32,
    // First row in `slots`.
    slot_first: u32,
    // Rounds of loops that one dispatch may take.
    most_rounds: u32,
    // The least amount of a bid.
    eps: i32,
    // Steps of the auction that have begun; beyond them, whether all rows have columns.
    step: u32,
    is_solved: u32,
    // Bids that the step may still take.
    left: u32,
    // Rows without a column: how many, and where in the ring the first is.
    n_waiting: u32,
    head: u32,
}

// What is known of the column, the row and the place in the ring of this number.
struct Slot {
    // Of a column: its row; from which row the path came, and the distance less the price.
    owner: u32,
    reached_from: u32,
    rest: i32,
    // Of a row: the column by which the path came.
    via: u32,
    // Of a place in the ring: the row that waits there.
    waiting: u32,
}

// What the leader tells its team: a row, and eps, or what is added to its costs and prices, or the length of the path to settle.
struct Step {
    what: u32,
    row: u32,
    base: i32,
}

// The least sum of cost and price, its column, and the second least.
struct Offer {
    best: i32,
    second: i32,
    column: u32,
}

// Of the lane's columns, while a path is sought: distance, and the row from which it is reached at that. Not kept longer, since what
// is carried through the loop of bids is paid for with each bid.
struct Paths {
    distance: array<vec4<i32>, SHARE>,
    reached_from: array<vec4<u32>, SHARE>,
}

// The nearest column.
struct Nearest {
    distance: i32,
    column: u32,
}

var<private> plain: Plain;
// Rounds of loops that are left to this dispatch.
var<private> rounds_left: u32;
// Prices of the lane's columns.
var<private> price: array<vec4<i32>, SHARE>;
// The row whose path is sought, or nobody, and the column it has come to, how far.
var<private> start: u32 = NOBODY;
var<private> end: Nearest;

// Goes on with a problem until it is solved or the rounds are used up.
fn solve(ix: u32, lane: u32) {
    plain = plains[ix];
    take_up(lane);
    var step = next_step_of_team(lane);
    while step.what != DO_STOP {
        if step.what == DO_OPEN {
            open(lane);
            step = next_step_of_team(lane);
        }
        while step.what == DO_BID {
            let offer = best_of_team(look(step.row, lane), lane);
            raise(offer, step.base, lane);
            if is_leader(lane) {
                take(offer.column, step.row);
            }
            step = next_step_of_team(lane);
        }
        if step.what == DO_REACH {
            place(step, lane);
            step = next_step_of_team(lane);
        }
    }
    put_down(ix, lane);
}

fn next_step_of_team(lane: u32) -> Step {
    meet();
    if is_leader(lane) {
        say(next_step());
    }
    return told();
}

// Finds a column for one more row, along a shortest path.
fn place(first: Step, lane: u32) {
    var paths: Paths;
    for (var at = 0u; at < SHARE; at++) {
        paths.distance[at] = vec4<i32>(UNREACHED);
    }
    var step = first;
    while step.what == DO_REACH {
        end = nearest_of_team(reach(&paths, step.row, step.base, lane), lane);
        close(&paths, end, lane);
        step = next_step_of_team(lane);
    }
    settle(&paths, step.base, lane);
    if is_leader(lane) {
        exchange();
    }
}

fn take_up(lane: u32) {
    rounds_left = plain.most_rounds - min(plain.most_rounds, 4u * SHARE + 16u);
    for (var at = 0u; at < SHARE; at++) {
        let quad = at * LANES + lane;
        if quad < plain.n_quads {
            price[at] = prices[plain.price_first + quad];
        }
    }
}

fn put_down(ix: u32, lane: u32) {
    for (var at = 0u; at < SHARE; at++) {
        let quad = at * LANES + lane;
        if quad < plain.n_quads {
            prices[plain.price_first + quad] = price[at];
        }
    }
    if is_leader(lane) {
        plains[ix].eps = plain.eps;
        plains[ix].step = plain.step;
        plains[ix].is_solved = plain.is_solved;
        plains[ix].left = plain.left;
        plains[ix].n_waiting = plain.n_waiting;
        plains[ix].head = plain.head;
    }
}

// What comes next: the path goes on, or the next row bids or seeks a path, or the next step opens.
fn next_step() -> Step {
    if start != NOBODY {
        return go_on();
    }
    if plain.step < N_STEPS && (plain.n_waiting == 0u || plain.left == 0u) {
        return begin(DO_OPEN, 4u * (plain.n / LANES) + 8u);
    }
    if plain.n_waiting == 0u {
        plain.is_solved = 1u;
        return Step(DO_STOP, NOBODY, 0);
    }
    if plain.left > 0u {
        return begin(DO_BID, ROUNDS_OF_SWEEP);
    }
    return begin(DO_REACH, (plain.n + 2u) * ROUNDS_OF_SWEEP);
}

// Begins what takes so many rounds at most, unless too few are left.
fn begin(what: u32, rounds: u32) -> Step {
    if rounds > rounds_left {
        return Step(DO_STOP, NOBODY, 0);
    }
    if what != DO_REACH {
        rounds_left -= rounds; // those of a path are counted as it goes
    }
    if what == DO_OPEN {
        if plain.step > 0u {
            plain.eps = select(plain.eps / SCALING + 1, 0, plain.step + 1u == N_STEPS);
        }
        plain.step += 1u;
        plain.left = select(UNLIMITED, plain.n * SHORT / 2u, plain.step == N_STEPS);
        plain.n_waiting = plain.n;
        plain.head = 0u;
        return Step(DO_OPEN, NOBODY, 0);
    }
    let row = slots[plain.slot_first + plain.head].waiting;
    plain.head = wrapped(plain.head + 1u);
    plain.n_waiting -= 1u;
    if what == DO_BID {
        plain.left -= 1u;
        return Step(DO_BID, row, plain.eps);
    }
    start = row;
    return Step(DO_REACH, row, 0);
}

fn wrapped(place: u32) -> u32 {
    return select(place, place - plain.n, place >= plain.n);
}

// From the column that a path has come to: on by the row that holds it, or to the end, if none does.
fn go_on() -> Step {
    rounds_left -= ROUNDS_OF_SWEEP;
    let slot = plain.slot_first + end.column;
    let row = slots[slot].owner;
    if row == NOBODY {
        return Step(DO_SETTLE, NOBODY, end.distance);
    }
    slots[plain.slot_first + row].via = end.column;
    return Step(DO_REACH, row, slots[slot].rest - cost_of(row, end.column));
}

fn cost_of(row: u32, column: u32) -> i32 {
    return costs[plain.cost_first + row * plain.n_quads + column / 4u][column % 4u];
}

// Takes all columns from all rows.
fn open(lane: u32) {
    for (var ix = lane; ix < plain.n; ix += LANES) {
        slots[plain.slot_first + ix].owner = NOBODY;
        slots[plain.slot_first + ix].waiting = ix;
    }
}

// What one lane finds for a row among its columns; ties go to the lower column.
fn look(row: u32, lane: u32) -> Offer {
    // Of the first columns of all quadruples, of the second ones, ...
    var best = vec4<i32>(FAR);
    var second = vec4<i32>(FAR);
    var quads = vec4<u32>(0u);
    let first = plain.cost_first + row * plain.n_quads;
    for (var at = 0u; at < SHARE; at++) {
        let quad = at * LANES + lane;
        if quad < plain.n_quads {
            let sum = costs[first + quad] + price[at];
            second = min(second, max(best, sum));
            quads = select(quads, vec4<u32>(quad), sum < best);
            best = min(best, sum);
        }
    }
    let columns = 4u * quads + vec4<u32>(0u, 1u, 2u, 3u);
    let one = better(Offer(best.x, second.x, columns.x), Offer(best.y, second.y, columns.y));
    let other = better(Offer(best.z, second.z, columns.z), Offer(best.w, second.w, columns.w));
    return better(one, other);
}

// The offer over two parts.
fn better(a: Offer, b: Offer) -> Offer {
    let is_b = (b.best < a.best) | ((b.best == a.best) & (b.column < a.column));
    return Offer(
        min(a.best, b.best),
        min(max(a.best, b.best), min(a.second, b.second)),
        select(a.column, b.column, is_b),
    );
}

// Whether a column is the lane's.
fn is_of(column: u32, lane: u32) -> bool {
    return column / 4u % LANES == lane;
}

// The bid: as much as the row can pay and not regret the second best by more than eps.
fn raise(offer: Offer, eps: i32, lane: u32) {
    if is_of(offer.column, lane) {
        price[offer.column / 4u / LANES][offer.column % 4u] += offer.second - offer.best + eps;
    }
}

// Gives a column to a row; who held it waits behind all others.
fn take(column: u32, row: u32) {
    let slot = plain.slot_first + column;
    let before = slots[slot].owner;
    slots[slot].owner = row;
    if before != NOBODY {
        slots[plain.slot_first + wrapped(plain.head + plain.n_waiting)].waiting = before;
        plain.n_waiting += 1u;
    }
}

// Goes on from a row; the nearest of the lane's columns that are not done with.
fn reach(paths: ptr<function, Paths>, row: u32, base: i32, lane: u32) -> Nearest {
    // As in `look`. Without sign, what is done with is the farthest of all.
    var nearest = vec4<u32>(u32(UNREACHED));
    var quads = vec4<u32>(0u);
    let first = plain.cost_first + row * plain.n_quads;
    for (var at = 0u; at < SHARE; at++) {
        let quad = at * LANES + lane;
        if quad < plain.n_quads {
            let length = vec4<i32>(base) + costs[first + quad] + price[at];
            let before = (*paths).distance[at];
            (*paths).reached_from[at] = select((*paths).reached_from[at], vec4<u32>(row), length < before);
            (*paths).distance[at] = min(before, length);
            let open = vec4<u32>(min(before, length));
            quads = select(quads, vec4<u32>(quad), open < nearest);
            nearest = min(nearest, open);
        }
    }
    let columns = 4u * quads + vec4<u32>(0u, 1u, 2u, 3u);
    let one = nearer(Nearest(i32(nearest.x), columns.x), Nearest(i32(nearest.y), columns.y));
    let other = nearer(Nearest(i32(nearest.z), columns.z), Nearest(i32(nearest.w), columns.w));
    return nearer(one, other);
}

// The nearer of two columns.
fn nearer(a: Nearest, b: Nearest) -> Nearest {
    let is_b = (b.distance < a.distance) | ((b.distance == a.distance) & (b.column < a.column));
    return Nearest(min(a.distance, b.distance), select(a.column, b.column, is_b));
}

// Is done with a column, and leaves word of how it was reached.
fn close(paths: ptr<function, Paths>, nearest: Nearest, lane: u32) {
    if is_of(nearest.column, lane) {
        let at = nearest.column / 4u / LANES;
        let ix = nearest.column % 4u;
        (*paths).distance[at][ix] |= DONE;
        slots[plain.slot_first + nearest.column].reached_from = (*paths).reached_from[at][ix];
        slots[plain.slot_first + nearest.column].rest = nearest.distance - price[at][ix];
    }
}

// Prices rise so that all edges of the path are at the minima of their rows, and no other falls below.
fn settle(paths: ptr<function, Paths>, length: i32, lane: u32) {
    for (var at = 0u; at < SHARE; at++) {
        let distance = (*paths).distance[at];
        let nearer_by = vec4<i32>(length) - (distance ^ vec4<i32>(DONE));
        price[at] += select(vec4<i32>(0), nearer_by, distance < vec4<i32>(0));
    }
}

// Gives each row of the path the column after it.
fn exchange() {
    var column = end.column;
    loop {
        let row = slots[plain.slot_first + column].reached_from;
        slots[plain.slot_first + column].owner = row;
        if row == start {
            break;
        }
        column = slots[plain.slot_first + row].via;
    }
    start = NOBODY;
}
