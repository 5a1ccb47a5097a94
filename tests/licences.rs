//! Every crate that is built in carries a licence that permits what Kingbird's own licence promises.

use std::process::Command;

/// Licences that may be linked into a program under MIT or Apache-2.0; no copyleft.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    // Of the fonts that the window brings, not of code.
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "0BSD",
];

/// Whether an SPDX expression can be satisfied with allowed licences: `OR` needs one side, `AND` both.
fn permitted(expression: &str) -> bool {
    let flat = expression.replace(['(', ')'], " ").replace('/', " OR ");
    flat.split(" AND ").all(|clause| clause.split(" OR ").any(|one| ALLOWED.contains(&one.trim())))
}

#[test]
fn every_dependency_is_permissively_licensed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "cargo metadata lists all dependencies");
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(permitted))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences to be looked at: {refused:#?}");
}

#[test]
fn copyleft_would_be_refused() {
    assert!(!permitted("GPL-3.0-only"));
    assert!(!permitted("MIT AND LGPL-2.1-or-later"));
    assert!(permitted("GPL-2.0-only OR MIT"));
    assert!(permitted("(MIT OR Apache-2.0) AND Unicode-3.0"));
}
