/*
 * vm/verify.c -- proves that the bytes of a .bc file keep every rule of
 * docs/bytecode.md, so that the loader and the interpreter may trust them.
 *
 * Here: header, sections, the tables of strings, modules and functions, and
 * debug information. The code of a function is in vm/verify_code.c.
 *
 * Nothing recurses and no step depends on more than its own bytes: time and
 * memory grow with the file, whoever wrote it. Strings and constants that
 * are there twice are found by hashing; a file made to collide is sorted.
 *
 * Owner    the caller; scratch memory is freed before bc_verify returns.
 * Raises   no.
 * Read     bc_verify, read_function, all_unique.
 */
#include "vm/verify_code_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vm/config.h"

enum { MAX_FILE = 0x7fffffff, MAX_LINE = 0x7fffffff };

/* -- messages ------------------------------------------------------------ */

static bool look_up_place(Verify *v, char *out, size_t size);

/* Append to the message; what does not fit is cut. */
static void say(Verify *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void say(Verify *v, const char *fmt, ...)
{
    va_list args;
    int n;

    if (v->message_size == 0)
        return;
    va_start(args, fmt);
    n = vsnprintf(v->message, v->message_size, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= v->message_size)
        n = (int)v->message_size - 1;
    v->message += n;
    v->message_size -= (size_t)n;
}

static const char *op_name(const Verify *v)
{
    return v->insns != NULL ? bc_opinfo[v->insns[v->insn].op].name : "";
}

void verify_message(Verify *v, const char *rule, const char *fmt, ...)
{
    char text[160], place[100];
    va_list args;

    if (v->quiet)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (v->function != NO_FUNCTION) {
        say(v, "function %lu", (unsigned long)v->function);
        if (look_up_place(v, place, sizeof place))
            say(v, " (%s)", place);
        if (v->insn != NO_INSN)
            say(v, ", instruction %lu%s%s", (unsigned long)v->insn,
                v->insns != NULL ? " " : "", op_name(v));
        say(v, ": ");
    }
    say(v, "%s [%s]", text, rule);
}

/* -- memory -------------------------------------------------------------- */

static bool no_memory(Verify *v)
{
    v->out_of_memory = true;
    return false;
}

static void scratch_free(Verify *v, Scratch *s)
{
    if (s->p != NULL)
        v->alloc(v->alloc_ud, s->p, s->nbytes, 0);
    s->p = NULL;
    s->nbytes = 0;
}

void *verify_scratch(Verify *v, Scratch *s, size_t n, size_t size)
{
    size_t nbytes;

    if (n > (SIZE_MAX / 2 - 64) / size) {
        no_memory(v);
        return NULL;
    }
    nbytes = n * size;
    if (s->p != NULL && nbytes <= s->nbytes)
        return s->p;
    scratch_free(v, s);
    nbytes += nbytes / 2 + 64; /* so that the next, a bit larger, fits */
    s->p = v->alloc(v->alloc_ud, NULL, 0, nbytes);
    if (s->p == NULL)
        no_memory(v);
    else
        s->nbytes = nbytes;
    return s->p;
}

/* -- the cursor ---------------------------------------------------------- */

static size_t remaining(const Verify *v)
{
    return (size_t)(v->end - v->p);
}

static uint32_t offset(const Verify *v)
{
    return (uint32_t)(v->p - v->file.bytes);
}

static bool get_byte(Verify *v, uint8_t *out, const char *what)
{
    if (v->p == v->end)
        return verify_fail(v, "canonical", "%s missing", what);
    *out = *v->p++;
    return true;
}

static NOINLINE bool get_any_number(Verify *v, uint32_t max, uint32_t *out,
                                    const char *what, const char *rule)
{
    uint64_t n;

    if (!bc_uleb(&v->p, v->end, &n))
        return verify_fail(v, "canonical",
                           "%s is not a number in shortest form", what);
    if (n > max)
        return verify_fail(v, rule, "%s is %llu, more than %lu", what,
                           (unsigned long long)n, (unsigned long)max);
    *out = (uint32_t)n;
    return true;
}

/* A number up to `max`, which breaks `rule` if it is larger. */
static ALWAYS_INLINE bool get_number(Verify *v, uint32_t max, uint32_t *out,
                                     const char *what, const char *rule)
{
    const uint8_t *p = v->p;

    if (LIKELY(v->end - p >= 2)) {
        if (LIKELY(p[0] < 0x80 && p[0] <= max)) {
            *out = p[0];
            v->p = p + 1;
            return true;
        }
        if (p[0] >= 0x80 && p[1] < 0x80 && p[1] > 0 && max >= 0x3fff) {
            *out = (p[0] & 0x7fu) | (uint32_t)p[1] << 7;
            v->p = p + 2;
            return true;
        }
    }
    return get_any_number(v, max, out, what, rule);
}

/* A count of things of at least `size` bytes each. */
static NOINLINE bool too_many(Verify *v, uint32_t n, const char *what)
{
    return verify_fail(v, "canonical",
                       "%s is %lu, too many for the bytes that remain", what,
                       (unsigned long)n);
}

static inline bool get_count(Verify *v, size_t size, uint32_t *out,
                             const char *what)
{
    if (!get_number(v, MAX_FILE, out, what, "canonical"))
        return false;
    return (uint64_t)*out * size <= remaining(v) || too_many(v, *out, what);
}

static bool at_end(Verify *v, const char *what)
{
    if (v->p != v->end)
        return verify_fail(v, "canonical", "%lu bytes left over in %s",
                           (unsigned long)remaining(v), what);
    return true;
}

static void enter(Verify *v, const uint8_t *begin, const uint8_t *end)
{
    v->p = begin;
    v->end = end;
}

/* -- no two alike -------------------------------------------------------- */

typedef struct Slot {
    uint32_t item; /* plus 1; 0: empty */
    uint32_t tag;  /* another part of the hash */
} Slot;

uint64_t verify_hash(const uint8_t *p, size_t nbytes)
{
    uint64_t h = nbytes * UINT64_C(0x9E3779B97F4A7C15), w;

    for (; nbytes >= 8; nbytes -= 8, p += 8) {
        memcpy(&w, p, 8);
        h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 32;
    }
    if (nbytes >= 4)
        w = bc_u32le(p) | (uint64_t)bc_u32le(p + nbytes - 4) << 32;
    else if (nbytes > 0)
        w = p[0] | (uint64_t)p[nbytes / 2] << 8 |
            (uint64_t)p[nbytes - 1] << 16;
    else
        w = 0;
    h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
    h = (h ^ h >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

/* An order of items: by length, then by bytes. */
static int compare_items(const Verify *v, Item a, Item b)
{
    if (a.nbytes != b.nbytes)
        return a.nbytes < b.nbytes ? -1 : 1;
    return memcmp(v->file.bytes + a.offset, v->file.bytes + b.offset,
                  a.nbytes);
}

/* Merge two sorted runs, items[0 .. mid-1] and items[mid .. n-1]. */
static void merge_runs(const Verify *v, const Item *items, size_t mid,
                       size_t n, Item *out)
{
    size_t i = 0, j = mid;

    while (i < mid && j < n)
        *out++ = compare_items(v, items[i], items[j]) <= 0 ? items[i++]
                                                           : items[j++];
    while (i < mid)
        *out++ = items[i++];
    while (j < n)
        *out++ = items[j++];
}

/* The slow way, for files that are made to collide: sort. */
static bool unique_by_sorting(Verify *v, const Item *items, size_t n,
                              const char *what)
{
    Item *from = verify_scratch(v, &v->sorted[0], n, sizeof *from);
    Item *to = verify_scratch(v, &v->sorted[1], n, sizeof *to), *swap;

    if (from == NULL || to == NULL)
        return false;
    memcpy(from, items, n * sizeof *from);
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t i = 0; i < n; i += 2 * run) {
            size_t left = n - i;

            merge_runs(v, from + i, run < left ? run : left,
                       2 * run < left ? 2 * run : left, to + i);
        }
        swap = from, from = to, to = swap;
    }
    for (size_t i = 1; i < n; i++)
        if (compare_items(v, from[i - 1], from[i]) == 0)
            return verify_fail(v, "canonical", "a %s is there twice", what);
    return true;
}

/* The number of an item among the row's constants, or among the items. */
static unsigned long number_of(const Verify *v, const Item *items, size_t i,
                               const FunctionRow *row)
{
    const uint8_t *p, *end = v->file.bytes + items[i].offset;
    unsigned long n = 0;

    if (row == NULL)
        return i;
    for (p = v->file.bytes + row->constants; p < end; p = bc_pass_constant(p))
        n++;
    return n;
}

static bool is_there_twice(Verify *v, const Item *items, size_t i,
                           const FunctionRow *row)
{
    return verify_fail(v, "canonical", "%s %lu is there twice",
                       row != NULL ? "constant" : "string",
                       number_of(v, items, i, row));
}

static bool few_unique(Verify *v, const Item *items, size_t n,
                       const FunctionRow *row)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (compare_items(v, items[i], items[j]) == 0)
                return is_there_twice(v, items, i, row);
    return true;
}

