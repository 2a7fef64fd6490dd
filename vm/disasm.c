/*
 * vm/disasm.c -- a verified .bc file as text; see vm/disasm.h.
 *
 * FUNCTIONS and DEBUG are walked side by side, each with a cursor. Nothing is
 * checked again: the file has been accepted.
 *
 * Read     bc_disasm, show_function, show_operand.
 */
#include "vm/disasm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table of strings with the place of each. */
typedef struct Strings {
    const uint8_t **at; /* at the length */
    uint32_t n;
} Strings;

typedef struct Disasm {
    const BcFile *file;
    FILE *out;
    bool verbose;
    Strings strings, debug_strings;
    uint32_t *subtree;  /* functions in a function's tree, itself included */
    uint32_t *sources;  /* chunk names, debug strings plus 1 */
    uint32_t *parents;  /* a root is its own */
    const uint8_t *p;   /* in FUNCTIONS */
    const uint8_t *d;   /* in DEBUG; NULL when stripped */
    const uint8_t *m;   /* in MODULES */
    uint32_t next_root; /* the module at m begins with this function */
    uint32_t next_name; /* ... and has this name */
} Disasm;

/* A function's fields; its lists are walked where they lie. */
typedef struct Function {
    uint32_t index;
    uint8_t nparams, flags, nregs;
    uint64_t nupvals, nconstants, nchildren, ninsns;
    const uint8_t *upvals, *constants, *code, *end;
    const uint8_t **constant_at;
    uint64_t linedefined, lastline, nruns, nlocals;
    const uint8_t *runs, *locals, *upval_names; /* NULL when stripped */
} Function;

/* -- finding things ------------------------------------------------------ */

static const uint8_t *list_strings(Strings *s, const uint8_t *p)
{
    s->n = (uint32_t)bc_known_uleb(&p);
    s->at = malloc((s->n + 1u) * sizeof *s->at);
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t nbytes;

        if (s->at != NULL)
            s->at[i] = p;
        nbytes = bc_known_uleb(&p);
        p += nbytes;
    }
    return p;
}

static const uint8_t *skip_constant(const uint8_t *p)
{
    switch (*p++) {
    case BC_CONST_INT:
        bc_known_sleb(&p);
        break;
    case BC_CONST_FLOAT:
        p += 8;
        break;
    case BC_CONST_STRING:
        bc_known_uleb(&p);
        break;
    }
    return p;
}

static void read_function(Disasm *d, Function *f)
{
    const uint8_t *p = d->p;
    uint64_t nbytes = bc_known_uleb(&p);

    f->end = p + nbytes;
    f->nparams = *p++;
    f->flags = *p++;
    f->nregs = *p++;
    f->nupvals = bc_known_uleb(&p);
    f->upvals = p;
    p += 2 * f->nupvals;
    f->nconstants = bc_known_uleb(&p);
    f->constants = p;
    for (uint64_t i = 0; i < f->nconstants; i++)
        p = skip_constant(p);
    f->nchildren = bc_known_uleb(&p);
    f->ninsns = bc_known_uleb(&p);
    f->code = p;
    d->p = f->end;
}

static void read_debug(Disasm *d, Function *f)
{
    const uint8_t *p = d->d;
    uint64_t source;

    if (p == NULL)
        return;
    source = bc_known_uleb(&p);
    d->sources[f->index] =
        source != 0 ? (uint32_t)source : d->sources[d->parents[f->index]];
    f->linedefined = bc_known_uleb(&p);
    f->lastline = bc_known_uleb(&p);
    f->nruns = bc_known_uleb(&p);
    f->runs = p;
    for (uint64_t i = 0; i < f->nruns; i++)
        bc_known_uleb(&p), bc_known_sleb(&p);
    f->nlocals = bc_known_uleb(&p);
    f->locals = p;
    for (uint64_t i = 0; i < f->nlocals; i++)
        bc_known_uleb(&p), bc_known_uleb(&p), bc_known_uleb(&p), p++;
    f->upval_names = p;
    for (uint64_t i = 0; i < f->nupvals; i++)
        bc_known_uleb(&p);
    d->d = p;
}

