/*
 * tests/unit_machine.c -- machines and random numbers for the unit tests, and
 * tests of the stress switches and limits: do they do what they say?
 */
#define _XOPEN_SOURCE 700

#include <criterion/criterion.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "include/lualib.h"
#include "include/vmrun.h"
#include "tests/unit.h"
#include "vm/state.h"

/* -- for all unit tests -------------------------------------------------- */

static uint64_t number_in(const char *var, uint64_t otherwise)
{
    const char *s = getenv(var);

    return s != NULL && *s ? strtoull(s, NULL, 0) : otherwise;
}

bool random_round(Random *r, int i, int nrounds)
{
    uint64_t n = number_in("VMRUN_ROUNDS", (uint64_t)nrounds);

    r->seed = number_in("VMRUN_SEED", 1) + (uint64_t)i;
    r->state = r->seed;
    return (uint64_t)i < n;
}

/* Steele, Lea, Flood, "Fast splittable pseudorandom number generators". */
uint64_t random_bits(Random *r)
{
    uint64_t x = r->state += UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

uint32_t random_below(Random *r, uint32_t n)
{
    return (uint32_t)((random_bits(r) >> 32) * n >> 32);
}

lua_State *unit_machine(const char *stress)
{
    lua_State *L;

    if (stress != NULL)
        setenv("VMRUN_STRESS", stress, 1);
    L = luaL_newstate();
    unsetenv("VMRUN_STRESS");
    cr_assert_not_null(L);
    luaL_openlibs(L);
    return L;
}

void unit_fail(uint64_t seed, const char *file, int line, const char *cond,
               const char *fmt, ...)
{
    char text[400];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    cr_log_error("%s:%d: %s: %s (repeat: VMRUN_SEED=%llu VMRUN_ROUNDS=1)",
                 file, line, cond, text, (unsigned long long)seed);
    cr_assert_fail("%s:%d: %s", file, line, cond);
    abort();
}

/* -- the stress switches ------------------------------------------------- */

static void run(lua_State *L, const char *source)
{
    cr_assert_eq(luaL_dostring(L, source), LUA_OK, "%s: %s", source,
                 lua_tostring(L, -1));
}

/* Each makes at least a thousand objects, one a turn. */
static const char *const thousand_objects[] = {
    "for i = 1, 1000 do local t = {} end",
    "for i = 1, 1000 do local t = {x = i} end",
    "for i = 1, 1000 do local f = function() return i end end",
    "for i = 1, 1000 do local s = 'name' .. i end",
    "for i = 1, 1000 do local s = ('x'):rep(41 + i) end",
    "for i = 1, 1000 do local s = string.char(i // 256, i % 256) end",
    "local function f(...) return {...} end for i = 1, 1000 do f(i) end",
    "for i = 1, 1000 do local c = coroutine.create(print) end",
    "local t = {} for i = 1, 10000 do t = {t} end",
};

Test(stress, gc_collects_at_every_allocation)
{
    lua_State *L = unit_machine("gc");
    GC *gc = &L->vm->gc;
    size_t n = sizeof thousand_objects / sizeof *thousand_objects;

    for (size_t i = 0; i < n; i++) {
        uint64_t before = gc->stats.ncycles;
        run(L, thousand_objects[i]);
        cr_assert_geq(gc->stats.ncycles - before, 1000, "%s: %llu collections",
                      thousand_objects[i],
                      (unsigned long long)(gc->stats.ncycles - before));
    }
    lua_close(L);
}

Test(stress, gc_collects_for_every_object_of_the_api)
{
    lua_State *L = unit_machine("gc");
    GC *gc = &L->vm->gc;

    for (int i = 0; i < 100; i++) {
        uint64_t before = gc->stats.ncycles;
        lua_newtable(L);
        cr_assert_geq(gc->stats.ncycles - before, 1);
        lua_pushfstring(L, "text %d", i);
        cr_assert_geq(gc->stats.ncycles - before, 2);
        lua_newuserdatauv(L, 10, 1);
        cr_assert_geq(gc->stats.ncycles - before, 3);
        lua_pushvalue(L, -1);
        lua_pushcclosure(L, luaopen_base, 1);
        cr_assert_geq(gc->stats.ncycles - before, 4);
        lua_settop(L, 0);
    }
    lua_close(L);
}

/* A collection goes on at each; a cycle takes as many as there are objects. */
Test(stress, step_works_at_every_allocation)
{
    lua_State *L = unit_machine("step");
    uint64_t before = L->vm->gc.stats.ncycles;

    run(L, "for i = 1, 10000 do local t = {} end");
    cr_assert_geq(L->vm->gc.stats.ncycles - before, 5);
    lua_close(L);
}

/* Calls of every kind, a thousand of each. */
static const char *const thousand_calls[] = {
    "local function f() end for i = 1, 1000 do f() end",
    "local function f(a, b) end for i = 1, 1000 do f(i) end",
    "local function f(...) end for i = 1, 1000 do f(i) end",
    "local function g() end local function f() return g() end "
    "for i = 1, 1000 do f() end",
    "local function f(n) if n > 0 then return f(n - 1) end end f(1000)",
    "local o = {f = function() end} for i = 1, 1000 do o:f() end",
    "local function f() end for i = 1, 1000 do f(table.unpack({i})) end",
    "for i = 1, 1000 do debug.getinfo(1) end",
    "local t = setmetatable({}, {__index = function() end}) "
    "for i = 1, 1000 do local x = t.x end",
    "local t = setmetatable({}, {__newindex = function() end}) "
    "for i = 1, 1000 do t.x = i end",
    "local t = setmetatable({}, {__add = function() end}) "
    "for i = 1, 1000 do local x = t + i end",
    "local t = setmetatable({}, {__lt = function() end}) "
    "for i = 1, 1000 do local x = t < i end",
    "local t = setmetatable({}, {__call = function() end}) "
    "for i = 1, 1000 do t() end",
    "local function f() end for i = 1, 1000 do pcall(f) end",
    "for i = 1, 1000 do pcall(error) end",
    "for i in function(_, i) if i < 1000 then return i + 1 end end, 1, 0 do "
    "end",
    "local m = {__close = function() end} "
    "for i = 1, 1000 do local c <close> = setmetatable({}, m) end",
    "local f = coroutine.wrap(function() while true do coroutine.yield() end "
    "end) for i = 1, 1000 do f() end",
    "table.sort({5, 3, 1, 4, 2}, function(a, b) return a < b end) "
    "for i = 1, 200 do table.sort({5, 3, 1, 4, 2}, "
    "function(a, b) return a < b end) end",
    "(('x'):rep(1000)):gsub('.', function() end)",
};

/* The stack goes to new memory each time, which shows without collections. */
Test(stress, stack_moves_at_every_call)
{
    lua_State *L = unit_machine("stack");
    GC *gc = &L->vm->gc;
    size_t n = sizeof thousand_calls / sizeof *thousand_calls;

    for (size_t i = 0; i < n; i++) {
        size_t before;
        lua_gc(L, LUA_GCCOLLECT);
        lua_gc(L, LUA_GCSTOP);
        before = gc->new_nbytes;
        run(L, thousand_calls[i]);
        cr_assert_geq(gc->new_nbytes - before,
                      1000 * STACK_INIT * sizeof(Value), "%s: %zu bytes",
                      thousand_calls[i], gc->new_nbytes - before);
        lua_gc(L, LUA_GCRESTART);
    }
    lua_close(L);
}

Test(stress, stack_moves_when_c_functions_ask_for_room)
{
    lua_State *L = unit_machine("stack");
    const Value *before = L->stack;

    cr_assert(lua_checkstack(L, 1));
    cr_assert_neq(L->stack, before);
    before = L->stack;
    luaL_checkstack(L, 1, NULL);
    cr_assert_neq(L->stack, before);
    lua_close(L);
}

/* How often the chunk fails when the first, second, ... of its allocations
   is refused and every later one. */
static int count_failures(lua_State *L, const char *source)
{
    GC *gc = &L->vm->gc;
    int status, n = 0;

    do {
        cr_assert_eq(luaL_loadstring(L, source), LUA_OK);
        gc->nallocs = 0;
        gc->fail_at = (uint64_t)++n;
        gc->bump_end = gc->bump;
        status = lua_pcall(L, 0, 0, 0);
        gc->fail_at = 0;
        cr_assert(status == LUA_OK || status == LUA_ERRMEM, "%s, %d: %d",
                  source, n, status);
        if (status == LUA_ERRMEM)
            cr_assert_str_eq(lua_tostring(L, -1), "not enough memory");
        lua_settop(L, 0);
    } while (status != LUA_OK && n < 100000);
    return n - 1;
}

Test(stress, every_allocation_can_fail)
{
    lua_State *L = unit_machine(NULL);
    int n = count_failures(L, "local a = 1");

    /* its code; sanitizers have the host asked for that, too */
    cr_assert(n == 1 || n == 2, "%d", n);
    cr_assert_geq(count_failures(L, "for i = 1, 100 do local t = {} end"),
                  100);
    cr_assert_geq(count_failures(L, "for i = 1, 100 do "
                                    "local f = function() return i end end"),
                  100);
    cr_assert_geq(count_failures(L, "for i = 1, 100 do "
                                    "local s = 'name' .. i end"), 100);
    /* f's code is not made in a coroutine, where the error would not be one
       of memory any more */
    cr_assert_geq(count_failures(L, "local function f() end f() "
                                    "for i = 1, 100 do "
                                    "coroutine.wrap(f)() end"), 100);
    lua_close(L);
}

/* -- limits -------------------------------------------------------------- */

/* Seconds until a loop without end is stopped. */
static double seconds_until_stopped(lua_State *L, double timeout_s)
{
    VmrLimits limits = {.timeout_s = timeout_s};
    uint64_t began = gc_clock_ns();

    cr_assert_eq(vmr_limits_set(L, &limits), VMR_OK);
    cr_assert_eq(luaL_dostring(L, "while true do end"), 1);
    cr_assert_eq(vmr_limit_hit(L), VMR_LIMIT_TIME);
    lua_settop(L, 0);
    return (double)(gc_clock_ns() - began) * 1e-9;
}

/*
 * A clock of whole seconds would be right now and then, but not after the
 * first of three in a row, which ends just when it goes on.
 */
Test(limits, time_is_finer_than_seconds)
{
    lua_State *L = unit_machine(NULL);
    double least = 1e9;

    for (int i = 0; i < 3; i++) {
        double s = seconds_until_stopped(L, 0.1);
        cr_assert(s >= 0.1, "stopped after %g s", s);
        if (i > 0 && s < least)
            least = s;
    }
    cr_assert(least < 0.6, "stopped after %g s", least);
    lua_close(L);
}
