/*
 * vm/call.c -- calls, returns, errors, to-be-closed variables, coroutines.
 *
 * Nothing Lua-to-Lua grows the C stack: pcall, metamethods, __close, resume
 * and yield push frames or change the thread, and call_return follows the
 * link of the frame that ended. C functions that call back (lua_callk and
 * its kin) start an activation of the interpreter of their own.
 *
 * Errors. err_throw walks the frames down to the innermost thing that
 * catches: a pcall frame (LINK_PCALL), a protected call from C (a CatchPoint
 * whose base is the frame's), a coroutine's end. It puts the stack in order
 * and jumps to the C activation that goes on from there.
 *
 * Owner    the thread owns its stack; CatchPoints live on the C stack.
 * Read     call_value, call_return, err_throw, vm_call.
 */
#include "vm/call.h"

#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/debug.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/ops.h"
#include "vm/sort.h"
#include "vm/string.h"
#include "vm/switch.h"
#include "vm/table.h"

const Insn halt_code[1] = {OP_HALT};
static const Insn close_code[1] = {OP_CLOSEMORE};
static const Insn unwind_code[1] = {OP_UNWIND};
static const Insn c_continue_code[1] = {OP_CCONTINUE};

static inline void thread_switch(VM *vm, lua_State *to)
{
    thread_run(vm, to);
    if (vm->hooks_on != (to->hook_mask != 0 && to->allow_hook))
        interp_set_hooks(vm, !vm->hooks_on);
}

void hooks_update(lua_State *L)
{
    VM *vm = L->vm;
    if (vm->cur == L)
        thread_switch(vm, L);
}

void hooks_restore(lua_State *L, bool allowed)
{
    L->allow_hook = allowed;
    if (allowed)
        L->in_hook = 0;
    hooks_update(L);
}

/* --------------------------------------------------------------- upvalues */

Upval *upval_find(lua_State *L, Value *slot)
{
    Upval **p = &L->open;
    while (*p != NULL && (*p)->v > slot)
        p = &(*p)->open.next;
    if (*p != NULL && (*p)->v == slot) {
        gc_revive(L->vm, *p);
        return *p;
    }
    ptrdiff_t off = (char *)slot - (char *)L->stack;
    Upval *u = gc_new(L->vm, sizeof *u, TAG_UPVAL);
    u->h.kind = 1;
    u->v = (Value *)(void *)((char *)L->stack + off);
    p = &L->open; /* a collection may have closed others: look again */
    while (*p != NULL && (*p)->v > u->v)
        p = &(*p)->open.next;
    u->open.next = *p;
    u->open.thread = L;
    *p = u;
    return u;
}

void upvals_close(lua_State *L, Value *level)
{
    while (L->open != NULL && L->open->v >= level) {
        Upval *u = L->open;
        L->open = u->open.next;
        Value *v = u->v;
        u->h.kind = 0;
        val_copy(&u->closed, v);
        u->v = &u->closed;
        gc_barrier(L->vm, u, &u->closed);
    }
}

/* ------------------------------------------------------- to-be-closed slots */

void tbc_mark(lua_State *L, Value *slot)
{
    if (is_falsy(slot))
        return;
    if (is_nil(meta_get(L->vm, slot, MM_CLOSE))) {
        const char *name = debug_local_name(L, slot);
        if (name == NULL)
            name = is_lcl(L->base - LINK_SLOTS) ? "(temporary)"
                                                : "(C temporary)";
        err_raisef(L, "variable '%s' got a non-closable value", name);
    }
    /* distance to the one below; its first holds 0 */
    slot->priv32 = L->tbc == NULL ? 0 : (uint32_t)(slot - L->tbc);
    L->tbc = slot;
}

static Value *tbc_pop(lua_State *L)
{
    Value *slot = L->tbc;
    L->tbc = slot->priv32 == 0 ? NULL : slot - slot->priv32;
    return slot;
}

/* ------------------------------------------------------------------ calls */

static void move_values(Value *d, const Value *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        val_copy(&d[i], &s[i]);
}

static Link link_at_pc(const lua_State *L, uint64_t word)
{
    return (Link){(uint64_t)(uintptr_t)L->pc, word};
}

/* A frame of a Lua function whose arguments are in place. */
static void enter_lua(lua_State *L, Value *func, uint32_t nargs, Link link)
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

static void enter_c(lua_State *L, Value *func, uint32_t nargs, Link link)
{
    Value *base = func + LINK_SLOTS;
    set_link(base, link);
    L->base = base;
    L->top = base + nargs;
    api_frame(L);
}

