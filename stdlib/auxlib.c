/*
 * stdlib/auxlib.c -- the auxiliary library, luaL_*, written on lua.h alone.
 *
 * In order: messages and tracebacks, metatables, strings from any value,
 * references, string buffers, loading, modules, making a state. Arguments and
 * userdata of a class are in vm/arg.c. include/lauxlib.h has the contracts.
 *
 * Owner    of a grown buffer and of an open source file: a userdata on the
 *          caller's stack, so that an error on the way frees them.
 * Raises   as each contract says.
 * Read     luaL_traceback, luaL_prepbuffsize, luaL_loadfilex.
 *
 * vm/builtin.h is for the limits: memory that buffers hold, bytes they take
 * in, source read; and for metatables, which are the only ones of their kind.
 */
#include "include/lauxlib.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/wait.h>
#endif

#include "include/lua.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

/* Copies of fewer bytes are not worth a charge of their own. */
#define CHARGE_FROM 64u

static void charge_bytes(lua_State *L, size_t nbytes)
{
    if (nbytes >= CHARGE_FROM)
        vm_charge(L, nbytes / 16);
}

/* ---- Names of functions ------------------------------------------------ */

/* Find the key of `value` among the string keys of `table`; push it. */
static bool push_key_of(lua_State *L, int value, int table)
{
    lua_pushnil(L);
    while (lua_next(L, table)) {
        bool found =
            lua_type(L, -2) == LUA_TSTRING && lua_rawequal(L, value, -1);
        lua_pop(L, 1);
        if (found)
            return true;
    }
    return false;
}

/*
 * Push the name of `value` as package.loaded knows it, "mod" or "mod.name".
 * Without success the stack may be left with more on it.
 */
static bool push_module_name(lua_State *L, int value, int loaded)
{
    lua_pushnil(L);
    while (lua_next(L, loaded)) {
        int module = lua_gettop(L);
        bool named = lua_type(L, module - 1) == LUA_TSTRING;
        if (named && lua_rawequal(L, value, module)) {
            lua_pop(L, 1);
            return true;
        }
        if (named && lua_istable(L, module)
            && push_key_of(L, value, module)) {
            lua_pushfstring(L, "%s.%s", lua_tostring(L, module - 1),
                            lua_tostring(L, -1));
            return true;
        }
        lua_settop(L, module - 1);
    }
    return false;
}

/*
 * Push on L the name under which programs reach the function of `ar`, a
 * record of L1; push nothing when no loaded module has it.
 */
