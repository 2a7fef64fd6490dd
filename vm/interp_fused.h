/*
 * vm/interp_fused.h -- handlers that do two instructions at once. Part of
 * vm/interp_handlers.h.
 */

/* ------------------------------------------------------------------- fused */

#define DO_MOVE val_copy(RA, RB)
#define DO_GETUPVAL val_copy(RA, UPVAL(OPERAND_B)->v)
#define DO_LOADI val_int(RA, OPERAND_SB)
#define DO_LOADK val_copy(RA, KAT((uint32_t)(insn >> 32)))
#define DO_LOADTRUE (void)(RA->tag = TAG_TRUE)
#define DO_LOADFALSE (void)(RA->tag = TAG_FALSE)
#define FUSED_DO(first, second)                                                \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        DO_##first;                                                            \
        insn = *pc++;                                                          \
        DO_##second;                                                           \
        NEXT();                                                                \
    }
#define FUSED_GO(first, second)                                                \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        DO_##first;                                                            \
        insn = *pc++;                                                          \
        TAIL_OP(second);                                                       \
    }
FUSED_GO(MOVE, CALL)
FUSED_DO(MOVE, MOVE)
FUSED_DO(MOVE, LOADI)
FUSED_DO(MOVE, GETUPVAL)
FUSED_DO(GETUPVAL, MOVE)
FUSED_DO(GETUPVAL, GETUPVAL)
FUSED_DO(GETUPVAL, LOADI)
FUSED_GO(GETUPVAL, CALL)
FUSED_GO(LOADI, CALL)
FUSED_DO(LOADI, MOVE)
FUSED_DO(LOADI, LOADI)
FUSED_GO(LOADK, CALL)
FUSED_DO(LOADK, MOVE)

FUSED_GO(LOADTRUE, RETURN1)
FUSED_GO(LOADFALSE, RETURN1)
FUSED_GO(LOADFALSE, JMP)

OPCODE(SETUPVAL_GETUPVAL)
{
    Upval *u = UPVAL(OPERAND_A);
    const Value *v = RB;
    val_copy(u->v, v);
    if (gc_must_tell(&vm->gc, &u->h, v))
        TAIL(setupval);
    insn = *pc++;
    TAIL_OP(GETUPVAL);
}

/* Integers: the first's result goes to the second, whose constant is right of
   it, in a register. */
#define THEN_ADDRK(r)                                                          \
    insn = *pc++;                                                              \
    const Value *z = KC;                                                       \
    if (UNLIKELY(!is_int(z)))                                                  \
        DISPATCH();                                                            \
    val_int(RA, IADD(r, z->i));                                                \
    NEXT()
#define THEN_MODRK(r)                                                          \
    insn = *pc++;                                                              \
    const Value *z = KC;                                                       \
    if (UNLIKELY(!is_int(z) || z->i <= 0))                                     \
        DISPATCH();                                                            \
    val_int(RA, mod_ints(r, z->i));                                             \
    NEXT()
#define FUSED_INTS(first, X, Y, op1, second)                                   \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y)))                                         \
            TAIL_OP(first);                                                    \
        int64_t r = op1(x->i, y->i);                                           \
        val_int(RA, r);                                                        \
        THEN_##second(r);                                                      \
    }
FUSED_INTS(ADD, RB, RC, IADD, MODRK)
FUSED_INTS(MULRK, RB, KC, IMUL, MODRK)

OPCODE(MOD_ADDRK)
{
    const Value *x = RB, *y = RC;
    if (UNLIKELY(!BOTH_INT(x, y) || y->i <= 0))
        TAIL_OP(MOD);
    int64_t r = mod_ints(x->i, y->i);
    val_int(RA, r);
    THEN_ADDRK(r);
}

OPCODE(LEN_ADDRK)
{
    const Value *v = RB;
    if (UNLIKELY(!is_table(v) || tab_metatable(vm, v->tab) != NULL))
        TAIL_OP(LEN);
    int64_t r = tab_len_fast(v->tab);
    val_int(RA, r);
    THEN_ADDRK(r);
}

