/*
 * vm/verify_flow.c -- the part of the verifier that follows every path of a
 * function: which registers are written, captured, to be closed.
 *
 * Sets of registers are kept at jump targets. The code is gone through in
 * order, once; then a block, from one target to the next, again whenever a
 * jump back has changed the sets at its head. They only change in one
 * direction, so that this ends: seldom with more than one pass, and never
 * with more than a few hundred.
 *
 * Raises   no.
 * Read     verify_flow, flow_in_order, flow_special.
 */
#include "vm/verify_code_int.h"

#include "vm/config.h"

/* -- reading and writing registers --------------------------------------- */

static inline bool reads(Code *c, unsigned reg)
{
    return regset_has(&c->now[DEFINED], reg) ||
           verify_fail(c->v, "defined", "register %u is not written on "
                       "every path to here", reg);
}

static bool reads_each(Code *c, unsigned first, unsigned end)
{
    for (unsigned r = first; r < end; r++)
        if (!reads(c, r))
            return false;
    return true;
}

static bool reads_range(Code *c, unsigned first, unsigned end)
{
    for (unsigned w = 0; w < c->nwords; w++) {
        uint64_t mask = regset_mask(w, first, end);

        if ((c->now[DEFINED].word[w] & mask) != mask)
            return reads_each(c, first, end);
    }
    return true;
}

/* A range with an open end reaches up to the results of instruction i - 1. */
static bool reads_counted(Code *c, uint32_t i, unsigned first, unsigned n)
{
    return reads_range(c, first, n == 0 ? c->insns[i - 1].a : first + n - 1);
}

static bool refuse_write(Code *c, unsigned reg)
{
    if (regset_has(&c->now[TO_CLOSE], reg))
        return verify_fail(c->v, "tbc", "writes register %u, which is to be "
                           "closed", reg);
    return verify_fail(c->v, "captured", "writes register %u, which is "
                       "captured as constant", reg);
}

static inline bool writes(Code *c, unsigned reg)
{
    if (c->closes && (regset_has(&c->now[TO_CLOSE], reg) ||
                      regset_has(&c->now[CONSTANT], reg)))
        return refuse_write(c, reg);
    regset_add(&c->now[DEFINED], reg);
    return true;
}

static bool writes_range(Code *c, unsigned first, unsigned end)
{
    for (unsigned r = first; r < end; r++)
        if (!writes(c, r))
            return false;
    return true;
}

/* The lowest register of a set within first .. end - 1; `end` if none is. */
static unsigned lowest(const Code *c, int set, unsigned first, unsigned end)
{
    for (unsigned r = first; r < end; r++)
        if (regset_has(&c->now[set], r))
            return r;
    return end;
}

static uint64_t any_in(const Code *c, int set, unsigned first, unsigned end)
{
    uint64_t any = 0;

    for (unsigned w = 0; w < c->nwords; w++)
        any |= c->now[set].word[w] & regset_mask(w, first, end);
    return any;
}

/* R[first .. end - 1] must be neither captured nor to be closed. */
static bool refuse_open(Code *c, unsigned first, unsigned end,
                        const char *how)
{
    for (int s = VARIABLE; s < TO_CLOSE; s++)
        if (any_in(c, s, first, end))
            return verify_fail(c->v, "captured", "%s register %u, which is "
                               "captured", how, lowest(c, s, first, end));
    return verify_fail(c->v, "tbc", "%s register %u, which is to be closed",
                       how, lowest(c, TO_CLOSE, first, end));
}

static bool keeps_open(Code *c, unsigned first, unsigned end,
                       const char *how)
{
    return !any_in(c, VARIABLE, first, end) &&
           !any_in(c, CONSTANT, first, end) &&
           !any_in(c, TO_CLOSE, first, end)
               ? true
               : refuse_open(c, first, end, how);
}

