/*
 * vm/translate.c -- canonical instructions to memory words.
 *
 * The verifier has proved the code, so nothing is checked here. Operands are
 * scaled to bytes, caches get their words, and conditional jumps that go back
 * or far are split, so that only JMPB, calls and loops charge the budget. The
 * layout of words depends on the canonical code alone, so that it can be
 * worked out again for debug information.
 *
 * Owner    nobody: the words are the caller's.
 * Raises   no.
 * Read     translate_code, rules, insn_words.
 */
#include "vm/translate.h"

#include "vm/chunk.h"
#include "vm/config.h"
#include "vm/verify_code_int.h"

/* ----------------------------------------------------------------- layout */

static const uint16_t base_op[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) OP_##name,
#define IOP(name, base, meaning) OP_##base,
#include "vm/opcodes.def"
};

unsigned op_base(unsigned op) { return base_op[op]; }

enum { OTHER, PLAIN, WIDE }; /* forms: A, B, C; A, B of 32 bits */
enum { IS_LONG_BACK = 1, IS_LONG_FAR = 2 };

typedef struct Rule {
    uint8_t form;
    uint8_t shift[3]; /* how operands are scaled */
    uint8_t nwords;   /* with the cache */
    uint8_t longer;   /* conditional jump: when it is split ... */
    uint8_t extra;    /* ... into how many words more */
    uint8_t pad;      /* eight bytes are found by a shift */
} Rule;

#define IS(name, other) (OP_##name == OP_##other)
#define CACHE_WORDS(name) \
    (IS(name, SETTABUP) || IS(name, SETTABUPK) || IS(name, SETFIELD) ||       \
             IS(name, SETFIELDK)                                              \
         ? 2                                                                  \
     : IS(name, GETTABUP) || IS(name, GETFIELD) || IS(name, SELF) ||          \
             IS(name, NEWTABLE) || IS(name, CALL)                             \
         ? 1                                                                  \
         : 0)
#define IS_TAIL(name) (IS(name, TAILCALL) || IS(name, TAILCALLC))
#define SHIFT(kind)                                                           \
    (KIND_##kind == KIND_DST || KIND_##kind == KIND_SRC ||                    \
             KIND_##kind == KIND_RNG || KIND_##kind == KIND_KST ||            \
             KIND_##kind == KIND_KNM                                          \
         ? 4                                                                  \
     : KIND_##kind == KIND_UPV ? (sizeof(Upval *) == 8 ? 3 : 2)               \
                               : 0)

static const Rule rules[NUM_CANONICAL_OPS] = {
#define OP(name, format, a, b, c, meaning) [OP_##name] = { \
    .form = FMT_##format == FMT_ABJ || FMT_##format == FMT_AJ || \
            IS(name, CALL) || IS_TAIL(name) || IS(name, RETURN) || \
            IS(name, RETURNC) || IS(name, SETLIST) || IS(name, VARARG) \
            ? OTHER : FMT_##format == FMT_ABx ? WIDE : PLAIN, \
    .shift = {SHIFT(a), SHIFT(b), SHIFT(c)}, \
    .nwords = IS(name, SETLIST) || IS_TAIL(name) ? 2 : 1 + CACHE_WORDS(name),\
    .longer = FMT_##format == FMT_ABJ ? IS_LONG_BACK | IS_LONG_FAR \
              : IS(name, JT) || IS(name, JF) ? IS_LONG_BACK : 0, \
    .extra = IS(name, JTSET) || IS(name, JFSET) ? 2 : 1, \
},
#include "vm/opcodes.def"
};

_Static_assert(sizeof(Value) == 1 << 4 &&
                   (sizeof(Upval *) == 1 << 3 || sizeof(Upval *) == 1 << 2),
               "operands are scaled by SHIFT");

unsigned op_cache_words(unsigned op)
{
    op = base_op[op];
    return rules[op].form == OTHER && op != OP_CALL ? 0
                                                    : rules[op].nwords - 1u;
}

unsigned op_words(unsigned op)
{
    return base_op[op] == OP_SETLIST ? 2 : 1 + op_cache_words(op);
}

/* A jump over so many canonical instructions surely fits 16 bits of words:
   none takes more than 4. */
#define NEAR 8000

