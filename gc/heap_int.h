/*
 * gc/heap_int.h -- what the files of the heap share: host.c, heap.c, large.c,
 * sweep.c.
 *
 * What reads and writes the bitmaps of blocks is here, to be inlined.
 */
#ifndef GC_HEAP_INT_H
#define GC_HEAP_INT_H

#include "gc/gc_int.h"

#define MIN_HOLE 8 /* granules: shorter free runs are left alone */
#define CHUNK_MAX ((size_t)64) /* blocks */

static inline void set_bits(uint64_t *bits, size_t g, size_t n)
{
    size_t w = g / 64, b = g % 64;
    if (b + n <= 64) {
        uint64_t m = n == 64 ? ~UINT64_C(0) : ((UINT64_C(1) << n) - 1);
        bits[w] |= m << b;
        return;
    }
    bits[w++] |= ~UINT64_C(0) << b;
    n -= 64 - b;
    for (; n >= 64; n -= 64)
        bits[w++] = ~UINT64_C(0);
    if (n > 0)
        bits[w] |= (UINT64_C(1) << n) - 1;
}

/* Bits of a block's header, and of what is missing at its end, are always set:
   nobody allocates there. */
static inline void clear_bits(const GCBlock *b, uint64_t *bits)
{
    memset(bits, 0, BITMAP_WORDS * sizeof *bits);
    bits[0] = (UINT64_C(1) << BLOCK_FIRST) - 1;
    if (b->ngranules < GRANULES)
        set_bits(bits, b->ngranules, GRANULES - b->ngranules);
}

_Static_assert(BLOCK_FIRST < 64, "a header's bits are in the first word");

static inline unsigned ctz64(uint64_t x)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(x);
#else
    unsigned n = 0;
    while (!(x & 1))
        x >>= 1, n++;
    return n;
#endif
}

static inline size_t count_bits(const uint64_t *bits)
{
    size_t n = 0;
    for (size_t w = 0; w < BITMAP_WORDS; w++)
#if defined(__GNUC__)
        n += (size_t)__builtin_popcountll(bits[w]);
#else
        for (uint64_t x = bits[w]; x != 0; x &= x - 1)
            n++;
#endif
    return n;
}

/* First granule from g on whose bit is `set`, or GRANULES. */
static inline size_t scan_bits(const uint64_t *bits, size_t g, bool set)
{
    while (g < GRANULES) {
        uint64_t w = set ? bits[g / 64] : ~bits[g / 64];
        w >>= g % 64;
        if (w != 0)
            return g + ctz64(w);
        g = (g / 64 + 1) * 64;
    }
    return GRANULES;
}

/* Take b out of the list of blocks with holes. */
static inline void unlist(GC *gc, GCBlock *b)
{
    *(b->prev != NULL ? &b->prev->next : &gc->reuse) = b->next;
    if (b->next != NULL)
        b->next->prev = b->prev;
}

static inline void subtract(size_t *n, size_t amount)
{
    *n -= *n < amount ? *n : amount;
}

static inline bool is_large(size_t nbytes)
{
    return gc_round(nbytes) > GC_SMALL_MAX;
}

/* gc/host.c */
/* Counts requests: of the host, and of objects in memory that is there. */
bool gc_injected_failure(GC *gc);
/* Realloc from the host; NULL for a refusal, or past the cap. */
void *gc_host_try(GC *gc, void *p, size_t old, size_t n);
/* The same; a refusal collects and tries once more. */
void *gc_host_realloc(VM *vm, void *p, size_t old, size_t n);
/* Room for one more in an array of the heap's own. */
bool gc_array_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz);

/* gc/large.c */
void *gc_large_alloc(VM *vm, size_t nbytes); /* NULL without memory */
void gc_large_free(VM *vm, GCLarge *l);
void gc_free_young_large(VM *vm);

#endif
