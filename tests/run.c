/*
 * tests/run.c -- runs Lua scripts and compares what they do with what the
 * comments beside their lines say they do.
 *
 *     print(1 + 1)        --> 2          a line of standard output, in order
 *     error("no", 0)      --! no         ends in an error that says this
 *     os.exit(3)          --? 3          exit status
 *
 * Each script runs in several modes: as it is, and under the stress switches
 * of vm/config.h. tests/README.md describes options and header lines.
 *
 * Read     test_load, judge, finish.
 */
#define _XOPEN_SOURCE 700

#include "tests/proc.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_JOBS = 32, ALL_SMALL_N = 64, STEADY = 3, MAX_FAIL_N = 100000000 };

/* -- what is run --------------------------------------------------------- */

typedef struct Line {
    char *text;
    int number; /* of the script's line */
} Line;

typedef struct Test {
    char *path, *dir, *base;
    Words args, skip_modes;
    Line *out;       /* expected lines */
    size_t nout;
    Words err;       /* texts expected in standard error */
    int status;      /* expected, or -1 when not said */
    bool no_oracle;  /* the oracle differs, for a reason given there */
    bool must_fail;  /* for testing this runner */
    bool survives;   /* may turn errors into values */
} Test;

typedef struct Mode {
    char name[32];
    Words env;
    bool stress;     /* slow: six times the time */
    bool fail_alloc; /* counts VMRUN_FAIL_ALLOC upwards */
} Mode;

typedef struct Run {
    const Test *test;
    const Mode *mode;
    Proc proc;
    char *file;  /* a name that the script may make files of */
    long fail_n; /* allocation to fail, 0: none */
    int streak;  /* successes in a row while counting upwards */
} Run;

typedef struct Counts {
    size_t passed, failed, skipped, total;
} Counts;

static struct Options {
    const char *vm;
    size_t njobs;
    int timeout_s;
    unsigned share, of; /* only the scripts of this part of all */
    bool oracle, expect_fail, tty;
} opt = {.njobs = 2, .timeout_s = 20, .share = 1, .of = 1};

static Test **tests;
static size_t ntests;
static Mode *modes;
static size_t nmodes;
static size_t nleft_out; /* by --share */
static long startup;     /* allocations before a script begins */
static char *scratch;    /* the folder of Run.file */
static Words vm_words;
static Counts counts;

/* -- reading a test ------------------------------------------------------ */

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    Buf b = {0};
    char piece[4096];
    size_t n;

    if (!f)
        die("%s: %s", path, strerror(errno));
    buf_add(&b, "", 0);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, piece, n);
    fclose(f);
    return b.s;
}

static void trim_end(char *s)
{
    size_t n = strlen(s);

    while (n && strchr(" \t\r", s[n - 1]))
        s[--n] = '\0';
}

/* The text after `mark` and one blank, or NULL without the mark. */
static char *after(char *line, const char *mark)
{
    char *at = strstr(line, mark);

    if (!at)
        return NULL;
    at += strlen(mark);
    if (*at && *at != ' ')
        return NULL;
    return at + (*at == ' ');
}

static void expect_output(Test *t, const char *text, int number)
{
    t->out = xrealloc(t->out, (t->nout + 1) * sizeof *t->out);
    t->out[t->nout++] = (Line){xprintf("%s", text), number};
}

static void read_expectation(Test *t, char *line, int number)
{
    char *text;

    if ((text = after(line, "-->")))
        expect_output(t, text, number);
    else if ((text = after(line, "--!")))
        words_add(&t->err, xprintf("%s", text));
    else if ((text = after(line, "--?")))
        t->status = atoi(text);
}

static char *header(char *line, const char *key)
{
    size_t n = strlen(key);

    return strncmp(line, key, n) == 0 ? line + n : NULL;
}

static void read_line(Test *t, char *line, int number)
{
    char *text;

    trim_end(line);
    if ((text = header(line, "-- args:")))
        words_split(&t->args, text, " ");
    else if ((text = header(line, "-- skip-mode:")))
        words_split(&t->skip_modes, text, " ,");
    else if (header(line, "-- oracle: no"))
        t->no_oracle = true;
    else if (header(line, "-- always-fails:"))
        t->must_fail = true;
    else
        read_expectation(t, line, number);
}

