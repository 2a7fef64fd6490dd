/*
 * vm/load.c -- prototypes from .bc files.
 *
 * A file is verified whole and kept as it is (vm/chunk.c). The prototype of a
 * main function is made at once, that of another when the one around it is
 * called for the first time; and so are a function's constants and its words
 * for the interpreter. What a program never calls costs its bytes.
 *
 * Owner    prototypes: the collector.
 * Raises   memory.
 * Read     vm_load_binary, load_file, proto_make_code, load_modules.
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
#include "vm/translate.h"
#include "vm/verify_int.h"

/* -------------------------------------------------------------- prototypes */

const Insn first_call_code[1] = {OP_FIRSTCALL};

static String *new_string(VM *vm, const Chunk *c, uint64_t i)
{
    size_t nbytes;
    const char *text = chunk_string(c, i, &nbytes);
    return str_new(vm, text, nbytes);
}

/* Nobody knows it yet; `source` is left to set_source. */
static Proto *proto_new(VM *vm, Chunk *c, uint32_t number)
{
    const ChunkFunction *f = &c->functions[number];
    Proto *p = gc_new(vm, sizeof *p, TAG_PROTO);
    GCHeader h = p->h;
    memset(p, 0, sizeof *p);
    p->h = h;
    p->chunk = c;
    p->number = number;
    p->nparams = f->nparams;
    p->fnflags = f->flags;
    p->nregs = f->nregs;
    p->nupvals = f->nupvalues;
    p->upvals = c->file + f->upvalues;
    p->code = (Insn *)(uintptr_t)first_call_code; /* is never written to */
    p->bc = c->file + f->code;
    p->nbc = f->end - f->code;
    p->nbc_insns = f->ninsns;
    p->all_next = vm->gc.young_protos;
    vm->gc.young_protos = p;
    return p;
}

/* p is reachable. A source is written for those functions alone whose parent
   has another one. */
static void set_source(VM *vm, Proto *p, const Proto *parent)
{
    const Chunk *c = p->chunk;
    if (c->stripped) {
        /* not known: a line, or 0 for what looks like a main function */
        bool main = (p->fnflags & BC_FN_VARARG) && p->nparams == 0;
        p->linedefined = p->lastlinedefined = !main;
        return;
    }
    const ChunkFunction *f = &c->functions[p->number];
    const uint8_t *at = c->file + f->debug;
    uint64_t source = bc_known_uleb(&at);
    p->linedefined = (int32_t)bc_known_uleb(&at);
    p->lastlinedefined = (int32_t)bc_known_uleb(&at);
    at = c->file + f->lines;
    p->nlines = (uint32_t)bc_known_uleb(&at);
    if (source == 0) {
        p->source = parent != NULL ? parent->source : NULL;
    } else {
        size_t nbytes;
        const char *text = chunk_name(c, source - 1, &nbytes);
        p->source = str_new(vm, text, nbytes);
    }
    gc_barrier_back(vm, &p->h);
}

/* -------------------------------------------------------------- first call */

/* p has a new buffer. */
static void own(VM *vm, Proto *p, void *buf, size_t nbytes)
{
    gc_adopt(vm, &p->h, buf, nbytes);
    gc_barrier_back(vm, &p->h);
}

/* Strings of a few constants that come one after the other: what is found in
   the table of strings is on its way while the others are looked at. */
enum { BATCH = 16 };
typedef struct Batch {
    Value *k[BATCH];
    const char *text[BATCH];
    size_t nbytes[BATCH];
    uint32_t hash[BATCH];
    unsigned n;
} Batch;

static void make_strings(VM *vm, Proto *p, Batch *b)
{
    for (unsigned i = 0; i < b->n; i++)
        str_prefetch_chain(vm, b->hash[i]);
    for (unsigned i = 0; i < b->n; i++) {
        String *s = str_new_hashed(vm, b->text[i], b->nbytes[i], b->hash[i]);
        val_obj(b->k[i], s);
        gc_barrier_back(vm, &p->h); /* before the next one is made */
    }
    b->n = 0;
}

