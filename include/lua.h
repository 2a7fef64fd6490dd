/*
 * include/lua.h -- the Lua 5.4 C API.
 *
 * Source and binary compatible with Lua 5.4: hosts, bindings and binary
 * modules written for it work unchanged. What is ours beyond Lua (limits,
 * capabilities, bytecode) is in include/vmrun.h.
 *
 * Every declaration states its contract in one line:
 *
 *   Stack -n +m   pops n values, pushes m;  a|b means one or the other
 *   Raises        no, memory (only "not enough memory"), or any. An error
 *                 unwinds by longjmp to the nearest lua_pcallk, lua_load,
 *                 lua_resume; without one the panic function is called and
 *                 the process aborts.
 *   Collects      yes: the collector may run, so C code must keep what it
 *                 uses on a stack or in the registry.
 *
 * An `idx` is a stack index: from 1 upwards, from -1 (the top) downwards, or
 * a pseudo-index. Callers keep room for what they push: a C function starts
 * with LUA_MINSTACK free slots, lua_checkstack makes more.
 */
#ifndef lua_h
#define lua_h

#include <stdarg.h>
#include <stddef.h>

#include "luaconf.h"

/* ---- Version ----------------------------------------------------------- */

#define LUA_VERSION_MAJOR "5"
#define LUA_VERSION_MINOR "4"
#define LUA_VERSION_RELEASE "8"
#define LUA_VERSION_NUM 504
#define LUA_VERSION_RELEASE_NUM (LUA_VERSION_NUM * 100 + 8)

#define LUA_VERSION "Lua " LUA_VERSION_MAJOR "." LUA_VERSION_MINOR
#define LUA_RELEASE LUA_VERSION "." LUA_VERSION_RELEASE
#define LUA_AUTHORS "the vmrun authors"
#define LUA_COPYRIGHT LUA_RELEASE "  Copyright (C) " LUA_AUTHORS

/* Every binary chunk starts with the first byte of this. */
#define LUA_SIGNATURE "\x1bLua"

/* Names this implementation, for tools that look into binaries. */
LUA_API const char lua_ident[];

/* ---- Constants --------------------------------------------------------- */

/* As a number of results: all of them. */
#define LUA_MULTRET (-1)

/* Pseudo-indices: the registry, and below it the upvalues of a C closure. */
#define LUA_REGISTRYINDEX (-LUAI_MAXSTACK - 1000)
#define lua_upvalueindex(i) (LUA_REGISTRYINDEX - (i))

/* What the registry holds from the start. */
#define LUA_RIDX_MAINTHREAD 1
#define LUA_RIDX_GLOBALS 2
#define LUA_RIDX_LAST LUA_RIDX_GLOBALS

/* Status of a thread, or of a protected call. */
#define LUA_OK 0
#define LUA_YIELD 1
#define LUA_ERRRUN 2
#define LUA_ERRSYNTAX 3
#define LUA_ERRMEM 4
#define LUA_ERRERR 5

/* Types of values; LUA_TNONE is the type of an index that holds nothing. */
#define LUA_TNONE (-1)
#define LUA_TNIL 0
#define LUA_TBOOLEAN 1
#define LUA_TLIGHTUSERDATA 2
#define LUA_TNUMBER 3
#define LUA_TSTRING 4
#define LUA_TTABLE 5
#define LUA_TFUNCTION 6
#define LUA_TUSERDATA 7
#define LUA_TTHREAD 8
#define LUA_NUMTYPES 9
#define LUA_NUMTAGS LUA_NUMTYPES

/* Slots that are free when a C function starts. */
#define LUA_MINSTACK 20

/* ---- Types ------------------------------------------------------------- */

typedef struct lua_State lua_State;
typedef struct lua_Debug lua_Debug;

typedef LUA_NUMBER lua_Number;
typedef LUA_INTEGER lua_Integer;
typedef LUA_UNSIGNED lua_Unsigned;
typedef LUA_KCONTEXT lua_KContext;

