/*
 * tests/misuse_names.c -- every function of the C API that takes an index, or
 * pushes, called so that a misuse can be seen: it is to be told by the name of
 * the function that was called.
 */
#include "tests/misuse.h"

#include "include/lauxlib.h"

static int is_one;
static size_t nbytes;
static lua_Debug ar;

static int c_function(lua_State *L)
{
    (void)L;
    return 0;
}

/* clang-format off */
#define INDEX_CALLS(X) \
    X(lua_pushvalue, lua_pushvalue(L, idx)) \
    X(lua_rotate, lua_rotate(L, idx, 1)) \
    X(lua_copy, lua_copy(L, idx, 1)) \
    X(lua_type, lua_type(L, idx)) \
    X(lua_isnumber, lua_isnumber(L, idx)) \
    X(lua_isstring, lua_isstring(L, idx)) \
    X(lua_iscfunction, lua_iscfunction(L, idx)) \
    X(lua_isinteger, lua_isinteger(L, idx)) \
    X(lua_isuserdata, lua_isuserdata(L, idx)) \
    X(lua_tonumberx, lua_tonumberx(L, idx, &is_one)) \
    X(lua_tointegerx, lua_tointegerx(L, idx, &is_one)) \
    X(lua_toboolean, lua_toboolean(L, idx)) \
    X(lua_tolstring, lua_tolstring(L, idx, &nbytes)) \
    X(lua_rawlen, lua_rawlen(L, idx)) \
    X(lua_tocfunction, lua_tocfunction(L, idx)) \
    X(lua_touserdata, lua_touserdata(L, idx)) \
    X(lua_tothread, lua_tothread(L, idx)) \
    X(lua_topointer, lua_topointer(L, idx)) \
    X(lua_rawequal, lua_rawequal(L, idx, 1)) \
    X(lua_compare, lua_compare(L, idx, 1, LUA_OPEQ)) \
    X(lua_gettable, lua_gettable(L, idx)) \
    X(lua_getfield, lua_getfield(L, idx, "x")) \
    X(lua_geti, lua_geti(L, idx, 1)) \
    X(lua_rawget, lua_rawget(L, idx)) \
    X(lua_rawgeti, lua_rawgeti(L, idx, 1)) \
    X(lua_rawgetp, lua_rawgetp(L, idx, L)) \
    X(lua_getmetatable, lua_getmetatable(L, idx)) \
    X(lua_getiuservalue, lua_getiuservalue(L, idx, 1)) \
    X(lua_settable, lua_settable(L, idx)) \
    X(lua_setfield, lua_setfield(L, idx, "x")) \
    X(lua_seti, lua_seti(L, idx, 1)) \
    X(lua_rawset, lua_rawset(L, idx)) \
    X(lua_rawseti, lua_rawseti(L, idx, 1)) \
    X(lua_rawsetp, lua_rawsetp(L, idx, L)) \
    X(lua_setmetatable, lua_pushnil(L), lua_setmetatable(L, idx)) \
    X(lua_setiuservalue, lua_setiuservalue(L, idx, 1)) \
    X(lua_next, lua_next(L, idx)) \
    X(lua_len, lua_len(L, idx)) \
    X(lua_toclose, lua_toclose(L, idx)) \
    X(lua_closeslot, lua_closeslot(L, idx)) \
    X(lua_getupvalue, lua_getupvalue(L, idx, 1)) \
    X(lua_setupvalue, lua_setupvalue(L, idx, 1)) \
    X(lua_upvalueid, lua_upvalueid(L, idx, 1)) \
    X(lua_upvaluejoin, lua_upvaluejoin(L, idx, 1, 1, 1)) \
    X(luaL_checkinteger, luaL_checkinteger(L, idx)) \
    X(luaL_optinteger, luaL_optinteger(L, idx, 1)) \
    X(luaL_checknumber, luaL_checknumber(L, idx)) \
    X(luaL_optnumber, luaL_optnumber(L, idx, 1)) \
    X(luaL_checklstring, luaL_checklstring(L, idx, &nbytes)) \
    X(luaL_optlstring, luaL_optlstring(L, idx, "", &nbytes)) \
    X(luaL_checktype, luaL_checktype(L, idx, 1)) \
    X(luaL_checkany, luaL_checkany(L, idx)) \
    X(luaL_checkudata, luaL_checkudata(L, idx, "x")) \
    X(luaL_testudata, luaL_testudata(L, idx, "x")) \
    X(luaL_tolstring, luaL_tolstring(L, idx, &nbytes)) \
    X(luaL_getmetafield, luaL_getmetafield(L, idx, "x")) \
    X(luaL_callmeta, luaL_callmeta(L, idx, "x")) \
    X(luaL_len, luaL_len(L, idx)) \
    X(luaL_ref, luaL_ref(L, idx)) \
    X(luaL_unref, luaL_unref(L, idx, 1)) \
    X(luaL_getsubtable, luaL_getsubtable(L, idx, "x"))

