/*
 * stdlib/auxlib_message.c -- the auxiliary library: messages of errors,
 * tracebacks, and what file functions return.
 *
 * Raises   as each contract in include/lauxlib.h says.
 * Read     push_global_name, luaL_traceback, luaL_argerror.
 */
#include "include/lauxlib.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/wait.h>
#endif

#include "include/lua.h"
#include "vm/builtin.h"

/* ---- Names of functions ------------------------------------------------ */

/* Find the key of `value` among the string keys of `table`; push it. */
static bool push_key_of(lua_State *L, int value, int table)
{
    lua_pushnil(L);
    while (lua_next(L, table)) {
        bool found =
            lua_type(L, -2) == LUA_TSTRING && lua_rawequal(L, value, -1);
        lua_pop(L, 1);
        if (found)
            return true;
    }
    return false;
}

/*
 * Push the name of `value` as package.loaded knows it, "mod" or "mod.name".
 * Without success the stack may be left with more on it.
 */
static bool push_module_name(lua_State *L, int value, int loaded)
{
    lua_pushnil(L);
    while (lua_next(L, loaded)) {
        int module = lua_gettop(L);
        bool named = lua_type(L, module - 1) == LUA_TSTRING;
        if (named && lua_rawequal(L, value, module)) {
            lua_pop(L, 1);
            return true;
        }
        if (named && lua_istable(L, module)
            && push_key_of(L, value, module)) {
            lua_pushfstring(L, "%s.%s", lua_tostring(L, module - 1),
                            lua_tostring(L, -1));
            return true;
        }
        lua_settop(L, module - 1);
    }
    return false;
}

/*
 * Push on L the name under which programs reach the function of `ar`, a
 * record of L1; push nothing when no loaded module has it.
 */
