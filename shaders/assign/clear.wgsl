// Clears a market: the auction of src/assign/linear/market.rs, bid for bid. What the host remembers to be faster (shortlists) is
// left out, since it changes no bid: the lanes of a team look at all of a bidder's edges side by side.
//
// The text that includes this has the bindings `markets`, `agents`, `first_seats`, `seats`, `seated` and `costs`, and a team:
// `LANES` lanes of which a leader, or each for itself, does what is one after the other.
//
// Rounds of loops are counted, since a software adapter may leave loops without a word after so many: before every step the
// rounds it can take are set aside, and where too few are left, the market is put down as it stands, and another dispatch
// goes on. A market that is not `CLEARED` is no answer.

//!include assign/edges
//!include assign/market
//!include assign/wide

// What the leader tells its team.
struct Step {
    phase: u32,
    bidder: u32,
}

// The best and second best that a bidder finds: gains, and the place of the best among the other side.
struct Offer {
    best: vec2<u32>,
    second: vec2<u32>,
    object: u32,
}

var<private> eps: vec2<u32>;
// Rounds of loops that are left to this dispatch.
var<private> rounds_left: u32;

// Goes on with a market until it is cleared or the rounds are used up.
fn clear(ix: u32, lane: u32) {
    market = markets[ix];
    eps = power_of_scaling(market.exponent);
    if is_leader(lane) {
        say(next_step());
    }
    var step = told();
    while step.phase < PHASE_CLEARED {
        if step.phase == PHASE_FORWARD || step.phase == PHASE_REVERSE {
            let is_row = bidders_are_rows(step.phase);
            let offer = best_of_team(look(is_row, step.bidder, lane), lane);
            if is_leader(lane) && offer.object != NOBODY {
                sit_down(is_row, step.bidder, offer);
            }
        } else {
            if step.phase == PHASE_OPEN {
                vacate(!bidders_are_rows(PHASE_FORWARD), lane);
            } else if step.phase == PHASE_TURN {
                turn(lane);
            } else {
                close(lane);
            }
            if is_leader(lane) {
                begin_next_phase();
            }
        }
        meet();
        if is_leader(lane) {
            say(next_step());
        }
        step = told();
    }
    if is_leader(lane) {
        put_down(ix);
    }
}

fn put_down(ix: u32) {
    markets[ix].phase = market.phase;
    markets[ix].exponent = market.exponent;
    markets[ix].limit = market.limit;
    markets[ix].patience = market.patience;
    markets[ix].hand = market.hand;
    markets[ix].cursor = market.cursor;
    markets[ix].left = market.left;
}

// The side that opens bids in `FORWARD`, the other in `REVERSE`.
fn bidders_are_rows(phase: u32) -> bool {
    return (phase == PHASE_REVERSE) == (market.is_swapped != 0u);
}

// Leaves a phase that is not bidding; where the last one ends, with a lesser eps or for good.
fn begin_next_phase() {
    if market.phase != PHASE_CLOSE {
        market.phase += 1u;
        market.patience = market.limit;
        market.hand = NOBODY;
        market.cursor = NOBODY;
        market.left = 0u;
    } else if market.exponent > 0u {
        market.exponent -= 1u;
        eps = power_of_scaling(market.exponent);
        market.limit = UNLIMITED;
        market.phase = PHASE_OPEN;
    } else {
        market.phase = PHASE_CLEARED;
    }
}

