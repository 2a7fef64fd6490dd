/*
 * vm/ops.c -- slow paths of instructions, and what the C API shares with them.
 *
 * Read     index_chain, ic_getfield, op_concat.
 */
#include "vm/ops.h"

#include <math.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/string.h"
#include "vm/table.h"

/* ---------------------------------------------------------------- indexing */

bool index_chain(lua_State *L, const Value *obj, const Value *key, Value *out,
                 Value *fn, Value *self)
{
    VM *vm = L->vm;
    Value tmp;
    for (int n = 0; n < MAX_META_LOOP; n++) {
        const Value *mm;
        if (is_table(obj)) {
            const Value *v = tab_get(vm, obj->tab, key, &tmp);
            if (!is_nil(v)) {
                val_copy(out, v);
                return true;
            }
            Table *mt = tab_metatable(vm, obj->tab);
            if (mt == NULL || is_nil(mm = meta_get_mt(vm, mt, MM_INDEX))) {
                val_nil(out);
                return true;
            }
        } else {
            mm = meta_get(vm, obj, MM_INDEX);
            if (is_nil(mm))
                err_type(L, obj, "index");
        }
        if (is_function(mm)) {
            val_copy(fn, mm);
            val_copy(self, obj);
            return false;
        }
        obj = mm;
    }
    err_raisef(L, "'__index' chain too long; possible loop");
}

bool newindex_chain(lua_State *L, const Value *obj, const Value *key,
                    const Value *v, Value *fn, Value *self)
{
    VM *vm = L->vm;
    Value tmp;
    for (int n = 0; n < MAX_META_LOOP; n++) {
        const Value *mm;
        if (is_table(obj)) {
            Table *t = obj->tab;
            Table *mt = tab_metatable(vm, t);
            if (mt == NULL || is_nil(mm = meta_get_mt(vm, mt, MM_NEWINDEX)) ||
                !is_nil(tab_get(vm, t, key, &tmp))) {
                tab_set(vm, t, key, v);
                return true;
            }
        } else {
            mm = meta_get(vm, obj, MM_NEWINDEX);
            if (is_nil(mm))
                err_type(L, obj, "index");
        }
        if (is_function(mm)) {
            val_copy(fn, mm);
            val_copy(self, obj);
            return false;
        }
        obj = mm;
    }
    err_raisef(L, "'__newindex' chain too long; possible loop");
}

void op_index(lua_State *L, const Value *obj, const Value *key, unsigned reg)
{
    Value out, fn, self;
    if (index_chain(L, obj, key, &out, &fn, &self))
        val_copy(&L->base[reg], &out);
    else
        call_meta(L, &fn, 2, &self, key, NULL, CONT_STORE, reg);
}

void op_newindex(lua_State *L, const Value *obj, const Value *key,
                 const Value *v)
{
    Value fn, self;
    if (!newindex_chain(L, obj, key, v, &fn, &self))
        call_meta(L, &fn, 3, &self, key, v, CONT_NONE, 0);
}

/* ----------------------------------------------------------- inline caches */

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

/* -------------------------------------------------------------- arithmetic */

int64_t int_mod(int64_t a, int64_t b)
{
    if (b == -1)
        return 0;
    int64_t r = a % b;
    return r != 0 && (r ^ b) < 0 ? r + b : r;
}

int64_t int_idiv(int64_t a, int64_t b)
{
    if (b == -1)
        return (int64_t)(0 - (uint64_t)a);
    int64_t q = a / b;
    return (a ^ b) < 0 && q * b != a ? q - 1 : q;
}

double float_mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

double float_pow(double a, double b) { return b == 2.0 ? a * a : pow(a, b); }

int64_t int_shl(int64_t a, int64_t n)
{
    if (n <= -64 || n >= 64)
        return 0;
    uint64_t u = (uint64_t)a;
    return (int64_t)(n >= 0 ? u << n : u >> -n);
}

static bool arith_int(lua_State *L, MetaEvent e, int64_t a, int64_t b,
                      int64_t *r)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (e) {
    case MM_ADD: *r = (int64_t)(x + y); return true;
    case MM_SUB: *r = (int64_t)(x - y); return true;
    case MM_MUL: *r = (int64_t)(x * y); return true;
    case MM_MOD:
        if (b == 0)
            err_raisef(L, "attempt to perform 'n%%0'");
        *r = int_mod(a, b);
        return true;
    case MM_IDIV:
        if (b == 0)
            err_raisef(L, "attempt to divide by zero");
        *r = int_idiv(a, b);
        return true;
    case MM_UNM: *r = (int64_t)(0 - x); return true;
    default: return false;
    }
}

