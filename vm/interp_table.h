/*
 * vm/interp_table.h -- handlers of fields and elements, and of what makes
 * tables and closures. Part of vm/interp_handlers.h.
 */

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
        unsigned flags = p->upvals[2 * i], index = p->upvals[2 * i + 1];
        c->upvals[i] = flags & BC_UP_INSTACK ? upval_find(L, base + index)
                                             : self->upvals[index];
        gc_barrier_obj(vm, c, c->upvals[i]);
    }
    NEXT();
}
