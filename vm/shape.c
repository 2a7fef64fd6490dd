/*
 * vm/shape.c -- shapes: layouts of fields, shared by tables built alike.
 *
 * A shape is reached from a root by transitions, one a key or a metatable,
 * kept in one weak hash table of the VM. Shapes of a lineage share a KeyTab:
 * the youngest appends to it, a branch copies it.
 *
 * Ids. An inline cache holds a shape's id, 32 bits. Ids of dead shapes are
 * used again only after all caches have been flushed of them.
 *
 * Owner    the collector (shapes, key tables); the VM (ids, transitions).
 * Read     shape_add, shape_with_metatable, tab_watch.
 */
#include "vm/error.h"
#include "vm/function.h"
#include "vm/string.h"
#include "vm/table.h"

typedef struct ShapeTransition {
    void *what; /* String of a field, Table of a metatable, or NULL: none */
    uint32_t from;
    uint32_t set; /* occupied */
    Shape *to;
} ShapeTransition;

#define KEYTAB_LINEAR 8
#define CACHE_MIN 16 /* entries of the VM's cache, times 4 and 4 and ... */
#define CACHE_MAX 1024
#define FLUSH_AT 4096 /* dead ids that are worth a flush of all caches */

/* ------------------------------------------------------------- key tables */

static int32_t kt_find(const KeyTab *kt, uint32_t n, const String *key)
{
    if (kt == NULL)
        return -1;
    if (kt->nitems == 0) {
        for (uint32_t i = 0; i < n; i++)
            if (kt->keys[i] == key)
                return (int32_t)i;
        return -1;
    }
    uint32_t mask = kt->nitems - 1u, i = key->h.aux & mask, x;
    while ((x = kt->idx[i]) != 0) {
        if (kt->keys[x - 1] == key)
            return x - 1 < n ? (int32_t)(x - 1) : -1;
        i = (i + 1) & mask;
    }
    return -1;
}

static void kt_index(KeyTab *kt, uint32_t slot)
{
    uint32_t mask = kt->nitems - 1, i = kt->keys[slot]->h.aux & mask;
    while (kt->idx[i] != 0)
        i = (i + 1) & mask;
    kt->idx[i] = (uint16_t)(slot + 1);
}

/* Make the next append to the key table of s find room. */
static void kt_reserve(VM *vm, Shape *s)
{
    KeyTab *kt = s->kt;
    if (kt->n == kt->cap) {
        uint32_t cap = kt->cap < 4 ? 4 : kt->cap * 2;
        kt->keys = gc_buf_grow(vm, kt->keys, kt->cap * sizeof *kt->keys,
                               cap * sizeof *kt->keys);
        kt->cap = cap;
        gc_adopt(vm, NULL, kt->keys, cap * sizeof *kt->keys);
    }
    if (kt->n >= KEYTAB_LINEAR && kt->nitems < kt->cap * 2) {
        uint32_t nitems = 16;
        while (nitems < kt->cap * 2)
            nitems *= 2;
        uint16_t *idx = gc_alloc(vm, nitems * sizeof *idx);
        gc_buf_free(vm, kt->idx, kt->nitems * sizeof *idx);
        memset(idx, 0, nitems * sizeof *idx);
        kt->idx = idx;
        kt->nitems = nitems;
        for (uint32_t i = 0; i < kt->n; i++)
            kt_index(kt, i);
        gc_adopt(vm, NULL, idx, nitems * sizeof *idx);
    }
}

static void kt_append(KeyTab *kt, String *key)
{
    kt->keys[kt->n++] = key;
    if (kt->nitems != 0)
        kt_index(kt, kt->n - 1);
}

/* A key table for s, which is anchored: room for cap keys, the first n those
   of `from`. */
static void kt_copy(VM *vm, Shape *s, const KeyTab *from, uint32_t n,
                    uint32_t cap)
{
    KeyTab *kt = gc_alloc(vm, sizeof *kt);
    memset(kt, 0, sizeof *kt);
    s->kt = kt;
    gc_adopt(vm, NULL, kt, sizeof *kt); /* shapes share it */
    if (cap == 0)
        return;
    kt->keys = gc_alloc(vm, cap * sizeof *kt->keys);
    kt->cap = cap;
    if (n > 0)
        memcpy(kt->keys, from->keys, n * sizeof *kt->keys);
    kt->n = n;
    gc_adopt(vm, NULL, kt->keys, cap * sizeof *kt->keys);
    gc_barrier_back(vm, &s->h);
    if (n >= KEYTAB_LINEAR)
        kt_reserve(vm, s);
}

