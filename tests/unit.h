/*
 * tests/unit.h -- what the unit tests of the machine share: machines, and
 * random numbers from a seed that a failure names.
 *
 * VMRUN_SEED=n in the environment chooses another seed than the fixed one,
 * VMRUN_ROUNDS=n more (or fewer) rounds.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "include/lua.h"

typedef struct Random {
    uint64_t seed;  /* of this round, to name it and to repeat it */
    uint64_t state;
} Random;

/*
 * The generator of round i = 0, 1, ... of a test that has `nrounds` usually.
 * With VMRUN_SEED=n the first round's seed is n.
 *
 * returns  false after the last round.
 */
bool random_round(Random *r, int i, int nrounds);

uint64_t random_bits(Random *r);
/* 0 <= x < n */
uint32_t random_below(Random *r, uint32_t n);
/* True once in n times. */
static inline bool random_once_in(Random *r, uint32_t n)
{
    return random_below(r, n) == 0;
}

/* A machine with all libraries; VMRUN_STRESS=stress while it is made, or
   NULL. */
lua_State *unit_machine(const char *stress);

/* As cr_assert, naming the round's seed. */
#define CHECK(r, cond, ...)                                                    \
    do {                                                                       \
        if (!(cond))                                                           \
            unit_fail((r)->seed, __FILE__, __LINE__, #cond, __VA_ARGS__);      \
    } while (0)

_Noreturn void unit_fail(uint64_t seed, const char *file, int line,
                         const char *cond, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
