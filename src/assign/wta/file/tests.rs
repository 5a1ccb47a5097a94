//! Good files, and what is said of bad ones.

use proptest::prelude::*;

use super::*;
use crate::assign::wta::generate::{Family, generate};

const PAIRS: &str = "2 3 4\n10\n20.5\n3e1\n0 0 0.1\n0 1 0.2\n0 2 0\n1 2 1\n1 1 .25\n1 0 0.5\n";
const SQUARE: &str = "2\n10\n20\n0.1\n0.2\n0.3\n0.4\n";

#[test]
fn both_formats_are_read() {
    let pairs = read(PAIRS.as_bytes()).unwrap();
    assert_eq!((pairs.value.as_slice(), pairs.supply.as_slice()), ([10.0, 20.5, 30.0].as_slice(), [4, 4].as_slice()));
    assert_eq!(pairs.survive, [0.9, 0.5, 0.8, 0.75, 1.0, 0.0]); // by target
    let square = read(SQUARE.as_bytes()).unwrap();
    assert_eq!((square.value.as_slice(), square.supply.as_slice()), ([10.0, 20.0].as_slice(), [1, 1].as_slice()));
    assert_eq!(square.survive, [0.9, 0.7, 0.8, 0.6]); // rows of the file are weapons
}

#[test]
fn white_space_is_as_the_writer_likes() {
    for text in [PAIRS, SQUARE] {
        let expected = read(text.as_bytes()).unwrap();
        for same in [
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
            text.replace('\n', " \t\n\n"),
            text.trim_end().to_owned(),
            format!("\u{feff}{text}"),
            format!("\n\n  {text}\n\n"),
        ] {
            assert_eq!(read(same.as_bytes()).as_ref(), Ok(&expected), "{same:?}");
        }
    }
    assert_eq!(read(b"2\n10 20\n0.1 0.2\n0.3 0.4").unwrap(), read(SQUARE.as_bytes()).unwrap());
}

