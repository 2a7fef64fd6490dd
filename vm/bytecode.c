/*
 * vm/bytecode.c -- reading the .bc format: LEB128 numbers, instructions, the
 * checksum, and the table of instructions as data.
 *
 * Owner    nobody: pure functions over the caller's bytes.
 * Raises   no.
 * Read     bc_opinfo, bc_uleb, bc_decode_insn.
 */
#include "vm/bytecode.h"

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

bool bc_uleb(const uint8_t **p, const uint8_t *end, uint64_t *out)
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

bool bc_sleb(const uint8_t **p, const uint8_t *end, int64_t *out)
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
            uint8_t idle = before & 0x40 ? 0x7f : 0; /* adds only sign */

            if (byte & 0x40 && shift < 57)
                value |= ~(uint64_t)0 << (shift + 7);
            *p = s;
            *out = from_bits(value);
            return shift == 0 || byte != idle;
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

static const uint32_t crc_table[8][256] = {
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
};

uint32_t bc_crc32(uint32_t crc, const uint8_t *p, size_t nbytes)
{
    crc = ~crc;
    for (; nbytes >= 8; nbytes -= 8, p += 8) {
        crc ^= p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
               (uint32_t)p[3] << 24;
        crc = crc_table[7][crc & 0xff] ^ crc_table[6][crc >> 8 & 0xff] ^
              crc_table[5][crc >> 16 & 0xff] ^ crc_table[4][crc >> 24] ^
              crc_table[3][p[4]] ^ crc_table[2][p[5]] ^
              crc_table[1][p[6]] ^ crc_table[0][p[7]];
    }
    while (nbytes-- > 0)
        crc = crc >> 8 ^ crc_table[0][(crc ^ *p++) & 0xff];
    return ~crc;
}