static bool arith_bits(MetaEvent e, int64_t a, int64_t b, int64_t *r)
{
    switch (e) {
    case MM_BAND: *r = a & b; break;
    case MM_BOR: *r = a | b; break;
    case MM_BXOR: *r = a ^ b; break;
    case MM_SHL: *r = int_shl(a, b); break;
    case MM_SHR: *r = b == INT64_MIN ? 0 : int_shl(a, -b); break;
    case MM_BNOT: *r = ~a; break;
    default: return false;
    }
    return true;
}

static double arith_float(MetaEvent e, double a, double b)
{
    switch (e) {
    case MM_ADD: return a + b;
    case MM_SUB: return a - b;
    case MM_MUL: return a * b;
    case MM_MOD: return float_mod(a, b);
    case MM_POW: return float_pow(a, b);
    case MM_DIV: return a / b;
    case MM_IDIV: return floor(a / b);
    default: return -a;
    }
}

static bool is_bitwise(MetaEvent e)
{
    return (e >= MM_BAND && e <= MM_SHR) || e == MM_BNOT;
}

bool to_integer_ns(const Value *v, int64_t *out)
{
    if (is_int(v)) {
        *out = v->i;
        return true;
    }
    return is_float(v) && num_to_int(v->n, out);
}

bool arith_raw(lua_State *L, MetaEvent e, const Value *a, const Value *b,
               Value *out)
{
    int64_t x, y, r = 0;
    if (is_bitwise(e)) {
        if (!to_integer_ns(a, &x) || !to_integer_ns(b, &y))
            return false;
        arith_bits(e, x, y, &r);
        val_int(out, r);
        return true;
    }
    if (!is_number(a) || !is_number(b))
        return false;
    if (is_int(a) && is_int(b) && e != MM_DIV && e != MM_POW) {
        arith_int(L, e, a->i, b->i, &r);
        val_int(out, r);
        return true;
    }
    double m = is_int(a) ? (double)a->i : a->n;
    double n = is_int(b) ? (double)b->i : b->n;
    val_float(out, arith_float(e, m, n));
    return true;
}

const Value *arith_meta(lua_State *L, MetaEvent e, const Value *a,
                        const Value *b)
{
    const Value *mm = meta_get(L->vm, a, e);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, e);
    if (is_nil(mm))
        err_arith(L, a, b, is_bitwise(e));
    return mm;
}

void op_arith(lua_State *L, MetaEvent e, const Value *a, const Value *b,
              unsigned reg)
{
    Value out;
    if (arith_raw(L, e, a, b, &out))
        val_copy(&L->base[reg], &out);
    else
        call_meta(L, arith_meta(L, e, a, b), 2, a, b, NULL, CONT_STORE, reg);
}

void op_len(lua_State *L, const Value *v, unsigned reg)
{
    VM *vm = L->vm;
    if (is_string(v)) {
        val_int(&L->base[reg], (int64_t)v->str->nbytes);
        return;
    }
    const Value *mm = meta_get(vm, v, MM_LEN);
    if (!is_nil(mm))
        call_meta(L, mm, 2, v, v, NULL, CONT_STORE, reg);
    else if (is_table(v))
        val_int(&L->base[reg], tab_len(vm, v->tab));
    else
        err_type(L, v, "get length of");
}

/* ------------------------------------------------------------- conversions */

bool to_string_inplace(lua_State *L, Value *v)
{
    if (is_string(v))
        return true;
    if (!is_number(v))
        return false;
    char buf[NUM_TEXT];
    int n = num_to_text(v, buf);
    val_obj(v, str_new(L->vm, buf, (size_t)n));
    return true;
}

bool to_number(const Value *v, Value *out)
{
    if (is_number(v)) {
        val_copy(out, v);
        return true;
    }
    return is_string(v) && str_to_number(v->str->data, v->str->nbytes, out);
}

bool to_integer(const Value *v, int64_t *out)
{
    Value n;
    return to_integer_ns(v, out) ||
           (is_string(v) && to_number(v, &n) && to_integer_ns(&n, out));
}

/* ----------------------------------------------------------- concatenation */

static bool is_text(const Value *v) { return is_string(v) || is_number(v); }

static String *join(lua_State *L, const Value *v, size_t n, size_t nbytes)
{
    char buf[SHORT_MAX], *p = buf;
    String *s = NULL;
    if (nbytes > SHORT_MAX) {
        s = str_new_long(L->vm, nbytes);
        p = s->data;
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(p, v[i].str->data, v[i].str->nbytes);
        p += v[i].str->nbytes;
    }
    return s != NULL ? s : str_new(L->vm, buf, nbytes);
}

/* Concatenate from the right as far as strings go; returns how many values
   are left (1: done). */
