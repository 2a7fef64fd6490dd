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
 * Read     gc_find_dying, gc_mark_ephemerons, gc_clear_dying_values.
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

/* --------------------------------------------------- what may be cleared */

/*
 * An old cycle looks at its weak tables piece by piece, while the program
 * runs, and notes the references to white objects. What is noted is looked at
 * once more before anything is cleared, for the program may have found such an
 * object by a weak reference; so only that, at the end, must be done at once.
 */
static void note_dying(VM *vm, Table *t, uint32_t at, uint32_t kind)
{
    GC *gc = &vm->gc;
    if (gc_log_room(vm, &gc->dying, gc->ndying, &gc->dying_cap))
        gc->dying[gc->ndying++] = (GCLogEntry){t, at, kind};
    else
        gc_give_up(vm);
}

static bool is_ephemeron(const Table *t)
{
    return (t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) ==
           TABF_WEAK_KEYS;
}

/* Mark an ephemeron's value if its key lives. True if that was new. */
static bool mark_ephemeron(VM *vm, DictEntry *e)
{
    Value *v = (Value *)e;
    if (!is_collectable(v) || !is_white(&vm->gc, v->gc) || key_is_dead(vm, e))
        return false;
    gc_visit(vm, v->gc);
    return true;
}

static void look_at_entry(VM *vm, Table *t, uint32_t i)
{
    DictEntry *e = &t->ext->dict.ent[i];
    Value *v = (Value *)e;
    if (e->vtag == TAG_NIL) {
        if (e->ktag >= TAG_COLLECTABLE)
            e->ktag = TAG_DEAD;
        return;
    }
    if (is_ephemeron(t))
        mark_ephemeron(vm, e);
    bool dying = false;
    if (t->h.flags & TABF_WEAK_KEYS)
        dying = key_is_dead(vm, e);
    if (t->h.flags & TABF_WEAK_VALUES)
        dying |= is_dead(vm, v->tag, v->p);
    if (dying)
        note_dying(vm, t, i, LOG_ENTRY);
}

static void look_at_fields(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    for (uint32_t i = 0; i < s->n; i++) {
        const Value *v = tab_slot(t, s->inl, i);
        if (is_dead(vm, v->tag, v->p)) {
            note_dying(vm, t, 0, LOG_FIELDS);
            return;
        }
    }
}

/* A piece of a weak table from *place on; true when it is done. First come
   keys of the array, then entries, counted from below. */
static bool look_at_piece(VM *vm, Table *t, size_t *place)
{
    bool values = (t->h.flags & TABF_WEAK_VALUES) != 0;
    size_t n = values && t->h.kind == KIND_ANY
                   ? (size_t)t->abase + t->acount : 0;
    if (*place == 0 && values)
        look_at_fields(vm, t);
    if (*place < n) {
        size_t key = *place < t->abase ? t->abase : *place;
        size_t end = key + PIECE < n ? key + PIECE : n;
        for (; key < end; key++) {
            const Value *v = &t->av[key - t->abase];
            if (is_dead(vm, v->tag, v->p))
                note_dying(vm, t, (uint32_t)key, LOG_ELEMENT);
        }
        *place = end < n ? end : AT_ENTRY;
        return false;
    }
    size_t i = *place & AT_ENTRY ? *place & ~AT_ENTRY : 0;
    size_t used = tab_has_ext(t) ? t->ext->dict.used : 0;
    size_t end = i + PIECE < used ? i + PIECE : used;
    for (; i < end; i++)
        look_at_entry(vm, t, (uint32_t)i);
    *place = end | AT_ENTRY;
    return end >= used;
}

bool gc_find_dying(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->weak_at >= gc->weak.n)
        return true;
    if (look_at_piece(vm, gc->weak.at[gc->weak_at], &gc->weak_place)) {
        gc->weak_at++;
        gc->weak_place = 0;
    }
    return false;
}

/* What is noted of t, or where in it the search is, means other entries now:
   look at it again. */
void gc_weak_moved(VM *vm, Table *t)
{
    GC *gc = &vm->gc;
    if (is_old_marking(gc) && !gc_is_young(t) && !is_white(gc, t) &&
        !gc_vec_push(vm, &gc->weak, t))
        gc_give_up(vm);
}

/* ------------------------------------------------------------- ephemerons */

static DictEntry *entry_of(const GCLogEntry *e)
{
    if (e->kind != LOG_ENTRY || !tab_has_ext(e->t) ||
        e->at >= e->t->ext->dict.used)
        return NULL;
    return &e->t->ext->dict.ent[e->at];
}

