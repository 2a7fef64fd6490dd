/*
 * gc/weak.c -- weak tables: what they refer to may go.
 *
 * A collection that meets a weak table lists it and looks the other way. Once
 * all else is marked, entries whose key or value is dead are cleared: values
 * before finalizers are settled, keys after, as the language has it. Values
 * of weak keys (ephemerons) are marked when their keys are, again and again
 * until nothing is new.
 *
 * Owner    GC.weak of an old cycle, GC.young_weak of a minor collection.
 * Read     gc_clear_values, gc_mark_ephemerons.
 */
#include "gc/gc_int.h"

void gc_list_weak(VM *vm, Table *t)
{
    GC *gc = &vm->gc;
    bool ok = true;
    if (gc->minor)
        ok = gc_vec_push(vm, &gc->young_weak, t);
    if (is_old_marking(gc)) /* listed twice is cleared twice: no harm */
        ok = gc_vec_push(vm, &gc->weak, t) && ok;
    if (!ok)
        gc_give_up(vm);
}

static bool is_dead(VM *vm, int8_t tag, void *o)
{
    if (tag < TAG_COLLECTABLE)
        return false;
    if (tag <= TAG_LSTR) { /* strings are values: never weak */
        gc_visit(vm, o);
        return false;
    }
    uint8_t mark = ((GCHeader *)o)->gc & GC_MARK_MASK;
    return vm->gc.minor ? mark == 0 : mark != vm->gc.epoch && mark != 0;
}

static bool key_is_dead(VM *vm, const DictEntry *e)
{
    return is_dead(vm, e->ktag, (void *)(uintptr_t)e->k);
}

/* A mode may have changed since its table was scanned. True if any had. */
bool gc_recheck_weakness(VM *vm)
{
    GCVec *v = &vm->gc.weak;
    bool any = false;
    for (size_t i = v->n; i-- > 0;) {
        Table *t = v->at[i];
        if ((t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) !=
            gc_weakness(vm, t)) {
            gc_scan(vm, &t->h);
            any = true;
        }
    }
    return any;
}

/* ------------------------------------------------------------- ephemerons */

static bool mark_ephemeron(VM *vm, DictEntry *e)
{
    Value *v = (Value *)e;
    if (!is_collectable(v) || !is_white(&vm->gc, v->gc) || key_is_dead(vm, e))
        return false;
    gc_visit(vm, v->gc);
    return true;
}

/* Mark the values whose keys are marked; true if any was new. */
bool gc_mark_ephemerons(VM *vm)
{
    GCVec *weak = &vm->gc.weak;
    bool any = false;
    for (size_t i = 0; i < weak->n; i++) {
        Table *t = weak->at[i];
        if ((t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) !=
                TABF_WEAK_KEYS ||
            !tab_has_ext(t))
            continue;
        Dict *d = &t->ext->dict;
        for (uint32_t j = 0; j < d->used; j++)
            any |= mark_ephemeron(vm, &d->ent[j]);
    }
    return any;
}

/* --------------------------------------------------------------- clearing */

static void clear_key(VM *vm, DictEntry *e)
{
    if (e->vtag != TAG_NIL && key_is_dead(vm, e)) {
        e->vtag = TAG_NIL;
        e->ktag = TAG_DEAD;
    } else if (e->vtag == TAG_NIL && e->ktag >= TAG_COLLECTABLE) {
        e->ktag = TAG_DEAD;
    }
}

static void clear_value(VM *vm, Value *v)
{
    if (is_dead(vm, v->tag, v->p))
        val_nil(v);
}

static void clear_entry(VM *vm, DictEntry *e)
{
    clear_value(vm, (Value *)e);
    if (e->vtag == TAG_NIL && e->ktag >= TAG_COLLECTABLE)
        e->ktag = TAG_DEAD;
}

/* The last element of an array is never nil. */
static void trim(Table *t)
{
    while (t->acount > 0 && is_nil(&t->av[t->acount - 1]))
        t->acount--;
}

static void clear_values(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    for (uint32_t i = 0; i < s->n; i++)
        clear_value(vm, tab_slot(t, s->inl, i));
    if (t->h.kind == KIND_ANY) {
        for (uint32_t i = 0; i < t->acount; i++)
            clear_value(vm, &t->av[i]);
        trim(t);
    }
    if (!tab_has_ext(t))
        return;
    Dict *d = &t->ext->dict;
    for (uint32_t i = 0; i < d->used; i++)
        clear_entry(vm, &d->ent[i]);
}

void gc_clear_values(VM *vm, const GCVec *weak, size_t from)
{
    for (size_t i = from; i < weak->n; i++) {
        Table *t = weak->at[i];
        if (t->h.flags & TABF_WEAK_VALUES)
            clear_values(vm, t);
    }
}

void gc_clear_keys(VM *vm, const GCVec *weak)
{
    for (size_t i = 0; i < weak->n; i++) {
        Table *t = weak->at[i];
        if (!(t->h.flags & TABF_WEAK_KEYS) || !tab_has_ext(t))
            continue;
        Dict *d = &t->ext->dict;
        for (uint32_t j = 0; j < d->used; j++)
            clear_key(vm, &d->ent[j]);
    }
}

/* --------------------------------------------- places in big weak tables */

static void clear_logged_value(VM *vm, const GCLogEntry *e)
{
    Table *t = e->t;
    uint32_t i = e->at - t->abase;
    if (e->kind == LOG_ENTRY) {
        if (tab_has_ext(t) && e->at < t->ext->dict.used)
            clear_entry(vm, &t->ext->dict.ent[e->at]);
    } else if (e->kind == LOG_ELEMENT) {
        if (t->h.kind == KIND_ANY && i < t->acount)
            clear_value(vm, &t->av[i]);
        trim(t);
    } else {
        Shape *s = tab_shape(vm, t);
        for (uint32_t j = 0; j < s->n; j++)
            clear_value(vm, tab_slot(t, s->inl, j));
    }
}

void gc_clear_logged_values(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->nlog; i++)
        if (gc_weakness(vm, gc->log[i].t) & TABF_WEAK_VALUES)
            clear_logged_value(vm, &gc->log[i]);
}

void gc_clear_logged_keys(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->nlog; i++) {
        const GCLogEntry *e = &gc->log[i];
        if (e->kind == LOG_ENTRY && tab_has_ext(e->t) &&
            e->at < e->t->ext->dict.used &&
            (gc_weakness(vm, e->t) & TABF_WEAK_KEYS))
            clear_key(vm, &e->t->ext->dict.ent[e->at]);
    }
}
