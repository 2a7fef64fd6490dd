/* tests/api/stack.c -- indices of all sorts, and what moves values. */
#include <limits.h>
#include <stdio.h>

#include "tests/api/support.h"

static void fill(lua_State *L, int n)
{
    lua_settop(L, 0);
    for (int i = 1; i <= n; i++)
        lua_pushinteger(L, i * 10);
}

static void absindex(lua_State *L)
{
    static const int indices[] = {1,
                                  3,
                                  7,
                                  100,
                                  -1,
                                  -3,
                                  LUA_REGISTRYINDEX,
                                  LUA_REGISTRYINDEX - 1,
                                  LUA_REGISTRYINDEX - 255};
    fill(L, 3);
    for (size_t i = 0; i < sizeof indices / sizeof *indices; i++)
        say("absindex %d: %d", indices[i], lua_absindex(L, indices[i]));
    say("upvalue indices: %d %d", lua_upvalueindex(1), lua_upvalueindex(255));
    lua_settop(L, 0);
    say("top of nothing: %d, absindex -1: %d", lua_gettop(L),
        lua_absindex(L, -1));
}

static void rotations(lua_State *L)
{
    char what[60];
    for (int idx = 1; idx <= 5; idx++) {
        int n = 5 - idx + 1;
        for (int r = -n; r <= n; r++) {
            fill(L, 5);
            lua_rotate(L, idx, r);
            sprintf(what, "rotate %d by %d", idx, r);
            show(L, what);
            fill(L, 5);
            lua_rotate(L, idx - 6, r);
            sprintf(what, "rotate %d by %d", idx - 6, r);
            show(L, what);
        }
    }
}

static void moves(lua_State *L)
{
    fill(L, 4);
    lua_insert(L, 2);
    show(L, "insert 2");
    fill(L, 4);
    lua_insert(L, -1);
    show(L, "insert -1");
    fill(L, 4);
    lua_remove(L, 1);
    lua_remove(L, -2);
    show(L, "remove 1, -2");
    fill(L, 4);
    lua_replace(L, 1);
    show(L, "replace 1");
    fill(L, 4);
    lua_copy(L, 1, 4);
    lua_copy(L, -2, -3);
    show(L, "copy 1 to 4, -2 to -3");
    fill(L, 4);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -5);
    show(L, "pushvalue 2, -5");
    fill(L, 4);
    lua_settop(L, 6);
    lua_settop(L, -3);
    show(L, "settop 6, -3");
    fill(L, 2);
    lua_settop(L, 5);
    lua_pop(L, 1);
    show(L, "settop 5, pop 1");
    fill(L, 3);
    lua_settop(L, 0);
    show(L, "settop 0");
    fill(L, 3);
    lua_settop(L, -4);
    show(L, "settop -4");
}

static void to_other_threads(lua_State *L)
{
    lua_settop(L, 0);
    lua_State *T = lua_newthread(L);
    for (int i = 1; i <= 5; i++)
        push_sample(L, i * 6);
    lua_xmove(L, T, 3);
    show(L, "xmove leaves");
    show(T, "xmove brings");
    lua_settop(L, 0);
    T = lua_newthread(L);
    push_sample(L, 25);
    lua_xmove(L, L, 1);
    lua_xmove(L, T, 0);
    say("xmove to itself, and of nothing: %d, %d", lua_gettop(L),
        lua_gettop(T));
    lua_settop(L, 0);
}

/* Upvalues by pseudo-index, up to the last. */
static int upvalues(lua_State *L)
{
    say("types of upvalues: %s %s %s %s", luaL_typename(L, lua_upvalueindex(1)),
        luaL_typename(L, lua_upvalueindex(3)),
        luaL_typename(L, lua_upvalueindex(4)),
        luaL_typename(L, lua_upvalueindex(255)));
    lua_pushinteger(L, lua_tointeger(L, lua_upvalueindex(1)) + 1);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_copy(L, lua_upvalueindex(2), lua_upvalueindex(3));
    lua_pushvalue(L, lua_upvalueindex(3));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_setfield(L, lua_upvalueindex(2), "self");
    lua_getfield(L, lua_upvalueindex(3), "self");
    lua_pushboolean(L, lua_rawequal(L, -1, lua_upvalueindex(2)));
    return 4;
}

static int no_upvalues(lua_State *L)
{
    lua_pushinteger(L, lua_type(L, lua_upvalueindex(1)));
    lua_pushinteger(L, lua_type(L, lua_upvalueindex(2)));
    return 2;
}

static int many_upvalues(lua_State *L)
{
    lua_Integer sum = 0;
    for (int i = 1; i <= 256; i++)
        sum += lua_tointeger(L, lua_upvalueindex(i));
    lua_pushinteger(L, sum);
    return 1;
}

static void pseudo_indices(lua_State *L)
{
    lua_settop(L, 0);
    lua_pushinteger(L, 41);
    lua_newtable(L);
    lua_pushnil(L);
    lua_pushcclosure(L, upvalues, 3);
    for (int i = 1; i <= 2; i++) {
        lua_pushvalue(L, 1);
        lua_call(L, 0, LUA_MULTRET);
        show_top(L, "upvalues", 4);
    }
    lua_settop(L, 0);
    attempt(L, "no upvalues", no_upvalues);
    luaL_checkstack(L, 300, NULL);
    for (int i = 1; i <= 255; i++)
        lua_pushinteger(L, i);
    lua_pushcclosure(L, many_upvalues, 255);
    lua_call(L, 0, 1);
    show(L, "sum of 255 upvalues");
    say("registry: %s, type beyond the top: %d",
        luaL_typename(L, LUA_REGISTRYINDEX), lua_type(L, 5));
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushglobaltable(L);
    say("globals: %d", lua_rawequal(L, -1, -2));
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    say("main thread: %d, pushthread: %d", lua_tothread(L, -1) == L,
        lua_pushthread(L));
    lua_State *T = lua_newthread(L);
    say("pushthread of another: %d, itself: %d", lua_pushthread(T),
        lua_tothread(T, 1) == T);
    lua_settop(L, 0);
}

static int deep(lua_State *L)
{
    int n = (int)lua_tointeger(L, 1);
    lua_pushinteger(L, lua_checkstack(L, n));
    return 1;
}

static int fill_stack(lua_State *L)
{
    luaL_checkstack(L, 100010, "for numbers");
    for (int i = 0; i < 100000; i++)
        lua_pushinteger(L, i);
    lua_concat(L, 0);
    lua_settop(L, 100000);
    lua_pushinteger(L, lua_tointeger(L, 99999));
    return 1;
}

static int check_too_much(lua_State *L)
{
    luaL_checkstack(L, 2000000, "message");
    return 0;
}

static int check_too_much_silently(lua_State *L)
{
    luaL_checkstack(L, 2000000, NULL);
    return 0;
}

static void room(lua_State *L)
{
    static const int sizes[] = {0,      1,      20,      1000,
                                100000, 900000, 1000001, INT_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        lua_pushinteger(L, sizes[i]);
        attempt(L, "checkstack", deep);
    }
    attempt(L, "a hundred thousand values", fill_stack);
    attempt(L, "luaL_checkstack", check_too_much);
    attempt(L, "luaL_checkstack, NULL", check_too_much_silently);
}

void topic_stack(lua_State *L)
{
    absindex(L);
    rotations(L);
    moves(L);
    to_other_threads(L);
    pseudo_indices(L);
    room(L);
}
