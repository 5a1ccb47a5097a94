// Channels and rails of a site; the Rust twins are in src/model/stage/assign.rs.
// Refers to the bindings `channels` and `rails` of the stage that includes it. Indices are rows of those buffers.

//!include model/layout

// What a search gives that found nothing.
const NOT_FOUND: u32 = 0xffffffffu;

fn channel_is_free(ix: u32, tick: u32) -> bool {
    return channels[ix].holder < 0 && channels[ix].free_tick <= tick;
}

// Channels of a site that are free at this edge.
fn free_channels(header: Replicate, site: Site, tick: u32) -> u32 {
    let first = header.channel_first + site.channel_first;
    var n = 0u;
    for (var ix = first; ix < first + site.n_channels; ix++) {
        n += select(0u, 1u, channel_is_free(ix, tick));
    }
    return n;
}

// Rails of a site that are loaded at this edge.
fn free_rails(header: Replicate, site: Site, tick: u32) -> u32 {
    let first = header.rail_first + site.rail_first;
    var n = 0u;
    for (var ix = first; ix < first + site.n_rails; ix++) {
        n += select(0u, 1u, rails[ix] <= tick);
    }
    return n;
}

// Shots a site can give now, all its magazines together.
fn site_capacity(header: Replicate, site: Site, tick: u32) -> u32 {
    return min(free_channels(header, site, tick), free_rails(header, site, tick));
}

// The free channel of least index from `start` on, or NOT_FOUND.
fn find_channel(start: u32, header: Replicate, site: Site, tick: u32) -> u32 {
    for (var ix = start; ix < header.channel_first + site.channel_first + site.n_channels; ix++) {
        if channel_is_free(ix, tick) {
            return ix;
        }
    }
    return NOT_FOUND;
}

// The loaded rail of least index from `start` on, or NOT_FOUND.
fn find_rail(start: u32, header: Replicate, site: Site, tick: u32) -> u32 {
    for (var ix = start; ix < header.rail_first + site.rail_first + site.n_rails; ix++) {
        if rails[ix] <= tick {
            return ix;
        }
    }
    return NOT_FOUND;
}