// What the team does next. In a phase of bidding, whoever bids next; if nobody does, the phase after it; if patience is at its
// end, the round begins again with a greater eps.
fn next_step() -> Step {
    if market.phase == PHASE_FORWARD || market.phase == PHASE_REVERSE {
        find_bidder();
        if market.hand == NOBODY {
            market.phase += 1u;
        } else if market.patience == 0u {
            market.exponent += 1u;
            eps = power_of_scaling(market.exponent);
            if less64(vec2<u32>(market.top_low, market.top_high), eps) {
                market.limit = UNLIMITED;
            }
            market.phase = PHASE_OPEN;
        }
    }
    let needed = most_rounds_of(market.phase);
    if needed > rounds_left && market.phase != PHASE_CLEARED {
        return Step(PHASE_PAUSED, NOBODY);
    }
    rounds_left -= min(needed, rounds_left);
    let bidder = market.hand;
    if market.phase == PHASE_FORWARD || market.phase == PHASE_REVERSE {
        market.hand = NOBODY;
        if market.limit != UNLIMITED {
            market.patience -= 1u;
        }
    }
    return Step(market.phase, bidder);
}

// Whoever was displaced by the last bid bids next, else the next free unit, in the order of agents.
fn find_bidder() {
    let is_row = bidders_are_rows(market.phase);
    while market.hand == NOBODY {
        if market.left > 0u {
            market.left -= 1u;
            market.hand = market.cursor;
            return;
        }
        market.cursor += 1u;
        if market.cursor >= n_agents(is_row) {
            market.cursor -= 1u;
            return;
        }
        rounds_left -= min(rounds_left, 1u);
        let agent = agent_of(is_row, market.cursor);
        market.left = agents[agent].units;
        if market.phase == PHASE_REVERSE {
            // A place empty at price 0 is as it should be, and its agent need not bid.
            let is_settled = equal64(price_of(agent), vec2<u32>(0u, 0u));
            market.left = select(market.left - atomicLoad(&seated[agent]), 0u, is_settled);
        }
    }
}

// Rounds of loops that a step can take at most; leaving a loop counts as one.
fn most_rounds_of(phase: u32) -> u32 {
    let share = (max(market.n_rows, market.n_columns) + LANES - 1u) / LANES;
    let depth = 32u - countLeadingZeros(market.most_units);
    if phase == PHASE_FORWARD || phase == PHASE_REVERSE {
        return 16u + share + depth;
    }
    return 64u + share * 24u + min(share * market.most_units, market.n_places) * (6u + depth);
}

// What one lane finds for a bidder among its share of the other side; ties go to the lower index.
fn look(is_row: bool, bidder: u32, lane: u32) -> Offer {
    var offer = Offer(vec2<u32>(0u, 0u), vec2<u32>(0u, 0u), NOBODY);
    let own_pool = agents[agent_of(is_row, bidder)].pool;
    for (var ix = lane; ix < n_agents(!is_row); ix += LANES) {
        let other = agents[agent_of(!is_row, ix)];
        let price = vec2<u32>(other.low, other.high);
        let value = value_of(select(ix, bidder, is_row), select(bidder, ix, is_row), select(own_pool, other.pool, is_row));
        if other.units == 0u || !less64(price, value) {
            continue;
        }
        let gain = sub64(value, price);
        if less64(offer.best, gain) {
            offer = Offer(gain, offer.best, ix);
        } else if less64(offer.second, gain) {
            offer.second = gain;
        }
    }
    return offer;
}

// Seats a bidder: as high as it can go without regretting the second best by more than eps. Who sat lowest makes room.
fn sit_down(is_row: bool, bidder: u32, offer: Offer) {
    let object = agent_of(!is_row, offer.object);
    let first = first_seats[object];
    let units = agents[object].units;
    let n = atomicLoad(&seated[object]);
    var level = add64(price_of(object), offer.best);
    if less64(eps, offer.second) {
        level = sub64(level, sub64(offer.second, eps));
    }
    let seat = Seat(level.x, level.y, bidder);
    if n == units {
        market.hand = seats[first].who;
        sift_down(first, n, seat);
    } else {
        sift_up(first, n, seat);
        atomicStore(&seated[object], n + 1u);
    }
    if n + 1u >= units {
        set_price(object, vec2<u32>(seats[first].low, seats[first].high));
    }
}

fn less_seat(a: Seat, b: Seat) -> bool {
    let one = vec2<u32>(a.low, a.high);
    let other = vec2<u32>(b.low, b.high);
    return less64(one, other) | (equal64(one, other) & (a.who < b.who));
}

