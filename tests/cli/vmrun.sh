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
