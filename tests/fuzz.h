/*
 * tests/fuzz.h -- what the libFuzzer targets share: a machine under limits,
 * with the libraries that do not touch the world outside.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "include/lua.h"

/* NULL when there is no memory. */
lua_State *fuzz_machine(void);

/* Load a .bc file or a source and run it: an error is the worst that may
   come. */
void fuzz_run(const void *bytes, size_t nbytes);

#endif
