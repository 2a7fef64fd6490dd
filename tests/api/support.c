/*
 * tests/api/support.c -- printing values so that two implementations can be
 * compared; sample values.
 *
 * Read     show_value, push_sample.
 */
#include "tests/api/support.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    fflush(stdout); /* so that a crash shows its place */
}

void must(const char *what, int holds)
{
    if (!holds)
        say("FAILED %s", what);
}

/* Hexadecimal digits after "0x" in messages are addresses. */
static void print_text(const char *s, size_t n)
{
    putchar('"');
    for (size_t i = 0; i < n && i < 300; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '0' && i + 6 < n && s[i + 1] == 'x' &&
            isxdigit((unsigned char)s[i + 4])) {
            printf("ADDRESS");
            for (i += 2; i < n && isxdigit((unsigned char)s[i]);)
                i++;
            i--;
        } else if (c == '\n') {
            printf("\\n");
        } else if (isprint(c)) {
            putchar(c);
        } else {
            printf("\\%03d", c);
        }
    }
    if (n > 300)
        printf("... %lu bytes", (unsigned long)n);
    putchar('"');
}

static void print_float(lua_Number n)
{
    if (isnan(n))
        printf("nan");
    else if (n == floor(n) && fabs(n) < 1e15)
        printf("%.1f", n);
    else
        printf("%.14g", n);
}

static void show_value(lua_State *L, int i)
{
    switch (lua_type(L, i)) {
    case LUA_TNONE: printf("none"); break;
    case LUA_TNIL: printf("nil"); break;
    case LUA_TBOOLEAN: printf(lua_toboolean(L, i) ? "true" : "false"); break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, i))
            printf(LUA_INTEGER_FMT, lua_tointeger(L, i));
        else
            print_float(lua_tonumber(L, i));
        break;
    case LUA_TSTRING: {
        size_t n;
        const char *s = lua_tolstring(L, i, &n);
        print_text(s, n);
        break;
    }
    case LUA_TTABLE:
        printf("table #%lu", (unsigned long)lua_rawlen(L, i));
        break;
    case LUA_TFUNCTION:
        printf(lua_iscfunction(L, i) ? "C function" : "function");
        break;
    case LUA_TLIGHTUSERDATA:
        printf(lua_touserdata(L, i) == NULL ? "NULL" : "light");
        break;
    case LUA_TUSERDATA:
        printf("userdata #%lu", (unsigned long)lua_rawlen(L, i));
        break;
    case LUA_TTHREAD:
        printf("thread %d", lua_status(lua_tothread(L, i)));
        break;
    default: printf("type %d", lua_type(L, i)); break;
    }
}

void show_top(lua_State *L, const char *what, int n)
{
    int top = lua_gettop(L);
    printf("%s:", what);
    for (int i = top - n + 1; i <= top; i++) {
        printf(i == top - n + 1 ? " " : " | ");
        show_value(L, i);
    }
    putchar('\n');
    fflush(stdout);
    lua_settop(L, top - n);
}

void show(lua_State *L, const char *what) { show_top(L, what, lua_gettop(L)); }

void attempt(lua_State *L, const char *what, lua_CFunction fn)
{
    char line[200];
    lua_pushcfunction(L, fn);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    if (status == LUA_OK) {
        show(L, what);
    } else {
        snprintf(line, sizeof line, "%s, status %d", what, status);
        show(L, line);
    }
}

void run(lua_State *L, const char *what, const char *text)
{
    int status = luaL_loadbufferx(L, text, strlen(text), "=run", "t");
    if (status == LUA_OK) {
        lua_insert(L, 1);
        status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    }
    char line[200];
    snprintf(line, sizeof line, "%s, status %d", what, status);
    show(L, line);
}

void do_string(lua_State *L, const char *text)
{
    must(text, luaL_dostring(L, text) == LUA_OK);
}

/* ----------------------------------------------------------------- samples */

static int a_function(lua_State *L)
{
    lua_pushinteger(L, lua_gettop(L));
    return 1;
}

/* Each event gives its name and how many arguments came. */
static int an_event(lua_State *L)
{
    lua_pushfstring(L, "%s/%d", lua_tostring(L, lua_upvalueindex(1)),
                    lua_gettop(L));
    return 1;
}

