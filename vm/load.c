/*
 * vm/load.c -- prototypes from .bc files, and what prototypes hold.
 *
 * The verifier goes through the file, and each function becomes a prototype
 * as soon as it is proved; when a later one is refused, the collector takes
 * them. The file's strings are interned once. Debug information stays as it
 * is written, and is read when somebody asks for it: only sources and the
 * names of upvalues become strings at once.
 *
 * Owner    prototypes: the collector. `bc`, the canonical code, is kept for
 *          string.dump and for the names of variables in error messages, and
 *          what the file says about lines and locals is behind it.
 * Raises   memory.
 * Read     vm_load_binary, load_file, load_function.
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
#include "vm/verify_code_int.h"

/* ---------------------------------------------------------------- numbers */

/* Of bytes that have been checked. */
static inline uint64_t uleb(const uint8_t **p)
{
    uint64_t x = *(*p)++;
    if (x < 0x80)
        return x;
    x &= 0x7F;
    for (unsigned shift = 7;; shift += 7) {
        uint64_t byte = *(*p)++;
        x |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return x;
    }
}

static int64_t sleb(const uint8_t **p, const uint8_t *end)
{
    int64_t x = 0;
    bc_sleb(p, end, &x);
    return x;
}

/* ------------------------------------------------------ debug information */

/*
 * The names of a file's variables: a string object with all of them, each
 * ended by '\0', then where each begins and the last one ends, then how many
 * they are. So that a name is a C string, and costs nothing before it is
 * asked for.
 */
static uint32_t name_number(const String *names, size_t from_end)
{
    uint32_t x;
    memcpy(&x, names->data + names->nbytes - from_end * sizeof x, sizeof x);
    return x;
}

static const char *name_at(const String *names, uint64_t i, size_t *nbytes)
{
    size_t back = (size_t)(name_number(names, 1) - i) + 2;
    uint32_t begin = name_number(names, back);
    *nbytes = name_number(names, back - 1) - begin - 1;
    return names->data + begin;
}

const char *proto_name(const Proto *p, uint64_t i, size_t *nbytes)
{
    return name_at(p->names, i, nbytes);
}

LocalCursor proto_locals(const Proto *p)
{
    LocalCursor c = {0};
    if (p->debug != NULL) {
        c.at = p->debug + p->debug_locals;
        c.nleft = (uint32_t)uleb(&c.at);
    }
    return c;
}

bool proto_next_local(LocalCursor *c, LocalVar *out)
{
    if (c->nleft == 0)
        return false;
    c->nleft--;
    out->name = uleb(&c->at);
    c->start += (uint32_t)uleb(&c->at);
    out->start = c->start;
    out->end = c->start + (uint32_t)uleb(&c->at);
    out->reg = *c->at++;
    return true;
}

/* Read the runs of lines, into `runs` if it is not NULL; returns the line of
   a memory word. */
static int32_t read_lines(const Proto *p, LineRun *runs, uint32_t word)
{
    const uint8_t *at = p->debug, *end = p->debug + p->debug_locals;
    CodeCursor c = proto_cursor(p);
    int64_t line = p->linedefined;
    int32_t found = -1;
    uint32_t n = (uint32_t)uleb(&at), first = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t ninsns = (uint32_t)uleb(&at);
        line += sleb(&at, end);
        if (runs != NULL)
            runs[i] = (LineRun){first, (int32_t)line};
        if (word >= first)
            found = (int32_t)line;
        first = proto_cursor_pass(p, &c, ninsns);
    }
    return found;
}

const LineRun *proto_lines(VM *vm, Proto *p)
{
    if (p->lines == NULL && p->nlines > 0) {
        p->lines = gc_try_realloc(vm, NULL, 0, p->nlines * sizeof *p->lines);
        if (p->lines != NULL)
            read_lines(p, p->lines, 0);
    }
    return p->lines;
}

int32_t proto_line(VM *vm, Proto *p, uint32_t word)
{
    uint32_t lo = 0, hi = p->nlines;
    if (hi == 0)
        return -1;
    const LineRun *runs = proto_lines(vm, p);
    if (runs == NULL)
        return read_lines(p, NULL, word);
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (runs[mid].pc <= word)
            lo = mid;
        else
            hi = mid;
    }
    return runs[lo].line;
}

/* ---------------------------------------------------------------- loading */