typedef struct Table {
    Slot *slots;
    size_t mask, work, limit;
} Table;

/* Put item i, of hash h, into the table. When that takes too long, work is
   above its limit. */
static bool put_item(Verify *v, Table *t, const Item *items, size_t i,
                     uint64_t h, const FunctionRow *row)
{
    size_t at = h & t->mask;

    for (; t->slots[at].item != 0; at = (at + 1) & t->mask) {
        if (t->slots[at].tag == (uint32_t)(h >> 32)) {
            t->work += items[i].nbytes / 16;
            if (compare_items(v, items[t->slots[at].item - 1], items[i]) == 0)
                return is_there_twice(v, items, i, row);
        }
        if (++t->work > t->limit)
            return true;
    }
    t->slots[at] = (Slot){(uint32_t)i + 1, (uint32_t)(h >> 32)};
    return true;
}

/* Items are strings, or numbers among the constants of a row. In batches, so
   that the table's memory comes while hashes are computed. */
static bool all_unique(Verify *v, const Item *items, size_t n,
                       const FunctionRow *row)
{
    enum { FEW = 6, BATCH = 16 };
    Table t = {.limit = 1024 + 8 * n};
    size_t nslots = 16;
    uint64_t hash[BATCH];

    if (n <= FEW)
        return few_unique(v, items, n, row);
    while (nslots < 2 * n)
        nslots *= 2;
    t.mask = nslots - 1;
    t.slots = verify_scratch(v, &v->slots, nslots, sizeof *t.slots);
    if (t.slots == NULL)
        return false;
    memset(t.slots, 0, nslots * sizeof *t.slots);
    for (size_t i = 0; i < n; i += BATCH) {
        size_t end = n - i < BATCH ? n : i + BATCH;

        for (size_t j = i; j < end; j++) {
            hash[j - i] = verify_hash(v->file.bytes + items[j].offset,
                                      items[j].nbytes);
            PREFETCH(&t.slots[hash[j - i] & t.mask]);
        }
        for (size_t j = i; j < end; j++)
            if (!put_item(v, &t, items, j, hash[j - i], row))
                return false;
        if (t.work > t.limit)
            return unique_by_sorting(v, items, n,
                                     row != NULL ? "constant" : "string");
    }
    return true;
}

