/*
 * include/luaconf.h -- what the Lua 5.4 API leaves to the build: number
 * types, limits, search paths, and how names are exported.
 *
 * Types and sizes here are part of the binary interface. Modules compiled for
 * Lua 5.4 hold them in their code, so only the paths may be changed freely.
 *
 * LUA_PATH_DEFAULT, LUA_CPATH_DEFAULT, LUA_ROOT and LUA_MULTIARCH_DIR may be
 * given on the compiler's command line.
 */
#ifndef luaconf_h
#define luaconf_h

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Exported names ---------------------------------------------------- */

/*
 * LUA_API     the core, lua_*;
 * LUALIB_API  the auxiliary library, luaL_*;
 * LUAMOD_API  openers of modules, luaopen_*;
 * LUAI_FUNC   shared between our own files and hidden from everyone else.
 *
 * The project is compiled with hidden visibility, so what is public says so.
 */
#if defined(_WIN32) && defined(LUA_BUILD_AS_DLL)
#if defined(LUA_CORE) || defined(LUA_LIB)
#define LUAI_EXPORT __declspec(dllexport)
#else
#define LUAI_EXPORT __declspec(dllimport)
#endif
#elif defined(__GNUC__) && !defined(_WIN32)
#define LUAI_EXPORT __attribute__((visibility("default")))
#else
#define LUAI_EXPORT
#endif

#define LUA_API extern LUAI_EXPORT
#define LUALIB_API LUA_API
#define LUAMOD_API LUA_API

#if defined(__GNUC__) && !defined(_WIN32)
#define LUAI_FUNC extern __attribute__((visibility("hidden")))
#else
#define LUAI_FUNC extern
#endif

/* The same for data: where it is declared, where it is defined. */
#define LUAI_DDEC(declaration) LUAI_FUNC declaration
#define LUAI_DDEF

/* ---- Integers and floats ----------------------------------------------- */

/* The choices LUA_INT_TYPE and LUA_FLOAT_TYPE can name; ours are fixed. */
#define LUA_INT_INT 1
#define LUA_INT_LONG 2
#define LUA_INT_LONGLONG 3
#define LUA_FLOAT_FLOAT 1
#define LUA_FLOAT_DOUBLE 2
#define LUA_FLOAT_LONGDOUBLE 3

#define LUA_INT_DEFAULT LUA_INT_LONGLONG
#define LUA_FLOAT_DEFAULT LUA_FLOAT_DOUBLE
#define LUA_32BITS 0
#define LUA_C89_NUMBERS 0
#define LUA_INT_TYPE LUA_INT_DEFAULT
#define LUA_FLOAT_TYPE LUA_FLOAT_DEFAULT
#define LUAI_IS32INT ((UINT_MAX >> 30) >= 3)

#define LUA_INTEGER long long
#define LUA_UNSIGNED unsigned LUAI_UACINT
#define LUAI_UACINT LUA_INTEGER /* as it travels through `...` */
#define LUA_MAXINTEGER LLONG_MAX
#define LUA_MININTEGER LLONG_MIN
#define LUA_MAXUNSIGNED ULLONG_MAX
#define LUA_INTEGER_FRMLEN "ll"
#define LUA_INTEGER_FMT "%" LUA_INTEGER_FRMLEN "d"
#define lua_integer2str(buf, nbytes, n)                                       \
    l_sprintf((buf), (nbytes), LUA_INTEGER_FMT, (LUAI_UACINT)(n))

#define LUA_NUMBER double
#define LUAI_UACNUMBER double /* as it travels through `...` */
#define LUA_NUMBER_FRMLEN ""
#define LUA_NUMBER_FMT "%.14g"
#define l_floatatt(name) (DBL_##name) /* wants <float.h> */
#define l_mathop(op) op               /* wants <math.h> */
#define l_floor(x) (l_mathop(floor)(x))
#define lua_number2str(buf, nbytes, n)                                        \
    l_sprintf((buf), (nbytes), LUA_NUMBER_FMT, (LUAI_UACNUMBER)(n))
#define lua_str2number(s, end) strtod((s), (end))
#define lua_strx2number(s, end) lua_str2number(s, end)
#define lua_number2strx(L, buf, nbytes, fmt, n)                               \
    ((void)(L), l_sprintf((buf), (nbytes), (fmt), (LUAI_UACNUMBER)(n)))
#define lua_pointer2str(buf, nbytes, p) l_sprintf((buf), (nbytes), "%p", (p))
#define l_sprintf(buf, nbytes, fmt, x) snprintf((buf), (nbytes), (fmt), (x))

/*
 * Store the float n in *p when it lies in the range of a lua_Integer; its
 * fraction is dropped. True when it did. The upper bound is minus the lower
 * one, a power of two, because the largest integer is no exact float.
 */
#define lua_numbertointeger(n, p)                                             \
    ((n) >= (LUA_NUMBER)LUA_MININTEGER && (n) < -(LUA_NUMBER)LUA_MININTEGER   \
     && (*(p) = (LUA_INTEGER)(n), 1))

#define LUA_KCONTEXT intptr_t