/* A prototype whose children are being loaded. */
typedef struct LoadLevel {
    Proto *p;
    uint32_t nleft;
} LoadLevel;

typedef struct Loader {
    VM *vm;
    Verify v;
    const Value *strings;   /* of constants; their table is on the stack */
    String *names;          /* on the stack, too */
    String **upvalue_names; /* those made, by their number; of C's memory */
    ptrdiff_t roots; /* stack offset: table of a closure for each module */
    LoadLevel level[BC_MAX_DEPTH];
    unsigned depth;
    bool ok;
} Loader;

static ptrdiff_t stack_offset(const lua_State *L, const Value *v)
{
    return (const char *)v - (const char *)L->stack;
}

static Value *stack_at(lua_State *L, ptrdiff_t offset)
{
    return (Value *)(void *)((char *)L->stack + offset);
}

static const char *text_at(const Loader *ld, const Item *item)
{
    return (const char *)ld->v.file.bytes + item->offset;
}

static Table *push_table(lua_State *L, uint32_t n)
{
    val_obj(L->top, tab_new(L->vm, 0, 0));
    L->top++;
    arr_widen(L->vm, L->top[-1].tab);
    tab_reserve(L->vm, L->top[-1].tab, n);
    return L->top[-1].tab;
}

enum { BATCH = 16 };

static void prefetch_strings(Loader *ld, const Item *item, uint32_t n,
                             uint32_t hash[BATCH])
{
    for (uint32_t i = 0; i < n; i++)
        hash[i] = str_prefetch(ld->vm, text_at(ld, item + i), item[i].nbytes);
    for (uint32_t i = 0; i < n; i++)
        str_prefetch_chain(ld->vm, hash[i]);
}

/* Push a table of the strings of STRINGS. */
static void load_strings(Loader *ld, lua_State *L)
{
    VM *vm = ld->vm;
    const Item *item = ld->v.strings.p;
    uint32_t n = ld->v.file.nstrings;
    Table *t = push_table(L, n);
    uint32_t hash[BATCH];
    for (uint32_t i = 0; i < n; i++) {
        if (i % BATCH == 0)
            prefetch_strings(ld, item + i, n - i < BATCH ? n - i : BATCH,
                             hash);
        Value *v = &t->av[i]; /* there is room for all */
        val_obj(v, str_new_hashed(vm, text_at(ld, item + i), item[i].nbytes,
                                  hash[i % BATCH]));
        t->acount = i + 1;
        gc_barrier_element(vm, t, i, v);
    }
    ld->strings = t->av;
}

/* Push the names of DEBUG, as name_at finds them. */
static void load_names(Loader *ld, lua_State *L)
{
    const Item *item = ld->v.names.p;
    uint32_t n = ld->v.nnames;
    size_t nbytes = 0, at = 0;
    for (uint32_t i = 0; i < n; i++)
        nbytes += item[i].nbytes + 1;
    String *s = str_new_long(ld->vm, nbytes + (n + 2) * sizeof n);
    char *offsets = s->data + nbytes;
    for (uint32_t i = 0; i <= n; i++, item++, offsets += sizeof n) {
        uint32_t begin = (uint32_t)at;
        memcpy(offsets, &begin, sizeof begin);
        if (i == n)
            break;
        memcpy(s->data + at, text_at(ld, item), item->nbytes);
        at += item->nbytes;
        s->data[at++] = '\0';
    }
    memcpy(s->data + s->nbytes - sizeof n, &n, sizeof n);
    val_obj(L->top, s);
    L->top++;
    ld->names = s;
    ld->upvalue_names =
        gc_realloc(ld->vm, NULL, 0, (n + 1) * sizeof *ld->upvalue_names);
    memset(ld->upvalue_names, 0, (n + 1) * sizeof *ld->upvalue_names);
}

/* p has a new buffer. */
static void own(Loader *ld, Proto *p, void *buf, size_t nbytes)
{
    gc_adopt(ld->vm, &p->h, buf, nbytes);
    gc_barrier_back(ld->vm, &p->h);
}

static double float_at(const uint8_t *p)
{
    uint64_t bits = 0;
    double d;
    for (int b = 7; b >= 0; b--)
        bits = bits << 8 | p[b];
    memcpy(&d, &bits, sizeof d);
    return d;
}

