//! A real window, driven by a real keyboard and mouse of a display that is not there: Xvfb, xdotool, Mesa's llvmpipe.
//!
//! What is drawn is read from the display's frame buffer, so nothing of the program's own knowledge of itself is believed.
#![cfg(all(feature = "viewer", target_os = "linux"))]
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "the helpers of a test are part of it")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WIDTH: usize = 1280;
const HEIGHT: usize = 800;
/// Software drawing on a busy machine with two cores.
const PATIENCE: Duration = Duration::from_secs(90);

/// A display of its own, taken down with the test.
struct Display {
    server: Child,
    name: String,
    dir: PathBuf,
}

impl Display {
    /// `None` where Xvfb or xdotool are missing and nothing demands them.
    fn open(name: &str) -> Option<Self> {
        let dir = std::env::temp_dir().join(format!("kingbird-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{WIDTH}x{HEIGHT}x24")])
            .arg("-fbdir")
            .arg(&dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let asked = Command::new("xdotool").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        let has_xdotool = asked.is_ok();
        let (Ok(mut server), true) = (server, has_xdotool) else {
            assert!(
                std::env::var_os("KINGBIRD_REQUIRE_GPU").is_none(),
                "Xvfb and xdotool are needed: apt-get install xvfb xdotool"
            );
            eprintln!("skipped: Xvfb or xdotool are not installed");
            return None;
        };
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Some(Self { server, name: format!(":{}", number.trim()), dir })
    }

    fn kingbird(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_kingbird"))
            .args(args)
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_DATA_HOME", self.dir.join("data"))
            .spawn()
            .unwrap()
    }

    fn xdotool(&self, args: &[&str]) -> String {
        let output = Command::new("xdotool").args(args).env("DISPLAY", &self.name).output().unwrap();
        assert!(output.status.success(), "xdotool {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The frame buffer: XWD, a head of big-endian words, then pixels of four bytes.
    fn pixels(&self) -> Vec<u32> {
        let bytes = fs::read(self.dir.join("Xvfb_screen0")).unwrap();
        let word = |ix: usize| u32::from_be_bytes(bytes[4 * ix..4 * ix + 4].try_into().unwrap()) as usize;
        let (head, per_line, n_colors) = (word(0), word(12), word(19));
        assert_eq!((word(4), word(5)), (WIDTH, HEIGHT));
        let first = head + 12 * n_colors;
        let line = |y: usize| &bytes[first + y * per_line..first + y * per_line + 4 * WIDTH];
        (0..HEIGHT).flat_map(|y| line(y).chunks_exact(4).map(|p| u32::from_le_bytes(p.try_into().unwrap()))).collect()
    }

    /// Waits until the picture satisfies a condition.
    fn wait(&self, what: &str, holds: impl Fn(&[u32]) -> bool) -> Vec<u32> {
        let start = Instant::now();
        loop {
            let pixels = self.pixels();
            if holds(&pixels) {
                return pixels;
            }
            assert!(start.elapsed() < PATIENCE, "in {PATIENCE:?} it never came: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the picture has stood still for a second.
    fn still(&self) -> Vec<u32> {
        let start = Instant::now();
        let mut last = self.pixels();
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_secs(1) {
            assert!(start.elapsed() < PATIENCE, "the picture never stood still");
            std::thread::sleep(Duration::from_millis(100));
            let now = self.pixels();
            if changed(&last, &now) > 0.0 {
                (last, since) = (now, Instant::now());
            }
        }
        last
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// Share of pixels that differ.
fn changed(a: &[u32], b: &[u32]) -> f64 {
    a.iter().zip(b).filter(|(a, b)| a != b).count() as f64 / a.len() as f64
}

fn exit_code(mut child: Child) -> Option<i32> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().unwrap();
    panic!("the window did not close");
}

fn remembered(data: &Path) -> String {
    fs::read_to_string(data.join("kingbird/app.ron")).unwrap_or_default()
}

#[test]
fn a_window_opens_obeys_keyboard_and_mouse_and_remembers() {
    let Some(display) = Display::open("window") else { return };
    let child = display.kingbird(&["view", "contract/shots"]);
    display.wait("something drawn", |pixels| pixels.iter().filter(|pixel| **pixel & 0xff_ff_ff != 0).count() > 100_000);
    let window = display.xdotool(&["search", "--sync", "--onlyvisible", "--name", "Kingbird"]);
    display.xdotool(&["windowfocus", "--sync", window.lines().last().unwrap()]);
    let plain = display.still();

    display.xdotool(&["key", "F1"]);
    display.wait("the overlay of keys", |pixels| changed(&plain, pixels) > 0.05);
    let overlay = display.still();
    display.xdotool(&["key", "Escape"]);
    display.wait("the overlay gone", |pixels| changed(&overlay, pixels) > 0.05);
    let back = display.still();
    assert!(changed(&plain, &back) < 0.02, "after the overlay {:.3} of the picture differ", changed(&plain, &back));

    // The tab of the gallery: the first one, right of the wordmark.
    display.xdotool(&["mousemove", "160", "22", "click", "1"]);
    display.wait("the gallery", |pixels| changed(&back, pixels) > 0.02);

    display.xdotool(&["key", "ctrl+q"]);
    assert_eq!(exit_code(child), Some(0));
    let text = remembered(&display.dir.join("data"));
    assert!(text.contains("contract/shots"), "remembered: {text}");
}

#[test]
fn without_a_display_the_error_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_kingbird"))
        .args(["view", "mass-raid"])
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("no display") && error.contains("--screenshot"), "{error}");
}
