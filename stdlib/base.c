/*
 * stdlib/base.c -- the basic functions: print, pairs, pcall, load, ...
 *
 * They live in the table of globals. In order: output, conversion, tables,
 * errors, the collector, iteration, loading.
 *
 * vm/builtin.h is for the budget: source text that `load` compiles.
 */
#include "include/lualib.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

/* ---- Output ------------------------------------------------------------ */

/*
 * print does not tell its caller that `out` could not be written. The cause
 * is left in the registry, at the stream's address, for whoever ends the
 * program.
 */
static void keep_cause(lua_State *L, FILE *out)
{
    lua_pushinteger(L, errno);
    lua_rawsetp(L, LUA_REGISTRYINDEX, out);
}

/* Where standard output is not permitted, values are still converted. */
static int base_print(lua_State *L)
{
    FILE *out = host_stream(L, HOST_STDOUT);
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t len;
        const char *s = luaL_tolstring(L, i, &len);
        if (out && i > 1)
            fputc('\t', out);
        if (out)
            fwrite(s, 1, len, out);
        lua_pop(L, 1);
    }
    if (out) {
        fputc('\n', out);
        if (fflush(out) != 0)
            keep_cause(L, out);
    }
    return 0;
}

/* Check all pieces first, so that a warning comes whole or not at all. */
static int base_warn(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_checkstring(L, 1);
    for (int i = 2; i <= n; i++)
        luaL_checkstring(L, i);
    for (int i = 1; i <= n; i++)
        lua_warning(L, lua_tostring(L, i), i < n);
    return 0;
}

/* ---- Conversion -------------------------------------------------------- */

static int base_type(lua_State *L)
{
    int type = lua_type(L, 1);
    luaL_argcheck(L, type != LUA_TNONE, 1, "value expected");
    lua_pushstring(L, lua_typename(L, type));
    return 1;
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/* The value of a digit in bases up to 36, or 36 for what is none. */
static int digit_value(unsigned char c)
{
    if (isdigit(c))
        return c - '0';
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    const char *at = c ? strchr(letters, tolower(c)) : NULL;
    return at ? 10 + (int)(at - letters) : 36;
}

/* Read an integer that wraps around; NULL, or where its digits end. */
static const char *read_digits(const char *s, int base, lua_Integer *result)
{
    static const char spaces[] = " \f\n\r\t\v";
    lua_Unsigned n = 0;
    s += strspn(s, spaces);
    bool negative = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    if (digit_value((unsigned char)*s) >= base)
        return NULL;
    for (int d; (d = digit_value((unsigned char)*s)) < base; s++)
        n = n * (lua_Unsigned)base + (lua_Unsigned)d;
    *result = (lua_Integer)(negative ? 0u - n : n);
    return s + strspn(s, spaces);
}

static int tonumber_in_base(lua_State *L)
{
    lua_Integer base = luaL_checkinteger(L, 2);
    luaL_checktype(L, 1, LUA_TSTRING); /* a number has a base already */
    luaL_argcheck(L, 2 <= base && base <= 36, 2, "base out of range");
    size_t len;
    const char *s = lua_tolstring(L, 1, &len);
    lua_Integer n;
    vm_charge(L, len / 16);
    if (read_digits(s, (int)base, &n) == s + len)
        lua_pushinteger(L, n);
    else
        luaL_pushfail(L);
    return 1;
}

static int base_tonumber(lua_State *L)
{
    if (!lua_isnoneornil(L, 2))
        return tonumber_in_base(L);
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
        return 1;
    }
    size_t len;
    const char *s = lua_tolstring(L, 1, &len);
    if (s)
        vm_charge(L, len / 16);
    if (s && lua_stringtonumber(L, s) == len + 1)
        return 1;
    luaL_checkany(L, 1);
    luaL_pushfail(L);
    return 1;
}

/* ---- Tables ------------------------------------------------------------ */

static int base_rawequal(lua_State *L)
{
    luaL_checkany(L, 1);
    luaL_checkany(L, 2);
    lua_pushboolean(L, lua_rawequal(L, 1, 2));
    return 1;
}

static int base_rawlen(lua_State *L)
{
    int type = lua_type(L, 1);
    luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1,
                     "table or string");
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

static int base_rawget(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_rawget(L, 1);
    return 1;
}

static int base_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

static int base_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1))
        lua_pushnil(L);
    else
        luaL_getmetafield(L, 1, "__metatable"); /* shown in its place */
    return 1;
}

static int base_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
                     "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* ---- Arguments and errors ---------------------------------------------- */

