/*
 * vm/translate.h -- canonical instructions to the words that the interpreter
 * runs, and back from words to instructions.
 *
 * Read     translate_layout, translate_code, CodeCursor.
 */
#ifndef VM_TRANSLATE_H
#define VM_TRANSLATE_H

#include "vm/bytecode.h"
#include "vm/object.h"

/* Where each of p's canonical instructions will be; how many words they
   take. */
uint32_t translate_layout(const Proto *p, uint32_t *words);
/* Write them. */
void translate_code(const Proto *p, const uint32_t *words, Insn *out);

/* Words of an inline cache behind an instruction; of it and its cache. */
unsigned op_cache_words(unsigned op);
unsigned op_words(unsigned op);
/* The canonical instruction that a form of it stands for. */
unsigned op_base(unsigned op);

/* Decode canonical instruction after instruction: *at starts at p->bc. */
bool proto_decode(const Proto *p, const uint8_t **at, BcInsn *out);

/* Canonical index of the instruction that a memory word belongs to. */
uint32_t proto_canonical_pc(const Proto *p, uint32_t word);

/* The same for words that only grow, in one pass over the code. */
typedef struct CodeCursor {
    const uint8_t *at; /* behind the instructions that were passed */
    uint32_t end;      /* memory words that they take */
    uint32_t count;
} CodeCursor;
CodeCursor proto_cursor(const Proto *p);
uint32_t proto_cursor_to(const Proto *p, CodeCursor *c, uint32_t word);
/* Pass n instructions; returns the word of the one behind them. */
uint32_t proto_cursor_pass(const Proto *p, CodeCursor *c, uint32_t n);

#endif
