/*
 * gc/scan.c -- what objects own and what they refer to.
 *
 * Each type has two answers: its memory (the object and its buffers), and the
 * references in it. gc_visit (gc_int.h) decides what a reference means: in a
 * minor collection it promotes the young, while an old cycle marks it shades
 * the white.
 *
 * Owner    nothing; visits what others own.
 * Read     gc_visit_memory, gc_scan, scan_table, scan_stack.
 */
#include "gc/gc_int.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/liveness.h"
#include "vm/string.h"

typedef void MemFn(VM *vm, const void *p, size_t nbytes);

/* ----------------------------------------------------------------- memory */

static void table_memory(VM *vm, Table *t, MemFn *mem)
{
    mem(vm, t, sizeof(Table) + tab_shape(vm, t)->inl * sizeof(Value));
    if (t->arr != NULL) {
        ArrayHead *h = arr_head(t);
        size_t esz = t->h.kind == KIND_ANY ? 16 : 8;
        mem(vm, (char *)h - 8 - h->off,
            16 + (size_t)h->off + (size_t)h->cap * esz);
    }
    if (!tab_has_ext(t))
        return;
    TableExt *x = t->ext;
    mem(vm, x, sizeof *x);
    if (x->slots != NULL)
        mem(vm, x->slots, x->nslots * sizeof(Value));
    if (x->dict.ent != NULL)
        mem(vm, x->dict.ent, x->dict.cap * sizeof(DictEntry));
    if (x->dict.index != NULL)
        mem(vm, x->dict.index, dict_index_nbytes(&x->dict));
}

static void shape_memory(VM *vm, Shape *s, MemFn *mem)
{
    mem(vm, s, sizeof *s);
    KeyTab *kt = s->kt;
    if (kt == NULL)
        return;
    mem(vm, kt, sizeof *kt);
    if (kt->keys != NULL)
        mem(vm, kt->keys, kt->cap * sizeof *kt->keys);
    if (kt->idx != NULL)
        mem(vm, kt->idx, kt->nitems * sizeof *kt->idx);
}

static void thread_memory(VM *vm, lua_State *L, MemFn *mem)
{
    if (L != vm->main_thread) /* which lies behind the VM */
        mem(vm, (char *)L - THREAD_PREFIX, THREAD_PREFIX + sizeof *L);
    if (L->stack != NULL)
        mem(vm, L->stack, L->stack_nslots * sizeof(Value));
    if (L->ks != NULL)
        mem(vm, L->ks, L->ks_cap * sizeof *L->ks);
}

void gc_visit_memory(VM *vm, GCHeader *o, MemFn *mem)
{
    switch (o->type) {
    case TAG_SSTR:
    case TAG_LSTR:
        mem(vm, o, sizeof(String) + ((String *)o)->nbytes + 1);
        break;
    case TAG_TABLE: table_memory(vm, (Table *)o, mem); break;
    case TAG_LCL: {
        LClosure *c = (LClosure *)o;
        mem(vm, o, sizeof *c + o->aux * sizeof *c->upvals);
        break;
    }
    case TAG_CCL: {
        CClosure *c = (CClosure *)o;
        mem(vm, o, sizeof *c + o->aux * sizeof *c->upvals);
        break;
    }
    case TAG_UDATA:
        mem(vm, o, udata_nbytes(((Udata *)o)->nbytes, o->aux));
        break;
    case TAG_THREAD: thread_memory(vm, (lua_State *)o, mem); break;
    case TAG_UPVAL: mem(vm, o, sizeof(Upval)); break;
    case TAG_PROTO:
        mem(vm, o, sizeof(Proto));
        proto_visit_memory((Proto *)o, vm, mem);
        break;
    case TAG_SHAPE: shape_memory(vm, (Shape *)o, mem); break;
    case TAG_CHUNK: mem(vm, o, ((Chunk *)o)->nbytes); break;
    default: vm_assert(0); break;
    }
}

/* ----------------------------------------------------------------- tables */

