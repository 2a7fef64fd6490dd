/*
 * vm/verify_debug.c -- the part of the verifier that reads debug information,
 * and looks there for words for messages.
 *
 * Raises   no.
 * Read     debug_function, verify_place.
 */
#include <stdio.h>

#include "vm/verify_read_int.h"

enum { MAX_LINE = 0x7fffffff };

/* An index plus 1; 0 says something of its own. */
static bool debug_string(Verify *v, uint32_t *out, const char *what)
{
    return get_number(v, VERIFY_MAX_FILE, out, what, "debug") &&
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
        if (!get_number(v, VERIFY_MAX_FILE, &name, "name of a local",
                        "debug") ||
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

bool verify_begin_debug(Verify *v)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->file.debug, v->file.debug_end);
    if (!verify_strings(v, &v->names, &v->nnames))
        return false;
    v->debug_at = v->p;
    return true;
}

bool verify_debug(Verify *v, uint32_t f)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->debug_at, v->file.debug_end);
    if (!debug_function(v, &v->functions[f]))
        return false;
    v->debug_at = v->p;
    return true;
}

bool verify_end_debug(Verify *v)
{
    if (v->file.debug == NULL)
        return true;
    enter(v, v->debug_at, v->file.debug_end);
    return verify_at_end(v, "DEBUG") &&
           verify_all_used(v, v->nnames, v->nnames_used, "DEBUG");
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
bool verify_place(Verify *v, char *out, size_t size)
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