/* A function for Lua: arguments at 1..gettop, returns its result count. */
typedef int (*lua_CFunction)(lua_State *L);

/*
 * Goes on where a C function was left by a yield.
 *
 * status   LUA_YIELD after a yield; LUA_OK when lua_pcallk's caller calls it
 *          itself; an error status when the protected call failed.
 */
typedef int (*lua_KFunction)(lua_State *L, int status, lua_KContext ctx);

/*
 * Lend the next piece of a chunk and set *nbytes. NULL or an empty piece ends
 * the chunk. The piece must stay valid until the next call.
 */
typedef const char *(*lua_Reader)(lua_State *L, void *ud, size_t *nbytes);

/* Take a piece of a dumped chunk; anything but 0 stops the dump. */
typedef int (*lua_Writer)(lua_State *L, const void *p, size_t nbytes,
                          void *ud);

/*
 * Allocate, resize or free a block, as realloc does.
 *
 * osize    the block's size; when ptr is NULL, the LUA_T* type of the object
 *          it is for, or another number.
 * nsize    0 frees and returns NULL.
 */
typedef void *(*lua_Alloc)(void *ud, void *ptr, size_t osize, size_t nsize);

/* Take a piece of a warning; tocont says that another piece follows. */
typedef void (*lua_WarnFunction)(void *ud, const char *msg, int tocont);

/* Called at the events of lua_sethook; ar->event says which. */
typedef void (*lua_Hook)(lua_State *L, lua_Debug *ar);

/* ---- States and threads ------------------------------------------------ */

/*
 * Make an independent VM, which has no libraries yet.
 *
 * f        gives it all its memory, large blocks at a time.
 * ud       passed to f; yours, until lua_close returns.
 * returns  its main thread, or NULL without memory. Close it with lua_close.
 *
 * Stack starts empty    Raises no    Collects no
 */
LUA_API lua_State *lua_newstate(lua_Alloc f, void *ud);

/*
 * Close the main thread's to-be-closed variables, run all finalizers, free
 * everything: all threads of the VM, all userdata, all strings. L may be any
 * of the threads. Warns about errors on the way instead of raising them.
 *
 * Stack -all +0    Raises no    Collects yes
 */
LUA_API void lua_close(lua_State *L);

/*
 * Make a thread that shares L's globals, push it and return it. It lives as
 * long as Lua or the registry refers to it.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUA_API lua_State *lua_newthread(lua_State *L);

/*
 * Unwind a thread and close its pending to-be-closed variables.
 *
 * from     the thread that does so, whose depth of C calls goes on; or NULL.
 * returns  LUA_OK, or the status of the error, whose object it pushes: the one
 *          that stopped the thread, or one raised while closing.
 *
 * Stack -? +0|1    Raises no    Collects yes
 */
LUA_API int lua_closethread(lua_State *L, lua_State *from);

/*
 * As lua_closethread(L, NULL).
 *
 * Stack -? +0|1    Raises no    Collects yes
 */
LUA_API int lua_resetthread(lua_State *L);

/*
 * Set the function called on an error that nothing catches, with the error
 * object on the top; returns the old one. The process aborts when it returns;
 * it may leave by longjmp instead.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API lua_CFunction lua_atpanic(lua_State *L, lua_CFunction panicf);

/*
 * The version of the API that the library has, as LUA_VERSION_NUM. L may be
 * NULL.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API lua_Number lua_version(lua_State *L);

/*
 * LUA_EXTRASPACE bytes of the host's, kept right before each thread. Those of
 * the main thread start as zeros, those of a new one as a copy of the main
 * thread's.
 */
#define lua_getextraspace(L) ((void *)((char *)(L) - LUA_EXTRASPACE))

/* ---- The stack --------------------------------------------------------- */

