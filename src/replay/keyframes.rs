//! The past of a replicate: its whole state at evenly spaced edges, within a budget of memory.
//!
//! A keyframe is the rows and the assigner's memory, without the costs of the last decision: those are written anew before
//! anyone reads them, and are by far the largest table. A test goes on from every keyframe and ends at the same bits.

use std::mem::size_of_val;

use crate::assign::Memory;
use crate::engine::cpu::Runner;
use crate::engine::tables::{self, ix};
use crate::model::batch::World;

/// The state at one edge.
#[derive(PartialEq)]
pub struct Keyframe {
    /// The edge.
    pub tick: u32,
    world: World,
    memory: Memory,
}

impl Keyframe {
    /// Of the edge at which a runner stands.
    pub fn of(runner: &Runner<'_>) -> Self {
        let w = &runner.batch.world;
        let world = World {
            threats: w.threats.clone(),
            tracks: w.tracks.clone(),
            rounds: w.rounds.clone(),
            channels: w.channels.clone(),
            rails: w.rails.clone(),
            asset_hits: w.asset_hits.clone(),
            weapons: w.weapons.clone(),
            costs: Vec::new(),
            orders: w.orders.clone(),
            tallies: w.tallies.clone(),
        };
        Self { tick: w.tallies[0].tick, world, memory: runner.memory().clone() }
    }

    /// Sets a runner of the same replicate to this edge.
    pub fn restore(&self, runner: &mut Runner<'_>) {
        let source = tables::dynamic(&self.world);
        for (table, words) in tables::dynamic_mut(&mut runner.batch.world).into_iter().enumerate() {
            if table != ix::COSTS {
                words.copy_from_slice(source[table].words);
            }
        }
        runner.set_memory(&self.memory);
    }

    fn bytes(&self) -> usize {
        let rows: usize = tables::dynamic(&self.world).iter().map(|table| size_of_val(table.words)).sum();
        rows + size_of_val(self.memory.words.as_slice())
    }
}

/// Keyframes in order of time, the first at the beginning of the raid.
pub struct Keyframes {
    kept: Vec<Keyframe>,
    epoch_ticks: u32,
    /// Epochs from one to the next.
    spacing: u32,
    bytes: usize,
    budget_bytes: usize,
}

impl Keyframes {
    /// None yet; as close together as `budget_bytes` lets them be.
    pub fn new(epoch_ticks: u32, budget_bytes: usize) -> Self {
        Self { kept: Vec::new(), epoch_ticks, spacing: 1, bytes: 0, budget_bytes }
    }

    /// Keeps the edge at which a runner stands, if one is due there. Where the budget is passed, every other one goes.
    pub fn note(&mut self, runner: &Runner<'_>) {
        let epoch = runner.batch.world.tallies[0].tick / self.epoch_ticks;
        if !epoch.is_multiple_of(self.spacing) {
            return;
        }
        let keyframe = Keyframe::of(runner);
        self.bytes += keyframe.bytes();
        self.kept.push(keyframe);
        while self.bytes > self.budget_bytes && self.kept.len() > 1 {
            self.spacing *= 2;
            let (spacing, epoch_ticks) = (self.spacing, self.epoch_ticks);
            self.kept.retain(|keyframe| (keyframe.tick / epoch_ticks).is_multiple_of(spacing));
            self.bytes = self.kept.iter().map(Keyframe::bytes).sum();
        }
    }

    /// The last one at or before a tick.
    pub fn before(&self, tick: u32) -> &Keyframe {
        let n = self.kept.partition_point(|keyframe| keyframe.tick <= tick);
        &self.kept[n.saturating_sub(1)]
    }

    /// All of them, in order of time.
    pub fn all(&self) -> &[Keyframe] {
        &self.kept
    }

    /// Epochs from one to the next.
    pub fn spacing_epochs(&self) -> u32 {
        self.spacing
    }

    /// Memory they take, bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}
