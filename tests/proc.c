/*
 * tests/proc.c -- child processes whose output is captured.
 *
 * Read     proc_start, proc_wait.
 */
#define _XOPEN_SOURCE 700

#include "tests/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_OUTPUT = 64 << 20, MAX_PROCS = 64 };

_Noreturn void die(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(2);
}

void *xrealloc(void *p, size_t nbytes)
{
    void *q = realloc(p, nbytes ? nbytes : 1);

    if (!q)
        die("out of memory");
    return q;
}

/* -- text ---------------------------------------------------------------- */

void buf_add(Buf *b, const char *s, size_t nbytes)
{
    if (b->n + nbytes + 1 > b->cap) {
        b->cap = (b->n + nbytes + 1) * 2;
        b->s = xrealloc(b->s, b->cap);
    }
    if (nbytes)
        memcpy(b->s + b->n, s, nbytes);
    b->n += nbytes;
    b->s[b->n] = '\0';
}

static void buf_addv(Buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        die("bad format: %s", fmt);
    buf_add(b, NULL, 0);
    b->s = xrealloc(b->s, b->cap = b->n + (size_t)n + 1);
    vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
    b->n += (size_t)n;
}

void buf_addf(Buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_addv(b, fmt, ap);
    va_end(ap);
}

void buf_free(Buf *b)
{
    free(b->s);
    *b = (Buf){0};
}

char *xprintf(const char *fmt, ...)
{
    Buf b = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_addv(&b, fmt, ap);
    va_end(ap);
    return b.s;
}

/* -- lists of words ------------------------------------------------------ */

void words_add(Words *ws, char *owned)
{
    ws->w = xrealloc(ws->w, (ws->n + 2) * sizeof *ws->w);
    ws->w[ws->n++] = owned;
    ws->w[ws->n] = NULL;
}

void words_split(Words *ws, const char *text, const char *separators)
{
    while (*(text += strspn(text, separators))) {
        size_t n = strcspn(text, separators);
        words_add(ws, xprintf("%.*s", (int)n, text));
        text += n;
    }
}

void words_command(Words *ws, const char *command)
{
    size_t i = ws->n;

    words_split(ws, command, " \t");
    for (; i < ws->n; i++) {
        char *full = strchr(ws->w[i], '/') ? realpath(ws->w[i], NULL) : NULL;
        if (full) {
            free(ws->w[i]);
            ws->w[i] = full;
        }
    }
}

void words_free(Words *ws)
{
    for (size_t i = 0; i < ws->n; i++)
        free(ws->w[i]);
    free(ws->w);
    *ws = (Words){0};
}

/* -- processes ----------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Between fork and exec: only async-signal-safe calls, but for execvp. */
static _Noreturn void child(int out[2], char *const argv[], char *const env[],
                            const char *dir)
{
    extern char **environ;
    int nowhere = open("/dev/null", O_RDONLY);

    setpgid(0, 0);
    environ = (char **)env;
    if (nowhere >= 0 && dup2(nowhere, 0) >= 0 && dup2(out[0], 1) >= 0 &&
        dup2(out[1], 2) >= 0 && chdir(dir) == 0)
        execvp(argv[0], argv);
    _exit(127);
}

static void make_pipe(int *read_end, int *write_end)
{
    int fd[2];

    if (pipe(fd) != 0)
        die("pipe: %s", strerror(errno));
    fcntl(fd[0], F_SETFD, FD_CLOEXEC);
    fcntl(fd[1], F_SETFD, FD_CLOEXEC);
    fcntl(fd[0], F_SETFL, O_NONBLOCK);
    *read_end = fd[0];
    *write_end = fd[1];
}

void proc_start(Proc *p, char *const argv[], char *const env[],
                const char *dir, int timeout_ms)
{
    int out[2];

    *p = (Proc){.deadline_ms = now_ms() + timeout_ms};
    buf_add(&p->text[0], "", 0);
    buf_add(&p->text[1], "", 0);
    make_pipe(&p->fd[0], &out[0]);
    make_pipe(&p->fd[1], &out[1]);
    fflush(NULL);
    p->pid = fork();
    if (p->pid < 0)
        die("fork: %s", strerror(errno));
    if (p->pid == 0)
        child(out, argv, env, dir);
    setpgid(p->pid, p->pid); /* here too, whoever comes first */
    close(out[0]);
    close(out[1]);
}

static void kill_as(Proc *p, ProcEnd why)
{
    if (p->end == PROC_EXITED)
        p->end = why;
    kill(-p->pid, SIGKILL);
    p->deadline_ms = INT64_MAX;
}

/* Take in what stream i holds; close it at its end. */
static void drain(Proc *p, int i)
{
    char piece[65536];
    ssize_t n;

    while ((n = read(p->fd[i], piece, sizeof piece)) > 0) {
        if (p->text[i].n < MAX_OUTPUT)
            buf_add(&p->text[i], piece, (size_t)n);
        else
            kill_as(p, PROC_FLOOD);
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(p->fd[i]);
        p->fd[i] = -1;
    }
}

/* Both streams are closed, so the end is near: learn how, if it came. */
static bool reap(Proc *p)
{
    int status;
    pid_t ended = waitpid(p->pid, &status, WNOHANG);

    if (ended < 0 && errno != EINTR)
        die("waitpid: %s", strerror(errno));
    if (ended <= 0)
        return false;
    if (WIFSIGNALED(status) && p->end == PROC_EXITED)
        p->end = PROC_SIGNALLED;
    p->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    p->pid = 0;
    return true;
}

static void proc_step(Proc *p)
{
    for (int i = 0; i < 2; i++)
        if (p->fd[i] >= 0)
            drain(p, i);
    if (p->fd[0] < 0 && p->fd[1] < 0 && reap(p))
        return;
    if (now_ms() > p->deadline_ms)
        kill_as(p, PROC_HUNG);
}

/* Add p's open streams to fds; the moment by which to look at it again. */
static int64_t watch(const Proc *p, struct pollfd *fds, nfds_t *nfds)
{
    bool open = false;

    for (int k = 0; k < 2; k++) {
        if (p->fd[k] >= 0) {
            fds[(*nfds)++] = (struct pollfd){p->fd[k], POLLIN, 0};
            open = true;
        }
    }
    return open ? p->deadline_ms : now_ms() + 1;
}

void proc_wait(Proc *const procs[], size_t nprocs)
{
    struct pollfd fds[2 * MAX_PROCS];
    nfds_t nfds = 0;
    int64_t until = now_ms() + 1000, left;

    for (size_t i = 0; i < nprocs && i < MAX_PROCS; i++) {
        int64_t at = procs[i]->pid ? watch(procs[i], fds, &nfds) : until;
        until = at < until ? at : until;
    }
    left = until - now_ms() + 1;
    poll(fds, nfds, left < 0 ? 0 : (int)left);
    for (size_t i = 0; i < nprocs; i++)
        if (procs[i]->pid)
            proc_step(procs[i]);
}

bool proc_done(const Proc *p)
{
    return p->pid == 0;
}

void proc_free(Proc *p)
{
    buf_free(&p->text[0]);
    buf_free(&p->text[1]);
}
