/*
 * tests/fuzz_machine.c -- see tests/fuzz.h.
 */
#include "tests/fuzz.h"

#include "include/lauxlib.h"
#include "include/lualib.h"
#include "include/vmrun.h"

static const luaL_Reg libraries[] = {
    {LUA_GNAME, luaopen_base},         {LUA_COLIBNAME, luaopen_coroutine},
    {LUA_TABLIBNAME, luaopen_table},   {LUA_STRLIBNAME, luaopen_string},
    {LUA_MATHLIBNAME, luaopen_math},   {LUA_UTF8LIBNAME, luaopen_utf8},
};

static const char *const outside[] = {"print", "dofile", "loadfile", "warn"};

static int open_libraries(lua_State *L)
{
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        lua_pushnil(L);
        lua_setglobal(L, outside[i]);
    }
    return 0;
}

lua_State *fuzz_machine(void)
{
    VmrLimits limits = {.max_memory = 16u << 20, .fuel = 300000,
                        .timeout_s = 5};
    lua_State *L = luaL_newstate();

    if (L == NULL)
        return NULL;
    lua_pushcfunction(L, open_libraries);
    lua_call(L, 0, 0);
    vmr_limits_set(L, &limits);
    return L;
}

void fuzz_run(const void *bytes, size_t nbytes)
{
    lua_State *L = fuzz_machine();

    if (L == NULL)
        return;
    if (luaL_loadbufferx(L, bytes, nbytes, "=fuzz", NULL) == LUA_OK)
        lua_pcall(L, 0, 0, 0);
    lua_close(L);
}
