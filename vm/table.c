/*
 * vm/table.c -- tables: see vm/table.h for the three parts and their rules.
 *
 * Owner    the collector (gc/scan.c knows the buffers a table owns).
 * Raises   memory when a part grows; "index is nil", "index is NaN".
 * Read     tab_get, tab_set, arr_set_slow, tab_next_at.
 */
#include <math.h>

#include "vm/error.h"
#include "vm/string.h"
#include "vm/table.h"

#define ARRAY_MAX UINT32_C(0x40000000) /* elements of an array part */

static const Value nil_value = {.bits = 0, .tag = TAG_NIL};

static size_t elem_size(uint8_t kind) { return kind == KIND_ANY ? 16 : 8; }

/* -------------------------------------------------------------- creation */

Table *tab_new(VM *vm, uint32_t inl, uint32_t site)
{
    Shape *s = shape_root(vm, inl);
    Table *t = gc_new(vm, sizeof(Table) + inl * sizeof(Value), TAG_TABLE);
    tab_init(t, s, site);
    return t;
}

Table *tab_new_fields(VM *vm, uint32_t nrec)
{
    return tab_new(vm, nrec > INLINE_MAX ? 0 : nrec, 0);
}

static TableExt *ext_new(VM *vm, Table *t)
{
    uint32_t site = (uint32_t)(t->site >> 1);
    TableExt *x = gc_alloc(vm, sizeof *x);
    memset(x, 0, sizeof *x);
    x->site = site;
    t->ext = x;
    gc_adopt(vm, &t->h, x, sizeof *x);
    return x;
}

static TableExt *ext_get(VM *vm, Table *t)
{
    return tab_has_ext(t) ? t->ext : ext_new(vm, t);
}

static SiteWord *site_of(VM *vm, const Table *t)
{
    uint32_t id = tab_has_ext(t) ? t->ext->site : (uint32_t)(t->site >> 1);
    if (id == 0 || id >= vm->nsites || (uintptr_t)vm->sites[id] & 1)
        return NULL;
    return (SiteWord *)vm->sites[id];
}

/* ----------------------------------------------------------------- array */

static void arr_set_cap(VM *vm, Table *t, uint8_t kind, uint32_t cap)
{
    size_t esz = elem_size(kind);
    void *old = NULL;
    size_t old_nbytes = 0;
    if (t->arr != NULL) { /* slide back to the buffer's start first */
        ArrayHead h = *arr_head(t);
        char *start = (char *)arr_head(t) - h.off - 8;
        if (h.off != 0) {
            memmove(start + 16, t->arr, t->acount * esz);
            t->arr = start + 16;
            arr_head(t)->off = 0;
            arr_head(t)->cap = h.cap + (uint32_t)(h.off / esz);
        }
        old = start;
        old_nbytes = 16 + arr_head(t)->cap * esz;
    }
    char *p = gc_buf_grow(vm, old, old_nbytes, 16 + cap * esz);
    t->arr = p + 16;
    arr_head(t)->cap = cap;
    arr_head(t)->off = 0;
    gc_adopt(vm, &t->h, p, 16 + cap * esz);
}

static void site_note_kind(VM *vm, Table *t)
{
    SiteWord *w = site_of(vm, t);
    if (w != NULL && w->kind < t->h.kind)
        w->kind = w->kind != KIND_NONE && w->kind != t->h.kind ? KIND_ANY
                                                               : t->h.kind;
}

void arr_widen(VM *vm, Table *t)
{
    if (t->h.kind == KIND_ANY)
        return;
    if (t->arr == NULL) {
        t->h.kind = KIND_ANY;
        return;
    }
    int8_t tag = t->h.kind == KIND_I64 ? TAG_INT : TAG_FLOAT;
    uint32_t cap = arr_head(t)->cap;
    char *old_start = (char *)arr_head(t) - arr_head(t)->off - 8;
    size_t old_nbytes =
        (size_t)((char *)t->arr - old_start) + (size_t)cap * 8;
    uint64_t *from = t->arr;
    char *p = gc_alloc(vm, 16 + (size_t)cap * sizeof(Value));
    Value *to = (Value *)(void *)(p + 16);
    for (uint32_t i = 0; i < t->acount; i++) {
        to[i].bits = from[i];
        to[i].tag = tag;
    }
    gc_buf_free(vm, old_start, old_nbytes);
    t->av = to;
    t->h.kind = KIND_ANY;
    arr_head(t)->cap = cap;
    arr_head(t)->off = 0;
    gc_adopt(vm, &t->h, p, 16 + (size_t)cap * sizeof(Value));
}

