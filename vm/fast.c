/*
 * vm/fast.c -- library functions as VM operations.
 *
 * What programs call most, done on the argument slots, without a frame. Each
 * function here handles the common case of the library's own and answers -1
 * for all others: wrong arguments, metamethods, long results. So errors, their
 * messages and rare cases stay in the library alone.
 *
 * Read     FastFn in vm/object.h, then any function.
 */
#include "vm/fast.h"

#include <math.h>
#include <string.h>

#include "vm/builtin.h"
#include "vm/error.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

/* Arguments from the i-th on become the results. */
static int give_rest(Value *args, uint32_t nargs, uint32_t i)
{
    Value *d = FAST_RESULT(args);
    for (; i < nargs; i++)
        val_copy(d++, &args[i]);
    return (int)(d - FAST_RESULT(args));
}

static bool float_arg(const Value *v, double *out)
{
    if (is_float(v))
        *out = v->n;
    else if (is_int(v))
        *out = (double)v->i;
    else
        return false;
    return true;
}

/* ------------------------------------------------------------------- base */

int fast_type(lua_State *L, Value *args, uint32_t nargs)
{
    if (nargs < 1)
        return -1;
    return give_str(args, L->vm->type_str[args[0].tag - TAG_NIL]);
}

int fast_select(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1)
        return -1;
    if (is_int(&args[0])) {
        if (args[0].i < 1)
            return -1;
        return args[0].i >= nargs ? 0
                                  : give_rest(args, nargs, (uint32_t)args[0].i);
    }
    if (is_sstr(&args[0]) && args[0].str->data[0] == '#')
        return give_int(args, (int64_t)nargs - 1);
    return -1;
}

int fast_assert(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1 || is_falsy(&args[0]))
        return -1;
    return give_rest(args, nargs, 0);
}

int fast_rawget(lua_State *L, Value *args, uint32_t nargs)
{
    Value tmp;
    if (nargs != 2 || !is_table(&args[0]))
        return -1;
    return give(args, tab_get(L->vm, args[0].tab, &args[1], &tmp));
}

int fast_rawset(lua_State *L, Value *args, uint32_t nargs)
{
    if (nargs != 3 || !is_table(&args[0]) || is_nil(&args[1]) ||
        is_float(&args[1]))
        return -1;
    tab_set(L->vm, args[0].tab, &args[1], &args[2]);
    return give(args, &args[0]);
}

int fast_rawequal(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs != 2)
        return -1;
    return give_bool(args, equal_raw(&args[0], &args[1]) == 1);
}

int fast_rawlen(lua_State *L, Value *args, uint32_t nargs)
{
    if (nargs != 1)
        return -1;
    if (is_table(&args[0]))
        return give_int(args, tab_len(L->vm, args[0].tab));
    if (is_string(&args[0]))
        return give_int(args, (int64_t)args[0].str->nbytes);
    return -1;
}

int fast_next(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    uint32_t pos = 0;
    if (nargs < 1 || !is_table(&args[0]))
        return -1;
    Table *t = args[0].tab;
    if (nargs > 1 && !is_nil(&args[1]) &&
        !tab_find_pos(vm, t, &args[1], 0, &pos))
        return -1;
    Value key, val;
    uint32_t from = pos;
    bool found = tab_next_at(vm, t, &pos, &key, &val);
    tab_charge_passed(vm, t, from, pos);
    if (!found)
        return give_nil(args);
    val_copy(FAST_RESULT(args), &key);
    val_copy(FAST_RESULT(args) + 1, &val);
    return 2;
}

int fast_ipairs(lua_State *L, Value *args, uint32_t nargs)
{
    if (nargs != 1 || L->vm->fast_inext == NULL)
        return -1;
    Value *r = FAST_RESULT(args);
    val_copy(r + 1, &args[0]);
    val_ptr(r, L->vm->fast_inext);
    r->tag = TAG_CFUNC;
    val_int(r + 2, 0);
    return 3;
}

int fast_pairs(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    if (nargs != 1 || !is_table(&args[0]) || vm->fast_next == NULL)
        return -1;
    Table *mt = tab_metatable(vm, args[0].tab);
    if (mt != NULL && !is_nil(meta_get_mt(vm, mt, MM_PAIRS)))
        return -1;
    Value *r = FAST_RESULT(args);
    val_copy(r + 1, &args[0]);
    val_ptr(r, vm->fast_next);
    r->tag = TAG_CFUNC;
    val_nil(r + 2);
    return 3;
}

int fast_getmetatable(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    if (nargs != 1 || !is_table(&args[0]))
        return -1;
    Table *mt = tab_metatable(vm, args[0].tab);
    if (mt == NULL)
        return give_nil(args);
    if (!is_nil(meta_get_mt(vm, mt, MM_METATABLE)))
        return -1;
    val_obj(FAST_RESULT(args), mt);
    return 1;
}

