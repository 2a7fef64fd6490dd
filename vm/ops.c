/*
 * vm/ops.c -- slow paths of instructions, and what the C API shares with them.
 * Misses of inline caches are in vm/ic.c.
 *
 * Read     index_chain, arith_raw, op_concat.
 */
#include "vm/ops.h"

#include <math.h>

#include "vm/error.h"
#include "vm/string.h"
#include "vm/table.h"

/* ---------------------------------------------------------------- indexing */

bool index_chain(lua_State *L, const Value *obj, const Value *key, Value *out,
                 Value *fn, Value *self)
{
    VM *vm = L->vm;
    Value tmp;
    for (int n = 0;; n++) {
        const Value *mm;
        const Value *v =
            is_table(obj) ? tab_get(vm, obj->tab, key, &tmp) : &vm->nil_value;
        if (!is_nil(v)) {
            val_copy(out, v);
            return true;
        }
        if (n == MAX_META_LOOP)
            break;
        if (is_table(obj)) {
            Table *mt = tab_metatable(vm, obj->tab);
            if (mt == NULL || is_nil(mm = meta_get_mt(vm, mt, MM_INDEX))) {
                val_nil(out);
                return true;
            }
        } else {
            mm = meta_get(vm, obj, MM_INDEX);
            if (is_nil(mm))
                err_type(L, obj, "index");
        }
        if (is_function(mm)) {
            val_copy(fn, mm);
            val_copy(self, obj);
            return false;
        }
        obj = mm;
    }
    err_raisef(L, "'__index' chain too long; possible loop");
}

bool newindex_chain(lua_State *L, const Value *obj, const Value *key,
                    const Value *v, Value *fn, Value *self)
{
    VM *vm = L->vm;
    Value tmp;
    for (int n = 0;; n++) {
        const Value *mm;
        bool there = is_table(obj) && !is_nil(tab_get(vm, obj->tab, key, &tmp));
        if (n == MAX_META_LOOP && !there)
            break;
        if (is_table(obj)) {
            Table *mt = tab_metatable(vm, obj->tab);
            if (there || mt == NULL ||
                is_nil(mm = meta_get_mt(vm, mt, MM_NEWINDEX))) {
                tab_set(vm, obj->tab, key, v);
                return true;
            }
        } else {
            mm = meta_get(vm, obj, MM_NEWINDEX);
            if (is_nil(mm))
                err_type(L, obj, "index");
        }
        if (is_function(mm)) {
            val_copy(fn, mm);
            val_copy(self, obj);
            return false;
        }
        obj = mm;
    }
    err_raisef(L, "'__newindex' chain too long; possible loop");
}

void op_index(lua_State *L, const Value *obj, const Value *key, unsigned reg)
{
    Value out, fn, self;
    if (index_chain(L, obj, key, &out, &fn, &self))
        val_copy(&L->base[reg], &out);
    else
        call_meta(L, &fn, 2, &self, key, NULL, CONT_STORE, reg);
}

void op_newindex(lua_State *L, const Value *obj, const Value *key,
                 const Value *v)
{
    Value fn, self;
    if (!newindex_chain(L, obj, key, v, &fn, &self))
        call_meta(L, &fn, 3, &self, key, v, CONT_NONE, 0);
}

/* -------------------------------------------------------------- arithmetic */

int64_t int_mod(int64_t a, int64_t b)
{
    if (b == -1)
        return 0;
    int64_t r = a % b;
    return r != 0 && (r ^ b) < 0 ? r + b : r;
}

int64_t int_idiv(int64_t a, int64_t b)
{
    if (b == -1)
        return (int64_t)(0 - (uint64_t)a);
    int64_t q = a / b;
    return (a ^ b) < 0 && q * b != a ? q - 1 : q;
}

double float_mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

double float_pow(double a, double b) { return b == 2.0 ? a * a : pow(a, b); }