static void call_c(lua_State *L, lua_CFunction fn)
{
    stack_ensure(L, LUA_MINSTACK);
    if (UNLIKELY(L->hook_mask & LUA_MASKCALL))
        hook_call(L);
    int n = fn(L);
    api_check_results(L, n);
    if (UNLIKELY(L->vm->limit_hit))
        err_limit(L, L->vm->limit_hit); /* somebody caught it in C */
    call_return_from_c(L, (size_t)n);
}

static void c_depth_enter(lua_State *L)
{
    VM *vm = L->vm;
    if (UNLIKELY(++vm->c_depth >= MAX_C_DEPTH)) {
        if (vm->c_depth == MAX_C_DEPTH)
            err_raisef(L, "C stack overflow");
        if (vm->c_depth >= MAX_C_DEPTH / 10 * 11)
            err_in_handler(L);
    }
}

static bool co_resume(lua_State *L, bool wrapped);
static void co_yield(lua_State *L);

/* A pcall has called its function: it counts no more, neither for those who
   were resumed meanwhile; whoever yielded has left the count of then. */
static void pcall_depth_leave(lua_State *L)
{
    VM *vm = L->vm;
    lua_State *co = vm->cur;
    while (co != NULL && co != L)
        co = co->resumer;
    if (co == NULL)
        return;
    vm->c_depth--;
    for (co = vm->cur; co != L; co = co->resumer)
        co->entry_depth--;
}

/* pcall(f, ...): base is the frame of pcall itself. */
static void do_pcall(lua_State *L, uint32_t nargs, bool handler)
{
    Value *base = L->base;
    uint32_t fixed = handler ? 2 : 1;
    if (handler)
        luaL_checktype(L, 2, LUA_TFUNCTION);
    else
        luaL_checkany(L, 1);
    stack_ensure(L, LUA_MINSTACK);
    base = L->base;
    /* one slot more, for the link behind the function */
    for (uint32_t i = nargs; i > fixed; i--)
        val_copy(&base[i], &base[i - 1]);
    Value *func = base;
    if (handler) {
        Value f;
        val_copy(&f, &base[0]);
        val_copy(&base[0], &base[1]);
        val_copy(&base[1], &f);
        func = base + 1;
    }
    L->top = base + nargs + 1;
    if (++L->npcalls > MAX_C_DEPTH) { /* as many as C calls would allow */
        L->npcalls--;
        err_raisef(L, "C stack overflow");
    }
    c_depth_enter(L); /* pcall(pcall, pcall, ...) recurs here */
    call_value(L, func, nargs - fixed,
               (Link){0, link_make(LINK_PCALL,
                                   L->allow_hook ? 0 : LINKF_NO_HOOKS,
                                   (func - base) * 16, 0, LINK_SPECIAL)});
    pcall_depth_leave(L);
}

static void call_special(lua_State *L, const CFunc *cf, uint32_t nargs)
{
    switch (cf->special) {
    case SPECIAL_PCALL: do_pcall(L, nargs, false); return;
    case SPECIAL_XPCALL: do_pcall(L, nargs, true); return;
    case SPECIAL_YIELD: co_yield(L); return;
    case SPECIAL_SORT:
        if (sort_begin(L, nargs))
            return;
        break;
    case SPECIAL_RESUME:
        if (co_resume(L, false))
            return;
        break;
    case SPECIAL_WRAP:
        if (co_resume(L, true))
            return;
        break;
    default: break;
    }
    call_c(L, cf->fn);
}

/* Insert the __call metamethod below the arguments. */
static Value *call_meta_call(lua_State *L, Value *func, uint32_t nargs)
{
    const Value *mm = meta_get(L->vm, func, MM_CALL);
    if (is_nil(mm))
        err_call(L, func);
    Value f;
    val_copy(&f, mm);
    ptrdiff_t off = func - L->stack;
    Value *args = func + LINK_SLOTS;
    L->top = args + nargs;
    stack_ensure(L, 4);
    func = L->stack + off;
    args = func + LINK_SLOTS;
    for (uint32_t i = nargs; i > 0; i--)
        val_copy(&args[i], &args[i - 1]);
    val_copy(&args[0], func);
    val_copy(func, &f);
    L->top++;
    return func;
}

static bool is_callable(lua_State *L, const Value *v)
{
    return is_function(v) || !is_nil(meta_get(L->vm, v, MM_CALL));
}

