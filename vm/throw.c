/*
 * vm/throw.c -- errors: who catches them, and how it goes on there.
 *
 * err_throw walks the frames down to the innermost thing that catches: a
 * pcall frame (LINK_PCALL), a lua_pcallk with a continuation (KEntry), a
 * protected call from C (a CatchPoint whose base is the frame's), a
 * coroutine's end. It puts the stack in order and jumps to the C activation
 * that goes on from there.
 *
 * Owner    CatchPoints live on the C stack.
 * Read     err_throw, call_unwind, call_c_continue.
 */
#include <stdlib.h>

#include "vm/call_int.h"

/* ------------------------------------------------------------------ errors */

static void restore_depth(lua_State *L, const CatchPoint *c)
{
    bool own = c->L == L; /* else a coroutine that c's thread runs */
    L->vm->c_depth = own ? c->c_depth : (uint16_t)(L->entry_depth + 1);
    L->vm->handler_depth = c->handler_depth;
    L->no_yield = own ? c->no_yield : 0;
}

NOINLINE _Noreturn static void jump_to(CatchPoint *c) { JUMP_TO(c->buf); }

/* Go on in the interpreter activation of c, as L->base and L->pc say. */
_Noreturn void resume_loop(lua_State *L, CatchPoint *c)
{
    L->vm->catching = c;
    restore_depth(L, c);
    c->leaves = false;
    jump_to(c);
}

_Noreturn void leave_by(lua_State *L, CatchPoint *c, int status)
{
    L->vm->catching = c;
    c->status = status;
    c->leaves = true;
    jump_to(c);
}

/* The frames from base on are given up. */
static void k_drop(lua_State *L, const Value *base)
{
    while (L->nks > 0 && L->stack + L->ks[L->nks - 1].base >= base)
        L->nks--;
}

/* The pcall frame at fb catches: close its variables, return false, error. */
_Noreturn static void catch_in_pcall(lua_State *L, CatchPoint *c, Value *fb,
                                     int status)
{
    (void)status;
    k_drop(L, fb);
    hooks_restore(L, !(link_flags(fb) & LINKF_NO_HOOKS));
    val_copy(fb - LINK_SLOTS, L->top - 1);
    L->base = fb;
    L->top = fb;
    L->pc = unwind_code;
    resume_loop(L, c);
}

void call_unwind(lua_State *L)
{
    Value *fb = L->base;
    if (L->tbc != NULL && L->tbc >= fb) {
        Value *slot = tbc_pop(L);
        ptrdiff_t off = slot - L->stack;
        upvals_close(L, slot);
        L->top = slot + 1;
        stack_ensure(L, 12);
        call_close_method(L, L->stack + off, L->base - LINK_SLOTS, CONT_UNWIND);
        return;
    }
    upvals_close(L, fb);
    L->npcalls--;
    Value *pb = frame_caller(L, fb), err;
    val_copy(&err, fb - LINK_SLOTS);
    L->base = pb;
    val_bool(pb, false);
    val_copy(pb + 1, &err);
    stack_shrink(L);
    pb = L->base;
    L->top = pb + 2;
    if (L->hook_mask != 0)
        hooks_update(L);
    call_return(L, pb, 2);
}

/* Calls from C down to the activation that c is, which the jump there ends:
   their callers go on in their continuations. */
static void orphan_callers(lua_State *L, Value *base)
{
    while (base != NULL) {
        Value *outer = frame_outer(base);
        if (link_kind(outer) == LINK_C) {
            if (link_flags(outer) & LINKF_FRESH)
                return;
            outer[-1].priv8 |= LINKF_K;
        }
        base = frame_caller(L, outer);
    }
}

