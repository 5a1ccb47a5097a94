//! The list of all mistakes, in the words of `kingbird check`; a click leads to the field.

use eframe::egui::{Align, Label, Layout, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo};

use super::problems::{Checked, Located};
use crate::report::number::counted;
use crate::viewer::palette::Palette;

/// Draws the list; answers the mistake that was chosen.
pub fn mistakes<'a>(ui: &mut Ui, checked: &'a Checked, palette: &Palette) -> Option<&'a Located> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        let count = counted(checked.problems.len() as u64, "mistake");
        ui.label(RichText::new(count).strong().color(palette.leak));
        ui.label(RichText::new("click one to go there").size(12.0).color(palette.text_weak));
    });
    ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
        for located in &checked.problems {
            let row = ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                let line = format!("line {}", located.problem.line);
                ui.add_sized([64.0, 18.0], Label::new(RichText::new(line).size(12.0).color(palette.text_weak)));
                let text = Label::new(RichText::new(located.told()).color(palette.text));
                ui.add(text.wrap().sense(Sense::click()))
            });
            let response = row.inner.on_hover_cursor(eframe::egui::CursorIcon::PointingHand);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, located.problem.to_string()));
            if response.clicked() {
                chosen = Some(located);
            }
        }
    });
    chosen
}
