/*
 * stdlib/string_pack.c -- string.pack, packsize and unpack.
 *
 * A Reader goes through the format. For each option it tells what is to be
 * packed, how many bytes it has, and how many come before it so that it is
 * aligned; byte order and the greatest alignment are settings that options
 * change on the way.
 *
 * Options are charged to the budget, and so are bytes (vm/builtin.h).
 *
 * Read     read_option, next_option, put_integer, get_integer.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/string_int.h"
#include "vm/builtin.h"

typedef unsigned char Byte;

enum {
    MAX_INTEGER_NBYTES = 16,
    LUA_INTEGER_NBYTES = sizeof(lua_Integer)
};

/* Its member stands where the greatest alignment that C asks for puts it. */
struct MaxAligned {
    char c;
    union {
        LUAI_MAXALIGN;
    } member;
};

enum OptionKind {
    OPTION_SIGNED,
    OPTION_UNSIGNED,
    OPTION_FLOAT,
    OPTION_NUMBER, /* lua_Number, a double */
    OPTION_DOUBLE,
    OPTION_CHARS,  /* a string of a fixed size */
    OPTION_STRING, /* a string after its length */
    OPTION_ZSTRING,
    OPTION_PADDING,
    OPTION_ALIGN, /* the padding in front of another option */
    OPTION_NONE   /* a setting, or a space */
};

typedef struct Reader {
    lua_State *L;
    const char *format;
    bool little;
    size_t max_align;
    size_t noptions; /* read and not yet charged */
} Reader;

typedef struct Option {
    enum OptionKind kind;
    size_t nbytes;
    size_t npadding; /* in front of it */
} Option;

static bool native_is_little(void)
{
    const union {
        int value;
        char first;
    } probe = {1};
    return probe.first == 1;
}

/* ---- Reading a format ---- */

