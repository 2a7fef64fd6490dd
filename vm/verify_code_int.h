/*
 * vm/verify_code_int.h -- a function's code, as the verifier's passes over it
 * see it.
 *
 * verify_code.c fills `insns` and checks what does not depend on paths;
 * verify_flow.c follows the paths.
 *
 * Read     CodeInsn, OpRule, Code.
 */
#ifndef VM_VERIFY_CODE_INT_H
#define VM_VERIFY_CODE_INT_H

#include "vm/verify_int.h"

/* Kinds that are wider in one instruction than in the others. */
enum { KIND_WIDE_KST = KIND_PRO + 1, KIND_WIDE_NUM, NUM_KINDS };

/* No operand, where a row of the table names one. */
enum { NO_OPERAND = 3 };

typedef struct OpRule {
    uint32_t mask;     /* of the three bytes behind the opcode, short ones */
    uint32_t more;     /* ... with a bit that says that they are not */
    uint8_t kind[3];
    uint8_t idle[3];   /* 1: it is no register that is read */
    uint8_t nbytes;    /* of the instruction, all operands being short */
    uint8_t typed;     /* the one that is a constant of a certain type */
    uint8_t signed_at; /* the one that is signed: B or C */
    uint8_t no_a;      /* 8: the first one is B */
    bool special;      /* there is more to check than each one's kind */
    bool checks;       /* special or typed */
    bool jumps;        /* to the signed one; or is half of a loop's end */
    bool branches;     /* jumps and does nothing else but read */
    bool writes;       /* R[A], and that alone if it is not special */
    bool ends;         /* the code behind is not the next to run */
} OpRule;

extern const OpRule verify_op_rules[NUM_CANONICAL_OPS];

/* A decoded instruction. */
typedef struct CodeInsn {
    uint8_t op;       /* OpCode */
    uint8_t flags;    /* InsnFlag */
    uint16_t a, b, c; /* none is larger but B */
    uint32_t wide;    /* all of B (LOADI's moved up by 2^31); or the
                         instruction that it jumps to */
    uint32_t slot;    /* of a target: its place in `targets` */
} CodeInsn;

enum InsnFlag {
    INSN_TARGET = 1, /* a jump lands here, or the function begins */
    INSN_OPENS = 2,  /* leaves an open number of values */
    INSN_TAKES = 4,  /* takes them */
};

/* An instruction before which the sets of registers are kept: NUM_SETS or,
   in a function that closes nothing, one. */
typedef struct Target {
    uint32_t insn;
    uint32_t first;    /* jump forward to it from farthest; or NO_INSN */
    uint32_t loop_end; /* last of the innermost loop around; or NO_INSN */
    bool reached;      /* its sets are filled */
    bool queued;       /* they changed since they were last looked at */
} Target;

/* A for loop: the instructions behind `prep`, up to `last`. */
typedef struct Loop {
    uint32_t prep, last;
    uint8_t a, ncontrol; /* its control registers */
} Loop;

/* Loops that fit into each other: each takes three registers or more. */
enum { MAX_LOOPS = BC_MAX_REGS / 3 + 1 };

enum { DEFINED, VARIABLE, CONSTANT, TO_CLOSE, NUM_SETS };

typedef struct Code {
    Verify *v;
    const FunctionRow *row;
    bool closes;
    CodeInsn *insns;
    uint32_t ninsns, ncleared;
    Target *targets; /* in the order of their instructions */
    uint32_t ntargets;

    /* decode */
    uint64_t limit[NUM_KINDS]; /* an operand of the kind is below */
    uint8_t *types;            /* of the constants: BcConst */

    /* flow */
    RegSet now[NUM_SETS]; /* before the instruction that is looked at */
    uint64_t *sets;       /* those of the targets, `stride` words each */
    unsigned nwords, nsets, stride;
    uint32_t passed; /* targets up to this instruction have been passed */
    uint32_t *heap;  /* queued targets; the first one in the code on top */
    uint32_t nheap;

    /* structure; the array is last: most of it is never touched */
    RegSet control; /* control registers of the loops around */
    unsigned nloops;
    Loop loops[MAX_LOOPS]; /* these, outermost first */
} Code;

/* What follows is about instruction i. */
static inline void about(Code *c, uint32_t i)
{
    c->v->insn = i;
}

/* The function that the CLOSURE makes. */
static inline const FunctionRow *closure_row(const Code *c,
                                             const CodeInsn *in)
{
    const Verify *v = c->v;

    return &v->functions[v->children[c->row->first_child + in->wide]];
}

/* Instruction i, where its place among the others matters: loops, pairs,
   control registers. To be asked in order, inside loops and of those that
   jump; the one where a jump lands, and the one that takes open results or
   follows one that leaves them. */
bool verify_structure(Code *c, uint32_t i, const OpRule *rule);
bool verify_landing(Code *c, uint32_t i);
bool verify_open(Code *c, uint32_t i);

/* The last pass: that, and what is written, captured and to be closed on
   every path. */
bool verify_flow(Code *c);

#endif
