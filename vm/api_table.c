/*
 * vm/api_table.c -- the C API: tables and userdata, read and written.
 *
 * Read     push_field, lua_settable, lua_next.
 */
#include "vm/api.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

/* The table that a raw access is for. */
#define table_at(L, idx) table_of(L, at(L, idx), __func__)

static ALWAYS_INLINE Table *table_of(lua_State *L, const Value *v,
                                     const char *function)
{
    (void)L;
    api_is_in(L, function, v, is_table, "a table");
    return v->tab;
}

/* ------------------------------------------------------------------- getting */

/* Push fn(self, key) called, as an access. */
static void call_index(lua_State *L, const Value *fn, const Value *self,
                       const Value *key, Value *dst)
{
    ptrdiff_t off = dst - L->stack;
    Value *f = L->top;
    val_copy(f + 2, key);
    val_copy(f, fn);
    val_copy(f + 1, self);
    L->top = f + 3;
    vm_call(L, f, 1, false);
    L->top--;
    val_copy(L->stack + off, L->top);
}

int lua_gettable(lua_State *L, int idx)
{
    api_count(L, 1);
    const Value *t = at(L, idx);
    Value key;
    val_copy(&key, L->top - 1);
    Value tmp;
    if (is_table(t)) {
        const Value *v = tab_get(L->vm, t->tab, &key, &tmp);
        if (!is_nil(v) || tab_metatable(L->vm, t->tab) == NULL) {
            val_copy(L->top - 1, v);
            return type_of(L->top - 1);
        }
    }
    Value out, fn, self;
    if (index_chain(L, t, &key, &out, &fn, &self))
        val_copy(L->top - 1, &out);
    else
        call_index(L, &fn, &self, &key, L->top - 1);
    return type_of(L->top - 1);
}

/* Push t[key] for a key that may be nowhere on the stack yet. */
static int push_index(lua_State *L, const Value *t, const Value *key)
{
    Value tmp;
    if (is_table(t)) {
        const Value *v = tab_get(L->vm, t->tab, key, &tmp);
        if (!is_nil(v) || tab_metatable(L->vm, t->tab) == NULL) {
            val_copy(L->top, v);
            stack_pushed(L);
            return type_of(L->top - 1);
        }
    }
    val_copy(L->top, key); /* reachable meanwhile; replaced by the result */
    stack_pushed(L);
    Value out, fn, self;
    if (index_chain(L, t, key, &out, &fn, &self))
        val_copy(L->top - 1, &out);
    else
        call_index(L, &fn, &self, key, L->top - 1);
    return type_of(L->top - 1);
}

/* Push t[name], following __index from table to table. */
static int push_field(lua_State *L, const Value *t, String *s)
{
    VM *vm = L->vm;
    const Value *v = t;
    for (int n = 0; n < 8 && is_table(v) && s->h.type == TAG_SSTR; n++) {
        Table *tab = v->tab;
        v = tab_get_str(vm, tab, s);
        if (LIKELY(!is_nil(v)) || tab_metatable(vm, tab) == NULL) {
            val_copy(L->top, v);
            stack_pushed(L);
            return type_of(L->top - 1);
        }
        v = meta_get_mt(vm, tab_metatable(vm, tab), MM_INDEX);
    }
    Value key;
    val_obj(&key, s);
    return push_index(L, t, &key);
}

int lua_getfield(lua_State *L, int idx, const char *name)
{
    api_room(L, 1);
    String *s = str_name(L->vm, name);
    return push_field(L, at(L, idx), s);
}

int lua_geti(lua_State *L, int idx, lua_Integer n)
{
    api_room(L, 1);
    const Value *t = at(L, idx);
    Value key;
    if (is_table(t)) {
        uint64_t i = (uint64_t)n - t->tab->abase;
        if (i < t->tab->acount) {
            arr_load(t->tab, i, L->top);
            if (!is_nil(L->top)) {
                stack_pushed(L);
                return type_of(L->top - 1);
            }
        }
    }
    val_int(&key, n);
    return push_index(L, t, &key);
}

static const Value *globals(lua_State *L, Value *tmp)
{
    const Table *reg = L->vm->registry.tab;
    const uint64_t i = LUA_RIDX_GLOBALS - 1;
    if (LIKELY(reg->h.kind == KIND_ANY && reg->abase == 1 && i < reg->acount))
        return &reg->av[i];
    return tab_get_int(L->vm, L->vm->registry.tab, LUA_RIDX_GLOBALS, tmp);
}

int lua_getglobal(lua_State *L, const char *name)
{
    api_room(L, 1);
    String *s = str_name(L->vm, name);
    Value tmp;
    return push_field(L, globals(L, &tmp), s);
}

