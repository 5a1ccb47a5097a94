//! The progress bar: on standard error, only where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::out;

/// A bar over `n` units of work, hidden where nobody watches.
pub fn bar(n: u64, what: &'static str) -> ProgressBar {
    let target = if out::watched() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(n), target);
    let template = format!("{{bar:40}} {{pos}} of {{len}} {what}, {{elapsed}} gone, {{eta}} to go");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}
