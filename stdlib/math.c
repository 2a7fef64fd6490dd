/*
 * stdlib/math.c -- the math library.
 *
 * Numbers keep their kind where they can: floor of an integer is that integer
 * and floor of a float is an integer when one can hold it. Random numbers
 * come from xoshiro256**; its state is a userdata that `random` and
 * `randomseed` share as an upvalue, so every VM has a sequence of its own.
 *
 * Read     push_whole, math_fmod, rand_next, rand_below.
 */
#include <float.h>
#include <math.h>
#include <stdint.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

#define PI 3.141592653589793238462643383279502884

/* ---- Rounding and kinds ---- */

/* Push a float without fraction as an integer, if one can hold it. */
static void push_whole(lua_State *L, lua_Number whole)
{
    lua_Integer n;
    if (lua_numbertointeger(whole, &n))
        lua_pushinteger(L, n);
    else
        lua_pushnumber(L, whole);
}

static int math_floor(lua_State *L)
{
    if (lua_isinteger(L, 1))
        lua_settop(L, 1);
    else
        push_whole(L, floor(luaL_checknumber(L, 1)));
    return 1;
}

static int math_ceil(lua_State *L)
{
    if (lua_isinteger(L, 1))
        lua_settop(L, 1);
    else
        push_whole(L, ceil(luaL_checknumber(L, 1)));
    return 1;
}

static int math_modf(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        lua_pushnumber(L, 0.0);
        return 2;
    }
    lua_Number x = luaL_checknumber(L, 1);
    lua_Number whole = trunc(x);
    push_whole(L, whole);
    /* Two infinities differ by no number, yet nothing is left over. */
    lua_pushnumber(L, x == whole ? 0.0 : x - whole);
    return 2;
}

static int math_tointeger(lua_State *L)
{
    int is_integer;
    lua_Integer n = lua_tointegerx(L, 1, &is_integer);
    if (is_integer) {
        lua_pushinteger(L, n);
    } else {
        luaL_checkany(L, 1);
        luaL_pushfail(L);
    }
    return 1;
}

static int math_type(lua_State *L)
{
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
    } else {
        luaL_checkany(L, 1);
        luaL_pushfail(L);
    }
    return 1;
}

/* ---- Arithmetic ---- */

static int math_abs(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_Integer n = lua_tointeger(L, 1);
        lua_pushinteger(L, n < 0 ? luaL_intop(-, 0, n) : n);
    } else {
        lua_pushnumber(L, fabs(luaL_checknumber(L, 1)));
    }
    return 1;
}

static lua_Integer integer_fmod(lua_State *L, lua_Integer a, lua_Integer b)
{
    luaL_argcheck(L, b != 0, 2, "zero");
    /* The smallest integer divided by -1 would overflow. */
    return b == -1 ? 0 : a % b;
}

static int math_fmod(lua_State *L)
{
    if (lua_isinteger(L, 1) && lua_isinteger(L, 2)) {
        lua_Integer a = lua_tointeger(L, 1);
        lua_pushinteger(L, integer_fmod(L, a, lua_tointeger(L, 2)));
    } else {
        lua_Number a = luaL_checknumber(L, 1);
        lua_pushnumber(L, fmod(a, luaL_checknumber(L, 2)));
    }
    return 1;
}

static int math_ult(lua_State *L)
{
    lua_Unsigned a = (lua_Unsigned)luaL_checkinteger(L, 1);
    lua_Unsigned b = (lua_Unsigned)luaL_checkinteger(L, 2);
    lua_pushboolean(L, a < b);
    return 1;
}

static int math_min(lua_State *L)
{
    int nargs = lua_gettop(L);
    int best = 1;
    luaL_argcheck(L, nargs >= 1, 1, "value expected");
    for (int i = 2; i <= nargs; i++)
        if (lua_compare(L, i, best, LUA_OPLT))
            best = i;
    lua_pushvalue(L, best);
    return 1;
}

static int math_max(lua_State *L)
{
    int nargs = lua_gettop(L);
    int best = 1;
    luaL_argcheck(L, nargs >= 1, 1, "value expected");
    for (int i = 2; i <= nargs; i++)
        if (lua_compare(L, best, i, LUA_OPLT))
            best = i;
    lua_pushvalue(L, best);
    return 1;
}

