# Sourced by ./run: the benchmarks. Each prints ratios against a floor measured in the same run.

bench_build() {  # TARGET...
  install_packages "${base_packages[@]}"
  install_packages "${bench_packages[@]}"
  mkdir -p build/log
  build_pages
  build_program release inkan
  build_program bench "$@"
}

# bench_client DIR: keys and a registration for the load driver.
bench_client() {
  local dir=$1
  build/bench/bench/load/bench_load keygen "$dir"
  python3 - "$dir" <<'PY'
import json, sys
directory = sys.argv[1]
scopes = ["uinfin", "name"]
registration = {
    "client_id": "bench000000000000000000000000rp1",
    "client_name": "Load driver",
    "redirect_uris": ["https://rp.example/cb"],
    "scope": "openid " + " ".join(scopes),
    "token_endpoint_auth_method": "private_key_jwt",
    "grant_types": ["authorization_code"],
    "jwks": json.load(open(f"{directory}/client.public.jwks.json")),
    "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
    "id_token_encrypted_response_enc": "A256CBC-HS512",
    "userinfo_signed_response_alg": "ES256",
    "userinfo_encrypted_response_alg": "ECDH-ES+A256KW",
    "userinfo_encrypted_response_enc": "A256GCM",
    "inkan_kind": "myinfo",
    "inkan_entitlements": [
        {"scope": s, "purpose": {"en": "Load test"}, "legal_basis": {"en": "Test Act s 1"}} for s in scopes
    ],
}
json.dump(registration, open(f"{directory}/client.json", "w"))
residents = json.load(open(f"{directory}/residents.json"))["residents"]
open(f"{directory}/accounts.tsv", "w").writelines(f"{r['login_id']}\t{r['password']}\n" for r in residents)
PY
}

bench_login_on() {  # ENGINE [driver options]
  local engine=$1 port=18443 dir pids
  shift
  dir=$(mktemp -d)
  local arguments=(demo --port $port --data "$dir" --people 1000 --seed 1 --store "$engine")
  if [ "$engine" = postgres ]; then
    chmod 755 "$dir"
    start_postgres "$dir/postgres"
    arguments+=(--connection "host=$dir/postgres user=postgres dbname=postgres")
  fi
  build/release/inkan "${arguments[@]}" --prepare-only >/dev/null
  bench_client "$dir"
  build/release/inkan client add "$dir/client.json" --config "$dir/inkan.toml" >/dev/null
  build/release/inkan "${arguments[@]}" >"$dir/out" 2>&1 &
  local server=$!
  pids=("$server")
  [ "$engine" = sqlite ] || pids+=("$(head -1 "$dir/postgres/cluster/postmaster.pid")")
  for _ in $(seq 100); do
    curl -fs "http://127.0.0.1:$((port + 2))/readyz" >/dev/null && break
    sleep 0.1
  done
  say "Logins, durable, on $engine (16 in flight, medians of five runs)"
  build/bench/bench/load/bench_load run --issuer "https://localhost:$port/fapi" --ca "$dir/ca.pem" \
    --client-id bench000000000000000000000000rp1 --jwks "$dir/client.private.jwks.json" --redirect-uri https://rp.example/cb \
    --scope "openid uinfin name" --accounts "$dir/accounts.tsv" --server-pid "${pids[@]}" --json "build/log/bench-login-$engine.json" "$@" || true
  kill -INT $server
  wait $server || true
  [ "$engine" = sqlite ] || stop_postgres "$dir/postgres"
  rm -rf "$dir"
}

bench_load_people() {  # COUNT
  local count=${1:-1000000} dir
  dir=$(mktemp -d)
  say "Registering $count residents on sqlite"
  build/release/inkan demo --port 18443 --data "$dir" --people 10 --prepare-only >/dev/null
  /usr/bin/time -f '%e s wall, %U s user, %S s system, %M KiB peak memory' \
    build/release/inkan nation load --config "$dir/inkan.toml" --people "$count" --seed 1
  du -sh "$dir"/inkan.sqlite* | sed 's/^/   /'
  rm -rf "$dir"
}

# bench_names prints the table of Google Benchmark and below it the ratio that counts.
bench_names() {
  local program
  program=$(find build/bench -name bench_names -type f | head -1)
  "$program" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true --benchmark_out=build/log/bench_names.json "$@"
  python3 - build/log/bench_names.json <<'PY'
import json, sys
median = {b["run_name"]: b["cpu_time"] for b in json.load(open(sys.argv[1]))["benchmarks"] if b.get("aggregate_name") == "median"}
if "fold/ours" in median and "fold/icu" in median:
    print(f"fold: {median['fold/ours']:.1f} ns a name, {median['fold/ours'] / median['fold/icu']:.2f} of ICU's NFKC_Casefold ({median['fold/icu']:.1f} ns)")
PY
}

bench_match_speed() {  # [--people N]... [--full] [--mapped]
  local residence=copied people=() dir=build/match
  while [ $# -gt 0 ]; do
    case $1 in
      --people) people+=("$2"); shift ;;
      --full) people+=(125000000) ;;
      --mapped) residence=mapped ;;
      *) die "bench match takes --people N, --full (125 million; 20 GiB of memory, 15 GB of disk), --mapped" ;;
    esac
    shift
  done
  [ ${#people[@]} -gt 0 ] || people=(1000000 10000000)
  install_packages "${base_packages[@]}"
  install_packages "${bench_packages[@]}"
  mkdir -p build/log "$dir"
  build_program bench bench_match
  say "Matching: speed, against a random cache line measured in the same run"
  build/bench/bench/match/bench_match src/app/nation/data "$dir" "$residence" "${people[@]}"
}

# bench_match_accuracy: how often records are linked to the wrong person; bench_match_febrl: the public sets.
bench_match_accuracy() {
  install_packages "${base_packages[@]}"
  build_program release bench_accuracy
  say "Matching: accuracy over a synthetic nation"
  build/release/bench_accuracy --work build "$@"
}
bench_match_febrl() {
  install_packages "${base_packages[@]}"
  build_program release bench_febrl
  say "Matching: FEBRL 1 to 4, without the social security number"
  build/release/bench_febrl . "$@"
}

run_bench() {
  local what=${1:-login}
  [ $# -eq 0 ] || shift
  case $what in
    login)
      bench_build bench_load
      bench_login_on sqlite "$@"
      bench_login_on postgres "$@"
      say "The same driver at npm's oidc-provider, in memory, nothing durable"
      PATH="$(dirname "$(find_node)"):$PATH" bench/login_baseline build/bench/bench/load/bench_load "$@"
      ;;
    load-people) bench_build bench_load; bench_load_people "$@" ;;
    match)
      case ${1:-} in
        accuracy) shift; bench_match_accuracy "$@" ;;
        febrl) shift; bench_match_febrl "$@" ;;
        *) bench_match_speed "$@" ;;
      esac
      ;;
    crypto | store | http) bench_build "bench_$what"; "$(find build/bench -name "bench_$what" -type f | head -1)" "$@" ;;
    names) bench_build bench_names; bench_names "$@" ;;
    *) die "no benchmark $what; see ./run help" ;;
  esac
}