/* Conditional jumps that go back (they charge the budget) or far. */
static inline bool needs_long(const Rule *rule, int64_t jump)
{
    return jump < 0      ? rule->longer & IS_LONG_BACK
           : jump > NEAR ? rule->longer & IS_LONG_FAR
                         : false;
}

static inline unsigned insn_words(const Rule *rule, int64_t jump)
{
    return needs_long(rule, jump) ? rule->nwords + rule->extra : rule->nwords;
}

/* ----------------------------------------------------------------- decode */

/* An instruction; `wide` is all of B, or the instruction that it jumps to. */
typedef struct Canonical {
    uint8_t op; /* OpCode */
    uint16_t a, b, c;
    uint32_t wide;
} Canonical;

static inline void jump_to(Canonical *out, const OpRule *rule, uint32_t i,
                           uint32_t distance)
{
    if (rule->kind[rule->signed_at] == KIND_LBL)
        out->wide = i + 1 + distance;
}

/* Operands of any length. */
static NOINLINE const uint8_t *decode_long(const uint8_t *p, uint32_t i,
                                           Canonical *out)
{
    const OpRule *rule = &verify_op_rules[*p++];
    uint32_t x[3] = {0, 0, 0};
    for (unsigned j = 0; j < 3; j++)
        if (rule->kind[j] != KIND____)
            x[j] = (uint32_t)(j == rule->signed_at ? (uint64_t)bc_known_sleb(&p)
                                                   : bc_known_uleb(&p));
    out->a = (uint16_t)x[0];
    out->b = (uint16_t)x[1];
    out->c = (uint16_t)x[2];
    out->wide = x[1];
    if (rule->signed_at != NO_OPERAND)
        jump_to(out, rule, i, x[rule->signed_at]);
    return p;
}

/* Instruction i at p, which has been verified; returns what is behind it. At
   least four bytes may be read. */
static ALWAYS_INLINE const uint8_t *decode(const uint8_t *p, uint32_t i,
                                           Canonical *out)
{
    const OpRule *rule = &verify_op_rules[*p];
    uint32_t word = bc_u32le(p);
    out->op = *p;
    if (UNLIKELY(word & rule->more))
        return decode_long(p, i, out);
    word = word >> 8 << rule->no_a & rule->mask;
    out->a = word & 0xff;
    out->b = word >> 8 & 0xff;
    out->c = (uint16_t)(word >> 16);
    out->wide = out->b;
    if (rule->signed_at == 1) {
        out->wide = ((uint32_t)out->b ^ 0x40) - 0x40;
        jump_to(out, rule, i, out->wide);
    } else if (rule->signed_at == 2) {
        jump_to(out, rule, i, ((uint32_t)out->c ^ 0x40) - 0x40);
    }
    return p + rule->nbytes;
}

uint32_t translate_layout(const Proto *p, uint32_t *words)
{
    const uint8_t *at = p->bc;
    uint32_t w = p->fnflags & BC_FN_VARARG ? 1 : 0;
    Canonical in;
    for (uint32_t i = 0; i < p->nbc_insns; i++) {
        at = decode(at, i, &in);
        const Rule *rule = &rules[in.op];
        words[i] = w;
        w += rule->longer ? insn_words(rule, (int64_t)in.wide - i - 1)
                          : rule->nwords;
    }
    return w;
}

/* ------------------------------------------------------- words to code */

bool proto_decode(const Proto *p, const uint8_t **at, BcInsn *out)
{
    return *at < p->bc + p->nbc && bc_decode_insn(at, p->bc + p->nbc, out);
}

CodeCursor proto_cursor(const Proto *p)
{
    return (CodeCursor){p->bc, p->fnflags & BC_FN_VARARG ? 1 : 0, 0};
}

static bool cursor_next(const Proto *p, CodeCursor *c)
{
    BcInsn in;
    if (!proto_decode(p, &c->at, &in))
        return false;
    const Rule *rule = &rules[in.op];
    c->end += insn_words(rule, bc_opinfo[in.op].format == FMT_AJ ? in.b : in.c);
    c->count++;
    return true;
}

uint32_t proto_cursor_to(const Proto *p, CodeCursor *c, uint32_t word)
{
    while (word >= c->end && cursor_next(p, c))
        ;
    return c->count > 0 ? c->count - 1 : 0;
}