static bool dict_has_ints(const Table *t)
{
    return tab_has_ext(t) && (t->ext->dict.flags & 1) != 0;
}

/* An empty array begins at key 1 again. */
static void arr_reset(Table *t)
{
    if (t->arr != NULL && arr_head(t)->off != 0) {
        ArrayHead h = *arr_head(t);
        t->arr = (char *)t->arr - h.off;
        arr_head(t)->off = 0;
        arr_head(t)->cap = h.cap + (uint32_t)(h.off / elem_size(t->h.kind));
    }
    t->abase = 1;
}

static uint8_t kind_of(const Value *v)
{
    return v->tag == TAG_INT     ? KIND_I64
           : v->tag == TAG_FLOAT ? KIND_F64
                                 : KIND_ANY;
}

static void elem_store(Table *t, uint32_t i, const Value *v)
{
    if (t->h.kind == KIND_ANY)
        val_copy(&t->av[i], v);
    else
        t->ai[i] = v->i;
}

/* Elements of another kind may now come: decide what the array is of. */
static void arr_fit_kind(VM *vm, Table *t, const Value *v)
{
    uint8_t k = kind_of(v);
    if (t->h.kind == KIND_ANY || t->h.kind == k)
        return;
    if (t->acount == 0 && (t->arr == NULL || k != KIND_ANY)) {
        SiteWord *w = t->h.kind == KIND_NONE ? site_of(vm, t) : NULL;
        t->h.kind = w != NULL && w->kind != KIND_NONE && w->kind != k
                        ? KIND_ANY
                        : k;
        if (t->h.kind != KIND_ANY || t->arr == NULL)
            return;
        t->h.kind = KIND_I64; /* an empty packed buffer: widen below */
    }
    arr_widen(vm, t);
    site_note_kind(vm, t);
}

static bool arr_has_room(const Table *t, const Value *v)
{
    return t->arr != NULL && t->acount < arr_head(t)->cap &&
           (t->h.kind == KIND_ANY || t->h.kind == kind_of(v));
}

/* Room for one more element like v. A collection may take elements away from
   the end of a weak table's array, or v itself if only the table has it. */
static void arr_make_room(VM *vm, Table *t, const Value *v)
{
    arr_fit_kind(vm, t, v);
    uint32_t cap = t->arr == NULL ? 0 : arr_head(t)->cap;
    if (t->acount < cap)
        return;
    uint32_t off = 0;
    if (t->arr != NULL)
        off = arr_head(t)->off / (uint32_t)elem_size(t->h.kind);
    if (off > cap) { /* a queue: slide back into its own buffer */
        arr_set_cap(vm, t, t->h.kind, cap + off);
        return;
    }
    if (cap >= ARRAY_MAX)
        err_memory(vm);
    uint32_t want = cap < 4 ? 4 : cap + off < 8 ? 8 : cap * 2;
    SiteWord *w = cap == 0 ? site_of(vm, t) : NULL;
    if (w != NULL && w->ncap > want)
        want = w->ncap;
    arr_set_cap(vm, t, t->h.kind, want);
}

static void arr_push(VM *vm, Table *t, const Value *v)
{
    elem_store(t, t->acount, v);
    t->acount++;
    gc_barrier_element(vm, t, t->acount - 1, v);
}

static void arr_append(VM *vm, Table *t, const Value *v)
{
    int64_t key = (int64_t)t->abase + t->acount;
    while (!arr_has_room(t, v)) {
        arr_make_room(vm, t, v);
        if ((int64_t)t->abase + t->acount != key) { /* no longer the end */
            arr_set_slow(vm, t, key, v);
            return;
        }
    }
    arr_push(vm, t, v);
}

