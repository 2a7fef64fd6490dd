/*
 * tests/unit_verify.c -- instructions and files under random changes, and
 * code that is accepted although no compiler makes it.
 *
 * tests/fuzz_bc.c does the same guided by coverage, for as long as one likes;
 * this is its short form, the same on every run.
 */
#include <criterion/criterion.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/vmrun.h"
#include "tests/asm.h"
#include "tests/unit.h"
#include "tests/walk.h"
#include "vm/bytecode.h"

/* -- random instructions ------------------------------------------------- */

static uint8_t *put_operand(uint8_t *p, uint64_t n, bool is_signed)
{
    for (;;) {
        uint8_t low = n & 0x7f;
        bool sign = is_signed && (low & 0x40);
        n = is_signed ? (uint64_t)((int64_t)n >> 7) : n >> 7;
        if (n == (sign ? UINT64_MAX : 0)) {
            *p++ = low;
            return p;
        }
        *p++ = low | 0x80;
    }
}

/* Few bits as often as many. */
static uint64_t random_operand(Random *r)
{
    return random_bits(r) >> random_below(r, 64);
}

Test(codec, random_instructions_and_back)
{
    Random r;

    for (int round = 0; random_round(&r, round, 4); round++) {
        for (int i = 0; i < 20000; i++) {
            uint8_t bytes[32], *end = bytes;
            const uint8_t *p = bytes;
            BcInsn want = {.op = (OpCode)random_below(&r, NUM_CANONICAL_OPS)},
                   got;
            int64_t *operand[3] = {&want.a, &want.b, &want.c};

            *end++ = (uint8_t)want.op;
            for (int j = 0; j < 3; j++) {
                uint8_t kind = bc_opinfo[want.op].kind[j];
                bool is_signed = kind == KIND_INT || kind == KIND_LBL;
                if (kind == KIND____)
                    continue;
                *operand[j] = (int64_t)(random_operand(&r) >> !is_signed);
                if (is_signed && random_once_in(&r, 2))
                    *operand[j] = -1 - *operand[j];
                end = put_operand(end, (uint64_t)*operand[j], is_signed);
            }
            CHECK(&r, bc_decode_insn(&p, end, &got) && p == end,
                  "%s is not read", bc_opinfo[want.op].name);
            CHECK(&r, got.op == want.op && got.a == want.a &&
                          got.b == want.b && got.c == want.c,
                  "%s is read as %s %lld %lld %lld",
                  bc_opinfo[want.op].name, bc_opinfo[got.op].name,
                  (long long)got.a, (long long)got.b, (long long)got.c);
        }
    }
}

/* -- changed files -------------------------------------------------------- */

static void *counting_alloc(void *ud, void *p, size_t old, size_t n)
{
    *(size_t *)ud += n - old;
    if (n == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, n);
}

static Buf read_file(const char *path)
{
    Buf b = {0};
    char piece[4096];
    size_t n;
    FILE *f = fopen(path, "rb");

    cr_assert_not_null(f, "%s", path);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, piece, n);
    fclose(f);
    return b;
}

static void put_checksum(uint8_t *bytes, size_t n)
{
    uint32_t crc = bc_crc32(0, bytes + BC_HEADER_SIZE, n - BC_HEADER_SIZE);

    for (int i = 0; i < 4; i++)
        bytes[6 + i] = crc >> 8 * i & 0xff;
}

static void change_bytes(Random *r, uint8_t *bytes, size_t n)
{
    for (uint32_t left = 1 + random_below(r, 3); left > 0; left--) {
        size_t at = BC_HEADER_SIZE +
                    random_below(r, (uint32_t)(n - BC_HEADER_SIZE));
        switch (random_below(r, 4)) {
        case 0: bytes[at] = (uint8_t)random_bits(r); break;
        case 1: bytes[at] ^= (uint8_t)(1 << random_below(r, 8)); break;
        case 2: bytes[at]++; break;
        default: bytes[at]--; break;
        }
    }
}

/* Refused by a rule, or walking through it goes well; nothing is leaked. */
static bool verify_changed(Random *r, const char *path, const uint8_t *bytes,
                           size_t n)
{
    size_t in_use = 0;
    char message[300];
    BcFile file;
    bool ok = bc_verify(bytes, n, counting_alloc, &in_use, &file, message,
                        sizeof message);

    CHECK(r, in_use == 0, "%s: %zu bytes are not freed", path, in_use);
    if (!ok) {
        CHECK(r, strchr(message, '[') != NULL, "%s: no rule: %s", path,
              message);
        return false;
    }
    CHECK(r, walk_file(&file, r->seed, 300, message, sizeof message),
          "%s: accepted, but: %s", path, message);
    return true;
}

