/*
 * include/lauxlib.h -- the auxiliary library: what C functions for Lua need
 * again and again, written on lua.h alone.
 *
 * Contracts read as in lua.h. An `arg` is the number of an argument of the
 * running C function; a check that fails raises a message naming it.
 */
#ifndef lauxlib_h
#define lauxlib_h

#include <stddef.h>
#include <stdio.h>

#include "luaconf.h"
#include "lua.h"

/* ---- Constants and types ----------------------------------------------- */

#define LUA_GNAME "_G"

/* Tables in the registry: loaded modules, loaders set in advance. */
#define LUA_LOADED_TABLE "_LOADED"
#define LUA_PRELOAD_TABLE "_PRELOAD"

/* Status of luaL_loadfilex for a file it cannot open or read. */
#define LUA_ERRFILE (LUA_ERRERR + 1)

/* A function and its name; lists of them end in {NULL, NULL}. */
typedef struct luaL_Reg {
    const char *name;
    lua_CFunction func; /* NULL: the field is false, to be filled later */
} luaL_Reg;

/* ---- Version ----------------------------------------------------------- */

/* The sizes of the number types, in one number. */
#define LUAL_NUMSIZES (sizeof(lua_Integer) * 16 + sizeof(lua_Number))

/*
 * Raise unless caller and library agree on number types and version.
 *
 * Stack -0 +0    Raises any    Collects no
 */
LUALIB_API void luaL_checkversion_(lua_State *L, lua_Number ver,
                                   size_t numsizes);
#define luaL_checkversion(L)                                                  \
    luaL_checkversion_((L), LUA_VERSION_NUM, LUAL_NUMSIZES)

/* ---- Arguments --------------------------------------------------------- */

/*
 * Raise a message about an argument: "bad argument #arg to 'f' (...)".
 * luaL_typeerror says "<tname> expected, got <type>". They never return.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API int luaL_argerror(lua_State *L, int arg, const char *extramsg);
LUALIB_API int luaL_typeerror(lua_State *L, int arg, const char *tname);

/*
 * Check an argument and give its value; the opt ones give `def` where the
 * argument is none or nil. A string's bytes stay while it is on the stack;
 * len may be NULL.
 *
 * luaL_checkoption finds the string in `lst`, which ends in NULL, and returns
 * its index; def is the string used without an argument, or NULL.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API const char *luaL_checklstring(lua_State *L, int arg, size_t *len);
LUALIB_API const char *luaL_optlstring(lua_State *L, int arg, const char *def,
                                       size_t *len);
LUALIB_API lua_Number luaL_checknumber(lua_State *L, int arg);
LUALIB_API lua_Number luaL_optnumber(lua_State *L, int arg, lua_Number def);
LUALIB_API lua_Integer luaL_checkinteger(lua_State *L, int arg);
LUALIB_API lua_Integer luaL_optinteger(lua_State *L, int arg,
                                       lua_Integer def);
LUALIB_API void luaL_checktype(lua_State *L, int arg, int type);
LUALIB_API void luaL_checkany(lua_State *L, int arg);
LUALIB_API int luaL_checkoption(lua_State *L, int arg, const char *def,
                                const char *const lst[]);

#define luaL_checkstring(L, n) (luaL_checklstring((L), (n), NULL))
#define luaL_optstring(L, n, d) (luaL_optlstring((L), (n), (d), NULL))
#define luaL_opt(L, f, n, d) (lua_isnoneornil((L), (n)) ? (d) : f((L), (n)))
#define luaL_argcheck(L, cond, arg, extramsg)                                 \
    ((void)(luai_likely(cond) || luaL_argerror((L), (arg), (extramsg))))
#define luaL_argexpected(L, cond, arg, tname)                                 \
    ((void)(luai_likely(cond) || luaL_typeerror((L), (arg), (tname))))
#define luaL_typename(L, i) lua_typename((L), lua_type((L), (i)))

/*
 * Make sure of `space` more slots; raises "stack overflow (msg)".
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API void luaL_checkstack(lua_State *L, int space, const char *msg);

/* ---- Errors ------------------------------------------------------------ */

/*
 * Push "chunk:line: " for the function at a level, or "".
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUALIB_API void luaL_where(lua_State *L, int level);

/*
 * Raise a message formatted as by lua_pushfstring, with luaL_where(L, 1) in
 * front. Never returns.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API int luaL_error(lua_State *L, const char *fmt, ...);

/*
 * Push a traceback of L1 from a level on, after `msg` unless that is NULL.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUALIB_API void luaL_traceback(lua_State *L, lua_State *L1, const char *msg,
                               int level);

/*
 * Push the results of a library function that called the system, and return
 * their number: true; or fail, a message, and errno (as it is on entry).
 * luaL_execresult reads the status of a process: true or fail, "exit" or
 * "signal", and the code.
 *
 * Stack -0 +1|3    Raises memory    Collects yes
 */
LUALIB_API int luaL_fileresult(lua_State *L, int stat, const char *fname);
LUALIB_API int luaL_execresult(lua_State *L, int stat);