static bool mark_ephemeron_at(VM *vm, const GCLogEntry *e)
{
    DictEntry *entry = is_ephemeron(e->t) ? entry_of(e) : NULL;
    return entry != NULL && mark_ephemeron(vm, entry);
}

/*
 * Keys may have been marked since their entries were noted: once more over
 * all, in pieces. If nothing white was marked meanwhile, the end of marking
 * has nothing left to do here.
 */
bool gc_settle_ephemerons(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->settle_at == 0)
        gc->nshaded_settled = gc->nshaded;
    size_t end = gc->settle_at + PIECE;
    for (; gc->settle_at < gc->ndying && gc->settle_at < end; gc->settle_at++)
        mark_ephemeron_at(vm, &gc->dying[gc->settle_at]);
    if (gc->settle_at < gc->ndying)
        return false;
    gc->settle_at = 0;
    return true;
}

/* All at once. From the last and from the first on: chains are found in the
   one or the other order. */
bool gc_mark_ephemerons(VM *vm)
{
    GC *gc = &vm->gc;
    bool any = false;
    gc->nshaded_settled = gc->nshaded;
    for (size_t i = gc->ndying; i-- > 0;)
        any |= mark_ephemeron_at(vm, &gc->dying[i]);
    for (size_t i = 0; any && i < gc->ndying; i++)
        mark_ephemeron_at(vm, &gc->dying[i]);
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

void gc_clear_young_values(VM *vm, size_t from)
{
    const GCVec *weak = &vm->gc.young_weak;
    for (size_t i = from; i < weak->n; i++) {
        Table *t = weak->at[i];
        if (t->h.flags & TABF_WEAK_VALUES)
            clear_values(vm, t);
    }
}

void gc_clear_young_keys(VM *vm)
{
    const GCVec *weak = &vm->gc.young_weak;
    for (size_t i = 0; i < weak->n; i++) {
        Table *t = weak->at[i];
        if (!(t->h.flags & TABF_WEAK_KEYS) || !tab_has_ext(t))
            continue;
        Dict *d = &t->ext->dict;
        for (uint32_t j = 0; j < d->used; j++)
            clear_key(vm, &d->ent[j]);
    }
}

/* ------------------------------------------------------- single places */

static void clear_value_at(VM *vm, const GCLogEntry *e)
{
    Table *t = e->t;
    uint32_t i = e->at - t->abase;
    DictEntry *entry = entry_of(e);
    if (entry != NULL) {
        clear_entry(vm, entry);
    } else if (e->kind == LOG_ELEMENT) {
        if (t->h.kind == KIND_ANY && i < t->acount)
            clear_value(vm, &t->av[i]);
        trim(t);
    } else if (e->kind == LOG_FIELDS) {
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
            clear_value_at(vm, &gc->log[i]);
}

void gc_clear_logged_keys(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->nlog; i++) {
        DictEntry *entry = entry_of(&gc->log[i]);
        if (entry != NULL &&
            (gc_weakness(vm, gc->log[i].t) & TABF_WEAK_KEYS))
            clear_key(vm, entry);
    }
}

/* Fetch entries to come, and what they refer to: each is a miss of the
   caches. */
static void prefetch(const GC *gc, size_t i)
{
    const DictEntry *e = i + 24 < gc->ndying ? entry_of(&gc->dying[i + 24])
                                             : NULL;
    if (e != NULL)
        PREFETCH(e);
    e = i + 12 < gc->ndying ? entry_of(&gc->dying[i + 12]) : NULL;
    if (e == NULL)
        return;
    if (e->ktag >= TAG_COLLECTABLE)
        PREFETCH((const void *)(uintptr_t)e->k);
    if (e->vtag >= TAG_COLLECTABLE)
        PREFETCH((const void *)(uintptr_t)e->v);
}

/* What is still white; places of weak keys wait for gc_clear_dying_keys. */
void gc_clear_dying_values(VM *vm)
{
    GC *gc = &vm->gc;
    size_t keep = 0;
    for (size_t i = 0; i < gc->ndying; i++) {
        GCLogEntry e = gc->dying[i];
        prefetch(gc, i);
        if (e.t->h.flags & TABF_WEAK_VALUES)
            clear_value_at(vm, &e);
        if (e.t->h.flags & TABF_WEAK_KEYS)
            gc->dying[keep++] = e;
    }
    gc->ndying = keep;
}

void gc_clear_dying_keys(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->ndying; i++) {
        DictEntry *entry = entry_of(&gc->dying[i]);
        prefetch(gc, i);
        if (entry != NULL && (gc->dying[i].t->h.flags & TABF_WEAK_KEYS))
            clear_key(vm, entry);
    }
    gc->ndying = 0;
}
