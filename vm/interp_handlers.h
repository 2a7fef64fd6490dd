/*
 * vm/interp_handlers.h -- the handlers; included by vm/interp.c alone.
 */

#if VM_DISPATCH != DISPATCH_TAIL
static void interp_loop(VM *vm, const void *const **table)
{
    const Insn *pc;
    Value *base;
    const Value *k;
    Insn insn;
#if VM_DISPATCH == DISPATCH_GOTO
    static const void *const handlers[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) &&do_##name,
#define IOP(name, base, meaning) &&do_##name,
#include "vm/opcodes.def"
    };
    static const void *const hook[] = {&&do_hook, &&do_count, &&do_first};
    if (UNLIKELY(table != NULL)) {
        table[0] = handlers;
        table[1] = hook;
        return;
    }
    RESUME();
#else
    (void)table;
    RESUME();
dispatch:
    if (UNLIKELY(vm->hooks_on))
        goto do_hook;
    if (UNLIKELY(COUNTED(vm)))
        goto do_count;
    if (UNLIKELY(vm->first_forms))
        goto do_first;
dispatch_real:
    switch ((uint16_t)insn) {
#endif
#endif

/* R[A] = iterations left, R[A+1] = step, R[A+2] = index. */
#define FOR_LOOP_INT(copies)                                                   \
    Value *ra = RA;                                                            \
    uint64_t left = ra[0].bits;                                                \
    if (left > 0) {                                                            \
        CHARGE(1);                                                             \
        ra[0].bits = left - 1;                                                 \
        int64_t index = IADD(ra[2].i, ra[1].i);                                \
        ra[2].i = index;                                                       \
        if (copies)                                                            \
            val_int(ra + 3, index);                                            \
        pc += OPERAND_SB;                                                      \
    }                                                                          \
    NEXT()

/* The next one is a FORLOOPN, most likely of integers. */
#define NEXT_LOOP()                                                            \
    do {                                                                       \
        insn = *pc++;                                                          \
        if (UNLIKELY((uint16_t)insn != OP_FORLOOPN_I || !is_int(RA + 2)))      \
            DISPATCH();                                                        \
        FOR_LOOP_INT(false);                                                   \
    } while (0)

/* ------------------------------------------------------------------- loads */

OPCODE(MOVE)
{
    val_copy(RA, RB);
    NEXT();
}

OPCODE(LOADI)
{
    val_int(RA, OPERAND_SB);
    NEXT();
}

OPCODE(LOADK)
{
    val_copy(RA, KAT((uint32_t)(insn >> 32)));
    NEXT();
}

OPCODE(LOADNIL)
{
    Value *r = RA;
    for (unsigned n = OPERAND_B; n > 0; n--, r++)
        val_nil(r);
    NEXT();
}

OPCODE(LOADFALSE)
{
    RA->tag = TAG_FALSE;
    NEXT();
}

OPCODE(LOADTRUE)
{
    RA->tag = TAG_TRUE;
    NEXT();
}

/* ---------------------------------------------------------------- upvalues */

OPCODE(GETUPVAL)
{
    val_copy(RA, UPVAL(OPERAND_B)->v);
    NEXT();
}

OPCODE(SETUPVAL)
{
    Upval *u = UPVAL(OPERAND_A);
    const Value *v = RB;
    val_copy(u->v, v);
    if (gc_must_tell(&vm->gc, &u->h, v))
        TAIL(setupval);
    NEXT();
}

OPCODE(SETUPVALK)
{
    Upval *u = UPVAL(OPERAND_A);
    const Value *v = KB;
    val_copy(u->v, v);
    if (gc_must_tell(&vm->gc, &u->h, v))
        TAIL(setupval);
    NEXT();
}

SLOW(setupval)
{
    Upval *u = UPVAL(OPERAND_A);
    gc_barrier_slow(vm, &u->h, u->v->gc);
    NEXT();
}

/* ----------------------------------------------------------------- globals */

/* Entry of a table used as a map, by its number. */
#define CACHED_ENTRY(t, cache, key, e, slow)                                   \
    if (UNLIKELY(!is_table(t) || (t)->tab->h.aux != (uint32_t)(cache)))        \
        TAIL(slow);                                                            \
    const Dict *d = &(t)->tab->ext->dict;                                      \
    if (UNLIKELY(CACHE_OFF(cache) >= d->used))                                 \
        TAIL(slow);                                                            \
    DictEntry *e = &d->ent[CACHE_OFF(cache)];                                  \
    if (UNLIKELY(e->k != (key)->bits || e->ktag != TAG_SSTR ||                 \
                 e->vtag == CACHE_STOP(cache)))                                \
    TAIL(slow)

/* The way of a shape, among four. */
#define CACHED_WAY(t, w, slow)                                                 \
    if (UNLIKELY(!is_table(t)))                                                \
        TAIL(slow);                                                            \
    const CacheWay *w = (const CacheWay *)(uintptr_t)*pc;                      \
    uint32_t shape = (t)->tab->h.aux;                                          \
    if (w->shape != shape && (++w)->shape != shape &&                          \
        (++w)->shape != shape && UNLIKELY((++w)->shape != shape))              \
    TAIL(slow)

#define CACHED_WAY_VALUE(t, w, v, slow)                                        \
    const Value *v = &w->v;                                                    \
    if (w->where == WAY_VALUE) {                                               \
        if (UNLIKELY(w->epoch != vm->epoch))                                   \
            TAIL(slow);                                                        \
    } else {                                                                   \
        const Value *slot = LIKELY(w->where == WAY_INLINE)                     \
                                ? AT((t)->tab, w->off)                         \
                                : AT((t)->tab->ext->slots, w->off);            \
        if (LIKELY(slot->tag != w->stop))                                      \
            v = slot;                                                          \
        else if (UNLIKELY(w->epoch != vm->epoch))                              \
            TAIL(slow);                                                        \
    }

OPCODE(GETTABUP) { TAIL(gettabup); }

OPCODE(GETTABUP_D)
{
    const Value *t = UPVAL(OPERAND_B)->v;
    CACHED_ENTRY(t, *pc, &k[OPERAND_C], e, gettabup);
    val_copy(RA, (const Value *)e);
    pc++;
    NEXT();
}

OPCODE(GETTABUP_I)
{
    const Value *t = UPVAL(OPERAND_B)->v;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(gettabup);
    const Value *v = AT(t->tab, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(gettabup);
    val_copy(RA, v);
    pc++;
    NEXT();
}

OPCODE(GETTABUP_X)
{
    const Value *t = UPVAL(OPERAND_B)->v;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(gettabup);
    const Value *v = AT(t->tab->ext->slots, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(gettabup);
    val_copy(RA, v);
    pc++;
    NEXT();
}

SLOW(gettabup)
{
    Insn *in = WRITABLE(pc - 1);
    pc++;
    SAVE();
    ic_getfield(L, in, UPVAL(OPERAND_B)->v, k[OPERAND_C].str, REG_A,
                OP_GETTABUP);
    RESUME();
}

OPCODE(SETTABUP) { TAIL(settabup); }
OPCODE(SETTABUPK) { TAIL(settabup); }

#define SETTABUP_SLOT(name, slots, src)                                        \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = UPVAL(OPERAND_A)->v;                                  \
        uint64_t cache = *pc;                                                  \
        if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))        \
            TAIL(settabup);                                                    \
        Value *slot = AT(slots, CACHE_OFF(cache));                             \
        if (UNLIKELY(slot->tag == CACHE_STOP(cache)))                   \
            TAIL(settabup);                                                    \
        const Value *v = src;                                                  \
        val_copy(slot, v);                                                     \
        if (UNLIKELY(gc_must_tell(&vm->gc, &t->tab->h, v)))           \
            TAIL(settabup);                                                    \
        pc += 2;                                                               \
        NEXT();                                                                \
    }
SETTABUP_SLOT(SETTABUP_I, t->tab, RC)
SETTABUP_SLOT(SETTABUP_X, t->tab->ext->slots, RC)
SETTABUP_SLOT(SETTABUPK_I, t->tab, KC)
SETTABUP_SLOT(SETTABUPK_X, t->tab->ext->slots, KC)

/* Also where a store that needs the barrier comes: it stores once more. */
SLOW(settabup)
{
    Insn *in = WRITABLE(pc - 1);
    pc += 2;
    SAVE();
    bool konst = op_base((uint16_t)insn) == OP_SETTABUPK;
    ic_setfield(L, in, UPVAL(OPERAND_A)->v, k[OPERAND_B].str, konst ? KC : RC,
                konst ? OP_SETTABUPK : OP_SETTABUP);
    RESUME();
}

/* ------------------------------------------------------------------ fields */

OPCODE(GETFIELD) { TAIL(getfield); }

OPCODE(GETFIELD_I)
{
    const Value *t = RB;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(getfield);
    const Value *v = AT(t->tab, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(getfield);
    val_copy(RA, v);
    pc++;
    NEXT();
}

OPCODE(GETFIELD_X)
{
    const Value *t = RB;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(getfield);
    const Value *v = AT(t->tab->ext->slots, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(getfield);
    val_copy(RA, v);
    pc++;
    NEXT();
}

OPCODE(GETFIELD_M)
{
    const Value *t = RB;
    const CacheWay *m = (const CacheWay *)(uintptr_t)*pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != m->shape ||
                 m->epoch != vm->epoch))
        TAIL(getfield);
    val_copy(RA, &m->v);
    pc++;
    NEXT();
}

OPCODE(GETFIELD_D)
{
    const Value *t = RB;
    CACHED_ENTRY(t, *pc, &k[OPERAND_C], e, getfield);
    val_copy(RA, (const Value *)e);
    pc++;
    NEXT();
}

OPCODE(GETFIELD_P)
{
    const Value *t = RB;
    CACHED_WAY(t, w, getfield);
    CACHED_WAY_VALUE(t, w, v, getfield);
    val_copy(RA, v);
    pc++;
    NEXT();
}

SLOW(getfield)
{
    Insn *in = WRITABLE(pc - 1);
    pc++;
    SAVE();
    ic_getfield(L, in, RB, k[OPERAND_C].str, REG_A, OP_GETFIELD);
    RESUME();
}

OPCODE(SELF) { TAIL(self); }

OPCODE(SELF_I)
{
    const Value *t = RB;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(self);
    const Value *v = AT(t->tab, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(self);
    Value *ra = RA;
    val_copy(ra + 2, t);
    val_copy(ra, v);
    pc++;
    NEXT();
}

OPCODE(SELF_X)
{
    const Value *t = RB;
    uint64_t cache = *pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))
        TAIL(self);
    const Value *v = AT(t->tab->ext->slots, CACHE_OFF(cache));
    if (UNLIKELY(v->tag == CACHE_STOP(cache)))
        TAIL(self);
    Value *ra = RA;
    val_copy(ra + 2, t);
    val_copy(ra, v);
    pc++;
    NEXT();
}