static int base_select(lua_State *L)
{
    int n = lua_gettop(L);
    if (lua_type(L, 1) == LUA_TSTRING && lua_tostring(L, 1)[0] == '#') {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    lua_Integer first = luaL_checkinteger(L, 1);
    if (first < 0)
        first += n;
    else if (first > n)
        first = n;
    luaL_argcheck(L, first >= 1, 1, "index out of range");
    return n - (int)first;
}

static int base_error(lua_State *L)
{
    int level = (int)luaL_optinteger(L, 2, 1);
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING && level > 0) {
        luaL_where(L, level);
        lua_insert(L, 1);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int base_assert(lua_State *L)
{
    if (luai_likely(lua_toboolean(L, 1)))
        return lua_gettop(L);
    luaL_checkany(L, 1);
    lua_remove(L, 1);
    lua_pushliteral(L, "assertion failed!"); /* unless there is a message */
    lua_settop(L, 1);
    return base_error(L);
}

/*
 * The end of a protected call, at once or after a yield. Below its results
 * lies `true`, and below that `nskip` values that are not results.
 */
static int finish_pcall(lua_State *L, int status, lua_KContext nskip)
{
    if (luai_likely(status == LUA_OK || status == LUA_YIELD))
        return lua_gettop(L) - (int)nskip;
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
}

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0,
                            finish_pcall);
    return finish_pcall(L, status, 0);
}

static int base_xpcall(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f, handler, true, f, arguments */
    int status =
        lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish_pcall);
    return finish_pcall(L, status, 2);
}

/* ---- The collector ----------------------------------------------------- */

/* Push the mode that was in force before. */
static int push_mode(lua_State *L, int mode)
{
    if (mode == -1)
        luaL_pushfail(L);
    else
        lua_pushstring(L, mode == LUA_GCINC ? "incremental" : "generational");
    return 1;
}

static int opt_int(lua_State *L, int arg)
{
    return (int)luaL_optinteger(L, arg, 0);
}

static int push_memory_in_use(lua_State *L)
{
    int nkbytes = lua_gc(L, LUA_GCCOUNT);
    int nbytes = lua_gc(L, LUA_GCCOUNTB);
    if (nkbytes == -1)
        luaL_pushfail(L);
    else
        lua_pushnumber(L, (lua_Number)nkbytes + (lua_Number)nbytes / 1024);
    return 1;
}

/* lua_gc gives -1 to a finalizer, which may not ask. */
static int base_collectgarbage(lua_State *L)
{
    static const char *const names[] = {
        "stop",      "restart",      "collect",     "count",
        "step",      "setpause",     "setstepmul",  "isrunning",
        "generational", "incremental", NULL};
    static const int requests[] = {
        LUA_GCSTOP,  LUA_GCRESTART,  LUA_GCCOLLECT, LUA_GCCOUNT,
        LUA_GCSTEP,  LUA_GCSETPAUSE, LUA_GCSETSTEPMUL, LUA_GCISRUNNING,
        LUA_GCGEN,   LUA_GCINC};
    int request = requests[luaL_checkoption(L, 1, "collect", names)];
    int result;
    switch (request) {
    case LUA_GCCOUNT:
        return push_memory_in_use(L);
    case LUA_GCGEN:
        return push_mode(L, lua_gc(L, request, opt_int(L, 2), opt_int(L, 3)));
    case LUA_GCINC:
        return push_mode(L, lua_gc(L, request, opt_int(L, 2), opt_int(L, 3),
                                   opt_int(L, 4)));
    case LUA_GCSTEP:
    case LUA_GCSETPAUSE:
    case LUA_GCSETSTEPMUL:
        result = lua_gc(L, request, opt_int(L, 2));
        break;
    default:
        result = lua_gc(L, request);
        break;
    }
    if (result == -1)
        luaL_pushfail(L);
    else if (request == LUA_GCSTEP || request == LUA_GCISRUNNING)
        lua_pushboolean(L, result);
    else
        lua_pushinteger(L, result);
    return 1;
}

/* ---- Iteration --------------------------------------------------------- */

static int base_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

static int finish_pairs(lua_State *L, int status, lua_KContext ctx)
{
    (void)L;
    (void)status;
    (void)ctx;
    return 3;
}

static int base_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") == LUA_TNIL) {
        lua_pushcfunction(L, base_next);
        lua_pushvalue(L, 1);
        lua_pushnil(L);
    } else {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, finish_pairs);
    }
    return 3;
}

static int ipairs_next(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2);
    i = luaL_intop(+, i, 1);
    lua_pushinteger(L, i);
    return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushcfunction(L, ipairs_next);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* ---- Loading ----------------------------------------------------------- */

/*
 * Give what was loaded its environment, the value at `env` unless that is 0,
 * or turn the message on the top into a failure.
 */
