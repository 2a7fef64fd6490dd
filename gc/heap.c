/*
 * gc/heap.c -- where memory comes from: blocks, holes, large things, and the
 * one door to the host's allocator.
 *
 * Small things are bumped through the free runs ("holes") of 16 KB blocks, as
 * in Blackburn and McKinley's Immix (2008) with lines of one granule. Medium
 * ones that miss the hole have a second one, which they look for in other
 * blocks, so that they do not spoil holes; those over GC_SMALL_MAX go to the
 * host.
 *
 * Owner    GC in VM. Everything is counted in host_nbytes against the cap.
 * Raises   memory, after an emergency collection.
 * Read     gc_alloc_slow, next_hole, host_alloc.
 */
#include <stdlib.h>

#include "gc/gc_int.h"
#include "vm/error.h"

#define MIN_HOLE 8 /* granules: shorter free runs are left alone */
#define OVER_TRIES 8 /* blocks to look at for medium holes, at a time */
#define CHUNK_MIN ((size_t)2)   /* blocks */
#define CHUNK_MAX ((size_t)64)

/* ------------------------------------------------------------ host's door */

/* Counts requests: of the host, and of objects in memory that is there. */
static bool injected_failure(GC *gc)
{
    gc->over_cap = false;
    return ++gc->nallocs >= gc->fail_at;
}

static void *host_try(GC *gc, void *p, size_t old, size_t n)
{
    if (n > old) {
        gc->over_cap = false;
        if (UNLIKELY(gc->fail_at != 0) && injected_failure(gc))
            return NULL;
        if (gc->cap_nbytes != 0 &&
            gc->host_nbytes + (n - old) > gc->cap_nbytes) {
            gc->over_cap = true;
            return NULL;
        }
    }
    void *q = gc->alloc(gc->alloc_ud, p, old, n);
    if (q != NULL || n == 0)
        gc->host_nbytes += n - old;
    return q;
}

/* Realloc from the host; a refusal collects and tries once more. */
static void *host_realloc(VM *vm, void *p, size_t old, size_t n)
{
    void *q = host_try(&vm->gc, p, old, n);
    if (q == NULL && n > 0 && !vm->gc.busy && !vm->building) {
        gc_full(vm, true);
        q = host_try(&vm->gc, p, old, n);
    }
    return q;
}

void *gc_try_realloc(VM *vm, void *p, size_t old, size_t n)
{
    if (n > (size_t)PTRDIFF_MAX - 4096)
        return NULL;
    if (UNLIKELY(vm->gc.stress) && n > old)
        gc_full(vm, true);
    return host_realloc(vm, p, old, n);
}

void *gc_realloc(VM *vm, void *p, size_t old, size_t n)
{
    if (p == NULL && n == 0)
        return NULL;
    void *q = gc_try_realloc(vm, p, old, n);
    if (q == NULL && n > 0)
        err_memory(vm);
    vm->gc.new_nbytes += n > old ? n - old : 0;
    return q;
}