uint8_t gc_weakness(VM *vm, const Table *t)
{
    Table *mt = tab_metatable(vm, t);
    if (mt == NULL)
        return 0;
    const Value *mode = meta_get_mt(vm, mt, MM_MODE);
    uint8_t w = 0;
    if (is_string(mode)) {
        if (strchr(mode->str->data, 'k') != NULL)
            w |= TABF_WEAK_KEYS;
        if (strchr(mode->str->data, 'v') != NULL)
            w |= TABF_WEAK_VALUES;
    }
    return w;
}

static bool keys_are_strong(uint8_t weak) { return !(weak & TABF_WEAK_KEYS); }
static bool values_are_strong(uint8_t weak)
{
    return !(weak & TABF_WEAK_VALUES);
}

/*
 * Values of weak keys wait for their keys. In a minor collection they count as
 * strong: what only they keep alive waits for an old cycle.
 */
static bool entries_are_strong(const GC *gc, uint8_t weak)
{
    return weak == 0 || (weak == TABF_WEAK_KEYS && gc->minor);
}

static void scan_dict_entry(VM *vm, DictEntry *e, uint8_t weak)
{
    int8_t tag = entry_tag(e);
    if (tag == TAG_NIL) {
        if (e->ktag >= TAG_COLLECTABLE)
            e->ktag = TAG_DEAD;
        return;
    }
    if (keys_are_strong(weak) && e->ktag >= TAG_COLLECTABLE)
        gc_visit(vm, (void *)(uintptr_t)e->k);
    if (entries_are_strong(&vm->gc, weak) && tag >= TAG_COLLECTABLE)
        gc_visit(vm, (void *)(uintptr_t)e->v);
}

static void scan_entries(VM *vm, Dict *d, uint32_t from, uint32_t to,
                         uint8_t weak)
{
    for (uint32_t i = from; i < to; i++)
        scan_dict_entry(vm, &d->ent[i], weak);
}

static void scan_fields(VM *vm, Table *t, Shape *s)
{
    uint32_t n = s->n < s->inl ? s->n : s->inl;
    for (uint32_t i = 0; i < n; i++)
        gc_visit_value(vm, &t->in[i]);
    for (uint32_t i = n; i < s->n; i++)
        gc_visit_value(vm, &t->ext->slots[i - n]);
}

static bool is_big(const Table *t)
{
    return (t->h.kind == KIND_ANY && t->acount > BIG_TABLE) ||
           (tab_has_ext(t) && t->ext->dict.used > BIG_TABLE);
}

static bool push_big(VM *vm, Table *t)
{
    GCVec *v = &vm->gc.big;
    if (!gc_vec_reserve(vm, v, v->n + 2))
        return false;
    v->at[v->n++] = t;
    v->at[v->n++] = NULL;
    return true;
}

static size_t scan_piece(VM *vm, Table *t, size_t at)
{
    uint8_t weak = t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES);
    if (!(at & AT_ENTRY)) {
        size_t i = at < t->abase ? 0 : at - t->abase;
        size_t end = i + PIECE;
        if (values_are_strong(weak) && t->h.kind == KIND_ANY &&
            i < t->acount) {
            if (end > t->acount)
                end = t->acount;
            for (; i < end; i++)
                gc_visit_value(vm, &t->av[i]);
            return t->abase + end;
        }
        return AT_ENTRY;
    }
    size_t i = at & ~AT_ENTRY, used = tab_has_ext(t) ? t->ext->dict.used : 0;
    if (i >= used)
        return 0;
    size_t end = i + PIECE < used ? i + PIECE : used;
    scan_entries(vm, &t->ext->dict, (uint32_t)i, (uint32_t)end, weak);
    return end | AT_ENTRY;
}

bool gc_scan_big(VM *vm)
{
    GCVec *v = &vm->gc.big;
    if (v->n == 0)
        return false;
    size_t i = v->n - 2;
    Table *t = v->at[i];
    size_t at = scan_piece(vm, t, (size_t)(uintptr_t)v->at[i + 1]);
    if (at == 0)
        v->n -= 2; /* nothing is pushed to it by scanning a piece */
    else
        v->at[i + 1] = (void *)(uintptr_t)at;
    vm->gc.marked_nbytes += PIECE;
    return true;
}

