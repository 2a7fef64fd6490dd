#!/bin/sh
# tests/cli/as_lua.sh -- vmrun and the installed lua5.4 on the same command
# lines: output, errors and status must be the same. Both are called `lua`.
. "$(dirname "$0")/lib.sh"

mkdir -p "$base/reference" "$base/ours"
ln -s "$(command -v lua5.4)" "$base/reference/lua"
ln -s "$(command -v vmrun)" "$base/ours/lua"

# Each in a folder with the same files; what is known to differ is edited out
# by `edit`, a sed script.
edit=
both() { # COMMAND LINE
    PATH=$base/reference:$path run "$1"
    sed -e "$edit" "$stdout" > "$base/out"
    sed -e "$edit" "$stderr" > "$base/err"
    reference=$status
    PATH=$base/ours:$path run "$1"
    for file in "$stdout" "$stderr"; do
        sed -i -e "$edit" "$file"
    done
}

# Nothing may differ.
same() { # COMMAND LINE
    both "$1"
    [ "$status" = "$reference" ] ||
        fail "status $status; of lua5.4: $reference"
    cmp -s "$base/out" "$stdout" ||
        fail "stdout of lua5.4: $(cat "$base/out")"
    cmp -s "$base/err" "$stderr" ||
        fail "stderr of lua5.4: $(cat "$base/err")"
}

# As same, but only the first line of what went wrong.
alike() { # COMMAND LINE
    before=$edit edit='2,$d'
    same "$1"
    edit=$before
}

path=$PATH

# ---- options -----------------------------------------------------------

t "-e, one and more, joined and apart"
same "lua -e 'print(1)'"
same "lua -e'print(1)' -e 'print(2)'"
same "lua -e 'a = 1' -e 'print(a)' -e 'local b = 1' -e 'print(b)'"
same "lua -e 'print(...)' -e 'print(#arg, arg[0], arg[-1])'"
same "lua -e 'error(\"x\")' -e 'print(1)'"
same "lua -e 'x ='"
same "lua -e ''"
alike "lua -e"
alike "lua -e -v"
alike "lua -e --"

t "-l"
echo 'print("m", ...) return {v = 1}' > m.lua
echo 'print("m", ...) return {v = 2}' > m-v2.lua
echo 'error "bad"' > bad.lua
echo 'x =' > worse.lua
same "lua -l m -e 'print(m.v)'"
same "lua -lm -e 'print(m.v)'"
same "lua -l g=m -e 'print(g.v, m)'"
same "lua -lg=m -e 'print(g.v, m)'"
same "lua -l g=m-v2 -e 'print(g.v, m)'"
same "lua -l =m -e 'print(_G[\"\"].v)'"
same "lua -l string -e 'print(string == require \"string\")'"
same "lua -l bad -e 'print(1)'"
same "lua -l worse"
same "lua -l none"
same "lua -e 'print(1)' -l m -e 'print(m.v)' -l none"
same "lua -l m m.lua"
alike "lua -l"
alike "lua -l -e"

t "-i, -v, -E, -W together"
edit='s/^\(Lua\|vmrun\) .*/VERSION/'
same "lua -v"
same "lua -v -e 'print(1)'"
same "lua -i -e 'print(1)' < /dev/null"
alike "lua -vv"
same "lua -v - < /dev/null"
same "LUA_INIT='print(1)' lua -v -E -e 'print(2)'"
same "lua -W -e 'warn(\"x\")'"
same "lua -e 'warn(\"x\")'"
edit=

t "options that are none"
alike "lua -x"
alike "lua --x"
alike "lua -vx"
alike "lua -ve 'print(1)'"
alike "lua -iv"
alike "lua -Ee 'print(1)'"
alike "lua -WE"
alike "lua -Wx"
alike "lua ---"
alike "lua --e"
alike "lua -e 'print(1)' -x"

