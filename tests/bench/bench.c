/*
 * tests/bench/bench.c -- runs the benchmarks under several engines in turn.
 *
 * Every program of a folder runs as a process of its own, one at a time:
 *
 *     for each round: for each program: for each engine: run, measure
 *
 * so that what disturbs the machine disturbs all engines alike, and a ratio
 * is the median of ratios taken side by side. Processor time, wall time and
 * peak memory are the kernel's (wait4); the times of single iterations are
 * the program's own (harness.lua). Answers must agree with lua5.4's.
 *
 * Read     run_process, measure, ratio, print_table.
 */

#define _DEFAULT_SOURCE /* wait4, mkdtemp */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_ENGINES = 8,
    MAX_PROGRAMS = 128,
    MAX_WORDS = 16,      /* in an engine's command */
    NAME_NBYTES = 48,
    PATH_NBYTES = 1024,
    NSLOWEST = 8,
    DEFAULT_ROUNDS = 5,
    STARTUP_ROUNDS = 40,
};

/* Differences below this are noise on a shared machine. */
static const double TIE = 0.08;

static const char BASE[] = "lua5.4";
static const char SECOND[] = "luajit-joff";

typedef struct {
    const char *name;
    char *words[MAX_WORDS]; /* the command, to be followed by a file */
    int nwords;
} Engine;

typedef struct {
    char name[NAME_NBYTES];
    char group[NAME_NBYTES];
} Program;

/* One run of a program. */
typedef struct {
    double cpu_s, wall_s, peak_mb;
    double first_ms, best_ms; /* 0 when the program did not say */
} Sample;

/* All runs of one program under one engine. */
typedef struct {
    Sample *samples; /* one a round */
    int nsamples;
    char *answer;
    char trouble[160]; /* why this cell does not count, or "" */
} Cell;

typedef struct {
    Engine engines[MAX_ENGINES];
    int nengines;
    Program programs[MAX_PROGRAMS];
    int nprograms;
    Cell *cells; /* nprograms * nengines */
    int nrounds, base, second; /* engines by number, or -1 */
    unsigned timeout_s;
    bool by_wall, color, progress;
    const char *dir, *only, *svg, *detail;
    double started_s;
} Bench;

static _Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "bench: %s: %s\n", what, which);
    exit(2);
}