int64_t int_shl(int64_t a, int64_t n)
{
    if (n <= -64 || n >= 64)
        return 0;
    uint64_t u = (uint64_t)a;
    return (int64_t)(n >= 0 ? u << n : u >> -n);
}

static bool arith_int(lua_State *L, MetaEvent e, int64_t a, int64_t b,
                      int64_t *r)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (e) {
    case MM_ADD: *r = (int64_t)(x + y); return true;
    case MM_SUB: *r = (int64_t)(x - y); return true;
    case MM_MUL: *r = (int64_t)(x * y); return true;
    case MM_MOD:
        if (b == 0)
            err_raisef(L, "attempt to perform 'n%%0'");
        *r = int_mod(a, b);
        return true;
    case MM_IDIV:
        if (b == 0)
            err_raisef(L, "attempt to divide by zero");
        *r = int_idiv(a, b);
        return true;
    case MM_UNM: *r = (int64_t)(0 - x); return true;
    default: return false;
    }
}

static bool arith_bits(MetaEvent e, int64_t a, int64_t b, int64_t *r)
{
    switch (e) {
    case MM_BAND: *r = a & b; break;
    case MM_BOR: *r = a | b; break;
    case MM_BXOR: *r = a ^ b; break;
    case MM_SHL: *r = int_shl(a, b); break;
    case MM_SHR: *r = b == INT64_MIN ? 0 : int_shl(a, -b); break;
    case MM_BNOT: *r = ~a; break;
    default: return false;
    }
    return true;
}

static double arith_float(MetaEvent e, double a, double b)
{
    switch (e) {
    case MM_ADD: return a + b;
    case MM_SUB: return a - b;
    case MM_MUL: return a * b;
    case MM_MOD: return float_mod(a, b);
    case MM_POW: return float_pow(a, b);
    case MM_DIV: return a / b;
    case MM_IDIV: return floor(a / b);
    default: return -a;
    }
}

static bool is_bitwise(MetaEvent e)
{
    return (e >= MM_BAND && e <= MM_SHR) || e == MM_BNOT;
}

bool to_integer_ns(const Value *v, int64_t *out)
{
    if (is_int(v)) {
        *out = v->i;
        return true;
    }
    return is_float(v) && num_to_int(v->n, out);
}

bool arith_raw(lua_State *L, MetaEvent e, const Value *a, const Value *b,
               Value *out)
{
    int64_t x, y, r = 0;
    if (is_bitwise(e)) {
        if (!to_integer_ns(a, &x) || !to_integer_ns(b, &y))
            return false;
        arith_bits(e, x, y, &r);
        val_int(out, r);
        return true;
    }
    if (!is_number(a) || !is_number(b))
        return false;
    if (is_int(a) && is_int(b) && e != MM_DIV && e != MM_POW) {
        arith_int(L, e, a->i, b->i, &r);
        val_int(out, r);
        return true;
    }
    double m = is_int(a) ? (double)a->i : a->n;
    double n = is_int(b) ? (double)b->i : b->n;
    val_float(out, arith_float(e, m, n));
    return true;
}

const Value *arith_meta(lua_State *L, MetaEvent e, const Value *a,
                        const Value *b)
{
    const Value *mm = meta_get(L->vm, a, e);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, e);
    if (is_nil(mm))
        err_arith(L, a, b, is_bitwise(e));
    return mm;
}

void op_arith(lua_State *L, MetaEvent e, const Value *a, const Value *b,
              unsigned reg)
{
    Value out;
    if (arith_raw(L, e, a, b, &out))
        val_copy(&L->base[reg], &out);
    else
        call_meta(L, arith_meta(L, e, a, b), 2, a, b, NULL, CONT_STORE, reg);
}

