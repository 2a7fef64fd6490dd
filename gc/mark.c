/*
 * gc/mark.c -- marking, the end of a cycle, and finalizers.
 *
 * A cycle: mark the roots; drain the mark stack in slices while the program
 * runs behind the barrier; then, at once (`atomic`): mark again what the
 * barrier does not watch (stacks, roots), settle weak tables and finalizers,
 * forget dead strings, shapes, prototypes and threads, and exchange the
 * bitmaps. Blocks are not swept: allocation reads the new bitmap.
 *
 * Owner    nothing; marks what others own.
 * Read     scan, atomic, gc_step.
 */
#include "gc/gc_int.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/liveness.h"
#include "vm/load.h"
#include "vm/string.h"

#define SLICE_NBYTES ((size_t)32 * 1024)   /* allocation between slices */
#define MIN_THRESHOLD ((size_t)1024 * 1024)

/* ------------------------------------------------------------------ marks */

static void set_bits(uint64_t *bits, size_t g, size_t n)
{
    size_t w = g / 64, b = g % 64;
    if (b + n <= 64) {
        uint64_t m = n == 64 ? ~UINT64_C(0) : ((UINT64_C(1) << n) - 1);
        bits[w] |= m << b;
        return;
    }
    bits[w++] |= ~UINT64_C(0) << b;
    n -= 64 - b;
    for (; n >= 64; n -= 64)
        bits[w++] = ~UINT64_C(0);
    if (n > 0)
        bits[w] |= (UINT64_C(1) << n) - 1;
}

/* Memory that a marked object owns (or is) lives on. */
static void mark_mem(VM *vm, const void *p, size_t nbytes)
{
    nbytes = gc_round(nbytes);
    vm->gc.marked_nbytes += nbytes;
    if (nbytes > GC_SMALL_MAX) {
        large_of((void *)p)->mark = vm->gc.epoch;
    } else if (nbytes > 0) {
        GCBlock *b = block_of(p);
        set_bits(b->bits[b->cur ^ 1],
                 ((uintptr_t)p & (GC_BLOCK_SIZE - 1)) / GC_GRANULE,
                 nbytes / GC_GRANULE);
    }
}

static void mark_object(VM *vm, void *o)
{
    GCHeader *h = o;
    if (!is_white(vm, h))
        return;
    h->gc = vm->gc.epoch;
    if (h->type <= TAG_LSTR) {
        mark_mem(vm, h, sizeof(String) + ((String *)o)->nbytes + 1);
        return;
    }
    gc_push_mark(vm, h);
}

static inline void mark_value(VM *vm, const Value *v)
{
    if (is_collectable(v))
        mark_object(vm, v->gc);
}

static inline void mark_opt(VM *vm, void *o)
{
    if (o != NULL)
        mark_object(vm, o);
}

/* ------------------------------------------------------------------- scan */

static uint8_t weakness(VM *vm, const Table *t)
{
    const Value *mode = meta_get_mt(vm, tab_metatable(vm, t), MM_MODE);
    uint8_t w = 0;
    if (is_string(mode)) {
        if (strchr(mode->str->data, 'k') != NULL)
            w |= TABF_WEAK_KEYS;
        if (strchr(mode->str->data, 'v') != NULL)
            w |= TABF_WEAK_VALUES;
    }
    return w;
}

static void list_weak(VM *vm, Table *t)
{
    GC *gc = &vm->gc;
    if (gc_own_room(vm, (void **)&gc->weak, gc->nweak + 1, &gc->weak_cap,
                    sizeof *gc->weak))
        gc->weak[gc->nweak++] = t;
    else
        gc->aborted = true;
}

static void mark_table_memory(VM *vm, Table *t, const Shape *s)
{
    mark_mem(vm, t, sizeof(Table) + s->inl * sizeof(Value));
    if (t->arr != NULL) {
        ArrayHead *h = arr_head(t);
        size_t esz = t->h.kind == KIND_ANY ? 16 : 8;
        mark_mem(vm, (char *)h - 8 - h->off,
                 16 + (size_t)h->off + (size_t)h->cap * esz);
    }
    if (tab_has_ext(t)) {
        TableExt *x = t->ext;
        mark_mem(vm, x, sizeof *x);
        if (x->slots != NULL)
            mark_mem(vm, x->slots, x->nslots * sizeof(Value));
        if (x->dict.ent != NULL)
            mark_mem(vm, x->dict.ent, x->dict.cap * sizeof(DictEntry));
        if (x->dict.index != NULL)
            mark_mem(vm, x->dict.index, dict_index_nbytes(&x->dict));
    }
}