Test(verify, changed_golden_files)
{
    glob_t files;
    Random r;
    int naccepted = 0, nrefused = 0;

    cr_assert_eq(glob("tests/golden/*.bc", 0, NULL, &files), 0,
                 "not in the source folder?");
    for (int round = 0; random_round(&r, round, 100); round++) {
        for (size_t i = 0; i < files.gl_pathc; i++) {
            Buf b = read_file(files.gl_pathv[i]);
            uint8_t *copy = malloc(b.n); /* exactly, for the sanitizer */
            memcpy(copy, b.s, b.n);
            if (round > 0)
                change_bytes(&r, copy, b.n);
            put_checksum(copy, b.n);
            if (verify_changed(&r, files.gl_pathv[i], copy, b.n))
                naccepted++;
            else
                nrefused++;
            free(copy);
            buf_free(&b);
        }
    }
    globfree(&files);
    cr_assert(naccepted > 0 && nrefused > 0, "%d accepted, %d refused",
              naccepted, nrefused);
}

/* -- accepted, but odd ---------------------------------------------------- */

/* What running the file says: the error, or "" if there is none. */
static void run_asm(const char *text, const char *want)
{
    char error[300];
    char *expect;
    Buf b = {0};
    VmrLimits limits = {.fuel = 100000};
    lua_State *L = unit_machine(NULL);

    cr_assert(asm_assemble(text, strlen(text), &b, &expect, error,
                           sizeof error), "%s", error);
    vmr_limits_set(L, &limits);
    cr_assert_eq(luaL_loadbufferx(L, b.s, b.n, "=odd", "b"), LUA_OK, "%s",
                 lua_tostring(L, -1));
    if (lua_pcall(L, 0, 0, 0) == LUA_OK)
        lua_pushliteral(L, "");
    cr_assert_str_eq(lua_tostring(L, -1), want);
    lua_close(L);
    free(expect);
    buf_free(&b);
}

Test(verify, list_items_for_what_is_no_table)
{
    run_asm("function regs=4\n"
            "  LOADK R0 \"text\"\n  LOADI R1 1\n  SETLIST R0 0 2\n"
            "  RETURN R0 1\nend\n",
            "?:-1: attempt to index a string value (constant 'text')");
    run_asm("function vararg regs=4\n"
            "  LOADI R0 7\n  LOADI R1 1\n  VARARG R2 0\n  SETLIST R0 0 0\n"
            "  RETURN R0 1\nend\n",
            "?:-1: attempt to index a number value");
}

/* Twice, into one that has other elements, far behind its end. */
Test(verify, list_items_for_a_table_in_use)
{
    run_asm("function regs=6\n"
            "  NEWTABLE R0 0 0\n"
            "  LOADI R1 1\n  LOADNIL R2 1\n  LOADI R3 3\n  SETLIST R0 0 4\n"
            "  SETLIST R0 2147483647 4\n  SETLIST R0 1 4\n"
            "  LOADNIL R1 3\n  SETLIST R0 0 4\n  SETLIST R0 0 4\n"
            "  RETURN R0 1\nend\n", "");
}

/* -- refused late --------------------------------------------------------- */

/* A file is loaded function by function: when one is refused, nothing of
   those before it must be seen, and no memory be lost. */
static void refuse_asm(const char *text, const char *want)
{
    char error[300];
    char *expect;
    Buf b = {0};
    lua_State *L = unit_machine(NULL);

    cr_assert(asm_assemble(text, strlen(text), &b, &expect, error,
                           sizeof error), "%s", error);
    for (int i = 0; i < 3; i++) {
        lua_settop(L, 0);
        cr_assert_eq(luaL_loadbufferx(L, b.s, b.n, "=late", "b"),
                     LUA_ERRSYNTAX);
        cr_assert_str_eq(lua_tostring(L, -1), want);
        cr_assert_eq(lua_gettop(L), 1);
        lua_gc(L, LUA_GCCOLLECT);
    }
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushnil(L);
    cr_assert_eq(lua_next(L, -2), 0, "a module of it is preloaded");
    lua_close(L);
    free(expect);
    buf_free(&b);
}

#define MODULE(name)                                                          \
    "module \"" name "\"\nfunction vararg regs=2\nupvalue stack 0\n"          \
    "source \"@m.lua\"\nupvalname \"_ENV\"\nGETTABUP R0 U0 \"x\"\n"           \
    "local \"a\" 1 0 0\n"

Test(verify, a_bundle_whose_last_function_is_refused)
{
    refuse_asm("bundle\ndebug\n" MODULE("") "RETURN R0 1\nend\n"
               MODULE("m") "RETURN R0 1\nend\n"
               MODULE("n") "RETURN R1 2\nend\n",
               "late: bad binary format (function 2 (m.lua), instruction 1 "
               "RETURN: register 1 is not written on every path to here "
               "[defined])");
}

Test(verify, a_bundle_whose_last_local_is_refused)
{
    refuse_asm("bundle\ndebug\n" MODULE("") "RETURN R0 1\nend\n"
               MODULE("m") "local \"b\" 0 0 9\nRETURN R0 1\nend\n",
               "late: bad binary format (function 1 (m.lua): local 1 is "
               "register 9 of 2 [debug])");
}
