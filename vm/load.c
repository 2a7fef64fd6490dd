/*
 * vm/load.c -- canonical instructions to memory words; prototypes from files.
 *
 * vm/verify.c has proved the bytes, so nothing is checked here. The layout of
 * words depends on the canonical code alone, so that it can be worked out
 * again for debug information.
 *
 * Owner    prototypes: the collector. `bc`, the canonical code, is kept for
 *          string.dump and for the names of variables in error messages.
 * Raises   memory.
 * Read     vm_load_binary, load_function, translate.
 */
#include "vm/load.h"

#include <string.h>

#include "compiler/compiler.h"
#include "include/lauxlib.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/string.h"
#include "vm/table.h"

/* ----------------------------------------------------------------- layout */

static const uint16_t base_op[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) OP_##name,
#define IOP(name, base, meaning) OP_##base,
#include "vm/opcodes.def"
};

unsigned op_cache_words(unsigned op)
{
    static const uint8_t words[NUM_CANONICAL_OPS] = {
        [OP_GETTABUP] = 1,  [OP_SETTABUP] = 2, [OP_SETTABUPK] = 2,
        [OP_GETFIELD] = 1,  [OP_SETFIELD] = 2, [OP_SETFIELDK] = 2,
        [OP_SELF] = 1,      [OP_NEWTABLE] = 1, [OP_CALL] = 1,
    };
    return words[base_op[op]];
}

/* A jump over so many canonical instructions surely fits 16 bits of words:
   none takes more than 4. */
#define NEAR 8000

static bool is_cond_abj(OpCode op)
{
    return bc_opinfo[op].format == FMT_ABJ;
}

/* Conditional jumps that go back (they charge the budget) or far. */
static bool needs_long(const BcInsn *in)
{
    if (is_cond_abj(in->op))
        return in->c < 0 || in->c > NEAR;
    return (in->op == OP_JT || in->op == OP_JF) && in->b < 0;
}

static bool is_tail_call(OpCode op)
{
    return op == OP_TAILCALL || op == OP_TAILCALLC;
}

static unsigned insn_words(const BcInsn *in)
{
    if (needs_long(in))
        return in->op == OP_JTSET || in->op == OP_JFSET ? 3 : 2;
    return in->op == OP_SETLIST || is_tail_call(in->op) ? 2 : 1 + op_cache_words(in->op);
}

bool proto_decode(const Proto *p, const uint8_t **at, BcInsn *out)
{
    return *at < p->bc + p->nbc && bc_decode_insn(at, p->bc + p->nbc, out);
}

CodeCursor proto_cursor(const Proto *p)
{
    return (CodeCursor){p->bc, p->fnflags & BC_FN_VARARG ? 1 : 0, 0};
}

uint32_t proto_cursor_to(const Proto *p, CodeCursor *c, uint32_t word)
{
    BcInsn in;
    while (word >= c->end && proto_decode(p, &c->at, &in)) {
        c->end += insn_words(&in);
        c->count++;
    }
    return c->count > 0 ? c->count - 1 : 0;
}

uint32_t proto_canonical_pc(const Proto *p, uint32_t word)
{
    CodeCursor c = proto_cursor(p);
    return proto_cursor_to(p, &c, word);
}

int32_t proto_line(const Proto *p, uint32_t word)
{
    uint32_t lo = 0, hi = p->nlines;
    if (hi == 0)
        return -1;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (p->lines[mid].pc <= word)
            lo = mid;
        else
            hi = mid;
    }
    return p->lines[lo].line;
}

/* ------------------------------------------------------------ translation */

static Insn abc(unsigned op, int64_t a, int64_t b, int64_t c)
{
    return (uint64_t)op | (uint64_t)(uint16_t)a << 16 |
           (uint64_t)(uint16_t)b << 32 | (uint64_t)(uint16_t)c << 48;
}

static Insn abx(unsigned op, int64_t a, int64_t b)
{
    return (uint64_t)op | (uint64_t)(uint16_t)a << 16 |
           (uint64_t)(uint32_t)b << 32;
}

