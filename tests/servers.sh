#!/usr/bin/env bash
# servers.sh - private, throwaway PostgreSQL, MariaDB and MySQL servers for the tests.
#
#   eval "$(tests/servers.sh up)"      start what is not running, export the URLs
#   eval "$(tests/servers.sh up pg)"   only some of: pg mariadb mysql
#   tests/servers.sh env               print the exports again
#   tests/servers.sh status            one line a server
#   tests/servers.sh down [NAME...]    stop exactly the servers that this script started
#   tests/servers.sh crash NAME...     kill -9: nothing is told, nothing is saved
#   tests/servers.sh start NAME...     what crashed, again, with its data, at its port
#
# Exported, for a server that runs:
#   ALUDEL_POSTGRES_URL ALUDEL_MARIADB_URL ALUDEL_MYSQL_URL       an administrator without a password
#   ALUDEL_POSTGRES_PW_URL ...MARIADB_PW_URL ...MYSQL_PW_URL      the user tester, password secret
#   ALUDEL_POSTGRES_SOCKET_DIR ALUDEL_MARIADB_SOCKET ALUDEL_MYSQL_SOCKET
#   ALUDEL_TLS_DIR   ca.crt, client.crt and client.key (CN=certuser), other-ca.crt (signed nothing here)
# A server whose ALUDEL_*_URL is already set is not started: that URL is passed on as it is.
#
# Nothing is installed on the machine. A server comes from the system where that has the wanted
# version, else from Debian packages which are fetched with an apt state of our own, unpacked with
# `dpkg --fsys-tarfile` and run through their own ld.so. So a newer Debian's server (MySQL 9,
# MariaDB 11.8, PostgreSQL 18) runs on Debian 12, as root or not. Servers listen on 127.0.0.1 only,
# on a port that is free at the time, and keep nothing safe from a power cut.
#
# stdout carries shell commands for eval only; messages go to stderr.
# Settings (environment):
#   ALUDEL_STATE     data, logs, pids                  (${TMPDIR:-/tmp}/aludel-servers.UID)
#   ALUDEL_CACHE     unpacked software, templates, TLS (root: /var/cache/aludel, else ~/.cache/aludel)
#   ALUDEL_PG        15 | 17 | 18                      (the system's newest, else 15)
#   ALUDEL_MARIADB   10.11 | 11.8                      (the system's, else 10.11)
#   ALUDEL_MIRROR    a Debian mirror                   (the one that this machine's apt uses)
#   ALUDEL_RUN_AS    account for the servers when root starts them   (postgres, else nobody)
#   ALUDEL_PG_OPTS ALUDEL_MARIADB_OPTS ALUDEL_MYSQL_OPTS   more server options, split on spaces
set -euo pipefail

ME=$(basename "$0")
say() { printf '%s: %s\n' "$ME" "$*" >&2; }
die() { say "error: $*"; exit 1; }

SERVERS=(pg mariadb mysql)
UID_NOW=$(id -u)
STATE=${ALUDEL_STATE:-${TMPDIR:-/tmp}/aludel-servers.$UID_NOW}
if [ "$UID_NOW" = 0 ]; then CACHE=/var/cache/aludel; else CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/aludel; fi
CACHE=${ALUDEL_CACHE:-$CACHE}
TLS=   # the certificates' directory, set by find_tls

url_variable() { # NAME: the variable that carries the server's URL
  case $1 in pg) echo ALUDEL_POSTGRES_URL ;; mariadb) echo ALUDEL_MARIADB_URL ;; mysql) echo ALUDEL_MYSQL_URL ;; esac
}

# ------------------------------------------------------------------ who runs the servers
# None of the three likes to run as root.
RUNAS=()
RUNUSER=$(id -un 2>/dev/null || echo "$UID_NOW")
if [ "$UID_NOW" = 0 ]; then
  if [ -n "${ALUDEL_RUN_AS:-}" ]; then RUNUSER=$ALUDEL_RUN_AS
  elif getent passwd postgres >/dev/null; then RUNUSER=postgres
  else RUNUSER=nobody; fi
  getent passwd "$RUNUSER" >/dev/null || die "no such user: $RUNUSER (ALUDEL_RUN_AS)"
  command -v setpriv >/dev/null || die "setpriv is missing (Debian package util-linux)"
  RUNAS=(setpriv "--reuid=$(id -u "$RUNUSER")" "--regid=$(id -g "$RUNUSER")" --clear-groups --)
