/*
 * stdlib/io.c -- the io library: files as C streams.
 *
 * A file is a userdata luaL_Stream {f, closef} with metatable "FILE*". Other
 * modules make such values too, so nothing more is known of a file than its
 * C stream, and bytes are buffered there only. `closef` is what closes the
 * file, NULL once it is closed.
 *
 * The functions of `io` share one upvalue, a table with the default input at
 * DEFAULT_INPUT and the default output at DEFAULT_OUTPUT.
 *
 * Streams are opened through stdlib/host.h. Bytes are charged to the budget
 * (vm/builtin.h) as they are read and written.
 *
 * Read     check_file, read_formats, read_line, write_args, next_line.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* fseeko, flockfile, with -std=c11 too */
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "stdlib/digits.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

#if defined(__unix__) || defined(__APPLE__)
#include <sys/types.h>
typedef off_t Offset;
#define stream_seek fseeko
#define stream_tell ftello
#define stream_lock flockfile
#define stream_unlock funlockfile
#define stream_getc getc_unlocked
#else
typedef long Offset;
#define stream_seek fseek
#define stream_tell ftell
#define stream_lock(f) ((void)(f))
#define stream_unlock(f) ((void)(f))
#define stream_getc getc
#endif

enum { DEFAULT_INPUT = 1, DEFAULT_OUTPUT = 2 };

/* Comes between a failing stream and its report, so it keeps errno. */
static void charge_bytes(lua_State *L, size_t nbytes)
{
    int saved = errno;
    vm_charge(L, nbytes / 16 + 1);
    errno = saved;
}

/* ---- Files ---- */

static luaL_Stream *check_stream(lua_State *L)
{
    return luaL_checkudata(L, 1, LUA_FILEHANDLE);
}

/* The open C stream of argument 1. */
static FILE *check_file(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    if (s->closef == NULL)
        luaL_error(L, "attempt to use a closed file");
    return s->f;
}

/* Push a file that counts as closed until it gets a stream and a closef. */
static luaL_Stream *push_stream(lua_State *L)
{
    luaL_Stream *s = lua_newuserdatauv(L, sizeof *s, 0);
    s->f = NULL;
    s->closef = NULL;
    luaL_setmetatable(L, LUA_FILEHANDLE);
    return s;
}

static int close_fopened(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    errno = 0;
    return luaL_fileresult(L, fclose(s->f) == 0, NULL);
}

static int close_popened(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    errno = 0;
    return luaL_execresult(L, host_pclose(L, s->f));
}

/* Standard files stay open. */
static int close_standard(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    s->closef = close_standard;
    luaL_pushfail(L);
    lua_pushliteral(L, "cannot close standard file");
    return 2;
}

/* Close the open file at index 1; its results are those of its closef. */
static int close_stream(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    lua_CFunction closef = s->closef;
    s->closef = NULL;
    return closef(L);
}

static int file_close(lua_State *L)
{
    check_file(L);
    return close_stream(L);
}

/* __gc and __close. */
static int file_gc(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    if (s->closef != NULL && s->f != NULL)
        close_stream(L);
    return 0;
}

static int file_tostring(lua_State *L)
{
    luaL_Stream *s = check_stream(L);
    if (s->closef == NULL)
        lua_pushliteral(L, "file (closed)");
    else
        lua_pushfstring(L, "file (%p)", (void *)s->f);
    return 1;
}

/* ---- Opening ---- */

/* Push the file of a stream just opened, the value on the top; or fail. */
static int opened(lua_State *L, luaL_Stream *s, FILE *f, lua_CFunction closef,
                  const char *name)
{
    if (f == NULL)
        return luaL_fileresult(L, 0, name);
    s->f = f;
    s->closef = closef;
    return 1;
}

/* Push the file `name`, or raise an error. */
static void open_or_raise(lua_State *L, const char *name, const char *mode)
{
    luaL_Stream *s = push_stream(L);
    errno = 0;
    s->f = host_fopen(L, name, mode);
    if (s->f == NULL)
        luaL_error(L, "cannot open file '%s' (%s)", name, strerror(errno));
    s->closef = close_fopened;
}

