#!/usr/bin/env bash
# all-engines.sh - every test of the project, on SQLite, PostgreSQL, MariaDB and MySQL.
#
#   tests/all-engines.sh               all tests, those that need a server (#[ignore]d) included
#   tests/all-engines.sh upsert        what follows goes to the test runner: a filter, --no-capture, ...
#
# A bare Debian with cargo and a C compiler is enough. A server is taken from ALUDEL_POSTGRES_URL,
# ALUDEL_MARIADB_URL or ALUDEL_MYSQL_URL where that is set, else from an earlier `servers.sh up`,
# which stays up; else this run starts one of its own and stops it at the end, whatever the end is.
# ALUDEL_PG and ALUDEL_MARIADB choose versions: see servers.sh, which this is built on.
# Clusters are another matter: clusters.sh.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
servers=tests/servers.sh
die() { printf '%s: error: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

command -v cargo >/dev/null || die "cargo is missing: install Rust (rustup, or Debian's package cargo if it is new enough)"
command -v "${CC:-cc}" >/dev/null || die "no C compiler (${CC:-cc}), which SQLite and the linker need: apt-get install gcc libc6-dev"

# What an earlier `up` runs; prints nothing of use where that is nothing.
running=$("$servers" env)
eval "$running"

# What is missing still is started under a state directory of this run: two runs at a time do not
# stop each other's servers, and what is in there is exactly what this run has to stop.
state=$(mktemp -d "${TMPDIR:-/tmp}/aludel-tests.XXXXXX")
stop_ours() { ALUDEL_STATE=$state "$servers" down; rm -rf "$state"; }
trap stop_ours EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

unset ALUDEL_OUR_URLS    # so that the URLs of running servers count as given
started=$(ALUDEL_STATE=$state "$servers" up)
eval "$started"

if command -v cargo-nextest >/dev/null; then
  cargo nextest run --locked --all-features --run-ignored all -E 'not test(/^cluster::/)' "$@"
else
  cargo test --locked --all-features --lib --bins --tests --examples -- --include-ignored --skip cluster:: "$@"
fi
cargo test --locked --all-features --doc    # nextest does not run these, and an ignored one is not a server test
