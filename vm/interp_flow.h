/*
 * vm/interp_flow.h -- handlers of jumps, comparisons and loops. Part of
 * vm/interp_handlers.h.
 */

/* ------------------------------------------------------------------- jumps */

OPCODE(JMP)
{
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(JMPB)
{
    CHARGE(1);
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(JT)
{
    BRANCH_IF(!is_falsy(RA), OPERAND_SB);
}

OPCODE(JF)
{
    BRANCH_IF(is_falsy(RA), OPERAND_SB);
}

OPCODE(JTSET)
{
    const Value *v = RB;
    if (!is_falsy(v)) {
        val_copy(RA, v);
        pc += OPERAND_SC;
    }
    NEXT();
}

OPCODE(JFSET)
{
    const Value *v = RB;
    if (is_falsy(v)) {
        val_copy(RA, v);
        pc += OPERAND_SC;
    }
    NEXT();
}

#define COMPARE(name, X, Y, op, want, slow)                                    \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        bool r;                                                                \
        if (LIKELY(BOTH_INT(x, y)))                                            \
            r = x->i op y->i;                                                  \
        else if (BOTH_FLOAT(x, y))                                             \
            r = x->n op y->n;                                                  \
        else                                                                   \
            TAIL(slow);                                                        \
        BRANCH_IF(r == want, OPERAND_SC);                                      \
    }
COMPARE(JLT, RA, RB, <, true, less)
COMPARE(JNLT, RA, RB, <, false, less)
COMPARE(JLTRK, RA, KB, <, true, less)
COMPARE(JNLTRK, RA, KB, <, false, less)
COMPARE(JLTKR, KAT(OPERAND_A), RB, <, true, less)
COMPARE(JNLTKR, KAT(OPERAND_A), RB, <, false, less)
COMPARE(JLE, RA, RB, <=, true, less_equal)
COMPARE(JNLE, RA, RB, <=, false, less_equal)
COMPARE(JLERK, RA, KB, <=, true, less_equal)
COMPARE(JNLERK, RA, KB, <=, false, less_equal)
COMPARE(JLEKR, KAT(OPERAND_A), RB, <=, true, less_equal)
COMPARE(JNLEKR, KAT(OPERAND_A), RB, <=, false, less_equal)

/* The J form stands before the JN form of each pair. */
#define WANTS ((((uint16_t)insn - OP_JT) & 1) == 0)

SLOW(less)
{
    unsigned op = (uint16_t)insn;
    SAVE();
    const Value *x = op == OP_JLTKR || op == OP_JNLTKR ? KAT(OPERAND_A) : RA;
    const Value *y = op == OP_JLTRK || op == OP_JNLTRK ? KB : RB;
    op_less(L, x, y, WANTS);
    RESUME();
}

SLOW(less_equal)
{
    unsigned op = (uint16_t)insn;
    SAVE();
    const Value *x = op == OP_JLEKR || op == OP_JNLEKR ? KAT(OPERAND_A) : RA;
    const Value *y = op == OP_JLERK || op == OP_JNLERK ? KB : RB;
    op_less_equal(L, x, y, WANTS);
    RESUME();
}

/* Same tag and payload settle nearly everything. */
#define EQUAL(name, Y, want)                                                   \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = RA, *y = Y;                                           \
        bool r;                                                                \
        if (x->tag == y->tag) {                                                \
            if (x->tag < 0 || x->tag == TAG_TRUE)                              \
                r = true;                                                      \
            else if (x->tag == TAG_INT || x->tag == TAG_SSTR)                  \
                r = x->bits == y->bits;                                        \
            else                                                               \
                TAIL(equal);                                                   \
        } else if (is_number(x) && is_number(y)) {                             \
            TAIL(equal);                                                       \
        } else {                                                               \
            r = false;                                                         \
        }                                                                      \
        BRANCH_IF(r == want, OPERAND_SC);                                      \
    }
EQUAL(JEQ, RB, true)
EQUAL(JNEQ, RB, false)
EQUAL(JEQK, KB, true)
EQUAL(JNEQK, KB, false)