/* [rwa], then maybe '+', then any number of 'b'. */
static bool mode_is_valid(const char *mode)
{
    if (*mode != 'r' && *mode != 'w' && *mode != 'a')
        return false;
    mode++;
    if (*mode == '+')
        mode++;
    return mode[strspn(mode, "b")] == '\0';
}

static int io_open(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const char *mode = luaL_optstring(L, 2, "r");
    luaL_argcheck(L, mode_is_valid(mode), 2, "invalid mode");
    luaL_Stream *s = push_stream(L);
    errno = 0;
    return opened(L, s, host_fopen(L, name, mode), close_fopened, name);
}

static int io_popen(lua_State *L)
{
    const char *command = luaL_checkstring(L, 1);
    const char *mode = luaL_optstring(L, 2, "r");
    bool valid = strcmp(mode, "r") == 0 || strcmp(mode, "w") == 0;
    luaL_argcheck(L, valid, 2, "invalid mode");
    luaL_Stream *s = push_stream(L);
    errno = 0;
    FILE *f = host_popen(L, command, mode);
    if (f == NULL && errno == ENOSYS)
        return luaL_error(L, "'popen' not supported");
    return opened(L, s, f, close_popened, command);
}

static int io_tmpfile(lua_State *L)
{
    luaL_Stream *s = push_stream(L);
    errno = 0;
    return opened(L, s, host_tmpfile(L), close_fopened, NULL);
}

static int io_type(lua_State *L)
{
    luaL_checkany(L, 1);
    const luaL_Stream *s = luaL_testudata(L, 1, LUA_FILEHANDLE);
    if (s == NULL)
        luaL_pushfail(L);
    else
        lua_pushstring(L, s->closef == NULL ? "closed file" : "file");
    return 1;
}

/* ---- Default files ---- */

/* Push default file `which`, which stays open meanwhile; its stream. */
static FILE *push_default(lua_State *L, int which)
{
    lua_rawgeti(L, lua_upvalueindex(1), which);
    const luaL_Stream *s = lua_touserdata(L, -1);
    if (s->closef == NULL)
        luaL_error(L, "default %s file is closed",
                   which == DEFAULT_INPUT ? "input" : "output");
    return s->f;
}

/* io.input and io.output: make argument 1 the default, push the default. */
static int change_default(lua_State *L, int which, const char *mode)
{
    if (!lua_isnoneornil(L, 1)) {
        const char *name = lua_tostring(L, 1);
        if (name != NULL) {
            open_or_raise(L, name, mode);
        } else {
            check_file(L);
            lua_pushvalue(L, 1);
        }
        lua_rawseti(L, lua_upvalueindex(1), which);
    }
    lua_rawgeti(L, lua_upvalueindex(1), which);
    return 1;
}

static int io_input(lua_State *L)
{
    return change_default(L, DEFAULT_INPUT, "r");
}

static int io_output(lua_State *L)
{
    return change_default(L, DEFAULT_OUTPUT, "w");
}

static int io_close(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_rawgeti(L, lua_upvalueindex(1), DEFAULT_OUTPUT);
    return file_close(L);
}

/* ---- Reading numbers ---- */

enum { NUMERAL_NBYTES = 200 };

/* Lines come in pieces of these sizes, the first small as most lines are. */
enum { FIRST_PIECE_NBYTES = 160, PIECE_NBYTES = 4096 };

/* A numeral as it is read: `c` comes next, and is not yet part of it. */
typedef struct Numeral {
    FILE *f;
    int c;
    size_t n;
    bool too_long;
    char text[NUMERAL_NBYTES + 1];
} Numeral;

/* Make `c` part of the numeral; false when that is too long. */
static bool take(Numeral *num)
{
    if (num->n == NUMERAL_NBYTES) {
        num->too_long = true;
        return false;
    }
    num->text[num->n++] = (char)num->c;
    num->c = stream_getc(num->f);
    return true;
}

static bool take_either(Numeral *num, char a, char b)
{
    return (num->c == (unsigned char)a || num->c == (unsigned char)b) &&
           take(num);
}

static size_t take_digits(Numeral *num, bool hex)
{
    size_t ndigits = 0;
    while ((hex ? isxdigit(num->c) : isdigit(num->c)) && take(num))
        ndigits++;
    return ndigits;
}

