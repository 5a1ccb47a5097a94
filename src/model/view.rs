//! Tables as lanes see them: every lane at a row of its own, a field of all lanes at a time.

use std::marker::PhantomData;

use super::layout::Row;
use crate::exact::{Int, Lanes};

/// The lanes' rows of a table. Fields are named by their place in bytes, as `offset_of!` gives it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, R: Lanes, T> {
    words: &'a [i32],
    at: R::Int,
    row: PhantomData<T>,
}

impl<'a, R: Lanes, T: Row> View<'a, R, T> {
    /// The rows of a table by their indices.
    #[inline(always)]
    pub fn new(table: &'a [T], rows: R::Int) -> Self {
        let at = rows * R::Int::of(T::FIELDS.len() as i32);
        Self { words: bytemuck::cast_slice(table), at, row: PhantomData }
    }

    /// The integers of a field.
    #[inline(always)]
    pub fn int(&self, field: usize) -> R::Int {
        R::Int::look_up(self.words, self.at + R::Int::of((field / 4) as i32))
    }

    /// The reals of a field.
    #[inline(always)]
    pub fn real(&self, field: usize) -> R {
        R::with_bits(self.int(field))
    }

    /// Three integer fields in a row: a position or a velocity.
    #[inline(always)]
    pub fn ints(&self, field: usize) -> [R::Int; 3] {
        [self.int(field), self.int(field + 4), self.int(field + 8)]
    }
}
