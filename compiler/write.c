/*
 * compiler/write.c -- the writer of .bc files (docs/bytecode.md).
 *
 * Functions come with their code and lines encoded. What is left is what
 * depends on the file: their order, and the tables of strings.
 *
 * Read     write_module, put_function, put_debug.
 */
#include "compiler/write_int.h"

#include <string.h>

#include "compiler/leb_int.h"

/* ---- bytes ------------------------------------------------------------- */

void bytes_put(Mem *mem, Bytes *b, const void *p, size_t nbytes)
{
    if (nbytes == 0)
        return;
    VEC_RESERVE(mem, b, nbytes);
    memcpy(b->items + b->count, p, nbytes);
    b->count += nbytes;
}

void bytes_u8(Mem *mem, Bytes *b, unsigned n) { VEC_PUSH(mem, b, (uint8_t)n); }

void bytes_uleb(Mem *mem, Bytes *b, uint64_t n)
{
    VEC_RESERVE(mem, b, LEB_MAX);
    b->count = (size_t)(leb_unsigned(b->items + b->count, n) - b->items);
}

void bytes_sleb(Mem *mem, Bytes *b, int64_t n)
{
    VEC_RESERVE(mem, b, LEB_MAX);
    b->count = (size_t)(leb_signed(b->items + b->count, n) - b->items);
}

static void put_u32(uint8_t *p, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(n >> 8 * i);
}

static void put_f64(Mem *mem, Bytes *b, double n)
{
    uint64_t bits;
    uint8_t bytes[8];
    memcpy(&bits, &n, sizeof bits);
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(bits >> 8 * i);
    bytes_put(mem, b, bytes, sizeof bytes);
}

/* ---- the frame of a file ----------------------------------------------- */

enum { AT_CHECKSUM = 6 };

void write_header(Writer *w, unsigned flags)
{
    static const uint8_t no_checksum[4];
    w->out.count = w->section.count = 0;
    bytes_put(w->mem, &w->out, BC_MAGIC, 4);
    bytes_u8(w->mem, &w->out, BC_VERSION);
    bytes_u8(w->mem, &w->out, flags);
    bytes_put(w->mem, &w->out, no_checksum, sizeof no_checksum);
}

/* The longer of both stays where it is: for files of many megabytes a second
   copy would be most of what compiling needs. */
void write_section(Writer *w, enum BcSection id)
{
    Bytes *out = &w->out, *body = &w->section;
    bytes_u8(w->mem, out, id);
    bytes_uleb(w->mem, out, body->count);
    if (body->count > out->count) {
        VEC_RESERVE(w->mem, body, out->count);
        memmove(body->items + out->count, body->items, body->count);
        memcpy(body->items, out->items, out->count);
        body->count += out->count;
        Bytes before = *out;
        *out = *body;
        *body = before;
    } else {
        bytes_put(w->mem, out, body->items, body->count);
    }
    body->count = 0;
}

void write_checksum(Writer *w)
{
    put_u32(w->out.items + AT_CHECKSUM,
            bc_crc32(0, w->out.items + BC_HEADER_SIZE,
                     w->out.count - BC_HEADER_SIZE));
}

void write_give(Writer *w, CompileOutput *out)
{
    out->bytes = w->out.items;
    out->nbytes = w->out.count;
    out->capacity = w->out.cap;
    w->out = (Bytes){NULL, 0, 0};
}

void write_free(Writer *w)
{
    VEC_FREE(w->mem, &w->out);
    VEC_FREE(w->mem, &w->section);
    VEC_FREE(w->mem, &w->fields);
    VEC_FREE(w->mem, &w->strings);
}

/* ---- strings ----------------------------------------------------------- */

/* Note the first use of a string; *index is its place plus 1. */
static void use_string(Writer *w, Str *s, uint32_t *index)
{
    if (*index != 0)
        return;
    VEC_PUSH(w->mem, &w->strings, s);
    *index = (uint32_t)w->strings.count;
}

void write_strings(Writer *w)
{
    bytes_uleb(w->mem, &w->section, w->strings.count);
    for (size_t i = 0; i < w->strings.count; i++) {
        const Str *s = w->strings.items[i];
        bytes_uleb(w->mem, &w->section, s->nbytes);
        bytes_put(w->mem, &w->section, s->bytes, s->nbytes);
    }
}

/* ---- functions --------------------------------------------------------- */

/* The function behind f in pre-order. */
static Func *next_func(Func *f)
{
    if (f->children != NULL)
        return f->children;
    while (f != NULL && f->next == NULL)
        f = f->parent;
    return f != NULL ? f->next : NULL;
}

/* Is the upvalue ever assigned? An outer function may have settled that. */
static void settle_assigned(Func *f)
{
    for (uint32_t i = 0; i < f->nupvals; i++) {
        Upval *up = &f->upvals[i];
        if (!up->in_stack)
            up->assigned = f->parent->upvals[up->index].assigned;
    }
}

/* The first pass: strings in order of first use, number of functions. */
static uint32_t collect(Writer *w, Func *main, Str *module)
{
    uint32_t n = 0;
    w->strings.count = 0;
    use_string(w, module, &module->file_index);
    for (Func *f = main; f != NULL; f = next_func(f), n++) {
        settle_assigned(f);
        const uint8_t *p = f->code->consts;
        for (uint32_t i = 0; i < f->code->nconsts; i++) {
            Const k;
            p = code_next_const(p, &k);
            if (k.type == BC_CONST_STRING)
                use_string(w, k.as.s, &k.as.s->file_index);
        }
    }
    return n;
}

