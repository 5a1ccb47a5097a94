// The agents of the market at hand. The text that includes this has the binding `agents`.

//!include assign/market
//!include assign/wide

// By what eps is divided from one round to the next, and bids for each unit that the first round may take.
const SCALING: u32 = 12u;
const PATIENCE: u32 = 30u;

var<private> market: Market;

fn n_agents(is_row: bool) -> u32 {
    return select(market.n_columns, market.n_rows, is_row);
}

// Row in `agents` of an agent of one side.
fn agent_of(is_row: bool, ix: u32) -> u32 {
    return market.agent_first + select(market.n_rows, 0u, is_row) + ix;
}

fn price_of(agent: u32) -> vec2<u32> {
    return vec2<u32>(agents[agent].low, agents[agent].high);
}

fn set_price(agent: u32, price: vec2<u32>) {
    agents[agent].low = price.x;
    agents[agent].high = price.y;
}

// eps = SCALING^exponent.
fn power_of_scaling(exponent: u32) -> vec2<u32> {
    var power = vec2<u32>(1u, 0u);
    for (var ix = 0u; ix < exponent; ix++) {
        power = vec2<u32>(power.x * SCALING, power.y * SCALING + mul64(power.x, SCALING).y);
    }
    return power;
}
