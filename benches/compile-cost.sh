#!/usr/bin/env bash
# What it costs to compile code that uses the builder: a crate of 20 tables and 100 queries in our words and in
# sea-query's, clean debug builds taken in turns, dependencies built beforehand. Median CPU seconds, user and system.
#
#   benches/compile-cost.sh [ROUNDS]     prints `compile seaquery=0.55` last: ours / theirs
#
# The leaf crates are libraries and only build statements. A binary would add the same linking to both and a driver
# would add its own decoding: either would hide the difference that is looked for.
set -euo pipefail

rounds=${1:-9}
benches=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset CARGO_TARGET_DIR CARGO_INCREMENTAL RUSTFLAGS

seaquery=$(grep '^sea-query' "$benches/Cargo.toml")
aludel="aludel = { path = \"${benches%/*}\", default-features = false }"

write_leaf() { # side, dependency
    python3 "$benches/compile-cost.py" "$1" "$scratch/$1" "$2"
}

# A workspace of its own for each leaf, so that neither's features nor its lock file touch the other's.
build() { # side
    (cd "$scratch/$1" && cargo build --quiet)
}

# Milliseconds of CPU for one clean build of the leaf alone.
cpu_of_clean_build() { # side
    (cd "$scratch/$1" && cargo clean --quiet --package "leaf-$1")
    local TIMEFORMAT='%U %S'
    { time build "$1" 2>&3; } 3>&2 2>&1 | awk '{ printf "%d\n", ($1 + $2) * 1000 }'
}

median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

write_leaf aludel "$aludel"
write_leaf seaquery "$seaquery"
build aludel
build seaquery

for ((round = 1; round <= rounds; round++)); do
    for side in aludel seaquery; do
        cpu_of_clean_build "$side" >>"$scratch/$side.times"
    done
done

ours=$(median <"$scratch/aludel.times")
theirs=$(median <"$scratch/seaquery.times")
echo "aludel $ours ms, sea-query $theirs ms, $rounds rounds" >&2
awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "compile seaquery=%.2f\n", ours / theirs }'