static bool push_global_name(lua_State *L, lua_State *L1, lua_Debug *ar)
{
    int top = lua_gettop(L);
    if (!lua_checkstack(L1, 1))
        return false;
    luaL_checkstack(L, 8, "not enough stack");
    lua_getinfo(L1, "f", ar);
    if (L != L1)
        lua_xmove(L1, L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (!lua_istable(L, -1) || !push_module_name(L, top + 1, top + 2)) {
        lua_settop(L, top);
        return false;
    }
    const char *name = lua_tostring(L, -1);
    size_t nprefix = strlen(LUA_GNAME ".");
    if (strncmp(name, LUA_GNAME ".", nprefix) == 0)
        lua_pushstring(L, name + nprefix);
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return true;
}

/* Push how a traceback speaks of the function of `ar`. */
static void push_description(lua_State *L, lua_State *L1, lua_Debug *ar)
{
    if (push_global_name(L, L1, ar)) {
        lua_pushfstring(L, "function '%s'", lua_tostring(L, -1));
        lua_remove(L, -2);
    } else if (ar->namewhat[0] != '\0') {
        lua_pushfstring(L, "%s '%s'", ar->namewhat, ar->name);
    } else if (strcmp(ar->what, "main") == 0) {
        lua_pushliteral(L, "main chunk");
    } else if (strcmp(ar->what, "C") == 0) {
        lua_pushliteral(L, "?");
    } else {
        lua_pushfstring(L, "function <%s:%d>", ar->short_src,
                        ar->linedefined);
    }
}

/* ---- Tracebacks -------------------------------------------------------- */

/* A long traceback shows this many levels at its start and its end. */
#define FIRST_LEVELS 10
#define LAST_LEVELS 11
#define MOST_LEVELS (FIRST_LEVELS + LAST_LEVELS + 1)

/* How many levels there are; finding a deep one may take time, so bisect. */
static int count_levels(lua_State *L1)
{
    lua_Debug ar;
    int below = 0, above = 1;
    while (above <= INT_MAX / 2 && lua_getstack(L1, above, &ar)) {
        below = above;
        above *= 2;
    }
    while (below < above) {
        int middle = below + (above - below) / 2;
        if (lua_getstack(L1, middle, &ar))
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

static void add_level(luaL_Buffer *B, lua_State *L1, lua_Debug *ar)
{
    lua_State *L = B->L;
    lua_getinfo(L1, "Slnt", ar);
    if (ar->currentline > 0)
        lua_pushfstring(L, "\n\t%s:%d: in ", ar->short_src, ar->currentline);
    else
        lua_pushfstring(L, "\n\t%s: in ", ar->short_src);
    luaL_addvalue(B);
    push_description(L, L1, ar);
    luaL_addvalue(B);
    if (ar->istailcall)
        luaL_addstring(B, "\n\t(...tail calls...)");
}

LUALIB_API void luaL_traceback(lua_State *L, lua_State *L1, const char *msg,
                               int level)
{
    vm_check_room(L, 1);
    int nlevels = count_levels(L1);
    int skip_at = -1, skip_to = -1;
    if (level >= 0 && nlevels - level > MOST_LEVELS) {
        skip_at = level + FIRST_LEVELS;
        skip_to = nlevels - LAST_LEVELS;
    }

    luaL_Buffer B;
    luaL_buffinit(L, &B);
    if (msg) {
        luaL_addstring(&B, msg);
        luaL_addchar(&B, '\n');
    }
    luaL_addstring(&B, "stack traceback:");
    lua_Debug ar;
    while (lua_getstack(L1, level, &ar)) {
        if (level == skip_at) { /* Lua's count leaves out the level here */
            lua_pushfstring(L, "\n\t...\t(skipping %d levels)",
                            skip_to - skip_at - 1);
            luaL_addvalue(&B);
            level = skip_to;
        } else {
            add_level(&B, L1, &ar);
            level++;
        }
    }
    luaL_pushresult(&B);
}

/* ---- Raising ----------------------------------------------------------- */

/* Room for a message, also in the frame of a caller that has used up its own.
   Without memory, what pushes will say so. */
static void make_message_room(lua_State *L)
{
    (void)lua_checkstack(L, LUA_MINSTACK / 2);
}

LUALIB_API void luaL_where(lua_State *L, int level)
{
    vm_check_room(L, 1);
    lua_Debug ar;
    if (lua_getstack(L, level, &ar)) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
            return;
        }
    }
    lua_pushliteral(L, "");
}

LUALIB_API int luaL_error(lua_State *L, const char *fmt, ...)
{
    va_list args;
    make_message_room(L);
    luaL_where(L, 1);
    va_start(args, fmt);
    lua_pushvfstring(L, fmt, args);
    va_end(args);
    lua_concat(L, 2);
    return lua_error(L);
}

LUALIB_API int luaL_argerror(lua_State *L, int arg, const char *extramsg)
{
    lua_Debug ar;
    if (!lua_getstack(L, 0, &ar))
        return luaL_error(L, "bad argument #%d (%s)", arg, extramsg);
    lua_getinfo(L, "n", &ar);
    if (strcmp(ar.namewhat, "method") == 0) {
        arg--; /* the programmer did not write `self` */
        if (arg == 0)
            return luaL_error(L, "calling '%s' on bad self (%s)", ar.name,
                              extramsg);
    }
    if (!ar.name)
        ar.name = push_global_name(L, L, &ar) ? lua_tostring(L, -1) : "?";
    return luaL_error(L, "bad argument #%d to '%s' (%s)", arg, ar.name,
                      extramsg);
}

LUALIB_API int luaL_typeerror(lua_State *L, int arg, const char *tname)
{
    const char *actual;
    make_message_room(L);
    if (luaL_getmetafield(L, arg, "__name") == LUA_TSTRING)
        actual = lua_tostring(L, -1);
    else if (lua_type(L, arg) == LUA_TLIGHTUSERDATA)
        actual = "light userdata";
    else
        actual = luaL_typename(L, arg);
    const char *msg =
        lua_pushfstring(L, "%s expected, got %s", tname, actual);
    return luaL_argerror(L, arg, msg);
}

LUALIB_API int luaL_fileresult(lua_State *L, int stat, const char *fname)
{
    int err = errno; /* calls below may change it */
    if (stat) {
        lua_pushboolean(L, 1);
        return 1;
    }
    const char *msg = err != 0 ? strerror(err) : "(no extra info)";
    luaL_pushfail(L);
    if (fname)
        lua_pushfstring(L, "%s: %s", fname, msg);
    else
        lua_pushstring(L, msg);
    lua_pushinteger(L, err);
    return 3;
}

LUALIB_API int luaL_execresult(lua_State *L, int stat)
{
    if (stat != 0 && errno != 0)
        return luaL_fileresult(L, 0, NULL);
    const char *how = "exit";
#if defined(WIFEXITED)
    if (WIFEXITED(stat)) {
        stat = WEXITSTATUS(stat);
    } else if (WIFSIGNALED(stat)) {
        stat = WTERMSIG(stat);
        how = "signal";
    }
#endif
    if (how[0] == 'e' && stat == 0)
        lua_pushboolean(L, 1);
    else
        luaL_pushfail(L);
    lua_pushstring(L, how);
    lua_pushinteger(L, stat);
    return 3;
}

/* ---- Arguments --------------------------------------------------------- */

LUALIB_API int luaL_checkoption(lua_State *L, int arg, const char *def,
                                const char *const lst[])
{
    const char *name =
        def ? luaL_optstring(L, arg, def) : luaL_checkstring(L, arg);
    for (int i = 0; lst[i]; i++) {
        if (strcmp(lst[i], name) == 0)
            return i;
    }
    return luaL_argerror(L, arg,
                         lua_pushfstring(L, "invalid option '%s'", name));
}

LUALIB_API void luaL_checkstack(lua_State *L, int space, const char *msg)
{
    if (lua_checkstack(L, space))
        return;
    if (msg)
        luaL_error(L, "stack overflow (%s)", msg);
    else
        luaL_error(L, "stack overflow");
}

/* ---- Metatables and userdata ------------------------------------------- */

LUALIB_API int luaL_newmetatable(lua_State *L, const char *tname)
{
    vm_check_room(L, 1);
    if (luaL_getmetatable(L, tname) != LUA_TNIL)
        return 0;
    lua_pop(L, 1);
    vm_newtable(L, 6);
    lua_pushstring(L, tname);
    lua_setfield(L, -2, "__name");
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, tname);
    return 1;
}

