/*
 * gc/weak.c -- weak tables: what they refer to may go.
 *
 * A collection that meets a weak table lists it and looks the other way. Once
 * all else is marked, entries whose key or value is dead go: values before
 * finalizers are settled, keys after, as the language has it. Values of weak
 * keys (ephemerons) are marked when their keys are, again and again until
 * nothing is new.
 *
 * An old cycle does so in pieces while the program runs, and yet all weak
 * references to an object vanish at one instant. Those to white objects are
 * hidden first: their slot's tag says nil, the rest of it stays. The program,
 * which takes the slow way wherever it finds a nil in a table that has a
 * metatable, settles what it finds hidden (gc_reveal): before the end of
 * marking such an object is marked, since the program has it now. After the
 * end of marking, if it is still white, the slot is nil indeed. So nothing
 * needs to be done at that instant; what is hidden is tidied up afterwards, in
 * pieces, before anything is freed.
 *
 * Owner    GC.weak of an old cycle, GC.young_weak of a minor collection.
 * Read     hide, gc_reveal, gc_hide_dying, gc_clear_hidden; clear_key for
 *          minor collections.
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

/* ----------------------------------------------------------------- hiding */

/*
 * A hidden slot of an array or a field: nil by its tag, and by the private
 * bytes, which nobody sets or clears when values are stored, one that was
 * hidden in this cycle with what it refers to.
 */
static uint64_t hidden_word(const GC *gc, const Value *v)
{
    Value x;
    x.word = (v->bits ^ gc->nonce) * UINT64_C(0x9E3779B97F4A7C15);
    x.tag = TAG_NIL;
    return x.word;
}

static bool is_hidden(const GC *gc, const Value *v)
{
    return v->word == hidden_word(gc, v);
}

static void hide(VM *vm, Table *t, Value *v)
{
    v->word = hidden_word(&vm->gc, v);
    t->h.flags |= TABF_HIDDEN;
}

static void hide_entry(Table *t, DictEntry *e)
{
    unsigned tag = (uint8_t)e->vtag;
    e->flags &= ENTRY_LOGGED;
    e->flags |= (uint16_t)(ENTRY_HIDDEN | tag << ENTRY_TAG_SHIFT);
    e->vtag = TAG_NIL;
    t->h.flags |= TABF_HIDDEN;
}

static void shade_white(VM *vm, int8_t tag, void *o)
{
    if (tag >= TAG_COLLECTABLE && is_old_marking(&vm->gc) &&
        is_white(&vm->gc, o))
        gc_shade(vm, o);
}

/* Is it decided that white objects are dead, for weak values; for weak keys? */
static bool values_are_decided(const GC *gc)
{
    return gc->phase == GC_CLEAR || gc->phase == GC_SWEEP;
}

static bool keys_are_decided(const GC *gc) { return gc->phase == GC_SWEEP; }

static bool is_white_ref(const GC *gc, int8_t tag, const void *o)
{
    return tag >= TAG_COLLECTABLE && is_white(gc, o);
}

bool gc_reveal(VM *vm, Value *v)
{
    const GC *gc = &vm->gc;
    if (!is_hidden(gc, v))
        return false;
    v->word = 0;
    v->tag = TAG_NIL;
    if (values_are_decided(gc) && is_white(gc, v->gc))
        return false;
    v->tag = (int8_t)v->gc->type;
    shade_white(vm, v->tag, v->gc);
    return true;
}

static bool entry_is_gone(const GC *gc, const Table *t, const DictEntry *e)
{
    return ((t->h.flags & TABF_WEAK_VALUES) && values_are_decided(gc) &&
            is_white_ref(gc, entry_tag(e), (void *)(uintptr_t)e->v)) ||
           ((t->h.flags & TABF_WEAK_KEYS) && keys_are_decided(gc) &&
            is_white_ref(gc, e->ktag, (void *)(uintptr_t)e->k));
}

bool gc_reveal_entry(VM *vm, Table *t, void *entry)
{
    DictEntry *e = entry;
    if (!(e->flags & ENTRY_HIDDEN))
        return false;
    bool gone = entry_is_gone(&vm->gc, t, e);
    int8_t tag = entry_tag(e);
    e->flags &= ENTRY_LOGGED;
    if (gone) {
        if (e->ktag >= TAG_COLLECTABLE)
            e->ktag = TAG_DEAD;
        return false;
    }
    e->vtag = tag;
    shade_white(vm, e->ktag, (void *)(uintptr_t)e->k);
    shade_white(vm, tag, (void *)(uintptr_t)e->v);
    return true;
}