t "-- and -"
echo 'print("script", ...)' > s.lua
same "lua -- s.lua a"
same "lua -e 'print(0)' -- s.lua a -e b"
same "lua --"
same "echo 'print(1, ...)' | lua -"
same "echo 'print(1, ...)' | lua - a b"
same "echo 'print(1, ...)' | lua"
same "echo 'print(1, ...)' | lua -e 'print(2)' -"
same "echo 'print(1, ...)' | lua -e 'print(2)'"
same "echo 'print(1, arg[0], arg[-1])' | lua -- - a"
same "echo 'print(1' | lua -"
same "echo 'error(\"x\")' | lua -"
cp s.lua ./-s.lua
alike "lua -s.lua"
same "lua -- -s.lua a"
same "lua ./-s.lua a"

# ---- arguments ---------------------------------------------------------

t "arg and ..."
cat > s.lua << 'END'
print(select("#", ...), ...)
for i = -6, #arg + 1 do print(i, arg[i]) end
END
same "lua s.lua"
same "lua s.lua a '' 'b c' -e -v --"
same "lua -e 'x = 1' -E -l string -- s.lua a"
same "lua -e 'arg[1] = 7 arg[2] = 8 arg[0] = \"z\"' s.lua a"
same "lua -e 'arg = {1, 2}' s.lua a"
same "lua -e 'arg = nil' s.lua a"
same "lua -e 'arg = 5' s.lua a"
same "lua -e 'arg = setmetatable({}, {__len = function() return 2 end})' s.lua"
same "lua -e 'print(#arg, arg[0], arg[1], arg[-1], arg[2], arg[3])'"
same "lua s.lua \$(seq 1 300)"

# ---- files -------------------------------------------------------------

t "scripts that are not there, or are no scripts"
mkdir d
printf '#!/usr/bin/lua\nprint(1) error("x")' > sh.lua
printf '#!/usr/bin/lua' > sh2.lua
printf '\357\273\277print("bom")' > bom.lua
printf '\357\273\277#!x\nprint("bom") error("x")' > bomsh.lua
printf '# x = = \r\nerror("x")' > cr.lua
printf '\n#x' > late.lua
: > empty.lua
for f in none.lua d sh.lua sh2.lua bom.lua bomsh.lua cr.lua late.lua empty.lua; do
    same "lua $f"
done
same "lua - < d"
same "lua '' a"

t "a script from a pipe"
mkfifo p
same "{ echo '#!shell'; echo 'print(1, ...) error(\"x\")'; } > p & lua p a; s=\$?; wait; exit \$s"
same "lua /dev/stdin a < /dev/null"
same "echo 'print(2, arg[0])' | lua /dev/stdin a"

# ---- environment -------------------------------------------------------

t "LUA_INIT"
echo 'print("init", ...) x = 5' > init.lua
echo 'error "bad"' > bad.lua
same "LUA_INIT='print(1, ...)' lua -e 'print(2)'"
same "LUA_INIT=@init.lua lua -e 'print(x)' a"
same "LUA_INIT=@init.lua lua -E -e 'print(x)'"
same "LUA_INIT=@none.lua lua -e 'print(x)'"
same "LUA_INIT=@bad.lua lua -e 'print(x)'"
same "LUA_INIT='error(\"x\")' lua -e 'print(x)'"
same "LUA_INIT='x =' lua -e 'print(x)'"
same "LUA_INIT='' lua -e 'print(1)'"
same "LUA_INIT='print(1)' LUA_INIT_5_4='print(2)' lua -e 'print(3)'"
same "LUA_INIT='print(1)' LUA_INIT_5_4='' lua -e 'print(3)'"
same "LUA_INIT_5_4='error({})' lua -e 'print(3)'"
same "LUA_INIT_5_4='x = = 1' lua -e 'print(3)'"
same "LUA_INIT_5_4=@none.lua lua -e 'print(3)'"
same "LUA_INIT='print(arg[0], arg[1])' lua init.lua z"

