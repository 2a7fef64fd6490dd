/*
 * compiler/fold.c -- operations on constants, done before the program runs.
 *
 * Results must be the ones that the machine would have, on every platform,
 * for the same source makes the same file everywhere. So a power is folded
 * only where it is exact; the other operations are by IEEE 754 and the
 * manual (3.4.1 to 3.4.3).
 *
 * Read     fold_arith, fold_ints, fold_floats.
 */
#include "compiler/fold_int.h"

#include <math.h>
#include <string.h>

/* A constant number. */
typedef struct Number {
    bool is_int;
    int64_t i;
    double n;
} Number;

static bool get_number(const Expr *e, Number *out)
{
    *out = (Number){.is_int = e->kind == EXPR_INT};
    if (e->kind == EXPR_INT)
        out->n = (double)(out->i = AS(const IntExpr, e)->value);
    else if (e->kind == EXPR_FLOAT)
        out->n = AS(const FloatExpr, e)->value;
    else
        return false;
    return true;
}

/* The integer that a number is, for bitwise operators. */
static bool get_integer(const Number *x, int64_t *out)
{
    if (x->is_int) {
        *out = x->i;
        return true;
    }
    if (!(x->n >= -0x1p63 && x->n < 0x1p63) || floor(x->n) != x->n)
        return false;
    *out = (int64_t)x->n;
    return true;
}

static Expr *new_int(Arena *nodes, int64_t value, uint32_t line)
{
    IntExpr *e = arena_alloc(nodes, sizeof *e);
    *e = (IntExpr){{EXPR_INT, 0, line}, value};
    return &e->base;
}

static Expr *new_float(Arena *nodes, double value, uint32_t line)
{
    if (isnan(value) || value == 0)
        return NULL; /* no constant NaN; which zero is decided at run time */
    FloatExpr *e = arena_alloc(nodes, sizeof *e);
    *e = (FloatExpr){{EXPR_FLOAT, 0, line}, value};
    return &e->base;
}

static Expr *new_bool(Arena *nodes, bool value, uint32_t line)
{
    Expr *e = arena_alloc(nodes, sizeof *e);
    *e = (Expr){value ? EXPR_TRUE : EXPR_FALSE, 0, line};
    return e;
}

static int64_t wrap(uint64_t u)
{
    int64_t i;
    memcpy(&i, &u, sizeof i);
    return i;
}

/* Quotient rounded down; b is not 0. */
static int64_t int_floor_div(int64_t a, int64_t b)
{
    if (b == -1)
        return wrap(0 - (uint64_t)a);
    int64_t q = a / b;
    return a % b != 0 && (a % b < 0) != (b < 0) ? q - 1 : q;
}

static int64_t int_mod(int64_t a, int64_t b)
{
    if (b == -1)
        return 0;
    int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

static uint64_t shift_left(uint64_t a, int64_t n)
{
    if (n <= -64 || n >= 64)
        return 0;
    return n >= 0 ? a << n : a >> -n;
}

static double float_mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* A power that no rounding touches. */
static bool exact_power(double a, double b, double *out)
{
    if (floor(a) != a || floor(b) != b || fabs(b) > 1023)
        return false;
    if (a == 2) {
        *out = ldexp(1, (int)b);
        return true;
    }
    double result = 1;
    for (int i = 0; i < b; i++) {
        result *= a;
        if (fabs(result) > 0x1p53)
            return false;
    }
    *out = result;
    return b >= 0;
}

/* + - * // % of integers. */
static Expr *fold_ints(Arena *nodes, BinOp op, int64_t a, int64_t b,
                       uint32_t line)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (op) {
    case BIN_ADD: return new_int(nodes, wrap(x + y), line);
    case BIN_SUB: return new_int(nodes, wrap(x - y), line);
    case BIN_MUL: return new_int(nodes, wrap(x * y), line);
    case BIN_MOD:
        return b == 0 ? NULL : new_int(nodes, int_mod(a, b), line);
    case BIN_IDIV:
        return b == 0 ? NULL : new_int(nodes, int_floor_div(a, b), line);
    default:
        return NULL;
    }
}

static Expr *fold_bits(Arena *nodes, BinOp op, const Number *l,
                       const Number *r, uint32_t line)
{
    int64_t a, b;
    if (!get_integer(l, &a) || !get_integer(r, &b))
        return NULL;
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (op) {
    case BIN_BAND: return new_int(nodes, wrap(x & y), line);
    case BIN_BOR: return new_int(nodes, wrap(x | y), line);
    case BIN_BXOR: return new_int(nodes, wrap(x ^ y), line);
    case BIN_SHL: return new_int(nodes, wrap(shift_left(x, b)), line);
    case BIN_SHR:
        if (b == INT64_MIN)
            return new_int(nodes, 0, line);
        return new_int(nodes, wrap(shift_left(x, -b)), line);
    default: return NULL;
    }
}

static Expr *fold_floats(Arena *nodes, BinOp op, double a, double b,
                         uint32_t line)
{
    double power;
    switch (op) {
    case BIN_ADD: return new_float(nodes, a + b, line);
    case BIN_SUB: return new_float(nodes, a - b, line);
    case BIN_MUL: return new_float(nodes, a * b, line);
    case BIN_DIV: return b == 0 ? NULL : new_float(nodes, a / b, line);
    case BIN_MOD:
        return b == 0 ? NULL : new_float(nodes, float_mod(a, b), line);
    case BIN_IDIV:
        return b == 0 ? NULL : new_float(nodes, floor(a / b), line);
    case BIN_POW:
        if (!exact_power(a, b, &power))
            return NULL;
        return new_float(nodes, power, line);
    default: return NULL;
    }
}

Expr *fold_arith(Arena *nodes, BinOp op, const Expr *left, const Expr *right,
                 uint32_t line)
{
    Number l, r;
    if (!get_number(left, &l) || !get_number(right, &r))
        return NULL;
    if (op >= BIN_BAND)
        return fold_bits(nodes, op, &l, &r, line);
    if (l.is_int && r.is_int && op != BIN_DIV && op != BIN_POW)
        return fold_ints(nodes, op, l.i, r.i, line);
    return fold_floats(nodes, op, l.n, r.n, line);
}

Expr *fold_unary(Arena *nodes, UnOp op, const Expr *operand, uint32_t line)
{
    Number x;
    int64_t i;
    if (op == UN_NOT) {
        if (!ast_is_constant(operand))
            return NULL;
        return new_bool(nodes, operand->kind <= EXPR_FALSE, line);
    }
    if (op == UN_LEN || !get_number(operand, &x))
        return NULL;
    if (op == UN_BNOT) {
        if (!get_integer(&x, &i))
            return NULL;
        return new_int(nodes, wrap(~(uint64_t)i), line);
    }
    if (x.is_int)
        return new_int(nodes, wrap(0 - (uint64_t)x.i), line);
    return new_float(nodes, -x.n, line);
}

Expr *fold_logic(BinOp op, const Expr *left, Expr *right)
{
    bool truth = left->kind > EXPR_FALSE;
    return ast_is_constant(left) && truth == (op == BIN_AND) ? right : NULL;
}