/* -- header and sections ------------------------------------------------- */

/* The first bytes, as many as there are; others are called by their name. */
static bool check_magic(Verify *v)
{
    const uint8_t *bytes = v->file.bytes;
    size_t n = v->file.nbytes < 4 ? v->file.nbytes : 4;

    if (n == 0 || memcmp(bytes, BC_MAGIC, n) == 0)
        return true;
    if (n == 4 && memcmp(bytes, "\x1BLua", n) == 0)
        return verify_fail(v, "header", "made by luac, not a .bc file");
    if (n >= 3 && memcmp(bytes, "\x1BLJ", 3) == 0)
        return verify_fail(v, "header", "made by LuaJIT, not a .bc file");
    return verify_fail(v, "header", "not a .bc file");
}

/* The lengths of its sections say that the file is longer. */
static bool is_truncated(const Verify *v)
{
    const uint8_t *p = v->file.bytes + BC_HEADER_SIZE;
    const uint8_t *end = v->file.bytes + v->file.nbytes;
    int last = v->file.flags & BC_STRIPPED ? BC_SECTION_FUNCTIONS
                                           : BC_SECTION_DEBUG;

    for (int id = BC_SECTION_STRINGS; id <= last; id++) {
        uint64_t nbytes;

        if (p < end && *p++ != id)
            return false;
        if (!bc_uleb(&p, end, &nbytes))
            return end - p < 10; /* a number cut off */
        if (nbytes > (uint64_t)(end - p))
            return true;
        p += nbytes;
    }
    return false;
}

static bool check_header(Verify *v)
{
    const uint8_t *bytes = v->file.bytes;
    size_t nbytes = v->file.nbytes;

    if (nbytes > MAX_FILE)
        return verify_fail(v, "limits", "file of more than %d bytes",
                           MAX_FILE);
    if (!check_magic(v))
        return false;
    if (nbytes < BC_HEADER_SIZE)
        return verify_fail(v, "header", "truncated chunk");
    if (bytes[4] != BC_VERSION)
        return verify_fail(v, "header", "version %d, where %d is read",
                           bytes[4], BC_VERSION);
    if (bytes[5] & ~(BC_STRIPPED | BC_BUNDLE))
        return verify_fail(v, "header", "unknown flags %d", bytes[5]);
    v->file.flags = bytes[5];
    if (bc_crc32(0, bytes + BC_HEADER_SIZE, nbytes - BC_HEADER_SIZE) !=
        bc_u32le(bytes + 6))
        return verify_fail(v, "header", is_truncated(v)
                                            ? "truncated chunk"
                                            : "wrong checksum: damaged");
    enter(v, bytes + BC_HEADER_SIZE, bytes + nbytes);
    return true;
}

static bool find_section(Verify *v, int id, const char *name,
                         const uint8_t **begin, const uint8_t **end)
{
    uint32_t nbytes;

    if (v->p == v->end || *v->p != id)
        return verify_fail(v, "header", "section %s is not at its place",
                           name);
    v->p++;
    if (!get_number(v, MAX_FILE, &nbytes, "length of a section",
                    "canonical"))
        return false;
    if (nbytes > remaining(v))
        return verify_fail(v, "header", "section %s passes the file's end",
                           name);
    *begin = v->p;
    *end = v->p += nbytes;
    return true;
}

static bool find_sections(Verify *v)
{
    BcFile *f = &v->file;

    if (!find_section(v, BC_SECTION_STRINGS, "STRINGS", &f->strings,
                      &f->strings_end) ||
        !find_section(v, BC_SECTION_MODULES, "MODULES", &f->modules,
                      &f->modules_end) ||
        !find_section(v, BC_SECTION_FUNCTIONS, "FUNCTIONS", &f->functions,
                      &f->functions_end))
        return false;
    if (!(f->flags & BC_STRIPPED) &&
        !find_section(v, BC_SECTION_DEBUG, "DEBUG", &f->debug,
                      &f->debug_end))
        return false;
    if (v->p != v->end)
        return verify_fail(v, "header", "%lu bytes behind the last section",
                           (unsigned long)remaining(v));
    return true;
}

