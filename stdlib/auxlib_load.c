/*
 * stdlib/auxlib_load.c -- the auxiliary library: chunks from files and from
 * memory.
 *
 * Owner    of an open source file: a userdata on the caller's stack, so that
 *          an error on the way closes it.
 * Raises   as each contract in include/lauxlib.h says.
 * Read     luaL_loadfilex, source_start, source_read.
 */
#include "include/lauxlib.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "include/lua.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

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
    vm_charge(L, src->ntotal / 16);
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