/* n + k, and n = n + k, with n an upvalue: integers need no barrier. */
#define GETUPVAL_ARITH(name, iop)                                              \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *v = UPVAL(OPERAND_B)->v;                                  \
        val_copy(RA, v);                                                       \
        insn = *pc++;                                                          \
        const Value *y = KC;                                                   \
        if (UNLIKELY(!BOTH_INT(v, y)))                                         \
            DISPATCH();                                                        \
        Value *ra = RA;                                                        \
        int64_t r = iop(v->i, y->i);                                           \
        val_int(ra, r);                                                        \
        insn = *pc++;                                                          \
        if ((uint16_t)insn == OP_SETUPVAL && RB == ra) {                       \
            val_int(UPVAL(OPERAND_A)->v, r);                                   \
            NEXT();                                                            \
        }                                                                      \
        DISPATCH();                                                            \
    }
GETUPVAL_ARITH(GETUPVAL_ADDRK, IADD)
GETUPVAL_ARITH(GETUPVAL_SUBRK, ISUB)
GETUPVAL_ARITH(GETUPVAL_MULRK, IMUL)

/* The next instruction with r in place of an operand; z is the other one. */
#define SECOND_L(r, op) SECOND(RC, op(r, z->n))
#define SECOND_R(r, op) SECOND(RB, op(z->n, r))
#define SECOND(other, value)                                                   \
    do {                                                                       \
        insn = *pc++;                                                          \
        const Value *z = other;                                                \
        if (UNLIKELY(!is_float(z)))                                            \
            DISPATCH();                                                        \
        val_float(RA, value);                                                  \
        NEXT();                                                                \
    } while (0)
#define FUSED_ARITH(first, X, Y, op1, second, side, op2)                       \
    OPCODE(first##_##second##side)                                             \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_FLOAT(x, y))) {                                     \
            SET_OPCODE(pc - 1, OP_##first##_ANY);                              \
            TAIL_OP(first##_ANY);                                              \
        }                                                                      \
        double r = op1(x->n, y->n);                                            \
        val_float(RA, r);                                                      \
        SECOND_##side(r, op2);                                                 \
    }
FUSED_ARITH(MUL, RB, RC, FMUL, ADD, L, FADD)
FUSED_ARITH(MUL, RB, RC, FMUL, ADD, R, FADD)
FUSED_ARITH(MUL, RB, RC, FMUL, SUB, L, FSUB)
FUSED_ARITH(MUL, RB, RC, FMUL, SUB, R, FSUB)
FUSED_ARITH(MUL, RB, RC, FMUL, MUL, L, FMUL)
FUSED_ARITH(MUL, RB, RC, FMUL, MUL, R, FMUL)
FUSED_ARITH(ADD, RB, RC, FADD, ADD, L, FADD)
FUSED_ARITH(ADD, RB, RC, FADD, SUB, L, FSUB)
FUSED_ARITH(ADD, RB, RC, FADD, MUL, R, FMUL)
FUSED_ARITH(SUB, RB, RC, FSUB, ADD, L, FADD)
FUSED_ARITH(SUB, RB, RC, FSUB, MUL, R, FMUL)
FUSED_ARITH(MULKR, KB, RC, FMUL, MUL, L, FMUL)
FUSED_ARITH(MULKR, KB, RC, FMUL, MUL, R, FMUL)

#define FUSED_GETTABLE(second, side, op2)                                      \
    OPCODE(GETTABLE_##second##side)                                            \
    {                                                                          \
        const Value *t = RB, *key = RC;                                        \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND_F64))                              \
            TAIL(gettable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        if (UNLIKELY(i >= t->tab->acount))                                     \
            TAIL(gettable_any);                                                \
        double r = t->tab->an[i];                                              \
        val_float(RA, r);                                                      \
        SECOND_##side(r, op2);                                                 \
    }
FUSED_GETTABLE(ADD, L, FADD)
FUSED_GETTABLE(ADD, R, FADD)
FUSED_GETTABLE(SUB, L, FSUB)
FUSED_GETTABLE(SUB, R, FSUB)
FUSED_GETTABLE(MUL, L, FMUL)
FUSED_GETTABLE(MUL, R, FMUL)