/* The instruction leaves R[first .. end - 1] undefined. */
static bool loses(Code *c, unsigned first, unsigned end)
{
    RegSet *now = c->now;
    uint64_t open = 0;

    for (unsigned w = 0; w < c->nwords; w++) {
        uint64_t mask = regset_mask(w, first, end);

        now[DEFINED].word[w] &= ~mask;
        open |= mask & (now[VARIABLE].word[w] | now[CONSTANT].word[w] |
                        now[TO_CLOSE].word[w]);
    }
    return open == 0 || refuse_open(c, first, end, "overwrites");
}

static void flow_close(Code *c, unsigned first)
{
    if (!c->closes)
        return;
    for (int s = VARIABLE; s < NUM_SETS; s++)
        for (unsigned w = 0; w < c->nwords; w++)
            c->now[s].word[w] &= ~regset_mask(w, first, c->row->nregs);
}

/* R[reg] is to be closed from now on. */
static bool flow_tbc(Code *c, unsigned reg)
{
    unsigned end = c->row->nregs;

    if (any_in(c, TO_CLOSE, reg, end))
        return verify_fail(c->v, "tbc", "register %u is to be closed "
                           "already", lowest(c, TO_CLOSE, reg, end));
    regset_add(&c->now[TO_CLOSE], reg);
    return true;
}

static bool flow_capture(Code *c, const FunctionRow *f)
{
    RegSet *now = c->now;

    for (unsigned w = 0; w < c->nwords; w++) {
        uint64_t var = f->variable.word[w], con = f->constant.word[w];

        if ((var | con) & ~now[DEFINED].word[w])
            return verify_fail(c->v, "defined", "captures a register that "
                               "is not written on every path to here");
        if ((var & now[CONSTANT].word[w]) | (con & now[VARIABLE].word[w]))
            return verify_fail(c->v, "captured", "captures a register as "
                               "constant that is also captured as not");
        now[VARIABLE].word[w] |= var;
        now[CONSTANT].word[w] |= con;
    }
    return true;
}

/* -- targets ------------------------------------------------------------- */

static void heap_push(Code *c, uint32_t slot)
{
    uint32_t at = c->nheap++;

    for (; at > 0 && c->heap[(at - 1) / 2] > slot; at = (at - 1) / 2)
        c->heap[at] = c->heap[(at - 1) / 2];
    c->heap[at] = slot;
}

static uint32_t heap_pop(Code *c)
{
    uint32_t top = c->heap[0], last = c->heap[--c->nheap], at = 0, child;

    while ((child = 2 * at + 1) < c->nheap) {
        if (child + 1 < c->nheap && c->heap[child + 1] < c->heap[child])
            child++;
        if (c->heap[child] >= last)
            break;
        c->heap[at] = c->heap[child];
        at = child;
    }
    c->heap[at] = last;
    return top;
}

static uint64_t *sets_of(const Code *c, uint32_t slot)
{
    return c->sets + (size_t)slot * c->stride;
}

/* What is kept at a target becomes what is known now, or the reverse. */
static inline void take_sets(Code *c, const uint64_t *kept)
{
    for (unsigned s = 0; s < c->nsets; s++) {
        c->now[s].word[0] = *kept++;
        for (unsigned w = 1; w < c->nwords; w++)
            c->now[s].word[w] = *kept++;
    }
}

static inline void keep_sets(const Code *c, uint64_t *kept)
{
    for (unsigned s = 0; s < c->nsets; s++) {
        *kept++ = c->now[s].word[0];
        for (unsigned w = 1; w < c->nwords; w++)
            *kept++ = c->now[s].word[w];
    }
}

/* Join the sets of now with the target's; whether these changed. */
static bool join_sets(const Code *c, uint64_t *kept)
{
    uint64_t changed = 0;

    for (unsigned s = 0; s < c->nsets; s++)
        for (unsigned w = 0; w < c->nwords; w++, kept++) {
            uint64_t now = c->now[s].word[w];
            uint64_t join = s == DEFINED ? *kept & now : *kept | now;

            changed |= *kept ^ join;
            *kept = join;
        }
    return changed != 0;
}