/* Weak tables and finalizers are the library's. */
int fast_setmetatable(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    if (nargs != 2 || !is_table(&args[0]) || !is_table(&args[1]) ||
        tab_metatable(vm, args[0].tab) != NULL)
        return -1;
    Table *mt = args[1].tab;
    if (!is_nil(meta_get_mt(vm, mt, MM_GC)) ||
        !is_nil(meta_get_mt(vm, mt, MM_MODE)))
        return -1;
    tab_set_metatable(vm, args[0].tab, mt);
    return give(args, &args[0]);
}

int fast_tostring(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    const Value *v = &args[0];
    if (nargs < 1 || (!is_string(v) && !is_number(v)))
        return -1;
    if (!is_nil(meta_get(vm, v, MM_TOSTRING)))
        return -1;
    if (is_string(v))
        return give(args, v);
    char buf[NUM_TEXT];
    int n = num_to_text(v, buf);
    return give_str(args, str_new(vm, buf, (size_t)n));
}

int fast_tonumber(lua_State *L, Value *args, uint32_t nargs)
{
    Value n;
    if (nargs != 1)
        return -1;
    if (is_number(&args[0]))
        return give(args, &args[0]);
    if (!is_string(&args[0]))
        return -1;
    fast_charge(L, args[0].str->nbytes / 16);
    if (!str_to_number(args[0].str->data, args[0].str->nbytes, &n))
        return give_nil(args);
    return give(args, &n);
}

/* ------------------------------------------------------------------- math */

static int give_whole(Value *args, double n)
{
    int64_t i;
    return num_to_int(n, &i) ? give_int(args, i) : give_float(args, n);
}

int fast_floor(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1)
        return -1;
    if (is_float(&args[0]))
        return give_whole(args, floor(args[0].n));
    return is_int(&args[0]) ? give(args, &args[0]) : -1;
}

int fast_ceil(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1)
        return -1;
    if (is_float(&args[0]))
        return give_whole(args, ceil(args[0].n));
    return is_int(&args[0]) ? give(args, &args[0]) : -1;
}

int fast_abs(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1)
        return -1;
    if (is_float(&args[0]))
        return give_float(args, fabs(args[0].n));
    if (!is_int(&args[0]))
        return -1;
    int64_t i = args[0].i;
    return give_int(args, i < 0 ? (int64_t)(0 - (uint64_t)i) : i);
}

#define FAST_BEST(name, op)                                                    \
    int name(lua_State *L, Value *args, uint32_t nargs)                 \
    {                                                                          \
        (void)L;                                                               \
        if (nargs < 1 || !is_number(&args[0]))                                 \
            return -1;                                                         \
        Value *best = &args[0];                                                \
        for (uint32_t i = 1; i < nargs; i++) {                                 \
            Value *v = &args[i];                                               \
            if (v->tag != best->tag)                                           \
                return -1;                                                     \
            if (is_int(v) ? v->i op best->i : v->n op best->n)                 \
                best = v;                                                      \
        }                                                                      \
        return give(args, best);                                               \
    }
FAST_BEST(fast_max, >)
FAST_BEST(fast_min, <)

#define FAST_FLOAT(name, expr)                                                 \
    int name(lua_State *L, Value *args, uint32_t nargs)                 \
    {                                                                          \
        double x;                                                              \
        (void)L;                                                               \
        if (nargs != 1 || !float_arg(&args[0], &x))                            \
            return -1;                                                         \
        return give_float(args, expr);                                         \
    }
FAST_FLOAT(fast_sqrt, sqrt(x))
FAST_FLOAT(fast_sin, sin(x))
FAST_FLOAT(fast_cos, cos(x))
FAST_FLOAT(fast_tan, tan(x))
FAST_FLOAT(fast_exp, exp(x))
FAST_FLOAT(fast_log, log(x))

int fast_fmod(lua_State *L, Value *args, uint32_t nargs)
{
    double x, y;
    (void)L;
    if (nargs != 2)
        return -1;
    if (is_int(&args[0]) && is_int(&args[1])) {
        int64_t d = args[1].i;
        if ((uint64_t)d + 1 <= 1) /* 0 and -1 */
            return -1;
        return give_int(args, args[0].i % d);
    }
    if (!float_arg(&args[0], &x) || !float_arg(&args[1], &y))
        return -1;
    return give_float(args, fmod(x, y));
}

int fast_tointeger(lua_State *L, Value *args, uint32_t nargs)
{
    int64_t i;
    (void)L;
    if (nargs < 1 || !is_number(&args[0]))
        return -1;
    if (is_int(&args[0]))
        return give(args, &args[0]);
    return num_to_int(args[0].n, &i) ? give_int(args, i) : give_nil(args);
}

/* ----------------------------------------------------------------- string */

/* A position from the end, if negative, as one from the start; at least 1. */
static int64_t from_start(int64_t i, size_t nbytes)
{
    if (i > 0)
        return i;
    if (i == 0 || i < -(int64_t)nbytes)
        return 1;
    return (int64_t)nbytes + i + 1;
}

static int64_t last_position(int64_t j, size_t nbytes)
{
    if (j > (int64_t)nbytes)
        return (int64_t)nbytes;
    if (j >= 0)
        return j;
    return j < -(int64_t)nbytes ? 0 : (int64_t)nbytes + j + 1;
}

