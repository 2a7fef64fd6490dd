/*
 * tests/api/memory.c -- lua_gc, allocators, warnings, states. What figures
 * come out is not printed, but whether they make sense.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/api/support.h"

static void collector(lua_State *L)
{
    say("running: %d", lua_gc(L, LUA_GCISRUNNING));
    say("stop: %d, running: %d", lua_gc(L, LUA_GCSTOP),
        lua_gc(L, LUA_GCISRUNNING));
    say("restart: %d, running: %d", lua_gc(L, LUA_GCRESTART),
        lua_gc(L, LUA_GCISRUNNING));
    say("collect: %d", lua_gc(L, LUA_GCCOLLECT));
    int kb = lua_gc(L, LUA_GCCOUNT), b = lua_gc(L, LUA_GCCOUNTB);
    must("count", kb > 5 && kb < 1000 && b >= 0 && b < 1024);
    do_string(L, "t = {} for i = 1, 20000 do t[i] = {i} end");
    must("grows", lua_gc(L, LUA_GCCOUNT) > kb + 400);
    do_string(L, "t = nil");
    lua_gc(L, LUA_GCCOLLECT);
    must("shrinks", lua_gc(L, LUA_GCCOUNT) < kb + 400);
    say("pause: %d", lua_gc(L, LUA_GCSETPAUSE, 160));
    say("pause: %d", lua_gc(L, LUA_GCSETPAUSE, 200));
    say("step multiplier: %d", lua_gc(L, LUA_GCSETSTEPMUL, 300));
    say("step multiplier: %d", lua_gc(L, LUA_GCSETSTEPMUL, 100));
    say("mode: %d", lua_gc(L, LUA_GCGEN, 0, 0));
    say("mode: %d", lua_gc(L, LUA_GCGEN, 25, 80));
    say("mode: %d", lua_gc(L, LUA_GCINC, 0, 0, 0));
    say("mode: %d", lua_gc(L, LUA_GCINC, 180, 200, 12));
    say("pause: %d, multiplier: %d", lua_gc(L, LUA_GCSETPAUSE, 0),
        lua_gc(L, LUA_GCSETSTEPMUL, 0));
    lua_gc(L, LUA_GCINC, 200, 100, 13);
    int steps = 0;
    while (!lua_gc(L, LUA_GCSTEP, 1) && steps < 100000)
        steps++;
    must("steps end", steps < 100000);
    say("unknown option: %d", lua_gc(L, 77));
}

static int gc_within(lua_State *L)
{
    say("within: collect %d, step %d, count %d", lua_gc(L, LUA_GCCOLLECT),
        lua_gc(L, LUA_GCSTEP, 0), lua_gc(L, LUA_GCCOUNT) > 0);
    return 0;
}

static int failing(lua_State *L) { return luaL_error(L, "failing finalizer"); }

static int failing_with_table(lua_State *L)
{
    lua_newtable(L);
    return lua_error(L);
}

static void add_finalizer(lua_State *L, lua_CFunction fn)
{
    lua_newuserdatauv(L, 8, 0);
    lua_newtable(L);
    lua_pushcfunction(L, fn);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static void warn(void *ud, const char *msg, int tocont)
{
    must("data", ud == (void *)&sample_names);
    say("warning: '%s', %d", msg, tocont);
}

static void warnings(lua_State *L)
{
    lua_setwarnf(L, warn, (void *)&sample_names);
    lua_warning(L, "one ", 1);
    lua_warning(L, "two", 0);
    run(L, "warn", "warn('from', ' ', 'Lua') warn('@on')");
    run(L, "warn of a number", "warn(1)");
    run(L, "warn of nothing", "warn()");
    add_finalizer(L, failing);
    lua_gc(L, LUA_GCCOLLECT);
    add_finalizer(L, failing_with_table);
    lua_gc(L, LUA_GCCOLLECT);
    add_finalizer(L, gc_within);
    lua_gc(L, LUA_GCCOLLECT);
    lua_setwarnf(L, NULL, NULL);
    lua_warning(L, "nobody hears", 0);
    say("no warning function");
}

/* An allocator that knows each block. */
typedef struct Counts {
    long blocks;
    size_t bytes;
    long calls;
    long fail_at;
    int wrong;
    unsigned chance; /* one in so many fails; 0 none */
    unsigned random;
} Counts;

typedef struct Header {
    size_t nbytes;
    size_t magic;
} Header;

#define MAGIC ((size_t)0x5a17ed)

/* Whether a request for more memory is to fail. */
static int fails(Counts *c)
{
    c->random = c->random * 1664525u + 1013904223u;
    if (c->chance > 0 && (c->random >> 8) % c->chance == 0)
        return 1;
    return c->fail_at > 0 && c->calls++ >= c->fail_at;
}

static void *count_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
    Counts *c = ud;
    Header *h = p != NULL ? (Header *)p - 1 : NULL;
    if (h != NULL && (h->magic != MAGIC || h->nbytes != osize))
        c->wrong++;
    if (nsize == 0) {
        if (h != NULL) {
            c->blocks--;
            c->bytes -= h->nbytes;
            h->magic = 0;
            free(h);
        }
        return NULL;
    }
    if ((h == NULL || nsize > osize) && fails(c))
        return NULL;
    Header *n = malloc(nsize + sizeof *n);
    memset(n + 1, 0x7e, nsize);
    n->nbytes = nsize;
    n->magic = MAGIC;
    if (h != NULL) {
        memcpy(n + 1, p, osize < nsize ? osize : nsize);
        c->bytes -= h->nbytes;
        c->blocks--;
        h->magic = 0;
        free(h);
    }
    c->blocks++;
    c->bytes += nsize;
    return n + 1;
}

