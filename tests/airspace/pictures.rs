//! What is drawn.

use std::sync::Arc;

use glam::DVec2;
use kingbird::model::codes;
use kingbird::viewer::airspace::{Airspace, Detail};
use kingbird::viewer::selection::Picture as Shown;

use super::compare::{assert_kept, differing, kept, look_alike};
use super::stage::{Stage, draw};

const SMALL: [f32; 2] = [200.0, 150.0];

fn on_the_map() -> Stage {
    let mut stage = Stage::new("mass-raid", 1_500.0);
    stage.detail = Detail::Thumbnail;
    stage
}

#[test]
fn a_raid_at_its_height_on_the_map() {
    assert_kept("map", &on_the_map().picture(SMALL));
}

#[test]
fn a_raid_at_its_height_in_perspective() {
    let mut stage = on_the_map().orbit();
    stage.camera.span_m = 110.0e3;
    assert_kept("orbit", &stage.picture([180.0, 135.0]));
}

#[test]
fn a_moved_site_would_be_noticed() {
    let mut stage = on_the_map();
    stage.layout.sites[0].at_m += DVec2::new(30.0e3, 30.0e3);
    assert!(!look_alike(&stage.picture(SMALL), &kept("map")));
}

/// Threats that the defence knows nothing of, moved elsewhere.
fn with_hidden_truth_changed(mut stage: Stage) -> Stage {
    let untracked: Vec<usize> = (0..stage.shot.before.threats.len())
        .filter(|&ix| [&stage.shot.before, &stage.shot.after].iter().all(|f| f.tracks[ix].status == codes::TRACK_NONE))
        .collect();
    assert!(untracked.len() > 20, "{} threats are untracked", untracked.len());
    for frame in [&mut stage.shot.before, &mut stage.shot.after] {
        for &ix in &untracked {
            Arc::make_mut(frame).threats[ix].x -= 256 * 40_000;
        }
    }
    stage
}

#[test]
fn the_belief_shows_nothing_of_what_is_only_true() {
    let shown = |picture: Shown| {
        let stage = |change: bool| {
            let mut stage = Stage::new("mass-raid", 1_000.0);
            stage.layers.picture = picture;
            if change { with_hidden_truth_changed(stage) } else { stage }
        };
        differing(&stage(false).picture([640.0, 480.0]), &stage(true).picture([640.0, 480.0]))
    };
    assert_eq!(shown(Shown::Belief), 0);
    assert!(shown(Shown::Truth) > 500, "the change is one that is seen where the truth is");
}

#[test]
fn two_views_of_a_frame_do_not_disturb_each_other() {
    let (left, right) = (on_the_map(), Stage::new("force-protection", 600.0).orbit());
    let (mut first, mut second) = (Airspace::default(), Airspace::default());
    let (mut left_camera, mut right_camera) = (left.camera, right.camera);
    let both = draw([400.0, 150.0], |ui| {
        let all = ui.max_rect();
        let (a, b) = all.split_left_right_at_fraction(0.5);
        ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(a), |ui| left.ui(ui, &mut first, &mut left_camera));
        ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(b), |ui| right.ui(ui, &mut second, &mut right_camera));
    });
    let half = |from: usize| super::compare::Picture {
        width: 200,
        rgba: both.rgba.chunks_exact(4 * 400).flat_map(|row| &row[4 * from..4 * (from + 200)]).copied().collect(),
    };
    assert!(look_alike(&half(0), &left.picture(SMALL)));
    assert!(look_alike(&half(200), &right.picture(SMALL)));
}
