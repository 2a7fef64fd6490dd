/*
 * tests/api/headers.c -- prints what the Lua headers it is compiled with say:
 * values of constants, types of what macros make, sizes and places in structs.
 *
 * check_headers.lua compiles it with our headers and with the installed ones
 * of Lua 5.4, and compares what the two programs print. LUA_COMPAT_5_3 adds
 * the names of older versions.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static void show_integer(const char *name, long long n)
{
    printf("%s = %lld\n", name, n);
}

static void show_unsigned(const char *name, unsigned long long n)
{
    printf("%s = %llu (unsigned)\n", name, n);
}

static void show_string(const char *name, const char *s)
{
    printf("%s = \"%s\"\n", name, s);
}

static void show_float(const char *name, double n)
{
    printf("%s = %g (float)\n", name, n);
}

#define VALUE(x)                                                               \
    _Generic((x),                                                              \
        unsigned: show_unsigned,                                               \
        unsigned long: show_unsigned,                                          \
        unsigned long long: show_unsigned,                                     \
        char *: show_string,                                                   \
        const char *: show_string,                                             \
        double: show_float,                                                    \
        default: show_integer)(#x, x)

#define SIZE(type) show_unsigned("sizeof " #type, sizeof(type))
#define PLACE(type, member)                                                    \
    printf(#type "." #member ": %zu, %zu bytes\n", offsetof(type, member),     \
           sizeof((type *)NULL)->member)

/* The type of an expression, which is not evaluated. */
#define IS(type, ...)                                                          \
    __builtin_types_compatible_p(__typeof__(__VA_ARGS__), type)
#define TYPE(...)                                                              \
    printf("%s: %s\n", #__VA_ARGS__,                                           \
           IS(void, __VA_ARGS__)           ? "void"                            \
           : IS(int, __VA_ARGS__)          ? "int"                             \
           : IS(long, __VA_ARGS__)         ? "long"                            \
           : IS(long long, __VA_ARGS__)    ? "long long"                       \
           : IS(size_t, __VA_ARGS__)       ? "size_t"                          \
           : IS(lua_Unsigned, __VA_ARGS__) ? "lua_Unsigned"                    \
           : IS(double, __VA_ARGS__)       ? "double"                          \
           : IS(char, __VA_ARGS__)         ? "char"                            \
           : IS(char *, __VA_ARGS__)       ? "char *"                          \
           : IS(const char *, __VA_ARGS__) ? "const char *"                    \
           : IS(void *, __VA_ARGS__)       ? "void *"                          \
           : IS(intptr_t, __VA_ARGS__)     ? "intptr_t"                        \
                                           : "another")

/* What marks declarations compiles where it belongs. */
LUA_API int in_lua_api(void);
LUALIB_API int in_lualib_api(void);
LUAMOD_API int in_luamod_api(void);
LUAI_FUNC int in_luai_func(void);
LUAI_DDEC(int in_luai_ddec;)
LUAI_DDEF int in_luai_ddec;