/* -------------------------------------------------------------------- ids */

static void flush_caches(VM *vm)
{
    Proto *lists[] = {vm->gc.protos, vm->gc.young_protos};
    for (int i = 0; i < 2; i++)
        for (Proto *p = lists[i]; p != NULL; p = p->all_next)
            proto_flush_caches(p, NULL);
    shape_cache_clear(vm);
}

static void collect_ids(VM *vm)
{
    flush_caches(vm);
    for (uint32_t id = vm->nshapes; id-- > 1;)
        if (vm->shapes[id] == NULL) {
            vm->shapes[id] =
                (Shape *)(uintptr_t)((uintptr_t)vm->shape_free << 1 | 1);
            vm->shape_free = id;
        }
    vm->shapes_dead = 0;
}

static bool id_is_live(const Shape *s)
{
    return s != NULL && !((uintptr_t)s & 1);
}

/* An id to come: after this, take_id cannot fail. */
static void reserve_id(VM *vm)
{
    /* while shapes are swept, transitions from dead ids are still about */
    if (vm->shape_free == 0 && vm->shapes_dead >= FLUSH_AT &&
        vm->gc.phase != GC_SWEEP)
        collect_ids(vm);
    if (vm->shape_free != 0 || vm->nshapes < vm->shapes_cap)
        return;
    uint32_t cap = vm->shapes_cap * 2;
    vm->shapes = gc_realloc(vm, vm->shapes, vm->shapes_cap * sizeof(Shape *),
                            cap * sizeof(Shape *));
    vm->shapes_cap = cap;
}

static void take_id(VM *vm, Shape *s)
{
    uint32_t id = vm->shape_free;
    if (id != 0)
        vm->shape_free = (uint32_t)((uintptr_t)vm->shapes[id] >> 1);
    else
        id = vm->nshapes++;
    vm->shapes[id] = s;
    s->h.aux = id;
}

/* s, the private shape of t, goes by another id: caches of it are void. */
static void renew_id(VM *vm, Table *t, Shape *s)
{
    reserve_id(vm);
    vm->shapes[s->h.aux] = NULL;
    vm->shapes_dead++;
    take_id(vm, s);
    t->h.aux = s->h.aux;
}

/* ----------------------------------------------------------------- shapes */

/* A new shape, anchored until the caller has put it somewhere. Private ones
   may die young, with their table; caches know the others. */
static Shape *shape_new(VM *vm, uint32_t inl, uint8_t kind)
{
    reserve_id(vm);
    Shape *s;
    if (kind & SHAPE_PRIVATE) {
        s = gc_new(vm, sizeof *s, TAG_SHAPE);
        if (!gc_note_shape(vm, s))
            err_memory(vm);
    } else {
        s = gc_new_old(vm, sizeof *s, TAG_SHAPE);
    }
    s->h.kind = kind;
    s->n = 0;
    s->inl = (uint16_t)inl;
    s->nchildren = 0;
    s->parent = NULL;
    s->key = NULL;
    s->mt = NULL;
    s->kt = NULL;
    s->read = 0;
    vm->anchor = &s->h;
    return s;
}

/* An empty cache of n entries in place of the one there is; or that one. */
static void cache_resize(VM *vm, uint32_t n)
{
    const size_t size = sizeof *vm->shape_cache;
    uint32_t had = vm->shape_cache == NULL ? 0 : vm->shape_cache_mask + 1;
    vm->shape_fills = 0;
    ShapeCacheEntry *p = gc_ask(vm, vm->shape_cache, had * size, n * size);
    if (p == NULL)
        return;
    vm->shape_cache = p;
    vm->shape_cache_mask = n - 1;
    shape_cache_clear(vm);
}

/* It grows when it has been filled some times over. */
static void cache_filled(VM *vm)
{
    uint32_t n = vm->shape_cache_mask + 1;
    if (n < CACHE_MAX && ++vm->shape_fills > n * 8)
        cache_resize(vm, n * 4);
}

void shape_cache_clear(VM *vm)
{
    memset(vm->shape_cache, 0,
           ((size_t)vm->shape_cache_mask + 1) * sizeof *vm->shape_cache);
}

