#!/bin/sh
# tests/cli/vmc.sh -- what vmc does with files and options. That its bytecode
# is right, others test.
. "$(dirname "$0")/lib.sh"

write() { # FILE LINE ...
    file=$1
    shift
    printf '%s\n' "$@" > "$file"
}

# ---- compiling ----

t "FILE.lua becomes FILE.bc, any other FILE becomes FILE.bc, too"
for name in a.lua b c.txt .lua; do write $name "print('$name')"; done
run 'vmc a.lua b c.txt .lua'
gives 0 '' ''
files '.lua .lua.bc a.bc a.lua b b.bc c.txt c.txt.bc'
run 'vmrun a.bc; vmrun b.bc; vmrun c.txt.bc; vmrun .lua.bc'
gives 0 'a.lua
b
c.txt
.lua' ''

t "the file lies beside the source"
mkdir d
write d/a.lua 'print(1)'
run 'vmc d/a.lua && vmrun d/a.bc'
gives 0 1 ''
files d

t "-o before or behind FILE, joined or apart"
write a.lua 'print(1)'
run 'vmc -o b a.lua; vmc a.lua -o c; vmc -od a.lua; vmc a.lua -o -- ; cmp b c; cmp b d'
gives 0 '' ''
files '-- a.lua b c d'

t "the standard input"
run "echo 'print(...)' | vmc - -o a.bc && vmrun a.bc 1"
gives 0 1 ''
run "printf 'error(1) x' | vmc - -o b.bc"
gives 1 '' "vmc: stdin:1:11: syntax error near <eof>
    error(1) x
              ^"
run "echo 'error(\"x\")' | vmc - -o - | vmrun -"
status 1
has err 'vmrun: stdin:1: x'
run 'vmc - < /dev/null'
gives 1 '' 'vmc: stdin needs -o FILE'
files a.bc

t "what follows -- is a file"
write --list 'print(1)'
run 'vmc -o a.bc -- --list && vmrun a.bc'
gives 0 1 ''

t "several files: the good ones are made"
write a.lua 'print(1)'
write b.lua 'x ='
write d.lua 'print(2)'
run 'vmc a.lua b.lua c.lua d.lua'
gives 1 '' 'vmc: b.lua:2:1: unexpected symbol near <eof>
vmc: cannot open c.lua: No such file or directory'
files 'a.bc a.lua b.lua d.bc d.lua'
run 'vmc -o x a.lua d.lua'
gives 1 '' 'vmc: -o goes with one FILE only'

t "no two files for one output, nor an output for an input"
write a.lua 'print(1)'
write a 'print(2)'
run 'vmc a.lua a'
status 1
has err 'vmc: a.bc: the bytecode of a'
write x 'print(1)'
write x.bc 'print(2)'
run 'vmc x.bc x'
gives 1 '' 'vmc: x.bc: the bytecode of x would overwrite it'
files 'a a.lua x x.bc'

t "bytecode stands in for the source in messages"
write a.lua '' 'local t = nil' 'print(t.x)'
run 'vmc a.lua && vmrun a.bc'
status 1
has err "vmrun: a.lua:3: attempt to index a nil value (local 't')"
run 'vmc --strip a.lua && vmrun a.bc'
status 1
has err 'vmrun: ?:-1: attempt to index a nil value'
run 'cp a.bc b; vmc -s a.lua && cmp a.bc b'
gives 0 '' ''

# ---- --check ----

t "--check: every file, its errors with the line and a caret, nothing written"
write a.lua 'local x <const> = 1' 'x = 2'
write b.lua 'print(1)'
printf 'goto done\r\n\r\n\tlocal ä = "ö" + = 1\r\n' > c.lua
write d.lua 'for i = 1 do end'
run 'vmc --check a.lua b.lua c.lua d.lua no.lua'
gives 1 '' "vmc: a.lua:2:3: attempt to assign to const variable 'x'
    x = 2
      ^
vmc: c.lua:3:8: <name> expected near '<\\195>'
    	local ä = \"ö\" + = 1
    	      ^
vmc: d.lua:1:11: ',' expected near 'do'
    for i = 1 do end
              ^
vmc: cannot open no.lua: No such file or directory"
files 'a.lua b.lua c.lua d.lua'
run 'vmc --check b.lua'
gives 0 '' ''
run 'vmc -p b.lua'
gives 0 '' ''

t "--check: long lines are cut around the column, odd bytes are not shown"
{ printf '%0200d' 0 | tr 0 ' '; printf 'x = = 1'; printf '%0200d' 0 | tr 0 ' '; echo; } > a.lua
run 'vmc --check a.lua'
status 1
has err 'vmc: a.lua:1:205: unexpected symbol'
[ "$(awk '{ if (length > n) n = length } END { print n }' "$stderr")" -lt 90 ] ||
    fail "a long line is shown whole"
printf 'x = "\033[31m\302\233\377" + = 1\n' > a.lua
run 'vmc --check a.lua'
gives 1 '' 'vmc: a.lua:1:18: unexpected symbol near '"'='"'
    x = "?[31m???" + = 1
                     ^'