/* The decimal point of the current locale; wants <locale.h>. */
#if !defined(lua_getlocaledecpoint)
#define lua_getlocaledecpoint() (localeconv()->decimal_point[0])
#endif

/* ---- Limits and sizes -------------------------------------------------- */

#define LUAI_MAXSTACK 1000000          /* slots of one thread's stack */
#define LUA_EXTRASPACE sizeof(void *)  /* bytes kept before a lua_State */
#define LUA_IDSIZE 60                  /* bytes of lua_Debug.short_src */

/* Bytes a luaL_Buffer holds before it needs memory of the VM. */
#define LUAL_BUFFERSIZE ((int)(16 * sizeof(void *) * sizeof(lua_Number)))

/* Members of a union that must be aligned for any value. */
#define LUAI_MAXALIGN                                                         \
    lua_Number n;                                                             \
    double u;                                                                 \
    void *s;                                                                  \
    lua_Integer i;                                                            \
    long l

/* ---- Branch hints ------------------------------------------------------ */

#if !defined(luai_likely)
#if defined(__GNUC__) && !defined(LUA_NOBUILTIN)
#define luai_likely(x) (__builtin_expect(((x) != 0), 1))
#define luai_unlikely(x) (__builtin_expect(((x) != 0), 0))
#else
#define luai_likely(x) (x)
#define luai_unlikely(x) (x)
#endif
#endif

#if defined(LUA_CORE) || defined(LUA_LIB)
#define l_likely(x) luai_likely(x)
#define l_unlikely(x) luai_unlikely(x)
#endif

/* ---- Where modules are found ------------------------------------------- */

#define LUA_PATH_SEP ";"  /* between templates */
#define LUA_PATH_MARK "?" /* where the module's name goes */
#define LUA_EXEC_DIR "!"  /* reserved for the program's folder */

#define LUA_VDIR LUA_VERSION_MAJOR "." LUA_VERSION_MINOR

#if defined(_WIN32)
#define LUA_DIRSEP "\\"
#define LUA_LDIR ".\\"
#define LUA_CDIR ".\\"
#define LUAI_PATH_DEFAULT LUA_LDIR "?.lua;" LUA_LDIR "?\\init.lua"
#define LUAI_CPATH_DEFAULT LUA_CDIR "?.dll;" LUA_CDIR "loadall.dll"
#else
#define LUA_DIRSEP "/"
#if !defined(LUA_ROOT)
#define LUA_ROOT "/usr/local/"
#endif
#define LUA_LDIR LUA_ROOT "share/lua/" LUA_VDIR "/"
#define LUA_CDIR LUA_ROOT "lib/lua/" LUA_VDIR "/"
#define LUA_LDIR2 "/usr/share/lua/" LUA_VDIR "/"
#define LUA_CDIR2 "/usr/lib/lua/" LUA_VDIR "/"

/* Debian's folder of binary modules for this processor. */
#if !defined(LUA_MULTIARCH_DIR)
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
#define LUA_MULTIARCH_DIR "x86_64-linux-gnu"
#elif defined(__linux__) && defined(__aarch64__) && defined(__LP64__)
#define LUA_MULTIARCH_DIR "aarch64-linux-gnu"
#endif
#endif
#if defined(LUA_MULTIARCH_DIR)
#define LUAI_MULTIARCH_CPATH                                                  \
    "/usr/lib/" LUA_MULTIARCH_DIR "/lua/" LUA_VDIR "/?.so;"
#else
#define LUAI_MULTIARCH_CPATH ""
#endif

#define LUAI_PATH_DEFAULT                                                     \
    LUA_LDIR "?.lua;" LUA_LDIR "?/init.lua;"                                  \
    LUA_CDIR "?.lua;" LUA_CDIR "?/init.lua;"                                  \
    LUA_LDIR2 "?.lua;" LUA_LDIR2 "?/init.lua;"                                \
    "./?.lua;" "./?/init.lua"
#define LUAI_CPATH_DEFAULT                                                    \
    LUA_CDIR "?.so;" LUAI_MULTIARCH_CPATH LUA_CDIR2 "?.so;"                   \
    LUA_CDIR "loadall.so;" "./?.so"
#endif

#if !defined(LUA_PATH_DEFAULT)
#define LUA_PATH_DEFAULT LUAI_PATH_DEFAULT
#endif
#if !defined(LUA_CPATH_DEFAULT)
#define LUA_CPATH_DEFAULT LUAI_CPATH_DEFAULT
#endif

/* ---- Names of Lua 5.3, for those who ask for them ----------------------- */

#if defined(LUA_COMPAT_5_3)
#define LUA_COMPAT_MATHLIB
#define LUA_COMPAT_APIINTCASTS
#define LUA_COMPAT_LT_LE

#define lua_strlen(L, idx) lua_rawlen((L), (idx))
#define lua_objlen(L, idx) lua_rawlen((L), (idx))
#define lua_equal(L, i, j) lua_compare((L), (i), (j), LUA_OPEQ)
#define lua_lessthan(L, i, j) lua_compare((L), (i), (j), LUA_OPLT)
#endif

#endif