/* Registers and constants become byte offsets; upvalues too (of pointers). */
static int64_t scaled(uint8_t kind, int64_t x)
{
    switch (kind) {
    case KIND_DST: case KIND_SRC: case KIND_RNG:
    case KIND_KST: case KIND_KNM:
        return x * (int64_t)sizeof(Value);
    case KIND_UPV: return x * (int64_t)sizeof(Upval *);
    default: return x;
    }
}

typedef struct Translation {
    Proto *p;
    uint32_t *word; /* of each canonical instruction, and of the end */
    uint32_t n;
    Insn *out;
    uint32_t w;
} Translation;

static int64_t distance(const Translation *t, uint32_t pc, int64_t jump,
                        uint32_t from)
{
    return (int64_t)t->word[pc + 1 + (uint32_t)jump] - (int64_t)from;
}

static void emit(Translation *t, Insn i) { t->out[t->w++] = i; }

static OpCode inverse(OpCode op)
{
    return (OpCode)(((op - OP_JT) ^ 1) + OP_JT);
}

_Static_assert(OP_JF == OP_JT + 1 && (OP_JEQ - OP_JT) % 2 == 0 &&
                   OP_JNEQ == OP_JEQ + 1 && OP_JNLEKR == OP_JLEKR + 1,
               "conditions come in pairs");

/* `part`: of an instruction that has begun; debug.c wants to know. */
static void emit_jump(Translation *t, uint32_t pc, int64_t jump, bool part)
{
    int64_t d = distance(t, pc, jump, t->w + 1);
    emit(t, abx(d < 0 ? OP_JMPB : OP_JMP, part, d));
}

static void emit_cond(Translation *t, const BcInsn *in, uint32_t pc)
{
    const OpInfo *info = &bc_opinfo[in->op];
    int64_t a = scaled(info->kind[0], in->a);
    if (info->format == FMT_AJ) {
        if (!needs_long(in)) {
            emit(t, abx(in->op, a, distance(t, pc, in->b, t->w + 1)));
        } else {
            emit(t, abx(inverse(in->op), a, 1));
            emit_jump(t, pc, in->b, true);
        }
        return;
    }
    int64_t b = scaled(info->kind[1], in->b);
    if (!needs_long(in)) {
        emit(t, abc(in->op, a, b, distance(t, pc, in->c, t->w + 1)));
    } else if (in->op == OP_JTSET || in->op == OP_JFSET) {
        emit(t, abc(in->op, a, b, 1));
        emit(t, abx(OP_JMP, 0, 1));
        emit_jump(t, pc, in->c, true);
    } else {
        emit(t, abc(inverse(in->op), a, b, 1));
        emit_jump(t, pc, in->c, true);
    }
}

static void emit_return(Translation *t, const BcInsn *in)
{
    bool vararg = t->p->fnflags & BC_FN_VARARG;
    int64_t a = in->a * 16, n = in->b - 1;
    if (in->op == OP_RETURNC)
        emit(t, abc(n < 0 ? OP_RETURNCV : OP_RETURNC, a, n, 0));
    else if (vararg)
        emit(t, abc(OP_RETURNX, a, n, 0));
    else if (n == 0)
        emit(t, abc(OP_RETURN0, a, 0, 0));
    else if (n == 1)
        emit(t, abc(OP_RETURN1, a, 1, 0));
    else
        emit(t, abc(n < 0 ? OP_RETURNV : OP_RETURN, a, n, 0));
}

static void emit_plain(Translation *t, const BcInsn *in)
{
    const OpInfo *info = &bc_opinfo[in->op];
    int64_t a = scaled(info->kind[0], in->a);
    int64_t b = scaled(info->kind[1], in->b);
    int64_t c = scaled(info->kind[2], in->c);
    if (info->format == FMT_ABx)
        emit(t, abx(in->op, a, b));
    else
        emit(t, abc(in->op, a, b, c));
    for (unsigned n = op_cache_words(in->op); n > 0; n--)
        emit(t, 0);
}

static void emit_call(Translation *t, const BcInsn *in)
{
    static const uint16_t open[] = {[OP_CALL] = OP_CALLV,
                                    [OP_TAILCALL] = OP_TAILCALLV,
                                    [OP_TAILCALLC] = OP_TAILCALLCV};
    emit(t, abc(in->b == 0 ? open[in->op] : in->op, in->a * 16, in->b - 1,
                in->c));
    if (in->op == OP_CALL)
        emit(t, 0); /* the code called last */
    if (is_tail_call(in->op)) { /* for C functions, which return here */
        bool vararg = t->p->fnflags & BC_FN_VARARG;
        emit(t, abc(vararg ? OP_RETURNX : OP_RETURNV, in->a * 16, 0xFFFF, 0));
    }
}

