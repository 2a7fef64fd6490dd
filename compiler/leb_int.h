/*
 * compiler/leb_int.h -- LEB128 numbers, written in their shortest form.
 *
 * vm/bytecode.h has the readers.
 */
#ifndef COMPILER_LEB_INT_H
#define COMPILER_LEB_INT_H

#include <stdint.h>

enum { LEB_MAX = 10 }; /* bytes of the longest */

/* Write at p; returns what is behind. */
static inline uint8_t *leb_unsigned(uint8_t *p, uint64_t n) {
    while (n >= 0x80) {
        *p++ = (uint8_t)(n | 0x80);
        n >>= 7;
    }
    *p++ = (uint8_t)n;
    return p;
}

static inline uint8_t *leb_signed(uint8_t *p, int64_t n) {
    uint64_t sign = n < 0 ? UINT64_MAX : 0, u = (uint64_t)n;
    /* The last byte's bit 6 must be the sign. */
    while ((u ^ sign) >= 0x40) {
        *p++ = (uint8_t)(u | 0x80);
        u = u >> 7 | (sign << 57);
    }
    *p++ = (uint8_t)(u & 0x7f);
    return p;
}

#endif
