/*
 * vm/call_int.h -- what the files of calls share: call.c, close.c, throw.c,
 * enter.c, coroutine.c.
 *
 * Small parts of calls and returns are here, to be inlined.
 */
#ifndef VM_CALL_INT_H
#define VM_CALL_INT_H

#include "vm/api.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/switch.h"

/* Places to go on at, which exist only there. */
extern const Insn unwind_code[1], c_continue_code[1];

static inline void thread_switch(VM *vm, lua_State *to)
{
    thread_run(vm, to);
    if (vm->hooks_on != (to->hook_mask != 0 && to->allow_hook))
        interp_set_hooks(vm, !vm->hooks_on);
}

static inline void move_values(Value *d, const Value *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        val_copy(&d[i], &s[i]);
}

/* A frame of a Lua function whose arguments are in place. */
static inline void enter_lua(lua_State *L, Value *func, uint32_t nargs,
                             Link link)
{
    Proto *p = func->lcl->p;
    Value *base = func + LINK_SLOTS;
    if (UNLIKELY(base + p->nregs + 8 > L->limit || L->vm->stress_stack)) {
        ptrdiff_t off = func - L->stack;
        L->top = base + nargs;
        stack_grow(L, (size_t)p->nregs + 8);
        func = L->stack + off;
        base = func + LINK_SLOTS;
    }
    for (uint32_t i = nargs; i < p->nparams; i++)
        val_nil(&base[i]);
    set_link(base, link);
    L->wide_nargs = nargs;
    L->base = base;
    L->pc = p->code;
    L->top = base + nargs;
}

static inline void enter_c(lua_State *L, Value *func, uint32_t nargs, Link link)
{
    Value *base = func + LINK_SLOTS;
    set_link(base, link);
    L->base = base;
    L->top = base + nargs;
    api_frame(L);
}

static inline void c_depth_enter(lua_State *L)
{
    VM *vm = L->vm;
    if (UNLIKELY(++vm->c_depth >= MAX_C_DEPTH)) {
        if (vm->c_depth == MAX_C_DEPTH)
            err_raisef(L, "C stack overflow");
        if (vm->c_depth >= MAX_C_DEPTH / 10 * 11)
            err_in_handler(L);
    }
}

/* From here on c is the innermost catch point. */
static inline void catch_begin(lua_State *L, CatchPoint *c, uint8_t kind)
{
    VM *vm = L->vm;
    c->prev = vm->catching;
    c->L = L;
    c->kind = kind;
    c->status = LUA_OK;
    c->base = 0;
    c->c_depth = vm->c_depth;
    c->no_yield = L->no_yield;
    c->handler_depth = vm->handler_depth;
    vm->catching = c;
}

/* First free slot above the running frame. */
static inline Value *frame_end(lua_State *L)
{
    Value *base = L->base;
    return is_lcl(base - 2) ? base + base[-2].lcl->p->nregs : L->top;
}

/* Put n results where `want` (results + 1, 0: all) are expected. */
static inline void place_results(lua_State *L, Value *dst, const Value *res,
                                 size_t n, unsigned want)
{
    if (want == 0) {
        move_values(dst, res, n);
        L->top = dst + n;
        return;
    }
    size_t k = want - 1;
    if (n > k)
        n = k;
    move_values(dst, res, n);
    for (; n < k; n++)
        val_nil(&dst[n]);
}

static inline void return_c(lua_State *L, Value *base, const Value *res,
                            size_t n)
{
    Value *dst = base - LINK_SLOTS;
    unsigned flags = link_flags(base);
    unsigned want = (unsigned)(base[-1].bits >> 32);
    L->base = frame_caller(L, base);
    place_results(L, dst, res, n, want);
    if (want != 0)
        L->top = dst + want - 1;
    L->pc = halt_code;
    if (flags & LINKF_K) /* the C caller was left by a jump */
        L->pc = c_continue_code;
}

static inline bool limit_pending(const lua_State *L)
{
    return L->vm->limit_hit != 0;
}

/* vm/call.c */
/* Insert the __call metamethod below the arguments. */
Value *call_meta_call(lua_State *L, Value *func, uint32_t nargs);

/* vm/close.c */
Value *tbc_pop(lua_State *L);
/* Call the __close of the slot; err NULL: nil. The frame goes to L->top. */
void call_close_method(lua_State *L, Value *slot, const Value *err,
                       unsigned how);
/* Call a __close or __gc from C. */
void call_closer(lua_State *L, Value *func);

/* vm/throw.c */
/* Go on in the interpreter activation of c, as L->base and L->pc say. */
_Noreturn void resume_loop(lua_State *L, CatchPoint *c);
/* End the C activation of c with that status. */
_Noreturn void leave_by(lua_State *L, CatchPoint *c, int status);
/* The continuation of the frame at base, or NULL. */
KEntry *k_of(const lua_State *L, const Value *base);

/* vm/enter.c */
/* An activation of the interpreter, for the frame just pushed, or for those
   that `begin` pushes. */
void run_activation(lua_State *L, void (*begin)(lua_State *, void *), void *ud);
/* After a limit: is it the host that starts anew? Then it is forgotten. */
bool host_starts_anew(VM *vm);

/* vm/coroutine.c */
/* The frame of resume (or of a wrap function) is running. False: the C
   function must do it. */
bool co_resume(lua_State *L, bool wrapped);
/* coroutine.yield's own frame is running. */
void co_suspend(lua_State *L);
/* The body of a coroutine returned. */
void co_end(lua_State *L, Value *res, size_t n);
/* An error nothing in the coroutine caught (value on top). */
_Noreturn void co_error(lua_State *L, int status);

#endif