/* The longest start of what a numeral looks like; it may still not be one. */
static void take_numeral(Numeral *num, char decimal_point)
{
    bool hex = false;
    size_t ndigits = 0;
    take_either(num, '-', '+');
    if (take_either(num, '0', '0')) {
        hex = take_either(num, 'x', 'X');
        ndigits = hex ? 0 : 1;
    }
    ndigits += take_digits(num, hex);
    if (take_either(num, '.', decimal_point))
        ndigits += take_digits(num, hex);
    if (ndigits > 0 && (hex ? take_either(num, 'p', 'P')
                            : take_either(num, 'e', 'E'))) {
        take_either(num, '-', '+');
        take_digits(num, false);
    }
}

/* The first character behind blanks, of which there may be no end. */
static int skip_blanks(lua_State *L, FILE *f)
{
    size_t n = 0;
    int c;
    while (isspace(c = getc(f)))
        if (++n % PIECE_NBYTES == 0)
            charge_bytes(L, PIECE_NBYTES);
    return c;
}

/* Push a number, or nil and false. Bytes that make no number are lost. */
static bool read_number(lua_State *L, FILE *f)
{
    Numeral num = {.f = f};
    num.c = skip_blanks(L, f);
    stream_lock(f);
    take_numeral(&num, lua_getlocaledecpoint());
    ungetc(num.c, f);
    stream_unlock(f);
    num.text[num.n] = '\0';
    charge_bytes(L, num.n);
    if (!num.too_long && lua_stringtonumber(L, num.text) != 0)
        return true;
    lua_pushnil(L);
    return false;
}

/* ---- Reading text ---- */

/*
 * Read with fgets, which is fast, up to a newline or nbytes - 1 bytes. Returns
 * the bytes read; `*whole` when the last one is a newline.
 *
 * fgets does not tell how much it read, and lines may contain '\0', so the
 * piece is first filled with newlines. The first one then found is
 *
 *     a b \0 c \n \0 \n \n      read, when a '\0' comes after it
 *              ^
 *     a b \0 c \0 \n \n \n      filled in, when the file ended before one,
 *                 ^             or there is none when the piece is full
 */
static size_t read_piece(FILE *f, char *piece, size_t nbytes, bool *whole)
{
    *whole = false;
    memset(piece, '\n', nbytes);
    if (fgets(piece, (int)nbytes, f) == NULL)
        return 0;
    const char *newline = memchr(piece, '\n', nbytes);
    if (newline == NULL)
        return nbytes - 1;
    size_t n = (size_t)(newline - piece);
    *whole = n + 1 < nbytes && newline[1] == '\0';
    return *whole ? n + 1 : n - 1;
}

/* Push the line that starts with `n` bytes and has more; true. */
static bool read_long_line(lua_State *L, FILE *f, bool keep_newline,
                           const char *start, size_t n)
{
    luaL_Buffer b;
    bool whole;
    luaL_buffinit(L, &b);
    luaL_addlstring(&b, start, n);
    do {
        char *piece = luaL_prepbuffsize(&b, PIECE_NBYTES);
        n = read_piece(f, piece, PIECE_NBYTES, &whole);
        luaL_addsize(&b, n);
        charge_bytes(L, n);
    } while (n == PIECE_NBYTES - 1 && !whole);
    if (whole && !keep_newline)
        luaL_buffsub(&b, 1);
    luaL_pushresult(&b);
    return true;
}

/* Push a line; false, and an empty string, when the file had ended. */
static bool read_line(lua_State *L, FILE *f, bool keep_newline)
{
    char piece[FIRST_PIECE_NBYTES];
    bool whole;
    size_t n = read_piece(f, piece, sizeof piece, &whole);
    charge_bytes(L, n);
    if (n == sizeof piece - 1 && !whole)
        return read_long_line(L, f, keep_newline, piece, n);
    lua_pushlstring(L, piece, whole && !keep_newline ? n - 1 : n);
    return n > 0;
}

static bool read_few_bytes(lua_State *L, FILE *f, size_t nbytes)
{
    char few[FIRST_PIECE_NBYTES];
    size_t got = fread(few, 1, nbytes, f);
    charge_bytes(L, got);
    lua_pushlstring(L, few, got);
    return got > 0;
}

