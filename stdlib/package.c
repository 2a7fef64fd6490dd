/*
 * stdlib/package.c -- `require` and the library `package`.
 *
 *   require(name) --> package.loaded[name], if it is there; else each of
 *   package.searchers in turn:
 *
 *     1  preload   package.preload[name]
 *     2  Lua       name as a source or bytecode file along package.path
 *     3  C         name as a native library along package.cpath
 *     4  root      its first part, "a" of "a.b", along package.cpath
 *
 * A searcher gives a loader and where it found it, or text saying where it
 * looked; the texts together make the message of a failed require.
 *
 * Owner    of native libraries: the registry's "_CLIBS", which maps a path to
 *          its handle, lists the handles in the order they were opened, and
 *          closes them last to first when the state ends.
 */
#include "include/lualib.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

#define LIBRARIES_KEY "_CLIBS"
#define OPENER_PREFIX "luaopen_"

/* In a module's name, what comes before it is no part of the opener's. */
#define IGNORE_MARK "-"

/* ---- Native libraries --------------------------------------------------- */

/* __gc of the table of libraries. */
static int close_libraries(lua_State *L)
{
    for (lua_Integer n = luaL_len(L, 1); n >= 1; n--) {
        lua_geti(L, 1, n);
        host_dlclose(lua_touserdata(L, -1));
        lua_pop(L, 1);
    }
    return 0;
}

static void make_libraries_table(lua_State *L)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LIBRARIES_KEY);
    vm_newtable(L, 1);
    lua_pushcfunction(L, close_libraries);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static void *find_library(lua_State *L, const char *path)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARIES_KEY);
    lua_getfield(L, -1, path);
    void *lib = lua_touserdata(L, -1);
    lua_pop(L, 2);
    return lib;
}

static void remember_library(lua_State *L, const char *path, void *lib)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARIES_KEY);
    lua_pushlightuserdata(L, lib);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, path);
    lua_rawseti(L, -2, luaL_len(L, -2) + 1);
    lua_pop(L, 1);
}

enum LookUp { FOUND, NO_LIBRARY, NO_FUNCTION };

/*
 * Push the function `symbol` of the library at `path`, or a message. Symbol
 * "*" only opens the library, for others to link with, and pushes true.
 */
static enum LookUp look_up(lua_State *L, const char *path,
                           const char *symbol)
{
    bool link_only = symbol[0] == '*';
    void *lib = find_library(L, path);
    if (!lib) {
        lib = host_dlopen(L, path, link_only);
        if (!lib)
            return NO_LIBRARY;
        remember_library(L, path, lib);
    }
    if (link_only) {
        lua_pushboolean(L, 1);
        return FOUND;
    }
    lua_CFunction f = host_dlsym(L, lib, symbol);
    if (!f)
        return NO_FUNCTION;
    lua_pushcfunction(L, f);
    return FOUND;
}

static int pk_loadlib(lua_State *L)
{
    const char *path = luaL_checkstring(L, 1);
    const char *symbol = luaL_checkstring(L, 2);
    enum LookUp outcome = look_up(L, path, symbol);
    if (luai_likely(outcome == FOUND))
        return 1;
    luaL_pushfail(L);
    lua_insert(L, -2);
    lua_pushstring(L, outcome == NO_LIBRARY ? "open" : "init");
    return 3;
}

/* ---- Search paths ------------------------------------------------------ */

static bool is_readable(lua_State *L, const char *name)
{
    FILE *f = host_fopen(L, name, "r");
    if (f)
        fclose(f);
    return f != NULL;
}

/* Push "no file 'a'\n\tno file 'b'..." for the file names in a list. */
static void push_not_found(lua_State *L, const char *names)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    luaL_addstring(&B, "no file '");
    luaL_addgsub(&B, names, LUA_PATH_SEP, "'\n\tno file '");
    luaL_addstring(&B, "'");
    luaL_pushresult(&B);
}

/*
 * Push the first readable file that the templates of `path` name, with `sep`
 * in the module's name replaced by `dirsep`, and return it; or push a message
 * and return NULL.
 */