SLOW(equal)
{
    unsigned op = (uint16_t)insn;
    const Value *y = op == OP_JEQK || op == OP_JNEQK ? KB : RB;
    SAVE();
    op_equal(L, RA, y, WANTS);
    RESUME();
}

/* ------------------------------------------------------------------- loops */

/* The usual loop: integers, step 1. */
#define FOR_PREPARE(copies)                                                    \
    {                                                                          \
        Value *ra = RA;                                                        \
        if (UNLIKELY(ra[0].tag | ra[1].tag | ra[2].tag) || ra[2].i != 1)       \
            TAIL(forprep);                                                     \
        int64_t first = ra[0].i, last = ra[1].i;                               \
        if (UNLIKELY(first > last)) {                                          \
            pc += OPERAND_SB;                                                  \
            NEXT();                                                            \
        }                                                                      \
        ra[0].bits = (uint64_t)last - (uint64_t)first;                         \
        ra[0].priv8 = 0; /* see FORLOOPN_S */                                  \
        ra[1].i = 1;                                                           \
        ra[2].i = first;                                                       \
        if (copies)                                                            \
            val_int(ra + 3, first);                                            \
        NEXT();                                                                \
    }
OPCODE(FORPREP) FOR_PREPARE(true)
OPCODE(FORPREPN) FOR_PREPARE(false)

SLOW(forprep)
{
    Value *ra = RA;
    SAVE();
    ra[0].priv8 = 0;
    if (!for_prepare(L, ra))
        pc += OPERAND_SB;
    else if ((uint16_t)insn == OP_FORPREP)
        val_copy(ra + 3, ra + 2);
    NEXT();
}

#define FOR_LOOP_FLOAT(copies)                                                 \
    Value *ra = RA;                                                            \
    double step = ra[1].n, i = ra[2].n + step;                                 \
    if (step > 0 ? i <= ra[0].n : ra[0].n <= i) {                              \
        CHARGE(1);                                                             \
        val_float(ra + 2, i);                                                  \
        if (copies)                                                            \
            val_float(ra + 3, i);                                              \
        pc += OPERAND_SB;                                                      \
    }                                                                          \
    NEXT()

