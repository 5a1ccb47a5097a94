//! The scenarios that come with the program, built in by name.

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// As on the command line: `mass-raid`, `bench/duel`.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

impl Shipped {
    /// The file in the repository, for messages.
    pub fn file(&self) -> String {
        format!("scenarios/{}.toml", self.name)
    }
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(Shipped { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }),*]
    };
}

/// One line per file in `scenarios/`; a test compares the two.
static SHIPPED: &[Shipped] = shipped![
    "mass-raid",
    "raid-2025-09-07",
    "force-protection",
    "saturation",
    "bench/duel",
    "contract/one-on-one-headon",
    "contract/one-on-one-crossing",
    "contract/one-on-one-tail-chase",
    "contract/shots",
    "contract/shoot-look-shoot",
    "contract/mixed",
    "contract/empty-magazine",
];

/// All shipped scenarios, those for studies first.
pub fn shipped() -> impl Iterator<Item = &'static Shipped> {
    SHIPPED.iter()
}
