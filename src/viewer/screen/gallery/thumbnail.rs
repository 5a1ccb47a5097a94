//! A scenario's picture: the airspace, small and still, with the ways of the raid over it.

use eframe::egui::{Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, vec2};
use glam::DVec2;

use crate::scenario::schema::Scenario;
use crate::viewer::airspace::{Airspace, Basemap, Camera, Detail, Layout, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::selection::{Filter, Layers};

/// Threats of one wave on their way.
struct Way {
    /// From the launch area over the waypoints to the target, metres.
    points_m: Vec<DVec2>,
    /// Share of the raid's threats that go this way.
    share: f64,
}

/// One picture; made from the scenario once.
pub struct Thumbnail {
    layout: Layout,
    basemap: Option<Basemap>,
    airspace: Airspace,
    ways: Vec<Way>,
    /// What is to be seen: least and largest of all places, metres.
    min_m: DVec2,
    max_m: DVec2,
}

/// Free space around what is to be seen, as a share.
const MARGIN: f64 = 1.22;

impl Thumbnail {
    /// Reads the places and the ways of the raid.
    pub fn new(scenario: &Scenario) -> Self {
        let layout = Layout::of(scenario);
        let ways = ways(scenario, &layout);
        let (mut min_m, mut max_m) = (DVec2::INFINITY, DVec2::NEG_INFINITY);
        let spots = layout.assets.iter().map(|asset| asset.at_m).chain(layout.sites.iter().map(|site| site.at_m));
        for at in spots.chain(ways.iter().flat_map(|way| way.points_m.iter().copied())) {
            (min_m, max_m) = (min_m.min(at), max_m.max(at));
        }
        if !min_m.is_finite() {
            (min_m, max_m) = (DVec2::splat(-layout.extent_m), DVec2::splat(layout.extent_m));
        }
        let mut airspace = Airspace::default();
        airspace.detail = Detail::Thumbnail;
        Self { layout, basemap: None, airspace, ways, min_m, max_m }
    }

    /// Whether its map still has to be cut out, which takes a moment.
    pub fn wants_map(&self) -> bool {
        self.basemap.is_none()
    }

    /// Cuts the map out.
    pub fn make_map(&mut self) {
        let layout = &self.layout;
        self.basemap = Some(Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m));
    }

    /// Draws it in a rectangle; answers whether it was clicked.
    pub fn ui(&mut self, ui: &mut Ui, rect: Rect, palette: &Palette, name: &str) -> bool {
        let mut camera = self.camera(rect);
        let layers = Layers { labels: false, grid: false, routes: false, coverage: true, ..Layers::default() };
        let none = Basemap::default();
        let scene = Scene {
            palette,
            basemap: self.basemap.as_ref().unwrap_or(&none),
            layout: &self.layout,
            agents: None,
            layers: &layers,
            filter: &Filter::default(),
            selected: None,
            overlays: &[],
        };
        ui.painter().rect_filled(rect, 0.0, palette.water);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(rect));
        self.airspace.ui(&mut inner, &mut camera, &scene, true);
        let painter = ui.painter_at(rect);
        let metres_per_point = camera.span_m / f64::from(rect.height().max(1.0));
        let middle = camera.target_m.truncate();
        let point = |at: DVec2| {
            let off = (at - middle) / metres_per_point;
            rect.center() + vec2(off.x as f32, -off.y as f32)
        };
        for way in &self.ways {
            paint_way(&painter, &way.points_m.iter().map(|at| point(*at)).collect::<Vec<_>>(), way.share, palette);
        }
        let response = ui.interact(rect, ui.scope_id().with(("thumbnail", name)), Sense::click());
        let spoken = format!("Picture of {name}");
        response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, &spoken));
        response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked()
    }

    /// Sees all places in a rectangle of this shape.
    fn camera(&self, rect: Rect) -> Camera {
        let size = (self.max_m - self.min_m).max(DVec2::splat(0.02 * self.layout.extent_m));
        let aspect = f64::from(rect.width() / rect.height().max(1.0));
        let span_m = (MARGIN * size.y).max(MARGIN * size.x / aspect);
        let middle = 0.5 * (self.min_m + self.max_m);
        Camera { target_m: middle.extend(0.0), span_m, ..Camera::over(self.layout.extent_m) }
    }
}

/// Each wave's way, over its first route, to its heaviest target.
fn ways(scenario: &Scenario, layout: &Layout) -> Vec<Way> {
    let count = |wave: &crate::scenario::schema::Wave| wave.composition.iter().map(|part| part.count).sum::<u32>();
    let all: u32 = scenario.raid.waves.iter().map(count).sum();
    let way = |wave: &crate::scenario::schema::Wave| {
        let from = layout.launch_areas.iter().find(|area| area.name == wave.launch_area)?.at_m;
        let over = wave.routes.first().and_then(|name| layout.routes.iter().find(|route| route.name == *name));
        let aim = wave.targets.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
        let to = layout.assets.iter().find(|asset| asset.name == aim.asset)?.at_m;
        let over = over.map(|route| route.points_m.clone()).unwrap_or_default();
        let points_m = std::iter::once(from).chain(over).chain([to]).collect();
        Some(Way { points_m, share: f64::from(count(wave)) / f64::from(all.max(1)) })
    };
    scenario.raid.waves.iter().filter_map(way).collect()
}

/// A line with an arrow at its end; more threats, wider.
fn paint_way(painter: &Painter, points: &[Pos2], share: f64, palette: &Palette) {
    let width = 1.2 + 2.4 * libm::sqrt(share) as f32;
    let color = palette.threat.gamma_multiply(0.75);
    let (Some(&last), Some(&before)) = (points.last(), points.iter().rev().nth(1)) else { return };
    let way = (last - before).normalized();
    let tip = last - way * 5.0;
    let mut line = points.to_vec();
    if let Some(end) = line.last_mut() {
        *end = tip - way * 6.0;
    }
    painter.add(Shape::line(line, Stroke::new(width, color)));
    arrow(painter, tip, way, 4.0 + width, color);
    if let Some(first) = points.first() {
        painter.circle_filled(*first, 2.0 + 0.5 * width, color);
    }
}

fn arrow(painter: &Painter, tip: Pos2, way: eframe::egui::Vec2, size: f32, color: Color32) {
    let side = vec2(-way.y, way.x);
    let corners = vec![tip, tip - way * 1.6 * size + side * size * 0.7, tip - way * 1.6 * size - side * size * 0.7];
    painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
}
