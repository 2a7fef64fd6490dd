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

enum BlockState {
    BLOCK_FULL,    /* not worth looking for holes in */
    BLOCK_LISTED,  /* in gc.reuse */
    BLOCK_NURSERY, /* in gc.nursery: may hold young objects */
};

/*
 * A block: this header, then granules. Bit i of a bitmap is granule i of the
 * block, header included. `used` tells what must not be allocated: the old
 * things. `mark` is what the running old cycle has found; the two change
 * places when the block is swept.
 */
struct GCBlock {
    uint64_t bits[2][BITMAP_WORDS];
    GCBlock *next; /* in the list of its state */
    GCBlock *prev; /* in gc.reuse */
    size_t index;  /* in gc.blocks */
    uint8_t cur;   /* which of the two is `used` */
    uint8_t state; /* BlockState */
    uint8_t epoch; /* of the last cycle that swept it */
    bool empty;    /* nearly all of it is one hole */
    uint16_t ngranules; /* its own: the last of a chunk is cut off */
};

#define BLOCK_FIRST ((sizeof(GCBlock) + GC_GRANULE - 1) / GC_GRANULE)

struct GCChunk {
    GCChunk *next;
    size_t nbytes;
    size_t nblocks; /* made so far */
};

/* Before a large thing. */
struct GCLarge {
    size_t index;  /* in gc.large */
    size_t nbytes; /* of the thing */
    uint8_t mark;  /* 0 young, else an epoch */
    uint8_t pad[31 - 2 * sizeof(size_t)];
};

_Static_assert(sizeof(GCLarge) % GC_GRANULE == 0, "alignment");

/* A place in a big table that may hold a young value. */
struct GCLogEntry {
    Table *t;
    uint32_t at;   /* key of the element, number of the entry */
    uint32_t kind; /* LOG_* */
};

enum { LOG_FIELDS, LOG_ELEMENT, LOG_ENTRY };

/* Tables with more elements or entries are remembered place by place, and
   scanned in pieces of so many. */
#define BIG_TABLE 256
#define PIECE 1024
#define WEAK_PIECE 256 /* the same, to look at what each refers to */

/* A place in a table, where to go on: a key of the array, or the number of an
   entry and this bit. */
#define AT_ENTRY (~(SIZE_MAX >> 1))

static inline GCBlock *block_of(const void *p)
{
    return (GCBlock *)((uintptr_t)p & ~(uintptr_t)(GC_BLOCK_SIZE - 1));
}

static inline GCLarge *large_of(const void *p) { return (GCLarge *)p - 1; }

/* Old, and not found by the current old cycle. */
static inline bool is_white(const GC *gc, const void *o)
{
    uint8_t mark = ((const GCHeader *)o)->gc & GC_MARK_MASK;
    return mark != gc->epoch && mark != 0;
}

static inline bool is_old_marking(const GC *gc)
{
    return gc->phase >= GC_MARK && gc->phase <= GC_REWEAK;
}

/* gc/first.c */
/* nbytes of machine lie in the first chunk, at gc_first_place. */
void gc_first_init(VM *vm, size_t nbytes, void *chunk);
char *gc_first_block(void *chunk);
/* Spare memory of the first chunk: as the host's realloc; NULL if there is no
   room, and then the host is asked. */
bool gc_is_spare(const GC *gc, const void *p);
void *gc_spare_realloc(GC *gc, void *p, size_t old, size_t n);
void gc_spare_free(GC *gc, void *p, size_t n);

/* gc/host.c */
bool gc_vec_push(VM *vm, GCVec *v, void *x);
/* Room for n elements, past the cap if it must be. False when the host
   refuses. */
bool gc_vec_reserve(VM *vm, GCVec *v, size_t n);
void gc_vec_free(VM *vm, GCVec *v);
bool gc_log_room(VM *vm, GCLogEntry **log, size_t n, size_t *cap);

/* gc/heap.c */
void gc_drop_holes(GC *gc);

/* gc/large.c */
bool gc_sweep_large(VM *vm, size_t n); /* some; true when all are done */
bool gc_free_doomed(VM *vm, size_t nbytes); /* true when none is left */