/* Children come behind their parents: sizes are summed from the end. */
static void measure_trees(Disasm *d)
{
    uint32_t n = d->file->nfunctions;

    for (uint32_t f = 0; f < n; f++) {
        Function fn = {.index = f};

        read_function(d, &fn);
        d->subtree[f] = (uint32_t)fn.nchildren;
        d->parents[f] = f;
        d->sources[f] = 0;
    }
    for (uint32_t f = n; f-- > 0;) {
        uint32_t nchildren = d->subtree[f], child = f + 1;

        for (uint32_t i = 0; i < nchildren; i++) {
            d->parents[child] = f;
            child += d->subtree[child];
        }
        d->subtree[f] = child - f;
    }
}

static uint32_t child_of(const Disasm *d, uint32_t f, uint64_t n)
{
    uint32_t child = f + 1;

    while (n-- > 0)
        child += d->subtree[child];
    return child;
}

/* -- values -------------------------------------------------------------- */

enum { MAX_SHOWN = 60 }; /* bytes of a string */

static void show_string(Disasm *d, const Strings *s, uint64_t index)
{
    const uint8_t *p = s->at[index];
    uint64_t nbytes = bc_known_uleb(&p);

    putc('"', d->out);
    for (uint64_t i = 0; i < nbytes && i < MAX_SHOWN; i++)
        if (p[i] == '"' || p[i] == '\\')
            fprintf(d->out, "\\%c", p[i]);
        else if (p[i] >= ' ' && p[i] < 0x7f)
            putc(p[i], d->out);
        else
            fprintf(d->out, "\\%03d", p[i]);
    fputs(nbytes > MAX_SHOWN ? "\"..." : "\"", d->out);
}

/* A name, as it is if it looks like one. */
static void show_name(Disasm *d, uint64_t index)
{
    const uint8_t *p = d->debug_strings.at[index];
    uint64_t nbytes = bc_known_uleb(&p), i = 0;

    while (i < nbytes && p[i] > ' ' && p[i] < 0x7f && p[i] != '"')
        i++;
    if (nbytes == 0 || nbytes > MAX_SHOWN || i < nbytes)
        show_string(d, &d->debug_strings, index);
    else
        fwrite(p, 1, (size_t)nbytes, d->out);
}

static void show_float(Disasm *d, double x)
{
    char text[40];

    if (isinf(x)) {
        fputs(x > 0 ? "inf" : "-inf", d->out);
        return;
    }
    snprintf(text, sizeof text, "%.15g", x);
    if (strtod(text, NULL) != x)
        snprintf(text, sizeof text, "%.17g", x);
    fputs(text, d->out);
    if (strspn(text, "-0123456789") == strlen(text))
        fputs(".0", d->out);
}

static void show_constant(Disasm *d, const uint8_t *p)
{
    switch (*p++) {
    case BC_CONST_NIL:
        fputs("nil", d->out);
        break;
    case BC_CONST_FALSE:
        fputs("false", d->out);
        break;
    case BC_CONST_TRUE:
        fputs("true", d->out);
        break;
    case BC_CONST_INT:
        fprintf(d->out, "%lld", (long long)bc_known_sleb(&p));
        break;
    case BC_CONST_FLOAT:
        show_float(d, bc_f64le(p));
        break;
    case BC_CONST_STRING:
        show_string(d, &d->strings, bc_known_uleb(&p));
        break;
    }
}

/* The name of an upvalue, plus 1; 0 if it has none. */
static uint64_t upvalue_name(const Function *f, uint64_t n)
{
    const uint8_t *p = f->upval_names;

    if (p == NULL)
        return 0;
    while (n-- > 0)
        bc_known_uleb(&p);
    return bc_known_uleb(&p);
}

/* -- instructions -------------------------------------------------------- */

