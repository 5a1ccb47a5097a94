//! Buttons with drawn icons, so that they look alike at every size and with every font. Each has an accessible name.

use eframe::egui::{self, Color32, Pos2, Rect, Response, Sense, Shape, Stroke, Vec2, accesskit::Role};

/// What is drawn on a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A triangle to the right.
    Play,
    /// Two bars.
    Pause,
    /// A triangle to the left (-1) or right (1) with a bar at its tip: one step.
    Step(i8),
    /// Two triangles: a larger step.
    Leap(i8),
    /// A bar and a triangle: to the end in that direction.
    Edge(i8),
    /// A minus.
    Minus,
    /// A plus.
    Plus,
    /// A panel at the right of a window.
    Panel,
}

/// A button with an icon; `name` is read out and shown on hover, with the key behind it.
pub fn button(ui: &mut egui::Ui, icon: Icon, name: &str, key: &str) -> Response {
    let size = Vec2::splat(ui.spacing().interact_size.y.max(26.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, enabled, name));
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact(&response);
        if response.hovered() || response.has_focus() {
            ui.painter().rect(
                rect,
                visuals.corner_radius,
                visuals.weak_bg_fill,
                visuals.bg_stroke,
                egui::StrokeKind::Inside,
            );
        }
        for shape in shapes(icon, rect.shrink(8.0), visuals.text_color()) {
            ui.painter().add(shape);
        }
    }
    let hint = if key.is_empty() { name.to_owned() } else { format!("{name} ({key})") };
    response.on_hover_text(hint)
}

fn shapes(icon: Icon, rect: Rect, color: Color32) -> Vec<Shape> {
    match icon {
        Icon::Play => vec![triangle(rect, 1.0, color)],
        Icon::Pause => vec![bar(rect, 0.15, 0.3, color), bar(rect, 0.6, 0.3, color)],
        Icon::Step(way) => {
            let inner = part(rect, way, 0.3, 1.0);
            vec![bar(rect, if way > 0 { 0.05 } else { 0.77 }, 0.18, color), triangle(inner, f32::from(way), color)]
        }
        Icon::Leap(way) => [(0.0, 0.5), (0.5, 1.0)]
            .map(|(from, to)| triangle(part(rect, way, from, to), f32::from(way), color))
            .to_vec(),
        Icon::Edge(way) => {
            let inner = part(rect, way, 0.0, 0.75);
            vec![bar(rect, if way > 0 { 0.8 } else { 0.0 }, 0.2, color), triangle(inner, f32::from(way), color)]
        }
        Icon::Minus => vec![line(rect.left_center(), rect.right_center(), color)],
        Icon::Plus => vec![
            line(rect.left_center(), rect.right_center(), color),
            line(rect.center_top(), rect.center_bottom(), color),
        ],
        Icon::Panel => {
            let frame = rect.expand2(Vec2::new(2.0, 0.0));
            let side = Rect::from_min_max(Pos2::new(frame.right() - 0.35 * frame.width(), frame.top()), frame.max);
            vec![
                Shape::rect_stroke(frame, 2.0, Stroke::new(1.5, color), egui::StrokeKind::Middle),
                Shape::rect_filled(side, 1.0, color),
            ]
        }
    }
}

fn line(from: Pos2, to: Pos2, color: Color32) -> Shape {
    Shape::line_segment([from, to], Stroke::new(1.8, color))
}

/// The part of `rect` from a share to another of its width, counted from the side one looks away from.
fn part(rect: Rect, way: i8, from: f32, to: f32) -> Rect {
    let x = |share: f32| rect.left() + rect.width() * if way > 0 { share } else { 1.0 - share };
    Rect::from_two_pos(Pos2::new(x(from), rect.top()), Pos2::new(x(to), rect.bottom()))
}

fn bar(rect: Rect, from: f32, width: f32, color: Color32) -> Shape {
    let left = rect.left() + from * rect.width();
    let bar = Rect::from_x_y_ranges(left..=left + width * rect.width(), rect.y_range());
    Shape::rect_filled(bar, 1.0, color)
}

fn triangle(rect: Rect, way: f32, color: Color32) -> Shape {
    let (tip, base) = if way > 0.0 { (rect.right(), rect.left()) } else { (rect.left(), rect.right()) };
    let points = vec![Pos2::new(base, rect.top()), Pos2::new(tip, rect.center().y), Pos2::new(base, rect.bottom())];
    Shape::convex_polygon(points, color, Stroke::NONE)
}
