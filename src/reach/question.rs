//! What is asked: against which threat, flying to where, how sure the track must be.

use glam::DVec2;

use crate::model::CaseModel;
use crate::model::compile::Map;
use crate::scenario::schema::ThreatType;

/// Where the threat flies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The theatre's origin.
    #[default]
    Origin,
    /// An asset's centre, by its index in the scenario.
    Asset(usize),
}

/// A question about the defence as it stands.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Question {
    /// Where the threat flies to.
    pub aim: Aim,
    /// Its type, by its index in the scenario: mean cruise speed, cross-section, loudness.
    pub threat_type: usize,
    /// Its altitude above sea level, metres; 10 to 15,000.
    pub altitude_m: f64,
    /// Probability with which the track must be confirmed for the defence to count on it, above 0 and below 1; 0.5 asks for
    /// the median. More asks for a surer track and finds it later.
    pub confidence: f64,
    /// Angle between two bearings, degrees; the circle is divided evenly into at least one step.
    pub step_deg: f64,
}

/// A name in a question that the scenario does not have.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// No such asset.
    #[error("no asset \"{name}\"; there are {known}")]
    Asset {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// No such threat type.
    #[error("no threat type \"{name}\"; there are {known}")]
    ThreatType {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
}

impl Question {
    /// Step between two bearings unless something else is asked for, degrees.
    pub const STEP_DEG: f64 = 2.0;

    /// The first asset, the first threat type at its mean altitude, the median.
    pub fn new(case: &CaseModel) -> Self {
        let aim = if case.assets.is_empty() { Aim::Origin } else { Aim::Asset(0) };
        let altitude_m = case.scenario.threat_types.first().map_or(1_000.0, |kind| kind.cruise_altitude_m);
        Self { aim, threat_type: 0, altitude_m, confidence: 0.5, step_deg: Self::STEP_DEG }
    }

    /// Asks about the asset of this name.
    ///
    /// # Errors
    /// [`QuestionError::Asset`], with the names that there are.
    pub fn set_asset(&mut self, case: &CaseModel, name: &str) -> Result<(), QuestionError> {
        let assets = &case.scenario.assets;
        let found = assets.iter().position(|asset| asset.name == name);
        self.aim = Aim::Asset(found.ok_or_else(|| QuestionError::Asset {
            name: name.to_owned(),
            known: list(assets.iter().map(|asset| asset.name.as_str())),
        })?);
        Ok(())
    }

    /// Asks about the threat type of this name, at its mean altitude.
    ///
    /// # Errors
    /// [`QuestionError::ThreatType`], with the names that there are.
    pub fn set_threat_type(&mut self, case: &CaseModel, name: &str) -> Result<(), QuestionError> {
        let types = &case.scenario.threat_types;
        let found = types.iter().position(|kind| kind.name == name);
        self.threat_type = found.ok_or_else(|| QuestionError::ThreatType {
            name: name.to_owned(),
            known: list(types.iter().map(|kind| kind.name.as_str())),
        })?;
        self.altitude_m = types[self.threat_type].cruise_altitude_m;
        Ok(())
    }

    /// Where the threat flies to, metres east and north of the origin.
    pub fn aim_m(&self, case: &CaseModel) -> DVec2 {
        let Aim::Asset(ix) = self.aim else { return DVec2::ZERO };
        let asset = case.scenario.assets.get(ix);
        asset.map_or(DVec2::ZERO, |asset| Map::new(&case.scenario).east_north_m(&asset.position))
    }

    /// What the threat flies to, by name.
    pub fn aim_name<'a>(&self, case: &'a CaseModel) -> &'a str {
        match self.aim {
            Aim::Origin => "the theatre's origin",
            Aim::Asset(ix) => case.scenario.assets.get(ix).map_or("the theatre's origin", |asset| asset.name.as_str()),
        }
    }

    /// The threat's type; the scenario's first where the index is out of range.
    pub fn kind<'a>(&self, case: &'a CaseModel) -> Option<&'a ThreatType> {
        let types = &case.scenario.threat_types;
        types.get(self.threat_type).or_else(|| types.first())
    }

    /// How many bearings there are.
    pub(super) fn n_bearings(&self) -> u32 {
        (360.0 / self.step_deg.clamp(0.1, 360.0)).round().max(1.0) as u32
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
