//! Why there is no window or no picture.

/// Why there is no window or no picture, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ViewerError {
    /// Nothing to draw with.
    #[error(
        "no graphics adapter was found: {0}; install a Vulkan driver (on Debian without a GPU: apt-get install \
         mesa-vulkan-drivers), or stay with `kingbird run` and `kingbird compare`, which need none"
    )]
    NoAdapter(String),
    /// No window can be opened.
    #[error(
        "could not open a window: {0}; on a machine without a display, `kingbird view SCENARIO --screenshot FILE.png` draws \
         the same into a file"
    )]
    NoWindow(String),
    /// A picture larger than the device can draw.
    #[error(
        "a picture of {width} x {height} pixels cannot be drawn; each side must be from 1 to {limit} on this adapter"
    )]
    Size {
        /// Width asked for.
        width: u32,
        /// Height asked for.
        height: u32,
        /// Largest side.
        limit: u32,
    },
    /// The device failed while drawing.
    #[error("the graphics adapter stopped working: {0}; try a smaller picture, or another adapter")]
    Device(String),
    /// What draws the window was lost while it was open.
    #[error(
        "the graphics adapter that drew the window stopped working: {0}; start kingbird again, with WGPU_BACKEND or another \
         adapter if it happens again"
    )]
    WindowLost(String),
    /// The picture could not be encoded.
    #[error("could not encode the picture: {0}")]
    Picture(String),
    /// What was to be shown cannot be shown.
    #[error("{0}")]
    Content(String),
}