void call_value(lua_State *L, Value *func, uint32_t nargs, Link link)
{
    const CFunc *cf;
    unsigned kind = (uint8_t)LINK_WORD(link.word);
    L->vm->budget--; /* looked at by loops, calls, and vm_call */
    for (int n = 0;; n++) {
        switch (func->tag) {
        case TAG_LCL: enter_lua(L, func, nargs, link); return;
        case TAG_CFUNC: cf = func->cfn; goto c_function;
        case TAG_CCL: cf = func->ccl->cf; goto c_function;
        default:
            if (n >= MAX_META_LOOP)
                err_raisef(L, "'__call' chain too long; possible loop");
            if (kind == LINK_PCALL && !is_callable(L, func))
                enter_c(L, func, nargs, link); /* so that pcall catches */
            func = call_meta_call(L, func, nargs);
            nargs++;
            if (kind != LINK_META) /* its argument count has changed */
                link.word |= LINK_WORD(UINT64_C(0xFFFF) << 32);
            break;
        }
    }
c_function:
    enter_c(L, func, nargs, link);
    /* called from C, no activation runs what a special function begins */
    if (cf->special != SPECIAL_NONE && L->hook_mask == 0 && kind != LINK_C)
        call_special(L, cf, nargs);
    else
        call_c(L, cf->fn);
}

void call_tail(lua_State *L, Value *func, uint32_t nargs, bool closes)
{
    Value *base = L->base;
    if (closes) {
        if (L->tbc != NULL && L->tbc >= base)
            err_raisef(L, "tail call with to-be-closed variables pending");
        upvals_close(L, base);
    }
    while (!is_function(func)) {
        func = call_meta_call(L, func, nargs);
        nargs++;
        base = L->base;
    }
    if (!is_lcl(func)) { /* a C function's caller stays, as in the reference:
                            the return that follows passes the results on */
        unsigned dist = (unsigned)(func - base) * (unsigned)sizeof(Value);
        call_value(L, func, nargs,
                   link_at_pc(L, link_make(LINK_LUA, 0, dist,
                                           nargs > 0xFFFF ? 0xFFFF : nargs,
                                           0)));
        return;
    }
    Value *outer = frame_outer(base);
    uint64_t word = link_word(outer);
    unsigned kind = link_kind(outer);
    move_values(outer - LINK_SLOTS, func, 1);
    move_values(outer, func + LINK_SLOTS, nargs);
    /* the frame is replaced; its link stays */
    uint64_t payload = outer[-1].bits;
    word &= ~((uint64_t)LINKF_HOOKED << 8);
    word |= (uint64_t)LINKF_TAIL << 8;
    if (kind != LINK_PCALL && kind != LINK_META)
        word = (word & ~(UINT64_C(0xFFFF) << 32)) |
               (uint64_t)(nargs > 0xFFFF ? 0xFFFF : nargs) << 32;
    call_value(L, outer - LINK_SLOTS, nargs, (Link){payload, LINK_WORD(word)});
}

/* -------------------------------------------------------------- metamethods */

/* First free slot above the running frame. */
static Value *frame_end(lua_State *L)
{
    Value *base = L->base;
    return is_lcl(base - 2) ? base + base[-2].lcl->p->nregs : L->top;
}

void call_meta(lua_State *L, const Value *fn, unsigned nargs, const Value *a,
               const Value *b, const Value *c, unsigned how, unsigned reg)
{
    Value *func = frame_end(L);
    val_copy(func, fn);
    Value *args = func + LINK_SLOTS;
    val_copy(&args[0], a);
    if (nargs > 1)
        val_copy(&args[1], b);
    if (nargs > 2)
        val_copy(&args[2], c);
    L->top = args + nargs;
    unsigned dist = (unsigned)(func - L->base) * (unsigned)sizeof(Value);
    call_value(L, func, nargs,
               link_at_pc(L, link_make(LINK_META, 0, dist, reg | how << 8,
                                       LINK_SPECIAL)));
}

/* ---------------------------------------------------------------- returns */

/* Put n results where `want` (results + 1, 0: all) are expected. */
static void place_results(lua_State *L, Value *dst, const Value *res, size_t n,
                          unsigned want)
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

static int16_t jump_of_compare(const Insn *pc) { return (int16_t)(pc[-1] >> 48); }

static void continue_meta(lua_State *L, Value *base, const Value *res,
                          size_t n)
{
    unsigned b = link_b(base), reg = b & 0xFF;
    Value r;
    val_nil(&r);
    if (n > 0)
        val_copy(&r, res);
    L->pc = link_pc(base);
    L->base = frame_caller(L, base);
    switch (b >> 8) {
    case CONT_STORE: val_copy(&L->base[reg], &r); break;
    case CONT_NONE: break;
    case CONT_JUMP:
        if (!is_falsy(&r))
            L->pc += jump_of_compare(L->pc);
        break;
    case CONT_JUMPN:
        if (is_falsy(&r))
            L->pc += jump_of_compare(L->pc);
        break;
    case CONT_CONCAT: op_concat_continue(L, reg, &r); break;
    default: break;
    }
}

static void co_return(lua_State *L, Value *res, size_t n);

/* A far link: the caller's base is `payload` slots below the function, and
   the slots between hold what the continuation needs. */
