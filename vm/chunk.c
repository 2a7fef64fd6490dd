/*
 * vm/chunk.c -- what is kept of a .bc file that was verified.
 *
 * The file's bytes, an index of its functions and strings, and the names of
 * variables as C strings, in one object. What DEBUG says about a function is
 * read when somebody asks for it.
 *
 * Owner    the collector: prototypes refer to their chunk.
 * Raises   memory.
 * Read     chunk_new, read_lines.
 */
#include "vm/chunk.h"

#include <string.h>

#include "vm/string.h"
#include "vm/translate.h"
#include "vm/verify_int.h"

/* ------------------------------------------------------------------ making */

/* So that whoever decodes an instruction may read some bytes more. */
#define PADDING 8

static size_t aligned(size_t n)
{
    return (n + PADDING + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
}

static size_t names_nbytes(const Verify *v)
{
    const Item *item = v->names.p;
    size_t n = 0;
    for (uint32_t i = 0; i < v->nnames; i++)
        n += item[i].nbytes + 1;
    return n;
}

static uint32_t count_long(const Verify *v)
{
    const Item *item = v->strings.p;
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->file.nstrings; i++)
        n += item[i].nbytes > SHORT_MAX;
    return n;
}

static void index_strings(const Verify *v, uint32_t *at, LongString *longs)
{
    const uint8_t *p = v->file.strings;
    uint32_t nlongs = 0;
    for (uint64_t n = bc_known_uleb(&p); n > 0; n--, at++) {
        *at = (uint32_t)(p - v->file.bytes);
        uint64_t nbytes = bc_known_uleb(&p);
        p += nbytes;
        if (nbytes > SHORT_MAX) {
            longs[nlongs] = (LongString){*at, NULL};
            *at = LONG_STRING + nlongs++;
        }
    }
}

static void copy_names(const Verify *v, uint32_t *at, char *text)
{
    const Item *item = v->names.p;
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->nnames; i++) {
        at[i] = n;
        memcpy(text + n, v->file.bytes + item[i].offset, item[i].nbytes);
        n += item[i].nbytes;
        text[n++] = '\0';
    }
    at[v->nnames] = n;
}

/* The children of a function follow it, each with its own: it ends where the
   last one does. So they are gone through from the end. */
static void index_functions(const Verify *v, ChunkFunction *out)
{
    for (uint32_t i = v->file.nfunctions; i-- > 0;) {
        const FunctionRow *row = &v->functions[i];
        const uint32_t *children = v->children + row->first_child;
        out[i] = (ChunkFunction){
            .nparams = row->nparams, .flags = row->flags,
            .nregs = row->nregs, .nupvalues = row->nupvalues,
            .upvalues = row->upvalues, .code = row->code, .end = row->end,
            .ninsns = row->ninsns,
            .after = row->nchildren == 0
                         ? i + 1
                         : out[children[row->nchildren - 1]].after,
            .debug = row->debug, .lines = row->lines, .locals = row->locals,
            .upvalue_names = row->upvalue_names};
    }
}

Chunk *chunk_new(VM *vm, const Verify *v)
{
    uint32_t nnames = v->file.debug != NULL ? v->nnames : 0;
    uint32_t nlongs = count_long(v);
    size_t text = nnames > 0 ? names_nbytes(v) : 0, nbytes = 0, at[6];
    const size_t parts[6] = {
        sizeof(Chunk), v->file.nfunctions * sizeof(ChunkFunction),
        v->file.nstrings * sizeof(uint32_t),
        (nnames + 1u) * sizeof(uint32_t), v->file.nbytes,
        nlongs * sizeof(LongString)};
    for (unsigned i = 0; i < 6; i++) {
        at[i] = nbytes;
        nbytes += aligned(parts[i]);
    }
    Chunk *c = gc_new(vm, nbytes + text, TAG_CHUNK);
    char *base = (char *)c;
    ChunkFunction *functions = (void *)(base + at[1]);
    uint32_t *strings = (void *)(base + at[2]);
    uint32_t *names = (void *)(base + at[3]);
    c->nbytes = nbytes + text;
    c->file = memcpy(base + at[4], v->file.bytes, v->file.nbytes);
    memset(base + at[4] + v->file.nbytes, 0, PADDING);
    c->modules = v->file.nmodules > 1
                     ? c->file + (v->file.modules - v->file.bytes)
                     : NULL;
    c->functions = functions;
    c->strings = strings;
    c->longs = (void *)(base + at[5]);
    c->nlongs = nlongs;
    c->names = names;
    c->name_text = base + nbytes;
    c->nfunctions = v->file.nfunctions;
    c->nstrings = v->file.nstrings;
    c->nnames = nnames;
    c->stripped = v->file.debug == NULL;
    index_functions(v, functions);
    index_strings(v, strings, c->longs);
    names[0] = 0;
    if (nnames > 0)
        copy_names(v, names, base + nbytes);
    return c;
}

const char *chunk_string(const Chunk *c, uint64_t i, size_t *nbytes)
{
    const LongString *l = chunk_long_string(c, i);
    const uint8_t *p = c->file + (l != NULL ? l->at : c->strings[i]);
    *nbytes = (size_t)bc_known_uleb(&p);
    return (const char *)p;
}

const char *chunk_name(const Chunk *c, uint64_t i, size_t *nbytes)
{
    *nbytes = c->names[i + 1] - c->names[i] - 1;
    return c->name_text + c->names[i];
}

/* ------------------------------------------------------ debug information */

static const ChunkFunction *function_of(const Proto *p)
{
    return &p->chunk->functions[p->number];
}

const char *proto_upvalue_name(const Proto *p, unsigned i)
{
    uint64_t name = 0;
    size_t nbytes;
    if (p->chunk->stripped)
        return NULL;
    const uint8_t *at = p->chunk->file + function_of(p)->upvalue_names;
    for (unsigned n = 0; n <= i; n++)
        name = bc_known_uleb(&at);
    return name != 0 ? chunk_name(p->chunk, name - 1, &nbytes) : NULL;
}

LocalCursor proto_locals(const Proto *p)
{
    LocalCursor c = {0};
    if (!p->chunk->stripped) {
        c.at = p->chunk->file + function_of(p)->locals;
        c.nleft = (uint32_t)bc_known_uleb(&c.at);
    }
    return c;
}

bool proto_next_local(LocalCursor *c, LocalVar *out)
{
    if (c->nleft == 0)
        return false;
    c->nleft--;
    out->name = bc_known_uleb(&c->at);
    c->start += (uint32_t)bc_known_uleb(&c->at);
    out->start = c->start;
    out->end = c->start + (uint32_t)bc_known_uleb(&c->at);
    out->reg = *c->at++;
    return true;
}

/* Read the runs of lines, into `runs` if it is not NULL; returns the line of
   a memory word. */
static int32_t read_lines(const Proto *p, LineRun *runs, uint32_t word)
{
    const uint8_t *at = p->chunk->file + function_of(p)->lines;
    CodeCursor c = proto_cursor(p);
    int64_t line = p->linedefined;
    int32_t found = -1;
    uint32_t n = (uint32_t)bc_known_uleb(&at), first = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t ninsns = (uint32_t)bc_known_uleb(&at);
        line += bc_known_sleb(&at);
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
