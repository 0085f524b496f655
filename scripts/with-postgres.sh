#!/usr/bin/env bash
# with-postgres.sh COMMAND …   Runs a command beside a private PostgreSQL that is made for it and taken away afterwards.
#
# The command finds it under ANSINH_TEST_POSTGRES (a postgres:// address on a unix socket; nothing listens on the network).
# The settings are those that a store insists on: syncing is on.
set -eu

bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed (initdb was not found)" >&2; exit 1; }

# In memory where there is room: syncing is asked for all the same, and costs nothing there.
parent=${TMPDIR:-/tmp}
[ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null && parent=/dev/shm
folder=$(mktemp -d "$parent/ansinh-postgres-XXXXXX")
as_server=()
# PostgreSQL will not run as root.
if [ "$(id -u)" -eq 0 ]; then
  chown postgres: "$folder"
  as_server=(runuser -u postgres --)
fi

stop() {
  "${as_server[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as_server[@]}" "$bin/initdb" --pgdata "$folder/data" --auth trust --username ansinh --encoding UTF8 --locale C >/dev/null
"${as_server[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait --options \
  "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=400 -c shared_buffers=256MB -c max_wal_size=2GB" \
  start >/dev/null || { cat "$folder/log" >&2; exit 1; }
cd - >/dev/null

ANSINH_TEST_POSTGRES="postgres://ansinh@/postgres?host=$folder" "$@"
