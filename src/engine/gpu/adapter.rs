//! Which adapter: what there is, and what is chosen.
//!
//! GL drivers are never chosen: their compilers have not been shown to keep the bits, and they take no SPIR-V from us.

use std::sync::OnceLock;

use super::shader::LoadPath;
use crate::engine::EngineError;

/// An adapter as `doctor` and `list adapters` show it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct AdapterReport {
    /// Its number, as `--adapter` takes it.
    pub index: usize,
    /// Its name, as `--adapter` takes a part of it.
    pub name: String,
    /// `vulkan`, `metal`, `dx12`, `gl`.
    pub backend: String,
    /// Driver and its version.
    pub driver: String,
    /// `discrete`, `integrated`, `virtual`, `software` or `unknown`.
    pub kind: &'static str,
    /// Whether Kingbird may use it at all.
    pub usable: bool,
    /// Whether shaders reach it as marked SPIR-V; else by the xor barrier.
    pub passthrough: bool,
    /// Largest buffer, bytes.
    pub max_buffer_bytes: u64,
    /// Largest part of it that a shader can see, bytes.
    pub max_binding_bytes: u64,
    /// Storage buffers one shader can see.
    pub max_storage_buffers: u32,
    /// Workgroups along one dimension of a dispatch.
    pub max_workgroups: u32,
    /// Memory shared in a workgroup, bytes.
    pub workgroup_memory_bytes: u32,
}

impl AdapterReport {
    /// Whether it is a piece of hardware, not a program on the CPU.
    pub fn is_hardware(&self) -> bool {
        matches!(self.kind, "discrete" | "integrated" | "virtual")
    }

    fn of(index: usize, adapter: &wgpu::Adapter) -> Self {
        let (info, limits) = (adapter.get_info(), adapter.limits());
        let driver = [info.driver.as_str(), info.driver_info.as_str()];
        Self {
            index,
            backend: info.backend.to_str().to_owned(),
            driver: driver.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
            kind: kind_name(info.device_type),
            usable: is_usable(info.backend),
            passthrough: default_path(adapter) == LoadPath::Passthrough,
            name: info.name,
            max_buffer_bytes: limits.max_buffer_size,
            max_binding_bytes: limits.max_storage_buffer_binding_size,
            max_storage_buffers: limits.max_storage_buffers_per_shader_stage,
            max_workgroups: limits.max_compute_workgroups_per_dimension,
            workgroup_memory_bytes: limits.max_compute_workgroup_storage_size,
        }
    }
}

/// All adapters, in the order of their numbers.
pub fn list_adapters() -> Vec<AdapterReport> {
    enumerate().iter().enumerate().map(|(index, adapter)| AdapterReport::of(index, adapter)).collect()
}

/// How shaders reach an adapter unless told otherwise.
pub fn default_path(adapter: &wgpu::Adapter) -> LoadPath {
    let vulkan = adapter.get_info().backend == wgpu::Backend::Vulkan;
    if vulkan && adapter.features().contains(wgpu::Features::PASSTHROUGH_SHADERS) {
        LoadPath::Passthrough
    } else {
        LoadPath::XorBarrier
    }
}

/// The adapter that was asked for (by number, or by a part of its name), or the best there is.
///
/// # Errors
/// When there is none, or none of that name; the message lists those there are.
pub fn pick(wanted: Option<&str>) -> Result<(wgpu::Adapter, AdapterReport), EngineError> {
    let mut adapters = enumerate();
    let reports: Vec<_> = adapters.iter().enumerate().map(|(ix, adapter)| AdapterReport::of(ix, adapter)).collect();
    let ix = choose(&reports, wanted)?;
    Ok((adapters.swap_remove(ix), reports[ix].clone()))
}

/// The interfaces that are used. Never GL, whatever wgpu was built with: its arithmetic is not trusted, and its library may
/// panic where several threads ask it for a context.
pub const BACKENDS: wgpu::Backends = wgpu::Backends::VULKAN.union(wgpu::Backends::METAL).union(wgpu::Backends::DX12);

fn enumerate() -> Vec<wgpu::Adapter> {
    // One for the whole program: making an instance loads every driver, some of which talk.
    static INSTANCE: OnceLock<wgpu::Instance> = OnceLock::new();
    let descriptor =
        || wgpu::InstanceDescriptor { backends: BACKENDS, ..wgpu::InstanceDescriptor::new_without_display_handle() };
    let instance = INSTANCE.get_or_init(|| wgpu::Instance::new(descriptor()));
    pollster::block_on(instance.enumerate_adapters(BACKENDS))
}

