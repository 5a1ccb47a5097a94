//! Who is who in a replicate: names and kinds of everything by index, made once when it is opened.

use crate::model::names::Names;
use crate::replay::Subject;
use crate::viewer::selection::{Entity, Picture};

/// A threat, in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raider {
    /// Index of its type in the scenario.
    pub kind: usize,
    /// Whether it is a decoy.
    pub decoy: bool,
    /// Index of the asset it is aimed at.
    pub aim: usize,
}

/// An interceptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hunter {
    /// Index of its type in the scenario.
    pub kind: usize,
    /// Index of its site.
    pub site: usize,
    /// Index of its magazine in the case.
    pub group: usize,
}

/// Everything that can be pointed at.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Names of threats, interceptors, channels.
    pub names: Names,
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
        let (case, scenario) = (&*subject.case, &subject.case.scenario);
        let names = Names::new(case);
        let kind_of = |name: &str| scenario.threat_types.iter().position(|kind| kind.name == name).unwrap_or(0);
        let threats = names.threats().iter().zip(&subject.statics.plans).map(|(named, plan)| Raider {
            kind: kind_of(&named.kind),
            decoy: plan.decoy == 1,
            aim: plan.asset as usize,
        });
        let rounds = subject.statics.issues.iter().map(|issue| issue.group as usize).map(|group| Hunter {
            kind: case.group_types[group],
            site: case.group_sites[group],
            group,
        });
        Self {
            threats: threats.collect(),
            threat_types: scenario.threat_types.iter().map(|kind| kind.name.clone()).collect(),
            rounds: rounds.collect(),
            round_types: scenario.interceptor_types.iter().map(|kind| kind.name.clone()).collect(),
            sites: scenario.sites.iter().map(|site| site.name.clone()).collect(),
            assets: scenario.assets.iter().map(|asset| asset.name.clone()).collect(),
            sensors: case.sensor_names.clone(),
            names,
        }
    }

    /// What a threat is called: by its wave and type, or by its track where only belief is shown.
    pub fn threat(&self, ix: u32, picture: Picture) -> String {
        match picture {
            Picture::Belief => format!("Track {ix}"),
            _ => {
                let named = self.names.threat(ix);
                format!("{} {}", named.name, named.kind)
            }
        }
    }

    /// Name of the asset a threat is aimed at.
    pub fn aim(&self, ix: u32) -> &str {
        self.threats.get(ix as usize).and_then(|threat| self.assets.get(threat.aim)).map_or("its aim", String::as_str)
    }

    /// What an interceptor is called.
    pub fn round(&self, ix: u32) -> &str {
        &self.names.round(ix).name
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

    /// Whatever has this name, as the lists show it; a threat also without its type.
    ///
    /// # Errors
    /// With the nearest name, for people.
    pub fn find(&self, name: &str) -> Result<Entity, String> {
        let wanted = name.to_lowercase();
        let mut nearest = (usize::MAX, String::new());
        for entity in self.everything() {
            let own = self.name(entity, Picture::Truth);
            let short = match entity {
                Entity::Threat(ix) => self.names.threat(ix).name.clone(),
                _ => own.clone(),
            };
            for known in [short, own] {
                let distance = strsim::damerau_levenshtein(&known.to_lowercase(), &wanted);
                if distance == 0 {
                    return Ok(entity);
                }
                if distance < nearest.0 {
                    nearest = (distance, known);
                }
            }
        }
        Err(format!("nothing in this raid is called \"{name}\"; the nearest name is \"{}\"", nearest.1))
    }

    /// All that can be selected, what stands on the ground first.
    pub fn everything(&self) -> impl Iterator<Item = Entity> + use<> {
        let all = |n: usize| 0..n as u32;
        let sites = all(self.sites.len()).map(Entity::Site);
        let assets = all(self.assets.len()).map(Entity::Asset);
        let sensors = all(self.sensors.len()).map(Entity::Sensor);
        let threats = all(self.threats.len()).map(Entity::Threat);
        sites.chain(assets).chain(sensors).chain(threats).chain(all(self.rounds.len()).map(Entity::Round))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn everybody_has_a_name_and_is_found_by_it() {
        let subject = fixture::subject("contract/mixed", None);
        let cast = Cast::of(&subject);
        assert_eq!(cast.threats.len(), subject.case.n_threats as usize);
        assert_eq!(cast.rounds.len(), subject.case.n_rounds as usize);
        for entity in cast.everything() {
            let name = cast.name(entity, Picture::Truth);
            assert!(!name.is_empty());
            assert_eq!(cast.find(&name.to_uppercase()), Ok(entity));
        }
        assert_eq!(cast.find(&cast.names.threat(4).name), Ok(Entity::Threat(4)));
        let error = cast.find(&format!("{}x", cast.sites[0])).unwrap_err();
        assert!(error.contains(&format!("the nearest name is \"{}\"", cast.sites[0])), "{error}");
    }

    #[test]
    fn belief_names_no_wave_and_what_is_not_there_has_no_name() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        assert_eq!(cast.threat(3, Picture::Belief), "Track 3");
        assert_eq!(cast.name(Entity::Round(u32::MAX), Picture::Truth), "");
    }
}
