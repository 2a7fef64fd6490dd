/*
 * stdlib/string.c -- the string library: its table, the metatable of strings,
 * and the functions on bytes.
 *
 * The others live beside it: string_pattern.c, string_format.c and
 * string_pack.c. Strings are bytes: a zero is one like any other.
 *
 * Bytes read and written are charged to the budget (vm/builtin.h), before
 * memory is taken for them.
 *
 * Read     string_part, fill_repeated, arithmetic, luaopen_string.
 */
#include <limits.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "stdlib/charclass_int.h"
#include "stdlib/pattern_int.h"
#include "stdlib/string_int.h"
#include "vm/builtin.h"
#include "vm/fast.h"
#include "vm/string.h"

/* ---- Parts ---- */

static int string_len(lua_State *L)
{
    size_t nbytes;
    luaL_checklstring(L, 1, &nbytes);
    lua_pushinteger(L, (lua_Integer)nbytes);
    return 1;
}

/* The last byte, counted from 1, of a part that ends at `pos`; 0 if before. */
static size_t last_byte(lua_Integer pos, size_t nbytes)
{
    if (pos > (lua_Integer)nbytes)
        return nbytes;
    if (pos >= 0)
        return (size_t)pos;
    if (pos < -(lua_Integer)nbytes)
        return 0;
    return nbytes + (size_t)pos + 1;
}

static int string_sub(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    size_t first = string_start(luaL_checkinteger(L, 2), nbytes);
    size_t last = last_byte(luaL_optinteger(L, 3, -1), nbytes);
    size_t npart = first <= last ? last - first + 1 : 0;
    if (npart == nbytes) {
        lua_settop(L, 1); /* all of it: no copy */
        return 1;
    }
    string_charge(L, npart);
    lua_pushlstring(L, npart > 0 ? s + first - 1 : "", npart);
    return 1;
}

static int string_byte(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    lua_Integer pos = luaL_optinteger(L, 2, 1);
    size_t first = string_start(pos, nbytes);
    size_t last = last_byte(luaL_optinteger(L, 3, pos), nbytes);
    if (first > last)
        return 0;
    if (last - first >= (size_t)INT_MAX)
        return luaL_error(L, "string slice too long");
    int n = (int)(last - first) + 1;
    if (n > 1) {
        vm_charge(L, (size_t)n);
        luaL_checkstack(L, n, "string slice too long");
    }
    for (int i = 0; i < n; i++)
        lua_pushinteger(L, (Byte)s[first - 1 + (size_t)i]);
    return n;
}

static int string_char(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, (size_t)n);
    for (int i = 1; i <= n; i++) {
        lua_Unsigned c = (lua_Unsigned)luaL_checkinteger(L, i);
        luaL_argcheck(L, c <= UCHAR_MAX, i, "value out of range");
        out[i - 1] = (char)(Byte)c;
    }
    string_charge(L, (size_t)n);
    luaL_pushresultsize(&b, (size_t)n);
    return 1;
}

/* ---- Whole strings changed ---- */

/* Compilers know this for the one instruction that it is. */
static uint64_t swap_bytes(uint64_t word)
{
    uint64_t swapped = 0;
    for (int i = 0; i < 64; i += 8)
        swapped |= (word >> i & 0xFF) << (56 - i);
    return swapped;
}

static void reverse(char *out, const char *s, size_t nbytes)
{
    uint64_t word;
    for (; nbytes >= sizeof word; nbytes -= sizeof word) {
        memcpy(&word, s + nbytes - sizeof word, sizeof word);
        word = swap_bytes(word);
        memcpy(out, &word, sizeof word);
        out += sizeof word;
    }
    while (nbytes > 0)
        *out++ = s[--nbytes];
}

static int string_reverse(lua_State *L)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    luaL_Buffer b;
    string_charge(L, nbytes);
    char *out = luaL_buffinitsize(L, &b, nbytes);
    reverse(out, s, nbytes);
    luaL_pushresultsize(&b, nbytes);
    return 1;
}

