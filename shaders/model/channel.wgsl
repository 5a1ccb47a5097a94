// Giving back a guidance channel, at the edge or at a pass; the Rust twin is in src/model/stage/launch.rs.
// Refers to the binding `channels` of the stage that includes it.

//!include model/layout

// Frees the channel that a round holds, from `free_tick` on; the caller has seen that it holds one, clears the round's own
// field and emits the event. Only the holder's lane comes here, so no two lanes write one channel.
fn free_channel(header: Replicate, channel: i32, free_tick: u32) {
    channels[header.channel_first + u32(channel)] = Channel(-1, free_tick);
}
