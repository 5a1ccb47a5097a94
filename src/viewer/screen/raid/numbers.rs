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
    if view.is_belief() {
        tracks(ui, view, &now);
    } else {
        threats(ui, view, &now);
        leak_rate(ui, view, &now);
    }
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

/// What the defence has in its picture, in place of what is true.
fn tracks(ui: &mut egui::Ui, view: &View<'_>, now: &Now) {
    let palette = view.palette;
    parts::section(ui, palette, "Tracks");
    parts::table(ui, "tracks by state", |ui| {
        for (label, color, count) in [
            ("Tracked", palette.track, now.tracked),
            ("of these, taken for decoys", palette.track, now.tracked_decoys),
            ("Detected, not confirmed", palette.text_weak, now.tentative),
            ("Believed killed", palette.text_weak, now.believed_dead),
        ] {
            ui.label(RichText::new(label).color(color));
            parts::figure(ui, palette, u64::from(count));
            ui.end_row();
        }
    });
    let text =
        "How many threats there are and how they ended, the defence does not know. Choose Truth or Both to see it.";
    parts::hint(ui, palette, text);
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
        let passes: &[(&str, u32)] = if view.is_belief() {
            &[("Flight over", rounds.hits + rounds.misses)]
        } else {
            &[("Killed a target", rounds.hits), ("Missed", rounds.misses)]
        };
        let in_the_air = [("Launched", rounds.launched), ("In the air", rounds.in_flight)];
        let given_up = [("Out of endurance", rounds.expired), ("Given up", rounds.aborted)];
        let cells = in_the_air.into_iter().chain(passes.iter().copied()).chain(given_up);
        for (ix, (label, count)) in cells.enumerate() {
            ui.label(label);
            parts::figure(ui, palette, u64::from(count));
            if ix % 2 == 1 {
                ui.end_row();
            }
        }
    });
    let per_kill = now.cost_per_kill_usd().map_or_else(|| "no kill yet".to_owned(), number::usd);
    parts::row(ui, palette, "Spent", &number::usd(now.cost_usd));
    if !view.is_belief() {
        parts::row(ui, palette, "Per kill, with decoys", &per_kill);
    }
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
            let kills = format!(", {}", number::counted(u64::from(site.kills), "kill"));
            let text = format!("{} in the air{}", site.in_flight, if view.is_belief() { "" } else { &kills });
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

/// More sites than this are one curve together.
const MOST_CURVES: usize = 7;

fn plots(ui: &mut egui::Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let palette = view.palette;
    parts::section(ui, palette, "Over time");
    if view.series.samples.len() < 2 {
        parts::hint(ui, palette, "Plots appear as the raid is simulated.");
        return;
    }
    let mut plots: Vec<(&str, Vec<Curve>, Write)> = Vec::new();
    if view.is_belief() {
        plots.push(("Tracks", vec![tracked(view)], plot::count));
    } else {
        plots.push(("Threats", fates(view), plot::count));
        plots.push(("Leak rate of those that have come to an end", vec![leak_rate_so_far(view)], plot::percent));
    }
    plots.extend([
        ("Value lost", vec![curve(view, "assets", palette.leak, |s| Some(s.value_lost))], plot::count as Write),
        ("Rounds left", by_site(view, |s| &s.rounds_left), plot::count),
        ("In flight", vec![curve(view, "interceptors", palette.assignment, |s| Some(s.in_flight.into()))], plot::count),
        ("Channels in use", by_site(view, |s| &s.channels_used), plot::count),
        (
            "Spent",
            vec![curve(view, "interceptors", palette.interceptor, |s| Some(s.interceptor_cost_usd))],
            plot::money,
        ),
    ]);
    for (title, curves, write) in &plots {
        let plot = Plot { title, curves, write: *write, extent: view.extent, tick: view.tick, palette };
        commands.extend(plot.ui(ui).map(Command::Seek));
    }
}

/// One value over time; where there is none, the curve has not begun.
fn curve(view: &View<'_>, name: &str, color: egui::Color32, value: impl Fn(&Sample) -> Option<f64>) -> Curve {
    let points = view.series.samples.iter().filter_map(|sample| Some((sample.tick, value(sample)?)));
    Curve { name: name.to_owned(), color, points: points.collect() }
}

fn tracked(view: &View<'_>) -> Curve {
    curve(view, "tracked", view.palette.track, |s| Some(s.tracked.into()))
}

fn fates(view: &View<'_>) -> Vec<Curve> {
    let palette = view.palette;
    vec![
        curve(view, "in the air", palette.threat, |s| Some(s.airborne[0].into())),
        curve(view, "killed", palette.kill, |s| Some(s.killed[0].into())),
        curve(view, "leaked", palette.leak, |s| Some(s.leaked[0].into())),
        tracked(view),
    ]
}

/// Share of the threats that have come to an end that leaked.
fn leak_rate_so_far(view: &View<'_>) -> Curve {
    curve(view, "leaked", view.palette.leak, |s| {
        let resolved = s.killed[0] + s.lost[0] + s.leaked[0];
        (resolved > 0).then(|| f64::from(s.leaked[0]) / f64::from(resolved))
    })
}

/// One curve for each site, or one for all where they are too many to be told apart.
fn by_site(view: &View<'_>, of: fn(&Sample) -> &[u32]) -> Vec<Curve> {
    let sites = &view.cast.sites;
    if sites.len() > MOST_CURVES {
        let all = curve(view, "all sites", view.palette.site, |s| Some(of(s).iter().sum::<u32>().into()));
        return vec![all];
    }
    let of_site = |(ix, name): (usize, &String)| {
        curve(view, name, view.palette.series(ix), |s| of(s).get(ix).map(|&count| count.into()))
    };
    sites.iter().enumerate().map(of_site).collect()
}

#[cfg(test)]
mod tests {
    use super::super::clock::Extent;
    use super::super::{cast::Cast, fixture};
    use super::*;
    use crate::replay::{Log, Series, Shot};
    use crate::viewer::palette::DARK;
    use crate::viewer::selection::Picture;

    #[test]
    fn a_leak_rate_begins_with_the_first_end_and_sites_have_curves_of_their_own() {
        let subject = fixture::subject("contract/mixed", None);
        let cast = Cast { sites: vec!["A".to_owned(), "B".to_owned()], ..Cast::of(&subject) };
        let sample = |tick, killed, leaked| Sample {
            tick,
            killed: [killed, 9],
            leaked: [leaked, 9],
            rounds_left: vec![tick, 2 * tick],
            ..Sample::default()
        };
        let series = Series { samples: vec![sample(0, 0, 0), sample(10, 3, 1), sample(20, 3, 3)] };
        let view = View {
            subject: &subject,
            cast: &cast,
            shot: &Shot::default(),
            log: &Log::default(),
            series: &series,
            explanation: None,
            extent: Extent { head_tick: 20, done: true, halted: false, most_ticks: 20, tick_s: 0.1, epoch_ticks: 10 },
            tick: 0.0,
            picture: Picture::Both,
            palette: &DARK,
        };
        assert_eq!(leak_rate_so_far(&view).points, [(10, 0.25), (20, 0.5)]);
        let curves = by_site(&view, |s| &s.rounds_left);
        assert_eq!(curves.iter().map(|curve| curve.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(curves[1].points, [(0, 0.0), (10, 20.0), (20, 40.0)]);
        let many = Cast { sites: vec!["A".to_owned(); MOST_CURVES + 1], ..cast.clone() };
        assert_eq!(by_site(&View { cast: &many, ..view }, |s| &s.rounds_left)[0].points[2], (20, 60.0));
    }
}