/*
 * lua_absindex turns an index into one that does not depend on the top,
 * lua_gettop is the number of values.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API int lua_absindex(lua_State *L, int idx);
LUA_API int lua_gettop(lua_State *L);

/*
 * Make idx the new top: drop values or push nils.
 *
 * Stack -? +?    Raises any, when it drops a to-be-closed slot    Collects
 * yes, then
 */
LUA_API void lua_settop(lua_State *L, int idx);
#define lua_pop(L, n) lua_settop((L), -(n)-1)

/*
 * Push a copy of a value; rotate the values between idx and the top by n
 * positions towards the top; overwrite the value at `toidx`.
 *
 * Stack -0 +1, -0 +0, -0 +0    Raises no    Collects no
 */
LUA_API void lua_pushvalue(lua_State *L, int idx);
LUA_API void lua_rotate(lua_State *L, int idx, int n);
LUA_API void lua_copy(lua_State *L, int fromidx, int toidx);

/* Move the top to idx; take idx out; pop the top into idx. */
#define lua_insert(L, idx) lua_rotate((L), (idx), 1)
#define lua_remove(L, idx) (lua_rotate((L), (idx), -1), lua_pop((L), 1))
#define lua_replace(L, idx) (lua_copy((L), -1, (idx)), lua_pop((L), 1))

/*
 * Make room for n more values. False, and nothing changed, when the stack
 * would pass LUAI_MAXSTACK or memory ran out.
 *
 * Stack -0 +0    Raises no    Collects yes
 */
LUA_API int lua_checkstack(lua_State *L, int n);

/*
 * Move n values between threads of one VM.
 *
 * Stack -n +0 and -0 +n    Raises no    Collects no
 */
LUA_API void lua_xmove(lua_State *from, lua_State *to, int n);

/* ---- Looking at values ------------------------------------------------- */

/*
 * Tests, 1 or 0. Numbers and strings that convert into each other count as
 * both in lua_isnumber and lua_isstring.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API int lua_isnumber(lua_State *L, int idx);
LUA_API int lua_isstring(lua_State *L, int idx);
LUA_API int lua_iscfunction(lua_State *L, int idx);
LUA_API int lua_isinteger(lua_State *L, int idx);
LUA_API int lua_isuserdata(lua_State *L, int idx);
LUA_API int lua_type(lua_State *L, int idx);
LUA_API const char *lua_typename(lua_State *L, int type);

#define lua_isfunction(L, n) (lua_type((L), (n)) == LUA_TFUNCTION)
#define lua_istable(L, n) (lua_type((L), (n)) == LUA_TTABLE)
#define lua_islightuserdata(L, n) (lua_type((L), (n)) == LUA_TLIGHTUSERDATA)
#define lua_isnil(L, n) (lua_type((L), (n)) == LUA_TNIL)
#define lua_isboolean(L, n) (lua_type((L), (n)) == LUA_TBOOLEAN)
#define lua_isthread(L, n) (lua_type((L), (n)) == LUA_TTHREAD)
#define lua_isnone(L, n) (lua_type((L), (n)) == LUA_TNONE)
#define lua_isnoneornil(L, n) (lua_type((L), (n)) <= LUA_TNIL)

/*
 * Convert without changing the value. Where the conversion fails the result
 * is 0 or NULL, and *isnum (which may be NULL) is 0.
 *
 * lua_rawlen      bytes of a string or userdata, border of a table, else 0.
 * lua_touserdata  the block of a full userdata, the pointer of a light one.
 * lua_topointer   an address that identifies the object, else NULL.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API lua_Number lua_tonumberx(lua_State *L, int idx, int *isnum);
LUA_API lua_Integer lua_tointegerx(lua_State *L, int idx, int *isnum);
LUA_API int lua_toboolean(lua_State *L, int idx);
LUA_API lua_Unsigned lua_rawlen(lua_State *L, int idx);
LUA_API lua_CFunction lua_tocfunction(lua_State *L, int idx);
LUA_API void *lua_touserdata(lua_State *L, int idx);
LUA_API lua_State *lua_tothread(lua_State *L, int idx);
LUA_API const void *lua_topointer(lua_State *L, int idx);

/*
 * The bytes of a string, which end in a '\0' that *len does not count; len
 * may be NULL. A number at idx becomes a string first, which confuses a
 * traversal whose key it is. The bytes stay while the string is reachable.
 *
 * Stack -0 +0    Raises memory    Collects yes
 */
