/*
 * tests/unit_bytecode.c -- numbers, checksum and instructions of the .bc
 * format, and the limits of the verifier that files written by hand (see
 * tests/bytecode) would be too long for.
 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "tests/asm.h"
#include "vm/bytecode.h"
#include "vm/verify_int.h"

/* -- LEB128 -------------------------------------------------------------- */

static size_t write_uleb(uint8_t *out, uint64_t n)
{
    size_t nbytes = 0;

    do {
        out[nbytes++] = (n & 0x7f) | (n > 0x7f ? 0x80 : 0);
        n >>= 7;
    } while (n != 0);
    return nbytes;
}

/* Written bit by bit until only the sign is left. */
static size_t write_sleb(uint8_t *out, int64_t n)
{
    size_t nbytes = 0;

    for (;;) {
        int64_t rest = n < 0 ? -(-(n + 1) / 128) - 1 : n / 128;
        uint8_t byte = (uint8_t)(n - rest * 128);
        bool last = (rest == 0 && byte < 0x40) || (rest == -1 && byte >= 0x40);

        out[nbytes++] = byte | (last ? 0 : 0x80);
        if (last)
            return nbytes;
        n = rest;
    }
}

static void check_uleb(uint64_t n)
{
    uint8_t bytes[12];
    size_t nbytes = write_uleb(bytes, n);
    const uint8_t *p = bytes;
    uint64_t got;

    cr_assert(bc_uleb(&p, bytes + sizeof bytes, &got), "%llu",
              (unsigned long long)n);
    cr_assert(got == n && p == bytes + nbytes, "%llu read as %llu",
              (unsigned long long)n, (unsigned long long)got);
    for (size_t cut = 0; cut < nbytes; cut++) {
        p = bytes;
        cr_assert_not(bc_uleb(&p, bytes + cut, &got));
    }
    bytes[nbytes - 1] |= 0x80; /* one byte longer than needed */
    bytes[nbytes] = 0;
    p = bytes;
    cr_assert_not(bc_uleb(&p, bytes + sizeof bytes, &got), "%llu, padded",
                  (unsigned long long)n);
}

static void check_sleb(int64_t n)
{
    uint8_t bytes[12];
    size_t nbytes = write_sleb(bytes, n);
    const uint8_t *p = bytes;
    int64_t got;

    cr_assert(bc_sleb(&p, bytes + sizeof bytes, &got), "%lld",
              (long long)n);
    cr_assert(got == n && p == bytes + nbytes, "%lld read as %lld",
              (long long)n, (long long)got);
    for (size_t cut = 0; cut < nbytes; cut++) {
        p = bytes;
        cr_assert_not(bc_sleb(&p, bytes + cut, &got));
    }
    bytes[nbytes - 1] |= 0x80;
    bytes[nbytes] = n < 0 ? 0x7f : 0;
    p = bytes;
    cr_assert_not(bc_sleb(&p, bytes + sizeof bytes, &got), "%lld, padded",
                  (long long)n);
}

Test(bytecode, uleb_around_every_length)
{
    check_uleb(0);
    check_uleb(UINT64_MAX);
    for (int bit = 0; bit < 64; bit++) {
        uint64_t n = (uint64_t)1 << bit;

        check_uleb(n - 1);
        check_uleb(n);
        check_uleb(n + 1);
    }
}

Test(bytecode, sleb_around_every_length)
{
    check_sleb(INT64_MAX);
    check_sleb(INT64_MIN);
    check_sleb(INT64_MIN + 1);
    for (int bit = 0; bit < 63; bit++) {
        int64_t n = (int64_t)1 << bit;

        for (int64_t d = -1; d <= 1; d++) {
            check_sleb(n + d - (n == INT64_MAX));
            check_sleb(-n + d);
        }
    }
}

