//! Marks every float result in naga's SPIR-V with `NoContraction`, so that no driver fuses or reassociates it.
//!
//! Works on the words: the types say which results are floats, and the decorations go to the end of the annotation
//! section. Results of extended instructions (floor, abs, and what naga makes of a conversion) are marked too.

use std::collections::HashSet;

const HEADER_WORDS: usize = 5;
const OP_EXT_INST: u16 = 12;
const OP_TYPE_VOID: u16 = 19;
const OP_TYPE_LAST: u16 = 39;
const OP_TYPE_FLOAT: u16 = 22;
const OP_TYPE_VECTOR: u16 = 23;
const OP_TYPE_MATRIX: u16 = 24;
const OP_DECORATE: u16 = 71;
const NO_CONTRACTION: u32 = 42;
/// FNegate, FAdd, FSub, FMul, FDiv, FRem, FMod, and the products of vectors and matrices (VectorTimesScalar ... Dot).
const ARITHMETIC: [u16; 14] = [127, 129, 131, 133, 136, 140, 141, 142, 143, 144, 145, 146, 147, 148];

/// The instructions as (first word's index, opcode, words), or `None` where the words are no SPIR-V.
fn instructions(words: &[u32]) -> Option<Vec<(usize, u16, &[u32])>> {
    let mut out = Vec::new();
    let mut at = HEADER_WORDS;
    while at < words.len() {
        let n = (words[at] >> 16) as usize;
        if n == 0 || at + n > words.len() {
            return None;
        }
        out.push((at, (words[at] & 0xffff) as u16, &words[at..at + n]));
        at += n;
    }
    Some(out)
}

/// Ids of all results of float arithmetic, in order.
fn float_results(list: &[(usize, u16, &[u32])]) -> Vec<u32> {
    let mut float_types = HashSet::new();
    let mut results = Vec::new();
    for &(_, op, w) in list {
        match op {
            OP_TYPE_FLOAT => {
                float_types.insert(w[1]);
            }
            OP_TYPE_VECTOR | OP_TYPE_MATRIX if float_types.contains(&w[2]) => {
                float_types.insert(w[1]);
            }
            _ if (op == OP_EXT_INST || ARITHMETIC.contains(&op)) && float_types.contains(&w[1]) => results.push(w[2]),
            _ => {}
        }
    }
    results
}

/// The words with the decorations added; `None` where they are no SPIR-V that naga would write.
pub fn no_contraction(words: &[u32]) -> Option<Vec<u32>> {
    let list = instructions(words)?;
    // Annotations come right before the first type.
    let at = list.iter().find(|(_, op, _)| (OP_TYPE_VOID..=OP_TYPE_LAST).contains(op))?.0;
    let mut out = Vec::with_capacity(words.len() * 2);
    out.extend_from_slice(&words[..at]);
    for id in float_results(&list) {
        out.extend([(3 << 16) | u32::from(OP_DECORATE), id, NO_CONTRACTION]);
    }
    out.extend_from_slice(&words[at..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::load::{Bounds, parse, spirv};
    use super::*;

    #[test]
    fn every_float_result_of_the_selftest_is_marked_once() {
        let parsed = parse("exact/selftest").unwrap();
        for bounds in [Bounds::Checked, Bounds::Unchecked] {
            let words = spirv("exact/selftest", &parsed, bounds).unwrap();
            let list = instructions(&words).unwrap();
            let marked: Vec<u32> = list
                .iter()
                .filter(|(_, op, w)| *op == OP_DECORATE && w[2] == NO_CONTRACTION)
                .map(|(_, _, w)| w[1])
                .collect();
            let results = float_results(&list);
            assert!(results.len() > 100, "only {} float results", results.len());
            assert_eq!(marked, results);
            // Decorations come before types and functions.
            let last = list.iter().rposition(|(_, op, _)| *op == OP_DECORATE).unwrap();
            let first = list.iter().position(|(_, op, _)| *op == OP_TYPE_VOID).unwrap();
            assert!(last < first);
        }
    }

    #[test]
    fn what_is_no_spirv_is_refused() {
        assert!(no_contraction(&[0; 8]).is_none());
        assert!(no_contraction(&[]).is_none());
    }
}
