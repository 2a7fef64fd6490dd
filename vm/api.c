/*
 * vm/api.c -- the C API: the stack, values on it, operators, upvalues.
 *
 * include/lua.h has the contracts. Beside it: api_push.c makes values,
 * api_table.c reads and writes tables and userdata, api_call.c calls, loads,
 * and controls the machine; debug.c has lua_getinfo and its kin, state.c
 * lua_newstate and lua_close, coroutine.c lua_resume and lua_yieldk.
 *
 * Read     lua_settop, lua_tolstring, lua_arith.
 */
#include "vm/api.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

const char lua_ident[] = "$LuaVersion: " LUA_COPYRIGHT " $";

/* ------------------------------------------------------------------- stack */

const Value api_none = {.bits = 0, .tag = TAG_NIL};

static bool is_pseudo(int idx) { return idx <= LUA_REGISTRYINDEX; }

int lua_absindex(lua_State *L, int idx)
{
    api_thread(L);
    return idx > 0 || is_pseudo(idx) ? idx : (int)(L->top - L->base) + idx + 1;
}

int lua_gettop(lua_State *L)
{
    api_thread(L);
    return (int)(L->top - L->base);
}

static Value *close_down(lua_State *L, Value *to)
{
    ptrdiff_t off = to - L->stack;
    vm_close(L, to);
    return L->stack + off;
}

void lua_settop(lua_State *L, int idx)
{
    if (idx < 0)
        api_count(L, -((ptrdiff_t)idx + 1));
    else
        api_room(L, idx - (L->top - L->base));
    Value *to = idx >= 0 ? L->base + idx : L->top + idx + 1;
    for (Value *v = L->top; v < to; v++)
        val_nil(v);
    if (UNLIKELY((uintptr_t)L->tbc >= (uintptr_t)to)) /* NULL is below all */
        to = close_down(L, to);
    L->top = to;
}

void lua_closeslot(lua_State *L, int idx)
{
    Value *v = at(L, idx);
    api_check(L, v == L->tbc, "index %d is not the slot marked last", idx);
    ptrdiff_t off = v - L->stack;
    vm_close(L, v);
    val_nil(L->stack + off);
}

static void reverse(Value *a, Value *b)
{
    for (; a < b; a++, b--) {
        Value t;
        val_copy(&t, a);
        val_copy(a, b);
        val_copy(b, &t);
    }
}

void lua_rotate(lua_State *L, int idx, int n)
{
    Value *last = L->top - 1, *p = at(L, idx), v;
    api_check(L, !is_none(p) && idx > LUA_REGISTRYINDEX,
              "index %d is not on the stack", idx);
    api_check(L, (n < 0 ? -(ptrdiff_t)n : n) <= last - p + 1,
              "%d positions, but only %td values", n, last - p + 1);
    if (n == 1) { /* lua_insert */
        val_copy(&v, last);
        for (; last > p; last--)
            val_copy(last, last - 1);
        val_copy(p, &v);
        return;
    }
    if (n == -1) { /* lua_remove */
        val_copy(&v, p);
        for (; p < last; p++)
            val_copy(p, p + 1);
        val_copy(last, &v);
        return;
    }
    Value *m = n >= 0 ? last - n : p - n - 1;
    reverse(p, m);
    reverse(m + 1, last);
    reverse(p, last);
}

void lua_copy(lua_State *L, int from, int to)
{
    Value *d = at(L, to);
    api_check(L, !is_none(d), "index %d holds nothing", to);
    val_copy(d, at(L, from));
    gc_touch(L->vm, L);
    if (to < LUA_REGISTRYINDEX) /* an upvalue */
        gc_barrier(L->vm, L->base[-2].ccl, d);
}

void lua_pushvalue(lua_State *L, int idx)
{
    api_room(L, 1);
    val_copy(L->top, at(L, idx));
    stack_pushed(L);
}

static void grow_body(lua_State *L, void *ud)
{
    stack_ensure(L, *(size_t *)ud);
}