/* Room for one more in a vector of the collector's own. */
static bool vec_reserve(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    if (n < *cap)
        return true;
    size_t want = *cap == 0 ? 64 : *cap * 2;
    void *p = host_realloc(vm, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

bool gc_own_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    GC *gc = &vm->gc;
    if (n <= *cap)
        return true;
    size_t want = n * 2 < 64 ? 64 : n * 2;
    void *p = gc->alloc(gc->alloc_ud, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    gc->host_nbytes += (want - *cap) * esz;
    *vec = p;
    *cap = want;
    return true;
}

bool gc_push_mark(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    if (!gc_own_room(vm, (void **)&gc->marks, gc->nmarks + 1, &gc->marks_cap,
                     sizeof *gc->marks)) {
        gc->aborted = true;
        return false;
    }
    gc->marks[gc->nmarks++] = o;
    return true;
}

/* ----------------------------------------------------------------- blocks */

static bool chunk_new(VM *vm)
{
    GC *gc = &vm->gc;
    size_t n = gc->nblocks < CHUNK_MIN   ? CHUNK_MIN
               : gc->nblocks > CHUNK_MAX ? CHUNK_MAX
                                         : gc->nblocks;
    size_t nbytes = (n + 1) * GC_BLOCK_SIZE;
    GCChunk *c = host_realloc(vm, NULL, 0, nbytes);
    if (c == NULL && n > 1) {
        nbytes = 2 * GC_BLOCK_SIZE;
        c = host_realloc(vm, NULL, 0, nbytes);
    }
    if (c == NULL)
        return false;
    c->next = gc->chunks;
    c->nbytes = nbytes;
    gc->chunks = c;
    uintptr_t first = (uintptr_t)(c + 1) + GC_BLOCK_SIZE - 1;
    first &= ~(uintptr_t)(GC_BLOCK_SIZE - 1);
    gc->fresh = (char *)first;
    uintptr_t end = ((uintptr_t)c + nbytes) & ~(uintptr_t)(GC_BLOCK_SIZE - 1);
    gc->fresh_end = (char *)end;
    MEM_POISON(gc->fresh, end - first);
    return true;
}

/* An empty block, listed; NULL without memory. */
static GCBlock *block_new(VM *vm)
{
    GC *gc = &vm->gc;
    if (!vec_reserve(vm, (void **)&gc->blocks, gc->nblocks, &gc->blocks_cap,
                     sizeof *gc->blocks))
        return NULL;
    if (gc->fresh == gc->fresh_end && !chunk_new(vm))
        return NULL;
    GCBlock *b = (GCBlock *)(void *)gc->fresh;
    gc->fresh += GC_BLOCK_SIZE;
    MEM_UNPOISON(b, sizeof *b);
    memset(b, 0, sizeof *b);
    for (size_t g = 0; g < BLOCK_FIRST; g++) {
        b->bits[0][g / 64] |= UINT64_C(1) << g % 64;
        b->bits[1][g / 64] |= UINT64_C(1) << g % 64;
    }
    gc->blocks[gc->nblocks++] = b;
    return b;
}

void gc_drop_hole(GC *gc)
{
    gc->bump = gc->bump_end = NULL;
    gc->over = gc->over_end = NULL;
    gc->cur_block = gc->over_block = SIZE_MAX;
    gc->next_block = 0;
    gc->over_next = gc->nblocks;
}

static unsigned ctz64(uint64_t x)
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

/* First granule from g on whose bit is `set`, or GRANULES. */
static size_t scan_bits(const uint64_t *bits, size_t g, bool set)
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

/* Take the next hole of a block, of at least `min` granules, after *at. */
static bool take_hole(GC *gc, GCBlock *b, size_t *at, size_t min, char **from,
                      char **to)
{
    const uint64_t *used = b->bits[b->cur];
    size_t g = *at;
    while ((g = scan_bits(used, g, false)) < GRANULES) {
        size_t end = scan_bits(used, g, true);
        if (end - g >= min) {
            *from = (char *)b + g * GC_GRANULE;
            *to = (char *)b + end * GC_GRANULE;
            *at = end;
            gc->new_nbytes += (end - g) * GC_GRANULE;
            return true;
        }
        g = end;
    }
    return false;
}

static bool next_hole(VM *vm)
{
    GC *gc = &vm->gc;
    for (;;) {
        if (gc->cur_block != SIZE_MAX &&
            take_hole(gc, gc->blocks[gc->cur_block], &gc->cur_granule,
                      MIN_HOLE, &gc->bump, &gc->bump_end))
            return true;
        while (gc->next_block < gc->nblocks &&
               !gc->blocks[gc->next_block]->reuse)
            gc->next_block++;
        if (gc->next_block < gc->nblocks) {
            gc->cur_block = gc->next_block++;
            gc->blocks[gc->cur_block]->reuse = false;
        } else {
            gc->cur_block = SIZE_MAX;
            gc->bump = gc->bump_end = NULL;
            if (block_new(vm) == NULL)
                return false;
            gc->cur_block = gc->nblocks - 1;
        }
        gc->cur_granule = BLOCK_FIRST;
    }
}

/* ------------------------------------------------------------------ large */

static void *large_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (nbytes > (size_t)PTRDIFF_MAX - 4096 ||
        !vec_reserve(vm, (void **)&gc->large, gc->nlarge, &gc->large_cap,
                     sizeof *gc->large))
        return NULL;
    GCLarge *l = host_realloc(vm, NULL, 0, sizeof *l + nbytes);
    if (l == NULL)
        return NULL;
    l->index = gc->nlarge;
    l->nbytes = nbytes;
    l->mark = 0;
    gc->large[gc->nlarge++] = l;
    gc->new_nbytes += nbytes;
    return l + 1;
}

static void large_free(VM *vm, GCLarge *l)
{
    GC *gc = &vm->gc;
    gc->large[l->index] = gc->large[--gc->nlarge];
    gc->large[l->index]->index = l->index;
    host_try(gc, l, sizeof *l + l->nbytes, 0);
}

void gc_sweep_large(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = gc->nlarge; i-- > 0;)
        if (gc->large[i]->mark != gc->epoch)
            large_free(vm, gc->large[i]);
}

/* ------------------------------------------------------------- allocation */

/* A hole for nbytes in the block that medium sizes use, or in one of the next
   `ntries` that nobody uses. */
