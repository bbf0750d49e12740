#!/usr/bin/env bash
# clusters.sh - the tests that need a Galera cluster or PgBouncer, which are started and stopped here.
#
#   tests/clusters.sh               all of them
#   tests/clusters.sh pgbouncer     what follows goes to the test runner: a filter, --no-capture, ...
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# A state directory of this run: what is in there is exactly what this run has to stop.
ALUDEL_CLUSTER_STATE=$(mktemp -d "${TMPDIR:-/tmp}/aludel-clusters.XXXXXX")
export ALUDEL_CLUSTER_STATE
trap 'tests/cluster.sh down; rm -rf "$ALUDEL_CLUSTER_STATE"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

started=$(tests/cluster.sh up)
eval "$started"
cargo test --locked --all-features --test it -- --include-ignored --test-threads=1 "${@:-cluster::}"