static const char work[] =
    "local t = {} for i = 1, 300 do t[i] = {i, tostring(i), x = i} end "
    "local s = table.concat({'a', 'b', ('c'):rep(1000)}) "
    "local co = coroutine.wrap(function() for i = 1, 5 do "
    "coroutine.yield(i) end end) co() co() "
    "local f, e = load('return function(a) return a .. 1 end') "
    "if not f then error(e, 0) end f = f() "
    "local u = setmetatable({}, {__gc = function() end, __mode = 'k'}) "
    "for i = 1, 100 do u[{}] = i end "
    "return #t + #s + #f('x') + #s:gsub('c', '%%') + #string.dump(f) * 0";

static int do_work(lua_State *L)
{
    luaL_openlibs(L);
    if (luaL_loadstring(L, work) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 1);
    return 1;
}

static void counting(void)
{
    Counts c = {.blocks = 0};
    lua_State *L = lua_newstate(count_alloc, &c);
    void *ud;
    must("getallocf", lua_getallocf(L, &ud) == count_alloc && ud == &c);
    must("without data", lua_getallocf(L, NULL) == count_alloc);
    attempt(L, "counted work", do_work);
    must("memory in use", c.bytes > 10000 && c.blocks > 2);
    lua_close(L);
    say("left: %ld blocks, %lu bytes, %d wrong sizes", c.blocks,
        (unsigned long)c.bytes, c.wrong);
}

/* Work with an allocator that fails as `c` says; nothing may leak. */
static int work_failing(Counts *c)
{
    int status = -1;
    lua_State *L = lua_newstate(count_alloc, c);
    if (L != NULL) {
        lua_pushcfunction(L, do_work);
        status = lua_pcall(L, 0, 1, 0);
        must("status", status == LUA_OK || status == LUA_ERRMEM);
        must("message", status == LUA_OK || strcmp(lua_tostring(L, -1),
                                                   "not enough memory") == 0);
        lua_close(L);
    }
    must("nothing is left", c->blocks == 0 && c->bytes == 0);
    must("sizes", c->wrong == 0);
    return status;
}

/* All allocations fail from the n-th on. */
static void failures(void)
{
    long failed = 0;
    int status;
    for (long n = 1;; n += n / 16 + 1) {
        Counts c = {.fail_at = n};
        status = work_failing(&c);
        failed += status == LUA_ERRMEM;
        if (status == LUA_OK || n > 1000000)
            break;
    }
    must("enough at last", status == LUA_OK);
    must("some failed", failed > 3);
    say("failing allocations");
}

/* Each one may fail. */
static void chances(void)
{
    int none = 0, failed = 0;
    for (unsigned seed = 1; seed <= 200; seed++) {
        Counts c = {.chance = seed % 7 == 0 ? 3 : 40, .random = seed};
        int status = work_failing(&c);
        none += status == -1;
        failed += status == LUA_ERRMEM;
    }
    must("some failed", none > 3 && failed > 3);
    say("allocations that fail by chance");
}

static void *pass_on(void *ud, void *p, size_t osize, size_t nsize)
{
    return count_alloc(*(void **)ud, p, osize, nsize);
}

static void changing(void)
{
    Counts c = {.blocks = 0};
    void *box = &c;
    lua_State *L = lua_newstate(count_alloc, &c);
    lua_setallocf(L, pass_on, &box);
    void *ud;
    must("set", lua_getallocf(L, &ud) == pass_on && ud == &box);
    attempt(L, "with another allocator", do_work);
    /* as modules use it */
    lua_Alloc f = lua_getallocf(L, &ud);
    char *p = f(ud, NULL, 0, 100);
    memset(p, 1, 100);
    p = f(ud, p, 100, 1000);
    must("grown", p[99] == 1);
    f(ud, p, 1000, 0);
    lua_close(L);
    say("left: %ld blocks, %d wrong sizes", c.blocks, c.wrong);
}

static void states(void)
{
    lua_State *a = luaL_newstate(), *b = luaL_newstate();
    lua_pushliteral(a, "x");
    lua_setglobal(a, "name");
    say("separate: %d", lua_getglobal(b, "name"));
    say("no libraries: %d", lua_getglobal(a, "print"));
    lua_close(b);
    luaL_openlibs(a);
    luaL_openlibs(a);
    run(a, "opened twice", "return type(print), string.format('%d', 5)");
    lua_State *t = lua_newthread(a);
    do_string(t, "setmetatable({}, {__gc = function() print('closed') "
                 "end})");
    lua_close(t); /* any thread will do */
}

static void versions(lua_State *L)
{
    luaL_checkversion(L);
    lua_pushnumber(L, lua_version(L));
    show(L, "version");
}

void topic_memory(lua_State *L)
{
    collector(L);
    warnings(L);
    counting();
    failures();
    chances();
    changing();
    states();
    versions(L);
}
