/*
 * vm/table.h -- Lua tables: array, fields laid out by a shape, dictionary.
 *
 *   Table                      Shape (shared)            KeyTab (a lineage's)
 *   +--------------------+     +-------------------+     +---------------+
 *   | header | shape id -|---->| n, inl, metatable |---->| key of slot i |
 *   | acount | abase     |     +-------------------+     +---------------+
 *   | arr ---------------|--> elements of keys abase .. abase+acount-1
 *   | ext ---------------|--> TableExt { overflow slots, Dict }
 *   | in[0..inl-1]       |     the first fields
 *   +--------------------+
 *
 * Array: packed elements of one kind (int64, double, or any). Those of kind
 * any may be nil, but never the last; so the array's end is a border and `#t`
 * a field. Key abase+acount is never in the dictionary. Clearing the first
 * element moves abase up: a queue is an array that slides. Keys it has left
 * behind are not in the dictionary either.
 *
 * Fields: string keys of at most SHORT_MAX bytes. Slot i is in[i] below inl,
 * else ext->slots[i-inl]. Setting nil leaves shape and slots alone.
 *
 * Dictionary: all other keys; or all keys but the array's, for a table used
 * as a map (its shape has SHAPE_DICT and no fields). In shape mode no short
 * string is in the dictionary, so a shape settles absence.
 *
 * A table that metatables or __index chains led through is "watched": it has
 * a private shape, and the VM's epoch moves when a key is added to it, its
 * metatable changes, or a slot once read through a chain is written.
 *
 * Owner    the collector.
 * Raises   memory, when a part grows; tab_set also a bad key.
 * Read     struct Table, tab_get, tab_set, tab_next.
 */
#ifndef VM_TABLE_H
#define VM_TABLE_H

#include "vm/state.h"

enum ElementKind { KIND_NONE, KIND_I64, KIND_F64, KIND_ANY };

typedef struct DictEntry { /* its first nine bytes are laid out as a Value */
    union {
        uint64_t v;
        int64_t vi;
    };
    int8_t vtag; /* TAG_NIL: cleared; stays findable until compaction */
    int8_t ktag; /* TAG_DEAD: cleared, and the key may be gone */
    uint16_t flags; /* ENTRY_* */
    uint32_t hash;
    uint64_t k;
} DictEntry;

_Static_assert(offsetof(DictEntry, vtag) == offsetof(Value, tag),
               "an entry begins like a value");

enum {
    ENTRY_LOGGED = 1, /* the collector's log tells of it */
    ENTRY_HIDDEN = 2, /* vtag is nil, for a while: see gc/weak.c */
    ENTRY_TAG_SHIFT = 8, /* of the true tag then */
};

/* The tag of an entry's value, hidden or not. */
static inline int8_t entry_tag(const DictEntry *e)
{
    return (int8_t)(e->flags & ENTRY_HIDDEN ? e->flags >> ENTRY_TAG_SHIFT
                                            : e->vtag);
}

/* Entries in order of insertion; an index of 1, 2 or 4 bytes an item. */
typedef struct Dict {
    uint32_t used;   /* entries, cleared ones included */
    uint32_t cap;    /* entries allocated */
    uint32_t nitems; /* size of the index, a power of two; 0: no index */
    uint8_t width;   /* bytes of an item: 1, 2, 4 */
    uint8_t shift;   /* 32 - log2(nitems) */
    uint8_t mixed;   /* integer hashes need the extra round */
    uint8_t flags;
    void *index;     /* entry + 1, or 0 */
    DictEntry *ent;
} Dict;

typedef struct TableExt {
    Value *slots;
    uint32_t nslots; /* allocated */
    uint32_t site;
    Dict dict;
} TableExt;

typedef struct ArrayHead { /* just before the first element */
    uint32_t cap;    /* elements from the first one to the buffer's end */
    uint32_t off;    /* bytes from the buffer's start to this head */
} ArrayHead;

struct Table {
    GCHeader h; /* kind: ElementKind; aux: shape id */
    uint32_t acount;
    uint32_t abase; /* key of the first element; 1 but for queues */
    union {
        int64_t *ai;
        double *an;
        Value *av;
        void *arr;
    };
    union {
        TableExt *ext;
        uintptr_t site; /* no ext yet: constructor site * 2 + 1 */
    };
    Value in[];
};

_Static_assert(sizeof(void *) != 8 || sizeof(Table) == 32, "a granule or two");

enum TableFlag {
    TABF_WEAK_KEYS = GCF_USER0,
    TABF_WEAK_VALUES = GCF_USER1,
    TABF_HIDDEN = GCF_USER2, /* some nils of it are hidden weak references */
};

/*
 * Is there nothing in this element, field or entry of t? A nil may be a hidden
 * weak reference, which is then settled: the value is there again, or gone.
 * Whoever finds a nil in a table that has a metatable must ask.
 */
static inline bool tab_is_absent(VM *vm, Table *t, Value *v)
{
    return is_nil(v) &&
           (LIKELY(!(t->h.flags & TABF_HIDDEN)) || !gc_reveal(vm, v));
}

