#!/bin/sh
# tests/cli/output.sh -- output that cannot be written: a line with the name
# and the cause, status 1, the old file as it was and no other beside it.
. "$(dirname "$0")/lib.sh"

full='No space left on device'
closed='Bad file descriptor'

# ---- the standard output ----

t "vmrun: a full device"
run "vmrun -e 'print(1)' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"
run "vmrun -e 'print(1) print(2)' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"
run "vmrun -e 'io.write(1)' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"
run "vmrun -e 'print(1) os.exit(0)' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"
run "vmrun -e 'print(1) os.exit(true, true)' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"
run "vmrun -e 'coroutine.wrap(function() print(1) os.exit(0) end)()' > /dev/full"
gives 1 '' "vmrun: cannot write to stdout: $full"

t "vmrun: the program hears of it from io.write and flush"
run "vmrun -e 'io.write(1) io.stderr:write(select(2, io.flush()))' > /dev/full"
status 1
has err "$full"
run "vmrun -e 'io.stderr:write(tostring(io.write((\"x\"):rep(1e6))))' > /dev/full"
status 1
has err nil

t "vmrun: output that is closed"
run "vmrun -e 'print(1)' >&-"
gives 1 '' "vmrun: cannot write to stdout: $closed"
run "vmrun -e 'io.write(1)' >&-"
gives 1 '' "vmrun: cannot write to stdout: $closed"
run "vmrun -e 'local x = 1' >&-"
gives 0 '' ''

t "vmrun: no file of the program takes the place of a closed descriptor"
run "vmrun -e 'io.open(\"f\", \"w\") print(1)' >&-; cat f"
is out ''
run "vmrun -e 'local f = io.open(\"f\", \"w\") error(\"x\")' 2>&-; cat f"
is out ''

t "vmrun: other statuses stay"
run "vmrun -e 'print(1) os.exit(7)' > /dev/full"
status 1
run "vmrun --fuel=1000 -e 'print(1) while true do end' > /dev/full"
status 124
run "vmrun -e 'print(1) error(\"x\")' > /dev/full"
status 1
has err 'vmrun: (command line):1: x'

t "vmrun: a pipe that nobody reads ends it"
run "{ vmrun -e 'for i = 1, 1e7 do print(i) end'; echo \$? >&2; } | head -n 1"
gives 0 1 141
run "trap '' PIPE
{ vmrun -e 'for i = 1, 1e5 do print(i) end'; echo \$? >&2; } | head -n 1"
gives 0 1 'vmrun: cannot write to stdout: Broken pipe
1'

t "vmrun: its own words"
for option in --help --version; do
    run "vmrun $option > /dev/full"
    gives 1 '' "vmrun: cannot write to stdout: $full"
    run "vmrun $option >&-"
    gives 1 '' "vmrun: cannot write to stdout: $closed"
done
run "vmrun -v -e 'x = 1' > /dev/full"
status 1

t "vmc: a full device, a closed output"
echo 'print(1)' > a.lua
run 'vmc -o b a.lua'
for action in --help --version '--list a.lua' '--list b' '--verify b' \
    '--dump=ast a.lua' '--dump=bc a.lua' '-o - a.lua'; do
    run "vmc $action > /dev/full"
    gives 1 '' "vmc: cannot write to stdout: $full"
    run "vmc $action >&-"
    gives 1 '' "vmc: cannot write to stdout: $closed"
done
files 'a.lua b'

t "vmc: a listing longer than all buffers"
i=0
while [ $i -lt 3000 ]; do echo "print($i)"; i=$((i + 1)); done > a.lua
run 'vmc --list a.lua > /dev/full'
gives 1 '' "vmc: cannot write to stdout: $full"
run '{ vmc --list a.lua; echo $? >&2; } | head -n 1 > /dev/null'
gives 0 '' 141

# ---- the file ----

t "vmc: a device that is full"
echo 'print(1)' > a.lua
run 'vmc -o /dev/full a.lua'
gives 1 '' "vmc: cannot write to /dev/full: $full"
files a.lua