static void return_far(lua_State *L, Value *base, const Insn *code)
{
    Value *func = base - LINK_SLOTS;
    L->base = frame_caller(L, base);
    L->top = func;
    L->pc = code;
}

static void return_c(lua_State *L, Value *base, const Value *res, size_t n)
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

/* Results of what pcall called: put true before them, and pcall returns. */
static Value *return_pcall(lua_State *L, Value *base, const Value *res,
                           size_t n)
{
    Value *pb = frame_caller(L, base);
    L->base = pb;
    L->npcalls--;
    move_values(pb + 1, res, n); /* the results were above the link */
    val_bool(pb, true);
    return pb;
}

void call_return(lua_State *L, Value *res, size_t n)
{
    Value *base = frame_outer(L->base);
    if (link_kind(base) == LINK_C) {
        return_c(L, base, res, n);
        return;
    }
    while (link_kind(base) == LINK_PCALL) { /* pcalls may nest deeply */
        res = return_pcall(L, base, res, n++);
        base = L->base;
    }
    Value *dst = base - LINK_SLOTS;
    switch (link_kind(base)) {
    case LINK_C: return_c(L, base, res, n); return;
    case LINK_META:
        switch (link_b(base) >> 8) {
        case CONT_UNWIND: return_far(L, base, unwind_code); return;
        case CONT_CLOSE: return_far(L, base, close_code); return;
        case CONT_K: return_far(L, base, c_continue_code); return;
        default: continue_meta(L, base, res, n); return;
        }
    case LINK_SORT:
        L->base = frame_caller(L, base);
        sort_step(L, n > 0 && !is_falsy(res));
        return;
    case LINK_BASE: co_return(L, res, n); return;
    default:
        L->pc = link_pc(base);
        L->base = dst - link_a(base) / sizeof(Value);
        place_results(L, dst, res, n, link_c(base));
        return;
    }
}

/* ---------------------------------------------------------------- closing */

/*
 * RETURNC and CLOSE with to-be-closed variables. What is to be done when all
 * are closed lies on the stack above everything else of the frame, in three
 * slots behind the results: level (offset from the stack), pc, and count with
 * "returns". L->top is just behind them whenever no __close runs.
 */
enum { CLOSE_LEVEL = -3, CLOSE_PC = -2, CLOSE_COUNT = -1, CLOSE_SLOTS = 3 };

/* Call the __close of the slot; err NULL: nil. The frame goes to L->top. */
static void call_close_method(lua_State *L, Value *slot, const Value *err,
                              unsigned how)
{
    Value v, e = {.bits = 0, .tag = TAG_NIL};
    val_copy(&v, slot);
    if (err != NULL)
        val_copy(&e, err);
    const Value *mm = meta_get(L->vm, &v, MM_CLOSE);
    Value *func = L->top, *args = func + LINK_SLOTS;
    val_copy(func, mm); /* nil if its metatable has changed: an error */
    val_copy(&args[0], &v);
    val_copy(&args[1], &e);
    L->top = args + 2;
    Link link = {(uint64_t)(func - L->base),
                 link_make(LINK_META, 0, 0, how << 8, LINK_SPECIAL)};
    call_value(L, func, 2, link);
}

/* The return hook comes after the variables have been closed. */
static void return_hooked(lua_State *L, Value *res, size_t n)
{
    if (UNLIKELY(L->hook_mask & LUA_MASKRET)) {
        ptrdiff_t off = res - L->stack;
        hook_return(L, res, n);
        res = L->stack + off;
    }
    call_return(L, res, n);
}

void call_close_more(lua_State *L)
{
    stack_ensure(L, 8);
    Value *top = L->top;
    Value *level = L->stack + top[CLOSE_LEVEL].i;
    if (L->tbc != NULL && L->tbc >= level) {
        Value *slot = tbc_pop(L);
        upvals_close(L, slot);
        call_close_method(L, slot, NULL, CONT_CLOSE);
        return;
    }
    upvals_close(L, level);
    size_t count = (size_t)top[CLOSE_COUNT].i;
    L->pc = top[CLOSE_PC].p;
    if (count & 1)
        return_hooked(L, top - CLOSE_SLOTS - count / 2, count / 2);
}

static void close_begin(lua_State *L, Value *level, Value *res, size_t n,
                        bool returns)
{
    ptrdiff_t off = level - L->stack, res_off = res - L->stack;
    Value *end = frame_end(L);
    if (n > 0 && res + n > end)
        end = res + n;
    L->top = end;
    stack_ensure(L, n + CLOSE_SLOTS + 8);
    move_values(L->top, L->stack + res_off, n);
    Value *top = L->top + n + CLOSE_SLOTS;
    val_int(&top[CLOSE_LEVEL], off);
    val_int(&top[CLOSE_PC], 0);
    val_ptr(&top[CLOSE_PC], L->pc);
    val_int(&top[CLOSE_COUNT], (int64_t)(n << 1 | returns));
    L->top = top;
    call_close_more(L);
}

