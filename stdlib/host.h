/*
 * stdlib/host.h -- the one door to the operating system.
 *
 * No library touches files, processes, the environment, the clock, the
 * locale or randomness but through this page, so that one place decides what
 * a program may do to the world around it. What a program was once given it
 * keeps: an open stream is read and written with C's own functions.
 *
 * Everywhere below:
 *
 *   L         whose permission is asked; never kept, and its stack untouched
 *             unless said. May be NULL before a state exists and after it is
 *             gone: then it is the host program itself that asks.
 *   strings   end at their first '\0'; copied or only read, you keep yours.
 *   refusal   looks like the system's own: the function fails as it
 *             documents, with errno EPERM; what the system cannot do at all
 *             fails with ENOSYS. No function raises an error.
 *   FILE *    yours to close: host_pclose for host_popen, fclose for others.
 */
#ifndef STDLIB_HOST_H
#define STDLIB_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include "include/lua.h"

/* ---- Streams and files ---- */

enum HostStream { HOST_STDIN, HOST_STDOUT, HOST_STDERR };

/* A standard stream, lent; not yours to close. NULL when not permitted. */
FILE *host_stream(lua_State *L, enum HostStream which);

/* As fopen: NULL and errno on failure. */
FILE *host_fopen(lua_State *L, const char *name, const char *mode);

/*
 * As freopen: `f` is closed in any case, and NULL and errno mean that nothing
 * took its place.
 */
FILE *host_freopen(lua_State *L, const char *name, const char *mode, FILE *f);

/* An update-mode binary file without a name. NULL and errno on failure. */
FILE *host_tmpfile(lua_State *L);

/*
 * A stream to or from the shell command `command`; `mode` is "r" or "w". What
 * this program has buffered for output is written first. NULL and errno.
 */
FILE *host_popen(lua_State *L, const char *command, const char *mode);

/*
 * Close a stream of host_popen and wait for its command. The status is as
 * host_system's; -1 and errno on failure.
 */
int host_pclose(lua_State *L, FILE *f);

/* As remove, but an empty directory goes too. 0, or -1 and errno. */
int host_remove(lua_State *L, const char *name);

/* 0, or -1 and errno. An existing file `to` is replaced where POSIX rules. */
int host_rename(lua_State *L, const char *from, const char *to);

enum { HOST_TMPNAME_NBYTES = 64 };

/*
 * Create an empty file with a new name and write that name to `name`, ended
 * by '\0'. False and errno on failure.
 */
bool host_tmpname(lua_State *L, char name[HOST_TMPNAME_NBYTES]);

/* ---- Processes ---- */

/* The variable's value, lent until the environment changes; NULL if unset. */
const char *host_getenv(lua_State *L, const char *name);

/*
 * Run a shell command: its wait status, as luaL_execresult takes it, or -1
 * and errno. With NULL: nonzero when there is a shell (0 when not permitted).
 */
int host_system(lua_State *L, const char *command);

/*
 * End the process with `status`, after closing L's state when `close_state`.
 * Comes back, with errno, only when it is not permitted; nothing was closed.
 */
void host_exit(lua_State *L, int status, bool close_state);

/* ---- Native libraries ---- */

/*
 * Load a library; with `global` its symbols serve libraries loaded later.
 * NULL when it fails, and then a message is pushed on L's stack, which needs
 * one free slot. Yours until host_dlclose.
 */
void *host_dlopen(lua_State *L, const char *path, int global);

/* The function `symbol` of `lib`; NULL and a pushed message, as above. */
lua_CFunction host_dlsym(lua_State *L, void *lib, const char *symbol);

/* No function of `lib` may be called or return afterwards. */
void host_dlclose(void *lib);

/* ---- Time ---- */

/* Seconds since the epoch; (time_t)-1 on failure. */
time_t host_time(lua_State *L);

/* Seconds of processor time used by the process; -1.0 on failure. */
double host_clock(lua_State *L);

/*
 * Break `t` into calendar fields, in local time or in UTC. False when the
 * fields cannot hold it; `out` is then undefined.
 */
bool host_localtime(lua_State *L, time_t t, struct tm *out);
bool host_gmtime(lua_State *L, time_t t, struct tm *out);

/*
 * The time that local fields name; the fields are brought into their ranges.
 * (time_t)-1 when it cannot be represented, or when it is that moment.
 */
time_t host_mktime(lua_State *L, struct tm *tm);

/*
 * Length of the strftime conversion at `conv`, after its '%', that has at
 * most `nbytes` bytes and that this system understands; 0 when none.
 */
size_t host_strftime_spec(const char *conv, size_t nbytes);

/* As strftime: the bytes written without the '\0', or 0 if they do not fit. */
size_t host_strftime(lua_State *L, char *out, size_t nbytes,
                     const char *format, const struct tm *tm);

/* ---- Locale and chance ---- */

/*
 * As setlocale: the locale now in force, lent until the next call, or NULL.
 * `locale` NULL only asks. The locale belongs to the whole process.
 */
const char *host_setlocale(lua_State *L, int category, const char *locale);

/* Fill `out` with unpredictable bytes; from clocks and addresses at worst. */
void host_entropy(lua_State *L, void *out, size_t nbytes);

#endif
