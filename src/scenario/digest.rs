//! What a scenario is, in 32 bytes: part of the name of every replicate.

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::schema::Scenario;

/// The scenario as one line of JSON with sorted keys, without what has no effect on a raid: its summary and its variants.
/// A variant that was chosen is already applied, so it counts.
pub fn canonical_json(scenario: &Scenario) -> String {
    let mut json = serde_json::to_value(scenario).unwrap_or(Json::Null);
    if let Some(table) = json.as_object_mut() {
        table.remove("summary");
        table.remove("variants");
    }
    let mut text = String::new();
    write_sorted(&json, &mut text);
    text
}

/// SHA-256 of [`canonical_json`], in hex. Numbers count by value: `50` and `50.0` are the same scenario, and so are a
/// default left out and one written down.
pub fn digest(scenario: &Scenario) -> String {
    let bytes = Sha256::digest(canonical_json(scenario).as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sorts keys itself: whether `serde_json` does depends on a feature that any crate of the build may switch.
fn write_sorted(json: &Json, text: &mut String) {
    match json {
        Json::Object(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (ix, (key, value)) in entries.into_iter().enumerate() {
                if ix > 0 {
                    text.push(',');
                }
                text.push_str(&Json::from(key.as_str()).to_string());
                text.push(':');
                write_sorted(value, text);
            }
            text.push('}');
        }
        Json::Array(items) => {
            text.push('[');
            for (ix, value) in items.iter().enumerate() {
                if ix > 0 {
                    text.push(',');
                }
                write_sorted(value, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}
