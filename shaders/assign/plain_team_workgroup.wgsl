// A team of a workgroup: what lanes find is brought together by atomics, between barriers.

//!include assign/workgroup

// The least of what the lanes found and the lowest column that has it, and the least of the rest: exact whatever the order of arrival.
var<workgroup> least: atomic<i32>;
var<workgroup> least_column: atomic<u32>;
var<workgroup> least_of_rest: atomic<i32>;

fn say(step: Step) {
    step_told = step;
    atomicStore(&least, UNREACHED);
    atomicStore(&least_column, NOBODY);
    atomicStore(&least_of_rest, UNREACHED);
}

// The offer over the columns of all lanes.
fn best_of_team(mine: Offer, lane: u32) -> Offer {
    let nearest = nearest_of_team(Nearest(mine.best, mine.column), lane);
    atomicMin(&least_of_rest, select(mine.best, mine.second, mine.column == nearest.column));
    workgroupBarrier();
    return Offer(nearest.distance, atomicLoad(&least_of_rest), nearest.column);
}

// The nearest column over those of all lanes.
fn nearest_of_team(mine: Nearest, lane: u32) -> Nearest {
    atomicMin(&least, mine.distance);
    workgroupBarrier();
    let distance = atomicLoad(&least);
    if mine.distance == distance {
        atomicMin(&least_column, mine.column);
    }
    workgroupBarrier();
    return Nearest(distance, atomicLoad(&least_column));
}