OPCODE(SELF_M)
{
    const Value *t = RB;
    const CacheWay *m = (const CacheWay *)(uintptr_t)*pc;
    if (UNLIKELY(!is_table(t) || t->tab->h.aux != m->shape ||
                 m->epoch != vm->epoch))
        TAIL(self);
    Value *ra = RA;
    val_copy(ra + 2, t);
    val_copy(ra, &m->v);
    pc++;
    NEXT();
}

OPCODE(SELF_S)
{
    const Value *s = RB;
    const CacheWay *m = (const CacheWay *)(uintptr_t)*pc;
    if (UNLIKELY(!is_string(s) || m->epoch != vm->epoch))
        TAIL(self);
    Value *ra = RA;
    val_copy(ra + 2, s);
    val_copy(ra, &m->v);
    pc++;
    NEXT();
}

OPCODE(SELF_D)
{
    const Value *t = RB;
    CACHED_ENTRY(t, *pc, &k[OPERAND_C], e, self);
    Value *ra = RA;
    val_copy(ra + 2, t);
    val_copy(ra, (const Value *)e);
    pc++;
    NEXT();
}

OPCODE(SELF_P)
{
    const Value *t = RB;
    CACHED_WAY(t, w, self);
    CACHED_WAY_VALUE(t, w, v, self);
    Value *ra = RA;
    val_copy(ra + 2, t);
    val_copy(ra, v);
    pc++;
    NEXT();
}

SLOW(self)
{
    Insn *in = WRITABLE(pc - 1);
    pc++;
    SAVE();
    Value *ra = RA;
    const Value *obj = RB;
    val_copy(ra + 2, obj);
    ic_getfield(L, in, obj, k[OPERAND_C].str, REG_A, OP_SELF);
    RESUME();
}

#define SETFIELD_SLOT(name, slots, src)                                        \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA;                                                   \
        uint64_t cache = *pc;                                                  \
        if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache))        \
            TAIL(setfield);                                                    \
        Value *slot = AT(slots, CACHE_OFF(cache));                             \
        if (UNLIKELY(slot->tag == CACHE_STOP(cache)))                   \
            TAIL(setfield);                                                    \
        const Value *v = src;                                                  \
        val_copy(slot, v);                                                     \
        if (UNLIKELY(gc_must_tell(&vm->gc, &t->tab->h, v)))           \
            TAIL(setfield);                                                    \
        pc += 2;                                                               \
        NEXT();                                                                \
    }

#define SETFIELD_ADD(name, src)                                                \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA;                                                   \
        uint64_t cache = pc[0], to = pc[1];                                    \
        if (UNLIKELY(!is_table(t) || t->tab->h.aux != (uint32_t)cache ||       \
                     (int8_t)t->tab->h.gc < 0))                                \
            TAIL(setfield);                                                    \
        /* the epoch: no __newindex came, and shape `to` is alive */           \
        if (UNLIKELY((uint32_t)(to >> 32) != vm->epoch))                       \
            TAIL(setfield);                                                    \
        const Value *v = src;                                                  \
        if (UNLIKELY(is_nil(v)))                                               \
            TAIL(setfield);                                                    \
        val_copy(AT(t->tab, CACHE_OFF(cache)), v);                             \
        t->tab->h.aux = (uint32_t)to;                                          \
        pc += 2;                                                               \
        NEXT();                                                                \
    }

#define SET_ENTRY(name, T, KEY, src, slow)                                     \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = T;                                                    \
        CACHED_ENTRY(t, *pc, KEY, e, slow);                                    \
        const Value *v = src;                                                  \
        if (UNLIKELY(gc_must_tell(&vm->gc, &t->tab->h, v)))           \
            TAIL(slow);                                                        \
        e->v = v->bits;                                                        \
        e->vtag = v->tag;                                                      \
        pc += 2;                                                               \
        NEXT();                                                                \
    }
SET_ENTRY(SETTABUP_D, UPVAL(OPERAND_A)->v, &k[OPERAND_B], RC, settabup)
SET_ENTRY(SETTABUPK_D, UPVAL(OPERAND_A)->v, &k[OPERAND_B], KC, settabup)
SET_ENTRY(SETFIELD_D, RA, &k[OPERAND_B], RC, setfield)
SET_ENTRY(SETFIELDK_D, RA, &k[OPERAND_B], KC, setfield)

#define SETFIELD_WAYS(name, src)                                               \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA, *v = src;                                         \
        CACHED_WAY(t, w, setfield);                                            \
        if (UNLIKELY(gc_must_tell(&vm->gc, &t->tab->h, v)))           \
            TAIL(setfield);                                                    \
        Value *slot = AT(t->tab, w->off);                                      \
        if (w->where == WAY_ADD) {                                             \
            if (UNLIKELY(w->epoch != vm->epoch || is_nil(v) ||                 \
                         (int8_t)t->tab->h.gc < 0))                            \
                TAIL(setfield);                                                \
            t->tab->h.aux = (uint32_t)w->v.bits;                               \
        } else {                                                               \
            if (UNLIKELY(w->where != WAY_INLINE))                              \
                slot = AT(t->tab->ext->slots, w->off);                         \
            if (UNLIKELY(slot->tag == w->stop))                                \
                TAIL(setfield);                                                \
        }                                                                      \
        val_copy(slot, v);                                                     \
        pc += 2;                                                               \
        NEXT();                                                                \
    }

OPCODE(SETFIELD) { TAIL(setfield); }
SETFIELD_WAYS(SETFIELD_P, RC)
SETFIELD_WAYS(SETFIELDK_P, KC)
OPCODE(SETFIELDK) { TAIL(setfield); }
SETFIELD_SLOT(SETFIELD_I, t->tab, RC)
SETFIELD_SLOT(SETFIELD_X, t->tab->ext->slots, RC)
SETFIELD_SLOT(SETFIELDK_I, t->tab, KC)
SETFIELD_SLOT(SETFIELDK_X, t->tab->ext->slots, KC)
SETFIELD_ADD(SETFIELD_A, RC)
SETFIELD_ADD(SETFIELDK_A, KC)

SLOW(setfield)
{
    Insn *in = WRITABLE(pc - 1);
    pc += 2;
    SAVE();
    bool konst = op_base((uint16_t)insn) == OP_SETFIELDK;
    ic_setfield(L, in, RA, k[OPERAND_B].str, konst ? KC : RC,
                konst ? OP_SETFIELDK : OP_SETFIELD);
    RESUME();
}

/* ---------------------------------------------------------------- elements */

/* The form for array elements of t; `otherwise` where there is none. */
#define KIND_OP(name, t, otherwise)                                            \
    ((t)->h.kind == KIND_I64   ? OP_##name##_N                                 \
     : (t)->h.kind == KIND_F64 ? OP_##name##_F                                 \
     : (t)->h.kind == KIND_ANY ? OP_##name##_A                                 \
                               : (otherwise))

OPCODE(GETTABLE) { TAIL(gettable); }

SLOW(gettable)
{
    const Value *t = RB, *key = RC;
    unsigned op = OP_GETTABLE_G;
    if (is_table(t) && is_int(key)) {
        op = is_dict_int(t->tab, key)
                 ? OP_GETTABLE_D
                 : KIND_OP(GETTABLE, t->tab, (uint16_t)insn);
    } else if (is_table(t) && is_sstr(key)) {
        if (is_map(vm, t->tab))
            op = OP_GETTABLE_D;
    } else if (is_table(t)) {
        TAIL(gettable_any);
    }
    if (op == OP_GETTABLE_F)
        op = float_form(OP_GETTABLE, OPERAND_A, *pc, op);
    op = test_form(op, OPERAND_A, *pc);
    if (op == OP_GETTABLE_N)
        op = update_form(op, insn, pc);
    if (op != (uint16_t)insn && (uint16_t)insn != OP_GETTABLE_G) {
        if ((uint16_t)insn != OP_GETTABLE && !may_flip(vm, pc))
            op = OP_GETTABLE_G;
        SET_OPCODE(pc - 1, op);
    }
    TAIL_OP(GETTABLE_G);
}

OPCODE(GETTABLE_D)
{
    const Value *t = RB, *key = RC;
    const DictEntry *e;
    if (UNLIKELY(!is_table(t)))
        TAIL(gettable);
    if (is_int(key)) {
        if (UNLIKELY(!is_dict_int(t->tab, key)))
            TAIL(gettable);
        e = dict_find_int(&t->tab->ext->dict, key->i);
    } else {
        if (UNLIKELY(!is_sstr(key) || !is_map(vm, t->tab)))
            TAIL(gettable);
        e = dict_find_str(&t->tab->ext->dict, key->str);
    }
    if (UNLIKELY(e == NULL || e->vtag == TAG_NIL))
        TAIL(gettable_absent);
    val_copy(RA, (const Value *)e);
    NEXT();
}

SLOW(gettable_absent)
{
    const Value *t = RB;
    if (LIKELY(tab_metatable(vm, t->tab) == NULL)) {
        val_nil(RA);
        NEXT();
    }
    SAVE();
    op_index(L, t, RC, REG_A);
    RESUME();
}

#define GETTABLE_KIND(name, KIND, load)                                        \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RB, *key = RC;                                        \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND))                                  \
            TAIL(gettable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        if (UNLIKELY(i >= t->tab->acount))                                     \
            TAIL(gettable_any);                                                \
        load;                                                                  \
        NEXT();                                                                \
    }
GETTABLE_KIND(GETTABLE_N, KIND_I64, val_int(RA, t->tab->ai[i]))
GETTABLE_KIND(GETTABLE_F, KIND_F64, val_float(RA, t->tab->an[i]))
GETTABLE_KIND(GETTABLE_A, KIND_ANY, const Value *v = &t->tab->av[i];
              if (UNLIKELY(is_nil(v))) TAIL(gettable_any); val_copy(RA, v))

#define GETTABLE_TEST(name, falsy)                                             \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RB, *key = RC;                                        \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND_ANY))                              \
            TAIL(gettable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        if (UNLIKELY(i >= t->tab->acount))                                     \
            TAIL(gettable_any);                                                \
        const Value *v = &t->tab->av[i];                                       \
        if (UNLIKELY(is_nil(v)))                                               \
            TAIL(gettable_any);                                                \
        val_copy(RA, v);                                                       \
        insn = *pc++;                                                          \
        BRANCH_IF(is_falsy(v) == falsy, OPERAND_SB);                           \
    }
GETTABLE_TEST(GETTABLE_A_JF, true)
GETTABLE_TEST(GETTABLE_A_JT, false)

