/*
 * tests/proc.h -- child processes whose output is captured.
 *
 * The test programs start scripts, wait for several of them at once, and
 * look at what each wrote and how it ended.
 */
#ifndef TESTS_PROC_H
#define TESTS_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Bytes that grow; `s` always ends in a '\0' once something was added. */
typedef struct Buf {
    char *s;
    size_t n, cap;
} Buf;

void buf_add(Buf *b, const char *s, size_t nbytes);
void buf_addf(Buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_free(Buf *b);

typedef enum ProcEnd { PROC_EXITED, PROC_SIGNALLED, PROC_HUNG, PROC_FLOOD }
    ProcEnd;

typedef struct Proc {
    pid_t pid;           /* 0 when nothing runs */
    int fd[2];           /* stdout and stderr, -1 once at their end */
    Buf text[2];         /* what came from them */
    int64_t deadline_ms; /* killed after this moment */
    ProcEnd end;
    int code;            /* exit status or signal number */
} Proc;

/*
 * Start argv[0] (searched in PATH) in folder `dir` with environment `env`.
 *
 * Standard input is empty. The child leads a process group of its own, so
 * that a kill reaches what it started. Ends the program when it cannot fork.
 */
void proc_start(Proc *p, char *const argv[], char *const env[],
                const char *dir, int timeout_ms);

/* Sleep until one of the processes moves; then take in what they wrote. */
void proc_wait(Proc *const procs[], size_t nprocs);

/* Whether p has ended; `end` and `code` are then set. */
bool proc_done(const Proc *p);

/* Release the captured text. */
void proc_free(Proc *p);

/* Allocation that ends the program when there is no memory. */
void *xrealloc(void *p, size_t nbytes);
char *xprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A list of strings that ends in NULL. */
typedef struct Words {
    char **w;
    size_t n;
} Words;

void words_add(Words *ws, char *owned);
void words_split(Words *ws, const char *text, const char *separators);
void words_free(Words *ws);

/* A command line split into words; files it names become absolute. */
void words_command(Words *ws, const char *command);

_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