LUA_API const char *lua_tolstring(lua_State *L, int idx, size_t *len);

#define lua_tonumber(L, idx) lua_tonumberx((L), (idx), NULL)
#define lua_tointeger(L, idx) lua_tointegerx((L), (idx), NULL)
#define lua_tostring(L, idx) lua_tolstring((L), (idx), NULL)

/*
 * Push the number that the string spells, as the Lua source would, and return
 * the string's size with its '\0'; or return 0 and push nothing.
 *
 * Stack -0 +0|1    Raises no    Collects no
 */
LUA_API size_t lua_stringtonumber(lua_State *L, const char *s);

/* ---- Arithmetic and comparison ----------------------------------------- */

#define LUA_OPADD 0
#define LUA_OPSUB 1
#define LUA_OPMUL 2
#define LUA_OPMOD 3
#define LUA_OPPOW 4
#define LUA_OPDIV 5
#define LUA_OPIDIV 6
#define LUA_OPBAND 7
#define LUA_OPBOR 8
#define LUA_OPBXOR 9
#define LUA_OPSHL 10
#define LUA_OPSHR 11
#define LUA_OPUNM 12
#define LUA_OPBNOT 13

/*
 * Replace the operands on the top by the result of `op`; LUA_OPUNM and
 * LUA_OPBNOT take one.
 *
 * Stack -2|1 +1    Raises any (metamethods)    Collects yes
 */
LUA_API void lua_arith(lua_State *L, int op);

#define LUA_OPEQ 0
#define LUA_OPLT 1
#define LUA_OPLE 2

/*
 * Compare as Lua's ==, < and <= do; 0 when an index holds nothing.
 *
 * Stack -0 +0    Raises any (metamethods)    Collects yes
 */
LUA_API int lua_compare(lua_State *L, int idx1, int idx2, int op);

/* Equal without metamethods.  Stack -0 +0    Raises no    Collects no */
LUA_API int lua_rawequal(lua_State *L, int idx1, int idx2);

/*
 * Concatenate the n values on the top as `..` does, or push their length as
 * `#` does.
 *
 * Stack -n +1, -0 +1    Raises any (metamethods)    Collects yes
 */
LUA_API void lua_concat(lua_State *L, int n);
LUA_API void lua_len(lua_State *L, int idx);

/* ---- Making values ----------------------------------------------------- */

/*
 * Push a value. A light userdata is the pointer itself: what it points to
 * stays yours.
 *
 * Stack -0 +1    Raises no    Collects no
 */
LUA_API void lua_pushnil(lua_State *L);
LUA_API void lua_pushnumber(lua_State *L, lua_Number n);
LUA_API void lua_pushinteger(lua_State *L, lua_Integer n);
LUA_API void lua_pushboolean(lua_State *L, int b);
LUA_API void lua_pushlightuserdata(lua_State *L, void *p);

/*
 * Push L itself; 1 when it is the main thread.
 *
 * Stack -0 +1    Raises no    Collects no
 */
LUA_API int lua_pushthread(lua_State *L);

/*
 * Push a copy of the bytes as a string and return the copy's bytes.
 * lua_pushstring(L, NULL) pushes nil and returns NULL.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUA_API const char *lua_pushlstring(lua_State *L, const char *s, size_t len);
LUA_API const char *lua_pushstring(lua_State *L, const char *s);
#define lua_pushliteral(L, s) lua_pushstring((L), "" s)

/*
 * Push a formatted string. Knows %% %s %d %c %f %I %p %U: string, int, char,
 * lua_Number, lua_Integer, pointer, code point as UTF-8; no widths.
 *
 * Stack -0 +1    Raises any (unknown option, memory)    Collects yes
 */
