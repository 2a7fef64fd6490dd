/*
 * compiler/vmc_int.h -- the parts of the vmc program.
 *
 *     vmc.c         options, and what each of them does
 *     vmc_file.c    reading sources, writing a file whole or not at all
 *     vmc_bundle.c  finding the modules that a program requires
 */
#ifndef COMPILER_VMC_INT_H
#define COMPILER_VMC_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "compiler/compile_int.h"

/* ---- vmc.c ------------------------------------------------------------- */

/* Write out standard output. False if that fails; main reports it. */
bool vmc_flush(void);

/* Print "vmc: ..." on standard error. Returns false. */
bool vmc_error(const char *format, ...)
#if defined __GNUC__
    __attribute__((format(printf, 1, 2)))
#endif
    ;

/* The allocator of the program. */
void *vmc_alloc(void *ud, void *p, size_t old_nbytes, size_t new_nbytes);

/* As malloc and realloc; the program ends when there is no memory. */
void *vmc_new(size_t nbytes);
void *vmc_renew(void *p, size_t nbytes);

/* ---- vmc_file.c -------------------------------------------------------- */

typedef struct File {
    const char *name;  /* "-" is standard input */
    const char *label; /* the name in messages */
    FILE *stream;
    char *text;        /* its beginning; all of it, when it is short ... */
    size_t nbytes, cap;
    bool is_part;      /* ... or some part in the middle: see file_next */
} File;

bool file_is_readable(const char *name);

/* Open a file and read its beginning; read all of it. False, with an error
   printed, if that fails. */
bool file_open(const char *name, File *out);
bool file_read_rest(File *file);
void file_close(File *file);

/* The next piece of a File (a CompileRead), in place of what was in its text;
   but all of standard input stays there. */
bool file_next(void *ud, const char **text, size_t *nbytes);

/* Is it a .bc file, by its first bytes? */
bool file_is_bytecode(const File *file);

/* What a file is that cannot be source, by its first bytes, such as "gzip
   data"; NULL if it may be. */
const char *file_foreign_kind(const File *file);

/*
 * Write a file so that at `name` there is the old one or the new one, never
 * a part. Devices and pipes are written as they are; "-" is standard output.
 *
 * returns  false, with an error printed, if that fails; nothing has changed.
 */
bool file_write(const char *name, const uint8_t *bytes, size_t nbytes);

/* Are both names of one file? */
bool file_is_same(const char *a, const char *b);

/* ---- compiling --------------------------------------------------------- */

typedef struct CompileJob {
    File *file;
    const char *module;
    bool strip;
    CompileTools tools;
} CompileJob;

/* Compile a file. False, with the error and its line printed, if it is
   wrong. Free out->bytes by free. */
bool vmc_compile(const CompileJob *job, CompileOutput *out);

/* ---- vmc_bundle.c ------------------------------------------------------ */

typedef struct BundleOptions {
    const char *path;   /* templates with ?; NULL: the default */
    const char *output; /* no module may be this file; or NULL */
    bool strip;
    bool verbose;       /* tell where each module is from */
    FILE *tree;         /* trees are printed here, or NULL */
} BundleOptions;

/* Compile a program and all modules it requires. As vmc_compile. */
bool vmc_bundle(File *program, const BundleOptions *options,
                CompileOutput *out);

#endif
