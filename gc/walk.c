/*
 * gc/walk.c -- the heap seen by those who only look.
 *
 * gc/scan.c visits the same references as fast as it can, with marks; here
 * they have names, and nothing is changed. The checker's use of this walk
 * tests that one.
 *
 * Owner    nothing.
 * Read     gc_each_ref.
 */
#include "gc/walk.h"

#include <stdlib.h>

#include "vm/function.h"

typedef struct Walk {
    VM *vm;
    GCRefFn *fn;
    void *ud;
    GCRef ref; /* what the next references have in common */
} Walk;

static void tell(Walk *w, void *to, int8_t tag)
{
    w->ref.to = to;
    w->ref.tag = tag;
    w->fn(w->ud, &w->ref);
}

static void tell_value(Walk *w, const Value *v)
{
    if (is_collectable(v))
        tell(w, v->gc, v->tag);
}

static void tell_opt(Walk *w, const char *name, void *to)
{
    w->ref.kind = REF_INTERNAL;
    w->ref.name = name;
    if (to != NULL)
        tell(w, to, TAG_NIL);
}

/* ----------------------------------------------------------------- tables */

static void walk_fields(Walk *w, Table *t, Shape *s, uint8_t weak)
{
    w->ref.kind = REF_FIELD;
    w->ref.weak = (weak & TABF_WEAK_VALUES) != 0;
    for (uint32_t i = 0; i < s->n; i++) {
        w->ref.key = s->kt->keys[i];
        tell_value(w, tab_slot(t, s->inl, i));
    }
}

static void walk_elements(Walk *w, Table *t, uint8_t weak)
{
    if (t->h.kind != KIND_ANY)
        return;
    w->ref.kind = REF_ELEMENT;
    w->ref.weak = (weak & TABF_WEAK_VALUES) != 0;
    for (uint32_t i = 0; i < t->acount; i++) {
        w->ref.index = (int64_t)t->abase + i;
        tell_value(w, &t->av[i]);
    }
}

static void walk_entries(Walk *w, const Dict *d, uint8_t weak)
{
    for (uint32_t i = 0; i < d->used; i++) {
        const DictEntry *e = &d->ent[i];
        if (e->vtag == TAG_NIL)
            continue;
        w->ref.entry = e;
        w->ref.index = i;
        w->ref.kind = REF_KEY;
        w->ref.weak = (weak & TABF_WEAK_KEYS) != 0;
        if (e->ktag >= TAG_COLLECTABLE)
            tell(w, (void *)(uintptr_t)e->k, e->ktag);
        w->ref.kind = REF_VALUE;
        w->ref.weak = weak != 0; /* those of weak keys wait for them */
        tell_value(w, (const Value *)e);
    }
}

static void walk_table(Walk *w, Table *t)
{
    Shape *s = tab_shape(w->vm, t);
    uint8_t weak = gc_weakness(w->vm, t) |
                   (t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES));
    w->ref.kind = REF_SHAPE;
    tell(w, s, TAG_SHAPE);
    walk_fields(w, t, s, weak);
    walk_elements(w, t, weak);
    if (tab_has_ext(t))
        walk_entries(w, &t->ext->dict, weak);
}

/* ----------------------------------------------------------------- others */

static void walk_closure(Walk *w, LClosure *c)
{
    tell_opt(w, "code", c->p);
    w->ref.kind = REF_UPVALUE;
    for (uint32_t i = 0; i < c->h.aux; i++) {
        w->ref.index = i + 1;
        w->ref.name = proto_upvalue_name(c->p, i);
        if (c->upvals[i] != NULL)
            tell(w, c->upvals[i], TAG_UPVAL);
    }
}

static void walk_values(Walk *w, uint8_t kind, const Value *v, uint32_t n)
{
    w->ref.kind = kind;
    w->ref.key = NULL;
    for (uint32_t i = 0; i < n; i++) {
        w->ref.index = i + 1;
        tell_value(w, &v[i]);
    }
}

static void walk_thread(Walk *w, lua_State *L)
{
    for (Upval *u = L->open; u != NULL; u = u->open.next)
        tell_opt(w, "open variable", u);
    tell_opt(w, "resumed by", L->resumer);
    if (L->stack == NULL)
        return;
    GCStackExtent x = gc_stack_extent(L);
    w->ref.kind = REF_STACK;
    for (Value *v = L->stack; v < x.end; v++) {
        if (v == x.dead)
            v = x.dead_end;
        w->ref.index = v - L->stack;
        if (v < x.end)
            tell_value(w, v);
    }
}

static void walk_shape(Walk *w, Shape *s)
{
    tell_opt(w, "parent", s->parent);
    tell_opt(w, "key", s->key);
    tell_opt(w, "metatable", s->mt);
    if (s->kt != NULL && (s->h.kind & SHAPE_PRIVATE))
        for (uint32_t i = 0; i < s->n; i++)
            tell_opt(w, "key", s->kt->keys[i]);
}

static void walk_proto(Walk *w, Proto *p)
{
    tell_opt(w, "source", p->source);
    walk_values(w, REF_CONSTANT, p->k, p->nk);
    for (uint32_t i = 0; i < p->nchildren; i++)
        tell_opt(w, "function inside", p->children[i]);
    tell_opt(w, "file", p->chunk);
}

static void walk_chunk(Walk *w, Chunk *c)
{
    for (uint32_t i = 0; i < c->nlongs; i++)
        tell_opt(w, "long string", c->longs[i].made);
}

