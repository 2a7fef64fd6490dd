/*
 * vm/load.h -- from a .bc file to prototypes ready to run.
 *
 * Read     vm_load_binary, proto_make_code.
 */
#ifndef VM_LOAD_H
#define VM_LOAD_H

#include "vm/chunk.h"

/*
 * Memory for the time of one load: of one block while that lasts, so that a
 * small chunk asks the host once; then of the host.
 */
typedef struct LoadMemory {
    VM *vm;
    char *block;
    size_t nbytes, used;
} LoadMemory;

void load_memory_init(LoadMemory *m, VM *vm);
/* What was taken of the block must not be used any more. */
void load_memory_free(LoadMemory *m);
/* As realloc, with the old size; 0 frees. NULL: refused. ud: the LoadMemory. */
void *load_alloc(void *ud, void *p, size_t old_nbytes, size_t new_nbytes);

/*
 * Verify and load the bytes, and push a closure of the first module's main
 * function (upvalues fresh and nil; lua_load sets _ENV).
 *
 * name     chunk name for messages and, if the file is stripped, nothing else.
 * returns  false and pushes a message when the file is refused.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
bool vm_load_binary(lua_State *L, LoadMemory *m, const uint8_t *bytes,
                    size_t nbytes, const char *name);

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
 * returns  the bytes of a .bc file, of m's memory, and their capacity; or NULL:
 *          a message was pushed, unless `read` said false.
 *
 * Stack -0 +(0|1)    Raises memory    Collects what `read` does
 */
uint8_t *vm_compile(lua_State *L, LoadMemory *m, const ChunkText *text,
                    size_t *nbytes, size_t *capacity);

/* The bytes of a .bc file of the function, yours to free with gc_realloc. */
uint8_t *vm_dump(lua_State *L, Proto *p, bool strip, size_t *nbytes);

/*
 * If it is a bundle's program, called for the first time, with the globals as
 * its _ENV: put the bundle's other modules into package.preload.
 * Stack -0 +0 of 8    Raises memory    Collects yes
 */
void load_modules(lua_State *L, const LClosure *program);

/*
 * Make the code and the constants of p, which is called for the first time.
 * L's frame has room for a value above its top.
 * Raises memory (it can be asked again)    Collects yes
 */
void proto_make_code(lua_State *L, Proto *p);

#endif
