//! Contract tests of `shaders/stage/`: every stage of the model has a shader, of the form the host binds by, over the rows,
//! codes and constants of the Rust twins.
//!
//! They hold what the two sides agree on in writing; that they compute the same bits is the lockstep comparison's to show.

use std::collections::{BTreeMap, BTreeSet};

use super::include::SOURCES;
use super::load::{Bounds, Parsed, parse, spirv, validate};
use super::reflect::{BindingKind, ConstValue};
use super::xor_barrier::xor_barrier;
use crate::assign::NO_POOL;
use crate::model::layout::{self, Row};
use crate::model::stage::{STAGES, assign, fly, sense};
use crate::model::{codes, motion};

/// Storage buffers in a stage that every adapter offers which wgpu calls fit for WebGPU, and what is asked for instead.
const MOST_BUFFERS: usize = 10;
/// Stages that need more, and how many: all that an order takes from is in a buffer of its own.
const MORE_BUFFERS: &[(&str, usize)] = &[("order", 13)];

/// Type of a buffer's elements by name, less `Shared`; false for those that a stage may write.
const BUFFERS: &[(&str, &str, bool)] = &[
    ("cases", "Case", true),
    ("assets", "Asset", true),
    ("sensors", "Sensor", true),
    ("points", "Point", true),
    ("sites", "Site", true),
    ("groups", "Group", true),
    ("replicates", "Replicate", true),
    ("plans", "Plan", true),
    ("issues", "Issue", true),
    ("group_kill", "f32", true),
    ("threats", "Threat", false),
    ("tracks", "Track", false),
    ("rounds", "Round", false),
    ("channels", "Channel", false),
    ("rails", "u32", false),
    ("asset_hits", "u32", false),
    ("weapons", "Weapon", false),
    ("costs", "Shot", false),
    ("orders", "Order", false),
    ("tallies", "Tally", false),
    // Scratch of the device alone.
    ("picks", "Pick", false),
    ("used_pools", "u32", false),
    ("cursors", "Cursor", false),
];

fn stages() -> Vec<(String, Parsed)> {
    let load = |name: String| {
        let parsed = parse(&name).unwrap_or_else(|e| panic!("{e}"));
        (name, parsed)
    };
    STAGES.iter().map(|stage| load(format!("stage/{}", stage.name))).collect()
}

#[test]
fn there_is_a_shader_for_every_stage_and_none_besides() {
    let mut listed: BTreeSet<_> = SOURCES.iter().filter_map(|(name, _)| name.strip_prefix("stage/")).collect();
    for stage in STAGES {
        assert!(listed.remove(stage.name), "no shader for {}", stage.name);
    }
    assert!(listed.is_empty(), "shaders of no stage: {listed:?}");
    for (part, _) in SOURCES.iter().filter(|(name, _)| name.starts_with("model/")) {
        let line = format!("//!include {part}");
        let used = SOURCES.iter().any(|(_, text)| text.lines().any(|l| l.trim() == line));
        assert!(used, "{part} is part of no stage");
    }
}

