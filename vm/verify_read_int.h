/*
 * vm/verify_read_int.h -- how the parts of the verifier read a file.
 *
 * The cursor is in Verify: it never passes its end. What is read breaks a rule
 * or is kept; then the function is false and the message written.
 *
 * Read     get_number, get_count, use_string.
 */
#ifndef VM_VERIFY_READ_INT_H
#define VM_VERIFY_READ_INT_H

#include "vm/config.h"
#include "vm/verify_int.h"

enum { VERIFY_MAX_FILE = 0x7fffffff };

/* -- the cursor ---------------------------------------------------------- */

bool verify_any_number(Verify *v, uint32_t max, uint32_t *out,
                       const char *what, const char *rule);
bool verify_too_many(Verify *v, uint32_t n, const char *what);
/* Nothing must be left before the end. */
bool verify_at_end(Verify *v, const char *what);

static inline size_t remaining(const Verify *v)
{
    return (size_t)(v->end - v->p);
}

static inline uint32_t offset(const Verify *v)
{
    return (uint32_t)(v->p - v->file.bytes);
}

static inline bool get_byte(Verify *v, uint8_t *out, const char *what)
{
    if (v->p == v->end)
        return verify_fail(v, "canonical", "%s missing", what);
    *out = *v->p++;
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
    return verify_any_number(v, max, out, what, rule);
}

/* A count of things of at least `size` bytes each. */
static inline bool get_count(Verify *v, size_t size, uint32_t *out,
                             const char *what)
{
    if (!get_number(v, VERIFY_MAX_FILE, out, what, "canonical"))
        return false;
    return (uint64_t)*out * size <= remaining(v) ||
           verify_too_many(v, *out, what);
}

static inline void enter(Verify *v, const uint8_t *begin, const uint8_t *end)
{
    v->p = begin;
    v->end = end;
}

/* -- strings ------------------------------------------------------------- */

/* A table of strings at the cursor; which one is used first where is for
   those to check who read the uses. */
bool verify_strings(Verify *v, Scratch *list, uint32_t *count);

/* No two items are alike. They are strings, or numbers among the constants of
   a row. */
bool verify_unique(Verify *v, const Item *items, size_t n,
                   const FunctionRow *row);

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

bool verify_all_used(Verify *v, uint32_t nstrings, uint32_t nused,
                     const char *table);

/* -- parts of a file ----------------------------------------------------- */

/* Fill the rows of the section FUNCTIONS, whose code is left for later. */
bool verify_rows(Verify *v);

/* DEBUG, if there is one: its strings; what it says of function after
   function; its end. */
bool verify_begin_debug(Verify *v);
bool verify_debug(Verify *v, uint32_t f);
bool verify_end_debug(Verify *v);

/* Where the function of a message comes from, as "app.lua:12". False: that is
   not known. */
bool verify_place(Verify *v, char *out, size_t size);

/* Returns false. */
bool verify_no_memory(Verify *v);

#endif