LUA_API const char *lua_pushvfstring(lua_State *L, const char *fmt,
                                     va_list argp);
LUA_API const char *lua_pushfstring(lua_State *L, const char *fmt, ...);

/*
 * Push fn as a Lua function that owns the n values on the top as upvalues,
 * at most 255. Without upvalues only a VM's first push of fn takes memory.
 *
 * Stack -n +1    Raises memory    Collects yes
 */
LUA_API void lua_pushcclosure(lua_State *L, lua_CFunction fn, int n);
#define lua_pushcfunction(L, f) lua_pushcclosure((L), (f), 0)
#define lua_register(L, name, f)                                              \
    (lua_pushcfunction((L), (f)), lua_setglobal((L), (name)))

/*
 * Push an empty table with room for `narr` elements and `nrec` other keys.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUA_API void lua_createtable(lua_State *L, int narr, int nrec);
#define lua_newtable(L) lua_createtable((L), 0, 0)

/*
 * Push a userdata with a block of `nbytes` and `nuvalue` user values; returns
 * the block, which never moves.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
LUA_API void *lua_newuserdatauv(lua_State *L, size_t nbytes, int nuvalue);

/* The names of Lua 5.3, where a userdata had one user value. */
#define lua_newuserdata(L, nbytes) lua_newuserdatauv((L), (nbytes), 1)
#define lua_getuservalue(L, idx) lua_getiuservalue((L), (idx), 1)
#define lua_setuservalue(L, idx) lua_setiuservalue((L), (idx), 1)

/* ---- Reading from objects ---------------------------------------------- */

/*
 * Push t[key], where t is the value at idx; lua_gettable pops the key,
 * lua_getglobal reads the table of globals. All return the type of what they
 * pushed, a LUA_T* constant.
 *
 * Stack -0 +1, gettable -1 +1    Raises any (may call __index)
 * Collects yes
 */
LUA_API int lua_getglobal(lua_State *L, const char *name);
LUA_API int lua_gettable(lua_State *L, int idx);
LUA_API int lua_getfield(lua_State *L, int idx, const char *key);
LUA_API int lua_geti(lua_State *L, int idx, lua_Integer n);

/*
 * The same for a table, without metamethods. lua_rawgetp's key is the light
 * userdata p.
 *
 * Stack -0 +1, rawget -1 +1    Raises no    Collects no
 */
LUA_API int lua_rawget(lua_State *L, int idx);
LUA_API int lua_rawgeti(lua_State *L, int idx, lua_Integer n);
LUA_API int lua_rawgetp(lua_State *L, int idx, const void *p);

/*
 * Push the metatable and return 1, or push nothing and return 0.
 *
 * Stack -0 +0|1    Raises no    Collects no
 */
LUA_API int lua_getmetatable(lua_State *L, int idx);

/*
 * Push the n-th user value and return its type; nil and LUA_TNONE when the
 * userdata has fewer.
 *
 * Stack -0 +1    Raises no    Collects no
 */
LUA_API int lua_getiuservalue(lua_State *L, int idx, int n);

/*
 * Pop a key and push the entry that follows it, key then value; after the
 * last entry push nothing and return 0. Start with nil. During a traversal
 * existing fields may be changed or set to nil, but none added.
 *
 * Stack -1 +2|0    Raises any (the key is not in the table)    Collects no
 */
LUA_API int lua_next(lua_State *L, int idx);

#define lua_pushglobaltable(L)                                                \
    ((void)lua_rawgeti((L), LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS))

/* ---- Writing to objects ------------------------------------------------ */