bool shape_init(VM *vm)
{
    vm->shapes_cap = 32;
    vm->shapes = gc_ask(vm, NULL, 0, vm->shapes_cap * sizeof *vm->shapes);
    cache_resize(vm, CACHE_MIN);
    if (vm->shapes == NULL || vm->shape_cache == NULL)
        return false;
    vm->shapes[0] = NULL;
    vm->nshapes = 1;
    return true;
}

void shape_free_all(VM *vm)
{
    gc_realloc(vm, vm->shapes, vm->shapes_cap * sizeof *vm->shapes, 0);
    if (vm->shape_cache != NULL)
        gc_realloc(vm, vm->shape_cache,
                   (vm->shape_cache_mask + 1) * sizeof *vm->shape_cache, 0);
    gc_realloc(vm, vm->transitions,
               vm->transitions_cap * sizeof(ShapeTransition), 0);
    gc_realloc(vm, vm->sites, vm->sites_cap * sizeof *vm->sites, 0);
}

Shape *shape_root(VM *vm, uint32_t inl)
{
    if (vm->root_shape[inl] == 0) {
        Shape *s = shape_new(vm, inl, 0);
        take_id(vm, s);
        vm->root_shape[inl] = s->h.aux;
    }
    return vm->shapes[vm->root_shape[inl]];
}

int32_t shape_find_slow(VM *vm, Shape *s, String *key)
{
    int32_t slot = kt_find(s->kt, s->n, key);
    if (slot >= 0 || !(s->h.kind & SHAPE_PRIVATE)) {
        uint32_t id = s->h.aux;
        cache_filled(vm);
        ShapeCacheEntry *e = shape_cache_at(vm, id, key);
        e->key = key;
        e->shape = id;
        e->slot = slot;
        vm->gc.shapes_seen |= gc_is_young(key);
    }
    return slot;
}

/* ------------------------------------------------------------ transitions */