/* a[i] = a[i] + k: the element, the sum and its store in one; see update_form. */
#define GETTABLE_UPDATE(name, iop)                                             \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RB, *key = RC;                                        \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND_I64))                              \
            TAIL(gettable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        if (UNLIKELY(i >= t->tab->acount))                                     \
            TAIL(gettable_any);                                                \
        int64_t r = t->tab->ai[i];                                             \
        val_int(RA, r);                                                        \
        insn = *pc++;                                                          \
        const Value *y = KC;                                                   \
        if (UNLIKELY(!is_int(y)))                                              \
            DISPATCH();                                                        \
        r = iop(r, y->i);                                                      \
        val_int(RA, r);                                                        \
        t->tab->ai[i] = r;                                                     \
        pc++;                                                                  \
        NEXT_LOOP();                                                           \
    }
GETTABLE_UPDATE(GETTABLE_N_ADDRK, IADD)
GETTABLE_UPDATE(GETTABLE_N_SUBRK, ISUB)

#define LOAD_ELEMENT(t, i, otherwise)                                          \
    do {                                                                       \
        if ((t)->h.kind == KIND_ANY) {                                         \
            const Value *v = &(t)->av[i];                                      \
            if (UNLIKELY(is_nil(v)))                                           \
                otherwise;                                                     \
            val_copy(RA, v);                                                   \
            NEXT();                                                            \
        }                                                                      \
        uint64_t bits = (uint64_t)(t)->ai[i];                                  \
        int8_t tag = (int8_t)((t)->h.kind - KIND_I64 + TAG_INT);               \
        Value *ra = RA;                                                        \
        ra->bits = bits;                                                       \
        ra->tag = tag;                                                         \
        NEXT();                                                                \
    } while (0)

OPCODE(GETTABLE_G)
{
    const Value *t = RB, *key = RC;
    if (UNLIKELY(!is_table(t)))
        TAIL(gettable_any);
    if (is_int(key)) {
        uint64_t i = INDEX_IN(t->tab, key);
        if (LIKELY(i < t->tab->acount))
            LOAD_ELEMENT(t->tab, i, TAIL(gettable_any));
    }
    if (is_sstr(key))
        TAIL(gettable_str);
    TAIL(gettable_any);
}

/* A computed key that is a field's name: by the VM's cache of shapes. */
SLOW(gettable_str)
{
    Table *t = RB->tab;
    String *key = RC->str;
    const ShapeCacheEntry *e = shape_cache_at(vm, t->h.aux, key);
    if (UNLIKELY(e->key != key || e->shape != t->h.aux || e->slot < 0))
        TAIL(gettable_any);
    const Value *v =
        tab_slot(t, vm->shapes[t->h.aux]->inl, (uint32_t)e->slot);
    if (UNLIKELY(is_nil(v)))
        TAIL(gettable_any);
    val_copy(RA, v);
    NEXT();
}

SLOW(gettable_any)
{
    const Value *t = RB, *key = RC;
    if (LIKELY(is_table(t))) {
        const Value *v;
        Value tmp;
        if (is_sstr(key))
            v = tab_get_str(vm, t->tab, key->str);
        else if (is_int(key))
            v = tab_get_int(vm, t->tab, key->i, &tmp);
        else
            v = tab_get(vm, t->tab, key, &tmp);
        if (LIKELY(!is_nil(v) || tab_metatable(vm, t->tab) == NULL)) {
            val_copy(RA, v);
            NEXT();
        }
    }
    SAVE();
    op_index(L, t, key, REG_A);
    RESUME();
}

OPCODE(GETINDEX)
{
    const Value *t = RB;
    if (UNLIKELY(!is_table(t)))
        TAIL(getindex);
    uint64_t i = (uint64_t)OPERAND_C - t->tab->abase;
    if (UNLIKELY(i >= t->tab->acount))
        TAIL(getindex);
    LOAD_ELEMENT(t->tab, i, TAIL(getindex));
}

SLOW(getindex)
{
    Value key;
    val_int(&key, OPERAND_C);
    SAVE();
    op_index(L, RB, &key, REG_A);
    RESUME();
}

/* Stores of v into element i, in place. */
#define STORE_PACKED(t, i, v, otherwise, next)                                 \
    do {                                                                       \
        if (UNLIKELY(i >= (t)->acount))                                        \
            otherwise;                                                         \
        (t)->ai[i] = (v)->i;                                                   \
        next;                                                                  \
    } while (0)

#define STORE_ANY(t, i, v, otherwise, next)                                    \
    do {                                                                       \
        if (UNLIKELY(i >= (t)->acount))                                        \
            otherwise;                                                         \
        Value *slot = &(t)->av[i];                                             \
        if (UNLIKELY(is_nil(slot) || is_nil(v)))                               \
            otherwise;                                                         \
        if (UNLIKELY(gc_must_tell(&vm->gc, &(t)->h, v)))              \
            otherwise;                                                         \
        val_copy(slot, v);                                                     \
        next;                                                                  \
    } while (0)

/* By whatever kind the array is of. */
#define STORE_ELEMENT(t, i, v, otherwise, next)                                \
    do {                                                                       \
        uint8_t kind = (t)->h.kind;                                            \
        if (kind == KIND_ANY)                                                  \
            STORE_ANY(t, i, v, otherwise, next);                               \
        if (kind == KIND_I64 ? is_int(v) : kind == KIND_F64 && is_float(v))    \
            STORE_PACKED(t, i, v, otherwise, next);                            \
    } while (0)

/* The entry that is there, and only the value of which changes. */
#define STORE_ENTRY(t, e, v, otherwise)                                        \
    do {                                                                       \
        if (UNLIKELY(e == NULL || e->vtag == TAG_NIL ||                        \
                     gc_must_tell(&vm->gc, &(t)->h, v) ||                      \
                     (tab_shape(vm, t)->h.kind & SHAPE_WATCHED)))              \
            otherwise;                                                         \
        e->v = (v)->bits;                                                      \
        e->vtag = (v)->tag;                                                    \
        NEXT();                                                                \
    } while (0)

OPCODE(SETTABLE) { TAIL(settable); }

SLOW(settable)
{
    const Value *t = RA, *key = RB, *v = RC;
    unsigned op = OP_SETTABLE_G;
    if (is_table(t) && is_int(key)) {
        op = is_dict_int(t->tab, key)
                 ? OP_SETTABLE_D
                 : KIND_OP(SETTABLE, t->tab, (uint16_t)insn);
        if ((op == OP_SETTABLE_N && !is_int(v)) ||
            (op == OP_SETTABLE_F && !is_float(v)))
            op = OP_SETTABLE_G;
    } else if (is_table(t) && is_sstr(key)) {
        if (is_map(vm, t->tab))
            op = OP_SETTABLE_D;
    } else if (is_table(t)) {
        TAIL(settable_any);
    }
    op = loop_form(op, *pc);
    if (op != (uint16_t)insn && (uint16_t)insn != OP_SETTABLE_G) {
        if ((uint16_t)insn != OP_SETTABLE && !may_flip(vm, pc))
            op = OP_SETTABLE_G;
        SET_OPCODE(pc - 1, op);
    }
    TAIL_OP(SETTABLE_G);
}

OPCODE(SETTABLE_D)
{
    const Value *t = RA, *key = RB, *v = RC;
    DictEntry *e;
    if (UNLIKELY(!is_table(t)))
        TAIL(settable);
    if (is_int(key)) {
        if (UNLIKELY(!is_dict_int(t->tab, key)))
            TAIL(settable);
        e = dict_find_int(&t->tab->ext->dict, key->i);
    } else {
        if (UNLIKELY(!is_sstr(key) || !is_map(vm, t->tab)))
            TAIL(settable);
        e = dict_find_str(&t->tab->ext->dict, key->str);
    }
    STORE_ENTRY(t->tab, e, v, TAIL(settable_other));
}

#define SETTABLE_PACKED(name, KIND, is_kind, next)                             \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA, *key = RB, *v = RC;                               \
        if (UNLIKELY(!is_table(t) || !is_int(key) || !is_kind(v) ||            \
                     t->tab->h.kind != KIND))                                  \
            TAIL(settable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        STORE_PACKED(t->tab, i, v, TAIL(settable_any), next);                  \
    }
SETTABLE_PACKED(SETTABLE_N, KIND_I64, is_int, NEXT())
SETTABLE_PACKED(SETTABLE_F, KIND_F64, is_float, NEXT())
SETTABLE_PACKED(SETTABLE_N_LOOP, KIND_I64, is_int, NEXT_LOOP())
SETTABLE_PACKED(SETTABLE_F_LOOP, KIND_F64, is_float, NEXT_LOOP())

#define SETTABLE_ANY(name, next)                                               \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA, *key = RB, *v = RC;                               \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND_ANY))                              \
            TAIL(settable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        STORE_ANY(t->tab, i, v, TAIL(settable_any), next);                     \
    }
SETTABLE_ANY(SETTABLE_A, NEXT())
SETTABLE_ANY(SETTABLE_A_LOOP, NEXT_LOOP())

#define SETTABLE_ANY_KIND(name, V, next)                                       \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA, *key = RB, *v = V;                                \
        if (LIKELY(is_table(t) && is_int(key))) {                              \
            uint64_t i = INDEX_IN(t->tab, key);                                \
            STORE_ELEMENT(t->tab, i, v, TAIL(settable_any), next);             \
        }                                                                      \
        TAIL(settable_any);                                                    \
    }
SETTABLE_ANY_KIND(SETTABLE_G, RC, NEXT())
SETTABLE_ANY_KIND(SETTABLEK, KC, NEXT())
SETTABLE_ANY_KIND(SETTABLEK_FORLOOPN, KC, NEXT_LOOP())

SLOW(settable_any)
{
    const Value *t = RA, *key = RB;
    const Value *v = op_base((uint16_t)insn) == OP_SETTABLEK ? KC : RC;
    if (UNLIKELY(!is_table(t)))
        TAIL(settable_other);
    if (is_int(key)) {
        if (store_absent(vm, t->tab, INDEX_IN(t->tab, key), v))
            NEXT();
        TAIL(settable_other);
    }
    if (!is_sstr(key))
        TAIL(settable_other);
    const ShapeCacheEntry *e = shape_cache_at(vm, t->tab->h.aux, key->str);
    if (UNLIKELY(e->key != key->str || e->shape != t->tab->h.aux ||
                 e->slot < 0))
        TAIL(settable_other);
    const Shape *s = vm->shapes[t->tab->h.aux];
    Value *slot = tab_slot(t->tab, s->inl, (uint32_t)e->slot);
    if (UNLIKELY(is_nil(slot) || (s->h.kind & SHAPE_WATCHED) ||
                 (gc_must_tell(&vm->gc, &t->tab->h, v))))
        TAIL(settable_other);
    val_copy(slot, v);
    NEXT();
}