LUALIB_API int luaL_getmetafield(lua_State *L, int obj, const char *e)
{
    vm_check_index(L, obj);
    if (!lua_getmetatable(L, obj))
        return LUA_TNIL;
    lua_pushstring(L, e);
    int type = lua_rawget(L, -2);
    if (type == LUA_TNIL)
        lua_pop(L, 2);
    else
        lua_remove(L, -2);
    return type;
}

LUALIB_API int luaL_callmeta(lua_State *L, int obj, const char *e)
{
    vm_check_index(L, obj);
    obj = lua_absindex(L, obj);
    if (luaL_getmetafield(L, obj, e) == LUA_TNIL)
        return 0;
    lua_pushvalue(L, obj);
    lua_call(L, 1, 1);
    return 1;
}

LUALIB_API lua_Integer luaL_len(lua_State *L, int idx)
{
    vm_check_index(L, idx);
    int isnum;
    lua_len(L, idx);
    lua_Integer len = lua_tointegerx(L, -1, &isnum);
    if (luai_unlikely(!isnum))
        luaL_error(L, "object length is not an integer");
    lua_pop(L, 1);
    return len;
}

/* ---- Any value as a string --------------------------------------------- */

/* Push "kind: address" for a value that has no text of its own. */
static void push_address(lua_State *L, int idx)
{
    int type = luaL_getmetafield(L, idx, "__name");
    const char *kind = type == LUA_TSTRING ? lua_tostring(L, -1)
                                           : luaL_typename(L, idx);
    lua_pushfstring(L, "%s: %p", kind, lua_topointer(L, idx));
    if (type != LUA_TNIL)
        lua_remove(L, -2);
}

