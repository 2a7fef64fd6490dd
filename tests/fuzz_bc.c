/*
 * tests/fuzz_bc.c -- a libFuzzer target for everything that reads .bc files.
 *
 *     clang -fsanitize=fuzzer,address,undefined -I. tests/fuzz_bc.c ...
 *
 * The input is a .bc file whose header is put right, so that mutations get
 * past it. A file that is refused must only be refused cleanly. One that is
 * accepted must disassemble, and random walks through its code must go well.
 * Compiled with FUZZ_RUN and linked with the VM, it is run too, under limits.
 *
 * Seeds: what `verify_test -w FOLDER tests/bytecode/...` writes, and any
 * compiled program.
 */
#include "tests/proc.h"
#include "tests/walk.h"
#include "vm/bytecode.h"
#include "vm/disasm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef FUZZ_RUN

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "include/vmrun.h"

/* The libraries that do not touch the world outside. */
static const luaL_Reg libraries[] = {
    {LUA_GNAME, luaopen_base},         {LUA_COLIBNAME, luaopen_coroutine},
    {LUA_TABLIBNAME, luaopen_table},   {LUA_STRLIBNAME, luaopen_string},
    {LUA_MATHLIBNAME, luaopen_math},   {LUA_UTF8LIBNAME, luaopen_utf8},
};

static int open_libraries(lua_State *L)
{
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    lua_setglobal(L, "print");
    lua_pushnil(L);
    lua_setglobal(L, "dofile");
    lua_pushnil(L);
    lua_setglobal(L, "loadfile");
    return 0;
}

/* Accepted code may do nothing worse than raise an error. */
static void run(const uint8_t *bytes, size_t nbytes)
{
    VmrLimits limits = {.max_memory = 64u << 20, .fuel = 1000000,
                        .timeout_s = 5};
    lua_State *L = luaL_newstate();

    if (L == NULL)
        return;
    lua_pushcfunction(L, open_libraries);
    lua_call(L, 0, 0);
    vmr_limits_set(L, &limits);
    if (luaL_loadbufferx(L, (const char *)bytes, nbytes, "=fuzz", "b") ==
        LUA_OK)
        lua_pcall(L, 0, 0, 0);
    lua_close(L);
}

#else

static void run(const uint8_t *bytes, size_t nbytes)
{
    (void)bytes;
    (void)nbytes;
}

#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes);

static void *allocate(void *ud, void *p, size_t old_nbytes, size_t nbytes)
{
    (void)ud;
    (void)old_nbytes;
    if (nbytes == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, nbytes);
}

static void put_header(uint8_t *bytes, size_t nbytes)
{
    uint32_t crc =
        bc_crc32(0, bytes + BC_HEADER_SIZE, nbytes - BC_HEADER_SIZE);

    memcpy(bytes, BC_MAGIC, 4);
    bytes[4] = BC_VERSION;
    bytes[5] &= BC_STRIPPED | BC_BUNDLE;
    for (int i = 0; i < 4; i++)
        bytes[6 + i] = crc >> 8 * i & 0xff;
}

static void use_accepted(const BcFile *file, uint64_t seed)
{
    static FILE *nowhere;
    char message[200];

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL)
        bc_disasm(file, nowhere, true);
    if (!walk_file(file, seed, 500, message, sizeof message)) {
        fprintf(stderr, "accepted, but goes wrong: %s\n", message);
        abort();
    }
    run(file->bytes, file->nbytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t nbytes)
{
    uint8_t *bytes;
    char message[300];
    BcFile file;

    if (nbytes < BC_HEADER_SIZE)
        return 0;
    bytes = xrealloc(NULL, nbytes); /* exactly, for the sanitizer */
    memcpy(bytes, data, nbytes);
    put_header(bytes, nbytes);
    if (bc_verify(bytes, nbytes, allocate, NULL, &file, message,
                  sizeof message))
        use_accepted(&file, data[nbytes - 1] + 1u);
    else if (strchr(message, '[') == NULL) {
        fprintf(stderr, "refused without a rule: %s\n", message);
        abort();
    }
    free(bytes);
    return 0;
}
