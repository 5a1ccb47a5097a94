//! Both sides' totals at the moment, with the difference.

use eframe::egui::{self, RichText};

use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::parts;
use crate::viewer::screen::raid::tally::Now;

/// A quantity to be compared.
struct Quantity {
    label: &'static str,
    of: fn(&Now) -> f64,
    write: fn(f64) -> String,
    /// -1: less is better; 1: more is; 0: neither.
    better: i8,
    /// The defence does not know it.
    hidden: bool,
}

const QUANTITIES: [Quantity; 8] = [
    Quantity { label: "Leaked", of: |now| now.threats[0].leaked.into(), write: count, better: -1, hidden: true },
    Quantity {
        label: "of these, hit",
        of: |now| now.threats[0].leaked_hit.into(),
        write: count,
        better: -1,
        hidden: true,
    },
    Quantity { label: "Killed", of: |now| now.threats[0].killed.into(), write: count, better: 1, hidden: true },
    Quantity { label: "Decoys killed", of: |now| now.threats[1].killed.into(), write: count, better: 0, hidden: true },
    Quantity { label: "Tracked", of: |now| now.tracked.into(), write: count, better: 0, hidden: false },
    Quantity { label: "Launched", of: |now| now.rounds.launched.into(), write: count, better: 0, hidden: false },
    Quantity { label: "Spent", of: |now| now.cost_usd, write: number::usd, better: -1, hidden: false },
    Quantity { label: "Value lost", of: |now| now.value_lost[0], write: value, better: -1, hidden: false },
];

fn value(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { number::short(value) }
}

fn count(value: f64) -> String {
    number::fixed(value, 0)
}

/// Draws the table; where only belief is shown, without what the defence does not know.
pub fn ui(ui: &mut egui::Ui, assigners: [&str; 2], now: &[Now; 2], belief: bool, palette: &Palette) {
    parts::section(ui, palette, "At this moment");
    let weak = |text: &str| RichText::new(text).small().color(palette.text_weak);
    parts::table(ui, "totals", |ui| {
        ui.label("");
        for head in [assigners[0], assigners[1], "difference"] {
            parts::cell(ui, weak(head));
        }
        ui.end_row();
        for quantity in QUANTITIES.iter().filter(|quantity| !(belief && quantity.hidden)) {
            let [left, right] = [(quantity.of)(&now[0]), (quantity.of)(&now[1])];
            ui.label(quantity.label);
            parts::cell(ui, RichText::new((quantity.write)(left)));
            parts::cell(ui, RichText::new((quantity.write)(right)));
            let (text, color) = difference(quantity, right - left, palette);
            parts::cell(ui, RichText::new(text).color(color));
            ui.end_row();
        }
    });
    ui.label(weak("Difference: right less left. One raid is one throw of the dice: which assigner is better, statistics over many replicates tell."));
}

/// The difference with its sign, coloured by what it means for the one on the right.
fn difference(quantity: &Quantity, by: f64, palette: &Palette) -> (String, egui::Color32) {
    if by == 0.0 {
        return ("0".to_owned(), palette.text_weak);
    }
    let text = (quantity.write)(by.abs());
    let sign = if by > 0.0 { '+' } else { '\u{2212}' };
    let color = match by.signum() * f64::from(quantity.better) {
        better if better > 0.0 => palette.good,
        better if better < 0.0 => palette.leak,
        _ => palette.text,
    };
    (format!("{sign}{text}"), color)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::palette::DARK;

    #[test]
    fn a_difference_has_a_sign_and_the_colour_of_what_it_means() {
        let found = |ix: usize, by| difference(&QUANTITIES[ix], by, &DARK);
        assert_eq!(found(0, -3.0), ("\u{2212}3".to_owned(), DARK.good));
        assert_eq!(found(2, -3.0), ("\u{2212}3".to_owned(), DARK.leak));
        assert_eq!(found(3, 2.0), ("+2".to_owned(), DARK.text));
        assert_eq!(found(0, 0.0), ("0".to_owned(), DARK.text_weak));
        assert_eq!(found(6, 12_000.0), ("+$12,000".to_owned(), DARK.leak));
    }
}