void gc_moved(VM *vm, Table *t)
{
    GCVec *v = &vm->gc.big;
    for (size_t i = 0; i < v->n; i += 2)
        if (v->at[i] == t && ((uintptr_t)v->at[i + 1] & AT_ENTRY))
            v->at[i + 1] = (void *)(uintptr_t)AT_ENTRY;
    if (t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES))
        gc_weak_moved(vm, t);
    Dict *d = &t->ext->dict;
    for (uint32_t i = 0; vm->gc.nlog > 0 && i < d->used; i++)
        if (d->ent[i].flags & ENTRY_LOGGED)
            gc_log_entry(vm, t, i);
}

static void scan_table(VM *vm, Table *t)
{
    Shape *s = tab_shape(vm, t);
    gc_visit(vm, s);
    uint8_t weak = gc_weakness(vm, t);
    if ((t->h.flags & (TABF_WEAK_KEYS | TABF_WEAK_VALUES)) != weak)
        tab_reveal(vm, t);
    t->h.flags &= (uint8_t)~(TABF_WEAK_KEYS | TABF_WEAK_VALUES);
    t->h.flags |= weak;
    if (weak != 0)
        gc_list_weak(vm, t);
    bool values = values_are_strong(weak);
    if (values)
        scan_fields(vm, t, s);
    if (!vm->gc.minor && is_big(t) && push_big(vm, t))
        return;
    if (values && t->h.kind == KIND_ANY)
        for (uint32_t i = 0; i < t->acount; i++)
            gc_visit_value(vm, &t->av[i]);
    if (tab_has_ext(t))
        scan_entries(vm, &t->ext->dict, 0, t->ext->dict.used, weak);
}

/* The place of a big table that the log tells of. */
void gc_scan_logged(VM *vm, const GCLogEntry *e)
{
    Table *t = e->t;
    uint8_t weak = gc_weakness(vm, t);
    bool values = values_are_strong(weak);
    if (e->kind == LOG_ENTRY) {
        if (!tab_has_ext(t) || e->at >= t->ext->dict.used)
            return; /* it has moved, and was told again */
        DictEntry *d = &t->ext->dict.ent[e->at];
        d->flags &= (uint16_t)~ENTRY_LOGGED;
        scan_dict_entry(vm, d, weak);
    } else if (e->kind == LOG_ELEMENT) {
        uint32_t i = e->at - t->abase;
        if (values && t->h.kind == KIND_ANY && i < t->acount)
            gc_visit_value(vm, &t->av[i]);
    } else if (values) {
        gc_visit(vm, tab_shape(vm, t));
        scan_fields(vm, t, tab_shape(vm, t));
    } else {
        gc_visit(vm, tab_shape(vm, t));
    }
}

bool gc_is_big(const Table *t) { return is_big(t); }

/* ----------------------------------------------------------------- stacks */

#define LONG_CODE 64 /* instructions: longer code takes long to look through */

/*
 * Registers of the running Lua frame that may still be read: the rest is not
 * kept alive. A minor collection takes all those of a long function for such:
 * what stands there was alive at the last collection, so it can do no harm.
 */
static unsigned live_registers(const lua_State *L, const Proto *p)
{
    const Insn *pc = L->pc;
    const GC *gc = &L->vm->gc;
    if (gc->minor && !gc->full && p->nbc_insns > LONG_CODE)
        return p->nregs;
    if (pc <= p->code || pc > p->code + p->ncode)
        return p->nregs; /* about to be continued elsewhere */
    return proto_live_registers(p, (uint32_t)(pc - p->code) - 1);
}

static void clear(Value *from, Value *to)
{
    for (; from < to; from++)
        val_nil(from);
}

