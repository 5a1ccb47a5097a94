//! What a classification is worth to the defence: the chance that a track is a threat, after Bayes.
//!
//! Known to the defence are how often each sensor is right (`classification_probability`) and the share of decoys that it counts
//! with (`believed_decoy_share`). A sensor that is right half of the time tells nothing, whatever it says.

use super::stage::assign::CHANCE_STEPS;

/// Chances in 65,536ths that a track is a threat, when it was taken for one and when it was taken for a decoy, by a sensor that is
/// right with probability `right`, where a share `decoys` of all are decoys.
pub fn genuine(right: f64, decoys: f64) -> [u32; 2] {
    let posterior = |told_of_threat: f64, told_of_decoy: f64| {
        let (threat, decoy) = ((1.0 - decoys) * told_of_threat, decoys * told_of_decoy);
        // What is never said leaves the share as it was.
        let chance = if threat + decoy > 0.0 { threat / (threat + decoy) } else { 1.0 - decoys };
        (chance * f64::from(CHANCE_STEPS) + 0.5).floor() as u32
    };
    [posterior(right, 1.0 - right), posterior(1.0 - right, right)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_by_hand() {
        assert_eq!(genuine(1.0, 0.5), [65_536, 0]);
        assert_eq!(genuine(0.0, 0.5), [0, 65_536]);
        assert_eq!(genuine(0.75, 0.5), [49_152, 16_384]);
        // 0.8 x 0.9 against 0.2 x 0.1; 0.8 x 0.1 against 0.2 x 0.9.
        assert_eq!(genuine(0.9, 0.2), [63_765, 20_165]);
    }

    #[test]
    fn a_coin_tells_nothing_and_what_is_certain_stays_so() {
        for share in [0.0, 0.25, 0.5, 1.0] {
            let [threat, decoy] = genuine(0.5, share);
            assert_eq!((threat, decoy), (((1.0 - share) * 65_536.0) as u32, threat));
        }
        for right in [0.0, 0.3, 1.0] {
            assert_eq!(genuine(right, 0.0), [65_536; 2]);
            assert_eq!(genuine(right, 1.0), [0; 2]);
        }
    }

    #[test]
    fn on_average_the_share_is_kept() {
        for (right, share) in [(0.6, 0.38), (0.9, 0.1), (0.2, 0.7)] {
            let told_threat = (1.0 - share) * right + share * (1.0 - right);
            let [threat, decoy] = genuine(right, share).map(f64::from);
            let mean = (told_threat * threat + (1.0 - told_threat) * decoy) / 65_536.0;
            assert!((mean - (1.0 - share)).abs() < 1.0e-5, "{right} {share}");
        }
    }
}
