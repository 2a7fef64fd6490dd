/*
 * tests/bench/boundary.c -- what crossing between C and Lua costs.
 *
 * The same file is compiled with our headers and library and with those of
 * Lua 5.4; boundary.lua runs the two programs in turn and compares. A case is
 * one kind of crossing, done many times in a state of its own:
 *
 *     boundary [CASE]      prints "group case nanoseconds answer" for each
 *
 * Answers must be the same under both.
 *
 * Read     CASES at the end, then any case.
 */
#define _DEFAULT_SOURCE /* clock_gettime */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/* ------------------------------------------------------ Lua calls C functions */

static int c_nothing(lua_State *L)
{
    (void)L;
    return 0;
}

static int c_same(lua_State *L)
{
    lua_pushinteger(L, luaL_checkinteger(L, 1));
    return 1;
}

static int c_sum(lua_State *L)
{
    lua_pushnumber(L, luaL_checknumber(L, 1) + luaL_checknumber(L, 2) +
                          luaL_optnumber(L, 3, 0.5));
    return 1;
}

static int c_swap(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 1);
    return 2;
}

static int c_length(lua_State *L)
{
    size_t n;
    luaL_checklstring(L, 1, &n);
    lua_pushinteger(L, (lua_Integer)n);
    return 1;
}

static int c_defaults(lua_State *L)
{
    lua_Integer from = luaL_optinteger(L, 1, 1);
    lua_Integer to = luaL_optinteger(L, 2, 10);
    lua_pushinteger(L, to - from);
    return 1;
}

/* A counter in an upvalue. */
static int c_count(lua_State *L)
{
    lua_Integer n = lua_tointeger(L, lua_upvalueindex(1)) + 1;
    lua_pushinteger(L, n);
    lua_copy(L, -1, lua_upvalueindex(1));
    return 1;
}

/* Run a chunk with n as its argument; its result is the answer. */
static lua_Integer run_text(lua_State *L, const char *text, int n)
{
    if (luaL_loadstring(L, text) != LUA_OK)
        lua_error(L);
    lua_pushinteger(L, n);
    lua_call(L, 1, 1);
    return lua_tointeger(L, -1);
}

static lua_Integer calls_nothing(lua_State *L, int n)
{
    lua_register(L, "f", c_nothing);
    return run_text(L,
                    "local n, f = ..., f\n"
                    "for i = 1, n, 4 do f() f() f() f() end\n"
                    "return n",
                    n);
}

static lua_Integer calls_same(lua_State *L, int n)
{
    lua_register(L, "f", c_same);
    return run_text(L,
                    "local n, f, s = ..., f, 0\n"
                    "for i = 1, n, 4 do\n"
                    "  s = s + f(i) + f(1) + f(s) + f(2)\n"
                    "  s = s & 0xffffff\n"
                    "end\n"
                    "return s",
                    n);
}

static lua_Integer calls_sum(lua_State *L, int n)
{
    lua_register(L, "f", c_sum);
    return run_text(L,
                    "local n, f, s = ..., f, 0\n"
                    "for i = 1, n, 2 do\n"
                    "  s = s + f(i, 1.5) + f(1, 2, 3)\n"
                    "end\n"
                    "return s // 1 | 0",
                    n);
}

static lua_Integer calls_swap(lua_State *L, int n)
{
    lua_register(L, "f", c_swap);
    return run_text(L,
                    "local n, f, a, b = ..., f, 1, 2\n"
                    "for i = 1, n, 2 do\n"
                    "  a, b = f(a, b)\n"
                    "  a, b = f(b, a)\n"
                    "end\n"
                    "return a * 10 + b",
                    n);
}

static lua_Integer calls_length(lua_State *L, int n)
{
    lua_register(L, "f", c_length);
    return run_text(L,
                    "local n, f, s = ..., f, 0\n"
                    "for i = 1, n, 2 do\n"
                    "  s = s + f('a string') + f('another')\n"
                    "end\n"
                    "return s",
                    n);
}

static lua_Integer calls_defaults(lua_State *L, int n)
{
    lua_register(L, "f", c_defaults);
    return run_text(L,
                    "local n, f, s = ..., f, 0\n"
                    "for i = 1, n, 2 do s = s + f() + f(3, nil) end\n"
                    "return s",
                    n);
}