/* -- strings ------------------------------------------------------------- */

/* A table of strings at the cursor; which one is used first where is for
   those to check who read the uses. */
static bool check_strings(Verify *v, Scratch *list, uint32_t *count)
{
    Item *items;

    if (!get_count(v, 1, count, "number of strings"))
        return false;
    items = verify_scratch(v, list, *count, sizeof *items);
    if (items == NULL)
        return false;
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t nbytes;

        if (!get_count(v, 1, &nbytes, "length of a string"))
            return false;
        items[i] = (Item){offset(v), nbytes};
        v->p += nbytes;
    }
    return all_unique(v, items, *count, NULL);
}

static bool check_string_section(Verify *v)
{
    enter(v, v->file.strings, v->file.strings_end);
    return check_strings(v, &v->strings, &v->file.nstrings) &&
           at_end(v, "STRINGS");
}

/*
 * A use of a string. Strings are in the order of first use, so that a use
 * names one that was used before, or the next.
 */
static inline bool use_string(Verify *v, uint32_t index, uint32_t nstrings,
                              uint32_t *nused, const char *rule)
{
    if (LIKELY(index < *nused)) /* which is at most nstrings */
        return true;
    if (index >= nstrings)
        return verify_fail(v, rule, "string %lu of %lu",
                           (unsigned long)index, (unsigned long)nstrings);
    if (index > *nused)
        return verify_fail(v, "canonical",
                           "string %lu used before string %lu",
                           (unsigned long)index, (unsigned long)*nused);
    ++*nused;
    return true;
}

static bool all_used(Verify *v, uint32_t nstrings, uint32_t nused,
                     const char *table)
{
    v->function = NO_FUNCTION;
    if (nused != nstrings)
        return verify_fail(v, "canonical", "string %lu of %s is not used",
                           (unsigned long)nused, table);
    return true;
}

/* -- modules ------------------------------------------------------------- */

/* The first string, the program's name, must be empty. */
static bool check_program_name(Verify *v)
{
    const uint8_t *p = v->file.strings;
    uint64_t count, nbytes = 1;

    if (!bc_uleb(&p, v->file.strings_end, &count) || count == 0 ||
        !bc_uleb(&p, v->file.strings_end, &nbytes) || nbytes != 0)
        return verify_fail(v, "canonical",
                           "the first module is not named by the empty "
                           "string");
    return true;
}

/* Names are strings of their own and come first: module i is named i. */
static bool check_modules(Verify *v)
{
    uint32_t name, function, above = 0;

    enter(v, v->file.modules, v->file.modules_end);
    if (!get_count(v, 2, &v->file.nmodules, "number of modules"))
        return false;
    if (v->file.nmodules == 0 ||
        (v->file.nmodules > 1 && !(v->file.flags & BC_BUNDLE)))
        return verify_fail(v, "header", "%lu modules%s",
                           (unsigned long)v->file.nmodules,
                           v->file.nmodules ? " without the bundle flag"
                                            : "");
    for (uint32_t i = 0; i < v->file.nmodules; i++) {
        if (!get_number(v, MAX_FILE, &name, "name of a module", "canonical"))
            return false;
        if (name != i || name >= v->file.nstrings)
            return verify_fail(v, "canonical",
                               "module %lu is named by string %lu, not by "
                               "its own", (unsigned long)i,
                               (unsigned long)name);
        if (!get_number(v, MAX_FILE, &function, "function of a module",
                        "tree"))
            return false;
        if (i == 0 ? function != 0 : function < above)
            return verify_fail(v, "tree",
                               "module %lu begins at function %lu, where "
                               "%s%lu is possible", (unsigned long)i,
                               (unsigned long)function,
                               i == 0 ? "only " : "at least ",
                               (unsigned long)above);
        above = function + 1;
    }
    return at_end(v, "MODULES") && check_program_name(v);
}

/* -- functions ----------------------------------------------------------- */

/* A function whose children are being read. */
typedef struct Level {
    uint32_t function, nleft;
    uint32_t next; /* place in Verify.children for its next child */
} Level;

typedef struct Tree {
    unsigned depth;
    uint32_t nlisted; /* of Verify.children */
    const uint8_t *module, *modules_end; /* those not yet begun */
    uint32_t root;    /* where the next module begins */
    uint32_t nused;   /* of STRINGS */
    Level level[BC_MAX_DEPTH]; /* most of it is never touched */
} Tree;

/* Look at the next module's function; NO_FUNCTION behind the last. The
   section has been checked. */
static void next_module(Tree *t)
{
    uint64_t name, function;

    t->root = NO_FUNCTION;
    if (bc_uleb(&t->module, t->modules_end, &name) &&
        bc_uleb(&t->module, t->modules_end, &function))
        t->root = (uint32_t)function;
}

