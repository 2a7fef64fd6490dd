/*
 * tests/bench/bench.c -- runs the benchmarks under several engines in turn,
 * each program as a process of its own, and prints how they compare.
 *
 * Read     bench.h, read_options, run_suite.
 */
#define _DEFAULT_SOURCE

#include "tests/bench/bench.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_ROUNDS = 5, STARTUP_ROUNDS = 40 };

_Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "bench: %s: %s\n", what, which);
    exit(2);
}

void *allocate(size_t n, size_t nbytes)
{
    void *p = calloc(n ? n : 1, nbytes);
    if (!p)
        fail("out of memory", "calloc");
    return p;
}

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
