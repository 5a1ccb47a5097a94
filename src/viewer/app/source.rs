//! From what was named (nothing, a scenario, a file, a folder of results) to what the window opens with.

use std::path::PathBuf;

use crate::assign::{Chosen, find};
use crate::model::{CaseModel, Picture};
use crate::scenario::LoadError;
use crate::scenario::schema::Objective;
use crate::viewer::screen::named::{Named, named};
use crate::viewer::screen::{At, Brought, RaidRequest};

/// What the window opens with.
#[derive(Clone, Debug)]
pub enum Start {
    /// The gallery.
    Gallery,
    /// A replicate.
    Raid(Box<RaidRequest>),
    /// The results in a folder.
    Results(PathBuf),
    /// A scenario's file in the editor, mistakes and all.
    Edit(String),
}

/// What was chosen beside the name.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// A variant that the scenario names.
    pub variant: Option<String>,
    /// The assigner, the scenario's own where `None`.
    pub assigner: Option<String>,
    /// Who is meant by a name that begins with `exec:`.
    pub program: Option<Chosen>,
    /// What is decided from.
    pub picture: Picture,
    /// The objective, the scenario's own where `None`.
    pub objective: Option<Objective>,
    /// Seed.
    pub seed: u64,
    /// Replicate.
    pub replicate: u32,
    /// Where it opens.
    pub at: At,
    /// Whether a GPU is to compute it too, and be compared.
    pub on_gpu: bool,
}

/// What a name stands for: a folder of results, a shipped scenario or a file.
///
/// # Errors
/// When there is no such thing, and with every mistake of a scenario.
pub fn start(name: Option<&str>, choice: &Choice) -> Result<Start, LoadError> {
    let Some(name) = name else { return Ok(Start::Gallery) };
    let loaded = match named(name, choice.variant.as_deref())? {
        Named::Results(dir) => return Ok(Start::Results(dir)),
        Named::Mistakes(problems) => return Err(problems.into()),
        Named::Scenario(loaded) => *loaded,
    };
    let mut request = RaidRequest::first_of(loaded, name);
    request.objective = choice.objective;
    request.assigner.clone_from(&choice.assigner);
    let is_own = choice.program.is_some() || choice.picture != Picture::Believed;
    if is_own && let Some(brought) = brought(&request, choice) {
        request.assigner = Some(brought.label.clone());
        request.brought.push(brought);
    }
    Ok(Start::Raid(Box::new(RaidRequest {
        seed: choice.seed,
        replicate: choice.replicate,
        at: choice.at,
        on_gpu: choice.on_gpu,
        ..request
    })))
}

/// What was chosen that a name in the registry does not say; `None` where the name is unknown, which opening it tells.
fn brought(request: &RaidRequest, choice: &Choice) -> Option<Brought> {
    let assigner = match &choice.program {
        Some(program) => program.clone(),
        None => find(request.assigner_name()).ok()?.into(),
    };
    let (scenario, digest) = (&request.scenario, &request.digest);
    let case = CaseModel::compile_for(scenario, digest, assigner, choice.objective).ok()?;
    Some(Brought::from(&case.with_picture(choice.picture)))
}
