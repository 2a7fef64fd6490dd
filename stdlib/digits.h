/*
 * stdlib/digits.h -- integers as decimal text, without a string on the way.
 *
 * For libraries that write many numbers into a buffer of their own: no call,
 * no locale, nothing for the collector.
 */
#ifndef STDLIB_DIGITS_H
#define STDLIB_DIGITS_H

#include <stddef.h>
#include <string.h>

#include "include/lua.h"

enum { DIGITS_NBYTES = 3 * sizeof(lua_Integer) + 2 }; /* always enough */

/* Write `n` as tostring does, without a '\0'; returns the bytes written. */
static inline size_t digits_put(char out[DIGITS_NBYTES], lua_Integer n)
{
    char text[DIGITS_NBYTES];
    char *end = text + sizeof text;
    char *p = end;
    lua_Unsigned rest = n < 0 ? 0u - (lua_Unsigned)n : (lua_Unsigned)n;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (n < 0)
        *--p = '-';
    memcpy(out, p, (size_t)(end - p));
    return (size_t)(end - p);
}

#endif
