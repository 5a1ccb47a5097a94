// A team of one subgroup of eight lanes that go in step. Each keeps the whole account for itself and leads itself: what one
// does after the other all do alike, and only the offers of their shares are brought together. No barrier is needed for that.

const LANES: u32 = 8u;

var<private> step_told: Step;

fn is_leader(lane: u32) -> bool {
    return true;
}

// What one lane wrote to buffers is known to all.
fn meet() {
    subgroupBarrier();
}

fn say(step: Step) {
    step_told = step;
}

fn told() -> Step {
    return step_told;
}

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
