/*
 * vm/dump.c -- a function as a .bc file, for lua_dump.
 *
 * The canonical code was kept when the function was loaded, so only tables
 * are made anew: strings in order of first use, functions in pre-order,
 * debug information. docs/bytecode.md is the specification.
 *
 * Owner    the Dump's buffers; freed also when an error passes (vm_protect).
 * Read     vm_dump, dump_function.
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

/* Strings in order of first use. Their bytes lie in live strings. */
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

static void put_sleb(Dump *d, Bytes *b, int64_t x)
{
    for (;;) {
        unsigned c = (unsigned)((uint64_t)x & 0x7F);
        int64_t rest = x >= 0 ? x / 128 : -((-(x + 1)) / 128) - 1;
        bool last = (rest == 0 && !(c & 0x40)) || (rest == -1 && (c & 0x40));
        put_u8(d, b, last ? c : c | 0x80);
        if (last)
            return;
        x = rest;
    }
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

static uint32_t string_index(Dump *d, StringList *l, const String *s)
{
    return text_index(d, l, (Text){s->data, s->nbytes});
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

static void put_float(Dump *d, Bytes *b, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    for (int i = 0; i < 8; i++, bits >>= 8)
        put_u8(d, b, (unsigned)(bits & 0xFF));
}

/* The module's name "" is string 0 of the file; a constant "" is the same. */
static uint32_t constant_string(Dump *d, String *s)
{
    return s->nbytes == 0 ? 0 : string_index(d, &d->strings, s) + 1;
}

static void put_constant(Dump *d, Bytes *b, const Value *k)
{
    switch (k->tag) {
    case TAG_NIL: put_u8(d, b, BC_CONST_NIL); break;
    case TAG_FALSE: put_u8(d, b, BC_CONST_FALSE); break;
    case TAG_TRUE: put_u8(d, b, BC_CONST_TRUE); break;
    case TAG_INT:
        put_u8(d, b, BC_CONST_INT);
        put_sleb(d, b, k->i);
        break;
    case TAG_FLOAT:
        put_u8(d, b, BC_CONST_FLOAT);
        put_float(d, b, k->n);
        break;
    default:
        put_u8(d, b, BC_CONST_STRING);
        put_uleb(d, b, constant_string(d, k->str));
        break;
    }
}

static void put_locals(Dump *d, const Proto *p)
{
    Bytes *b = &d->debug;
    LocalCursor c = proto_locals(p);
    LocalVar v;
    uint32_t start = 0;
    put_uleb(d, b, c.nleft);
    while (proto_next_local(&c, &v)) {
        Text name;
        name.p = proto_name(p, v.name, &name.n);
        put_uleb(d, b, text_index(d, &d->names, name));
        put_uleb(d, b, v.start - start);
        put_uleb(d, b, v.end - v.start);
        put_u8(d, b, v.reg);
        start = v.start;
    }
}

static void put_debug(Dump *d, const Proto *p, const Proto *parent)
{
    Bytes *b = &d->debug;
    bool as_parent = parent != NULL && parent->source == p->source;
    put_uleb(d, b,
             as_parent || p->source == NULL
                 ? 0
                 : string_index(d, &d->names, p->source) + 1);
    put_uleb(d, b, (uint64_t)p->linedefined);
    put_uleb(d, b, (uint64_t)p->lastlinedefined);
    put(d, b, p->debug, p->debug_locals); /* lines */
    put_locals(d, p);
    for (uint32_t i = 0; i < p->nupvals; i++)
        put_uleb(d, b,
                 p->upvals[i].name == NULL
                     ? 0
                     : string_index(d, &d->names, p->upvals[i].name) + 1);
}

static void dump_function(Dump *d, const Proto *p, const Proto *parent)
{
    Bytes *fn = &d->part;
    fn->n = 0;
    d->nfunctions++;
    put_u8(d, fn, p->nparams);
    put_u8(d, fn, p->fnflags);
    put_u8(d, fn, p->nregs);
    put_uleb(d, fn, p->nupvals);
    for (uint32_t i = 0; i < p->nupvals; i++) {
        put_u8(d, fn, p->upvals[i].flags);
        put_u8(d, fn, p->upvals[i].index);
    }
    put_uleb(d, fn, p->nk);
    for (uint32_t i = 0; i < p->nk; i++)
        put_constant(d, fn, &p->k[i]);
    put_uleb(d, fn, p->nchildren);
    put_uleb(d, fn, p->nbc_insns);
    put(d, fn, p->bc, p->nbc);
    put_uleb(d, &d->functions, fn->n);
    put(d, &d->functions, fn->p, fn->n);
    if (!d->strip)
        put_debug(d, p, parent);
    for (uint32_t i = 0; i < p->nchildren; i++)
        dump_function(d, p->children[i], p);
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
    if (d->main->nlines == 0)
        d->strip = true; /* it was loaded without debug information */
    dump_function(d, d->main, NULL);
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

static void free_bytes(Dump *d, Bytes *b) { gc_realloc(d->vm, b->p, b->cap, 0); }

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
