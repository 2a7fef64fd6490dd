/*
 * stdlib/string_int.h -- the files of the string library to each other.
 */
#ifndef STDLIB_STRING_INT_H
#define STDLIB_STRING_INT_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "vm/builtin.h"

/* The longest string that this library is ready to announce. */
#define STRING_MAX_NBYTES                                                     \
    (sizeof(size_t) < sizeof(int) ? SIZE_MAX : (size_t)INT_MAX)

/*
 * The first byte, counted from 1, of a part of a string that begins at `pos`;
 * a negative `pos` counts from the end. At least 1, perhaps past the end.
 */
static inline size_t string_start(lua_Integer pos, size_t nbytes)
{
    if (pos > 0)
        return (size_t)pos;
    if (pos == 0 || pos < -(lua_Integer)nbytes)
        return 1;
    return nbytes + (size_t)pos + 1;
}

/* As luaL_addlstring, without a call when there is room. */
static inline void string_add(luaL_Buffer *b, const char *s, size_t nbytes)
{
    if (b->size - b->n >= nbytes) {
        memcpy(luaL_buffaddr(b) + luaL_bufflen(b), s, nbytes);
        luaL_addsize(b, nbytes);
    } else {
        luaL_addlstring(b, s, nbytes);
    }
}

enum { STRING_BYTES_PER_UNIT = 16 };

/* Charge for bytes; the call itself, which is counted, pays for a few. */
static inline void string_charge(lua_State *L, size_t nbytes)
{
    if (nbytes >= STRING_BYTES_PER_UNIT)
        vm_charge(L, nbytes / STRING_BYTES_PER_UNIT);
}

/* string_pattern.c */
int string_find(lua_State *L);
int string_gmatch(lua_State *L);
int string_gsub(lua_State *L);
int string_match(lua_State *L);
int string_gmatch_next(lua_State *L);
/* ... and as operations of the machine. */
VM_OPERATION(string_fast_find);
VM_OPERATION(string_fast_match);
VM_OPERATION(string_fast_gmatch_next);

/* string_format.c */
int string_format(lua_State *L);

/* string_pack.c */
int string_pack(lua_State *L);
int string_packsize(lua_State *L);
int string_unpack(lua_State *L);

#endif
