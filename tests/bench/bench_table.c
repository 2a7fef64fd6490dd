/*
 * tests/bench/bench_table.c -- the comparison as text.
 *
 * Read     print_table, print_row.
 */
#include "tests/bench/bench.h"

#include <math.h>
#include <string.h>

enum { NSLOWEST = 8 };

/* Differences below this are noise on a shared machine. */
static const double TIE = 0.08;

void print_number(double value, int width, int digits)
{
    if (isnan(value) || value == 0)
        printf("%*s", width, "-");
    else
        printf("%*.*f", width, digits, value);
}

void print_ratio(const Bench *bench, double value, int width)
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
    print_mean(bench, 0, subject, "all groups", overall_mean);
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

int find_subject(const Bench *bench)
{
    int subject = bench->base == 0 && bench->nengines > 1 ? 1 : 0;
    if (bench->detail) {
        subject = find_engine(bench, bench->detail);
        if (subject < 0)
            fail("no such engine", bench->detail);
    }
    return subject;
}

void print_tables(const Bench *bench)
{
    if (!bench->detail || strcmp(bench->detail, "all") != 0) {
        print_table(bench, find_subject(bench));
        return;
    }
    for (int e = 0; e < bench->nengines; e++)
        if (e != bench->base || bench->nengines == 1)
            print_table(bench, e);
}

bool print_troubles(const Bench *bench)
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
