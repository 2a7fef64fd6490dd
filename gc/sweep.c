/*
 * gc/sweep.c -- what is kept, and how the rest comes back: to blocks as
 * holes, after each collection; to the host, when there are more than needed.
 *
 * Nothing happens to free memory: allocation reads bitmaps.
 *
 * Read     gc_keep_memory, gc_free_young, sweep_block, gc_release_chunks.
 */
#include "gc/heap_int.h"

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

static void list_block(GC *gc, GCBlock *b)
{
    b->state = BLOCK_LISTED;
    b->next = gc->reuse;
    b->prev = NULL;
    if (b->next != NULL)
        b->next->prev = b;
    gc->reuse = b;
}

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
    gc_free_young_large(vm);
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
    gc_host_try(gc, c, c->nbytes, 0);
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
    gc_host_try(gc, gc->dying, gc->dying_cap * sizeof *gc->dying, 0);
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