static void emit_insn(Translation *t, const BcInsn *in, uint32_t pc)
{
    switch (in->op) {
    case OP_CALL: case OP_TAILCALL: case OP_TAILCALLC:
        emit_call(t, in);
        break;
    case OP_RETURN: case OP_RETURNC: emit_return(t, in); break;
    case OP_JMP: emit_jump(t, pc, in->b, false); break;
    case OP_JT: case OP_JF: emit_cond(t, in, pc); break;
    case OP_FORPREP: case OP_FORPREPN: case OP_FORLOOP: case OP_FORLOOPN:
    case OP_TFORPREP: case OP_TFORLOOP:
        emit(t, abx(in->op, in->a * 16, distance(t, pc, in->b, t->w + 1)));
        break;
    case OP_SETLIST: /* A, first index, count: B has 32 bits, C is packed */
        emit(t, abc(in->c == 0 ? OP_SETLISTV : OP_SETLIST, in->a * 16,
                    in->c - 1, 0));
        emit(t, (Insn)in->b);
        break;
    case OP_VARARG:
        emit(t, abc(in->b == 0 ? OP_VARARGV : OP_VARARG, in->a * 16,
                    in->b - 1, 0));
        break;
    default:
        if (is_cond_abj(in->op))
            emit_cond(t, in, pc);
        else
            emit_plain(t, in);
        break;
    }
}

/* Scratch: word positions are kept in memory of C's, freed by the caller. */
static void translate(Translation *t)
{
    Proto *p = t->p;
    const uint8_t *at = p->bc;
    BcInsn in;
    t->w = 0;
    if (p->fnflags & BC_FN_VARARG)
        emit(t, abc(OP_VARARGPREP, 0, 0, 0));
    for (uint32_t pc = 0; pc < t->n; pc++) {
        proto_decode(p, &at, &in);
        emit_insn(t, &in, pc);
    }
}

static unsigned words_of(Insn i)
{
    unsigned op = (uint16_t)i;
    return op == OP_SETLIST || op == OP_SETLISTV ? 2 : 1 + op_cache_words(op);
}

/* Where an instruction is followed by one that it is fused with. */
static void fuse(Proto *p)
{
    static const struct {
        uint16_t first, second, fused;
    } pairs[] = {
#define FUSED(first, second) {OP_##first, OP_##second, OP_##first##_##second},
#include "vm/opcodes.def"
    };
    uint32_t next;
    for (uint32_t w = 0; w < p->ncode; w = next) {
        next = w + words_of(p->code[w]);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
            if (next < p->ncode && (uint16_t)p->code[w] == pairs[i].first &&
                (uint16_t)p->code[next] == pairs[i].second)
                p->code[w] += (Insn)pairs[i].fused - pairs[i].first;
    }
}

static void lay_out(Translation *t)
{
    const uint8_t *at = t->p->bc;
    uint32_t w = t->p->fnflags & BC_FN_VARARG ? 1 : 0;
    BcInsn in;
    for (uint32_t pc = 0; pc < t->n; pc++) {
        t->word[pc] = w;
        proto_decode(t->p, &at, &in);
        w += insn_words(&in);
    }
    t->word[t->n] = w;
}

/* ---------------------------------------------------------------- loading */

typedef struct Loader {
    VM *vm;
    lua_State *L;
    const uint8_t *fn, *fn_end;   /* FUNCTIONS */
    const uint8_t *dbg, *dbg_end; /* DEBUG, or NULL */
    ptrdiff_t strings;            /* stack offset: table of strings */
    ptrdiff_t names;              /* of the debug section's */
    uint32_t *words;              /* scratch */
    size_t nwords;
} Loader;

static uint64_t uleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t x = 0;
    bc_uleb(p, end, &x);
    return x;
}

static int64_t sleb(const uint8_t **p, const uint8_t *end)
{
    int64_t x = 0;
    bc_sleb(p, end, &x);
    return x;
}