static bool push_global_name(lua_State *L, lua_State *L1, lua_Debug *ar)
{
    int top = lua_gettop(L);
    if (!lua_checkstack(L1, 1))
        return false;
    luaL_checkstack(L, 8, "not enough stack");
    lua_getinfo(L1, "f", ar);
    if (L != L1)
        lua_xmove(L1, L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (!lua_istable(L, -1) || !push_module_name(L, top + 1, top + 2)) {
        lua_settop(L, top);
        return false;
    }
    const char *name = lua_tostring(L, -1);
    size_t nprefix = strlen(LUA_GNAME ".");
    if (strncmp(name, LUA_GNAME ".", nprefix) == 0)
        lua_pushstring(L, name + nprefix);
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return true;
}

/* Push how a traceback speaks of the function of `ar`. */
static void push_description(lua_State *L, lua_State *L1, lua_Debug *ar)
{
    if (push_global_name(L, L1, ar)) {
        lua_pushfstring(L, "function '%s'", lua_tostring(L, -1));
        lua_remove(L, -2);
    } else if (ar->namewhat[0] != '\0') {
        lua_pushfstring(L, "%s '%s'", ar->namewhat, ar->name);
    } else if (strcmp(ar->what, "main") == 0) {
        lua_pushliteral(L, "main chunk");
    } else if (strcmp(ar->what, "C") == 0) {
        lua_pushliteral(L, "?");
    } else {
        lua_pushfstring(L, "function <%s:%d>", ar->short_src,
                        ar->linedefined);
    }
}

/* ---- Tracebacks -------------------------------------------------------- */

/* A long traceback shows this many levels at its start and its end. */
#define FIRST_LEVELS 10
#define LAST_LEVELS 11
#define MOST_LEVELS (FIRST_LEVELS + LAST_LEVELS + 1)

/* How many levels there are; finding a deep one may take time, so bisect. */
static int count_levels(lua_State *L1)
{
    lua_Debug ar;
    int below = 0, above = 1;
    while (above <= INT_MAX / 2 && lua_getstack(L1, above, &ar)) {
        below = above;
        above *= 2;
    }
    while (below < above) {
        int middle = below + (above - below) / 2;
        if (lua_getstack(L1, middle, &ar))
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

static void add_level(luaL_Buffer *B, lua_State *L1, lua_Debug *ar)
{
    lua_State *L = B->L;
    lua_getinfo(L1, "Slnt", ar);
    if (ar->currentline > 0)
        lua_pushfstring(L, "\n\t%s:%d: in ", ar->short_src, ar->currentline);
    else
        lua_pushfstring(L, "\n\t%s: in ", ar->short_src);
    luaL_addvalue(B);
    push_description(L, L1, ar);
    luaL_addvalue(B);
    if (ar->istailcall)
        luaL_addstring(B, "\n\t(...tail calls...)");
}

LUALIB_API void luaL_traceback(lua_State *L, lua_State *L1, const char *msg,
                               int level)
{
    vm_check_room(L, 1);
    int nlevels = count_levels(L1);
    int skip_at = -1, skip_to = -1;
    if (level >= 0 && nlevels - level > MOST_LEVELS) {
        skip_at = level + FIRST_LEVELS;
        skip_to = nlevels - LAST_LEVELS;
    }

    luaL_Buffer B;
    luaL_buffinit(L, &B);
    if (msg) {
        luaL_addstring(&B, msg);
        luaL_addchar(&B, '\n');
    }
    luaL_addstring(&B, "stack traceback:");
    lua_Debug ar;
    while (lua_getstack(L1, level, &ar)) {
        if (level == skip_at) { /* Lua's count leaves out the level here */
            lua_pushfstring(L, "\n\t...\t(skipping %d levels)",
                            skip_to - skip_at - 1);
            luaL_addvalue(&B);
            level = skip_to;
        } else {
            add_level(&B, L1, &ar);
            level++;
        }
    }
    luaL_pushresult(&B);
}

/* ---- Raising ----------------------------------------------------------- */

/* Room for a message, also in the frame of a caller that has used up its own.
   Without memory, what pushes will say so. */
static void make_message_room(lua_State *L)
{
    (void)lua_checkstack(L, LUA_MINSTACK / 2);
}

LUALIB_API void luaL_where(lua_State *L, int level)
{
    vm_check_room(L, 1);
    lua_Debug ar;
    if (lua_getstack(L, level, &ar)) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
            return;
        }
    }
    lua_pushliteral(L, "");
}

LUALIB_API int luaL_error(lua_State *L, const char *fmt, ...)
{
    va_list args;
    make_message_room(L);
    luaL_where(L, 1);
    va_start(args, fmt);
    lua_pushvfstring(L, fmt, args);
    va_end(args);
    lua_concat(L, 2);
    return lua_error(L);
}

LUALIB_API int luaL_argerror(lua_State *L, int arg, const char *extramsg)
{
    lua_Debug ar;
    if (!lua_getstack(L, 0, &ar))
        return luaL_error(L, "bad argument #%d (%s)", arg, extramsg);
    lua_getinfo(L, "n", &ar);
    if (strcmp(ar.namewhat, "method") == 0) {
        arg--; /* the programmer did not write `self` */
        if (arg == 0)
            return luaL_error(L, "calling '%s' on bad self (%s)", ar.name,
                              extramsg);
    }
    if (!ar.name)
        ar.name = push_global_name(L, L, &ar) ? lua_tostring(L, -1) : "?";
    return luaL_error(L, "bad argument #%d to '%s' (%s)", arg, ar.name,
                      extramsg);
}

LUALIB_API int luaL_typeerror(lua_State *L, int arg, const char *tname)
{
    const char *actual;
    make_message_room(L);
    if (luaL_getmetafield(L, arg, "__name") == LUA_TSTRING)
        actual = lua_tostring(L, -1);
    else if (lua_type(L, arg) == LUA_TLIGHTUSERDATA)
        actual = "light userdata";
    else
        actual = luaL_typename(L, arg);
    const char *msg =
        lua_pushfstring(L, "%s expected, got %s", tname, actual);
    return luaL_argerror(L, arg, msg);
}

LUALIB_API int luaL_fileresult(lua_State *L, int stat, const char *fname)
{
    int err = errno; /* calls below may change it */
    if (stat) {
        lua_pushboolean(L, 1);
        return 1;
    }
    const char *msg = err != 0 ? strerror(err) : "(no extra info)";
    luaL_pushfail(L);
    if (fname)
        lua_pushfstring(L, "%s: %s", fname, msg);
    else
        lua_pushstring(L, msg);
    lua_pushinteger(L, err);
    return 3;
}

LUALIB_API int luaL_execresult(lua_State *L, int stat)
{
    if (stat != 0 && errno != 0)
        return luaL_fileresult(L, 0, NULL);
    const char *how = "exit";
#if defined(WIFEXITED)
    if (WIFEXITED(stat)) {
        stat = WEXITSTATUS(stat);
    } else if (WIFSIGNALED(stat)) {
        stat = WTERMSIG(stat);
        how = "signal";
    }
#endif
    if (how[0] == 'e' && stat == 0)
        lua_pushboolean(L, 1);
    else
        luaL_pushfail(L);
    lua_pushstring(L, how);
    lua_pushinteger(L, stat);
    return 3;
}