static bool next_over(GC *gc, size_t nbytes, size_t ntries)
{
    size_t min = nbytes / GC_GRANULE;
    if (gc->over_block != SIZE_MAX &&
        take_hole(gc, gc->blocks[gc->over_block], &gc->over_granule, min,
                  &gc->over, &gc->over_end))
        return true;
    for (; ntries > 0 && gc->over_next > 0; ntries--) {
        GCBlock *b = gc->blocks[--gc->over_next];
        size_t at = BLOCK_FIRST;
        if (!b->reuse || !take_hole(gc, b, &at, min, &gc->over, &gc->over_end))
            continue;
        b->reuse = false;
        gc->over_block = gc->over_next;
        gc->over_granule = at;
        return true;
    }
    return false;
}

static bool fresh_over(VM *vm)
{
    GC *gc = &vm->gc;
    GCBlock *b = block_new(vm);
    if (b == NULL)
        return false;
    gc->over = (char *)b + BLOCK_FIRST * GC_GRANULE;
    gc->over_end = (char *)b + GC_BLOCK_SIZE;
    gc->over_block = SIZE_MAX;
    gc->new_nbytes += (size_t)(gc->over_end - gc->over);
    return true;
}

static void *medium_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (nbytes > (size_t)(gc->over_end - gc->over) &&
        !next_over(gc, nbytes, OVER_TRIES) && !fresh_over(vm) &&
        !next_over(gc, nbytes, SIZE_MAX))
        return NULL;
    char *p = gc->over;
    gc->over += nbytes;
    return p;
}

static void *small_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    do {
        if (nbytes <= (size_t)(gc->bump_end - gc->bump)) {
            char *p = gc->bump;
            gc->bump += nbytes;
            return p;
        }
        if (nbytes > GC_MEDIUM_MIN)
            return medium_alloc(vm, nbytes);
    } while (next_hole(vm));
    return NULL;
}

static void *find_room(VM *vm, size_t nbytes)
{
    if (UNLIKELY(vm->gc.fail_at != 0) && injected_failure(&vm->gc))
        return NULL;
    return nbytes > GC_SMALL_MAX ? large_alloc(vm, nbytes)
                                 : small_alloc(vm, nbytes);
}

void *gc_try_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (UNLIKELY(gc->stress) && !gc->busy && !vm->building) {
        gc_full(vm, true);
        gc_drop_hole(gc);
    } else if (UNLIKELY(gc->stress_step)) {
        gc_step(vm, 0);
    } else if (gc->live_nbytes + gc->new_nbytes >= gc->threshold) {
        gc_step(vm, 0);
    }
    size_t rounded = gc_round(nbytes);
    void *p = find_room(vm, rounded);
    if (p == NULL && !gc->busy && !vm->building) {
        gc_full(vm, true);
        p = find_room(vm, rounded);
    }
    if (p == NULL)
        return NULL;
    MEM_UNPOISON(p, nbytes);
    if (UNLIKELY(gc->stress || gc->stress_step || gc->fail_at != 0))
        gc->bump_end = gc->bump; /* the next one comes here too */
    return p;
}

NOINLINE void *gc_alloc_slow(VM *vm, size_t nbytes)
{
    void *p = gc_try_alloc(vm, nbytes);
    if (p == NULL)
        err_memory(vm);
    return p;
}

void *gc_alloc(VM *vm, size_t nbytes)
{
    return gc_alloc_in(&vm->gc, vm, nbytes);
}

void *gc_new(VM *vm, size_t nbytes, uint8_t type)
{
    void *o = gc_alloc_in(&vm->gc, vm, nbytes);
    gc_header_init(o, type);
    return o;
}

static bool is_large(size_t nbytes)
{
    return gc_round(nbytes) > GC_SMALL_MAX;
}

size_t gc_round(size_t nbytes)
{
    return (nbytes + GC_GRANULE - 1) & ~(size_t)(GC_GRANULE - 1);
}

void gc_buf_free(VM *vm, void *p, size_t nbytes)
{
    if (p != NULL && is_large(nbytes))
        large_free(vm, large_of(p));
    else if (p != NULL)
        MEM_POISON(p, gc_round(nbytes));
}

void *gc_buf_grow(VM *vm, void *p, size_t old, size_t n)
{
    if (p == NULL)
        return gc_alloc(vm, n);
    if (!is_large(old) || !is_large(n)) {
        void *q = gc_alloc(vm, n);
        memcpy(q, p, old < n ? old : n);
        gc_buf_free(vm, p, old);
        return q;
    }
    GC *gc = &vm->gc;
    if (gc->live_nbytes + gc->new_nbytes >= gc->threshold || gc->stress ||
        gc->stress_step)
        gc_alloc_slow(vm, GC_GRANULE); /* a turn for the collector */
    size_t rounded = gc_round(n);
    GCLarge *l = large_of(p);
    size_t was = l->nbytes;
    l = host_realloc(vm, l, sizeof *l + was, sizeof *l + rounded);
    if (l == NULL)
        err_memory(vm);
    l->nbytes = rounded;
    gc->large[l->index] = l;
    gc->new_nbytes += rounded > was ? rounded - was : 0;
    return l + 1;
}

