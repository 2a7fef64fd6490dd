/*
 * tests/gen/compare.c -- runs generated programs under two interpreters and
 * compares what they print, how they fail, and their exit status.
 *
 * gen.lua puts many programs into one script, so that starting processes
 * costs little. When the outputs differ, the first program that differs is
 * made again alone, and kept beside both outputs.
 *
 * Read     compare_batch, narrow.
 */
#define _XOPEN_SOURCE 700

#include "tests/proc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ORACLE, VM, TIMEOUT_MS = 60000, SHOWN_LINES = 12 };

static struct Options {
    const char *vm, *oracle, *generator, *keep;
    long long seed, count, batch;
    bool go_on;
} opt = {
    .vm = "build/vmrun", .oracle = "lua5.4",
    .generator = "tests/gen/gen.lua", .keep = "build/gen",
    .seed = 1, .count = 10000, .batch = 100,
};

static Words commands[2];
static Words envs[2];

/* -- running ------------------------------------------------------------- */

static void wait_for_all(Proc *const procs[], size_t n)
{
    for (bool busy = true; busy;) {
        proc_wait(procs, n);
        busy = false;
        for (size_t i = 0; i < n; i++)
            busy |= !proc_done(procs[i]);
    }
}

static void start(Proc *p, int who, const char *script, long long seed,
                  long long count)
{
    Words argv = {0};

    for (size_t i = 0; i < commands[who].n; i++)
        words_add(&argv, xprintf("%s", commands[who].w[i]));
    words_add(&argv, xprintf("%s", script));
    if (count) {
        words_add(&argv, xprintf("%lld", seed));
        words_add(&argv, xprintf("%lld", count));
    }
    proc_start(p, argv.w, envs[who].w, opt.keep, TIMEOUT_MS);
    words_free(&argv);
}

static void write_file(const char *name, const Buf *text)
{
    char *path = xprintf("%s/%s", opt.keep, name);
    FILE *f = fopen(path, "wb");

    if (!f || fwrite(text->s, 1, text->n, f) != text->n || fclose(f) != 0)
        die("%s: %s", path, strerror(errno));
    free(path);
}

/* Write the script with `count` programs from `seed` on to `name`. */
static void generate(long long seed, long long count, const char *name)
{
    Proc p, *procs[] = {&p};

    start(&p, ORACLE, opt.generator, seed, count);
    wait_for_all(procs, 1);
    if (p.end != PROC_EXITED || p.code != 0)
        die("%s fails: %s", opt.generator, p.text[1].s);
    write_file(name, &p.text[0]);
    proc_free(&p);
}

static void run_both(Proc runs[2], const char *script)
{
    Proc *procs[] = {&runs[ORACLE], &runs[VM]};

    start(&runs[ORACLE], ORACLE, script, 0, 0);
    start(&runs[VM], VM, script, 0, 0);
    wait_for_all(procs, 2);
}

/* -- comparing ----------------------------------------------------------- */

/* The message in standard error without the program's name before it and
 * without the traceback after it. */
static char *message(const Proc *p)
{
    const char *s = p->text[1].s;
    const char *colon = strstr(s, ": ");
    const char *end = strstr(s, "\nstack traceback:");

    if (colon)
        s = colon + 2;
    if (!end)
        end = s + strlen(s);
    return xprintf("%.*s", (int)(end - s), s);
}

static bool same_output(const Proc runs[2])
{
    const Buf *a = &runs[ORACLE].text[0], *b = &runs[VM].text[0];

    return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

static bool same(const Proc runs[2])
{
    const Proc *a = &runs[ORACLE], *b = &runs[VM];
    char *ma, *mb;
    bool equal;

    if (a->end != b->end || a->code != b->code || !same_output(runs))
        return false;
    ma = message(a);
    mb = message(b);
    equal = strcmp(ma, mb) == 0;
    free(ma);
    free(mb);
    return equal;
}

/* -- showing a difference ------------------------------------------------ */

static const char *line_end(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));

    return nl ? nl : end;
}

static const char *after_line(const char *s, const char *end)
{
    s = line_end(s, end);
    return s < end ? s + 1 : end;
}

static void show_lines(const char *sign, const char *s, const char *end)
{
    for (int i = 0; i < SHOWN_LINES && s < end; i++) {
        printf("%s %.*s\n", sign, (int)(line_end(s, end) - s), s);
        s = after_line(s, end);
    }
}

/* Print both outputs from their first differing line on. */
static void show_output(const Proc runs[2])
{
    const Buf *out[2] = {&runs[ORACLE].text[0], &runs[VM].text[0]};
    const char *a = out[0]->s, *b = out[1]->s;
    const char *aend = a + out[0]->n, *bend = b + out[1]->n;

    while (a < aend && b < bend) {
        size_t n = (size_t)(line_end(a, aend) - a);
        if (n != (size_t)(line_end(b, bend) - b) || memcmp(a, b, n) != 0)
            break;
        a = after_line(a, aend);
        b = after_line(b, bend);
    }
    show_lines("-", a, aend);
    show_lines("+", b, bend);
}

static void show_end(const char *sign, const Proc *p)
{
    static const char *const how[] = {
        [PROC_EXITED] = "exit status", [PROC_SIGNALLED] = "signal",
        [PROC_HUNG] = "did not end, signal",
        [PROC_FLOOD] = "wrote too much, signal"};
    char *m = message(p);

    printf("%s %s %d: %s\n", sign, how[p->end], p->code, m);
    free(m);
}

/* -- narrowing down ------------------------------------------------------ */