/* Give the function its parent, or see that it is a module's. */
static bool place_in_tree(Verify *v, Tree *t, uint32_t f)
{
    Level *top;

    while (t->depth > 0 && t->level[t->depth - 1].nleft == 0)
        t->depth--;
    if (t->depth == 0) {
        v->functions[f].parent = NO_FUNCTION;
        if (t->root != f)
            return verify_fail(v, "tree", "belongs to no function and no "
                               "module begins with it");
        next_module(t);
        return true;
    }
    if (t->root == f)
        return verify_fail(v, "tree", "a module begins within function %lu",
                           (unsigned long)t->level[0].function);
    if (t->depth == BC_MAX_DEPTH)
        return verify_fail(v, "tree", "nested deeper than %d functions",
                           BC_MAX_DEPTH);
    top = &t->level[t->depth - 1];
    v->functions[f].parent = top->function;
    v->children[top->next++] = f;
    top->nleft--;
    return true;
}

static bool read_upvalue(Verify *v, FunctionRow *row, unsigned n)
{
    const FunctionRow *parent;
    uint8_t flags, index;

    if (!get_byte(v, &flags, "upvalue") || !get_byte(v, &index, "upvalue"))
        return false;
    if (flags & ~(BC_UP_INSTACK | BC_UP_CONST))
        return verify_fail(v, "canonical", "upvalue %u has unknown flags %u",
                           n, flags);
    if (row->parent == NO_FUNCTION) {
        if (v->file.flags & BC_BUNDLE &&
            (n > 0 || !(flags & BC_UP_INSTACK) || index != 0))
            return verify_fail(v, "tree", "upvalue %u is not a main "
                               "function's _ENV", n);
        return true;
    }
    parent = &v->functions[row->parent];
    if (flags & BC_UP_INSTACK) {
        if (index >= parent->nregs)
            return verify_fail(v, "upvalue", "upvalue %u is register %u of "
                               "%u", n, index, parent->nregs);
        regset_add(flags & BC_UP_CONST ? &row->constant : &row->variable,
                   index);
        return true;
    }
    if (index >= parent->nupvalues)
        return verify_fail(v, "upvalue", "upvalue %u is upvalue %u of %u",
                           n, index, parent->nupvalues);
    if ((flags ^ v->file.bytes[parent->upvalues + 2 * index]) & BC_UP_CONST)
        return verify_fail(v, "upvalue", "upvalue %u and the enclosing "
                           "function's disagree on being constant", n);
    return true;
}

static bool read_upvalues(Verify *v, FunctionRow *row)
{
    uint32_t n;

    if (!get_number(v, BC_MAX_UPVALS, &n, "number of upvalues", "limits"))
        return false;
    row->nupvalues = (uint8_t)n;
    row->upvalues = offset(v);
    for (unsigned i = 0; i < n; i++)
        if (!read_upvalue(v, row, i))
            return false;
    for (unsigned w = 0; w < REGSET_WORDS; w++)
        if (row->variable.word[w] & row->constant.word[w])
            return verify_fail(v, "upvalue", "one register is captured as "
                               "constant and as not");
    return true;
}

static bool is_nan(const uint8_t f64[8])
{
    uint64_t high = bc_u32le(f64 + 4), bits = high << 32 | bc_u32le(f64);

    return (bits & INT64_MAX) > UINT64_C(0x7FF0000000000000);
}

/* What was seen of a function's constants that may not be there twice. */
typedef struct Seen {
    Item *numbers;
    uint32_t nnumbers;
    uint8_t simple[3]; /* nil, false, true */
} Seen;

static bool is_twice(Verify *v, uint32_t i)
{
    return verify_fail(v, "canonical", "constant %lu is there twice",
                       (unsigned long)i);
}

/* No two strings are alike: it is enough that none is used twice. */
static bool read_string_constant(Verify *v, Tree *t, uint32_t i)
{
    uint32_t string, *user = v->users.p;

    if (!get_number(v, MAX_FILE, &string, "string of a constant",
                    "canonical") ||
        !use_string(v, string, v->file.nstrings, &t->nused, "canonical"))
        return false;
    if (user[string] == v->function + 1)
        return is_twice(v, i);
    user[string] = v->function + 1;
    return true;
}

static bool read_number_constant(Verify *v, Seen *seen, uint32_t i,
                                 uint8_t type)
{
    Item *item = &seen->numbers[seen->nnumbers++];
    int64_t integer;

    item->offset = offset(v) - 1;
    if (type == BC_CONST_INT) {
        if (!bc_sleb(&v->p, v->end, &integer))
            return verify_fail(v, "canonical", "constant %lu is not a "
                               "number in shortest form", (unsigned long)i);
    } else {
        if (remaining(v) < 8)
            return verify_fail(v, "canonical", "constant %lu is cut off",
                               (unsigned long)i);
        if (is_nan(v->p))
            return verify_fail(v, "canonical", "constant %lu is NaN",
                               (unsigned long)i);
        v->p += 8;
    }
    item->nbytes = offset(v) - item->offset;
    return true;
}

