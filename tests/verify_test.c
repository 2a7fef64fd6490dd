/*
 * tests/verify_test.c -- runs the verifier on the files of tests/bytecode.
 *
 *     verify_test [-w FOLDER] FILE.asm ...
 *
 * A file holds cases, each begun by a line `case NAME` and written in the
 * language of tests/asm.h. The verifier must say what the case expects, or
 * accept it; if there are lines that begin with `>`, the disassembly must be
 * those, and random walks through the code must go well. Every case is run
 * again with each allocation failing, and with its bytes cut off everywhere.
 *
 * -w writes the case's bytes to FOLDER/NAME.bc.
 */
#define _XOPEN_SOURCE 700

#include "tests/asm.h"
#include "tests/walk.h"
#include "vm/bytecode.h"
#include "vm/disasm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Case {
    const char *file;
    char name[80];
    const char *text;
    size_t nbytes;
} Case;

static int ncases, nfailed;
static const char *folder; /* of -w */

static void report(const Case *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void report(const Case *c, const char *fmt, ...)
{
    va_list args;

    nfailed++;
    printf("%s: %s: ", c->file, c->name);
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    putchar('\n');
}

/* -- memory -------------------------------------------------------------- */

/* An allocator that counts what is in use and fails at the n-th request. */
typedef struct Meter {
    size_t nbytes;
    long fail_at; /* 0: never */
    long n;
} Meter;

static void *meter_alloc(void *ud, void *p, size_t old_nbytes, size_t nbytes)
{
    Meter *m = ud;

    if (nbytes == 0) {
        m->nbytes -= old_nbytes;
        free(p);
        return NULL;
    }
    if (++m->n == m->fail_at)
        return NULL;
    m->nbytes += nbytes - old_nbytes;
    return realloc(p, nbytes);
}

/* Verify a copy, whose end the sanitizer knows. */
static bool verify(const Buf *b, size_t nbytes, Meter *m, BcFile *file,
                   char *message, size_t size)
{
    uint8_t *copy = xrealloc(NULL, nbytes);
    bool ok;

    memcpy(copy, b->s, nbytes);
    ok = bc_verify(copy, nbytes, meter_alloc, m, file, message, size);
    free(copy);
    return ok;
}

static void check_failing_memory(const Case *c, const Buf *b)
{
    char message[400], first[400] = "";
    bool ok = false;
    BcFile file;

    for (long n = 0; n < 64; n++) {
        Meter m = {.fail_at = n};
        bool again = verify(b, b->n, &m, &file, message, sizeof message);

        if (m.nbytes != 0)
            report(c, "%lu bytes not freed when allocation %ld fails",
                   (unsigned long)m.nbytes, n);
        if (n == 0) {
            ok = again;
            memcpy(first, message, sizeof first);
        } else if (m.n < n) {
            return;
        } else if (again ? !ok
                         : strcmp(message, "not enough memory") != 0 &&
                               strcmp(message, first) != 0)
            report(c, "without memory it says: %s", message);
    }
}

/* A good file that ends early is refused, even with a right checksum. */
static void check_cut(const Case *c, const Buf *whole, bool accepted)
{
    Buf b = {0};
    char message[400];
    BcFile file;

    buf_add(&b, whole->s, whole->n);
    for (size_t n = 0; n < whole->n; n++) {
        Meter m = {0};
        uint32_t crc;

        if (n >= BC_HEADER_SIZE) {
            crc = bc_crc32(0, (const uint8_t *)b.s + BC_HEADER_SIZE,
                           n - BC_HEADER_SIZE);
            for (int i = 0; i < 4; i++)
                b.s[6 + i] = (char)(crc >> 8 * i & 0xff);
        }
        if (verify(&b, n, &m, &file, message, sizeof message) && accepted)
            report(c, "accepted when cut to %lu bytes", (unsigned long)n);
        verify(&b, n, &m, &file, message, n % 8); /* a short message */
    }
    buf_free(&b);
}

/* -- disassembly --------------------------------------------------------- */

/* The lines of the case that begin with `>`. */
static void expected_listing(const Case *c, Buf *out)
{
    const char *s = c->text, *end = c->text + c->nbytes;

    while (s < end) {
        const char *eol = memchr(s, '\n', (size_t)(end - s));

        if (eol == NULL)
            eol = end;
        if (*s == '>') {
            s += 1 + (s[1] == ' ');
            buf_add(out, s, (size_t)(eol - s));
            buf_add(out, "\n", 1);
        }
        s = eol + 1;
    }
}

static void check_listing(const Case *c, const BcFile *file)
{
    Buf want = {0};
    char *got = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&got, &n);

    if (out == NULL)
        die("no memory for a listing");
    bc_disasm(file, out, true);
    fclose(out);
    expected_listing(c, &want);
    if (want.n > 0 && strcmp(got, want.s) != 0)
        report(c, "disassembled as\n%s", got);
    free(got);
    buf_free(&want);
}

/* -- cases --------------------------------------------------------------- */

static void write_case(const Case *c, const Buf *b)
{
    char *path = xprintf("%s/%s.bc", folder, c->name);
    FILE *f = fopen(path, "wb");

    if (f == NULL || fwrite(b->s, 1, b->n, f) != b->n || fclose(f) != 0)
        die("cannot write %s", path);
    free(path);
}

static void run_case(const Case *c)
{
    char message[400], *expect;
    Buf b = {0};
    Meter m = {0};
    BcFile file;
    bool ok;

    ncases++;
    if (!asm_assemble(c->text, c->nbytes, &b, &expect, message,
                      sizeof message)) {
        report(c, "line %s", message);
        return;
    }
    if (folder != NULL)
        write_case(c, &b);
    ok = bc_verify((const uint8_t *)b.s, b.n, meter_alloc, &m, &file,
                   message, sizeof message);
    if (ok) {
        if (*expect != '\0')
            report(c, "accepted, expected: %s", expect);
        check_listing(c, &file);
        if (!walk_file(&file, 1, 1000, message, sizeof message))
            report(c, "goes wrong: %s", message);
    } else if (strcmp(message, expect) != 0)
        report(c, "refused: %s%s%s", message,
               *expect ? "\n    expected: " : "", expect);
    check_failing_memory(c, &b);
    check_cut(c, &b, ok);
    free(expect);
    buf_free(&b);
}

/* The next line that begins a case, or the end. */
static const char *find_case(const char *s, const char *end)
{
    while (s < end && strncmp(s, "case ", 5) != 0) {
        s = memchr(s, '\n', (size_t)(end - s));
        s = s == NULL ? end : s + 1;
    }
    return s;
}

static void run_file(const char *path)
{
    Buf b = {0};
    char block[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    const char *s, *end;

    if (f == NULL)
        die("cannot read %s", path);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_add(&b, block, n);
    fclose(f);
    buf_add(&b, "\n", 1);
    end = b.s + b.n;
    for (s = find_case(b.s, end); s < end;) {
        Case c = {.file = path};
        size_t length = strcspn(s + 5, "\r\n");

        snprintf(c.name, sizeof c.name, "%.*s", (int)length, s + 5);
        c.text = s + 5 + length;
        s = find_case(c.text, end);
        c.nbytes = (size_t)(s - c.text);
        run_case(&c);
    }
    buf_free(&b);
}

int main(int argc, char **argv)
{
    int i = 1;

    if (argc > 2 && strcmp(argv[1], "-w") == 0) {
        folder = argv[2];
        i = 3;
    }
    for (; i < argc; i++)
        run_file(argv[i]);
    printf("%d cases, %d failed\n", ncases, nfailed);
    return nfailed > 0 || ncases == 0;
}
