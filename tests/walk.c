/*
 * tests/walk.c -- random walks through bytecode; see tests/walk.h.
 *
 * Each instruction is done in the simplest way: checks what it needs, then
 * marks what it leaves. Values do not exist; conditions are dice.
 *
 * Read     Reg, step, do_special.
 */
#include "tests/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/proc.h"

typedef struct Reg {
    bool defined, captured, constant, to_close;
    int64_t loop; /* the preparation whose control it is, or -1 */
} Reg;

typedef struct Function {
    uint8_t nparams, flags, nregs;
    uint64_t nupvals, nconstants, nchildren, ninsns;
    const uint8_t *upvals;
    uint8_t *types; /* of constants */
    BcInsn *code;
    size_t *children;
} Function;

typedef struct Walk {
    jmp_buf failed;
    char *message;
    size_t size;
    Function *functions;
    size_t nfunctions;
    const Function *f;
    size_t index;    /* of f */
    Reg reg[256];
    int64_t pc, open; /* where open results begin, or -1 */
    bool took;        /* the instruction took them */
    uint64_t random;
} Walk;

static _Noreturn void fail(Walk *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static _Noreturn void fail(Walk *w, const char *fmt, ...)
{
    char text[200];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(w->message, w->size, "function %lu, instruction %lld %s: %s",
             (unsigned long)w->index, (long long)w->pc,
             bc_opinfo[w->f->code[w->pc].op].name, text);
    longjmp(w->failed, 1);
}

static bool chance(Walk *w)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return w->random >> 33 & 1;
}

/* -- reading the file ---------------------------------------------------- */

static uint64_t uleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t n = 0;

    if (!bc_uleb(p, end, &n))
        die("walk: a number is malformed");
    return n;
}

static void read_constants(Function *f, const uint8_t **p,
                           const uint8_t *end)
{
    int64_t n;

    f->nconstants = uleb(p, end);
    f->types = xrealloc(NULL, f->nconstants);
    for (uint64_t i = 0; i < f->nconstants; i++) {
        f->types[i] = *(*p)++;
        if (f->types[i] == BC_CONST_INT)
            bc_sleb(p, end, &n);
        else if (f->types[i] == BC_CONST_FLOAT)
            *p += 8;
        else if (f->types[i] == BC_CONST_STRING)
            uleb(p, end);
    }
}

static void read_function(Function *f, const uint8_t **at,
                          const uint8_t *section_end)
{
    uint64_t nbytes = uleb(at, section_end);
    const uint8_t *p = *at, *end = p + nbytes;

    f->nparams = *p++;
    f->flags = *p++;
    f->nregs = *p++;
    f->nupvals = uleb(&p, end);
    f->upvals = p;
    p += 2 * f->nupvals;
    read_constants(f, &p, end);
    f->nchildren = uleb(&p, end);
    f->children = xrealloc(NULL, f->nchildren * sizeof *f->children);
    f->ninsns = uleb(&p, end);
    f->code = xrealloc(NULL, f->ninsns * sizeof *f->code);
    for (uint64_t i = 0; i < f->ninsns; i++)
        if (!bc_decode_insn(&p, end, &f->code[i]))
            die("walk: an instruction is malformed");
    *at = end;
}

/* Give function i its children, which follow; returns who follows them. */
static size_t read_tree(Walk *w, size_t i)
{
    Function *f = &w->functions[i++];

    for (uint64_t n = 0; n < f->nchildren; n++) {
        f->children[n] = i;
        i = read_tree(w, i);
    }
    return i;
}

static void read_file(Walk *w, const BcFile *file)
{
    const uint8_t *p = file->functions;

    w->nfunctions = (size_t)uleb(&p, file->functions_end);
    w->functions = xrealloc(NULL, w->nfunctions * sizeof *w->functions);
    for (size_t i = 0; i < w->nfunctions; i++)
        read_function(&w->functions[i], &p, file->functions_end);
    for (size_t i = 0; i < w->nfunctions;)
        i = read_tree(w, i);
}

static void free_file(Walk *w)
{
    for (size_t i = 0; i < w->nfunctions; i++) {
        free(w->functions[i].types);
        free(w->functions[i].code);
        free(w->functions[i].children);
    }
    free(w->functions);
}

/* -- registers ----------------------------------------------------------- */

static Reg *reg(Walk *w, int64_t r)
{
    if (r < 0 || r >= w->f->nregs)
        fail(w, "register %lld of %d", (long long)r, w->f->nregs);
    return &w->reg[r];
}