fi
# An environment of our own, so that no PGPORT or MYSQL_HOME of the caller's reaches a server.
as() { "${RUNAS[@]}" env -i "PATH=$PATH" HOME=/nonexistent LC_ALL=C.UTF-8 TZ=UTC "$@"; }
owned() { [ "$UID_NOW" != 0 ] || chown "$RUNUSER" "$1"; }

# launch NAME PROGRAM ARG...: in the background, output in log; sets PID and remembers it at once,
# so that `down` finds the server even when `up` is interrupted before it is ready.
# A session of its own keeps it from the terminal's Ctrl-C; fd 9 is the lock.
launch() {
  local name=$1 dir=$STATE/$1; shift
  printf '%s\0' "$@" > "$dir/command"     # for `start`
  ( cd "$dir"; exec 9>&- </dev/null >"$dir/log" 2>&1
    exec "${RUNAS[@]}" env -i "PATH=$PATH" HOME=/nonexistent LC_ALL=C.UTF-8 TZ=UTC setsid "$@" ) &
  PID=$!
  remember "$name" "$PID" || true   # gone already: wait_log tells
}

# ------------------------------------------------------------------ software
find_mirror() { # the mirror that apt already uses, security suite aside
  MIRROR=${ALUDEL_MIRROR:-}
  [ -z "$MIRROR" ] || return 0
  # shellcheck disable=SC2016   # $(REPO_URI) is apt's own
  MIRROR=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | sed 's:/*$::' | grep -v security | sort -u | head -n 1) || true
  [ -z "$MIRROR" ] || return 0
  # no package list has been read yet
  MIRROR=$(sed -n 's/^deb .*\(https\?:[^ ]*\) .*/\1/p; s/^URIs: *\(https\?:[^ ]*\).*/\1/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed 's:/*$::' | grep -v security | head -n 1) || true
  [ -n "$MIRROR" ] || die "no Debian mirror found in apt's sources (set ALUDEL_MIRROR)"
}

# once KEY SECONDS COMMAND...: run COMMAND DIR, which fills DIR, and keep the result as $CACHE/KEY
# for ever. Two that need the same thing at the same time make it once.
once() {
  local key=$1 seconds=$2 dir=$CACHE/$1; shift 2
  [ ! -e "$dir/.ok" ] || return 0
  mkdir -p "$(dirname "$dir")" || die "cannot make $CACHE"
  chmod go+rx "$CACHE" "$(dirname "$dir")"
  (
    exec 8>"$dir.lock"
    flock -w "$seconds" 8 || die "$key: someone else holds $dir.lock for more than $seconds s"
    [ ! -e "$dir/.ok" ] || exit 0
    rm -rf "$dir.tmp"; mkdir "$dir.tmp"
    "$@" "$dir.tmp" || exit 1     # spelled out: a caller's || switches set -e off in here
    : > "$dir.tmp/.ok"; rm -rf "$dir"; mv -T "$dir.tmp" "$dir"
  )
}

# fetch NAME SUITE PACKAGE...: unpack the packages and all they depend on into $CACHE/NAME
fetch() { once "$1" 900 unpack "$@"; }
unpack() { # NAME SUITE PACKAGE... DIR
  local name=$1 suite=$2; shift 2
  local dir=${!#} packages=("${@:1:$#-1}") keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local apt=$dir/.apt MIRROR deb count=0
  command -v apt-get >/dev/null || die "$name: needs apt-get (Debian); or set $(url_variable "${name%%-*}") to a server of your own"
  [ -r $keyring ] || die "$name: $keyring is missing (Debian package debian-archive-keyring)"
  find_mirror
  say "$name: fetching ${packages[*]} from Debian $suite"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  : > "$apt/status"                        # nothing installed: so every dependency is fetched
  echo "deb [signed-by=$keyring] $MIRROR $suite main" > "$apt/sources.list"
  [ "$suite" != bookworm ] || echo "deb [signed-by=$keyring] $MIRROR-security bookworm-security main" >> "$apt/sources.list"
  # A mirror's copy of sid may be past its Valid-Until; the signature is checked all the same.
  private_apt() {
    apt-get -qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
      -o Dir::Etc::PreferencesParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
      -o "Dir::State=$apt" -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status" \
      -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives" -o "Dir::Log=$apt" \
      -o Debug::NoLocking=1 -o APT::Sandbox::User=root -o APT::Install-Recommends=false \
      -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false -o Acquire::Retries=3 \
      -o APT::Update::Post-Invoke::= -o APT::Update::Post-Invoke-Success::= \
      -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
      -o Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled=false \
      -o Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled=false "$@" >>"$apt/out" 2>&1
  }
  private_apt update || { tail -n 5 "$apt/out" >&2; die "$name: cannot read the package list of Debian $suite at $MIRROR"; }
  private_apt install -y --download-only "${packages[@]}" || { tail -n 8 "$apt/out" >&2; die "$name: cannot fetch ${packages[*]}"; }
  local sub
  for sub in bin sbin lib lib64; do mkdir -p "$dir/usr/$sub"; ln -s "usr/$sub" "$dir/$sub"; done   # a merged /usr
  for deb in "$apt"/archives/*.deb; do
    case ${deb##*/} in   # depended on, yet no server needs it to run
      perl*|libperl*|libgdbm*|libdb5*|systemd*|libsystemd-shared*|dbus*|locales*|tzdata*|gcc-*|libllvm*|adduser*|passwd*|debconf*|python3*|libpython*) continue ;;
    esac
    dpkg --fsys-tarfile "$deb" | tar -C "$dir" -x --no-same-owner --keep-directory-symlink --exclude=./usr/share/doc \
      --exclude=./usr/share/man --exclude=./usr/share/locale --exclude=./usr/share/lintian --exclude=./var/lib/dpkg \
      || die "$name: cannot unpack ${deb##*/}"
    count=$((count + 1))
  done
  wrap_programs "$dir" "${dir%.tmp}"
  rm -rf "$apt"; chmod -R go+rX "$dir"
  say "$name: unpacked $count packages, $(du -sm "$dir" | cut -f1) MB"
}
wrap_programs() { # TREE HOME: in each program's place a script that runs it by the tree's own ld.so, once TREE is HOME
  local tree=$1 home=$2 lib=usr/lib/x86_64-linux-gnu file program folder
  [ -e "$tree/$lib/ld-linux-x86-64.so.2" ] || die "no ld-linux-x86-64.so.2 among the packages"
  mkdir "$tree/.ld"
  for file in "$tree"/usr/bin/* "$tree"/usr/sbin/* "$tree"/usr/lib/postgresql/*/bin/*; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    [ "$(LC_ALL=C head -c4 "$file" | tail -c3)" = ELF ] || continue
    program=${file##*/}; folder=${file%/*}
    mkdir -p "$folder/.real"; mv "$file" "$folder/.real/$program"
    folder=$home${folder#"$tree"}
    # by a link that has the program's name: the kernel takes the process's name from it (ps shows it)
    ln -sf "$home/$lib/ld-linux-x86-64.so.2" "$tree/.ld/$program"
    printf '#!/bin/sh\nexec "%s" --argv0 "%s" --library-path "%s" "%s" "$@"\n' \
      "$home/.ld/$program" "$folder/$program" "$home/$lib" "$folder/.real/$program" > "$file"
    chmod 755 "$file"
  done
}

find_pg() { # sets PGBIN
  local version=${ALUDEL_PG:-} bin suite
  if [ -z "$version" ]; then
    for version in $(printf '%s\n' /usr/lib/postgresql/* | sed 's:.*/::' | sort -nr) 15; do
      [ -x "/usr/lib/postgresql/$version/bin/initdb" ] && break
    done
  fi
  bin=usr/lib/postgresql/$version/bin
  if [ -x "/$bin/initdb" ] && [ -x "/$bin/psql" ]; then PGBIN=/$bin; return; fi
  case $version in 15) suite=bookworm ;; 17) suite=trixie ;; 18) suite=sid ;; *) die "ALUDEL_PG=$version: know 15, 17 and 18" ;; esac
  fetch "pg-$version" $suite "postgresql-$version" "postgresql-client-$version"
  PGBIN=$CACHE/pg-$version/$bin
}
find_mariadb() { # sets MARIADB
  local version=${ALUDEL_MARIADB:-} have suite
  if [ -x /usr/sbin/mariadbd ] && [ -x /usr/bin/mariadb-install-db ] && [ -x /usr/bin/my_print_defaults ]; then
    have=$(/usr/sbin/mariadbd --no-defaults --version 2>/dev/null | sed -n 's/.*Ver \([0-9]*\.[0-9]*\).*/\1/p')
    if [ "${version:-$have}" = "$have" ]; then MARIADB=/usr; return; fi
  fi
  version=${version:-10.11}
  case $version in 10.11) suite=bookworm ;; 11.8) suite=sid ;; *) die "ALUDEL_MARIADB=$version: know 10.11 and 11.8" ;; esac
  fetch "mariadb-$version" $suite mariadb-server-core mariadb-client-core
  MARIADB=$CACHE/mariadb-$version/usr
}
find_mysql() { # sets MYSQL; Debian 12 has none of its own
  fetch mysql-9 sid mysql-server-core
  MYSQL=$CACHE/mysql-9/usr
}