static int finish_load(lua_State *L, int status, int env)
{
    if (luai_unlikely(status != LUA_OK)) {
        luaL_pushfail(L);
        lua_insert(L, -2);
        return 2;
    }
    if (env != 0) {
        lua_pushvalue(L, env);
        if (!lua_setupvalue(L, -2, 1))
            lua_pop(L, 1); /* a binary chunk may have no upvalue */
    }
    return 1;
}

static int base_loadfile(lua_State *L)
{
    const char *name = luaL_optstring(L, 1, NULL);
    const char *mode = luaL_optstring(L, 2, NULL);
    int env = lua_isnone(L, 3) ? 0 : 3;
    return finish_load(L, luaL_loadfilex(L, name, mode), env);
}

/* Keeps a piece of source alive while lua_load reads it. */
#define PIECE_SLOT 5

/* Ask the function at 1 for the next piece of source. */
static const char *read_piece(lua_State *L, void *ud, size_t *nbytes)
{
    (void)ud;
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *nbytes = 0;
        return NULL;
    }
    if (luai_unlikely(!lua_isstring(L, -1)))
        luaL_error(L, "reader function must return a string");
    lua_replace(L, PIECE_SLOT);
    const char *piece = lua_tolstring(L, PIECE_SLOT, nbytes);
    vm_charge(L, *nbytes / 16 + 1);
    return piece;
}

static int base_load(lua_State *L)
{
    size_t len;
    const char *text = lua_tolstring(L, 1, &len);
    const char *mode = luaL_optstring(L, 3, "bt");
    int env = lua_isnone(L, 4) ? 0 : 4;
    int status;
    if (text) {
        const char *name = luaL_optstring(L, 2, text);
        vm_charge(L, len / 16 + 1);
        status = luaL_loadbufferx(L, text, len, name, mode);
    } else {
        const char *name = luaL_optstring(L, 2, "=(load)");
        luaL_checktype(L, 1, LUA_TFUNCTION);
        lua_settop(L, PIECE_SLOT);
        status = lua_load(L, read_piece, NULL, name, mode);
    }
    return finish_load(L, status, env);
}

/* The file's name stays below its results. */
static int finish_dofile(lua_State *L, int status, lua_KContext ctx)
{
    (void)status;
    (void)ctx;
    return lua_gettop(L) - 1;
}

static int base_dofile(lua_State *L)
{
    const char *name = luaL_optstring(L, 1, NULL);
    lua_settop(L, 1);
    if (luai_unlikely(luaL_loadfile(L, name) != LUA_OK))
        return lua_error(L);
    lua_callk(L, 0, LUA_MULTRET, 0, finish_dofile);
    return finish_dofile(L, LUA_OK, 0);
}

/* ---- The library ------------------------------------------------------- */

static const VmFunction functions[] = {
    VM_FAST("assert", base_assert, fast_assert),
    VM_PLAIN("collectgarbage", base_collectgarbage),
    VM_PLAIN("dofile", base_dofile),
    VM_PLAIN("error", base_error),
    VM_FAST("getmetatable", base_getmetatable, fast_getmetatable),
    VM_FAST("ipairs", base_ipairs, fast_ipairs),
    VM_PLAIN("load", base_load),
    VM_PLAIN("loadfile", base_loadfile),
    {"next", {base_next, fast_next, SPECIAL_NEXT}},
    VM_FAST("pairs", base_pairs, fast_pairs),
    VM_SPECIAL("pcall", base_pcall, SPECIAL_PCALL),
    VM_PLAIN("print", base_print),
    VM_FAST("rawequal", base_rawequal, fast_rawequal),
    VM_FAST("rawget", base_rawget, fast_rawget),
    VM_FAST("rawlen", base_rawlen, fast_rawlen),
    VM_FAST("rawset", base_rawset, fast_rawset),
    VM_FAST("select", base_select, fast_select),
    VM_FAST("setmetatable", base_setmetatable, fast_setmetatable),
    VM_FAST("tonumber", base_tonumber, fast_tonumber),
    VM_FAST("tostring", base_tostring, fast_tostring),
    VM_FAST("type", base_type, fast_type),
    VM_PLAIN("warn", base_warn),
    VM_SPECIAL("xpcall", base_xpcall, SPECIAL_XPCALL),
    VM_SPECIAL(NULL, ipairs_next, SPECIAL_INEXT),
    VM_END,
};

LUAMOD_API int luaopen_base(lua_State *L)
{
    lua_pushglobaltable(L);
    vm_setfuncs(L, functions, 0);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, LUA_GNAME);
    lua_pushliteral(L, LUA_VERSION);
    lua_setfield(L, -2, "_VERSION");
    return 1;
}
