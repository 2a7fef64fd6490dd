/*
 * vm/verify_code.c -- the part of the verifier that reads code.
 *
 * Two passes over a function, the second trusting what the first proved:
 *
 *   decode  bytes to an array of CodeInsn: operands in range, jump targets
 *           marked, rules that an instruction breaks alone
 *   flow    in order and then along every path, in vm/verify_flow.c; on its
 *           way it asks here about structure: loops and their nesting, pairs,
 *           open results, writes to control registers
 *
 * Raises   no.
 * Read     verify_op_rules, decode, structure_special.
 */
#include "vm/verify_code_int.h"

#include <string.h>

#include "vm/config.h"

/* -- instructions as data ------------------------------------------------ */

#define IS(name, other) (OP_##name == OP_##other)
#define USED(x) (KIND_##x != KIND____)
#define ANY(a, b, c, kind) \
    (KIND_##a == KIND_##kind || KIND_##b == KIND_##kind || \
     KIND_##c == KIND_##kind)
#define FIND(a, b, c, k1, k2) \
    (KIND_##a == KIND_##k1 || KIND_##a == KIND_##k2   ? 0 \
     : KIND_##b == KIND_##k1 || KIND_##b == KIND_##k2 ? 1 \
     : KIND_##c == KIND_##k1 || KIND_##c == KIND_##k2 ? 2 : NO_OPERAND)

const OpRule verify_op_rules[NUM_CANONICAL_OPS] = {
#define OP(name, format, a, b, c, meaning) [OP_##name] = { \
    .kind = {KIND_##a, \
             IS(name, LOADK) ? (int)KIND_WIDE_KST \
             : IS(name, SETLIST) ? (int)KIND_WIDE_NUM : (int)KIND_##b, \
             KIND_##c}, \
    .idle = {KIND_##a != KIND_SRC, KIND_##b != KIND_SRC, \
             KIND_##c != KIND_SRC}, \
    .nbytes = 1 + USED(a) + USED(b) + USED(c), \
    .typed = FIND(a, b, c, KNM, KSS), \
    .signed_at = FIND(a, b, c, INT, LBL), \
    .no_a = 8 * !USED(a), \
    .special = ANY(a, b, c, RNG) || ANY(a, b, c, LBL) || \
               ANY(a, b, c, PRO) || IS(name, TBC) || \
               IS(name, SETUPVAL) || IS(name, SETUPVALK), \
    .checks = ANY(a, b, c, RNG) || ANY(a, b, c, LBL) || \
              ANY(a, b, c, PRO) || IS(name, TBC) || \
              IS(name, SETUPVAL) || IS(name, SETUPVALK) || \
              ANY(a, b, c, KNM) || ANY(a, b, c, KSS), \
    .jumps = ANY(a, b, c, LBL) || IS(name, TFORCALL), \
    .branches = ANY(a, b, c, LBL) && !ANY(a, b, c, RNG) && \
                !ANY(a, b, c, DST), \
    .writes = KIND_##a == KIND_DST, \
    .ends = IS(name, JMP) || IS(name, RETURN) || IS(name, RETURNC) || \
            IS(name, TAILCALL) || IS(name, TAILCALLC) || \
            IS(name, TFORPREP), \
    .mask = USED(a) * 0xffu | USED(b) * 0xff00u | USED(c) * 0xff0000u, \
    .more = (0x80808000u >> 8 * !USED(a) >> 8 * !USED(b) >> 8 * !USED(c)) & \
            ~0xffu, \
},
#include "vm/opcodes.def"
};

/* -- decode: each operand ------------------------------------------------ */

static const char operand_name[] = "ABC";

static uint64_t at_most(uint64_t n, uint64_t max)
{
    return n < max ? n : max;
}

static void set_limits(Code *c)
{
    const FunctionRow *row = c->row;
    uint64_t *limit = c->limit, n = row->nconstants;

    limit[KIND____] = 1;
    limit[KIND_DST] = limit[KIND_SRC] = limit[KIND_RNG] = row->nregs;
    limit[KIND_UPV] = row->nupvalues;
    limit[KIND_KST] = limit[KIND_KNM] = at_most(n, BC_MAX_KFAST + 1);
    limit[KIND_KSS] = at_most(n, BC_MAX_K16 + 1);
    limit[KIND_WIDE_KST] = n;
    limit[KIND_INT] = (uint64_t)1 << 32; /* moved up by half of that */
    limit[KIND_NUM] = limit[KIND_CNT] = BC_MAX_K16 + 1;
    limit[KIND_WIDE_NUM] = (uint64_t)1 << 31;
    limit[KIND_LBL] = row->ninsns; /* made absolute */
    limit[KIND_PRO] = row->nchildren;
}

/* The types of the constants, whose bytes have been checked. */
static bool read_types(Code *c)
{
    const uint8_t *p = c->v->file.bytes + c->row->constants;

    c->types = verify_scratch(c->v, &c->v->types, c->row->nconstants, 1);
    if (c->types == NULL)
        return false;
    for (uint32_t i = 0; i < c->row->nconstants; i++) {
        c->types[i] = *p;
        p = bc_pass_constant(p);
    }
    return true;
}

/* Operand j, of any length; returns what is behind it, or NULL. */
static inline const uint8_t *read_operand(Verify *v, const OpRule *rule,
                                          const uint8_t *p, unsigned j,
                                          uint64_t *x)
{
    int64_t number = 0;
    bool ok = true;

    *x = 0;
    if (rule->kind[j] == KIND____)
        return p;
    if (j == rule->signed_at) {
        ok = bc_sleb(&p, v->end, &number);
        *x = (uint64_t)number;
    } else if (p < v->end && *p < 0x80)
        *x = *p++;
    else
        ok = bc_uleb(&p, v->end, x);
    if (LIKELY(ok))
        return p;
    verify_message(v, "canonical", "operand %c is not a number in shortest "
                   "form", operand_name[j]);
    return NULL;
}

static const uint8_t *read_long_operands(Verify *v, const OpRule *rule,
                                         const uint8_t *p, uint64_t x[3])
{
    for (unsigned j = 0; j < 3 && p != NULL; j++)
        p = read_operand(v, rule, p, j, &x[j]);
    return p;
}

/* Say what is wrong with operand j, which is not below its limit. */
static bool out_of_range(Code *c, const OpRule *rule, unsigned j, uint64_t x)
{
    unsigned long long n = x, limit = c->limit[rule->kind[j]];
    Verify *v = c->v;

    switch (rule->kind[j]) {
    case KIND_DST: case KIND_SRC: case KIND_RNG:
        return verify_fail(v, "operand-range", "register %llu of %llu", n,
                           limit);
    case KIND_UPV:
        return verify_fail(v, "operand-range", "upvalue %llu of %llu", n,
                           limit);
    case KIND_PRO:
        return verify_fail(v, "operand-range", "child %llu of %llu", n,
                           limit);
    case KIND_LBL:
        return verify_fail(v, "jump", "jumps out of the function");
    case KIND_INT:
        return verify_fail(v, "operand-range", "integer of more than 32 "
                           "bits");
    case KIND_KST: case KIND_KNM: case KIND_KSS: case KIND_WIDE_KST:
        if (n >= c->row->nconstants)
            return verify_fail(v, "operand-range", "constant %llu of %lu",
                               n, (unsigned long)c->row->nconstants);
        break;
    default:
        break;
    }
    return verify_fail(v, "operand-range", "operand %c is %llu, more than "
                       "%llu", operand_name[j], n, limit - 1);
}

static bool right_type(Code *c, const OpRule *rule, uint32_t k)
{
    uint8_t type = c->types[k];

    if (rule->kind[rule->typed] == KIND_KSS)
        return type == BC_CONST_STRING ||
               verify_fail(c->v, "operand-range",
                           "constant %lu is not a string",
                           (unsigned long)k);
    return type == BC_CONST_INT || type == BC_CONST_FLOAT ||
           verify_fail(c->v, "operand-range",
                       "constant %lu is not a number", (unsigned long)k);
}

/* -- decode: what an instruction breaks alone ---------------------------- */

/* A range of registers up to end - 1 must lie in the frame. */
static bool range(Code *c, uint64_t end)
{
    if (end > c->row->nregs)
        return verify_fail(c->v, "operand-range", "its range ends with "
                           "register %llu of %u",
                           (unsigned long long)end - 1, c->row->nregs);
    return true;
}

/* The same for n - 1 registers; an open range, n = 0, may leave it. */
static bool counted(Code *c, uint64_t first, uint64_t n)
{
    return n == 0 || range(c, first + n - 1);
}

static bool at_least(Code *c, char operand, uint64_t x, unsigned min)
{
    if (x < min)
        return verify_fail(c->v, "operand-range", "operand %c is %llu, less "
                           "than %u", operand, (unsigned long long)x, min);
    return true;
}

static bool check_call(Code *c, CodeInsn *in)
{
    if (in->b == 0)
        in->flags |= INSN_TAKES;
    return range(c, in->a + 2u) && counted(c, in->a + 2u, in->b);
}

static bool check_return(Code *c, CodeInsn *in)
{
    if (in->b == 0)
        in->flags |= INSN_TAKES;
    return counted(c, in->a, in->b);
}

static bool check_vararg(Code *c, CodeInsn *in)
{
    if (in->b == 0)
        in->flags |= INSN_OPENS;
    if (!(c->row->flags & BC_FN_VARARG))
        return verify_fail(c->v, "vararg", "in a function that is not "
                           "vararg");
    return counted(c, in->a, in->b);
}

/* A function that closes leaves by the forms that do. */
static bool may_leave(Code *c)
{
    if (c->closes)
        return verify_fail(c->v, "closes", "leaves without closing, in a "
                           "function with the closes flag");
    return true;
}

static bool may_close(Code *c, const char *what)
{
    if (!c->closes)
        return verify_fail(c->v, "closes", "%s, in a function without the "
                           "closes flag", what);
    return true;
}

static bool check_assignable(Code *c, unsigned upvalue)
{
    const uint8_t *p = c->v->file.bytes + c->row->upvalues;

    if (p[2 * upvalue] & BC_UP_CONST)
        return verify_fail(c->v, "upvalue", "upvalue %u is constant",
                           upvalue);
    return true;
}

static bool check_closure(Code *c, const CodeInsn *in)
{
    const FunctionRow *row = closure_row(c, in);
    uint64_t captured = 0;

    for (unsigned w = 0; w < REGSET_WORDS; w++)
        captured |= row->variable.word[w] | row->constant.word[w];
    return captured == 0 || may_close(c, "captures registers");
}

/* Instructions are cleared shortly before they are decoded, so that the memory
   is at hand then. Up to `last`, and some more. */
static void clear_insns(Code *c, uint32_t last)
{
    enum { SOME = 64 };
    uint32_t n = c->ninsns - c->ncleared, least = last + 1 - c->ncleared;

    if (last < c->ncleared)
        return;
    if (n > least + SOME)
        n = least + SOME;
    memset(c->insns + c->ncleared, 0, n * sizeof *c->insns);
    c->ncleared += n;
}

/* Note a jump; its target is an instruction. */
static bool mark_target(Code *c, CodeInsn *in, uint64_t to)
{
    in->wide = (uint32_t)to;
    clear_insns(c, (uint32_t)to);
    if (!(c->insns[to].flags & INSN_TARGET)) {
        c->insns[to].flags |= INSN_TARGET;
        c->ntargets++;
    }
    return true;
}

/* Where it jumps to, if it does. */
static bool check_special(Code *c, CodeInsn *in, uint64_t to)
{
    unsigned a = in->a, b = in->b, n = in->c;

    switch ((OpCode)in->op) {
    case OP_CALL:
        if (n == 0)
            in->flags |= INSN_OPENS;
        return check_call(c, in) && counted(c, a, n);
    case OP_TAILCALL:
        return may_leave(c) && check_call(c, in);
    case OP_TAILCALLC:
        return check_call(c, in);
    case OP_TFORCALL:
        return at_least(c, 'B', b, 1) && range(c, a + 8) &&
               range(c, a + 4 + b);
    case OP_LOADNIL:
        return at_least(c, 'B', b, 1) && range(c, a + b);
    case OP_SELF:
        return range(c, a + 3);
    case OP_SETLIST:
        if (n == 0)
            in->flags |= INSN_TAKES;
        return counted(c, a + 1, n);
    case OP_CONCAT:
        return at_least(c, 'C', n, 2) && range(c, b + n);
    case OP_RETURN:
        return may_leave(c) && check_return(c, in);
    case OP_RETURNC:
        return check_return(c, in);
    case OP_VARARG:
        return check_vararg(c, in);
    case OP_FORPREPN: case OP_FORLOOPN:
        return range(c, a + 3) && mark_target(c, in, to);
    case OP_FORPREP: case OP_FORLOOP:
        return range(c, a + 4) && mark_target(c, in, to);
    case OP_TFORPREP:
        return may_close(c, "generic for") && range(c, a + 4) &&
               mark_target(c, in, to);
    case OP_TFORLOOP:
        return range(c, a + 5) && mark_target(c, in, to);
    case OP_CLOSURE:
        return check_closure(c, in);
    case OP_TBC:
        return may_close(c, "to-be-closed variable");
    case OP_SETUPVAL: case OP_SETUPVALK:
        return check_assignable(c, a);
    case OP_CLOSE:
        return true;
    default: /* the other jumps */
        return mark_target(c, in, to);
    }
}

/* -- decode -------------------------------------------------------------- */

/* Make a jump's target absolute, and a signed number one from 0 on. */
static ALWAYS_INLINE void shift_signed(const OpRule *rule, uint32_t i,
                                       uint64_t x[3])
{
    if (rule->signed_at == 2)
        x[2] += (uint64_t)i + 1;
    else
        x[1] += rule->kind[1] == KIND_LBL ? (uint64_t)i + 1
                                          : (uint64_t)1 << 31;
}

static ALWAYS_INLINE bool in_range(const uint64_t *limit, const OpRule *rule,
                                   const uint64_t x[3])
{
    return (x[0] < limit[rule->kind[0]]) & (x[1] < limit[rule->kind[1]]) &
           (x[2] < limit[rule->kind[2]]);
}

/* Keep operands that are in range, and look at what else they must be. */
static ALWAYS_INLINE bool keep_operands(Code *c, CodeInsn *in, uint32_t i,
                                        const OpRule *rule,
                                        const uint64_t x[3])
{
    in->a = (uint16_t)x[0];
    in->b = (uint16_t)x[1];
    in->c = (uint16_t)x[2];
    in->wide = (uint32_t)x[1];
    if (!rule->checks)
        return true;
    about(c, i);
    if (rule->typed != NO_OPERAND &&
        !right_type(c, rule, rule->typed == 0   ? in->a
                             : rule->typed == 1 ? in->b
                                                : in->c))
        return false;
    return !rule->special ||
           check_special(c, in, rule->signed_at == 2 ? x[2] : x[1]);
}

/* Decode with long operands, at the end of the code, or what is wrong.
   Returns what is behind the instruction, or NULL. */
static NOINLINE const uint8_t *decode_any(Code *c, uint32_t i,
                                          const uint8_t *p)
{
    Verify *v = c->v;
    const OpRule *rule;
    uint64_t x[3];
    unsigned j = 0;

    about(c, i);
    v->insns = NULL;
    if (p == v->end)
        return verify_message(v, "canonical", "missing"), NULL;
    if (*p >= NUM_CANONICAL_OPS)
        return verify_message(v, "opcode", "unknown opcode %u", *p), NULL;
    v->insns = c->insns;
    c->insns[i].op = *p;
    rule = &verify_op_rules[*p];
    p = read_long_operands(v, rule, p + 1, x);
    if (p == NULL)
        return NULL;
    if (rule->signed_at != NO_OPERAND)
        shift_signed(rule, i, x);
    if (in_range(c->limit, rule, x))
        return keep_operands(c, &c->insns[i], i, rule, x) ? p : NULL;
    while (x[j] < c->limit[rule->kind[j]])
        j++;
    return out_of_range(c, rule, j, x[j]), NULL;
}

/* A number of up to three bytes; what is behind it, or NULL. */
static inline const uint8_t *short_unsigned(const uint8_t *p, uint64_t *x)
{
    if (p[0] < 0x80)
        return *x = p[0], p + 1;
    if (p[1] < 0x80)
        return *x = (p[0] & 0x7fu) | (uint64_t)p[1] << 7,
               p[1] != 0 ? p + 2 : NULL;
    *x = (p[0] & 0x7fu) | (p[1] & 0x7fu) << 7 | (uint64_t)p[2] << 14;
    return p[2] < 0x80 && p[2] != 0 ? p + 3 : NULL;
}

static inline const uint8_t *short_signed(const uint8_t *p, uint64_t *x)
{
    if (p[0] < 0x80)
        return *x = ((uint64_t)p[0] ^ 0x40) - 0x40, p + 1;
    if (p[1] < 0x80)
        return *x = (((p[0] & 0x7fu) | (uint64_t)p[1] << 7) ^ 0x2000) - 0x2000,
               p[1] != bc_idle(p[0]) ? p + 2 : NULL;
    *x = (((p[0] & 0x7fu) | (p[1] & 0x7fu) << 7 | (uint64_t)p[2] << 14) ^
          0x100000) - 0x100000;
    return p[2] < 0x80 && p[2] != bc_idle(p[1]) ? p + 3 : NULL;
}

/* Decode with operands that are a bit longer, the way of large tables. */
static NOINLINE const uint8_t *decode_longer(Code *c, CodeInsn *in, uint32_t i,
                                             const uint8_t *begin)
{
    const OpRule *rule = &verify_op_rules[*begin];
    const uint8_t *p = begin + 1;
    uint64_t x[3] = {0, 0, 0};

    if (c->v->end - p < 9)
        return decode_any(c, i, begin);
    if (rule->kind[0] != KIND____)
        p = short_unsigned(p, &x[0]);
    if (p != NULL && rule->kind[1] != KIND____)
        p = rule->signed_at == 1 ? short_signed(p, &x[1])
                                 : short_unsigned(p, &x[1]);
    if (p != NULL && rule->kind[2] != KIND____)
        p = rule->signed_at == 2 ? short_signed(p, &x[2])
                                 : short_unsigned(p, &x[2]);
    if (p == NULL)
        return decode_any(c, i, begin);
    if (rule->signed_at != NO_OPERAND)
        shift_signed(rule, i, x);
    if (!in_range(c->limit, rule, x))
        return decode_any(c, i, begin);
    in->op = *begin;
    return keep_operands(c, in, i, rule, x) ? p : NULL;
}

/* Decode the instruction at p; returns what is behind it, or NULL. */
static ALWAYS_INLINE const uint8_t *decode_insn(Code *c, CodeInsn *in,
                                                uint32_t i, const uint8_t *p,
                                                const uint8_t *end)
{
    const OpRule *rule;
    uint64_t x[3];
    uint32_t word, op;

    if (UNLIKELY(end - p < 4))
        return decode_any(c, i, p);
    word = bc_u32le(p);
    op = word & 0xff;
    if (UNLIKELY(op >= NUM_CANONICAL_OPS))
        return decode_any(c, i, p);
    rule = &verify_op_rules[op];
    if (UNLIKELY(word & rule->more))
        return decode_longer(c, in, i, p);
    in->op = (uint8_t)op;
    word = word >> 8 << rule->no_a & rule->mask;
    x[0] = word & 0xff;
    x[1] = word >> 8 & 0xff;
    x[2] = word >> 16;
    if (rule->signed_at != NO_OPERAND) {
        if (rule->signed_at == 2)
            x[2] = (x[2] ^ 0x40) - 0x40;
        else
            x[1] = (x[1] ^ 0x40) - 0x40;
        shift_signed(rule, i, x);
    }
    if (UNLIKELY(!in_range(c->limit, rule, x)))
        return decode_any(c, i, p);
    p += rule->nbytes;
    return keep_operands(c, in, i, rule, x) ? p : NULL;
}

static bool check_end(Code *c, const uint8_t *p)
{
    Verify *v = c->v;
    uint8_t last = c->insns[c->ninsns - 1].op;

    about(c, c->ninsns - 1);
    if (!verify_op_rules[last].ends || last == OP_TFORPREP)
        return verify_fail(v, "end", "the code may not end with it");
    v->insn = NO_INSN;
    if (p != v->end)
        return verify_fail(v, "canonical", "%lu bytes left over behind the "
                           "code", (unsigned long)(v->end - p));
    return true;
}

static bool decode(Code *c)
{
    Verify *v = c->v;
    const uint8_t *p = v->file.bytes + c->row->code;
    const uint8_t *end = v->end = v->file.bytes + c->row->end;
    uint32_t n = c->ninsns;
    CodeInsn *insns = verify_scratch(v, &v->code, n, sizeof *insns);

    if (insns == NULL || !read_types(c))
        return false;
    c->insns = insns;
    v->insns = insns;
    clear_insns(c, 0);
    set_limits(c);
    insns[0].flags = INSN_TARGET;
    c->ntargets = 1;
    for (uint32_t i = 0; i < n;) {
        clear_insns(c, i);
        for (uint32_t stop = c->ncleared; i < stop; i++) {
            p = decode_insn(c, &insns[i], i, p, end);
            if (p == NULL)
                return false;
        }
    }
    return check_end(c, p);
}

/* -- structure: jumps and loops ------------------------------------------ */

static bool list_targets(Code *c)
{
    Target *t = verify_scratch(c->v, &c->v->targets, c->ntargets, sizeof *t);

    c->targets = t;
    if (t == NULL)
        return false;
    if (c->ntargets == 1) { /* no jumps */
        *t = (Target){.first = NO_INSN, .loop_end = NO_INSN};
        c->insns[0].slot = 0;
        return true;
    }
    for (uint32_t i = 0; i < c->ninsns; i++)
        if (c->insns[i].flags & INSN_TARGET) {
            c->insns[i].slot = (uint32_t)(t - c->targets);
            *t++ = (Target){.insn = i, .first = NO_INSN,
                            .loop_end = NO_INSN};
        }
    return true;
}

static Loop *innermost(Code *c)
{
    return c->nloops > 0 ? &c->loops[c->nloops - 1] : NULL;
}

static bool enters_loop(Code *c, uint32_t jump, uint32_t to)
{
    about(c, jump);
    return verify_fail(c->v, "loop", "jumps into the loop around "
                       "instruction %lu", (unsigned long)to);
}

/* Jumps forward to here must come from within the loops around. */
bool verify_landing(Code *c, uint32_t i)
{
    Target *t = &c->targets[c->insns[i].slot];
    const Loop *loop = innermost(c);

    if (loop == NULL)
        return true;
    t->loop_end = loop->last;
    if (t->first != NO_INSN && t->first <= loop->prep)
        return enters_loop(c, t->first, i);
    return true;
}

/* A jump backward must come from within the loops around its target; one
   forward is looked at when its target is. */
static bool check_jump(Code *c, uint32_t i)
{
    uint32_t to = c->insns[i].wide;
    Target *t = &c->targets[c->insns[to].slot];

    if (to > i) {
        if (t->first == NO_INSN)
            t->first = i;
        return true;
    }
    return i <= t->loop_end || enters_loop(c, i, to);
}

static void set_control(Code *c, const Loop *loop, bool on)
{
    for (unsigned w = 0; w < REGSET_WORDS; w++) {
        uint64_t m = regset_mask(w, loop->a, loop->a + loop->ncontrol);

        c->control.word[w] = on ? c->control.word[w] | m
                                : c->control.word[w] & ~m;
    }
}

/* The loop from `prep` to `last` must lie within the one around. */
static bool push_loop(Code *c, uint32_t prep, uint32_t last,
                      unsigned ncontrol)
{
    const Loop *outer = innermost(c);
    Loop *loop = &c->loops[c->nloops];
    unsigned a = c->insns[prep].a;

    if (outer != NULL && last >= outer->last)
        return verify_fail(c->v, "loop", "its loop crosses that of "
                           "instruction %lu", (unsigned long)outer->prep);
    if (outer != NULL && a < (unsigned)outer->a + outer->ncontrol)
        return verify_fail(c->v, "loop", "its registers are among those of "
                           "the loop of instruction %lu",
                           (unsigned long)outer->prep);
    *loop = (Loop){prep, last, (uint8_t)a, (uint8_t)ncontrol};
    set_control(c, loop, true);
    c->nloops++;
    return true;
}

static void pop_loop(Code *c)
{
    c->nloops--;
    set_control(c, &c->loops[c->nloops], false);
}

/* Whether instruction i is `op`, on the same registers ... */
static bool is_partner(const Code *c, uint32_t i, OpCode op, unsigned a)
{
    return i < c->ninsns && c->insns[i].op == op && c->insns[i].a == a;
}

/* ... jumping to `to`. */
static bool jumps_back(const Code *c, uint32_t i, OpCode op, unsigned a,
                       uint32_t to)
{
    return is_partner(c, i, op, a) && c->insns[i].wide == to;
}

static bool begin_for(Code *c, uint32_t i)
{
    const CodeInsn *in = &c->insns[i];
    OpCode back = in->op == OP_FORPREP ? OP_FORLOOP : OP_FORLOOPN;

    if (in->wide < i + 2 ||
        !jumps_back(c, in->wide - 1, back, in->a, i + 1))
        return verify_fail(c->v, "loop", "does not jump past its %s",
                           bc_opinfo[back].name);
    return check_jump(c, i) && push_loop(c, i, in->wide - 1, 3);
}

static bool begin_generic_for(Code *c, uint32_t i)
{
    const CodeInsn *in = &c->insns[i];
    uint32_t call = in->wide;

    if (call <= i || !is_partner(c, call, OP_TFORCALL, in->a))
        return verify_fail(c->v, "pair", "does not jump to its TFORCALL");
    if (!jumps_back(c, call + 1, OP_TFORLOOP, in->a, i + 1))
        return verify_fail(c->v, "pair", "its TFORCALL is not followed by "
                           "its TFORLOOP");
    if (c->insns[call + 1].flags & INSN_TARGET)
        return verify_fail(c->v, "pair", "its TFORLOOP is jumped to");
    return push_loop(c, i, call + 1, 4);
}

/* The last instruction of a loop, or the TFORCALL before it. Those that a
   loop's preparation looked for are its own. */
static bool end_for(Code *c, uint32_t i, uint32_t last, const char *rule,
                    OpCode prep)
{
    const Loop *loop = innermost(c);

    if (loop == NULL || loop->last != last ||
        c->insns[loop->prep].op != prep)
        return verify_fail(c->v, rule, "without its %s",
                           bc_opinfo[prep].name);
    return c->insns[i].op == OP_TFORCALL || check_jump(c, i);
}

/* -- structure: open results and control registers ----------------------- */

/* Open results go from an instruction to the next one. */
bool verify_open(Code *c, uint32_t i)
{
    const CodeInsn *in = &c->insns[i], *from = i > 0 ? in - 1 : NULL;
    bool open = from != NULL && from->flags & INSN_OPENS;
    unsigned begin = in->op == OP_RETURN || in->op == OP_RETURNC ? 0
                     : in->op == OP_SETLIST                      ? 1
                                                                 : 2;

    if (!open && in->flags & INSN_TAKES)
        return verify_fail(c->v, "open", "takes open results, but none are "
                           "left by the instruction before");
    if (open && !(in->flags & INSN_TAKES)) {
        about(c, i - 1);
        return verify_fail(c->v, "open", "leaves open results, which the "
                           "next instruction does not take");
    }
    if (!open)
        return true;
    if (in->flags & INSN_TARGET)
        return verify_fail(c->v, "open", "takes open results, but is "
                           "jumped to");
    if (in->a + begin > from->a)
        return verify_fail(c->v, "open", "takes open results from register "
                           "%u on, but they begin at %u", in->a + begin,
                           from->a);
    return true;
}

/* R[first .. end - 1] must have no control register among them. */
static bool keeps_control(Code *c, unsigned first, unsigned end,
                          const char *how)
{
    for (unsigned r = first; c->nloops > 0 && r < end; r++)
        if (regset_has(&c->control, r))
            return verify_fail(c->v, "control", "%s control register %u of "
                               "a loop", how, r);
    return true;
}

static bool captures_no_control(Code *c, const CodeInsn *in)
{
    const FunctionRow *f = closure_row(c, in);

    for (unsigned r = 0; c->nloops > 0 && r < c->row->nregs; r++)
        if (regset_has(&c->control, r) &&
            (regset_has(&f->variable, r) || regset_has(&f->constant, r)))
            return verify_fail(c->v, "control", "captures control register "
                               "%u of a loop", r);
    return true;
}

static bool structure_special(Code *c, uint32_t i)
{
    const CodeInsn *in = &c->insns[i];
    unsigned a = in->a, b = in->b, end = c->row->nregs;

    switch ((OpCode)in->op) {
    case OP_CALL:
        return keeps_control(c, a, end, "writes");
    case OP_LOADNIL:
        return keeps_control(c, a, a + b, "writes");
    case OP_SELF:
        return keeps_control(c, a, a + 1, "writes") &&
               keeps_control(c, a + 2, a + 3, "writes");
    case OP_CONCAT:
        return keeps_control(c, a, a + 1, "writes") &&
               keeps_control(c, b, b + in->c, "writes");
    case OP_VARARG:
        return keeps_control(c, a, b == 0 ? end : a + b - 1, "writes");
    case OP_CLOSURE:
        return keeps_control(c, a, a + 1, "writes") &&
               captures_no_control(c, in);
    case OP_TBC:
        return keeps_control(c, a, a + 1, "closes");
    case OP_JTSET: case OP_JFSET:
        return keeps_control(c, a, a + 1, "writes") && check_jump(c, i);
    case OP_FORPREP: case OP_FORPREPN:
        return begin_for(c, i);
    case OP_FORLOOP:
        return end_for(c, i, i, "loop", OP_FORPREP);
    case OP_FORLOOPN:
        return end_for(c, i, i, "loop", OP_FORPREPN);
    case OP_TFORPREP:
        return begin_generic_for(c, i);
    case OP_TFORCALL:
        return end_for(c, i, i + 1, "pair", OP_TFORPREP);
    case OP_TFORLOOP:
        return end_for(c, i, i, "pair", OP_TFORPREP);
    default: /* branches are looked at by verify_structure */
        return true;
    }
}

bool verify_structure(Code *c, uint32_t i, const OpRule *rule)
{
    const CodeInsn *in = &c->insns[i];

    if (rule->branches    ? !check_jump(c, i)
        : rule->special   ? !structure_special(c, i)
        : rule->writes    ? !keeps_control(c, in->a, in->a + 1u, "writes")
                          : false)
        return false;
    if (c->nloops > 0 && c->loops[c->nloops - 1].last == i)
        pop_loop(c);
    return true;
}

bool verify_code(Verify *v, uint32_t f, Code *c)
{
    memset(c, 0, offsetof(Code, loops));
    c->v = v;
    c->row = &v->functions[f];
    c->ninsns = c->row->ninsns;
    c->closes = c->row->flags & BC_FN_CLOSES;
    return decode(c) && list_targets(c) && verify_flow(c);
}