Test(bytecode, numbers_of_more_than_64_bits)
{
    uint8_t bytes[12];
    const uint8_t *p = bytes;
    uint64_t u;
    int64_t s;

    memset(bytes, 0xff, sizeof bytes);
    bytes[9] = 2; /* 2^64 */
    cr_assert_not(bc_uleb(&p, bytes + sizeof bytes, &u));
    cr_assert_not(bc_sleb(&p, bytes + sizeof bytes, &s));
    bytes[9] = 0x3f;
    cr_assert_not(bc_sleb(&p, bytes + sizeof bytes, &s));
    bytes[9] = 0x80; /* goes on */
    bytes[10] = 0;
    cr_assert_not(bc_uleb(&p, bytes + sizeof bytes, &u));
    cr_assert_not(bc_sleb(&p, bytes + sizeof bytes, &s));
    cr_assert_eq(p, bytes, "a refused number moves the cursor");
}

/* -- checksum ------------------------------------------------------------ */

static uint32_t slow_crc32(const uint8_t *p, size_t nbytes)
{
    uint32_t crc = 0xffffffff;

    while (nbytes-- > 0) {
        crc ^= *p++;
        for (int i = 0; i < 8; i++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

Test(bytecode, crc32)
{
    uint8_t bytes[300];

    cr_assert_eq(bc_crc32(0, (const uint8_t *)"123456789", 9), 0xCBF43926);
    cr_assert_eq(bc_crc32(0, bytes, 0), 0);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i * 31 + i);
    for (size_t n = 0; n < sizeof bytes; n++) {
        uint32_t whole = slow_crc32(bytes, n);

        cr_assert_eq(bc_crc32(0, bytes, n), whole, "%zu bytes", n);
        cr_assert_eq(bc_crc32(bc_crc32(0, bytes, n / 3), bytes + n / 3,
                              n - n / 3), whole, "%zu bytes in parts", n);
    }
}

/* -- instructions -------------------------------------------------------- */

static unsigned count_operands(const OpInfo *info)
{
    unsigned n = 0;

    for (int j = 0; j < 3; j++)
        n += info->kind[j] != KIND____;
    return n;
}

Test(bytecode, table_of_instructions)
{
    for (int op = 0; op < NUM_OPS; op++) {
        const OpInfo *info = &bc_opinfo[op];

        cr_assert_not_null(info->name, "opcode %d", op);
        cr_assert_not_null(info->meaning, "%s", info->name);
        cr_assert_leq(info->format, FMT_AJ, "%s", info->name);
        for (int j = 0; j < 3; j++)
            cr_assert_leq(info->kind[j], KIND_PRO, "%s", info->name);
    }
    cr_assert_str_eq(bc_opinfo[OP_CALL].name, "CALL");
    cr_assert_eq(bc_opinfo[OP_JMP].kind[1], KIND_LBL);
}

Test(bytecode, decode_every_instruction)
{
    for (int op = 0; op < NUM_CANONICAL_OPS; op++) {
        uint8_t bytes[4] = {(uint8_t)op, 1, 2, 3};
        const OpInfo *info = &bc_opinfo[op];
        unsigned n = count_operands(info);
        const uint8_t *p = bytes;
        int64_t next = 1;
        BcInsn in;

        cr_assert(bc_decode_insn(&p, bytes + 1 + n, &in), "%s", info->name);
        cr_assert_eq(p, bytes + 1 + n, "%s", info->name);
        cr_assert_eq((int)in.op, op);
        cr_assert_eq(in.a, info->kind[0] ? next++ : 0, "%s", info->name);
        cr_assert_eq(in.b, info->kind[1] ? next++ : 0, "%s", info->name);
        cr_assert_eq(in.c, info->kind[2] ? next++ : 0, "%s", info->name);
        for (unsigned cut = 0; cut <= n; cut++) {
            p = bytes;
            cr_assert_not(bc_decode_insn(&p, bytes + cut, &in), "%s",
                          info->name);
        }
    }
}

Test(bytecode, decode_long_and_signed_operands)
{
    const uint8_t loadi[] = {OP_LOADI, 0xc8, 0x01, 0x80, 0x7f};
    const uint8_t padded[] = {OP_LOADI, 0x00, 0xff, 0x7f};
    const uint8_t unknown[] = {NUM_CANONICAL_OPS, 0, 0, 0};
    const uint8_t huge[] = {OP_LOADTRUE, 0xff, 0xff, 0xff, 0xff, 0xff,
                            0xff, 0xff, 0xff, 0xff, 1};
    const uint8_t *p = loadi;
    BcInsn in;

    cr_assert(bc_decode_insn(&p, loadi + sizeof loadi, &in));
    cr_assert(in.a == 200 && in.b == -128 && in.c == 0);
    p = padded;
    cr_assert_not(bc_decode_insn(&p, padded + sizeof padded, &in));
    p = unknown;
    cr_assert_not(bc_decode_insn(&p, unknown + sizeof unknown, &in));
    p = huge;
    cr_assert_not(bc_decode_insn(&p, huge + sizeof huge, &in));
}

/* -- sets of registers --------------------------------------------------- */

Test(bytecode, masks_of_register_sets)
{
    for (unsigned first = 0; first <= 256; first += 7)
        for (unsigned end = 0; end <= 256; end += 3)
            for (unsigned r = 0; r < 256; r++)
                cr_assert_eq(regset_mask(r / 64, first, end) >> r % 64 & 1,
                             r >= first && r < end, "%u in %u..%u", r,
                             first, end);
}

/* -- the verifier -------------------------------------------------------- */

typedef struct Meter {
    size_t now, peak;
} Meter;

static void *meter_alloc(void *ud, void *p, size_t old_nbytes, size_t nbytes)
{
    Meter *m = ud;

    m->now = m->now - old_nbytes + nbytes;
    if (m->now > m->peak)
        m->peak = m->now;
    if (nbytes == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, nbytes);
}

/* Assemble and verify; the message of what is refused, "" if accepted. */
static char *verify_text(const Buf *text, Meter *m, size_t *nbytes)
{
    static char message[400];
    Buf b = {0};
    char *expect;
    BcFile file;

    cr_assert(asm_assemble(text->s, text->n, &b, &expect, message,
                           sizeof message), "%s", message);
    *nbytes = b.n;
    if (bc_verify((const uint8_t *)b.s, b.n, meter_alloc, m, &file, message,
                  sizeof message)) {
        cr_assert_str_empty(message);
        cr_assert_eq(file.nbytes, b.n);
    }
    cr_assert_eq(m->now, 0, "%zu bytes not freed", m->now);
    free(expect);
    buf_free(&b);
    return message;
}

static const char *verify_nested(int depth)
{
    Buf text = {0};
    Meter m = {0};
    size_t nbytes;
    char *message;

    for (int i = 0; i < depth; i++)
        buf_addf(&text, "function\nRETURN R0 1\n");
    for (int i = 0; i < depth; i++)
        buf_addf(&text, "end\n");
    message = verify_text(&text, &m, &nbytes);
    buf_free(&text);
    return message;
}

Test(verify, as_deep_as_allowed)
{
    cr_assert_str_empty(verify_nested(BC_MAX_DEPTH));
}

Test(verify, deeper_than_allowed)
{
    cr_assert_str_eq(verify_nested(BC_MAX_DEPTH + 1), "function 200: nested "
                     "deeper than 200 functions [tree]");
}

Test(verify, message_without_room)
{
    char message[10] = "unchanged";
    Meter m = {0};
    BcFile file;

    cr_assert_not(bc_verify((const uint8_t *)"", 0, meter_alloc, &m, &file,
                            message, 0));
    cr_assert_str_eq(message, "unchanged");
    cr_assert_not(bc_verify((const uint8_t *)"", 0, meter_alloc, &m, &file,
                            message, sizeof message));
    cr_assert_str_eq(message, "truncated");
    cr_assert_not(bc_verify((const uint8_t *)"", 0, meter_alloc, &m, &file,
                            message, 1));
    cr_assert_str_empty(message);
}

/* Integers whose constants all meet in one slot of the hash table. */
static void add_colliding(Buf *text, int n)
{
    for (uint64_t i = 0; n > 0; i++) {
        uint8_t bytes[12] = {BC_CONST_INT};
        size_t nbytes = 1 + write_sleb(bytes + 1, (int64_t)i);

        if (verify_hash(bytes, nbytes) % 1024 == 0) {
            buf_addf(text, "constant int %llu\n", (unsigned long long)i);
            n--;
        }
    }
}

/* Strings that do the same; "a" to "p" spell a number. */
static void add_colliding_strings(Buf *text, int n)
{
    for (unsigned i = 0; n > 0; i++) {
        char s[6] = "";

        for (int j = 0; j < 5; j++)
            s[j] = (char)('a' + (i >> 4 * j & 15));
        if (verify_hash((const uint8_t *)s, 5) % 1024 == 0) {
            buf_addf(text, "constant \"%s\"\n", s);
            n--;
        }
    }
}

static const char *verify_constants(void (*add)(Buf *, int), const char *end)
{
    Buf text = {0};
    Meter m = {0};
    size_t nbytes;
    char *message;

    buf_addf(&text, "function\n");
    add(&text, 300);
    buf_addf(&text, "%s\nRETURN R0 1\nend\n", end);
    message = verify_text(&text, &m, &nbytes);
    buf_free(&text);
    return message;
}

Test(verify, constants_made_to_collide)
{
    cr_assert_str_empty(verify_constants(add_colliding, ""));
}

Test(verify, constants_made_to_collide_with_one_twice)
{
    cr_assert_str_eq(verify_constants(add_colliding, "constant int 7\n"
                                      "constant nil\nconstant int 7"),
                     "function 0: a constant is there twice [canonical]");
}

Test(verify, strings_made_to_collide)
{
    cr_assert_str_empty(verify_constants(add_colliding_strings, ""));
}

/* The same string again at the end of a table that is hard to hash. */
Test(verify, strings_made_to_collide_with_one_twice)
{
    Buf strings = {0}, text = {0};
    Meter m = {0};
    size_t nbytes;

    add_colliding_strings(&strings, 300);
    buf_addf(&text, "string \"\"\n");
    for (char *s = strtok(strings.s, "\n"); s; s = strtok(NULL, "\n"))
        buf_addf(&text, "string %s\n", strchr(s, '"'));
    buf_addf(&text, "count strings 303\ntail strings 01 61 01 61\n"
             "function\nRETURN R0 1\nend\n");
    cr_assert_str_eq(verify_text(&text, &m, &nbytes),
                     "a string is there twice [canonical]");
    buf_free(&strings);
    buf_free(&text);
}

/* What a file needs most of: tiny functions, and targets of jumps in a
   function with all sets and registers. */
Test(verify, memory_grows_with_the_file_only)
{
    Buf text = {0};
    Meter m = {0};
    size_t nbytes;

    buf_addf(&text, "function\nRETURN R0 1\n");
    for (int i = 0; i < 3000; i++)
        buf_addf(&text, "function\nRETURN R0 1\nend\n");
    buf_addf(&text, "end\n");
    cr_assert_str_empty(verify_text(&text, &m, &nbytes));
    cr_assert_lt(m.peak, 20 * nbytes);
    text.n = 0;
    buf_addf(&text, "function regs=255 closes\n");
    for (int i = 0; i < 30000; i++)
        buf_addf(&text, "JMP 0\n");
    buf_addf(&text, "RETURNC R0 1\nend\n");
    m.peak = 0;
    cr_assert_str_empty(verify_text(&text, &m, &nbytes));
    cr_assert_lt(m.peak, 128 * nbytes);
    buf_free(&text);
}

/* Paths that reach the same code again and again, each time with a register
   less: as slow as it gets, and still in proportion to the code. */
Test(verify, sets_that_shrink_one_by_one)
{
    Buf text = {0};
    Meter m = {0};
    size_t nbytes;

    buf_addf(&text, "function params=200 regs=255\nJMP start\nMOVE R1 R0\n");
    for (int i = 0; i < 3000; i++)
        buf_addf(&text, "JMP -2\n");
    buf_addf(&text, "last:\nJMP -2\nstart:\n");
    for (int r = 197; r > 0; r--)
        buf_addf(&text, "p%d:\nCALL R%d 1 1\nJT R0 last\nJMP p%d\n", r, r,
                 r - 1);
    buf_addf(&text, "p0:\nRETURN R1 2\nend\n");
    cr_assert_str_eq(verify_text(&text, &m, &nbytes), "function 0, "
                     "instruction 3594 RETURN: register 1 is not written on "
                     "every path to here [defined]");
    buf_free(&text);
}
