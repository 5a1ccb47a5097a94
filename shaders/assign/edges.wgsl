// The edges of the market at hand. The text that includes this has the bindings `agents` and `costs`.

//!include assign/agents
//!include model/codes

// Value of an edge; 0 where there is none. `pool` is the column's.
fn value_of(row: u32, column: u32, pool: u32) -> vec2<u32> {
    if row >= market.n_targets {
        let block = vec2<u32>(market.block_low, market.block_high);
        return select(vec2<u32>(0u, 0u), block, pool == row - market.n_targets);
    }
    let cell = costs[market.cell_first + (row * market.n_columns + column) * market.cell_words];
    let shot = sub64(vec2<u32>(market.shot_low, market.shot_high), mul64(cell >> market.shift, market.factor));
    return select(shot, vec2<u32>(0u, 0u), cell == INFEASIBLE);
}