static void put_const(Writer *w, const Const *k)
{
    Bytes *b = &w->fields;
    bytes_u8(w->mem, b, k->type);
    switch (k->type) {
    case BC_CONST_INT: bytes_sleb(w->mem, b, k->as.i); break;
    case BC_CONST_FLOAT: put_f64(w->mem, b, k->as.n); break;
    case BC_CONST_STRING:
        bytes_uleb(w->mem, b, k->as.s->file_index - 1);
        break;
    default: break;
    }
}

static void put_upvalues(Writer *w, const Func *f)
{
    Bytes *b = &w->fields;
    bytes_uleb(w->mem, b, f->nupvals);
    for (uint32_t i = 0; i < f->nupvals; i++) {
        const Upval *up = &f->upvals[i];
        unsigned flags = up->in_stack ? BC_UP_INSTACK : 0;
        if (!up->assigned)
            flags |= BC_UP_CONST;
        bytes_u8(w->mem, b, flags);
        bytes_u8(w->mem, b, up->index);
    }
}

static void put_function(Writer *w, const Func *f)
{
    const Proto *p = f->code;
    Bytes *b = &w->fields;
    b->count = 0;
    bytes_u8(w->mem, b, f->nparams);
    bytes_u8(w->mem, b, (f->is_vararg ? BC_FN_VARARG : 0u) |
                            (f->closes ? BC_FN_CLOSES : 0u));
    bytes_u8(w->mem, b, p->nregs);
    put_upvalues(w, f);
    bytes_uleb(w->mem, b, p->nconsts);
    const uint8_t *at = p->consts;
    for (uint32_t i = 0; i < p->nconsts; i++) {
        Const k;
        at = code_next_const(at, &k);
        put_const(w, &k);
    }
    bytes_uleb(w->mem, b, f->nchildren);
    bytes_uleb(w->mem, b, p->ninsns);
    bytes_uleb(w->mem, &w->section, b->count + p->code_nbytes);
    bytes_put(w->mem, &w->section, b->items, b->count);
    bytes_put(w->mem, &w->section, p->code, p->code_nbytes);
}

/* ---- debug information ------------------------------------------------- */

static void collect_debug(Writer *w, Func *main, Str *source)
{
    w->strings.count = 0;
    use_string(w, source, &source->debug_index);
    for (Func *f = main; f != NULL; f = next_func(f)) {
        const uint8_t *p = f->code->locals;
        for (uint32_t i = 0; i < f->code->nlocals; i++) {
            LocalInfo local;
            p = code_next_local(p, &local);
            use_string(w, local.name, &local.name->debug_index);
        }
        for (uint32_t i = 0; i < f->nupvals; i++)
            use_string(w, f->upvals[i].name,
                       &f->upvals[i].name->debug_index);
    }
}

static void put_debug(Writer *w, const Func *f, const Str *source)
{
    const Proto *p = f->code;
    Bytes *b = &w->section;
    uint32_t at = 0;
    bytes_uleb(w->mem, b, f->parent == NULL ? source->debug_index : 0);
    bytes_uleb(w->mem, b, f->first_line);
    bytes_uleb(w->mem, b, f->last_line);
    bytes_uleb(w->mem, b, p->nruns);
    bytes_put(w->mem, b, p->lines, p->lines_nbytes);
    bytes_uleb(w->mem, b, p->nlocals);
    const uint8_t *next = p->locals;
    for (uint32_t i = 0; i < p->nlocals; i++) {
        LocalInfo local;
        next = code_next_local(next, &local);
        bytes_uleb(w->mem, b, local.name->debug_index - 1);
        bytes_uleb(w->mem, b, local.start - at);
        bytes_uleb(w->mem, b, local.end - local.start);
        bytes_u8(w->mem, b, local.reg);
        at = local.start;
    }
    for (uint32_t i = 0; i < f->nupvals; i++)
        bytes_uleb(w->mem, b, f->upvals[i].name->debug_index);
}

/* ---- modules ----------------------------------------------------------- */

void write_module(Writer *w, Func *main, Str *module, Str *source)
{
    uint32_t nfuncs = collect(w, main, module);
    write_header(w, source == NULL ? BC_STRIPPED : 0);
    write_strings(w);
    write_section(w, BC_SECTION_STRINGS);
    bytes_uleb(w->mem, &w->section, 1);
    bytes_uleb(w->mem, &w->section, module->file_index - 1);
    bytes_uleb(w->mem, &w->section, 0);
    write_section(w, BC_SECTION_MODULES);
    bytes_uleb(w->mem, &w->section, nfuncs);
    for (Func *f = main; f != NULL; f = next_func(f))
        put_function(w, f);
    write_section(w, BC_SECTION_FUNCTIONS);
    if (source != NULL) {
        collect_debug(w, main, source);
        write_strings(w);
        for (Func *f = main; f != NULL; f = next_func(f))
            put_debug(w, f, source);
        write_section(w, BC_SECTION_DEBUG);
    }
    write_checksum(w);
}
