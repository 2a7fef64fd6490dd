#!/bin/sh
# tests/cli/input.sh -- files that vmrun and vmc cannot read, or that are not
# what they should be: a line that names the file and the cause, status 1,
# nothing written.
. "$(dirname "$0")/lib.sh"

# Both programs on FILE: what each says behind its name.
both_refuse() { # FILE VMRUN'S VMC'S
    run "vmrun '$1'"
    gives 1 '' "vmrun: $2"
    run "vmc -o out.bc '$1'"
    gives 1 '' "vmc: $3"
    [ ! -e out.bc ] || fail "out.bc was written"
}

# Tests run as root, too, who may read everything.
t "a file that is not there"
both_refuse no.lua "cannot open no.lua: No such file or directory" \
    "cannot open no.lua: No such file or directory"
files ''

t "an empty name"
both_refuse '' "cannot open : No such file or directory" \
    "cannot open : No such file or directory"

t "a folder"
mkdir dir
both_refuse dir "cannot read dir: Is a directory" \
    "cannot read dir: Is a directory"

t "a path through a file"
: > file
both_refuse file/x "cannot open file/x: Not a directory" \
    "cannot open file/x: Not a directory"

t "a link to nothing"
ln -s nothing link.lua
both_refuse link.lua "cannot open link.lua: No such file or directory" \
    "cannot open link.lua: No such file or directory"

t "a link to itself"
ln -s link.lua link.lua
both_refuse link.lua "cannot open link.lua: Too many levels of symbolic links" \
    "cannot open link.lua: Too many levels of symbolic links"

t "a name that is too long"
long=$(printf '%0300d' 0)
both_refuse "$long" "cannot open $long: File name too long" \
    "cannot open $long: File name too long"

t "a name that is no UTF-8"
name=$(printf 'n\377\200.lua')
both_refuse "$name" "cannot open $name: No such file or directory" \
    "cannot open $name: No such file or directory"
echo 'print(...) error "x"' > "$name"
run "vmc '$name' && vmrun '${name%.lua}.bc' 1"
status 1
has out 1
has err "vmrun: $name:1: x"

t "a name with blanks, quotes and line ends"
name=$(printf ' a"b\nc')
echo 'x =' > "$name"
run "vmc --check '$name'"
has err "vmc:  a\"b
c:2:1: unexpected symbol near <eof>"
status 1

t "a zero byte ends a name, as everywhere in C"
echo 'return 7' > a
run "vmrun -e 'print(dofile(\"a\\0b\"), io.open(\"a\\0b\") ~= nil)'"
gives 0 '7	true' ''

t "a closed standard input"
run 'vmrun - <&-'
gives 1 '' 'vmrun: cannot read stdin: Bad file descriptor'
run 'vmrun <&-'
gives 1 '' 'vmrun: cannot read stdin: Bad file descriptor'
run 'vmc -o out.bc - <&-'
gives 1 '' 'vmc: cannot read stdin: Bad file descriptor'
files ''

t "a folder as the standard input"
run 'vmrun - < .'
gives 1 '' 'vmrun: cannot read stdin: Is a directory'
run 'vmc -o out.bc - < .'
gives 1 '' 'vmc: cannot read stdin: Is a directory'
files ''

t "an endless device is read to its first error"
run 'vmc -o out.bc /dev/zero'
status 1
has err 'vmc: /dev/zero:1:1: unexpected symbol'
run 'vmrun --max-memory=20M /dev/zero'
gives 1 '' 'vmrun: /dev/zero:1: unexpected symbol'
files ''

t "an endless string ends at the memory limit"
run '{ printf "x = [["; yes; } 2> /dev/null | vmrun --max-memory=20M -'
status 125
has err 'vmrun: limit reached: memory'

# ---- programs that are hardly any ----

t "an empty file is a program"
: > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '' ''

t "a first line for the shell alone is a program"
printf '#!/usr/bin/env vmrun' > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '' ''
printf '#!/usr/bin/env vmrun\n' > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '' ''

