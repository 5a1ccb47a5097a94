//! Shipped raids for the tests of these screens.

use std::sync::Arc;

use crate::model::CaseModel;
use crate::replay::Subject;
use crate::viewer::screen::{At, RaidRequest};

/// A shipped scenario's replicate 0.
pub fn request(name: &str, assigner: Option<&str>) -> RaidRequest {
    let loaded = crate::scenario::load(name, None).unwrap();
    RaidRequest {
        scenario: loaded.scenario,
        digest: loaded.digest,
        source: name.to_owned(),
        variant: None,
        assigner: assigner.map(str::to_owned),
        objective: None,
        seed: 1,
        replicate: 0,
        at: At::Beginning,
    }
}

/// The same, not yet simulated.
pub fn subject(name: &str, assigner: Option<&str>) -> Subject {
    let request = request(name, assigner);
    let case = CaseModel::compile(&request.scenario, &request.digest, assigner, None).unwrap();
    Subject::new(Arc::new(case), request.seed, request.replicate)
}
