/*
 * compiler/vmc_file.c -- the files of the vmc program.
 *
 * Read     file_read, file_write.
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
#include <sys/stat.h>
#else
#define VMC_POSIX 0
#endif

/* ---- reading ----------------------------------------------------------- */

bool file_is_readable(const char *name) {
    FILE *f = fopen(name, "rb");
    if (f == NULL)
        return false;
    getc(f); /* a folder opens, but does not read */
    bool ok = !ferror(f);
    fclose(f);
    return ok;
}

static void read_all(FILE *f, File *out) {
    size_t cap = 1 << 16;
    out->text = vmc_new(cap);
    out->nbytes = 0;
    for (;;) {
        size_t n = fread(out->text + out->nbytes, 1, cap - out->nbytes, f);
        out->nbytes += n;
        if (out->nbytes < cap)
            return;
        cap *= 2;
        out->text = vmc_renew(out->text, cap);
    }
}

bool file_read(const char *name, File *out) {
    bool is_stdin = strcmp(name, "-") == 0;
    out->name = name;
    FILE *f = is_stdin ? stdin : fopen(name, "rb");
    if (f == NULL)
        return vmc_error("cannot open %s: %s", name, strerror(errno));
    errno = 0;
    read_all(f, out);
    int error = ferror(f) ? (errno != 0 ? errno : EIO) : 0;
    if (!is_stdin)
        fclose(f);
    if (error == 0)
        return true;
    file_free(out);
    return vmc_error("cannot read %s: %s", is_stdin ? "standard input" : name,
                     strerror(error));
}

void file_free(File *file) {
    free(file->text);
    file->text = NULL;
}

bool file_is_bytecode(const File *file) {
    return file->nbytes > 0 && file->text[0] == BC_MAGIC[0];
}

/* ---- writing ----------------------------------------------------------- */

bool file_is_same(const char *a, const char *b) {
#if VMC_POSIX
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino && S_ISREG(sa.st_mode);
#else
    return strcmp(a, b) == 0;
#endif
}

static bool write_error(const char *name, int error) {
    return vmc_error("cannot write %s: %s", name,
                     strerror(error != 0 ? error : EIO));
}

/* Write and close. Returns 0 or an error number. */
static int write_all(FILE *f, const uint8_t *bytes, size_t nbytes) {
    errno = 0;
    bool ok = fwrite(bytes, 1, nbytes, f) == nbytes;
    ok = fflush(f) == 0 && ok;
    int error = ok ? 0 : errno != 0 ? errno : EIO;
    if (f != stdout && fclose(f) != 0 && error == 0)
        error = errno != 0 ? errno : EIO;
    return error;
}

/* Write straight to what is there: a device, a pipe. */
static bool write_through(const char *name, const uint8_t *bytes,
                          size_t nbytes) {
    FILE *f = fopen(name, "wb");
    int error = f == NULL ? errno : write_all(f, bytes, nbytes);
    return error == 0 || write_error(name, error);
}

/* Create a file beside `name` that was not there before. */
static FILE *create_beside(const char *name, char *temp, size_t size) {
    FILE *f = NULL;
    for (int i = 0; f == NULL && i < 100; i++) {
        snprintf(temp, size, "%s.%d~", name, i);
        f = fopen(temp, "wbx");
        if (f == NULL && errno != EEXIST)
            break;
    }
    return f;
}

static bool replace(const char *name, const uint8_t *bytes, size_t nbytes) {
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
    return error == 0 || write_error(name, error);
}

#if VMC_POSIX
/* A file that exists keeps its permissions; a link, what it leads to. */
static bool replace_existing(const char *name, mode_t mode,
                             const uint8_t *bytes, size_t nbytes) {
    char *real = realpath(name, NULL);
    if (real == NULL)
        return write_error(name, errno);
    FILE *f = fopen(real, "r+b"); /* may we write there at all? */
    bool ok = f != NULL || write_error(name, errno);
    if (f != NULL)
        fclose(f);
    ok = ok && replace(real, bytes, nbytes);
    if (ok)
        chmod(real, mode & 07777);
    free(real);
    return ok;
}
#endif

bool file_write(const char *name, const uint8_t *bytes, size_t nbytes) {
    if (strcmp(name, "-") == 0) {
        int error = write_all(stdout, bytes, nbytes);
        return error == 0 || write_error("standard output", error);
    }
#if VMC_POSIX
    struct stat st;
    if (stat(name, &st) == 0) {
        if (!S_ISREG(st.st_mode))
            return write_through(name, bytes, nbytes);
        return replace_existing(name, st.st_mode, bytes, nbytes);
    }
#else
    (void)write_through;
#endif
    return replace(name, bytes, nbytes);
}
