/*
 * vm/count.h -- which instructions run one after the other, counted: says what
 * is worth fusing. Debug builds only, with VMRUN_COUNT=pairs.
 */
#ifndef VM_COUNT_H
#define VM_COUNT_H

#include "vm/state.h"

#ifdef VM_DEBUG
/* Begin to count if the environment asks for it. */
void count_init(VM *vm);
/* An instruction is about to run. */
void count_insn(VM *vm, Insn insn);
/* Print what ran most often to stderr; free the counters. */
void count_report(VM *vm);
#else
#define count_init(vm) ((void)(vm))
#define count_report(vm) ((void)(vm))
#endif

#endif