void call_close(lua_State *L, Value *level)
{
    if (L->tbc != NULL && L->tbc >= level)
        close_begin(L, level, L->top, 0, false);
    else
        upvals_close(L, level);
}

void call_return_closing(lua_State *L, Value *res, size_t n)
{
    if (L->tbc != NULL && L->tbc >= L->base) {
        close_begin(L, L->base, res, n, true);
        return;
    }
    upvals_close(L, L->base);
    return_hooked(L, res, n);
}

static void run_activation(lua_State *L, void (*begin)(lua_State *, void *),
                           void *ud);

static void begin_return(lua_State *L, void *ud)
{
    size_t n = *(size_t *)ud;
    close_begin(L, L->base, L->top - n, n, true);
}

/*
 * A C function returns the n values on top. It may have left variables to be
 * closed: a buffer, say, that it gave up. Called from C it needs an activation
 * to run their __close, unless its caller has been left.
 */
void call_return_from_c(lua_State *L, size_t n)
{
    if (LIKELY(L->tbc == NULL || L->tbc < L->base)) {
        return_hooked(L, L->top - n, n);
    } else if (link_kind(L->base) == LINK_C &&
               !(link_flags(L->base) & LINKF_K)) {
        L->base[-1].priv8 |= LINKF_FRESH;
        run_activation(L, begin_return, &n);
    } else {
        begin_return(L, &n);
    }
}

/* Call a __close or __gc from C. After a limit only C functions, which release
   what belongs to the host, are still called; what they call is not. */
static void call_closer(lua_State *L, Value *func)
{
    VM *vm = L->vm;
    if (vm->limit_hit != 0) {
        if (!is_function(func) || is_lcl(func)) {
            L->top = func;
            return;
        }
        vm->closer_passes = true;
    }
    vm_call(L, func, 0, false);
}

void vm_close(lua_State *L, Value *level)
{
    ptrdiff_t off = level - L->stack;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        stack_ensure(L, 8);
        Value *slot = tbc_pop(L);
        upvals_close(L, slot);
        Value *func = L->top;
        const Value *mm = meta_get(L->vm, slot, MM_CLOSE);
        val_copy(func, mm);
        val_copy(func + 1, slot);
        val_nil(func + 2);
        L->top = func + 3;
        call_closer(L, func);
    }
    upvals_close(L, L->stack + off);
}

/* As vm_close, for an error whose value is on top and stays there. */
static void close_with_error(lua_State *L, void *ud)
{
    ptrdiff_t off = *(ptrdiff_t *)ud;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        stack_ensure(L, 8);
        Value *slot = tbc_pop(L);
        upvals_close(L, slot);
        Value *func = L->top;
        const Value *mm = meta_get(L->vm, slot, MM_CLOSE);
        val_copy(func, mm);
        val_copy(func + 1, slot);
        val_copy(func + 2, func - 1);
        L->top = func + 3;
        call_closer(L, func);
    }
}

int vm_close_protected(lua_State *L, Value *level, int status)
{
    ptrdiff_t off = level - L->stack;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        if (status == LUA_OK) {
            val_nil(L->top++);
        }
        ptrdiff_t err = L->top - 1 - L->stack;
        Value *base = L->base;
        ptrdiff_t base_off = base - L->stack;
        int st = vm_protect_handled(L, close_with_error, &off, true);
        L->base = L->stack + base_off;
        if (st != LUA_OK) {
            status = st;
            val_copy(L->stack + err, L->top - 1);
            L->top = L->stack + err + 1;
        } else {
            L->top = L->stack + err + (status != LUA_OK);
        }
    }
    upvals_close(L, L->stack + off);
    return status;
}

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
_Noreturn static void resume_loop(lua_State *L, CatchPoint *c)
{
    L->vm->catching = c;
    restore_depth(L, c);
    c->leaves = false;
    jump_to(c);
}

_Noreturn static void leave_by(lua_State *L, CatchPoint *c, int status)
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
        call_close_method(L, L->stack + off, L->base - LINK_SLOTS,
                          CONT_UNWIND);
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

static KEntry *k_of(const lua_State *L, const Value *base)
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

static bool limit_pending(const lua_State *L) { return L->vm->limit_hit != 0; }

_Noreturn static void co_error(lua_State *L, int status);

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

