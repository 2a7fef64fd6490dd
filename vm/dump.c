/*
 * vm/dump.c -- a function as a .bc file, for lua_dump.
 *
 * The file that the function was loaded from is there, so only tables are made
 * anew: strings in order of first use, here and in debug information.
 * docs/bytecode.md is the specification.
 *
 * Owner    the Dump's buffers; freed also when an error passes (vm_protect).
 * Read     vm_dump, put_function, put_debug.
 */
#include <string.h>

#include "vm/call.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/string.h"

typedef struct Bytes {
    uint8_t *p;
    size_t n, cap;
} Bytes;

typedef struct Text {
    const char *p;
    size_t n;
} Text;

/* Strings in order of first use. Their bytes lie in the chunk, which lives. */
typedef struct StringList {
    Text *list;
    uint32_t *slots; /* open hash of index + 1 */
    uint32_t n, cap, nslots;
} StringList;

typedef struct Dump {
    VM *vm;
    Proto *main;
    bool strip;
    uint32_t nfunctions;
    StringList strings, names;
    Bytes functions, debug, out;
    Bytes part; /* of them, being made */
} Dump;

static void put(Dump *d, Bytes *b, const void *p, size_t n)
{
    if (b->cap - b->n < n) {
        size_t cap = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n + 64;
        b->p = gc_realloc(d->vm, b->p, b->cap, cap);
        b->cap = cap;
    }
    if (n > 0)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

static void put_u8(Dump *d, Bytes *b, unsigned x)
{
    uint8_t c = (uint8_t)x;
    put(d, b, &c, 1);
}

static void put_uleb(Dump *d, Bytes *b, uint64_t x)
{
    do {
        unsigned c = x & 0x7F;
        x >>= 7;
        put_u8(d, b, x != 0 ? c | 0x80 : c);
    } while (x != 0);
}

/* ----------------------------------------------------------------- strings */

static bool same(Text a, Text b)
{
    return a.n == b.n && (a.p == b.p || memcmp(a.p, b.p, a.n) == 0);
}

static uint32_t hash_of(const Dump *d, Text s)
{
    return str_hash_bytes(d->vm->seed, s.p, s.n);
}

static void rehash(Dump *d, StringList *l)
{
    uint32_t n = l->nslots == 0 ? 64 : l->nslots * 2;
    uint32_t *p = gc_realloc(d->vm, NULL, 0, n * sizeof *p);
    memset(p, 0, n * sizeof *p);
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t j = hash_of(d, l->list[i]) & (n - 1);
        while (p[j] != 0)
            j = (j + 1) & (n - 1);
        p[j] = i + 1;
    }
    gc_realloc(d->vm, l->slots, l->nslots * sizeof *p, 0);
    l->slots = p;
    l->nslots = n;
}

static uint32_t text_index(Dump *d, StringList *l, Text s)
{
    if (l->n * 2 >= l->nslots)
        rehash(d, l);
    uint32_t mask = l->nslots - 1, j = hash_of(d, s) & mask;
    for (; l->slots[j] != 0; j = (j + 1) & mask)
        if (same(l->list[l->slots[j] - 1], s))
            return l->slots[j] - 1;
    if (l->n == l->cap) {
        uint32_t cap = l->cap == 0 ? 32 : l->cap * 2;
        l->list = gc_realloc(d->vm, l->list, l->cap * sizeof *l->list,
                             cap * sizeof *l->list);
        l->cap = cap;
    }
    l->list[l->n] = s;
    l->slots[j] = ++l->n;
    return l->n - 1;
}

static void put_strings(Dump *d, Bytes *b, const StringList *l, bool empty)
{
    put_uleb(d, b, l->n + empty);
    if (empty) /* the module's name */
        put_uleb(d, b, 0);
    for (uint32_t i = 0; i < l->n; i++) {
        put_uleb(d, b, l->list[i].n);
        put(d, b, l->list[i].p, l->list[i].n);
    }
}

/* --------------------------------------------------------------- functions */

static Text string_of(const Chunk *c, uint64_t i)
{
    Text s;
    s.p = chunk_string(c, i, &s.n);
    return s;
}

static Text name_of(const Chunk *c, uint64_t i)
{
    Text s;
    s.p = chunk_name(c, i, &s.n);
    return s;
}

/* The module's name "" is string 0 of the file; a constant "" is the same. */
static uint32_t constant_string(Dump *d, Text s)
{
    return s.n == 0 ? 0 : text_index(d, &d->strings, s) + 1;
}

/* Returns what is behind the constant. */
static const uint8_t *put_constant(Dump *d, const uint8_t *at)
{
    const uint8_t *end = bc_pass_constant(at);
    if (*at != BC_CONST_STRING) {
        put(d, &d->part, at, (size_t)(end - at));
        return end;
    }
    put_u8(d, &d->part, *at++);
    put_uleb(d, &d->part,
             constant_string(d, string_of(d->main->chunk, bc_known_uleb(&at))));
    return end;
}

static void put_function(Dump *d, const ChunkFunction *f)
{
    const uint8_t *file = d->main->chunk->file;
    const uint8_t *upvalues = file + f->upvalues;
    const uint8_t *at = upvalues + 2 * f->nupvalues;
    Bytes *fn = &d->part;
    fn->n = 0;
    put_u8(d, fn, f->nparams);
    put_u8(d, fn, f->flags);
    put_u8(d, fn, f->nregs);
    put_uleb(d, fn, f->nupvalues);
    put(d, fn, upvalues, 2 * f->nupvalues);
    uint64_t nconstants = bc_known_uleb(&at);
    put_uleb(d, fn, nconstants);
    while (nconstants-- > 0)
        at = put_constant(d, at);
    put(d, fn, at, (size_t)(file + f->end - at)); /* children and code */
    put_uleb(d, &d->functions, fn->n);
    put(d, &d->functions, fn->p, fn->n);
}

