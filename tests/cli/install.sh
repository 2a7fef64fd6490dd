#!/bin/sh
# tests/cli/install.sh -- make install and uninstall: what they put where, and
# that nothing of it stays.
. "$(dirname "$0")/lib.sh"

command_of() { # GOAL VARIABLE=VALUE ...
    echo "MAKEFLAGS= make -s -C '$home' FLAVOUR='${FLAVOUR-release}'" \
        "CC='${CC-clang-19}' BUILD='$BUILD' $*"
}

t "all that is installed goes, with its folders"
run "$(command_of install "PREFIX='$work/p'")"
status 0
run 'p/bin/vmrun -e "print(1)" && ls p p/bin p/lib/pkgconfig'
gives 0 '1
p:
bin
include
lib
share

p/bin:
vmc
vmrun

p/lib/pkgconfig:
vmrun.pc' ''
run "$(command_of uninstall "PREFIX='$work/p'")"
gives 0 '' ''
files ''

t "under DESTDIR, too"
run "$(command_of install "DESTDIR='$work/d' PREFIX=/usr/local libdir=/usr/local/lib/any")"
run 'ls d/usr/local/lib/any'
has out 'libvmrun.so'
run "$(command_of uninstall "DESTDIR='$work/d' PREFIX=/usr/local libdir=/usr/local/lib/any")"
gives 0 '' ''
run 'find d'
gives 0 d ''

t "what belongs to others stays"
mkdir -p p/lib/pkgconfig p/bin
: > p/lib/pkgconfig/other.pc
: > p/bin/other
run "$(command_of install "PREFIX='$work/p'")"
run "$(command_of uninstall "PREFIX='$work/p'")"
gives 0 '' ''
run 'find . -type f | sort; find . -type d | sort'
gives 0 './p/bin/other
./p/lib/pkgconfig/other.pc
.
./p
./p/bin
./p/lib
./p/lib/pkgconfig' ''

t "the drop-in library goes, another one stays"
run "$(command_of install-dropin "PREFIX='$work/p'")"
run 'ls p/lib/pkgconfig'
gives 0 'lua5.4.pc
vmrun.pc' ''
run "$(command_of uninstall "PREFIX='$work/p'")"
gives 0 '' ''
files ''
run "mkdir -p p/lib && : > p/lib/liblua5.4.so.0 &&
    $(command_of uninstall "PREFIX='$work/p'")"
gives 0 '' ''
run 'find . -type f'
gives 0 './p/lib/liblua5.4.so.0' ''

t "a folder that vmrun.pc could not name"
for prefix in p ./p '~/p' "$work/a p" "$work/a /p"; do
    run "$(command_of install "PREFIX='$prefix'")"
    status 2
    has err 'PREFIX and libdir must begin with / and have no blanks'
done
files ''

finish
