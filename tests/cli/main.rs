//! The real binary, run as a user runs it: what it prints, what it says of mistakes, how it exits.
#![expect(clippy::unwrap_used, reason = "what a test cannot do without may fail it")]

mod compare;
mod mistakes;
mod others;
mod program;
mod reach;
mod run;
mod solve;
#[cfg(feature = "viewer")]
mod view;

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a run of the binary gave.
struct Ran {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

impl Ran {
    /// It succeeded, and said nothing beside its result.
    #[track_caller]
    fn good(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    /// It failed with this code and printed no result.
    #[track_caller]
    fn bad(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }

    /// It succeeded and printed JSON.
    #[track_caller]
    fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.good()).unwrap()
    }
}

/// Runs the binary. `--engine cpu` is for the caller to give: these tests are about the command line.
fn kingbird(args: &[&str]) -> Ran {
    let output = command(args).output().unwrap();
    let Output { status, stdout, stderr } = output;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { stdout: text(stdout), stderr: text(stderr), code: status.code() }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kingbird"));
    // Some Vulkan drivers complain on standard error where there is no session.
    command.args(args).env("XDG_RUNTIME_DIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// A folder of this test's own, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Everything in it, sorted.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A count in a JSON object.
#[track_caller]
fn count(json: &serde_json::Value, path: &str) -> u64 {
    json.pointer(path).unwrap_or_else(|| panic!("no {path}")).as_u64().unwrap_or_else(|| panic!("{path} is no count"))
}
