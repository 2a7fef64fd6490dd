/*
 * tests/misuse.h -- calls of API functions that name the function which is
 * called, whatever it does its work by: tests/misuse_names.c.
 */
#ifndef TESTS_MISUSE_H
#define TESTS_MISUSE_H

#include <stddef.h>

#include "include/lua.h"

typedef struct NamedCall {
    const char *function;
    void (*call)(lua_State *L, int idx);
} NamedCall;

/* Functions that take an index; functions that push. */
extern const NamedCall misuse_index[], misuse_push[];
extern const size_t misuse_nindex, misuse_npush;

#endif