uint32_t proto_cursor_pass(const Proto *p, CodeCursor *c, uint32_t n)
{
    for (n += c->count; c->count < n && cursor_next(p, c);)
        ;
    return c->end;
}

uint32_t proto_canonical_pc(const Proto *p, uint32_t word)
{
    CodeCursor c = proto_cursor(p);
    return proto_cursor_to(p, &c, word);
}

/* ------------------------------------------------------------ translation */

static inline Insn abc(unsigned op, int64_t a, int64_t b, int64_t c)
{
    return (uint64_t)op | (uint64_t)(uint16_t)a << 16 |
           (uint64_t)(uint16_t)b << 32 | (uint64_t)(uint16_t)c << 48;
}

static inline Insn abx(unsigned op, int64_t a, int64_t b)
{
    return (uint64_t)op | (uint64_t)(uint16_t)a << 16 |
           (uint64_t)(uint32_t)b << 32;
}

typedef struct Translation {
    const uint32_t *words; /* where each instruction is */
    Insn *at; /* where the next word goes */
    Insn *out;
    uint32_t i; /* the instruction */
    bool vararg;
} Translation;

static void emit(Translation *t, Insn i) { *t->at++ = i; }

/* From behind the word that is emitted next to the instruction's target. */
static int64_t distance(const Translation *t, const Canonical *in)
{
    return (int64_t)t->words[in->wide] - (t->at + 1 - t->out);
}

static OpCode inverse(unsigned op)
{
    return (OpCode)(((op - OP_JT) ^ 1) + OP_JT);
}

_Static_assert(OP_JF == OP_JT + 1 && (OP_JEQ - OP_JT) % 2 == 0 &&
                   OP_JNEQ == OP_JEQ + 1 && OP_JNLEKR == OP_JLEKR + 1,
               "conditions come in pairs");

/* `part`: of an instruction that has begun; debug.c wants to know. */
static void emit_jump(Translation *t, const Canonical *in, bool part)
{
    int64_t d = distance(t, in);
    emit(t, abx(d < 0 ? OP_JMPB : OP_JMP, part, d));
}

static void emit_cond(Translation *t, const Canonical *in)
{
    const Rule *rule = &rules[in->op];
    int64_t jump = (int64_t)in->wide - t->i - 1;
    int64_t a = (int64_t)in->a << rule->shift[0];
    bool longer = needs_long(rule, jump);
    if (in->op == OP_JT || in->op == OP_JF) {
        emit(t, longer ? abx(inverse(in->op), a, 1)
                       : abx(in->op, a, distance(t, in)));
        if (longer)
            emit_jump(t, in, true);
        return;
    }
    int64_t b = (int64_t)in->b << rule->shift[1];
    if (!longer) {
        emit(t, abc(in->op, a, b, distance(t, in)));
    } else if (in->op == OP_JTSET || in->op == OP_JFSET) {
        emit(t, abc(in->op, a, b, 1));
        emit(t, abx(OP_JMP, 0, 1));
        emit_jump(t, in, true);
    } else {
        emit(t, abc(inverse(in->op), a, b, 1));
        emit_jump(t, in, true);
    }
}

static void emit_return(Translation *t, const Canonical *in)
{
    int64_t a = in->a * 16, n = in->b - 1;
    if (in->op == OP_RETURNC)
        emit(t, abc(n < 0 ? OP_RETURNCV : OP_RETURNC, a, n, 0));
    else if (t->vararg)
        emit(t, abc(OP_RETURNX, a, n, 0));
    else if (n == 0)
        emit(t, abc(OP_RETURN0, a, 0, 0));
    else if (n == 1)
        emit(t, abc(OP_RETURN1, a, 1, 0));
    else
        emit(t, abc(n < 0 ? OP_RETURNV : OP_RETURN, a, n, 0));
}

static void emit_call(Translation *t, const Canonical *in)
{
    static const uint16_t open[] = {[OP_CALL] = OP_CALLV,
                                    [OP_TAILCALL] = OP_TAILCALLV,
                                    [OP_TAILCALLC] = OP_TAILCALLCV};
    emit(t, abc(in->b == 0 ? open[in->op] : in->op, in->a * 16, in->b - 1,
                in->c));
    if (in->op == OP_CALL)
        emit(t, 0); /* the code called last */
    else /* for C functions, which return here */
        emit(t, abc(t->vararg ? OP_RETURNX : OP_RETURNV, in->a * 16, 0xFFFF,
                    0));
}

