//! Questions put to a film: the decision that a question is about is found, run again up to its costs, and read.

use super::decision::{self, Decision};
use super::explain::{Explanation, Question, clock};
use super::film::Film;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::stage::STAGES;

/// A question with its decision found.
enum Asked {
    Order { event: Event, round: u32 },
    Threat { edge: u32, threat: u32 },
}

impl Film {
    /// Why an interceptor was ordered or a threat was not: from the decision itself, run again. `None` if it was given up.
    pub fn explain(&mut self, question: Question, given_up: &dyn Fn() -> bool) -> Option<Explanation> {
        let asked = match self.decision_of(question) {
            Ok(asked) => asked,
            Err(sentence) => return Some(decision::nothing(self.subject(), question, sentence)),
        };
        let edge = match asked {
            Asked::Order { event, .. } => event.tick,
            Asked::Threat { edge, .. } => edge,
        };
        let (past, names, subject) = self.past_at(edge, given_up)?;
        let decides = STAGES.iter().position(|stage| stage.twin.is_none()).unwrap_or(STAGES.len());
        (0..decides).try_for_each(|stage| past.advance_stage(stage)).ok()?;
        let decision = Decision::read(subject, names, past);
        let told = match asked {
            Asked::Order { event, round } => {
                decision.of_order(question, round, event.detail, event.code == codes::EVENT_RETARGETED)
            }
            Asked::Threat { threat, .. } => decision.of_threat(question, threat),
        };
        // The past goes on to its next edge, where it can be asked for again.
        (decides..STAGES.len()).try_for_each(|stage| past.advance_stage(stage)).ok()?;
        Some(told)
    }

    /// The decision that a question is about, or why there is none.
    fn decision_of(&self, question: Question) -> Result<Asked, String> {
        let case = &self.subject().case;
        match question {
            Question::Order { round, tick } => {
                let is_order = |event: &&Event| {
                    matches!(event.code, codes::EVENT_ORDERED | codes::EVENT_RETARGETED) && event.entity == round
                };
                let found = self.log().events[..self.log().until(f64::from(tick))].iter().rev().find(is_order);
                let none = "This interceptor had no order yet: it waited in its magazine".to_owned();
                found.map(|&event| Asked::Order { event, round }).ok_or(none)
            }
            Question::Threat { threat, .. } if threat >= case.n_threats => {
                Err(format!("There is no threat number {threat}; this raid has {}", case.n_threats))
            }
            Question::Threat { threat, tick } => {
                let period = case.case.decision_ticks;
                let last = self.head_tick().saturating_sub(self.subject().epoch_ticks());
                let edge = tick.min(last) / period * period;
                let warned = self.subject().statics.replicates[0].warning_tick;
                if edge < warned || self.head_tick() == 0 {
                    let from = clock(case.seconds(warned.next_multiple_of(period)));
                    return Err(format!("No decision yet: the defence decides from {from} on"));
                }
                Ok(Asked::Threat { edge, threat })
            }
        }
    }
}