enum { BLOCK_NBYTES = 1 << 20 };

/*
 * Push up to `nbytes` bytes. More than a block's worth is made room for only
 * as it arrives, since a program may ask for more than there is.
 */
static bool read_bytes(lua_State *L, FILE *f, size_t nbytes)
{
    luaL_Buffer b;
    size_t want, got;
    if (nbytes <= FIRST_PIECE_NBYTES)
        return read_few_bytes(L, f, nbytes);
    luaL_buffinit(L, &b);
    if (nbytes > PTRDIFF_MAX)
        luaL_prepbuffsize(&b, nbytes); /* raises: it can never be met */
    do {
        want = nbytes < BLOCK_NBYTES ? nbytes : BLOCK_NBYTES;
        got = fread(luaL_prepbuffsize(&b, want), 1, want, f);
        luaL_addsize(&b, got);
        nbytes -= got;
        charge_bytes(L, got);
    } while (got == want && nbytes > 0);
    bool found = luaL_bufflen(&b) > 0;
    luaL_pushresult(&b);
    return found;
}

/* Push all that is left, in blocks that grow with it. */
static void read_all(lua_State *L, FILE *f)
{
    luaL_Buffer b;
    size_t next = LUAL_BUFFERSIZE;
    size_t want, got;
    luaL_buffinit(L, &b);
    do {
        want = next;
        got = fread(luaL_prepbuffsize(&b, want), 1, want, f);
        luaL_addsize(&b, got);
        charge_bytes(L, got);
        next = want < BLOCK_NBYTES ? want * 2 : want;
    } while (got == want);
    luaL_pushresult(&b);
}

/* Push "", and tell whether there is anything to read. */
static bool read_nothing(lua_State *L, FILE *f)
{
    int c = getc(f);
    ungetc(c, f);
    lua_pushliteral(L, "");
    return c != EOF;
}

/* Push what the format at `arg` asks for; false when it is not there. */
static bool read_format(lua_State *L, FILE *f, int arg)
{
    if (lua_type(L, arg) == LUA_TNUMBER) {
        size_t nbytes = (size_t)luaL_checkinteger(L, arg);
        return nbytes == 0 ? read_nothing(L, f) : read_bytes(L, f, nbytes);
    }
    const char *format = luaL_checkstring(L, arg);
    if (*format == '*') /* as Lua 5.2 wrote them */
        format++;
    switch (*format) {
    case 'n': return read_number(L, f);
    case 'l': return read_line(L, f, false);
    case 'L': return read_line(L, f, true);
    case 'a': read_all(L, f); return true;
    default: return luaL_argerror(L, arg, "invalid format");
    }
}

/* Push what the formats at first..last ask for, up to one that fails. */
static int read_formats(lua_State *L, FILE *f, int first, int last)
{
    int nresults = 0;
    bool found = true;
    if (feof(f) || ferror(f)) /* a file that had ended may have grown */
        clearerr(f);
    errno = 0;
    if (first > last) {
        found = read_line(L, f, false);
        nresults = 1;
    } else {
        luaL_checkstack(L, last - first + 1 + LUA_MINSTACK,
                        "too many arguments");
        while (found && first + nresults <= last) {
            found = read_format(L, f, first + nresults);
            nresults++;
        }
    }
    if (ferror(f))
        return luaL_fileresult(L, 0, NULL);
    if (!found) {
        lua_pop(L, 1);
        luaL_pushfail(L);
    }
    return nresults;
}

static int io_read(lua_State *L)
{
    int last = lua_gettop(L);
    FILE *f = push_default(L, DEFAULT_INPUT);
    return read_formats(L, f, 1, last);
}

static int file_read(lua_State *L)
{
    FILE *f = check_file(L);
    return read_formats(L, f, 2, lua_gettop(L));
}

/* ---- Lines ---- */

/* Upvalues of next_line: these three, then the formats. */
enum { LINES_FILE = 1, LINES_NFORMATS, LINES_CLOSE, LINES_NFIXED = 3 };
enum { LINES_MAXFORMATS = 250 };

