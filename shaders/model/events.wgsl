// Events in stages with a lane per threat or round; the Rust twin is src/model/events.rs.
// Refers to the binding `tallies` (`TallyShared`) of the stage that includes it.

//!include exact/rng
//!include model/layout

// Adds an event to a replicate's digest: wrapping sums, so that the order in which lanes arrive leaves no trace.
fn emit(replicate: u32, tick: u32, stage: u32, entity: u32, code: u32, detail: u32) {
    let hash = event_hash(tick, stage, entity, code, detail);
    atomicAdd(&tallies[replicate].digest0, hash.x);
    atomicAdd(&tallies[replicate].digest1, hash.y);
}
