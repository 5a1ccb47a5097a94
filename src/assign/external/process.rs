//! One program at work: three threads keep its pipes flowing, so that whatever it does or leaves undone, whoever asks gets an
//! answer or a reason in bounded time and memory.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::fault::Fault;
use super::warden::Warden;

/// Bytes that a line of the program may have: far more than an answer to the largest problem takes.
pub const LONGEST_LINE: usize = 4 << 20;
/// Of what it writes to standard error, the last so many bytes are kept.
const LAST_WORDS: usize = 2_000;
/// Lines that wait unread; a program that writes more waits itself.
const LINES_WAITING: usize = 2;
/// Characters of a line that an error repeats.
const SHOWN: usize = 200;
/// A program whose input was closed is given so long to end by itself.
const GRACE: Duration = Duration::from_secs(1);
/// How often is looked whether it has ended.
const GLANCE: Duration = Duration::from_millis(2);
/// Once it has ended, what it said last is waited for so long.
const LISTEN: Duration = Duration::from_millis(200);

/// What comes out of a program.
enum Heard {
    Line(Vec<u8>),
    TooLong(Vec<u8>),
    End,
}

/// A program that runs. Dropping it closes its input, lets it end, and ends it and all it started where it does not.
pub struct Process {
    child: Child,
    /// Ends all that the program started, too, and does so even where we are killed.
    warden: Option<Warden>,
    /// Lines on their way to its input; none once it is to end.
    input: Option<Sender<String>>,
    output: Receiver<Heard>,
    last_words: Arc<Mutex<Vec<u8>>>,
    /// Hangs up when standard error is closed.
    has_spoken: Receiver<()>,
    is_well: bool,
}

impl Process {
    /// Starts a program: its first word and its arguments.
    ///
    /// # Errors
    /// [`Fault::NotStarted`].
    pub fn start(words: &[String]) -> Result<Self, Fault> {
        let (program, arguments) = words.split_first().map_or(("", words), |(first, rest)| (first.as_str(), rest));
        let not_started = |reason: String| Fault::NotStarted { program: program.to_owned(), reason };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        own_group(&mut command);
        let mut child = command.spawn().map_err(|error| not_started(error.to_string()))?;
        let warden = Some(Warden::over(&child));
        let (Some(stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            let _ = child.kill();
            return Err(not_started("it has no pipes".to_owned()));
        };
        let (input, lines) = channel();
        let (heard, output) = sync_channel(LINES_WAITING);
        let (speaks, has_spoken) = channel();
        let last_words = Arc::new(Mutex::new(Vec::new()));
        let words = Arc::clone(&last_words);
        let spawned = spawn("assigner input", move || write(stdin, &lines))
            .and_then(|()| spawn("assigner output", move || read(stdout, &heard)))
            .and_then(|()| spawn("assigner errors", move || listen(stderr, &words, speaks)));
        let is_well = spawned.is_ok();
        // Made first, so that it ends with this where a thread is missing.
        let process = Self { child, warden, input: Some(input), output, last_words, has_spoken, is_well };
        spawned.map(|()| process).map_err(|error| not_started(error.to_string()))
    }

    /// Says something that is not answered.
    pub fn tell(&mut self, line: String) {
        // Whether it still listens shows when it is asked.
        let _ = self.input.as_ref().map(|input| input.send(line));
    }

    /// Says something and waits for one line, without its end.
    ///
    /// # Errors
    /// When none comes in time, or not as it should; the program is of no more use then.
    pub fn ask(&mut self, line: String, limit: Duration) -> Result<String, Fault> {
        let answer = self.heard_before().and_then(|()| {
            self.tell(line);
            self.answer(limit)
        });
        self.is_well &= answer.is_ok();
        answer
    }

    /// Whether it may be asked again.
    pub fn is_well(&self) -> bool {
        self.is_well
    }

    /// What it wrote to standard error last, as one line.
    pub fn last_words(&self) -> String {
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&words);
        let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
        lines[lines.len().saturating_sub(8)..].join(" | ")
    }

    /// Nothing may lie there before it is asked.
    fn heard_before(&mut self) -> Result<(), Fault> {
        match self.output.try_recv() {
            Err(TryRecvError::Empty) => Ok(()),
            Ok(Heard::Line(line) | Heard::TooLong(line)) => Err(Fault::Unasked { line: shown(&line) }),
            Ok(Heard::End) | Err(TryRecvError::Disconnected) => Err(self.ended()),
        }
    }

    fn answer(&mut self, limit: Duration) -> Result<String, Fault> {
        match self.output.recv_timeout(limit) {
            Ok(Heard::Line(line)) => String::from_utf8(line).map_err(|error| Fault::NotUnderstood {
                reason: "it is no UTF-8 text".to_owned(),
                line: shown(error.as_bytes()),
                said: self.last_words(),
            }),
            Ok(Heard::TooLong(line)) => Err(Fault::LineTooLong { limit_bytes: LONGEST_LINE, beginning: shown(&line) }),
            Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => Err(Fault::TooSlow { limit, said: self.last_words() }),
        }
    }

    fn ended(&mut self) -> Fault {
        let status = self.wait(LISTEN);
        let _ = self.has_spoken.recv_timeout(LISTEN);
        let how = status.map_or_else(|| "closed its output".to_owned(), |status| format!("ended ({status})"));
        Fault::Ended { how, said: self.last_words() }
    }

    /// Waits for its end, up to a limit.
    fn wait(&mut self, limit: Duration) -> Option<std::process::ExitStatus> {
        let until = Instant::now() + limit;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(GLANCE),
                _ => return None,
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input = None;
        if self.is_well {
            self.wait(GRACE);
        }
        self.warden = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(|_| ())
}

/// Ends with the last line, or when the program no longer reads.
fn write(mut stdin: ChildStdin, lines: &Receiver<String>) {
    while let Ok(line) = lines.recv() {
        if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

/// Ends with the output, with a line that is too long, or when nobody listens.
fn read(stdout: ChildStdout, heard: &SyncSender<Heard>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let read = stdout.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line);
        let is_whole = line.pop_if(|last| *last == b'\n').is_some();
        let next = match read {
            Ok(_) if is_whole => Heard::Line(line),
            Ok(n) if n > LONGEST_LINE => Heard::TooLong(line),
            // A last line without an end is no answer: more might have followed.
            _ => Heard::End,
        };
        let is_last = !matches!(next, Heard::Line(_));
        if heard.send(next).is_err() || is_last {
            return;
        }
    }
}

/// Keeps the last of it, however much there is. `_speaks` hangs up at the end.
fn listen(mut stderr: ChildStderr, words: &Mutex<Vec<u8>>, _speaks: Sender<()>) {
    let mut buffer = [0; 4096];
    while let Ok(n @ 1..) = stderr.read(&mut buffer) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend_from_slice(&buffer[..n]);
        let surplus = words.len().saturating_sub(LAST_WORDS);
        words.drain(..surplus);
    }
}

/// The beginning of a line, for an error.
pub(super) fn shown(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(&line[..line.len().min(4 * SHOWN)]);
    let mut beginning: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() > beginning.len() {
        beginning += "...";
    }
    beginning
}

/// A group of its own, so that all that the program starts can be ended with it.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}