/* An entry whose key goes to the array. It must not be found again: when a
   traversal clears that key, its place is in the array. */
static void entry_forget(DictEntry *e)
{
    e->vtag = TAG_NIL;
    e->ktag = TAG_DEAD;
    e->flags &= ENTRY_LOGGED;
}

/* Key abase+acount is appended: forget an entry of it that was cleared. */
static void dict_forget_int(VM *vm, Dict *d, int64_t i)
{
    Value key;
    val_int(&key, i);
    DictEntry *e = dict_find(vm, d, &key, dict_hash(d, &key));
    if (e != NULL)
        entry_forget(e);
}

/* Key abase+acount may now be in the dictionary: move such keys over. */
static void arr_pull(VM *vm, Table *t)
{
    while (dict_has_ints(t)) {
        Value key;
        val_int(&key, (int64_t)t->abase + t->acount);
        Dict *d = &t->ext->dict;
        DictEntry *e = dict_find(vm, d, &key, dict_hash(d, &key));
        if (e == NULL || tab_entry_is_absent(vm, t, e))
            return;
        if (arr_has_room(t, (Value *)e)) {
            arr_push(vm, t, (Value *)e);
            entry_forget(e);
        } else {
            arr_make_room(vm, t, (Value *)e);
        }
    }
}

static void arr_pop(VM *vm, Table *t)
{
    t->acount--;
    if (t->h.kind == KIND_ANY)
        while (t->acount > 0 && tab_is_absent(vm, t, &t->av[t->acount - 1]))
            t->acount--;
}

static void arr_pop_front(VM *vm, Table *t)
{
    uint32_t esz = (uint32_t)elem_size(t->h.kind);
    do {
        ArrayHead h = *arr_head(t);
        t->arr = (char *)t->arr + esz;
        arr_head(t)->cap = h.cap - 1;
        arr_head(t)->off = h.off + esz;
        t->abase++;
        t->acount--;
    } while (t->acount > 0 && t->h.kind == KIND_ANY &&
             tab_is_absent(vm, t, &t->av[0]));
}

static void arr_push_front(VM *vm, Table *t, const Value *v)
{
    arr_fit_kind(vm, t, v);
    uint32_t esz = (uint32_t)elem_size(t->h.kind);
    ArrayHead h = *arr_head(t);
    if (h.off < esz) { /* widening moved it: make room by moving up */
        uint32_t n = t->acount;
        arr_set_cap(vm, t, t->h.kind, h.cap + 1);
        memmove((char *)t->arr + esz, t->arr, (size_t)n * esz);
    } else {
        t->arr = (char *)t->arr - esz;
        arr_head(t)->cap = h.cap + 1;
        arr_head(t)->off = h.off - esz;
    }
    t->abase--;
    t->acount++;
    elem_store(t, 0, v);
    gc_barrier_element(vm, t, 0, v);
}

static void set_in_array(VM *vm, Table *t, uint32_t i, const Value *v)
{
    if (t->h.kind == KIND_ANY)
        tab_is_absent(vm, t, &t->av[i]); /* it is not hidden any more */
    if (is_nil(v)) {
        if (i == t->acount - 1) {
            arr_pop(vm, t);
        } else if (i == 0) {
            arr_pop_front(vm, t);
        } else {
            arr_widen(vm, t);
            val_nil(&t->av[i]);
        }
        return;
    }
    arr_fit_kind(vm, t, v);
    elem_store(t, i, v);
    gc_barrier_element(vm, t, i, v);
}

static void dict_set(VM *vm, Table *t, const Value *key, const Value *v);

/* The elements of an array that has slid far move to the dictionary. */
static void arr_spill(VM *vm, Table *t)
{
    if (t->acount == 0) {
        arr_reset(t);
        return;
    }
    Dict *d = &ext_get(vm, t)->dict;
    dict_reserve(vm, t, d, t->acount);
    tab_reveal(vm, t);
    for (uint32_t i = 0; i < t->acount; i++) {
        Value key, v;
        arr_load(t, i, &v);
        val_int(&key, (int64_t)t->abase + i);
        if (is_nil(&v))
            continue;
        DictEntry *e = dict_append(d, &key, dict_hash(d, &key));
        e->v = v.bits;
        e->vtag = v.tag;
        gc_barrier_entry(vm, t, e, &v);
    }
    d->flags |= 1;
    t->acount = 0;
    arr_reset(t);
}

