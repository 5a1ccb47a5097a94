// A subgroup of eight lanes that go in step. Each keeps the whole account for itself and leads itself: what one does after the other
// all do alike, and no barrier is needed for that. The text that includes this has `Step`.

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