LUALIB_API const char *luaL_tolstring(lua_State *L, int idx, size_t *len)
{
    vm_check_index(L, idx);
    idx = lua_absindex(L, idx);
    if (luaL_callmeta(L, idx, "__tostring")) {
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, len);
    }
    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, idx); /* lua_tolstring converts the copy */
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, idx) ? "true" : "false");
        break;
    case LUA_TNIL:
        lua_pushliteral(L, "nil");
        break;
    default:
        push_address(L, idx);
        break;
    }
    return lua_tolstring(L, -1, len);
}

/* ---- References -------------------------------------------------------- */

/*
 * Free references form a list through the table itself: t[FREE_LIST] is the
 * first of them and each holds the next; 0 ends the list.
 */
#define FREE_LIST (LUA_RIDX_LAST + 1)

/* The first free reference of the table at t, or 0; starts the list. */
static lua_Integer first_free(lua_State *L, int t)
{
    lua_Integer ref = 0;
    if (lua_rawgeti(L, t, FREE_LIST) == LUA_TNIL) {
        lua_pushinteger(L, 0);
        lua_rawseti(L, t, FREE_LIST);
    } else {
        ref = lua_tointeger(L, -1);
    }
    lua_pop(L, 1);
    return ref;
}

LUALIB_API int luaL_ref(lua_State *L, int t)
{
    vm_check_index(L, t);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return LUA_REFNIL;
    }
    t = lua_absindex(L, t);
    lua_Integer ref = first_free(L, t);
    if (ref != 0) {
        lua_rawgeti(L, t, ref);
        lua_rawseti(L, t, FREE_LIST);
    } else {
        ref = (lua_Integer)lua_rawlen(L, t) + 1;
    }
    lua_rawseti(L, t, ref);
    return (int)ref;
}

LUALIB_API void luaL_unref(lua_State *L, int t, int ref)
{
    vm_check_index(L, t);
    if (ref < 0)
        return; /* LUA_NOREF, LUA_REFNIL */
    t = lua_absindex(L, t);
    lua_rawgeti(L, t, FREE_LIST);
    lua_rawseti(L, t, ref);
    lua_pushinteger(L, ref);
    lua_rawseti(L, t, FREE_LIST);
}

/* ---- String buffers ---------------------------------------------------- */

/*
 * A buffer owns one stack slot. While its bytes fit into `init` a light
 * userdata keeps the place; afterwards a Box does, a to-be-closed userdata
 * that owns the bytes:
 *
 *   luaL_Buffer            stack slot
 *   +------+
 *   | b ---|---------+     +-----+      bytes of vm_realloc
 *   | init |         |     | Box |---+  +--------------------
 *   +------+         |     +-----+   +->| ...
 *                    +----------------->+--------------------
 */
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

/* ---- Loading files ----------------------------------------------------- */

/* A source file on its way into lua_load. */
typedef struct SourceFile {
    FILE *f;
    bool owned;      /* not standard input */
    int err;         /* errno of a failed read, else 0 */
    size_t ntotal;   /* bytes read so far */
    const char *p;   /* what was read and not yet handed out, */
    size_t n;        /* ... and how much of it */
    char buf[BUFSIZ];
} SourceFile;

#define SOURCE_TNAME "_SOURCE*"

static void source_close(SourceFile *src)
{
    if (src->f && src->owned)
        fclose(src->f);
    src->f = NULL;
}

/* __gc: an error or a limit cut the loading short. */
static int source_gc(lua_State *L)
{
    SourceFile *src = lua_touserdata(L, 1);
    if (src)
        source_close(src);
    return 0;
}