/* The seed of the program in whose output the first difference lies. */
static long long differing_seed(const Proc runs[2], long long seed)
{
    const Buf *a = &runs[ORACLE].text[0], *b = &runs[VM].text[0];
    size_t i = 0;

    while (i < a->n && i < b->n && a->s[i] == b->s[i])
        i++;
    for (const char *s = a->s, *at = s + i; s < at;
         s = after_line(s, a->s + a->n))
        if (strncmp(s, "--- ", 4) == 0)
            seed = atoll(s + 4);
    return seed;
}

static void keep(const char *name, const Proc runs[2])
{
    static const char *const ends[] = {"oracle", "vm"};

    for (int i = 0; i < 2; i++) {
        char *file = xprintf("%s.%s", name, ends[i]);
        write_file(file, &runs[i].text[0]);
        free(file);
    }
    printf("kept as %s/%s.lua\n", opt.keep, name);
    show_output(runs);
    show_end("-", &runs[ORACLE]);
    show_end("+", &runs[VM]);
}

static void free_both(Proc runs[2])
{
    proc_free(&runs[ORACLE]);
    proc_free(&runs[VM]);
}

/* A batch differs: find the program, or else keep the batch. */
static void narrow(Proc runs[2], long long seed, long long count)
{
    long long one = differing_seed(runs, seed);
    char *name = xprintf("seed-%lld", one);
    char *script = xprintf("%s.lua", name);
    Proc alone[2];

    generate(one, 1, script);
    run_both(alone, script);
    if (!same(alone)) {
        printf("programs of seed %lld differ: ", one);
        keep(name, alone);
    } else {
        char *batch = xprintf("batch-%lld-%lld", seed, count);
        char *batch_script = xprintf("%s.lua", batch);
        printf("seed %lld differs after those before it: ", one);
        generate(seed, count, batch_script);
        keep(batch, runs);
        free(batch);
        free(batch_script);
    }
    free_both(alone);
    free(name);
    free(script);
}

static bool compare_batch(long long seed, long long count)
{
    Proc runs[2];
    bool equal;

    generate(seed, count, "current.lua");
    run_both(runs, "current.lua");
    equal = same(runs);
    if (!equal)
        narrow(runs, seed, count);
    free_both(runs);
    return equal;
}

/* -- the command line ---------------------------------------------------- */

static _Noreturn void usage(void)
{
    fputs("usage: gen-compare [--vm CMD] [--oracle CMD] [--seed S]\n"
          "           [--count N] [--batch N] [--keep DIR]\n"
          "           [--generator FILE] [--go-on]\n", stderr);
    exit(2);
}

static void read_option(const char *word, const char *value)
{
    if (!value)
        usage();
    if (strcmp(word, "--vm") == 0)
        opt.vm = value;
    else if (strcmp(word, "--oracle") == 0)
        opt.oracle = value;
    else if (strcmp(word, "--generator") == 0)
        opt.generator = value;
    else if (strcmp(word, "--keep") == 0)
        opt.keep = value;
    else if (strcmp(word, "--seed") == 0)
        opt.seed = atoll(value);
    else if (strcmp(word, "--count") == 0)
        opt.count = atoll(value);
    else if (strcmp(word, "--batch") == 0)
        opt.batch = atoll(value);
    else
        usage();
}

static void read_options(char **argv)
{
    while (*++argv) {
        if (strcmp(*argv, "--go-on") == 0) {
            opt.go_on = true;
        } else {
            read_option(argv[0], argv[1]);
            argv++;
        }
    }
    if (opt.count < 1 || opt.batch < 1)
        usage();
}

/* The oracle has its collector stopped; gen.lua says why. */
static void make_envs(void)
{
    extern char **environ;

    for (char **e = environ; *e; e++) {
        words_add(&envs[ORACLE], xprintf("%s", *e));
        words_add(&envs[VM], xprintf("%s", *e));
    }
    words_add(&envs[ORACLE], xprintf("GEN_ORACLE=1"));
}

static char *absolute(const char *path)
{
    char *full = realpath(path, NULL);

    if (!full)
        die("%s: %s", path, strerror(errno));
    return full;
}

static void progress(long long done, long long differ)
{
    if (isatty(STDOUT_FILENO)) {
        printf("\r\033[K%lld programs, %lld differ", done, differ);
        fflush(stdout);
    }
}

static long long compare_all(void)
{
    long long differ = 0, done = 0;

    while (done < opt.count && (!differ || opt.go_on)) {
        long long n = opt.count - done < opt.batch ? opt.count - done
                                                   : opt.batch;
        differ += !compare_batch(opt.seed + done, n);
        done += n;
        progress(done, differ);
    }
    if (isatty(STDOUT_FILENO))
        printf("\r\033[K");
    printf("%lld programs from seed %lld, %lld batches differ\n", done,
           opt.seed, differ);
    return differ;
}

int main(int argc, char **argv)
{
    char *generator, *folder;
    bool equal;

    (void)argc;
    read_options(argv);
    if (mkdir(opt.keep, 0777) != 0 && errno != EEXIST)
        die("%s: %s", opt.keep, strerror(errno));
    opt.generator = generator = absolute(opt.generator);
    opt.keep = folder = absolute(opt.keep);
    words_command(&commands[ORACLE], opt.oracle);
    words_command(&commands[VM], opt.vm);
    make_envs();
    equal = compare_all() == 0;
    for (int i = 0; i < 2; i++) {
        words_free(&commands[i]);
        words_free(&envs[i]);
    }
    free(generator);
    free(folder);
    return !equal;
}