/* -------------------------------------------------------------- end of it */

#ifdef VM_SANITIZED
static void poison_holes(GCBlock *b)
{
    const uint64_t *used = b->bits[b->cur];
    size_t g = BLOCK_FIRST;
    while ((g = scan_bits(used, g, false)) < GRANULES) {
        size_t end = scan_bits(used, g, true);
        MEM_POISON((char *)b + g * GC_GRANULE, (end - g) * GC_GRANULE);
        g = end;
    }
}
#endif

void gc_exchange(VM *vm)
{
    GC *gc = &vm->gc;
    size_t live = 0;
    for (size_t i = 0; i < gc->nblocks; i++) {
        GCBlock *b = gc->blocks[i];
        b->cur ^= 1;
#ifdef VM_SANITIZED
        poison_holes(b);
#endif
        size_t n = 0;
        for (size_t w = 0; w < BITMAP_WORDS; w++)
#if defined(__GNUC__)
            n += (size_t)__builtin_popcountll(b->bits[b->cur][w]);
#else
            for (uint64_t x = b->bits[b->cur][w]; x != 0; x &= x - 1)
                n++;
#endif
        live += n;
        b->reuse = n < GRANULES - GRANULES / 8;
        b->empty = n == BLOCK_FIRST;
    }
    live = (live - gc->nblocks * BLOCK_FIRST) * GC_GRANULE;
    for (size_t i = 0; i < gc->nlarge; i++)
        live += gc->large[i]->nbytes;
    gc->live_nbytes = live;
    gc->new_nbytes = 0;
    gc_drop_hole(gc);
}

void gc_clear_marks(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->nblocks; i++) {
        GCBlock *b = gc->blocks[i];
        uint64_t *mark = b->bits[b->cur ^ 1];
        memset(mark, 0, sizeof b->bits[0]);
        for (size_t g = 0; g < BLOCK_FIRST; g++)
            mark[g / 64] |= UINT64_C(1) << g % 64;
    }
}

void gc_init(VM *vm, lua_Alloc alloc, void *ud)
{
    GC *gc = &vm->gc;
    memset(gc, 0, sizeof *gc);
    gc->alloc = alloc;
    gc->alloc_ud = ud;
    gc->epoch = 1;
    gc->cur_block = gc->over_block = SIZE_MAX;
    gc->pause = 200;
    gc->stepmul = 100;
    gc->stepsize = 13;
    gc->minor_mul = 20;
    gc->major_mul = 100;
    gc->threshold = 256 * 1024;
    const char *stress = getenv("VMRUN_STRESS");
    const char *fail = getenv("VMRUN_FAIL_ALLOC");
    gc->stress = stress != NULL && strstr(stress, "gc") != NULL;
    gc->stress_step = stress != NULL && strstr(stress, "step") != NULL;
    vm->stress_stack = stress != NULL && strstr(stress, "stack") != NULL;
    gc->fail_at = fail != NULL ? strtoull(fail, NULL, 10) : 0;
}

void gc_free(VM *vm)
{
    GC *gc = &vm->gc;
    while (gc->nlarge > 0)
        large_free(vm, gc->large[gc->nlarge - 1]);
    while (gc->chunks != NULL) {
        GCChunk *c = gc->chunks;
        gc->chunks = c->next;
        MEM_UNPOISON(c, c->nbytes);
        host_try(gc, c, c->nbytes, 0);
    }
#define FREE_VEC(v, cap) host_try(gc, v, (cap) * sizeof *(v), 0)
    FREE_VEC(gc->blocks, gc->blocks_cap);
    FREE_VEC(gc->large, gc->large_cap);
    FREE_VEC(gc->marks, gc->marks_cap);
    FREE_VEC(gc->finalizable, gc->finalizable_cap);
    FREE_VEC(gc->pending, gc->pending_cap);
    FREE_VEC(gc->weak, gc->weak_cap);
#undef FREE_VEC
}

size_t gc_count(const VM *vm)
{
    const GC *gc = &vm->gc;
    size_t unused = (size_t)(gc->bump_end - gc->bump) +
                    (size_t)(gc->over_end - gc->over);
    size_t n = gc->live_nbytes + gc->new_nbytes;
    return n > unused ? n - unused : n;
}
