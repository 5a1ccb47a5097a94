//! The world's land and borders as shipped: `assets/basemap/world-50m.bin`, in degrees. Where the data come from and how the
//! file is made is written beside it.

use std::sync::LazyLock;

static FILE: &[u8] = include_bytes!("../../../../assets/basemap/world-50m.bin");

/// Steps of the file's coordinates in a degree.
const UNITS_PER_DEG: f64 = 500.0;

/// A point: longitude and latitude, degrees.
pub type LonLat = [f64; 2];

/// Land and borders of the world.
#[derive(Debug, Default)]
pub struct Atlas {
    /// Polygons of land: an outer ring, then its holes. Rings are not closed: the last point is not the first again.
    pub land: Vec<Vec<Vec<LonLat>>>,
    /// Borders between countries.
    pub borders: Vec<Vec<LonLat>>,
}

/// The atlas, read once.
pub fn world() -> &'static Atlas {
    static WORLD: LazyLock<Atlas> = LazyLock::new(|| decode(FILE).unwrap_or_default());
    &WORLD
}

/// Reads the format that `make.py` writes; `None` where the bytes are not that.
fn decode(bytes: &[u8]) -> Option<Atlas> {
    let mut rest = bytes.strip_prefix(b"KBM1")?;
    let mut atlas = Atlas::default();
    for _ in 0..number(&mut rest)? {
        let n_rings = number(&mut rest)?;
        atlas.land.push((0..n_rings).map(|_| run(&mut rest)).collect::<Option<_>>()?);
    }
    for _ in 0..number(&mut rest)? {
        atlas.borders.push(run(&mut rest)?);
    }
    rest.is_empty().then_some(atlas)
}

/// Unsigned LEB128.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..32).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn zigzag(rest: &mut &[u8]) -> Option<i32> {
    let value = number(rest)?;
    Some((value >> 1) as i32 ^ -((value & 1) as i32))
}

fn run(rest: &mut &[u8]) -> Option<Vec<LonLat>> {
    let mut at = [0i32; 2];
    (0..number(rest)?)
        .map(|_| {
            at = [at[0] + zigzag(rest)?, at[1] + zigzag(rest)?];
            Some(at.map(|units| f64::from(units) / UNITS_PER_DEG))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_what_its_maker_counted() {
        let world = world();
        let points: usize = world.land.iter().flatten().map(Vec::len).sum();
        let border_points: usize = world.borders.iter().map(Vec::len).sum();
        assert_eq!((world.land.len(), points), (1419, 59_208));
        assert_eq!((world.borders.len(), border_points), (361, 19_598));
        let all = world.land.iter().flatten().chain(&world.borders).flatten();
        assert!(all.into_iter().all(|p| p[0].abs() <= 180.0 && p[1].abs() <= 90.0));
    }

    #[test]
    fn a_cut_or_longer_file_is_refused() {
        assert!(decode(&FILE[..FILE.len() - 1]).is_none());
        assert!(decode(&[FILE, &[0]].concat()).is_none());
        assert!(decode(b"KBM2\0\0").is_none());
    }
}
