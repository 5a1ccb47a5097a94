//! The decisions of one replicate, one after the other, by whoever was chosen to make them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

use super::chosen::Chosen;
use super::external::{Fault, Talk};
use super::problem::{Answer, AnswerError, Memory, Problem};
use super::registry::Assigner;

/// The replicate whose decisions a session makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occasion {
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replicate.
    pub replicate: u32,
}

/// There is no answer to a problem. There is never another one in its place: the replicate ends here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("epoch {epoch}, {n_weapons} weapons, {n_targets} targets, {n_wanted} shots wanted: {reason}")]
pub struct AssignError {
    /// The epoch that was to decide.
    pub epoch: u32,
    /// Weapons of the problem.
    pub n_weapons: usize,
    /// Targets of the problem.
    pub n_targets: usize,
    /// Shots that they wanted together.
    pub n_wanted: u64,
    /// What happened instead.
    pub reason: Reason,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// The answer breaks a limit of the problem.
    #[error("the answer breaks a limit: {0}")]
    Broken(#[from] AnswerError),
    /// A program outside did not do its part.
    #[error(transparent)]
    Program(#[from] Fault),
}

/// Decides for one replicate. Clones are at the same replicate.
#[derive(Clone)]
pub struct Session {
    by: By,
    of: Occasion,
}

#[derive(Clone)]
enum By {
    Listed(&'static dyn Assigner),
    Own(Arc<dyn Assigner>),
    Talk(Arc<Mutex<Talk>>),
}

impl Session {
    /// Nothing is decided yet, and no program is started before something is to be decided.
    pub fn new(chosen: &Chosen, of: Occasion) -> Self {
        let by = match chosen {
            Chosen::Listed(assigner) => By::Listed(*assigner),
            Chosen::Own(assigner) => By::Own(Arc::clone(assigner)),
            Chosen::Program(program, case) => By::Talk(case.talk(program, of)),
        };
        Self { by, of }
    }

    /// The replicate.
    pub fn occasion(&self) -> Occasion {
        self.of
    }

    /// Decides; `memory` is the algorithm's own from the decision before. What a program answered once in an epoch of this
    /// replicate it is not asked again.
    ///
    /// # Errors
    /// When there is no answer, or none that keeps the limits.
    pub fn decide(&self, problem: &Problem, memory: &mut Memory) -> Result<Answer, AssignError> {
        let answer = match &self.by {
            By::Listed(assigner) => {
                let answer = assigner.assign(problem, memory);
                debug_assert_eq!(answer.check(problem), Ok(()), "{} broke a limit", assigner.name());
                Ok(answer)
            }
            By::Own(assigner) => {
                let answer = assigner.assign(problem, memory);
                answer.check(problem).map(|()| answer).map_err(Reason::from)
            }
            By::Talk(talk) => talk.lock().unwrap_or_else(PoisonError::into_inner).decide(problem),
        };
        answer.map_err(|reason| AssignError {
            epoch: problem.epoch,
            n_weapons: problem.n_weapons,
            n_targets: problem.n_targets,
            n_wanted: problem.wanted(),
            reason,
        })
    }

    /// The replicate is over. To be called once nothing more is to be decided in it.
    pub fn finish(&self) {
        if let By::Talk(talk) = &self.by {
            talk.lock().unwrap_or_else(PoisonError::into_inner).finish();
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("of", &self.of).finish_non_exhaustive()
    }
}