static const char *search_path(lua_State *L, const char *name,
                               const char *path, const char *sep,
                               const char *dirsep)
{
    if (sep[0] != '\0' && strstr(name, sep))
        name = luaL_gsub(L, name, sep, dirsep);
    const char *names = luaL_gsub(L, path, LUA_PATH_MARK, name);
    for (const char *at = names; *at != '\0';) {
        size_t len = strcspn(at, LUA_PATH_SEP);
        const char *file = lua_pushlstring(L, at, len);
        if (is_readable(L, file))
            return file;
        lua_pop(L, 1);
        at += len;
        if (*at != '\0')
            at++;
    }
    push_not_found(L, names);
    return NULL;
}

static int pk_searchpath(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const char *path = luaL_checkstring(L, 2);
    const char *sep = luaL_optstring(L, 3, ".");
    const char *dirsep = luaL_optstring(L, 4, LUA_DIRSEP);
    if (search_path(L, name, path, sep, dirsep))
        return 1;
    luaL_pushfail(L);
    lua_insert(L, -2);
    return 2;
}

/* Search along package[field]; upvalue 1 is the table package. */
static const char *search_field(lua_State *L, const char *name,
                                const char *field)
{
    lua_getfield(L, lua_upvalueindex(1), field);
    const char *path = lua_tostring(L, -1);
    if (luai_unlikely(!path))
        luaL_error(L, "'package.%s' must be a string", field);
    return search_path(L, name, path, ".", LUA_DIRSEP);
}

/* ---- Searchers --------------------------------------------------------- */

/*
 * End a searcher that found a file: loader and file name, or an error with
 * the message on the top.
 */
static int loaded_from(lua_State *L, bool ok, const char *file)
{
    if (luai_unlikely(!ok))
        return luaL_error(L, "error loading module '%s' from file '%s':\n\t%s",
                          lua_tostring(L, 1), file, lua_tostring(L, -1));
    lua_pushstring(L, file);
    return 2;
}

static int search_preload(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    if (lua_getfield(L, -1, name) == LUA_TNIL) {
        lua_pushfstring(L, "no field package.preload['%s']", name);
        return 1;
    }
    lua_pushliteral(L, ":preload:");
    return 2;
}

static int search_lua(lua_State *L)
{
    const char *file = search_field(L, luaL_checkstring(L, 1), "path");
    if (!file)
        return 1;
    return loaded_from(L, luaL_loadfile(L, file) == LUA_OK, file);
}

/*
 * Push the opener of a module in a native library. For "a-b.c" that is
 * luaopen_a, if the library has it, or luaopen_b_c.
 */
static enum LookUp push_opener(lua_State *L, const char *file,
                               const char *name)
{
    name = luaL_gsub(L, name, ".", "_");
    const char *mark = strstr(name, IGNORE_MARK);
    if (mark) {
        lua_pushlstring(L, name, (size_t)(mark - name));
        const char *symbol =
            lua_pushfstring(L, OPENER_PREFIX "%s", lua_tostring(L, -1));
        enum LookUp outcome = look_up(L, file, symbol);
        if (outcome != NO_FUNCTION)
            return outcome;
        name = mark + 1;
    }
    return look_up(L, file, lua_pushfstring(L, OPENER_PREFIX "%s", name));
}

static int search_c(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const char *file = search_field(L, name, "cpath");
    if (!file)
        return 1;
    return loaded_from(L, push_opener(L, file, name) == FOUND, file);
}

static int search_root(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const char *dot = strchr(name, '.');
    if (!dot)
        return 0; /* it is the root itself */
    lua_pushlstring(L, name, (size_t)(dot - name));
    const char *file = search_field(L, lua_tostring(L, -1), "cpath");
    if (!file)
        return 1;
    enum LookUp outcome = push_opener(L, file, name);
    if (outcome == NO_FUNCTION) { /* some other library of that name */
        lua_pushfstring(L, "no module '%s' in file '%s'", name, file);
        return 1;
    }
    return loaded_from(L, outcome == FOUND, file);
}

/* ---- require ----------------------------------------------------------- */

/*
 * Push the loader of a module and what the searcher gave with it. Upvalue 1
 * is the table package.
 */
