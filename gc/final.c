/*
 * gc/final.c -- finalizers: which objects are due, and calling them.
 *
 * An object that gets a metatable with __gc is listed. One found dead moves
 * to the queue of those pending, which keeps it and all it refers to, and is
 * called from there: the last listed of a collection first.
 *
 * Owner    GC.finalizable, GC.pending.
 * Raises   memory, in gc_add_finalizer.
 * Read     gc_separate, gc_call_finalizers.
 */
#include "gc/gc_int.h"
#include "vm/call.h"

#define CALLS_AT_ONCE 256 /* finalizers between two turns of the program */

void gc_add_finalizer(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    if ((o->flags & GCF_FINALIZER) || gc->phase == GC_CLOSING)
        return;
    GCVec *v = &gc->finalizable;
    if (v->n == v->cap) {
        size_t cap = v->cap + v->cap / 2 + 32, esz = sizeof *v->at;
        v->at = gc_realloc(vm, v->at, v->cap * esz, cap * esz);
        v->cap = cap;
    }
    o->flags |= GCF_FINALIZER;
    v->at[v->n++] = o;
}

bool gc_has_pending(const GC *gc) { return gc->pending_next < gc->pending.n; }

/* o is due: true unless there is no memory to note it, so it lives on. */
static bool make_pending(VM *vm, GCHeader *o)
{
    if (gc_vec_push(vm, &vm->gc.pending, o))
        return true;
    gc_visit(vm, o);
    return false;
}

/* ------------------------------------------------------------- separating */

/* All young ones get old. */
static void keep_young(VM *vm)
{
    GC *gc = &vm->gc;
    GCVec *v = &gc->finalizable;
    for (size_t i = gc->nfinalizable_old; i < v->n; i++)
        gc_visit(vm, v->at[i]);
    gc->nfinalizable_old = v->n;
    gc_drain_young(vm);
}

/*
 * Those young ones that a minor collection has not met; they and what they
 * refer to get old. In incremental mode none is due before an old cycle has
 * looked at the whole heap: programs wait for a finalizer to know that one
 * has.
 */
void gc_separate_young(VM *vm)
{
    GC *gc = &vm->gc;
    GCVec *v = &gc->finalizable;
    if (!gc->generational) {
        keep_young(vm);
        return;
    }
    size_t from = gc->nfinalizable_old, keep = from;
    for (size_t i = v->n; i-- > from;) {
        GCHeader *o = v->at[i];
        if (!gc_is_young(o))
            continue;
        if (make_pending(vm, o))
            v->at[i] = NULL;
    }
    for (size_t i = from; i < v->n; i++) {
        if (v->at[i] == NULL)
            continue;
        if (gc_is_young(v->at[i]))
            gc_visit(vm, v->at[i]);
        v->at[keep++] = v->at[i];
    }
    v->n = gc->nfinalizable_old = keep;
    for (size_t i = gc->pending.n; i-- > gc->pending_next;) {
        GCHeader *o = gc->pending.at[i];
        if (!gc_is_young(o))
            break;
        gc_visit(vm, o);
    }
    gc_drain_young(vm);
}

/*
 * Some of the old ones, from the last listed down (cursor); then the list is
 * made dense again, from the first up (keep).
 */
bool gc_separate(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    GCVec *v = &gc->finalizable;
    for (; n > 0 && gc->cursor > 0; n--) {
        GCHeader *o = v->at[--gc->cursor];
        if (is_white(gc, o) && make_pending(vm, o))
            v->at[gc->cursor] = NULL;
    }
    return gc->cursor == 0;
}

bool gc_close_gaps(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    GCVec *v = &gc->finalizable;
    for (; n > 0 && gc->cursor < gc->nfinalizable_old; n--) {
        void *o = v->at[gc->cursor++];
        if (o != NULL)
            v->at[gc->keep++] = o;
    }
    if (gc->cursor < gc->nfinalizable_old)
        return false;
    size_t nyoung = v->n - gc->nfinalizable_old;
    if (gc->keep < gc->nfinalizable_old)
        memmove(v->at + gc->keep, v->at + gc->nfinalizable_old,
                nyoung * sizeof *v->at);
    gc->nfinalizable_old = gc->keep;
    v->n = gc->keep + nyoung;
    return true;
}

/* ---------------------------------------------------------------- calling */

static void call_one_finalizer(lua_State *L)
{
    VM *vm = L->vm;
    GC *gc = &vm->gc;
    stack_ensure(L, 4); /* may collect: what is pending is a root, v not */
    GCHeader *o = gc->pending.at[gc->pending_next++];
    if (gc->pending_next == gc->pending.n)
        gc->pending_next = gc->pending_marked = gc->pending.n = 0;
    o->flags &= (uint8_t)~GCF_FINALIZER; /* may be marked for it again */
    gc->stats.nfinalized++;
    Value v;
    val_obj(&v, o);
    const Value *mm = meta_get(vm, &v, MM_GC);
    if (is_nil(mm))
        return;
    val_copy(L->top, mm);
    val_copy(L->top + 1, &v);
    L->top += 2;
    vm_call_finalizer(L);
}

void gc_call_finalizers(lua_State *L, bool all)
{
    GC *gc = &L->vm->gc;
    if (gc->finalizing || !gc_has_pending(gc))
        return;
    gc->finalizing = true;
    size_t n = gc->pending.n - gc->pending_next; /* not those that come */
    if (!all && n > CALLS_AT_ONCE)
        n = CALLS_AT_ONCE;
    while (n-- > 0 && gc_has_pending(gc))
        call_one_finalizer(L);
    gc->finalizing = false;
}

void gc_finalize_all(lua_State *L)
{
    VM *vm = L->vm;
    GC *gc = &vm->gc;
    gc->finalizing = true; /* one after the other, none inside another */
    gc->phase = GC_CLOSING; /* objects marked from now on are not called */
    while (gc_has_pending(gc))
        call_one_finalizer(L);
    while (gc->finalizable.n > 0) {
        GCHeader *o = gc->finalizable.at[--gc->finalizable.n];
        if (o == NULL)
            continue;
        if (!gc_vec_push(vm, &gc->pending, o))
            return; /* no memory for a place in a queue: give up */
        call_one_finalizer(L);
    }
}
