/* tests/api/buffers.c -- luaL_Buffer in every way. */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static void result(lua_State *L, luaL_Buffer *b, const char *what)
{
    luaL_pushresult(b);
    show(L, what);
}

static void ways(lua_State *L)
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    result(L, &b, "empty");
    luaL_buffinit(L, &b);
    luaL_addchar(&b, 'a');
    luaL_addstring(&b, "bcd");
    luaL_addlstring(&b, "e\0f", 3);
    luaL_addlstring(&b, NULL, 0);
    say("length %lu, first %c", (unsigned long)luaL_bufflen(&b),
        luaL_buffaddr(&b)[0]);
    luaL_buffsub(&b, 2);
    result(L, &b, "added and taken away");
    luaL_buffinit(L, &b);
    lua_pushinteger(L, 12);
    luaL_addvalue(&b);
    lua_pushnumber(L, 1.5);
    luaL_addvalue(&b);
    lua_pushliteral(L, "text");
    luaL_addvalue(&b);
    result(L, &b, "values");
    char *p = luaL_buffinitsize(L, &b, 20);
    memcpy(p, "twenty bytes of room", 20);
    luaL_pushresultsize(&b, 6);
    show(L, "buffinitsize");
    p = luaL_buffinitsize(L, &b, 100000);
    memset(p, 'x', 100000);
    luaL_pushresultsize(&b, 100000);
    say("large: %lu", (unsigned long)lua_rawlen(L, -1));
    lua_settop(L, 0);
    luaL_buffinit(L, &b);
    memcpy(luaL_prepbuffer(&b), "prepared", 8);
    luaL_addsize(&b, 8);
    memcpy(luaL_prepbuffsize(&b, 5), "again", 5);
    luaL_addsize(&b, 5);
    result(L, &b, "prepared");
    luaL_buffinit(L, &b);
    luaL_addgsub(&b, "a.b.c", ".", "--");
    luaL_addgsub(&b, "none", "x", "y");
    luaL_addgsub(&b, "xxx", "x", "");
    result(L, &b, "gsub");
}

/* Growing past the space inside, in steps of every size. */
static void growing(lua_State *L)
{
    static const size_t steps[] = {1, 10, 1000, 1023, 1024, 1025, 5000};
    static char text[5000];
    memset(text, 'y', sizeof text);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        luaL_Buffer b;
        lua_pushliteral(L, "below");
        luaL_buffinit(L, &b);
        size_t total = 0;
        while (total < 20000) {
            luaL_addlstring(&b, text, steps[i]);
            total += steps[i];
        }
        must("one slot", lua_gettop(L) == 2);
        must("length", luaL_bufflen(&b) == total);
        luaL_pushresult(&b);
        say("grown by %lu: %lu, %d values", (unsigned long)steps[i],
            (unsigned long)lua_rawlen(L, -1), lua_gettop(L));
        lua_settop(L, 0);
    }
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (int i = 0; i < 3000; i++) {
        lua_pushfstring(L, "%d,", i);
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    say("3000 values: %lu", (unsigned long)lua_rawlen(L, -1));
    lua_settop(L, 0);
    luaL_buffinit(L, &b);
    for (int i = 0; i < 5000; i++)
        luaL_addchar(&b, (char)('a' + i % 26));
    luaL_buffsub(&b, 4990);
    result(L, &b, "shrunk");
}

/* Two at once: the inner one must end first. */
static void nested(lua_State *L)
{
    luaL_Buffer a, b;
    luaL_buffinit(L, &a);
    luaL_addstring(&a, "outer ");
    luaL_buffinit(L, &b);
    for (int i = 0; i < 2000; i++)
        luaL_addchar(&b, '.');
    luaL_pushresult(&b);
    luaL_addvalue(&a);
    luaL_addstring(&a, " end");
    luaL_pushresult(&a);
    say("nested: %lu", (unsigned long)lua_rawlen(L, -1));
    show(L, "nested");
}

static int abandons(lua_State *L)
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (int i = 0; i < 5000; i++)
        luaL_addchar(&b, 'z');
    if (lua_toboolean(L, 1))
        return luaL_error(L, "abandoned");
    lua_pushliteral(L, "abandoned, returned");
    return 1;
}

static void abandoned(lua_State *L)
{
    for (int fail = 0; fail <= 1; fail++) {
        lua_pushboolean(L, fail);
        attempt(L, "abandoned", abandons);
    }
    lua_register(L, "abandons", abandons);
    run(L, "in tail position",
        "local function f() return abandons() end return f(), (f())");
    run(L, "by gsub", "return (('ab'):gsub('.', abandons))");
    run(L, "in a coroutine", "return coroutine.wrap(abandons)()");
}

static int too_large(lua_State *L)
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    luaL_addchar(&b, 'x');
    luaL_prepbuffsize(&b, (size_t)-1);
    return 0;
}

void topic_buffers(lua_State *L)
{
    ways(L);
    growing(L);
    nested(L);
    abandoned(L);
    attempt(L, "too large", too_large);
}
