# Sourced by ./run: the tests. Every group adds to `passed` and `failed`; the last line says both.
passed=0
failed=0
failures=()

add_result() {  # NAME PASSED FAILED
  passed=$((passed + $2))
  failed=$((failed + $3))
  [ "$3" -eq 0 ] || failures+=("$1: $3 failed")
}

# run_gtest NAME PROGRAM [ARGS]: runs a GoogleTest program and counts its cases; a crash counts as one failure.
run_gtest() {
  local name=$1 log=build/log/$1.log ok bad status=0
  shift
  "$@" >"$log" 2>&1 || status=$?
  ok=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$log" | tail -1)
  if grep -q '^\[  SKIPPED \]' "$log"; then bad=$((${bad:-0} + 1)); echo "$name: a test was skipped" >>"$log"; fi
  if [ "$status" -ne 0 ] && [ -z "$bad" ]; then bad=1; fi
  printf '   %-28s %s passed, %s failed\n' "$name" "${ok:-0}" "${bad:-0}"
  if [ "${bad:-0}" -ne 0 ]; then tail -40 "$log"; fi
  add_result "$name" "${ok:-0}" "${bad:-0}"
}

# run_node NAME FILES...: Node's own test runner; counts its cases.
run_node() {
  local name=$1 log=build/log/$1.log ok bad status=0
  shift
  "$(find_node)" --test --test-concurrency=1 --test-reporter=tap "$@" >"$log" 2>&1 || status=$?
  ok=$(sed -n 's/^# pass \([0-9]*\)/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^# fail \([0-9]*\)/\1/p' "$log" | tail -1)
  local skipped
  skipped=$(sed -n 's/^# skipped \([0-9]*\)/\1/p' "$log" | tail -1)
  bad=$((${bad:-0} + ${skipped:-0}))
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  printf '   %-28s %s passed, %s failed\n' "$name" "${ok:-0}" "$bad"
  if [ "$bad" -ne 0 ]; then grep -E '^ *not ok|error:|at ' "$log" | head -60; fi
  add_result "$name" "${ok:-0}" "$bad"
}

folders_with_tests() { find src -name '*_test.cpp' | cut -d/ -f2 | sort -u; }

# unit_tests PRESET: all test programs of a preset, on both engines.
unit_tests() {
  local preset=$1 folder
  # shellcheck disable=SC2046
  build_program "$preset" $(folders_with_tests | sed 's/^/test_/') test_accuracy || { add_result "build $preset" 0 1; return; }
  for folder in $(folders_with_tests) accuracy; do run_gtest "$preset-$folder" "build/$preset/test_$folder"; done
}

# sanitizer PRESET: unit tests, then the flows against a server built with that sanitizer.
sanitizer() {
  export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
  export TSAN_OPTIONS=halt_on_error=0:exitcode=66:suppressions=$root/tools/tsan.supp
  unit_tests "$1"
  build_program "$1" inkan || { add_result "build $1" 0 1; return; }
  INKAN_PROGRAM=$root/build/$1/inkan run_node "$1-flows" tests/flows/*.test.mjs tests/interop/*.test.mjs
}

# fuzz_tests SECONDS: every fuzzer starts from its committed corpus and seeks new inputs for so long; 0 replays the corpus only.
fuzz_tests() {
  local seconds=$1 target names=() effort=-runs=0
  [ "$seconds" -eq 0 ] || effort=-max_total_time=$seconds
  build_program fuzz fuzzers || { add_result "build fuzz" 0 1; return; }
  for target in build/fuzz/tests/fuzz/fuzz_*; do [ -x "$target" ] && [ -f "$target" ] && names+=("$(basename "$target")"); done
  [ ${#names[@]} -gt 0 ] || { add_result "fuzz" 0 1; return; }
  say "Fuzzing ${#names[@]} parsers, two at a time ($effort)"
  printf '%s\n' "${names[@]}" | xargs -P 2 -I{} bash -c '
    mkdir -p build/corpus/{}
    corpus=tests/fuzz/corpus/{}
    build/fuzz/tests/fuzz/{} '"$effort"' -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 \
      -artifact_prefix=build/corpus/{}- build/corpus/{} $corpus >build/log/{}.log 2>&1; echo $? >build/log/{}.status'
  for target in "${names[@]}"; do
    if [ "$(cat "build/log/$target.status")" = 0 ]; then
      printf '   %-28s %s runs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "build/log/$target.log")"
      add_result "$target" 1 0
    else
      tail -30 "build/log/$target.log"
      add_result "$target" 0 1
    fi
  done
}

run_tests() {
  local groups="tidy unit flows interop browser fault fuzz" fuzz_seconds=${INKAN_FUZZ_SECONDS:-60}
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) groups="tidy unit flows"; shift ;;
      --replay) fuzz_seconds=0; shift ;;
      --all) groups+=" asan tsan"; shift ;;
      --only) [ $# -ge 2 ] || die "--only needs a group; see ./run help"; groups=$2; shift 2 ;;
      *) die "test does not know $1; see ./run help" ;;
    esac
  done
  check_number INKAN_FUZZ_SECONDS "$fuzz_seconds" 0 86400
  install_packages "${base_packages[@]}"
  install_packages "${test_packages[@]}"
  case " $groups " in *" browser "*) install_packages "${browser_packages[@]}" ;; esac
  case " $groups " in *" fuzz "*) install_packages "${fuzz_packages[@]}" ;; esac
  mkdir -p build/log
  build_pages
  npm_modules tests
  npm_modules examples/library_card
  start_postgres build/postgres
  trap 'stop_postgres build/postgres' EXIT
  export INKAN_TEST_POSTGRES="host=$root/build/postgres user=postgres dbname=postgres"
  local group
  for group in $groups; do
    say "Tests: $group"
    case $group in
      tidy) if python3 tools/tidy.py; then add_result tidy 1 0; else add_result tidy 0 1; fi ;;
      unit) unit_tests release ;;
      flows | interop | browser | fault)
        build_program release inkan || { add_result "build" 0 1; continue; }
        INKAN_PROGRAM=$root/build/release/inkan run_node "$group" tests/"$group"/*.test.mjs ;;
      asan | tsan) sanitizer "$group" ;;
      fuzz) fuzz_tests "$fuzz_seconds" ;;
      *) die "no group $group; see ./run help" ;;
    esac
  done
  [ ${#failures[@]} -eq 0 ] || printf 'FAILED %s\n' "${failures[@]}"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