void op_len(lua_State *L, const Value *v, unsigned reg)
{
    VM *vm = L->vm;
    if (is_string(v)) {
        val_int(&L->base[reg], (int64_t)v->str->nbytes);
        return;
    }
    const Value *mm = meta_get(vm, v, MM_LEN);
    if (!is_nil(mm))
        call_meta(L, mm, 2, v, v, NULL, CONT_STORE, reg);
    else if (is_table(v))
        val_int(&L->base[reg], tab_len(vm, v->tab));
    else
        err_type(L, v, "get length of");
}

/* ------------------------------------------------------------- conversions */

bool to_string_inplace(lua_State *L, Value *v)
{
    if (is_string(v))
        return true;
    if (!is_number(v))
        return false;
    char buf[NUM_TEXT];
    int n = num_to_text(v, buf);
    val_obj(v, str_new(L->vm, buf, (size_t)n));
    return true;
}

bool to_number(const Value *v, Value *out)
{
    if (is_number(v)) {
        val_copy(out, v);
        return true;
    }
    return is_string(v) && str_to_number(v->str->data, v->str->nbytes, out);
}

bool to_integer(const Value *v, int64_t *out)
{
    Value n;
    return to_integer_ns(v, out) ||
           (is_string(v) && to_number(v, &n) && to_integer_ns(&n, out));
}

/* ----------------------------------------------------------- concatenation */

static bool is_text(const Value *v) { return is_string(v) || is_number(v); }

static String *join(lua_State *L, const Value *v, size_t n, size_t nbytes)
{
    char buf[SHORT_MAX], *p = buf;
    String *s = NULL;
    if (nbytes > SHORT_MAX) {
        s = str_new_long(L->vm, nbytes);
        p = s->data;
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(p, v[i].str->data, v[i].str->nbytes);
        p += v[i].str->nbytes;
    }
    return s != NULL ? s : str_new(L->vm, buf, nbytes);
}

/* Concatenate from the right as far as strings go; returns how many values
   are left (1: done). */
static size_t concat_texts(lua_State *L, Value *v, size_t n)
{
    while (n > 1 && is_text(&v[n - 2]) && is_text(&v[n - 1])) {
        size_t k = 0, total = 0;
        while (k < n && is_text(&v[n - 1 - k])) {
            to_string_inplace(L, &v[n - 1 - k]);
            size_t len = v[n - 1 - k].str->nbytes;
            if (len >= (size_t)PTRDIFF_MAX - 64 - total)
                err_raisef(L, "string length overflow");
            total += len;
            k++;
        }
        budget_take(L->vm, total / 16);
        String *s = join(L, &v[n - k], k, total);
        val_obj(&v[n - k], s);
        n -= k - 1;
    }
    return n;
}

const Value *concat_meta(lua_State *L, const Value *a, const Value *b)
{
    const Value *mm = meta_get(L->vm, a, MM_CONCAT);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, MM_CONCAT);
    if (is_nil(mm))
        err_concat(L, a, b);
    return mm;
}

void op_concat(lua_State *L, unsigned reg, Value *v, unsigned n)
{
    ptrdiff_t off = v - L->base;
    n = (unsigned)concat_texts(L, v, n);
    v = L->base + off;
    if (n == 1) {
        val_copy(&L->base[reg], v);
        return;
    }
    const Value *a = &v[n - 2], *b = &v[n - 1];
    call_meta(L, concat_meta(L, a, b), 2, a, b, NULL, CONT_CONCAT, n - 1);
}

void op_concat_continue(lua_State *L, unsigned n, const Value *result)
{
    Insn in = L->pc[-1];
    unsigned reg = (uint16_t)(in >> 16) / 16;
    Value *v = L->base + (uint16_t)(in >> 32) / 16;
    val_copy(&v[n - 1], result);
    op_concat(L, reg, v, n);
}

void vm_concat(lua_State *L, size_t n)
{
    for (;;) {
        size_t left = concat_texts(L, L->top - n, n);
        L->top -= n - left;
        n = left;
        if (n == 1)
            return;
        Value *top = L->top, mm;
        val_copy(&mm, concat_meta(L, top - 2, top - 1));
        val_copy(top, top - 1);
        val_copy(top - 1, top - 2);
        val_copy(top - 2, &mm);
        L->top = top + 1;
        vm_call(L, top - 2, 1, false);
        n--;
    }
}