static void activation_begin(lua_State *L, CatchPoint *c)
{
    VM *vm = L->vm;
    c->prev = vm->catching;
    c->L = L;
    c->kind = CATCH_INTERP;
    c->status = LUA_OK;
    c->base = 0;
    c->c_depth = vm->c_depth;
    c->no_yield = L->no_yield;
    c->handler_depth = vm->handler_depth;
    vm->catching = c;
}

/* An activation of the interpreter, for the frame just pushed, or for those
   that `begin` pushes. */
NOINLINE static void run_activation(lua_State *L,
                                    void (*begin)(lua_State *, void *),
                                    void *ud)
{
    VM *vm = L->vm;
    CatchPoint c;
    activation_begin(L, &c);
    if (JUMP_SET(c.buf) == 0 && begin != NULL)
        begin(L, ud);
    /* whoever jumps here has put the state in order */
    interp_run(vm);
    vm->catching = c.prev;
}

/* After a limit: is it the host that starts anew? Then it is forgotten. */
static bool host_starts_anew(VM *vm)
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
    activation_begin(L, &c);
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
    c.prev = vm->catching;
    c.L = L;
    c.kind = CATCH_PCALL;
    c.own_handler = own_handler;
    c.status = LUA_OK;
    c.base = L->base - L->stack;
    c.c_depth = vm->c_depth;
    c.no_yield = L->no_yield;
    c.handler_depth = vm->handler_depth;
    lua_State *volatile was = vm->cur;
    const Insn *volatile pc = L->pc;
    const volatile uint32_t npcalls = L->npcalls, nsorts = L->nsorts;
    vm->catching = &c;
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

/* -------------------------------------------------------------- coroutines */

static lua_State *co_to_resume(lua_State *L, bool wrapped)
{
    Value *v = wrapped ? &L->base[-LINK_SLOTS].ccl->upvals[0] : L->base;
    if (v >= L->top && !wrapped)
        return NULL;
    return v->tag == TAG_THREAD ? v->th : NULL;
}

static bool co_can_start(const lua_State *co)
{
    return co->h.kind == LUA_OK && co->base == co->stack + LINK_SLOTS &&
           co->top == co->base + 1 && co->base[0].tag >= TAG_CFUNC;
}

/* The frame of resume (or of a wrap function) is running. False: the C
   function must do it (errors, and coroutines inside C functions). */
static bool co_resume(lua_State *L, bool wrapped)
{
    VM *vm = L->vm;
    lua_State *co = co_to_resume(L, wrapped);
    if (co == NULL || co->resumer != NULL || co == L ||
        vm->c_depth >= CO_DEPTH_MAX || co->hook_mask != 0 || co->nks != 0 ||
        co->hook_yielded || co->tbc >= co->base)
        return false;
    bool start = co_can_start(co);
    if (!start && co->h.kind != LUA_YIELD)
        return false;
    Value *args = wrapped ? L->base : L->base + 1;
    uint32_t n = (uint32_t)(L->top - args);
    stack_ensure_other(L, co, n + LUA_MINSTACK);
    Value *dst = co->top + start; /* room for the link */
    args = wrapped ? L->base : L->base + 1;
    move_values(dst, args, n);
    co->top = dst + n;
    co_enter(L, co);
    hooks_update(co);
    if (start)
        call_value(co, co->base, n,
                   (Link){0, link_make(LINK_BASE, 0, 0, n > 0xFFFF ? 0xFFFF : n,
                                       LINK_SPECIAL)});
    else
        call_return(co, co->top - n, n);
    return true;
}

static void too_many_results(lua_State *L, bool wrapped)
{
    if (wrapped)
        luaL_error(L, "too many results to resume");
    lua_pushboolean(L, 0);
    lua_pushstring(L, "too many results to resume");
    call_return(L, L->top - 2, 2);
}

/* Did lua_resume start or continue it? A coroutine that another one resumes
   may have the catch point of that one's lua_resume. */
static bool is_resumed_from_c(const lua_State *L)
{
    const CatchPoint *c = L->resume_catch;
    return c->kind == CATCH_RESUME && c->L == L;
}

/* The values of a yield or of the end go to whoever resumed. */
static void co_deliver(lua_State *co, Value *vals, size_t n)
{
    ptrdiff_t off = vals - co->stack;
    lua_State *L = co_leave(co);
    hooks_update(L);
    bool wrapped = co_is_wrap_frame(L);
    if (n + 2 > (size_t)(L->stack + STACK_MAX - L->top)) {
        too_many_results(L, wrapped);
        return;
    }
    stack_ensure(L, n + 2); /* cannot move vals: another stack */
    vals = co->stack + off;
    co->top = vals;
    Value *top = L->top;
    if (!wrapped)
        val_bool(top, true);
    move_values(top + !wrapped, vals, n);
    L->top = top + !wrapped + n;
    call_return(L, top, n + !wrapped);
}