SLOW(settable_other)
{
    const Value *t = RA, *key = RB;
    const Value *v = op_base((uint16_t)insn) == OP_SETTABLEK ? KC : RC;
    SAVE();
    if (LIKELY(is_table(t) && tab_metatable(vm, t->tab) == NULL)) {
        if (is_int(key))
            arr_set_slow(vm, t->tab, key->i, v);
        else
            tab_set(vm, t->tab, key, v);
        NEXT();
    }
    op_newindex(L, t, key, v);
    RESUME();
}

#define SETINDEX_ANY_KIND(name, V)                                             \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *t = RA, *v = V;                                           \
        if (LIKELY(is_table(t))) {                                             \
            uint64_t i = (uint64_t)OPERAND_B - t->tab->abase;                  \
            STORE_ELEMENT(t->tab, i, v, TAIL(setindex), NEXT());               \
        }                                                                      \
        TAIL(setindex);                                                        \
    }
SETINDEX_ANY_KIND(SETINDEX, RC)
SETINDEX_ANY_KIND(SETINDEXK, KC)

SLOW(setindex)
{
    const Value *v = (uint16_t)insn == OP_SETINDEX ? RC : KC;
    const Value *t = RA;
    SAVE();
    if (is_table(t) && tab_metatable(vm, t->tab) == NULL) {
        arr_set_slow(vm, t->tab, OPERAND_B, v);
        NEXT();
    }
    Value key;
    val_int(&key, OPERAND_B);
    op_newindex(L, t, &key, v);
    RESUME();
}

/* ------------------------------------------------------------ construction */

OPCODE(NEWTABLE) { TAIL(newtable); }

SLOW(newtable)
{
    SiteWord *site = (SiteWord *)(void *)WRITABLE(pc);
    unsigned nrec = OPERAND_C;
    pc++;
    SAVE();
    Value *ra = RA;
    L->top = ra; /* nothing above is needed */
    if (UNLIKELY(site->site == 0)) {
        site->inl = (uint8_t)(nrec < INLINE_MAX ? nrec : INLINE_MAX);
        site->site = site_new(vm, &site->word);
        CLOSURE_OF_FRAME->p->has_sites = true;
    }
    Table *t = tab_new(vm, site->inl, site->site);
    val_obj(ra, t);
    if (OPERAND_B != 0)
        tab_reserve(vm, t, OPERAND_B);
    NEXT();
}

OPCODE(SETLIST)
{
    Value *ra = RA;
    int64_t first = (int64_t)*pc++;
    unsigned n = OPERAND_B;
    SAVE();
    if (UNLIKELY(!is_table(ra))) /* no compiler's code */
        err_type(L, ra, "index");
    tab_set_list(vm, ra->tab, first + 1, ra + 1, n);
    NEXT();
}

OPCODE(SETLISTV)
{
    Value *ra = RA;
    int64_t first = (int64_t)*pc++;
    SAVE();
    if (UNLIKELY(!is_table(ra)))
        err_type(L, ra, "index");
    size_t n = (size_t)(L->top - ra) - 1;
    if (n > 0)
        tab_reserve(vm, ra->tab, (uint32_t)n);
    tab_set_list(vm, ra->tab, first + 1, ra + 1, n);
    NEXT();
}

OPCODE(CLOSURE) { TAIL_OP(CLOSURE0); }

OPCODE(CLOSURE0)
{
    Proto *p = CLOSURE_OF_FRAME->p->children[(uint32_t)(insn >> 32)];
    SAVE();
    LClosure *c = lclosure_new(vm, p);
    Value *ra = RA;
    val_obj(ra, c);
    LClosure *self = CLOSURE_OF_FRAME;
    for (unsigned i = 0; i < p->nupvals; i++) {
        const UpvalDesc *u = &p->upvals[i];
        c->upvals[i] = u->flags & BC_UP_INSTACK ? upval_find(L, base + u->index)
                                                : self->upvals[u->index];
        gc_barrier_obj(vm, c, c->upvals[i]);
    }
    NEXT();
}

/* -------------------------------------------------------------- arithmetic */

/* Quickened forms check for one pair of types; what fails goes to _ANY, which
   handles all and stays. `mixed` is of an integer and a float, or two floats. */
#define ARITH_INTS(name, otherwise, X, Y, iop, next)                           \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y))) {                                       \
            SET_OPCODE(pc - 1, OP_##otherwise);                                \
            TAIL_OP(otherwise);                                                \
        }                                                                      \
        val_int(RA, iop(x->i, y->i));                                          \
        next;                                                                  \
    }
#define ARITH_FLOATS(name, otherwise, X, Y, fop, next)                         \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_FLOAT(x, y))) {                                     \
            SET_OPCODE(pc - 1, OP_##otherwise);                                \
            TAIL_OP(otherwise);                                                \
        }                                                                      \
        val_float(RA, fop(x->n, y->n));                                        \
        next;                                                                  \
    }
#define ARITH_FORMS(name, X, Y, iop, fop, mixed)                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        unsigned op = BOTH_INT(x, y)     ? OP_##name##_II                      \
                      : BOTH_FLOAT(x, y) ? float_form(OP_##name, OPERAND_A,    \
                                                      *pc, OP_##name##_FF)     \
                                         : OP_##name##_ANY;                    \
        SET_OPCODE(pc - 1, loop_form(op, *pc));                                \
        TAIL_OP(name##_ANY);                                                   \
    }                                                                          \
    ARITH_INTS(name##_II, name##_ANY, X, Y, iop, NEXT())                       \
    ARITH_FLOATS(name##_FF, name##_ANY, X, Y, fop, NEXT())                     \
    OPCODE(name##_ANY)                                                         \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (LIKELY(is_number(x) && is_number(y))) {                            \
            if (BOTH_INT(x, y)) {                                              \
                val_int(RA, iop(x->i, y->i));                                  \
                NEXT();                                                        \
            }                                                                  \
            double p = is_int(x) ? (double)x->i : x->n;                        \
            double q = is_int(y) ? (double)y->i : y->n;                        \
            val_float(RA, mixed(p, q));                                        \
            NEXT();                                                            \
        }                                                                      \
        TAIL(arith);                                                           \
    }

ARITH_FORMS(ADD, RB, RC, IADD, FADD, FADD)
ARITH_FORMS(SUB, RB, RC, ISUB, FSUB, FSUB)
ARITH_FORMS(MUL, RB, RC, IMUL, FMUL, FMUL)
ARITH_FORMS(ADDRK, RB, KC, IADD, FADD, FADD)
ARITH_FORMS(SUBRK, RB, KC, ISUB, FSUB, FSUB_INT)
ARITH_FORMS(MULRK, RB, KC, IMUL, FMUL, FMUL)
ARITH_FORMS(ADDKR, KB, RC, IADD, FADD, FADD)
ARITH_FORMS(SUBKR, KB, RC, ISUB, FSUB, FSUB)
ARITH_FORMS(MULKR, KB, RC, IMUL, FMUL, FMUL)
ARITH_INTS(ADD_II_LOOP, ADD_ANY, RB, RC, IADD, NEXT_LOOP())
ARITH_FLOATS(ADD_FF_LOOP, ADD_ANY, RB, RC, FADD, NEXT_LOOP())
ARITH_INTS(ADDRK_II_LOOP, ADDRK_ANY, RB, KC, IADD, NEXT_LOOP())

#define ARITH_DIV(name, X, Y)                                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!is_number(x) || !is_number(y)))                          \
            TAIL(arith);                                                       \
        double p = is_int(x) ? (double)x->i : x->n;                            \
        double q = is_int(y) ? (double)y->i : y->n;                            \
        val_float(RA, p / q);                                                  \
        NEXT();                                                                \
    }
ARITH_DIV(DIV, RB, RC)
ARITH_DIV(DIVRK, RB, KC)
ARITH_DIV(DIVKR, KB, RC)

#define ARITH_MOD(name, X, Y)                                                  \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (BOTH_INT(x, y)) {                                                  \
            int64_t d = y->i;                                                  \
            if (UNLIKELY((uint64_t)d + 1 <= 1)) /* 0 and -1 */                 \
                TAIL(arith);                                                   \
            val_int(RA, mod_ints(x->i, d));                                     \
            NEXT();                                                            \
        }                                                                      \
        double r;                                                              \
        if (UNLIKELY(!is_number(x) || !is_number(y) ||                         \
                     !mod_whole(is_int(x) ? (double)x->i : x->n,               \
                                is_int(y) ? (double)y->i : y->n, &r)))         \
            TAIL(arith);                                                       \
        val_float(RA, r);                                                      \
        NEXT();                                                                \
    }
ARITH_MOD(MOD, RB, RC)
ARITH_MOD(MODRK, RB, KC)
ARITH_MOD(MODKR, KB, RC)

#define ARITH_IDIV(name, X, Y)                                                 \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (BOTH_INT(x, y)) {                                                  \
            int64_t d = y->i;                                                  \
            if (UNLIKELY((uint64_t)d + 1 <= 1))                                \
                TAIL(arith);                                                   \
            int64_t q;                                                         \
            if ((((uint64_t)x->i | (uint64_t)d) >> 32) == 0) {                 \
                q = (int64_t)((uint32_t)x->i / (uint32_t)d);                   \
            } else {                                                           \
                q = x->i / d;                                                  \
                if ((x->i ^ d) < 0 && q * d != x->i)                           \
                    q--;                                                       \
            }                                                                  \
            val_int(RA, q);                                                    \
            NEXT();                                                            \
        }                                                                      \
        TAIL(arith);                                                           \
    }
ARITH_IDIV(IDIV, RB, RC)
ARITH_IDIV(IDIVRK, RB, KC)
ARITH_IDIV(IDIVKR, KB, RC)

OPCODE(POW) { TAIL(arith); }
OPCODE(POWRK)
{
    const Value *x = RB, *y = KC;
    if (is_float(x) && is_int(y) && y->i == 2) {
        val_float(RA, x->n * x->n);
        NEXT();
    }
    TAIL(arith);
}
OPCODE(POWKR) { TAIL(arith); }

#define ARITH_BITS(name, X, Y, expr)                                           \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y)))                                         \
            TAIL(arith);                                                       \
        uint64_t p = x->bits, q = y->bits;                                     \
        val_int(RA, (int64_t)(expr));                                          \
        NEXT();                                                                \
    }
#define SHIFT_LEFT(p, q)                                                       \
    (LIKELY(q < 64) ? p << q : 0 - q < 64 ? p >> (0 - q) : 0)
#define SHIFT_RIGHT(p, q)                                                      \
    (LIKELY(q < 64) ? p >> q : 0 - q < 64 ? p << (0 - q) : 0)