/* gc/sweep.c */
/* Memory that lives on as old. In an old cycle: found by it. */
void gc_keep_memory(VM *vm, const void *p, size_t nbytes);
/* Memory of an old thing that the old cycle has found. */
void gc_mark_memory(VM *vm, const void *p, size_t nbytes);
void gc_free_young(VM *vm);    /* what a minor collection has not kept */
bool gc_sweep_blocks(VM *vm, size_t n); /* some; true when all are done */
void gc_begin_release(VM *vm);
bool gc_release_chunks(VM *vm, size_t n);
void gc_release_vectors(VM *vm);
void gc_forget_marks(VM *vm);  /* of a cycle that was given up */

/* gc/scan.c */
void gc_visit_memory(VM *vm, GCHeader *o,
                     void (*mem)(VM *vm, const void *p, size_t nbytes));
void gc_scan(VM *vm, GCHeader *o);   /* visit all that o refers to */
bool gc_scan_big(VM *vm);            /* a piece of one; false: none is */
void gc_scan_thread(VM *vm, lua_State *L);
/* A thread's stack up to `end`, without the registers in between that its
   running function has given up (none: NULL). */
typedef struct GCStackExtent {
    Value *end, *dead, *dead_end;
} GCStackExtent;
GCStackExtent gc_stack_extent(const lua_State *L);
void gc_scan_roots(VM *vm);
void gc_scan_logged(VM *vm, const GCLogEntry *e);
bool gc_is_big(const Table *t);
uint8_t gc_weakness(VM *vm, const Table *t);
void gc_shade(VM *vm, GCHeader *o);  /* a white object */
void gc_promote(VM *vm, GCHeader *o); /* a young one, in a minor collection */

/* Visit a reference: in a minor collection, to what is young; while an old
   cycle marks, to what is white. */
static inline void gc_visit(VM *vm, void *o)
{
    GC *gc = &vm->gc;
    GCHeader *h = o;
    uint8_t mark = h->gc & GC_MARK_MASK;
    if (mark == gc->epoch)
        return;
    if (mark == 0) {
        if (gc->minor)
            gc_promote(vm, h);
    } else if (is_old_marking(gc)) {
        gc_shade(vm, h);
    }
}

static inline void gc_visit_value(VM *vm, const Value *v)
{
    if (is_collectable(v))
        gc_visit(vm, v->gc);
}

static inline void gc_visit_opt(VM *vm, void *o)
{
    if (o != NULL)
        gc_visit(vm, o);
}

/* gc/weak.c */
void gc_list_weak(VM *vm, Table *t);
bool gc_recheck_weakness(VM *vm); /* true if any has changed */
bool gc_hide_dying(VM *vm);        /* some; true when all tables are done */
bool gc_settle_ephemerons(VM *vm); /* some; true when all are done */
bool gc_ephemerons_settled(const GC *gc);
bool gc_mark_ephemerons(VM *vm);   /* all; true if any value was new */
void gc_begin_clearing(VM *vm);
bool gc_clear_hidden(VM *vm);      /* some; true when all tables are done */
void gc_forget_weak(VM *vm);       /* of a cycle that was given up */
void gc_weak_moved(VM *vm, Table *t);
void gc_clear_young_values(VM *vm, size_t from);
void gc_clear_young_keys(VM *vm);
void gc_clear_logged_values(VM *vm);
void gc_clear_logged_keys(VM *vm);

/* gc/final.c */
void gc_separate_young(VM *vm);
bool gc_separate(VM *vm, size_t n); /* old ones; true when all are looked at */
bool gc_close_gaps(VM *vm, size_t n); /* ... and after that */

/* gc/minor.c */
bool gc_minor_now(VM *vm); /* false when there is no memory for it */
void gc_drain_young(VM *vm);
void gc_log_entry(VM *vm, Table *t, uint32_t i);
void gc_orphan_upvalues(lua_State *L);

/* gc/cycle.c */
size_t gc_pause_percent(const GC *gc);
void gc_give_up(VM *vm);
void gc_step_least(VM *vm);

/* gc/check.c */
void gc_check_heap(VM *vm, const char *when);

/* gc/stats.c */
void gc_pause_begin(GC *gc);
void gc_pause_end(VM *vm, const char *what, bool full);

#endif
