/*
 * stdlib/host.c -- the door to the operating system, on POSIX and on bare C.
 *
 * Where POSIX is missing, C's own functions stand in, and what C cannot do
 * fails as host.h says. At present everything is permitted to everyone: `L`
 * is where permission would be looked up.
 *
 * Read     host_popen, host_dlopen, host_entropy; the rest is one call each.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* POSIX and getentropy, with -std=c11 too */
#endif

#include "stdlib/host.h"

#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__unix__) || defined(__APPLE__)
#define HOST_POSIX 1
#include <dlfcn.h>
#include <unistd.h>
#else
#define HOST_POSIX 0
#endif

#if defined(__APPLE__)
#include <sys/random.h>
#endif

/* ---- Streams and files ---- */

FILE *host_stream(lua_State *L, enum HostStream which)
{
    (void)L;
    switch (which) {
    case HOST_STDIN: return stdin;
    case HOST_STDOUT: return stdout;
    case HOST_STDERR: return stderr;
    }
    return NULL;
}

FILE *host_fopen(lua_State *L, const char *name, const char *mode)
{
    (void)L;
    return fopen(name, mode);
}

FILE *host_freopen(lua_State *L, const char *name, const char *mode, FILE *f)
{
    (void)L;
    return freopen(name, mode, f);
}

FILE *host_tmpfile(lua_State *L)
{
    (void)L;
    return tmpfile();
}

int host_remove(lua_State *L, const char *name)
{
    (void)L;
    return remove(name) == 0 ? 0 : -1;
}

int host_rename(lua_State *L, const char *from, const char *to)
{
    (void)L;
    return rename(from, to) == 0 ? 0 : -1;
}

#if HOST_POSIX

FILE *host_popen(lua_State *L, const char *command, const char *mode)
{
    (void)L;
    fflush(NULL); /* or the command's output overtakes ours */
    return popen(command, mode);
}

int host_pclose(lua_State *L, FILE *f)
{
    (void)L;
    return pclose(f);
}

bool host_tmpname(lua_State *L, char name[HOST_TMPNAME_NBYTES])
{
    static const char pattern[] = "/tmp/lua_XXXXXX";
    _Static_assert(sizeof pattern <= HOST_TMPNAME_NBYTES, "name is too long");
    (void)L;
    memcpy(name, pattern, sizeof pattern);
    int fd = mkstemp(name);
    if (fd < 0)
        return false;
    close(fd);
    return true;
}

#else

FILE *host_popen(lua_State *L, const char *command, const char *mode)
{
    (void)L, (void)command, (void)mode;
    errno = ENOSYS;
    return NULL;
}

int host_pclose(lua_State *L, FILE *f)
{
    (void)L, (void)f;
    errno = ENOSYS;
    return -1;
}

bool host_tmpname(lua_State *L, char name[HOST_TMPNAME_NBYTES])
{
    (void)L;
    char made[L_tmpnam];
    if (tmpnam(made) == NULL || strlen(made) >= HOST_TMPNAME_NBYTES)
        return false;
    strcpy(name, made);
    FILE *f = fopen(name, "wb"); /* others are to find the name taken */
    return f != NULL && fclose(f) == 0;
}

#endif

/* ---- Processes ---- */

const char *host_getenv(lua_State *L, const char *name)
{
    (void)L;
    return getenv(name);
}

int host_system(lua_State *L, const char *command)
{
    (void)L;
    return system(command);
}

void host_exit(lua_State *L, int status, bool close_state)
{
    if (close_state)
        lua_close(L);
    exit(status);
}

/* ---- Native libraries ---- */

#if HOST_POSIX

static const char *last_dl_error(void)
{
    const char *message = dlerror();
    return message != NULL ? message : "unknown error of the dynamic linker";
}

void *host_dlopen(lua_State *L, const char *path, int global)
{
    void *lib = dlopen(path, RTLD_NOW | (global ? RTLD_GLOBAL : RTLD_LOCAL));
    if (lib == NULL)
        lua_pushstring(L, last_dl_error());
    return lib;
}