ARITH_BITS(BAND, RB, RC, p & q)
ARITH_BITS(BANDRK, RB, KC, p & q)
ARITH_BITS(BANDKR, KB, RC, p & q)
ARITH_BITS(BOR, RB, RC, p | q)
ARITH_BITS(BORRK, RB, KC, p | q)
ARITH_BITS(BORKR, KB, RC, p | q)
ARITH_BITS(BXOR, RB, RC, p ^ q)
ARITH_BITS(BXORRK, RB, KC, p ^ q)
ARITH_BITS(BXORKR, KB, RC, p ^ q)
ARITH_BITS(SHL, RB, RC, SHIFT_LEFT(p, q))
ARITH_BITS(SHLRK, RB, KC, SHIFT_LEFT(p, q))
ARITH_BITS(SHLKR, KB, RC, SHIFT_LEFT(p, q))
ARITH_BITS(SHR, RB, RC, SHIFT_RIGHT(p, q))
ARITH_BITS(SHRRK, RB, KC, SHIFT_RIGHT(p, q))
ARITH_BITS(SHRKR, KB, RC, SHIFT_RIGHT(p, q))

/* Any binary operator: which, and where its operands are, follows from the
   opcode's place in the table. */
SLOW(arith)
{
    unsigned op = op_base((uint16_t)insn);
    const Value *x, *y;
    unsigned e;
    SAVE();
    if (op < OP_ADDRK) {
        e = op - OP_ADD, x = RB, y = RC;
    } else if (op < OP_ADDKR) {
        e = op - OP_ADDRK, x = RB, y = KC;
    } else {
        e = op - OP_ADDKR, x = KB, y = RC;
    }
    op_arith(L, (MetaEvent)e, x, y, REG_A);
    RESUME();
}

OPCODE(UNM)
{
    const Value *x = RB;
    if (is_float(x)) {
        val_float(RA, -x->n);
        NEXT();
    }
    if (is_int(x)) {
        val_int(RA, (int64_t)(0 - (uint64_t)x->i));
        NEXT();
    }
    TAIL(unary);
}

OPCODE(BNOT)
{
    const Value *x = RB;
    if (is_int(x)) {
        val_int(RA, ~x->i);
        NEXT();
    }
    TAIL(unary);
}

SLOW(unary)
{
    SAVE();
    const Value *x = RB;
    op_arith(L, (uint16_t)insn == OP_UNM ? MM_UNM : MM_BNOT, x, x, REG_A);
    RESUME();
}

OPCODE(NOT)
{
    RA->tag = is_falsy(RB) ? TAG_TRUE : TAG_FALSE;
    NEXT();
}

OPCODE(LEN)
{
    const Value *v = RB;
    if (LIKELY(is_table(v) && tab_metatable(vm, v->tab) == NULL)) {
        val_int(RA, tab_len_fast(v->tab));
        NEXT();
    }
    if (is_string(v)) {
        val_int(RA, (int64_t)v->str->nbytes);
        NEXT();
    }
    SAVE();
    op_len(L, v, REG_A);
    RESUME();
}

OPCODE(CONCAT)
{
    SAVE();
    op_concat(L, REG_A, RB, OPERAND_C);
    RESUME();
}

/* ------------------------------------------------------------------- jumps */

OPCODE(JMP)
{
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(JMPB)
{
    CHARGE(1);
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(JT)
{
    BRANCH_IF(!is_falsy(RA), OPERAND_SB);
}

OPCODE(JF)
{
    BRANCH_IF(is_falsy(RA), OPERAND_SB);
}

OPCODE(JTSET)
{
    const Value *v = RB;
    if (!is_falsy(v)) {
        val_copy(RA, v);
        pc += OPERAND_SC;
    }
    NEXT();
}

OPCODE(JFSET)
{
    const Value *v = RB;
    if (is_falsy(v)) {
        val_copy(RA, v);
        pc += OPERAND_SC;
    }
    NEXT();
}

#define COMPARE(name, X, Y, op, want, slow)                                    \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        bool r;                                                                \
        if (LIKELY(BOTH_INT(x, y)))                                            \
            r = x->i op y->i;                                                  \
        else if (BOTH_FLOAT(x, y))                                             \
            r = x->n op y->n;                                                  \
        else                                                                   \
            TAIL(slow);                                                        \
        BRANCH_IF(r == want, OPERAND_SC);                                      \
    }
COMPARE(JLT, RA, RB, <, true, less)
COMPARE(JNLT, RA, RB, <, false, less)
COMPARE(JLTRK, RA, KB, <, true, less)
COMPARE(JNLTRK, RA, KB, <, false, less)
COMPARE(JLTKR, KAT(OPERAND_A), RB, <, true, less)
COMPARE(JNLTKR, KAT(OPERAND_A), RB, <, false, less)
COMPARE(JLE, RA, RB, <=, true, less_equal)
COMPARE(JNLE, RA, RB, <=, false, less_equal)
COMPARE(JLERK, RA, KB, <=, true, less_equal)
COMPARE(JNLERK, RA, KB, <=, false, less_equal)
COMPARE(JLEKR, KAT(OPERAND_A), RB, <=, true, less_equal)
COMPARE(JNLEKR, KAT(OPERAND_A), RB, <=, false, less_equal)

/* The J form stands before the JN form of each pair. */
#define WANTS ((((uint16_t)insn - OP_JT) & 1) == 0)

SLOW(less)
{
    unsigned op = (uint16_t)insn;
    SAVE();
    const Value *x = op == OP_JLTKR || op == OP_JNLTKR ? KAT(OPERAND_A) : RA;
    const Value *y = op == OP_JLTRK || op == OP_JNLTRK ? KB : RB;
    op_less(L, x, y, WANTS);
    RESUME();
}

SLOW(less_equal)
{
    unsigned op = (uint16_t)insn;
    SAVE();
    const Value *x = op == OP_JLEKR || op == OP_JNLEKR ? KAT(OPERAND_A) : RA;
    const Value *y = op == OP_JLERK || op == OP_JNLERK ? KB : RB;
    op_less_equal(L, x, y, WANTS);
    RESUME();
}

/* Same tag and payload settle nearly everything. */
#define EQUAL(name, Y, want)                                                   \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *x = RA, *y = Y;                                           \
        bool r;                                                                \
        if (x->tag == y->tag) {                                                \
            if (x->tag < 0 || x->tag == TAG_TRUE)                              \
                r = true;                                                      \
            else if (x->tag == TAG_INT || x->tag == TAG_SSTR)                  \
                r = x->bits == y->bits;                                        \
            else                                                               \
                TAIL(equal);                                                   \
        } else if (is_number(x) && is_number(y)) {                             \
            TAIL(equal);                                                       \
        } else {                                                               \
            r = false;                                                         \
        }                                                                      \
        BRANCH_IF(r == want, OPERAND_SC);                                      \
    }
EQUAL(JEQ, RB, true)
EQUAL(JNEQ, RB, false)
EQUAL(JEQK, KB, true)
EQUAL(JNEQK, KB, false)

SLOW(equal)
{
    unsigned op = (uint16_t)insn;
    const Value *y = op == OP_JEQK || op == OP_JNEQK ? KB : RB;
    SAVE();
    op_equal(L, RA, y, WANTS);
    RESUME();
}

/* ------------------------------------------------------------------- loops */

/* The usual loop: integers, step 1. */
#define FOR_PREPARE(copies)                                                    \
    {                                                                          \
        Value *ra = RA;                                                        \
        if (UNLIKELY(ra[0].tag | ra[1].tag | ra[2].tag) || ra[2].i != 1)       \
            TAIL(forprep);                                                     \
        int64_t first = ra[0].i, last = ra[1].i;                               \
        if (UNLIKELY(first > last)) {                                          \
            pc += OPERAND_SB;                                                  \
            NEXT();                                                            \
        }                                                                      \
        ra[0].bits = (uint64_t)last - (uint64_t)first;                         \
        ra[0].priv8 = 0; /* see FORLOOPN_S */                                  \
        ra[1].i = 1;                                                           \
        ra[2].i = first;                                                       \
        if (copies)                                                            \
            val_int(ra + 3, first);                                            \
        NEXT();                                                                \
    }
OPCODE(FORPREP) FOR_PREPARE(true)
OPCODE(FORPREPN) FOR_PREPARE(false)

SLOW(forprep)
{
    Value *ra = RA;
    SAVE();
    ra[0].priv8 = 0;
    if (!for_prepare(L, ra))
        pc += OPERAND_SB;
    else if ((uint16_t)insn == OP_FORPREP)
        val_copy(ra + 3, ra + 2);
    NEXT();
}

#define FOR_LOOP_FLOAT(copies)                                                 \
    Value *ra = RA;                                                            \
    double step = ra[1].n, i = ra[2].n + step;                                 \
    if (step > 0 ? i <= ra[0].n : ra[0].n <= i) {                              \
        CHARGE(1);                                                             \
        val_float(ra + 2, i);                                                  \
        if (copies)                                                            \
            val_float(ra + 3, i);                                              \
        pc += OPERAND_SB;                                                      \
    }                                                                          \
    NEXT()

