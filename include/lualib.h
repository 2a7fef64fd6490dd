/*
 * include/lualib.h -- openers of the standard libraries.
 *
 * An opener is a lua_CFunction that leaves the library's table on the stack
 * and returns 1. Pass it to luaL_requiref, or call luaL_openlibs for all.
 */
#ifndef lualib_h
#define lualib_h

#include "lua.h"

/* Appended to the names of environment variables: LUA_PATH_5_4. */
#define LUA_VERSUFFIX "_" LUA_VERSION_MAJOR "_" LUA_VERSION_MINOR

/* The names under which package.loaded knows the libraries. */
#define LUA_COLIBNAME "coroutine"
#define LUA_TABLIBNAME "table"
#define LUA_IOLIBNAME "io"
#define LUA_OSLIBNAME "os"
#define LUA_STRLIBNAME "string"
#define LUA_UTF8LIBNAME "utf8"
#define LUA_MATHLIBNAME "math"
#define LUA_DBLIBNAME "debug"
#define LUA_LOADLIBNAME "package"

/*
 * Make one library's table and push it. luaopen_base fills the table of
 * globals and pushes that.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUAMOD_API int luaopen_base(lua_State *L);
LUAMOD_API int luaopen_coroutine(lua_State *L);
LUAMOD_API int luaopen_table(lua_State *L);
LUAMOD_API int luaopen_io(lua_State *L);
LUAMOD_API int luaopen_os(lua_State *L);
LUAMOD_API int luaopen_string(lua_State *L);
LUAMOD_API int luaopen_utf8(lua_State *L);
LUAMOD_API int luaopen_math(lua_State *L);
LUAMOD_API int luaopen_debug(lua_State *L);
LUAMOD_API int luaopen_package(lua_State *L);

/*
 * Open all standard libraries and set them as globals.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API void luaL_openlibs(lua_State *L);

#endif
