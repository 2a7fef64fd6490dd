/*
 * vm/program.c -- what vmrun and vmc do alike; not part of the library.
 *
 * Read     program_flush_output.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* fcntl, isatty, fileno */
#endif

#include "vm/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#if defined(__unix__) || defined(__APPLE__)
#define PROGRAM_POSIX 1
#include <fcntl.h>
#include <unistd.h>
#else
#define PROGRAM_POSIX 0
#endif

void program_hold_descriptors(void)
{
#if PROGRAM_POSIX
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            return;
#endif
}

bool program_flush_output(const char *name, int cause)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    if (errno != 0)
        cause = errno;
    fprintf(stderr, "%s: cannot write to stdout%s%s\n", name,
            cause != 0 ? ": " : "", cause != 0 ? strerror(cause) : "");
    return false;
}

bool program_may_colour(FILE *f)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
#if PROGRAM_POSIX
    bool terminal = isatty(fileno(f));
#else
    bool terminal = false;
    (void)f;
#endif
    return terminal && (no_colour == NULL || *no_colour == '\0') &&
           term != NULL && strcmp(term, "dumb") != 0;
}
