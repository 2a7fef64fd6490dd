/*
 * vm/enter.c -- from C into the machine: activations of the interpreter,
 * calls, protected calls, finalizers.
 *
 * Read     vm_call, vm_protect_handled.
 */
#include "vm/call_int.h"

/* ------------------------------------------------------------------ from C */

/* What the machine does itself when it is called: it may push frames, or
   change the thread. */
static bool is_special(const Value *func)
{
    return (func->tag == TAG_CFUNC && func->cfn->special != SPECIAL_NONE) ||
           (func->tag == TAG_CCL && func->ccl->cf->special != SPECIAL_NONE);
}

typedef struct SpecialCall {
    Value *func;
    uint32_t nargs;
    Link link;
} SpecialCall;

static void begin_special(lua_State *L, void *ud)
{
    const SpecialCall *call = ud;
    call_value(L, call->func, call->nargs, call->link);
}

/* An activation of the interpreter, for the frame just pushed, or for those
   that `begin` pushes. */
NOINLINE void run_activation(lua_State *L, void (*begin)(lua_State *, void *),
                             void *ud)
{
    VM *vm = L->vm;
    CatchPoint c;
    catch_begin(L, &c, CATCH_INTERP);
    if (JUMP_SET(c.buf) == 0 && begin != NULL)
        begin(L, ud);
    /* whoever jumps here has put the state in order */
    interp_run(vm);
    vm->catching = c.prev;
}

/* After a limit: is it the host that starts anew? Then it is forgotten. */
bool host_starts_anew(VM *vm)
{
    lua_State *L = vm->cur;
    bool anew = L == vm->main_thread && link_kind(L->base) == LINK_BASE &&
                !vm->closing;
    if (anew)
        vm->limit_hit = 0;
    return anew;
}

/* A limit was hit and somebody in C goes on: stop that, unless it is a closer
   in C, or the host. */
static void limit_again(lua_State *L)
{
    VM *vm = L->vm;
    if (vm->closer_passes)
        vm->closer_passes = false;
    else if (!host_starts_anew(vm))
        err_limit(L, vm->limit_hit);
}

/* Has the frame of a Lua function room, without the stack being moved? */
static bool has_registers(const lua_State *L, const Value *func)
{
    return func + LINK_SLOTS + func->lcl->p->nregs + 8 <= L->limit;
}

/* Is this a call that a C function of the running thread makes, with nothing
   to be looked after? */
static bool is_simple_call(const lua_State *L, const Value *func)
{
    const VM *vm = L->vm;
    return is_function(func) && !is_special(func) &&
           !is_lcl(L->base - LINK_SLOTS) && vm->cur == L &&
           vm->limit_hit == 0 && vm->budget > 0 && L->in_finalizer != 1 &&
           L->hook_mask == 0 && !vm->stress_stack &&
           (size_t)(L->limit - L->top) >= LUA_MINSTACK + LINK_SLOTS &&
           (!is_lcl(func) || has_registers(L, func));
}

/* Make room for the link. Returns how many arguments there are. */
static ALWAYS_INLINE uint32_t make_link_room(lua_State *L, Value *func)
{
    Value *v = L->top++;
    uint32_t nargs = (uint32_t)(v - func - 1);
    for (; v > func + 1; v--)
        val_copy(v, v - 1);
    return nargs;
}

static ALWAYS_INLINE Link simple_link(const lua_State *L, const Value *func,
                                      int nresults, uint32_t nargs,
                                      unsigned flags)
{
    return (Link){link_c_payload(func - L->base, nresults + 1),
                  link_make(LINK_C, flags, 0, nargs > 0xFFFF ? 0xFFFF : nargs,
                            LINK_SPECIAL)};
}

/* A simple call of a Lua function. Its frame is pushed in the activation, so
   that what the interpreter begins with is at hand. */
