//! What can be pointed at, and what is shown of it: shared by the airspace, the cards, the lists and the search.

use serde::{Deserialize, Serialize};

use crate::model::codes;

/// Something on the map, by its index in the case or the replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// A threat and its track.
    Threat(u32),
    /// An interceptor.
    Round(u32),
    /// A launch site.
    Site(u32),
    /// A defended asset.
    Asset(u32),
    /// A sensor, in the order radars, acoustic areas, ideal sensors.
    Sensor(u32),
}

/// Which picture is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// What is true.
    Truth,
    /// What the defence believes: tracks only.
    Belief,
    /// Both, with lines between a threat and its track.
    #[default]
    Both,
}

impl Picture {
    /// An interceptor's status, `codes::ROUND_*`, as far as the picture knows it: that its target is gone is known only
    /// where the truth is shown.
    pub fn round_status(self, status: u32) -> u32 {
        match (self, status) {
            (Self::Belief, codes::ROUND_ORPHAN) => codes::ROUND_CRUISE,
            _ => status,
        }
    }
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layers {
    /// Truth, belief or both.
    pub picture: Picture,
    /// Coastline and borders.
    pub basemap: bool,
    /// Grid in kilometres.
    pub grid: bool,
    /// Sensor coverage at `coverage_altitude_m`.
    pub coverage: bool,
    /// Altitude at which coverage is drawn, metres above sea level.
    pub coverage_altitude_m: f32,
    /// Where each site can meet a threat.
    pub reach: bool,
    /// Paths flown in the last `trail_s` seconds.
    pub trails: bool,
    /// Length of the trails, seconds.
    pub trail_s: f32,
    /// Where agents are headed.
    pub predicted: bool,
    /// Lines from interceptors to their targets.
    pub assignments: bool,
    /// Marks where threats were killed and where they leaked.
    pub marks: bool,
    /// Planned routes of the raid.
    pub routes: bool,
    /// Names.
    pub labels: bool,
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            picture: Picture::Both,
            basemap: true,
            grid: true,
            coverage: true,
            coverage_altitude_m: 1000.0,
            reach: false,
            trails: true,
            trail_s: 120.0,
            predicted: false,
            assignments: true,
            marks: true,
            routes: false,
            labels: true,
        }
    }
}

/// How a threat on the map stands; in Belief, how the defence believes it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreatState {
    /// In the air; in Belief, tracked or detected.
    InTheAir,
    /// Killed; in Belief, believed killed.
    Killed,
    /// Arrived at its aim.
    Leaked,
    /// Lost on the way.
    Lost,
}

impl ThreatState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::InTheAir, Self::Killed, Self::Leaked, Self::Lost];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::InTheAir => "In the air",
            Self::Killed => "Killed",
            Self::Leaked => "Leaked",
            Self::Lost => "Lost on the way",
        }
    }

    /// The state of a status, `codes::THREAT_*`; `None` before it has started.
    pub fn of(status: u32) -> Option<Self> {
        match status {
            codes::THREAT_PENDING => None,
            codes::THREAT_KILLED => Some(Self::Killed),
            codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => Some(Self::Leaked),
            codes::THREAT_LOST => Some(Self::Lost),
            _ => Some(Self::InTheAir),
        }
    }
}

/// How an interceptor on the map stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// Guided to its target.
    Guided,
    /// Its seeker has the target.
    Terminal,
    /// Without a target, or being given another.
    Free,
}

impl RoundState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Guided, Self::Terminal, Self::Free];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Guided => "On its way",
            Self::Terminal => "Seeker on the target",
            Self::Free => "Without a target",
        }
    }

    /// The state of a status, `codes::ROUND_*`; `None` on the ground and after the flight.
    pub fn of(status: u32) -> Option<Self> {
        match status {
            codes::ROUND_CRUISE => Some(Self::Guided),
            codes::ROUND_TERMINAL => Some(Self::Terminal),
            codes::ROUND_ORPHAN | codes::ROUND_RETARGET => Some(Self::Free),
            _ => None,
        }
    }
}

/// Which agents are shown: those that pass every part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Threat types that are hidden, by index in the scenario.
    pub hidden_threat_types: Vec<usize>,
    /// Interceptor types that are hidden, by index in the scenario.
    pub hidden_interceptor_types: Vec<usize>,
    /// Threats that are hidden, by how they stand.
    pub hidden_threat_states: Vec<ThreatState>,
    /// Interceptors that are hidden, by how they stand.
    pub hidden_round_states: Vec<RoundState>,
    /// Only threats that nobody is assigned to.
    pub only_unassigned: bool,
    /// Only threats with a confirmed track.
    pub only_tracked: bool,
}
