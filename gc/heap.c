/*
 * gc/heap.c -- where memory comes from: blocks and their holes.
 *
 * Small things are bumped through the free runs ("holes") of 16 KB blocks, as
 * in Blackburn and McKinley's Immix (2008) with lines of one granule. Medium
 * ones that miss the hole have a second one, which they look for in empty
 * blocks, so that they do not spoil holes; those over GC_SMALL_MAX go to the
 * host (gc/large.c).
 *
 * Young things have no bits: a hole that was filled is free again unless the
 * next minor collection sets the bits of what it keeps. The blocks that were
 * allocated in are a list, the nursery; those with room enough go back to the
 * blocks that allocation takes, first in line, for their memory is still in
 * the processor's caches.
 *
 * Owner    GC in VM. Everything is counted in host_nbytes against the cap.
 * Raises   memory, after an emergency collection.
 * Read     gc_alloc_slow, small_alloc, next_hole.
 */
#include <stdlib.h>

#include "gc/heap_int.h"
#include "vm/error.h"

#define OVER_TRIES 8 /* blocks to look at for medium holes, at a time */
#define CHUNK_MIN ((size_t)2)   /* blocks */
#define BLOCK_MIN ((size_t)1024) /* bytes: the last one of a chunk is cut off */

/* ----------------------------------------------------------------- blocks */

static bool chunk_new(VM *vm)
{
    GC *gc = &vm->gc;
    size_t n = gc->nblocks < CHUNK_MIN   ? CHUNK_MIN
               : gc->nblocks > CHUNK_MAX ? CHUNK_MAX
                                         : gc->nblocks;
    size_t nbytes = n * GC_BLOCK_SIZE;
    GCChunk *c = gc_host_realloc(vm, NULL, 0, nbytes);
    if (c == NULL && n > CHUNK_MIN) {
        nbytes = CHUNK_MIN * GC_BLOCK_SIZE;
        c = gc_host_realloc(vm, NULL, 0, nbytes);
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
    if (!gc_array_room(vm, (void **)&gc->blocks, gc->nblocks, &gc->blocks_cap,
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
    if (UNLIKELY(vm->gc.fail_at != 0) && gc_injected_failure(&vm->gc))
        return NULL;
    return nbytes > GC_SMALL_MAX ? gc_large_alloc(vm, nbytes)
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
    vm->slice_most = strstr(s, "slice") != NULL;
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
        gc_large_free(vm, gc->large[gc->nlarge - 1]);
    while (gc->chunks != NULL) {
        GCChunk *c = gc->chunks;
        gc->chunks = c->next;
        MEM_UNPOISON(c, c->nbytes);
        gc_host_try(gc, c, c->nbytes, 0);
    }
#define FREE_VEC(v, cap) gc_host_try(gc, v, (cap) * sizeof *(v), 0)
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