/* A long string is kept with the chunk: to a program it is the same in all its
   functions. */
static void make_long(VM *vm, Proto *p, Value *k, LongString *l,
                      uint64_t number)
{
    if (l->made == NULL) {
        l->made = new_string(vm, p->chunk, number);
        gc_barrier_back(vm, &p->chunk->h);
    }
    val_obj(k, l->made);
    gc_barrier_back(vm, &p->h);
}

static void make_string(VM *vm, Proto *p, Batch *b, Value *k, uint64_t number)
{
    LongString *l = chunk_long_string(p->chunk, number);
    if (l != NULL) {
        make_long(vm, p, k, l, number);
        return;
    }
    unsigned i = b->n++;
    b->k[i] = k;
    b->text[i] = chunk_string(p->chunk, number, &b->nbytes[i]);
    b->hash[i] = str_prefetch(vm, b->text[i], b->nbytes[i]);
    if (b->n == BATCH)
        make_strings(vm, p, b);
}

/* Returns what is behind the constants. */
static const uint8_t *fill_constants(VM *vm, Proto *p, const uint8_t *at)
{
    Batch batch = {.n = 0};
    for (Value *k = p->k; k < p->k + p->nk; k++) {
        switch (*at++) {
        case BC_CONST_NIL: break;
        case BC_CONST_FALSE: val_bool(k, false); break;
        case BC_CONST_TRUE: val_bool(k, true); break;
        case BC_CONST_INT: val_int(k, bc_known_sleb(&at)); break;
        case BC_CONST_FLOAT:
            val_float(k, bc_f64le(at));
            at += 8;
            break;
        default:
            make_string(vm, p, &batch, k, bc_known_uleb(&at));
            break;
        }
    }
    make_strings(vm, p, &batch);
    return at;
}

/* Returns what is behind them. */
static const uint8_t *make_constants(VM *vm, Proto *p)
{
    const uint8_t *at = p->upvals + 2 * p->nupvals;
    uint32_t n = (uint32_t)bc_known_uleb(&at);
    if (n == 0)
        return at;
    Value *k = gc_alloc(vm, n * sizeof *k);
    for (uint32_t i = 0; i < n; i++) {
        val_nil(&k[i]);
        k[i].bits = 0;
    }
    p->k = k;
    p->nk = n;
    own(vm, p, k, n * sizeof *k);
    return fill_constants(vm, p, at);
}

static void make_children(VM *vm, Proto *p, uint32_t n)
{
    const ChunkFunction *functions = p->chunk->functions;
    uint32_t number = p->number + 1;
    if (n == 0)
        return;
    Proto **c = gc_alloc(vm, n * sizeof *c);
    memset(c, 0, n * sizeof *c);
    p->children = c;
    p->nchildren = n;
    own(vm, p, c, n * sizeof *c);
    for (uint32_t i = 0; i < n; i++, number = functions[number].after) {
        c[i] = proto_new(vm, p->chunk, number);
        gc_barrier_back(vm, &p->h);
        set_source(vm, c[i], p);
    }
}

static void make_words(lua_State *L, Proto *p)
{
    enum { FEW = 256 };
    uint32_t few[FEW], *words = few; /* where each instruction will be */
    if (p->nbc_insns > FEW) {
        String *s = str_new_long(L->vm, p->nbc_insns * sizeof *words);
        words = (void *)s->data;
        val_obj(L->top, s);
        L->top++;
    }
    uint32_t n = translate_layout(p, words);
    Insn *code = gc_alloc(L->vm, n * sizeof *code);
    translate_code(p, words, code);
    L->top -= words != few;
    p->code = code;
    p->ncode = n;
    own(L->vm, p, code, n * sizeof *code);
}

