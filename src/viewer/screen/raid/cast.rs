//! Who is who in a replicate: names and kinds of everything by index, made once when it is opened.

use crate::model::CaseModel;
use crate::model::layout::Plan;
use crate::model::raid::next_part;
use crate::replay::Subject;
use crate::viewer::selection::{Entity, Picture};

/// A threat.
#[derive(Clone, Debug, PartialEq)]
pub struct Raider {
    /// `wave/number`.
    pub name: String,
    /// Index of its type in the scenario.
    pub kind: usize,
    /// Whether it is a decoy, in truth.
    pub decoy: bool,
    /// Index of the asset it is aimed at, in truth.
    pub aim: usize,
}

/// An interceptor.
#[derive(Clone, Debug, PartialEq)]
pub struct Hunter {
    /// `site/type/number`.
    pub name: String,
    /// Index of its type in the scenario.
    pub kind: usize,
    /// Index of its site.
    pub site: usize,
    /// Index of its magazine in the case.
    pub group: usize,
}

/// Everything that can be pointed at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cast {
    /// Threats.
    pub threats: Vec<Raider>,
    /// Names of threat types.
    pub threat_types: Vec<String>,
    /// Interceptors.
    pub rounds: Vec<Hunter>,
    /// Names of interceptor types.
    pub round_types: Vec<String>,
    /// Names of sites.
    pub sites: Vec<String>,
    /// Names of assets.
    pub assets: Vec<String>,
    /// Names of sensors.
    pub sensors: Vec<String>,
}

impl Cast {
    /// Everybody in a replicate.
    pub fn of(subject: &Subject) -> Self {
        let case = &*subject.case;
        let scenario = &case.scenario;
        Self {
            threats: raiders(case, &subject.statics.plans),
            threat_types: scenario.threat_types.iter().map(|kind| kind.name.clone()).collect(),
            rounds: hunters(case),
            round_types: scenario.interceptor_types.iter().map(|kind| kind.name.clone()).collect(),
            sites: scenario.sites.iter().map(|site| site.name.clone()).collect(),
            assets: scenario.assets.iter().map(|asset| asset.name.clone()).collect(),
            sensors: case.sensor_names.clone(),
        }
    }

    /// What a threat is called: by its wave, or where only belief is shown by its track.
    pub fn threat(&self, ix: u32, picture: Picture) -> String {
        match (picture, self.threats.get(ix as usize)) {
            (Picture::Belief, _) | (_, None) => format!("Track {ix}"),
            (_, Some(threat)) => format!("{} {}", threat.name, self.threat_type(ix)),
        }
    }

    /// A threat's type.
    pub fn threat_type(&self, ix: u32) -> &str {
        self.threats.get(ix as usize).and_then(|threat| self.threat_types.get(threat.kind)).map_or("", String::as_str)
    }

    /// Name of the asset a threat is aimed at.
    pub fn aim(&self, ix: u32) -> &str {
        self.threats.get(ix as usize).and_then(|threat| self.assets.get(threat.aim)).map_or("its aim", String::as_str)
    }

    /// What an interceptor is called.
    pub fn round(&self, ix: u32) -> &str {
        self.rounds.get(ix as usize).map_or("", |round| round.name.as_str())
    }

    /// What anything is called.
    pub fn name(&self, entity: Entity, picture: Picture) -> String {
        let of = |list: &[String], ix: u32| list.get(ix as usize).cloned().unwrap_or_default();
        match entity {
            Entity::Threat(ix) => self.threat(ix, picture),
            Entity::Round(ix) => self.round(ix).to_owned(),
            Entity::Site(ix) => of(&self.sites, ix),
            Entity::Asset(ix) => of(&self.assets, ix),
            Entity::Sensor(ix) => of(&self.sensors, ix),
        }
    }