static size_t concat_texts(lua_State *L, Value *v, size_t n)
{
    while (n > 1 && is_text(&v[n - 2]) && is_text(&v[n - 1])) {
        size_t k = 0, total = 0;
        while (k < n && is_text(&v[n - 1 - k])) {
            to_string_inplace(L, &v[n - 1 - k]);
            size_t len = v[n - 1 - k].str->nbytes;
            if (len >= (size_t)PTRDIFF_MAX - 64 - total)
                err_raisef(L, "string length overflow");
            total += len;
            k++;
        }
        budget_take(L->vm, total / 16);
        String *s = join(L, &v[n - k], k, total);
        val_obj(&v[n - k], s);
        n -= k - 1;
    }
    return n;
}

const Value *concat_meta(lua_State *L, const Value *a, const Value *b)
{
    const Value *mm = meta_get(L->vm, a, MM_CONCAT);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, MM_CONCAT);
    if (is_nil(mm))
        err_concat(L, a, b);
    return mm;
}

void op_concat(lua_State *L, unsigned reg, Value *v, unsigned n)
{
    ptrdiff_t off = v - L->base;
    n = (unsigned)concat_texts(L, v, n);
    v = L->base + off;
    if (n == 1) {
        val_copy(&L->base[reg], v);
        return;
    }
    const Value *a = &v[n - 2], *b = &v[n - 1];
    call_meta(L, concat_meta(L, a, b), 2, a, b, NULL, CONT_CONCAT, n - 1);
}

void op_concat_continue(lua_State *L, unsigned n, const Value *result)
{
    Insn in = L->pc[-1];
    unsigned reg = (uint16_t)(in >> 16) / 16;
    Value *v = L->base + (uint16_t)(in >> 32) / 16;
    val_copy(&v[n - 1], result);
    op_concat(L, reg, v, n);
}

void vm_concat(lua_State *L, size_t n)
{
    for (;;) {
        size_t left = concat_texts(L, L->top - n, n);
        L->top -= n - left;
        n = left;
        if (n == 1)
            return;
        Value *top = L->top, mm;
        val_copy(&mm, concat_meta(L, top - 2, top - 1));
        val_copy(top, top - 1);
        val_copy(top - 1, top - 2);
        val_copy(top - 2, &mm);
        L->top = top + 1;
        vm_call(L, top - 2, 1, false);
        n--;
    }
}

/* -------------------------------------------------------------- comparison */

int equal_raw(const Value *a, const Value *b)
{
    if (a->tag != b->tag) {
        if (is_number(a) && is_number(b)) {
            int64_t i;
            return is_int(a) ? num_to_int(b->n, &i) && i == a->i
                             : num_to_int(a->n, &i) && i == b->i;
        }
        return 0;
    }
    switch (a->tag) {
    case TAG_NIL: case TAG_FALSE: case TAG_TRUE: return 1;
    case TAG_FLOAT: return a->n == b->n;
    case TAG_LSTR: return str_equal_long(a->str, b->str);
    case TAG_TABLE: case TAG_UDATA: return a->p == b->p ? 1 : -1;
    default: return a->bits == b->bits;
    }
}

const Value *equal_meta(VM *vm, const Value *a, const Value *b)
{
    const Value *mm = meta_get(vm, a, MM_EQ);
    return is_nil(mm) ? meta_get(vm, b, MM_EQ) : mm;
}

/* Integers against floats, exactly: compare with the float's floor or
   ceiling where it has one in range. */
static bool int_lt_float(int64_t i, double f)
{
    if (f >= 9223372036854775808.0)
        return true;
    if (f > -9223372036854775808.0)
        return i < (int64_t)ceil(f);
    return false; /* NaN or too small */
}

static bool int_le_float(int64_t i, double f)
{
    if (f >= 9223372036854775808.0)
        return true;
    if (f >= -9223372036854775808.0)
        return i <= (int64_t)floor(f);
    return false;
}

static bool float_lt_int(double f, int64_t i)
{
    if (f >= 9223372036854775808.0)
        return false;
    if (f >= -9223372036854775808.0)
        return (int64_t)floor(f) < i;
    return f == f; /* NaN or smaller than all */
}

static bool float_le_int(double f, int64_t i)
{
    if (f >= 9223372036854775808.0)
        return false;
    if (f > -9223372036854775808.0)
        return (int64_t)ceil(f) <= i;
    return f == f;
}

int less_raw(lua_State *L, const Value *a, const Value *b)
{
    (void)L;
    if (is_number(a) && is_number(b)) {
        if (is_int(a))
            return is_int(b) ? a->i < b->i : int_lt_float(a->i, b->n);
        return is_float(b) ? a->n < b->n : float_lt_int(a->n, b->i);
    }
    if (is_string(a) && is_string(b))
        return str_compare(a->str, b->str) < 0;
    return -1;
}

