//! The decisions of one replicate, one after the other, by whoever was chosen to make them.

use thiserror::Error;

use super::chosen::Chosen;
use super::problem::{Answer, AnswerError, Memory, Problem};

/// The replicate whose decisions a session makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occasion {
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replicate.
    pub replicate: u32,
}

/// Why there is no answer to a problem. There is never another one in its place: the replicate ends here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AssignError {
    /// The answer breaks a limit of the problem.
    #[error("its answer breaks a limit: {0}")]
    Broken(#[from] AnswerError),
}

/// Decides for one replicate.
#[derive(Clone, Debug)]
pub struct Session {
    chosen: Chosen,
    of: Occasion,
}

impl Session {
    /// Nothing is decided yet, and nothing is started before something is to be decided.
    pub fn new(chosen: &Chosen, of: Occasion) -> Self {
        Self { chosen: chosen.clone(), of }
    }

    /// The replicate.
    pub fn occasion(&self) -> Occasion {
        self.of
    }

    /// Decides; `memory` is the algorithm's own from the decision before.
    ///
    /// # Errors
    /// When there is no answer, or none that keeps the limits.
    pub fn decide(&self, problem: &Problem, memory: &mut Memory) -> Result<Answer, AssignError> {
        match &self.chosen {
            Chosen::Listed(assigner) => {
                let answer = assigner.assign(problem, memory);
                debug_assert_eq!(answer.check(problem), Ok(()), "{} broke a limit", assigner.name());
                Ok(answer)
            }
            Chosen::Own(assigner) => {
                let answer = assigner.assign(problem, memory);
                answer.check(problem)?;
                Ok(answer)
            }
        }
    }
}
