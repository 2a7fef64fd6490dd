/*
 * compiler/bundle.c -- many files of one module to one file of many.
 *
 * The code of functions is copied as it is; what changes are the indices of
 * strings, for the bundle has one table of them. Each file is verified
 * first, so the rest need not ask whether a number is one.
 *
 * Read     compile_bundle, join, copy_function, copy_debug.
 */
#include <stdio.h>
#include <string.h>

#include "compiler/compile_int.h"

/* The strings of a table of one file, in the bundle's. */
typedef VEC_OF(Str *) StrVec;

typedef struct Bundle {
    Mem mem;
    Arena arena;
    Lexer lex; /* for its table of Strs */
    Writer writer;
    CompileOutput *out;
    const char *const *names;
    const uint8_t *const *bytes;
    const size_t *nbytes;
    size_t nfiles;
    BcFile *files;
    StrVec own;              /* strings of the file in work */
    VEC_OF(uint32_t) upvals; /* number of upvalues of each function */
    Bytes functions, debug;
    bool strip;
} Bundle;

/* ---- reading ----------------------------------------------------------- */

static uint64_t get_uleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t n = 0;
    bc_uleb(p, end, &n);
    return n;
}

/* Read a table of strings at *p. */
static void read_strings(Bundle *b, const uint8_t **p, const uint8_t *end)
{
    b->own.count = 0;
    for (uint64_t n = get_uleb(p, end); n > 0; n--) {
        size_t nbytes = (size_t)get_uleb(p, end);
        Str *s = lex_intern(&b->lex, (const char *)*p, nbytes);
        VEC_PUSH(&b->mem, &b->own, s);
        *p += nbytes;
    }
}

/* The bundle's index of a string, plus 1, for its first use now. */
static uint32_t use_string(Bundle *b, Str *s, uint32_t *index)
{
    Writer *w = &b->writer;
    if (*index == 0) {
        VEC_PUSH(&b->mem, &w->strings, s);
        *index = (uint32_t)w->strings.count;
    }
    return *index;
}

/* Copy the bytes from *from up to p. */
static void copy(Bundle *b, Bytes *to, const uint8_t **from,
                 const uint8_t *p)
{
    bytes_put(&b->mem, to, *from, (size_t)(p - *from));
    *from = p;
}

/* ---- functions --------------------------------------------------------- */

static void copy_const(Bundle *b, Bytes *to, const uint8_t **p,
                       const uint8_t *end)
{
    const uint8_t *from = *p;
    int64_t i;
    switch (*(*p)++) {
    case BC_CONST_INT: bc_sleb(p, end, &i); break;
    case BC_CONST_FLOAT: *p += 8; break;
    case BC_CONST_STRING: {
        Str *s = b->own.items[get_uleb(p, end)];
        bytes_u8(&b->mem, to, BC_CONST_STRING);
        bytes_uleb(&b->mem, to, use_string(b, s, &s->file_index) - 1);
        return;
    }
    default: break;
    }
    copy(b, to, &from, *p);
}

/* The function at p, which ends at `end`. */
static void copy_function(Bundle *b, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *from = p;
    Bytes *to = &b->writer.fields;
    to->count = 0;
    p += 3; /* nparams, flags, nregs */
    uint64_t nupvals = get_uleb(&p, end);
    VEC_PUSH(&b->mem, &b->upvals, (uint32_t)nupvals);
    p += 2 * nupvals;
    uint64_t nconsts = get_uleb(&p, end);
    copy(b, to, &from, p);
    while (nconsts-- > 0)
        copy_const(b, to, &p, end);
    from = p;
    copy(b, to, &from, end);
    bytes_uleb(&b->mem, &b->functions, to->count);
    bytes_put(&b->mem, &b->functions, to->items, to->count);
}

static void copy_functions(Bundle *b, const BcFile *file)
{
    const uint8_t *p = file->strings;
    read_strings(b, &p, file->strings_end);
    p = file->functions;
    for (uint64_t n = get_uleb(&p, file->functions_end); n > 0; n--) {
        size_t nbytes = (size_t)get_uleb(&p, file->functions_end);
        copy_function(b, p, p + nbytes);
        p += nbytes;
    }
}

/* ---- debug information ------------------------------------------------- */

/* A string's index plus 1, or 0. */
static void copy_name(Bundle *b, const uint8_t **p, const uint8_t *end)
{
    uint64_t i = get_uleb(p, end);
    uint32_t index = 0;
    if (i > 0) {
        Str *s = b->own.items[i - 1];
        index = use_string(b, s, &s->debug_index);
    }
    bytes_uleb(&b->mem, &b->debug, index);
}

static const uint8_t *skip_lines(const uint8_t *p, const uint8_t *end)
{
    int64_t delta;
    get_uleb(&p, end);
    get_uleb(&p, end);
    for (uint64_t n = get_uleb(&p, end); n > 0; n--) {
        get_uleb(&p, end);
        bc_sleb(&p, end, &delta);
    }
    return p;
}

static const uint8_t *copy_local(Bundle *b, const uint8_t *p,
                                 const uint8_t *end)
{
    Str *s = b->own.items[get_uleb(&p, end)];
    const uint8_t *from = p;
    bytes_uleb(&b->mem, &b->debug, use_string(b, s, &s->debug_index) - 1);
    get_uleb(&p, end);
    get_uleb(&p, end);
    p++;
    copy(b, &b->debug, &from, p);
    return p;
}

