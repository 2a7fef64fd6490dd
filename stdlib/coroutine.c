/*
 * stdlib/coroutine.c -- the library `coroutine`: Lua's view of threads.
 */
#include "include/lualib.h"
#include "vm/builtin.h"

#include "include/lauxlib.h"
#include "include/lua.h"

enum CoStatus { CO_RUNNING, CO_DEAD, CO_SUSPENDED, CO_NORMAL };

static const char *const status_names[] = {
    [CO_RUNNING] = "running",
    [CO_DEAD] = "dead",
    [CO_SUSPENDED] = "suspended",
    [CO_NORMAL] = "normal",
};

static lua_State *check_thread(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co != NULL, 1, "thread");
    return co;
}

static enum CoStatus status_of(lua_State *L, lua_State *co)
{
    lua_Debug ar;
    if (L == co)
        return CO_RUNNING;
    switch (lua_status(co)) {
    case LUA_YIELD:
        return CO_SUSPENDED;
    case LUA_OK:
        if (lua_getstack(co, 0, &ar))
            return CO_NORMAL; /* it resumed somebody */
        return lua_gettop(co) == 0 ? CO_DEAD : CO_SUSPENDED;
    default:
        return CO_DEAD; /* of an error */
    }
}

/* ---- Resuming ---------------------------------------------------------- */

/*
 * Resume `co` with the top nargs values. Returns the number of results pushed
 * on L, or -1 with the error object pushed.
 */
static int resume(lua_State *L, lua_State *co, int nargs)
{
    if (luai_unlikely(!lua_checkstack(co, nargs))) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, nargs);
    int nresults;
    int status = lua_resume(co, L, nargs, &nresults);
    if (luai_unlikely(status != LUA_OK && status != LUA_YIELD)) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (luai_unlikely(!lua_checkstack(L, nresults + 1))) {
        lua_pop(co, nresults);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, nresults);
    return nresults;
}

static int co_resume(lua_State *L)
{
    lua_State *co = check_thread(L);
    int n = resume(L, co, lua_gettop(L) - 1);
    if (luai_unlikely(n < 0)) {
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    lua_pushboolean(L, 1);
    lua_insert(L, -(n + 1));
    return n + 1;
}

/*
 * Raise what ended the coroutine of a wrap: close it first, and tell where
 * it was called when the error object is a message.
 */
static int raise_from(lua_State *L, lua_State *co)
{
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        status = lua_closethread(co, L);
        lua_xmove(co, L, 1); /* closing may have raised another */
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap_call(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int n = resume(L, co, lua_gettop(L));
    return luai_likely(n >= 0) ? n : raise_from(L, co);
}

/* ---- The other functions ----------------------------------------------- */

static int co_create(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L)
{
    co_create(L);
    lua_pushcclosure(L, wrap_call, 1);
    return 1;
}

static int co_yield(lua_State *L)
{
    return lua_yield(L, lua_gettop(L));
}

static int co_status(lua_State *L)
{
    lua_State *co = check_thread(L);
    lua_pushstring(L, status_names[status_of(L, co)]);
    return 1;
}

static int co_isyieldable(lua_State *L)
{
    lua_State *co = lua_isnone(L, 1) ? L : check_thread(L);
    lua_pushboolean(L, lua_isyieldable(co));
    return 1;
}

static int co_running(lua_State *L)
{
    int is_main = lua_pushthread(L);
    lua_pushboolean(L, is_main);
    return 2;
}

static int co_close(lua_State *L)
{
    lua_State *co = check_thread(L);
    enum CoStatus status = status_of(L, co);
    if (status != CO_DEAD && status != CO_SUSPENDED)
        return luaL_error(L, "cannot close a %s coroutine",
                          status_names[status]);
    if (lua_closethread(co, L) == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    return 2;
}

static const VmFunction functions[] = {
    VM_PLAIN("close", co_close),
    VM_PLAIN("create", co_create),
    VM_PLAIN("isyieldable", co_isyieldable),
    VM_SPECIAL("resume", co_resume, SPECIAL_RESUME),
    VM_PLAIN("running", co_running),
    VM_PLAIN("status", co_status),
    VM_PLAIN("wrap", co_wrap),
    VM_SPECIAL("yield", co_yield, SPECIAL_YIELD),
    VM_SPECIAL(NULL, wrap_call, SPECIAL_WRAP),
    VM_END,
};

LUAMOD_API int luaopen_coroutine(lua_State *L)
{
    vm_newlib(L, functions, 0);
    return 1;
}
