/*
 * gc/first.c -- the first chunk: all that an idle machine has.
 *
 * Blocks are aligned, what a host's allocator gives is not. In a chunk hardly
 * larger than a block the bytes before the first block would be a third of
 * it, so that the machine itself and its small tables lie there; and behind
 * the blocks, as far as there is no room before:
 *
 *    chunk            block                              end of the chunk
 *    | VM | spare ... | 16 KB of heap | the rest of it ... | spare |
 *    | spare ...      | 16 KB of heap | the rest of it ... | spare |  VM |
 *
 * Spare memory is given out from the bottom up; what is given back is used
 * again if it was the last.
 *
 * Owner    the VM, which lies in it: vm_free.
 * Read     gc_first_place, gc_first_init, gc_spare_realloc.
 */
#include "gc/gc_int.h"

/* What the tables of a machine with the standard libraries take. */
#define SPARE_NBYTES ((size_t)6 * 1024)
#define SPARE_MAX ((size_t)4096) /* larger things are the host's */

/* Between things, for the address sanitizer to see. */
#ifdef VM_SANITIZED
#define GAP GC_GRANULE
#else
#define GAP 0
#endif

char *gc_first_block(void *chunk)
{
    uintptr_t a = (uintptr_t)chunk + GC_BLOCK_SIZE - 1;
    return (char *)(a & ~(uintptr_t)(GC_BLOCK_SIZE - 1));
}

void *gc_first_place(void *chunk, size_t nbytes)
{
    char *c = chunk;
    size_t before = (size_t)(gc_first_block(c) - c);
    return before >= nbytes ? c : c + GC_FIRST_NBYTES - nbytes;
}

static void spare_init(GCSpare *s, char *from, char *to)
{
    s->at = from;
    s->end = to;
    MEM_POISON(from, (size_t)(to - from));
}

void gc_first_init(VM *vm, size_t nbytes, void *chunk)
{
    GC *gc = &vm->gc;
    char *c = chunk, *place = (char *)vm, *end = c + GC_FIRST_NBYTES;
    gc->first = c;
    gc->host_nbytes = GC_FIRST_NBYTES;
    gc->fresh = gc_first_block(c);
    spare_init(&gc->spare[0], place == c ? c + nbytes : c, gc->fresh);
    if (place != c)
        end = place;
    size_t before = (size_t)(gc->fresh - gc->spare[0].at);
    size_t behind = before < SPARE_NBYTES ? SPARE_NBYTES - before : 0;
    gc->fresh_end = end - behind / GC_GRANULE * GC_GRANULE;
    spare_init(&gc->spare[1], gc->fresh_end, end);
    MEM_POISON(gc->fresh, (size_t)(gc->fresh_end - gc->fresh));
}

bool gc_is_spare(const GC *gc, const void *p)
{
    return (uintptr_t)p - (uintptr_t)gc->first < GC_FIRST_NBYTES;
}

static void *take(GC *gc, size_t n)
{
    for (int i = 0; i < 2; i++) {
        GCSpare *s = &gc->spare[i];
        if (gc_round(n) + GAP <= (size_t)(s->end - s->at)) {
            char *p = s->at;
            s->at += gc_round(n) + GAP;
            MEM_UNPOISON(p, n);
            return p;
        }
    }
    return NULL;
}

static void give_back(GC *gc, char *p, size_t n)
{
    for (int i = 0; i < 2; i++)
        if (p + gc_round(n) + GAP == gc->spare[i].at)
            gc->spare[i].at = p;
}

void gc_spare_free(GC *gc, void *p, size_t n)
{
    give_back(gc, p, n);
    MEM_POISON(p, n);
}

void *gc_spare_realloc(GC *gc, void *p, size_t old, size_t n)
{
    if (n > SPARE_MAX)
        return NULL;
    if (p == NULL)
        return take(gc, n);
    if (n <= old)
        return p;
    GCSpare was[2] = {gc->spare[0], gc->spare[1]};
    give_back(gc, p, old); /* to grow where it is, if it was the last */
    void *q = take(gc, n);
    if (q == NULL) {
        memcpy(gc->spare, was, sizeof was);
    } else if (q != p) {
        memcpy(q, p, old);
        MEM_POISON(p, old);
    }
    return q;
}