static void make_code(lua_State *L, void *ud)
{
    Proto *p = ud;
    const uint8_t *at = make_constants(L->vm, p);
    make_children(L->vm, p, (uint32_t)bc_known_uleb(&at));
    make_words(L, p);
}

/* All that is made lives: collecting would look at it again and again. */
void proto_make_code(lua_State *L, Proto *p)
{
    GC *gc = &L->vm->gc;
    bool stopped = gc->stopped;
    gc->stopped = true;
    int status = vm_protect(L, make_code, p);
    gc->stopped = stopped;
    if (status != LUA_OK)
        err_throw(L, status);
}

/* --------------------------------------------------------- memory of a load */

enum { LOAD_BLOCK = 8192 };

void load_memory_init(LoadMemory *m, VM *vm)
{
    *m = (LoadMemory){.vm = vm};
    /* where each allocation is to be seen, or to fail, the host is asked */
    bool plain = vm->gc.fail_at == 0 && !vm->gc.stress_full;
#ifdef VM_SANITIZED
    plain = false;
#endif
    m->block = plain ? gc_try_realloc(vm, NULL, 0, LOAD_BLOCK) : NULL;
    m->nbytes = m->block != NULL ? LOAD_BLOCK : 0;
}

void load_memory_free(LoadMemory *m)
{
    if (m->block != NULL)
        gc_try_realloc(m->vm, m->block, m->nbytes, 0);
}

/* The last of the block grows and goes; others are left there. */
static void *block_alloc(LoadMemory *m, char *p, size_t old, size_t n)
{
    const size_t round = _Alignof(max_align_t) - 1;
    size_t at = p != NULL && p + ((old + round) & ~round) == m->block + m->used
                    ? (size_t)(p - m->block)
                    : m->used;
    if (n > m->nbytes - at)
        return NULL;
    m->used = at + ((n + round) & ~round);
    if (p != NULL && m->block + at != p)
        memcpy(m->block + at, p, old < n ? old : n);
    return m->block + at;
}

void *load_alloc(void *ud, void *p, size_t old, size_t n)
{
    LoadMemory *m = ud;
    bool mine = (uintptr_t)p - (uintptr_t)m->block < m->nbytes;
    if (p != NULL && !mine)
        return gc_try_realloc(m->vm, p, old, n);
    if (n == 0) {
        if (p != NULL)
            block_alloc(m, p, old, 0);
        return NULL;
    }
    void *q = block_alloc(m, p, old, n);
    if (q != NULL)
        return q;
    q = gc_try_realloc(m->vm, NULL, 0, n);
    if (q != NULL && p != NULL)
        memcpy(q, p, old < n ? old : n);
    return q;
}

/* ---------------------------------------------------------------- loading */

