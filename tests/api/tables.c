/* tests/api/tables.c -- reading and writing, raw and not; next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/api/support.h"

static int get_table(lua_State *L)
{
    lua_pushinteger(L, lua_gettable(L, 1));
    return 2;
}

static int set_table(lua_State *L)
{
    lua_settable(L, 1);
    lua_pushinteger(L, lua_gettop(L));
    return 1;
}

static int get_field(lua_State *L)
{
    int t = lua_getfield(L, 1, "name");
    lua_pushinteger(L, t);
    return 2;
}

static int set_field(lua_State *L)
{
    lua_pushliteral(L, "value");
    lua_setfield(L, 1, "name");
    lua_pushinteger(L, lua_getfield(L, -1, "name"));
    return 2;
}

static int get_i(lua_State *L)
{
    lua_pushinteger(L, lua_geti(L, 1, 2));
    return 2;
}

static int set_i(lua_State *L)
{
    lua_pushliteral(L, "two");
    lua_seti(L, 1, 2);
    lua_pushinteger(L, lua_gettop(L));
    return 1;
}

/* Every kind of value as what is indexed, and as a key. */
static void accesses(lua_State *L)
{
    char what[100];
    for (int i = 0; i < num_samples; i++) {
        sprintf(what, "get field of %s", sample_names[i]);
        push_sample(L, i);
        attempt(L, what, get_field);
        push_sample(L, i);
        attempt(L, "set field", set_field);
        push_sample(L, i);
        attempt(L, "get [2]", get_i);
        push_sample(L, i);
        attempt(L, "set [2]", set_i);
        push_sample(L, i);
        lua_pushinteger(L, 2);
        attempt(L, "get with a key", get_table);
        for (int t = 29; t <= 30; t++) {
            sprintf(what, "set %s[%s]", sample_names[t], sample_names[i]);
            push_sample(L, t);
            push_sample(L, i);
            lua_pushliteral(L, "x");
            attempt(L, what, set_table);
            sprintf(what, "get %s[%s]", sample_names[t], sample_names[i]);
            push_sample(L, t);
            push_sample(L, i);
            attempt(L, what, get_table);
        }
    }
}

static int raw_set(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_pushliteral(L, "raw");
    lua_rawset(L, 1);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, lua_rawget(L, 1));
    return 2;
}

static void raw_accesses(lua_State *L)
{
    static int here;
    char what[100];
    for (int i = 0; i < num_samples; i++) {
        push_sample(L, 30);
        push_sample(L, i);
        sprintf(what, "raw [%s]", sample_names[i]);
        attempt(L, what, raw_set);
    }
    lua_newtable(L);
    lua_pushliteral(L, "a");
    lua_rawseti(L, 1, 1);
    lua_pushliteral(L, "c");
    lua_rawseti(L, 1, 3);
    lua_pushliteral(L, "min");
    lua_rawseti(L, 1, LUA_MININTEGER);
    lua_pushliteral(L, "at an address");
    lua_rawsetp(L, 1, &here);
    say("types: %d %d %d %d %d %d", lua_rawgeti(L, 1, 1), lua_rawgeti(L, 1, 2),
        lua_rawgeti(L, 1, 3), lua_rawgeti(L, 1, LUA_MININTEGER),
        lua_rawgetp(L, 1, &here), lua_rawgetp(L, 1, NULL));
    lua_remove(L, 1);
    show(L, "raw values");
    lua_newtable(L);
    lua_pushnumber(L, 2.0);
    lua_pushliteral(L, "float key");
    lua_rawset(L, 1);
    lua_rawgeti(L, 1, 2);
    lua_pushlightuserdata(L, &here);
    lua_pushliteral(L, "light");
    lua_rawset(L, 1);
    lua_rawgetp(L, 1, &here);
    lua_remove(L, 1);
    show(L, "keys that are the same");
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All pairs by lua_next, in an order of our own. */
static void traverse(lua_State *L, const char *what)
{
    char *lines[64];
    int n = 0;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        must("top after next", lua_gettop(L) == 3);
        lua_pushfstring(L, "%s=%s", luaL_tolstring(L, 2, NULL),
                        luaL_tolstring(L, 3, NULL));
        lines[n] = malloc(lua_rawlen(L, -1) + 1);
        strcpy(lines[n++], lua_tostring(L, -1));
        lua_settop(L, 2);
    }
    must("key is gone", lua_gettop(L) == 1);
    qsort(lines, (size_t)n, sizeof *lines, compare_strings);
    for (int i = 0; i < n; i++) {
        say("%s: %s", what, lines[i]);
        free(lines[i]);
    }
    lua_settop(L, 0);
}

static int next(lua_State *L)
{
    lua_pushinteger(L, lua_next(L, 1));
    return lua_gettop(L) - 1;
}

