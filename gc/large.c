/*
 * gc/large.c -- things over GC_SMALL_MAX, each a piece of the host's memory,
 * in an array: old ones first. And buffers, which may become such.
 *
 * Raises   memory, after an emergency collection.
 * Read     gc_large_alloc, large_unlist, gc_sweep_large, gc_buf_grow.
 */
#include "gc/heap_int.h"
#include "vm/error.h"

#define DOOM_NBYTES ((size_t)1024 * 1024) /* given back in pieces */

void *gc_large_alloc(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (nbytes > (size_t)PTRDIFF_MAX - 4096 ||
        !gc_array_room(vm, (void **)&gc->large, gc->nlarge, &gc->large_cap,
                     sizeof *gc->large))
        return NULL;
    GCLarge *l = gc_host_realloc(vm, NULL, 0, sizeof *l + nbytes);
    if (l == NULL)
        return NULL;
    l->index = gc->nlarge;
    l->nbytes = nbytes;
    l->mark = 0;
    gc->large[gc->nlarge++] = l;
    gc->new_nbytes += nbytes;
    return l + 1;
}

static void large_put(GC *gc, size_t i, GCLarge *l)
{
    gc->large[i] = l;
    l->index = i;
}

/* Take l out of the list. */
static void large_unlist(GC *gc, GCLarge *l)
{
    size_t hole = l->index;
    subtract(l->mark == 0 ? &gc->new_nbytes : &gc->old_nbytes, l->nbytes);
    if (l->mark == 0)
        subtract(&gc->paid_nbytes, l->nbytes);
    if (hole < gc->nlarge_old) {
        if (hole < --gc->nlarge_old)
            large_put(gc, hole, gc->large[gc->nlarge_old]);
        hole = gc->nlarge_old;
    }
    if (hole < --gc->nlarge)
        large_put(gc, hole, gc->large[gc->nlarge]);
}

void gc_large_free(VM *vm, GCLarge *l)
{
    large_unlist(&vm->gc, l);
    gc_host_try(&vm->gc, l, sizeof *l + l->nbytes, 0);
}

/* l is dead. The host may take long to take back much memory: it gets it in
   pieces. */
static void large_doom(VM *vm, GCLarge *l)
{
    GC *gc = &vm->gc;
    if (l->nbytes < DOOM_NBYTES || !gc_vec_push(vm, &gc->doomed, l))
        gc_large_free(vm, l);
    else
        large_unlist(gc, l);
}

bool gc_free_doomed(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    while (gc->doomed.n > 0 && nbytes > 0) {
        GCLarge *l = gc->doomed.at[gc->doomed.n - 1];
        size_t size = sizeof *l + l->nbytes;
        size_t piece = nbytes < l->nbytes ? nbytes : size;
        GCLarge *rest = gc_host_try(gc, l, size, size - piece);
        if (rest != NULL) {
            rest->nbytes -= piece;
            gc->doomed.at[gc->doomed.n - 1] = rest;
        } else {
            gc->doomed.n--;
            if (piece < size) /* a host that cannot shrink */
                gc_host_try(gc, l, size, 0);
        }
        nbytes -= piece < nbytes ? piece : nbytes;
    }
    return gc->doomed.n == 0;
}

bool gc_sweep_large(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && gc->cursor > 0; n--) {
        if (gc->cursor > gc->nlarge_old) { /* some were freed meanwhile */
            gc->cursor = gc->nlarge_old;
            continue;
        }
        GCLarge *l = gc->large[--gc->cursor];
        if (l->mark != gc->epoch) {
            gc->stats.freed_nbytes += l->nbytes;
            large_doom(vm, l);
        }
    }
    return gc->cursor == 0;
}

void gc_free_young_large(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = gc->nlarge; i-- > gc->nlarge_old;)
        if (gc->large[i]->mark == 0)
            large_doom(vm, gc->large[i]);
    gc->nlarge_old = gc->nlarge;
}

/* ---------------------------------------------------------------- buffers */

void gc_buf_free(VM *vm, void *p, size_t nbytes)
{
    if (p != NULL && is_large(nbytes))
        gc_large_free(vm, large_of(p));
    else if (p != NULL)
        MEM_POISON(p, gc_round(nbytes));
}

void *gc_buf_grow(VM *vm, void *p, size_t old, size_t n)
{
    if (p == NULL)
        return gc_alloc(vm, n);
    if (!is_large(old) || !is_large(n)) {
        void *q = gc_alloc(vm, n);
        memcpy(q, p, old < n ? old : n);
        gc_buf_free(vm, p, old);
        return q;
    }
    GC *gc = &vm->gc;
    gc_turn(vm, 0);
    size_t rounded = gc_round(n);
    GCLarge *l = large_of(p);
    size_t was = l->nbytes;
    l = gc_host_realloc(vm, l, sizeof *l + was, sizeof *l + rounded);
    if (l == NULL)
        err_memory(vm);
    l->nbytes = rounded;
    gc->large[l->index] = l;
    size_t *amount = l->mark == 0 ? &gc->new_nbytes : &gc->old_nbytes;
    subtract(amount, was);
    *amount += rounded;
    gc->extra_nbytes += rounded > was ? (rounded - was) / 4 : 0;
    return l + 1;
}
