/* tests/api/values.c -- what each function says of each kind of value. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static void predicates(lua_State *L, int i)
{
    push_sample(L, i);
    say("%s: %s number=%d string=%d integer=%d userdata=%d C=%d bool=%d "
        "rawlen=%lu nil=%d none=%d table=%d thread=%d light=%d function=%d",
        sample_names[i], luaL_typename(L, 1), lua_isnumber(L, 1),
        lua_isstring(L, 1), lua_isinteger(L, 1), lua_isuserdata(L, 1),
        lua_iscfunction(L, 1), lua_toboolean(L, 1),
        (unsigned long)lua_rawlen(L, 1), lua_isnil(L, 1), lua_isnoneornil(L, 1),
        lua_istable(L, 1), lua_isthread(L, 1), lua_islightuserdata(L, 1),
        lua_isfunction(L, 1));
    lua_settop(L, 0);
}

static void conversions(lua_State *L, int i)
{
    int ok;
    char what[100];
    push_sample(L, i);
    lua_Integer n = lua_tointegerx(L, 1, &ok);
    lua_pushinteger(L, n);
    lua_pushinteger(L, ok);
    lua_pushnumber(L, lua_tonumberx(L, 1, &ok));
    lua_pushinteger(L, ok);
    lua_pushinteger(L, lua_tointegerx(L, 1, NULL));
    lua_pushnumber(L, lua_tonumberx(L, 1, NULL));
    sprintf(what, "%s as integer, number", sample_names[i]);
    show_top(L, what, 6);
    say("pointers: C function=%d userdata=%d thread=%d pointer=%d",
        lua_tocfunction(L, 1) != NULL, lua_touserdata(L, 1) != NULL,
        lua_tothread(L, 1) != NULL, lua_topointer(L, 1) != NULL);
    if (lua_type(L, 1) == LUA_TUSERDATA || lua_islightuserdata(L, 1))
        must("pointer", lua_topointer(L, 1) == lua_touserdata(L, 1));
    const void *p = lua_topointer(L, 1);
    lua_gc(L, LUA_GCCOLLECT);
    must("stable pointer", p == lua_topointer(L, 1));
    size_t len = 99;
    const char *s = lua_tolstring(L, 1, &len);
    say("string: %d, length %lu, then a %s", s != NULL, (unsigned long)len,
        luaL_typename(L, 1));
    if (s != NULL) {
        must("ends", s[len] == '\0');
        must("same string", lua_tostring(L, 1) == s);
    }
    show(L, "value now");
}

static void nowhere(lua_State *L)
{
    size_t len = 99;
    int ok = 7;
    say("none: %s %d %d %d %d %d", luaL_typename(L, 3), lua_type(L, 3),
        lua_isnone(L, 3), lua_isnoneornil(L, 3), lua_toboolean(L, 3),
        lua_isnumber(L, 3));
    say("none as integer: %d", (int)lua_tointegerx(L, 3, &ok));
    say("ok: %d, number: %d", ok, (int)lua_tonumberx(L, 3, NULL));
    say("string: %d, %lu", lua_tolstring(L, 3, &len) == NULL,
        (unsigned long)len);
    say("pointers: %d %d %d %d, rawlen %d", lua_topointer(L, 3) == NULL,
        lua_touserdata(L, 3) == NULL, lua_tocfunction(L, 3) == NULL,
        lua_tothread(L, 3) == NULL, (int)lua_rawlen(L, 3));
}

static void names(lua_State *L)
{
    for (int t = LUA_TNONE; t < LUA_NUMTYPES; t++)
        say("type %d: %s", t, lua_typename(L, t));
    say("version: %g %g", lua_version(L), lua_version(NULL));
}

static void pushing(lua_State *L)
{
    const char *s = lua_pushlstring(L, "a\0b", 3);
    must("inner pointer", s == lua_tostring(L, -1));
    s = lua_pushlstring(L, NULL, 0);
    must("empty", s != NULL && *s == '\0');
    s = lua_pushstring(L, "text");
    must("copy", strcmp(s, "text") == 0);
    must("no string", lua_pushstring(L, NULL) == NULL);
    must("literal", lua_pushliteral(L, "lit\0eral") != NULL);
    lua_pushboolean(L, -1);
    lua_pushnumber(L, 42);
    lua_pushinteger(L, -42);
    lua_pushfstring(L, "plain");
    lua_pushfstring(L, "");
    show(L, "pushed");
    lua_pushfstring(L, "%s|%s|%d|%d", "text", (char *)NULL, 5, -5);
    lua_pushfstring(L, "%c%c %% %I %f %f %f", 'a', 0, (LUAI_UACINT)1 << 60, 0.1,
                    3.0, -1e300);
    lua_pushfstring(L, "%U %U %U %U", 0x41L, 0xe9L, 0x20acL, 0x10ffffL);
    lua_pushfstring(L, "%U", 0x7fffffffL);
    lua_pushfstring(L, "end %%");
    lua_pushfstring(L, "%p", (void *)NULL);
    lua_pushfstring(L, "%s",
                    "a long piece, longer than the buffers are, "
                    "one of several hundred bytes that is copied at once, "
                    "or, in another implementation, in several steps; "
                    "still it must come out as one string, unchanged");
    lua_pushfstring(L, "%f %f %f", (LUAI_UACNUMBER)1e15,
                    (LUAI_UACNUMBER)123456.5, (LUAI_UACNUMBER)-0.0);
    show(L, "formatted");
}

static int bad_format(lua_State *L)
{
    lua_pushfstring(L, "%x", 1);
    return 1;
}

static void text_to_numbers(lua_State *L)
{
    static const char *const texts[] = {"0",
                                        "-0",
                                        "+5",
                                        "5.",
                                        ".5",
                                        ".",
                                        "",
                                        " ",
                                        "0x",
                                        "0xA",
                                        "-0xff",
                                        "1e",
                                        "1e+5",
                                        "0x1p-2",
                                        "0x.8",
                                        "0x.p1",
                                        "inf",
                                        "nan",
                                        "1 2",
                                        "12 ",
                                        "\n7\t",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "-9223372036854775809",
                                        "0xffffffffffffffff",
                                        "0x1ffffffffffffffff",
                                        "1e308",
                                        "1e309",
                                        "1_000",
                                        "1,5",
                                        "0b1",
                                        "- 1",
                                        "--1",
                                        "1e-400",
                                        "0x1p99999",
                                        "123456789012345678901234567890"};
    char what[80];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = lua_stringtonumber(L, texts[i]);
        sprintf(what, "'%s' gives %lu", texts[i], (unsigned long)n);
        show(L, what);
    }
}

/* Floats as text: what lua_tostring makes of them. */
static void numbers_to_text(lua_State *L)
{
    static const lua_Number numbers[] = {0.0,         -0.0,
                                         1.0,         -1.5,
                                         1e14,        1e15,
                                         1e16,        123456789012345.0,
                                         1e100,       0.1,
                                         1.0 / 3.0,   1e-5,
                                         5e-324,      1.7976931348623157e308,
                                         2147483648.0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushnumber(L, numbers[i]);
        lua_tostring(L, -1);
    }
    show(L, "floats as text");
    lua_pushinteger(L, LUA_MININTEGER);
    lua_pushinteger(L, LUA_MAXINTEGER);
    lua_tostring(L, 1);
    luaL_tolstring(L, 2, NULL);
    show(L, "integers as text");
}

void topic_values(lua_State *L)
{
    for (int i = 0; i < num_samples; i++) {
        predicates(L, i);
        conversions(L, i);
    }
    nowhere(L);
    names(L);
    pushing(L);
    attempt(L, "bad format", bad_format);
    text_to_numbers(L);
    numbers_to_text(L);
}
