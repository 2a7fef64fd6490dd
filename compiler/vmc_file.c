/*
 * compiler/vmc_file.c -- the files of the vmc program.
 *
 * Read     file_open, file_next, file_write.
 */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath */
#endif

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/vmc_int.h"

#if defined __unix__ || defined __APPLE__
#define VMC_POSIX 1
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#else
#define VMC_POSIX 0
#endif

/* ---- reading ----------------------------------------------------------- */

bool file_is_readable(const char *name)
{
    FILE *f = fopen(name, "rb");
    if (f == NULL)
        return false;
    getc(f); /* a folder opens, but does not read */
    bool ok = !ferror(f);
    fclose(f);
    return ok;
}

enum { LARGEST_FILE = 1 << 30 }; /* more is a device that never ends */

/* Fill the text's memory. Returns 0 or an error number. */
static int fill(File *file)
{
    errno = 0;
    file->nbytes += fread(file->text + file->nbytes, 1,
                          file->cap - file->nbytes, file->stream);
    if (ferror(file->stream))
        return errno != 0 ? errno : EIO;
    return 0;
}

static bool read_error(const File *file, int error)
{
    return vmc_error("cannot read %s: %s", file->label, strerror(error));
}

static bool is_stdin(const File *file) { return file->stream == stdin; }

bool file_open(const char *name, File *out)
{
    bool standard = strcmp(name, "-") == 0;
    *out = (File){.name = name, .label = standard ? "stdin" : name,
                  .cap = 1 << 16};
    out->stream = standard ? stdin : fopen(name, "rb");
    if (out->stream == NULL)
        return vmc_error("cannot open %s: %s", name, strerror(errno));
    out->text = vmc_new(out->cap);
    int error = fill(out);
    if (error == 0)
        return true;
    file_close(out);
    return read_error(out, error);
}

bool file_read_rest(File *file)
{
    while (file->nbytes == file->cap) {
        if (file->cap >= LARGEST_FILE)
            return read_error(file, EFBIG);
        file->cap *= 2;
        file->text = vmc_renew(file->text, file->cap);
        int error = fill(file);
        if (error != 0)
            return read_error(file, error);
    }
    return true;
}

bool file_next(void *ud, const char **text, size_t *nbytes)
{
    File *file = ud;
    size_t before = file->nbytes;
    if (file->nbytes < file->cap) {
        *nbytes = 0; /* that was its end */
        return true;
    }
    if (is_stdin(file)) { /* which cannot be read again for a message */
        if (!file_read_rest(file))
            return false;
        *text = file->text + before;
        *nbytes = file->nbytes - before;
        return true;
    }
    file->nbytes = 0;
    file->is_part = true;
    int error = fill(file);
    *text = file->text;
    *nbytes = file->nbytes;
    return error == 0 || read_error(file, error);
}

void file_close(File *file)
{
    if (file->stream != NULL && !is_stdin(file))
        fclose(file->stream);
    file->stream = NULL;
    free(file->text);
    file->text = NULL;
}

bool file_is_bytecode(const File *file)
{
    return file->nbytes > 0 && file->text[0] == BC_MAGIC[0];
}

const char *file_foreign_kind(const File *file)
{
    static const struct { const char *start, *kind; } kinds[] = {
        {"\x7F" "ELF", "an ELF binary"}, {"\x1F\x8B", "gzip data"},
        {"PK\3\4", "a zip archive"}, {"\xFF\xFE", "UTF-16 text"},
        {"\xFE\xFF", "UTF-16 text"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i].start);
        if (file->nbytes >= n && memcmp(file->text, kinds[i].start, n) == 0)
            return kinds[i].kind;
    }
    return NULL;
}

/* ---- writing ----------------------------------------------------------- */

bool file_is_same(const char *a, const char *b)
{
#if VMC_POSIX
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino && S_ISREG(sa.st_mode);
#else
    return strcmp(a, b) == 0;
#endif
}

static bool write_error(const char *name, int error)
{
    return vmc_error("cannot write to %s: %s", name,
                     strerror(error != 0 ? error : EIO));
}

/* Write and close. Returns 0 or an error number. */
static int write_all(FILE *f, const uint8_t *bytes, size_t nbytes)
{
    errno = 0;
    bool ok = fwrite(bytes, 1, nbytes, f) == nbytes;
    ok = fflush(f) == 0 && ok;
    int error = ok ? 0 : errno != 0 ? errno : EIO;
    if (fclose(f) != 0 && error == 0)
        error = errno != 0 ? errno : EIO;
    return error;
}