typedef struct Loader {
    Verify v;
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

/* Push a closure of function `number`, a main function. */
static LClosure *push_main(lua_State *L, Chunk *c, uint32_t number)
{
    VM *vm = L->vm;
    vm->anchor = &c->h;
    Proto *p = proto_new(vm, c, number);
    vm->anchor = &p->h;
    set_source(vm, p, NULL);
    LClosure *f = lclosure_new(vm, p);
    vm->anchor = NULL;
    val_obj(L->top, f);
    L->top++;
    lclosure_fresh_upvalues(L, f);
    return f;
}

/* Push the first module's main function, or nothing if the file is refused. */
static void load_file(lua_State *L, void *ud)
{
    Loader *ld = ud;
    if (!verify_file(&ld->v))
        return;
    push_main(L, chunk_new(L->vm, &ld->v), 0);
    ld->ok = true;
}

static const char *name_in_message(const char *chunkname)
{
    if (*chunkname == '@' || *chunkname == '=')
        return chunkname + 1;
    return *chunkname == BC_MAGIC[0] ? "binary string" : chunkname;
}

bool vm_load_binary(lua_State *L, LoadMemory *m, const uint8_t *bytes,
                    size_t nbytes, const char *name)
{
    VM *vm = L->vm;
    char message[400];
    Loader ld = {.ok = false};
    stack_ensure(L, 32);
    ptrdiff_t at = stack_offset(L, L->top);
    verify_init(&ld.v, bytes, nbytes, load_alloc, m, message,
                sizeof message);
    int status = vm_protect(L, load_file, &ld);
    bool no_memory = ld.v.out_of_memory;
    verify_free(&ld.v);
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

static void push_message(lua_State *L, LoadMemory *m, CompileOutput *out)
{
    int status = vm_protect(L, push_compiled, out);
    load_alloc(m, out->message, out->message_nbytes, 0);
    if (status != LUA_OK)
        err_throw(L, status);
}

uint8_t *vm_compile(lua_State *L, LoadMemory *m, const ChunkText *text,
                    size_t *nbytes, size_t *capacity)
{
    VM *vm = L->vm;
    CompileInput in = {.text = text->first, .nbytes = text->nbytes,
                       .read = text->read, .read_ud = text->ud,
                       .chunkname = text->name, .module = "",
                       .alloc = load_alloc, .alloc_ud = m};
    CompileOutput out;
    switch (compile_chunk(&in, &out)) {
    case COMPILE_MEMORY: err_memory(vm);
    case COMPILE_READ: return NULL;
    case COMPILE_SYNTAX: push_message(L, m, &out); return NULL;
    case COMPILE_OK: break;
    }
    *nbytes = out.nbytes;
    *capacity = out.capacity;
    return out.bytes;
}

/* --------------------------------------------------------------- bundles */

/* A module of a bundle: the number of its name, and its main function. */
typedef struct Module {
    uint64_t name;
    uint32_t number;
} Module;

static Module next_module(const uint8_t **at)
{
    Module m;
    m.name = bc_known_uleb(at);
    m.number = (uint32_t)bc_known_uleb(at);
    return m;
}

/* A function that some bundle has put into package.preload. */
static bool is_bundled(const Value *v)
{
    if (!is_lcl(v) || v->lcl->p->chunk->modules == NULL)
        return false;
    const uint8_t *at = v->lcl->p->chunk->modules;
    for (uint64_t n = bc_known_uleb(&at); n > 0; n--)
        if (next_module(&at).number == v->lcl->p->number)
            return true;
    return false;
}

/* package.preload[the module's name] = its main function; unless somebody has
   put another one there, which comes first for sources, too. */
static void preload_module(lua_State *L, Chunk *c, Module m)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "_PRELOAD");
    val_obj(L->top, new_string(L->vm, c, m.name));
    L->top++;
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    bool mine = is_nil(L->top - 1) || is_bundled(L->top - 1);
    lua_settop(L, -2);
    if (mine) {
        LClosure *f = push_main(L, c, m.number);
        if (f->h.aux > 0)
            closure_set_env(L, f);
        lua_rawset(L, -3);
        lua_settop(L, -2);
    } else {
        lua_settop(L, -3);
    }
}

/* Is its _ENV the table of globals? */
static bool sees_globals(const lua_State *L, const LClosure *program)
{
    Value tmp;
    const Value *g =
        tab_get_int(L->vm, L->vm->registry.tab, LUA_RIDX_GLOBALS, &tmp);
    const Value *env = program->h.aux > 0 ? program->upvals[0]->v : NULL;
    return env != NULL && is_table(env) && is_table(g) && env->tab == g->tab;
}

/*
 * The modules of a bundle see the globals, so they are there for a program
 * that sees them, and not before it runs: loading one does nothing.
 */
void load_modules(lua_State *L, const LClosure *program)
{
    Chunk *c = program->p->chunk;
    if (c->modules == NULL || program->p->number != 0 ||
        !sees_globals(L, program))
        return;
    const uint8_t *at = c->modules;
    for (uint64_t n = bc_known_uleb(&at); n > 0; n--) {
        Module m = next_module(&at);
        if (m.number > 0)
            preload_module(L, c, m);
    }
}
