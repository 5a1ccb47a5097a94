//! Colours with a meaning, the same on the map, in plots and in text. Dark by default; every pair that must be told apart
//! stays apart for the common forms of colour blindness (Okabe and Ito, 2008), and never by colour alone: shapes differ too.

use eframe::egui::Color32;

/// All colours of one theme. sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Whether it is the dark theme.
    pub dark: bool,
    /// Behind everything.
    pub background: Color32,
    /// Panels.
    pub panel: Color32,
    /// Cards, fields, what stands on a panel.
    pub raised: Color32,
    /// Lines between areas.
    pub outline: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text, units.
    pub text_weak: Color32,
    /// What is selected or can be acted on.
    pub accent: Color32,
    /// The map's water.
    pub water: Color32,
    /// The map's land.
    pub land: Color32,
    /// Coastline.
    pub coast: Color32,
    /// Borders.
    pub border: Color32,
    /// Grid lines.
    pub grid: Color32,
    /// A threat, true.
    pub threat: Color32,
    /// A jet variant or other fast threat.
    pub threat_fast: Color32,
    /// A decoy.
    pub decoy: Color32,
    /// A track: what the defence believes.
    pub track: Color32,
    /// An interceptor.
    pub interceptor: Color32,
    /// An assignment line.
    pub assignment: Color32,
    /// A launch site.
    pub site: Color32,
    /// A sensor and its coverage.
    pub sensor: Color32,
    /// A defended asset.
    pub asset: Color32,
    /// A kill.
    pub kill: Color32,
    /// A leak, damage, an error.
    pub leak: Color32,
    /// A warning.
    pub warning: Color32,
    /// Success.
    pub good: Color32,
    /// Categories that must be told apart and mean nothing else, such as assigners: Okabe and Ito's seven colours.
    pub series: [Color32; 7],
}

impl Palette {
    /// The colour of a category by its number. Numbers past the seventh begin anew: tell them apart by their names too.
    pub fn series(&self, ix: usize) -> Color32 {
        self.series[ix % self.series.len()]
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The default.
pub const DARK: Palette = Palette {
    dark: true,
    background: rgb(0x0b1016),
    panel: rgb(0x121922),
    raised: rgb(0x1b2430),
    outline: rgb(0x2a3645),
    text: rgb(0xe3e9f0),
    text_weak: rgb(0x94a3b5),
    accent: rgb(0x5ab0f0),
    water: rgb(0x0b121a),
    land: rgb(0x151d26),
    coast: rgb(0x3c5266),
    border: rgb(0x394654),
    grid: rgb(0x1f2a36),
    threat: rgb(0xe69f00),
    threat_fast: rgb(0xf0e442),
    decoy: rgb(0xa8a294),
    track: rgb(0xcc79a7),
    interceptor: rgb(0x56b4e9),
    assignment: rgb(0x3d7ea6),
    site: rgb(0x8fc7f2),
    sensor: rgb(0x3fa38a),
    asset: rgb(0xe8edf2),
    kill: rgb(0x2fc595),
    leak: rgb(0xf05a4f),
    warning: rgb(0xe69f00),
    good: rgb(0x2fc595),
    // The blue (0072b2) and green (009e73) lightened: on dark ground they would sink.
    series: [rgb(0x56b4e9), rgb(0xe69f00), rgb(0x1fb58a), rgb(0xcc79a7), rgb(0xf0e442), rgb(0x4a8fe0), rgb(0xe0672a)],
};

/// For bright rooms and print.
pub const LIGHT: Palette = Palette {
    dark: false,
    background: rgb(0xe9edf1),
    panel: rgb(0xf6f8fa),
    raised: rgb(0xffffff),
    outline: rgb(0xc8d1da),
    text: rgb(0x17202a),
    text_weak: rgb(0x556372),
    accent: rgb(0x005fa3),
    water: rgb(0xdce7f0),
    land: rgb(0xf3f2ec),
    coast: rgb(0x7d92a5),
    border: rgb(0xa3acb5),
    grid: rgb(0xd3dae0),
    threat: rgb(0xb36b00),
    threat_fast: rgb(0x8a7a00),
    decoy: rgb(0x7a7468),
    track: rgb(0xa04478),
    interceptor: rgb(0x0072b2),
    assignment: rgb(0x6aa0c4),
    site: rgb(0x004f80),
    sensor: rgb(0x007a5e),
    asset: rgb(0x222c36),
    kill: rgb(0x008058),
    leak: rgb(0xc42b1f),
    warning: rgb(0xb36b00),
    good: rgb(0x008058),
    // Darkened for bright ground, the yellow to a brown, and moved apart again as far as they had come together.
    series: [rgb(0x4a92e4), rgb(0xd78f09), rgb(0x0e9e42), rgb(0x796998), rgb(0x594101), rgb(0x005a9c), rgb(0xc64c00)],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// How a colour looks without one kind of cone: linear RGB times the matrices of Machado, Oliveira and Fernandes (2009),
    /// severity 1.0.
    const PROTAN: [[f64; 3]; 3] =
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    const DEUTAN: [[f64; 3]; 3] =
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    const NORMAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    fn linear(color: Color32) -> [f64; 3] {
        [color.r(), color.g(), color.b()].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        })
    }

