/*
 * vm/interp_arith.h -- handlers of arithmetic, bits, lengths and
 * concatenation. Part of vm/interp_handlers.h.
 */

/* -------------------------------------------------------------- arithmetic */

/* Quickened forms check for one pair of types; what fails goes to _ANY, which
   handles all and stays. `mixed` is of an integer and a float, or two floats. */
#define ARITH_INTS(name, otherwise, X, Y, iop, next)                           \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y))) {                                       \
            SET_OPCODE(pc - 1, OP_##otherwise);                                \
            TAIL_OP(otherwise);                                                \
        }                                                                      \
        val_int(RA, iop(x->i, y->i));                                          \
        next;                                                                  \
    }
#define ARITH_FLOATS(name, otherwise, X, Y, fop, next)                         \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_FLOAT(x, y))) {                                     \
            SET_OPCODE(pc - 1, OP_##otherwise);                                \
            TAIL_OP(otherwise);                                                \
        }                                                                      \
        val_float(RA, fop(x->n, y->n));                                        \
        next;                                                                  \
    }
#define ARITH_FORMS(name, X, Y, iop, fop, mixed)                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        unsigned op = BOTH_INT(x, y)     ? OP_##name##_II                      \
                      : BOTH_FLOAT(x, y) ? float_form(OP_##name, OPERAND_A,    \
                                                      *pc, OP_##name##_FF)     \
                                         : OP_##name##_ANY;                    \
        SET_OPCODE(pc - 1, loop_form(op, *pc));                                \
        TAIL_OP(name##_ANY);                                                   \
    }                                                                          \
    ARITH_INTS(name##_II, name##_ANY, X, Y, iop, NEXT())                       \
    ARITH_FLOATS(name##_FF, name##_ANY, X, Y, fop, NEXT())                     \
    OPCODE(name##_ANY)                                                         \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (LIKELY(is_number(x) && is_number(y))) {                            \
            if (BOTH_INT(x, y)) {                                              \
                val_int(RA, iop(x->i, y->i));                                  \
                NEXT();                                                        \
            }                                                                  \
            double p = is_int(x) ? (double)x->i : x->n;                        \
            double q = is_int(y) ? (double)y->i : y->n;                        \
            val_float(RA, mixed(p, q));                                        \
            NEXT();                                                            \
        }                                                                      \
        TAIL(arith);                                                           \
    }

ARITH_FORMS(ADD, RB, RC, IADD, FADD, FADD)
ARITH_FORMS(SUB, RB, RC, ISUB, FSUB, FSUB)
ARITH_FORMS(MUL, RB, RC, IMUL, FMUL, FMUL)
ARITH_FORMS(ADDRK, RB, KC, IADD, FADD, FADD)
ARITH_FORMS(SUBRK, RB, KC, ISUB, FSUB, FSUB_INT)
ARITH_FORMS(MULRK, RB, KC, IMUL, FMUL, FMUL)
ARITH_FORMS(ADDKR, KB, RC, IADD, FADD, FADD)
ARITH_FORMS(SUBKR, KB, RC, ISUB, FSUB, FSUB)
ARITH_FORMS(MULKR, KB, RC, IMUL, FMUL, FMUL)
ARITH_INTS(ADD_II_LOOP, ADD_ANY, RB, RC, IADD, NEXT_LOOP())
ARITH_FLOATS(ADD_FF_LOOP, ADD_ANY, RB, RC, FADD, NEXT_LOOP())
ARITH_INTS(ADDRK_II_LOOP, ADDRK_ANY, RB, KC, IADD, NEXT_LOOP())

#define ARITH_DIV(name, X, Y)                                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!is_number(x) || !is_number(y)))                          \
            TAIL(arith);                                                       \
        double p = is_int(x) ? (double)x->i : x->n;                            \
        double q = is_int(y) ? (double)y->i : y->n;                            \
        val_float(RA, p / q);                                                  \
        NEXT();                                                                \
    }
ARITH_DIV(DIV, RB, RC)
ARITH_DIV(DIVRK, RB, KC)
ARITH_DIV(DIVKR, KB, RC)

#define ARITH_MOD(name, X, Y)                                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (BOTH_INT(x, y)) {                                                  \
            int64_t d = y->i;                                                  \
            if (UNLIKELY((uint64_t)d + 1 <= 1)) /* 0 and -1 */                 \
                TAIL(arith);                                                   \
            val_int(RA, mod_ints(x->i, d));                                     \
            NEXT();                                                            \
        }                                                                      \
        double r;                                                              \
        if (UNLIKELY(!is_number(x) || !is_number(y) ||                         \
                     !mod_whole(is_int(x) ? (double)x->i : x->n,               \
                                is_int(y) ? (double)y->i : y->n, &r)))         \
            TAIL(arith);                                                       \
        val_float(RA, r);                                                      \
        NEXT();                                                                \
    }
ARITH_MOD(MOD, RB, RC)
ARITH_MOD(MODRK, RB, KC)
ARITH_MOD(MODKR, KB, RC)

