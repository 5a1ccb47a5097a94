//! The `kingbird` binary: parses, calls, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    quieten_wayland();
    kingbird::cli::main()
}

/// Vulkan drivers look for a Wayland display even where no window is wanted, and Wayland's library complains on stderr
/// where this variable is not set. A folder without a display in it is answer enough.
fn quieten_wayland() {
    if std::env::var_os("XDG_RUNTIME_DIR").is_none() {
        // SAFETY: the first thing the program does; no other thread exists that could read the environment.
        unsafe { std::env::set_var("XDG_RUNTIME_DIR", std::env::temp_dir()) };
    }
}
