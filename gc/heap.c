/*
 * gc/heap.c -- where memory comes from: blocks, holes, large things, and the
 * one door to the host's allocator.
 *
 * Small things are bumped through the free runs ("holes") of 16 KB blocks, as
 * in Blackburn and McKinley's Immix (2008) with lines of one granule. Medium
 * ones that miss the hole have a second one, which they look for in empty
 * blocks, so that they do not spoil holes; those over GC_SMALL_MAX go to the
 * host.
 *
 * Young things have no bits: a hole that was filled is free again unless the
 * next minor collection sets the bits of what it keeps. The blocks that were
 * allocated in are a list, the nursery; those with room enough go back to the
 * blocks that allocation takes, first in line, for their memory is still in
 * the processor's caches.
 *
 * Owner    GC in VM. Everything is counted in host_nbytes against the cap.
 * Raises   memory, after an emergency collection.
 * Read     gc_alloc_slow, next_hole, host_alloc.
 */
#include <stdlib.h>

#include "gc/gc_int.h"
#include "vm/error.h"

#define MIN_HOLE 8 /* granules: shorter free runs are left alone */
#define DOOM_NBYTES ((size_t)1024 * 1024) /* given back in pieces */
#define OVER_TRIES 8 /* blocks to look at for medium holes, at a time */
#define CHUNK_MIN ((size_t)2)   /* blocks */
#define CHUNK_MAX ((size_t)64)
#define BLOCK_MIN ((size_t)1024) /* bytes: the last one of a chunk is cut off */

/* ------------------------------------------------------------ host's door */

/* Counts requests: of the host, and of objects in memory that is there. */
static bool injected_failure(GC *gc)
{
    gc->over_cap = false;
    return ++gc->nallocs >= gc->fail_at;
}

static void *host_call(GC *gc, void *p, size_t old, size_t n)
{
    void *q = gc->alloc(gc->alloc_ud, p, old, n);
    if (q != NULL || n == 0)
        gc->host_nbytes += n - old;
    if (gc->host_nbytes > gc->stats.host_peak_nbytes)
        gc->stats.host_peak_nbytes = gc->host_nbytes;
    return q;
}

/* From the first chunk, while it has spare memory, or from the host. */
static void *host_move(GC *gc, void *p, size_t old, size_t n)
{
    bool spare = p != NULL && gc_is_spare(gc, p);
    if (p != NULL && !spare)
        return host_call(gc, p, old, n);
    void *q = n > 0 ? gc_spare_realloc(gc, p, old, n) : NULL;
    if (q != NULL)
        return q;
    if (n > 0 && (q = host_call(gc, NULL, 0, n)) == NULL)
        return NULL;
    if (spare && q != NULL)
        memcpy(q, p, old);
    if (spare)
        gc_spare_free(gc, p, old);
    return q;
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
    return host_move(gc, p, old, n);
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
    if (UNLIKELY(vm->gc.stress_full) && n > old)
        gc_full(vm, true);
    return host_realloc(vm, p, old, n);
}

void *gc_ask(VM *vm, void *p, size_t old, size_t n)
{
    return host_try(&vm->gc, p, old, n);
}

void *gc_realloc(VM *vm, void *p, size_t old, size_t n)
{
    if (p == NULL && n == 0)
        return NULL;
    void *q = gc_try_realloc(vm, p, old, n);
    if (q == NULL && n > 0)
        err_memory(vm);
    vm->gc.extra_nbytes += n > old ? n - old : 0;
    return q;
}