/* --------------------------------------------------------------- debug info */

static void put_name(Dump *d, Text name)
{
    put_uleb(d, &d->debug, text_index(d, &d->names, name));
}

/* A number plus 1; 0 says something of its own. */
static void put_name_opt(Dump *d, uint64_t name)
{
    if (name == 0)
        put_u8(d, &d->debug, 0);
    else
        put_uleb(d, &d->debug,
                 text_index(d, &d->names,
                            name_of(d->main->chunk, name - 1)) + 1u);
}

static const uint8_t *put_locals(Dump *d, const uint8_t *at)
{
    uint64_t n = bc_known_uleb(&at);
    put_uleb(d, &d->debug, n);
    for (; n > 0; n--) {
        put_name(d, name_of(d->main->chunk, bc_known_uleb(&at)));
        const uint8_t *rest = at;
        bc_known_uleb(&at); /* start */
        bc_known_uleb(&at); /* length */
        at++;            /* register */
        put(d, &d->debug, rest, (size_t)(at - rest));
    }
    return at;
}

/* Sources are those of the functions around; the outermost one's is written. */
static void put_source(Dump *d, uint64_t source, bool outermost)
{
    const String *s = d->main->source;
    if (!outermost || s == NULL)
        put_name_opt(d, outermost ? 0 : source);
    else
        put_uleb(d, &d->debug,
                 text_index(d, &d->names, (Text){s->data, s->nbytes}) + 1u);
}

static void put_debug(Dump *d, const ChunkFunction *f, bool outermost)
{
    const uint8_t *file = d->main->chunk->file;
    const uint8_t *at = file + f->debug;
    put_source(d, bc_known_uleb(&at), outermost);
    put(d, &d->debug, at, (size_t)(file + f->locals - at));
    at = put_locals(d, file + f->locals);
    for (unsigned i = 0; i < f->nupvalues; i++)
        put_name_opt(d, bc_known_uleb(&at));
}

/* The main function and those inside it. */
static void put_functions(Dump *d)
{
    const Proto *main = d->main;
    const ChunkFunction *f = &main->chunk->functions[main->number];
    const ChunkFunction *end = &main->chunk->functions[f->after];
    d->nfunctions = (uint32_t)(end - f);
    for (bool outermost = true; f < end; f++, outermost = false) {
        put_function(d, f);
        if (!d->strip)
            put_debug(d, f, outermost);
    }
}

/* -------------------------------------------------------------------- file */

static void put_section(Dump *d, unsigned id, const Bytes *head,
                        const Bytes *body)
{
    put_u8(d, &d->out, id);
    put_uleb(d, &d->out, head->n + body->n);
    put(d, &d->out, head->p, head->n);
    put(d, &d->out, body->p, body->n);
}

static void dump_file(lua_State *L, void *ud)
{
    Dump *d = ud;
    Bytes *head = &d->part, none = {NULL, 0, 0};
    (void)L;
    d->strip |= d->main->chunk->stripped;
    put_functions(d);
    put(d, &d->out, BC_MAGIC, 4);
    put_u8(d, &d->out, BC_VERSION);
    put_u8(d, &d->out, d->strip ? BC_STRIPPED : 0);
    put(d, &d->out, "\0\0\0\0", 4);
    head->n = 0;
    put_strings(d, head, &d->strings, true);
    put_section(d, BC_SECTION_STRINGS, head, &none);
    head->n = 0;
    put(d, head, "\1\0\0", 3); /* one module: name 0, function 0 */
    put_section(d, BC_SECTION_MODULES, head, &none);
    head->n = 0;
    put_uleb(d, head, d->nfunctions);
    put_section(d, BC_SECTION_FUNCTIONS, head, &d->functions);
    if (!d->strip) {
        head->n = 0;
        put_strings(d, head, &d->names, false);
        put_section(d, BC_SECTION_DEBUG, head, &d->debug);
    }
    uint32_t crc = bc_crc32(0, d->out.p + BC_HEADER_SIZE,
                            d->out.n - BC_HEADER_SIZE);
    for (int i = 0; i < 4; i++)
        d->out.p[6 + i] = (uint8_t)(crc >> 8 * i);
}

static void free_bytes(Dump *d, Bytes *b)
{
    gc_realloc(d->vm, b->p, b->cap, 0);
}

static void free_list(Dump *d, StringList *l)
{
    gc_realloc(d->vm, l->list, l->cap * sizeof *l->list, 0);
    gc_realloc(d->vm, l->slots, l->nslots * sizeof *l->slots, 0);
}

uint8_t *vm_dump(lua_State *L, Proto *p, bool strip, size_t *nbytes)
{
    Dump d = {.vm = L->vm, .main = p, .strip = strip};
    int status = vm_protect(L, dump_file, &d);
    free_bytes(&d, &d.functions);
    free_bytes(&d, &d.debug);
    free_bytes(&d, &d.part);
    free_list(&d, &d.strings);
    free_list(&d, &d.names);
    if (status != LUA_OK) {
        free_bytes(&d, &d.out);
        err_throw(L, status);
    }
    *nbytes = d.out.n;
    return gc_realloc(L->vm, d.out.p, d.out.cap, d.out.n);
}
