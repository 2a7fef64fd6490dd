/*
 * gc/minor.c -- minor collections: what is new either gets old or goes.
 *
 * Roots are those of the VM, old objects and places that the barrier has
 * remembered, and old threads that may have changed. What they reach and is
 * young is promoted: marked as old, its memory's bits set, scanned. All other
 * young memory is free without being looked at; only what others know of by
 * weak ways (strings, shapes, threads, prototypes, weak tables, finalizers)
 * is listed as it is made, and unlisted here.
 *
 * While an old cycle marks, everything scanned here shades the white objects
 * it meets, so what was promoted is black for that cycle.
 *
 * Owner    the lists in GC.
 * Read     gc_minor_now, the barrier's slow paths.
 */
#include "gc/gc_int.h"
#include "vm/function.h"
#include "vm/string.h"

/* Nursery bytes that a remembered object or place is worth. */
#define REMEMBER_NBYTES 256
#define TOUCH_NBYTES 1024 /* the same for a thread */

/* ---------------------------------------------------------------- barrier */

static void remember(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    if ((int8_t)o->gc >= 0)
        return;
    if (!gc_vec_push(vm, &gc->remembered, o)) {
        gc_give_up(vm);
        return;
    }
    o->gc &= (uint8_t)~GC_ARMED;
    gc->remember_nbytes += REMEMBER_NBYTES;
}

static void log_place(VM *vm, Table *t, uint32_t at, uint32_t kind)
{
    GC *gc = &vm->gc;
    GCLogEntry *last = gc->nlog > 0 ? &gc->log[gc->nlog - 1] : NULL;
    if (last != NULL && last->t == t && last->at == at && last->kind == kind)
        return;
    if (!gc_log_room(vm, &gc->log, gc->nlog, &gc->log_cap)) {
        remember(vm, &t->h);
        return;
    }
    gc->log[gc->nlog++] = (GCLogEntry){t, at, kind};
    gc->remember_nbytes += REMEMBER_NBYTES;
}

/* Is the child one for the old cycle, or for none? */
static bool is_old_child(VM *vm, GCHeader *child)
{
    if (gc_is_young(child))
        return false;
    if (is_old_marking(&vm->gc) && is_white(&vm->gc, child))
        gc_shade(vm, child);
    return true;
}

void gc_barrier_slow(VM *vm, GCHeader *parent, GCHeader *child)
{
    if (is_old_child(vm, child))
        return;
    if (parent->type == TAG_TABLE && gc_is_big((Table *)parent))
        log_place(vm, (Table *)parent, 0, LOG_FIELDS);
    else
        remember(vm, parent);
}

void gc_barrier_element_slow(VM *vm, Table *t, uint32_t i, GCHeader *child)
{
    if (is_old_child(vm, child))
        return;
    if (gc_is_big(t))
        log_place(vm, t, t->abase + i, LOG_ELEMENT);
    else
        remember(vm, &t->h);
}

void gc_barrier_entry_slow(VM *vm, Table *t, void *entry, GCHeader *child)
{
    DictEntry *e = entry;
    if (is_old_child(vm, child))
        return;
    if (!gc_is_big(t)) {
        remember(vm, &t->h);
    } else if (!(e->flags & ENTRY_LOGGED)) {
        e->flags |= ENTRY_LOGGED;
        log_place(vm, t, (uint32_t)(e - t->ext->dict.ent), LOG_ENTRY);
    }
}

void gc_log_entry(VM *vm, Table *t, uint32_t i)
{
    log_place(vm, t, i, LOG_ENTRY);
}

void gc_barrier_back(VM *vm, GCHeader *parent)
{
    if (parent->type == TAG_THREAD)
        gc_touch(vm, (lua_State *)parent);
    else
        remember(vm, parent);
}

void gc_touch_slow(VM *vm, lua_State *L)
{
    L->h.flags &= (uint8_t)~THREADF_CLEAN;
    if (!gc_vec_push(vm, &vm->gc.touched, L))
        vm->gc.all_touched = true;
    vm->gc.remember_nbytes += TOUCH_NBYTES;
}

void gc_note_string(VM *vm, void *s)
{
    GC *gc = &vm->gc;
    if (!gc->strings_lost && !gc_vec_push(vm, &gc->young_strings, s))
        gc->strings_lost = true;
}

bool gc_note_shape(VM *vm, void *s)
{
    return gc_vec_push(vm, &vm->gc.young_shapes, s);
}

/* ---------------------------------------------------------------- tracing */

void gc_promote(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    o->gc = GC_ARMED | gc->epoch;
    if (o->type <= TAG_LSTR) {
        gc_keep_memory(vm, o, sizeof(String) + ((String *)o)->nbytes + 1);
        return;
    }
    vm_assert(gc->young_grey.n < gc->young_grey.cap);
    gc->young_grey.at[gc->young_grey.n++] = o;
}

void gc_drain_young(VM *vm)
{
    GCVec *v = &vm->gc.young_grey;
    while (v->n > 0) {
        GCHeader *o = v->at[--v->n];
        gc_visit_memory(vm, o, gc_keep_memory);
        gc_scan(vm, o);
    }
}

/* ------------------------------------------------------------------ roots */

