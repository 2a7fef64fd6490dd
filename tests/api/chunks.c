/* tests/api/chunks.c -- loading text and binaries in pieces, dumping. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/api/support.h"

typedef struct Pieces {
    const char *p;
    size_t left, piece;
    int fail_at; /* in how many reads to raise an error; 0 never */
} Pieces;

static const char *read_piece(lua_State *L, void *ud, size_t *n)
{
    Pieces *r = ud;
    if (r->fail_at > 0 && --r->fail_at == 0)
        luaL_error(L, "reader fails");
    *n = r->left < r->piece ? r->left : r->piece;
    const char *p = r->p;
    r->p += *n;
    r->left -= *n;
    return *n > 0 ? p : NULL;
}

static int load(lua_State *L, const char *s, size_t n, size_t piece,
                const char *name, const char *mode)
{
    Pieces r = {s, n, piece, 0};
    return lua_load(L, read_piece, &r, name, mode);
}

typedef struct Bytes {
    char *p;
    size_t n;
    int stop_at; /* which write gives 7; 0 none */
} Bytes;

static int write_piece(lua_State *L, const void *p, size_t n, void *ud)
{
    Bytes *b = ud;
    (void)L;
    if (b->stop_at > 0 && --b->stop_at == 0)
        return 7;
    b->p = realloc(b->p, b->n + n + 1);
    memcpy(b->p + b->n, p, n);
    b->n += n;
    return 0;
}

static const char source[] =
    "local up = 3\n"
    "local function f(a, b, ...)\n"
    "  local t = {a, b, x = 'text', 1.5, ...}\n"
    "  for i = 1, #t do up = up + i end\n"
    "  return up, #t, t.x, 0x7fffffffffffffff, -0.0, 'long' .. ('x'):rep(3)\n"
    "end\n"
    "return f(1, 2, ...)\n";

static void pieces(lua_State *L)
{
    static const size_t sizes[] = {1, 2, 3, 7, 100, 10000};
    char what[60];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int status = load(L, source, strlen(source), sizes[i], "=text", NULL);
        lua_pushinteger(L, 9);
        lua_call(L, 1, LUA_MULTRET);
        sprintf(what, "text in pieces of %lu: %d", (unsigned long)sizes[i],
                status);
        show(L, what);
    }
    for (int strip = 0; strip <= 1; strip++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            Bytes b = {NULL, 0, 0};
            load(L, source, strlen(source), 1000, "=text", "t");
            int status = lua_dump(L, write_piece, &b, strip);
            must("not popped", lua_gettop(L) == 1);
            must("signature", b.p[0] == LUA_SIGNATURE[0]);
            lua_settop(L, 0);
            int loaded = load(L, b.p, b.n, sizes[i], "=binary", "b");
            sprintf(what, "dump %d, binary in pieces of %lu: %d", status,
                    (unsigned long)sizes[i], loaded);
            lua_Debug ar;
            lua_pushvalue(L, -1);
            lua_getinfo(L, ">S", &ar);
            say("source: %s", ar.short_src);
            lua_pushinteger(L, 9);
            lua_call(L, 1, LUA_MULTRET);
            show(L, what);
            free(b.p);
        }
}

static void modes(lua_State *L)
{
    static const char *const texts[] = {"b", "t", "bt", "tb", "x", ""};
    Bytes b = {NULL, 0, 0};
    luaL_loadstring(L, "return 1");
    lua_dump(L, write_piece, &b, 0);
    lua_settop(L, 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        say("text, mode %s: %d", texts[i],
            luaL_loadbufferx(L, "return 1", 8, "=chunk", texts[i]));
        show(L, "gives");
        say("binary, mode %s: %d", texts[i],
            luaL_loadbufferx(L, b.p, b.n, "=chunk", texts[i]));
        show(L, "gives");
    }
    free(b.p);
}

static void broken(lua_State *L)
{
    static const char *const texts[] = {"x =",
                                        "return return",
                                        "local 5",
                                        "for",
                                        "goto nowhere",
                                        "'open",
                                        "[[open",
                                        "x = }",
                                        "break",
                                        "::a:: ::a::",
                                        "local x <const> = 1 x = 2",
                                        "return \"\\q\"",
                                        "0x",
                                        "a.b:c = 1",
                                        "f(",
                                        "\1",
                                        "local x <what> = 1",
                                        "return ...",
                                        "function f() return ... end",
                                        "return '\\u{110000000}'",
                                        "--[[ open",
                                        "x = 1e",
                                        "if x then else elseif",
                                        "return 1,"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int status = luaL_loadbuffer(L, texts[i], strlen(texts[i]), "=broken");
        say("%s: %d", texts[i], status);
        show(L, "message");
    }
    Pieces r = {source, strlen(source), 5, 3};
    say("failing reader: %d", lua_load(L, read_piece, &r, "=x", NULL));
    show(L, "message");
    say("nothing: %d", load(L, "", 0, 1, "=nothing", NULL));
    lua_call(L, 0, LUA_MULTRET);
    show(L, "returns");
    say("no chunk: %d",
        luaL_loadbufferx(L, "\x1bnothing like it", 16, "=bin", NULL) != LUA_OK);
    must("message", lua_type(L, -1) == LUA_TSTRING);
    lua_settop(L, 0);
}

