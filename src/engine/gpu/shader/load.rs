//! Loads a shader onto a device by one of three paths.

use super::error::ShaderError;
use super::include::{self, Resolved};
use super::reflect::{Reflection, reflect};
use super::{no_contraction, refuse, xor_barrier};
use naga::back::spv;
use naga::proc::{BoundsCheckPolicies, BoundsCheckPolicy};
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use std::borrow::Cow;

/// How a shader reaches the device.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum LoadPath {
    /// naga's SPIR-V with `NoContraction`, past wgpu's own tools: exact at full speed. Vulkan only, and the device must have
    /// been made with `wgpu::Features::PASSTHROUGH_SHADERS`.
    Passthrough,
    /// Every float result passed through an xor with a run-time zero: exact on any backend, at about half the speed.
    XorBarrier,
    /// As written: not exact. For comparison and for shaders without float arithmetic.
    Plain,
}

/// Whether indexes into buffers and arrays are checked by the shader.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Bounds {
    /// Kept in range, and endless loops are broken: for tests.
    Checked,
    /// Trusted: for release builds, whose shaders the tests have run.
    Unchecked,
}

impl Default for Bounds {
    fn default() -> Self {
        if cfg!(debug_assertions) { Self::Checked } else { Self::Unchecked }
    }
}

/// A shader that was parsed, validated and found to use only what has fixed bits.
#[derive(Debug)]
pub struct Parsed {
    /// naga's module.
    pub module: naga::Module,
    /// What validation found out about it.
    pub info: ModuleInfo,
    /// Bindings, layouts, constants.
    pub reflection: Reflection,
}

/// A shader on a device.
#[derive(Debug)]
pub struct Loaded {
    /// wgpu's module; its pipeline needs an explicit layout, see [`Reflection::layout_entries`].
    pub module: wgpu::ShaderModule,
    /// Bindings, layouts, constants.
    pub reflection: Reflection,
}

/// Parses and checks the embedded shader of this name, without a device.
pub fn parse(name: &str) -> Result<Parsed, ShaderError> {
    parse_resolved(name, &include::resolve(name)?)
}

pub(super) fn parse_resolved(name: &str, source: &Resolved) -> Result<Parsed, ShaderError> {
    let module = naga::front::wgsl::parse_str(&source.text).map_err(|e| {
        let (file, line) = source.origin(e.location(&source.text).map_or(0, |l| l.line_number));
        ShaderError::Parse { file: file.to_owned(), line, message: e.message().to_owned() }
    })?;
    let info = validate(name, "as written", &module, Some(source))?;
    refuse::refuse(&module, &info, source)?;
    let reflection = reflect(&module, &info);
    reflection.check_dense(name)?;
    Ok(Parsed { module, info, reflection })
}

/// Validates. Of naga's optional capabilities only subgroups are granted, for integers: nothing else beyond core WGSL has been
/// shown to be exact. A shader that uses them goes through [`LoadPath::Passthrough`] only.
pub(super) fn validate(
    name: &str,
    stage: &'static str,
    module: &naga::Module,
    source: Option<&Resolved>,
) -> Result<ModuleInfo, ShaderError> {
    let granted = Capabilities::SUBGROUP | Capabilities::SUBGROUP_BARRIER;
    Validator::new(ValidationFlags::all(), granted).validate(module).map_err(|e| {
        // The innermost span is the first that naga noted.
        let at = e.spans().next().map(|(span, _)| *span);
        let message = match (source, at) {
            (Some(source), Some(span)) => {
                let (file, line) = source.origin_of(span);
                format!("shaders/{file}.wgsl:{line}: {}", e.emit_to_string(&source.text))
            }
            _ => format!("{:?}", e.into_inner()),
        };
        ShaderError::Invalid { name: name.to_owned(), stage, message }
    })
}

/// SPIR-V 1.3 (Vulkan 1.1) with every float result marked `NoContraction`.
pub fn spirv(name: &str, parsed: &Parsed, bounds: Bounds) -> Result<Vec<u32>, ShaderError> {
    let failed = |message: String| ShaderError::Spirv { name: name.to_owned(), message };
    let policy = match bounds {
        Bounds::Checked => BoundsCheckPolicy::Restrict,
        Bounds::Unchecked => BoundsCheckPolicy::Unchecked,
    };
    let options = spv::Options {
        lang_version: (1, 3),
        flags: spv::WriterFlags::empty(),
        bounds_check_policies: BoundsCheckPolicies {
            index: policy,
            buffer: policy,
            image_load: policy,
            binding_array: policy,
        },
        force_loop_bounding: bounds == Bounds::Checked,
        // Integer division keeps its guard either way: x / 0 has a defined result in WGSL, and twins may rely on it.
        ..spv::Options::default()
    };
    let words = spv::write_vec(&parsed.module, &parsed.info, &options, None).map_err(|e| failed(e.to_string()))?;
    no_contraction::no_contraction(&words).ok_or_else(|| failed("naga's words could not be read".to_owned()))
}

