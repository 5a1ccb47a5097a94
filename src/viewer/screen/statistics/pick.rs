//! What was picked: a replicate under an assigner, made into what the window opens.

use crate::study::Study;
use crate::viewer::screen::{Action, At, Brought, RaidRequest};

/// A replicate that was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Index of the assigner in the study.
    pub case_ix: usize,
    /// The replicate.
    pub replicate: u32,
    /// The assigner it is to be seen beside, if any.
    pub beside: Option<usize>,
}

impl Pick {
    /// One replicate to be watched.
    pub fn one(case_ix: usize, replicate: u32) -> Self {
        Self { case_ix, replicate, beside: None }
    }

    /// What the window is asked for. `source` is where the scenario came from.
    pub fn action(self, study: &Study, source: &str) -> Action {
        let case = &study.plan.cases[self.case_ix];
        let name = |ix: usize| study.plan.cases[ix].label();
        let request = Box::new(RaidRequest {
            scenario: study.plan.scenario.clone(),
            digest: case.scenario_digest.clone(),
            source: source.to_owned(),
            variant: study.variant.clone(),
            assigner: Some(name(self.case_ix)),
            brought: study.plan.cases.iter().map(Brought::from).collect(),
            objective: Some(case.scenario.doctrine.objective),
            seed: study.plan.seed,
            replicate: self.replicate,
            at: At::FirstLeak,
            on_gpu: false,
        });
        match self.beside {
            Some(other) => Action::OpenCompare(request, name(other), name(self.case_ix)),
            None => Action::OpenRaid(request),
        }
    }
}