# ------------------------------------------------------------------ processes and ports
starttime() { # of the live process $1: tells it from a later one with the same pid
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<< "${stat##*) }"
  case ${fields[0]} in Z|X) return 1 ;; esac      # dead, not yet reaped
  echo "${fields[19]}"
}
remember() { local time; time=$(starttime "$2") && echo "$2 $time" > "$STATE/$1/proc"; }
running() { # is there a process of server $1?
  local pid time
  [ -r "$STATE/$1/proc" ] && read -r pid time < "$STATE/$1/proc" && [ "$(starttime "$pid")" = "$time" ]
}
ready() { running "$1" && [ -e "$STATE/$1/version" ]; }
wanted() { # is server $1 of the version that the environment asks for?
  local version; version=$(cat "$STATE/$1/version")
  case $1 in
    pg) [ "${version%%.*}" = "${ALUDEL_PG:-${version%%.*}}" ] ;;
    mariadb) [ "${version%.*}" = "${ALUDEL_MARIADB:-${version%.*}}" ] ;;
  esac
}
port_in_use() { # at any local address, listening or not
  local hex; hex=$(printf ':%04X' "$1")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v p="$hex" 'substr($2, length($2)-4) == p { f = 1 } END { exit !f }'
}
free_port() { # below the ephemeral range, so that no client's own port takes it meanwhile
  local port
  for _ in {1..200}; do
    port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
    port_in_use $port || { echo $port; return; }
  done
  die "no free port found between 15000 and 32000"
}
wait_log() { # NAME TEXT SECONDS: until the log of $PID says TEXT
  local log=$STATE/$1/log
  for _ in $(seq 1 $(($3 * 20))); do
    grep -q "$2" "$log" 2>/dev/null && return 0
    kill -0 "$PID" 2>/dev/null || { grep -q "$2" "$log" 2>/dev/null && return 0; return 1; }
    sleep 0.05
  done
  return 1
}
failed() { # NAME: say so, and leave no process behind
  local log=$STATE/$1/log
  say "error: $1 did not start; the end of $log:"; tail -n 15 "$log" >&2
  kill -KILL "$PID" 2>/dev/null || true
  rm -f "$STATE/$1/proc"
  return 1
}

