/*
 * gc/gc.h -- the door of the collector: allocation, barrier, roots, slices.
 *
 * Objects never move. A VM's stacks, its registry and a few fields of VM are
 * the only roots: what C code holds must be reachable from them at the next
 * allocation, since any allocation may collect. (Put a new object on the
 * stack before making the next.)
 *
 * Memory comes in blocks of 16 KB, aligned to their size, whose bitmap has a
 * bit for each 16-byte granule. Allocation bumps a pointer through free runs:
 * one for small sizes, another for medium ones that the first has no room for.
 * Things over 4 KB are apart, each with a header before it. Buffers (arrays,
 * stacks, code) are allocated like objects but have no header of their own:
 * whoever owns one marks it, and tells its size.
 *
 * Marks. An object's two low bits in GCHeader.gc are 0 when it is young and
 * the epoch (1 to 3) of the cycle that marked it. It is white while the mark
 * is not the current epoch. "Armed" objects have been scanned: a store of a
 * white value into one must tell the collector.
 *
 *   invariant    no armed object refers to a white object that nothing else
 *                will bring to the mark stack, while marking runs.
 *
 * Read     gc_new, gc_barrier, gc_step; then gc/heap.c, gc/mark.c.
 */
#ifndef GC_GC_H
#define GC_GC_H

#include "include/lua.h"
#include "vm/value.h"

#define GC_GRANULE 16
#define GC_BLOCK_SIZE ((size_t)16384)
#define GC_SMALL_MAX ((size_t)4096) /* larger ones are apart */
#define GC_MEDIUM_MIN ((size_t)256) /* larger ones have holes of their own */

#define GC_ARMED 0x80
#define GC_MARK_MASK 3

enum GCPhase { GC_IDLE, GC_MARKING, GC_ATOMIC, GC_CLOSING };

typedef struct GCBlock GCBlock;
typedef struct GCLarge GCLarge;
typedef struct GCChunk GCChunk;

typedef struct GC {
    char *bump, *bump_end;      /* the hole being filled */
    char *over, *over_end;      /* the same for medium sizes */
    uint8_t epoch;              /* mark of the current or last cycle: 1, 2, 3 */
    uint8_t phase;
    bool stopped;               /* by collectgarbage("stop") */
    bool busy;                  /* inside the collector: do not start again */
    bool stress;                /* collect at every allocation */
    bool stress_step;           /* do a bit of a cycle at every allocation */
    bool emergency;
    bool aborted;               /* the mark stack could not grow */
    uint8_t naborted;           /* cycles given up, one after the other */
    bool disabled;              /* two were: nothing is collected any more */
    bool generational;          /* mode asked for; a promise for later */

    GCBlock **blocks;           /* all blocks */
    size_t nblocks, blocks_cap;
    size_t next_block;          /* next one to look for holes in */
    size_t next_empty;          /* from here down, for empty ones */
    size_t cur_block;           /* being filled; index, or SIZE_MAX */
    size_t cur_granule;
    size_t over_next;           /* the same for medium sizes, which look from */
    size_t over_block, over_granule; /* ... the last block down */
    GCChunk *chunks;
    char *fresh, *fresh_end;    /* blocks of the newest chunk not yet used */

    GCLarge **large;
    size_t nlarge, large_cap;

    GCHeader **marks;           /* mark stack */
    size_t nmarks, marks_cap;

    GCHeader **finalizable;     /* objects with __gc, in order of marking */
    size_t nfinalizable, finalizable_cap;
    GCHeader **pending;         /* to be finalized, last first */
    size_t npending, pending_cap;
    bool finalizing;

    Table **weak;               /* weak tables met in this cycle */
    size_t nweak, weak_cap;
    Proto *protos;              /* all protos */
    struct lua_State *threads;  /* all threads */

    size_t host_nbytes;         /* taken from the host */
    size_t cap_nbytes;          /* limit on it; 0 none */
    bool over_cap;              /* the last refusal was the cap's */
    size_t live_nbytes;         /* marked by the last cycle */
    size_t new_nbytes;          /* allocated since */
    size_t threshold;           /* of live + new, to start a cycle */
    size_t slice_mark;          /* new_nbytes at the last slice */
    size_t marked_nbytes;       /* in this cycle */
    int pause, stepmul, stepsize, minor_mul, major_mul;
    uint64_t ncycles;

    lua_Alloc alloc;
    void *alloc_ud;
    uint64_t fail_at;           /* failure injection: 0 none */
    uint64_t nallocs;
} GC;

