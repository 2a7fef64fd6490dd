/* tests/api/userdata.c -- blocks, user values, finalizers, extra space. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static void user_values(lua_State *L)
{
    static const int counts[] = {0, 1, 2, 5, 100, 65534};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int n = counts[i];
        char *p = lua_newuserdatauv(L, 10, n);
        must("aligned", (uintptr_t)p % sizeof(void *) == 0);
        memset(p, 0xAB, 10);
        say("with %d: get 0: %d, 1: %d, last: %d, beyond: %d", n,
            lua_getiuservalue(L, 1, 0), lua_getiuservalue(L, 1, 1),
            lua_getiuservalue(L, 1, n), lua_getiuservalue(L, 1, n + 1));
        show_top(L, "values", 4);
        lua_pushliteral(L, "first");
        lua_pushliteral(L, "last");
        say("set: %d, 1: %d", lua_setiuservalue(L, 1, n),
            lua_setiuservalue(L, 1, 1));
        lua_pushnil(L);
        lua_pushnil(L);
        say("set 0: %d, beyond: %d", lua_setiuservalue(L, 1, 0),
            lua_setiuservalue(L, 1, n + 1));
        lua_gc(L, LUA_GCCOLLECT);
        say("get: %d %d", lua_getiuservalue(L, 1, 1),
            lua_getiuservalue(L, 1, n));
        must("bytes", p == lua_touserdata(L, 1) && p[9] == (char)0xAB);
        show(L, "then");
    }
    lua_newuserdata(L, 4);
    lua_pushliteral(L, "one");
    say("lua_newuserdata: %d", lua_setiuservalue(L, 1, 1));
    say("lua_getuservalue: %d", lua_getuservalue(L, 1));
    show(L, "then");
}

static void blocks(lua_State *L)
{
    static const size_t sizes[] = {0, 1, 7, 8, 100, 4096, 100000, 1 << 20};
    char *p[8];
    for (size_t i = 0; i < 8; i++) {
        p[i] = lua_newuserdatauv(L, sizes[i], 1);
        memset(p[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < 8; i++) {
        size_t n = 0;
        while (n < sizes[i] && p[i][n] == (char)i)
            n++;
        must("bytes", n == sizes[i]);
        say("block of %lu", (unsigned long)lua_rawlen(L, (int)i + 1));
    }
    lua_settop(L, 0);
}

static int finalizer(lua_State *L)
{
    int *p = lua_touserdata(L, 1);
    say("finalizer of %d, metatable %d", *p, lua_getmetatable(L, 1));
    return 0;
}

static void push_finalized(lua_State *L, int id)
{
    int *p = lua_newuserdatauv(L, sizeof *p, 0);
    *p = id;
    lua_newtable(L);
    lua_pushcfunction(L, finalizer);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
}

static void finalizers(lua_State *L)
{
    for (int i = 1; i <= 5; i++)
        push_finalized(L, i);
    lua_remove(L, 2);
    lua_remove(L, 3);
    lua_gc(L, LUA_GCCOLLECT);
    say("collected: 4, 2");
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    say("collected: the rest");
    /* a __gc that comes later than the metatable is not noticed */
    int *p = lua_newuserdatauv(L, sizeof *p, 0);
    *p = 99;
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setmetatable(L, 1);
    lua_pushcfunction(L, finalizer);
    lua_setfield(L, 2, "__gc");
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    /* set twice, called once */
    push_finalized(L, 7);
    lua_getmetatable(L, 1);
    lua_setmetatable(L, 1);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    lua_gc(L, LUA_GCCOLLECT);
    /* these when the state is closed, the last one first */
    push_finalized(L, 101);
    push_finalized(L, 102);
    lua_setglobal(L, "a");
    lua_setglobal(L, "b");
}

static int close_method(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    show_top(L, "closed, error", 2);
    return 0;
}

static void push_closable(lua_State *L, const char *name)
{
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, name);
    lua_pushcclosure(L, close_method, 1);
    lua_setfield(L, -2, "__close");
    lua_setmetatable(L, -2);
}

static int closes_all(lua_State *L)
{
    push_closable(L, "one");
    lua_toclose(L, -1);
    push_closable(L, "two");
    lua_toclose(L, lua_gettop(L));
    lua_pushnil(L);
    lua_toclose(L, -1);
    lua_pushboolean(L, 0);
    lua_toclose(L, -1);
    lua_pushliteral(L, "result");
    return 1;
}

static int closes_by_settop(lua_State *L)
{
    for (int i = 0; i < 3; i++) {
        push_closable(L, i == 0 ? "a" : i == 1 ? "b" : "c");
        lua_toclose(L, -1);
        lua_pushinteger(L, i);
    }
    lua_settop(L, 4);
    say("two are left: %d", lua_gettop(L));
    lua_closeslot(L, 3);
    say("slot 3 is now: %s", luaL_typename(L, 3));
    lua_pop(L, 3);
    say("one is left: %d", lua_gettop(L));
    lua_error(L);
    return 0;
}

static int fails_with_buffers(lua_State *L)
{
    push_closable(L, "outer");
    lua_toclose(L, -1);
    push_closable(L, "inner");
    lua_toclose(L, -1);
    return luaL_error(L, "an error");
}

static int not_closable(lua_State *L)
{
    lua_newtable(L);
    lua_toclose(L, -1);
    return 0;
}

static int failing_close(lua_State *L)
{
    do_string(L, "return setmetatable({}, {__close = function(_, e)"
                 " error('closing after ' .. tostring(e), 0) end})");
    lua_pushvalue(L, -1);
    lua_toclose(L, 1);
    lua_toclose(L, 2);
    return 0;
}

static void to_be_closed(lua_State *L)
{
    attempt(L, "closed at the return", closes_all);
    attempt(L, "closed by settop", closes_by_settop);
    attempt(L, "closed by an error", fails_with_buffers);
    attempt(L, "not closable", not_closable);
    attempt(L, "closing fails", failing_close);
    lua_pushcfunction(L, closes_all);
    lua_setglobal(L, "closes_all");
    run(L, "in tail position",
        "local function f() return closes_all() end "
        "local t = {f()} return #t, t[1], (f())");
    run(L, "as a metamethod",
        "local t = setmetatable({}, {__index = "
        "closes_all, __add = closes_all, __lt = closes_all}) "
        "return t.x, t + t, t < t");
    run(L, "as an iterator", "for a, b in closes_all do return a, b end");
    run(L, "in a coroutine", "return coroutine.wrap(closes_all)()");
    run(L, "under pcall", "return pcall(closes_all)");
    run(L, "called by C", "return string.gsub('x', 'x', closes_all)");
}

static void extra_space(lua_State *L)
{
    static int here, there;
    must("empty", *(void **)lua_getextraspace(L) == NULL);
    *(void **)lua_getextraspace(L) = &here;
    lua_State *T = lua_newthread(L);
    must("a copy", *(void **)lua_getextraspace(T) == &here);
    *(void **)lua_getextraspace(T) = &there;
    lua_State *U = lua_newthread(T);
    must("of the main thread's", *(void **)lua_getextraspace(U) == &here);
    must("its own", *(void **)lua_getextraspace(L) == &here);
    *(void **)lua_getextraspace(L) = NULL;
    lua_settop(L, 0);
    say("extra space");
}

void topic_userdata(lua_State *L)
{
    user_values(L);
    blocks(L);
    finalizers(L);
    to_be_closed(L);
    extra_space(L);
}
