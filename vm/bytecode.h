/*
 * vm/bytecode.h -- the .bc format and its instructions, as numbers.
 *
 * docs/bytecode.md is the specification. Writer: compiler/write.c. Readers:
 * vm/verify.c (which proves a file well-formed) and, behind it, the ones that
 * trust it: vm/load.c, vm/disasm.c.
 *
 * Read     BcReader, bc_uleb, bc_decode_insn.
 */
#ifndef VM_BYTECODE_H
#define VM_BYTECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BC_MAGIC "\x1Bvmr" /* 4 bytes */
#define BC_VERSION 1
#define BC_HEADER_SIZE 10 /* magic 4, version 1, flags 1, CRC-32 4 (LE) */

enum BcFlag { BC_STRIPPED = 1, BC_BUNDLE = 2 };

enum BcSection {
    BC_SECTION_STRINGS = 1,
    BC_SECTION_MODULES = 2,
    BC_SECTION_FUNCTIONS = 3,
    BC_SECTION_DEBUG = 4,
};

enum BcConst {
    BC_CONST_NIL = 0,
    BC_CONST_FALSE = 1,
    BC_CONST_TRUE = 2,
    BC_CONST_INT = 3,
    BC_CONST_FLOAT = 4,
    BC_CONST_STRING = 5,
};

enum BcFunctionFlag { BC_FN_VARARG = 1, BC_FN_CLOSES = 2 };

/* An upvalue's byte: where it is found, and whether it is ever assigned. */
enum BcUpvalFlag {
    BC_UP_INSTACK = 1,  /* a register of the enclosing function */
    BC_UP_CONST = 2,    /* never assigned after its initialisation */
};

/* Limits. The first five are those of the language's reference. */
#define BC_MAX_REGS 255     /* registers of a frame */
#define BC_MAX_UPVALS 255   /* upvalues of a function */
#define BC_MAX_PARAMS 200   /* fixed parameters (they are locals) */
#define BC_MAX_DEPTH 200    /* nesting of functions */
#define BC_MAX_K16 65535    /* largest index of a KSS operand, and of
                               GETINDEX/SETINDEX integers and NEWTABLE hints */
#define BC_MAX_KFAST 4095   /* largest index of KNM and KST operands, LOADK's
                               excepted: they are prescaled to bytes */

typedef enum OpCode {
#define OP(name, format, a, b, c, meaning) OP_##name,
#include "vm/opcodes.def"
    NUM_CANONICAL_OPS,
    OP_LAST_CANONICAL = NUM_CANONICAL_OPS - 1,
#define IOP(name, base, meaning) OP_##name,
#include "vm/opcodes.def"
    NUM_OPS
} OpCode;

typedef enum OpFormat { FMT_ABC, FMT_ABx, FMT_ABJ, FMT_AJ } OpFormat;

typedef enum OpKind {
    KIND____,
    KIND_DST, KIND_SRC, KIND_RNG, KIND_UPV, KIND_KST, KIND_KNM, KIND_KSS,
    KIND_INT, KIND_NUM, KIND_CNT, KIND_LBL, KIND_PRO,
} OpKind;

typedef struct OpInfo {
    const char *name;
    const char *meaning;
    uint8_t format;  /* OpFormat */
    uint8_t kind[3]; /* OpKind of A, B, C */
} OpInfo;

/* Rows of all instructions; a memory-only one has its base's format. */
extern const OpInfo bc_opinfo[];

/* One canonical instruction, decoded. Jumps are in instructions, relative to
   the next one. Unused operands are 0. */
typedef struct BcInsn {
    OpCode op;
    int64_t a, b, c;
} BcInsn;

/*
 * Read an unsigned LEB128 of at most 64 bits, advancing *p.
 *
 * returns  false if the number runs past `end`, does not fit, or is not in
 *          its shortest form (the format is canonical).
 */
static inline bool bc_uleb(const uint8_t **p, const uint8_t *end,
                           uint64_t *out);

/* The same for signed LEB128 (two's complement, shortest form). */
static inline bool bc_sleb(const uint8_t **p, const uint8_t *end,
                           int64_t *out);

/* Decode one canonical instruction: opcode byte, then each used operand as
   uleb (sleb for INT and LBL). False if malformed or not canonical. */
bool bc_decode_insn(const uint8_t **p, const uint8_t *end, BcInsn *out);

