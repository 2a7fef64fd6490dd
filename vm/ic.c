/*
 * vm/ic.c -- misses of inline caches: do the access and teach the site, which
 * takes a form of its instruction for what it has seen.
 *
 * A form looks at one shape and goes one way: to a slot, to the value that a
 * chain of metatables had, to an entry of a dictionary. A site that meets
 * another shape takes FORM_P, which tries several. What lies behind a
 * metatable is watched: a change moves the epoch, which such ways hold.
 *
 * Read     ic_getfield, learn_get, teach, watch_chain.
 */
#include "vm/function.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

/* The forms of each cached access; the base where there is none. */
enum Form { FORM_I, FORM_X, FORM_M, FORM_A, FORM_D, FORM_P };

static unsigned form(unsigned base_op, enum Form which)
{
#define NO(x) OP_##x
    static const uint16_t forms[][7] = {
        {OP_GETFIELD, OP_GETFIELD_I, OP_GETFIELD_X, OP_GETFIELD_M,
         NO(GETFIELD), OP_GETFIELD_D, OP_GETFIELD_P},
        {OP_GETTABUP, OP_GETTABUP_I, OP_GETTABUP_X, NO(GETTABUP),
         NO(GETTABUP), OP_GETTABUP_D, NO(GETTABUP)},
        {OP_SELF, OP_SELF_I, OP_SELF_X, OP_SELF_M, NO(SELF), OP_SELF_D,
         OP_SELF_P},
        {OP_SETFIELD, OP_SETFIELD_I, OP_SETFIELD_X, NO(SETFIELD),
         OP_SETFIELD_A, OP_SETFIELD_D, OP_SETFIELD_P},
        {OP_SETFIELDK, OP_SETFIELDK_I, OP_SETFIELDK_X, NO(SETFIELDK),
         OP_SETFIELDK_A, OP_SETFIELDK_D, OP_SETFIELDK_P},
        {OP_SETTABUP, OP_SETTABUP_I, OP_SETTABUP_X, NO(SETTABUP),
         NO(SETTABUP), OP_SETTABUP_D, NO(SETTABUP)},
        {OP_SETTABUPK, OP_SETTABUPK_I, OP_SETTABUPK_X, NO(SETTABUPK),
         NO(SETTABUPK), OP_SETTABUPK_D, NO(SETTABUPK)},
    };
#undef NO
    for (size_t i = 0;; i++)
        if (forms[i][0] == base_op)
            return forms[i][1 + which];
}

static void quicken(Insn *in, unsigned op)
{
    *in = (*in & ~UINT64_C(0xFFFF)) | op;
}

static bool is_op(const Insn *in, unsigned base_op, enum Form f)
{
    unsigned op = form(base_op, f);
    return op != base_op && (uint16_t)*in == op;
}

static MethodCache *site_cache(lua_State *L, Insn *in, unsigned base_op)
{
    if (is_op(in, base_op, FORM_M) || is_op(in, base_op, FORM_P) ||
        (uint16_t)*in == OP_SELF_S)
        return (MethodCache *)(uintptr_t)in[1];
    return proto_method_cache(L->vm, L->base[-2].lcl->p, in);
}

/* The slots' ways fit the cache word; so does what WAY_ADD needs, in two. */
static void write_words(Insn *in, const CacheWay *w)
{
    in[1] = w->shape | (uint64_t)w->off << 32 |
            (uint64_t)(uint8_t)w->stop << 48;
    if (w->where == WAY_ADD)
        in[2] = w->v.bits | (uint64_t)w->epoch << 32;
}

/* One way alone. False: its form does not exist. */
static bool teach_alone(lua_State *L, Insn *in, const CacheWay *w,
                        unsigned base_op)
{
    static const uint8_t forms[] = {
        [WAY_INLINE] = FORM_I, [WAY_OVERFLOW] = FORM_X,
        [WAY_VALUE] = FORM_M,  [WAY_ADD] = FORM_A,
        [WAY_DICT] = FORM_D,
    };
    unsigned op = form(base_op, forms[w->where]);
    if (op == base_op || (w->epoch != 0 && w->where < WAY_VALUE))
        return false;
    if (w->where == WAY_VALUE) {
        MethodCache *m = site_cache(L, in, base_op);
        if (m == NULL)
            return true;
        memset(m->way, 0, sizeof m->way);
        m->way[0] = *w;
        in[1] = (uint64_t)(uintptr_t)m;
    } else {
        write_words(in, w);
    }
    quicken(in, op);
    return true;
}

