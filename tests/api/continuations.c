/*
 * tests/api/continuations.c -- calls that go on in a continuation: after a
 * yield, and after an error; to-be-closed variables that yield when they are
 * closed.
 *
 * C functions are given to Lua chunks, which run in a coroutine that is
 * resumed until it ends. What happens is printed as it happens.
 *
 * Read     protected, closers, then the chunks.
 */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

/* ---------------------------------------------------- what chunks may call */

static int went_on(lua_State *L, int status, lua_KContext ctx)
{
    say("  %s goes on: status %d, top %d", (const char *)ctx, status,
        lua_gettop(L));
    lua_pushinteger(L, status);
    lua_insert(L, 2);
    return lua_gettop(L) - 1; /* slot 1 is the handler, or nil */
}

static int returned(lua_State *L, const char *name, int status)
{
    say("  %s returns: status %d, top %d", name, status, lua_gettop(L));
    lua_pushinteger(L, status);
    lua_insert(L, 2);
    return lua_gettop(L) - 1;
}

/* pcallk(handler or nil, f, ...) --> status, results or error */
static int c_pcallk(lua_State *L)
{
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET,
                            lua_isnil(L, 1) ? 0 : 1, (lua_KContext) "pcallk",
                            went_on);
    return returned(L, "pcallk", status);
}

/* The same without a continuation. */
static int c_pcall(lua_State *L)
{
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET,
                           lua_isnil(L, 1) ? 0 : 1);
    return returned(L, "pcall", status);
}

/* callk(nil, f, ...) --> status, results */
static int c_callk(lua_State *L)
{
    lua_callk(L, lua_gettop(L) - 2, LUA_MULTRET, (lua_KContext) "callk",
              went_on);
    return returned(L, "callk", LUA_OK);
}

static int c_call(lua_State *L)
{
    lua_call(L, lua_gettop(L) - 2, LUA_MULTRET);
    return returned(L, "call", LUA_OK);
}

/* Two calls one after the other: the second in the continuation of the
   first. */
static int twice_more(lua_State *L, int status, lua_KContext ctx)
{
    say("  twice: %d, status %d, top %d", (int)ctx, status, lua_gettop(L));
    if (ctx == 2) {
        lua_pushinteger(L, status);
        return lua_gettop(L) - 1;
    }
    lua_pushvalue(L, 1);
    lua_pushinteger(L, status);
    return twice_more(L, lua_pcallk(L, 1, LUA_MULTRET, 0, ctx + 1, twice_more),
                      ctx + 1);
}

static int c_twice(lua_State *L) { return twice_more(L, LUA_OK, 0); }

/* yields(...) gives its arguments out and returns what comes back. */
static int c_yields(lua_State *L) { return lua_yield(L, lua_gettop(L)); }

static int yielded(lua_State *L, int status, lua_KContext ctx)
{
    say("  yieldk goes on: status %d, ctx %d, top %d", status, (int)ctx,
        lua_gettop(L));
    return lua_gettop(L);
}

/* closers(how, a, b, ...): variables a, b, ... are to be closed; then: */
static int c_closers(lua_State *L)
{
    const char *how = luaL_checkstring(L, 1);
    int n = lua_gettop(L);
    for (int i = 2; i <= n; i++)
        lua_toclose(L, i);
    lua_pushinteger(L, 10);
    lua_pushinteger(L, 20);
    if (strcmp(how, "error") == 0)
        return luaL_error(L, "thrown");
    if (strcmp(how, "settop") == 0)
        lua_settop(L, 1);
    if (strcmp(how, "closeslot") == 0)
        lua_closeslot(L, n);
    if (strcmp(how, "yield") == 0)
        return lua_yield(L, 2);
    if (strcmp(how, "yieldk") == 0)
        return lua_yieldk(L, 2, 7, yielded);
    if (strcmp(how, "none") == 0)
        return 0;
    return lua_gettop(L) > 2 ? 2 : 1;
}

/* --------------------------------------------------------------- running */

/* Closables that print, yield, fail. */
static const char prelude[] =
    "local function closable(name, yields, fails)\n"
    "  return setmetatable({}, {__close = function(_, e)\n"
    "    say('close ' .. name .. ' with ' .. tostring(e))\n"
    "    if yields then\n"
    "      say(name .. ' got ' .. tostring(coroutine.yield('from ' .. name)))\n"
    "    end\n"
    "    if fails then error(name .. ' failed', 0) end\n"
    "  end})\n"
    "end\n"
    "local function handler(m)\n"
    "  m = type(m) == 'table' and 'a table' or tostring(m)\n"
    "  say('handler: ' .. m) return '<' .. m .. '>'\n"
    "end\n"
    "local yield = coroutine.yield\n";