static void show_operand(Disasm *d, const Function *f, uint8_t kind,
                         int64_t x, int64_t next)
{
    long long n = (long long)x;
    uint64_t name;

    switch (kind) {
    case KIND____:
        return;
    case KIND_DST: case KIND_SRC: case KIND_RNG:
        fprintf(d->out, " R%lld", n);
        return;
    case KIND_UPV:
        fprintf(d->out, " U%lld", n);
        name = upvalue_name(f, (uint64_t)x);
        if (name != 0) {
            putc(' ', d->out);
            show_name(d, name - 1);
        }
        return;
    case KIND_KST: case KIND_KNM: case KIND_KSS:
        fprintf(d->out, " K%lld ", n);
        show_constant(d, f->constant_at[x]);
        return;
    case KIND_LBL:
        fprintf(d->out, " ->%04lld", n + (long long)next);
        return;
    case KIND_PRO:
        fprintf(d->out, " P%lld function %lu", n,
                (unsigned long)child_of(d, f->index, (uint64_t)x));
        return;
    default:
        fprintf(d->out, " %lld", n);
    }
}

static void show_code(Disasm *d, const Function *f)
{
    const uint8_t *p = f->code, *run = f->runs;
    int64_t line = (int64_t)f->linedefined;
    uint64_t nleft = 0;
    BcInsn in;

    for (uint64_t i = 0; i < f->ninsns; i++) {
        const OpInfo *info;

        bc_decode_insn(&p, f->end, &in);
        info = &bc_opinfo[in.op];
        fprintf(d->out, "%04llu ", (unsigned long long)i);
        if (run != NULL) {
            if (nleft == 0) {
                nleft = bc_known_uleb(&run);
                line += bc_known_sleb(&run);
            }
            nleft--;
            fprintf(d->out, "[%lld] ", (long long)line);
        }
        fprintf(d->out, "%-9s", info->name);
        show_operand(d, f, info->kind[0], in.a, (int64_t)i + 1);
        show_operand(d, f, info->kind[1], in.b, (int64_t)i + 1);
        show_operand(d, f, info->kind[2], in.c, (int64_t)i + 1);
        putc('\n', d->out);
    }
}

/* -- functions ----------------------------------------------------------- */

static void show_place(Disasm *d, const Function *f)
{
    uint32_t source = d->sources[f->index];
    const uint8_t *p;
    uint64_t nbytes;

    if (source == 0)
        return;
    p = d->debug_strings.at[source - 1];
    nbytes = bc_known_uleb(&p);
    if (nbytes > 0 && (*p == '@' || *p == '='))
        p++, nbytes--;
    putc(' ', d->out);
    for (uint64_t i = 0; i < nbytes && i < MAX_SHOWN && p[i] != '\n'; i++)
        putc(p[i] >= ' ' && p[i] < 0x7f ? p[i] : '?', d->out);
    if (f->lastline > 0)
        fprintf(d->out, ":%llu-%llu", (unsigned long long)f->linedefined,
                (unsigned long long)f->lastline);
}

static void show_head(Disasm *d, const Function *f)
{
    fprintf(d->out, "function %lu", (unsigned long)f->index);
    show_place(d, f);
    fprintf(d->out, "  params %d  regs %d  upvalues %d  constants %llu  "
            "children %llu  instructions %llu%s%s\n", f->nparams, f->nregs,
            (int)f->nupvals, (unsigned long long)f->nconstants,
            (unsigned long long)f->nchildren, (unsigned long long)f->ninsns,
            f->flags & BC_FN_VARARG ? "  vararg" : "",
            f->flags & BC_FN_CLOSES ? "  closes" : "");
}

static void show_constants(Disasm *d, const Function *f)
{
    for (uint64_t i = 0; i < f->nconstants; i++) {
        fprintf(d->out, "  constant K%llu ", (unsigned long long)i);
        show_constant(d, f->constant_at[i]);
        putc('\n', d->out);
    }
}

