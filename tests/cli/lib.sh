# tests/cli/lib.sh -- cases for the scripts beside it, which begin with
#
#     . "$(dirname "$0")/lib.sh"
#
# and run under sh with vmrun and vmc first in PATH. A case looks like
#
#     t "an empty file is a program"       in an empty folder of its own
#     : > empty.lua
#     run 'vmrun empty.lua'                a command line of sh
#     gives 0 '' ''                        status, output, errors: the whole
#     has out 'text'; has err 'text'       or parts of them
#     status 1; files 'a.bc a.lua'         alone; the folder's files, sorted
#
# and counts once, however much it looks at. `finish` prints the counts.
set -u

[ -n "${BUILD-}" ] || BUILD=build
PATH=$(cd "$BUILD" && pwd):$PATH
export PATH
unset LUA_INIT LUA_INIT_5_4 LUA_PATH LUA_PATH_5_4 LUA_CPATH LUA_CPATH_5_4
LC_ALL=C
export LC_ALL

home=$(pwd)
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
trap 'exit 1' HUP INT TERM
work=$base/work stdout=$base/stdout stderr=$base/stderr
passed=0 failed=0 case= bad=

end_case() {
    [ -n "$case" ] || return 0
    if [ -n "$bad" ]; then
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
}

t() { # NAME
    end_case
    case=$1 bad= line=
    cd "$base" && rm -rf "$work" && mkdir "$work" && cd "$work" || exit 1
}

# A tenth minute is more than any of them takes, also under sanitizers.
run() { # COMMAND LINE
    line=$1
    timeout -k 5 60 sh -c "$line" > "$stdout" 2> "$stderr"
    status=$?
    [ -z "${TRACE-}" ] || echo "$(date +%T) $line" >&2
}

fail() { # WHAT
    [ -n "$bad" ] || printf '%s: %s\n' "${0##*/}" "$case"
    bad=1
    printf '    after: %s\n    %s\n' "$line" "$1"
    sed 's/^/    stdout: /' "$stdout" | head -n 20
    sed 's/^/    stderr: /' "$stderr" | head -n 20
}

status() { # STATUS
    [ "$status" = "$1" ] || fail "status $status, expected $1"
}

is() { # out|err TEXT: nothing else was written
    [ "$1" = out ] && file=$stdout || file=$stderr
    if [ -n "$2" ]; then
        printf '%s\n' "$2" | cmp -s - "$file" || fail "std$1 is not: $2"
    else
        [ ! -s "$file" ] || fail "std$1 is not empty"
    fi
}

has() { # out|err TEXT
    [ "$1" = out ] && file=$stdout || file=$stderr
    case $(cat "$file") in
    *"$2"*) ;;
    *) fail "std$1 has not: $2" ;;
    esac
}

gives() { # STATUS OUT ERR
    status "$1"
    is out "$2"
    is err "$3"
}

files() { # NAMES, sorted
    found=$(ls -A | tr '\n' ' ')
    [ "$found" = "$1${1:+ }" ] || fail "files: $found; expected: $1"
}

finish() {
    end_case
    cd "$home" || exit 1
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
    exit
}