static void scan_dict(VM *vm, Dict *d, bool keys, bool values)
{
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        if (e->vtag == TAG_NIL) {
            if (e->ktag >= TAG_COLLECTABLE)
                e->ktag = TAG_DEAD;
            continue;
        }
        if (keys && e->ktag >= TAG_COLLECTABLE)
            mark_object(vm, (void *)(uintptr_t)e->k);
        if (values)
            mark_value(vm, (Value *)e);
    }
}

static void scan_table(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    mark_object(vm, s);
    mark_table_memory(vm, t, s);
    uint8_t weak = s->mt != NULL ? weakness(vm, t) : 0;
    t->h.flags &= (uint8_t)~(TABF_WEAK_KEYS | TABF_WEAK_VALUES);
    t->h.flags |= weak;
    if (weak != 0)
        list_weak(vm, t);
    bool values = !(weak & TABF_WEAK_VALUES);
    if (values) {
        uint32_t n = s->n < s->inl ? s->n : s->inl;
        for (uint32_t i = 0; i < n; i++)
            mark_value(vm, &t->in[i]);
        for (uint32_t i = n; i < s->n; i++)
            mark_value(vm, &t->ext->slots[i - n]);
        if (t->h.kind == KIND_ANY)
            for (uint32_t i = 0; i < t->acount; i++)
                mark_value(vm, &t->av[i]);
    }
    if (tab_has_ext(t)) {
        if (weak & TABF_WEAK_KEYS) /* values wait for their keys */
            scan_dict(vm, &t->ext->dict, false, false);
        else
            scan_dict(vm, &t->ext->dict, true, values);
    }
}

static void scan_shape(VM *vm, Shape *s)
{
    mark_mem(vm, s, sizeof *s);
    mark_opt(vm, s->parent);
    mark_opt(vm, s->key);
    mark_opt(vm, s->mt);
    KeyTab *kt = s->kt;
    if (kt == NULL)
        return;
    mark_mem(vm, kt, sizeof *kt);
    if (kt->keys != NULL)
        mark_mem(vm, kt->keys, kt->cap * sizeof *kt->keys);
    if (kt->idx != NULL)
        mark_mem(vm, kt->idx, kt->nitems * sizeof *kt->idx);
    if (s->h.kind & SHAPE_PRIVATE) /* no parents to mark the keys */
        for (uint32_t i = 0; i < s->n; i++)
            mark_object(vm, kt->keys[i]);
}

static void scan_proto(VM *vm, Proto *p)
{
    mark_mem(vm, p, sizeof *p);
    mark_opt(vm, p->source);
    proto_visit(p, vm, (ProtoMemFn)mark_mem, (ProtoObjFn)mark_object);
}

static void scan_upval(VM *vm, Upval *u)
{
    mark_mem(vm, u, sizeof *u);
    /* an open one's value is its stack's, but that may be garbage itself */
    mark_value(vm, u->v);
}

/* Registers of the running Lua frame that may still be read. */
static unsigned live_registers(const lua_State *L, const Proto *p)
{
    const Insn *pc = L->pc;
    if (pc <= p->code || pc > p->code + p->ncode)
        return p->nregs; /* about to be continued elsewhere */
    return proto_live_registers(p, (uint32_t)(pc - p->code) - 1);
}

static void clear(Value *from, Value *to)
{
    for (; from < to; from++)
        val_nil(from);
}

/* Mark a stack. At the end of a cycle what is dead in it is cleared: stale
   values must not outlive their objects. */
static void scan_stack(VM *vm, lua_State *L)
{
    Value *last = L->stack + L->stack_nslots, *end = L->top;
    Value *dead = NULL, *dead_end = NULL; /* registers given up */
    if (L->base > L->stack && is_lcl(L->base - 2)) {
        const Proto *p = L->base[-2].lcl->p;
        dead = L->base + live_registers(L, p);
        dead_end = L->base + p->nregs;
        if (dead_end > last)
            dead = dead_end = last;
        if (end < dead_end)
            end = dead_end;
        if (end < L->base)
            end = L->base;
    }
    if (end > last)
        end = last;
    for (Value *v = L->stack; v < end; v++) {
        if (v == dead)
            v = dead_end;
        if (v < end)
            mark_value(vm, v);
    }
    if (vm->gc.phase == GC_ATOMIC) {
        clear(end, last);
        if (dead != NULL)
            clear(dead, dead_end);
    }
}

