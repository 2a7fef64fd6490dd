/* tests/api/hooks.c -- lua_sethook with every mask. */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static const char *const events[] = {"call", "return", "line", "count",
                                     "tail call"};
static int calls, limit;

static void record(lua_State *L, lua_Debug *ar)
{
    if (++calls > limit)
        return;
    must("info", lua_getinfo(L, "nSltur", ar));
    say("%s: line %d of %s:%d, %s '%s', %d parameters%s, transfer %d/%d",
        events[ar->event], ar->currentline, ar->what, ar->linedefined,
        ar->namewhat, ar->name ? ar->name : "", ar->nparams,
        ar->istailcall ? ", tail" : "", ar->ftransfer, ar->ntransfer);
}

static const char program[] = "local function g(a, b)\n"
                              "  return a + b\n"
                              "end\n"
                              "local function tail(x)\n"
                              "  return g(x, 1)\n"
                              "end\n"
                              "local t = {}\n"
                              "for i = 1, 2 do\n"
                              "  t[i] = tail(i)\n"
                              "end\n"
                              "table.sort(t, function(a, b)\n"
                              "  return a < b\n"
                              "end)\n"
                              "local ok = pcall(error, 'e')\n"
                              "while t[1] do\n"
                              "  t[1] = nil\n"
                              "end\n"
                              "return math.max(1, 2), select('#', g(1, 2))\n";

static void masks(lua_State *L)
{
    for (int mask = 1; mask <= 15; mask++) {
        if (mask & LUA_MASKCOUNT)
            continue; /* what an instruction is differs */
        say("-- mask %d", mask);
        calls = 0;
        limit = 200;
        lua_sethook(L, record, mask, 0);
        must("get", lua_gethook(L) == record && lua_gethookmask(L) == mask &&
                        lua_gethookcount(L) == 0);
        luaL_loadbuffer(L, program, strlen(program), "=program");
        int status = lua_pcall(L, 0, LUA_MULTRET, 0);
        lua_sethook(L, NULL, 0, 0);
        say("status %d, %d calls", status, calls);
        show(L, "results");
    }
    lua_sethook(L, record, 0, 5);
    say("mask 0: %d %d %d", lua_gethook(L) == NULL, lua_gethookmask(L),
        lua_gethookcount(L));
    lua_sethook(L, NULL, LUA_MASKLINE, 5);
    say("no hook: %d %d", lua_gethook(L) == NULL, lua_gethookmask(L));
    lua_sethook(L, NULL, 0, 0);
}

static void stop(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    lua_sethook(L, NULL, 0, 0);
    luaL_error(L, "stopped");
}

static void counts(lua_State *L)
{
    lua_sethook(L, stop, LUA_MASKCOUNT, 1000);
    say("count: %d", lua_gethookcount(L));
    run(L, "loop", "while true do end");
    lua_sethook(L, stop, LUA_MASKCOUNT, 1000);
    run(L, "loop in a pcall",
        "return pcall(function() while true do end "
        "end)");
    lua_sethook(L, stop, LUA_MASKLINE, 0);
    run(L, "line", "local x = 1");
    lua_sethook(L, stop, LUA_MASKCALL, 0);
    run(L, "call", "local x = 1");
    lua_sethook(L, stop, LUA_MASKRET, 0);
    run(L, "return", "local x = 1");
}

static int yielded;

static void yield_at_line(lua_State *L, lua_Debug *ar)
{
    lua_getinfo(L, "l", ar);
    say("yields at line %d", ar->currentline);
    yielded++;
    if (lua_isyieldable(L))
        lua_yield(L, 0);
}

static void yields(lua_State *L)
{
    lua_State *co = lua_newthread(L);
    luaL_loadstring(co, "local a = 1\nlocal b = a + 1\nlocal c = b * 2\n"
                        "return a, b, c");
    lua_sethook(co, yield_at_line, LUA_MASKLINE, 0);
    yielded = 0;
    int n, status, turns = 0;
    while ((status = lua_resume(co, L, 0, &n)) == LUA_YIELD && turns < 20)
        turns++;
    say("status %d after %d turns", status, turns);
    show_top(co, "results", n);
    lua_settop(L, 0);
}

static void modify(lua_State *L, lua_Debug *ar)
{
    lua_getinfo(L, "l", ar);
    if (ar->currentline != 3)
        return;
    for (int n = 1;; n++) {
        const char *name = lua_getlocal(L, ar, n);
        if (name == NULL)
            break;
        if (name[0] != '(')
            say("local %s = %s", name, luaL_tolstring(L, -1, NULL));
        lua_settop(L, 0);
    }
    lua_pushinteger(L, 50);
    say("set %s", lua_setlocal(L, ar, 1));
}

static void others(lua_State *L)
{
    lua_sethook(L, modify, LUA_MASKLINE, 0);
    run(L, "modified", "local a = 1\nlocal b = 2\nreturn a + b");
    /* threads have their own, and new ones begin with their maker's */
    calls = 0;
    limit = 0;
    lua_sethook(L, record, LUA_MASKLINE, 0);
    lua_State *co = lua_newthread(L);
    say("inherited: %d %d", lua_gethook(co) == record, lua_gethookmask(co));
    lua_sethook(L, NULL, 0, 0);
    say("still: %d", lua_gethookmask(co));
    luaL_loadstring(co, "local a = 1\nlocal b = 2\nreturn 3");
    int n;
    lua_resume(co, L, 0, &n);
    say("lines: %d", calls);
    lua_settop(L, 0);
    run(L, "debug.sethook",
        "local t = {} debug.sethook(function(e, l) "
        "t[#t + 1] = e .. (l or '') end, 'crl')\nlocal x = #'abc'\n"
        "math.abs(1)\ndebug.sethook() return table.concat(t, ' '), "
        "debug.gethook()");
}

static void calls_of(lua_State *L, lua_Debug *ar)
{
    if (++calls > limit)
        return;
    lua_getinfo(L, "nSr", ar);
    char line[100];
    snprintf(line, sizeof line, "%s '%s' %d/%d", events[ar->event],
             ar->name ? ar->name : "", ar->ftransfer, ar->ntransfer);
    int n = 0;
    for (int i = ar->ftransfer; i < ar->ftransfer + ar->ntransfer; i++) {
        const char *name = lua_getlocal(L, ar, i);
        must("transferred", name != NULL);
        n++;
    }
    show_top(L, line, n);
}

static void transfers(lua_State *L)
{
    calls = 0;
    limit = 100;
    lua_sethook(L, calls_of, LUA_MASKCALL | LUA_MASKRET, 0);
    run(L, "transfers",
        "local function f(a, b, ...) return b, a, ... end "
        "local x, y = f(1, 2, 3) math.min(5, 6, 7) "
        "local t = setmetatable({}, {__index = function(_, k) return k end}) "
        "return t.key, (string.rep('x', 3)), f('tail')");
    lua_sethook(L, NULL, 0, 0);
}

void topic_hooks(lua_State *L)
{
    masks(L);
    counts(L);
    yields(L);
    others(L);
    transfers(L);
}
