/*
 * compiler/leb_int.h -- LEB128 numbers, written in their shortest form.
 *
 * vm/bytecode.h has the readers.
 */
#ifndef COMPILER_LEB_INT_H
#define COMPILER_LEB_INT_H

#include <stdint.h>
#include <string.h>

enum { LEB_MAX = 10 }; /* bytes of the longest */

/* Write at p; returns what is behind. */
static inline uint8_t *leb_unsigned(uint8_t *p, uint64_t n)
{
    while (n >= 0x80) {
        *p++ = (uint8_t)(n | 0x80);
        n >>= 7;
    }
    *p++ = (uint8_t)n;
    return p;
}

static inline uint8_t *leb_signed(uint8_t *p, int64_t n)
{
    uint64_t sign = n < 0 ? UINT64_MAX : 0, u = (uint64_t)n;
    /* The last byte's bit 6 must be the sign. */
    while ((u ^ sign) >= 0x40) {
        *p++ = (uint8_t)(u | 0x80);
        u = u >> 7 | (sign << 57);
    }
    *p++ = (uint8_t)(u & 0x7f);
    return p;
}

/* Read what was written so; returns what is behind. */
static inline const uint8_t *leb_read_unsigned(const uint8_t *p, uint64_t *n)
{
    *n = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint64_t byte = *p++;
        *n |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return p;
    }
}

static inline const uint8_t *leb_read_signed(const uint8_t *p, int64_t *n)
{
    const uint8_t *last = p;
    uint64_t u;
    while (*last >= 0x80)
        last++;
    unsigned bits = 7 * (unsigned)(last - p + 1);
    p = leb_read_unsigned(p, &u);
    if (bits < 64 && *last & 0x40)
        u |= UINT64_MAX << bits;
    memcpy(n, &u, sizeof u);
    return p;
}

#endif
