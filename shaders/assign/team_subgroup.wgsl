// A team of one subgroup: only the offers of the lanes' shares are brought together.

//!include assign/subgroup

// The offer over the shares of all lanes.
fn best_of_team(mine: Offer, lane: u32) -> Offer {
    let high = subgroupMax(mine.best.y);
    let low = subgroupMax(select(0u, mine.best.x, mine.best.y == high));
    let best = vec2<u32>(low, high);
    let object = subgroupMin(select(NOBODY, mine.object, equal64(mine.best, best)));
    let rest = select(mine.best, mine.second, mine.object == object);
    let rest_high = subgroupMax(rest.y);
    return Offer(best, vec2<u32>(subgroupMax(select(0u, rest.x, rest.y == rest_high)), rest_high), object);
}
