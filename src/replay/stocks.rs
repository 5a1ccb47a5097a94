//! What is left to shoot with: rounds in the magazines and guidance channels that are taken. Counted here only, so that the
//! map, the panel and the plots agree.
//!
//! Knows the model's rows. Reads interceptors by their state at a moment, channels at an edge.

use super::subject::Subject;
use crate::model::CaseModel;
use crate::model::codes;
use crate::model::layout::Channel;

/// Rounds left and channels in use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stocks {
    /// Rounds left by magazine of the case, those ordered but not launched included.
    pub left: Vec<u32>,
    /// Guidance channels by site that are held, or not yet free again after they were.
    pub channels_used: Vec<u32>,
}

/// Whether an interceptor with this status is still in its magazine.
pub fn is_left(round_status: u32) -> bool {
    matches!(round_status, codes::ROUND_READY | codes::ROUND_ORDERED)
}

impl Stocks {
    /// Counts a replicate's interceptors, by their states in order, and its channels at the edge `tick`.
    pub fn count(
        subject: &Subject,
        round_statuses: impl Iterator<Item = u32>,
        channels: &[Channel],
        tick: u32,
    ) -> Self {
        let case = &*subject.case;
        let mut left = vec![0; case.groups.len()];
        for (status, issue) in round_statuses.zip(&subject.statics.issues) {
            left[issue.group as usize] += u32::from(is_left(status));
        }
        let is_used = |channel: &&Channel| channel.holder >= 0 || channel.free_tick > tick;
        let used = case.sites.iter().map(|site| {
            let first = site.channel_first as usize;
            let of_site = channels.get(first..first + site.n_channels as usize).unwrap_or_default();
            of_site.iter().filter(is_used).count() as u32
        });
        Self { left, channels_used: used.collect() }
    }

    /// Rounds left by site.
    pub fn left_by_site(&self, case: &CaseModel) -> Vec<u32> {
        let mut by_site = vec![0; case.sites.len()];
        for (&left, &site) in self.left.iter().zip(&case.group_sites) {
            by_site[site] += left;
        }
        by_site
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::compile::CaseModel;
    use crate::scenario;

    #[test]
    fn ordered_rounds_are_left_and_a_channel_is_taken_until_it_is_free() {
        let loaded = scenario::load("contract/mixed", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap();
        let subject = Subject::new(Arc::new(case), 1, 0);
        let n = subject.statics.issues.len();
        let n_channels = subject.case.sites.iter().map(|site| site.n_channels).sum::<u32>() as usize;
        let mut channels = vec![Channel { holder: -1, ..Channel::default() }; n_channels];
        let count =
            |statuses: &[u32], channels: &[Channel]| Stocks::count(&subject, statuses.iter().copied(), channels, 100);
        let mut statuses = vec![codes::ROUND_READY; n];
        statuses[0] = codes::ROUND_ORDERED;
        let full = count(&statuses, &channels);
        assert_eq!(full.left.iter().sum::<u32>() as usize, n);
        assert_eq!(full.channels_used.iter().sum::<u32>(), 0);
        statuses[0] = codes::ROUND_CRUISE;
        channels[0].free_tick = 101;
        let shot = count(&statuses, &channels);
        assert_eq!(shot.left_by_site(&subject.case).iter().sum::<u32>() as usize, n - 1);
        assert_eq!(shot.channels_used[0], 1);
        channels[0].free_tick = 100;
        assert_eq!(count(&statuses, &channels).channels_used[0], 0);
    }
}