/* ---- Functions of a float ---- */

/* A library function that applies `expr` to its argument x. */
#define FLOAT_FUNCTION(name, expr)                                            \
    static int math_##name(lua_State *L)                                      \
    {                                                                         \
        lua_Number x = luaL_checknumber(L, 1);                                \
        lua_pushnumber(L, expr);                                              \
        return 1;                                                             \
    }

FLOAT_FUNCTION(sqrt, sqrt(x))
FLOAT_FUNCTION(exp, exp(x))
FLOAT_FUNCTION(sin, sin(x))
FLOAT_FUNCTION(cos, cos(x))
FLOAT_FUNCTION(tan, tan(x))
FLOAT_FUNCTION(asin, asin(x))
FLOAT_FUNCTION(acos, acos(x))
FLOAT_FUNCTION(deg, x * (180.0 / PI))
FLOAT_FUNCTION(rad, x * (PI / 180.0))

static int math_atan(lua_State *L)
{
    lua_Number y = luaL_checknumber(L, 1);
    lua_pushnumber(L, atan2(y, luaL_optnumber(L, 2, 1.0)));
    return 1;
}

static lua_Number log_to_base(lua_Number x, lua_Number base)
{
    if (base == 2.0) /* these two are exact for powers */
        return log2(x);
    if (base == 10.0)
        return log10(x);
    return log(x) / log(base);
}

static int math_log(lua_State *L)
{
    lua_Number x = luaL_checknumber(L, 1);
    if (lua_isnoneornil(L, 2))
        lua_pushnumber(L, log(x));
    else
        lua_pushnumber(L, log_to_base(x, luaL_checknumber(L, 2)));
    return 1;
}

/* ---- Functions of Lua 5.2 that systems still ship with 5.4 ---- */

FLOAT_FUNCTION(cosh, cosh(x))
FLOAT_FUNCTION(sinh, sinh(x))
FLOAT_FUNCTION(tanh, tanh(x))
FLOAT_FUNCTION(log10, log10(x))

static int math_pow(lua_State *L)
{
    lua_Number x = luaL_checknumber(L, 1);
    lua_pushnumber(L, pow(x, luaL_checknumber(L, 2)));
    return 1;
}

static int math_frexp(lua_State *L)
{
    int exponent = 0;
    lua_pushnumber(L, frexp(luaL_checknumber(L, 1), &exponent));
    lua_pushinteger(L, exponent);
    return 2;
}

static int math_ldexp(lua_State *L)
{
    lua_Number x = luaL_checknumber(L, 1);
    lua_pushnumber(L, ldexp(x, (int)luaL_checkinteger(L, 2)));
    return 1;
}

/* ---- Random numbers ---- */

_Static_assert(DBL_MANT_DIG == 53, "random floats are made of 53 bits");

typedef struct RandState {
    uint64_t s[4];
} RandState;

static uint64_t rotate_left(uint64_t x, int n)
{
    return (x << n) | (x >> (64 - n));
}

