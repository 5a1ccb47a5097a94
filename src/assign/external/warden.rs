//! Ends a program and all that it started, however Kingbird ends.
//!
//! The standard library ends single processes only, and nothing of ours runs any more when we are interrupted or killed. So on Unix
//! a shell waits beside each program, in a group of its own, with its input held open by us. A word on it, and the program's
//! group is ended at once; the end of it, which is our own end, and the program has as long as it would have had from us.
//! Elsewhere there is no warden.

use std::process::Child;

/// Who ends a program. Dropping it ends the program's group.
pub struct Warden {
    #[cfg(unix)]
    shell: Option<Child>,
}

impl Warden {
    /// Over a program that leads its own group. Where no shell can be started, only the program itself will be ended, by us.
    #[cfg(unix)]
    pub fn over(program: &Child) -> Self {
        use std::os::unix::process::CommandExt as _;
        use std::process::{Command, Stdio};

        let script = format!("read -r word || sleep 1; kill -s KILL -- -{}", program.id());
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        Self { shell: shell.spawn().ok() }
    }

    /// Over nothing.
    #[cfg(not(unix))]
    pub fn over(_program: &Child) -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Warden {
    fn drop(&mut self) {
        use std::io::Write as _;

        let Some(shell) = &mut self.shell else { return };
        if let Some(mut input) = shell.stdin.take() {
            // If it does not take the word, it sees the end of its input.
            let _ = input.write_all(b"now\n");
        }
        let _ = shell.wait();
    }
}
