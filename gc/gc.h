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
 * Ages. The two low bits of GCHeader.gc are the mark: 0 in a young object, one
 * made since the last minor collection; else it is old, and the mark is the
 * epoch (1 to 3) of the old cycle that has found it, or in which it got old.
 * A minor collection frees the young objects that neither roots nor old
 * objects reach; the others are old from then on, where they are. An old cycle
 * marks the old objects in slices; those that have another epoch's mark at its
 * end ("white") are free.
 *
 * Barrier. Old objects are armed. A store of a collectable value whose mark is
 * not the current epoch into an armed object must be told: of a young value,
 * so that the next minor collection looks there; of a white one, which is
 * marked at once. An object that has been remembered as a whole is disarmed
 * until that collection has scanned it.
 *
 *   invariant 1  an old object that refers to a young one is remembered, or
 *                the place that does is in the log, or it is a thread that is
 *                not "clean".
 *   invariant 2  while an old cycle marks: what a scanned object refers to is
 *                marked or on the mark stack, or will be when the next minor
 *                collection has scanned what invariant 1 speaks of.
 *
 * docs/gc.md explains it with drawings.
 *
 * Read     gc_new, gc_must_tell, gc_step; then gc/heap.c, scan.c, minor.c,
 *          cycle.c.
 */
#ifndef GC_GC_H
#define GC_GC_H

#include "include/lua.h"
#include "include/vmrun.h"
#include <stdio.h>

#include "vm/value.h"

#define GC_GRANULE 16
#define GC_BLOCK_SIZE ((size_t)16384)
#define GC_FIRST_NBYTES ((size_t)36 * 1024) /* of the first chunk */
#define GC_SMALL_MAX ((size_t)4096) /* larger ones are apart */
#define GC_MEDIUM_MIN ((size_t)256) /* larger ones have holes of their own */

/* Bytes allocated between minor collections, bytes of old objects. */
#define GC_NURSERY_MIN ((size_t)64 * 1024)
#define GC_NURSERY_SMALL ((size_t)256 * 1024) /* may grow to that at least */
#define GC_NURSERY_MAX ((size_t)512 * 1024)
#define GC_THRESHOLD_MIN ((size_t)512 * 1024)

#define GC_ARMED 0x80
#define GC_MARK_MASK 3

/* Of the old cycle, in order. All work in slices. */
enum GCPhase {
    GC_IDLE,
    GC_MARK,     /* all that is reachable */
    GC_WEAK,     /* which weak references lead to what is not */
    GC_CLEAR,    /* weak values that do are cleared */
    GC_SEPARATE, /* is what is not reachable to be finalized? */
    GC_REMARK,   /* what those objects refer to */
    GC_REWEAK,   /* GC_WEAK for the weak tables met since */
    GC_SWEEP,    /* forget what is dead: weak keys, strings, ..., blocks */
    GC_CLOSING,  /* the state closes */
};

/* What GC_SWEEP is at. */
enum GCSweep {
    SWEEP_WEAK,
    SWEEP_STRINGS,
    SWEEP_SHAPES,
    SWEEP_THREADS,
    SWEEP_PROTOS,
    SWEEP_LARGE,
    SWEEP_BLOCKS,
    SWEEP_CHUNKS,
};

typedef struct GCBlock GCBlock;
typedef struct GCLarge GCLarge;
typedef struct GCChunk GCChunk;
typedef struct GCLogEntry GCLogEntry;

/* Memory that no block has. */
typedef struct GCSpare {
    char *at, *end;
} GCSpare;

/* A vector of the collector's own. */
typedef struct GCVec {
    void **at;
    size_t n, cap;
} GCVec;