/*
 * t[key] = v, where t is the value at idx and v the top; lua_settable takes
 * the key from below the top.
 *
 * Stack -1 +0, settable -2 +0    Raises any (may call __newindex)
 * Collects yes
 */
LUA_API void lua_setglobal(lua_State *L, const char *name);
LUA_API void lua_settable(lua_State *L, int idx);
LUA_API void lua_setfield(lua_State *L, int idx, const char *key);
LUA_API void lua_seti(lua_State *L, int idx, lua_Integer n);

/*
 * The same for a table, without metamethods. lua_rawset also raises for a key
 * that is nil or NaN.
 *
 * Stack -1 +0, rawset -2 +0    Raises memory    Collects yes
 */
LUA_API void lua_rawset(lua_State *L, int idx);
LUA_API void lua_rawseti(lua_State *L, int idx, lua_Integer n);
LUA_API void lua_rawsetp(lua_State *L, int idx, const void *p);

/*
 * Pop a table or nil and make it the metatable of the value at idx; values
 * other than tables and full userdata share one for all of their type. Always
 * returns 1.
 *
 * Stack -1 +0    Raises memory    Collects yes
 */
LUA_API int lua_setmetatable(lua_State *L, int idx);

/*
 * Pop a value into the n-th user value; 0 when the userdata has fewer.
 *
 * Stack -1 +0    Raises no    Collects no
 */
LUA_API int lua_setiuservalue(lua_State *L, int idx, int n);

/* ---- Calls ------------------------------------------------------------- */

/*
 * Call the function below its `nargs` arguments and replace both by
 * `nresults` results, LUA_MULTRET for as many as there are. With a
 * continuation k the callee may yield; k(L, LUA_YIELD, ctx) then goes on.
 *
 * Stack -(nargs+1) +nresults    Raises any    Collects yes
 */
LUA_API void lua_callk(lua_State *L, int nargs, int nresults,
                       lua_KContext ctx, lua_KFunction k);
#define lua_call(L, n, r) lua_callk((L), (n), (r), 0, NULL)

/*
 * The same, catching errors.
 *
 * msgh     0, or the index of a function that turns the error object into
 *          another while the failed call's stack still stands.
 * returns  LUA_OK, or the status of the error, whose object is pushed. With a
 *          continuation, in a thread that can yield, it returns LUA_OK only:
 *          k(L, status, ctx) gets the error, too.
 *
 * Stack -(nargs+1) +nresults|1    Raises no    Collects yes
 */
LUA_API int lua_pcallk(lua_State *L, int nargs, int nresults, int msgh,
                       lua_KContext ctx, lua_KFunction k);
#define lua_pcall(L, n, r, f) lua_pcallk((L), (n), (r), (f), 0, NULL)

/*
 * Raise the value on the top. Never returns.
 *
 * Stack -1 +0    Raises any    Collects no
 */
LUA_API int lua_error(lua_State *L);

/*
 * Load a chunk, text or binary, without running it, and push the function;
 * its first upvalue is the table of globals.
 *
 * chunkname  as the debugging information shows it: "=name", "@file", or the
 *            source itself; NULL is "?".
 * mode       "t", "b" or "bt", what the chunk may be; NULL means both.
 * returns    LUA_OK, or a status whose message is pushed instead.
 *
 * Stack -0 +1    Raises no    Collects yes
 */
LUA_API int lua_load(lua_State *L, lua_Reader reader, void *ud,
                     const char *chunkname, const char *mode);

/*
 * Write the Lua function on the top as a binary chunk; without debugging
 * information when `strip` is not 0. Returns what the writer returned last,
 * or 1 when the top is no Lua function.
 *
 * Stack -0 +0    Raises any (memory, what the writer raises)    Collects yes
 */
LUA_API int lua_dump(lua_State *L, lua_Writer writer, void *ud, int strip);

/* ---- Coroutines -------------------------------------------------------- */

