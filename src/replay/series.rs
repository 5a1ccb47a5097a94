//! Counts over time for plots, sampled evenly and thinned as the raid grows longer, so that their size stays bounded.

/// The counts at one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// When.
    pub tick: u32,
    /// Threats and decoys in the air.
    pub airborne: [u32; 2],
    /// Threats and decoys killed so far.
    pub killed: [u32; 2],
    /// Threats and decoys that got lost so far.
    pub lost: [u32; 2],
    /// Threats and decoys that leaked so far.
    pub leaked: [u32; 2],
    /// Confirmed tracks not believed dead.
    pub tracked: u32,
    /// Interceptors in flight.
    pub in_flight: u32,
    /// Interceptors launched so far.
    pub launched: u32,
    /// Rounds left in each site's magazines.
    pub rounds_left: Vec<u32>,
    /// Guidance channels in use at each site.
    pub channels_used: Vec<u32>,
    /// Price of the interceptors launched so far, US dollars.
    pub interceptor_cost_usd: f64,
    /// Value lost so far.
    pub value_lost: f64,
}

/// Samples in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// At most a few thousand, evenly spaced.
    pub samples: Vec<Sample>,
}
