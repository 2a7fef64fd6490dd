/*
 * vm/api.c -- the C API: stack, access, conversion, calls, miscellany.
 *
 * include/lua.h has the contracts. debug.c has lua_getinfo and its kin,
 * state.c lua_newstate and lua_close, call.c lua_resume and lua_yieldk.
 *
 * Read     at, lua_pcallk, lua_load.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/builtin.h"
#include "vm/call.h"
#include "vm/cfunc.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/load.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

const char lua_ident[] = "$LuaVersion: " LUA_COPYRIGHT " $";

/* ------------------------------------------------------------------- stack */

const Value api_none = {.bits = 0, .tag = TAG_NIL};

/* The table that a raw access is for. */
#define table_at(L, idx) table_of(L, at(L, idx), __func__)

static ALWAYS_INLINE Table *table_of(lua_State *L, const Value *v,
                                     const char *function)
{
    (void)L;
    api_is_in(L, function, v, is_table, "a table");
    return v->tab;
}

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

/* ------------------------------------------------------------------ pushing */

void lua_pushnil(lua_State *L)
{
    api_room(L, 1);
    val_nil(L->top++);
}

void lua_pushnumber(lua_State *L, lua_Number n)
{
    api_room(L, 1);
    val_float(L->top, n);
    L->top++;
}

void lua_pushinteger(lua_State *L, lua_Integer n)
{
    api_room(L, 1);
    val_int(L->top, n);
    L->top++;
}

const char *lua_pushlstring(lua_State *L, const char *s, size_t len)
{
    api_room(L, 1);
    String *str = str_new(L->vm, len > 0 ? s : "", len);
    val_obj(L->top, str);
    stack_pushed(L);
    return str->data;
}

const char *lua_pushstring(lua_State *L, const char *s)
{
    api_room(L, 1);
    if (s == NULL) {
        lua_pushnil(L);
        return NULL;
    }
    String *str = str_name(L->vm, s);
    val_obj(L->top, str);
    stack_pushed(L);
    return str->data;
}

/* A string being formatted: what does not fit any more is pushed, and joined
   with what was before. */
typedef struct Format {
    lua_State *L;
    bool pushed;
    size_t n;
    char buf[256];
} Format;

static void push_piece(Format *f, const char *s, size_t n)
{
    lua_State *L = f->L;
    String *str = str_new(L->vm, s, n);
    val_obj(L->top, str);
    stack_pushed(L);
    if (f->pushed)
        vm_concat(L, 2);
    f->pushed = true;
}

static void add_piece(Format *f, const char *s, size_t n)
{
    if (n > sizeof f->buf - f->n) {
        push_piece(f, f->buf, f->n);
        f->n = 0;
        if (n > sizeof f->buf) {
            push_piece(f, s, n);
            return;
        }
    }
    memcpy(f->buf + f->n, s, n);
    f->n += n;
}

static int utf8_encode(char *buf, unsigned long x)
{
    int n = 1;
    if (x < 0x80) {
        buf[7] = (char)x;
    } else {
        unsigned mfb = 0x3f;
        do {
            buf[8 - n++] = (char)(0x80 | (x & 0x3f));
            x >>= 6;
            mfb >>= 1;
        } while (x > mfb);
        buf[8 - n] = (char)((~mfb << 1) | x);
    }
    return n;
}

static void add_format(Format *f, char c, va_list *ap)
{
    char buf[NUM_TEXT];
    Value v;
    switch (c) {
    case 's': {
        const char *s = va_arg(*ap, char *);
        if (s == NULL)
            s = "(null)";
        add_piece(f, s, strlen(s));
        return;
    }
    case 'c':
        buf[0] = (char)va_arg(*ap, int);
        add_piece(f, buf, 1);
        return;
    case 'd': val_int(&v, va_arg(*ap, int)); break;
    case 'I': val_int(&v, (int64_t)va_arg(*ap, lua_Integer)); break;
    case 'f': val_float(&v, (double)va_arg(*ap, lua_Number)); break;
    case 'p': {
        int n = snprintf(buf, sizeof buf, "%p", va_arg(*ap, void *));
        add_piece(f, buf, (size_t)n);
        return;
    }
    case 'U': {
        int n = utf8_encode(buf, va_arg(*ap, unsigned long));
        add_piece(f, buf + 8 - n, (size_t)n);
        return;
    }
    case '%': add_piece(f, "%", 1); return;
    default:
        err_raisef(f->L, "invalid option '%%%c' to 'lua_pushfstring'", c);
    }
    int n = num_to_text(&v, buf);
    add_piece(f, buf, (size_t)n);
}

