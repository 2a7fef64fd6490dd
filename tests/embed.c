/*
 * tests/embed.c -- a host program, compiled against what `make install` put
 * somewhere: the headers by their installed names, the library linked.
 */
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <vmrun.h>

static int nfailed;

static void check(int ok, const char *what)
{
    if (!ok) {
        nfailed++;
        printf("embed: %s\n", what);
    }
}

static int run(lua_State *L, const char *text)
{
    int status = luaL_loadstring(L, text);

    lua_remove(L, -2); /* what the last one left */
    return status != LUA_OK ? status : lua_pcall(L, 0, 1, 0);
}

static int twice(lua_State *L)
{
    lua_pushinteger(L, 2 * luaL_checkinteger(L, 1));
    return 1;
}

static void check_calls(lua_State *L)
{
    lua_register(L, "twice", twice);
    check(run(L, "return twice(21)") == LUA_OK &&
              lua_tointeger(L, -1) == 42,
          "a host's function is called");
    check(run(L, "twice('x')") == LUA_ERRRUN &&
              strstr(lua_tostring(L, -1), "number expected") != NULL,
          "an error comes back");
}

static void check_limits(lua_State *L)
{
    VmrLimits limits = {.max_memory = 8 << 20, .fuel = 100000};

    vmr_limits_set(L, &limits);
    check(run(L, "while true do end") == LUA_ERRRUN &&
              vmr_limit_hit(L) == VMR_LIMIT_FUEL,
          "fuel ends a loop");
    limits.fuel = 0;
    vmr_limits_set(L, &limits);
    check(run(L, "return ('x'):rep(1 << 24)") == LUA_ERRMEM &&
              vmr_limit_hit(L) == VMR_LIMIT_MEMORY,
          "memory ends a call");
}

int main(void)
{
    lua_State *L = luaL_newstate();

    if (L == NULL)
        return 1;
    luaL_openlibs(L);
    lua_pushnil(L); /* the place of the last result */
    check(strcmp(vmr_version(), VMR_VERSION) == 0, "header fits library");
    check_calls(L);
    check_limits(L);
    lua_close(L);
    return nfailed > 0;
}
