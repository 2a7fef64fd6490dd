/*
 * vm/switch.h -- switches between coroutines.
 *
 * The usual ones are between two Lua functions, one in a call of resume or of
 * what wrap returned, the other in a call of yield. Then up to two values go
 * from the registers of one to those of the other, and nothing else happens:
 * RESUME_DIRECTLY and YIELD_DIRECTLY of the interpreter. Whatever is unusual is
 * refused, and call_value does it (vm/call.c).
 *
 * Read     co_enter, co_leave, co_to_go_on, co_may_leave.
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

static ALWAYS_INLINE void co_link(VM *vm, lua_State *L, lua_State *co)
{
    co->resumer = L;
    co->resume_catch = vm->catching;
    co->entry_depth = vm->c_depth++;
    co->no_yield = 0;
    co->h.kind = LUA_OK;
}

static ALWAYS_INLINE lua_State *co_unlink(VM *vm, lua_State *co)
{
    lua_State *L = co->resumer;
    co->resumer = NULL;
    vm->c_depth = co->entry_depth;
    return L;
}

/* L gives way to co, whose stack has what it is to go on with. */
static inline void co_enter(lua_State *L, lua_State *co)
{
    co_link(L->vm, L, co);
    thread_run(L->vm, co);
}

/* co gives way to whoever resumed it. */
static inline lua_State *co_leave(lua_State *co)
{
    lua_State *L = co_unlink(co->vm, co);
    thread_run(co->vm, L);
    return L;
}

static ALWAYS_INLINE bool co_is_wrap_frame(const lua_State *L)
{
    const Value *f = L->base - LINK_SLOTS;
    return f->tag == TAG_CCL && f->ccl->cf->special == SPECIAL_WRAP;
}

/* Values that the call wants in whose frame a thread waits; far more than can
   be if it wants all, or is not a Lua function's. */
static ALWAYS_INLINE unsigned values_wanted(uint64_t word)
{
    if (UNLIKELY((uint8_t)word != LINK_LUA && (uint8_t)word != OP_TFORCALL))
        return LINK_SPECIAL;
    return (unsigned)(word >> 48) - 1;
}

static ALWAYS_INLINE void pass_values(Value *dst, unsigned n, const Value *from)
{
    if (n > 0)
        val_copy(dst, from);
    if (n > 1)
        val_copy(dst + 1, from + 1);
}

/* The frame of the function called, in which its thread waits. */
static ALWAYS_INLINE void wait_in_frame(lua_State *L, Value *args,
                                        uint32_t nargs, Link link)
{
    set_link(args, link);
    L->base = args;
    L->top = args + nargs;
}

/* A coroutine that may simply go on; NULL: not so simple. */
static ALWAYS_INLINE lua_State *co_to_go_on(VM *vm, const Value *thread)
{
    if (UNLIKELY(thread->tag != TAG_THREAD))
        return NULL;
    lua_State *co = thread->th;
    if (UNLIKELY(co->h.kind != LUA_YIELD || co->resumer != NULL ||
                 (co->hook_mask | co->hook_yielded | co->nks) != 0 ||
                 co->h.flags & THREADF_CLEAN || vm->c_depth >= CO_DEPTH_MAX ||
                 vm->stress_stack))
        return NULL;
    return co;
}

/* Whoever resumed L, if it may simply go on. */
static ALWAYS_INLINE lua_State *co_may_leave(VM *vm, const lua_State *L)
{
    lua_State *to = L->resumer;
    const CatchPoint *c = L->resume_catch;
    if (UNLIKELY(!thread_can_yield(L) || to == NULL || L->nks != 0 ||
                 c != vm->catching || c->kind == CATCH_RESUME ||
                 to->hook_mask != 0 || to->h.flags & THREADF_CLEAN ||
                 vm->stress_stack))
        return NULL;
    return to;
}

#endif
