/*
 * tests/bench/bench_startup.c -- how long engines take to start: a program of
 * one line, as source and as what string.dump gives.
 *
 * Read     run_startup, add_compiled.
 */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "tests/bench/bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

bool run_startup(Bench *bench)
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
