/*
 * stdlib/debug.c -- the library `debug`: a program looks at itself.
 *
 * Most functions take a thread as an optional first argument. `Target` is
 * that thread and how many arguments it shifted; values that pass between the
 * two stacks go through lua_xmove.
 *
 * Hooks    one C hook serves all threads; the registry's "_HOOKKEY" maps a
 *          thread, weakly, to its Lua function.
 */
#include "include/lualib.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

#define HOOKS_KEY "_HOOKKEY"

typedef struct Target {
    lua_State *L1;
    int shift; /* 1 when a thread was given, else 0 */
} Target;

static Target get_target(lua_State *L)
{
    if (lua_isthread(L, 1))
        return (Target){lua_tothread(L, 1), 1};
    return (Target){L, 0};
}

static void check_target_stack(lua_State *L, lua_State *L1, int n)
{
    if (luai_unlikely(L != L1 && !lua_checkstack(L1, n)))
        luaL_error(L, "stack overflow");
}

/* Move n values, unless both threads are the same. */
static void move(lua_State *from, lua_State *to, int n)
{
    if (from != to)
        lua_xmove(from, to, n);
}

static int check_int(lua_State *L, int arg)
{
    return (int)luaL_checkinteger(L, arg);
}

/* ---- Registry, metatables, user values --------------------------------- */

static int db_getregistry(lua_State *L)
{
    lua_pushvalue(L, LUA_REGISTRYINDEX);
    return 1;
}

static int db_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1))
        lua_pushnil(L);
    return 1;
}

static int db_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
                     "nil or table");
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int db_getuservalue(lua_State *L)
{
    int n = (int)luaL_optinteger(L, 2, 1);
    if (lua_type(L, 1) != LUA_TUSERDATA) {
        luaL_pushfail(L);
        return 1;
    }
    if (lua_getiuservalue(L, 1, n) == LUA_TNONE)
        return 1;
    lua_pushboolean(L, 1);
    return 2;
}

static int db_setuservalue(lua_State *L)
{
    int n = (int)luaL_optinteger(L, 3, 1);
    luaL_checktype(L, 1, LUA_TUSERDATA);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    if (!lua_setiuservalue(L, 1, n))
        luaL_pushfail(L);
    return 1;
}

/* ---- getinfo ----------------------------------------------------------- */

static void set_string(lua_State *L, const char *key, const char *s)
{
    lua_pushstring(L, s);
    lua_setfield(L, -2, key);
}

static void set_int(lua_State *L, const char *key, int n)
{
    lua_pushinteger(L, n);
    lua_setfield(L, -2, key);
}

static void set_bool(lua_State *L, const char *key, int b)
{
    lua_pushboolean(L, b);
    lua_setfield(L, -2, key);
}

/* Set a field to what lua_getinfo left on L1's top, below the table. */
static void set_object(lua_State *L, lua_State *L1, const char *key)
{
    if (L == L1)
        lua_rotate(L, -2, 1);
    else
        lua_xmove(L1, L, 1);
    lua_setfield(L, -2, key);
}

static void set_source(lua_State *L, const lua_Debug *ar)
{
    lua_pushlstring(L, ar->source, ar->srclen);
    lua_setfield(L, -2, "source");
    set_string(L, "short_src", ar->short_src);
    set_int(L, "linedefined", ar->linedefined);
    set_int(L, "lastlinedefined", ar->lastlinedefined);
    set_string(L, "what", ar->what);
}

static void set_parameters(lua_State *L, const lua_Debug *ar)
{
    set_int(L, "nups", ar->nups);
    set_int(L, "nparams", ar->nparams);
    set_bool(L, "isvararg", ar->isvararg);
}

/* Fill the table on the top with what the options asked for. */
static void set_info(lua_State *L, lua_State *L1, const char *options,
                     const lua_Debug *ar)
{
    if (strchr(options, 'S'))
        set_source(L, ar);
    if (strchr(options, 'l'))
        set_int(L, "currentline", ar->currentline);
    if (strchr(options, 'u'))
        set_parameters(L, ar);
    if (strchr(options, 'n')) {
        set_string(L, "name", ar->name);
        set_string(L, "namewhat", ar->namewhat);
    }
    if (strchr(options, 'r')) {
        set_int(L, "ftransfer", ar->ftransfer);
        set_int(L, "ntransfer", ar->ntransfer);
    }
    if (strchr(options, 't'))
        set_bool(L, "istailcall", ar->istailcall);
    if (strchr(options, 'L')) /* lua_getinfo pushed it last */
        set_object(L, L1, "activelines");
    if (strchr(options, 'f'))
        set_object(L, L1, "func");
}