static void scan_remembered(VM *vm)
{
    GCVec *v = &vm->gc.remembered;
    for (size_t i = 0; i < v->n; i++) {
        GCHeader *o = v->at[i];
        o->gc |= GC_ARMED;
        gc_scan(vm, o);
    }
    v->n = 0;
}

static void scan_touched_thread(VM *vm, lua_State *L)
{
    gc_scan(vm, &L->h);
    L->h.flags |= THREADF_CLEAN;
}

static void scan_threads(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->touched.n; i++)
        scan_touched_thread(vm, gc->touched.at[i]);
    gc->touched.n = 0;
    if (gc->all_touched) {
        gc->all_touched = false;
        for (lua_State *L = gc->threads; L != NULL; L = L->all_next)
            if (!(L->h.flags & THREADF_CLEAN))
                scan_touched_thread(vm, L);
    }
}

/* ------------------------------------------------------------ what is dead */

static void forget_strings(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->strings_lost) {
        gc->strings_lost = false;
        str_forget_young(vm);
    } else {
        for (size_t i = 0; i < gc->young_strings.n; i++)
            if (gc_is_young(gc->young_strings.at[i]))
                str_forget(vm, gc->young_strings.at[i]);
    }
    gc->young_strings.n = 0;
    if (gc->names_seen) {
        gc->names_seen = false;
        memset(vm->names, 0, sizeof vm->names);
    }
    if (gc->shapes_seen) {
        gc->shapes_seen = false;
        shape_cache_clear(vm);
    }
}

static void forget_shapes(VM *vm)
{
    GCVec *v = &vm->gc.young_shapes;
    for (size_t i = 0; i < v->n; i++)
        if (gc_is_young(v->at[i]))
            shape_forget(vm, v->at[i]);
    v->n = 0;
}

/* Variables of a dead thread that live on keep their last values. */
void gc_orphan_upvalues(lua_State *L)
{
    for (Upval *u = L->open; u != NULL;) {
        Upval *next = u->open.next;
        Value *v = u->v;
        u->h.kind = 0;
        val_copy(&u->closed, v);
        u->v = &u->closed;
        u = next;
    }
}

static void sort_out_threads(VM *vm)
{
    GC *gc = &vm->gc;
    lua_State *next;
    for (lua_State *L = gc->young_threads; L != NULL; L = next) {
        next = L->all_next;
        if (gc_is_young(L)) {
            gc_orphan_upvalues(L);
            continue;
        }
        L->h.flags |= THREADF_CLEAN;
        L->all_next = gc->threads;
        gc->threads = L;
    }
    gc->young_threads = NULL;
}

static void sort_out_protos(VM *vm)
{
    GC *gc = &vm->gc;
    Proto *next;
    for (Proto *p = gc->young_protos; p != NULL; p = next) {
        next = p->all_next;
        if (gc_is_young(p)) {
            proto_release(vm, p);
            continue;
        }
        p->all_next = gc->protos;
        gc->protos = p;
    }
    gc->young_protos = NULL;
}

/* ------------------------------------------------------------------ sizes */

static size_t within(size_t n, size_t least, size_t most)
{
    return n < least ? least : n > most ? most : n;
}

/* As large as keeps the pause short, but a small heap's is half of it, so that
   it does not count for much in the program's memory. */
static void size_nursery(GC *gc, uint64_t ns)
{
    size_t n = gc->nursery_nbytes;
    size_t most = within(gc->old_nbytes / 2, GC_NURSERY_SMALL, GC_NURSERY_MAX);
    if (ns > 400000)
        n -= n / 3;
    else if (ns < 150000)
        n += n / 8;
    gc->nursery_nbytes = within(n, GC_NURSERY_MIN, most);
}

/* Room on the mark stack for every young object there may be: the smallest
   that is pushed there has two granules. */
static bool reserve(VM *vm)
{
    GC *gc = &vm->gc;
    return gc_vec_reserve(vm, &gc->young_grey,
                          gc->new_nbytes / (2 * GC_GRANULE) + 1);
}

bool gc_minor_now(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->disabled || !reserve(vm))
        return false;
    uint64_t began = gc_clock_ns();
    gc->minor = true;
    gc->promoted_nbytes = 0;
    gc_touch(vm, vm->cur);
    gc_scan_roots(vm);
    scan_threads(vm);
    scan_remembered(vm);
    for (size_t i = 0; i < gc->nlog; i++)
        gc_scan_logged(vm, &gc->log[i]);
    gc_drain_young(vm);
    if (UNLIKELY(gc->disabled)) { /* not all was seen */
        gc->minor = false;
        return false;
    }
    gc_clear_young_values(vm, 0);
    gc_clear_logged_values(vm);
    size_t nweak = gc->young_weak.n;
    gc_separate_young(vm);
    gc_clear_young_keys(vm);
    gc_clear_logged_keys(vm);
    gc_clear_young_values(vm, nweak);
    gc->young_weak.n = 0;
    gc->nlog = 0;
    forget_strings(vm);
    sort_out_threads(vm);
    sort_out_protos(vm);
    forget_shapes(vm);
    gc_free_young(vm);
    gc->old_nbytes += gc->promoted_nbytes;
    gc->stats.promoted_nbytes += gc->promoted_nbytes;
    gc->stats.nminor++;
    gc->minor = false;
    gc_touch(vm, vm->cur);
    gc->remember_nbytes = 0;
    size_nursery(gc, gc_clock_ns() - began);
    return true;
}
