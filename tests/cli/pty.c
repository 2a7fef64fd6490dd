/*
 * tests/cli/pty.c -- runs a program at a terminal of its own and talks to it.
 *
 *     pty COMMAND ... < DIALOG
 *
 * Each line of the dialog is done in turn:
 *
 *     wait TEXT    until the program has written TEXT since the last wait
 *     send TEXT    type TEXT
 *     pause        for a tenth of a second
 *
 * TEXT ends with the line; \n \r \t \e \\ and \xHH in it are characters. When
 * the dialog is over, the program has to end by itself. What it wrote is
 * printed without carriage returns.
 *
 * Exit     the program's status, 128 and more for signals; 99 when it does
 *          not do what the dialog waits for within 20 seconds.
 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000, EXIT_GIVEN_UP = 99 };

static int terminal; /* our side of it */
static pid_t child;

/* What the program wrote, and how far waits have come. */
static char *text;
static size_t length, capacity, seen;

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(EXIT_GIVEN_UP);
}

/* ---- the program ------------------------------------------------------- */

static void start(char **argv)
{
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
        die("no terminal");
    const char *name = ptsname(terminal);
    child = fork();
    if (child < 0)
        die("fork");
    if (child > 0)
        return;
    setsid(); /* what is opened next becomes its controlling terminal */
    int fd = open(name, O_RDWR);
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    if (fd < 0 || ioctl(fd, TIOCSWINSZ, &size) != 0)
        die(name);
    for (int i = 0; i <= 2; i++)
        dup2(fd, i);
    close(fd);
    close(terminal);
    execvp(argv[0], argv);
    die(argv[0]);
}

/* Take in what was written; false at the end, or after `ms` of silence. */
static bool take_in(int ms)
{
    struct pollfd p = {.fd = terminal, .events = POLLIN};
    if (poll(&p, 1, ms) <= 0)
        return false;
    if (capacity - length < 4096) {
        capacity = capacity * 2 + 8192;
        text = realloc(text, capacity);
        if (text == NULL)
            die("memory");
    }
    ssize_t n = read(terminal, text + length, 4095);
    if (n <= 0)
        return false;
    length += (size_t)n;
    text[length] = '\0';
    return true;
}

static void print_text(void)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r')
            putchar(text[i]);
    fflush(stdout);
}

static _Noreturn void give_up(const char *what)
{
    print_text();
    fprintf(stderr, "pty: waited in vain for: %s\n", what);
    kill(child, SIGKILL);
    exit(EXIT_GIVEN_UP);
}

/* ---- the dialog -------------------------------------------------------- */

static size_t find(const char *what, size_t nbytes)
{
    for (size_t i = seen; i + nbytes <= length; i++)
        if (memcmp(text + i, what, nbytes) == 0)
            return i + nbytes;
    return 0;
}

static void wait_for(const char *what, size_t nbytes)
{
    time_t end = time(NULL) + PATIENCE_MS / 1000;
    size_t found;
    while ((found = find(what, nbytes)) == 0) {
        if (!take_in(PATIENCE_MS) || time(NULL) > end)
            give_up(what);
    }
    seen = found;
}

/* An editor comes a little later than its prompt, and takes every key as it
   is; a program that reads lines never does. */
static void wait_for_editor(void)
{
    struct termios mode;
    for (int i = 0; i < 20; i++) {
        if (tcgetattr(terminal, &mode) == 0 && !(mode.c_lflag & ICANON))
            return;
        take_in(20);
    }
}

static char escaped(const char **s)
{
    char c = *(*s)++, hex[3] = {0};
    switch (c) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'e': return '\033';
    case 'x':
        memcpy(hex, *s, 2);
        *s += 2;
        return (char)strtol(hex, NULL, 16);
    default: return c;
    }
}

/* Replace escapes, in place. Returns the length. */
static size_t unescape(char *to)
{
    const char *from = to;
    char *start_of = to;
    while (*from != '\0' && *from != '\n') {
        char c = *from++;
        *to++ = c == '\\' ? escaped(&from) : c;
    }
    *to = '\0';
    return (size_t)(to - start_of);
}

static void act(char *line)
{
    if (strncmp(line, "wait ", 5) == 0) {
        size_t n = unescape(line + 5);
        wait_for(line + 5, n);
    } else if (strncmp(line, "send ", 5) == 0) {
        size_t n = unescape(line + 5);
        wait_for_editor();
        if (write(terminal, line + 5, n) != (ssize_t)n)
            die("write");
    } else if (strncmp(line, "pause", 5) == 0) {
        while (take_in(100))
            continue;
    } else {
        fprintf(stderr, "pty: no such step: %s", line);
        exit(EXIT_GIVEN_UP);
    }
}

static int end(void)
{
    int status;
    while (take_in(PATIENCE_MS))
        continue;
    for (int i = 0; waitpid(child, &status, WNOHANG) == 0; i++) {
        if (i == PATIENCE_MS / 10)
            give_up("the end");
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    print_text();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
    char line[1024];
    if (argc < 2) {
        fputs("usage: pty COMMAND ... < DIALOG\n", stderr);
        return EXIT_GIVEN_UP;
    }
    start(argv + 1);
    while (fgets(line, sizeof line, stdin) != NULL)
        act(line);
    return end();
}