static lua_Integer calls_upvalue(lua_State *L, int n)
{
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, c_count, 1);
    lua_setglobal(L, "f");
    return run_text(L,
                    "local n, f, s = ..., f, 0\n"
                    "for i = 1, n, 2 do s = f() + f() end\n"
                    "return s",
                    n);
}

/* -------------------------------------------------------------- userdata */

typedef struct Point {
    double x, y;
} Point;

static int point_new(lua_State *L)
{
    double x = luaL_checknumber(L, 1), y = luaL_checknumber(L, 2);
    Point *p = lua_newuserdatauv(L, sizeof *p, 0);
    p->x = x;
    p->y = y;
    luaL_setmetatable(L, "Point");
    return 1;
}

static int point_x(lua_State *L)
{
    const Point *p = luaL_checkudata(L, 1, "Point");
    lua_pushnumber(L, p->x);
    return 1;
}

static int point_move(lua_State *L)
{
    Point *p = luaL_checkudata(L, 1, "Point");
    p->x += luaL_checknumber(L, 2);
    p->y += luaL_checknumber(L, 3);
    lua_settop(L, 1);
    return 1;
}

static void point_class(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"x", point_x}, {"move", point_move}, {NULL, NULL}};
    luaL_newmetatable(L, "Point");
    luaL_setfuncs(L, methods, 0);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    lua_register(L, "point", point_new);
}

static lua_Integer udata_create(lua_State *L, int n)
{
    point_class(L);
    return run_text(L,
                    "local n, point, p = ..., point\n"
                    "for i = 1, n do p = point(i, 2) end\n"
                    "return p:x() // 1 | 0",
                    n);
}

static lua_Integer udata_method(lua_State *L, int n)
{
    point_class(L);
    return run_text(L,
                    "local n, p = ..., point(1, 2)\n"
                    "for i = 1, n, 2 do p:move(1, 2) p:move(1, 1) end\n"
                    "return p:x() // 1 | 0",
                    n);
}

static lua_Integer udata_check(lua_State *L, int n)
{
    lua_Integer sum = 0;
    point_class(L);
    Point *p = lua_newuserdatauv(L, sizeof *p, 0);
    luaL_setmetatable(L, "Point");
    for (int i = 0; i < n; i++)
        sum += luaL_checkudata(L, -1, "Point") == p;
    return sum;
}

static lua_Integer udata_test_other(lua_State *L, int n)
{
    lua_Integer sum = 0;
    point_class(L);
    luaL_newmetatable(L, "Other");
    lua_newuserdatauv(L, 8, 0);
    luaL_setmetatable(L, "Point");
    for (int i = 0; i < n; i++)
        sum += luaL_testudata(L, -1, "Other") == NULL;
    return sum;
}

static lua_Integer udata_uservalue(lua_State *L, int n)
{
    lua_newuserdatauv(L, 8, 2);
    lua_pushinteger(L, 0);
    lua_setiuservalue(L, -2, 2);
    for (int i = 0; i < n; i++) {
        lua_getiuservalue(L, -1, 2);
        lua_Integer k = lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_pushinteger(L, k + 1);
        lua_setiuservalue(L, -2, 2);
    }
    lua_getiuservalue(L, -1, 2);
    return lua_tointeger(L, -1);
}

/* --------------------------------------------------- C calls Lua functions */

/* Push the function that a text returns. */
static void push_function(lua_State *L, const char *text)
{
    if (luaL_loadstring(L, text) != LUA_OK)
        lua_error(L);
    lua_call(L, 0, 1);
}

static lua_Integer sum_calls(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_pushinteger(L, i);
        lua_call(L, 1, 1);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer call_lua(lua_State *L, int n)
{
    push_function(L, "return function(i) return i + 1 end");
    return sum_calls(L, n);
}

static lua_Integer call_c(lua_State *L, int n)
{
    lua_pushcfunction(L, c_same);
    return sum_calls(L, n);
}

static lua_Integer call_wide(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return function(a, b, c, d) return d, c, b, a end");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        for (int k = 0; k < 4; k++)
            lua_pushinteger(L, i + k);
        lua_call(L, 4, LUA_MULTRET);
        sum += lua_tointeger(L, -4) - lua_tointeger(L, -1);
        lua_pop(L, 4);
    }
    return sum;
}

static lua_Integer pcall_lua(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return function(i) return i + 1 end");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_pushinteger(L, i);
        if (lua_pcall(L, 1, 1, 0) == LUA_OK)
            sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer pcall_error(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return function() error({}) end");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        sum += lua_pcall(L, 0, 0, 0);
        lua_pop(L, 1);
    }
    return sum;
}

