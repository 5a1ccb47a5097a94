//! Launch sites with what is left in their magazines and how many of their channels guide an interceptor.

use glam::DVec2;

use super::Canvas;
use crate::replay::Stocks;
use crate::viewer::airspace::draw::{Glyph, Stroke, faint};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::labels::priority;
use crate::viewer::airspace::layout::SitePlace;
use crate::viewer::airspace::moment::Moment;

/// Length of a sector's sides on the screen, points.
const SECTOR: f64 = 26.0;

/// Rounds left and channels in use, by site.
fn stocks(moment: &Moment<'_>) -> Vec<[u32; 2]> {
    let (subject, shot) = (moment.agents.subject, moment.shot());
    let statuses = (0..moment.n_rounds()).map(|ix| shot.round_status(ix));
    let stocks = Stocks::count(subject, statuses, &shot.before.channels, shot.before.tick);
    stocks.left_by_site(&subject.case).into_iter().zip(stocks.channels_used).map(|(left, used)| [left, used]).collect()
}

/// Draws a glyph, a sector where it is not all around, and a badge for each.
pub fn draw(canvas: &mut Canvas<'_>) {
    let scene = canvas.scene;
    let palette = scene.palette;
    let stocks = canvas.moment.map(|moment| stocks(&moment));
    for (ix, site) in scene.layout.sites.iter().enumerate() {
        let Some(at) = canvas.on_ground(site.at_m) else { continue };
        let [left, busy] = stocks.as_ref().and_then(|stocks| stocks.get(ix).copied()).unwrap_or([site.rounds, 0]);
        sector(canvas, site);
        let radius = 7.0 * canvas.place_size();
        // A site that has shot everything is an outline.
        let color = if left == 0 && site.rounds > 0 { faint(palette.site, 0.35) } else { palette.site };
        canvas.pen.glyph(at, Glyph::new(Shape::Site, radius, color).rimmed(palette.background, 1.8));
        // The part of its channels that is in use, as a bar under the square.
        if site.channels > 0 && busy > 0 {
            let width = 2.0 * radius * (busy as f32 / site.channels as f32).min(1.0);
            let from = at + eframe::egui::vec2(-radius, radius + 3.0);
            let bar = Stroke::new(2.5, palette.interceptor);
            canvas.pen.screen_line(from, from + eframe::egui::vec2(width, 0.0), bar, 0.0);
        }
        let detail = match stocks {
            Some(_) => format!("{left} left · {busy}/{} ch", site.channels),
            None => format!("{} rounds · {} ch", site.rounds, site.channels),
        };
        canvas.name(at, radius, &site.name, detail, priority::SITE);
    }
}

fn sector(canvas: &mut Canvas<'_>, site: &SitePlace) {
    if site.sector_width_deg >= 360.0 {
        return;
    }
    let reach_m = SECTOR / canvas.pen.view.points_per_m();
    let corner = |share: f64| {
        let angle = (site.sector_centre_deg + (share - 0.5) * site.sector_width_deg).to_radians();
        let (sin, cos) = libm::sincos(angle);
        site.at_m + DVec2::new(sin, cos) * reach_m
    };
    const PIECES: u32 = 16;
    let arc: Vec<DVec2> = (0..=PIECES).map(|n| corner(f64::from(n) / f64::from(PIECES))).collect();
    let color = canvas.palette().site;
    // A fan over an open arc: its last corner is the site again, so that it is not closed across.
    let rim: Vec<DVec2> = arc.iter().copied().chain([site.at_m]).collect();
    canvas.pen.fan(site.at_m, &rim, faint(color, 0.18));
    let outline: Vec<glam::DVec3> =
        [site.at_m].into_iter().chain(arc).chain([site.at_m]).map(|p| p.extend(0.0)).collect();
    canvas.pen.path(outline.into_iter(), Stroke::new(1.0, faint(color, 0.6)));
}