static void *allocate(size_t n, size_t nbytes)
{
    void *p = calloc(n ? n : 1, nbytes);
    if (!p)
        fail("out of memory", "calloc");
    return p;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static Cell *cell_at(const Bench *bench, int program, int engine)
{
    return &bench->cells[program * bench->nengines + engine];
}

/* ------------------------------------------------------------ statistics */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of values[0..n-1], which it sorts; NAN when there are none. */
static double median(double *values, int n)
{
    if (n == 0)
        return NAN;
    qsort(values, (size_t)n, sizeof *values, by_value);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

static double cpu_s(const Sample *s) { return s->cpu_s; }
static double wall_s(const Sample *s) { return s->wall_s; }
static double peak_mb(const Sample *s) { return s->peak_mb; }
static double first_ms(const Sample *s) { return s->first_ms; }
static double best_ms(const Sample *s) { return s->best_ms; }

static double median_of(const Cell *cell, double (*part)(const Sample *))
{
    double *values;
    if (cell->trouble[0])
        return NAN;
    values = allocate((size_t)cell->nsamples, sizeof *values);
    for (int i = 0; i < cell->nsamples; i++)
        values[i] = part(&cell->samples[i]);
    double result = median(values, cell->nsamples);
    free(values);
    return result;
}

static double least_of(const Cell *cell, double (*part)(const Sample *))
{
    double least = NAN;
    for (int i = 0; i < cell->nsamples && !cell->trouble[0]; i++)
        least = fmin(least, part(&cell->samples[i]));
    return least;
}

static double most_of(const Cell *cell, double (*part)(const Sample *))
{
    double most = NAN;
    for (int i = 0; i < cell->nsamples && !cell->trouble[0]; i++)
        most = fmax(most, part(&cell->samples[i]));
    return most;
}

static double run_time(const Bench *bench, const Sample *sample)
{
    return bench->by_wall ? sample->wall_s : sample->cpu_s;
}

/* The median ratio of runs taken side by side; NAN when there are none. */
static double paired_ratio(const Bench *bench, const Cell *a, const Cell *b)
{
    int n = a->nsamples < b->nsamples ? a->nsamples : b->nsamples;
    if (a->trouble[0] || b->trouble[0])
        return NAN;
    double *ratios = allocate((size_t)n, sizeof *ratios);
    for (int i = 0; i < n; i++)
        ratios[i] = run_time(bench, &a->samples[i])
                    / run_time(bench, &b->samples[i]);
    double result = median(ratios, n);
    free(ratios);
    return result;
}

static double ratio(const Bench *bench, int program, int engine, int to)
{
    if (to < 0)
        return NAN;
    return paired_ratio(bench, cell_at(bench, program, engine),
                        cell_at(bench, program, to));
}

static bool starts_group(const Bench *bench, int program)
{
    const Program *p = &bench->programs[program];
    return program == 0 || strcmp(p->group, p[-1].group) != 0;
}

/* The geometric mean over the group of `program`. */
static double group_mean(const Bench *bench, int program, int engine, int to)
{
    const char *group = bench->programs[program].group;
    double sum = 0;
    int n = 0;
    for (int p = 0; p < bench->nprograms; p++) {
        double r = ratio(bench, p, engine, to);
        if (!strcmp(bench->programs[p].group, group) && !isnan(r)) {
            sum += log(r);
            n++;
        }
    }
    return n ? exp(sum / n) : NAN;
}

/* The geometric mean over all groups, each counting the same. */
static double overall_mean(const Bench *bench, int engine, int to)
{
    double sum = 0;
    int n = 0;
    for (int p = 0; p < bench->nprograms; p++) {
        double mean = group_mean(bench, p, engine, to);
        if (starts_group(bench, p) && !isnan(mean)) {
            sum += log(mean);
            n++;
        }
    }
    return n ? exp(sum / n) : NAN;
}

/* --------------------------------------------------------------- engines */

/* Split `command` at its spaces, in place. */
static void set_command(Engine *engine, const char *name, char *command)
{
    engine->name = name;
    engine->nwords = 0;
    for (char *word = strtok(command, " "); word; word = strtok(NULL, " ")) {
        if (engine->nwords == MAX_WORDS - 5)
            fail("too many words in the command of", name);
        engine->words[engine->nwords++] = word;
    }
}

static int find_engine(const Bench *bench, const char *name)
{
    for (int i = 0; i < bench->nengines; i++)
        if (!strcmp(bench->engines[i].name, name))
            return i;
    return -1;
}

/* NAME=CMD: replace that engine, or add one; an empty CMD takes it out. */
static void define_engine(Bench *bench, char *definition)
{
    char *command = strchr(definition, '=');
    if (!command || command == definition)
        fail("an engine is NAME=CMD, not", definition);
    *command++ = '\0';
    int at = find_engine(bench, definition);
    if (at < 0) {
        if (bench->nengines == MAX_ENGINES)
            fail("too many engines", definition);
        at = bench->nengines++;
    }
    set_command(&bench->engines[at], definition, command);
}

static void define_default_engines(Bench *bench)
{
    static char definitions[][40] = {
        "vmrun=build/vmrun", "lua5.4=lua5.4",
        "luajit-joff=luajit -joff", "luajit=luajit",
    };
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
        define_engine(bench, definitions[i]);
}

static bool is_runnable(const char *program)
{
    char path[PATH_NBYTES];
    const char *dirs = getenv("PATH");
    if (strchr(program, '/'))
        return access(program, X_OK) == 0;
    while (dirs && *dirs) {
        int nbytes = (int)strcspn(dirs, ":");
        snprintf(path, sizeof path, "%.*s/%s", nbytes, dirs, program);
        if (access(path, X_OK) == 0)
            return true;
        dirs += nbytes + (dirs[nbytes] == ':');
    }
    return false;
}

static void drop_missing_engines(Bench *bench)
{
    int kept = 0;
    for (int i = 0; i < bench->nengines; i++) {
        const Engine *engine = &bench->engines[i];
        if (engine->nwords == 0)
            continue;
        if (is_runnable(engine->words[0]))
            bench->engines[kept++] = *engine;
        else
            fprintf(stderr, "bench: no %s here, leaving out %s\n",
                    engine->words[0], engine->name);
    }
    bench->nengines = kept;
    bench->base = find_engine(bench, BASE);
    bench->second = find_engine(bench, SECOND);
    if (kept == 0)
        fail("nothing to run", "no engine is left");
}

/* -------------------------------------------------------------- programs */

/* A program names its group in one of its first lines: "-- group: NAME". */
static bool read_group(const char *path, char *group)
{
    char line[128];
    bool found = false;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    for (int i = 0; i < 5 && !found && fgets(line, sizeof line, file); i++)
        found = sscanf(line, "-- group: %40s", group) == 1;
    fclose(file);
    return found;
}

static bool is_wanted(const Bench *bench, const Program *program)
{
    return !bench->only || !strcmp(program->group, bench->only)
           || strstr(program->name, bench->only)
           || fnmatch(bench->only, program->name, 0) == 0;
}

static void add_program(Bench *bench, const char *file)
{
    char path[PATH_NBYTES];
    Program program = { .name = "" };
    size_t nbytes = strlen(file);
    if (nbytes < 5 || nbytes - 4 >= NAME_NBYTES
        || strcmp(file + nbytes - 4, ".lua") != 0)
        return;
    snprintf(path, sizeof path, "%s/%s", bench->dir, file);
    memcpy(program.name, file, nbytes - 4);
    if (!read_group(path, program.group) || !is_wanted(bench, &program))
        return;
    if (bench->nprograms == MAX_PROGRAMS)
        fail("too many programs in", bench->dir);
    bench->programs[bench->nprograms++] = program;
}

static int by_group_and_name(const void *a, const void *b)
{
    const Program *p = a, *q = b;
    int order = strcmp(p->group, q->group);
    return order ? order : strcmp(p->name, q->name);
}

static void find_programs(Bench *bench)
{
    DIR *dir = opendir(bench->dir);
    if (!dir)
        fail("cannot read", bench->dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        add_program(bench, entry->d_name);
    closedir(dir);
    if (bench->nprograms == 0)
        fail("no programs in", bench->dir);
    qsort(bench->programs, (size_t)bench->nprograms, sizeof(Program),
          by_group_and_name);
}

/* ------------------------------------------------------------ one process */

static _Noreturn void be_child(char **words, int out, int err,
                               unsigned timeout_s)
{
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0
        || dup2(err, 2) < 0)
        _exit(126);
    setenv("BENCH_TIMES", "1", 1);
    alarm(timeout_s); /* survives exec, and kills */
    execvp(words[0], words);
    _exit(127);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double maxrss_mb(const struct rusage *usage)
{
#ifdef __APPLE__
    return (double)usage->ru_maxrss / (1024.0 * 1024.0);
#else
    return (double)usage->ru_maxrss / 1024.0;
#endif
}

/*
 * Run `words` to its end and measure it; returns what wait4 says of it.
 *
 * Linux counts the memory of the process that forked into the peak of the
 * child, so this program stays small: no engine is smaller.
 */
static int run_process(char **words, FILE *out, FILE *err,
                       unsigned timeout_s, Sample *sample)
{
    struct rusage usage;
    int status;
    fflush(NULL);
    double start_s = now_s();
    pid_t pid = fork();
    if (pid < 0)
        fail("cannot fork", strerror(errno));
    if (pid == 0)
        be_child(words, fileno(out), fileno(err), timeout_s);
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR)
            fail("cannot wait", strerror(errno));
    sample->wall_s = now_s() - start_s;
    sample->cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    sample->peak_mb = maxrss_mb(&usage);
    return status;
}

/* All that is in `file`, as a string that the caller frees. */
static char *read_all(FILE *file)
{
    fseek(file, 0, SEEK_END);
    long nbytes = ftell(file);
    char *text = allocate((size_t)(nbytes > 0 ? nbytes : 0) + 1, 1);
    rewind(file);
    text[fread(text, 1, (size_t)(nbytes > 0 ? nbytes : 0), file)] = '\0';
    return text;
}

static char *last_line(char *text)
{
    size_t nbytes = strlen(text);
    while (nbytes > 0 && strchr("\r\n", text[nbytes - 1]))
        text[--nbytes] = '\0';
    char *newline = strrchr(text, '\n');
    return newline ? newline + 1 : text;
}

/* The first and the best iteration, from the line "times: t1 t2 ...". */
static void read_times(char *errors, Sample *sample)
{
    char *at = last_line(errors), *after;
    if (strncmp(at, "times: ", 7) != 0)
        return;
    at += 7;
    for (double s = strtod(at, &after); after != at; s = strtod(at, &after)) {
        double ms = s * 1e3;
        if (sample->first_ms == 0)
            sample->first_ms = sample->best_ms = ms;
        sample->best_ms = fmin(sample->best_ms, ms);
        at = after;
    }
}

/* The length of the first line, for "%.*s"; at most `most`. */
static int line_nbytes(const char *text, int most)
{
    int nbytes = (int)strcspn(text, "\n");
    return nbytes < most ? nbytes : most;
}

/* Why a process did not end well; "" when it did. */
static void explain(int status, const char *errors, char *trouble,
                    size_t nbytes)
{
    trouble[0] = '\0';
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        snprintf(trouble, nbytes, "took too long");
    else if (WIFSIGNALED(status))
        snprintf(trouble, nbytes, "was killed by signal %d",
                 WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
        snprintf(trouble, nbytes, "ended with %d: %.*s",
                 WEXITSTATUS(status), line_nbytes(errors, 100), errors);
}

/*
 * Run an engine on `file` and what follows it (NULL-terminated, may be
 * empty); the caller frees *answer.
 */
static void measure(const Engine *engine, char *const *file,
                    unsigned timeout_s, Sample *sample, char **answer,
                    char *trouble, size_t nbytes)
{
    char *words[MAX_WORDS + 1];
    int n = engine->nwords;
    FILE *out = tmpfile(), *err = tmpfile();
    if (!out || !err)
        fail("no temporary file", strerror(errno));
    memcpy(words, engine->words, (size_t)n * sizeof *words);
    while (*file && n < MAX_WORDS)
        words[n++] = *file++;
    words[n] = NULL;
    memset(sample, 0, sizeof *sample);
    int status = run_process(words, out, err, timeout_s, sample);
    char *errors = read_all(err);
    *answer = read_all(out);
    read_times(errors, sample);
    explain(status, errors, trouble, nbytes);
    free(errors);
    fclose(err);
    fclose(out);
}

/* --------------------------------------------------------------- all runs */

static void show_progress(const Bench *bench, int round, int program,
                          int engine)
{
    int total = bench->nrounds * bench->nprograms * bench->nengines;
    int done = (round * bench->nprograms + program) * bench->nengines
               + engine;
    double gone_s = now_s() - bench->started_s;
    if (!bench->progress)
        return;
    fprintf(stderr, "\r\033[Kround %d/%d  %d/%d  %s under %s", round + 1,
            bench->nrounds, program + 1, bench->nprograms,
            bench->programs[program].name, bench->engines[engine].name);
    if (done >= 2 * bench->nengines)
        fprintf(stderr, "  (%.0f s left)", gone_s * (total - done) / done);
    fflush(stderr);
}

static void end_progress(const Bench *bench)
{
    if (bench->progress)
        fprintf(stderr, "\r\033[K");
}

static void run_cell(Bench *bench, int program, int engine)
{
    char path[PATH_NBYTES], trouble[sizeof((Cell *)0)->trouble];
    char *file[] = { path, NULL }, *answer;
    Cell *cell = cell_at(bench, program, engine);
    if (cell->trouble[0])
        return;
    snprintf(path, sizeof path, "%s/%s.lua", bench->dir,
             bench->programs[program].name);
    measure(&bench->engines[engine], file, bench->timeout_s,
            &cell->samples[cell->nsamples++], &answer, trouble,
            sizeof trouble);
    memcpy(cell->trouble, trouble, sizeof trouble);
    if (!cell->answer) {
        cell->answer = answer;
        return;
    }
    if (!trouble[0] && strcmp(cell->answer, answer) != 0)
        snprintf(cell->trouble, sizeof cell->trouble,
                 "answers differently in round %d", cell->nsamples);
    free(answer);
}

/* Compare all answers with lua5.4's, or the first engine's without it. */
static void check_answers(Bench *bench)
{
    int judge = bench->base >= 0 ? bench->base : 0;
    for (int p = 0; p < bench->nprograms; p++) {
        const Cell *right = cell_at(bench, p, judge);
        for (int e = 0; e < bench->nengines; e++) {
            Cell *cell = cell_at(bench, p, e);
            if (right->trouble[0] || cell->trouble[0]
                || !strcmp(cell->answer, right->answer))
                continue;
            snprintf(cell->trouble, sizeof cell->trouble,
                     "answers \"%.*s\" where %.20s answers \"%.*s\"",
                     line_nbytes(cell->answer, 50), cell->answer,
                     bench->engines[judge].name,
                     line_nbytes(right->answer, 50), right->answer);
        }
    }
}

static void run_all(Bench *bench)
{
    size_t ncells = (size_t)(bench->nprograms * bench->nengines);
    bench->cells = allocate(ncells, sizeof(Cell));
    for (size_t i = 0; i < ncells; i++)
        bench->cells[i].samples = allocate((size_t)bench->nrounds,
                                           sizeof(Sample));
    bench->started_s = now_s();
    for (int round = 0; round < bench->nrounds; round++)
        for (int p = 0; p < bench->nprograms; p++)
            for (int e = 0; e < bench->nengines; e++) {
                show_progress(bench, round, p, e);
                run_cell(bench, p, e);
            }
    end_progress(bench);
    check_answers(bench);
}

static void free_cells(Bench *bench)
{
    for (int i = 0; i < bench->nprograms * bench->nengines; i++) {
        free(bench->cells[i].samples);
        free(bench->cells[i].answer);
    }
    free(bench->cells);
}

/* ------------------------------------------------------------- the table */

static void print_number(double value, int width, int digits)
{
    if (isnan(value) || value == 0)
        printf("%*s", width, "-");
    else
        printf("%*.*f", width, digits, value);
}

static void print_ratio(const Bench *bench, double value, int width)
{
    const char *color = value < 1 - TIE   ? "\033[32m"
                        : value > 1 + TIE ? "\033[31m"
                                          : "";
    bool colored = bench->color && color[0];
    if (colored)
        printf("%s", color);
    print_number(value, width, 2);
    if (colored)
        printf("\033[0m");
}

static int other_width(const Engine *engine)
{
    int nbytes = (int)strlen(engine->name);
    return nbytes < 8 ? 9 : nbytes + 1;
}

/* Neither the base nor the engine shown in full. */
static bool is_other(const Bench *bench, int engine, int subject)
{
    return engine != subject && engine != bench->base;
}

static void print_head(const Bench *bench, int subject)
{
    const char *name = bench->engines[subject].name;
    printf("\n%-27s%15s  %s%*s", "", BASE, name,
           bench->nengines > 2 ? 40 - (int)strlen(name) : 0, "");
    for (int e = 0; e < bench->nengines; e++)
        if (is_other(bench, e, subject))
            printf("%*s", other_width(&bench->engines[e]),
                   bench->engines[e].name);
    printf("\n%-16s%-11s%8s%7s%9s%8s%9s%9s%7s", "program", "group",
           bench->by_wall ? "wall s" : "cpu s", "MB", "/lua5.4", "/joff",
           "first ms", "best ms", "MB");
    for (int e = 0; e < bench->nengines; e++)
        if (is_other(bench, e, subject))
            printf("%*s", other_width(&bench->engines[e]), "/lua5.4");
    putchar('\n');
}

static void print_others(const Bench *bench, int program, int subject,
                         double (*mean)(const Bench *, int, int, int))
{
    for (int e = 0; e < bench->nengines; e++)
        if (is_other(bench, e, subject))
            print_ratio(bench, mean(bench, program, e, bench->base),
                        other_width(&bench->engines[e]));
    putchar('\n');
}

static void print_row(const Bench *bench, int program, int subject)
{
    const Program *p = &bench->programs[program];
    const Cell *cell = cell_at(bench, program, subject);
    printf("%-16s%-11s", p->name, p->group);
    if (bench->base >= 0) {
        const Cell *base = cell_at(bench, program, bench->base);
        print_number(median_of(base, bench->by_wall ? wall_s : cpu_s), 8, 3);
        print_number(most_of(base, peak_mb), 7, 1);
    } else {
        printf("%8s%7s", "-", "-");
    }
    print_ratio(bench, ratio(bench, program, subject, bench->base), 9);
    print_ratio(bench, ratio(bench, program, subject, bench->second), 8);
    print_number(median_of(cell, first_ms), 9, 1);
    print_number(least_of(cell, best_ms), 9, 1);
    print_number(most_of(cell, peak_mb), 7, 1);
    print_others(bench, program, subject, ratio);
}

static double overall_as_group(const Bench *bench, int program, int engine,
                               int to)
{
    (void)program;
    return overall_mean(bench, engine, to);
}

static void print_mean(const Bench *bench, int program, int subject,
                       const char *name,
                       double (*mean)(const Bench *, int, int, int))
{
    printf("%-16s%-26s", "geometric mean", name);
    print_ratio(bench, mean(bench, program, subject, bench->base), 9);
    print_ratio(bench, mean(bench, program, subject, bench->second), 8);
    printf("%25s", "");
    print_others(bench, program, subject, mean);
}

static void print_means(const Bench *bench, int subject)
{
    putchar('\n');
    for (int p = 0; p < bench->nprograms; p++)
        if (starts_group(bench, p))
            print_mean(bench, p, subject, bench->programs[p].group,
                       group_mean);
    print_mean(bench, 0, subject, "all groups", overall_as_group);
}

static void print_slowest(const Bench *bench, int subject)
{
    bool shown[MAX_PROGRAMS] = { false };
    printf("\nslowest of %s against %s:", bench->engines[subject].name,
           BASE);
    for (int i = 0; i < NSLOWEST; i++) {
        int slowest = -1;
        double most = 0;
        for (int p = 0; p < bench->nprograms; p++) {
            double r = ratio(bench, p, subject, bench->base);
            if (!shown[p] && !isnan(r) && r > most) {
                slowest = p;
                most = r;
            }
        }
        if (slowest < 0)
            break;
        shown[slowest] = true;
        printf("%s %s ", i ? "," : "", bench->programs[slowest].name);
        print_ratio(bench, most, 0);
    }
    putchar('\n');
}

static void print_table(const Bench *bench, int subject)
{
    print_head(bench, subject);
    for (int p = 0; p < bench->nprograms; p++)
        print_row(bench, p, subject);
    print_means(bench, subject);
    if (bench->base >= 0 && subject != bench->base)
        print_slowest(bench, subject);
}

/* The engine shown in full: as asked for, or the first that is not lua5.4. */
static int find_subject(const Bench *bench)
{
    int subject = bench->base == 0 && bench->nengines > 1 ? 1 : 0;
    if (bench->detail) {
        subject = find_engine(bench, bench->detail);
        if (subject < 0)
            fail("no such engine", bench->detail);
    }
    return subject;
}

static void print_tables(const Bench *bench)
{
    if (!bench->detail || strcmp(bench->detail, "all") != 0) {
        print_table(bench, find_subject(bench));
        return;
    }
    for (int e = 0; e < bench->nengines; e++)
        if (e != bench->base || bench->nengines == 1)
            print_table(bench, e);
}

/* Returns whether there was any trouble. */
static bool print_troubles(const Bench *bench)
{
    bool any = false;
    for (int p = 0; p < bench->nprograms; p++)
        for (int e = 0; e < bench->nengines; e++) {
            const Cell *cell = cell_at(bench, p, e);
            if (!cell->trouble[0])
                continue;
            printf("%s%s%s: %s %s%s\n", any ? "" : "\n",
                   bench->color ? "\033[31m" : "", bench->programs[p].name,
                   bench->engines[e].name, cell->trouble,
                   bench->color ? "\033[0m" : "");
            any = true;
        }
    return any;
}

/* --------------------------------------------------------------- the SVG */

enum {
    SVG_LEFT = 150,  /* names */
    SVG_WIDTH = 640, /* bars */
    SVG_RIGHT = 50,
    SVG_TOP = 96,
    SVG_BAR = 8,
    SVG_GAP = 9,
    SVG_HEAD = 26, /* a group's name */
};

static const double SVG_MOST = 2.5; /* longer bars are cut here */

static const char *const COLORS[MAX_ENGINES] = {
    "#2563eb", "#f59e0b", "#10b981", "#db2777",
    "#7c3aed", "#0891b2", "#65a30d", "#dc2626",
};

typedef struct {
    FILE *file;
    const Bench *bench;
    double most; /* the ratio at the right edge */
    int y;
} Svg;

static void put_xml(FILE *file, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&': fputs("&amp;", file); break;
        case '<': fputs("&lt;", file); break;
        default: fputc(*text, file); break;
        }
}

static double svg_x(const Svg *svg, double value)
{
    double width = SVG_WIDTH;
    return (double)SVG_LEFT + width * fmin(value, svg->most) / svg->most;
}

static double largest_ratio(const Bench *bench)
{
    double most = 1.2;
    for (int p = 0; p < bench->nprograms; p++)
        for (int e = 0; e < bench->nengines; e++)
            most = fmax(most, ratio(bench, p, e, bench->base));
    return fmin(most, SVG_MOST);
}

static int nseries(const Bench *bench)
{
    return bench->nengines - (bench->base >= 0);
}

static int svg_row_height(const Bench *bench)
{
    return nseries(bench) * SVG_BAR + SVG_GAP;
}

static int ngroups(const Bench *bench)
{
    int n = 0;
    for (int p = 0; p < bench->nprograms; p++)
        n += starts_group(bench, p);
    return n;
}

static int svg_height(const Bench *bench)
{
    int nheads = ngroups(bench) + 1;
    int nrows = bench->nprograms + nheads;
    return SVG_TOP + nrows * svg_row_height(bench) + nheads * SVG_HEAD + 20;
}

static void svg_text(const Svg *svg, double x, int y, const char *attributes,
                     const char *text)
{
    fprintf(svg->file, "<text x=\"%.1f\" y=\"%d\" %s>", x, y, attributes);
    put_xml(svg->file, text);
    fputs("</text>\n", svg->file);
}

static void svg_legend(const Svg *svg)
{
    int x = SVG_LEFT, series = 0;
    for (int e = 0; e < svg->bench->nengines; e++) {
        const char *name = svg->bench->engines[e].name;
        if (e == svg->bench->base)
            continue;
        fprintf(svg->file, "<rect x=\"%d\" y=\"57\" width=\"11\" "
                "height=\"11\" rx=\"2\" fill=\"%s\"/>\n", x,
                COLORS[series++]);
        svg_text(svg, x + 16, 67, "", name);
        x += 40 + 7 * (int)strlen(name);
    }
}

/* The vertical lines; the one at 1.0 stands out. */
static void svg_scale(const Svg *svg)
{
    int bottom = svg_height(svg->bench) - 14;
    for (int quarter = 0; quarter * 0.25 <= svg->most; quarter++) {
        double value = quarter * 0.25, x = svg_x(svg, value);
        bool one = quarter == 4;
        char label[16];
        snprintf(label, sizeof label, "%.2f", value);
        fprintf(svg->file, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" "
                "y2=\"%d\" stroke=\"%s\" stroke-width=\"%s\"/>\n", x,
                SVG_TOP - 4, x, bottom, one ? "#374151" : "#e5e7eb",
                one ? "1.5" : "1");
        svg_text(svg, x, SVG_TOP - 10, one
                 ? "text-anchor=\"middle\" font-weight=\"bold\""
                 : "text-anchor=\"middle\" fill=\"#6b7280\"", label);
    }
}

static void svg_bar(const Svg *svg, int series, double value)
{
    int y = svg->y + series * SVG_BAR;
    char label[24];
    if (isnan(value))
        return;
    fprintf(svg->file, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" "
            "height=\"%d\" fill=\"%s\"/>\n", SVG_LEFT, y,
            svg_x(svg, value) - svg_x(svg, 0), SVG_BAR - 1, COLORS[series]);
    snprintf(label, sizeof label, value > svg->most ? "%.2f \xe2\x80\xba"
                                                    : "%.2f", value);
    svg_text(svg, svg_x(svg, value) + 3, y + SVG_BAR - 1,
             "font-size=\"8\" fill=\"#6b7280\" stroke=\"#ffffff\" "
             "stroke-width=\"2\" paint-order=\"stroke\"", label);
}

static void svg_row(Svg *svg, const char *name, int program,
                    double (*mean)(const Bench *, int, int, int))
{
    const Bench *bench = svg->bench;
    int series = 0;
    svg_text(svg, SVG_LEFT - 8,
             svg->y + nseries(bench) * SVG_BAR / 2 + 4,
             "text-anchor=\"end\"", name);
    for (int e = 0; e < bench->nengines; e++)
        if (e != bench->base)
            svg_bar(svg, series++, mean(bench, program, e, bench->base));
    svg->y += svg_row_height(bench);
}

static void svg_group(Svg *svg, const char *name)
{
    svg->y += SVG_HEAD;
    svg_text(svg, 12, svg->y - 7, "font-weight=\"bold\"", name);
}

static void svg_rows(Svg *svg)
{
    const Bench *bench = svg->bench;
    svg_group(svg, "geometric means");
    for (int p = 0; p < bench->nprograms; p++)
        if (starts_group(bench, p))
            svg_row(svg, bench->programs[p].group, p, group_mean);
    svg_row(svg, "all groups", 0, overall_as_group);
    for (int p = 0; p < bench->nprograms; p++) {
        if (starts_group(bench, p))
            svg_group(svg, bench->programs[p].group);
        svg_row(svg, bench->programs[p].name, p, ratio);
    }
}

static void write_svg(const Bench *bench)
{
    Svg svg = { fopen(bench->svg, "w"), bench, largest_ratio(bench),
                SVG_TOP };
    int width = SVG_LEFT + SVG_WIDTH + SVG_RIGHT;
    char note[128];
    if (!svg.file)
        fail("cannot write", bench->svg);
    fprintf(svg.file, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
            "font-family=\"system-ui, sans-serif\" font-size=\"12\" "
            "fill=\"#111827\">\n<rect width=\"100%%\" height=\"100%%\" "
            "fill=\"#ffffff\"/>\n", width, svg_height(bench), width,
            svg_height(bench));
    snprintf(note, sizeof note, "median of %d round%s side by side, %s time "
             "of the whole process; shorter is faster", bench->nrounds,
             bench->nrounds == 1 ? "" : "s",
             bench->by_wall ? "wall" : "processor");
    svg_text(&svg, 12, 26, "font-size=\"17\" font-weight=\"bold\"",
             "Time relative to lua5.4");
    svg_text(&svg, 12, 45, "fill=\"#6b7280\"", note);
    svg_legend(&svg);
    svg_scale(&svg);
    svg_rows(&svg);
    fputs("</svg>\n", svg.file);
    if (fclose(svg.file) != 0)
        fail("cannot write", bench->svg);
}

/* --------------------------------------------------------------- start-up */

static const char ONE_LINE[] = "print(\"hello\")\n";
static const char DUMP[] =
    "local out = assert(io.open(arg[2], \"wb\"))\n"
    "out:write(string.dump(assert(loadfile(arg[1]))))\n"
    "out:close()\n";

/* An engine on one of its files. */
typedef struct {
    const Engine *engine;
    char file[PATH_NBYTES];
    bool compiled;
    Cell cell;
} Start;

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        fail("cannot write", path);
}

static bool add_source(Start *start, const Engine *engine, const char *dir)
{
    start->engine = engine;
    snprintf(start->file, sizeof start->file, "%s/hello.lua", dir);
    return true;
}

/* The engine itself compiles: what string.dump gives is its file format. */
static bool add_compiled(Start *start, const Engine *engine, const char *dir,
                         unsigned timeout_s)
{
    char dump[PATH_NBYTES], source[PATH_NBYTES], trouble[160], *answer;
    char *file[] = { dump, source, start->file, NULL };
    Sample sample;
    start->engine = engine;
    start->compiled = true;
    snprintf(dump, sizeof dump, "%s/dump.lua", dir);
    snprintf(source, sizeof source, "%s/hello.lua", dir);
    snprintf(start->file, sizeof start->file, "%s/%s.bc", dir, engine->name);
    measure(engine, file, timeout_s, &sample, &answer, trouble,
            sizeof trouble);
    free(answer);
    if (trouble[0])
        fprintf(stderr, "bench: %s cannot compile: %s\n", engine->name,
                trouble);
    return !trouble[0];
}

static void run_start(const Bench *bench, Start *start)
{
    char *file[] = { start->file, NULL }, *answer;
    Cell *cell = &start->cell;
    if (cell->trouble[0])
        return;
    measure(start->engine, file, bench->timeout_s,
            &cell->samples[cell->nsamples++], &answer, cell->trouble,
            sizeof cell->trouble);
    if (!cell->trouble[0] && strcmp(answer, "hello\n") != 0)
        snprintf(cell->trouble, sizeof cell->trouble,
                 "does not say hello");
    free(answer);
}

static void print_start(const Bench *bench, const Start *start,
                        const Cell *base)
{
    const Cell *cell = &start->cell;
    printf("%-16s%-10s", start->engine->name,
           start->compiled ? "bytecode" : "source");
    if (cell->trouble[0]) {
        printf("%s\n", cell->trouble);
        return;
    }
    print_number(median_of(cell, wall_s) * 1e3, 9, 2);
    print_number(median_of(cell, cpu_s) * 1e3, 9, 2);
    print_number(most_of(cell, peak_mb), 9, 2);
    print_ratio(bench, base ? paired_ratio(bench, cell, base) : NAN, 9);
    putchar('\n');
}

static int find_starts(const Bench *bench, Start *starts, const char *dir)
{
    int n = 0;
    for (int e = 0; e < bench->nengines; e++) {
        const Engine *engine = &bench->engines[e];
        n += add_source(&starts[n], engine, dir);
        if (add_compiled(&starts[n], engine, dir, bench->timeout_s))
            n++;
        else
            memset(&starts[n], 0, sizeof starts[n]);
    }
    for (int i = 0; i < n; i++)
        starts[i].cell.samples = allocate((size_t)bench->nrounds,
                                          sizeof(Sample));
    return n;
}

static void remove_files(const char *dir, const Start *starts, int n)
{
    char path[PATH_NBYTES];
    for (int i = 0; i < n; i++)
        if (starts[i].compiled)
            remove(starts[i].file);
    snprintf(path, sizeof path, "%s/dump.lua", dir);
    remove(path);
    snprintf(path, sizeof path, "%s/hello.lua", dir);
    remove(path);
    rmdir(dir);
}

/* Returns whether there was any trouble. */
static bool print_starts(const Bench *bench, const Start *starts, int n)
{
    const Cell *base = NULL;
    bool any = false;
    for (int i = 0; i < n; i++)
        if (!strcmp(starts[i].engine->name, BASE) && !starts[i].compiled)
            base = &starts[i].cell;
    printf("start-up with one line, median of %d runs in turn\n\n"
           "%-16s%-10s%9s%9s%9s%9s\n", bench->nrounds, "engine", "file",
           "wall ms", "cpu ms", "peak MB", "/lua5.4");
    for (int i = 0; i < n; i++) {
        print_start(bench, &starts[i], base);
        any = any || starts[i].cell.trouble[0];
    }
    return any;
}

static bool run_startup(Bench *bench)
{
    static Start starts[2 * MAX_ENGINES];
    char dir[PATH_NBYTES - 64], path[PATH_NBYTES];
    const char *parent = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/bench-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(dir))
        fail("cannot make", dir);
    snprintf(path, sizeof path, "%s/hello.lua", dir);
    write_text(path, ONE_LINE);
    snprintf(path, sizeof path, "%s/dump.lua", dir);
    write_text(path, DUMP);
    bench->by_wall = true; /* what a user waits for */
    int n = find_starts(bench, starts, dir);
    for (int round = 0; round < bench->nrounds; round++)
        for (int i = 0; i < n; i++)
            run_start(bench, &starts[i]);
    bool any = print_starts(bench, starts, n);
    remove_files(dir, starts, n);
    for (int i = 0; i < n; i++)
        free(starts[i].cell.samples);
    return any;
}