/* The lua_pcallk that k is about catches: its continuation gets the error. */
_Noreturn static void catch_in_k(lua_State *L, CatchPoint *c, KEntry *k,
                                 int status)
{
    L->base = L->stack + k->base;
    k->status = (uint8_t)status;
    val_copy(L->stack + k->func, L->top - 1);
    hooks_restore(L, k->allow_hook);
    orphan_callers(L, L->base);
    L->top = L->stack + k->func + 1;
    L->pc = c_continue_code;
    resume_loop(L, c);
}

void k_push(lua_State *L, lua_KFunction k, lua_KContext ctx, ptrdiff_t func,
            bool is_pcall)
{
    if (L->nks == L->ks_cap) {
        uint32_t cap = L->ks_cap == 0 ? 4 : L->ks_cap * 2;
        L->ks = gc_buf_grow(L->vm, L->ks, L->ks_cap * sizeof *L->ks,
                            cap * sizeof *L->ks);
        L->ks_cap = cap;
        gc_adopt(L->vm, &L->h, L->ks, cap * sizeof *L->ks);
    }
    L->ks[L->nks++] = (KEntry){.base = L->base - L->stack,
                               .k = k,
                               .ctx = ctx,
                               .func = func,
                               .old_errfunc = L->errfunc,
                               .allow_hook = L->allow_hook,
                               .is_pcall = is_pcall,
                               .status = LUA_OK};
}

void k_pop(lua_State *L) { L->nks--; }

/* The continuation of the frame at base, among the first *n of them: those
   above are passed by. */
static KEntry *k_among(const lua_State *L, uint32_t *n, const Value *base)
{
    while (*n > 0 && L->stack + L->ks[*n - 1].base > base)
        --*n;
    KEntry *k = *n > 0 ? &L->ks[*n - 1] : NULL;
    return k != NULL && L->stack + k->base == base ? k : NULL;
}

KEntry *k_of(const lua_State *L, const Value *base)
{
    uint32_t n = L->nks;
    return k_among(L, &n, base);
}

/* Close the next variable that a call left open, for the error in the place of
   the function. False: there is none. */
static bool close_for_k(lua_State *L, const KEntry *k)
{
    Value *func = L->stack + k->func;
    if (L->tbc == NULL || L->tbc < func) {
        upvals_close(L, func);
        L->top = func + 1;
        stack_shrink(L);
        return false;
    }
    ptrdiff_t err = k->func;
    Value *slot = tbc_pop(L);
    ptrdiff_t off = slot - L->stack;
    upvals_close(L, slot);
    L->top = slot + 1;
    stack_ensure(L, 12);
    call_close_method(L, L->stack + off, L->stack + err, CONT_K);
    return true;
}

/* A C function that was left by a yield, or by an error that its lua_pcallk
   catches, goes on in its continuation. */
void call_c_continue(lua_State *L)
{
    KEntry *top = &L->ks[L->nks - 1];
    if (top->status != LUA_OK && close_for_k(L, top))
        return; /* to come here again */
    KEntry k = L->ks[--L->nks];
    if (k.is_pcall)
        L->errfunc = k.old_errfunc;
    api_reserve(L, 0);
    int n = k.k(L, k.status != LUA_OK ? k.status : LUA_YIELD, k.ctx);
    api_check_results(L, n);
    call_return_from_c(L, (size_t)n);
}

/*
 * Walk down to what catches. `c` is always the innermost catch point not yet
 * given up; an activation of the interpreter ends where a frame that it began
 * with (LINKF_FRESH) is left.
 */
