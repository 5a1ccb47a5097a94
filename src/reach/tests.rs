//! The whole answer against closed forms, symmetry and order.

use super::*;
use crate::scenario;

/// One site beside the asset at the origin, an ideal sensor over the whole theatre, nothing random.
pub(super) fn duel() -> CaseModel {
    let loaded = scenario::load("contract/one-on-one-headon", None).unwrap();
    CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap()
}