#[test]
fn every_mistake_has_its_place_and_a_remedy() {
    let one = |from: &str, to: &str| PAIRS.replacen(from, to, 1);
    let square = |from: &str, to: &str| SQUARE.replacen(from, to, 1);
    let cases: Vec<(String, &str, &str)> = vec![
        (String::new(), "1:1: found nothing", "the first line is `m n mu`"),
        (" \n\t\n".into(), "3:1: found nothing", "or `n`"),
        (one("2 3 4", "2 3"), "1:1: found a first line of 2 numbers", "`m n mu`"),
        (one("2 3 4", "2 3 4 5"), "1:1: found a first line of more than 3", "`m n mu`"),
        (one("2 3 4", "2 3.0 4"), "1:3: found `3.0` where the number n of targets", "whole number"),
        (one("2 3 4", "2 -3 4"), "1:3: found `-3`", "whole number"),
        (one("2 3 4", "0 3 4"), "1:1: found `0` where the number m", "at least 1"),
        (one("2 3 4", "2 3 0"), "1:5: found `0` where the number mu", "at least 1"),
        (one("2 3 4", "2 3 99999999999999999999999"), "1:5: found `9999999", "whole number"),
        (one("2 3 4", "2 3 18446744073709551615"), "1:1: found 2 types", "correct the header"),
        (one("2 3 4", "4000000000 4000000000 1"), "1:1: the header promises 4000000000 x", "cut off"),
        (one("2 3 4", "18446744073709551615 18446744073709551615 1"), "1:1: the header promises", "cut off"),
        (square("2\n", "100000\n"), "1:1: the header promises 100000 x 100000 pairs", "cut off"),
        (one("20.5", "nan"), "3:1: found `nan` where the value of target 1", "at least 0"),
        (one("20.5", "-1"), "3:1: found `-1`", "at least 0"),
        (one("20.5", "1e999"), "3:1: found `1e999`", "at least 0"),
        (one("20.5", "inf"), "3:1: found `inf`", "at least 0"),
        (
            PAIRS.replacen("20.5", "1.7e308\n1.7e308", 1),
            "4:1: with `1.7e308` for target 2 the values add up",
            "greater unit",
        ),
        (one("20.5", "1,5"), "3:1: found `1,5`", "decimal point"),
        (one("20.5\n", ""), "4:3: found `0` behind the last of 3 values", "is a value missing"),
        (one("20.5\n", "20.5\n7\n"), "5:1: found a line of fewer than 3", "kill probability"),
        (one("0 1 0.2", "0 1 1.2"), "6:5: found `1.2` where the kill probability of weapon 0 at target 1", "0 to 1"),
        (one("0 1 0.2", "0 1 -0.2"), "6:5: found `-0.2`", "0 to 1"),
        (one("0 1 0.2", "0 1 NaN"), "6:5: found `NaN`", "0 to 1"),
        (one("0 1 0.2", "0 3 0.2"), "6:3: found `3` where target j", "from 0 to 2"),
        (one("0 1 0.2", "2 1 0.2"), "6:1: found `2` where weapon type i", "count from 0"),
        (one("0 1 0.2", "0.0 1 0.2"), "6:1: found `0.0`", "whole number"),
        (one("0 1 0.2", "0 1"), "6:1: found a line of fewer than 3", "kill probability"),
        (one("0 1 0.2", "0 1 0.2 7"), "6:9: found `7` behind a pair", "line of its own"),
        (one("0 1 0.2", "0 0 0.2"), "6:1: found the pair `0 0` a second time; it stands in line 5", "take one"),
        (one("0 1 0.2\n", ""), "10:1: the file ends after 5 of 6 pairs", "`0 1 p`"),
        (format!("{PAIRS}1 1 0.5\n"), "11:1: found `1` behind all 2 x 3 pairs", "take out"),
        (format!("{PAIRS}end"), "11:1: found `end`", "take out"),
        (square("0.4\n", ""), "7:1: the file ends after 3 of 2 x 2 probabilities", "first weapon first"),
        (square("0.4", "0.4 0.5"), "7:5: found `0.5` behind all 2 x 2", "take out"),
        (square("0.3", "3"), "6:1: found `3` where the kill probability of weapon 1 at target 0", "0 to 1"),
        ("2\u{0}\n".into(), "1:2: found byte 0x00", "binary"),
        ("\u{7f}ELF".into(), "1:1: found byte 0x7f", "binary"),
        ("50;100;1\n".into(), "1:1: found `50;100;1` where the number of weapons and targets", "`m n mu`"),
        ("\u{1b}[31m 2 3\n".into(), "1:1: found byte 0x1b", "binary"),
        (format!("{}\n", "\u{e4}".repeat(100)), "1:1: found `\u{e4}", "`m n mu`"),
    ];
    for (text, place_and_what, remedy) in cases {
        let told = read(text.as_bytes()).err().unwrap_or_else(|| panic!("{text:?} was read")).to_string();
        assert!(told.starts_with(place_and_what), "{told:?} does not start with {place_and_what:?}");
        assert!(told.contains(remedy), "{told:?} does not say {remedy:?}");
        assert!(told.len() < 300 && !told.chars().any(char::is_control), "{told:?}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    for family in [Family::Ahuja, Family::Uniform, Family::Geometric] {
        let instance = generate(family, 13, 17, 3, 5);
        let mut text = Vec::new();
        write(&instance, &mut text).unwrap();
        assert_eq!(read(&text).unwrap(), instance, "{family:?}");
    }
    let mut pooled = generate(Family::Ahuja, 2, 2, 1, 1);
    (pooled.resource[0], pooled.pool) = (0, vec![1]);
    assert!(matches!(write(&pooled, &mut Vec::new()), Err(NotWritable::NoPlace("pools"))));
}

#[test]
fn a_file_that_is_not_there_is_told_by_name() {
    let error = load(Path::new("no-such-instance.txt")).err().unwrap().to_string();
    assert!(error.starts_with("could not read no-such-instance.txt: "), "{error}");
}

/// Bytes near a good file: words out of a bag of dangerous ones, or a good text with bytes changed.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        4 => (0..4u32).prop_map(|n| n.to_string()),
        2 => Just("0.5".to_owned()),
        1 => prop::sample::select(vec![
            "-1", "nan", "inf", "1e400", "-0", "99999999999", "18446744073709551616", "+.", "e", "\u{0}", "\u{feff}", "x",
        ])
        .prop_map(str::to_owned),
    ];
    let space = prop::sample::select(vec![" ", "\n", "\r\n", "\r", "\t", "\u{c}", ""]);
    let words = prop::collection::vec((word, space), 0..40);
    let changed = (prop::sample::select(vec![PAIRS, SQUARE]), any::<[(usize, u8); 2]>(), any::<usize>());
    prop_oneof![
        words.prop_map(|words| words
            .into_iter()
            .flat_map(|(word, space)| [word.as_str(), space].concat().into_bytes())
            .collect()),
        changed.prop_map(|(text, changes, end)| {
            let mut bytes = text.as_bytes().to_vec();
            for (at, byte) in changes {
                let n = bytes.len();
                bytes[at % n] = byte;
            }
            bytes.truncate(end % (4 * bytes.len()));
            bytes
        }),
        prop::collection::vec(any::<u8>(), 0..60),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn no_bytes_lead_to_a_panic_or_to_a_bad_instance(bytes in any_bytes()) {
        match read(&bytes) {
            Ok(instance) => prop_assert_eq!(instance.validate(), Ok(())),
            Err(mistake) => {
                let lines = 1 + bytes.iter().filter(|byte| b"\r\n\x0c".contains(byte)).count();
                prop_assert!((1..=lines).contains(&mistake.line) && mistake.column >= 1, "{}", mistake);
                prop_assert!(!mistake.to_string().chars().any(char::is_control), "{}", mistake);
            }
        }
    }
}
