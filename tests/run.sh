#!/usr/bin/env bash
# Builds everything three ways and runs the suites: release with gcc, ASan + UBSan with gcc, -O0 with clang.
#   run.sh            all suites
#   run.sh SUITE      one of them: house, determinism, memory, or a folder of tests/
#   run.sh long       what takes an hour: 200 kills of a real server, thousands of simulated runs; not in all suites
# The last line counts what passed and failed.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
passed=0 failed=0
want=${1-}

note() { printf '%s\n' "$*" >&2; }
result() { # name status [log]
  if [ "$2" = 0 ]; then passed=$((passed + 1)); printf 'ok    %s\n' "$1"
  else failed=$((failed + 1)); printf 'FAIL  %s\n' "$1"; [ -z "${3-}" ] || tail -n "${4-60}" "$3"; fi
}
finish() { printf '%s passed, %s failed\n' "$passed" "$failed"; [ "$failed" = 0 ] && [ "$passed" -gt 0 ]; exit; }

build() { # folder [meson options]
  local folder=$1 log=$1.build.log; shift
  { [ -f "$folder/build.ninja" ] || meson setup "$folder" -Dclient=true -Dtests=true -Dwerror=true "$@"; } >"$log" 2>&1 &&
    meson configure "$folder" -Dclient=true -Dtests=true -Dwerror=true >>"$log" 2>&1 && ninja -C "$folder" >>"$log" 2>&1
  result "build $folder" $? "$log"
}

meson_tests() { # folder [meson test options]
  local folder=$1 log=$1.test.log; shift
  meson test -C "$folder" --no-rebuild --timeout-multiplier 4 --print-errorlogs "$@" >"$log" 2>&1
  local status=$? counts
  counts=$(python3 tests/count.py "$folder/meson-logs/testlog.junit.xml" 2>/dev/null) || counts='0 1'
  passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
  if [ $status = 0 ] && [ "${counts#* }" = 0 ]; then printf 'ok    %s: %s tests\n' "$folder" "${counts% *}"
  else
    [ "${counts#* }" != 0 ] || failed=$((failed + 1))
    printf 'FAIL  %s\n' "$folder"; tail -n 150 "$log"
  fi
}

note "Building build-asan (gcc, ASan and UBSan) ..."
build build-asan --buildtype=debugoptimized -Db_sanitize=address,undefined
if [ "$want" = '' ] || [ "$want" = determinism ]; then
  note "Building build (gcc, release) and build-clang (clang, -O0) ..."
  build build
  CC=clang CXX=clang++ build build-clang --buildtype=debug
fi
[ "$failed" = 0 ] || finish

if [ "$want" = '' ] || [ "$want" = house ]; then
  note "Checking the house ..."
  for check in tests/house/check_*; do
    log=$(mktemp); "$check" "$top" "$top/build-asan" >"$log" 2>&1; result "house: $(basename "$check")" $? "$log" 40; rm -f "$log"
  done
fi
if [ "$want" = '' ] || [ "$want" = determinism ]; then
  note "Comparing games of all builds ..."
  log=$(mktemp); tests/house/determinism.sh build build-asan build-clang >"$log" 2>&1; result determinism $? "$log"; rm -f "$log"
fi
case "$want" in
  '') note "Running the tests under ASan and UBSan ..."; meson_tests build-asan --no-suite long
      note "Running in the release build what a sanitizer would falsify ..."; meson_tests build --suite memory ;;
  house|determinism) ;;
  memory) build build; meson_tests build --suite memory ;;
  *) meson_tests build-asan --suite "$want" ;;
esac
finish
