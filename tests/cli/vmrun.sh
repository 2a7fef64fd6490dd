#!/bin/sh
# tests/cli/vmrun.sh -- what vmrun does that lua5.4 does not, or does better.
. "$(dirname "$0")/lib.sh"

t "an error in a script from the standard input is a failure"
run "echo 'error(\"x\", 0)' | vmrun"
status 1
has err 'vmrun: x'
run "echo 'x =' | vmrun -"
gives 1 '' "vmrun: stdin:2: unexpected symbol near <eof>"

t "-l leaves a version out of the global's name"
echo 'return 5' > m-v2.lua
run "vmrun -l m-v2 -e 'print(m)'"
gives 0 5 ''

t "an interrupt reaches coroutines and library functions"
interrupted() { # PROGRAM
    echo "$1" > s.lua
    rm -f out
    run 'vmrun s.lua > out & p=$!
    until [ -s out ]; do sleep 0.01; done
    kill -INT $p; wait $p'
    status 1
    has err 'interrupted!'
}
interrupted 'coroutine.wrap(function() print(1) while true do end end)()'
interrupted 'coroutine.wrap(function() coroutine.wrap(function()
    print(1) while true do end end)() end)()'
interrupted 'print(1) local s = ("a"):rep(60):find(("a?"):rep(60) .. ("a"):rep(60))'
interrupted 'print(1) while true do string.rep("x", 1000000) end'
interrupted 'print(1) local t = {} while true do table.concat(t) t[#t + 1] = "x" end'

t "an interrupt that is caught is over, in every thread"
cat > s.lua << 'END'
local co = coroutine.create(function() print("ready") while true do end end)
print(coroutine.resume(co))
for i = 1, 1e5 do end
print("on")
END
run 'vmrun s.lua > out & p=$!
until [ -s out ]; do sleep 0.01; done
kill -INT $p; wait $p; s=$?; cat out; exit $s'
gives 0 'ready
false	interrupted!
on' ''

if [ "${FLAVOUR-release}" = release ]; then # others have larger frames
t "a megabyte of C stack is enough"
cat > s.lua << 'END'
local t = {}
local object = setmetatable({}, {__tostring = function() return t.format() end,
    __index = function() return t.concat() end, __len = function() return 1 end})
function t.gsub() return (("x"):gsub("x", t.gsub)) end
function t.format() return ("%s"):format(object) end
function t.concat() return table.concat(object) end
function t.load() return load(function() return t.load() end) end
function t.require()
    package.loaded.m, package.preload.m = nil, t.require
    return require "m"
end
function t.resume() return coroutine.wrap(t.resume)() end
for name, f in pairs(t) do
    local ok, message = pcall(f)
    print(name, ok and "ok" or message:match("C stack overflow$"))
end
END
run '(ulimit -s 1024; vmrun s.lua)'
gives 0 'gsub	C stack overflow
format	C stack overflow
concat	C stack overflow
load	ok
require	C stack overflow
resume	C stack overflow' ''
fi

# ---- limits ------------------------------------------------------------

refuses() { # OPTION MESSAGE
    run "vmrun $1 -e 'print(1)'"
    status 1
    is out ''
    has err "vmrun: $2"
    has err 'usage: vmrun'
}

t "--max-memory: what is no size"
for value in 0 -1 +1 x 1x 1KB 1kk k '1 ' ' 1' 1.5M 0x10 1e6 99999999999999999999 \
    18446744073709551616 99999999999999G; do
    refuses "'--max-memory=$value'" \
        "'--max-memory=$value' is no size above zero, such as --max-memory=64M"
done
refuses --max-memory= "'--max-memory=' is no size above zero"
refuses --max-memory "'--max-memory' needs a value"
for value in 8388608 8192k 8192K 8m 8M 1g 1G; do
    run "vmrun --max-memory=$value -e 'print(1)'"
    gives 0 1 ''
done

t "--fuel: what is no number"
for value in 0 -1 +1 x 1x 1M '1 ' ' 1' 1.5 0x10 1e6 18446744073709551616; do
    refuses "'--fuel=$value'" \
        "'--fuel=$value' is no whole number above zero, such as --fuel=1000000"