/* Returns what is behind the function's information. */
static const uint8_t *copy_debug(Bundle *b, const uint8_t *p,
                                 const uint8_t *end, uint32_t nupvals)
{
    copy_name(b, &p, end);
    const uint8_t *from = p;
    p = skip_lines(p, end);
    uint64_t nlocals = get_uleb(&p, end);
    copy(b, &b->debug, &from, p);
    while (nlocals-- > 0)
        p = copy_local(b, p, end);
    while (nupvals-- > 0)
        copy_name(b, &p, end);
    return p;
}

/* Debug information of all files; their functions have been copied. */
static void copy_debug_sections(Bundle *b)
{
    size_t function = 0;
    for (size_t i = 0; i < b->nfiles; i++) {
        const BcFile *file = &b->files[i];
        const uint8_t *p = file->debug;
        read_strings(b, &p, file->debug_end);
        for (uint32_t n = file->nfunctions; n > 0; n--)
            p = copy_debug(b, p, file->debug_end,
                           b->upvals.items[function++]);
    }
}

/* ---- the bundle -------------------------------------------------------- */

static void *bundle_alloc(void *ud, void *p, size_t old_nbytes,
                          size_t new_nbytes)
{
    Mem *mem = ud;
    return mem->alloc(mem->ud, p, old_nbytes, new_nbytes);
}

_Noreturn static void refuse(Bundle *b, size_t i, const char *why)
{
    mem_message(&b->mem, b->out, "module '%s' cannot be bundled: %s",
                b->names[i], why);
    mem_throw(&b->mem, COMPILE_SYNTAX);
}

/* bc_verify has said why. */
_Noreturn static void refuse_file(Bundle *b, size_t i, const char *why)
{
    static const char no_memory[] = "not enough memory";
    if (strncmp(why, no_memory, sizeof no_memory - 1) == 0)
        mem_throw(&b->mem, COMPILE_MEMORY);
    refuse(b, i, why);
}

static void verify_files(Bundle *b)
{
    char message[300];
    b->files = arena_alloc(&b->arena, b->nfiles * sizeof *b->files);
    for (size_t i = 0; i < b->nfiles; i++) {
        BcFile *file = &b->files[i];
        if (!bc_verify(b->bytes[i], b->nbytes[i], bundle_alloc, &b->mem,
                       file, message, sizeof message))
            refuse_file(b, i, message);
        if (file->nmodules != 1)
            refuse(b, i, "it is a bundle itself");
        b->strip = b->strip || file->debug == NULL;
    }
}

static void put_section(Bundle *b, enum BcSection id, const Bytes *body)
{
    Writer *w = &b->writer;
    if (id == BC_SECTION_STRINGS || id == BC_SECTION_DEBUG)
        write_strings(w);
    bytes_put(&b->mem, &w->section, body->items, body->count);
    write_section(w, id);
}

static void put_modules(Bundle *b)
{
    Bytes *to = &b->writer.section;
    uint64_t function = 0;
    bytes_uleb(&b->mem, to, b->nfiles);
    for (size_t i = 0; i < b->nfiles; i++) {
        bytes_uleb(&b->mem, to, i); /* names come first, each once */
        bytes_uleb(&b->mem, to, function);
        function += b->files[i].nfunctions;
    }
    write_section(&b->writer, BC_SECTION_MODULES);
}

static void name_modules(Bundle *b)
{
    for (size_t i = 0; i < b->nfiles; i++) {
        Str *s = lex_intern(&b->lex, b->names[i], strlen(b->names[i]));
        if (s->file_index != 0)
            refuse(b, i, "it is there already");
        use_string(b, s, &s->file_index);
    }
}

static void join(Bundle *b)
{
    static const CompileInput no_input = {.text = ""};
    static const Bytes nothing = {NULL, 0, 0};
    Writer *w = &b->writer;
    lex_init(&b->lex, &b->mem, &b->arena, &no_input, b->out);
    verify_files(b);
    name_modules(b);
    for (size_t i = 0; i < b->nfiles; i++)
        copy_functions(b, &b->files[i]);
    write_header(w, BC_BUNDLE | (b->strip ? BC_STRIPPED : 0u));
    put_section(b, BC_SECTION_STRINGS, &nothing);
    put_modules(b);
    bytes_uleb(&b->mem, &w->section, b->upvals.count);
    put_section(b, BC_SECTION_FUNCTIONS, &b->functions);
    if (!b->strip) {
        w->strings.count = 0;
        copy_debug_sections(b);
        put_section(b, BC_SECTION_DEBUG, &b->debug);
    }
    write_checksum(w);
}

static void join_protected(Bundle *b)
{
    if (setjmp(b->mem.way_out) == 0)
        join(b);
}

static void bundle_free(Bundle *b)
{
    VEC_FREE(&b->mem, &b->own);
    VEC_FREE(&b->mem, &b->upvals);
    VEC_FREE(&b->mem, &b->functions);
    VEC_FREE(&b->mem, &b->debug);
    write_free(&b->writer);
    lex_free(&b->lex);
    arena_free(&b->arena);
}

CompileStatus compile_bundle(const uint8_t *const *files,
                             const size_t *nbytes, const char *const *names,
                             size_t nfiles, CompileAlloc alloc, void *ud,
                             CompileOutput *out)
{
    Bundle b = {.names = names, .bytes = files, .nbytes = nbytes,
                .nfiles = nfiles, .out = out};
    memset(out, 0, sizeof *out);
    b.mem.alloc = alloc;
    b.mem.ud = ud;
    b.writer.mem = b.lex.mem = &b.mem;
    arena_init(&b.arena, &b.mem);
    join_protected(&b);
    CompileStatus status = b.mem.status;
    if (status == COMPILE_OK)
        write_give(&b.writer, out);
    bundle_free(&b);
    return status;
}