/*
 * A key below those of an array that has slid is to come: make the array begin
 * at key 1 again. So no key between 1 and abase is ever in the dictionary, and
 * the length of an array that became empty is 0. It stays where it was until
 * now, for a traversal that clears it has its place by it.
 */
static void arr_rebase(VM *vm, Table *t)
{
    uint32_t front = t->abase - 1;
    if (t->acount == 0 || front > 4 * (uint64_t)t->acount + 16 ||
        (uint64_t)front + t->acount > ARRAY_MAX) {
        arr_spill(vm, t);
        return;
    }
    arr_widen(vm, t);
    arr_set_cap(vm, t, KIND_ANY, front + t->acount);
    memmove(&t->av[front], t->av, t->acount * sizeof *t->av);
    for (uint32_t i = 0; i < front; i++)
        val_nil(&t->av[i]);
    t->abase = 1;
    t->acount += front;
}

void arr_set_slow(VM *vm, Table *t, int64_t key, const Value *v)
{
    uint64_t i = (uint64_t)key - t->abase;
    if (i < t->acount) {
        set_in_array(vm, t, (uint32_t)i, v);
    } else if (i == t->acount) {
        if (is_nil(v))
            return;
        if (tab_dict_has_ints(t))
            dict_forget_int(vm, &t->ext->dict, key);
        arr_append(vm, t, v);
        if (tab_dict_has_ints(t))
            arr_pull(vm, t);
    } else if (i == UINT64_MAX && t->acount > 0 && !is_nil(v) && key > 0 &&
               arr_head(t)->off != 0) {
        arr_push_front(vm, t, v);
    } else if (t->abase > 1 && key > 0 && key < t->abase && !is_nil(v)) {
        arr_rebase(vm, t);
        arr_set_slow(vm, t, key, v);
    } else {
        Value k;
        val_int(&k, key);
        dict_set(vm, t, &k, v);
    }
}

void tab_reserve(VM *vm, Table *t, uint32_t n)
{
    if (t->acount == 0 && n > 0 && t->arr == NULL) {
        if (n >= ARRAY_MAX)
            err_memory(vm);
        /* the kind is not known yet: room for packed elements */
        arr_set_cap(vm, t, t->h.kind == KIND_ANY ? KIND_ANY : KIND_I64, n);
    }
}

