//! Codes, times and directions in words. The only place of the screens where a code becomes text.

use crate::model::codes;
use crate::viewer::selection::Picture;

pub use crate::replay::clock;

/// The same with tenths of a second, for a moment that stands still.
pub fn clock_tenths(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0 + 0.5) as u64;
    format!("{}.{}", clock((tenths / 10) as f64), tenths % 10)
}

/// A speed as people read it.
pub fn speed(mps: f64) -> String {
    format!("{} km/h", crate::report::number::fixed(3.6 * mps, 0))
}

/// An altitude.
pub fn altitude(metres: f64) -> String {
    format!("{} m", crate::report::number::fixed(metres, 0))
}

/// A distance: metres below a kilometre, kilometres above.
pub fn distance(metres: f64) -> String {
    if metres.abs() < 1000.0 {
        format!("{} m", crate::report::number::fixed(metres, 0))
    } else {
        format!("{} km", crate::report::number::fixed(metres / 1000.0, 1))
    }
}

/// A direction over ground: `045° NE`; `None` where there is hardly any motion.
pub fn bearing(east: f64, north: f64) -> Option<String> {
    const POINTS: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    if east * east + north * north < 1.0e-6 {
        return None;
    }
    let deg = libm::atan2(east, north).to_degrees().rem_euclid(360.0);
    let point = POINTS[(deg / 45.0).round() as usize % 8];
    Some(format!("{:03.0}° {point}", deg.round() % 360.0))
}

/// A threat's true state.
pub fn threat_state(status: u32) -> &'static str {
    match status {
        codes::THREAT_PENDING => "not yet started",
        codes::THREAT_AIRBORNE | codes::THREAT_ARRIVED | codes::THREAT_STRUCK => "in the air",
        codes::THREAT_KILLED => "killed",
        codes::THREAT_LOST => "lost on the way",
        codes::THREAT_LEAKED_HIT => "leaked, hit",
        codes::THREAT_LEAKED_MISS => "leaked, missed its aim",
        _ => "unknown",
    }
}

/// A track's state.
pub fn track_state(status: u32, believed_dead: bool) -> &'static str {
    match (status, believed_dead) {
        (codes::TRACK_CONFIRMED, true) => "believed killed",
        (codes::TRACK_CONFIRMED, false) => "tracked",
        (codes::TRACK_TENTATIVE, _) => "detected, not confirmed",
        _ => "no track",
    }
}

/// An interceptor's state.
pub fn round_state(status: u32) -> &'static str {
    match status {
        codes::ROUND_READY => "in the magazine",
        codes::ROUND_ORDERED => "ordered",
        codes::ROUND_CRUISE => "on its way",
        codes::ROUND_TERMINAL => "seeker on the target",
        codes::ROUND_ORPHAN => "without a target",
        codes::ROUND_RETARGET => "changing its target",
        codes::ROUND_HIT => "killed its target",
        codes::ROUND_MISSED => "missed",
        codes::ROUND_EXPIRED => "out of endurance",
        codes::ROUND_ABORTED => "given up",
        _ => "unknown",
    }
}

/// An interceptor's state as far as the picture knows it. Where only belief is shown, how a pass went is not known before it
/// is assessed, nor that there is no target any more: the flight goes on, or is over.
pub fn round_state_in(status: u32, picture: Picture) -> &'static str {
    match status {
        codes::ROUND_HIT | codes::ROUND_MISSED if picture == Picture::Belief => "its flight is over",
        _ => round_state(picture.round_status(status)),
    }
}

/// A leak's cause in a few words, to stand after a dash.
pub fn cause(cause: u32) -> &'static str {
    match cause {
        codes::CAUSE_UNDETECTED => "never detected",
        codes::CAUSE_TRACKED_TOO_LATE => "tracked too late",
        codes::CAUSE_UNREACHABLE => "out of reach",
        codes::CAUSE_NO_INTERCEPTOR => "no interceptor left",
        codes::CAUSE_NO_CHANNEL => "no channel free",
        codes::CAUSE_NOT_ASSIGNED => "not assigned",
        codes::CAUSE_MISSED => "shot at and missed",
        codes::CAUSE_WRONGLY_ASSESSED => "wrongly assessed",
        _ => "cause unknown",
    }
}

/// A leak's cause in a sentence (docs/model.md, score).
pub fn cause_sentence(cause: u32) -> &'static str {
    match cause {
        codes::CAUSE_UNDETECTED => "No sensor ever had a confirmed track of it.",
        codes::CAUSE_TRACKED_TOO_LATE => {
            "It was tracked, but no interceptor could still have met it before its arrival or the commit limit."
        }
        codes::CAUSE_UNREACHABLE => "At no decision could any interceptor have met it, however early it had left.",
        codes::CAUSE_NO_INTERCEPTOR => {
            "When it could last have been met in time, every magazine within reach was empty."
        }
        codes::CAUSE_NO_CHANNEL => {
            "Rounds were left when it could last have been met in time, but no guidance channel or rail was free."
        }
        codes::CAUSE_NOT_ASSIGNED => "It could have been engaged with what was free, and the assigner did not.",
        codes::CAUSE_MISSED => "Every shot at it missed, failed to acquire, came too late or was cancelled.",
        codes::CAUSE_WRONGLY_ASSESSED => "The defence took it for killed, or for a decoy that is not worth a shot.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!([clock(0.0), clock(754.9), clock(3754.0)], ["00:00", "12:34", "1:02:34"]);
        assert_eq!([clock_tenths(59.96), clock_tenths(3.12)], ["01:00.0", "00:03.1"]);
    }

    #[test]
    fn directions() {
        assert_eq!(bearing(1.0, 1.0).unwrap(), "045° NE");
        assert_eq!(bearing(-0.001, 1.0).unwrap(), "000° N");
        assert_eq!(bearing(-1.0, 0.0).unwrap(), "270° W");
        assert_eq!(bearing(0.0, 0.0), None);
    }

    #[test]
    fn every_code_has_words() {
        for &(name, value) in codes::ALL {
            let words = match name.split('_').next() {
                Some("THREAT") => threat_state(value),
                Some("ROUND") => round_state(value),
                Some("CAUSE") if value != codes::CAUSE_NONE => cause(value),
                _ => continue,
            };
            assert!(!words.contains("unknown"), "{name} has no words");
            assert!(!name.starts_with("CAUSE") || cause_sentence(value).ends_with('.'), "{name} has no sentence");
        }
        assert_eq!(threat_state(99), "unknown");
    }

    #[test]
    fn units() {
        assert_eq!([speed(50.0), distance(999.0), distance(12_345.0)], ["180 km/h", "999 m", "12.3 km"]);
    }
}