/* Whether a failed allocation may show as something else than an error that
 * ends the script: the program, or a library, may catch it. */
static bool may_survive(const char *source)
{
    static const char *const words[] = {
        "pcall", "coroutine", "load", "require", "io.", "os.", "debug.",
        "__gc", "<close>", "searchers"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(source, words[i]))
            return true;
    return false;
}

static Test *test_load(const char *path)
{
    Test *t = xrealloc(NULL, sizeof *t);
    char *source = read_file(path), *line = source;
    const char *slash = strrchr(path, '/');

    *t = (Test){.path = xprintf("%s", path), .status = -1};
    t->dir = slash ? xprintf("%.*s", (int)(slash - path), path)
                   : xprintf(".");
    t->base = xprintf("%s", slash ? slash + 1 : path);
    t->survives = may_survive(source);
    for (int number = 1; line; number++) {
        char *end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        read_line(t, line, number);
        line = end;
    }
    free(source);
    if (t->status < 0)
        t->status = t->err.n ? 1 : 0;
    return t;
}

static void test_free(Test *t)
{
    for (size_t i = 0; i < t->nout; i++)
        free(t->out[i].text);
    free(t->out);
    words_free(&t->args);
    words_free(&t->skip_modes);
    words_free(&t->err);
    free(t->path);
    free(t->dir);
    free(t->base);
    free(t);
}

/* -- finding tests ------------------------------------------------------- */

/* FNV-1a. */
static unsigned hash_path(const char *path)
{
    unsigned h = 2166136261u;

    for (; *path; path++)
        h = (h ^ (unsigned char)*path) * 16777619u;
    return h ^ h >> 15;
}

/* The part of all scripts that a path belongs to depends on it alone. */
static bool in_share(const char *path)
{
    return hash_path(path) % opt.of == opt.share - 1;
}

static void add_test(const char *path, bool named)
{
    Test *t;

    if (!named && !in_share(path)) {
        nleft_out++;
        return;
    }
    t = test_load(path);
    if (t->must_fail && !named) {
        test_free(t);
        return;
    }
    tests = xrealloc(tests, (ntests + 1) * sizeof *tests);
    tests[ntests++] = t;
}

static bool is_dir(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0)
        die("%s: %s", path, strerror(errno));
    return S_ISDIR(st.st_mode);
}

static void add_path(const char *path, bool named);

/* Folders named `fixtures` hold what tests use, not tests. */
static void add_entry(const char *dir, const char *name)
{
    size_t n = strlen(name);
    char *path = xprintf("%s/%s", dir, name);

    if (name[0] != '.' && strcmp(name, "fixtures") != 0 &&
        ((n > 4 && strcmp(name + n - 4, ".lua") == 0) || is_dir(path)))
        add_path(path, false);
    free(path);
}

static void add_path(const char *path, bool named)
{
    struct dirent **entries;
    int n;

    if (!is_dir(path)) {
        add_test(path, named);
        return;
    }
    n = scandir(path, &entries, NULL, alphasort);
    if (n < 0)
        die("%s: %s", path, strerror(errno));
    for (int i = 0; i < n; i++) {
        add_entry(path, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

/* -- modes --------------------------------------------------------------- */

static Mode *mode_new(const char *name, size_t n)
{
    Mode *m;

    modes = xrealloc(modes, (nmodes + 1) * sizeof *modes);
    m = &modes[nmodes++];
    *m = (Mode){0};
    snprintf(m->name, sizeof m->name, "%.*s", (int)n, name);
    return m;
}

static bool mode_builtin(const char *name)
{
    static const struct { const char *name, *env; bool fails; } known[] = {
        {"plain", "", false},
        {"stress-gc", "VMRUN_STRESS=gc", false},
        {"stress-minor", "VMRUN_STRESS=minor", false},
        {"stress-step", "VMRUN_STRESS=step", false},
        {"stress-check", "VMRUN_STRESS=minor+check", false},
        {"stress-every", "VMRUN_STRESS=every=7", false},
        {"stress-random", "VMRUN_STRESS=random=1+check", false},
        {"stress-stack", "VMRUN_STRESS=stack", false},
        {"stress-first", "VMRUN_STRESS=first", false},
        {"stress-slice", "VMRUN_STRESS=slice", false},
        {"fail-alloc", "", true},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].name) == 0) {
            Mode *m = mode_new(name, strlen(name));
            words_split(&m->env, known[i].env, ",");
            m->stress = strncmp(name, "stress", 6) == 0;
            m->fail_alloc = known[i].fails;
            return true;
        }
    }
    return false;
}