/* Push a table of the strings of a section. */
static void load_strings(lua_State *L, const uint8_t **p, const uint8_t *end)
{
    VM *vm = L->vm;
    uint64_t n = uleb(p, end);
    val_obj(L->top, tab_new(vm, 0, 0));
    L->top++;
    arr_widen(vm, L->top[-1].tab);
    tab_reserve(vm, L->top[-1].tab, (uint32_t)n);
    for (uint64_t i = 0; i < n; i++) {
        size_t len = (size_t)uleb(p, end);
        val_obj(L->top, str_new(vm, (const char *)*p, len));
        L->top++;
        tab_set_int(vm, L->top[-2].tab, (int64_t)i + 1, L->top - 1);
        L->top--;
        *p += len;
    }
}

static String *string_at(Loader *ld, ptrdiff_t table, uint64_t i)
{
    Value *t = (Value *)(void *)((char *)ld->L->stack + table);
    return t->tab->av[i].str;
}

/* p has a new buffer. */
static void own(Loader *ld, Proto *p, void *buf, size_t nbytes)
{
    gc_adopt(ld->vm, &p->h, buf, nbytes);
    gc_barrier_back(ld->vm, &p->h);
}

static void load_constants(Loader *ld, Proto *p, const uint8_t **at)
{
    uint32_t n = (uint32_t)uleb(at, ld->fn_end);
    if (n == 0)
        return;
    Value *k = gc_alloc(ld->vm, n * sizeof *k);
    for (uint32_t i = 0; i < n; i++) {
        val_nil(&k[i]);
        k[i].bits = 0;
        switch (*(*at)++) {
        case BC_CONST_NIL: break;
        case BC_CONST_FALSE: val_bool(&k[i], false); break;
        case BC_CONST_TRUE: val_bool(&k[i], true); break;
        case BC_CONST_INT: val_int(&k[i], sleb(at, ld->fn_end)); break;
        case BC_CONST_FLOAT: {
            uint64_t bits = 0;
            for (int b = 7; b >= 0; b--)
                bits = bits << 8 | (*at)[b];
            double d;
            memcpy(&d, &bits, sizeof d);
            val_float(&k[i], d);
            *at += 8;
            break;
        }
        default:
            val_obj(&k[i], string_at(ld, ld->strings, uleb(at, ld->fn_end)));
            break;
        }
    }
    p->k = k;
    p->nk = n;
    own(ld, p, k, n * sizeof *k);
}

static void load_upvalues(Loader *ld, Proto *p, const uint8_t **at)
{
    uint32_t n = (uint32_t)uleb(at, ld->fn_end);
    if (n == 0)
        return;
    UpvalDesc *u = gc_alloc(ld->vm, n * sizeof *u);
    for (uint32_t i = 0; i < n; i++) {
        u[i].flags = *(*at)++;
        u[i].index = *(*at)++;
        u[i].name = NULL;
    }
    p->upvals = u;
    p->nupvals = (uint8_t)n;
    own(ld, p, u, n * sizeof *u);
}

static void load_code(Loader *ld, Proto *p, const uint8_t **at,
                      const uint8_t *end)
{
    uint32_t n = (uint32_t)uleb(at, end);
    uint32_t nbc = (uint32_t)(end - *at);
    uint8_t *bc = gc_alloc(ld->vm, nbc);
    memcpy(bc, *at, nbc);
    p->bc = bc;
    p->nbc = nbc;
    p->nbc_insns = n;
    own(ld, p, bc, nbc);
    *at = end;
    if (ld->nwords < n + 1) {
        ld->words = gc_realloc(ld->vm, ld->words,
                               ld->nwords * sizeof *ld->words,
                               (n + 1) * sizeof *ld->words);
        ld->nwords = n + 1;
    }
    Translation t = {.p = p, .word = ld->words, .n = n};
    lay_out(&t);
    t.out = gc_alloc(ld->vm, t.word[n] * sizeof *t.out);
    translate(&t);
    p->code = t.out;
    p->ncode = t.w;
    fuse(p);
    own(ld, p, t.out, t.w * sizeof *t.out);
}

