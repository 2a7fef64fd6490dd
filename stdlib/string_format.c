/*
 * stdlib/string_format.c -- string.format.
 *
 * A conversion is read into a Spec: the text of it, as C's printf wants it,
 * and its flags, width and precision. Integers, strings and floats in plain
 * decimal notation are written here, digit by digit; the other floats and
 * pointers by snprintf, from the text of the conversion.
 *
 * Bytes written are charged to the budget (vm/builtin.h).
 *
 * Read     read_spec, check_spec, add_integer, put_fixed, add_quoted.
 */
#include <ctype.h>
#include <float.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/digits.h"
#include "stdlib/string_int.h"
#include "vm/builtin.h"

enum {
    MAX_WIDTH = 99, /* of a width, and of a precision */
    MAX_MODIFIERS = 20,
    /* what an integer or a short string can take */
    SHORT_NBYTES = 2 * MAX_WIDTH + 8,
    /* what a float can take: %.99f of the greatest, with a long radix */
    FLOAT_NBYTES = DBL_MAX_10_EXP + MAX_WIDTH + 24
};

/* Flags of a conversion. */
enum { MINUS = 1, PLUS = 2, SPACE = 4, SHARP = 8, ZERO = 16 };

typedef struct Spec {
    char text[MAX_MODIFIERS + 3]; /* "%-5.2f" */
    size_t nmodifiers;            /* bytes between % and the conversion */
    int flags;
    int width;     /* 0: none */
    int precision; /* -1: none */
    char conversion;
} Spec;

typedef struct Format {
    lua_State *L;
    luaL_Buffer buffer;
    const char *p; /* what is still to be read */
    const char *end;
    int arg;       /* the argument in use */
    int nargs;
    int tostring;  /* whether strings have a __tostring; -1: not known */
} Format;

/* ---- Output ---- */

static void add_fill(luaL_Buffer *b, char c, int n)
{
    if (n <= 0)
        return;
    memset(luaL_prepbuffsize(b, (size_t)n), c, (size_t)n);
    luaL_addsize(b, (size_t)n);
}

/* Add bytes, filled up with spaces to the width. */
static void add_padded(luaL_Buffer *b, const Spec *spec, const char *s,
                       size_t nbytes)
{
    int fill = spec->width - (int)(nbytes < MAX_WIDTH ? nbytes : MAX_WIDTH);
    if (!(spec->flags & MINUS))
        add_fill(b, ' ', fill);
    string_add(b, s, nbytes);
    if (spec->flags & MINUS)
        add_fill(b, ' ', fill);
}

/* ---- Reading a conversion ---- */

static bool is_modifier(char c)
{
    switch (c) {
    case '-': case '+': case ' ': case '#': case '.':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        return true;
    default:
        return false;
    }
}

/* Copy the text of the conversion that follows a %. */
static void read_spec(Format *f, Spec *spec)
{
    const char *p = f->p;
    while (p < f->end && is_modifier(*p))
        p++;
    spec->nmodifiers = (size_t)(p - f->p);
    if (spec->nmodifiers > MAX_MODIFIERS)
        luaL_error(f->L, "invalid format (too long)");
    spec->conversion = p < f->end ? *p : '\0';
    char *out = spec->text;
    *out++ = '%';
    for (size_t i = 0; i < spec->nmodifiers; i++)
        *out++ = f->p[i];
    *out++ = spec->conversion;
    *out = '\0';
    f->p = p < f->end ? p + 1 : p;
}

static int flag_of(char c)
{
    switch (c) {
    case '-': return MINUS;
    case '+': return PLUS;
    case ' ': return SPACE;
    case '#': return SHARP;
    case '0': return ZERO;
    default: return 0;
    }
}

/* Read up to two digits. */
static int read_number(const char **p)
{
    int n = 0;
    for (int i = 0; i < 2 && **p >= '0' && **p <= '9'; i++)
        n = n * 10 + *(*p)++ - '0';
    return n;
}

/* Take a conversion apart, which may have these flags and no others. */
static void check_spec(Format *f, Spec *spec, int flags, bool precision)
{
    const char *p = spec->text + 1;
    spec->flags = spec->width = 0;
    spec->precision = -1;
    if (spec->nmodifiers == 0)
        return;
    while (flag_of(*p) & flags)
        spec->flags |= flag_of(*p++);
    if (*p != '0')
        spec->width = read_number(&p);
    if (*p == '.' && precision) {
        p++;
        spec->precision = read_number(&p);
    }
    if (p != spec->text + 1 + spec->nmodifiers)
        luaL_error(f->L, "invalid conversion specification: '%s'",
                   spec->text);
}

/* ---- Integers ---- */