int lua_checkstack(lua_State *L, int n)
{
    api_thread(L);
    api_check(L, n >= 0, "%d slots", n);
    size_t want = (size_t)n;
    if ((size_t)(L->limit - L->top) >= want && !L->vm->stress_stack) {
        api_reserve(L, n);
        return 1;
    }
    if ((size_t)(L->top - L->stack) + want > STACK_MAX)
        return 0;
    ptrdiff_t off = L->top - L->stack;
    if (vm_protect(L, grow_body, &want) == LUA_OK) {
        api_reserve(L, n);
        return 1;
    }
    L->top = L->stack + off;
    return 0;
}

void lua_xmove(lua_State *from, lua_State *to, int n)
{
    if (from == to)
        return;
    api_count(from, n);
    api_room(to, n);
    api_check(from, from->vm == to->vm, "the threads are of different VMs");
    from->top -= n;
    for (int i = 0; i < n; i++) {
        val_copy(to->top, from->top + i);
        stack_pushed(to);
    }
}

/* --------------------------------------------------------------- inspection */

int lua_type(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return is_none(v) ? LUA_TNONE : type_of(v);
}

const char *lua_typename(lua_State *L, int t)
{
    static const char *const names[] = {
        "no value", "nil",      "boolean",  "userdata", "number", "string",
        "table",    "function", "userdata", "thread"};
    (void)L;
    api_check(L, t >= LUA_TNONE && t < LUA_NUMTYPES, "%d is no type", t);
    return names[t + 1];
}

int lua_iscfunction(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return v->tag == TAG_CFUNC || v->tag == TAG_CCL;
}

int lua_isinteger(lua_State *L, int idx) { return is_int(at(L, idx)); }

int lua_isnumber(lua_State *L, int idx)
{
    Value n;
    return to_number(at(L, idx), &n);
}

int lua_isstring(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return is_string(v) || is_number(v);
}

int lua_isuserdata(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return v->tag == TAG_UDATA || v->tag == TAG_LIGHT;
}

lua_Number lua_tonumberx(lua_State *L, int idx, int *isnum)
{
    const Value *v = at(L, idx);
    Value n;
    if (LIKELY(is_float(v))) {
        if (isnum != NULL)
            *isnum = 1;
        return v->n;
    }
    bool ok = to_number(v, &n);
    if (isnum != NULL)
        *isnum = ok;
    return !ok ? 0 : is_int(&n) ? (lua_Number)n.i : n.n;
}

lua_Integer lua_tointegerx(lua_State *L, int idx, int *isnum)
{
    const Value *v = at(L, idx);
    int64_t i = 0;
    if (LIKELY(is_int(v))) {
        if (isnum != NULL)
            *isnum = 1;
        return v->i;
    }
    bool ok = to_integer(v, &i);
    if (isnum != NULL)
        *isnum = ok;
    return ok ? i : 0;
}

int lua_toboolean(lua_State *L, int idx) { return !is_falsy(at(L, idx)); }

const char *lua_tolstring(lua_State *L, int idx, size_t *len)
{
    Value *v = at(L, idx);
    if (!is_string(v)) {
        if (!is_number(v)) {
            if (len != NULL)
                *len = 0;
            return NULL;
        }
        to_string_inplace(L, v);
        gc_touch(L->vm, L);
    }
    if (len != NULL)
        *len = v->str->nbytes;
    return v->str->data;
}

lua_Unsigned lua_rawlen(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    if (is_string(v))
        return v->str->nbytes;
    if (is_udata(v))
        return v->ud->nbytes;
    return is_table(v) ? (lua_Unsigned)tab_len(L->vm, v->tab) : 0;
}

lua_CFunction lua_tocfunction(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return v->tag == TAG_CFUNC ? v->cfn->fn
           : v->tag == TAG_CCL ? v->ccl->cf->fn
                               : NULL;
}

void *lua_touserdata(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return is_udata(v) ? v->ud->data : v->tag == TAG_LIGHT ? v->p : NULL;
}

lua_State *lua_tothread(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    return v->tag == TAG_THREAD ? v->th : NULL;
}