/* The same for sets of one word. */
static inline bool join_words(const Code *c, uint64_t *kept)
{
    uint64_t join = kept[0] & c->now[DEFINED].word[0];
    uint64_t changed = kept[0] ^ join;

    kept[0] = join;
    for (unsigned s = 1; s < c->nsets; s++) {
        join = kept[s] | c->now[s].word[0];
        changed |= kept[s] ^ join;
        kept[s] = join;
    }
    return changed != 0;
}

/* A path reaches the target; whether its sets changed. */
static inline bool reach(const Code *c, Target *t, uint64_t *kept)
{
    if (t->reached)
        return c->nwords == 1 ? join_words(c, kept) : join_sets(c, kept);
    t->reached = true;
    keep_sets(c, kept);
    return true;
}

/* A path goes on at instruction `to`, a target. One that has been passed is
   looked at again if it brought something new. */
static inline void flow_to(Code *c, uint32_t to)
{
    uint32_t slot = c->insns[to].slot;
    Target *t = &c->targets[slot];

    if (!reach(c, t, sets_of(c, slot)) || to > c->passed || t->queued)
        return;
    t->queued = true;
    heap_push(c, slot);
}

/* Jump to `to` having written R[reg], which going on does not. */
static bool flow_writing(Code *c, unsigned reg, uint32_t to)
{
    RegSet before = c->now[DEFINED];

    if (!writes(c, reg))
        return false;
    flow_to(c, to);
    c->now[DEFINED] = before;
    return true;
}

/* -- instructions -------------------------------------------------------- */

/* Say which register is not written. */
static bool reads_what(Code *c, const CodeInsn *in, const OpRule *rule)
{
    return (rule->idle[0] || reads(c, in->a)) &&
           (rule->idle[1] || reads(c, in->b)) && reads(c, in->c);
}

/* `small`: the function has no more registers than a word has bits. */
static ALWAYS_INLINE bool flow_small(Code *c, const CodeInsn *in,
                                     const OpRule *rule, bool small)
{
    RegSet *defined = &c->now[DEFINED];
    unsigned mask = small ? 63 : BC_MAX_REGS;
    bool known = (rule->idle[0] | regset_has(defined, in->a & mask)) &
                 (rule->idle[1] | regset_has(defined, in->b & mask)) &
                 (rule->idle[2] | regset_has(defined, in->c & mask));

    if (UNLIKELY(!known))
        return reads_what(c, in, rule);
    if (!rule->writes)
        return true;
    if (c->closes)
        return writes(c, in->a);
    regset_add(defined, in->a & mask);
    return true;
}

static bool flow_plain(Code *c, const CodeInsn *in, const OpRule *rule)
{
    return flow_small(c, in, rule, false);
}

static bool flow_call(Code *c, uint32_t i, const CodeInsn *in)
{
    return reads(c, in->a) && reads_counted(c, i, in->a + 2u, in->b) &&
           loses(c, in->a, c->row->nregs) &&
           (in->c == 0 || writes_range(c, in->a, in->a + in->c - 1u));
}

static bool flow_tailcall(Code *c, uint32_t i, const CodeInsn *in)
{
    unsigned end = c->row->nregs;

    if (!reads(c, in->a) || !reads_counted(c, i, in->a + 2u, in->b))
        return false;
    if (c->closes && any_in(c, TO_CLOSE, 0, end))
        return verify_fail(c->v, "tbc", "register %u is still to be closed",
                           lowest(c, TO_CLOSE, 0, end));
    return true;
}

static bool flow_tforcall(Code *c, const CodeInsn *in)
{
    return reads_range(c, in->a, in->a + 3u) &&
           loses(c, in->a + 4u, c->row->nregs) &&
           writes_range(c, in->a + 4u, in->a + 4u + in->b);
}

