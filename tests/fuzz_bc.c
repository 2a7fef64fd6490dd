/*
 * tests/fuzz_bc.c -- a libFuzzer target for everything that reads .bc files.
 *
 *     clang -fsanitize=fuzzer,address,undefined -I. tests/fuzz_bc.c ...
 *
 * The input is a .bc file whose header is put right, so that mutations get
 * past it. A file that is refused must only be refused cleanly. One that is
 * accepted must disassemble, and random walks through its code must go well.
 * Compiled with FUZZ_RUN and linked with the VM, it is run too, under limits.
 *
 * Seeds: what `verify_test -w FOLDER tests/bytecode/...` writes, and any
 * compiled program.
 */
#include "tests/proc.h"
#include "tests/walk.h"
#include "vm/bytecode.h"
#include "vm/disasm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef FUZZ_RUN
#include "tests/fuzz.h"
#else
#define fuzz_run(bytes, nbytes) ((void)0)
#endif

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

static void put_header(uint8_t *bytes, size_t nbytes)
{
    uint32_t crc =
        bc_crc32(0, bytes + BC_HEADER_SIZE, nbytes - BC_HEADER_SIZE);

    memcpy(bytes, BC_MAGIC, 4);
    bytes[4] = BC_VERSION;
    bytes[5] &= BC_STRIPPED | BC_BUNDLE;
    for (int i = 0; i < 4; i++)
        bytes[6 + i] = crc >> 8 * i & 0xff;
}

static void use_accepted(const BcFile *file, uint64_t seed)
{
    static FILE *nowhere;
    char message[200];

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL)
        bc_disasm(file, nowhere, true);
    if (!walk_file(file, seed, 500, message, sizeof message)) {
        fprintf(stderr, "accepted, but goes wrong: %s\n", message);
        abort();
    }
    fuzz_run(file->bytes, file->nbytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes)
{
    uint8_t *bytes;
    char message[300];
    BcFile file;

    if (nbytes < BC_HEADER_SIZE)
        return 0;
    bytes = xrealloc(NULL, nbytes); /* exactly, for the sanitizer */
    memcpy(bytes, data, nbytes);
    put_header(bytes, nbytes);
    if (bc_verify(bytes, nbytes, allocate, NULL, &file, message,
                  sizeof message))
        use_accepted(&file, data[nbytes - 1] + 1u);
    else if (strchr(message, '[') == NULL) {
        fprintf(stderr, "refused without a rule: %s\n", message);
        abort();
    }
    free(bytes);
    return 0;
}
