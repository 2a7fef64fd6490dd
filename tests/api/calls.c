/* tests/api/calls.c -- calls, protected calls, errors, message handlers. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static int echo(lua_State *L) { return lua_gettop(L); }

static int count_down(lua_State *L)
{
    lua_Integer n = lua_tointeger(L, 1);
    if (n == 0)
        return lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushcfunction(L, count_down);
    lua_pushinteger(L, n - 1);
    lua_call(L, 1, LUA_MULTRET);
    return 1;
}

static void results(lua_State *L)
{
    char what[60];
    for (int want = -1; want <= 4; want++)
        for (int have = 0; have <= 3; have++) {
            lua_pushliteral(L, "below");
            lua_pushcfunction(L, echo);
            for (int i = 1; i <= have; i++)
                lua_pushinteger(L, i);
            lua_call(L, have, want);
            sprintf(what, "%d results of %d", want, have);
            show(L, what);
            lua_pushliteral(L, "below");
            luaL_loadstring(L, "return ...");
            for (int i = 1; i <= have; i++)
                lua_pushinteger(L, i);
            int status = lua_pcall(L, have, want, 0);
            sprintf(what, "protected %d of %d from Lua: %d", want, have,
                    status);
            show(L, what);
        }
}

/* Calling each kind of value. */
static void callables(lua_State *L)
{
    char what[100];
    for (int i = 0; i < num_samples; i++) {
        lua_pushliteral(L, "below");
        push_sample(L, i);
        lua_pushinteger(L, 1);
        lua_pushinteger(L, 2);
        int status = lua_pcall(L, 2, 2, 0);
        sprintf(what, "call of %s: %d", sample_names[i], status);
        show(L, what);
    }
    run(L, "__call chain",
        "local f = print f = function(...) return "
        "select('#', ...) end for i = 1, 10 do f = setmetatable({}, "
        "{__call = f}) end return f(1, 2)");
    lua_settop(L, 0);
}

static int raise(lua_State *L)
{
    lua_settop(L, 1);
    return lua_error(L);
}

static int aux_raise(lua_State *L)
{
    return luaL_error(L, "%s %d", "formatted", 5);
}

static int raise_deep(lua_State *L)
{
    lua_pushcfunction(L, raise);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 0);
    return 0;
}

static void errors(lua_State *L)
{
    char what[100];
    for (int i = 0; i < num_samples; i++) {
        sprintf(what, "raise %s", sample_names[i]);
        push_sample(L, i);
        attempt(L, what, raise_deep);
    }
    attempt(L, "luaL_error", aux_raise);
    lua_pushcfunction(L, aux_raise);
    lua_setglobal(L, "aux_raise");
    run(L, "luaL_error called from Lua", "\naux_raise()");
    run(L, "in a tail call", "return aux_raise()");
    run(L, "levels", "local function f() error('two', 2) end\nf()");
}

static int handler(lua_State *L)
{
    lua_pushfstring(L, "handled <%s> of %d", luaL_tolstring(L, 1, NULL),
                    lua_gettop(L) - 1);
    return 1;
}

static int handler_that_fails(lua_State *L)
{
    static int depth;
    if (++depth < 5)
        return luaL_error(L, "again %d", depth);
    depth = 0;
    lua_pushfstring(L, "at last: %s", lua_tostring(L, 1));
    return 1;
}

static int handler_that_never_ends(lua_State *L)
{
    return luaL_error(L, "again: %s", "and again");
}

static int handler_without_results(lua_State *L)
{
    lua_settop(L, 0);
    return 0;
}

static int call_with_handler(lua_State *L)
{
    /* handler, function, arguments */
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
    lua_pushinteger(L, status);
    lua_replace(L, 1);
    return lua_gettop(L);
}

static void handlers(lua_State *L)
{
    static const struct {
        const char *name;
        lua_CFunction fn;
    } all[] = {{"handler", handler},
               {"failing handler", handler_that_fails},
               {"endless handler", handler_that_never_ends},
               {"handler without results", handler_without_results}};
    char what[80];
    for (int k = 0; k < 4; k++)
        for (int i = 0; i < 3; i++) {
            lua_pushcfunction(L, all[k].fn);
            lua_pushcfunction(L, i == 0 ? raise : i == 1 ? aux_raise : echo);
            lua_pushliteral(L, "value");
            sprintf(what, "%s, case %d", all[k].name, i);
            attempt(L, what, call_with_handler);
        }
    lua_pushcfunction(L, handler);
    luaL_loadstring(L, "local x = nil + 1");
    attempt(L, "handler of a Lua error", call_with_handler);
    lua_pushcfunction(L, handler);
    luaL_loadstring(L, "local function f() return 1 + f() end f()");
    attempt(L, "handler of an overflow", call_with_handler);
    lua_pushinteger(L, 5);
    lua_pushcfunction(L, raise);
    lua_pushliteral(L, "value");
    attempt(L, "a number as handler", call_with_handler);
    /* the handler by a negative index */
    lua_pushcfunction(L, handler);
    lua_pushcfunction(L, raise);
    lua_pushliteral(L, "negative");
    say("status %d", lua_pcall(L, 1, 0, -3));
    show(L, "negative index");
}

/* pcall restores the stack and what was above. */
static void unwinding(lua_State *L)
{
    lua_pushliteral(L, "below");
    luaL_loadstring(L, "local a <close> = setmetatable({}, {__close = "
                       "function(_, e) closed = tostring(e) end}) "
                       "local t = {} for i = 1, 50 do t[i] = i end "
                       "error(table.unpack(t), 0)");
    say("status %d", lua_pcall(L, 0, 5, 0));
    lua_getglobal(L, "closed");
    show(L, "after unwinding");
    lua_pushcfunction(L, count_down);
    lua_pushinteger(L, 150);
    say("status %d", lua_pcall(L, 1, 1, 0));
    show(L, "150 nested calls");
    lua_pushcfunction(L, count_down);
    lua_pushinteger(L, 100000);
    say("status %d", lua_pcall(L, 1, 1, 0));
    show(L, "too many nested calls");
}

static int panicked(lua_State *L);
static jmp_buf panic_exit;

static int panicked(lua_State *L)
{
    say("panic: %s, top %d", lua_tostring(L, -1), lua_gettop(L));
    longjmp(panic_exit, 1);
}

static void panics(lua_State *L)
{
    lua_State *P = luaL_newstate();
    lua_CFunction was = lua_atpanic(P, panicked);
    must("luaL_newstate sets one", was != NULL);
    must("the one set", lua_atpanic(P, panicked) == panicked);
    if (setjmp(panic_exit) == 0) {
        lua_pushliteral(P, "nobody catches this");
        lua_error(P);
    }
    lua_settop(P, 0);
    if (setjmp(panic_exit) == 0) {
        lua_pushnil(P);
        lua_getfield(P, -1, "field");
    }
    lua_close(P);
    (void)L;
}

void topic_calls(lua_State *L)
{
    results(L);
    callables(L);
    errors(L);
    handlers(L);
    unwinding(L);
    panics(L);
}