/* ASCII letters `from` and the 25 after it change case; the rest is copied. */
static void map_ascii(char *out, const char *s, size_t nbytes, Byte from)
{
    for (size_t i = 0; i < nbytes; i++) {
        Byte c = (Byte)s[i];
        out[i] = (char)(c ^ ((Byte)(c - from) < 26 ? 'a' ^ 'A' : 0));
    }
}

static void map_bytes(char *out, const char *s, size_t nbytes,
                      const Byte map[256])
{
    for (size_t i = 0; i < nbytes; i++)
        out[i] = (char)map[(Byte)s[i]];
}

static int change_case(lua_State *L, bool to_upper)
{
    size_t nbytes;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    const CharClasses *classes = charclass_current(L);
    luaL_Buffer b;
    string_charge(L, nbytes);
    char *out = luaL_buffinitsize(L, &b, nbytes);
    if (classes->ascii)
        map_ascii(out, s, nbytes, to_upper ? 'a' : 'A');
    else
        map_bytes(out, s, nbytes, to_upper ? classes->upper : classes->lower);
    luaL_pushresultsize(&b, nbytes);
    return 1;
}

/* The same for short strings in the C locale, as a VM operation. */
static int fast_change_case(lua_State *L, Value *args, uint32_t nargs,
                            Byte from)
{
    char buf[SHORT_MAX];
    if (nargs < 1 || !is_sstr(&args[0]) || !charclass_is_c())
        return -1;
    size_t nbytes = args[0].str->nbytes;
    map_ascii(buf, args[0].str->data, nbytes, from);
    fast_charge(L, nbytes / STRING_BYTES_PER_UNIT);
    if (memcmp(buf, args[0].str->data, nbytes) == 0)
        return give(args, &args[0]);
    return give_str(args, str_new(L->vm, buf, nbytes));
}

static int fast_lower(lua_State *L, Value *args, uint32_t nargs)
{
    return fast_change_case(L, args, nargs, 'A');
}

static int fast_upper(lua_State *L, Value *args, uint32_t nargs)
{
    return fast_change_case(L, args, nargs, 'a');
}

static int string_lower(lua_State *L)
{
    return change_case(L, false);
}

static int string_upper(lua_State *L)
{
    return change_case(L, true);
}

/* Fill `out` with its first `nunit` bytes again and again. */
static void fill_repeated(char *out, size_t nunit, size_t nbytes)
{
    enum { BLOCK = 1 << 14 }; /* a source that stays in the cache */
    size_t most = nunit < BLOCK ? BLOCK / nunit * nunit : nunit;
    size_t n;
    for (size_t done = nunit; done < nbytes; done += n) {
        n = done < most ? done : most;
        n = n < nbytes - done ? n : nbytes - done;
        memcpy(out + done, out, n);
    }
}

static int string_rep(lua_State *L)
{
    size_t nbytes, nsep;
    const char *s = luaL_checklstring(L, 1, &nbytes);
    lua_Integer n = luaL_checkinteger(L, 2);
    const char *sep = luaL_optlstring(L, 3, "", &nsep);
    size_t nunit = nbytes + nsep;
    if (n <= 0 || nunit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (nunit < nbytes || nunit > STRING_MAX_NBYTES / (lua_Unsigned)n)
        return luaL_error(L, "resulting string too large");
    size_t total = (size_t)n * nunit - nsep;
    luaL_Buffer b;
    string_charge(L, total);
    char *out = luaL_buffinitsize(L, &b, total);
    if (nunit == 1) {
        memset(out, nbytes == 1 ? *s : *sep, total);
    } else {
        memcpy(out, s, nbytes);
        if (n > 1)
            memcpy(out + nbytes, sep, nsep);
        fill_repeated(out, nunit, total);
    }
    luaL_pushresultsize(&b, total);
    return 1;
}

/* ---- Dump ---- */

typedef struct Dump {
    luaL_Buffer buffer;
    bool started; /* lua_dump wants the function on the top at first */
} Dump;

static int dump_part(lua_State *L, const void *part, size_t nbytes, void *ud)
{
    Dump *dump = ud;
    if (!dump->started) {
        luaL_buffinit(L, &dump->buffer);
        dump->started = true;
    }
    luaL_addlstring(&dump->buffer, part, nbytes);
    return 0;
}

static int string_dump(lua_State *L)
{
    int strip = lua_toboolean(L, 2);
    Dump dump = {.started = false};
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    if (lua_dump(L, dump_part, &dump, strip) != 0 || !dump.started)
        return luaL_error(L, "unable to dump given function");
    luaL_pushresult(&dump.buffer);
    return 1;
}

/* ---- Arithmetic on strings that are numerals ---- */

/* Push an argument as a number; false, and nothing pushed, if it is none. */
static bool push_number(lua_State *L, int arg)
{
    size_t nbytes;
    if (lua_type(L, arg) == LUA_TNUMBER) {
        lua_pushvalue(L, arg);
        return true;
    }
    const char *s = lua_tolstring(L, arg, &nbytes);
    return s != NULL && lua_stringtonumber(L, s) == nbytes + 1;
}

/*
 * The second operand may know what to do with a string. The first one does
 * not: that is why its operator came here.
 */
static int try_metamethod(lua_State *L, const char *event)
{
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING || !luaL_getmetafield(L, 2, event))
        return luaL_error(L, "attempt to %s a '%s' with a '%s'",
                          event + strlen("__"), luaL_typename(L, -2),
                          luaL_typename(L, -1));
    lua_insert(L, -3);
    lua_call(L, 2, 1);
    return 1;
}

