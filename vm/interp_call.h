/*
 * vm/interp_call.h -- handlers of calls, returns, varargs, coroutines and
 * variables to be closed. Part of vm/interp_handlers.h.
 */

/* ------------------------------------------------------------------- calls */

/*
 * Enter closure f. Behind a CALL is the code that was called there last: when
 * that is f's, as usual, what follows need not wait until f's has been loaded.
 */
#define ENTER_CODE(f)                                                          \
    do {                                                                       \
        const Insn *last = (const Insn *)(uintptr_t)*pc;                       \
        if (UNLIKELY((f)->code != last)) {                                     \
            last = (f)->code;                                                  \
            *WRITABLE(pc) = (uintptr_t)last;                                   \
        }                                                                      \
        k = (f)->p->k;                                                         \
        pc = last;                                                             \
    } while (0)

OPCODE(CALL)
{
    Value *func = RA;
    if (UNLIKELY(!is_lcl(func)))
        TAIL(call);
    Proto *p = func->lcl->p;
    Value *nb = func + LINK_SLOTS;
    if (UNLIKELY(nb + p->nregs + 8 > vm->stack_limit))
        TAIL(call);
    CHARGE(1);
    for (unsigned n = OPERAND_B; n < p->nparams; n++)
        val_nil(&nb[n]);
    nb[-1].bits = (uint64_t)(uintptr_t)(pc + 1);
    nb[-1].word = LINK_WORD(insn);
    base = nb;
    ENTER_CODE(func->lcl);
    NEXT();
}

OPCODE(CALLV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    uint32_t nargs = (uint32_t)(L->top - func) - LINK_SLOTS;
    if (LIKELY(is_lcl(func) && nargs < 0xFFFF)) {
        Proto *p = func->lcl->p;
        Value *nb = func + LINK_SLOTS;
        if (LIKELY(nb + p->nregs + 8 <= vm->stack_limit)) {
            for (unsigned n = nargs; n < p->nparams; n++)
                val_nil(&nb[n]);
            nb[-1].bits = (uint64_t)(uintptr_t)(pc + 1);
            nb[-1].word =
                link_make(LINK_LUA, 0, OPERAND_A, nargs, OPERAND_C);
            base = nb;
            ENTER_CODE(func->lcl);
            NEXT();
        }
    }
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on) {
        int n = cf->fast(L, func + LINK_SLOTS, nargs);
        if (n >= 0) {
            PLACE_RESULTS(func, func, n, OPERAND_C);
            pc++;
            NEXT();
        }
    }
    uint64_t word = link_make(LINK_LUA, 0, OPERAND_A,
                              nargs > 0xFFFF ? 0xFFFF : nargs, OPERAND_C);
    vm->budget++; /* call_value charges it */
    call_value(L, func, nargs, (Link){(uint64_t)(uintptr_t)(pc + 1), word});
    RESUME();
}

/* Not a Lua function, or no room on the stack. */
SLOW(call)
{
    Value *func = RA;
    const CFunc *cf;
    CHARGE(1);
    if (LIKELY(func->tag == TAG_CFUNC)) {
        cf = func->cfn;
        if (UNLIKELY(vm->hooks_on))
            TAIL(call_any);
        if (cf->special == SPECIAL_YIELD)
            TAIL(yield);
        if (cf->special == SPECIAL_RESUME)
            TAIL(resume);
    } else {
        if (UNLIKELY(func->tag != TAG_CCL || vm->hooks_on))
            TAIL(call_any);
        cf = func->ccl->cf;
        if (cf->special == SPECIAL_WRAP)
            TAIL(wrap);
    }
    if (UNLIKELY(cf->special != SPECIAL_NONE))
        TAIL(call_any);
    if (cf->fast == NULL)
        TAIL(call_c);
    SAVE();
    int n = cf->fast(L, func + LINK_SLOTS, OPERAND_B);
    if (UNLIKELY(n < 0))
        TAIL(call_c);
    unsigned want = OPERAND_C;
    if (UNLIKELY(want != (unsigned)n + 1)) {
        if (want == 0)
            L->top = func + n;
        else
            for (; (unsigned)n + 1 < want; n++)
                val_nil(&func[n]);
    }
    pc++;
    NEXT();
}

SLOW(yield)
{
    YIELD_DIRECTLY(RA + LINK_SLOTS, OPERAND_B, LINK_HERE, TAIL(call_any));
}

SLOW(resume)
{
    Value *args = RA + LINK_SLOTS;
    if (UNLIKELY(OPERAND_B == 0))
        TAIL(call_any);
    RESUME_DIRECTLY(args, args, OPERAND_B, 1u, LINK_HERE, TAIL(call_any));
}

SLOW(wrap)
{
    Value *func = RA;
    RESUME_DIRECTLY(&func->ccl->upvals[0], func + LINK_SLOTS, OPERAND_B, 0u,
                    LINK_HERE, TAIL(call_any));
}