static const uint8_t *load_constant(const Loader *ld, Value *k,
                                    const uint8_t *at, const uint8_t *end)
{
    val_nil(k);
    k->bits = 0;
    switch (*at++) {
    case BC_CONST_NIL: break;
    case BC_CONST_FALSE: val_bool(k, false); break;
    case BC_CONST_TRUE: val_bool(k, true); break;
    case BC_CONST_INT: val_int(k, sleb(&at, end)); break;
    case BC_CONST_FLOAT:
        val_float(k, float_at(at));
        at += 8;
        break;
    default: val_obj(k, ld->strings[uleb(&at)].str); break;
    }
    return at;
}

static void load_constants(Loader *ld, Proto *p, const FunctionRow *row)
{
    const uint8_t *at = ld->v.file.bytes + row->constants;
    const uint8_t *end = ld->v.file.bytes + row->code;
    uint32_t n = row->nconstants;
    if (n == 0)
        return;
    Value *k = gc_alloc(ld->vm, n * sizeof *k);
    for (uint32_t i = 0; i < n; i++)
        at = load_constant(ld, &k[i], at, end);
    p->k = k;
    p->nk = n;
    own(ld, p, k, n * sizeof *k);
}

static String *upvalue_name(Loader *ld, uint64_t i)
{
    String **s = &ld->upvalue_names[i];
    if (*s == NULL) {
        const Item *item = (const Item *)ld->v.names.p + i;
        *s = str_new(ld->vm, text_at(ld, item), item->nbytes);
    }
    return *s;
}

static void load_upvalues(Loader *ld, Proto *p, const FunctionRow *row)
{
    const uint8_t *at = ld->v.file.bytes + row->upvalues;
    uint32_t n = row->nupvalues;
    if (n == 0)
        return;
    UpvalDesc *u = gc_alloc(ld->vm, n * sizeof *u);
    for (uint32_t i = 0; i < n; i++, at += 2)
        u[i] = (UpvalDesc){.flags = at[0], .index = at[1]};
    p->upvals = u;
    p->nupvals = (uint8_t)n;
    own(ld, p, u, n * sizeof *u);
    if (ld->names == NULL)
        return;
    at = ld->v.file.bytes + row->upvalue_names;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t name = uleb(&at);
        if (name == 0)
            continue;
        u[i].name = upvalue_name(ld, name - 1);
        gc_barrier_back(ld->vm, &p->h); /* before the next name is made */
    }
}

/* The canonical code and, behind it, what DEBUG says about it. */
static void load_text(Loader *ld, Proto *p, const FunctionRow *row)
{
    const uint8_t *bytes = ld->v.file.bytes;
    uint32_t nbc = row->end - row->code;
    uint32_t ndebug = row->upvalue_names - row->lines;
    uint8_t *text = gc_alloc(ld->vm, nbc + ndebug);
    memcpy(text, bytes + row->code, nbc);
    p->bc = text;
    p->nbc = nbc;
    p->nbc_insns = row->ninsns;
    if (ndebug > 0) {
        memcpy(text + nbc, bytes + row->lines, ndebug);
        p->debug = text + nbc;
        p->ndebug = ndebug;
        p->debug_locals = row->locals - row->lines;
        const uint8_t *at = p->debug;
        p->nlines = (uint32_t)uleb(&at);
    }
    own(ld, p, text, nbc + ndebug);
}

static void load_code(Loader *ld, Proto *p, Code *c)
{
    uint32_t n = translate_layout(c);
    Insn *code = gc_alloc(ld->vm, n * sizeof *code);
    translate_code(c, code);
    p->code = code;
    p->ncode = n;
    own(ld, p, code, n * sizeof *code);
}

