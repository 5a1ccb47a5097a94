//! Paths flown: positions of every agent kept at a coarse, even spacing in time while the film is made.

/// The path of one agent in the air, oldest point first; it ends at or before the moment that is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// Index of the threat or the round.
    pub entity: u32,
    /// Metres east, north, up.
    pub points_m: Vec<[f32; 3]>,
}

/// Paths of everything in the air at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trails {
    /// True paths of threats.
    pub threats: Vec<Trail>,
    /// Believed paths of threats (tracks).
    pub tracks: Vec<Trail>,
    /// Paths of interceptors.
    pub rounds: Vec<Trail>,
}