static char *put_digits(char *end, lua_Unsigned n, char conversion)
{
    const char *digits =
        conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    int shift = conversion == 'o' ? 3 : 4;
    lua_Unsigned mask = ((lua_Unsigned)1 << shift) - 1;
    for (; n != 0; n >>= shift)
        *--end = digits[n & mask];
    return end;
}

static char *put_decimal(char *end, lua_Unsigned n)
{
    for (; n != 0; n /= 10)
        *--end = (char)('0' + n % 10);
    return end;
}

/* What stands in front of the digits. */
static const char *prefix_of(const Spec *spec, bool negative, bool zero)
{
    switch (spec->conversion) {
    case 'd': case 'i':
        return negative ? "-" : spec->flags & PLUS ? "+"
             : spec->flags & SPACE ? " " : "";
    case 'x': return spec->flags & SHARP && !zero ? "0x" : "";
    case 'X': return spec->flags & SHARP && !zero ? "0X" : "";
    default: return "";
    }
}

static void add_modified(luaL_Buffer *b, const Spec *spec, lua_Integer n)
{
    char text[SHORT_NBYTES + DIGITS_NBYTES];
    char *end = text + sizeof text;
    char conversion = spec->conversion;
    bool decimal = conversion == 'd' || conversion == 'i';
    bool negative = decimal && n < 0;
    lua_Unsigned u = negative ? 0u - (lua_Unsigned)n : (lua_Unsigned)n;
    const char *prefix = prefix_of(spec, negative, u == 0);
    int nprefix = (int)strlen(prefix);
    char *p = decimal || conversion == 'u' ? put_decimal(end, u)
                                           : put_digits(end, u, conversion);
    int least = spec->precision < 0 ? 1 : spec->precision;
    if (spec->flags & ZERO && !(spec->flags & MINUS) && spec->precision < 0
        && spec->width - nprefix > least)
        least = spec->width - nprefix;
    if (conversion == 'o' && spec->flags & SHARP && end - p >= least)
        least = (int)(end - p) + 1;
    while (end - p < least)
        *--p = '0';
    p -= nprefix;
    memcpy(p, prefix, (size_t)nprefix);
    add_padded(b, spec, p, (size_t)(end - p));
}

static void add_integer(Format *f, Spec *spec, int flags)
{
    lua_Integer n = luaL_checkinteger(f->L, f->arg);
    luaL_Buffer *b = &f->buffer;
    char c = spec->conversion;
    check_spec(f, spec, flags, true);
    if (spec->nmodifiers == 0 && (c == 'd' || c == 'i'))
        luaL_addsize(b, digits_put(luaL_prepbuffsize(b, DIGITS_NBYTES), n));
    else
        add_modified(b, spec, n);
}

static void add_char(Format *f, Spec *spec)
{
    check_spec(f, spec, MINUS, false);
    char c = (char)(unsigned char)luaL_checkinteger(f->L, f->arg);
    add_padded(&f->buffer, spec, &c, 1);
}

/* ---- Floats ---- */

static void add_printed(Format *f, const Spec *spec, lua_Number x)
{
    char *out = luaL_prepbuffsize(&f->buffer, FLOAT_NBYTES);
    int n = snprintf(out, FLOAT_NBYTES, spec->text, x);
    luaL_addsize(&f->buffer, (size_t)n);
}

static bool radix_is_dot(void)
{
    const char *radix = localeconv()->decimal_point;
    return radix[0] == '.' && radix[1] == '\0';
}

/*
 * Write `x`, at least 0, with `precision` decimals, rounded as exactly as
 * printf does, in front of `end`; returns where it starts, or NULL when the
 * number is not of a size for this.
 *
 * The fraction is m / 2^k. As long as 10 m fits a word every multiplication
 * by ten carries one more decimal out of it, and nothing is lost.
 */
static char *put_fixed(char *end, lua_Number x, int precision)
{
    enum { MAX_K = 60 };
    lua_Number whole = floor(x);
    lua_Number scaled = (x - whole) * 0x1p60;
    if (!(x < 9e15) || scaled != floor(scaled))
        return NULL;
    uint64_t n = (uint64_t)whole, m = (uint64_t)scaled;
    const uint64_t one = (uint64_t)1 << MAX_K;
    char *decimals = end - precision;
    for (int i = 0; i < precision; i++) {
        m *= 10;
        decimals[i] = (char)('0' + (m >> MAX_K));
        m &= one - 1;
    }
    bool odd = precision > 0 ? decimals[precision - 1] & 1 : n & 1;
    bool up = m > one / 2 || (m == one / 2 && odd);
    for (int i = precision - 1; up && i >= 0; i--) {
        up = decimals[i] == '9';
        decimals[i] = up ? '0' : (char)(decimals[i] + 1);
    }
    n += up;
    char *p = decimals;
    if (precision > 0)
        *--p = '.';
    char *digits = put_decimal(p, n);
    if (n == 0)
        *--digits = '0';
    return digits;
}