static int c_say(lua_State *L)
{
    say("  %s", luaL_checkstring(L, 1));
    return 0;
}

static void go(lua_State *L, const char *text)
{
    char line[60];
    say("-- %s", text);
    lua_settop(L, 0);
    lua_State *co = lua_newthread(L);
    lua_pushstring(L, prelude);
    lua_pushstring(L, text);
    lua_concat(L, 2);
    if (luaL_loadbuffer(co, lua_tostring(L, -1), lua_rawlen(L, -1), "=t") !=
        LUA_OK) {
        say("%s", lua_tostring(co, -1));
        return;
    }
    lua_pop(L, 1);
    for (int i = 1; i <= 12; i++) {
        int n = 1;
        int status = lua_resume(co, L, i > 1, &n);
        sprintf(line, "resume %d: status %d", i, status);
        show_top(co, line, status <= LUA_YIELD ? n : 1);
        if (status != LUA_YIELD)
            break;
        lua_pushfstring(co, "sent %d", i);
    }
    sprintf(line, "closed: %d", lua_resetthread(co));
    show(co, line);
}

static const char *const protected[] = {
    "return pcallk(nil, function(...) return ... end, 1, 2)",
    "return pcallk(nil, error, 'before', 0)",
    "return pcallk(handler, error, 'before', 0)",
    "return pcallk(nil, function() yield(1) error('after', 0) end)",
    "return pcallk(handler, function() yield(1) error('after', 0) end)",
    "return pcallk(handler, function() yield(1) return 'fine' end)",
    "return pcallk(nil, 5)",
    "return pcallk(handler, nil)",
    "return pcallk(handler, setmetatable({}, {__call = error}))",
    "return pcallk(nil, yields, 1, 2)",
    "return pcallk(handler, yields)",
    "return pcallk(nil, string.rep)",
    "return pcallk(error, error, 'e')", /* the handler fails */
    "return pcallk(function(m) error('again', 0) end, error, 'e', 0)",
    "return pcallk(nil, function() local function f() return 1 + f() end"
    " f() end) == 2", /* stack overflow */
    /* one inside another */
    "return pcallk(nil, pcallk, handler, error, 'inner', 0)",
    "return pcallk(handler, pcallk, nil, error, 'inner', 0)",
    "return pcallk(handler, pcallk, nil, function() yield(1)"
    " error('inner', 0) end)",
    "return pcallk(handler, function() say(tostring(select(2, pcallk(nil,"
    " error, 'one', 0)))) error('two', 0) end)",
    "return pcallk(handler, callk, nil, error, 'through callk', 0)",
    "return pcallk(handler, callk, nil, function() yield(1)"
    " error('through callk', 0) end)",
    "return callk(nil, pcallk, handler, error, 'below callk', 0)",
    "return callk(nil, callk, nil, pcallk, nil, function() error('deep', 0)"
    " end)",
    "return callk(nil, callk, nil, pcallk, nil, function() yield(1)"
    " error('deep', 0) end)",
    "return pcall(pcallk, handler, error, 'caught by C', 0)",
    "return xpcall(function() return pcallk(nil, error, 'plain', 0) end,"
    " handler)",
    "return select('#', pcallk(nil, pcallk, nil, pcallk, nil, error))",
    /* with what has none in between; whether Lua's pcall below cuts the C
       function short is up to the library */
    "return pcallk(handler, call, nil, error, 'through call', 0)",
    "return pcallk(handler, cpcall, nil, error, 'inner', 0)",
    "return cpcall(handler, pcallk, nil, error, 'inner', 0)",
    "return cpcall(nil, function() yield(1) end)",
    "return pcallk(handler, call, nil, yield, 1)",
    "return callk(nil, cpcall, handler, callk, nil, yield, 1)",
    "return pcallk(handler, string.gsub, 'abc', '%w', function() yield(1)"
    " end)",
    "return pcallk(handler, string.gsub, 'abc', '%w', function()"
    " error('in gsub', 0) end)",
    /* metamethods, iterators, coroutines, and Lua below */
    "local t = setmetatable({}, {__index = function(_, k) return"
    " (select(2, pcallk(nil, error, k, 0))) end}) return t.key, t.other",
    "local t = setmetatable({}, {__add = pcallk}) return (nil + t)",
    "local t = setmetatable({}, {__lt = pcallk, __call = error}) return"
    " t < 1",
    "for a, b in pcallk, nil, error do return a, b end",
    "return coroutine.wrap(function() return pcallk(handler, error, 'e', 0)"
    " end)()",
    "local f = coroutine.wrap(function() return pcallk(handler, function()"
    " yield(1) error('e', 0) end) end) return f(), f()",
    "return pcallk(handler, coroutine.wrap(function() yield(1)"
    " error('in wrap', 0) end))",
    "local f = coroutine.wrap(function() yield(1) error('in wrap', 0) end)"
    " f() return pcallk(handler, f)",
    "return (function(...) return ... end)(pcallk(nil, error, 'tail', 0))",
    "for i = 1, 30 do local s, e = pcallk(nil, error, i, 0) assert(s == 2"
    " and e == i) end return 'often'",
    "return twice(error)",
    "return twice(function(s) yield(s) error('e', 0) end)",
    "return twice(function(s) if s == 0 then error('e', 0) end return s"
    " end)",
    /* variables that the call has left open */
    "return pcallk(nil, function() local a <close> = closable('a')"
    " error('e', 0) end)",
    "return pcallk(nil, function() local a <close> = closable('a', true)"
    " error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('a', true)"
    " local b <close> = closable('b') local c <close> = closable('c', true)"
    " error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('a', true)"
    " local b <close> = closable('b', true, true) local c <close> ="
    " closable('c', true) error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('a', false,"
    " true) local b <close> = closable('b', false, true) error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('a', true,"
    " true) yield(1) error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('a', true,"
    " true) yield(1) return 'no error' end)",
    "return pcallk(handler, function() local a <close> = closable('a', true)"
    " return 1, 2, 3 end)",
    "local x, f = 1 pcallk(nil, function() local y = 2 f = function() x ="
    " x + 1 y = y + 1 return x, y end local a <close> = closable('a', true)"
    " error() end) f() return f()",
    "return callk(nil, pcallk, handler, function() local a <close> ="
    " closable('a', true) error('e', 0) end)",
    "return pcallk(handler, pcallk, nil, function() local a <close> ="
    " closable('a', true, true) error('e', 0) end)",
    "return pcallk(handler, function() local a <close> = closable('outer',"
    " true) return pcallk(nil, function() local b <close> ="
    " closable('inner', true, true) error('e', 0) end) end)",
    "return pcallk(nil, function() local a <close> = setmetatable({},"
    " {__close = yields}) error('e', 0) end)",
    "return pcallk(nil, function() local a <close> = setmetatable({},"
    " {__close = function(_, e) return pcallk(nil, error, 'in close', 0)"
    " end}) error('e', 0) end)",
    "return cpcall(handler, function() local a <close> = closable('a', true)"
    " error('e', 0) end)",
    "pcallk(nil, function() local a <close> = closable('a', true) error('e',"
    " 0) end) local b <close> = closable('b', true) error('last', 0)",
};