const void *lua_topointer(lua_State *L, int idx)
{
    const Value *v = at(L, idx);
    if (v->tag == TAG_UDATA)
        return v->ud->data;
    if (v->tag == TAG_CFUNC) {
        void *p;
        memcpy(&p, &v->cfn->fn, sizeof p);
        return p;
    }
    return is_collectable(v) || v->tag == TAG_LIGHT ? v->p : NULL;
}

/* ----------------------------------------------------- arithmetic, comparing */

void lua_arith(lua_State *L, int op)
{
    api_check(L, op >= LUA_OPADD && op <= LUA_OPBNOT, "no operator %d", op);
    api_count(L, op == LUA_OPUNM || op == LUA_OPBNOT ? 1 : 2);
    static const uint8_t events[] = {
        [LUA_OPADD] = MM_ADD,   [LUA_OPSUB] = MM_SUB,  [LUA_OPMUL] = MM_MUL,
        [LUA_OPMOD] = MM_MOD,   [LUA_OPPOW] = MM_POW,  [LUA_OPDIV] = MM_DIV,
        [LUA_OPIDIV] = MM_IDIV, [LUA_OPBAND] = MM_BAND, [LUA_OPBOR] = MM_BOR,
        [LUA_OPBXOR] = MM_BXOR, [LUA_OPSHL] = MM_SHL,  [LUA_OPSHR] = MM_SHR,
        [LUA_OPUNM] = MM_UNM,   [LUA_OPBNOT] = MM_BNOT};
    MetaEvent e = (MetaEvent)events[op];
    if (e == MM_UNM || e == MM_BNOT)
        lua_pushvalue(L, -1); /* the operand is its own second */
    Value out, *top = L->top;
    if (arith_raw(L, e, top - 2, top - 1, &out)) {
        val_copy(top - 2, &out);
        L->top--;
        return;
    }
    const Value *mm = arith_meta(L, e, top - 2, top - 1);
    Value f;
    val_copy(&f, mm);
    val_copy(top, top - 1);
    val_copy(top - 1, top - 2);
    val_copy(top - 2, &f);
    stack_pushed(L);
    vm_call(L, top - 2, 1, false);
}

int lua_rawequal(lua_State *L, int i, int j)
{
    const Value *a = at(L, i), *b = at(L, j);
    return !is_none(a) && !is_none(b) && equal_raw(a, b) == 1;
}

/* mm(a, b) as a boolean. */
static int call_compare(lua_State *L, const Value *mm, const Value *a,
                        const Value *b)
{
    Value x, y;
    val_copy(&x, a);
    val_copy(&y, b);
    Value *f = L->top;
    val_copy(f, mm);
    val_copy(f + 1, &x);
    val_copy(f + 2, &y);
    L->top += 3;
    vm_call(L, f, 1, false);
    L->top--;
    return !is_falsy(L->top);
}

static int compare_meta(lua_State *L, MetaEvent e, const Value *a,
                        const Value *b)
{
    const Value *mm = meta_get(L->vm, a, e);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, e);
    if (is_nil(mm)) {
        if (e == MM_LE && !is_nil(mm = less_meta(L->vm, a, b)))
            return !call_compare(L, mm, b, a);
        err_compare(L, a, b);
    }
    return call_compare(L, mm, a, b);
}

int lua_compare(lua_State *L, int i, int j, int op)
{
    const Value *a = at(L, i), *b = at(L, j);
    if (is_none(a) || is_none(b))
        return 0;
    api_check(L, op >= LUA_OPEQ && op <= LUA_OPLE, "no comparison %d", op);
    int r;
    switch (op) {
    case LUA_OPEQ:
        r = equal_raw(a, b);
        if (r < 0) {
            const Value *mm = equal_meta(L->vm, a, b);
            r = is_nil(mm) ? 0 : call_compare(L, mm, a, b);
        }
        return r;
    case LUA_OPLT:
        r = less_raw(L, a, b);
        return r >= 0 ? r : compare_meta(L, MM_LT, a, b);
    default:
        r = less_equal_raw(L, a, b);
        return r >= 0 ? r : compare_meta(L, MM_LE, a, b);
    }
}

size_t lua_stringtonumber(lua_State *L, const char *s)
{
    api_room(L, 1);
    Value n;
    size_t len = strlen(s);
    if (!str_to_number(s, len, &n))
        return 0;
    val_copy(L->top, &n);
    stack_pushed(L);
    return len + 1;
}

