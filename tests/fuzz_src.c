/*
 * tests/fuzz_src.c -- a libFuzzer target for the compiler.
 *
 * The input is a source. It is refused with a message, or the verifier
 * accepts what became of it, with debug information and without, random walks
 * through the code go well, and it runs under limits.
 *
 * Seeds: the scripts of tests/lang. Words: tests/fuzz_src.dict.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"
#include "tests/fuzz.h"
#include "tests/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes);

static void *allocate(void *ud, void *p, size_t old_nbytes, size_t nbytes)
{
    (void)ud;
    (void)old_nbytes;
    if (nbytes == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, nbytes);
}

static _Noreturn void give_up(const char *what, const char *message)
{
    fprintf(stderr, "%s: %s\n", what, message);
    abort();
}

static void check_file(const uint8_t *bytes, size_t nbytes)
{
    char message[300];
    BcFile file;

    if (!bc_verify(bytes, nbytes, allocate, NULL, &file, message,
                   sizeof message))
        give_up("compiled, but refused", message);
    if (!walk_file(&file, nbytes, 200, message, sizeof message))
        give_up("compiled, but goes wrong", message);
}

/* False if it is no program. */
static bool check_source(const char *text, size_t nbytes, bool strip)
{
    CompileInput in = {.text = text, .nbytes = nbytes, .chunkname = "=fuzz",
                       .module = "", .strip = strip, .alloc = allocate};
    CompileOutput out;

    switch (compile_chunk(&in, &out)) {
    case COMPILE_SYNTAX:
        if (strncmp(out.message, "fuzz:", 5) != 0)
            give_up("a message without position", out.message);
        free(out.message);
        return false;
    case COMPILE_READ: case COMPILE_MEMORY: return false;
    case COMPILE_OK: break;
    }
    check_file(out.bytes, out.nbytes);
    free(out.bytes);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes)
{
    char *text;

    if (nbytes > 0 && data[0] == 0x1b)
        return 0;
    text = malloc(nbytes + 1); /* exactly, for the sanitizer */
    if (text == NULL)
        return 0;
    text = realloc(text, nbytes > 0 ? nbytes : 1);
    memcpy(text, data, nbytes);
    if (check_source(text, nbytes, false) && check_source(text, nbytes, true))
        fuzz_run(text, nbytes);
    free(text);
    return 0;
}