static void constants(void)
{
    VALUE(LUA_VERSION);
    VALUE(LUA_VERSION_MAJOR);
    VALUE(LUA_VERSION_MINOR);
    VALUE(LUA_VERSION_NUM);
    VALUE(LUA_VERSUFFIX);
    VALUE(LUA_SIGNATURE);
    VALUE(LUA_MULTRET);
    VALUE(LUA_REGISTRYINDEX);
    VALUE(lua_upvalueindex(1));
    VALUE(lua_upvalueindex(255));
    VALUE(LUA_OK);
    VALUE(LUA_YIELD);
    VALUE(LUA_ERRRUN);
    VALUE(LUA_ERRSYNTAX);
    VALUE(LUA_ERRMEM);
    VALUE(LUA_ERRERR);
    VALUE(LUA_ERRFILE);
    VALUE(LUA_TNONE);
    VALUE(LUA_TNIL);
    VALUE(LUA_TBOOLEAN);
    VALUE(LUA_TLIGHTUSERDATA);
    VALUE(LUA_TNUMBER);
    VALUE(LUA_TSTRING);
    VALUE(LUA_TTABLE);
    VALUE(LUA_TFUNCTION);
    VALUE(LUA_TUSERDATA);
    VALUE(LUA_TTHREAD);
    VALUE(LUA_NUMTYPES);
    VALUE(LUA_NUMTAGS);
    VALUE(LUA_MINSTACK);
    VALUE(LUA_RIDX_MAINTHREAD);
    VALUE(LUA_RIDX_GLOBALS);
    VALUE(LUA_RIDX_LAST);
    VALUE(LUA_OPADD);
    VALUE(LUA_OPSUB);
    VALUE(LUA_OPMUL);
    VALUE(LUA_OPMOD);
    VALUE(LUA_OPPOW);
    VALUE(LUA_OPDIV);
    VALUE(LUA_OPIDIV);
    VALUE(LUA_OPBAND);
    VALUE(LUA_OPBOR);
    VALUE(LUA_OPBXOR);
    VALUE(LUA_OPSHL);
    VALUE(LUA_OPSHR);
    VALUE(LUA_OPUNM);
    VALUE(LUA_OPBNOT);
    VALUE(LUA_OPEQ);
    VALUE(LUA_OPLT);
    VALUE(LUA_OPLE);
    VALUE(LUA_GCSTOP);
    VALUE(LUA_GCRESTART);
    VALUE(LUA_GCCOLLECT);
    VALUE(LUA_GCCOUNT);
    VALUE(LUA_GCCOUNTB);
    VALUE(LUA_GCSTEP);
    VALUE(LUA_GCSETPAUSE);
    VALUE(LUA_GCSETSTEPMUL);
    VALUE(LUA_GCISRUNNING);
    VALUE(LUA_GCGEN);
    VALUE(LUA_GCINC);
    VALUE(LUA_HOOKCALL);
    VALUE(LUA_HOOKRET);
    VALUE(LUA_HOOKLINE);
    VALUE(LUA_HOOKCOUNT);
    VALUE(LUA_HOOKTAILCALL);
    VALUE(LUA_MASKCALL);
    VALUE(LUA_MASKRET);
    VALUE(LUA_MASKLINE);
    VALUE(LUA_MASKCOUNT);
    VALUE(LUA_GNAME);
    VALUE(LUA_LOADED_TABLE);
    VALUE(LUA_PRELOAD_TABLE);
    VALUE(LUA_FILEHANDLE);
    VALUE(LUA_NOREF);
    VALUE(LUA_REFNIL);
    VALUE(LUAL_NUMSIZES);
    VALUE(LUAL_BUFFERSIZE);
    VALUE(LUA_COLIBNAME);
    VALUE(LUA_TABLIBNAME);
    VALUE(LUA_IOLIBNAME);
    VALUE(LUA_OSLIBNAME);
    VALUE(LUA_STRLIBNAME);
    VALUE(LUA_UTF8LIBNAME);
    VALUE(LUA_MATHLIBNAME);
    VALUE(LUA_DBLIBNAME);
    VALUE(LUA_LOADLIBNAME);
}

static void configuration(void)
{
    VALUE(LUA_INT_INT);
    VALUE(LUA_INT_LONG);
    VALUE(LUA_INT_LONGLONG);
    VALUE(LUA_INT_DEFAULT);
    VALUE(LUA_INT_TYPE);
    VALUE(LUA_FLOAT_FLOAT);
    VALUE(LUA_FLOAT_DOUBLE);
    VALUE(LUA_FLOAT_LONGDOUBLE);
    VALUE(LUA_FLOAT_DEFAULT);
    VALUE(LUA_FLOAT_TYPE);
    VALUE(LUA_32BITS);
    VALUE(LUA_C89_NUMBERS);
    VALUE(LUAI_IS32INT);
    VALUE(LUA_MAXINTEGER);
    VALUE(LUA_MININTEGER);
    VALUE(LUA_MAXUNSIGNED);
    VALUE(LUA_INTEGER_FMT);
    VALUE(LUA_INTEGER_FRMLEN);
    VALUE(LUA_NUMBER_FMT);
    VALUE(LUA_NUMBER_FRMLEN);
    VALUE(LUAI_MAXSTACK);
    VALUE(LUA_EXTRASPACE);
    VALUE(LUA_IDSIZE);
    VALUE(LUA_PATH_SEP);
    VALUE(LUA_PATH_MARK);
    VALUE(LUA_EXEC_DIR);
    VALUE(LUA_VDIR);
    VALUE(LUA_DIRSEP);
    VALUE(LUA_ROOT);
    VALUE(LUA_LDIR);
    VALUE(LUA_LDIR2);
    VALUE(LUA_CDIR);
    VALUE(LUA_PATH_DEFAULT);
    VALUE(LUA_CPATH_DEFAULT);
    VALUE(l_floatatt(MAX_EXP));
    VALUE(l_mathop(floor)(1.5));
    VALUE(l_floor(-1.5));
}