/* Lua calls C, which calls Lua back: what a sort or a gsub in C does. */
static int c_apply(lua_State *L)
{
    lua_Integer n = lua_tointeger(L, 2), sum = 0;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_pushvalue(L, 1);
        lua_pushinteger(L, i);
        lua_call(L, 1, 1);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    lua_pushinteger(L, sum);
    return 1;
}

static lua_Integer call_back(lua_State *L, int n)
{
    lua_register(L, "apply", c_apply);
    return run_text(L,
                    "local n, apply, s = ..., apply, 0\n"
                    "local function f(i) return i end\n"
                    "for i = 1, n, 10 do s = s + apply(f, 10) end\n"
                    "return s",
                    n);
}

static lua_Integer resume_yield(lua_State *L, int n)
{
    lua_Integer sum = 0;
    lua_State *co = lua_newthread(L);
    int nresults;
    push_function(L, "return function(x)\n"
                     "  while true do x = coroutine.yield(x + 1) end\n"
                     "end");
    lua_xmove(L, co, 1);
    for (int i = 0; i < n; i++) {
        lua_pushinteger(co, i);
        if (lua_resume(co, L, 1, &nresults) != LUA_YIELD)
            return -1;
        sum += lua_tointeger(co, -1);
        lua_pop(co, nresults);
    }
    return sum;
}

/* ------------------------------------------------------------------ fields */

static lua_Integer fields_get(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return {width = 3, height = 4, title = 'w'}");
    for (int i = 0; i < n; i += 2) {
        lua_getfield(L, -1, "width");
        lua_getfield(L, -2, "height");
        sum += lua_tointeger(L, -1) * lua_tointeger(L, -2);
        lua_pop(L, 2);
    }
    return sum;
}

static lua_Integer fields_get_inherited(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "local class = {width = 3}\n"
                     "class.__index = class\n"
                     "return setmetatable({height = 1}, class)");
    for (int i = 0; i < n; i++) {
        lua_getfield(L, -1, "width");
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer fields_set(lua_State *L, int n)
{
    push_function(L, "return {width = 3, height = 4, title = 'w'}");
    for (int i = 0; i < n; i += 2) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, "width");
        lua_pushinteger(L, i);
        lua_setfield(L, -2, "height");
    }
    lua_getfield(L, -1, "width");
    return lua_tointeger(L, -1);
}

static lua_Integer globals_get_set(lua_State *L, int n)
{
    lua_pushinteger(L, 0);
    lua_setglobal(L, "counter");
    for (int i = 0; i < n; i += 2) {
        lua_getglobal(L, "counter");
        lua_Integer k = lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_pushinteger(L, k + 1);
        lua_setglobal(L, "counter");
    }
    lua_getglobal(L, "counter");
    return lua_tointeger(L, -1);
}

static lua_Integer fields_gettable(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return {width = 3, height = 4, [2.5] = 5}");
    lua_pushstring(L, "height");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_gettable(L, -3);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer fields_settable(lua_State *L, int n)
{
    push_function(L, "return {width = 3, height = 4}");
    lua_pushstring(L, "height");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_pushinteger(L, i);
        lua_settable(L, -4);
    }
    lua_gettable(L, -2);
    return lua_tointeger(L, -1);
}