static void find_loader(lua_State *L, const char *name)
{
    if (luai_unlikely(lua_getfield(L, lua_upvalueindex(1), "searchers")
                      != LUA_TTABLE))
        luaL_error(L, "'package.searchers' must be a table");
    int searchers = lua_gettop(L);
    luaL_Buffer msg;
    luaL_buffinit(L, &msg);
    for (lua_Integer i = 1; lua_rawgeti(L, searchers, i) != LUA_TNIL; i++) {
        lua_pushstring(L, name);
        lua_call(L, 1, 2);
        if (lua_isfunction(L, -2))
            return;
        lua_pop(L, 1);
        if (lua_isstring(L, -1)) {
            lua_pushfstring(L, "\n\t%s", lua_tostring(L, -1));
            lua_remove(L, -2);
            luaL_addvalue(&msg);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
    luaL_pushresult(&msg);
    luaL_error(L, "module '%s' not found:%s", name, lua_tostring(L, -1));
}

static int pk_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE); /* at 2 */
    lua_getfield(L, 2, name);
    if (lua_toboolean(L, -1))
        return 1;
    lua_pop(L, 1);

    find_loader(L, name);
    lua_insert(L, -2); /* the loader data stays below */
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -3);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1))
        lua_pop(L, 1);
    else
        lua_setfield(L, 2, name);
    if (lua_getfield(L, 2, name) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1); /* loaded, though it left no value */
        lua_pushvalue(L, -1);
        lua_setfield(L, 2, name);
    }
    lua_insert(L, -2);
    return 2;
}

/* ---- The library ------------------------------------------------------- */

/* Whether the host asked for environment variables to be ignored. */
static bool ignores_environment(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
    bool ignores = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return ignores;
}

/* The value of NAME_5_4, else of NAME, else NULL. */
static const char *path_variable(lua_State *L, const char *name)
{
    if (ignores_environment(L))
        return NULL;
    const char *versioned = lua_pushfstring(L, "%s" LUA_VERSUFFIX, name);
    const char *value = host_getenv(L, versioned);
    lua_pop(L, 1);
    return value ? value : host_getenv(L, name);
}

/* Push `path` with its first ";;" replaced by ";default;". */
static void push_path(lua_State *L, const char *path, const char *def)
{
    const char *gap = strstr(path, LUA_PATH_SEP LUA_PATH_SEP);
    if (!gap) {
        lua_pushstring(L, path);
        return;
    }
    const char *rest = gap + 2 * strlen(LUA_PATH_SEP);
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    if (gap > path) {
        luaL_addlstring(&B, path, (size_t)(gap - path));
        luaL_addstring(&B, LUA_PATH_SEP);
    }
    luaL_addstring(&B, def);
    if (*rest != '\0') {
        luaL_addstring(&B, LUA_PATH_SEP);
        luaL_addstring(&B, rest);
    }
    luaL_pushresult(&B);
}

/* Set a path field of the table on the top. */
static void set_path(lua_State *L, const char *field, const char *variable,
                     const char *def)
{
    const char *path = path_variable(L, variable);
    if (path)
        push_path(L, path, def);
    else
        lua_pushstring(L, def);
    lua_setfield(L, -2, field);
}

/* Each searcher has the table package, now on the top, as its upvalue. */
static void set_searchers(lua_State *L)
{
    static const lua_CFunction searchers[] = {search_preload, search_lua,
                                              search_c, search_root};
    const int n = (int)(sizeof searchers / sizeof searchers[0]);
    lua_createtable(L, n, 0);
    for (int i = 0; i < n; i++) {
        lua_pushvalue(L, -2);
        lua_pushcclosure(L, searchers[i], 1);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "searchers");
}

static const VmFunction functions[] = {
    VM_PLAIN("loadlib", pk_loadlib),
    VM_PLAIN("searchpath", pk_searchpath),
    VM_END,
};

static const VmFunction globals[] = {
    VM_PLAIN("require", pk_require),
    VM_END,
};

LUAMOD_API int luaopen_package(lua_State *L)
{
    make_libraries_table(L);
    vm_newlib(L, functions, 6);
    set_searchers(L);
    set_path(L, "path", "LUA_PATH", LUA_PATH_DEFAULT);
    set_path(L, "cpath", "LUA_CPATH", LUA_CPATH_DEFAULT);
    lua_pushliteral(L, LUA_DIRSEP "\n" LUA_PATH_SEP "\n" LUA_PATH_MARK
                       "\n" LUA_EXEC_DIR "\n" IGNORE_MARK "\n");
    lua_setfield(L, -2, "config");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_setfield(L, -2, "loaded");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_setfield(L, -2, "preload");

    lua_pushglobaltable(L);
    lua_pushvalue(L, -2);
    vm_setfuncs(L, globals, 1);
    lua_pop(L, 1);
    return 1;
}
