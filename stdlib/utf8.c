/*
 * stdlib/utf8.c -- the utf8 library: strings as sequences of characters.
 *
 * A sequence has up to six bytes and stands for up to 31 bits, as UTF-8 was
 * first defined. Functions that read characters take Unicode's alone unless
 * they are called lax: nothing past 10FFFF, and no surrogates.
 *
 *     0xxxxxxx                              7 bits
 *     110xxxxx 10xxxxxx                    11
 *     1110xxxx 10xxxxxx 10xxxxxx           16
 *     11110xxx ... 111110xx ... 1111110x   21, 26, 31
 *
 * Bytes are charged to the budget (vm/builtin.h).
 *
 * Read     decode, utf8_offset, start_after.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "vm/builtin.h"

typedef unsigned char Byte;

enum { MAX_NBYTES = 6 };

static const char invalid_code[] = "invalid UTF-8 code";

static bool is_continuation(char c)
{
    return ((Byte)c & 0xC0) == 0x80;
}

/* A position counted from the end becomes one from the start; 0 if outside. */
static lua_Integer absolute(lua_Integer pos, size_t nbytes)
{
    if (pos >= 0)
        return pos;
    if (pos < -(lua_Integer)nbytes)
        return 0;
    return (lua_Integer)nbytes + pos + 1;
}

/* ---- Reading and writing a character ---- */

/* Bytes that the first one announces; 0 if it cannot be a first one. */
static size_t sequence_nbytes(Byte first)
{
    if (first < 0x80)
        return 1;
    size_t n = 0;
    for (Byte b = first; b & 0x80; b = (Byte)(b << 1))
        n++;
    return n == 1 || n > MAX_NBYTES ? 0 : n;
}

/*
 * Read the character at `s`, which ends with a zero at the latest. Returns
 * where the next one starts; NULL if there is none or it is not the shortest
 * form.
 */
static const char *decode(const char *s, bool lax, uint32_t *code)
{
    /* the least value that needs so many bytes */
    static const uint32_t least[MAX_NBYTES + 1] = {
        0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
    Byte first = (Byte)*s;
    if (first < 0x80) {
        *code = first;
        return s + 1;
    }
    size_t n = sequence_nbytes(first);
    if (n == 0)
        return NULL;
    uint32_t value = first & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (!is_continuation(s[i]))
            return NULL;
        value = value << 6 | ((Byte)s[i] & 0x3F);
    }
    if (value < least[n])
        return NULL;
    if (!lax && (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)))
        return NULL;
    *code = value;
    return s + n;
}

/* Write a character and return its bytes. */
static size_t encode(char out[MAX_NBYTES], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = 2;
    while (n < MAX_NBYTES && code >> (5 * n + 1) != 0)
        n++;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(Byte)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)(Byte)((0xFF00u >> n & 0xFF) | code);
    return n;
}

/* ---- Functions ---- */

/* The code at an argument, appended. */
static void add_char(lua_State *L, luaL_Buffer *b, int arg)
{
    lua_Unsigned code = (lua_Unsigned)luaL_checkinteger(L, arg);
    luaL_argcheck(L, code <= 0x7FFFFFFF, arg, "value out of range");
    char *out = luaL_prepbuffsize(b, MAX_NBYTES);
    luaL_addsize(b, encode(out, (uint32_t)code));
}

static int utf8_char(lua_State *L)
{
    luaL_Buffer b;
    int n = lua_gettop(L);
    vm_charge(L, (size_t)n);
    luaL_buffinit(L, &b);
    for (int i = 1; i <= n; i++)
        add_char(L, &b, i);
    luaL_pushresult(&b);
    return 1;
}