/* What a function pushes when it failed. */
#define luaL_pushfail(L) lua_pushnil(L)

/* ---- Metatables and userdata ------------------------------------------- */

/*
 * Push the metatable that the registry holds for a type name. luaL_newmetatable
 * makes it, with the name in __name, and returns 1 when it was not there.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUALIB_API int luaL_newmetatable(lua_State *L, const char *tname);
#define luaL_getmetatable(L, n) (lua_getfield((L), LUA_REGISTRYINDEX, (n)))

/*
 * Give it to the value on the top.
 *
 * Stack -0 +0    Raises memory    Collects yes
 */
LUALIB_API void luaL_setmetatable(lua_State *L, const char *tname);

/*
 * The block of a userdata of this type; for others luaL_testudata is NULL and
 * luaL_checkudata raises.
 *
 * Stack -0 +0    Raises memory, any    Collects yes
 */
LUALIB_API void *luaL_testudata(lua_State *L, int arg, const char *tname);
LUALIB_API void *luaL_checkudata(lua_State *L, int arg, const char *tname);

/*
 * Push a field of the value's metatable and return its type; LUA_TNIL, and
 * nothing pushed, when there is none.
 *
 * Stack -0 +0|1    Raises memory    Collects yes
 */
LUALIB_API int luaL_getmetafield(lua_State *L, int obj, const char *e);

/*
 * Call that field with the value and push its result; 0 when there is none.
 *
 * Stack -0 +0|1    Raises any    Collects yes
 */
LUALIB_API int luaL_callmeta(lua_State *L, int obj, const char *e);

/*
 * Push any value as a readable string, as tostring does, and return its
 * bytes; respects __tostring and __name.
 *
 * Stack -0 +1    Raises any    Collects yes
 */
LUALIB_API const char *luaL_tolstring(lua_State *L, int idx, size_t *len);

/*
 * The length as an integer; raises when __len gives something else.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUALIB_API lua_Integer luaL_len(lua_State *L, int idx);

/* ---- References -------------------------------------------------------- */

#define LUA_NOREF (-2)
#define LUA_REFNIL (-1)

/*
 * Pop a value into the table at t and return the integer key it got;
 * LUA_REFNIL for nil. luaL_unref frees the key for another use.
 *
 * Stack -1 +0, -0 +0    Raises memory    Collects yes
 */
LUALIB_API int luaL_ref(lua_State *L, int t);
LUALIB_API void luaL_unref(lua_State *L, int t, int ref);

/* ---- Loading ----------------------------------------------------------- */

/*
 * Load a chunk and push the function or a message; returns what lua_load
 * does, or LUA_ERRFILE. A NULL file name is standard input. A first line that
 * starts with '#' is skipped.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUALIB_API int luaL_loadfilex(lua_State *L, const char *filename,
                              const char *mode);
LUALIB_API int luaL_loadbufferx(lua_State *L, const char *buff,
                                size_t nbytes, const char *name,
                                const char *mode);
LUALIB_API int luaL_loadstring(lua_State *L, const char *s);

#define luaL_loadfile(L, f) luaL_loadfilex((L), (f), NULL)
#define luaL_loadbuffer(L, s, sz, n) luaL_loadbufferx((L), (s), (sz), (n), NULL)
#define luaL_dofile(L, fn)                                                    \
    (luaL_loadfile((L), (fn)) || lua_pcall((L), 0, LUA_MULTRET, 0))
#define luaL_dostring(L, s)                                                   \
    (luaL_loadstring((L), (s)) || lua_pcall((L), 0, LUA_MULTRET, 0))

/*
 * Make a VM with an allocator on the C library, a panic function that prints
 * to stderr, and warnings that are off until "@on". NULL without memory. It
 * has no libraries yet; close it with lua_close.
 *
 * Stack starts empty    Raises no    Collects no
 */
LUALIB_API lua_State *luaL_newstate(void);

/* ---- Modules ----------------------------------------------------------- */

/*
 * Set the functions of a list in the table below the top nup values, which
 * all of them share as copies of their upvalues.
 *
 * Stack -nup +0    Raises memory    Collects yes
 */
LUALIB_API void luaL_setfuncs(lua_State *L, const luaL_Reg *l, int nup);

#define luaL_newlibtable(L, l)                                                \
    lua_createtable((L), 0, (int)(sizeof(l) / sizeof((l)[0]) - 1))
#define luaL_newlib(L, l)                                                     \
    (luaL_checkversion(L), luaL_newlibtable((L), (l)),                        \
     luaL_setfuncs((L), (l), 0))

/*
 * Push t[fname], a new table if there was none; true when there was one.
 *
 * Stack -0 +1    Raises any    Collects yes
 */
LUALIB_API int luaL_getsubtable(lua_State *L, int idx, const char *fname);

/*
 * Open a module as require does, unless package.loaded has it; push it, and
 * set it as a global if glb.
 *
 * Stack -0 +1    Raises any    Collects yes
 */
LUALIB_API void luaL_requiref(lua_State *L, const char *modname,
                              lua_CFunction openf, int glb);

/* ---- Building strings -------------------------------------------------- */

