/*
 * vm/interp_load.h -- handlers of constants, registers, upvalues and
 * globals. Part of vm/interp_handlers.h.
 */

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
