//! The sites as agents: who hears whom, from the scenario's `[communications]`, for assigners that decide site by site.

use super::batch::{Statics, World};
use super::compile::Map;
use super::layout::Weapon;
use crate::assign::Network;
use crate::scenario::schema::Scenario;

/// Links between all sites that are in range of each other; which weapon is whose is filled in by [`of_decision`].
pub fn of_scenario(scenario: &Scenario) -> Network {
    let (map, links) = (Map::new(scenario), &scenario.communications);
    let places: Vec<_> = scenario.sites.iter().map(|site| map.east_north_m(&site.position)).collect();
    let range_m = links.range_m.unwrap_or(f64::INFINITY);
    let pairs = (0..places.len()).flat_map(|a| (a + 1..places.len()).map(move |b| (a, b)));
    let in_range = |&(a, b): &(usize, usize)| {
        let apart = places[b] - places[a];
        libm::hypot(apart.x, apart.y) <= range_m
    };
    Network {
        n_agents: places.len(),
        agent: Vec::new(),
        identity: Vec::new(),
        links: pairs.filter(in_range).map(|(a, b)| (a as u32, b as u32)).collect(),
        rounds: links.rounds_per_decision,
        latency_epochs: map.ticks(links.latency_s).div_ceil(map.epoch_ticks()),
    }
}

/// The network at one decision: each weapon belongs to the site it was launched from, or will be.
pub fn of_decision(network: &Network, s: &Statics, w: &World, replicate: usize) -> Network {
    let header = &s.replicates[replicate];
    let case = &s.cases[header.case_ix as usize];
    let weapons = &w.weapons[header.weapon_first as usize..(header.weapon_first + header.n_weapons) as usize];
    let site = |group: u32| s.groups[(case.group_first + group) as usize].site;
    // A slot for interceptors in flight is filled anew at each decision; the round in it keeps its row.
    let identity = |(ix, weapon): (u32, &Weapon)| match u32::try_from(weapon.round) {
        Ok(round) => header.n_weapons + round,
        Err(_) => ix,
    };
    Network {
        agent: weapons.iter().map(|weapon| site(weapon.group)).collect(),
        identity: (0..).zip(weapons).map(identity).collect(),
        ..network.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn linked(range_m: Option<f64>, latency_s: f64) -> Network {
        let mut scenario = scenario::load("mass-raid", None).unwrap().scenario;
        scenario.communications.range_m = range_m;
        scenario.communications.latency_s = latency_s;
        of_scenario(&scenario)
    }

    #[test]
    fn sites_in_range_are_linked() {
        let all = linked(None, 0.0);
        let n = all.n_agents;
        assert!(n > 2 && all.links.len() == n * (n - 1) / 2 && all.links.is_sorted());
        assert_eq!(all.islands(), 1);
        assert_eq!(linked(Some(4.0e6), 0.0), all);
        let none = linked(Some(0.0), 0.0);
        assert_eq!((none.links.len(), none.islands()), (0, n));
        // More range, more links, never fewer.
        let ranges = [0.0, 5_000.0, 10_000.0, 20_000.0, 40_000.0, 80_000.0].map(|range_m| linked(Some(range_m), 0.0));
        assert!(ranges.windows(2).all(|pair| pair[0].links.iter().all(|link| pair[1].links.contains(link))));
        assert!(ranges.iter().any(|network| !network.links.is_empty() && network.links.len() < all.links.len()));
    }

    #[test]
    fn latency_counts_in_whole_epochs() {
        let epochs = |latency_s| linked(None, latency_s).latency_epochs;
        assert_eq!([0.0, 0.1, 1.0, 1.1, 7.0].map(epochs), [0, 1, 1, 2, 7]);
    }
}