const char *lua_pushvfstring(lua_State *L, const char *fmt, va_list args)
{
    api_room(L, 1);
    Format f;
    f.L = L;
    f.pushed = false;
    f.n = 0;
    va_list ap;
    va_copy(ap, args);
    const char *e;
    while ((e = strchr(fmt, '%')) != NULL) {
        add_piece(&f, fmt, (size_t)(e - fmt));
        add_format(&f, e[1], &ap);
        fmt = e + 2;
    }
    add_piece(&f, fmt, strlen(fmt));
    va_end(ap);
    if (f.n > 0 || !f.pushed)
        push_piece(&f, f.buf, f.n);
    return L->top[-1].str->data;
}

const char *lua_pushfstring(lua_State *L, const char *fmt, ...)
{
    va_list ap;
    api_room(L, 1);
    va_start(ap, fmt);
    const char *s = lua_pushvfstring(L, fmt, ap);
    va_end(ap);
    return s;
}

void lua_pushcclosure(lua_State *L, lua_CFunction fn, int n)
{
    api_check(L, n >= 0 && n <= 255, "%d upvalues", n);
    api_check(L, fn != NULL, "the function is NULL");
    if (n == 0)
        api_room(L, 1);
    else
        api_count(L, n);
    cfunc_push(L, vm_cfunc(L->vm, fn), n);
}

void lua_pushboolean(lua_State *L, int b)
{
    api_room(L, 1);
    val_bool(L->top, b != 0);
    stack_pushed(L);
}

void lua_pushlightuserdata(lua_State *L, void *p)
{
    api_room(L, 1);
    L->top->bits = 0;
    val_ptr(L->top, p);
    L->top->tag = TAG_LIGHT;
    stack_pushed(L);
}

