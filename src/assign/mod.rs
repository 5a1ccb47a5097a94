//! The assignment problem and the algorithms that solve it. Nothing here knows of drones.
//!
//! A [`Problem`] is what one decision may choose from: weapons with rounds and shared pools, targets with the number of
//! shots they want, and an integer cost for each pair. An [`Answer`] is a set of pairs. An [`Assigner`] is a pure function
//! from the problem and from its own explicit [`Memory`] to an answer, so that a decision can be repeated anywhere and a
//! keyframe holds all there is. [`ASSIGNERS`] lists them; each is one file that carries its documentation and tests.
//!
//! What is assigned (costs) and how (algorithm) are separate choices: whoever fills [`Problem::cost`] chooses the objective.

pub(crate) mod auction;
mod branch_and_price;
mod chosen;
mod consensus;
pub mod external;
#[cfg(test)]
pub(crate) mod fixture;
mod greedy;
mod jonker_volgenant;
pub(crate) mod linear;
mod local_search;
mod marginal;
mod marginal_return;
mod nearest;
mod network;
mod none;
#[cfg(test)]
pub(crate) mod oracle;
mod outlook;
mod problem;
mod random;
mod registry;
mod rolling_horizon;
mod session;
mod urgency;
pub mod wta;

pub use chosen::{ChooseError, Chosen, choose};
pub use network::Network;
pub use outlook::{Later, Outlook};
pub use problem::{Answer, AnswerError, INFEASIBLE, Memory, NO_POOL, Pair, Problem, ShapeError, gain};
pub use registry::{ASSIGNERS, Assigner, DeviceRule, Runs, UnknownAssigner, find};
pub use session::{AssignError, Occasion, Reason, Session};
