#!/usr/bin/env bash
# Draws every picture of the documents anew, without a display: docs/pictures/make.sh [KINGBIRD]
# The same commit gives the same bytes on the same graphics adapter.
set -euo pipefail
cd "$(dirname "$0")/../.."
kingbird=${1:-target/release/kingbird}
out=docs/pictures
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# draw NAME ARGUMENTS...
draw() {
  local name=$1
  shift
  "$kingbird" view "$@" --screenshot "$scratch/$name.png" --size 1600x900 >/dev/null
  mv "$scratch/$name.png" "$out/$name.png"
  echo "$out/$name.png"
}

draw gallery --layout gallery
draw raid mass-raid --layout raid --at-s 2400
draw map mass-raid --layout map --at-s 2400
draw reach force-protection --layout reach
draw selected mass-raid --layout map --at-s 2400 --select "Octopus south/Octopus/3"
draw compare mass-raid --layout compare --assigner nearest --against urgency --at-s 2700
draw statistics mass-raid --layout statistics --replicates 100

# An outlier of that study, as a click on its dot opens it: at its first leak.
draw outlier mass-raid --layout map --assigner urgency --replicate 17 --at-first-leak

# The editor with a mistake: a speed in the wrong unit.
sed 's/^cruise_speed_mps = 47.2 /cruise_speed_kmh = 170.0/' scenarios/mass-raid.toml >"$scratch/mistake.toml"
(cd "$scratch" && draw() { "$OLDPWD/$kingbird" view "$@"; }; true)
draw editor "$scratch/mistake.toml" --layout edit --select "threat_types.0"
