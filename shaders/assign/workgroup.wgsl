// A workgroup of 64 lanes: lane 0 leads, the others meet it at barriers. The text that includes this has `Step`, and `say`, by which the
// leader sets `step_told`.

const LANES: u32 = 64u;

var<workgroup> step_told: Step;

fn is_leader(lane: u32) -> bool {
    return lane == 0u;
}

// What one lane wrote to buffers is known to all.
fn meet() {
    storageBarrier();
}

// Read uniformly, since barriers must be met by all.
fn told() -> Step {
    return workgroupUniformLoad(&step_told);
}
