//! Long sentences in lines that fit a terminal.

/// Widest line of any report, in characters.
pub const WIDTH: usize = 100;

/// Breaks at spaces so that no line is wider than [`WIDTH`] where a space allows it; line ends of the text stay, and a line's
/// indentation goes for what is broken off it too.
pub fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.lines() {
        let words = paragraph.trim_start_matches(' ');
        let indent = &paragraph[..paragraph.len() - words.len()];
        let mut line = indent.to_owned();
        for word in words.split(' ') {
            let is_first = line.len() == indent.len();
            if !is_first && line.chars().count() + 1 + word.chars().count() > WIDTH {
                out += &line;
                out.push('\n');
                line = indent.to_owned() + word;
                continue;
            }
            if !is_first {
                line.push(' ');
            }
            line += word;
        }
        out += &line;
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_nothing_is_lost() {
        let long = "a".repeat(WIDTH);
        assert_eq!(wrapped(&format!("{long} b\n\n  c d")), format!("{long}\nb\n\n  c d\n"));
        assert_eq!(wrapped(&format!("  b {long}")), format!("  b\n  {long}\n"));
        assert_eq!(wrapped("short"), "short\n");
    }
}
