/*
 * vm/load.h -- from a verified .bc file to prototypes ready to run.
 *
 * Read     vm_load_binary, Layout (how canonical instructions become words).
 */
#ifndef VM_LOAD_H
#define VM_LOAD_H

#include "vm/state.h"

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

/* Compile text first; the same otherwise. False with a message. */
bool vm_load_text(lua_State *L, const char *text, size_t nbytes,
                  const char *chunkname);

/* The bytes of a .bc file of the function, yours to free with gc_realloc. */
uint8_t *vm_dump(lua_State *L, Proto *p, bool strip, size_t *nbytes);

/* ------------------------------------------------- for debug and caches */

/* Line of the instruction at a memory word; -1 if unknown. */
int32_t proto_line(const Proto *p, uint32_t word);
/* Canonical index of the instruction that a memory word belongs to, and
   optionally the whole canonical code (npcs entries) for symbolic walks. */
uint32_t proto_canonical_pc(const Proto *p, uint32_t word);

/* The same for words that only grow, in one pass over the code. */
typedef struct CodeCursor {
    const uint8_t *at; /* behind the instructions that were passed */
    uint32_t end;      /* memory words that they take */
    uint32_t count;
} CodeCursor;
CodeCursor proto_cursor(const Proto *p);
uint32_t proto_cursor_to(const Proto *p, CodeCursor *c, uint32_t word);
/* Decode canonical instruction after instruction: *p starts at p->bc. */
bool proto_decode(const Proto *p, const uint8_t **at, BcInsn *out);

/* The FORLOOPN of the loop around a memory word whose index is register reg;
   NULL: none. */
Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg);

/* Words of an inline cache behind an instruction. */
unsigned op_cache_words(unsigned op);

/* A method cache for the site at `site`, owned by p. NULL without memory. */
MethodCache *proto_method_cache(VM *vm, Proto *p, Insn *site);

#endif
