# Makefile -- builds vmrun, tests it, installs it. GNU make; see `make help`.
#
# A flavour is a way to compile. Each has a folder of its own, and so has each
# compiler but the first, so that objects never mix:
#
#     make                    build/          optimised
#     make FLAVOUR=debug      build/debug/    assertions
#     make FLAVOUR=asan       build/asan/     address and undefined sanitizers
#     make FLAVOUR=tsan       build/tsan/     thread sanitizer
#     make CC=gcc             build/gcc/      and gcc-debug, gcc-asan
#
# All objects can go into a shared library; inside a program the linker turns
# their calls into direct ones, so there is no second set without that.

ifeq ($(origin CC),default)
CC := clang-19
endif
ifeq ($(origin AR),default)
AR := ar
endif

# The words `debug`, `asan` and `fuzz` among the goals choose the flavour too.
FLAVOUR ?= $(firstword $(filter debug asan fuzz,$(MAKECMDGOALS)) release)

first_cc := $(filter clang-19,$(CC))
folder := $(if $(first_cc),,$(notdir $(firstword $(CC))))
ifneq ($(FLAVOUR),release)
folder := $(if $(folder),$(folder)-)$(FLAVOUR)
endif
BUILD ?= build$(if $(folder),/$(folder))

PREFIX ?= /usr/local
bindir := $(PREFIX)/bin
libdir ?= $(PREFIX)/lib
includedir := $(PREFIX)/include/vmrun
mandir := $(PREFIX)/share/man/man1

VERSION := $(shell sed -n 's/.*define VMR_VERSION "\(.*\)"/\1/p' include/vmrun.h)
SONAME := libvmrun.so.0

# ------------------------------------------------------------------- flags

is_clang := $(findstring clang,$(CC) $(shell $(CC) --version 2>/dev/null))

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wold-style-definition -Wpointer-arith -Wundef -Wwrite-strings \
            -Wvla

flags_release := -O2 -DNDEBUG
flags_debug := -Og -DVM_DEBUG
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all
flags_asan := -O1 $(sanitize) -fno-omit-frame-pointer \
              -DVM_SANITIZED -DVM_DEBUG
flags_fuzz := $(flags_asan) -fsanitize=fuzzer-no-link -DFUZZ_RUN
flags_tsan := -O1 -fsanitize=thread -fno-omit-frame-pointer \
              -DVM_SANITIZED -DVM_UNPOISONED
link_asan := $(sanitize)
link_tsan := -fsanitize=thread
link_fuzz := $(sanitize)

ifndef flags_$(FLAVOUR)
$(error FLAVOUR is release, debug, asan, tsan or fuzz, not '$(FLAVOUR)')
endif

# Large files and late dates where words are narrow.
COMPILE := $(CC) -std=c11 -ffp-contract=off -I. -D_FILE_OFFSET_BITS=64 \
           -D_TIME_BITS=64 $(WARNINGS) $(flags_$(FLAVOUR)) -g -fPIC \
           -fvisibility=hidden $(CPPFLAGS) $(CFLAGS)
LINK := $(CC) $(link_$(FLAVOUR)) $(CFLAGS) $(LDFLAGS)
LIBS := -lm -ldl

# Handlers jump from each to the next; a compiler that merges those jumps, or
# the ends of handlers, takes that gain away.
ifneq ($(is_clang),)
DISPATCH := -mllvm -tail-dup-pred-size=100000 \
            -mllvm -tail-dup-succ-size=100000 -mllvm -enable-tail-merge=0
else
COMPILE += -fno-semantic-interposition
DISPATCH := -fno-gcse -fno-crossjumping
endif
$(BUILD)/obj/vm/interp.o: COMPILE += $(DISPATCH)

# ------------------------------------------------------------------- files

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