/* Keys that are white once values have been decided go with these, unless a
   finalizer brings them back. */
bool gc_reveal_next(VM *vm, Table *t, void *entry)
{
    const DictEntry *e = entry;
    if ((t->h.flags & TABF_WEAK_KEYS) && vm->gc.phase > GC_WEAK &&
        vm->gc.phase <= GC_SWEEP &&
        is_white_ref(&vm->gc, e->ktag, (void *)(uintptr_t)e->k))
        return false;
    return gc_reveal_entry(vm, t, entry);
}

void gc_reveal_all(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    for (uint32_t i = 0; i < s->n; i++)
        gc_reveal(vm, tab_slot(t, s->inl, i));
    if (t->h.kind == KIND_ANY) {
        for (uint32_t i = 0; i < t->acount; i++)
            gc_reveal(vm, &t->av[i]);
        while (t->acount > 0 && is_nil(&t->av[t->acount - 1]))
            t->acount--;
    }
    for (uint32_t i = 0; tab_has_ext(t) && i < t->ext->dict.used; i++)
        gc_reveal_entry(vm, t, &t->ext->dict.ent[i]);
    t->h.flags &= (uint8_t)~TABF_HIDDEN;
}

/* --------------------------------------------------------- what is hidden */

static bool is_ephemeron(const Table *t)
{
    return (t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) == TABF_WEAK_KEYS;
}

/* An ephemeron's key may be marked later. */
static void note_ephemeron(VM *vm, Table *t, uint32_t at)
{
    GC *gc = &vm->gc;
    if (gc_log_room(vm, &gc->dying, gc->ndying, &gc->dying_cap))
        gc->dying[gc->ndying++] = (GCLogEntry){t, at, LOG_ENTRY};
    else
        gc_give_up(vm);
}

/* Mark an ephemeron's value if its key lives. True if that was new. */
static bool mark_ephemeron(VM *vm, DictEntry *e)
{
    if (!is_white_ref(&vm->gc, entry_tag(e), (void *)(uintptr_t)e->v) ||
        key_is_dead(vm, e))
        return false;
    gc_visit(vm, (void *)(uintptr_t)e->v);
    return true;
}

static void look_at_entry(VM *vm, Table *t, uint32_t i)
{
    DictEntry *e = &t->ext->dict.ent[i];
    Value *v = (Value *)e;
    if (e->vtag == TAG_NIL) { /* nothing, or hidden by an earlier look */
        if (e->ktag >= TAG_COLLECTABLE && !(e->flags & ENTRY_HIDDEN))
            e->ktag = TAG_DEAD;
        return;
    }
    if (is_ephemeron(t))
        mark_ephemeron(vm, e);
    /* the value first: a string that is the key of a dead one goes with it */
    bool dying = t->h.flags & TABF_WEAK_VALUES && is_dead(vm, v->tag, v->p);
    if (!dying && t->h.flags & TABF_WEAK_KEYS) {
        dying = key_is_dead(vm, e);
        if (dying && is_ephemeron(t))
            note_ephemeron(vm, t, i);
    }
    if (dying)
        hide_entry(t, e);
}

/* What fields hold may be in caches of the program. */
static void look_at_fields(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    bool any = false;
    for (uint32_t i = 0; i < s->n; i++) {
        Value *v = tab_slot(t, s->inl, i);
        if (is_dead(vm, v->tag, v->p)) {
            hide(vm, t, v);
            any = true;
        }
    }
    if (any)
        epoch_bump(vm);
}

/* Fetch what a slot to come refers to, each time a miss of the caches. */
#define AHEAD 12

static void fetch_value(const Value *v)
{
    if (v->tag >= TAG_COLLECTABLE)
        PREFETCH(v->p);
}

static void fetch_entry(const DictEntry *e)
{
    if (e->ktag >= TAG_COLLECTABLE)
        PREFETCH((const void *)(uintptr_t)e->k);
    if (entry_tag(e) >= TAG_COLLECTABLE)
        PREFETCH((const void *)(uintptr_t)e->v);
}

