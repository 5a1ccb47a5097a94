//! The right name that a wrong one was probably meant to be.

/// Names longer than this are not compared: the work grows with the square.
const MAX_COMPARED: usize = 80;
/// More candidates than this are not looked at: no scenario within the limits has more.
const MAX_CANDIDATES: usize = 1000;
/// Names less alike than this are not suggested.
const LEAST_LIKENESS: f64 = 0.5;

/// How alike two names are, 0 to 1, without regard to case and to `-`, `_` and spaces.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    if a.len() > MAX_COMPARED || b.len() > MAX_COMPARED {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&folded(a), &folded(b))
}

/// The candidate most like `word`, if any is like it at all; the first of equals.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut best_likeness = LEAST_LIKENESS;
    for candidate in candidates.into_iter().take(MAX_CANDIDATES) {
        let likeness = likeness(word, candidate);
        if likeness > best_likeness {
            (best, best_likeness) = (Some(candidate), likeness);
        }
    }
    best
}

/// "allowed: a, b, c; did you mean b?", with at most two dozen names.
pub(crate) fn remedy(what: &str, word: &str, candidates: &[&str]) -> String {
    const SHOWN: usize = 24;
    if candidates.is_empty() {
        return format!("{what}: none");
    }
    let mut text = format!("{what}: {}", candidates[..candidates.len().min(SHOWN)].join(", "));
    if candidates.len() > SHOWN {
        text += &format!(" and {} more", candidates.len() - SHOWN);
    }
    if let Some(name) = nearest(word, candidates.iter().copied()) {
        text += &format!("; did you mean {name}?");
    }
    text
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_hyphens_do_not_count() {
        assert_eq!(nearest("shahed_136", ["Gerbera", "Shahed-136"]), Some("Shahed-136"));
        assert_eq!(nearest("xyz", ["Gerbera", "Shahed-136"]), None);
        assert_eq!(likeness(&"a".repeat(100), "a"), 0.0);
    }
}