/// The choice itself: discrete before integrated before virtual before software, ties by number.
fn choose(reports: &[AdapterReport], wanted: Option<&str>) -> Result<usize, EngineError> {
    let listed = || {
        let names: Vec<_> =
            reports.iter().map(|r| format!("{} `{}` ({}, {})", r.index, r.name, r.kind, r.backend)).collect();
        if names.is_empty() { "there is none".to_owned() } else { format!("there are: {}", names.join("; ")) }
    };
    let matches = |report: &&AdapterReport| match wanted {
        None => true,
        // Nothing is a part of every name, and no choice.
        Some(wanted) if wanted.trim().is_empty() => false,
        Some(wanted) => match wanted.trim().parse::<usize>() {
            Ok(index) => report.index == index,
            Err(_) => report.name.to_lowercase().contains(&wanted.trim().to_lowercase()),
        },
    };
    let matching: Vec<_> = reports.iter().filter(matches).collect();
    if let (Some(found), false) = (matching.first(), matching.iter().any(|report| report.usable)) {
        let reason = format!("its backend {} has not been shown to keep the bits of arithmetic", found.backend);
        return Err(EngineError::Unsuitable { adapter: found.name.clone(), reason });
    }
    let usable = matching.into_iter().filter(|report| report.usable);
    usable.min_by_key(|report| (rank(report.kind), report.index)).map(|report| report.index).ok_or_else(|| match wanted
    {
        Some(wanted) if !reports.is_empty() => {
            EngineError::UnknownAdapter { wanted: wanted.to_owned(), listed: listed() }
        }
        _ => EngineError::NoAdapter(listed()),
    })
}

fn rank(kind: &str) -> usize {
    ["discrete", "integrated", "virtual", "software"].iter().position(|&known| known == kind).unwrap_or(4)
}

fn is_usable(backend: wgpu::Backend) -> bool {
    matches!(backend, wgpu::Backend::Vulkan | wgpu::Backend::Metal | wgpu::Backend::Dx12)
}

fn kind_name(kind: wgpu::DeviceType) -> &'static str {
    match kind {
        wgpu::DeviceType::DiscreteGpu => "discrete",
        wgpu::DeviceType::IntegratedGpu => "integrated",
        wgpu::DeviceType::VirtualGpu => "virtual",
        wgpu::DeviceType::Cpu => "software",
        wgpu::DeviceType::Other => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(index: usize, name: &str, kind: &'static str, usable: bool) -> AdapterReport {
        AdapterReport {
            index,
            name: name.to_owned(),
            backend: if usable { "vulkan" } else { "gl" }.to_owned(),
            driver: String::new(),
            kind,
            usable,
            passthrough: usable,
            max_buffer_bytes: 0,
            max_binding_bytes: 0,
            max_storage_buffers: 0,
            max_workgroups: 0,
            workgroup_memory_bytes: 0,
        }
    }

    #[test]
    fn the_strongest_is_chosen_and_a_name_or_number_goes_before() {
        let all = [
            report(0, "llvmpipe (LLVM)", "software", true),
            report(1, "Small Graphics", "integrated", true),
            report(2, "Big Card", "discrete", true),
            report(3, "Big Card", "discrete", false),
        ];
        assert_eq!(choose(&all, None).unwrap(), 2);
        assert_eq!(choose(&all, Some("LLVMpipe")).unwrap(), 0);
        assert_eq!(choose(&all, Some("1")).unwrap(), 1);
        assert_eq!(choose(&all, Some("card")).unwrap(), 2);
    }

    #[test]
    fn gl_is_refused_and_what_is_missing_is_listed() {
        let gl = [report(0, "Old Card", "discrete", false)];
        assert!(matches!(choose(&gl, None), Err(EngineError::Unsuitable { .. })));
        let message = choose(&gl, Some("new")).unwrap_err().to_string();
        assert!(message.contains("no GPU adapter is `new`") && message.contains("`Old Card`"), "{message}");
        assert!(!message.contains("install"), "{message}");
        assert!(matches!(choose(&[], None), Err(EngineError::NoAdapter(_))));
        assert!(matches!(choose(&[], Some("new")), Err(EngineError::NoAdapter(_))));
    }

    #[test]
    fn an_empty_name_is_no_adapter() {
        let all = [report(0, "Big Card", "discrete", true)];
        for wanted in ["", " "] {
            assert!(matches!(choose(&all, Some(wanted)), Err(EngineError::UnknownAdapter { .. })), "{wanted:?}");
        }
    }
}
