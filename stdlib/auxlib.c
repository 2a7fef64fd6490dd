/*
 * stdlib/auxlib.c -- the auxiliary library, luaL_*, written on lua.h alone.
 *
 * In order: checks, metatables, strings from any value, references, modules,
 * making a state. auxlib_message.c has messages and tracebacks,
 * auxlib_buffer.c string buffers, auxlib_load.c loading; arguments and
 * userdata of a class are in vm/arg.c. include/lauxlib.h has the contracts.
 *
 * Raises   as each contract says.
 * Read     luaL_tolstring, luaL_ref, luaL_requiref.
 *
 * vm/builtin.h is for metatables, which are the only ones of their kind.
 */
#include "include/lauxlib.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "include/lua.h"
#include "vm/builtin.h"

/* ---- Arguments --------------------------------------------------------- */

LUALIB_API int luaL_checkoption(lua_State *L, int arg, const char *def,
                                const char *const lst[])
{
    const char *name =
        def ? luaL_optstring(L, arg, def) : luaL_checkstring(L, arg);
    for (int i = 0; lst[i]; i++) {
        if (strcmp(lst[i], name) == 0)
            return i;
    }
    return luaL_argerror(L, arg,
                         lua_pushfstring(L, "invalid option '%s'", name));
}

LUALIB_API void luaL_checkstack(lua_State *L, int space, const char *msg)
{
    if (lua_checkstack(L, space))
        return;
    if (msg)
        luaL_error(L, "stack overflow (%s)", msg);
    else
        luaL_error(L, "stack overflow");
}

/* ---- Metatables and userdata ------------------------------------------- */

LUALIB_API int luaL_newmetatable(lua_State *L, const char *tname)
{
    vm_check_room(L, 1);
    if (luaL_getmetatable(L, tname) != LUA_TNIL)
        return 0;
    lua_pop(L, 1);
    vm_newtable(L, 6);
    lua_pushstring(L, tname);
    lua_setfield(L, -2, "__name");
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, tname);
    return 1;
}

LUALIB_API int luaL_getmetafield(lua_State *L, int obj, const char *e)
{
    vm_check_index(L, obj);
    if (!lua_getmetatable(L, obj))
        return LUA_TNIL;
    lua_pushstring(L, e);
    int type = lua_rawget(L, -2);
    if (type == LUA_TNIL)
        lua_pop(L, 2);
    else
        lua_remove(L, -2);
    return type;
}

LUALIB_API int luaL_callmeta(lua_State *L, int obj, const char *e)
{
    vm_check_index(L, obj);
    obj = lua_absindex(L, obj);
    if (luaL_getmetafield(L, obj, e) == LUA_TNIL)
        return 0;
    lua_pushvalue(L, obj);
    lua_call(L, 1, 1);
    return 1;
}

LUALIB_API lua_Integer luaL_len(lua_State *L, int idx)
{
    vm_check_index(L, idx);
    int isnum;
    lua_len(L, idx);
    lua_Integer len = lua_tointegerx(L, -1, &isnum);
    if (luai_unlikely(!isnum))
        luaL_error(L, "object length is not an integer");
    lua_pop(L, 1);
    return len;
}

/* ---- Any value as a string --------------------------------------------- */

/* Push "kind: address" for a value that has no text of its own. */
static void push_address(lua_State *L, int idx)
{
    int type = luaL_getmetafield(L, idx, "__name");
    const char *kind = type == LUA_TSTRING ? lua_tostring(L, -1)
                                           : luaL_typename(L, idx);
    lua_pushfstring(L, "%s: %p", kind, lua_topointer(L, idx));
    if (type != LUA_TNIL)
        lua_remove(L, -2);
}

LUALIB_API const char *luaL_tolstring(lua_State *L, int idx, size_t *len)
{
    vm_check_index(L, idx);
    idx = lua_absindex(L, idx);
    if (luaL_callmeta(L, idx, "__tostring")) {
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, len);
    }
    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, idx); /* lua_tolstring converts the copy */
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, idx) ? "true" : "false");
        break;
    case LUA_TNIL:
        lua_pushliteral(L, "nil");
        break;
    default:
        push_address(L, idx);
        break;
    }
    return lua_tolstring(L, -1, len);
}

/* ---- References -------------------------------------------------------- */

/*
 * Free references form a list through the table itself: t[FREE_LIST] is the
 * first of them and each holds the next; 0 ends the list.
 */
#define FREE_LIST (LUA_RIDX_LAST + 1)

/* The first free reference of the table at t, or 0; starts the list. */
static lua_Integer first_free(lua_State *L, int t)
{
    lua_Integer ref = 0;
    if (lua_rawgeti(L, t, FREE_LIST) == LUA_TNIL) {
        lua_pushinteger(L, 0);
        lua_rawseti(L, t, FREE_LIST);
    } else {
        ref = lua_tointeger(L, -1);
    }
    lua_pop(L, 1);
    return ref;
}