/* %f without flags, in the C locale; false if that is not for put_fixed. */
static bool add_fixed(Format *f, const Spec *spec, lua_Number x)
{
    enum { MAX_PRECISION = 20 };
    char text[SHORT_NBYTES];
    char *end = text + sizeof text;
    int precision = spec->precision < 0 ? 6 : spec->precision;
    if (spec->flags & ~MINUS || precision > MAX_PRECISION || !radix_is_dot())
        return false;
    char *p = put_fixed(end, fabs(x), precision);
    if (p == NULL)
        return false;
    if (signbit(x))
        *--p = '-';
    add_padded(&f->buffer, spec, p, (size_t)(end - p));
    return true;
}

enum { FLOAT_FLAGS = MINUS | PLUS | SPACE | SHARP | ZERO };

static void add_float(Format *f, Spec *spec)
{
    lua_Number x = luaL_checknumber(f->L, f->arg);
    check_spec(f, spec, FLOAT_FLAGS, true);
    if (spec->conversion != 'f' || !add_fixed(f, spec, x))
        add_printed(f, spec, x);
}

/* Unlike the others it complains about itself before its argument. */
static void add_hex_float(Format *f, Spec *spec)
{
    check_spec(f, spec, FLOAT_FLAGS, true);
    add_printed(f, spec, luaL_checknumber(f->L, f->arg));
}

/* ---- Strings ---- */

static void add_modified_string(Format *f, Spec *spec, const char *s,
                                size_t nbytes)
{
    luaL_argcheck(f->L, memchr(s, '\0', nbytes) == NULL, f->arg,
                  "string contains zeros");
    check_spec(f, spec, MINUS, true);
    if (spec->precision >= 0 && (size_t)spec->precision < nbytes)
        nbytes = (size_t)spec->precision;
    add_padded(&f->buffer, spec, s, nbytes);
}

/* Add the argument after tostring. */
static void add_converted(Format *f, Spec *spec)
{
    size_t nbytes;
    char copy[MAX_WIDTH];
    const char *s = luaL_tolstring(f->L, f->arg, &nbytes);
    f->tostring = -1; /* code has run */
    string_charge(f->L, nbytes);
    if (spec->nmodifiers == 0) {
        luaL_addvalue(&f->buffer);
        return;
    }
    luaL_argcheck(f->L, memchr(s, '\0', nbytes) == NULL, f->arg,
                  "string contains zeros");
    check_spec(f, spec, MINUS, true);
    if (spec->precision >= 0 && (size_t)spec->precision < nbytes)
        nbytes = (size_t)spec->precision;
    if (nbytes > sizeof copy) { /* wider than any width */
        luaL_addvalue(&f->buffer);
        return;
    }
    /* the buffer is not to be used with a value above it */
    memcpy(copy, s, nbytes);
    lua_pop(f->L, 1);
    add_padded(&f->buffer, spec, copy, nbytes);
}

/* Whether tostring leaves strings as they are. */
static bool strings_are_plain(Format *f)
{
    if (f->tostring < 0) {
        f->tostring =
            luaL_getmetafield(f->L, f->arg, "__tostring") != LUA_TNIL;
        lua_pop(f->L, f->tostring);
    }
    return f->tostring == 0;
}

static void add_string(Format *f, Spec *spec)
{
    size_t nbytes;
    if (lua_type(f->L, f->arg) != LUA_TSTRING || !strings_are_plain(f)) {
        add_converted(f, spec);
        return;
    }
    const char *s = lua_tolstring(f->L, f->arg, &nbytes);
    string_charge(f->L, nbytes);
    if (spec->nmodifiers == 0)
        string_add(&f->buffer, s, nbytes);
    else
        add_modified_string(f, spec, s, nbytes);
}

static void add_pointer(Format *f, Spec *spec)
{
    const void *p = lua_topointer(f->L, f->arg);
    char text[SHORT_NBYTES];
    check_spec(f, spec, MINUS, false);
    int n = p == NULL ? snprintf(text, sizeof text, "(null)")
                      : snprintf(text, sizeof text, "%p", p);
    add_padded(&f->buffer, spec, text, (size_t)n);
}

/* ---- %q: what the compiler reads back ---- */

static bool needs_escape(unsigned char c)
{
    return c == '"' || c == '\\' || iscntrl(c);
}

/* Three digits if a digit comes after. */
static void add_escape(luaL_Buffer *b, unsigned char c, bool before_digit)
{
    if (c == '"' || c == '\\' || c == '\n') {
        luaL_addchar(b, '\\');
        luaL_addchar(b, (char)c);
        return;
    }
    char *out = luaL_prepbuffsize(b, 8);
    int n = snprintf(out, 8, before_digit ? "\\%03d" : "\\%d", (int)c);
    luaL_addsize(b, (size_t)n);
}

