//! Small pictures against those kept beside this file. `KINGBIRD_KEEP_PICTURES=1` keeps what is drawn as the new truth, after
//! one has looked at it.

use std::fs;
use std::path::{Path, PathBuf};

/// A picture: width and rows of RGBA.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub width: u32,
    pub rgba: Vec<u8>,
}

/// A pixel differs if a channel does by more than this: edges are smoothed a little differently from driver to driver.
const TOLERANCE: u8 = 24;
/// Pixels that may differ, of a thousand.
const MAY_DIFFER_PERMILLE: usize = 4;

/// How many pixels differ.
pub fn differing(a: &Picture, b: &Picture) -> usize {
    assert_eq!((a.width, a.rgba.len()), (b.width, b.rgba.len()), "pictures of different size");
    let differs = |(p, q): (&[u8], &[u8])| p.iter().zip(q).any(|(x, y)| x.abs_diff(*y) > TOLERANCE);
    a.rgba.chunks_exact(4).zip(b.rgba.chunks_exact(4)).filter(|&pair| differs(pair)).count()
}

/// Whether two pictures show the same.
pub fn look_alike(a: &Picture, b: &Picture) -> bool {
    differing(a, b) * 1000 <= MAY_DIFFER_PERMILLE * a.rgba.len() / 4
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/airspace").join(format!("{name}.png"))
}

/// The picture kept under a name.
pub fn kept(name: &str) -> Picture {
    let bytes = fs::File::open(file(name)).expect("the picture is kept beside the test");
    let mut reader = png::Decoder::new(std::io::BufReader::new(bytes)).read_info().expect("the kept picture is a PNG");
    let mut rgba = vec![0; reader.output_buffer_size().expect("the kept picture is small")];
    let info = reader.next_frame(&mut rgba).expect("the kept picture is whole");
    assert_eq!(info.color_type, png::ColorType::Rgba);
    Picture { width: info.width, rgba }
}

/// Holds a picture against the one that is kept; what was drawn instead is left in the temporary folder.
pub fn assert_kept(name: &str, drawn: &Picture) {
    if std::env::var_os("KINGBIRD_KEEP_PICTURES").is_some() {
        write(&file(name), drawn);
    }
    let kept = kept(name);
    if !look_alike(drawn, &kept) {
        let instead = std::env::temp_dir().join(format!("{name}.drawn.png"));
        write(&instead, drawn);
        panic!("{name}: {} pixels differ; what was drawn is in {}", differing(drawn, &kept), instead.display());
    }
}

fn write(path: &Path, picture: &Picture) {
    let height = picture.rgba.len() as u32 / 4 / picture.width;
    let mut encoder = png::Encoder::new(fs::File::create(path).expect("a file can be made"), picture.width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::High);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&picture.rgba));
    written.expect("the picture can be written");
}
