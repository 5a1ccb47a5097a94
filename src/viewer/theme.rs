//! How the window looks: fonts, sizes, spacing, and the palette as egui's style.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke,
    TextStyle, Theme, Visuals, style::WidgetVisuals, vec2,
};

use super::palette::{DARK, LIGHT, Palette};

/// Name of the family for headings and numbers that matter.
pub const STRONG: &str = "strong";

/// Smallest text of the window, points.
pub const SMALL_PT: f32 = 12.0;
const BODY_PT: f32 = 13.5;
const HEADING_PT: f32 = 17.0;

/// Height of the top bar, points.
pub const BAR_HEIGHT: f32 = 44.0;

/// The style for numbers that one looks at first.
pub fn figure() -> TextStyle {
    TextStyle::Name("figure".into())
}

/// Sets fonts and both themes; once per context.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Dark, style(&DARK, Theme::Dark));
    ctx.set_style_of(Theme::Light, style(&LIGHT, Theme::Light));
}

/// The palette of the theme that is shown.
pub fn palette(ctx: &Context) -> &'static Palette {
    if ctx.theme() == Theme::Dark { &DARK } else { &LIGHT }
}

/// Inter first, egui's own fonts behind it for signs that Inter lacks.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let own = [
        ("Inter", include_bytes!("../../assets/fonts/Inter-Regular.ttf").as_slice()),
        ("Inter SemiBold", include_bytes!("../../assets/fonts/Inter-SemiBold.ttf").as_slice()),
    ];
    for (name, bytes) in own {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &str| std::iter::once(first.to_owned()).chain(behind.iter().cloned()).collect();
    fonts.families.insert(FontFamily::Proportional, family("Inter"));
    fonts.families.insert(FontFamily::Name(STRONG.into()), family("Inter SemiBold"));
    fonts
}

fn style(palette: &Palette, theme: Theme) -> egui::Style {
    let strong = |size| FontId::new(size, FontFamily::Name(STRONG.into()));
    let text_styles = [
        (TextStyle::Small, FontId::proportional(SMALL_PT)),
        (TextStyle::Body, FontId::proportional(BODY_PT)),
        (TextStyle::Button, FontId::proportional(BODY_PT)),
        (TextStyle::Monospace, FontId::monospace(SMALL_PT + 0.5)),
        (TextStyle::Heading, strong(HEADING_PT)),
        (figure(), strong(22.0)),
    ];
    let mut style = egui::Style { visuals: visuals(palette, theme), ..egui::Style::default() };
    style.text_styles = text_styles.into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size.y = 26.0;
    style.spacing.window_margin = Margin::same(14);
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.combo_width = 120.0;
    style.spacing.slider_width = 140.0;
    style.spacing.tooltip_width = 360.0;
    style.interaction.tooltip_delay = 0.35;
    style
}

fn visuals(p: &Palette, theme: Theme) -> Visuals {
    let mut v = theme.default_visuals();
    v.override_text_color = None;
    v.weak_text_color = Some(p.text_weak);
    v.hyperlink_color = p.accent;
    v.faint_bg_color = blend(p.panel, p.raised, 0.5);
    v.extreme_bg_color = p.background;
    v.text_edit_bg_color = Some(p.background);
    v.code_bg_color = p.raised;
    v.warn_fg_color = p.warning;
    v.error_fg_color = p.leak;
    v.panel_fill = p.panel;
    v.window_fill = p.panel;
    v.window_stroke = Stroke::new(1.0, p.outline);
    v.window_corner_radius = CornerRadius::same(8);
    v.menu_corner_radius = CornerRadius::same(6);
    v.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(90) };
    v.popup_shadow = Shadow { offset: [0, 3], blur: 12, spread: 0, color: Color32::from_black_alpha(80) };
    v.selection.bg_fill = blend(p.panel, p.accent, 0.35);
    v.selection.stroke = Stroke::new(1.0, p.text);
    let widget = |fill: Color32, outline: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, outline),
        corner_radius: CornerRadius::same(5),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(p.panel, p.outline, p.text);
    v.widgets.inactive = widget(p.raised, blend(p.raised, p.outline, 0.6), p.text);
    v.widgets.hovered = widget(blend(p.raised, p.accent, 0.14), blend(p.outline, p.accent, 0.6), p.text);
    v.widgets.active = widget(blend(p.raised, p.accent, 0.30), p.accent, p.text);
    v.widgets.open = widget(blend(p.raised, p.accent, 0.10), p.outline, p.text);
    v
}

/// A colour between two, by share of the second.
pub fn blend(a: Color32, b: Color32, share: f32) -> Color32 {
    let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share + 0.5) as u8;
    Color32::from_rgb(mix(a.r(), b.r()), mix(a.g(), b.g()), mix(a.b(), b.b()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_smaller_than_twelve_points() {
        for (palette, theme) in [(&DARK, Theme::Dark), (&LIGHT, Theme::Light)] {
            for (name, font) in &style(palette, theme).text_styles {
                assert!(font.size >= 12.0, "{name}: {}", font.size);
            }
        }
    }
}
