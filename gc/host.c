/*
 * gc/host.c -- the one door to the host's allocator: the cap, injected
 * failures, and the vectors of the collector's own.
 *
 * Raises   memory, after an emergency collection.
 * Read     gc_host_try, gc_host_realloc, gc_realloc.
 */
#include "gc/heap_int.h"
#include "vm/error.h"

bool gc_injected_failure(GC *gc)
{
    gc->over_cap = false;
    return ++gc->nallocs >= gc->fail_at;
}

static void *host_call(GC *gc, void *p, size_t old, size_t n)
{
    void *q = gc->alloc(gc->alloc_ud, p, old, n);
    if (q != NULL || n == 0)
        gc->host_nbytes += n - old;
    if (gc->host_nbytes > gc->stats.host_peak_nbytes)
        gc->stats.host_peak_nbytes = gc->host_nbytes;
    return q;
}

/* From the first chunk, while it has spare memory, or from the host. */
static void *host_move(GC *gc, void *p, size_t old, size_t n)
{
    bool spare = p != NULL && gc_is_spare(gc, p);
    if (p != NULL && !spare)
        return host_call(gc, p, old, n);
    void *q = n > 0 ? gc_spare_realloc(gc, p, old, n) : NULL;
    if (q != NULL)
        return q;
    if (n > 0 && (q = host_call(gc, NULL, 0, n)) == NULL)
        return NULL;
    if (spare && q != NULL)
        memcpy(q, p, old);
    if (spare)
        gc_spare_free(gc, p, old);
    return q;
}

void *gc_host_try(GC *gc, void *p, size_t old, size_t n)
{
    if (n > old) {
        gc->over_cap = false;
        if (UNLIKELY(gc->fail_at != 0) && gc_injected_failure(gc))
            return NULL;
        if (gc->cap_nbytes != 0 &&
            gc->host_nbytes + (n - old) > gc->cap_nbytes) {
            gc->over_cap = true;
            return NULL;
        }
    }
    return host_move(gc, p, old, n);
}

void *gc_host_realloc(VM *vm, void *p, size_t old, size_t n)
{
    void *q = gc_host_try(&vm->gc, p, old, n);
    if (q == NULL && n > 0 && !vm->gc.busy && !vm->building) {
        gc_full(vm, true);
        q = gc_host_try(&vm->gc, p, old, n);
    }
    return q;
}

void *gc_try_realloc(VM *vm, void *p, size_t old, size_t n)
{
    if (n > (size_t)PTRDIFF_MAX - 4096)
        return NULL;
    if (UNLIKELY(vm->gc.stress_full) && n > old)
        gc_full(vm, true);
    return gc_host_realloc(vm, p, old, n);
}

void *gc_ask(VM *vm, void *p, size_t old, size_t n)
{
    return gc_host_try(&vm->gc, p, old, n);
}

void *gc_realloc(VM *vm, void *p, size_t old, size_t n)
{
    if (p == NULL && n == 0)
        return NULL;
    void *q = gc_try_realloc(vm, p, old, n);
    if (q == NULL && n > 0)
        err_memory(vm);
    vm->gc.extra_nbytes += n > old ? n - old : 0;
    return q;
}

bool gc_array_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    if (n < *cap)
        return true;
    size_t want = *cap == 0 ? 8 : *cap * 2;
    void *p = gc_host_realloc(vm, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

/* What the collector itself needs may pass the cap: without it nothing would
   be freed. */
static bool own_room(VM *vm, void **vec, size_t n, size_t *cap, size_t esz)
{
    GC *gc = &vm->gc;
    if (n <= *cap)
        return true;
    size_t want = n + n / 2 < 32 ? 32 : n + n / 2;
    void *p = host_move(gc, *vec, *cap * esz, want * esz);
    if (p == NULL)
        return false;
    *vec = p;
    *cap = want;
    return true;
}

bool gc_vec_reserve(VM *vm, GCVec *v, size_t n)
{
    return own_room(vm, (void **)&v->at, n, &v->cap, sizeof *v->at);
}

bool gc_vec_push(VM *vm, GCVec *v, void *x)
{
    if (UNLIKELY(v->n == v->cap) && !gc_vec_reserve(vm, v, v->n + 1))
        return false;
    v->at[v->n++] = x;
    return true;
}

void gc_vec_free(VM *vm, GCVec *v)
{
    gc_host_try(&vm->gc, v->at, v->cap * sizeof *v->at, 0);
    *v = (GCVec){NULL, 0, 0};
}

bool gc_log_room(VM *vm, GCLogEntry **log, size_t n, size_t *cap)
{
    return own_room(vm, (void **)log, n + 1, cap, sizeof **log);
}