_Noreturn void err_throw(lua_State *L, int status)
{
    VM *vm = L->vm;
    CatchPoint *c = vm->catching;
    Value *base = L->base;
    for (;;) {
        while (c != NULL && c->kind == CATCH_PCALL && c->L == L &&
               L->stack + c->base == base)
            leave_by(L, c, status);
        k_drop(L, base + 1);
        KEntry *k = k_of(L, base);
        if (k != NULL && k->is_pcall && !limit_pending(L))
            catch_in_k(L, c, k, status);
        Value *outer = frame_outer(base);
        Value *caller = frame_caller(L, outer);
        switch (link_kind(outer)) {
        case LINK_PCALL:
            if (!limit_pending(L))
                catch_in_pcall(L, c, outer, status);
            break;
        case LINK_C:
            if (link_flags(outer) & LINKF_FRESH)
                c = c->prev;
            break;
        case LINK_BASE:
            vm->catching = c;
            if (L == vm->main_thread) {
                L->h.kind = (uint8_t)status;
                lua_closethread(L, NULL); /* the message is all that is left */
                err_panic(L);
            }
            co_error(L, status);
        case LINK_SORT: L->nsorts--; break;
        default: break;
        }
        base = caller;
    }
}

void err_panic(lua_State *L)
{
    VM *vm = L->vm;
    if (vm->panic != NULL)
        vm->panic(L);
    abort();
}

/* Message handlers that fail call themselves; so often at most. */
#define MAX_HANDLER_DEPTH 10

static Value *errfunc_of(const lua_State *L)
{
    return L->errfunc != 0 ? (Value *)(void *)((char *)L->stack + L->errfunc)
                           : NULL;
}

/* The message handler in force for an error raised now, or NULL. */
static Value *find_handler(lua_State *L)
{
    CatchPoint *c = L->vm->catching;
    Value *base = L->base;
    uint32_t nks = L->nks;
    for (;;) {
        while (c != NULL && c->kind == CATCH_PCALL && c->L == L &&
               L->stack + c->base == base) {
            if (c->own_handler)
                return errfunc_of(L);
            c = c->prev;
        }
        const KEntry *k = k_among(L, &nks, base);
        if (k != NULL && k->is_pcall)
            return errfunc_of(L);
        Value *outer = frame_outer(base);
        switch (link_kind(outer)) {
        case LINK_PCALL: {
            Value *pb = frame_caller(L, outer);
            return link_a(outer) == sizeof(Value) ? pb : NULL;
        }
        case LINK_BASE: return NULL;
        case LINK_C:
            if (link_flags(outer) & LINKF_FRESH)
                c = c->prev;
            break;
        default: break;
        }
        base = frame_caller(L, outer);
    }
}

_Noreturn void err_raise_top(lua_State *L)
{
    Value *handler = find_handler(L);
    if (handler != NULL && !limit_pending(L)) {
        stack_ensure_error(L);
        handler = find_handler(L);
        Value *top = L->top;
        val_copy(top, top - 1);
        val_copy(top - 1, handler);
        L->top = top + 1;
        if (++L->vm->handler_depth > MAX_HANDLER_DEPTH)
            err_in_handler(L); /* it keeps on failing */
        vm_call(L, top - 1, 1, false);
        L->vm->handler_depth--;
    }
    err_throw(L, LUA_ERRRUN);
}

/* Push a message that needs no memory. Registers of the running Lua frame may
   have been captured: stay above them. */
static void push_message(lua_State *L, String *s)
{
    Value *end = frame_end(L);
    if (L->top < end)
        L->top = end;
    val_obj(L->top, s);
    L->top++;
}

_Noreturn void err_in_handler(lua_State *L)
{
    push_message(L, L->vm->handler_message);
    err_throw(L, LUA_ERRERR);
}

_Noreturn void err_memory(VM *vm)
{
    lua_State *L = vm->cur;
    if (vm->building)
        leave_by(L, vm->catching, LUA_ERRMEM);
    if (vm->gc.over_cap)
        err_limit(L, VMR_LIMIT_MEMORY);
    push_message(L, vm->memory_message);
    err_throw(L, LUA_ERRMEM);
}

_Noreturn void err_limit(lua_State *L, int which)
{
    VM *vm = L->vm;
    vm->limit_hit = which;
    push_message(L, vm->limit_message[which]);
    err_throw(L, which == VMR_LIMIT_MEMORY ? LUA_ERRMEM : LUA_ERRRUN);
}