/* What of a stack may still be read. */
GCStackExtent gc_stack_extent(const lua_State *L)
{
    Value *last = L->stack + L->stack_nslots;
    GCStackExtent x = {L->top, NULL, NULL};
    if (L->base > L->stack && is_lcl(L->base - 2)) {
        const Proto *p = L->base[-2].lcl->p;
        x.dead = L->base + live_registers(L, p);
        x.dead_end = L->base + p->nregs;
        if (x.dead_end > last)
            x.dead = x.dead_end = last;
        if (x.end < x.dead_end)
            x.end = x.dead_end;
        if (x.end < L->base)
            x.end = L->base;
    }
    if (x.end > last)
        x.end = last;
    return x;
}

/*
 * Of a deep stack a minor collection looks at the top alone. Nobody but the
 * running function writes to a stack, its own frame, so what has been scanned
 * stays as it is until the frames above have been left. A frame a little below
 * the top is marked (Cheng, Harper and Lee, 1998): its link is of a kind that
 * makes the return take the slow way, to gc_frame_left, which marks another
 * further down. Errors and other ways out need not tell: a mark counts only if
 * the walk from the running frame comes to it, and links are written anew by
 * each call.
 */
#define MARK_DEPTH 32 /* frames from the top to the mark, and between marks */

static void mark_frame(lua_State *L, Value *base)
{
    L->mark = 0;
    for (unsigned n = 0; base != NULL; base = frame_caller(L, base), n++) {
        if (n < MARK_DEPTH || link_kind(base) != LINK_LUA)
            continue;
        uint64_t word = link_word(base);
        L->mark = (char *)base - (char *)L->stack;
        L->mark_word = word;
        word &= UINT64_C(0x0000FFFFFFFFFF00);
        word |= LINK_MARKED | (uint64_t)LINK_SPECIAL << 48;
        base[-1].word = LINK_WORD(word);
        return;
    }
}

static void restore_link(lua_State *L, Value *base)
{
    const uint64_t mine = UINT64_C(0xFFFF0000000000FF); /* flags may change */
    uint64_t word = (link_word(base) & ~mine) | (L->mark_word & mine);
    base[-1].word = LINK_WORD(word);
    L->mark = 0;
}

/* The marked frame, if it still is one. */
static Value *marked_frame(const lua_State *L)
{
    Value *mark = (Value *)(void *)((char *)L->stack + L->mark);
    Value *base = L->base;
    if (L->mark == 0)
        return NULL;
    while (base != NULL && base > mark)
        base = frame_caller(L, base);
    return base == mark && link_kind(base) == LINK_MARKED ? base : NULL;
}

void gc_unmark_stack(lua_State *L)
{
    Value *base = marked_frame(L);
    if (base != NULL)
        restore_link(L, base);
    L->mark = 0;
}

void gc_frame_left(lua_State *L, Value *base)
{
    restore_link(L, base);
    mark_frame(L, frame_caller(L, base));
}

/* Where a scan begins. Once in a cycle all is looked at, for the cycle. */
static Value *first_to_scan(VM *vm, lua_State *L)
{
    const GC *gc = &vm->gc;
    Value *from = L->stack;
    if (gc->minor && (!is_old_marking(gc) || L->scanned == gc->epoch)) {
        Value *mark = marked_frame(L);
        if (mark != NULL)
            from = mark - LINK_SLOTS;
    }
    if (from == L->stack && is_old_marking(gc))
        L->scanned = gc->epoch;
    return from;
}

/* What is dead in a stack is cleared: stale values must not outlive their
   objects. */
static void scan_stack(VM *vm, lua_State *L, Value *from)
{
    GCStackExtent x = gc_stack_extent(L);
    for (Value *v = from; v < x.end; v++) {
        if (v == x.dead)
            v = x.dead_end;
        if (v < x.end)
            gc_visit_value(vm, v);
    }
    clear(x.end, L->stack + L->stack_nslots);
    if (x.dead != NULL)
        clear(x.dead, x.dead_end);
}

void gc_scan_thread(VM *vm, lua_State *L)
{
    gc_visit_opt(vm, L->resumer);
    if (L->stack == NULL)
        return;
    Value *from = first_to_scan(vm, L);
    /* the list refers to them until they close */
    for (Upval *u = L->open; u != NULL && u->v >= from; u = u->open.next)
        gc_visit(vm, u);
    scan_stack(vm, L, from);
    if (vm->gc.minor) {
        gc_unmark_stack(L);
        mark_frame(L, L->base);
    }
}

