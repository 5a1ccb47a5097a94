//! `kingbird view` without a display: pictures, and what is refused.

use super::{Scratch, command, kingbird};

/// Width and height in a PNG's head.
fn size(path: &str) -> (u32, u32) {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(&bytes[1..4], b"PNG");
    let word = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (word(16), word(20))
}

#[test]
fn the_same_command_gives_the_same_picture_byte_for_byte() {
    let scratch = Scratch::new();
    let files = [scratch.file("a.png"), scratch.file("b.png")];
    for file in &files {
        let args = ["view", "contract/mixed", "--screenshot", file, "--size", "640x400", "--at-s", "60"];
        assert!(kingbird(&args).good().contains(file.as_str()));
        assert_eq!(size(file), (640, 400));
    }
    assert_eq!(std::fs::read(&files[0]).unwrap(), std::fs::read(&files[1]).unwrap());
    let other = scratch.file("c.png");
    kingbird(&["view", "contract/mixed", "--screenshot", &other, "--size", "640x400", "--at-s", "90"]).good();
    assert_ne!(std::fs::read(&files[0]).unwrap(), std::fs::read(&other).unwrap(), "another moment looks otherwise");
}

#[test]
fn every_layout_can_be_drawn_at_every_size_and_scale() {
    let scratch = Scratch::new();
    for layout in ["gallery", "raid", "map", "reach", "compare", "statistics", "edit"] {
        for (size_text, scale, expected) in [("800x500", "1", (800, 500)), ("1600x1000", "2", (1600, 1000))] {
            let file = scratch.file(&format!("{layout}-{scale}.png"));
            let args = ["view", "--screenshot", &file, "--layout", layout, "--size", size_text, "--scale", scale];
            let more = ["--replicates", "4", "--light", "contract/shots"];
            // The gallery shows all scenarios.
            let more = &more[..more.len() - usize::from(layout == "gallery")];
            kingbird(&[args.as_slice(), more].concat()).good();
            assert_eq!(size(&file), expected, "{layout}");
            assert!(n_colors(&file) > 60, "{layout}: {} colours are no picture", n_colors(&file));
        }
    }
}

/// Different colours in a PNG.
fn n_colors(path: &str) -> usize {
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let colors: std::collections::HashSet<&[u8]> = pixels.chunks_exact(4).collect();
    colors.len()
}

#[test]
fn a_picture_never_replaces_a_file_and_leaves_nothing_half_written() {
    let scratch = Scratch::new();
    let file = scratch.file("there.png");
    std::fs::write(&file, "mine").unwrap();
    let error = kingbird(&["view", "contract/shots", "--screenshot", &file]).bad(2);
    assert!(error.contains("exists already"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let error = kingbird(&["view", "contract/shots", "--screenshot", &scratch.file("no/such/folder.png")]).bad(1);
    assert!(error.contains("no/such/folder.png"), "{error}");
    assert_eq!(scratch.names(), ["there.png"]);
}

#[test]
fn what_cannot_be_shown_is_told_with_a_remedy() {
    let scratch = Scratch::new();
    let file = scratch.file("x.png");
    let bad = |args: &[&str]| kingbird(&[["view", "--screenshot", &file].as_slice(), args].concat()).bad(2);
    for (args, words) in [
        (vec!["mass-rade"], "mass-raid"),
        (vec!["contract/shots", "--size", "1600"], "such as 1600x900"),
        (vec!["contract/shots", "--size", "0x900"], "from 64 to 16384"),
        (vec!["contract/shots", "--size", "16384x16384"], "each side must be from 1 to"),
        (vec!["contract/shots", "--scale", "NaN"], "0.5 to 4"),
        (vec!["contract/shots", "--at-s", "-3"], "0 or more"),
        (vec!["contract/shots", "--at-s", "inf"], "0 or more"),
        (vec!["contract/shots", "--assigner", "neerest"], "nearest"),
        (vec!["contract/shots", "--select", "nobody"], "nobody"),
        (vec!["contract/shots", "--layout", "compare", "--against", "auctoin"], "auction"),
        (vec!["--layout", "map"], "name one"),
        (vec!["contract/shots", "--layout", "gallery"], "leave out the name"),
        (vec!["contract/shots", "--layout", "edit", "--assigner", "nearest"], "as it is"),
        (vec!["contract/shots", "--layout", "map", "--against", "auction"], "--layout compare"),
    ] {
        let error = bad(&args);
        assert!(error.contains(words), "{args:?}: {error}");
    }
    assert_eq!(scratch.names(), [""; 0]);
}

#[test]
fn without_an_adapter_the_error_names_the_driver_to_install() {
    let scratch = Scratch::new();
    let output = command(&["view", "contract/shots", "--screenshot", &scratch.file("x.png")])
        .env("WGPU_BACKEND", "vulkan")
        .env("VK_ICD_FILENAMES", "/nonexistent.json")
        .env("VK_DRIVER_FILES", "/nonexistent.json")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("mesa-vulkan-drivers") && !error.contains("panicked"), "{error}");
}