/*
 * Suspend the running thread and hand its top nresults values to whoever
 * resumed it. Without k the thread goes on in the function that called this
 * one. Called from a hook, it takes no values and returns.
 *
 * Stack -? +?    Raises any (not yieldable)    Collects no
 */
LUA_API int lua_yieldk(lua_State *L, int nresults, lua_KContext ctx,
                       lua_KFunction k);
#define lua_yield(L, n) lua_yieldk((L), (n), 0, NULL)

/*
 * Start or continue a thread with the top nargs values as arguments; to
 * start one, its function lies below them.
 *
 * from      the thread that resumes, or NULL.
 * nresults  set to the number of values on L's top: those yielded or returned.
 * returns   LUA_YIELD, LUA_OK when the function returned, or an error status
 *           with the error object on the top; the stack is not unwound then.
 *
 * Stack -? +?    Raises no    Collects yes
 */
LUA_API int lua_resume(lua_State *L, lua_State *from, int nargs,
                       int *nresults);

/*
 * A thread's status: LUA_OK for one that can start or is running, LUA_YIELD,
 * or the error that ended it.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API int lua_status(lua_State *L);
LUA_API int lua_isyieldable(lua_State *L);

/* ---- To-be-closed slots ------------------------------------------------- */

/*
 * Mark a slot: when it goes out of the stack, by lua_settop, return or error,
 * its __close metamethod is called. Indices must be marked in rising order.
 * At a return, and where lua_pcallk with a continuation catches, that may
 * yield.
 *
 * Stack -0 +0    Raises any (no __close)    Collects yes
 */
LUA_API void lua_toclose(lua_State *L, int idx);

/*
 * Close the slot marked last and set it to nil.
 *
 * Stack -0 +0    Raises any    Collects yes
 */
LUA_API void lua_closeslot(lua_State *L, int idx);

/* ---- Warnings ---------------------------------------------------------- */

/*
 * Set who receives warnings; send a piece of one.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API void lua_setwarnf(lua_State *L, lua_WarnFunction f, void *ud);
LUA_API void lua_warning(lua_State *L, const char *msg, int tocont);

/* ---- The collector ----------------------------------------------------- */

#define LUA_GCSTOP 0
#define LUA_GCRESTART 1
#define LUA_GCCOLLECT 2
#define LUA_GCCOUNT 3      /* memory in use, in Kbytes */
#define LUA_GCCOUNTB 4     /* what remains of it, in bytes */
#define LUA_GCSTEP 5       /* int Kbytes; 1 when a cycle ended */
#define LUA_GCSETPAUSE 6   /* int percent; returns the old value */
#define LUA_GCSETSTEPMUL 7 /* int percent; returns the old value */
#define LUA_GCISRUNNING 9
#define LUA_GCGEN 10 /* int minormul, majormul; returns the old mode */
#define LUA_GCINC 11 /* int pause, stepmul, stepsize; returns the old mode */

/*
 * Ask the collector for something. -1 inside a finalizer, or for an unknown
 * request.
 *
 * Stack -0 +0    Raises no    Collects yes
 */
LUA_API int lua_gc(lua_State *L, int what, ...);

/*
 * The allocator of the VM.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API lua_Alloc lua_getallocf(lua_State *L, void **ud);
LUA_API void lua_setallocf(lua_State *L, lua_Alloc f, void *ud);

/* ---- Debugging --------------------------------------------------------- */

/* Events, in lua_Debug.event. */
#define LUA_HOOKCALL 0
#define LUA_HOOKRET 1
#define LUA_HOOKLINE 2
#define LUA_HOOKCOUNT 3
#define LUA_HOOKTAILCALL 4

/* Which of them lua_sethook asks for. */
#define LUA_MASKCALL (1 << LUA_HOOKCALL)
#define LUA_MASKRET (1 << LUA_HOOKRET)
#define LUA_MASKLINE (1 << LUA_HOOKLINE)
#define LUA_MASKCOUNT (1 << LUA_HOOKCOUNT)