/* What the site's present form says, as a way. */
static bool read_alone(const Insn *in, CacheWay *w, unsigned base_op)
{
    memset(w, 0, sizeof *w);
    if (is_op(in, base_op, FORM_I))
        w->where = WAY_INLINE;
    else if (is_op(in, base_op, FORM_X))
        w->where = WAY_OVERFLOW;
    else if (is_op(in, base_op, FORM_A))
        w->where = WAY_ADD;
    else
        return false;
    w->shape = (uint32_t)in[1];
    w->off = (uint16_t)(in[1] >> 32);
    w->stop = (int8_t)(in[1] >> 48);
    if (w->where == WAY_ADD) {
        w->v.bits = (uint32_t)in[2];
        w->epoch = (uint32_t)(in[2] >> 32);
    }
    return true;
}

#define MANY_MISSES 1000 /* of a full cache: then it learns again */

static void add_way(MethodCache *m, const CacheWay *w)
{
    for (unsigned i = 0; i < CACHE_WAYS; i++)
        if (m->way[i].shape == w->shape || m->way[i].shape == 0) {
            m->way[i] = *w;
            return;
        }
    if (++m->nmisses == MANY_MISSES) {
        m->nmisses = 0;
        memset(m->way, 0, sizeof m->way);
        m->way[0] = *w;
    }
}

/* The site takes what it has learned last, beside what it knew if that was
   of another shape. */
static void teach(lua_State *L, Insn *in, const CacheWay *w, unsigned base_op)
{
    CacheWay old;
    unsigned op = form(base_op, FORM_P);
    bool known = read_alone(in, &old, base_op) && old.shape != w->shape;
    bool poly = is_op(in, base_op, FORM_P);
    bool chain = is_op(in, base_op, FORM_M);
    if (poly && w->where == WAY_DICT)
        return;
    if (chain) {
        const MethodCache *m = (const MethodCache *)(uintptr_t)in[1];
        chain = m->way[0].shape != w->shape;
    }
    if (op == base_op || w->where == WAY_DICT || (!known && !poly && !chain)) {
        if (teach_alone(L, in, w, base_op) || op == base_op)
            return;
    }
    MethodCache *m = site_cache(L, in, base_op);
    if (m == NULL)
        return;
    if (!poly && !chain)
        memset(m->way, 0, sizeof m->way);
    if (known)
        m->way[0] = old;
    add_way(m, w);
    quicken(in, op);
    in[1] = (uint64_t)(uintptr_t)m;
}

/* A site of many shapes does not learn at every miss. */
static bool is_full(const Insn *in, unsigned base_op, const Table *t)
{
    if (!is_op(in, base_op, FORM_P))
        return false;
    MethodCache *m = (MethodCache *)(uintptr_t)in[1];
    for (unsigned i = 0; i < CACHE_WAYS; i++)
        if (m->way[i].shape == t->h.aux || m->way[i].shape == 0)
            return false;
    return ++m->nmisses < MANY_MISSES - 1;
}

static void way_of_slot(CacheWay *w, const Shape *s, uint32_t slot)
{
    bool inl = slot < s->inl;
    memset(w, 0, sizeof *w);
    w->shape = s->h.aux;
    w->where = inl ? WAY_INLINE : WAY_OVERFLOW;
    w->off = (uint16_t)(inl ? offsetof(Table, in) + slot * sizeof(Value)
                            : (slot - s->inl) * sizeof(Value));
    w->stop = s->mt == NULL ? TAG_DEAD : TAG_NIL;
}

#define SLOT_CACHED_MAX 4000 /* offsets fit 16 bits */

/* A constant key of a table used as a map: the number of its entry. */
static bool way_of_entry(CacheWay *w, Table *t, const Shape *s, String *key)
{
    if (!tab_has_ext(t))
        return false;
    Dict *d = &t->ext->dict;
    DictEntry *e = dict_find_str(d, key);
    if (e == NULL || e - d->ent > 0xFFFF)
        return false;
    memset(w, 0, sizeof *w);
    w->shape = s->h.aux;
    w->where = WAY_DICT;
    w->off = (uint16_t)(e - d->ent);
    w->stop = s->mt == NULL ? TAG_DEAD : TAG_NIL;
    return true;
}