/* -------------------------------------------------------------- comparison */

int equal_raw(const Value *a, const Value *b)
{
    if (a->tag != b->tag) {
        if (is_number(a) && is_number(b)) {
            int64_t i;
            return is_int(a) ? num_to_int(b->n, &i) && i == a->i
                             : num_to_int(a->n, &i) && i == b->i;
        }
        return 0;
    }
    switch (a->tag) {
    case TAG_NIL: case TAG_FALSE: case TAG_TRUE: return 1;
    case TAG_FLOAT: return a->n == b->n;
    case TAG_LSTR: return str_equal_long(a->str, b->str);
    case TAG_TABLE: case TAG_UDATA: return a->p == b->p ? 1 : -1;
    default: return a->bits == b->bits;
    }
}

const Value *equal_meta(VM *vm, const Value *a, const Value *b)
{
    const Value *mm = meta_get(vm, a, MM_EQ);
    return is_nil(mm) ? meta_get(vm, b, MM_EQ) : mm;
}

/* Integers against floats, exactly: compare with the float's floor or
   ceiling where it has one in range. */
static bool int_lt_float(int64_t i, double f)
{
    if (f >= 9223372036854775808.0)
        return true;
    if (f > -9223372036854775808.0)
        return i < (int64_t)ceil(f);
    return false; /* NaN or too small */
}

static bool int_le_float(int64_t i, double f)
{
    if (f >= 9223372036854775808.0)
        return true;
    if (f >= -9223372036854775808.0)
        return i <= (int64_t)floor(f);
    return false;
}

static bool float_lt_int(double f, int64_t i)
{
    if (f >= 9223372036854775808.0)
        return false;
    if (f >= -9223372036854775808.0)
        return (int64_t)floor(f) < i;
    return f == f; /* NaN or smaller than all */
}

static bool float_le_int(double f, int64_t i)
{
    if (f >= 9223372036854775808.0)
        return false;
    if (f > -9223372036854775808.0)
        return (int64_t)ceil(f) <= i;
    return f == f;
}

int less_raw(lua_State *L, const Value *a, const Value *b)
{
    (void)L;
    if (is_number(a) && is_number(b)) {
        if (is_int(a))
            return is_int(b) ? a->i < b->i : int_lt_float(a->i, b->n);
        return is_float(b) ? a->n < b->n : float_lt_int(a->n, b->i);
    }
    if (is_string(a) && is_string(b))
        return str_compare(a->str, b->str) < 0;
    return -1;
}

int less_equal_raw(lua_State *L, const Value *a, const Value *b)
{
    (void)L;
    if (is_number(a) && is_number(b)) {
        if (is_int(a))
            return is_int(b) ? a->i <= b->i : int_le_float(a->i, b->n);
        return is_float(b) ? a->n <= b->n : float_le_int(a->n, b->i);
    }
    if (is_string(a) && is_string(b))
        return str_compare(a->str, b->str) <= 0;
    return -1;
}

static void jump_if(lua_State *L, bool taken)
{
    if (taken)
        L->pc += (int16_t)(L->pc[-1] >> 48);
}

/* Charge the comparison of long strings. */
static void charge_comparison(lua_State *L, const Value *a, const Value *b)
{
    if (a->tag == TAG_LSTR && b->tag == TAG_LSTR) {
        size_t na = a->str->nbytes, nb = b->str->nbytes;
        budget_take(L->vm, (na < nb ? na : nb) / 16);
    }
}

void op_equal(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = equal_raw(a, b);
    if (r < 0) {
        const Value *mm = equal_meta(L->vm, a, b);
        if (!is_nil(mm)) {
            call_meta(L, mm, 2, a, b, NULL, want ? CONT_JUMP : CONT_JUMPN, 0);
            return;
        }
        r = 0;
    }
    jump_if(L, (r != 0) == want);
}

