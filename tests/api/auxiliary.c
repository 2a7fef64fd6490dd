/*
 * tests/api/auxiliary.c -- references, modules, metatables, tracebacks,
 * results of system calls.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/api/support.h"

static void references(lua_State *L)
{
    lua_newtable(L);
    int refs[6];
    for (int i = 0; i < 6; i++) {
        lua_pushfstring(L, "value %d", i);
        refs[i] = luaL_ref(L, 1);
    }
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < i; j++)
            must("different", refs[i] != refs[j]);
    for (int i = 0; i < 6; i++)
        lua_rawgeti(L, 1, refs[i]);
    show_top(L, "referenced", 6);
    luaL_unref(L, 1, refs[2]);
    luaL_unref(L, 1, refs[4]);
    lua_pushliteral(L, "new");
    must("used again", luaL_ref(L, 1) == refs[4]);
    lua_pushliteral(L, "newer");
    must("used again", luaL_ref(L, 1) == refs[2]);
    lua_pushnil(L);
    say("of nil: %d", luaL_ref(L, 1));
    luaL_unref(L, 1, LUA_REFNIL);
    luaL_unref(L, 1, LUA_NOREF);
    lua_pushboolean(L, 0);
    int f = luaL_ref(L, 1);
    say("of false: %d", lua_rawgeti(L, 1, f));
    lua_settop(L, 0);
    lua_pushliteral(L, "in the registry");
    int r = luaL_ref(L, LUA_REGISTRYINDEX);
    must("not one of the first", r > LUA_RIDX_LAST);
    lua_gc(L, LUA_GCCOLLECT);
    lua_rawgeti(L, LUA_REGISTRYINDEX, r);
    luaL_unref(L, LUA_REGISTRYINDEX, r);
    show(L, "registry");
    int all[300];
    for (int i = 0; i < 300; i++) {
        lua_pushinteger(L, i);
        all[i] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    for (int i = 0; i < 300; i += 2)
        luaL_unref(L, LUA_REGISTRYINDEX, all[i]);
    lua_Integer sum = 0;
    for (int i = 1; i < 300; i += 2) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, all[i]);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
        luaL_unref(L, LUA_REGISTRYINDEX, all[i]);
    }
    say("sum: %d", (int)sum);
}

static void metatables(lua_State *L)
{
    say("new: %d", luaL_newmetatable(L, "Type"));
    say("again: %d", luaL_newmetatable(L, "Type"));
    say("same: %d", lua_rawequal(L, 1, 2));
    say("name: %d", lua_getfield(L, 1, "__name"));
    show_top(L, "name", 1);
    say("get: %d, unknown: %d", luaL_getmetatable(L, "Type"),
        luaL_getmetatable(L, "Unknown"));
    show(L, "metatables");
    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, "Type");
    must("testudata", luaL_testudata(L, 1, "Type") != NULL);
    must("checkudata", luaL_checkudata(L, 1, "Type") != NULL);
    must("another", luaL_testudata(L, 1, "Other") == NULL);
    luaL_setmetatable(L, "Unknown");
    must("taken away", luaL_testudata(L, 1, "Type") == NULL);
    lua_settop(L, 0);
}

static int open_module(lua_State *L)
{
    say("opened as %s, top %d", lua_tostring(L, 1), lua_gettop(L));
    lua_newtable(L);
    lua_pushliteral(L, "module");
    lua_setfield(L, -2, "kind");
    return 1;
}

static int open_false(lua_State *L)
{
    say("opened false");
    lua_pushboolean(L, 0);
    return 1;
}

static void modules(lua_State *L)
{
    luaL_requiref(L, "mymodule", open_module, 0);
    luaL_requiref(L, "mymodule", open_module, 1);
    say("once: %d", lua_rawequal(L, 1, 2));
    lua_settop(L, 0);
    run(L, "required",
        "return mymodule.kind, require('mymodule').kind, "
        "package.loaded.mymodule == mymodule");
    luaL_requiref(L, "no", open_false, 1);
    luaL_requiref(L, "no", open_false, 1);
    show(L, "false");
    say("subtable: %d", luaL_getsubtable(L, LUA_REGISTRYINDEX, "mine"));
    say("again: %d", luaL_getsubtable(L, LUA_REGISTRYINDEX, "mine"));
    say("same: %d", lua_rawequal(L, 1, 2));
    lua_settop(L, 0);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, open_module);
    lua_setfield(L, -2, "preloaded");
    lua_settop(L, 0);
    run(L, "preloaded",
        "return require 'preloaded'.kind, "
        "select(2, require 'preloaded')");
    run(L, "missing",
        "local ok, e = pcall(require, 'no.such.module') "
        "return ok, (e:match('^[^\\n]*\\n[^\\n]*'))");
}

static int up_values(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    return 2;
}

static void set_functions(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"f", up_values}, {"g", up_values}, {"later", NULL}, {NULL, NULL}};
    luaL_newlibtable(L, functions);
    lua_pushliteral(L, "first");
    lua_newtable(L);
    luaL_setfuncs(L, functions, 2);
    must("upvalues are popped", lua_gettop(L) == 1);
    lua_getfield(L, 1, "f");
    lua_call(L, 0, 2);
    lua_getfield(L, 1, "g");
    lua_call(L, 0, 2);
    lua_getfield(L, 1, "later");
    say("shared: %d", lua_rawequal(L, 3, 5));
    lua_remove(L, 1);
    show(L, "set functions");
}

static int trace(lua_State *L)
{
    luaL_traceback(L, L, lua_tostring(L, 1), (int)lua_tointeger(L, 2));
    return 1;
}

static int where(lua_State *L)
{
    for (int level = 0; level <= 3; level++)
        luaL_where(L, level);
    return 4;
}

static void tracebacks(lua_State *L)
{
    lua_register(L, "trace", trace);
    lua_register(L, "where", where);
    for (int level = 0; level < 4; level++) {
        char text[200];
        sprintf(text,
                "local function f()\nreturn (trace('message', %d))\n"
                "end\nlocal t = {g = function() return (f()) end}\n"
                "return (t.g())",
                level);
        run(L, "trace", text);
    }
    run(L, "without a message", "return trace(nil, 1)");
    run(L, "of a tail call",
        "local function f() return trace('m', 0) end "
        "local function g() return f() end return g()");
    run(L, "of many levels",
        "local function f(n) if n == 0 then return "
        "(trace('deep', 1)) end return (f(n - 1)) end return f(40)");
    run(L, "of exactly as many",
        "local function f(n) if n == 0 then return "
        "(trace('deep', 0)) end return (f(n - 1)) end return f(17), f(18), "
        "f(19), f(20)");
    run(L, "of metamethods",
        "local t = setmetatable({}, {__index = "
        "function(t, k) return (trace(k, 1)) end}) return t.x");
    run(L, "of methods and globals",
        "local o = {} function o:m() return "
        "(trace('', 0)) end function gf() return (o:m()) end return (gf())");
    run(L, "of pcall and sort",
        "local r pcall(function() table.sort({1, 2}, "
        "function() r = r or trace('', 0) end) end) return r");
    run(L, "of a coroutine",
        "local co = coroutine.create(function() local "
        "function f() coroutine.yield() end f() end) coroutine.resume(co) "
        "return debug.traceback(co), debug.traceback(co, 'm', 1), "
        "debug.traceback(co, nil), debug.traceback({}) ~= nil");
    run(L, "where",
        "\nlocal function f()\nreturn where()\nend\nlocal a, b, "
        "c, d = f() return a, b, c, d");
}

static int file_result(lua_State *L)
{
    errno = (int)lua_tointeger(L, 2);
    return luaL_fileresult(L, lua_toboolean(L, 1), lua_tostring(L, 3));
}

static int exec_result(lua_State *L)
{
    errno = (int)lua_tointeger(L, 2);
    return luaL_execresult(L, (int)lua_tointeger(L, 1));
}

static void system_results(lua_State *L)
{
    static const int stats[] = {0, 1, 256, 512, 9, 15, 0x8b, -1, 0x7f};
    for (int ok = 0; ok <= 1; ok++)
        for (int named = 0; named <= 1; named++) {
            lua_pushboolean(L, ok);
            lua_pushinteger(L, ENOENT);
            if (named)
                lua_pushliteral(L, "a/file");
            attempt(L, "fileresult", file_result);
        }
    for (size_t i = 0; i < sizeof stats / sizeof *stats; i++) {
        lua_pushinteger(L, stats[i]);
        lua_pushinteger(L, stats[i] == -1 ? ENOENT : 0);
        attempt(L, "execresult", exec_result);
    }
}

static int gsub(lua_State *L)
{
    const char *s = luaL_gsub(L, luaL_checkstring(L, 1), lua_tostring(L, 2),
                              lua_tostring(L, 3));
    must("on top", s == lua_tostring(L, -1));
    return 1;
}

static void substitutions(lua_State *L)
{
    static const char *const texts[][3] = {
        {"a.b.c", ".", "/"}, {"aaa", "a", "aa"}, {"none", "x", "y"},
        {"", "x", "y"},      {"abab", "ab", ""}, {"%d", "%", "%%"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int k = 0; k < 3; k++)
            lua_pushstring(L, texts[i][k]);
        attempt(L, "gsub", gsub);
    }
}

static int close_stream(lua_State *L)
{
    luaL_Stream *s = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    say("closing");
    return luaL_fileresult(L, fclose(s->f) == 0, NULL);
}

/* A file of io that is made elsewhere. */
static int new_stream(lua_State *L)
{
    luaL_Stream *s = lua_newuserdatauv(L, sizeof *s, 0);
    s->closef = NULL;
    luaL_setmetatable(L, LUA_FILEHANDLE);
    s->f = tmpfile();
    s->closef = close_stream;
    return 1;
}