static int arithmetic(lua_State *L, int op, const char *event)
{
    if (!push_number(L, 1) || !push_number(L, 2))
        return try_metamethod(L, event);
    lua_arith(L, op);
    return 1;
}

static int add_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPADD, "__add");
}

static int sub_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPSUB, "__sub");
}

static int mul_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPMUL, "__mul");
}

static int mod_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPMOD, "__mod");
}

static int pow_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPPOW, "__pow");
}

static int div_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPDIV, "__div");
}

static int idiv_numbers(lua_State *L)
{
    return arithmetic(L, LUA_OPIDIV, "__idiv");
}

static int negate_number(lua_State *L)
{
    return arithmetic(L, LUA_OPUNM, "__unm");
}

/* ---- The library ---- */

static const VmFunction functions[] = {
    VM_FAST("byte", string_byte, fast_byte),
    VM_FAST("char", string_char, fast_char),
    VM_PLAIN("dump", string_dump),
    VM_PLAIN("format", string_format),
    VM_FAST("len", string_len, fast_len),
    VM_FAST("lower", string_lower, fast_lower),
    VM_PLAIN("pack", string_pack),
    VM_PLAIN("packsize", string_packsize),
    VM_PLAIN("rep", string_rep),
    VM_PLAIN("reverse", string_reverse),
    VM_FAST("sub", string_sub, fast_sub),
    VM_PLAIN("unpack", string_unpack),
    VM_FAST("upper", string_upper, fast_upper),
    VM_END,
};

/* These share a cache of patterns. */
static const VmFunction pattern_functions[] = {
    VM_FAST("find", string_find, string_fast_find),
    VM_PLAIN("gmatch", string_gmatch),
    VM_PLAIN("gsub", string_gsub),
    VM_FAST("match", string_match, string_fast_match),
    VM_FAST(NULL, string_gmatch_next, string_fast_gmatch_next),
    VM_END,
};

static const VmFunction metamethods[] = {
    VM_PLAIN("__add", add_numbers),
    VM_PLAIN("__sub", sub_numbers),
    VM_PLAIN("__mul", mul_numbers),
    VM_PLAIN("__mod", mod_numbers),
    VM_PLAIN("__pow", pow_numbers),
    VM_PLAIN("__div", div_numbers),
    VM_PLAIN("__idiv", idiv_numbers),
    VM_PLAIN("__unm", negate_number),
    VM_END,
};

/* Give strings their metatable. The library is on the top. */
static void set_metatable(lua_State *L)
{
    vm_newlib(L, metamethods, 1);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "");
    lua_insert(L, -2);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

int luaopen_string(lua_State *L)
{
    vm_newlib(L, functions, 4);
    lua_pushnil(L); /* made when first asked for */
    vm_setfuncs(L, pattern_functions, 1);
    set_metatable(L);
    return 1;
}
