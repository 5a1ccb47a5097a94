//! Undo and redo without limit: each step keeps only the bytes that differ, and undoing it gives the bytes of before again.

/// One step: at `at`, `removed` became `inserted`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    at: usize,
    removed: String,
    inserted: String,
}

/// A step with what it was, for the button.
#[derive(Clone, Debug)]
struct Entry {
    change: Change,
    what: String,
    /// Further steps under the same key join this one: a drag is one step.
    joins: Option<String>,
}

/// What was done and what was undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Entry>,
    undone: Vec<Entry>,
}

impl History {
    /// Notes that `before` became `after`. Steps that follow each other under the same `joins` become one.
    pub fn record(&mut self, before: &str, after: &str, what: &str, joins: Option<&str>) {
        self.undone.clear();
        if let Some(last) = self.done.last()
            && joins.is_some()
            && last.joins.as_deref() == joins
        {
            let first = undone_text(before, &last.change);
            let change = difference(&first, after);
            self.done.pop();
            if change.removed != change.inserted {
                self.push(change, what, joins);
            }
            return;
        }
        if before != after {
            self.push(difference(before, after), what, joins);
        }
    }

    fn push(&mut self, change: Change, what: &str, joins: Option<&str>) {
        self.done.push(Entry { change, what: what.to_owned(), joins: joins.map(str::to_owned) });
    }

    /// Nothing joins the last step any more.
    pub fn seal(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.joins = None;
        }
    }

    /// The text before the last step, where there is one.
    pub fn undo(&mut self, text: &str) -> Option<String> {
        let mut entry = self.done.pop()?;
        entry.joins = None;
        let before = undone_text(text, &entry.change);
        self.undone.push(entry);
        Some(before)
    }

    /// The text after the step that was undone last, where there is one.
    pub fn redo(&mut self, text: &str) -> Option<String> {
        let entry = self.undone.pop()?;
        let Change { at, removed, inserted } = &entry.change;
        let after = [&text[..*at], inserted, &text[at + removed.len()..]].concat();
        self.done.push(entry);
        Some(after)
    }

    /// What would be undone.
    pub fn next_undo(&self) -> Option<&str> {
        self.done.last().map(|entry| entry.what.as_str())
    }

    /// What would be done again.
    pub fn next_redo(&self) -> Option<&str> {
        self.undone.last().map(|entry| entry.what.as_str())
    }
}

fn undone_text(after: &str, Change { at, removed, inserted }: &Change) -> String {
    [&after[..*at], removed, &after[at + inserted.len()..]].concat()
}

/// The shortest range in which two texts differ, at the borders of characters.
fn difference(before: &str, after: &str) -> Change {
    let (a, b) = (before.as_bytes(), after.as_bytes());
    let mut start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let most = a.len().min(b.len()) - start;
    let mut end = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(a.len() - end) || !after.is_char_boundary(b.len() - end) {
        end -= 1;
    }
    Change {
        at: start,
        removed: before[start..a.len() - end].to_owned(),
        inserted: after[start..b.len() - end].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_ends_at_characters() {
        // Both start with the byte 0xc3.
        let change = difference("é", "è");
        assert_eq!(change, Change { at: 0, removed: "é".into(), inserted: "è".into() });
        assert_eq!(difference("aa", "aaa").inserted, "a");
        assert_eq!(difference("same", "same").removed, "");
    }

    #[test]
    fn steps_under_one_key_are_one_until_sealed() {
        let mut history = History::default();
        history.record("x = 1", "x = 2", "move", Some("x"));
        history.record("x = 2", "x = 30", "move", Some("x"));
        assert_eq!(history.undo("x = 30").as_deref(), Some("x = 1"));
        assert_eq!(history.undo("x = 1"), None);
        assert_eq!(history.redo("x = 1").as_deref(), Some("x = 30"));
        history.seal();
        history.record("x = 30", "x = 4", "move", Some("x"));
        assert_eq!(history.undo("x = 4").as_deref(), Some("x = 30"));
    }

    #[test]
    fn a_drag_back_to_its_start_is_no_step() {
        let mut history = History::default();
        history.record("a", "b", "move", Some("k"));
        history.record("b", "a", "move", Some("k"));
        assert_eq!(history.next_undo(), None);
    }
}