/* A source is written once for those functions that share it. */
static void load_source(Loader *ld, Proto *p, const FunctionRow *row)
{
    const FunctionRow *rows = ld->v.functions;
    if (ld->names == NULL) {
        /* not known: a line, or 0 for what looks like a main function */
        bool main = (p->fnflags & BC_FN_VARARG) && p->nparams == 0;
        p->linedefined = p->lastlinedefined = !main;
        return;
    }
    p->names = ld->names;
    p->linedefined = (int32_t)row->linedefined;
    p->lastlinedefined = (int32_t)row->lastlinedefined;
    if (row->parent != NO_FUNCTION && row->source == rows[row->parent].source) {
        p->source = ld->level[ld->depth - 1].p->source;
    } else if (row->source != 0) {
        const Item *item = (const Item *)ld->v.names.p + row->source - 1;
        p->source = str_new(ld->vm, text_at(ld, item), item->nbytes);
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

/* A new prototype, in a closure of its own: the next module's. */
static Proto *new_root(Loader *ld, lua_State *L)
{
    LClosure *c = gc_new(ld->vm, sizeof *c, TAG_LCL);
    c->p = NULL;
    val_obj(L->top, c); /* aux is 0: no upvalues to look at */
    L->top++;
    c->p = proto_new(ld->vm);
    gc_barrier_back(ld->vm, &c->h);
    Table *roots = stack_at(L, ld->roots)->tab;
    tab_set_int(ld->vm, roots, (int64_t)roots->acount + 1, L->top - 1);
    L->top--;
    return c->p;
}

/* A new prototype, reachable: the next child of the innermost that lacks one.
   Its place in the tree has been checked. */
static Proto *new_proto(Loader *ld, lua_State *L)
{
    while (ld->depth > 0 && ld->level[ld->depth - 1].nleft == 0)
        ld->depth--;
    if (ld->depth == 0)
        return new_root(ld, L);
    LoadLevel *level = &ld->level[ld->depth - 1];
    Proto *p = proto_new(ld->vm);
    level->p->children[level->p->nchildren - level->nleft--] = p;
    gc_barrier_back(ld->vm, &level->p->h);
    return p;
}

static void expect_children(Loader *ld, Proto *p, uint32_t n)
{
    if (n == 0)
        return;
    Proto **c = gc_alloc(ld->vm, n * sizeof *c);
    memset(c, 0, n * sizeof *c);
    p->children = c;
    p->nchildren = n;
    own(ld, p, c, n * sizeof *c);
    ld->level[ld->depth++] = (LoadLevel){p, n};
}

static void load_function(Loader *ld, lua_State *L, Code *c)
{
    const FunctionRow *row = c->row;
    Proto *p = new_proto(ld, L);
    p->nparams = row->nparams;
    p->fnflags = row->flags;
    p->nregs = row->nregs;
    load_source(ld, p, row);
    load_upvalues(ld, p, row);
    load_constants(ld, p, row);
    load_text(ld, p, row);
    load_code(ld, p, c);
    expect_children(ld, p, row->nchildren);
}

/* Push a closure of module i's main function. */
static LClosure *push_main(Loader *ld, lua_State *L, uint32_t i)
{
    LClosure *c =
        lclosure_new(ld->vm, stack_at(L, ld->roots)->tab->av[i].lcl->p);
    val_obj(L->top, c);
    L->top++;
    lclosure_fresh_upvalues(L, c);
    return c;
}

/* Modules after the first: package.preload[name] = main function. */
static void preload_module(Loader *ld, lua_State *L, uint32_t i)
{
    if (push_main(ld, L, i)->h.aux > 0)
        closure_set_env(L, L->top[-1].lcl);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "_PRELOAD");
    val_copy(L->top, &ld->strings[i]); /* module i's name is string i */
    L->top++;
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_settop(L, -3);
}

/* Push the first module's main function, or nothing if the file is refused. */
static void load_file(lua_State *L, void *ud)
{
    Loader *ld = ud;
    Verify *v = &ld->v;
    Code c;
    if (!verify_begin(v))
        return;
    load_strings(ld, L);
    if (v->file.debug != NULL)
        load_names(ld, L);
    ld->roots = stack_offset(L, L->top);
    push_table(L, v->file.nmodules);
    for (uint32_t f = 0; f < v->file.nfunctions; f++) {
        if (!verify_function(v, f, &c))
            return;
        load_function(ld, L, &c);
    }
    if (!verify_end(v))
        return;
    for (uint32_t i = 1; i < v->file.nmodules; i++)
        preload_module(ld, L, i);
    push_main(ld, L, 0);
    ld->ok = true;
}

static void *verify_alloc(void *ud, void *p, size_t old, size_t n)
{
    return p == NULL && n == 0 ? NULL : gc_try_realloc(ud, p, old, n);
}

static const char *name_in_message(const char *chunkname)
{
    if (*chunkname == '@' || *chunkname == '=')
        return chunkname + 1;
    return *chunkname == BC_MAGIC[0] ? "binary string" : chunkname;
}

static void free_loader(Loader *ld)
{
    size_t nnames = ld->upvalue_names != NULL ? ld->v.nnames + 1u : 0;
    gc_realloc(ld->vm, ld->upvalue_names, nnames * sizeof *ld->upvalue_names,
               0);
    verify_free(&ld->v);
}

bool vm_load_binary(lua_State *L, const uint8_t *bytes, size_t nbytes,
                    const char *name)
{
    VM *vm = L->vm;
    char message[400];
    Loader ld = {.vm = vm};
    stack_ensure(L, 32);
    ptrdiff_t at = stack_offset(L, L->top);
    verify_init(&ld.v, bytes, nbytes, verify_alloc, vm, message,
                sizeof message);
    int status = vm_protect(L, load_file, &ld);
    bool no_memory = ld.v.out_of_memory;
    free_loader(&ld);
    if (status != LUA_OK)
        err_throw(L, status);
    if (no_memory)
        err_memory(vm);
    Value *first = stack_at(L, at);
    if (ld.ok)
        val_copy(first, L->top - 1);
    L->top = first + ld.ok;
    if (!ld.ok)
        lua_pushfstring(L, "%s: bad binary format (%s)",
                        name_in_message(name), message);
    return ld.ok;
}

static void push_compiled(lua_State *L, void *ud)
{
    lua_pushstring(L, ((const CompileOutput *)ud)->message);
}

static void push_message(lua_State *L, CompileOutput *out)
{
    int status = vm_protect(L, push_compiled, out);
    gc_realloc(L->vm, out->message, out->message_nbytes, 0);
    if (status != LUA_OK)
        err_throw(L, status);
}

uint8_t *vm_compile(lua_State *L, const ChunkText *text, size_t *nbytes,
                    size_t *capacity)
{
    VM *vm = L->vm;
    CompileInput in = {.text = text->first, .nbytes = text->nbytes,
                       .read = text->read, .read_ud = text->ud,
                       .chunkname = text->name, .module = "",
                       .alloc = verify_alloc, .alloc_ud = vm};
    CompileOutput out;
    switch (compile_chunk(&in, &out)) {
    case COMPILE_MEMORY: err_memory(vm);
    case COMPILE_READ: return NULL;
    case COMPILE_SYNTAX: push_message(L, &out); return NULL;
    case COMPILE_OK: break;
    }
    *nbytes = out.nbytes;
    *capacity = out.capacity;
    return out.bytes;
}

/* ------------------------------------------------- collector's and debug's */

void proto_visit_memory(Proto *p, VM *vm, ProtoMemFn mem)
{
    if (p->code != NULL)
        mem(vm, p->code, p->ncode * sizeof *p->code);
    if (p->bc != NULL)
        mem(vm, p->bc, p->nbc + p->ndebug);
    if (p->k != NULL)
        mem(vm, p->k, p->nk * sizeof *p->k);
    if (p->children != NULL)
        mem(vm, p->children, p->nchildren * sizeof *p->children);
    if (p->upvals != NULL)
        mem(vm, p->upvals, p->nupvals * sizeof *p->upvals);
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
    if (p->names != NULL)
        obj(vm, p->names);
}

Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg)
{
    for (uint32_t w = 0; w < word; w += op_words((uint16_t)p->code[w])) {
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
    unsigned base = op_base(op);
    return op >= NUM_CANONICAL_OPS && op_cache_words(op) > 0 &&
           base != OP_NEWTABLE && base != OP_CALL;
}

void proto_flush_caches(Proto *p, VM *vm)
{
    (void)vm;
    for (uint32_t w = 0; w < p->ncode; w += op_words((uint16_t)p->code[w])) {
        unsigned op = (uint16_t)p->code[w];
        if (is_cached_op(op))
            p->code[w] = (p->code[w] & ~UINT64_C(0xFFFF)) | op_base(op);
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

static void release_sites(VM *vm, const Proto *p)
{
    for (uint32_t w = 0; w < p->ncode; w += op_words((uint16_t)p->code[w]))
        if ((uint16_t)p->code[w] == OP_NEWTABLE) {
            SiteWord s = {.word = p->code[w + 1]};
            if (s.site != 0)
                site_free(vm, s.site);
        }
}

void proto_release(VM *vm, Proto *p)
{
    if (p->has_sites)
        release_sites(vm, p);
    while (p->caches != NULL) {
        MethodCache *c = p->caches;
        p->caches = c->next;
        gc_realloc(vm, c, sizeof *c, 0);
    }
    if (p->lines != NULL)
        gc_realloc(vm, p->lines, p->nlines * sizeof *p->lines, 0);
    p->lines = NULL;
}