static bool read_constant(Verify *v, Tree *t, Seen *seen, uint32_t i)
{
    uint8_t type;

    if (!get_byte(v, &type, "constant"))
        return false;
    switch (type) {
    case BC_CONST_NIL: case BC_CONST_FALSE: case BC_CONST_TRUE:
        return seen->simple[type]++ == 0 || is_twice(v, i);
    case BC_CONST_INT: case BC_CONST_FLOAT:
        return read_number_constant(v, seen, i, type);
    case BC_CONST_STRING:
        return read_string_constant(v, t, i);
    default:
        return verify_fail(v, "canonical", "constant %lu has unknown type "
                           "%u", (unsigned long)i, type);
    }
}

static bool read_constants(Verify *v, Tree *t, FunctionRow *row)
{
    Seen seen = {0};

    if (!get_count(v, 1, &row->nconstants, "number of constants"))
        return false;
    row->constants = offset(v);
    seen.numbers = verify_scratch(v, &v->items, row->nconstants,
                                  sizeof *seen.numbers);
    if (seen.numbers == NULL)
        return false;
    for (uint32_t i = 0; i < row->nconstants; i++)
        if (!read_constant(v, t, &seen, i))
            return false;
    return all_unique(v, seen.numbers, seen.nnumbers, row);
}

static bool read_children(Verify *v, Tree *t, uint32_t f)
{
    FunctionRow *row = &v->functions[f];

    if (!get_number(v, MAX_FILE, &row->nchildren, "number of children",
                    "tree"))
        return false;
    if (row->nchildren > v->file.nfunctions - 1 - t->nlisted)
        return verify_fail(v, "tree", "has %lu children, more than there "
                           "are functions", (unsigned long)row->nchildren);
    row->first_child = t->nlisted;
    t->nlisted += row->nchildren;
    t->level[t->depth++] = (Level){f, row->nchildren, row->first_child};
    return true;
}

static bool read_frame(Verify *v, FunctionRow *row)
{
    if (!get_byte(v, &row->nparams, "number of parameters") ||
        !get_byte(v, &row->flags, "flags") ||
        !get_byte(v, &row->nregs, "number of registers"))
        return false;
    if (row->nparams > BC_MAX_PARAMS || row->nparams > row->nregs)
        return verify_fail(v, "limits", "%u parameters in %u registers",
                           row->nparams, row->nregs);
    if (row->flags & ~(BC_FN_VARARG | BC_FN_CLOSES))
        return verify_fail(v, "canonical", "unknown flags %u", row->flags);
    if (row->nregs == 0)
        return verify_fail(v, "limits", "no registers");
    if (row->parent == NO_FUNCTION && v->file.flags & BC_BUNDLE &&
        !(row->flags & BC_FN_VARARG))
        return verify_fail(v, "tree", "is a module's main function, but "
                           "not vararg");
    return true;
}

/* Fill the row of function f, whose code is left for later. */
static bool read_function(Verify *v, Tree *t, uint32_t f)
{
    FunctionRow *row = &v->functions[f];
    const uint8_t *section_end = v->end;
    uint32_t nbytes;

    memset(row, 0, sizeof *row);
    v->function = f;
    v->nread = f + 1;
    if (!place_in_tree(v, t, f) ||
        !get_count(v, 1, &nbytes, "length of a function"))
        return false;
    v->end = v->p + nbytes;
    if (!read_frame(v, row) || !read_upvalues(v, row) ||
        !read_constants(v, t, row) || !read_children(v, t, f) ||
        !get_count(v, 1, &row->ninsns, "number of instructions"))
        return false;
    if (row->ninsns == 0)
        return verify_fail(v, "canonical", "no instructions");
    row->code = offset(v);
    v->p = v->end;
    row->end = offset(v);
    v->end = section_end;
    return true;
}

static bool tree_complete(Verify *v, const Tree *t)
{
    for (unsigned i = 0; i < t->depth; i++)
        if (t->level[i].nleft > 0) {
            v->function = t->level[i].function;
            return verify_fail(v, "tree", "lacks %lu of its children",
                               (unsigned long)t->level[i].nleft);
        }
    v->function = NO_FUNCTION;
    if (t->root != NO_FUNCTION)
        return verify_fail(v, "tree", "a module begins at function %lu of "
                           "%lu", (unsigned long)t->root,
                           (unsigned long)v->file.nfunctions);
    return true;
}

static bool read_functions(Verify *v)
{
    Tree t;
    uint64_t nmodules;
    void *users = verify_scratch(v, &v->users, v->file.nstrings,
                                 sizeof(uint32_t));

    if (users == NULL)
        return false;
    memset(users, 0, v->file.nstrings * sizeof(uint32_t));
    memset(&t, 0, offsetof(Tree, level));
    t.module = v->file.modules;
    t.modules_end = v->file.modules_end;
    t.nused = v->file.nmodules;
    bc_uleb(&t.module, t.modules_end, &nmodules);
    next_module(&t);
    for (uint32_t f = 0; f < v->file.nfunctions; f++)
        if (!read_function(v, &t, f))
            return false;
    return tree_complete(v, &t) && at_end(v, "FUNCTIONS") &&
           all_used(v, v->file.nstrings, t.nused, "STRINGS");
}

/* -- debug information --------------------------------------------------- */