typedef struct GC {
    char *bump, *bump_end;      /* the hole being filled */
    char *hole_end;             /* stress: where it ends in truth */
    uint8_t epoch;              /* mark of old objects: 1, 2, 3 */
    uint8_t phase;              /* of the old cycle: GCPhase */
    uint8_t sweep;              /* GCSweep */
    bool minor;                 /* inside a minor collection */
    bool stopped;               /* by collectgarbage("stop") */
    bool busy;                  /* inside the collector: do not start again */
    bool full;                  /* inside gc_full */
    bool aborted;               /* the mark stack could not grow */
    uint8_t naborted;           /* cycles given up, one after the other */
    bool disabled;              /* two were: old objects stay for good */
    bool generational;          /* the mode asked for */
    bool finalizing;
    bool all_touched;           /* `touched` could not grow */
    bool strings_lost;          /* `young_strings` has not all of them */
    bool shapes_seen;           /* vm->shape_cache knows young strings, */
    bool names_seen;            /* ... vm->names does */

    /* stress: see vm/config.h */
    bool stressed, stress_full, stress_minor, stress_step, check;
    uint32_t stress_every, stress_left;
    uint64_t stress_seed;

    char *over, *over_end;      /* the hole for medium sizes */
    GCBlock *cur_block;         /* whose holes `bump` goes through */
    size_t cur_granule;
    GCBlock *over_block;
    size_t over_granule;
    GCBlock **blocks;           /* all blocks */
    size_t nblocks, blocks_cap;
    GCBlock *reuse;             /* blocks with holes, last freed first */
    GCBlock *nursery;           /* blocks with young objects */
    GCChunk *chunks;
    char *fresh, *fresh_end;    /* blocks of the newest chunk not yet used */
    char *first;                /* the first chunk, where the VM itself lies */
    GCSpare spare[2];           /* of the first chunk */

    GCLarge **large;            /* the old ones, then the young ones */
    size_t nlarge, nlarge_old, large_cap;
    GCVec doomed;               /* dead large things, given back in pieces */

    GCVec grey;                 /* mark stack of the old cycle */
    GCVec big;                  /* ... tables scanned in pieces: table, place */
    GCVec young_grey;           /* of a minor collection */
    GCVec remembered;           /* old objects to scan whole */
    GCLogEntry *log;            /* places in big tables */
    size_t nlog, log_cap;
    GCVec touched;              /* old threads that may have changed */
    GCVec young_strings;        /* interned since the last minor collection */
    GCVec young_shapes;         /* private shapes, likewise */
    GCVec finalizable;          /* objects with __gc, in order of marking */
    size_t nfinalizable_old;
    GCVec pending;              /* to be finalized, from `pending_next` on */
    size_t pending_next, pending_marked;
    GCVec weak;                 /* weak tables met in this old cycle */
    size_t weak_end;            /* those that GC_CLEAR is about */
    size_t weak_at, weak_place; /* table of `weak` being looked at, and where */
    uint64_t nonce;             /* tells hidden slots from others */
    GCLogEntry *dying;          /* ephemerons whose key is white */
    size_t ndying, dying_cap;
    size_t settle_at;           /* place in `dying` */
    unsigned nsettled;          /* passes over it */
    uint64_t nshaded;           /* white objects marked so far */
    uint64_t nshaded_settled;   /* ... when the last pass began */
    GCVec young_weak;           /* ... in this minor collection */
    Proto *protos, *young_protos;            /* all that there are */
    struct lua_State *threads, *young_threads;

    /* places of sliced work */
    size_t cursor, keep;        /* of the phase */
    bool separating;            /* SEPARATE: else closing gaps */
    bool cycle_ended;           /* since gc_step began */
    struct lua_State **thread_link;
    Proto **proto_link;
    GCChunk **chunk_link;

    /* amounts, in bytes */
    size_t host_nbytes;         /* taken from the host */
    size_t cap_nbytes;          /* limit on it; 0 none */
    bool over_cap;              /* the last refusal was the cap's */
    size_t old_nbytes;          /* of old objects, dead ones included */
    size_t new_nbytes;          /* allocated since the last minor collection */
    size_t extra_nbytes;        /* C code's memory, since the last one */
    size_t extra_since_nbytes;  /* ... since the last cycle began */
    size_t live_nbytes;         /* found by the last old cycle */
    size_t small_nbytes;        /* ... in blocks */
    size_t excess_nbytes;       /* of blocks, to be given back */
    size_t nursery_nbytes;      /* to be allocated between minor collections */
    size_t nursery_late;        /* ... and while none is allowed */
    size_t paid_nbytes;         /* of new_nbytes: a minor collection came
                                   before they were allocated */
    size_t slice_mark;          /* new_nbytes at the last slice */
    size_t remember_nbytes;     /* charged for remembered places */
    size_t since_nbytes;        /* allocated since the last cycle began */
    size_t threshold;           /* of old_nbytes, to start a cycle */
    size_t debt;                /* to be marked or swept, soon */
    size_t promoted_nbytes;     /* by this minor collection */
    size_t marked_nbytes;       /* in this cycle */
    int pause, stepmul, stepsize, minor_mul, major_mul;

    VmrGCStats stats;
    bool measured;
    uint64_t pause_began;       /* thread time, ns; 0 none */
    FILE *log_file;             /* a line a collection */

    lua_Alloc alloc;
    void *alloc_ud;
    uint64_t fail_at;           /* failure injection: 0 none */
    uint64_t nallocs;
    void *walk_ud;              /* of a walk that only looks: gc/walk.h */
} GC;