/* Where ASCII ends, from `s` on: eight bytes at a time, then one. */
static const char *skip_ascii(const char *s, const char *end)
{
    while (end - s >= 8) {
        uint64_t word;
        memcpy(&word, s, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
        s += 8;
    }
    while (s < end && (Byte)*s < 0x80)
        s++;
    return s;
}

static int utf8_len(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    lua_Integer first = absolute(luaL_optinteger(L, 2, 1), nbytes);
    lua_Integer last = absolute(luaL_optinteger(L, 3, -1), nbytes);
    bool lax = lua_toboolean(L, 4);
    luaL_argcheck(L, 1 <= first && first <= (lua_Integer)nbytes + 1, 2,
                  "initial position out of bounds");
    luaL_argcheck(L, last <= (lua_Integer)nbytes, 3,
                  "final position out of bounds");
    const char *p = s + first - 1, *end = s + last;
    lua_Integer n = 0;
    if (p < end)
        vm_charge(L, (size_t)(end - p) / 8 + 1);
    while (p < end) {
        const char *ascii_end = skip_ascii(p, end);
        n += ascii_end - p;
        p = ascii_end;
        if (p == end)
            break;
        uint32_t code;
        const char *next = decode(p, lax, &code);
        if (next == NULL) {
            luaL_pushfail(L);
            lua_pushinteger(L, (lua_Integer)(p - s) + 1);
            return 2;
        }
        p = next;
        n++;
    }
    lua_pushinteger(L, n);
    return 1;
}

static int utf8_codepoint(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    lua_Integer first = absolute(luaL_optinteger(L, 2, 1), nbytes);
    lua_Integer last = absolute(luaL_optinteger(L, 3, first), nbytes);
    bool lax = lua_toboolean(L, 4);
    luaL_argcheck(L, first >= 1, 2, "out of bounds");
    luaL_argcheck(L, last <= (lua_Integer)nbytes, 3, "out of bounds");
    if (first > last)
        return 0;
    if (last - first >= INT_MAX)
        return luaL_error(L, "string slice too long");
    vm_charge(L, (size_t)(last - first) + 1);
    luaL_checkstack(L, (int)(last - first) + 1, "string slice too long");
    const char *p = s + first - 1, *end = s + last;
    int n = 0;
    while (p < end) {
        uint32_t code;
        p = decode(p, lax, &code);
        if (p == NULL)
            return luaL_error(L, invalid_code);
        lua_pushinteger(L, (lua_Integer)code);
        n++;
    }
    return n;
}

/* ---- offset ---- */

/* Where the character at `at` starts. */
static const char *to_start(const char *s, const char *at)
{
    while (at > s && is_continuation(*at))
        at--;
    return at;
}

/* So many characters before `at`, a start; NULL if there are not enough. */
static const char *go_back(const char *s, const char *at, lua_Integer n)
{
    for (; n > 0 && at > s; n--)
        at = to_start(s, at - 1);
    return n == 0 ? at : NULL;
}

/* So many characters after `at`; at the end stands a zero. */
static const char *go_on(const char *at, const char *end, lua_Integer n)
{
    for (; n > 0 && at < end; n--) {
        at++;
        while (is_continuation(*at))
            at++;
    }
    return n == 0 ? at : NULL;
}

static int utf8_offset(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    lua_Integer n = luaL_checkinteger(L, 2);
    lua_Integer start = n >= 0 ? 1 : (lua_Integer)nbytes + 1;
    start = absolute(luaL_optinteger(L, 3, start), nbytes);
    luaL_argcheck(L, 1 <= start && start <= (lua_Integer)nbytes + 1, 3,
                  "position out of bounds");
    const char *from = s + start - 1, *at;
    if (n == 0)
        at = to_start(s, from);
    else if (is_continuation(*from))
        return luaL_error(L, "initial position is a continuation byte");
    else if (n > 0)
        at = go_on(from, s + nbytes, n - 1);
    else if (n < -(lua_Integer)nbytes)
        at = NULL; /* also where -n is no integer */
    else
        at = go_back(s, from, -n);
    if (at == NULL)
        luaL_pushfail(L);
    else
        lua_pushinteger(L, (lua_Integer)(at - s) + 1);
    vm_charge(L, at == NULL ? nbytes / 4 : (size_t)llabs(at - from) / 4);
    return 1;
}

/* ---- codes ---- */

/*
 * Where the character after the one at position `pos` starts: behind its
 * first byte and all continuations. Position 0 is before the first character.
 * NULL at the end, and for positions that are not in the string.
 */
static const char *start_after(const char *s, size_t nbytes, lua_Integer pos)
{
    if (pos < 0 || (lua_Unsigned)pos >= nbytes)
        return NULL;
    const char *at = s + pos, *end = s + nbytes;
    while (is_continuation(*at)) /* the zero at the end is none */
        at++;
    return at < end ? at : NULL;
}

static int codes_next(lua_State *L, bool lax)
{
    size_t nbytes;
    uint32_t code;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    const char *at = start_after(s, nbytes, lua_tointeger(L, 2));
    if (at == NULL)
        return 0;
    const char *next = decode(at, lax, &code);
    /* one continuation too many would be skipped silently by the next step */
    if (next == NULL || is_continuation(*next))
        return luaL_error(L, invalid_code);
    lua_pushinteger(L, (lua_Integer)(at - s) + 1);
    lua_pushinteger(L, (lua_Integer)code);
    return 2;
}

static int codes_next_strict(lua_State *L)
{
    return codes_next(L, false);
}

static int codes_next_lax(lua_State *L)
{
    return codes_next(L, true);
}

static int utf8_codes(lua_State *L)
{
    bool lax = lua_toboolean(L, 2);
    const char *s = luaL_checkstring(L, 1);
    luaL_argcheck(L, !is_continuation(*s), 1, invalid_code);
    lua_pushcfunction(L, lax ? codes_next_lax : codes_next_strict);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* ---- The library ---- */

/* Matches a character, in a string that is valid. */
static const char charpattern[] = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";

static const VmFunction functions[] = {
    VM_PLAIN("char", utf8_char),
    VM_PLAIN("codepoint", utf8_codepoint),
    VM_PLAIN("codes", utf8_codes),
    VM_PLAIN("len", utf8_len),
    VM_PLAIN("offset", utf8_offset),
    VM_END,
};

int luaopen_utf8(lua_State *L)
{
    vm_newlib(L, functions, 1);
    lua_pushlstring(L, charpattern, sizeof charpattern - 1);
    lua_setfield(L, -2, "charpattern");
    return 1;
}