# ------------------------------------------------------------------ TLS
find_tls() { # sets TLS. Made once, for all servers that this user starts: a client needs one CA only.
  if command -v openssl >/dev/null; then OPENSSL=openssl
  else fetch openssl bookworm openssl; OPENSSL=$CACHE/openssl/usr/bin/openssl; fi
  once "tls.$RUNUSER" 60 make_tls || die "cannot make the TLS certificates with $OPENSSL"
  TLS=$CACHE/tls.$RUNUSER
}
make_tls() { # DIR: a CA, a server certificate for localhost, a client certificate, a CA to be refused
  cd "$1"
  key() { "$OPENSSL" genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }
  ca() { # NAME
    printf '%s\n' '[req]' distinguished_name=dn prompt=no x509_extensions=v3 '[dn]' 'CN=aludel test CA' '[v3]' \
      basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign subjectKeyIdentifier=hash > cnf
    key "$1" && "$OPENSSL" req -x509 -new -key "$1.key" -sha256 -days 3650 -config cnf -out "$1.crt"
  }
  leaf() { # NAME CN USAGE ALTNAMES
    printf '%s\n' '[req]' distinguished_name=dn prompt=no '[dn]' "CN=$2" > cnf
    printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature "extendedKeyUsage=$3" "subjectAltName=$4" > ext
    key "$1" && "$OPENSSL" req -new -key "$1.key" -config cnf -out csr &&
      "$OPENSSL" x509 -req -in csr -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days 3650 -extfile ext -out "$1.crt" 2>/dev/null
  }
  ca ca && ca other-ca &&
    leaf server localhost serverAuth DNS:localhost,IP:127.0.0.1,IP:::1 &&
    leaf client certuser clientAuth DNS:certuser || return 1
  rm -f cnf ext csr
  chmod 755 .; chmod 644 ./*.crt client.key; chmod 600 ca.key other-ca.key server.key
  owned server.key     # PostgreSQL insists
}

# ------------------------------------------------------------------ servers
# template KEY MAKER: an initialised data directory, made once; sets TEMPLATE. A start copies it,
# which takes a tenth of the time of making it anew.
template() {
  once "template/$1.$RUNUSER" 180 init_data "$2" || return 1
  TEMPLATE=$CACHE/template/$1.$RUNUSER/data
}
init_data() { # MAKER DIR
  owned "$2"
  "$1" "$2/data" > "$2/log" 2>&1 || { say "error: initialising failed:"; tail -n 15 "$2/log" >&2; exit 1; }
}
fresh() { # NAME: an empty server directory with a copy of $TEMPLATE; sets PORT
  local dir=$STATE/$1
  rm -rf "$dir"; mkdir -p "$dir"; chmod 755 "$dir"
  cp -a --reflink=auto "$TEMPLATE" "$dir/data"
  owned "$dir"
  PORT=$(free_port)
}
is_up() { # NAME VERSION: `version` is written last, it says that the server is ready
  echo "$PORT" > "$STATE/$1/port"; echo "$2" > "$STATE/$1/version"
}

# Text order must be SQLite's, by bytes: hence C.UTF-8.
pg_init() { as "$PGBIN/initdb" -D "$1" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync; }
start_pg() {
  local dir=$STATE/pg version PID PORT TEMPLATE
  version=$("$PGBIN/postgres" --version | sed 's/[^0-9.]*\([0-9.]*\).*/\1/')
  template "pg-$version" pg_init || return 1
  for _ in 1 2 3; do    # again if another process took the port meanwhile
    fresh pg
    cat > "$dir/data/pg_hba.conf" <<E
local all all trust
hostssl all certuser 127.0.0.1/32 cert
host all certuser all reject
host all tester all scram-sha-256
host all all 127.0.0.1/32 trust
E
    # shellcheck disable=SC2086   # the options are meant to be split
    launch pg "$PGBIN/postgres" -D "$dir/data" -p "$PORT" -k "$dir" -c listen_addresses=127.0.0.1 \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c max_prepared_transactions=20 \
      -c shared_buffers=64MB -c deadlock_timeout=200ms -c jit=off -c max_wal_size=1GB -c checkpoint_timeout=1h \
      -c ssl=on -c "ssl_cert_file=$TLS/server.crt" -c "ssl_key_file=$TLS/server.key" -c "ssl_ca_file=$TLS/ca.crt" \
      ${ALUDEL_PG_OPTS:-}
    if wait_log pg 'ready to accept connections' 60; then
      as "$PGBIN/psql" -qX -h "$dir" -p "$PORT" -U postgres -v ON_ERROR_STOP=1 >>"$dir/log" 2>&1 <<E || { failed pg; return 1; }
create database test;
create role tester login superuser password 'secret';
create role certuser login;
E
      is_up pg "$version"; return
    fi
    grep -q 'could not bind\|Address already in use' "$dir/log" || break
  done
  failed pg
}