#define ARITH_IDIV(name, X, Y)                                                 \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (BOTH_INT(x, y)) {                                                  \
            int64_t d = y->i;                                                  \
            if (UNLIKELY((uint64_t)d + 1 <= 1))                                \
                TAIL(arith);                                                   \
            int64_t q;                                                         \
            if ((((uint64_t)x->i | (uint64_t)d) >> 32) == 0) {                 \
                q = (int64_t)((uint32_t)x->i / (uint32_t)d);                   \
            } else {                                                           \
                q = x->i / d;                                                  \
                if ((x->i ^ d) < 0 && q * d != x->i)                           \
                    q--;                                                       \
            }                                                                  \
            val_int(RA, q);                                                    \
            NEXT();                                                            \
        }                                                                      \
        TAIL(arith);                                                           \
    }
ARITH_IDIV(IDIV, RB, RC)
ARITH_IDIV(IDIVRK, RB, KC)
ARITH_IDIV(IDIVKR, KB, RC)

OPCODE(POW) { TAIL(arith); }
OPCODE(POWRK)
{
    const Value *x = RB, *y = KC;
    if (is_float(x) && is_int(y) && y->i == 2) {
        val_float(RA, x->n * x->n);
        NEXT();
    }
    TAIL(arith);
}
OPCODE(POWKR) { TAIL(arith); }

#define ARITH_BITS(name, X, Y, expr)                                           \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y)))                                         \
            TAIL(arith);                                                       \
        uint64_t p = x->bits, q = y->bits;                                     \
        val_int(RA, (int64_t)(expr));                                          \
        NEXT();                                                                \
    }
#define SHIFT_LEFT(p, q)                                                       \
    (LIKELY(q < 64) ? p << q : 0 - q < 64 ? p >> (0 - q) : 0)
#define SHIFT_RIGHT(p, q)                                                      \
    (LIKELY(q < 64) ? p >> q : 0 - q < 64 ? p << (0 - q) : 0)
ARITH_BITS(BAND, RB, RC, p & q)
ARITH_BITS(BANDRK, RB, KC, p & q)
ARITH_BITS(BANDKR, KB, RC, p & q)
ARITH_BITS(BOR, RB, RC, p | q)
ARITH_BITS(BORRK, RB, KC, p | q)
ARITH_BITS(BORKR, KB, RC, p | q)
ARITH_BITS(BXOR, RB, RC, p ^ q)
ARITH_BITS(BXORRK, RB, KC, p ^ q)
ARITH_BITS(BXORKR, KB, RC, p ^ q)
ARITH_BITS(SHL, RB, RC, SHIFT_LEFT(p, q))
ARITH_BITS(SHLRK, RB, KC, SHIFT_LEFT(p, q))
ARITH_BITS(SHLKR, KB, RC, SHIFT_LEFT(p, q))
ARITH_BITS(SHR, RB, RC, SHIFT_RIGHT(p, q))
ARITH_BITS(SHRRK, RB, KC, SHIFT_RIGHT(p, q))
ARITH_BITS(SHRKR, KB, RC, SHIFT_RIGHT(p, q))

/* Any binary operator: which, and where its operands are, follows from the
   opcode's place in the table. */
SLOW(arith)
{
    unsigned op = op_base((uint16_t)insn);
    const Value *x, *y;
    unsigned e;
    SAVE();
    if (op < OP_ADDRK) {
        e = op - OP_ADD, x = RB, y = RC;
    } else if (op < OP_ADDKR) {
        e = op - OP_ADDRK, x = RB, y = KC;
    } else {
        e = op - OP_ADDKR, x = KB, y = RC;
    }
    op_arith(L, (MetaEvent)e, x, y, REG_A);
    RESUME();
}

OPCODE(UNM)
{
    const Value *x = RB;
    if (is_float(x)) {
        val_float(RA, -x->n);
        NEXT();
    }
    if (is_int(x)) {
        val_int(RA, (int64_t)(0 - (uint64_t)x->i));
        NEXT();
    }
    TAIL(unary);
}

OPCODE(BNOT)
{
    const Value *x = RB;
    if (is_int(x)) {
        val_int(RA, ~x->i);
        NEXT();
    }
    TAIL(unary);
}

SLOW(unary)
{
    SAVE();
    const Value *x = RB;
    op_arith(L, (uint16_t)insn == OP_UNM ? MM_UNM : MM_BNOT, x, x, REG_A);
    RESUME();
}

OPCODE(NOT)
{
    RA->tag = is_falsy(RB) ? TAG_TRUE : TAG_FALSE;
    NEXT();
}

OPCODE(LEN)
{
    const Value *v = RB;
    if (LIKELY(is_table(v) && tab_metatable(vm, v->tab) == NULL)) {
        val_int(RA, tab_len_fast(v->tab));
        NEXT();
    }
    if (is_string(v)) {
        val_int(RA, (int64_t)v->str->nbytes);
        NEXT();
    }
    SAVE();
    op_len(L, v, REG_A);
    RESUME();
}

OPCODE(CONCAT)
{
    SAVE();
    op_concat(L, REG_A, RB, OPERAND_C);
    RESUME();
}