/* Where to put a machine of nbytes in its first chunk, of GC_FIRST_NBYTES, which
   has the beginning of the heap, too. */
void *gc_first_place(void *chunk, size_t nbytes);
void gc_init(VM *vm, size_t nbytes, void *first, lua_Alloc alloc, void *ud);
/* Free everything but the first chunk. All finalizers have been called
   (gc_finalize_all). */
void gc_free(VM *vm);

/* ------------------------------------------------------------ allocation */

void *gc_alloc_slow(VM *vm, size_t nbytes);

static inline size_t gc_round(size_t nbytes)
{
    return (nbytes + GC_GRANULE - 1) & ~(size_t)(GC_GRANULE - 1);
}

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

/* The same, old from birth: for what a minor collection must not free. What
   it is filled with needs gc_barrier_back. */
void *gc_new_old(VM *vm, size_t nbytes, uint8_t type);

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

/* owner has a new buffer p, whose contents come from its old one. Call before
   the next allocation. owner NULL: one that is old. */
void gc_adopt(VM *vm, const GCHeader *owner, void *p, size_t nbytes);

/*
 * Memory owned by C code, outside the collected heap, accounted all the same;
 * new_nbytes 0 frees. gc_realloc raises memory; gc_try_realloc returns NULL.
 * Collects yes (when the host or the cap refuses)
 */
void *gc_realloc(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);
void *gc_try_realloc(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);
/* NULL when refused, without a collection. */
void *gc_ask(VM *vm, void *p, size_t old_nbytes, size_t new_nbytes);

/* --------------------------------------------------------------- barrier */

static inline bool gc_is_young(const void *o)
{
    return (((const GCHeader *)o)->gc & GC_MARK_MASK) == 0;
}

/* Must a store of child into parent be told? */
static ALWAYS_INLINE bool gc_must_tell_obj(const GC *gc, const GCHeader *parent,
                                           const GCHeader *child)
{
    return (int8_t)parent->gc < 0 && (child->gc & GC_MARK_MASK) != gc->epoch;
}

static ALWAYS_INLINE bool gc_must_tell(const GC *gc, const GCHeader *parent,
                                       const Value *v)
{
    return is_collectable(v) && gc_must_tell_obj(gc, parent, v->gc);
}

/* child, which must be told, is in parent: anywhere; in a field, an array
   element or a dictionary entry of a table. */
void gc_barrier_slow(VM *vm, GCHeader *parent, GCHeader *child);
void gc_barrier_element_slow(VM *vm, Table *t, uint32_t i, GCHeader *child);
void gc_barrier_entry_slow(VM *vm, Table *t, void *entry, GCHeader *child);

/* Call after storing v into parent. */
#define gc_barrier(vm, parent, v)                                              \
    do {                                                                       \
        if (gc_must_tell(&(vm)->gc, (const GCHeader *)(parent), v))            \
            gc_barrier_slow(vm, (GCHeader *)(parent), (v)->gc);                \
    } while (0)

