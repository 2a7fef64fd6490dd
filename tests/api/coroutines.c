/*
 * tests/api/coroutines.c -- resume and yield, continuations, closing and
 * resetting threads.
 */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static void resume(lua_State *L, lua_State *co, int nargs, const char *what)
{
    char line[120];
    int n = -1;
    int status = lua_resume(co, L, nargs, &n);
    int left = status <= LUA_YIELD ? lua_gettop(co) - n : 0;
    snprintf(line, sizeof line, "%s: status %d/%d, above %d", what, status,
             lua_status(co), left);
    show_top(co, line, status <= LUA_YIELD ? n : 1);
}

static int k_counts(lua_State *L, int status, lua_KContext ctx)
{
    say("continued: status %d, ctx %d, top %d", status, (int)ctx,
        lua_gettop(L));
    if (ctx < 3) {
        lua_pushinteger(L, ctx);
        return lua_yieldk(L, 1, ctx + 1, k_counts);
    }
    return lua_gettop(L);
}

static int yields_thrice(lua_State *L) { return k_counts(L, LUA_OK, 0); }

static int plain_yield(lua_State *L) { return lua_yield(L, lua_gettop(L)); }

static int yields_some(lua_State *L)
{
    return lua_yield(L, 1); /* what is below goes */
}

static int after_call(lua_State *L, int status, lua_KContext ctx)
{
    /* whether errors come back by return or here is up to the library */
    say("after call: status %d, ctx %s, top %d", status,
        status <= LUA_YIELD ? (const char *)ctx : "any", lua_gettop(L));
    return lua_gettop(L);
}

static int calls_k(lua_State *L)
{
    int n = lua_gettop(L) - 1;
    lua_callk(L, n, LUA_MULTRET, (lua_KContext) "callk", after_call);
    return after_call(L, LUA_OK, (lua_KContext) "at once");
}

static int pcalls_k(lua_State *L)
{
    int n = lua_gettop(L) - 1;
    lua_pushliteral(L, "below");
    lua_insert(L, 1);
    int status = lua_pcallk(L, n, LUA_MULTRET, 0, (lua_KContext) "pcallk",
                            after_call);
    return after_call(L, status, (lua_KContext) "at once");
}

static int handled(lua_State *L)
{
    lua_pushfstring(L, "<%s>", luaL_tolstring(L, 1, NULL));
    return 1;
}

static int xpcalls_k(lua_State *L)
{
    int n = lua_gettop(L) - 1;
    lua_pushcfunction(L, handled);
    lua_insert(L, 1);
    int status = lua_pcallk(L, n, LUA_MULTRET, 1, (lua_KContext) "xpcallk",
                            after_call);
    return after_call(L, status, (lua_KContext) "at once");
}