# The limit is on all files of the process: what it says goes to a pipe.
limited() { # BLOCKS
    run "{ (ulimit -f $1; vmc a.lua 2>&1); echo \$?; } | cat"
    gives 0 'vmc: cannot write to a.bc: File too large
1' ''
}

t "vmc: a limit on the size of files"
echo 'print(1)' > a.lua
limited 0
files a.lua
echo old | tee old > a.bc
limited 0
cmp -s old a.bc || fail "a.bc is another"
files 'a.bc a.lua old'

t "vmc: a large file that does not fit"
{ i=0; while [ $i -lt 2000 ]; do echo "print('text $i')"; i=$((i + 1)); done; } > a.lua
echo old | tee old > a.bc
limited 4
cmp -s old a.bc || fail "a.bc is another"
files 'a.bc a.lua old'

t "vmc: a file system that is full"
mkdir small
if mount -t tmpfs -o size=64k none small 2> /dev/null; then
    echo 'print(1)' > a.lua
    echo old > small/a.bc
    run 'head -c 1000000 /dev/zero > small/filler'
    run 'vmc -o small/a.bc a.lua; s=$?; cat small/a.bc; ls small; exit $s'
    gives 1 'old
a.bc
filler' "vmc: cannot write to small/a.bc: $full"
    umount small
else
    case= # not ours to mount
fi

t "vmc: folders that are not there, or are no place for a file"
echo 'print(1)' > a.lua
run 'vmc -o no/a.bc a.lua'
gives 1 '' 'vmc: cannot write to no/a.bc: No such file or directory'
run 'vmc -o a.lua/b a.lua'
gives 1 '' 'vmc: cannot write to a.lua/b: Not a directory'
mkdir dir
run 'vmc -o dir a.lua'
gives 1 '' 'vmc: cannot write to dir: Is a directory'
run 'vmc -o dir/ a.lua'
gives 1 '' 'vmc: cannot write to dir/: Is a directory'
run 'vmc -o "" a.lua'
gives 1 '' 'vmc: cannot write to : No such file or directory'
files 'a.lua dir'

t "vmc: links to files, to nothing, to themselves"
mkdir dir
echo 'print(1)' > a.lua
ln -s dir/b.bc a.bc
run 'vmc a.lua && vmrun dir/b.bc && test -L a.bc'
gives 0 1 ''
echo 'print(2)' > a.lua
run 'vmc a.lua && vmrun dir/b.bc && test -L a.bc'
gives 0 2 ''
ln -s loop loop
run 'vmc -o loop a.lua'
gives 1 '' 'vmc: cannot write to loop: Too many levels of symbolic links'
files 'a.bc a.lua dir loop'

t "vmc: a source is not overwritten, whatever its other names"
echo 'print(1)' | tee b > a.lua
ln a.lua hard
ln -s a.lua soft
for name in a.lua ./a.lua hard soft; do
    run "vmc -o $name a.lua"
    gives 1 '' "vmc: $name: would be overwritten by its bytecode"
done
cmp -s a.lua b || fail "a.lua has changed"
files 'a.lua b hard soft'

t "vmc: files keep their permissions"
echo 'print(1)' > a.lua
run 'umask 022; vmc a.lua; chmod 640 a.bc; vmc a.lua; ls -l a.bc | cut -c1-10'
gives 0 '-rw-r-----' ''
files 'a.bc a.lua'

t "vmc: pipes and devices are written as they are"
echo 'print(3)' > a.lua
mkfifo pipe
run 'vmc -o pipe a.lua & vmrun pipe; wait'
gives 0 3 ''
run 'vmc -o /dev/null a.lua && test -c /dev/null'
gives 0 '' ''
run 'vmc -o - a.lua | vmrun -'
gives 0 3 ''
files 'a.lua pipe'

t "vmc: a name that is taken for the temporary file"
echo 'print(4)' > a.lua
echo mine > a.bc.0~
run 'vmc a.lua && vmrun a.bc && cat a.bc.0~'
gives 0 '4
mine' ''
files 'a.bc a.bc.0~ a.lua'

finish
