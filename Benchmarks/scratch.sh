# Sourced by the benchmarks: a scratch server of their own, otherwise as installed, and what they measure with.
#
# PROGRAM   the program (.build/release/mutuality)
# Sets program, here, scratch (a folder that is removed in the end) and work (a folder in it), and goes there.
program=${PROGRAM:-.build/release/mutuality}
[[ -x $program ]] || {
    echo "bench: there is no $program: swift build -c release --product mutuality" >&2
    exit 69
}
program=$(realpath "$program")
here=$PWD/Benchmarks
server=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

# Below /tmp, where the account postgres can reach it: the server refuses root.
scratch=$(mktemp -d /tmp/mutuality-bench-XXXXXX)
as_server=()
if ((EUID == 0)); then
    as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres "$scratch"
fi
clean_up() {
    # shellcheck disable=SC2046
    kill $(jobs -p) 2>/dev/null || true
    "${as_server[@]}" "$server/pg_ctl" -D "$scratch/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$scratch"
}
trap clean_up EXIT

cd "$scratch"
work=$scratch/work
mkdir "$work"
"${as_server[@]}" "$server/initdb" -D data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
# As installed, but without a checkpoint in mid-run, which would hit one of the two.
"${as_server[@]}" "$server/pg_ctl" -D data -l server.log -w start \
    -o "-k $scratch -c listen_addresses= -c max_wal_size=8GB -c checkpoint_timeout=1h" >/dev/null

export HOME=$work PGHOST=$scratch PGUSER=postgres PGDATABASE=postgres
unset XDG_CONFIG_HOME
sql() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
# Seconds, the program's own seconds of CPU, and megabytes of a command.
measure() { python3 "$here/measure.py" "$work/log" "$@"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
