/*
 * gc/check.c -- does the heap keep its rules? For tests: VMRUN_STRESS=check.
 *
 * After each piece of the collector's work the whole heap is traced by a walk
 * that knows nothing of marks (gc/walk.h), breadth first. Each object found is
 * compared with what gc/gc.h promises of it. The first broken rule is told
 * with the way from a root to the object, and the program aborts.
 *
 * Weak references are followed, too: what they lead to may be dead, but its
 * memory must still be there.
 *
 * Owner    its own memory, from malloc; the heap is not changed.
 * Read     gc_check_heap, check_ref, may_be_young, may_be_white.
 */
#include "gc/walk.h"

#include <stdlib.h>

#define LARGE_BIT 1 /* of the numbers in Check.heap: index * 2 + this */
#define WAY_MAX 12  /* steps of a way that are told */

typedef struct Found {
    GCHeader *o;
    size_t from; /* its parent's number, or SIZE_MAX: a root */
    GCRef by;
} Found;

typedef struct Check {
    VM *vm;
    GC *gc;
    const char *when;
    AddrMap heap;    /* blocks and large things */
    AddrMap seen;    /* objects: number in `found` */
    AddrMap strings; /* in the string table */
    AddrMap listed;  /* threads, prototypes; objects with finalizers */
    AddrMap grey;    /* not scanned yet, or in part */
    AddrMap remembered;
    AddrMap touched;
    AddrMap buffers; /* that several objects have */
    uint64_t (*claimed)[BITMAP_WORDS]; /* granules of the blocks */
    Found *found;
    size_t n, cap;
    size_t at;       /* the object being looked at, or SIZE_MAX */
    bool sharing;    /* its memory may be another's, too */
} Check;

/* ------------------------------------------------------------------- told */

static const char *const type_names[NUM_TAGS] = {
    [TAG_SSTR] = "string",     [TAG_LSTR] = "long string",
    [TAG_TABLE] = "table",     [TAG_LCL] = "function",
    [TAG_CCL] = "C function",  [TAG_UDATA] = "userdata",
    [TAG_THREAD] = "thread",   [TAG_UPVAL] = "upvalue",
    [TAG_PROTO] = "prototype", [TAG_SHAPE] = "shape",
    [TAG_CHUNK] = "chunk",
};

static const char *type_of(const GCHeader *o)
{
    const char *s = o->type < NUM_TAGS ? type_names[o->type] : NULL;
    return s != NULL ? s : "?";
}

static void tell_ref(const GCRef *r)
{
    static const char *const kinds[] = {
        [REF_SHAPE] = "shape",          [REF_FIELD] = "field",
        [REF_ELEMENT] = "element",      [REF_KEY] = "key of entry",
        [REF_VALUE] = "value of entry", [REF_UPVALUE] = "upvalue",
        [REF_STACK] = "slot",           [REF_CONSTANT] = "constant",
    };
    if (r->kind == REF_INTERNAL)
        fprintf(stderr, "%s", r->name);
    else if (r->kind == REF_FIELD)
        fprintf(stderr, "field \"%s\"", r->key->data);
    else
        fprintf(stderr, "%s %lld", kinds[r->kind], (long long)r->index);
}

static void tell_way(const Check *c, size_t i)
{
    for (int left = WAY_MAX; i != SIZE_MAX; i = c->found[i].from) {
        fprintf(stderr, "\n    by ");
        tell_ref(&c->found[i].by);
        if (--left == 0) {
            fprintf(stderr, " of ...");
            break;
        }
        if (c->found[i].from != SIZE_MAX) {
            const GCHeader *o = c->found[c->found[i].from].o;
            fprintf(stderr, " of %s %p", type_of(o), (const void *)o);
        }
    }
    fprintf(stderr, "\n");
}

/* rule is broken by what r (or NULL) of the current object refers to. */
_Noreturn static void broken(const Check *c, const char *rule, const GCRef *r)
{
    fprintf(stderr, "heap check after %s, phase %d: %s:\n    ", c->when,
            c->gc->phase, rule);
    if (c->at != SIZE_MAX) {
        const GCHeader *o = c->found[c->at].o;
        fprintf(stderr, "%s %p (mark %02x)", type_of(o), (const void *)o,
                o->gc);
    } else {
        fprintf(stderr, "the roots");
    }
    if (r != NULL) {
        fprintf(stderr, " -> %p by ", (void *)r->to);
        tell_ref(r);
    }
    tell_way(c, c->at);
    abort();
}