static lua_Integer fields_rawget(lua_State *L, int n)
{
    lua_Integer sum = 0;
    push_function(L, "return {width = 3, height = 4}");
    lua_pushstring(L, "height");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_rawget(L, -3);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer fields_pointer(lua_State *L, int n)
{
    static const char key = 0;
    lua_Integer sum = 0;
    lua_pushinteger(L, 7);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    for (int i = 0; i < n; i++) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer record_build(lua_State *L, int n)
{
    for (int i = 0; i < n; i++) {
        lua_createtable(L, 0, 3);
        lua_pushinteger(L, i);
        lua_setfield(L, -2, "x");
        lua_pushinteger(L, 2);
        lua_setfield(L, -2, "y");
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "visible");
        lua_replace(L, 1);
    }
    lua_getfield(L, 1, "x");
    return lua_tointeger(L, -1);
}

/* ---------------------------------------------------------------- elements */

enum { NELEMENTS = 100 };

static void push_array(lua_State *L)
{
    push_function(L, "local t = {}\n"
                     "for i = 1, 100 do t[i] = i end\n"
                     "return t");
}

static void push_mixed_array(lua_State *L)
{
    push_function(L, "local t = {}\n"
                     "for i = 1, 100 do t[i] = i % 2 == 0 and i or true end\n"
                     "return t");
}

static lua_Integer sum_elements(lua_State *L, int n,
                                int (*get)(lua_State *, int, lua_Integer))
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i++) {
        get(L, -1, i % NELEMENTS + 1);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer elements_rawgeti(lua_State *L, int n)
{
    push_array(L);
    return sum_elements(L, n, lua_rawgeti);
}

static lua_Integer elements_geti(lua_State *L, int n)
{
    push_mixed_array(L);
    return sum_elements(L, n, lua_geti);
}

static lua_Integer set_elements(lua_State *L, int n,
                                void (*set)(lua_State *, int, lua_Integer))
{
    for (int i = 0; i < n; i++) {
        lua_pushinteger(L, i);
        set(L, -2, i % NELEMENTS + 1);
    }
    lua_rawgeti(L, -1, 1);
    return lua_tointeger(L, -1);
}

static lua_Integer elements_rawseti(lua_State *L, int n)
{
    push_array(L);
    return set_elements(L, n, lua_rawseti);
}

static lua_Integer elements_seti(lua_State *L, int n)
{
    push_mixed_array(L);
    return set_elements(L, n, lua_seti);
}

static lua_Integer array_build(lua_State *L, int n)
{
    for (int i = 0; i < n; i += 10) {
        lua_createtable(L, 10, 0);
        for (int k = 1; k <= 10; k++) {
            lua_pushinteger(L, i + k);
            lua_rawseti(L, -2, k);
        }
        lua_replace(L, 1);
    }
    lua_rawgeti(L, 1, 10);
    return lua_tointeger(L, -1);
}

static lua_Integer traverse(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i += NELEMENTS) {
        lua_pushnil(L);
        while (lua_next(L, -2)) {
            sum += lua_tointeger(L, -1);
            lua_pop(L, 1);
        }
    }
    return sum;
}

static lua_Integer next_array(lua_State *L, int n)
{
    push_array(L);
    return traverse(L, n);
}

static lua_Integer next_map(lua_State *L, int n)
{
    push_function(L, "local t = {}\n"
                     "for i = 1, 100 do t['key' .. i] = i end\n"
                     "return t");
    return traverse(L, n);
}

static lua_Integer references(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i++) {
        lua_pushinteger(L, i);
        int ref = luaL_ref(L, LUA_REGISTRYINDEX);
        lua_rawgeti(L, LUA_REGISTRYINDEX, ref);
        sum += lua_tointeger(L, -1);
        lua_pop(L, 1);
        luaL_unref(L, LUA_REGISTRYINDEX, ref);
    }
    return sum;
}

/* ----------------------------------------------------------------- strings */

static lua_Integer push_short(lua_State *L, int n)
{
    static const char *const words[] = {"a", "width", "several words here"};
    for (int i = 0; i < n; i++) {
        lua_pushstring(L, words[i % 3]);
        lua_pop(L, 1);
    }
    return n;
}

static lua_Integer push_bytes(lua_State *L, int n)
{
    char text[16] = "key-0000";
    for (int i = 0; i < n; i++) {
        text[4] = (char)('0' + i % 10);
        text[5] = (char)('0' + i / 10 % 10);
        text[6] = (char)('0' + i / 100 % 10);
        lua_pushlstring(L, text, 8);
        lua_pop(L, 1);
    }
    return n;
}

static lua_Integer push_long(lua_State *L, int n)
{
    char text[200];
    memset(text, 'x', sizeof text);
    for (int i = 0; i < n; i++) {
        lua_pushlstring(L, text, sizeof text);
        lua_pop(L, 1);
    }
    return n;
}

static lua_Integer push_formatted(lua_State *L, int n)
{
    size_t len = 0;
    for (int i = 0; i < n; i++) {
        lua_pushfstring(L, "%s:%d: %s", "file.lua", i & 255, "a message");
        len = lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return (lua_Integer)len;
}

static lua_Integer read_strings(lua_State *L, int n)
{
    lua_Integer sum = 0;
    size_t len;
    lua_pushstring(L, "some text");
    for (int i = 0; i < n; i++)
        sum += lua_tolstring(L, -1, &len)[i % 9] + (lua_Integer)len;
    return sum;
}

static lua_Integer join_strings(lua_State *L, int n)
{
    size_t len = 0;
    lua_pushstring(L, "some text");
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -1);
        lua_pushstring(L, " and ");
        lua_pushinteger(L, i & 127);
        lua_concat(L, 3);
        len = lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return (lua_Integer)len;
}