/* The iterator of `lines`: the next results, or nothing at the end. */
static int next_line(lua_State *L)
{
    luaL_Stream *s = lua_touserdata(L, lua_upvalueindex(LINES_FILE));
    int n = (int)lua_tointeger(L, lua_upvalueindex(LINES_NFORMATS));
    if (s->closef == NULL)
        return luaL_error(L, "file is already closed");
    lua_settop(L, 1); /* formats count from 2, as in file:read */
    luaL_checkstack(L, n, "too many arguments");
    for (int i = 1; i <= n; i++)
        lua_pushvalue(L, lua_upvalueindex(LINES_NFIXED + i));
    int nresults = read_formats(L, s->f, 2, n + 1);
    if (lua_toboolean(L, -nresults))
        return nresults;
    if (nresults > 1) /* fail, message, code */
        return luaL_error(L, "%s", lua_tostring(L, -nresults + 1));
    if (lua_toboolean(L, lua_upvalueindex(LINES_CLOSE))) {
        lua_settop(L, 0);
        lua_pushvalue(L, lua_upvalueindex(LINES_FILE));
        close_stream(L);
    }
    return 0;
}

/* Push an iterator over the file at 1; the other arguments are formats. */
static void push_lines(lua_State *L, bool close_at_end)
{
    int nformats = lua_gettop(L) - 1;
    luaL_argcheck(L, nformats <= LINES_MAXFORMATS, LINES_MAXFORMATS + 2,
                  "too many arguments");
    lua_pushvalue(L, 1);
    lua_pushinteger(L, nformats);
    lua_pushboolean(L, close_at_end);
    lua_rotate(L, 2, LINES_NFIXED);
    lua_pushcclosure(L, next_line, LINES_NFIXED + nformats);
}

static int file_lines(lua_State *L)
{
    check_file(L);
    push_lines(L, false);
    return 1;
}

static int io_lines(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_pushnil(L);
    if (lua_isnil(L, 1)) {
        lua_rawgeti(L, lua_upvalueindex(1), DEFAULT_INPUT);
        lua_replace(L, 1);
        return file_lines(L);
    }
    open_or_raise(L, luaL_checkstring(L, 1), "r");
    lua_replace(L, 1);
    push_lines(L, true);
    lua_pushnil(L); /* state and first value, of no use to a for loop here */
    lua_pushnil(L);
    lua_pushvalue(L, 1); /* which the loop closes however it ends */
    return 4;
}

/* ---- Writing ---- */

/* Floats that "%.14g" writes without fraction and exponent. */
static bool looks_integral(lua_Number x)
{
    return x > -1e14 && x < 1e14 && x == floor(x) && x != 0.0;
}

/* Write the number at `arg` to `out`; its bytes. */
static size_t format_number(lua_State *L, int arg, char out[64])
{
    if (lua_isinteger(L, arg))
        return digits_put(out, lua_tointeger(L, arg));
    lua_Number x = lua_tonumber(L, arg);
    if (looks_integral(x))
        return digits_put(out, (lua_Integer)x);
    return (size_t)lua_number2str(out, 64, x);
}

/* Write the arguments first..last; the number of bytes, or fail. */
static bool write_args(lua_State *L, FILE *f, int first, int last)
{
    size_t total = 0;
    bool ok = true;
    errno = 0;
    for (int arg = first; arg <= last; arg++) {
        char number[64];
        size_t nbytes;
        const char *text = number;
        if (lua_type(L, arg) == LUA_TNUMBER)
            nbytes = format_number(L, arg, number);
        else
            text = luaL_checklstring(L, arg, &nbytes);
        ok = ok && fwrite(text, 1, nbytes, f) == nbytes;
        total += nbytes;
    }
    charge_bytes(L, total);
    return ok;
}

static int io_write(lua_State *L)
{
    int last = lua_gettop(L);
    FILE *f = push_default(L, DEFAULT_OUTPUT);
    return write_args(L, f, 1, last) ? 1 : luaL_fileresult(L, 0, NULL);
}

static int file_write(lua_State *L)
{
    FILE *f = check_file(L);
    if (!write_args(L, f, 2, lua_gettop(L)))
        return luaL_fileresult(L, 0, NULL);
    lua_settop(L, 1);
    return 1;
}

