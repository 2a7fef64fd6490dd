/*
 * vm/call.c -- calls and returns.
 *
 * Nothing Lua-to-Lua grows the C stack: pcall, metamethods, __close, resume
 * and yield push frames or change the thread, and call_return follows the
 * link of the frame that ended. C functions that call back (lua_callk and
 * its kin) start an activation of the interpreter of their own: vm/enter.c.
 *
 * Read     call_value, call_return.
 */
#include "include/lauxlib.h"
#include "vm/call_int.h"
#include "vm/debug.h"
#include "vm/load.h"
#include "vm/ops.h"
#include "vm/sort.h"
#include "vm/string.h"
#include "vm/table.h"

const Insn halt_code[1] = {OP_HALT};
static const Insn close_code[1] = {OP_CLOSEMORE};
const Insn unwind_code[1] = {OP_UNWIND};
const Insn c_continue_code[1] = {OP_CCONTINUE};

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

/* ------------------------------------------------------------------ calls */

void call_first(lua_State *L)
{
    Proto *p = L->base[-LINK_SLOTS].lcl->p;
    if (p->ncode > 0)
        return;
    uint32_t n = p->fnflags & BC_FN_VARARG ? frame_nargs(L, L->base) : 0;
    L->top = L->base + (n > p->nparams ? n : p->nparams);
    stack_ensure(L, 8);
    load_modules(L, L->base[-LINK_SLOTS].lcl);
    proto_make_code(L, p);
}

static Link link_at_pc(const lua_State *L, uint64_t word)
{
    return (Link){(uint64_t)(uintptr_t)L->pc, word};
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
    case SPECIAL_YIELD: co_suspend(L); return;
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
Value *call_meta_call(lua_State *L, Value *func, uint32_t nargs)
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
    if (link_kind(outer) == LINK_MARKED)
        gc_frame_left(L, outer);
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
    L->base = outer; /* what a collection walks from: the inner frame of a
                        vararg function may be gone */
    call_value(L, outer - LINK_SLOTS, nargs, (Link){payload, LINK_WORD(word)});
}

/* -------------------------------------------------------------- metamethods */

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

/* A far link: the caller's base is `payload` slots below the function, and
   the slots between hold what the continuation needs. */
static void return_far(lua_State *L, Value *base, const Insn *code)
{
    Value *func = base - LINK_SLOTS;
    L->base = frame_caller(L, base);
    L->top = func;
    L->pc = code;
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
    if (UNLIKELY(link_kind(base) == LINK_MARKED))
        gc_frame_left(L, base);
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
    case LINK_BASE: co_end(L, res, n); return;
    default:
        L->pc = link_pc(base);
        L->base = dst - link_a(base) / sizeof(Value);
        place_results(L, dst, res, n, link_c(base));
        return;
    }
}
