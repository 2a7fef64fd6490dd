/*
 * tests/api/operators.c -- arithmetic, comparing, concatenation, length of
 * every pair of samples.
 */
#include <stdio.h>

#include "tests/api/support.h"

static int op; /* of the attempt being made */

static int arith(lua_State *L)
{
    lua_arith(L, op);
    return 1;
}

static int compare(lua_State *L)
{
    int r = lua_compare(L, 1, 2, op);
    must("as by negative indices", r == lua_compare(L, -2, -1, op));
    lua_pushinteger(L, r);
    return 1;
}

static int raw_equal(lua_State *L)
{
    lua_pushinteger(L, lua_rawequal(L, 1, 2));
    return 1;
}

static int concat(lua_State *L)
{
    lua_concat(L, lua_gettop(L));
    return lua_gettop(L);
}

static int length(lua_State *L)
{
    lua_len(L, 1);
    return 1;
}

static int aux_length(lua_State *L)
{
    lua_pushinteger(L, luaL_len(L, 1));
    return 1;
}

static void pair(lua_State *L, const char *name, int i, int j, lua_CFunction fn)
{
    char what[100];
    push_sample(L, i);
    push_sample(L, j);
    sprintf(what, "%s %s %s", sample_names[i], name, sample_names[j]);
    attempt(L, what, fn);
}

static void pairs(lua_State *L, int i, int j)
{
    static const char *const names[] = {"+",  "-", "*", "%", "^",  "/",
                                        "//", "&", "|", "~", "<<", ">>"};
    static const char *const tests[] = {"==", "<", "<="};
    for (op = LUA_OPADD; op <= LUA_OPSHR; op++)
        pair(L, names[op], i, j, arith);
    for (op = LUA_OPEQ; op <= LUA_OPLE; op++)
        pair(L, tests[op], i, j, compare);
    pair(L, "raw ==", i, j, raw_equal);
    pair(L, "..", i, j, concat);
}

static void single(lua_State *L, int i)
{
    char what[100];
    for (op = LUA_OPUNM; op <= LUA_OPBNOT; op++) {
        push_sample(L, i);
        sprintf(what, "%s%s", op == LUA_OPUNM ? "-" : "~", sample_names[i]);
        attempt(L, what, arith);
    }
    push_sample(L, i);
    sprintf(what, "#%s", sample_names[i]);
    attempt(L, what, length);
    push_sample(L, i);
    attempt(L, "luaL_len", aux_length);
    push_sample(L, i);
    attempt(L, "concat 1", concat);
    push_sample(L, i);
    push_sample(L, i);
    say("with itself: %d %d", lua_rawequal(L, 1, 1),
        lua_compare(L, 1, 1, LUA_OPEQ));
    lua_settop(L, 0);
}

static void concatenations(lua_State *L)
{
    attempt(L, "concat 0", concat);
    for (int i = 1; i <= 5; i++)
        lua_pushinteger(L, i);
    lua_pushnumber(L, 6);
    lua_pushliteral(L, "");
    attempt(L, "concat 7", concat);
    lua_pushliteral(L, "a");
    push_sample(L, 30);
    lua_pushliteral(L, "b");
    lua_pushliteral(L, "c");
    attempt(L, "concat with __concat", concat);
    push_sample(L, 30);
    push_sample(L, 30);
    attempt(L, "concat of two", concat);
    lua_pushliteral(L, "a");
    lua_newtable(L);
    lua_pushliteral(L, "b");
    attempt(L, "concat with a table", concat);
}

/* Comparing with what is not there is false, and no error. */
static void nowhere(lua_State *L)
{
    lua_pushnil(L);
    say("none: %d %d %d %d", lua_rawequal(L, 1, 5), lua_rawequal(L, 5, 6),
        lua_compare(L, 1, 5, LUA_OPEQ), lua_compare(L, 5, 1, LUA_OPLT));
    lua_settop(L, 0);
    lua_pushinteger(L, 1);
    lua_pushvalue(L, LUA_REGISTRYINDEX);
    say("registry: %d %d", lua_rawequal(L, LUA_REGISTRYINDEX, 2),
        lua_compare(L, LUA_REGISTRYINDEX, 2, LUA_OPEQ));
    lua_settop(L, 0);
}

static int not_boolean(lua_State *L)
{
    lua_pushinteger(L, 12);
    return 1;
}

static int one_and_a_half(lua_State *L)
{
    lua_pushnumber(L, 1.5);
    return 1;
}

static void odd_metamethods(lua_State *L)
{
    static const luaL_Reg methods[] = {{"__lt", not_boolean},
                                       {"__le", not_boolean},
                                       {"__eq", not_boolean},
                                       {"__len", one_and_a_half},
                                       {NULL, NULL}};
    for (int k = 0; k < 2; k++) {
        lua_newtable(L);
        luaL_newlib(L, methods);
        lua_setmetatable(L, -2);
    }
    for (op = LUA_OPEQ; op <= LUA_OPLE; op++) {
        lua_settop(L, 2);
        say("compare %d: %d", op, lua_compare(L, 1, 2, op));
    }
    lua_settop(L, 1);
    attempt(L, "luaL_len of 1.5", aux_length);
}

void topic_operators(lua_State *L)
{
    for (int i = 0; i < num_samples; i++) {
        single(L, i);
        for (int j = 0; j < num_samples; j++)
            pairs(L, i, j);
    }
    concatenations(L);
    nowhere(L);
    odd_metamethods(L);
}
