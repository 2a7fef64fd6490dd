/*
 * tests/api/inspection.c -- lua_getinfo with every letter, levels, local
 * variables, upvalues.
 */
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static void print_info(const lua_Debug *ar)
{
    say("name=%s namewhat=%s what=%s source=%.30s/%d line=%d defined=%d..%d "
        "nups=%d nparams=%d vararg=%d tail=%d transfer=%d/%d src=%s",
        ar->name ? ar->name : "(null)", ar->namewhat, ar->what, ar->source,
        (int)ar->srclen, ar->currentline, ar->linedefined, ar->lastlinedefined,
        ar->nups, ar->nparams, ar->isvararg, ar->istailcall != 0, ar->ftransfer,
        ar->ntransfer, ar->short_src);
}

/* All levels, from Lua. */
static int levels(lua_State *L)
{
    lua_Debug ar;
    int level = 0;
    for (; lua_getstack(L, level, &ar); level++) {
        memset((char *)&ar, 0, offsetof(lua_Debug, short_src));
        lua_Debug found;
        must("again", lua_getstack(L, level, &found));
        must("all letters", lua_getinfo(L, "nSltur", &found));
        print_info(&found);
    }
    say("levels: %d, beyond: %d, -1: %d", level, lua_getstack(L, 1000, &ar),
        lua_getstack(L, -1, &ar));
    return 0;
}

static int letters(lua_State *L)
{
    static const char *const whats[] = {"n",        "S", "l",  "t",  "u",
                                        "r",        "f", "L",  "fL", "Lf",
                                        "nSltufLr", "x", "n?", ""};
    lua_Debug ar;
    for (int level = 0; level <= 1; level++)
        for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
            int top = lua_gettop(L);
            lua_getstack(L, level, &ar);
            int ok = lua_getinfo(L, whats[i], &ar);
            char what[60];
            sprintf(what, "level %d '%s': %d", level, whats[i], ok);
            show_top(L, what, lua_gettop(L) - top);
        }
    return 0;
}

static int lines_of(lua_State *L)
{
    lua_Debug ar;
    int line[100], n = 0;
    lua_settop(L, 1);
    must("lines", lua_getinfo(L, ">L", &ar));
    if (lua_isnil(L, 1))
        return 1;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        must("true", lua_toboolean(L, -1));
        line[n++] = (int)lua_tointeger(L, -2);
        lua_pop(L, 1);
    }
    lua_pushliteral(L, "");
    for (int i = 1; i <= 100; i++)
        for (int k = 0; k < n; k++)
            if (line[k] == i) {
                lua_pushfstring(L, "%d ", i);
                lua_concat(L, 2);
            }
    return 1;
}

static void functions(lua_State *L)
{
    lua_Debug ar;
    for (int i = 31; i <= 33; i++) {
        push_sample(L, i);
        say("of %s: %d", sample_names[i], lua_getinfo(L, ">nSlturf", &ar));
        print_info(&ar);
        show(L, "pushed");
    }
    static const char returned[] =
        "\n\nlocal x = 1\n\nreturn function(a, b, ...)\n"
        "  local y = x\n  return y\nend";
    static const char *const texts[] = {"return 1",
                                        returned,
                                        "",
                                        "\n\n--nothing\n",
                                        "for i = 1, 2 do\n print(i)\nend",
                                        "local t = {\n1,\n2,\nf(\n)\n}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        luaL_loadbuffer(L, texts[i], strlen(texts[i]), "@file.lua");
        lua_pushvalue(L, -1);
        lua_getinfo(L, ">Su", &ar);
        print_info(&ar);
        attempt(L, "lines", lines_of);
    }
    do_string(L, returned);
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">Su", &ar);
    print_info(&ar);
    attempt(L, "lines of a vararg function", lines_of);
    push_sample(L, 31);
    attempt(L, "lines of a C function", lines_of);
}