static void dumping(lua_State *L)
{
    Bytes b = {NULL, 0, 0};
    push_sample(L, 31);
    say("dump of a C function: %d", lua_dump(L, write_piece, &b, 0));
    lua_settop(L, 0);
    luaL_loadstring(L, source);
    b.stop_at = 1;
    say("writer that refuses: %d", lua_dump(L, write_piece, &b, 0));
    free(b.p);
    lua_settop(L, 0);
    /* upvalues come new */
    b = (Bytes){NULL, 0, 0};
    do_string(L, "local a, b = 1, 2 return function(x) if x then a = x "
                 "end return a, b, _ENV end");
    lua_dump(L, write_piece, &b, 0);
    lua_settop(L, 0);
    load(L, b.p, b.n, 100, "=b", NULL);
    for (int n = 1; n <= 3; n++) {
        const char *name = lua_getupvalue(L, 1, n);
        say("upvalue %d: %s", n, name);
        show_top(L, "value", 1);
    }
    lua_call(L, 0, 3);
    show_top(L, "called", 3);
    /* in another state */
    lua_State *other = luaL_newstate();
    luaL_openlibs(other);
    say("in another state: %d", load(other, b.p, b.n, 3, "=b", "b"));
    lua_pushinteger(other, 5);
    say("call: %d", lua_pcall(other, 1, 1, 0));
    show(other, "result");
    lua_close(other);
    free(b.p);
    lua_settop(L, 0);
}

static void write_file(const char *name, const char *text, size_t n)
{
    FILE *f = fopen(name, "wb");
    fwrite(text, 1, n, f);
    fclose(f);
}

static void files(lua_State *L)
{
    static const char *const texts[] = {"return ...",
                                        "# comment\nreturn 2",
                                        "#!interpreter\n\nerror('three')",
                                        "\xEF\xBB\xBFreturn 'after a mark'",
                                        "\xEF\xBB\xBF#!x\nreturn 'both'",
                                        "#",
                                        "#only",
                                        "",
                                        "return",
                                        "\xEF\xBB",
                                        "x = =",
                                        "\n\n\nx = ="};
    char name[] = "api-test-file.lua";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(name, texts[i], strlen(texts[i]));
        int status = luaL_loadfilex(L, name, NULL);
        if (status == LUA_OK) {
            lua_pushliteral(L, "argument");
            lua_pcall(L, 1, LUA_MULTRET, 0);
        }
        say("file %lu: %d", (unsigned long)i, status);
        show(L, "gives");
        say("dofile: %d", luaL_dofile(L, name));
        show(L, "gives");
    }
    Bytes b = {NULL, 0, 0};
    luaL_loadstring(L, "return 'binary'");
    lua_dump(L, write_piece, &b, 1);
    lua_settop(L, 0);
    write_file(name, b.p, b.n);
    for (int i = 0; i < 3; i++) {
        say("binary file: %d", luaL_loadfilex(L, name,
                                              i == 0   ? NULL
                                              : i == 1 ? "b"
                                                       : "t"));
        show(L, "gives");
    }
    char *commented = malloc(b.n + 3);
    memcpy(commented, "#\n", 3);
    memcpy(commented + 2, b.p, b.n);
    write_file(name, commented, b.n + 2);
    say("binary behind a comment: %d", luaL_dofile(L, name));
    show(L, "gives");
    free(commented);
    free(b.p);
    remove(name);
    say("no file: %d", luaL_loadfile(L, name));
    show(L, "message");
    say("a folder: %d", luaL_loadfile(L, "/"));
    show(L, "message");
}

static void environments(lua_State *L)
{
    luaL_loadstring(L, "x = 5 return x");
    lua_newtable(L);
    lua_pushvalue(L, -1);
    must("_ENV", strcmp(lua_setupvalue(L, 1, 1), "_ENV") == 0);
    lua_insert(L, 1);
    lua_call(L, 0, 1);
    lua_getfield(L, 1, "x");
    lua_getglobal(L, "x");
    lua_remove(L, 1);
    show(L, "environment");
    luaL_loadstring(L, "return _ENV == _G");
    lua_call(L, 0, 1);
    show(L, "globals");
}

void topic_chunks(lua_State *L)
{
    pieces(L);
    modes(L);
    broken(L);
    dumping(L);
    files(L);
    environments(L);
}
