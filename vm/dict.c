/*
 * vm/dict.c -- the dictionary part of a table.
 *
 * Entries stand in order of insertion beside a small index with linear
 * probing (the layout of Hettinger's "compact dict", 2012). A cleared entry
 * keeps its place until the next insertion that finds no room, so traversal
 * survives assignments of nil. Up to LINEAR_MAX entries there is no index.
 *
 * Owner    the table's TableExt.
 * Raises   memory, in dict_reserve.
 */
#include "vm/error.h"
#include "vm/string.h"
#include "vm/table.h"

#define LINEAR_MAX 8
#define DICT_MAX UINT32_C(0x40000000) /* entries */
#define PROBE_MAX 32 /* an insertion that probes more switches to mixing */

uint32_t dict_hash(const Dict *d, const Value *key)
{
    switch (key->tag) {
    case TAG_SSTR: return key->str->h.aux;
    case TAG_LSTR: return key->str->h.aux; /* callers have hashed it */
    case TAG_INT: return dict_hash_word(key->bits, d->mixed);
    case TAG_FLOAT: return dict_hash_word(key->bits ^ key->bits >> 32, true);
    case TAG_FALSE: return 1;
    case TAG_TRUE: return 2;
    default: return dict_hash_word(key->bits >> 4, d->mixed);
    }
}

/* Do `what` with the index as an array of its items' type. */
#define WITH_ITEMS(d, items, what)                                             \
    do {                                                                       \
        switch ((d)->width) {                                                  \
        case 1: {                                                              \
            typedef uint8_t Item;                                             \
            Item *items = (d)->index;                                          \
            what;                                                              \
            break;                                                             \
        }                                                                      \
        case 2: {                                                              \
            typedef uint16_t Item;                                            \
            Item *items = (d)->index;                                          \
            what;                                                              \
            break;                                                             \
        }                                                                      \
        default: {                                                             \
            typedef uint32_t Item;                                            \
            Item *items = (d)->index;                                          \
            what;                                                              \
            break;                                                             \
        }                                                                      \
        }                                                                      \
    } while (0)

static bool entry_is(VM *vm, const DictEntry *e, const Value *key,
                     uint32_t hash)
{
    if (e->hash != hash || e->ktag != key->tag)
        return false;
    if (e->k == key->bits)
        return true;
    if (key->tag != TAG_LSTR)
        return false;
    budget_take(vm, key->str->nbytes / 16);
    return str_equal_long((String *)(uintptr_t)e->k, key->str);
}

/* The entry e that `is` true of, among those of a hash. */
#define FIND(d, hash, is)                                                      \
    do {                                                                       \
        DictEntry *const ent = (d)->ent;                                       \
        if ((d)->nitems == 0) {                                                \
            for (uint32_t n = 0; n < (d)->used; n++) {                         \
                DictEntry *e = &ent[n];                                        \
                if (is)                                                        \
                    return e;                                                  \
            }                                                                  \
            return NULL;                                                       \
        }                                                                      \
        uint32_t mask = (d)->nitems - 1, i = (hash) >> (d)->shift, x;          \
        WITH_ITEMS(d, items, for (; (x = items[i]) != 0; i = (i + 1) & mask) { \
            DictEntry *e = &ent[x - 1];                                        \
            if (is)                                                            \
                return e;                                                      \
        });                                                                    \
        return NULL;                                                           \
    } while (0)

DictEntry *dict_find(VM *vm, Dict *d, const Value *key, uint32_t hash)
{
    FIND(d, hash, entry_is(vm, e, key, hash));
}

DictEntry *dict_find_str(Dict *d, const String *key)
{
    uint64_t k = (uint64_t)(uintptr_t)key;
    FIND(d, key->h.aux, e->k == k && e->ktag == TAG_SSTR);
}

DictEntry *dict_find_int(Dict *d, int64_t key)
{
    uint64_t k = (uint64_t)key;
    FIND(d, dict_hash_word(k, d->mixed), e->k == k && e->ktag == TAG_INT);
}