#[test]
fn every_stage_goes_through_both_exact_paths() {
    for (name, parsed) in stages() {
        for bounds in [Bounds::Checked, Bounds::Unchecked] {
            assert!(!spirv(&name, &parsed, bounds).unwrap_or_else(|e| panic!("{e}")).is_empty());
        }
        let module = xor_barrier(&name, &parsed.module, &parsed.info).unwrap_or_else(|e| panic!("{e}"));
        validate(&name, "after the xor barrier", &module, None).unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn every_stage_has_one_entry_point_and_known_bindings() {
    let known: BTreeMap<_, _> = BUFFERS.iter().map(|&(name, ty, is_static)| (name, (ty, is_static))).collect();
    for (name, parsed) in stages() {
        let r = &parsed.reflection;
        let entries: Vec<_> = r.entry_points.iter().map(|e| (e.name.as_str(), e.workgroup_size)).collect();
        assert_eq!(entries, [("main", [64, 1, 1])], "{name}");
        assert_eq!(r.n_groups(), 1, "{name}");
        // All that is declared is used: a declared and unused one would leave a gap, or stand at the end unseen.
        let n_declared = parsed.module.global_variables.iter().filter(|(_, g)| g.binding.is_some()).count();
        assert_eq!(r.bindings.len(), n_declared, "{name} declares what it does not use");
        let (params, buffers) = r.bindings.split_first().expect("a stage has bindings");
        assert_eq!((params.name.as_str(), params.kind), ("params", BindingKind::Uniform), "{name}");
        for b in buffers {
            let &(ty, is_static) = known.get(b.name.as_str()).unwrap_or_else(|| panic!("{name}: binding {}", b.name));
            let plain = b.ty.replace("atomic<u32>", "u32").replace("Shared>", ">");
            assert_eq!(plain, format!("array<{ty}>"), "{name}: {}", b.name);
            assert!(!is_static || b.kind == BindingKind::StorageRead, "{name} writes {}", b.name);
        }
        let short = name.trim_start_matches("stage/");
        let most = MORE_BUFFERS.iter().find(|(n, _)| *n == short).map_or(MOST_BUFFERS, |(_, n)| *n);
        assert!(buffers.len() <= most, "{name} has {} storage buffers", buffers.len());
    }
}

/// Name, and (field, type) in order.
type Shape = (&'static str, Vec<(String, &'static str)>);

fn shape<T: Row>() -> Shape {
    assert_eq!(size_of::<T>(), 4 * T::FIELDS.len());
    // `target` is a reserved word of WGSL.
    let name = |n: &str| if n == "target" { "target_".to_owned() } else { n.to_owned() };
    (T::NAME, T::FIELDS.iter().map(|f| (name(f.name), f.kind)).collect())
}

fn shapes() -> Vec<Shape> {
    use layout::{
        Asset, Case, Channel, Group, Issue, Order, Plan, Point, Replicate, Round, Sensor, Shot, Site, Tally, Threat,
        Track, Weapon,
    };
    let words = |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), "u32")).collect();
    vec![
        shape::<Case>(),
        shape::<Asset>(),
        shape::<Sensor>(),
        shape::<Point>(),
        shape::<Site>(),
        shape::<Group>(),
        shape::<Replicate>(),
        shape::<Plan>(),
        shape::<Issue>(),
        shape::<Threat>(),
        shape::<Track>(),
        shape::<Round>(),
        shape::<Channel>(),
        shape::<Weapon>(),
        shape::<Shot>(),
        shape::<Order>(),
        shape::<Tally>(),
        ("Params", words(&["zero", "n_threats", "n_rounds", "n_replicates"])),
        ("Pick", words(&["weapon", "demand", "key", "label", "kill", "worth", "hold"])),
        ("Cursor", words(&["round", "rail", "channel"])),
    ]
}

#[test]
fn rows_have_the_layout_of_their_rust_structs() {
    let shapes = shapes();
    let mut met = BTreeSet::new();
    for (name, parsed) in stages() {
        let bound: Vec<_> = parsed.reflection.bindings.iter().map(|b| b.ty.clone()).collect();
        for (struct_name, found) in &parsed.reflection.structs {
            let base = struct_name.strip_suffix("Shared").unwrap_or(struct_name);
            let Some((_, fields)) = shapes.iter().find(|(n, _)| *n == base) else {
                // A struct of the shader's own, which no buffer may hold.
                assert!(!bound.iter().any(|ty| ty.contains(&format!("<{struct_name}>"))), "{name}: {struct_name}");
                continue;
            };
            met.insert(base.to_owned());
            assert_eq!(found.size, 4 * fields.len() as u32, "{name}: size of {struct_name}");
            let found: Vec<_> = found.fields.iter().map(|f| (f.name.as_str(), f.offset, f.ty.as_str())).collect();
            let plain = |ty| if ty == "atomic<u32>" { "u32" } else { ty };
            let found: Vec<_> = found.into_iter().map(|(n, offset, ty)| (n, offset, plain(ty))).collect();
            let wanted: Vec<_> =
                fields.iter().enumerate().map(|(ix, (n, ty))| (n.as_str(), 4 * ix as u32, *ty)).collect();
            assert_eq!(found, wanted, "{name}: {struct_name}");
        }
    }
    assert_eq!(met.len(), shapes.len(), "some struct is met in no stage: {met:?}");
}

