#!/usr/bin/env bash
# cluster.sh - a private MariaDB Galera cluster of three nodes, and PgBouncer before a PostgreSQL.
#
#   eval "$(tests/cluster.sh up)"   start what is not running (or: up galera, up pgbouncer), export the URLs
#   tests/cluster.sh env            print the exports again
#   tests/cluster.sh status         one line a process
#   tests/cluster.sh kill N         end node N (1 to 3) as a power cut would
#   tests/cluster.sh start N        start it again
#   tests/cluster.sh down           stop exactly the processes that this script started
#
# Exported, for what runs:
#   ALUDEL_GALERA_URLS              the three nodes, with commas between
#   ALUDEL_PGBOUNCER_URL            PostgreSQL through PgBouncer, which pools by transaction
#   ALUDEL_PGBOUNCER_DIRECT_URL     the same PostgreSQL without it
#
# Built on servers.sh: packages, settings and rules are told there.
#   ALUDEL_CLUSTER_STATE   data, logs, pids   (${TMPDIR:-/tmp}/aludel-cluster.UID)
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ALUDEL_STATE=${ALUDEL_CLUSTER_STATE:-${TMPDIR:-/tmp}/aludel-cluster.$(id -u)}
# shellcheck source=tests/servers.sh
. "$HERE/servers.sh"
NODES=(node1 node2 node3)
ALL=("${NODES[@]}" pgbouncer pg)

# ------------------------------------------------------------------ Galera
find_galera() { # sets GALERA, and MARIADB for the template of servers.sh
  if [ -x /usr/sbin/mariadbd ] && [ -x /usr/bin/mariadb-install-db ] && [ -e /usr/lib/galera/libgalera_smm.so ] \
    && [ -x /usr/bin/wsrep_sst_rsync ] && command -v rsync ps ss >/dev/null; then GALERA=/usr
  else
    fetch galera-10.11 bookworm mariadb-server mariadb-client-core galera-4 rsync lsof procps
    GALERA=$CACHE/galera-10.11/usr
  fi
  MARIADB=$GALERA
}
configure_node() { # NAME PORT GROUP IST SST PEERS: the four ports that a node listens on, and the others' group ports
  local dir=$STATE/$1
  cat > "$dir/my.cnf" <<E
[mysqld]
basedir=$GALERA
lc-messages-dir=$GALERA/share/mysql
character-sets-dir=$GALERA/share/mysql/charsets
$([ ! -d "$GALERA/lib/mysql/plugin" ] || echo "plugin-dir=$GALERA/lib/mysql/plugin")
datadir=$dir/data
tmpdir=$dir
socket=$dir/sock
pid-file=$dir/server.pid
port=$2
bind-address=127.0.0.1
skip-log-bin
binlog-format=ROW
innodb-autoinc-lock-mode=2
innodb-flush-log-at-trx-commit=0
innodb-flush-method=nosync
innodb-doublewrite=0
innodb-log-file-size=32M
innodb-buffer-pool-size=64M
innodb-fast-shutdown=2
character-set-server=utf8mb4
max-connections=100
init-file=$dir/init.sql
wsrep-on=ON
wsrep-provider=$GALERA/lib/galera/libgalera_smm.so
wsrep-cluster-name=aludel
wsrep-cluster-address=gcomm://$6
wsrep-node-name=$1
wsrep-node-address=127.0.0.1:$3
wsrep-sst-method=rsync
wsrep-sst-receive-address=127.0.0.1:$5
wsrep-slave-threads=2
wsrep-provider-options="base_host=127.0.0.1;base_port=$3;gmcast.listen_addr=tcp://127.0.0.1:$3;ist.recv_addr=127.0.0.1:$4;ist.recv_bind=127.0.0.1:$4;gcache.size=16M;gcache.page_size=16M"
E
}
start_node() { # NAME [--wsrep-new-cluster]
  local name=$1 dir=$STATE/$1 PID; shift
  : > "$dir/init.sql"
  [ "${1:-}" != --wsrep-new-cluster ] || accounts > "$dir/init.sql"
  # The state transfer is a script, which finds its programs by the path.
  PATH=$GALERA/bin:$GALERA/sbin:$PATH launch "$name" "$GALERA/sbin/mariadbd" --defaults-file="$dir/my.cnf" "$@"
  # A joiner says `ready for connections` before it is synchronised as well.
  wait_log "$name" 'Synchronized with group, ready for connections' 120 || { failed "$name"; return 1; }
}
start_galera() {
  local version name kind port peers= dir PORT TEMPLATE taken=' '
  local -A ports=()
  version=$("$GALERA/sbin/mariadbd" --no-defaults --version | sed -n 's/.*Ver \([0-9.]*\).*/\1/p')
  template "mariadb-$version" mariadb_init || return 1
  for name in "${NODES[@]}"; do
    for kind in client group ist sst; do
      while port=$(free_port); [[ $taken = *" $port "* ]]; do :; done
      taken="$taken$port "; ports[$name.$kind]=$port
    done
    peers=$peers${peers:+,}127.0.0.1:${ports[$name.group]}
  done
  for name in "${NODES[@]}"; do
    dir=$STATE/$name
    if [ "$name" = node1 ]; then fresh "$name"; else rm -rf "$dir"; mkdir -p "$dir/data"; owned "$dir"; owned "$dir/data"; fi
    configure_node "$name" "${ports[$name.client]}" "${ports[$name.group]}" "${ports[$name.ist]}" "${ports[$name.sst]}" "$peers"
    PORT=${ports[$name.client]}
    is_up "$name" "$version"
  done
  # One after the other: each takes the whole data directory of one that is there.
  start_node node1 --wsrep-new-cluster && start_node node2 && start_node node3
}