void lua_concat(lua_State *L, int n)
{
    api_check(L, n >= 0, "%d values", n);
    if (n == 0)
        api_room(L, 1);
    else
        api_count(L, n);
    if (n == 0) {
        val_obj(L->top, str_new(L->vm, "", 0));
        stack_pushed(L);
    } else if (n > 1) {
        vm_concat(L, (size_t)n);
        gc_touch(L->vm, L);
    }
}

/* A value's length with metamethods, pushed. */
void lua_len(lua_State *L, int idx)
{
    api_room(L, 1);
    const Value *v = at(L, idx);
    const Value *mm = is_string(v) ? &L->vm->nil_value
                                   : meta_get(L->vm, v, MM_LEN);
    if (!is_nil(mm)) {
        Value x, *f = L->top;
        val_copy(&x, v);
        val_copy(f, mm);
        val_copy(f + 1, &x);
        val_copy(f + 2, &x);
        L->top += 3;
        vm_call(L, f, 1, false);
        return;
    }
    if (is_string(v))
        val_int(L->top, (int64_t)v->str->nbytes);
    else if (is_table(v))
        val_int(L->top, tab_len(L->vm, v->tab));
    else
        err_type(L, v, "get length of");
    stack_pushed(L);
}

/* ---------------------------------------------------------------- upvalues */

static Value *upvalue(lua_State *L, const Value *f, int n, const char **name,
                      GCHeader **owner)
{
    (void)L;
    if (f->tag == TAG_CCL) {
        if (n < 1 || (uint32_t)n > f->ccl->h.aux)
            return NULL;
        *name = "";
        *owner = &f->ccl->h;
        return &f->ccl->upvals[n - 1];
    }
    if (!is_lcl(f) || n < 1 || (uint32_t)n > f->lcl->h.aux)
        return NULL;
    *name = proto_upvalue_name(f->lcl->p, (unsigned)n - 1);
    if (*name == NULL)
        *name = "(no name)";
    *owner = &f->lcl->upvals[n - 1]->h;
    return f->lcl->upvals[n - 1]->v;
}

const char *lua_getupvalue(lua_State *L, int idx, int n)
{
    api_room(L, 1);
    const char *name;
    GCHeader *owner;
    Value *v = upvalue(L, at(L, idx), n, &name, &owner);
    if (v == NULL)
        return NULL;
    val_copy(L->top, v);
    stack_pushed(L);
    return name;
}

const char *lua_setupvalue(lua_State *L, int idx, int n)
{
    api_count(L, 1);
    const char *name;
    GCHeader *owner;
    Value *v = upvalue(L, at(L, idx), n, &name, &owner);
    if (v == NULL)
        return NULL;
    L->top--;
    val_copy(v, L->top);
    gc_barrier(L->vm, owner, v);
    return name;
}

void *lua_upvalueid(lua_State *L, int idx, int n)
{
    const Value *f = at(L, idx);
    if (is_lcl(f))
        return n >= 1 && (uint32_t)n <= f->lcl->h.aux ? f->lcl->upvals[n - 1]
                                                      : NULL;
    if (f->tag == TAG_CCL && n >= 1 && (uint32_t)n <= f->ccl->h.aux)
        return &f->ccl->upvals[n - 1];
    return NULL;
}

void lua_upvaluejoin(lua_State *L, int f1, int n1, int f2, int n2)
{
    const Value *fa = at(L, f1), *fb = at(L, f2);
    api_is(L, fa, is_lcl, "a Lua function");
    api_is(L, fb, is_lcl, "a Lua function");
    LClosure *a = fa->lcl, *b = fb->lcl;
    api_check(L, n1 >= 1 && (uint32_t)n1 <= a->h.aux, "no upvalue %d", n1);
    api_check(L, n2 >= 1 && (uint32_t)n2 <= b->h.aux, "no upvalue %d", n2);
    a->upvals[n1 - 1] = b->upvals[n2 - 1];
    gc_barrier_obj(L->vm, a, b->upvals[n2 - 1]);
}