static int read_stream(lua_State *L)
{
    luaL_Stream *s = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    char buf[20] = "";
    rewind(s->f);
    must("read", fgets(buf, sizeof buf, s->f) != NULL);
    lua_pushstring(L, buf);
    lua_pushboolean(L, s->closef != NULL);
    return 2;
}

static void streams(lua_State *L)
{
    lua_register(L, "new_stream", new_stream);
    lua_register(L, "read_stream", read_stream);
    run(L, "streams",
        "local f = new_stream() f:write('text ', 5) f:seek('set')"
        " local s = f:read('a') local t = io.type(f) return s, t, f:close(), "
        "io.type(f), pcall(f.read, f)");
    run(L, "read from C",
        "local f = io.tmpfile() f:write('from io') f:flush() "
        "return read_stream(f)");
    run(L, "collected", "new_stream() collectgarbage()");
}

static void versions(lua_State *L)
{
    (void)L;
    luaL_checkversion_(L, LUA_VERSION_NUM, LUAL_NUMSIZES);
    say("version");
}

static int wrong_version(lua_State *L)
{
    luaL_checkversion_(L, 503, LUAL_NUMSIZES);
    return 0;
}

static int wrong_sizes(lua_State *L)
{
    luaL_checkversion_(L, LUA_VERSION_NUM, 77);
    return 0;
}