/* Room for one more in a vector of the heap's own. */
static bool vec_reserve(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    if (n < *cap)
        return true;
    size_t want = *cap == 0 ? 8 : *cap * 2;
    void *p = host_realloc(vm, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

/* What the collector itself needs may pass the cap: without it nothing would
   be freed. */
static bool own_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    GC *gc = &vm->gc;
    if (n <= *cap)
        return true;
    size_t want = n + n / 2 < 32 ? 32 : n + n / 2;
    void *p = host_move(gc, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

bool gc_vec_reserve(VM *vm, GCVec *v, size_t n)
{
    return own_room(vm, (void **)&v->at, n, &v->cap, sizeof *v->at);
}

bool gc_vec_push(VM *vm, GCVec *v, void *x)
{
    if (UNLIKELY(v->n == v->cap) && !gc_vec_reserve(vm, v, v->n + 1))
        return false;
    v->at[v->n++] = x;
    return true;
}

void gc_vec_free(VM *vm, GCVec *v)
{
    host_try(&vm->gc, v->at, v->cap * sizeof *v->at, 0);
    *v = (GCVec){NULL, 0, 0};
}

bool gc_log_room(VM *vm, GCLogEntry **log, size_t n, size_t *cap)
{
    return own_room(vm, (void **)log, n + 1, cap, sizeof **log);
}

/* ----------------------------------------------------------------- blocks */

static bool chunk_new(VM *vm)
{
    GC *gc = &vm->gc;
    size_t n = gc->nblocks < CHUNK_MIN   ? CHUNK_MIN
               : gc->nblocks > CHUNK_MAX ? CHUNK_MAX
                                         : gc->nblocks;
    size_t nbytes = n * GC_BLOCK_SIZE;
    GCChunk *c = host_realloc(vm, NULL, 0, nbytes);
    if (c == NULL && n > CHUNK_MIN) {
        nbytes = CHUNK_MIN * GC_BLOCK_SIZE;
        c = host_realloc(vm, NULL, 0, nbytes);
    }
    if (c == NULL)
        return false;
    c->next = gc->chunks;
    c->nbytes = nbytes;
    c->nblocks = 0;
    gc->chunks = c;
    gc->fresh = gc_first_block(c + 1);
    gc->fresh_end = (char *)c + nbytes;
    MEM_POISON(gc->fresh, (size_t)(gc->fresh_end - gc->fresh));
    return true;
}

static void set_bits(uint64_t *bits, size_t g, size_t n)
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
static void clear_bits(const GCBlock *b, uint64_t *bits)
{
    memset(bits, 0, BITMAP_WORDS * sizeof *bits);
    bits[0] = (UINT64_C(1) << BLOCK_FIRST) - 1;
    if (b->ngranules < GRANULES)
        set_bits(bits, b->ngranules, GRANULES - b->ngranules);
}

_Static_assert(BLOCK_FIRST < 64, "a header's bits are in the first word");

/* Bytes that the next fresh block will have, its header included. */
static size_t fresh_room(const GC *gc)
{
    size_t n = (size_t)(gc->fresh_end - gc->fresh);
    return n < GC_BLOCK_SIZE ? n : GC_BLOCK_SIZE;
}

/* An empty block of the nursery with room for nbytes; NULL without memory. */
static GCBlock *block_new(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (!vec_reserve(vm, (void **)&gc->blocks, gc->nblocks, &gc->blocks_cap,
                     sizeof *gc->blocks))
        return NULL;
    if (fresh_room(gc) < BLOCK_FIRST * GC_GRANULE + nbytes && !chunk_new(vm))
        return NULL;
    GCBlock *b = (GCBlock *)(void *)gc->fresh;
    size_t size = fresh_room(gc);
    gc->fresh += size;
    MEM_UNPOISON(b, sizeof *b);
    memset(b, 0, sizeof *b);
    b->ngranules = (uint16_t)(size / GC_GRANULE);
    clear_bits(b, b->bits[0]);
    clear_bits(b, b->bits[1]);
    /* one made while blocks are swept has nothing to sweep */
    if (!is_old_marking(gc))
        b->epoch = gc->epoch;
    b->state = BLOCK_NURSERY;
    b->next = gc->nursery;
    gc->nursery = b;
    b->index = gc->nblocks;
    gc->blocks[gc->nblocks++] = b;
    if (gc->chunks != NULL) /* else it is the first one's */
        gc->chunks->nblocks++;
    return b;
}

static void list_block(GC *gc, GCBlock *b)
{
    b->state = BLOCK_LISTED;
    b->next = gc->reuse;
    b->prev = NULL;
    if (b->next != NULL)
        b->next->prev = b;
    gc->reuse = b;
}

static void unlist(GC *gc, GCBlock *b)
{
    *(b->prev != NULL ? &b->prev->next : &gc->reuse) = b->next;
    if (b->next != NULL)
        b->next->prev = b->prev;
}

/* Take a block off the list, for the nursery. */
static GCBlock *unlist_block(GC *gc, GCBlock *b)
{
    unlist(gc, b);
    b->state = BLOCK_NURSERY;
    b->next = gc->nursery;
    gc->nursery = b;
    return b;
}

void gc_drop_holes(GC *gc)
{
    gc->bump = gc->bump_end = gc->hole_end = NULL;
    gc->over = gc->over_end = NULL;
    gc->cur_block = gc->over_block = NULL;
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

static size_t count_bits(const uint64_t *bits)
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

/* The rest of the hole for medium sizes, before another chunk is asked for. */
static bool take_over(GC *gc)
{
    if (fresh_room(gc) >= BLOCK_MIN ||
        gc->over_end - gc->over < MIN_HOLE * GC_GRANULE)
        return false;
    gc->bump = gc->over;
    gc->bump_end = gc->over_end;
    gc->cur_block = gc->over_block;
    gc->cur_granule = gc->over_granule;
    gc->over = gc->over_end = NULL;
    gc->over_block = NULL;
    return true;
}

static bool next_hole(VM *vm)
{
    GC *gc = &vm->gc;
    for (;;) {
        if (gc->cur_block != NULL &&
            take_hole(gc, gc->cur_block, &gc->cur_granule, MIN_HOLE,
                      &gc->bump, &gc->bump_end))
            return true;
        gc->bump = gc->bump_end = NULL;
        if (gc->reuse == NULL && take_over(gc))
            return true;
        gc->cur_block = gc->reuse != NULL ? unlist_block(gc, gc->reuse)
                                          : block_new(vm, BLOCK_MIN);
        if (gc->cur_block == NULL)
            return false;
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

static void large_put(GC *gc, size_t i, GCLarge *l)
{
    gc->large[i] = l;
    l->index = i;
}

static void subtract(size_t *n, size_t amount)
{
    *n -= *n < amount ? *n : amount;
}

/* Take l out of the list. */
static void large_unlist(GC *gc, GCLarge *l)
{
    size_t hole = l->index;
    subtract(l->mark == 0 ? &gc->new_nbytes : &gc->old_nbytes, l->nbytes);
    if (l->mark == 0)
        subtract(&gc->paid_nbytes, l->nbytes);
    if (hole < gc->nlarge_old) {
        if (hole < --gc->nlarge_old)
            large_put(gc, hole, gc->large[gc->nlarge_old]);
        hole = gc->nlarge_old;
    }
    if (hole < --gc->nlarge)
        large_put(gc, hole, gc->large[gc->nlarge]);
}

static void large_free(VM *vm, GCLarge *l)
{
    large_unlist(&vm->gc, l);
    host_try(&vm->gc, l, sizeof *l + l->nbytes, 0);
}

/* l is dead. The host may take long to take back much memory: it gets it in
   pieces. */
static void large_doom(VM *vm, GCLarge *l)
{
    GC *gc = &vm->gc;
    if (l->nbytes < DOOM_NBYTES || !gc_vec_push(vm, &gc->doomed, l))
        large_free(vm, l);
    else
        large_unlist(gc, l);
}

bool gc_free_doomed(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    while (gc->doomed.n > 0 && nbytes > 0) {
        GCLarge *l = gc->doomed.at[gc->doomed.n - 1];
        size_t size = sizeof *l + l->nbytes;
        size_t piece = nbytes < l->nbytes ? nbytes : size;
        GCLarge *rest = host_try(gc, l, size, size - piece);
        if (rest != NULL) {
            rest->nbytes -= piece;
            gc->doomed.at[gc->doomed.n - 1] = rest;
        } else {
            gc->doomed.n--;
            if (piece < size) /* a host that cannot shrink */
                host_try(gc, l, size, 0);
        }
        nbytes -= piece < nbytes ? piece : nbytes;
    }
    return gc->doomed.n == 0;
}

bool gc_sweep_large(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && gc->cursor > 0; n--) {
        if (gc->cursor > gc->nlarge_old) { /* some were freed meanwhile */
            gc->cursor = gc->nlarge_old;
            continue;
        }
        GCLarge *l = gc->large[--gc->cursor];
        if (l->mark != gc->epoch) {
            gc->stats.freed_nbytes += l->nbytes;
            large_doom(vm, l);
        }
    }
    return gc->cursor == 0;
}

static void free_young_large(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = gc->nlarge; i-- > gc->nlarge_old;)
        if (gc->large[i]->mark == 0)
            large_doom(vm, gc->large[i]);
    gc->nlarge_old = gc->nlarge;
}

/* ------------------------------------------------------------- allocation */

/* A hole for nbytes in the block that medium sizes use, or an empty block
   among the first `ntries` of the list; any block with one, for SIZE_MAX. */
static bool next_over(GC *gc, size_t nbytes, size_t ntries)
{
    size_t min = nbytes / GC_GRANULE;
    bool any = ntries == SIZE_MAX;
    if (gc->over_block != NULL &&
        take_hole(gc, gc->over_block, &gc->over_granule, min, &gc->over,
                  &gc->over_end))
        return true;
    for (GCBlock *b = gc->reuse; b != NULL && ntries > 0; ntries--) {
        size_t at = BLOCK_FIRST;
        if ((any || b->empty) &&
            take_hole(gc, b, &at, min, &gc->over, &gc->over_end)) {
            gc->over_block = unlist_block(gc, b);
            gc->over_granule = at;
            return true;
        }
        b = b->next;
    }
    return false;
}

static bool fresh_over(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    GCBlock *b = block_new(vm, nbytes);
    if (b == NULL)
        return false;
    gc->over_block = b;
    gc->over_granule = BLOCK_FIRST;
    return take_hole(gc, b, &gc->over_granule, 1, &gc->over, &gc->over_end);
}

static void *medium_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (nbytes > (size_t)(gc->over_end - gc->over) &&
        !next_over(gc, nbytes, OVER_TRIES) && !fresh_over(vm, nbytes) &&
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
    if (UNLIKELY(gc->hole_end != NULL)) {
        gc->bump_end = gc->hole_end;
        gc->hole_end = NULL;
    }
    size_t rounded = gc_round(nbytes);
    gc_turn(vm, rounded);
    void *p = find_room(vm, rounded);
    if (p == NULL && !gc->busy && !vm->building) {
        gc_full(vm, true);
        p = find_room(vm, rounded);
    }
    if (p == NULL)
        return NULL;
    MEM_UNPOISON(p, nbytes);
    if (UNLIKELY(gc->stressed || gc->fail_at != 0)) {
        /* the next one is to come here too */
        gc->hole_end = gc->bump_end;
        gc->bump_end = gc->bump;
    }
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

void *gc_new_old(VM *vm, size_t nbytes, uint8_t type)
{
    GCHeader *o = gc_new(vm, nbytes, type);
    o->gc = GC_ARMED | vm->gc.epoch;
    gc_adopt(vm, NULL, o, nbytes);
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

/* ---------------------------------------------------------------- buffers */

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
    gc_turn(vm, 0);
    size_t rounded = gc_round(n);
    GCLarge *l = large_of(p);
    size_t was = l->nbytes;
    l = host_realloc(vm, l, sizeof *l + was, sizeof *l + rounded);
    if (l == NULL)
        err_memory(vm);
    l->nbytes = rounded;
    gc->large[l->index] = l;
    size_t *amount = l->mark == 0 ? &gc->new_nbytes : &gc->old_nbytes;
    subtract(amount, was);
    *amount += rounded;
    gc->extra_nbytes += rounded > was ? (rounded - was) / 4 : 0;
    return l + 1;
}

/* ---------------------------------------------------- what is kept, freed */

void gc_keep_memory(VM *vm, const void *p, size_t nbytes)
{
    GC *gc = &vm->gc;
    nbytes = gc_round(nbytes);
    if (nbytes == 0)
        return;
    if (nbytes > GC_SMALL_MAX) {
        GCLarge *l = large_of(p);
        if (l->mark == 0)
            gc->promoted_nbytes += nbytes;
        l->mark = gc->epoch;
        return;
    }
    gc->promoted_nbytes += nbytes;
    GCBlock *b = block_of(p);
    size_t g = ((uintptr_t)p & (GC_BLOCK_SIZE - 1)) / GC_GRANULE;
    set_bits(b->bits[b->cur], g, nbytes / GC_GRANULE);
    if (b->epoch != gc->epoch) /* to be swept */
        set_bits(b->bits[b->cur ^ 1], g, nbytes / GC_GRANULE);
}

void gc_mark_memory(VM *vm, const void *p, size_t nbytes)
{
    nbytes = gc_round(nbytes);
    vm->gc.marked_nbytes += nbytes;
    if (nbytes > GC_SMALL_MAX) {
        large_of(p)->mark = vm->gc.epoch;
    } else if (nbytes > 0) {
        GCBlock *b = block_of(p);
        set_bits(b->bits[b->cur ^ 1],
                 ((uintptr_t)p & (GC_BLOCK_SIZE - 1)) / GC_GRANULE,
                 nbytes / GC_GRANULE);
    }
}

void gc_adopt(VM *vm, const GCHeader *owner, void *p, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (owner != NULL && gc_is_young(owner))
        return;
    size_t was = gc->promoted_nbytes;
    gc->promoted_nbytes = 0;
    gc_keep_memory(vm, p, nbytes);
    gc->old_nbytes += gc->promoted_nbytes;
    gc->debt += is_old_marking(gc) ? gc->promoted_nbytes : 0;
    if (is_large(nbytes)) /* holes are counted as a whole, see take_hole */
        subtract(&gc->new_nbytes, gc->promoted_nbytes);
    gc->promoted_nbytes = was;
}

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
#else
static void poison_holes(GCBlock *b) { (void)b; }
#endif

/* Free granules in runs of MIN_HOLE and more (within a word of the bitmap). */
static size_t count_room(const uint64_t *used)
{
    uint64_t room[BITMAP_WORDS];
    for (size_t w = 0; w < BITMAP_WORDS; w++) {
        uint64_t x = ~used[w];
        x &= x >> 1, x &= x >> 2, x &= x >> 4; /* where eight begin */
        x |= x << 1, x |= x << 2, x |= x << 4; /* ... and all of them */
        room[w] = x;
    }
    return count_bits(room);
}

_Static_assert(MIN_HOLE == 8, "count_room");

/* List b if it has room enough: looking for holes takes time, too. */
static void consider(GC *gc, GCBlock *b)
{
    size_t room = count_room(b->bits[b->cur]);
    b->empty = room + 64 >= b->ngranules;
    if (room >= b->ngranules / 8u)
        list_block(gc, b);
    else
        b->state = BLOCK_FULL;
}

/* After a minor collection: what it has kept has bits. */
void gc_free_young(VM *vm)
{
    GC *gc = &vm->gc;
    GCBlock *next;
    for (GCBlock *b = gc->nursery; b != NULL; b = next) {
        next = b->next;
        poison_holes(b);
        consider(gc, b);
    }
    gc->nursery = NULL;
    free_young_large(vm);
    gc_drop_holes(gc);
    gc->new_nbytes = gc->paid_nbytes = 0;
}

/* What the cycle has found in the block is what is used now. Nothing else
   happens to free memory: allocation reads the bitmap. */
static void sweep_block(GC *gc, GCBlock *b)
{
    size_t before = count_bits(b->bits[b->cur]);
    clear_bits(b, b->bits[b->cur]);
    b->cur ^= 1;
    b->epoch = gc->epoch;
    size_t n = count_bits(b->bits[b->cur]);
    size_t freed = (before - n) * GC_GRANULE;
    gc->small_nbytes += (n - BLOCK_FIRST) * GC_GRANULE;
    subtract(&gc->old_nbytes, freed);
    gc->stats.freed_nbytes += freed;
    if (b->state == BLOCK_NURSERY) /* its holes are in use */
        return;
    poison_holes(b);
    if (b->state == BLOCK_FULL)
        consider(gc, b);
    else
        b->empty = n == BLOCK_FIRST + GRANULES - b->ngranules;
}

bool gc_sweep_blocks(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && gc->cursor > 0; n--) {
        GCBlock *b = gc->blocks[--gc->cursor];
        if (b->epoch != gc->epoch)
            sweep_block(gc, b);
    }
    return gc->cursor == 0;
}

/* ------------------------------------------------------ back to the host */

/*
 * After a peak, chunks without anything in them are given back: what blocks
 * there are beyond those that the heap will need until the end of the next
 * cycle (it grows while that goes on, and not every hole is used); half of it
 * at a time, for the program may grow again.
 */
void gc_begin_release(VM *vm)
{
    GC *gc = &vm->gc;
    size_t grows = gc->small_nbytes / 100 * gc_pause_percent(gc);
    if (grows < gc->small_nbytes)
        grows = gc->small_nbytes;
    size_t needs = grows + grows / 2 + 2 * GC_NURSERY_MAX +
                   CHUNK_MAX * GC_BLOCK_SIZE;
    size_t has = gc->nblocks * GC_BLOCK_SIZE;
    gc->excess_nbytes = has <= needs ? 0
                        : gc->full   ? has - needs
                                     : (has - needs) / 2;
    gc->chunk_link = &gc->chunks;
}

static GCBlock *block_in(GCChunk *c, size_t i)
{
    return (GCBlock *)(void *)(gc_first_block(c + 1) + i * GC_BLOCK_SIZE);
}

static bool is_vacant(const GC *gc, GCChunk *c)
{
    if (c == gc->chunks && gc->fresh != gc->fresh_end)
        return false; /* it has blocks to come */
    for (size_t i = 0; i < c->nblocks; i++) {
        const GCBlock *b = block_in(c, i);
        if (b->state == BLOCK_NURSERY ||
            count_bits(b->bits[b->cur]) !=
                BLOCK_FIRST + GRANULES - b->ngranules)
            return false;
    }
    return true;
}

static void release_chunk(GC *gc, GCChunk **link)
{
    GCChunk *c = *link;
    if (c == gc->chunks)
        gc->fresh = gc->fresh_end = NULL;
    *link = c->next;
    for (size_t i = 0; i < c->nblocks; i++) {
        GCBlock *b = block_in(c, i), *last = gc->blocks[--gc->nblocks];
        if (b->state == BLOCK_LISTED)
            unlist(gc, b);
        gc->blocks[b->index] = last;
        last->index = b->index;
    }
    MEM_UNPOISON(c, c->nbytes);
    host_try(gc, c, c->nbytes, 0);
}

bool gc_release_chunks(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && *gc->chunk_link != NULL; n--) {
        GCChunk *c = *gc->chunk_link;
        if (c->nbytes > gc->excess_nbytes || !is_vacant(gc, c)) {
            gc->chunk_link = &c->next;
            continue;
        }
        gc->excess_nbytes -= c->nbytes;
        release_chunk(gc, gc->chunk_link);
        break; /* it may take the host long */
    }
    return *gc->chunk_link == NULL || gc->excess_nbytes == 0;
}

/* Those that are empty, after a whole collection. */
void gc_release_vectors(VM *vm)
{
    GC *gc = &vm->gc;
    GCVec *vecs[] = {&gc->grey, &gc->young_grey,    &gc->big,
                     &gc->weak, &gc->young_strings, &gc->pending};
    for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++)
        if (vecs[i]->n == 0)
            gc_vec_free(vm, vecs[i]);
    host_try(gc, gc->dying, gc->dying_cap * sizeof *gc->dying, 0);
    gc->dying = NULL;
    gc->dying_cap = 0;
}

void gc_forget_marks(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->nblocks; i++) {
        GCBlock *b = gc->blocks[i];
        if (b->epoch != gc->epoch)
            clear_bits(b, b->bits[b->cur ^ 1]);
        b->epoch = gc->epoch;
    }
}

/* -------------------------------------------------------- begin and end */

static void read_stress(VM *vm)
{
    GC *gc = &vm->gc;
    const char *s = getenv("VMRUN_STRESS"), *fail = getenv("VMRUN_FAIL_ALLOC");
    gc->fail_at = fail != NULL ? strtoull(fail, NULL, 10) : 0;
    if (s == NULL)
        return;
    gc->stress_full = strstr(s, "gc") != NULL;
    gc->stress_minor = strstr(s, "minor") != NULL;
    gc->stress_step = strstr(s, "step") != NULL;
    gc->check = strstr(s, "check") != NULL;
    vm->stress_stack = strstr(s, "stack") != NULL;
    vm->first_forms = strstr(s, "first") != NULL;
    const char *every = strstr(s, "every="), *seed = strstr(s, "random=");
    if (every != NULL)
        gc->stress_every = (uint32_t)strtoul(every + 6, NULL, 10);
    if (seed != NULL)
        gc->stress_seed = strtoull(seed + 7, NULL, 10) * 2 + 1;
    gc->stressed = gc->stress_full || gc->stress_minor || gc->stress_step ||
                   gc->stress_every != 0 || gc->stress_seed != 0;
}

void gc_init(VM *vm, size_t nbytes, void *first, lua_Alloc alloc, void *ud)
{
    GC *gc = &vm->gc;
    memset(gc, 0, sizeof *gc);
    gc->alloc = alloc;
    gc->alloc_ud = ud;
    gc_first_init(vm, nbytes, first);
    gc->epoch = 1;
    gc->pause = 200;
    gc->stepmul = 100;
    gc->stepsize = 13;
    gc->minor_mul = 20;
    gc->major_mul = 100;
    gc->nursery_nbytes = GC_NURSERY_MIN;
    gc->threshold = GC_THRESHOLD_MIN;
    gc->strings_lost = true; /* few: the first minor collection finds them */
    read_stress(vm);
}

void gc_free(VM *vm)
{
    GC *gc = &vm->gc;
    gc->nlarge_old = 0;
    gc_free_doomed(vm, SIZE_MAX);
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
    FREE_VEC(gc->log, gc->log_cap);
    FREE_VEC(gc->dying, gc->dying_cap);
    GCVec *vecs[] = {&gc->grey,    &gc->young_grey,    &gc->remembered,
                     &gc->big,     &gc->touched, &gc->young_strings, &gc->young_shapes,
                     &gc->pending, &gc->finalizable,   &gc->weak,
                     &gc->young_weak, &gc->doomed};
    for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++)
        gc_vec_free(vm, vecs[i]);
#undef FREE_VEC
    MEM_UNPOISON(gc->first, GC_FIRST_NBYTES);
}

size_t gc_count(const VM *vm)
{
    const GC *gc = &vm->gc;
    const char *end = gc->hole_end != NULL ? gc->hole_end : gc->bump_end;
    size_t unused = (size_t)(end - gc->bump) +
                    (size_t)(gc->over_end - gc->over);
    size_t n = gc->old_nbytes + gc->new_nbytes;
    return n > unused ? n - unused : n;
}
