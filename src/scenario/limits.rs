//! How large a scenario may be: the one place for what the flat tables of the model can index.
//!
//! The limits keep a name in one byte (255) or a set of sensors in one 64-bit word; a raid that passes them may still be
//! too large for a machine, which the engine says when it runs.

/// Most assets.
pub const MAX_ASSETS: usize = 255;
/// Most threat types.
pub const MAX_THREAT_TYPES: usize = 255;
/// Most interceptor types.
pub const MAX_INTERCEPTOR_TYPES: usize = 255;
/// Most launch areas.
pub const MAX_LAUNCH_AREAS: usize = 255;
/// Most routes.
pub const MAX_ROUTES: usize = 255;
/// Most waves.
pub const MAX_WAVES: usize = 255;
/// Most sites.
pub const MAX_SITES: usize = 255;
/// Most magazines over all sites (each is a pair of a site and a type).
pub const MAX_MAGAZINES: usize = 255;
/// Most sensors, radars, acoustic areas and ideal ones together: a set of them is one 64-bit word.
pub const MAX_SENSORS: usize = 64;
/// Most corners of an acoustic area's polygon; the schema says the same, and a test compares the two.
pub const MAX_CORNERS: usize = 64;
/// Most threats of a raid, all waves together.
pub const MAX_THREATS: u64 = 1_000_000;
/// Most interceptors, all magazines together.
pub const MAX_ROUNDS: u64 = 1_000_000;
/// Most variants of one file: each of them is checked whenever the file is read.
pub const MAX_VARIANTS: usize = 64;
/// Largest scenario file, bytes.
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// Most parts of one dotted TOML key: tables nested deeper than this are a mistake, and would cost stack.
pub const MAX_KEY_PARTS: usize = 32;