t "paths"
mkdir p
echo 'return ...' > p/m.lua
show='print(package.path) print(package.cpath)'
same "LUA_PATH='p/?.lua' lua -e 'print(require \"m\")'"
same "LUA_PATH='x/?.lua' LUA_PATH_5_4='p/?.lua' lua -e 'print(require \"m\")'"
same "LUA_PATH='x;;y' lua -e '$show'"
same "LUA_PATH=';;y' LUA_CPATH='z;;' lua -e '$show'"
same "LUA_PATH=';;' LUA_CPATH=';;;;' lua -e '$show'"
same "LUA_PATH='' LUA_CPATH='' lua -e '$show'"
same "LUA_CPATH='z' LUA_CPATH_5_4='q' lua -e '$show'"
same "LUA_PATH=x LUA_CPATH=y lua -E -e '$show'"
same "lua -e 'print(package.config)'"

# Made here, as the machine may have no such locale; from Debian's `locales`.
t "a locale whose decimal point is a comma"
mkdir "$base/locales"
if localedef -i de_DE -f ISO-8859-1 "$base/locales/de" > made 2>&1; then
    LOCPATH=$base/locales
    export LOCPATH
    cat > s.lua << 'END'
print(os.setlocale("de"), os.setlocale(nil, "numeric"))
print(1.5, 1.5 .. "", math.pi, 3.0, -0.0, ("%.2f %g %a %q"):format(2.5, 2.5, 2.5, 2.5))
print(load("return 3.5")(), load("return 3,5")(), load("return 0x1.8, 1e-1")())
for _, s in ipairs{"2.5", "2,5", ".5", ",5", "5.", "5,", "0x1.8", "0x1,8", "1.5e1",
    " 2.5 ", "1.2.3", "1,2.3", "1.2,3", ".", "x.", "2.5x", "2.5\0", "1e5"} do
    print(s, tonumber(s), math.tointeger(s), pcall(function() return s + 1 end))
end
print(io.read("n", "n", "n", "a"))
print(("\xe4"):upper() == "\xc4", ("\xe4"):find("%a"), ("\xe4"):find("%w"))
print(pcall(string.rep, "x", "2.0"), ("%d"):format("3.0"), load("return \xe4"))
print(os.setlocale("C"), 1.5, tonumber("2,5"), tonumber("2.5"))
END
    same "printf '1,5 2.5 -.5e1 rest' | lua s.lua"
    unset LOCPATH
fi

# ---- errors ------------------------------------------------------------

t "error objects"
same "lua -e 'error()'"
same "lua -e 'error(nil)'"
same "lua -e 'error({})'"
same "lua -e 'error(true)'"
same "lua -e 'error(print)'"
same "lua -e 'error(12)'"
same "lua -e 'error(1.5)'"
same "lua -e 'error(\"x\", 0)'"
same "lua -e 'error(\"\")'"
same "lua -e 'error(\"a\\nb\", 2)'"
same "lua -e 'error(setmetatable({}, {__tostring = function() return \"obj\" end}))'"
same "lua -e 'error(setmetatable({}, {__tostring = function() return 5 end}))'"
same "lua -e 'error(setmetatable({}, {__tostring = function() error(\"in\") end}))'"
same "lua -e 'error(setmetatable({}, {__tostring = 1}))'"
same "lua -e 'error(setmetatable({}, {__name = \"My.Type\"}))'"
same "lua -e 'error(setmetatable({}, {__index = {__tostring = print}}))'"
same "lua -e 'error(io.stdout)' 2>&1 | sed 's/0x[0-9a-f]*/PTR/'"
same "lua -e 'error(coroutine.create(print))'"
same "lua -e 'error(\"a\\0b\")'"

t "tracebacks"
cat > s.lua << 'END'
local function f(n)
    if n == 0 then error("deep") end
    return f(n - 1) + 1
