/*
 * compiler/emit_int.h -- from the resolved tree of a function to its code.
 *
 * Code is made when a function has been read to its end, innermost functions
 * first. Registers are a stack: variables below, values of unfinished
 * expressions above; free_reg is the first free one.
 *
 *     emit_stat.c   statements            emit_func
 *     emit_expr.c   expressions           emit_to, emit_reg, emit_branch
 *     code.c        instructions, labels, constants, registers, encoding
 *
 * Read     Emit, Proto, then emit_expr.c.
 */
#ifndef COMPILER_EMIT_INT_H
#define COMPILER_EMIT_INT_H

#include "compiler/ast.h"
#include "vm/bytecode.h"

/* ---- what is made ------------------------------------------------------ */

typedef struct Const {
    uint8_t type; /* BcConst */
    union {
        int64_t i;
        double n;
        Str *s;
    } as;
} Const;

/* A variable for debuggers. */
typedef struct LocalInfo {
    Str *name;
    uint32_t start, end; /* instructions */
    uint8_t reg;
} LocalInfo;

/* The code of a function, in the form of the file where that depends on
   nothing outside of it. */
typedef struct Proto {
    uint8_t nregs;
    uint32_t ninsns, nconsts, nruns, nlocals;
    const uint8_t *consts, *locals; /* packed: see code_next_const */
    const uint8_t *code, *lines;    /* encoded */
    size_t code_nbytes, lines_nbytes;
} Proto;

/* ---- while it is made -------------------------------------------------- */

typedef struct Insn {
    uint8_t op;
    uint16_t a;
    uint32_t line;
    int32_t b, c; /* a jump's target: absolute */
} Insn;

/* A place in the code, known or still to come. */
typedef struct CodeLabel {
    int32_t at;    /* -1: to come */
    int32_t jumps; /* the newest jump that waits; each leads to the next */
} CodeLabel;

enum { NO_LABEL = -1 };

/* A variable in scope. */
typedef struct Active {
    Var *var;
    int32_t info;      /* in locals; -1: none */
    uint32_t captured; /* last one that needs CLOSE, up to here, plus 1 */
    uint8_t reg;       /* its own, or the next if it has none */
} Active;

/* What emit_branch shall do with a condition: jump to `label` if its truth
   is `sense`; with `set`, taking the value along (see emit_expr.c). */
typedef struct Goal {
    bool sense, set;
    int32_t label;
    uint32_t line; /* of the test; comparisons have their own */
} Goal;

/* An `and` or `or` whose left side is being emitted. */
typedef struct Pending {
    Expr *right;
    Goal goal;
    int32_t skip; /* label behind it, or NO_LABEL */
} Pending;

typedef struct ConstSlot {
    uint32_t stamp; /* of the function; others' slots are free */
    uint32_t index;
} ConstSlot;

typedef struct Emit {
    Mem *mem;
    Lexer *lex; /* for errors */
    Arena *lasting;
    Func *func;
    Var *for_state; /* names the hidden variables of loops */
    VEC_OF(Insn) code;
    VEC_OF(CodeLabel) labels;
    VEC_OF(Const) consts;
    VEC_OF(LocalInfo) locals;
    VEC_OF(Active) active;
    VEC_OF(uint8_t) bytes;   /* encoded: code, and then other things */
    VEC_OF(uint8_t) lines;   /* ... of the code, but for the last run: */
    uint32_t run, run_line;  /* its instructions; their line */
    uint32_t line_before;    /* of the run before it */
    uint32_t nruns;
    int32_t nencoded;        /* instructions that have left `code` */
    int32_t nwaiting;        /* jumps that wait for their label */
    VEC_OF(Expr *) spine;    /* stacks of what waits for its left side */
    VEC_OF(Pending) pending;
    ConstSlot *slots; /* numbers among the constants; a power of two */
    size_t nslots;
    uint32_t stamp;   /* of the function, for slots and Strs */
    int32_t simple_consts[3]; /* nil, false, true; -1: none yet */
    uint32_t line;    /* of the next instruction */
    int32_t free_reg, max_reg;
    int32_t last_target; /* newest place that a jump may lead to */
    bool dead;        /* nothing reaches the next instruction */
} Emit;

/* One constant or variable after the other; starts of variables rise.
   Returns what is behind it. */
const uint8_t *code_next_const(const uint8_t *p, Const *k);
const uint8_t *code_next_local(const uint8_t *p, LocalInfo *local);

/* Make f->code. */
void emit_func(Emit *em, Func *f);
void emit_free(Emit *em);

/* ---- code.c ------------------------------------------------------------ */

void code_begin(Emit *em, Func *f);
void code_end(Emit *em);

/* How many instructions there are; one of the newest. */
static inline int32_t code_count(const Emit *em)
{
    return em->nencoded + (int32_t)em->code.count;
}
static inline Insn *code_at(const Emit *em, int32_t place)
{
    return &em->code.items[place - em->nencoded];
}

/* Append an instruction; returns its place. */
int32_t code_put(Emit *em, OpCode op, int32_t a, int32_t b, int32_t c);

/* Set n registers to nil, joining with the instruction before. */
void code_nil(Emit *em, int32_t reg, int32_t n);

int32_t code_new_label(Emit *em);
void code_place(Emit *em, int32_t label);
bool code_is_awaited(const Emit *em, int32_t label);

/* Append a jump; a and b are its operands before the label. */
int32_t code_jump(Emit *em, OpCode op, int32_t a, int32_t b, int32_t label);

/* Take n registers. Raises when the frame gets too large. */
void code_reserve(Emit *em, int32_t n);

/* The index of a constant expression's value among the constants. */
int32_t code_const(Emit *em, const Expr *e);
int32_t code_const_string(Emit *em, Str *s);

/* ---- emit_expr.c ------------------------------------------------------- */

/* A value where an instruction wants one: a register or a constant. */
typedef struct Operand {
    bool is_const;
    int32_t at;
} Operand;

/* What follows a table in an access to it. */
typedef enum KeyKind { KEY_REG, KEY_FIELD, KEY_INT } KeyKind;

typedef struct Key {
    KeyKind kind;
    int32_t at; /* register, constant, or the integer */
} Key;

/* The value of e into register dst: a variable's or the first free one,
   which is not taken. dst is written last, after all of e is read. */
void emit_to(Emit *em, Expr *e, int32_t dst);

/* The value of e in some register: a variable's own or a new one. */
int32_t emit_reg(Emit *em, Expr *e);

/* The value of e in the first free register, which is taken. */
void emit_next(Emit *em, Expr *e);

/* A call or `...` with n results from the first free register on; -1: all
   of them, to top. Takes none. */
void emit_multi(Emit *em, Expr *e, int32_t n);

/* A list of values in `want` registers, which are taken. */
void emit_list(Emit *em, Expr **values, uint32_t nvalues, uint32_t want);

/* Values from the first free register on, as many as there are. Returns
   their number plus 1, 0 if it is open. */
int32_t emit_open_list(Emit *em, Expr **values, uint32_t nvalues);

/* Jump to the label if the truth of e is `sense`, else fall through. A plain
   test gets this line. */
void emit_branch(Emit *em, Expr *e, bool sense, int32_t label,
                 uint32_t line);

/* The value of e as a register, or a constant if its index allows that. */
Operand emit_operand(Emit *em, Expr *e);

Key emit_key(Emit *em, Expr *e);
bool emit_field(Emit *em, const Expr *key, int32_t *index);

/* return f(x): the call takes the frame's place. */
void emit_tail_call(Emit *em, Expr *call);

#endif