int lua_pushthread(lua_State *L)
{
    api_room(L, 1);
    val_obj(L->top, L);
    stack_pushed(L);
    return L == L->vm->main_thread;
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

/* ------------------------------------------------------------------- calling */

/* A continuation belongs to a C function's frame, which a hook has not. */
static bool can_continue(const lua_State *L)
{
    return thread_can_yield(L) && !is_lcl(L->base - LINK_SLOTS) &&
           L->in_hook != 1;
}

void lua_callk(lua_State *L, int nargs, int nresults, lua_KContext ctx,
               lua_KFunction k)
{
    api_call(L, nargs, nresults);
    api_check(L, k == NULL || L->in_hook != 1, "a hook has no continuation");
    Value *func = L->top - (nargs + 1);
    if (k != NULL && can_continue(L)) {
        k_push(L, k, ctx, 0, false);
        vm_call(L, func, nresults, true);
        k_pop(L);
    } else {
        vm_call(L, func, nresults, false);
    }
    api_reserve(L, 0);
}

typedef struct CallArgs {
    ptrdiff_t func;
    int nresults;
} CallArgs;

static void call_body(lua_State *L, void *ud)
{
    CallArgs *a = ud;
    vm_call(L, L->stack + a->func, a->nresults, false);
}

int lua_pcallk(lua_State *L, int nargs, int nresults, int errfunc,
               lua_KContext ctx, lua_KFunction k)
{
    api_call(L, nargs, nresults);
    api_check(L, k == NULL || L->in_hook != 1, "a hook has no continuation");
    CallArgs a = {.func = L->top - (nargs + 1) - L->stack,
                  .nresults = nresults};
    ptrdiff_t handler =
        errfunc == 0 ? 0 : (char *)at(L, errfunc) - (char *)L->stack;
    ptrdiff_t old = L->errfunc;
    uint8_t hooks = L->allow_hook;
    if (k != NULL && can_continue(L)) { /* errors go to the continuation */
        k_push(L, k, ctx, a.func, true);
        L->errfunc = handler;
        vm_call(L, L->stack + a.func, nresults, true);
        k_pop(L);
        L->errfunc = old;
        api_reserve(L, 0);
        return LUA_OK;
    }
    L->errfunc = handler;
    int status = vm_protect_handled(L, call_body, &a, true);
    if (status != LUA_OK) {
        hooks_restore(L, hooks);
        Value *func = L->stack + a.func;
        status = vm_close_protected(L, func, status);
        func = L->stack + a.func;
        val_copy(func, L->top - 1);
        L->top = func + 1;
        stack_shrink(L);
        hooks_update(L);
    }
    L->errfunc = old; /* errors while closing were the handler's, too */
    api_reserve(L, 0);
    return status;
}

/* ------------------------------------------------------------ load and dump */

typedef struct LoadBytes {
    uint8_t *p;
    size_t n, cap;
} LoadBytes;

typedef struct LoadArgs {
    lua_State *L;
    lua_Reader reader;
    void *data;
    const char *name, *mode;
    const char *piece; /* the last one read, of n bytes */
    size_t n;
    size_t nread, ncharged;
    int status;       /* of the reader */
    LoadBytes bytes;  /* of the .bc file */
    bool complete, gc_stopped; /* they are there; was the collector? */
    bool ok;
} LoadArgs;

static void read_piece(lua_State *L, void *ud)
{
    LoadArgs *a = ud;
    a->n = 0;
    a->piece = a->reader(L, a->data, &a->n);
    if (a->piece == NULL)
        a->n = 0;
    a->nread += a->n;
    vm_charge(L, a->nread / 4 - a->ncharged);
    a->ncharged = a->nread / 4;
}

/* For the compiler, which must not be left: errors wait. */
static bool next_piece(void *ud, const char **text, size_t *nbytes)
{
    LoadArgs *a = ud;
    a->status = vm_protect(a->L, read_piece, a);
    *text = a->piece;
    *nbytes = a->n;
    return a->status == LUA_OK;
}

static bool check_mode(lua_State *L, const LoadArgs *a, bool binary)
{
    if (a->mode == NULL || strchr(a->mode, binary ? 'b' : 't') != NULL)
        return true;
    lua_pushfstring(L, "attempt to load a %s chunk (mode is '%s')",
                    binary ? "binary" : "text", a->mode);
    return false;
}

/* All pieces of a .bc file. */
static bool gather(lua_State *L, LoadArgs *a)
{
    LoadBytes *b = &a->bytes;
    for (; a->n > 0; read_piece(L, a)) {
        if (b->cap - b->n < a->n) {
            size_t cap = b->cap * 2 > b->n + a->n ? b->cap * 2 : b->n + a->n;
            b->p = gc_realloc(L->vm, b->p, b->cap, cap);
            b->cap = cap;
        }
        memcpy(b->p + b->n, a->piece, a->n);
        b->n += a->n;
    }
    return true;
}

static bool compile_pieces(lua_State *L, LoadArgs *a)
{
    ChunkText text = {.name = a->name, .first = a->piece, .nbytes = a->n,
                      .read = a->n > 0 ? next_piece : NULL, .ud = a};
    a->bytes.p = vm_compile(L, &text, &a->bytes.n, &a->bytes.cap);
    if (a->status != LUA_OK)
        err_throw(L, a->status);
    return a->bytes.p != NULL;
}

static void load_body(lua_State *L, void *ud)
{
    LoadArgs *a = ud;
    read_piece(L, a);
    bool binary = a->n > 0 && *a->piece == LUA_SIGNATURE[0];
    a->ok = check_mode(L, a, binary) &&
            (binary ? gather(L, a) : compile_pieces(L, a));
    if (!a->ok)
        return;
    /* All that is made lives: collecting would look at it again and again. */
    a->complete = true;
    a->gc_stopped = L->vm->gc.stopped;
    L->vm->gc.stopped = true;
    a->ok = vm_load_binary(L, a->bytes.p, a->bytes.n, a->name);
}

int lua_load(lua_State *L, lua_Reader reader, void *data, const char *name,
             const char *mode)
{
    api_room(L, 1);
    LoadArgs a = {.L = L,
                  .reader = reader,
                  .data = data,
                  .name = name != NULL ? name : "?",
                  .mode = mode};
    ptrdiff_t top = L->top - L->stack;
    L->no_yield++;
    int status = vm_protect(L, load_body, &a);
    L->no_yield--;
    if (a.complete)
        L->vm->gc.stopped = a.gc_stopped;
    gc_realloc(L->vm, a.bytes.p, a.bytes.cap, 0);
    Value *first = L->stack + top;
    val_copy(first, L->top - 1);
    L->top = first + 1;
    if (status != LUA_OK)
        return status;
    if (!a.ok)
        return LUA_ERRSYNTAX;
    LClosure *c = first->lcl;
    if (c->h.aux > 0)
        closure_set_env(L, c);
    return LUA_OK;
}

typedef struct DumpArgs {
    lua_Writer writer;
    void *data;
    uint8_t *bytes;
    size_t nbytes;
    int result;
} DumpArgs;

static void write_body(lua_State *L, void *ud)
{
    DumpArgs *a = ud;
    a->result = a->writer(L, a->bytes, a->nbytes, a->data);
}

int lua_dump(lua_State *L, lua_Writer writer, void *data, int strip)
{
    api_count(L, 1);
    const Value *f = L->top - 1;
    api_is(L, f, is_function, "a function");
    if (!is_lcl(f))
        return 1;
    DumpArgs a = {.writer = writer, .data = data};
    a.bytes = vm_dump(L, f->lcl->p, strip != 0, &a.nbytes);
    budget_take(L->vm, a.nbytes / 4);
    int status = vm_protect(L, write_body, &a);
    gc_realloc(L->vm, a.bytes, a.nbytes, 0);
    if (status != LUA_OK)
        err_throw(L, status);
    return a.result;
}

/* --------------------------------------------------------------- collector */

static int gc_param(int *p, int value)
{
    int old = *p;
    if (value != 0)
        *p = value;
    return old;
}

int lua_gc(lua_State *L, int what, ...)
{
    api_thread(L);
    VM *vm = L->vm;
    GC *gc = &vm->gc;
    int r = 0;
    va_list ap;
    if (gc->busy || gc->finalizing || vm->closing)
        return -1;
    va_start(ap, what);
    switch (what) {
    case LUA_GCSTOP: gc->stopped = true; break;
    case LUA_GCRESTART: gc->stopped = false; break;
    case LUA_GCCOLLECT:
        gc_full(vm, false);
        budget_take(vm, gc->live_nbytes / 64);
        gc_call_finalizers(L, true);
        break;
    case LUA_GCCOUNT: r = (int)(gc_count(vm) >> 10); break;
    case LUA_GCCOUNTB: r = (int)(gc_count(vm) & 0x3ff); break;
    case LUA_GCSTEP: {
        int kb = va_arg(ap, int);
        if (gc->generational && kb == 0) { /* a young collection, whole */
            gc_minor(vm);
            r = 1;
        } else {
            r = gc_step(vm, kb > 0 ? (size_t)kb * 1024 : 16 * 1024);
        }
        budget_take(vm, kb > 0 ? (size_t)kb * (1024 / 64) : 256);
        gc_call_finalizers(L, true);
        break;
    }
    case LUA_GCSETPAUSE: r = gc_param(&gc->pause, va_arg(ap, int)); break;
    case LUA_GCSETSTEPMUL: r = gc_param(&gc->stepmul, va_arg(ap, int)); break;
    case LUA_GCISRUNNING: r = !gc->stopped; break;
    case LUA_GCGEN: {
        r = gc->generational ? LUA_GCGEN : LUA_GCINC;
        int minor = va_arg(ap, int), major = va_arg(ap, int);
        gc_param(&gc->minor_mul, minor);
        gc_param(&gc->major_mul, major);
        gc->generational = true;
        break;
    }
    case LUA_GCINC: {
        r = gc->generational ? LUA_GCGEN : LUA_GCINC;
        int pause = va_arg(ap, int), mul = va_arg(ap, int);
        int size = va_arg(ap, int);
        gc_param(&gc->pause, pause);
        gc_param(&gc->stepmul, mul);
        gc_param(&gc->stepsize, size);
        gc->generational = false;
        break;
    }
    default: r = -1; break;
    }
    va_end(ap);
    return r;
}

/* ------------------------------------------------------------- miscellaneous */

int lua_error(lua_State *L)
{
    api_count(L, 1);
    api_check(L, L->vm->cur == L, "another thread of the VM is running");
    if (L->top[-1].tag == TAG_SSTR && L->top[-1].str == L->vm->memory_message)
        err_throw(L, LUA_ERRMEM);
    err_raise_top(L);
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
    if (!tab_next_at(vm, t, &pos, key, L->top)) {
        L->top--;
        return 0;
    }
    vm->next_pos = pos;
    stack_pushed(L);
    return 1;
}

void lua_toclose(lua_State *L, int idx)
{
    Value *v = at(L, idx);
    api_check(L, L->tbc == NULL || v > L->tbc,
              "a slot above index %d, or it, is marked already", idx);
    tbc_mark(L, v);
}

lua_Alloc lua_getallocf(lua_State *L, void **ud)
{
    api_thread(L);
    if (ud != NULL)
        *ud = L->vm->gc.alloc_ud;
    return L->vm->gc.alloc;
}

void lua_setallocf(lua_State *L, lua_Alloc f, void *ud)
{
    api_thread(L);
    L->vm->gc.alloc = f;
    L->vm->gc.alloc_ud = ud;
}

void lua_setwarnf(lua_State *L, lua_WarnFunction f, void *ud)
{
    api_thread(L);
    L->vm->warnf = f;
    L->vm->warn_ud = ud;
}

void lua_warning(lua_State *L, const char *msg, int tocont)
{
    api_thread(L);
    if (L->vm->warnf != NULL)
        L->vm->warnf(L->vm->warn_ud, msg, tocont);
}

lua_CFunction lua_atpanic(lua_State *L, lua_CFunction f)
{
    api_thread(L);
    lua_CFunction old = L->vm->panic;
    L->vm->panic = f;
    return old;
}

lua_Number lua_version(lua_State *L)
{
    (void)L;
    return LUA_VERSION_NUM;
}

int lua_status(lua_State *L)
{
    api_thread(L);
    return L->h.kind;
}

lua_State *lua_newthread(lua_State *L)
{
    api_room(L, 1);
    return thread_new(L);
}

int lua_setcstacklimit(lua_State *L, unsigned int limit)
{
    (void)L;
    (void)limit;
    return MAX_C_DEPTH;
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
    String *s = f->lcl->p->upvals[n - 1].name;
    *name = s != NULL ? s->data : "(no name)";
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