/*
 * The next piece of a weak table, from *place on. First comes the array, by
 * keys, if its values are weak, then all entries, counted from below.
 * returns  false if there is none.
 */
typedef struct Piece {
    bool entries; /* elements */
    size_t from, to, last; /* of the array or of the entries */
} Piece;

static bool next_piece(const Table *t, size_t *place, Piece *p)
{
    bool values = (t->h.flags & TABF_WEAK_VALUES) != 0;
    p->entries = (*place & AT_ENTRY) != 0;
    if (!p->entries) {
        size_t from = *place > t->abase ? *place - t->abase : 0;
        p->last = values && t->h.kind == KIND_ANY ? t->acount : 0;
        p->from = from;
        if (from >= p->last)
            p->entries = true;
    }
    if (p->entries) {
        p->from = *place & AT_ENTRY ? *place & ~AT_ENTRY : 0;
        p->last = tab_has_ext(t) ? t->ext->dict.used : 0;
        if (p->from >= p->last)
            return false;
    }
    p->to = p->from + WEAK_PIECE < p->last ? p->from + WEAK_PIECE : p->last;
    *place = p->entries ? p->to | AT_ENTRY : t->abase + p->to;
    return true;
}

static void look_at_piece(VM *vm, Table *t, const Piece *p)
{
    for (size_t i = p->from; i < p->to; i++) {
        size_t ahead = i + AHEAD < p->last ? i + AHEAD : i;
        if (p->entries) {
            fetch_entry(&t->ext->dict.ent[ahead]);
            look_at_entry(vm, t, (uint32_t)i);
        } else {
            Value *v = &t->av[i];
            fetch_value(&t->av[ahead]);
            if (is_dead(vm, v->tag, v->p))
                hide(vm, t, v);
        }
    }
}

static void next_table(GC *gc)
{
    gc->weak_at++;
    gc->weak_place = 0;
}

bool gc_hide_dying(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->weak_at >= gc->weak.n)
        return true;
    Table *t = gc->weak.at[gc->weak_at];
    Piece p;
    if (gc_weakness(vm, t) !=
        (t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES))) {
        gc_scan(vm, &t->h); /* which lists it again, if need be */
        next_table(gc);
        return false;
    }
    if (gc->weak_place == 0 && (t->h.flags & TABF_WEAK_VALUES))
        look_at_fields(vm, t);
    if (next_piece(t, &gc->weak_place, &p))
        look_at_piece(vm, t, &p);
    else
        next_table(gc);
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

/* Nothing white has been marked since the last pass began. */
bool gc_ephemerons_settled(const GC *gc)
{
    return gc->ndying == 0 ||
           (gc->nsettled > 0 && gc->nshaded == gc->nshaded_settled);
}

/* Fetch entries to come, and their keys: each is a miss of the caches. */
static void fetch_noted(const GC *gc, size_t i)
{
    const DictEntry *e = i + 2 * AHEAD < gc->ndying
                             ? entry_of(&gc->dying[i + 2 * AHEAD])
                             : NULL;
    if (e != NULL)
        PREFETCH(e);
    e = i + AHEAD < gc->ndying ? entry_of(&gc->dying[i + AHEAD]) : NULL;
    if (e != NULL)
        fetch_entry(e);
}

/* Keys may have been marked since their entries were noted: once more over
   all, in pieces. */
bool gc_settle_ephemerons(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->settle_at == 0) {
        if (gc_ephemerons_settled(gc))
            return true;
        gc->nshaded_settled = gc->nshaded;
    }
    size_t end = gc->settle_at + WEAK_PIECE;
    for (; gc->settle_at < gc->ndying && gc->settle_at < end; gc->settle_at++) {
        fetch_noted(gc, gc->settle_at);
        mark_ephemeron_at(vm, &gc->dying[gc->settle_at]);
    }
    if (gc->settle_at < gc->ndying)
        return false;
    gc->settle_at = 0;
    gc->nsettled++;
    return true;
}

/* All at once. From the last and from the first on: chains are found in the
   one or the other order. */