static void traversals(lua_State *L)
{
    do_string(L, "return {1, 2, nil, 4, x = 1, y = false, [2.5] = 0,"
                 " [true] = 't', [-1] = 'm', [1 << 40] = 'big'}");
    traverse(L, "next");
    lua_newtable(L);
    traverse(L, "nothing");
    lua_createtable(L, 100, 100);
    traverse(L, "nothing yet");
    do_string(L, "local t = {} for i = 1, 20 do t[i] = i; t['k' .. i] = i"
                 " end for i = 1, 18 do t[i] = nil; t['k' .. i] = nil end"
                 " return t");
    traverse(L, "what is left");
    lua_newtable(L);
    lua_pushliteral(L, "not there");
    attempt(L, "next of a key that is not there", next);
    push_sample(L, 29);
    lua_pushnumber(L, 2.0);
    attempt(L, "next of a float", next);
    push_sample(L, 29);
    lua_pushinteger(L, 3);
    attempt(L, "next of the last", next);
    /* assigning to what is there, while traversing */
    do_string(L, "t = {a = 1, b = 2, c = 3, 10, 20, 30} return t");
    lua_pushnil(L);
    int n = 0;
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_settable(L, 1);
        n++;
    }
    say("cleared while traversing: %d", n);
    show(L, "empty");
}

static void globals(lua_State *L)
{
    lua_pushinteger(L, 7);
    lua_setglobal(L, "seven");
    say("globals: %d %d", lua_getglobal(L, "seven"),
        lua_getglobal(L, "no such"));
    show(L, "globals");
    run(L, "from Lua", "return seven, _G.seven, rawget(_G, 'seven')");
    do_string(L, "setmetatable(_G, {__index = function(_, k) return k "
                 "end, __newindex = function(t, k, v) rawset(t, k, {v}) "
                 "end})");
    lua_pushinteger(L, 8);
    lua_setglobal(L, "eight");
    lua_getglobal(L, "eight");
    lua_getglobal(L, "nine");
    show(L, "globals with metamethods");
    do_string(L, "setmetatable(_G, nil)");
}

static void metatables(lua_State *L)
{
    char what[80];
    for (int i = 0; i < num_samples; i++) {
        push_sample(L, i);
        int r = lua_getmetatable(L, 1);
        sprintf(what, "metatable of %s: %d", sample_names[i], r);
        show(L, what);
    }
    /* one for all booleans, numbers, functions, threads, nil */
    static const int kinds[] = {0, 2, 4, 31, 35, 38};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        push_sample(L, kinds[i]);
        do_string(L, "return {__index = function(v, k) return"
                     " type(v) .. k end}");
        say("set: %d", lua_setmetatable(L, 1));
        say("get: %d", lua_getfield(L, 1, "!"));
        lua_remove(L, 1);
        show(L, sample_names[kinds[i]]);
        push_sample(L, kinds[i] == 2 ? 1 : kinds[i]);
        say("another: %d", lua_getmetatable(L, 1));
        lua_pushnil(L);
        say("cleared: %d", lua_setmetatable(L, 1));
        say("then: %d", lua_getmetatable(L, 1));
        lua_settop(L, 0);
    }
    /* chains */
    run(L, "chain",
        "local t = {} for i = 1, 50 do t = setmetatable({}, "
        "{__index = t, __newindex = t}) end t.x = 5 return t.x, rawget(t, "
        "'x')");
    run(L, "loop",
        "local t = {} setmetatable(t, {__index = t, "
        "__newindex = t}) return pcall(function() return t.x end)");
    run(L, "loop of writes",
        "local t = {} setmetatable(t, {__newindex = t})"
        " t.x = 1");
}

static void sizes(lua_State *L)
{
    static const int n[][2] = {{0, 0}, {1, 0}, {0, 1}, {1000, 1000}};
    for (size_t i = 0; i < 4; i++) {
        lua_createtable(L, n[i][0], n[i][1]);
        for (int k = 1; k <= 10; k++) {
            lua_pushinteger(L, k);
            lua_seti(L, -2, k);
        }
        say("length: %d", (int)lua_rawlen(L, -1));
        lua_pushnil(L);
        lua_seti(L, -2, 10);
        say("length: %d", (int)lua_rawlen(L, -1));
        lua_settop(L, 0);
    }
    lua_newtable(L);
    for (int k = 10; k >= 1; k--) {
        lua_pushinteger(L, k);
        lua_rawseti(L, 1, k);
    }
    say("filled from behind: %d", (int)lua_rawlen(L, 1));
    lua_settop(L, 0);
}

void topic_tables(lua_State *L)
{
    accesses(L);
    raw_accesses(L);
    traversals(L);
    globals(L);
    metatables(L);
    sizes(L);
}