static void scan_thread(VM *vm, lua_State *L)
{
    if (L != vm->main_thread) /* which lies behind the VM */
        mark_mem(vm, (char *)L - THREAD_PREFIX, THREAD_PREFIX + sizeof *L);
    if (L->stack == NULL)
        return;
    mark_mem(vm, L->stack, L->stack_nslots * sizeof(Value));
    if (L->ks != NULL)
        mark_mem(vm, L->ks, L->ks_cap * sizeof *L->ks);
    scan_stack(vm, L);
    for (Upval *u = L->open; u != NULL; u = u->open.next)
        mark_object(vm, u); /* the list refers to them until they close */
    mark_opt(vm, L->resumer);
}

static void scan_closure(VM *vm, LClosure *c)
{
    uint32_t n = c->h.aux;
    mark_mem(vm, c, sizeof *c + n * sizeof *c->upvals);
    mark_opt(vm, c->p);
    for (uint32_t i = 0; i < n; i++)
        mark_opt(vm, c->upvals[i]);
}

static void scan_cclosure(VM *vm, CClosure *c)
{
    uint32_t n = c->h.aux;
    mark_mem(vm, c, sizeof *c + n * sizeof *c->upvals);
    for (uint32_t i = 0; i < n; i++)
        mark_value(vm, &c->upvals[i]);
}

static void scan_udata(VM *vm, Udata *u)
{
    mark_mem(vm, u, udata_nbytes(u->nbytes, u->h.aux));
    mark_opt(vm, u->mt);
    for (uint32_t i = 0; i < u->h.aux; i++)
        mark_value(vm, &u->uservals[i]);
}

static void scan(VM *vm, GCHeader *o)
{
    o->gc = GC_ARMED | vm->gc.epoch;
    switch (o->type) {
    case TAG_TABLE: scan_table(vm, (Table *)o); break;
    case TAG_LCL: scan_closure(vm, (LClosure *)o); break;
    case TAG_CCL: scan_cclosure(vm, (CClosure *)o); break;
    case TAG_UDATA: scan_udata(vm, (Udata *)o); break;
    case TAG_THREAD: scan_thread(vm, (lua_State *)o); break;
    case TAG_UPVAL: scan_upval(vm, (Upval *)o); break;
    case TAG_PROTO: scan_proto(vm, (Proto *)o); break;
    case TAG_SHAPE: scan_shape(vm, (Shape *)o); break;
    default: vm_assert(0); break;
    }
}

static void drain(VM *vm)
{
    GC *gc = &vm->gc;
    while (gc->nmarks > 0)
        scan(vm, gc->marks[--gc->nmarks]);
}

/* ---------------------------------------------------------------- barrier */

void gc_barrier_slow(VM *vm, GCHeader *parent, GCHeader *child)
{
    if (vm->gc.phase != GC_MARKING)
        parent->gc &= (uint8_t)~GC_ARMED; /* no cycle: nothing to watch */
    else if (is_white(vm, child))
        mark_object(vm, child);
}

void gc_barrier_back(VM *vm, GCHeader *parent)
{
    if ((int8_t)parent->gc >= 0)
        return;
    parent->gc &= (uint8_t)~GC_ARMED;
    if (vm->gc.phase == GC_MARKING)
        gc_push_mark(vm, parent);
}

void gc_revive(VM *vm, void *o)
{
    if (vm->gc.phase == GC_MARKING)
        mark_object(vm, o);
}

/* ------------------------------------------------------------------ roots */