static void reads(Walk *w, int64_t r)
{
    if (!reg(w, r)->defined)
        fail(w, "reads register %lld", (long long)r);
}

static void writes(Walk *w, int64_t r)
{
    Reg *at = reg(w, r);

    if (at->constant || at->to_close)
        fail(w, "writes register %lld", (long long)r);
    at->defined = true;
    at->loop = -1;
}

static void loses(Walk *w, int64_t first, int64_t end)
{
    for (int64_t r = first; r < end; r++) {
        Reg *at = reg(w, r);

        if (at->captured || at->constant || at->to_close)
            fail(w, "overwrites register %lld", (long long)r);
        at->defined = false;
        at->loop = -1;
    }
}

/* Values from R[first] on, n - 1 of them or up to the open ones. */
static void takes(Walk *w, int64_t first, int64_t n)
{
    int64_t end = n == 0 ? w->open : first + n - 1;

    if (n == 0 && (w->open < 0 || w->open < first))
        fail(w, "takes open results from %lld on, which begin at %lld",
             (long long)first, (long long)w->open);
    for (int64_t r = first; r < end; r++)
        reads(w, r);
    if (n == 0) {
        w->open = -1;
        w->took = true;
    }
}

static void results(Walk *w, int64_t first, int64_t n)
{
    for (int64_t r = first; r < first + n - 1; r++)
        writes(w, r);
    if (n == 0)
        w->open = first;
}

static void closes(Walk *w, int64_t first)
{
    for (int64_t r = first; r < w->f->nregs; r++)
        w->reg[r].captured = w->reg[r].constant = w->reg[r].to_close = false;
}

static void to_close(Walk *w, int64_t first)
{
    reads(w, first);
    for (int64_t r = first; r < w->f->nregs; r++)
        if (w->reg[r].to_close)
            fail(w, "register %lld is to be closed", (long long)r);
    w->reg[first].to_close = true;
}

static void constant(Walk *w, int64_t k, uint8_t kind)
{
    uint8_t type;

    if (k < 0 || (uint64_t)k >= w->f->nconstants)
        fail(w, "constant %lld", (long long)k);
    type = w->f->types[k];
    if (kind == KIND_KSS ? type != BC_CONST_STRING
        : kind == KIND_KNM
            ? type != BC_CONST_INT && type != BC_CONST_FLOAT
            : type > BC_CONST_STRING)
        fail(w, "constant %lld has type %d", (long long)k, type);
}

static void captures(Walk *w, int64_t child)
{
    const Function *f;

    if (child < 0 || (uint64_t)child >= w->f->nchildren)
        fail(w, "child %lld", (long long)child);
    f = &w->functions[w->f->children[child]];
    for (uint64_t i = 0; i < f->nupvals; i++) {
        uint8_t flags = f->upvals[2 * i], n = f->upvals[2 * i + 1];

        if (!(flags & BC_UP_INSTACK)) {
            if (n >= w->f->nupvals ||
                (w->f->upvals[2 * n] ^ flags) & BC_UP_CONST)
                fail(w, "upvalue %d", n);
            continue;
        }
        reads(w, n);
        if (w->reg[n].loop >= 0)
            fail(w, "captures control register %d", n);
        *(flags & BC_UP_CONST ? &w->reg[n].constant
                              : &w->reg[n].captured) = true;
        if (w->reg[n].constant && w->reg[n].captured)
            fail(w, "captures register %d in two ways", n);
        if (!(w->f->flags & BC_FN_CLOSES))
            fail(w, "does not close");
    }
}

/* -- loops --------------------------------------------------------------- */

static void begin_loop(Walk *w, int64_t a, int ncontrol)
{
    for (int64_t r = a; r < a + ncontrol; r++) {
        const Reg *at = reg(w, r);

        reads(w, r);
        if (at->captured || at->constant || at->to_close)
            fail(w, "controls with register %lld", (long long)r);
        w->reg[r].loop = w->pc;
    }
}

/* The control registers must be as the preparation left them; returns it. */
static int64_t in_loop(Walk *w, int64_t a, int ncontrol, OpCode prep)
{
    int64_t p = reg(w, a)->loop;

    if (p < 0 || w->f->code[p].op != prep || w->f->code[p].a != a)
        fail(w, "no loop on register %lld", (long long)a);
    for (int64_t r = a; r < a + ncontrol; r++)
        if (reg(w, r)->loop != p)
            fail(w, "register %lld is not the loop's", (long long)r);
    return p;
}

static void end_loop(Walk *w, int64_t a, int ncontrol)
{
    for (int64_t r = a; r < a + ncontrol; r++)
        w->reg[r].loop = -1;
}