/*
 * A thread that is not clean waits for the minor collection that will scan it:
 * what it refers to may change without a barrier.
 */
static void scan_thread(VM *vm, lua_State *L)
{
    if (vm->gc.minor || (L->h.flags & THREADF_CLEAN))
        gc_scan_thread(vm, L);
}

/* ----------------------------------------------------------------- others */

static void scan_closure(VM *vm, LClosure *c)
{
    gc_visit_opt(vm, c->p);
    for (uint32_t i = 0; i < c->h.aux; i++)
        gc_visit_opt(vm, c->upvals[i]);
}

static void scan_cclosure(VM *vm, CClosure *c)
{
    for (uint32_t i = 0; i < c->h.aux; i++)
        gc_visit_value(vm, &c->upvals[i]);
}

static void scan_udata(VM *vm, Udata *u)
{
    gc_visit_opt(vm, u->mt);
    for (uint32_t i = 0; i < u->h.aux; i++)
        gc_visit_value(vm, &u->uservals[i]);
}

static void scan_shape(VM *vm, Shape *s)
{
    gc_visit_opt(vm, s->parent);
    gc_visit_opt(vm, s->key);
    gc_visit_opt(vm, s->mt);
    if (s->kt != NULL && (s->h.kind & SHAPE_PRIVATE)) /* no parents do */
        for (uint32_t i = 0; i < s->n; i++)
            gc_visit(vm, s->kt->keys[i]);
}

static void scan_chunk(VM *vm, Chunk *c)
{
    for (uint32_t i = 0; i < c->nlongs; i++)
        gc_visit_opt(vm, c->longs[i].made);
}

void gc_scan(VM *vm, GCHeader *o)
{
    switch (o->type) {
    case TAG_TABLE: scan_table(vm, (Table *)o); break;
    case TAG_LCL: scan_closure(vm, (LClosure *)o); break;
    case TAG_CCL: scan_cclosure(vm, (CClosure *)o); break;
    case TAG_UDATA: scan_udata(vm, (Udata *)o); break;
    case TAG_THREAD: scan_thread(vm, (lua_State *)o); break;
    case TAG_UPVAL: gc_visit_value(vm, ((Upval *)o)->v); break;
    case TAG_PROTO: proto_visit_refs((Proto *)o, vm, gc_visit); break;
    case TAG_SHAPE: scan_shape(vm, (Shape *)o); break;
    case TAG_CHUNK: scan_chunk(vm, (Chunk *)o); break;
    default: break; /* strings refer to nothing */
    }
}

/* ------------------------------------------------------------------ roots */

void gc_scan_roots(VM *vm)
{
    gc_visit(vm, vm->main_thread);
    gc_visit(vm, vm->cur);
    gc_visit_value(vm, &vm->registry);
    gc_visit_value(vm, &vm->globals);
    for (int i = 0; i <= TAG_THREAD; i++)
        gc_visit_opt(vm, vm->type_mt[i]);
    for (int i = 0; i < NUM_MM; i++)
        gc_visit_opt(vm, vm->mm_name[i]);
    gc_visit_opt(vm, vm->memory_message);
    gc_visit_opt(vm, vm->handler_message);
    for (int i = 0; i < 4; i++)
        gc_visit_opt(vm, vm->limit_message[i]);
    for (int i = 0; i < NUM_TYPE_STR; i++)
        gc_visit_opt(vm, vm->type_str[i]);
    gc_visit_opt(vm, vm->anchor);
    for (size_t i = 0; i < sizeof vm->root_shape / sizeof *vm->root_shape; i++)
        if (vm->root_shape[i] != 0)
            gc_visit(vm, vm->shapes[vm->root_shape[i]]);
    for (CatchPoint *c = vm->catching; c != NULL; c = c->prev)
        gc_visit(vm, c->L);
}