void gc_each_ref(VM *vm, GCHeader *o, GCRefFn *fn, void *ud)
{
    Walk w = {.vm = vm, .fn = fn, .ud = ud};
    switch (o->type) {
    case TAG_TABLE: walk_table(&w, (Table *)o); break;
    case TAG_LCL: walk_closure(&w, (LClosure *)o); break;
    case TAG_CCL:
        walk_values(&w, REF_UPVALUE, ((CClosure *)o)->upvals, o->aux);
        break;
    case TAG_UDATA:
        tell_opt(&w, "metatable", ((Udata *)o)->mt);
        walk_values(&w, REF_UPVALUE, ((Udata *)o)->uservals, o->aux);
        break;
    case TAG_THREAD: walk_thread(&w, (lua_State *)o); break;
    case TAG_UPVAL:
        w.ref.name = "value";
        tell_value(&w, ((Upval *)o)->v);
        break;
    case TAG_PROTO: walk_proto(&w, (Proto *)o); break;
    case TAG_SHAPE: walk_shape(&w, (Shape *)o); break;
    case TAG_CHUNK: walk_chunk(&w, (Chunk *)o); break;
    default: break;
    }
}

/* ------------------------------------------------------------------ roots */

void gc_each_root(VM *vm, GCRefFn *fn, void *ud)
{
    Walk w = {.vm = vm, .fn = fn, .ud = ud};
    const GC *gc = &vm->gc;
    w.ref.name = "registry";
    tell_value(&w, &vm->registry);
    w.ref.name = "globals";
    tell_value(&w, &vm->globals);
    tell_opt(&w, "main thread", vm->main_thread);
    tell_opt(&w, "running thread", vm->cur);
    for (CatchPoint *c = vm->catching; c != NULL; c = c->prev)
        tell_opt(&w, "C call", c->L);
    for (int i = 0; i <= TAG_THREAD; i++)
        tell_opt(&w, "metatable of a type", vm->type_mt[i]);
    for (size_t i = gc->pending_next; i < gc->pending.n; i++)
        tell_opt(&w, "to be finalized", gc->pending.at[i]);
    for (int i = 0; i < NUM_MM; i++)
        tell_opt(&w, "name of a metamethod", vm->mm_name[i]);
    for (int i = 0; i < NUM_TYPE_STR; i++)
        tell_opt(&w, "name of a type", vm->type_str[i]);
    tell_opt(&w, "message", vm->memory_message);
    tell_opt(&w, "message", vm->handler_message);
    for (int i = 0; i < 4; i++)
        tell_opt(&w, "message", vm->limit_message[i]);
    for (size_t i = 0; i < sizeof vm->root_shape / sizeof *vm->root_shape; i++)
        if (vm->root_shape[i] != 0)
            tell_opt(&w, "first shape", vm->shapes[vm->root_shape[i]]);
    tell_opt(&w, "being made", vm->anchor);
    w.ref.weak = true;
    for (size_t i = 0; i < gc->finalizable.n; i++)
        tell_opt(&w, "has a finalizer", gc->finalizable.at[i]);
}

/* ------------------------------------------------------------------- size */

static void add_size(VM *vm, const void *p, size_t nbytes)
{
    (void)p;
    *(size_t *)vm->gc.walk_ud += nbytes;
}

size_t gc_size_of(VM *vm, GCHeader *o)
{
    size_t n = 0;
    vm->gc.walk_ud = &n;
    gc_visit_memory(vm, o, add_size);
    return n;
}

/* -------------------------------------------------------------- addresses */

static size_t place_of(const AddrMap *m, const void *p)
{
    uint64_t x = (uint64_t)(uintptr_t)p >> 4;
    size_t i = (size_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> 20);
    i &= m->cap - 1;
    while (m->keys[i] != NULL && m->keys[i] != p)
        i = (i + 1) & (m->cap - 1);
    return i;
}

static bool grow(AddrMap *m)
{
    AddrMap old = *m;
    m->cap = old.cap == 0 ? 1024 : old.cap * 2;
    m->keys = calloc(m->cap, sizeof *m->keys);
    m->values = malloc(m->cap * sizeof *m->values);
    if (m->keys == NULL || m->values == NULL) {
        addr_map_free(m);
        *m = old;
        return false;
    }
    for (size_t i = 0; i < old.cap; i++)
        if (old.keys[i] != NULL) {
            size_t j = place_of(m, old.keys[i]);
            m->keys[j] = old.keys[i];
            m->values[j] = old.values[i];
        }
    addr_map_free(&old);
    return true;
}

size_t *addr_map_put(AddrMap *m, const void *p, bool *fresh)
{
    if (m->n >= m->cap / 2 && !grow(m))
        return NULL;
    size_t i = place_of(m, p);
    *fresh = m->keys[i] == NULL;
    if (*fresh) {
        m->keys[i] = p;
        m->values[i] = 0;
        m->n++;
    }
    return &m->values[i];
}

size_t *addr_map_get(const AddrMap *m, const void *p)
{
    if (m->cap == 0)
        return NULL;
    size_t i = place_of(m, p);
    return m->keys[i] != NULL ? &m->values[i] : NULL;
}

void addr_map_free(AddrMap *m)
{
    free(m->keys);
    free(m->values);
    memset(m, 0, sizeof *m);
}
