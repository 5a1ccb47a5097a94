//! Any text is a scenario or a list of problems, never a panic. A good corpus: the files in `scenarios/`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(problems) = kingbird::scenario::parse(text, "fuzz.toml", None) {
        assert!(!problems.is_empty());
    }
});
