/* tests/api/arguments.c -- luaL_check*, luaL_opt* on every sample. */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static int check_integer(lua_State *L)
{
    lua_pushinteger(L, luaL_checkinteger(L, 1));
    return 1;
}

static int opt_integer(lua_State *L)
{
    lua_pushinteger(L, luaL_optinteger(L, 1, 123));
    return 1;
}

static int check_number(lua_State *L)
{
    lua_pushnumber(L, luaL_checknumber(L, 1));
    return 1;
}

static int opt_number(lua_State *L)
{
    lua_pushnumber(L, luaL_optnumber(L, 1, 0.25));
    return 1;
}

static int check_string(lua_State *L)
{
    size_t n;
    const char *s = luaL_checklstring(L, 1, &n);
    must("same", s == luaL_checkstring(L, 1));
    lua_pushlstring(L, s, n);
    return 1;
}

static int opt_string(lua_State *L)
{
    size_t n = 99;
    const char *s = luaL_optlstring(L, 1, "default", &n);
    must("length", strlen(s) <= n);
    lua_pushlstring(L, s, n);
    s = luaL_optlstring(L, 5, NULL, &n);
    must("no default", s == NULL && n == 0);
    must("without length", strcmp(luaL_optstring(L, 5, "d"), "d") == 0);
    return 1;
}

static int check_any(lua_State *L)
{
    luaL_checkany(L, 1);
    return 0;
}

static int check_option(lua_State *L)
{
    static const char *const options[] = {"10", "abc", "12", NULL};
    lua_pushinteger(L, luaL_checkoption(L, 1, NULL, options));
    return 1;
}

static int opt_option(lua_State *L)
{
    static const char *const options[] = {"one", "abc", "two", NULL};
    lua_pushinteger(L, luaL_checkoption(L, 1, "two", options));
    return 1;
}

static int expected; /* type */

static int check_type(lua_State *L)
{
    luaL_checktype(L, 1, expected);
    return 0;
}

static int check_udata(lua_State *L)
{
    must("block", luaL_checkudata(L, 1, "sample") == lua_touserdata(L, 1));
    return 0;
}

static int test_udata(lua_State *L)
{
    lua_pushboolean(L, luaL_testudata(L, 1, "sample") != NULL);
    lua_pushboolean(L, luaL_testudata(L, 1, "unknown") != NULL);
    must("top", lua_gettop(L) == 3 || lua_gettop(L) == 2);
    return 2;
}

static int type_error(lua_State *L) { return luaL_typeerror(L, 1, "THING"); }

static int arg_error(lua_State *L) { return luaL_argerror(L, 2, "extra"); }

static int arg_checks(lua_State *L)
{
    luaL_argcheck(L, lua_gettop(L) > 0, 1, "at least one");
    luaL_argexpected(L, lua_gettop(L) > 1, 2, "something");
    return 0;
}

static int to_string(lua_State *L)
{
    size_t n;
    const char *s = luaL_tolstring(L, 1, &n);
    must("on top", s == lua_tostring(L, -1) && strlen(s) <= n);
    must("pushed", lua_gettop(L) == 2);
    return 1;
}

static int call_meta(lua_State *L)
{
    int r = luaL_callmeta(L, 1, "__len");
    lua_pushinteger(L, r);
    return r + 1;
}

static int meta_field(lua_State *L)
{
    int t = luaL_getmetafield(L, 1, "__name");
    lua_pushinteger(L, t);
    return lua_gettop(L) - 1;
}

static const struct {
    const char *name;
    lua_CFunction fn;
} checks[] = {
    {"checkinteger", check_integer}, {"optinteger", opt_integer},
    {"checknumber", check_number},   {"optnumber", opt_number},
    {"checkstring", check_string},   {"optstring", opt_string},
    {"checkany", check_any},         {"checkoption", check_option},
    {"optoption", opt_option},       {"checkudata", check_udata},
    {"testudata", test_udata},       {"typeerror", type_error},
    {"argerror", arg_error},         {"argchecks", arg_checks},
    {"tolstring", to_string},        {"callmeta", call_meta},
    {"metafield", meta_field},
};

static void all(lua_State *L)
{
    char what[100];
    for (size_t k = 0; k < sizeof checks / sizeof *checks; k++) {
        if (checks[k].fn != to_string && checks[k].fn != call_meta &&
            checks[k].fn != meta_field && checks[k].fn != test_udata) {
            sprintf(what, "%s of none", checks[k].name);
            attempt(L, what, checks[k].fn);
        }
        for (int i = 0; i < num_samples; i++) {
            sprintf(what, "%s of %s", checks[k].name, sample_names[i]);
            push_sample(L, i);
            attempt(L, what, checks[k].fn);
        }
    }
    for (expected = LUA_TNONE; expected < LUA_NUMTYPES; expected++)
        for (int i = 0; i < num_samples; i += 3) {
            sprintf(what, "checktype %d of %s", expected, sample_names[i]);
            push_sample(L, i);
            attempt(L, what, check_type);
        }
}

/* Names in messages: as Lua called the function. */
static void names(lua_State *L)
{
    static const luaL_Reg functions[] = {{"checkinteger", check_integer},
                                         {"argerror", arg_error},
                                         {"typeerror", type_error},
                                         {"placeholder", NULL},
                                         {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_getfield(L, -1, "placeholder");
    say("placeholder: %s", luaL_typename(L, -1));
    lua_pop(L, 1);
    lua_setglobal(L, "lib");
    lua_register(L, "check", check_integer);
    run(L, "field", "lib.checkinteger({})");
    run(L, "method", "lib:checkinteger()");
    run(L, "method's argument", "lib:argerror()");
    run(L, "global", "check()");
    run(L, "local", "local c = check c('x')");
    run(L, "upvalue", "local c = check local function f() c('x') end f()");
    run(L, "no name", "(function() return check end)()('x')");
    run(L, "through pcall", "return pcall(check, 'x')");
    run(L, "tail call", "return check('x')");
    run(L, "metamethod", "return #setmetatable({}, {__len = check})");
    run(L, "of a library", "string.rep() ");
    run(L, "library method", "('x'):rep({})");
    run(L, "library through pcall", "return pcall(string.rep)");
    run(L, "loaded module",
        "package.loaded.mymod = {fn = check} "
        "local c = check check = nil return pcall(c)");
    run(L, "__name", "check(setmetatable({}, {__name = 'MyType'}))");
    run(L, "__name is no string", "check(setmetatable({}, {__name = 5}))");
    run(L, "tostring",
        "return tostring(setmetatable({}, {__tostring = "
        "function() return 'own' end})), pcall(tostring, setmetatable({}, "
        "{__tostring = function() return {} end}))");
    run(L, "__tostring gives a number",
        "return pcall(tostring, "
        "setmetatable({}, {__tostring = function() return 5 end}))");
}

void topic_arguments(lua_State *L)
{
    push_sample(L, 37); /* makes the metatable */
    lua_settop(L, 0);
    all(L);
    names(L);
}