/* Enter entry n-1 as item n; returns how many places were probed. */
static uint32_t index_add(Dict *d, uint32_t hash, uint32_t n)
{
    uint32_t mask = d->nitems - 1, i = hash >> d->shift, probes = 1;
    WITH_ITEMS(d, items, {
        for (; items[i] != 0; i = (i + 1) & mask)
            probes++;
        items[i] = (Item)n;
    });
    return probes;
}

static void reindex(Dict *d)
{
    if (d->nitems == 0)
        return;
    memset(d->index, 0, dict_index_nbytes(d));
    uint32_t mask = d->nitems - 1, shift = d->shift, used = d->used;
    const DictEntry *ent = d->ent;
    WITH_ITEMS(d, items, for (uint32_t n = 0; n < used; n++) {
        uint32_t i = ent[n].hash >> shift;
        while (items[i] != 0)
            i = (i + 1) & mask;
        items[i] = (Item)(n + 1);
    });
}

static void compact(Dict *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->used; i++)
        if (d->ent[i].vtag != TAG_NIL)
            d->ent[n++] = d->ent[i];
    d->used = n;
}

static uint32_t count_live(const Dict *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->used; i++)
        n += d->ent[i].vtag != TAG_NIL;
    return n;
}

static void new_index(VM *vm, Table *owner, Dict *d, uint32_t cap)
{
    uint32_t nitems = 16, shift = 28;
    while (nitems / 4 * 3 < cap)
        nitems *= 2, shift--;
    uint8_t width = cap < 255 ? 1 : cap < 65535 ? 2 : 4;
    size_t old = dict_index_nbytes(d);
    void *p = gc_alloc(vm, (size_t)nitems * width);
    gc_buf_free(vm, d->index, old);
    gc_adopt(vm, &owner->h, p, (size_t)nitems * width);
    d->index = p;
    d->nitems = nitems;
    d->shift = (uint8_t)shift;
    d->width = width;
}

void dict_reserve(VM *vm, Table *owner, Dict *d, uint32_t n)
{
    if (n <= d->cap - d->used)
        return;
    tab_reveal(vm, owner);
    uint32_t live = count_live(d);
    /* room enough once compacted, so that it does not happen too often */
    if ((uint64_t)live + n <= d->cap - d->cap / 3) {
        compact(d);
        reindex(d);
        gc_moved(vm, owner);
        return;
    }
    uint32_t cap = d->cap + d->cap / 2 + 4;
    if (cap - d->used < n)
        cap = d->used + n;
    if (cap > DICT_MAX || n > DICT_MAX)
        err_memory(vm);
    /* the index first: it must have room for what the entries can hold */
    if (cap > LINEAR_MAX && (d->nitems == 0 || d->nitems / 4 * 3 < cap ||
                             (d->width == 1 && cap >= 255) ||
                             (d->width == 2 && cap >= 65535))) {
        new_index(vm, owner, d, cap);
        reindex(d);
    }
    d->ent = gc_buf_grow(vm, d->ent, (size_t)d->cap * sizeof *d->ent,
                         (size_t)cap * sizeof *d->ent);
    d->cap = cap;
    gc_adopt(vm, &owner->h, d->ent, (size_t)cap * sizeof *d->ent);
}

static void rehash_mixed(Dict *d)
{
    d->mixed = 1;
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        if (e->ktag == TAG_DEAD)
            continue;
        Value k;
        k.bits = e->k;
        k.tag = e->ktag;
        e->hash = dict_hash(d, &k);
    }
    reindex(d);
}

DictEntry *dict_append(Dict *d, const Value *key, uint32_t hash)
{
    DictEntry *e = &d->ent[d->used++];
    e->k = key->bits;
    e->ktag = key->tag;
    e->hash = hash;
    e->flags = 0;
    e->vtag = TAG_NIL;
    e->v = 0;
    if (d->nitems != 0 && index_add(d, hash, d->used) > PROBE_MAX &&
        !d->mixed)
        rehash_mixed(d);
    return e;
}
