//! GPU adapters as text.

use super::number::{fixed, integer};
use super::table::table;
use crate::engine::gpu::AdapterReport;

/// One line per adapter.
pub fn list(adapters: &[AdapterReport]) -> String {
    if adapters.is_empty() {
        return "no GPU adapter was found; on Linux, Vulkan drivers come with the vendor's or Mesa's packages\n"
            .to_owned();
    }
    let row = |a: &AdapterReport| {
        let used = if a.usable { "yes" } else { "no" };
        vec![
            a.index.to_string(),
            a.name.clone(),
            a.kind.to_owned(),
            a.backend.clone(),
            a.driver.clone(),
            used.to_owned(),
        ]
    };
    table(
        &["", "adapter", "kind", "backend", "driver", "may be used"],
        &[1, 2, 3, 4, 5],
        adapters.iter().map(row).collect(),
    )
}

/// All about one adapter.
pub fn detail(a: &AdapterReport) -> String {
    let mib = |bytes: u64| format!("{} MiB", fixed(bytes as f64 / f64::from(1 << 20), 0));
    let mut text = format!("gpu {}: {} ({}, {}; {})\n", a.index, a.name, a.kind, a.backend, a.driver);
    text += &format!(
        "    limits: buffer {}, binding {}, {} storage buffers per stage, {} workgroups, {} bytes shared\n",
        mib(a.max_buffer_bytes),
        mib(a.max_binding_bytes),
        a.max_storage_buffers,
        integer(a.max_workgroups.into()),
        integer(a.workgroup_memory_bytes.into()),
    );
    let path =
        if a.passthrough { "SPIR-V marked NoContraction, passed through" } else { "xor barrier in the naga module" };
    text += &format!("    shaders: {path}\n");
    if !a.usable {
        text += "    never used: its backend has not been shown to keep the bits of arithmetic\n";
    }
    text
}