/* An index plus 1; 0 says something of its own. */
static bool debug_string(Verify *v, uint32_t *out, const char *what)
{
    return get_number(v, MAX_FILE, out, what, "debug") &&
           (*out == 0 ||
            use_string(v, *out - 1, v->nnames, &v->nnames_used, "debug"));
}

static bool debug_head(Verify *v, FunctionRow *row)
{
    uint32_t inherited = row->parent == NO_FUNCTION
                             ? 0
                             : v->functions[row->parent].source;
    uint32_t source;

    if (!debug_string(v, &source, "source"))
        return false;
    if (source != 0 && source == inherited)
        return verify_fail(v, "canonical", "its source is its parent's, "
                           "which is written 0");
    row->source = source ? source : inherited;
    return get_number(v, MAX_LINE, &row->linedefined, "linedefined",
                      "debug") &&
           get_number(v, MAX_LINE, &row->lastlinedefined,
                      "lastlinedefined", "debug");
}

/* A run of lines, whose numbers may have any length. */
static NOINLINE bool debug_run(Verify *v, uint32_t i, int64_t *line,
                               uint32_t *nleft)
{
    uint32_t ninsns;
    int64_t delta;

    if (!get_number(v, *nleft, &ninsns, "length of a line run", "debug"))
        return false;
    if (!bc_sleb(&v->p, v->end, &delta))
        return verify_fail(v, "canonical", "a line is not a number in "
                           "shortest form");
    if (ninsns == 0 || (delta == 0 && i > 0))
        return verify_fail(v, "canonical", "line run %lu is %s",
                           (unsigned long)i,
                           ninsns == 0 ? "empty" : "part of the one before");
    if (delta < -*line || delta > MAX_LINE - *line)
        return verify_fail(v, "debug", "line run %lu is out of range",
                           (unsigned long)i);
    *line += delta;
    *nleft -= ninsns;
    return true;
}

static bool debug_lines(Verify *v, const FunctionRow *row)
{
    int64_t line = row->linedefined;
    uint32_t nruns, nleft = row->ninsns;
    const uint8_t *p;

    if (!get_count(v, 2, &nruns, "number of line runs"))
        return false;
    for (uint32_t i = 0; i < nruns; i++) {
        p = v->p;
        if (LIKELY(v->end - p >= 2 && p[0] > 0 && p[0] < 0x80 &&
                   p[0] <= nleft && p[1] > 0 && p[1] < 0x40 &&
                   line < MAX_LINE - 0x40)) { /* some lines on */
            nleft -= p[0];
            line += p[1];
            v->p = p + 2;
        } else if (!debug_run(v, i, &line, &nleft))
            return false;
    }
    if (nleft > 0)
        return verify_fail(v, "debug", "%lu instructions have no line",
                           (unsigned long)nleft);
    return true;
}

static bool debug_locals(Verify *v, const FunctionRow *row)
{
    uint32_t nlocals, name, delta, length, start = 0;
    uint8_t reg;

    if (!get_count(v, 4, &nlocals, "number of locals"))
        return false;
    for (uint32_t i = 0; i < nlocals; i++) {
        if (!get_number(v, MAX_FILE, &name, "name of a local", "debug") ||
            !use_string(v, name, v->nnames, &v->nnames_used, "debug") ||
            !get_number(v, row->ninsns - start, &delta, "start of a local",
                        "debug"))
            return false;
        start += delta;
        if (!get_number(v, row->ninsns - start, &length,
                        "length of a local", "debug") ||
            !get_byte(v, &reg, "register of a local"))
            return false;
        if (reg >= row->nregs)
            return verify_fail(v, "debug", "local %lu is register %u of %u",
                               (unsigned long)i, reg, row->nregs);
    }
    return true;
}

static bool debug_function(Verify *v, FunctionRow *row)
{
    uint32_t name;

    row->debug = offset(v);
    if (!debug_head(v, row))
        return false;
    row->lines = offset(v);
    if (!debug_lines(v, row))
        return false;
    row->locals = offset(v);
    if (!debug_locals(v, row))
        return false;
    row->upvalue_names = offset(v);
    for (unsigned i = 0; i < row->nupvalues; i++)
        if (!debug_string(v, &name, "name of an upvalue"))
            return false;
    return true;
}

static bool begin_debug(Verify *v)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->file.debug, v->file.debug_end);
    if (!check_strings(v, &v->names, &v->nnames))
        return false;
    v->debug_at = v->p;
    return true;
}

static bool check_debug(Verify *v, uint32_t f)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->debug_at, v->file.debug_end);
    if (!debug_function(v, &v->functions[f]))
        return false;
    v->debug_at = v->p;
    return true;
}

static bool end_debug(Verify *v)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->debug_at, v->file.debug_end);
    return at_end(v, "DEBUG") && all_used(v, v->nnames, v->nnames_used,
                                          "DEBUG");
}

/* Walk the table at the cursor up to the string; the rest of the table is
   passed too. */
