//! A device with all that its adapter allows, whose every failure becomes an [`EngineError`] and never a panic.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::adapter::{self, AdapterReport};
use super::shader::LoadPath;
use crate::engine::EngineError;

/// A submission that takes longer has hung: one is a fraction of a second by design.
const PATIENCE: Duration = Duration::from_secs(600);

/// What went wrong outside any call of ours, first only; later failures follow from it.
#[derive(Clone, Default)]
struct Failure(Arc<Mutex<Option<Cause>>>);

#[derive(Clone, Debug)]
struct Cause {
    message: String,
    out_of_memory: bool,
}

impl Failure {
    fn note(&self, message: String, out_of_memory: bool) {
        let mut cause = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cause.get_or_insert(Cause { message, out_of_memory });
    }

    fn get(&self) -> Option<Cause> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// An open device.
pub struct Device {
    /// wgpu's device.
    pub device: wgpu::Device,
    /// Its queue.
    pub queue: wgpu::Queue,
    /// The adapter it belongs to.
    pub report: AdapterReport,
    /// How shaders reach it.
    pub path: LoadPath,
    failure: Failure,
}

impl Device {
    /// Opens the adapter asked for, or the best there is; `path` goes before the adapter's own.
    ///
    /// # Errors
    /// No such adapter, or one that does not open.
    pub fn open(wanted: Option<&str>, path: Option<LoadPath>) -> Result<Self, EngineError> {
        let (adapter, report) = adapter::pick(wanted)?;
        let path = path.unwrap_or_else(|| adapter::default_path(&adapter));
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("kingbird"),
            required_features: adapter.features() & wgpu::Features::PASSTHROUGH_SHADERS,
            required_limits: adapter.limits(),
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor))
            .map_err(|e| EngineError::Unsuitable { adapter: report.name.clone(), reason: e.to_string() })?;
        let failure = Failure::default();
        let uncaptured = failure.clone();
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            uncaptured.note(one_line(&error), matches!(error, wgpu::Error::OutOfMemory { .. }));
        }));
        let lost = failure.clone();
        device.set_device_lost_callback(move |reason, message| {
            if reason != wgpu::DeviceLostReason::Destroyed {
                lost.note(format!("the device was lost: {message}"), false);
            }
        });
        Ok(Self { device, queue, report, path, failure })
    }

    /// An error if anything has failed since the device was opened.
    ///
    /// # Errors
    /// [`EngineError::Device`] with the first failure.
    pub fn check(&self) -> Result<(), EngineError> {
        match self.failure.get() {
            Some(cause) => Err(EngineError::Device(cause.message)),
            None => Ok(()),
        }
    }

    /// Whether the failure was want of memory; if so it is forgotten, since fewer replicates may still fit.
    pub fn forgive_out_of_memory(&self) -> bool {
        let forgiven = self.failure.get().is_some_and(|cause| cause.out_of_memory);
        if forgiven {
            self.failure.clear();
        }
        forgiven
    }

    /// Waits for everything submitted.
    ///
    /// # Errors
    /// When the device was lost, reported a failure, or does not answer.
    pub fn wait(&self) -> Result<(), EngineError> {
        let wait = wgpu::PollType::Wait { submission_index: None, timeout: Some(PATIENCE) };
        let polled = self.device.poll(wait);
        self.check()?;
        polled.map(|_| ()).map_err(|e| EngineError::Device(one_line(&e)))
    }

    /// Takes a failure as the device would report it, for tests of what follows.
    #[doc(hidden)]
    pub fn inject_failure(&self, message: &str, out_of_memory: bool) {
        self.failure.note(message.to_owned(), out_of_memory);
    }
}

/// An error and its sources in one line: wgpu's messages come as indented trees.
fn one_line(error: &dyn core::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