static int calls_without_k(lua_State *L)
{
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static lua_State *start(lua_State *L, lua_CFunction fn)
{
    lua_settop(L, 0);
    lua_State *co = lua_newthread(L);
    lua_pushcfunction(co, fn);
    return co;
}

static void push_body(lua_State *co, const char *text)
{
    if (luaL_loadbuffer(co, text, strlen(text), "=body") != LUA_OK)
        say("%s", lua_tostring(co, -1));
}

static void yields(lua_State *L)
{
    lua_State *co = start(L, yields_thrice);
    lua_pushinteger(co, 5);
    resume(L, co, 1, "first");
    lua_pushliteral(co, "x");
    lua_pushliteral(co, "y");
    resume(L, co, 2, "second");
    resume(L, co, 0, "third");
    lua_pushinteger(co, 9);
    resume(L, co, 1, "last");
    resume(L, co, 0, "dead");
    co = start(L, plain_yield);
    for (int i = 1; i <= 3; i++)
        lua_pushinteger(co, i);
    resume(L, co, 3, "plain");
    lua_pushliteral(co, "back");
    resume(L, co, 1, "plain goes on");
    co = start(L, yields_some);
    lua_pushinteger(co, 1);
    lua_pushinteger(co, 2);
    resume(L, co, 2, "the top one");
    say("yieldable: %d, main %d", lua_isyieldable(co), lua_isyieldable(L));
    resume(L, co, 0, "and none");
}

static void continuations(lua_State *L)
{
    static const lua_CFunction fns[] = {calls_k, pcalls_k, xpcalls_k,
                                        calls_without_k};
    static const char *const names[] = {"callk", "pcallk", "xpcallk", "call"};
    static const char closes[] =
        "local t <close> = setmetatable({}, {__close = function()"
        " coroutine.yield('closing') end}) coroutine.yield('in') return 'out'";
    static const char *const bodies[] = {
        "return 1, 2",
        "return coroutine.yield('y')",
        "error('e')",
        "coroutine.yield('y') error({})",
        "coroutine.yield(1) coroutine.yield(2) return 3",
        "return coroutine.yield(...)",
        closes,
        "return select(2, pcall(coroutine.yield, 'through pcall'))",
        "return string.gsub('x', 'x', coroutine.yield)"};
    char what[80];
    for (int f = 0; f < 4; f++)
        for (size_t b = 0; b < sizeof bodies / sizeof *bodies; b++) {
            lua_State *co = start(L, fns[f]);
            push_body(co, bodies[b]);
            lua_pushinteger(co, 77);
            say("-- %s of %s", names[f], bodies[b]);
            int nargs = 2;
            for (int i = 1; i <= 5; i++) {
                sprintf(what, "resume %d", i);
                resume(L, co, nargs, what);
                if (lua_status(co) != LUA_YIELD)
                    break;
                lua_pushfstring(co, "sent %d", i);
                nargs = 1;
            }
        }
    lua_settop(L, 0);
}

static int yield_outside(lua_State *L) { return lua_yield(L, 0); }

static int yieldable(lua_State *L)
{
    lua_pushboolean(L, lua_isyieldable(L));
    return 1;
}

static int resume_itself(lua_State *L)
{
    int n;
    int status = lua_resume(L, L, 0, &n);
    lua_pushinteger(L, status);
    return 2;
}

static void wrong_uses(lua_State *L)
{
    lua_settop(L, 0);
    attempt(L, "yield outside", yield_outside);
    attempt(L, "yieldable outside", yieldable);
    lua_State *co = start(L, resume_itself);
    resume(L, co, 0, "resumes itself");
    co = start(L, yieldable);
    resume(L, co, 0, "yieldable");
    lua_settop(L, 0);
    co = lua_newthread(L);
    resume(L, co, 0, "nothing to run");
    lua_pushinteger(co, 5);
    resume(L, co, 0, "a number to run");
    co = start(L, yieldable);
    say("status of a new one: %d, yieldable: %d", lua_status(co),
        lua_isyieldable(co));
    lua_settop(L, 0);
}

static void closing(lua_State *L)
{
    static const char *const bodies[] = {
        "local t <close> = setmetatable({}, {__close = function(_, e)"
        " log = tostring(e) end}) coroutine.yield(1, 2, 3)",
        "local t <close> = setmetatable({}, {__close = function(_, e)"
        " log = tostring(e) error('in close', 0) end}) coroutine.yield()",
        "error('dead')", "return 1, 2",
        "local t <close> = setmetatable({}, {__close = function(_, e)"
        " coroutine.yield(5) end}) coroutine.yield()"};
    for (int how = 0; how < 2; how++)
        for (size_t b = 0; b < sizeof bodies / sizeof *bodies; b++) {
            lua_settop(L, 0);
            lua_State *co = lua_newthread(L);
            push_body(co, bodies[b]);
            resume(L, co, 0, "before");
            int status = lua_resetthread(co);
            say("reset: %d, then %d, top %d", status, lua_status(co),
                lua_gettop(co));
            show(co, "left");
            lua_getglobal(L, "log");
            lua_pushnil(L);
            lua_setglobal(L, "log");
            show_top(L, "log", 1);
            push_body(co, "return 'used again', ...");
            lua_pushinteger(co, how);
            resume(L, co, 1, "again");
        }
    lua_settop(L, 0);
    lua_State *co = lua_newthread(L);
    lua_pushinteger(co, 1);
    lua_pushinteger(co, 2);
    say("reset of one that never ran: %d, top %d", lua_resetthread(co),
        lua_gettop(co));
#if LUA_VERSION_RELEASE_NUM >= 50406
    push_body(co, "coroutine.yield()");
    int n;
    lua_resume(co, L, 0, &n);
    must("lua_closethread", lua_closethread(co, L) == LUA_OK &&
                                lua_gettop(co) == 0 &&
                                lua_status(co) == LUA_OK);
    push_body(co, "error('e', 0)");
    lua_resume(co, L, 0, &n);
    must("lua_closethread after an error",
         lua_closethread(co, NULL) == LUA_ERRRUN && lua_gettop(co) == 1 &&
             strcmp(lua_tostring(co, 1), "e") == 0);
#endif
    lua_settop(L, 0);
}

/* Errors leave the stack for a traceback. */
static void dead_stacks(lua_State *L)
{
    lua_State *co = lua_newthread(L);
    push_body(co, "local function f(n) if n == 0 then error('deep') end "
                  "f(n - 1) end\nf(3)");
    int n;
    say("status %d", lua_resume(co, L, 0, &n));
    luaL_traceback(L, co, lua_tostring(co, -1), 0);
    lua_remove(L, 1);
    show(L, "traceback");
}

static void nests(lua_State *L)
{
    run(L, "nested coroutines",
        "local function f(n) if n == 0 then return "
        "coroutine.yield and 'bottom' end return coroutine.wrap(f)(n - 1) "
        "end return f(100)");
    run(L, "too many",
        "local function f() return coroutine.wrap(f)() end "
        "local ok, e = pcall(f) return ok, e:match('C stack overflow')");
    run(L, "wrap in wrap",
        "local g = coroutine.wrap(function() for i = 1, 3 "
        "do coroutine.yield(i) end end) local h = coroutine.wrap(function() "
        "for x in g do coroutine.yield(x * 10) end end) local t = {} "
        "for y in h do t[#t + 1] = y end return table.unpack(t)");
    run(L, "yield across a C call",
        "local co = coroutine.wrap(function() "
        "table.sort({1, 2, 3}, function() coroutine.yield() end) end) co()");
}

/* A coroutine that C resumes runs others of its own. */
static void nests_below_c(lua_State *L)
{
    lua_State *co = lua_newthread(L);
    push_body(co, "local inner = coroutine.wrap(function(...) "
                  "  local x = coroutine.yield('inner', ...) "
                  "  error(x, 0) end) "
                  "local a, b = inner(1) "
                  "local c = coroutine.yield('outer', a, b) "
                  "local ok, e = pcall(inner, c) "
                  "local done = coroutine.wrap(function() return 'done' end) "
                  "coroutine.yield(ok, e) "
                  "return done()");
    resume(L, co, 0, "outer after inner");
    lua_settop(co, 0);
    lua_pushliteral(co, "passed on");
    resume(L, co, 1, "inner fails");
    lua_settop(co, 0);
    resume(L, co, 0, "inner ends");
    lua_pop(L, 1);
}

void topic_coroutines(lua_State *L)
{
    yields(L);
    continuations(L);
    wrong_uses(L);
    closing(L);
    dead_stacks(L);
    nests(L);
    nests_below_c(L);
}
