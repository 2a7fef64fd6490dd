/*
 * examples/embed/coroutines.c -- tasks in Lua, which a scheduler in C runs:
 * each is a coroutine, and yields where it waits.
 *
 *     coroutines coroutines.lua
 *
 * What C offers to tasks yields too, from below other C functions:
 *
 *   sleep(ms)          lua_yieldk: its continuation returns the time
 *   each(text, f)      lua_callk: calls f for every word; f may sleep
 *   try(f, ...)        lua_pcallk: as pcall; f may sleep
 *
 * A yield leaves the C function for good. What is to be done afterwards is
 * done by the continuation, which finds the stack as it was, and a number of
 * its own (lua_KContext). Time is simulated, so that runs are the same.
 */
#include <ctype.h>
#include <stdio.h>

#include <lauxlib.h>
#include <lualib.h>

#define MAX_TASKS 16

typedef struct Task {
    lua_State *co;
    int ref;         /* keeps the coroutine from being collected */
    lua_Integer due; /* when to go on */
} Task;

/* The scheduler is the host's: a function finds it by the extra space, which
   new threads copy from the main one. */
typedef struct Scheduler {
    Task tasks[MAX_TASKS];
    int ntasks;
    lua_Integer now;
} Scheduler;

static Scheduler *scheduler_of(lua_State *L)
{
    return *(Scheduler **)lua_getextraspace(L);
}

/* ---- what tasks may call */

static int slept(lua_State *L, int status, lua_KContext ctx)
{
    (void)status;
    (void)ctx;
    lua_pushinteger(L, scheduler_of(L)->now);
    return 1;
}

/* sleep(ms): the yielded value tells the scheduler when to go on. */
static int l_sleep(lua_State *L)
{
    lua_Integer ms = luaL_checkinteger(L, 1);
    lua_pushinteger(L, scheduler_of(L)->now + ms);
    return lua_yieldk(L, 1, 0, slept);
}

/* Go on at byte `from` of the text, argument 1, with the next word. */
static int each_from(lua_State *L, int status, lua_KContext from)
{
    size_t n, i = (size_t)from;
    const char *s = lua_tolstring(L, 1, &n);
    (void)status;
    for (;;) {
        while (i < n && isspace((unsigned char)s[i]))
            i++;
        size_t start = i;
        while (i < n && !isspace((unsigned char)s[i]))
            i++;
        if (i == start)
            return 0;
        lua_pushvalue(L, 2);
        lua_pushlstring(L, s + start, i - start);
        lua_callk(L, 1, 0, (lua_KContext)i, each_from);
    }
}

/* each(text, f) */
static int l_each(lua_State *L)
{
    luaL_checkstring(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    return each_from(L, LUA_OK, 0);
}

/* Everything above slot 1, which is free for "ok", is results or an error. */
static int tried(lua_State *L, int status, lua_KContext ctx)
{
    (void)ctx;
    lua_pushboolean(L, status == LUA_OK || status == LUA_YIELD);
    lua_replace(L, 1);
    return lua_gettop(L);
}

/* try(f, ...): true and results, or false and the error */
static int l_try(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushnil(L);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, tried);
    return tried(L, status, 0); /* nothing has yielded */
}

/* spawn(f, ...): a new task, which starts when its time has come: now */
static int l_spawn(lua_State *L)
{
    Scheduler *s = scheduler_of(L);
    luaL_checktype(L, 1, LUA_TFUNCTION);
    if (s->ntasks == MAX_TASKS)
        return luaL_error(L, "too many tasks");
    int n = lua_gettop(L);
    lua_State *co = lua_newthread(L);
    int ref = luaL_ref(L, LUA_REGISTRYINDEX);
    luaL_checkstack(co, n, NULL);
    lua_xmove(L, co, n);
    s->tasks[s->ntasks++] = (Task){co, ref, s->now};
    return 0;
}

static const luaL_Reg functions[] = {{"sleep", l_sleep},
                                     {"each", l_each},
                                     {"try", l_try},
                                     {"spawn", l_spawn},
                                     {NULL, NULL}};

/* ---- the scheduler */

static int next_task(const Scheduler *s)
{
    int best = 0;
    for (int i = 1; i < s->ntasks; i++)
        if (s->tasks[i].due < s->tasks[best].due)
            best = i;
    return best;
}

static void end_task(lua_State *L, Scheduler *s, int i, int status)
{
    Task t = s->tasks[i];
    if (status != LUA_OK)
        printf("%5d  a task failed: %s\n", (int)s->now,
               luaL_tolstring(t.co, -1, NULL));
    lua_closethread(t.co, L);
    luaL_unref(L, LUA_REGISTRYINDEX, t.ref);
    for (s->ntasks--; i < s->ntasks; i++)
        s->tasks[i] = s->tasks[i + 1];
}

/* Let a task go on until it waits again. */
static void step(lua_State *L, Scheduler *s, int i)
{
    lua_State *co = s->tasks[i].co;
    int nvalues, nargs = 0;
    if (lua_status(co) == LUA_OK) /* not started: arguments lie ready */
        nargs = lua_gettop(co) - 1;
    s->now = s->tasks[i].due;
    int status = lua_resume(co, L, nargs, &nvalues);
    if (status != LUA_YIELD) {
        end_task(L, s, i, status);
        return;
    }
    s->tasks[i].due = nvalues > 0 ? lua_tointeger(co, -1) : s->now;
    lua_pop(co, nvalues);
}

static int run(lua_State *L)
{
    Scheduler *s = scheduler_of(L);
    luaL_openlibs(L);
    lua_pushglobaltable(L);
    luaL_setfuncs(L, functions, 0);
    if (luaL_loadfile(L, lua_touserdata(L, 1)) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 0);
    while (s->ntasks > 0)
        step(L, s, next_task(s));
    return 0;
}

int main(int argc, char **argv)
{
    Scheduler scheduler = {.ntasks = 0, .now = 0};
    lua_State *L = luaL_newstate();
    if (L == NULL || argc != 2) {
        fprintf(stderr, "usage: coroutines FILE\n");
        return 1;
    }
    *(Scheduler **)lua_getextraspace(L) = &scheduler;
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, argv[1]);
    int status = lua_pcall(L, 1, 0, 0);
    if (status != LUA_OK)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    return status != LUA_OK;
}