static void emit_other(Translation *t, const Canonical *in)
{
    switch ((OpCode)in->op) {
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC:
        emit_call(t, in);
        break;
    case OP_RETURN: case OP_RETURNC: emit_return(t, in); break;
    case OP_JMP: emit_jump(t, in, false); break;
    case OP_FORPREP: case OP_FORPREPN: case OP_FORLOOP: case OP_FORLOOPN:
    case OP_TFORPREP: case OP_TFORLOOP:
        emit(t, abx(in->op, in->a * 16, distance(t, in)));
        break;
    case OP_SETLIST: /* A, first index, count: B has 32 bits, C is packed */
        emit(t, abc(in->c == 0 ? OP_SETLISTV : OP_SETLIST, in->a * 16,
                    in->c - 1, 0));
        emit(t, (Insn)in->wide);
        break;
    case OP_VARARG:
        emit(t, abc(in->b == 0 ? OP_VARARGV : OP_VARARG, in->a * 16,
                    in->b - 1, 0));
        break;
    default: emit_cond(t, in); break;
    }
}

/* Which instructions begin a fused pair: a bit each. */
#define BIT_IN(i, op)                                                          \
    | ((op) / 64 == (i) ? UINT64_C(1) << ((op) % 64) : UINT64_C(0))
static const uint64_t begins_pair[2] = {
#define FUSED(first, second) BIT_IN(0, OP_##first)
#define FUSED_LEFT(first, second) BIT_IN(0, OP_##first)
    0
#include "vm/opcodes.def"
    ,
#define FUSED(first, second) BIT_IN(1, OP_##first)
#define FUSED_LEFT(first, second) BIT_IN(1, OP_##first)
    0
#include "vm/opcodes.def"
};

/* The form of `in`, an instruction of one word, when `next` follows. */
static unsigned fused_form(Insn in, Insn next)
{
    bool left = (uint16_t)(in >> 16) == (uint16_t)(next >> 32);
    switch ((uint16_t)in << 16 | (uint16_t)next) {
#define FUSED(first, second)                                                   \
    case OP_##first << 16 | OP_##second: return OP_##first##_##second;
#define FUSED_LEFT(first, second)                                              \
    case OP_##first << 16 | OP_##second:                                       \
        return left ? OP_##first##_##second : OP_##first;
#include "vm/opcodes.def"
    default: return (uint16_t)in;
    }
}

/* Returns where the next word goes. */
static ALWAYS_INLINE Insn *emit_insn(Translation *t, const Canonical *in,
                                     Insn *at)
{
    const Rule *rule = &rules[in->op];
    int64_t a = in->a << rule->shift[0];
    if (rule->form == PLAIN) {
        *at++ = abc(in->op, a, in->b << rule->shift[1],
                    in->c << rule->shift[2]);
        if (rule->nwords > 1) { /* the cache */
            *at++ = 0;
            if (rule->nwords > 2)
                *at++ = 0;
        }
    } else if (rule->form == WIDE) {
        *at++ = abx(in->op, a, in->wide << rule->shift[1]);
    } else {
        t->at = at;
        emit_other(t, in);
        return t->at;
    }
    return at;
}

void translate_code(const Proto *p, const uint32_t *words, Insn *out)
{
    Translation t = {.words = words, .out = out,
                     .vararg = p->fnflags & BC_FN_VARARG};
    const uint8_t *from = p->bc;
    Insn *at = out, *first;
    unsigned before = OP_CALL; /* which begins none */
    Canonical in;

    if (t.vararg)
        *at++ = abc(OP_VARARGPREP, 0, 0, 0);
    for (t.i = 0; t.i < p->nbc_insns; t.i++) {
        from = decode(from, t.i, &in);
        first = at;
        at = emit_insn(&t, &in, at);
        unsigned op = (uint16_t)*first;
        if (before < 128 && begins_pair[before / 64] >> before % 64 & 1)
            first[-1] += (Insn)fused_form(first[-1], *first) - before;
        before = op;
    }
}