static void show_upvalues(Disasm *d, const Function *f)
{
    const uint8_t *names = f->upval_names;

    for (uint64_t i = 0; i < f->nupvals; i++) {
        uint8_t flags = f->upvals[2 * i];
        uint64_t name = names != NULL ? bc_known_uleb(&names) : 0;

        fprintf(d->out, "  upvalue U%llu %s%d%s", (unsigned long long)i,
                flags & BC_UP_INSTACK ? "R" : "U", f->upvals[2 * i + 1],
                flags & BC_UP_CONST ? " constant" : "");
        if (name != 0) {
            putc(' ', d->out);
            show_name(d, name - 1);
        }
        putc('\n', d->out);
    }
}

static void show_locals(Disasm *d, const Function *f)
{
    const uint8_t *p = f->locals;
    unsigned long long start = 0;

    for (uint64_t i = 0; i < f->nlocals; i++) {
        uint64_t name = bc_known_uleb(&p), length;

        start += bc_known_uleb(&p);
        length = bc_known_uleb(&p);
        fprintf(d->out, "  local R%d %04llu..%04llu ", *p++, start,
                start + (unsigned long long)length);
        show_name(d, name);
        putc('\n', d->out);
    }
}

static void show_module(Disasm *d, uint32_t f)
{
    if (f != d->next_root)
        return;
    if (d->file->flags & BC_BUNDLE) {
        fputs("module ", d->out);
        show_string(d, &d->strings, d->next_name);
        putc('\n', d->out);
    }
    if (d->m < d->file->modules_end) {
        d->next_name = (uint32_t)bc_known_uleb(&d->m);
        d->next_root = (uint32_t)bc_known_uleb(&d->m);
    }
}

static bool list_constants(Function *f)
{
    const uint8_t *p = f->constants;

    f->constant_at = malloc((size_t)(f->nconstants + 1) *
                            sizeof *f->constant_at);
    if (f->constant_at == NULL)
        return false;
    for (uint64_t i = 0; i < f->nconstants; i++) {
        f->constant_at[i] = p;
        p = skip_constant(p);
    }
    return true;
}

static bool show_function(Disasm *d, uint32_t index)
{
    Function f = {.index = index};

    read_function(d, &f);
    read_debug(d, &f);
    if (!list_constants(&f))
        return false;
    show_module(d, index);
    show_head(d, &f);
    show_code(d, &f);
    if (d->verbose) {
        show_constants(d, &f);
        show_upvalues(d, &f);
        show_locals(d, &f);
    }
    free(f.constant_at);
    return true;
}

/* -- the whole ----------------------------------------------------------- */

/* To the first function, and what belongs to it. */
static void rewind_to_start(Disasm *d)
{
    d->p = d->file->functions;
    bc_known_uleb(&d->p);
    d->m = d->file->modules;
    bc_known_uleb(&d->m);
    d->next_name = (uint32_t)bc_known_uleb(&d->m);
    d->next_root = (uint32_t)bc_known_uleb(&d->m);
}

static bool disasm_all(Disasm *d)
{
    const BcFile *file = d->file;
    size_t n = file->nfunctions;

    list_strings(&d->strings, file->strings);
    if (file->debug != NULL) {
        d->d = list_strings(&d->debug_strings, file->debug);
        if (d->debug_strings.at == NULL)
            return false;
    }
    d->subtree = malloc(n * sizeof *d->subtree);
    d->sources = malloc(n * sizeof *d->sources);
    d->parents = malloc(n * sizeof *d->parents);
    if (d->strings.at == NULL || d->subtree == NULL || d->sources == NULL ||
        d->parents == NULL)
        return false;
    rewind_to_start(d);
    measure_trees(d);
    rewind_to_start(d);
    for (uint32_t f = 0; f < n; f++) {
        if (f > 0)
            putc('\n', d->out);
        if (!show_function(d, f))
            return false;
    }
    return true;
}

void bc_disasm(const BcFile *file, FILE *out, bool verbose)
{
    Disasm d = {.file = file, .out = out, .verbose = verbose};

    if (!disasm_all(&d))
        fputs("not enough memory\n", out);
    free(d.strings.at);
    free(d.debug_strings.at);
    free(d.subtree);
    free(d.sources);
    free(d.parents);
}
