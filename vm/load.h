/*
 * vm/load.h -- from a verified .bc file to prototypes ready to run.
 *
 * Read     vm_load_binary.
 */
#ifndef VM_LOAD_H
#define VM_LOAD_H

#include "vm/state.h"
#include "vm/translate.h"

/*
 * Verify and load the bytes, and push a closure of the first module's main
 * function (upvalues fresh and nil; lua_load sets _ENV). Other modules go to
 * package.preload.
 *
 * name     chunk name for messages and, if the file is stripped, nothing else.
 * returns  false and pushes a message when the file is refused.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
bool vm_load_binary(lua_State *L, const uint8_t *bytes, size_t nbytes,
                    const char *name);

/* The text of a chunk: its first piece, and what gives the others (as
   CompileRead in compiler/compiler.h). */
typedef struct ChunkText {
    const char *name;
    const char *first;
    size_t nbytes;
    bool (*read)(void *ud, const char **text, size_t *nbytes);
    void *ud;
} ChunkText;

/*
 * Compile text.
 *
 * returns  the bytes of a .bc file, yours to free with gc_realloc and the
 *          capacity; or NULL: a message was pushed, unless `read` said false.
 *
 * Stack -0 +(0|1)    Raises memory    Collects what `read` does
 */
uint8_t *vm_compile(lua_State *L, const ChunkText *text, size_t *nbytes,
                    size_t *capacity);

/* The bytes of a .bc file of the function, yours to free with gc_realloc. */
uint8_t *vm_dump(lua_State *L, Proto *p, bool strip, size_t *nbytes);

/* ------------------------------------------------- for debug and caches */

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
/* A local's name, ended by '\0'; yours as long as p. */
const char *proto_name(const Proto *p, uint64_t i, size_t *nbytes);

/* The FORLOOPN of the loop around a memory word whose index is register reg;
   NULL: none. */
Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg);

/* A method cache for the site at `site`, owned by p. NULL without memory. */
MethodCache *proto_method_cache(VM *vm, Proto *p, Insn *site);

#endif