/* An activation record. The letter is what lua_getinfo wants for a field. */
struct lua_Debug {
    int event;
    const char *name;            /* n: NULL when unknown */
    const char *namewhat;        /* n: "global", "local", "method", ..., "" */
    const char *what;            /* S: "Lua", "C" or "main" */
    const char *source;          /* S */
    size_t srclen;               /* S */
    int currentline;             /* l: -1 when unknown */
    int linedefined;             /* S */
    int lastlinedefined;         /* S */
    unsigned char nups;          /* u */
    unsigned char nparams;       /* u */
    char isvararg;               /* u */
    char istailcall;             /* t */
    unsigned short ftransfer;    /* r: index of the first value moved */
    unsigned short ntransfer;    /* r: how many */
    char short_src[LUA_IDSIZE];  /* S: source, fit for messages */
    struct CallInfo *i_ci;       /* the VM's */
};

/*
 * Find the record of the function running at a level: 0 is the current one,
 * n+1 called n. 0 when the level is deeper than the stack.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API int lua_getstack(lua_State *L, int level, lua_Debug *ar);

/*
 * Fill in what the letters ask for; 0 when one of them is unknown. A '>' in
 * front takes the function from the top instead of from ar; 'f' pushes the
 * function, then 'L' a table whose keys are the lines that have code.
 *
 * Stack -0|1 +0|1|2    Raises memory    Collects yes
 */
LUA_API int lua_getinfo(lua_State *L, const char *what, lua_Debug *ar);

/*
 * Push, or pop into, the n-th local variable; negative n counts the extra
 * arguments of a vararg function. The name, or NULL when there is none: then
 * nothing is pushed or popped. With ar NULL lua_getlocal only names a
 * parameter of the function on the top, which stays.
 *
 * Stack get -0 +0|1, set -0|1 +0    Raises no    Collects no
 */
LUA_API const char *lua_getlocal(lua_State *L, const lua_Debug *ar, int n);
LUA_API const char *lua_setlocal(lua_State *L, const lua_Debug *ar, int n);

/*
 * The same for the n-th upvalue of a function; a C function's are named "".
 *
 * Stack get -0 +0|1, set -0|1 +0    Raises no    Collects no
 */
LUA_API const char *lua_getupvalue(lua_State *L, int funcidx, int n);
LUA_API const char *lua_setupvalue(lua_State *L, int funcidx, int n);

/*
 * Identify an upvalue, equal where closures share it; make the n1-th upvalue
 * of one Lua closure refer to the n2-th of another.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API void *lua_upvalueid(lua_State *L, int funcidx, int n);
LUA_API void lua_upvaluejoin(lua_State *L, int funcidx1, int n1, int funcidx2,
                             int n2);

/*
 * Set, and look at, the hook of a thread. May be called while another thread
 * of the process runs it, as signal handlers do.
 *
 * count    instructions between LUA_HOOKCOUNT events.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API void lua_sethook(lua_State *L, lua_Hook f, int mask, int count);
LUA_API lua_Hook lua_gethook(lua_State *L);
LUA_API int lua_gethookmask(lua_State *L);
LUA_API int lua_gethookcount(lua_State *L);

/*
 * Kept for old programs: changes nothing, returns the limit of C calls.
 *
 * Stack -0 +0    Raises no    Collects no
 */
LUA_API int lua_setcstacklimit(lua_State *L, unsigned int limit);

/* ---- Names of Lua 5.2, for those who ask for them ----------------------- */

#if defined(LUA_COMPAT_APIINTCASTS)
#define lua_pushunsigned(L, n) lua_pushinteger((L), (lua_Integer)(n))
#define lua_tounsignedx(L, i, is) ((lua_Unsigned)lua_tointegerx((L), (i), (is)))
#define lua_tounsigned(L, i) lua_tounsignedx((L), (i), NULL)
#endif

#endif
