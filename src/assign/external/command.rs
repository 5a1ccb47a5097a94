//! From `exec:python3 mine.py` to a program and its arguments.

use thiserror::Error;

/// What a name begins with that stands for a program.
pub const PREFIX: &str = "exec:";

/// Why a command cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommandError {
    /// Nothing after the prefix.
    #[error("`{PREFIX}` is followed by no program; write it as in '{PREFIX}python3 mine.py'")]
    Empty,
    /// A line break or another character that is not seen.
    #[error("the command holds a character that cannot be seen; put it into a script")]
    Unseen,
    /// A quote that is opened and never closed.
    #[error("a {0} is opened in the command and never closed")]
    OpenQuote(char),
}

/// Splits a command at blanks that stand outside quotes. Quotes of either kind hold words together and are taken away; nothing
/// else is special, so a backslash is a backslash: there is no shell behind this.
///
/// # Errors
/// When there is no word, or a quote stays open.
pub fn split(command: &str) -> Result<Vec<String>, CommandError> {
    if command.contains(char::is_control) {
        return Err(CommandError::Unseen);
    }
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in command.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(CommandError::OpenQuote(open));
    }
    words.extend(word);
    if words.first().is_none_or(String::is_empty) { Err(CommandError::Empty) } else { Ok(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_at_blanks_outside_quotes() {
        let words = |command: &str| split(command).unwrap();
        assert_eq!(words("python3 mine.py"), ["python3", "mine.py"]);
        assert_eq!(words("  sh -c 'exec python3  \"a b.py\"' "), ["sh", "-c", "exec python3  \"a b.py\""]);
        assert_eq!(words(r#""C:\my tools\a.exe" --x="""#), [r"C:\my tools\a.exe", "--x="]);
        assert_eq!(words("a ''"), ["a", ""]);
    }

    #[test]
    fn what_names_no_program_is_refused() {
        assert_eq!(split("  "), Err(CommandError::Empty));
        assert_eq!(split("''"), Err(CommandError::Empty));
        assert_eq!(split("a\nb"), Err(CommandError::Unseen));
        assert_eq!(split("python3 'mine.py"), Err(CommandError::OpenQuote('\'')));
    }
}
