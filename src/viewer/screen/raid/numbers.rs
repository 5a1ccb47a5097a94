//! The tab with the numbers of the moment and their course over time.

use eframe::egui::{self, RichText};

use super::command::Command;
use super::parts::{self, Bar};
use super::plot::{self, Curve, Plot, Write};
use super::tally::Now;
use super::view::View;
use crate::model::outcome::ThreatCounts;
use crate::replay::Sample;
use crate::report::number;

/// Draws the tab; a click in a plot goes to that moment.
pub fn ui(ui: &mut egui::Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let now = Now::at(view.shot, view.subject);
    threats(ui, view, &now);
    leak_rate(ui, view, &now);
    if now.sites.is_empty() {
        parts::hint(ui, view.palette, "This scenario has no launch sites: nothing is intercepted.");
    } else {
        interceptors(ui, view, &now);
        sites(ui, view, &now, commands);
    }
    plots(ui, view, commands);
}

fn threats(ui: &mut egui::Ui, view: &View<'_>, now: &Now) {
    let palette = view.palette;
    parts::section(ui, palette, "Threats");
    let [threats, decoys] = &now.threats;
    parts::table(ui, "threats by state", |ui| {
        ui.label("");
        for head in ["Threats", "Decoys"] {
            parts::cell(ui, RichText::new(head).small().color(palette.text_weak));
        }
        ui.end_row();
        type Count = fn(&ThreatCounts) -> u32;
        let rows: [(&str, egui::Color32, Count); 6] = [
            ("Not yet started", palette.text_weak, |counts| counts.pending),
            ("In the air", palette.threat, |counts| counts.airborne),
            ("Killed", palette.kill, |counts| counts.killed),
            ("Lost on the way", palette.text_weak, |counts| counts.lost),
            ("Leaked", palette.leak, |counts| counts.leaked),
            ("of these, hit", palette.leak, |counts| counts.leaked_hit),
        ];
        for (label, color, count) in rows {
            ui.label(RichText::new(label).color(color));
            parts::figure(ui, palette, u64::from(count(threats)));
            parts::figure(ui, palette, u64::from(count(decoys)));
            ui.end_row();
        }
    });
    let tracked = format!("The defence holds {}", number::counted(u64::from(now.tracked), "confirmed track"));
    ui.label(RichText::new(tracked).color(palette.track));
}

fn leak_rate(ui: &mut egui::Ui, view: &View<'_>, now: &Now) {
    parts::section(ui, view.palette, "Leak rate");
    let Some((rate, interval)) = now.leak_rate() else {
        parts::hint(ui, view.palette, "No threat has come to an end yet.");
        return;
    };
    let percent = |share: f64| number::fixed(100.0 * share, 1);
    ui.horizontal_wrapped(|ui| {
        let color = if now.threats[0].leaked > 0 { view.palette.leak } else { view.palette.kill };
        ui.label(RichText::new(format!("{} %", percent(rate))).size(20.0).strong().color(color));
        ui.label(format!("95 %: {} to {} %", percent(interval.low), percent(interval.high)));
    });
    let of = format!(
        "{} of {} threats that have come to an end. Wilson's interval takes them as independent; within one raid they are \
         not (shared channels, magazines, luck), so it is too narrow. Compare assigners over many replicates.",
        number::integer(u64::from(now.threats[0].leaked)),
        number::integer(u64::from(now.resolved()))
    );
    ui.label(RichText::new(of).small().color(view.palette.text_weak));
}

fn interceptors(ui: &mut egui::Ui, view: &View<'_>, now: &Now) {
    let palette = view.palette;
    parts::section(ui, palette, "Interceptors");
    let rounds = &now.rounds;
    parts::table(ui, "interceptors by state", |ui| {
        let cells = [
            ("Launched", rounds.launched),
            ("In the air", rounds.in_flight),
            ("Killed a target", rounds.hits),
            ("Missed", rounds.misses),
            ("Out of endurance", rounds.expired),
            ("Given up", rounds.aborted),
        ];
        for (ix, (label, count)) in cells.into_iter().enumerate() {
            ui.label(label);
            parts::figure(ui, palette, u64::from(count));
            if ix % 2 == 1 {
                ui.end_row();
            }
        }
    });
    let per_kill = now.cost_per_kill_usd().map_or_else(|| "no kill yet".to_owned(), number::usd);
    parts::row(ui, palette, "Spent", &number::usd(now.cost_usd));
    parts::row(ui, palette, "Per kill, with decoys", &per_kill);
    let [lost, of] = now.value_lost;
    parts::row(ui, palette, "Value lost", &format!("{} of {}", number::plain(lost), number::plain(of)));
}

fn sites(ui: &mut egui::Ui, view: &View<'_>, now: &Now, commands: &mut Vec<Command>) {
    let palette = view.palette;
    parts::section(ui, palette, "Sites");
    for (ix, site) in now.sites.iter().enumerate() {
        let name = view.cast.sites.get(ix).map_or("", String::as_str);
        ui.horizontal(|ui| {
            parts::link(ui, palette, name, crate::viewer::selection::Entity::Site(ix as u32), commands);
            let text = format!("{} in the air, {}", site.in_flight, number::counted(u64::from(site.kills), "kill"));
            ui.label(RichText::new(text).small().color(palette.text_weak));
        });
        let (left, of) = site.rounds();
        parts::close_lines(ui, |ui| {
            Bar { label: "Magazine", value: left, of, color: palette.interceptor }.ui(ui, palette);
            let channels = Bar { label: "Channels", value: site.channels_used, of: site.channels, color: palette.site };
            channels.ui(ui, palette);
        });
    }
}

fn plots(ui: &mut egui::Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let palette = view.palette;
    parts::section(ui, palette, "Over time");
    if view.series.samples.len() < 2 {
        parts::hint(ui, palette, "Plots appear as the raid is simulated.");
        return;
    }
    let curve = |name, color, value: fn(&Sample) -> f64| Curve {
        name,
        color,
        points: view.series.samples.iter().map(|sample| (sample.tick, value(sample))).collect(),
    };
    let plots: [(&str, Vec<Curve>, Write); 4] = [
        (
            "Threats",
            vec![
                curve("in the air", palette.threat, |s| f64::from(s.airborne[0])),
                curve("killed", palette.kill, |s| f64::from(s.killed[0])),
                curve("leaked", palette.leak, |s| f64::from(s.leaked[0])),
                curve("tracked", palette.track, |s| f64::from(s.tracked)),
            ],
            plot::count,
        ),
        (
            "Rounds left",
            vec![
                curve("in magazines", palette.interceptor, |s| f64::from(s.rounds_left.iter().sum::<u32>())),
                curve("in flight", palette.assignment, |s| f64::from(s.in_flight)),
            ],
            plot::count,
        ),
        (
            "Channels in use",
            vec![curve("all sites", palette.site, |s| f64::from(s.channels_used.iter().sum::<u32>()))],
            plot::count,
        ),
        ("Spent", vec![curve("interceptors", palette.interceptor, |s| s.interceptor_cost_usd)], plot::money),
    ];
    for (title, curves, write) in &plots {
        let plot = Plot { title, curves, write: *write, extent: view.extent, tick: view.tick, palette };
        commands.extend(plot.ui(ui).map(Command::Seek));
    }
}