static void reader_init(Reader *r, lua_State *L, const char *format)
{
    r->L = L;
    r->format = format;
    r->little = native_is_little();
    r->max_align = 1;
    r->noptions = 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number, if there is one; digits that would make it too large stay. */
static size_t read_size(Reader *r, size_t otherwise)
{
    if (!is_digit(*r->format))
        return otherwise;
    size_t n = 0;
    do {
        n = n * 10 + (size_t)(*r->format++ - '0');
    } while (is_digit(*r->format) && n <= (STRING_MAX_NBYTES - 9) / 10);
    return n;
}

static size_t read_integer_size(Reader *r, size_t otherwise)
{
    size_t n = read_size(r, otherwise);
    if (n < 1 || n > MAX_INTEGER_NBYTES)
        luaL_error(r->L, "integral size (%d) out of limits [1,%d]", (int)n,
                   (int)MAX_INTEGER_NBYTES);
    return n;
}

static size_t read_chars_size(Reader *r)
{
    size_t n = read_size(r, SIZE_MAX);
    if (n == SIZE_MAX)
        luaL_error(r->L, "missing size for format option 'c'");
    return n;
}

static Option option(enum OptionKind kind, size_t nbytes)
{
    return (Option){.kind = kind, .nbytes = nbytes, .npadding = 0};
}

/* Read one option and apply it if it is a setting; not its alignment. */
static Option read_option(Reader *r)
{
    char c = *r->format++;
    switch (c) {
    case 'b': return option(OPTION_SIGNED, sizeof(char));
    case 'B': return option(OPTION_UNSIGNED, sizeof(char));
    case 'h': return option(OPTION_SIGNED, sizeof(short));
    case 'H': return option(OPTION_UNSIGNED, sizeof(short));
    case 'l': return option(OPTION_SIGNED, sizeof(long));
    case 'L': return option(OPTION_UNSIGNED, sizeof(long));
    case 'j': return option(OPTION_SIGNED, sizeof(lua_Integer));
    case 'J': return option(OPTION_UNSIGNED, sizeof(lua_Integer));
    case 'T': return option(OPTION_UNSIGNED, sizeof(size_t));
    case 'i':
        return option(OPTION_SIGNED, read_integer_size(r, sizeof(int)));
    case 'I':
        return option(OPTION_UNSIGNED, read_integer_size(r, sizeof(int)));
    case 's':
        return option(OPTION_STRING, read_integer_size(r, sizeof(size_t)));
    case 'f': return option(OPTION_FLOAT, sizeof(float));
    case 'n': return option(OPTION_NUMBER, sizeof(lua_Number));
    case 'd': return option(OPTION_DOUBLE, sizeof(double));
    case 'c': return option(OPTION_CHARS, read_chars_size(r));
    case 'z': return option(OPTION_ZSTRING, 0);
    case 'x': return option(OPTION_PADDING, 1);
    case 'X': return option(OPTION_ALIGN, 0);
    case ' ': break;
    case '<': r->little = true; break;
    case '>': r->little = false; break;
    case '=': r->little = native_is_little(); break;
    case '!':
        r->max_align =
            read_integer_size(r, offsetof(struct MaxAligned, member));
        break;
    default: luaL_error(r->L, "invalid format option '%c'", c);
    }
    return option(OPTION_NONE, 0);
}

/* The size that decides about the alignment; 0 for none. */
static size_t natural_align(Reader *r, const Option *o)
{
    if (o->kind == OPTION_CHARS)
        return 0;
    if (o->kind != OPTION_ALIGN)
        return o->nbytes;
    Option next = option(OPTION_NONE, 0);
    if (*r->format != '\0')
        next = read_option(r);
    if (next.kind == OPTION_CHARS || next.nbytes == 0)
        luaL_argerror(r->L, 1, "invalid next option for option 'X'");
    return next.nbytes;
}

/* Read an option that starts where `nbytes` bytes have been packed. */
static Option next_option(Reader *r, size_t nbytes)
{
    enum { OPTIONS_AT_ONCE = 64 };
    if (++r->noptions == OPTIONS_AT_ONCE) {
        vm_charge(r->L, OPTIONS_AT_ONCE);
        r->noptions = 0;
    }
    Option o = read_option(r);
    size_t align = natural_align(r, &o);
    if (align > r->max_align)
        align = r->max_align;
    if (align > 1) {
        if ((align & (align - 1)) != 0)
            luaL_argerror(r->L, 1, "format asks for alignment not power of 2");
        o.npadding = (align - (nbytes & (align - 1))) & (align - 1);
    }
    return o;
}

/* ---- Packing ---- */

/* The low bytes of `n`; what lies beyond them is filled with its sign. */
static void put_integer(Byte *out, lua_Unsigned n, size_t nbytes, bool little,
                        bool negative)
{
    for (size_t i = 0; i < nbytes; i++) {
        Byte b = i < LUA_INTEGER_NBYTES ? (Byte)(n & UCHAR_MAX)
                                        : negative ? UCHAR_MAX : 0;
        out[little ? i : nbytes - 1 - i] = b;
        n >>= CHAR_BIT;
    }
}

static void add_integer(luaL_Buffer *b, const Reader *r, lua_Unsigned n,
                        size_t nbytes, bool negative)
{
    Byte *out = (Byte *)luaL_prepbuffsize(b, nbytes);
    put_integer(out, n, nbytes, r->little, negative);
    luaL_addsize(b, nbytes);
}

static void add_fill(luaL_Buffer *b, size_t nbytes)
{
    memset(luaL_prepbuffsize(b, nbytes), 0, nbytes);
    luaL_addsize(b, nbytes);
}

/* Copy the bytes of a native value, turned around if the order is not ours. */
static void copy_ordered(void *out, const void *in, size_t nbytes, bool little)
{
    if (little == native_is_little()) {
        memcpy(out, in, nbytes);
        return;
    }
    for (size_t i = 0; i < nbytes; i++)
        ((Byte *)out)[i] = ((const Byte *)in)[nbytes - 1 - i];
}

static void add_native(luaL_Buffer *b, const Reader *r, const void *value,
                       size_t nbytes)
{
    copy_ordered(luaL_prepbuffsize(b, nbytes), value, nbytes, r->little);
    luaL_addsize(b, nbytes);
}

/* Whether an unsigned integer has room in so many bytes. */
static bool fits(lua_Unsigned n, size_t nbytes)
{
    return nbytes >= LUA_INTEGER_NBYTES || n >> (nbytes * CHAR_BIT) == 0;
}

static void pack_integer(luaL_Buffer *b, const Reader *r, const Option *o,
                         int arg)
{
    lua_Integer n = luaL_checkinteger(r->L, arg);
    lua_Unsigned u = (lua_Unsigned)n;
    if (o->kind == OPTION_UNSIGNED) {
        luaL_argcheck(r->L, fits(u, o->nbytes), arg, "unsigned overflow");
        add_integer(b, r, u, o->nbytes, false);
        return;
    }
    if (o->nbytes < LUA_INTEGER_NBYTES) {
        lua_Unsigned half = (lua_Unsigned)1 << (o->nbytes * CHAR_BIT - 1);
        luaL_argcheck(r->L, fits(u + half, o->nbytes), arg,
                      "integer overflow");
    }
    add_integer(b, r, u, o->nbytes, n < 0);
}

static void pack_float(luaL_Buffer *b, const Reader *r, const Option *o,
                       int arg)
{
    lua_Number n = luaL_checknumber(r->L, arg);
    float f;
    double d;
    switch (o->kind) {
    case OPTION_FLOAT:
        f = (float)n;
        add_native(b, r, &f, sizeof f);
        break;
    case OPTION_DOUBLE:
        d = (double)n;
        add_native(b, r, &d, sizeof d);
        break;
    default: add_native(b, r, &n, sizeof n); break;
    }
}

/* Pack a string; returns how many bytes that are beyond the option's own. */
static size_t pack_string(luaL_Buffer *b, const Reader *r, const Option *o,
                          int arg)
{
    lua_State *L = r->L;
    size_t nbytes;
    const char *s = luaL_checklstring(L, arg, &nbytes);
    string_charge(L, nbytes);
    switch (o->kind) {
    case OPTION_CHARS:
        luaL_argcheck(L, nbytes <= o->nbytes, arg,
                      "string longer than given size");
        string_charge(L, o->nbytes);
        string_add(b, s, nbytes);
        add_fill(b, o->nbytes - nbytes);
        return 0;
    case OPTION_STRING:
        luaL_argcheck(L, fits(nbytes, o->nbytes), arg,
                      "string length does not fit in given size");
        add_integer(b, r, nbytes, o->nbytes, false);
        string_add(b, s, nbytes);
        return nbytes;
    default:
        luaL_argcheck(L, memchr(s, '\0', nbytes) == NULL, arg,
                      "string contains zeros");
        string_add(b, s, nbytes + 1); /* with the zero behind it */
        return nbytes + 1;
    }
}

int string_pack(lua_State *L)
{
    Reader r;
    luaL_Buffer b;
    int arg = 1;
    size_t total = 0;
    reader_init(&r, L, luaL_checkstring(L, 1));
    lua_pushnil(L); /* so that a missing argument is said to be nil */
    luaL_buffinit(L, &b);
    while (*r.format != '\0') {
        Option o = next_option(&r, total);
        total += o.npadding + o.nbytes;
        if (o.npadding > 0)
            add_fill(&b, o.npadding);
        switch (o.kind) {
        case OPTION_SIGNED: case OPTION_UNSIGNED:
            pack_integer(&b, &r, &o, ++arg);
            break;
        case OPTION_FLOAT: case OPTION_NUMBER: case OPTION_DOUBLE:
            pack_float(&b, &r, &o, ++arg);
            break;
        case OPTION_CHARS: case OPTION_STRING: case OPTION_ZSTRING:
            total += pack_string(&b, &r, &o, ++arg);
            break;
        case OPTION_PADDING: luaL_addchar(&b, '\0'); break;
        case OPTION_ALIGN: case OPTION_NONE: break;
        }
    }
    vm_charge(L, r.noptions);
    luaL_pushresult(&b);
    return 1;
}

int string_packsize(lua_State *L)
{
    Reader r;
    size_t total = 0;
    reader_init(&r, L, luaL_checkstring(L, 1));
    while (*r.format != '\0') {
        Option o = next_option(&r, total);
        luaL_argcheck(L, o.kind != OPTION_STRING && o.kind != OPTION_ZSTRING,
                      1, "variable-length format");
        luaL_argcheck(L, total <= STRING_MAX_NBYTES - o.npadding - o.nbytes, 1,
                      "format result too large");
        total += o.npadding + o.nbytes;
    }
    vm_charge(L, r.noptions);
    lua_pushinteger(L, (lua_Integer)total);
    return 1;
}

/* ---- Unpacking ---- */

/* The bytes that a Lua integer has no room for must repeat its sign. */
static void check_excess(const Reader *r, const Byte *in, size_t nbytes,
                         bool negative)
{
    for (size_t i = LUA_INTEGER_NBYTES; i < nbytes; i++) {
        if (in[r->little ? i : nbytes - 1 - i] != (negative ? UCHAR_MAX : 0))
            luaL_error(r->L, "%d-byte integer does not fit into Lua Integer",
                       (int)nbytes);
    }
}

static lua_Integer get_integer(const Reader *r, const char *data,
                               size_t nbytes, bool is_signed)
{
    const Byte *in = (const Byte *)data;
    size_t n = nbytes < LUA_INTEGER_NBYTES ? nbytes : LUA_INTEGER_NBYTES;
    lua_Unsigned value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << CHAR_BIT | in[r->little ? i : nbytes - 1 - i];
    if (nbytes > LUA_INTEGER_NBYTES) {
        check_excess(r, in, nbytes, is_signed && (lua_Integer)value < 0);
    } else if (nbytes < LUA_INTEGER_NBYTES && is_signed) {
        lua_Unsigned half = (lua_Unsigned)1 << (nbytes * CHAR_BIT - 1);
        value = (value ^ half) - half;
    }
    return (lua_Integer)value;
}

static lua_Number get_float(const Reader *r, const char *data,
                            enum OptionKind kind)
{
    float f;
    double d;
    lua_Number n;
    switch (kind) {
    case OPTION_FLOAT:
        copy_ordered(&f, data, sizeof f, r->little);
        return (lua_Number)f;
    case OPTION_DOUBLE:
        copy_ordered(&d, data, sizeof d, r->little);
        return (lua_Number)d;
    default: copy_ordered(&n, data, sizeof n, r->little); return n;
    }
}

/* Push a string whose length is packed before it; returns that length. */
static size_t unpack_counted(const Reader *r, const Option *o,
                             const char *data, size_t nleft)
{
    size_t nbytes = (size_t)get_integer(r, data, o->nbytes, false);
    luaL_argcheck(r->L, nbytes <= nleft - o->nbytes, 2,
                  "data string too short");
    lua_pushlstring(r->L, data + o->nbytes, nbytes);
    string_charge(r->L, nbytes);
    return nbytes;
}

/* Push a string that ends in a zero; returns its bytes with the zero. */
static size_t unpack_zstring(const Reader *r, const char *data, size_t nleft)
{
    const char *end = nleft > 0 ? memchr(data, '\0', nleft) : NULL;
    luaL_argcheck(r->L, end != NULL, 2, "unfinished string for format 'z'");
    size_t nbytes = (size_t)(end - data);
    lua_pushlstring(r->L, data, nbytes);
    string_charge(r->L, nbytes);
    return nbytes + 1;
}

/*
 * Push the value at `data`, if the option has one. Returns how many bytes it
 * has beyond the option's own.
 */
static size_t unpack_value(const Reader *r, const Option *o, const char *data,
                           size_t nleft)
{
    lua_State *L = r->L;
    switch (o->kind) {
    case OPTION_SIGNED: case OPTION_UNSIGNED:
        lua_pushinteger(L, get_integer(r, data, o->nbytes,
                                       o->kind == OPTION_SIGNED));
        return 0;
    case OPTION_FLOAT: case OPTION_NUMBER: case OPTION_DOUBLE:
        lua_pushnumber(L, get_float(r, data, o->kind));
        return 0;
    case OPTION_CHARS:
        lua_pushlstring(L, data, o->nbytes);
        string_charge(L, o->nbytes);
        return 0;
    case OPTION_STRING: return unpack_counted(r, o, data, nleft);
    case OPTION_ZSTRING: return unpack_zstring(r, data, nleft);
    default: return 0;
    }
}

int string_unpack(lua_State *L)
{
    Reader r;
    size_t nbytes;
    const char *format = luaL_checkstring(L, 1);
    const char *data = luaL_checklstring(L, 2, &nbytes);
    size_t pos = string_start(luaL_optinteger(L, 3, 1), nbytes) - 1;
    luaL_argcheck(L, pos <= nbytes, 3, "initial position out of string");
    int nbase = lua_gettop(L);
    reader_init(&r, L, format);
    while (*r.format != '\0') {
        Option o = next_option(&r, pos);
        luaL_argcheck(L, o.npadding + o.nbytes <= nbytes - pos, 2,
                      "data string too short");
        pos += o.npadding;
        luaL_checkstack(L, 2, "too many results");
        size_t nmore = unpack_value(&r, &o, data + pos, nbytes - pos);
        pos += o.nbytes + nmore;
    }
    vm_charge(L, r.noptions);
    lua_pushinteger(L, (lua_Integer)pos + 1);
    return lua_gettop(L) - nbase;
}