/* ----------------------------------------------------------------- buffers */

static lua_Integer buffer_strings(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i += 20) {
        luaL_Buffer B;
        luaL_buffinit(L, &B);
        for (int k = 0; k < 20; k++)
            luaL_addlstring(&B, "some bytes", 10);
        luaL_pushresult(&B);
        sum += (lua_Integer)lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer buffer_grows(lua_State *L, int n)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    for (int i = 0; i < n; i++)
        luaL_addstring(&B, "a line of text\n");
    luaL_pushresult(&B);
    return (lua_Integer)lua_rawlen(L, -1);
}

static lua_Integer buffer_values(lua_State *L, int n)
{
    lua_Integer sum = 0;
    lua_pushstring(L, "a value");
    for (int i = 0; i < n; i += 20) {
        luaL_Buffer B;
        luaL_buffinit(L, &B);
        for (int k = 0; k < 20; k++) {
            lua_pushvalue(L, -2);
            luaL_addvalue(&B);
        }
        luaL_pushresult(&B);
        sum += (lua_Integer)lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer buffer_chars(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i += 100) {
        luaL_Buffer B;
        luaL_buffinit(L, &B);
        for (int k = 0; k < 100; k++)
            luaL_addchar(&B, (char)('a' + k % 26));
        luaL_pushresult(&B);
        sum += (lua_Integer)lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer buffer_short(lua_State *L, int n)
{
    for (int i = 0; i < n; i++) {
        luaL_Buffer B;
        char *p = luaL_buffinitsize(L, &B, 8);
        memcpy(p, "12345678", 8);
        luaL_pushresultsize(&B, 8);
        lua_pop(L, 1);
    }
    return n;
}

/* ------------------------------------------------------ closures and stack */

static lua_Integer closures(lua_State *L, int n)
{
    for (int i = 0; i < n; i++) {
        lua_pushinteger(L, i);
        lua_pushinteger(L, 2);
        lua_pushcclosure(L, c_count, 2);
        lua_replace(L, 1);
    }
    lua_getupvalue(L, 1, 1);
    return lua_tointeger(L, -1);
}

static lua_Integer c_functions(lua_State *L, int n)
{
    lua_Integer sum = 0;
    for (int i = 0; i < n; i++) {
        lua_pushcfunction(L, c_same);
        sum += lua_tocfunction(L, -1) == c_same;
        lua_pop(L, 1);
    }
    return sum;
}

static lua_Integer check_integer(lua_State *L, int n)
{
    lua_Integer sum = 0;
    lua_pushinteger(L, 3);
    int arg = lua_gettop(L);
    for (int i = 0; i < n; i++)
        sum += luaL_checkinteger(L, arg);
    return sum;
}

static lua_Integer opt_integer(lua_State *L, int n)
{
    lua_Integer sum = 0;
    lua_pushinteger(L, 3);
    int arg = lua_gettop(L);
    for (int i = 0; i < n; i += 2)
        sum += luaL_optinteger(L, arg, 5) + luaL_optinteger(L, arg + 1, 5);
    return sum;
}

static lua_Integer types(lua_State *L, int n)
{
    lua_Integer sum = 0;
    lua_settop(L, 0);
    lua_pushinteger(L, 3);
    lua_pushstring(L, "s");
    lua_newtable(L);
    for (int i = 0; i < n; i += 3) {
        sum += lua_type(L, 1) + lua_istable(L, -1) + lua_isnoneornil(L, 5);
        sum += lua_toboolean(L, 2);
    }
    return sum;
}

static lua_Integer stack_moves(lua_State *L, int n)
{
    lua_settop(L, 0);
    for (int i = 0; i < 5; i++)
        lua_pushinteger(L, i);
    for (int i = 0; i < n; i += 5) {
        lua_pushvalue(L, 2);
        lua_insert(L, 1);
        lua_rotate(L, 2, 2);
        lua_replace(L, 3);
        lua_settop(L, 5);
    }
    return lua_tointeger(L, 1) * 10 + lua_tointeger(L, 3);
}

/* ------------------------------------------------------------------ states */

static lua_Integer states(lua_State *L, int n)
{
    (void)L;
    for (int i = 0; i < n; i++) {
        lua_State *other = luaL_newstate();
        if (other == NULL)
            exit(1);
        luaL_openlibs(other);
        lua_close(other);
    }
    return n;
}

/* ------------------------------------------------------------------- cases */

typedef struct Case {
    const char *group, *name;
    lua_Integer (*run)(lua_State *L, int n);
    int n; /* so often, in a few hundredths of a second */
} Case;

static const Case CASES[] = {
    {"from-lua", "no-arguments", calls_nothing, 1000000},
    {"from-lua", "checkinteger", calls_same, 800000},
    {"from-lua", "checknumber", calls_sum, 600000},
    {"from-lua", "two-results", calls_swap, 600000},
    {"from-lua", "checklstring", calls_length, 800000},
    {"from-lua", "optinteger", calls_defaults, 600000},
    {"from-lua", "upvalue", calls_upvalue, 600000},
    {"from-c", "lua_call", call_lua, 600000},
    {"from-c", "lua_call-c", call_c, 800000},
    {"from-c", "four-values", call_wide, 400000},
    {"from-c", "lua_pcall", pcall_lua, 500000},
    {"from-c", "error", pcall_error, 100000},
    {"from-c", "callback", call_back, 600000},
    {"from-c", "resume-yield", resume_yield, 200000},
    {"userdata", "create", udata_create, 200000},
    {"userdata", "method", udata_method, 400000},
    {"userdata", "checkudata", udata_check, 800000},
    {"userdata", "testudata", udata_test_other, 800000},
    {"userdata", "uservalue", udata_uservalue, 1000000},
    {"fields", "getfield", fields_get, 1000000},
    {"fields", "inherited", fields_get_inherited, 600000},
    {"fields", "setfield", fields_set, 1000000},
    {"fields", "globals", globals_get_set, 1000000},
    {"fields", "gettable", fields_gettable, 1000000},
    {"fields", "settable", fields_settable, 1000000},
    {"fields", "rawget", fields_rawget, 1000000},
    {"fields", "rawgetp", fields_pointer, 1500000},
    {"fields", "new-record", record_build, 150000},
    {"elements", "rawgeti", elements_rawgeti, 2000000},
    {"elements", "rawseti", elements_rawseti, 2000000},
    {"elements", "geti", elements_geti, 2000000},
    {"elements", "seti", elements_seti, 2000000},
    {"elements", "new-array", array_build, 1000000},
    {"elements", "references", references, 400000},
    {"next", "array", next_array, 1500000},
    {"next", "map", next_map, 1000000},
    {"strings", "pushstring", push_short, 1000000},
    {"strings", "pushlstring", push_bytes, 1000000},
    {"strings", "long", push_long, 400000},
    {"strings", "pushfstring", push_formatted, 150000},
    {"strings", "tolstring", read_strings, 4000000},
    {"strings", "concat", join_strings, 200000},
    {"buffers", "addlstring", buffer_strings, 2000000},
    {"buffers", "growing", buffer_grows, 1000000},
    {"buffers", "addvalue", buffer_values, 1000000},
    {"buffers", "addchar", buffer_chars, 6000000},
    {"buffers", "short", buffer_short, 800000},
    {"closures", "pushcclosure", closures, 400000},
    {"closures", "pushcfunction", c_functions, 2000000},
    {"arguments", "checkinteger", check_integer, 4000000},
    {"arguments", "optinteger", opt_integer, 4000000},
    {"arguments", "type", types, 4000000},
    {"arguments", "stack", stack_moves, 3000000},
    {"states", "open-close", states, 3000},
};

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void measure(const Case *c)
{
    lua_State *L = luaL_newstate();
    if (L == NULL)
        exit(1);
    luaL_openlibs(L);
    lua_settop(L, 0);
    lua_pushnil(L); /* slot 1, for whatever a case keeps */
    c->run(L, c->n / 20);
    lua_settop(L, 1);
    double start = now_ns();
    lua_Integer answer = c->run(L, c->n);
    printf("%s %s %.3f %lld\n", c->group, c->name, (now_ns() - start) / c->n,
           (long long)answer);
    lua_close(L);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (argc < 2 || strcmp(argv[1], CASES[i].name) == 0 ||
            strcmp(argv[1], CASES[i].group) == 0)
            measure(&CASES[i]);
    return 0;
}