# What MariaDB and MySQL run at each start. root@localhost alone would not match 127.0.0.1 where no
# host names are resolved; and MariaDB's own default character set is not utf8mb4.
accounts() {
  cat <<E
CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS root@'127.0.0.1';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
CREATE USER IF NOT EXISTS tester@'%' IDENTIFIED BY 'secret';
GRANT ALL PRIVILEGES ON *.* TO tester@'%' WITH GRANT OPTION;
E
}
my_options() { # BASE NAME: into OPTIONS, what both mariadbd and mysqld are started with
  local base=$1 dir=$STATE/$2
  OPTIONS=(--no-defaults "--basedir=$base" "--lc-messages-dir=$base/share/mysql" "--character-sets-dir=$base/share/mysql/charsets"
    "--datadir=$dir/data" "--port=$PORT" --bind-address=127.0.0.1 "--socket=$dir/sock" "--pid-file=$dir/server.pid" "--tmpdir=$dir"
    --skip-log-bin --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 --innodb-fast-shutdown=2
    --innodb-buffer-pool-size=64M --max-connections=200 --max-allowed-packet=64M
    "--ssl-ca=$TLS/ca.crt" "--ssl-cert=$TLS/server.crt" "--ssl-key=$TLS/server.key" "--init-file=$dir/init.sql")
  [ ! -d "$base/lib/mysql/plugin" ] || OPTIONS+=("--plugin-dir=$base/lib/mysql/plugin")
}

