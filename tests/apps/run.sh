#!/bin/sh
# tests/apps/run.sh -- programs and libraries written in Lua, unchanged, under
# lua5.4 and under vmrun: both must print the same.
#
#     BUILD=build tests/apps/run.sh [APP ...]
#
# Some of them Debian has for earlier versions of Lua only, though they know
# 5.4: hence the paths.
set -u

: "${BUILD:=build}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

share=/usr/share/lua
LUA_PATH_5_4="$share/5.4/?.lua;$share/5.4/?/init.lua;$share/5.3/?.lua"
LUA_PATH_5_4="$LUA_PATH_5_4;$share/5.1/?.lua;$share/5.1/?/init.lua"
export LUA_PATH_5_4

# Pages of documentation, less the date of each.
app_ldoc() {
    (cd /usr/share/lua/5.4 && "$lua" /usr/bin/ldoc -d "$dir/doc" pl 2>&1)
    (cd "$dir/doc" && find . -type f | LC_ALL=C sort | xargs cat) |
        sed 's/Last updated .*//'
}

app_luacheck() {
    "$lua" /usr/bin/luacheck --no-color --no-config --std max \
        /usr/share/lua/5.4/pl /usr/share/lua/5.4/busted examples tests/apps
    "$lua" -e 'print((...))' /dev/null
}

app_busted() {
    "$lua" /usr/bin/busted -o TAP tests/apps/spec | sed 's/0x[0-9a-f]*/ADDRESS/g'
    "$lua" /usr/bin/busted -o TAP --filter=drain --list tests/apps/spec
}

# How long it took differs.
app_luaunit() {
    "$lua" tests/apps/units.lua 2>&1 |
        sed 's/in [0-9.]* seconds//; /^Started on/d; s,[^ ]*/lua5.4:,lua:,'
}

app_penlight() { "$lua" tests/apps/penlight.lua; }
app_pure() { "$lua" tests/apps/pure.lua; }
app_http() { "$lua" tests/apps/http.lua; }
app_chat() { "$lua" tests/apps/chat.lua; }

# What shows that it ran to its end.
proof_of() { # APP
    case $1 in
    ldoc) echo '</html>' ;;
    luacheck) echo 'Total:' ;;
    busted) echo 'not ok 10 - a queue has an error here' ;;
    luaunit) echo '1 failure, 1 error, 1 skipped' ;;
    penlight) echo 'pretty' ;;
    pure) echo '{ { 2, 3, 1 } }' ;;
    http) echo 'served	16' ;;
    chat) echo true ;;
    esac
}

compare() { # APP
    for which in theirs ours; do
        lua=$(command -v lua5.4)
        [ $which = theirs ] || lua=$(pwd)/$BUILD/vmrun
        rm -rf "$dir/doc"
        "app_$1" > "$dir/$which" 2> "$dir/$which.err" < /dev/null
    done
    if grep -qF "$(proof_of "$1")" "$dir/theirs" &&
        cmp -s "$dir/theirs" "$dir/ours"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1: under lua5.4 (<) and under vmrun (>)"
        diff "$dir/theirs" "$dir/ours" | head -n 20
        diff "$dir/theirs.err" "$dir/ours.err" | head -n 20
        tail -n 3 "$dir/theirs"
    fi
}

for app in ${*:-ldoc luacheck busted luaunit penlight pure http chat}; do
    compare "$app"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
