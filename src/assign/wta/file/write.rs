//! Writing the first format.

use std::io::{self, Write};

use thiserror::Error;

use crate::assign::problem::NO_POOL;
use crate::assign::wta::instance::Instance;

/// Why an instance was not written.
#[derive(Debug, Error)]
pub enum NotWritable {
    /// It has what the format has no place for.
    #[error("the format has no place for {0}")]
    NoPlace(&'static str),
    /// The file could not be written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Writes an instance as `m n mu`, values and lines `i j p`, such that [`read`](super::read) gives the same value for the same shots:
/// numbers have all digits that it takes.
///
/// # Errors
/// [`NotWritable`].
pub fn write(instance: &Instance, to: &mut impl Write) -> Result<(), NotWritable> {
    let each = instance.supply.first().copied().unwrap_or(0);
    let no_place = [
        ("an instance without weapons or targets", each == 0 || instance.value.is_empty()),
        ("types of different numbers of weapons", instance.supply.iter().any(|&supply| supply != each)),
        ("pools", instance.resource.iter().any(|&pool| pool != NO_POOL)),
        ("limits of shots at a target", instance.most_shots.iter().any(|&most| most != u32::MAX)),
    ];
    if let Some(&(what, _)) = no_place.iter().find(|(_, there)| *there) {
        return Err(NotWritable::NoPlace(what));
    }
    writeln!(to, "{} {} {each}", instance.n_types(), instance.n_targets())?;
    for value in &instance.value {
        writeln!(to, "{value}")?;
    }
    for weapon in 0..instance.n_types() {
        for target in 0..instance.n_targets() {
            writeln!(to, "{weapon} {target} {}", 1.0 - instance.row(target)[weapon])?;
        }
    }
    Ok(to.flush()?)
}