/* Frames that C functions began lose their activations: when the coroutine
   goes on, their continuations do. */
static void co_orphan_frames(lua_State *L)
{
    if (L->nks == 0)
        return;
    for (Value *b = L->base; b != NULL;) {
        Value *o = frame_outer(b);
        if (link_kind(o) == LINK_C) {
            o[-1].priv8 = (uint8_t)((o[-1].priv8 & ~LINKF_FRESH) | LINKF_K);
        }
        b = frame_caller(L, o);
    }
}

static void check_yieldable(lua_State *L)
{
    if (thread_can_yield(L))
        return;
    if (L != L->vm->main_thread)
        err_raisef(L, "attempt to yield across a C-call boundary");
    err_raisef(L, "attempt to yield from outside a coroutine");
}

/* coroutine.yield's own frame is running. */
static void co_yield(lua_State *L)
{
    check_yieldable(L);
    CatchPoint *c = L->resume_catch;
    size_t n = (size_t)(L->top - L->base);
    L->h.kind = LUA_YIELD;
    L->nyield = (uint32_t)n;
    co_orphan_frames(L);
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    bool inside = c == L->vm->catching;
    lua_State *to = L->resumer;
    co_deliver(L, L->base, n);
    if (!inside)
        resume_loop(to, c);
}

int lua_yieldk(lua_State *L, int nresults, lua_KContext ctx, lua_KFunction k)
{
    api_count(L, nresults);
    api_check(L, L->vm->cur == L, "another thread of the VM is running");
    api_check(L, !L->in_hook || (nresults == 0 && k == NULL),
              "a hook yields no values and has no continuation");
    check_yieldable(L);
    CatchPoint *c = L->resume_catch;
    L->h.kind = LUA_YIELD;
    L->nyield = (uint32_t)nresults;
    if (L->in_hook) { /* hooks yield nothing and go on at the instruction */
        L->hook_yielded = 1;
        return 0;
    }
    if (k != NULL)
        k_push(L, k, ctx, 0, false);
    co_orphan_frames(L);
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    lua_State *to = L->resumer;
    co_deliver(L, L->top - nresults, (size_t)nresults);
    resume_loop(to, c);
}

_Noreturn void hook_yield(lua_State *L)
{
    CatchPoint *c = L->resume_catch;
    L->nyield = 0;
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    lua_State *to = L->resumer;
    co_deliver(L, L->top, 0);
    resume_loop(to, c);
}

/* The body of a coroutine returned. */
static void co_return(lua_State *L, Value *res, size_t n)
{
    Value *first = L->stack + LINK_SLOTS;
    L->base = first;
    L->pc = halt_code;
    move_values(first, res, n);
    L->top = first + n;
    if (L->resume_catch != NULL && !is_resumed_from_c(L))
        co_deliver(L, first, n);
}

/* An error nothing in the coroutine caught (value on top). Its stack stays as
   it is, for tracebacks. */
_Noreturn static void co_error(lua_State *L, int status)
{
    VM *vm = L->vm;
    CatchPoint *c = L->resume_catch;
    vm->catching = c;
    L->h.kind = (uint8_t)status;
    if (is_resumed_from_c(L))
        leave_by(L, c, status);
    lua_State *to = L->resumer;
    L->resumer = NULL;
    vm->c_depth = L->entry_depth;
    thread_switch(vm, to);
    bool wrapped = co_is_wrap_frame(to);
    if (wrapped && !limit_pending(L)) {
        status = lua_closethread(L, to);
        if (status == LUA_OK)
            status = LUA_ERRRUN;
    }
    val_copy(to->top, L->top - 1);
    to->top++;
    if (wrapped)
        L->top--; /* it has been closed: nothing is left in it */
    if (limit_pending(L))
        err_throw(to, status);
    if (wrapped) {
        if (status != LUA_ERRMEM && is_string(to->top - 1)) {
            luaL_where(to, 1);
            lua_insert(to, -2);
            lua_concat(to, 2);
        }
        err_raise_top(to);
    }
    Value *res = to->top - 1;
    val_copy(res + 1, res);
    val_bool(res, false);
    to->top++;
    call_return(to, res, 2);
    resume_loop(to, c);
}

/* ------------------------------------------------------- lua_resume, from C */

static int resume_error(lua_State *L, const char *msg, int nargs)
{
    L->top -= nargs;
    val_obj(L->top, str_newz(L->vm, msg));
    L->top++;
    return LUA_ERRRUN;
}

static void resume_start(lua_State *L, uint32_t n)
{
    stack_ensure(L, 1);
    Value *args = L->top - n;
    for (uint32_t i = n; i > 0; i--)
        val_copy(&args[i], &args[i - 1]);
    L->top++;
    call_value(L, args - 1, n,
               (Link){0, link_make(LINK_BASE, 0, 0, n > 0xFFFF ? 0xFFFF : n,
                                   LINK_SPECIAL)});
}