lua_CFunction host_dlsym(lua_State *L, void *lib, const char *symbol)
{
    /* C knows no cast from object to function pointers; POSIX has one size. */
    lua_CFunction function = NULL;
    _Static_assert(sizeof function == sizeof(void *), "pointers differ");
    void *address = dlsym(lib, symbol);
    if (address == NULL)
        lua_pushstring(L, last_dl_error());
    else
        memcpy(&function, &address, sizeof function);
    return function;
}

void host_dlclose(void *lib)
{
    dlclose(lib);
}

#else

static void push_no_dl(lua_State *L)
{
    lua_pushliteral(L, "dynamic libraries not enabled; "
                       "check your Lua installation");
}

void *host_dlopen(lua_State *L, const char *path, int global)
{
    (void)path, (void)global;
    push_no_dl(L);
    return NULL;
}

lua_CFunction host_dlsym(lua_State *L, void *lib, const char *symbol)
{
    (void)lib, (void)symbol;
    push_no_dl(L);
    return NULL;
}

void host_dlclose(void *lib)
{
    (void)lib;
}

#endif

/* ---- Time ---- */

time_t host_time(lua_State *L)
{
    (void)L;
    return time(NULL);
}

double host_clock(lua_State *L)
{
    (void)L;
    clock_t ticks = clock();
    return ticks == (clock_t)-1 ? -1.0 : (double)ticks / CLOCKS_PER_SEC;
}

bool host_localtime(lua_State *L, time_t t, struct tm *out)
{
    (void)L;
#if HOST_POSIX
    return localtime_r(&t, out) != NULL;
#else
    const struct tm *shared = localtime(&t);
    return shared != NULL && (*out = *shared, true);
#endif
}

bool host_gmtime(lua_State *L, time_t t, struct tm *out)
{
    (void)L;
#if HOST_POSIX
    return gmtime_r(&t, out) != NULL;
#else
    const struct tm *shared = gmtime(&t);
    return shared != NULL && (*out = *shared, true);
#endif
}

time_t host_mktime(lua_State *L, struct tm *tm)
{
    (void)L;
    return mktime(tm);
}

static bool one_of(const char *set, char c)
{
    return c != '\0' && strchr(set, c) != NULL;
}

size_t host_strftime_spec(const char *conv, size_t nbytes)
{
    if (nbytes >= 1 && one_of("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%", *conv))
        return 1;
    if (nbytes < 2)
        return 0;
    if (conv[0] == 'E')
        return one_of("cCxXyY", conv[1]) ? 2 : 0;
    if (conv[0] == 'O')
        return one_of("deHImMSuUVwWy", conv[1]) ? 2 : 0;
    return 0;
}

size_t host_strftime(lua_State *L, char *out, size_t nbytes,
                     const char *format, const struct tm *tm)
{
    (void)L;
    return strftime(out, nbytes, format, tm);
}

/* ---- Locale and chance ---- */

const char *host_setlocale(lua_State *L, int category, const char *locale)
{
    (void)L;
    return setlocale(category, locale);
}

static bool system_entropy(void *out, size_t nbytes)
{
#if HOST_POSIX
    enum { MOST = 256 }; /* that getentropy gives at once */
    char *p = out;
    while (nbytes > 0) {
        size_t n = nbytes < MOST ? nbytes : MOST;
        if (getentropy(p, n) != 0)
            return false;
        p += n;
        nbytes -= n;
    }
    return true;
#else
    (void)out, (void)nbytes;
    return false;
#endif
}

/* Spread every bit of x over all bits of the result. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}

static void weak_entropy(lua_State *L, unsigned char *out, size_t nbytes)
{
    uint64_t x = mix((uint64_t)time(NULL)) ^ mix((uint64_t)clock() + 1) ^
                 mix((uint64_t)(uintptr_t)L + 2) ^
                 mix((uint64_t)(uintptr_t)&x + 3);
    for (size_t i = 0; i < nbytes; i++) {
        x = mix(x + i + 1);
        out[i] = (unsigned char)(x >> 56);
    }
}

void host_entropy(lua_State *L, void *out, size_t nbytes)
{
    if (!system_entropy(out, nbytes))
        weak_entropy(L, out, nbytes);
}