/* What the chain of __index tables from t has for the key, t itself left
   out. False when it leads through a function or a dictionary. Watches what
   it passes: a change moves the epoch. */
static bool watch_chain(VM *vm, Table *t, String *key, Value *out)
{
    val_nil(out);
    out->bits = 0;
    for (int n = 0; n < 100; n++) {
        Table *mt = tab_metatable(vm, t);
        if (mt == NULL)
            return true;
        Shape *s = tab_shape(vm, mt);
        if ((s->h.kind & SHAPE_DICT) || (mt->h.flags & TABF_HIDDEN))
            return false;
        int32_t slot = shape_find(vm, s, vm->mm_name[MM_INDEX]);
        if (slot < 0) {
            tab_watch(vm, mt);
            return true;
        }
        tab_watch_slot(vm, mt, (uint32_t)slot); /* s may be gone now */
        s = tab_shape(vm, mt);
        const Value *next = tab_slot(mt, s->inl, (uint32_t)slot);
        if (is_nil(next))
            return true;
        if (!is_table(next))
            return false;
        t = next->tab;
        s = tab_shape(vm, t);
        if ((s->h.kind & SHAPE_DICT) || (t->h.flags & TABF_HIDDEN))
            return false;
        slot = shape_find(vm, s, key);
        if (slot >= 0) {
            tab_watch_slot(vm, t, (uint32_t)slot);
            s = tab_shape(vm, t);
            Value *v = tab_slot(t, s->inl, (uint32_t)slot);
            if (!is_nil(v)) {
                val_copy(out, v);
                return true;
            }
        }
        tab_watch(vm, t); /* the key may be added */
    }
    return false;
}

/* What the metatable answers, as v of the way. */
static bool add_chain(VM *vm, CacheWay *w, Table *t, String *key)
{
    if (!watch_chain(vm, t, key, &w->v))
        return false;
    if (tab_shape(vm, t)->h.kind & SHAPE_PRIVATE)
        tab_watch(vm, t); /* keys are added without a change of shape */
    w->shape = t->h.aux; /* it may be the chain's end too */
    w->epoch = vm->epoch;
    return true;
}

static void learn_get(lua_State *L, Insn *in, Table *t, String *key,
                      unsigned base_op)
{
    VM *vm = L->vm;
    Shape *s = tab_shape(vm, t);
    CacheWay w;
    if (s->h.kind & SHAPE_DICT) {
        if (way_of_entry(&w, t, s, key))
            teach(L, in, &w, base_op);
        return;
    }
    int32_t slot = shape_find(vm, s, key);
    if (slot > SLOT_CACHED_MAX)
        return;
    if (slot >= 0) {
        way_of_slot(&w, s, (uint32_t)slot);
        if (s->mt != NULL && is_nil(tab_slot(t, s->inl, (uint32_t)slot)) &&
            !add_chain(vm, &w, t, key))
            return;
    } else {
        memset(&w, 0, sizeof w);
        w.where = WAY_VALUE;
        w.stop = TAG_DEAD;
        if (!add_chain(vm, &w, t, key))
            return;
    }
    teach(L, in, &w, base_op);
}

static void teach_string_method(lua_State *L, Insn *in, String *key)
{
    VM *vm = L->vm;
    Table *mt = vm->type_mt[TAG_SSTR];
    if (mt == NULL || tab_shape(vm, mt)->h.kind & SHAPE_DICT)
        return;
    const Value *idx = meta_get_mt(vm, mt, MM_INDEX);
    if (!is_table(idx) || tab_shape(vm, idx->tab)->h.kind & SHAPE_DICT)
        return;
    int32_t s1 =
        shape_find(vm, tab_shape(vm, mt), vm->mm_name[MM_INDEX]);
    int32_t s2 = shape_find(vm, tab_shape(vm, idx->tab), key);
    if (s2 < 0)
        return;
    Table *lib = idx->tab;
    tab_watch_slot(vm, mt, (uint32_t)s1);
    tab_watch_slot(vm, lib, (uint32_t)s2);
    MethodCache *m = site_cache(L, in, OP_SELF);
    if (m == NULL)
        return;
    memset(m->way, 0, sizeof m->way);
    Value *v = tab_slot(lib, tab_shape(vm, lib)->inl, (uint32_t)s2);
    if (is_nil(v))
        return;
    val_copy(&m->way[0].v, v);
    m->way[0].epoch = vm->epoch;
    quicken(in, OP_SELF_S);
    in[1] = (uint64_t)(uintptr_t)m;
}