end
function g() f(3) end
t = {m = function() g() end}
t.m()
END
same "lua s.lua"
same "lua -e 'local function r(n) return r(n + 1) + 1 end r(1)' 2>&1 | sed 's/skipping [0-9]* levels/skipping/'"
same "lua -e 'string.rep()'"
same "lua -e '(\"x\"):rep({})'"
same "lua -e 'local t = setmetatable({}, {__index = function(t, k) error(k) end}) print(t.x)'"
same "lua -e 'table.sort({3, 2, 1}, function() error(\"s\") end)'"
same "lua -e 'pcall(error) coroutine.wrap(function() error(\"c\") end)()'"
same "lua -e 'load(\"x =\", \"=name\")()'"
same "lua -e 'assert(load(\"x =\", \"=name\"))'"
same "lua -e 'assert(false)'"
same "lua -e 'assert(nil, {})'"
same "lua -e 'for i = 1, 10, 0 do end'"
same "lua -e 'local x <close> = setmetatable({}, {__close = function() error(\"c\") end}) error(\"a\")'"
same "lua -e 'goto x'"
same "lua -e 'setmetatable({}, {__gc = function() error(\"gc\") end}) collectgarbage()'"
same "lua -W -e 'setmetatable({}, {__gc = function() error(\"gc\") end}) collectgarbage()'"
same "lua -W -e 'setmetatable({}, {__gc = function() error(\"gc\") end})'"
same "lua -W -e 'setmetatable({}, {__gc = function() error({}) end})'"

t "the name in messages"
same "(exec -a '' lua -e 'error(1)') 2>&1 | sed 's/^[^:]*lua5.4/lua/'"
same "$base/none/lua -e 'error(1)'"

t "warnings"
same "lua -e 'warn(\"@on\") warn(\"a\", \"b\", \"c\") warn(\"@off\") warn(\"d\")'"
same "lua -W -e 'warn(\"@x\") warn(\"@on\", \"x\") warn(\"a\") warn(\"\")'"
same "lua -W -e 'warn(1, 2.5)'"
same "lua -W -e 'warn()'"
same "lua -W -e 'warn(\"a\", {})'"
same "lua -W s.lua"

# ---- status ------------------------------------------------------------

t "os.exit"
for args in '' true false 0 1 7 256 -1 3.0 'true, true' 'false, true' '5, true' \
    'nil, true' '"7"' '"x"' 1.5 '{}'; do
    same "lua -e 'os.exit($args)'"
done
same "lua -e 'coroutine.wrap(function() os.exit(3, true) end)()'"
same "lua -e 'pcall(os.exit, 4)'"
same "lua -e 'local x <close> = setmetatable({}, {__close = function() print(\"closed\") end}) os.exit(5, true)'"
same "lua -e 'local x <close> = setmetatable({}, {__close = function() print(\"closed\") end}) os.exit(5)'"
same "lua -e 'setmetatable({}, {__gc = function() print(\"gc\") end}) os.exit(5, true)'"
same "lua -e 'setmetatable({}, {__gc = function() print(\"gc\") end}) os.exit(5)'"
same "lua -e 'setmetatable({}, {__gc = function() print(\"gc\") end})'"
same "lua -e 'setmetatable({}, {__gc = function() print(\"gc\") end}) error(\"x\")'"
same "lua -e 'io.write(\"kept\") os.exit(0)'"
same "lua -e 'return false'"
same "lua -e 'return 5'"

# ---- standard streams --------------------------------------------------

t "standard streams"
same "printf 'a\nb' | lua -e 'print(io.read(), io.read(), io.read())'"
same "printf 'print(io.read())\nrest' | lua -"
same "lua -e 'io.stderr:write(\"e\") print(1)'"
same "lua -e 'print(io.stdout:close())'"
same "lua -e 'print(pcall(io.close)) print(1)'"
same "lua -e 'io.lines(\"none\")'"
same "lua -e 'io.output(\"f\") io.write(\"x\") os.exit()'; cat f"
same "lua -e 'io.output(\"f\") io.write(\"y\")'; cat f"
same "lua -e 'print(os.execute(\"exit 3\"))' ; lua -e 'print(os.execute())'"
same "lua -e 'print(io.popen(\"exit 4\"):close())'"
same "lua -e 'io.write(\"before \") os.execute(\"echo after\")' | cat"

# ---- signals -----------------------------------------------------------

# The program says "ready", then gets as many interrupts.
interrupted() { # TIMES PROGRAM
    cat > program.lua << END
$2
END
    same ": > out; lua program.lua > out & p=\$!
    for i in \$(seq $1); do
        until [ \$(wc -l < out) -ge \$i ]; do sleep 0.01; done
        kill -INT \$p
    done
    wait \$p; s=\$?; cat out; exit \$s"
}

