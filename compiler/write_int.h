/*
 * compiler/write_int.h -- from functions with code to the bytes of a file.
 */
#ifndef COMPILER_WRITE_INT_H
#define COMPILER_WRITE_INT_H

#include "compiler/emit_int.h"

typedef struct Bytes {
    uint8_t *items;
    size_t count, cap;
} Bytes;

typedef struct Writer {
    Mem *mem;
    Bytes out;     /* the file */
    Bytes section; /* being put together */
    Bytes fields;  /* of a function */
    VEC_OF(Str *) strings;
} Writer;

void bytes_put(Mem *mem, Bytes *b, const void *p, size_t nbytes);
void bytes_u8(Mem *mem, Bytes *b, unsigned n);
void bytes_uleb(Mem *mem, Bytes *b, uint64_t n);
void bytes_sleb(Mem *mem, Bytes *b, int64_t n);

/* Begin a file in w->out, append w->section as a section and empty it, fill
   in the checksum. */
void write_header(Writer *w, unsigned flags);
void write_section(Writer *w, enum BcSection id);
void write_checksum(Writer *w);

/* Append w->strings as a table to w->section. */
void write_strings(Writer *w);

/* Hand the file over to the caller of the compiler. */
void write_give(Writer *w, CompileOutput *out);

/* The whole file of one module into w->out. `source` is the chunk's name,
   NULL to strip. */
void write_module(Writer *w, Func *main, Str *module, Str *source);

void write_free(Writer *w);

#endif