vmrun_c := $(wildcard vm/main*.c) vm/repl.c vm/program.c
vmc_c := $(wildcard compiler/vmc*.c) vm/program.c
lib_c := $(filter-out $(vmrun_c) $(vmc_c),\
           $(wildcard vm/*.c gc/*.c compiler/*.c stdlib/*.c))
unit_c := $(wildcard tests/unit_*.c)
headers := $(wildcard include/*.h include/*.hpp)

dropin_library := $(BUILD)/dropin/liblua5.4.so.0
# Flavours that check how the C API is used.
checked := $(filter debug asan,$(FLAVOUR))

products := $(addprefix $(BUILD)/,vmrun vmc libvmrun.a libvmrun.so)
testers := $(addprefix $(BUILD)/,run-tests states-test verify-test gen-compare \
             pty $(if $(unit_c),unit-tests) $(if $(checked),misuse))
fuzzers := $(addprefix $(BUILD)/fuzz-,bc src lib)

.PHONY: all debug asan dropin run test official golden portable bench \
        bench-compile \
        bench-gc boundary fuzz \
        install install-dropin uninstall fmt docs deps clean help toolchain \
        FORCE
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

all: $(products) ## build vmrun, vmc and the library (the default)

debug: all ## build/debug: with assertions
asan: all ## build/asan: with the address and undefined-behaviour sanitizers

# ---------------------------------------------------------------- building

# V=1 shows commands.
Q := $(if $(V),,@)
say = @$(if $(V),:,printf '%-4s %s\n' $(1) $(2))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# Changes when the compiler or its flags do.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE) / $(LINK) / $(DISPATCH)' | cmp -s - $@ || \
	    echo '$(COMPILE) / $(LINK) / $(DISPATCH)' > $@

# What is linked depends on this file, too: flags of linking are only here.
linked := $(products) $(testers) $(fuzzers) $(dropin_library) \
          $(addprefix $(BUILD)/,$(SONAME) bench)
$(linked): Makefile

define link_program
	$(call say,LINK,$@)
	$(Q)$(LINK) $(1) -o $@ $(filter %.o %.a,$^) $(LIBS)
endef

# Modules written in C look for lua_* in the program, so all are there.
$(BUILD)/vmrun: $(call obj,$(vmrun_c) $(lib_c))
	$(call link_program,-rdynamic)

$(BUILD)/vmc: $(call obj,$(vmc_c)) $(BUILD)/libvmrun.a
	$(call link_program)

$(BUILD)/libvmrun.a: $(call obj,$(lib_c))
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

define link_shared
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -Wl,-Bsymbolic-functions \
	    -Wl,--version-script=packaging/libvmrun.map -o $@ \
	    $(filter %.o,$^) $(LIBS)
endef

$(BUILD)/$(SONAME): $(call obj,$(lib_c)) packaging/libvmrun.map
	$(link_shared)

$(BUILD)/libvmrun.so: $(BUILD)/$(SONAME)
	@ln -sf $(SONAME) $@

# The same under the name that programs linked to Lua 5.4 ask for.
dropin: $(dropin_library) ## the library in place of liblua5.4.so.0

$(dropin_library): $(call obj,$(lib_c)) packaging/libvmrun.map
	$(link_shared)

$(BUILD)/run-tests: $(call obj,tests/run.c tests/proc.c)
	$(call link_program)

$(BUILD)/gen-compare: $(call obj,tests/gen/compare.c tests/proc.c)
	$(call link_program)

$(BUILD)/pty: $(call obj,tests/cli/pty.c)
	$(call link_program)

$(BUILD)/verify-test: $(call obj,$(addprefix tests/,verify_test.c asm.c walk.c \
                        proc.c)) $(BUILD)/libvmrun.a
	$(call link_program)

$(BUILD)/unit-tests: $(call obj,$(unit_c) $(addprefix tests/,asm.c walk.c \
                        proc.c)) $(BUILD)/libvmrun.a
	$(call link_program)
$(BUILD)/unit-tests: LIBS += -lcriterion

$(BUILD)/misuse: $(call obj,tests/misuse.c tests/misuse_names.c) $(BUILD)/libvmrun.a
	$(call link_program,-pthread)

$(BUILD)/states-test: $(call obj,tests/states.c) $(BUILD)/libvmrun.a
	$(call link_program,-pthread)

$(BUILD)/bench: $(call obj,$(wildcard tests/bench/bench*.c))
	$(call link_program)

# One program, with our library and with Lua 5.4's.
boundary := $(BUILD)/boundary $(BUILD)/boundary-lua5.4
boundary_c := tests/bench/boundary.c

$(BUILD)/boundary: $(boundary_c) $(BUILD)/libvmrun.so | toolchain
	$(call say,CC,$@)
	$(Q)$(COMPILE) $(LDFLAGS) -Iinclude $< -o $@ -L$(BUILD) -lvmrun \
	    -Wl,-rpath,'$$ORIGIN'

$(BUILD)/boundary-lua5.4: $(boundary_c) $(BUILD)/flags | toolchain
	$(call say,CC,$@)
	$(Q)$(COMPILE) $(LDFLAGS) -I/usr/include/lua5.4 $< -o $@ -llua5.4

$(BUILD)/fuzz-%: $(BUILD)/obj/tests/fuzz_%.o $(call obj,$(addprefix tests/,\
                   fuzz_machine.c walk.c proc.c)) $(BUILD)/libvmrun.a
	$(call link_program,-fsanitize=fuzzer)

-include $(shell [ ! -d $(BUILD)/obj ] || find $(BUILD)/obj -name '*.d')

# ------------------------------------------------- what has to be installed

# `make run`, `make test` and the like install what they miss; other goals
# only say that there is no compiler.
needs := $(if $(filter run,$(MAKECMDGOALS)),run) \
         $(if $(filter test,$(MAKECMDGOALS)),test) \
         $(if $(filter portable,$(MAKECMDGOALS)),portable) \
         $(if $(filter bench bench-gc boundary,$(MAKECMDGOALS)),bench)
needs := $(strip $(needs))

toolchain:
ifneq ($(needs),)
	@CC='$(CC)' packaging/deps $(needs)
else
	@command -v $(firstword $(CC)) >/dev/null || { \
	    echo "$(firstword $(CC)) is not installed:" \
	         "say 'make deps', or CC=another"; exit 1; }
endif

deps: ## install what building and testing need (Debian, Ubuntu)
	@CC='$(CC)' packaging/deps all

# --------------------------------------------------------- run, test, bench

run: all ## compile an example, run it: README.md to build/README.html
	@$(BUILD)/vmc --bundle examples/markdown.lua -o $(BUILD)/markdown.bc
	@$(BUILD)/vmrun $(BUILD)/markdown.bc README.md > $(BUILD)/README.html
	@echo "vmc made $(BUILD)/markdown.bc, one file, of" \
	      "examples/markdown.lua and its modules."
	@echo "vmrun verified and ran it: README.md is now" \
	      "$(BUILD)/README.html."

# STEPS chooses some of tests/all.sh; MODES, STRESS_TESTS, FAIL_TESTS, *_SHARE
# and PROGRAMS how much two of them do.
test: all $(testers) $(dropin_library) ## run every test; FLAVOUR=asan under sanitizers
	@BUILD='$(BUILD)' FLAVOUR='$(FLAVOUR)' CC='$(CC)' \
	    MODES='$(MODES)' STRESS_TESTS='$(STRESS_TESTS)' \
	    FAIL_TESTS='$(FAIL_TESTS)' FAIL_SHARE='$(FAIL_SHARE)' \
	    STRESS_SHARE='$(STRESS_SHARE)' CHECK_SHARE='$(CHECK_SHARE)' \
	    PROGRAMS='$(PROGRAMS)' \
	    tests/all.sh $(STEPS)

portable: $(BUILD)/run-tests ## run tests on other machines, emulated: high byte first, 32 bits
	@BUILD='$(BUILD)' tests/portable.sh $(MACHINES)

golden: $(BUILD)/vmc ## write tests/golden anew, after a change of the format
	@BUILD='$(BUILD)' tests/golden.sh --renew

bench: $(BUILD)/bench $(BUILD)/vmrun $(boundary) ## compare speed; options in BENCH='...'
	@$(BUILD)/bench $(BENCH)
	@$(if $(BENCH),,$(BUILD)/vmrun tests/bench/boundary.lua $(boundary))

bench-gc: $(BUILD)/vmrun ## what the collector costs; options in BENCH_GC='...'
	@$(BUILD)/vmrun tests/bench/gc.lua $(BUILD)/vmrun \
	    --svg $(BUILD)/pauses.svg $(BENCH_GC)

boundary: $(boundary) $(BUILD)/vmrun ## compare the speed of the C API; BOUNDARY='ROUNDS CASE'
	@$(BUILD)/vmrun tests/bench/boundary.lua $(boundary) $(BOUNDARY)

SUITE ?=
official: all ## run the official test suite of Lua 5.4.8 in SUITE=DIR
	@BUILD='$(BUILD)' CC='$(CC)' tests/official.sh '$(SUITE)'

bench-compile: all ## compare compiling of large sources with luac5.4
	@BUILD='$(BUILD)' tests/bench/compile.sh

FUZZ_SECONDS ?= 60
fuzz: $(fuzzers) $(BUILD)/verify-test $(BUILD)/vmc ## mutate .bc files, sources, arguments, each for FUZZ_SECONDS
	@BUILD='$(BUILD)' tests/fuzz.sh $(FUZZ_SECONDS) $(FUZZ)

# ------------------------------------------------------------- installation

# vmrun.pc names the folders to whoever builds with it, from anywhere.
ifneq ($(filter install install-dropin uninstall,$(MAKECMDGOALS)),)
ifneq ($(filter-out /%,$(PREFIX) $(libdir))$(word 3,$(PREFIX) $(libdir)),)
$(error PREFIX and libdir must begin with / and have no blanks)
endif
endif

at = $(DESTDIR)$(1)

lua_version := 5.4.$(shell \
    sed -n 's/.*define LUA_VERSION_RELEASE "\(.*\)"/\1/p' include/lua.h)

define pkg_config
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(libdir)|' \
	    -e 's|@INCLUDEDIR@|$(includedir)|' -e 's|@NAME@|$(2)|' \
	    -e 's|@LIB@|$(1)|' -e 's|@VERSION@|$(3)|' \
	    packaging/vmrun.pc.in > $(call at,$(libdir)/pkgconfig/$(1).pc)
endef

install: all ## install under PREFIX (/usr/local); DESTDIR goes before it
	install -d $(call at,$(bindir)) $(call at,$(libdir)/pkgconfig) \
	    $(call at,$(includedir)) $(call at,$(mandir))
	install $(BUILD)/vmrun $(BUILD)/vmc $(call at,$(bindir))
	install -m 644 $(BUILD)/libvmrun.a $(call at,$(libdir))
	install -m 644 $(BUILD)/$(SONAME) \
	    $(call at,$(libdir)/libvmrun.so.$(VERSION))
	ln -sf libvmrun.so.$(VERSION) $(call at,$(libdir)/$(SONAME))
	ln -sf $(SONAME) $(call at,$(libdir)/libvmrun.so)
	install -m 644 $(headers) $(call at,$(includedir))
	install -m 644 docs/vmrun.1 docs/vmc.1 $(call at,$(mandir))
	$(call pkg_config,vmrun,vmrun,$(VERSION))

# On request only: programs linked to Lua 5.4 find it instead of the system's,
# where libdir comes before the system's folder.
install-dropin: install $(dropin_library) ## install liblua5.4.so.0, too
	install -m 644 $(dropin_library) $(call at,$(libdir)/liblua5.4.so.0)
	ln -sf liblua5.4.so.0 $(call at,$(libdir)/liblua5.4.so)
	$(call pkg_config,lua5.4,Lua,$(lua_version))

uninstall: ## remove what install and install-dropin put there
	if [ -e $(call at,$(libdir)/liblua5.4.so.0) ] && grep -q VMRUN_ \
	    $(call at,$(libdir)/liblua5.4.so.0); then \
	    rm -f $(call at,$(libdir)/liblua5.4.so.0) \
	        $(call at,$(libdir)/liblua5.4.so) \
	        $(call at,$(libdir)/pkgconfig/lua5.4.pc); \
	fi
	rm -f $(call at,$(bindir)/vmrun) $(call at,$(bindir)/vmc) \
	    $(call at,$(libdir)/libvmrun.a) $(call at,$(libdir)/libvmrun.so) \
	    $(call at,$(libdir)/$(SONAME)) \
	    $(call at,$(libdir)/libvmrun.so.$(VERSION)) \
	    $(call at,$(libdir)/pkgconfig/vmrun.pc) \
	    $(call at,$(mandir)/vmrun.1) $(call at,$(mandir)/vmc.1) \
	    $(addprefix $(call at,$(includedir)/),$(notdir $(headers)))
	@for d in $(folders); do \
	    [ ! -d "$(DESTDIR)$$d" ] || rmdir "$(DESTDIR)$$d" 2>/dev/null || :; \
	done
	@$(if $(DESTDIR),cd $(DESTDIR) && rmdir -p .$(dir $(PREFIX)) \
	    2>/dev/null || :)

# Folders that go when nothing else is in them, the innermost first. A system
# has those of /usr and /usr/local whether they are empty or not.
system := $(if $(DESTDIR),,$(filter /usr /usr/local,$(PREFIX)))
folders := $(includedir) $(libdir)/pkgconfig $(mandir) \
           $(if $(system),,$(PREFIX)/include $(libdir) \
           $(patsubst %/,%,$(dir $(libdir))) $(bindir) \
           $(PREFIX)/share/man $(PREFIX)/share $(PREFIX))

# -------------------------------------------------------------------- other

# Tables aligned by hand stay as they are.
fmt: ## format the C files (clang-format-19)
	clang-format-19 -i $(wildcard $(foreach d,include vm gc compiler jit \
	    stdlib tests tests/api tests/cli tests/gen \
	    tests/bench,$d/*.c $d/*.h))

docs: $(BUILD)/instructions.md ## a reference of the instructions, from vm/opcodes.def

$(BUILD)/instructions.md: vm/opcodes.def packaging/instructions.awk
	$(call say,DOC,$@)
	@mkdir -p $(@D)
	$(Q)awk -f packaging/instructions.awk $< > $@

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | \
	    expand -t 24
	@echo "Variables: FLAVOUR=release|debug|asan|tsan  CC=gcc  V=1  PREFIX=  DESTDIR="
	@echo "           CFLAGS=  CPPFLAGS=  LDFLAGS=  STEPS=  MODES=  BENCH="
