//! What a shader says about itself: bindings, workgroup sizes, layouts of structs, constants.
//!
//! Bind groups are made from this, and tests compare layouts and constants with their Rust sides, so that nothing is
//! typed twice and believed.

use super::error::ShaderError;
use super::xor_barrier::PARAMS;
use naga::valid::ModuleInfo;
use naga::{AddressSpace, Expression, Literal, StorageAccess, TypeInner};
use std::collections::BTreeMap;

/// What a binding is.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum BindingKind {
    /// A uniform buffer.
    Uniform,
    /// A storage buffer that is read.
    StorageRead,
    /// A storage buffer that is read and written.
    StorageReadWrite,
}

/// One bound global that is in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Bind group.
    pub group: u32,
    /// Number in its group.
    pub binding: u32,
    /// Name of the WGSL variable.
    pub name: String,
    /// What it is.
    pub kind: BindingKind,
    /// Its WGSL type, as [`Field::ty`].
    pub ty: String,
}

/// One compute entry point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryPoint {
    /// Its name; `main` by the rules of the house.
    pub name: String,
    /// Invocations per workgroup along x, y, z.
    pub workgroup_size: [u32; 3],
}

/// A member of a struct.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Bytes from the start of the struct.
    pub offset: u32,
    /// `f32`, `vec3<u32>`, `array<i32, 4>`, `array<Name>`, `atomic<u32>` or a struct's name.
    pub ty: String,
}

/// A struct's layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StructLayout {
    /// Members in order.
    pub fields: Vec<Field>,
    /// Bytes, with the padding at the end.
    pub size: u32,
}

/// The value of a module constant of scalar type.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum ConstValue {
    /// A `u32`.
    U32(u32),
    /// An `i32`.
    I32(i32),
    /// An `f32`.
    F32(f32),
    /// A `bool`.
    Bool(bool),
}

/// All of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reflection {
    /// In order of group and binding. The uniform `params` counts as used whenever it is there, so that a shader has the
    /// same layout by every load path.
    pub bindings: Vec<Binding>,
    /// In order of the text.
    pub entry_points: Vec<EntryPoint>,
    /// By name.
    pub structs: BTreeMap<String, StructLayout>,
    /// By name.
    pub constants: BTreeMap<String, ConstValue>,
}

