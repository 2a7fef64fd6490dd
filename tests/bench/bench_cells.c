/*
 * tests/bench/bench_cells.c -- all runs, in an order that is fair:
 *
 *     for each round: for each program: for each engine: run, measure
 *
 * so that what disturbs the machine disturbs all engines alike. Answers must
 * agree with lua5.4's.
 *
 * Read     run_all, check_answers.
 */
#include "tests/bench/bench.h"

#include <stdlib.h>
#include <string.h>

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

void run_all(Bench *bench)
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

void free_cells(Bench *bench)
{
    for (int i = 0; i < bench->nprograms * bench->nengines; i++) {
        free(bench->cells[i].samples);
        free(bench->cells[i].answer);
    }
    free(bench->cells);
}
