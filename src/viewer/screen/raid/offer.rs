//! What is told and offered when films break off: where the GPU that computes a raid beside the CPU is lost or wrong, to go on
//! without it. Shared by the raid and the compare screen.

use eframe::egui::{self, Align2, RichText, Window, vec2};

use crate::replay::Player;
use crate::viewer::palette::Palette;
use crate::viewer::screen::Action;

/// A film that may break off.
pub struct Film<'a> {
    /// The subject of the sentence that tells of it: `The simulation with auction`.
    pub name: &'a str,
    /// Who makes it.
    pub player: &'a Player,
}

/// What a screen has told of its films.
#[derive(Default)]
pub struct BrokenOff {
    told: Vec<String>,
    without_gpu: bool,
}

impl BrokenOff {
    /// Offers to go on with the CPU where only the GPU beside a film failed, once for all of them, and tells once of each film
    /// that broke off otherwise.
    pub fn ui(&mut self, ctx: &egui::Context, palette: &Palette, films: &[Film<'_>]) -> Option<Action> {
        let mut without_gpu = Vec::new();
        let mut news = None;
        for film in films {
            let progress = film.player.progress();
            let Some(error) = progress.error else { continue };
            if progress.can_go_on {
                without_gpu.push((film.player, error));
                continue;
            }
            let text = format!("{} stopped: {error}. What was simulated until then can be watched.", film.name);
            if news.is_none() && !self.told.contains(&text) {
                self.told.push(text.clone());
                news = Some(Action::Warn(text));
            }
        }
        if let Some((_, error)) = without_gpu.first()
            && offer(ctx, palette, error)
        {
            self.without_gpu = true;
            without_gpu.iter().for_each(|(player, _)| player.go_on_with_cpu());
        }
        news
    }

    /// Whether the offer to go on without the GPU was taken.
    pub fn goes_without_gpu(&self) -> bool {
        self.without_gpu
    }
}

/// Tells what happened; true once the offer is taken.
fn offer(ctx: &egui::Context, palette: &Palette, error: &str) -> bool {
    let mut taken = false;
    Window::new("The GPU stopped")
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .collapsible(false)
        .resizable(false)
        .show(ctx, |ui| {
            ui.set_max_width(420.0);
            ui.label(RichText::new(error).color(palette.leak));
            ui.label("Nothing is lost: the CPU engine gives the same raid to the last bit.");
            ui.add_space(6.0);
            taken = ui.button("Go on with the CPU").clicked();
        });
    taken
}

#[cfg(test)]
mod tests {
    use crate::viewer::palette::DARK;
    use egui_kittest::{Harness, kittest::Queryable};

    #[test]
    fn the_offer_says_what_happened_and_is_taken_by_its_button() {
        let mut harness =
            Harness::new_ui_state(|ui, taken: &mut bool| *taken |= super::offer(ui.ctx(), &DARK, "device lost"), false);
        harness.run();
        harness.get_by_label("device lost");
        assert!(!*harness.state());
        harness.get_by_label("Go on with the CPU").click();
        harness.run();
        assert!(*harness.state());
    }
}