#define gc_barrier_obj(vm, parent, child)                                      \
    do {                                                                       \
        if (gc_must_tell_obj(&(vm)->gc, (const GCHeader *)(parent),            \
                             (const GCHeader *)(child)))                       \
            gc_barrier_slow(vm, (GCHeader *)(parent), (GCHeader *)(child));    \
    } while (0)

/* The same for element i (an offset, not the key) of a table's array, and for
   key or value v of a dictionary's entry. */
#define gc_barrier_element(vm, t, i, v)                                        \
    do {                                                                       \
        if (gc_must_tell(&(vm)->gc, (const GCHeader *)(t), v))                 \
            gc_barrier_element_slow(vm, t, i, (v)->gc);                        \
    } while (0)

#define gc_barrier_entry(vm, t, e, v)                                          \
    do {                                                                       \
        if (gc_must_tell(&(vm)->gc, (const GCHeader *)(t), v))                 \
            gc_barrier_entry_slow(vm, t, e, (v)->gc);                          \
    } while (0)

/* Many stores at once into parent, or new buffers: look at all of it. */
void gc_barrier_back(VM *vm, GCHeader *parent);

/* The entries of t's dictionary have changed places among themselves. */
void gc_moved(VM *vm, Table *t);

/* Values are about to be put on the stack of a thread that does not run. */
void gc_touch_slow(VM *vm, struct lua_State *L);

#define gc_touch(vm, L)                                                        \
    do {                                                                       \
        if (UNLIKELY((L)->h.flags & THREADF_CLEAN))                            \
            gc_touch_slow(vm, L);                                              \
    } while (0)

/* The marked frame of a stack is left; or may be changed from elsewhere. */
void gc_frame_left(struct lua_State *L, Value *base);
void gc_unmark_stack(struct lua_State *L);

/* A white object found through a weak path (string table, shape transition)
   is to live on. */
void gc_revive_slow(VM *vm, void *o);

#define gc_revive(vm, o)                                                       \
    do {                                                                       \
        if ((vm)->gc.phase != GC_IDLE)                                         \
            gc_revive_slow(vm, o);                                             \
    } while (0)

/*
 * Weak references to white objects are hidden: their slot looks nil (see
 * gc/weak.c). Settle one: true if there is a value now. To know what they
 * refer to is to keep it, unless it has been decided that it is dead.
 */
bool gc_reveal(VM *vm, Value *slot);
bool gc_reveal_entry(VM *vm, Table *t, void *entry);
bool gc_reveal_next(VM *vm, Table *t, void *entry); /* met by a traversal */
void gc_reveal_all(VM *vm, Table *t);

/* A string has been interned; a private shape made. */
void gc_note_string(VM *vm, void *s);
bool gc_note_shape(VM *vm, void *s);

/* ----------------------------------------------------------- collections */

/* A whole cycle; callers call the finalizers that are due. emergency: memory
   was refused (for the log). */
void gc_full(VM *vm, bool emergency);
/* Some work, as after allocating nbytes. True when it ended a cycle. */
bool gc_step(VM *vm, size_t nbytes);
/* A minor collection. */
void gc_minor(VM *vm);
/* Where allocation, of nbytes, looks whether it is time for some of it. */
void gc_turn(VM *vm, size_t nbytes);
uint64_t gc_clock_ns(void);    /* the monotonic clock, limits read it, too */
size_t gc_count(const VM *vm); /* bytes in use, as collectgarbage("count") */

/* o has got a metatable with __gc. Raises memory. */
void gc_add_finalizer(VM *vm, GCHeader *o);
bool gc_has_pending(const GC *gc);
/* Call finalizers that are due, some or all; errors become warnings. May run
   any code. */
void gc_call_finalizers(struct lua_State *L, bool all);
/* The state closes: all of them, last marked first. */
void gc_finalize_all(struct lua_State *L);

#endif