    /// Whatever has this name, as the lists show it.
    ///
    /// # Errors
    /// With the nearest name, for people.
    pub fn find(&self, name: &str) -> Result<Entity, String> {
        let wanted = name.to_lowercase();
        let mut nearest = (usize::MAX, String::new());
        for entity in self.everything() {
            let own = self.name(entity, Picture::Truth);
            let short = match entity {
                Entity::Threat(ix) => self.threats[ix as usize].name.clone(),
                _ => own.clone(),
            };
            for known in [&own, &short] {
                let distance = strsim::damerau_levenshtein(&known.to_lowercase(), &wanted);
                if distance == 0 {
                    return Ok(entity);
                }
                if distance < nearest.0 {
                    nearest = (distance, known.clone());
                }
            }
        }
        Err(format!("nothing in this raid is called \"{name}\"; the nearest name is \"{}\"", nearest.1))
    }

    fn everything(&self) -> impl Iterator<Item = Entity> + use<> {
        let all = |n: usize| 0..n as u32;
        let sites = all(self.sites.len()).map(Entity::Site);
        let ground =
            sites.chain(all(self.assets.len()).map(Entity::Asset)).chain(all(self.sensors.len()).map(Entity::Sensor));
        ground.chain(all(self.threats.len()).map(Entity::Threat)).chain(all(self.rounds.len()).map(Entity::Round))
    }
}

fn raiders(case: &CaseModel, plans: &[Plan]) -> Vec<Raider> {
    let types = &case.scenario.threat_types;
    let mut raiders = Vec::with_capacity(case.n_threats as usize);
    for wave in &case.scenario.raid.waves {
        let total = wave.composition.iter().map(|part| part.count).sum();
        let mut taken = vec![0; wave.composition.len()];
        for n in 0..total {
            let part = &wave.composition[next_part(wave, &mut taken, n, total)];
            let kind = types.iter().position(|kind| kind.name == part.threat_type).unwrap_or(0);
            let decoy = types.get(kind).is_some_and(|kind| kind.decoy);
            let aim = plans.get(raiders.len()).map_or(0, |plan| plan.asset as usize);
            raiders.push(Raider { name: format!("{}/{n}", wave.name), kind, decoy, aim });
        }
    }
    raiders
}

fn hunters(case: &CaseModel) -> Vec<Hunter> {
    let mut hunters = Vec::with_capacity(case.n_rounds as usize);
    for (group, row) in case.groups.iter().enumerate() {
        let (site, kind) = (case.group_sites[group], case.group_types[group]);
        let (site_name, kind_name) = (&case.scenario.sites[site].name, &case.scenario.interceptor_types[kind].name);
        let hunter = |n| Hunter { name: format!("{site_name}/{kind_name}/{n}"), kind, site, group };
        hunters.extend((0..row.n_rounds).map(hunter));
    }
    hunters
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn everybody_has_a_name_and_the_decoys_are_those_of_the_plans() {
        let subject = fixture::subject("contract/mixed", None);
        let cast = Cast::of(&subject);
        assert_eq!(cast.threats.len(), subject.case.n_threats as usize);
        assert_eq!(cast.rounds.len(), subject.case.n_rounds as usize);
        for (threat, plan) in cast.threats.iter().zip(&subject.statics.plans) {
            assert_eq!(threat.decoy, plan.decoy == 1, "{}", threat.name);
        }
        assert!(cast.threat(0, Picture::Truth).starts_with(&cast.threats[0].name));
        assert_eq!(cast.threat(3, Picture::Belief), "Track 3");
        assert_eq!(cast.find(&cast.threats[4].name.to_uppercase()), Ok(Entity::Threat(4)));
        assert_eq!(cast.find(&cast.rounds[2].name), Ok(Entity::Round(2)));
        let error = cast.find(&format!("{}x", cast.sites[0])).unwrap_err();
        assert!(error.contains(&format!("the nearest name is \"{}\"", cast.sites[0])), "{error}");
        assert_eq!(cast.name(Entity::Round(u32::MAX), Picture::Truth), "");
    }
}
