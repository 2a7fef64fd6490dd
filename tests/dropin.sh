#!/bin/sh
# tests/dropin.sh -- programs linked to liblua5.4.so.0, with our library in its
# place. Each runs Lua of ours, once with the system's library and once with
# this one, and must print the same.
#
#     BUILD=build tests/dropin.sh [PROGRAM ...]
set -u

: "${BUILD:=build}"
library=$(cd "$BUILD/dropin" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

with_clingo() {
    cat > "$dir/sum.lp" << 'EOF'
#script (lua)
function gcd(a, b)
    local x, y = a.number, b.number
    while y ~= 0 do x, y = y, x % y end
    return clingo.Number(x)
end
function words(s)
    local t = {}
    for w in s.string:gmatch("%a+") do t[#t + 1] = clingo.String(w:upper()) end
    return t
end
function main(prg)
    prg:ground({{"base", {}}})
    for i = 1, 3 do prg:ground({{"step", {clingo.Number(i)}}}) end
    prg:solve()
    local n = 0
    for _ in prg.symbolic_atoms:iter() do n = n + 1 end
    print("atoms", n, pcall(error, {}) == false)
end
#end.
p(@gcd(12, 18)). q(@gcd(100, 75)). w(@words("the quick fox")).
#program step(n).
s(n, @gcd(n, 6)).
EOF
    clingo --verbose=0 "$dir/sum.lp"
}

with_gnuplot() {
    gnuplot << EOF && sed '/^%%/d' "$dir/plot.tex"
set terminal lua tikz size 10cm,8cm
set output "$dir/plot.tex"
set title "curves"
plot sin(x) with lines, x**2/100 with points, "-" with boxes
1 2
3 4
e
EOF
}

with_neomutt() {
    cat > "$dir/more.lua" << 'EOF'
mutt.set("editor", ("x"):rep(3) .. mutt.get("from"):upper())
local ok, err = pcall(mutt.set, "no_such_name", 1)
mutt.set("signature", tostring(ok) .. #err)
EOF
    cat > "$dir/rc" << EOF
lua mutt.set("from", "lua@" .. _VERSION:gsub("%D", "") .. ".example")
lua t = {} for i = 1, 20 do t[i] = i * i end
lua mutt.set("real_name", table.concat(t, "-"))
lua-source $dir/more.lua
EOF
    HOME=$dir neomutt -n -F "$dir/rc" -Q from -Q real_name -Q editor \
        -Q signature
}

with_mle() {
    cat > "$dir/edit.lua" << 'EOF'
mle.editor_register_cmd("cmd_edit", function(ctx)
    local text = mle.buffer_get(ctx.buffer).ret_data
    local lines = {}
    for line in text:gmatch("[^\n]+") do table.insert(lines, 1, line) end
    local new = table.concat(lines, ", ") .. (" (%d)\n"):format(#text)
    mle.buffer_insert(ctx.buffer, 0, new, #new)
end)
EOF
    printf 'one\ntwo\nthree\n' | HOME=$dir mle -N -H1 -x "$dir/edit.lua" \
        -K km,,1 -k cmd_edit,a, -n km -M "macro a" -p macro
}

# A lease that it knows from before is told to the script.
with_dnsmasq() {
    cat > "$dir/leases.lua" << EOF
local out = io.open("$dir/leases.out", "w")
function init() out:write("init ", _VERSION, "\n") out:flush() end
function lease(action, args)
    local t = {}
    for k, v in pairs(args) do
        if k ~= "time_remaining" then t[#t + 1] = k .. "=" .. tostring(v) end
    end
    table.sort(t)
    out:write(action, " ", table.concat(t, " "), "\n")
end
function shutdown()
    out:write("shutdown\n")
    out:close()
    io.open("$dir/leases.end", "w"):write("end\n"):close()
end
EOF
    echo "4102444800 02:00:00:00:00:01 127.0.0.77 host *" > "$dir/leases"
    dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --port=0 \
        --dhcp-range=127.0.0.50,127.0.0.100,12h --interface=lo \
        --bind-interfaces --dhcp-alternate-port=16700 --user="$(id -un)" \
        --dhcp-leasefile="$dir/leases" --dhcp-luascript="$dir/leases.lua" \
        > /dev/null 2>&1 &
    server=$!
    wait_for "$dir/leases.out" # flushed by init
    stop "$server"
    wait_for "$dir/leases.end" # what runs the script ends after the server
    cat "$dir/leases.out"
    rm -f "$dir/leases.out" "$dir/leases.end"
}

with_lighttpd() {
    cat > "$dir/answer.lua" << 'EOF'
local r, names = lighty.r, {}
for k in pairs(r.req_attr) do names[#names + 1] = k end
table.sort(names)
count = (count or 0) + 1 -- each request has globals of its own
r.resp_header["X-Lua"] = _VERSION
r.resp_body:set{"path ", r.req_attr["uri.path"], " count ", count, "\n",
                table.concat(names, " "), "\n", ("%.3f"):format(math.pi), "\n"}
return 200
EOF
    cat > "$dir/server.conf" << EOF
server.document-root = "$dir"
server.bind = "127.0.0.1"
server.port = 18931
server.errorlog = "$dir/error.log"
server.modules = ("mod_magnet")
magnet.attract-raw-url-to = ("$dir/answer.lua")
EOF
    rm -f "$dir/error.log"
    lighttpd -D -f "$dir/server.conf" &
    server=$!
    wait_for "$dir/error.log"
    for path in / /a/b; do
        lua5.4 -e '
            local s = require "socket".connect("127.0.0.1", 18931)
            s:send("GET " .. arg[1] .. " HTTP/1.0\r\n\r\n")
            print((s:receive("*a"):gsub("Date:[^\n]*", "")))' \
            /dev/null "$path"
    done
    stop "$server"
}

stop() { # PROCESS
    kill "$1"
    wait "$1" 2> /dev/null
}

wait_for() { # FILE
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ ! -s "$1" ] || return 0
            sleep 0.1
        done
    done
    echo "no $1"
}

# What shows that the Lua in it ran to its end.
proof_of() { # PROGRAM
    case $1 in
    clingo) echo 's(3,3)' ;;
    gnuplot) echo 'end{tikzpicture}' ;;
    neomutt) echo 'signature = "false' ;;
    mle) echo 'three, two, one (14)' ;;
    dnsmasq) echo shutdown ;;
    lighttpd) echo 'path /a/b count 1' ;;
    esac
}

# Where the loader finds the library for a program and what it loads later.
links_ours() { # PROGRAM
    file=$(command -v "$1") || return
    [ "$1" != lighttpd ] || file=/usr/lib/lighttpd/mod_magnet.so
    LD_LIBRARY_PATH=$library ldd "$file" | grep -q "$library/liblua5.4.so.0"
}

compare() { # PROGRAM
    "with_$1" > "$dir/theirs" 2>&1
    (
        LD_LIBRARY_PATH=$library
        export LD_LIBRARY_PATH
        "with_$1"
    ) > "$dir/ours" 2>&1
    if links_ours "$1" && grep -qF "$(proof_of "$1")" "$dir/theirs" &&
        cmp -s "$dir/theirs" "$dir/ours"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1: with the system's library (<) and with ours (>)"
        diff "$dir/theirs" "$dir/ours" | head -n 20
    fi
}

for program in ${*:-clingo gnuplot neomutt mle dnsmasq lighttpd}; do
    compare "$program"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