#define FOR_LOOP(name, copies)                                                 \
    OPCODE(name)                                                               \
    {                                                                          \
        if (is_int(RA + 2)) {                                                  \
            SET_OPCODE(pc - 1, OP_##name##_I);                                 \
            FOR_LOOP_INT(copies);                                              \
        }                                                                      \
        FOR_LOOP_FLOAT(copies);                                                \
    }                                                                          \
    OPCODE(name##_I)                                                           \
    {                                                                          \
        if (UNLIKELY(!is_int(RA + 2))) {                                       \
            SET_OPCODE(pc - 1, OP_##name);                                     \
            TAIL_OP(name);                                                     \
        }                                                                      \
        FOR_LOOP_INT(copies);                                                  \
    }
FOR_LOOP(FORLOOP, true)
FOR_LOOP(FORLOOPN, false)

/* Debuggers set the variable, not the index, which they put aside. */
OPCODE(FORLOOPN_S)
{
    for_restore_index(RA);
    if (is_int(RA + 2)) {
        FOR_LOOP_INT(false);
    }
    FOR_LOOP_FLOAT(false);
}

OPCODE(TFORPREP)
{
    SAVE();
    tbc_mark(L, RA + 3);
    pc += OPERAND_SB;
    NEXT();
}

OPCODE(TFORCALL)
{
    Value *ra = RA;
    const CFunc *cf = ra[0].cfn;
    if (LIKELY(ra[0].tag == TAG_CFUNC && cf->special == SPECIAL_NEXT &&
               is_table(&ra[1]) && !vm->hooks_on)) {
        /* next: the position is kept in the control slot's private bytes and
           checked by the key there */
        Table *t = ra[1].tab;
        uint32_t pos = ra[2].priv32;
        if (is_nil(&ra[2]))
            pos = 0;
        else if (!tab_pos_is(vm, t, &ra[2], pos))
            TAIL(tforcall);
        Value *key = ra + 4, *val = ra + 5, tmp;
        if (OPERAND_B < 2)
            val = &tmp;
        if (!tab_next_at(vm, t, &pos, key, val)) {
            val_nil(key);
            pc++; /* past the TFORLOOP */
            NEXT();
        }
        for (unsigned n = OPERAND_B; n > 2; n--)
            val_nil(&ra[3 + n]);
        CHARGE(1);
        val_copy(&ra[2], key);
        ra[2].priv32 = pos;
        insn = *pc++; /* the TFORLOOP, whose test has been made */
        pc += OPERAND_SB;
        NEXT();
    }
    if (ra[0].tag == TAG_CCL && ra[0].ccl->cf->special == SPECIAL_WRAP &&
        !vm->hooks_on) {
        vm->budget--;
        TAIL(tforcall_wrap);
    }
    if (LIKELY(ra[0].tag == TAG_CFUNC && cf->special == SPECIAL_INEXT &&
               is_table(&ra[1]) && is_int(&ra[2]) && !vm->hooks_on)) {
        Table *t = ra[1].tab;
        int64_t i = IADD(ra[2].i, 1);
        uint64_t at = (uint64_t)i - t->abase;
        if (UNLIKELY(at >= t->acount))
            TAIL(tforcall);
        Value *val = ra + 5, tmp;
        if (OPERAND_B < 2)
            val = &tmp;
        arr_load(t, at, val);
        if (UNLIKELY(is_nil(val)))
            TAIL(tforcall);
        for (unsigned n = OPERAND_B; n > 2; n--)
            val_nil(&ra[3 + n]);
        CHARGE(1);
        val_int(ra + 4, i);
        val_int(&ra[2], i);
        insn = *pc++;
        pc += OPERAND_SB;
        NEXT();
    }
    TAIL(tforcall);
}

/* n results are at res: as many as are wanted go to dst. */
#define PLACE_RESULTS(dst, res, n, want)                                       \
    do {                                                                       \
        unsigned got = (unsigned)(n), wanted = (want);                         \
        if (LIKELY(wanted == 2 && got != 0)) {                                 \
            val_copy(dst, res);                                                \
        } else {                                                               \
            unsigned most = wanted == 0 || got < wanted ? got : wanted - 1;    \
            for (unsigned i = 0; i < most; i++)                                \
                val_copy((dst) + i, (res) + i);                                \
            for (unsigned i = most; i + 1 < wanted; i++)                       \
                val_nil((dst) + i);                                            \
            if (wanted == 0)                                                   \
                L->top = (dst) + got;                                          \
        }                                                                      \
    } while (0)

/* Thread `to` goes on at `at`, behind the call in whose frame it waits; `word` is
   of its link. The one that ran waits in a frame at `args`. */
#define SWITCH_TO(to, at, word, args, nargs, link)                             \
    do {                                                                       \
        wait_in_frame(L, args, nargs, link);                                   \
        vm->cur = (to);                                                        \
        vm->stack_limit = (to)->limit;                                         \
        pc = (at);                                                             \
        base = AT((to)->base - LINK_SLOTS,                                     \
                  -(ptrdiff_t)(uint16_t)((word) >> 16));                       \
        k = base[-2].lcl->p->k;                                                \
        NEXT();                                                                \
    } while (0)

/* Resume `thread`, the first `skip` of the arguments not handed on. */
#define RESUME_DIRECTLY(thread, args, nargs, skip, link, otherwise)            \
    lua_State *L = vm->cur, *co = co_to_go_on(vm, thread);                     \
    if (UNLIKELY(co == NULL))                                                  \
        otherwise;                                                             \
    const Insn *at = co->base[-1].p; /* results may go over it */              \
    uint64_t word = link_word(co->base);                                       \
    unsigned want = values_wanted(word);                                       \
    if (UNLIKELY(want > 2 || want + (skip) > (nargs)))                         \
        otherwise;                                                             \
    pass_values(co->base - LINK_SLOTS, want, (args) + (skip));                 \
    co_link(vm, L, co);                                                        \
    SWITCH_TO(co, at, word, args, nargs, link)

#define YIELD_DIRECTLY(args, nargs, link, otherwise)                           \
    lua_State *L = vm->cur, *to = co_may_leave(vm, L);                         \
    if (UNLIKELY(to == NULL))                                                  \
        otherwise;                                                             \
    const Insn *at = to->base[-1].p;                                           \
    uint64_t word = link_word(to->base);                                       \
    unsigned want = values_wanted(word);                                       \
    Value *dst = to->base - LINK_SLOTS;                                        \
    if (co_is_wrap_frame(to)) {                                                \
        if (UNLIKELY(want > 2 || want > (nargs)))                              \
            otherwise;                                                         \
        pass_values(dst, want, args);                                          \
    } else {                                                                   \
        if (UNLIKELY(want > 3 || want > (nargs) + 1u))                         \
            otherwise;                                                         \
        if (want > 0) {                                                        \
            val_bool(dst, true);                                               \
            pass_values(dst + 1, want - 1, args);                              \
        }                                                                      \
    }                                                                          \
    L->h.kind = LUA_YIELD;                                                     \
    co_unlink(vm, L);                                                          \
    SWITCH_TO(to, at, word, args, nargs, link)

/* Of a CALL: where it goes on, past the code that it called last. */
#define LINK_HERE ((Link){(uint64_t)(uintptr_t)(pc + 1), LINK_WORD(insn)})

/* Function and arguments of a generic for, in place for a call. */
#define TFOR_CALLEE(ra)                                                        \
    do {                                                                       \
        val_copy(&(ra)[7], &(ra)[2]);                                          \
        val_copy(&(ra)[6], &(ra)[1]);                                          \
        val_copy(&(ra)[4], &(ra)[0]);                                          \
    } while (0)
#define TFOR_LINK                                                              \
    ((Link){(uint64_t)(uintptr_t)pc,                                           \
            link_make(OP_TFORCALL, 0, OPERAND_A + 4 * sizeof(Value), 2,        \
                      OPERAND_B + 1)})

SLOW(tforcall)
{
    Value *ra = RA;
    const CFunc *cf = ra[0].tag == TAG_CFUNC ? ra[0].cfn
                      : ra[0].tag == TAG_CCL ? ra[0].ccl->cf
                                             : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on)
        TAIL(tforcall_fast);
    TAIL(tforcall_any);
}

SLOW(tforcall_fast)
{
    Value *ra = RA;
    SAVE();
    TFOR_CALLEE(ra);
    const CFunc *cf = ra[0].tag == TAG_CFUNC ? ra[0].cfn : ra[0].ccl->cf;
    int n = cf->fast(L, ra + 6, 2);
    if (UNLIKELY(n < 0))
        TAIL(tforcall_any);
    vm->budget--;
    PLACE_RESULTS(ra + 4, ra + 4, n, OPERAND_B + 1);
    NEXT();
}

SLOW(tforcall_wrap)
{
    Value *ra = RA;
    TFOR_CALLEE(ra);
    RESUME_DIRECTLY(&ra[0].ccl->upvals[0], ra + 6, 2u, 0u, TFOR_LINK,
                    {
                        vm->budget++; /* call_value charges it */
                        TAIL(tforcall_any);
                    });
}

SLOW(tforcall_any)
{
    Value *ra = RA;
    SAVE();
    TFOR_CALLEE(ra);
    L->top = ra + 8;
    call_value(L, ra + 4, 2, TFOR_LINK);
    RESUME();
}

OPCODE(TFORLOOP)
{
    Value *ra = RA;
    if (!is_nil(ra + 4)) {
        CHARGE(1);
        val_copy(ra + 2, ra + 4);
        pc += OPERAND_SB;
    }
    NEXT();
}

/* ------------------------------------------------------------------- calls */

/*
 * Enter closure f. Behind a CALL is the code that was called there last: when
 * that is f's, as usual, what follows need not wait until f's has been loaded.
 */
#define ENTER_CODE(f)                                                          \
    do {                                                                       \
        const Insn *last = (const Insn *)(uintptr_t)*pc;                       \
        if (UNLIKELY((f)->code != last)) {                                     \
            last = (f)->code;                                                  \
            *WRITABLE(pc) = (uintptr_t)last;                                   \
        }                                                                      \
        k = (f)->p->k;                                                         \
        pc = last;                                                             \
    } while (0)

OPCODE(CALL)
{
    Value *func = RA;
    if (UNLIKELY(!is_lcl(func)))
        TAIL(call);
    Proto *p = func->lcl->p;
    Value *nb = func + LINK_SLOTS;
    if (UNLIKELY(nb + p->nregs + 8 > vm->stack_limit))
        TAIL(call);
    CHARGE(1);
    for (unsigned n = OPERAND_B; n < p->nparams; n++)
        val_nil(&nb[n]);
    nb[-1].bits = (uint64_t)(uintptr_t)(pc + 1);
    nb[-1].word = LINK_WORD(insn);
    base = nb;
    ENTER_CODE(func->lcl);
    NEXT();
}

OPCODE(CALLV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    uint32_t nargs = (uint32_t)(L->top - func) - LINK_SLOTS;
    if (LIKELY(is_lcl(func) && nargs < 0xFFFF)) {
        Proto *p = func->lcl->p;
        Value *nb = func + LINK_SLOTS;
        if (LIKELY(nb + p->nregs + 8 <= vm->stack_limit)) {
            for (unsigned n = nargs; n < p->nparams; n++)
                val_nil(&nb[n]);
            nb[-1].bits = (uint64_t)(uintptr_t)(pc + 1);
            nb[-1].word =
                link_make(LINK_LUA, 0, OPERAND_A, nargs, OPERAND_C);
            base = nb;
            ENTER_CODE(func->lcl);
            NEXT();
        }
    }
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on) {
        int n = cf->fast(L, func + LINK_SLOTS, nargs);
        if (n >= 0) {
            PLACE_RESULTS(func, func, n, OPERAND_C);
            pc++;
            NEXT();
        }
    }
    uint64_t word = link_make(LINK_LUA, 0, OPERAND_A,
                              nargs > 0xFFFF ? 0xFFFF : nargs, OPERAND_C);
    vm->budget++; /* call_value charges it */
    call_value(L, func, nargs, (Link){(uint64_t)(uintptr_t)(pc + 1), word});
    RESUME();
}

/* Not a Lua function, or no room on the stack. */
SLOW(call)
{
    Value *func = RA;
    const CFunc *cf;
    CHARGE(1);
    if (LIKELY(func->tag == TAG_CFUNC)) {
        cf = func->cfn;
        if (UNLIKELY(vm->hooks_on))
            TAIL(call_any);
        if (cf->special == SPECIAL_YIELD)
            TAIL(yield);
        if (cf->special == SPECIAL_RESUME)
            TAIL(resume);
    } else {
        if (UNLIKELY(func->tag != TAG_CCL || vm->hooks_on))
            TAIL(call_any);
        cf = func->ccl->cf;
        if (cf->special == SPECIAL_WRAP)
            TAIL(wrap);
    }
    if (UNLIKELY(cf->special != SPECIAL_NONE))
        TAIL(call_any);
    if (cf->fast == NULL)
        TAIL(call_c);
    SAVE();
    int n = cf->fast(L, func + LINK_SLOTS, OPERAND_B);
    if (UNLIKELY(n < 0))
        TAIL(call_c);
    unsigned want = OPERAND_C;
    if (UNLIKELY(want != (unsigned)n + 1)) {
        if (want == 0)
            L->top = func + n;
        else
            for (; (unsigned)n + 1 < want; n++)
                val_nil(&func[n]);
    }
    pc++;
    NEXT();
}

SLOW(yield)
{
    YIELD_DIRECTLY(RA + LINK_SLOTS, OPERAND_B, LINK_HERE, TAIL(call_any));
}

SLOW(resume)
{
    Value *args = RA + LINK_SLOTS;
    if (UNLIKELY(OPERAND_B == 0))
        TAIL(call_any);
    RESUME_DIRECTLY(args, args, OPERAND_B, 1u, LINK_HERE, TAIL(call_any));
}

SLOW(wrap)
{
    Value *func = RA;
    RESUME_DIRECTLY(&func->ccl->upvals[0], func + LINK_SLOTS, OPERAND_B, 0u,
                    LINK_HERE, TAIL(call_any));
}

/* A C function, which will neither yield nor have hooks called. */
SLOW(call_c)
{
    Value *func = RA;
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : func->ccl->cf;
    Value *args = func + LINK_SLOTS;
    SAVE();
    if (UNLIKELY(L->limit - args < (ptrdiff_t)OPERAND_B + LUA_MINSTACK ||
                 vm->stress_stack))
        TAIL(call_any);
    set_link(args, LINK_HERE);
    L->base = args;
    L->top = args + OPERAND_B;
    api_frame(L);
    int n = cf->fn(L);
    api_check_results(L, n);
    if (UNLIKELY(vm->limit_hit))
        err_limit(L, vm->limit_hit); /* somebody caught it in C */
    if (UNLIKELY(L->hook_mask & LUA_MASKRET ||
                 (L->tbc != NULL && L->tbc >= L->base))) {
        call_return_from_c(L, (size_t)n);
        RESUME();
    }
    func = L->base - LINK_SLOTS; /* the stack may have moved */
    const Value *res = L->top - n;
    PLACE_RESULTS(func, res, n, OPERAND_C);
    base = AT(func, -(ptrdiff_t)OPERAND_A);
    L->base = base;
    pc++;
    NEXT();
}

SLOW(call_any)
{
    Value *func = RA;
    SAVE();
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_value(L, func, OPERAND_B, LINK_HERE);
    RESUME();
}

/* A Lua function takes the place of one that a Lua function called. */
OPCODE(TAILCALL)
{
    Value *func = RA;
    uint64_t word = link_word(base);
    if (UNLIKELY(!is_lcl(func) || (uint8_t)word != LINK_LUA))
        TAIL(tailcall);
    const LClosure *callee = func->lcl; /* arguments go over the slot */
    const Proto *p = callee->p;
    if (UNLIKELY(base + p->nregs + 8 > vm->stack_limit))
        TAIL(tailcall);
    CHARGE(1);
    unsigned nargs = OPERAND_B;
    word &= ~(UINT64_C(0xFFFF) << 32 | (uint64_t)LINKF_HOOKED << 8);
    word |= (uint64_t)nargs << 32 | (uint64_t)LINKF_TAIL << 8;
    base[-1].word = LINK_WORD(word);
    val_copy(base - 2, func);
    const Value *from = func + LINK_SLOTS;
    for (unsigned i = 0; i < nargs; i++)
        val_copy(&base[i], &from[i]);
    for (; nargs < p->nparams; nargs++)
        val_nil(&base[nargs]);
    pc = callee->code;
    k = p->k;
    NEXT();
}

SLOW(tailcall)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    const CFunc *cf = func->tag == TAG_CFUNC ? func->cfn : NULL;
    if (cf != NULL && cf->fast != NULL && !vm->hooks_on) {
        int n = cf->fast(L, func + LINK_SLOTS, OPERAND_B);
        if (n >= 0) {
            call_return(L, func, (size_t)n);
            RESUME();
        }
    }
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_tail(L, func, OPERAND_B, false);
    RESUME();
}