#[test]
fn codes_and_constants_are_the_same_on_both_sides() {
    // By name over all stages; a name stands for one value wherever it occurs.
    let mut found: BTreeMap<String, ConstValue> = BTreeMap::new();
    for (name, parsed) in stages() {
        for (constant, value) in parsed.reflection.constants {
            let before = found.insert(constant.clone(), value);
            assert!(before.is_none_or(|b| b == value), "{name}: {constant} has two values");
        }
    }
    // Those of exact/ are compared by the test of the self-test.
    for constant in parse("exact/selftest").unwrap().reflection.constants.keys() {
        found.remove(constant);
    }
    let mut same = |name: &str, value: ConstValue| assert_eq!(found.remove(name), Some(value), "{name}");
    for (name, value) in codes::ALL {
        same(name, ConstValue::U32(*value));
    }
    let bits = |v: f32| ConstValue::U32(v.to_bits());
    same("TINY2_BITS", bits(motion::TINY2));
    same("BEHIND_BITS", bits(motion::BEHIND));
    same("HOLD_GAIN_BITS", bits(motion::HOLD_GAIN));
    same("HOLD_SLOPE_BITS", bits(motion::HOLD_SLOPE));
    same("TWICE_EARTH_M_BITS", bits(sense::TWICE_EARTH_M));
    same("HORIZON_M_PER_SQRT_M_BITS", bits(sense::HORIZON_M_PER_SQRT_M));
    same("MAX_TRACK_MPS_BITS", bits(sense::MAX_TRACK_MPS));
    same("PRIOR_MPS_BITS", bits(sense::PRIOR_MPS));
    same("THIRD_BITS", bits(sense::THIRD));
    same("LEAST_VARIANCE_BITS", bits(sense::LEAST_VARIANCE));
    same("MAX_TIE_S_BITS", bits(assign::MAX_TIE_S));
    same("VALUE_STEPS", ConstValue::U32(assign::VALUE_STEPS));
    same("MAX_STEP_BITS", bits(assign::MAX_STEP));
    same("CHANCE_STEPS", ConstValue::U32(assign::CHANCE_STEPS));
    same("CHANCE_STEP_BITS", bits(1.0 / assign::CHANCE_STEPS as f32));
    same("MAX_UNDER_WAY", ConstValue::U32(assign::MAX_UNDER_WAY));
    same("MAX_POSITION", ConstValue::I32(fly::MAX_POSITION));
    same("NO_POOL", ConstValue::U32(NO_POOL));
    // Literals in the twins.
    same("ACROSS2_BITS", bits(1.0e-12));
    same("MILLI_BITS", bits(1.0e-3));
    same("KM2_PER_M2_BITS", bits(1.0e-6));
    same("FAR_M_BITS", bits(4.0e9));
    same("MAX_ARRIVE_TICKS_BITS", bits(8_000_000.0));
    // Marks of an empty search, where the twins have an `Option`.
    for none in ["NOT_FOUND", "NO_ROUND", "NO_WEAPON", "NO_TARGET"] {
        same(none, ConstValue::U32(u32::MAX));
    }
    same("NO_ROOM", ConstValue::U32(u32::MAX - 1));
    assert!(found.is_empty(), "constants of the shaders that no Rust constant answers: {found:?}");
}