static int db_getinfo(lua_State *L)
{
    Target target = get_target(L);
    lua_State *L1 = target.L1;
    int what = target.shift + 1, opts = target.shift + 2;
    const char *options = luaL_optstring(L, opts, "flnSrtu");
    lua_Debug ar;
    check_target_stack(L, L1, 3);
    luaL_argcheck(L, options[0] != '>', opts, "invalid option '>'");
    if (lua_isfunction(L, what)) {
        options = lua_pushfstring(L, ">%s", options);
        lua_pushvalue(L, what);
        move(L, L1, 1);
    } else if (!lua_getstack(L1, check_int(L, what), &ar)) {
        luaL_pushfail(L); /* no such level */
        return 1;
    }
    if (!lua_getinfo(L1, options, &ar))
        return luaL_argerror(L, opts, "invalid option");
    lua_newtable(L);
    set_info(L, L1, options, &ar);
    return 1;
}

/* ---- Local variables and upvalues -------------------------------------- */

/* Find the record of a level that argument `arg` gave. */
static void check_level(lua_State *L, Target target, int level, int arg,
                        lua_Debug *ar)
{
    if (luai_unlikely(!lua_getstack(target.L1, level, ar)))
        luaL_argerror(L, arg, "level out of range");
}

static int db_getlocal(lua_State *L)
{
    Target target = get_target(L);
    int where = target.shift + 1;
    int n = check_int(L, where + 1);
    if (lua_isfunction(L, where)) { /* names a parameter */
        lua_pushvalue(L, where);
        lua_pushstring(L, lua_getlocal(L, NULL, n));
        return 1;
    }
    lua_Debug ar;
    check_level(L, target, check_int(L, where), where, &ar);
    check_target_stack(L, target.L1, 1);
    const char *name = lua_getlocal(target.L1, &ar, n);
    if (!name) {
        luaL_pushfail(L);
        return 1;
    }
    move(target.L1, L, 1);
    lua_pushstring(L, name);
    lua_insert(L, -2);
    return 2;
}

static int db_setlocal(lua_State *L)
{
    Target target = get_target(L);
    lua_State *L1 = target.L1;
    int where = target.shift + 1;
    lua_Debug ar;
    int level = check_int(L, where);
    int n = check_int(L, where + 1);
    check_level(L, target, level, where, &ar);
    luaL_checkany(L, where + 2);
    lua_settop(L, where + 2);
    check_target_stack(L, L1, 1);
    move(L, L1, 1);
    const char *name = lua_setlocal(L1, &ar, n);
    if (!name)
        lua_pop(L1, 1); /* it was not taken */
    lua_pushstring(L, name);
    return 1;
}

static int db_getupvalue(lua_State *L)
{
    int n = check_int(L, 2);
    luaL_checktype(L, 1, LUA_TFUNCTION);
    const char *name = lua_getupvalue(L, 1, n);
    if (!name)
        return 0;
    lua_pushstring(L, name);
    lua_insert(L, -2);
    return 2;
}

static int db_setupvalue(lua_State *L)
{
    luaL_checkany(L, 3);
    int n = check_int(L, 2);
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 3);
    const char *name = lua_setupvalue(L, 1, n);
    if (!name)
        return 0;
    lua_pushstring(L, name);
    return 1;
}

/* The identity of upvalue number `argn` of the function `argf`, or NULL. */
static void *check_upvalue(lua_State *L, int argf, int argn, int *n)
{
    *n = check_int(L, argn);
    luaL_checktype(L, argf, LUA_TFUNCTION);
    return lua_upvalueid(L, argf, *n);
}

static int db_upvalueid(lua_State *L)
{
    int n;
    void *id = check_upvalue(L, 1, 2, &n);
    if (id)
        lua_pushlightuserdata(L, id);
    else
        luaL_pushfail(L);
    return 1;
}

static int db_upvaluejoin(lua_State *L)
{
    int n1, n2;
    bool valid = check_upvalue(L, 1, 2, &n1) != NULL;
    luaL_argcheck(L, valid, 2, "invalid upvalue index");
    valid = check_upvalue(L, 3, 4, &n2) != NULL;
    luaL_argcheck(L, valid, 4, "invalid upvalue index");
    luaL_argcheck(L, !lua_iscfunction(L, 1), 1, "Lua function expected");
    luaL_argcheck(L, !lua_iscfunction(L, 3), 3, "Lua function expected");
    lua_upvaluejoin(L, 1, n1, 3, n2);
    return 0;
}

/* ---- Hooks ------------------------------------------------------------- */

/* Call the function that the running thread set, with event and line. */
static void call_hook(lua_State *L, lua_Debug *ar)
{
    static const char *const events[] = {
        [LUA_HOOKCALL] = "call",   [LUA_HOOKRET] = "return",
        [LUA_HOOKLINE] = "line",   [LUA_HOOKCOUNT] = "count",
        [LUA_HOOKTAILCALL] = "tail call",
    };
    lua_getfield(L, LUA_REGISTRYINDEX, HOOKS_KEY);
    lua_pushthread(L);
    if (lua_rawget(L, -2) != LUA_TFUNCTION)
        return; /* the core drops what hooks leave on the stack */
    lua_pushstring(L, events[ar->event]);
    if (ar->currentline >= 0)
        lua_pushinteger(L, ar->currentline);
    else
        lua_pushnil(L);
    lua_call(L, 2, 0);
}