/* The last instruction of the loop that p prepares. */
static int64_t last_of(const Walk *w, int64_t p)
{
    const BcInsn *in = &w->f->code[p];

    return in->op == OP_TFORPREP ? p + 1 + in->b + 1 : p + in->b;
}

/* Registers control a loop only while it is gone through. */
static void leave_loops(Walk *w)
{
    for (int r = 0; r < w->f->nregs; r++) {
        int64_t p = w->reg[r].loop;

        if (p >= 0 && (w->pc <= p || w->pc > last_of(w, p)))
            w->reg[r].loop = -1;
    }
}

/* -- instructions -------------------------------------------------------- */

static void leaves(Walk *w, bool closing, bool tail)
{
    if (!closing && w->f->flags & BC_FN_CLOSES)
        fail(w, "leaves without closing");
    for (int r = 0; r < w->f->nregs; r++)
        if (((w->reg[r].captured || w->reg[r].constant) && !closing) ||
            (w->reg[r].to_close && (!closing || tail)))
            fail(w, "leaves register %d open", r);
}

static void jump(Walk *w, int64_t delta)
{
    int64_t to = w->pc + 1 + delta;

    if (to < 0 || (uint64_t)to >= w->f->ninsns)
        fail(w, "jumps to %lld", (long long)to);
    w->pc = to - 1; /* to which `step` adds 1 */
}

static void call(Walk *w, const BcInsn *in)
{
    reads(w, in->a);
    reg(w, in->a + 1);
    takes(w, in->a + 2, in->b);
}

/* A counted loop goes on or ends. */
static void for_loop(Walk *w, const BcInsn *in, bool copies, OpCode prep)
{
    int64_t p = in_loop(w, in->a, 3, prep);

    if (w->pc + 1 + in->b != p + 1)
        fail(w, "jumps to another loop");
    if (chance(w)) {
        end_loop(w, in->a, 3);
        return;
    }
    if (copies)
        writes(w, in->a + 3);
    jump(w, in->b);
}

static void for_prep(Walk *w, const BcInsn *in, bool copies)
{
    begin_loop(w, in->a, 3);
    if (chance(w)) {
        end_loop(w, in->a, 3);
        jump(w, in->b);
    } else if (copies)
        writes(w, in->a + 3);
}

static void tfor_call(Walk *w, const BcInsn *in)
{
    in_loop(w, in->a, 4, OP_TFORPREP);
    reg(w, in->a + 7);
    if (in->b < 1)
        fail(w, "no variables");
    loses(w, in->a + 4, w->f->nregs);
    results(w, in->a + 4, in->b + 1);
}

static void tfor_loop(Walk *w, const BcInsn *in)
{
    int64_t p = in_loop(w, in->a, 4, OP_TFORPREP);

    reads(w, in->a + 4);
    if (w->pc == 0 || w->f->code[w->pc - 1].op != OP_TFORCALL)
        fail(w, "without its call");
    if (w->pc + 1 + in->b != p + 1)
        fail(w, "jumps to another loop");
    if (chance(w))
        end_loop(w, in->a, 4);
    else
        jump(w, in->b);
}

/* What the kinds of the operands ask for, except writing R[A]; returns how
   far the instruction jumps, or 0. */
static int64_t plain(Walk *w, const BcInsn *in)
{
    const OpInfo *info = &bc_opinfo[in->op];
    const int64_t x[3] = {in->a, in->b, in->c};
    int64_t delta = 0;

    for (int j = 0; j < 3; j++)
        switch (info->kind[j]) {
        case KIND_SRC:
            reads(w, x[j]);
            break;
        case KIND_UPV:
            if (x[j] < 0 || (uint64_t)x[j] >= w->f->nupvals)
                fail(w, "upvalue %lld", (long long)x[j]);
            break;
        case KIND_KST: case KIND_KNM: case KIND_KSS:
            constant(w, x[j], info->kind[j]);
            break;
        case KIND_LBL:
            delta = x[j];
            break;
        default:
            break;
        }
    return delta;
}