static SourceFile *source_new(lua_State *L)
{
    SourceFile *src = lua_newuserdatauv(L, sizeof *src, 0);
    src->f = NULL;
    src->owned = false;
    src->err = 0;
    src->ntotal = 0;
    src->p = src->buf;
    src->n = 0;
    if (luaL_newmetatable(L, SOURCE_TNAME)) {
        lua_pushcfunction(L, source_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return src;
}

/*
 * Always binary: text mode would only turn line ends into '\n', which the
 * lexer does as well, and so nothing is opened again for binary chunks.
 */
static bool source_open(lua_State *L, SourceFile *src, const char *name)
{
    errno = 0;
    src->owned = name != NULL;
    src->f = name ? host_fopen(L, name, "rb") : host_stream(L, HOST_STDIN);
    return src->f != NULL;
}

/* Read on behind the first `nkeep` bytes of `buf`. */
static void source_fill(SourceFile *src, size_t nkeep)
{
    errno = 0;
    size_t nread =
        fread(src->buf + nkeep, 1, sizeof src->buf - nkeep, src->f);
    if (ferror(src->f) && src->err == 0)
        src->err = errno;
    src->ntotal += nread;
    src->p = src->buf;
    src->n = nkeep + nread;
}

/* Skip to the end of the line; the '\n' stays, so that lines count right. */
static void skip_line(SourceFile *src)
{
    const char *end;
    while (!(end = memchr(src->p, '\n', src->n))) {
        source_fill(src, 0);
        if (src->n == 0)
            return;
    }
    src->n -= (size_t)(end - src->p);
    src->p = end;
}

/* Skip a '#' line. A binary chunk behind it must not see the '\n'. */
static void skip_hash_line(SourceFile *src)
{
    if (src->n == 0 || src->p[0] != '#')
        return;
    skip_line(src);
    if (src->n == 1) {
        src->buf[0] = '\n';
        source_fill(src, 1);
    }
    if (src->n > 1 && src->p[1] == LUA_SIGNATURE[0]) {
        src->p++;
        src->n--;
    }
}

static void source_start(SourceFile *src)
{
    static const char utf8_mark[] = "\xEF\xBB\xBF";
    source_fill(src, 0);
    if (src->n >= 3 && memcmp(src->p, utf8_mark, 3) == 0) {
        src->p += 3;
        src->n -= 3;
    }
    skip_hash_line(src);
}

static const char *source_read(lua_State *L, void *ud, size_t *nbytes)
{
    SourceFile *src = ud;
    (void)L;
    if (src->n == 0) {
        if (feof(src->f))
            return NULL; /* a terminal would have to be told twice */
        source_fill(src, 0);
    }
    *nbytes = src->n;
    src->n = 0;
    return src->p;
}

/* Leave a message in place of everything from `base` on. */
static int file_error(lua_State *L, int base, const char *what, int err)
{
    const char *name = lua_tostring(L, base) + 1;
    if (err != 0)
        lua_pushfstring(L, "cannot %s %s: %s", what, name, strerror(err));
    else
        lua_pushfstring(L, "cannot %s %s", what, name);
    lua_replace(L, base);
    lua_settop(L, base);
    return LUA_ERRFILE;
}

LUALIB_API int luaL_loadfilex(lua_State *L, const char *filename,
                              const char *mode)
{
    int base = lua_gettop(L) + 1; /* holds the chunk's name */
    if (filename)
        lua_pushfstring(L, "@%s", filename);
    else
        lua_pushliteral(L, "=stdin");
    SourceFile *src = source_new(L);
    if (!source_open(L, src, filename))
        return file_error(L, base, "open", errno);

    source_start(src);
    int status = lua_load(L, source_read, src, lua_tostring(L, base), mode);
    bool failed = ferror(src->f);
    source_close(src);
    charge_bytes(L, src->ntotal);
    if (failed)
        return file_error(L, base, "read", src->err);
    lua_replace(L, base);
    lua_settop(L, base);
    return status;
}

/* ---- Loading from memory ----------------------------------------------- */

typedef struct SourceBytes {
    const char *p;
    size_t n;
} SourceBytes;

static const char *bytes_read(lua_State *L, void *ud, size_t *nbytes)
{
    SourceBytes *src = ud;
    (void)L;
    *nbytes = src->n;
    src->n = 0;
    return *nbytes > 0 ? src->p : NULL;
}

LUALIB_API int luaL_loadbufferx(lua_State *L, const char *buff,
                                size_t nbytes, const char *name,
                                const char *mode)
{
    vm_check_room(L, 1);
    SourceBytes src = {buff, nbytes};
    return lua_load(L, bytes_read, &src, name, mode);
}

LUALIB_API int luaL_loadstring(lua_State *L, const char *s)
{
    vm_check_room(L, 1);
    return luaL_loadbuffer(L, s, strlen(s), s);
}

/* ---- Modules ----------------------------------------------------------- */

LUALIB_API void luaL_setfuncs(lua_State *L, const luaL_Reg *l, int nup)
{
    luaL_checkstack(L, nup + 1, "too many upvalues");
    for (; l->name; l++) {
        if (l->func) {
            for (int i = 0; i < nup; i++)
                lua_pushvalue(L, -nup);
            lua_pushcclosure(L, l->func, nup);
        } else {
            lua_pushboolean(L, 0);
        }
        lua_setfield(L, -nup - 2, l->name);
    }
    lua_pop(L, nup);
}

LUALIB_API int luaL_getsubtable(lua_State *L, int idx, const char *fname)
{
    vm_check_index(L, idx);
    if (lua_getfield(L, idx, fname) == LUA_TTABLE)
        return 1;
    lua_pop(L, 1);
    idx = lua_absindex(L, idx);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, idx, fname);
    return 0;
}

LUALIB_API void luaL_requiref(lua_State *L, const char *modname,
                              lua_CFunction openf, int glb)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, modname);
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        lua_pushcfunction(L, openf);
        lua_pushstring(L, modname);
        lua_call(L, 1, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, modname);
    }
    lua_remove(L, -2);
    if (glb) {
        lua_pushvalue(L, -1);
        lua_setglobal(L, modname);
    }
}

