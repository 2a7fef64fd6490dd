/*
 * vm/count.c -- pairs of instructions counted; see vm/count.h.
 */
#include "vm/count.h"

#ifdef VM_DEBUG
#include <stdio.h>
#include <stdlib.h>

enum { NLINES = 60 };

struct PairCount {
    uint64_t n[NUM_OPS][NUM_OPS];
    unsigned last;
};

static const char *const names[NUM_OPS] = {
#define OP(name, format, a, b, c, meaning) #name,
#define IOP(name, base, meaning) #name,
#include "vm/opcodes.def"
};

void count_init(VM *vm)
{
    const char *what = getenv("VMRUN_COUNT");
    vm->pairs = NULL;
    if (what != NULL && strcmp(what, "pairs") == 0)
        vm->pairs = calloc(1, sizeof *vm->pairs);
}

void count_insn(VM *vm, Insn insn)
{
    struct PairCount *p = vm->pairs;
    unsigned op = (uint16_t)insn;
    p->n[p->last][op]++;
    p->last = op;
}

static uint64_t total(const struct PairCount *p)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < NUM_OPS * NUM_OPS; i++)
        n += p->n[i / NUM_OPS][i % NUM_OPS];
    return n;
}

void count_report(VM *vm)
{
    struct PairCount *p = vm->pairs;
    if (p == NULL)
        return;
    uint64_t all = total(p);
    fprintf(stderr, "%llu instructions\n", (unsigned long long)all);
    for (int line = 0; line < NLINES; line++) {
        unsigned best = 0;
        for (unsigned i = 0; i < NUM_OPS * NUM_OPS; i++)
            if (p->n[i / NUM_OPS][i % NUM_OPS] >
                p->n[best / NUM_OPS][best % NUM_OPS])
                best = i;
        uint64_t *n = &p->n[best / NUM_OPS][best % NUM_OPS];
        if (*n == 0)
            break;
        fprintf(stderr, "%6.2f%% %s %s\n", 100.0 * (double)*n / (double)all,
                names[best / NUM_OPS], names[best % NUM_OPS]);
        *n = 0;
    }
    free(p);
    vm->pairs = NULL;
}
#endif