static void types(void)
{
    TYPE((lua_Number)0);
    TYPE((lua_Integer)0);
    TYPE((lua_Unsigned)0);
    TYPE((lua_KContext)0);
    TYPE((LUA_NUMBER)0);
    TYPE((LUA_INTEGER)0);
    TYPE((LUA_UNSIGNED)0);
    TYPE((LUA_KCONTEXT)0);
    TYPE((LUAI_UACNUMBER)0);
    TYPE((LUAI_UACINT)0);
    SIZE(lua_CFunction);
    SIZE(lua_KFunction);
    SIZE(lua_Reader);
    SIZE(lua_Writer);
    SIZE(lua_Alloc);
    SIZE(lua_WarnFunction);
    SIZE(lua_Hook);
    SIZE(union { LUAI_MAXALIGN; });
    SIZE(luaL_Reg);
    PLACE(luaL_Reg, name);
    PLACE(luaL_Reg, func);
    SIZE(luaL_Stream);
    PLACE(luaL_Stream, f);
    PLACE(luaL_Stream, closef);
    SIZE(luaL_Buffer);
    PLACE(luaL_Buffer, b);
    PLACE(luaL_Buffer, size);
    PLACE(luaL_Buffer, n);
    PLACE(luaL_Buffer, L);
    PLACE(luaL_Buffer, init);
    SIZE(lua_Debug);
    PLACE(lua_Debug, event);
    PLACE(lua_Debug, name);
    PLACE(lua_Debug, namewhat);
    PLACE(lua_Debug, what);
    PLACE(lua_Debug, source);
    PLACE(lua_Debug, srclen);
    PLACE(lua_Debug, currentline);
    PLACE(lua_Debug, linedefined);
    PLACE(lua_Debug, lastlinedefined);
    PLACE(lua_Debug, nups);
    PLACE(lua_Debug, nparams);
    PLACE(lua_Debug, isvararg);
    PLACE(lua_Debug, istailcall);
    PLACE(lua_Debug, ftransfer);
    PLACE(lua_Debug, ntransfer);
    PLACE(lua_Debug, short_src);
    PLACE(lua_Debug, i_ci);
}

static void macros_of_lua_h(lua_State *L, lua_CFunction f)
{
    TYPE(lua_call(L, 0, 0));
    TYPE(lua_pcall(L, 0, 0, 0));
    TYPE(lua_yield(L, 0));
    TYPE(lua_getextraspace(L));
    TYPE(lua_tonumber(L, 1));
    TYPE(lua_tointeger(L, 1));
    TYPE(lua_pop(L, 1));
    TYPE(lua_newtable(L));
    TYPE(lua_register(L, "f", f));
    TYPE(lua_pushcfunction(L, f));
    TYPE(lua_isfunction(L, 1));
    TYPE(lua_istable(L, 1));
    TYPE(lua_islightuserdata(L, 1));
    TYPE(lua_isnil(L, 1));
    TYPE(lua_isboolean(L, 1));
    TYPE(lua_isthread(L, 1));
    TYPE(lua_isnone(L, 1));
    TYPE(lua_isnoneornil(L, 1));
    TYPE(lua_pushliteral(L, "s"));
    TYPE(lua_pushglobaltable(L));
    TYPE(lua_tostring(L, 1));
    TYPE(lua_insert(L, 1));
    TYPE(lua_remove(L, 1));
    TYPE(lua_replace(L, 1));
    TYPE(lua_newuserdata(L, 1));
    TYPE(lua_getuservalue(L, 1));
    TYPE(lua_setuservalue(L, 1));
}