NOINLINE static void call_lua_simply(lua_State *L, Value *func, int nresults,
                                     bool yieldable)
{
    VM *vm = L->vm;
    CatchPoint c;
    c_depth_enter(L);
    L->no_yield += !yieldable;
    vm->budget--;
    catch_begin(L, &c, CATCH_INTERP);
    if (LIKELY(JUMP_SET(c.buf) == 0)) {
        uint32_t nargs = make_link_room(L, func);
        enter_lua(L, func, nargs,
                  simple_link(L, func, nresults, nargs, LINKF_FRESH));
        interp_run_lua(vm, L->pc, L->base, func->lcl->p->k);
    } else {
        interp_run(vm);
    }
    vm->catching = c.prev;
    L->no_yield -= !yieldable;
    vm->c_depth--;
}

NOINLINE static void call_c_simply(lua_State *L, Value *func, int nresults,
                                   bool yieldable)
{
    VM *vm = L->vm;
    c_depth_enter(L);
    L->no_yield += !yieldable;
    vm->budget--;
    uint32_t nargs = make_link_room(L, func);
    enter_c(L, func, nargs, simple_link(L, func, nresults, nargs, 0));
    int n = (func->tag == TAG_CFUNC ? func->cfn : func->ccl->cf)->fn(L);
    api_check_results(L, n);
    if (UNLIKELY(vm->limit_hit))
        err_limit(L, vm->limit_hit);
    if (UNLIKELY(L->hook_mask & LUA_MASKRET ||
                 (uintptr_t)L->tbc >= (uintptr_t)L->base))
        call_return_from_c(L, (size_t)n);
    else
        return_c(L, L->base, L->top - n, (size_t)n);
    L->no_yield -= !yieldable;
    vm->c_depth--;
}

static void call_any(lua_State *L, Value *func, int nresults, bool yieldable);

void vm_call(lua_State *L, Value *func, int nresults, bool yieldable)
{
    if (UNLIKELY(!is_simple_call(L, func)))
        call_any(L, func, nresults, yieldable);
    else if (is_lcl(func))
        call_lua_simply(L, func, nresults, yieldable);
    else
        call_c_simply(L, func, nresults, yieldable);
}

NOINLINE static void call_any(lua_State *L, Value *func, int nresults,
                              bool yieldable)
{
    VM *vm = L->vm;
    if (UNLIKELY(vm->limit_hit))
        limit_again(L);
    c_depth_enter(L);
    L->no_yield += !yieldable;
    const Insn *pc = L->pc;
    ptrdiff_t off = func - L->stack;
    stack_ensure(L, 4);
    if (UNLIKELY(vm->budget < 0) && vm->limit_hit == 0)
        vm_budget_slow(L);
    func = L->stack + off;
    uint32_t nargs = (uint32_t)(L->top - func - 1);
    for (uint32_t i = nargs; i > 0; i--) /* room for the link */
        val_copy(&func[i + 1], &func[i]);
    L->top++;
    lua_State *was = vm->cur;
    if (was != L)
        thread_switch(vm, L);
    bool in_lua = is_lcl(L->base - LINK_SLOTS);
    if (in_lua) { /* keep the frame's pc below the function */
        for (Value *v = L->top; v > func; v--)
            val_copy(v, v - 1);
        L->top++;
        val_int(func, 0);
        val_ptr(func, pc);
        func++;
    }
    while (!is_function(func)) {
        func = call_meta_call(L, func, nargs);
        nargs++;
    }
    unsigned fresh = is_lcl(func) || is_special(func) ? LINKF_FRESH : 0;
    unsigned flags = fresh | (in_lua ? LINKF_PC : 0) |
                     (L->in_hook == 1 ? LINKF_HOOK : 0) |
                     (L->in_finalizer == 1 ? LINKF_FIN : 0);
    L->in_finalizer += L->in_finalizer == 1;
    L->in_hook += L->in_hook == 1; /* what is called in there is no hook */
    Link link = {link_c_payload(func - L->base, nresults + 1),
                 link_make(LINK_C, flags, 0, nargs > 0xFFFF ? 0xFFFF : nargs,
                           LINK_SPECIAL)};
    if (is_special(func)) { /* its frames belong to the activation */
        SpecialCall call = {func, nargs, link};
        run_activation(L, begin_special, &call);
    } else { /* others, that may fail to be pushed, to the one around */
        call_value(L, func, nargs, link);
        if (fresh)
            run_activation(L, NULL, NULL);
    }
    if (flags & LINKF_HOOK)
        L->in_hook = 1;
    if (in_lua) {
        func = L->stack + off;
        for (Value *v = func; v + 1 < L->top; v++)
            val_copy(v, v + 1);
        L->top--;
    }
    if (was != L)
        thread_switch(vm, was);
    L->pc = pc;
    L->no_yield -= !yieldable;
    vm->c_depth--;
}