/* ---- Position and buffering ---- */

static int file_seek(lua_State *L)
{
    static const int origins[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    static const char *const names[] = {"set", "cur", "end", NULL};
    FILE *f = check_file(L);
    int origin = luaL_checkoption(L, 2, "cur", names);
    lua_Integer n = luaL_optinteger(L, 3, 0);
    Offset offset = (Offset)n;
    luaL_argcheck(L, (lua_Integer)offset == n, 3,
                  "not an integer in proper range");
    errno = 0;
    if (stream_seek(f, offset, origins[origin]) != 0)
        return luaL_fileresult(L, 0, NULL);
    lua_pushinteger(L, (lua_Integer)stream_tell(f));
    return 1;
}

static int file_setvbuf(lua_State *L)
{
    static const int modes[] = {_IONBF, _IOFBF, _IOLBF};
    static const char *const names[] = {"no", "full", "line", NULL};
    FILE *f = check_file(L);
    int mode = luaL_checkoption(L, 2, NULL, names);
    size_t nbytes = (size_t)luaL_optinteger(L, 3, LUAL_BUFFERSIZE);
    errno = 0;
    return luaL_fileresult(L, setvbuf(f, NULL, modes[mode], nbytes) == 0,
                           NULL);
}

static int io_flush(lua_State *L)
{
    FILE *f = push_default(L, DEFAULT_OUTPUT);
    errno = 0;
    return luaL_fileresult(L, fflush(f) == 0, NULL);
}

static int file_flush(lua_State *L)
{
    FILE *f = check_file(L);
    errno = 0;
    return luaL_fileresult(L, fflush(f) == 0, NULL);
}

/* ---- The library ---- */

static const VmFunction io_functions[] = {
    VM_PLAIN("close", io_close),
    VM_PLAIN("flush", io_flush),
    VM_PLAIN("input", io_input),
    VM_PLAIN("lines", io_lines),
    VM_PLAIN("open", io_open),
    VM_PLAIN("output", io_output),
    VM_PLAIN("popen", io_popen),
    VM_PLAIN("read", io_read),
    VM_PLAIN("tmpfile", io_tmpfile),
    VM_PLAIN("type", io_type),
    VM_PLAIN("write", io_write),
    VM_END,
};

static const VmFunction file_methods[] = {
    VM_PLAIN("close", file_close),
    VM_PLAIN("flush", file_flush),
    VM_PLAIN("lines", file_lines),
    VM_PLAIN("read", file_read),
    VM_PLAIN("seek", file_seek),
    VM_PLAIN("setvbuf", file_setvbuf),
    VM_PLAIN("write", file_write),
    VM_END,
};

static const VmFunction file_metamethods[] = {
    VM_PLAIN("__close", file_gc),
    VM_SAME("__gc"),
    VM_PLAIN("__tostring", file_tostring),
    VM_END,
};

static void make_metatable(lua_State *L)
{
    luaL_newmetatable(L, LUA_FILEHANDLE);
    vm_setfuncs(L, file_metamethods, 0);
    vm_newlib(L, file_methods, 0);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

/*
 * Set io[name] to a standard file, and make it default file `which` of the
 * table below io, unless that is 0. What is not permitted is a closed file.
 */
static void add_standard(lua_State *L, enum HostStream stream, int which,
                         const char *name)
{
    luaL_Stream *s = push_stream(L);
    s->f = host_stream(L, stream);
    if (s->f != NULL)
        s->closef = close_standard;
    if (which != 0) {
        lua_pushvalue(L, -1);
        lua_rawseti(L, -4, which);
    }
    lua_setfield(L, -2, name);
}

LUAMOD_API int luaopen_io(lua_State *L)
{
    make_metatable(L);
    lua_createtable(L, 2, 0); /* the default files */
    vm_newtable(L, 14);
    lua_pushvalue(L, -2);
    vm_setfuncs(L, io_functions, 1);
    add_standard(L, HOST_STDIN, DEFAULT_INPUT, "stdin");
    add_standard(L, HOST_STDOUT, DEFAULT_OUTPUT, "stdout");
    add_standard(L, HOST_STDERR, 0, "stderr");
    return 1;
}