static inline bool tab_entry_is_absent(VM *vm, Table *t, DictEntry *e)
{
    return e->vtag == TAG_NIL && (LIKELY(!(t->h.flags & TABF_HIDDEN)) ||
                                  !gc_reveal_entry(vm, t, e));
}

/* Settle them all: before parts of t move. */
static inline void tab_reveal(VM *vm, Table *t)
{
    if (UNLIKELY(t->h.flags & TABF_HIDDEN))
        gc_reveal_all(vm, t);
}

/* Keys of a lineage of shapes, by slot; a hit counts if slot < shape->n. */
typedef struct KeyTab {
    uint32_t n, cap;
    uint32_t nitems; /* size of idx: a power of two, 0 while n is small */
    uint32_t refs_unused;
    uint16_t *idx;   /* slot + 1, or 0 */
    String **keys;
} KeyTab;

enum ShapeFlag {
    SHAPE_DICT = 1,    /* all string keys are in the dictionary */
    SHAPE_PRIVATE = 2, /* of one table; keys are added in place */
    SHAPE_WATCHED = 4, /* its table is on an __index chain */
};

struct Shape {
    GCHeader h; /* kind: ShapeFlag; aux: id */
    uint32_t n;        /* fields */
    uint16_t inl;      /* inline slots of its tables */
    uint16_t nchildren; /* transitions out of it */
    Shape *parent;
    String *key;       /* that led here from the parent */
    Table *mt;
    KeyTab *kt;        /* NULL while n is 0 */
    uint64_t read;     /* watched: slots read through a chain (>= 63 share) */
};

#define SHAPE_MAX_FIELDS 512
#define SHAPE_MAX_CHILDREN 64
#define INLINE_MAX 32 /* inline slots a site may learn */

static inline Shape *tab_shape(VM *vm, const Table *t)
{
    return vm->shapes[t->h.aux];
}

static inline bool tab_has_ext(const Table *t) { return !(t->site & 1); }

/* May the dictionary have integer keys? */
static inline bool tab_dict_has_ints(const Table *t)
{
    return tab_has_ext(t) && (t->ext->dict.flags & 1) != 0;
}

static inline ArrayHead *arr_head(const Table *t)
{
    return (ArrayHead *)t->arr - 1;
}

static inline Table *tab_metatable(VM *vm, const Table *t)
{
    return tab_shape(vm, t)->mt;
}

static inline Value *tab_slot(Table *t, uint32_t inl, uint32_t slot)
{
    return slot < inl ? &t->in[slot] : &t->ext->slots[slot - inl];
}

/* ---------------------------------------------------------------- tables */

/*
 * A new table with room for `inl` fields in it (rounded to what exists) and
 * nothing else. site: id of its constructor, 0 unknown. Root it at once.
 */
Table *tab_new(VM *vm, uint32_t inl, uint32_t site);
/* With room for nrec fields, or none if they are too many for a table. */
Table *tab_new_fields(VM *vm, uint32_t nrec);

/* Raw get. The result lends: a slot, an entry, or *tmp filled in (for packed
   elements); a nil value if absent. Never raises. */
const Value *tab_get(VM *vm, Table *t, const Value *key, Value *tmp);
const Value *tab_get_int(VM *vm, Table *t, int64_t key, Value *tmp);
const Value *tab_get_str(VM *vm, Table *t, String *key);  /* short */

/*
 * Raw set: t, key and v must be reachable. tab_set raises "index is nil" and
 * "index is NaN". computed: the key is no constant of the program, so it makes
 * no new shape. The barrier is done.
 */
void tab_set(VM *vm, Table *t, const Value *key, const Value *v);
void tab_set_int(VM *vm, Table *t, int64_t key, const Value *v);
void tab_set_str(VM *vm, Table *t, String *key, const Value *v, bool computed);

/* A border, as the length operator without metamethods. */
static inline int64_t tab_len_fast(const Table *t)
{
    return t->acount == 0 ? 0 : (int64_t)t->abase + t->acount - 1;
}
int64_t tab_len(VM *vm, Table *t); /* t may have a metatable */

/*
 * The entry after position *pos (0 to begin), which is moved on. What is
 * passed over is for the caller to charge for.
 * returns  false at the end.
 */
bool tab_next_at(VM *vm, Table *t, uint32_t *pos, Value *key, Value *val);
void tab_charge_skipped(VM *vm, const Table *t, uint32_t from, uint32_t to);
static inline void tab_charge_passed(VM *vm, const Table *t, uint32_t from,
                                     uint32_t to)
{
    if (UNLIKELY(to > from && to - from > 16))
        tab_charge_skipped(vm, t, from, to);
}
/* Is pos the position after the given key? */
bool tab_pos_is(VM *vm, Table *t, const Value *key, uint32_t pos);
/* Position of a key for tab_next_at; hint: where it may be. False if the key
   is not in the table. */
bool tab_find_pos(VM *vm, Table *t, const Value *key, uint32_t hint,
                  uint32_t *pos);