/* What raises in fn is L's affair, whichever thread runs. */
int vm_protect(lua_State *L, void (*fn)(lua_State *L, void *ud), void *ud)
{
    return vm_protect_handled(L, fn, ud, false);
}

int vm_protect_handled(lua_State *L, void (*fn)(lua_State *L, void *ud),
                       void *ud, bool own_handler)
{
    VM *vm = L->vm;
    CatchPoint c;
    catch_begin(L, &c, CATCH_PCALL);
    c.own_handler = own_handler;
    c.base = L->base - L->stack;
    lua_State *volatile was = vm->cur;
    const Insn *volatile pc = L->pc;
    const volatile uint32_t npcalls = L->npcalls, nsorts = L->nsorts;
    const volatile uint8_t hooks = L->allow_hook;
    if (was != L)
        thread_switch(vm, L);
    if (JUMP_SET(c.buf) == 0) {
        fn(L, ud);
    } else {
        L->base = L->stack + c.base;
        L->no_yield = c.no_yield;
        L->npcalls = npcalls;
        L->nsorts = nsorts;
        vm->c_depth = c.c_depth;
        vm->handler_depth = c.handler_depth;
    }
    if (vm->cur != was)
        thread_switch(vm, was);
    if (c.status != LUA_OK) /* it may have come from a hook */
        hooks_restore(L, hooks);
    L->pc = pc;
    vm->catching = c.prev;
    return c.status;
}

void warn_error(lua_State *L, const char *where)
{
    const Value *v = L->top - 1;
    const char *msg =
        is_string(v) ? v->str->data : "error object is not a string";
    lua_warning(L, "error in ", 1);
    lua_warning(L, where, 1);
    lua_warning(L, " (", 1);
    lua_warning(L, msg, 1);
    lua_warning(L, ")", 0);
}

static void finalizer_body(lua_State *L, void *ud)
{
    (void)ud;
    call_closer(L, L->top - 2);
}

void vm_call_finalizer(lua_State *L)
{
    uint8_t hooks = L->allow_hook;
    ptrdiff_t func = L->top - 2 - L->stack;
    L->allow_hook = 0;
    hooks_update(L);
    uint8_t was = L->in_finalizer;
    L->in_finalizer = 1; /* vm_call marks the frame by it */
    ptrdiff_t handler = L->errfunc;
    L->errfunc = 0;
    int status = vm_protect_handled(L, finalizer_body, NULL, true);
    if (status != LUA_OK)
        status = vm_close_protected(L, L->stack + func, status, true);
    L->errfunc = handler;
    L->in_finalizer = was;
    L->allow_hook = hooks;
    hooks_update(L);
    if (status != LUA_OK && L->vm->limit_hit) {
        if (!L->vm->closing) { /* then nobody would catch it */
            L->vm->gc.finalizing = false;
            err_throw(L, status);
        }
    } else if (status != LUA_OK) {
        warn_error(L, "__gc");
    }
    L->top = L->stack + func;
}
