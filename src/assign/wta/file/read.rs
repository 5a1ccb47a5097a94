//! Reading either format; [`super`] says what they are.

use super::MOST_WEAPONS;
use super::scan::{Mistake, Scan, Word};
use crate::assign::wta::instance::Instance;

/// What both formats look like, for remedies.
const FORMATS: &str =
    "the first line is `m n mu` (weapon types, targets, weapons of each type) or `n` (as many weapons as targets)";

/// Reads an instance.
///
/// # Errors
/// The first mistake, with its place and a remedy.
pub fn read(bytes: &[u8]) -> Result<Instance, Mistake> {
    let mut scan = Scan::new(bytes);
    let Some(first) = scan.word()? else {
        return Err(scan.place().mistake("found nothing but white space where an instance is expected", FORMATS));
    };
    let mut header = vec![first];
    while let Some(word) = scan.word_in_line()? {
        header.push(word);
        if header.len() > 3 {
            break;
        }
    }
    match header[..] {
        [n] => square(&mut scan, count(n, "the number of weapons and targets")?, first),
        [m, n, mu] => {
            let types = count(m, "the number m of weapon types")?;
            let targets = count(n, "the number n of targets")?;
            let each = count(mu, "the number mu of weapons of each type")?;
            pairs(&mut scan, (types, targets, each), first)
        }
        _ => {
            let found = if header.len() == 2 { "2 numbers" } else { "more than 3 numbers" };
            Err(first.place.mistake(format!("found a first line of {found}, where 3 or 1 are expected"), FORMATS))
        }
    }
}

/// A number of things, at least 1.
fn count(word: Word<'_>, what: &str) -> Result<u64, Mistake> {
    match word.whole() {
        Some(n) if n > 0 => Ok(n),
        _ => Err(word.place.mistake(
            format!("found {} where {what} is expected", word.shown()),
            format!("write a whole number of at least 1; {FORMATS}"),
        )),
    }
}

/// `m n mu`, n values, lines `i j p`.
fn pairs(scan: &mut Scan<'_>, (types, targets, each): (u64, u64, u64), header: Word<'_>) -> Result<Instance, Mistake> {
    // A pair has 3 numbers, and a number at least 2 bytes with what separates it.
    let (n_types, n_targets) = plausible(scan, header, types, targets, 6)?;
    let all = types.checked_mul(each).filter(|&all| all <= MOST_WEAPONS);
    let Some(each) = all.and(u32::try_from(each).ok()) else {
        let what =
            format!("found {types} types of {each} weapons each, and at most {MOST_WEAPONS} weapons can be handled");
        return Err(header.place.mistake(what, "correct the header"));
    };
    let mut instance = Instance::new(values(scan, n_targets)?, vec![each; n_types]);
    let mut line_of = vec![0u32; instance.survive.len()];
    for given in 0..instance.survive.len() {
        let Some(first) = scan.word()? else {
            let missing = line_of.iter().position(|&line| line == 0).unwrap_or(0);
            return Err(scan.place().mistake(
                format!("the file ends after {given} of {} pairs `i j p`", line_of.len()),
                format!("the first that is missing is `{} {} p`", missing % n_types, missing / n_types),
            ));
        };
        let (second, third) = (in_pair(scan, first)?, in_pair(scan, first)?);
        end_of_pair(scan)?;
        let weapon = index(first, "weapon type i", n_types)?;
        let target = index(second, "target j", n_targets)?;
        let kill = probability(third, weapon, target)?;
        let at = target * n_types + weapon;
        if line_of[at] != 0 {
            return Err(first.place.mistake(
                format!("found the pair `{weapon} {target}` a second time; it stands in line {} already", line_of[at]),
                "each pair stands exactly once; take one of them out",
            ));
        }
        line_of[at] = u32::try_from(first.place.line).unwrap_or(u32::MAX);
        instance.survive[at] = 1.0 - kill;
    }
    nothing_more(scan, &format!("{n_types} x {n_targets} pairs"))?;
    Ok(instance)
}

/// `n`, n values, n rows of n probabilities.
fn square(scan: &mut Scan<'_>, n: u64, header: Word<'_>) -> Result<Instance, Mistake> {
    let (n, _) = plausible(scan, header, n, n, 2)?;
    let mut instance = Instance::new(values(scan, n)?, vec![1; n]);
    for at in 0..n * n {
        let Some(word) = scan.word()? else {
            return Err(scan.place().mistake(
                format!("the file ends after {at} of {n} x {n} probabilities"),
                "after n and n values stand n probabilities for each of n weapons, all targets of the first weapon first",
            ));
        };
        let (weapon, target) = (at / n, at % n);
        instance.survive[target * n + weapon] = 1.0 - probability(word, weapon, target)?;
    }
    nothing_more(scan, &format!("{n} x {n} probabilities"))?;
    Ok(instance)
}

