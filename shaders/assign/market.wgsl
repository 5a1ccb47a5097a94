// The rows of a market that is cleared on a device; the Rust side is src/engine/gpu/market.rs.

// In place of an agent: nobody.
const NOBODY: u32 = 0xffffffffu;
// As a limit of bids: none.
const UNLIMITED: u32 = 0xffffffffu;

// What is done next to a market: `OPEN` empties the places, then one side bids, then what it took is seen from the other side,
// whose empty places bid, then prices are settled; `CLEARED` at the end.
const PHASE_OPEN: u32 = 0u;
const PHASE_FORWARD: u32 = 1u;
const PHASE_TURN: u32 = 2u;
const PHASE_REVERSE: u32 = 3u;
const PHASE_CLOSE: u32 = 4u;
const PHASE_CLEARED: u32 = 5u;
// There is nothing to be traded.
const PHASE_IDLE: u32 = 7u;
// Told to the lanes when the rounds of this dispatch are used up; never stored.
const PHASE_PAUSED: u32 = 6u;

// One market: what is traded, and how far it has come.
struct Market {
    // Rows that are targets; blockers follow, one for each pool.
    n_targets: u32,
    n_rows: u32,
    n_columns: u32,
    // Row in `agents` of the first row; columns follow the rows.
    agent_first: u32,
    // Word in `costs` of the first cell, and words from one cell to the next.
    cell_first: u32,
    cell_words: u32,
    // Low bits of costs that are dropped.
    shift: u32,
    // Multiplier of all values.
    factor: u32,
    // Value of a shot that costs nothing, of a blocked place, and the greatest of all edges; 64 bits each.
    shot_low: u32,
    shot_high: u32,
    block_low: u32,
    block_high: u32,
    top_low: u32,
    top_high: u32,
    // Most units of any agent, and of either side together.
    most_units: u32,
    n_places: u32,
    // Whether columns open, not rows.
    is_swapped: u32,
    // Rounds of loops that one dispatch may take.
    most_rounds: u32,
    // First row of its places in `seats`, and first word of its replicate in `memories`.
    seat_first: u32,
    memory_first: u32,
    // Value of a shot that costs nothing, before it is multiplied; 64 bits.
    penalty_low: u32,
    penalty_high: u32,
    // Where it stands: phase, power of eps, bids that a round may take, those it still may, who bids next, whose free units
    // come after, and how many of them.
    phase: u32,
    exponent: u32,
    limit: u32,
    patience: u32,
    hand: u32,
    cursor: u32,
    left: u32,
}

// A row or a column.
struct Agent {
    // Price of one of its places, 64 bits.
    low: u32,
    high: u32,
    // Of a column: the pool it draws from. Of a row: its place among the rows' pools, if it is a blocker.
    pool: u32,
    // Places it has.
    units: u32,
}

// A taken place: who sits there, at which level. The places of an agent are a heap, the lowest (level, who) on top.
struct Seat {
    low: u32,
    high: u32,
    who: u32,
}
