/*
 * tests/bench/bench.h -- what is compared: programs, engines, and what their
 * runs took; what the parts of the runner offer each other.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdbool.h>
#include <stdio.h>

enum {
    MAX_ENGINES = 8,
    MAX_PROGRAMS = 128,
    MAX_WORDS = 16, /* in an engine's command */
    NAME_NBYTES = 48,
    PATH_NBYTES = 1024,
};

#define BASE "lua5.4"        /* what the others are compared with */
#define SECOND "luajit-joff"

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

static inline Cell *cell_at(const Bench *bench, int program, int engine)
{
    return &bench->cells[program * bench->nengines + engine];
}

/* bench.c */
/* Complain and end with 2. */
_Noreturn void fail(const char *what, const char *which);
/* Zeroed memory, or fail. */
void *allocate(size_t n, size_t nbytes);

/* bench_engines.c: what to run. */
/* NAME=CMD: replace that engine, or add one; an empty CMD takes it out. */
void define_engine(Bench *bench, char *definition);
void define_default_engines(Bench *bench);
void drop_missing_engines(Bench *bench);
int find_engine(const Bench *bench, const char *name); /* -1: none */
void find_programs(Bench *bench);

/* bench_process.c: one run. */
double now_s(void);
/*
 * Run an engine on `file` and what follows it (NULL-terminated, may be
 * empty); the caller frees *answer.
 */
void measure(const Engine *engine, char *const *file, unsigned timeout_s,
             Sample *sample, char **answer, char *trouble, size_t nbytes);
/* The length of the first line, for "%.*s"; at most `most`. */
int line_nbytes(const char *text, int most);

/* bench_cells.c: all runs. */
void run_all(Bench *bench);
void free_cells(Bench *bench);

/* bench_stats.c: what they say; NAN where they say nothing. */
double cpu_s(const Sample *s);
double wall_s(const Sample *s);
double peak_mb(const Sample *s);
double first_ms(const Sample *s);
double best_ms(const Sample *s);
double median_of(const Cell *cell, double (*part)(const Sample *));
double least_of(const Cell *cell, double (*part)(const Sample *));
double most_of(const Cell *cell, double (*part)(const Sample *));
/* The median ratio of runs taken side by side. */
double paired_ratio(const Bench *bench, const Cell *a, const Cell *b);
double ratio(const Bench *bench, int program, int engine, int to);
bool starts_group(const Bench *bench, int program);
/* The geometric mean over the group of `program`; over all groups, each
   counting the same, with `program` for the sake of the type alone. */
double group_mean(const Bench *bench, int program, int engine, int to);
double overall_mean(const Bench *bench, int program, int engine, int to);

/* bench_table.c */
void print_number(double value, int width, int digits);
void print_ratio(const Bench *bench, double value, int width);
/* The engine shown in full: as asked for, or the first that is not lua5.4. */
int find_subject(const Bench *bench);
void print_tables(const Bench *bench);
/* Returns whether there was any trouble. */
bool print_troubles(const Bench *bench);

/* bench_svg.c */
void write_svg(const Bench *bench);

/* bench_startup.c: --startup. Returns whether there was any trouble. */
bool run_startup(Bench *bench);

#endif
