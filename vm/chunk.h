/*
 * vm/chunk.h -- what is kept of a .bc file that was verified, and what it says
 * about variables and lines.
 *
 * Read     chunk_new, LocalCursor.
 */
#ifndef VM_CHUNK_H
#define VM_CHUNK_H

#include "vm/function.h"

struct Verify;

/*
 * Of a file that has been verified; v is not needed any more. Root it at once.
 * Raises memory    Collects yes
 */
Chunk *chunk_new(VM *vm, const struct Verify *v);

/* String i of the file. Lends from it. */
const char *chunk_string(const Chunk *c, uint64_t i, size_t *nbytes);
/* If that is a long one: where it is kept as an object. Else NULL. */
static inline LongString *chunk_long_string(const Chunk *c, uint64_t i)
{
    uint32_t at = c->strings[i];
    return at & LONG_STRING ? &c->longs[at - LONG_STRING] : NULL;
}
/* String i of DEBUG, ended by '\0'. */
const char *chunk_name(const Chunk *c, uint64_t i, size_t *nbytes);

/* ------------------------------------- what DEBUG says about a function */

/* Line of the instruction at a memory word; -1 if unknown. */
int32_t proto_line(VM *vm, Proto *p, uint32_t word);
/* Its p->nlines runs of lines, made when first asked for. NULL: none, or no
   memory. */
const LineRun *proto_lines(VM *vm, Proto *p);

/* A local variable after the other, in order of their start. */
typedef struct LocalCursor {
    const uint8_t *at;
    uint32_t nleft, start;
} LocalCursor;
LocalCursor proto_locals(const Proto *p);
bool proto_next_local(LocalCursor *c, LocalVar *out);

#endif