/* ---- A state ----------------------------------------------------------- */

static void *c_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    (void)ud;
    (void)osize;
    if (nsize > 0)
        return realloc(ptr, nsize);
    free(ptr);
    return NULL;
}

static int report_panic(lua_State *L)
{
    const char *msg = lua_type(L, -1) == LUA_TSTRING
                          ? lua_tostring(L, -1)
                          : "error object is not a string";
    lua_writestringerror("PANIC: unprotected error in call to Lua API (%s)\n",
                         msg);
    return 0; /* the core aborts */
}

/*
 * Warnings have three states, each a function that lua_setwarnf sets with L
 * as its data: off, between two warnings, and within one.
 */
static void warn_off(void *ud, const char *msg, int tocont);
static void warn_start(void *ud, const char *msg, int tocont);
static void warn_go_on(void *ud, const char *msg, int tocont);

/* Whether a message is "@...", a command rather than text; obeys it. */
static bool obey_command(lua_State *L, const char *msg, int tocont)
{
    if (tocont || msg[0] != '@')
        return false;
    if (strcmp(msg, "@on") == 0)
        lua_setwarnf(L, warn_start, L);
    else if (strcmp(msg, "@off") == 0)
        lua_setwarnf(L, warn_off, L);
    return true;
}

static void warn_off(void *ud, const char *msg, int tocont)
{
    obey_command(ud, msg, tocont);
}

static void warn_start(void *ud, const char *msg, int tocont)
{
    if (obey_command(ud, msg, tocont))
        return;
    lua_writestringerror("%s", "Lua warning: ");
    warn_go_on(ud, msg, tocont);
}

static void warn_go_on(void *ud, const char *msg, int tocont)
{
    lua_State *L = ud;
    lua_writestringerror("%s", msg);
    if (!tocont)
        lua_writestringerror("%s", "\n");
    lua_setwarnf(L, tocont ? warn_go_on : warn_start, L);
}

LUALIB_API lua_State *luaL_newstate(void)
{
    lua_State *L = lua_newstate(c_alloc, NULL);
    if (L) {
        lua_atpanic(L, report_panic);
        lua_setwarnf(L, warn_off, L);
    }
    return L;
}

LUALIB_API void luaL_checkversion_(lua_State *L, lua_Number ver,
                                   size_t numsizes)
{
    lua_Number core = lua_version(L);
    if (numsizes != LUAL_NUMSIZES)
        luaL_error(L, "core and library have incompatible numeric types");
    else if (core != ver)
        luaL_error(L, "version mismatch: app. needs %f, Lua core provides %f",
                   ver, core);
}