const Value *less_meta(VM *vm, const Value *a, const Value *b)
{
    const Value *mm = meta_get(vm, b, MM_LT);
    return is_nil(mm) ? meta_get(vm, a, MM_LT) : mm;
}

static void compare_meta(lua_State *L, MetaEvent e, const Value *a,
                         const Value *b, bool want)
{
    const Value *mm = meta_get(L->vm, a, e);
    if (is_nil(mm))
        mm = meta_get(L->vm, b, e);
    if (is_nil(mm) && e == MM_LE) { /* as the reference's LUA_COMPAT_LT_LE */
        mm = less_meta(L->vm, a, b);
        if (!is_nil(mm)) {
            call_meta(L, mm, 2, b, a, NULL, want ? CONT_JUMPN : CONT_JUMP, 0);
            return;
        }
    }
    if (is_nil(mm))
        err_compare(L, a, b);
    call_meta(L, mm, 2, a, b, NULL, want ? CONT_JUMP : CONT_JUMPN, 0);
}

void op_less(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = less_raw(L, a, b);
    if (r < 0)
        compare_meta(L, MM_LT, a, b, want);
    else
        jump_if(L, (r != 0) == want);
}

void op_less_equal(lua_State *L, const Value *a, const Value *b, bool want)
{
    charge_comparison(L, a, b);
    int r = less_equal_raw(L, a, b);
    if (r < 0)
        compare_meta(L, MM_LE, a, b, want);
    else
        jump_if(L, (r != 0) == want);
}

/* ------------------------------------------------------------- numeric for */

/* The limit as an integer, clipped; false when the loop cannot run. */
static bool for_limit(lua_State *L, int64_t init, const Value *limit,
                      int64_t step, int64_t *out)
{
    Value n;
    if (is_int(limit)) {
        *out = limit->i;
    } else if (to_number(limit, &n) && is_int(&n)) {
        *out = n.i;
    } else if (to_number(limit, &n)) {
        double f = n.n;
        double r = step < 0 ? ceil(f) : floor(f);
        if (!num_to_int(r, out)) {
            if (f > 0) { /* NaN counts as too small, as in the reference */
                if (step < 0)
                    return false;
                *out = INT64_MAX;
            } else {
                if (step > 0)
                    return false;
                *out = INT64_MIN;
            }
        }
    } else {
        err_for(L, limit, "limit");
    }
    return step > 0 ? init <= *out : init >= *out;
}

static double for_number(lua_State *L, const Value *v, const char *what)
{
    Value n;
    if (!to_number(v, &n))
        err_for(L, v, what);
    return is_int(&n) ? (double)n.i : n.n;
}

bool for_prepare(lua_State *L, Value *ra)
{
    Value *init = &ra[0], *limit = &ra[1], *step = &ra[2];
    if (is_int(init) && is_int(step)) {
        int64_t i = init->i, s = step->i, last;
        if (s == 0)
            err_raisef(L, "'for' step is zero");
        if (!for_limit(L, i, limit, s, &last))
            return false;
        uint64_t count = s > 0 ? ((uint64_t)last - (uint64_t)i) / (uint64_t)s
                               : ((uint64_t)i - (uint64_t)last) /
                                     ((uint64_t)(-(s + 1)) + 1u);
        val_int(&ra[0], (int64_t)count);
        val_int(&ra[1], s);
        val_int(&ra[2], i);
        return true;
    }
    double fl = for_number(L, limit, "limit");
    double fs = for_number(L, step, "step");
    double fi = for_number(L, init, "initial value");
    if (fs == 0)
        err_raisef(L, "'for' step is zero");
    if (fs > 0 ? fl < fi : fi < fl)
        return false;
    val_float(&ra[0], fl);
    val_float(&ra[1], fs);
    val_float(&ra[2], fi);
    return true;
}
