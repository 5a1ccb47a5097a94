//! Conservation: the counts of a replicate have to add up. What does not is a defect, reported and never mended.

use crate::model::CaseModel;
use crate::model::codes;
use crate::model::outcome::Outcome;

/// What is wrong with an outcome, or nothing.
///
/// # Errors
/// One sentence per contradiction, joined.
pub fn audit(case: &CaseModel, outcome: &Outcome) -> Result<(), String> {
    let mut wrong = faults(outcome.faults);
    // Sums in 64 bits: an outcome may come from a file that anyone wrote.
    let sum = |counts: &[u32]| counts.iter().map(|&n| u64::from(n)).sum::<u64>();
    let mut expect = |what: &str, found: u64, expected: u64| {
        if found != expected {
            wrong.push(format!("{what}: {found} against {expected}"));
        }
    };
    for (kind, counts) in ["threats", "decoys"].iter().zip(&outcome.threats) {
        let ended = sum(&[counts.killed, counts.lost, counts.leaked, counts.airborne, counts.pending]);
        expect(&format!("{kind} by end do not add up to those launched"), ended, counts.launched.into());
    }
    expect(
        "threats and decoys against the raid's size",
        sum(&outcome.threats.map(|t| t.launched)),
        case.n_threats.into(),
    );
    let rounds = &outcome.rounds;
    let ended = sum(&[rounds.hits, rounds.misses, rounds.expired, rounds.aborted, rounds.in_flight]);
    expect("interceptors by end do not add up to those launched", ended, rounds.launched.into());
    let issued = sum(&[rounds.launched, rounds.remaining]);
    expect("interceptors launched and left against the magazines", issued, case.n_rounds.into());
    expect("hits against kills", rounds.hits.into(), sum(&outcome.threats.map(|t| t.killed)));
    for (causes, counts) in outcome.causes.iter().zip(&outcome.threats) {
        expect("leakers with a cause against leakers", sum(&causes[1..]), counts.leaked.into());
    }
    let hits = sum(&outcome.threats.map(|t| t.leaked_hit));
    expect("hits on assets against leakers that hit", sum(&outcome.asset_hits), hits);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// Impossible states that the stages met, in words.
fn faults(bits: u32) -> Vec<String> {
    const NAMES: [(u32, &str); 4] = [
        (codes::FAULT_POSITION, "a position left the range of the map"),
        (codes::FAULT_ORDERS, "more orders than room for them"),
        (codes::FAULT_RESOURCE, "an order for a round, channel or rail that was not free"),
        (codes::FAULT_UNDECIDED, "a device that did not come to the end of a decision"),
    ];
    let mut words: Vec<String> =
        NAMES.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| (*name).to_owned()).collect();
    let known = NAMES.iter().fold(0, |all, (bit, _)| all | bit);
    if bits & !known != 0 {
        words.push(format!("fault bits {:#x}", bits & !known));
    }
    words
}
