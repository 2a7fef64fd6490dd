/*
 * gc/gc_int.h -- what the collector's files share.
 */
#ifndef GC_GC_INT_H
#define GC_GC_INT_H

#include "gc/gc.h"
#include "vm/state.h"
#include "vm/table.h"

#define GRANULES (GC_BLOCK_SIZE / GC_GRANULE) /* of a block, header included */
#define BITMAP_WORDS (GRANULES / 64)

/*
 * A block: this header, then granules. Bit i of a bitmap is granule i of the
 * block, header included. `used` tells what must not be allocated; `mark` is
 * what the running cycle has found. They change places when it ends.
 */
struct GCBlock {
    uint64_t bits[2][BITMAP_WORDS];
    uint8_t cur;       /* which of the two is `used` */
    bool reuse;        /* worth looking for holes in */
    bool empty;        /* all of it is a hole */
};

#define BLOCK_FIRST ((sizeof(GCBlock) + GC_GRANULE - 1) / GC_GRANULE)

struct GCChunk {
    GCChunk *next;
    size_t nbytes;
};

/* Before a large thing. */
struct GCLarge {
    size_t index;  /* in gc.large */
    size_t nbytes; /* of the thing */
    uint8_t mark;
    uint8_t pad[15];
};

_Static_assert(sizeof(GCLarge) % GC_GRANULE == 0, "alignment");

static inline GCBlock *block_of(const void *p)
{
    return (GCBlock *)((uintptr_t)p & ~(uintptr_t)(GC_BLOCK_SIZE - 1));
}

static inline GCLarge *large_of(void *p) { return (GCLarge *)p - 1; }

static inline bool is_white(const VM *vm, const void *o)
{
    return (((const GCHeader *)o)->gc & GC_MARK_MASK) != vm->gc.epoch;
}

void gc_drop_hole(GC *gc);
void gc_exchange(VM *vm);     /* marks become what is used */
void gc_clear_marks(VM *vm);  /* before a cycle */
void gc_sweep_large(VM *vm);
bool gc_push_mark(VM *vm, GCHeader *o);
/* Room for n elements in a vector that the collector itself needs: past the
   cap, if it must be. False when the host refuses. */
bool gc_own_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz);

#endif
