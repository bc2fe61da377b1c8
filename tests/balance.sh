#!/usr/bin/env bash
# Measures the balance of the scenarios with computer players and prints the tables of docs/balance.md.
#   usage: tests/balance.sh BUILD [GAMES [SCENARIO ...]]
# Each row is a series of GAMES games (1000) from seed 1, so that all rows share their dice. Exit status 1 when a side
# that scripted plays against scripted is outside the range wanted, or a fixed policy beats scripted at its side.
set -euo pipefail
build=${1:?usage: tests/balance.sh BUILD [GAMES [SCENARIO ...]]}
games=${2:-1000}
shift $(($# < 2 ? $# : 2))
scenarios=("$@")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(bridge-checkpoint banjska)
arena=$build/server/arena/ibar-arena
sides=(police kfor irregulars)
policies=(idle rush shoot hold-fire)
status=0

# Prints "reached interval mean" of each side, by lines, for the players named in the sequence of `sides`.
series() {
  "$arena" --scenario "$1" --games "$games" --police "$2" --kfor "$3" --irregulars "$4" --json - 2>/dev/null |
    python3 -c 'import json, sys
r = json.load(sys.stdin)
for side in ("police", "kfor", "irregulars"):
    s = r["sides"][side]
    n, p, z = r["games"], s["reached"] / r["games"], 1.96
    middle, half = (p + z * z / 2 / n) / (1 + z * z / n), z / (1 + z * z / n) * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5
    print("%.1f %.1f-%.1f %.2f" % (100 * p, max(0, 100 * (middle - half)), 100 * (middle + half), s["points"]["mean"]))'
}

for scenario in "${scenarios[@]}"; do
  low=20 high=60
  [ "$scenario" != banjska ] || { low=25; high=45; }
  printf '\n**%s**, %s games a row; wanted for scripted on all sides: %s-%s %%\n\n' "$scenario" "$games" $low $high
  printf '| side | player | threshold reached, %% | 95 %% interval | points |\n|---|---|---|---|---|\n'
  mapfile -t all < <(series "$scenario" scripted scripted scripted)
  for i in 0 1 2; do
    read -r reached interval points <<<"${all[$i]}"
    printf '| %s | scripted | %s | %s | %s |\n' "${sides[$i]}" "$reached" "$interval" "$points"
    python3 -c "import sys; sys.exit(not $low <= $reached <= $high)" || { status=1; echo "outside: $scenario ${sides[$i]} $reached" >&2; }
    for policy in "${policies[@]}"; do
      player=(scripted scripted scripted)
      player[i]=$policy
      mapfile -t with < <(series "$scenario" "${player[@]}")
      read -r fixed interval points <<<"${with[$i]}"
      printf '| %s | %s | %s | %s | %s |\n' "${sides[$i]}" "$policy" "$fixed" "$interval" "$points"
      python3 -c "import sys; sys.exit(not $fixed <= $reached)" || { status=1; echo "better than scripted: $scenario ${sides[$i]} $policy $fixed" >&2; }
    done
  done
done
exit $status
