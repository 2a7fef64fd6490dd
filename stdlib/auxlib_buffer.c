/*
 * stdlib/auxlib_buffer.c -- the auxiliary library: string buffers.
 *
 * A buffer owns one stack slot. While its bytes fit into `init` a light
 * userdata keeps the place; afterwards a Box does, a to-be-closed userdata
 * that owns the bytes, so that an error on the way frees them:
 *
 *   luaL_Buffer            stack slot
 *   +------+
 *   | b ---|---------+     +-----+      bytes of vm_realloc
 *   | init |         |     | Box |---+  +--------------------
 *   +------+         |     +-----+   +->| ...
 *                    +----------------->+--------------------
 *
 * vm/builtin.h is for the limits: memory that boxes hold, bytes taken in.
 *
 * Raises   as each contract in include/lauxlib.h says.
 * Read     luaL_prepbuffsize, prepare, box_new.
 */
#include "include/lauxlib.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "include/lua.h"
#include "vm/builtin.h"

/* Copies of fewer bytes are not worth a charge of their own. */
#define CHARGE_FROM 64u

static void charge_bytes(lua_State *L, size_t nbytes)
{
    if (nbytes >= CHARGE_FROM)
        vm_charge(L, nbytes / 16);
}

typedef struct Box {
    char *bytes;
    size_t nbytes;
} Box;

#define BOX_TNAME "_UBOX*"

static bool is_boxed(const luaL_Buffer *B)
{
    return B->b != B->init.b;
}

static char *box_resize(lua_State *L, Box *box, size_t nbytes)
{
    box->bytes = vm_realloc(L, box->bytes, box->nbytes, nbytes);
    box->nbytes = nbytes;
    return box->bytes;
}

/* __gc and __close of a box. */
static int box_free(lua_State *L)
{
    Box *box = lua_touserdata(L, 1);
    if (box)
        box_resize(L, box, 0);
    return 0;
}

/* Put an empty box into the buffer's slot. */
static Box *box_new(lua_State *L, int slot)
{
    Box *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->bytes = NULL;
    box->nbytes = 0;
    if (luaL_newmetatable(L, BOX_TNAME)) {
        lua_pushcfunction(L, box_free);
        lua_setfield(L, -2, "__gc");
        lua_pushcfunction(L, box_free);
        lua_setfield(L, -2, "__close");
    }
    lua_setmetatable(L, -2);
    lua_replace(L, slot);
    lua_toclose(L, slot);
    return box;
}

/* A size with room for `nbytes` more, and larger by half at least. */
static size_t grown_size(luaL_Buffer *B, size_t nbytes)
{
    if (SIZE_MAX - nbytes < B->n)
        luaL_error(B->L, "buffer too large");
    size_t needed = B->n + nbytes;
    size_t grown = B->size <= SIZE_MAX / 2 ? B->size + B->size / 2 : 0;
    return grown > needed ? grown : needed;
}

/*
 * In debug builds: is the buffer's slot where it must be? Before the buffer
 * has grown little depends on that, and modules that are in use have values
 * above it.
 */
static void check_buffer(const luaL_Buffer *B, int slot, const char *function)
{
#ifdef VM_DEBUG
    const Box *box = lua_gettop(B->L) + slot >= 0
                         ? lua_touserdata(B->L, slot)
                         : NULL;
    if (is_boxed(B) && (box == NULL || lua_islightuserdata(B->L, slot) ||
                        lua_rawlen(B->L, slot) != sizeof *box ||
                        box->bytes != B->b))
        vm_misuse(B->L, function, "the buffer's slot is not on the top");
    if (B->n > B->size)
        vm_misuse(B->L, function, "the buffer holds more than its size");
#else
    (void)B, (void)slot, (void)function;
#endif
}

/* Room for nbytes more; the buffer's slot is at `slot`. */
static char *prepare(luaL_Buffer *B, size_t nbytes, int slot,
                     const char *function)
{
    check_buffer(B, slot, function);
    if (B->size - B->n < nbytes) {
        lua_State *L = B->L;
        size_t size = grown_size(B, nbytes);
        slot = lua_absindex(L, slot);
        if (is_boxed(B)) {
            B->b = box_resize(L, lua_touserdata(L, slot), size);
        } else {
            char *bytes = box_resize(L, box_new(L, slot), size);
            memcpy(bytes, B->b, B->n);
            B->b = bytes;
        }
        B->size = size;
    }
    return B->b + B->n;
}

LUALIB_API void luaL_buffinit(lua_State *L, luaL_Buffer *B)
{
    B->L = L;
    B->b = B->init.b;
    B->n = 0;
    B->size = LUAL_BUFFERSIZE;
    lua_pushlightuserdata(L, B);
}

LUALIB_API char *luaL_prepbuffsize(luaL_Buffer *B, size_t nbytes)
{
    return prepare(B, nbytes, -1, __func__);
}

LUALIB_API char *luaL_buffinitsize(lua_State *L, luaL_Buffer *B,
                                   size_t nbytes)
{
    luaL_buffinit(L, B);
    return prepare(B, nbytes, -1, __func__);
}

LUALIB_API void luaL_addlstring(luaL_Buffer *B, const char *s, size_t len)
{
    if (len == 0)
        return; /* `s` may be NULL then */
    charge_bytes(B->L, len);
    memcpy(prepare(B, len, -1, __func__), s, len);
    B->n += len;
}

LUALIB_API void luaL_addstring(luaL_Buffer *B, const char *s)
{
    luaL_addlstring(B, s, strlen(s));
}

LUALIB_API void luaL_addvalue(luaL_Buffer *B)
{
    lua_State *L = B->L;
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
#ifdef VM_DEBUG
    if (s == NULL)
        vm_misuse(L, __func__, "the value on the top is no string");
#endif
    charge_bytes(L, len);
    memcpy(prepare(B, len, -2, __func__), s, len);
    B->n += len;
    lua_pop(L, 1);
}

LUALIB_API void luaL_pushresult(luaL_Buffer *B)
{
    lua_State *L = B->L;
    check_buffer(B, -1, __func__);
    lua_pushlstring(L, B->b, B->n);
    if (is_boxed(B))
        lua_closeslot(L, -2); /* now, not at the next collection */
    lua_replace(L, -2);
}

LUALIB_API void luaL_pushresultsize(luaL_Buffer *B, size_t nbytes)
{
    luaL_addsize(B, nbytes);
    luaL_pushresult(B);
}

LUALIB_API void luaL_addgsub(luaL_Buffer *B, const char *s, const char *p,
                             const char *r)
{
    size_t np = strlen(p); /* an empty p is found nowhere */
    for (const char *hit; np > 0 && (hit = strstr(s, p)); s = hit + np) {
        luaL_addlstring(B, s, (size_t)(hit - s));
        luaL_addstring(B, r);
    }
    luaL_addstring(B, s);
}

LUALIB_API const char *luaL_gsub(lua_State *L, const char *s, const char *p,
                                 const char *r)
{
    luaL_Buffer B;
    luaL_buffinit(L, &B);
    luaL_addgsub(&B, s, p, r);
    luaL_pushresult(&B);
    return lua_tostring(L, -1);
}
