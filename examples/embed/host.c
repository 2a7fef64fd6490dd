/*
 * examples/embed/host.c -- a host with a class of userdata: a canvas of
 * characters, on which a script draws.
 *
 *     host host.lua
 *
 * A canvas owns memory that is not Lua's, which __gc releases. Methods and
 * fields are found by one __index function: canvas:line(...), canvas.width.
 * What is drawn with lies in a user value, so a script may set any function
 * as its brush.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#define CANVAS "canvas"
#define MAX_SIDE 200

enum { BRUSH = 1 }; /* the user value: a string or a function of x, y */

typedef struct Canvas {
    int width, height;
    char *cells; /* rows, one after the other */
} Canvas;

static Canvas *check_canvas(lua_State *L)
{
    return luaL_checkudata(L, 1, CANVAS);
}

static int check_side(lua_State *L, int arg)
{
    lua_Integer n = luaL_checkinteger(L, arg);
    luaL_argcheck(L, n >= 1 && n <= MAX_SIDE, arg, "1 to 200 expected");
    return (int)n;
}

/* canvas(width, height) */
static int canvas_new(lua_State *L)
{
    int width = check_side(L, 1), height = check_side(L, 2);
    Canvas *c = lua_newuserdatauv(L, sizeof *c, BRUSH);
    c->width = width;
    c->height = height;
    c->cells = NULL; /* __gc may come before there are any */
    luaL_setmetatable(L, CANVAS);
    c->cells = malloc((size_t)width * (size_t)height);
    if (c->cells == NULL)
        return luaL_error(L, "not enough memory");
    memset(c->cells, ' ', (size_t)width * (size_t)height);
    lua_pushliteral(L, "*");
    lua_setiuservalue(L, -2, BRUSH);
    return 1;
}

static int canvas_gc(lua_State *L)
{
    Canvas *c = check_canvas(L);
    free(c->cells);
    c->cells = NULL;
    return 0;
}

/* What the brush at the top paints at x, y: the first character of it. */
static char paint_of(lua_State *L, int x, int y)
{
    const char *s;
    lua_pushvalue(L, -1);
    if (lua_isfunction(L, -1)) {
        lua_pushinteger(L, x + 1);
        lua_pushinteger(L, y + 1);
        lua_call(L, 2, 1);
    }
    s = lua_tostring(L, -1);
    if (s == NULL)
        luaL_error(L, "the brush gave a %s", luaL_typename(L, -1));
    char paint = s[0] != '\0' ? s[0] : ' ';
    lua_pop(L, 1);
    return paint;
}

static void plot(lua_State *L, Canvas *c, int x, int y)
{
    if (x >= 0 && x < c->width && y >= 0 && y < c->height)
        c->cells[y * c->width + x] = paint_of(L, x, y);
}

/* c:line(x1, y1, x2, y2): Bresenham's way. Returns c. */
static int canvas_line(lua_State *L)
{
    Canvas *c = check_canvas(L);
    int x = check_side(L, 2) - 1, y = check_side(L, 3) - 1;
    int to_x = check_side(L, 4) - 1, to_y = check_side(L, 5) - 1;
    int dx = abs(to_x - x), dy = -abs(to_y - y), err = dx + dy;
    lua_getiuservalue(L, 1, BRUSH);
    for (;;) {
        plot(L, c, x, y);
        if (x == to_x && y == to_y)
            break;
        int twice = 2 * err;
        if (twice >= dy) {
            err += dy;
            x += x < to_x ? 1 : -1;
        }
        if (twice <= dx) {
            err += dx;
            y += y < to_y ? 1 : -1;
        }
    }
    lua_settop(L, 1);
    return 1;
}

/* c:fill(x, y, width, height). Returns c. */
static int canvas_fill(lua_State *L)
{
    Canvas *c = check_canvas(L);
    int x = check_side(L, 2) - 1, y = check_side(L, 3) - 1;
    int width = check_side(L, 4), height = check_side(L, 5);
    lua_getiuservalue(L, 1, BRUSH);
    for (int row = y; row < y + height; row++)
        for (int column = x; column < x + width; column++)
            plot(L, c, column, row);
    lua_settop(L, 1);
    return 1;
}

static int canvas_tostring(lua_State *L)
{
    const Canvas *c = check_canvas(L);
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    for (int y = 0; y < c->height; y++) {
        int n = c->width;
        const char *row = c->cells + y * c->width;
        while (n > 0 && row[n - 1] == ' ')
            n--;
        luaL_addlstring(&B, row, (size_t)n);
        luaL_addchar(&B, '\n');
    }
    luaL_pushresult(&B);
    return 1;
}

/* Fields, then methods, which are the table in the upvalue. */
static int canvas_index(lua_State *L)
{
    const Canvas *c = check_canvas(L);
    const char *key = luaL_checkstring(L, 2);
    if (strcmp(key, "width") == 0)
        lua_pushinteger(L, c->width);
    else if (strcmp(key, "height") == 0)
        lua_pushinteger(L, c->height);
    else if (strcmp(key, "brush") == 0)
        lua_getiuservalue(L, 1, BRUSH);
    else
        lua_getfield(L, lua_upvalueindex(1), key);
    return 1;
}

static int canvas_newindex(lua_State *L)
{
    check_canvas(L);
    const char *key = luaL_checkstring(L, 2);
    if (strcmp(key, "brush") != 0)
        return luaL_error(L, "a canvas has no field '%s' to set", key);
    luaL_argexpected(L, lua_isstring(L, 3) || lua_isfunction(L, 3), 3,
                     "string or function");
    lua_setiuservalue(L, 1, BRUSH);
    return 0;
}

static const luaL_Reg methods[] = {
    {"line", canvas_line}, {"fill", canvas_fill}, {NULL, NULL}};

static const luaL_Reg events[] = {{"__gc", canvas_gc},
                                  {"__close", canvas_gc},
                                  {"__tostring", canvas_tostring},
                                  {"__newindex", canvas_newindex},
                                  {NULL, NULL}};

static void open_canvas(lua_State *L)
{
    luaL_newmetatable(L, CANVAS);
    luaL_setfuncs(L, events, 0);
    luaL_newlib(L, methods);
    lua_pushcclosure(L, canvas_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    lua_register(L, "canvas", canvas_new);
}

/* What may raise runs protected. */
static int run(lua_State *L)
{
    const char *file = lua_touserdata(L, 1);
    luaL_openlibs(L);
    open_canvas(L);
    if (luaL_loadfile(L, file) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 0);
    return 0;
}

static int traceback(lua_State *L)
{
    luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
    return 1;
}

int main(int argc, char **argv)
{
    lua_State *L = luaL_newstate();
    if (L == NULL || argc != 2) {
        fprintf(stderr, "usage: host FILE\n");
        return 1;
    }
    lua_pushcfunction(L, traceback);
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, argv[1]);
    int status = lua_pcall(L, 1, 0, 1);
    if (status != LUA_OK)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    return status != LUA_OK;
}
