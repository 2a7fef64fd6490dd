/*
 * vm/switch.h -- switches between coroutines.
 *
 * The usual ones are between two Lua functions, one in a call of resume or of
 * what wrap returned, the other in a call of yield. Then up to two values go
 * from the registers of one to those of the other, and nothing else happens:
 * resume_directly, yield_directly, inlined in the interpreter. Whatever is
 * unusual is refused, and call_value does it (vm/call.c).
 *
 * Read     co_enter, co_leave, return_directly.
 */
#ifndef VM_SWITCH_H
#define VM_SWITCH_H

#include "vm/frame.h"
#include "vm/state.h"

#define CO_DEPTH_MAX (MAX_C_DEPTH - 5)

/* From now on `to` runs. Hooks are the caller's business. */
static ALWAYS_INLINE void thread_run(VM *vm, lua_State *to)
{
    gc_touch(vm, to);
    vm->cur = to;
    vm->stack_limit = stack_limit_of(to);
}

/* L gives way to co, whose stack has what it is to go on with. */
static ALWAYS_INLINE void co_enter(lua_State *L, lua_State *co)
{
    VM *vm = L->vm;
    co->resumer = L;
    co->resume_catch = vm->catching;
    co->entry_depth = vm->c_depth++;
    co->no_yield = 0;
    co->h.kind = LUA_OK;
    thread_run(vm, co);
}

/* co gives way to whoever resumed it. */
static ALWAYS_INLINE lua_State *co_leave(lua_State *co)
{
    VM *vm = co->vm;
    lua_State *L = co->resumer;
    co->resumer = NULL;
    vm->c_depth = co->entry_depth;
    thread_run(vm, L);
    return L;
}

static ALWAYS_INLINE bool co_is_wrap_frame(const lua_State *L)
{
    const Value *f = L->base - LINK_SLOTS;
    return f->tag == TAG_CCL && f->ccl->cf->special == SPECIAL_WRAP;
}

/* The frame of a C function that Lua code called is left and gets n values,
   after `true` if first_true. */
static ALWAYS_INLINE bool return_directly(lua_State *L, const Value *vals,
                                          uint32_t n, bool first_true)
{
    Value *base = L->base, *dst = base - LINK_SLOTS;
    uint64_t word = link_word(base);
    unsigned want = (unsigned)(word >> 48);
    unsigned got = n + first_true + 1;
    if (UNLIKELY(((uint8_t)word != LINK_LUA && (uint8_t)word != OP_TFORCALL) ||
                 want - 1 > 2u + first_true || want > got))
        return false;
    L->pc = base[-1].p;
    L->base = dst - (uint16_t)(word >> 16) / sizeof(Value);
    if (first_true && want > 1) {
        val_bool(dst++, true);
        want--;
    }
    if (want > 1)
        val_copy(dst, vals);
    if (want > 2)
        val_copy(dst + 1, vals + 1);
    return true;
}

/* The frame of the function called, in which its thread waits. */
static ALWAYS_INLINE void wait_in_frame(lua_State *L, Value *args,
                                        uint32_t nargs, Link link)
{
    set_link(args, link);
    L->base = args;
    L->top = args + nargs;
}

/* resume(co, ...), or what wrap returned, called with args. */
static ALWAYS_INLINE bool resume_directly(lua_State *L, Value *args,
                                          uint32_t nargs, Link link,
                                          const Value *thread, bool wrapped)
{
    if (UNLIKELY(thread->tag != TAG_THREAD || nargs < !wrapped))
        return false;
    lua_State *co = thread->th;
    if (UNLIKELY(co->h.kind != LUA_YIELD || co->resumer != NULL ||
                 (co->hook_mask | co->hook_yielded | co->nks) != 0 ||
                 L->vm->c_depth >= CO_DEPTH_MAX || L->vm->stress_stack) ||
        !return_directly(co, args + !wrapped, nargs - !wrapped, false))
        return false;
    wait_in_frame(L, args, nargs, link);
    co_enter(L, co);
    return true;
}

static ALWAYS_INLINE bool yield_directly(lua_State *L, Value *args,
                                         uint32_t nargs, Link link)
{
    lua_State *to = L->resumer;
    const CatchPoint *c = L->resume_catch;
    if (UNLIKELY(!thread_can_yield(L) || to == NULL || L->nks != 0 ||
                 c != L->vm->catching || c->kind == CATCH_RESUME ||
                 to->hook_mask != 0 || L->vm->stress_stack) ||
        !return_directly(to, args, nargs, !co_is_wrap_frame(to)))
        return false;
    wait_in_frame(L, args, nargs, link);
    L->h.kind = LUA_YIELD;
    L->nyield = nargs;
    co_leave(L);
    return true;
}

#endif
