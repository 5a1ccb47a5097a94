//! What can go wrong between a WGSL file and a shader module.

/// One forbidden thing in a shader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// File of origin, as it is named in includes (`stage/fly`).
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
    /// What was found and what to use instead.
    pub what: String,
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "shaders/{}.wgsl:{}: {}", self.file, self.line, self.what)
    }
}

/// Why a shader could not be loaded; the messages read after "could not load the shader: ".
#[derive(Debug, thiserror::Error)]
pub enum ShaderError {
    /// No embedded file has this name.
    #[error("no shader is named `{name}` (asked for {asked_by})")]
    Missing {
        /// The name that was asked for.
        name: String,
        /// Who asked: file and line, or the program.
        asked_by: String,
    },
    /// The WGSL does not parse.
    #[error("shaders/{file}.wgsl:{line}: {message}")]
    Parse {
        /// File of origin.
        file: String,
        /// Line in that file.
        line: u32,
        /// naga's message.
        message: String,
    },
    /// The module parses but is not valid, as written or after a pass.
    #[error("`{name}` is not valid {stage}: {message}")]
    Invalid {
        /// Shader.
        name: String,
        /// As written, or after which pass.
        stage: &'static str,
        /// naga's message, with positions.
        message: String,
    },
    /// The module uses what has no fixed bits.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// The xor barrier finds no run-time zero.
    #[error("`{name}` computes with floats but has no uniform `params` with a u32 member `zero`")]
    NoZero {
        /// Shader.
        name: String,
    },
    /// A construct that a pass does not know.
    #[error("`{name}` uses {what}, which the xor barrier does not know")]
    Unsupported {
        /// Shader.
        name: String,
        /// The construct.
        what: String,
    },
    /// Bindings that would not meet their resources when wgpu's renumbering is skipped.
    #[error("`{name}`: the bindings in use of group {group} are not 0, 1, 2 and so on: {found:?}")]
    Sparse {
        /// Shader.
        name: String,
        /// Bind group.
        group: u32,
        /// Binding numbers in use.
        found: Vec<u32>,
    },
    /// naga could not write SPIR-V, or wrote what the pass cannot read.
    #[error("`{name}` has no SPIR-V: {message}")]
    Spirv {
        /// Shader.
        name: String,
        /// naga's message.
        message: String,
    },
    /// The device was made without the feature that shader passthrough needs, or is not a Vulkan device.
    #[error("`{name}` needs shader passthrough, which this device does not have")]
    NoPassthrough {
        /// Shader.
        name: String,
    },
    /// The device failed while the self-test ran.
    #[error("the self-test did not run: {message}")]
    Device {
        /// wgpu's message.
        message: String,
    },
}