/* A C function, which will neither yield nor have hooks called. */
SLOW(call_c)
{
    Value *func = RA;
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : func->ccl->cf;
    Value *args = func + LINK_SLOTS;
    SAVE();
    if (UNLIKELY(L->limit - args < (ptrdiff_t)OPERAND_B + LUA_MINSTACK ||
                 vm->stress_stack))
        TAIL(call_any);
    set_link(args, LINK_HERE);
    L->base = args;
    L->top = args + OPERAND_B;
    api_frame(L);
    int n = cf->fn(L);
    api_check_results(L, n);
    if (UNLIKELY(vm->limit_hit))
        err_limit(L, vm->limit_hit); /* somebody caught it in C */
    if (UNLIKELY(L->hook_mask & LUA_MASKRET ||
                 (L->tbc != NULL && L->tbc >= L->base))) {
        call_return_from_c(L, (size_t)n);
        RESUME();
    }
    func = L->base - LINK_SLOTS; /* the stack may have moved */
    const Value *res = L->top - n;
    PLACE_RESULTS(func, res, n, OPERAND_C);
    base = AT(func, -(ptrdiff_t)OPERAND_A);
    L->base = base;
    pc++;
    NEXT();
}

SLOW(call_any)
{
    Value *func = RA;
    SAVE();
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_value(L, func, OPERAND_B, LINK_HERE);
    RESUME();
}

/* A Lua function takes the place of one that a Lua function called. */
OPCODE(TAILCALL)
{
    Value *func = RA;
    uint64_t word = link_word(base);
    if (UNLIKELY(!is_lcl(func) || (uint8_t)word != LINK_LUA))
        TAIL(tailcall);
    const LClosure *callee = func->lcl; /* arguments go over the slot */
    const Proto *p = callee->p;
    if (UNLIKELY(base + p->nregs + 8 > vm->stack_limit))
        TAIL(tailcall);
    CHARGE(1);
    unsigned nargs = OPERAND_B;
    word &= ~(UINT64_C(0xFFFF) << 32 | (uint64_t)LINKF_HOOKED << 8);
    word |= (uint64_t)nargs << 32 | (uint64_t)LINKF_TAIL << 8;
    base[-1].word = LINK_WORD(word);
    val_copy(base - 2, func);
    const Value *from = func + LINK_SLOTS;
    for (unsigned i = 0; i < nargs; i++)
        val_copy(&base[i], &from[i]);
    for (; nargs < p->nparams; nargs++)
        val_nil(&base[nargs]);
    pc = callee->code;
    k = p->k;
    NEXT();
}

SLOW(tailcall)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on) {
        int n = cf->fast(L, func + LINK_SLOTS, OPERAND_B);
        if (n >= 0) {
            call_return(L, func, (size_t)n);
            RESUME();
        }
    }
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_tail(L, func, OPERAND_B, false);
    RESUME();
}

OPCODE(TAILCALLV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    vm->budget++; /* call_value charges it */
    call_tail(L, func, (uint32_t)(L->top - func) - LINK_SLOTS, false);
    RESUME();
}

OPCODE(TAILCALLC)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_tail(L, func, OPERAND_B, true);
    RESUME();
}

OPCODE(TAILCALLCV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    vm->budget++; /* call_value charges it */
    call_tail(L, func, (uint32_t)(L->top - func) - LINK_SLOTS, true);
    RESUME();
}

/*
 * The frame moves above its arguments:
 *     func link a1 .. an             func' link' a1 .. ap   (p parameters)
 */
OPCODE(VARARGPREP)
{
    SAVE();
    Proto *p = CLOSURE_OF_FRAME->p;
    uint32_t nparams = p->nparams, nargs = frame_nargs(L, base);
    if (nargs < nparams)
        nargs = nparams; /* the missing ones have been set to nil */
    L->top = base + nargs;
    stack_ensure(L, (size_t)p->nregs + LINK_SLOTS + 8);
    base = L->base;
    Value *nb = base + nargs + LINK_SLOTS;
    val_copy(nb - 2, base - 2);
    nb[-1].bits = (uint64_t)(nb - base);
    nb[-1].word = link_make(LINK_VARARG, 0, 0, 0, LINK_SPECIAL);
    for (uint32_t i = 0; i < nparams; i++) {
        val_copy(&nb[i], &base[i]);
        val_nil(&base[i]);
    }
    base = nb;
    L->base = base;
    NEXT();
}

OPCODE(VARARG)
{
    Value *ra = RA;
    Value *outer = vararg_base(base);
    uint32_t nparams = CLOSURE_OF_FRAME->p->nparams;
    uint32_t have = (uint32_t)(base - outer) - LINK_SLOTS - nparams;
    const Value *from = outer + nparams;
    uint32_t want = OPERAND_B;
    for (uint32_t i = 0; i < want; i++)
        if (i < have)
            val_copy(&ra[i], &from[i]);
        else
            val_nil(&ra[i]);
    NEXT();
}