void ic_getfield(lua_State *L, Insn *in, const Value *obj, String *key,
                 unsigned reg, unsigned base_op)
{
    Value k;
    val_obj(&k, key);
    if (is_table(obj) && key->h.type == TAG_SSTR) {
        if (!(obj->tab->h.flags & TABF_HIDDEN) && /* a nil may be none */
            !is_full(in, base_op, obj->tab))
            learn_get(L, in, obj->tab, key, base_op);
    } else if (is_string(obj) && base_op == OP_SELF &&
               key->h.type == TAG_SSTR) {
        teach_string_method(L, in, key);
    }
    op_index(L, obj, &k, reg);
}

static bool has_newindex(VM *vm, const Shape *s)
{
    return s->mt != NULL && !is_nil(meta_get_mt(vm, s->mt, MM_NEWINDEX));
}

/* epoch: when `from` was seen. A collection since then may have freed it. */
static void learn_add(lua_State *L, Insn *in, uint32_t from, Shape *to,
                      Table *mt, uint32_t epoch, unsigned base_op)
{
    VM *vm = L->vm;
    uint32_t slot = to->n - 1;
    if (to->h.kind & (SHAPE_PRIVATE | SHAPE_DICT) || slot >= to->inl)
        return;
    if (mt != NULL)
        tab_watch(vm, mt); /* __newindex may be added */
    if (vm->epoch != epoch)
        return;
    CacheWay w;
    way_of_slot(&w, to, slot);
    w.where = WAY_ADD;
    w.stop = TAG_NIL; /* of the value to store */
    w.shape = from;
    w.v.bits = to->h.aux;
    w.epoch = vm->epoch; /* no __newindex came, and shape `to` is alive */
    teach(L, in, &w, base_op);
}

static void set_in_dict(lua_State *L, Insn *in, Table *t, String *key,
                        const Value *v, unsigned base_op)
{
    VM *vm = L->vm;
    Shape *s = tab_shape(vm, t);
    CacheWay w;
    tab_set_str(vm, t, key, v, false);
    if (!(s->h.kind & (SHAPE_PRIVATE | SHAPE_WATCHED)) &&
        way_of_entry(&w, t, s, key))
        teach(L, in, &w, base_op);
}

void ic_setfield(lua_State *L, Insn *in, const Value *obj, String *key,
                 const Value *v, unsigned base_op)
{
    VM *vm = L->vm;
    Value k;
    CacheWay w;
    val_obj(&k, key);
    if (!is_table(obj) || key->h.type != TAG_SSTR)
        goto generic;
    Table *t = obj->tab;
    Shape *s = tab_shape(vm, t);
    if (s->h.kind & SHAPE_DICT) {
        if (s->mt != NULL)
            goto generic;
        set_in_dict(L, in, t, key, v, base_op);
        return;
    }
    int32_t slot = shape_find(vm, s, key);
    if (slot >= 0) {
        Value *old = tab_slot(t, s->inl, (uint32_t)slot);
        if (is_nil(old) && has_newindex(vm, s))
            goto generic;
        if ((!(s->h.kind & SHAPE_WATCHED) ||
             !(s->read & shape_read_bit((uint32_t)slot))) &&
            slot <= SLOT_CACHED_MAX && !is_full(in, base_op, t)) {
            way_of_slot(&w, s, (uint32_t)slot);
            teach(L, in, &w, base_op);
        }
        tab_set_str(vm, t, key, v, false);
        return;
    }
    if (has_newindex(vm, s))
        goto generic;
    uint32_t from = s->h.aux, epoch = vm->epoch;
    Table *mt = s->mt;
    bool adds = !is_nil(v) && !is_full(in, base_op, t);
    tab_set_str(vm, t, key, v, false);
    Shape *to = tab_shape(vm, t);
    if (adds && to->h.aux != from)
        learn_add(L, in, from, to, mt, epoch, base_op);
    return;
generic:
    op_newindex(L, obj, &k, v);
}
