//! Every table of a batch by name, as plain words: what is uploaded, read back and compared.
//!
//! Names are the fields of `Statics` and `World`, which are also the shaders' binding names.

use std::ops::Range;

use crate::model::batch::{Statics, World};
use crate::model::layout::{Field, Row};

/// One table as words.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Its name.
    pub name: &'static str,
    /// The fields of one row, a word each.
    pub fields: &'static [Field],
    /// All rows.
    pub words: &'a [u32],
}

/// The table's number in [`dynamic`], for those that the engines name.
pub mod ix {
    /// `tracks`.
    pub const TRACKS: usize = 1;
    /// `rounds`.
    pub const ROUNDS: usize = 2;
    /// `channels`.
    pub const CHANNELS: usize = 3;
    /// `rails`.
    pub const RAILS: usize = 4;
    /// `weapons`.
    pub const WEAPONS: usize = 6;
    /// `costs`.
    pub const COSTS: usize = 7;
    /// `orders`.
    pub const ORDERS: usize = 8;
    /// `tallies`.
    pub const TALLIES: usize = 9;
}

/// Number of dynamic tables.
pub const N_DYNAMIC: usize = 10;

const RAIL: &[Field] = &[Field { name: "free_tick", kind: "u32" }];
const HITS: &[Field] = &[Field { name: "hits", kind: "u32" }];
const KILL: &[Field] = &[Field { name: "probability", kind: "f32" }];

fn table<'a, T: Row>(name: &'static str, rows: &'a [T]) -> Table<'a> {
    Table { name, fields: T::FIELDS, words: bytemuck::cast_slice(rows) }
}

/// The tables that stages only read.
pub fn statics(s: &Statics) -> [Table<'_>; 10] {
    [
        table("cases", &s.cases),
        table("assets", &s.assets),
        table("sensors", &s.sensors),
        table("points", &s.points),
        table("sites", &s.sites),
        table("groups", &s.groups),
        table("replicates", &s.replicates),
        table("plans", &s.plans),
        table("issues", &s.issues),
        Table { name: "group_kill", fields: KILL, words: bytemuck::cast_slice(&s.group_kill) },
    ]
}

/// The tables that stages write.
pub fn dynamic(w: &World) -> [Table<'_>; N_DYNAMIC] {
    [
        table("threats", &w.threats),
        table("tracks", &w.tracks),
        table("rounds", &w.rounds),
        table("channels", &w.channels),
        Table { name: "rails", fields: RAIL, words: &w.rails },
        Table { name: "asset_hits", fields: HITS, words: &w.asset_hits },
        table("weapons", &w.weapons),
        table("costs", &w.costs),
        table("orders", &w.orders),
        table("tallies", &w.tallies),
    ]
}

/// The words of [`dynamic`], to write to, in the same order.
pub fn dynamic_mut(w: &mut World) -> [&mut [u32]; N_DYNAMIC] {
    [
        bytemuck::cast_slice_mut(&mut w.threats),
        bytemuck::cast_slice_mut(&mut w.tracks),
        bytemuck::cast_slice_mut(&mut w.rounds),
        bytemuck::cast_slice_mut(&mut w.channels),
        &mut w.rails,
        &mut w.asset_hits,
        bytemuck::cast_slice_mut(&mut w.weapons),
        bytemuck::cast_slice_mut(&mut w.costs),
        bytemuck::cast_slice_mut(&mut w.orders),
        bytemuck::cast_slice_mut(&mut w.tallies),
    ]
}

/// The rows of one replicate in each table of [`dynamic`].
pub fn rows_of(s: &Statics, replicate: usize) -> [Range<usize>; N_DYNAMIC] {
    let h = &s.replicates[replicate];
    let n_assets = s.cases[h.case_ix as usize].n_assets;
    let rows = |first: u32, n: u32| first as usize..(first + n) as usize;
    [
        rows(h.threat_first, h.n_threats),
        rows(h.threat_first, h.n_threats),
        rows(h.round_first, h.n_rounds),
        rows(h.channel_first, h.n_channels),
        rows(h.rail_first, h.n_rails),
        rows(h.asset_hit_first, n_assets),
        rows(h.weapon_first, h.n_weapons),
        rows(h.cost_first, h.n_threats * h.n_weapons),
        rows(h.order_first, h.n_orders),
        rows(replicate as u32, 1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_name_the_tables() {
        let world = World::default();
        let names = dynamic(&world).map(|table| table.name);
        assert_eq!(names[ix::TRACKS], "tracks");
        assert_eq!(names[ix::ROUNDS], "rounds");
        assert_eq!(names[ix::CHANNELS], "channels");
        assert_eq!(names[ix::RAILS], "rails");
        assert_eq!(names[ix::WEAPONS], "weapons");
        assert_eq!(names[ix::COSTS], "costs");
        assert_eq!(names[ix::ORDERS], "orders");
        assert_eq!(names[ix::TALLIES], "tallies");
    }
}
