/*
 * stdlib/os.c -- the os library: clock and calendar, processes, files by name.
 *
 * The system is reached through stdlib/host.h only. Work is charged to the
 * budget (vm/builtin.h) for long date formats.
 *
 * Read     os_date, os_time, date_field.
 */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

/* ---- Calendar fields of a table ---- */

static void set_field(lua_State *L, const char *key, int value, int bias)
{
    lua_pushinteger(L, (lua_Integer)value + bias);
    lua_setfield(L, -2, key);
}

/* Write what `tm` says to the table on the top. */
static void set_date_fields(lua_State *L, const struct tm *tm)
{
    set_field(L, "year", tm->tm_year, 1900);
    set_field(L, "month", tm->tm_mon, 1);
    set_field(L, "day", tm->tm_mday, 0);
    set_field(L, "hour", tm->tm_hour, 0);
    set_field(L, "min", tm->tm_min, 0);
    set_field(L, "sec", tm->tm_sec, 0);
    set_field(L, "yday", tm->tm_yday, 1);
    set_field(L, "wday", tm->tm_wday, 1);
    if (tm->tm_isdst < 0) /* not known: leave it out */
        return;
    lua_pushboolean(L, tm->tm_isdst);
    lua_setfield(L, -2, "isdst");
}

enum { REQUIRED = -1 };

/*
 * The field `key` of the table on the top less `bias`, as a struct tm wants
 * it. An absent field is `standard`, unless that is REQUIRED.
 */
static int date_field(lua_State *L, const char *key, int standard, int bias)
{
    int is_integer;
    int type = lua_getfield(L, -1, key);
    lua_Integer n = lua_tointegerx(L, -1, &is_integer);
    lua_pop(L, 1);
    if (!is_integer) {
        if (type != LUA_TNIL)
            return luaL_error(L, "field '%s' is not an integer", key);
        if (standard == REQUIRED)
            return luaL_error(L, "field '%s' missing in date table", key);
        return standard;
    }
    if (n < (lua_Integer)INT_MIN + bias || n - bias > INT_MAX)
        return luaL_error(L, "field '%s' is out-of-bound", key);
    return (int)(n - bias);
}

/* The field "isdst": 1, 0, or -1 when it is absent. */
static int dst_field(lua_State *L)
{
    int type = lua_getfield(L, -1, "isdst");
    int dst = type == LUA_TNIL ? -1 : lua_toboolean(L, -1);
    lua_pop(L, 1);
    return dst;
}

/* ---- Time ---- */

static time_t check_time(lua_State *L, int arg)
{
    lua_Integer t = luaL_checkinteger(L, arg);
    luaL_argcheck(L, (lua_Integer)(time_t)t == t, arg, "time out-of-bounds");
    return (time_t)t;
}

/* The moment that the date table on the top names; its fields follow. */
static time_t time_of_table(lua_State *L)
{
    struct tm tm = {0};
    tm.tm_year = date_field(L, "year", REQUIRED, 1900);
    tm.tm_mon = date_field(L, "month", REQUIRED, 1);
    tm.tm_mday = date_field(L, "day", REQUIRED, 0);
    tm.tm_hour = date_field(L, "hour", 12, 0);
    tm.tm_min = date_field(L, "min", 0, 0);
    tm.tm_sec = date_field(L, "sec", 0, 0);
    tm.tm_isdst = dst_field(L);
    time_t t = host_mktime(L, &tm);
    set_date_fields(L, &tm);
    return t;
}

static int os_time(lua_State *L)
{
    time_t t;
    if (lua_isnoneornil(L, 1)) {
        t = host_time(L);
    } else {
        luaL_checktype(L, 1, LUA_TTABLE);
        lua_settop(L, 1);
        t = time_of_table(L);
    }
    if (t == (time_t)-1 || (time_t)(lua_Integer)t != t)
        return luaL_error(L, "time result cannot be represented in this "
                             "installation");
    lua_pushinteger(L, (lua_Integer)t);
    return 1;
}

static int os_difftime(lua_State *L)
{
    time_t later = check_time(L, 1);
    lua_pushnumber(L, difftime(later, check_time(L, 2)));
    return 1;
}

static int os_clock(lua_State *L)
{
    lua_pushnumber(L, host_clock(L));
    return 1;
}

/* ---- Dates as text ---- */

/* The most bytes one conversion makes: names of days in wordy locales. */
enum { CONVERSION_NBYTES = 250 };

/*
 * Append the conversion at `conv`, after the '%' in a format that ends at
 * `end`; returns where it ends.
 */