int fast_byte(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1 || nargs > 2 || !is_string(&args[0]))
        return -1;
    const String *s = args[0].str;
    int64_t i = 1;
    if (nargs == 2) {
        if (!is_int(&args[1]))
            return -1;
        i = args[1].i;
        if (i < 0)
            i += (int64_t)s->nbytes + 1;
    }
    if ((uint64_t)i - 1 >= s->nbytes)
        return 0;
    return give_int(args, (unsigned char)s->data[i - 1]);
}

int fast_sub(lua_State *L, Value *args, uint32_t nargs)
{
    if (nargs < 2 || nargs > 3 || !is_string(&args[0]) || !is_int(&args[1]))
        return -1;
    String *s = args[0].str;
    int64_t j = -1;
    if (nargs == 3) {
        if (!is_int(&args[2]))
            return -1;
        j = args[2].i;
    }
    int64_t i = from_start(args[1].i, s->nbytes);
    j = last_position(j, s->nbytes);
    size_t n = j < i ? 0 : (size_t)(j - i + 1);
    if (n == s->nbytes)
        return give(args, &args[0]);
    if (n > SHORT_MAX)
        return -1;
    return give_str(args, str_new(L->vm, n == 0 ? "" : s->data + i - 1, n));
}

int fast_len(lua_State *L, Value *args, uint32_t nargs)
{
    (void)L;
    if (nargs < 1 || !is_string(&args[0]))
        return -1;
    return give_int(args, (int64_t)args[0].str->nbytes);
}

int fast_char(lua_State *L, Value *args, uint32_t nargs)
{
    char buf[SHORT_MAX];
    if (nargs > SHORT_MAX)
        return -1;
    for (uint32_t i = 0; i < nargs; i++) {
        if (!is_int(&args[i]) || (uint64_t)args[i].i > 255)
            return -1;
        buf[i] = (char)(unsigned char)args[i].i;
    }
    return give_str(args, str_new(L->vm, buf, nargs));
}

/* ------------------------------------------------------------------ table */

static bool is_plain_table(const VM *vm, const Value *v)
{
    return is_table(v) && vm->shapes[v->tab->h.aux]->mt == NULL;
}

int fast_insert(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    if (nargs != 2 || !is_plain_table(vm, &args[0]))
        return -1;
    Table *t = args[0].tab;
    tab_set_int(vm, t, tab_len(vm, t) + 1, &args[1]);
    return 0;
}

int fast_remove(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    Value v, nil;
    if (nargs != 1 || !is_plain_table(vm, &args[0]))
        return -1;
    Table *t = args[0].tab;
    int64_t n = tab_len(vm, t);
    if (t->acount == 0)
        return -1;
    arr_load(t, t->acount - 1, &v);
    val_nil(&nil);
    tab_set_int(vm, t, n, &nil);
    return give(args, &v);
}

int fast_unpack(lua_State *L, Value *args, uint32_t nargs)
{
    VM *vm = L->vm;
    if (nargs < 1 || nargs > 3 || !is_plain_table(vm, &args[0]))
        return -1;
    for (uint32_t a = 1; a < nargs; a++)
        if (!is_int(&args[a]))
            return -1;
    Table *t = args[0].tab;
    int64_t i = nargs > 1 ? args[1].i : 1;
    int64_t j = nargs > 2 ? args[2].i : tab_len(vm, t);
    uint64_t first = (uint64_t)i - t->abase, last = (uint64_t)j - t->abase;
    ptrdiff_t room = vm->stack_limit - args;
    if (first > last || last >= t->acount || room <= 0 ||
        last - first >= (uint64_t)room)
        return -1;
    fast_charge(L, last - first + 1);
    Value *r = FAST_RESULT(args);
    for (uint64_t x = first; x <= last; x++)
        arr_load(t, x, r++);
    return (int)(r - FAST_RESULT(args));
}

/* ------------------------------------------------------------------ begin */

void fast_init(VM *vm)
{
    static const char *const names[] = {
        [TAG_NIL - TAG_NIL] = "nil",        [TAG_FALSE - TAG_NIL] = "boolean",
        [TAG_INT - TAG_NIL] = "number",     [TAG_FLOAT - TAG_NIL] = "number",
        [TAG_TRUE - TAG_NIL] = "boolean",   [TAG_LIGHT - TAG_NIL] = "userdata",
        [TAG_CFUNC - TAG_NIL] = "function", [5 - TAG_NIL] = "",
        [6 - TAG_NIL] = "",                 [7 - TAG_NIL] = "",
        [TAG_SSTR - TAG_NIL] = "string",    [TAG_LSTR - TAG_NIL] = "string",
        [TAG_TABLE - TAG_NIL] = "table",    [TAG_LCL - TAG_NIL] = "function",
        [TAG_CCL - TAG_NIL] = "function",   [TAG_UDATA - TAG_NIL] = "userdata",
        [TAG_THREAD - TAG_NIL] = "thread",
    };
    for (size_t i = 0; i < NUM_TYPE_STR; i++)
        vm->type_str[i] = str_newz(vm, names[i]);
}