mariadb_init() {
  as PATH="$MARIADB/bin:$MARIADB/sbin:$PATH" "$MARIADB/bin/mariadb-install-db" --no-defaults --basedir="$MARIADB" --datadir="$1" \
    --user="$RUNUSER" --force --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
    --innodb-log-file-size=32M --innodb-flush-method=nosync
}
start_mariadb() {
  local dir=$STATE/mariadb version PID PORT TEMPLATE OPTIONS
  version=$("$MARIADB/sbin/mariadbd" --no-defaults --version | sed -n 's/.*Ver \([0-9.]*\).*/\1/p')
  template "mariadb-$version" mariadb_init || return 1
  for _ in 1 2 3; do
    fresh mariadb; accounts > "$dir/init.sql"; my_options "$MARIADB" mariadb
    # shellcheck disable=SC2086
    launch mariadb "$MARIADB/sbin/mariadbd" "${OPTIONS[@]}" --innodb-log-file-size=32M --character-set-server=utf8mb4 \
      --secure-file-priv="$dir" ${ALUDEL_MARIADB_OPTS:-}
    if wait_log mariadb 'ready for connections' 60; then
      ! grep -q '^ERROR:' "$dir/log" || { failed mariadb; return 1; }    # of init.sql
      is_up mariadb "$version"; return
    fi
    grep -q 'Address already in use' "$dir/log" || break
  done
  failed mariadb
}