static void load_lines(Loader *ld, Proto *p, const uint8_t **at)
{
    uint32_t n = (uint32_t)uleb(at, ld->dbg_end);
    LineRun *runs = gc_alloc(ld->vm, (n + 1) * sizeof *runs);
    int64_t line = p->linedefined;
    uint32_t pc = 0;
    for (uint32_t i = 0; i < n; i++) {
        runs[i].pc = i == 0 ? 0 : ld->words[pc];
        pc += (uint32_t)uleb(at, ld->dbg_end);
        line += sleb(at, ld->dbg_end);
        runs[i].line = (int32_t)line;
    }
    p->lines = runs;
    p->nlines = n;
    own(ld, p, runs, (n + 1) * sizeof *runs);
}

static void load_locals(Loader *ld, Proto *p, const uint8_t **at)
{
    uint32_t n = (uint32_t)uleb(at, ld->dbg_end);
    if (n == 0)
        return;
    LocalVar *v = gc_alloc(ld->vm, n * sizeof *v);
    uint32_t start = 0;
    for (uint32_t i = 0; i < n; i++) {
        v[i].name = string_at(ld, ld->names, uleb(at, ld->dbg_end));
        start += (uint32_t)uleb(at, ld->dbg_end);
        v[i].start = start;
        v[i].end = start + (uint32_t)uleb(at, ld->dbg_end);
        v[i].reg = *(*at)++;
    }
    p->locals = v;
    p->nlocals = n;
    own(ld, p, v, n * sizeof *v);
}

static void load_debug(Loader *ld, Proto *p, String *parent_source)
{
    const uint8_t **at = &ld->dbg;
    if (*at == NULL) {
        /* not known: a line, or 0 for what looks like a main function */
        bool main = (p->fnflags & BC_FN_VARARG) && p->nparams == 0;
        p->linedefined = p->lastlinedefined = !main;
        return;
    }
    uint64_t source = uleb(at, ld->dbg_end);
    p->source = source == 0 ? parent_source
                            : string_at(ld, ld->names, source - 1);
    gc_barrier_back(ld->vm, &p->h);
    p->linedefined = (int32_t)uleb(at, ld->dbg_end);
    p->lastlinedefined = (int32_t)uleb(at, ld->dbg_end);
    load_lines(ld, p, at);
    load_locals(ld, p, at);
    for (uint32_t i = 0; i < p->nupvals; i++) {
        uint64_t name = uleb(at, ld->dbg_end);
        if (name != 0)
            p->upvals[i].name = string_at(ld, ld->names, name - 1);
    }
    gc_barrier_back(ld->vm, &p->h);
}

static Proto *proto_new(VM *vm)
{
    Proto *p = gc_new(vm, sizeof *p, TAG_PROTO);
    GCHeader h = p->h;
    memset(p, 0, sizeof *p);
    p->h = h;
    p->all_next = vm->gc.young_protos;
    vm->gc.young_protos = p;
    return p;
}

static void load_function(Loader *ld, Proto *p, String *parent_source);

static void load_children(Loader *ld, Proto *p, uint32_t n)
{
    if (n == 0)
        return;
    Proto **c = gc_alloc(ld->vm, n * sizeof *c);
    memset(c, 0, n * sizeof *c);
    p->children = c;
    p->nchildren = n;
    own(ld, p, c, n * sizeof *c);
    for (uint32_t i = 0; i < n; i++) {
        Proto *child = proto_new(ld->vm);
        p->children[i] = child;
        gc_barrier_back(ld->vm, &p->h);
        load_function(ld, child, p->source);
    }
}

/* Fill in p, which is reachable. */
static void load_function(Loader *ld, Proto *p, String *parent_source)
{
    const uint8_t **at = &ld->fn;
    uint64_t nbytes = uleb(at, ld->fn_end);
    const uint8_t *end = *at + nbytes;
    p->nparams = *(*at)++;
    p->fnflags = *(*at)++;
    p->nregs = *(*at)++;
    load_upvalues(ld, p, at);
    load_constants(ld, p, at);
    uint32_t nchildren = (uint32_t)uleb(at, ld->fn_end);
    load_code(ld, p, at, end);
    load_debug(ld, p, parent_source);
    load_children(ld, p, nchildren);
}