/* The next 64 random bits: xoshiro256** of Blackman and Vigna. */
static uint64_t rand_next(RandState *r)
{
    uint64_t *s = r->s;
    uint64_t bits = rotate_left(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return bits;
}

/*
 * The state that Lua 5.4 makes of two seeds. 0xff keeps it from being zero,
 * which xoshiro never leaves; the first numbers are dropped while it mixes.
 */
static void rand_seed(RandState *r, uint64_t seed1, uint64_t seed2)
{
    r->s[0] = seed1;
    r->s[1] = 0xff;
    r->s[2] = seed2;
    r->s[3] = 0;
    for (int i = 0; i < 16; i++)
        rand_next(r);
}

/*
 * An evenly distributed number from 0 to `limit`, starting from `bits`: cut
 * to the width of the limit, and drawn again while it exceeds it.
 */
static uint64_t rand_below(RandState *r, uint64_t bits, uint64_t limit)
{
    uint64_t mask = limit;
    for (int shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    while ((bits &= mask) > limit)
        bits = rand_next(r);
    return bits;
}

static RandState *rand_state(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

static int math_random(lua_State *L)
{
    RandState *r = rand_state(L);
    uint64_t bits = rand_next(r);
    lua_Integer low = 1, up;
    switch (lua_gettop(L)) {
    case 0: /* as many of the bits as a float in [0,1) can hold */
        lua_pushnumber(L, (lua_Number)(bits >> 11) * 0x1p-53);
        return 1;
    case 1:
        up = luaL_checkinteger(L, 1);
        if (up == 0) {
            lua_pushinteger(L, (lua_Integer)bits);
            return 1;
        }
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        up = luaL_checkinteger(L, 2);
        break;
    default: return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= up, 1, "interval is empty");
    uint64_t offset = rand_below(r, bits, (uint64_t)up - (uint64_t)low);
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + offset));
    return 1;
}

static int math_randomseed(lua_State *L)
{
    lua_Integer seed[2];
    if (lua_isnone(L, 1)) {
        host_entropy(L, seed, sizeof seed);
    } else {
        seed[0] = luaL_checkinteger(L, 1);
        seed[1] = luaL_optinteger(L, 2, 0);
    }
    rand_seed(rand_state(L), (uint64_t)seed[0], (uint64_t)seed[1]);
    lua_pushinteger(L, seed[0]);
    lua_pushinteger(L, seed[1]);
    return 2;
}

static const VmFunction random_functions[] = {
    VM_PLAIN("random", math_random),
    VM_PLAIN("randomseed", math_randomseed),
    VM_END,
};

static void add_random(lua_State *L)
{
    uint64_t seed[2];
    RandState *r = lua_newuserdatauv(L, sizeof *r, 0);
    host_entropy(L, seed, sizeof seed);
    rand_seed(r, seed[0], seed[1]);
    vm_setfuncs(L, random_functions, 1);
}

/* ---- The library ---- */

static const VmFunction math_functions[] = {
    VM_FAST("abs", math_abs, fast_abs),
    VM_PLAIN("acos", math_acos),
    VM_PLAIN("asin", math_asin),
    VM_PLAIN("atan", math_atan),
    VM_SAME("atan2"),
    VM_FAST("ceil", math_ceil, fast_ceil),
    VM_FAST("cos", math_cos, fast_cos),
    VM_PLAIN("deg", math_deg),
    VM_FAST("exp", math_exp, fast_exp),
    VM_FAST("floor", math_floor, fast_floor),
    VM_FAST("fmod", math_fmod, fast_fmod),
    VM_FAST("log", math_log, fast_log),
    VM_FAST("max", math_max, fast_max),
    VM_FAST("min", math_min, fast_min),
    VM_PLAIN("modf", math_modf),
    VM_PLAIN("rad", math_rad),
    VM_FAST("sin", math_sin, fast_sin),
    VM_FAST("sqrt", math_sqrt, fast_sqrt),
    VM_FAST("tan", math_tan, fast_tan),
    VM_FAST("tointeger", math_tointeger, fast_tointeger),
    VM_PLAIN("type", math_type),
    VM_PLAIN("ult", math_ult),
    VM_PLAIN("cosh", math_cosh),
    VM_PLAIN("frexp", math_frexp),
    VM_PLAIN("ldexp", math_ldexp),
    VM_PLAIN("log10", math_log10),
    VM_PLAIN("pow", math_pow),
    VM_PLAIN("sinh", math_sinh),
    VM_PLAIN("tanh", math_tanh),
    VM_END,
};

static void set_integer(lua_State *L, const char *name, lua_Integer n)
{
    lua_pushinteger(L, n);
    lua_setfield(L, -2, name);
}

static void set_float(lua_State *L, const char *name, lua_Number x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

LUAMOD_API int luaopen_math(lua_State *L)
{
    vm_newlib(L, math_functions, 6);
    set_float(L, "pi", PI);
    set_float(L, "huge", HUGE_VAL);
    set_integer(L, "maxinteger", LUA_MAXINTEGER);
    set_integer(L, "mininteger", LUA_MININTEGER);
    add_random(L);
    return 1;
}