    /// CIE L*a*b* under D65.
    fn lab(color: Color32, seen_by: &[[f64; 3]; 3]) -> [f64; 3] {
        let rgb = linear(color);
        let seen: Vec<f64> =
            seen_by.iter().map(|row| row.iter().zip(rgb).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0)).collect();
        let xyz = [
            (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505,
            0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
            (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089,
        ];
        let f = xyz.map(|t| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])]
    }

    fn apart(a: Color32, b: Color32, seen_by: &[[f64; 3]; 3]) -> f64 {
        let (a, b) = (lab(a, seen_by), lab(b, seen_by));
        libm::sqrt(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum())
    }

    /// Pairs that mean opposite things; 2.3 is a just noticeable difference, 15 is plain at the size of a glyph.
    #[test]
    fn what_must_be_told_apart_stays_apart_without_a_kind_of_cone() {
        for palette in [&DARK, &LIGHT] {
            let p = palette;
            let pairs = [
                ("kill", p.kill, "leak", p.leak),
                ("threat", p.threat, "interceptor", p.interceptor),
                ("threat", p.threat, "track", p.track),
                ("threat", p.threat, "decoy", p.decoy),
                ("threat", p.threat, "kill", p.kill),
                ("interceptor", p.interceptor, "leak", p.leak),
                ("interceptor", p.interceptor, "track", p.track),
                ("good", p.good, "leak", p.leak),
            ];
            for (kind, seen_by) in [("all cones", &NORMAL), ("no L cone", &PROTAN), ("no M cone", &DEUTAN)] {
                for (a_name, a, b_name, b) in pairs {
                    let found = apart(a, b, seen_by);
                    assert!(found > 15.0, "dark {}: {a_name} and {b_name}, {kind}: {found:.1}", p.dark);
                }
            }
        }
    }

    /// Categories stand beside their names, so that less will do: four times a just noticeable difference.
    #[test]
    fn categories_stay_apart_without_a_kind_of_cone() {
        for p in [&DARK, &LIGHT] {
            for seen_by in [&NORMAL, &PROTAN, &DEUTAN] {
                for a in 0..p.series.len() {
                    for b in 0..a {
                        let found = apart(p.series(a), p.series(b), seen_by);
                        assert!(found > 9.2, "dark {}: {a} and {b}: {found:.1}", p.dark);
                    }
                    let found = apart(p.series(a), p.panel, seen_by);
                    assert!(found > 30.0, "dark {}: {a} on a panel: {found:.1}", p.dark);
                }
            }
        }
    }

    #[test]
    fn red_and_green_of_equal_lightness_would_be_refused() {
        assert!(apart(rgb(0x9a8a00), rgb(0xa0_84_00), &DEUTAN) < 15.0);
        assert!(apart(rgb(0xd06050), rgb(0x88_88_40), &DEUTAN) < 25.0);
    }

    /// WCAG 2.2: 4.5 to 1 for text.
    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        let luminance = |color: Color32| {
            let c = linear(color);
            0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
        };
        let contrast = |a: Color32, b: Color32| {
            let (a, b) = (luminance(a), luminance(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for p in [&DARK, &LIGHT] {
            for on in [p.background, p.panel, p.raised, p.water, p.land] {
                assert!(contrast(p.text, on) >= 4.5, "text: {}", contrast(p.text, on));
                assert!(contrast(p.text_weak, on) >= 4.5, "weak text: {}", contrast(p.text_weak, on));
            }
        }
    }
}
