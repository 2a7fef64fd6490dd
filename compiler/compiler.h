/*
 * compiler/compiler.h -- the door of the compiler: Lua 5.4 source text in,
 * the bytes of a .bc file out.
 *
 * The compiler knows no VM and no collected object: it works in an arena of
 * its own and speaks bytes. `load` verifies and loads what it returns like
 * any other file.
 */
#ifndef COMPILER_COMPILER_H
#define COMPILER_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As realloc; nbytes 0 frees; NULL means out of memory (never when shrinking).
   All memory of a compilation comes through it. */
typedef void *(*CompileAlloc)(void *ud, void *p, size_t old_nbytes,
                              size_t new_nbytes);

/* The next piece of the source, which is yours until the next is asked for;
   of no bytes at its end. False: stop reading, status COMPILE_READ. */
typedef bool (*CompileRead)(void *ud, const char **text, size_t *nbytes);

typedef struct CompileInput {
    const char *text;   /* source, any bytes; a first line of '#' is not
                           skipped here (the file loader does that) */
    size_t nbytes;
    CompileRead read;   /* what follows the text, asked for when a token
                           needs it; NULL: nothing */
    void *read_ud;
    const char *chunkname; /* "@file", "=name" or the text itself, as for load */
    const char *module; /* name in MODULES; "" for a program */
    bool strip;
    CompileAlloc alloc;
    void *alloc_ud;
} CompileInput;

typedef enum CompileStatus {
    COMPILE_OK,
    COMPILE_SYNTAX, /* message, line and column say what and where */
    COMPILE_MEMORY,
    COMPILE_READ,   /* the source could not be read: who did knows why */
} CompileStatus;

typedef struct CompileOutput {
    uint8_t *bytes;  /* the .bc file; yours, free through the allocator with
                        capacity as its size */
    size_t nbytes, capacity;
    char *message;   /* as the reference words it, "chunk:line: ... near ...";
                        NULL but for COMPILE_SYNTAX. Yours as the bytes are, */
    size_t message_nbytes; /* ... its size */
    uint32_t line;     /* from 1; 0 unknown */
    uint32_t column;   /* in bytes, from 1; 0 unknown */
} CompileOutput;

/* Compile one chunk. Deterministic; reentrant; frees all but out->bytes and
   out->message. */
CompileStatus compile_chunk(const CompileInput *in, CompileOutput *out);

/*
 * Join modules, each a .bc file of one module made by compile_chunk, into a
 * bundle; files[0] is the program. names[i] is the name for require ("" for
 * the program). Result as compile_chunk's.
 */
CompileStatus compile_bundle(const uint8_t *const *files,
                             const size_t *nbytes, const char *const *names,
                             size_t nfiles, CompileAlloc alloc, void *ud,
                             CompileOutput *out);

#endif
