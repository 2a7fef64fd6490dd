/*
 * vm/api.h -- what the files of the C API share: values by index, names as
 * strings, and the checks that debug builds make of their callers.
 *
 * A check says what a function takes for granted: api_room that so many values
 * fit, api_count that so many are there, at that an index is one, api_check
 * anything else. In a debug build a caller that does otherwise is told so by
 * one line, and the process aborts; in a release build they are nothing.
 *
 * How many values fit: LUA_MINSTACK when a C function starts, and what
 * lua_checkstack added. The function's slot (base[-2]) has it in its private
 * bytes, in slots from the base.
 */
#ifndef VM_API_H
#define VM_API_H

#include "vm/state.h"

/* What at() finds where there is no value: nil, and no slot. */
extern const Value api_none;

/* The value at an index. */
static ALWAYS_INLINE Value *api_value(lua_State *L, int idx)
{
    if (LIKELY(idx > 0)) {
        Value *v = L->base + (idx - 1);
        return LIKELY(v < L->top) ? v : (Value *)(uintptr_t)&api_none;
    }
    if (LIKELY(idx > LUA_REGISTRYINDEX))
        return L->top + idx;
    if (idx == LUA_REGISTRYINDEX)
        return &L->vm->registry;
    idx = LUA_REGISTRYINDEX - idx;
    const Value *f = L->base - 2;
    if (f->tag == TAG_CCL && (uint32_t)idx <= f->ccl->h.aux)
        return &f->ccl->upvals[idx - 1];
    return (Value *)(uintptr_t)&api_none;
}

static inline bool is_none(const Value *v) { return v == &api_none; }

/* The LUA_T* type of a value that exists. */
static inline int type_of(const Value *v)
{
    static const int8_t types[] = {
        [TAG_NIL + 2] = LUA_TNIL,        [TAG_FALSE + 2] = LUA_TBOOLEAN,
        [TAG_INT + 2] = LUA_TNUMBER,     [TAG_FLOAT + 2] = LUA_TNUMBER,
        [TAG_TRUE + 2] = LUA_TBOOLEAN,   [TAG_LIGHT + 2] = LUA_TLIGHTUSERDATA,
        [TAG_CFUNC + 2] = LUA_TFUNCTION, [TAG_SSTR + 2] = LUA_TSTRING,
        [TAG_LSTR + 2] = LUA_TSTRING,    [TAG_TABLE + 2] = LUA_TTABLE,
        [TAG_LCL + 2] = LUA_TFUNCTION,   [TAG_CCL + 2] = LUA_TFUNCTION,
        [TAG_UDATA + 2] = LUA_TUSERDATA, [TAG_THREAD + 2] = LUA_TTHREAD,
    };
    return types[v->tag + 2];
}

#ifdef VM_DEBUG

_Noreturn void api_misuse(lua_State *L, const char *function, const char *fmt,
                          ...) PRINTF_LIKE(3, 4);
void api_check_thread(lua_State *L, const char *function);
void api_check_index(lua_State *L, const char *function, int idx);
void api_check_room(lua_State *L, const char *function, ptrdiff_t n);
void api_check_count(lua_State *L, const char *function, ptrdiff_t n);
void api_check_call(lua_State *L, const char *function, int nargs,
                    int nresults);
void api_check_results(lua_State *L, int n);
/* A C function starts, or n more values have room in it. */
void api_frame(lua_State *L);
void api_reserve(lua_State *L, ptrdiff_t n);

#define api_check_in(L, function, ok, ...)                                     \
    ((ok) ? (void)0 : api_misuse((L), (function), __VA_ARGS__))
#define api_call(L, nargs, nresults)                                           \
    api_check_call((L), __func__, (nargs), (nresults))
#define api_thread(L) api_check_thread((L), __func__)
#define api_room(L, n) api_check_room((L), __func__, (n))
#define api_count(L, n) api_check_count((L), __func__, (n))
#define at(L, idx)                                                             \
    (api_check_index((L), __func__, (idx)), api_value((L), (idx)))

#else

#define api_check_in(L, function, ok, ...) ((void)(function))
#define api_call(L, nargs, nresults) ((void)0)
#define api_thread(L) ((void)0)
#define api_room(L, n) ((void)0)
#define api_count(L, n) ((void)0)
#define api_check_results(L, n) ((void)0)
#define api_frame(L) ((void)0)
#define api_reserve(L, n) ((void)0)
#define at(L, idx) api_value((L), (idx))

#endif

#define api_check(L, ok, ...) api_check_in((L), __func__, (ok), __VA_ARGS__)
#define api_is_in(L, function, v, test, kind)                                  \
    api_check_in((L), (function), test(v), "needs " kind ", got %s",           \
                 is_none(v) ? "nothing" : lua_typename((L), type_of(v)))
#define api_is(L, v, test, kind) api_is_in((L), __func__, v, test, kind)

#endif