static void add_quoted(luaL_Buffer *b, const char *s, size_t nbytes)
{
    const char *end = s + nbytes;
    luaL_addchar(b, '"');
    while (s < end) {
        const char *plain = s;
        while (s < end && !needs_escape((unsigned char)*s))
            s++;
        string_add(b, plain, (size_t)(s - plain));
        if (s == end)
            break;
        unsigned char c = (unsigned char)*s++;
        add_escape(b, c, s < end && isdigit((unsigned char)*s));
    }
    luaL_addchar(b, '"');
}

/* A float as a hexadecimal numeral, which loses nothing. */
static void add_float_literal(Format *f, lua_Number x)
{
    luaL_Buffer *b = &f->buffer;
    if (x == HUGE_VAL) {
        luaL_addstring(b, "1e9999");
    } else if (x == -HUGE_VAL) {
        luaL_addstring(b, "-1e9999");
    } else if (x != x) {
        luaL_addstring(b, "(0/0)");
    } else {
        char *out = luaL_prepbuffsize(b, FLOAT_NBYTES);
        int n = snprintf(out, FLOAT_NBYTES, "%a", x);
        char *radix = memchr(out, *localeconv()->decimal_point, (size_t)n);
        if (radix != NULL)
            *radix = '.';
        luaL_addsize(b, (size_t)n);
    }
}

static void add_number_literal(Format *f)
{
    luaL_Buffer *b = &f->buffer;
    if (!lua_isinteger(f->L, f->arg)) {
        add_float_literal(f, lua_tonumber(f->L, f->arg));
        return;
    }
    lua_Integer n = lua_tointeger(f->L, f->arg);
    if (n == LUA_MININTEGER) /* its decimal numeral would be a float */
        luaL_addstring(b, "0x8000000000000000");
    else
        luaL_addsize(b, digits_put(luaL_prepbuffsize(b, DIGITS_NBYTES), n));
}

static void add_literal(Format *f, const Spec *spec)
{
    lua_State *L = f->L;
    size_t nbytes;
    const char *s;
    if (spec->nmodifiers > 0)
        luaL_error(L, "specifier '%%q' cannot have modifiers");
    switch (lua_type(L, f->arg)) {
    case LUA_TSTRING:
        s = lua_tolstring(L, f->arg, &nbytes);
        vm_charge(L, nbytes / 4 + 1);
        add_quoted(&f->buffer, s, nbytes);
        break;
    case LUA_TNUMBER: add_number_literal(f); break;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
        luaL_tolstring(L, f->arg, NULL);
        luaL_addvalue(&f->buffer);
        break;
    default: luaL_argerror(L, f->arg, "value has no literal form");
    }
}

/* ---- The whole ---- */

static void add_conversion(Format *f)
{
    Spec spec;
    if (++f->arg > f->nargs)
        luaL_argerror(f->L, f->arg, "no value");
    read_spec(f, &spec);
    switch (spec.conversion) {
    case 'd': case 'i':
        add_integer(f, &spec, MINUS | PLUS | SPACE | ZERO);
        break;
    case 'u': add_integer(f, &spec, MINUS | ZERO); break;
    case 'o': case 'x': case 'X':
        add_integer(f, &spec, MINUS | SHARP | ZERO);
        break;
    case 'a': case 'A': add_hex_float(f, &spec); break;
    case 'e': case 'E': case 'f': case 'g': case 'G':
        add_float(f, &spec);
        break;
    case 'c': add_char(f, &spec); break;
    case 'p': add_pointer(f, &spec); break;
    case 'q': add_literal(f, &spec); break;
    case 's': add_string(f, &spec); break;
    default:
        luaL_error(f->L, "invalid conversion '%s' to 'format'", spec.text);
    }
}

int string_format(lua_State *L)
{
    size_t nbytes;
    Format f;
    f.L = L;
    f.arg = 1;
    f.nargs = lua_gettop(L);
    f.tostring = -1;
    f.p = luaL_checklstring(L, 1, &nbytes);
    f.end = f.p + nbytes;
    string_charge(L, nbytes);
    luaL_buffinit(L, &f.buffer);
    while (f.p < f.end) {
        const char *percent = memchr(f.p, '%', (size_t)(f.end - f.p));
        const char *plain = f.p;
        f.p = percent == NULL ? f.end : percent;
        string_add(&f.buffer, plain, (size_t)(f.p - plain));
        if (percent == NULL)
            break;
        f.p++;
        if (f.p < f.end && *f.p == '%')
            luaL_addchar(&f.buffer, *f.p++);
        else
            add_conversion(&f);
    }
    luaL_pushresult(&f.buffer);
    return 1;
}