// Puts a seat in place of the top of a heap of `n`.
fn sift_down(first: u32, n: u32, seat: Seat) {
    var hole = 0u;
    loop {
        var child = 2u * hole + 1u;
        if child >= n {
            break;
        }
        var lower = seats[first + child];
        if child + 1u < n {
            let other = seats[first + child + 1u];
            if less_seat(other, lower) {
                lower = other;
                child += 1u;
            }
        }
        if !less_seat(lower, seat) {
            break;
        }
        seats[first + hole] = lower;
        hole = child;
    }
    seats[first + hole] = seat;
}

// Puts a seat at the end of a heap of `n`.
fn sift_up(first: u32, n: u32, seat: Seat) {
    var hole = n;
    while hole > 0u {
        let parent = (hole - 1u) / 2u;
        let above = seats[first + parent];
        if !less_seat(seat, above) {
            break;
        }
        seats[first + hole] = above;
        hole = parent;
    }
    seats[first + hole] = seat;
}

// Empties the places of one side.
fn vacate(is_row: bool, lane: u32) {
    for (var ix = lane; ix < n_agents(is_row); ix += LANES) {
        atomicStore(&seated[agent_of(is_row, ix)], 0u);
    }
}

// Seats with each agent of a side whoever it sits with, in no particular order.
fn gather(is_row: bool, lane: u32) {
    vacate(is_row, lane);
    meet();
    for (var ix = lane; ix < n_agents(!is_row); ix += LANES) {
        let host = agent_of(!is_row, ix);
        let first = first_seats[host];
        let n = atomicLoad(&seated[host]);
        for (var seat = first; seat < first + n; seat++) {
            let guest = agent_of(is_row, seats[seat].who);
            seats[first_seats[guest] + atomicAdd(&seated[guest], 1u)].who = ix;
        }
    }
    meet();
}

// Seen from the side that has bid: whoever it sits with sits with it, at the profit that it makes.
fn turn(lane: u32) {
    let is_row = bidders_are_rows(PHASE_FORWARD);
    gather(is_row, lane);
    for (var ix = lane; ix < n_agents(is_row); ix += LANES) {
        let agent = agent_of(is_row, ix);
        let profit = least_surplus(is_row, ix);
        set_price(agent, profit);
        let first = first_seats[agent];
        for (var n = 0u; n < atomicLoad(&seated[agent]); n++) {
            sift_up(first, n, Seat(profit.x, profit.y, seats[first + n].who));
        }
    }
}

// The prices that the other side's profits leave.
fn close(lane: u32) {
    let is_row = !bidders_are_rows(PHASE_FORWARD);
    gather(is_row, lane);
    for (var ix = lane; ix < n_agents(is_row); ix += LANES) {
        set_price(agent_of(is_row, ix), least_surplus(is_row, ix));
    }
}

// What an agent makes by its worst unit with whom it sits with; a free unit makes nothing.
fn least_surplus(is_row: bool, ix: u32) -> vec2<u32> {
    let agent = agent_of(is_row, ix);
    let n = atomicLoad(&seated[agent]);
    if n < agents[agent].units || n == 0u {
        return vec2<u32>(0u, 0u);
    }
    var least = vec2<u32>(0xffffffffu, 0xffffffffu);
    for (var seat = first_seats[agent]; seat < first_seats[agent] + n; seat++) {
        let who = seats[seat].who;
        let partner = agent_of(!is_row, who);
        let pool = agents[select(partner, agent, !is_row)].pool;
        let value = value_of(select(who, ix, is_row), select(ix, who, is_row), pool);
        let price = price_of(partner);
        var surplus = vec2<u32>(0u, 0u);
        if less64(price, value) {
            surplus = sub64(value, price);
        }
        if less64(surplus, least) {
            least = surplus;
        }
    }
    return least;
}