static uint32_t trans_hash(uint32_t from, const void *what)
{
    uint64_t x = ((uint64_t)(uintptr_t)what >> 4) ^ (uint64_t)from << 40;
    return (uint32_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static Shape *trans_find(VM *vm, Shape *s, void *what)
{
    if (vm->transitions_cap == 0)
        return NULL;
    uint32_t mask = vm->transitions_cap - 1;
    uint32_t i = trans_hash(s->h.aux, what) & mask;
    for (;; i = (i + 1) & mask) {
        ShapeTransition *t = &vm->transitions[i];
        if (!t->set)
            return NULL;
        if (t->what == what && t->from == s->h.aux) {
            gc_revive(vm, t->to);
            vm->anchor = &t->to->h; /* found by a weak way */
            return t->to;
        }
    }
}

static void trans_insert(ShapeTransition *tab, uint32_t cap, uint32_t from,
                         void *what, Shape *to)
{
    uint32_t i = trans_hash(from, what) & (cap - 1);
    while (tab[i].set)
        i = (i + 1) & (cap - 1);
    tab[i].what = what;
    tab[i].from = from;
    tab[i].set = 1;
    tab[i].to = to;
}

static void trans_reserve(VM *vm)
{
    if (vm->ntransitions + 1 <= vm->transitions_cap / 2)
        return;
    uint32_t cap = vm->transitions_cap == 0 ? 16 : vm->transitions_cap * 2;
    ShapeTransition *tab = gc_realloc(vm, NULL, 0, cap * sizeof *tab);
    memset(tab, 0, cap * sizeof *tab);
    for (uint32_t i = 0; i < vm->transitions_cap; i++) {
        ShapeTransition *t = &vm->transitions[i];
        if (t->set)
            trans_insert(tab, cap, t->from, t->what, t->to);
    }
    gc_realloc(vm, vm->transitions, vm->transitions_cap * sizeof *tab, 0);
    vm->transitions = tab;
    vm->transitions_cap = cap;
}

static void trans_add(VM *vm, Shape *from, void *what, Shape *to)
{
    trans_insert(vm->transitions, vm->transitions_cap, from->h.aux, what, to);
    vm->ntransitions++;
    from->nchildren++;
}

/* s, which is in use, gets a key table of its own. A shape that nobody knows
   yet holds it until it is whole. */
static void kt_make_own(VM *vm, Shape *s)
{
    Shape *holder = shape_new(vm, s->inl, 0);
    kt_copy(vm, holder, s->kt, s->n, s->n + 1);
    s->kt = holder->kt;
    gc_barrier_back(vm, &s->h);
}

static Shape *shape_add_private(VM *vm, Shape *s, String *key)
{
    if (s->n >= SHAPE_MAX_FIELDS * 8)
        return NULL;
    if (s->kt == NULL || s->kt->n != s->n)
        kt_make_own(vm, s);
    kt_reserve(vm, s);
    kt_append(s->kt, key);
    s->n++;
    gc_barrier_back(vm, &s->h);
    if (s->h.kind & SHAPE_WATCHED)
        epoch_bump(vm);
    return s;
}

Shape *shape_add(VM *vm, Shape *s, String *key, bool computed)
{
    if (s->h.kind & SHAPE_PRIVATE)
        return shape_add_private(vm, s, key);
    Shape *to = trans_find(vm, s, key);
    if (to != NULL)
        return to;
    if (computed || s->n >= SHAPE_MAX_FIELDS ||
        s->nchildren >= SHAPE_MAX_CHILDREN)
        return NULL;
    trans_reserve(vm);
    to = shape_new(vm, s->inl, 0);
    to->parent = s;
    to->key = key;
    to->mt = s->mt;
    if (s->kt != NULL && s->kt->n == s->n)
        to->kt = s->kt;
    else
        kt_copy(vm, to, s->kt, s->n, s->n == 0 ? 0 : s->n + 1);
    gc_barrier_back(vm, &to->h);
    to->n = s->n; /* the keys so far, should a collection look */
    kt_reserve(vm, to);
    kt_append(to->kt, key);
    to->n = s->n + 1;
    gc_barrier_back(vm, &to->h);
    take_id(vm, to);
    trans_add(vm, s, key, to);
    return to;
}

/* A private shape with s's fields. */
static Shape *shape_private(VM *vm, Shape *s, Table *mt)
{
    Shape *to = shape_new(vm, s->inl,
                          (uint8_t)(SHAPE_PRIVATE | (s->h.kind & SHAPE_DICT)));
    to->n = s->n;
    to->kt = s->kt;
    to->mt = mt;
    take_id(vm, to);
    return to;
}

Shape *shape_with_metatable(VM *vm, Shape *s, Table *mt)
{
    void *what = mt;
    Shape *to = trans_find(vm, s, what);
    if (to != NULL)
        return to;
    if (s->nchildren >= SHAPE_MAX_CHILDREN)
        return shape_private(vm, s, mt);
    trans_reserve(vm);
    to = shape_new(vm, s->inl, s->h.kind);
    to->parent = s;
    to->n = s->n;
    to->kt = s->kt;
    to->mt = mt;
    gc_barrier_back(vm, &to->h);
    take_id(vm, to);
    trans_add(vm, s, what, to);
    return to;
}

Shape *shape_dict(VM *vm, Shape *s)
{
    void *what = vm; /* a transition that no string or table names */
    Shape *to = trans_find(vm, s, what);
    if (to != NULL)
        return to;
    trans_reserve(vm);
    to = shape_new(vm, s->inl, SHAPE_DICT);
    to->parent = s;
    gc_barrier_back(vm, &to->h);
    take_id(vm, to);
    trans_add(vm, s, what, to);
    return to;
}

Table *tab_new_private(VM *vm, uint32_t nfields)
{
    uint32_t inl = nfields < ROOTS ? nfields : 0;
    Shape *s = shape_new(vm, inl, SHAPE_PRIVATE);
    kt_copy(vm, s, NULL, 0, nfields);
    take_id(vm, s);
    Table *t = gc_new(vm, sizeof(Table) + inl * sizeof(Value), TAG_TABLE);
    tab_init(t, s, 0);
    return t;
}

/* ---------------------------------------------------------------- watched */

void epoch_bump(VM *vm)
{
    if (++vm->epoch == 0) { /* once in four thousand million: start over */
        vm->epoch = 1;
        flush_caches(vm);
    }
}

void tab_make_private(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    if (s->h.kind & SHAPE_PRIVATE)
        return;
    s = shape_private(vm, s, s->mt);
    t->h.aux = s->h.aux;
    gc_barrier_obj(vm, t, s);
}

void tab_watch(VM *vm, Table *t)
{
    if (tab_shape(vm, t)->h.kind & SHAPE_WATCHED)
        return;
    tab_make_private(vm, t);
    tab_shape(vm, t)->h.kind |= SHAPE_WATCHED;
}

void tab_watch_slot(VM *vm, Table *t, uint32_t slot)
{
    tab_watch(vm, t);
    Shape *s = tab_shape(vm, t);
    if (s->read & shape_read_bit(slot))
        return;
    renew_id(vm, t, s); /* caches that store into the slot are void now */
    s->read |= shape_read_bit(slot);
}

void tab_set_metatable(VM *vm, Table *t, Table *mt)
{
    Shape *s = tab_shape(vm, t);
    if (s->mt == mt)
        return;
    tab_reveal(vm, t); /* who finds no metatable does not ask */
    if (s->h.kind & SHAPE_PRIVATE) {
        renew_id(vm, t, s);
        s->mt = mt;
        if (mt != NULL)
            gc_barrier_obj(vm, s, mt);
        if (s->h.kind & SHAPE_WATCHED)
            epoch_bump(vm);
        return;
    }
    s = shape_with_metatable(vm, s, mt);
    t->h.aux = s->h.aux;
    gc_barrier_obj(vm, t, s);
}

/* ------------------------------------------------------------------ sweep */

/* Linear probing must not see gaps: what follows place i moves up, if its home
   allows (Knuth's algorithm R, vol. 3, 6.4). */
static void trans_close_gap(VM *vm, uint32_t i)
{
    ShapeTransition *tab = vm->transitions;
    uint32_t mask = vm->transitions_cap - 1, j = i;
    for (;;) {
        j = (j + 1) & mask;
        if (!tab[j].set)
            break;
        uint32_t home = trans_hash(tab[j].from, tab[j].what) & mask;
        if (((j - home) & mask) >= ((j - i) & mask)) {
            tab[i] = tab[j];
            i = j;
        }
    }
    memset(&tab[i], 0, sizeof tab[i]);
}

/* What led from its parent to s. */
static void *what_led_to(VM *vm, const Shape *s)
{
    if (s->key != NULL)
        return s->key;
    if ((s->h.kind & SHAPE_DICT) && !(s->parent->h.kind & SHAPE_DICT))
        return vm;
    return s->mt;
}

static void trans_remove(VM *vm, Shape *s)
{
    uint32_t mask = vm->transitions_cap - 1, from = s->parent->h.aux;
    void *what = what_led_to(vm, s);
    uint32_t i = trans_hash(from, what) & mask;
    while (vm->transitions[i].set && vm->transitions[i].to != s)
        i = (i + 1) & mask;
    if (!vm->transitions[i].set)
        return;
    trans_close_gap(vm, i);
    vm->ntransitions--;
    s->parent->nchildren--; /* dead or not: it is still there */
}

void shape_forget(VM *vm, Shape *s)
{
    if (s->parent != NULL)
        trans_remove(vm, s);
    if (s->h.aux != 0) {
        vm->shapes[s->h.aux] = NULL;
        vm->shapes_dead++;
    }
}

bool shape_sweep(VM *vm, size_t *at, size_t n)
{
    for (; n > 0 && *at < vm->nshapes; n--) {
        Shape *s = vm->shapes[(*at)++];
        if (id_is_live(s) && !gc_is_young(s) &&
            (s->h.gc & GC_MARK_MASK) != vm->gc.epoch)
            shape_forget(vm, s);
    }
    return *at >= vm->nshapes;
}

/* ------------------------------------------------------------------ sites */

uint32_t site_new(VM *vm, Insn *word)
{
    if (vm->site_free != 0) {
        uint32_t id = vm->site_free;
        vm->site_free = (uint32_t)((uintptr_t)vm->sites[id] >> 1);
        vm->sites[id] = word;
        return id;
    }
    if (vm->nsites == vm->sites_cap) {
        uint32_t cap = vm->sites_cap == 0 ? 64 : vm->sites_cap * 2;
        Insn **p = gc_try_realloc(vm, vm->sites,
                                  vm->sites_cap * sizeof *p, cap * sizeof *p);
        if (p == NULL)
            return 0;
        vm->sites = p;
        vm->sites_cap = cap;
        if (vm->nsites == 0)
            vm->sites[vm->nsites++] = NULL;
    }
    vm->sites[vm->nsites] = word;
    return vm->nsites++;
}

void site_free(VM *vm, uint32_t site)
{
    vm->sites[site] = (Insn *)(uintptr_t)((uintptr_t)vm->site_free << 1 | 1);
    vm->site_free = site;
}
