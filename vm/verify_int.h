/*
 * vm/verify_int.h -- what the parts of the verifier share.
 *
 * verify.c reads a file's sections, and verify_rows.c leaves a row for each
 * function; verify_code.c and verify_debug.c then go through one function at a
 * time. All read with a cursor that never passes its end, and stop at the
 * first broken rule by returning false, with the message written.
 *
 * The loader takes the rows when all is proved.
 *
 * Read     Verify, FunctionRow, verify_file, verify_fail.
 */
#ifndef VM_VERIFY_INT_H
#define VM_VERIFY_INT_H

#include "vm/bytecode.h"

/* A set of registers. */
enum { REGSET_WORDS = 4 };
typedef struct RegSet {
    uint64_t word[REGSET_WORDS];
} RegSet;

static inline bool regset_has(const RegSet *s, unsigned reg)
{
    return s->word[reg >> 6 & 3] >> (reg & 63) & 1;
}

static inline void regset_add(RegSet *s, unsigned reg)
{
    s->word[reg >> 6 & 3] |= (uint64_t)1 << (reg & 63);
}

/* The bits of word w that stand for the registers first .. end - 1. */
static inline uint64_t regset_mask(unsigned w, unsigned first, unsigned end)
{
    unsigned low = w * 64;
    uint64_t mask = ~(uint64_t)0;

    if (first >= low + 64 || end <= low)
        return 0;
    if (first > low)
        mask &= mask << (first - low);
    if (end < low + 64)
        mask &= ((uint64_t)1 << (end - low)) - 1;
    return mask;
}

/* Memory used again for one function after the other. */
typedef struct Scratch {
    void *p;
    size_t nbytes;
} Scratch;

/* A string, or a constant as it is written: equal ones have equal bytes. */
typedef struct Item {
    uint32_t offset, nbytes; /* in the file */
} Item;

/* A function, as its fields say. Offsets are into the file. */
typedef struct FunctionRow {
    uint32_t parent; /* NO_FUNCTION for a root */
    uint32_t upvalues, constants, code, end; /* offsets */
    uint32_t nconstants, ninsns, nchildren;
    uint32_t first_child; /* place in Verify.children */
    uint32_t source;      /* chunk name, debug string plus 1; 0: none */
    uint32_t linedefined, lastlinedefined;
    uint32_t debug, lines, locals, upvalue_names; /* offsets; these and the
                             three above are known from DEBUG only */
    uint8_t nparams, flags, nregs, nupvalues;
    RegSet variable; /* registers of the parent that it captures ... */
    RegSet constant; /* ... those never assigned again */
} FunctionRow;

#define NO_FUNCTION UINT32_MAX
#define NO_INSN UINT32_MAX

typedef struct Verify {
    const uint8_t *p, *end; /* the cursor, and where it must stop */
    BcFile file;
    FunctionRow *functions;
    uint32_t *children; /* the functions' children, in lists */
    uint32_t nread;     /* functions whose row is filled or being filled */

    const uint8_t *debug_at; /* DEBUG of the functions not yet looked at */
    uint32_t nnames, nnames_used; /* its strings */

    uint32_t function; /* what a message is about, or NO_FUNCTION */
    uint32_t insn;     /* ... or NO_INSN */
    const struct CodeInsn *insns; /* has its opcode; NULL: not known */
    bool out_of_memory;
    bool quiet;        /* only looking for words for a message */
    char *message;
    size_t message_size;

    BcAlloc alloc;
    void *alloc_ud;
    Scratch strings, names; /* Item, of the strings of STRINGS and DEBUG */
    Scratch users, items;       /* verify_rows.c */
    Scratch slots, sorted[2];   /* verify_unique.c */
    Scratch types, code, targets, sets, heap; /* verify_code.c */
} Verify;

/*
 * The steps of bc_verify, for those who look at the rows in between.
 * verify_file is false with a message or out_of_memory. The memory must be
 * freed in any case.
 */
void verify_init(Verify *v, const uint8_t *bytes, size_t nbytes,
                 BcAlloc alloc, void *ud, char *message, size_t size);
bool verify_file(Verify *v);
void verify_free(Verify *v);

/* Write the message for a broken rule. */
void verify_message(Verify *v, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* ... as an expression that is false: return verify_fail(v, "tree", ...). */
#define verify_fail(v, ...) (verify_message(v, __VA_ARGS__), false)

/* At least n items of `size` bytes, undefined; NULL (message written) when
   there is no memory. */
void *verify_scratch(Verify *v, Scratch *s, size_t n, size_t size);

/* Check the code of function f; all rows are filled. */
struct Code;
bool verify_code(Verify *v, uint32_t f, struct Code *c);

/* The hash that finds strings and constants that are there twice; shown to
   the tests, which make it collide. */
uint64_t verify_hash(const uint8_t *p, size_t nbytes);

#endif