static void sources(lua_State *L)
{
    static const char *const names[] = {
        "=stdin",
        "@file.lua",
        "return 1",
        "return 1\nreturn 2",
        "=",
        "@",
        "",
        "=a name that is longer than sixty bytes, which is cut at its end, ..",
        "@a/path/that/is/longer/than/sixty/bytes/which/is/cut/in/its/front.lua",
        "a text that is longer than sixty bytes, which is cut at its end, too",
        "\nfirst line is empty"};
    lua_Debug ar;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        luaL_loadbuffer(L, "error('e')", 10, names[i]);
        lua_pushvalue(L, -1);
        lua_getinfo(L, ">S", &ar);
        say("%s, %lu, %s", ar.source, (unsigned long)ar.srclen, ar.short_src);
        lua_pcall(L, 0, 0, 0);
        show(L, "error");
    }
    say("load without a name: %d", luaL_loadbuffer(L, "error('e')", 10, NULL));
    lua_pcall(L, 0, 0, 0);
    show(L, "error");
}

static int locals(lua_State *L)
{
    lua_Debug ar;
    char what[60];
    for (int level = 0; lua_getstack(L, level, &ar) && level < 4; level++)
        for (int n = -3; n <= 12; n++) {
            const char *name = lua_getlocal(L, &ar, n);
            if (name == NULL)
                continue;
            if (name[0] == '(' && name[1] != 'v') {
                lua_pop(L, 1); /* slots without a name differ */
                continue;
            }
            sprintf(what, "level %d local '%s'", level, name);
            show_top(L, what, 1);
        }
    return 0;
}

static int set_locals(lua_State *L)
{
    lua_Debug ar;
    lua_getstack(L, 1, &ar);
    for (int n = -2; n <= 9; n++) {
        lua_pushfstring(L, "set %d", n);
        int top = lua_gettop(L);
        const char *name = lua_setlocal(L, &ar, n);
        say("setlocal %d: %s, popped %d", n, name ? name : "(null)",
            top - lua_gettop(L));
        lua_settop(L, 0);
    }
    return 0;
}

static void local_variables(lua_State *L)
{
    lua_register(L, "locals", locals);
    lua_register(L, "set_locals", set_locals);
    run(L, "locals",
        "local a, b <const>, c = 1, 'const', {} "
        "do local hidden = 2 end local function f(x, y, ...) "
        "local z = x + y locals(z, 'arg') return z end "
        "f(10, 20, 'v1', 'v2') for i = 1, 1 do local d = i locals() end "
        "for k, v in pairs({5}) do locals() end return a, b, c");
    run(L, "set locals",
        "local a, b = 1, 2 do local gone = 3 end "
        "local function f(p, ...) local q = 4 set_locals() "
        "return p, q, ... end return f(5, 6, 7)");
    run(L, "in a coroutine",
        "local co = coroutine.wrap(function(a, ...) "
        "local b = a locals() coroutine.yield(b) end) co(1, 2)");
    static const char *const texts[] = {"return ...",
                                        "local a, b = ... return a"};
    for (int i = 0; i < 2; i++)
        for (int n = -1; n <= 2; n++) {
            luaL_loadstring(L, texts[i]);
            const char *name = lua_getlocal(L, NULL, n);
            say("parameter %d: %s, top %d", n, name ? name : "(null)",
                lua_gettop(L));
            lua_settop(L, 0);
        }
    do_string(L, "return function(one, two, ...) local three end");
    for (int n = 0; n <= 4; n++) {
        lua_pushvalue(L, 1);
        const char *name = lua_getlocal(L, NULL, n);
        say("parameter %d: %s", n, name ? name : "(null)");
    }
    lua_settop(L, 0);
    push_sample(L, 31);
    must("C function", lua_getlocal(L, NULL, 1) == NULL);
    lua_settop(L, 0);
}

