/*
 * vm/liveness.c -- which registers of a running frame may still matter.
 *
 * The verifier proved that no register is read before it was written, and
 * that a call gives up all registers from its results on. The same forward
 * analysis, kept as one number a place (the highest register that may be
 * written, plus one; paths join by maximum), tells the collector where a
 * frame ends, so that temporaries long dead keep nothing alive.
 *
 * Read     transfer.
 */
#include "vm/liveness.h"

#include <string.h>

#include "vm/translate.h"

#define MAX_INSNS 4096 /* of larger functions all registers count */

static unsigned at_least(unsigned h, int64_t n)
{
    return (int64_t)h < n ? (unsigned)n : h;
}

/* The bound after an instruction, given the one before it. */
static unsigned transfer(const BcInsn *in, unsigned h)
{
    int64_t a = in->a;
    switch (in->op) {
    case OP_CALL:
        /* open results are their consumer's business, see consumes_open */
        return (unsigned)(in->c == 0 ? a : a + in->c - 1);
    case OP_TFORCALL: return (unsigned)(a + 4 + in->b);
    case OP_VARARG:
        return at_least(h, in->b == 0 ? a : a + in->b - 1);
    case OP_LOADNIL: return at_least(h, a + in->b);
    case OP_SELF: return at_least(h, a + 3);
    case OP_FORPREP: case OP_FORLOOP: return at_least(h, a + 4);
    case OP_FORPREPN: case OP_FORLOOPN: return at_least(h, a + 3);
    default:
        return bc_opinfo[in->op].kind[0] == KIND_DST ? at_least(h, a + 1) : h;
    }
}

/* Its operands reach to the top, past what is known of single registers. */
static bool consumes_open(const BcInsn *in)
{
    switch (in->op) {
    case OP_RETURN: case OP_RETURNC: return in->b == 0;
    case OP_SETLIST: return in->c == 0;
    default: return false;
    }
}

static bool falls_through(OpCode op)
{
    return op != OP_JMP && op != OP_RETURN && op != OP_RETURNC &&
           op != OP_TAILCALL && op != OP_TAILCALLC;
}

static int64_t jump_of(const BcInsn *in)
{
    const OpInfo *info = &bc_opinfo[in->op];
    return info->kind[1] == KIND_LBL   ? in->b
           : info->kind[2] == KIND_LBL ? in->c
                                       : 0;
}

static bool raise(uint8_t *h, uint32_t i, unsigned to)
{
    if (h[i] >= to)
        return false;
    h[i] = (uint8_t)to;
    return true;
}

/* One pass in order; true if a place before the current one rose. */
static bool pass(const Proto *p, uint8_t *h)
{
    const uint8_t *at = p->bc;
    bool again = false;
    BcInsn in;
    for (uint32_t pc = 0; proto_decode(p, &at, &in); pc++) {
        unsigned out = transfer(&in, h[pc]);
        int64_t jump = jump_of(&in);
        if (falls_through(in.op) && pc + 1 < p->nbc_insns)
            raise(h, pc + 1, out);
        if (bc_opinfo[in.op].kind[1] == KIND_LBL ||
            bc_opinfo[in.op].kind[2] == KIND_LBL)
            again |= raise(h, (uint32_t)(pc + 1 + jump), out) && jump < 0;
    }
    return again;
}

/* The bound while an instruction runs, which may have written its result and
   its scratch registers already. */
static unsigned during(const Proto *p, const BcInsn *in, unsigned h)
{
    switch (in->op) {
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC: case OP_TFORCALL:
        return p->nregs; /* a __call moves the arguments up */
    default: break;
    }
    if (consumes_open(in))
        return p->nregs;
    unsigned after = transfer(in, h);
    return after > h ? after : h;
}

unsigned proto_live_registers(const Proto *p, uint32_t word)
{
    uint8_t h[MAX_INSNS];
    if (p->nbc_insns > MAX_INSNS ||
        (word == 0 && p->fnflags & BC_FN_VARARG)) /* arguments, unsorted */
        return p->nregs;
    memset(h, 0, p->nbc_insns);
    h[0] = p->nparams;
    while (pass(p, h))
        ;
    const uint8_t *at = p->bc;
    BcInsn in;
    uint32_t pc = proto_canonical_pc(p, word);
    for (uint32_t i = 0; i <= pc; i++)
        proto_decode(p, &at, &in);
    return during(p, &in, h[pc]);
}
