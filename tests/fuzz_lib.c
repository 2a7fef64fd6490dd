/*
 * tests/fuzz_lib.c -- a libFuzzer target for library functions that read
 * little languages: patterns, formats of string.format and string.pack.
 *
 * The first byte of the input chooses a function; the rest makes arguments,
 * each a byte for its kind and then its bytes. Called under limits, a function
 * may do nothing worse than raise an error, and what string.pack wrote
 * string.unpack must read.
 *
 * Seeds: tests/fuzz.sh makes some of a list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/vmrun.h"
#include "tests/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes);

typedef struct Input {
    const uint8_t *p, *end;
} Input;

static const struct { const char *library, *name; } functions[] = {
    {"string", "find"},   {"string", "match"},    {"string", "gsub"},
    {"string", "gmatch"}, {"string", "format"},   {"string", "pack"},
    {"string", "unpack"}, {"string", "packsize"}, {"string", "rep"},
    {"string", "sub"},    {"string", "byte"},     {"utf8", "codepoint"},
    {"utf8", "len"},      {"utf8", "offset"},     {"utf8", "char"},
    {"table", "concat"},  {"table", "unpack"},    {"table", "move"},
    {"table", "insert"},  {"table", "remove"},    {"math", "tointeger"},
    {"_G", "tonumber"},   {"_G", "select"},       {"_G", "load"},
};
enum { NFUNCTIONS = sizeof functions / sizeof *functions, MAX_ARGS = 8 };

static uint8_t take(Input *in)
{
    return in->p < in->end ? *in->p++ : 0;
}

static uint64_t take_bits(Input *in)
{
    uint64_t n = 0;

    for (int i = 0; i < 8; i++)
        n = n << 8 | take(in);
    return n;
}

static void take_string(lua_State *L, Input *in)
{
    size_t n = take(in), left = (size_t)(in->end - in->p);

    if (n > left)
        n = left;
    lua_pushlstring(L, (const char *)in->p, n);
    in->p += n;
}

static void take_list(lua_State *L, Input *in)
{
    int n = take(in) % 8;

    lua_createtable(L, n, 0);
    for (int i = 1; i <= n; i++) {
        take_string(L, in);
        lua_rawseti(L, -2, i);
    }
}

static int echo(lua_State *L)
{
    return lua_gettop(L);
}

static void take_argument(lua_State *L, Input *in)
{
    uint64_t bits;
    double n;

    switch (take(in) % 10) {
    case 0: lua_pushnil(L); break;
    case 1: lua_pushboolean(L, take(in) & 1); break;
    case 2: lua_pushinteger(L, (int8_t)take(in)); break;
    case 3: lua_pushinteger(L, (lua_Integer)take_bits(in)); break;
    case 4:
        bits = take_bits(in);
        memcpy(&n, &bits, sizeof n);
        lua_pushnumber(L, n);
        break;
    case 5: take_list(L, in); break;
    case 6: lua_pushcfunction(L, echo); break;
    default: take_string(L, in); break;
    }
}

/* The iterator of gmatch, until it ends or was asked often enough. */
static void iterate(lua_State *L)
{
    for (int i = 0; i < 50; i++) {
        lua_settop(L, 1);
        lua_pushvalue(L, 1);
        if (lua_pcall(L, 0, 1, 0) != LUA_OK || lua_isnil(L, -1))
            return;
    }
}

/* string.unpack of what string.pack wrote must do. */
static void unpack(lua_State *L, int format)
{
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "unpack");
    lua_pushvalue(L, format);
    lua_pushvalue(L, 1);
    if (lua_pcall(L, 2, 0, 0) == LUA_ERRRUN &&
        vmr_limit_hit(L) == VMR_LIMIT_NONE) {
        fprintf(stderr, "packed, but: %s\n", lua_tostring(L, -1));
        abort();
    }
}

static void call(lua_State *L, Input *in)
{
    unsigned f = take(in) % NFUNCTIONS;
    const char *name = functions[f].name;

    lua_settop(L, 0);
    lua_getglobal(L, functions[f].library);
    lua_getfield(L, -1, name);
    lua_remove(L, 1);
    for (int i = 0; i < MAX_ARGS && in->p < in->end; i++)
        take_argument(L, in);
    if (strcmp(name, "pack") == 0 && lua_gettop(L) > 1) {
        lua_pushvalue(L, 2); /* the format, below all */
        lua_insert(L, 1);
        if (lua_pcall(L, lua_gettop(L) - 2, 1, 0) != LUA_OK)
            return;
        lua_insert(L, 1);
        unpack(L, 2);
    } else if (lua_pcall(L, lua_gettop(L) - 1, 1, 0) == LUA_OK &&
               strcmp(name, "gmatch") == 0) {
        iterate(L);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes)
{
    uint8_t *copy;
    lua_State *L;

    if (nbytes == 0 || (L = fuzz_machine()) == NULL)
        return 0;
    copy = malloc(nbytes); /* exactly, for the sanitizer */
    if (copy != NULL) {
        Input in = {copy, copy + nbytes};
        memcpy(copy, data, nbytes);
        call(L, &in);
    }
    lua_close(L);
    free(copy);
    return 0;
}
