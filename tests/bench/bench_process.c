/*
 * tests/bench/bench_process.c -- one run: a process, what it took and what it
 * answers.
 *
 * Processor time, wall time and peak memory are the kernel's (wait4); the times
 * of single iterations are the program's own (harness.lua).
 *
 * Read     run_process, measure.
 */
#define _DEFAULT_SOURCE /* wait4 */

#include "tests/bench/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

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

int line_nbytes(const char *text, int most)
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

void measure(const Engine *engine, char *const *file,
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
