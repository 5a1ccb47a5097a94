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
    // The sky blue, orange and yellow darkened: on bright ground they would fade.
    series: [rgb(0x2f8fc4), rgb(0xb87d00), rgb(0x009e73), rgb(0xb45f8f), rgb(0x8f8500), rgb(0x0072b2), rgb(0xd55e00)],
};