static void *enough(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "heap check: no memory for it\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

static size_t *put(AddrMap *m, const void *p)
{
    bool fresh;
    return enough(addr_map_put(m, p, &fresh));
}

/* ----------------------------------------------------------------- memory */

static bool all_bits(const uint64_t *bits, size_t g, size_t n, bool want)
{
    for (; n-- > 0; g++)
        if ((bits[g / 64] >> g % 64 & 1) != want)
            return false;
    return true;
}

static void claim(Check *c, size_t block, size_t g, size_t n)
{
    uint64_t *bits = c->claimed[block];
    if (!c->sharing && !all_bits(bits, g, n, false))
        broken(c, "two things have the same memory", NULL);
    for (; n-- > 0; g++)
        bits[g / 64] |= UINT64_C(1) << g % 64;
}

/* What is found must have been marked by the old cycle: sweeping, or idle. */
static bool all_are_marked(const GC *gc)
{
    return gc->naborted == 0 && !gc->aborted && !is_old_marking(gc);
}

static void check_small(Check *c, const void *p, size_t nbytes, bool old)
{
    const size_t *at = addr_map_get(&c->heap, block_of(p));
    size_t g = ((uintptr_t)p & (GC_BLOCK_SIZE - 1)) / GC_GRANULE;
    size_t n = nbytes / GC_GRANULE;
    if (at == NULL || (*at & LARGE_BIT))
        broken(c, "its memory is in no block", NULL);
    const GCBlock *b = block_of(p);
    if (g < BLOCK_FIRST || g + n > b->ngranules)
        broken(c, "its memory passes the end of its block", NULL);
    if (old && !all_bits(b->bits[b->cur], g, n, true))
        broken(c, "it is old, its memory is not in use", NULL);
    if (old && c->gc->phase == GC_SWEEP && b->epoch != c->gc->epoch &&
        c->gc->naborted == 0 && !all_bits(b->bits[b->cur ^ 1], g, n, true))
        broken(c, "its memory will be swept", NULL);
    if (!old && b->state != BLOCK_NURSERY)
        broken(c, "it is young, its memory is not in the nursery", NULL);
    if (!old && !c->sharing && !all_bits(b->bits[b->cur], g, n, false))
        broken(c, "it is young, its memory is in use as old", NULL);
    claim(c, *at / 2, g, n);
}

static void check_large(Check *c, const void *p, size_t nbytes, bool old)
{
    const size_t *at = addr_map_get(&c->heap, p);
    const GC *gc = c->gc;
    if (at == NULL || !(*at & LARGE_BIT))
        broken(c, "its large memory is not listed", NULL);
    const GCLarge *l = large_of(p);
    if (l->nbytes != nbytes)
        broken(c, "its large memory has another size", NULL);
    if (!old && l->index < gc->nlarge_old)
        broken(c, "it is young, its large memory is listed as old", NULL);
    if (!c->sharing && (old != (l->mark != 0)))
        broken(c, "its large memory has another age", NULL);
    if (old && all_are_marked(gc) && l->mark != gc->epoch)
        broken(c, "its large memory will be swept", NULL);
}

static void check_memory(VM *vm, const void *p, size_t nbytes)
{
    Check *c = vm->gc.walk_ud;
    const GCHeader *o = c->found[c->at].o;
    nbytes = gc_round(nbytes);
    if (nbytes == 0)
        return;
    /* key tables are old from the beginning, and shapes share them */
    bool key_table = o->type == TAG_SHAPE && p != (const void *)o;
    if (key_table) {
        bool fresh;
        enough(addr_map_put(&c->buffers, p, &fresh));
        c->sharing = !fresh;
    }
    bool old = key_table || !gc_is_young(o);
    if (nbytes > GC_SMALL_MAX)
        check_large(c, p, nbytes, old);
    else
        check_small(c, p, nbytes, old);
    c->sharing = false;
}

/* ---------------------------------------------------------------- objects */

static bool is_in_heap(const Check *c, const void *p)
{
    const size_t *at = addr_map_get(&c->heap, block_of(p));
    if (p == (void *)c->vm->main_thread || (at != NULL && !(*at & LARGE_BIT)))
        return true;
    at = addr_map_get(&c->heap, p);
    return at != NULL && (*at & LARGE_BIT);
}

static void check_listed(Check *c, const GCHeader *o)
{
    const VM *vm = c->vm;
    if (o->type == TAG_SSTR && addr_map_get(&c->strings, o) == NULL)
        broken(c, "it is interned, but not in the string table", NULL);
    if ((o->type == TAG_THREAD || o->type == TAG_PROTO) &&
        addr_map_get(&c->listed, o) == NULL)
        broken(c, "it is not among those listed", NULL);
    if (o->type >= TAG_TABLE && (o->flags & GCF_FINALIZER) &&
        addr_map_get(&c->listed, o) == NULL)
        broken(c, "it has a finalizer, but is not listed for it", NULL);
    /* one being made has no id yet */
    if (o->type == TAG_SHAPE && !(o->aux == 0 && vm->anchor == o) &&
        (o->aux == 0 || o->aux >= vm->nshapes ||
         (GCHeader *)vm->shapes[o->aux] != o))
        broken(c, "the shape's id does not lead to it", NULL);
    if (o->type == TAG_TABLE && (o->flags & TABF_HIDDEN) &&
        c->gc->phase == GC_IDLE)
        broken(c, "it still has hidden weak references", NULL);
}

static bool is_clean(const lua_State *L) { return L->h.flags & THREADF_CLEAN; }

static void check_object(Check *c, GCHeader *o)
{
    const GC *gc = c->gc;
    if (o->gc & ~(GC_ARMED | GC_MARK_MASK))
        broken(c, "its header has a strange mark", NULL);
    if (gc_is_young(o) && (o->gc & GC_ARMED))
        broken(c, "it is young, but armed", NULL);
    if (!gc_is_young(o) && !(o->gc & GC_ARMED) &&
        addr_map_get(&c->remembered, o) == NULL)
        broken(c, "it is disarmed, but not remembered", NULL);
    if (o->type == TAG_THREAD && !gc_is_young(o) && !gc->all_touched &&
        !is_clean((lua_State *)o) && addr_map_get(&c->touched, o) == NULL)
        broken(c, "the thread is not clean, but not listed so", NULL);
    if (all_are_marked(gc) && is_white(gc, o))
        broken(c, "it can be reached, but will be swept", NULL);
    check_listed(c, o);
    c->gc->walk_ud = c;
    gc_visit_memory(c->vm, o, check_memory);
}

/* ------------------------------------------------------------- references */

static bool is_logged(const Check *c, const GCHeader *o, const GCRef *r)
{
    for (size_t i = 0; i < c->gc->nlog; i++) {
        const GCLogEntry *e = &c->gc->log[i];
        bool here = r->kind == REF_ELEMENT ? e->kind == LOG_ELEMENT
                    : r->kind == REF_KEY || r->kind == REF_VALUE
                        ? e->kind == LOG_ENTRY
                        : e->kind == LOG_FIELDS;
        if (e->t == (const Table *)o && here &&
            (e->kind == LOG_FIELDS || e->at == (uint32_t)r->index))
            return true;
    }
    return false;
}

/* Does o change without a barrier, so that the next minor collection looks at
   it anyway? */
static bool is_watched(const GCHeader *o)
{
    if (o->type == TAG_THREAD)
        return !is_clean((const lua_State *)o);
    const Upval *u = (const Upval *)o;
    return o->type == TAG_UPVAL && o->kind == 1 && !is_clean(u->open.thread);
}

/* A slot that an upvalue tells of is the upvalue's, see invariant 1. */
static bool is_of_upvalue(const GCHeader *o, const GCRef *r)
{
    const lua_State *L = (const lua_State *)o;
    if (r->kind == REF_STACK)
        for (const Upval *u = L->open; u != NULL; u = u->open.next)
            if (u->v == L->stack + r->index)
                return !(u->h.gc & GC_ARMED);
    return false;
}

/* Invariant 1. */
static bool may_be_young(const Check *c, const GCHeader *o, const GCRef *r)
{
    if (gc_is_young(o) || !(o->gc & GC_ARMED) || is_watched(o))
        return true;
    if (o->type == TAG_THREAD)
        return is_of_upvalue(o, r);
    return o->type == TAG_TABLE && is_logged(c, o, r);
}

/* Invariant 2. */
static bool may_be_white(const Check *c, const GCHeader *o, const GCRef *r)
{
    if (!is_old_marking(c->gc) || r->weak)
        return true;
    bool black = (o->gc & GC_MARK_MASK) == c->gc->epoch &&
                 addr_map_get(&c->grey, o) == NULL;
    return !black || !(o->gc & GC_ARMED) || is_watched(o) ||
           (o->type == TAG_TABLE && is_logged(c, o, r));
}

static void enter(Check *c, const GCRef *r)
{
    bool fresh;
    size_t *number = enough(addr_map_put(&c->seen, r->to, &fresh));
    if (!fresh)
        return;
    if (c->n == c->cap) {
        c->cap = c->cap == 0 ? 1024 : c->cap * 2;
        c->found = enough(realloc(c->found, c->cap * sizeof *c->found));
    }
    *number = c->n;
    c->found[c->n++] = (Found){r->to, c->at, *r};
}

static void check_ref(void *ud, const GCRef *r)
{
    Check *c = ud;
    if (!is_in_heap(c, r->to))
        broken(c, "it refers to what is not in the heap", r);
    if (r->to->type < TAG_SSTR || r->to->type >= NUM_TAGS)
        broken(c, "it refers to what is no object", r);
    if (r->tag != TAG_NIL && r->to->type != r->tag)
        broken(c, "it refers to an object of another type", r);
    if (c->at != SIZE_MAX) {
        const GCHeader *o = c->found[c->at].o;
        if (gc_is_young(r->to) && !may_be_young(c, o, r))
            broken(c,
                   o->type == TAG_THREAD
                       ? "a clean thread refers to a young object"
                       : "an old object refers to a young one, and is not "
                         "remembered",
                   r);
        if (is_white(c->gc, r->to) && !may_be_white(c, o, r))
            broken(c, "a scanned object refers to one that is not marked", r);
    }
    enter(c, r);
}

/* ------------------------------------------------------------------ lists */

static void put_vec(AddrMap *m, const GCVec *v, size_t from, size_t step)
{
    for (size_t i = from; i < v->n; i += step)
        if (v->at[i] != NULL)
            put(m, v->at[i]);
}

static void list_heap(Check *c)
{
    const GC *gc = c->gc;
    for (size_t i = 0; i < gc->nblocks; i++) {
        if (gc->blocks[i]->index != i)
            broken(c, "a block has another place in the list", NULL);
        *put(&c->heap, gc->blocks[i]) = i * 2;
    }
    for (size_t i = 0; i < gc->nlarge; i++) {
        if (gc->large[i]->index != i)
            broken(c, "a large thing has another place in the list", NULL);
        *put(&c->heap, gc->large[i] + 1) = i * 2 | LARGE_BIT;
    }
    c->claimed = enough(calloc(gc->nblocks + 1, sizeof *c->claimed));
}

static void list_strings(Check *c)
{
    const VM *vm = c->vm;
    for (size_t i = 0; i < vm->strtab_size; i++)
        for (const String *s = vm->strtab[i]; s != NULL; s = s->next) {
            if (!is_in_heap(c, s) || s->h.type != TAG_SSTR)
                broken(c, "what is in the string table is no string", NULL);
            put(&c->strings, s);
        }
}

static void list_others(Check *c)
{
    const GC *gc = c->gc;
    lua_State *threads[] = {gc->threads, gc->young_threads};
    Proto *protos[] = {gc->protos, gc->young_protos};
    for (int i = 0; i < 2; i++) {
        for (lua_State *L = threads[i]; L != NULL; L = L->all_next)
            put(&c->listed, L);
        for (Proto *p = protos[i]; p != NULL; p = p->all_next)
            put(&c->listed, p);
    }
    put_vec(&c->listed, &gc->finalizable, 0, 1);
    put_vec(&c->listed, &gc->pending, gc->pending_next, 1);
    put_vec(&c->grey, &gc->grey, 0, 1);
    put_vec(&c->grey, &gc->big, 0, 2);
    put_vec(&c->remembered, &gc->remembered, 0, 1);
    put_vec(&c->touched, &gc->touched, 0, 1);
}

void gc_check_heap(VM *vm, const char *when)
{
    GC *gc = &vm->gc;
    if (gc->disabled || gc->aborted || gc->phase == GC_CLOSING)
        return;
    Check c = {.vm = vm, .gc = gc, .when = when, .at = SIZE_MAX};
    list_heap(&c);
    list_strings(&c);
    list_others(&c);
    gc_each_root(vm, check_ref, &c);
    for (c.at = 0; c.at < c.n; c.at++) {
        check_object(&c, c.found[c.at].o);
        gc_each_ref(vm, c.found[c.at].o, check_ref, &c);
    }
    AddrMap *maps[] = {&c.heap, &c.seen,       &c.strings, &c.listed,
                       &c.grey, &c.remembered, &c.touched, &c.buffers};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        addr_map_free(maps[i]);
    free(c.claimed);
    free(c.found);
}