/// Loads with the bounds policy of the build: checked in debug builds, unchecked in release builds.
pub fn load(device: &wgpu::Device, name: &str, path: LoadPath) -> Result<Loaded, ShaderError> {
    load_with(device, name, path, Bounds::default())
}

/// Loads the embedded shader of this name by the path given.
pub fn load_with(device: &wgpu::Device, name: &str, path: LoadPath, bounds: Bounds) -> Result<Loaded, ShaderError> {
    let parsed = parse(name)?;
    let module = match path {
        LoadPath::Passthrough => passthrough(device, name, &parsed, bounds)?,
        LoadPath::XorBarrier => {
            let module = xor_barrier::xor_barrier(name, &parsed.module, &parsed.info)?;
            validate(name, "after the xor barrier", &module, None)?;
            through_wgpu(device, name, module, bounds)
        }
        LoadPath::Plain => through_wgpu(device, name, parsed.module, bounds),
    };
    Ok(Loaded { module, reflection: parsed.reflection })
}

#[expect(unsafe_code, reason = "wgpu has no safe way to take SPIR-V as it is")]
fn passthrough(
    device: &wgpu::Device,
    name: &str,
    parsed: &Parsed,
    bounds: Bounds,
) -> Result<wgpu::ShaderModule, ShaderError> {
    let vulkan = device.adapter_info().backend == wgpu::Backend::Vulkan;
    if !vulkan || !device.features().contains(wgpu::Features::PASSTHROUGH_SHADERS) {
        return Err(ShaderError::NoPassthrough { name: name.to_owned() });
    }
    let words = spirv(name, parsed, bounds)?;
    let entry_points: Vec<_> = parsed
        .reflection
        .entry_points
        .iter()
        .map(|e| wgpu::PassthroughShaderEntryPoint {
            name: Cow::Borrowed(e.name.as_str()),
            workgroup_size: (e.workgroup_size[0], e.workgroup_size[1], e.workgroup_size[2]),
        })
        .collect();
    let descriptor = wgpu::ShaderModuleDescriptorPassthrough {
        label: Some(name),
        entry_points: Cow::Owned(entry_points),
        spirv: Some(Cow::Owned(words)),
        ..Default::default()
    };
    // SAFETY: what wgpu would have checked has been checked. The words are naga's own, of a module its validator accepted
    // with no optional capability, and the pass adds decorations of arithmetic results only, which cannot make SPIR-V
    // invalid. Bindings are dense from 0 (`check_dense`), so they meet the layout made of the same reflection. Under
    // `Bounds::Checked` every access is kept in range; under `Bounds::Unchecked` the shaders, which are part of this
    // program and not a user's, must keep in range themselves, as the tests with checks on confirm.
    Ok(unsafe { device.create_shader_module_passthrough(descriptor) })
}

#[expect(unsafe_code, reason = "turning off run-time checks is unsafe in wgpu")]
fn through_wgpu(device: &wgpu::Device, name: &str, module: naga::Module, bounds: Bounds) -> wgpu::ShaderModule {
    let descriptor =
        wgpu::ShaderModuleDescriptor { label: Some(name), source: wgpu::ShaderSource::Naga(Cow::Owned(module)) };
    match bounds {
        Bounds::Checked => device.create_shader_module(descriptor),
        // SAFETY: as for `passthrough`: the shaders are this program's own and are run with checks on by the tests.
        Bounds::Unchecked => unsafe {
            device.create_shader_module_trusted(descriptor, wgpu::ShaderRuntimeChecks::unchecked())
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> String {
        let table = [("inner", "fn one() -> f32 { return 1.0; }\n"), ("t", text)];
        parse_resolved("t", &include::resolve_in(&table, "t").unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_the_file_and_line_of_origin() {
        let parse_error = failure("//!include inner\n\nfn two() -> f32 { return three(); }");
        assert!(parse_error.starts_with("shaders/t.wgsl:3: "), "{parse_error}");
        let invalid = failure("//!include inner\n\nfn two() -> f32 {\n  loop { }\n}");
        assert!(invalid.contains("shaders/t.wgsl:"), "{invalid}");
        let refused = failure("//!include inner\nfn two() -> f32 {\n  return one() / one();\n}");
        assert!(refused.starts_with("shaders/t.wgsl:3: a float `/`"), "{refused}");
    }

    #[test]
    fn every_embedded_shader_parses_alone_and_has_spirv() {
        // Parts are parsed with what includes them.
        let is_part =
            |name: &str| include::SOURCES.iter().any(|(_, text)| text.contains(&format!("//!include {name}\n")));
        for (name, _) in include::SOURCES.iter().filter(|(name, _)| name.starts_with("exact/") || !is_part(name)) {
            let parsed = parse(name).unwrap_or_else(|e| panic!("{e}"));
            assert!(!spirv(name, &parsed, Bounds::Unchecked).unwrap().is_empty());
        }
    }
}