OPCODE(TAILCALLV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    vm->budget++; /* call_value charges it */
    call_tail(L, func, (uint32_t)(L->top - func) - LINK_SLOTS, false);
    RESUME();
}

OPCODE(TAILCALLC)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    L->top = func + LINK_SLOTS + OPERAND_B;
    vm->budget++; /* call_value charges it */
    call_tail(L, func, OPERAND_B, true);
    RESUME();
}

OPCODE(TAILCALLCV)
{
    Value *func = RA;
    CHARGE(1);
    SAVE();
    vm->budget++; /* call_value charges it */
    call_tail(L, func, (uint32_t)(L->top - func) - LINK_SLOTS, true);
    RESUME();
}

/*
 * The frame moves above its arguments:
 *     func link a1 .. an             func' link' a1 .. ap   (p parameters)
 */
OPCODE(VARARGPREP)
{
    SAVE();
    Proto *p = CLOSURE_OF_FRAME->p;
    uint32_t nargs = link_b(base);
    if (UNLIKELY(nargs == 0xFFFF || link_kind(base) == LINK_PCALL ||
                 link_kind(base) == LINK_META))
        nargs = L->wide_nargs;
    uint32_t nparams = p->nparams;
    if (nargs < nparams)
        nargs = nparams; /* the missing ones have been set to nil */
    L->top = base + nargs;
    stack_ensure(L, (size_t)p->nregs + LINK_SLOTS + 8);
    base = L->base;
    Value *nb = base + nargs + LINK_SLOTS;
    val_copy(nb - 2, base - 2);
    nb[-1].bits = (uint64_t)(nb - base);
    nb[-1].word = link_make(LINK_VARARG, 0, 0, 0, LINK_SPECIAL);
    for (uint32_t i = 0; i < nparams; i++) {
        val_copy(&nb[i], &base[i]);
        val_nil(&base[i]);
    }
    base = nb;
    L->base = base;
    NEXT();
}

OPCODE(VARARG)
{
    Value *ra = RA;
    Value *outer = vararg_base(base);
    uint32_t nparams = CLOSURE_OF_FRAME->p->nparams;
    uint32_t have = (uint32_t)(base - outer) - LINK_SLOTS - nparams;
    const Value *from = outer + nparams;
    uint32_t want = OPERAND_B;
    for (uint32_t i = 0; i < want; i++)
        if (i < have)
            val_copy(&ra[i], &from[i]);
        else
            val_nil(&ra[i]);
    NEXT();
}

OPCODE(VARARGV)
{
    Value *outer = vararg_base(base);
    uint32_t nparams = CLOSURE_OF_FRAME->p->nparams;
    uint32_t have = (uint32_t)(base - outer) - LINK_SLOTS - nparams;
    SAVE();
    budget_take(vm, have / 16);
    L->top = RA;
    stack_ensure(L, have + 8);
    base = L->base;
    const Value *from = vararg_base(base) + nparams;
    Value *ra = RA;
    for (uint32_t i = 0; i < have; i++)
        val_copy(&ra[i], &from[i]);
    L->top = ra + have;
    NEXT();
}

OPCODE(RETURN0)
{
    uint64_t word = link_word(base);
    if (UNLIKELY((word >> 48) != 1))
        TAIL(return);
    pc = (const Insn *)base[-1].p;
    base = AT(base, -(ptrdiff_t)(2 * sizeof(Value)) -
                        (ptrdiff_t)(uint16_t)(word >> 16));
    k = base[-2].lcl->p->k;
    NEXT();
}

OPCODE(RETURN1)
{
    uint64_t word = link_word(base);
    if (UNLIKELY((word >> 48) != 2))
        TAIL(return);
    val_copy(base - 2, RA);
    pc = (const Insn *)base[-1].p;
    base = AT(base, -(ptrdiff_t)(2 * sizeof(Value)) -
                        (ptrdiff_t)(uint16_t)(word >> 16));
    k = base[-2].lcl->p->k;
    NEXT();
}

OPCODE(RETURN) { TAIL(return); }
OPCODE(RETURNX)
{
    Value *ra = RA;
    size_t n = OPERAND_B;
    SAVE();
    if (n == 0xFFFF)
        n = (size_t)(L->top - ra);
    call_return(L, ra, n);
    RESUME();
}

OPCODE(RETURNV)
{
    Value *ra = RA;
    SAVE();
    call_return(L, ra, (size_t)(L->top - ra));
    RESUME();
}

/* Any number of results, as many as are wanted, to a Lua function; or else. */
SLOW(return)
{
    uint64_t word = link_word(base);
    if (LIKELY((uint8_t)word == LINK_LUA || (uint8_t)word == OP_TFORCALL)) {
        lua_State *L = vm->cur;
        Value *dst = base - LINK_SLOTS;
        const Value *res = RA;
        pc = (const Insn *)base[-1].p;
        PLACE_RESULTS(dst, res, OPERAND_B, (unsigned)(word >> 48));
        base = AT(dst, -(ptrdiff_t)(uint16_t)(word >> 16));
        k = base[-2].lcl->p->k;
        NEXT();
    }
    if ((uint8_t)word == LINK_SORT) {
        bool before = OPERAND_B != 0 && !is_falsy(RA);
        Value *sort = AT(base - LINK_SLOTS, -(ptrdiff_t)(uint16_t)(word >> 16));
        const LClosure *order = sort[SORT_ORDER].lcl;
        if (LIKELY(base[-2].p == order && base[-1].word == SORT_LINK &&
                   vm->budget > 0 && !vm->hooks_on && !vm->stress_stack &&
                   order->p->nparams == 2 &&
                   sort_merge_on(sort_state(sort), before, base))) {
            vm->budget--;
            pc = order->code; /* the same frame, once more */
            NEXT();
        }
        base = sort;
        SAVE();
        sort_step(L, before);
        RESUME();
    }
    if ((uint8_t)word == LINK_C)
        TAIL(return_to_c);
    TAIL(return_any);
}

/* As many results as the C function that called wants. */
SLOW(return_to_c)
{
    uint64_t payload = base[-1].bits;
    uint32_t want = (uint32_t)(payload >> 32), n = OPERAND_B;
    if (UNLIKELY((want != n + 1 && want != 0) ||
                 (link_flags(base) & LINKF_K) != 0))
        TAIL(return_any);
    lua_State *L = vm->cur;
    Value *dst = base - LINK_SLOTS;
    const Value *res = RA;
    if (n > 0)
        val_copy(dst, res);
    for (uint32_t i = 1; UNLIKELY(i < n); i++)
        val_copy(&dst[i], &res[i]);
    L->top = dst + n;
    L->base = dst - (uint32_t)payload;
    L->pc = halt_code;
    LEAVE();
}

