/*
 * vm/bytecode.c -- reading the .bc format: LEB128 numbers, instructions, the
 * checksum, and the table of instructions as data.
 *
 * Owner    nobody: pure functions over the caller's bytes.
 * Raises   no.
 * Read     bc_opinfo, bc_uleb_any, bc_decode_insn.
 */
#include "vm/bytecode.h"

#include "vm/config.h"

#ifdef HAVE_CARRYLESS
#include <immintrin.h>
#endif

/* -- the table of instructions ------------------------------------------- */

/* Constants FORMAT_x, A_x, B_x, C_x of each instruction, so that the row of
   a memory-only one can copy its base's. */
enum {
#define OP(name, format, a, b, c, meaning) FORMAT_##name = FMT_##format, \
    A_##name = KIND_##a, B_##name = KIND_##b, C_##name = KIND_##c,
#include "vm/opcodes.def"
};

#define ROW(name, base, meaning) [OP_##name] = \
    {#name, meaning, FORMAT_##base, {A_##base, B_##base, C_##base}},

const OpInfo bc_opinfo[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) ROW(name, name, meaning)
#define IOP(name, base, meaning) ROW(name, base, meaning)
#include "vm/opcodes.def"
};

/* -- LEB128 -------------------------------------------------------------- */

bool bc_uleb_any(const uint8_t **p, const uint8_t *end, uint64_t *out)
{
    const uint8_t *s = *p;
    uint64_t value = 0;

    for (unsigned shift = 0; s < end && shift < 64; shift += 7) {
        uint8_t byte = *s++;

        if (shift == 63 && byte > 1)
            return false; /* does not fit */
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *p = s;
            *out = value;
            return byte != 0 || shift == 0;
        }
    }
    return false;
}

/* The int64_t whose two's complement is `bits`. */
static int64_t from_bits(uint64_t bits)
{
    return bits <= INT64_MAX ? (int64_t)bits : -(int64_t)~bits - 1;
}

bool bc_sleb_any(const uint8_t **p, const uint8_t *end, int64_t *out)
{
    const uint8_t *s = *p;
    uint64_t value = 0;
    uint8_t before = 0; /* the byte before, for the shortest form */

    for (unsigned shift = 0; s < end && shift < 64; shift += 7) {
        uint8_t byte = *s++;

        if (shift == 63 && byte != 0 && byte != 0x7f)
            return false; /* does not fit */
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            if (byte & 0x40 && shift < 57)
                value |= ~(uint64_t)0 << (shift + 7);
            *p = s;
            *out = from_bits(value);
            return shift == 0 || byte != bc_idle(before);
        }
        before = byte;
    }
    return false;
}

/* -- instructions -------------------------------------------------------- */

static bool decode_operand(const uint8_t **p, const uint8_t *end,
                           uint8_t kind, int64_t *out)
{
    uint64_t value;

    if (kind == KIND____) {
        *out = 0;
        return true;
    }
    if (kind == KIND_INT || kind == KIND_LBL)
        return bc_sleb(p, end, out);
    if (!bc_uleb(p, end, &value) || value > INT64_MAX)
        return false;
    *out = (int64_t)value;
    return true;
}

bool bc_decode_insn(const uint8_t **p, const uint8_t *end, BcInsn *out)
{
    const uint8_t *kind;

    if (*p >= end || **p >= NUM_CANONICAL_OPS)
        return false;
    out->op = (OpCode)*(*p)++;
    kind = bc_opinfo[out->op].kind;
    return decode_operand(p, end, kind[0], &out->a) &&
           decode_operand(p, end, kind[1], &out->b) &&
           decode_operand(p, end, kind[2], &out->c);
}

/* -- checksum ------------------------------------------------------------ */

/*
 * Row k of the table maps a byte to what it leaves in the register when k
 * zero bytes follow it. The map is linear: the images of the eight single
 * bits, given below from bit 7 to bit 0, are combined into all 256.
 */