# Debian's mysqld aborts where its compiled-in secure_file_priv directory is missing: hence NULL.
MYSQL_ALWAYS=(--innodb-redo-log-capacity=32M --mysqlx=OFF --secure-file-priv=NULL)
mysql_init() {
  as "$MYSQL/sbin/mysqld" --no-defaults --basedir="$MYSQL" --lc-messages-dir="$MYSQL/share/mysql" \
    --character-sets-dir="$MYSQL/share/mysql/charsets" --plugin-dir="$MYSQL/lib/mysql/plugin" "${MYSQL_ALWAYS[@]}" \
    --innodb-flush-method=nosync --innodb-doublewrite=0 --innodb-flush-log-at-trx-commit=0 --skip-log-bin \
    --initialize-insecure --datadir="$1" && rm -f "$1/auto.cnf"     # the server's identity, not to be copied
}
start_mysql() {
  local dir=$STATE/mysql version PID PORT TEMPLATE OPTIONS
  version=$("$MYSQL/sbin/mysqld" --no-defaults --version | sed -n 's/.*Ver \([0-9.]*\).*/\1/p')
  template "mysql-$version" mysql_init || return 1
  for _ in 1 2 3; do
    fresh mysql; accounts > "$dir/init.sql"; my_options "$MYSQL" mysql
    # shellcheck disable=SC2086
    launch mysql "$MYSQL/sbin/mysqld" "${OPTIONS[@]}" "${MYSQL_ALWAYS[@]}" --performance-schema=OFF ${ALUDEL_MYSQL_OPTS:-}
    if wait_log mysql 'ready for connections' 120; then
      ! grep -q '\[ERROR\]' "$dir/log" || { failed mysql; return 1; }    # of init.sql
      is_up mysql "$version"; return
    fi
    grep -q 'Address already in use' "$dir/log" || break
  done
  failed mysql
}