/* Write straight to what is there: a device, a pipe. */
static bool write_through(const char *name, const uint8_t *bytes,
                          size_t nbytes)
{
    FILE *f = fopen(name, "wb");
    int error = f == NULL ? errno : write_all(f, bytes, nbytes);
    return error == 0 || write_error(name, error);
}

/* Create a file beside `name` that was not there before. */
static FILE *create_beside(const char *name, char *temp, size_t size)
{
    FILE *f = NULL;
    for (int i = 0; f == NULL && i < 100; i++) {
        snprintf(temp, size, "%s.%d~", name, i);
        f = fopen(temp, "wbx");
        if (f == NULL && errno != EEXIST)
            break;
    }
    return f;
}

/* Put a file at `name`, which the user calls `label`. */
static bool replace(const char *name, const char *label,
                    const uint8_t *bytes, size_t nbytes)
{
    size_t size = strlen(name) + 8;
    char *temp = vmc_new(size);
    FILE *f = create_beside(name, temp, size);
    int error = f == NULL ? errno : write_all(f, bytes, nbytes);
#if !VMC_POSIX
    if (error == 0)
        remove(name);
#endif
    if (error == 0 && rename(temp, name) != 0)
        error = errno;
    if (error != 0 && f != NULL)
        remove(temp);
    free(temp);
    return error == 0 || write_error(label, error);
}

#if VMC_POSIX
/* As replace; what would end the program meanwhile waits, so that the
   temporary file never stays. */
static bool replace_undisturbed(const char *name, const char *label,
                                const uint8_t *bytes, size_t nbytes)
{
    static const int deadly[] = {SIGHUP, SIGINT, SIGTERM};
    sigset_t set, before;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        sigaddset(&set, deadly[i]);
    sigprocmask(SIG_BLOCK, &set, &before);
    bool ok = replace(name, label, bytes, nbytes);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ok;
}

/* A file that exists keeps its permissions; a link, what it leads to. */
static bool replace_existing(const char *name, mode_t mode,
                             const uint8_t *bytes, size_t nbytes)
{
    char *real = realpath(name, NULL);
    if (real == NULL)
        return write_error(name, errno);
    FILE *f = fopen(real, "r+b"); /* may we write there at all? */
    bool ok = f != NULL || write_error(name, errno);
    if (f != NULL)
        fclose(f);
    ok = ok && replace_undisturbed(real, name, bytes, nbytes);
    if (ok)
        chmod(real, mode & 07777);
    free(real);
    return ok;
}

/* The name that a link to nothing yet stands for; yours. NULL: no link. */
static char *read_link(const char *name)
{
    char target[4096];
    ssize_t n = readlink(name, target, sizeof target);
    if (n < 0 || n == sizeof target)
        return NULL;
    const char *slash = target[0] != '/' ? strrchr(name, '/') : NULL;
    int folder = slash != NULL ? (int)(slash + 1 - name) : 0;
    size_t size = (size_t)folder + (size_t)n + 1;
    char *out = vmc_new(size);
    snprintf(out, size, "%.*s%.*s", folder, name, (int)n, target);
    return out;
}

static bool write_new(const char *name, const uint8_t *bytes, size_t nbytes)
{
    char *target = read_link(name);
    bool ok = target != NULL ? file_write(target, bytes, nbytes)
                             : replace_undisturbed(name, name, bytes, nbytes);
    free(target);
    return ok;
}
#endif

bool file_write(const char *name, const uint8_t *bytes, size_t nbytes)
{
    if (strcmp(name, "-") == 0) {
        fwrite(bytes, 1, nbytes, stdout);
        return vmc_flush();
    }
#if VMC_POSIX
    struct stat st;
    if (stat(name, &st) == 0) {
        if (!S_ISREG(st.st_mode))
            return write_through(name, bytes, nbytes);
        return replace_existing(name, st.st_mode, bytes, nbytes);
    }
    if (errno != ENOENT)
        return write_error(name, errno);
    return write_new(name, bytes, nbytes);
#else
    (void)write_through;
    return replace(name, name, bytes, nbytes);
#endif
}
