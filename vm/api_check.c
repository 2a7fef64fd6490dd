/*
 * vm/api_check.c -- misuse of the C API, in debug builds: what vm/api.h asks
 * for is looked at here, and the function's name and what is wrong are told in
 * one line before the process aborts.
 *
 * Functions of the machine use the API too, in frames of Lua functions: there
 * the stack's own limit counts. So it does in hooks, whose values lie above
 * those of the function that they interrupt.
 */
#include "vm/api.h"

#ifdef VM_DEBUG

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/builtin.h"
#include "vm/frame.h"

_Noreturn void api_misuse(lua_State *L, const char *function, const char *fmt,
                          ...)
{
    va_list args;
    (void)L;
    fflush(stdout);
    fprintf(stderr, "misuse of %s: ", function);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

_Noreturn void vm_misuse(lua_State *L, const char *function, const char *what)
{
    api_misuse(L, function, "%s", what);
}

/* ------------------------------------------------------------------ threads */

/*
 * A VM belongs to the thread of the process that called into it last from
 * outside. While that call goes on, nobody else may use it.
 */
void api_check_thread(lua_State *L, const char *function)
{
    static _Thread_local char self;
    VM *vm = L->vm;
    if (vm->c_depth == 0)
        vm->owner = &self;
    else if (vm->owner != NULL && vm->owner != &self)
        api_misuse(L, function,
                   "the VM is running in another thread of the process");
}

/* ------------------------------------------------------------------- frames */

static bool is_host_frame(const lua_State *L)
{
    return !is_lcl(L->base - LINK_SLOTS) && !L->in_hook;
}

/* Slots that the running function may use, from its base. */
static ptrdiff_t frame_room(const lua_State *L)
{
    ptrdiff_t room = L->base[-LINK_SLOTS].priv32;
    return room < LUA_MINSTACK ? LUA_MINSTACK : room;
}

void api_frame(lua_State *L)
{
    L->base[-LINK_SLOTS].priv32 = (uint32_t)(L->top - L->base) + LUA_MINSTACK;
}

void api_reserve(lua_State *L, ptrdiff_t n)
{
    ptrdiff_t room = L->top - L->base + n;
    if (is_host_frame(L) && room > frame_room(L))
        L->base[-LINK_SLOTS].priv32 = (uint32_t)room;
}

void api_check_room(lua_State *L, const char *function, ptrdiff_t n)
{
    api_check_thread(L, function);
    ptrdiff_t used = L->top - L->base;
    if (!is_host_frame(L)) {
        if (L->top + n > L->stack + L->stack_nslots)
            api_misuse(L, function, "the stack is full");
    } else if (used + n > frame_room(L)) {
        api_misuse(L, function,
                   "no room for %td more values: %td of %td slots are used "
                   "(lua_checkstack makes more)",
                   n, used, frame_room(L));
    }
}

void api_check_count(lua_State *L, const char *function, ptrdiff_t n)
{
    api_check_thread(L, function);
    ptrdiff_t there = L->top - L->base;
    if (is_host_frame(L) && n > there)
        api_misuse(L, function, "needs %td values, %td are on the stack", n,
                   there);
}

void api_check_index(lua_State *L, const char *function, int idx)
{
    api_check_thread(L, function);
    ptrdiff_t there = L->top - L->base;
    if (idx == 0)
        api_misuse(L, function, "0 is no index");
    if (idx < LUA_REGISTRYINDEX - 256)
        api_misuse(L, function, "%d is no index", idx);
    if (!is_host_frame(L) || idx <= LUA_REGISTRYINDEX)
        return;
    if (idx < 0 && -(ptrdiff_t)idx > there)
        api_misuse(L, function, "index %d, but %td values are on the stack",
                   idx, there);
    if (idx > 0 && idx > there && idx > frame_room(L))
        api_misuse(L, function, "index %d is past the %td slots there are", idx,
                   frame_room(L));
}

void api_check_call(lua_State *L, const char *function, int nargs, int nresults)
{
    if (nargs < 0 || nresults < LUA_MULTRET)
        api_misuse(L, function, "%d arguments, %d results", nargs, nresults);
    api_check_count(L, function, (ptrdiff_t)nargs + 1);
    if (nresults != LUA_MULTRET)
        api_check_room(L, function, (ptrdiff_t)nresults - (nargs + 1));
    if (L->h.kind != LUA_OK)
        api_misuse(L, function, "the thread is suspended or has failed");
}

void api_check_results(lua_State *L, int n)
{
    ptrdiff_t there = L->top - L->base;
    if (n < 0 || n > there)
        api_misuse(L, "a C function",
                   "it returned %d, but %td values are on "
                   "the stack",
                   n, there);
}

#else

/* Nothing: a file must not be empty. */
typedef int NoChecks;

#endif