/* ------------------------------------------------------------ the program */

static const char HELP[] =
    "usage: bench [options]\n"
    "\n"
    "Runs every program of tests/bench under each engine in turn and prints\n"
    "how their times compare. Ends with 1 when an answer differs from\n"
    "lua5.4's or a program fails.\n"
    "\n"
    "  -n ROUNDS          rounds (default 5; 40 with --startup)\n"
    "  --quick            one round\n"
    "  --only PATTERN     programs of that group, or with that in their "
    "name\n"
    "                     (a shell pattern is one for the whole name)\n"
    "  --engine NAME=CMD  add or change an engine; empty CMD: leave it out\n"
    "  --detail NAME      the engine shown in full (default: the first), or\n"
    "                     all\n"
    "  --wall             compare wall time instead of processor time\n"
    "  --svg FILE         write a bar chart too\n"
    "  --startup          compare start-up with a program of one line\n"
    "  --timeout SECONDS  for a single run (default 60)\n"
    "  --dir DIR          where the programs are (default tests/bench)\n"
    "  --list             print programs and groups, run nothing\n"
    "  --help             this text\n"
    "\n"
    "Engines: vmrun=build/vmrun, lua5.4=lua5.4, luajit-joff=luajit -joff,\n"
    "luajit=luajit. One that is not there is left out.\n";