done
refuses --fuel= "'--fuel=' is no whole number above zero"
refuses --fuel "'--fuel' needs a value"
run "vmrun --fuel=18446744073709551615 -e 'print(1)'"
gives 0 1 ''

t "--timeout: what is no time"
for value in 0 0.0 -1 +1 x 1x 1s 1..2 . inf nan 0x10 1e6 '1 ' ' 1'; do
    refuses "'--timeout=$value'" \
        "'--timeout=$value' is no number of seconds above zero, such as --timeout=0.5"
done
refuses --timeout= "'--timeout=' is no number of seconds above zero"
refuses --timeout "'--timeout' needs a value"
for value in 10 10. 99.5 1000000000000000000000; do
    run "vmrun --timeout=$value -e 'print(1)'"
    gives 0 1 ''
done

t "a limit that is hit says which, and chooses the status"
run "vmrun --fuel=1000 -e 'while true do end'"
gives 124 '' 'vmrun: limit reached: fuel (1000 units)'
run "vmrun --timeout=0.1 -e 'while true do end'"
gives 124 '' 'vmrun: limit reached: time (0.1 s)'
run "vmrun --max-memory=2M -e 'local s = (\"x\"):rep(1e7)'"
gives 125 '' 'vmrun: limit reached: memory (2097152 bytes)'
run "echo 'while true do end' | vmrun --fuel=1000 -"
gives 124 '' 'vmrun: limit reached: fuel (1000 units)'
run "LUA_INIT='while true do end' vmrun --fuel=1000 -e 'print(1)'"
gives 124 '' 'vmrun: limit reached: fuel (1000 units)'

t "output from before a limit is not lost"
run "vmrun --fuel=1000 -e 'io.write(\"before\\n\") while true do end'"
gives 124 before 'vmrun: limit reached: fuel (1000 units)'

t "--timeout ends a program that waits for another"
for program in 'os.execute("exec sleep 30")' 'io.popen("exec sleep 30"):read()' \
    'io.popen("exec sleep 30"):close()' \
    'while true do os.execute("exec sleep 30") end' \
    'os.execute("trap \"\" ALRM INT TERM; sleep 20")'; do
    echo "$program" > s.lua
    start=$(date +%s)
    run 'vmrun --timeout=0.2 s.lua'
    status 124
    has err 'vmrun: limit reached: time (0.2 s)'
    [ $(($(date +%s) - start)) -lt 10 ] || fail "it took too long"
done

t "the same fuel in every run, from source and bytecode"
cat > s.lua << 'END'
local t = {}
for i = 1, 2000 do t[("k%d"):format(i)] = tostring(i):rep(i % 7) end
for k, v in pairs(t) do v:gsub("%d", "%0%0") end
table.sort({5, 2, 8, 1})
io.stderr:write("done\n")
while true do end
END
least() { # FILE: the least fuel with which it is done
    low=1 high=1000000
    while [ $((high - low)) -gt 1 ]; do
        middle=$(((low + high) / 2))
        run "vmrun --fuel=$middle $1"
        case $(cat "$stderr") in
        done*) high=$middle ;;
        *) low=$middle ;;
        esac
    done
    echo "$high"
}
fuel=$(least s.lua)
[ "$fuel" -gt 2000 ] && [ "$fuel" = "$(least s.lua)" ] || fail "fuel $fuel differs"

t "--gc-stats and --gc-log tell of small heaps, too"
run "vmrun --gc-stats --gc-log -e 'collectgarbage()'"
status 0
for text in 'gc: full ' ' full 1' ' KB, at most '; do
    has err "$text"
done
run "vmrun --gc-stats -e 'os.exit(3)'"
status 3
has err 'collections  minor 0, old cycles 0 in 0 slices, full 0'

t "--help names every option, --version the version"
run 'vmrun --help'
status 0
is err ''
for option in -e -i -l -v -E -W -- - --max-memory --fuel --timeout --help \
    --version LUA_INIT LUA_PATH LUA_CPATH 124 125; do
    has out " $option"
done
run 'vmrun --version'
status 0
has out 'vmrun '

finish