static const char *const closers[] = {
    "return closers('return', closable('a'))",
    "return closers('return', closable('a', true))",
    "return closers('return', closable('a', true), closable('b', true))",
    "local x = closers('return', closable('a', true), closable('b')) return x",
    "local x, y, z = closers('return', closable('a', true)) return x, y, z",
    "return {closers('return', closable('a', true))}",
    "return closers('none', closable('a', true))",
    "return closers('return', closable('a', true, true))",
    "return pcall(closers, 'return', closable('a', true, true),"
    " closable('b', true))",
    "return pcall(closers, 'return', closable('a', true), closable('b', true,"
    " true))",
    "return closers('return', setmetatable({}, {__close = yields}))",
    "return closers('return', setmetatable({}, {__close = yields}),"
    " closable('b'))",
    "return closers('return', setmetatable({}, {__close = callk}))",
    /* called from C */
    "return callk(nil, closers, 'return', closable('a', true))",
    "return callk(nil, closers, 'return', closable('a', true),"
    " closable('b', true))",
    "return callk(nil, closers, 'return', closable('a'), closable('b'))",
    "return callk(nil, closers, 'none', closable('a', true))",
    "return callk(nil, callk, nil, closers, 'return', closable('a', true))",
    "return pcallk(nil, closers, 'return', closable('a', true))",
    "return pcallk(handler, closers, 'return', closable('a', true, true))",
    "return pcallk(handler, closers, 'return', closable('a', true),"
    " closable('b', false, true))",
    "return pcallk(handler, callk, nil, closers, 'return', closable('a',"
    " true, true), closable('b', true))",
    "return callk(nil, closers, 'return', setmetatable({}, {__close ="
    " yields}))",
    "return call(nil, closers, 'return', closable('a'))",
    "return call(nil, closers, 'return', closable('a', true))",
    "return cpcall(nil, closers, 'return', closable('a', true))",
    "return cpcall(handler, closers, 'return', closable('a', true),"
    " closable('b', true))",
    "return string.gsub('x', 'x', function() return (closers('return',"
    " closable('a', true))) end)",
    "return string.gsub('x', 'x', function() return (closers('return',"
    " closable('a'))) end)",
    /* where it is a metamethod, an iterator, the body */
    "local t = setmetatable({}, {__index = function() return"
    " (closers('return', closable('a', true))) end}) return t.x, t.y",
    "local t = setmetatable({}, {__add = function() return"
    " closers('return', closable('a', true)) end}) return t + 1, 2",
    "local c = closable('a', true) local t = setmetatable({}, {__concat ="
    " closers}) return 'return' .. setmetatable(c, {__concat = closers,"
    " __close = getmetatable(c).__close})",
    "for x in closers, 'return', closable('a', true) do return x end",
    "return coroutine.wrap(closers)('return', closable('a'))",
    "local f = coroutine.wrap(closers) return f('return', closable('a',"
    " true)), f(), f",
    "local co = coroutine.create(closers) local r = {} for i = 1, 4 do"
    " say(tostring(select(2, coroutine.resume(co, 'return', closable('a',"
    " true), closable('b', true))))) end return coroutine.status(co)",
    /* settop and closeslot cannot yield */
    "return closers('settop', closable('a'))",
    "return closers('settop', closable('a', true))",
    "return pcall(closers, 'settop', closable('a', true), closable('b'))",
    "return callk(nil, closers, 'settop', closable('a', true))",
    "return pcallk(handler, closers, 'settop', closable('a', true),"
    " closable('b', true))",
    "return closers('closeslot', closable('a'), closable('b'))",
    "return closers('closeslot', closable('a', true), closable('b'))",
    "return closers('closeslot', closable('a'), closable('b', true))",
    "return pcall(closers, 'closeslot', closable('a', true), closable('b',"
    " true))",
    "return pcallk(handler, closers, 'closeslot', closable('a', true),"
    " closable('b', true))",
    /* an error */
    "return closers('error', closable('a', true))",
    "return pcall(closers, 'error', closable('a', true))",
    "return pcall(closers, 'error', closable('a', true), closable('b', true,"
    " true))",
    "return pcallk(nil, closers, 'error', closable('a', true), closable('b',"
    " true))",
    "return pcallk(handler, closers, 'error', closable('a', true, true),"
    " closable('b', true, true))",
    "return pcallk(handler, callk, nil, closers, 'error', closable('a',"
    " true))",
    "return cpcall(nil, closers, 'error', closable('a'))",
    "return cpcall(handler, closers, 'error', closable('a', true),"
    " closable('b', true))",
    /* a yield */
    "return closers('yield', closable('a'))",
    "return closers('yield', closable('a', true))",
    "return closers('yield', closable('a', true), closable('b', true))",
    "local x, y, z = closers('yield', closable('a', true)) return x, y, z",
    "return pcall(closers, 'yield', closable('a', true, true))",
    "return callk(nil, closers, 'yield', closable('a'))",
    "return callk(nil, closers, 'yield', closable('a', true))",
    "return pcallk(handler, closers, 'yield', closable('a', true, true))",
    "return closers('yieldk', closable('a', true))",
    "return pcallk(handler, closers, 'yieldk', closable('a', true, true),"
    " closable('b', true))",
    "local f = coroutine.wrap(closers) say(tostring(f('yield',"
    " closable('a'), closable('b')))) return f(5)",
    "local f = coroutine.wrap(closers) say(tostring(f('yield',"
    " closable('a', true)))) say(tostring(f(5))) return f(6)",
};

static void give(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"pcallk", c_pcallk},   {"cpcall", c_pcall}, {"callk", c_callk},
        {"call", c_call},       {"twice", c_twice},  {"yields", c_yields},
        {"closers", c_closers}, {"say", c_say},      {NULL, NULL}};
    lua_pushglobaltable(L);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

void topic_continuations(lua_State *L)
{
    give(L);
    for (size_t i = 0; i < sizeof protected / sizeof *protected; i++)
        go(L, protected[i]);
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
        go(L, closers[i]);
    lua_settop(L, 0);
}