LUALIB_API int luaL_ref(lua_State *L, int t)
{
    vm_check_index(L, t);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return LUA_REFNIL;
    }
    t = lua_absindex(L, t);
    lua_Integer ref = first_free(L, t);
    if (ref != 0) {
        lua_rawgeti(L, t, ref);
        lua_rawseti(L, t, FREE_LIST);
    } else {
        ref = (lua_Integer)lua_rawlen(L, t) + 1;
    }
    lua_rawseti(L, t, ref);
    return (int)ref;
}

LUALIB_API void luaL_unref(lua_State *L, int t, int ref)
{
    vm_check_index(L, t);
    if (ref < 0)
        return; /* LUA_NOREF, LUA_REFNIL */
    t = lua_absindex(L, t);
    lua_rawgeti(L, t, FREE_LIST);
    lua_rawseti(L, t, ref);
    lua_pushinteger(L, ref);
    lua_rawseti(L, t, FREE_LIST);
}

/* ---- Modules ----------------------------------------------------------- */

LUALIB_API void luaL_setfuncs(lua_State *L, const luaL_Reg *l, int nup)
{
    luaL_checkstack(L, nup + 1, "too many upvalues");
    for (; l->name; l++) {
        if (l->func) {
            for (int i = 0; i < nup; i++)
                lua_pushvalue(L, -nup);
            lua_pushcclosure(L, l->func, nup);
        } else {
            lua_pushboolean(L, 0);
        }
        lua_setfield(L, -nup - 2, l->name);
    }
    lua_pop(L, nup);
}

LUALIB_API int luaL_getsubtable(lua_State *L, int idx, const char *fname)
{
    vm_check_index(L, idx);
    if (lua_getfield(L, idx, fname) == LUA_TTABLE)
        return 1;
    lua_pop(L, 1);
    idx = lua_absindex(L, idx);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, idx, fname);
    return 0;
}

LUALIB_API void luaL_requiref(lua_State *L, const char *modname,
                              lua_CFunction openf, int glb)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, modname);
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        lua_pushcfunction(L, openf);
        lua_pushstring(L, modname);
        lua_call(L, 1, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, modname);
    }
    lua_remove(L, -2);
    if (glb) {
        lua_pushvalue(L, -1);
        lua_setglobal(L, modname);
    }
}

/* ---- A state ----------------------------------------------------------- */

static void *c_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    (void)ud;
    (void)osize;
    if (nsize > 0)
        return realloc(ptr, nsize);
    free(ptr);
    return NULL;
}

static int report_panic(lua_State *L)
{
    const char *msg = lua_type(L, -1) == LUA_TSTRING
                          ? lua_tostring(L, -1)
                          : "error object is not a string";
    lua_writestringerror("PANIC: unprotected error in call to Lua API (%s)\n",
                         msg);
    return 0; /* the core aborts */
}

/*
 * Warnings have three states, each a function that lua_setwarnf sets with L
 * as its data: off, between two warnings, and within one.
 */
static void warn_off(void *ud, const char *msg, int tocont);
static void warn_start(void *ud, const char *msg, int tocont);
static void warn_go_on(void *ud, const char *msg, int tocont);

/* Whether a message is "@...", a command rather than text; obeys it. */
static bool obey_command(lua_State *L, const char *msg, int tocont)
{
    if (tocont || msg[0] != '@')
        return false;
    if (strcmp(msg, "@on") == 0)
        lua_setwarnf(L, warn_start, L);
    else if (strcmp(msg, "@off") == 0)
        lua_setwarnf(L, warn_off, L);
    return true;
}

static void warn_off(void *ud, const char *msg, int tocont)
{
    obey_command(ud, msg, tocont);
}

static void warn_start(void *ud, const char *msg, int tocont)
{
    if (obey_command(ud, msg, tocont))
        return;
    lua_writestringerror("%s", "Lua warning: ");
    warn_go_on(ud, msg, tocont);
}

static void warn_go_on(void *ud, const char *msg, int tocont)
{
    lua_State *L = ud;
    lua_writestringerror("%s", msg);
    if (!tocont)
        lua_writestringerror("%s", "\n");
    lua_setwarnf(L, tocont ? warn_go_on : warn_start, L);
}

LUALIB_API lua_State *luaL_newstate(void)
{
    lua_State *L = lua_newstate(c_alloc, NULL);
    if (L) {
        lua_atpanic(L, report_panic);
        lua_setwarnf(L, warn_off, L);
    }
    return L;
}

LUALIB_API void luaL_checkversion_(lua_State *L, lua_Number ver,
                                   size_t numsizes)
{
    lua_Number core = lua_version(L);
    if (numsizes != LUAL_NUMSIZES)
        luaL_error(L, "core and library have incompatible numeric types");
    else if (core != ver)
        luaL_error(L, "version mismatch: app. needs %f, Lua core provides %f",
                   ver, core);
}
