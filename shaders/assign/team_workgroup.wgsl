// A team of a workgroup: what lanes find is brought together by atomics, between barriers.

//!include assign/workgroup

// The greatest gain and the least place that has it, and the greatest of the rest: exact whatever the order of arrival.
var<workgroup> best_high: atomic<u32>;
var<workgroup> best_low: atomic<u32>;
var<workgroup> best_object: atomic<u32>;
var<workgroup> second_high: atomic<u32>;
var<workgroup> second_low: atomic<u32>;

fn say(step: Step) {
    step_told = step;
    atomicStore(&best_high, 0u);
    atomicStore(&best_low, 0u);
    atomicStore(&best_object, NOBODY);
    atomicStore(&second_high, 0u);
    atomicStore(&second_low, 0u);
}

// The offer over the shares of all lanes.
fn best_of_team(mine: Offer, lane: u32) -> Offer {
    atomicMax(&best_high, mine.best.y);
    workgroupBarrier();
    let high = atomicLoad(&best_high);
    if mine.best.y == high {
        atomicMax(&best_low, mine.best.x);
    }
    workgroupBarrier();
    let best = vec2<u32>(atomicLoad(&best_low), high);
    if equal64(mine.best, best) {
        atomicMin(&best_object, mine.object);
    }
    workgroupBarrier();
    let object = atomicLoad(&best_object);
    let rest = select(mine.best, mine.second, mine.object == object);
    atomicMax(&second_high, rest.y);
    workgroupBarrier();
    if rest.y == atomicLoad(&second_high) {
        atomicMax(&second_low, rest.x);
    }
    workgroupBarrier();
    return Offer(best, vec2<u32>(atomicLoad(&second_low), atomicLoad(&second_high)), object);
}