void tab_set_list(VM *vm, Table *t, int64_t first, const Value *v, size_t n)
{
    for (size_t i = 0; i < n; i++) /* {[2] = 1, f()}: fields come first */
        if (is_nil(&v[i]))
            arr_set_slow(vm, t, first + (int64_t)i, &v[i]);
    while (n > 0 && is_nil(&v[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++) {
        int64_t key = first + (int64_t)i;
        if (!is_nil(&v[i])) {
            arr_set_slow(vm, t, key, &v[i]);
        } else if ((uint64_t)key - t->abase == t->acount) {
            Value hole; /* a place that is cleared when it has a successor */
            val_bool(&hole, false);
            arr_set_slow(vm, t, key, &hole);
        }
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t at = (uint64_t)first + i - t->abase;
        if (is_nil(&v[i]) && at + 1 < t->acount && t->h.kind == KIND_ANY)
            val_nil(&t->av[at]);
    }
}

void tab_set_int(VM *vm, Table *t, int64_t key, const Value *v)
{
    arr_set_slow(vm, t, key, v);
}

/* ------------------------------------------------- dictionary and arrays */

static unsigned ceil_log2(uint64_t x)
{
    unsigned n = 0;
    for (x--; x > 0; x >>= 1)
        n++;
    return n;
}

/*
 * The dictionary is full. If more than half of 1..2^n would be in use, those
 * integer keys make the array. True if any moved.
 */
static bool migrate_ints(VM *vm, Table *t)
{
    Dict *d = &t->ext->dict;
    if (t->acount == 0)
        arr_reset(t);
    if (!(d->flags & 1) || t->abase != 1)
        return false;
    tab_reveal(vm, t);
    uint32_t nums[32] = {0};
    for (uint32_t i = 0; i < t->acount; i++)
        if (t->h.kind != KIND_ANY || !is_nil(&t->av[i]))
            nums[ceil_log2((uint64_t)i + 1)]++;
    for (uint32_t i = 0; i < d->used; i++) {
        const DictEntry *e = &d->ent[i];
        if (e->ktag == TAG_INT && e->vtag != TAG_NIL && e->k - 1 < ARRAY_MAX)
            nums[ceil_log2(e->k)]++;
    }
    uint64_t sum = 0, best = 0;
    for (unsigned b = 0; b < 31; b++) {
        uint64_t size = UINT64_C(1) << b;
        sum += nums[b];
        if (sum > size / 2)
            best = size;
    }
    if (best <= t->acount)
        return false;
    arr_widen(vm, t);
    if (t->arr == NULL || arr_head(t)->cap < best)
        arr_set_cap(vm, t, KIND_ANY, (uint32_t)best);
    tab_reveal(vm, t);
    uint64_t last = 0; /* only now: a weak table may have lost entries */
    for (uint32_t i = 0; i < d->used; i++) {
        const DictEntry *e = &d->ent[i];
        if (e->ktag == TAG_INT && e->vtag != TAG_NIL && e->k - 1 < best &&
            e->k > last)
            last = e->k;
    }
    if (last <= t->acount)
        return false;
    for (uint64_t i = t->acount; i < last; i++)
        val_nil(&t->av[i]);
    t->acount = (uint32_t)last;
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        if (e->ktag == TAG_INT && e->k - 1 < last) {
            if (e->vtag != TAG_NIL) {
                Value *v = &t->av[e->k - 1];
                val_copy(v, (Value *)e);
                gc_barrier_element(vm, t, (uint32_t)e->k - 1, v);
            }
            entry_forget(e);
        }
    }
    arr_pull(vm, t);
    return true;
}

static DictEntry *dict_find_key(VM *vm, Dict *d, const Value *key)
{
    switch (key->tag) {
    case TAG_INT: return dict_find_int(d, key->i);
    case TAG_SSTR: return dict_find_str(d, key->str);
    default: return dict_find(vm, d, key, dict_hash(d, key));
    }
}

static void dict_set(VM *vm, Table *t, const Value *key, const Value *v)
{
    if (!tab_has_ext(t) && is_nil(v))
        return;
    TableExt *x = ext_get(vm, t);
    Dict *d = &x->dict;
    DictEntry *e = dict_find_key(vm, d, key);
    if (e == NULL) {
        if (is_nil(v))
            return;
        if (d->used == d->cap) {
            if (migrate_ints(vm, t) && key->tag == TAG_INT) {
                arr_set_slow(vm, t, key->i, v);
                return;
            }
            dict_reserve(vm, t, d, 1);
        }
        e = dict_append(d, key, dict_hash(d, key));
        if (key->tag == TAG_INT)
            d->flags |= 1;
        gc_barrier_entry(vm, t, e, key);
    } else if (tab_entry_is_absent(vm, t, e)) {
        e->k = key->bits; /* its mark was not kept */
        e->ktag = key->tag;
        gc_barrier_entry(vm, t, e, key);
    }
    e->v = v->bits;
    e->vtag = v->tag;
    gc_barrier_entry(vm, t, e, v);
    if (tab_shape(vm, t)->h.kind & SHAPE_WATCHED)
        epoch_bump(vm);
}

/* ---------------------------------------------------------------- fields */

static void learn_inline(VM *vm, Table *t, uint32_t n)
{
    SiteWord *w = site_of(vm, t);
    if (w != NULL && n <= INLINE_MAX && n > w->inl)
        w->inl = (uint8_t)n;
}

/* Make slot n of t exist. */
static void slots_reserve(VM *vm, Table *t, uint32_t inl, uint32_t n)
{
    if (n < inl)
        return;
    learn_inline(vm, t, n + 1);
    TableExt *x = ext_get(vm, t);
    if (n - inl < x->nslots)
        return;
    uint32_t cap = x->nslots == 0 ? 4 : x->nslots * 2;
    x->slots = gc_buf_grow(vm, x->slots, x->nslots * sizeof(Value),
                           cap * sizeof(Value));
    x->nslots = cap;
    gc_adopt(vm, &t->h, x->slots, cap * sizeof(Value));
}

/* All fields move to the dictionary. */
static void tab_to_dict(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    TableExt *x = ext_get(vm, t);
    Dict *d = &x->dict;
    for (uint32_t i = 0; i < s->n; i++) {
        Value key;
        val_ptr(&key, s->kt->keys[i]);
        key.tag = TAG_SSTR;
        Value *v = tab_slot(t, s->inl, i);
        if (tab_is_absent(vm, t, v))
            continue;
        dict_reserve(vm, t, d, 1);
        tab_is_absent(vm, t, v); /* it may have been hidden meanwhile */
        DictEntry *e = dict_append(d, &key, key.str->h.aux);
        e->v = v->bits;
        e->vtag = v->tag;
        /* the slot stays until the shape changes: all is reachable */
    }
    uint8_t bit = s->h.kind & SHAPE_WATCHED;
    Shape *to = shape_root(vm, s->inl);
    if (bit)
        epoch_bump(vm);
    Shape *dict_shape = shape_dict(vm, to);
    if (s->mt != NULL)
        dict_shape = shape_with_metatable(vm, dict_shape, s->mt);
    t->h.aux = dict_shape->h.aux;
    gc_barrier_obj(vm, t, dict_shape);
    gc_barrier_back(vm, &t->h);
}

static void slot_store(VM *vm, Table *t, Shape *s, uint32_t slot,
                       const Value *v)
{
    Value *to = tab_slot(t, s->inl, slot);
    tab_is_absent(vm, t, to); /* it is not hidden any more */
    val_copy(to, v);
    gc_barrier(vm, t, v);
    if (UNLIKELY(s->h.kind & SHAPE_WATCHED) &&
        (s->read & shape_read_bit(slot)))
        epoch_bump(vm);
}

void tab_set_str(VM *vm, Table *t, String *key, const Value *v, bool computed)
{
    Shape *s = tab_shape(vm, t);
    Value k;
    val_ptr(&k, key);
    k.tag = TAG_SSTR;
    if (s->h.kind & SHAPE_DICT) {
        dict_set(vm, t, &k, v);
        return;
    }
    int32_t slot = shape_find(vm, s, key);
    if (slot >= 0) {
        slot_store(vm, t, s, (uint32_t)slot, v);
        return;
    }
    if (is_nil(v))
        return;
    slots_reserve(vm, t, s->inl, s->n);
    Shape *to = shape_add(vm, s, key, computed);
    if (to == NULL) {
        tab_to_dict(vm, t);
        dict_set(vm, t, &k, v);
        return;
    }
    uint32_t n = to->n - 1;
    t->h.aux = to->h.aux;
    gc_barrier_obj(vm, t, to);
    val_copy(tab_slot(t, to->inl, n), v);
    gc_barrier(vm, t, v);
}

/* ------------------------------------------------------------- get, set */

static const Value *found_entry(VM *vm, Table *t, DictEntry *e)
{
    return e == NULL || tab_entry_is_absent(vm, t, e) ? &nil_value
                                                      : (Value *)e;
}

const Value *tab_get_str(VM *vm, Table *t, String *key)
{
    Shape *s = tab_shape(vm, t);
    if (s->h.kind & SHAPE_DICT) {
        if (!tab_has_ext(t))
            return &nil_value;
        return found_entry(vm, t, dict_find_str(&t->ext->dict, key));
    }
    int32_t slot = shape_find(vm, s, key);
    if (slot < 0)
        return &nil_value;
    Value *v = tab_slot(t, s->inl, (uint32_t)slot);
    return tab_is_absent(vm, t, v) ? &nil_value : v;
}

static const Value *dict_get(VM *vm, Table *t, const Value *key)
{
    if (!tab_has_ext(t))
        return &nil_value;
    Dict *d = &t->ext->dict;
    return found_entry(vm, t, dict_find(vm, d, key, dict_hash(d, key)));
}

const Value *tab_get_int(VM *vm, Table *t, int64_t key, Value *tmp)
{
    uint64_t i = (uint64_t)key - t->abase;
    if (i < t->acount) {
        if (t->h.kind == KIND_ANY)
            return tab_is_absent(vm, t, &t->av[i]) ? &nil_value : &t->av[i];
        arr_load(t, i, tmp);
        return tmp;
    }
    if (!tab_dict_has_ints(t))
        return &nil_value;
    return found_entry(vm, t, dict_find_int(&t->ext->dict, key));
}

const Value *tab_get(VM *vm, Table *t, const Value *key, Value *tmp)
{
    Value k;
    int64_t i;
    switch (key->tag) {
    case TAG_SSTR: return tab_get_str(vm, t, key->str);
    case TAG_INT: return tab_get_int(vm, t, key->i, tmp);
    case TAG_NIL: return &nil_value;
    case TAG_FLOAT:
        if (num_to_int(key->n, &i))
            return tab_get_int(vm, t, i, tmp);
        if (key->n != key->n)
            return &nil_value;
        break;
    case TAG_LSTR: str_hash(vm, key->str); break;
    default: break;
    }
    val_copy(&k, key);
    if (k.tag < 0)
        k.bits = 0;
    if (k.tag == TAG_TRUE)
        k.bits = 0;
    return dict_get(vm, t, &k);
}

void tab_set(VM *vm, Table *t, const Value *key, const Value *v)
{
    Value k;
    int64_t i;
    switch (key->tag) {
    case TAG_SSTR: tab_set_str(vm, t, key->str, v, true); return;
    case TAG_INT: arr_set_slow(vm, t, key->i, v); return;
    case TAG_NIL: err_raisef(vm->cur, "table index is nil");
    case TAG_FLOAT:
        if (num_to_int(key->n, &i)) {
            arr_set_slow(vm, t, i, v);
            return;
        }
        if (key->n != key->n)
            err_raisef(vm->cur, "table index is NaN");
        break;
    case TAG_LSTR: str_hash(vm, key->str); break;
    default: break;
    }
    val_copy(&k, key);
    if (k.tag == TAG_FALSE || k.tag == TAG_TRUE)
        k.bits = 0;
    dict_set(vm, t, &k, v);
}

/* While the table has hidden elements the last may be absent: then any border
   below is found, by halves. */
int64_t tab_len(VM *vm, Table *t)
{
    uint32_t present = 0, absent = t->acount; /* elements so far; the last */
    if (LIKELY(!(t->h.flags & TABF_HIDDEN)) || t->h.kind != KIND_ANY ||
        absent == 0 || !tab_is_absent(vm, t, &t->av[absent - 1]))
        return tab_len_fast(t);
    while (absent - present > 1) {
        uint32_t mid = present + (absent - present) / 2;
        if (tab_is_absent(vm, t, &t->av[mid - 1]))
            absent = mid;
        else
            present = mid;
    }
    return present == 0 ? 0 : (int64_t)t->abase + present - 1;
}

/* -------------------------------------------------------------- traversal */

static uint32_t array_span(const Table *t)
{
    return t->arr == NULL ? 0 : t->abase - 1 + arr_head(t)->cap;
}

bool tab_next_at(VM *vm, Table *t, uint32_t *pos, Value *key, Value *val)
{
    uint32_t p = *pos, span = array_span(t);
    if (p < t->abase - 1)
        p = t->abase - 1;
    for (; p < span && p - (t->abase - 1) < t->acount; p++) {
        uint32_t i = p - (t->abase - 1);
        if (UNLIKELY(t->h.flags & TABF_HIDDEN) && t->h.kind == KIND_ANY)
            tab_is_absent(vm, t, &t->av[i]);
        arr_load(t, i, val);
        if (!is_nil(val)) {
            val_int(key, (int64_t)p + 1);
            *pos = p + 1;
            return true;
        }
    }
    if (p < span)
        p = span;
    Shape *s = tab_shape(vm, t);
    for (; p - span < s->n; p++) {
        Value *v = tab_slot(t, s->inl, p - span);
        if (!tab_is_absent(vm, t, v)) {
            val_copy(val, v);
            val_ptr(key, s->kt->keys[p - span]);
            key->tag = TAG_SSTR;
            *pos = p + 1;
            return true;
        }
    }
    *pos = span + s->n;
    if (!tab_has_ext(t))
        return false;
    Dict *d = &t->ext->dict;
    for (uint32_t i = p - span - s->n; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        if (e->vtag != TAG_NIL ||
            (UNLIKELY(t->h.flags & TABF_HIDDEN) && gc_reveal_next(vm, t, e))) {
            val_copy(val, (Value *)e);
            key->bits = e->k;
            key->tag = e->ktag;
            *pos = span + s->n + i + 1;
            return true;
        }
    }
    *pos = span + s->n + d->used;
    return false;
}

/* Positions that the array has room for, but no element at, are passed in one
   step; how many depends on sites, which share what they learn by address. */
void tab_charge_skipped(VM *vm, const Table *t, uint32_t from, uint32_t to)
{
    uint32_t first = t->abase - 1, end = first + t->acount;
    uint32_t span = array_span(t), n = to - from;
    if (from < first)
        n -= (to < first ? to : first) - from;
    if (from < end)
        from = end;
    if (to > span)
        to = span;
    if (from < to)
        n -= to - from;
    budget_take(vm, n / 4);
}

bool tab_pos_is(VM *vm, Table *t, const Value *key, uint32_t pos)
{
    uint32_t span = array_span(t), i = pos - 1;
    if (i < span)
        return key->tag == TAG_INT && key->i == (int64_t)pos;
    Shape *s = tab_shape(vm, t);
    i -= span;
    if (i < s->n)
        return key->tag == TAG_SSTR && s->kt->keys[i] == key->str;
    i -= s->n;
    if (!tab_has_ext(t) || i >= t->ext->dict.used)
        return false;
    const DictEntry *e = &t->ext->dict.ent[i];
    return e->k == key->bits && e->ktag == key->tag;
}

/* The entry of a key, cleared ones and dead ones too: the last one, since a
   key whose entry died may have come and gone again. */
static DictEntry *find_any_entry(VM *vm, Dict *d, const Value *key)
{
    DictEntry *e = dict_find(vm, d, key, dict_hash(d, key));
    if (e != NULL || key->tag < TAG_COLLECTABLE)
        return e;
    for (uint32_t i = d->used; i-- > 0;)
        if (d->ent[i].ktag == TAG_DEAD && d->ent[i].k == key->bits)
            return &d->ent[i];
    return NULL;
}

bool tab_find_pos(VM *vm, Table *t, const Value *key0, uint32_t hint,
                  uint32_t *pos)
{
    uint32_t span = array_span(t);
    Shape *s = tab_shape(vm, t);
    Value k;
    val_copy(&k, key0);
    if (k.tag == TAG_INT && (uint64_t)k.i - t->abase < t->acount) {
        *pos = (uint32_t)k.i;
        return true;
    }
    if (k.tag == TAG_SSTR && !(s->h.kind & SHAPE_DICT)) {
        int32_t slot = shape_find(vm, s, k.str);
        if (slot < 0)
            return false;
        *pos = span + (uint32_t)slot + 1;
        return true;
    }
    if (k.tag == TAG_FALSE || k.tag == TAG_TRUE)
        k.bits = 0;
    if (k.tag == TAG_LSTR)
        str_hash(vm, k.str);
    if (tab_has_ext(t)) {
        Dict *d = &t->ext->dict;
        uint32_t i = hint - span - s->n - 1;
        if (i < d->used && d->ent[i].k == k.bits && d->ent[i].ktag == k.tag) {
            *pos = hint;
            return true;
        }
        DictEntry *e = find_any_entry(vm, d, &k);
        if (e != NULL) {
            *pos = span + s->n + (uint32_t)(e - d->ent) + 1;
            return true;
        }
    }
    if (k.tag == TAG_INT && (uint64_t)k.i - 1 < span) {
        *pos = (uint32_t)k.i; /* cleared since: the array has shrunk */
        return true;
    }
    return false;
}
