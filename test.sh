#!/usr/bin/env bash
# Everything the project checks about itself, fast checks first. Installs what the tests need where it is missing: a software
# Vulkan driver, so that the GPU engine and the window are tested without a GPU, and a display that is not there with a keyboard
# and a mouse, so that a real window is. Usage: ./test.sh
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }

say "Formatting: one style, no discussion"
cargo fmt --all --check

say "System packages: an adapter and a display, software will do"
missing=()
compgen -G '/usr/share/vulkan/icd.d/*.json' >/dev/null || missing+=(mesa-vulkan-drivers)
ldconfig -p | grep -q 'libvulkan\.so\.1' || missing+=(libvulkan1)
ldconfig -p | grep -q 'libxkbcommon-x11\.so\.0' || missing+=(libxkbcommon-x11-0)
command -v Xvfb >/dev/null || missing+=(xvfb)
command -v xdotool >/dev/null || missing+=(xdotool)
# The example of an assigner in Python is run.
command -v python3 >/dev/null || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
fi

say "Lints: the table in Cargo.toml, the bans in clippy.toml, warnings are errors"
cargo clippy --locked --all-targets -- -D warnings

say "Without the GPU feature: the crate is a pure CPU engine with the command line"
cargo clippy --locked --no-default-features --lib --bins -- -D warnings

say "Tests: a missing GPU adapter is a failure, not a skip"
KINGBIRD_REQUIRE_GPU=1 cargo test --locked

say "Documentation: every link resolves"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet

say "All checks passed"