typedef enum { RUN, STARTUP, LIST } Mode;

static int number_after(char **argv, int *i, int least, int most)
{
    char *end;
    if (!argv[*i + 1])
        fail("a number must follow", argv[*i]);
    long value = strtol(argv[++*i], &end, 10);
    if (*end || end == argv[*i] || value < least || value > most)
        fail("not a sensible number", argv[*i]);
    return (int)value;
}

static char *word_after(char **argv, int *i)
{
    if (!argv[*i + 1])
        fail("something must follow", argv[*i]);
    return argv[++*i];
}

static Mode read_options(Bench *bench, char **argv)
{
    Mode mode = RUN;
    for (int i = 1; argv[i]; i++) {
        const char *option = argv[i];
        if (!strcmp(option, "-n"))
            bench->nrounds = number_after(argv, &i, 1, 1000);
        else if (!strcmp(option, "--quick"))
            bench->nrounds = 1;
        else if (!strcmp(option, "--only"))
            bench->only = word_after(argv, &i);
        else if (!strcmp(option, "--engine"))
            define_engine(bench, word_after(argv, &i));
        else if (!strcmp(option, "--detail"))
            bench->detail = word_after(argv, &i);
        else if (!strcmp(option, "--wall"))
            bench->by_wall = true;
        else if (!strcmp(option, "--svg"))
            bench->svg = word_after(argv, &i);
        else if (!strcmp(option, "--startup"))
            mode = STARTUP;
        else if (!strcmp(option, "--timeout"))
            bench->timeout_s = (unsigned)number_after(argv, &i, 1, 100000);
        else if (!strcmp(option, "--dir"))
            bench->dir = word_after(argv, &i);
        else if (!strcmp(option, "--list"))
            mode = LIST;
        else if (!strcmp(option, "--help")) {
            fputs(HELP, stdout);
            exit(0);
        } else
            fail("unknown option (see --help)", option);
    }
    if (bench->nrounds == 0)
        bench->nrounds = mode == STARTUP ? STARTUP_ROUNDS : DEFAULT_ROUNDS;
    return mode;
}

static void list_programs(const Bench *bench)
{
    for (int p = 0; p < bench->nprograms; p++)
        printf("%-16s%s\n", bench->programs[p].name,
               bench->programs[p].group);
}

static bool run_suite(Bench *bench)
{
    if (bench->detail && strcmp(bench->detail, "all") != 0)
        find_subject(bench); /* complain before the long wait */
    run_all(bench);
    print_tables(bench);
    bool any = print_troubles(bench);
    if (bench->svg)
        write_svg(bench);
    free_cells(bench);
    return any;
}

int main(int argc, char **argv)
{
    static Bench bench = { .timeout_s = 60, .dir = "tests/bench" };
    (void)argc;
    bench.color = isatty(1) && !getenv("NO_COLOR");
    bench.progress = isatty(2);
    define_default_engines(&bench);
    Mode mode = read_options(&bench, argv);
    if (mode == LIST) {
        find_programs(&bench);
        list_programs(&bench);
        return 0;
    }
    drop_missing_engines(&bench);
    if (mode == STARTUP)
        return run_startup(&bench);
    find_programs(&bench);
    return run_suite(&bench);
}