static const char *add_conversion(lua_State *L, luaL_Buffer *b,
                                  const char *conv, const char *end,
                                  const struct tm *tm)
{
    size_t n = host_strftime_spec(conv, (size_t)(end - conv));
    if (n == 0)
        luaL_argerror(
            L, 1,
            lua_pushfstring(L, "invalid conversion specifier '%%%s'", conv));
    char format[4] = "%";
    memcpy(format + 1, conv, n);
    char *room = luaL_prepbuffsize(b, CONVERSION_NBYTES);
    luaL_addsize(b, host_strftime(L, room, CONVERSION_NBYTES, format, tm));
    return conv + n;
}

static void push_date(lua_State *L, const char *format, const char *end,
                      const struct tm *tm)
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    while (format < end) {
        const char *percent = memchr(format, '%', (size_t)(end - format));
        const char *literal_end = percent != NULL ? percent : end;
        luaL_addlstring(&b, format, (size_t)(literal_end - format));
        format = literal_end;
        if (percent != NULL)
            format = add_conversion(L, &b, percent + 1, end, tm);
    }
    luaL_pushresult(&b);
}

static int os_date(lua_State *L)
{
    size_t nbytes;
    const char *format = luaL_optlstring(L, 1, "%c", &nbytes);
    const char *end = format + nbytes;
    time_t t = lua_isnoneornil(L, 2) ? host_time(L) : check_time(L, 2);
    bool utc = *format == '!';
    struct tm tm;
    format += utc;
    if (!(utc ? host_gmtime(L, t, &tm) : host_localtime(L, t, &tm)))
        return luaL_error(L, "date result cannot be represented in this "
                             "installation");
    if (strcmp(format, "*t") == 0) {
        lua_createtable(L, 0, 9);
        set_date_fields(L, &tm);
    } else {
        vm_charge(L, nbytes);
        push_date(L, format, end, &tm);
    }
    return 1;
}

/* ---- Processes ---- */

static int os_execute(lua_State *L)
{
    const char *command = luaL_optstring(L, 1, NULL);
    errno = 0;
    int status = host_system(L, command);
    if (command != NULL)
        return luaL_execresult(L, status);
    lua_pushboolean(L, status);
    return 1;
}

static int os_exit(lua_State *L)
{
    int status;
    if (lua_isboolean(L, 1))
        status = lua_toboolean(L, 1) ? EXIT_SUCCESS : EXIT_FAILURE;
    else
        status = (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
    host_exit(L, status, lua_toboolean(L, 2));
    return luaL_fileresult(L, 0, NULL); /* it was not permitted */
}

static int os_getenv(lua_State *L)
{
    lua_pushstring(L, host_getenv(L, luaL_checkstring(L, 1)));
    return 1;
}

static int os_setlocale(lua_State *L)
{
    static const int categories[] = {LC_ALL,      LC_COLLATE, LC_CTYPE,
                                     LC_MONETARY, LC_NUMERIC, LC_TIME};
    static const char *const names[] = {"all",      "collate", "ctype",
                                        "monetary", "numeric", "time",
                                        NULL};
    const char *locale = luaL_optstring(L, 1, NULL);
    int which = luaL_checkoption(L, 2, "all", names);
    lua_pushstring(L, host_setlocale(L, categories[which], locale));
    return 1;
}

/* ---- Files by name ---- */

static int os_remove(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    errno = 0;
    return luaL_fileresult(L, host_remove(L, name) == 0, name);
}

static int os_rename(lua_State *L)
{
    const char *from = luaL_checkstring(L, 1);
    const char *to = luaL_checkstring(L, 2);
    errno = 0;
    return luaL_fileresult(L, host_rename(L, from, to) == 0, NULL);
}

static int os_tmpname(lua_State *L)
{
    char name[HOST_TMPNAME_NBYTES];
    if (!host_tmpname(L, name))
        return luaL_error(L, "unable to generate a unique filename");
    lua_pushstring(L, name);
    return 1;
}

/* ---- The library ---- */

static const VmFunction os_functions[] = {
    VM_PLAIN("clock", os_clock),
    VM_PLAIN("date", os_date),
    VM_PLAIN("difftime", os_difftime),
    VM_PLAIN("execute", os_execute),
    VM_PLAIN("exit", os_exit),
    VM_PLAIN("getenv", os_getenv),
    VM_PLAIN("remove", os_remove),
    VM_PLAIN("rename", os_rename),
    VM_PLAIN("setlocale", os_setlocale),
    VM_PLAIN("time", os_time),
    VM_PLAIN("tmpname", os_tmpname),
    VM_END,
};

LUAMOD_API int luaopen_os(lua_State *L)
{
    vm_newlib(L, os_functions, 0);
    return 1;
}
