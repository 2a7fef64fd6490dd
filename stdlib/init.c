/*
 * stdlib/init.c -- opens the standard libraries, all of them.
 *
 * A host that wants fewer calls luaL_requiref for those it wants. vm/builtin.h
 * is for a table that is the only one of its kind.
 */
#include "include/lualib.h"

#include "include/lauxlib.h"
#include "include/lua.h"
#include "vm/builtin.h"

static const luaL_Reg libraries[] = {
    {LUA_GNAME, luaopen_base},
    {LUA_LOADLIBNAME, luaopen_package},
    {LUA_COLIBNAME, luaopen_coroutine},
    {LUA_TABLIBNAME, luaopen_table},
    {LUA_IOLIBNAME, luaopen_io},
    {LUA_OSLIBNAME, luaopen_os},
    {LUA_STRLIBNAME, luaopen_string},
    {LUA_MATHLIBNAME, luaopen_math},
    {LUA_UTF8LIBNAME, luaopen_utf8},
    {LUA_DBLIBNAME, luaopen_debug},
    {NULL, NULL},
};

/* The table of libraries, at once with room for all. */
static void make_loaded(lua_State *L)
{
    if (lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE) == LUA_TNIL) {
        vm_newtable(L, sizeof libraries / sizeof *libraries);
        lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    }
    lua_pop(L, 1);
}

LUALIB_API void luaL_openlibs(lua_State *L)
{
    make_loaded(L);
    for (const luaL_Reg *lib = libraries; lib->func; lib++) {
        luaL_requiref(L, lib->name, lib->func, 1);
        lua_pop(L, 1);
    }
}