static void resume_go_on(lua_State *L, uint32_t n)
{
    L->h.kind = LUA_OK;
    if (L->hook_yielded) { /* the hook's instruction is still to be done */
        L->hook_yielded = 0;
        return;
    }
    KEntry *k = k_of(L, L->base);
    if (k != NULL && !is_lcl(L->base - LINK_SLOTS)) {
        L->pc = c_continue_code;
        return;
    }
    call_return_closing(L, L->top - n, n);
}

int lua_resume(lua_State *L, lua_State *from, int nargs, int *nresults)
{
    api_count(L, nargs);
    api_check(L, from == NULL || from->vm == L->vm,
              "the threads are of different VMs");
    VM *vm = L->vm;
    uint8_t kind = L->h.kind;
    if (kind == LUA_OK) {
        if (L->base != L->stack + LINK_SLOTS || L->resumer != NULL)
            return resume_error(L, "cannot resume non-suspended coroutine",
                                nargs);
        if (L->top - L->base == nargs)
            return resume_error(L, "cannot resume dead coroutine", nargs);
    } else if (kind != LUA_YIELD) {
        return resume_error(L, "cannot resume dead coroutine", nargs);
    }
    if (vm->c_depth >= MAX_C_DEPTH)
        return resume_error(L, "C stack overflow", nargs);
    if (UNLIKELY(vm->limit_hit) && !host_starts_anew(vm))
        return resume_error(L, "limit reached", nargs);
    CatchPoint c;
    lua_State *volatile was = vm->cur;
    c.prev = vm->catching;
    c.L = L;
    c.kind = CATCH_RESUME;
    c.status = LUA_OK;
    c.base = 0;
    c.c_depth = ++vm->c_depth;
    c.no_yield = 0;
    c.handler_depth = vm->handler_depth;
    vm->catching = &c;
    L->resumer = from != NULL ? from : vm->main_thread;
    L->resume_catch = &c;
    L->entry_depth = (uint16_t)(vm->c_depth - 1);
    L->no_yield = 0;
    thread_switch(vm, L);
    c.leaves = false;
    if (JUMP_SET(c.buf) == 0) {
        if (kind == LUA_OK)
            resume_start(L, (uint32_t)nargs);
        else
            resume_go_on(L, (uint32_t)nargs);
    }
    if (!c.leaves)
        interp_run(vm);
    int status = c.status;
    vm->catching = c.prev;
    vm->c_depth = L->entry_depth;
    L->resumer = NULL;
    L->resume_catch = NULL;
    thread_switch(vm, was);
    api_reserve(L, LUA_MINSTACK);
    if (status == LUA_YIELD)
        *nresults = (int)L->nyield;
    else if (status == LUA_OK)
        *nresults = (int)(L->top - L->base);
    else
        *nresults = 1;
    if (status > LUA_YIELD) {
        L->h.kind = (uint8_t)status;
        val_copy(L->top, L->top - 1); /* one to take, one for closing */
        L->top++;
    }
    return status;
}

int lua_closethread(lua_State *L, lua_State *from)
{
    api_thread(L);
    api_check(L, L->resumer == NULL, "the thread is running");
    int status = L->h.kind == LUA_YIELD ? LUA_OK : L->h.kind;
    VM *vm = L->vm;
    Value *first = L->stack + LINK_SLOTS;
    Value err = {.bits = 0};
    val_nil(&err);
    if (status != LUA_OK)
        val_copy(&err, L->top - 1);
    (void)from;
    L->h.kind = LUA_OK;
    hooks_restore(L, true);
    L->nks = 0;
    L->npcalls = 0;
    L->nsorts = 0;
    L->errfunc = 0;
    L->base = first;
    upvals_close(L, first); /* before anything is written over their slots */
    Value *end = L->tbc != NULL ? L->tbc + 1 : first;
    if (end < first)
        end = first;
    L->top = end;
    if (status != LUA_OK) {
        val_copy(L->top, &err);
        L->top++;
    }
    L->resumer = NULL;
    uint16_t no_yield = L->no_yield;
    status = vm_close_protected(L, first, status);
    L->no_yield = no_yield;
    first = L->stack + LINK_SLOTS;
    if (status != LUA_OK)
        val_copy(&err, L->top - 1);
    L->base = first;
    L->top = first;
    if (status != LUA_OK) {
        val_copy(L->top, &err);
        L->top++;
    }
    (void)vm;
    return status;
}

int lua_resetthread(lua_State *L) { return lua_closethread(L, NULL); }

int lua_isyieldable(lua_State *L) { return thread_can_yield(L); }