static bool flow_forprep(Code *c, const CodeInsn *in)
{
    unsigned a = in->a;

    if (!reads_range(c, a, a + 3) ||
        (c->closes && !keeps_open(c, a, a + 3, "controls its loop with")))
        return false;
    flow_to(c, in->wide);
    return in->op == OP_FORPREPN || writes(c, a + 3);
}

static bool flow_tforprep(Code *c, const CodeInsn *in)
{
    unsigned a = in->a;

    if (!reads_range(c, a, a + 4) ||
        !keeps_open(c, a, a + 4, "controls its loop with") ||
        !flow_tbc(c, a + 3))
        return false;
    flow_to(c, in->wide);
    return true;
}

/* With an open end anything above may be written, and nothing is for sure. */
static bool flow_vararg(Code *c, const CodeInsn *in)
{
    RegSet before = c->now[DEFINED];

    if (in->b > 0)
        return writes_range(c, in->a, in->a + in->b - 1u);
    if (c->closes && !writes_range(c, in->a, c->row->nregs))
        return false;
    c->now[DEFINED] = before;
    return true;
}

static bool flow_concat(Code *c, const CodeInsn *in)
{
    unsigned end = (unsigned)in->b + in->c;

    return reads_range(c, in->b, end) && loses(c, in->b, end) &&
           writes(c, in->a);
}

static ALWAYS_INLINE bool flow_jump(Code *c, const CodeInsn *in,
                                    const OpRule *rule, bool small)
{
    if (!flow_small(c, in, rule, small))
        return false;
    flow_to(c, in->wide);
    return true;
}

/* The bits of the registers first .. end - 1, all below 64. */
static inline uint64_t small_mask(unsigned first, unsigned end)
{
    return first < end ? ~(uint64_t)0 >> (64 - (end - first)) << first : 0;
}

/* flow_call where a set is a word. */
static inline bool flow_small_call(Code *c, uint32_t i, const CodeInsn *in)
{
    RegSet *now = c->now;
    unsigned a = in->a, end = in->b == 0 ? c->insns[i - 1].a : a + 1u + in->b;
    uint64_t read = (uint64_t)1 << a | small_mask(a + 2, end);
    uint64_t lost = ~(uint64_t)0 << a, defined = now[DEFINED].word[0];

    if (UNLIKELY((defined & read) != read))
        return flow_call(c, i, in);
    if (c->closes && lost & (now[VARIABLE].word[0] | now[CONSTANT].word[0] |
                             now[TO_CLOSE].word[0]))
        return flow_call(c, i, in);
    defined &= ~lost;
    if (in->c > 1)
        defined |= small_mask(a, a + in->c - 1u);
    now[DEFINED].word[0] = defined;
    return true;
}

static bool flow_special(Code *c, uint32_t i, const CodeInsn *in,
                         const OpRule *rule)
{
    unsigned a = in->a;

    switch ((OpCode)in->op) {
    case OP_CALL:
        return flow_call(c, i, in);
    case OP_TAILCALL: case OP_TAILCALLC:
        return flow_tailcall(c, i, in);
    case OP_TFORCALL:
        return flow_tforcall(c, in);
    case OP_LOADNIL:
        return writes_range(c, a, a + in->b);
    case OP_SELF:
        return reads(c, in->b) && writes(c, a) && writes(c, a + 2);
    case OP_SETLIST:
        return reads(c, a) && reads_counted(c, i, a + 1, in->c);
    case OP_CONCAT:
        return flow_concat(c, in);
    case OP_RETURN: case OP_RETURNC:
        return reads_counted(c, i, a, in->b);
    case OP_VARARG:
        return flow_vararg(c, in);
    case OP_JTSET: case OP_JFSET:
        return reads(c, in->b) && flow_writing(c, a, in->wide);
    case OP_FORPREP: case OP_FORPREPN:
        return flow_forprep(c, in);
    case OP_FORLOOP:
        return reads_range(c, a, a + 3) && flow_writing(c, a + 3, in->wide);
    case OP_FORLOOPN:
        if (!reads_range(c, a, a + 3))
            return false;
        flow_to(c, in->wide);
        return true;
    case OP_TFORPREP:
        return flow_tforprep(c, in);
    case OP_TFORLOOP:
        if (!reads(c, a + 4))
            return false;
        flow_to(c, in->wide);
        return true;
    case OP_CLOSURE:
        return writes(c, a) &&
               (!c->closes || flow_capture(c, closure_row(c, in)));
    case OP_CLOSE:
        flow_close(c, a);
        return true;
    case OP_TBC:
        return reads(c, a) && flow_tbc(c, a);
    case OP_SETUPVAL: case OP_SETUPVALK:
        return flow_plain(c, in, rule);
    default:
        return flow_jump(c, in, rule, false);
    }
}