# ------------------------------------------------------------------ verbs
# Is there a URL of the user's own for server $1? One that an earlier `up` exported is not: that
# server may have been stopped since.
given() {
  local variable url; variable=$(url_variable "$1"); url=${!variable:-}
  [ -n "$url" ] && case " ${ALUDEL_OUR_URLS:-} " in *" $url "*) false ;; esac
}
print_env() { # NAME...
  local name variable port our=${ALUDEL_OUR_URLS:-} quote="'"
  put() { printf "export %s='%s'\n" "$1" "${2//$quote/$quote\\$quote$quote}"; }
  put_server() { # PREFIX SCHEME ADMIN
    put "ALUDEL_$1_URL" "$2://$3@127.0.0.1:$port/test"
    put "ALUDEL_$1_PW_URL" "$2://tester:secret@127.0.0.1:$port/test"
    case " $our " in *" $2://$3@127.0.0.1:$port/test "*) ;; *) our="$our $2://$3@127.0.0.1:$port/test" ;; esac
  }
  for name in "$@"; do
    variable=$(url_variable "$name")
    if given "$name"; then put "$variable" "${!variable}"; continue; fi
    if ! ready "$name" || ! wanted "$name"; then echo "unset $variable"; continue; fi
    port=$(cat "$STATE/$name/port")
    case $name in
      pg)      put_server POSTGRES postgres postgres; put ALUDEL_POSTGRES_SOCKET_DIR "$STATE/pg" ;;
      mariadb) put_server MARIADB mysql root; put ALUDEL_MARIADB_SOCKET "$STATE/mariadb/sock" ;;
      mysql)   put_server MYSQL mysql root; put ALUDEL_MYSQL_SOCKET "$STATE/mysql/sock" ;;
    esac
  done
  [ -n "$our" ] || return 0
  put ALUDEL_OUR_URLS "${our# }"
  put ALUDEL_TLS_DIR "$CACHE/tls.$RUNUSER"
}
up() { # NAME...
  local name todo=() broken=0
  local -A job=()
  for name in "$@"; do
    if given "$name"; then say "$name: $(url_variable "$name") is set, using that"
    elif ! ready "$name"; then todo+=("$name")
    elif ! wanted "$name"; then die "$name $(cat "$STATE/$name/version") is running, not the version asked for: '$ME down $name' first, or set ALUDEL_STATE"
    fi
  done
  if [ ${#todo[@]} -gt 0 ]; then
    [ "$(uname -m)" = x86_64 ] || die "knows x86_64 only; set ALUDEL_POSTGRES_URL, ALUDEL_MARIADB_URL and ALUDEL_MYSQL_URL to servers of your own"
    stop "${todo[@]}"     # half started by an `up` that was interrupted
    find_tls
    for name in "${todo[@]}"; do ( "find_$name"; "start_$name" ) & job[$name]=$!; done
    for name in "${todo[@]}"; do wait "${job[$name]}" || { broken=1; say "error: $name is not up"; }; done
    for name in "${todo[@]}"; do ! ready "$name" || say "$(describe "$name")"; done
    [ $broken = 0 ] || die "not every server is up (those that are keep running; '$ME down' stops them)"
  fi
  print_env "$@"
}
stop() { # NAME...: all are told first, then waited for
  local name pid signal
  local -A told=()
  for name in "$@"; do
    running "$name" || continue
    read -r pid _ < "$STATE/$name/proc"
    signal=TERM; [ "$name" != pg ] || signal=QUIT    # PostgreSQL's immediate shutdown: the data is thrown away
    kill -$signal "$pid" 2>/dev/null || true
    told[$name]=$pid
  done
  for name in "$@"; do
    pid=${told[$name]:-}
    if [ -n "$pid" ]; then
      for _ in {1..400}; do running "$name" || break; sleep 0.025; done
      if running "$name"; then
        say "$name: still there after 10 s, killing it"; kill -KILL "$pid" 2>/dev/null || true
        for _ in {1..200}; do running "$name" || break; sleep 0.025; done
      fi
      ! running "$name" || die "$name: cannot stop process $pid"
      say "$name: stopped"
    fi
    rm -rf "${STATE:?}/$name"
  done
}
crash() { # NAME...
  local name pid
  for name in "$@"; do
    running "$name" || die "$name is not running"
    read -r pid _ < "$STATE/$name/proc"
    kill -KILL "$pid"
    for _ in {1..200}; do running "$name" || break; sleep 0.025; done
    say "$name: killed"
  done
}
start_again() { # NAME...
  local name PID command ready
  for name in "$@"; do
    [ -r "$STATE/$name/command" ] || die "$name was never started"
    ! running "$name" || die "$name is running"
    mapfile -d '' -t command < "$STATE/$name/command"
    ready='ready for connections'; [ "$name" != pg ] || ready='ready to accept connections'
    for _ in {1..20}; do     # what the dead one left, PostgreSQL's shared memory, goes only after a moment
      launch "$name" "${command[@]}"
      wait_log "$name" "$ready" 60 && break
      sleep 0.25
    done
    running "$name" || { failed "$name"; exit 1; }
    say "$(describe "$name")"
  done
}
describe() {
  if given "$1"; then echo "$1: $(url_variable "$1") is set"
  elif ready "$1"; then echo "$1 $(cat "$STATE/$1/version"): 127.0.0.1:$(cat "$STATE/$1/port"), pid $(cut -d' ' -f1 "$STATE/$1/proc")"
  else echo "$1: not running"; fi
}
locked() { # one `up` or `down` of a state directory at a time
  mkdir -p "$STATE" || die "cannot make $STATE"
  [ -O "$STATE" ] || die "$STATE belongs to someone else; set ALUDEL_STATE"
  [ ${#STATE} -le 80 ] || die "too long for a Unix socket's path: $STATE (ALUDEL_STATE)"
  chmod 755 "$STATE"
  as test -x "$STATE" || die "the user $RUNUSER, who runs the servers, cannot enter $STATE (ALUDEL_STATE, ALUDEL_RUN_AS)"
  exec 9> "$STATE/.lock"
  flock -w 300 9 || die "another $ME holds $STATE/.lock for more than 300 s"
}

[ "${BASH_SOURCE[0]}" = "$0" ] || return 0     # cluster.sh sources the functions above
VERB=${1:-}; [ $# = 0 ] || shift
for name in "$@"; do
  case " ${SERVERS[*]} " in *" $name "*) ;; *) die "no such server: $name (know: ${SERVERS[*]})" ;; esac
done
[ $# -gt 0 ] || set -- "${SERVERS[@]}"
case $VERB in
  up)     locked; up "$@" ;;
  env)    print_env "$@" ;;
  crash)  locked; crash "$@" ;;
  start)  locked; start_again "$@" ;;
  status) for name in "$@"; do describe "$name"; done ;;
  down)   [ -d "$STATE" ] || exit 0
          locked; stop "$@"
          for name in "${SERVERS[@]}"; do [ ! -d "$STATE/$name" ] || exit 0; done
          rm -rf "${STATE:?}" ;;
  *)      sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