static void mark_roots(VM *vm)
{
    mark_object(vm, vm->main_thread);
    mark_object(vm, vm->cur);
    mark_value(vm, &vm->registry);
    mark_value(vm, &vm->globals);
    for (int i = 0; i <= TAG_THREAD; i++)
        mark_opt(vm, vm->type_mt[i]);
    for (int i = 0; i < NUM_MM; i++)
        mark_opt(vm, vm->mm_name[i]);
    mark_opt(vm, vm->memory_message);
    mark_opt(vm, vm->handler_message);
    for (int i = 0; i < 4; i++)
        mark_opt(vm, vm->limit_message[i]);
    for (int i = 0; i < NUM_TYPE_STR; i++)
        mark_opt(vm, vm->type_str[i]);
    mark_opt(vm, vm->anchor);
    for (size_t i = 0; i < sizeof vm->root_shape / sizeof *vm->root_shape; i++)
        if (vm->root_shape[i] != 0)
            mark_object(vm, vm->shapes[vm->root_shape[i]]);
    for (CatchPoint *c = vm->catching; c != NULL; c = c->prev)
        mark_object(vm, c->L);
    for (size_t i = 0; i < vm->gc.npending; i++)
        mark_object(vm, vm->gc.pending[i]);
}

/* Threads run without a barrier: look at the marked ones again. */
static void rescan_threads(VM *vm)
{
    for (lua_State *L = vm->gc.threads; L != NULL; L = L->all_next)
        if (!is_white(vm, L))
            scan_thread(vm, L);
    drain(vm);
}

/* Open upvalues that outlive their thread: it may have stored into them since
   they were scanned. Those marked from here on have their last value. */
static void mark_orphan_upvalues(VM *vm)
{
    for (lua_State *L = vm->gc.threads; L != NULL; L = L->all_next)
        if (is_white(vm, L))
            for (Upval *u = L->open; u != NULL; u = u->open.next)
                if (!is_white(vm, u))
                    mark_value(vm, u->v);
    drain(vm);
}

/* ------------------------------------------------------------ weak tables */

static bool is_cleared(VM *vm, int8_t tag, void *o)
{
    if (tag < TAG_COLLECTABLE)
        return false;
    if (tag <= TAG_LSTR) { /* strings are values: never weak */
        mark_object(vm, o);
        return false;
    }
    return is_white(vm, o);
}

static bool key_is_dead(VM *vm, const DictEntry *e)
{
    return is_cleared(vm, e->ktag, (void *)(uintptr_t)e->k);
}

/* A mode may have changed since its table was scanned. */
static void recheck_weakness(VM *vm)
{
    for (size_t i = vm->gc.nweak; i-- > 0;) {
        Table *t = vm->gc.weak[i];
        uint8_t was = t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES);
        uint8_t now = tab_metatable(vm, t) != NULL ? weakness(vm, t) : 0;
        if (was != now)
            gc_push_mark(vm, &t->h);
    }
    drain(vm);
}

/* Mark the values whose keys are marked; true if any was new. */
static bool scan_ephemerons(VM *vm, Table *t)
{
    if (!tab_has_ext(t))
        return false;
    bool any = false;
    Dict *d = &t->ext->dict;
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        Value *v = (Value *)e;
        if (is_collectable(v) && is_white(vm, v->gc) &&
            !key_is_dead(vm, e)) {
            mark_object(vm, v->gc);
            any = true;
        }
    }
    return any;
}

static void converge_ephemerons(VM *vm)
{
    bool again;
    do {
        again = false;
        for (size_t i = 0; i < vm->gc.nweak; i++) {
            Table *t = vm->gc.weak[i];
            if ((t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) ==
                    TABF_WEAK_KEYS &&
                scan_ephemerons(vm, t)) {
                drain(vm);
                again = true;
            }
        }
    } while (again);
}

static void clear_keys(VM *vm, Table *t)
{
    if (!tab_has_ext(t))
        return;
    Dict *d = &t->ext->dict;
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        if (e->vtag != TAG_NIL && key_is_dead(vm, e)) {
            e->vtag = TAG_NIL;
            e->ktag = TAG_DEAD;
        } else if (e->vtag == TAG_NIL && e->ktag >= TAG_COLLECTABLE) {
            e->ktag = TAG_DEAD;
        }
    }
}

static void clear_value(VM *vm, Value *v)
{
    if (is_cleared(vm, v->tag, v->p))
        val_nil(v);
}

static void clear_values(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    for (uint32_t i = 0; i < s->n; i++)
        clear_value(vm, tab_slot(t, s->inl, i));
    if (t->h.kind == KIND_ANY) {
        for (uint32_t i = 0; i < t->acount; i++)
            clear_value(vm, &t->av[i]);
        while (t->acount > 0 && is_nil(&t->av[t->acount - 1]))
            t->acount--;
    }
    if (!tab_has_ext(t))
        return;
    Dict *d = &t->ext->dict;
    for (uint32_t i = 0; i < d->used; i++) {
        DictEntry *e = &d->ent[i];
        clear_value(vm, (Value *)e);
        if (e->vtag == TAG_NIL && e->ktag >= TAG_COLLECTABLE)
            e->ktag = TAG_DEAD;
    }
}

