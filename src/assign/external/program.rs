//! The program that a name stands for: who talks to it, and what is known of its answers.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::command::{self, CommandError, PREFIX};
use super::fault::Fault;
use super::message::{self, Briefing};
use super::process::Process;
use super::tape::{Tape, Tapes};
use crate::assign::problem::{Answer, Problem};
use crate::assign::session::{Occasion, Reason};

/// What a program is given for an answer, unless it is said otherwise.
pub const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(10);

/// A program as an assigner. Clones of it share its processes and what is known of its answers: under the same case the same
/// replicate is never asked twice.
pub struct Program {
    /// `exec:` and the command.
    name: String,
    /// What to start; none where only its recorded answers are there.
    words: Option<Vec<String>>,
    time_limit: Duration,
    /// Programs that wait for another replicate.
    idle: Mutex<Vec<Process>>,
    cases: Mutex<Vec<(Briefing, Arc<CaseTapes>)>>,
    /// What was recorded elsewhere, whatever the case.
    recorded: Tapes,
}

/// What is known of the answers of one case.
pub struct CaseTapes {
    briefing: Briefing,
    known: Mutex<HashMap<Occasion, Known>>,
}

enum Known {
    /// A replicate that somebody is at.
    Going(Weak<Mutex<Talk>>),
    /// A replicate that is over.
    Done(Arc<Tape>),
}

impl Program {
    /// The program of a name with the prefix `exec:`. It is started when it is first asked.
    ///
    /// # Errors
    /// When there is no command in it.
    pub fn new(name: &str, time_limit: Duration) -> Result<Self, CommandError> {
        let words = command::split(name.strip_prefix(PREFIX).unwrap_or(name))?;
        Ok(Self { words: Some(words), time_limit, ..Self::recorded(name, Tapes::new()) })
    }

    /// A program that is not here: only what it answered once.
    pub fn recorded(name: &str, tapes: Tapes) -> Self {
        Self {
            name: name.to_owned(),
            words: None,
            time_limit: DEFAULT_TIME_LIMIT,
            idle: Mutex::default(),
            cases: Mutex::default(),
            recorded: tapes,
        }
    }

    /// `exec:` and the command.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is known of its answers in a case; the same for the same case.
    pub fn of_case(&self, briefing: &Briefing) -> Arc<CaseTapes> {
        let mut cases = locked(&self.cases);
        if let Some((_, known)) = cases.iter().find(|(known, _)| known == briefing) {
            return Arc::clone(known);
        }
        let done = self.recorded.iter().map(|(of, tape)| (*of, Known::Done(Arc::clone(tape)))).collect();
        let new = Arc::new(CaseTapes { briefing: briefing.clone(), known: Mutex::new(done) });
        cases.push((briefing.clone(), Arc::clone(&new)));
        new
    }

    fn process(&self) -> Result<Process, Reason> {
        let idle = locked(&self.idle).pop();
        match (idle, &self.words) {
            (Some(process), _) => Ok(process),
            (None, Some(words)) => Ok(Process::start(words)?),
            (None, None) => Err(Fault::NotRecorded.into()),
        }
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl CaseTapes {
    /// The answers to replicates that are over.
    pub fn done(&self) -> Tapes {
        let known = locked(&self.known);
        let done = known.iter().filter_map(|(of, known)| match known {
            Known::Done(tape) => Some((*of, Arc::clone(tape))),
            Known::Going(_) => None,
        });
        done.collect()
    }

    /// The conversation about a replicate: the one that is going on, or what is left of one that is over, or a new one.
    pub(in crate::assign) fn talk(self: &Arc<Self>, program: &Arc<Program>, of: Occasion) -> Arc<Mutex<Talk>> {
        let mut known = locked(&self.known);
        let (tape, is_over) = match known.get(&of) {
            Some(Known::Going(talk)) => match talk.upgrade() {
                Some(talk) => return talk,
                None => (Arc::default(), false),
            },
            Some(Known::Done(tape)) => (Arc::clone(tape), true),
            None => (Arc::default(), false),
        };
        let talk = Talk {
            program: Arc::clone(program),
            case: Arc::clone(self),
            of,
            tape,
            is_over,
            process: None,
            failed: None,
        };
        let talk = Arc::new(Mutex::new(talk));
        if !is_over {
            known.insert(of, Known::Going(Arc::downgrade(&talk)));
        }
        talk
    }
}

/// The conversation about one replicate, shared by all who decide in it.
pub struct Talk {
    program: Arc<Program>,
    case: Arc<CaseTapes>,
    of: Occasion,
    tape: Arc<Tape>,
    /// Whether the replicate is over: then nothing more is asked.
    is_over: bool,
    process: Option<Process>,
    /// Why the program can be asked no more.
    failed: Option<Reason>,
}

impl Talk {
    /// What was answered in this epoch, or is answered now.
    ///
    /// # Errors
    /// When there is no answer, or one that breaks a limit; then there is none to any later problem either.
    pub fn decide(&mut self, problem: &Problem) -> Result<Answer, Reason> {
        if let Some(answer) = self.tape.get(problem.epoch) {
            answer.check(problem)?;
            return Ok(answer.clone());
        }
        if let Some(reason) = &self.failed {
            return Err(reason.clone());
        }
        if self.is_over {
            return Err(Fault::NotRecorded.into());
        }
        let answer = self.ask(problem);
        match &answer {
            Ok(answer) => Arc::make_mut(&mut self.tape).push(problem.epoch, answer.clone()),
            Err(reason) => {
                self.failed = Some(reason.clone());
                // Whatever it does now is of no interest; it is ended here.
                self.process = None;
            }
        }
        answer
    }

    fn ask(&mut self, problem: &Problem) -> Result<Answer, Reason> {
        let process = match &mut self.process {
            Some(process) => process,
            none => {
                let mut process = self.program.process()?;
                process.tell(message::replicate_line(&self.case.briefing, self.of));
                none.insert(process)
            }
        };
        let line = process.ask(message::problem_line(problem), self.program.time_limit)?;
        let answer = message::answer(&line, problem.epoch).map_err(|reason| Fault::NotUnderstood {
            reason,
            line: super::process::shown(line.as_bytes()),
            said: process.last_words(),
        })?;
        answer.check(problem)?;
        Ok(answer)
    }

    /// The replicate is over: its answers are kept, and the program is free for another.
    pub fn finish(&mut self) {
        if !self.is_over {
            self.is_over = true;
            locked(&self.case.known).insert(self.of, Known::Done(Arc::clone(&self.tape)));
        }
        self.release();
    }

    fn release(&mut self) {
        if let Some(process) = self.process.take()
            && process.is_well()
        {
            locked(&self.program.idle).push(process);
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // A replicate that was called off: the program is told of the next one as of any.
        self.release();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