#define PUSH_CALLS(X) \
    X(lua_pushnil, lua_pushnil(L)) \
    X(lua_pushnumber, lua_pushnumber(L, 1)) \
    X(lua_pushinteger, lua_pushinteger(L, 1)) \
    X(lua_pushlstring, lua_pushlstring(L, "x", 1)) \
    X(lua_pushstring, lua_pushstring(L, "x")) \
    X(lua_pushfstring, lua_pushfstring(L, "x")) \
    X(lua_pushcclosure, lua_pushcclosure(L, c_function, 0)) \
    X(lua_pushboolean, lua_pushboolean(L, 1)) \
    X(lua_pushlightuserdata, lua_pushlightuserdata(L, L)) \
    X(lua_pushthread, lua_pushthread(L)) \
    X(lua_createtable, lua_createtable(L, 0, 0)) \
    X(lua_newuserdatauv, lua_newuserdatauv(L, 1, 1)) \
    X(lua_newthread, lua_newthread(L)) \
    X(lua_getglobal, lua_getglobal(L, "x")) \
    X(lua_rawgeti, lua_rawgeti(L, LUA_REGISTRYINDEX, 1)) \
    X(lua_getmetatable, lua_getmetatable(L, 1)) \
    X(luaL_loadstring, luaL_loadstring(L, "x")) \
    X(luaL_where, luaL_where(L, 1)) \
    X(luaL_traceback, luaL_traceback(L, L, "x", 0)) \
    X(luaL_newmetatable, luaL_newmetatable(L, "x")) \
    X(lua_stringtonumber, lua_stringtonumber(L, "1")) \
    X(lua_getinfo, lua_getstack(L, 0, &ar), lua_getinfo(L, "f", &ar)) \
    X(lua_getlocal, lua_getstack(L, 0, &ar), lua_getlocal(L, &ar, 1))
/* clang-format on */

#define AS_INDEX(function, ...)                                                \
    static void index_##function(lua_State *L, int idx) { (void)(__VA_ARGS__); }
#define AS_PUSH(function, ...)                                                 \
    static void push_##function(lua_State *L, int idx)                         \
    {                                                                          \
        (void)idx;                                                             \
        (void)(__VA_ARGS__);                                                   \
    }
INDEX_CALLS(AS_INDEX)
PUSH_CALLS(AS_PUSH)

#define INDEX_ROW(function, ...) {#function, index_##function},
#define PUSH_ROW(function, ...) {#function, push_##function},
const NamedCall misuse_index[] = {INDEX_CALLS(INDEX_ROW)};
const NamedCall misuse_push[] = {PUSH_CALLS(PUSH_ROW)};
const size_t misuse_nindex = sizeof misuse_index / sizeof *misuse_index;
const size_t misuse_npush = sizeof misuse_push / sizeof *misuse_push;
