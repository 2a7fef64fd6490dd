/*
 * compiler/mem.c -- arenas and vectors of one compilation.
 *
 * An arena is a list of blocks, each up to twice as long as the one before.
 *
 *     block -> [next|nbytes|....used....|at      free      end]
 *       |
 *       v  older blocks, full
 *
 * Read     arena_alloc, arena_release.
 */
#include "compiler/mem_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BLOCK = 1024, LARGEST_BLOCK = 1 << 18, ALIGN = 8 };

struct ArenaBlock {
    ArenaBlock *next;
    size_t nbytes; /* with this header */
};

_Noreturn void mem_throw(Mem *mem, CompileStatus status)
{
    mem->status = status;
    longjmp(mem->way_out, 1);
}

void *mem_resize(Mem *mem, void *p, size_t old_nbytes, size_t new_nbytes)
{
    if (new_nbytes == 0 && p == NULL)
        return NULL;
    void *q = mem->alloc(mem->ud, p, old_nbytes, new_nbytes);
    if (q == NULL && new_nbytes != 0)
        mem_throw(mem, COMPILE_MEMORY);
    return q;
}

void *mem_grow(Mem *mem, void *p, size_t *cap, size_t count, size_t size)
{
    size_t want = *cap < 8 ? 8 : *cap;
    while (want < count) {
        if (want > SIZE_MAX / 2 / size)
            mem_throw(mem, COMPILE_MEMORY);
        want *= 2;
    }
    p = mem_resize(mem, p, *cap * size, want * size);
    *cap = want;
    return p;
}

void mem_message(Mem *mem, CompileOutput *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t nbytes = n < 0 ? 1 : (size_t)n + 1;
    out->message = mem_resize(mem, NULL, 0, nbytes);
    out->message_nbytes = nbytes;
    va_start(args, format);
    vsnprintf(out->message, nbytes, format, args);
    va_end(args);
}

void arena_init(Arena *a, Mem *mem)
{
    memset(a, 0, sizeof *a);
    a->mem = mem;
}

static void free_block(Arena *a, ArenaBlock *b)
{
    mem_resize(a->mem, b, b->nbytes, 0);
}

void arena_free(Arena *a)
{
    while (a->block != NULL) {
        ArenaBlock *next = a->block->next;
        free_block(a, a->block);
        a->block = next;
    }
    if (a->spare != NULL)
        free_block(a, a->spare);
    a->spare = NULL;
    a->at = a->end = NULL;
}

static ArenaBlock *new_block(Arena *a, size_t payload)
{
    size_t nbytes = a->block == NULL ? FIRST_BLOCK : a->block->nbytes * 2;
    if (nbytes > LARGEST_BLOCK)
        nbytes = LARGEST_BLOCK;
    if (payload > SIZE_MAX - sizeof(ArenaBlock))
        mem_throw(a->mem, COMPILE_MEMORY);
    if (nbytes < payload + sizeof(ArenaBlock))
        nbytes = payload + sizeof(ArenaBlock);
    if (a->spare != NULL && a->spare->nbytes >= nbytes) {
        ArenaBlock *b = a->spare;
        a->spare = NULL;
        return b;
    }
    ArenaBlock *b = mem_resize(a->mem, NULL, 0, nbytes);
    b->nbytes = nbytes;
    return b;
}

static void *alloc_in_new_block(Arena *a, size_t nbytes)
{
    ArenaBlock *b = new_block(a, nbytes);
    b->next = a->block;
    a->block = b;
    uint8_t *p = (uint8_t *)(b + 1);
    a->at = p + nbytes;
    a->end = (uint8_t *)b + b->nbytes;
    return p;
}

void *arena_alloc(Arena *a, size_t nbytes)
{
    if (nbytes > SIZE_MAX - ALIGN)
        mem_throw(a->mem, COMPILE_MEMORY);
    nbytes = (nbytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (nbytes <= (size_t)(a->end - a->at)) {
        void *p = a->at;
        a->at += nbytes;
        return p;
    }
    return alloc_in_new_block(a, nbytes);
}

ArenaMark arena_mark(const Arena *a)
{
    return (ArenaMark){a->block, a->at};
}

void arena_release(Arena *a, ArenaMark mark)
{
    while (a->block != mark.block) {
        ArenaBlock *b = a->block;
        a->block = b->next;
        if (a->spare == NULL || a->spare->nbytes < b->nbytes) {
            ArenaBlock *smaller = a->spare;
            a->spare = b;
            b = smaller;
        }
        if (b != NULL)
            free_block(a, b);
    }
    a->at = mark.at;
    a->end = a->block == NULL
                 ? NULL
                 : (uint8_t *)a->block + a->block->nbytes;
}