static bool pass_strings(Verify *v, uint32_t wanted, const uint8_t **s,
                         uint32_t *nbytes, uint32_t *count)
{
    uint32_t n;

    if (!get_count(v, 1, count, "number of strings"))
        return false;
    for (uint32_t i = 0; i < *count; i++) {
        if (!get_count(v, 1, &n, "length of a string"))
            return false;
        if (i == wanted) {
            *s = v->p;
            *nbytes = n;
        }
        v->p += n;
    }
    return true;
}

/* A chunk name as words of a message: one line, printable. */
static size_t show_chunk(const uint8_t *s, size_t nbytes, char *out,
                         size_t size)
{
    size_t n = 0;

    if (nbytes > 0 && (*s == '@' || *s == '='))
        s++, nbytes--;
    for (; n < nbytes && n + 1 < size && s[n] != '\n'; n++)
        out[n] = (char)(s[n] >= ' ' && s[n] < 0x7f ? s[n] : '?');
    out[n] = '\0';
    return n;
}

/*
 * Where the function of a message comes from, as "app.lua:12". DEBUG may not
 * have been checked yet: it is read with the same care, and silently.
 */
static bool look_up_place(Verify *v, char *out, size_t size)
{
    const uint8_t *p = v->p, *end = v->end, *s = NULL;
    uint32_t function = v->function, nbytes = 0, source, line;
    size_t n;

    if (v->file.debug == NULL || v->functions == NULL ||
        function >= v->nread)
        return false;
    v->quiet = true;
    v->functions[function].source = 0;
    v->functions[function].linedefined = 0;
    v->nnames_used = 0;
    enter(v, v->file.debug, v->file.debug_end);
    if (pass_strings(v, 0, &s, &nbytes, &v->nnames))
        for (uint32_t f = 0; f <= function; f++)
            if (!debug_function(v, &v->functions[f]))
                break;
    source = v->functions[function].source;
    line = v->functions[function].linedefined;
    s = NULL;
    enter(v, v->file.debug, v->file.debug_end);
    if (source != 0)
        pass_strings(v, source - 1, &s, &nbytes, &v->nnames);
    v->quiet = false;
    enter(v, p, end);
    if (s == NULL)
        return false;
    n = show_chunk(s, nbytes, out, size - 16);
    if (line > 0)
        snprintf(out + n, 16, ":%lu", (unsigned long)line);
    return true;
}

/* -- the whole ----------------------------------------------------------- */

static bool allocate_rows(Verify *v)
{
    size_t n;

    enter(v, v->file.functions, v->file.functions_end);
    if (!get_count(v, 1, &v->file.nfunctions, "number of functions"))
        return false;
    n = v->file.nfunctions;
    if (n > SIZE_MAX / sizeof *v->functions)
        return no_memory(v);
    if (n == 0)
        return verify_fail(v, "tree", "no functions");
    v->functions = v->alloc(v->alloc_ud, NULL, 0, n * sizeof *v->functions);
    v->children = v->alloc(v->alloc_ud, NULL, 0, n * sizeof *v->children);
    if (v->functions == NULL || v->children == NULL)
        return no_memory(v);
    return true;
}

void verify_init(Verify *v, const uint8_t *bytes, size_t nbytes,
                 BcAlloc alloc, void *ud, char *message, size_t size)
{
    *v = (Verify){.message = message, .message_size = size, .alloc = alloc,
                  .alloc_ud = ud, .function = NO_FUNCTION, .insn = NO_INSN};
    v->file.bytes = bytes;
    v->file.nbytes = nbytes;
    if (size > 0)
        *message = '\0';
}

static bool verify_function(Verify *v, uint32_t f)
{
    Code c;

    v->function = f;
    if (!verify_code(v, f, &c))
        return false;
    v->insn = NO_INSN;
    if (!check_debug(v, f))
        return false;
    v->function = NO_FUNCTION;
    return true;
}

bool verify_file(Verify *v)
{
    if (!check_header(v) || !find_sections(v) || !check_string_section(v) ||
        !check_modules(v) || !allocate_rows(v) || !read_functions(v) ||
        !begin_debug(v))
        return false;
    for (uint32_t f = 0; f < v->file.nfunctions; f++)
        if (!verify_function(v, f))
            return false;
    return end_debug(v);
}

void verify_free(Verify *v)
{
    Scratch *all[] = {&v->strings, &v->names, &v->users, &v->items, &v->slots,
                      &v->sorted[0], &v->sorted[1], &v->types, &v->code,
                      &v->targets, &v->sets, &v->heap};
    size_t n = v->file.nfunctions;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        scratch_free(v, all[i]);
    if (v->functions != NULL)
        v->alloc(v->alloc_ud, v->functions, n * sizeof *v->functions, 0);
    if (v->children != NULL)
        v->alloc(v->alloc_ud, v->children, n * sizeof *v->children, 0);
}

bool bc_verify(const uint8_t *bytes, size_t nbytes, BcAlloc alloc, void *ud,
               BcFile *out, char *message, size_t size)
{
    Verify v;
    bool ok;

    verify_init(&v, bytes, nbytes, alloc, ud, message, size);
    ok = verify_file(&v);
    verify_free(&v);
    if (ok)
        *out = v.file;
    else if (v.out_of_memory) /* whatever else was said before */
        snprintf(message, size, "not enough memory");
    return ok;
}
