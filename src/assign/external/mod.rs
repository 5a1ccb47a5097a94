//! The user's own program as an assigner: started once for each replicate that flies at a time, told one problem a line, asked
//! for one answer a line. `docs/assignment-protocol.md` is the contract with those who write such programs.
//!
//! A program is no function of the problem alone, so whatever it answers is kept (`tape`) and given again wherever the same
//! replicate is repeated: by the second engine of a comparison, by a film that goes back, by a study that was put on disk. What
//! it does wrong ends the replicate with a reason; nothing is ever decided in its place.
//!
//! Depends on the problem only, and on the operating system for processes and threads. Time limits are those of a wall clock:
//! they decide whether there is a result, never which.

mod command;
mod fault;
mod message;
mod process;
mod program;
mod tape;
mod warden;

pub use command::{CommandError, PREFIX};
pub use fault::Fault;
pub use message::{Briefing, VERSION, schema_json};
pub(super) use program::Talk;
pub use program::{CaseTapes, DEFAULT_TIME_LIMIT, Program};
pub use tape::{Tape, Tapes};