/* Change the metatable (NULL: none) and all that follows from it: shape,
   weakness, epoch. Does not look at __gc. */
void tab_set_metatable(VM *vm, Table *t, Table *mt);

/* Array part, for the interpreter and the libraries. */
void arr_set_slow(VM *vm, Table *t, int64_t key, const Value *v);
/* Room for keys 1..n, if the table has no elements yet. */
void tab_reserve(VM *vm, Table *t, uint32_t n);
/* t[first] .. = v[0] .. v[n-1], as a constructor: nils before the last other
   value are elements too, so that the length is that of the list. */
void tab_set_list(VM *vm, Table *t, int64_t first, const Value *v, size_t n);
/* Make the elements Values (for block moves). */
void arr_widen(VM *vm, Table *t);

/* Element of an index known to be in the array. */
static inline void arr_load(const Table *t, uint64_t i, Value *out)
{
    switch (t->h.kind) {
    case KIND_I64: val_int(out, t->ai[i]); break;
    case KIND_F64: val_float(out, t->an[i]); break;
    default: val_copy(out, &t->av[i]); break;
    }
}

/* ---------------------------------------------------------------- shapes */

bool shape_init(VM *vm);
/* Slot of a key, or -1. */
int32_t shape_find_slow(VM *vm, Shape *s, String *key);

static inline ShapeCacheEntry *shape_cache_at(const VM *vm, uint32_t shape,
                                              const String *key)
{
    return &vm->shape_cache[(shape * 31u ^ key->h.aux) & vm->shape_cache_mask];
}

void shape_cache_clear(VM *vm);

static inline int32_t shape_find(VM *vm, Shape *s, String *key)
{
    uint32_t id = s->h.aux;
    const ShapeCacheEntry *e = shape_cache_at(vm, id, key);
    if (LIKELY(e->key == key && e->shape == id))
        return e->slot;
    return shape_find_slow(vm, s, key);
}

/* The shape after adding a field, or NULL when the table should become a
   dictionary. computed: follow an existing transition only. May collect. */
Shape *shape_add(VM *vm, Shape *s, String *key, bool computed);
Shape *shape_root(VM *vm, uint32_t inl);

/* A new table without elements. */
static inline void tab_init(Table *t, const Shape *s, uint32_t site)
{
    t->h.aux = s->h.aux;
    t->acount = 0;
    t->abase = 1;
    t->arr = NULL;
    t->site = (uintptr_t)site << 1 | 1;
}

/* A table that is the only one of its kind, with room for nfields: its shape
   is its own from the beginning. */
Table *tab_new_private(VM *vm, uint32_t nfields);
/* Like root s, but for tables whose string keys are in the dictionary. */
Shape *shape_dict(VM *vm, Shape *s);
Shape *shape_with_metatable(VM *vm, Shape *s, Table *mt);
/* Give t a private shape (and shape mode, if it fits) and watch it. */
void tab_watch(VM *vm, Table *t);
/* The same without watching: for a table of many constant keys. */
void tab_make_private(VM *vm, Table *t);
/* Slot `slot` of a watched table is about to be read through a chain. */
void tab_watch_slot(VM *vm, Table *t, uint32_t slot);
void epoch_bump(VM *vm);
/* Forget some of the shapes that an old cycle found dead, from id *at on;
   true when all are done. One that died young. */
bool shape_sweep(VM *vm, size_t *at, size_t n);
void shape_forget(VM *vm, Shape *s);
void shape_free_all(VM *vm);

static inline uint64_t shape_read_bit(uint32_t slot)
{
    return UINT64_C(1) << (slot < 63 ? slot : 63);
}

/* A constructor site: id of the cache word at `word`. 0 when there is no
   memory for it. */
uint32_t site_new(VM *vm, Insn *word);
void site_free(VM *vm, uint32_t site);

/* What a site learned, in its cache word. */
typedef union SiteWord {
    Insn word;
    struct {
        uint32_t site;
        uint8_t inl;
        uint8_t kind;  /* ElementKind its arrays became, KIND_NONE unknown */
        uint16_t ncap; /* elements to reserve */
    };
} SiteWord;

/* ------------------------------------------------------------ dictionary */

/* Hash of an integer, or of an address. */
static inline uint32_t dict_hash_word(uint64_t x, bool mixed)
{
    if (mixed)
        x ^= x >> 32, x *= UINT64_C(0xD6E8FEB86659FD93), x ^= x >> 29;
    return (uint32_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

uint32_t dict_hash(const Dict *d, const Value *key);
DictEntry *dict_find(VM *vm, Dict *d, const Value *key, uint32_t hash);
DictEntry *dict_find_str(Dict *d, const String *key);
DictEntry *dict_find_int(Dict *d, int64_t key);
/* Room for n more entries, compacting or growing. owner: for the barrier. */
void dict_reserve(VM *vm, Table *owner, Dict *d, uint32_t n);
DictEntry *dict_append(Dict *d, const Value *key, uint32_t hash);

static inline size_t dict_index_nbytes(const Dict *d)
{
    return (size_t)d->nitems * d->width;
}

#endif
