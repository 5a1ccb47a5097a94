//! The keyboard of the raid and the compare screen. The overlay that lists the keys is `viewer::shortcuts`.

use eframe::egui::{self, Key, Modifiers};

use super::command::Command;

/// Every key with what it does. Keys with a modifier come first: without one a key is also found where a modifier is held.
const KEYS: [(Modifiers, Key, Command); 18] = [
    (Modifiers::COMMAND, Key::F, Command::Find),
    (Modifiers::SHIFT, Key::ArrowLeft, Command::StepEpoch(-1.0)),
    (Modifiers::SHIFT, Key::ArrowRight, Command::StepEpoch(1.0)),
    (Modifiers::SHIFT, Key::L, Command::PreviousLeak),
    (Modifiers::NONE, Key::Space, Command::TogglePlay),
    (Modifiers::NONE, Key::ArrowLeft, Command::StepTick(-1.0)),
    (Modifiers::NONE, Key::ArrowRight, Command::StepTick(1.0)),
    (Modifiers::NONE, Key::Home, Command::Start),
    (Modifiers::NONE, Key::End, Command::End),
    (Modifiers::NONE, Key::OpenBracket, Command::Faster(-1)),
    (Modifiers::NONE, Key::CloseBracket, Command::Faster(1)),
    (Modifiers::NONE, Key::L, Command::NextLeak),
    (Modifiers::NONE, Key::F, Command::ToggleFollow),
    (Modifiers::NONE, Key::R, Command::ResetView),
    (Modifiers::NONE, Key::V, Command::ToggleProjection),
    (Modifiers::NONE, Key::M, Command::ToggleMeasure),
    (Modifiers::NONE, Key::P, Command::TogglePanel),
    (Modifiers::NONE, Key::Escape, Command::Escape),
];

/// The commands of the keys pressed in this frame. None while a field or a button has the keyboard, or a menu is open: there the
/// keys are its own. Where a view of the airspace has it (`map`), the arrows are the view's.
pub fn pressed(ctx: &egui::Context, map: &[Option<egui::Id>]) -> Vec<Command> {
    let focused = ctx.memory(egui::Memory::focused);
    let on_map = focused.is_some() && map.contains(&focused);
    if (focused.is_some() && !on_map) || egui::Popup::is_any_open(ctx) {
        return Vec::new();
    }
    let is_arrow = |key: Key| matches!(key, Key::ArrowLeft | Key::ArrowRight);
    ctx.input_mut(|input| {
        let mut commands = Vec::new();
        for (modifiers, key, command) in KEYS.into_iter().filter(|(_, key, _)| !(on_map && is_arrow(*key))) {
            let n = input.count_and_consume_key(modifiers, key);
            commands.extend(std::iter::repeat_n(command, n));
        }
        commands
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        for (ix, (modifiers, key, command)) in KEYS.iter().enumerate() {
            for (other_modifiers, other_key, other) in &KEYS[ix + 1..] {
                assert!(key != other_key || modifiers != other_modifiers, "{key:?} is there twice");
                assert_ne!(command, other);
            }
        }
    }
}