static int parse_mask(const char *letters, int count)
{
    int mask = count > 0 ? LUA_MASKCOUNT : 0;
    if (strchr(letters, 'c'))
        mask |= LUA_MASKCALL;
    if (strchr(letters, 'r'))
        mask |= LUA_MASKRET;
    if (strchr(letters, 'l'))
        mask |= LUA_MASKLINE;
    return mask;
}

static void push_mask(lua_State *L, int mask)
{
    char letters[4];
    size_t n = 0;
    if (mask & LUA_MASKCALL)
        letters[n++] = 'c';
    if (mask & LUA_MASKRET)
        letters[n++] = 'r';
    if (mask & LUA_MASKLINE)
        letters[n++] = 'l';
    lua_pushlstring(L, letters, n);
}

static void push_hooks(lua_State *L)
{
    if (luaL_getsubtable(L, LUA_REGISTRYINDEX, HOOKS_KEY))
        return;
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_pushvalue(L, -1);
    lua_setmetatable(L, -2); /* its own metatable */
}

/* Push L1 itself on L. */
static void push_thread(lua_State *L, lua_State *L1)
{
    check_target_stack(L, L1, 1);
    lua_pushthread(L1);
    move(L1, L, 1);
}

static int db_sethook(lua_State *L)
{
    Target target = get_target(L);
    int func = target.shift + 1, count = 0, mask = 0;
    lua_Hook hook = NULL;
    if (lua_isnoneornil(L, func)) {
        lua_settop(L, func); /* nil is what the table gets */
    } else {
        const char *letters = luaL_checkstring(L, func + 1);
        luaL_checktype(L, func, LUA_TFUNCTION);
        count = (int)luaL_optinteger(L, func + 2, 0);
        mask = parse_mask(letters, count);
        hook = call_hook;
    }
    push_hooks(L);
    push_thread(L, target.L1);
    lua_pushvalue(L, func);
    lua_rawset(L, -3);
    lua_sethook(target.L1, hook, mask, count);
    return 0;
}

static int db_gethook(lua_State *L)
{
    lua_State *L1 = get_target(L).L1;
    lua_Hook hook = lua_gethook(L1);
    if (!hook) {
        luaL_pushfail(L);
        return 1;
    }
    if (hook == call_hook) {
        push_hooks(L);
        push_thread(L, L1);
        lua_rawget(L, -2);
        lua_remove(L, -2);
    } else {
        lua_pushliteral(L, "external hook");
    }
    push_mask(L, lua_gethookmask(L1));
    lua_pushinteger(L, lua_gethookcount(L1));
    return 3;
}

/* ---- Talking to people ------------------------------------------------- */

/* Run lines typed by the user until "cont" or the end of input. */
static int db_debug(lua_State *L)
{
    FILE *in = host_stream(L, HOST_STDIN);
    char line[250];
    while (in) {
        lua_writestringerror("%s", "lua_debug> ");
        if (!fgets(line, sizeof line, in) || strcmp(line, "cont\n") == 0)
            break;
        if (luaL_loadbuffer(L, line, strlen(line), "=(debug command)")
            || lua_pcall(L, 0, 0, 0))
            lua_writestringerror("%s\n", luaL_tolstring(L, -1, NULL));
        lua_settop(L, 0);
    }
    return 0;
}

static int db_traceback(lua_State *L)
{
    Target target = get_target(L);
    int arg = target.shift + 1;
    const char *msg = lua_tostring(L, arg);
    if (!msg && !lua_isnoneornil(L, arg)) {
        lua_pushvalue(L, arg); /* no message: leave it alone */
        return 1;
    }
    int own = target.L1 == L ? 1 : 0; /* skips this function */
    int level = (int)luaL_optinteger(L, arg + 1, own);
    luaL_traceback(L, target.L1, msg, level);
    return 1;
}

static int db_setcstacklimit(lua_State *L)
{
    int limit = check_int(L, 1);
    lua_pushinteger(L, lua_setcstacklimit(L, (unsigned int)limit));
    return 1;
}

static const VmFunction functions[] = {
    VM_PLAIN("debug", db_debug),
    VM_PLAIN("gethook", db_gethook),
    VM_PLAIN("getinfo", db_getinfo),
    VM_PLAIN("getlocal", db_getlocal),
    VM_PLAIN("getmetatable", db_getmetatable),
    VM_PLAIN("getregistry", db_getregistry),
    VM_PLAIN("getupvalue", db_getupvalue),
    VM_PLAIN("getuservalue", db_getuservalue),
    VM_PLAIN("setcstacklimit", db_setcstacklimit),
    VM_PLAIN("sethook", db_sethook),
    VM_PLAIN("setlocal", db_setlocal),
    VM_PLAIN("setmetatable", db_setmetatable),
    VM_PLAIN("setupvalue", db_setupvalue),
    VM_PLAIN("setuservalue", db_setuservalue),
    VM_PLAIN("traceback", db_traceback),
    VM_PLAIN("upvalueid", db_upvalueid),
    VM_PLAIN("upvaluejoin", db_upvaluejoin),
    VM_END,
};

LUAMOD_API int luaopen_debug(lua_State *L)
{
    vm_newlib(L, functions, 0);
    return 1;
}
