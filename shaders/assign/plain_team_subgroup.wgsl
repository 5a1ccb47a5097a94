// A team of one subgroup of eight lanes that go in step. Each keeps the whole account for itself and leads itself; what they find is
// brought together lane by lane across, first with the neighbour, then with the neighbours' neighbours.

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

// The offer over the columns of all lanes.
fn best_of_team(mine: Offer, lane: u32) -> Offer {
    let of_two = better(mine, offer_across(mine, 1u));
    let of_four = better(of_two, offer_across(of_two, 2u));
    return better(of_four, offer_across(of_four, 4u));
}

fn offer_across(mine: Offer, bit: u32) -> Offer {
    return Offer(
        subgroupShuffleXor(mine.best, bit),
        subgroupShuffleXor(mine.second, bit),
        subgroupShuffleXor(mine.column, bit),
    );
}

// The nearest column over those of all lanes.
fn nearest_of_team(mine: Nearest, lane: u32) -> Nearest {
    let of_two = nearer(mine, nearest_across(mine, 1u));
    let of_four = nearer(of_two, nearest_across(of_two, 2u));
    return nearer(of_four, nearest_across(of_four, 4u));
}

fn nearest_across(mine: Nearest, bit: u32) -> Nearest {
    return Nearest(subgroupShuffleXor(mine.distance, bit), subgroupShuffleXor(mine.column, bit));
}