bool gc_mark_ephemerons(VM *vm)
{
    GC *gc = &vm->gc;
    bool any = false;
    gc->nshaded_settled = gc->nshaded;
    gc->nsettled++;
    gc->settle_at = 0;
    for (size_t i = gc->ndying; i-- > 0;)
        any |= mark_ephemeron_at(vm, &gc->dying[i]);
    for (size_t i = 0; any && i < gc->ndying; i++)
        mark_ephemeron_at(vm, &gc->dying[i]);
    return any;
}

/* --------------------------------------------------------------- clearing */

void gc_begin_clearing(VM *vm)
{
    GC *gc = &vm->gc;
    gc->weak_end = gc->weak.n;
    gc->weak_at = gc->weak_place = 0;
}

/* Some nils at the end of the array, where its last element never is one but
   while the table has hidden ones. True when there are no more. */
static bool trim_some(Table *t)
{
    for (unsigned n = 0; n < WEAK_PIECE; n++) {
        if (t->h.kind != KIND_ANY || t->acount == 0 ||
            !is_nil(&t->av[t->acount - 1]))
            return true;
        t->acount--;
    }
    return false;
}

static void clear_piece(VM *vm, Table *t, const Piece *p)
{
    for (size_t i = p->from; i < p->to; i++) {
        size_t ahead = i + AHEAD < p->last ? i + AHEAD : i;
        if (!p->entries) {
            PREFETCH(t->av[ahead].p);
            gc_reveal(vm, &t->av[i]);
            continue;
        }
        DictEntry *e = &t->ext->dict.ent[i];
        fetch_entry(&t->ext->dict.ent[ahead]);
        if (entry_is_gone(&vm->gc, t, e) || keys_are_decided(&vm->gc) ||
            !is_white_ref(&vm->gc, e->ktag, (void *)(uintptr_t)e->k))
            gc_reveal_entry(vm, t, e);
    }
}

/*
 * Marking has ended: what is hidden and white goes, what is not is back. White
 * weak keys stay hidden until finalizers have been settled.
 */
bool gc_clear_hidden(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->weak_at >= gc->weak_end)
        return true;
    Table *t = gc->weak.at[gc->weak_at];
    Piece p;
    if (!(t->h.flags & TABF_HIDDEN)) {
        next_table(gc);
        return false;
    }
    if (gc->weak_place == 0) {
        Shape *s = tab_shape(vm, t);
        for (uint32_t i = 0; i < s->n; i++)
            gc_reveal(vm, tab_slot(t, s->inl, i));
    }
    if (next_piece(t, &gc->weak_place, &p)) {
        clear_piece(vm, t, &p);
    } else if (trim_some(t)) {
        if (keys_are_decided(gc) || !(t->h.flags & TABF_WEAK_KEYS))
            t->h.flags &= (uint8_t)~TABF_HIDDEN;
        next_table(gc);
    }
    return false;
}

void gc_forget_weak(VM *vm)
{
    GC *gc = &vm->gc;
    for (size_t i = 0; i < gc->weak.n; i++)
        tab_reveal(vm, gc->weak.at[i]);
    gc->weak.n = 0;
}

static void clear_key(VM *vm, DictEntry *e)
{
    if (e->ktag < TAG_COLLECTABLE ||
        (entry_tag(e) != TAG_NIL && !key_is_dead(vm, e)))
        return;
    e->vtag = TAG_NIL;
    e->ktag = TAG_DEAD;
    e->flags &= ENTRY_LOGGED;
}

static void clear_value(VM *vm, Value *v)
{
    if (is_dead(vm, v->tag, v->p))
        val_nil(v);
}

static void clear_entry(VM *vm, DictEntry *e)
{
    if (is_dead(vm, entry_tag(e), (void *)(uintptr_t)e->v)) {
        e->vtag = TAG_NIL;
        e->flags &= ENTRY_LOGGED;
    }
    if (entry_tag(e) == TAG_NIL && e->ktag >= TAG_COLLECTABLE)
        e->ktag = TAG_DEAD;
}

/* The last element of an array is never nil, see trim_some. */
static void trim(Table *t)
{
    while (!(t->h.flags & TABF_HIDDEN) && t->acount > 0 &&
           is_nil(&t->av[t->acount - 1]))
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

/* ------------------------------------------------------ minor collections */

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
        if (entry != NULL && (gc_weakness(vm, gc->log[i].t) & TABF_WEAK_KEYS))
            clear_key(vm, entry);
    }
}