static inline uint32_t bc_u32le(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

/* What is behind the constant at p, whose bytes have been checked. */
static inline const uint8_t *bc_pass_constant(const uint8_t *p)
{
    uint8_t type = *p++;
    if (type == BC_CONST_FLOAT)
        return p + 8;
    if (type == BC_CONST_INT || type == BC_CONST_STRING)
        while (*p++ >= 0x80)
            ;
    return p;
}

/* CRC-32 (polynomial 0xEDB88320, as in zlib), slicing by sixteen where the
   processor has nothing better; start with
   crc = 0. Source: Kounavis and Berry, "A systematic approach to building
   high performance software-based CRC generators", 2005. */
uint32_t bc_crc32(uint32_t crc, const uint8_t *p, size_t nbytes);

/* Where the parts of a verified file lie. Pointers lend from its bytes. */
typedef struct BcFile {
    const uint8_t *bytes;
    size_t nbytes;
    uint8_t flags;                      /* BcFlag */
    const uint8_t *strings, *strings_end;
    const uint8_t *modules, *modules_end;
    const uint8_t *functions, *functions_end;
    const uint8_t *debug, *debug_end;   /* NULL when stripped */
    uint32_t nstrings, nmodules, nfunctions;
} BcFile;

/*
 * Prove that `bytes` is a well-formed .bc file whose code is safe to run (all
 * rules of docs/bytecode.md), in time and memory linear in its size.
 *
 * out      filled on success; lends from bytes.
 * message  on failure, one line naming function, instruction and rule, ended
 *          by '\0', cut to `size`.
 * alloc    realloc-like, for scratch; freed on return; NULL means out of
 *          memory (message says "not enough memory").
 * returns  true when the file is accepted.
 */
typedef void *(*BcAlloc)(void *ud, void *p, size_t old_nbytes,
                         size_t new_nbytes);
bool bc_verify(const uint8_t *bytes, size_t nbytes, BcAlloc alloc, void *ud,
               BcFile *out, char *message, size_t size);

/* -- LEB128: short numbers here, any in bytecode.c ----------------------- */

bool bc_uleb_any(const uint8_t **p, const uint8_t *end, uint64_t *out);
bool bc_sleb_any(const uint8_t **p, const uint8_t *end, int64_t *out);

static inline bool bc_uleb(const uint8_t **p, const uint8_t *end,
                           uint64_t *out)
{
    const uint8_t *s = *p;
    if (end - s < 3)
        return bc_uleb_any(p, end, out);
    if (s[0] < 0x80) {
        *out = s[0];
        *p = s + 1;
        return true;
    }
    if (s[1] < 0x80) {
        *out = (s[0] & 0x7Fu) | (uint64_t)s[1] << 7;
        *p = s + 2;
        return s[1] != 0;
    }
    if (s[2] < 0x80) {
        *out = (s[0] & 0x7Fu) | (s[1] & 0x7Fu) << 7 | (uint64_t)s[2] << 14;
        *p = s + 3;
        return s[2] != 0;
    }
    return bc_uleb_any(p, end, out);
}

/* What a last byte must not be: it would only repeat the sign. */
static inline uint8_t bc_idle(uint8_t before)
{
    return before & 0x40 ? 0x7F : 0;
}

static inline bool bc_sleb(const uint8_t **p, const uint8_t *end,
                           int64_t *out)
{
    const uint8_t *s = *p;
    if (end - s < 3)
        return bc_sleb_any(p, end, out);
    if (s[0] < 0x80) {
        *out = (s[0] ^ 0x40) - 0x40;
        *p = s + 1;
        return true;
    }
    if (s[1] < 0x80) {
        *out = (((s[0] & 0x7F) | s[1] << 7) ^ 0x2000) - 0x2000;
        *p = s + 2;
        return s[1] != bc_idle(s[0]);
    }
    if (s[2] < 0x80) {
        *out = (((s[0] & 0x7F) | (s[1] & 0x7F) << 7 | s[2] << 14) ^
                0x100000) - 0x100000;
        *p = s + 3;
        return s[2] != bc_idle(s[1]);
    }
    return bc_sleb_any(p, end, out);
}

/* -- the same, of bytes that have been verified -------------------------- */

static inline uint64_t bc_known_uleb(const uint8_t **p)
{
    uint64_t x = *(*p)++;
    if (x < 0x80)
        return x;
    x &= 0x7F;
    for (unsigned shift = 7;; shift += 7) {
        uint64_t byte = *(*p)++;
        x |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return x;
    }
}

static inline int64_t bc_known_sleb(const uint8_t **p)
{
    uint64_t x = 0, byte;
    unsigned shift = 0;
    do {
        byte = *(*p)++;
        x |= (byte & 0x7F) << shift;
        shift += 7;
    } while (byte >= 0x80);
    if (shift < 64 && (byte & 0x40))
        x |= ~UINT64_C(0) << shift;
    return (int64_t)x;
}

static inline double bc_f64le(const uint8_t *p)
{
    uint64_t bits = (uint64_t)bc_u32le(p + 4) << 32 | bc_u32le(p);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