#define T1(x, a) (x), (x) ^ (a)
#define T2(x, b, a) T1(x, a), T1((x) ^ (b), a)
#define T3(x, c, b, a) T2(x, b, a), T2((x) ^ (c), b, a)
#define T4(x, d, c, b, a) T3(x, c, b, a), T3((x) ^ (d), c, b, a)
#define T5(x, e, d, c, b, a) T4(x, d, c, b, a), T4((x) ^ (e), d, c, b, a)
#define T6(x, f, e, d, c, b, a) \
    T5(x, e, d, c, b, a), T5((x) ^ (f), e, d, c, b, a)
#define T7(x, g, f, e, d, c, b, a) \
    T6(x, f, e, d, c, b, a), T6((x) ^ (g), f, e, d, c, b, a)
#define BYTES(h, g, f, e, d, c, b, a) \
    {T7(0, g, f, e, d, c, b, a), T7(h, g, f, e, d, c, b, a)}

static const uint32_t crc_table[16][256] = {
    BYTES(0xEDB88320, 0x76DC4190, 0x3B6E20C8, 0x1DB71064,
          0x0EDB8832, 0x076DC419, 0xEE0E612C, 0x77073096),
    BYTES(0x3B83984B, 0xF0794F05, 0x958424A2, 0x4AC21251,
          0xC8D98A08, 0x646CC504, 0x32366282, 0x191B3141),
    BYTES(0xE1351B80, 0x709A8DC0, 0x384D46E0, 0x1C26A370,
          0x0E1351B8, 0x0709A8DC, 0x0384D46E, 0x01C26A37),
    BYTES(0xED59B63B, 0x9B14583D, 0xA032AF3E, 0x5019579F,
          0xC5B428EF, 0x8F629757, 0xAA09C88B, 0xB8BC6765),
    BYTES(0xB1E6B092, 0x58F35849, 0xC1C12F04, 0x60E09782,
          0x30704BC1, 0xF580A6C0, 0x7AC05360, 0x3D6029B0),
    BYTES(0x1EB014D8, 0x0F580A6C, 0x07AC0536, 0x03D6029B,
          0xEC53826D, 0x9B914216, 0x4DC8A10B, 0xCB5CD3A5),
    BYTES(0x8816EAF2, 0x440B7579, 0xCFBD399C, 0x67DE9CCE,
          0x33EF4E67, 0xF44F2413, 0x979F1129, 0xA6770BB4),
    BYTES(0x533B85DA, 0x299DC2ED, 0xF9766256, 0x7CBB312B,
          0xD3E51BB5, 0x844A0EFA, 0x4225077D, 0xCCAA009E),
    BYTES(0x6655004F, 0xDE920307, 0x82F182A3, 0xACC04271,
          0xBBD8A218, 0x5DEC510C, 0x2EF62886, 0x177B1443),
    BYTES(0xE6050901, 0x9EBA07A0, 0x4F5D03D0, 0x27AE81E8,
          0x13D740F4, 0x09EBA07A, 0x04F5D03D, 0xEFC26B3E),
    BYTES(0x77E1359F, 0xD64819EF, 0x869C8FD7, 0xAEF6C4CB,
          0xBAC3E145, 0xB0D97382, 0x586CB9C1, 0xC18EDFC0),
    BYTES(0x60C76FE0, 0x3063B7F0, 0x1831DBF8, 0x0C18EDFC,
          0x060C76FE, 0x03063B7F, 0xEC3B9E9F, 0x9BA54C6F),
    BYTES(0xA06A2517, 0xBD8D91AB, 0xB37E4BF5, 0xB407A6DA,
          0x5A03D36D, 0xC0B96A96, 0x605CB54B, 0xDD96D985),
    BYTES(0x8373EFE2, 0x41B9F7F1, 0xCD6478D8, 0x66B23C6C,
          0x33591E36, 0x19AC8F1B, 0xE16EC4AD, 0x9D0FE176),
    BYTES(0x4E87F0BB, 0xCAFB7B7D, 0x88C53E9E, 0x44629F4F,
          0xCF89CC87, 0x8A7C6563, 0xA886B191, 0xB9FBDBE8),
    BYTES(0x5CFDEDF4, 0x2E7EF6FA, 0x173F7B7D, 0xE6273E9E,
          0x73139F4F, 0xD4314C87, 0x87A02563, 0xAE689191),
};

