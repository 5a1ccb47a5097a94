#!/usr/bin/env bash
# Draws every picture of the documents anew, without a display: docs/pictures/make.sh [KINGBIRD]
# The same commit gives the same bytes on the same graphics adapter.
set -euo pipefail
cd "$(dirname "$0")/../.."
kingbird=$(realpath "${1:-target/release/kingbird}")
out=$PWD/docs/pictures
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# draw NAME ARGUMENTS...: to the scratch folder first, since no picture ever replaces a file.
draw() {
  local name=$1
  shift
  "$kingbird" view "$@" --screenshot "$scratch/$name.png" --size 1600x900 >/dev/null
  mv "$scratch/$name.png" "$out/$name.png"
  echo "docs/pictures/$name.png"
}

draw gallery --layout gallery
draw raid mass-raid --layout raid --at-s 2400 --span-km 62
draw map mass-raid --layout map --at-s 2400 --span-km 90
draw reach force-protection --layout reach
draw selected mass-raid --layout map --at-s 2400 --span-km 60 --select "Site 8/Octopus/6"
draw compare mass-raid --layout compare --assigner nearest --against urgency --at-s 2700 --span-km 90
draw statistics mass-raid --layout statistics --replicates 100

# The dot farthest to the right under `urgency`, as a click opens it: that raid, at its first leak.
"$kingbird" compare mass-raid --assigners urgency --replicates 100 --out "$scratch/results" >/dev/null
worst=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  $at["threats_leaked"] > most { most = $at["threats_leaked"]; worst = $at["replicate"] } END { print worst }' "$scratch/results/rows.csv")
draw outlier mass-raid --layout map --assigner urgency --replicate "$worst" --at-first-leak --span-km 90

# A speed in the wrong unit. From inside the folder, so that the title names the file alone.
sed 's/^cruise_speed_mps = 47.2 /cruise_speed_kmh = 170.0/' scenarios/mass-raid.toml >"$scratch/my-raid.toml"
cd "$scratch"
draw editor my-raid.toml --layout edit
