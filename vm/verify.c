/*
 * vm/verify.c -- proves that the bytes of a .bc file keep every rule of
 * docs/bytecode.md, so that the loader and the interpreter may trust them.
 *
 * Here: header, sections, the tables of strings and modules. Functions are
 * read by vm/verify_rows.c, their code by vm/verify_code.c, their debug
 * information by vm/verify_debug.c.
 *
 * Nothing recurses and no step depends on more than its own bytes: time and
 * memory grow with the file, whoever wrote it.
 *
 * Owner    the caller; scratch memory is freed before bc_verify returns.
 * Raises   no.
 * Read     bc_verify, verify_file.
 */
#include "vm/verify_code_int.h"
#include "vm/verify_read_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* -- messages ------------------------------------------------------------ */

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
        if (verify_place(v, place, sizeof place))
            say(v, " (%s)", place);
        if (v->insn != NO_INSN)
            say(v, ", instruction %lu%s%s", (unsigned long)v->insn,
                v->insns != NULL ? " " : "", op_name(v));
        say(v, ": ");
    }
    say(v, "%s [%s]", text, rule);
}

/* -- memory -------------------------------------------------------------- */

bool verify_no_memory(Verify *v)
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
        verify_no_memory(v);
        return NULL;
    }
    nbytes = n * size;
    if (s->p != NULL && nbytes <= s->nbytes)
        return s->p;
    scratch_free(v, s);
    nbytes += nbytes / 2 + 64; /* so that the next, a bit larger, fits */
    s->p = v->alloc(v->alloc_ud, NULL, 0, nbytes);
    if (s->p == NULL)
        verify_no_memory(v);
    else
        s->nbytes = nbytes;
    return s->p;
}

/* -- the cursor ---------------------------------------------------------- */

bool verify_any_number(Verify *v, uint32_t max, uint32_t *out,
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

bool verify_too_many(Verify *v, uint32_t n, const char *what)
{
    return verify_fail(v, "canonical",
                       "%s is %lu, too many for the bytes that remain", what,
                       (unsigned long)n);
}

bool verify_at_end(Verify *v, const char *what)
{
    if (v->p != v->end)
        return verify_fail(v, "canonical", "%lu bytes left over in %s",
                           (unsigned long)remaining(v), what);
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

    if (nbytes > VERIFY_MAX_FILE)
        return verify_fail(v, "limits", "file of more than %d bytes",
                           VERIFY_MAX_FILE);
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
    if (!get_number(v, VERIFY_MAX_FILE, &nbytes, "length of a section",
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

bool verify_strings(Verify *v, Scratch *list, uint32_t *count)
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
    return verify_unique(v, items, *count, NULL);
}

static bool check_string_section(Verify *v)
{
    enter(v, v->file.strings, v->file.strings_end);
    return verify_strings(v, &v->strings, &v->file.nstrings) &&
           verify_at_end(v, "STRINGS");
}

bool verify_all_used(Verify *v, uint32_t nstrings, uint32_t nused,
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
        if (!get_number(v, VERIFY_MAX_FILE, &name, "name of a module",
                        "canonical"))
            return false;
        if (name != i || name >= v->file.nstrings)
            return verify_fail(v, "canonical",
                               "module %lu is named by string %lu, not by "
                               "its own", (unsigned long)i,
                               (unsigned long)name);
        if (!get_number(v, VERIFY_MAX_FILE, &function, "function of a module",
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
    return verify_at_end(v, "MODULES") && check_program_name(v);
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
        return verify_no_memory(v);
    if (n == 0)
        return verify_fail(v, "tree", "no functions");
    v->functions = v->alloc(v->alloc_ud, NULL, 0, n * sizeof *v->functions);
    v->children = v->alloc(v->alloc_ud, NULL, 0, n * sizeof *v->children);
    if (v->functions == NULL || v->children == NULL)
        return verify_no_memory(v);
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
    if (!verify_debug(v, f))
        return false;
    v->function = NO_FUNCTION;
    return true;
}

bool verify_file(Verify *v)
{
    if (!check_header(v) || !find_sections(v) || !check_string_section(v) ||
        !check_modules(v) || !allocate_rows(v) || !verify_rows(v) ||
        !verify_begin_debug(v))
        return false;
    for (uint32_t f = 0; f < v->file.nfunctions; f++)
        if (!verify_function(v, f))
            return false;
    return verify_end_debug(v);
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