int lua_rawget(lua_State *L, int idx)
{
    api_count(L, 1);
    Value tmp;
    val_copy(L->top - 1, tab_get(L->vm, table_at(L, idx), L->top - 1, &tmp));
    return type_of(L->top - 1);
}

int lua_rawgeti(lua_State *L, int idx, lua_Integer n)
{
    api_room(L, 1);
    Table *t = table_at(L, idx);
    uint64_t i = (uint64_t)n - t->abase;
    Value tmp;
    if (LIKELY(i < t->acount && !(t->h.flags & TABF_HIDDEN)))
        arr_load(t, i, L->top);
    else
        val_copy(L->top, tab_get_int(L->vm, t, n, &tmp));
    stack_pushed(L);
    return type_of(L->top - 1);
}

static void key_of_pointer(Value *k, const void *p)
{
    k->bits = 0;
    val_ptr(k, p);
    k->tag = TAG_LIGHT;
}

int lua_rawgetp(lua_State *L, int idx, const void *p)
{
    api_room(L, 1);
    Value key, tmp;
    key_of_pointer(&key, p);
    val_copy(L->top, tab_get(L->vm, table_at(L, idx), &key, &tmp));
    stack_pushed(L);
    return type_of(L->top - 1);
}

void lua_createtable(lua_State *L, int narr, int nrec)
{
    api_room(L, 1);
    Table *t = tab_new_fields(L->vm, (uint32_t)nrec);
    val_obj(L->top, t);
    stack_pushed(L);
    tab_reserve(L->vm, t, (uint32_t)narr);
}

void *lua_newuserdatauv(lua_State *L, size_t nbytes, int nuv)
{
    api_room(L, 1);
    if (nbytes > (size_t)PTRDIFF_MAX - 65536 * sizeof(Value))
        err_memory(L->vm);
    Udata *u = udata_new(L->vm, nbytes, (uint32_t)nuv);
    val_obj(L->top, u);
    stack_pushed(L);
    return u->data;
}

int lua_getmetatable(lua_State *L, int idx)
{
    api_room(L, 1);
    Table *mt = meta_table(L->vm, at(L, idx));
    if (mt == NULL)
        return 0;
    val_obj(L->top, mt);
    stack_pushed(L);
    return 1;
}

int lua_getiuservalue(lua_State *L, int idx, int n)
{
    api_room(L, 1);
    const Value *u = at(L, idx);
    api_is(L, u, is_udata, "full userdata");
    bool ok = n >= 1 && (uint32_t)n <= u->ud->h.aux;
    if (ok)
        val_copy(L->top, &u->ud->uservals[n - 1]);
    else
        val_nil(L->top);
    stack_pushed(L);
    return ok ? type_of(L->top - 1) : LUA_TNONE;
}

/* ------------------------------------------------------------------- setting */

/* obj[key] = v, which is on top and stays there. */
static void set(lua_State *L, const Value *obj, const Value *key,
                const Value *v)
{
    if (is_table(obj) && tab_metatable(L->vm, obj->tab) == NULL) {
        tab_set(L->vm, obj->tab, key, v);
        return;
    }
    Value fn, self;
    if (newindex_chain(L, obj, key, v, &fn, &self))
        return;
    Value *f = L->top;
    val_copy(f, &fn);
    val_copy(f + 1, &self);
    val_copy(f + 2, key);
    val_copy(f + 3, v);
    L->top = f + 4;
    vm_call(L, f, 0, false);
}

/* t[n] = v where the array has another value of the kind. False: it has not. */
static bool set_element(VM *vm, Table *t, lua_Integer n, const Value *v)
{
    uint64_t i = (uint64_t)n - t->abase;
    if (i >= t->acount)
        return false;
    switch (t->h.kind) {
    case KIND_I64:
        if (!is_int(v))
            return false;
        t->ai[i] = v->i;
        return true;
    case KIND_F64:
        if (!is_float(v))
            return false;
        t->an[i] = v->n;
        return true;
    default:
        if (is_nil(v) || is_nil(&t->av[i]))
            return false;
        val_copy(&t->av[i], v);
        gc_barrier_element(vm, t, (uint32_t)i, v);
        return true;
    }
}

void lua_settable(lua_State *L, int idx)
{
    api_count(L, 2);
    set(L, at(L, idx), L->top - 2, L->top - 1);
    L->top -= 2;
}

static void set_field(lua_State *L, const Value *t, const char *name)
{
    Value obj;
    val_copy(&obj, t);
    String *s = str_name(L->vm, name);
    const Value *key = L->top;
    stack_pushed(L);
    val_obj(L->top - 1, s);
    if (is_table(&obj) && is_sstr(key) &&
        tab_metatable(L->vm, obj.tab) == NULL)
        tab_set_str(L->vm, obj.tab, key->str, L->top - 2, false);
    else
        set(L, &obj, key, L->top - 2);
    L->top -= 2;
}

