//! The screen as its user meets it: every control by its accessible label.

use egui_kittest::kittest::Queryable;

use super::fixture::{Stage, keep, request, settle};
use crate::viewer::screen::{At, RaidRequest};

#[test]
fn pictures() {
    let at = RaidRequest { at: At::FirstLeak, ..request("mass-raid", None) };
    for (name, size, scale) in [
        ("raid-800", [800.0, 500.0], 1.0),
        ("raid-1280", [1280.0, 720.0], 1.0),
        ("raid-1600", [1600.0, 900.0], 1.0),
        ("raid-2560", [2560.0, 1440.0], 1.0),
        ("raid-1280x2", [1280.0, 720.0], 2.0),
    ] {
        let mut harness = Stage::open_at(at.clone(), size, scale);
        keep(&mut harness, &format!("{name}-selected"));
        for tab in ["Numbers", "Events", "Find", "Layers"] {
            if scale == 1.0 && size[0] < 1500.0 {
                harness.get_by_label(tab).click();
                settle(&mut harness);
                keep(&mut harness, &format!("{name}-{tab}"));
            }
        }
    }
}
