/*
 * tests/bench/bench_stats.c -- medians and means of what was measured. A ratio
 * is the median of ratios taken side by side.
 *
 * Read     paired_ratio, group_mean.
 */
#include "tests/bench/bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

double cpu_s(const Sample *s) { return s->cpu_s; }
double wall_s(const Sample *s) { return s->wall_s; }
double peak_mb(const Sample *s) { return s->peak_mb; }
double first_ms(const Sample *s) { return s->first_ms; }
double best_ms(const Sample *s) { return s->best_ms; }

double median_of(const Cell *cell, double (*part)(const Sample *))
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

double least_of(const Cell *cell, double (*part)(const Sample *))
{
    double least = NAN;
    for (int i = 0; i < cell->nsamples && !cell->trouble[0]; i++)
        least = fmin(least, part(&cell->samples[i]));
    return least;
}

double most_of(const Cell *cell, double (*part)(const Sample *))
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

double paired_ratio(const Bench *bench, const Cell *a, const Cell *b)
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

double ratio(const Bench *bench, int program, int engine, int to)
{
    if (to < 0)
        return NAN;
    return paired_ratio(bench, cell_at(bench, program, engine),
                        cell_at(bench, program, to));
}

bool starts_group(const Bench *bench, int program)
{
    const Program *p = &bench->programs[program];
    return program == 0 || strcmp(p->group, p[-1].group) != 0;
}

double group_mean(const Bench *bench, int program, int engine, int to)
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

double overall_mean(const Bench *bench, int program, int engine, int to)
{
    (void)program;
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