/*
 * A string under construction. It lives in C memory, usually on the C stack:
 *
 *   b ---> init          while it fits
 *   b ---> a userdata    once it grew; the buffer's stack slot holds it
 *
 * From luaL_buffinit to luaL_pushresult the buffer owns one slot, then on the
 * top; what is pushed above it must be popped before the buffer is used again
 * (luaL_addvalue pops it).
 */
typedef struct luaL_Buffer luaL_Buffer;
struct luaL_Buffer {
    char *b;     /* the bytes */
    size_t size; /* room */
    size_t n;    /* bytes in use */
    lua_State *L;
    union {
        LUAI_MAXALIGN;
        char b[LUAL_BUFFERSIZE];
    } init;
};

#define luaL_bufflen(bf) ((bf)->n)
#define luaL_buffaddr(bf) ((bf)->b)
#define luaL_addchar(B, c)                                                    \
    ((void)((B)->n < (B)->size || luaL_prepbuffsize((B), 1)),                 \
     ((B)->b[(B)->n++] = (c)))
#define luaL_addsize(B, s) ((B)->n += (s))
#define luaL_buffsub(B, s) ((B)->n -= (s))

/* Start a string.  Stack -0 +1    Raises no    Collects no */
LUALIB_API void luaL_buffinit(lua_State *L, luaL_Buffer *B);

/*
 * Room for nbytes at the end of the string; luaL_addsize says how many of them
 * were used. luaL_buffinitsize starts the string, too.
 *
 * Stack -0 +0, buffinitsize -0 +1    Raises any ("buffer too large", memory)
 * Collects yes
 */
LUALIB_API char *luaL_prepbuffsize(luaL_Buffer *B, size_t nbytes);
LUALIB_API char *luaL_buffinitsize(lua_State *L, luaL_Buffer *B,
                                   size_t nbytes);
#define luaL_prepbuffer(B) luaL_prepbuffsize((B), LUAL_BUFFERSIZE)

/*
 * Append bytes; append the value on the top and pop it; append s with every
 * `p` replaced by `r`.
 *
 * Stack -0 +0, addvalue -1 +0    Raises as above    Collects yes
 */
LUALIB_API void luaL_addlstring(luaL_Buffer *B, const char *s, size_t len);
LUALIB_API void luaL_addstring(luaL_Buffer *B, const char *s);
LUALIB_API void luaL_addvalue(luaL_Buffer *B);
LUALIB_API void luaL_addgsub(luaL_Buffer *B, const char *s, const char *p,
                             const char *r);

/*
 * Finish the string: push it in place of the buffer's slot.
 *
 * Stack -1 +1    Raises memory    Collects yes
 */
LUALIB_API void luaL_pushresult(luaL_Buffer *B);
LUALIB_API void luaL_pushresultsize(luaL_Buffer *B, size_t nbytes);

/*
 * Push s with every `p` replaced by `r`; returns its bytes.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUALIB_API const char *luaL_gsub(lua_State *L, const char *s, const char *p,
                                 const char *r);

/* ---- File handles ------------------------------------------------------ */

/* The metatable of luaL_Stream values; other modules make them as well. */
#define LUA_FILEHANDLE "FILE*"

typedef struct luaL_Stream {
    FILE *f;              /* NULL while it is being opened */
    lua_CFunction closef; /* NULL once it is closed */
} luaL_Stream;

/* ---- Small things ------------------------------------------------------ */

/* Where print and error reports go; a host may define its own. */
#if !defined(lua_writestring)
#define lua_writestring(s, n) fwrite((s), sizeof(char), (n), stdout)
#endif
#if !defined(lua_writeline)
#define lua_writeline() (lua_writestring("\n", 1), fflush(stdout))
#endif
#if !defined(lua_writestringerror)
#define lua_writestringerror(s, p)                                            \
    (fprintf(stderr, (s), (p)), fflush(stderr))
#endif

/* Integer arithmetic that wraps around: luaL_intop(+, a, b). */
#define luaL_intop(op, a, b)                                                  \
    ((lua_Integer)((lua_Unsigned)(a) op (lua_Unsigned)(b)))

#if !defined(lua_assert)
#if defined(LUAI_ASSERT)
#include <assert.h>
#define lua_assert(c) assert(c)
#else
#define lua_assert(c) ((void)0)
#endif
#endif

/* ---- Names of Lua 5.2, for those who ask for them ----------------------- */

#if defined(LUA_COMPAT_APIINTCASTS)
#define luaL_checkunsigned(L, a) ((lua_Unsigned)luaL_checkinteger((L), (a)))
#define luaL_optunsigned(L, a, d)                                             \
    ((lua_Unsigned)luaL_optinteger((L), (a), (lua_Integer)(d)))
#define luaL_checkint(L, n) ((int)luaL_checkinteger((L), (n)))
#define luaL_optint(L, n, d) ((int)luaL_optinteger((L), (n), (d)))
#define luaL_checklong(L, n) ((long)luaL_checkinteger((L), (n)))
#define luaL_optlong(L, n, d) ((long)luaL_optinteger((L), (n), (d)))
#endif

#endif