static void clear_all_values(VM *vm, size_t from)
{
    for (size_t i = from; i < vm->gc.nweak; i++)
        if (vm->gc.weak[i]->h.flags & TABF_WEAK_VALUES)
            clear_values(vm, vm->gc.weak[i]);
}

/* -------------------------------------------------------------- finalizers */

void gc_add_finalizer(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    if ((o->flags & GCF_FINALIZER) || gc->phase == GC_CLOSING)
        return;
    if (gc->nfinalizable == gc->finalizable_cap) {
        size_t cap = gc->finalizable_cap * 2 + 32, esz = sizeof(GCHeader *);
        gc->finalizable = gc_realloc(vm, gc->finalizable,
                                     gc->finalizable_cap * esz, cap * esz);
        gc->finalizable_cap = cap;
    }
    o->flags |= GCF_FINALIZER;
    gc->finalizable[gc->nfinalizable++] = o;
}

/* White finalizable objects (or all) become pending: in order before what was
   pending already, since the last is called first. */
static void separate(VM *vm, bool all)
{
    GC *gc = &vm->gc;
    size_t n = 0, keep = 0;
    for (size_t i = 0; i < gc->nfinalizable; i++)
        n += all || is_white(vm, gc->finalizable[i]);
    if (n == 0)
        return;
    if (!gc_own_room(vm, (void **)&gc->pending, gc->npending + n,
                     &gc->pending_cap, sizeof *gc->pending)) {
        gc->aborted = true;
        return;
    }
    memmove(gc->pending + n, gc->pending, gc->npending * sizeof *gc->pending);
    gc->npending += n;
    n = 0;
    for (size_t i = 0; i < gc->nfinalizable; i++) {
        GCHeader *o = gc->finalizable[i];
        if (all || is_white(vm, o))
            gc->pending[n++] = o;
        else
            gc->finalizable[keep++] = o;
    }
    gc->nfinalizable = keep;
}

static void call_one_finalizer(lua_State *L)
{
    VM *vm = L->vm;
    GC *gc = &vm->gc;
    stack_ensure(L, 4); /* may collect: what is pending is a root, v not */
    GCHeader *o = gc->pending[--gc->npending];
    o->flags &= (uint8_t)~GCF_FINALIZER; /* may be marked for it again */
    Value v;
    val_obj(&v, o);
    const Value *mm = meta_get(vm, &v, MM_GC);
    if (!is_function(mm))
        return;
    val_copy(L->top, mm);
    val_copy(L->top + 1, &v);
    L->top += 2;
    vm_call_finalizer(L);
}

void gc_call_finalizers(lua_State *L)
{
    GC *gc = &L->vm->gc;
    if (gc->finalizing || gc->npending == 0)
        return;
    gc->finalizing = true;
    size_t n = gc->npending; /* not those that come meanwhile */
    while (n-- > 0 && gc->npending > 0)
        call_one_finalizer(L);
    gc->finalizing = false;
}

void gc_finalize_all(lua_State *L)
{
    GC *gc = &L->vm->gc;
    gc->finalizing = false;
    separate(L->vm, true);
    gc->phase = GC_CLOSING; /* objects marked from now on are not called */
    while (gc->npending > 0)
        call_one_finalizer(L);
}

/* ------------------------------------------------------------------ sweep */

static void sweep_threads(VM *vm)
{
    lua_State **p = &vm->gc.threads;
    while (*p != NULL) {
        lua_State *L = *p;
        if (!is_white(vm, L)) {
            p = &L->all_next;
            continue;
        }
        *p = L->all_next;
        for (Upval *u = L->open; u != NULL;) { /* values live on alone */
            Upval *next = u->open.next;
            Value *v = u->v;
            u->h.kind = 0;
            val_copy(&u->closed, v);
            u->v = &u->closed;
            u = next;
        }
    }
}

static void sweep_protos(VM *vm)
{
    Proto **p = &vm->gc.protos;
    while (*p != NULL) {
        Proto *dead = *p;
        if (!is_white(vm, dead)) {
            p = &dead->all_next;
            continue;
        }
        *p = dead->all_next;
        proto_release(vm, dead);
    }
}