#define FOR_LOOP(name, copies)                                                 \
    OPCODE(name)                                                               \
    {                                                                          \
        if (is_int(RA + 2)) {                                                  \
            SET_OPCODE(pc - 1, OP_##name##_I);                                 \
            FOR_LOOP_INT(copies);                                              \
        }                                                                      \
        FOR_LOOP_FLOAT(copies);                                                \
    }                                                                          \
    OPCODE(name##_I)                                                           \
    {                                                                          \
        if (UNLIKELY(!is_int(RA + 2))) {                                       \
            SET_OPCODE(pc - 1, OP_##name);                                     \
            TAIL_OP(name);                                                     \
        }                                                                      \
        FOR_LOOP_INT(copies);                                                  \
    }
FOR_LOOP(FORLOOP, true)
FOR_LOOP(FORLOOPN, false)

/* Debuggers set the variable, not the index, which they put aside. */
OPCODE(FORLOOPN_S)
{
    for_restore_index(RA);
    if (is_int(RA + 2)) {
        FOR_LOOP_INT(false);
    }
    FOR_LOOP_FLOAT(false);
}

OPCODE(TFORPREP)
{
    SAVE();
    tbc_mark(L, RA + 3);
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(TFORCALL)
{
    Value *ra = RA;
    const CFunc *cf = ra[0].cfn;
    if (LIKELY(ra[0].tag == TAG_CFUNC && cf->special == SPECIAL_NEXT &&
               is_table(&ra[1]) && !vm->hooks_on)) {
        /* next: the position is kept in the control slot's private bytes and
           checked by the key there */
        Table *t = ra[1].tab;
        uint32_t pos = ra[2].priv32, from;
        if (is_nil(&ra[2]))
            pos = 0;
        else if (!tab_pos_is(vm, t, &ra[2], pos))
            TAIL(tforcall);
        Value *key = ra + 4, *val = ra + 5, tmp;
        if (OPERAND_B < 2)
            val = &tmp;
        from = pos;
        if (!tab_next_at(vm, t, &pos, key, val)) {
            tab_charge_passed(vm, t, from, pos);
            val_nil(key);
            pc++; /* past the TFORLOOP */
            NEXT();
        }
        for (unsigned n = OPERAND_B; n > 2; n--)
            val_nil(&ra[3 + n]);
        CHARGE(1);
        tab_charge_passed(vm, t, from, pos); /* once, if CHARGE comes back here */
        val_copy(&ra[2], key);
        ra[2].priv32 = pos;
        insn = *pc++; /* the TFORLOOP, whose test has been made */
        pc += OPERAND_SB;
        NEXT();
    }
    if (ra[0].tag == TAG_CCL && ra[0].ccl->cf->special == SPECIAL_WRAP &&
        !vm->hooks_on) {
        vm->budget--;
        TAIL(tforcall_wrap);
    }
    if (LIKELY(ra[0].tag == TAG_CFUNC && cf->special == SPECIAL_INEXT &&
               is_table(&ra[1]) && is_int(&ra[2]) && !vm->hooks_on)) {
        Table *t = ra[1].tab;
        int64_t i = IADD(ra[2].i, 1);
        uint64_t at = (uint64_t)i - t->abase;
        if (UNLIKELY(at >= t->acount))
            TAIL(tforcall);
        Value *val = ra + 5, tmp;
        if (OPERAND_B < 2)
            val = &tmp;
        arr_load(t, at, val);
        if (UNLIKELY(is_nil(val)))
            TAIL(tforcall);
        for (unsigned n = OPERAND_B; n > 2; n--)
            val_nil(&ra[3 + n]);
        CHARGE(1);
        val_int(ra + 4, i);
        val_int(&ra[2], i);
        insn = *pc++;
        pc += OPERAND_SB;
        NEXT();
    }
    TAIL(tforcall);
}

/* n results are at res: as many as are wanted go to dst. */
#define PLACE_RESULTS(dst, res, n, want)                                       \
    do {                                                                       \
        unsigned got = (unsigned)(n), wanted = (want);                         \
        if (LIKELY(wanted == 2 && got != 0)) {                                 \
            val_copy(dst, res);                                                \
        } else {                                                               \
            unsigned most = wanted == 0 || got < wanted ? got : wanted - 1;    \
            for (unsigned i = 0; i < most; i++)                                \
                val_copy((dst) + i, (res) + i);                                \
            for (unsigned i = most; i + 1 < wanted; i++)                       \
                val_nil((dst) + i);                                            \
            if (wanted == 0)                                                   \
                L->top = (dst) + got;                                          \
        }                                                                      \
    } while (0)

/* Thread `to` goes on at `at`, behind the call in whose frame it waits; `word` is
   of its link. The one that ran waits in a frame at `args`. */
#define SWITCH_TO(to, at, word, args, nargs, link)                             \
    do {                                                                       \
        wait_in_frame(L, args, nargs, link);                                   \
        vm->cur = (to);                                                        \
        vm->stack_limit = (to)->limit;                                         \
        pc = (at);                                                             \
        base = AT((to)->base - LINK_SLOTS,                                     \
                  -(ptrdiff_t)(uint16_t)((word) >> 16));                       \
        k = base[-2].lcl->p->k;                                                \
        NEXT();                                                                \
    } while (0)

/* Resume `thread`, the first `skip` of the arguments not handed on. */
#define RESUME_DIRECTLY(thread, args, nargs, skip, link, otherwise)            \
    lua_State *L = vm->cur, *co = co_to_go_on(vm, thread);                     \
    if (UNLIKELY(co == NULL))                                                  \
        otherwise;                                                             \
    const Insn *at = co->base[-1].p; /* results may go over it */              \
    uint64_t word = link_word(co->base);                                       \
    unsigned want = values_wanted(word);                                       \
    if (UNLIKELY(want > 2 || want + (skip) > (nargs)))                         \
        otherwise;                                                             \
    pass_values(co->base - LINK_SLOTS, want, (args) + (skip));                 \
    co_link(vm, L, co);                                                        \
    SWITCH_TO(co, at, word, args, nargs, link)

#define YIELD_DIRECTLY(args, nargs, link, otherwise)                           \
    lua_State *L = vm->cur, *to = co_may_leave(vm, L);                         \
    if (UNLIKELY(to == NULL))                                                  \
        otherwise;                                                             \
    const Insn *at = to->base[-1].p;                                           \
    uint64_t word = link_word(to->base);                                       \
    unsigned want = values_wanted(word);                                       \
    Value *dst = to->base - LINK_SLOTS;                                        \
    if (co_is_wrap_frame(to)) {                                                \
        if (UNLIKELY(want > 2 || want > (nargs)))                              \
            otherwise;                                                         \
        pass_values(dst, want, args);                                          \
    } else {                                                                   \
        if (UNLIKELY(want > 3 || want > (nargs) + 1u))                         \
            otherwise;                                                         \
        if (want > 0) {                                                        \
            val_bool(dst, true);                                               \
            pass_values(dst + 1, want - 1, args);                              \
        }                                                                      \
    }                                                                          \
    L->h.kind = LUA_YIELD;                                                     \
    co_unlink(vm, L);                                                          \
    SWITCH_TO(to, at, word, args, nargs, link)

/* Of a CALL: where it goes on, past the code that it called last. */
#define LINK_HERE ((Link){(uint64_t)(uintptr_t)(pc + 1), LINK_WORD(insn)})

/* Function and arguments of a generic for, in place for a call. */
#define TFOR_CALLEE(ra)                                                        \
    do {                                                                       \
        val_copy(&(ra)[7], &(ra)[2]);                                          \
        val_copy(&(ra)[6], &(ra)[1]);                                          \
        val_copy(&(ra)[4], &(ra)[0]);                                          \
    } while (0)
#define TFOR_LINK                                                              \
    ((Link){(uint64_t)(uintptr_t)pc,                                           \
            link_make(OP_TFORCALL, 0, OPERAND_A + 4 * sizeof(Value), 2,        \
                      OPERAND_B + 1)})

SLOW(tforcall)
{
    Value *ra = RA;
    const CFunc *cf = ra[0].tag == TAG_CFUNC ? ra[0].cfn
                      : ra[0].tag == TAG_CCL ? ra[0].ccl->cf
                                             : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on)
        TAIL(tforcall_fast);
    TAIL(tforcall_any);
}

SLOW(tforcall_fast)
{
    Value *ra = RA;
    SAVE();
    TFOR_CALLEE(ra);
    const CFunc *cf = ra[0].tag == TAG_CFUNC ? ra[0].cfn : ra[0].ccl->cf;
    int n = cf->fast(L, ra + 6, 2);
    if (UNLIKELY(n < 0))
        TAIL(tforcall_any);
    vm->budget--;
    PLACE_RESULTS(ra + 4, ra + 4, n, OPERAND_B + 1);
    NEXT();
}

SLOW(tforcall_wrap)
{
    Value *ra = RA;
    TFOR_CALLEE(ra);
    RESUME_DIRECTLY(&ra[0].ccl->upvals[0], ra + 6, 2u, 0u, TFOR_LINK,
                    {
                        vm->budget++; /* call_value charges it */
                        TAIL(tforcall_any);
                    });
}

SLOW(tforcall_any)
{
    Value *ra = RA;
    SAVE();
    TFOR_CALLEE(ra);
    L->top = ra + 8;
    call_value(L, ra + 4, 2, TFOR_LINK);
    RESUME();
}

OPCODE(TFORLOOP)
{
    Value *ra = RA;
    if (!is_nil(ra + 4)) {
        CHARGE(1);
        val_copy(ra + 2, ra + 4);
        pc += OPERAND_SB;
    }
    NEXT();
}