impl Reflection {
    /// Entries of the bind group layout of `group`, for compute.
    pub fn layout_entries(&self, group: u32) -> Vec<wgpu::BindGroupLayoutEntry> {
        let of_group = self.bindings.iter().filter(|b| b.group == group);
        of_group
            .map(|b| wgpu::BindGroupLayoutEntry {
                binding: b.binding,
                visibility: wgpu::ShaderStages::COMPUTE,
                ty: wgpu::BindingType::Buffer {
                    ty: match b.kind {
                        BindingKind::Uniform => wgpu::BufferBindingType::Uniform,
                        BindingKind::StorageRead => wgpu::BufferBindingType::Storage { read_only: true },
                        BindingKind::StorageReadWrite => wgpu::BufferBindingType::Storage { read_only: false },
                    },
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            })
            .collect()
    }

    /// Number of bind groups (one more than the highest in use).
    pub fn n_groups(&self) -> u32 {
        self.bindings.iter().map(|b| b.group + 1).max().unwrap_or(0)
    }

    /// Passthrough skips wgpu's renumbering, so the bindings in use must be 0, 1, 2 ... in each group.
    pub(super) fn check_dense(&self, name: &str) -> Result<(), ShaderError> {
        for group in 0..self.n_groups() {
            let found: Vec<u32> = self.bindings.iter().filter(|b| b.group == group).map(|b| b.binding).collect();
            if found.is_empty() || found.iter().enumerate().any(|(ix, b)| ix as u32 != *b) {
                return Err(ShaderError::Sparse { name: name.to_owned(), group, found });
            }
        }
        Ok(())
    }
}

/// Reads it off a validated module.
pub fn reflect(module: &naga::Module, info: &ModuleInfo) -> Reflection {
    let mut out = Reflection::default();
    for (handle, global) in module.global_variables.iter() {
        let name = global.name.clone().unwrap_or_default();
        let kind = match global.space {
            AddressSpace::Uniform => BindingKind::Uniform,
            AddressSpace::Storage { access } if access.contains(StorageAccess::STORE) => BindingKind::StorageReadWrite,
            AddressSpace::Storage { .. } => BindingKind::StorageRead,
            _ => continue,
        };
        let used =
            name == PARAMS || (0..module.entry_points.len()).any(|ix| !info.get_entry_point(ix)[handle].is_empty());
        if let (Some(at), true) = (global.binding, used) {
            out.bindings.push(Binding {
                group: at.group,
                binding: at.binding,
                name,
                kind,
                ty: type_name(module, global.ty),
            });
        }
    }
    out.bindings.sort_by_key(|b| (b.group, b.binding));
    for entry in &module.entry_points {
        out.entry_points.push(EntryPoint { name: entry.name.clone(), workgroup_size: entry.workgroup_size });
    }
    for (_, ty) in module.types.iter() {
        if let (Some(name), TypeInner::Struct { members, span }) = (&ty.name, &ty.inner) {
            let field = |m: &naga::StructMember| Field {
                name: m.name.clone().unwrap_or_default(),
                offset: m.offset,
                ty: type_name(module, m.ty),
            };
            let layout = StructLayout { fields: members.iter().map(field).collect(), size: *span };
            out.structs.insert(name.clone(), layout);
        }
    }
    for (_, constant) in module.constants.iter() {
        let value = match module.global_expressions[constant.init] {
            Expression::Literal(Literal::U32(v)) => ConstValue::U32(v),
            Expression::Literal(Literal::I32(v)) => ConstValue::I32(v),
            Expression::Literal(Literal::F32(v)) => ConstValue::F32(v),
            Expression::Literal(Literal::Bool(v)) => ConstValue::Bool(v),
            _ => continue,
        };
        if let Some(name) = &constant.name {
            out.constants.insert(name.clone(), value);
        }
    }
    out
}

fn type_name(module: &naga::Module, ty: naga::Handle<naga::Type>) -> String {
    let ty = &module.types[ty];
    if let Some(name) = &ty.name {
        return name.clone();
    }
    let scalar = |s: naga::Scalar| match s.kind {
        naga::ScalarKind::Sint => format!("i{}", s.width * 8),
        naga::ScalarKind::Uint => format!("u{}", s.width * 8),
        naga::ScalarKind::Float => format!("f{}", s.width * 8),
        _ => "bool".to_owned(),
    };
    match ty.inner {
        TypeInner::Scalar(s) => scalar(s),
        TypeInner::Vector { size, scalar: s } => format!("vec{}<{}>", size as u8, scalar(s)),
        TypeInner::Atomic(s) => format!("atomic<{}>", scalar(s)),
        TypeInner::Array { base, size: naga::ArraySize::Constant(n), .. } => {
            format!("array<{}, {n}>", type_name(module, base))
        }
        TypeInner::Array { base, .. } => format!("array<{}>", type_name(module, base)),
        ref other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{include, load};
    use super::*;
    use crate::exact::{fixed, math, rng};

    fn of(text: &str) -> Result<Reflection, ShaderError> {
        let source = include::resolve_in(&[("t", text)], "t").unwrap();
        load::parse_resolved("t", &source).map(|p| p.reflection)
    }

    #[test]
    fn bindings_in_use_layouts_and_constants_are_read() {
        let r = of("const N: u32 = 3u;
            struct Agent { pos: vec3<i32>, due: u32, hits: array<u32, 4> }
            struct Params { n: u32, zero: u32 }
            @group(0) @binding(0) var<uniform> params: Params;
            @group(0) @binding(1) var<storage, read> agents: array<Agent>;
            @group(0) @binding(2) var<storage, read_write> sums: array<u32>;
            @group(0) @binding(9) var<storage, read_write> idle: array<u32>;
            @compute @workgroup_size(64, 2) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
                sums[id.x] = agents[id.x].due + N;
            }")
        .unwrap();
        let kinds: Vec<_> = r.bindings.iter().map(|b| (b.binding, b.name.as_str(), b.kind, b.ty.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (0, "params", BindingKind::Uniform, "Params"),
                (1, "agents", BindingKind::StorageRead, "array<Agent>"),
                (2, "sums", BindingKind::StorageReadWrite, "array<u32>"),
            ]
        );
        assert_eq!(r.entry_points, [EntryPoint { name: "main".to_owned(), workgroup_size: [64, 2, 1] }]);
        assert_eq!(r.structs["Agent"].size, 32);
        let fields: Vec<_> =
            r.structs["Agent"].fields.iter().map(|f| (f.name.as_str(), f.offset, f.ty.as_str())).collect();
        assert_eq!(fields, [("pos", 0, "vec3<i32>"), ("due", 12, "u32"), ("hits", 16, "array<u32, 4>")]);
        assert_eq!(r.constants["N"], ConstValue::U32(3));
        assert_eq!(r.layout_entries(0).len(), 3);
    }

    #[test]
    fn a_gap_in_the_bindings_is_refused() {
        let text = "@group(0) @binding(1) var<storage, read_write> sums: array<u32>;
            @compute @workgroup_size(1) fn main() { sums[0] = 1u; }";
        assert!(matches!(of(text), Err(ShaderError::Sparse { group: 0, .. })));
    }

    #[test]
    fn the_exact_constants_are_the_same_on_both_sides() {
        let mut shader = load::parse("exact/selftest").unwrap().reflection.constants;
        let mut same = |name: &str, value: u32| {
            assert_eq!(shader.remove(name), Some(ConstValue::U32(value)), "{name}");
        };
        same("RSQRT_SEED", math::RSQRT_SEED);
        same("RECIP_SEED", math::RECIP_SEED);
        same("SQRT_TINY", math::SQRT_TINY);
        same("TURN_TINY", math::TURN_TINY);
        same("LN_SPLIT", math::LN_SPLIT);
        same("LN2_HIGH", math::LN2_HIGH);
        same("LN2_LOW", math::LN2_LOW);
        math::LN_C.iter().enumerate().for_each(|(ix, c)| same(&format!("LN_C{ix}"), *c));
        math::SIN_C.iter().enumerate().for_each(|(ix, c)| same(&format!("SIN_C{ix}"), *c));
        math::COS_C.iter().enumerate().for_each(|(ix, c)| same(&format!("COS_C{ix}"), *c));
        same("GAUSS_SCALE", rng::GAUSS_SCALE);
        same("THREEFRY_PARITY", rng::PARITY);
        same("EVENT_DOMAIN", rng::EVENT_DOMAIN);
        for kind in rng::Kind::ALL {
            same(&format!("KIND_{}", shouted(&format!("{kind:?}"))), kind as u32);
        }
        for purpose in rng::Purpose::ALL {
            same(&format!("PURPOSE_{}", shouted(&format!("{purpose:?}"))), purpose as u32);
        }
        assert_eq!(shader.remove("POS_PER_M"), Some(ConstValue::I32(fixed::POS_PER_M)));
        assert_eq!(shader.remove("VEL_PER_MPS"), Some(ConstValue::I32(fixed::VEL_PER_MPS)));
        assert_eq!(shader.remove("N_RESULTS"), Some(ConstValue::U32(super::super::selftest::N_RESULTS as u32)));
        assert_eq!(shader.remove("CHAIN"), Some(ConstValue::U32(super::super::selftest::CHAIN)));
        assert!(shader.is_empty(), "constants of shaders/exact that no Rust constant answers: {shader:?}");
    }

    /// `MeasureRange` -> `MEASURE_RANGE`.
    fn shouted(camel: &str) -> String {
        let mut out = String::new();
        for (ix, c) in camel.chars().enumerate() {
            if c.is_uppercase() && ix > 0 {
                out.push('_');
            }
            out.extend(c.to_uppercase());
        }
        out
    }
}