/* False when the function is left. */
static bool do_special(Walk *w, const BcInsn *in)
{
    switch (in->op) {
    case OP_CALL:
        call(w, in);
        loses(w, in->a, w->f->nregs);
        results(w, in->a, in->c);
        return true;
    case OP_TAILCALL: case OP_TAILCALLC:
        call(w, in);
        leaves(w, in->op == OP_TAILCALLC, true);
        return false;
    case OP_RETURN: case OP_RETURNC:
        takes(w, in->a, in->b);
        leaves(w, in->op == OP_RETURNC, false);
        return false;
    case OP_LOADNIL:
        results(w, in->a, in->b + 1);
        return true;
    case OP_SELF:
        plain(w, in);
        writes(w, in->a);
        writes(w, in->a + 2);
        return true;
    case OP_SETLIST:
        reads(w, in->a);
        takes(w, in->a + 1, in->c);
        return true;
    case OP_CONCAT:
        takes(w, in->b, in->c + 1);
        loses(w, in->b, in->b + in->c);
        writes(w, in->a);
        return true;
    case OP_VARARG:
        if (!(w->f->flags & BC_FN_VARARG))
            fail(w, "not vararg");
        results(w, in->a, in->b);
        for (int64_t r = in->a; in->b == 0 && r < w->f->nregs; r++)
            if (w->reg[r].loop >= 0 || w->reg[r].constant ||
                w->reg[r].to_close)
                fail(w, "writes register %lld", (long long)r);
        return true;
    case OP_CLOSURE:
        writes(w, in->a);
        captures(w, in->b);
        return true;
    case OP_CLOSE:
        reg(w, in->a);
        closes(w, in->a);
        return true;
    case OP_TBC:
        to_close(w, in->a);
        return true;
    case OP_SETUPVAL: case OP_SETUPVALK:
        plain(w, in);
        if (w->f->upvals[2 * in->a] & BC_UP_CONST)
            fail(w, "constant upvalue");
        return true;
    case OP_FORPREP: case OP_FORPREPN:
        for_prep(w, in, in->op == OP_FORPREP);
        return true;
    case OP_FORLOOP:
        for_loop(w, in, true, OP_FORPREP);
        return true;
    case OP_FORLOOPN:
        for_loop(w, in, false, OP_FORPREPN);
        return true;
    case OP_TFORPREP:
        begin_loop(w, in->a, 4);
        to_close(w, in->a + 3);
        jump(w, in->b);
        return true;
    case OP_TFORCALL:
        tfor_call(w, in);
        return true;
    case OP_TFORLOOP:
        tfor_loop(w, in);
        return true;
    case OP_JMP:
        jump(w, in->b);
        return true;
    case OP_JTSET: case OP_JFSET:
        plain(w, in);
        if (chance(w)) {
            writes(w, in->a);
            jump(w, in->c);
        }
        return true;
    default:
        fail(w, "is unknown to the walk");
    }
}

static bool is_special(OpCode op)
{
    const OpInfo *info = &bc_opinfo[op];

    for (int j = 0; j < 3; j++)
        if (info->kind[j] == KIND_RNG || info->kind[j] == KIND_PRO)
            return true;
    return op == OP_JMP || op == OP_JTSET || op == OP_JFSET ||
           op == OP_TBC || op == OP_SETUPVAL || op == OP_SETUPVALK;
}

/* Do one instruction; false when the function is left. */
static bool step(Walk *w)
{
    const BcInsn *in = &w->f->code[w->pc];
    bool was_open = w->open >= 0, goes_on = true;

    w->took = false;
    if (is_special(in->op))
        goes_on = do_special(w, in);
    else {
        int64_t delta = plain(w, in);

        if (bc_opinfo[in->op].kind[0] == KIND_DST)
            writes(w, in->a);
        if (delta != 0 && chance(w))
            jump(w, delta);
    }
    if (was_open && !w->took)
        fail(w, "open results are not taken");
    w->pc++;
    if (goes_on && (uint64_t)w->pc >= w->f->ninsns) {
        w->pc--;
        fail(w, "runs off the end");
    }
    if (goes_on)
        leave_loops(w);
    return goes_on;
}

static void begin(Walk *w)
{
    memset(w->reg, 0, sizeof w->reg);
    for (int r = 0; r < 256; r++) {
        w->reg[r].loop = -1;
        w->reg[r].defined = r < w->f->nparams;
    }
    w->pc = 0;
    w->open = -1;
}

bool walk_file(const BcFile *file, uint64_t seed, int nsteps, char *message,
               size_t size)
{
    Walk w = {.message = message, .size = size, .random = seed * 2 + 1};
    volatile bool ok = true;

    read_file(&w, file);
    if (setjmp(w.failed) == 0)
        for (w.index = 0; w.index < w.nfunctions; w.index++) {
            w.f = &w.functions[w.index];
            begin(&w);
            for (int n = 0; n < nsteps; n++)
                if (!step(&w))
                    begin(&w);
        }
    else
        ok = false;
    free_file(&w);
    return ok;
}