t "--check: the last line, without an end"
printf 'return (' > a.lua
run 'vmc --check a.lua'
gives 1 '' 'vmc: a.lua:1:9: unexpected symbol near <eof>
    return (
            ^'

# ---- --list, --dump, --verify ----

t "--list: a source and its bytecode give the same"
write a.lua 'local a = 1' 'function f(x) return a + x end'
run 'vmc --list a.lua > 1; vmc -o a.bc a.lua; vmc --list a.bc > 2; vmc -l a.bc > 3
cmp 1 2 && cmp 1 3 && cat 1'
status 0
has out 'function 0 a.lua'
has out 'function 1 a.lua:2'
has out '[2] ADD'
run 'vmc --list -v a.bc'
status 0
has out 'constant K0 "f"'
has out 'upvalue U0'
has out 'local R0'

t "--list and --dump write no file but with -o"
write a.lua 'print(1)'
run 'vmc --list a.lua; vmc --dump=ast,bc a.lua'
status 0
files a.lua
run 'vmc --dump=bc -o b a.lua && vmrun b'
status 0
has out RETURN
files 'a.lua b'

t "--dump: the tree, the code, both; nothing else"
write a.lua 'local a = f(1)' 'return a'
run 'vmc --dump=ast a.lua'
gives 0 'lines 0..0 vararg
  local a
    call
      global f
      int 1
  return
    local a' ''
run 'vmc --dump=ast a.lua > 1; vmc --dump=bc a.lua > 2; vmc --dump=ast,bc a.lua > 3
cat 1 2 | cmp - 3 && vmc --list a.lua | cmp - 2'
gives 0 '' ''
run 'vmc --dump=ir a.lua'
status 1
has err "vmc: no stage that can be dumped: 'ir'"
run 'vmc --dump= a.lua'
status 1
has err 'vmc: --dump wants ast or bc'

t "--verify: says what is in the file"
write a.lua 'function f() end require "b"'
write b.lua 'return 1'
run 'vmc --bundle a.lua && vmc b.lua && vmc --verify a.bc b.bc'
gives 0 'a.bc: ok, modules 2, functions 3
b.bc: ok, modules 1, functions 1' ''

# ---- --bundle ----

t "--bundle: modules of modules, in folders, as init.lua, in a circle"
mkdir -p lib/c run
write main.lua 'print(require "lib.a".b.c, require("lib.c")())' 'print(...)'
write lib/a.lua 'local M = {}' 'package.loaded[...] = M' \
    'M.b = require "lib.b"' 'return M'
write lib/b.lua 'local a = require "lib.a"' 'return {c = a.b == nil}'
write lib/c/init.lua 'return function() return debug.getinfo(1, "S").short_src end'
run 'vmc --bundle main.lua && mv main.bc run && cd run && vmrun main.bc 1 2'
gives 0 'true	./lib/c/init.lua
1	2' ''
run 'vmc --bundle --verbose main.lua'
gives 0 '' "vmc: module 'lib.a' is from ./lib/a.lua
vmc: module 'lib.c' is from ./lib/c/init.lua
vmc: module 'lib.b' is from ./lib/b.lua"
run 'cd / && vmc --bundle "$OLDPWD/main.lua" -o "$OLDPWD/x" && vmrun "$OLDPWD/x"'
status 0
has out 'true'

t "--bundle: required in a protected call, with more arguments, by a local"
write main.lua 'local r, x = require, "e"' 'local require = require' \
    'print(pcall(require, "a"))' 'print(xpcall(require, print, "b"))' \
    'print(require("c", 1), (require) "d")' \
    'pcall(r, "e") pcall(x, "e") pcall(require) print((pcall(require, x)))'
for name in a b c d e; do write $name.lua "return '$name'"; done
run 'vmc --bundle -v main.lua 2>&1 | cut -d" " -f3; rm [a-e].lua; vmrun main.bc'
gives 0 "'a'
'b'
'c'
'd'
true	a	:preload:
true	b	:preload:
c	d	:preload:
false" ''

t "--bundle: loading one does nothing, its program has its modules"
write json.lua 'return "bundled"'
write main.lua 'print(require "json")'
write host.lua 'local code = io.open("main.bc", "rb"):read "a"' \
    'local preload, loaded = package.preload, package.loaded' \
    'local f = load(code, "=f", "b", { require = require, print = print })' \
    'print(preload.json, (pcall(f)), preload.json)' \
    'local f, g = load(code), load(code)' \
    'print(preload.json)' \
    'f() loaded.json = nil g()' \
    'print(preload.json ~= nil, preload[""])' \
    'loaded.json, preload.json = nil, function() return "the host" end' \
    'load(code)()'
run 'vmc --bundle main.lua && rm json.lua && vmrun host.lua'
gives 0 'nil	false	nil
nil
bundled	:preload:
bundled	:preload:
true	nil
the host	:preload:' ''

t "--bundle: what is not there is left to run time, and said so"
write main.lua 'print(pcall(require, "computed" .. 1))' \
    'print((pcall(function() return require("missing") end)))' \
    'local s = require "string" print(s == string)'
run 'vmc --bundle main.lua'
gives 0 '' "vmc: module 'missing' is left to run time, as it was not found"
run 'vmrun main.bc'
status 0
has out 'false'
has out "module 'computed1' not found"
write missing.lua 'return 1'
run 'vmrun main.bc'
has out true

t "--bundle: modules in C are left to run time"
write main.lua 'print(require "inc")'
write inc.c '#include <lua.h>' \
    'int luaopen_inc(lua_State *L) { lua_pushinteger(L, 42); return 1; }'
run "${CC-cc} -shared -fPIC -I '$home/include' inc.c -o inc.so"
status 0
run 'vmc --bundle main.lua'
gives 0 '' "vmc: module 'inc' is left to run time, as it is in C: ./inc.so"
run 'vmrun main.bc'
status 0
has out 42
run 'LUA_CPATH="./?.none" vmc --bundle main.lua'
gives 0 '' "vmc: module 'inc' is left to run time, as it was not found"

t "--bundle: an error in a module"
write main.lua 'require "bad"'
write bad.lua 'local x = = 1'
run 'vmc --bundle main.lua'
gives 1 '' "vmc: ./bad.lua:1:11: unexpected symbol near '='
    local x = = 1
              ^"
rm bad.lua
mkdir bad.lua
run 'vmc --bundle main.lua'
gives 0 '' "vmc: module 'bad' is left to run time, as it was not found"
files 'bad.lua main.bc main.lua'

t "--bundle: modules that are bytecode"
write main.lua 'print(require "b")'
write b 'return 5'
run 'vmc -o b.lua b && vmc --bundle main.lua && vmrun main.bc'
gives 0 '5	./b.lua' "vmc: module 'b' is left to run time, as it is bytecode: ./b.lua"

t "--bundle: --path, and the path of the environment"
mkdir p q
write main.lua 'print((require "m"))'
write p/m.lua 'return "p"'
write q/m.lua 'return "q"'
write m.lua 'return "here"'
run 'vmc --bundle --path "p/?.lua" main.lua && vmrun main.bc'
gives 0 p ''
run 'LUA_PATH="q/?.lua" vmc --bundle main.lua && vmrun main.bc'
gives 0 q ''
run 'LUA_PATH_5_4="q/?.lua" LUA_PATH=p/?.lua vmc --bundle main.lua && vmrun main.bc'
gives 0 q ''
run 'vmc --bundle --path="no/?.lua;;" main.lua && vmrun main.bc'
gives 0 here ''
installed=/usr/share/lua/5.4/inspect.lua # by lua-inspect
if [ -e $installed ]; then
    write main.lua 'require "inspect"' 'require "string"'
    write string.lua 'error "not this one"'
    run 'vmc --bundle -v main.lua && vmrun main.bc'
    gives 0 '' "vmc: module 'inspect' is from $installed"
fi

t "--bundle: the bytecode takes the place of no module"
write main.lua 'require "m"'
write m.lua 'return 1'
for name in m.lua ./m.lua "$work/m.lua"; do
    run "vmc --bundle -o $name main.lua"
    gives 1 '' "vmc: ./m.lua: would be overwritten by its bytecode"
done
run 'vmrun main.lua'
gives 0 '' ''

t "--bundle: a name with a zero byte is no file's"
write main.lua 'print(pcall(function() return require("m\0x") end))'
write m.lua 'return 1'
run 'vmc --bundle -v main.lua'
gives 0 '' ''

t "--bundle: with --list, --dump and --strip"
write main.lua 'return require "m"'
write m.lua 'return 1'
run 'vmc --bundle --list main.lua'
status 0
has out 'module "m"'
run 'vmc --bundle --dump=ast main.lua | grep -c lines'
gives 0 2 ''
run 'vmc --bundle --strip main.lua && vmrun main.bc && vmc --list -v main.bc'
status 0
has out 'function 1  params 0'

# ---- options ----

t "what is wrong with the options"
write a.lua 'return'
use='usage: vmc [options] FILE...   (vmc --help explains)'
run 'vmc'
gives 1 '' "vmc: no file to work on
$use"
run 'vmc -o'
gives 1 '' "vmc: no value for option '-o'
$use"
run 'vmc a.lua --path'
gives 1 '' "vmc: no value for option '--path'
$use"
run 'vmc -x a.lua'
gives 1 '' "vmc: unknown option '-x'
$use"
run 'vmc --verbos a.lua'
gives 1 '' "vmc: unknown option '--verbos'
$use"
run 'vmc --list --verify a.lua'
gives 1 '' 'vmc: --list and --verify do not go together'
run 'vmc -p --check -o x -l a.lua'
gives 1 '' 'vmc: --check and -l do not go together'
run 'vmc --path ./?.lua a.lua'
gives 1 '' 'vmc: --path goes with --bundle only'
files a.lua
run 'vmc --list --version --check'
status 0
has out 'vmc '

t "--help names every option, --version the format"
run 'vmc --help'
status 0
is err ''
for option in -o -s --strip --bundle --path -p --check -l --list --dump \
    --verify -v --verbose --help --version NO_COLOR; do
    has out " $option"
done
run 'vmc --version'
status 0
has out 'format 1'

finish