static void push_metatable(lua_State *L)
{
    static const char *const events[] = {
        "__add", "__sub",   "__mul",      "__div",  "__mod",      "__pow",
        "__unm", "__idiv",  "__band",     "__bor",  "__bxor",     "__shl",
        "__shr", "__bnot",  "__concat",   "__len",  "__eq",       "__lt",
        "__le",  "__index", "__newindex", "__call", "__tostring", NULL};
    if (luaL_newmetatable(L, "sample")) {
        for (int i = 0; events[i] != NULL; i++) {
            lua_pushstring(L, events[i]);
            lua_pushcclosure(L, an_event, 1);
            lua_setfield(L, -2, events[i]);
        }
    }
}

const char *const sample_names[] = {"nil",       "false",
                                    "true",      "0",
                                    "1",         "-7",
                                    "maxint",    "minint",
                                    "3.0",       "-0.0",
                                    "0.5",       "1e100",
                                    "inf",       "nan",
                                    "2^53",      "2^63",
                                    "''",        "'10'",
                                    "'0x1p4'",   "' 12 '",
                                    "'1e1'",     "'abc'",
                                    "'10x'",     "'\\0a'",
                                    "'0x'",      "long",
                                    "'1e400'",   "'99999999999999999999'",
                                    "{}",        "{1,2,3}",
                                    "{meta}",    "C function",
                                    "C closure", "Lua function",
                                    "NULL",      "light",
                                    "userdata",  "userdata+meta",
                                    "thread"};
const int num_samples = (int)(sizeof sample_names / sizeof *sample_names);

static int light_target;

static void push_string_sample(lua_State *L, int i)
{
    static const char *const texts[] = {"",    "10",  "0x1p4", " 12 ",
                                        "1e1", "abc", "10x"};
    if (i < 7)
        lua_pushstring(L, texts[i]);
    else if (i == 7)
        lua_pushlstring(L, "\0a", 2);
    else if (i == 8)
        lua_pushstring(L, "0x");
    else if (i == 10)
        lua_pushstring(L, "1e400");
    else if (i == 11)
        lua_pushstring(L, "99999999999999999999");
    else {
        char text[100];
        memset(text, 'x', sizeof text);
        lua_pushlstring(L, text, sizeof text);
    }
}

void push_sample(lua_State *L, int i)
{
    i = (i % num_samples + num_samples) % num_samples;
    luaL_checkstack(L, 10, "samples");
    switch (i) {
    case 0: lua_pushnil(L); break;
    case 1: lua_pushboolean(L, 0); break;
    case 2: lua_pushboolean(L, 5); break;
    case 3: lua_pushinteger(L, 0); break;
    case 4: lua_pushinteger(L, 1); break;
    case 5: lua_pushinteger(L, -7); break;
    case 6: lua_pushinteger(L, LUA_MAXINTEGER); break;
    case 7: lua_pushinteger(L, LUA_MININTEGER); break;
    case 8: lua_pushnumber(L, 3.0); break;
    case 9: lua_pushnumber(L, -0.0); break;
    case 10: lua_pushnumber(L, 0.5); break;
    case 11: lua_pushnumber(L, 1e100); break;
    case 12: lua_pushnumber(L, HUGE_VAL); break;
    case 13: lua_pushnumber(L, (lua_Number)NAN); break;
    case 14: lua_pushnumber(L, 9007199254740992.0); break;
    case 15: lua_pushnumber(L, 9223372036854775808.0); break;
    case 28: lua_newtable(L); break;
    case 29:
        lua_createtable(L, 3, 0);
        for (int k = 1; k <= 3; k++) {
            lua_pushinteger(L, k);
            lua_rawseti(L, -2, k);
        }
        break;
    case 30:
        lua_newtable(L);
        push_metatable(L);
        lua_setmetatable(L, -2);
        break;
    case 31: lua_pushcfunction(L, a_function); break;
    case 32:
        lua_pushinteger(L, 11);
        lua_pushliteral(L, "up");
        lua_pushcclosure(L, a_function, 2);
        break;
    case 33:
        luaL_loadstring(L, "local a, b = ... return b, a, _VERSION");
        break;
    case 34: lua_pushlightuserdata(L, NULL); break;
    case 35: lua_pushlightuserdata(L, &light_target); break;
    case 36: lua_newuserdatauv(L, 24, 2); break;
    case 37:
        lua_newuserdatauv(L, 0, 0);
        push_metatable(L);
        lua_setmetatable(L, -2);
        break;
    case 38: lua_newthread(L); break;
    default: push_string_sample(L, i - 16); break;
    }
}
