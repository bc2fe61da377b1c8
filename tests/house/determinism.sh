#!/usr/bin/env bash
# The same key, scenario and orders give the same games on gcc and clang, -O0 and -O3, with sanitizers: plays the
# same seeds in each build and compares results and records byte for byte.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
first=
for build; do
  out=$folder/${build//\//_}; mkdir "$out"
  for players in random scripted; do
    "$build/server/arena/ibar-arena" --scenario bridge-checkpoint --police $players --kfor $players \
      --irregulars $players --games 25 --seed 7 --json "$out/$players.json" --record "$out/$players" >/dev/null
  done
  if [ -z "$first" ]; then first=$out
  else diff -r "$first" "$out" | head -n 20; diff -rq "$first" "$out"; fi
done
echo "$# builds played the same games"
