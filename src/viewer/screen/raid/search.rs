//! Search: everything by name, type and state. All words typed must occur, in any order.

use eframe::egui::{self, Key, RichText};

use super::cast::Cast;
use super::command::Command;
use super::parts;
use super::view::{View, was_detected};
use super::words;
use crate::replay::Frame;
use crate::report::number;
use crate::viewer::selection::{Entity, Picture};

/// The search field and what it was made from.
#[derive(Debug, Default)]
pub struct Search {
    /// What is typed.
    pub query: String,
    /// Take the keyboard in the next frame.
    focus: bool,
    /// Name and kind of everything, in small letters.
    index: Vec<(Entity, String)>,
}

const ROW_HEIGHT: f32 = 24.0;

impl Search {
    /// Everything there is.
    pub fn new(cast: &Cast) -> Self {
        Self { index: index(cast), ..Self::default() }
    }

    /// Types into the field from the next frame on.
    pub fn take_keyboard(&mut self) {
        self.focus = true;
    }

    /// Draws the field and the results. Enter selects the first and follows it, a click selects.
    pub fn ui(&mut self, ui: &mut egui::Ui, view: &View<'_>, commands: &mut Vec<Command>) {
        let field =
            egui::TextEdit::singleline(&mut self.query).hint_text("Name, type or state").desired_width(f32::INFINITY);
        let field = ui.add(field);
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Search"));
        if std::mem::take(&mut self.focus) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let found = self.find(&view.shot.before, view.picture);
        if entered && let Some(first) = found.first() {
            commands.push(Command::Follow(*first));
        }
        if self.query.trim().is_empty() {
            let text = "Type a part of a name, a type or a state, such as \"leaked\", \"magazine\" or a wave's name. \
                        Enter selects the first result and follows it.";
            return parts::hint(ui, view.palette, text);
        }
        if found.is_empty() {
            return parts::hint(ui, view.palette, "Nothing of this name, type or state. Try fewer words.");
        }
        let n = number::counted(found.len() as u64, "result");
        ui.label(RichText::new(n).small().color(view.palette.text_weak));
        let height = (found.len().min(8) as f32) * (ROW_HEIGHT + ui.spacing().item_spacing.y);
        let area = egui::ScrollArea::vertical().id_salt("results").max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW_HEIGHT, found.len(), |ui, range| {
            for &entity in &found[range] {
                result(ui, view, entity, commands);
            }
        });
    }

    /// What fits at a moment, what stands on the ground first.
    pub fn find(&self, frame: &Frame, picture: Picture) -> Vec<Entity> {
        let query = self.query.to_lowercase();
        let wanted: Vec<&str> = query.split_whitespace().collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let fits = |(entity, text): &&(Entity, String)| {
            if let (Picture::Belief, Entity::Threat(ix)) = (picture, *entity)
                && !frame.tracks.get(ix as usize).is_some_and(was_detected)
            {
                return false;
            }
            let state = state(*entity, frame, picture);
            // A name tells the wave and the type, which the defence does not know.
            let text = if picture == Picture::Belief && matches!(entity, Entity::Threat(_)) { "track" } else { text };
            wanted.iter().all(|word| text.contains(word) || state.contains(word))
        };
        self.index.iter().filter(fits).map(|(entity, _)| *entity).collect()
    }
}

fn index(cast: &Cast) -> Vec<(Entity, String)> {
    let text = |entity: Entity| {
        let kind = match entity {
            Entity::Threat(ix) if cast.threats[ix as usize].decoy => "decoy",
            Entity::Threat(_) => "threat",
            Entity::Round(_) => "interceptor",
            Entity::Site(_) => "launch site",
            Entity::Asset(_) => "asset",
            Entity::Sensor(_) => "sensor",
        };
        format!("{} {kind}", cast.name(entity, Picture::Truth)).to_lowercase()
    };
    cast.everything().map(|entity| (entity, text(entity))).collect()
}

/// Its state in words; the believed one where only belief is shown.
fn state(entity: Entity, frame: &Frame, picture: Picture) -> &'static str {
    match entity {
        Entity::Threat(ix) if picture == Picture::Belief => frame
            .tracks
            .get(ix as usize)
            .map_or("", |track| words::track_state(track.status, track.believed_dead_tick != 0)),
        Entity::Threat(ix) => frame.threats.get(ix as usize).map_or("", |threat| words::threat_state(threat.status)),
        Entity::Round(ix) => {
            frame.rounds.get(ix as usize).map_or("", |round| words::round_state_in(round.status, picture))
        }
        _ => "",
    }
}

fn result(ui: &mut egui::Ui, view: &View<'_>, entity: Entity, commands: &mut Vec<Command>) {
    let name = view.cast.name(entity, view.picture);
    let state = state(entity, &view.shot.before, view.picture);
    ui.horizontal(|ui| {
        if ui.add(egui::Button::new(&name).frame(false)).on_hover_text("Select it").clicked() {
            commands.push(Command::Select(Some(entity)));
        }
        ui.add(egui::Label::new(RichText::new(state).small().color(view.palette.text_weak)).truncate());
    });
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::model::codes;
    use crate::model::layout::Threat;

    #[test]
    fn all_words_must_occur_in_name_type_or_state() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        let mut frame = Frame { threats: vec![Threat::default(); cast.threats.len()], ..Frame::default() };
        frame.threats[2].status = codes::THREAT_LEAKED_HIT;
        let mut search = Search::new(&cast);
        let mut find = |query: &str, picture| {
            search.query = query.to_owned();
            search.find(&frame, picture)
        };
        assert_eq!(find("leaked", Picture::Truth), [Entity::Threat(2)]);
        assert_eq!(find("LEAKED hit", Picture::Both), [Entity::Threat(2)]);
        assert!(find("leaked navigator", Picture::Truth).is_empty());
        assert!(find("  ", Picture::Truth).is_empty());
        let decoys = find("decoy", Picture::Truth).len();
        assert_eq!(decoys, cast.threats.iter().filter(|threat| threat.decoy).count());
        assert!(find("decoy", Picture::Belief).is_empty(), "belief must not tell what is a decoy");
        assert!(find(&cast.sites[0], Picture::Belief).contains(&Entity::Site(0)));
    }
}