t "an interrupt is an error with a traceback"
interrupted 1 'print("ready") while true do end'
interrupted 1 'print("ready") for i = 1, math.huge do end'
interrupted 1 'local function f() while true do local t = {} end end
print("ready") f()'
interrupted 1 'print("ready") print(pcall(function() while true do end end)) print("on")'
interrupted 1 'print("ready") local s = setmetatable({}, {__index = function() while true do end end}) print(s.x)'
interrupted 1 'print("ready") table.sort({3, 2, 1}, function(a, b) while true do end end)'
interrupted 1 'local x <close> = setmetatable({}, {__close = function(_, e) print("closed", e) end})
print("ready") while true do end'

t "the second one ends the program"
interrupted 2 'print("ready") pcall(function() while true do end end)
print("again") pcall(function() while true do end end) print("not here")'

# ---- the prompt, its input no terminal ---------------------------------

prompt() { # INPUT [OPTIONS]
    printf '%b' "$1" > input
    edit='s/^\(Lua\|vmrun\) .*/VERSION/'
    same "lua ${2--i} < input"
    edit=
}

t "the prompt: expressions, statements, results"
prompt 'print(1)\n1+1\n=2+3\n= 4,5\n"a", nil, {} == nil\nreturn 1, 2\nreturn\nx\n'
prompt 'local x = 5\nx\nx = 6\nx\n  x  \n-- nothing\n\n   \n;\n'
prompt '=\n==1\n=x y\nreturn return\n1 +\n2\n'
prompt 'f = function() return 1, 2 end\nf()\n(f())\n'
prompt 'print"x"; 1\n1; print"x"\nlocal a <const> = 1; return a\n'

t "the prompt: statements over several lines"
prompt 'for i = 1, 2 do\nprint(i)\nend\nif true then\nprint(1) else\nend\n'
prompt 'function f(\na, b)\nreturn a\n+ b end\nf(\n1, 2)\n'
prompt 's = [[\none\n  two]]\ns\ns = "a\\\\\nb"\ns\n{1,\n2}\n'
prompt 'do\n\n\nprint(1)\n\nend\n--[[ a\ncomment ]]\n1\n'
prompt 'for i = 1, 2 do\nx x\n1\n'

t "the prompt: errors"
prompt 'error("x")\nerror({})\nerror()\nx.y\nx x\nlocal\nend\n1\n'
prompt 'error(setmetatable({}, {__tostring = function() return "T" end}))\n1\n'
prompt 'function f() g() end\nfunction g() error("deep") end\nf()\n1\n'
prompt 'goto x\nbreak\nlocal y <close> = 1\nlocal z <foo> = 1\n1\n'
prompt 'coroutine.yield(1)\n("x"):rep(-1, {})\n'

t "the prompt: its end"
prompt ''
prompt '1'
prompt 'os.exit(3)\n1\n'
prompt 'os.exit(false, true)\n1\n'

t "the prompt: _PROMPT and _PROMPT2"
prompt '_PROMPT = "p "\n1\n_PROMPT2 = "q "\ndo\nend\n_PROMPT = 5\n1\n_PROMPT = nil\n1\n'
prompt '_PROMPT = setmetatable({}, {__tostring = function() return "T " end})\n1\n_PROMPT2 = false\ndo\nend\n'

t "the prompt: print is the program's"
prompt 'print = function(...) io.write("P ", select("#", ...), "\\n") end\n1, 2\n'
prompt 'print = nil\n1\n1+\n1\nx = 1\n'
prompt 'print = error\n1\n'

t "the prompt: after a script, after -e, with arguments"
echo 'x = ... print("script", arg[0])' > s.lua
prompt 'x\narg[1]\n' '-i s.lua a'
prompt 'x\n' "-i -e 'x = 7'"
prompt 'x\n' "-e 'x = 7' -i"
prompt 'x\n' "-i -e 'error(1)'"
prompt 'x\n' '-i none.lua'
prompt 'x\n' '-i -l none'
prompt 'print(...)\n' '-i -'
prompt 'x\n' '-i -- s.lua b'

finish