static void set_threshold(VM *vm)
{
    GC *gc = &vm->gc;
    size_t pause = (size_t)(gc->pause > 1000 ? 1000 : gc->pause);
    size_t t = gc->live_nbytes / 100 * pause;
    if (t < gc->live_nbytes + MIN_THRESHOLD / 4)
        t = gc->live_nbytes + MIN_THRESHOLD / 4;
    gc->threshold = t < MIN_THRESHOLD ? MIN_THRESHOLD : t;
}

/* Marking could not go on: forget it. Nothing is freed. */
static void abandon(VM *vm)
{
    GC *gc = &vm->gc;
    gc->nmarks = 0;
    gc->nweak = 0;
    gc->aborted = false;
    gc->phase = GC_IDLE;
    if (++gc->naborted == 2) /* every epoch has marks of its own by now */
        gc->disabled = true;
    set_threshold(vm);
    gc->threshold += gc->new_nbytes;
}

static void start(VM *vm)
{
    GC *gc = &vm->gc;
    gc->epoch = gc->epoch % 3 + 1;
    gc->nweak = 0;
    gc->marked_nbytes = 0;
    gc_clear_marks(vm);
    gc->phase = GC_MARKING;
    mark_roots(vm);
}

static void atomic(VM *vm)
{
    GC *gc = &vm->gc;
    gc->phase = GC_ATOMIC;
    mark_roots(vm);
    drain(vm);
    rescan_threads(vm);
    mark_orphan_upvalues(vm);
    recheck_weakness(vm);
    converge_ephemerons(vm);
    if (gc->aborted) {
        abandon(vm);
        return;
    }
    clear_all_values(vm, 0);
    size_t nweak = gc->nweak;
    separate(vm, false);
    for (size_t i = 0; i < gc->npending; i++)
        mark_object(vm, gc->pending[i]);
    drain(vm);
    rescan_threads(vm);
    converge_ephemerons(vm);
    if (gc->aborted) {
        abandon(vm);
        return;
    }
    for (size_t i = 0; i < gc->nweak; i++)
        if (gc->weak[i]->h.flags & TABF_WEAK_KEYS)
            clear_keys(vm, gc->weak[i]);
    clear_all_values(vm, nweak);
    sweep_threads(vm);
    sweep_protos(vm);
    shape_sweep(vm);
    str_sweep(vm);
    epoch_bump(vm); /* method caches hold values weakly */
    gc_sweep_large(vm);
    gc_exchange(vm);
    gc->phase = GC_IDLE;
    gc->naborted = 0;
    gc->ncycles++;
    set_threshold(vm);
    if (gc->npending > 0)
        vm_park_budget(vm);
}

bool gc_step(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (gc->busy || gc->phase == GC_CLOSING || vm->building ||
        gc->disabled || (gc->stopped && nbytes == 0)) {
        gc->threshold = gc->live_nbytes + gc->new_nbytes + MIN_THRESHOLD;
        return false;
    }
    gc->busy = true;
    bool ended = false;
    if (gc->phase == GC_IDLE)
        start(vm);
    size_t work = nbytes > 0 ? nbytes : SLICE_NBYTES;
    work = work / 25 * (size_t)(gc->stepmul < 25 ? 25 : gc->stepmul);
    size_t goal = gc->marked_nbytes + work;
    if (UNLIKELY(gc->stress_step))
        goal = gc->marked_nbytes + 1;
    while (gc->nmarks > 0 && gc->marked_nbytes < goal)
        scan(vm, gc->marks[--gc->nmarks]);
    if (gc->nmarks == 0 || gc->aborted) {
        atomic(vm);
        ended = true;
    } else {
        gc->threshold = gc->live_nbytes + gc->new_nbytes + SLICE_NBYTES;
    }
    gc->busy = false;
    return ended;
}

void gc_full(VM *vm, bool emergency)
{
    GC *gc = &vm->gc;
    if (gc->busy || gc->phase == GC_CLOSING || vm->building || gc->disabled)
        return;
    gc->busy = true;
    gc->emergency = emergency;
    if (gc->phase == GC_MARKING) { /* its marks may be too generous */
        drain(vm);
        atomic(vm);
        if (gc->disabled) {
            gc->busy = false;
            return;
        }
    }
    start(vm);
    drain(vm);
    atomic(vm);
    gc->emergency = false;
    gc->busy = false;
}
