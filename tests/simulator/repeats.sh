#!/bin/sh
# Promise: a seed reproduces its run exactly: the same steps, faults and bytes, also in another process after
# other runs. $1: simulator
set -eu
alone=$("$1" --seed 23)
again=$("$1" --seed 20 --runs 4 | sed -n '/^seed 23:/,$p')
[ "$alone" = "$again" ] || { printf 'alone:\n%s\nafter others:\n%s\n' "$alone" "$again"; exit 1; }
other=$("$1" --seed 24)
[ "$alone" != "$other" ]