# ------------------------------------------------------------------ PgBouncer
find_pgbouncer() { # sets PGBOUNCER
  if PGBOUNCER=$(command -v pgbouncer); then return; fi
  fetch pgbouncer-1.18 bookworm pgbouncer
  PGBOUNCER=$CACHE/pgbouncer-1.18/usr/sbin/pgbouncer
}
start_pgbouncer() {
  local dir=$STATE/pgbouncer PORT PID
  for _ in 1 2 3; do
    rm -rf "$dir"; mkdir -p "$dir"; owned "$dir"; PORT=$(free_port)
    printf '"postgres" ""\n"tester" "secret"\n' > "$dir/users.txt"
    cat > "$dir/pgbouncer.ini" <<E
[databases]
* = host=127.0.0.1 port=$(cat "$STATE/pg/port")
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $PORT
unix_socket_dir =
auth_type = trust
auth_file = $dir/users.txt
admin_users = postgres
pool_mode = transaction
max_client_conn = 500
default_pool_size = 5
ignore_startup_parameters = extra_float_digits
E
    launch pgbouncer "$PGBOUNCER" "$dir/pgbouncer.ini"
    if wait_log pgbouncer 'process up' 20; then
      is_up pgbouncer "$("$PGBOUNCER" --version | sed -n 's/^PgBouncer \([0-9.]*\).*/\1/p')"; return
    fi
  done
  failed pgbouncer
}

# ------------------------------------------------------------------ verbs
node() { # N: its name
  case ${1:-} in 1|2|3) echo "node$1" ;; *) die "which node? 1, 2 or 3" ;; esac
}
print_cluster() {
  local name urls=
  for name in "${NODES[@]}"; do
    [ ! -e "$STATE/$name/port" ] || urls=$urls${urls:+,}mysql://root@127.0.0.1:$(cat "$STATE/$name/port")/test
  done
  [ -z "$urls" ] || echo "export ALUDEL_GALERA_URLS='$urls'"
  ready pgbouncer || return 0
  echo "export ALUDEL_PGBOUNCER_URL='postgres://postgres@127.0.0.1:$(cat "$STATE/pgbouncer/port")/test'"
  echo "export ALUDEL_PGBOUNCER_DIRECT_URL='postgres://postgres@127.0.0.1:$(cat "$STATE/pg/port")/test'"
}
up_galera() {
  running node1 || running node2 || running node3 || { stop "${NODES[@]}"; find_galera; start_galera; }
}
up_pgbouncer() {
  ready pg || { stop pg; find_tls; find_pg; start_pg; } || return 1
  ready pgbouncer || { stop pgbouncer; find_pgbouncer; start_pgbouncer; }
}
VERB=${1:-}; [ $# = 0 ] || shift
case $VERB in
  up)     [ $# -gt 0 ] || set -- galera pgbouncer
          locked
          for name in "$@"; do
            case $name in galera|pgbouncer) ;; *) die "no such thing: $name (know: galera pgbouncer)" ;; esac
            "up_$name" || die "$name is not up ('$ME down' stops what runs of it)"
          done
          print_cluster ;;
  env)    print_cluster ;;
  status) for name in "${ALL[@]}"; do
            if running "$name"; then echo "$name: 127.0.0.1:$(cat "$STATE/$name/port"), pid $(cut -d' ' -f1 "$STATE/$name/proc")"
            else echo "$name: not running"; fi
          done ;;
  kill)   name=$(node "$@"); running "$name" || die "$name is not running"
          kill -KILL "$(cut -d' ' -f1 "$STATE/$name/proc")" ;;
  start)  name=$(node "$@"); ! running "$name" || die "$name is running"
          [ -e "$STATE/$name/my.cnf" ] || die "there is no cluster here"
          locked; find_galera; start_node "$name" ;;
  down)   [ -d "$STATE" ] || exit 0
          locked; stop "${ALL[@]}"; rm -rf "${STATE:?}" ;;
  *)      sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