/* Push a closure of the next function of the file. */
static LClosure *load_main(Loader *ld)
{
    lua_State *L = ld->L;
    LClosure *c = gc_new(ld->vm, sizeof *c, TAG_LCL);
    c->p = NULL;
    val_obj(L->top, c); /* aux is 0: no upvalues to look at yet */
    L->top++;
    Proto *p = proto_new(ld->vm);
    c->p = p;
    gc_barrier_back(ld->vm, &c->h);
    load_function(ld, p, NULL);
    LClosure *full = lclosure_new(ld->vm, p);
    val_obj(L->top - 1, full);
    lclosure_fresh_upvalues(L, full);
    return full;
}

/* Modules after the first: package.preload[name] = main function. */
static void preload_module(Loader *ld, String *name)
{
    lua_State *L = ld->L;
    load_main(ld);
    LClosure *c = L->top[-1].lcl;
    if (c->p->nupvals > 0)
        closure_set_env(L, c);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "_PRELOAD");
    val_obj(L->top, name);
    L->top++;
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_settop(L, -3);
}

static void load_modules(Loader *ld, const BcFile *f)
{
    const uint8_t *at = f->modules;
    uint64_t n = uleb(&at, f->modules_end);
    for (uint64_t i = 0; i < n; i++) {
        uint64_t name = uleb(&at, f->modules_end);
        uleb(&at, f->modules_end);
        if (i == 0)
            load_main(ld);
        else
            preload_module(ld, string_at(ld, ld->strings, name));
    }
}

static void *verify_alloc(void *ud, void *p, size_t old, size_t n)
{
    return p == NULL && n == 0 ? NULL : gc_try_realloc(ud, p, old, n);
}

static ptrdiff_t save(lua_State *L, Value *v)
{
    return (char *)v - (char *)L->stack;
}

static void do_load(lua_State *L, void *ud)
{
    Loader *ld = ((void **)ud)[0];
    const BcFile *f = ((void **)ud)[1];
    const uint8_t *at = f->strings;
    load_strings(L, &at, f->strings_end);
    ld->strings = save(L, L->top - 1);
    uleb(&ld->fn, ld->fn_end);
    if (f->debug != NULL) {
        at = f->debug;
        load_strings(L, &at, f->debug_end);
        ld->names = save(L, L->top - 1);
        ld->dbg = at;
        ld->dbg_end = f->debug_end;
    }
    load_modules(ld, f);
}

static const char *name_in_message(const char *chunkname)
{
    if (*chunkname == '@' || *chunkname == '=')
        return chunkname + 1;
    return *chunkname == BC_MAGIC[0] ? "binary string" : chunkname;
}

bool vm_load_binary(lua_State *L, const uint8_t *bytes, size_t nbytes,
                    const char *name)
{
    VM *vm = L->vm;
    char message[400];
    BcFile f;
    stack_ensure(L, 32);
    if (!bc_verify(bytes, nbytes, verify_alloc, vm, &f, message,
                   sizeof message)) {
        if (strcmp(message, "not enough memory") == 0)
            err_memory(vm);
        lua_pushfstring(L, "%s: bad binary format (%s)",
                        name_in_message(name), message);
        return false;
    }
    Loader ld = {.vm = vm, .L = L, .fn = f.functions,
                 .fn_end = f.functions_end};
    ptrdiff_t at = save(L, L->top);
    void *ud[2] = {&ld, &f};
    int status = vm_protect(L, do_load, ud);
    gc_realloc(vm, ld.words, ld.nwords * sizeof *ld.words, 0);
    if (status != LUA_OK)
        err_throw(L, status);
    Value *first = (Value *)(void *)((char *)L->stack + at);
    val_copy(first, L->top - 1);
    L->top = first + 1;
    return true;
}

typedef struct LoadBytes {
    CompileOutput out;
    const char *name;
    bool ok;
} LoadBytes;

static void load_compiled(lua_State *L, void *ud)
{
    LoadBytes *b = ud;
    b->ok = vm_load_binary(L, b->out.bytes, b->out.nbytes, b->name);
}