/// Sizes as numbers to count with, if the bytes that follow can hold that many pairs at `bytes_each`.
fn plausible(
    scan: &Scan<'_>,
    header: Word<'_>,
    types: u64,
    targets: u64,
    bytes_each: u64,
) -> Result<(usize, usize), Mistake> {
    let (needed, there) = (types.checked_mul(targets), scan.rest() as u64 + 1);
    let fits = needed.and_then(|pairs| pairs.checked_mul(bytes_each)).is_some_and(|bytes| bytes <= there);
    match (usize::try_from(types), usize::try_from(targets)) {
        (Ok(n_types), Ok(n_targets)) if fits => Ok((n_types, n_targets)),
        _ => {
            let what = format!("the header promises {types} x {targets} pairs, and {} bytes follow", scan.rest());
            Err(header.place.mistake(what, "that cannot be; correct the header, or is the file cut off?"))
        }
    }
}

/// The targets' values. They may share lines with each other, not with what follows.
fn values(scan: &mut Scan<'_>, n: usize) -> Result<Vec<f64>, Mistake> {
    let (mut values, mut sum) = (Vec::new(), 0.0);
    while values.len() < n {
        let target = values.len();
        let Some(word) = scan.word()? else {
            let what = format!("the file ends after {target} of {n} values");
            return Err(scan.place().mistake(what, "after the first line stands the value of each target"));
        };
        match word.number() {
            Some(value) if value.is_finite() && value >= 0.0 => {
                sum += value;
                if f64::is_infinite(sum) {
                    let what =
                        format!("with {} for target {target} the values add up to more than 1.7e308", word.shown());
                    return Err(word.place.mistake(what, "write all values in a greater unit"));
                }
                values.push(value + 0.0); // no negative zero
            }
            _ => {
                let what = format!("found {} where the value of target {target} is expected", word.shown());
                return Err(word.place.mistake(what, "write a number of at least 0, with a decimal point"));
            }
        }
    }
    match scan.word_in_line()? {
        Some(word) => Err(word.place.mistake(
            format!("found {} behind the last of {n} values", word.shown()),
            "is a value missing before this line, or is the header wrong? probabilities start on a line of their own",
        )),
        None => Ok(values),
    }
}

/// An index below `n`.
fn index(word: Word<'_>, what: &str, n: usize) -> Result<usize, Mistake> {
    let index = word.whole().and_then(|index| usize::try_from(index).ok()).filter(|&index| index < n);
    index.ok_or_else(|| {
        word.place.mistake(
            format!("found {} where {what} is expected", word.shown()),
            format!("write a whole number from 0 to {}; indices count from 0", n - 1),
        )
    })
}

/// A probability of killing.
fn probability(word: Word<'_>, weapon: usize, target: usize) -> Result<f64, Mistake> {
    // A negative zero is in the range, and gives a survival of exactly 1.
    word.number().filter(|kill| (0.0..=1.0).contains(kill)).ok_or_else(|| {
        word.place.mistake(
            format!(
                "found {} where the kill probability of weapon {weapon} at target {target} is expected",
                word.shown()
            ),
            "write a number from 0 to 1, with a decimal point",
        )
    })
}

/// The next number of a line `i j p` that has started.
fn in_pair<'a>(scan: &mut Scan<'a>, first: Word<'_>) -> Result<Word<'a>, Mistake> {
    scan.word_in_line()?.ok_or_else(|| {
        let what = "found a line of fewer than 3 numbers where a pair `i j p` is expected";
        first
            .place
            .mistake(what, "write weapon type, target and kill probability; or is there a value too many before?")
    })
}

/// Nothing else stands in the line of a pair.
fn end_of_pair(scan: &mut Scan<'_>) -> Result<(), Mistake> {
    match scan.word_in_line()? {
        None => Ok(()),
        Some(more) => Err(more
            .place
            .mistake(format!("found {} behind a pair `i j p`", more.shown()), "write each pair on a line of its own")),
    }
}

/// Nothing else stands in the file.
fn nothing_more(scan: &mut Scan<'_>, all: &str) -> Result<(), Mistake> {
    match scan.word()? {
        None => Ok(()),
        Some(more) => Err(more.place.mistake(
            format!("found {} behind all {all} that the header promises", more.shown()),
            "correct the header, or take out what follows",
        )),
    }
}