static void upvalues(lua_State *L)
{
    do_string(L, "local a, b = 1, 2 "
                 "local function f() return a, b end "
                 "local function g() b = b + 1 return b, a, print end "
                 "return f, g");
    for (int f = 1; f <= 2; f++)
        for (int n = -1; n <= 4; n++) {
            const char *name = lua_getupvalue(L, f, n);
            say("upvalue %d of %d: %s", n, f, name ? name : "(null)");
            if (name != NULL)
                show_top(L, "value", 1);
        }
    say("shared: %d %d, ids beyond: %d %d",
        lua_upvalueid(L, 1, 1) == lua_upvalueid(L, 2, 2),
        lua_upvalueid(L, 1, 2) == lua_upvalueid(L, 2, 1),
        lua_upvalueid(L, 1, 3) == NULL, lua_upvalueid(L, 1, 0) == NULL);
    lua_pushliteral(L, "new");
    const char *name = lua_setupvalue(L, 1, 1);
    say("set: %s, top %d", name, lua_gettop(L));
    lua_pushnil(L);
    must("none", lua_setupvalue(L, 1, 9) == NULL);
    say("left: %d", lua_gettop(L));
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    lua_call(L, 0, 3);
    show_top(L, "g", 3);
    lua_upvaluejoin(L, 1, 1, 1, 2);
    say("joined: %d", lua_upvalueid(L, 1, 1) == lua_upvalueid(L, 1, 2));
    lua_pushvalue(L, 1);
    lua_call(L, 0, 2);
    show_top(L, "f", 2);
    lua_settop(L, 0);
    push_sample(L, 32);
    for (int n = 0; n <= 3; n++) {
        name = lua_getupvalue(L, 1, n);
        say("of C: %d: '%s', id %d", n, name ? name : "(null)",
            lua_upvalueid(L, 1, n) != NULL);
        if (name)
            show_top(L, "value", 1);
    }
    lua_pushinteger(L, 12);
    name = lua_setupvalue(L, 1, 1);
    say("set: '%s'", name);
    lua_getupvalue(L, 1, 1);
    show_top(L, "now", 1);
    lua_settop(L, 0);
    for (int i = 0; i < num_samples; i++) {
        if (i == 31 || i == 32 || i == 33)
            continue;
        push_sample(L, i);
        must("no function", lua_getupvalue(L, 1, 1) == NULL);
        lua_settop(L, 0);
    }
    luaL_loadstring(L, "return x");
    name = lua_getupvalue(L, 1, 1);
    say("of a chunk: %s", name);
    lua_settop(L, 0);
}

static void names(lua_State *L)
{
    lua_register(L, "levels", levels);
    lua_register(L, "letters", letters);
    run(L, "from a function",
        "\nlocal function f(a, ...)\n levels()\nend\n"
        "f(1)");
    run(L, "from methods",
        "local t = {} function t.field() levels() end "
        "function t:method() levels() end\nt.field()\nt:method()");
    run(L, "from a tail call",
        "local function f() return levels() end\n"
        "local function g() return f() end\ng()");
    run(L, "from metamethods",
        "local t = setmetatable({}, {__index = "
        "function() levels() end,\n__add = function() levels() end, "
        "__lt = function() levels() end, __concat = function() levels() end,"
        "__close = function() levels() end})\nlocal _ = t.x\n_ = t + 1 _ = t "
        "< t _ = t .. t do local x <close> = t end");
    run(L, "from for", "for i in function() levels() end do end");
    run(L, "from pcall",
        "pcall(function() levels() end)\n"
        "xpcall(levels, print)");
    run(L, "from sort", "table.sort({1, 2}, function() levels() end)");
    run(L, "from a coroutine", "coroutine.wrap(function() levels() end)()");
    run(L, "from global functions", "function global() levels() end global()");
    run(L, "from a finalizer",
        "setmetatable({}, {__gc = function() "
        "levels() end}) collectgarbage()");
    run(L, "letters", "local function f(a, b, ...) letters() end f(1, 2, 3)");
    run(L, "from upvalues",
        "local up = levels local function f() up() end "
        "f()");
    run(L, "from a constant key", "local t = {[1] = levels} t[1]()");
    attempt(L, "from C alone", levels);
}

void topic_inspection(lua_State *L)
{
    names(L);
    functions(L);
    sources(L);
    local_variables(L);
    upvalues(L);
}