void lua_setfield(lua_State *L, int idx, const char *name)
{
    api_count(L, 1);
    set_field(L, at(L, idx), name);
}

void lua_setglobal(lua_State *L, const char *name)
{
    api_count(L, 1);
    Value tmp;
    set_field(L, globals(L, &tmp), name);
}

void lua_seti(lua_State *L, int idx, lua_Integer n)
{
    api_count(L, 1);
    const Value *t = at(L, idx), *v = L->top - 1;
    Value key;
    if (!is_table(t) || !set_element(L->vm, t->tab, n, v)) {
        val_int(&key, n);
        set(L, t, &key, v);
    }
    L->top--;
}

void lua_rawset(lua_State *L, int idx)
{
    api_count(L, 2);
    tab_set(L->vm, table_at(L, idx), L->top - 2, L->top - 1);
    L->top -= 2;
}

void lua_rawseti(lua_State *L, int idx, lua_Integer n)
{
    api_count(L, 1);
    Table *t = table_at(L, idx);
    if (!set_element(L->vm, t, n, L->top - 1))
        tab_set_int(L->vm, t, n, L->top - 1);
    L->top--;
}

void lua_rawsetp(lua_State *L, int idx, const void *p)
{
    api_count(L, 1);
    Value key;
    key_of_pointer(&key, p);
    tab_set(L->vm, table_at(L, idx), &key, L->top - 1);
    L->top--;
}

static void set_type_metatable(VM *vm, int8_t tag, Table *mt)
{
    static const int8_t groups[][4] = {
        {TAG_INT, TAG_FLOAT, -1}, {TAG_SSTR, TAG_LSTR, -1},
        {TAG_CFUNC, TAG_LCL, TAG_CCL, -1}};
    epoch_bump(vm);
    if (tag < 0)
        tag = tag == TAG_NIL ? TAG_NIL_MT : TAG_TRUE;
    vm->type_mt[tag] = mt;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (int i = 0; i < 4 && groups[g][i] >= 0; i++)
            if (groups[g][i] == tag)
                for (int j = 0; j < 4 && groups[g][j] >= 0; j++)
                    vm->type_mt[groups[g][j]] = mt;
}

int lua_setmetatable(lua_State *L, int idx)
{
    api_count(L, 1);
    VM *vm = L->vm;
    Value *o = at(L, idx);
    api_check(L, !is_none(o), "there is no value");
    api_check(L, is_nil(L->top - 1) || is_table(L->top - 1),
              "the metatable is a %s", lua_typename(L, type_of(L->top - 1)));
    Table *mt = is_nil(L->top - 1) ? NULL : L->top[-1].tab;
    if (is_table(o)) {
        tab_set_metatable(vm, o->tab, mt);
    } else if (is_udata(o)) {
        o->ud->mt = mt;
        if (mt != NULL)
            gc_barrier_obj(vm, o->ud, mt);
    } else {
        set_type_metatable(vm, o->tag, mt);
        L->top--;
        return 1;
    }
    if (mt != NULL && !is_nil(meta_get_mt(vm, mt, MM_GC)))
        gc_add_finalizer(vm, o->gc);
    L->top--;
    return 1;
}

int lua_setiuservalue(lua_State *L, int idx, int n)
{
    api_count(L, 1);
    const Value *u = at(L, idx);
    api_is(L, u, is_udata, "full userdata");
    bool ok = n >= 1 && (uint32_t)n <= u->ud->h.aux;
    if (ok) {
        val_copy(&u->ud->uservals[n - 1], L->top - 1);
        gc_barrier(L->vm, u->ud, L->top - 1);
    }
    L->top--;
    return ok;
}

int lua_next(lua_State *L, int idx)
{
    api_count(L, 1);
    VM *vm = L->vm;
    Table *t = table_at(L, idx);
    Value *key = L->top - 1;
    if (is_int(key)) { /* from one element to the next */
        uint64_t i = (uint64_t)key->i - t->abase;
        if (i < t->acount && ++i < t->acount) {
            arr_load(t, i, L->top);
            if (!is_nil(L->top)) {
                key->i++;
                stack_pushed(L);
                return 1;
            }
        }
    }
    uint32_t pos = 0;
    if (!is_nil(key) && !tab_find_pos(vm, t, key, vm->next_pos, &pos))
        err_raisef(L, "invalid key to 'next'");
    uint32_t from = pos;
    bool found = tab_next_at(vm, t, &pos, key, L->top);
    tab_charge_passed(vm, t, from, pos);
    if (!found) {
        L->top--;
        return 0;
    }
    vm->next_pos = pos;
    stack_pushed(L);
    return 1;
}