/* What four bytes, as a number, leave when k bytes follow them. */
static inline uint32_t crc_word(uint32_t word, unsigned k)
{
    return crc_table[k + 3][word & 0xff] ^ crc_table[k + 2][word >> 8 & 0xff] ^
           crc_table[k + 1][word >> 16 & 0xff] ^ crc_table[k][word >> 24];
}

static uint32_t crc_by_table(uint32_t crc, const uint8_t *p, size_t nbytes)
{
    for (; nbytes >= 16; nbytes -= 16, p += 16)
        crc = crc_word(crc ^ bc_u32le(p), 12) ^ crc_word(bc_u32le(p + 4), 8) ^
              crc_word(bc_u32le(p + 8), 4) ^ crc_word(bc_u32le(p + 12), 0);
    while (nbytes-- > 0)
        crc = crc >> 8 ^ crc_table[0][(crc ^ *p++) & 0xff];
    return crc;
}

#ifdef HAVE_CARRYLESS

/*
 * Bits as the coefficients of a polynomial, the first bit of the bytes the
 * highest: 128 of them are moved to where they are followed by `distance`
 * fewer by multiplying each half with x^distance modulo the CRC's polynomial,
 * which leaves the remainder as it is. Four such at a time; the last sixteen
 * bytes go through the table. Source: Gopal et al., "Fast CRC computation for
 * generic polynomials using PCLMULQDQ instruction", 2009. The numbers are
 * x^(distance + 32) and x^(distance - 32), bits reversed and moved up by one.
 */
CARRYLESS static inline __m128i fold(__m128i x, __m128i by)
{
    return _mm_xor_si128(_mm_clmulepi64_si128(x, by, 0x00),
                         _mm_clmulepi64_si128(x, by, 0x11));
}

CARRYLESS static inline __m128i load(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* Of at least 64 bytes; *p and *nbytes are what it leaves. */
CARRYLESS static uint32_t crc_by_folding(uint32_t crc, const uint8_t **at,
                                         size_t *nbytes)
{
    const __m128i by512 = _mm_set_epi64x(0x1C6E41596, 0x154442BD4);
    const __m128i by128 = _mm_set_epi64x(0x0CCAA009E, 0x1751997D0);
    const uint8_t *p = *at, *end = p + *nbytes;
    __m128i x[4];
    uint8_t last[16];

    for (int i = 0; i < 4; i++)
        x[i] = load(p + 16 * i);
    x[0] = _mm_xor_si128(x[0], _mm_cvtsi32_si128((int)crc));
    for (p += 64; end - p >= 64; p += 64)
        for (int i = 0; i < 4; i++)
            x[i] = _mm_xor_si128(fold(x[i], by512), load(p + 16 * i));
    for (int i = 1; i < 4; i++)
        x[i] = _mm_xor_si128(fold(x[i - 1], by128), x[i]);
    _mm_storeu_si128((__m128i *)(void *)last, x[3]);
    *at = p;
    *nbytes = (size_t)(end - p);
    return crc_by_table(0, last, sizeof last);
}

#endif

uint32_t bc_crc32(uint32_t crc, const uint8_t *p, size_t nbytes)
{
    crc = ~crc;
#ifdef HAVE_CARRYLESS
    if (nbytes >= 64 && __builtin_cpu_supports("pclmul"))
        crc = crc_by_folding(crc, &p, &nbytes);
#endif
    return ~crc_by_table(crc, p, nbytes);
}