static void macros_of_lauxlib_h(lua_State *L, luaL_Buffer *B)
{
    static const luaL_Reg list[] = {{NULL, NULL}};
    TYPE(luaL_checkversion(L));
    TYPE(luaL_loadfile(L, "f"));
    TYPE(luaL_newlibtable(L, list));
    TYPE(luaL_newlib(L, list));
    TYPE(luaL_argcheck(L, 1, 1, "m"));
    TYPE(luaL_argexpected(L, 1, 1, "t"));
    TYPE(luaL_checkstring(L, 1));
    TYPE(luaL_optstring(L, 1, "d"));
    TYPE(luaL_typename(L, 1));
    TYPE(luaL_dofile(L, "f"));
    TYPE(luaL_dostring(L, "s"));
    TYPE(luaL_getmetatable(L, "t"));
    TYPE(luaL_opt(L, luaL_checkinteger, 1, 0));
    TYPE(luaL_opt(L, luaL_checknumber, 1, 0));
    TYPE(luaL_loadbuffer(L, "s", 1, "n"));
    TYPE(luaL_intop(+, 1, 2));
    TYPE(luaL_pushfail(L));
    TYPE(luaL_bufflen(B));
    TYPE(luaL_buffaddr(B));
    TYPE(luaL_addchar(B, 'c'));
    TYPE(luaL_addsize(B, 1));
    TYPE(luaL_buffsub(B, 1));
    TYPE(luaL_prepbuffer(B));
    TYPE(lua_assert(1));
    TYPE(lua_writestring("s", 1));
    TYPE(lua_writeline());
    TYPE(lua_writestringerror("%s", "s"));
}

static void macros_of_luaconf_h(lua_State *L)
{
    char buf[64], *end;
    lua_Integer i;
    TYPE(lua_number2str(buf, sizeof buf, 1.0));
    TYPE(lua_integer2str(buf, sizeof buf, 1));
    TYPE(lua_number2strx(L, buf, sizeof buf, "%a", 1.0));
    TYPE(lua_pointer2str(buf, sizeof buf, buf));
    TYPE(l_sprintf(buf, sizeof buf, "%d", 1));
    TYPE(lua_str2number("1", &end));
    TYPE(lua_strx2number("1", &end));
    TYPE(lua_numbertointeger(1.0, &i));
    VALUE((int)lua_numbertointeger(0x1p63, &i));
    VALUE((int)lua_numbertointeger(-0x1p63, &i));
    VALUE(i);
    TYPE(lua_getlocaledecpoint());
    TYPE(luai_likely(1));
    TYPE(luai_unlikely(1));
}

#ifdef LUA_COMPAT_5_3
static void macros_of_old(lua_State *L, int *is)
{
    TYPE(lua_strlen(L, 1));
    TYPE(lua_objlen(L, 1));
    TYPE(lua_equal(L, 1, 2));
    TYPE(lua_lessthan(L, 1, 2));
    TYPE(lua_pushunsigned(L, 1));
    TYPE(lua_tounsignedx(L, 1, is));
    TYPE(lua_tounsigned(L, 1));
    TYPE(luaL_checkunsigned(L, 1));
    TYPE(luaL_optunsigned(L, 1, 2));
    TYPE(luaL_checkint(L, 1));
    TYPE(luaL_optint(L, 1, 2));
    TYPE(luaL_checklong(L, 1));
    TYPE(luaL_optlong(L, 1, 2));
#if defined(LUA_COMPAT_MATHLIB) && defined(LUA_COMPAT_APIINTCASTS) &&          \
    defined(LUA_COMPAT_LT_LE)
    puts("all of LUA_COMPAT_5_3");
#endif
}
#endif

int main(void)
{
    constants();
    configuration();
    types();
    macros_of_lua_h(NULL, NULL);
    macros_of_lauxlib_h(NULL, NULL);
    macros_of_luaconf_h(NULL);
#ifdef LUA_COMPAT_5_3
    macros_of_old(NULL, NULL);
#endif
    return 0;
}