/* `spec` is a built-in mode's name, or NAME=VAR=VALUE,VAR=VALUE... */
static void mode_option(const char *spec)
{
    const char *eq = strchr(spec, '=');
    Mode *m;

    if (!eq && mode_builtin(spec))
        return;
    if (!eq)
        die("run-tests: unknown mode '%s'", spec);
    m = mode_new(spec, (size_t)(eq - spec));
    m->stress = true;
    words_split(&m->env, eq + 1, ", ");
}

static bool listed(const Words *ws, const char *name)
{
    for (size_t i = 0; i < ws->n; i++)
        if (strcmp(ws->w[i], name) == 0)
            return true;
    return false;
}

/* -- files that scripts write --------------------------------------------- */

static void scratch_make(void)
{
    const char *parent = getenv("TMPDIR");

    scratch = xprintf("%s/run-tests-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(scratch))
        die("%s: %s", scratch, strerror(errno));
}

/* What the script of this run may write: $TEST_FILE, and that with an ending. */
static void scratch_name(Run *r)
{
    static unsigned long serial;

    r->file = xprintf("%s/%lu", scratch, ++serial);
}

/* Scripts that are stopped half-way leave files behind. */
static void scratch_clear(Run *r)
{
    char *other = xprintf("%s.renamed", r->file);

    remove(r->file);
    remove(other);
    free(other);
    free(r->file);
}

static void scratch_remove(void)
{
    if (rmdir(scratch) != 0)
        die("%s: %s", scratch, strerror(errno));
    free(scratch);
}

/* -- starting ------------------------------------------------------------ */

/* Whether an inherited variable could change what a test does. */
static bool leaks_in(const char *var)
{
    static const char *const kept_out[] = {
        "LUA_INIT", "LUA_PATH", "LUA_CPATH", "VMRUN_", "LC_", "LANG", "TZ="};

    for (size_t i = 0; i < sizeof kept_out / sizeof *kept_out; i++)
        if (strncmp(var, kept_out[i], strlen(kept_out[i])) == 0)
            return true;
    return false;
}

static void make_env(Words *env, const Run *r)
{
    extern char **environ;

    for (char **e = environ; *e; e++)
        if (!leaks_in(*e))
            words_add(env, xprintf("%s", *e));
    words_add(env, xprintf("LC_ALL=C"));
    words_add(env, xprintf("TZ=UTC"));
    for (size_t i = 0; i < r->mode->env.n; i++)
        words_add(env, xprintf("%s", r->mode->env.w[i]));
    if (r->fail_n)
        words_add(env, xprintf("VMRUN_FAIL_ALLOC=%ld", r->fail_n));
    if (r->file)
        words_add(env, xprintf("TEST_FILE=%s", r->file));
}

static void start(Run *r)
{
    Words argv = {0}, env = {0};
    int timeout_s = opt.timeout_s * (r->mode->stress ? 6 : 1);

    for (size_t i = 0; i < vm_words.n; i++)
        words_add(&argv, xprintf("%s", vm_words.w[i]));
    for (size_t i = 0; i < r->test->args.n; i++)
        words_add(&argv, xprintf("%s", r->test->args.w[i]));
    words_add(&argv, xprintf("%s", r->test->base));
    make_env(&env, r);
    proc_start(&r->proc, argv.w, env.w, r->test->dir, timeout_s * 1000);
    words_free(&argv);
    words_free(&env);
}

/* -- judging ------------------------------------------------------------- */

/* Cut the next line off *text; false at its end. */
static bool next_line(const char **text, const char *end, const char **line,
                      size_t *n)
{
    const char *nl;

    if (*text == end)
        return false;
    nl = memchr(*text, '\n', (size_t)(end - *text));
    *line = *text;
    *n = (size_t)((nl ? nl : end) - *text);
    *text = nl ? nl + 1 : end;
    while (*n && strchr(" \t\r", (*line)[*n - 1]) && (*line)[*n - 1])
        --*n;
    return true;
}

static void wrong_line(Buf *why, const Test *t, size_t i, const char *got,
                       size_t ngot)
{
    if (i < t->nout)
        buf_addf(why, "  %s:%d: expected: %s\n", t->base, t->out[i].number,
                 t->out[i].text);
    else
        buf_addf(why, "  expected no more output\n");
    buf_addf(why, got ? "  got:      " : "  got nothing more");
    if (got)
        buf_add(why, got, ngot < 2000 ? ngot : 2000);
    buf_addf(why, "\n");
}

static void judge_output(Buf *why, const Test *t, const Buf *out)
{
    const char *text = out->s, *end = text + out->n, *line;
    size_t n, i;

    for (i = 0; next_line(&text, end, &line, &n); i++) {
        if (i == t->nout || n != strlen(t->out[i].text) ||
            memcmp(line, t->out[i].text, n) != 0) {
            wrong_line(why, t, i, line, n);
            return;
        }
    }
    if (i < t->nout)
        wrong_line(why, t, i, NULL, 0);
}

static bool says(const Buf *b, const char *text)
{
    return strstr(b->s, text);
}

static void judge_errors(Buf *why, const Test *t, const Buf *err)
{
    for (size_t i = 0; i < t->err.n; i++)
        if (!says(err, t->err.w[i]))
            buf_addf(why, "  expected in standard error: %s\n", t->err.w[i]);
    if ((why->n || (!t->err.n && !t->status)) && err->n)
        buf_addf(why, "  standard error: %s%s", err->s,
                 err->s[err->n - 1] == '\n' ? "" : "\n");
}

/* Ends that no script may come to. */
static bool judge_crash(Buf *why, const Proc *p)
{
    if (p->end == PROC_SIGNALLED)
        buf_addf(why, "  died of signal %d (%s)\n", p->code,
                 strsignal(p->code));
    else if (p->end == PROC_HUNG)
        buf_addf(why, "  did not end in time\n");
    else if (p->end == PROC_FLOOD)
        buf_addf(why, "  wrote too much\n");
    else if (says(&p->text[1], "runtime error:") ||
             says(&p->text[1], "Sanitizer"))
        buf_addf(why, "  a sanitizer reports\n");
    if (why->n && p->text[1].n)
        buf_addf(why, "  standard error: %s\n", p->text[1].s);
    return why->n > 0;
}

static void judge(Buf *why, const Run *r)
{
    if (judge_crash(why, &r->proc))
        return;
    judge_output(why, r->test, &r->proc.text[0]);
    if (r->proc.code != r->test->status)
        buf_addf(why, "  exit status %d, expected %d\n", r->proc.code,
                 r->test->status);
    judge_errors(why, r->test, &r->proc.text[1]);
}

/* Whether all that was written is what the test writes first. */
static bool is_beginning(const Test *t, const Buf *out)
{
    const char *text = out->s, *end = text + out->n, *line;
    size_t n, i = 0;

    while (next_line(&text, end, &line, &n)) {
        bool cut = text == end && end[-1] != '\n';
        if (i == t->nout || strncmp(line, t->out[i].text, n) != 0 ||
            (!cut && n != strlen(t->out[i].text)))
            return false;
        i++;
    }
    return true;
}

/* Whether a run that was refused memory and did something else than expected
 * did what it may: end with the error, or go on having caught it. */
static bool may_differ(const Run *r)
{
    const Proc *p = &r->proc;
    bool told = says(&p->text[1], "not enough memory");

    if (p->end != PROC_EXITED || says(&p->text[1], "runtime error:") ||
        says(&p->text[1], "Sanitizer"))
        return false;
    if (p->code == 1 && told)
        return r->test->survives || is_beginning(r->test, &p->text[0]);
    return r->test->survives &&
           (p->code == 0 || p->code == 1 || p->code == r->test->status);
}

/* -- reporting ----------------------------------------------------------- */

static void clear_progress(void)
{
    if (opt.tty)
        fputs("\r\033[K", stdout);
}

static void progress(const Run *r)
{
    size_t done = counts.passed + counts.failed + counts.skipped;

    if (!opt.tty)
        return;
    clear_progress();
    printf("[%zu/%zu] %.50s %s", done, counts.total, r->test->path,
           r->mode->name);
    fflush(stdout);
}

static void print_command(const Run *r)
{
    printf("  repeat: cd %s &&", r->test->dir);
    for (size_t i = 0; i < r->mode->env.n; i++)
        printf(" %s", r->mode->env.w[i]);
    if (r->fail_n)
        printf(" VMRUN_FAIL_ALLOC=%ld", r->fail_n);
    for (size_t i = 0; i < vm_words.n; i++)
        printf(" %s", vm_words.w[i]);
    for (size_t i = 0; i < r->test->args.n; i++)
        printf(" %s", r->test->args.w[i]);
    printf(" %s\n", r->test->base);
}

static void report(const Run *r, const Buf *why)
{
    clear_progress();
    printf("FAIL %s [%s]\n", r->test->path, r->mode->name);
    fwrite(why->s, 1, why->n, stdout);
    print_command(r);
}

static void settle(const Run *r, Buf *why)
{
    bool failed = why->n > 0;

    if (failed == opt.expect_fail) {
        counts.passed++;
        return;
    }
    counts.failed++;
    if (!failed)
        buf_addf(why, "  it should have failed\n");
    report(r, why);
}

/* -- the queue ----------------------------------------------------------- */

static bool skipped(const Test *t, const Mode *m)
{
    if (opt.oracle && (t->no_oracle || t->args.n))
        return true;
    return listed(&t->skip_modes, m->name);
}

/* Whether an empty script succeeds when the n-th allocation fails. */
static bool starts_up(long n)
{
    static char null[] = "/dev/null", here[] = ".";
    static const Test empty = {.path = null, .dir = here, .base = null};
    static const Mode mode = {.fail_alloc = true};
    Run r = {.test = &empty, .mode = &mode, .fail_n = n};
    Proc *p = &r.proc;
    bool ok;

    start(&r);
    while (!proc_done(p))
        proc_wait(&p, 1);
    ok = p->end == PROC_EXITED && p->code == 0;
    proc_free(p);
    return ok;
}

static long count_startup(void)
{
    long lo = 0, hi = 1;

    while (hi < MAX_FAIL_N && !starts_up(hi))
        hi *= 2;
    while (hi - lo > 1) {
        long n = lo + (hi - lo) / 2;
        *(starts_up(n) ? &hi : &lo) = n;
    }
    return lo;
}

/* Where counting begins: at 1 for one test, to have all of the startup fail,
 * and with the script for the others. */
static long first_fail(void)
{
    if (startup)
        return startup + 1;
    startup = count_startup();
    return 1;
}

/* The next pair of test and mode, all modes of one test in turn. */
static bool next_run(Run *r)
{
    static size_t at;

    for (; at < ntests * nmodes; at++) {
        const Test *t = tests[at / nmodes];
        const Mode *m = &modes[at % nmodes];
        if (skipped(t, m)) {
            counts.skipped++;
            continue;
        }
        at++;
        *r = (Run){.test = t, .mode = m};
        scratch_name(r);
        if (m->fail_alloc)
            r->fail_n = first_fail();
        return true;
    }
    return false;
}

/* After a run that counts upwards: whether to run again with a later n.
 * It is over once the script succeeded several times in a row, since one
 * success may only mean that the failure was caught. */
static bool goes_on(Run *r, Buf *why)
{
    bool fits = why->n == 0;
    long n = r->fail_n - startup;

    if (!fits && (!may_differ(r) || r->fail_n > MAX_FAIL_N))
        return false;
    buf_free(why);
    r->streak = fits ? r->streak + 1 : 0;
    if (r->streak == STEADY)
        return false;
    if (n < ALL_SMALL_N)
        r->fail_n++;
    else /* others for each script */
        r->fail_n += n / 8 + hash_path(r->test->path) % 5;
    return true;
}

/* A run has ended. Returns whether the slot keeps running. */
static bool finish(Run *r)
{
    Buf why = {0};
    bool again;

    judge(&why, r);
    again = r->mode->fail_alloc && goes_on(r, &why);
    proc_free(&r->proc);
    if (!again) {
        scratch_clear(r);
        settle(r, &why);
    } else {
        start(r);
    }
    buf_free(&why);
    progress(r);
    return again;
}

static void run_all(void)
{
    Run slots[MAX_JOBS];
    Proc *procs[MAX_JOBS];
    size_t n = 0;

    counts.total = ntests * nmodes;
    for (;;) {
        while (n < opt.njobs && next_run(&slots[n]))
            start(&slots[n++]);
        if (!n)
            break;
        for (size_t i = 0; i < n; i++)
            procs[i] = &slots[i].proc;
        proc_wait(procs, n);
        for (size_t i = n; i-- > 0;)
            if (proc_done(&slots[i].proc) && !finish(&slots[i]))
                slots[i] = slots[--n];
    }
    clear_progress();
}

/* -- the command line ---------------------------------------------------- */

static _Noreturn void usage(void)
{
    fputs("usage: run-tests [--vm CMD] [--jobs N] [--timeout SECONDS]\n"
          "                 [--mode NAME | --mode NAME=VAR=VALUE,...]\n"
          "                 [--share I/N] [--oracle] [--expect-fail] "
          "FILE|DIR...\n",
          stderr);
    exit(2);
}

static bool read_flag(const char *word)
{
    if (strcmp(word, "--oracle") == 0)
        opt.oracle = true;
    else if (strcmp(word, "--expect-fail") == 0)
        opt.expect_fail = true;
    else
        return false;
    return true;
}

/* I/N: the I-th of N parts of all scripts. */
static void read_share(const char *value)
{
    if (sscanf(value, "%u/%u", &opt.share, &opt.of) != 2 || opt.share < 1 ||
        opt.share > opt.of)
        usage();
}

static void read_option(const char *word, const char *value)
{
    if (!value)
        usage();
    if (strcmp(word, "--vm") == 0)
        opt.vm = value;
    else if (strcmp(word, "--jobs") == 0)
        opt.njobs = (size_t)atoi(value);
    else if (strcmp(word, "--timeout") == 0)
        opt.timeout_s = atoi(value);
    else if (strcmp(word, "--mode") == 0)
        mode_option(value);
    else if (strcmp(word, "--share") == 0)
        read_share(value);
    else
        usage();
}

static void read_options(char **argv)
{
    while (*++argv) {
        if (strncmp(*argv, "--", 2) != 0)
            add_path(*argv, true);
        else if (!read_flag(*argv)) {
            read_option(argv[0], argv[1]);
            argv++;
        }
    }
    if ((!ntests && !nleft_out) || opt.njobs < 1 || opt.njobs > MAX_JOBS || opt.timeout_s < 1)
        usage();
}

static void choose_modes(void)
{
    static const char *const all[] = {
        "plain",        "stress-gc",    "stress-minor",  "stress-step",
        "stress-check", "stress-every", "stress-random", "stress-stack",
        "fail-alloc"};

    if (nmodes)
        return;
    for (size_t i = 0; i < (opt.oracle ? 1 : sizeof all / sizeof *all); i++)
        mode_builtin(all[i]);
}

static void free_all(void)
{
    for (size_t i = 0; i < ntests; i++)
        test_free(tests[i]);
    for (size_t i = 0; i < nmodes; i++)
        words_free(&modes[i].env);
    free(tests);
    free(modes);
    words_free(&vm_words);
}

int main(int argc, char **argv)
{
    (void)argc;
    opt.tty = isatty(STDOUT_FILENO);
    read_options(argv);
    choose_modes();
    if (!opt.vm)
        opt.vm = opt.oracle ? "lua5.4" : "build/vmrun";
    words_command(&vm_words, opt.vm);
    scratch_make();
    run_all();
    scratch_remove();
    if (opt.of > 1)
        printf("part %u of %u: %zu scripts, without %zu others\n", opt.share,
               opt.of, ntests, nleft_out);
    printf("%zu passed, %zu failed, %zu skipped\n", counts.passed,
           counts.failed, counts.skipped);
    free_all();
    return counts.failed > 0;
}