OPCODE(VARARGV)
{
    Value *outer = vararg_base(base);
    uint32_t nparams = CLOSURE_OF_FRAME->p->nparams;
    uint32_t have = (uint32_t)(base - outer) - LINK_SLOTS - nparams;
    SAVE();
    budget_take(vm, have / 16);
    L->top = RA;
    stack_ensure(L, have + 8);
    base = L->base;
    const Value *from = vararg_base(base) + nparams;
    Value *ra = RA;
    for (uint32_t i = 0; i < have; i++)
        val_copy(&ra[i], &from[i]);
    L->top = ra + have;
    NEXT();
}

OPCODE(RETURN0)
{
    uint64_t word = link_word(base);
    if (UNLIKELY((word >> 48) != 1))
        TAIL(return);
    pc = (const Insn *)base[-1].p;
    base = AT(base, -(ptrdiff_t)(2 * sizeof(Value)) -
                        (ptrdiff_t)(uint16_t)(word >> 16));
    k = base[-2].lcl->p->k;
    NEXT();
}

OPCODE(RETURN1)
{
    uint64_t word = link_word(base);
    if (UNLIKELY((word >> 48) != 2))
        TAIL(return);
    val_copy(base - 2, RA);
    pc = (const Insn *)base[-1].p;
    base = AT(base, -(ptrdiff_t)(2 * sizeof(Value)) -
                        (ptrdiff_t)(uint16_t)(word >> 16));
    k = base[-2].lcl->p->k;
    NEXT();
}

OPCODE(RETURN) { TAIL(return); }
OPCODE(RETURNX)
{
    Value *ra = RA;
    size_t n = OPERAND_B;
    SAVE();
    if (n == 0xFFFF)
        n = (size_t)(L->top - ra);
    call_return(L, ra, n);
    RESUME();
}

OPCODE(RETURNV)
{
    Value *ra = RA;
    SAVE();
    call_return(L, ra, (size_t)(L->top - ra));
    RESUME();
}

/* Any number of results, as many as are wanted, to a Lua function; or else. */
SLOW(return)
{
    uint64_t word = link_word(base);
    if (LIKELY((uint8_t)word == LINK_LUA || (uint8_t)word == OP_TFORCALL)) {
        lua_State *L = vm->cur;
        Value *dst = base - LINK_SLOTS;
        const Value *res = RA;
        pc = (const Insn *)base[-1].p;
        PLACE_RESULTS(dst, res, OPERAND_B, (unsigned)(word >> 48));
        base = AT(dst, -(ptrdiff_t)(uint16_t)(word >> 16));
        k = base[-2].lcl->p->k;
        NEXT();
    }
    if ((uint8_t)word == LINK_SORT) {
        bool before = OPERAND_B != 0 && !is_falsy(RA);
        Value *sort = AT(base - LINK_SLOTS, -(ptrdiff_t)(uint16_t)(word >> 16));
        const LClosure *order = sort[SORT_ORDER].lcl;
        if (LIKELY(base[-2].p == order && base[-1].word == SORT_LINK &&
                   vm->budget > 0 && !vm->hooks_on && !vm->stress_stack &&
                   order->p->nparams == 2 &&
                   sort_merge_on(sort_state(sort), before, base))) {
            vm->budget--;
            pc = order->code; /* the same frame, once more */
            NEXT();
        }
        base = sort;
        SAVE();
        sort_step(L, before);
        RESUME();
    }
    if ((uint8_t)word == LINK_C)
        TAIL(return_to_c);
    TAIL(return_any);
}

/* As many results as the C function that called wants. */
SLOW(return_to_c)
{
    uint64_t payload = base[-1].bits;
    uint32_t want = (uint32_t)(payload >> 32), n = OPERAND_B;
    if (UNLIKELY((want != n + 1 && want != 0) ||
                 (link_flags(base) & LINKF_K) != 0))
        TAIL(return_any);
    lua_State *L = vm->cur;
    Value *dst = base - LINK_SLOTS;
    const Value *res = RA;
    if (n > 0)
        val_copy(dst, res);
    for (uint32_t i = 1; UNLIKELY(i < n); i++)
        val_copy(&dst[i], &res[i]);
    L->top = dst + n;
    L->base = dst - (uint32_t)payload;
    L->pc = halt_code;
    LEAVE();
}

SLOW(return_any)
{
    SAVE();
    call_return(L, RA, OPERAND_B);
    RESUME();
}

OPCODE(RETURNC)
{
    SAVE();
    L->top = RA + OPERAND_B;
    call_return_closing(L, RA, OPERAND_B);
    RESUME();
}

OPCODE(RETURNCV)
{
    Value *ra = RA;
    SAVE();
    call_return_closing(L, ra, (size_t)(L->top - ra));
    RESUME();
}

OPCODE(CLOSE)
{
    SAVE();
    call_close(L, RA);
    RESUME();
}

OPCODE(TBC)
{
    SAVE();
    tbc_mark(L, RA);
    NEXT();
}
