//! What is offered when the GPU that computes the raid beside the CPU is lost or wrong: to go on without it.

use eframe::egui::{self, Align2, RichText, Window, vec2};

use crate::viewer::palette::Palette;

/// Tells what happened; true once the offer is taken.
pub fn ui(ctx: &egui::Context, palette: &Palette, error: &str) -> bool {
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
            Harness::new_ui_state(|ui, taken: &mut bool| *taken |= super::ui(ui.ctx(), &DARK, "device lost"), false);
        harness.run();
        harness.get_by_label("device lost");
        assert!(!*harness.state());
        harness.get_by_label("Go on with the CPU").click();
        harness.run();
        assert!(*harness.state());
    }
}