bool vm_load_text(lua_State *L, const char *text, size_t nbytes,
                  const char *chunkname)
{
    VM *vm = L->vm;
    CompileInput in = {.text = text, .nbytes = nbytes, .chunkname = chunkname,
                       .module = "", .alloc = verify_alloc, .alloc_ud = vm};
    LoadBytes b = {.name = chunkname};
    switch (compile_chunk(&in, &b.out)) {
    case COMPILE_MEMORY: err_memory(vm);
    case COMPILE_SYNTAX:
        lua_pushstring(L, b.out.message);
        return false;
    case COMPILE_OK: break;
    }
    int status = vm_protect(L, load_compiled, &b);
    gc_realloc(vm, b.out.bytes, b.out.capacity, 0);
    if (status != LUA_OK)
        err_throw(L, status);
    return b.ok;
}

/* ------------------------------------------------- collector's and debug's */

void proto_visit_memory(Proto *p, VM *vm, ProtoMemFn mem)
{
    if (p->code != NULL)
        mem(vm, p->code, p->ncode * sizeof *p->code);
    if (p->bc != NULL)
        mem(vm, p->bc, p->nbc);
    if (p->k != NULL)
        mem(vm, p->k, p->nk * sizeof *p->k);
    if (p->children != NULL)
        mem(vm, p->children, p->nchildren * sizeof *p->children);
    if (p->upvals != NULL)
        mem(vm, p->upvals, p->nupvals * sizeof *p->upvals);
    if (p->locals != NULL)
        mem(vm, p->locals, p->nlocals * sizeof *p->locals);
    if (p->lines != NULL)
        mem(vm, p->lines, (p->nlines + 1) * sizeof *p->lines);
}

void proto_visit_refs(Proto *p, VM *vm, ProtoObjFn obj)
{
    for (uint32_t i = 0; i < p->nk; i++)
        if (is_collectable(&p->k[i]))
            obj(vm, p->k[i].gc);
    for (uint32_t i = 0; i < p->nchildren; i++)
        if (p->children[i] != NULL)
            obj(vm, p->children[i]);
    for (uint32_t i = 0; i < p->nupvals; i++)
        if (p->upvals[i].name != NULL)
            obj(vm, p->upvals[i].name);
    for (uint32_t i = 0; i < p->nlocals; i++)
        obj(vm, p->locals[i].name);
}

Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg)
{
    for (uint32_t w = 0; w < word; w += words_of(p->code[w])) {
        Insn in = p->code[w];
        uint32_t loop = w + (uint32_t)(in >> 32); /* at whose end it jumps to */
        if ((uint16_t)in == OP_FORPREPN && word < loop &&
            (uint16_t)(in >> 16) == (reg - 2) * sizeof(Value))
            return &p->code[loop];
    }
    return NULL;
}

static bool is_cached_op(unsigned op)
{
    unsigned base = base_op[op];
    return op >= NUM_CANONICAL_OPS && op_cache_words(op) > 0 &&
           base != OP_NEWTABLE && base != OP_CALL;
}

void proto_flush_caches(Proto *p, VM *vm)
{
    (void)vm;
    for (uint32_t w = 0; w < p->ncode; w += words_of(p->code[w])) {
        unsigned op = (uint16_t)p->code[w];
        if (is_cached_op(op))
            p->code[w] = (p->code[w] & ~UINT64_C(0xFFFF)) | base_op[op];
    }
    for (MethodCache *c = p->caches; c != NULL; c = c->next)
        for (unsigned i = 0; i < CACHE_WAYS; i++)
            c->way[i].shape = 0;
}

MethodCache *proto_method_cache(VM *vm, Proto *p, Insn *site)
{
    for (MethodCache *c = p->caches; c != NULL; c = c->next)
        if (c->site == site)
            return c;
    MethodCache *c = gc_try_realloc(vm, NULL, 0, sizeof *c);
    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof *c);
    c->site = site;
    c->next = p->caches;
    p->caches = c;
    return c;
}

void proto_release(VM *vm, Proto *p)
{
    for (uint32_t w = 0; w < p->ncode; w += words_of(p->code[w]))
        if ((uint16_t)p->code[w] == OP_NEWTABLE) {
            SiteWord s = {.word = p->code[w + 1]};
            if (s.site != 0)
                site_free(vm, s.site);
        }
    while (p->caches != NULL) {
        MethodCache *c = p->caches;
        p->caches = c->next;
        gc_realloc(vm, c, sizeof *c, 0);
    }
}
