//! What lies under the pointer.
//!
//! All places on the screen are looked through for each question: 10,000 distances take some 10 microseconds, less than
//! sorting them into a grid for the two or three questions of a frame.

use eframe::egui::Pos2;

use crate::viewer::selection::Entity;

/// Something that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Where it is drawn, points.
    pub at: Pos2,
    /// How large, points.
    pub radius: f32,
    /// What it is.
    pub entity: Entity,
}

/// As near as the pointer has to come, points.
const REACH: f32 = 10.0;
/// So near that nothing farther away comes first, whatever it is.
const ON_IT: f32 = 3.0;

/// Agents before sites before assets before sensors: what moves is harder to hit.
fn rank(entity: Entity) -> u8 {
    match entity {
        Entity::Threat(_) | Entity::Round(_) => 0,
        Entity::Site(_) => 1,
        Entity::Asset(_) => 2,
        Entity::Sensor(_) => 3,
    }
}

/// What the pointer means: of what lies on it or, failing that, near it, the first by rank and then the nearest.
pub fn pick(targets: &[Target], pointer: Pos2) -> Option<Entity> {
    let within = |reach: f32| {
        let mut best: Option<(u8, f32, Entity)> = None;
        for target in targets {
            let distance = (target.at - pointer).length();
            let found = (rank(target.entity), distance, target.entity);
            if distance <= reach.max(target.radius.min(REACH)) && best.is_none_or(|b| (found.0, found.1) < (b.0, b.1)) {
                best = Some(found);
            }
        }
        best.map(|(_, _, entity)| entity)
    };
    within(ON_IT).or_else(|| within(REACH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(x: f32, entity: Entity) -> Target {
        Target { at: Pos2::new(x, 0.0), radius: 2.0, entity }
    }

    #[test]
    fn within_ten_points_and_no_farther() {
        let targets = [target(0.0, Entity::Site(3))];
        assert_eq!(pick(&targets, Pos2::new(10.0, 0.0)), Some(Entity::Site(3)));
        assert_eq!(pick(&targets, Pos2::new(10.1, 0.0)), None);
    }

    #[test]
    fn agents_come_before_places_and_the_nearest_before_others() {
        let targets = [
            target(0.0, Entity::Sensor(0)),
            target(1.0, Entity::Asset(0)),
            target(5.0, Entity::Threat(7)),
            target(9.0, Entity::Round(8)),
        ];
        assert_eq!(pick(&targets, Pos2::new(5.0, 3.5)), Some(Entity::Threat(7)));
        assert_eq!(pick(&targets, Pos2::new(9.0, 0.0)), Some(Entity::Round(8)));
        assert_eq!(pick(&targets, Pos2::new(-8.0, 0.0)), Some(Entity::Asset(0)));
    }

    #[test]
    fn what_lies_under_the_pointer_comes_before_what_is_near() {
        let targets = [target(0.0, Entity::Asset(0)), target(9.0, Entity::Threat(1))];
        assert_eq!(pick(&targets, Pos2::ZERO), Some(Entity::Asset(0)));
    }
}