int less_equal_raw(lua_State *L, const Value *a, const Value *b)
{
    (void)L;
    if (is_number(a) && is_number(b)) {
        if (is_int(a))
            return is_int(b) ? a->i <= b->i : int_le_float(a->i, b->n);
        return is_float(b) ? a->n <= b->n : float_le_int(a->n, b->i);
    }
    if (is_string(a) && is_string(b))
        return str_compare(a->str, b->str) <= 0;
    return -1;
}

static void jump_if(lua_State *L, bool taken)
{
    if (taken)
        L->pc += (int16_t)(L->pc[-1] >> 48);
}

/* Charge the comparison of long strings. */
static void charge_comparison(lua_State *L, const Value *a, const Value *b)
{
    if (a->tag == TAG_LSTR && b->tag == TAG_LSTR) {
        size_t na = a->str->nbytes, nb = b->str->nbytes;
        budget_take(L->vm, (na < nb ? na : nb) / 16);
    }
}

void op_equal(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = equal_raw(a, b);
    if (r < 0) {
        const Value *mm = equal_meta(L->vm, a, b);
        if (!is_nil(mm)) {
            call_meta(L, mm, 2, a, b, NULL, want ? CONT_JUMP : CONT_JUMPN, 0);
            return;
        }
        r = 0;
    }
    jump_if(L, (r != 0) == want);
}

const Value *less_meta(VM *vm, const Value *a, const Value *b)
{
    const Value *mm = meta_get(vm, b, MM_LT);
    return is_nil(mm) ? meta_get(vm, a, MM_LT) : mm;
}

static void compare_meta(lua_State *L, MetaEvent e, const Value *a,
                         const Value *b, bool want)
{
    const Value *mm = meta_get(L->vm, a, e);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, e);
    if (is_nil(mm) && e == MM_LE) { /* as the reference's LUA_COMPAT_LT_LE */
        mm = less_meta(L->vm, a, b);
        if (!is_nil(mm)) {
            call_meta(L, mm, 2, b, a, NULL, want ? CONT_JUMPN : CONT_JUMP, 0);
            return;
        }
    }
    if (is_nil(mm))
        err_compare(L, a, b);
    call_meta(L, mm, 2, a, b, NULL, want ? CONT_JUMP : CONT_JUMPN, 0);
}

void op_less(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = less_raw(L, a, b);
    if (r < 0)
        compare_meta(L, MM_LT, a, b, want);
    else
        jump_if(L, (r != 0) == want);
}

void op_less_equal(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = less_equal_raw(L, a, b);
    if (r < 0)
        compare_meta(L, MM_LE, a, b, want);
    else
        jump_if(L, (r != 0) == want);
}

/* ------------------------------------------------------------- numeric for */

/* The limit as an integer, clipped; false when the loop cannot run. */
static bool for_limit(lua_State *L, int64_t init, const Value *limit,
                      int64_t step, int64_t *out)
{
    Value n;
    if (is_int(limit)) {
        *out = limit->i;
    } else if (to_number(limit, &n) && is_int(&n)) {
        *out = n.i;
    } else if (to_number(limit, &n)) {
        double f = n.n;
        double r = step < 0 ? ceil(f) : floor(f);
        if (!num_to_int(r, out)) {
            if (f > 0) { /* NaN counts as too small, as in the reference */
                if (step < 0)
                    return false;
                *out = INT64_MAX;
            } else {
                if (step > 0)
                    return false;
                *out = INT64_MIN;
            }
        }
    } else {
        err_for(L, limit, "limit");
    }
    return step > 0 ? init <= *out : init >= *out;
}

static double for_number(lua_State *L, const Value *v, const char *what)
{
    Value n;
    if (!to_number(v, &n))
        err_for(L, v, what);
    return is_int(&n) ? (double)n.i : n.n;
}

bool for_prepare(lua_State *L, Value *ra)
{
    Value *init = &ra[0], *limit = &ra[1], *step = &ra[2];
    if (is_int(init) && is_int(step)) {
        int64_t i = init->i, s = step->i, last;
        if (s == 0)
            err_raisef(L, "'for' step is zero");
        if (!for_limit(L, i, limit, s, &last))
            return false;
        uint64_t count = s > 0 ? ((uint64_t)last - (uint64_t)i) / (uint64_t)s
                               : ((uint64_t)i - (uint64_t)last) /
                                     ((uint64_t)(-(s + 1)) + 1u);
        val_int(&ra[0], (int64_t)count);
        val_int(&ra[1], s);
        val_int(&ra[2], i);
        return true;
    }
    double fl = for_number(L, limit, "limit");
    double fs = for_number(L, step, "step");
    double fi = for_number(L, init, "initial value");
    if (fs == 0)
        err_raisef(L, "'for' step is zero");
    if (fs > 0 ? fl < fi : fi < fl)
        return false;
    val_float(&ra[0], fl);
    val_float(&ra[1], fs);
    val_float(&ra[2], fi);
    return true;
}