/* Each library opens alone. */
static void libraries(lua_State *L)
{
    static const luaL_Reg openers[] = {
        {LUA_GNAME, luaopen_base},          {LUA_LOADLIBNAME, luaopen_package},
        {LUA_COLIBNAME, luaopen_coroutine}, {LUA_TABLIBNAME, luaopen_table},
        {LUA_IOLIBNAME, luaopen_io},        {LUA_OSLIBNAME, luaopen_os},
        {LUA_STRLIBNAME, luaopen_string},   {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},    {LUA_DBLIBNAME, luaopen_debug}};
    (void)L;
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        lua_State *S = luaL_newstate();
        luaL_requiref(S, openers[i].name, openers[i].func, 1);
        int n = 0;
        lua_pushnil(S);
        while (lua_next(S, 1)) {
            n++;
            lua_pop(S, 1);
        }
        say("%s: %d fields, top %d", openers[i].name, n, lua_gettop(S));
        lua_close(S);
    }
}

void topic_auxiliary(lua_State *L)
{
    references(L);
    metatables(L);
    modules(L);
    set_functions(L);
    tracebacks(L);
    system_results(L);
    substitutions(L);
    streams(L);
    versions(L);
    attempt(L, "wrong version", wrong_version);
    attempt(L, "wrong sizes", wrong_sizes);
    libraries(L);
}
