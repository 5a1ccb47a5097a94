//! Which vectors this processor has, asked at run time.
//!
//! A build for x86-64 may assume SSE2 only. Work that is written over [`Lanes`] is compiled once per [`Level`], and the widest
//! that the processor has is used. All levels give the same bits.

use super::lanes::Lanes;

/// A width of vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One number at a time.
    Scalar,
    /// AVX2: twice eight numbers.
    Avx2,
    /// AVX-512 F, BW, DQ and VL: twice sixteen numbers.
    Avx512,
}

impl Level {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Avx512, Self::Avx2, Self::Scalar];

    /// Whether this processor has it.
    #[inline(always)]
    pub fn is_available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        return super::wide::has(self);
        #[cfg(not(target_arch = "x86_64"))]
        return self == Self::Scalar;
    }

    /// The widest that this processor has.
    pub fn best() -> Self {
        Self::ALL.into_iter().find(|level| level.is_available()).unwrap_or(Self::Scalar)
    }
}

/// Something to be done over lanes.
pub trait Work {
    /// Does it. Everything down to the arithmetic must be `#[inline(always)]`: what is not is compiled for the least processor.
    fn run<L: Lanes>(self);
}

/// Does the work at a level, or one number at a time where the processor lacks it.
#[inline(always)]
pub fn run<W: Work>(level: Level, work: W) {
    #[cfg(target_arch = "x86_64")]
    let Some(work) = super::wide::on(level, work) else { return };
    #[cfg(not(target_arch = "x86_64"))]
    let _ = level;
    work.run::<f32>();
}