t "a mark of UTF-8 alone, and before a line for the shell"
printf '\357\273\277' > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '' ''
printf '\357\273\277#!x\nprint(debug.getinfo(1, "l").currentline)' > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '2
2' ''

t "bytecode behind a first line for the shell"
echo 'print(5)' > a.lua
run 'vmc a.lua && { echo "#!vmrun"; cat a.bc; } > b && vmrun b'
gives 0 5 ''

t "zero bytes in strings are as good as others"
printf 'print(#"x\0y")' > a.lua
run 'vmrun a.lua && vmc a.lua && vmrun a.bc'
gives 0 '3
3' ''

t "zero bytes elsewhere are not"
printf 'x \0 y' > a.lua
both_refuse a.lua "a.lua:1: syntax error" "a.lua:1:3: syntax error
    x ? y
      ^"

# ---- foreign files ----

t "an ELF binary"
cp /bin/true a.lua
both_refuse a.lua "a.lua:1: unexpected symbol near '<\\127>'" \
    "a.lua: is an ELF binary, not Lua source"

t "gzip data"
echo 'print(1)' | gzip > a.lua
both_refuse a.lua "a.lua:1: unexpected symbol near '<\\31>'" \
    "a.lua: is gzip data, not Lua source"

t "UTF-16 text"
printf '\377\376x\0=\0001\0' > a.lua
both_refuse a.lua "a.lua:1: unexpected symbol near '<\\255>'" \
    "a.lua: is UTF-16 text, not Lua source"
printf '\376\377\0x\0=\0001' > a.lua
both_refuse a.lua "a.lua:1: unexpected symbol near '<\\254>'" \
    "a.lua: is UTF-16 text, not Lua source"
run 'vmc --check - < a.lua'
gives 1 '' 'vmc: stdin: is UTF-16 text, not Lua source'

t "a chunk made by luac"
printf '\033LuaT\0\031\223\r\n\032\n\004\010\010' > a.lua
both_refuse a.lua "a.lua: bad binary format (made by luac, not a .bc file [header])" \
    "a.lua: made by luac, not a .bc file [header]"

t "source given to --verify, bytecode to be compiled"
echo 'return' > a.lua
run 'vmc --verify a.lua'
gives 1 '' 'vmc: a.lua: not a .bc file [header]'
run 'vmc -o b.bc a.lua && vmc b.bc'
gives 1 '' 'vmc: b.bc: is bytecode already'
run 'vmc --check b.bc'
gives 1 '' 'vmc: b.bc: is bytecode already'
files 'a.lua b.bc'

# ---- damaged bytecode ----

t "bytecode cut short anywhere"
echo 'local t = {1, "two"} print(t[1], t[2], function() return t end)' > a.lua
run 'vmc a.lua'
n=$(wc -c < a.bc) i=1
while [ $i -lt "$n" ]; do
    head -c $i a.bc > cut.bc
    run 'vmrun cut.bc'
    status 1
    has err 'vmrun: cut.bc: bad binary format (truncated chunk [header])'
    run 'vmc --verify cut.bc'
    status 1
    has err 'vmc: cut.bc: truncated chunk [header]'
    [ -z "$bad" ] || break
    i=$((i + 7))
done

t "a bit of bytecode turned over"
echo 'print(1)' > a.lua
run 'vmc a.lua'
n=$(wc -c < a.bc) i=0
while [ $i -lt "$n" ]; do
    { head -c $i a.bc; printf '\377'; tail -c +$((i + 2)) a.bc; } > bad.bc
    cmp -s a.bc bad.bc && { i=$((i + 1)); continue; }
    run 'vmrun bad.bc'
    status 1
    is out ''
    has err 'vmrun: bad.bc'
    [ -z "$bad" ] || break
    i=$((i + 5))
done

t "bytes behind the end"
echo 'print(1)' > a.lua
run 'vmc a.lua; cat a.bc a.bc > b.bc; vmrun b.bc'
gives 1 '' 'vmrun: b.bc: bad binary format (wrong checksum: damaged [header])'
run 'vmc --list b.bc'
gives 1 '' 'vmc: b.bc: wrong checksum: damaged [header]'

finish