SLOW(return_any)
{
    SAVE();
    call_return(L, RA, OPERAND_B);
    RESUME();
}

OPCODE(RETURNC)
{
    SAVE();
    L->top = RA + OPERAND_B;
    call_return_closing(L, RA, OPERAND_B);
    RESUME();
}

OPCODE(RETURNCV)
{
    Value *ra = RA;
    SAVE();
    call_return_closing(L, ra, (size_t)(L->top - ra));
    RESUME();
}

OPCODE(CLOSE)
{
    SAVE();
    call_close(L, RA);
    RESUME();
}

OPCODE(TBC)
{
    SAVE();
    tbc_mark(L, RA);
    NEXT();
}

/* ------------------------------------------------------------------- fused */

#define DO_MOVE val_copy(RA, RB)
#define DO_GETUPVAL val_copy(RA, UPVAL(OPERAND_B)->v)
#define DO_LOADI val_int(RA, OPERAND_SB)
#define DO_LOADK val_copy(RA, KAT((uint32_t)(insn >> 32)))
#define DO_LOADTRUE (void)(RA->tag = TAG_TRUE)
#define DO_LOADFALSE (void)(RA->tag = TAG_FALSE)
#define FUSED_DO(first, second)                                                \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        DO_##first;                                                            \
        insn = *pc++;                                                          \
        DO_##second;                                                           \
        NEXT();                                                                \
    }
#define FUSED_GO(first, second)                                                \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        DO_##first;                                                            \
        insn = *pc++;                                                          \
        TAIL_OP(second);                                                       \
    }
FUSED_GO(MOVE, CALL)
FUSED_DO(MOVE, MOVE)
FUSED_DO(MOVE, LOADI)
FUSED_DO(MOVE, GETUPVAL)
FUSED_DO(GETUPVAL, MOVE)
FUSED_DO(GETUPVAL, GETUPVAL)
FUSED_DO(GETUPVAL, LOADI)
FUSED_GO(GETUPVAL, CALL)
FUSED_GO(LOADI, CALL)
FUSED_DO(LOADI, MOVE)
FUSED_DO(LOADI, LOADI)
FUSED_GO(LOADK, CALL)
FUSED_DO(LOADK, MOVE)

FUSED_GO(LOADTRUE, RETURN1)
FUSED_GO(LOADFALSE, RETURN1)
FUSED_GO(LOADFALSE, JMP)

OPCODE(SETUPVAL_GETUPVAL)
{
    Upval *u = UPVAL(OPERAND_A);
    const Value *v = RB;
    val_copy(u->v, v);
    if (gc_must_tell(&vm->gc, &u->h, v))
        TAIL(setupval);
    insn = *pc++;
    TAIL_OP(GETUPVAL);
}

/* Integers: the first's result goes to the second, whose constant is right of
   it, in a register. */
#define THEN_ADDRK(r)                                                          \
    insn = *pc++;                                                              \
    const Value *z = KC;                                                       \
    if (UNLIKELY(!is_int(z)))                                                  \
        DISPATCH();                                                            \
    val_int(RA, IADD(r, z->i));                                                \
    NEXT()
#define THEN_MODRK(r)                                                          \
    insn = *pc++;                                                              \
    const Value *z = KC;                                                       \
    if (UNLIKELY(!is_int(z) || z->i <= 0))                                     \
        DISPATCH();                                                            \
    val_int(RA, mod_ints(r, z->i));                                             \
    NEXT()
#define FUSED_INTS(first, X, Y, op1, second)                                   \
    OPCODE(first##_##second)                                                   \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_INT(x, y)))                                         \
            TAIL_OP(first);                                                    \
        int64_t r = op1(x->i, y->i);                                           \
        val_int(RA, r);                                                        \
        THEN_##second(r);                                                      \
    }
FUSED_INTS(ADD, RB, RC, IADD, MODRK)
FUSED_INTS(MULRK, RB, KC, IMUL, MODRK)

OPCODE(MOD_ADDRK)
{
    const Value *x = RB, *y = RC;
    if (UNLIKELY(!BOTH_INT(x, y) || y->i <= 0))
        TAIL_OP(MOD);
    int64_t r = mod_ints(x->i, y->i);
    val_int(RA, r);
    THEN_ADDRK(r);
}

OPCODE(LEN_ADDRK)
{
    const Value *v = RB;
    if (UNLIKELY(!is_table(v) || tab_metatable(vm, v->tab) != NULL))
        TAIL_OP(LEN);
    int64_t r = tab_len_fast(v->tab);
    val_int(RA, r);
    THEN_ADDRK(r);
}

/* n + k, and n = n + k, with n an upvalue: integers need no barrier. */
#define GETUPVAL_ARITH(name, iop)                                              \
    OPCODE(name)                                                               \
    {                                                                          \
        const Value *v = UPVAL(OPERAND_B)->v;                                  \
        val_copy(RA, v);                                                       \
        insn = *pc++;                                                          \
        const Value *y = KC;                                                   \
        if (UNLIKELY(!BOTH_INT(v, y)))                                         \
            DISPATCH();                                                        \
        Value *ra = RA;                                                        \
        int64_t r = iop(v->i, y->i);                                           \
        val_int(ra, r);                                                        \
        insn = *pc++;                                                          \
        if ((uint16_t)insn == OP_SETUPVAL && RB == ra) {                       \
            val_int(UPVAL(OPERAND_A)->v, r);                                   \
            NEXT();                                                            \
        }                                                                      \
        DISPATCH();                                                            \
    }
GETUPVAL_ARITH(GETUPVAL_ADDRK, IADD)
GETUPVAL_ARITH(GETUPVAL_SUBRK, ISUB)
GETUPVAL_ARITH(GETUPVAL_MULRK, IMUL)

/* The next instruction with r in place of an operand; z is the other one. */
#define SECOND_L(r, op) SECOND(RC, op(r, z->n))
#define SECOND_R(r, op) SECOND(RB, op(z->n, r))
#define SECOND(other, value)                                                   \
    do {                                                                       \
        insn = *pc++;                                                          \
        const Value *z = other;                                                \
        if (UNLIKELY(!is_float(z)))                                            \
            DISPATCH();                                                        \
        val_float(RA, value);                                                  \
        NEXT();                                                                \
    } while (0)
#define FUSED_ARITH(first, X, Y, op1, second, side, op2)                       \
    OPCODE(first##_##second##side)                                             \
    {                                                                          \
        const Value *x = X, *y = Y;                                            \
        if (UNLIKELY(!BOTH_FLOAT(x, y))) {                                     \
            SET_OPCODE(pc - 1, OP_##first##_ANY);                              \
            TAIL_OP(first##_ANY);                                              \
        }                                                                      \
        double r = op1(x->n, y->n);                                            \
        val_float(RA, r);                                                      \
        SECOND_##side(r, op2);                                                 \
    }
FUSED_ARITH(MUL, RB, RC, FMUL, ADD, L, FADD)
FUSED_ARITH(MUL, RB, RC, FMUL, ADD, R, FADD)
FUSED_ARITH(MUL, RB, RC, FMUL, SUB, L, FSUB)
FUSED_ARITH(MUL, RB, RC, FMUL, SUB, R, FSUB)
FUSED_ARITH(MUL, RB, RC, FMUL, MUL, L, FMUL)
FUSED_ARITH(MUL, RB, RC, FMUL, MUL, R, FMUL)
FUSED_ARITH(ADD, RB, RC, FADD, ADD, L, FADD)
FUSED_ARITH(ADD, RB, RC, FADD, SUB, L, FSUB)
FUSED_ARITH(ADD, RB, RC, FADD, MUL, R, FMUL)
FUSED_ARITH(SUB, RB, RC, FSUB, ADD, L, FADD)
FUSED_ARITH(SUB, RB, RC, FSUB, MUL, R, FMUL)
FUSED_ARITH(MULKR, KB, RC, FMUL, MUL, L, FMUL)
FUSED_ARITH(MULKR, KB, RC, FMUL, MUL, R, FMUL)

#define FUSED_GETTABLE(second, side, op2)                                      \
    OPCODE(GETTABLE_##second##side)                                            \
    {                                                                          \
        const Value *t = RB, *key = RC;                                        \
        if (UNLIKELY(!is_table(t) || !is_int(key) ||                           \
                     t->tab->h.kind != KIND_F64))                              \
            TAIL(gettable);                                                    \
        uint64_t i = INDEX_IN(t->tab, key);                                    \
        if (UNLIKELY(i >= t->tab->acount))                                     \
            TAIL(gettable_any);                                                \
        double r = t->tab->an[i];                                              \
        val_float(RA, r);                                                      \
        SECOND_##side(r, op2);                                                 \
    }
FUSED_GETTABLE(ADD, L, FADD)
FUSED_GETTABLE(ADD, R, FADD)
FUSED_GETTABLE(SUB, L, FSUB)
FUSED_GETTABLE(SUB, R, FSUB)
FUSED_GETTABLE(MUL, L, FMUL)
FUSED_GETTABLE(MUL, R, FMUL)

/* ---------------------------------------------------------- places to go on */

OPCODE(HALT)
{
    (void)base;
    (void)k;
    (void)vm;
    (void)pc;
    (void)insn;
    LEAVE();
}

OPCODE(CLOSEMORE)
{
    SAVE();
    call_close_more(L);
    RESUME();
}

OPCODE(UNWIND)
{
    SAVE();
    call_unwind(L);
    RESUME();
}

OPCODE(CCONTINUE)
{
    SAVE();
    call_c_continue(L);
    RESUME();
}

/* The slice is used up: then do the instruction again, uncharged. */
SLOW(budget)
{
    SAVE();
    L->pc = pc;
    vm_budget_slow(L);
    base = L->base;
    vm->budget++; /* it will charge once more */
    DISPATCH_REAL();
}

/* Hooks are on: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_hook(PARAMS)
#else
do_hook:
#endif
{
    if ((uint16_t)insn < OP_HALT) {
        SAVE();
        hook_insn(L);
        if (vm->cur != L || L->pc != pc)
            RESUME();
        base = L->base;
    }
    DISPATCH_FIRST();
}

/* Pairs are counted: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_count(PARAMS)
#else
do_count:
#endif
{
    insn = (insn & ~UINT64_C(0xFFFF)) | unfused((uint16_t)insn);
    count_insn(vm, insn);
    DISPATCH_REAL();
}

/* Under stress: every instruction comes through here. */
#if VM_DISPATCH == DISPATCH_TAIL
static __attribute__((preserve_none)) void do_first(PARAMS)
#else
do_first:
#endif
{
    insn = (insn & ~UINT64_C(0xFFFF)) | first_form((uint16_t)insn);
    DISPATCH_REAL();
}

#if VM_DISPATCH != DISPATCH_TAIL
#if VM_DISPATCH == DISPATCH_SWITCH
    default: LEAVE();
    }
#endif
}
#endif
