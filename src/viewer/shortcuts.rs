//! Every keyboard shortcut of the window in one list, from which the overlay is drawn.

use eframe::egui::{self, Align2, Margin, RichText, Window, vec2};

use super::palette::Palette;

/// One shortcut.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// As printed on the keys.
    pub keys: &'static str,
    /// What it does.
    pub does: &'static str,
}

/// Shortcuts that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Where they work.
    pub title: &'static str,
    /// In the order of use.
    pub list: &'static [Shortcut],
}

const fn key(keys: &'static str, does: &'static str) -> Shortcut {
    Shortcut { keys, does }
}

/// All shortcuts.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Everywhere",
        list: &[
            key("F1  or  ?", "this overview"),
            key("Ctrl + O", "open a scenario or a folder of results"),
            key("Ctrl + 1 ... 5", "gallery, raid, compare, statistics, edit"),
            key("Ctrl + plus, minus, 0", "interface larger, smaller, as the system has it"),
            key("Esc", "close what lies on top, clear the selection"),
            key("Ctrl + Q", "close the window"),
        ],
    },
    Group {
        title: "Time",
        list: &[
            key("Space", "play, pause"),
            key("→  ←", "one tick on, back"),
            key("Shift + →  ←", "one epoch on, back"),
            key("Home  End", "beginning, end"),
            key("[  ]", "slower, faster"),
            key("L  Shift + L", "next leak, previous leak"),
        ],
    },
    Group {
        title: "Airspace",
        list: &[
            key("V", "map or 3-D"),
            key("R", "see everything"),
            key("F", "follow the selection"),
            key("M", "measure; Esc ends"),
            key("Ctrl + F", "search"),
            key("P", "show or hide the panel"),
            key("drag", "move; with Shift or the right button: turn"),
            key("wheel", "zoom at the pointer"),
        ],
    },
    Group {
        title: "Editor",
        list: &[
            key("Ctrl + Z", "undo"),
            key("Ctrl + Shift + Z  or  Ctrl + Y", "redo"),
            key("Ctrl + S", "save"),
            key("Delete", "remove the selected member"),
        ],
    },
];

/// The overlay with all of them.
pub fn overlay(ctx: &egui::Context, open: &mut bool, palette: &Palette) {
    if !*open {
        return;
    }
    let mut stays = true;
    let room = ctx.content_rect().size() - vec2(80.0, 140.0);
    Window::new("Keyboard shortcuts")
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 10.0))
        .collapsible(false)
        .resizable(false)
        .open(&mut stays)
        .max_height(room.y)
        .default_height(room.y)
        .vscroll(true)
        .show(ctx, |ui| {
            if room.x > TWO_COLUMNS_FROM {
                let (left, right) = GROUPS.split_at(GROUPS.len() / 2);
                ui.horizontal_top(|ui| {
                    ui.vertical(|ui| list(ui, left, palette));
                    ui.add_space(20.0);
                    ui.vertical(|ui| list(ui, right, palette));
                });
            } else {
                list(ui, GROUPS, palette);
            }
        });
    *open = stays;
}

/// Narrower windows show one group below the other.
const TWO_COLUMNS_FROM: f32 = 960.0;

fn list(ui: &mut egui::Ui, groups: &[Group], palette: &Palette) {
    for group in groups {
        ui.label(RichText::new(group.title).color(palette.accent).strong());
        egui::Grid::new(group.title).num_columns(2).spacing(vec2(16.0, 4.0)).show(ui, |ui| {
            for shortcut in group.list {
                let cap =
                    egui::Frame::new().fill(palette.raised).corner_radius(4).inner_margin(Margin::symmetric(6, 1));
                cap.show(ui, |ui| {
                    ui.set_min_width(150.0);
                    ui.label(shortcut.keys);
                });
                ui.label(shortcut.does);
                ui.end_row();
            }
        });
        ui.add_space(8.0);
    }
}
