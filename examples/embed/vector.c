/*
 * examples/embed/vector.c -- a module in C: vectors of floats.
 *
 *     local vector = require "vector"
 *     local v = vector.new { 1, 2, 3 }
 *     print(#v, v[1], v * 2 + v, v:dot(v), v:map(math.sqrt))
 *
 * The elements lie in the userdata itself. One file makes a shared object
 * for Lua 5.4 and for vmrun.
 */
#include <lauxlib.h>

#define VECTOR "vector"

typedef struct Vector {
    size_t n;
    double x[];
} Vector;

static Vector *check_vector(lua_State *L, int arg)
{
    return luaL_checkudata(L, arg, VECTOR);
}

static Vector *vector_push(lua_State *L, size_t n)
{
    Vector *v = lua_newuserdatauv(L, sizeof *v + n * sizeof *v->x, 0);
    v->n = n;
    luaL_setmetatable(L, VECTOR);
    return v;
}

/* vector.new(table), or vector.new(n, value) */
static int vector_new(lua_State *L)
{
    if (lua_istable(L, 1)) {
        lua_Integer n = luaL_len(L, 1);
        Vector *v = vector_push(L, n > 0 ? (size_t)n : 0);
        for (size_t i = 0; i < v->n; i++) {
            lua_geti(L, 1, (lua_Integer)i + 1);
            v->x[i] = luaL_checknumber(L, -1);
            lua_pop(L, 1);
        }
        return 1;
    }
    lua_Integer n = luaL_checkinteger(L, 1);
    lua_Number value = luaL_optnumber(L, 2, 0);
    luaL_argcheck(L, n >= 0 && n <= 100000000, 1, "invalid size");
    Vector *v = vector_push(L, (size_t)n);
    for (size_t i = 0; i < v->n; i++)
        v->x[i] = value;
    return 1;
}

/* The element that an index means; methods have names, not numbers. */
static double *check_element(lua_State *L)
{
    Vector *v = check_vector(L, 1);
    lua_Integer i = luaL_checkinteger(L, 2);
    luaL_argcheck(L, i >= 1 && (lua_Unsigned)i <= v->n, 2,
                  "index out of range");
    return &v->x[i - 1];
}

static int vector_index(lua_State *L)
{
    if (lua_type(L, 2) == LUA_TSTRING)
        lua_getfield(L, lua_upvalueindex(1), lua_tostring(L, 2));
    else
        lua_pushnumber(L, *check_element(L));
    return 1;
}

static int vector_newindex(lua_State *L)
{
    double *x = check_element(L);
    *x = luaL_checknumber(L, 3);
    return 0;
}

static int vector_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check_vector(L, 1)->n);
    return 1;
}

static void check_same_size(lua_State *L, const Vector *a, const Vector *b)
{
    if (a->n != b->n)
        luaL_error(L, "vectors of %d and %d elements", (int)a->n, (int)b->n);
}

static int vector_add(lua_State *L)
{
    const Vector *a = check_vector(L, 1), *b = check_vector(L, 2);
    check_same_size(L, a, b);
    Vector *sum = vector_push(L, a->n);
    for (size_t i = 0; i < a->n; i++)
        sum->x[i] = a->x[i] + b->x[i];
    return 1;
}

/* v * number or number * v */
static int vector_mul(lua_State *L)
{
    int arg = lua_isnumber(L, 1) ? 2 : 1;
    const Vector *v = check_vector(L, arg);
    lua_Number factor = luaL_checknumber(L, 3 - arg);
    Vector *product = vector_push(L, v->n);
    for (size_t i = 0; i < v->n; i++)
        product->x[i] = v->x[i] * factor;
    return 1;
}

static int vector_dot(lua_State *L)
{
    const Vector *a = check_vector(L, 1), *b = check_vector(L, 2);
    double sum = 0;
    check_same_size(L, a, b);
    for (size_t i = 0; i < a->n; i++)
        sum += a->x[i] * b->x[i];
    lua_pushnumber(L, sum);
    return 1;
}

static int vector_map(lua_State *L)
{
    const Vector *v = check_vector(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    Vector *result = vector_push(L, v->n);
    for (size_t i = 0; i < v->n; i++) {
        lua_pushvalue(L, 2);
        lua_pushnumber(L, v->x[i]);
        lua_call(L, 1, 1);
        result->x[i] = luaL_checknumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int vector_tostring(lua_State *L)
{
    const Vector *v = check_vector(L, 1);
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    luaL_addchar(&B, '(');
    for (size_t i = 0; i < v->n; i++) {
        if (i > 0)
            luaL_addstring(&B, ", ");
        lua_pushnumber(L, v->x[i]);
        luaL_addvalue(&B);
    }
    luaL_addchar(&B, ')');
    luaL_pushresult(&B);
    return 1;
}

static const luaL_Reg events[] = {
    {"__newindex", vector_newindex}, {"__len", vector_len},
    {"__add", vector_add},           {"__mul", vector_mul},
    {"__tostring", vector_tostring}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"new", vector_new},
                                     {"dot", vector_dot},
                                     {"map", vector_map},
                                     {NULL, NULL}};

LUAMOD_API int luaopen_vector(lua_State *L)
{
    luaL_newlib(L, functions); /* they are the methods, too */
    luaL_newmetatable(L, VECTOR);
    luaL_setfuncs(L, events, 0);
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, vector_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    return 1;
}
