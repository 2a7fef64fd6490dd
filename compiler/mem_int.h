/*
 * compiler/mem_int.h -- memory of one compilation, and its way out.
 *
 * Everything comes through the caller's allocator. Arenas hold what lives
 * until a known point (nodes until their function's code exists, strings
 * and code until the file is written); vectors hold what grows.
 *
 * Raises   nothing here returns NULL: out of memory goes to mem_throw.
 * Read     Mem, Arena, arena_alloc, mem_grow.
 */
#ifndef COMPILER_MEM_INT_H
#define COMPILER_MEM_INT_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/compiler.h"
#include "vm/config.h"

typedef struct Mem {
    CompileAlloc alloc;
    void *ud;
    jmp_buf way_out; /* the one error point, set by compile.c */
    CompileStatus status;
} Mem;

/* Format a message for the caller. */
void mem_message(Mem *mem, CompileOutput *out, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Leave the compilation with this status. */
_Noreturn void mem_throw(Mem *mem, CompileStatus status);

/* As realloc, with the old size; 0 frees. */
void *mem_resize(Mem *mem, void *p, size_t old_nbytes, size_t new_nbytes);

/*
 * Make room for at least `count` elements in a vector.
 *
 * p        the elements; NULL when there are none yet.
 * cap      elements there is room for; updated.
 * returns  the elements, moved perhaps.
 */
void *mem_grow(Mem *mem, void *p, size_t *cap, size_t count, size_t size);

/* One more element for v->items (any struct with items, count, cap). */
#define VEC_RESERVE(mem, v, n)                                              \
    ((v)->count + (n) > (v)->cap                                            \
         ? (void)((v)->items = mem_grow((mem), (v)->items, &(v)->cap,       \
                                        (v)->count + (n),                   \
                                        sizeof *(v)->items))                \
         : (void)0)
#define VEC_PUSH(mem, v, item)                                              \
    (VEC_RESERVE(mem, v, 1), (void)((v)->items[(v)->count++] = (item)))
#define VEC_FREE(mem, v)                                                    \
    ((void)mem_resize((mem), (v)->items, (v)->cap * sizeof *(v)->items, 0), \
     (v)->items = NULL, (v)->count = (v)->cap = 0)
#define VEC_OF(type)                                                        \
    struct {                                                                \
        type *items;                                                        \
        size_t count, cap;                                                  \
    }

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    Mem *mem;
    ArenaBlock *block; /* newest first */
    ArenaBlock *spare; /* one that was given back, kept for the next */
    uint8_t *at, *end; /* free part of the newest block */
} Arena;

typedef struct ArenaMark {
    ArenaBlock *block;
    uint8_t *at;
} ArenaMark;

void arena_init(Arena *a, Mem *mem);
void arena_free(Arena *a);

/* Take `nbytes`, aligned for any node. Not cleared. */
void *arena_alloc(Arena *a, size_t nbytes);

/* Give back all that was taken since the mark. */
ArenaMark arena_mark(const Arena *a);
void arena_release(Arena *a, ArenaMark mark);

#endif