/* -- the passes ---------------------------------------------------------- */

/* Go from a target to the next one, or to where the code ends. */
static bool flow_block(Code *c, uint32_t slot)
{
    uint32_t i = c->targets[slot].insn;
    const CodeInsn *in = &c->insns[i];

    c->targets[slot].queued = false;
    take_sets(c, sets_of(c, slot));
    for (;;) {
        const OpRule *rule = &verify_op_rules[in->op];

        about(c, i);
        if (rule->special ? !flow_special(c, i, in, rule)
                          : !flow_plain(c, in, rule))
            return false;
        if (rule->ends)
            return true;
        i++, in++;
        if (in->flags & INSN_TARGET) {
            flow_to(c, i);
            return true;
        }
    }
}

/* The pass comes to a target, on a path or not; whether one goes on there. */
static bool arrive(Code *c, uint32_t slot, bool live)
{
    Target *t = &c->targets[slot];
    uint64_t *kept = sets_of(c, slot);

    if (live)
        reach(c, t, kept);
    if (t->reached)
        take_sets(c, kept);
    return t->reached;
}

/* All of the code once; what no path has reached so far keeps the rules of
   structure only. */
static ALWAYS_INLINE bool flow_in_order(Code *c, bool small)
{
    const CodeInsn *in = c->insns;
    unsigned opened = 0;
    bool live = true;

    for (uint32_t i = 0; i < c->ninsns; i++, in++) {
        const OpRule *rule = &verify_op_rules[in->op];

        about(c, i);
        if (in->flags & INSN_TARGET) {
            if (!verify_landing(c, i))
                return false;
            c->passed = i;
            live = arrive(c, in->slot, live);
        }
        if (((in->flags & INSN_TAKES) | opened) != 0 && !verify_open(c, i))
            return false;
        opened = in->flags & INSN_OPENS;
        if (((c->nloops != 0) | rule->jumps) && !verify_structure(c, i, rule))
            return false;
        if (!live)
            continue;
        if (!rule->special ? !flow_small(c, in, rule, small)
            : rule->branches ? !flow_jump(c, in, rule, small)
            : small && in->op == OP_CALL ? !flow_small_call(c, i, in)
                                         : !flow_special(c, i, in, rule))
            return false;
        live = !rule->ends;
    }
    return true;
}

bool verify_flow(Code *c)
{
    Verify *v = c->v;

    c->nwords = (c->row->nregs + 63u) / 64;
    c->nsets = c->closes ? NUM_SETS : 1;
    c->stride = c->nwords * c->nsets;
    c->sets = verify_scratch(v, &v->sets, c->ntargets,
                             c->stride * sizeof *c->sets);
    c->heap = verify_scratch(v, &v->heap, c->ntargets, sizeof *c->heap);
    if (c->sets == NULL || c->heap == NULL)
        return false;
    for (unsigned r = 0; r < c->row->nparams; r++)
        regset_add(&c->now[DEFINED], r);
    if (c->nwords == 1 ? !flow_in_order(c, true) : !flow_in_order(c, false))
        return false;
    c->passed = c->ninsns;
    while (c->nheap > 0)
        if (!flow_block(c, heap_pop(c)))
            return false;
    return true;
}