void gc_init(VM *vm, lua_Alloc alloc, void *ud);
/* Free everything. All finalizers have been called (gc_finalize_all). */
void gc_free(VM *vm);

/* ------------------------------------------------------------ allocation */

void *gc_alloc_slow(VM *vm, size_t nbytes);

size_t gc_round(size_t nbytes);

/*
 * Uninitialised memory of the collected heap, 16-byte aligned.
 * Raises memory    Collects yes
 */
static ALWAYS_INLINE void *gc_alloc_in(GC *gc, VM *vm, size_t nbytes)
{
#ifndef VM_SANITIZED /* else every allocation is a slow one */
    nbytes = (nbytes + GC_GRANULE - 1) & ~(size_t)(GC_GRANULE - 1);
    char *p = gc->bump;
    if (LIKELY(nbytes <= (size_t)(gc->bump_end - p) &&
               nbytes <= GC_SMALL_MAX)) {
        gc->bump = p + nbytes;
        return p;
    }
#else
    (void)gc;
#endif
    return gc_alloc_slow(vm, nbytes);
}

void *gc_alloc(VM *vm, size_t nbytes);
/* The same; NULL when there is no memory. */
void *gc_try_alloc(VM *vm, size_t nbytes);

/* A new object: header filled in, the rest is the caller's to fill before the
   next allocation. */
void *gc_new(VM *vm, size_t nbytes, uint8_t type);

static inline void gc_header_init(void *o, uint8_t type)
{
    GCHeader *h = o;
    h->type = type;
    h->gc = 0;
    h->kind = 0;
    h->flags = 0;
    h->aux = 0;
}

/*
 * A buffer grown from old_nbytes to new_nbytes, contents kept; p may be NULL.
 * The old one must not be used any more.
 * Raises memory (the old one stays valid)    Collects yes
 */
void *gc_buf_grow(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);

/* Give a buffer back early (a hint: small ones wait for the collector). */
void gc_buf_free(VM *vm, void *p, size_t nbytes);

/*
 * Memory owned by C code, outside the collected heap, accounted all the same;
 * new_nbytes 0 frees. gc_realloc raises memory; gc_try_realloc returns NULL.
 * Collects yes (when the host or the cap refuses)
 */
void *gc_realloc(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);
void *gc_try_realloc(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);

/* --------------------------------------------------------------- barrier */

void gc_barrier_slow(VM *vm, GCHeader *parent, GCHeader *child);

/* Call after storing v into parent. */
static ALWAYS_INLINE void gc_barrier(VM *vm, void *parent, const Value *v)
{
    if (is_collectable(v) && (int8_t)((GCHeader *)parent)->gc < 0)
        gc_barrier_slow(vm, parent, v->gc);
}

static ALWAYS_INLINE void gc_barrier_obj(VM *vm, void *parent, void *child)
{
    if ((int8_t)((GCHeader *)parent)->gc < 0)
        gc_barrier_slow(vm, parent, child);
}

/* Many stores at once into parent: scan it again. */
void gc_barrier_back(VM *vm, GCHeader *parent);

/* A white object found through a weak path (string table, shape transition)
   while marking is to live on. */
void gc_revive(VM *vm, void *o);

/* ----------------------------------------------------------- collections */

/* A whole cycle. emergency: no finalizer is called, no stack shrinks. */
void gc_full(VM *vm, bool emergency);
/* Some work, as after allocating nbytes. True when it ended a cycle. */
bool gc_step(VM *vm, size_t nbytes);
size_t gc_count(const VM *vm); /* bytes in use, as collectgarbage("count") */

/* o has got a metatable with __gc. Raises memory. */
void gc_add_finalizer(VM *vm, GCHeader *o);
/* Call finalizers that are due; errors become warnings. May run any code. */
void gc_call_finalizers(struct lua_State *L);
/* The state closes: all of them, last marked first. */
void gc_finalize_all(struct lua_State *L);

#endif
